/* Policies as JSON: a text or a parsed object becomes options in their layers, and a linter learns on which line each key stood.
 * A policy is one object. Its keys are options ("visible.all": 100), written with dots or as objects in objects ({"visible": {"all": 100}}).
 * Options may stand in "recommended", "user" and "enforced" objects; those outside of them go to a layer that the caller names. */
#ifndef SEKISHO_BINDINGS_POLICY_JSON_H
#define SEKISHO_BINDINGS_POLICY_JSON_H

#include <jansson.h>
#include "sekisho.h"

#define POLICY_JSON_MAX (4u << 20) /* bytes of a policy file; a larger one is none, for the checker and for everybody else */

struct policy_lines; /* where each key stood */
void policy_lines_free(struct policy_lines *);
/* Line of a key in a layer, from 1; of the nearest one above it ("rule.x.pattern" for "rule.x.keywords") where it did not stand; 0: unknown. */
unsigned policy_lines_find(const struct policy_lines *, sekisho_layer, const char *key);

/* Into a policy that is not finished. A text that is no JSON object, a wrong type and a key that stands twice are recorded as problems. lines: may be
 * NULL; else *lines is what policy_lines_free takes. */
sekisho_status policy_json_text(sekisho_policy *, sekisho_layer plain, const char *text, size_t n, struct policy_lines **lines);
sekisho_status policy_json_value(sekisho_policy *, sekisho_layer plain, const json_t *object);

/* The profiles that ship, by name ("school"): their text, or NULL. */
const char *policy_json_profile(const char *name, size_t *n);
const char *policy_json_profile_name(size_t index); /* NULL behind the last */

#endif
