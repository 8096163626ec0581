/* Workbooks of Office Open XML: sheets cell by cell, what is hidden in them, caches that keep rows nobody sees. The cell path is lean on
 * purpose: a sheet may have millions. Package and properties are opc.c's and ooxml.c's. */
#include "base/buf.h"
#include "base/utf8.h"
#include "formats/number_format.h"
#include "formats/ooxml.h"
#include "formats/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STRING_MAX = 1024 * 1024,      /* bytes of one shared string; Excel itself stops at 32,767 characters */
    SAMPLE_MAX = 200,
    STYLES_MAX = 65536,
    NUMBER_MAX = 63,
    PIVOT_ITEMS_MAX = 16 * 1024 * 1024,
    PIVOT_FIELD_MAX = 256,         /* bytes of an item that is told once more for each record */
    NAME_SIZE = 256
};

struct workbook {
    struct opc *opc;
    struct sink *sink;
    bool base1904;
    uint32_t string_count;
    struct sheet_strings samples;
    uint8_t date_style[STYLES_MAX / 8];          /* by index of cellXfs */
    uint8_t white_style[STYLES_MAX / 8];         /* white letters on no colour */
    bool any_white;
    uint32_t pivot_number;
};

static bool bit(const uint8_t *bits, uint32_t i)
{
    return (bits[i >> 3] >> (i & 7)) & 1u;
}
static void set_bit(uint8_t *bits, uint32_t i)
{
    bits[i >> 3] |= (uint8_t)(1u << (i & 7));
}

/* ---- shared strings ---- */

enum { S_SI, S_T, S_RPH };
static const char *const strings_names[] = {"si", "t", "rPh", NULL};

struct strings_reader {
    struct workbook *book;
    struct buf text;
    bool in_t, cut;
    unsigned phonetic;
};

static void strings_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct strings_reader *r = ctx;
    (void)tag;
    if (name == S_SI)
        buf_reset(&r->text);
    else if (name == S_RPH) /* readings above the text repeat it in kana */
        r->phonetic++;
    else if (name == S_T)
        r->in_t = r->phonetic == 0;
}

static void strings_end(void *ctx, int name)
{
    struct strings_reader *r = ctx;
    struct workbook *book = r->book;
    if (name == S_T) {
        r->in_t = false;
    } else if (name == S_RPH) {
        r->phonetic--;
    } else if (name == S_SI) {
        r->cut = r->cut || r->text.full;
        book->sink->ops->shared_define(book->sink, buf_str(&r->text), r->text.len);
        book->string_count++;
        sheet_strings_add(&book->samples, buf_str(&r->text), r->text.len);
        buf_reset(&r->text);
        r->text.full = false;
    }
}

static void strings_text(void *ctx, const char *text, size_t n)
{
    struct strings_reader *r = ctx;
    if (r->in_t)
        buf_add(&r->text, text, n);
}
static const struct xml_handler strings_handler = {strings_names, strings_start, strings_end, strings_text};

static void read_strings(struct workbook *book, const char *part)
{
    struct strings_reader r;
    memset(&r, 0, sizeof r);
    r.book = book;
    buf_init(&r.text, STRING_MAX);
    opc_parse(book->opc, part, &strings_handler, &r, NULL);
    if (r.cut)
        book->sink->ops->unread(book->sink, UNREAD_TOO_LARGE, part);
    sink_buf_free(book->sink, &r.text);
}

/* ---- styles: which cell formats are dates, and which show white letters on white ---- */

enum { Y_NUMFMT, Y_CELLXFS, Y_XF, Y_FONTS, Y_FONT, Y_COLOR, Y_FILLS, Y_FILL, Y_PATTERN, Y_FG_COLOR, Y_GRADIENT };
static const char *const styles_names[] = {
    "numFmt", "cellXfs", "xf", "fonts", "font", "color", "fills", "fill", "patternFill", "fgColor", "gradientFill", NULL};

struct styles_reader {
    struct workbook *book;
    uint8_t date_format[STYLES_MAX / 8]; /* by numFmtId */
    uint8_t white_font[STYLES_MAX / 8], coloured_fill[STYLES_MAX / 8];
    bool in_cell_xfs, in_fonts, in_fills, solid;
    uint32_t next, fonts, fills;   /* how many came so far */
};

/* Themes begin with the colour of the page, and the palette has white at 1 and 9. */
static bool is_white(const struct xml_tag *tag)
{
    char text[16];
    if (xml_attr_copy(tag, "rgb", text, sizeof text))
        return strlen(text) == 8 && (strcmp(text + 2, "FFFFFF") == 0 || strcmp(text + 2, "ffffff") == 0);
    if (xml_attr_copy(tag, "tint", text, sizeof text) && text[0] != '\0')
        return false;
    uint32_t indexed = xml_attr_number(tag, "indexed", 0);
    return indexed == 1 || indexed == 9 || xml_attr_number(tag, "theme", 1) == 0;
}

