/* XML in pieces: plain documents by our own scanner (xml_scan.h says why), all others by libxml2's SAX push parser, which xml.c alone knows
 * (HTML: html.h). No DTD is loaded, no network; entities that grow are a limit. Element names come as small numbers, so that a reader of a
 * million cells compares no strings. */
#ifndef SEKISHO_PARSE_XML_H
#define SEKISHO_PARSE_XML_H

#include "observe/source.h"

enum { XML_OTHER = -1 }; /* an element that is not in the handler's list */

struct xml_tag {
    const char *name;                 /* local name */
    const char *ns;                   /* namespace URI or "" */
    const unsigned char *const *raw;  /* attributes, five pointers each: local name, prefix, URI, value, end of value */
    int count;
};
struct xml_attribute {
    const char *name;                 /* local name */
    const char *value;                /* decoded, NOT NUL-terminated */
    size_t len;
};
struct xml_handler {                  /* any of them may be NULL */
    /* Local names that matter, NULL at the end: callbacks get the index of the element's name or XML_OTHER. Namespaces are left to the
     * reader (tag->ns): strict, transitional and foreign kinds of the same format differ in them only. */
    const char *const *names;
    void (*start)(void *ctx, int name, const struct xml_tag *tag); /* tag lives during the call */
    void (*end)(void *ctx, int name);
    void (*text)(void *ctx, const char *utf8, size_t n);           /* pieces, cut anywhere between characters */
};
enum xml_status { XML_OK, XML_DAMAGED, XML_TOO_DEEP, XML_LIMIT, XML_STOPPED, XML_NOMEM };

/* Feeds the whole source to the handler, 64 KiB at a time. *stop (may be NULL) set by a callback: no more callbacks come.
 * XML_LIMIT: an entity bomb, or the source met a limit. What was parsed before any error has been handed on. */
enum xml_status xml_parse(struct source *, const struct xml_handler *, void *ctx, const bool *stop);

/* Attribute i of 0 .. count - 1. */
struct xml_attribute xml_attr_at(const struct xml_tag *, int i);
/* An attribute's value by local name: NULL when it is not there. NOT NUL-terminated: *n bytes. */
const char *xml_attr(const struct xml_tag *, const char *name, size_t *n);
/* The same, cut to size and NUL-terminated; false when it is not there (out is then ""). */
bool xml_attr_copy(const struct xml_tag *, const char *name, char *out, size_t size);
bool xml_attr_is(const struct xml_tag *, const char *name, const char *value);
/* A number from 0; fallback when it is not there or no number. */
uint32_t xml_attr_number(const struct xml_tag *, const char *name, uint32_t fallback);
/* xsd:boolean and Office's on/off: is it there and true? An absent attribute gives `absent`. */
bool xml_attr_true(const struct xml_tag *, const char *name, bool absent);

#endif
