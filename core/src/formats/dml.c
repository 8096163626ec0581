/* Text in DrawingML parts that belong to sheets, slides and documents alike: shapes, charts, SmartArt. Where they stand is the caller's. */
#include "formats/blocks.h"
#include "formats/ooxml.h"

#include <stdlib.h>
#include <string.h>

enum { RELATED_DEPTH = 4 }; /* drawing, chart, drawing on the chart; what lies deeper is read by ooxml.c without its place */
enum { N_P, N_T, N_V, N_BR, N_FALLBACK, N_CNVPR, N_SRC_RECT };
static const char *const dml_names[] = {"p", "t", "v", "br", "Fallback", "cNvPr", "srcRect", NULL};

struct dml_reader {
    struct blocks blocks;
    struct place place;
    unsigned in_text, in_value, skip;
    uint64_t cropped;
};

bool dml_crops(const struct xml_tag *src_rect)
{
    static const char *const edges[] = {"l", "t", "r", "b"};
    for (size_t i = 0; i < 4; i++) {
        char text[24], *end;
        if (!xml_attr_copy(src_rect, edges[i], text, sizeof text))
            continue;
        /* Thousandths of a per cent; the strict dialect writes per cents with their sign. Below one per cent it is rounding. */
        long part = strtol(text, &end, 10);
        if (part >= (*end == '%' || *end == '.' ? 1 : 1000))
            return true;
    }
    return false;
}

void dml_attribute(struct blocks *blocks, const struct place *at, const struct xml_tag *tag, const char *attribute)
{
    size_t n;
    const char *text = xml_attr(tag, attribute, &n);
    if (text == NULL || n == 0)
        return;
    struct place place = *at;
    place.flags |= PLACE_HIDDEN;
    blocks_begin(blocks, &place);
    blocks_text(blocks, PLACE_HIDDEN, text, n);
    blocks_end(blocks);
}

static void dml_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct dml_reader *r = ctx;
    if (r->skip > 0 || name == N_FALLBACK) {
        r->skip++;
        return;
    }
    switch (name) {
    case N_P:
        blocks_begin(&r->blocks, &r->place);
        break;
    case N_T:
        r->in_text++;
        break;
    case N_V: /* a chart's cached category, series name or value */
        r->in_value++;
        blocks_begin(&r->blocks, &r->place);
        break;
    case N_BR:
        blocks_text(&r->blocks, 0, "\n", 1);
        break;
    case N_SRC_RECT:
        r->cropped += dml_crops(tag);
        break;
    case N_CNVPR:
        dml_attribute(&r->blocks, &r->place, tag, "descr");
        break;
    default:
        break;
    }
}

static void dml_end(void *ctx, int name)
{
    struct dml_reader *r = ctx;
    if (r->skip > 0) {
        r->skip--;
        return;
    }
    switch (name) {
    case N_P:
        blocks_end(&r->blocks);
        break;
    case N_T:
        r->in_text--;
        break;
    case N_V:
        r->in_value--;
        blocks_end(&r->blocks);
        break;
    default:
        break;
    }
}

static void dml_text(void *ctx, const char *text, size_t n)
{
    struct dml_reader *r = ctx;
    if (r->skip > 0 || (r->in_text == 0 && r->in_value == 0))
        return;
    if (blocks_inside(&r->blocks))
        blocks_text(&r->blocks, 0, text, n);
    else /* SmartArt and text outside any paragraph */
        sink_block(r->blocks.sink, &r->place, text, n);
}

static const struct xml_handler dml_handler = {dml_names, dml_start, dml_end, dml_text};

void dml_read(struct opc *o, const char *part, const struct place *place)
{
    struct dml_reader r;
    memset(&r, 0, sizeof r);
    blocks_init(&r.blocks, o->sink);
    r.place = *place;
    opc_parse(o, part, &dml_handler, &r, NULL);
    blocks_free(&r.blocks);
    if (r.cropped > 0)
        sink_fact_at(o->sink, FACT_CROPPED_IMAGES, r.cropped, place->table != NULL && *place->table != '\0' ? place->table : part, NULL);
}

static void read_related(struct opc *o, const char *part, const struct place *place, int depth)
{
    static const char *const types[] = {"drawing", "chart", "chartEx", "diagramData", "chartUserShapes", NULL};
    for (const struct opc_rel *rel = opc_rels(o, part); rel != NULL; rel = rel->next) {
        const struct zip_entry *entry;
        if (rel->external)
            continue;
        for (int i = 0; types[i] != NULL; i++) {
            if (strcmp(rel->type, types[i]) == 0 && (entry = zip_find(o->zip, rel->target)) != NULL && !opc_seen(o, entry)) {
                dml_read(o, rel->target, place);
                if (depth < RELATED_DEPTH)
                    read_related(o, rel->target, place, depth + 1);
            }
        }
    }
}

void dml_read_related(struct opc *o, const char *part, const struct place *place)
{
    read_related(o, part, place, 1);
}
