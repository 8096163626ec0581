/* The folding half of the fast engine: one table for single characters, vectors where the machine has them, fold_segment for what is not so
 * simple. Where the text is ASCII alone, its words go through the word filter on the way. Finding is left to match_fast.c. */
#include "text/match_fast.h"
#include <string.h>

enum {
    FAST_MARGIN = 64,        /* bytes and units that a vector step may touch */
    PIECE = 1024,            /* bytes folded at a time */
    ASCII_WINDOW = 32,       /* so many ASCII characters are worth a window of their own */
    ASCII_WINDOWS = 16       /* windows of 64 folded at a time */
};

struct run { /* a piece of input being folded by table; all pointers move together */
    const unsigned char *s;
    size_t i, end;      /* end: no character starts at or behind it in this run */
    uint32_t at;        /* offset of s[0] */
    struct fold_units *out;
};

static inline void emit(struct run *r, uint16_t unit, uint8_t len)
{
    struct fold_units *o = r->out;
    o->unit[o->n] = unit;
    o->start[o->n] = r->at + (uint32_t)r->i;
    o->len[o->n++] = len;
    r->i += len;
}

/* ASCII that is not white space, and single spaces between such. Called at a byte above 0x20. */
static void fold_ascii(const struct match_fast *f, struct run *r)
{
    while (r->i < r->end) {
        unsigned char c = r->s[r->i];
        if (c > 0x20 && c < 0x80) {
            emit(r, f->flat[c], 1);
        } else if (c == 0x20 && r->s[r->i + 1] > 0x20 && r->s[r->i + 1] < 0x80) {
            emit(r, ' ', 1);
        } else {
            return;
        }
    }
}

/* Characters of three bytes that the table folds. */
static void fold_wide(const struct match_fast *f, struct run *r)
{
    while (r->i < r->end) {
        const unsigned char *p = r->s + r->i;
        uint16_t unit;
        if (p[0] < 0xE1 || p[0] > 0xEF || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return;
        unit = f->flat[(p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u)];
        if (unit <= FOLD_CODES) return;
        emit(r, unit, 3);
    }
}

static void fold_two(const struct match_fast *f, struct run *r)
{
    while (r->i < r->end) {
        const unsigned char *p = r->s + r->i;
        uint16_t unit;
        if (p[0] < 0xC2 || p[0] > 0xDF || (p[1] & 0xC0) != 0x80) return;
        unit = f->flat[(p[0] & 31u) << 6 | (p[1] & 63u)];
        if (unit <= FOLD_CODES) return;
        emit(r, unit, 2);
    }
}

#ifdef HAVE_AVX2_PATH
/* The vector way, in pieces of PIECE bytes: first which bytes start a character and where the text stops being well-formed; then all
 * characters turned into units by the table, eight at a time whatever their lengths, so that no branch hangs on how scripts alternate; then
 * windows of up to 64 units, in which white space is judged by arithmetic on bit masks and what goes is squeezed out. The first character
 * that is not so simple ends a window and goes to fold_segment. */
struct piece {
    uint64_t first[PIECE / 64 + 4];       /* a bit for each byte: a character starts here; all ones behind the end */
    uint8_t low[PIECE + 2 * FAST_MARGIN], high[PIECE + 2 * FAST_MARGIN]; /* of each character */
    uint16_t at[PIECE / 8 + 16];          /* byte of every eighth character */
    size_t bytes, chars;                  /* whole characters, all well-formed and of at most three bytes */
};

static inline uint64_t below(unsigned n) /* n bits, 0..64 */
{
    return n < 64 ? (1ull << n) - 1 : ~0ull;
}

/* 64 bits of a bit map from bit i; at least 57 of them are good. */
static inline uint64_t bits_from(const uint64_t *map, size_t i)
{
    uint64_t v;
    memcpy(&v, (const unsigned char *)map + (i >> 3), sizeof v);
    return v >> (i & 7u);
}

/* Where the characters that are whole before s[n] end: n, or the start of one that would reach beyond. */
static size_t whole_before(const unsigned char *s, size_t n)
{
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = s[n - back];
        if ((c & 0xC0) == 0x80) continue;
        return (c < 0xC0 ? 1u : c < 0xE0 ? 2u : c < 0xF0 ? 3u : 4u) > back ? n - back : n;
    }
    return n;
}

AVX2 static inline uint64_t mask_of(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

/* Bytes that lead no character, one of four bytes, or one that needs a look at its second byte: C0, C1, F0..FF, E0. */
AVX2 static inline __m256i rare_lead(__m256i v)
{
    __m256i c0 = _mm256_cmpeq_epi8(_mm256_and_si256(v, _mm256_set1_epi8((char)0xFE)), _mm256_set1_epi8((char)0xC0));
    __m256i e0 = _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)0xE0)), f0 = _mm256_set1_epi8((char)0xF0);
    return _mm256_or_si256(_mm256_or_si256(c0, e0), _mm256_cmpeq_epi8(_mm256_max_epu8(v, f0), v));
}

/* Finds the characters in s[0..n), n <= PIECE; 64 bytes behind may be read. */
AVX2 static void find_characters(const unsigned char *s, size_t n, struct piece *p)
{
    uint64_t two = 0, three = 0; /* the last word's leads, for what they ask of this one */
    size_t words = (n + 63) / 64, end = n;
    const __m256i top = _mm256_set1_epi8(-64), e0 = _mm256_set1_epi8((char)0xE0);
    for (size_t w = 0; w < words; w++) {
        const __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)(s + 64 * w));
        const __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(s + 64 * w + 32));
        const uint64_t known = below(n - 64 * w < 64 ? (unsigned)(n - 64 * w) : 64);
        const uint64_t more = mask_of(_mm256_cmpgt_epi8(top, a), _mm256_cmpgt_epi8(top, b)), lead = mask_of(a, b) & ~more;
        const uint64_t wide = mask_of(_mm256_cmpeq_epi8(_mm256_max_epu8(a, e0), a), _mm256_cmpeq_epi8(_mm256_max_epu8(b, e0), b));
        uint64_t rare = mask_of(rare_lead(a), rare_lead(b)) & known, wrong;
        wrong = (more ^ (lead << 1 | two >> 63 | wide << 2 | three >> 62)) & known;
        p->first[w] = ~more;
        for (; __builtin_expect(rare != 0, 0); rare &= rare - 1) {
            unsigned bit = (unsigned)_tzcnt_u64(rare);
            const unsigned char *c = s + 64 * w + bit;
            if (c[0] != 0xE0 || c[1] < 0xA0) wrong |= 1ull << bit;
        }
        if (__builtin_expect(wrong != 0, 0)) {
            end = 64 * w + (unsigned)_tzcnt_u64(wrong);
            words = w + 1;
        }
        two = lead;
        three = wide;
    }
    end = whole_before(s, end);
    p->bytes = end;
    p->first[end / 64] = (end & 63u ? p->first[end / 64] & below(end & 63u) : 0) | ~below(end & 63u);
    for (size_t w = end / 64 + 1; w < end / 64 + 4; w++) p->first[w] = ~0ull;
    p->chars = 0;
    for (size_t w = 0; w < end / 64; w++) p->chars += (unsigned)_mm_popcnt_u64(p->first[w]);
    p->chars += (unsigned)_mm_popcnt_u64(p->first[end / 64] & below(end & 63u));
}

