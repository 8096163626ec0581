/* The push parser between a source and a reader's handler: maps names to numbers, keeps depth and entities within limits.
 * Plain documents are left to xml_scan.c, what elements mean to the readers in formats/. */
#include "parse/xml_scan.h"

#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <string.h>

enum {
    NAME_SLOTS = 256,      /* cache of interned names; power of two */
    ENTITY_MAX = 1024      /* bytes of one entity's replacement text */
};

struct name_slot {
    const xmlChar *name;
    int index;
};
struct xml_run {
    struct xml_handler handler; /* nothing in it is NULL */
    void *ctx;
    const bool *stop;
    xmlParserCtxtPtr parser;
    enum xml_status status;
    bool over;                       /* no more callbacks */
    int depth;
    int16_t open[XML_DEPTH_MAX];     /* name numbers of the open elements */
    struct name_slot cache[NAME_SLOTS];
};

static void xml_end_run(struct xml_run *run, enum xml_status why)
{
    if (!run->over) {
        run->over = true;
        run->status = why;
        xmlStopParser(run->parser);
    }
}

/* Names are interned by libxml2's dictionary, so a pointer stands for a name while one parser lives. */
static int xml_name_index(struct xml_run *run, const xmlChar *name)
{
    uintptr_t key = (uintptr_t)name;
    struct name_slot *slot = &run->cache[((key >> 3) ^ (key >> 11)) & (NAME_SLOTS - 1)];
    if (slot->name != name) {
        slot->name = name;
        slot->index = XML_OTHER;
        for (int i = 0; run->handler.names[i] != NULL; i++) {
            if (strcmp(run->handler.names[i], (const char *)name) == 0) {
                slot->index = i;
                break;
            }
        }
    }
    return slot->index;
}

/* libxml2 leaves an ampersand in a value as "&#38;" where it substitutes nothing, for a tree that is built later. */
static const xmlChar *xml_plain_value(xmlChar *value, const xmlChar *end)
{
    static const char reference[] = "&#38;";
    xmlChar *out = value;
    for (const xmlChar *p = value; p < end; p++) {
        *out++ = *p;
        if (end - p >= 5 && memcmp(p, reference, 5) == 0)
            p += 4;
    }
    return out;
}

static void xml_on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int ns_count,
                         const xmlChar **namespaces, int count, int defaulted, const xmlChar **attributes)
{
    struct xml_run *run = user;
    (void)prefix;
    (void)ns_count;
    (void)namespaces;
    (void)defaulted;
    if (run->over)
        return;
    if (run->depth >= XML_DEPTH_MAX) {
        xml_end_run(run, XML_TOO_DEEP);
        return;
    }
    for (int i = 0; i < count; i++) {
        const xmlChar **a = attributes + (size_t)i * 5;
        /* One with a reference is never a view of the input but a copy of libxml2's, for this call. */
        if (memchr(a[3], '&', (size_t)(a[4] - a[3])) != NULL)
            a[4] = xml_plain_value((xmlChar *)a[3], a[4]);
    }
    int index = xml_name_index(run, name);
    run->open[run->depth++] = (int16_t)index;
    struct xml_tag tag = {(const char *)name, uri != NULL ? (const char *)uri : "",
                          (const unsigned char *const *)attributes, count};
    run->handler.start(run->ctx, index, &tag);
    if (run->stop != NULL && *run->stop)
        xml_end_run(run, XML_STOPPED);
}

static void xml_on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_run *run = user;
    (void)name;
    (void)prefix;
    (void)uri;
    if (run->over || run->depth == 0)
        return;
    run->handler.end(run->ctx, run->open[--run->depth]);
    if (run->stop != NULL && *run->stop)
        xml_end_run(run, XML_STOPPED);
}

static void xml_on_text(void *user, const xmlChar *text, int n)
{
    struct xml_run *run = user;
    if (!run->over && n > 0)
        run->handler.text(run->ctx, (const char *)text, (size_t)n);
}

/* Entities are not expanded at all (there is no getEntity callback); one whose text refers to others, or is long, is there to explode.
 * The document ends here, because whatever follows was meant for a parser that expands. */
static void xml_on_entity(void *user, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                          xmlChar *content)
{
    struct xml_run *run = user;
    (void)name;
    (void)type;
    (void)public_id;
    (void)system_id;
    if (content != NULL && (xmlStrchr(content, '&') != NULL || xmlStrlen(content) > ENTITY_MAX))
        xml_end_run(run, XML_LIMIT);
}

/* A general entity that the document itself declared (short, without references) is left out; text goes on behind it. */
static void xml_on_reference(void *user, const xmlChar *name)
{
    (void)user;
    (void)name;
}

static void xml_quiet(void *user, xmlErrorPtr error)
{
    (void)user;
    (void)error; /* errors are told by the status */
}

static void ignore_start(void *ctx, int name, const struct xml_tag *tag)
{
    (void)ctx;
    (void)name;
    (void)tag;
}
static void ignore_end(void *ctx, int name)
{
    (void)ctx;
    (void)name;
}
static void ignore_text(void *ctx, const char *text, size_t n)
{
    (void)ctx;
    (void)text;
    (void)n;
}

