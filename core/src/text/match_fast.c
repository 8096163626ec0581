/* The fast engine: folds by one table with as few steps as the text allows, then looks at each place with a filter that lets hardly
 * anything through but true keywords, and compares those in full. Same hits as match_plain.c, to which texts go that defeat the filter.
 *
 * Two filters. Words: a keyword that holds a whole ASCII word (its edges checked, or set by its own neighbours) can only stand where the
 * text has exactly that word, so one look-up for each word of the text will do. Grams: any other keyword is anchored at its rarest pair of
 * units; the pair picks a 32-bit word of a table, the unit behind it a bit in that. */
#include "text/match_engine.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/utf16.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(_WIN32) /* GCC does not keep the stack aligned for AVX on Windows */
#define HAVE_AVX2_PATH 1
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt")))
#endif

enum {
    FAST_MARGIN = 64,        /* bytes and units that a vector step may touch */
    WORD_BYTES = 8,          /* letters of a word that are hashed */
    WORD_LENGTH_MAX = 31,    /* longer words count as so long */
    TABLE_BITS_MIN = 11, TABLE_BITS_MAX = 18,
    WORK_PER_UNIT = 4        /* comparisons that a text may cost before the plain engine is cheaper */
};

struct entry {               /* one keyword under one anchor */
    uint32_t keyword;
    uint16_t offset;         /* of the anchor in the keyword */
    uint16_t more;           /* the next entry has the same anchor */
};
struct anchors {             /* from the hash of an anchor to the keywords that hang on it */
    uint32_t *key, *first;   /* open addressing; first is the index of an entry plus one, 0 free */
    size_t slots;
    unsigned shift;          /* 32 less the bits of a slot number */
    struct entry *entries;
    size_t count;
};

struct match_fast {
    uint16_t flat[65536 + 2];  /* what each character becomes, 0: not so simple */
    uint32_t single[65536 / 32]; /* keywords of one unit that no word filter finds */
    bool have_singles, have_words, have_grams, ascii_grams, lower;
    unsigned gram_shift, word_shift;
    unsigned shortest;         /* letters of the shortest word that is looked up, at most 4 */
    uint32_t *grams;           /* of grams[hash(pair)], low half: the low bits of what may follow; high half: pairs that nothing must follow */
    uint8_t *words;            /* of the hashes of words, whether any keyword has it */
    size_t gram_words, word_words;
    struct anchors by_gram, by_word, by_unit;
    size_t after;              /* most units from an anchor to the end of its keyword */
    bool avx2;
};

/* ---- folding ------------------------------------------------------------------------------------------------------------- */

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
        if (!unit) return;
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
        if (!unit) return;
        emit(r, unit, 2);
    }
}

#ifdef HAVE_AVX2_PATH
static inline bool is_cjk(uint32_t u) /* fold_is_cjk, the common ones first */
{
    return (u >= 0x4E00 && u < 0xA000) || (u >= 0x3041 && u < 0x3100) || fold_is_cjk(u);
}

static inline bool is_white(unsigned char c) /* of ASCII, what stands in running text */
{
    return c <= 0x20 && (1ull << c & (1ull << ' ' | 1ull << '\n' | 1ull << '\r' | 1ull << '\t'));
}

/* Kanji or kana for certain: neither white space nor a mark. */
static inline bool surely_wide(const unsigned char *p)
{
    return (p[0] >= 0xE4 && p[0] <= 0xE9) || (p[0] == 0xE3 && (p[1] == 0x81 || p[1] == 0x83));
}

