/* Files embedded in legacy documents: OLE packages, native data, whole documents in storages of their own, and VBA projects. What the
 * embedded files hold is for their own readers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"

enum { OBJECTS_MAX = 10000, STRING_MAX = 4096 };

/* A NUL-ended string at *at; false when it does not end. */
static bool skip_string(const uint8_t *p, size_t n, size_t *at, struct buf *out)
{
    const uint8_t *end = *at < n ? memchr(p + *at, 0, n - *at) : NULL;
    if (!end)
        return false;
    if (out) {
        size_t length = (size_t)(end - p) - *at;
        add_codepage(out, 932, p + *at, length < STRING_MAX ? length : STRING_MAX);
    }
    *at = (size_t)(end - p) + 1;
    return true;
}

/* "\1Ole10Native" [MS-OLEDS] 2.3.6: size, then for a packaged file its label, paths and bytes. */
static void read_native(const uint8_t *p, size_t n, struct sink *sink)
{
    struct buf name;
    buf_init(&name, STRING_MAX);
    size_t at = 6;
    const char *shown = "embedded object";
    struct source inner;
    if (n > 10 && p[4] == 2 && p[5] == 0 && skip_string(p, n, &at, &name) && skip_string(p, n, &at, NULL) && n - at >= 8) {
        size_t temp_path = le32(p + at + 4);
        at += 8;
        if (temp_path <= n - at && n - at - temp_path >= 4) {
            at += temp_path;
            size_t size = le32(p + at);
            at += 4;
            if (size > n - at)
                size = n - at;
            if (name.len)
                shown = buf_str(&name);
            sink_fact_at(sink, FACT_EMBEDDED_FILES, 1, NULL, shown);
            source_view(&inner, p + at, size, sink->budget);
            sink->ops->file(sink, shown, &inner, 0, 0);
            source_done(&inner);
            goto out;
        }
    }
    if (n > 4) {
        sink_fact_at(sink, FACT_EMBEDDED_FILES, 1, NULL, NULL);
        source_view(&inner, p + 4, n - 4, sink->budget);
        sink->ops->file(sink, shown, &inner, 0, 0);
        source_done(&inner);
    }
out:
    sink_buf_free(sink, &name);
}

static void read_stream(struct cfb *cfb, size_t stream, const char *shown, struct sink *sink)
{
    struct source src;
    size_t n;
    const uint8_t *data = compound_whole(cfb, stream, &src, &n, sink);
    if (data && n > 0 && strcmp(shown, "\001Ole10Native") == 0)
        read_native(data, n, sink);
    else if (data && n > 0) {
        struct source inner;
        sink_fact_at(sink, FACT_EMBEDDED_FILES, 1, NULL, shown);
        source_view(&inner, data, n, sink->budget);
        sink->ops->file(sink, shown, &inner, 0, 0);
        source_done(&inner);
    }
    cfb_close_stream(&src);
}

/* One storage that may be an object; true when it held something of its own. */
static bool read_object(struct cfb *cfb, size_t storage, unsigned depth, struct sink *sink)
{
    size_t stream = cfb_child(cfb, storage, "\001Ole10Native");
    if (stream != CFB_NONE) {
        read_stream(cfb, stream, "\001Ole10Native", sink);
        return true;
    }
    static const char *const whole[] = {"Package", "CONTENTS", "EmbeddedOdf", "package_stream", NULL};
    for (const char *const *name = whole; *name; name++)
        if ((stream = cfb_child(cfb, storage, *name)) != CFB_NONE && !cfb_entry_at(cfb, stream)->is_storage) {
            read_stream(cfb, stream, *name, sink);
            return true;
        }
    if (compound_read_storage(cfb, storage, depth + 1, sink))
        return true;
    /* Any other kind of object (an equation, a chart of another program) keeps its data in streams of its own. */
    for (size_t i = cfb_entry_at(cfb, storage)->first_child; i != CFB_NONE; i = cfb_entry_at(cfb, i)->next) {
        const struct cfb_entry *e = cfb_entry_at(cfb, i);
        if (!e->is_storage && e->size > 0 && (unsigned char)e->name[0] >= 0x20)
            return true;
    }
    return false;
}

void ole_objects_read(struct cfb *cfb, size_t storage, unsigned depth, struct sink *sink)
{
    const struct cfb_entry *e = cfb_entry_at(cfb, storage);
    if (!e)
        return;
    if (cfb_child(cfb, storage, "Macros") != CFB_NONE || cfb_child(cfb, storage, "_VBA_PROJECT_CUR") != CFB_NONE ||
        cfb_child(cfb, storage, "VBA") != CFB_NONE)
        sink_fact(sink, FACT_MACROS);
    if (depth == 0 && (cfb_child(cfb, storage, "\001Ole10Native") != CFB_NONE || cfb_child(cfb, storage, "Package") != CFB_NONE))
        read_object(cfb, storage, depth, sink); /* the file is itself one packaged object */
    size_t pool = cfb_child(cfb, storage, "ObjectPool"), objects = 0;
    /* Word keeps objects in ObjectPool, Excel in MBD and LNK storages beside the workbook. An empty pool is no evidence. */
    for (int round = 0; round < 2; round++) {
        const struct cfb_entry *folder = round ? e : cfb_entry_at(cfb, pool);
        if (!folder)
            continue;
        for (size_t i = folder->first_child; i != CFB_NONE && objects < OBJECTS_MAX; i = cfb_entry_at(cfb, i)->next) {
            const struct cfb_entry *child = cfb_entry_at(cfb, i);
            if (!child->is_storage || (round && strncmp(child->name, "MBD", 3) != 0))
                continue;
            if (!budget_work(sink->budget, 100))
                return;
            if (read_object(cfb, i, depth, sink) || round)
                sink_fact_at(sink, FACT_EMBEDDED_FILES, 1, child->name, NULL);
            objects++;
        }
    }
}
