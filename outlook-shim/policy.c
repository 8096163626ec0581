/* What the registry's policy says about the few things that must be known without the checker. Reading it is bindings/client's matter. */
#include "policy.h"

#include <stdlib.h>
#include <string.h>

static const struct client_option *policy_find(const struct registry *p, const char *key) {
  static const enum client_layer order[] = {CLIENT_ENFORCED, CLIENT_USER, CLIENT_RECOMMENDED};
  size_t i, k;
  for (k = 0; k < sizeof order / sizeof *order; k++) {
    for (i = 0; i < p->count; i++) {
      if (p->options[i].layer == order[k] && !strcmp(p->options[i].key, key)) return &p->options[i];
    }
  }
  return NULL;
}

const char *policy_text(const struct registry *p, const char *key, const char *otherwise) {
  const struct client_option *o = policy_find(p, key);
  return o && o->kind == CLIENT_TEXT ? o->text : otherwise;
}

long policy_number(const struct registry *p, const char *key, long otherwise) {
  const struct client_option *o = policy_find(p, key);
  if (!o) return otherwise;
  return o->kind == CLIENT_NUMBER ? (long)o->number : o->kind == CLIENT_TEXT ? strtol(o->text, NULL, 10) : otherwise;
}

bool policy_flag(const struct registry *p, const char *key) {
  const struct client_option *o = policy_find(p, key);
  return o && (o->kind == CLIENT_NUMBER ? o->number != 0 : o->kind == CLIENT_TEXT && (!strcmp(o->text, "true") || !strcmp(o->text, "1")));
}
