/* OpenDocument: packages and flat files, text, sheets and slides alike - one vocabulary serves them all. What the package is packed in is
 * parse/zip.c's. */
#include "formats/odf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strmap.h"
#include "formats/blocks.h"
#include "formats/format.h"
#include "formats/opc.h"
#include "formats/sheet.h"

enum {
    STYLE_NAME = 128,
    STYLES_MEMORY = 8 * 1024 * 1024,
    TABLE_DEPTH = 16,
    NAME_SIZE = 200,
    INHERIT_MAX = 16
};

static const struct {
    const char *type, *format;
} kinds[] = {
    {"text", "odt"}, {"text-template", "ott"}, {"text-master", "odm"}, {"text-web", "odt"}, {"spreadsheet", "ods"}, {"spreadsheet-template", "ots"},
    {"presentation", "odp"}, {"presentation-template", "otp"}, {"graphics", "odg"}, {"graphics-template", "otg"}, {"chart", "odc"},
    {"formula", "odf"}, {"database", "odb"}, {"base", "odb"}, {"image", "odi"},
};

/* What OpenOffice.org 1 called them; templates and the like begin the same. */
static const struct {
    const char *type, *format;
} old_kinds[] = {{"writer", "odt"}, {"calc", "ods"}, {"impress", "odp"}, {"draw", "odg"}, {"chart", "odc"}, {"math", "odf"}, {"base", "odb"}};

/* "application/vnd.oasis.opendocument.text" -> "odt"; NULL: not ours. */
static const char *format_of_type(const char *type, size_t n)
{
    static const char *const prefixes[] = {"application/vnd.oasis.opendocument.", "application/vnd.sun.xml."};
    for (size_t p = 0; p < 2; p++) {
        size_t m = strlen(prefixes[p]);
        if (n <= m || memcmp(type, prefixes[p], m) != 0)
            continue;
        for (size_t i = 0; p == 1 && i < sizeof old_kinds / sizeof old_kinds[0]; i++) {
            if (n - m >= strlen(old_kinds[i].type) && memcmp(type + m, old_kinds[i].type, strlen(old_kinds[i].type)) == 0)
                return old_kinds[i].format;
        }
        if (p == 1) /* menus and tool bars have such types too */
            return NULL;
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            if (strlen(kinds[i].type) == n - m && memcmp(kinds[i].type, type + m, n - m) == 0)
                return kinds[i].format;
        }
    }
    return NULL;
}

/* ---- styles that hide ---- */

struct style {
    const char *parent, *page_layout; /* page_layout: of a master page */
    int8_t text_hidden, text_white;   /* -1: not said here */
    bool sheet_hidden, page_hidden, coloured, clips;
    int32_t width, height;            /* of a page layout, 0: not known */
};

struct odf {
    struct sink *sink;
    struct arena *arena;
    struct strmap *style_names; /* "family name" -> index */
    struct style **styles;
    size_t style_count, style_capacity;
    uint32_t page, comments, table_number;
    bool is_text;               /* a text document: paragraphs are numbered */
    bool coloured_page, any_white; /* any_white: some style has white letters; else no cell need ask for its own */
};

static const char *style_key(char key[2 * STYLE_NAME], const char *family, const char *name)
{
    snprintf(key, 2 * STYLE_NAME, "%s %s", family, name);
    return key;
}

static struct style *style_find(const struct odf *o, const char *family, const char *name)
{
    char key[2 * STYLE_NAME];
    size_t i;
    return name[0] != '\0' && strmap_get(o->style_names, style_key(key, family, name), &i) ? o->styles[i] : NULL;
}

static struct style *style_add(struct odf *o, const char *family, const char *name)
{
    char key[2 * STYLE_NAME];
    size_t stored;
    struct style *style = style_find(o, family, name);
    if (style != NULL)
        return style;
    if (o->style_count == o->style_capacity) {
        size_t capacity = o->style_capacity != 0 ? o->style_capacity * 2 : 64;
        struct style **styles = realloc(o->styles, capacity * sizeof *styles);
        if (styles == NULL)
            return NULL;
        o->styles = styles;
        o->style_capacity = capacity;
    }
    style = arena_alloc(o->arena, sizeof *style);
    const char *kept = arena_strdup(o->arena, style_key(key, family, name));
    if (style == NULL || kept == NULL || !strmap_put(o->style_names, kept, o->style_count, &stored))
        return NULL;
    style->text_hidden = style->text_white = -1;
    o->styles[o->style_count++] = style;
    return style;
}

static bool style_hides(const struct odf *o, const char *family, const char *name)
{
    const struct style *style = style_find(o, family, name);
    for (int step = 0; style != NULL && step < INHERIT_MAX; step++) {
        if (style->text_hidden >= 0)
            return style->text_hidden > 0;
        style = style->parent != NULL ? style_find(o, family, style->parent) : NULL;
    }
    return false;
}

/* Whether letters of this style are white (-1: neither it nor its parents say), and whether anything coloured lies behind them. */
static int style_letters(const struct odf *o, const char *family, const char *name, bool *coloured)
{
    const struct style *style = o->any_white ? style_find(o, family, name) : NULL;
    int white = -1;
    *coloured = false;
    for (int step = 0; style != NULL && step < INHERIT_MAX; step++) {
        *coloured = *coloured || style->coloured;
        if (white < 0)
            white = style->text_white;
        style = style->parent != NULL ? style_find(o, family, style->parent) : NULL;
    }
    return white;
}

static bool cell_style_is_white(const struct odf *o, const char *name)
{
    bool coloured;
    return style_letters(o, "table-cell", name, &coloured) > 0 && !coloured;
}

