/* A private folder for the attachments of one mail: owner only, always emptied. */
#ifndef SEKISHO_OUTLOOK_FOLDER_H
#define SEKISHO_OUTLOOK_FOLDER_H

#include <stdbool.h>
#include <windows.h>

struct folder {
  wchar_t path[MAX_PATH]; /* ends with a backslash; empty: none */
  HANDLE lock;
  long files;
};

bool folder_make(struct folder *f);
/* The full path for the next file; the name says nothing of the attachment. False when it does not fit. */
bool folder_next(struct folder *f, wchar_t *path, size_t room);
void folder_remove(struct folder *f);
/* Removes what an Outlook that died left behind; folders in use are left alone. */
void folder_sweep(void);

#endif
