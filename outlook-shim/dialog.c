/* The question before a mail leaves, the progress before it, and "About": lists, ticks, reasons, remedies, all in the system's own controls and colours.
 * It shows what the checker said and judges nothing; its default, Escape, closing and every failure mean that nothing is sent. */
#include "dialog.h"

#include <commctrl.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "dll.h"
#include "resource.h"

#define GUARD_MS 700
#define PROGRESS_AFTER_MS 300
#define TIMER_GUARD 1
#define TIMER_COUNTDOWN 2
#define TIMER_PROGRESS 3
#define REMEDIES 3
#define FOLD 3  /* more that want a tick fold under the first ones */
#define MANY 12 /* above so many recipients that findings of one name want a tick for, they are ticked by domain */
#define ROOM 1024

/* Owners of the windows that are open now: the inner of two nested ones must not wake the owner of the outer. */
struct modal {
  HWND owner;
  struct modal *outer;
};
static struct modal *modal_stack;

/* What one line of the findings stands for: one finding, or what all findings of its name say about the recipients of one domain. */
struct ask_group {
  size_t finding;
  const size_t *people; /* of the domain, among the recipients; NULL: one finding */
  size_t count;
  bool confirm, ticked;
};

struct ask {
  struct dialog *d;
  const client_report *r;
  HWND window;
  HFONT big;
  size_t *order; /* recipients as they are shown */
  size_t shown, inside;
  struct ask_group *groups;
  size_t group_count, *people, people_count; /* what groups point into */
  bool findings_unfolded;
  bool unfolded, done, guarded, painted, filling;
  int dpi;
  long countdown;
  const struct client_remedy *remedies[REMEDIES], *primary;
};

/* ---- small things ---- */

static void ask_load(const struct ask *a, UINT id, wchar_t *out) { text_load(a->d->language, id, out, ROOM); }

static void ask_set(const struct ask *a, int control, UINT id) {
  wchar_t text[ROOM];
  ask_load(a, id, text);
  SetDlgItemTextW(a->window, control, text);
}

static void ask_set_text(const struct ask *a, int control, const char *utf8) {
  wchar_t *wide = text_wide(utf8);
  SetDlgItemTextW(a->window, control, wide ? wide : L"");
  free(wide);
}

static void ask_show(const struct ask *a, int control, bool visible) { ShowWindow(GetDlgItem(a->window, control), visible ? SW_SHOW : SW_HIDE); }
static int ask_px(const struct ask *a, int units) { return MulDiv(units, a->dpi, 96); }
static bool ask_is(const char *a, const char *b) { return !strcmp(a, b); }

static bool ask_has(const struct ask *a, const char *action) {
  size_t i;
  for (i = 0; i < a->r->finding_count; i++) {
    if (ask_is(a->r->findings[i].action, action)) return true;
  }
  return false;
}

/* A reason is wanted; a report that names no word to type still wants the reason. */
static bool ask_justifies(const struct ask *a) { return *a->r->justify || ask_has(a, "justify"); }

static int ask_dpi(HWND window) {
  typedef UINT(WINAPI * get_dpi)(HWND);
  get_dpi get = (get_dpi)GetProcAddress(GetModuleHandleW(L"user32.dll"), "GetDpiForWindow");
  HDC dc;
  int dpi = get ? (int)get(window) : 0;
  if (dpi) return dpi;
  dc = GetDC(window);
  dpi = GetDeviceCaps(dc, LOGPIXELSY);
  ReleaseDC(window, dc);
  return dpi;
}

/* Event calls arrive in a thread that is only system-DPI aware; the window itself is to be per monitor. Both calls exist since Windows 10 1607. */
static HANDLE ask_aware(HANDLE context) {
  typedef HANDLE(WINAPI * set_context)(HANDLE);
  set_context set = (set_context)GetProcAddress(GetModuleHandleW(L"user32.dll"), "SetThreadDpiAwarenessContext");
  return set && context ? set(context) : NULL;
}
#define AWARE_PER_MONITOR_2 ((HANDLE)(INT_PTR)-4)

/* Common controls version 6 for the windows of this DLL only, from the manifest in resource 2. */
static HANDLE ask_styles(ULONG_PTR *cookie) {
  ACTCTXW c;
  HANDLE h;
  ZeroMemory(&c, sizeof c);
  c.cbSize = sizeof c;
  c.dwFlags = ACTCTX_FLAG_HMODULE_VALID | ACTCTX_FLAG_RESOURCE_NAME_VALID;
  c.hModule = dll_module();
  c.lpResourceName = MAKEINTRESOURCEW(2);
  h = CreateActCtxW(&c);
  if (h != INVALID_HANDLE_VALUE && ActivateActCtx(h, cookie)) return h;
  if (h != INVALID_HANDLE_VALUE) ReleaseActCtx(h);
  return INVALID_HANDLE_VALUE;
}

static void modal_begin(struct modal *m, HWND owner) {
  m->owner = owner;
  m->outer = modal_stack;
  modal_stack = m;
  if (owner) EnableWindow(owner, FALSE);
}

static void modal_end(struct modal *m) {
  struct modal *o;
  modal_stack = m->outer;
  for (o = modal_stack; o; o = o->outer) {
    if (o->owner == m->owner) return;
  }
  if (m->owner) EnableWindow(m->owner, TRUE);
}

/* ---- what stands in the lists ---- */

static void ask_column(HWND list, int index, const wchar_t *title, int width) {
  LVCOLUMNW c;
  ZeroMemory(&c, sizeof c);
  c.mask = LVCF_TEXT | LVCF_WIDTH | LVCF_SUBITEM;
  c.pszText = (LPWSTR)(size_t)title;
  c.cx = width;
  c.iSubItem = index;
  SendMessageW(list, LVM_INSERTCOLUMNW, (WPARAM)index, (LPARAM)&c);
}

static void ask_columns(const struct ask *a, int control, const UINT *titles, const int *widths, int count) {
  wchar_t text[ROOM];
  HWND list = GetDlgItem(a->window, control);
  int i;
  for (i = 0; i < count; i++) {
    ask_load(a, titles[i], text);
    ask_column(list, i, text, ask_px(a, widths[i]));
  }
}

static void ask_cell(HWND list, int row, int column, const wchar_t *text) {
  LVITEMW item;
  ZeroMemory(&item, sizeof item);
  item.iItem = row;
  item.iSubItem = column;
  item.mask = LVIF_TEXT;
  item.pszText = (LPWSTR)(size_t)text;
  SendMessageW(list, column ? LVM_SETITEMTEXTW : LVM_INSERTITEMW, column ? (WPARAM)row : 0, (LPARAM)&item);
}

static void ask_state(HWND list, int row, UINT state, UINT mask) {
  LVITEMW item;
  ZeroMemory(&item, sizeof item);
  item.state = state;
  item.stateMask = mask;
  SendMessageW(list, LVM_SETITEMSTATE, (WPARAM)row, (LPARAM)&item);
}

static bool ask_is_ticked(HWND list, int row) {
  return (SendMessageW(list, LVM_GETITEMSTATE, (WPARAM)row, LVIS_STATEIMAGEMASK) >> 12) == 2;
}

