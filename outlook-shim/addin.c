/* The object behind IDTExtensibility2: it keeps Outlook's Application and hangs the event sink on it, nothing slow. What happens at Send is
 * sink.c's and checkpoint.c's matter. */
#include "addin.h"

#include <oleauto.h>
#include <stdlib.h>

#include "checkpoint.h"
#include "dll.h"
#include "sink.h"

static const IID iid_extensibility = {0xB65AD801, 0xABAF, 0x11D0, {0xBB, 0x8B, 0x00, 0xA0, 0xC9, 0x0F, 0x27, 0x44}};

/* mingw-w64 has no declaration of IDTExtensibility2: IDispatch and five calls more. */
typedef struct addin addin;
struct addin_table {
  HRESULT(STDMETHODCALLTYPE *query)(addin *, REFIID, void **);
  ULONG(STDMETHODCALLTYPE *add)(addin *);
  ULONG(STDMETHODCALLTYPE *drop)(addin *);
  HRESULT(STDMETHODCALLTYPE *type_count)(addin *, UINT *);
  HRESULT(STDMETHODCALLTYPE *type_info)(addin *, UINT, LCID, ITypeInfo **);
  HRESULT(STDMETHODCALLTYPE *names)(addin *, REFIID, LPOLESTR *, UINT, LCID, DISPID *);
  HRESULT(STDMETHODCALLTYPE *invoke)(addin *, DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *, UINT *);
  HRESULT(STDMETHODCALLTYPE *connection)(addin *, IDispatch *, int, IDispatch *, SAFEARRAY **);
  HRESULT(STDMETHODCALLTYPE *disconnection)(addin *, int, SAFEARRAY **);
  HRESULT(STDMETHODCALLTYPE *update)(addin *, SAFEARRAY **);
  HRESULT(STDMETHODCALLTYPE *startup)(addin *, SAFEARRAY **);
  HRESULT(STDMETHODCALLTYPE *shutdown)(addin *, SAFEARRAY **);
};

struct addin {
  const struct addin_table *table;
  LONG references;
  IDispatch *application;
  sink *events;
};

static void addin_let_go(addin *a) {
  if (a->events) sink_free(a->events);
  a->events = NULL;
  if (a->application) IDispatch_Release(a->application);
  a->application = NULL;
}

static HRESULT STDMETHODCALLTYPE addin_query(addin *a, REFIID iid, void **out) {
  *out = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) && !IsEqualIID(iid, &iid_extensibility)) return E_NOINTERFACE;
  InterlockedIncrement(&a->references);
  *out = a;
  return S_OK;
}

static ULONG STDMETHODCALLTYPE addin_add(addin *a) { return (ULONG)InterlockedIncrement(&a->references); }

static ULONG STDMETHODCALLTYPE addin_drop(addin *a) {
  LONG left = InterlockedDecrement(&a->references);
  if (!left) {
    addin_let_go(a);
    free(a);
    dll_release();
  }
  return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE addin_type_count(addin *a, UINT *count) {
  (void)a;
  *count = 0;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE addin_type_info(addin *a, UINT index, LCID lcid, ITypeInfo **info) {
  (void)a, (void)index, (void)lcid;
  *info = NULL;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE addin_names(addin *a, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids) {
  (void)a, (void)iid, (void)names, (void)count, (void)lcid, (void)ids;
  return DISP_E_UNKNOWNNAME;
}

static HRESULT STDMETHODCALLTYPE addin_invoke(addin *a, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *parameters, VARIANT *result,
                                              EXCEPINFO *exception, UINT *argument) {
  (void)a, (void)id, (void)iid, (void)lcid, (void)flags, (void)parameters, (void)result, (void)exception, (void)argument;
  return DISP_E_MEMBERNOTFOUND;
}

static HRESULT STDMETHODCALLTYPE addin_connection(addin *a, IDispatch *application, int mode, IDispatch *instance, SAFEARRAY **custom) {
  HRESULT hr;
  (void)mode, (void)instance, (void)custom;
  addin_let_go(a);
  if (!application) return E_POINTER;
  /* Only the Application handed over here is trusted by the object model guard; one from CoCreateInstance is not. */
  a->application = application;
  IDispatch_AddRef(application);
  hr = sink_new(application, &a->events);
  if (FAILED(hr)) addin_let_go(a);
  return hr;
}

static HRESULT STDMETHODCALLTYPE addin_disconnection(addin *a, int mode, SAFEARRAY **custom) {
  (void)mode, (void)custom;
  addin_let_go(a);
  checkpoint_end();
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE addin_nothing(addin *a, SAFEARRAY **custom) {
  (void)a, (void)custom;
  return S_OK;
}

static const struct addin_table addin_methods = {
    addin_query,  addin_add,        addin_drop,          addin_type_count, addin_type_info, addin_names,
    addin_invoke, addin_connection, addin_disconnection, addin_nothing,    addin_nothing,   addin_nothing,
};

HRESULT addin_create(REFIID iid, void **out) {
  addin *a = calloc(1, sizeof *a);
  HRESULT hr;
  if (!a) return E_OUTOFMEMORY;
  a->table = &addin_methods;
  a->references = 1;
  dll_hold();
  hr = addin_query(a, iid, out);
  addin_drop(a);
  return hr;
}
