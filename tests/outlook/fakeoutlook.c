/* Plays Outlook for the add-in: loads it as Outlook does (registry, ProgID, IDTExtensibility2), answers its late-bound calls from a mail written as
 * JSON, fires ItemSend, and plays the user in a second thread. Each line of standard input is one scene; each gives one line of JSON. It says
 * nothing about the real Outlook: it is what windows.md says of it, and strict where that is strict (threads, references). */
#include <initguid.h>
#include <windows.h>
#include <cguid.h>
#include <commctrl.h>
#include <jansson.h>
#include <oaidl.h>
#include <ocidl.h>
#include <olectl.h>
#include <oleauto.h>
#include <oleidl.h>
#include <shlobj.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <tlhelp32.h>
#include <wchar.h>

#include "process.h"
#include "resource.h"

DEFINE_GUID(IID_EXTENSIBILITY, 0xB65AD801, 0xABAF, 0x11D0, 0xBB, 0x8B, 0x00, 0xA0, 0xC9, 0x0F, 0x27, 0x44);
DEFINE_GUID(IID_RIBBON, 0x000C0396, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46);
DEFINE_GUID(IID_EVENTS, 0x0006302C, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46);

static DWORD main_thread;
static HWND main_window;
static LONG live;          /* objects of ours that somebody holds */
static long calls, fail_at, wrong_thread, slow_ms;
static wchar_t fail_name[64];
static HRESULT fail_hr;
static IDispatch *events;  /* the add-in's sink */
static IUnknown *addin;    /* the add-in itself */
static json_t *inventory;  /* "object.name" of everything that was asked for */
static long language;

static wchar_t *wide(const char *s) {
  int n = MultiByteToWideChar(CP_UTF8, 0, s, -1, NULL, 0);
  wchar_t *w = malloc((size_t)n * sizeof *w);
  MultiByteToWideChar(CP_UTF8, 0, s, -1, w, n);
  return w;
}

static char *narrow(const wchar_t *w) {
  int n = WideCharToMultiByte(CP_UTF8, 0, w, -1, NULL, 0, NULL, NULL);
  char *s = malloc((size_t)n);
  WideCharToMultiByte(CP_UTF8, 0, w, -1, s, n, NULL, NULL);
  return s;
}

/* ---- objects: one type for all, the kind and a piece of JSON behind it ---- */

typedef struct node node;
struct node {
  IDispatch face;
  IOleWindow window_face;
  IConnectionPointContainer container_face;
  IConnectionPoint point_face;
  LONG references;
  const char *kind;
  json_t *data;
  node *parent;
};

static node *node_new(const char *kind, json_t *data, node *parent);
static node *application;

#define OF(self, member) ((node *)(void *)((char *)(self)-offsetof(node, member)))

static ULONG node_add(node *n) { return (ULONG)InterlockedIncrement(&n->references); }

static ULONG node_drop(node *n) {
  LONG left = InterlockedDecrement(&n->references);
  if (!left) {
    json_decref(n->data);
    if (n->parent) node_drop(n->parent);
    free(n);
    InterlockedDecrement(&live);
  }
  return (ULONG)left;
}

static HRESULT node_query(node *n, REFIID iid, void **out) {
  *out = NULL;
  if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch)) *out = &n->face;
  if (IsEqualIID(iid, &IID_IOleWindow) && !strcmp(n->kind, "Inspector")) *out = &n->window_face;
  if (IsEqualIID(iid, &IID_IConnectionPointContainer) && !strcmp(n->kind, "Application")) *out = &n->container_face;
  if (!*out) return E_NOINTERFACE;
  node_add(n);
  return S_OK;
}

static void set_text(VARIANT *v, const char *s) {
  wchar_t *w = wide(s);
  V_VT(v) = VT_BSTR;
  V_BSTR(v) = SysAllocString(w);
  free(w);
}

static void set_node(VARIANT *v, const char *kind, json_t *data, node *parent) {
  V_VT(v) = VT_DISPATCH;
  V_DISPATCH(v) = data && !json_is_null(data) ? &node_new(kind, data, parent)->face : NULL;
}

static void set_long(VARIANT *v, long x) {
  V_VT(v) = VT_I4;
  V_I4(v) = x;
}

static const char *text_of(json_t *o, const char *key) {
  const char *s = json_string_value(json_object_get(o, key));
  return s ? s : "";
}

static HRESULT not_found(void) { return (HRESULT)0x8004010F; }

static HRESULT call_accessor(node *n, const wchar_t *name, DISPPARAMS *p, VARIANT *out) {
  static const struct {
    const wchar_t *tag;
    const char *key;
  } tags[] = {{L"0x39FE001E", "smtp"}, {L"0x800F101E", "proxies"}, {L"0x7FFE000B", "hidden"}, {L"0x3712001F", "cid"}};
  json_t *value = NULL;
  size_t i;
  if (wcscmp(name, L"GetProperty") || p->cArgs != 1 || V_VT(p->rgvarg) != VT_BSTR) return DISP_E_MEMBERNOTFOUND;
  if (wcsncmp(V_BSTR(p->rgvarg), L"http://schemas.microsoft.com/mapi/proptag/", 42)) return E_INVALIDARG;
  for (i = 0; i < 4; i++) {
    if (!wcscmp(V_BSTR(p->rgvarg) + 42, tags[i].tag)) value = json_object_get(n->data, tags[i].key);
  }
  if (!value) return not_found();
  if (json_is_string(value)) {
    set_text(out, json_string_value(value));
  } else if (json_is_boolean(value)) {
    V_VT(out) = VT_BOOL;
    V_BOOL(out) = json_is_true(value) ? VARIANT_TRUE : VARIANT_FALSE;
  } else {
    SAFEARRAY *a = SafeArrayCreateVector(VT_BSTR, 0, (ULONG)json_array_size(value));
    for (i = 0; i < json_array_size(value); i++) {
      LONG at = (LONG)i;
      wchar_t *w = wide(json_string_value(json_array_get(value, i)));
      BSTR b = SysAllocString(w);
      SafeArrayPutElement(a, &at, b);
      SysFreeString(b);
      free(w);
    }
    V_VT(out) = VT_ARRAY | VT_BSTR;
    V_ARRAY(out) = a;
  }
  return S_OK;
}

static HRESULT call_list(node *n, const char *member, const wchar_t *name, DISPPARAMS *p, VARIANT *out) {
  if (!wcscmp(name, L"Count")) {
    set_long(out, (long)json_array_size(n->data));
    return S_OK;
  }
  if (!wcscmp(name, L"Item") && p->cArgs == 1 && V_VT(p->rgvarg) == VT_I4) {
    long i = V_I4(p->rgvarg);
    if (i < 1 || (size_t)i > json_array_size(n->data)) return DISP_E_BADINDEX;
    set_node(out, member, json_array_get(n->data, (size_t)i - 1), n);
    return S_OK;
  }
  if (!wcscmp(name, L"Add") && !strcmp(member, "Recipient") && p->cArgs == 1 && V_VT(p->rgvarg) == VT_BSTR) {
    char *s = narrow(V_BSTR(p->rgvarg));
    json_t *r = json_pack("{s:i,s:s,s:s}", "type", 1, "name", s, "address", s);
    json_array_append_new(n->data, r);
    set_node(out, member, r, n);
    free(s);
    return S_OK;
  }
  return DISP_E_MEMBERNOTFOUND;
}

