/* Bytes to be read: either all in memory (a view) or a stream that is unpacked in pieces. A reader takes whichever it needs:
 * source_read() goes forward once; source_whole() gives all bytes at once, unpacking into memory charged to the budget if it must. */
#ifndef SEKISHO_OBSERVE_SOURCE_H
#define SEKISHO_OBSERVE_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include "base/budget.h"

struct source {
    const uint8_t *data; /* a view of all bytes, or NULL for a stream */
    uint64_t size;       /* bytes of the view; for a stream what the container claims (a hint, may lie) */
    /* Stream: fills buf with up to n bytes, returns how many, 0 at the end, SIZE_MAX when the data is damaged or a limit was met. */
    size_t (*read)(struct source *, uint8_t *buf, size_t n);
    void *ctx;
    /* Filled by the functions below. */
    uint64_t pos;
    uint8_t *owned; /* what source_peek or source_whole took; source_done releases it */
    size_t owned_len, owned_cap;
    bool damaged;
    bool over_budget;
    struct budget *budget;
};

void source_view(struct source *, const void *data, size_t n, struct budget *);
void source_stream(struct source *, size_t (*read)(struct source *, uint8_t *, size_t), void *ctx, uint64_t size_hint, struct budget *);
/* The first up to n (<= 64 KiB) bytes without consuming them. */
const uint8_t *source_peek(struct source *, size_t n, size_t *got);
/* Next bytes: returns how many (0 = end, SIZE_MAX = damaged or over budget: see the flags). */
size_t source_read(struct source *, uint8_t *buf, size_t n);
/* All bytes, or NULL (damaged, over budget, memory: see the flags; inspect.c says of every file what they say). The pointer lives until
 * source_done. May be called after source_peek, not after source_read. */
const uint8_t *source_whole(struct source *, size_t *n);
void source_done(struct source *); /* gives memory back to the budget; never closes ctx */

#endif
