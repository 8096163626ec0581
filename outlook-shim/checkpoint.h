/* One mail at the checkpoint: read it, have it checked, ask. */
#ifndef SEKISHO_OUTLOOK_CHECKPOINT_H
#define SEKISHO_OUTLOOK_CHECKPOINT_H

#include <stdbool.h>
#include <windows.h>
#include <oaidl.h>

/* Whether ITEM may leave. Everything that goes wrong is told to the user and handled as policy's fail.action says. */
bool checkpoint_allows(IDispatch *application, IDispatch *item);
/* What this Outlook has seen of it. */
struct checkpoint_state {
  long mails;   /* that came by */
  UINT failure; /* why a check failed, the last time: a string resource, 0: none did */
};
void checkpoint_tell(struct checkpoint_state *out);
/* Outlook is going: lets the warm checker go. */
void checkpoint_end(void);

#endif