/* The unit of the three-byte character at p, 0 if it is none or not so simple. */
static inline uint32_t wide_at(const struct match_fast *f, const unsigned char *p)
{
    if (p[0] < 0xE1 || p[0] > 0xEF || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
    return f->flat[(p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u)];
}

/* As many characters as go without a second thought: runs of ASCII, 32 at a time, runs of three-byte characters, 8 at a time, and the white
 * space between them. Every step writes whole vectors and then counts only what was good. */
AVX2 static void fold_run_avx2(const struct match_fast *f, bool joins, const struct fold_state *st, struct run *r)
{
    struct fold_units *o = r->out;
    const unsigned char *s = r->s;
    uint16_t *unit = o->unit;
    uint32_t *start = o->start;
    uint8_t *len = o->len;
    size_t i = r->i, n = o->n, end = r->end;
    const size_t first = n;
    const uint32_t at0 = r->at;
    bool mixed = true;
    const __m256i steps = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), eight = _mm256_set1_epi32(8), one = _mm256_set1_epi8(1);
    const __m256i space = _mm256_set1_epi8(0x20), newline = _mm256_set1_epi8('\n'), quote = _mm256_set1_epi8('>');
    /* A..Z is moved to the top of what is positive, where one comparison finds it. */
    const __m256i to_top = _mm256_set1_epi8(127 - 'Z'), not_top = _mm256_set1_epi8(127 - 26), lower = _mm256_set1_epi8(f->lower ? 0x20 : 0);
    const __m256i order = _mm256_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1, 2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1);
    const __m256i form = _mm256_set1_epi32(0xF0C0C0), want = _mm256_set1_epi32(0xE08080), low16 = _mm256_set1_epi32(0xFFFF);
    const __m256i threes = _mm256_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21);

    while (i < end) {
        unsigned char c = s[i];
        if (c > 0x20 && c < 0x80) {
            uint32_t stop;
            if (mixed) { /* half a step first: among CJK most runs of ASCII are short */
                __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s + i)), white;
                __m256i at;
                uint32_t blank, odd, after;
                white = _mm_or_si128(_mm_cmpeq_epi8(v, _mm256_castsi256_si128(newline)), _mm_cmpeq_epi8(v, _mm256_castsi256_si128(space)));
                blank = (uint32_t)_mm_movemask_epi8(white);
                after = (uint32_t)_mm_movemask_epi8(_mm_or_si128(white, _mm_cmpeq_epi8(v, _mm256_castsi256_si128(quote))));
                v = _mm_blendv_epi8(v, _mm256_castsi256_si128(space), white);
                odd = (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(_mm256_castsi256_si128(space), v));
                v = _mm_or_si128(v, _mm_and_si128(_mm256_castsi256_si128(lower), _mm_cmpgt_epi8(_mm_add_epi8(v, _mm256_castsi256_si128(to_top)),
                                                                                              _mm256_castsi256_si128(not_top))));
                _mm256_storeu_si256((__m256i *)(void *)(unit + n), _mm256_cvtepu8_epi16(v));
                _mm_storeu_si128((__m128i *)(void *)(len + n), _mm256_castsi256_si128(one));
                at = _mm256_add_epi32(_mm256_set1_epi32((int)(at0 + (uint32_t)i)), steps);
                _mm256_storeu_si256((__m256i *)(void *)(start + n), at);
                _mm256_storeu_si256((__m256i *)(void *)(start + n + 8), _mm256_add_epi32(at, eight));
                stop = odd | (blank & (after >> 1 | 0x8000u));
                if (stop) {
                    unsigned used = (unsigned)__builtin_ctz(stop);
                    used -= (blank << 1 >> used & 1) && !surely_wide(s + i + used); /* else what follows decides about this space */
                    i += used;
                    n += used;
                    continue;
                }
                i += 16;
                n += 16;
            }
            while (i < end) {
                __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(s + i)), at, line = _mm256_cmpeq_epi8(v, newline);
                __m256i white = _mm256_or_si256(line, _mm256_cmpeq_epi8(v, space));
                uint32_t blank = (uint32_t)_mm256_movemask_epi8(white);
                uint32_t after = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(white, _mm256_cmpeq_epi8(v, quote)));
                uint32_t odd;
                v = _mm256_blendv_epi8(v, space, white);
                odd = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(space, v)); /* controls and what is not ASCII */
                v = _mm256_or_si256(v, _mm256_and_si256(lower, _mm256_cmpgt_epi8(_mm256_add_epi8(v, to_top), not_top)));
                _mm256_storeu_si256((__m256i *)(void *)(unit + n), _mm256_cvtepu8_epi16(_mm256_castsi256_si128(v)));
                _mm256_storeu_si256((__m256i *)(void *)(unit + n + 16), _mm256_cvtepu8_epi16(_mm256_extracti128_si256(v, 1)));
                _mm256_storeu_si256((__m256i *)(void *)(len + n), one);
                at = _mm256_add_epi32(_mm256_set1_epi32((int)(at0 + (uint32_t)i)), steps);
                _mm256_storeu_si256((__m256i *)(void *)(start + n), at);
                at = _mm256_add_epi32(at, eight);
                _mm256_storeu_si256((__m256i *)(void *)(start + n + 8), at);
                at = _mm256_add_epi32(at, eight);
                _mm256_storeu_si256((__m256i *)(void *)(start + n + 16), at);
                at = _mm256_add_epi32(at, eight);
                _mm256_storeu_si256((__m256i *)(void *)(start + n + 24), at);
                /* Stop before white space that is more than one character (a quote mark may be one) or whose neighbour is not in sight. */
                stop = odd | (blank & (after >> 1 | 0x80000000u));
                if (stop) {
                    unsigned used = (unsigned)__builtin_ctz(stop);
                    used -= ((uint64_t)blank << 1 >> used & 1) && !surely_wide(s + i + used);
                    i += used;
                    n += used;
                    break;
                }
                i += 32;
                n += 32;
                mixed = false;
            }
        } else if (c >= 0xE1) {
            size_t before = i;
            do { /* how far the run goes is known before the table has answered: the next step need not wait for it */
                __m256i v = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(s + i))),
                                                    _mm_loadu_si128((const __m128i *)(const void *)(s + i + 12)), 1);
                __m256i cp, u;
                unsigned other, special;
                v = _mm256_shuffle_epi8(v, order);
                other = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(_mm256_and_si256(v, form), want))) ^ 0xFFu;
                cp = _mm256_or_si256(_mm256_or_si256(_mm256_and_si256(v, _mm256_set1_epi32(0x3F)),
                                                     _mm256_and_si256(_mm256_srli_epi32(v, 2), _mm256_set1_epi32(0xFC0))),
                                     _mm256_and_si256(_mm256_srli_epi32(v, 4), _mm256_set1_epi32(0xF000)));
                u = _mm256_and_si256(_mm256_i32gather_epi32((const int *)(const void *)f->flat, cp, 2), low16);
                special = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(
                    _mm256_or_si256(_mm256_cmpeq_epi32(u, _mm256_setzero_si256()), _mm256_cmpgt_epi32(_mm256_set1_epi32(0x800), cp))));
                u = _mm256_permute4x64_epi64(_mm256_packus_epi32(u, u), 0x08);
                _mm_storeu_si128((__m128i *)(void *)(unit + n), _mm256_castsi256_si128(u));
                _mm256_storeu_si256((__m256i *)(void *)(start + n), _mm256_add_epi32(_mm256_set1_epi32((int)(at0 + (uint32_t)i)), threes));
                _mm_storel_epi64((__m128i *)(void *)(len + n), _mm_set1_epi8(3));
                if (other) {
                    unsigned used = (unsigned)__builtin_ctz(other);
                    special = _bzhi_u32(special, used);
                    if (__builtin_expect(special != 0, 0)) used = (unsigned)__builtin_ctz(special);
                    i += 3 * used;
                    n += used;
                    if (used && s[i] == ' ' && s[i + 1] > 0x20 && s[i + 1] < 0x80 && i < end) {
                        unit[n] = ' ';
                        start[n] = at0 + (uint32_t)i++;
                        len[n++] = 1;
                    }
                    break;
                }
                if (__builtin_expect(special != 0, 0)) {
                    unsigned used = (unsigned)__builtin_ctz(special);
                    i += 3 * used;
                    n += used;
                    break;
                }
                i += 24;
                n += 8;
            } while (i < end);
            mixed = true;
            if (i == before) break;
        } else if (is_white(c)) {
            size_t j = i;
            bool cjk = false, any = n > first || st->any;
            uint32_t next;
            do {
                j++;
            } while (j < end && is_white(s[j]));
            if (s[j] < 0x80) {
                if (s[j] <= 0x20 || s[j] == '>') break; /* perhaps a quote mark */
            } else {
                next = wide_at(f, s + j);
                if (!next) break;
                cjk = joins && is_cjk(next) && (n > first ? is_cjk(unit[n - 1]) : st->cjk);
            }
            if (any && !cjk) {
                unit[n] = ' ';
                start[n] = at0 + (uint32_t)i;
                len[n++] = 1;
            }
            i = j;
        } else {
            break;
        }
    }
    r->i = i;
    o->n = n;
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
        if (next) {
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
                       bool last, uint32_t at, struct fold_units *out)
{
    struct run r = {(const unsigned char *)in, from, 0, at, out};
    size_t fence = from; /* a segment ended here: what follows starts a new one */
    while (r.i < n && out->cap - out->n >= FOLD_STEP_UNITS) {
        size_t room = out->cap - out->n - FAST_MARGIN, used, before = r.i;
        r.end = n > FAST_MARGIN ? n - FAST_MARGIN : 0;
        if (r.end > r.i + room) r.end = r.i + room;
        if (r.i >= r.end && !last && room >= n - r.i) break; /* the rest is better done together with the next block */
        if (r.i < r.end && !st->space) {
            size_t units = out->n;
#ifdef HAVE_AVX2_PATH
            if (f->avx2) fold_run_avx2(f, (folder->flags & FOLD_BREAKS) != 0, st, &r);
#endif
            if (r.i == before) {
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

/* ---- finding ------------------------------------------------------------------------------------------------------------- */

static uint32_t hash_gram(uint32_t pair)
{
    return pair * 0x9E3779B1u;
}

static uint64_t hash_word(uint64_t letters, uint64_t length)
{
    return (letters + length * 8) * 0x9E3779B97F4A7C15u;
}

static inline uint32_t pair_at(const uint16_t *u)
{
    return (uint32_t)u[0] | (uint32_t)u[1] << 16;
}

static bool is_alnum(uint16_t u)
{
    return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z');
}

/* The key of a word of `length` units. */
static uint64_t word_letters(const uint16_t *u, size_t length)
{
    uint64_t letters = 0;
    for (size_t i = 0; i < length && i < WORD_BYTES; i++) letters |= (uint64_t)(u[i] & 0xFFu) << (8 * i);
    return letters;
}

struct scan {
    const struct match_fast *f;
    const struct matcher *m;
    const uint16_t *units;
    size_t from, to, n;     /* hits with from < end <= to; n units can be read */
    struct match_list *list;
    size_t work_left;
    bool defeated;
};

/* Compares all keywords that hang on this anchor at unit p. */
static void candidate(struct scan *s, const struct anchors *a, uint32_t key, size_t p)
{
    size_t slot = key * 0x85EBCA6Bu >> a->shift;
    const struct entry *e;
    if (s->defeated) return;
    while (a->first[slot] && a->key[slot] != key) slot = (slot + 1) & (a->slots - 1);
    if (!a->first[slot]) return;
    for (e = &a->entries[a->first[slot] - 1];; e++) {
        const struct match_word_entry *w = &s->m->words[e->keyword];
        size_t start = p - e->offset, end = start + w->len, cost = 1;
        if (e->offset <= p && end <= s->to && end > s->from) {
            cost += w->len / 16u;
            if (!memcmp(s->units + start, s->m->units + w->at, w->len * sizeof *s->units)) {
                cost += 4;
                if (!match_list_add(s->list, start, end, e->keyword)) s->defeated = true;
            }
        }
        if (cost >= s->work_left) s->defeated = true;
        if (s->defeated) return;
        s->work_left -= cost;
        if (!e->more) return;
    }
}

/* Which bit of the high half stands for a pair: the bits of its hash just below those that chose the word. */
static inline unsigned open_bit(const struct match_fast *f, uint32_t hash)
{
    return 16 + (hash >> (f->gram_shift - 4) & 15u);
}

static inline bool gram_passes(const struct match_fast *f, const uint16_t *u)
{
    uint32_t hash = hash_gram(pair_at(u)), word = f->grams[hash >> f->gram_shift];
    return (word >> (u[2] & 15u) | word >> open_bit(f, hash)) & 1u;
}

static void gram_candidate(struct scan *s, size_t p)
{
    candidate(s, &s->f->by_gram, hash_gram(pair_at(s->units + p)), p);
}

static void word_candidate(struct scan *s, size_t p, uint64_t hash)
{
    candidate(s, &s->f->by_word, (uint32_t)(hash >> 32), p);
}

static void scan_singles(struct scan *s)
{
    for (size_t p = s->from; p < s->to && !s->defeated; p++)
        if (s->f->single[s->units[p] >> 5] >> (s->units[p] & 31u) & 1u) candidate(s, &s->f->by_unit, hash_gram(s->units[p]), p);
}

static void scan_portable(struct scan *s, size_t p)
{
    const struct match_fast *f = s->f;
    const uint16_t *u = s->units;
    bool inside = p > 0 && is_alnum(u[p - 1]);
    for (; p < s->to && !s->defeated; p++) {
        bool ascii = u[p] < 0x80;
        if (ascii && is_alnum(u[p])) {
            if (!inside && f->have_words) {
                size_t length = 1;
                uint64_t hash;
                while (length < WORD_LENGTH_MAX && p + length < s->n && is_alnum(u[p + length])) length++;
                hash = hash_word(word_letters(u + p, length), length);
                if (f->words[hash >> f->word_shift]) word_candidate(s, p, hash);
            }
            inside = true;
        } else {
            inside = false;
        }
        if (f->have_grams && (f->ascii_grams || !ascii || u[p + 1] >= 0x80) && gram_passes(f, u + p)) gram_candidate(s, p);
    }
}

#ifdef HAVE_AVX2_PATH
struct chunk_masks {
    uint32_t alnum, other; /* of 32 units: ASCII letters and digits; not ASCII */
};

AVX2 static inline struct chunk_masks masks_of(const uint16_t *u)
{
    __m256i v = _mm256_packus_epi16(_mm256_loadu_si256((const __m256i *)(const void *)u), _mm256_loadu_si256((const __m256i *)(const void *)(u + 16)));
    __m256i letter, low, digit;
    struct chunk_masks r;
    v = _mm256_permute4x64_epi64(v, 0xD8); /* above U+7FFF packs to 0, else above U+007F to a byte with the high bit */
    low = _mm256_or_si256(v, _mm256_set1_epi8(0x20)); /* the range a..z is moved to the top of what is positive, 0..9 likewise */
    letter = _mm256_cmpgt_epi8(_mm256_add_epi8(low, _mm256_set1_epi8(127 - 'z')), _mm256_set1_epi8(127 - 26));
    digit = _mm256_cmpgt_epi8(_mm256_add_epi8(v, _mm256_set1_epi8(127 - '9')), _mm256_set1_epi8(127 - 10));
    r.alnum = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(letter, digit));
    r.other = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(v, _mm256_cmpeq_epi8(v, _mm256_setzero_si256())));
    return r;
}

/* Which of the 32 places from u pass the gram filter. */
AVX2 static inline uint32_t grams_of(const struct match_fast *f, const uint16_t *u)
{
    const __m256i mul = _mm256_set1_epi32((int)0x9E3779B1u), low4 = _mm256_set1_epi32(15), half_up = _mm256_set1_epi32(16);
    const __m128i shift = _mm_cvtsi32_si128((int)f->gram_shift), shift4 = _mm_cvtsi32_si128((int)f->gram_shift - 4);
    uint32_t result = 0;
    for (unsigned half = 0; half < 32; half += 16) {
        uint32_t even, odd;
        for (unsigned o = 0; o < 2; o++) {
            __m256i pair = _mm256_loadu_si256((const __m256i *)(const void *)(u + half + o));
            __m256i next = _mm256_loadu_si256((const __m256i *)(const void *)(u + half + o + 2));
            __m256i hash = _mm256_mullo_epi32(pair, mul);
            __m256i word = _mm256_i32gather_epi32((const int *)(const void *)f->grams, _mm256_srl_epi32(hash, shift), 4);
            /* Both bits are moved to the top; 15 - x is what andnot gives of four bits. */
            __m256i follows = _mm256_sllv_epi32(word, _mm256_add_epi32(_mm256_andnot_si256(next, low4), half_up));
            __m256i open = _mm256_sllv_epi32(word, _mm256_andnot_si256(_mm256_srl_epi32(hash, shift4), low4));
            uint32_t m = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_or_si256(follows, open)));
            if (o) odd = m;
            else even = m;
        }
        if (even | odd) result |= (_pdep_u32(even, 0x5555u) | _pdep_u32(odd, 0xAAAAu)) << half;
    }
    return result;
}

