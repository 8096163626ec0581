/* A chain of blocks that are released together. Knows nothing of what is stored; limits and alignment only. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { BLOCK_SIZE = 16 * 1024, ALIGNMENT = 16 };

struct block {
    struct block *next;
    size_t used, size;
};
#define BLOCK_HEADER ((sizeof(struct block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

struct arena {
    struct block *blocks; /* the one being filled first */
    size_t total, max;
    bool failed;
};

struct arena *arena_new(size_t max_bytes)
{
    struct arena *a = calloc(1, sizeof *a);
    if (a)
        a->max = max_bytes;
    return a;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    struct block *next;
    for (struct block *b = a->blocks; b; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

static struct block *block_new(struct arena *a, size_t size)
{
    if (size > a->max || a->total > a->max - size)
        return NULL;
    struct block *b = calloc(1, BLOCK_HEADER + size);
    if (!b)
        return NULL;
    b->size = size;
    a->total += size;
    return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (a->failed || size > SIZE_MAX - 2 * BLOCK_SIZE)
        goto fail;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size == 0)
        size = ALIGNMENT;
    struct block *b = a->blocks;
    if (!b || b->size - b->used < size) {
        b = block_new(a, size > BLOCK_SIZE ? size : BLOCK_SIZE);
        if (!b)
            goto fail;
        if (size > BLOCK_SIZE && a->blocks) { /* a large piece must not end the filling of the current block */
            b->next = a->blocks->next;
            a->blocks->next = b;
        } else {
            b->next = a->blocks;
            a->blocks = b;
        }
    }
    void *p = (char *)b + BLOCK_HEADER + b->used;
    b->used += size;
    return p;
fail:
    a->failed = true;
    return NULL;
}

void *arena_alloc_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        a->failed = true;
        return NULL;
    }
    return arena_alloc(a, count * size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    if (n == SIZE_MAX) {
        a->failed = true;
        return NULL;
    }
    char *p = arena_alloc(a, n + 1);
    if (p && n)
        memcpy(p, s, n);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

const char *arena_utf8(struct arena *a, const char *s)
{
    size_t n = s ? strlen(s) : 0;
    if (utf8_valid(s, n))
        return s;
    char *copy = arena_alloc_array(a, n + 1, 3);
    if (copy)
        copy[utf8_repair(s, n, copy)] = '\0';
    return copy;
}

bool arena_failed(const struct arena *a)
{
    return a->failed;
}