/* A length such as "-1.5cm" in hundredths of a millimetre; false: none. Read by hand, for a program may have set a locale. */
static bool read_length(const char *s, int32_t *out)
{
    static const struct {
        char unit[3];
        double hundredths;
    } units[] = {{"cm", 1000}, {"mm", 100}, {"in", 2540}, {"pt", 2540.0 / 72}, {"pc", 2540.0 / 6}, {"px", 2540.0 / 96}};
    double value = 0, place = 1;
    bool negative = *s == '-', digits = false;
    for (s += negative; (*s >= '0' && *s <= '9') || (*s == '.' && place == 1); s++) {
        if (*s == '.') {
            place = 0.1;
        } else if (place == 1) {
            value = value * 10 + (*s - '0');
            digits = true;
        } else {
            value += (*s - '0') * place;
            place /= 10;
            digits = true;
        }
    }
    for (size_t i = 0; digits && i < sizeof units / sizeof units[0]; i++) {
        if (strncmp(s, units[i].unit, 2) == 0) {
            value *= negative ? -units[i].hundredths : units[i].hundredths;
            *out = value > -1e9 && value < 1e9 ? (int32_t)value : 0;
            return true;
        }
    }
    return false;
}

static bool attr_length(const struct xml_tag *tag, const char *name, int32_t *out)
{
    char text[32];
    return xml_attr_copy(tag, name, text, sizeof text) && read_length(text, out);
}

/* "rect(0cm, 2.1cm, 0cm, 0cm)": how far each edge is cut in. Less than a fifth of a millimetre is rounding. */
static bool is_clipped(const char *clip)
{
    int32_t edge;
    for (const char *p = strchr(clip, '('); p != NULL; p = strpbrk(p, ", ")) {
        p++;
        if (read_length(p, &edge) && edge >= 20)
            return true;
    }
    return false;
}

/* ---- content ---- */

enum {
    N_P, N_H, N_SPAN, N_S, N_TAB, N_LINE_BREAK, N_ANNOTATION, N_CREATOR, N_DATE, N_DATE_STRING, N_REGION, N_DELETION,
    N_CHANGE_INFO, N_NOTE, N_TABLE, N_ROW, N_COLUMN, N_CELL, N_COVERED, N_DATABASE_RANGE, N_FILTER, N_DDE_SOURCE, N_DDE_DECL,
    N_PAGE, N_NOTES, N_STYLE, N_TEXT_PROPERTIES, N_TABLE_PROPERTIES, N_PAGE_PROPERTIES, N_HIDDEN_TEXT, N_HIDDEN_PARAGRAPH,
    N_SECTION, N_RUBY_TEXT, N_TITLE, N_DESC, N_HEADER, N_FOOTER, N_HEADER_DECL, N_FOOTER_DECL, N_DATE_DECL, N_OBJECT, N_IMAGE,
    N_TABLE_SOURCE, N_SECTION_SOURCE, N_CELL_CHANGE, N_INITIALS, N_META, N_MODULE, N_PARAGRAPH_PROPERTIES, N_CELL_PROPERTIES,
    N_GRAPHIC_PROPERTIES, N_LAYOUT_PROPERTIES, N_MAP, N_PAGE_LAYOUT, N_MASTER_PAGE, N_FRAME, N_CUSTOM_SHAPE, N_RECT, N_ELLIPSE
};
static const char *const names[] = {
    "p", "h", "span", "s", "tab", "line-break", "annotation", "creator", "date", "date-string", "changed-region", "deletion",
    "change-info", "note", "table", "table-row", "table-column", "table-cell", "covered-table-cell", "database-range", "filter",
    "dde-source", "dde-connection-decl", "page", "notes", "style", "text-properties", "table-properties",
    "drawing-page-properties", "hidden-text", "hidden-paragraph", "section", "ruby-text", "title", "desc", "header", "footer",
    "header-decl", "footer-decl", "date-time-decl", "object", "image", "table-source", "section-source", "cell-content-change",
    "meta-creator-initials", "meta", "module", "paragraph-properties", "table-cell-properties", "graphic-properties",
    "page-layout-properties", "map", "page-layout", "master-page", "frame", "custom-shape", "rect", "ellipse", NULL};

struct table {
    char name[NAME_SIZE];
    uint32_t row, column, row_span, column_span, columns;
    unsigned flags, row_flags;
    uint8_t hidden_column[SHEET_COLUMNS / 8];
    uint8_t white_column[SHEET_COLUMNS / 8];
    bool any_hidden_column, any_white_column, hidden, row_styled, row_white, cell_white;
    char sample[SAMPLE_MAX + 1];
};

enum { SPAN_DEPTH = 32 };
struct content {
    struct odf *odf;
    struct sink *sink;
    struct blocks blocks;
    struct place place;
    struct table *tables[TABLE_DEPTH];
    unsigned table_depth, cell_depth;
    uint32_t paragraph;
    unsigned annotation, skip, deletion, notes, header, hidden_section, master, alt, meta;
    bool section_hides[SPAN_DEPTH];
    unsigned section_depth;
    bool span_hides[SPAN_DEPTH], span_white[SPAN_DEPTH], paragraph_hides, paragraph_white, paragraph_coloured;
    unsigned span_depth, frames;
    bool frame_clips;
    int32_t page_width, page_height;
    unsigned outside;           /* shapes open since one that lies beside the slide, itself among them */
    bool outside_holds;
    struct style *style;
    char family[32];
    uint64_t regions, hidden_texts, white_texts;
    const char *where;          /* this stream in the package, NULL: all of a flat file */
    bool filter_open, page_hidden;
    char range[NAME_SIZE];
    char change_sample[SAMPLE_MAX + 1], comment_sample[SAMPLE_MAX + 1], hidden_sample[SAMPLE_MAX + 1], notes_sample[SAMPLE_MAX + 1],
        white_sample[SAMPLE_MAX + 1], outside_sample[SAMPLE_MAX + 1],
        page_sample[SAMPLE_MAX + 1];
    char comment_where[NAME_SIZE + 32];
    const char *property;
    char property_name[64];
    struct buf value;
};

static struct table *current_table(const struct content *c)
{
    return c->table_depth > 0 && c->table_depth <= TABLE_DEPTH ? c->tables[c->table_depth - 1] : NULL;
}

static bool is_hidden(const struct content *c)
{
    for (unsigned i = 0; i < c->span_depth && i < SPAN_DEPTH; i++) {
        if (c->span_hides[i])
            return true;
    }
    return c->paragraph_hides || c->hidden_section > 0;
}

