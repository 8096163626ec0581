/* The naive way, for comparison: let ICU normalise the whole text, fold character by character, try every keyword at every place, map back.
 * Shares no code with core/src/text. Plain C, so that the fuzz target can use it too. */
#ifndef NAIVE_MATCH_H
#define NAIVE_MATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

enum { NAIVE_CASE = 1, NAIVE_KANA = 2, NAIVE_VARIANTS = 4, NAIVE_BREAKS = 8, NAIVE_DIACRITICS = 16, NAIVE_SMALL = 32, NAIVE_LONG = 64 };

struct naive_char {
    uint32_t cp;
    uint32_t start, end; /* of the segment it came from, bytes */
};
struct naive_text {
    struct naive_char *v;
    size_t n, cap;
};
struct naive_variants {
    const uint32_t (*pairs)[2];
    size_t n;
};

static inline void naive_add(struct naive_text *t, uint32_t cp, uint32_t start, uint32_t end)
{
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 64;
        t->v = (struct naive_char *)realloc(t->v, t->cap * sizeof *t->v);
        if (!t->v) abort();
    }
    t->v[t->n].cp = cp;
    t->v[t->n].start = start;
    t->v[t->n++].end = end;
}

/* Strict UTF-8; each ill-formed byte is one U+FFFD (ICU's macro would take several bytes for one). */
static inline void naive_decode(const char *s, size_t n, struct naive_text *out)
{
    size_t i = 0;
    while (i < n) {
        int32_t j = 0;
        int32_t left = (int32_t)(n - i < 4 ? n - i : 4);
        UChar32 c;
        U8_NEXT((const uint8_t *)s + i, j, left, c);
        if (c < 0) {
            c = 0xFFFD;
            j = 1;
        }
        naive_add(out, (uint32_t)c, (uint32_t)i, (uint32_t)(i + (size_t)j));
        i += (size_t)j;
    }
}

static inline const UNormalizer2 *naive_form(bool casefold)
{
    UErrorCode e = U_ZERO_ERROR;
    return casefold ? unorm2_getNFKCCasefoldInstance(&e) : unorm2_getNFKCInstance(&e);
}

static inline bool naive_ignorable(uint32_t c)
{
    return u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static inline bool naive_attaches(uint32_t c)
{
    return naive_ignorable(c) || !unorm2_hasBoundaryBefore(naive_form(true), (UChar32)c) || !unorm2_hasBoundaryBefore(naive_form(false), (UChar32)c);
}

/* What ICU makes of decoded characters v[from..to). */
static inline UChar *naive_normalise(const struct naive_char *v, size_t from, size_t to, bool casefold, int32_t *out_n)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar *raw = (UChar *)malloc((to - from + 1) * 2 * sizeof(UChar)), *out = (UChar *)malloc((to - from + 1) * 40 * sizeof(UChar));
    int32_t n = 0;
    if (!raw || !out) abort();
    for (size_t i = from; i < to; i++)
        if (!naive_ignorable(v[i].cp)) U16_APPEND_UNSAFE(raw, n, v[i].cp);
    *out_n = unorm2_normalize(naive_form(casefold), raw, n, out, (int32_t)((to - from + 1) * 40), &e);
    if (U_FAILURE(e)) abort();
    free(raw);
    return out;
}

static inline bool naive_is_cjk(uint32_t c)
{
    UErrorCode e = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)c, &e)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
        return c >= 0x2E80;
    default:
        return (c >= 0x3001 && c <= 0x303F) || c == 0x30A0 || c == 0x30FB || c == 0x30FC || (c >= 0x3099 && c <= 0x309C);
    }
}

static inline size_t naive_own(uint32_t c, unsigned flags, const struct naive_variants *variants, uint32_t out[8])
{
    static const char small[] = "ぁあぃいぅうぇえぉおっつゃやゅゆょよゎわゕかゖけァアィイゥウェエォオッツャヤュユョヨヮワヵカヶケ"
                                "ㇰクㇱシㇲスㇳトㇴヌㇵハㇶヒㇷフㇸヘㇹホㇺムㇻラㇼリㇽルㇾレㇿロ";
    UErrorCode e = U_ZERO_ERROR;
    if ((flags & NAIVE_VARIANTS) && variants)
        for (size_t i = 0; i < variants->n; i++)
            if (variants->pairs[i][0] == c) {
                c = variants->pairs[i][1];
                break;
            }
    if ((flags & NAIVE_LONG) && c == 0x30FC) return 0;
    if (flags & NAIVE_SMALL)
        for (int32_t i = 0; i < (int32_t)sizeof small - 1;) {
            UChar32 from, to;
            U8_NEXT(small, i, (int32_t)sizeof small - 1, from);
            U8_NEXT(small, i, (int32_t)sizeof small - 1, to);
            if ((uint32_t)from == c) {
                c = (uint32_t)to;
                break;
            }
        }
    if (flags & NAIVE_KANA) {
        if (c >= 0x30F7 && c <= 0x30FA) {
            static const uint32_t base[4] = {0x308F, 0x3090, 0x3091, 0x3092};
            out[0] = base[c - 0x30F7];
            out[1] = 0x3099;
            return 2;
        }
        if ((c >= 0x30A1 && c <= 0x30F6) || c == 0x30FD || c == 0x30FE) c -= 0x60;
    }
    if ((flags & NAIVE_DIACRITICS) && c < 0x2000) {
        UChar raw[2], nfd[32];
        int32_t n = 0, i = 0;
        size_t kept = 0;
        U16_APPEND_UNSAFE(raw, n, c);
        n = unorm2_normalize(unorm2_getNFDInstance(&e), raw, n, nfd, 32, &e);
        while (i < n) {
            UChar32 d;
            U16_NEXT(nfd, i, n, d);
            if (u_charType(d) == U_NON_SPACING_MARK && ((d >= 0x300 && d < 0x370) || (d >= 0x591 && d <= 0x5C7) || (d >= 0x610 && d <= 0x61A) ||
                                                        (d >= 0x64B && d <= 0x65F) || d == 0x670))
                continue;
            out[kept++] = (uint32_t)d;
        }
        return kept;
    }
    out[0] = c;
    return 1;
}