/* The hash of the word at u[b], b < 32; others: the bits of 64 units from u that are no letters or digits. */
AVX2 static inline uint64_t word_hash_at(const uint16_t *u, unsigned b, uint64_t others)
{
    unsigned length = (unsigned)_tzcnt_u64(others >> b | 1ull << WORD_LENGTH_MAX);
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(u + b));
    return hash_word(_bzhi_u64((uint64_t)_mm_cvtsi128_si64(_mm_packus_epi16(v, v)), length * 8), length);
}

/* Looks up the words that start at these bits of 32 units from unit p. */
AVX2 static inline void words_at(struct scan *s, const uint8_t *words, unsigned shift, size_t p, uint32_t starts, uint64_t others)
{
    const uint16_t *u = s->units + p;
    uint32_t found = 0;
    for (; starts; starts &= starts - 1) {
        unsigned b = (unsigned)__builtin_ctz(starts);
        if (__builtin_expect(words[word_hash_at(u, b, others) >> shift], 0)) found |= 1u << b;
    }
    for (; found; found &= found - 1) {
        unsigned b = (unsigned)__builtin_ctz(found);
        word_candidate(s, p + b, word_hash_at(u, b, others));
    }
}

AVX2 static inline void grams_at(struct scan *s, size_t p, uint64_t wide)
{
    uint32_t places = grams_of(s->f, s->units + p) & (uint32_t)(wide | wide >> 1);
    for (; places; places &= places - 1) gram_candidate(s, p + (unsigned)__builtin_ctz(places));
}

