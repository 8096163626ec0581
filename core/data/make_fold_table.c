/* Writes core/src/text/fold_table.inc: what NFKC_Casefold makes of each code point, from ICU's own data, and the common form of variant
 * kanji from kanji_variants.txt. Run by hand when either changes (see the target "fold_table"); tests/unit/fold_test.cpp compares the
 * result with the ICU that is linked. Usage: make_fold_table kanji_variants.txt > fold_table.inc */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

enum { LIMIT = 0x30000, BLOCK = 64, POOL_MAX = 60000, ENTRIES_MAX = 20000 };
enum { ATTACHES = 1, CASED = 2, VARIANT = 4, IDENTITY = 8 };

static uint32_t variant_of[LIMIT];
static uint16_t pool[POOL_MAX];
static unsigned pool_len;
static struct { unsigned at, len, flags; } entries[ENTRIES_MAX];
static unsigned entry_count;
static uint16_t index_of[LIMIT];
static uint16_t blocks[LIMIT / BLOCK][BLOCK];
static unsigned block_count;

static void die(const char *what)
{
    fprintf(stderr, "make_fold_table: %s\n", what);
    exit(1);
}

static void read_variants(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[256];
    if (!f) die("cannot read the variants");
    while (fgets(line, sizeof line, f)) {
        int32_t i = 0, n = (int32_t)strlen(line);
        UChar32 from, to;
        if (line[0] == '#' || line[0] == '\n') continue;
        U8_NEXT(line, i, n, from);
        while (i < n && line[i] == ' ') i++;
        U8_NEXT(line, i, n, to);
        if (from <= 0 || to <= 0 || from >= LIMIT || to >= LIMIT) die("bad row of variants");
        variant_of[from] = (uint32_t)to;
    }
    fclose(f);
}

static unsigned put(const UChar *s, int32_t n)
{
    unsigned at;
    for (at = 0; at + (unsigned)n <= pool_len; at++)
        if (!memcmp(pool + at, s, (size_t)n * 2)) return at;
    if (pool_len + (unsigned)n > POOL_MAX) die("pool too small");
    memcpy(pool + pool_len, s, (size_t)n * 2);
    at = pool_len;
    pool_len += (unsigned)n;
    return at;
}

static uint16_t entry(unsigned at, unsigned len, unsigned flags)
{
    for (unsigned i = 0; i < entry_count; i++)
        if (entries[i].at == at && entries[i].len == len && entries[i].flags == flags) return (uint16_t)i;
    if (entry_count == ENTRIES_MAX) die("too many entries");
    entries[entry_count].at = at;
    entries[entry_count].len = len;
    entries[entry_count].flags = flags;
    return (uint16_t)entry_count++;
}

static void print_u16(const char *name, const uint16_t *v, unsigned n)
{
    printf("static const uint16_t %s[%u] = {", name, n);
    for (unsigned i = 0; i < n; i++) printf("%s%u,", i % 24 ? "" : "\n", (unsigned)v[i]);
    printf("\n};\n");
}

int main(int argc, char **argv)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *cf = unorm2_getNFKCCasefoldInstance(&e), *kc = unorm2_getNFKCInstance(&e);
    static uint16_t stage1[LIMIT / BLOCK];
    if (argc != 2 || U_FAILURE(e)) die("usage");
    read_variants(argv[1]);
    entry(0, 0, IDENTITY);
    for (UChar32 c = 0; c < LIMIT; c++) {
        UChar in[2], out[64], plain[64];
        int32_t in_len = 0, n, m;
        unsigned flags = 0;
        if (c >= 0xD800 && c < 0xE000) continue;
        U16_APPEND_UNSAFE(in, in_len, c);
        n = unorm2_normalize(cf, in, in_len, out, 64, &e);
        m = unorm2_normalize(kc, in, in_len, plain, 64, &e);
        if (U_FAILURE(e)) die("ICU");
        if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) m = 0;
        if (n != m || memcmp(out, plain, (size_t)n * 2)) flags |= CASED;
        if (n == 0 || !unorm2_hasBoundaryBefore(cf, c) || !unorm2_hasBoundaryBefore(kc, c)) flags |= ATTACHES;
        if (n == in_len && !memcmp(in, out, (size_t)n * 2) && !variant_of[c]) {
            index_of[c] = entry(0, 0, flags | IDENTITY);
            continue;
        }
        if (n > 31) die("expansion too long");
        if (n > 0) {
            UChar32 x;
            int32_t i = 0;
            U16_NEXT(out, i, n, x);
            if (i == n && x < LIMIT && variant_of[x]) {
                flags |= VARIANT; /* the variant's common form follows its NFKC form in the pool */
                U16_APPEND_UNSAFE(out, i, (UChar32)variant_of[x]);
                index_of[c] = entry(put(out, i), (unsigned)n, flags);
                continue;
            }
        }
        index_of[c] = entry(n ? put(out, n) : 0, (unsigned)n, flags);
    }
    for (unsigned b = 0; b < LIMIT / BLOCK; b++) {
        unsigned i;
        for (i = 0; i < block_count; i++)
            if (!memcmp(blocks[i], index_of + b * BLOCK, sizeof blocks[i])) break;
        if (i == block_count) memcpy(blocks[block_count++], index_of + b * BLOCK, sizeof blocks[i]);
        stage1[b] = (uint16_t)i;
    }
    printf("/* Made by core/data/make_fold_table.c from ICU %s (Unicode %s) and core/data/kanji_variants.txt. Do not edit. */\n", U_ICU_VERSION,
           U_UNICODE_VERSION);
    print_u16("fold_stage1", stage1, LIMIT / BLOCK);
    print_u16("fold_stage2", blocks[0], block_count * BLOCK);
    print_u16("fold_pool", pool, pool_len);
    printf("static const struct fold_entry fold_entries[%u] = {", entry_count);
    for (unsigned i = 0; i < entry_count; i++)
        printf("%s{%u,%u,%u},", i % 12 ? "" : "\n", entries[i].at, entries[i].len, entries[i].flags);
    printf("\n};\n");
    fprintf(stderr, "%u blocks, %u pool, %u entries\n", block_count, pool_len, entry_count);
    return 0;
}
