/* Folds text to the one form in which words are compared. Single characters come from a table that was made from ICU's data; only what
 * can interact with a neighbour goes to ICU. Searching is left to the matcher. */
#include "text/fold_stream.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

enum { ENTRY_ATTACHES = 1, ENTRY_CASED = 2, ENTRY_VARIANT = 4, ENTRY_IDENTITY = 8 };
struct fold_entry {
    uint16_t at;
    uint8_t len, flags;
};
#include "text/fold_table.inc"

enum { TABLE_END = 0x30000, MAP_UNITS = 640 };

static const struct fold_entry *entry_of(uint32_t cp)
{
    static const struct fold_entry gone = {0, 0, ENTRY_ATTACHES};
    if (cp < TABLE_END) return &fold_entries[fold_stage2[fold_stage1[cp >> 6] * 64u + (cp & 63u)]];
    return cp >= 0xE0000 && cp < 0xE1000 ? &gone : &fold_entries[0];
}

void folder_init(struct folder *f, unsigned flags)
{
    UErrorCode e = U_ZERO_ERROR;
    f->flags = flags;
    f->nfkc_cf = unorm2_getNFKCCasefoldInstance(&e);
    f->nfkc = unorm2_getNFKCInstance(&e);
    f->nfd = unorm2_getNFDInstance(&e);
    if (U_FAILURE(e)) f->nfkc_cf = f->nfkc = f->nfd = NULL; /* without ICU's data single characters still fold */
}

bool fold_is_cjk(uint32_t cp)
{
    if (cp < 0x2E80) return false;
    if (cp < 0x10000)
        return (cp < 0x3130 && cp != 0x3000 && (cp < 0x2FE0 || cp > 0x2FFF)) || (cp >= 0x31A0 && cp < 0x31C0) ||
               (cp >= 0x31F0 && cp < 0x3200) || (cp >= 0x3400 && cp < 0x4DC0) || (cp >= 0x4E00 && cp < 0xA000) ||
               (cp >= 0xF900 && cp < 0xFB00);
    return (cp >= 0x16FE2 && cp < 0x16FE4) || (cp >= 0x16FF0 && cp < 0x16FF2) ||
            (cp >= 0x1AFF0 && cp < 0x1B170) || (cp >= 0x20000 && cp < 0x40000);
}

