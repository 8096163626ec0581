/* Text in DrawingML parts that belong to sheets, slides and documents alike: shapes, charts, SmartArt. Where they stand is the caller's. */
#include "formats/blocks.h"
#include "formats/ooxml.h"

#include <string.h>

enum { RELATED_DEPTH = 4 }; /* drawing, chart, drawing on the chart; what lies deeper is read by ooxml.c without its place */
enum { N_P, N_T, N_V, N_BR, N_FALLBACK, N_CNVPR };
static const char *const dml_names[] = {"p", "t", "v", "br", "Fallback", "cNvPr", NULL};

struct dml_reader {
    struct blocks blocks;
    struct place place;
    unsigned in_text, in_value, skip;
};

static void dml_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct dml_reader *r = ctx;
    size_t n;
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
    case N_CNVPR: {
        const char *text = xml_attr(tag, "descr", &n);
        if (text != NULL && n > 0) {
            struct place place = r->place;
            place.flags |= PLACE_HIDDEN;
            blocks_begin(&r->blocks, &place);
            blocks_text(&r->blocks, PLACE_HIDDEN, text, n);
            blocks_end(&r->blocks);
        }
        break;
    }
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
    if (blocks_inside(&r->blocks)) {
        blocks_text(&r->blocks, 0, text, n);
    } else { /* SmartArt and text outside any paragraph */
        blocks_begin(&r->blocks, &r->place);
        blocks_text(&r->blocks, 0, text, n);
        blocks_end(&r->blocks);
    }
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
