/* DIF, the tables that spreadsheets have exchanged since VisiCalc: a head, then for each cell a line "type,number" and a line of text. What
 * is in no cell is handed on as running text. */
#include "formats/format.h"

#include <string.h>

#include "base/buf.h"
#include "text/charset.h"

enum {
    PIECE = 32 * 1024,
    LINE_PIECE = 64 * 1024, /* a longer line is handed on in pieces */
    LEAD_MAX = 64           /* no "type,number" is longer */
};

/* TABLE, and the version below it. */
static int dif_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    (void)size;
    (void)name;
    if (n - at < 5 || memcmp(head + at, "TABLE", 5) != 0)
        return 0;
    for (at += 5; at < n && (head[at] == ' ' || head[at] == '\r' || head[at] == '\n'); at++)
        ;
    return n - at >= 3 && memcmp(head + at, "0,1", 3) == 0 ? 60 : 0;
}

struct dif {
    struct sink *sink;
    struct buf line;
    bool after_cr, cut; /* a line feed would belong to the line end before; the beginning of this line was handed on already */
    enum { HEAD, LEAD, DIRECTIVE, STRING, INDICATOR, TAIL } expect;
    unsigned head_left; /* lines of the head below DATA */
    bool open;          /* a block stands open in the sink */
    uint32_t row, column;
};

static void end(struct dif *d)
{
    if (d->open)
        d->sink->ops->end(d->sink);
    d->open = false;
}

static void begin(struct dif *d, struct place place)
{
    end(d);
    d->sink->ops->begin(d->sink, &place);
    d->open = true;
}

static void begin_cell(struct dif *d)
{
    begin(d, (struct place){.kind = PLACE_CELL, .table = "", .row = d->row > 0 ? d->row : 1, .column = d->column});
}

static void text(struct dif *d, const char *s, size_t n)
{
    if (n > 0)
        d->sink->ops->text(d->sink, s, n);
}

/* Running text: the head, and what stands where nothing of the kind should. */
static void other_line(struct dif *d, const char *s, size_t n, bool ends)
{
    if (!d->open && n > 0)
        begin(d, (struct place){.kind = PLACE_BODY, .number = 1});
    if (d->open) {
        text(d, s, n);
        text(d, "\n", ends);
    }
}

/* A line of a string, without the quotes around it; "" in it stands for one. */
static void string_line(struct dif *d, const char *s, size_t n, bool first, bool ends)
{
    size_t from = first && n > 0 && s[0] == '"', stop = n, quotes = 0;
    while (n - quotes > from && s[n - quotes - 1] == '"')
        quotes++;
    if (ends && quotes % 2 == 1) /* those before it are pairs, this one is the end */
        stop = n - 1;
    for (size_t i = from; i + 1 < stop; i++) {
        if (s[i] == '"' && s[i + 1] == '"') {
            text(d, s + from, i + 1 - from);
            from = ++i + 1;
        }
    }
    text(d, s + from, stop - from);
}

/* "type,number" above each cell and each row. */
static bool is_lead(const char *s, size_t n, int *type)
{
    size_t at = n > 0 && s[0] == '-';
    if (n < at + 3 || n > LEAD_MAX || s[at + 1] != ',' || (s[at] != '1' && (s[at] != '0' || at == 1)))
        return false;
    *type = at == 1 ? -1 : s[at] - '0';
    for (size_t i = at + 2; *type != 0 && i < n; i++) /* some write dates as they are shown for a number that counts */
        if (s[i] < '0' || s[i] > '9')
            return false;
    return true;
}

static bool is(const char *s, size_t n, const char *word)
{
    return n == strlen(word) && memcmp(s, word, n) == 0;
}

/* A line where the next cell or row should be announced; else it belongs to the string before, which may hold line ends. */
static void lead_line(struct dif *d, const char *s, size_t n, bool starts, bool ends)
{
    int type;
    if (!starts || !ends || !is_lead(s, n, &type)) {
        if (!d->open) {
            other_line(d, s, n, ends);
            return;
        }
        text(d, "\n", starts);
        string_line(d, s, n, false, ends);
        return;
    }
    end(d);
    d->expect = type < 0 ? DIRECTIVE : type == 0 ? INDICATOR : STRING;
    d->column += type >= 0;
    if (type == 0) {
        begin_cell(d);
        text(d, s + 2, n - 2);
        end(d);
    }
}

/* A line, or a piece of one that is too long: starts and ends say which. */
static void line(struct dif *d, const char *s, size_t n, bool starts, bool ends)
{
    switch (d->expect) {
    case HEAD:
        other_line(d, s, n, ends);
        if (d->head_left > 0 && ends && --d->head_left == 0) {
            end(d);
            d->expect = LEAD;
        } else if (starts && is(s, n, "DATA")) {
            d->head_left = 2;
        }
        return;
    case LEAD:
        lead_line(d, s, n, starts, ends);
        return;
    case DIRECTIVE:
        if (is(s, n, "BOT")) {
            d->row++;
            d->column = 0;
        } else if (!is(s, n, "EOD")) {
            other_line(d, s, n, ends);
        }
        d->expect = is(s, n, "EOD") ? TAIL : LEAD;
        return;
    case STRING:
        if (n > 0 && !is(s, n, "\"\"")) {
            begin_cell(d);
            string_line(d, s, n, true, ends);
        }
        d->expect = LEAD;
        return;
    case INDICATOR:
        if (!is(s, n, "V") && !is(s, n, "NA") && !is(s, n, "ERROR") && !is(s, n, "TRUE") && !is(s, n, "FALSE"))
            other_line(d, s, n, ends);
        d->expect = LEAD;
        return;
    case TAIL:
        other_line(d, s, n, ends);
        return;
    }
}

static void flush(struct dif *d, bool ends)
{
    line(d, buf_str(&d->line), d->line.len, !d->cut, ends);
    buf_reset(&d->line);
    d->cut = !ends;
}

static void decoded(void *ctx, const char *utf8, size_t n)
{
    struct dif *d = ctx;
    for (size_t i = 0; i < n;) {
        if (utf8[i] == '\n' || utf8[i] == '\r') {
            if (utf8[i] == '\r' || !d->after_cr)
                flush(d, true);
            d->after_cr = utf8[i++] == '\r';
            continue;
        }
        d->after_cr = false;
        size_t from = i, room = d->line.max - d->line.len;
        while (i < n && i - from < room && utf8[i] != '\n' && utf8[i] != '\r')
            i++;
        buf_add(&d->line, utf8 + from, i - from);
        if (d->line.len == d->line.max)
            flush(d, false);
    }
}

static void dif_read(struct source *src, const char *name, struct sink *sink)
{
    struct dif d;
    struct charset_decoder *decoder = charset_open(NULL);
    uint8_t piece[PIECE];
    size_t n;
    bool fed = decoder != NULL;
    (void)name;
    memset(&d, 0, sizeof d);
    d.sink = sink;
    buf_init(&d.line, LINE_PIECE);
    while (fed && !d.line.failed && (n = source_read(src, piece, sizeof piece)) != 0 && n != SIZE_MAX) {
        if (!budget_work(sink->budget, n)) {
            sink_stopped(sink);
            break;
        }
        fed = charset_feed(decoder, (const char *)piece, n, false, decoded, &d);
    }
    if (!fed || !charset_feed(decoder, "", 0, true, decoded, &d))
        sink_unread(sink, UNREAD_TOO_LARGE);
    flush(&d, true);
    end(&d);
    sink_buf_free(sink, &d.line);
    charset_free(decoder);
}

const struct format format_dif = {"dif", dif_bid, dif_read};
