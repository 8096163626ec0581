/* Text documents of Office Open XML: running text, tables, notes, comments, what was deleted and what is hidden. Package and properties
 * are opc.c's and ooxml.c's. */
#include "base/utf8.h"
#include "formats/blocks.h"
#include "formats/ooxml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STYLES_MAX = 4096,
    STYLE_ID = 64,
    FIELD_MAX = 512,
    TABLE_DEPTH = 16,
    GRID_SPAN_MAX = 63, /* as many columns as a table of Word may have */
    INHERIT_MAX = 16
};

/* ---- styles that hide ---- */

struct style {
    char id[STYLE_ID], based_on[STYLE_ID];
    int vanish; /* -1: not said here */
};
struct document {
    struct opc *opc;
    struct sink *sink;
    struct style *styles;
    size_t style_count, style_capacity;
    struct strmap *style_ids;
    bool styles_lost; /* more than are kept, or memory was short: not known what they hide */
    uint32_t table_number;
};

enum { T_STYLE, T_BASED_ON, T_VANISH, T_RPR };
static const char *const style_names[] = {"style", "basedOn", "vanish", "rPr", NULL};
struct styles_reader {
    struct document *doc;
    struct style *current;
    unsigned in_rpr;
};

static bool is_on(const struct xml_tag *tag)
{
    return xml_attr_true(tag, "val", true);
}

static void styles_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct styles_reader *r = ctx;
    struct document *doc = r->doc;
    switch (name) {
    case T_STYLE:
        r->current = NULL;
        if (doc->style_count == doc->style_capacity) {
            size_t capacity = doc->style_capacity != 0 ? doc->style_capacity * 2 : 64;
            struct style *styles = capacity <= STYLES_MAX ? realloc(doc->styles, capacity * sizeof *styles) : NULL;
            if (styles == NULL) {
                doc->styles_lost = true;
                return;
            }
            doc->styles = styles;
            doc->style_capacity = capacity;
        }
        r->current = &doc->styles[doc->style_count++];
        memset(r->current, 0, sizeof *r->current);
        r->current->vanish = -1;
        xml_attr_copy(tag, "styleId", r->current->id, STYLE_ID);
        break;
    case T_BASED_ON:
        if (r->current != NULL)
            xml_attr_copy(tag, "val", r->current->based_on, STYLE_ID);
        break;
    case T_RPR:
        r->in_rpr++;
        break;
    case T_VANISH:
        if (r->current != NULL && r->in_rpr > 0)
            r->current->vanish = is_on(tag);
        break;
    default:
        break;
    }
}
static void styles_end(void *ctx, int name)
{
    struct styles_reader *r = ctx;
    if (name == T_STYLE)
        r->current = NULL;
    else if (name == T_RPR)
        r->in_rpr--;
}
static const struct xml_handler styles_handler = {.names = style_names, .start = styles_start, .end = styles_end};

static void read_styles(struct document *doc, const char *part)
{
    struct styles_reader r = {doc, NULL, 0};
    size_t stored;
    opc_parse(doc->opc, part, &styles_handler, &r, NULL);
    strmap_free(doc->style_ids); /* a second part of styles takes the place of the first */
    doc->style_ids = strmap_new();
    for (size_t i = 0; doc->style_ids != NULL && i < doc->style_count; i++)
        doc->styles_lost = !strmap_put(doc->style_ids, doc->styles[i].id, i, &stored) || doc->styles_lost;
    if (doc->style_ids == NULL || doc->styles_lost)
        sink_unread(doc->sink, UNREAD_TOO_MANY);
    /* Inheritance is resolved once, so that a run asks one style only. */
    for (size_t i = 0; doc->style_ids != NULL && i < doc->style_count; i++) {
        struct style *style = &doc->styles[i];
        size_t at = i;
        for (int step = 0; step < INHERIT_MAX && style->vanish < 0 && strmap_get(doc->style_ids, doc->styles[at].based_on, &at); step++)
            style->vanish = doc->styles[at].vanish;
    }
}

