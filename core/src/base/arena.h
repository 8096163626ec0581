/* Memory that dies at once: what a report or a policy owns is taken from one arena and released with it.
 * Failure is sticky: after one failed allocation every later one fails too, so a caller may build a whole structure and look at
 * arena_failed() once. Returned memory is zeroed and aligned for any type. */
#ifndef SEKISHO_BASE_ARENA_H
#define SEKISHO_BASE_ARENA_H

#include <stddef.h>
#include <stdbool.h>

struct arena;

struct arena *arena_new(size_t max_bytes);  /* NULL when memory is short */
void arena_free(struct arena *a);           /* NULL is fine */
void *arena_alloc(struct arena *a, size_t size);
void *arena_alloc_array(struct arena *a, size_t count, size_t size); /* overflow-checked */
char *arena_strdup(struct arena *a, const char *s);                  /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);       /* ends with NUL */
/* s itself where it is UTF-8, else a copy with U+FFFD for each ill-formed byte; NULL gives NULL. */
const char *arena_utf8(struct arena *a, const char *s);
bool arena_failed(const struct arena *a);

#endif
