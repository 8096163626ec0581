/* The reference engine: Aho and Corasick's automaton over folded units. It is right and simple and its work is linear; the fast engine
 * must find the same and hands hostile texts over to it. */
#include "text/match_engine.h"
#include <stdlib.h>
#include <string.h>

struct match_plain {
    size_t nodes, cap, slots;
    uint32_t *parent, *fail, *shorter; /* shorter: the nearest node on the chain of failures where a keyword ends, 0 none */
    uint32_t *ends;                    /* first keyword that ends here, plus one */
    uint32_t *next_same;               /* for each keyword: the next equal one, plus one */
    uint32_t *table;                   /* hash of (parent, unit) to node, 0 free */
    uint16_t *unit;
    size_t words;
};

static size_t slot_of(const struct match_plain *p, uint32_t node, uint16_t unit)
{
    uint64_t h = ((uint64_t)node << 16 | unit) * 0x9E3779B97F4A7C15u;
    return (size_t)(h >> 32) & (p->slots - 1);
}

static uint32_t child(const struct match_plain *p, uint32_t node, uint16_t unit)
{
    for (size_t i = slot_of(p, node, unit);; i = (i + 1) & (p->slots - 1)) {
        uint32_t c = p->table[i];
        if (!c || (p->parent[c] == node && p->unit[c] == unit)) return c;
    }
}

static uint32_t add_child(struct match_plain *p, uint32_t node, uint16_t unit)
{
    size_t i = slot_of(p, node, unit);
    uint32_t c;
    for (; (c = p->table[i]) != 0; i = (i + 1) & (p->slots - 1))
        if (p->parent[c] == node && p->unit[c] == unit) return c;
    c = (uint32_t)p->nodes++;
    p->table[i] = c;
    p->parent[c] = node;
    p->unit[c] = unit;
    return c;
}

/* Failure links in order of depth: all prefixes of length 1 first, then 2 ... Each pass walks the keywords once more, level by level. */
static bool link_failures(struct match_plain *p)
{
    uint32_t *depth = calloc(p->nodes, sizeof *depth), *order = calloc(p->nodes, sizeof *order), *first;
    size_t deepest = 0;
    bool ok = false;
    if (!depth || !order) goto out;
    for (size_t n = 1; n < p->nodes; n++) { /* a parent is always older than its child */
        depth[n] = depth[p->parent[n]] + 1;
        if (depth[n] > deepest) deepest = depth[n];
    }
    first = calloc(deepest + 2, sizeof *first);
    if (!first) goto out;
    for (size_t n = 0; n < p->nodes; n++) first[depth[n] + 1]++;
    for (size_t d = 0; d <= deepest; d++) first[d + 1] += first[d];
    for (size_t n = 0; n < p->nodes; n++) order[first[depth[n]]++] = (uint32_t)n;
    free(first);
    for (size_t i = 1; i < p->nodes; i++) {
        uint32_t n = order[i], f = p->parent[n], c = 0;
        while (f && !(c = child(p, f = p->fail[f], p->unit[n]))) {
        }
        p->fail[n] = c == n ? 0 : c;
        p->shorter[n] = p->ends[p->fail[n]] ? p->fail[n] : p->shorter[p->fail[n]];
    }
    ok = true;
out:
    free(depth);
    free(order);
    return ok;
}

struct match_plain *match_plain_new(const struct matcher *m)
{
    struct match_plain *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->cap = m->units_len + 1;
    p->words = m->count;
    for (p->slots = 16; p->slots < p->cap * 2;) p->slots *= 2;
    p->parent = calloc(p->cap, sizeof *p->parent);
    p->fail = calloc(p->cap, sizeof *p->fail);
    p->shorter = calloc(p->cap, sizeof *p->shorter);
    p->ends = calloc(p->cap, sizeof *p->ends);
    p->unit = calloc(p->cap, sizeof *p->unit);
    p->table = calloc(p->slots, sizeof *p->table);
    p->next_same = calloc(m->count + 1, sizeof *p->next_same);
    if (!p->parent || !p->fail || !p->shorter || !p->ends || !p->unit || !p->table || !p->next_same) goto failed;
    p->nodes = 1;
    for (size_t k = m->count; k-- > 0;) { /* backwards, so that equal keywords come out in their order */
        const struct match_word_entry *w = &m->words[k];
        uint32_t n = 0;
        if (!w->len) continue;
        for (size_t i = 0; i < w->len; i++) n = add_child(p, n, m->units[w->at + i]);
        p->next_same[k] = p->ends[n];
        p->ends[n] = (uint32_t)k + 1;
    }
    if (!link_failures(p)) goto failed;
    return p;
failed:
    match_plain_free(p);
    return NULL;
}

void match_plain_free(struct match_plain *p)
{
    if (!p) return;
    free(p->parent);
    free(p->fail);
    free(p->shorter);
    free(p->ends);
    free(p->unit);
    free(p->table);
    free(p->next_same);
    free(p);
}

size_t match_plain_memory(const struct match_plain *p)
{
    return p ? sizeof *p + p->cap * 18 + p->slots * 4 + (p->words + 1) * 4 : 0;
}

bool match_plain_scan(const struct match_plain *p, const struct matcher *m, const uint16_t *units, size_t from, size_t to,
                      struct match_list *list)
{
    size_t i = from > m->longest ? from - m->longest : 0; /* warm-up: nothing longer can end after `from` */
    uint32_t n = 0;
    for (; i < to; i++) {
        uint32_t c, at;
        size_t found = 0;
        while (!(c = child(p, n, units[i])) && n) n = p->fail[n];
        n = c;
        if (i + 1 <= from) continue;
        for (at = p->ends[n] ? n : p->shorter[n]; at && found < MATCH_ENDS_MAX; at = p->shorter[at])
            for (uint32_t k = p->ends[at]; k && found < MATCH_ENDS_MAX; k = p->next_same[k - 1], found++)
                if (!match_list_add(list, i + 1 - m->words[k - 1].len, i + 1, k - 1)) return false;
    }
    return true;
}
