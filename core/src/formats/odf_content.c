/* The streams of XML of OpenDocument files - text, sheets and slides share one vocabulary: text with its places, what is hidden, deleted,
 * linked or said beside it, and the document's properties. What styles say is odf_styles.c's. */
#include "formats/odf_content.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/blocks.h"
#include "formats/opc.h"
#include "formats/sheet.h"

enum { TABLE_DEPTH = 16, NAME_SIZE = 200 };

bool odf_document_init(struct odf_document *o, struct sink *sink, const char *format)
{
    memset(o, 0, sizeof *o);
    o->sink = sink;
    o->is_text = strcmp(format, "odt") == 0 || strcmp(format, "ott") == 0 || strcmp(format, "odm") == 0;
    return odf_styles_init(&o->styles);
}

void odf_document_free(struct odf_document *o)
{
    if (o->styles.full || (o->styles.arena != NULL && arena_failed(o->styles.arena)))
        sink_unread(o->sink, UNREAD_TOO_MANY);
    odf_styles_free(&o->styles);
}

enum {
    N_P, N_H, N_SPAN, N_S, N_TAB, N_LINE_BREAK, N_ANNOTATION, N_CREATOR, N_DATE, N_DATE_STRING, N_REGION, N_DELETION,
    N_CHANGE_INFO, N_NOTE, N_TABLE, N_ROW, N_COLUMN, N_CELL, N_COVERED, N_DATABASE_RANGE, N_FILTER, N_DDE_SOURCE, N_DDE_DECL,
    N_PAGE, N_NOTES, N_STYLE, N_TEXT_PROPERTIES, N_TABLE_PROPERTIES, N_PAGE_PROPERTIES, N_HIDDEN_TEXT, N_HIDDEN_PARAGRAPH,
    N_SECTION, N_RUBY_TEXT, N_TITLE, N_DESC, N_HEADER, N_FOOTER, N_HEADER_DECL, N_FOOTER_DECL, N_DATE_DECL, N_OBJECT, N_IMAGE,
    N_TABLE_SOURCE, N_SECTION_SOURCE, N_CELL_CHANGE, N_INITIALS, N_META, N_MODULE, N_PARAGRAPH_PROPERTIES, N_CELL_PROPERTIES,
    N_GRAPHIC_PROPERTIES, N_LAYOUT_PROPERTIES, N_MAP, N_PAGE_LAYOUT, N_MASTER_PAGE, N_FRAME, N_CUSTOM_SHAPE, N_RECT, N_ELLIPSE,
    N_OLD_CELL
};
static const char *const names[] = {
    "p", "h", "span", "s", "tab", "line-break", "annotation", "creator", "date", "date-string", "changed-region", "deletion",
    "change-info", "note", "table", "table-row", "table-column", "table-cell", "covered-table-cell", "database-range", "filter",
    "dde-source", "dde-connection-decl", "page", "notes", "style", "text-properties", "table-properties",
    "drawing-page-properties", "hidden-text", "hidden-paragraph", "section", "ruby-text", "title", "desc", "header", "footer",
    "header-decl", "footer-decl", "date-time-decl", "object", "image", "table-source", "section-source", "cell-content-change",
    "meta-creator-initials", "meta", "module", "paragraph-properties", "table-cell-properties", "graphic-properties",
    "page-layout-properties", "map", "page-layout", "master-page", "frame", "custom-shape", "rect", "ellipse",
    "change-track-table-cell", NULL};

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
    struct odf_document *odf;
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
    if (c->annotation > 0 || c->notes > 0 || c->header > 0 || c->master > 0 || c->frames > 0 || c->section_depth > 0 || c->odf->styles.coloured_page)
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
    if (c->odf->page == 0 || c->master > 0 || c->notes > 0 || c->page_width <= 0 || c->page_height <= 0 || !odf_length(tag, "x", &x) ||
        !odf_length(tag, "y", &y) || !odf_length(tag, "width", &w) || !odf_length(tag, "height", &h) || w < 0 || h < 0)
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
    char name[ODF_STYLE_NAME];
    xml_attr_copy(tag, "style-name", name, sizeof name);
    const struct odf_style *style = odf_style_find(&c->odf->styles, "drawing-page", name);
    c->odf->page++;
    c->place.kind = PLACE_SLIDE;
    c->place.number = c->odf->page;
    c->page_hidden = style != NULL && style->page_hidden;
    c->page_sample[0] = '\0';
    xml_attr_copy(tag, "master-page-name", name, sizeof name);
    const struct odf_style *master = odf_style_find(&c->odf->styles, "master-page", name);
    const struct odf_style *layout = master != NULL && master->page_layout != NULL ? odf_style_find(&c->odf->styles, "page-layout", master->page_layout) : NULL;
    c->page_width = layout != NULL ? layout->width : 0;
    c->page_height = layout != NULL ? layout->height : 0;
}

