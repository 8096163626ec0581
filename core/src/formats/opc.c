/* Relations and content types of an Office package, read once. What a part says is left to docx.c, xlsx.c and pptx.c. */
#include "formats/opc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

enum {
    RELS_MEMORY = 32 * 1024 * 1024,
    PART_NAME_MAX = 1024,
    LINK_SAMPLE = 200
};

void xml_trouble(enum xml_status status, const char *where, struct sink *sink)
{
    switch (status) {
    case XML_OK:
    case XML_STOPPED:
        break;
    case XML_DAMAGED:
        sink->ops->unread(sink, UNREAD_DAMAGED, where);
        break;
    case XML_TOO_DEEP:
        sink->ops->unread(sink, UNREAD_TOO_DEEP, where);
        break;
    case XML_LIMIT:
    case XML_NOMEM:
        sink->ops->unread(sink, UNREAD_TOO_LARGE, where);
        break;
    }
}

/* What stands in the way of an entry's bytes, as the sink's bits. */
static uint32_t zip_unread_bits(enum zip_status status)
{
    switch (status) {
    case ZIP_OK:
        return 0;
    case ZIP_ENCRYPTED:
        return 1u << UNREAD_ENCRYPTED;
    case ZIP_UNSUPPORTED:
        return 1u << UNREAD_UNSUPPORTED;
    case ZIP_LIMIT:
    case ZIP_NOMEM:
        return 1u << UNREAD_TOO_LARGE;
    case ZIP_DAMAGED:
        break;
    }
    return 1u << UNREAD_DAMAGED;
}

void zip_hand_on(struct zip *zip, const struct zip_entry *entry, const char *name, struct sink *sink)
{
    struct source src;
    /* Of entries that share bytes only the first is unpacked: the others exist to multiply it. */
    enum zip_status status = entry->overlaps ? ZIP_DAMAGED : zip_open_entry(zip, entry, &src);
    if (status == ZIP_OK) {
        sink->ops->file(sink, name, &src, 0, 0);
        zip_close_entry(&src);
    } else {
        sink->ops->file(sink, name, NULL, entry->encrypted ? 1u << FACT_ENCRYPTED : 0, zip_unread_bits(status));
    }
}

bool opc_seen(const struct opc *o, const struct zip_entry *entry)
{
    return o->seen[entry - zip_at(o->zip, 0)] != 0;
}

void opc_mark(struct opc *o, const struct zip_entry *entry)
{
    o->seen[entry - zip_at(o->zip, 0)] = 1;
}

void opc_hand_on(struct opc *o, const struct zip_entry *entry)
{
    opc_mark(o, entry);
    zip_hand_on(o->zip, entry, entry->name, o->sink);
}

static bool parse_entry(struct opc *o, const struct zip_entry *entry, const struct xml_handler *handler, void *ctx, const bool *stop)
{
    struct source src;
    if (opc_seen(o, entry))
        return false;
    opc_mark(o, entry);
    enum zip_status status = entry->overlaps ? ZIP_DAMAGED : zip_open_entry(o->zip, entry, &src);
    if (status != ZIP_OK) {
        uint32_t bits = zip_unread_bits(status);
        for (unsigned u = 0; u < UNREAD_COUNT; u++) {
            if (bits & (1u << u))
                o->sink->ops->unread(o->sink, (enum unread)u, entry->name);
        }
        if (entry->encrypted)
            sink_fact_at(o->sink, FACT_ENCRYPTED, 1, entry->name, entry->encryption);
        return false;
    }
    xml_trouble(xml_parse(&src, handler, ctx, stop), entry->name, o->sink);
    zip_close_entry(&src);
    return true;
}

bool opc_parse(struct opc *o, const char *part, const struct xml_handler *handler, void *ctx, const bool *stop)
{
    const struct zip_entry *entry = zip_find(o->zip, part);
    return entry != NULL && parse_entry(o, entry, handler, ctx, stop);
}

/* ---- names ---- */

/* A target relative to its source part becomes a part name: "../media/a.png" of "word/document.xml" is "media/a.png". No leading slash,
 * percent signs decoded. */