static int style_vanish(const struct document *doc, const struct xml_tag *tag)
{
    char id[STYLE_ID];
    size_t i;
    if (doc->style_ids == NULL || !xml_attr_copy(tag, "val", id, sizeof id) || !strmap_get(doc->style_ids, id, &i))
        return -1;
    return doc->styles[i].vanish;
}

/* ---- text ---- */

enum {
    D_P, D_R, D_T, D_DEL_TEXT, D_TAB, D_BR, D_CR, D_NO_BREAK_HYPHEN, D_PPR, D_RPR, D_VANISH, D_WEB_HIDDEN, D_RSTYLE, D_PSTYLE, D_COLOR, D_SHD,
    D_HIGHLIGHT, D_INS, D_DEL, D_MOVE_FROM, D_MOVE_TO, D_RPR_CHANGE, D_PPR_CHANGE, D_TBL, D_TR, D_TC, D_FALLBACK, D_INSTR_TEXT, D_FLD_SIMPLE,
    D_FLD_CHAR, D_COMMENT, D_FOOTNOTE, D_ENDNOTE, D_RT, D_DOC_PR, D_DRAWING, D_TXBX, D_CELL_INS, D_CELL_DEL, D_SECT_PR_CHANGE,
    D_TBL_PR_CHANGE, D_TR_PR_CHANGE, D_TC_PR_CHANGE, D_NUMBERING_CHANGE, D_PICT, D_TEXTPATH, D_DEL_INSTR, D_DOC_VAR, D_QUERY,
    D_CONNECT_STRING, D_BACKGROUND, D_LIST_ITEM, D_SRC_RECT, D_GRID_SPAN
};
static const char *const doc_names[] = {
    "p", "r", "t", "delText", "tab", "br", "cr", "noBreakHyphen", "pPr", "rPr", "vanish", "webHidden", "rStyle", "pStyle", "color", "shd",
    "highlight", "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tbl", "tr", "tc", "Fallback", "instrText", "fldSimple",
    "fldChar", "comment", "footnote", "endnote", "rt", "docPr", "drawing", "txbxContent", "cellIns", "cellDel", "sectPrChange",
    "tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "pict", "textpath", "delInstrText", "docVar", "query",
    "connectString", "background", "listItem", "srcRect", "gridSpan", NULL};

struct table {
    char name[32];
    uint32_t row, column, span; /* span: columns that the cell covers */
};
struct doc_reader {
    struct document *doc;
    struct sink *sink;
    struct blocks blocks;
    struct place place;         /* kind of this part; number of the paragraph, note or comment */
    uint32_t paragraph;
    struct table tables[TABLE_DEPTH];
    unsigned table_depth;
    unsigned in_t, in_ppr, in_rpr, in_change, fallback, deleted, inserted, box, instr; /* open elements: open_elements() */
    int run_vanish, run_style_vanish, paragraph_vanish;
    bool white, shaded, paragraph_shaded, in_comment, dark_page;
    uint64_t changes, comments, hidden_runs, white_runs, cropped;
    bool counted_hidden;
    char change_sample[SAMPLE_MAX + 1], comment_sample[SAMPLE_MAX + 1], hidden_sample[SAMPLE_MAX + 1], white_sample[SAMPLE_MAX + 1];
    char field[FIELD_MAX];
    size_t field_len;
};

static unsigned run_flags(const struct doc_reader *r)
{
    unsigned flags = 0;
    if (r->deleted > 0)
        flags |= PLACE_DELETED;
    int vanish = r->run_vanish >= 0 ? r->run_vanish : r->run_style_vanish >= 0 ? r->run_style_vanish : r->paragraph_vanish;
    if (vanish > 0)
        flags |= PLACE_HIDDEN;
    return flags;
}

/* White letters on the page's own white: only where nothing around could be coloured. Tables and text boxes have styles of their own. */
static bool run_white(const struct doc_reader *r)
{
    return r->white && !r->shaded && !r->paragraph_shaded && !r->dark_page && r->table_depth == 0 && r->box == 0 &&
           r->place.kind == PLACE_BODY;
}

