/* Policy values from the registry, as the checker takes them. */
#ifndef SEKISHO_OUTLOOK_POLICY_H
#define SEKISHO_OUTLOOK_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "client.h"

struct policy {
  struct client_option *options;
  size_t count, room;
  bool broken; /* something stands there that could not be read: policy_read() adds a value that the checker complains about */
};

void policy_read(struct policy *p);
void policy_free(struct policy *p);
/* What the layers come to for one key of text, for the few things that must be known without the checker. */
const char *policy_text(const struct policy *p, const char *key, const char *otherwise);
bool policy_flag(const struct policy *p, const char *key); /* false where nothing stands */
long policy_number(const struct policy *p, const char *key, long otherwise);

#endif
