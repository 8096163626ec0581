/* Workbooks in BIFF2 to BIFF8 [MS-XLS]: cells, sheets, comments and what a sheet does not show. Records stream by once; text goes straight
 * to the sink. Leaves encryption keys to office_crypt.c and embedded objects to ole_object.c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"
#include "formats/format.h"
#include "formats/number_format.h"
#include "formats/office_art.h"
#include "formats/xls_crypt.h"
#include "formats/sheet.h"

enum record {
    R_NUMBER2 = 0x0003, R_LABEL2 = 0x0004, R_FORMULA = 0x0006, R_STRING2 = 0x0007, R_BOF2 = 0x0009, R_EOF = 0x000A,
    R_HEADER = 0x0014, R_FOOTER = 0x0015, R_NOTE = 0x001C, R_FORMAT2 = 0x001E, R_DATEMODE = 0x0022,
    R_CONTINUE = 0x003C, R_CODEPAGE = 0x0042, R_XF2 = 0x0043, R_CRN = 0x005A, R_OBJ = 0x005D, R_COLINFO = 0x007D, R_BOUNDSHEET = 0x0085,
    R_FILTERMODE = 0x009B, R_AUTOFILTERINFO = 0x009D, R_MULRK = 0x00BD, R_RSTRING = 0x00D6, R_SXSTRING = 0x00CD, R_SXSTREAM = 0x00D5, R_DRAWING = 0x00EC, R_XF = 0x00E0,
    R_SST = 0x00FC, R_LABELSST = 0x00FD, R_SUPBOOK = 0x01AE, R_TXO = 0x01B6, R_NUMBER = 0x0203, R_LABEL = 0x0204, R_FORMULA3 = 0x0206, R_STRING = 0x0207,
    R_ROW = 0x0208, R_BOF3 = 0x0209, R_XF3 = 0x0243, R_RK = 0x027E, R_FORMULA4 = 0x0406, R_BOF4 = 0x0409, R_FORMAT = 0x041E, R_XF4 = 0x0443,
    R_BOF = 0x0809, R_SERIESTEXT = 0x100D, R_BOF_TYPE_MACRO = 0x0040
};
enum { SHEETS_MAX = 4096, ROWS = 65536, COLUMNS = 256, CELL_TEXT_MAX = 256 * 1024, NAME_MAX_BYTES = 300 };

struct sheet {
    uint32_t offset;
    uint8_t state; /* 0 shown, 1 hidden, 2 very hidden */
    uint8_t kind;  /* 0 sheet, 1 macro, 2 chart, 6 VBA module */
    char name[NAME_MAX_BYTES];
    struct sheet_sample sample; /* what it holds, if it is hidden */
};

/* What must be known beside the record in hand. */
struct xls {
    struct sink *sink;
    const uint8_t *data;
    size_t n, at; /* at: the record behind the current one */
    unsigned biff; /* 2, 3, 4, 5, 8: the first BOF's; the sheets of a file that says otherwise follow it all the same */
    unsigned codepage;
    struct sheet *sheets;
    size_t sheet_count;
    struct sheet *sheet; /* being read, NULL: globals */
    struct sheet single; /* BIFF2-4 and parts nobody listed */
    bool in_chart;
    struct number_styles styles;
    struct sheet_strings strings;
    uint32_t hidden_rows_seen, hidden_columns_seen, text_cells_hidden;
    uint8_t row_hidden[ROWS / 8], column_hidden[COLUMNS / 8];
    uint32_t string_row, string_column; /* a FORMULA whose text comes in the next STRING */
    bool string_pending;
    uint32_t comments, sheet_cells;
    uint16_t object_type; /* of the last OBJ */
    bool autofilter, filters; /* filters: rows are hidden by it now */
    uint64_t cropped;
    struct buf text;
    unsigned depth_bof;
};

/* ---- a record that may go on in CONTINUE records ---- */

struct span {
    struct xls *x;
    const uint8_t *p;
    size_t left;
    bool broken;
};

/* Goes on in the next record if that is a CONTINUE. */
static bool span_continue(struct span *s)
{
    struct xls *x = s->x;
    if (x->n - x->at < 4 || le16(x->data + x->at) != R_CONTINUE)
        return false;
    size_t length = le16(x->data + x->at + 2);
    if (length > x->n - x->at - 4)
        length = x->n - x->at - 4;
    s->p = x->data + x->at + 4;
    s->left = length;
    x->at += 4 + length;
    return true;
}

