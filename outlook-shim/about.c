/* "About" in Outlook's ribbon: the button's description, and the text behind it: the add-in's own state, and what `sekisho doctor` finds beside it. Showing
 * it is dialog.c's matter. */
#include "about.h"

#include <oleauto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "checkpoint.h"
#include "dialog.h"
#include "dll.h"
#include "oom.h"
#include "process.h"
#include "registry.h"
#include "resource.h"
#include "surround.h"

#define DOCTOR_BYTES 16384u
#define DOCTOR_WAIT_MS 5000u

BSTR about_ribbon(IDispatch *application, const wchar_t *ribbon) {
  wchar_t label[100], tip[200], xml[1200];
  struct registry policy;
  enum text_language language;
  if (!ribbon || wcscmp(ribbon, L"Microsoft.Outlook.Explorer")) return SysAllocString(L"");
  registry_read(&policy);
  language = surround_language(application, &policy);
  registry_free(&policy);
  text_load(language, IDS_ABOUT_BUTTON, label, 100);
  text_load(language, IDS_ABOUT_TIP, tip, 200);
  swprintf(xml, sizeof xml / sizeof *xml,
           L"<customUI xmlns=\"http://schemas.microsoft.com/office/2009/07/customui\"><ribbon><tabs><tab idMso=\"TabMail\">"
           L"<group id=\"SekishoGroup\" label=\"Sekisho\"><button id=\"SekishoAboutButton\" label=\"%ls\" screentip=\"%ls\" size=\"large\" "
           L"imageMso=\"Help\" onAction=\"" ABOUT_NAME L"\"/></group></tab></tabs></ribbon></customUI>",
           label, tip);
  return SysAllocString(xml);
}

/* ---- what `sekisho doctor` says ---- */

struct doctor {
  char program[MAX_PATH * 4];
  const char *language;
  char said[DOCTOR_BYTES + 1];
};

static void work_doctor(void *argument) {
  struct doctor *d = argument;
  const char *arguments[] = {"doctor", "--lang", d->language, NULL};
  process *p = process_start(d->program, arguments, false);
  size_t n = p ? process_read_all(p, d->said, DOCTOR_BYTES, DOCTOR_WAIT_MS) : 0;
  d->said[n] = 0;
  process_stop(p, 500);
}

static void about_doctor(HWND owner, enum text_language language, struct doctor *d) {
  wchar_t path[MAX_PATH];
  char *program = surround_program(L"sekisho.exe", path, MAX_PATH) ? text_utf8(path) : NULL;
  HANDLE thread;
  d->said[0] = 0;
  d->language = language == TEXT_JAPANESE ? "ja" : "en";
  if (!program || strlen(program) >= sizeof d->program) {
    free(program);
    return;
  }
  strcpy(d->program, program);
  free(program);
  thread = dll_thread(work_doctor, d);
  if (!thread) return;
  dialog_wait(owner, language, IDS_ABOUT_WAIT, thread, NULL);
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
}

/* ---- the text ---- */

struct about {
  enum text_language language;
  wchar_t text[DOCTOR_BYTES + 4096];
};

static void about_add(struct about *a, const wchar_t *text) {
  size_t n = wcslen(a->text), room = sizeof a->text / sizeof *a->text;
  for (; *text && n + 3 < room; text++) {
    if (*text == L'\n' && (!n || a->text[n - 1] != L'\r')) a->text[n++] = L'\r';
    a->text[n++] = *text;
  }
  a->text[n] = 0;
}

static void about_row(struct about *a, UINT name, const wchar_t *value) {
  wchar_t label[100], line[MAX_PATH + 500];
  text_load(a->language, name, label, 100);
  swprintf(line, sizeof line / sizeof *line, L"%ls: %ls\n", label, value);
  about_add(a, line);
}

static void about_policy(struct about *a, const struct registry *policy) {
  size_t count[CLIENT_LAYERS] = {0}, i;
  wchar_t form[200], text[300];
  for (i = 0; i < policy->count; i++) count[policy->options[i].layer]++;
  text_load(a->language, IDS_ABOUT_VALUES, form, 200);
  swprintf(text, 300, form, (int)count[CLIENT_ENFORCED], (int)count[CLIENT_RECOMMENDED], (int)count[CLIENT_USER]);
  about_row(a, IDS_ABOUT_POLICY, text);
}

void about_show(IDispatch *application) {
  struct about *a = calloc(1, sizeof *a);
  struct doctor *d = calloc(1, sizeof *d);
  struct registry policy;
  struct checkpoint_state state;
  wchar_t text[MAX_PATH + 100], path[MAX_PATH];
  char *version;
  HWND owner = surround_owner(application);
  wchar_t *said;
  if (!a || !d) goto out;
  registry_read(&policy);
  a->language = surround_language(application, &policy);
  about_row(a, IDS_ABOUT_VERSION, L"" SEKISHO_VERSION);
  if (!GetModuleFileNameW(dll_module(), path, MAX_PATH)) path[0] = 0;
  swprintf(text, sizeof text / sizeof *text, L"%ls (%d bits)", path, (int)sizeof(void *) * 8);
  about_row(a, IDS_ABOUT_ADDIN, text);
  version = oom_text(application, L"Version", NULL);
  said = text_wide(version);
  about_row(a, IDS_ABOUT_OUTLOOK, said ? said : L"?");
  free(version);
  free(said);
  if (!surround_program(L"sekisho-host.exe", path, MAX_PATH)) path[0] = 0;
  about_row(a, IDS_ABOUT_CHECKER, path);
  if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES) {
    text_load(a->language, IDS_ABOUT_MISSING, text, 200);
    about_row(a, IDS_ABOUT_CHECKER, text);
  }
  about_policy(a, &policy);
  registry_free(&policy);
  checkpoint_tell(&state);
  swprintf(text, 100, L"%ld", state.mails);
  about_row(a, IDS_ABOUT_MAILS, text);
  text_load(a->language, state.failure ? state.failure : IDS_ABOUT_NONE, text, 200);
  about_row(a, IDS_ABOUT_FAILURE, text);
  about_add(a, L"\n");
  about_doctor(owner, a->language, d);
  said = *d->said ? text_wide(d->said) : NULL;
  if (said) {
    about_add(a, said);
  } else {
    text_load(a->language, IDS_ABOUT_NO_DOCTOR, text, 200);
    about_add(a, text);
  }
  free(said);
  dialog_tell(owner, a->language, a->text);
out:
  free(a);
  free(d);
}
