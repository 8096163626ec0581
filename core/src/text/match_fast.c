/* The fast engine: folds by one table with as few steps as the text allows (match_fold.c), then looks at each place with a filter that lets
 * hardly anything through but true keywords, and compares those in full. Same hits as match_plain.c, to which texts go that defeat the filter.
 *
 * Two filters. Words: a keyword that holds a whole ASCII word (its edges checked, or set by its own neighbours) can only stand where the
 * text has exactly that word, so one look-up for each word of the text will do; where the text is ASCII alone, match_fold.c has done it.
 * Grams: any other keyword is anchored at its rarest pair of units; the pair picks a 32-bit word of a table, the unit behind it a bit in that. */
#include "text/match_fast.h"
#include <stdlib.h>
#include <string.h>

enum {
    TABLE_BITS_MIN = 11, TABLE_BITS_MAX = 18,
    WORK_PER_UNIT = 4        /* comparisons that a text may cost before the plain engine is cheaper */
};

/* ---- finding ------------------------------------------------------------------------------------------------------------- */

static uint32_t hash_gram(uint32_t pair)
{
    return pair * 0x9E3779B1u;
}

static inline uint32_t pair_at(const uint16_t *u)
{
    return (uint32_t)u[0] | (uint32_t)u[1] << 16;
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

static inline bool is_same(const struct match_fast *f, const uint16_t *text, const uint16_t *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] != word[i] && common_of(f, text[i]) != word[i]) return false;
    return true;
}

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
            if (is_same(s->f, s->units + start, s->m->units + w->at, w->len)) {
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
    uint16_t pair[2] = {common_of(s->f, s->units[p]), common_of(s->f, s->units[p + 1])};
    candidate(s, &s->f->by_gram, hash_gram(pair_at(pair)), p);
}

static void word_candidate(struct scan *s, size_t p, uint64_t hash)
{
    candidate(s, &s->f->by_word, (uint32_t)(hash >> 32), p);
}

static void scan_singles(struct scan *s)
{
    for (size_t p = s->from; p < s->to && !s->defeated; p++)
        if (s->f->single[s->units[p] >> 5] >> (s->units[p] & 31u) & 1u) candidate(s, &s->f->by_unit, hash_gram(common_of(s->f, s->units[p])), p);
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
                while (length < WORD_BYTES && p + length < s->n && is_alnum(u[p + length])) length++;
                hash = hash_word(word_letters(u + p, length));
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
    const __m256i *in = (const __m256i *)(const void *)u;
    __m256i v = _mm256_packus_epi16(_mm256_loadu_si256(in), _mm256_loadu_si256(in + 1)), letters;
    struct chunk_masks r;
    v = _mm256_permute4x64_epi64(v, 0xD8); /* above U+7FFF packs to 0, else above U+007F to a byte with the high bit */
    r.alnum = (uint32_t)_mm256_movemask_epi8(alnum_bytes(v, &letters));
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
    unsigned length = (unsigned)_tzcnt_u64(others >> b | 1ull << WORD_BYTES);
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(u + b));
    return hash_word(_bzhi_u64((uint64_t)_mm_cvtsi128_si64(_mm_packus_epi16(v, v)), length * 8));
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