static bool span_take(struct span *s, uint8_t *out, size_t n)
{
    while (n > 0) {
        if (s->left == 0 && !span_continue(s)) {
            s->broken = true;
            return false;
        }
        size_t take = n < s->left ? n : s->left;
        if (out) {
            memcpy(out, s->p, take);
            out += take;
        }
        s->p += take;
        s->left -= take;
        n -= take;
    }
    return true;
}

/* cch characters of a Unicode string; where they go on in a CONTINUE record its first byte says anew whether they are wide. */
static void span_characters(struct span *s, size_t cch, bool wide, struct buf *out)
{
    while (cch > 0) {
        if (s->left == 0) {
            uint8_t flags;
            if (!span_take(s, &flags, 1))
                return;
            wide = flags & 1;
        }
        size_t unit = wide ? 2 : 1, here = s->left / unit;
        if (here > cch)
            here = cch;
        if (here == 0) { /* half a character at the end of a record */
            s->broken = true;
            return;
        }
        if (wide)
            add_utf16le(out, s->p, here);
        else
            for (size_t i = 0; i < here; i++) {
                uint8_t unit_le[2] = {s->p[i], 0};
                add_utf16le(out, unit_le, 1);
            }
        s->p += here * unit;
        s->left -= here * unit;
        cch -= here;
    }
}

/* XLUnicodeRichExtendedString [MS-XLS] 2.5.293; the length stands before the flags. */
static void span_rich_string(struct span *s, size_t cch, struct buf *out)
{
    uint8_t flags, small[4];
    size_t runs = 0, extra = 0;
    if (!span_take(s, &flags, 1))
        return;
    if (flags & 8) {
        if (!span_take(s, small, 2))
            return;
        runs = le16(small);
    }
    if (flags & 4) {
        if (!span_take(s, small, 4))
            return;
        extra = le32(small);
    }
    span_characters(s, cch, flags & 1, out);
    if (!s->broken && runs + extra)
        span_take(s, NULL, 4 * runs + extra);
}

/* A string inside one record: BIFF8 by flags, older ones in the code page. length_size: bytes of the length. Returns bytes used or 0. */
static size_t plain_string(struct xls *x, const uint8_t *p, size_t n, size_t length_size, struct buf *out)
{
    if (n < length_size + (x->biff >= 8))
        return 0;
    size_t cch = length_size == 1 ? p[0] : le16(p), at = length_size;
    if (x->biff < 8) {
        if (cch > n - at)
            cch = n - at;
        add_codepage(out, x->codepage, p + at, cch);
        return at + cch;
    }
    struct span s = {.x = x, .p = p + at, .left = n - at};
    uint8_t flags = s.p[0];
    s.p++;
    s.left--;
    size_t unit = flags & 1 ? 2 : 1;
    if (flags & 8)
        s.p += 2, s.left = s.left >= 2 ? s.left - 2 : 0;
    if (flags & 4)
        s.p += 4, s.left = s.left >= 4 ? s.left - 4 : 0;
    if (cch > s.left / unit)
        cch = s.left / unit;
    span_characters(&s, cch, flags & 1, out);
    return (size_t)(s.p - p);
}

/* ---- cells ---- */

static struct place cell_place(struct xls *x, uint32_t row, uint32_t column)
{
    struct sheet *sheet = x->sheet ? x->sheet : &x->single;
    struct place place = {.kind = PLACE_CELL, .row = row + 1, .column = column + 1, .table = sheet->name};
    if (sheet->state)
        place.flags |= PLACE_HIDDEN;
    if (row < ROWS && x->row_hidden[row / 8] >> (row % 8) & 1)
        place.flags |= PLACE_HIDDEN;
    if (column < COLUMNS && x->column_hidden[column / 8] >> (column % 8) & 1)
        place.flags |= PLACE_HIDDEN;
    x->sheet_cells++;
    return place;
}

static void add_sample(struct xls *x, const char *text, size_t n)
{
    if (x->sheet && x->sheet->state)
        sheet_sample_cell(&x->sheet->sample, text, n);
}

static void cell_text(struct xls *x, uint32_t row, uint32_t column)
{
    struct place place = cell_place(x, row, column);
    add_sample(x, buf_str(&x->text), x->text.len);
    if (x->text.len)
        sink_block(x->sink, &place, x->text.data, x->text.len);
}