/* Decodes the characters of a piece. */
AVX2 static void decode_characters(const struct match_fast *f, const unsigned char *s, struct piece *p)
{
    const __m256i bits = _mm256_set1_epi32(0x000F3F7F), by64 = _mm256_set1_epi32(0x00014001), by4096 = _mm256_set1_epi32(0x10000001);
    const __m256i pick = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, -1, -1, -1, -1, -1, -1, -1, -1));
    uint8_t *low = p->low, *high = p->high;
    uint16_t *at = p->at;
    size_t i = 0;
    while (i < p->bytes) {
        uint64_t next = bits_from(p->first, i + 1); /* bit k: the character that holds byte i + k ends there */
        *at++ = (uint16_t)i;
        if ((next & 0xFFFF) == 0xFFFF && i + 16 <= p->bytes) {
            _mm_storeu_si128((__m128i *)(void *)low, _mm_loadu_si128((const __m128i *)(const void *)(s + i)));
            _mm_storeu_si128((__m128i *)(void *)high, _mm_setzero_si128());
            *at++ = (uint16_t)(i + 8);
            i += 16;
            low += 16;
            high += 16;
        } else {
            unsigned half = (unsigned)_tzcnt_u64(_pdep_u64(8, next)) + 1;
            const uint8_t *order0 = f->order[f->order_of[next & 0xFFF]], *order1 = f->order[f->order_of[next >> half & 0xFFF]];
            __m256i v = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(s + i))),
                                                _mm_loadu_si128((const __m128i *)(const void *)(s + i + half)), 1);
            __m256i order = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_load_si128((const __m128i *)(const void *)order0)),
                                                    _mm_load_si128((const __m128i *)(const void *)order1), 1);
            __m128i u;
            v = _mm256_and_si256(_mm256_shuffle_epi8(v, order), bits); /* the last byte of a character is the lowest now */
            v = _mm256_shuffle_epi8(_mm256_madd_epi16(_mm256_maddubs_epi16(v, by64), by4096), pick);
            u = _mm_unpacklo_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
            _mm_storel_epi64((__m128i *)(void *)low, u);
            _mm_storeh_pd((double *)(void *)high, _mm_castsi128_pd(u));
            i += (unsigned)_tzcnt_u64(_pdep_u64(128, next)) + 1;
            low += 8;
            high += 8;
        }
    }
    *at = (uint16_t)p->bytes;
}

/* a <= v <= b in each byte. */
#define BYTES_BETWEEN(v, a, b) _mm256_cmpgt_epi8(_mm256_add_epi8(v, _mm256_set1_epi8((char)(127 - (b)))), _mm256_set1_epi8((char)(126 - (b) + (a))))

/* What the table makes of ASCII; 0 is FOLD_SPECIAL. */
AVX2 static inline __m256i fold_ascii_bytes(const struct match_fast *f, __m256i v)
{
    const __m256i white = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 10, 10, 10, 10, 0, 0));
    __m256i upper = _mm256_and_si256(BYTES_BETWEEN(v, 'A', 'Z'), _mm256_set1_epi8((char)f->to_lower));
    __m256i control = _mm256_shuffle_epi8(white, _mm256_adds_epu8(v, _mm256_set1_epi8(112))); /* from 16 on the high bit asks for 0 */
    return _mm256_blendv_epi8(_mm256_or_si256(v, upper), control, _mm256_cmpgt_epi8(_mm256_set1_epi8(32), v));
}

/* What the table makes of 32 characters, as far as ranges can say: ASCII, kana, the punctuation between them, full-width ASCII, kanji (which
 * stay as they are: variants are looked after by the gram filter). Returns which are of these. match_fast_new compares with the table. */
AVX2 static inline __m256i fold_ranges(const struct match_fast *f, __m256i *low, __m256i *high)
{
    const __m256i zero = _mm256_setzero_si256(), space = _mm256_set1_epi8(0x20);
    __m256i lo = *low, hi = *high, latin = _mm256_cmpeq_epi8(hi, zero), kana = _mm256_cmpeq_epi8(hi, _mm256_set1_epi8(0x30));
    __m256i full = _mm256_and_si256(_mm256_cmpeq_epi8(hi, _mm256_set1_epi8(-1)), BYTES_BETWEEN(lo, 0x01, 0x5E));
    __m256i katakana = BYTES_BETWEEN(lo, 0xA1, 0xF6), punctuation = _mm256_cmpeq_epi8(_mm256_min_epu8(lo, space), lo);
    __m256i blank = _mm256_and_si256(kana, _mm256_cmpeq_epi8(lo, zero)), good, ascii;
    good = _mm256_or_si256(_mm256_or_si256(katakana, punctuation), _mm256_or_si256(BYTES_BETWEEN(lo, 0x41, 0x96), BYTES_BETWEEN(lo, 0xFB, 0xFC)));
    good = _mm256_or_si256(_mm256_and_si256(kana, good), _mm256_or_si256(full, BYTES_BETWEEN(hi, 0x4E, 0x9F)));
    katakana = _mm256_and_si256(_mm256_and_si256(katakana, kana), _mm256_set1_epi8((char)f->to_hiragana));
    lo = _mm256_sub_epi8(lo, katakana);
    lo = _mm256_add_epi8(lo, _mm256_and_si256(_mm256_or_si256(full, blank), space));
    hi = _mm256_andnot_si256(_mm256_or_si256(full, blank), hi);
    ascii = fold_ascii_bytes(f, lo);
    lo = _mm256_blendv_epi8(lo, ascii, _mm256_or_si256(latin, full));
    *low = lo;
    *high = hi;
    return _mm256_or_si256(good, _mm256_and_si256(latin, _mm256_cmpgt_epi8(lo, zero)));
}

