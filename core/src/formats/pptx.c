/* Presentations of Office Open XML: slides in order, their notes and comments, what stands beside the slide. Package and properties are
 * opc.c's and ooxml.c's. */
#include "formats/blocks.h"
#include "formats/ooxml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_DEPTH_MAX = 8 };

struct show {
    struct opc *opc;
    struct sink *sink;
    int64_t width, height; /* EMU; 0: not known */
    char (*slides)[64];    /* relation ids in order */
    size_t count, capacity;
};

/* ---- one slide, or its notes, master or comments ---- */

enum { L_SLD, L_P, L_T, L_TEXT, L_BR, L_SP, L_PIC, L_GRAPHIC_FRAME, L_CXN_SP, L_GRP_SP, L_OFF, L_EXT, L_XFRM, L_PH, L_TBL, L_TR, L_TC, L_CM,
       L_REPLY, L_FLD, L_FALLBACK, L_CNVPR, L_SRC_RECT, L_GRP_SP_PR, L_SP_PR, L_R, L_RPR, L_LN, L_SOLID_FILL, L_SRGB, L_SCHEME, L_LUM_MOD,
       L_SHADE, L_ALPHA };
static const char *const slide_names[] = {
    "sld", "p", "t", "text", "br", "sp", "pic", "graphicFrame", "cxnSp", "grpSp", "off", "ext", "xfrm", "ph", "tbl", "tr", "tc", "cm", "reply",
    "fld", "Fallback", "cNvPr", "srcRect", "grpSpPr", "spPr", "r", "rPr", "ln", "solidFill", "srgbClr", "schemeClr", "lumMod", "shade", "alpha", NULL};
enum part_kind { PART_SLIDE, PART_NOTES, PART_COMMENTS, PART_MASTER };

struct slide_reader {
    struct show *show;
    struct sink *sink;
    struct blocks blocks;
    enum part_kind kind;
    struct place place;
    char table[48];
    uint32_t tables, row, column;
    unsigned in_text, fallback, group, table_depth, in_xfrm, in_field, in_group_properties;
    bool in_shape, placeholder, body, outside, holds, hidden_slide; /* holds: the shape in hand is a picture or has text */
    unsigned in_shape_properties, in_run_properties, in_line, in_fill;
    bool white_shape, white_run;
    int64_t x, y;
    bool has_offset;
    uint64_t comments, outside_texts, outside_shapes, cropped, white_texts;
    bool note_text;
    char sample[SAMPLE_MAX + 1], outside_sample[SAMPLE_MAX + 1], white_sample[SAMPLE_MAX + 1];
};

static bool attr_emu(const struct xml_tag *tag, const char *name, int64_t *out)
{
    char text[24];
    char *end;
    if (!xml_attr_copy(tag, name, text, sizeof text) || text[0] == '\0')
        return false;
    *out = strtoll(text, &end, 10);
    return *end == '\0';
}

static void start_shape(struct slide_reader *r, int name)
{
    r->holds = r->holds || name == L_PIC || name == L_GRAPHIC_FRAME;
    r->white_shape = false;
    if (r->group > 0 || r->in_shape)
        return;
    r->in_shape = true;
    r->placeholder = r->outside = r->has_offset = r->body = false;
    r->holds = name == L_PIC || name == L_GRAPHIC_FRAME;
}

static void end_shape(struct slide_reader *r)
{
    if (r->group > 0)
        return;
    r->outside_shapes += r->outside && r->holds;
    r->in_shape = r->outside = r->placeholder = r->body = r->holds = false;
}

/* Whether a shape or a whole group lies beside the slide. Positions inside groups are scaled by the group and not judged. */
static void shape_extent(struct slide_reader *r, const struct xml_tag *tag)
{
    int64_t w, h;
    const struct show *s = r->show;
    if (!r->has_offset || r->kind != PART_SLIDE || r->group != r->in_group_properties || r->group > 1 || s->width <= 0 || s->height <= 0 || !attr_emu(tag, "cx", &w) ||
        !attr_emu(tag, "cy", &h) || w < 0 || h < 0 || w > INT32_MAX || h > INT32_MAX)
        return;
    r->outside = r->x >= s->width || r->y >= s->height || r->x + w <= 0 || r->y + h <= 0;
}

