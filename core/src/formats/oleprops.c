/* Property sets of compound files [MS-OLEPS]: author, company and what else says who made a document. Leaves everything else alone. */
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"

enum { PROPERTIES_MAX = 1000, VALUE_MAX = 4096, VT_I2 = 2, VT_I4 = 3, VT_LPSTR = 30, VT_LPWSTR = 31 };

struct wanted {
    uint32_t id;
    const char *key;
};
static const struct wanted summary[] = {
    {2, "title"}, {3, "subject"}, {4, "author"}, {5, "keywords"}, {6, "comments"}, {7, "template"}, {8, "last_saved_by"}, {9, "revision"},
    {18, "application"}, {0, NULL}};
static const struct wanted document[] = {{2, "category"}, {14, "manager"}, {15, "company"}, {0, NULL}};

/* One value at `at`; text is added to out. */
static void read_value(const uint8_t *s, size_t n, size_t at, unsigned codepage, struct buf *out)
{
    if (at > n || n - at < 8)
        return;
    uint32_t type = le32(s + at) & 0xFFFF, length = le32(s + at + 4);
    const uint8_t *p = s + at + 8;
    size_t left = n - at - 8;
    if (type == VT_I4)
        buf_printf(out, "%ld", (long)(int32_t)length);
    else if (type == VT_LPSTR && codepage != 1200) {
        if (length > left)
            length = (uint32_t)left;
        const uint8_t *end = memchr(p, 0, length);
        add_codepage(out, codepage, p, end ? (size_t)(end - p) : length);
    } else if (type == VT_LPWSTR || type == VT_LPSTR) {
        size_t units = type == VT_LPSTR ? length / 2 : length;
        if (units > left / 2)
            units = left / 2;
        size_t used = 0;
        while (used < units && (p[2 * used] || p[2 * used + 1]))
            used++;
        add_utf16le(out, p, used);
    }
}

static void read_section(const uint8_t *s, size_t n, const struct wanted *wanted, struct sink *sink)
{
    if (n < 8)
        return;
    uint32_t count = le32(s + 4);
    if (count > PROPERTIES_MAX)
        count = PROPERTIES_MAX;
    unsigned codepage = 1252;
    for (uint32_t i = 0; i < count && 8 + 8 * (size_t)i + 8 <= n; i++)
        if (le32(s + 8 + 8 * i) == 1) {
            size_t at = le32(s + 12 + 8 * i);
            if (at + 8 <= n && at + 8 > at && (le32(s + at) & 0xFFFF) == VT_I2)
                codepage = (unsigned)(s[at + 4] | s[at + 5] << 8);
        }
    struct buf value;
    buf_init(&value, VALUE_MAX);
    for (uint32_t i = 0; i < count && 8 + 8 * (size_t)i + 8 <= n; i++)
        for (const struct wanted *w = wanted; w->key; w++)
            if (w->id == le32(s + 8 + 8 * i)) {
                buf_reset(&value);
                read_value(s, n, le32(s + 12 + 8 * i), codepage, &value);
                sink_meta(sink, w->key, buf_str(&value));
            }
    sink_buf_free(sink, &value);
}

static void read_set(struct cfb *cfb, size_t storage, const char *stream, const struct wanted *wanted, struct sink *sink)
{
    struct source src;
    size_t n, at = cfb_child(cfb, storage, stream);
    if (at == CFB_NONE)
        return;
    const uint8_t *data = compound_whole(cfb, at, &src, &n, sink);
    if (data && n >= 48 && budget_work(sink->budget, n)) {
        size_t offset = le32(data + 44);
        if (offset < n)
            read_section(data + offset, n - offset, wanted, sink);
    }
    cfb_close_stream(&src);
}

void oleprops_read(struct cfb *cfb, size_t storage, struct sink *sink)
{
    read_set(cfb, storage, "\005SummaryInformation", summary, sink);
    read_set(cfb, storage, "\005DocumentSummaryInformation", document, sink);
}
