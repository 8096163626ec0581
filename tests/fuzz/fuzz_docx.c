/* Word packages: the document, styles, comments, a header, a chart, the document's properties. */
#define FIXED {"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", RELATIONS(RELATION("r0", "officeDocument", "word/document.xml") RELATION("r1", "extended-properties", "docProps/app.xml"))}, \
    {"word/_rels/document.xml.rels", RELATIONS(RELATION("r0", "styles", "styles.xml") RELATION("r1", "comments", "comments.xml") RELATION("r2", "header", "header1.xml") RELATION("r3", "chart", "charts/c.xml"))}
#define FUZZED "word/document.xml", "word/styles.xml", "word/comments.xml", "word/header1.xml", "word/charts/c.xml", "docProps/app.xml"
#include "packaged_fuzz.h"