/* Whether the letters are white as far as the open spans and the paragraph say. */
static bool outer_white(const struct content *c)
{
    return c->span_depth == 0 ? c->paragraph_white : c->span_depth <= SPAN_DEPTH && c->span_white[c->span_depth - 1];
}

/* White letters on a page or cell that nothing colours. In frames, sections and tables of texts anything may lie behind. */
static bool is_white(const struct content *c)
{
    const struct table *t = current_table(c);
    if (c->annotation > 0 || c->notes > 0 || c->header > 0 || c->master > 0 || c->frames > 0 || c->section_depth > 0 || c->odf->coloured_page)
        return false;
    if (t != NULL)
        return !c->odf->is_text && c->cell_depth > 0 && t->cell_white;
    if (!c->odf->is_text)
        return false;
    return outer_white(c) && !c->paragraph_coloured;
}

static void slide_where(const struct content *c, char out[32])
{
    snprintf(out, 32, "slide %u", (unsigned)c->odf->page);
}

/* A fact of the slide in hand, or of the stream where there are no slides. */
static void fact_here(struct content *c, enum fact fact, const char *sample)
{
    char slide[32];
    slide_where(c, slide);
    sink_fact_at(c->sink, fact, 1, c->odf->page > 0 ? slide : c->where, sample);
}

static void content_place(struct content *c, struct place *place)
{
    const struct table *t = current_table(c);
    *place = c->place;
    if (c->page_hidden)
        place->flags |= PLACE_HIDDEN;
    if (t != NULL && c->cell_depth > 0) {
        place->kind = PLACE_CELL;
        place->table = t->name;
        place->row = t->row;
        place->column = t->column;
        place->flags |= t->flags | t->row_flags;
        if (t->any_hidden_column && t->column >= 1 && t->column <= SHEET_COLUMNS &&
            ((t->hidden_column[(t->column - 1) / 8] >> ((t->column - 1) % 8)) & 1))
            place->flags |= PLACE_HIDDEN;
    } else if (c->odf->is_text && place->kind == PLACE_BODY) {
        place->number = c->paragraph;
    }
    if (c->header > 0)
        place->kind = PLACE_HEADER;
    if (c->notes > 0)
        place->kind = PLACE_NOTE;
    if (c->annotation > 0)
        place->kind = PLACE_COMMENT;
    if (c->deletion > 0)
        place->flags |= PLACE_DELETED;
    if (c->alt > 0 || c->outside > 0)
        place->flags |= PLACE_HIDDEN;
}

static void send_text(struct content *c, const char *text, size_t n)
{
    bool blank = is_blank(text, n);
    unsigned flags = 0;
    if (!blank) {
        struct table *t = current_table(c);
        if (c->annotation > 0)
            add_sample(c->comment_sample, text, n);
        if (c->deletion > 0)
            add_sample(c->change_sample, text, n);
        if (c->notes > 0 && c->annotation == 0)
            add_sample(c->notes_sample, text, n);
        if (c->page_hidden)
            add_sample(c->page_sample, text, n);
        if (t != NULL && t->hidden) {
            if (t->sample[0] != '\0')
                add_sample(t->sample, " ", 1);
            add_sample(t->sample, text, n);
        }
    }
    if (is_hidden(c)) {
        flags |= PLACE_HIDDEN;
        if (!blank) {
            c->hidden_texts++;
            add_sample(c->hidden_sample, text, n);
        }
    } else if (!blank && is_white(c)) {
        flags |= PLACE_HIDDEN;
        c->white_texts++;
        add_sample(c->white_sample, text, n);
    }
    if (!blank && c->outside > 0) {
        c->outside_holds = true;
        add_sample(c->outside_sample, text, n);
    }
    blocks_text(&c->blocks, flags, text, n);
}

static void push_span(struct content *c, bool hides, bool white)
{
    if (c->span_depth < SPAN_DEPTH) {
        c->span_hides[c->span_depth] = hides;
        c->span_white[c->span_depth] = white;
    }
    c->span_depth++;
}

/* A shape begins: whether it lies beside its slide. Turned shapes have no corner of their own and are not judged. */
static void start_shape(struct content *c, const struct xml_tag *tag)
{
    int32_t x, y, w, h;
    if (c->outside > 0) {
        c->outside++;
        return;
    }
    if (c->odf->page == 0 || c->master > 0 || c->notes > 0 || c->page_width <= 0 || c->page_height <= 0 || !attr_length(tag, "x", &x) ||
        !attr_length(tag, "y", &y) || !attr_length(tag, "width", &w) || !attr_length(tag, "height", &h) || w < 0 || h < 0)
        return;
    if (x >= c->page_width || y >= c->page_height || (int64_t)x + w <= 0 || (int64_t)y + h <= 0) {
        c->outside = 1;
        c->outside_holds = false;
        c->outside_sample[0] = '\0';
    }
}

static void end_shape(struct content *c)
{
    if (c->outside == 0 || --c->outside > 0 || !c->outside_holds)
        return;
    fact_here(c, FACT_OFF_SLIDE, c->outside_sample);
    if (c->outside_sample[0] != '\0')
        fact_here(c, FACT_HIDDEN_TEXT, c->outside_sample);
}

static void start_page(struct content *c, const struct xml_tag *tag)
{
    char name[STYLE_NAME];
    xml_attr_copy(tag, "style-name", name, sizeof name);
    const struct style *style = style_find(c->odf, "drawing-page", name);
    c->odf->page++;
    c->place.kind = PLACE_SLIDE;
    c->place.number = c->odf->page;
    c->page_hidden = style != NULL && style->page_hidden;
    c->page_sample[0] = '\0';
    xml_attr_copy(tag, "master-page-name", name, sizeof name);
    const struct style *master = style_find(c->odf, "master-page", name);
    const struct style *layout = master != NULL && master->page_layout != NULL ? style_find(c->odf, "page-layout", master->page_layout) : NULL;
    c->page_width = layout != NULL ? layout->width : 0;
    c->page_height = layout != NULL ? layout->height : 0;
}