static const client_report *sorting; /* qsort has no argument of its own; the UI has one thread */

static int ask_by_domain(const void *x, const void *y) {
  size_t a = *(const size_t *)x, b = *(const size_t *)y;
  int d = strcmp(sorting->recipients[a].domain, sorting->recipients[b].domain);
  return d ? d : a < b ? -1 : a > b;
}

static bool ask_about_recipients(const struct client_finding *f) { return ask_is(f->action, "confirm") && ask_is(f->about, "recipient"); }

/* Whom the findings of one name are about, from the first of them on, as far as these are recipients of this mail. */
static size_t ask_whom(const struct ask *a, size_t first, size_t *out, bool *done) {
  const char *name = a->r->findings[first].name;
  size_t i, k, n = 0;
  for (i = first; i < a->r->finding_count; i++) {
    const struct client_finding *f = &a->r->findings[i];
    if (!ask_is(f->name, name) || !ask_about_recipients(f)) continue;
    if (done) done[i] = true;
    for (k = 0; k < f->recipient_count; k++) {
      if (f->recipients[k] >= a->r->recipient_count) continue;
      if (out) out[n] = f->recipients[k];
      n++;
    }
  }
  return n;
}

static void ask_group_by_domain(struct ask *a, size_t finding, bool *done) {
  size_t *people = a->people + a->people_count, n = ask_whom(a, finding, people, done), i;
  sorting = a->r;
  qsort(people, n, sizeof *people, ask_by_domain);
  a->people_count += n;
  for (i = 0; i < n; i++) {
    struct ask_group *g = &a->groups[a->group_count - (i > 0)];
    if (!i || strcmp(a->r->recipients[people[i]].domain, a->r->recipients[people[i - 1]].domain)) {
      g = &a->groups[a->group_count++];
      g->finding = finding;
      g->people = people + i;
      g->confirm = true;
    }
    g->count++;
  }
}

static bool ask_make_groups(struct ask *a) {
  size_t i, n = a->r->finding_count, room = 0;
  bool *done = calloc(n + 1, sizeof *done);
  for (i = 0; i < n; i++) room += a->r->findings[i].recipient_count;
  a->groups = calloc(n + room + 1, sizeof *a->groups);
  a->people = calloc(room + 1, sizeof *a->people);
  for (i = 0; done && a->groups && a->people && i < n; i++) {
    const struct client_finding *f = &a->r->findings[i];
    if (done[i]) continue;
    if (ask_about_recipients(f) && ask_whom(a, i, NULL, NULL) > MANY) {
      ask_group_by_domain(a, i, done);
    } else {
      a->groups[a->group_count].finding = i;
      a->groups[a->group_count++].confirm = ask_is(f->action, "confirm");
    }
  }
  free(done);
  return a->group_count || !n;
}

static void ask_add_finding(const struct ask *a, int row, size_t group) {
  const struct ask_group *g = &a->groups[group];
  const struct client_finding *f = &a->r->findings[g->finding];
  HWND list = GetDlgItem(a->window, IDC_FINDINGS);
  wchar_t text[ROOM], form[ROOM], domain[300];
  LVITEMW item;
  ask_load(a,
           g->confirm                     ? IDS_LEVEL_CONFIRM
           : ask_is(f->action, "block")   ? IDS_LEVEL_BLOCK
           : ask_is(f->action, "justify") ? IDS_LEVEL_JUSTIFY
                                          : IDS_LEVEL_NOTE,
           text);
  ask_cell(list, row, 0, text);
  if (g->people) {
    text_wide_into(a->r->recipients[*g->people].domain, domain, 300);
    if (!*domain) text_load(a->d->language, IDS_CLASS_UNKNOWN, domain, 300);
    ask_load(a, IDS_MANY_OF_DOMAIN, form);
    swprintf(text, ROOM, form, domain, (int)g->count);
    ask_cell(list, row, 1, text);
  } else {
    wchar_t *message = text_wide(f->message);
    ask_cell(list, row, 1, message ? message : L"");
    free(message);
  }
  ZeroMemory(&item, sizeof item);
  item.mask = LVIF_PARAM;
  item.iItem = row;
  item.lParam = (LPARAM)group;
  SendMessageW(list, LVM_SETITEMW, 0, (LPARAM)&item);
  ask_state(list, row, INDEXTOSTATEIMAGEMASK(!g->confirm ? 0u : g->ticked ? 2u : 1u), LVIS_STATEIMAGEMASK);
}

/* The group of a line; -1: none, or the line that stands for the folded ones. */
static long ask_group_at(const struct ask *a, int row) {
  LVITEMW item;
  ZeroMemory(&item, sizeof item);
  item.mask = LVIF_PARAM;
  item.iItem = row;
  return row >= 0 && SendDlgItemMessageW(a->window, IDC_FINDINGS, LVM_GETITEMW, 0, (LPARAM)&item) ? (long)item.lParam : -1;
}

static void ask_add_fold(const struct ask *a, int row, size_t more) {
  HWND list = GetDlgItem(a->window, IDC_FINDINGS);
  wchar_t form[ROOM], text[ROOM];
  LVITEMW item;
  ask_load(a, IDS_FOLDED, form);
  swprintf(text, ROOM, form, (int)more);
  ask_cell(list, row, 0, L"");
  ask_cell(list, row, 1, text);
  ZeroMemory(&item, sizeof item);
  item.mask = LVIF_PARAM;
  item.iItem = row;
  item.lParam = -1;
  SendMessageW(list, LVM_SETITEMW, 0, (LPARAM)&item);
  ask_state(list, row, INDEXTOSTATEIMAGEMASK(0u), LVIS_STATEIMAGEMASK);
}

/* Worst first; of those that want a tick the first few, and one line for the rest of them. */
static void ask_fill_findings(struct ask *a) {
  HWND list = GetDlgItem(a->window, IDC_FINDINGS);
  size_t i, confirms = 0, seen = 0;
  int row = 0, fold = -1;
  for (i = 0; i < a->group_count; i++) confirms += a->groups[i].confirm;
  if (confirms <= FOLD) a->findings_unfolded = true;
  a->filling = true;
  SendMessageW(list, WM_SETREDRAW, FALSE, 0);
  SendMessageW(list, LVM_DELETEALLITEMS, 0, 0);
  for (i = 0; i < a->group_count; i++) {
    if (a->groups[i].confirm && ++seen > FOLD && !a->findings_unfolded) {
      if (fold < 0) ask_add_fold(a, fold = row++, confirms - FOLD);
      continue;
    }
    ask_add_finding(a, row++, i);
  }
  if (row) ask_state(list, 0, LVIS_SELECTED | LVIS_FOCUSED, LVIS_SELECTED | LVIS_FOCUSED);
  SendMessageW(list, WM_SETREDRAW, TRUE, 0);
  a->filling = false;
}