static void cell_number(struct xls *x, uint32_t row, uint32_t column, uint16_t xf, double value)
{
    char out[64];
    size_t n = number_styles_text(&x->styles, xf, value, out);
    struct place place = cell_place(x, row, column);
    add_sample(x, out, n);
    sink_block(x->sink, &place, out, n);
}

/* A formula's stored result: a number here, a text in the STRING record behind. `at` is where the 8 bytes stand. */
static void cell_formula(struct xls *x, const uint8_t *p, size_t n, size_t at, uint16_t xf)
{
    if (n < at + 8)
        return;
    const uint8_t *r = p + at;
    if (r[6] == 0xFF && r[7] == 0xFF) {
        if (r[0] == 0) {
            x->string_row = le16(p);
            x->string_column = le16(p + 2);
            x->string_pending = true;
        }
        return;
    }
    cell_number(x, le16(p), le16(p + 2), xf, number_from_bytes(r));
}

/* ---- sheets and their surroundings ---- */

static void bound_sheet(struct xls *x, const uint8_t *p, size_t n)
{
    if (n < 7 || x->sheet_count == SHEETS_MAX)
        return;
    struct sheet *sheet = &x->sheets[x->sheet_count++];
    sheet->offset = le32(p);
    sheet->state = p[4] & 3;
    sheet->kind = p[5];
    buf_reset(&x->text);
    plain_string(x, p + 6, n - 6, 1, &x->text);
    snprintf(sheet->name, sizeof sheet->name, "%s", buf_str(&x->text));
    struct place place = {.kind = PLACE_OTHER, .flags = sheet->state ? PLACE_HIDDEN : 0u, .table = sheet->name};
    sink_block(x->sink, &place, sheet->name, strlen(sheet->name)); /* a name is text too */
    if (sheet->kind == 1)
        sink_fact_at(x->sink, FACT_XLM_MACROS, 1, sheet->name, NULL);
    if (sheet->kind == 6)
        sink_fact(x->sink, FACT_MACROS);
}

/* Said when all sheets are read: whether there is anything in them counts. */
static void hidden_sheets(const struct xls *x)
{
    for (size_t i = 0; i < x->sheet_count; i++) {
        const struct sheet *sheet = &x->sheets[i];
        if (sheet->kind == 6 || !sheet->state)
            continue;
        sink_fact_at(x->sink, FACT_HIDDEN_SHEETS, 1, sheet->name, sheet->sample.text);
        if (sheet->state == 2)
            sink_fact_at(x->sink, FACT_VERY_HIDDEN_SHEETS, 1, sheet->name, sheet->sample.text);
    }
}

static void sheet_begins(struct xls *x, size_t offset, unsigned type)
{
    x->in_chart = type == 0x20;
    if (x->depth_bof++ > 0) /* a chart inside a sheet belongs to it */
        return;
    x->sheet = NULL;
    for (size_t i = 0; i < x->sheet_count; i++)
        if (x->sheets[i].offset == offset)
            x->sheet = &x->sheets[i];
    memset(x->row_hidden, 0, sizeof x->row_hidden);
    memset(x->column_hidden, 0, sizeof x->column_hidden);
    x->hidden_rows_seen = x->hidden_columns_seen = x->sheet_cells = 0;
    x->string_pending = false;
    x->autofilter = x->filters = false;
    x->cropped = 0;
}

static void sheet_ends(struct xls *x)
{
    if (x->depth_bof > 0)
        x->depth_bof--;
    if (x->depth_bof > 0) {
        x->in_chart = false;
        return;
    }
    const char *name = x->sheet ? x->sheet->name : NULL;
    if (x->hidden_rows_seen || x->filters)
        sink_fact_at(x->sink, FACT_HIDDEN_ROWS, x->hidden_rows_seen, name, NULL);
    if (x->hidden_columns_seen)
        sink_fact_at(x->sink, FACT_HIDDEN_COLUMNS, x->hidden_columns_seen, name, NULL);
    if (x->autofilter)
        sink_fact_at(x->sink, FACT_AUTOFILTER, 1, name, NULL);
    if (x->filters)
        sink_fact_at(x->sink, FACT_FILTERED_ROWS, x->hidden_rows_seen, name, NULL);
    if (x->cropped)
        sink_fact_at(x->sink, FACT_CROPPED_IMAGES, x->cropped, name, NULL);
    x->hidden_rows_seen = x->hidden_columns_seen = 0;
    x->sheet = NULL;
}

