/* Keywords in a stream: gathers the text in blocks of one size whatever the chunks, folds it, lets an engine find the keywords, then judges
 * word edges and turns units back into offsets of the original. What a hit means is up to the caller. */
#include "text/match_engine.h"
#include "text/words.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

enum {
    BLOCK_BYTES = 8192,
    SCAN_UNITS = 1024,    /* the plain engine lists hits for so many units at a time */
    WINDOW_STEP = 256,    /* words are broken in windows of fixed places, so that chunks cannot change the answer ... */
    WINDOW_SIDE = 128,    /* ... each looking so far to both sides */
    WINDOW_AHEAD = WINDOW_STEP + WINDOW_SIDE,
    EDGES_APART = 1024,   /* the start of a hit that is longer (in bytes) is taken as a word edge */
    HISTORY_BYTES = EDGES_APART + 2 * WINDOW_AHEAD + 8 * FOLD_SEGMENT_MAX
};

bool match_list_add(struct match_list *list, size_t start, size_t end, uint32_t keyword)
{
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 256;
        struct match_raw *v = cap > SIZE_MAX / sizeof *v ? NULL : realloc(list->v, cap * sizeof *v);
        if (!v) {
            list->failed = true;
            return false;
        }
        list->v = v;
        list->cap = cap;
    }
    list->v[list->n].start = start;
    list->v[list->n].end = end;
    list->v[list->n++].keyword = keyword;
    return true;
}

/* Letters, digits and their marks in scripts that put spaces between words, as far as a keyword may lean on them: not Hangul, whose
 * particles cling to the word, and not the scripts without spaces. */
static bool is_spaced(uint32_t cp)
{
    UErrorCode e = U_ZERO_ERROR;
    if (cp < 0x80) return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z');
    if (fold_is_cjk(cp) || !(U_GET_GC_MASK((UChar32)cp) & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_NL_MASK | U_GC_M_MASK))) return false;
    switch (uscript_getScript((UChar32)cp, &e)) {
    case USCRIPT_HANGUL:
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return false;
    default:
        return true;
    }
}