/* Masks of up to 64 units. */
struct kinds {
    uint64_t special, white, line, quote, cjk;
};

/* Which of the first n units stay, and how many of them can be judged: white space at the end waits for what follows it. */
AVX2 static inline unsigned judge(const struct kinds *k, unsigned n, bool joins, const struct fold_state *st, uint64_t *keep)
{
    const uint64_t known = below(n);
    uint64_t white = k->white & known, first, after, joined;
    if (joins) { /* a quote mark in white space that holds a line break: the sum clears a run of both from its first break on */
        uint64_t both = white | (k->quote & known), line = k->line & known;
        white |= both & ~(both + line);
    }
    if (white >> (n - 1) & 1) {
        unsigned left = 64 - (unsigned)_lzcnt_u64(~white & known);
        if (!left) return 0;
        n = left;
        white &= below(n);
    }
    first = white & ~(white << 1);
    after = (first + white) & ~white;
    joined = _pdep_u64(_pext_u64(k->cjk, after), first) & (k->cjk << 1 | st->cjk);
    if (!joins) joined = 0;
    if (!st->any) joined |= first & 1;
    *keep = (below(n) & ~white) | (first & ~joined);
    return n;
}

/* Puts a window down: at is where it stands, keep which of its units stay. The units are being written behind out->n. */
static inline void end_window(struct fold_units *out, struct fold_windows *windows, struct fold_state *st, uint32_t at, uint64_t keep, bool cjk)
{
    struct fold_window *w = &windows->v[windows->n++];
    w->unit = (uint32_t)out->n;
    w->at = at;
    w->keep = keep;
    out->n += (unsigned)__builtin_popcountll(keep);
    st->any = true;
    st->cjk = cjk;
}

/* Writes those of eight units that stay; returns where the next ones go. */
AVX2 static inline uint16_t *put_eight(const struct match_fast *f, uint16_t *unit, __m128i v, uint64_t keep)
{
    keep &= 255;
    _mm_storeu_si128((__m128i *)(void *)unit, _mm_shuffle_epi8(v, _mm_load_si128((const __m128i *)(const void *)f->squeeze[keep])));
    return unit + (unsigned)_mm_popcnt_u64(keep);
}

AVX2 static inline void put_window(const struct match_fast *f, uint16_t *unit, const __m256i low[2], const __m256i high[2], uint64_t keep)
{
    for (unsigned i = 0; i < 2; i++, keep >>= 32) {
        __m256i a = _mm256_unpacklo_epi8(low[i], high[i]), b = _mm256_unpackhi_epi8(low[i], high[i]);
        unit = put_eight(f, unit, _mm256_castsi256_si128(a), keep);
        unit = put_eight(f, unit, _mm256_castsi256_si128(b), keep >> 8);
        unit = put_eight(f, unit, _mm256_extracti128_si256(a, 1), keep >> 16);
        unit = put_eight(f, unit, _mm256_extracti128_si256(b, 1), keep >> 24);
    }
}

/* 64 bytes written as units. */
AVX2 static inline void widen(uint16_t *to, const uint8_t *from)
{
    for (unsigned i = 0; i < 64; i += 16)
        _mm256_storeu_si256((__m256i *)(void *)(to + i), _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(from + i))));
}

/* Up to ASCII_WINDOWS windows of 64 ASCII characters each. */
struct ascii {
    uint8_t folded[64 * ASCII_WINDOWS + 192];
    uint8_t other[64 * ASCII_WINDOWS + 192]; /* of each, all ones unless it is a letter or digit */
    uint64_t keep[ASCII_WINDOWS], starts[ASCII_WINDOWS]; /* of each window: what is not white space after white space; the first of each word */
    uint32_t unit[ASCII_WINDOWS]; /* the first of each window */
    uint16_t found[40 * ASCII_WINDOWS]; /* characters where a word passes the filter: 32 in a window at most, and 8 */
    size_t n, found_n;
    uint64_t white, inside; /* of the last one: white space; whether it ends in a word */
};

/* Whether any of 64 bytes, its fifth bit turned round, is below the limit that its low four bits pick (those that are not ASCII always are). */
AVX2 static inline bool any_below(__m256i a, __m256i b, __m256i limits)
{
    const __m256i row = _mm256_set1_epi8(0x10);
    a = _mm256_cmpgt_epi8(_mm256_shuffle_epi8(limits, a), _mm256_xor_si256(a, row));
    b = _mm256_cmpgt_epi8(_mm256_shuffle_epi8(limits, b), _mm256_xor_si256(b, row));
    return _mm256_movemask_epi8(_mm256_or_si256(a, b)) != 0;
}

