/* The way of one mail: policy, item, checker on a worker thread, dialog, remedies and once more, answer. It keeps one checker process warm, makes
 * a second one when mails are sent inside each other, and turns every failure into a finding that the user sees. */
#include "checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "client.h"
#include "dialog.h"
#include "dll.h"
#include "folder.h"
#include "item.h"
#include "policy.h"
#include "resource.h"
#include "surround.h"

#define WAIT_SECONDS 60      /* silence of the checker, where policy's fail.wait says nothing */
#define REMEDIES_MAX 1000
#define RECORD_MS 3000 /* how long a mail waits for its line in the log, where policy lets none go without */

/* Sends that are under way; a second one for the same item is refused. */
struct passage {
  IUnknown *item;
  struct passage *outer;
};
static struct passage *passages;
static struct checkpoint_state seen;

/* ---- the checker processes: one idle and warm, others in use ---- */

static client *volatile idle;
static volatile LONG ended; /* Outlook has let us go: whoever comes back from work is let go too */

static client *checkpoint_take(void) {
  static const char *const arguments[] = {"--client=outlook", NULL};
  client *c = InterlockedExchangePointer((void *volatile *)&idle, NULL);
  wchar_t path[MAX_PATH];
  char *program;
  InterlockedExchange(&ended, 0);
  if (c) return c;
  program = surround_program(L"sekisho-host.exe", path, MAX_PATH) ? text_utf8(path) : NULL;
  c = program ? client_new(program, arguments) : NULL;
  free(program);
  return c;
}

static void checkpoint_let_go(void) { client_free(InterlockedExchangePointer((void *volatile *)&idle, NULL)); }

static void checkpoint_give(client *c) {
  client *other = InterlockedExchangePointer((void *volatile *)&idle, c);
  client_free(other);
  if (ended) checkpoint_let_go();
}

void checkpoint_tell(struct checkpoint_state *out) { *out = seen; }

void checkpoint_end(void) {
  InterlockedExchange(&ended, 1);
  checkpoint_let_go();
}

/* ---- the worker ---- */

struct work {
  client *c;
  const struct client_request *request;
  client_report *report;
  enum client_status status;
};

static void work_check(void *argument) {
  struct work *w = argument;
  static volatile LONG swept;
  if (!InterlockedExchange(&swept, 1)) folder_sweep();
  w->status = client_check(w->c, w->request, &w->report);
}

/* How a mail ended, for the log. */
struct farewell {
  client *c;
  const char *answer; /* NULL: that stands in the log already */
  char *remedies, *reason;
  double seconds;
  enum client_status status;
};

static void work_answer(void *argument) {
  struct farewell *f = argument;
  f->status = client_answer(f->c, f->answer, f->remedies, f->seconds, f->reason, RECORD_MS);
}

static void work_goodbye(void *argument) {
  struct farewell *f = argument;
  if (f->answer) client_answer(f->c, f->answer, f->remedies, f->seconds, f->reason, 0);
  client_close(f->c);
  checkpoint_give(f->c);
  free(f->remedies);
  free(f->reason);
  free(f);
}

/* What happens in mode "observe": the mail is gone already, the check goes on behind it and is logged by the checker. */
struct observation {
  struct item item;
  struct registry policy;
  client *c;
};

static void work_observe(void *argument) {
  struct observation *o = argument;
  struct work w = {o->c, &o->item.request, NULL, CLIENT_OK};
  work_check(&w);
  client_answer(o->c, "sent", NULL, 0, NULL, 0); /* also of a check that failed: the checker knows whether it has anything to say */
  client_close(o->c);
  client_report_free(w.report);
  checkpoint_give(o->c);
  item_free(&o->item);
  registry_free(&o->policy);
  free(o);
}

/* ---- failure ---- */