static void hide_columns(struct xls *x, const uint8_t *p, size_t n)
{
    if (n < 10 || !(le16(p + 8) & 1))
        return;
    unsigned first = le16(p), last = le16(p + 2);
    for (unsigned c = first; c <= last && c < COLUMNS; c++) {
        x->column_hidden[c / 8] |= (uint8_t)(1u << (c % 8));
        x->hidden_columns_seen++;
    }
}

static void hide_row(struct xls *x, const uint8_t *p, size_t n)
{
    if (n < 14 || !(p[12] & 0x20))
        return;
    unsigned row = le16(p);
    x->row_hidden[row / 8] |= (uint8_t)(1u << (row % 8));
    x->hidden_rows_seen++;
}

static void place_block(struct xls *x, enum place_kind kind, unsigned flags)
{
    struct sheet *sheet = x->sheet ? x->sheet : &x->single;
    struct place place = {.kind = kind, .flags = flags | (sheet->state ? PLACE_HIDDEN : 0u), .table = sheet->name};
    if (kind != PLACE_HEADER) /* notes, text boxes and charts are contents of a sheet; what is printed above them is not */
        add_sample(x, buf_str(&x->text), x->text.len);
    if (x->text.len)
        sink_block(x->sink, &place, x->text.data, x->text.len);
}

/* NOTE: in BIFF8 only author and place (the text is a TXO before it); before, the text itself. */
static void note(struct xls *x, const uint8_t *p, size_t n)
{
    if (n < 6)
        return;
    char where[NAME_MAX_BYTES + 40];
    const char *sheet = x->sheet ? x->sheet->name : "";
    snprintf(where, sizeof where, "%s%sR%uC%u", sheet, *sheet ? "!" : "", le16(p) + 1u, le16(p + 2) + 1u);
    if (x->biff >= 8) {
        sink_fact_at(x->sink, FACT_COMMENTS, 1, where, NULL);
        return;
    }
    if (le16(p) == 0xFFFF) { /* goes on a longer text */
        buf_reset(&x->text);
        add_codepage(&x->text, x->codepage, p + 6, n - 6);
        place_block(x, PLACE_COMMENT, 0);
        return;
    }
    buf_reset(&x->text);
    add_codepage(&x->text, x->codepage, p + 6, n - 6);
    sink_fact_at(x->sink, FACT_COMMENTS, 1, where, buf_str(&x->text));
    place_block(x, PLACE_COMMENT, 0);
}

/* TXO: the text of a drawing or a comment stands in the CONTINUE records behind it. */
static void text_object(struct xls *x, const uint8_t *p, size_t n)
{
    if (n < 14)
        return;
    size_t cch = le16(p + 10);
    if (cch == 0)
        return;
    struct span s = {.x = x};
    uint8_t flags;
    buf_reset(&x->text);
    if (!span_take(&s, &flags, 1))
        return;
    span_characters(&s, cch, flags & 1, &x->text);
    place_block(x, x->object_type == 0x19 ? PLACE_COMMENT : PLACE_BODY, 0);
}

/* SUPBOOK: where external references point to; DDE topics hold a 0x03. */
static void supporting_book(struct xls *x, const uint8_t *p, size_t n)
{
    if (n < 5 || le16(p + 2) == 0x0401 || le16(p + 2) == 0x3A01)
        return;
    buf_reset(&x->text);
    plain_string(x, p + 2, n - 2, 2, &x->text);
    const char *path = buf_str(&x->text);
    /* An encoded path (it begins with 0x01) parts its folders by 0x03; unencoded, 0x03 stands between a server and its topic. */
    if (*path != 1 && strchr(path, 3))
        sink_fact_at(x->sink, FACT_DDE, 1, NULL, path);
    else {
        while (*path == 1 || *path == 2)
            path++;
        if (*path)
            sink_fact_at(x->sink, FACT_EXTERNAL_LINKS, 1, NULL, path);
    }
}

/* CRN: values kept from another workbook, which no sheet shows. */
static void external_values(struct xls *x, const uint8_t *p, size_t n)
{
    size_t at = 4;
    struct place place = {.kind = PLACE_OTHER, .flags = PLACE_HIDDEN, .table = ""};
    while (at < n) {
        uint8_t kind = p[at++];
        if (kind == 2) {
            buf_reset(&x->text);
            size_t used = plain_string(x, p + at, n - at, x->biff >= 8 ? 2 : 1, &x->text);
            if (used == 0)
                return;
            if (x->text.len)
                sink_block(x->sink, &place, x->text.data, x->text.len);
            at += used;
        } else
            at += 8;
    }
}

