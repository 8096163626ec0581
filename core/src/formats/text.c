/* Plain text in any charset, and tables in it: CSV and TSV cell by cell. Which words matter is not asked here. */
#include "formats/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/charset.h"

enum {
    PIECE = 32 * 1024,
    CELL_PIECE = 64 * 1024, /* a longer cell is handed on in pieces */
    LOOK_LINES = 50,        /* lines that decide whether a text is a table */
    TABLE_LINES = 3         /* that many must agree where the name does not say it */
};

/* ---- what it is ---- */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    if (n < m)
        return false;
    for (size_t i = 0; i < m; i++) {
        char c = name[n - m + i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != end[i])
            return false;
    }
    return true;
}

/* Text has line ends and tabs, now and then an escape (ISO-2022-JP), and no other control bytes to speak of. */
static int text_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    size_t control = 0, nul = 0;
    (void)size;
    (void)name;
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = head[i];
        if (c == 0)
            nul++;
        else if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B && c != 0x0B && c != 0x1A)
            control++;
        else if (c == 0x7F)
            control++;
    }
    if (nul > 0) {
        const char *guess = charset_guess((const char *)head, n);
        return strncmp(guess, "utf-16", 6) == 0 || strncmp(guess, "UTF-16", 6) == 0 || strncmp(guess, "utf-32", 6) == 0 ||
                       strncmp(guess, "UTF-32", 6) == 0
                   ? 10
                   : 0;
    }
    return control * 200 <= n ? 10 : 0;
}

/* The delimiter that parts every line into the same number of fields, 0: it is no table. named: the name says it is one, so two fields
 * in the first line are enough. */
static char find_delimiter(const char *text, size_t n, const char *name)
{
    static const char delimiters[] = "\t,;|";
    bool named = ends_with(name, ".csv") || ends_with(name, ".tsv");
    for (const char *d = delimiters; *d != '\0'; d++) {
        size_t first = 0, lines = 0, same = 0, count = 0;
        bool quoted = false, any = false;
        for (size_t i = 0; i <= n && lines < LOOK_LINES; i++) {
            if (i < n && text[i] == '"') {
                quoted = !quoted;
            } else if (i < n && text[i] == *d && !quoted) {
                count++;
            } else if ((i == n && any) || (i < n && text[i] == '\n' && !quoted)) {
                if (any) {
                    if (lines == 0)
                        first = count;
                    same += count == first;
                    lines++;
                }
                count = 0;
                any = false;
            } else if (i < n && text[i] != '\r') {
                any = true;
            }
        }
        if (first > 0 && ((named && same * 2 >= lines) || (lines >= TABLE_LINES && same == lines)))
            return *d;
    }
    if (named)
        return ends_with(name, ".tsv") ? '\t' : ',';
    return 0;
}

/* ---- reading ---- */

struct text_reader {
    struct sink *sink;
    struct place place;
    char delimiter;         /* 0: running text */
    bool open;              /* a block stands open in the sink */
    bool line_empty;        /* running text: nothing but white space since the last line end */
    /* tables */
    bool quoted, quote_seen, cell_started;
    uint32_t row, column;
    struct buf cell;
};

static void open_block(struct text_reader *r)
{
    if (!r->open) {
        r->sink->ops->begin(r->sink, &r->place);
        r->open = true;
    }
}
static void close_block(struct text_reader *r)
{
    if (r->open)
        r->sink->ops->end(r->sink);
    r->open = false;
}

/* Paragraphs end at empty lines; a block is a paragraph. */
static void running_text(struct text_reader *r, const char *text, size_t n)
{
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n') {
            if (r->line_empty && r->open) {
                r->sink->ops->text(r->sink, text + from, i + 1 - from);
                close_block(r);
                from = i + 1;
            }
            r->line_empty = true;
        } else if (text[i] != '\r' && text[i] != ' ' && text[i] != '\t') {
            r->line_empty = false;
            if (!r->open) {
                r->place.number++;
                open_block(r);
                from = i;
            }
        } else if (!r->open) {
            from = i + 1;
        }
    }
    if (r->open && from < n)
        r->sink->ops->text(r->sink, text + from, n - from);
}

