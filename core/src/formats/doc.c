/* Word documents from 6.0 to 2003 [MS-DOC]: all stories through the piece table, deleted and hidden text apart, table cells with their row
 * and column. Leaves embedded objects to ole_object.c and properties to oleprops.c. */
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"
#include "formats/office_art.h"

enum { PARAGRAPH_MAX = 1 << 20, RUNS_MAX = 1 << 20, FKP = 512, INSTRUCTION_MAX = 256 };
enum run_flag { RUN_HIDDEN = 1, RUN_DELETED = 2, RUN_INSERTED = 4, RUN_ROW_END = 8 };

/* Where things stand in the FIB: [MS-DOC] 2.5 for Word 97 on, the Word 6 binary format before. */
struct fib_layout {
    size_t ccp, clx, chpx, papx, comments, drawings;
};
static const struct fib_layout layout_97 = {0x4C, 0x1A2, 0xFA, 0x102, 0xBA, 0x22A}, layout_6 = {0x34, 0x160, 0, 0, 0x78, 0};

struct run {
    uint32_t from, to; /* bytes of the WordDocument stream */
    unsigned flags;
};
struct runs {
    struct run *list;
    size_t count, cap;
    bool full;
};
struct doc {
    struct sink *sink;
    const uint8_t *main, *table;
    size_t main_n, table_n;
    bool word6;
    unsigned codepage;
    struct runs characters, paragraphs;
    uint32_t stories[8]; /* ccpText, Ftn, Hdd, Mcr, Atn, Edn, Txbx, HdrTxbx */
    unsigned story;
    uint32_t story_left;
    uint32_t paragraph, row, column;
    unsigned field_depth, instruction_depth;
    struct buf text, hidden, instruction;
    unsigned hidden_flags;
    uint32_t tracked;
};

/* A piece of the table stream named by offset and length in the FIB; NULL: not there or outside. */
static const uint8_t *table_part(const struct doc *d, size_t fib_at, size_t *n)
{
    *n = 0;
    if (fib_at == 0 || fib_at + 8 > d->main_n)
        return NULL;
    size_t at = le32(d->main + fib_at), length = le32(d->main + fib_at + 4);
    if (length == 0 || at > d->table_n || length > d->table_n - at)
        return NULL;
    *n = length;
    return d->table + at;
}

/* ---- formatting runs ---- */

static bool runs_add(struct runs *r, uint32_t from, uint32_t to, unsigned flags)
{
    if (r->count && r->list[r->count - 1].to == from && r->list[r->count - 1].flags == flags) {
        r->list[r->count - 1].to = to;
        return true;
    }
    if (r->count == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 256;
        struct run *more = cap <= RUNS_MAX ? realloc(r->list, cap * sizeof *more) : NULL;
        if (!more) {
            r->full = true;
            return false;
        }
        r->list = more;
        r->cap = cap;
    }
    r->list[r->count++] = (struct run){from, to, flags};
    return true;
}

/* Flags at a byte, and where they end; runs are in order of bytes as their pages are. */
static unsigned flags_at(const struct runs *r, uint32_t at, uint32_t end, uint32_t *until)
{
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->list[mid].to <= at)
            low = mid + 1;
        else
            high = mid;
    }
    *until = end;
    if (low == r->count)
        return 0;
    const struct run *run = &r->list[low];
    if (at < run->from) {
        if (run->from < end)
            *until = run->from;
        return 0;
    }
    if (run->to < end)
        *until = run->to;
    return run->flags;
}

/* Walks a list of property modifiers ([MS-DOC] 2.6) and picks what hides, deletes, inserts or ends a row. */
static unsigned sprm_flags(const uint8_t *p, size_t n)
{
    unsigned flags = 0;
    for (size_t at = 0; n - at >= 3;) {
        unsigned op = le16(p + at);
        at += 2;
        size_t length;
        switch (op >> 13) {
        case 0:
        case 1:
            length = 1;
            break;
        case 2:
        case 4:
        case 5:
            length = 2;
            break;
        case 3:
            length = 4;
            break;
        case 7:
            length = 3;
            break;
        default:
            if (op == 0xD608) { /* sprmTDefTable: a longer length */
                if (n - at < 2)
                    return flags;
                length = (size_t)le16(p + at) + 1;
            } else
                length = (size_t)p[at] + 1;
        }
        if (length > n - at)
            return flags;
        bool on = p[at] == 1 || p[at] == 0x81; /* 0x81: the opposite of what the style says */
        if (op == 0x083C && on)
            flags |= RUN_HIDDEN;
        else if (op == 0x0800 && on)
            flags |= RUN_DELETED;
        else if (op == 0x0801 && on)
            flags |= RUN_INSERTED;
        else if (op == 0x2417 && on)
            flags |= RUN_ROW_END;
        at += length;
    }
    return flags;
}

