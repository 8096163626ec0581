/* An Office package (ECMA-376 part 2): parts, their content types and relations. Knows no kind of document. */
#ifndef SEKISHO_FORMATS_OPC_H
#define SEKISHO_FORMATS_OPC_H

#include "base/arena.h"
#include "base/strmap.h"
#include "observe/sink.h"
#include "parse/xml.h"
#include "parse/zip.h"

struct opc_rel {
    const char *id;
    const char *type;     /* last word of the type URI: the same in strict and transitional files */
    const char *target;   /* part name without leading slash; external: as it stands */
    bool external;
    struct opc_rel *next; /* of the same source */
};
struct opc {
    struct zip *zip;
    struct sink *sink;
    struct arena *arena;
    struct strmap *sources; /* part name -> index in lists */
    struct strmap *targets; /* lower-cased part name -> index in by_target */
    struct strmap *ids;     /* "source\nid" -> index in by_id: asked once a sheet or slide, of which there may be many */
    struct opc_rel **lists, **by_target, **by_id;
    size_t list_count, list_capacity, target_count, target_capacity, id_count, id_capacity;
    uint8_t *seen;          /* per zip entry: handed on or parsed */
    const char *main_part;
    char main_type[160];    /* content type of the main part */
    bool full;              /* relations beyond the limit were left out */
};

/* Reads content types and all relations; tells external links. false: memory is short, and it was said. */
bool opc_open(struct opc *, struct zip *, struct sink *);
void opc_close(struct opc *);
const struct opc_rel *opc_rels(const struct opc *, const char *part);
/* Target of the relation with this id, NULL: none, or external. */
const char *opc_target(const struct opc *, const char *part, const char *id);
/* Type of the first relation that points to this part, NULL: none. */
const char *opc_type_of(const struct opc *, const char *part);
/* Parses a part and marks it seen; trouble is told to the sink. false: the part is not there or was seen before. */
bool opc_parse(struct opc *, const char *part, const struct xml_handler *, void *ctx, const bool *stop);
bool opc_seen(const struct opc *, const struct zip_entry *);
void opc_mark(struct opc *, const struct zip_entry *);
/* Hands an entry to the sink as an inner file and marks it seen. */
void opc_hand_on(struct opc *, const struct zip_entry *);

/* The same two for any zip, packages or not: an entry as an inner file (facts and unread bits where its bytes cannot be had), and what an
 * XML status means to a reader's user. */
void zip_hand_on(struct zip *, const struct zip_entry *, const char *name, struct sink *);
void xml_trouble(enum xml_status, const char *where, struct sink *);

#endif
