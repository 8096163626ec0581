/* Reads a file and everything inside it: recursion, budgets, and the fan-out of text to keyword matcher and personal-data detectors.
 * Knows no format and judges nothing; readers speak to it through the sink only. */
#include "inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "formats/format.h"
#include "formats/names.h"
#include "observe/sink.h"

enum {
    NUMBER_BYTES = 32,             /* longer digits are text like any other */
    AGAIN_BYTES = 256,             /* a shared text that is longer names the same persons wherever it stands: they are looked for once */
    HEAD_BYTES = 64 * 1024,        /* what a bid may look at */
    SLICE_BYTES = 16 * 1024,       /* text goes to the matcher in pieces of this size */
    WINDOW_BYTES = 96 * 1024,      /* original text held for the surroundings of hits and for the detectors */
    WINDOW_KEEP = 8 * 1024,        /* of it, what stays when the window moves on */
    CONTEXT_CHARACTERS = 100,      /* on each side of a hit */
    CONTEXT_BYTES = 4 * CONTEXT_CHARACTERS,
    HIT_TEXT_BYTES = 800,          /* at most 200 characters of the hit itself */
    HITS_PER_RULE_AND_PART = 20,
    HITS_MAX = 4096,
    ACCEPT_MAX = 10000,            /* hits of a rule in one part, secrets of a file that are looked at closely; the ones after it count as they are */
    PENDING_MAX = 64,              /* hits of one window that wait for the text behind them */
    FOUND_PER_FACT = 20,
    SAMPLE_BYTES = 800,
    NAME_BYTES = 4096,
    META_BYTES = 4096,
    WHERE_BYTES = 300
};

struct pending_hit {
    uint32_t rule;
    uint64_t start, end;
};

/* One text stream through matcher and detectors; shared by all parts of one inspection, for blocks never nest. */
struct scanner {
    struct arena *arena;
    struct budget *budget;
    const struct inspect_options *options;
    struct match_stream *stream;
    struct inspect_result *out;
    struct inspect_hit **last_hit;
    size_t hit_count, secrets_asked;
    struct {
        const struct part *part;
        uint32_t kept, asked;
    } *kept; /* [rule_count]: hits of the part last seen */
    bool nomem;
    bool numbers_hit;      /* a keyword may stand in a text of digits and signs alone: seldom, and most cells are such texts */

    /* the open block */
    bool open;
    bool number;           /* it is such a text so far, and the matcher has not had it */
    const struct part *part;
    struct persons *persons;
    struct place place;
    char table[200]; /* copy of place.table */
    struct buf window;
    uint64_t window_start; /* offset in the block of window.data[0] */
    size_t persons_from;   /* in the window: text not yet handed to the detectors */
    struct pending_hit pending[PENDING_MAX];
    size_t pending_count;
    /* while a shared string is being defined its hits are kept for the cells that use it */
    struct part_sink *defining;
};

struct shared_hit {
    uint32_t index;
    uint32_t rule;
    uint32_t start, end; /* in the string */
    bool used;
};

struct part_sink {
    struct sink sink;
    struct inspection *in;
    struct part *part;
    struct persons *persons;
    unsigned depth;
    bool became;
    struct buf shared_text;
    size_t *shared_end;
    size_t shared_count, shared_cap;
    uint8_t *shared_used; /* bit for each string */
    struct shared_hit *shared_hits;
    size_t shared_hit_count, shared_hit_cap;
    uint64_t shared_charged;
};

struct inspection {
    struct scanner scan;
    struct arena *arena;
    struct budget *budget;
    const struct inspect_options *options;
};

/* ---- the place of a hit in words ---- */

