/* Receives Outlook's ItemSend and answers its Cancel: TRUE before anything else, FALSE only when checkpoint.c said that the mail may leave. */
#include "sink.h"

#include <ocidl.h>
#include <oleauto.h>
#include <stdlib.h>

#include "checkpoint.h"
#include "dll.h"

static const IID iid_events = {0x0006302C, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
#define EVENT_ITEM_SEND 0xF002
#define EVENT_QUIT 0xF007

struct sink {
  IDispatch face; /* first, so that a pointer to it is a pointer to the sink */
  LONG references;
  IDispatch *application; /* Outlook's, not counted: the add-in object holds it as long as we are connected */
  IConnectionPoint *point;
  DWORD cookie;
};

static HRESULT STDMETHODCALLTYPE sink_query(IDispatch *self, REFIID iid, void **out) {
  *out = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) && !IsEqualIID(iid, &iid_events)) return E_NOINTERFACE;
  InterlockedIncrement(&((sink *)self)->references);
  *out = self;
  return S_OK;
}

static ULONG STDMETHODCALLTYPE sink_add(IDispatch *self) { return (ULONG)InterlockedIncrement(&((sink *)self)->references); }

static ULONG STDMETHODCALLTYPE sink_drop(IDispatch *self) {
  LONG left = InterlockedDecrement(&((sink *)self)->references);
  if (!left) {
    free(self);
    dll_release();
  }
  return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE sink_type_count(IDispatch *self, UINT *count) {
  (void)self;
  *count = 0;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE sink_type_info(IDispatch *self, UINT index, LCID lcid, ITypeInfo **info) {
  (void)self, (void)index, (void)lcid;
  *info = NULL;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE sink_names(IDispatch *self, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids) {
  (void)self, (void)iid, (void)names, (void)count, (void)lcid, (void)ids;
  return DISP_E_UNKNOWNNAME;
}

/* The arguments stand in reverse: [0] is Cancel by reference, [1] the item. */
static HRESULT sink_item_send(sink *s, const DISPPARAMS *p) {
  VARIANT_BOOL *cancel;
  const VARIANT *item;
  IDispatch *application = s->application;
  if (p->cArgs < 2 || p->rgvarg[0].vt != (VT_BYREF | VT_BOOL) || !p->rgvarg[0].pboolVal) return E_INVALIDARG;
  cancel = p->rgvarg[0].pboolVal;
  *cancel = VARIANT_TRUE;
  item = &p->rgvarg[1];
  if (item->vt == (VT_BYREF | VT_VARIANT)) item = item->pvarVal;
  if (item->vt != VT_DISPATCH || !item->pdispVal || !application) return E_INVALIDARG;
  /* The dialog's message loop may bring a Quit: hold what is used until the answer is there. */
  IDispatch_AddRef(application);
  sink_add(&s->face);
  if (checkpoint_allows(application, item->pdispVal)) *cancel = VARIANT_FALSE;
  IDispatch_Release(application);
  sink_drop(&s->face);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE sink_invoke(IDispatch *self, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *parameters,
                                             VARIANT *result, EXCEPINFO *exception, UINT *argument) {
  (void)iid, (void)lcid, (void)flags, (void)result, (void)exception, (void)argument;
  switch (id) {
    case EVENT_ITEM_SEND: return sink_item_send((sink *)self, parameters);
    case EVENT_QUIT: checkpoint_end(); return S_OK; /* since 2010 the only sign of a normal end */
    default: return S_OK;
  }
}

static IDispatchVtbl sink_table = {sink_query, sink_add, sink_drop, sink_type_count, sink_type_info, sink_names, sink_invoke};

HRESULT sink_new(IDispatch *application, sink **out) {
  IConnectionPointContainer *container = NULL;
  sink *s = calloc(1, sizeof *s);
  HRESULT hr;
  *out = NULL;
  if (!s) return E_OUTOFMEMORY;
  s->face.lpVtbl = &sink_table;
  s->references = 1;
  s->application = application;
  dll_hold();
  hr = IDispatch_QueryInterface(application, &IID_IConnectionPointContainer, (void **)&container);
  if (SUCCEEDED(hr)) hr = IConnectionPointContainer_FindConnectionPoint(container, &iid_events, &s->point);
  if (SUCCEEDED(hr)) hr = IConnectionPoint_Advise(s->point, (IUnknown *)&s->face, &s->cookie);
  if (container) IConnectionPointContainer_Release(container);
  if (SUCCEEDED(hr)) {
    *out = s;
  } else {
    if (s->point) IConnectionPoint_Release(s->point);
    sink_drop(&s->face);
  }
  return hr;
}

void sink_free(sink *s) {
  if (s->point) {
    IConnectionPoint_Unadvise(s->point, s->cookie);
    IConnectionPoint_Release(s->point);
    s->point = NULL;
  }
  s->application = NULL;
  sink_drop(&s->face);
}
