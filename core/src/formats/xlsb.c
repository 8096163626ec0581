/* Binary workbooks [MS-XLSB]: the parts of an .xlsb package, record by record. The package, its relations and properties are opc.c's and
 * ooxml.c's; XML workbooks are xlsx.c's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"
#include "formats/number_format.h"
#include "formats/ooxml.h"
#include "formats/sheet.h"

/* Record numbers of [MS-XLSB] 2.3.2. */
enum record {
    BRT_ROW = 0, BRT_CELL_RK = 2, BRT_CELL_REAL = 5, BRT_CELL_TEXT = 6, BRT_CELL_SHARED = 7, BRT_FORMULA_TEXT = 8, BRT_FORMULA_NUMBER = 9,
    BRT_SHARED_ITEM = 19, BRT_PIVOT_TEXT = 24, BRT_PIVOT_TEXT_INDEXED = 31, BRT_FORMAT = 44, BRT_XF = 47, BRT_COLUMNS = 60, BRT_CELL_RICH = 62,
    BRT_BOOK_PROPERTIES = 153, BRT_SHEET = 156, BRT_AUTOFILTER = 161, BRT_FILTER_COLUMN = 163, BRT_HEADER_FOOTER = 479, BRT_BEGIN_CELL_XFS = 617, BRT_END_CELL_XFS = 618,
    BRT_COMMENT = 635, BRT_COMMENT_TEXT = 637
};
enum { PIECE = 64 * 1024, RECORD_MAX = 256 * 1024, COLUMNS_MAX = 16384, TEXT_MAX = 512 * 1024, NAME_SIZE = 256 };

struct sheet {
    char name[NAME_SIZE], id[64];
    uint32_t state;
};
struct book {
    struct opc *opc;
    struct sink *sink;
    bool in_cell_xfs;
    struct number_styles styles;
    struct sheet_strings strings;
    struct sheet *sheets;
    size_t sheet_count, sheet_cap;
    struct buf text;
    /* the sheet being read */
    const struct sheet *sheet;
    uint32_t row, hidden_rows, hidden_columns;
    bool row_hidden, filters;
    uint8_t column_hidden[COLUMNS_MAX / 8];
    struct sheet_sample sample; /* of a hidden sheet */
};
typedef void record_fn(struct book *, unsigned type, const uint8_t *p, size_t n);

/* ---- records ---- */

struct reader {
    struct source *src;
    uint8_t bytes[PIECE];
    size_t at, n;
};

static bool take(struct reader *r, uint8_t *out, size_t n)
{
    while (n > 0) {
        if (r->at == r->n) {
            r->at = 0;
            r->n = source_read(r->src, r->bytes, PIECE);
            if (r->n == 0 || r->n == SIZE_MAX) {
                r->n = 0;
                return false;
            }
        }
        size_t here = r->n - r->at < n ? r->n - r->at : n;
        if (out) {
            memcpy(out, r->bytes + r->at, here);
            out += here;
        }
        r->at += here;
        n -= here;
    }
    return true;
}

/* A number in 7-bit pieces, least first ([MS-XLSB] 2.1.4). */
static bool take_number(struct reader *r, int bytes, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < bytes; i++) {
        uint8_t b;
        if (!take(r, &b, 1))
            return false;
        *out |= (uint32_t)(b & 0x7F) << (7 * i);
        if (!(b & 0x80))
            break;
    }
    return true;
}

static void read_part(struct book *b, const char *part, record_fn *handle)
{
    const struct zip_entry *entry = zip_find(b->opc->zip, part);
    struct source src;
    if (!entry || opc_seen(b->opc, entry))
        return;
    opc_mark(b->opc, entry);
    struct reader *r = calloc(1, sizeof *r);
    uint8_t *record = malloc(RECORD_MAX);
    if (!r || !record || zip_open_entry(b->opc->zip, entry, &src) != ZIP_OK) {
        b->sink->ops->unread(b->sink, r && record ? UNREAD_DAMAGED : UNREAD_TOO_LARGE, part);
        goto out;
    }
    r->src = &src;
    for (;;) {
        uint32_t type, size;
        /* The first byte's high bit says that a second one belongs to the type. */
        if (!take_number(r, 2, &type))
            break;
        if (!take_number(r, 4, &size) || !budget_work(b->sink->budget, (uint64_t)size + 4)) {
            sink_stopped(b->sink);
            break;
        }
        size_t keep = size < RECORD_MAX ? size : RECORD_MAX;
        if (!take(r, record, keep) || !take(r, NULL, size - keep)) {
            b->sink->ops->unread(b->sink, UNREAD_DAMAGED, part);
            break;
        }
        handle(b, type, record, keep);
    }
    if (src.damaged)
        b->sink->ops->unread(b->sink, UNREAD_DAMAGED, part);
    if (src.over_budget)
        b->sink->ops->unread(b->sink, UNREAD_TOO_LARGE, part);
    zip_close_entry(&src);
out:
    free(r);
    free(record);
}