static char *resolve(struct opc *o, const char *source, const char *target, size_t n)
{
    char path[PART_NAME_MAX];
    size_t len = 0;
    if (n == 0 || (target[0] != '/' && target[0] != '\\')) {
        const char *slash = strrchr(source, '/');
        len = slash != NULL ? (size_t)(slash - source) + 1 : 0;
        if (len >= sizeof path)
            return NULL;
        memcpy(path, source, len);
    }
    for (size_t i = 0; i <= n && len < sizeof path;) {
        /* One segment at a time. */
        size_t start = len, end = i;
        while (end < n && target[end] != '/' && target[end] != '\\' && target[end] != '#')
            end++;
        for (; i < end && len < sizeof path; i++) {
            int high = i + 2 < n ? ascii_hex(target[i + 1]) : -1, low = i + 2 < n ? ascii_hex(target[i + 2]) : -1;
            if (target[i] == '%' && high >= 0 && low >= 0 && (high | low) != 0) {
                path[len++] = (char)(high * 16 + low);
                i += 2;
            } else {
                path[len++] = target[i];
            }
        }
        size_t segment = len - start;
        if (segment == 0 || (segment == 1 && path[start] == '.')) {
            len = start;
        } else if (segment == 2 && path[start] == '.' && path[start + 1] == '.') {
            len = start;
            if (len > 0)
                len--; /* the slash */
            while (len > 0 && path[len - 1] != '/')
                len--;
        } else if (end < n && target[end] != '#' && len < sizeof path) {
            path[len++] = '/';
        }
        if (end >= n || target[end] == '#')
            break;
        i = end + 1;
    }
    return len < sizeof path ? arena_strndup(o->arena, path, len) : NULL;
}

static char *lower_copy(struct opc *o, const char *s)
{
    char *copy = arena_strdup(o->arena, s);
    for (char *p = copy; p != NULL && *p != '\0'; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    return copy;
}

/* ---- relations ---- */

struct rels_reader {
    struct opc *opc;
    const char *source;
    struct opc_rel *first, *last;
};
enum { REL_RELATIONSHIP };
static const char *const rels_names[] = {"Relationship", NULL};

/* Keeps rel under a key that is new. */
static bool keep(struct strmap *map, const char *key, struct opc_rel ***array, size_t *count, size_t *capacity, struct opc_rel *rel)
{
    size_t stored;
    if (*count == *capacity) {
        size_t wanted = *capacity != 0 ? *capacity * 2 : 64;
        struct opc_rel **bigger = realloc(*array, wanted * sizeof *bigger);
        if (bigger == NULL)
            return false;
        *array = bigger;
        *capacity = wanted;
    }
    if (key == NULL || !strmap_put(map, key, *count, &stored))
        return false;
    if (stored == *count)
        (*array)[(*count)++] = rel;
    return true;
}

static void rels_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct rels_reader *r = ctx;
    struct opc *o = r->opc;
    size_t type_len, target_len, id_len;
    if (name != REL_RELATIONSHIP)
        return;
    const char *type = xml_attr(tag, "Type", &type_len), *target = xml_attr(tag, "Target", &target_len);
    const char *id = xml_attr(tag, "Id", &id_len);
    bool external = xml_attr_is(tag, "TargetMode", "External");
    if (type == NULL || (target == NULL && !external)) /* a link whose target was taken out is still told */
        return;
    while (type_len > 0 && type[type_len - 1] == '/')
        type_len--;
    size_t from = type_len;
    while (from > 0 && type[from - 1] != '/')
        from--;
    bool hyperlink = type_len - from == 9 && memcmp(type + from, "hyperlink", 9) == 0;
    if (hyperlink)
        return; /* plain links are no parts and no data that comes along; there may be a million of them */
    struct opc_rel *rel = arena_alloc(o->arena, sizeof *rel);
    if (rel == NULL) {
        o->full = true;
        return;
    }
    rel->id = id != NULL ? arena_strndup(o->arena, id, id_len) : "";
    rel->type = arena_strndup(o->arena, type + from, type_len - from);
    rel->external = external;
    rel->target = external ? arena_strndup(o->arena, target != NULL ? target : "", target_len) : resolve(o, r->source, target, target_len);
    if (rel->id == NULL || rel->type == NULL || rel->target == NULL)
        return;
    if (r->last != NULL)
        r->last->next = rel;
    else
        r->first = rel;
    r->last = rel;
    size_t source_len = strlen(r->source);
    char *by_id = arena_alloc(o->arena, source_len + id_len + 2);
    if (by_id == NULL)
        return;
    memcpy(by_id, r->source, source_len);
    by_id[source_len] = '\n';
    if (id_len > 0)
        memcpy(by_id + source_len + 1, id, id_len);
    o->full = !keep(o->ids, by_id, &o->by_id, &o->id_count, &o->id_capacity, rel) || o->full;
    if (external) {
        char sample[LINK_SAMPLE];
        snprintf(sample, sizeof sample, "%s", rel->target);
        sink_fact_at(o->sink, FACT_EXTERNAL_LINKS, 1, r->source, sample);
        return;
    }
    o->full = !keep(o->targets, lower_copy(o, rel->target), &o->by_target, &o->target_count, &o->target_capacity, rel) || o->full;
}

static const struct xml_handler rels_handler = {.names = rels_names, .start = rels_start};