AVX2 static void scan_avx2(struct scan *s, size_t p)
{
    const struct match_fast *f = s->f;
    const uint16_t *u = s->units;
    const uint8_t *words = f->words;
    const unsigned shift = f->word_shift, shortest = f->shortest;
    const uint64_t all = f->ascii_grams ? ~0ull : 0, gram_mask = f->have_grams ? ~0ull : 0;
    uint64_t inside = p > 0 && is_alnum(u[p - 1]);
    struct chunk_masks a = masks_of(u + p), b = masks_of(u + p + 32);
    uint64_t alnum = a.alnum | (uint64_t)b.alnum << 32, wide = a.other | (uint64_t)b.other << 32 | all;
    for (; p < s->to; p += 64) {
        uint64_t next_alnum, next_wide, starts = alnum & ~(alnum << 1 | inside);
        a = masks_of(u + p + 64);
        b = masks_of(u + p + 96);
        next_alnum = a.alnum | (uint64_t)b.alnum << 32;
        next_wide = a.other | (uint64_t)b.other << 32 | all;
        if (shortest > 1) { /* words of up to three letters cannot be any; what lies behind is taken for letters here */
            uint64_t twice = alnum & (alnum >> 1 | 1ull << 63);
            starts &= shortest > 3 ? twice & (twice >> 2 | 3ull << 62) : twice;
        }
        if ((uint32_t)starts) words_at(s, words, shift, p, (uint32_t)starts, ~alnum);
        if (starts >> 32) words_at(s, words, shift, p + 32, (uint32_t)(starts >> 32), ~(alnum >> 32 | next_alnum << 32));
        if ((wide | (next_wide & 1)) & gram_mask) {
            grams_at(s, p, wide);
            grams_at(s, p + 32, wide >> 32 | next_wide << 32);
        }
        if (s->defeated) return;
        inside = alnum >> 63;
        alnum = next_alnum;
        wide = next_wide;
    }
}
#endif