static void ask_begin_findings(struct ask *a) {
  static const UINT titles[] = {IDS_COL_LEVEL, IDS_COL_FINDING};
  static const int widths[] = {110, 540};
  SendDlgItemMessageW(a->window, IDC_FINDINGS, LVM_SETEXTENDEDLISTVIEWSTYLE, 0, LVS_EX_CHECKBOXES | LVS_EX_FULLROWSELECT | LVS_EX_INFOTIP | LVS_EX_LABELTIP);
  ask_columns(a, IDC_FINDINGS, titles, widths, 2);
  if (ask_make_groups(a)) ask_fill_findings(a);
}

static int ask_class_rank(const char *name) {
  return ask_is(name, "external") ? 0 : ask_is(name, "unknown") ? 1 : ask_is(name, "partner") ? 2 : 3;
}

static int ask_compare(const void *x, const void *y) {
  const struct client_recipient *a = &sorting->recipients[*(const size_t *)x], *b = &sorting->recipients[*(const size_t *)y];
  int d = ask_class_rank(a->class_name) - ask_class_rank(b->class_name);
  if (!d) d = strcmp(a->domain, b->domain);
  if (!d) d = *(const size_t *)x < *(const size_t *)y ? -1 : 1;
  return d;
}

/* Outside ones first, by domain; inside ones are one line until the user opens it. */
static void ask_fill_people(struct ask *a) {
  static const UINT titles[] = {IDS_COL_DOMAIN, IDS_COL_ADDRESS, IDS_COL_NAME, IDS_COL_FIELD, IDS_COL_CLASS};
  static const int widths[] = {150, 210, 130, 60, 80};
  size_t i, n = a->r->recipient_count;
  HWND list = GetDlgItem(a->window, IDC_PEOPLE);
  SendMessageW(list, LVM_SETEXTENDEDLISTVIEWSTYLE, 0, LVS_EX_FULLROWSELECT | LVS_EX_LABELTIP);
  ask_columns(a, IDC_PEOPLE, titles, widths, 5);
  a->order = calloc(n + 1, sizeof *a->order);
  for (i = 0; a->order && i < n; i++) {
    a->order[i] = i;
    if (ask_is(a->r->recipients[i].class_name, "internal")) a->inside++;
  }
  sorting = a->r;
  if (a->order) qsort(a->order, n, sizeof *a->order, ask_compare);
  a->shown = a->order ? n - a->inside + (a->inside ? 1 : 0) : 0;
  if (a->inside && a->inside == n && n <= 5) { /* a handful of colleagues needs no folding */
    a->unfolded = true;
    a->shown = n;
  }
  SendMessageW(list, LVM_SETITEMCOUNT, (WPARAM)a->shown, 0);
}

static void ask_person_text(const struct ask *a, size_t row, int column, wchar_t *out, size_t room) {
  const struct client_recipient *p;
  size_t outside = a->r->recipient_count - a->inside;
  wchar_t text[ROOM];
  out[0] = 0;
  if (!a->unfolded && row >= outside) {
    if (!column) {
      ask_load(a, IDS_INSIDE_FOLDED, text);
      swprintf(out, room, text, (int)a->inside);
    }
    return;
  }
  if (row >= a->r->recipient_count) return;
  p = &a->r->recipients[a->order[row]];
  switch (column) {
    case 0: text_wide_into(p->domain, out, room); break;
    case 1: text_wide_into(p->address, out, room); break;
    case 2: text_wide_into(p->name, out, room); break;
    case 3: text_load(a->d->language, ask_is(p->field, "cc") ? IDS_FIELD_CC : ask_is(p->field, "bcc") ? IDS_FIELD_BCC : IDS_FIELD_TO, out, room); break;
    default:
      text_load(a->d->language,
                ask_is(p->class_name, "internal")  ? IDS_CLASS_INTERNAL
                : ask_is(p->class_name, "partner") ? IDS_CLASS_PARTNER
                : ask_is(p->class_name, "unknown") ? IDS_CLASS_UNKNOWN
                                                   : IDS_CLASS_EXTERNAL,
                out, room);
  }
}

static void ask_fill_files(struct ask *a) {
  static const UINT titles[] = {IDS_COL_FILE, IDS_COL_SIZE, IDS_COL_KIND, IDS_COL_INSIDE};
  static const int widths[] = {200, 70, 60, 320};
  HWND list = GetDlgItem(a->window, IDC_FILES);
  wchar_t text[ROOM];
  size_t i;
  SendMessageW(list, LVM_SETEXTENDEDLISTVIEWSTYLE, 0, LVS_EX_FULLROWSELECT | LVS_EX_LABELTIP);
  ask_columns(a, IDC_FILES, titles, widths, 4);
  for (i = 0; i < a->r->attachment_count; i++) {
    const struct client_attachment *f = &a->r->attachments[i];
    text_wide_into(f->name, text, ROOM);
    ask_cell(list, (int)i, 0, text);
    swprintf(text, ROOM, f->size < 1024 * 1024 ? L"%lld KB" : L"%lld MB", (f->size + 1023) / (f->size < 1024 * 1024 ? 1024 : 1024 * 1024));
    ask_cell(list, (int)i, 1, text);
    text_wide_into(f->format, text, ROOM);
    ask_cell(list, (int)i, 2, text);
    text_wide_into(f->summary, text, ROOM);
    ask_cell(list, (int)i, 3, text);
  }
}

/* ---- the finding under the cursor: why, and what would mend it ---- */

static int ask_selected(const struct ask *a) {
  return (int)SendMessageW(GetDlgItem(a->window, IDC_FINDINGS), LVM_GETNEXTITEM, (WPARAM)-1, LVNI_SELECTED);
}

static void ask_add_why(char *out, size_t room, const char *text) {
  if (strlen(out) + strlen(text) + 3 < room) strcat(out, text);
}

/* 0: not one that can be done here. */
static UINT ask_remedy_label(const struct ask *a, const struct client_remedy *r) {
  return ask_is(r->name, "move-to-bcc")         ? (a->d->no_bcc ? 0 : IDS_MOVE_TO_BCC)
         : ask_is(r->name, "remove-recipient")  ? IDS_REMOVE_RECIPIENT
         : ask_is(r->name, "remove-attachment") ? IDS_REMOVE_ATTACHMENT
                                                : 0;
}

static void ask_tell_why(const struct client_finding *f, char *why, size_t room) {
  size_t i;
  ask_add_why(why, room, f->message);
  if (*f->where) {
    ask_add_why(why, room, "\r\n");
    ask_add_why(why, room, f->where);
  }
  for (i = 0; i < f->why_count; i++) { /* the match is marked by brackets, not by colour */
    ask_add_why(why, room, "\r\n… ");
    ask_add_why(why, room, f->why[i].before);
    ask_add_why(why, room, "【");
    ask_add_why(why, room, f->why[i].match);
    ask_add_why(why, room, "】");
    ask_add_why(why, room, f->why[i].after);
    ask_add_why(why, room, " …");
  }
  if (!f->why_count && *f->evidence) {
    ask_add_why(why, room, "\r\n【");
    ask_add_why(why, room, f->evidence);
    ask_add_why(why, room, "】");
  }
}

