/* Late-bound calls into Outlook's object model, by name; only ever from the thread that Outlook called us on. */
#ifndef SEKISHO_OUTLOOK_OOM_H
#define SEKISHO_OUTLOOK_OOM_H

#include <stdbool.h>
#include <windows.h>
#include <oaidl.h>

/* Every call notes its failure here, so that a long walk can be written straight and looked at once. */
HRESULT oom_get(IDispatch *o, const wchar_t *name, VARIANT *out);
HRESULT oom_put(IDispatch *o, const wchar_t *name, VARIANT *value);
HRESULT oom_call(IDispatch *o, const wchar_t *name, VARIANT *arguments, UINT count, VARIANT *out);

/* An object or NULL, with HR saying whether it failed or Outlook has none (S_FALSE). HR may be NULL. */
IDispatch *oom_object(IDispatch *o, const wchar_t *name, HRESULT *hr);
IDispatch *oom_item(IDispatch *collection, long index, HRESULT *hr);
IDispatch *oom_call_object(IDispatch *o, const wchar_t *name, HRESULT *hr);
HRESULT oom_long(IDispatch *o, const wchar_t *name, long *out);
/* UTF-8 in new memory (free()); NULL when it failed. Outlook's empty string and its absent one are both "". */
char *oom_text(IDispatch *o, const wchar_t *name, HRESULT *hr);
HRESULT oom_put_text(IDispatch *o, const wchar_t *name, const char *value);
HRESULT oom_put_long(IDispatch *o, const wchar_t *name, long value);
/* object.PropertyAccessor.GetProperty(tag): absent properties are DISP_E_EXCEPTION or MAPI_E_NOT_FOUND, which is no fault. */
HRESULT oom_property(IDispatch *o, const wchar_t *tag, VARIANT *out);
char *oom_property_text(IDispatch *o, const wchar_t *tag);

void oom_drop(IDispatch *o); /* NULL is fine */

#endif
