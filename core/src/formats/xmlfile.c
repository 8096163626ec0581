/* XML that belongs to no reader of its own: all its text, element by element. What its elements mean is not known here. */
#include "formats/format.h"

#include <string.h>

#include "formats/opc.h"

struct xml_text {
    struct sink *sink;
    struct place place;
    bool open;
};

static void close_block(struct xml_text *x)
{
    if (x->open)
        x->sink->ops->end(x->sink);
    x->open = false;
}

static void on_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct xml_text *x = ctx;
    (void)name;
    close_block(x);
    if (strcmp(tag->name, "script") == 0)
        sink_fact(x->sink, FACT_JAVASCRIPT);
    /* Attributes hold data as often as elements do; names of other things and numbers do no harm. */
    for (int i = 0; i < tag->count; i++) {
        struct xml_attribute a = xml_attr_at(tag, i);
        if (a.len > 1)
            sink_block(x->sink, &x->place, a.value, a.len);
    }
}
static void on_end(void *ctx, int name)
{
    struct xml_text *x = ctx;
    (void)name;
    close_block(x);
}
static void on_text(void *ctx, const char *text, size_t n)
{
    struct xml_text *x = ctx;
    size_t blank = 0;
    while (blank < n && (text[blank] == ' ' || (text[blank] >= '\t' && text[blank] <= '\r')))
        blank++;
    if (!x->open && blank == n)
        return;
    if (!x->open) {
        x->place.number++;
        x->sink->ops->begin(x->sink, &x->place);
    }
    x->open = true;
    x->sink->ops->text(x->sink, text, n);
}
static const struct xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};

static int xml_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (n >= at + 6 && memcmp(head + at, "<?xml ", 6) == 0)
        return 40;
    if (n >= 12 && (memcmp(head, "\xFF\xFE<\0?\0x\0m\0", 10) == 0 || memcmp(head, "\xFE\xFF\0<\0?\0x\0m", 10) == 0))
        return 40;
    return n >= at + 4 && memcmp(head + at, "<svg", 4) == 0 ? 40 : 0;
}

static void xml_read(struct source *src, const char *name, struct sink *sink)
{
    struct xml_text x = {.sink = sink, .place = {.kind = PLACE_BODY}};
    (void)name;
    enum xml_status status = xml_parse(src, &handler, &x, NULL);
    close_block(&x);
    xml_trouble(status, NULL, sink);
}

const struct format format_xmlfile = {"xml", xml_bid, xml_read};