static void ask_select(struct ask *a) {
  static char why[16384];
  long group = ask_group_at(a, ask_selected(a));
  const struct client_finding *f;
  size_t i, n = 0;
  RECT place;
  why[0] = 0;
  for (i = 0; i < REMEDIES; i++) a->remedies[i] = NULL;
  if (group >= 0) {
    const struct ask_group *g = &a->groups[group];
    f = &a->r->findings[g->finding];
    if (g->people) {
      ask_add_why(why, sizeof why, f->message);
    } else {
      ask_tell_why(f, why, sizeof why);
    }
    for (i = 0; g->people && i < g->count; i++) {
      ask_add_why(why, sizeof why, "\r\n");
      ask_add_why(why, sizeof why, a->r->recipients[g->people[i]].address);
    }
    for (i = 0; i < f->remedy_count && n < REMEDIES; i++) {
      if (ask_remedy_label(a, &f->remedies[i]) && &f->remedies[i] != a->primary) a->remedies[n++] = &f->remedies[i];
    }
  }
  ask_set_text(a, IDC_WHY, why);
  for (i = 0; i < REMEDIES; i++) {
    const struct client_remedy *r = a->remedies[i];
    if (r && *r->label) {
      ask_set_text(a, IDC_REMEDY1 + (int)i, r->label);
    } else if (r) {
      ask_set(a, IDC_REMEDY1 + (int)i, ask_remedy_label(a, r));
    }
    ask_show(a, IDC_REMEDY1 + (int)i, r != NULL);
  }
  GetClientRect(a->window, &place);
  SendMessageW(a->window, WM_SIZE, 0, MAKELPARAM(place.right, place.bottom));
}

/* ---- sending on ---- */

/* Digits of full width count as digits; white space round it does not count. */
static void ask_plain(wchar_t *text) {
  wchar_t *from = text, *to = text;
  for (; *from; from++) {
    if (*from >= 0xFF10 && *from <= 0xFF19) {
      *to++ = (wchar_t)(*from - 0xFF10 + L'0');
    } else if (*from != L' ' && *from != 0x3000 && *from != L'\t' && *from != L',') {
      *to++ = *from;
    }
  }
  *to = 0;
}

static bool ask_may_send(const struct ask *a) {
  size_t i;
  if (ask_is(a->r->verdict, "block") || ask_has(a, "block")) return false;
  if (a->r->finding_count && !a->group_count) return false; /* no memory to show them */
  for (i = 0; i < a->group_count; i++) {
    if (a->groups[i].confirm && !a->groups[i].ticked) return false;
  }
  if (ask_justifies(a)) {
    wchar_t typed[ROOM], want[ROOM], reason[ROOM];
    GetDlgItemTextW(a->window, IDC_CODE, typed, ROOM);
    GetDlgItemTextW(a->window, IDC_REASON, reason, ROOM);
    text_wide_into(a->r->justify, want, ROOM);
    ask_plain(typed);
    ask_plain(want);
    ask_plain(reason);
    if (!*reason || _wcsicmp(typed, want)) return false;
  }
  return true;
}

static void ask_update(struct ask *a) { EnableWindow(GetDlgItem(a->window, IDOK), a->countdown > 0 ? FALSE : ask_may_send(a)); }

static void ask_finish(struct ask *a, enum dialog_result result) {
  wchar_t reason[ROOM];
  if (result == DIALOG_SEND) {
    GetDlgItemTextW(a->window, IDC_REASON, reason, ROOM);
    a->d->reason = text_utf8(reason);
  }
  a->d->result = result;
  a->done = true;
}

static void ask_count(struct ask *a) {
  wchar_t form[ROOM], text[ROOM];
  if (a->countdown > 0) {
    ask_load(a, IDS_COUNTDOWN, form);
    swprintf(text, ROOM, form, (int)a->countdown);
    SetDlgItemTextW(a->window, IDOK, text);
    ask_set(a, IDCANCEL, IDS_STOP);
  }
}

static void ask_labels(struct ask *a) {
  wchar_t label[ROOM];
  ask_set(a, IDCANCEL, IDS_BACK);
  if (*a->r->send_label) {
    text_wide_into(a->r->send_label, label, ROOM - 8);
    if (!wcschr(label, L'&')) wcscat(label, L" (&S)");
    SetDlgItemTextW(a->window, IDOK, label);
  } else {
    ask_set(a, IDOK, ask_is(a->r->verdict, "pass") ? IDS_SEND : IDS_SEND_ANYWAY);
  }
}

static void ask_send(struct ask *a) {
  if (!ask_may_send(a)) return;
  if (a->r->countdown > 0 && !a->countdown) {
    a->countdown = a->r->countdown;
    ask_count(a);
    ask_update(a);
    SetFocus(GetDlgItem(a->window, IDCANCEL));
    SetTimer(a->window, TIMER_COUNTDOWN, 1000, NULL);
    return;
  }
  ask_finish(a, DIALOG_SEND);
}

static void ask_back(struct ask *a) {
  if (a->countdown > 0) { /* the first press takes the sending back and leaves the question open */
    KillTimer(a->window, TIMER_COUNTDOWN);
    a->countdown = 0;
    ask_labels(a);
    ask_update(a);
    return;
  }
  ask_finish(a, DIALOG_BACK);
}

/* ---- places ---- */

struct ask_row {
  int y, width, gap, margin;
};

static void ask_place(const struct ask *a, int control, int x, int y, int w, int h) {
  SetWindowPos(GetDlgItem(a->window, control), NULL, x, y, w, h, SWP_NOZORDER | SWP_NOACTIVATE);
}

static int ask_text_width(const struct ask *a, int control) {
  wchar_t text[ROOM];
  SIZE size = {0, 0};
  HWND window = GetDlgItem(a->window, control);
  HDC dc = GetDC(window);
  HGDIOBJ old = SelectObject(dc, (HGDIOBJ)SendMessageW(window, WM_GETFONT, 0, 0));
  GetWindowTextW(window, text, ROOM);
  GetTextExtentPoint32W(dc, text, (int)wcslen(text), &size);
  SelectObject(dc, old);
  ReleaseDC(window, dc);
  return size.cx;
}

/* As wide as its words need, within what there is. */
static int ask_button_width(const struct ask *a, int control, int most) {
  int w = ask_text_width(a, control) + ask_px(a, 28), least = ask_px(a, 90);
  return w < least ? least : w > most ? most : w;
}