/* Fills c with the windows that start at s, n at most, as long as all is ASCII text without quote marks behind white space. */
AVX2 static void fold_ascii_windows(const struct match_fast *f, bool joins, const unsigned char *s, size_t n, struct ascii *c)
{
    const __m256i space = _mm256_set1_epi8(0x20), quote = _mm256_set1_epi8('>'), zero = _mm256_setzero_si256();
    const __m256i capital = _mm256_set1_epi8((char)f->to_lower);
    /* What any_below finds by the first is neither text nor white space, or not ASCII; by the second it may also be a quote mark. */
    const __m256i plain = _mm256_broadcastsi128_si256(_mm_setr_epi8(32, 32, 32, 32, 32, 32, 32, 32, 32, 16, 16, 16, 16, 16, 32, 32));
    const __m256i limits = joins ? _mm256_insert_epi8(_mm256_insert_epi8(plain, 0x2F, 14), 0x2F, 30) : plain;
    const uint64_t one = f->shortest > 1 ? 0 : ~0ull, three = f->shortest > 3 ? 0 : ~0ull; /* words of so many letters are wanted */
    uint64_t white = c->white, inside = c->inside;
    size_t i = 0;
    __m256i v, letters;
    for (; i < n; i++) {
        const __m256i *in = (const __m256i *)(const void *)(s + 64 * i);
        __m256i *folded = (__m256i *)(void *)(c->folded + 64 * i), *other = (__m256i *)(void *)(c->other + 64 * i);
        __m256i a = _mm256_loadu_si256(in), b = _mm256_loadu_si256(in + 1), alnum_a, alnum_b, letters_b;
        uint64_t blank, alnum, behind, twice;
        const bool odd = any_below(a, b, limits);
        alnum_a = alnum_bytes(a, &letters);
        alnum_b = alnum_bytes(b, &letters_b);
        a = _mm256_max_epu8(_mm256_or_si256(a, _mm256_and_si256(letters, capital)), space);
        b = _mm256_max_epu8(_mm256_or_si256(b, _mm256_and_si256(letters_b, capital)), space);
        blank = mask_of(_mm256_cmpeq_epi8(a, space), _mm256_cmpeq_epi8(b, space));
        behind = blank << 1 | white >> 63;
        if (__builtin_expect(odd, 0) && (any_below(_mm256_loadu_si256(in), _mm256_loadu_si256(in + 1), plain) ||
                                         (behind & mask_of(_mm256_cmpeq_epi8(a, quote), _mm256_cmpeq_epi8(b, quote)))))
            break;
        _mm256_storeu_si256(folded, a);
        _mm256_storeu_si256(folded + 1, b);
        _mm256_storeu_si256(other, _mm256_cmpeq_epi8(alnum_a, zero));
        _mm256_storeu_si256(other + 1, _mm256_cmpeq_epi8(alnum_b, zero));
        white = blank;
        c->keep[i] = ~(blank & behind);
        alnum = mask_of(alnum_a, alnum_b);
        /* Words of up to three letters cannot be any; what lies behind is taken for letters here. */
        twice = alnum & (alnum >> 1 | 1ull << 63 | one);
        c->starts[i] = alnum & ~(alnum << 1 | inside) & twice & (twice >> 2 | 3ull << 62 | three);
        inside = alnum >> 63;
    }
    v = _mm256_loadu_si256((const __m256i *)(const void *)(s + 64 * i)); /* a word may go on there */
    _mm256_storeu_si256((__m256i *)(void *)(c->other + 64 * i), _mm256_cmpeq_epi8(alnum_bytes(v, &letters), zero));
    _mm256_storeu_si256((__m256i *)(void *)(c->folded + 64 * i), _mm256_or_si256(v, _mm256_and_si256(letters, capital)));
    c->white = white;
    c->inside = inside;
    c->n = i;
}