static void shared_strings(struct xls *x, const uint8_t *p, size_t n)
{
    struct span s = {.x = x, .p = p, .left = n};
    uint8_t counts[8], length[2];
    if (!span_take(&s, counts, 8))
        return;
    uint32_t unique = le32(counts + 4);
    for (uint32_t i = 0; i < unique; i++) {
        buf_reset(&x->text);
        if (!span_take(&s, length, 2))
            break;
        span_rich_string(&s, le16(length), &x->text);
        x->sink->ops->shared_define(x->sink, buf_str(&x->text), x->text.len);
        sheet_strings_add(&x->strings, buf_str(&x->text), x->text.len);
        if (s.broken)
            break;
    }
    if (s.broken)
        sink_unread(x->sink, UNREAD_DAMAGED);
}

static void number_format_record(struct xls *x, const uint8_t *p, size_t n)
{
    if (n < 3)
        return;
    buf_reset(&x->text);
    if (x->biff >= 5)
        plain_string(x, p + 2, n - 2, x->biff >= 8 ? 2 : 1, &x->text);
    else
        plain_string(x, p, n, 1, &x->text);
    number_styles_define(&x->styles, x->biff >= 5 ? le16(p) : (unsigned)x->styles.own_count, buf_str(&x->text));
}

/* ---- records ---- */

static void begin_substream(struct xls *x, size_t offset, unsigned type_of_record, const uint8_t *p, size_t n)
{
    unsigned biff = type_of_record == R_BOF2 ? 2 : type_of_record == R_BOF3 ? 3 : type_of_record == R_BOF4 ? 4 : 0;
    unsigned kind = n >= 4 ? le16(p + 2) : 0;
    if (!biff)
        biff = n >= 2 && le16(p) == 0x0600 ? 8 : 5;
    if (x->biff == 0)
        x->biff = biff;
    if (kind == R_BOF_TYPE_MACRO && x->sheet_count == 0)
        sink_fact(x->sink, FACT_XLM_MACROS);
    sheet_begins(x, offset, kind);
}

static void cell_record(struct xls *x, unsigned type, const uint8_t *p, size_t n)
{
    /* Before BIFF3 three attribute bytes stand where the XF index is later. */
    size_t head = x->biff == 2 ? 7 : 6;
    if (n < head)
        return;
    uint32_t row = le16(p), column = le16(p + 2);
    uint16_t xf = x->biff == 2 ? (uint16_t)(p[4] & 0x3F) : le16(p + 4);
    switch (type) {
    case R_LABELSST:
        if (n >= 10) {
            struct place place = cell_place(x, row, column);
            x->sink->ops->shared(x->sink, &place, le32(p + 6));
            if (x->sheet && x->sheet->state)
                sheet_sample_string(&x->sheet->sample, &x->strings, le32(p + 6));
        }
        break;
    case R_LABEL:
    case R_RSTRING:
    case R_LABEL2:
        buf_reset(&x->text);
        plain_string(x, p + head, n - head, x->biff == 2 ? 1 : 2, &x->text);
        cell_text(x, row, column);
        break;
    case R_NUMBER:
    case R_NUMBER2:
        if (n >= head + 8)
            cell_number(x, row, column, xf, number_from_bytes(p + head));
        break;
    case R_RK:
        if (n >= 10)
            cell_number(x, row, column, xf, number_from_rk(le32(p + 6)));
        break;
    case R_MULRK:
        for (size_t at = 4; at + 6 <= n - 2; at += 6)
            cell_number(x, row, column++, le16(p + at), number_from_rk(le32(p + at + 2)));
        break;
    case R_FORMULA:
    case R_FORMULA3:
    case R_FORMULA4:
        cell_formula(x, p, n, head, xf);
        break;
    default:
        break;
    }
}