static void ask_layout(struct ask *a, int width, int height) {
  int m = ask_px(a, 12), gap = ask_px(a, 6), line = ask_px(a, 18), button = ask_px(a, 28), icon = ask_px(a, 32), x, y = m, w, bottom, free_height, i;
  bool files = a->r->attachment_count > 0, justify = ask_justifies(a), help = *a->r->help_text || *a->r->help_url || (a->r->shortened && *a->r->shortened);
  bool people = a->r->recipient_count > 0;
  int lists = 1 + people + files, part, lead;
  RECT r;
  HDC dc;
  wchar_t text[ROOM];
  HGDIOBJ old;

  /* The worst sentence takes as many lines as it needs. */
  GetDlgItemTextW(a->window, IDC_LEAD, text, ROOM);
  dc = GetDC(a->window);
  old = SelectObject(dc, a->big);
  SetRect(&r, 0, 0, width - 3 * m - icon, 0);
  DrawTextW(dc, text, -1, &r, DT_CALCRECT | DT_WORDBREAK | DT_NOPREFIX);
  SelectObject(dc, old);
  ReleaseDC(a->window, dc);
  lead = r.bottom < icon ? icon : r.bottom > ask_px(a, 110) ? ask_px(a, 110) : r.bottom;
  ask_place(a, IDC_LEAD_ICON, m, y, icon, icon);
  ask_place(a, IDC_LEAD, m * 2 + icon, y, width - 3 * m - icon, lead);
  y += lead + gap;
  if (a->primary) {
    ask_place(a, IDC_PRIMARY, m * 2 + icon, y, ask_button_width(a, IDC_PRIMARY, width - 3 * m - icon), button);
    y += button + gap;
  }

  /* From below: buttons, help, what justify asks. */
  bottom = height - m - button;
  w = ask_button_width(a, IDOK, (width - 3 * m) * 2 / 3);
  ask_place(a, IDOK, width - m - w, bottom, w, button);
  x = width - m - w - m;
  w = ask_button_width(a, IDCANCEL, x - m);
  ask_place(a, IDCANCEL, x - w, bottom, w, button);
  if (help) {
    bottom -= line + gap;
    ask_place(a, IDC_HELP_TEXT, m, bottom, width - 2 * m, line);
  }
  if (justify) {
    int label = ask_text_width(a, IDC_CODE_LABEL) + gap, other = ask_text_width(a, IDC_REASON_LABEL) + gap;
    int field = button - ask_px(a, 4);
    if (other > label) label = other;
    bottom -= field + gap;
    ask_place(a, IDC_REASON_LABEL, m, bottom + ask_px(a, 3), label, line);
    ask_place(a, IDC_REASON, m + label, bottom, width - 2 * m - label, field);
    bottom -= field + gap;
    ask_place(a, IDC_CODE_LABEL, m, bottom + ask_px(a, 3), label, line);
    ask_place(a, IDC_CODE, m + label, bottom, ask_px(a, 140), field);
  }

  /* The lists share what is left; each has a line above it. */
  w = width - 2 * m;
  free_height = bottom - y - gap - (lists + 1) * (line + gap);
  if (a->remedies[0]) free_height -= button + gap;
  part = free_height / (lists * 2 + 1);
  if (part < ask_px(a, 14)) part = ask_px(a, 14);
  ask_place(a, IDC_FINDINGS_LABEL, m, y, w, line);
  y += line;
  ask_place(a, IDC_FINDINGS, m, y, w, part * 2);
  y += part * 2 + gap;
  ask_place(a, IDC_WHY_LABEL, m, y, w, line);
  y += line;
  ask_place(a, IDC_WHY, m, y, w, people || files ? part : bottom - gap - y - (a->remedies[0] ? button + gap : 0));
  y += part + gap;
  if (a->remedies[0]) {
    x = m;
    for (i = 0; i < REMEDIES && a->remedies[i]; i++) {
      int one = ask_button_width(a, IDC_REMEDY1 + i, w / 2);
      ask_place(a, IDC_REMEDY1 + i, x, y, one, button);
      x += one + gap;
    }
    y += button + gap;
  }
  if (people) {
    ask_place(a, IDC_PEOPLE_LABEL, m, y, w, line);
    y += line;
    ask_place(a, IDC_PEOPLE, m, y, w, files ? part * 2 : bottom - gap - y);
    y += part * 2 + gap;
  }
  if (files) {
    ask_place(a, IDC_FILES_LABEL, m, y, w, line);
    y += line;
    ask_place(a, IDC_FILES, m, y, w, bottom - gap - y);
  }
  InvalidateRect(a->window, NULL, TRUE);
}

static void ask_fonts(struct ask *a) {
  LOGFONTW f;
  HFONT normal = (HFONT)SendMessageW(a->window, WM_GETFONT, 0, 0);
  if (a->big) DeleteObject(a->big);
  a->big = NULL;
  if (normal && GetObjectW(normal, sizeof f, &f)) {
    f.lfHeight = MulDiv(f.lfHeight, 13, 10);
    f.lfWeight = FW_BOLD;
    a->big = CreateFontIndirectW(&f);
  }
  if (a->big) SendDlgItemMessageW(a->window, IDC_LEAD, WM_SETFONT, (WPARAM)a->big, TRUE);
}

/* ---- the window ---- */

