/* Strings to numbers in a crit-bit tree. Keys stay the caller's; there is no removal because nobody needs it.
 */
#include "base/strmap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct leaf {
    const char *key;
    size_t value;
};
struct node {
    void *child[2]; /* a leaf, or a node with bit 0 of the pointer set */
    size_t byte;
    uint8_t other_bits; /* all bits but the one that differs */
};
struct strmap {
    void *root;
    size_t count;
};

static bool is_node(const void *p)
{
    return ((uintptr_t)p & 1u) != 0;
}

static struct node *as_node(const void *p)
{
    return (struct node *)((uintptr_t)p - 1u);
}

static unsigned direction(const struct node *q, const char *key, size_t len)
{
    uint8_t c = q->byte < len ? (uint8_t)key[q->byte] : 0;
    return (1u + (unsigned)(q->other_bits | c)) >> 8;
}

struct strmap *strmap_new(void)
{
    return calloc(1, sizeof(struct strmap));
}

/* Without recursion: the depth is the caller's key length, not ours to choose. A node is unlinked by rotating
 * its left side up. */
void strmap_free(struct strmap *m)
{
    if (!m) return;
    void *p = m->root;
    while (p) {
        if (!is_node(p)) {
            free(p);
            break;
        }
        struct node *q = as_node(p);
        if (is_node(q->child[0])) {
            struct node *left = as_node(q->child[0]);
            void *left_node = q->child[0];
            q->child[0] = left->child[1];
            left->child[1] = p;
            p = left_node;
        } else {
            free(q->child[0]);
            p = q->child[1];
            free(q);
        }
    }
    free(m);
}

static const struct leaf *closest(const struct strmap *m, const char *key, size_t len)
{
    const void *p = m->root;
    while (is_node(p)) {
        const struct node *q = as_node(p);
        p = q->child[direction(q, key, len)];
    }
    return p;
}

bool strmap_get(const struct strmap *m, const char *key, size_t *value)
{
    if (!m->root) return false;
    const struct leaf *l = closest(m, key, strlen(key));
    if (strcmp(l->key, key) != 0) return false;
    *value = l->value;
    return true;
}

bool strmap_put(struct strmap *m, const char *key, size_t value, size_t *stored)
{
    size_t len = strlen(key);
    if (m->root) {
        const struct leaf *l = closest(m, key, len);
        if (strcmp(l->key, key) == 0) {
            *stored = l->value;
            return true;
        }
    }
    struct leaf *fresh = malloc(sizeof *fresh);
    if (!fresh) return false;
    fresh->key = key;
    fresh->value = value;
    if (!m->root) {
        m->root = fresh;
    } else {
        const struct leaf *l = closest(m, key, len);
        size_t byte = 0;
        while (key[byte] == l->key[byte]) /* they differ somewhere, at the latest at the shorter one's NUL */
            byte++;
        unsigned diff = (uint8_t)key[byte] ^ (uint8_t)l->key[byte];
        diff |= diff >> 1;
        diff |= diff >> 2;
        diff |= diff >> 4;
        uint8_t other_bits = (uint8_t)((diff & ~(diff >> 1)) ^ 255u);
        unsigned side = (1u + (unsigned)(other_bits | (uint8_t)l->key[byte])) >> 8;
        struct node *q = malloc(sizeof *q);
        if (!q) {
            free(fresh);
            return false;
        }
        q->byte = byte;
        q->other_bits = other_bits;
        q->child[1 - side] = fresh;
        void **where = &m->root;
        while (is_node(*where)) {
            struct node *n = as_node(*where);
            if (n->byte > byte || (n->byte == byte && n->other_bits > other_bits)) break;
            where = &n->child[direction(n, key, len)];
        }
        q->child[side] = *where;
        *where = (void *)((uintptr_t)q + 1u);
    }
    m->count++;
    *stored = value;
    return true;
}

size_t strmap_count(const struct strmap *m)
{
    return m->count;
}
