/* Turns an Outlook item - mail, meeting, task, whatever has recipients - into the request that the checker takes, and does remedies on it. It
 * judges nothing. What Outlook must tell and does not makes item_read() fail, so that the user is told; what may be absent has a way round it. */
#include "item.h"

#include <oleauto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "oom.h"
#include "text.h"

#define PEOPLE_MAX 50000u
#define FILES_MAX 2000u
#define MEMBERS_MAX 500     /* of one list; above that it counts as not expanded */
#define LIST_DEPTH 3        /* personal groups within personal groups */
#define LIST_TIME_MS 3000u  /* for all lists of one mail together: each is a question to the server */

#define TAG_SMTP L"http://schemas.microsoft.com/mapi/proptag/0x39FE001E"
#define TAG_PROXIES L"http://schemas.microsoft.com/mapi/proptag/0x800F101E"
#define TAG_HIDDEN L"http://schemas.microsoft.com/mapi/proptag/0x7FFE000B"
#define TAG_CONTENT_ID L"http://schemas.microsoft.com/mapi/proptag/0x3712001F"

enum { OL_TO = 1, OL_CC = 2, OL_BCC = 3, OL_RESOURCE = 3 };
enum { OL_FORMAT_HTML = 2 };
enum { OL_MAIL = 43, OL_TASK_FIRST = 49, OL_TASK_LAST = 52, OL_MEETING_FIRST = 53, OL_MEETING_LAST = 57, OL_MEETING_FORWARD = 181 };
enum { OL_USER_EXCHANGE_LIST = 1, OL_USER_PERSONAL_LIST = 11 };

struct walk {
  struct item *it;
  DWORD start;
  bool failed;
};

/* ---- growing lists ---- */

static void *item_grow(void *list, size_t count, size_t *room, size_t size, size_t most) {
  size_t more = *room ? *room * 2 : 32;
  void *p;
  if (count < *room) return list;
  if (count >= most) return NULL;
  p = realloc(list, more * size);
  if (p) *room = more;
  return p;
}

/* Takes ADDRESS and NAME over, also when it fails. */
static void item_add_person(struct walk *w, const char *field, char *address, char *name, const char *list, long origin) {
  struct client_request *r = &w->it->request;
  size_t room = w->it->people_room;
  struct client_person *people = item_grow(r->people, r->people_count, &room, sizeof *people, PEOPLE_MAX);
  long *origins = people ? realloc(w->it->origin, room * sizeof *origins) : NULL;
  if (people) r->people = people;
  if (origins) w->it->origin = origins;
  if (!people || !origins || !address) {
    free(address);
    free(name);
    w->failed = true;
    return;
  }
  w->it->people_room = room;
  origins[r->people_count] = origin;
  people[r->people_count].field = field;
  people[r->people_count].address = address;
  people[r->people_count].name = name;
  people[r->people_count].list = list ? strdup(list) : NULL;
  r->people_count++;
}

static void item_add_list(struct walk *w, const char *field, const char *name) {
  struct client_request *r = &w->it->request;
  struct client_person *lists = item_grow(r->lists, r->list_count, &w->it->list_room, sizeof *lists, PEOPLE_MAX);
  if (!lists) {
    w->failed = true;
    return;
  }
  r->lists = lists;
  memset(&lists[r->list_count], 0, sizeof *lists);
  lists[r->list_count].field = field;
  lists[r->list_count].name = strdup(name ? name : "");
  r->list_count++;
}

/* ---- addresses ---- */

static bool item_is_address(const char *text) { return text && strchr(text, '@'); }

static char *item_keep_address(char *text) {
  if (item_is_address(text)) return text;
  free(text);
  return NULL;
}

/* The entry with upper-case SMTP: is the primary of all proxy addresses. */
static char *item_proxy(IDispatch *entry) {
  VARIANT v;
  char *found = NULL;
  if (FAILED(oom_property(entry, TAG_PROXIES, &v))) return NULL;
  if (v.vt == (VT_ARRAY | VT_BSTR) || v.vt == (VT_ARRAY | VT_VARIANT)) {
    LONG low = 0, high = -1, i;
    SafeArrayGetLBound(v.parray, 1, &low);
    SafeArrayGetUBound(v.parray, 1, &high);
    for (i = low; i <= high && !found; i++) {
      VARIANT one;
      BSTR text = NULL;
      VariantInit(&one);
      if (v.vt == (VT_ARRAY | VT_BSTR)) {
        if (SUCCEEDED(SafeArrayGetElement(v.parray, &i, &text))) {
          one.vt = VT_BSTR;
          one.bstrVal = text;
        }
      } else {
        SafeArrayGetElement(v.parray, &i, &one);
      }
      if (one.vt == VT_BSTR && one.bstrVal && !wcsncmp(one.bstrVal, L"SMTP:", 5)) found = text_utf8(one.bstrVal + 5);
      VariantClear(&one);
    }
  }
  VariantClear(&v);
  return item_keep_address(found);
}