static UINT checkpoint_why(enum client_status s) {
  switch (s) {
    case CLIENT_NO_HOST: return IDS_WHY_NO_HOST;
    case CLIENT_SILENT: return IDS_WHY_SILENT;
    case CLIENT_NONSENSE: return IDS_WHY_NONSENSE;
    case CLIENT_REFUSED: return IDS_WHY_REFUSED;
    case CLIENT_FILE: return IDS_WHY_FILE;
    case CLIENT_TOO_LARGE: return IDS_WHY_TOO_LARGE;
    case CLIENT_NO_MEMORY: return IDS_WHY_MEMORY;
    case CLIENT_OK:
    case CLIENT_CANCELLED:
    case CLIENT_DEAD: break;
  }
  return IDS_WHY_DEAD;
}

struct passing {
  IDispatch *application, *item;
  struct registry policy;
  enum text_language language;
  HWND owner;
};

static bool checkpoint_ask(const struct passing *p, const client_report *report, UINT note, bool no_bcc, struct dialog *d) {
  memset(d, 0, sizeof *d);
  d->owner = p->owner;
  d->language = p->language;
  d->report = report;
  d->note = note;
  d->no_bcc = no_bcc;
  dialog_ask(d);
  return d->result == DIALOG_SEND;
}

/* Asks about a mail because something could not be done about it: MESSAGE says what, DETAIL why; BUTTON is what Send is called. */
static bool checkpoint_unable(const struct passing *p, const char *action, const wchar_t *message, const char *detail, UINT button, char **reason) {
  wchar_t word[60], label[100];
  char *said = NULL, *shown = NULL, *send = NULL;
  struct client_finding finding;
  client_report report;
  struct dialog d;
  bool allowed;
  text_load(p->language, IDS_WORD, word, 60);
  text_load(p->language, button, label, 100);
  memset(&finding, 0, sizeof finding);
  memset(&report, 0, sizeof report);
  said = text_utf8(message);
  shown = text_utf8(word);
  send = text_utf8(label);
  finding.name = "check-failed";
  finding.action = action;
  finding.message = said ? said : "?";
  finding.evidence = detail ? detail : "";
  finding.where = "";
  finding.about = "message";
  finding.index = -1;
  finding.severity = 3;
  report.verdict = action;
  report.show = true;
  report.send_label = send ? send : "";
  report.justify = !strcmp(action, "justify") && shown ? shown : "";
  report.help_text = policy_text(&p->policy, "help.text", "");
  report.help_url = policy_text(&p->policy, "help.url", "");
  report.findings = &finding;
  report.finding_count = 1;
  allowed = checkpoint_ask(p, &report, 0, false, &d);
  *reason = d.reason;
  free(said);
  free(shown);
  free(send);
  return allowed;
}

/* What fail.action comes to; a word that nobody understands is "justify". */
static const char *checkpoint_action(const char *action) {
  static const char *const known[] = {"ignore", "note", "confirm", "block"};
  size_t i;
  for (i = 0; i < sizeof known / sizeof *known; i++) {
    if (!strcmp(action, known[i])) return known[i];
  }
  return "justify";
}

/* Its line cannot be written to the log, and policy lets no mail go without: asked as for a check that failed, and by justify where that would say nothing. */
static bool checkpoint_unlogged(const struct passing *p, const char *action, const char *detail, char **reason) {
  wchar_t message[300];
  action = checkpoint_action(action);
  if (!strcmp(action, "ignore") || !strcmp(action, "note")) action = "justify";
  seen.failure = IDS_UNLOGGED;
  text_load(p->language, IDS_UNLOGGED, message, 300);
  return checkpoint_unable(p, action, message, detail, IDS_UNLOGGED_SEND, reason);
}

/* The check itself failed: the dialog says so, and fail.action decides what the user may do. */
static bool checkpoint_failed(const struct passing *p, UINT why, const char *detail, char **reason) {
  const char *action = checkpoint_action(policy_text(&p->policy, "fail.action", "justify"));
  wchar_t lead[300], more[300];
  seen.failure = why;
  if (!strcmp(action, "ignore") || !strcmp(action, "note")) {
    /* Nobody checked it, so nobody can write its line either. */
    return !policy_flag(&p->policy, "log.required") || checkpoint_unlogged(p, action, detail, reason);
  }
  text_load(p->language, IDS_FAILED_LEAD, lead, 300);
  text_load(p->language, why, more, 300);
  wcsncat(lead, more, 300 - wcslen(lead) - 1);
  return checkpoint_unable(p, action, lead, detail, IDS_FAILED_SEND, reason);
}