static void start_table(struct content *c, const struct xml_tag *tag)
{
    char style_name[STYLE_NAME];
    if (c->table_depth++ >= TABLE_DEPTH)
        return;
    struct table **slot = &c->tables[c->table_depth - 1];
    if (*slot == NULL)
        *slot = malloc(sizeof **slot);
    struct table *t = *slot;
    if (t == NULL)
        return;
    memset(t, 0, sizeof *t);
    if (!xml_attr_copy(tag, "name", t->name, sizeof t->name) || t->name[0] == '\0')
        snprintf(t->name, sizeof t->name, "table %u", (unsigned)++c->odf->table_number);
    xml_attr_copy(tag, "style-name", style_name, sizeof style_name);
    const struct style *style = style_find(c->odf, "table", style_name);
    t->hidden = style != NULL && style->sheet_hidden;
    t->flags = t->hidden ? PLACE_HIDDEN : 0;
    if (!c->odf->is_text && c->table_depth == 1 && c->place.kind == PLACE_BODY) { /* the sheet's own name, as its tab shows it */
        struct place place = {.kind = PLACE_OTHER, .table = t->name, .flags = t->flags};
        sink_block(c->sink, &place, t->name, strlen(t->name));
    }
}

static void end_table(struct content *c)
{
    struct table *t = current_table(c);
    if (c->table_depth > 0)
        c->table_depth--;
    if (t != NULL && t->hidden)
        sink_fact_at(c->sink, FACT_HIDDEN_SHEETS, 1, t->name, t->sample);
}

static void start_column(struct content *c, const struct xml_tag *tag)
{
    struct table *t = current_table(c);
    if (t == NULL)
        return;
    uint32_t repeat = xml_attr_number(tag, "number-columns-repeated", 1), from = t->columns + 1;
    t->columns = repeat < SHEET_COLUMNS && t->columns < SHEET_COLUMNS ? t->columns + repeat : SHEET_COLUMNS;
    char style_name[STYLE_NAME];
    xml_attr_copy(tag, "default-cell-style-name", style_name, sizeof style_name);
    if (cell_style_is_white(c->odf, style_name)) {
        for (uint32_t i = from; i <= t->columns && i <= SHEET_COLUMNS; i++)
            t->white_column[(i - 1) / 8] |= (uint8_t)(1u << ((i - 1) % 8));
        t->any_white_column = true;
    }
    if (!xml_attr_is(tag, "visibility", "collapse") && !xml_attr_is(tag, "visibility", "filter"))
        return;
    for (uint32_t i = from; i <= t->columns && i <= SHEET_COLUMNS; i++)
        t->hidden_column[(i - 1) / 8] |= (uint8_t)(1u << ((i - 1) % 8));
    t->any_hidden_column = true;
    char first[8], last[8], where[NAME_SIZE + 32];
    sheet_column_name(from, first);
    sheet_column_name(t->columns, last);
    snprintf(where, sizeof where, "%s!%s:%s", t->name, first, last);
    sink_fact_at(c->sink, FACT_HIDDEN_COLUMNS, t->columns - from + 1, where, NULL);
}

static void start_row(struct content *c, const struct xml_tag *tag)
{
    struct table *t = current_table(c);
    if (t == NULL)
        return;
    t->row += t->row_span > 0 ? t->row_span : 1;
    t->row_span = xml_attr_number(tag, "number-rows-repeated", 1);
    t->column = t->column_span = 0;
    t->row_flags = 0;
    char style_name[STYLE_NAME];
    t->row_styled = xml_attr_copy(tag, "default-cell-style-name", style_name, sizeof style_name);
    t->row_white = t->row_styled && cell_style_is_white(c->odf, style_name);
    bool filtered = xml_attr_is(tag, "visibility", "filter");
    if (filtered || xml_attr_is(tag, "visibility", "collapse")) {
        char where[NAME_SIZE + 32];
        t->row_flags = PLACE_HIDDEN;
        snprintf(where, sizeof where, "%s!%u:%u", t->name, (unsigned)t->row, (unsigned)(t->row + t->row_span - 1));
        sink_fact_at(c->sink, FACT_HIDDEN_ROWS, t->row_span, where, NULL);
        if (filtered)
            sink_fact_at(c->sink, FACT_FILTERED_ROWS, t->row_span, where, NULL);
    }
}

static void start_cell(struct content *c, const struct xml_tag *tag)
{
    struct table *t = current_table(c);
    c->cell_depth++;
    if (t == NULL)
        return;
    t->column += t->column_span > 0 ? t->column_span : 1;
    t->column_span = xml_attr_number(tag, "number-columns-repeated", 1);
    char style_name[STYLE_NAME];
    if (xml_attr_copy(tag, "style-name", style_name, sizeof style_name))
        t->cell_white = cell_style_is_white(c->odf, style_name);
    else if (t->row_styled)
        t->cell_white = t->row_white;
    else
        t->cell_white = t->any_white_column && t->column >= 1 && t->column <= SHEET_COLUMNS &&
                        (t->white_column[(t->column - 1) / 8] >> ((t->column - 1) % 8) & 1);
}

static void start_style(struct content *c, const struct xml_tag *tag)
{
    char name[STYLE_NAME], parent[STYLE_NAME];
    c->style = NULL;
    if (!xml_attr_copy(tag, "name", name, sizeof name) || !xml_attr_copy(tag, "family", c->family, sizeof c->family))
        return;
    c->style = style_add(c->odf, c->family, name);
    if (c->style != NULL && xml_attr_copy(tag, "parent-style-name", parent, sizeof parent))
        c->style->parent = arena_strdup(c->odf->arena, parent);
}

/* A page layout or a master page, kept beside the styles: they tell how large a slide is. */
static void start_layout(struct content *c, const struct xml_tag *tag, const char *family)
{
    char name[STYLE_NAME];
    c->style = xml_attr_copy(tag, "name", name, sizeof name) ? style_add(c->odf, family, name) : NULL;
    if (c->style != NULL && xml_attr_copy(tag, "page-layout-name", name, sizeof name))
        c->style->page_layout = arena_strdup(c->odf->arena, name);
}