static void end_page(struct content *c)
{
    char where[32];
    slide_where(c, where);
    if (c->page_hidden)
        sink_fact_at(c->sink, FACT_HIDDEN_SLIDES, 1, where, c->page_sample);
    c->page_hidden = false;
    c->place.kind = PLACE_BODY;
    c->place.number = 0;
}

static void end_notes(struct content *c)
{
    char where[32];
    slide_where(c, where);
    if (c->notes_sample[0] != '\0' && c->odf->page > 0 && c->master == 0)
        sink_fact_at(c->sink, FACT_SPEAKER_NOTES, 1, where, c->notes_sample);
}

static void start_table(struct content *c, const struct xml_tag *tag)
{
    char style_name[ODF_STYLE_NAME];
    if (c->table_depth++ >= TABLE_DEPTH)
        return;
    struct table **slot = &c->tables[c->table_depth - 1];
    if (*slot == NULL)
        *slot = malloc(sizeof **slot);
    struct table *t = *slot;
    if (t == NULL) {
        sink_unread(c->sink, UNREAD_TOO_LARGE);
        return;
    }
    memset(t, 0, sizeof *t);
    if (!xml_attr_copy(tag, "name", t->name, sizeof t->name) || t->name[0] == '\0')
        snprintf(t->name, sizeof t->name, "table %u", (unsigned)++c->odf->table_number);
    xml_attr_copy(tag, "style-name", style_name, sizeof style_name);
    const struct odf_style *style = odf_style_find(&c->odf->styles, "table", style_name);
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
    char style_name[ODF_STYLE_NAME];
    xml_attr_copy(tag, "default-cell-style-name", style_name, sizeof style_name);
    if (odf_style_is_white_cell(&c->odf->styles, style_name)) {
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
    char style_name[ODF_STYLE_NAME];
    t->row_styled = xml_attr_copy(tag, "default-cell-style-name", style_name, sizeof style_name);
    t->row_white = t->row_styled && odf_style_is_white_cell(&c->odf->styles, style_name);
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
    if (t == NULL)
        return;
    t->column += t->column_span > 0 ? t->column_span : 1;
    t->column_span = xml_attr_number(tag, "number-columns-repeated", 1);
    char style_name[ODF_STYLE_NAME];
    if (xml_attr_copy(tag, "style-name", style_name, sizeof style_name))
        t->cell_white = odf_style_is_white_cell(&c->odf->styles, style_name);
    else if (t->row_styled)
        t->cell_white = t->row_white;
    else
        t->cell_white = t->any_white_column && t->column >= 1 && t->column <= SHEET_COLUMNS &&
                        (t->white_column[(t->column - 1) / 8] >> ((t->column - 1) % 8) & 1);
}

static void start_annotation(struct content *c)
{
    const struct table *t = current_table(c);
    c->comment_sample[0] = '\0';
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

/* Text that stands beside the paragraph it lies in. */
static void begin_here(struct content *c)
{
    struct place place;
    content_place(c, &place);
    blocks_begin(&c->blocks, &place);
}

static void start_paragraph(struct content *c, const struct xml_tag *tag)
{
    c->paragraph++;
    if (!blocks_inside(&c->blocks)) {
        char style_name[ODF_STYLE_NAME];
        xml_attr_copy(tag, "style-name", style_name, sizeof style_name);
        c->paragraph_hides = odf_style_hides(&c->odf->styles, "paragraph", style_name);
        c->paragraph_white = odf_style_letters(&c->odf->styles, "paragraph", style_name, &c->paragraph_coloured) > 0;
    }
    begin_here(c);
}

static void end_paragraph(struct content *c)
{
    blocks_end(&c->blocks);
    if (!blocks_inside(&c->blocks)) {
        c->paragraph_hides = c->paragraph_white = c->paragraph_coloured = false;
        c->span_depth = 0;
    }
}

static void start_span(struct content *c, const struct xml_tag *tag)
{
    char style_name[ODF_STYLE_NAME];
    bool coloured;
    xml_attr_copy(tag, "style-name", style_name, sizeof style_name);
    int white = odf_style_letters(&c->odf->styles, "text", style_name, &coloured);
    push_span(c, odf_style_hides(&c->odf->styles, "text", style_name), !coloured && (white < 0 ? outer_white(c) : white > 0));
}

static void pop_span(struct content *c)
{
    if (c->span_depth > 0)
        c->span_depth--;
}

static void spaces(struct content *c, const struct xml_tag *tag)
{
    uint32_t count = xml_attr_number(tag, "c", 1);
    for (uint32_t i = 0; i < count && i < 80; i++)
        send_text(c, " ", 1);
}

static void start_section(struct content *c, const struct xml_tag *tag)
{
    bool hides = xml_attr_is(tag, "display", "none");
    if (c->section_depth < SPAN_DEPTH)
        c->section_hides[c->section_depth] = hides;
    c->section_depth++;
    c->hidden_section += hides && c->section_depth <= SPAN_DEPTH;
}

static void end_section(struct content *c)
{
    if (c->section_depth > 0 && --c->section_depth < SPAN_DEPTH && c->section_hides[c->section_depth])
        c->hidden_section--;
}

/* What a cell of a sheet held before it was changed: a number stands in an attribute only. */
static void start_old_cell(struct content *c, const struct xml_tag *tag)
{
    char value[64];
    if (!xml_attr_copy(tag, "value", value, sizeof value) && !xml_attr_copy(tag, "date-value", value, sizeof value))
        return;
    begin_here(c);
    send_text(c, value, strlen(value));
    blocks_end(&c->blocks);
}

/* The filter of a range of cells: buttons that are shown, or conditions without them. */
static void start_range(struct content *c, const struct xml_tag *tag)
{
    xml_attr_copy(tag, "target-range-address", c->range, sizeof c->range);
    c->filter_open = !xml_attr_true(tag, "display-filter-buttons", false);
    if (!c->filter_open)
        sink_fact_at(c->sink, FACT_AUTOFILTER, 1, c->range, NULL);
}

static void start_filter(struct content *c)
{
    if (c->filter_open)
        sink_fact_at(c->sink, FACT_AUTOFILTER, 1, c->range, NULL);
    c->filter_open = false;
}

static void dde_fact(struct content *c, const struct xml_tag *tag)
{
    char application[64], topic[100], sample[SAMPLE_MAX];
    xml_attr_copy(tag, "dde-application", application, sizeof application);
    xml_attr_copy(tag, "dde-topic", topic, sizeof topic);
    snprintf(sample, sizeof sample, "%s|%s", application, topic);
    sink_fact_at(c->sink, FACT_DDE, 1, NULL, sample);
}

static void start_frame(struct content *c, const struct xml_tag *tag)
{
    char style_name[ODF_STYLE_NAME];
    xml_attr_copy(tag, "style-name", style_name, sizeof style_name);
    const struct odf_style *graphic = odf_style_find(&c->odf->styles, "graphic", style_name);
    const struct odf_style *shown = odf_style_find(&c->odf->styles, "presentation", style_name);
    c->frame_clips = (graphic != NULL && graphic->clips) || (shown != NULL && shown->clips);
    start_shape(c, tag);
}

static void start_image(struct content *c, const struct xml_tag *tag)
{
    c->outside_holds = c->outside_holds || c->outside > 0;
    if (c->frame_clips)
        fact_here(c, FACT_CROPPED_IMAGES, NULL);
    c->frame_clips = false; /* a frame may hold the same picture in several forms */
    link_fact(c, tag);
}

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

/* ---- tags ---- */

/* How many elements of this kind are open, for the kinds that are asked about while others lie in them; NULL: of no such kind. */
static unsigned *open_elements(struct content *c, int name)
{
    switch (name) {
    case N_CHANGE_INFO:
        return &c->skip;
    case N_DELETION:
    case N_CELL_CHANGE:
        return &c->deletion;
    case N_ANNOTATION:
        return &c->annotation;
    case N_NOTE:
    case N_NOTES:
        return &c->notes;
    case N_HEADER:
    case N_FOOTER:
    case N_HEADER_DECL:
    case N_FOOTER_DECL:
    case N_DATE_DECL:
        return &c->header;
    case N_CELL:
    case N_COVERED:
        return &c->cell_depth;
    case N_FRAME:
    case N_CUSTOM_SHAPE:
    case N_RECT:
    case N_ELLIPSE:
        return &c->frames;
    default:
        return NULL;
    }
}

/* What a style says; false: the tag is none of a style. */
static bool style_start(struct content *c, int name, const struct xml_tag *tag)
{
    struct odf_styles *s = &c->odf->styles;
    switch (name) {
    case N_STYLE:
        odf_style_begin(s, tag);
        return true;
    case N_PAGE_LAYOUT:
        odf_style_begin_layout(s, tag, "page-layout");
        return true;
    case N_MASTER_PAGE:
        odf_style_begin_layout(s, tag, "master-page");
        return true;
    case N_TEXT_PROPERTIES:
        odf_style_properties(s, ODF_OF_TEXT, tag);
        return true;
    case N_PARAGRAPH_PROPERTIES:
    case N_CELL_PROPERTIES:
        odf_style_properties(s, ODF_OF_PARAGRAPH_OR_CELL, tag);
        return true;
    case N_MAP:
        odf_style_properties(s, ODF_OF_CONDITION, tag);
        return true;
    case N_GRAPHIC_PROPERTIES:
        odf_style_properties(s, ODF_OF_GRAPHIC, tag);
        return true;
    case N_LAYOUT_PROPERTIES:
        odf_style_properties(s, ODF_OF_LAYOUT, tag);
        return true;
    case N_TABLE_PROPERTIES:
        odf_style_properties(s, ODF_OF_TABLE, tag);
        return true;
    case N_PAGE_PROPERTIES:
        odf_style_properties(s, ODF_OF_PAGE, tag);
        return true;
    default:
        return false;
    }
}

/* Sheets and slides, and what belongs to one of them; false: the tag is none of those. */
static bool sheet_start(struct content *c, int name, const struct xml_tag *tag)
{
    switch (name) {
    case N_TABLE:
        start_table(c, tag);
        return true;
    case N_COLUMN:
        start_column(c, tag);
        return true;
    case N_ROW:
        start_row(c, tag);
        return true;
    case N_CELL:
    case N_COVERED:
        start_cell(c, tag);
        return true;
    case N_DATABASE_RANGE:
        start_range(c, tag);
        return true;
    case N_FILTER:
        start_filter(c);
        return true;
    case N_PAGE:
        start_page(c, tag);
        return true;
    case N_NOTES:
        c->notes_sample[0] = '\0';
        return true;
    case N_FRAME:
        start_frame(c, tag);
        return true;
    case N_CUSTOM_SHAPE:
    case N_RECT:
    case N_ELLIPSE:
        start_shape(c, tag);
        return true;
    case N_IMAGE:
    case N_OBJECT:
        start_image(c, tag);
        return true;
    default:
        return false;
    }
}

static void text_start(struct content *c, int name, const struct xml_tag *tag)
{
    switch (name) {
    case N_P:
    case N_H:
        start_paragraph(c, tag);
        break;
    case N_SPAN:
        start_span(c, tag);
        break;
    case N_HIDDEN_TEXT:
    case N_HIDDEN_PARAGRAPH:
        push_span(c, xml_attr_true(tag, "is-hidden", false), outer_white(c));
        break;
    case N_S:
        spaces(c, tag);
        break;
    case N_TAB:
        send_text(c, "\t", 1);
        break;
    case N_LINE_BREAK:
        send_text(c, "\n", 1);
        break;
    case N_ANNOTATION:
        start_annotation(c);
        break;
    case N_CREATOR: /* who wrote a comment or a change, and when */
    case N_DATE:
    case N_DATE_STRING:
    case N_INITIALS:
        if (c->annotation > 0 || c->deletion > 0 || c->skip > 0)
            c->skip++;
        break;
    case N_REGION:
    case N_CELL_CHANGE:
        c->regions++;
        break;
    case N_OLD_CELL:
        start_old_cell(c, tag);
        break;
    case N_SECTION:
        start_section(c, tag);
        break;
    case N_RUBY_TEXT: /* a reading */
    case N_HEADER_DECL:
    case N_FOOTER_DECL:
    case N_DATE_DECL:
        begin_here(c);
        break;
    case N_TITLE:
    case N_DESC:
        if (strstr(tag->ns, "svg") != NULL) {
            c->alt++;
            begin_here(c);
        } else {
            push_span(c, false, outer_white(c));
        }
        break;
    case N_TABLE_SOURCE:
    case N_SECTION_SOURCE:
        link_fact(c, tag);
        break;
    case N_DDE_SOURCE:
    case N_DDE_DECL:
        dde_fact(c, tag);
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

static void content_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct content *c = ctx;
    if (c->meta > 0 && name != N_META) {
        start_property(c, tag);
        return;
    }
    unsigned *open = open_elements(c, name);
    if (open != NULL)
        ++*open;
    if (!style_start(c, name, tag) && !sheet_start(c, name, tag))
        text_start(c, name, tag);
}

static void content_end(void *ctx, int name)
{
    struct content *c = ctx;
    if (c->meta > 0 && name != N_META) {
        end_property(c);
        return;
    }
    unsigned *open = open_elements(c, name);
    if (open != NULL)
        --*open;
    switch (name) {
    case N_P:
    case N_H:
        end_paragraph(c);
        break;
    case N_SPAN:
    case N_HIDDEN_TEXT:
    case N_HIDDEN_PARAGRAPH:
        pop_span(c);
        break;
    case N_ANNOTATION:
        sink_fact_at(c->sink, FACT_COMMENTS, 1, c->comment_where, c->comment_sample);
        break;
    case N_CREATOR:
    case N_DATE:
    case N_DATE_STRING:
    case N_INITIALS:
        if (c->skip > 0 && (c->annotation > 0 || c->deletion > 0 || c->skip > 1))
            c->skip--;
        break;
    case N_TABLE:
        end_table(c);
        break;
    case N_PAGE:
        end_page(c);
        break;
    case N_NOTES:
        end_notes(c);
        break;
    case N_STYLE:
    case N_PAGE_LAYOUT:
    case N_MASTER_PAGE:
        odf_style_end(&c->odf->styles);
        break;
    case N_FRAME:
    case N_CUSTOM_SHAPE:
    case N_RECT:
    case N_ELLIPSE:
        end_shape(c);
        break;
    case N_SECTION:
        end_section(c);
        break;
    case N_RUBY_TEXT:
    case N_HEADER_DECL:
    case N_FOOTER_DECL:
    case N_DATE_DECL:
        blocks_end(&c->blocks);
        break;
    case N_TITLE:
    case N_DESC:
        if (c->alt > 0) {
            c->alt--;
            blocks_end(&c->blocks);
        } else {
            pop_span(c);
        }
        break;
    case N_META:
        if (c->meta > 0)
            c->meta--;
        else
            pop_span(c);
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

void odf_read_stream(struct odf_document *o, struct source *src, const char *where, enum place_kind kind)
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
    odf_style_end(&o->styles);
    xml_trouble(xml_parse(src, &content_handler, c, NULL), where, o->sink);
    blocks_free(&c->blocks);
    if (c->regions > 0)
        sink_fact_at(o->sink, FACT_TRACKED_CHANGES, c->regions, where, c->change_sample);
    if (c->hidden_texts > 0)
        sink_fact_at(o->sink, FACT_HIDDEN_TEXT, c->hidden_texts, where, c->hidden_sample);
    if (c->white_texts > 0)
        sink_fact_at(o->sink, FACT_HIDDEN_TEXT, c->white_texts, "white on white", c->white_sample);
    sink_buf_free(o->sink, &c->value);
    for (unsigned i = 0; i < TABLE_DEPTH; i++)
        free(c->tables[i]);
    free(c);
}
