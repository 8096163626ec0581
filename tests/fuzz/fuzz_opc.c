/* Packages themselves: content types, relations, properties, and the parts that are known by what a relation calls them. */
#define FIXED {"word/document.xml", "<d><body><p><r><t>text</t></r></p></body></d>"}
#define FUZZED "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "docProps/core.xml", "docProps/app.xml", "word/v.vml", "customXml/item1.xml", "word/x.bin"
#include "packaged_fuzz.h"