static void column_name(uint32_t column, char out[8])
{
    char rev[8];
    size_t n = 0;
    while (column > 0 && n < sizeof rev - 1) {
        rev[n++] = (char)('A' + (column - 1) % 26);
        column = (column - 1) / 26;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = rev[n - 1 - i];
    out[n] = '\0';
}

static char *place_text(struct arena *arena, const struct place *p)
{
    char out[WHERE_BYTES] = "", column[8];
    const char *table = p->table ? p->table : "";
    switch (p->kind) {
    case PLACE_CELL:
        column_name(p->column, column);
        snprintf(out, sizeof out, "%s%s%s%lu", table, *table ? "!" : "", column, (unsigned long)p->row);
        break;
    case PLACE_PAGE:
        snprintf(out, sizeof out, "page %lu", (unsigned long)p->number);
        break;
    case PLACE_SLIDE:
        snprintf(out, sizeof out, "slide %lu", (unsigned long)p->number);
        break;
    case PLACE_NOTE:
        snprintf(out, sizeof out, "note %lu", (unsigned long)p->number);
        break;
    case PLACE_COMMENT:
        snprintf(out, sizeof out, *table ? "comment %s" : "comment", table);
        break;
    case PLACE_HEADER:
        snprintf(out, sizeof out, "header");
        break;
    case PLACE_PROPERTY:
        snprintf(out, sizeof out, "property %s", table);
        break;
    case PLACE_BODY:
        if (p->number)
            snprintf(out, sizeof out, "paragraph %lu", (unsigned long)p->number);
        break;
    case PLACE_SUBJECT:
    case PLACE_FILE_NAME:
    case PLACE_OTHER:
        break;
    }
    return arena_strdup(arena, out);
}

/* ---- the scanner ---- */

static void scanner_hit(void *ctx, const struct match_hit *hit);
static void shared_hit_add(struct scanner *s, uint32_t rule, size_t start, size_t end);

static const char number_characters[] = "0123456789+-.,:/ ";

static bool is_number(const char *utf8, size_t n)
{
    static const bool known[256] = {['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true,
                                    ['9'] = true, ['+'] = true, ['-'] = true, ['.'] = true, [','] = true, [':'] = true, ['/'] = true, [' '] = true};
    size_t i = 0;
    while (i < n && known[(unsigned char)utf8[i]])
        i++;
    return i == n;
}

static bool scanner_open(struct scanner *s, struct arena *arena, struct budget *budget, const struct inspect_options *options,
                         struct inspect_result *out)
{
    memset(s, 0, sizeof *s);
    s->arena = arena;
    s->budget = budget;
    s->options = options;
    s->out = out;
    s->last_hit = &out->hits;
    buf_init(&s->window, WINDOW_BYTES + SLICE_BYTES);
    if (options->matcher) {
        s->stream = match_open(options->matcher, scanner_hit, s);
        s->numbers_hit = matcher_could_hit(options->matcher, number_characters);
        s->kept = calloc(options->rule_count ? options->rule_count : 1, sizeof *s->kept);
        out->counts = arena_alloc_array(arena, options->rule_count, sizeof *out->counts);
        if (!s->stream || !s->kept || !out->counts)
            return false;
    }
    return true;
}

static void scanner_close(struct scanner *s)
{
    match_close(s->stream);
    free(s->kept);
    buf_free(&s->window);
}

/* Characters of utf8[from, to), at most max of them counted from the end. */
static size_t back_up(const char *utf8, size_t from, size_t to, size_t max)
{
    size_t at = to;
    while (at > from && max > 0) {
        do
            at--;
        while (at > from && ((unsigned char)utf8[at] & 0xC0) == 0x80);
        max--;
    }
    return at;
}

static void count_hit(struct scanner *s, uint32_t rule, unsigned flags)
{
    s->out->counts[rule].count++;
    if (!(flags & (PLACE_QUOTED | PLACE_SIGNATURE | PLACE_DISCLAIMER)))
        s->out->counts[rule].own++;
}

/* A piece of text with its NUL, in the caller's memory. */
static char *piece(char *out, const char *text, size_t n)
{
    memcpy(out, text, n);
    out[n] = '\0';
    return out;
}

/* Asks whether the hit counts, counts it, and keeps it with its surroundings while there are few. */
static void keep_hit(struct scanner *s, uint32_t rule, const char *text, size_t length, uint64_t text_start, uint64_t start, uint64_t end,
                     const struct place *place)
{
    char matched[HIT_TEXT_BYTES + 1], left[CONTEXT_BYTES + 1], right[CONTEXT_BYTES + 1];
    if (s->kept[rule].part != s->part) {
        s->kept[rule].part = s->part;
        s->kept[rule].kept = s->kept[rule].asked = 0;
    }
    bool ask = s->options->accept && s->kept[rule].asked < ACCEPT_MAX;
    bool keep = s->hit_count < HITS_MAX && s->kept[rule].kept < HITS_PER_RULE_AND_PART;
    if (!ask && !keep) {
        count_hit(s, rule, place->flags);
        return;
    }
    size_t from = start > text_start ? (size_t)(start - text_start) : 0;
    size_t to = end > text_start ? (size_t)(end - text_start) : 0;
    if (from > length)
        from = length;
    if (to > length)
        to = length;
    size_t before = back_up(text, 0, from, CONTEXT_CHARACTERS);
    struct inspect_hit hit = {.rule = rule, .part = s->part, .kind = place->kind, .flags = place->flags};
    hit.text = piece(matched, text + from, utf8_cut(text + from, to - from, HIT_TEXT_BYTES));
    hit.before = piece(left, text + before, from - before);
    hit.after = piece(right, text + to, utf8_cut(text + to, length - to, CONTEXT_BYTES));
    if (ask) {
        s->kept[rule].asked++;
        if (!s->options->accept(s->options->accept_ctx, &hit))
            return;
    }
    count_hit(s, rule, place->flags);
    if (!keep)
        return;
    struct inspect_hit *kept = arena_alloc(s->arena, sizeof *kept);
    if (!kept)
        return;
    *kept = hit;
    kept->where = place_text(s->arena, place);
    kept->text = arena_strdup(s->arena, hit.text);
    kept->before = arena_strdup(s->arena, hit.before);
    kept->after = arena_strdup(s->arena, hit.after);
    if (!kept->where || !kept->text || !kept->before || !kept->after)
        return;
    *s->last_hit = kept;
    s->last_hit = &kept->next;
    s->hit_count++;
    s->kept[rule].kept++;
}

/* Writes down pending hits whose surroundings are complete (all of them at the end of a block). */
static void settle(struct scanner *s, bool all)
{
    size_t left = 0;
    uint64_t seen = s->window_start + s->window.len;
    for (size_t i = 0; i < s->pending_count; i++) {
        const struct pending_hit *p = &s->pending[i];
        if (all || p->end + CONTEXT_BYTES <= seen)
            keep_hit(s, p->rule, buf_str(&s->window), s->window.len, s->window_start, p->start, p->end, &s->place);
        else
            s->pending[left++] = *p;
    }
    s->pending_count = left;
}

static void scanner_hit(void *ctx, const struct match_hit *hit)
{
    struct scanner *s = ctx;
    if (hit->id >= s->options->rule_count)
        return;
    if (s->defining) {
        shared_hit_add(s, hit->id, (size_t)hit->start, (size_t)hit->end);
        return;
    }
    if (s->pending_count == PENDING_MAX)
        settle(s, true); /* their surroundings may be cut short; none is lost */
    s->pending[s->pending_count++] = (struct pending_hit){hit->id, hit->start, hit->end};
}

typedef void pattern_found(struct scanner *, uint32_t rule, size_t start, size_t end);

/* Every pattern over one piece of text; what a limit cut short is remembered, never taken for "not there". */
static void run_patterns(struct scanner *s, const char *text, size_t n, pattern_found *found)
{
    for (size_t i = 0; i < s->options->pattern_count; i++) {
        size_t from = 0, start, end;
        int answer = 0;
        while (from <= n && (answer = pattern_find(s->options->patterns[i].pattern, text, n, from, &start, &end)) == 1) {
            if (end > start)
                found(s, s->options->patterns[i].id, start, end);
            from = end > start ? end : end + 1;
        }
        if (answer < 0)
            s->out->pattern_limit = true;
    }
}

static void pattern_in_window(struct scanner *s, uint32_t rule, size_t start, size_t end)
{
    uint64_t base = s->window_start + s->persons_from;
    keep_hit(s, rule, buf_str(&s->window), s->window.len, s->window_start, base + start, base + end, &s->place);
}

static void shared_hit_add(struct scanner *s, uint32_t rule, size_t start, size_t end)
{
    struct part_sink *p = s->defining;
    if (p->shared_hit_count == p->shared_hit_cap) {
        size_t cap = p->shared_hit_cap ? p->shared_hit_cap * 2 : 64;
        struct shared_hit *more = budget_memory_take(s->budget, (cap - p->shared_hit_cap) * sizeof *more)
                                      ? realloc(p->shared_hits, cap * sizeof *more)
                                      : NULL;
        if (!more) {
            s->nomem = true;
            return;
        }
        p->shared_charged += (cap - p->shared_hit_cap) * sizeof *more;
        p->shared_hits = more;
        p->shared_hit_cap = cap;
    }
    p->shared_hits[p->shared_hit_count++] = (struct shared_hit){(uint32_t)p->shared_count, rule, (uint32_t)start, (uint32_t)end, false};
}

static void to_detectors(struct scanner *s, size_t to)
{
    if (s->kept && to > s->persons_from)
        run_patterns(s, buf_str(&s->window) + s->persons_from, to - s->persons_from, pattern_in_window);
    const char *text = buf_str(&s->window) + s->persons_from;
    size_t n = to - s->persons_from;
    const struct place *place = &s->place;
    if (s->persons && n) {
        if (place->kind == PLACE_CELL)
            persons_cell(s->persons, place->table, place->row, place->column, text, n);
        else if (place->kind != PLACE_PROPERTY && place->kind != PLACE_FILE_NAME)
            persons_text(s->persons, text, n, place);
    }
    s->persons_from = to;
}

static void scanner_begin(struct scanner *s, const struct part *part, struct persons *persons, const struct place *place)
{
    s->open = true;
    s->part = part;
    s->persons = persons;
    s->place = *place;
    if (place->table) {
        size_t n = utf8_cut(place->table, strlen(place->table), sizeof s->table - 1);
        memcpy(s->table, place->table, n);
        s->table[n] = '\0';
    } else
        s->table[0] = '\0';
    s->place.table = s->table;
    buf_reset(&s->window);
    s->window_start = 0;
    s->persons_from = 0;
    s->pending_count = 0;
    s->number = !s->numbers_hit;
}

/* The window is full: hand on whole lines, keep the tail. */
static void slide(struct scanner *s)
{
    size_t cut = s->window.len;
    while (cut > s->persons_from && s->window.data[cut - 1] != '\n')
        cut--;
    if (cut == s->persons_from) /* no line end at all: cut at a character */
        cut = utf8_cut(s->window.data, s->window.len, s->window.len - 4);
    to_detectors(s, cut);
    settle(s, false);
    size_t drop = s->window.len > WINDOW_KEEP ? s->window.len - WINDOW_KEEP : 0;
    if (drop > s->persons_from)
        drop = s->persons_from;
    memmove(s->window.data, s->window.data + drop, s->window.len - drop);
    s->window.len -= drop;
    s->window.data[s->window.len] = '\0';
    s->window_start += drop;
    s->persons_from -= drop;
}

/* To the matcher with what has just joined the window. */
static void to_matcher(struct scanner *s, const char *utf8, size_t n)
{
    if (s->number) {
        if (s->window.len <= NUMBER_BYTES && is_number(utf8, n))
            return;
        s->number = false; /* it was one up to here, and short: all of it stands in the window or is in this piece */
        size_t before = s->window.len - n;
        if (before && !match_feed(s->stream, s->window.data, before))
            s->nomem = true;
    }
    if (!match_feed(s->stream, utf8, n))
        s->nomem = true;
}

static void scanner_text(struct scanner *s, const char *utf8, size_t n)
{
    while (n > 0 && !budget_cancelled(s->budget)) {
        size_t slice = n < SLICE_BYTES ? n : SLICE_BYTES;
        if (s->window.len + slice > WINDOW_BYTES)
            slide(s);
        if (!buf_add(&s->window, utf8, slice))
            s->nomem = true;
        else if (s->stream)
            to_matcher(s, utf8, slice);
        utf8 += slice;
        n -= slice;
    }
}

static void scanner_end(struct scanner *s)
{
    if (s->stream && !s->number && !match_end(s->stream))
        s->nomem = true;
    settle(s, true);
    to_detectors(s, s->window.len);
    s->open = false;
}

static void scan_block(struct scanner *s, const struct part *part, struct persons *persons, const struct place *place, const char *utf8, size_t n)
{
    scanner_begin(s, part, persons, place);
    scanner_text(s, utf8, n);
    scanner_end(s);
}

/* ---- the sink of one part ---- */

static struct part *inspect_part(struct inspection *in, struct part_sink *parent, const char *name, struct source *src, uint32_t facts,
                                 uint32_t unread);

static void note_text(struct part_sink *p, const char *utf8, size_t n)
{
    p->part->text_bytes += n;
    if (p->in->options->text_out)
        p->in->options->text_out(p->in->options->text_ctx, utf8, n);
}

static void on_begin(struct sink *sink, const struct place *place)
{
    struct part_sink *p = (struct part_sink *)sink;
    scanner_begin(&p->in->scan, p->part, p->persons, place);
}

static void on_text(struct sink *sink, const char *utf8, size_t n)
{
    struct part_sink *p = (struct part_sink *)sink;
    if (!n || !p->in->scan.open)
        return;
    note_text(p, utf8, n);
    scanner_text(&p->in->scan, utf8, n);
}

static void on_end(struct sink *sink)
{
    struct part_sink *p = (struct part_sink *)sink;
    if (!p->in->scan.open)
        return;
    scanner_end(&p->in->scan);
    if (p->in->options->text_out)
        p->in->options->text_out(p->in->options->text_ctx, "\n", 1);
}

static char *cut_copy(struct arena *a, const char *s, size_t max)
{
    return arena_strndup(a, s, utf8_cut(s, strlen(s), max));
}

static void on_fact(struct sink *sink, enum fact fact, uint64_t count, const char *where, const char *sample)
{
    struct part_sink *p = (struct part_sink *)sink;
    struct part *part = p->part;
    part->facts |= 1u << fact;
    if (fact == FACT_VERY_HIDDEN_SHEETS)
        part->facts |= 1u << FACT_HIDDEN_SHEETS;
    if (count == 0)
        count = 1;
    if (!where)
        where = "";
    if (!sample)
        sample = "";
    size_t rows = 0;
    struct found **end = &part->found, *last = NULL;
    for (; *end; end = &(*end)->next) {
        if ((*end)->fact != fact)
            continue;
        last = *end;
        if (strcmp(last->where, where) == 0 && (!*sample || strcmp(last->sample, sample) == 0)) {
            last->count += count;
            return;
        }
        if (++rows == FOUND_PER_FACT) { /* further places only count */
            last->count += count;
            return;
        }
    }
    struct found *f = arena_alloc(p->in->arena, sizeof *f);
    if (!f)
        return;
    f->fact = fact;
    f->count = count;
    f->where = cut_copy(p->in->arena, where, WHERE_BYTES);
    f->sample = cut_copy(p->in->arena, sample, SAMPLE_BYTES);
    if (f->where && f->sample)
        *end = f;
}

static void on_unread(struct sink *sink, enum unread unread, const char *where)
{
    (void)where;
    ((struct part_sink *)sink)->part->unread |= 1u << unread;
}

static void on_meta(struct sink *sink, const char *key, const char *value)
{
    struct part_sink *p = (struct part_sink *)sink;
    struct meta **end = &p->part->meta;
    for (; *end; end = &(*end)->next)
        if (strcmp((*end)->key, key) == 0)
            return; /* the first one counts */
    struct meta *m = arena_alloc(p->in->arena, sizeof *m);
    if (!m)
        return;
    m->key = arena_strdup(p->in->arena, key);
    m->value = cut_copy(p->in->arena, value, META_BYTES);
    if (!m->key || !m->value)
        return;
    *end = m;
    struct place place = {.kind = PLACE_PROPERTY, .table = m->key};
    if (!p->in->scan.open)
        scan_block(&p->in->scan, p->part, p->persons, &place, m->value, strlen(m->value));
}

static void on_format(struct sink *sink, const char *name)
{
    ((struct part_sink *)sink)->part->format = name;
}

static void on_file(struct sink *sink, const char *name, struct source *src, uint32_t facts, uint32_t unread)
{
    struct part_sink *p = (struct part_sink *)sink;
    if (p->in->scan.open)
        on_end(sink);
    if (!budget_entry(p->in->budget)) {
        p->part->unread |= 1u << UNREAD_TOO_MANY;
        return;
    }
    inspect_part(p->in, p, name, src, facts, unread);
}

static void on_shared_define(struct sink *sink, const char *utf8, size_t n)
{
    struct part_sink *p = (struct part_sink *)sink;
    struct scanner *s = &p->in->scan;
    if (p->shared_count >= UINT32_MAX - 1)
        return;
    if (p->shared_count == p->shared_cap) {
        size_t cap = p->shared_cap ? p->shared_cap * 2 : 1024;
        uint64_t charge = (cap - p->shared_cap) * (sizeof *p->shared_end + 1);
        if (!budget_memory_take(p->in->budget, charge)) {
            sink_unread(sink, UNREAD_TOO_LARGE);
            return;
        }
        p->shared_charged += charge;
        size_t *ends = realloc(p->shared_end, cap * sizeof *ends);
        if (ends)
            p->shared_end = ends;
        uint8_t *used = ends ? realloc(p->shared_used, cap) : NULL;
        if (!used) {
            s->nomem = true;
            return;
        }
        memset(used + p->shared_cap, 0, cap - p->shared_cap);
        p->shared_used = used;
        p->shared_cap = cap;
    }
    if (!budget_memory_take(p->in->budget, n)) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        n = 0;
    }
    p->shared_charged += n;
    if (!buf_add(&p->shared_text, utf8, n))
        s->nomem = true;
    if (s->stream && n) {
        s->defining = p;
        bool number = !s->numbers_hit && n <= NUMBER_BYTES && is_number(utf8, n);
        if (!number && (!match_feed(s->stream, utf8, n) || !match_end(s->stream)))
            s->nomem = true;
        run_patterns(s, utf8, n, shared_hit_add);
        s->defining = NULL;
    }
    p->shared_end[p->shared_count++] = p->shared_text.len;
}

static void shared_hits_of(struct part_sink *p, uint32_t index, const char *text, size_t n, const struct place *place)
{
    /* Hits stand in the order of their strings: the first one by bisection. */
    size_t low = 0, high = p->shared_hit_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->shared_hits[mid].index < index)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < p->shared_hit_count && p->shared_hits[low].index == index; low++) {
        const struct shared_hit *h = &p->shared_hits[low];
        p->in->scan.part = p->part;
        keep_hit(&p->in->scan, h->rule, text, n, 0, h->start, h->end, place);
    }
}

