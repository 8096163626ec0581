/* The add-in object that Outlook creates. */
#ifndef SEKISHO_OUTLOOK_ADDIN_H
#define SEKISHO_OUTLOOK_ADDIN_H

#include <windows.h>

HRESULT addin_create(REFIID iid, void **out);

#endif