/* The documented order: the recipient's own SMTP property, the entry's, the Exchange user's or list's, the proxy addresses. RECIPIENT may be NULL. */
static char *item_exchange_address(IDispatch *recipient, IDispatch *entry) {
  static const wchar_t *const ways[] = {L"GetExchangeUser", L"GetExchangeDistributionList"};
  char *address = recipient ? item_keep_address(oom_property_text(recipient, TAG_SMTP)) : NULL;
  size_t i;
  if (!address) address = item_keep_address(oom_property_text(entry, TAG_SMTP));
  for (i = 0; i < 2 && !address; i++) {
    IDispatch *user = oom_call_object(entry, ways[i], NULL);
    if (user) address = item_keep_address(oom_text(user, L"PrimarySmtpAddress", NULL));
    oom_drop(user);
  }
  if (!address) address = item_proxy(entry);
  return address;
}

/* An address or, where none can be found, what Outlook calls it: the checker then says that it is none. NULL: Outlook would not tell. */
static char *item_address(IDispatch *recipient, IDispatch *entry) {
  HRESULT hr = S_OK;
  char *type = entry ? oom_text(entry, L"Type", &hr) : NULL, *address = NULL;
  if (type && !_stricmp(type, "EX")) address = item_exchange_address(recipient, entry);
  free(type);
  if (!address && recipient) address = oom_text(recipient, L"Address", &hr);
  if (!address && entry) address = oom_text(entry, L"Address", &hr);
  return address;
}

/* ---- lists ---- */

static void item_expand(struct walk *w, IDispatch *entry, const char *field, const char *name, long origin, int depth, long kind);

static long item_user_type(IDispatch *entry) {
  long type = -1;
  if (entry) oom_long(entry, L"AddressEntryUserType", &type);
  return type;
}

/* All members of MEMBERS, or false with nothing added when there are too many, it takes too long or Outlook fails. */
static bool item_add_members(struct walk *w, IDispatch *members, const char *field, const char *name, long origin, int depth) {
  long count = 0, i;
  size_t people = w->it->request.people_count, lists = w->it->request.list_count;
  bool good = SUCCEEDED(oom_long(members, L"Count", &count)) && count > 0 && count <= MEMBERS_MAX;
  for (i = 1; i <= count && good; i++) {
    IDispatch *entry = oom_item(members, i, NULL);
    long type = item_user_type(entry);
    good = entry && GetTickCount() - w->start < LIST_TIME_MS;
    if (good && (type == OL_USER_EXCHANGE_LIST || type == OL_USER_PERSONAL_LIST)) {
      char *inner = oom_text(entry, L"Name", NULL);
      /* A list within an Exchange list is never expanded: each is a question to the server. */
      if (type == OL_USER_PERSONAL_LIST && depth < LIST_DEPTH) {
        item_expand(w, entry, field, inner ? inner : name, origin, depth + 1, type);
      } else {
        item_add_list(w, field, inner ? inner : name);
      }
      free(inner);
    } else if (good) {
      char *address = item_address(NULL, entry);
      good = address != NULL;
      if (good) item_add_person(w, field, address, oom_text(entry, L"Name", NULL), name, origin);
    }
    oom_drop(entry);
  }
  if (!good) { /* half a list is no list */
    while (w->it->request.people_count > people) {
      struct client_person *p = &w->it->request.people[--w->it->request.people_count];
      free(p->address);
      free(p->name);
      free(p->list);
    }
    while (w->it->request.list_count > lists) free(w->it->request.lists[--w->it->request.list_count].name);
  }
  return good;
}