static HRESULT remove_self(node *n) {
  size_t i;
  for (i = 0; i < json_array_size(n->parent->data); i++) {
    if (json_array_get(n->parent->data, i) == n->data) {
      json_array_remove(n->parent->data, i);
      return S_OK;
    }
  }
  return E_FAIL;
}

/* The entry of a recipient without one of its own is an ordinary SMTP address. */
static json_t *entry_of(json_t *r) {
  json_t *e = json_object_get(r, "entry");
  if (e) return e;
  e = json_pack("{s:s,s:s,s:s,s:i}", "type", "SMTP", "address", text_of(r, "address"), "name", text_of(r, "name"), "user_type", 30);
  json_object_set_new(r, "entry", e);
  return e;
}

static HRESULT call_recipient(node *n, const wchar_t *name, WORD flags, DISPPARAMS *p, VARIANT *out) {
  if (!wcscmp(name, L"Type") && (flags & DISPATCH_PROPERTYPUT)) {
    json_object_set_new(n->data, "type", json_integer(V_I4(p->rgvarg)));
    return S_OK;
  }
  if (!wcscmp(name, L"Delete")) return remove_self(n);
  if (!wcscmp(name, L"Type")) {
    set_long(out, (long)json_integer_value(json_object_get(n->data, "type")));
  } else if (!wcscmp(name, L"Name")) {
    set_text(out, text_of(n->data, "name"));
  } else if (!wcscmp(name, L"Address")) {
    set_text(out, text_of(n->data, "address"));
  } else if (!wcscmp(name, L"AddressEntry")) {
    set_node(out, "AddressEntry", entry_of(n->data), n);
  } else if (!wcscmp(name, L"PropertyAccessor")) {
    set_node(out, "PropertyAccessor", n->data, n);
  } else if (!wcscmp(name, L"Sendable")) {
    V_VT(out) = VT_BOOL;
    V_BOOL(out) = json_is_false(json_object_get(n->data, "sendable")) ? VARIANT_FALSE : VARIANT_TRUE;
  } else if (!wcscmp(name, L"Resolve")) {
    V_VT(out) = VT_BOOL;
    V_BOOL(out) = VARIANT_TRUE;
  } else {
    return DISP_E_MEMBERNOTFOUND;
  }
  return S_OK;
}

static HRESULT call_entry(node *n, const wchar_t *name, VARIANT *out) {
  if (!wcscmp(name, L"Type")) {
    set_text(out, text_of(n->data, "type"));
  } else if (!wcscmp(name, L"Name")) {
    set_text(out, text_of(n->data, "name"));
  } else if (!wcscmp(name, L"Address")) {
    set_text(out, text_of(n->data, "address"));
  } else if (!wcscmp(name, L"AddressEntryUserType")) {
    set_long(out, (long)json_integer_value(json_object_get(n->data, "user_type")));
  } else if (!wcscmp(name, L"PropertyAccessor")) {
    set_node(out, "PropertyAccessor", n->data, n);
  } else if (!wcscmp(name, L"GetExchangeUser")) {
    set_node(out, "ExchangeUser", json_object_get(n->data, "exchange_user"), n);
  } else if (!wcscmp(name, L"GetExchangeDistributionList")) {
    set_node(out, "ExchangeDistributionList", json_object_get(n->data, "exchange_list"), n);
  } else if (!wcscmp(name, L"Members") && json_object_get(n->data, "members")) {
    set_node(out, "AddressEntries", json_object_get(n->data, "members"), n);
  } else {
    return DISP_E_MEMBERNOTFOUND;
  }
  return S_OK;
}

static HRESULT save_file(node *n, DISPPARAMS *p) {
  wchar_t *from;
  BOOL good;
  if (p->cArgs != 1 || V_VT(p->rgvarg) != VT_BSTR) return E_INVALIDARG;
  from = wide(text_of(n->data, "file"));
  good = CopyFileW(from, V_BSTR(p->rgvarg), FALSE);
  free(from);
  return good ? S_OK : E_FAIL;
}

static HRESULT call_attachment(node *n, const wchar_t *name, DISPPARAMS *p, VARIANT *out) {
  if (!wcscmp(name, L"SaveAsFile")) return save_file(n, p);
  if (!wcscmp(name, L"Delete")) return remove_self(n);
  if (!wcscmp(name, L"FileName")) {
    set_text(out, text_of(n->data, "name"));
  } else if (!wcscmp(name, L"DisplayName")) {
    set_text(out, text_of(n->data, "name"));
  } else if (!wcscmp(name, L"PropertyAccessor")) {
    set_node(out, "PropertyAccessor", n->data, n);
  } else {
    return DISP_E_MEMBERNOTFOUND;
  }
  return S_OK;
}

static json_t *member(json_t *o, const char *key) { /* a list that the item always has */
  json_t *v = json_object_get(o, key);
  if (v) return v;
  v = json_array();
  json_object_set_new(o, key, v);
  return v;
}

static HRESULT call_item(node *n, const wchar_t *name, DISPPARAMS *p, VARIANT *out) {
  json_t *d = n->data, *v;
  long class_number = (long)json_integer_value(json_object_get(d, "class"));
  bool task_request = class_number >= 49 && class_number <= 52;
  if (!class_number) class_number = 43;
  if (!wcscmp(name, L"Class")) {
    set_long(out, class_number);
  } else if (!wcscmp(name, L"MessageClass")) {
    set_text(out, json_object_get(d, "message_class") ? text_of(d, "message_class") : "IPM.Note");
  } else if (!wcscmp(name, L"Subject")) {
    set_text(out, text_of(d, "subject"));
  } else if (!wcscmp(name, L"Body")) {
    set_text(out, text_of(d, "body"));
  } else if (!wcscmp(name, L"BodyFormat") && class_number == 43) {
    set_long(out, json_object_get(d, "html") ? 2 : 1);
  } else if (!wcscmp(name, L"HTMLBody") && class_number == 43) {
    set_text(out, text_of(d, "html"));
  } else if (!wcscmp(name, L"Recipients") && !task_request) {
    set_node(out, "Recipients", member(d, "recipients"), n);
  } else if (!wcscmp(name, L"Attachments")) {
    set_node(out, "Attachments", member(d, "attachments"), n);
  } else if (!wcscmp(name, L"GetAssociatedTask") && task_request && p->cArgs == 1) {
    set_node(out, "TaskItem", json_object_get(d, "task"), n);
  } else if (!wcscmp(name, L"SendUsingAccount") && class_number == 43) {
    set_node(out, "Account", json_object_get(d, "account"), n);
  } else if (!wcscmp(name, L"SentOnBehalfOfName")) {
    set_text(out, text_of(d, "behalf"));
  } else if (!wcscmp(name, L"Session")) {
    set_node(out, "NameSpace", d, n);
  } else if (!wcscmp(name, L"SenderEmailAddress")) {
    set_text(out, text_of(d, "sender"));
  } else if (!wcscmp(name, L"Sender")) {
    v = json_object_get(d, "sender_entry");
    set_node(out, "AddressEntry", v, n);
  } else if (!wcscmp(name, L"GetConversation") && class_number == 43) {
    set_node(out, "Conversation", json_object_get(d, "parent"), n);
  } else {
    return DISP_E_MEMBERNOTFOUND;
  }
  return S_OK;
}

