/* What the parts of the add-in share: its module, its life count and its numbers. */
#ifndef SEKISHO_OUTLOOK_DLL_H
#define SEKISHO_OUTLOOK_DLL_H

#include <windows.h>

#define DLL_PROGID L"Sekisho.OutlookAddin"
#ifndef SEKISHO_VERSION
#define SEKISHO_VERSION "0.1.0"
#endif

extern const CLSID dll_clsid;

HINSTANCE dll_module(void);
/* Every living object and every thread of ours counts; the DLL may go when none is left. */
void dll_hold(void);
void dll_release(void);
/* Runs WORK(ARGUMENT) on a thread of its own that keeps the DLL loaded; NULL when none could be started. The caller closes the handle. */
HANDLE dll_thread(void (*work)(void *), void *argument);

#endif
