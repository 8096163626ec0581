/* Strings to numbers without hashing: a crit-bit tree, so that no set of hostile keys makes it slower than
 * the length of a key. */
#ifndef SEKISHO_BASE_STRMAP_H
#define SEKISHO_BASE_STRMAP_H

#include <stdbool.h>
#include <stddef.h>

struct strmap;

struct strmap *strmap_new(void); /* NULL: out of memory */
void strmap_free(struct strmap *);
/* The number under key: value is stored where the key is new. Keys are not copied and must outlive the map.
 * false: out of memory. */
bool strmap_put(struct strmap *, const char *key, size_t value, size_t *stored);
bool strmap_get(const struct strmap *, const char *key, size_t *value);
size_t strmap_count(const struct strmap *);

#endif