static void flush_cell(struct text_reader *r)
{
    if (r->cell.len == 0)
        return;
    open_block(r);
    r->sink->ops->text(r->sink, r->cell.data, r->cell.len);
    buf_reset(&r->cell);
}

static void add_to_cell(struct text_reader *r, const char *text, size_t n)
{
    while (n > 0) {
        size_t room = r->cell.max - r->cell.len, part = n < room ? n : room;
        if (!buf_add(&r->cell, text, part) && r->cell.failed)
            return;
        text += part;
        n -= part;
        if (r->cell.len == r->cell.max)
            flush_cell(r);
    }
}

static void end_cell(struct text_reader *r)
{
    flush_cell(r);
    close_block(r);
    r->quoted = r->quote_seen = r->cell_started = false;
    r->place.column = ++r->column;
}

static void table_text(struct text_reader *r, const char *text, size_t n)
{
    size_t from = 0; /* bytes of the cell not yet handed on */
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (r->quoted) {
            if (r->quote_seen) {
                r->quote_seen = false;
                if (c == '"') { /* "" stands for one */
                    from = i;
                    continue;
                }
                r->quoted = false; /* the quote before was the end; this byte is looked at below */
                from = i;
            } else {
                if (c == '"') {
                    add_to_cell(r, text + from, i - from);
                    r->quote_seen = true;
                    from = i + 1;
                }
                continue;
            }
        }
        if (c == r->delimiter || c == '\n') {
            add_to_cell(r, text + from, i - from);
            from = i + 1;
            end_cell(r);
            if (c == '\n') {
                r->place.row = ++r->row;
                r->place.column = r->column = 1;
            }
        } else if (c == '\r') {
            add_to_cell(r, text + from, i - from);
            from = i + 1;
        } else if (c == '"' && !r->cell_started) {
            r->quoted = r->cell_started = true;
            from = i + 1;
        } else {
            r->cell_started = true;
        }
    }
    if (from < n)
        add_to_cell(r, text + from, n - from);
}

static void decoded(void *ctx, const char *text, size_t n)
{
    struct text_reader *r = ctx;
    if (r->delimiter != 0)
        table_text(r, text, n);
    else
        running_text(r, text, n);
}

static void text_read(struct source *src, const char *name, struct sink *sink)
{
    struct text_reader r;
    uint8_t piece[PIECE];
    size_t n, head_n, decoded_n;
    const uint8_t *head = source_peek(src, PIECE, &head_n);
    const char *label = charset_guess((const char *)head, head_n);
    char *sample = charset_to_utf8(label, (const char *)head, head_n, 4 * PIECE, &decoded_n);
    struct charset_decoder *decoder = charset_open(label);
    memset(&r, 0, sizeof r);
    r.sink = sink;
    r.line_empty = true;
    r.place.kind = PLACE_BODY;
    buf_init(&r.cell, CELL_PIECE);
    if (decoder == NULL || sample == NULL) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        goto out;
    }
    if (decoded_n > 2 && sample[0] == '#' && sample[1] == '!') {
        sink->ops->format(sink, "script");
        sink_fact(sink, FACT_EXECUTABLE);
    } else {
        r.delimiter = find_delimiter(sample, decoded_n, name);
    }
    if (r.delimiter != 0) {
        sink->ops->format(sink, r.delimiter == '\t' ? "tsv" : "csv");
        r.place = (struct place){.kind = PLACE_CELL, .table = "", .row = 1, .column = 1};
        r.row = r.column = 1;
    }
    while ((n = source_read(src, piece, sizeof piece)) != 0 && n != SIZE_MAX) {
        if (!budget_work(sink->budget, n)) {
            sink_stopped(sink);
            break;
        }
        if (!charset_feed(decoder, (const char *)piece, n, false, decoded, &r))
            break;
    }
    charset_feed(decoder, "", 0, true, decoded, &r);
    flush_cell(&r);
    close_block(&r);
out:
    buf_free(&r.cell);
    charset_free(decoder);
    free(sample);
}

const struct format format_text = {"text", text_bid, text_read};
