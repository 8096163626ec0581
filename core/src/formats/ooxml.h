/* What the readers of one Office Open XML package share. zip.c finds the package, ooxml.c its kind; docx.c, xlsx.c and pptx.c read. */
#ifndef SEKISHO_FORMATS_OOXML_H
#define SEKISHO_FORMATS_OOXML_H

#include "formats/opc.h"

struct blocks;

/* Reads a zip that is an Office package (has [Content_Types].xml and an office document). false: it is none, nothing was handed on. */
bool ooxml_read(struct zip *, struct sink *);

void docx_read(struct opc *);
void xlsx_read(struct opc *);
void pptx_read(struct opc *);
void xlsb_read(struct opc *);
void xlsx_revisions_read(struct opc *, const char *part); /* revisions.c: a log of changed cells */

/* DrawingML text of a part (drawing, chart, SmartArt): paragraphs and cached chart strings become blocks at this place. */
void dml_read(struct opc *, const char *part, const struct place *);
/* Whether <a:srcRect> shows less of a picture than the file keeps of it. */
bool dml_crops(const struct xml_tag *src_rect);
/* An attribute that holds text, such as a picture's description: a hidden block of its own. */
void dml_attribute(struct blocks *, const struct place *, const struct xml_tag *, const char *attribute);
/* All parts of these relation types that `part` points to, and what those point to. */
void dml_read_related(struct opc *, const char *part, const struct place *);

#endif
