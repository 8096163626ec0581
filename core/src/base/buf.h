/* A growing byte buffer that gets its maximum at birth. Reaching it, or running out of memory, is sticky and told apart. */
#ifndef SEKISHO_BASE_BUF_H
#define SEKISHO_BASE_BUF_H

#include <stddef.h>
#include <stdbool.h>

struct buf {
    char *data; /* always NUL-terminated once something was added; NULL before */
    size_t len;
    size_t cap;
    size_t max;
    bool full;   /* something did not fit below max and was left out */
    bool failed; /* memory ran out */
};

void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
void buf_reset(struct buf *b); /* keeps the memory */
bool buf_add(struct buf *b, const void *bytes, size_t n); /* adds what fits; false when not all did */
bool buf_add_str(struct buf *b, const char *s);
bool buf_add_char(struct buf *b, char c);
bool buf_printf(struct buf *b, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 2, 3)))
#endif
    ;
const char *buf_str(const struct buf *b); /* "" when empty */
bool buf_ok(const struct buf *b);         /* neither full nor failed */

#endif