static HRESULT call_other(node *n, const wchar_t *name, DISPPARAMS *p, VARIANT *out) {
  if (!strcmp(n->kind, "Application")) {
    if (!wcscmp(name, L"ActiveWindow")) {
      set_node(out, "Inspector", n->data, n);
      return S_OK;
    }
    if (!wcscmp(name, L"Version")) {
      set_text(out, "16.0.0.1");
      return S_OK;
    }
    if (!wcscmp(name, L"LanguageSettings")) {
      set_node(out, "LanguageSettings", n->data, n);
      return S_OK;
    }
  }
  if (!strcmp(n->kind, "LanguageSettings") && !wcscmp(name, L"LanguageID") && p->cArgs == 1 && V_I4(p->rgvarg) == 2) {
    set_long(out, language);
    return S_OK;
  }
  if (!strcmp(n->kind, "Account") && !wcscmp(name, L"SmtpAddress")) {
    set_text(out, text_of(n->data, "smtp"));
    return S_OK;
  }
  if (!strcmp(n->kind, "Account") && !wcscmp(name, L"UserName")) {
    set_text(out, text_of(n->data, "name"));
    return S_OK;
  }
  if (!strcmp(n->kind, "NameSpace") && !wcscmp(name, L"CurrentUser")) {
    set_node(out, "Recipient", json_object_get(n->data, "user"), n);
    return S_OK;
  }
  if ((!strcmp(n->kind, "ExchangeUser") || !strcmp(n->kind, "ExchangeDistributionList")) && !wcscmp(name, L"PrimarySmtpAddress")) {
    set_text(out, text_of(n->data, "primary"));
    return S_OK;
  }
  if (!strcmp(n->kind, "ExchangeDistributionList") && !wcscmp(name, L"GetExchangeDistributionListMembers")) {
    set_node(out, "AddressEntries", json_object_get(n->data, "members"), n);
    return S_OK;
  }
  if (!strcmp(n->kind, "Conversation") && !wcscmp(name, L"GetParent") && p->cArgs == 1 && V_VT(p->rgvarg) == VT_DISPATCH) {
    set_node(out, "MailItem", n->data, n);
    return S_OK;
  }
  return DISP_E_MEMBERNOTFOUND;
}

static HRESULT node_call(node *n, const wchar_t *name, WORD flags, DISPPARAMS *p, VARIANT *out) {
  if (!strcmp(n->kind, "MailItem")) return call_item(n, name, p, out);
  if (!strcmp(n->kind, "TaskItem")) return call_item(n, name, p, out);
  if (!strcmp(n->kind, "Recipients")) return call_list(n, "Recipient", name, p, out);
  if (!strcmp(n->kind, "Attachments")) return call_list(n, "Attachment", name, p, out);
  if (!strcmp(n->kind, "AddressEntries")) return call_list(n, "AddressEntry", name, p, out);
  if (!strcmp(n->kind, "Recipient")) return call_recipient(n, name, flags, p, out);
  if (!strcmp(n->kind, "AddressEntry")) return call_entry(n, name, out);
  if (!strcmp(n->kind, "PropertyAccessor")) return call_accessor(n, name, p, out);
  if (!strcmp(n->kind, "Attachment")) return call_attachment(n, name, p, out);
  return call_other(n, name, p, out);
}

/* Names become numbers in order of first use, as long as the program lives. */
static wchar_t names[200][48];
static long name_count;