static void on_shared(struct sink *sink, const struct place *place, uint32_t index)
{
    struct part_sink *p = (struct part_sink *)sink;
    if (index >= p->shared_count)
        return;
    size_t from = index ? p->shared_end[index - 1] : 0;
    size_t n = p->shared_end[index] - from;
    const char *text = buf_str(&p->shared_text) + from;
    bool again = p->shared_used[index];
    p->shared_used[index] = 1;
    if (!n)
        return;
    /* Any number of cells may point at one text: what they say is paid for as if each held it. */
    if (again && (!budget_work(sink->budget, n) || !budget_bytes(sink->budget, n))) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        return;
    }
    p->part->text_bytes += n;
    if (p->in->options->text_out) {
        p->in->options->text_out(p->in->options->text_ctx, text, n);
        p->in->options->text_out(p->in->options->text_ctx, "\n", 1);
    }
    if (p->shared_hit_count)
        shared_hits_of(p, index, text, n, place);
    if (p->persons && !(again && n > AGAIN_BYTES)) {
        if (place->kind == PLACE_CELL)
            persons_cell(p->persons, place->table, place->row, place->column, text, n);
        else
            persons_text(p->persons, text, n, place);
    }
}

/* Strings that no cell shows any more are still in the file: their hits are reported as hidden text. */
static void shared_leftovers(struct part_sink *p)
{
    static const struct place nowhere = {.kind = PLACE_OTHER, .flags = PLACE_HIDDEN, .table = ""};
    for (size_t i = 0; i < p->shared_count; i++) {
        if (p->shared_used[i])
            continue;
        size_t from = i ? p->shared_end[i - 1] : 0, n = p->shared_end[i] - from;
        const char *text = buf_str(&p->shared_text) + from;
        if (!n)
            continue;
        note_text(p, text, n);
        if (p->in->options->text_out)
            p->in->options->text_out(p->in->options->text_ctx, "\n", 1);
        shared_hits_of(p, (uint32_t)i, text, n, &nowhere);
    }
}