/* Writes down the units of a window that stay; returns how many. 128 units may be touched. */
AVX2 static inline unsigned put_ascii(const struct match_fast *f, uint16_t *unit, const uint8_t *folded, uint64_t keep)
{
    uint64_t gaps = ~keep;
    unsigned gap = (unsigned)_tzcnt_u64(gaps), behind = gap + (unsigned)_tzcnt_u64(keep >> (gap & 63u));
    widen(unit, folded);
    widen(unit + gap, folded + behind); /* for most windows that will do: without a branch that nobody could foresee */
    if (__builtin_expect((gaps & (gaps + (gaps & -gaps))) != 0, 0)) {
        const __m256i *in = (const __m256i *)(const void *)folded;
        const __m256i low[2] = {_mm256_loadu_si256(in), _mm256_loadu_si256(in + 1)};
        const __m256i none[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
        put_window(f, unit, low, none, keep);
    }
    return (unsigned)_mm_popcnt_u64(keep);
}

/* The hash of the word at this character. */
AVX2 static inline uint64_t ascii_word_hash(const struct ascii *c, size_t at)
{
    uint64_t letters, others;
    memcpy(&letters, c->folded + at, sizeof letters);
    memcpy(&others, c->other + at, sizeof others);
    return hash_word(letters & (_blsi_u64(others) - 1)); /* all ones up to the end of the word */
}

/* Lists the words that pass the filter. No branch hangs on how many words there are or which of them pass: eight at a time are written down and
 * what fails is written over. The place behind the last word of a window may be listed too; that does no harm. */
AVX2 static __attribute__((noinline)) void look_up_ascii(const struct match_fast *f, struct ascii *c)
{
    const uint8_t *words = f->words;
    const unsigned shift = f->word_shift;
    uint16_t *found = c->found;
    for (size_t i = 0; i < c->n; i++) {
        uint64_t starts = c->starts[i];
        do {
#pragma GCC unroll 4
            for (unsigned k = 0; k < 8; k++) {
                size_t at = 64 * i + (size_t)_tzcnt_u64(starts);
                *found = (uint16_t)at;
                found += words[ascii_word_hash(c, at) >> shift];
                starts &= starts - 1;
            }
        } while (__builtin_expect(starts != 0, 0));
    }
    c->found_n = (size_t)(found - c->found);
}

/* Folds ASCII text in windows of 64 characters, as long as there is nothing else and no quote mark behind white space, and looks its words up
 * on the way: these units need no other filter. Returns where it stopped. */
AVX2 static size_t fold_ascii_run(const struct match_fast *f, bool joins, struct fold_state *st, const unsigned char *s, size_t i, size_t n,
                                  uint32_t at, struct fold_units *out, struct fold_windows *windows)
{
    bool words = f->have_words;
    const size_t from = i, from_unit = out->n, cap = out->cap - FOLD_STEP_UNITS;
    struct fold_window *w = windows->v + windows->n, *const end = windows->v + FOLD_WINDOWS;
    size_t units = out->n, looked = SIZE_MAX; /* units up to there need no other filter */
    size_t left = (n - i - 1) / 64 < (size_t)(end - w) ? (n - i - 1) / 64 : (size_t)(end - w);
    uint64_t keep = 0;
    struct ascii c;
    if (f->ascii_grams || windows->stretches == FOLD_STRETCHES) {
        words = false;
        looked = units;
    }
    c.white = 0;
    c.inside = units > 0 && is_alnum(out->unit[units - 1]);
    while (left && units < cap) {
        const size_t most = left < ASCII_WINDOWS ? left : ASCII_WINDOWS;
        fold_ascii_windows(f, joins, s + i, most, &c);
        left = c.n < most ? 0 : left - most;
        c.found_n = 0;
        if (words) look_up_ascii(f, &c);
        for (size_t k = 0; k < c.n; k++, i += 64) {
            keep = c.keep[k];
            c.unit[k] = w->unit = (uint32_t)units;
            w->at = at + (uint32_t)i;
            w->keep = keep;
            w += keep != 0;
            units += put_ascii(f, out->unit + units, c.folded + 64 * k, keep);
        }
        for (size_t k = 0; k < c.found_n && c.found[k] < 64 * c.n; k++) {
            const size_t window = c.found[k] / 64;
            struct fold_found *found = &windows->found[windows->found_n];
            if (windows->found_n == FOLD_FOUND) { /* more than can be remembered */
                words = false;
                looked = c.unit[window];
                break;
            }
            found->unit = c.unit[window] + (unsigned)_mm_popcnt_u64(_bzhi_u64(c.keep[window], c.found[k] % 64u));
            found->key = (uint32_t)(ascii_word_hash(&c, c.found[k]) >> 32);
            windows->found_n++;
        }
    }
    if (i == from) return i;
    if (s[i] >= 0x80) { /* something may attach to the last character: it goes back */
        i--;
        c.white <<= 1;
        if (keep >> 63) {
            units--;
            w[-1].keep &= ~0ull >> 1;
            w -= w[-1].keep == 0;
        }
    }
    if (c.white >> 63) { /* and white space at the end waits for what follows */
        unsigned bit = 63 - (unsigned)_lzcnt_u64(w[-1].keep);
        st->space = true;
        st->space_at = w[-1].at + bit;
        st->space_break = false;
        for (size_t k = st->space_at - at; k < i; k++) st->space_break |= s[k] >= 10 && s[k] <= 13;
        units--;
        w[-1].keep ^= 1ull << bit;
        w -= w[-1].keep == 0;
    }
    out->n = units;
    windows->n = (size_t)(w - windows->v);
    if (units == from_unit) return i;
    st->cjk = false;
    if (looked > units - 1) looked = units - 1; /* a pair with what follows, and a word that may go on there, are left to others */
    while (looked > from_unit && is_alnum(out->unit[looked - 1])) looked--;
    if (looked > from_unit) {
        windows->stretch[windows->stretches].from = (uint32_t)from_unit;
        windows->stretch[windows->stretches++].to = (uint32_t)looked;
    }
    return i;
}

/* Folds up to n <= 64 ASCII characters at s; returns how many could be judged. 64 bytes are read. */
AVX2 static unsigned fold_ascii_window(const struct match_fast *f, bool joins, struct fold_state *st, const unsigned char *s, unsigned n, uint32_t at,
                                       struct fold_units *out, struct fold_windows *windows)
{
    const __m256i space = _mm256_set1_epi8(0x20), line = _mm256_set1_epi8(FOLD_LINE);
    const __m256i quote = _mm256_set1_epi8('>'), zero = _mm256_setzero_si256();
    __m256i a = fold_ascii_bytes(f, _mm256_loadu_si256((const __m256i *)(const void *)s));
    __m256i b = fold_ascii_bytes(f, _mm256_loadu_si256((const __m256i *)(const void *)(s + 32)));
    __m256i line_a = _mm256_cmpeq_epi8(a, line), line_b = _mm256_cmpeq_epi8(b, line);
    struct kinds k;
    uint16_t *unit = out->unit + out->n;
    uint64_t keep, special = mask_of(_mm256_cmpeq_epi8(a, zero), _mm256_cmpeq_epi8(b, zero)) & below(n);
    if (special) n = (unsigned)_tzcnt_u64(special);
    if (!n) return 0;
    k.line = mask_of(line_a, line_b);
    k.white = mask_of(_mm256_cmpeq_epi8(a, space), _mm256_cmpeq_epi8(b, space)) | k.line;
    k.quote = mask_of(_mm256_cmpeq_epi8(a, quote), _mm256_cmpeq_epi8(b, quote));
    k.cjk = 0;
    n = judge(&k, n, joins, st, &keep);
    if (!n) return 0;
    a = _mm256_blendv_epi8(a, space, line_a);
    b = _mm256_blendv_epi8(b, space, line_b);
    if (keep == below(n)) {
        _mm256_storeu_si256((__m256i *)(void *)unit, _mm256_cvtepu8_epi16(_mm256_castsi256_si128(a)));
        _mm256_storeu_si256((__m256i *)(void *)(unit + 16), _mm256_cvtepu8_epi16(_mm256_extracti128_si256(a, 1)));
        _mm256_storeu_si256((__m256i *)(void *)(unit + 32), _mm256_cvtepu8_epi16(_mm256_castsi256_si128(b)));
        _mm256_storeu_si256((__m256i *)(void *)(unit + 48), _mm256_cvtepu8_epi16(_mm256_extracti128_si256(b, 1)));
    } else {
        const __m256i low[2] = {a, b}, high[2] = {zero, zero};
        put_window(f, unit, low, high, keep);
    }
    end_window(out, windows, st, at, keep, false);
    return n;
}

static inline unsigned character_at(const struct piece *p, size_t r)
{
    return p->low[r] | (unsigned)p->high[r] << 8;
}

static inline bool attaches_at(const struct match_fast *f, const struct piece *p, size_t r)
{
    return (unsigned)f->flat[character_at(p, r)] - FOLD_ATTACHES <= FOLD_HALF_VOICED - FOLD_ATTACHES;
}

struct window { /* 64 characters of a piece, folded */
    __m256i low[2], high[2];
    uint64_t gone; /* voiced marks that are now part of the kana before them */
};

/* Characters `other` of the window at r, which ranges do not fold, are folded by the table: eight at a time where there is one. Those that need
 * fold_segment end the window before the first character that they may change; returns whether there is such. */
AVX2 static bool fold_others(const struct match_fast *f, const struct piece *p, size_t r, uint64_t other, unsigned *n, struct window *w)
{
    const __m256i pick = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, -1, -1, -1, -1, -1, -1, -1, -1));
    uint8_t low[64], high[64];
    uint64_t odd = 0;
    bool stuck = false;
    for (unsigned i = 0; i < 2; i++) {
        _mm256_storeu_si256((__m256i *)(void *)(low + 32 * i), w->low[i]);
        _mm256_storeu_si256((__m256i *)(void *)(high + 32 * i), w->high[i]);
    }
    while (other) {
        unsigned i = (unsigned)_tzcnt_u64(other) & ~7u;
        __m256i v = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(p->low + r + i)));
        __m128i u;
        v = _mm256_or_si256(v, _mm256_slli_epi32(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(p->high + r + i))), 8));
        v = _mm256_and_si256(_mm256_i32gather_epi32((const int *)(const void *)f->flat, v, 2), _mm256_set1_epi32(0xFFFF));
        odd |= (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(_mm256_set1_epi32(FOLD_HALF_VOICED + 1), v))) << i;
        v = _mm256_shuffle_epi8(v, pick);
        u = _mm_unpacklo_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
        _mm_storel_epi64((__m128i *)(void *)(low + i), u);
        _mm_storeh_pd((double *)(void *)(high + i), _mm_castsi128_pd(u));
        other &= ~(255ull << i);
    }
    for (odd &= below(*n); odd && !stuck; odd &= odd - 1) {
        unsigned i = (unsigned)_tzcnt_u64(odd), code = low[i];
        uint32_t composed = 0;
        if (f->composes && i && (code == FOLD_VOICED || code == FOLD_HALF_VOICED) && !attaches_at(f, p, r + i + 1))
            composed = fold_compose_kana(low[i - 1] | (uint32_t)high[i - 1] << 8, code == FOLD_VOICED ? 0x3099 : 0x309A);
        if (composed) {
            low[i - 1] = (uint8_t)composed; /* the next one or the one after that, in the same 256 */
            w->gone |= 1ull << i;
        } else {
            *n = code != FOLD_SPECIAL && i ? i - 1 : i;
            stuck = true;
        }
    }
    for (unsigned i = 0; i < 2; i++) {
        w->low[i] = _mm256_loadu_si256((const __m256i *)(const void *)(low + 32 * i));
        w->high[i] = _mm256_loadu_si256((const __m256i *)(const void *)(high + 32 * i));
    }
    return stuck;
}