static void item_expand(struct walk *w, IDispatch *entry, const char *field, const char *name, long origin, int depth, long kind) {
  IDispatch *list = NULL, *members = NULL;
  if (GetTickCount() - w->start < LIST_TIME_MS) {
    if (kind == OL_USER_EXCHANGE_LIST) {
      list = oom_call_object(entry, L"GetExchangeDistributionList", NULL);
      if (list) members = oom_call_object(list, L"GetExchangeDistributionListMembers", NULL);
    } else {
      members = oom_object(entry, L"Members", NULL); /* not in today's documentation: may be absent */
    }
  }
  if (!members || !item_add_members(w, members, field, name, origin, depth)) item_add_list(w, field, name);
  oom_drop(members);
  oom_drop(list);
}

/* ---- recipients ---- */

static const char *item_field(long type) { return type == OL_CC ? "cc" : type == OL_BCC ? "bcc" : "to"; }

static void item_read_recipient(struct walk *w, IDispatch *recipient, long number, bool meeting) {
  long type = OL_TO, sendable = 1, kind;
  HRESULT hr = oom_long(recipient, L"Type", &type);
  IDispatch *entry;
  char *name;
  if (FAILED(hr)) {
    w->failed = true;
    return;
  }
  /* A meeting's rooms and whoever was taken off the sending get no mail. */
  if (meeting && (type == OL_RESOURCE || (SUCCEEDED(oom_long(recipient, L"Sendable", &sendable)) && !sendable))) return;
  entry = oom_object(recipient, L"AddressEntry", &hr);
  name = oom_text(recipient, L"Name", NULL);
  kind = item_user_type(entry);
  if (kind == OL_USER_EXCHANGE_LIST || kind == OL_USER_PERSONAL_LIST) {
    item_expand(w, entry, item_field(type), name ? name : "", number, 0, kind);
    free(name);
  } else {
    item_add_person(w, item_field(type), item_address(recipient, entry), name, NULL, number);
  }
  oom_drop(entry);
}

static void item_read_recipients(struct walk *w, IDispatch *o, bool meeting) {
  long count = 0, i;
  HRESULT hr;
  IDispatch *recipients = oom_object(o, L"Recipients", &hr);
  if (!recipients || FAILED(oom_long(recipients, L"Count", &count))) {
    w->failed = true;
    oom_drop(recipients);
    return;
  }
  for (i = 1; i <= count && !w->failed; i++) {
    IDispatch *one = oom_item(recipients, i, NULL);
    if (one) {
      item_read_recipient(w, one, i, meeting);
    } else {
      w->failed = true;
    }
    oom_drop(one);
  }
  oom_drop(recipients);
}

/* ---- sender ---- */

static char *item_join(char *name, char *address) {
  size_t n = (name ? strlen(name) : 0) + (address ? strlen(address) : 0) + 8;
  char *out = address ? malloc(n) : NULL, *c;
  if (out) {
    if (name && *name) {
      for (c = name; *c; c++) {
        if (*c == '"' || *c == '\\') *c = '\'';
      }
      snprintf(out, n, "\"%s\" <%s>", name, address);
    } else {
      strcpy(out, address);
    }
  }
  free(name);
  free(address);
  return out;
}

/* The account that sends, else whoever is logged on; "" when nobody tells, which the checker takes for an unknown sender. */
static char *item_sender(IDispatch *o) {
  char *address = NULL, *name = NULL;
  IDispatch *account = oom_object(o, L"SendUsingAccount", NULL), *session, *user = NULL, *entry;
  if (account) {
    address = item_keep_address(oom_text(account, L"SmtpAddress", NULL));
    name = oom_text(account, L"UserName", NULL);
    oom_drop(account);
  }
  if (!address) {
    free(name);
    name = NULL;
    session = oom_object(o, L"Session", NULL);
    if (session) user = oom_object(session, L"CurrentUser", NULL);
    if (user) {
      entry = oom_object(user, L"AddressEntry", NULL);
      address = item_keep_address(item_address(user, entry));
      name = oom_text(user, L"Name", NULL);
      oom_drop(entry);
    }
    oom_drop(user);
    oom_drop(session);
  }
  if (!address) {
    free(name);
    return strdup("");
  }
  return item_join(name, address);
}

/* ---- attachments ---- */

/* Whether HTML shows cid:ID; a content id alone does not make a picture part of the text. */
static bool item_is_shown(const char *html, const char *id) {
  size_t n = strlen(id);
  const char *p;
  if (!html || !n) return false;
  for (p = html; (p = strchr(p, ':')) != NULL; p++) {
    if (p - html >= 3 && !_strnicmp(p - 3, "cid", 3) && !_strnicmp(p + 1, id, n)) return true;
  }
  return false;
}

