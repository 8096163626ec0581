/* Options as the policy object of the protocol. */
#ifndef SEKISHO_CLIENT_OPTIONS_JSON_H
#define SEKISHO_CLIENT_OPTIONS_JSON_H

#include <jansson.h>
#include <stddef.h>

#include "client.h"

/* {"recommended": {...}, "user": {...}, "enforced": {...}}, of the layers in LAYERS (bits 1 << layer); NULL: no memory. */
json_t *options_json(const struct client_option *options, size_t count, unsigned layers);

#endif