/* "word/_rels/document.xml.rels" belongs to "word/document.xml"; NULL: no such name. */
static char *rels_source(struct opc *o, const char *name)
{
    size_t n = strlen(name);
    if (n < 5 || (strcmp(name + n - 5, ".rels") != 0 && strcmp(name + n - 5, ".RELS") != 0))
        return NULL;
    const char *slash = strrchr(name, '/');
    if (slash == NULL || slash - name < 5 || memcmp(slash - 5, "_rels", 5) != 0)
        return NULL;
    size_t folder = (size_t)(slash - name) - 5, base = n - 5 - (size_t)(slash + 1 - name);
    char *source = arena_alloc(o->arena, folder + base + 1);
    if (source != NULL) {
        const char *start = name[0] == '/' ? name + 1 : name;
        if (start != name && folder > 0)
            folder--;
        memcpy(source, start, folder);
        memcpy(source + folder, slash + 1, base);
    }
    return source;
}

const struct opc_rel *opc_rels(const struct opc *o, const char *part)
{
    size_t i;
    return strmap_get(o->sources, part, &i) ? o->lists[i] : NULL;
}

const char *opc_target(const struct opc *o, const char *part, const char *id)
{
    char key[PART_NAME_MAX + 256];
    size_t i;
    int n = snprintf(key, sizeof key, "%s\n%s", part, id);
    if (n < 0 || (size_t)n >= sizeof key || !strmap_get(o->ids, key, &i) || o->by_id[i]->external)
        return NULL;
    return o->by_id[i]->target;
}

const char *opc_type_of(const struct opc *o, const char *part)
{
    char key[PART_NAME_MAX];
    size_t i, n = strlen(part);
    if (n >= sizeof key)
        return NULL;
    for (i = 0; i <= n; i++)
        key[i] = ascii_lower(part[i]);
    return strmap_get(o->targets, key, &i) ? o->by_target[i]->type : NULL;
}

/* ---- content types ---- */

enum { TYPES_OVERRIDE, TYPES_DEFAULT };
static const char *const types_names[] = {"Override", "Default", NULL};

static void types_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct opc *o = ctx;
    char part[PART_NAME_MAX], type[sizeof o->main_type];
    const char *want = o->main_part;
    if (want == NULL)
        return;
    if (name == TYPES_OVERRIDE && xml_attr_copy(tag, "PartName", part, sizeof part)) {
        const char *have = part[0] == '/' ? part + 1 : part;
        const struct zip_entry *a = zip_find(o->zip, have), *b = zip_find(o->zip, want);
        if (a != NULL && a == b && xml_attr_copy(tag, "ContentType", type, sizeof type))
            memcpy(o->main_type, type, sizeof type);
    } else if (name == TYPES_DEFAULT && o->main_type[0] == '\0' && xml_attr_copy(tag, "Extension", part, sizeof part)) {
        const char *dot = strrchr(want, '.');
        if (dot != NULL && strcmp(dot + 1, part) == 0 && strcmp(part, "xml") != 0 && xml_attr_copy(tag, "ContentType", type, sizeof type))
            memcpy(o->main_type, type, sizeof type);
    }
}
static const struct xml_handler types_handler = {.names = types_names, .start = types_start};

bool opc_open(struct opc *o, struct zip *zip, struct sink *sink)
{
    memset(o, 0, sizeof *o);
    o->zip = zip;
    o->sink = sink;
    o->arena = arena_new(RELS_MEMORY);
    o->sources = strmap_new();
    o->targets = strmap_new();
    o->ids = strmap_new();
    o->seen = calloc(zip_count(zip) + 1, 1);
    if (o->arena == NULL || o->sources == NULL || o->targets == NULL || o->ids == NULL || o->seen == NULL) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        return false;
    }
    for (size_t i = 0; i < zip_count(zip); i++) {
        const struct zip_entry *entry = zip_at(zip, i);
        char *source = rels_source(o, entry->name);
        if (source == NULL)
            continue;
        struct rels_reader reader = {o, source, NULL, NULL};
        parse_entry(o, entry, &rels_handler, &reader, NULL);
        if (reader.first != NULL)
            o->full = !keep(o->sources, source, &o->lists, &o->list_count, &o->list_capacity, reader.first) || o->full;
    }
    if (o->full || arena_failed(o->arena))
        sink->ops->unread(sink, UNREAD_TOO_MANY, "relations");
    for (const struct opc_rel *rel = opc_rels(o, ""); rel != NULL; rel = rel->next) {
        if (strcmp(rel->type, "officeDocument") == 0 && !rel->external)
            o->main_part = rel->target;
    }
    opc_parse(o, "[Content_Types].xml", &types_handler, o, NULL);
    return true;
}

void opc_close(struct opc *o)
{
    arena_free(o->arena);
    strmap_free(o->sources);
    strmap_free(o->targets);
    strmap_free(o->ids);
    free(o->by_id);
    free(o->lists);
    free(o->by_target);
    free(o->seen);
}