/* As fold_ascii_window for n <= 64 characters of a piece, from r on; one more is there to be looked at. *stuck: fold_segment must do what comes
 * next. */
AVX2 static unsigned fold_window(const struct match_fast *f, bool joins, struct fold_state *st, const struct piece *p, size_t r, unsigned n,
                                 uint32_t at, struct fold_units *out, struct fold_windows *windows, bool *stuck)
{
    const __m256i space = _mm256_set1_epi8(0x20), line = _mm256_set1_epi8(FOLD_LINE), quote = _mm256_set1_epi8('>'), zero = _mm256_setzero_si256();
    struct window w;
    __m256i good[2], is_line[2], is_white[2], is_quote[2], cjk[2];
    struct kinds k;
    uint64_t keep, other;
    *stuck = false;
    w.gone = 0;
    while (n && attaches_at(f, p, r + n)) n--;
    for (unsigned i = 0; i < 2; i++) {
        w.low[i] = _mm256_loadu_si256((const __m256i *)(const void *)(p->low + r + 32 * i));
        w.high[i] = _mm256_loadu_si256((const __m256i *)(const void *)(p->high + r + 32 * i));
        good[i] = fold_ranges(f, &w.low[i], &w.high[i]);
    }
    other = (~mask_of(good[0], good[1]) | f->no_ranges) & below(n);
    if (other) *stuck = fold_others(f, p, r, other, &n, &w);
    if (!n) {
        *stuck = true;
        return 0;
    }
    for (unsigned i = 0; i < 2; i++) {
        __m256i latin = _mm256_cmpeq_epi8(w.high[i], zero);
        is_line[i] = _mm256_and_si256(_mm256_cmpeq_epi8(w.low[i], line), latin);
        is_white[i] = _mm256_or_si256(_mm256_and_si256(_mm256_cmpeq_epi8(w.low[i], space), latin), is_line[i]);
        is_quote[i] = _mm256_and_si256(_mm256_cmpeq_epi8(w.low[i], quote), latin);
        cjk[i] = BYTES_BETWEEN(w.high[i], 0x30, 0x9F); /* a blank is no longer there */
        w.low[i] = _mm256_blendv_epi8(w.low[i], space, is_line[i]);
    }
    k.line = mask_of(is_line[0], is_line[1]);
    k.white = mask_of(is_white[0], is_white[1]);
    k.quote = mask_of(is_quote[0], is_quote[1]);
    k.cjk = mask_of(cjk[0], cjk[1]) | w.gone;
    n = judge(&k, n, joins, st, &keep);
    if (!n) return 0;
    keep &= ~w.gone;
    put_window(f, out->unit + out->n, w.low, w.high, keep);
    end_window(out, windows, st, at, keep, k.cjk >> (n - 1) & 1);
    return n;
}

/* The byte where unit r of a piece starts. */
AVX2 static inline size_t byte_of(const struct piece *p, size_t r)
{
    size_t at = p->at[r >> 3];
    if (r & 7u) at += (unsigned)_tzcnt_u64(_pdep_u64(1ull << ((r & 7u) - 1), bits_from(p->first, at + 1))) + 1;
    return at;
}

/* Folds what it can of a piece at in[i..n); returns the bytes, 0 if fold_segment must go first. */
AVX2 static size_t fold_piece(const struct match_fast *f, const struct folder *folder, struct fold_state *st, const char *in, size_t i, size_t n,
                              bool last, uint32_t at, struct fold_units *out, struct fold_windows *windows)
{
    const bool joins = (folder->flags & FOLD_BREAKS) != 0;
    const unsigned char *s = (const unsigned char *)in + i;
    struct piece p;
    size_t r = 0, safe;
    find_characters(s, n - i < PIECE ? n - i : PIECE, &p);
    if (!p.chars) return 0;
    decode_characters(f, s, &p);
    if (last && i + p.bytes == n) {
        safe = p.chars;
        p.low[safe] = p.high[safe] = 0; /* nothing that attaches */
    } else {
        safe = p.chars - 1; /* what follows may attach to the last one */
    }
    while (r < safe && fold_has_room(out, windows)) {
        size_t pos, used;
        if (!st->space) {
            bool stuck;
            unsigned done = fold_window(f, joins, st, &p, r, safe - r < 64 ? (unsigned)(safe - r) : 64, at + (uint32_t)(i + byte_of(&p, r)), out,
                                        windows, &stuck);
            r += done;
            if (!stuck) {
                if (done) continue;
                break; /* white space as far as one can see: the next piece shows more of it */
            }
        }
        pos = byte_of(&p, r);
        used = fold_segment(folder, st, (const char *)s + pos, n - i - pos, last, at + (uint32_t)(i + pos), out);
        if (!used || used > 32 || pos + used >= p.bytes || !(bits_from(p.first, pos + used) & 1)) return pos + used;
        r += (unsigned)_mm_popcnt_u64(bits_from(p.first, pos) & below((unsigned)used));
    }
    return byte_of(&p, r);
}