static void read_part(struct part_sink *p, struct source *src);

static void on_become(struct sink *sink, struct source *src)
{
    struct part_sink *p = (struct part_sink *)sink;
    if (p->became) {
        sink_unread(sink, UNREAD_TOO_DEEP);
        return;
    }
    p->became = true;
    read_part(p, src);
}

static const struct sink_ops part_sink_ops = {on_begin, on_text, on_end,           on_fact,   on_unread, on_meta,
                                              on_format, on_file, on_shared_define, on_shared, on_become};

/* ---- one part ---- */

static struct part *part_new(struct inspection *in, struct part *parent, const char *name)
{
    struct part *part = arena_alloc(in->arena, sizeof *part);
    if (!part)
        return NULL;
    part->name = cut_copy(in->arena, name, NAME_BYTES);
    part->format = "unknown";
    part->parent = parent;
    if (!part->name)
        return NULL;
    if (parent) {
        if (parent->last_child)
            parent->last_child->next = part;
        else
            parent->first_child = part;
        parent->last_child = part;
    }
    return part;
}

static void read_part(struct part_sink *p, struct source *src)
{
    size_t n;
    const uint8_t *head = source_peek(src, HEAD_BYTES, &n);
    const struct format *format = format_find(head, n, src->size, p->part->name);
    if (n == 0 && !src->damaged && !src->over_budget) {
        p->part->format = "empty";
    } else if (!format) {
        sink_unread(&p->sink, UNREAD_UNSUPPORTED);
    } else {
        p->part->format = format->name;
        if (format->read)
            format->read(src, p->part->name, &p->sink);
        else
            sink_unread(&p->sink, UNREAD_UNSUPPORTED);
    }
    if (p->in->scan.open)
        on_end(&p->sink);
    /* Whatever the reader said, a source that ended early was not read to its end. */
    if (src->damaged)
        sink_unread(&p->sink, UNREAD_DAMAGED);
    if (src->over_budget)
        sink_unread(&p->sink, UNREAD_TOO_LARGE);
    if (p->in->budget->spent_work)
        sink_unread(&p->sink, UNREAD_TOO_LARGE);
    p->part->size = src->data ? src->size : src->pos > src->owned_len ? src->pos : src->owned_len;
}

