/* Office packages: which kind of document, its properties, and every part that no reader asked for. Text is read by docx.c, xlsx.c and
 * pptx.c. */
#include "formats/ooxml.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "formats/blocks.h"

enum { PROPERTY_MAX = 4096 };

static const struct {
    const char *content_type; /* how it begins */
    const char *format;
    void (*read)(struct opc *);
} kinds[] = {
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main", "docx", docx_read},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main", "dotx", docx_read},
    {"application/vnd.ms-word.document.macroEnabled.main", "docm", docx_read},
    {"application/vnd.ms-word.template.macroEnabledTemplate.main", "dotm", docx_read},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "xlsx", xlsx_read},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main", "xltx", xlsx_read},
    {"application/vnd.ms-excel.sheet.macroEnabled.main", "xlsm", xlsx_read},
    {"application/vnd.ms-excel.template.macroEnabled.main", "xltm", xlsx_read},
    {"application/vnd.ms-excel.addin.macroEnabled.main", "xlam", xlsx_read},
    {"application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb", xlsb_read},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation.main", "pptx", pptx_read},
    {"application/vnd.openxmlformats-officedocument.presentationml.template.main", "potx", pptx_read},
    {"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main", "ppsx", pptx_read},
    {"application/vnd.ms-powerpoint.presentation.macroEnabled.main", "pptm", pptx_read},
    {"application/vnd.ms-powerpoint.template.macroEnabled.main", "potm", pptx_read},
    {"application/vnd.ms-powerpoint.slideshow.macroEnabled.main", "ppsm", pptx_read},
    {"application/vnd.ms-powerpoint.addin.macroEnabled.main", "ppam", pptx_read},
};
/* Where the content type says nothing, the main part's folder does. */
static const struct {
    const char *folder, *format;
    void (*read)(struct opc *);
} folders[] = {{"word/", "docx", docx_read}, {"xl/", "xlsx", xlsx_read}, {"ppt/", "pptx", pptx_read}};

/* ---- properties ---- */

static const struct {
    const char *element, *key;
} properties[] = {
    {"creator", "author"},       {"lastModifiedBy", "last_saved_by"},
    {"title", "title"},          {"subject", "subject"},
    {"description", "comments"}, {"keywords", "keywords"},
    {"category", "category"},    {"contentStatus", "status"},
    {"revision", "revision"},    {"created", "created"},
    {"modified", "modified"},    {"lastPrinted", "printed"},
    {"Company", "company"},      {"Manager", "manager"},
    {"Template", "template"},    {"Application", "application"},
    {"HyperlinkBase", "hyperlink_base"}, {"TotalTime", "total_time"},
};
enum { PROPERTY_COUNT = sizeof properties / sizeof properties[0] };

struct property_reader {
    struct sink *sink;
    const char *key;        /* of the open element, NULL: not a property of ours */
    unsigned depth, vector;
    char custom[128];       /* name of the open custom property */
    bool in_custom;
    struct buf value;
};

static void end_property(struct property_reader *r)
{
    if (r->key != NULL && r->value.len > 0) {
        struct place place = {.kind = PLACE_PROPERTY, .table = r->key};
        if (r->in_custom) /* its name is the author's own and may be any */
            sink_block(r->sink, &place, r->value.data, r->value.len);
        else
            sink_meta(r->sink, r->key, buf_str(&r->value));
    }
    buf_reset(&r->value);
    r->key = NULL;
}

