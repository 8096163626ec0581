/* Outlook's events: ItemSend and Quit, nothing else (touching other items would mark them as edited). */
#ifndef SEKISHO_OUTLOOK_SINK_H
#define SEKISHO_OUTLOOK_SINK_H

#include <windows.h>
#include <oaidl.h>

typedef struct sink sink;

HRESULT sink_new(IDispatch *application, sink **out);
void sink_free(sink *s); /* takes it off Outlook and drops our reference */

#endif