static void persons_of_part(struct part_sink *p, struct part_sink *parent)
{
    struct persons_result result;
    persons_end(p->persons);
    persons_get_result(p->persons, &result);
    p->in->scan.nomem = p->in->scan.nomem || result.failed;
    p->part->persons = result.persons;
    p->part->person_fields = result.fields;
    p->part->persons_at_least = p->part->unread != 0 && result.persons > 0;
    if (parent && parent->persons)
        persons_merge(parent->persons, p->persons);
    if (!parent)
        persons_get_result_without(p->persons, p->in->options->known, p->in->options->known_count, &p->in->scan.out->persons);
    p->in->scan.nomem = p->in->scan.nomem || p->in->scan.out->persons.failed;
}

/* The first one of the file that counts is kept: it is what will be said. */
static void on_secret(void *ctx, const struct secret_hit *found)
{
    struct part_sink *p = ctx;
    struct scanner *s = &p->in->scan;
    char text[HIT_TEXT_BYTES + 1], before[SECRET_BEFORE + 1], after[SECRET_AFTER + 1];
    if (s->out->secret)
        return;
    struct inspect_secret secret = {.password = found->type == DATA_PASSWORD,
                                    .sure = found->confidence == CONFIDENCE_HIGH,
                                    .text = piece(text, found->text, utf8_cut(found->text, found->length, HIT_TEXT_BYTES)),
                                    .before = piece(before, found->before, found->before_length),
                                    .after = piece(after, found->after, found->after_length)};
    if (s->secrets_asked++ < ACCEPT_MAX && !s->options->secret(s->options->secret_ctx, &secret))
        return;
    struct inspect_hit *kept = arena_alloc(s->arena, sizeof *kept);
    if (!kept)
        return; /* the arena remembers */
    *kept = (struct inspect_hit){.part = p->part, .kind = found->place->kind, .flags = found->place->flags};
    kept->where = place_text(s->arena, found->place);
    kept->text = arena_strdup(s->arena, secret.text);
    kept->before = kept->after = arena_strdup(s->arena, "");
    if (kept->where && kept->text && kept->before)
        s->out->secret = kept;
}