static void ask_begin(struct ask *a) {
  wchar_t form[ROOM], text[ROOM];
  const client_report *r = a->r;
  bool block = ask_is(r->verdict, "block");
  RECT work;
  MONITORINFO monitor;
  int w, h;
  size_t i;

  a->dpi = ask_dpi(a->window);
  ask_fonts(a);
  ask_load(a, IDS_TITLE, text);
  SetWindowTextW(a->window, text);
  SendDlgItemMessageW(a->window, IDC_LEAD_ICON, STM_SETICON,
                      (WPARAM)LoadIconW(NULL, (LPCWSTR)(ask_is(r->verdict, "pass") ? IDI_INFORMATION : block ? IDI_ERROR : IDI_WARNING)), 0);

  /* First the worst thing, in one sentence; after a remedy what was done, before it. */
  text[0] = 0;
  if (a->d->note) {
    ask_load(a, a->d->note, text);
    wcscat(text, L" ");
  }
  if (r->finding_count && !ask_is(r->verdict, "pass")) {
    text_wide_into(r->findings[0].message, form, ROOM - 200);
  } else {
    ask_load(a, IDS_ALL_GOOD, form);
  }
  wcsncat(text, form, ROOM - wcslen(text) - 1);
  SetDlgItemTextW(a->window, IDC_LEAD, text);

  if (r->finding_count && r->findings[0].remedy_count && ask_remedy_label(a, &r->findings[0].remedies[0])) a->primary = &r->findings[0].remedies[0];
  ask_show(a, IDC_PRIMARY, a->primary != NULL);
  if (a->primary && *a->primary->label) {
    ask_set_text(a, IDC_PRIMARY, a->primary->label);
  } else if (a->primary) {
    ask_set(a, IDC_PRIMARY, ask_remedy_label(a, a->primary));
  }

  ask_set(a, IDC_FINDINGS_LABEL, IDS_FINDINGS);
  ask_set(a, IDC_WHY_LABEL, IDS_WHY);
  ask_begin_findings(a);
  ask_fill_people(a);
  ask_load(a, IDS_PEOPLE, form);
  swprintf(text, ROOM, form, (int)r->recipient_count, (int)(r->recipient_count - a->inside));
  SetDlgItemTextW(a->window, IDC_PEOPLE_LABEL, text);
  ask_fill_files(a);
  ask_load(a, IDS_FILES, form);
  swprintf(text, ROOM, form, (int)r->attachment_count);
  SetDlgItemTextW(a->window, IDC_FILES_LABEL, text);
  ask_show(a, IDC_PEOPLE_LABEL, r->recipient_count > 0);
  ask_show(a, IDC_PEOPLE, r->recipient_count > 0);
  ask_show(a, IDC_FILES_LABEL, r->attachment_count > 0);
  ask_show(a, IDC_FILES, r->attachment_count > 0);

  ask_load(a, IDS_CODE, form);
  text_wide_into(r->justify, text, 200);
  {
    wchar_t full[ROOM + 200];
    swprintf(full, ROOM + 200, form, text);
    SetDlgItemTextW(a->window, IDC_CODE_LABEL, full);
  }
  ask_set(a, IDC_REASON_LABEL, IDS_REASON);
  for (i = IDC_CODE_LABEL; i <= IDC_REASON; i++) ask_show(a, (int)i, ask_justifies(a) && !block);
  SendDlgItemMessageW(a->window, IDC_REASON, EM_SETLIMITTEXT, 500, 0);

  /* The house's own words; a link only to the web, whatever the policy says. */
  text_wide_into(r->help_text, text, 600);
  if (r->shortened && *r->shortened) {
    wchar_t first[ROOM];
    text_wide_into(r->shortened, first, 200);
    if (*text) wcscat(wcscat(first, L" "), text);
    wcscpy(text, first);
  }
  if (!strncmp(r->help_url, "https://", 8) || !strncmp(r->help_url, "http://", 7)) {
    wchar_t open[200];
    ask_load(a, IDS_HELP_OPEN, form);
    open[0] = 0;
    swprintf(open, 200, L" <a>%.100ls</a>", form);
    wcscat(text, open);
  }
  SetDlgItemTextW(a->window, IDC_HELP_TEXT, text);
  ask_show(a, IDC_HELP_TEXT, *text != 0);

  ask_labels(a);
  ask_show(a, IDOK, !block);
  ask_select(a);
  ask_update(a);

  monitor.cbSize = sizeof monitor;
  GetMonitorInfoW(MonitorFromWindow(a->d->owner ? a->d->owner : a->window, MONITOR_DEFAULTTONEAREST), &monitor);
  work = monitor.rcWork;
  w = ask_px(a, 720);
  h = ask_px(a, r->attachment_count ? 640 : 560);
  if (w > work.right - work.left) w = work.right - work.left;
  if (h > work.bottom - work.top) h = work.bottom - work.top;
  SetWindowPos(a->window, NULL, work.left + (work.right - work.left - w) / 2, work.top + (work.bottom - work.top - h) / 2, w, h, SWP_NOZORDER);
}

/* Opens the folded line under the cursor; false when it is none. */
static bool ask_unfold_findings(struct ask *a) {
  int row = ask_selected(a);
  if (a->findings_unfolded || row < 0 || ask_group_at(a, row) >= 0) return false;
  a->findings_unfolded = true;
  ask_fill_findings(a);
  ask_state(GetDlgItem(a->window, IDC_FINDINGS), row, LVIS_SELECTED | LVIS_FOCUSED, LVIS_SELECTED | LVIS_FOCUSED);
  SendDlgItemMessageW(a->window, IDC_FINDINGS, LVM_ENSUREVISIBLE, (WPARAM)row, FALSE);
  ask_select(a);
  return true;
}

static bool ask_unfold_people(struct ask *a) {
  int row = (int)SendDlgItemMessageW(a->window, IDC_PEOPLE, LVM_GETNEXTITEM, (WPARAM)-1, LVNI_SELECTED);
  if (a->unfolded || !a->inside || row < 0 || (size_t)row + 1 != a->shown) return false;
  a->unfolded = true;
  a->shown = a->r->recipient_count;
  SendDlgItemMessageW(a->window, IDC_PEOPLE, LVM_SETITEMCOUNT, (WPARAM)a->shown, 0);
  InvalidateRect(GetDlgItem(a->window, IDC_PEOPLE), NULL, TRUE);
  return true;
}

/* Enter in a list opens what is folded there; without this it would press the default button. */
static bool ask_opens(struct ask *a, const MSG *m) {
  if (m->message != WM_KEYDOWN || m->wParam != VK_RETURN) return false;
  return (m->hwnd == GetDlgItem(a->window, IDC_FINDINGS) && ask_unfold_findings(a)) || (m->hwnd == GetDlgItem(a->window, IDC_PEOPLE) && ask_unfold_people(a));
}

static INT_PTR ask_notify(struct ask *a, const NMHDR *n) {
  if (n->idFrom == IDC_FINDINGS && n->code == LVN_ITEMCHANGING) {
    const NMLISTVIEW *v = (const NMLISTVIEW *)n;
    bool tick = ((v->uNewState ^ v->uOldState) & LVIS_STATEIMAGEMASK) != 0;
    long group = tick ? ask_group_at(a, v->iItem) : -1;
    bool confirm = group >= 0 && a->groups[group].confirm;
    bool refuse = tick && !a->filling && (!confirm || a->guarded); /* only confirm findings can be ticked */
    SetWindowLongPtrW(a->window, DWLP_MSGRESULT, refuse);
    return TRUE;
  }
  if (n->idFrom == IDC_FINDINGS && n->code == LVN_ITEMCHANGED && !a->filling) {
    const NMLISTVIEW *v = (const NMLISTVIEW *)n;
    long group = ask_group_at(a, v->iItem);
    if (group >= 0 && a->groups[group].confirm) a->groups[group].ticked = ask_is_ticked(n->hwndFrom, v->iItem);
    if ((v->uNewState & LVIS_SELECTED) && !(v->uOldState & LVIS_SELECTED)) ask_select(a);
    ask_update(a);
  }
  if (n->idFrom == IDC_PEOPLE && n->code == LVN_GETDISPINFOW) {
    NMLVDISPINFOW *v = (NMLVDISPINFOW *)(size_t)n;
    if ((v->item.mask & LVIF_TEXT) && v->item.iItem >= 0 && v->item.cchTextMax > 0) {
      ask_person_text(a, (size_t)v->item.iItem, v->item.iSubItem, v->item.pszText, (size_t)v->item.cchTextMax);
    }
    return TRUE;
  }
  if (n->idFrom == IDC_PEOPLE && n->code == LVN_ITEMACTIVATE && !a->guarded) ask_unfold_people(a);
  if (n->idFrom == IDC_FINDINGS && n->code == LVN_ITEMACTIVATE && !a->guarded) ask_unfold_findings(a);
  if (n->idFrom == IDC_HELP_TEXT && (n->code == NM_CLICK || n->code == NM_RETURN)) {
    wchar_t *url = text_wide(a->r->help_url);
    if (url) ShellExecuteW(a->window, L"open", url, NULL, NULL, SW_SHOWNORMAL);
    free(url);
  }
  return FALSE;
}