static int by_end(const void *a, const void *b)
{
    const struct match_raw *x = a, *y = b;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return x->keyword < y->keyword ? -1 : x->keyword > y->keyword;
}

bool match_fast_scan(const struct match_fast *f, const struct matcher *m, const uint16_t *units, size_t n, size_t from, size_t to,
                     struct match_list *list)
{
    struct scan s = {f, m, units, from, to, n, list, 0, false};
    size_t p = from > f->after ? from - f->after : 0, kept = 0, same = 0;
    s.work_left = 1024 + WORK_PER_UNIT * (to - from);
    if (f->have_words || f->have_grams) {
#ifdef HAVE_AVX2_PATH
        if (f->avx2) scan_avx2(&s, p);
        else
#endif
            scan_portable(&s, p);
    }
    if (f->have_singles && !s.defeated) scan_singles(&s);
    if (s.defeated) return false;
    if (list->n > 1) qsort(list->v, list->n, sizeof *list->v, by_end);
    for (size_t i = 0; i < list->n; i++) {
        same = kept && list->v[kept - 1].end == list->v[i].end ? same + 1 : 0;
        if (same < MATCH_ENDS_MAX) list->v[kept++] = list->v[i];
    }
    list->n = kept;
    return true;
}

/* ---- building ------------------------------------------------------------------------------------------------------------ */