/* Whether something other than white lies behind: a colour, a picture, a pattern. */
static bool has_colour(const struct xml_tag *tag)
{
    char text[32];
    if (xml_attr_copy(tag, "background-color", text, sizeof text) && text[0] != '\0' && strcmp(text, "transparent") != 0 &&
        strcmp(text, "#ffffff") != 0 && strcmp(text, "#FFFFFF") != 0)
        return true;
    return xml_attr_copy(tag, "fill", text, sizeof text) && text[0] != '\0' && strcmp(text, "none") != 0;
}

static void start_annotation(struct content *c)
{
    const struct table *t = current_table(c);
    c->comment_sample[0] = '\0';
    c->annotation++;
    if (t != NULL && c->cell_depth > 0) {
        char column[8];
        sheet_column_name(t->column, column);
        snprintf(c->comment_where, sizeof c->comment_where, "%s!%s%u", t->name, column, (unsigned)t->row);
    } else if (c->odf->page > 0) {
        snprintf(c->comment_where, sizeof c->comment_where, "slide %u", (unsigned)c->odf->page);
    } else {
        c->comment_where[0] = '\0';
    }
}

static void link_fact(struct content *c, const struct xml_tag *tag)
{
    char href[SAMPLE_MAX];
    if (!xml_attr_copy(tag, "href", href, sizeof href))
        return;
    const char *colon = strchr(href, ':');
    if (colon == NULL || colon == href || strchr(href, '/') < colon)
        return; /* a part of this package */
    sink_fact_at(c->sink, FACT_EXTERNAL_LINKS, 1, NULL, href);
}

static void start_property(struct content *c, const struct xml_tag *tag);
static void end_property(struct content *c);

static void content_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct content *c = ctx;
    char text[STYLE_NAME];
    struct place place;
    if (c->meta > 0 && name != N_META) {
        start_property(c, tag);
        return;
    }
    switch (name) {
    case N_P:
    case N_H:
        c->paragraph++;
        xml_attr_copy(tag, "style-name", text, sizeof text);
        if (!blocks_inside(&c->blocks)) {
            c->paragraph_hides = style_hides(c->odf, "paragraph", text);
            c->paragraph_white = style_letters(c->odf, "paragraph", text, &c->paragraph_coloured) > 0;
        }
        content_place(c, &place);
        blocks_begin(&c->blocks, &place);
        break;
    case N_SPAN: {
        bool coloured;
        xml_attr_copy(tag, "style-name", text, sizeof text);
        int white = style_letters(c->odf, "text", text, &coloured);
        push_span(c, style_hides(c->odf, "text", text), !coloured && (white < 0 ? outer_white(c) : white > 0));
        break;
    }
    case N_HIDDEN_TEXT:
    case N_HIDDEN_PARAGRAPH:
        push_span(c, xml_attr_true(tag, "is-hidden", false), outer_white(c));
        break;
    case N_S: {
        uint32_t count = xml_attr_number(tag, "c", 1);
        for (uint32_t i = 0; i < count && i < 80; i++)
            send_text(c, " ", 1);
        break;
    }
    case N_TAB:
        send_text(c, "\t", 1);
        break;
    case N_LINE_BREAK:
        send_text(c, "\n", 1);
        break;
    case N_ANNOTATION:
        start_annotation(c);
        break;
    case N_CREATOR:
    case N_DATE:
    case N_DATE_STRING:
    case N_INITIALS:
        if (c->annotation > 0 || c->deletion > 0 || c->skip > 0)
            c->skip++;
        break;
    case N_CHANGE_INFO:
        c->skip++;
        break;
    case N_REGION:
    case N_CELL_CHANGE:
        c->regions++;
        break;
    case N_DELETION:
        c->deletion++;
        break;
    case N_NOTE:
        c->notes++;
        break;
    case N_TABLE:
        start_table(c, tag);
        break;
    case N_COLUMN:
        start_column(c, tag);
        break;
    case N_ROW:
        start_row(c, tag);
        break;
    case N_CELL:
    case N_COVERED:
        start_cell(c, tag);
        break;
    case N_DATABASE_RANGE:
        xml_attr_copy(tag, "target-range-address", c->range, sizeof c->range);
        if (xml_attr_true(tag, "display-filter-buttons", false)) {
            sink_fact_at(c->sink, FACT_AUTOFILTER, 1, c->range, NULL);
            c->filter_open = false;
        } else {
            c->filter_open = true;
        }
        break;
    case N_FILTER:
        if (c->filter_open)
            sink_fact_at(c->sink, FACT_AUTOFILTER, 1, c->range, NULL);
        c->filter_open = false;
        break;
    case N_DDE_SOURCE:
    case N_DDE_DECL: {
        char application[64], topic[100], sample[SAMPLE_MAX];
        xml_attr_copy(tag, "dde-application", application, sizeof application);
        xml_attr_copy(tag, "dde-topic", topic, sizeof topic);
        snprintf(sample, sizeof sample, "%s|%s", application, topic);
        sink_fact_at(c->sink, FACT_DDE, 1, NULL, sample);
        break;
    }
    case N_PAGE:
        start_page(c, tag);
        break;
    case N_NOTES:
        c->notes++;
        c->notes_sample[0] = '\0';
        break;
    case N_STYLE:
        start_style(c, tag);
        break;
    case N_TEXT_PROPERTIES:
        if (c->style != NULL && xml_attr_copy(tag, "display", text, sizeof text))
            c->style->text_hidden = strcmp(text, "none") == 0;
        if (c->style != NULL && xml_attr_copy(tag, "color", text, sizeof text)) {
            c->style->text_white = strcmp(text, "#ffffff") == 0 || strcmp(text, "#FFFFFF") == 0;
            c->odf->any_white |= c->style->text_white;
        }
        if (c->style != NULL)
            c->style->coloured |= has_colour(tag);
        break;
    case N_PARAGRAPH_PROPERTIES:
    case N_CELL_PROPERTIES:
        if (c->style != NULL)
            c->style->coloured |= has_colour(tag);
        break;
    case N_MAP: /* a condition may colour it */
        if (c->style != NULL)
            c->style->coloured = true;
        break;
    case N_GRAPHIC_PROPERTIES:
        if (c->style != NULL && xml_attr_copy(tag, "clip", text, sizeof text))
            c->style->clips = is_clipped(text);
        break;
    case N_PAGE_LAYOUT:
        start_layout(c, tag, "page-layout");
        break;
    case N_MASTER_PAGE:
        start_layout(c, tag, "master-page");
        break;
    case N_LAYOUT_PROPERTIES:
        c->odf->coloured_page |= has_colour(tag);
        if (c->style != NULL) {
            attr_length(tag, "page-width", &c->style->width);
            attr_length(tag, "page-height", &c->style->height);
        }
        break;
    case N_FRAME: {
        c->frames++;
        xml_attr_copy(tag, "style-name", text, sizeof text);
        const struct style *graphic = style_find(c->odf, "graphic", text), *shown = style_find(c->odf, "presentation", text);
        c->frame_clips = (graphic != NULL && graphic->clips) || (shown != NULL && shown->clips);
        start_shape(c, tag);
        break;
    }
    case N_CUSTOM_SHAPE:
    case N_RECT:
    case N_ELLIPSE:
        c->frames++;
        start_shape(c, tag);
        break;
    case N_TABLE_PROPERTIES:
        if (c->style != NULL && xml_attr_copy(tag, "display", text, sizeof text))
            c->style->sheet_hidden = strcmp(text, "false") == 0;
        break;
    case N_PAGE_PROPERTIES:
        if (c->style != NULL)
            c->style->page_hidden = xml_attr_is(tag, "visibility", "hidden");
        break;
    case N_SECTION: {
        bool hides = xml_attr_is(tag, "display", "none");
        if (c->section_depth < SPAN_DEPTH)
            c->section_hides[c->section_depth] = hides;
        c->section_depth++;
        c->hidden_section += hides && c->section_depth <= SPAN_DEPTH;
        break;
    }
    case N_RUBY_TEXT: /* a reading stands beside the text, not in it */
        content_place(c, &place);
        blocks_begin(&c->blocks, &place);
        break;
    case N_TITLE:
    case N_DESC:
        if (strstr(tag->ns, "svg") != NULL) {
            c->alt++;
            content_place(c, &place);
            blocks_begin(&c->blocks, &place);
        } else {
            push_span(c, false, outer_white(c));
        }
        break;
    case N_HEADER_DECL:
    case N_FOOTER_DECL:
    case N_DATE_DECL:
        c->header++;
        content_place(c, &place);
        blocks_begin(&c->blocks, &place);
        break;
    case N_HEADER:
    case N_FOOTER:
        c->header++;
        break;
    case N_IMAGE:
    case N_OBJECT:
        c->outside_holds = c->outside_holds || c->outside > 0;
        if (c->frame_clips)
            fact_here(c, FACT_CROPPED_IMAGES, NULL);
        c->frame_clips = false; /* a frame may hold the same picture in several forms */
        link_fact(c, tag);
        break;
    case N_TABLE_SOURCE:
    case N_SECTION_SOURCE:
        link_fact(c, tag);
        break;
    case N_MODULE: /* Basic in a flat file */
        sink_fact_at(c->sink, FACT_MACROS, 1, NULL, NULL);
        break;
    case N_META:
        if (strstr(tag->ns, "office:1.") != NULL || strstr(tag->ns, "/office") != NULL)
            c->meta++;
        else
            push_span(c, false, outer_white(c)); /* text:meta: a field */
        break;
    default:
        break;
    }
}