static void styles_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct styles_reader *r = ctx;
    if (name == Y_NUMFMT) {
        uint32_t id = xml_attr_number(tag, "numFmtId", STYLES_MAX);
        char code[NAME_SIZE];
        if (id < STYLES_MAX && xml_attr_copy(tag, "formatCode", code, sizeof code) && number_format_is_date(code))
            set_bit(r->date_format, id);
    } else if (name == Y_CELLXFS) {
        r->in_cell_xfs = true;
    } else if (name == Y_XF && r->in_cell_xfs) {
        uint32_t id = xml_attr_number(tag, "numFmtId", 0);
        if (r->next < STYLES_MAX && id < STYLES_MAX && (number_format_is_builtin_date(id) || bit(r->date_format, id)))
            set_bit(r->book->date_style, r->next);
        uint32_t font = xml_attr_number(tag, "fontId", STYLES_MAX), fill = xml_attr_number(tag, "fillId", 0);
        if (r->next < STYLES_MAX && font < r->fonts && fill < r->fills && bit(r->white_font, font) && !bit(r->coloured_fill, fill)) {
            set_bit(r->book->white_style, r->next);
            r->book->any_white = true;
        }
        r->next++;
    } else if (name == Y_FONTS || name == Y_FILLS) {
        *(name == Y_FONTS ? &r->in_fonts : &r->in_fills) = true;
    } else if (name == Y_FONT) {
        r->fonts += r->in_fonts && r->fonts < STYLES_MAX;
    } else if (name == Y_COLOR) {
        if (r->in_fonts && r->fonts > 0 && is_white(tag))
            set_bit(r->white_font, r->fonts - 1);
    } else if (name == Y_FILL) {
        r->fills += r->in_fills && r->fills < STYLES_MAX;
    } else if (r->in_fills && r->fills > 0) { /* a pattern colours the cell; a solid one of white does not */
        bool solid = name == Y_PATTERN && xml_attr_is(tag, "patternType", "solid");
        if (name == Y_GRADIENT || solid || (name == Y_PATTERN && !xml_attr_is(tag, "patternType", "none")))
            set_bit(r->coloured_fill, r->fills - 1);
        r->solid = name == Y_PATTERN ? solid : r->solid;
        if (name == Y_FG_COLOR && r->solid && is_white(tag))
            r->coloured_fill[(r->fills - 1) >> 3] &= (uint8_t)~(1u << ((r->fills - 1) & 7));
    }
}
static void styles_end(void *ctx, int name)
{
    struct styles_reader *r = ctx;
    if (name == Y_CELLXFS)
        r->in_cell_xfs = false;
    else if (name == Y_FONTS)
        r->in_fonts = false;
    else if (name == Y_FILLS)
        r->in_fills = false;
}
static const struct xml_handler styles_handler = {.names = styles_names, .start = styles_start, .end = styles_end};

/* ---- sheets ---- */

enum { W_ROW, W_C, W_V, W_IS, W_T, W_RPH, W_F, W_COL, W_AUTOFILTER, W_ODD_HEADER, W_ODD_FOOTER, W_EVEN_HEADER, W_EVEN_FOOTER, W_FIRST_HEADER,
       W_FIRST_FOOTER, W_EXT_LST, W_FILTER_COLUMN, W_CONDITIONAL, W_TABLE_PARTS };
static const char *const sheet_names[] = {"row", "c", "v", "is", "t", "rPh", "f", "col", "autoFilter", "oddHeader", "oddFooter", "evenHeader",
                                          "evenFooter", "firstHeader", "firstFooter", "extLst", "filterColumn", "conditionalFormatting", "tableParts", NULL};
enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOL };

struct sheet_reader {
    struct workbook *book;
    struct sink *sink;
    struct place place;            /* of the current cell */
    unsigned sheet_flags, row_flags;
    uint32_t row, column;          /* the last ones seen: both may be left out */
    enum cell_kind kind;
    uint32_t style;
    bool in_value, in_inline, begun, formulas, in_header;
    unsigned phonetic, ext;
    char number[NUMBER_MAX + 1];
    size_t number_len;
    bool any_hidden_column;
    uint8_t hidden_column[SHEET_COLUMNS / 8 + 1];
    uint32_t hidden_from, hidden_to; /* the run of hidden rows that is being seen; 0: none */
    uint64_t cells;
    struct sheet_sample sample;    /* of a hidden sheet */
    bool white, coloured;          /* the cell's letters are white; rules or tables may colour what is behind them */
    uint64_t white_cells;
    struct sheet_sample white_sample;
    uint64_t hidden_rows;
    char filter[32];               /* the range of the sheet's filter, if it filters */
    bool filters;
};

static void end_hidden_run(struct sheet_reader *r)
{
    if (r->hidden_from == 0)
        return;
    char where[NAME_SIZE + 32];
    snprintf(where, sizeof where, "%s!%u:%u", r->place.table, (unsigned)r->hidden_from, (unsigned)r->hidden_to);
    sink_fact_at(r->sink, FACT_HIDDEN_ROWS, r->hidden_to - r->hidden_from + 1, where, NULL);
    r->hidden_rows += r->hidden_to - r->hidden_from + 1;
    r->hidden_from = 0;
}