enum anchor_kind { ANCHOR_NONE, ANCHOR_WORD, ANCHOR_GRAM, ANCHOR_UNIT };
struct anchor {
    enum anchor_kind kind;
    uint32_t key;
    uint16_t offset, length;
};

/* The longest ASCII word of the keyword that the text must have as a whole word too. */
static bool find_word(const uint16_t *u, const struct match_word_entry *w, struct anchor *a)
{
    size_t best = 0;
    for (size_t i = 0; i < w->len;) {
        size_t j = i;
        while (j < w->len && is_alnum(u[j])) j++;
        if (j > i && j - i > best && (i > 0 || (w->edges & EDGE_START_SPACED)) && (j < w->len || (w->edges & EDGE_END_SPACED))) {
            best = j - i;
            a->offset = (uint16_t)i;
        }
        i = j > i ? j : i + 1;
    }
    a->length = (uint16_t)best;
    return best > 0;
}

/* How telling a unit is: kanji, then Hangul and other letters, then kana, then the rest. */
static unsigned telling(uint16_t u)
{
    if (u >= 0x3400 && u < 0xA000) return 6;
    if (u >= 0x3041 && u < 0x3100) return 3;
    if (u >= 0x80) return u >= 0x3000 && u < 0x3041 ? 1 : 4;
    return is_alnum(u) ? 2 : 0;
}

