/* All detectors together with 1,000 keywords against ICU NFKC_Casefold followed by Hyperscan with the keywords alone, in one process, by the
 * CPU time of the thread, best of several rounds in turn: detect_bench FOLDER [ROUNDS]; FOLDER was filled by bench/keywords/make_corpora.py. */
#define _POSIX_C_SOURCE 200809L
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "detect/detect.h"
#include "text/fold.h"
#include "text/match.h"

enum { BLOCK = 65536, KEYWORDS = 1000, TEXT_MAX = 6000000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static char *load(const char *folder, const char *name, size_t *n)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    char *data = malloc(TEXT_MAX + 1);
    if (!f || !data) {
        perror(path);
        exit(1);
    }
    *n = fread(data, 1, TEXT_MAX, f);
    data[*n] = '\0';
    fclose(f);
    return data;
}

static void count_match(void *ctx, const struct match_hit *hit)
{
    (void)hit;
    ++*(size_t *)ctx;
}

static void count_data(void *ctx, const struct data_hit *hit)
{
    (void)hit;
    ++*(size_t *)ctx;
}

static int count_hyperscan(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *ctx)
{
    (void)id, (void)from, (void)to, (void)flags;
    ++*(size_t *)ctx;
    return 0;
}

/* Blocks end at a line, as bodies and paragraphs do. */
static size_t block_end(const char *text, size_t n, size_t at)
{
    size_t end = at + BLOCK < n ? at + BLOCK : n, line = end;
    while (line > at && text[line - 1] != '\n')
        line--;
    return line > at ? line : end;
}

static size_t keywords(const struct matcher *m, const char *text, size_t n)
{
    size_t hits = 0;
    struct match_stream *s = match_open(m, count_match, &hits);
    for (size_t at = 0, end; at < n; at = end) {
        end = block_end(text, n, at);
        match_feed(s, text + at, end - at);
        match_end(s);
    }
    match_close(s);
    return hits;
}

static size_t detectors(const char *text, size_t n)
{
    size_t hits = 0;
    for (size_t at = 0, end; at < n; at = end) {
        end = block_end(text, n, at);
        if (!detect_text(text + at, end - at, count_data, &hits))
            exit(1);
    }
    return hits;
}

static UChar units[BLOCK + 1], folded[BLOCK * 4];
static char bytes[BLOCK * 12];

static size_t icu(hs_database_t *db, hs_scratch_t *scratch, const char *text, size_t n)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&e);
    size_t hits = 0;
    for (size_t at = 0, end; at < n; at = end) {
        int32_t length;
        end = block_end(text, n, at);
        u_strFromUTF8Lenient(units, BLOCK + 1, &length, text + at, (int32_t)(end - at), &e);
        length = unorm2_normalize(casefold, units, length, folded, BLOCK * 4, &e);
        u_strToUTF8(bytes, BLOCK * 12, &length, folded, length, &e);
        if (U_FAILURE(e))
            exit(1);
        hs_scan(db, bytes, (unsigned)length, 0, scratch, count_hyperscan, &hits);
    }
    return hits;
}

int main(int argc, char **argv)
{
    static const char *const corpora[] = {"mail", "ja", "en"};
    if (argc < 2) {
        fputs("usage: detect_bench FOLDER [ROUNDS]\n", stderr);
        return 64;
    }
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    size_t n;
    char *list = load(argv[1], "kw.1000", &n);
    static struct match_keyword words[KEYWORDS];
    static const char *patterns[KEYWORDS];
    static char normal[KEYWORDS][256];
    static unsigned flags[KEYWORDS], ids[KEYWORDS];
    unsigned count = 0;
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&e);
    for (char *word = strtok(list, "\n"); word && count < KEYWORDS; word = strtok(NULL, "\n")) {
        int32_t length;
        UErrorCode own = U_ZERO_ERROR;
        u_strFromUTF8Lenient(units, BLOCK, &length, word, -1, &own);
        length = unorm2_normalize(casefold, units, length, folded, BLOCK, &own);
        u_strToUTF8(normal[count], sizeof normal[count], NULL, folded, length, &own);
        if (U_FAILURE(own) || !*normal[count])
            continue;
        words[count] = (struct match_keyword){.utf8 = word, .id = count};
        patterns[count] = normal[count];
        ids[count] = count;
        count++;
    }
    hs_database_t *db = NULL;
    hs_scratch_t *scratch = NULL;
    hs_compile_error_t *error = NULL;
    static size_t lengths[KEYWORDS];
    for (unsigned i = 0; i < count; i++)
        lengths[i] = strlen(patterns[i]);
    if (hs_compile_lit_multi(patterns, flags, ids, lengths, count, HS_MODE_BLOCK, NULL, &db, &error) != HS_SUCCESS || hs_alloc_scratch(db, &scratch) != HS_SUCCESS)
        return 1;
    struct matcher *m = matcher_new(words, count, FOLD_DEFAULT, NULL);
    printf("MB/s of thread CPU, best of %d; x: detectors and keywords together against ICU NFKC_Casefold + Hyperscan (keywords alone)\n", rounds);
    printf("| text | keywords | detectors | both | ICU + Hyperscan | x |\n|--|--|--|--|--|--|\n");
    for (size_t c = 0; c < sizeof corpora / sizeof *corpora; c++) {
        char name[32];
        snprintf(name, sizeof name, "%s.txt", corpora[c]);
        char *text = load(argv[1], name, &n);
        double best[3] = {1e9, 1e9, 1e9};
        for (int r = 0; r < rounds; r++)
            for (int k = 0; k < 3; k++) { /* in turn, so that a busy machine is as bad for each */
                double start = now();
                if (k == 0)
                    keywords(m, text, n);
                else if (k == 1)
                    detectors(text, n);
                else
                    icu(db, scratch, text, n);
                double took = now() - start;
                best[k] = took < best[k] ? took : best[k];
            }
        double mb = (double)n / 1e6;
        printf("| %s | %.0f | %.0f | %.0f | %.0f | %.2f |\n", corpora[c], mb / best[0], mb / best[1], mb / (best[0] + best[1]), mb / best[2], best[2] / (best[0] + best[1]));
        free(text);
    }
    matcher_free(m);
    hs_free_scratch(scratch);
    hs_free_database(db);
    free(list);
    return 0;
}
