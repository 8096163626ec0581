/* The object behind IDTExtensibility2 and IRibbonExtensibility: it keeps Outlook's Application and hangs the event sink on it, nothing slow, and answers for
 * the one button in the ribbon. What happens at Send is sink.c's and checkpoint.c's matter, what the button shows about.c's. */
#include "addin.h"

#include <oleauto.h>
#include <stddef.h>
#include <stdlib.h>
#include <wchar.h>

#include "about.h"
#include "checkpoint.h"
#include "dll.h"
#include "sink.h"

static const IID iid_extensibility = {0xB65AD801, 0xABAF, 0x11D0, {0xBB, 0x8B, 0x00, 0xA0, 0xC9, 0x0F, 0x27, 0x44}};

static const IID iid_ribbon = {0x000C0396, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
#define ADDIN_CUSTOM_UI 1 /* IRibbonExtensibility's own number for GetCustomUI */
#define ADDIN_ABOUT 100

/* mingw-w64 has no declaration of IDTExtensibility2 (IDispatch and five calls more) and IRibbonExtensibility (IDispatch and one). */
typedef struct addin addin;
typedef struct ribbon ribbon;
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

struct ribbon_table {
  HRESULT(STDMETHODCALLTYPE *query)(ribbon *, REFIID, void **);
  ULONG(STDMETHODCALLTYPE *add)(ribbon *);
  ULONG(STDMETHODCALLTYPE *drop)(ribbon *);
  HRESULT(STDMETHODCALLTYPE *type_count)(ribbon *, UINT *);
  HRESULT(STDMETHODCALLTYPE *type_info)(ribbon *, UINT, LCID, ITypeInfo **);
  HRESULT(STDMETHODCALLTYPE *names)(ribbon *, REFIID, LPOLESTR *, UINT, LCID, DISPID *);
  HRESULT(STDMETHODCALLTYPE *invoke)(ribbon *, DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *, UINT *);
  HRESULT(STDMETHODCALLTYPE *custom_ui)(ribbon *, BSTR, BSTR *);
};

struct ribbon {
  const struct ribbon_table *table;
};

struct addin {
  const struct addin_table *table;
  ribbon face; /* the second interface of the same object */
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
  if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, &iid_extensibility)) *out = a;
  if (IsEqualIID(iid, &iid_ribbon)) *out = &a->face;
  if (!*out) return E_NOINTERFACE;
  InterlockedIncrement(&a->references);
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
  (void)a, (void)iid, (void)lcid;
  if (!count) return E_INVALIDARG;
  if (count == 1 && !_wcsicmp(names[0], ABOUT_NAME)) {
    ids[0] = ADDIN_ABOUT;
  } else if (count == 1 && !_wcsicmp(names[0], L"GetCustomUI")) {
    ids[0] = ADDIN_CUSTOM_UI;
  } else {
    for (; count; count--) ids[count - 1] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
  }
  return S_OK;
}

static HRESULT addin_custom_ui(const addin *a, const wchar_t *window, BSTR *xml) {
  *xml = about_ribbon(a->application, window);
  return *xml ? S_OK : E_OUTOFMEMORY;
}

static HRESULT STDMETHODCALLTYPE addin_invoke(addin *a, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *parameters, VARIANT *result,
                                              EXCEPINFO *exception, UINT *argument) {
  (void)iid, (void)lcid, (void)flags, (void)exception, (void)argument;
  if (id == ADDIN_CUSTOM_UI && parameters && parameters->cArgs == 1 && V_VT(parameters->rgvarg) == VT_BSTR && result) {
    V_VT(result) = VT_BSTR;
    return addin_custom_ui(a, V_BSTR(parameters->rgvarg), &V_BSTR(result));
  }
  if (id != ADDIN_ABOUT || !a->application) return DISP_E_MEMBERNOTFOUND;
  /* Its dialog serves messages: Outlook may disconnect us meanwhile. */
  InterlockedIncrement(&a->references);
  {
    IDispatch *application = a->application;
    IDispatch_AddRef(application);
    about_show(application);
    IDispatch_Release(application);
  }
  a->table->drop(a);
  return S_OK;
}

/* ---- the second interface: the same object, called by another name ---- */

static addin *addin_of(ribbon *r) { return (addin *)(void *)((char *)r - offsetof(addin, face)); }
static HRESULT STDMETHODCALLTYPE ribbon_query(ribbon *r, REFIID iid, void **out) { return addin_query(addin_of(r), iid, out); }
static ULONG STDMETHODCALLTYPE ribbon_add(ribbon *r) { return addin_add(addin_of(r)); }
static ULONG STDMETHODCALLTYPE ribbon_drop(ribbon *r) { return addin_drop(addin_of(r)); }
static HRESULT STDMETHODCALLTYPE ribbon_type_count(ribbon *r, UINT *count) { return addin_type_count(addin_of(r), count); }
static HRESULT STDMETHODCALLTYPE ribbon_type_info(ribbon *r, UINT i, LCID l, ITypeInfo **o) { return addin_type_info(addin_of(r), i, l, o); }
static HRESULT STDMETHODCALLTYPE ribbon_names(ribbon *r, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids) {
  return addin_names(addin_of(r), iid, names, count, lcid, ids);
}
static HRESULT STDMETHODCALLTYPE ribbon_invoke(ribbon *r, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *parameters, VARIANT *result,
                                               EXCEPINFO *exception, UINT *argument) {
  return addin_invoke(addin_of(r), id, iid, lcid, flags, parameters, result, exception, argument);
}
static HRESULT STDMETHODCALLTYPE ribbon_custom_ui(ribbon *r, BSTR window, BSTR *xml) { return addin_custom_ui(addin_of(r), window, xml); }

static const struct ribbon_table ribbon_methods = {
    ribbon_query, ribbon_add, ribbon_drop, ribbon_type_count, ribbon_type_info, ribbon_names, ribbon_invoke, ribbon_custom_ui,
};

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
  a->face.table = &ribbon_methods;
  a->references = 1;
  dll_hold();
  hr = addin_query(a, iid, out);
  addin_drop(a);
  return hr;
}