static HRESULT STDMETHODCALLTYPE d_names(IDispatch *self, REFIID iid, LPOLESTR *asked, UINT count, LCID lcid, DISPID *ids) {
  long i;
  (void)self, (void)iid, (void)lcid;
  if (GetCurrentThreadId() != main_thread) {
    wrong_thread++;
    return RPC_E_WRONG_THREAD;
  }
  if (count != 1 || wcslen(asked[0]) > 47) return DISP_E_UNKNOWNNAME;
  for (i = 0; i < name_count; i++) {
    if (!wcscmp(names[i], asked[0])) break;
  }
  if (i == name_count) {
    if (i == 200) return DISP_E_UNKNOWNNAME;
    wcscpy(names[name_count++], asked[0]);
  }
  ids[0] = 1000 + i;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE d_invoke(IDispatch *self, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *p, VARIANT *out,
                                          EXCEPINFO *exception, UINT *argument) {
  VARIANT unwanted;
  HRESULT hr;
  node *n = OF(self, face);
  char key[120];
  (void)iid, (void)lcid, (void)argument;
  if (GetCurrentThreadId() != main_thread) {
    wrong_thread++;
    return RPC_E_WRONG_THREAD;
  }
  if (id < 1000 || id >= 1000 + name_count) return DISP_E_MEMBERNOTFOUND;
  snprintf(key, sizeof key, "%s.%ls", n->kind, names[id - 1000]);
  json_object_set_new(inventory, key, json_true());
  calls++;
  if (slow_ms) Sleep((DWORD)slow_ms);
  if (calls == fail_at) {
    wcscpy(fail_name, names[id - 1000]);
    if (fail_hr == DISP_E_EXCEPTION && exception) {
      exception->scode = E_FAIL;
      exception->bstrDescription = SysAllocString(L"made to fail");
    }
    return fail_hr;
  }
  if (!out) out = &unwanted;
  VariantInit(out);
  hr = node_call(n, names[id - 1000], flags, p, out);
  if (out == &unwanted) VariantClear(out);
  return hr;
}

static HRESULT STDMETHODCALLTYPE d_query(IDispatch *s, REFIID iid, void **out) { return node_query(OF(s, face), iid, out); }
static ULONG STDMETHODCALLTYPE d_add(IDispatch *s) { return node_add(OF(s, face)); }
static ULONG STDMETHODCALLTYPE d_drop(IDispatch *s) { return node_drop(OF(s, face)); }
static HRESULT STDMETHODCALLTYPE d_count(IDispatch *s, UINT *c) {
  (void)s;
  *c = 0;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE d_info(IDispatch *s, UINT i, LCID l, ITypeInfo **o) {
  (void)s, (void)i, (void)l;
  *o = NULL;
  return E_NOTIMPL;
}
static IDispatchVtbl dispatch_table = {d_query, d_add, d_drop, d_count, d_info, d_names, d_invoke};

static HRESULT STDMETHODCALLTYPE w_query(IOleWindow *s, REFIID iid, void **out) { return node_query(OF(s, window_face), iid, out); }
static ULONG STDMETHODCALLTYPE w_add(IOleWindow *s) { return node_add(OF(s, window_face)); }
static ULONG STDMETHODCALLTYPE w_drop(IOleWindow *s) { return node_drop(OF(s, window_face)); }
static HRESULT STDMETHODCALLTYPE w_get(IOleWindow *s, HWND *out) {
  (void)s;
  *out = main_window;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE w_help(IOleWindow *s, BOOL enter) {
  (void)s, (void)enter;
  return E_NOTIMPL;
}
static IOleWindowVtbl window_table = {w_query, w_add, w_drop, w_get, w_help};

static HRESULT STDMETHODCALLTYPE p_query(IConnectionPoint *s, REFIID iid, void **out) {
  *out = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IConnectionPoint)) return E_NOINTERFACE;
  *out = s;
  node_add(OF(s, point_face));
  return S_OK;
}
static ULONG STDMETHODCALLTYPE p_add(IConnectionPoint *s) { return node_add(OF(s, point_face)); }
static ULONG STDMETHODCALLTYPE p_drop(IConnectionPoint *s) { return node_drop(OF(s, point_face)); }
static HRESULT STDMETHODCALLTYPE p_iid(IConnectionPoint *s, IID *iid) {
  (void)s;
  *iid = IID_EVENTS;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE p_container(IConnectionPoint *s, IConnectionPointContainer **out) {
  (void)s;
  *out = NULL;
  return E_NOTIMPL;
}
static HRESULT STDMETHODCALLTYPE p_advise(IConnectionPoint *s, IUnknown *sink, DWORD *cookie) {
  (void)s;
  if (events || FAILED(IUnknown_QueryInterface(sink, &IID_EVENTS, (void **)&events))) return CONNECT_E_CANNOTCONNECT;
  *cookie = 7;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE p_unadvise(IConnectionPoint *s, DWORD cookie) {
  (void)s;
  if (cookie != 7 || !events) return CONNECT_E_NOCONNECTION;
  IDispatch_Release(events);
  events = NULL;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE p_enum(IConnectionPoint *s, IEnumConnections **out) {
  (void)s;
  *out = NULL;
  return E_NOTIMPL;
}
static IConnectionPointVtbl point_table = {p_query, p_add, p_drop, p_iid, p_container, p_advise, p_unadvise, p_enum};

static HRESULT STDMETHODCALLTYPE c_query(IConnectionPointContainer *s, REFIID iid, void **out) { return node_query(OF(s, container_face), iid, out); }
static ULONG STDMETHODCALLTYPE c_add(IConnectionPointContainer *s) { return node_add(OF(s, container_face)); }
static ULONG STDMETHODCALLTYPE c_drop(IConnectionPointContainer *s) { return node_drop(OF(s, container_face)); }
static HRESULT STDMETHODCALLTYPE c_enum(IConnectionPointContainer *s, IEnumConnectionPoints **out) {
  (void)s;
  *out = NULL;
  return E_NOTIMPL;
}
static HRESULT STDMETHODCALLTYPE c_find(IConnectionPointContainer *s, REFIID iid, IConnectionPoint **out) {
  *out = NULL;
  if (!IsEqualIID(iid, &IID_EVENTS)) return CONNECT_E_NOCONNECTION;
  *out = &OF(s, container_face)->point_face;
  node_add(OF(s, container_face));
  return S_OK;
}
static IConnectionPointContainerVtbl container_table = {c_query, c_add, c_drop, c_enum, c_find};

static node *node_new(const char *kind, json_t *data, node *parent) {
  node *n = calloc(1, sizeof *n);
  n->face.lpVtbl = &dispatch_table;
  n->window_face.lpVtbl = &window_table;
  n->container_face.lpVtbl = &container_table;
  n->point_face.lpVtbl = &point_table;
  n->references = 1;
  n->kind = kind;
  n->data = json_incref(data);
  n->parent = parent;
  if (parent) node_add(parent);
  InterlockedIncrement(&live);
  return n;
}

/* ---- sending ---- */

#define WM_SEND_AGAIN (WM_APP + 1) /* wParam 0: the same item, 1: the scene's other one */

static json_t *scene, *result;
static node *sending; /* the item of the scene */

static bool fire_send(node *item) {
  VARIANT arguments[2];
  VARIANT_BOOL cancel = VARIANT_FALSE;
  DISPPARAMS p = {arguments, NULL, 2, 0};
  V_VT(&arguments[0]) = VT_BYREF | VT_BOOL;
  V_BOOLREF(&arguments[0]) = &cancel;
  V_VT(&arguments[1]) = VT_DISPATCH;
  V_DISPATCH(&arguments[1]) = &item->face;
  if (events) IDispatch_Invoke(events, 0xF002, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &p, NULL, NULL, NULL);
  return cancel != VARIANT_FALSE;
}

static LRESULT CALLBACK main_procedure(HWND w, UINT m, WPARAM wp, LPARAM lp) {
  if (m == WM_SEND_AGAIN) {
    node *other = wp ? node_new("MailItem", json_object_get(scene, "other"), NULL) : sending;
    bool cancelled = fire_send(other);
    json_object_set_new(result, wp ? "other_cancelled" : "again_cancelled", json_boolean(cancelled));
    if (wp) node_drop(other);
    return 0;
  }
  return DefWindowProcW(w, m, wp, lp);
}

/* ---- the user ---- */

static volatile LONG sending_now;
static LARGE_INTEGER started, frequency;
static HWND last_dialog;

static double now_ms(void) {
  LARGE_INTEGER n;
  QueryPerformanceCounter(&n);
  return (double)(n.QuadPart - started.QuadPart) * 1000.0 / (double)frequency.QuadPart;
}

struct search {
  HWND found, not_this;
  int control;
};

static BOOL CALLBACK search_one(HWND w, LPARAM l) {
  struct search *s = (struct search *)l;
  wchar_t class_name[32];
  DWORD owner;
  GetWindowThreadProcessId(w, &owner);
  GetClassNameW(w, class_name, 32);
  if (owner == GetCurrentProcessId() && w != s->not_this && IsWindowVisible(w) && !wcscmp(class_name, L"#32770") && GetDlgItem(w, s->control)) {
    s->found = w;
    return FALSE;
  }
  return TRUE;
}

static HWND find_dialog(int control, HWND not_this, DWORD wait_ms) {
  struct search s = {NULL, not_this, control};
  DWORD since = GetTickCount();
  for (;;) {
    EnumWindows(search_one, (LPARAM)&s);
    if (s.found || !sending_now || GetTickCount() - since > wait_ms) return s.found;
    Sleep(2);
  }
}

static json_t *window_text(HWND w) {
  static wchar_t text[65536];
  char *s;
  json_t *j;
  GetWindowTextW(w, text, 65536);
  s = narrow(text);
  j = json_string(s);
  free(s);
  return j;
}

static json_t *cell(HWND list, int row, int column) {
  wchar_t text[2048] = L"";
  LVITEMW item;
  char *s;
  json_t *j;
  ZeroMemory(&item, sizeof item);
  item.iSubItem = column;
  item.pszText = text;
  item.cchTextMax = 2048;
  SendMessageW(list, LVM_GETITEMTEXTW, (WPARAM)row, (LPARAM)&item);
  s = narrow(text);
  j = json_string(s);
  free(s);
  return j;
}

static json_t *dump_list(HWND list, int columns, int most, bool ticks) {
  json_t *rows = json_array();
  int n = (int)SendMessageW(list, LVM_GETITEMCOUNT, 0, 0), i, c;
  for (i = 0; i < n && i < most; i++) {
    json_t *row = json_array();
    for (c = 0; c < columns; c++) json_array_append_new(row, cell(list, i, c));
    if (ticks) json_array_append_new(row, json_integer((json_int_t)(SendMessageW(list, LVM_GETITEMSTATE, (WPARAM)i, LVIS_STATEIMAGEMASK) >> 12)));
    json_array_append_new(rows, row);
  }
  return rows;
}

/* Whether every visible control lies inside the window and none lies over another. */
static json_t *dump_fits(HWND d) {
  RECT all, r[64], both;
  HWND w;
  char text[120];
  int n = 0, ids[64], i;
  GetClientRect(d, &all);
  MapWindowPoints(d, NULL, (POINT *)&all, 2);
  for (w = GetWindow(d, GW_CHILD); w && n < 64; w = GetWindow(w, GW_HWNDNEXT)) {
    if (!IsWindowVisible(w)) continue;
    GetWindowRect(w, &r[n]);
    ids[n] = GetDlgCtrlID(w);
    if (r[n].left < all.left || r[n].right > all.right || r[n].top < all.top || r[n].bottom > all.bottom || r[n].bottom - r[n].top < 8) {
      snprintf(text, sizeof text, "control %d: %ld,%ld-%ld,%ld", ids[n], r[n].left - all.left, r[n].top - all.top, r[n].right - all.left, r[n].bottom - all.top);
      return json_string(text);
    }
    for (i = 0; i < n; i++) {
      if (IntersectRect(&both, &r[i], &r[n])) {
        snprintf(text, sizeof text, "control %d over %d", ids[i], ids[n]);
        return json_string(text);
      }
    }
    n++;
  }
  return json_true();
}

static json_t *dump_dialog(HWND d) {
  json_t *o = json_object(), *buttons = json_object();
  static const struct {
    int id;
    const char *name;
  } controls[] = {{IDOK, "send"}, {IDCANCEL, "back"}, {IDC_PRIMARY, "primary"}, {IDC_REMEDY1, "remedy1"}, {IDC_REMEDY2, "remedy2"}, {IDC_CODE, "code"}};
  size_t i;
  HWND focus;
  GUITHREADINFO gui = {0};
  json_object_set_new(o, "title", window_text(d));
  json_object_set_new(o, "fits", dump_fits(d));
  json_object_set_new(o, "lead", window_text(GetDlgItem(d, IDC_LEAD)));
  json_object_set_new(o, "why", window_text(GetDlgItem(d, IDC_WHY)));
  json_object_set_new(o, "people_label", window_text(GetDlgItem(d, IDC_PEOPLE_LABEL)));
  json_object_set_new(o, "code_label", window_text(GetDlgItem(d, IDC_CODE_LABEL)));
  json_object_set_new(o, "help", window_text(GetDlgItem(d, IDC_HELP_TEXT)));
  json_object_set_new(o, "findings", dump_list(GetDlgItem(d, IDC_FINDINGS), 2, 1000, true));
  json_object_set_new(o, "people", dump_list(GetDlgItem(d, IDC_PEOPLE), 5, 10, false));
  json_object_set_new(o, "people_count", json_integer(SendDlgItemMessageW(d, IDC_PEOPLE, LVM_GETITEMCOUNT, 0, 0)));
  json_object_set_new(o, "files", dump_list(GetDlgItem(d, IDC_FILES), 4, 100, false));
  for (i = 0; i < sizeof controls / sizeof *controls; i++) {
    HWND w = GetDlgItem(d, controls[i].id);
    json_object_set_new(buttons, controls[i].name,
                        json_pack("{s:o,s:b,s:b}", "text", window_text(w), "visible", (int)IsWindowVisible(w), "enabled", (int)IsWindowEnabled(w)));
  }
  json_object_set_new(o, "controls", buttons);
  gui.cbSize = sizeof gui;
  GetGUIThreadInfo(main_thread, &gui);
  focus = gui.hwndFocus;
  json_object_set_new(o, "focus", json_integer(focus ? GetDlgCtrlID(focus) : 0));
  json_object_set_new(o, "owner_enabled", json_boolean(IsWindowEnabled(main_window)));
  return o;
}

static void each_host(void (*act)(HANDLE)) {
  PROCESSENTRY32W e;
  HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0), p;
  BOOL more;
  e.dwSize = sizeof e;
  for (more = Process32FirstW(all, &e); more; more = Process32NextW(all, &e)) {
    if (_wcsicmp(e.szExeFile, L"sekisho-host.exe")) continue;
    p = OpenProcess(PROCESS_ALL_ACCESS, FALSE, e.th32ProcessID);
    if (p) act(p);
    if (p) CloseHandle(p);
  }
  CloseHandle(all);
}

static void act_kill(HANDLE p) {
  TerminateProcess(p, 9);
  WaitForSingleObject(p, 3000);
}
static void act_suspend(HANDLE p) {
  typedef LONG(WINAPI * suspend)(HANDLE);
  suspend f = (suspend)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtSuspendProcess");
  if (f) f(p);
}
static int hosts;
static void act_count(HANDLE p) {
  (void)p;
  hosts++;
}

static HWND focus_window(void) {
  GUITHREADINFO gui = {0};
  gui.cbSize = sizeof gui;
  GetGUIThreadInfo(main_thread, &gui);
  return gui.hwndFocus;
}

static void press(WPARAM key) {
  HWND w = focus_window();
  PostMessageW(w, WM_KEYDOWN, key, 1);
  PostMessageW(w, WM_KEYUP, key, (LPARAM)0xC0000001);
  Sleep(60);
}

/* One thing that the user does; false stops the scene with a message. */
static bool user_act(const char *what, json_t *dumps) {
  HWND d = last_dialog;
  const char *value = strchr(what, ':');
  value = value ? value + 1 : "";
  if (!strncmp(what, "dialog", 6)) { /* waits for the (next) question and until it listens */
    last_dialog = d = find_dialog(IDC_FINDINGS, IsWindow(d) && IsWindowVisible(d) ? d : NULL, 20000);
    if (!d) return false;
    json_object_set_new(result, "dialog_ms", json_real(now_ms()));
    if (strcmp(what, "dialog-now")) { /* a person reads it first: the clock of the 700 ms starts when it is painted */
      RedrawWindow(d, NULL, NULL, RDW_INVALIDATE | RDW_UPDATENOW);
      Sleep(1000);
    }
    return true;
  }
  if (!strcmp(what, "about")) {
    RECT place;
    last_dialog = find_dialog(IDC_ABOUT_TEXT, NULL, 20000);
    if (last_dialog) {
      json_object_set_new(result, "about", window_text(GetDlgItem(last_dialog, IDC_ABOUT_TEXT)));
      GetWindowRect(last_dialog, &place);
      json_object_set_new(result, "about_fits",
                          place.right - place.left > GetSystemMetrics(SM_CXSCREEN) || place.bottom - place.top > GetSystemMetrics(SM_CYSCREEN)
                              ? json_string("larger than the screen")
                              : dump_fits(last_dialog));
    }
    return last_dialog != NULL;
  }
  if (!strncmp(what, "progress", 8)) {
    last_dialog = find_dialog(IDC_PROGRESS_BAR, NULL, 10000);
    return last_dialog != NULL;
  }
  if (!strncmp(what, "wait", 4)) {
    Sleep((DWORD)atoi(value));
    return true;
  }
  if (!strncmp(what, "pause", 5)) { /* hands over to the script, e.g. for a screenshot: it deletes the file to go on */
    wchar_t *w = wide(value);
    HANDLE h = CreateFileW(w, GENERIC_WRITE, FILE_SHARE_DELETE | FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS, 0, NULL);
    int i;
    CloseHandle(h);
    for (i = 0; i < 200 && GetFileAttributesW(w) != INVALID_FILE_ATTRIBUTES; i++) Sleep(50);
    free(w);
    return true;
  }
  if (!strcmp(what, "kill")) return each_host(act_kill), true;
  if (!strcmp(what, "suspend")) return each_host(act_suspend), true;
  if (!strcmp(what, "again")) return PostMessageW(main_window, WM_SEND_AGAIN, 0, 0), Sleep(300), true;
  if (!strcmp(what, "other")) return PostMessageW(main_window, WM_SEND_AGAIN, 1, 0), true;
  if (!IsWindow(d)) return false;
  if (!strcmp(what, "dump")) return json_array_append_new(dumps, dump_dialog(d)), true;
  if (!strcmp(what, "tick") || !strcmp(what, "tick-all")) {
    HWND list = GetDlgItem(d, IDC_FINDINGS);
    int n = (int)SendMessageW(list, LVM_GETITEMCOUNT, 0, 0), i;
    for (i = 0; i < n; i++) {
      LVITEMW item;
      ZeroMemory(&item, sizeof item);
      item.state = INDEXTOSTATEIMAGEMASK(2);
      item.stateMask = LVIS_STATEIMAGEMASK;
      SendMessageW(list, LVM_SETITEMSTATE, (WPARAM)i, (LPARAM)&item);
    }
    return true;
  }
  if (!strcmp(what, "unfold")) { /* by keys: to the line that stands for more, Enter; nothing where there is none */
    HWND list = GetDlgItem(d, IDC_FINDINGS);
    int n = (int)SendMessageW(list, LVM_GETITEMCOUNT, 0, 0), i;
    for (i = 0; i < n; i++) {
      LVITEMW item;
      ZeroMemory(&item, sizeof item);
      item.mask = LVIF_PARAM;
      item.iItem = i;
      SendMessageW(list, LVM_GETITEMW, 0, (LPARAM)&item);
      if (item.lParam != -1) continue;
      ZeroMemory(&item, sizeof item);
      item.state = item.stateMask = LVIS_SELECTED | LVIS_FOCUSED;
      SendMessageW(list, LVM_SETITEMSTATE, (WPARAM)i, (LPARAM)&item);
      SendMessageW(d, WM_NEXTDLGCTL, (WPARAM)list, TRUE);
      press(VK_RETURN);
      Sleep(50);
      break;
    }
    return true;
  }
  if (!strcmp(what, "send")) return SendDlgItemMessageW(d, IDOK, BM_CLICK, 0, 0), true;
  if (!strcmp(what, "cheat")) return SendMessageW(d, WM_COMMAND, IDOK, 0), true;
  if (!strcmp(what, "back")) return SendDlgItemMessageW(d, IDCANCEL, BM_CLICK, 0, 0), true;
  if (!strcmp(what, "close")) return PostMessageW(d, WM_CLOSE, 0, 0), true;
  if (!strcmp(what, "primary")) return SendDlgItemMessageW(d, IDC_PRIMARY, BM_CLICK, 0, 0), true;
  if (!strcmp(what, "remedy1")) return SendDlgItemMessageW(d, IDC_REMEDY1, BM_CLICK, 0, 0), true;
  if (!strncmp(what, "select", 6)) {
    LVITEMW item;
    ZeroMemory(&item, sizeof item);
    item.state = item.stateMask = LVIS_SELECTED | LVIS_FOCUSED;
    return SendDlgItemMessageW(d, IDC_FINDINGS, LVM_SETITEMSTATE, (WPARAM)atoi(value), (LPARAM)&item), true;
  }
  if (!strncmp(what, "code:", 5) || !strncmp(what, "reason:", 7)) {
    wchar_t *w = wide(value);
    SendMessageW(GetDlgItem(d, what[0] == 'c' ? IDC_CODE : IDC_REASON), WM_SETTEXT, 0, (LPARAM)w);
    free(w);
    return true;
  }
  if (!strcmp(what, "code")) { /* types what the dialog shows, as a person would: what stands after the last colon */
    wchar_t text[1024], *colon;
    GetDlgItemTextW(d, IDC_CODE_LABEL, text, 1024);
    colon = wcsrchr(text, L':');
    SendMessageW(GetDlgItem(d, IDC_CODE), WM_SETTEXT, 0, (LPARAM)(colon ? colon + 1 : text));
    return true;
  }
  if (!strncmp(what, "focus:", 6)) {
    SendMessageW(d, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(d, atoi(value)), TRUE);
    return true;
  }
  if (!strncmp(what, "key:", 4)) {
    if (!strcmp(value, "esc")) press(VK_ESCAPE);
    if (!strcmp(value, "space")) press(VK_SPACE);
    if (!strcmp(value, "tab")) press(VK_TAB);
    if (!strcmp(value, "down")) press(VK_DOWN);
    if (!strcmp(value, "enter")) press(VK_RETURN);
    if (!strcmp(value, "alt-s")) PostMessageW(focus_window(), WM_SYSCHAR, 's', 1 << 29), Sleep(60);
    if (!strcmp(value, "alt-b")) PostMessageW(focus_window(), WM_SYSCHAR, 'b', 1 << 29), Sleep(60);
    return true;
  }
  if (!strcmp(what, "open?")) return json_object_set_new(result, "still_open", json_boolean(IsWindow(d) && IsWindowVisible(d))), true;
  return false;
}

/* What happens to the checker before Send is pressed happens before it: the check must not win a race against it. Returns how many acts that were. */
static size_t before_send(void) {
  json_t *acts = json_object_get(scene, "do");
  size_t i;
  for (i = 0; i < json_array_size(acts); i++) {
    const char *what = json_string_value(json_array_get(acts, i));
    if (!strcmp(what, "kill")) each_host(act_kill);
    else if (!strcmp(what, "suspend")) each_host(act_suspend);
    else break;
  }
  return i;
}

static DWORD WINAPI user_thread(LPVOID first) {
  json_t *acts = json_object_get(scene, "do"), *dumps = json_array();
  size_t i;
  last_dialog = NULL;
  for (i = (size_t)first; i < json_array_size(acts); i++) {
    const char *what = json_string_value(json_array_get(acts, i));
    if (!user_act(what, dumps)) {
      json_object_set_new(result, "stopped_at", json_string(what));
      break;
    }
  }
  json_object_set_new(result, "dumps", dumps);
  /* Whatever is still open is closed, so that the scene ends: a question that nobody expected is reported, never left standing. */
  for (i = 0; sending_now && i < 400; i++) {
    HWND d = i > 20 ? find_dialog(IDCANCEL, NULL, 0) : NULL;
    if (d) {
      if (GetDlgItem(d, IDC_FINDINGS) && !json_object_get(result, "unexpected")) json_object_set_new(result, "unexpected", dump_dialog(d));
      PostMessageW(d, WM_CLOSE, 0, 0);
    }
    Sleep(50);
  }
  return 0;
}

static int leftovers(void) {
  wchar_t path[MAX_PATH];
  WIN32_FIND_DATAW f;
  HANDLE h;
  int n = 0;
  SHGetFolderPathW(NULL, CSIDL_LOCAL_APPDATA, NULL, 0, path);
  wcscat(path, L"\\Sekisho\\Outlook\\*");
  h = FindFirstFileW(path, &f);
  if (h == INVALID_HANDLE_VALUE) return 0;
  do {
    if (f.cFileName[0] != L'.') n++;
  } while (FindNextFileW(h, &f));
  FindClose(h);
  return n;
}

static void set_values(json_t *values) { /* "HKCU\\path|name": text or number, true for a value of the wrong kind, null for none */
  const char *key;
  json_t *value;
  json_object_foreach(values, key, value) {
    wchar_t *w = wide(key), *bar = wcschr(w, L'|'), *path = wcschr(w, L'\\') + 1;
    HKEY root = wcsncmp(w, L"HKLM", 4) ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
    *bar++ = 0;
    if (json_is_string(value)) {
      wchar_t *t = wide(json_string_value(value));
      RegSetKeyValueW(root, path, bar, REG_SZ, t, (DWORD)((wcslen(t) + 1) * 2));
      free(t);
    } else if (json_is_integer(value)) {
      DWORD n = (DWORD)json_integer_value(value);
      RegSetKeyValueW(root, path, bar, REG_DWORD, &n, 4);
    } else if (json_is_true(value)) { /* a kind of value that no option has */
      RegSetKeyValueW(root, path, bar, REG_BINARY, "x", 1);
    } else if (!*bar) {
      RegDeleteTreeW(root, path);
    } else {
      RegDeleteKeyValueW(root, path, bar);
    }
    free(w);
  }
}

/* The ribbon as Office uses it: asks for the description of a window, then calls the button's callback by the name that stands in it. */
static void press_ribbon(const char *window) {
  struct {
    struct {
      void *query, *add;
      ULONG(STDMETHODCALLTYPE *drop)(void *);
      void *type_count, *type_info;
      HRESULT(STDMETHODCALLTYPE *names)(void *, REFIID, LPOLESTR *, UINT, LCID, DISPID *);
      HRESULT(STDMETHODCALLTYPE *invoke)(void *, DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *, UINT *);
      HRESULT(STDMETHODCALLTYPE *custom_ui)(void *, BSTR, BSTR *);
    } *table;
  } *ribbon = NULL;
  IDispatch *callbacks = NULL;
  wchar_t *w = wide(window), callback[64] = L"", *at, *end;
  BSTR name = SysAllocString(w), xml = NULL;
  HRESULT hr = IUnknown_QueryInterface(addin, &IID_RIBBON, (void **)&ribbon);
  free(w);
  if (SUCCEEDED(hr)) hr = ribbon->table->custom_ui(ribbon, name, &xml);
  if (SUCCEEDED(hr)) {
    char *s = narrow(xml ? xml : L"");
    json_object_set_new(result, "ribbon", json_string(s));
    free(s);
  }
  at = xml ? wcsstr(xml, L"onAction=\"") : NULL;
  end = at ? wcschr(at + 10, L'"') : NULL;
  if (end && end - at - 10 < 64) wcsncat(callback, at + 10, (size_t)(end - at - 10));
  if (*callback && SUCCEEDED(IUnknown_QueryInterface((IUnknown *)ribbon, &IID_IDispatch, (void **)&callbacks))) {
    LPOLESTR asked = callback;
    DISPID id = 0;
    VARIANT control;
    DISPPARAMS p = {&control, NULL, 1, 0};
    node *n = node_new("RibbonControl", json_object_get(scene, "mail"), NULL);
    V_VT(&control) = VT_DISPATCH;
    V_DISPATCH(&control) = &n->face;
    hr = IDispatch_GetIDsOfNames(callbacks, &IID_NULL, &asked, 1, LOCALE_USER_DEFAULT, &id);
    if (SUCCEEDED(hr)) hr = IDispatch_Invoke(callbacks, id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &p, NULL, NULL, NULL);
    json_object_set_new(result, "callback", json_boolean(SUCCEEDED(hr)));
    node_drop(n);
    IDispatch_Release(callbacks);
  }
  SysFreeString(xml);
  SysFreeString(name);
  if (ribbon) ribbon->table->drop(ribbon);
}

static void play(json_t *line) {
  HANDLE user;
  bool cancelled;
  LONG alive = live;
  size_t before;
  json_t *fail = json_object_get(line, "fail");
  MSG m;
  scene = line;
  result = json_object();
  calls = wrong_thread = 0;
  fail_name[0] = 0;
  fail_at = (long)json_integer_value(fail);
  fail_hr = json_object_get(line, "hr") ? (HRESULT)json_integer_value(json_object_get(line, "hr")) : DISP_E_EXCEPTION;
  slow_ms = (long)json_integer_value(json_object_get(line, "slow"));
  language = json_object_get(line, "language") ? (long)json_integer_value(json_object_get(line, "language")) : 1033;
  set_values(json_object_get(line, "registry"));
  sending = node_new("MailItem", json_object_get(line, "mail"), NULL);
  before = before_send();
  sending_now = 1;
  QueryPerformanceCounter(&started);
  user = CreateThread(NULL, 0, user_thread, (LPVOID)before, 0, NULL);
  cancelled = json_object_get(line, "ribbon") ? press_ribbon(text_of(line, "ribbon")), false : fire_send(sending);
  json_object_set_new(result, "send_ms", json_real(now_ms()));
  sending_now = 0;
  while (MsgWaitForMultipleObjects(1, &user, FALSE, 20000, QS_ALLINPUT) == WAIT_OBJECT_0 + 1) {
    while (PeekMessageW(&m, NULL, 0, 0, PM_REMOVE)) DispatchMessageW(&m);
  }
  CloseHandle(user);
  json_object_set_new(result, "name", json_incref(json_object_get(line, "name")));
  json_object_set_new(result, "cancelled", json_boolean(cancelled));
  json_object_set_new(result, "calls", json_integer(calls));
  json_object_set_new(result, "wrong_thread", json_integer(wrong_thread));
  if (fail_name[0]) {
    char *s = narrow(fail_name);
    json_object_set_new(result, "failed_call", json_string(s));
    free(s);
  }
  json_object_set_new(result, "mail", json_deep_copy(sending->data));
  node_drop(sending);
  if (json_object_get(line, "settle")) { /* what goes on behind a mail that has left: until its files are gone, at most so long */
    long left = (long)json_integer_value(json_object_get(line, "settle"));
    for (Sleep(300); left > 0 && leftovers(); left -= 50) Sleep(50);
  }
  json_object_set_new(result, "leaked", json_integer(live - alive));
  json_object_set_new(result, "leftovers", json_integer(leftovers()));
  json_object_set_new(result, "owner_enabled", json_boolean(IsWindowEnabled(main_window)));
  hosts = 0;
  each_host(act_count);
  json_object_set_new(result, "hosts", json_integer(hosts));
  {
    char *s = json_dumps(result, JSON_COMPACT);
    puts(s);
    fflush(stdout);
    free(s);
  }
  json_decref(result);
}

/* ---- loading ---- */

typedef struct {
  struct {
    void *query, *add;
    ULONG(STDMETHODCALLTYPE *drop)(void *);
    void *dispatch[4];
    HRESULT(STDMETHODCALLTYPE *connection)(void *, IDispatch *, int, IDispatch *, SAFEARRAY **);
    HRESULT(STDMETHODCALLTYPE *disconnection)(void *, int, SAFEARRAY **);
    void *rest[3];
  } *table;
} extensibility;

/* The checker's own test, started exactly as the add-in starts the checker: prints what holds it. */
static int selftest(const wchar_t *path) {
  static const char *const arguments[] = {"--selftest", NULL};
  static char said[4096];
  char *program = narrow(path);
  process *p = process_start(program, arguments, true);
  size_t n = p ? process_read_all(p, said, sizeof said - 1, 20000) : 0;
  fwrite(said, 1, n, stdout);
  process_stop(p, 1000);
  free(program);
  return n ? 0 : 9;
}

int wmain(int argc, wchar_t **argv) {
  static char line[8 << 20];
  extensibility *extension = NULL;
  IClassFactory *factory = NULL;
  double found_ms = 0, library_ms = 0;
  WNDCLASSW c;
  wchar_t progid[200];
  DWORD size, load = 0, index = 0;
  HKEY addins;
  CLSID clsid;
  HRESULT hr = E_FAIL;
  HMODULE dll;
  if (argc == 3 && !wcscmp(argv[1], L"--selftest")) return selftest(argv[2]);
  main_thread = GetCurrentThreadId();
  QueryPerformanceFrequency(&frequency);
  CoInitialize(NULL);
  inventory = json_object();
  ZeroMemory(&c, sizeof c);
  c.lpfnWndProc = main_procedure;
  c.lpszClassName = L"rctrl_renwnd32";
  c.hbrBackground = (HBRUSH)(COLOR_WINDOW + 1);
  RegisterClassW(&c);
  main_window = CreateWindowW(L"rctrl_renwnd32", L"Message (HTML)", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 40, 30, 1000, 760, NULL, NULL, NULL, NULL);
  application = node_new("Application", json_object(), NULL);

  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Office\\Outlook\\Addins", 0, KEY_READ, &addins)) return 3;
  size = 200;
  if (RegEnumKeyExW(addins, index, progid, &size, NULL, NULL, NULL, NULL)) return 4;
  size = sizeof load;
  RegGetValueW(addins, progid, L"LoadBehavior", RRF_RT_REG_DWORD, NULL, &load, &size);
  if (load != 3) return 5;
  QueryPerformanceCounter(&started);
  /* What CoCreateInstance does, in two steps, so that the DLL's own share can be told from COM's. */
  hr = CLSIDFromProgID(progid, &clsid);
  found_ms = now_ms();
  if (SUCCEEDED(hr)) hr = CoGetClassObject(&clsid, CLSCTX_INPROC_SERVER, NULL, &IID_IClassFactory, (void **)&factory);
  library_ms = now_ms();
  if (SUCCEEDED(hr)) hr = IClassFactory_CreateInstance(factory, NULL, &IID_EXTENSIBILITY, (void **)&extension);
  if (factory) IClassFactory_Release(factory);
  if (FAILED(hr)) return 6;
  addin = (IUnknown *)extension;
  hr = extension->table->connection(extension, &application->face, 1, NULL, NULL);
  if (FAILED(hr) || !events) return 7;
  {
    double ms = now_ms();
    wchar_t path[MAX_PATH] = L"";
    char *s;
    dll = GetModuleHandleW(L"sekisho-outlook.dll");
    if (dll) GetModuleFileNameW(dll, path, MAX_PATH);
    s = narrow(path);
    printf("{\"loaded\":true,\"load_ms\":%.1f,\"find_ms\":%.2f,\"library_ms\":%.2f,\"own_ms\":%.2f,\"path\":\"", ms, found_ms, library_ms - found_ms, ms - library_ms);
    for (; *s; s++) {
      if (*s == '\\') putchar('\\');
      putchar(*s);
    }
    puts("\"}");
    fflush(stdout);
  }
  while (fgets(line, sizeof line, stdin)) {
    json_error_t e;
    json_t *j = json_loads(line, 0, &e);
    if (!j) {
      printf("{\"bad_scene\":true}\n");
      return 8;
    }
    play(j);
    json_decref(j);
  }
  {
    HRESULT(WINAPI * unload)(void) = (HRESULT(WINAPI *)(void))GetProcAddress(dll, "DllCanUnloadNow");
    char *s;
    int tries;
    bool free_now = false;
    extension->table->disconnection(extension, 0, NULL);
    extension->table->drop(extension);
    for (tries = 0; tries < 100 && !free_now; tries++) { /* the thread that says good-bye to the checker may still be at it */
      free_now = unload && unload() == S_OK;
      if (!free_now) Sleep(50);
    }
    node_drop(application);
    hosts = 0;
    each_host(act_count);
    s = json_dumps(inventory, JSON_COMPACT | JSON_SORT_KEYS);
    printf("{\"ended\":true,\"can_unload\":%s,\"live\":%ld,\"hosts\":%d,\"inventory\":%s}\n", free_now ? "true" : "false", live, hosts, s);
    free(s);
  }
  CoUninitialize();
  return 0;
}
