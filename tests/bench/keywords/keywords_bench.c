/* Measures the keyword engine against (a) ICU NFKC_Casefold of the text followed by Hyperscan literals and (b) Hyperscan on the raw bytes,
 * in one process, by the CPU time of the thread, best of several rounds.
 *   keywords_bench FOLDER [ROUNDS]                  all tables; FOLDER was filled by make_corpora.py
 *   keywords_bench --once FOLDER CORPUS COUNT BYTES one scan of so many bytes, for callgrind (run with two sizes: start-up cancels)
 *   keywords_bench --start FOLDER COUNT             one start-up, for callgrind */
#define _POSIX_C_SOURCE 200809L
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "text/fold.h"
#include "text/match.h"

enum { HS_BLOCK = 65536 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static char *load(const char *folder, const char *name, size_t *n)
{
    char path[4096];
    FILE *f;
    char *data;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    data = malloc(*n + 1);
    if (!data || fread(data, 1, *n, f) != *n) exit(1);
    data[*n] = 0;
    fclose(f);
    return data;
}

struct list {
    char *text;
    struct match_keyword *words;
    size_t count;
};

static struct list load_keywords(const char *folder, unsigned count)
{
    struct list l = {NULL, NULL, 0};
    char name[32];
    size_t n;
    snprintf(name, sizeof name, "kw.%u", count);
    l.text = load(folder, name, &n);
    l.words = calloc(count + 1, sizeof *l.words);
    for (char *line = strtok(l.text, "\n"); line && l.count < count; line = strtok(NULL, "\n")) {
        l.words[l.count].utf8 = line;
        l.words[l.count].id = (uint32_t)l.count;
        l.count++;
    }
    return l;
}

static void on_hit(void *ctx, const struct match_hit *h)
{
    (void)h;
    ++*(size_t *)ctx;
}

static size_t scan_ours(const struct matcher *m, const char *text, size_t n)
{
    size_t hits = 0;
    struct match_stream *s = match_open(m, on_hit, &hits);
    match_feed(s, text, n);
    match_end(s);
    match_close(s);
    return hits;
}

static int on_hs(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *ctx)
{
    (void)id;
    (void)from;
    (void)to;
    (void)flags;
    ++*(size_t *)ctx;
    return 0;
}

struct hyper {
    hs_database_t *db;
    hs_scratch_t *scratch;
    UChar *units, *folded;
    char *bytes;
};

static struct hyper hyper_new(const struct list *l, int fold)
{
    struct hyper h;
    const char **words = calloc(l->count, sizeof *words);
    size_t *lens = calloc(l->count, sizeof *lens);
    unsigned *flags = calloc(l->count, sizeof *flags), *ids = calloc(l->count, sizeof *ids);
    hs_compile_error_t *error;
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *cf = unorm2_getNFKCCasefoldInstance(&e);
    size_t count = 0;
    for (size_t i = 0; i < l->count; i++) {
        const char *w = l->words[i].utf8;
        if (fold) {
            UChar u[512], v[512];
            char *out = malloc(2048);
            int32_t n, m;
            u_strFromUTF8(u, 512, &n, w, -1, &e);
            n = unorm2_normalize(cf, u, n, v, 512, &e);
            u_strToUTF8(out, 2048, &m, v, n, &e);
            w = out;
        }
        words[count] = w;
        lens[count] = strlen(w);
        flags[count] = fold ? 0 : HS_FLAG_CASELESS;
        ids[count] = (unsigned)i;
        count++;
    }
    if (hs_compile_lit_multi(words, flags, ids, lens, (unsigned)count, HS_MODE_BLOCK, NULL, &h.db, &error) != HS_SUCCESS) {
        fprintf(stderr, "hyperscan: %s\n", error->message);
        exit(1);
    }
    h.scratch = NULL;
    hs_alloc_scratch(h.db, &h.scratch);
    h.units = malloc(HS_BLOCK * 2);
    h.folded = malloc(HS_BLOCK * 8);
    h.bytes = malloc(HS_BLOCK * 12);
    free(words);
    free(lens);
    free(flags);
    free(ids);
    return h;
}

static void hyper_free(struct hyper *h)
{
    hs_free_scratch(h->scratch);
    hs_free_database(h->db);
    free(h->units);
    free(h->folded);
    free(h->bytes);
}

static size_t block_end(const char *text, size_t n, size_t at)
{
    size_t end = at + HS_BLOCK < n ? at + HS_BLOCK : n;
    while (end < n && end > at + HS_BLOCK / 2 && ((unsigned char)text[end] & 0xC0) == 0x80) end--;
    return end;
}

static size_t scan_raw(struct hyper *h, const char *text, size_t n)
{
    size_t hits = 0;
    for (size_t at = 0, end; at < n; at = end) {
        end = block_end(text, n, at);
        hs_scan(h->db, text + at, (unsigned)(end - at), 0, h->scratch, on_hs, &hits);
    }
    return hits;
}

static size_t scan_icu(struct hyper *h, const char *text, size_t n)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *cf = unorm2_getNFKCCasefoldInstance(&e);
    size_t hits = 0;
    for (size_t at = 0, end; at < n; at = end) {
        int32_t len;
        end = block_end(text, n, at);
        u_strFromUTF8(h->units, HS_BLOCK, &len, text + at, (int32_t)(end - at), &e);
        len = unorm2_normalize(cf, h->units, len, h->folded, HS_BLOCK * 4, &e);
        u_strToUTF8(h->bytes, HS_BLOCK * 12, &len, h->folded, len, &e);
        if (U_FAILURE(e)) exit(1);
        hs_scan(h->db, h->bytes, (unsigned)len, 0, h->scratch, on_hs, &hits);
    }
    return hits;
}