/* The folded form by the definition in fold_stream.h. */
static inline struct naive_text naive_fold(const char *s, size_t n, unsigned flags, const struct naive_variants *variants, bool *cut)
{
    struct naive_text in = {NULL, 0, 0}, norm = {NULL, 0, 0}, out = {NULL, 0, 0};
    bool space = false, line = false, cjk = false;
    uint32_t space_at = 0;
    *cut = false;
    naive_decode(s, n, &in);
    for (size_t i = 0; i < in.n;) {
        size_t j = i + 1;
        int32_t len, k = 0;
        UChar *u;
        while (j < in.n && j - i < 32 && naive_attaches(in.v[j].cp)) j++;
        if (j < in.n && naive_attaches(in.v[j].cp)) *cut = true;
        u = naive_normalise(in.v, i, j, (flags & NAIVE_CASE) != 0, &len);
        while (k < len) {
            UChar32 c;
            U16_NEXT(u, k, len, c);
            naive_add(&norm, (uint32_t)c, in.v[i].start, in.v[j - 1].end);
        }
        free(u);
        i = j;
    }
    if (!*cut && in.n) { /* the pieces must be what ICU makes of the whole */
        int32_t len, k = 0;
        size_t at = 0;
        UChar *u = naive_normalise(in.v, 0, in.n, (flags & NAIVE_CASE) != 0, &len);
        while (k < len) {
            UChar32 c;
            U16_NEXT(u, k, len, c);
            if (at >= norm.n || norm.v[at].cp != (uint32_t)c) abort();
            at++;
        }
        if (at != norm.n) abort();
        free(u);
    }
    for (size_t i = 0; i < norm.n; i++) {
        uint32_t c = norm.v[i].cp, own[8];
        size_t m;
        if (u_hasBinaryProperty((UChar32)c, UCHAR_WHITE_SPACE)) {
            if (!space) line = false;
            if (!space) space_at = norm.v[i].start;
            space = true;
            if ((c >= 10 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029) line = true;
            continue;
        }
        if (c == '>' && space && line && (flags & NAIVE_BREAKS)) continue;
        m = naive_own(c, flags, variants, own);
        if (!m) continue;
        if (space && out.n && !((flags & NAIVE_BREAKS) && cjk && naive_is_cjk(own[0]))) naive_add(&out, ' ', space_at, space_at + 1);
        space = false;
        for (size_t k = 0; k < m; k++) naive_add(&out, own[k], norm.v[i].start, norm.v[i].end);
        cjk = naive_is_cjk(own[m - 1]);
    }
    free(in.v);
    free(norm.v);
    return out;
}

static inline bool naive_spaced(uint32_t c)
{
    UErrorCode e = U_ZERO_ERROR;
    int type = u_charType((UChar32)c);
    UScriptCode script = uscript_getScript((UChar32)c, &e);
    bool letter = u_isalpha((UChar32)c) || type == U_MODIFIER_LETTER || type == U_OTHER_LETTER || type == U_DECIMAL_DIGIT_NUMBER ||
                  type == U_LETTER_NUMBER || type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK;
    return letter && !naive_is_cjk(c) && script != USCRIPT_HANGUL && script != USCRIPT_THAI && script != USCRIPT_LAO &&
           script != USCRIPT_KHMER && script != USCRIPT_MYANMAR;
}

struct naive_hit {
    size_t end_index, start_index; /* in the folded text */
    uint32_t keyword, start, end;
};

/* All places of a folded keyword; whole: the rule of MATCH_WORD_AUTO. Calls back in order of place. */
static inline void naive_search(const struct naive_text *text, const struct naive_text *word, bool whole, uint32_t keyword,
                                void (*fn)(void *, const struct naive_hit *), void *ctx)
{
    if (!word->n) return;
    for (size_t i = 0; i + word->n <= text->n; i++) {
        size_t k = 0, end = i + word->n;
        struct naive_hit hit;
        while (k < word->n && text->v[i + k].cp == word->v[k].cp) k++;
        if (k < word->n) continue;
        if (whole && i && naive_spaced(word->v[0].cp) && naive_spaced(text->v[i - 1].cp)) continue;
        if (whole && end < text->n && naive_spaced(word->v[word->n - 1].cp) && naive_spaced(text->v[end].cp)) continue;
        hit.start_index = i;
        hit.end_index = end;
        hit.keyword = keyword;
        hit.start = text->v[i].start;
        hit.end = text->v[end - 1].end;
        fn(ctx, &hit);
    }
}

#endif
