/* Presentation packages: the presentation, its master, a slide, notes, comments. */
#define FIXED {"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", RELATIONS(RELATION("r0", "officeDocument", "ppt/presentation.xml"))}, \
    {"ppt/_rels/presentation.xml.rels", RELATIONS(RELATION("r0", "slide", "slides/s.xml") RELATION("r1", "slideMaster", "m.xml"))}, \
    {"ppt/slides/_rels/s.xml.rels", RELATIONS(RELATION("r0", "notesSlide", "../n.xml") RELATION("r1", "comments", "../c.xml"))}
#define FUZZED "ppt/presentation.xml", "ppt/m.xml", "ppt/slides/s.xml", "ppt/n.xml", "ppt/c.xml"
#include "packaged_fuzz.h"