/* Letters count as white on white where both they and the shape they stand in say so themselves: what lies behind a shape, and what
 * themes make of it, is nobody's to say without drawing it. */
static void colour(struct slide_reader *r, bool white)
{
    if (r->in_fill == 0 || r->in_line > 0)
        return;
    if (r->in_run_properties > 0)
        r->white_run = white;
    else if (r->in_shape_properties > 0)
        r->white_shape = white;
}

static void start_offset(struct slide_reader *r, const struct xml_tag *tag)
{
    r->has_offset = r->in_xfrm > 0 && attr_emu(tag, "x", &r->x) && attr_emu(tag, "y", &r->y) && r->x > INT32_MIN && r->x < INT32_MAX &&
                    r->y > INT32_MIN && r->y < INT32_MAX;
}

static void start_table(struct slide_reader *r)
{
    snprintf(r->table, sizeof r->table, "slide %u table %u", (unsigned)r->place.number, (unsigned)++r->tables);
    r->row = 0;
}

static void start_paragraph(struct slide_reader *r)
{
    struct place place = r->place;
    if (r->table_depth > 0) {
        place.kind = PLACE_CELL;
        place.table = r->table;
        place.row = r->row;
        place.column = r->column;
    }
    if (r->outside)
        place.flags |= PLACE_HIDDEN;
    blocks_begin(&r->blocks, &place);
}

/* How many elements of this kind are open, for the kinds that are asked about while others lie in them; NULL: of no such kind. */
static unsigned *open_elements(struct slide_reader *r, int name)
{
    switch (name) {
    case L_SP_PR:
        return &r->in_shape_properties;
    case L_RPR:
        return &r->in_run_properties;
    case L_LN:
        return &r->in_line;
    case L_SOLID_FILL:
        return &r->in_fill;
    case L_XFRM:
        return &r->in_xfrm;
    case L_TBL:
        return &r->table_depth;
    case L_FLD:
        return &r->in_field;
    case L_T:
        return &r->in_text;
    case L_TEXT:
        return r->kind == PART_COMMENTS ? &r->in_text : NULL;
    default:
        return NULL;
    }
}

static void slide_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct slide_reader *r = ctx;
    if (r->fallback > 0 || name == L_FALLBACK) {
        r->fallback++;
        return;
    }
    unsigned *open = open_elements(r, name);
    if (open != NULL)
        ++*open;
    switch (name) {
    case L_SLD:
        r->hidden_slide = !xml_attr_true(tag, "show", true);
        if (r->hidden_slide)
            r->place.flags |= PLACE_HIDDEN;
        break;
    case L_SP:
    case L_PIC:
    case L_GRAPHIC_FRAME:
    case L_CXN_SP:
        start_shape(r, name);
        break;
    case L_GRP_SP:
        if (r->group++ == 0)
            r->outside = r->has_offset = r->holds = false;
        break;
    case L_GRP_SP_PR:
        r->in_group_properties = r->group > 0;
        break;
    case L_OFF:
        start_offset(r, tag);
        break;
    case L_EXT:
        if (r->in_xfrm > 0)
            shape_extent(r, tag);
        break;
    case L_R:
    case L_FLD:
        r->white_run = false;
        break;
    case L_SRGB:
        colour(r, xml_attr_is(tag, "val", "FFFFFF") || xml_attr_is(tag, "val", "ffffff"));
        break;
    case L_SCHEME:
        colour(r, xml_attr_is(tag, "val", "bg1"));
        break;
    case L_LUM_MOD:
    case L_SHADE:
    case L_ALPHA:
        colour(r, false);
        break;
    case L_SRC_RECT:
        r->cropped += dml_crops(tag);
        break;
    case L_PH:
        r->placeholder = true;
        r->body = xml_attr_is(tag, "type", "body");
        break;
    case L_CNVPR:
        dml_attribute(&r->blocks, &r->place, tag, "descr");
        break;
    case L_TBL:
        start_table(r);
        break;
    case L_TR:
        r->row++;
        r->column = 0;
        break;
    case L_TC:
        r->column++;
        break;
    case L_P:
        start_paragraph(r);
        break;
    case L_BR:
        blocks_text(&r->blocks, 0, "\n", 1);
        break;
    case L_TEXT:
        if (r->kind == PART_COMMENTS)
            blocks_begin(&r->blocks, &r->place);
        break;
    case L_CM:
    case L_REPLY:
        r->comments += r->kind == PART_COMMENTS;
        break;
    default:
        break;
    }
}