static void start_row(struct sheet_reader *r, const struct xml_tag *tag)
{
    r->row = xml_attr_number(tag, "r", r->row + 1);
    r->column = 0;
    r->place.row = r->row;
    bool hidden = xml_attr_true(tag, "hidden", false);
    if (!hidden) {
        size_t n;
        const char *height = xml_attr(tag, "ht", &n);
        hidden = height != NULL && n == 1 && height[0] == '0' && xml_attr_true(tag, "customHeight", false);
    }
    r->row_flags = r->sheet_flags | (hidden ? PLACE_HIDDEN : 0);
    if (hidden && r->hidden_from != 0 && r->row == r->hidden_to + 1) {
        r->hidden_to = r->row;
    } else if (hidden || r->hidden_from != 0) {
        end_hidden_run(r);
        if (hidden)
            r->hidden_from = r->hidden_to = r->row;
    }
}

static void cell_text(struct sheet_reader *r, const char *text, size_t n)
{
    if (!r->begun) {
        r->sink->ops->begin(r->sink, &r->place);
        r->begun = true;
        r->cells++;
        if (r->white) {
            r->white_cells++;
            sheet_sample_cell(&r->white_sample, text, n);
        }
        if (r->sheet_flags != 0)
            sheet_sample_cell(&r->sample, text, n);
    } else if (r->sheet_flags != 0) {
        sheet_sample_add(&r->sample, text, n);
    }
    r->sink->ops->text(r->sink, text, n);
}

/* strtod costs more than the rest of a cell, and days are whole numbers mostly. */
static double number_value(const char *number, size_t n)
{
    uint32_t value = 0;
    size_t i = 0;
    while (i < n && i < 9 && number[i] >= '0' && number[i] <= '9')
        value = value * 10 + (uint32_t)(number[i++] - '0');
    return i == n ? value : strtod(number, NULL);
}

/* A number as a person would type it: dates as dates, everything else as it stands. */
static void send_number(struct sheet_reader *r)
{
    char date[64];
    r->number[r->number_len] = '\0';
    if (r->style < STYLES_MAX && bit(r->book->date_style, r->style))
        cell_text(r, date, number_text(number_value(r->number, r->number_len), true, r->book->base1904, date));
    else
        cell_text(r, r->number, r->number_len);
}

static void end_cell(struct sheet_reader *r)
{
    if (r->number_len > 0) {
        switch (r->kind) {
        case CELL_SHARED: {
            uint32_t index = 0;
            for (size_t i = 0; i < r->number_len && index < UINT32_MAX / 10 - 1; i++) {
                if (r->number[i] >= '0' && r->number[i] <= '9')
                    index = index * 10 + (uint32_t)(r->number[i] - '0');
            }
            if (index < r->book->string_count) {
                r->sink->ops->shared(r->sink, &r->place, index);
                r->cells++;
                if (r->white) {
                    r->white_cells++;
                    sheet_sample_string(&r->white_sample, &r->book->samples, index);
                }
                if (r->sheet_flags != 0)
                    sheet_sample_string(&r->sample, &r->book->samples, index);
            }
            break;
        }
        case CELL_BOOL:
            if (r->number[0] == '1')
                cell_text(r, "TRUE", 4);
            else
                cell_text(r, "FALSE", 5);
            break;
        case CELL_NUMBER:
            send_number(r);
            break;
        case CELL_TEXT:
            break;
        }
    }
    if (r->begun) {
        r->sink->ops->end(r->sink);
        r->begun = false;
    }
    r->number_len = 0;
    r->in_value = r->in_inline = false;
}

static void start_cell(struct sheet_reader *r, const struct xml_tag *tag)
{
    if (r->begun) /* a cell in a cell: no writer does that */
        end_cell(r);
    const unsigned char *const *a = tag->raw;
    uint32_t column = r->column + 1, style = 0;
    enum cell_kind kind = CELL_NUMBER;
    for (int i = 0; i < tag->count; i++, a += 5) {
        if (a[0][0] == '\0' || a[0][1] != '\0')
            continue;
        const unsigned char *v = a[3], *end = a[4];
        switch (a[0][0]) {
        case 'r': {
            uint32_t c = 0;
            while (v < end && *v >= 'A' && *v <= 'Z' && c < SHEET_COLUMNS)
                c = c * 26 + (uint32_t)(*v++ - 'A' + 1);
            if (c >= 1 && c <= SHEET_COLUMNS)
                column = c;
            break;
        }
        case 's':
            while (v < end && *v >= '0' && *v <= '9' && style < STYLES_MAX)
                style = style * 10 + (uint32_t)(*v++ - '0');
            break;
        case 't':
            if (end - v == 1)
                kind = *v == 's' ? CELL_SHARED : *v == 'b' ? CELL_BOOL : *v == 'n' ? CELL_NUMBER : CELL_TEXT;
            else
                kind = CELL_TEXT; /* str, inlineStr, d */
            break;
        default:
            break;
        }
    }
    r->column = column;
    r->style = style;
    r->kind = kind;
    r->white = r->book->any_white && style < STYLES_MAX && bit(r->book->white_style, style);
    r->number_len = 0;
    r->place.kind = PLACE_CELL;
    r->place.column = column;
    r->place.flags = r->row_flags;
    if (r->any_hidden_column && column <= SHEET_COLUMNS && bit(r->hidden_column, column - 1))
        r->place.flags |= PLACE_HIDDEN;
}