static struct part *inspect_part(struct inspection *in, struct part_sink *parent, const char *name, struct source *src, uint32_t facts,
                                 uint32_t unread)
{
    struct part *part = part_new(in, parent ? parent->part : NULL, name);
    if (!part)
        return NULL;
    struct part_sink p = {.sink = {&part_sink_ops, in->budget}, .in = in, .part = part, .depth = parent ? parent->depth + 1 : 0};
    buf_init(&p.shared_text, (size_t)1 << 30);
    part->facts = facts;
    part->unread = unread;
    struct place name_place = {.kind = PLACE_FILE_NAME};
    scan_block(&in->scan, part, NULL, &name_place, part->name, strlen(part->name));
    if (in->options->persons) {
        p.persons = persons_new();
        if (!p.persons)
            in->scan.nomem = true;
        else if (in->options->secret)
            persons_on_secret(p.persons, on_secret, &p);
    }
    if (src && p.depth > in->budget->depth_max) {
        part->unread |= 1u << UNREAD_TOO_DEEP;
        part->size = src->size;
    } else if (src) {
        read_part(&p, src);
        shared_leftovers(&p);
    }
    name_check(part->name, part->format, (part->unread >> UNREAD_DAMAGED) & 1u, &p.sink);
    if (p.persons)
        persons_of_part(&p, parent);
    if (part->unread && parent)
        parent->part->persons_at_least = parent->part->persons_at_least || part->persons_at_least;
    persons_free(p.persons);
    budget_memory_give(in->budget, p.shared_charged);
    buf_free(&p.shared_text);
    free(p.shared_end);
    free(p.shared_used);
    free(p.shared_hits);
    return part;
}