/* XLWideString: length in characters, then UTF-16. Leaves it in b->text; returns bytes used, 0 when it does not fit. */
static size_t wide_string(struct book *b, const uint8_t *p, size_t n)
{
    buf_reset(&b->text);
    if (n < 4)
        return 0;
    uint32_t units = le32(p);
    if (units == 0xFFFFFFFF) /* none */
        return 4;
    if (units > (n - 4) / 2)
        units = (uint32_t)((n - 4) / 2);
    add_utf16le(&b->text, p + 4, units);
    return 4 + 2 * (size_t)units;
}

/* ---- workbook, strings, styles ---- */

static void book_record(struct book *b, unsigned type, const uint8_t *p, size_t n)
{
    if (type == BRT_BOOK_PROPERTIES && n >= 4)
        b->styles.dates_1904 = p[0] & 1;
    if (type != BRT_SHEET || n < 12)
        return;
    if (b->sheet_count == b->sheet_cap) {
        size_t cap = b->sheet_cap ? 2 * b->sheet_cap : 16;
        struct sheet *more = cap <= b->sink->budget->entries_left + 16 ? realloc(b->sheets, cap * sizeof *more) : NULL;
        if (!more) {
            sink_unread(b->sink, UNREAD_TOO_MANY);
            return;
        }
        b->sheets = more;
        b->sheet_cap = cap;
    }
    struct sheet *s = &b->sheets[b->sheet_count++];
    memset(s, 0, sizeof *s);
    s->state = le32(p);
    size_t used = wide_string(b, p + 8, n - 8);
    snprintf(s->id, sizeof s->id, "%s", buf_str(&b->text));
    wide_string(b, p + 8 + used, n - 8 - used);
    snprintf(s->name, sizeof s->name, "%s", buf_str(&b->text));
}

static void string_record(struct book *b, unsigned type, const uint8_t *p, size_t n)
{
    if (type != BRT_SHARED_ITEM)
        return;
    buf_reset(&b->text);
    if (n > 1)
        wide_string(b, p + 1, n - 1);
    b->sink->ops->shared_define(b->sink, buf_str(&b->text), b->text.len);
    sheet_strings_add(&b->strings, buf_str(&b->text), b->text.len);
}

static void style_record(struct book *b, unsigned type, const uint8_t *p, size_t n)
{
    if (type == BRT_BEGIN_CELL_XFS || type == BRT_END_CELL_XFS)
        b->in_cell_xfs = type == BRT_BEGIN_CELL_XFS;
    else if (type == BRT_XF && b->in_cell_xfs && n >= 4)
        number_styles_add(&b->styles, le16(p + 2));
    else if (type == BRT_FORMAT && n >= 6) {
        wide_string(b, p + 2, n - 2);
        number_styles_define(&b->styles, le16(p), buf_str(&b->text));
    }
}

/* ---- sheets ---- */

/* The text of a cell, and of a hidden sheet's first ones the sample. */
static void cell_text(struct book *b, const struct place *place, const char *text, size_t n)
{
    if (n == 0)
        return;
    if (b->sheet->state)
        sheet_sample_cell(&b->sample, text, n);
    sink_block(b->sink, place, text, n);
}