static void start_column(struct sheet_reader *r, const struct xml_tag *tag)
{
    uint32_t from = xml_attr_number(tag, "min", 0), to = xml_attr_number(tag, "max", 0);
    size_t n;
    const char *width = xml_attr(tag, "width", &n);
    bool hidden = xml_attr_true(tag, "hidden", false) || (width != NULL && n == 1 && width[0] == '0');
    if (!hidden || from == 0 || to < from)
        return;
    if (to > SHEET_COLUMNS)
        to = SHEET_COLUMNS;
    if (from > to || bit(r->hidden_column, from - 1))
        return;
    for (uint32_t c = from; c <= to && !bit(r->hidden_column, c - 1); c++) /* ranges do not overlap: a flood of them stays linear */
        set_bit(r->hidden_column, c - 1);
    r->any_hidden_column = true;
    char first[8], last[8], where[NAME_SIZE + 32];
    sheet_column_name(from, first);
    sheet_column_name(to, last);
    snprintf(where, sizeof where, "%s!%s:%s", r->place.table, first, last);
    sink_fact_at(r->sink, FACT_HIDDEN_COLUMNS, to - from + 1, where, NULL);
}

static void sheet_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct sheet_reader *r = ctx;
    switch (name) {
    case W_C:
        start_cell(r, tag);
        break;
    case W_V:
        r->in_value = true;
        break;
    case W_T:
        r->in_value = r->in_inline && r->phonetic == 0;
        break;
    case W_ROW:
        start_row(r, tag);
        break;
    case W_IS:
        r->in_inline = true;
        r->kind = CELL_TEXT;
        break;
    case W_RPH:
        r->phonetic++;
        break;
    case W_F:
        if (r->formulas) { /* a macro sheet's formulas are its program */
            r->kind = CELL_TEXT;
            r->in_value = true;
        }
        break;
    case W_COL:
        start_column(r, tag);
        break;
    case W_FILTER_COLUMN:
        r->filters = r->filters || r->ext == 0;
        break;
    case W_CONDITIONAL:
    case W_TABLE_PARTS:
        r->coloured = true;
        break;
    case W_AUTOFILTER:
        if (r->ext == 0) {
            char where[NAME_SIZE + 64];
            xml_attr_copy(tag, "ref", r->filter, sizeof r->filter);
            snprintf(where, sizeof where, "%s!%s", r->place.table, r->filter);
            sink_fact_at(r->sink, FACT_AUTOFILTER, 1, where, NULL);
        }
        break;
    case W_ODD_HEADER:
    case W_ODD_FOOTER:
    case W_EVEN_HEADER:
    case W_EVEN_FOOTER:
    case W_FIRST_HEADER:
    case W_FIRST_FOOTER:
        r->place.kind = PLACE_HEADER;
        r->white = false;
        r->place.row = r->place.column = 0;
        r->place.flags = r->sheet_flags;
        r->kind = CELL_TEXT;
        r->in_value = true;
        break;
    case W_EXT_LST:
        r->ext++;
        break;
    default:
        break;
    }
}

static void sheet_end(void *ctx, int name)
{
    struct sheet_reader *r = ctx;
    switch (name) {
    case W_C:
        end_cell(r);
        break;
    case W_V:
    case W_T:
    case W_F:
        r->in_value = false;
        break;
    case W_RPH:
        r->phonetic--;
        break;
    case W_ODD_HEADER:
    case W_ODD_FOOTER:
    case W_EVEN_HEADER:
    case W_EVEN_FOOTER:
    case W_FIRST_HEADER:
    case W_FIRST_FOOTER:
        end_cell(r);
        break;
    case W_EXT_LST:
        r->ext--;
        break;
    default:
        break;
    }
}

static void sheet_text(void *ctx, const char *text, size_t n)
{
    struct sheet_reader *r = ctx;
    if (!r->in_value)
        return;
    if (r->kind == CELL_TEXT) {
        cell_text(r, text, n);
        return;
    }
    if (n > NUMBER_MAX - r->number_len) { /* no number is that long: whatever it is, it is text */
        r->kind = CELL_TEXT;
        cell_text(r, r->number, r->number_len);
        cell_text(r, text, n);
        r->number_len = 0;
        return;
    }
    memcpy(r->number + r->number_len, text, n);
    r->number_len += n;
}
static const struct xml_handler sheet_handler = {sheet_names, sheet_start, sheet_end, sheet_text};

/* ---- comments, plain and threaded ---- */

