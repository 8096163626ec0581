/* Asks Outlook, Windows and the installer's registry values what a mail's surroundings are; decides nothing by them. */
#include "surround.h"

#include <oleidl.h>
#include <string.h>
#include <wchar.h>

#include "dll.h"
#include "oom.h"
#include "policy.h"

#define LANGUAGE_UI 2 /* msoLanguageIDUI */

enum text_language surround_language(IDispatch *application, const struct registry *p) {
  const char *chosen = policy_text(p, "lang", "auto");
  IDispatch *settings;
  VARIANT which, v;
  long id = 0;
  if (!strcmp(chosen, "ja")) return TEXT_JAPANESE;
  if (!strcmp(chosen, "en")) return TEXT_ENGLISH;
  settings = application ? oom_object(application, L"LanguageSettings", NULL) : NULL;
  V_VT(&which) = VT_I4;
  V_I4(&which) = LANGUAGE_UI;
  if (settings && SUCCEEDED(oom_call(settings, L"LanguageID", &which, 1, &v))) {
    if (v.vt == VT_I4) id = V_I4(&v);
    VariantClear(&v);
  }
  oom_drop(settings);
  if (!id) id = GetUserDefaultUILanguage();
  return PRIMARYLANGID(id) == LANG_JAPANESE ? TEXT_JAPANESE : TEXT_ENGLISH;
}

HWND surround_owner(IDispatch *application) {
  IDispatch *active = oom_call_object(application, L"ActiveWindow", NULL);
  IOleWindow *ole = NULL;
  HWND window = NULL;
  if (active && SUCCEEDED(IDispatch_QueryInterface(active, &IID_IOleWindow, (void **)&ole))) {
    if (FAILED(IOleWindow_GetWindow(ole, &window))) window = NULL;
    IOleWindow_Release(ole);
  }
  oom_drop(active);
  if (!window) window = GetActiveWindow();
  return window && IsWindow(window) ? GetAncestor(window, GA_ROOT) : NULL;
}

bool surround_program(const wchar_t *name, wchar_t *path, DWORD room) {
  DWORD bytes = room * sizeof *path, n;
  wchar_t *slash;
  /* Written by the installer; the 64-bit view, also for a 32-bit Outlook. Nobody but an administrator can change it. */
  bool installed = !RegGetValueW(HKEY_LOCAL_MACHINE, L"Software\\Sekisho", L"Host", RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, NULL, path, &bytes) && *path;
  if (!installed) {
    n = GetModuleFileNameW(dll_module(), path, room);
    if (!n || n >= room) return false;
  }
  slash = wcsrchr(path, L'\\');
  if (!slash || (DWORD)(slash - path) + wcslen(name) + 2 > room) return false;
  wcscpy(slash + 1, name);
  return true;
}
