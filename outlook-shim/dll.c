/* The add-in's door: the four functions that COM asks of a DLL, its class factory and its own registration. What the add-in does is addin.c's matter. */
#include <initguid.h>
#include "dll.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "addin.h"

DEFINE_GUID(dll_clsid, 0x6d1d8c2e, 0x7f0b, 0x4a52, 0x9c, 0x3e, 0x51, 0xa7, 0x0e, 0x9b, 0x64, 0xd3);
#define CLSID_TEXT L"{6D1D8C2E-7F0B-4A52-9C3E-51A70E9B64D3}"

static HINSTANCE module;
static LONG alive;

HINSTANCE dll_module(void) { return module; }
void dll_hold(void) { InterlockedIncrement(&alive); }
void dll_release(void) { InterlockedDecrement(&alive); }

struct dll_job {
  void (*work)(void *);
  void *argument;
};

static DWORD WINAPI dll_run(LPVOID parameter) {
  struct dll_job job = *(struct dll_job *)parameter;
  free(parameter);
  job.work(job.argument);
  dll_release();
  FreeLibraryAndExitThread(module, 0);
}

HANDLE dll_thread(void (*work)(void *), void *argument) {
  struct dll_job *job = malloc(sizeof *job);
  HMODULE self = NULL;
  HANDLE thread = NULL;
  if (!job) return NULL;
  job->work = work;
  job->argument = argument;
  if (GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCWSTR)(void *)&module, &self)) {
    dll_hold();
    thread = CreateThread(NULL, 0, dll_run, job, 0, NULL);
    if (thread) return thread;
    dll_release();
    FreeLibrary(self);
  }
  free(job);
  return NULL;
}

/* ---- class factory: one static object, so it has no life of its own ---- */

static HRESULT STDMETHODCALLTYPE factory_query(IClassFactory *self, REFIID iid, void **out) {
  *out = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IClassFactory)) return E_NOINTERFACE;
  *out = self;
  dll_hold();
  return S_OK;
}

static ULONG STDMETHODCALLTYPE factory_add(IClassFactory *self) {
  (void)self;
  dll_hold();
  return 2;
}

static ULONG STDMETHODCALLTYPE factory_drop(IClassFactory *self) {
  (void)self;
  dll_release();
  return 1;
}

static HRESULT STDMETHODCALLTYPE factory_create(IClassFactory *self, IUnknown *outer, REFIID iid, void **out) {
  (void)self;
  *out = NULL;
  return outer ? CLASS_E_NOAGGREGATION : addin_create(iid, out);
}

static HRESULT STDMETHODCALLTYPE factory_lock(IClassFactory *self, BOOL lock) {
  (void)self;
  if (lock) {
    dll_hold();
  } else {
    dll_release();
  }
  return S_OK;
}

static IClassFactoryVtbl factory_table = {factory_query, factory_add, factory_drop, factory_create, factory_lock};
static IClassFactory factory = {&factory_table};

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved) {
  (void)reserved;
  if (reason == DLL_PROCESS_ATTACH) {
    module = instance;
    DisableThreadLibraryCalls(instance);
  }
  return TRUE;
}

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out) {
  *out = NULL;
  return IsEqualCLSID(clsid, &dll_clsid) ? factory_query(&factory, iid, out) : CLASS_E_CLASSNOTAVAILABLE;
}

STDAPI DllCanUnloadNow(void) { return alive ? S_FALSE : S_OK; }

/* ---- registration, for regsvr32; the MSI writes the same keys by itself ---- */

static LSTATUS reg_text(HKEY root, const wchar_t *path, const wchar_t *name, const wchar_t *value) {
  return RegSetKeyValueW(root, path, name, REG_SZ, value, (DWORD)((wcslen(value) + 1) * sizeof *value));
}

#define REG_CLASS L"Software\\Classes\\CLSID\\" CLSID_TEXT
#define REG_ADDIN L"Software\\Microsoft\\Office\\Outlook\\Addins\\" DLL_PROGID

STDAPI DllRegisterServer(void) {
  wchar_t path[MAX_PATH];
  DWORD load = 3, n = GetModuleFileNameW(module, path, MAX_PATH);
  LSTATUS s;
  if (!n || n >= MAX_PATH) return E_FAIL;
  s = reg_text(HKEY_LOCAL_MACHINE, REG_CLASS, NULL, L"Sekisho for Outlook");
  if (!s) s = reg_text(HKEY_LOCAL_MACHINE, REG_CLASS L"\\InprocServer32", NULL, path);
  if (!s) s = reg_text(HKEY_LOCAL_MACHINE, REG_CLASS L"\\InprocServer32", L"ThreadingModel", L"Apartment");
  if (!s) s = reg_text(HKEY_LOCAL_MACHINE, REG_CLASS L"\\ProgID", NULL, DLL_PROGID);
  if (!s) s = reg_text(HKEY_LOCAL_MACHINE, L"Software\\Classes\\" DLL_PROGID L"\\CLSID", NULL, CLSID_TEXT);
  if (!s) s = reg_text(HKEY_LOCAL_MACHINE, REG_ADDIN, L"FriendlyName", L"Sekisho");
  if (!s) s = reg_text(HKEY_LOCAL_MACHINE, REG_ADDIN, L"Description", L"Checks mail before it is sent");
  if (!s) s = RegSetKeyValueW(HKEY_LOCAL_MACHINE, REG_ADDIN, L"LoadBehavior", REG_DWORD, &load, sizeof load);
  return s ? HRESULT_FROM_WIN32((DWORD)s) : S_OK;
}

STDAPI DllUnregisterServer(void) {
  RegDeleteTreeW(HKEY_LOCAL_MACHINE, REG_CLASS);
  RegDeleteTreeW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\" DLL_PROGID);
  RegDeleteTreeW(HKEY_LOCAL_MACHINE, REG_ADDIN);
  return S_OK;
}