static bool item_is_inline(IDispatch *attachment, const char *html) {
  VARIANT v;
  bool hidden = false;
  char *id;
  if (SUCCEEDED(oom_property(attachment, TAG_HIDDEN, &v))) {
    hidden = v.vt == VT_BOOL && v.boolVal;
    VariantClear(&v);
  }
  if (hidden) return true;
  id = oom_property_text(attachment, TAG_CONTENT_ID);
  hidden = id && item_is_shown(html, id);
  free(id);
  return hidden;
}

static bool item_save(IDispatch *attachment, const wchar_t *path, long long *size) {
  WIN32_FILE_ATTRIBUTE_DATA data;
  VARIANT v;
  HRESULT hr;
  V_VT(&v) = VT_BSTR;
  V_BSTR(&v) = SysAllocString(path);
  hr = V_BSTR(&v) ? oom_call(attachment, L"SaveAsFile", &v, 1, NULL) : E_OUTOFMEMORY;
  VariantClear(&v);
  if (FAILED(hr) || !GetFileAttributesExW(path, GetFileExInfoStandard, &data)) return false;
  *size = (long long)data.nFileSizeHigh << 32 | data.nFileSizeLow;
  return true;
}

static void item_read_attachment(struct walk *w, IDispatch *attachment, long number) {
  static LONG serial;
  struct client_request *r = &w->it->request;
  size_t room = w->it->file_room;
  struct client_file *files = item_grow(r->files, r->file_count, &room, sizeof *files, FILES_MAX), *f;
  long *attached = files ? realloc(w->it->attached, room * sizeof *attached) : NULL;
  wchar_t path[MAX_PATH];
  char key[60];
  HRESULT hr;
  if (files) r->files = files;
  if (attached) w->it->attached = attached;
  if (!files || !attached) {
    w->failed = true;
    return;
  }
  w->it->file_room = room;
  f = &files[r->file_count];
  memset(f, 0, sizeof *f);
  attached[r->file_count++] = number;
  /* Embedded objects have no file name; what Outlook shows is better than nothing. */
  f->name = oom_text(attachment, L"FileName", &hr);
  if (!f->name) f->name = oom_text(attachment, L"DisplayName", &hr);
  if (!f->name || (!w->it->folder.path[0] && !folder_make(&w->it->folder)) || !folder_next(&w->it->folder, path, MAX_PATH) ||
      !item_save(attachment, path, &f->size)) {
    w->failed = true;
    return;
  }
  f->path = text_utf8(path);
  snprintf(key, sizeof key, "%lu-%ld", GetCurrentProcessId(), InterlockedIncrement(&serial));
  f->key = strdup(key);
  f->is_inline = item_is_inline(attachment, r->html);
  if (!f->path || !f->key) w->failed = true;
}

static void item_read_attachments(struct walk *w, IDispatch *o) {
  long count = 0, i;
  IDispatch *attachments = oom_object(o, L"Attachments", NULL);
  if (!attachments || FAILED(oom_long(attachments, L"Count", &count))) {
    w->failed = true;
    oom_drop(attachments);
    return;
  }
  for (i = 1; i <= count && !w->failed; i++) {
    IDispatch *one = oom_item(attachments, i, NULL);
    if (one) {
      item_read_attachment(w, one, i);
    } else {
      w->failed = true;
    }
    oom_drop(one);
  }
  oom_drop(attachments);
}

/* ---- the message that is answered ---- */

static void item_read_original(struct walk *w, IDispatch *o) {
  struct client_request *r = &w->it->request;
  struct item other;
  struct walk inner;
  VARIANT v, of;
  IDispatch *conversation = oom_call_object(o, L"GetConversation", NULL), *parent = NULL;
  if (!conversation) return; /* unsaved, or a store that keeps none: the checker then knows no original */
  V_VT(&of) = VT_DISPATCH;
  V_DISPATCH(&of) = o;
  if (SUCCEEDED(oom_call(conversation, L"GetParent", &of, 1, &v))) {
    if (v.vt == VT_DISPATCH && v.pdispVal) {
      parent = v.pdispVal;
    } else {
      VariantClear(&v);
    }
  }
  oom_drop(conversation);
  if (!parent) return;
  memset(&other, 0, sizeof other);
  inner.it = &other;
  inner.start = w->start;
  inner.failed = false;
  item_read_recipients(&inner, parent, false);
  if (!inner.failed) {
    IDispatch *sender = oom_object(parent, L"Sender", NULL);
    char *address = sender ? item_address(NULL, sender) : oom_text(parent, L"SenderEmailAddress", NULL);
    oom_drop(sender);
    if (address) {
      r->is_reply = true;
      r->original_sender = address;
      r->original_text = oom_text(parent, L"Body", NULL);
      r->original_people = other.request.people;
      r->original_count = other.request.people_count;
      other.request.people = NULL;
      other.request.people_count = 0;
    }
  }
  item_free(&other);
  oom_drop(parent);
}

