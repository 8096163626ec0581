/* Views and streams of bytes with one look ahead. Unpacked bytes are charged to the budget here, in one place, whoever unpacks them. */
#include "observe/source.h"

#include <stdlib.h>
#include <string.h>

enum { PEEK_MAX = 64 * 1024 };

void source_view(struct source *s, const void *data, size_t n, struct budget *budget)
{
    memset(s, 0, sizeof *s);
    s->data = n ? data : (const uint8_t *)"";
    s->size = n;
    s->budget = budget;
}

void source_stream(struct source *s, size_t (*read)(struct source *, uint8_t *, size_t), void *ctx, uint64_t size_hint,
                   struct budget *budget)
{
    memset(s, 0, sizeof *s);
    s->read = read;
    s->ctx = ctx;
    s->size = size_hint;
    s->budget = budget;
}

/* Reads from the stream itself and charges what came. */
static size_t pull(struct source *s, uint8_t *buf, size_t n)
{
    if (s->damaged || s->over_budget)
        return SIZE_MAX;
    size_t got = s->read(s, buf, n);
    if (got == SIZE_MAX) {
        if (!s->over_budget)
            s->damaged = true;
        return SIZE_MAX;
    }
    if (got && !budget_bytes(s->budget, got)) {
        s->over_budget = true;
        return SIZE_MAX;
    }
    return got;
}

static bool grow(struct source *s, size_t want)
{
    if (want <= s->owned_cap)
        return true;
    size_t cap = s->owned_cap ? s->owned_cap : PEEK_MAX;
    while (cap < want)
        cap = cap > SIZE_MAX / 2 ? want : cap * 2;
    if (!budget_memory_take(s->budget, cap - s->owned_cap)) {
        s->over_budget = true;
        return false;
    }
    uint8_t *p = realloc(s->owned, cap);
    if (!p) {
        budget_memory_give(s->budget, cap - s->owned_cap);
        s->over_budget = true;
        return false;
    }
    s->owned = p;
    s->owned_cap = cap;
    return true;
}

/* Fills `owned` up to want bytes (or the end). */
static void fill(struct source *s, size_t want)
{
    while (s->owned_len < want) {
        size_t room = want - s->owned_len;
        if (room > PEEK_MAX)
            room = PEEK_MAX;
        if (!grow(s, s->owned_len + room))
            return;
        size_t got = pull(s, s->owned + s->owned_len, room);
        if (got == 0 || got == SIZE_MAX)
            return;
        s->owned_len += got;
    }
}

const uint8_t *source_peek(struct source *s, size_t n, size_t *got)
{
    if (n > PEEK_MAX)
        n = PEEK_MAX;
    if (s->data) {
        uint64_t left = s->size - s->pos;
        *got = left < n ? (size_t)left : n;
        return s->data + s->pos;
    }
    if (s->pos == 0)
        fill(s, n);
    size_t left = s->pos < s->owned_len ? s->owned_len - (size_t)s->pos : 0;
    *got = left < n ? left : n;
    return s->owned ? s->owned + (left ? s->pos : 0) : (const uint8_t *)"";
}

size_t source_read(struct source *s, uint8_t *buf, size_t n)
{
    if (s->data) {
        uint64_t left = s->size - s->pos;
        if (n > left)
            n = (size_t)left;
        memcpy(buf, s->data + s->pos, n);
        s->pos += n;
        return n;
    }
    if (s->pos < s->owned_len) {
        size_t left = s->owned_len - (size_t)s->pos;
        if (n > left)
            n = left;
        memcpy(buf, s->owned + s->pos, n);
        s->pos += n;
        return n;
    }
    size_t got = pull(s, buf, n);
    if (got != SIZE_MAX)
        s->pos += got;
    return got;
}

const uint8_t *source_whole(struct source *s, size_t *n)
{
    *n = 0;
    if (s->data) {
        *n = (size_t)s->size;
        return s->data;
    }
    for (;;) {
        size_t before = s->owned_len;
        if (before > SIZE_MAX - PEEK_MAX)
            return NULL;
        fill(s, before + PEEK_MAX);
        if (s->damaged || s->over_budget)
            return NULL;
        if (s->owned_len == before)
            break;
    }
    *n = s->owned_len;
    return s->owned ? s->owned : (const uint8_t *)"";
}

void source_done(struct source *s)
{
    if (s->owned)
        budget_memory_give(s->budget, s->owned_cap);
    free(s->owned);
    s->owned = NULL;
    s->owned_len = s->owned_cap = 0;
}