static void ask_command(struct ask *a, int id, int code) {
  if (code == EN_CHANGE && (id == IDC_CODE || id == IDC_REASON)) ask_update(a);
  if (a->guarded || code != BN_CLICKED) return;
  if (id == IDCANCEL) ask_back(a);
  if (id == IDOK) ask_send(a);
  if (id == IDC_PRIMARY && a->primary) {
    a->d->remedy = a->primary;
    ask_finish(a, DIALOG_REMEDY);
  }
  if (id >= IDC_REMEDY1 && id <= IDC_REMEDY3 && a->remedies[id - IDC_REMEDY1]) {
    a->d->remedy = a->remedies[id - IDC_REMEDY1];
    ask_finish(a, DIALOG_REMEDY);
  }
}

static INT_PTR CALLBACK ask_procedure(HWND window, UINT message, WPARAM w, LPARAM l) {
  struct ask *a = (struct ask *)GetWindowLongPtrW(window, DWLP_USER);
  if (message == WM_INITDIALOG) {
    a = (struct ask *)l;
    a->window = window;
    SetWindowLongPtrW(window, DWLP_USER, l);
    ask_begin(a);
    SetFocus(GetDlgItem(window, IDCANCEL));
    return FALSE;
  }
  if (!a) return FALSE;
  switch (message) {
    case WM_SIZE: ask_layout(a, LOWORD(l), HIWORD(l)); return TRUE;
    case WM_GETMINMAXINFO:
      ((MINMAXINFO *)l)->ptMinTrackSize.x = ask_px(a, 480);
      ((MINMAXINFO *)l)->ptMinTrackSize.y = ask_px(a, 420);
      return TRUE;
    case WM_DPICHANGED: {
      const RECT *r = (const RECT *)l;
      a->dpi = HIWORD(w);
      ask_fonts(a);
      SetWindowPos(window, NULL, r->left, r->top, r->right - r->left, r->bottom - r->top, SWP_NOZORDER | SWP_NOACTIVATE);
      return TRUE;
    }
    case WM_PAINT:
      if (!a->painted) { /* only from now on can the user have read anything */
        a->painted = true;
        SetTimer(window, TIMER_GUARD, GUARD_MS, NULL);
      }
      return FALSE;
    case WM_TIMER:
      if (w == TIMER_GUARD) {
        KillTimer(window, TIMER_GUARD);
        a->guarded = false;
      }
      if (w == TIMER_COUNTDOWN && a->countdown > 0 && --a->countdown <= 0) {
        KillTimer(window, TIMER_COUNTDOWN);
        if (ask_may_send(a)) ask_finish(a, DIALOG_SEND);
      } else if (w == TIMER_COUNTDOWN) {
        ask_count(a);
      }
      return TRUE;
    case WM_NOTIFY: return ask_notify(a, (const NMHDR *)l);
    case WM_COMMAND: ask_command(a, LOWORD(w), HIWORD(w)); return TRUE;
    case WM_CLOSE:
      if (!a->guarded) ask_finish(a, DIALOG_BACK);
      return TRUE;
    default: return FALSE;
  }
}

/* Keys and clicks that came before anybody could read; and Space on Send, which ticks but never sends. */
static bool ask_ignores(const struct ask *a, const MSG *m) {
  bool key = m->message >= WM_KEYFIRST && m->message <= WM_KEYLAST, mouse = m->message > WM_MOUSEMOVE && m->message <= WM_MOUSELAST;
  bool click = m->message >= WM_NCLBUTTONDOWN && m->message <= WM_NCMBUTTONDBLCLK;
  if (m->hwnd != a->window && !IsChild(a->window, m->hwnd)) return false;
  if (a->guarded && (key || mouse || click)) return true;
  return key && m->hwnd == GetDlgItem(a->window, IDOK) && m->wParam == VK_SPACE;
}

void dialog_ask(struct dialog *d) {
  struct ask a;
  struct modal modal;
  INITCOMMONCONTROLSEX controls = {sizeof controls, ICC_LISTVIEW_CLASSES | ICC_LINK_CLASS | ICC_PROGRESS_CLASS | ICC_STANDARD_CLASSES};
  ULONG_PTR cookie = 0;
  HANDLE styles = ask_styles(&cookie), aware = ask_aware(AWARE_PER_MONITOR_2);
  MSG m;
  int got = 1;

  ZeroMemory(&a, sizeof a);
  a.d = d;
  a.r = d->report;
  a.guarded = true;
  d->result = DIALOG_BACK;
  d->remedy = NULL;
  d->reason = NULL;
  InitCommonControlsEx(&controls);
  CreateDialogParamW(dll_module(), MAKEINTRESOURCEW(IDD_CHECK), d->owner, ask_procedure, (LPARAM)&a);
  if (a.window) {
    modal_begin(&modal, d->owner);
    ShowWindow(a.window, SW_SHOW);
    SetForegroundWindow(a.window);
    while (!a.done && IsWindow(a.window) && (got = GetMessageW(&m, NULL, 0, 0)) > 0) {
      if (ask_ignores(&a, &m) || ask_opens(&a, &m) || IsDialogMessageW(a.window, &m)) continue;
      TranslateMessage(&m);
      DispatchMessageW(&m);
    }
    if (!got) PostQuitMessage((int)m.wParam); /* somebody ends the program: that is no yes */
    if (!a.done) d->result = DIALOG_BACK;
    modal_end(&modal); /* before the window goes, so that its owner and not a stranger becomes active */
    DestroyWindow(a.window);
  }
  if (a.big) DeleteObject(a.big);
  free(a.order);
  free(a.groups);
  free(a.people);
  ask_aware(aware);
  if (styles != INVALID_HANDLE_VALUE) {
    DeactivateActCtx(0, cookie);
    ReleaseActCtx(styles);
  }
}

/* ---- progress ---- */

struct progress {
  client *c;
  HWND window;
  enum text_language language;
  UINT what;
  bool cancelled;
};

static void progress_step(struct progress *p) {
  long long done, total;
  HWND bar = GetDlgItem(p->window, IDC_PROGRESS_BAR);
  if (!p->c) return;
  client_progress(p->c, &done, &total);
  SendMessageW(bar, PBM_SETPOS, total > 0 ? (WPARAM)(done * 100 / total) : 0, 0);
}

static INT_PTR CALLBACK progress_procedure(HWND window, UINT message, WPARAM w, LPARAM l) {
  struct progress *p = (struct progress *)GetWindowLongPtrW(window, DWLP_USER);
  wchar_t text[ROOM];
  switch (message) {
    case WM_INITDIALOG:
      p = (struct progress *)l;
      p->window = window;
      SetWindowLongPtrW(window, DWLP_USER, l);
      text_load(p->language, IDS_TITLE, text, ROOM);
      SetWindowTextW(window, text);
      text_load(p->language, p->what, text, ROOM);
      SetDlgItemTextW(window, IDC_PROGRESS_TEXT, text);
      text_load(p->language, IDS_PROGRESS_CANCEL, text, ROOM);
      SetDlgItemTextW(window, IDCANCEL, text);
      ShowWindow(GetDlgItem(window, IDCANCEL), p->c ? SW_SHOW : SW_HIDE);
      SetTimer(window, TIMER_PROGRESS, 100, NULL);
      progress_step(p);
      return TRUE;
    case WM_TIMER: progress_step(p); return TRUE;
    case WM_COMMAND:
      if (LOWORD(w) == IDCANCEL && p->c && !p->cancelled) {
        p->cancelled = true;
        EnableWindow(GetDlgItem(window, IDCANCEL), FALSE);
        client_cancel(p->c);
      }
      return TRUE;
    case WM_CLOSE: SendMessageW(window, WM_COMMAND, IDCANCEL, 0); return TRUE;
    default: return FALSE;
  }
}