/* ---- the item ---- */

bool item_is_exempt(IDispatch *o) {
  static const char *const kinds[] = {"IPM.Schedule.Meeting.Resp.", "IPM.Note.Microsoft.Approval.Reply."};
  char *kind = oom_text(o, L"MessageClass", NULL);
  bool exempt = false;
  size_t i;
  for (i = 0; kind && i < sizeof kinds / sizeof *kinds; i++) exempt = exempt || !_strnicmp(kind, kinds[i], strlen(kinds[i]));
  free(kind);
  return exempt;
}

bool item_read(struct item *it, IDispatch *o) {
  struct walk w = {it, GetTickCount(), false};
  struct client_request *r = &it->request;
  IDispatch *task = NULL;
  long kind = 0, format = 0;
  HRESULT hr;
  memset(it, 0, sizeof *it);
  if (FAILED(oom_long(o, L"Class", &kind))) return false;
  r->kind = "mail";
  if ((kind >= OL_MEETING_FIRST && kind <= OL_MEETING_LAST) || kind == OL_MEETING_FORWARD) r->kind = "meeting";
  if (kind >= OL_TASK_FIRST && kind <= OL_TASK_LAST) { /* a task request carries its recipients on the task behind it */
    VARIANT no, v;
    r->kind = "task";
    V_VT(&no) = VT_BOOL;
    V_BOOL(&no) = VARIANT_FALSE;
    if (FAILED(oom_call(o, L"GetAssociatedTask", &no, 1, &v))) return false;
    if (v.vt != VT_DISPATCH || !v.pdispVal) {
      VariantClear(&v);
      return false;
    }
    task = v.pdispVal;
  }
  r->subject = oom_text(o, L"Subject", &hr);
  if (kind == OL_MAIL && SUCCEEDED(oom_long(o, L"BodyFormat", &format)) && format == OL_FORMAT_HTML) {
    r->html = oom_text(o, L"HTMLBody", &hr);
  }
  if (!r->html) r->text = oom_text(o, L"Body", &hr);
  if (!r->subject || (!r->html && !r->text)) w.failed = true;
  if (!w.failed) item_read_recipients(&w, task ? task : o, !strcmp(r->kind, "meeting"));
  if (!w.failed) item_read_attachments(&w, o);
  if (!w.failed) {
    r->sender = item_sender(o);
    r->on_behalf_of = oom_text(o, L"SentOnBehalfOfName", &hr);
    if (r->on_behalf_of && !*r->on_behalf_of) {
      free(r->on_behalf_of);
      r->on_behalf_of = NULL;
    }
    if (kind == OL_MAIL) item_read_original(&w, o);
  }
  oom_drop(task);
  return !w.failed;
}

static void item_free_people(struct client_person *people, size_t count) {
  size_t i;
  for (i = 0; i < count; i++) {
    free(people[i].address);
    free(people[i].name);
    free(people[i].list);
  }
  free(people);
}

void item_free(struct item *it) {
  struct client_request *r = &it->request;
  size_t i;
  folder_remove(&it->folder);
  item_free_people(r->people, r->people_count);
  item_free_people(r->lists, r->list_count);
  item_free_people(r->original_people, r->original_count);
  for (i = 0; i < r->file_count; i++) {
    free(r->files[i].name);
    free(r->files[i].path);
    free(r->files[i].key);
  }
  free(r->files);
  free(it->origin);
  free(it->attached);
  free(r->sender);
  free(r->on_behalf_of);
  free(r->subject);
  free(r->text);
  free(r->html);
  free(r->original_sender);
  free(r->original_text);
  memset(it, 0, sizeof *it);
}

/* ---- remedies ---- */

static int item_compare(const void *a, const void *b) {
  long x = *(const long *)a, y = *(const long *)b;
  return x < y ? 1 : x > y ? -1 : 0;
}

