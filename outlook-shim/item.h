/* One item of Outlook that is about to be sent, as the checker takes it, and the way back for remedies. */
#ifndef SEKISHO_OUTLOOK_ITEM_H
#define SEKISHO_OUTLOOK_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>
#include <oaidl.h>

#include "client.h"
#include "folder.h"

struct item {
  struct client_request request; /* texts and lists are owned by the item */
  struct folder folder;
  long *origin; /* for each of request.people: the number of the Outlook recipient it came from (several members, one list) */
  long *attached; /* for each of request.files: the number of the Outlook attachment */
  size_t people_room, list_room, file_room, original_room;
};

/* Whether the item is one that must never be held back (answers to meetings, approvals). */
bool item_is_exempt(IDispatch *o);
/* Reads everything the checker needs; false when Outlook would not tell something that matters. item_free() in both cases. */
bool item_read(struct item *it, IDispatch *o);
void item_free(struct item *it);

/* Remedies, by the indexes of request.people and request.files. */
bool item_move_to_bcc(const struct item *it, IDispatch *o, const size_t *people, size_t count, const char *to);
bool item_remove_recipients(const struct item *it, IDispatch *o, const size_t *people, size_t count);
bool item_remove_attachment(const struct item *it, IDispatch *o, size_t file);

#endif