/* ---- the way ---- */

static bool checkpoint_remedy(const struct item *it, IDispatch *o, const struct client_remedy *r) {
  if (!strcmp(r->name, "move-to-bcc")) return item_move_to_bcc(it, o, r->recipients, r->recipient_count, r->to);
  if (!strcmp(r->name, "remove-recipient")) return item_remove_recipients(it, o, r->recipients, r->recipient_count);
  if (!strcmp(r->name, "remove-attachment")) return r->attachment >= 0 && item_remove_attachment(it, o, (size_t)r->attachment);
  return false;
}

static void checkpoint_fill(const struct passing *p, struct client_request *r) {
  r->client_name = "outlook";
  r->client_version = SEKISHO_VERSION;
  r->lang = p->language == TEXT_JAPANESE ? "ja" : "en";
  r->wait_ms = (unsigned)policy_number(&p->policy, "fail.wait", WAIT_SECONDS) * 1000u;
  if (!r->wait_ms) r->wait_ms = WAIT_SECONDS * 1000u;
  r->options = p->policy.options;
  r->option_count = p->policy.count;
}

static bool checkpoint_observe(struct passing *p) {
  struct observation *o = calloc(1, sizeof *o);
  HANDLE thread = NULL;
  if (!o) return true;
  o->policy = p->policy; /* the thread's from here on */
  memset(&p->policy, 0, sizeof p->policy);
  if (item_read(&o->item, p->item)) {
    o->c = checkpoint_take();
    if (o->c) {
      struct passing q = *p;
      q.policy = o->policy;
      checkpoint_fill(&q, &o->item.request);
      thread = dll_thread(work_observe, o);
    }
  }
  if (thread) {
    CloseHandle(thread);
  } else {
    client_free(o->c);
    item_free(&o->item);
    registry_free(&o->policy);
    free(o);
  }
  return true;
}

static void checkpoint_note(char *list, size_t room, const char *name) {
  if (strlen(list) + strlen(name) + 2 > room) return;
  if (*list) strcat(list, ",");
  strcat(list, name);
}

/* Says how it ended (ANSWER NULL: that was said) and ends the session, on a thread of its own, so that a slow log never holds the mail. Takes C and
 * REASON over. */
static void checkpoint_goodbye(client *c, const char *answer, const char *remedies, DWORD since, char *reason) {
  struct farewell *f = calloc(1, sizeof *f);
  HANDLE thread = NULL;
  if (f) {
    f->c = c;
    f->answer = answer;
    f->remedies = strdup(remedies);
    f->reason = reason;
    f->seconds = (GetTickCount() - since) / 1000.0;
    thread = dll_thread(work_goodbye, f);
  }
  if (thread) {
    CloseHandle(thread);
    return;
  }
  if (f) free(f->remedies);
  free(f);
  free(reason);
  client_free(c);
}

/* Runs WORK beside us until it is done, while Outlook's messages are served. Where no thread can be had it is not run, and its status stays what it was. */
static void checkpoint_work(const struct passing *p, client *c, UINT what, void (*work)(void *), void *argument) {
  HANDLE thread = dll_thread(work, argument);
  if (!thread) return;
  dialog_wait(p->owner, p->language, what, thread, c);
  WaitForSingleObject(thread, INFINITE); /* it uses what stands on the caller's stack */
  CloseHandle(thread);
}

/* The mail goes. Where policy lets none go without its line in the log, the line comes first; where it cannot be written, the user is asked. */
static bool checkpoint_release(const struct passing *p, client *c, const client_report *report, const char *remedies, DWORD since, char *reason) {
  struct farewell f = {c, *remedies ? "changed" : "sent", (char *)(size_t)remedies, reason, (GetTickCount() - since) / 1000.0, CLIENT_DEAD};
  char *again = NULL;
  bool allowed = true, written = false;
  if (report->log_required) {
    checkpoint_work(p, c, IDS_RECORDING, work_answer, &f);
    written = f.status == CLIENT_OK;
    if (f.status == CLIENT_CANCELLED) {
      allowed = false;
    } else if (!written) {
      allowed = checkpoint_unlogged(p, report->fail_action, f.status == CLIENT_REFUSED ? client_problem(c) : "", &again);
    }
  }
  if (again) { /* what was said last is what counts */
    free(reason);
    reason = again;
  }
  checkpoint_goodbye(c, written ? NULL : allowed ? f.answer : "cancelled", remedies, since, reason);
  return allowed;
}