enum xml_status xml_parse_library(struct source *src, const uint8_t *first, size_t n, const struct xml_handler *handler, void *ctx,
                                  const bool *stop)
{
    uint8_t piece[XML_CHUNK];
    xmlSAXHandler sax;
    struct xml_run *run = xmlMalloc(sizeof *run);
    if (run == NULL)
        return XML_NOMEM;
    memset(run, 0, sizeof *run);
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = xml_on_start;
    sax.endElementNs = xml_on_end;
    sax.characters = xml_on_text;
    sax.ignorableWhitespace = xml_on_text;
    sax.cdataBlock = xml_on_text;
    sax.entityDecl = xml_on_entity;
    sax.reference = xml_on_reference;
    sax.serror = xml_quiet;
    run->handler = *handler;
    run->ctx = ctx;
    run->stop = stop;
    run->status = XML_OK;

    enum xml_status status = XML_NOMEM;
    run->parser = xmlCreatePushParserCtxt(&sax, run, NULL, 0, NULL);
    if (run->parser == NULL)
        goto out;
    /* The SAX callbacks are kept by xmlCtxtUseOptions; NOENT stays off, so that nothing is ever substituted. */
    if (xmlCtxtUseOptions(run->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT) != 0)
        goto out;
    for (size_t got = n;;) {
        if (!budget_work(src->budget, got)) {
            run->status = XML_LIMIT;
            break;
        }
        int error = xmlParseChunk(run->parser, (const char *)first, (int)got, got == 0);
        if (run->over)
            break;
        if (error == XML_ERR_NO_MEMORY) {
            run->status = XML_NOMEM;
            break;
        }
        if (got == 0 || run->parser->disableSAX) {
            if (!run->parser->wellFormed)
                run->status = XML_DAMAGED;
            break;
        }
        first = piece;
        got = source_read(src, piece, sizeof piece);
        if (got == SIZE_MAX) {
            /* What came so far is worth having; the source says why it ended. */
            run->status = src->over_budget ? XML_LIMIT : XML_DAMAGED;
            break;
        }
    }
    status = run->status;
out:
    if (run->parser != NULL) {
        if (run->parser->myDoc != NULL) {
            xmlFreeDoc(run->parser->myDoc);
            run->parser->myDoc = NULL;
        }
        xmlFreeParserCtxt(run->parser);
    }
    xmlFree(run);
    return status;
}

enum xml_status xml_parse(struct source *src, const struct xml_handler *handler, void *ctx, const bool *stop)
{
    static const char *const no_names[] = {NULL};
    uint8_t first[XML_CHUNK];
    struct xml_handler whole = {
        .names = handler->names != NULL ? handler->names : no_names,
        .start = handler->start != NULL ? handler->start : ignore_start,
        .end = handler->end != NULL ? handler->end : ignore_end,
        .text = handler->text != NULL ? handler->text : ignore_text,
    };
    size_t n = source_read(src, first, sizeof first);
    if (n == SIZE_MAX)
        return src->over_budget ? XML_LIMIT : XML_DAMAGED;
    return xml_scan_takes(first, n) ? xml_scan(src, first, n, &whole, ctx, stop) : xml_parse_library(src, first, n, &whole, ctx, stop);
}

struct xml_attribute xml_attr_at(const struct xml_tag *tag, int i)
{
    const unsigned char *const *a = tag->raw + (size_t)i * 5;
    return (struct xml_attribute){(const char *)a[0], (const char *)a[3], (size_t)(a[4] - a[3])};
}

const char *xml_attr(const struct xml_tag *tag, const char *name, size_t *n)
{
    const unsigned char *const *a = tag->raw;
    for (int i = 0; i < tag->count; i++, a += 5) {
        if (strcmp((const char *)a[0], name) == 0) {
            *n = (size_t)(a[4] - a[3]);
            return (const char *)a[3];
        }
    }
    *n = 0;
    return NULL;
}

bool xml_attr_copy(const struct xml_tag *tag, const char *name, char *out, size_t size)
{
    size_t n;
    const char *value = xml_attr(tag, name, &n);
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)value[n] & 0xC0) == 0x80) /* never cuts a character */
            n--;
    }
    if (n > 0)
        memcpy(out, value, n);
    out[n] = '\0';
    return value != NULL;
}

bool xml_attr_is(const struct xml_tag *tag, const char *name, const char *value)
{
    size_t n;
    const char *have = xml_attr(tag, name, &n);
    return have != NULL && strlen(value) == n && memcmp(have, value, n) == 0;
}

uint32_t xml_attr_number(const struct xml_tag *tag, const char *name, uint32_t fallback)
{
    size_t n;
    const char *value = xml_attr(tag, name, &n);
    uint64_t number = 0;
    if (value == NULL || n == 0 || n > 10)
        return fallback;
    for (size_t i = 0; i < n; i++) {
        if (value[i] < '0' || value[i] > '9')
            return fallback;
        number = number * 10 + (uint64_t)(value[i] - '0');
    }
    return number > UINT32_MAX ? fallback : (uint32_t)number;
}

bool xml_attr_true(const struct xml_tag *tag, const char *name, bool absent)
{
    size_t n;
    const char *value = xml_attr(tag, name, &n);
    if (value == NULL)
        return absent;
    return (n == 1 && value[0] == '1') || (n == 4 && memcmp(value, "true", 4) == 0) || (n == 2 && memcmp(value, "on", 2) == 0);
}