static void content_end(void *ctx, int name)
{
    struct content *c = ctx;
    if (c->meta > 0 && name != N_META) {
        end_property(c);
        return;
    }
    switch (name) {
    case N_P:
    case N_H:
        blocks_end(&c->blocks);
        if (!blocks_inside(&c->blocks)) {
            c->paragraph_hides = c->paragraph_white = c->paragraph_coloured = false;
            c->span_depth = 0;
        }
        break;
    case N_SPAN:
    case N_HIDDEN_TEXT:
    case N_HIDDEN_PARAGRAPH:
        if (c->span_depth > 0)
            c->span_depth--;
        break;
    case N_ANNOTATION:
        c->annotation--;
        c->odf->comments++;
        sink_fact_at(c->sink, FACT_COMMENTS, 1, c->comment_where, c->comment_sample);
        break;
    case N_CREATOR:
    case N_DATE:
    case N_DATE_STRING:
    case N_INITIALS:
        if (c->skip > 0 && (c->annotation > 0 || c->deletion > 0 || c->skip > 1))
            c->skip--;
        break;
    case N_CHANGE_INFO:
        c->skip--;
        break;
    case N_DELETION:
        c->deletion--;
        break;
    case N_NOTE:
        c->notes--;
        break;
    case N_TABLE:
        end_table(c);
        break;
    case N_CELL:
    case N_COVERED:
        c->cell_depth--;
        break;
    case N_PAGE:
        if (c->page_hidden) {
            char where[32];
            slide_where(c, where);
            sink_fact_at(c->sink, FACT_HIDDEN_SLIDES, 1, where, c->page_sample);
        }
        c->page_hidden = false;
        c->place.kind = PLACE_BODY;
        c->place.number = 0;
        break;
    case N_NOTES:
        c->notes--;
        if (c->notes_sample[0] != '\0' && c->odf->page > 0 && c->master == 0) {
            char where[32];
            slide_where(c, where);
            sink_fact_at(c->sink, FACT_SPEAKER_NOTES, 1, where, c->notes_sample);
        }
        break;
    case N_STYLE:
    case N_PAGE_LAYOUT:
    case N_MASTER_PAGE:
        c->style = NULL;
        break;
    case N_FRAME:
    case N_CUSTOM_SHAPE:
    case N_RECT:
    case N_ELLIPSE:
        if (c->frames > 0)
            c->frames--;
        end_shape(c);
        break;
    case N_SECTION:
        if (c->section_depth > 0 && --c->section_depth < SPAN_DEPTH && c->section_hides[c->section_depth])
            c->hidden_section--;
        break;
    case N_RUBY_TEXT:
        blocks_end(&c->blocks);
        break;
    case N_TITLE:
    case N_DESC:
        if (c->alt > 0) {
            c->alt--;
            blocks_end(&c->blocks);
        } else if (c->span_depth > 0) {
            c->span_depth--;
        }
        break;
    case N_HEADER_DECL:
    case N_FOOTER_DECL:
    case N_DATE_DECL:
        blocks_end(&c->blocks);
        c->header--;
        break;
    case N_HEADER:
    case N_FOOTER:
        c->header--;
        break;
    case N_META:
        if (c->meta > 0)
            c->meta--;
        else if (c->span_depth > 0)
            c->span_depth--;
        break;
    default:
        break;
    }
}