/* The pair of units that is rarest: in the keyword set, and by what kind of characters it has. */
static bool find_gram(const uint16_t *u, const struct match_word_entry *w, const uint16_t *seen, size_t seen_mask, bool ascii, struct anchor *a)
{
    unsigned best = 0;
    bool found = false;
    for (size_t i = 0; i + 1 < w->len; i++) {
        unsigned score, often = seen[hash_gram(pair_at(u + i)) >> 8 & seen_mask];
        if (!ascii && u[i] < 0x80 && u[i + 1] < 0x80) continue;
        score = 100 + 4 * (telling(u[i]) + telling(u[i + 1])) + (i + 2 < w->len ? telling(u[i + 2]) : 0);
        while (often > 1 && score > 0) {
            score -= score > 3 ? 3 : score;
            often /= 2;
        }
        if (!found || score > best) {
            found = true;
            best = score;
            a->offset = (uint16_t)i;
        }
    }
    return found;
}

static bool anchors_reserve(struct anchors *a, size_t count)
{
    if (!count) return true;
    for (a->slots = 16, a->shift = 28; a->slots < count * 2; a->shift--) a->slots *= 2;
    a->key = calloc(a->slots, sizeof *a->key);
    a->first = calloc(a->slots, sizeof *a->first);
    a->entries = calloc(count, sizeof *a->entries);
    return a->key && a->first && a->entries;
}

static size_t anchors_slot(struct anchors *a, uint32_t key)
{
    size_t slot = key * 0x85EBCA6Bu >> a->shift;
    while (a->first[slot] && a->key[slot] != key) slot = (slot + 1) & (a->slots - 1);
    a->key[slot] = key;
    return slot;
}

/* The entries of one anchor lie side by side: they are counted first, then filled in from the last to the first. */
static bool anchors_fill(struct anchors *a, const struct matcher *m, const struct anchor *all, enum anchor_kind kind, size_t count)
{
    uint32_t at = 0, *end = NULL;
    if (!count) return true;
    if (!anchors_reserve(a, count)) return false;
    end = calloc(a->slots, sizeof *end);
    if (!end) return false;
    for (size_t k = 0; k < m->count; k++)
        if (all[k].kind == kind) a->first[anchors_slot(a, all[k].key)]++;
    for (size_t i = 0; i < a->slots; i++) {
        at += a->first[i];
        if (a->first[i]) a->first[i] = end[i] = at + 1;
    }
    for (size_t k = m->count; k-- > 0;) {
        struct entry *e;
        size_t slot;
        if (all[k].kind != kind) continue;
        slot = anchors_slot(a, all[k].key);
        a->first[slot]--;
        e = &a->entries[a->first[slot] - 1];
        e->keyword = (uint32_t)k;
        e->offset = all[k].offset;
        e->more = a->first[slot] + 1 < end[slot];
    }
    a->count = count;
    free(end);
    return true;
}

static unsigned table_bits(size_t count, unsigned per)
{
    unsigned bits = TABLE_BITS_MIN;
    while (bits < TABLE_BITS_MAX && ((size_t)1 << bits) < count * per) bits++;
    return bits;
}

static void choose_anchor(struct match_fast *f, const struct matcher *m, size_t k, const uint16_t *seen, size_t seen_mask, struct anchor *a)
{
    const struct match_word_entry *w = &m->words[k];
    const uint16_t *u = m->units + w->at;
    struct anchor gram = {ANCHOR_GRAM, 0, 0, 0};
    bool word = find_word(u, w, a), wide;
    wide = find_gram(u, w, seen, seen_mask, false, &gram);
    if (word && (a->length > 3 || !wide)) {
        uint64_t hash = hash_word(word_letters(u + a->offset, a->length), a->length > WORD_LENGTH_MAX ? WORD_LENGTH_MAX : a->length);
        a->kind = ANCHOR_WORD;
        a->key = (uint32_t)(hash >> 32);
        f->have_words = true;
        if (a->length < f->shortest) f->shortest = a->length;
        return;
    }
    if (w->len == 1) {
        a->kind = ANCHOR_UNIT;
        a->offset = 0;
        a->key = hash_gram(u[0]);
        f->single[u[0] >> 5] |= 1u << (u[0] & 31u);
        f->have_singles = true;
        return;
    }
    if (!wide) {
        find_gram(u, w, seen, seen_mask, true, &gram);
        f->ascii_grams = true;
    }
    *a = gram;
    a->key = hash_gram(pair_at(u + a->offset));
    f->have_grams = true;
}

