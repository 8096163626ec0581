/* XML by libxml2's SAX push parser: the only file that knows it (HTML: html.h). No DTD is loaded, no entity beyond the five is expanded, no network. */
#ifndef SEKISHO_PARSE_XML_H
#define SEKISHO_PARSE_XML_H

#include "observe/source.h"

struct xml_attr {
    const char *ns;    /* namespace URI or "" */
    const char *name;  /* local name */
    const char *value; /* NOT NUL-terminated; decoded */
    size_t len;
};
struct xml_handler {
    /* ns: namespace URI or "". Return values are ignored; call xml_stop() to end early. Pointers live during the call. */
    void (*start)(void *ctx, const char *ns, const char *name, const struct xml_attr *attrs, size_t count);
    void (*end)(void *ctx, const char *ns, const char *name);
    void (*text)(void *ctx, const char *utf8, size_t n);
};
enum xml_status { XML_OK, XML_DAMAGED, XML_TOO_DEEP, XML_LIMIT, XML_STOPPED, XML_NOMEM };
struct xml_parser;
/* Feeds the source to the handler, 64 KiB at a time. */
enum xml_status xml_parse(struct source *, const struct xml_handler *, void *ctx);
/* From inside a handler: no more callbacks come. */
void xml_stop(void *ctx_of_running_parse);

#endif