AVX2 static size_t fold_avx2(const struct match_fast *f, const struct folder *folder, struct fold_state *st, const char *in, size_t i, size_t n,
                             bool last, uint32_t at, struct fold_units *out, struct fold_windows *windows)
{
    const bool joins = (folder->flags & FOLD_BREAKS) != 0;
    const unsigned char *s = (const unsigned char *)in;
    while (i < n && fold_has_room(out, windows)) {
        size_t used = 0;
        if (!st->space) {
            size_t left = n - i, ascii = _tzcnt_u64(mask_of(_mm256_loadu_si256((const __m256i *)(const void *)(s + i)),
                                                            _mm256_loadu_si256((const __m256i *)(const void *)(s + i + 32))));
            if (st->any && ascii == 64 && left > 64) {
                const size_t stopped = fold_ascii_run(f, joins, st, s, i, n, at, out, windows);
                if (stopped > i) {
                    i = stopped;
                    continue;
                }
            }
            if (ascii > left) ascii = left;
            if (ascii == left || ascii >= ASCII_WINDOW) {
                if (ascii == left ? !last : s[i + ascii] >= 0x80) ascii--; /* what follows may attach to it */
                if (ascii) used = fold_ascii_window(f, joins, st, s + i, (unsigned)ascii, at + (uint32_t)i, out, windows);
            } else {
                used = fold_piece(f, folder, st, in, i, n, last, at, out, windows);
            }
        }
        if (!used) used = fold_segment(folder, st, in + i, n - i, last, at + (uint32_t)i, out);
        if (!used) break;
        i += used;
    }
    return i;
}

static void fill_squeeze(struct match_fast *f)
{
    for (unsigned keep = 0; keep < 256; keep++) {
        unsigned n = 0;
        memset(f->squeeze[keep], 0x80, 16);
        for (unsigned i = 0; i < 8; i++)
            if (keep >> i & 1) {
                f->squeeze[keep][2 * n] = (uint8_t)(2 * i);
                f->squeeze[keep][2 * n++ + 1] = (uint8_t)(2 * i + 1);
            }
    }
}

/* The shuffles that bring four characters of one to three bytes each, last byte first, to four bytes each. */
static void fill_orders(struct match_fast *f)
{
    for (unsigned ends = 0; ends < 4096; ends++) {
        unsigned from = 0, which = 0, place = 1;
        uint8_t order[16];
        memset(order, 0x80, 16);
        for (unsigned c = 0; c < 4; c++) {
            unsigned len = 1;
            while (len < 3 && !(ends >> (from + len - 1) & 1)) len++; /* a longer one is not in well-formed text */
            for (unsigned b = 0; b < len; b++) order[4 * c + b] = (uint8_t)(from + len - 1 - b);
            from += len;
            which += place * (len - 1);
            place *= 3;
        }
        f->order_of[ends] = (uint8_t)which;
        memcpy(f->order[which], order, 16);
    }
}

/* Compares the ranges with the table. Options may disagree (small kana ...): then the table does all; but ASCII must agree. */
AVX2 static bool check_ranges(struct match_fast *f)
{
    for (unsigned c = 0; c < 65536; c += 32) {
        uint8_t l[32], h[32], a[32];
        __m256i low, high = _mm256_set1_epi8((char)(c >> 8)), ascii;
        uint32_t good;
        for (unsigned i = 0; i < 32; i++) l[i] = (uint8_t)(c + i);
        low = _mm256_loadu_si256((const __m256i *)(const void *)l);
        ascii = fold_ascii_bytes(f, low);
        good = (uint32_t)_mm256_movemask_epi8(fold_ranges(f, &low, &high));
        if (!good && c >= 128) continue;
        _mm256_storeu_si256((__m256i *)(void *)l, low);
        _mm256_storeu_si256((__m256i *)(void *)h, high);
        _mm256_storeu_si256((__m256i *)(void *)a, ascii);
        for (unsigned i = 0; i < 32; i++) {
            unsigned unit = f->flat[c + i];
            if (c < 128 && a[i] != unit) return false;
            if (!(good >> i & 1)) continue;
            if (common_of(f, (uint16_t)(l[i] | h[i] << 8)) != unit) f->no_ranges = ~0ull;
            if ((unit <= FOLD_CODES && unit != FOLD_LINE && unit != FOLD_CODES) || (unit > FOLD_CODES && f->flat[unit] != unit)) f->no_ranges = ~0ull;
        }
    }
    return true;
}
#endif

