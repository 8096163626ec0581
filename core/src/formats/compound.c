/* Tells what a compound file is by the streams it holds and hands it to that reader. Opens containers only; understands no document. */
#include "formats/compound.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "formats/format.h"
#include "text/charset.h"

const char *codepage_label(unsigned codepage)
{
    static const struct {
        unsigned codepage;
        const char *label;
    } labels[] = {{932, "windows-31j"}, {10001, "windows-31j"}, {936, "gbk"},   {949, "windows-949"}, {950, "big5"},
                  {65001, "utf-8"},     {10000, "macintosh"},   {437, "ibm437"}, {850, "ibm850"},      {1200, "utf-16le"},
                  {1250, "windows-1250"}, {1251, "windows-1251"}, {1253, "windows-1253"}, {1254, "windows-1254"},
                  {1255, "windows-1255"}, {1256, "windows-1256"}, {1257, "windows-1257"}, {1258, "windows-1258"}, {874, "windows-874"}};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (labels[i].codepage == codepage)
            return labels[i].label;
    return "windows-1252";
}

void add_utf16le(struct buf *out, const uint8_t *units, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t cp = (uint32_t)units[2 * i] | (uint32_t)units[2 * i + 1] << 8;
        if (cp >= 0xD800 && cp < 0xDC00 && i + 1 < count) {
            uint32_t low = (uint32_t)units[2 * i + 2] | (uint32_t)units[2 * i + 3] << 8;
            if (low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                i++;
            }
        }
        char utf8[4];
        buf_add(out, utf8, utf8_encode(cp, utf8));
    }
}

void add_codepage(struct buf *out, unsigned codepage, const uint8_t *bytes, size_t n)
{
    size_t length;
    char *utf8 = charset_to_utf8(codepage_label(codepage), (const char *)bytes, n, 4 * n + 4, &length);
    if (utf8)
        buf_add(out, utf8, length);
    else
        out->failed = true;
    free(utf8);
}

const uint8_t *compound_whole(struct cfb *cfb, size_t stream, struct source *src, size_t *n, struct sink *sink)
{
    *n = 0;
    memset(src, 0, sizeof *src);
    const struct cfb_entry *e = cfb_entry_at(cfb, stream);
    if (!e || e->is_storage)
        return NULL;
    if (cfb_open_stream(cfb, stream, src) != CFB_OK) {
        sink_unread(sink, UNREAD_DAMAGED);
        return NULL;
    }
    const uint8_t *data = source_whole(src, n);
    if (!data)
        sink_unread(sink, src->over_budget ? UNREAD_TOO_LARGE : UNREAD_DAMAGED);
    return data;
}

static bool has(struct cfb *cfb, size_t storage, const char *name)
{
    return cfb_child(cfb, storage, name) != CFB_NONE;
}

bool compound_read_storage(struct cfb *cfb, size_t storage, unsigned depth, struct sink *sink)
{
    if (depth > COMPOUND_DEPTH_MAX) {
        sink_unread(sink, UNREAD_TOO_DEEP);
        return true;
    }
    const char *name = NULL;
    void (*read)(struct cfb *, size_t, unsigned, struct sink *) = NULL;
    if (has(cfb, storage, "Workbook") || has(cfb, storage, "Book")) {
        name = "xls";
        read = xls_read;
    } else if (has(cfb, storage, "WordDocument")) {
        name = "doc";
        read = doc_read;
    } else if (has(cfb, storage, "PowerPoint Document")) {
        name = "ppt";
        read = ppt_read;
    } else if (has(cfb, storage, "__properties_version1.0")) {
        name = "msg";
        read = msg_read;
    }
    if (!read)
        return false;
    if (depth == 0) {
        sink->ops->format(sink, name);
        oleprops_read(cfb, storage, sink);
    }
    read(cfb, storage, depth, sink);
    return true;
}

static int compound_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    return cfb_magic(head, n) ? 90 : 0;
}

static void compound_read(struct source *src, const char *name, struct sink *sink)
{
    (void)name;
    size_t n;
    const uint8_t *data = source_whole(src, &n);
    if (!data)
        return;
    struct cfb *cfb;
    enum cfb_status status = cfb_open(data, n, sink->budget, &cfb);
    if (status == CFB_LIMIT || status == CFB_NOMEM)
        sink_unread(sink, UNREAD_TOO_LARGE);
    else if (status == CFB_DAMAGED)
        sink_unread(sink, UNREAD_DAMAGED);
    if (!cfb)
        return;
    if (has(cfb, 0, "EncryptedPackage") && has(cfb, 0, "EncryptionInfo"))
        ooxml_crypt_read(cfb, sink);
    else if (!compound_read_storage(cfb, 0, 0, sink)) {
        oleprops_read(cfb, 0, sink);
        ole_objects_read(cfb, 0, 0, sink);
        sink_unread(sink, UNREAD_UNSUPPORTED);
    }
    cfb_close(cfb);
}

const struct format format_compound = {"ole", compound_bid, compound_read};