static void slide_end(void *ctx, int name)
{
    struct slide_reader *r = ctx;
    if (r->fallback > 0) {
        r->fallback--;
        return;
    }
    unsigned *open = open_elements(r, name);
    if (open != NULL)
        --*open;
    switch (name) {
    case L_SP:
    case L_PIC:
    case L_GRAPHIC_FRAME:
    case L_CXN_SP:
        end_shape(r);
        break;
    case L_GRP_SP:
        r->group--;
        end_shape(r);
        break;
    case L_GRP_SP_PR:
        r->in_group_properties = 0;
        break;
    case L_P:
        blocks_end(&r->blocks);
        break;
    case L_TEXT:
        if (r->kind == PART_COMMENTS)
            blocks_end(&r->blocks);
        break;
    default:
        break;
    }
}

static void slide_text(void *ctx, const char *text, size_t n)
{
    struct slide_reader *r = ctx;
    if (r->fallback > 0 || r->in_text == 0)
        return;
    if (r->kind == PART_MASTER && r->placeholder) /* "click to edit": nobody wrote it */
        return;
    bool blank = is_blank(text, n);
    if (!blank && (r->kind != PART_NOTES || (r->body && r->in_field == 0))) {
        add_sample(r->sample, text, n);
        r->note_text = true;
    }
    r->holds = r->holds || !blank;
    if (!blank && r->outside) {
        r->outside_texts++;
        add_sample(r->outside_sample, text, n);
    }
    bool white = r->white_run && r->white_shape && r->kind == PART_SLIDE;
    if (!blank && white) {
        r->white_texts++;
        add_sample(r->white_sample, text, n);
    }
    if (blocks_inside(&r->blocks))
        blocks_text(&r->blocks, white ? PLACE_HIDDEN : 0, text, n);
    else
        sink_block(r->sink, &r->place, text, n);
}
static const struct xml_handler slide_handler = {slide_names, slide_start, slide_end, slide_text};

static void read_part(struct show *show, const char *part, enum part_kind kind, uint32_t number, unsigned flags, bool *hidden)
{
    static const enum place_kind places[] = {[PART_SLIDE] = PLACE_SLIDE, [PART_NOTES] = PLACE_NOTE, [PART_COMMENTS] = PLACE_COMMENT,
                                             [PART_MASTER] = PLACE_OTHER};
    char where[64];
    const struct zip_entry *entry = zip_find(show->opc->zip, part);
    if (entry == NULL || opc_seen(show->opc, entry))
        return;
    struct slide_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        sink_unread(show->sink, UNREAD_TOO_LARGE);
        return;
    }
    r->show = show;
    r->sink = show->sink;
    r->kind = kind;
    r->place = (struct place){.kind = places[kind], .number = number, .flags = flags};
    blocks_init(&r->blocks, show->sink);
    opc_parse(show->opc, part, &slide_handler, r, NULL);
    blocks_free(&r->blocks);
    if (number > 0)
        snprintf(where, sizeof where, "slide %u", (unsigned)number);
    else
        snprintf(where, sizeof where, "no slide");
    if (r->hidden_slide && kind == PART_SLIDE)
        sink_fact_at(show->sink, FACT_HIDDEN_SLIDES, 1, where, r->sample);
    if (kind == PART_NOTES && r->note_text)
        sink_fact_at(show->sink, FACT_SPEAKER_NOTES, 1, where, r->sample);
    if (r->comments > 0)
        sink_fact_at(show->sink, FACT_COMMENTS, r->comments, where, r->sample);
    if (r->cropped > 0)
        sink_fact_at(show->sink, FACT_CROPPED_IMAGES, r->cropped, where, NULL);
    if (r->outside_shapes > 0)
        sink_fact_at(show->sink, FACT_OFF_SLIDE, r->outside_shapes, where, r->outside_sample);
    char *end = where + strlen(where);
    if (r->outside_texts > 0) {
        strcpy(end, " (outside)");
        sink_fact_at(show->sink, FACT_HIDDEN_TEXT, r->outside_texts, where, r->outside_sample);
    }
    if (r->white_texts > 0) {
        strcpy(end, " (white on white)");
        sink_fact_at(show->sink, FACT_HIDDEN_TEXT, r->white_texts, where, r->white_sample);
    }
    if (hidden != NULL)
        *hidden = r->hidden_slide;
    free(r);
}

