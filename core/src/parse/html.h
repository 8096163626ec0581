/* HTML to the text that a reader sees, by libxml2's HTML SAX parser (no tree). Blocks come for block elements
 * and table cells, inline elements join; hidden text comes as blocks of its own with PLACE_HIDDEN, text in
 * <blockquote> and the quoting containers of mail clients with PLACE_QUOTED. Comments, scripts and style
 * sheets are no text. */
#ifndef SEKISHO_PARSE_HTML_H
#define SEKISHO_PARSE_HTML_H

#include "observe/sink.h"

enum {
    HTML_DEPTH_MAX = 2000
}; /* open elements; deeper markup is reported as too deep, its text still comes */

/* label: the charset a mail header names, or NULL: BOM, <meta>, guess. Facts go to the sink: hidden-text with
 * a sample. */
void html_read(struct source *, const char *label, struct sink *);
/* The charset a <meta> in the first bytes names ("" none); out is always set. */
void html_meta_charset(const char *bytes, size_t n, char out[64]);

#endif