enum { M_COMMENT, M_THREADED, M_T, M_TEXT, M_RPH };
static const char *const comment_names[] = {"comment", "threadedComment", "t", "text", "rPh", NULL};

struct comment_reader {
    struct sink *sink;
    struct place place;
    bool open, in_text, threaded;
    unsigned phonetic;
    char where[NAME_SIZE + 32], sample[SAMPLE_MAX + 1];
    size_t sample_len;
};

static void comment_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct comment_reader *r = ctx;
    if (name == M_COMMENT || name == M_THREADED) {
        char ref[32];
        if (r->open)
            return;
        xml_attr_copy(tag, "ref", ref, sizeof ref);
        if (!sheet_parse_ref(ref, strlen(ref), &r->place.row, &r->place.column))
            r->place.row = r->place.column = 0;
        snprintf(r->where, sizeof r->where, "%s!%s", r->place.table, ref);
        r->sample_len = 0;
        r->threaded = name == M_THREADED;
        r->open = true;
        r->sink->ops->begin(r->sink, &r->place);
    } else if (name == M_RPH) {
        r->phonetic++;
    } else if (name == M_T || (name == M_TEXT && r->threaded)) {
        r->in_text = r->phonetic == 0;
    }
}

static void comment_end(void *ctx, int name)
{
    struct comment_reader *r = ctx;
    if (name == M_RPH) {
        r->phonetic--;
    } else if (name == M_T || (name == M_TEXT && r->threaded)) {
        r->in_text = false;
    } else if ((name == M_COMMENT || name == M_THREADED) && r->open) {
        r->open = false;
        r->sink->ops->end(r->sink);
        r->sample[r->sample_len] = '\0';
        sink_fact_at(r->sink, FACT_COMMENTS, 1, r->where, r->sample);
    }
}

static void comment_text(void *ctx, const char *text, size_t n)
{
    struct comment_reader *r = ctx;
    if (!r->open || !r->in_text)
        return;
    r->sink->ops->text(r->sink, text, n);
    n = utf8_cut(text, n, SAMPLE_MAX - r->sample_len);
    memcpy(r->sample + r->sample_len, text, n);
    r->sample_len += n;
}
static const struct xml_handler comment_handler = {comment_names, comment_start, comment_end, comment_text};

static void read_comments(struct workbook *book, const char *part, const char *sheet, unsigned flags)
{
    struct comment_reader r;
    memset(&r, 0, sizeof r);
    r.sink = book->sink;
    r.place = (struct place){.kind = PLACE_COMMENT, .flags = flags, .table = sheet};
    opc_parse(book->opc, part, &comment_handler, &r, NULL);
    if (r.open)
        r.sink->ops->end(r.sink);
}

/* ---- tables: a filter may stand there instead of in the sheet ---- */

enum { A_AUTOFILTER, A_FILTER_COLUMN };
static const char *const table_names[] = {"autoFilter", "filterColumn", NULL};

struct table_reader {
    struct sink *sink;
    const char *sheet;
    char ref[32];
    bool told;
    uint64_t hidden_rows; /* of the sheet */
};

static void filtered_rows(struct sink *sink, const char *sheet, const char *ref, uint64_t rows)
{
    char where[NAME_SIZE + 64];
    snprintf(where, sizeof where, "%s!%s", sheet, ref);
    sink_fact_at(sink, FACT_FILTERED_ROWS, rows, where, NULL);
}

static void table_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct table_reader *r = ctx;
    char where[NAME_SIZE + 64];
    if (name == A_AUTOFILTER) {
        xml_attr_copy(tag, "ref", r->ref, sizeof r->ref);
    } else if (name == A_FILTER_COLUMN && !r->told) { /* every table has the buttons; one that filters has columns */
        r->told = true;
        snprintf(where, sizeof where, "%s!%s", r->sheet, r->ref);
        sink_fact_at(r->sink, FACT_AUTOFILTER, 1, where, NULL);
        if (r->hidden_rows > 0)
            filtered_rows(r->sink, r->sheet, r->ref, r->hidden_rows);
    }
}
static const struct xml_handler table_handler = {.names = table_names, .start = table_start};

/* ---- pivot caches: the rows behind a pivot table ---- */

enum { P_CACHE_FIELD, P_S, P_N, P_D, P_X, P_R, P_B, P_E, P_M };
static const char *const pivot_names[] = {"cacheField", "s", "n", "d", "x", "r", "b", "e", "m", NULL};

struct pivot_reader {
    struct sink *sink;
    struct place place;
    char table[64];
    bool records;              /* reading records: else the definition */
    uint32_t field;            /* the definition's current field, from 1 */
    struct buf items;          /* values of all fields, NUL-terminated */
    size_t *starts;            /* offset of item i in items */
    size_t start_count, start_capacity;
    size_t first[SHEET_COLUMNS + 2]; /* first item of field f, one past the last at f + 1 */
    uint64_t rows;
    bool partial;
};

