/* Keywords: all engines and any chunks against the naive search. Input: one byte of flags, one of chunk size, keywords by line (the first
 * letter of a line picks the word mode) up to an empty line, then the text. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "text/fold.h"
#include "text/match.h"
#include "text/match_engine.h"
#include "../unit/naive_match.h"

enum { WORDS_MAX = 40, HITS_MAX = 20000 };

struct hits {
    struct {
        uint64_t start, end, keyword, order;
    } *v;
    size_t n;
};

static void put(struct hits *h, uint64_t start, uint64_t end, uint64_t keyword, uint64_t order)
{
    if (h->n == HITS_MAX) return;
    h->v[h->n].start = start;
    h->v[h->n].end = end;
    h->v[h->n].keyword = keyword;
    h->v[h->n++].order = order;
}

static void on_hit(void *ctx, const struct match_hit *hit)
{
    put(ctx, hit->start, hit->end, hit->keyword, 0);
}

static void on_naive(void *ctx, const struct naive_hit *hit)
{
    put(ctx, hit->start, hit->end, hit->keyword, (uint64_t)hit->end_index << 32 | hit->start_index);
}

static struct hits *sorting;
static int by_place(const void *a, const void *b)
{
    const size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (sorting->v[i].order != sorting->v[j].order) return sorting->v[i].order < sorting->v[j].order ? -1 : 1;
    return sorting->v[i].keyword < sorting->v[j].keyword ? -1 : sorting->v[i].keyword > sorting->v[j].keyword;
}

/* Making a matcher costs a thousand times what a short text does, and most mutations change the text alone: the last ones are kept, by the bytes
 * they were made from. */
enum { KEPT = 64, ENGINES = 3 };
struct kept {
    uint8_t *key;
    size_t key_len;
    struct matcher *matcher[ENGINES];
};

static struct matcher **matchers_of(const uint8_t *key, size_t key_len, const struct match_keyword *words, size_t count, unsigned flags)
{
    static struct kept all[KEPT];
    uint32_t hash = 2166136261u;
    struct kept *k;
    for (size_t i = 0; i < key_len; i++) hash = (hash ^ key[i]) * 16777619u;
    k = &all[(hash ^ hash >> 16) % KEPT];
    if (k->key && k->key_len == key_len && !memcmp(k->key, key, key_len)) return k->matcher;
    free(k->key);
    k->key = malloc(key_len + 1);
    if (!k->key) abort();
    memcpy(k->key, key, key_len);
    k->key_len = key_len;
    for (int engine = 0; engine < ENGINES; engine++) {
        matcher_free(k->matcher[engine]);
        k->matcher[engine] = matcher_new_engine(words, count, flags, NULL, (enum match_engine)engine);
        if (!k->matcher[engine]) abort();
    }
    return k->matcher;
}

static void run(const struct matcher *m, const char *text, size_t n, size_t chunk, struct hits *out)
{
    struct match_stream *s = match_open(m, on_hit, out);
    out->n = 0;
    if (!s) return;
    for (size_t i = 0; i < n; i += chunk) match_feed(s, text + i, n - i < chunk ? n - i : chunk);
    match_end(s);
    match_close(s);
}

static void same(const struct hits *a, const struct hits *b)
{
    if (a->n != b->n) abort();
    for (size_t i = 0; i < a->n; i++)
        if (a->v[i].start != b->v[i].start || a->v[i].end != b->v[i].end || a->v[i].keyword != b->v[i].keyword) abort();
}

/* Longer keywords are useless, which the linter says (match.h). */
static bool short_enough(const struct naive_text *word)
{
    size_t units = 0;
    for (size_t i = 0; i < word->n; i++) units += word->v[i].cp > 0xFFFF ? 2 : 1;
    return units <= MATCH_KEYWORD_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy, *line, *text;
    struct match_keyword words[WORDS_MAX];
    struct hits found[4], naive;
    struct matcher **matchers;
    size_t count = 0, n, chunk, key;
    unsigned flags;
    bool whole = false, cut = false;
    if (size < 4 || size > 4096) return 0;
    flags = (data[0] & 0x7Fu) & ~(unsigned)FOLD_VARIANTS;
    if (data[0] & 0x80) flags = FOLD_DEFAULT & ~(unsigned)FOLD_VARIANTS;
    chunk = 1 + data[1] % 97;
    copy = malloc(size + 1);
    if (!copy) return 0;
    memcpy(copy, data, size);
    copy[size] = 0;
    line = copy + 2;
    for (size_t i = 2; i < size; i++) /* no NUL in keywords */
        if (!copy[i]) copy[i] = 1;
    while (count < WORDS_MAX) {
        char *end = strchr(line, '\n');
        if (!end || end == line) break;
        *end = 0;
        words[count].utf8 = line + 1;
        words[count].id = (uint32_t)count;
        words[count].word = line[0] == 'w' ? MATCH_WORD_WHOLE : line[0] == 'y' ? MATCH_WORD_ANY : MATCH_WORD_AUTO;
        whole = whole || words[count].word == MATCH_WORD_WHOLE;
        count++;
        line = end + 1;
    }
    text = line + (*line == '\n');
    n = size - (size_t)(text - copy);
    memcpy(text, data + (text - copy), n); /* the NULs are back */
    for (int i = 0; i < 4; i++) found[i].v = malloc(HITS_MAX * sizeof *found[i].v);
    naive.v = malloc(HITS_MAX * sizeof *naive.v);
    key = (size_t)(text - copy);
    copy[1] = 0; /* the size of the chunks makes no other matcher */
    matchers = matchers_of((const uint8_t *)copy, key, words, count, flags);
    for (int engine = 0; engine < ENGINES; engine++) run(matchers[engine], text, n, n + 1, &found[engine]);
    run(matchers[MATCH_ENGINE_FAST], text, n, chunk, &found[3]);
    same(&found[0], &found[1]);
    same(&found[0], &found[2]);
    same(&found[0], &found[3]);
    if (!whole && n < 2000 && found[0].n < HITS_MAX) { /* the naive search knows no dictionary, and a place with 64 keywords would be cut short */
        struct naive_text folded = naive_fold(text, n, flags, NULL, &cut);
        size_t *order;
        naive.n = 0;
        for (size_t k = 0; k < count; k++) {
            struct naive_text word = naive_fold(words[k].utf8, strlen(words[k].utf8), flags, NULL, &cut);
            if (short_enough(&word)) naive_search(&folded, &word, words[k].word != MATCH_WORD_ANY, (uint32_t)k, on_naive, &naive);
            free(word.v);
        }
        free(folded.v);
        order = malloc((naive.n + 1) * sizeof *order);
        for (size_t i = 0; i < naive.n; i++) order[i] = i;
        sorting = &naive;
        qsort(order, naive.n, sizeof *order, by_place);
        if (naive.n != found[0].n) abort();
        for (size_t i = 0; i < naive.n; i++)
            if (naive.v[order[i]].start != found[0].v[i].start || naive.v[order[i]].end != found[0].v[i].end ||
                naive.v[order[i]].keyword != found[0].v[i].keyword)
                abort();
        free(order);
    }
    for (int i = 0; i < 4; i++) free(found[i].v);
    free(naive.v);
    free(copy);
    return 0;
}
