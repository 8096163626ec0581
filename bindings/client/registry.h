/* Policy values of group policy and of the user, from the Windows registry: what every program of ours on Windows goes by. */
#ifndef SEKISHO_CLIENT_REGISTRY_H
#define SEKISHO_CLIENT_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "client.h"

struct registry {
  struct client_option *options;
  size_t count, room;
  bool broken; /* something stands there that could not be read: registry_read() adds a value that the checker complains about */
};

void registry_read(struct registry *p);
void registry_free(struct registry *p);

#endif