static void property_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct property_reader *r = ctx;
    (void)name;
    if (strcmp(tag->name, "vector") == 0) /* names of sheets and slides: they are read where they stand */
        r->vector++;
    r->depth++;
    end_property(r);
    if (r->vector > 0)
        return;
    if (strcmp(tag->name, "property") == 0) {
        xml_attr_copy(tag, "name", r->custom, sizeof r->custom);
        r->in_custom = true;
        return;
    }
    if (r->in_custom) {
        r->key = r->custom;
        return;
    }
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if (strcmp(tag->name, properties[i].element) == 0)
            r->key = properties[i].key;
    }
}
static void property_end(void *ctx, int name)
{
    struct property_reader *r = ctx;
    (void)name;
    end_property(r);
    r->depth--;
    if (r->depth <= 1) {
        r->in_custom = false;
        r->vector = 0;
    }
}
static void property_text(void *ctx, const char *text, size_t n)
{
    struct property_reader *r = ctx;
    if (r->key != NULL)
        buf_add(&r->value, text, n);
}
static const struct xml_handler property_handler = {.start = property_start, .end = property_end, .text = property_text};

static void read_properties(struct opc *o, const char *part)
{
    struct property_reader r;
    memset(&r, 0, sizeof r);
    r.sink = o->sink;
    buf_init(&r.value, PROPERTY_MAX);
    opc_parse(o, part, &property_handler, &r, NULL);
    sink_buf_free(o->sink, &r.value);
}

/* ---- text in VML: controls and word art ---- */

enum { V_TEXTBOX, V_TEXTPATH };
static const char *const vml_names[] = {"textbox", "textpath", NULL};
struct vml_reader {
    struct blocks blocks;
    unsigned inside;
};
static const struct place vml_place = {.kind = PLACE_OTHER};

static void vml_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct vml_reader *r = ctx;
    size_t n;
    if (r->inside > 0 || name == V_TEXTBOX) {
        if (r->inside == 0)
            blocks_begin(&r->blocks, &vml_place);
        r->inside++;
    } else if (name == V_TEXTPATH) {
        const char *text = xml_attr(tag, "string", &n);
        blocks_begin(&r->blocks, &vml_place);
        if (text != NULL)
            blocks_text(&r->blocks, 0, text, n);
        blocks_end(&r->blocks);
    }
}
static void vml_end(void *ctx, int name)
{
    struct vml_reader *r = ctx;
    (void)name;
    if (r->inside > 0 && --r->inside == 0)
        blocks_end(&r->blocks);
}
static void vml_text(void *ctx, const char *text, size_t n)
{
    struct vml_reader *r = ctx;
    if (r->inside > 0)
        blocks_text(&r->blocks, 0, text, n);
}
static const struct xml_handler vml_handler = {vml_names, vml_start, vml_end, vml_text};

static void read_vml(struct opc *o, const char *part)
{
    struct vml_reader r;
    memset(&r, 0, sizeof r);
    blocks_init(&r.blocks, o->sink);
    opc_parse(o, part, &vml_handler, &r, NULL);
    blocks_free(&r.blocks);
}

/* ---- what is left ---- */

/* Parts that hold looks, settings and caches of places, by relation type: nothing of the author's is in them. */
static const char *const plain_types[] = {
    "theme", "themeOverride", "fontTable", "webSettings", "numbering", "stylesWithEffects", "styles", "presProps", "viewProps",
    "tableStyles", "calcChain", "printerSettings", "font", "people", "person", "commentsExtended", "commentsExtensible", "commentsIds",
    "commentAuthors", "authors", "diagramLayout", "diagramQuickStyle", "diagramStyle", "diagramColors", "diagramDrawing",
    "chartStyle", "chartColorStyle", "customXmlProps", "table", "queryTable", "sheetMetadata", "control", "activeXControlBinary",
    "ctrlProp", "origin", "signature", "certificate", "slideUpdateInfo", "xmlMaps", "tags", "volatileDependencies", "revisionHeaders",
    "usernames", "keyMapCustomizations", "attachedToolbars", "smartTags", "recipientData", "wordVbaData", "xlMacrosheet", "core-properties",
    "extended-properties", "custom-properties", "ui", "extensibility", "userCustomization", "changesInfo", "revisionInfo",
    "customProperty", "slicer", "slicerCache", "timeline", "timelineCache", "richStyles", "rdRichValue", "rdRichValueStructure",
    "rdRichValueTypes", "webextension", "webextensiontaskpanes", "pivotTable", "settings", "classificationlabels", "intelligence",
    "intelligence2", "documenttasks", NULL};