/* The numbers of the Outlook recipients behind PEOPLE, highest first, each once. */
static long *item_numbers(const struct item *it, const size_t *people, size_t count, size_t *found) {
  long *numbers = malloc((count ? count : 1) * sizeof *numbers);
  size_t i, n = 0, k = 0;
  *found = 0;
  if (!numbers) return NULL;
  for (i = 0; i < count; i++) {
    if (people[i] < it->request.people_count) numbers[n++] = it->origin[people[i]];
  }
  qsort(numbers, n, sizeof *numbers, item_compare);
  for (i = 0; i < n; i++) {
    if (!i || numbers[i] != numbers[i - 1]) numbers[k++] = numbers[i];
  }
  *found = k;
  return numbers;
}

/* Recipients or attachments of the item; a task's recipients stand on its task. */
static IDispatch *item_recipients(IDispatch *o, const char *kind) {
  IDispatch *list = NULL;
  if (!strcmp(kind, "task")) {
    VARIANT no, v;
    V_VT(&no) = VT_BOOL;
    V_BOOL(&no) = VARIANT_FALSE;
    if (SUCCEEDED(oom_call(o, L"GetAssociatedTask", &no, 1, &v))) {
      if (v.vt == VT_DISPATCH && v.pdispVal) list = oom_object(v.pdispVal, L"Recipients", NULL);
      VariantClear(&v);
    }
    return list;
  }
  return oom_object(o, L"Recipients", NULL);
}

static bool item_has_to(IDispatch *recipients) {
  long count = 0, i, type = 0;
  bool found = false;
  oom_long(recipients, L"Count", &count);
  for (i = 1; i <= count && !found; i++) {
    IDispatch *one = oom_item(recipients, i, NULL);
    found = one && SUCCEEDED(oom_long(one, L"Type", &type)) && type == OL_TO;
    oom_drop(one);
  }
  return found;
}

static bool item_add_to(IDispatch *recipients, const char *to) {
  VARIANT v, out;
  wchar_t *wide = text_wide(to);
  bool good = false;
  V_VT(&v) = VT_BSTR;
  V_BSTR(&v) = wide ? SysAllocString(wide) : NULL;
  if (V_BSTR(&v) && SUCCEEDED(oom_call(recipients, L"Add", &v, 1, &out))) {
    if (out.vt == VT_DISPATCH && out.pdispVal) {
      good = SUCCEEDED(oom_put_long(out.pdispVal, L"Type", OL_TO));
      oom_call(out.pdispVal, L"Resolve", NULL, 0, NULL);
    }
    VariantClear(&out);
  }
  VariantClear(&v);
  free(wide);
  return good;
}

/* For mails only: in a meeting the same number means a room. */
bool item_move_to_bcc(const struct item *it, IDispatch *o, const size_t *people, size_t count, const char *to) {
  IDispatch *recipients = item_recipients(o, it->request.kind);
  size_t n = 0, i;
  long *numbers = item_numbers(it, people, count, &n);
  bool good = recipients && numbers && n && !strcmp(it->request.kind, "mail");
  for (i = 0; i < n && good; i++) {
    IDispatch *one = oom_item(recipients, numbers[i], NULL);
    good = one && SUCCEEDED(oom_put_long(one, L"Type", OL_BCC));
    oom_drop(one);
  }
  if (good && to && *to && !item_has_to(recipients)) good = item_add_to(recipients, to);
  free(numbers);
  oom_drop(recipients);
  return good;
}

bool item_remove_recipients(const struct item *it, IDispatch *o, const size_t *people, size_t count) {
  IDispatch *recipients = item_recipients(o, it->request.kind);
  size_t n = 0, i;
  long *numbers = item_numbers(it, people, count, &n);
  bool good = recipients && numbers && n;
  for (i = 0; i < n && good; i++) { /* from the end, so that the numbers before stay right */
    IDispatch *one = oom_item(recipients, numbers[i], NULL);
    good = one && SUCCEEDED(oom_call(one, L"Delete", NULL, 0, NULL));
    oom_drop(one);
  }
  free(numbers);
  oom_drop(recipients);
  return good;
}

bool item_remove_attachment(const struct item *it, IDispatch *o, size_t file) {
  IDispatch *attachments = oom_object(o, L"Attachments", NULL), *one = NULL;
  bool good = false;
  if (attachments && file < it->request.file_count) one = oom_item(attachments, it->attached[file], NULL);
  if (one) good = SUCCEEDED(oom_call(one, L"Delete", NULL, 0, NULL));
  oom_drop(one);
  oom_drop(attachments);
  return good;
}
