/* What surrounds a mail: its window, its user's language, the programs that stand beside the add-in. */
#ifndef SEKISHO_OUTLOOK_SURROUND_H
#define SEKISHO_OUTLOOK_SURROUND_H

#include <stdbool.h>
#include <windows.h>
#include <oaidl.h>

#include "registry.h"
#include "text.h"

/* The language of policy, else of Outlook, else of Windows. APPLICATION may be NULL. */
enum text_language surround_language(IDispatch *application, const struct registry *p);
/* The window of the mail being written: asked of Outlook itself, never found by its caption. NULL: none. */
HWND surround_owner(IDispatch *application);
/* Where a program of ours was installed ("sekisho-host.exe"). */
bool surround_program(const wchar_t *name, wchar_t *path, DWORD room);

#endif
