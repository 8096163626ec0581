/* Binary workbook packages [MS-XLSB]: the workbook, shared strings, styles, a sheet, its comments, a pivot cache. */
#define FIXED {"[Content_Types].xml", "<Types><Override PartName='/xl/workbook.bin' ContentType='application/vnd.ms-excel.sheet.binary.macroEnabled.main'/></Types>"}, \
    {"_rels/.rels", RELATIONS(RELATION("r0", "officeDocument", "xl/workbook.bin"))}, \
    {"xl/_rels/workbook.bin.rels", RELATIONS(RELATION("r0", "worksheet", "worksheets/s1.bin") RELATION("r1", "sharedStrings", "ss.bin") RELATION("r2", "styles", "st.bin") RELATION("r3", "pivotCacheDefinition", "p.bin"))}, \
    {"xl/worksheets/_rels/s1.bin.rels", RELATIONS(RELATION("r0", "comments", "../c1.bin"))}, {"xl/_rels/p.bin.rels", RELATIONS(RELATION("r0", "pivotCacheRecords", "pr.bin"))}
#define FUZZED "xl/workbook.bin", "xl/ss.bin", "xl/st.bin", "xl/worksheets/s1.bin", "xl/c1.bin", "xl/p.bin", "xl/pr.bin"
#include "packaged_fuzz.h"