static bool is_one_of(const char *s, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strcmp(s, *list) == 0)
            return true;
    }
    return false;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

static void read_leftover(struct opc *o, const struct zip_entry *entry)
{
    static const char *const drawings[] = {"drawing", "chart", "chartEx", "diagramData", "chartUserShapes", NULL};
    static const char *const embedded[] = {"oleObject", "package", NULL};
    const char *part = entry->name, *type = opc_type_of(o, part);
    struct place place = {.kind = PLACE_OTHER};
    if (type == NULL)
        type = "";
    if (strcmp(type, "vbaProject") == 0 || ends_with(part, "vbaProject.bin")) {
        sink_fact_at(o->sink, FACT_MACROS, 1, part, NULL);
        opc_hand_on(o, entry);
    } else if (is_one_of(type, embedded) || strstr(part, "/embeddings/") != NULL) {
        sink_fact_at(o->sink, FACT_EMBEDDED_FILES, 1, part, NULL);
        opc_hand_on(o, entry);
    } else if (strcmp(type, "thumbnail") == 0) {
        sink_fact_at(o->sink, FACT_THUMBNAIL, 1, part, NULL);
        opc_hand_on(o, entry);
    } else if (strcmp(type, "customXml") == 0) {
        sink_fact_at(o->sink, FACT_CUSTOM_XML, 1, part, NULL);
        opc_hand_on(o, entry);
    } else if (strcmp(type, "revisionLog") == 0 && ends_with(part, ".xml")) {
        xlsx_revisions_read(o, part);
    } else if (is_one_of(type, drawings)) {
        dml_read(o, part, &place);
    } else if (strcmp(type, "vmlDrawing") == 0) {
        read_vml(o, part);
    } else if (is_one_of(type, plain_types) || strncmp(part, "_xmlsignatures/", 15) == 0 || strcmp(part, "[Content_Types].xml") == 0 ||
               strcmp(part, "mimetype") == 0) {
        opc_mark(o, entry);
    } else {
        opc_hand_on(o, entry); /* pictures, chunks of other formats, and whatever somebody put into the package */
    }
}

bool ooxml_read(struct zip *zip, struct sink *sink)
{
    struct opc o;
    const char *format = NULL;
    void (*read)(struct opc *) = NULL;
    if (zip_find(zip, "[Content_Types].xml") == NULL)
        return false;
    if (!opc_open(&o, zip, sink) || o.main_part == NULL)
        goto out;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && format == NULL; i++) {
        if (strncmp(o.main_type, kinds[i].content_type, strlen(kinds[i].content_type)) == 0) {
            format = kinds[i].format;
            read = kinds[i].read;
        }
    }
    for (size_t i = 0; i < sizeof folders / sizeof folders[0] && format == NULL; i++) {
        if (strncmp(o.main_part, folders[i].folder, strlen(folders[i].folder)) == 0) {
            format = folders[i].format;
            read = folders[i].read;
        }
    }
    if (format == NULL)
        goto out;
    sink->ops->format(sink, format);
    if (zip_truncated_list(zip))
        sink_unread(sink, UNREAD_TOO_MANY);
    if (zip_is_damaged(zip))
        sink_unread(sink, UNREAD_DAMAGED);
    for (const struct opc_rel *rel = opc_rels(&o, ""); rel != NULL; rel = rel->next) {
        if (!rel->external && (ends_with(rel->type, "-properties") || ends_with(rel->type, "Properties")))
            read_properties(&o, rel->target);
    }
    read(&o);
    for (size_t i = 0; i < zip_count(zip); i++) {
        const struct zip_entry *entry = zip_at(zip, i);
        if (budget_cancelled(sink->budget))
            break;
        if (!entry->is_folder && !opc_seen(&o, entry))
            read_leftover(&o, entry);
    }
out:
    opc_close(&o);
    return format != NULL;
}
