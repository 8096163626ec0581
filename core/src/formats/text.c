/* Plain text in any charset, and tables in it: CSV and TSV cell by cell. Which words matter is not asked here. */
#include "formats/cards.h"
#include "formats/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
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
        if (ascii_lower(name[n - m + i]) != end[i])
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
        const char *guess = charset_guess_wide((const char *)head, n); /* nearly every file that is no text comes by here */
        return guess && strcmp(guess, "utf-8") != 0 ? 10 : 0;
    }
    return control * 200 <= n ? 10 : 0;
}

/* The delimiter that parts every line into the same number of fields, 0: it is no table. named: the name says it is one, so two fields
 * in the first line are enough. */
static char find_delimiter(const char *text, size_t n, const char *name, char line_end)
{
    static const char delimiters[] = "\t,;|";
    bool named = ends_with(name, ".csv") || ends_with(name, ".tsv");
    char best = ends_with(name, ".tsv") ? '\t' : ',';
    size_t best_lines = 0;
    if (n > 5 && memcmp(text, "sep=", 4) == 0 && (text[5] == '\r' || text[5] == '\n')) /* a line for Excel that says it */
        return text[4];
    for (const char *d = delimiters; *d != '\0'; d++) {
        size_t first = 0, lines = 0, same = 0, count = 0, with = 0;
        bool quoted = false, any = false;
        for (size_t i = 0; i <= n && lines < LOOK_LINES; i++) {
            if (i < n && text[i] == '"') {
                quoted = !quoted;
            } else if (i < n && text[i] == *d && !quoted) {
                count++;
            } else if ((i == n && any) || (i < n && text[i] == line_end && !quoted)) {
                if (any) {
                    if (lines == 0)
                        first = count;
                    same += count == first;
                    with += count > 0;
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
        if (with > best_lines) {
            best = *d;
            best_lines = with;
        }
    }
    return named ? best : 0; /* titles above the table have other numbers of fields */
}

/* JSON, also an object a line: an object or a list of something, at once. */
static bool is_json(const char *text, size_t n)
{
    char first = 0;
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            continue;
        if (first)
            return c == '"' || (first == '[' && (c == '{' || c == '['));
        if (c != '{' && c != '[')
            return false;
        first = c;
    }
    return false;
}

/* Values in brackets behind INSERT INTO: its commas part no lines into fields. */
static bool is_sql(const char *text, size_t n)
{
    static const char words[] = "insert into ";
    for (size_t i = 0; i + sizeof words - 1 <= n; i++) {
        size_t k = 0;
        while (k < sizeof words - 1 && (text[i + k] | 0x20) == words[k])
            k++;
        if (k == sizeof words - 1 && (i == 0 || text[i - 1] == '\n'))
            return true;
    }
    return false;
}

/* ---- reading ---- */

struct text_reader {
    struct sink *sink;
    struct charset_decoder *decoder;
    struct place place;
    char delimiter;         /* 0: running text */
    char line_end;          /* '\n', or '\r' in a text that has no '\n' */
    bool open;              /* a block stands open in the sink */
    bool line_empty;        /* running text: nothing but white space since the last line end */
    /* tables */
    bool quoted, quote_seen, cell_started;
    uint32_t row, column;
    struct buf cell;
    /* JSON */
    bool json, in_string, gap; /* gap: white space behind a comma */
    char escape[6];            /* one that may have been cut */
    size_t escape_len;
    uint32_t high;             /* the first half of a character that is written as two */
    /* contacts and calendars */
    char *readable;            /* a line, CELL_PIECE + CARDS_MORE; NULL: it is neither */
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
        if (text[i] == r->line_end) {
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

static void table_text(struct text_reader *r, const char *text, size_t n);

/* The quote that began this cell never ends: it was an inch sign or a slip, and what came behind it are cells as all others. */
static void read_without_quote(struct text_reader *r)
{
    struct buf held = r->cell; /* at most one cell, so this does not go deeper than once */
    buf_init(&r->cell, CELL_PIECE);
    r->quoted = false;
    add_to_cell(r, "\"", 1);
    table_text(r, held.data, held.len);
    sink_buf_free(r->sink, &held);
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
                } else if (r->cell.len + (i + 1 - from) >= r->cell.max - 1) {
                    add_to_cell(r, text + from, i + 1 - from);
                    from = i + 1;
                    read_without_quote(r);
                }
                continue;
            }
        }
        if (c == r->delimiter || c == r->line_end) {
            add_to_cell(r, text + from, i - from);
            from = i + 1;
            end_cell(r);
            if (c == r->line_end) {
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

static void plain(struct text_reader *r, const char *text, size_t n)
{
    if (r->delimiter != 0)
        table_text(r, text, n);
    else
        running_text(r, text, n);
}

static void code_point(struct text_reader *r, uint32_t c)
{
    char out[4];
    if (r->high && c >= 0xDC00 && c <= 0xDFFF)
        c = 0x10000 + ((r->high - 0xD800) << 10) + (c - 0xDC00);
    r->high = c >= 0xD800 && c <= 0xDBFF ? c : 0;
    if (!r->high)
        plain(r, out, utf8_encode(c >= 0xDC00 && c <= 0xDFFF ? 0xFFFD : c, out));
}

/* One byte of an escape; false: it is none, and the byte stands for itself. */
static bool escape_byte(struct text_reader *r, char c)
{
    if (r->escape_len == 1 && c != 'u') {
        r->escape_len = 0;
        plain(r, c == 'n' ? "\n" : c == 't' ? "\t" : c == 'r' || c == 'b' || c == 'f' ? " " : &c, 1);
        return true;
    }
    if (r->escape_len > 1 && ascii_hex(c) < 0) {
        plain(r, r->escape, r->escape_len);
        r->escape_len = 0;
        return false;
    }
    r->escape[r->escape_len++] = c;
    if (r->escape_len == sizeof r->escape) {
        uint32_t value = 0;
        for (size_t k = 2; k < sizeof r->escape; k++)
            value = value << 4 | (uint32_t)ascii_hex(r->escape[k]);
        r->escape_len = 0;
        code_point(r, value);
    }
    return true;
}

/* Hands on what escapes stand for, and a line for each value, however the program that wrote it breaks lines. */
static void json_text(struct text_reader *r, const char *text, size_t n)
{
    size_t from = 0; /* not yet handed on */
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (r->escape_len > 0 && escape_byte(r, c)) {
            from = i + 1;
        } else if (r->gap && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
            from = i + 1;
        } else if (c == '\\') {
            plain(r, text + from, i - from);
            r->escape[r->escape_len++] = c;
            from = i + 1;
        } else {
            r->in_string = r->in_string != (c == '"');
            r->gap = c == ',' && !r->in_string;
            if (r->gap) {
                plain(r, text + from, i + 1 - from);
                plain(r, "\n", 1);
                from = i + 1;
            }
        }
    }
    if (from < n)
        plain(r, text + from, n - from);
}

static void card_line(struct text_reader *r)
{
    size_t n = cards_line(r->cell.data, r->cell.len, r->readable);
    running_text(r, r->readable, n);
    buf_reset(&r->cell);
}

/* Line by line; one that is longer than any property of a person in pieces, which may leave an escape as it is. */
static void card_text(struct text_reader *r, const char *text, size_t n)
{
    while (n > 0) {
        const char *feed = memchr(text, '\n', n);
        size_t line = feed != NULL ? (size_t)(feed - text) : n, room = r->cell.max - r->cell.len, part = line < room ? line : room;
        if (!buf_add(&r->cell, text, part))
            return;
        if (part == line && feed != NULL) {
            card_line(r);
            running_text(r, "\n", 1);
            part++;
        } else if (r->cell.len == r->cell.max) {
            card_line(r);
        }
        text += part;
        n -= part;
    }
}

static void decoded(void *ctx, const char *text, size_t n)
{
    struct text_reader *r = ctx;
    if (r->json)
        json_text(r, text, n);
    else if (r->readable != NULL)
        card_text(r, text, n);
    else
        plain(r, text, n);
}

static bool feed(struct text_reader *r, const uint8_t *bytes, size_t n)
{
    return charset_feed(r->decoder, (const char *)bytes, n, false, decoded, r);
}

static void text_read(struct source *src, const char *name, struct sink *sink)
{
    struct text_reader r;
    struct cards cards;
    uint8_t piece[PIECE], lines[PIECE + 3];
    size_t n, head_n, decoded_n;
    const uint8_t *head = source_peek(src, PIECE, &head_n);
    bool is_cards = cards_bid(head, head_n);
    memset(&r, 0, sizeof r);
    memset(&cards, 0, sizeof cards);
    if (is_cards) {
        head_n = cards_feed(&cards, head, head_n, lines);
        head = lines;
        memset(&cards, 0, sizeof cards);
    }
    char *sample = charset_to_utf8(NULL, (const char *)head, head_n, 4 * PIECE, &decoded_n);
    r.decoder = charset_open(NULL);
    r.sink = sink;
    r.line_empty = true;
    r.place.kind = PLACE_BODY;
    buf_init(&r.cell, CELL_PIECE);
    if (is_cards)
        r.readable = malloc(CELL_PIECE + CARDS_MORE);
    if (r.decoder == NULL || sample == NULL || (is_cards && r.readable == NULL)) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        goto out;
    }
    r.line_end = memchr(sample, '\n', decoded_n) == NULL && memchr(sample, '\r', decoded_n) != NULL ? '\r' : '\n';
    if (decoded_n > 2 && sample[0] == '#' && sample[1] == '!') {
        sink->ops->format(sink, "script");
        sink_fact(sink, FACT_EXECUTABLE);
    } else if (!ends_with(name, ".csv") && is_json(sample, decoded_n)) {
        r.json = true;
        r.line_end = '\n';
    } else if (!is_cards && !is_sql(sample, decoded_n)) {
        r.delimiter = find_delimiter(sample, decoded_n, name, r.line_end);
    }
    if (r.delimiter != 0) {
        sink->ops->format(sink, r.delimiter == '\t' ? "tsv" : "csv");
        r.place = (struct place){.kind = PLACE_CELL, .table = "", .row = 1, .column = 1};
        r.row = r.column = 1;
    }
    bool fed = true;
    while (fed && (n = source_read(src, piece, sizeof piece)) != 0 && n != SIZE_MAX) {
        if (!budget_work(sink->budget, n)) {
            sink_stopped(sink);
            break;
        }
        fed = is_cards ? feed(&r, lines, cards_feed(&cards, piece, n, lines)) : feed(&r, piece, n);
    }
    if (is_cards)
        fed = fed && feed(&r, lines, cards_feed(&cards, piece, 0, lines));
    if (!fed || !charset_feed(r.decoder, "", 0, true, decoded, &r))
        sink_unread(sink, UNREAD_TOO_LARGE);
    if (r.quoted && !r.quote_seen)
        read_without_quote(&r);
    if (is_cards && r.cell.len > 0)
        card_line(&r);
    flush_cell(&r);
    close_block(&r);
out:
    free(r.readable);
    sink_buf_free(sink, &r.cell);
    charset_free(r.decoder);
    free(sample);
}

const struct format format_text = {"text", text_bid, text_read};