static bool is_letter(uint32_t cp)
{
    return (U_GET_GC_MASK((UChar32)cp) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

static uint32_t unit_after(const uint16_t *u, size_t n, size_t i)
{
    return U16_IS_LEAD(u[i]) && i + 1 < n && U16_IS_TRAIL(u[i + 1]) ? (uint32_t)U16_GET_SUPPLEMENTARY(u[i], u[i + 1]) : u[i];
}

static uint32_t unit_before(const uint16_t *u, size_t i)
{
    return U16_IS_TRAIL(u[i - 1]) && i > 1 && U16_IS_LEAD(u[i - 2]) ? (uint32_t)U16_GET_SUPPLEMENTARY(u[i - 2], u[i - 1]) : u[i - 1];
}

static uint8_t edges_of(const uint16_t *u, size_t n, enum match_word mode)
{
    uint32_t first = unit_after(u, n, 0), last = unit_before(u, n);
    uint8_t edges = 0;
    if (mode == MATCH_WORD_ANY) return 0;
    if (is_spaced(first)) {
        edges |= EDGE_START_SPACED;
    } else if (mode == MATCH_WORD_WHOLE && is_letter(first)) {
        edges |= EDGE_START_DICTIONARY;
    }
    if (is_spaced(last)) {
        edges |= EDGE_END_SPACED;
    } else if (mode == MATCH_WORD_WHOLE && is_letter(last)) {
        edges |= EDGE_END_DICTIONARY;
    }
    return edges;
}

/* Appends the folded keyword to the pool; 0 units when it folds to nothing or is too long, SIZE_MAX when memory is short. */
static size_t add_word(struct matcher *m, const char *utf8, size_t *cap)
{
    uint16_t units[MATCH_KEYWORD_MAX + FOLD_STEP_UNITS];
    uint32_t starts[MATCH_KEYWORD_MAX + FOLD_STEP_UNITS];
    uint8_t lens[MATCH_KEYWORD_MAX + FOLD_STEP_UNITS];
    struct fold_units out = {units, starts, lens, 0, MATCH_KEYWORD_MAX + FOLD_STEP_UNITS};
    struct fold_state st = {0};
    size_t n = strlen(utf8), i = 0;
    while (i < n && out.n <= MATCH_KEYWORD_MAX) i += fold_segment(&m->folder, &st, utf8 + i, n - i, true, (uint32_t)i, &out);
    if (out.n > MATCH_KEYWORD_MAX) return 0;
    if (out.n > *cap - m->units_len) {
        size_t grown = *cap ? *cap * 2 : 4096;
        uint16_t *p = realloc(m->units, grown * sizeof *p);
        if (!p) return SIZE_MAX;
        m->units = p;
        *cap = grown;
    }
    if (out.n) memcpy(m->units + m->units_len, units, out.n * sizeof *units); /* nothing: units may not be there yet */
    m->units_len += out.n;
    return out.n;
}

struct matcher *matcher_new_engine(const struct match_keyword *words, size_t count, unsigned fold_flags, bool *useless,
                                   enum match_engine engine)
{
    struct matcher *m = calloc(1, sizeof *m);
    size_t cap = 0;
    if (!m) return NULL;
    atomic_init(&m->plain, NULL);
    folder_init(&m->folder, fold_flags);
    m->words = calloc(count ? count : 1, sizeof *m->words);
    if (!m->words || count > UINT32_MAX - 1) goto failed;
    m->count = count;
    for (size_t k = 0; k < count; k++) {
        struct match_word_entry *w = &m->words[k];
        size_t len;
        w->at = (uint32_t)m->units_len;
        w->id = words[k].id;
        len = m->units_len > UINT32_MAX - MATCH_KEYWORD_MAX ? SIZE_MAX : add_word(m, words[k].utf8, &cap);
        if (len == SIZE_MAX) goto failed;
        w->len = (uint16_t)len;
        if (useless) useless[k] = len == 0;
        if (!len) continue;
        w->edges = edges_of(m->units + w->at, len, words[k].word);
        if (w->edges & (EDGE_START_DICTIONARY | EDGE_END_DICTIONARY)) m->dictionary = true;
        if (len > m->longest) m->longest = len;
    }
    if (engine != MATCH_ENGINE_PLAIN && m->longest) {
        m->fast = match_fast_new(m, engine == MATCH_ENGINE_FAST);
        if (!m->fast) goto failed;
    }
    return m;
failed:
    matcher_free(m);
    return NULL;
}

struct matcher *matcher_new(const struct match_keyword *words, size_t count, unsigned fold_flags, bool *useless)
{
    return matcher_new_engine(words, count, fold_flags, useless, MATCH_ENGINE_FAST);
}

void matcher_free(struct matcher *m)
{
    if (!m) return;
    match_fast_free(m->fast);
    match_plain_free(atomic_load(&m->plain));
    free(m->words);
    free(m->units);
    free(m);
}

size_t matcher_memory(const struct matcher *m, size_t *fixed)
{
    size_t fast_fixed = 0, fast = m->fast ? match_fast_memory(m->fast, &fast_fixed) : 0;
    *fixed = sizeof *m + fast_fixed;
    return sizeof *m + fast + m->count * sizeof *m->words + m->units_len * sizeof *m->units + match_plain_memory(atomic_load(&m->plain));
}

bool matcher_could_hit(const struct matcher *m, const char *characters)
{
    uint16_t units[FOLD_STEP_UNITS];
    uint32_t starts[FOLD_STEP_UNITS];
    uint8_t lens[FOLD_STEP_UNITS], known[(UINT16_MAX + 1) / 8] = {0};
    for (size_t i = 0; characters[i]; i++) {
        struct fold_units out = {units, starts, lens, 0, FOLD_STEP_UNITS};
        struct fold_state st = {0};
        fold_segment(&m->folder, &st, characters + i, 1, true, 0, &out);
        for (size_t k = 0; k < out.n; k++) known[units[k] >> 3] |= (uint8_t)(1u << (units[k] & 7));
    }
    for (size_t k = 0; k < m->count; k++) {
        const uint16_t *word = m->units + m->words[k].at;
        size_t n = m->words[k].len, i = 0;
        while (i < n && (known[word[i] >> 3] >> (word[i] & 7) & 1)) i++;
        if (n && i == n) return true;
    }
    return false;
}

/* The plain engine, made by whoever needs it first; the loser of a race throws his away. */
static const struct match_plain *plain_of(const struct matcher *m)
{
    struct matcher *shared = (struct matcher *)(uintptr_t)m; /* only this cache changes after birth */
    struct match_plain *p = atomic_load(&shared->plain), *none = NULL;
    if (p) return p;
    p = match_plain_new(m);
    if (p && !atomic_compare_exchange_strong(&shared->plain, &none, p)) {
        match_plain_free(p);
        p = none;
    }
    return p;
}

struct match_stream {
    const struct matcher *m;
    match_fn *fn;
    void *ctx;
    char *in;            /* history, then bytes not yet folded */
    size_t in_cap, in_len, folded;
    uint64_t in_at;      /* offset of in[0] in the text */
    struct fold_state fold;
    struct fold_units out;
    struct fold_windows windows;
    size_t done;         /* units before this have had their hits */
    struct match_list list;
    struct word_breaker *breaker;
    uint64_t window;     /* which window `marks` are of, plus one */
    uint64_t window_from;
    size_t window_len;
    bool marks[WORD_BREAKER_MAX + 1];
};

struct match_stream *match_open(const struct matcher *m, match_fn *fn, void *ctx)
{
    struct match_stream *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->m = m;
    s->fn = fn;
    s->ctx = ctx;
    s->in_cap = BLOCK_BYTES + (m->dictionary ? (size_t)HISTORY_BYTES : 0);
    s->out.cap = BLOCK_BYTES + FOLD_STEP_UNITS + 2 * (m->longest + 2) + WINDOW_AHEAD;
    s->in = malloc(s->in_cap + MATCH_IN_PADDING);
    s->out.unit = calloc(s->out.cap + MATCH_PADDING, sizeof *s->out.unit);
    s->out.start = malloc((s->out.cap + MATCH_PADDING) * sizeof *s->out.start);
    s->out.len = malloc(s->out.cap + MATCH_PADDING);
    if (m->dictionary) s->breaker = word_breaker_new(); /* without one every place counts as a word edge */
    if (!s->in || !s->out.unit || !s->out.start || !s->out.len) {
        match_close(s);
        return NULL;
    }
    return s;
}

void match_close(struct match_stream *s)
{
    if (!s) return;
    free(s->in);
    free(s->out.unit);
    free(s->out.start);
    free(s->out.len);
    free(s->list.v);
    word_breaker_free(s->breaker);
    free(s);
}

static uint64_t absolute(const struct match_stream *s, uint32_t low)
{
    uint64_t now = s->in_at + s->in_len;
    return now - (uint32_t)((uint32_t)now - low);
}

/* Where a unit starts and ends in the text. */
static uint64_t start_of(struct match_stream *s, size_t unit)
{
    if (s->windows.n) match_fast_place(&s->out, &s->windows, s->in, (uint32_t)s->in_at, unit);
    return absolute(s, s->out.start[unit]);
}

static uint64_t end_of(struct match_stream *s, size_t unit)
{
    uint64_t start = start_of(s, unit);
    return start + s->out.len[unit];
}

/* Writes down the places of all units from this one on: the bytes they stand for are about to go. */
static void place_all(struct match_stream *s, size_t from)
{
    for (size_t i = s->windows.n; i-- > 0 && (i + 1 == s->windows.n || s->windows.v[i + 1].unit > from);)
        match_fast_place(&s->out, &s->windows, s->in, (uint32_t)s->in_at, s->windows.v[i].unit);
    fold_windows_clear(&s->windows);
}

/* Whether words part at this offset of the text. `last`: the text ends with the buffer. */
static bool word_edge(struct match_stream *s, uint64_t at, bool last)
{
    uint64_t window = at / WINDOW_STEP, from = window * WINDOW_STEP, to = from + WINDOW_AHEAD, end = s->in_at + s->in_len;
    const char *text = s->in;
    if (!s->breaker || at == 0 || (last && at >= end)) return true;
    from = from > WINDOW_SIDE ? from - WINDOW_SIDE : 0;
    if (from < s->in_at || at > end) return true;
    if (to > end) to = end;
    while (from < at && ((unsigned char)text[from - s->in_at] & 0xC0) == 0x80) from++;
    while (to > at && to < end && ((unsigned char)text[to - s->in_at] & 0xC0) == 0x80) to--;
    if (s->window != window + 1 || s->window_from != from || s->window_len != (size_t)(to - from)) {
        word_breaker_mark(s->breaker, text + (from - s->in_at), (size_t)(to - from), s->marks);
        s->window = window + 1;
        s->window_from = from;
        s->window_len = (size_t)(to - from);
    }
    return at - from <= s->window_len && s->marks[at - from];
}

static void give(struct match_stream *s, const struct match_raw *raw, bool last)
{
    const struct match_word_entry *w = &s->m->words[raw->keyword];
    const uint16_t *u = s->out.unit;
    struct match_hit hit;
    if ((w->edges & EDGE_START_SPACED) && raw->start > 0 && is_spaced(unit_before(u, raw->start))) return;
    if ((w->edges & EDGE_END_SPACED) && raw->end < s->out.n && is_spaced(unit_after(u, s->out.n, raw->end))) return;
    hit.start = start_of(s, raw->start);
    hit.end = end_of(s, raw->end - 1);
    if ((w->edges & EDGE_START_DICTIONARY) && hit.end - hit.start <= EDGES_APART && !word_edge(s, hit.start, last)) return;
    if ((w->edges & EDGE_END_DICTIONARY) && !word_edge(s, hit.end, last)) return;
    hit.id = w->id;
    hit.keyword = raw->keyword;
    s->fn(s->ctx, &hit);
}

static bool scan(struct match_stream *s, bool last)
{
    size_t to = s->out.n, keep = s->m->longest + 2, drop;
    if (!last) {
        uint64_t end = s->in_at + s->in_len;
        if (to > s->done) to--; /* what follows a word decides whether it is whole */
        while (s->m->dictionary && to > s->done && end_of(s, to - 1) + WINDOW_AHEAD > end) to--;
    }
    memset(s->out.unit + s->out.n, 0, (MATCH_PADDING - s->out.n % 64) * sizeof *s->out.unit);
    while (s->done < to) {
        size_t step = to;
        s->list.n = 0;
        if (!s->m->fast || !match_fast_scan(s->m->fast, s->m, s->out.unit, &s->windows, s->out.n, s->done, to, &s->list)) {
            const struct match_plain *plain = plain_of(s->m);
            if (to - s->done > SCAN_UNITS) step = s->done + SCAN_UNITS;
            s->list.n = 0;
            if (s->m->fast) {
                size_t from = s->done > s->m->longest ? s->done - s->m->longest : 0;
                match_fast_settle(s->m->fast, s->out.unit + from, step - from);
            }
            if (!plain || !match_plain_scan(plain, s->m, s->out.unit, s->done, step, &s->list)) return false;
        }
        for (size_t i = 0; i < s->list.n; i++) give(s, &s->list.v[i], last);
        s->done = step;
    }
    if (last) return true; /* nothing of it is asked for again */
    if (s->done <= keep) {
        place_all(s, 0);
        return true;
    }
    drop = s->done - keep;
    place_all(s, drop);
    s->out.n -= drop;
    s->done = keep;
    memmove(s->out.unit, s->out.unit + drop, s->out.n * sizeof *s->out.unit);
    memmove(s->out.start, s->out.start + drop, s->out.n * sizeof *s->out.start);
    memmove(s->out.len, s->out.len + drop, s->out.n);
    return true;
}

/* Folds and scans what is in the buffer; keeps what cannot be judged yet. */
static bool process(struct match_stream *s, bool last)
{
    size_t kept, history;
    memset(s->in + s->in_len, 0, 64); /* what is read behind the end is not used, but should be the same each time */
    for (;;) {
        size_t used = 1;
        if (s->m->fast) {
            s->folded = match_fast_fold(s->m->fast, &s->m->folder, &s->fold, s->in, s->folded, s->in_len, last, (uint32_t)s->in_at, &s->out,
                                        &s->windows);
            if (fold_has_room(&s->out, &s->windows)) used = 0; /* it stopped for want of bytes */
        }
        while (!s->m->fast && s->folded < s->in_len && s->out.cap - s->out.n >= FOLD_STEP_UNITS) {
            used = fold_segment(&s->m->folder, &s->fold, s->in + s->folded, s->in_len - s->folded, last,
                                (uint32_t)(s->in_at + s->folded), &s->out);
            if (!used) break;
            s->folded += used;
        }
        if (!scan(s, last && s->folded == s->in_len)) return false;
        if (!used || s->folded == s->in_len) break;
    }
    history = s->m->dictionary && s->folded > HISTORY_BYTES ? (size_t)HISTORY_BYTES : s->m->dictionary ? s->folded : 0;
    kept = s->in_len - s->folded + history;
    memmove(s->in, s->in + s->in_len - kept, kept);
    s->in_at += s->in_len - kept;
    s->in_len = kept;
    s->folded = history;
    return true;
}

bool match_feed(struct match_stream *s, const char *utf8, size_t n)
{
    if (!s->m->longest) return true;
    while (n) {
        size_t take = s->in_cap - s->in_len < n ? s->in_cap - s->in_len : n;
        memcpy(s->in + s->in_len, utf8, take);
        s->in_len += take;
        utf8 += take;
        n -= take;
        if (s->in_len == s->in_cap && !process(s, false)) return false;
    }
    return true;
}

bool match_end(struct match_stream *s)
{
    bool ok = !s->in_len || process(s, true);
    s->in_len = s->folded = s->out.n = s->done = 0;
    fold_windows_clear(&s->windows);
    s->in_at = s->window = 0;
    memset(&s->fold, 0, sizeof s->fold);
    return ok;
}
