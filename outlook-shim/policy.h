/* The few policy values that the add-in itself looks at, out of what the registry holds. */
#ifndef SEKISHO_OUTLOOK_POLICY_H
#define SEKISHO_OUTLOOK_POLICY_H

#include <stdbool.h>

#include "registry.h"

/* What the layers come to for one key. */
const char *policy_text(const struct registry *p, const char *key, const char *otherwise);
bool policy_flag(const struct registry *p, const char *key); /* false where nothing stands */
long policy_number(const struct registry *p, const char *key, long otherwise);

#endif
