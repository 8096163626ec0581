/* Workbook packages: the workbook, two sheets, shared strings, styles, comments, a pivot cache, an external link, a log of
 * changed cells. */
#define FIXED {"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", RELATIONS(RELATION("r0", "officeDocument", "xl/workbook.xml"))}, \
    {"xl/_rels/workbook.xml.rels", RELATIONS(RELATION("r0", "worksheet", "worksheets/s1.xml") RELATION("r1", "worksheet", "worksheets/s2.xml") RELATION("r2", "sharedStrings", "ss.xml") RELATION("r3", "styles", "st.xml") RELATION("r4", "pivotCacheDefinition", "p.xml") RELATION("r5", "externalLink", "e.xml") RELATION("r6", "revisionLog", "rl.xml"))}, \
    {"xl/worksheets/_rels/s1.xml.rels", RELATIONS(RELATION("r0", "comments", "../c1.xml"))}, {"xl/_rels/p.xml.rels", RELATIONS(RELATION("r0", "pivotCacheRecords", "pr.xml"))}
#define FUZZED "xl/workbook.xml", "xl/ss.xml", "xl/st.xml", "xl/worksheets/s1.xml", "xl/worksheets/s2.xml", "xl/c1.xml", "xl/p.xml", "xl/pr.xml", "xl/e.xml", "xl/rl.xml"
#include "packaged_fuzz.h"