static void run_text(struct doc_reader *r, const char *text, size_t n)
{
    unsigned flags = run_flags(r);
    if (r->inserted + r->deleted > 0)
        add_sample(r->change_sample, text, n);
    if (flags & PLACE_HIDDEN) {
        if (!r->counted_hidden)
            r->hidden_runs++;
        r->counted_hidden = true;
        add_sample(r->hidden_sample, text, n);
    } else if (run_white(r) && (n > 1 || (text[0] != ' ' && text[0] != '\t'))) {
        if (!r->counted_hidden)
            r->white_runs++;
        r->counted_hidden = true;
        add_sample(r->white_sample, text, n);
        flags |= PLACE_HIDDEN;
    }
    if (r->in_comment)
        add_sample(r->comment_sample, text, n);
    if (!blocks_inside(&r->blocks)) { /* text outside any paragraph */
        struct place place = r->place;
        place.flags |= flags;
        sink_block(r->sink, &place, text, n);
        return;
    }
    blocks_text(&r->blocks, flags, text, n);
}

/* A field's instruction is over: DDE runs a program, the others name files and data. */
static void end_field(struct doc_reader *r)
{
    size_t i = 0;
    r->field[r->field_len] = '\0';
    while (r->field[i] == ' ')
        i++;
    if (strncmp(r->field + i, "DDE", 3) == 0)
        sink_fact_at(r->sink, FACT_DDE, 1, NULL, r->field + i);
    r->field_len = 0;
}

static void add_field(struct doc_reader *r, const char *text, size_t n)
{
    size_t room = FIELD_MAX - 1 - r->field_len;
    n = utf8_cut(text, n, room);
    memcpy(r->field + r->field_len, text, n);
    r->field_len += n;
}

static void start_paragraph(struct doc_reader *r)
{
    struct place place = r->place;
    if (r->table_depth > 0 && r->place.kind == PLACE_BODY) {
        const struct table *t = &r->tables[(r->table_depth < TABLE_DEPTH ? r->table_depth : TABLE_DEPTH) - 1];
        place.kind = PLACE_CELL;
        place.table = t->name;
        place.row = t->row;
        place.column = t->column;
    } else if (r->place.kind == PLACE_BODY) {
        place.number = ++r->paragraph;
    }
    r->paragraph_vanish = r->run_vanish = r->run_style_vanish = -1;
    r->paragraph_shaded = false;
    blocks_begin(&r->blocks, &place);
}

static void attribute_block(struct doc_reader *r, const struct xml_tag *tag, const char *attribute)
{
    struct place place = {.kind = PLACE_OTHER};
    dml_attribute(&r->blocks, &place, tag, attribute);
}

/* How many elements of this kind are open, for the kinds that are asked about while others lie in them; NULL: of no such kind. */
static unsigned *open_elements(struct doc_reader *r, int name)
{
    switch (name) {
    case D_T:
    case D_DEL_TEXT:
        return &r->in_t;
    case D_PPR:
        return &r->in_ppr;
    case D_RPR:
        return &r->in_rpr;
    case D_INS:
    case D_MOVE_TO:
        return &r->inserted;
    case D_DEL:
    case D_MOVE_FROM:
        return &r->deleted;
    case D_RPR_CHANGE:
    case D_PPR_CHANGE:
    case D_SECT_PR_CHANGE:
    case D_TBL_PR_CHANGE:
    case D_TR_PR_CHANGE:
    case D_TC_PR_CHANGE:
    case D_NUMBERING_CHANGE:
        return &r->in_change;
    case D_TBL:
        return &r->table_depth;
    case D_INSTR_TEXT:
    case D_DEL_INSTR:
        return &r->instr;
    case D_TXBX:
    case D_DRAWING:
    case D_PICT:
        return &r->box;
    default:
        return NULL;
    }
}