static void pivot_cell(struct pivot_reader *r, uint32_t column, const char *value, size_t n)
{
    r->place.column = column;
    if (n > 0)
        sink_block(r->sink, &r->place, value, n);
}

static void keep_item(struct pivot_reader *r, const char *value, size_t n)
{
    if (r->start_count == r->start_capacity) {
        size_t capacity = r->start_capacity != 0 ? r->start_capacity * 2 : 256;
        size_t *starts = capacity * sizeof *starts <= PIVOT_ITEMS_MAX ? realloc(r->starts, capacity * sizeof *starts) : NULL;
        if (starts == NULL) {
            r->partial = true;
            return;
        }
        r->starts = starts;
        r->start_capacity = capacity;
    }
    if (r->items.max - r->items.len < n + 1) {
        r->partial = true;
        return;
    }
    r->starts[r->start_count] = r->items.len;
    if (buf_add(&r->items, value, n) && buf_add_char(&r->items, '\0'))
        r->start_count++;
    else
        r->partial = true;
}

/* An item once more, for the row of a record. Any number of records may point at one: it is paid for as if each held it, and a long one, which
 * is no field of a table, has been told. */
static void send_item(struct pivot_reader *r, const char *item, size_t n)
{
    struct budget *b = r->sink->budget;
    if (n > PIVOT_FIELD_MAX)
        return;
    if (budget_work(b, n) && budget_bytes(b, n))
        pivot_cell(r, r->field, item, n);
    else
        r->partial = true;
}

static void pivot_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct pivot_reader *r = ctx;
    size_t n;
    if (name == XML_OTHER)
        return;
    if (name == P_CACHE_FIELD) {
        if (r->field < SHEET_COLUMNS)
            r->field++;
        r->first[r->field] = r->start_count;
        const char *value = xml_attr(tag, "name", &n);
        r->place.row = 1;
        pivot_cell(r, r->field, value, n);
        return;
    }
    if (name == P_R) {
        r->rows++;
        r->place.row = r->rows < UINT32_MAX - 2 ? (uint32_t)r->rows + 1 : UINT32_MAX;
        r->field = 0;
        return;
    }
    const char *value = xml_attr(tag, "v", &n);
    if (name == P_D && n > 10)
        n = 10; /* "2024-05-01T00:00:00": the day */
    if (!r->records) {
        keep_item(r, value != NULL ? value : "", n);
        /* What no record points to any more is still there for everybody to read. */
        r->place.row = 0;
        pivot_cell(r, r->field, value, n);
        return;
    }
    if (r->field < SHEET_COLUMNS)
        r->field++;
    if (name == P_X) {
        uint32_t index = xml_attr_number(tag, "v", UINT32_MAX);
        size_t from = r->first[r->field], to = r->first[r->field + 1];
        if (to >= from && index < to - from && from + index < r->start_count) {
            const char *item = r->items.data + r->starts[from + index];
            send_item(r, item, strlen(item));
        }
    } else if (value != NULL) {
        pivot_cell(r, r->field, value, n);
    }
}
static const struct xml_handler pivot_handler = {.names = pivot_names, .start = pivot_start};

static void read_pivot(struct workbook *book, const char *part)
{
    const struct zip_entry *entry = zip_find(book->opc->zip, part);
    if (entry == NULL || opc_seen(book->opc, entry))
        return;
    struct pivot_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        sink_unread(book->sink, UNREAD_TOO_LARGE);
        return;
    }
    snprintf(r->table, sizeof r->table, "pivot cache %u", (unsigned)++book->pivot_number);
    r->sink = book->sink;
    r->place = (struct place){.kind = PLACE_CELL, .flags = PLACE_HIDDEN, .table = r->table};
    buf_init(&r->items, PIVOT_ITEMS_MAX);
    opc_parse(book->opc, part, &pivot_handler, r, NULL);
    for (size_t f = r->field + 1; f < sizeof r->first / sizeof r->first[0]; f++)
        r->first[f] = r->start_count;
    r->records = true;
    for (const struct opc_rel *rel = opc_rels(book->opc, part); rel != NULL; rel = rel->next) {
        if (!rel->external && strcmp(rel->type, "pivotCacheRecords") == 0)
            opc_parse(book->opc, rel->target, &pivot_handler, r, NULL);
    }
    sink_fact_at(book->sink, FACT_PIVOT_CACHE, r->rows > 0 ? r->rows : 1, r->table, NULL);
    if (r->partial)
        book->sink->ops->unread(book->sink, UNREAD_TOO_LARGE, part);
    buf_free(&r->items);
    free(r->starts);
    free(r);
}

/* ---- external workbooks: links, DDE, and the cells that were copied from there ---- */

enum { E_DDE_LINK, E_CELL, E_V, E_ROW, E_SHEET_NAME, E_VAL };
static const char *const external_names[] = {"ddeLink", "cell", "v", "row", "sheetName", "val", NULL};

struct external_reader {
    struct sink *sink;
    struct place place;
    bool in_value, begun;
};