/* ---- the presentation ---- */

enum { O_SLD_ID, O_SLD_SZ };
static const char *const show_names[] = {"sldId", "sldSz", NULL};

static void show_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct show *show = ctx;
    if (name == O_SLD_SZ) {
        if (!attr_emu(tag, "cx", &show->width) || !attr_emu(tag, "cy", &show->height))
            show->width = show->height = 0;
    } else if (name == O_SLD_ID && show->count < show->sink->budget->entries_left) {
        if (show->count == show->capacity) {
            size_t capacity = show->capacity != 0 ? show->capacity * 2 : 32;
            char(*slides)[64] = realloc(show->slides, capacity * sizeof *slides);
            if (slides == NULL) {
                sink_unread(show->sink, UNREAD_TOO_LARGE);
                return;
            }
            show->slides = slides;
            show->capacity = capacity;
        }
        /* <p:sldId id="256" r:id="rId2"/>: two attributes of that name, told apart by the namespace */
        const unsigned char *const *a = tag->raw;
        for (int i = 0; i < tag->count; i++, a += 5) {
            size_t n = (size_t)(a[4] - a[3]);
            if (a[2] != NULL && strcmp((const char *)a[0], "id") == 0 && n < sizeof show->slides[0]) {
                memcpy(show->slides[show->count], a[3], n);
                show->slides[show->count][n] = '\0';
                show->count++;
                break;
            }
        }
    }
}
static const struct xml_handler show_handler = {.names = show_names, .start = show_start};

static void read_slide(struct show *show, const char *part, uint32_t number)
{
    bool hidden = false;
    read_part(show, part, PART_SLIDE, number, 0, &hidden);
    unsigned flags = hidden ? PLACE_HIDDEN : 0;
    for (const struct opc_rel *rel = opc_rels(show->opc, part); rel != NULL; rel = rel->next) {
        if (rel->external)
            continue;
        if (strcmp(rel->type, "notesSlide") == 0)
            read_part(show, rel->target, PART_NOTES, number, flags, NULL);
        else if (strcmp(rel->type, "comments") == 0)
            read_part(show, rel->target, PART_COMMENTS, number, flags, NULL);
    }
    struct place place = {.kind = PLACE_SLIDE, .number = number, .flags = flags};
    dml_read_related(show->opc, part, &place);
}

void pptx_read(struct opc *o)
{
    struct show show = {.opc = o, .sink = o->sink};
    opc_parse(o, o->main_part, &show_handler, &show, NULL);
    for (size_t i = 0; i < show.count; i++) {
        const char *part = opc_target(o, o->main_part, show.slides[i]);
        if (part != NULL)
            read_slide(&show, part, (uint32_t)i + 1);
    }
    /* Masters, and slides that were taken out of the order but left in the file. */
    for (size_t i = 0; i < zip_count(o->zip); i++) {
        const char *part = zip_at(o->zip, i)->name;
        const char *type = opc_type_of(o, part);
        if (type == NULL)
            continue;
        if (strcmp(type, "slide") == 0)
            read_slide(&show, part, 0);
        else if (strcmp(type, "slideMaster") == 0 || strcmp(type, "slideLayout") == 0 || strcmp(type, "notesMaster") == 0 ||
                 strcmp(type, "handoutMaster") == 0)
            read_part(&show, part, PART_MASTER, 0, 0, NULL);
        else if (strcmp(type, "notesSlide") == 0)
            read_part(&show, part, PART_NOTES, 0, 0, NULL);
        else if (strcmp(type, "comments") == 0)
            read_part(&show, part, PART_COMMENTS, 0, 0, NULL);
    }
    free(show.slides);
}
