/* The windows that the user meets: the question before a mail leaves, the progress while it is read, and "About". */
#ifndef SEKISHO_OUTLOOK_DIALOG_H
#define SEKISHO_OUTLOOK_DIALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

#include "client.h"
#include "text.h"

enum dialog_result { DIALOG_BACK, DIALOG_SEND, DIALOG_REMEDY };

struct dialog {
  HWND owner;
  enum text_language language;
  const client_report *report;
  UINT note; /* a string resource said before anything else, 0: none */
  bool no_bcc; /* the item has no Bcc (meetings, tasks): that remedy is not shown */

  /* what comes back */
  enum dialog_result result;
  const struct client_remedy *remedy;
  char *reason; /* UTF-8, free() */
};

/* Shows the question and waits for the answer; whatever goes wrong is DIALOG_BACK. */
void dialog_ask(struct dialog *d);

/* Waits for the thread WORK while messages are served; after a short while a window with progress appears that says WHAT (a string resource), its Cancel (or Esc) calls
 * client_cancel(C) once. Without C there is neither progress nor Cancel: the work is known to be short. */
void dialog_wait(HWND owner, enum text_language language, UINT what, HANDLE work, client *c);

/* Shows TEXT to read and to copy, until it is closed. */
void dialog_tell(HWND owner, enum text_language language, const wchar_t *text);

#endif