static void cell(struct book *b, unsigned type, const uint8_t *p, size_t n)
{
    uint32_t column = le32(p), style = le32(p + 4) & 0xFFFFFF;
    struct place place = {.kind = PLACE_CELL, .row = b->row + 1, .column = column + 1, .table = b->sheet->name};
    if (b->sheet->state || b->row_hidden || (column < COLUMNS_MAX && b->column_hidden[column / 8] >> (column % 8) & 1))
        place.flags = PLACE_HIDDEN;
    const uint8_t *v = p + 8;
    size_t left = n - 8;
    char number[64];
    if (type == BRT_CELL_SHARED && left >= 4) {
        b->sink->ops->shared(b->sink, &place, le32(v));
        if (b->sheet->state)
            sheet_sample_string(&b->sample, &b->strings, le32(v));
    } else if (type == BRT_CELL_RK && left >= 4)
        cell_text(b, &place, number, number_styles_text(&b->styles, style, number_from_rk(le32(v)), number));
    else if ((type == BRT_CELL_REAL || type == BRT_FORMULA_NUMBER) && left >= 8)
        cell_text(b, &place, number, number_styles_text(&b->styles, style, number_from_bytes(v), number));
    else if (type == BRT_CELL_TEXT || type == BRT_FORMULA_TEXT || (type == BRT_CELL_RICH && left > 1)) {
        size_t skip = type == BRT_CELL_RICH;
        wide_string(b, v + skip, left - skip);
        cell_text(b, &place, buf_str(&b->text), b->text.len);
    }
}

static void hide_columns(struct book *b, const uint8_t *p)
{
    uint32_t first = le32(p), last = le32(p + 4);
    /* Ranges do not overlap; where they do, a column counts once and a flood of ranges costs no more than there are columns. */
    for (uint32_t c = first; c <= last && c < COLUMNS_MAX && !(b->column_hidden[c / 8] >> (c % 8) & 1); c++) {
        b->column_hidden[c / 8] |= (uint8_t)(1u << (c % 8));
        b->hidden_columns++;
    }
}

static void header_footer(struct book *b, const uint8_t *p, size_t n)
{
    struct place place = {.kind = PLACE_HEADER, .flags = b->sheet->state ? PLACE_HIDDEN : 0, .table = b->sheet->name};
    for (size_t at = 2, i = 0; i < 6 && at < n; i++) {
        size_t used = wide_string(b, p + at, n - at);
        if (!used)
            return;
        if (b->text.len)
            sink_block(b->sink, &place, b->text.data, b->text.len);
        at += used;
    }
}

static void sheet_record(struct book *b, unsigned type, const uint8_t *p, size_t n)
{
    switch (type) {
    case BRT_ROW:
        if (n >= 12) {
            b->row = le32(p);
            b->row_hidden = p[11] & 0x10;
            b->hidden_rows += b->row_hidden;
        }
        break;
    case BRT_COLUMNS:
        if (n >= 18 && (p[16] & 1))
            hide_columns(b, p);
        break;
    case BRT_AUTOFILTER:
        sink_fact_at(b->sink, FACT_AUTOFILTER, 1, b->sheet->name, NULL);
        break;
    case BRT_FILTER_COLUMN:
        b->filters = true;
        break;
    case BRT_HEADER_FOOTER:
        header_footer(b, p, n);
        break;
    default:
        if (n >= 8)
            cell(b, type, p, n);
    }
}

static void comment_record(struct book *b, unsigned type, const uint8_t *p, size_t n)
{
    if (type == BRT_COMMENT && n >= 20) {
        char where[NAME_SIZE + 40];
        snprintf(where, sizeof where, "%s!R%luC%lu", b->sheet->name, (unsigned long)le32(p + 4) + 1, (unsigned long)le32(p + 12) + 1);
        sink_fact_at(b->sink, FACT_COMMENTS, 1, where, NULL);
    } else if (type == BRT_COMMENT_TEXT && n > 1) {
        struct place place = {.kind = PLACE_COMMENT, .flags = b->sheet->state ? PLACE_HIDDEN : 0, .table = b->sheet->name};
        wide_string(b, p + 1, n - 1);
        if (b->text.len)
            sink_block(b->sink, &place, b->text.data, b->text.len);
    }
}

