/* What the XML of one OpenDocument file says, stream by stream. */
#ifndef SEKISHO_FORMATS_ODF_CONTENT_H
#define SEKISHO_FORMATS_ODF_CONTENT_H

#include "formats/odf_styles.h"
#include "observe/sink.h"

struct odf_document {
    struct sink *sink;
    struct odf_styles styles;    /* of all streams so far */
    uint32_t page, table_number; /* page: the slide in hand, 0: none */
    bool is_text;                /* a text document: paragraphs are numbered */
};

/* format: of kinds.def. false: out of memory; to be freed all the same. */
bool odf_document_init(struct odf_document *, struct sink *, const char *format);
void odf_document_free(struct odf_document *);
/* where: the stream's name in the package, NULL: all of a flat file. kind: what its text is unless the text itself says it. */
void odf_read_stream(struct odf_document *, struct source *, const char *where, enum place_kind kind);

#endif