/* One page of formatted runs (FKP): character ones keep a length byte, paragraph ones a doubled length and a style index. */
static void read_fkp(struct doc *d, const uint8_t *page, bool paragraph, struct runs *out)
{
    size_t count = page[511], entry = paragraph ? 13 : 1;
    if (4 * (count + 1) + entry * count > 511)
        return;
    for (size_t i = 0; i < count; i++) {
        uint32_t from = le32(page + 4 * i), to = le32(page + 4 * (i + 1));
        size_t at = 2 * (size_t)page[4 * (count + 1) + entry * i];
        if (from >= to || at == 0 || at > 509 || (out->count && from < out->list[out->count - 1].to))
            continue;
        size_t length = page[at], skip = 1;
        if (paragraph) {
            length = length ? 2 * length - 1 : 2 * (size_t)page[at + 1];
            skip = page[at] ? 1 : 2;
            skip += 2; /* style index */
            if (length < 2)
                continue;
            length -= 2;
        }
        if (at + skip > 511)
            continue;
        if (length > 511 - at - skip)
            length = 511 - at - skip;
        unsigned flags = sprm_flags(page + at + skip, length);
        flags &= paragraph ? (unsigned)RUN_ROW_END : (unsigned)(RUN_HIDDEN | RUN_DELETED | RUN_INSERTED);
        if (flags) {
            if (flags & (RUN_DELETED | RUN_INSERTED))
                d->tracked++;
            runs_add(out, from, to, flags);
        }
    }
}

static void read_runs(struct doc *d, size_t fib_at, bool paragraph, struct runs *out)
{
    size_t n;
    const uint8_t *plc = table_part(d, fib_at, &n);
    if (!plc || n < 12)
        return;
    size_t pages = (n - 4) / 8;
    for (size_t i = 0; i < pages && !out->full; i++) {
        uint64_t at = (uint64_t)(le32(plc + 4 * (pages + 1) + 4 * i) & 0x3FFFFF) * FKP;
        if (at + FKP > d->main_n || !budget_work(d->sink->budget, FKP))
            break;
        read_fkp(d, d->main + at, paragraph, out);
    }
}

/* ---- text ---- */

static struct place story_place(const struct doc *d)
{
    static const enum place_kind kinds[8] = {PLACE_BODY, PLACE_NOTE, PLACE_HEADER, PLACE_OTHER, PLACE_COMMENT, PLACE_NOTE, PLACE_BODY, PLACE_HEADER};
    struct place place = {.kind = kinds[d->story], .number = d->paragraph + 1, .table = ""};
    return place;
}

static void flush_paragraph(struct doc *d, bool cell)
{
    struct place place = story_place(d);
    if (cell && d->story == 0) {
        place.kind = PLACE_CELL;
        place.row = d->row + 1;
        place.column = d->column + 1;
    }
    if (d->text.len)
        sink_block(d->sink, &place, d->text.data, d->text.len);
    if (d->hidden.len) {
        place.flags |= d->hidden_flags;
        if (d->hidden_flags & PLACE_HIDDEN)
            sink_fact_at(d->sink, FACT_HIDDEN_TEXT, 1, NULL, buf_str(&d->hidden));
        sink_block(d->sink, &place, d->hidden.data, d->hidden.len);
    }
    buf_reset(&d->text);
    buf_reset(&d->hidden);
    d->hidden_flags = 0;
    d->paragraph++;
}

static void end_field(struct doc *d)
{
    const char *code = buf_str(&d->instruction);
    while (*code == ' ')
        code++;
    if (strncmp(code, "DDE", 3) == 0)
        sink_fact_at(d->sink, FACT_DDE, 1, NULL, code);
    else if (strncmp(code, "INCLUDE", 7) == 0 || strncmp(code, "LINK ", 5) == 0)
        sink_fact_at(d->sink, FACT_EXTERNAL_LINKS, 1, NULL, code);
    buf_reset(&d->instruction);
}

