/* The few properties of an XMP packet that say something about people. The file around it is the reader's. */
#include "formats/xmp.h"

#include <string.h>

#include "base/buf.h"
#include "parse/xml.h"

enum { VALUE_MAX = 4096 };
enum { X_CREATOR, X_TITLE, X_DESCRIPTION, X_TOOL, X_LATITUDE, X_RDF_DESCRIPTION };
static const char *const names[] = {"creator", "title", "description", "CreatorTool", "GPSLatitude", "Description", NULL};
static const char *const keys[] = {"author", "title", "comments", "application", NULL};

struct xmp {
    struct sink *sink;
    int open;       /* the property whose text comes, -1 none */
    struct buf value;
};

static void xmp_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct xmp *x = ctx;
    size_t n;
    char tool[256];
    if (xml_attr(tag, "GPSLatitude", &n) != NULL || name == X_LATITUDE)
        sink_fact(x->sink, FACT_GPS_LOCATION);
    if (name == X_RDF_DESCRIPTION && xml_attr_copy(tag, "CreatorTool", tool, sizeof tool))
        sink_meta(x->sink, "application", tool);
    if (name >= X_CREATOR && name <= X_TOOL) {
        x->open = name;
        buf_reset(&x->value);
    }
}
static void xmp_end(void *ctx, int name)
{
    struct xmp *x = ctx;
    if (x->open >= 0 && name == x->open) {
        const char *s = buf_str(&x->value);
        while (*s == ' ' || *s == '\n' || *s == '\r' || *s == '\t')
            s++;
        size_t n = strlen(s);
        while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\n' || s[n - 1] == '\r' || s[n - 1] == '\t'))
            n--;
        if (n > 0)
            x->value.data[(size_t)(s - x->value.data) + n] = '\0';
        sink_meta(x->sink, keys[x->open], s);
        x->open = -1;
    }
}
static void xmp_text(void *ctx, const char *text, size_t n)
{
    struct xmp *x = ctx;
    if (x->open >= 0)
        buf_add(&x->value, text, n);
}
static const struct xml_handler handler = {names, xmp_start, xmp_end, xmp_text};

void xmp_read(const uint8_t *data, size_t n, struct sink *sink)
{
    struct source src;
    struct xmp x = {.sink = sink, .open = -1};
    /* The packet stands between processing instructions and is padded with spaces: the root element is all that counts. */
    const uint8_t *end = data + n;
    while (end > data && end[-1] != '>')
        end--;
    buf_init(&x.value, VALUE_MAX);
    source_view(&src, data, (size_t)(end - data), sink->budget);
    enum xml_status status = xml_parse(&src, &handler, &x, NULL);
    if (status == XML_NOMEM || status == XML_LIMIT) /* a damaged packet is nobody's text */
        sink_unread(sink, UNREAD_TOO_LARGE);
    source_done(&src);
    sink_buf_free(sink, &x.value);
}