static const char *const corpora[] = {"en", "ja", "jawrap", "mail"};
static const unsigned counts[] = {10, 1000, 10000, 50000};

#define BEST(best, call)                                                                                                                      \
    do {                                                                                                                                      \
        double start_ = now(), took_;                                                                                                         \
        call;                                                                                                                                 \
        took_ = now() - start_;                                                                                                               \
        if (took_ < best) best = took_;                                                                                                       \
    } while (0)

static void tables(const char *folder, int rounds)
{
    char *text[4];
    size_t size[4];
    for (size_t c = 0; c < 4; c++) {
        char name[32];
        snprintf(name, sizeof name, "%s.txt", corpora[c]);
        text[c] = load(folder, name, &size[c]);
        if (size[c] > 8000000) size[c] = 8000000;
        while (size[c] && ((unsigned char)text[c][size[c]] & 0xC0) == 0x80) size[c]--;
    }
    printf("MB/s of thread CPU, best of %d; x(a) and x(b): ours against (a) ICU NFKC_Casefold + Hyperscan and (b) Hyperscan raw caseless\n", rounds);
    printf("Our keywords are whole words where Latin; Hyperscan finds them anywhere, so its hits are more there.\n");
    printf("| keywords | text | ours | portable | (a) | (b) | x(a) | x(b) | hits ours / (a) / (b) |\n|--|--|--|--|--|--|--|--|--|\n");
    for (size_t k = 0; k < 4; k++) {
        struct list l = load_keywords(folder, counts[k]);
        struct matcher *fast = matcher_new(l.words, l.count, FOLD_DEFAULT, NULL);
        struct matcher *portable = matcher_new_engine(l.words, l.count, FOLD_DEFAULT, NULL, MATCH_ENGINE_PORTABLE);
        struct hyper raw = hyper_new(&l, 0), icu = hyper_new(&l, 1);
        for (size_t c = 0; c < 4; c++) {
            double mb = (double)size[c] / 1e6, ours = 1e9, slow = 1e9, a = 1e9, b = 1e9;
            size_t ho = 0, ha = 0, hb = 0;
            for (int i = 0; i < rounds; i++) { /* in turn, so that a busy machine is as bad for each */
                BEST(ours, ho = scan_ours(fast, text[c], size[c]));
                BEST(a, ha = scan_icu(&icu, text[c], size[c]));
                BEST(b, hb = scan_raw(&raw, text[c], size[c]));
                BEST(slow, scan_ours(portable, text[c], size[c]));
            }
            printf("| %u | %s | %.0f | %.0f | %.0f | %.0f | %.2f | %.2f | %zu / %zu / %zu |\n", counts[k], corpora[c], mb / ours, mb / slow, mb / a,
                   mb / b, a / ours, b / ours, ho, ha, hb);
            fflush(stdout);
        }
        hyper_free(&raw);
        hyper_free(&icu);
        matcher_free(fast);
        matcher_free(portable);
        free(l.words);
        free(l.text);
    }
    printf("\n| keywords | start-up ms CPU | Hyperscan compile ms | bytes a keyword | fixed bytes |\n|--|--|--|--|--|\n");
    for (size_t k = 0; k < 4; k++) {
        struct list l = load_keywords(folder, counts[k]);
        double best = 1e9, hs = 1e9;
        size_t fixed = 0, bytes = 0;
        for (int i = 0; i < rounds; i++) {
            struct matcher *m = NULL;
            BEST(best, m = matcher_new(l.words, l.count, FOLD_DEFAULT, NULL));
            bytes = matcher_memory(m, &fixed);
            matcher_free(m);
        }
        {
            struct hyper h;
            BEST(hs, h = hyper_new(&l, 0));
            hyper_free(&h);
        }
        printf("| %u | %.2f | %.1f | %.0f | %zu |\n", counts[k], best * 1e3, hs * 1e3, (double)(bytes - fixed) / (double)l.count, fixed);
        free(l.words);
        free(l.text);
    }
    for (size_t c = 0; c < 4; c++) free(text[c]);
}

int main(int argc, char **argv)
{
    if (argc == 6 && !strcmp(argv[1], "--once")) {
        char name[64];
        size_t n, want = (size_t)atol(argv[5]);
        char *text;
        struct list l = load_keywords(argv[2], (unsigned)atoi(argv[4]));
        struct matcher *m = matcher_new(l.words, l.count, FOLD_DEFAULT, NULL);
        snprintf(name, sizeof name, "%s.txt", argv[3]);
        text = load(argv[2], name, &n);
        printf("%zu hits\n", scan_ours(m, text, want < n ? want : n));
        matcher_free(m);
        free(text);
        free(l.words);
        free(l.text);
        return 0;
    }
    if (argc == 4 && !strcmp(argv[1], "--start")) {
        struct list l = load_keywords(argv[2], (unsigned)atoi(argv[3]));
        matcher_free(matcher_new(l.words, l.count, FOLD_DEFAULT, NULL));
        free(l.words);
        free(l.text);
        return 0;
    }
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: keywords_bench FOLDER [ROUNDS]\n");
        return 2;
    }
    tables(argv[1], argc == 3 ? atoi(argv[2]) : 7);
    return 0;
}
