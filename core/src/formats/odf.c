/* OpenDocument packages and flat files: which kind, what lies in the package, what is locked. What the streams of XML say is odf_content.c's,
 * what the package is packed in parse/zip.c's. */
#include "formats/odf.h"

#include <string.h>

#include "formats/format.h"
#include "formats/odf_content.h"
#include "formats/opc.h"

static const struct {
    const char *type, *format;
} kinds[] = {
    {"text", "odt"}, {"text-template", "ott"}, {"text-master", "odm"}, {"text-web", "odt"}, {"spreadsheet", "ods"}, {"spreadsheet-template", "ots"},
    {"presentation", "odp"}, {"presentation-template", "otp"}, {"graphics", "odg"}, {"graphics-template", "otg"}, {"chart", "odc"},
    {"formula", "odf"}, {"database", "odb"}, {"base", "odb"}, {"image", "odi"},
};

/* What OpenOffice.org 1 called them; templates and the like begin the same. */
static const struct {
    const char *type, *format;
} old_kinds[] = {{"writer", "odt"}, {"calc", "ods"}, {"impress", "odp"}, {"draw", "odg"}, {"chart", "odc"}, {"math", "odf"}, {"base", "odb"}};

/* "application/vnd.oasis.opendocument.text" -> "odt"; NULL: not ours. */
static const char *format_of_type(const char *type, size_t n)
{
    static const char *const prefixes[] = {"application/vnd.oasis.opendocument.", "application/vnd.sun.xml."};
    for (size_t p = 0; p < 2; p++) {
        size_t m = strlen(prefixes[p]);
        if (n <= m || memcmp(type, prefixes[p], m) != 0)
            continue;
        for (size_t i = 0; p == 1 && i < sizeof old_kinds / sizeof old_kinds[0]; i++) {
            if (n - m >= strlen(old_kinds[i].type) && memcmp(type + m, old_kinds[i].type, strlen(old_kinds[i].type)) == 0)
                return old_kinds[i].format;
        }
        if (p == 1) /* menus and tool bars have such types too */
            return NULL;
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            if (strlen(kinds[i].type) == n - m && memcmp(kinds[i].type, type + m, n - m) == 0)
                return kinds[i].format;
        }
    }
    return NULL;
}

/* ---- the package ---- */

enum { M_ENTRY, M_ENCRYPTION };
static const char *const manifest_names[] = {"file-entry", "encryption-data", NULL};
struct manifest {
    struct sink *sink;
    char path[512];
    bool encrypted;
};
static void manifest_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct manifest *m = ctx;
    if (name == M_ENTRY) {
        char type[128];
        xml_attr_copy(tag, "full-path", m->path, sizeof m->path);
        xml_attr_copy(tag, "media-type", type, sizeof type);
        size_t n = strlen(m->path);
        const char *format = format_of_type(type, strlen(type));
        if (n > 1 && m->path[n - 1] == '/' && format != NULL && strcmp(format, "odc") != 0 && strcmp(format, "odf") != 0) {
            m->path[n - 1] = '\0';
            sink_fact_at(m->sink, FACT_EMBEDDED_FILES, 1, m->path, format);
        }
    } else if (name == M_ENCRYPTION) {
        m->encrypted = true;
        sink_fact_at(m->sink, FACT_ENCRYPTED, 1, m->path, NULL);
    }
}
static const struct xml_handler manifest_handler = {.names = manifest_names, .start = manifest_start};

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}
static bool begins_with(const char *s, const char *start)
{
    return strncmp(s, start, strlen(start)) == 0;
}

static bool open_part(struct odf_document *o, struct zip *zip, const struct zip_entry *entry, struct source *src)
{
    if (entry->overlaps || zip_open_entry(zip, entry, src) != ZIP_OK) {
        o->sink->ops->unread(o->sink, entry->encrypted ? UNREAD_ENCRYPTED : UNREAD_DAMAGED, entry->name);
        return false;
    }
    return true;
}

static void read_xml(struct odf_document *o, struct zip *zip, const struct zip_entry *entry, enum place_kind kind)
{
    struct source src;
    if (entry != NULL && open_part(o, zip, entry, &src)) {
        odf_read_stream(o, &src, entry->name, kind);
        zip_close_entry(&src);
    }
}