static bool is_space(uint32_t cp)
{
    return cp <= 0x20 ? cp == 0x20 || (cp >= 9 && cp <= 13)
                      : cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 ||
                            cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static bool is_break(uint32_t cp)
{
    return (cp >= 10 && cp <= 13) || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_mark(uint32_t cp) /* what "without diacritics" drops: Latin, Greek, Cyrillic accents, Hebrew points, Arabic vowels */
{
    return (cp >= 0x300 && cp < 0x370) || (cp >= 0x591 && cp <= 0x5C7 && u_charType((UChar32)cp) == U_NON_SPACING_MARK) ||
           (cp >= 0x610 && cp <= 0x61A) || (cp >= 0x64B && cp <= 0x65F) || cp == 0x670;
}

/* The folds of one character after NFKC_Casefold; at most 8 characters. */
static size_t fold_own(const struct folder *f, uint32_t cp, uint32_t out[8])
{
    if ((f->flags & FOLD_VARIANTS) && cp >= 0x4E00) {
        const struct fold_entry *e = entry_of(cp);
        if (e->flags & ENTRY_VARIANT) cp = fold_pool[e->at + e->len]; /* every common form is in the BMP */
    }
    if (cp >= 0x3041 && cp < 0x3200) {
        if ((f->flags & FOLD_LONG_VOWEL) && cp == 0x30FC) return 0;
        if (f->flags & FOLD_SMALL_KANA) {
            static const uint16_t small[][2] = {{0x3041, 0x3042}, {0x3043, 0x3044}, {0x3045, 0x3046}, {0x3047, 0x3048}, {0x3049, 0x304A},
                {0x3063, 0x3064}, {0x3083, 0x3084}, {0x3085, 0x3086}, {0x3087, 0x3088}, {0x308E, 0x308F}, {0x3095, 0x304B}, {0x3096, 0x3051}};
            /* ㇰ and its like, which stand for consonants in Ainu. */
            static const uint16_t ainu[16] = {0x30AF, 0x30B7, 0x30B9, 0x30C8, 0x30CC, 0x30CF, 0x30D2, 0x30D5,
                                              0x30D8, 0x30DB, 0x30E0, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED};
            uint32_t kata = cp >= 0x30A1 && cp <= 0x30F6 ? 0x60 : 0;
            if (cp >= 0x31F0) cp = ainu[cp - 0x31F0];
            for (size_t i = 0; i < sizeof small / sizeof *small; i++)
                if (cp - kata == small[i][0]) {
                    cp = small[i][1] + kata;
                    break;
                }
        }
        if (f->flags & FOLD_KANA) {
            if (cp >= 0x30F7 && cp <= 0x30FA) { /* wa, wi, we, wo with a voiced mark have no composed hiragana */
                out[0] = cp - 0x68;
                out[1] = 0x3099;
                return 2;
            }
            if ((cp >= 0x30A1 && cp <= 0x30F6) || cp == 0x30FD || cp == 0x30FE) cp -= 0x60;
        }
    } else if ((f->flags & FOLD_DIACRITICS) && f->nfd && cp >= 0xC0 && cp < 0x2000) {
        UErrorCode e = U_ZERO_ERROR;
        UChar d[16];
        int32_t n = unorm2_getDecomposition(f->nfd, (UChar32)cp, d, 16, &e), i = 0;
        size_t kept = 0;
        if (is_mark(cp)) return 0;
        if (U_SUCCESS(e) && n > 0 && n <= 8) {
            while (i < n) {
                UChar32 c;
                U16_NEXT(d, i, n, c);
                if (!is_mark((uint32_t)c)) out[kept++] = (uint32_t)c;
            }
            return kept;
        }
    }
    out[0] = cp;
    return 1;
}

static void put_unit(struct fold_units *out, uint32_t cp, uint32_t at, size_t len)
{
    uint16_t u[2];
    size_t n = 1;
    u[0] = (uint16_t)cp;
    if (cp > 0xFFFF) {
        u[0] = U16_LEAD(cp);
        u[1] = U16_TRAIL(cp);
        n = 2;
    }
    for (size_t i = 0; i < n && out->n < out->cap; i++) {
        out->unit[out->n] = u[i];
        out->start[out->n] = at;
        out->len[out->n++] = (uint8_t)len;
    }
}

/* One character of the normalised text. */
static void put(const struct folder *f, struct fold_state *st, uint32_t cp, uint32_t at, size_t len, struct fold_units *out)
{
    uint32_t own[8];
    size_t n;
    if (is_space(cp)) {
        if (!st->space) {
            st->space = true;
            st->space_break = false;
            st->space_at = at;
        }
        if (is_break(cp)) st->space_break = true;
        return;
    }
    if (cp == '>' && st->space && st->space_break && (f->flags & FOLD_BREAKS)) return;
    n = fold_own(f, cp, own);
    if (!n) return;
    if (st->space) {
        st->space = false;
        if (st->any && !((f->flags & FOLD_BREAKS) && st->cjk && fold_is_cjk(own[0]))) put_unit(out, ' ', st->space_at, 1);
    }
    for (size_t i = 0; i < n; i++) put_unit(out, own[i], at, len);
    st->any = true;
    st->cjk = fold_is_cjk(own[n - 1]);
}

static void put_mapped(const struct folder *f, struct fold_state *st, uint32_t cp, const struct fold_entry *e, uint32_t at, size_t len,
                       struct fold_units *out)
{
    UChar one[2], folded[MAP_UNITS];
    const UChar *s;
    int32_t n = 0, i = 0;
    if (e->flags & ENTRY_IDENTITY) {
        put(f, st, cp, at, len, out);
        return;
    }
    s = fold_pool + e->at;
    n = e->len;
    if (!(f->flags & FOLD_CASE) && (e->flags & ENTRY_CASED) && f->nfkc) {
        UErrorCode error = U_ZERO_ERROR;
        int32_t one_n = 0;
        U16_APPEND_UNSAFE(one, one_n, cp);
        n = unorm2_normalize(f->nfkc, one, one_n, folded, MAP_UNITS, &error);
        if (U_FAILURE(error)) n = 0;
        s = folded;
    }
    while (i < n) {
        UChar32 c;
        U16_NEXT(s, i, n, c);
        put(f, st, (uint32_t)c, at, len, out);
    }
}

/* These are common enough (half-width kana, file names from macOS) to be composed without ICU. */
uint32_t fold_compose_kana(uint32_t base, uint32_t mark)
{
    bool half = mark == 0x309A || mark == 0xFF9F, voiced = mark == 0x3099 || mark == 0xFF9E;
    uint32_t kata = 0;
    if (!half && !voiced) return 0;
    if (base >= 0xFF66 && base <= 0xFF9D) base = fold_pool[entry_of(base)->at];
    if (base >= 0x30A1) kata = 0x60;
    base -= kata;
    if (base >= 0x306F && base <= 0x307B && (base - 0x306F) % 3 == 0) return base + kata + (half ? 2 : 1);
    if (half) return 0;
    if ((base >= 0x304B && base <= 0x3061 && base % 2) || base == 0x3064 || base == 0x3066 || base == 0x3068) return base + kata + 1;
    return base == 0x3046 ? 0x3094 + kata : 0;
}

/* A character at s[i..n): false when its bytes are not all there yet. */
static bool next_char(const char *s, size_t n, bool last, size_t i, uint32_t *cp, size_t *used)
{
    unsigned char b = (unsigned char)s[i];
    if (b < 0x80) {
        *cp = b;
        *used = 1;
        return true;
    }
    if (!last && n - i < 4 && b >= 0xC2 && b <= 0xF4) {
        size_t need = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
        if (n - i < need) return false;
    }
    *used = utf8_decode(s + i, n - i, cp);
    return true;
}

size_t fold_segment(const struct folder *f, struct fold_state *st, const char *s, size_t n, bool last, uint32_t at, struct fold_units *out)
{
    uint32_t cp[FOLD_SEGMENT_MAX], composed;
    size_t kept = 0, total = 0, used = 0, i = 0;
    const UNormalizer2 *form = f->flags & FOLD_CASE ? f->nfkc_cf : f->nfkc;
    UErrorCode error = U_ZERO_ERROR;
    UChar raw[2 * FOLD_SEGMENT_MAX], folded[MAP_UNITS];
    int32_t raw_n = 0, folded_n, j = 0;

    for (; total < FOLD_SEGMENT_MAX; total++) {
        const struct fold_entry *e;
        if (i == n) {
            if (!last) return 0;
            break;
        }
        if (total && (unsigned char)s[i] < 0x80) break; /* no ASCII character attaches */
        if (!next_char(s, n, last, i, &cp[kept], &used)) return 0;
        e = entry_of(cp[kept]);
        if (total && !(e->flags & ENTRY_ATTACHES)) break;
        i += used;
        if (e->len || (e->flags & ENTRY_IDENTITY)) kept++; /* ignorables vanish before anything composes */
    }
    if (kept == 1) {
        put_mapped(f, st, cp[0], entry_of(cp[0]), at, i, out);
    } else if (kept == 2 && (composed = fold_compose_kana(cp[0], cp[1])) != 0) {
        put(f, st, composed, at, i, out);
    } else if (kept > 1) {
        for (size_t k = 0; k < kept; k++) U16_APPEND_UNSAFE(raw, raw_n, cp[k]);
        folded_n = form ? unorm2_normalize(form, raw, raw_n, folded, MAP_UNITS, &error) : 0;
        if (!form || U_FAILURE(error)) {
            for (size_t k = 0; k < kept; k++) put_mapped(f, st, cp[k], entry_of(cp[k]), at, i, out);
        } else {
            while (j < folded_n) {
                UChar32 c;
                U16_NEXT(folded, j, folded_n, c);
                put(f, st, (uint32_t)c, at, i, out);
            }
        }
    }
    return i;
}

bool fold_attaches(const char *s, size_t n)
{
    uint32_t cp;
    utf8_decode(s, n, &cp);
    return (entry_of(cp)->flags & ENTRY_ATTACHES) != 0;
}

void fold_flat(const struct folder *f, uint16_t map[65536])
{
    uint16_t units[FOLD_STEP_UNITS];
    uint32_t starts[FOLD_STEP_UNITS], own[8];
    uint8_t lens[FOLD_STEP_UNITS];
    for (uint32_t cp = 0; cp < 65536; cp++) {
        const struct fold_entry *e = entry_of(cp);
        struct fold_units out = {units, starts, lens, 0, FOLD_STEP_UNITS};
        struct fold_state st = {0};
        /* The first page of 64 stays as it is, and so do all that are like it: most of kanji and Hangul. */
        if (!(cp & 63u) && cp >= 0x3200 && (cp & 0xF800) != 0xD800 && !fold_stage1[cp >> 6]) {
            for (unsigned i = 0; i < 64; i++) map[cp + i] = (uint16_t)(cp + i);
            cp += 63;
            continue;
        }
        map[cp] = FOLD_SPECIAL;
        if (e->flags & ENTRY_ATTACHES) {
            map[cp] = cp == 0x3099 || cp == 0xFF9E ? FOLD_VOICED : cp == 0x309A || cp == 0xFF9F ? FOLD_HALF_VOICED : FOLD_ATTACHES;
            continue;
        }
        if (is_space(cp)) map[cp] = is_break(cp) ? FOLD_LINE : FOLD_CODES;
        if (cp <= FOLD_CODES || map[cp] || (cp & 0xF800) == 0xD800) continue;
        if (e->flags & ENTRY_IDENTITY) {
            if (fold_own(f, cp, own) == 1 && own[0] <= 0xFFFF) map[cp] = (uint16_t)own[0];
            continue;
        }
        put_mapped(f, &st, cp, e, 0, 1, &out);
        if (out.n == 1 && !st.space && units[0] > FOLD_CODES) map[cp] = units[0];
    }
}

/* UTF-8 with offsets, growing; both arrays together, so that they cannot disagree. */
struct folded_text {
    char *text;
    uint32_t *offsets;
    size_t len, cap;
    bool with_offsets;
};

static bool text_room(struct folded_text *t, size_t more)
{
    size_t cap = t->cap;
    char *text;
    if (t->cap - t->len > more) return true;
    while (cap - t->len <= more) cap = cap ? cap * 2 : 64;
    text = realloc(t->text, cap);
    if (!text) return false;
    t->text = text;
    if (t->with_offsets) {
        uint32_t *offsets = cap > SIZE_MAX / sizeof *offsets ? NULL : realloc(t->offsets, cap * sizeof *offsets);
        if (!offsets) return false;
        t->offsets = offsets;
    }
    t->cap = cap;
    return true;
}

char *fold_text(const char *utf8, size_t n, unsigned flags, size_t *out_len, uint32_t **offsets)
{
    uint16_t units[FOLD_STEP_UNITS];
    uint32_t starts[FOLD_STEP_UNITS];
    uint8_t lens[FOLD_STEP_UNITS];
    struct folder f;
    struct fold_state st = {0};
    struct folded_text t = {0};
    size_t i = 0;

    *out_len = 0;
    if (offsets) *offsets = NULL;
    t.with_offsets = offsets != NULL;
    folder_init(&f, flags);
    if (!text_room(&t, n)) goto failed;
    while (i < n) {
        struct fold_units out = {units, starts, lens, 0, FOLD_STEP_UNITS};
        int32_t j = 0;
        i += fold_segment(&f, &st, utf8 + i, n - i, true, (uint32_t)i, &out);
        if (!text_room(&t, 3 * out.n)) goto failed;
        while (j < (int32_t)out.n) {
            uint32_t from = starts[j];
            UChar32 c;
            char bytes[4];
            size_t len;
            U16_NEXT(units, j, (int32_t)out.n, c);
            len = utf8_encode((uint32_t)c, bytes);
            memcpy(t.text + t.len, bytes, len);
            for (size_t k = 0; k < len && offsets; k++) t.offsets[t.len + k] = from;
            t.len += len;
        }
    }
    t.text[t.len] = 0;
    if (offsets) {
        t.offsets[t.len] = (uint32_t)n;
        *offsets = t.offsets;
    }
    *out_len = t.len;
    return t.text;
failed:
    free(t.text);
    free(t.offsets);
    return NULL;
}