static bool checkpoint_pass(struct passing *p, client *c) {
  char remedies[200] = "", *reason = NULL;
  UINT note = 0;
  int round;
  for (round = 0; round < REMEDIES_MAX; round++) {
    struct item it;
    struct work w = {c, &it.request, NULL, CLIENT_DEAD};
    struct dialog d;
    DWORD since = GetTickCount();
    bool read = item_read(&it, p->item), allowed, good;
    if (!read) {
      item_free(&it);
      allowed = checkpoint_failed(p, IDS_WHY_ITEM, NULL, &reason);
      checkpoint_goodbye(c, allowed ? "sent" : "cancelled", remedies, since, reason);
      return allowed;
    }
    checkpoint_fill(p, &it.request);
    checkpoint_work(p, c, IDS_PROGRESS, work_check, &w);
    folder_remove(&it.folder);
    if (w.status) {
      item_free(&it);
      allowed = w.status != CLIENT_CANCELLED && checkpoint_failed(p, checkpoint_why(w.status), w.status == CLIENT_REFUSED ? client_problem(c) : "", &reason);
      checkpoint_goodbye(c, allowed ? "sent" : "cancelled", remedies, since, reason);
      return allowed;
    }
    since = GetTickCount();
    if (!w.report->show && !note) {
      allowed = checkpoint_release(p, c, w.report, "", since, NULL);
      client_report_free(w.report);
      item_free(&it);
      return allowed;
    }
    allowed = checkpoint_ask(p, w.report, note, strcmp(it.request.kind, "mail") != 0, &d);
    if (d.result != DIALOG_REMEDY) {
      if (allowed) {
        allowed = checkpoint_release(p, c, w.report, remedies, since, d.reason);
      } else {
        checkpoint_goodbye(c, strcmp(w.report->verdict, "block") ? "cancelled" : "blocked", remedies, since, d.reason);
      }
      client_report_free(w.report);
      item_free(&it);
      return allowed;
    }
    checkpoint_note(remedies, sizeof remedies, d.remedy->name);
    good = checkpoint_remedy(&it, p->item, d.remedy);
    note = good ? IDS_REMEDY_DONE : IDS_REMEDY_FAILED;
    client_report_free(w.report);
    item_free(&it);
  }
  checkpoint_goodbye(c, "cancelled", remedies, GetTickCount(), NULL);
  return false;
}

bool checkpoint_allows(IDispatch *application, IDispatch *item) {
  struct passing p;
  struct passage here, *o;
  const char *mode;
  client *c;
  bool allowed = false, twice = false;

  if (FAILED(IDispatch_QueryInterface(item, &IID_IUnknown, (void **)&here.item))) return false;
  for (o = passages; o; o = o->outer) twice = twice || o->item == here.item;
  memset(&p, 0, sizeof p);
  seen.mails++;
  p.application = application;
  p.item = item;
  registry_read(&p.policy);
  p.language = surround_language(application, &p.policy);
  p.owner = surround_owner(application);
  mode = policy_text(&p.policy, "mode", "ask");
  here.outer = passages;
  passages = &here;
  if (twice) {
    MessageBeep(MB_ICONWARNING); /* its own dialog is open and says everything */
  } else if (!strcmp(mode, "off") || item_is_exempt(item)) {
    allowed = true;
  } else if (!strcmp(mode, "observe")) {
    allowed = checkpoint_observe(&p);
  } else {
    char *reason = NULL;
    c = checkpoint_take();
    allowed = c ? checkpoint_pass(&p, c) : checkpoint_failed(&p, IDS_WHY_NO_HOST, NULL, &reason);
    if (!c) free(reason);
  }
  passages = here.outer;
  IUnknown_Release(here.item);
  registry_free(&p.policy);
  return allowed;
}