struct match_fast *match_fast_new(const struct matcher *m, bool vectors)
{
    enum { SEEN = 1 << 14 };
    struct match_fast *f = calloc(1, sizeof *f);
    struct anchor *all = calloc(m->count + 1, sizeof *all);
    uint16_t *seen = calloc(SEEN, sizeof *seen);
    size_t count[4] = {0, 0, 0, 0};
    unsigned bits;
    bool ok = false;
    if (!f || !all || !seen) goto out;
    fold_flat(&m->folder, f->flat);
    (void)vectors;
    f->lower = (m->folder.flags & FOLD_CASE) != 0;
    f->shortest = 4;
#ifdef HAVE_AVX2_PATH
    f->avx2 = vectors && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
#endif
    for (size_t k = 0; k < m->count; k++)
        for (size_t i = 0; i + 1 < m->words[k].len; i++) {
            uint16_t *n = &seen[hash_gram(pair_at(m->units + m->words[k].at + i)) >> 8 & (SEEN - 1)];
            if (*n < UINT16_MAX) ++*n;
        }
    for (size_t k = 0; k < m->count; k++) {
        size_t behind;
        if (!m->words[k].len) continue;
        choose_anchor(f, m, k, seen, SEEN - 1, &all[k]);
        count[all[k].kind]++;
        behind = m->words[k].len - all[k].offset;
        if (behind > f->after) f->after = behind;
    }
    bits = table_bits(count[ANCHOR_GRAM], 8);
    f->gram_shift = 32 - bits;
    f->gram_words = (size_t)1 << bits;
    bits = table_bits(count[ANCHOR_WORD], 64);
    f->word_shift = 64 - bits;
    f->word_words = (size_t)1 << bits;
    f->grams = calloc(f->gram_words, sizeof *f->grams);
    f->words = calloc(f->word_words, sizeof *f->words);
    if (!f->grams || !f->words) goto out;
    for (size_t k = 0; k < m->count; k++) {
        const struct match_word_entry *w = &m->words[k];
        const struct anchor *a = &all[k];
        if (a->kind == ANCHOR_WORD) {
            f->words[(uint64_t)a->key << 32 >> f->word_shift] = 1;
        } else if (a->kind == ANCHOR_GRAM) {
            bool open = a->offset + 2u == w->len; /* nothing of the keyword stands behind the pair */
            f->grams[a->key >> f->gram_shift] |= 1u << (open ? open_bit(f, a->key) : m->units[w->at + a->offset + 2u] & 15u);
        }
    }
    ok = anchors_fill(&f->by_word, m, all, ANCHOR_WORD, count[ANCHOR_WORD]) && anchors_fill(&f->by_gram, m, all, ANCHOR_GRAM, count[ANCHOR_GRAM]) &&
         anchors_fill(&f->by_unit, m, all, ANCHOR_UNIT, count[ANCHOR_UNIT]);
out:
    free(all);
    free(seen);
    if (!ok) {
        match_fast_free(f);
        f = NULL;
    }
    return f;
}

static void anchors_free(struct anchors *a)
{
    free(a->key);
    free(a->first);
    free(a->entries);
}

void match_fast_free(struct match_fast *f)
{
    if (!f) return;
    anchors_free(&f->by_gram);
    anchors_free(&f->by_word);
    anchors_free(&f->by_unit);
    free(f->grams);
    free(f->words);
    free(f);
}

size_t match_fast_memory(const struct match_fast *f, size_t *fixed)
{
    const struct anchors *a[3] = {&f->by_gram, &f->by_word, &f->by_unit};
    size_t n = f->gram_words * sizeof *f->grams + f->word_words * sizeof *f->words;
    for (size_t i = 0; i < 3; i++) n += a[i]->slots * 8 + a[i]->count * sizeof *a[i]->entries;
    *fixed = sizeof *f;
    return n + sizeof *f;
}