static void content_text(void *ctx, const char *text, size_t n)
{
    struct content *c = ctx;
    if (c->meta > 0) {
        if (c->property != NULL)
            buf_add(&c->value, text, n);
    } else if (c->skip == 0 && blocks_inside(&c->blocks)) {
        send_text(c, text, n);
    }
}
static const struct xml_handler content_handler = {names, content_start, content_end, content_text};

/* ---- properties ---- */

static void start_property(struct content *c, const struct xml_tag *tag)
{
    static const struct {
        const char *element, *key;
    } keys[] = {{"initial-creator", "author"}, {"creator", "last_saved_by"},  {"title", "title"},
                {"subject", "subject"},        {"description", "comments"},   {"keyword", "keywords"},
                {"generator", "application"},  {"editing-cycles", "revision"}, {"creation-date", "created"},
                {"date", "modified"},          {"printed-by", "printed_by"}};
    c->property = NULL;
    buf_reset(&c->value);
    if (strcmp(tag->name, "template") == 0) {
        char title[256];
        if (xml_attr_copy(tag, "title", title, sizeof title))
            sink_meta(c->sink, "template", title);
        return;
    }
    if (strcmp(tag->name, "user-defined") == 0) {
        xml_attr_copy(tag, "name", c->property_name, sizeof c->property_name);
        c->property = c->property_name;
        return;
    }
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(tag->name, keys[i].element) == 0)
            c->property = keys[i].key;
    }
}

static void end_property(struct content *c)
{
    if (c->property != NULL && c->value.len > 0) {
        struct place place = {.kind = PLACE_PROPERTY, .table = c->property};
        if (c->property == c->property_name)
            sink_block(c->sink, &place, c->value.data, c->value.len);
        else
            sink_meta(c->sink, c->property, buf_str(&c->value));
    }
    c->property = NULL;
}

/* ---- one stream of XML ---- */

static void read_stream(struct odf *o, struct source *src, const char *where, enum place_kind kind)
{
    struct content *c = calloc(1, sizeof *c);
    if (c == NULL) {
        sink_unread(o->sink, UNREAD_TOO_LARGE);
        return;
    }
    c->odf = o;
    c->sink = o->sink;
    c->place.kind = kind;
    c->master = kind == PLACE_HEADER;
    c->where = where;
    blocks_init(&c->blocks, o->sink);
    buf_init(&c->value, 4096);
    xml_trouble(xml_parse(src, &content_handler, c, NULL), where, o->sink);
    blocks_free(&c->blocks);
    if (c->regions > 0)
        sink_fact_at(o->sink, FACT_TRACKED_CHANGES, c->regions, where, c->change_sample);
    if (c->hidden_texts > 0)
        sink_fact_at(o->sink, FACT_HIDDEN_TEXT, c->hidden_texts, where, c->hidden_sample);
    if (c->white_texts > 0)
        sink_fact_at(o->sink, FACT_HIDDEN_TEXT, c->white_texts, "white on white", c->white_sample);
    buf_free(&c->value);
    for (unsigned i = 0; i < TABLE_DEPTH; i++)
        free(c->tables[i]);
    free(c);
}

static bool odf_init(struct odf *o, struct sink *sink, const char *format)
{
    memset(o, 0, sizeof *o);
    o->sink = sink;
    o->arena = arena_new(STYLES_MEMORY);
    o->style_names = strmap_new();
    o->is_text = strcmp(format, "odt") == 0 || strcmp(format, "ott") == 0 || strcmp(format, "odm") == 0;
    return o->arena != NULL && o->style_names != NULL;
}
static void odf_free(struct odf *o)
{
    arena_free(o->arena);
    strmap_free(o->style_names);
    free(o->styles);
}

/* ---- the package ---- */

enum { M_ENTRY, M_ENCRYPTION };
static const char *const manifest_names[] = {"file-entry", "encryption-data", NULL};
struct manifest {
    struct sink *sink;
    char path[512];
    bool encrypted;
};
static void manifest_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct manifest *m = ctx;
    if (name == M_ENTRY) {
        char type[128];
        xml_attr_copy(tag, "full-path", m->path, sizeof m->path);
        xml_attr_copy(tag, "media-type", type, sizeof type);
        size_t n = strlen(m->path);
        const char *format = format_of_type(type, strlen(type));
        if (n > 1 && m->path[n - 1] == '/' && format != NULL && strcmp(format, "odc") != 0 && strcmp(format, "odf") != 0) {
            m->path[n - 1] = '\0';
            sink_fact_at(m->sink, FACT_EMBEDDED_FILES, 1, m->path, format);
        }
    } else if (name == M_ENCRYPTION) {
        m->encrypted = true;
        sink_fact_at(m->sink, FACT_ENCRYPTED, 1, m->path, NULL);
    }
}
static const struct xml_handler manifest_handler = {.names = manifest_names, .start = manifest_start};

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}
static bool begins_with(const char *s, const char *start)
{
    return strncmp(s, start, strlen(start)) == 0;
}

static bool open_part(struct odf *o, struct zip *zip, const struct zip_entry *entry, struct source *src)
{
    if (entry->overlaps || zip_open_entry(zip, entry, src) != ZIP_OK) {
        o->sink->ops->unread(o->sink, entry->encrypted ? UNREAD_ENCRYPTED : UNREAD_DAMAGED, entry->name);
        return false;
    }
    return true;
}