/* One character of the document; control characters are [MS-DOC] 2.4.1's. */
static void character(struct doc *d, uint16_t unit, const uint8_t raw[2], unsigned flags, bool row_end)
{
    switch (unit) {
    case 0x13:
        d->field_depth++;
        if (d->instruction_depth == 0)
            d->instruction_depth = d->field_depth;
        return;
    case 0x14:
        if (d->instruction_depth && d->field_depth == d->instruction_depth) {
            end_field(d);
            d->instruction_depth = 0;
        }
        return;
    case 0x15:
        if (d->instruction_depth && d->field_depth == d->instruction_depth) {
            end_field(d);
            d->instruction_depth = 0;
        }
        if (d->field_depth)
            d->field_depth--;
        return;
    case 0x07:
        if (row_end) {
            d->row++;
            d->column = 0;
            flush_paragraph(d, false);
        } else {
            flush_paragraph(d, true);
            d->column++;
        }
        return;
    case 0x0D:
    case 0x0C:
        flush_paragraph(d, false);
        return;
    default:
        break;
    }
    struct buf *out = d->instruction_depth ? &d->instruction : flags & (RUN_HIDDEN | RUN_DELETED) ? &d->hidden : &d->text;
    if (out == &d->hidden)
        d->hidden_flags |= (flags & RUN_HIDDEN ? (unsigned)PLACE_HIDDEN : 0u) | (flags & RUN_DELETED ? (unsigned)PLACE_DELETED : 0u);
    if (unit == 0x0B || unit == 0x0E)
        buf_add_char(out, '\n');
    else if (unit == 0x1E)
        buf_add_char(out, '-');
    else if (unit == 0x09)
        buf_add_char(out, '\t');
    else if (unit >= 0x20)
        add_utf16le(out, raw, 1);
    if (out->len > PARAGRAPH_MAX - 16)
        flush_paragraph(d, false);
}

static void next_story(struct doc *d)
{
    while (d->story_left == 0 && d->story < 7) {
        if (d->text.len || d->hidden.len)
            flush_paragraph(d, false);
        d->story_left = d->stories[++d->story];
        d->paragraph = 0;
    }
}

/* Surrogate pairs come as two characters; they are put together here. */
static void piece_utf16(struct doc *d, uint32_t at, uint32_t units)
{
    uint32_t end = at + 2 * units;
    while (at < end) {
        uint32_t until_c, until_p;
        unsigned flags = flags_at(&d->characters, at, end, &until_c);
        bool row_end = flags_at(&d->paragraphs, at, until_c, &until_p) & RUN_ROW_END;
        for (; at < until_p && at + 2 <= d->main_n; at += 2) {
            next_story(d);
            uint16_t unit = le16(d->main + at);
            if (d->story_left)
                d->story_left--;
            if (unit >= 0xD800 && unit < 0xDC00 && at + 4 <= until_p && at + 4 <= d->main_n) {
                struct buf *out = flags & (RUN_HIDDEN | RUN_DELETED) ? &d->hidden : &d->text;
                add_utf16le(out, d->main + at, 2);
                at += 2;
                if (d->story_left)
                    d->story_left--;
                continue;
            }
            character(d, unit, d->main + at, flags, row_end);
        }
        if (at < until_p)
            return; /* outside the stream */
    }
}

