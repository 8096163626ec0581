/* A scanner for the XML that office programs write: UTF-8, no DOCTYPE. libxml2 knows all of XML, but it alone costs as much as the whole
 * reading of a workbook may cost (tests/bench/office_speed), so plain documents go this way and all others to libxml2. For parse/xml.c
 * only; that both ways tell the same is proved by tests/unit/xml_scan_test.cpp and tests/fuzz/fuzz_xml_scan.c. */
#ifndef SEKISHO_PARSE_XML_SCAN_H
#define SEKISHO_PARSE_XML_SCAN_H

#include "parse/xml.h"

enum {
    XML_CHUNK = 64 * 1024,  /* bytes asked of a source at once */
    XML_DEPTH_MAX = 250     /* below libxml2's own 256, so that the reason is told */
};

/* Whether a document that begins like this is for the scanner: no declaration or a plain one of UTF-8, then at once its first element. */
bool xml_scan_takes(const uint8_t *first, size_t n);
/* Scans a document that xml_scan_takes: first[0..n), already read (n <= XML_CHUNK), then the rest of the source. Nothing in the handler is
 * NULL. */
enum xml_status xml_scan(struct source *, const uint8_t *first, size_t n, const struct xml_handler *, void *ctx, const bool *stop);
/* What xml_parse does with every other document; in tests the measure of the scanner. */
enum xml_status xml_parse_library(struct source *, const uint8_t *first, size_t n, const struct xml_handler *, void *ctx, const bool *stop);

#endif