AVX2 static void scan_avx2(struct scan *s, size_t p, size_t to)
{
    const struct match_fast *f = s->f;
    const uint16_t *u = s->units;
    const uint8_t *words = f->words;
    const unsigned shift = f->word_shift, shortest = f->shortest;
    const uint64_t all = f->ascii_grams ? ~0ull : 0, gram_mask = f->have_grams ? ~0ull : 0;
    uint64_t inside = p > 0 && is_alnum(u[p - 1]);
    struct chunk_masks a = masks_of(u + p), b = masks_of(u + p + 32);
    uint64_t alnum = a.alnum | (uint64_t)b.alnum << 32, wide = a.other | (uint64_t)b.other << 32 | all;
    for (; p < to; p += 64) {
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

/* What was not looked up on the way, then the places that were found then. */
AVX2 static void scan_rest(struct scan *s, const struct fold_windows *windows, size_t p)
{
    for (size_t i = 0; i < windows->stretches && p < s->to; i++) {
        const struct fold_stretch *stretch = &windows->stretch[i];
        if (stretch->from > p) scan_avx2(s, p, stretch->from < s->to ? stretch->from : s->to);
        if (stretch->to > p) p = stretch->to;
    }
    if (p < s->to) scan_avx2(s, p, s->to);
    for (size_t i = 0; i < windows->found_n; i++) candidate(s, &s->f->by_word, windows->found[i].key, windows->found[i].unit);
}
#endif

static int by_end(const void *a, const void *b)
{
    const struct match_raw *x = a, *y = b;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return x->keyword < y->keyword ? -1 : x->keyword > y->keyword;
}

void match_fast_settle(const struct match_fast *f, uint16_t *units, size_t n)
{
    for (size_t i = 0; i < n; i++) units[i] = common_of(f, units[i]);
}

bool match_fast_scan(const struct match_fast *f, const struct matcher *m, const uint16_t *units, const struct fold_windows *windows, size_t n,
                     size_t from, size_t to, struct match_list *list)
{
    struct scan s = {f, m, units, from, to, n, list, 0, false};
    size_t p = from > f->after ? from - f->after : 0, kept = 0, same = 0;
    (void)windows; /* without vectors nothing was looked up before */
    s.work_left = 1024 + WORK_PER_UNIT * (to - from);
    if (f->have_words || f->have_grams) {
#ifdef HAVE_AVX2_PATH
        if (f->avx2) scan_rest(&s, windows, p);
        else
#endif
            scan_portable(&s, p);
    }
    if (f->have_singles && !s.defeated) scan_singles(&s);
    if (s.defeated) return false;
    if (list->n > 1) qsort(list->v, list->n, sizeof *list->v, by_end);
    for (size_t i = 0; i < list->n; i++) {
        if (kept && !by_end(&list->v[kept - 1], &list->v[i])) continue; /* found at the edge of two stretches */
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
        a->kind = ANCHOR_WORD;
        a->key = (uint32_t)(hash_word(word_letters(u + a->offset, a->length)) >> 32);
        f->have_words = true;
        if (a->length < f->shortest) f->shortest = a->length;
        return;
    }
    if (w->len == 1) {
        a->kind = ANCHOR_UNIT;
        a->offset = 0;
        a->key = hash_gram(u[0]);
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

/* The kanji that fold to another, by what they fold to. */
struct spellings {
    uint16_t (*v)[2]; /* common form, variant */
    size_t n;
};
struct range {
    size_t from, to; /* and one more, `to`, stands for the common form itself */
};

static int by_common(const void *a, const void *b)
{
    const uint16_t *x = a, *y = b;
    return x[0] != y[0] ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

static bool spellings_fill(struct spellings *s, const struct match_fast *f)
{
    size_t n = 0;
    for (unsigned c = 0x4E00; c < 0xA000; c++) n += f->flat[c] != c;
    s->v = malloc((n + 1) * sizeof *s->v);
    if (!s->v) return false;
    for (unsigned c = 0x4E00; c < 0xA000; c++) {
        if (f->flat[c] == c) continue;
        s->v[s->n][0] = f->flat[c];
        s->v[s->n++][1] = (uint16_t)c;
    }
    qsort(s->v, s->n, sizeof *s->v, by_common);
    return true;
}

static struct range spellings_of(const struct spellings *s, uint16_t unit)
{
    struct range r = {0, 0};
    size_t high = s->n;
    while (r.from < high) {
        size_t middle = (r.from + high) / 2;
        if (s->v[middle][0] < unit) r.from = middle + 1;
        else high = middle;
    }
    for (r.to = r.from; r.to < s->n && s->v[r.to][0] == unit; r.to++) {
    }
    return r;
}

static uint16_t spelling(const struct spellings *s, struct range r, size_t i, uint16_t common)
{
    return i < r.to ? s->v[i][1] : common;
}

/* Lets all spellings of the pair u[0], u[1] pass, if behind it stands u[2] where there is one. */
static void add_gram(struct match_fast *f, const struct spellings *s, const uint16_t *u, bool followed)
{
    struct range r[3] = {spellings_of(s, u[0]), spellings_of(s, u[1]), {0, 0}};
    if (followed) r[2] = spellings_of(s, u[2]);
    for (size_t i = r[0].from; i <= r[0].to; i++)
        for (size_t j = r[1].from; j <= r[1].to; j++) {
            uint16_t pair[2] = {spelling(s, r[0], i, u[0]), spelling(s, r[1], j, u[1])};
            uint32_t hash = hash_gram(pair_at(pair)), *word = &f->grams[hash >> f->gram_shift];
            if (!followed) *word |= 1u << open_bit(f, hash);
            for (size_t k = r[2].from; followed && k <= r[2].to; k++) *word |= 1u << (spelling(s, r[2], k, u[2]) & 15u);
        }
}

struct match_fast *match_fast_new(const struct matcher *m, bool vectors)
{
    enum { SEEN = 1 << 14 };
    struct match_fast *f = calloc(1, sizeof *f);
    struct anchor *all = calloc(m->count + 1, sizeof *all);
    uint16_t *seen = calloc(SEEN, sizeof *seen);
    size_t count[4] = {0, 0, 0, 0};
    struct spellings spellings = {NULL, 0};
    unsigned bits;
    bool ok = false;
    if (!f || !all || !seen) goto out;
    match_fast_prepare(f, &m->folder, vectors);
    f->shortest = 4;
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
    if (!f->grams || !f->words || !spellings_fill(&spellings, f)) goto out;
    for (size_t k = 0; k < m->count; k++) {
        const struct match_word_entry *w = &m->words[k];
        const struct anchor *a = &all[k];
        if (a->kind == ANCHOR_WORD) {
            f->words[(uint64_t)a->key << 32 >> f->word_shift] = 1;
        } else if (a->kind == ANCHOR_GRAM) {
            add_gram(f, &spellings, m->units + w->at + a->offset, a->offset + 2u < w->len);
        } else if (a->kind == ANCHOR_UNIT) {
            struct range r = spellings_of(&spellings, m->units[w->at]);
            for (size_t i = r.from; i <= r.to; i++) {
                uint16_t u = spelling(&spellings, r, i, m->units[w->at]);
                f->single[u >> 5] |= 1u << (u & 31u);
            }
        }
    }
    ok = anchors_fill(&f->by_word, m, all, ANCHOR_WORD, count[ANCHOR_WORD]) && anchors_fill(&f->by_gram, m, all, ANCHOR_GRAM, count[ANCHOR_GRAM]) &&
         anchors_fill(&f->by_unit, m, all, ANCHOR_UNIT, count[ANCHOR_UNIT]);
out:
    free(all);
    free(seen);
    free(spellings.v);
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