static void sheet_record(struct xls *x, unsigned type, const uint8_t *p, size_t n)
{
    switch (type) {
    case R_STRING:
    case R_STRING2:
        if (x->string_pending) {
            buf_reset(&x->text);
            if (x->biff >= 8 && n >= 3) { /* may go on in CONTINUE records */
                struct span s = {.x = x, .p = p + 3, .left = n - 3};
                span_characters(&s, le16(p), p[2] & 1, &x->text);
            } else
                plain_string(x, p, n, x->biff == 2 ? 1 : 2, &x->text);
            cell_text(x, x->string_row, x->string_column);
            x->string_pending = false;
        }
        break;
    case R_ROW:
        hide_row(x, p, n);
        break;
    case R_COLINFO:
        hide_columns(x, p, n);
        break;
    case R_AUTOFILTERINFO:
        x->autofilter = true;
        break;
    case R_FILTERMODE:
        x->filters = true;
        break;
    case R_DRAWING:
        x->cropped += office_art_crops(p, n, x->sink->budget);
        break;
    case R_NOTE:
        note(x, p, n);
        break;
    case R_OBJ:
        x->object_type = n >= 6 && le16(p) == 0x15 ? le16(p + 4) : 0;
        break;
    case R_TXO:
        text_object(x, p, n);
        break;
    case R_HEADER:
    case R_FOOTER:
        buf_reset(&x->text);
        plain_string(x, p, n, x->biff >= 8 ? 2 : 1, &x->text);
        place_block(x, PLACE_HEADER, 0);
        break;
    case R_SERIESTEXT:
        buf_reset(&x->text);
        if (n > 2)
            plain_string(x, p + 2, n - 2, 1, &x->text);
        place_block(x, PLACE_OTHER, 0);
        break;
    default:
        cell_record(x, type, p, n);
    }
}

static void record(struct xls *x, size_t offset, unsigned type, const uint8_t *p, size_t n)
{
    switch (type) {
    case R_BOF:
    case R_BOF2:
    case R_BOF3:
    case R_BOF4:
        begin_substream(x, offset, type, p, n);
        break;
    case R_EOF:
        sheet_ends(x);
        break;
    case R_BOUNDSHEET:
        bound_sheet(x, p, n);
        break;
    case R_CODEPAGE:
        if (n >= 2)
            x->codepage = le16(p);
        break;
    case R_DATEMODE:
        x->styles.dates_1904 = n >= 2 && le16(p) == 1;
        break;
    case R_SST:
        shared_strings(x, p, n);
        break;
    case R_FORMAT:
    case R_FORMAT2:
        number_format_record(x, p, n);
        break;
    case R_XF:
        number_styles_add(&x->styles, n >= 4 ? le16(p + 2) : 0);
        break;
    case R_XF4:
    case R_XF3:
        number_styles_add(&x->styles, n >= 2 ? p[1] : 0);
        break;
    case R_XF2:
        number_styles_add(&x->styles, n >= 3 ? p[2] & 0x3F : 0);
        break;
    case R_SUPBOOK:
        supporting_book(x, p, n);
        break;
    case R_CRN:
        external_values(x, p, n);
        break;
    case R_SXSTREAM:
        sink_fact(x->sink, FACT_PIVOT_CACHE);
        break;
    default:
        sheet_record(x, type, p, n);
    }
}

static void read_records(struct xls *x)
{
    while (x->n - x->at >= 4) {
        size_t offset = x->at, length = le16(x->data + x->at + 2);
        unsigned type = le16(x->data + x->at);
        if (length > x->n - x->at - 4) {
            /* Padding behind the last EOF is no record; anything else was cut off. */
            if (x->depth_bof > 0 || type != 0)
                sink_unread(x->sink, UNREAD_DAMAGED);
            break;
        }
        if (!budget_work(x->sink->budget, length + 4)) {
            sink_stopped(x->sink);
            break;
        }
        const uint8_t *p = x->data + x->at + 4;
        x->at += 4 + length;
        record(x, offset, type, p, length);
    }
}

static void read_workbook(const uint8_t *data, size_t n, struct sink *sink)
{
    struct xls *x = calloc(1, sizeof *x);
    uint8_t *clear = NULL;
    uint64_t charged = 0;
    if (!x || !(x->sheets = calloc(SHEETS_MAX, sizeof *x->sheets)) || !number_styles_init(&x->styles)) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        goto out;
    }
    unsigned biff;
    size_t filepass = xls_filepass(data, n, &biff);
    if (filepass < n) {
        sink_fact(sink, FACT_ENCRYPTED);
        if (!budget_memory_take(sink->budget, n)) {
            sink_unread(sink, UNREAD_TOO_LARGE);
            goto out;
        }
        charged = n;
        if (!(clear = malloc(n))) {
            sink_unread(sink, UNREAD_TOO_LARGE);
            goto out;
        }
        memcpy(clear, data, n);
        if (!budget_work(sink->budget, n) || !xls_decrypt(clear, n, filepass, biff)) {
            sink_unread(sink, UNREAD_ENCRYPTED);
            goto out;
        }
        sink_fact(sink, FACT_OPENS_WITHOUT_PASSWORD);
        data = clear;
    }
    x->sink = sink;
    x->data = data;
    x->n = n;
    x->codepage = 1252;
    buf_init(&x->text, CELL_TEXT_MAX);
    sheet_strings_init(&x->strings);
    read_records(x);
    hidden_sheets(x);
    sink_buf_free(sink, &x->text);
    sheet_strings_free(&x->strings, sink);