void dialog_wait(HWND owner, enum text_language language, UINT what, HANDLE work, client *c) {
  struct progress p;
  struct modal modal;
  ULONG_PTR cookie = 0;
  HANDLE styles = ask_styles(&cookie), aware = ask_aware(AWARE_PER_MONITOR_2);
  DWORD start = GetTickCount(), got;
  MSG m;
  bool quit = false;
  int status = 0;

  ZeroMemory(&p, sizeof p);
  p.c = c;
  p.language = language;
  p.what = what;
  modal_begin(&modal, owner); /* from the first moment: the item must not change under the check */
  for (;;) {
    DWORD spent = GetTickCount() - start, left = p.window || spent >= PROGRESS_AFTER_MS ? INFINITE : PROGRESS_AFTER_MS - spent;
    got = MsgWaitForMultipleObjects(1, &work, FALSE, left, QS_ALLINPUT);
    if (got == WAIT_OBJECT_0 || got == WAIT_FAILED) break;
    if (got == WAIT_TIMEOUT && !p.window) {
      CreateDialogParamW(dll_module(), MAKEINTRESOURCEW(IDD_PROGRESS), owner, progress_procedure, (LPARAM)&p);
      if (p.window) ShowWindow(p.window, SW_SHOW);
      continue;
    }
    while (PeekMessageW(&m, NULL, 0, 0, PM_REMOVE)) {
      if (m.message == WM_QUIT) {
        quit = true;
        status = (int)m.wParam;
        if (c) client_cancel(c);
        continue;
      }
      if (p.window && IsDialogMessageW(p.window, &m)) continue;
      TranslateMessage(&m);
      DispatchMessageW(&m);
    }
  }
  modal_end(&modal);
  if (p.window) DestroyWindow(p.window);
  if (quit) PostQuitMessage(status);
  ask_aware(aware);
  if (styles != INVALID_HANDLE_VALUE) {
    DeactivateActCtx(0, cookie);
    ReleaseActCtx(styles);
  }
}

/* ---- about ---- */

struct tell {
  enum text_language language;
  const wchar_t *text;
  bool done;
};

/* The buttons keep their size at the lower right, the text takes the rest. */
static void tell_layout(HWND window) {
  HWND text = GetDlgItem(window, IDC_ABOUT_TEXT), copy = GetDlgItem(window, IDC_ABOUT_COPY), close = GetDlgItem(window, IDCANCEL);
  RECT all, button;
  int m = MulDiv(12, ask_dpi(window), 96), w, h;
  GetClientRect(window, &all);
  GetClientRect(close, &button);
  w = button.right;
  h = button.bottom;
  SetWindowPos(close, NULL, all.right - m - w, all.bottom - m - h, 0, 0, SWP_NOZORDER | SWP_NOSIZE);
  SetWindowPos(copy, NULL, all.right - 2 * m - 2 * w, all.bottom - m - h, 0, 0, SWP_NOZORDER | SWP_NOSIZE);
  SetWindowPos(text, NULL, m, m, all.right - 2 * m, all.bottom - 3 * m - h, SWP_NOZORDER);
}

/* As large as the template says, and never larger than the screen that its owner is on. */
static void tell_place(HWND window) {
  MONITORINFO monitor;
  RECT own, work;
  int w, h;
  monitor.cbSize = sizeof monitor;
  GetMonitorInfoW(MonitorFromWindow(window, MONITOR_DEFAULTTONEAREST), &monitor);
  work = monitor.rcWork;
  GetWindowRect(window, &own);
  w = own.right - own.left;
  h = own.bottom - own.top;
  if (w > work.right - work.left) w = work.right - work.left;
  if (h > work.bottom - work.top) h = work.bottom - work.top;
  SetWindowPos(window, NULL, work.left + (work.right - work.left - w) / 2, work.top + (work.bottom - work.top - h) / 2, w, h, SWP_NOZORDER);
}

static INT_PTR CALLBACK tell_procedure(HWND window, UINT message, WPARAM w, LPARAM l) {
  struct tell *t = (struct tell *)GetWindowLongPtrW(window, DWLP_USER);
  wchar_t text[ROOM];
  switch (message) {
    case WM_INITDIALOG:
      t = (struct tell *)l;
      SetWindowLongPtrW(window, DWLP_USER, l);
      text_load(t->language, IDS_ABOUT_TITLE, text, ROOM);
      SetWindowTextW(window, text);
      text_load(t->language, IDS_ABOUT_COPY, text, ROOM);
      SetDlgItemTextW(window, IDC_ABOUT_COPY, text);
      text_load(t->language, IDS_ABOUT_CLOSE, text, ROOM);
      SetDlgItemTextW(window, IDCANCEL, text);
      SetDlgItemTextW(window, IDC_ABOUT_TEXT, t->text);
      tell_place(window);
      tell_layout(window);
      SetFocus(GetDlgItem(window, IDCANCEL));
      return FALSE;
    case WM_COMMAND:
      if (LOWORD(w) == IDCANCEL) t->done = true;
      if (LOWORD(w) == IDC_ABOUT_COPY) {
        SendDlgItemMessageW(window, IDC_ABOUT_TEXT, EM_SETSEL, 0, -1);
        SendDlgItemMessageW(window, IDC_ABOUT_TEXT, WM_COPY, 0, 0);
      }
      return TRUE;
    case WM_SIZE: tell_layout(window); return TRUE;
    case WM_CLOSE: t->done = true; return TRUE;
    default: return FALSE;
  }
}

void dialog_tell(HWND owner, enum text_language language, const wchar_t *text) {
  struct tell t = {language, text, false};
  struct modal modal;
  ULONG_PTR cookie = 0;
  HANDLE styles = ask_styles(&cookie), aware = ask_aware(AWARE_PER_MONITOR_2);
  HWND window = CreateDialogParamW(dll_module(), MAKEINTRESOURCEW(IDD_ABOUT), owner, tell_procedure, (LPARAM)&t);
  MSG m;
  int got = 1;
  if (window) {
    modal_begin(&modal, owner);
    ShowWindow(window, SW_SHOW);
    SetForegroundWindow(window);
    while (!t.done && IsWindow(window) && (got = GetMessageW(&m, NULL, 0, 0)) > 0) {
      if (IsDialogMessageW(window, &m)) continue;
      TranslateMessage(&m);
      DispatchMessageW(&m);
    }
    if (!got) PostQuitMessage((int)m.wParam);
    modal_end(&modal);
    DestroyWindow(window);
  }
  ask_aware(aware);
  if (styles != INVALID_HANDLE_VALUE) {
    DeactivateActCtx(0, cookie);
    ReleaseActCtx(styles);
  }
}