static void external_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct external_reader *r = ctx;
    size_t n;
    if (name == E_DDE_LINK) {
        char service[64], topic[128], sample[SAMPLE_MAX];
        xml_attr_copy(tag, "ddeService", service, sizeof service);
        xml_attr_copy(tag, "ddeTopic", topic, sizeof topic);
        snprintf(sample, sizeof sample, "%s|%s", service, topic);
        sink_fact_at(r->sink, FACT_DDE, 1, NULL, sample);
    } else if (name == E_ROW) {
        r->place.row = xml_attr_number(tag, "r", 0);
    } else if (name == E_CELL) {
        const char *ref = xml_attr(tag, "r", &n);
        uint32_t row, column;
        if (ref != NULL && sheet_parse_ref(ref, n, &row, &column)) {
            r->place.row = row;
            r->place.column = column;
        }
    } else if (name == E_V || name == E_VAL) {
        r->in_value = true;
    }
}
static void external_end(void *ctx, int name)
{
    struct external_reader *r = ctx;
    if (name == E_V || name == E_VAL) {
        r->in_value = false;
        if (r->begun)
            r->sink->ops->end(r->sink);
        r->begun = false;
    }
}
static void external_text(void *ctx, const char *text, size_t n)
{
    struct external_reader *r = ctx;
    if (!r->in_value)
        return;
    if (!r->begun)
        r->sink->ops->begin(r->sink, &r->place);
    r->begun = true;
    r->sink->ops->text(r->sink, text, n);
}
static const struct xml_handler external_handler = {external_names, external_start, external_end, external_text};

static void read_external(struct workbook *book, const char *part)
{
    struct external_reader r;
    memset(&r, 0, sizeof r);
    r.sink = book->sink;
    r.place = (struct place){.kind = PLACE_CELL, .flags = PLACE_HIDDEN, .table = "external cache"};
    opc_parse(book->opc, part, &external_handler, &r, NULL);
    if (r.begun)
        r.sink->ops->end(r.sink);
}

/* ---- connections: where data comes from, now and then with a password ---- */

static void connection_start(void *ctx, int name, const struct xml_tag *tag)
{
    static const char *const attributes[] = {"connection", "command", "sourceFile", "name", "description", "url", NULL};
    struct workbook *book = ctx;
    struct place place = {.kind = PLACE_OTHER, .flags = PLACE_HIDDEN, .table = "connections"};
    (void)name;
    for (int i = 0; attributes[i] != NULL; i++) {
        size_t n;
        const char *value = xml_attr(tag, attributes[i], &n);
        if (value != NULL && n > 0)
            sink_block(book->sink, &place, value, n);
    }
}
static const struct xml_handler connection_handler = {.start = connection_start};

/* ---- the workbook ---- */

struct sheet_entry {
    char name[NAME_SIZE], id[64];
    enum { SHEET_VISIBLE, SHEET_HIDDEN, SHEET_VERY_HIDDEN } state;
};
enum { B_SHEET, B_WORKBOOK_PR };
static const char *const book_names[] = {"sheet", "workbookPr", NULL};

struct book_reader {
    struct workbook *book;
    struct sheet_entry *sheets;
    size_t count, capacity;
};

static void book_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct book_reader *r = ctx;
    if (name == B_WORKBOOK_PR) {
        r->book->base1904 = xml_attr_true(tag, "date1904", false);
        return;
    }
    if (name != B_SHEET || r->count >= r->book->sink->budget->entries_left)
        return;
    if (r->count == r->capacity) {
        size_t capacity = r->capacity != 0 ? r->capacity * 2 : 16;
        struct sheet_entry *sheets = realloc(r->sheets, capacity * sizeof *sheets);
        if (sheets == NULL) {
            sink_unread(r->book->sink, UNREAD_TOO_LARGE);
            return;
        }
        r->sheets = sheets;
        r->capacity = capacity;
    }
    struct sheet_entry *sheet = &r->sheets[r->count++];
    xml_attr_copy(tag, "name", sheet->name, sizeof sheet->name);
    xml_attr_copy(tag, "id", sheet->id, sizeof sheet->id);
    sheet->state = xml_attr_is(tag, "state", "hidden") ? SHEET_HIDDEN : xml_attr_is(tag, "state", "veryHidden") ? SHEET_VERY_HIDDEN : SHEET_VISIBLE;
}
static const struct xml_handler book_handler = {.names = book_names, .start = book_start};