static void read_entry(struct odf_document *o, struct zip *zip, const struct zip_entry *entry)
{
    const char *name = entry->name;
    if (ends_with(name, "/content.xml")) { /* an object inside: charts, formulas, documents */
        o->page = 0;
        read_xml(o, zip, entry, PLACE_OTHER);
    } else if (begins_with(name, "Basic/") || begins_with(name, "Scripts/")) {
        if (!ends_with(name, "-lb.xml") && !ends_with(name, "-lc.xml") && !begins_with(name, "Dialogs/"))
            sink_fact_at(o->sink, FACT_MACROS, 1, name, NULL);
        zip_hand_on(zip, entry, name, o->sink);
    } else if (begins_with(name, "Thumbnails/")) {
        sink_fact_at(o->sink, FACT_THUMBNAIL, 1, name, NULL);
        zip_hand_on(zip, entry, name, o->sink);
    } else if (begins_with(name, "Pictures/") || begins_with(name, "media/") || begins_with(name, "Media/")) {
        zip_hand_on(zip, entry, name, o->sink);
    } else if (begins_with(name, "Object ") && strchr(name, '/') == NULL) { /* OLE objects and other programs' files */
        sink_fact_at(o->sink, FACT_EMBEDDED_FILES, 1, name, NULL);
        zip_hand_on(zip, entry, name, o->sink);
    } else if (strcmp(name, "mimetype") != 0 && !begins_with(name, "META-INF/") && !ends_with(name, "styles.xml") &&
               !ends_with(name, "meta.xml") && !ends_with(name, "settings.xml") && !begins_with(name, "Configurations") &&
               !begins_with(name, "ObjectReplacements/") && !begins_with(name, "Dialogs/") && !begins_with(name, "Fonts/") &&
               strcmp(name, "layout-cache") != 0 && strcmp(name, "content.xml") != 0 && !ends_with(name, "manifest.rdf")) {
        zip_hand_on(zip, entry, name, o->sink); /* nobody knows what else was put in */
    }
}

bool odf_read(struct zip *zip, struct sink *sink)
{
    struct source src;
    struct odf_document o;
    char type[128];
    size_t n = 0;
    const char *format = NULL;
    const struct zip_entry *mimetype = zip_find(zip, "mimetype"), *manifest_entry = zip_find(zip, "META-INF/manifest.xml");
    if (mimetype != NULL && zip_open_entry(zip, mimetype, &src) == ZIP_OK) {
        n = source_read(&src, (uint8_t *)type, sizeof type);
        zip_close_entry(&src);
        if (n == SIZE_MAX)
            n = 0;
        while (n > 0 && (type[n - 1] == '\n' || type[n - 1] == '\r' || type[n - 1] == ' '))
            n--;
        format = format_of_type(type, n);
    }
    if (format == NULL) /* without a mimetype: old or foreign writers */
        format = manifest_entry != NULL && zip_find(zip, "content.xml") != NULL && zip_find(zip, "styles.xml") != NULL ? "odt" : NULL;
    if (format == NULL)
        return false;
    sink->ops->format(sink, format);
    if (zip_truncated_list(zip))
        sink_unread(sink, UNREAD_TOO_MANY);
    if (zip_is_damaged(zip))
        sink_unread(sink, UNREAD_DAMAGED);
    if (!odf_document_init(&o, sink, format)) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        goto out;
    }
    struct manifest manifest = {.sink = sink};
    if (manifest_entry != NULL && open_part(&o, zip, manifest_entry, &src)) {
        xml_trouble(xml_parse(&src, &manifest_handler, &manifest, NULL), manifest_entry->name, sink);
        zip_close_entry(&src);
    }
    const struct zip_entry *meta = zip_find(zip, "meta.xml");
    if (manifest.encrypted) { /* whatever is not encrypted is of no interest beside it */
        sink_unread(sink, UNREAD_ENCRYPTED);
        goto out;
    }
    read_xml(&o, zip, meta, PLACE_OTHER);
    read_xml(&o, zip, zip_find(zip, "styles.xml"), PLACE_HEADER);
    o.page = 0;
    read_xml(&o, zip, zip_find(zip, "content.xml"), PLACE_BODY);
    for (size_t i = 0; i < zip_count(zip) && !budget_cancelled(sink->budget); i++) {
        const struct zip_entry *entry = zip_at(zip, i);
        if (!entry->is_folder)
            read_entry(&o, zip, entry);
    }
out:
    odf_document_free(&o);
    return true;
}

/* ---- flat files ---- */

/* The mimetype attribute in the head of a flat file. */
static const char *flat_format(const uint8_t *head, size_t n)
{
    static const char attribute[] = "office:mimetype=\"";
    const size_t m = sizeof attribute - 1, look = n < 8192 ? n : 8192;
    for (size_t i = 0; i + m < look; i++) {
        if (head[i] == 'o' && memcmp(head + i, attribute, m) == 0) {
            const uint8_t *end = memchr(head + i + m, '"', look - i - m);
            return end != NULL ? format_of_type((const char *)head + i + m, (size_t)(end - head) - i - m) : NULL;
        }
    }
    return NULL;
}

static int flat_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return n > at && head[at] == '<' && flat_format(head, n) != NULL ? 80 : 0;
}

static void flat_read(struct source *src, const char *name, struct sink *sink)
{
    size_t n;
    struct odf_document o;
    (void)name;
    const uint8_t *head = source_peek(src, 8192, &n);
    const char *format = flat_format(head, n);
    if (format == NULL)
        return;
    sink->ops->format(sink, format);
    if (odf_document_init(&o, sink, format))
        odf_read_stream(&o, src, NULL, PLACE_BODY);
    else
        sink_unread(sink, UNREAD_TOO_LARGE);
    odf_document_free(&o);
}

const struct format format_odf = {"odt", flat_bid, flat_read};