out:
    if (charged)
        budget_memory_give(sink->budget, charged);
    free(clear);
    if (x) {
        free(x->sheets);
        number_styles_free(&x->styles);
    }
    free(x);
}

/* Pivot caches: streams of their own whose strings no sheet need show. */
static void read_pivot_caches(struct cfb *cfb, size_t storage, struct sink *sink)
{
    size_t folder = cfb_child(cfb, storage, "_SX_DB_CUR");
    const struct cfb_entry *e = cfb_entry_at(cfb, folder);
    if (!e)
        return;
    sink_fact(sink, FACT_PIVOT_CACHE);
    struct place place = {.kind = PLACE_OTHER, .flags = PLACE_HIDDEN, .table = ""};
    for (size_t i = e->first_child; i != CFB_NONE; i = cfb_entry_at(cfb, i)->next) {
        struct source src;
        size_t n;
        const uint8_t *data = compound_whole(cfb, i, &src, &n, sink);
        struct xls x = {.sink = sink, .data = data, .n = n, .biff = 8};
        buf_init(&x.text, CELL_TEXT_MAX);
        while (data && x.n - x.at >= 4) {
            unsigned type = le16(data + x.at);
            size_t length = le16(data + x.at + 2);
            const uint8_t *p = data + x.at + 4;
            if (length > x.n - x.at - 4 || !budget_work(sink->budget, length + 4))
                break;
            x.at += 4 + length;
            if (type == R_SXSTRING && length >= 3) {
                struct span s = {.x = &x, .p = p + 3, .left = length - 3};
                buf_reset(&x.text);
                span_characters(&s, le16(p), p[2] & 1, &x.text);
                if (x.text.len)
                    sink_block(sink, &place, x.text.data, x.text.len);
            }
        }
        sink_buf_free(sink, &x.text);
        cfb_close_stream(&src);
    }
}

void xls_read_records(const uint8_t *data, size_t n, struct sink *sink)
{
    read_workbook(data, n, sink);
}

void xls_read(struct cfb *cfb, size_t storage, unsigned depth, struct sink *sink)
{
    size_t stream = cfb_child(cfb, storage, "Workbook");
    if (stream == CFB_NONE)
        stream = cfb_child(cfb, storage, "Book");
    struct source src;
    size_t n;
    const uint8_t *data = compound_whole(cfb, stream, &src, &n, sink);
    if (cfb_child(cfb, storage, "_VBA_PROJECT_CUR") != CFB_NONE)
        sink_fact(sink, FACT_MACROS);
    unsigned biff;
    bool locked = data && xls_filepass(data, n, &biff) < n;
    if (data)
        read_workbook(data, n, sink);
    cfb_close_stream(&src);
    xls_revisions_read(cfb, storage, locked, sink);
    read_pivot_caches(cfb, storage, sink);
    ole_objects_read(cfb, storage, depth, sink);
}

/* A BIFF stream without a container: Excel 2 to 4. */
static int biff_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    if (n < 8)
        return 0;
    unsigned type = le16(head), length = le16(head + 2), kind = le16(head + 6);
    bool bof = (type == R_BOF2 && length == 4) || (type == R_BOF3 && length == 6) || (type == R_BOF4 && length == 6) || (type == R_BOF && length == 8);
    return bof && (kind == 0x05 || kind == 0x10 || kind == 0x20 || kind == 0x40 || kind == 0x100) ? 80 : 0;
}

static void biff_read(struct source *src, const char *name, struct sink *sink)
{
    (void)name;
    size_t n;
    const uint8_t *data = source_whole(src, &n);
    if (data)
        xls_read_records(data, n, sink);
}

const struct format format_biff = {"xls", biff_bid, biff_read};