/* 8-bit pieces: Windows-1252 in Word 97 on; the document's own code page before, where a character may take two bytes. */
static void piece_bytes(struct doc *d, uint32_t at, uint32_t count)
{
    static const uint16_t high[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    uint32_t end = at + count;
    while (at < end) {
        uint32_t until_c, until_p;
        unsigned flags = flags_at(&d->characters, at, end, &until_c);
        bool row_end = flags_at(&d->paragraphs, at, until_c, &until_p) & RUN_ROW_END;
        for (; at < until_p && at < d->main_n; at++) {
            next_story(d);
            uint8_t byte = d->main[at];
            if (d->story_left)
                d->story_left--;
            if (d->word6 && byte >= 0x80) {
                size_t length = d->codepage == 932 && at + 1 < until_p && at + 1 < d->main_n && (byte < 0xA0 || byte >= 0xE0) ? 2 : 1;
                add_codepage(flags & (RUN_HIDDEN | RUN_DELETED) ? &d->hidden : &d->text, d->codepage, d->main + at, length);
                if (length == 2) {
                    at++;
                    if (d->story_left)
                        d->story_left--;
                }
                continue;
            }
            uint16_t unit = byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
            uint8_t raw[2] = {(uint8_t)unit, (uint8_t)(unit >> 8)};
            character(d, unit, raw, flags, row_end);
        }
        if (at < until_p)
            return;
    }
}

/* The piece table inside the Clx; false when there is none. */
static bool read_pieces(struct doc *d, const uint8_t *clx, size_t n)
{
    size_t at = 0;
    while (n - at >= 3 && clx[at] == 1) {
        size_t length = le16(clx + at + 1);
        if (length > n - at - 3)
            return false;
        at += 3 + length;
    }
    if (n - at < 5 || clx[at] != 2)
        return false;
    size_t length = le32(clx + at + 1);
    at += 5;
    if (length > n - at)
        length = n - at;
    if (length < 16)
        return false;
    const uint8_t *plc = clx + at;
    size_t pieces = (length - 4) / 12;
    for (size_t i = 0; i < pieces; i++) {
        uint32_t from = le32(plc + 4 * i), to = le32(plc + 4 * (i + 1)), fc = le32(plc + 4 * (pieces + 1) + 8 * i + 2);
        if (to <= from)
            continue;
        uint32_t count = to - from;
        bool narrow = d->word6 || (fc & 0x40000000);
        if (!d->word6)
            fc = fc & 0x40000000 ? (fc & 0x3FFFFFFF) / 2 : fc & 0x3FFFFFFF;
        uint64_t bytes = narrow ? count : 2 * (uint64_t)count;
        if (fc > d->main_n || bytes > d->main_n - fc) {
            sink_unread(d->sink, UNREAD_DAMAGED);
            if (fc >= d->main_n)
                continue;
            count = (uint32_t)((d->main_n - fc) / (narrow ? 1 : 2));
        }
        /* Pieces may point at the same bytes again and again: what is emitted is paid for. */
        if (!budget_work(d->sink->budget, bytes) || !budget_bytes(d->sink->budget, bytes)) {
            sink_stopped(d->sink);
            break;
        }
        if (narrow)
            piece_bytes(d, fc, count);
        else
            piece_utf16(d, fc, count);
    }
    return true;
}

static void read_document(struct doc *d)
{
    const struct fib_layout *layout = d->word6 ? &layout_6 : &layout_97;
    for (size_t i = 0; i < 8; i++)
        d->stories[i] = le32(d->main + layout->ccp + 4 * i);
    d->story_left = d->stories[0];
    read_runs(d, layout->chpx, false, &d->characters);
    read_runs(d, layout->papx, true, &d->paragraphs);
    if (d->characters.full || d->paragraphs.full) /* what is hidden or deleted behind them is not known */
        sink_unread(d->sink, UNREAD_TOO_MANY);
    size_t n;
    const uint8_t *clx = table_part(d, layout->clx, &n);
    bool complex_file = le16(d->main + 0x0A) & 4;
    if (!(clx && read_pieces(d, clx, n))) {
        uint32_t from = le32(d->main + 0x18), to = le32(d->main + 0x1C);
        if (!d->word6 || complex_file || from > to || from > d->main_n)
            sink_unread(d->sink, UNREAD_DAMAGED);
        else
            piece_bytes(d, from, to - from);
    }
    flush_paragraph(d, false);
    if (d->tracked)
        sink_fact_at(d->sink, FACT_TRACKED_CHANGES, d->tracked, NULL, NULL);
    const uint8_t *comments = table_part(d, layout->comments, &n);
    size_t each = d->word6 ? 4 + 20 : 4 + 30;
    if (d->stories[4] > 1 && comments && n > 4)
        sink_fact_at(d->sink, FACT_COMMENTS, (n - 4) / each, NULL, NULL);
}

/* Pictures that float stand in the table stream ([MS-DOC] 2.9.172). */
static uint64_t cropped_floating(struct doc *d)
{
    enum { DRAWING_GROUP = 0xF000 };
    struct budget *budget = d->sink->budget;
    uint64_t cropped = 0;
    size_t n;
    const uint8_t *p = table_part(d, d->word6 ? 0 : layout_97.drawings, &n);
    for (size_t at = 0; p && n - at >= 8;) {
        size_t length = le32(p + at + 4);
        bool pictures = le16(p + at + 2) != DRAWING_GROUP; /* what all drawings share comes first */
        at += 8;
        if (length > n - at || !budget_work(budget, 8))
            break;
        if (pictures)
            cropped += office_art_crops(p + at, length, budget);
        at += length;
        at += at < n; /* a byte between two says which text they belong to */
    }
    return cropped;
}

static size_t read_full(struct source *src, uint8_t *out, size_t n)
{
    size_t got = 0;
    while (got < n) {
        size_t more = source_read(src, out + got, n - got);
        if (more == 0 || more == SIZE_MAX)
            break;
        got += more;
    }
    return got;
}

/* Those in the text stand one after the other in a stream of their own (2.9.190): of each only the beginning tells anything, the rest is
 * pixels. */
static uint64_t cropped_inline(struct doc *d, struct cfb *cfb, size_t storage)
{
    enum { PICTURE_HEAD = 0x44, NAMED = 0x66, LOOK = 4096 };
    size_t stream = cfb_child(cfb, storage, "Data");
    struct source src;
    uint8_t p[LOOK], unused[LOOK];
    uint64_t cropped = 0;
    if (d->word6 || stream == CFB_NONE || cfb_open_stream(cfb, stream, &src) != CFB_OK)
        return 0;
    while (read_full(&src, p, PICTURE_HEAD + 1) == PICTURE_HEAD + 1 && le16(p + 4) == PICTURE_HEAD && le32(p) > PICTURE_HEAD) {
        size_t length = le32(p), look = length < LOOK ? length : LOOK, n = PICTURE_HEAD + 1, head = PICTURE_HEAD;
        n += read_full(&src, p + n, look - n);
        if (!budget_work(d->sink->budget, n))
            break;
        if (le16(p + 6) == NAMED)
            head += 1 + (size_t)p[PICTURE_HEAD];
        if (head < n)
            cropped += office_art_crops(p + head, n - head, d->sink->budget);
        while (n < length) {
            size_t more = read_full(&src, unused, length - n < LOOK ? length - n : LOOK);
            if (more == 0)
                break;
            n += more;
        }
        if (n < length)
            break;
    }
    cfb_close_stream(&src);
    return cropped;
}

static void cropped_pictures(struct doc *d, struct cfb *cfb, size_t storage)
{
    uint64_t cropped = cropped_floating(d) + cropped_inline(d, cfb, storage);
    if (cropped)
        sink_fact_at(d->sink, FACT_CROPPED_IMAGES, cropped, NULL, NULL);
}

void doc_read(struct cfb *cfb, size_t storage, unsigned depth, struct sink *sink)
{
    struct source main_src, table_src;
    struct doc *d = calloc(1, sizeof *d);
    memset(&table_src, 0, sizeof table_src);
    size_t main_n;
    const uint8_t *main = compound_whole(cfb, cfb_child(cfb, storage, "WordDocument"), &main_src, &main_n, sink);
    if (!d)
        sink_unread(sink, UNREAD_TOO_LARGE);
    if (!d || !main)
        goto out;
    unsigned magic = main_n >= 2 ? le16(main) : 0, flags = main_n >= 0x0C ? le16(main + 0x0A) : 0;
    d->word6 = magic == 0xA5DC || magic == 0xA5DB || (main_n >= 4 && le16(main + 2) < 0x6A);
    if (main_n < 0x1AA || (magic != 0xA5EC && magic != 0xA5DC && magic != 0xA5DB)) {
        sink_unread(sink, UNREAD_DAMAGED);
        goto out;
    }
    if (flags & 0x0100) {
        sink_fact(sink, FACT_ENCRYPTED);
        sink_unread(sink, UNREAD_ENCRYPTED);
        goto out;
    }
    d->sink = sink;
    d->main = main;
    d->main_n = main_n;
    d->codepage = le16(main + 6) == 0x0411 ? 932 : 1252;
    if (d->word6) {
        d->table = main;
        d->table_n = main_n;
    } else
        d->table = compound_whole(cfb, cfb_child(cfb, storage, flags & 0x0200 ? "1Table" : "0Table"), &table_src, &d->table_n, sink);
    buf_init(&d->text, PARAGRAPH_MAX);
    buf_init(&d->hidden, PARAGRAPH_MAX);
    buf_init(&d->instruction, INSTRUCTION_MAX);
    if (d->table) {
        read_document(d);
        cropped_pictures(d, cfb, storage);
    } else
        sink_unread(sink, UNREAD_DAMAGED);
    sink_buf_free(sink, &d->text);
    sink_buf_free(sink, &d->hidden);
    sink_buf_free(sink, &d->instruction);
    free(d->characters.list);
    free(d->paragraphs.list);
out:
    free(d);
    cfb_close_stream(&table_src);
    cfb_close_stream(&main_src);
    ole_objects_read(cfb, storage, depth, sink);
}