void inspect_file(struct arena *arena, struct budget *budget, const struct inspect_options *options, const char *name, const char *type,
                  const uint8_t *data, size_t n, struct inspect_result *out)
{
    (void)type; /* a declared type is the sender's word; bytes decide */
    struct inspection in = {.arena = arena, .budget = budget, .options = options};
    memset(out, 0, sizeof *out);
    if (scanner_open(&in.scan, arena, budget, options, out)) {
        struct source src;
        source_view(&src, data, n, budget);
        out->root = inspect_part(&in, NULL, name, &src, 0, 0);
        source_done(&src);
    } else
        in.scan.nomem = true;
    out->cancelled = budget_cancelled(budget);
    out->nomem = in.scan.nomem || arena_failed(arena) || !out->root;
    scanner_close(&in.scan);
}

/* ---- the message's own text ---- */

struct inspect_text {
    struct scanner scan;
    struct inspect_result result;
    struct persons *persons;
    struct arena *arena;
};

struct inspect_text *inspect_text_open(struct arena *arena, struct budget *budget, const struct inspect_options *options)
{
    struct inspect_text *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->arena = arena;
    if (!scanner_open(&t->scan, arena, budget, options, &t->result))
        t->scan.nomem = true;
    if (options->persons && !(t->persons = persons_new()))
        t->scan.nomem = true;
    return t;
}

void inspect_text_block(struct inspect_text *t, const struct place *place, const char *utf8, size_t n)
{
    budget_work(t->scan.budget, n);
    if (!t->scan.nomem)
        scan_block(&t->scan, NULL, t->persons, place, utf8, n);
}

void inspect_text_close(struct inspect_text *t, struct inspect_result *out)
{
    if (t->persons) {
        persons_end(t->persons);
        persons_get_result_without(t->persons, t->scan.options->known, t->scan.options->known_count, &t->result.persons);
    }
    t->result.nomem = t->scan.nomem || t->result.persons.failed || arena_failed(t->arena);
    t->result.cancelled = budget_cancelled(t->scan.budget);
    *out = t->result;
    persons_free(t->persons);
    scanner_close(&t->scan);
    free(t);
}