/* How the letters of a run look: hidden, white, on a colour. What a tracked change says of the look before is not asked. */
static void start_look(struct doc_reader *r, int name, const struct xml_tag *tag)
{
    bool of_run = r->in_rpr > 0 && r->in_ppr == 0 && r->in_change == 0;
    switch (name) {
    case D_VANISH:
        if (of_run)
            r->run_vanish = is_on(tag);
        break;
    case D_RSTYLE:
        if (of_run)
            r->run_style_vanish = style_vanish(r->doc, tag);
        break;
    case D_PSTYLE:
        if (r->in_change == 0)
            r->paragraph_vanish = style_vanish(r->doc, tag);
        break;
    case D_COLOR:
        if (of_run)
            r->white = xml_attr_is(tag, "val", "FFFFFF") || xml_attr_is(tag, "val", "ffffff");
        break;
    default: /* shading and marker */
        if (r->in_ppr > 0)
            r->paragraph_shaded = true;
        else
            r->shaded = true;
        break;
    }
}

/* Which row and column of which table the next paragraph stands in. */
static void start_table_part(struct doc_reader *r, int name, const struct xml_tag *tag)
{
    if (r->table_depth == 0 || r->table_depth > TABLE_DEPTH)
        return;
    struct table *t = &r->tables[r->table_depth - 1];
    switch (name) {
    case D_TBL:
        snprintf(t->name, sizeof t->name, "table %u", (unsigned)++r->doc->table_number);
        t->row = t->column = 0;
        t->span = 1;
        break;
    case D_TR:
        t->row++;
        t->column = 0;
        t->span = 1;
        break;
    case D_TC:
        t->column += t->span;
        t->span = 1;
        break;
    default: {
        uint32_t span = xml_attr_number(tag, "val", 1);
        t->span = span >= 1 && span <= GRID_SPAN_MAX ? span : 1;
        break;
    }
    }
}

/* A field that holds its instruction itself, or the beginning or a later mark of one whose instruction is text. */
static void start_field(struct doc_reader *r, int name, const struct xml_tag *tag)
{
    if (name == D_FLD_SIMPLE) {
        size_t n;
        const char *instr = xml_attr(tag, "instr", &n);
        r->field_len = 0;
        if (instr != NULL)
            add_field(r, instr, n);
        end_field(r);
    } else if (xml_attr_is(tag, "fldCharType", "begin")) {
        r->field_len = 0;
    } else {
        end_field(r);
    }
}

/* A tag that stands for a character. */
static void character_tag(struct doc_reader *r, const char *character)
{
    if (blocks_inside(&r->blocks))
        run_text(r, character, 1);
}

static void doc_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct doc_reader *r = ctx;
    if (r->fallback > 0 || name == D_FALLBACK) { /* the same content once more, for older programs */
        r->fallback++;
        return;
    }
    unsigned *open = open_elements(r, name);
    if (open != NULL)
        ++*open;
    r->changes += open == &r->inserted || open == &r->deleted || open == &r->in_change || name == D_CELL_INS || name == D_CELL_DEL;
    switch (name) {
    case D_P:
        start_paragraph(r);
        break;
    case D_R:
        r->run_vanish = r->run_style_vanish = -1;
        r->white = r->shaded = r->counted_hidden = false;
        break;
    case D_TAB:
        if (r->in_ppr == 0)
            character_tag(r, "\t");
        break;
    case D_BR:
    case D_CR:
        character_tag(r, "\n");
        break;
    case D_NO_BREAK_HYPHEN:
        character_tag(r, "-");
        break;
    case D_VANISH:
    case D_RSTYLE:
    case D_PSTYLE:
    case D_COLOR:
    case D_SHD:
    case D_HIGHLIGHT:
        start_look(r, name, tag);
        break;
    case D_BACKGROUND:
        r->dark_page = true;
        break;
    case D_TBL:
    case D_TR:
    case D_TC:
    case D_GRID_SPAN:
        start_table_part(r, name, tag);
        break;
    case D_FLD_SIMPLE:
    case D_FLD_CHAR:
        start_field(r, name, tag);
        break;
    case D_COMMENT:
        r->comments++;
        r->in_comment = true;
        r->place.number = (uint32_t)r->comments;
        break;
    case D_FOOTNOTE:
    case D_ENDNOTE:
        r->place.number = xml_attr_number(tag, "id", 0);
        break;
    case D_RT: /* a reading stands beside the text, not in it */
        blocks_begin(&r->blocks, &r->place);
        break;
    case D_SRC_RECT:
        r->cropped += dml_crops(tag);
        break;
    case D_DOC_PR:
        attribute_block(r, tag, "descr");
        break;
    case D_TEXTPATH:
        attribute_block(r, tag, "string");
        break;
    case D_DOC_VAR:
    case D_QUERY: /* where the names of a serial letter come from */
    case D_CONNECT_STRING:
        attribute_block(r, tag, "val");
        break;
    case D_LIST_ITEM:
        attribute_block(r, tag, "displayText");
        break;
    default:
        break;
    }
}

