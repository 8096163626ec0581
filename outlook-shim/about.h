/* "About": what this add-in knows about itself and its checker. */
#ifndef SEKISHO_OUTLOOK_ABOUT_H
#define SEKISHO_OUTLOOK_ABOUT_H

#include <windows.h>
#include <oaidl.h>

/* The callback's name in the ribbon. */
#define ABOUT_NAME L"SekishoAbout"

/* The button for the window RIBBON ("Microsoft.Outlook.Explorer"), empty for all others; SysFreeString(), NULL: no memory. */
BSTR about_ribbon(IDispatch *application, const wchar_t *ribbon);
void about_show(IDispatch *application);

#endif