static void read_xml(struct odf *o, struct zip *zip, const struct zip_entry *entry, enum place_kind kind)
{
    struct source src;
    if (entry != NULL && open_part(o, zip, entry, &src)) {
        read_stream(o, &src, entry->name, kind);
        zip_close_entry(&src);
    }
}

static void read_entry(struct odf *o, struct zip *zip, const struct zip_entry *entry)
{
    const char *name = entry->name;
    if (ends_with(name, "/content.xml")) { /* an object inside: charts, formulas, documents */
        o->page = 0;
        read_xml(o, zip, entry, PLACE_OTHER);
    } else if (begins_with(name, "Basic/") || begins_with(name, "Scripts/")) {
        if (!ends_with(name, "-lb.xml") && !ends_with(name, "-lc.xml") && !begins_with(name, "Dialogs/"))
            sink_fact_at(o->sink, FACT_MACROS, 1, name, NULL);
        zip_hand_on(zip, entry, name, o->sink);
    } else if (begins_with(name, "Thumbnails/")) {
        sink_fact_at(o->sink, FACT_THUMBNAIL, 1, name, NULL);
        zip_hand_on(zip, entry, name, o->sink);
    } else if (begins_with(name, "Pictures/") || begins_with(name, "media/") || begins_with(name, "Media/")) {
        zip_hand_on(zip, entry, name, o->sink);
    } else if (begins_with(name, "Object ") && strchr(name, '/') == NULL) { /* OLE objects and other programs' files */
        sink_fact_at(o->sink, FACT_EMBEDDED_FILES, 1, name, NULL);
        zip_hand_on(zip, entry, name, o->sink);
    } else if (strcmp(name, "mimetype") != 0 && !begins_with(name, "META-INF/") && !ends_with(name, "styles.xml") &&
               !ends_with(name, "meta.xml") && !ends_with(name, "settings.xml") && !begins_with(name, "Configurations") &&
               !begins_with(name, "ObjectReplacements/") && !begins_with(name, "Dialogs/") && !begins_with(name, "Fonts/") &&
               strcmp(name, "layout-cache") != 0 && strcmp(name, "content.xml") != 0 && !ends_with(name, "manifest.rdf")) {
        zip_hand_on(zip, entry, name, o->sink); /* nobody knows what else was put in */
    }
}

bool odf_read(struct zip *zip, struct sink *sink)
{
    struct source src;
    struct odf o;
    char type[128];
    size_t n = 0;
    const char *format = NULL;
    const struct zip_entry *mimetype = zip_find(zip, "mimetype"), *manifest_entry = zip_find(zip, "META-INF/manifest.xml");
    if (mimetype != NULL && zip_open_entry(zip, mimetype, &src) == ZIP_OK) {
        n = source_read(&src, (uint8_t *)type, sizeof type);
        zip_close_entry(&src);
        if (n == SIZE_MAX)
            n = 0;
        while (n > 0 && (type[n - 1] == '\n' || type[n - 1] == '\r' || type[n - 1] == ' '))
            n--;
        format = format_of_type(type, n);
    }
    if (format == NULL) /* without a mimetype: old or foreign writers */
        format = manifest_entry != NULL && zip_find(zip, "content.xml") != NULL && zip_find(zip, "styles.xml") != NULL ? "odt" : NULL;
    if (format == NULL)
        return false;
    sink->ops->format(sink, format);
    if (zip_truncated_list(zip))
        sink_unread(sink, UNREAD_TOO_MANY);
    if (zip_is_damaged(zip))
        sink_unread(sink, UNREAD_DAMAGED);
    if (!odf_init(&o, sink, format)) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        goto out;
    }
    struct manifest manifest = {.sink = sink};
    if (manifest_entry != NULL && open_part(&o, zip, manifest_entry, &src)) {
        xml_trouble(xml_parse(&src, &manifest_handler, &manifest, NULL), manifest_entry->name, sink);
        zip_close_entry(&src);
    }
    const struct zip_entry *meta = zip_find(zip, "meta.xml");
    if (manifest.encrypted) { /* whatever is not encrypted is of no interest beside it */
        sink_unread(sink, UNREAD_ENCRYPTED);
        goto out;
    }
    read_xml(&o, zip, meta, PLACE_OTHER);
    read_xml(&o, zip, zip_find(zip, "styles.xml"), PLACE_HEADER);
    o.page = 0;
    read_xml(&o, zip, zip_find(zip, "content.xml"), PLACE_BODY);
    for (size_t i = 0; i < zip_count(zip) && !budget_cancelled(sink->budget); i++) {
        const struct zip_entry *entry = zip_at(zip, i);
        if (!entry->is_folder)
            read_entry(&o, zip, entry);
    }
out:
    odf_free(&o);
    return true;
}

/* ---- flat files ---- */

/* The mimetype attribute in the head of a flat file. */
static const char *flat_format(const uint8_t *head, size_t n)
{
    static const char attribute[] = "office:mimetype=\"";
    const size_t m = sizeof attribute - 1, look = n < 8192 ? n : 8192;
    for (size_t i = 0; i + m < look; i++) {
        if (head[i] == 'o' && memcmp(head + i, attribute, m) == 0) {
            const uint8_t *end = memchr(head + i + m, '"', look - i - m);
            return end != NULL ? format_of_type((const char *)head + i + m, (size_t)(end - head) - i - m) : NULL;
        }
    }
    return NULL;
}

static int flat_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return n > at && head[at] == '<' && flat_format(head, n) != NULL ? 80 : 0;
}

static void flat_read(struct source *src, const char *name, struct sink *sink)
{
    size_t n;
    struct odf o;
    (void)name;
    const uint8_t *head = source_peek(src, 8192, &n);
    const char *format = flat_format(head, n);
    if (format == NULL)
        return;
    sink->ops->format(sink, format);
    if (odf_init(&o, sink, format))
        read_stream(&o, src, NULL, PLACE_BODY);
    else
        sink_unread(sink, UNREAD_TOO_LARGE);
    odf_free(&o);
}

const struct format format_odf = {"odt", flat_bid, flat_read};