static void doc_end(void *ctx, int name)
{
    struct doc_reader *r = ctx;
    if (r->fallback > 0) {
        r->fallback--;
        return;
    }
    unsigned *open = open_elements(r, name);
    if (open != NULL)
        --*open;
    if (name == D_P || name == D_RT)
        blocks_end(&r->blocks);
    else if (name == D_COMMENT)
        r->in_comment = false;
}

static void doc_text(void *ctx, const char *text, size_t n)
{
    struct doc_reader *r = ctx;
    if (r->fallback > 0)
        return;
    if (r->in_t > 0)
        run_text(r, text, n);
    else if (r->instr > 0)
        add_field(r, text, n);
}
static const struct xml_handler doc_handler = {doc_names, doc_start, doc_end, doc_text};

static void read_text(struct document *doc, const char *part, enum place_kind kind)
{
    const struct zip_entry *entry = zip_find(doc->opc->zip, part);
    if (entry == NULL || opc_seen(doc->opc, entry))
        return;
    struct doc_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        sink_unread(doc->sink, UNREAD_TOO_LARGE);
        return;
    }
    r->doc = doc;
    r->sink = doc->sink;
    r->place.kind = kind;
    r->run_vanish = r->run_style_vanish = r->paragraph_vanish = -1;
    blocks_init(&r->blocks, doc->sink);
    opc_parse(doc->opc, part, &doc_handler, r, NULL);
    blocks_free(&r->blocks);
    if (r->changes > 0)
        sink_fact_at(r->sink, FACT_TRACKED_CHANGES, r->changes, part, r->change_sample);
    if (r->comments > 0)
        sink_fact_at(r->sink, FACT_COMMENTS, r->comments, part, r->comment_sample);
    if (r->hidden_runs > 0)
        sink_fact_at(r->sink, FACT_HIDDEN_TEXT, r->hidden_runs, part, r->hidden_sample);
    if (r->white_runs > 0)
        sink_fact_at(r->sink, FACT_HIDDEN_TEXT, r->white_runs, "white on white", r->white_sample);
    if (r->cropped > 0)
        sink_fact_at(r->sink, FACT_CROPPED_IMAGES, r->cropped, part, NULL);
    free(r);
}

void docx_read(struct opc *o)
{
    static const struct {
        const char *type;
        enum place_kind kind;
    } kinds[] = {{"header", PLACE_HEADER},     {"footer", PLACE_HEADER},          {"footnotes", PLACE_NOTE},
                 {"endnotes", PLACE_NOTE},     {"comments", PLACE_COMMENT},       {"glossaryDocument", PLACE_OTHER},
                 {"settings", PLACE_OTHER},    {"subDocument", PLACE_BODY}};
    struct document doc = {.opc = o, .sink = o->sink};
    for (const struct opc_rel *rel = opc_rels(o, o->main_part); rel != NULL; rel = rel->next) {
        if (!rel->external && strcmp(rel->type, "styles") == 0)
            read_styles(&doc, rel->target);
    }
    read_text(&doc, o->main_part, PLACE_BODY);
    /* Whatever of these parts lies in the package, whoever points to it. */
    for (size_t i = 0; i < zip_count(o->zip); i++) {
        const char *part = zip_at(o->zip, i)->name;
        const char *type = opc_type_of(o, part);
        for (size_t k = 0; type != NULL && k < sizeof kinds / sizeof kinds[0]; k++) {
            if (strcmp(type, kinds[k].type) == 0)
                read_text(&doc, part, kinds[k].kind);
        }
    }
    struct place place = {.kind = PLACE_OTHER};
    dml_read_related(o, o->main_part, &place);
    strmap_free(doc.style_ids);
    free(doc.styles);
}