/* White space of the common kinds at r->i: passed over, as far as it is clear what becomes of it. Returns whether anything was done. */
static bool fold_space(const struct match_fast *f, const struct folder *folder, struct fold_state *st, struct run *r)
{
    const unsigned char *s = r->s;
    size_t i = r->i, last = i;
    bool line = false;
    uint32_t next = 0;
    while (i < r->end) {
        if (s[i] == ' ' || s[i] == '\t') {
            last = i++;
        } else if (s[i] >= 10 && s[i] <= 13) {
            line = true;
            last = i++;
        } else if (s[i] == '>' && line && (folder->flags & FOLD_BREAKS)) {
            last = i++;
        } else if (s[i] == 0xE3 && s[i + 1] == 0x80 && s[i + 2] == 0x80) {
            last = i;
            i += 3;
        } else {
            break;
        }
    }
    if (i == r->i) return false;
    if (i < r->end) {
        if (s[i] < 0x80) {
            next = f->flat[s[i]];
        } else if (s[i] >= 0xE1 && s[i] <= 0xEF && (s[i + 1] & 0xC0) == 0x80 && (s[i + 2] & 0xC0) == 0x80) {
            next = f->flat[(s[i] & 15u) << 12 | (s[i + 1] & 63u) << 6 | (s[i + 2] & 63u)];
        }
        if (next > FOLD_CODES) {
            if (st->any && !((folder->flags & FOLD_BREAKS) && st->cjk && fold_is_cjk(next))) {
                struct fold_units *o = r->out;
                o->unit[o->n] = ' ';
                o->start[o->n] = r->at + (uint32_t)r->i;
                o->len[o->n++] = 1;
            }
            r->i = i;
            return true;
        }
    }
    /* It may go on behind the block, or something may attach to the last of it: the slow way has a look at that one. */
    if (i >= r->end || fold_attaches((const char *)s + i, 4)) i = last;
    if (i == r->i) return false;
    st->space = true;
    st->space_break = line;
    st->space_at = r->at + (uint32_t)r->i;
    r->i = i;
    return true;
}

/* If the character at r->i attaches, the one before it, which the table folded alone, is folded again together with it. */
static void take_back(struct run *r, size_t n)
{
    struct fold_units *o = r->out;
    if (r->i < n && o->n && fold_attaches((const char *)r->s + r->i, n - r->i)) r->i = o->start[--o->n] - r->at;
}

size_t match_fast_fold(const struct match_fast *f, const struct folder *folder, struct fold_state *st, const char *in, size_t from, size_t n,
                       bool last, uint32_t at, struct fold_units *out, struct fold_windows *windows)
{
    struct run r = {(const unsigned char *)in, from, 0, at, out};
    size_t fence = from; /* a segment ended here: what follows starts a new one */
#ifdef HAVE_AVX2_PATH
    if (f->avx2) return fold_avx2(f, folder, st, in, from, n, last, at, out, windows);
#endif
    (void)windows;
    while (r.i < n && out->cap - out->n >= FOLD_STEP_UNITS) {
        size_t room = out->cap - out->n - FAST_MARGIN, used, before = r.i;
        r.end = n > FAST_MARGIN ? n - FAST_MARGIN : 0;
        if (r.end > r.i + room) r.end = r.i + room;
        if (r.i >= r.end && !last && room >= n - r.i) break; /* the rest is better done together with the next block */
        if (r.i < r.end && !st->space) {
            size_t units = out->n;
            unsigned char c = r.s[r.i];
            if (c > 0x20 && c < 0x80) {
                fold_ascii(f, &r);
            } else if (c <= 0x20 || (c == 0xE3 && r.s[r.i + 1] == 0x80 && r.s[r.i + 2] == 0x80)) {
                if (fold_space(f, folder, st, &r)) {
                    fence = r.i;
                    continue;
                }
            } else if (c >= 0xE1) {
                fold_wide(f, &r);
            } else {
                fold_two(f, &r);
            }
            if (r.i > before) {
                if (out->n > units) {
                    st->any = true;
                    st->cjk = fold_is_cjk(out->unit[out->n - 1]);
                }
                fence = out->n > units && out->start[out->n - 1] + out->len[out->n - 1] == r.at + (uint32_t)r.i ? fence : r.i;
                continue;
            }
        }
        /* Not simple. What attaches to the character before it takes that one back. */
        if (r.i != fence) take_back(&r, n);
        used = fold_segment(folder, st, in + r.i, n - r.i, last, at + (uint32_t)r.i, out);
        fence = r.i += used;
        if (!used) break;
    }
    if (r.i != fence) take_back(&r, n);
    return r.i;
}

static bool is_voiced_mark(const unsigned char *s)
{
    return (s[0] == 0xE3 && s[1] == 0x82 && (s[2] == 0x99 || s[2] == 0x9A)) || (s[0] == 0xEF && s[1] == 0xBE && (s[2] == 0x9E || s[2] == 0x9F));
}

void match_fast_place(struct fold_units *out, struct fold_windows *windows, const char *in, uint32_t at, size_t unit)
{
    size_t low = 0, high = windows->n, i, n;
    struct fold_window *w;
    const unsigned char *s = (const unsigned char *)in;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (windows->v[middle].unit <= unit) low = middle + 1;
        else high = middle;
    }
    if (!low) return;
    w = &windows->v[low - 1];
    i = w->at - at;
    n = w->unit;
    for (; (w->keep & 1) && s[i] < 0x80; w->keep >>= 1, n++) { /* most of it is as simple as that */
        out->start[n] = at + (uint32_t)i++;
        out->len[n] = 1;
    }
    for (uint64_t keep = w->keep; keep; keep >>= 1) {
        size_t len = s[i] < 0x80 ? 1 : s[i] < 0xE0 ? 2 : 3;
        if (keep & 1) {
            out->start[n] = at + (uint32_t)i;
            out->len[n] = (uint8_t)(out->unit[n] == ' ' ? 1 : len);
            if (!(keep & 2) && is_voiced_mark(s + i + len)) out->len[n] = (uint8_t)(len + 3);
            n++;
        }
        i += len;
    }
    w->keep = 0; /* done */
}

void match_fast_prepare(struct match_fast *f, const struct folder *folder, bool vectors)
{
    fold_flat(folder, f->flat);
    (void)vectors;
#ifdef HAVE_AVX2_PATH
    f->avx2 = vectors && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
              __builtin_cpu_supports("popcnt");
    if (!f->avx2) return;
    f->to_lower = folder->flags & FOLD_CASE ? 0x20 : 0;
    f->to_hiragana = folder->flags & FOLD_KANA ? 0x60 : 0;
    f->composes = !(folder->flags & FOLD_SMALL_KANA); /* a small kana that became large took no mark before */
    fill_squeeze(f);
    fill_orders(f);
    for (size_t i = 0; i < 65536; i++) { /* what is CJK is asked by one comparison */
        unsigned u = f->flat[i];
        if (u < 0x2E80 || (u >= 0x4E00 && u < 0xA000)) continue;
        if (fold_is_cjk(u) != (u > 0x3000 && u < 0xA000)) f->flat[i] = FOLD_SPECIAL;
    }
    f->avx2 = check_ranges(f);
#endif
}