static void read_sheet(struct workbook *book, const char *part, const struct sheet_entry *entry)
{
    struct sheet_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        book->sink->ops->unread(book->sink, UNREAD_TOO_LARGE, part);
        return;
    }
    r->book = book;
    r->sink = book->sink;
    r->sheet_flags = r->row_flags = entry->state != SHEET_VISIBLE ? PLACE_HIDDEN : 0;
    r->place = (struct place){.kind = PLACE_CELL, .flags = r->sheet_flags, .table = entry->name};
    const char *type = part != NULL ? opc_type_of(book->opc, part) : NULL;
    if (type != NULL && (strcmp(type, "xlMacrosheet") == 0 || strcmp(type, "xlIntlMacrosheet") == 0)) {
        r->formulas = true;
        sink_fact_at(book->sink, FACT_XLM_MACROS, 1, entry->name, NULL);
    }
    struct place name_place = {.kind = PLACE_OTHER, .flags = r->sheet_flags, .table = entry->name};
    sink_block(book->sink, &name_place, entry->name, strlen(entry->name));
    if (part != NULL)
        opc_parse(book->opc, part, &sheet_handler, r, NULL);
    end_cell(r);
    end_hidden_run(r);
    if (entry->state != SHEET_VISIBLE) {
        sink_fact_at(book->sink, FACT_HIDDEN_SHEETS, 1, entry->name, r->sample.text);
        if (entry->state == SHEET_VERY_HIDDEN)
            sink_fact_at(book->sink, FACT_VERY_HIDDEN_SHEETS, 1, entry->name, r->sample.text);
    }
    if (r->filters && r->hidden_rows > 0)
        filtered_rows(book->sink, entry->name, r->filter, r->hidden_rows);
    if (r->white_cells > 0 && !r->coloured) {
        char where[NAME_SIZE + 32];
        snprintf(where, sizeof where, "%s (white on white)", entry->name);
        sink_fact_at(book->sink, FACT_HIDDEN_TEXT, r->white_cells, where, r->white_sample.text);
    }
    unsigned flags = r->sheet_flags;
    uint64_t hidden_rows = r->hidden_rows;
    free(r);
    if (part == NULL)
        return;
    struct place place = {.kind = PLACE_OTHER, .flags = flags, .table = entry->name};
    for (const struct opc_rel *rel = opc_rels(book->opc, part); rel != NULL; rel = rel->next) {
        if (!rel->external && (strcmp(rel->type, "comments") == 0 || strcmp(rel->type, "threadedComment") == 0))
            read_comments(book, rel->target, entry->name, flags);
        if (!rel->external && strcmp(rel->type, "table") == 0) {
            struct table_reader table = {.sink = book->sink, .sheet = entry->name, .hidden_rows = hidden_rows};
            opc_parse(book->opc, rel->target, &table_handler, &table, NULL);
        }
    }
    dml_read_related(book->opc, part, &place);
}

void xlsx_read(struct opc *o)
{
    struct workbook *book = calloc(1, sizeof *book);
    struct styles_reader *styles = calloc(1, sizeof *styles);
    struct book_reader reader = {book, NULL, 0, 0};
    if (book == NULL || styles == NULL) {
        sink_unread(o->sink, UNREAD_TOO_LARGE);
        goto out;
    }
    book->opc = o;
    book->sink = o->sink;
    sheet_strings_init(&book->samples);
    opc_parse(o, o->main_part, &book_handler, &reader, NULL);
    /* Strings and formats first: sheets refer to them by number. */
    for (const struct opc_rel *rel = opc_rels(o, o->main_part); rel != NULL; rel = rel->next) {
        if (rel->external)
            continue;
        if (strcmp(rel->type, "sharedStrings") == 0) {
            read_strings(book, rel->target);
        } else if (strcmp(rel->type, "styles") == 0) {
            styles->book = book;
            opc_parse(o, rel->target, &styles_handler, styles, NULL);
        }
    }
    for (size_t i = 0; i < reader.count; i++)
        read_sheet(book, opc_target(o, o->main_part, reader.sheets[i].id), &reader.sheets[i]);
    for (const struct opc_rel *rel = opc_rels(o, o->main_part); rel != NULL; rel = rel->next) {
        if (rel->external)
            continue;
        if (strcmp(rel->type, "pivotCacheDefinition") == 0)
            read_pivot(book, rel->target);
        else if (strcmp(rel->type, "externalLink") == 0)
            read_external(book, rel->target);
        else if (strcmp(rel->type, "connections") == 0)
            opc_parse(o, rel->target, &connection_handler, book, NULL);
    }
    /* Sheets, caches and comments that nothing points to any more are parts all the same. */
    for (size_t i = 0; i < zip_count(o->zip); i++) {
        const struct zip_entry *entry = zip_at(o->zip, i);
        if (opc_seen(o, entry) || entry->is_folder)
            continue;
        if (strstr(entry->name, "/worksheets/") != NULL || strstr(entry->name, "/macrosheets/") != NULL) {
            struct sheet_entry orphan = {.state = SHEET_VERY_HIDDEN};
            size_t n = strlen(entry->name);
            if (n > 4 && strcmp(entry->name + n - 4, ".xml") == 0) {
                snprintf(orphan.name, sizeof orphan.name, "%.*s", NAME_SIZE - 1, entry->name);
                read_sheet(book, entry->name, &orphan);
            }
        } else if (strstr(entry->name, "pivotCacheDefinition") != NULL) {
            read_pivot(book, entry->name);
        }
    }
out:
    if (book != NULL)
        sheet_strings_free(&book->samples, o->sink);
    free(reader.sheets);
    free(styles);
    free(book);
}
