/* GetIDsOfNames and Invoke with the least ceremony, and the answers turned into plain C. What the names mean is item.c's matter. */
#include "oom.h"

#include <oleauto.h>
#include <stdlib.h>

#include "text.h"

/* Outlook aborts a call while it is busy with the server; a few short waits are enough or it will not come at all. */
#define OOM_TRIES 5
#define OOM_WAIT_MS 20

static HRESULT oom_invoke(IDispatch *o, const wchar_t *name, WORD flags, VARIANT *arguments, UINT count, VARIANT *out) {
  DISPPARAMS p = {arguments, NULL, count, 0};
  DISPID id, put = DISPID_PROPERTYPUT;
  LPOLESTR n = (LPOLESTR)(size_t)name;
  EXCEPINFO e;
  HRESULT hr;
  int tries;
  if (!o) return E_POINTER;
  hr = IDispatch_GetIDsOfNames(o, &IID_NULL, &n, 1, LOCALE_USER_DEFAULT, &id);
  if (FAILED(hr)) return hr;
  if (flags == DISPATCH_PROPERTYPUT) {
    p.rgdispidNamedArgs = &put;
    p.cNamedArgs = 1;
  }
  for (tries = 0;; tries++) {
    if (out) VariantInit(out);
    ZeroMemory(&e, sizeof e);
    hr = IDispatch_Invoke(o, id, &IID_NULL, LOCALE_USER_DEFAULT, flags, &p, out, &e, NULL);
    SysFreeString(e.bstrSource);
    SysFreeString(e.bstrDescription);
    SysFreeString(e.bstrHelpFile);
    if (hr == DISP_E_EXCEPTION && e.scode) hr = e.scode;
    if (hr != E_ABORT || tries == OOM_TRIES) break;
    Sleep(OOM_WAIT_MS);
  }
  if (FAILED(hr) && out) VariantClear(out);
  return hr;
}

HRESULT oom_get(IDispatch *o, const wchar_t *name, VARIANT *out) { return oom_invoke(o, name, DISPATCH_PROPERTYGET, NULL, 0, out); }
HRESULT oom_put(IDispatch *o, const wchar_t *name, VARIANT *value) { return oom_invoke(o, name, DISPATCH_PROPERTYPUT, value, 1, NULL); }

HRESULT oom_call(IDispatch *o, const wchar_t *name, VARIANT *arguments, UINT count, VARIANT *out) {
  VARIANT unwanted;
  HRESULT hr = oom_invoke(o, name, DISPATCH_METHOD | DISPATCH_PROPERTYGET, arguments, count, out ? out : &unwanted);
  if (!out && SUCCEEDED(hr)) VariantClear(&unwanted);
  return hr;
}

/* Takes the object out of V; a call that gave nothing is S_FALSE. */
static IDispatch *oom_take(VARIANT *v, HRESULT got, HRESULT *hr) {
  IDispatch *o = NULL;
  if (SUCCEEDED(got)) {
    if (v->vt == VT_DISPATCH && v->pdispVal) {
      o = v->pdispVal;
    } else if (v->vt == VT_UNKNOWN && v->punkVal) {
      if (FAILED(IUnknown_QueryInterface(v->punkVal, &IID_IDispatch, (void **)&o))) o = NULL;
      VariantClear(v);
    } else {
      VariantClear(v);
    }
    if (!o) got = S_FALSE;
  }
  if (hr) *hr = got;
  return o;
}

IDispatch *oom_object(IDispatch *o, const wchar_t *name, HRESULT *hr) {
  VARIANT v;
  HRESULT got = oom_get(o, name, &v);
  return oom_take(&v, got, hr);
}

IDispatch *oom_call_object(IDispatch *o, const wchar_t *name, HRESULT *hr) {
  VARIANT v;
  HRESULT got = oom_call(o, name, NULL, 0, &v);
  return oom_take(&v, got, hr);
}

IDispatch *oom_item(IDispatch *collection, long index, HRESULT *hr) {
  VARIANT v, at;
  HRESULT got;
  V_VT(&at) = VT_I4;
  V_I4(&at) = index;
  got = oom_call(collection, L"Item", &at, 1, &v);
  return oom_take(&v, got, hr);
}

HRESULT oom_long(IDispatch *o, const wchar_t *name, long *out) {
  VARIANT v;
  HRESULT hr = oom_get(o, name, &v);
  if (SUCCEEDED(hr)) {
    hr = VariantChangeType(&v, &v, 0, VT_I4);
    if (SUCCEEDED(hr)) *out = V_I4(&v);
    VariantClear(&v);
  }
  return hr;
}

static char *oom_variant_text(VARIANT *v) {
  char *text = NULL;
  if (v->vt == VT_EMPTY || v->vt == VT_NULL) {
    text = calloc(1, 1);
  } else if (SUCCEEDED(VariantChangeType(v, v, 0, VT_BSTR))) {
    text = text_utf8(V_BSTR(v) ? V_BSTR(v) : L"");
  }
  VariantClear(v);
  return text;
}

char *oom_text(IDispatch *o, const wchar_t *name, HRESULT *hr) {
  VARIANT v;
  char *text = NULL;
  HRESULT got = oom_get(o, name, &v);
  if (SUCCEEDED(got)) {
    text = oom_variant_text(&v);
    if (!text) got = E_FAIL;
  }
  if (hr) *hr = got;
  return text;
}

HRESULT oom_put_long(IDispatch *o, const wchar_t *name, long value) {
  VARIANT v;
  V_VT(&v) = VT_I4;
  V_I4(&v) = value;
  return oom_put(o, name, &v);
}

HRESULT oom_put_text(IDispatch *o, const wchar_t *name, const char *value) {
  VARIANT v;
  wchar_t *wide = text_wide(value);
  HRESULT hr = E_OUTOFMEMORY;
  V_VT(&v) = VT_BSTR;
  V_BSTR(&v) = wide ? SysAllocString(wide) : NULL;
  if (V_BSTR(&v)) hr = oom_put(o, name, &v);
  VariantClear(&v);
  free(wide);
  return hr;
}

HRESULT oom_property(IDispatch *o, const wchar_t *tag, VARIANT *out) {
  VARIANT name;
  HRESULT hr;
  IDispatch *accessor = oom_object(o, L"PropertyAccessor", &hr);
  if (!accessor) return FAILED(hr) ? hr : E_FAIL;
  V_VT(&name) = VT_BSTR;
  V_BSTR(&name) = SysAllocString(tag);
  hr = V_BSTR(&name) ? oom_call(accessor, L"GetProperty", &name, 1, out) : E_OUTOFMEMORY;
  VariantClear(&name);
  IDispatch_Release(accessor);
  return hr;
}

char *oom_property_text(IDispatch *o, const wchar_t *tag) {
  VARIANT v;
  if (FAILED(oom_property(o, tag, &v))) return NULL;
  if (v.vt == VT_BSTR) return oom_variant_text(&v);
  VariantClear(&v);
  return NULL;
}

void oom_drop(IDispatch *o) {
  if (o) IDispatch_Release(o);
}