/* Texts a pivot cache keeps, whether a sheet shows them or not. */
static void pivot_record(struct book *b, unsigned type, const uint8_t *p, size_t n)
{
    if (type != BRT_PIVOT_TEXT && type != BRT_PIVOT_TEXT_INDEXED)
        return;
    struct place place = {.kind = PLACE_OTHER, .flags = PLACE_HIDDEN, .table = ""};
    wide_string(b, p, n);
    if (b->text.len)
        sink_block(b->sink, &place, b->text.data, b->text.len);
}

static void read_sheet(struct book *b, const struct sheet *sheet)
{
    const char *part = opc_target(b->opc, b->opc->main_part, sheet->id);
    b->sheet = sheet;
    struct place name = {.kind = PLACE_OTHER, .flags = sheet->state ? PLACE_HIDDEN : 0u, .table = sheet->name};
    sink_block(b->sink, &name, sheet->name, strlen(sheet->name));
    b->hidden_rows = b->hidden_columns = 0;
    b->row_hidden = b->filters = false;
    memset(b->column_hidden, 0, sizeof b->column_hidden);
    const char *type = part ? opc_type_of(b->opc, part) : NULL;
    if (type && (strcmp(type, "xlMacrosheet") == 0 || strcmp(type, "xlIntlMacrosheet") == 0))
        sink_fact_at(b->sink, FACT_XLM_MACROS, 1, sheet->name, NULL);
    memset(&b->sample, 0, sizeof b->sample);
    if (part)
        read_part(b, part, sheet_record);
    if (sheet->state)
        sink_fact_at(b->sink, FACT_HIDDEN_SHEETS, 1, sheet->name, b->sample.text);
    if (sheet->state == 2)
        sink_fact_at(b->sink, FACT_VERY_HIDDEN_SHEETS, 1, sheet->name, b->sample.text);
    if (!part)
        return;
    if (b->hidden_rows)
        sink_fact_at(b->sink, FACT_HIDDEN_ROWS, b->hidden_rows, sheet->name, NULL);
    if (b->hidden_rows && b->filters)
        sink_fact_at(b->sink, FACT_FILTERED_ROWS, b->hidden_rows, sheet->name, NULL);
    if (b->hidden_columns)
        sink_fact_at(b->sink, FACT_HIDDEN_COLUMNS, b->hidden_columns, sheet->name, NULL);
    for (const struct opc_rel *rel = opc_rels(b->opc, part); rel; rel = rel->next)
        if (!rel->external && strcmp(rel->type, "comments") == 0)
            read_part(b, rel->target, comment_record);
    struct place place = {.kind = PLACE_OTHER, .flags = sheet->state ? PLACE_HIDDEN : 0, .table = sheet->name};
    dml_read_related(b->opc, part, &place);
}

void xlsb_read(struct opc *o)
{
    struct book *b = calloc(1, sizeof *b);
    if (!b || !number_styles_init(&b->styles)) {
        sink_unread(o->sink, UNREAD_TOO_LARGE);
        goto out;
    }
    b->opc = o;
    b->sink = o->sink;
    buf_init(&b->text, TEXT_MAX);
    sheet_strings_init(&b->strings);
    read_part(b, o->main_part, book_record);
    for (const struct opc_rel *rel = opc_rels(o, o->main_part); rel; rel = rel->next) {
        if (!rel->external && strcmp(rel->type, "sharedStrings") == 0)
            read_part(b, rel->target, string_record);
        else if (!rel->external && strcmp(rel->type, "styles") == 0)
            read_part(b, rel->target, style_record);
    }
    for (size_t i = 0; i < b->sheet_count; i++)
        read_sheet(b, &b->sheets[i]);
    for (const struct opc_rel *rel = opc_rels(o, o->main_part); rel; rel = rel->next)
        if (!rel->external && strcmp(rel->type, "pivotCacheDefinition") == 0) {
            sink_fact(o->sink, FACT_PIVOT_CACHE);
            read_part(b, rel->target, pivot_record);
            for (const struct opc_rel *r = opc_rels(o, rel->target); r; r = r->next)
                if (!r->external)
                    read_part(b, r->target, pivot_record);
        }
    sink_buf_free(o->sink, &b->text);
    sheet_strings_free(&b->strings, o->sink);
out:
    if (b) {
        number_styles_free(&b->styles);
        free(b->sheets);
    }
    free(b);
}
