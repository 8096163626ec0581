/* The message: filled piece by piece or from RFC 5322 bytes. What its bodies say is message_body.c's
 * business, what it means the checks'. */
#include "model/message.h"

#include <stdlib.h>
#include <string.h>
#include "base/strmap.h"
#include "base/utf8.h"
#include "base/watch.h"
#include "parse/body.h"
#include "parse/domain.h"
#include "parse/html.h"

#define ARENA_MAX ((size_t)1 << 30)
enum { ATTACHMENTS_MAX = 100000, PEOPLE_MAX = ADDRESS_LIST_MAX, LANGUAGE_MAX = 35, TIME_MAX = 64 };

/* ---- life
 * --------------------------------------------------------------------------------------------------------------------------
 */

SEKISHO_API sekisho_status sekisho_message_new(sekisho_message **out)
{
    if (!out) return SEKISHO_MISUSE;
    *out = NULL;
    sekisho_message *m = calloc(1, sizeof *m);
    if (!m) return SEKISHO_NO_MEMORY;
    m->arena = arena_new(ARENA_MAX);
    m->kept = arena_new(ARENA_MAX);
    m->keys = strmap_new();
    m->original_keys = strmap_new();
    m->watch = calloc(1, sizeof *m->watch);
    m->language = "en";
    m->time = "";
    if (!m->arena || !m->kept || !m->keys || !m->original_keys || !m->watch) {
        sekisho_message_free(m);
        return SEKISHO_NO_MEMORY;
    }
    *out = m;
    return SEKISHO_OK;
}

static void forget_blocks(sekisho_message *m)
{
    arena_free(m->body_arena);
    free(m->body_text);
    free(m->blocks);
    m->body_arena = NULL;
    m->body_text = NULL;
    m->blocks = NULL;
    m->block_count = 0;
    m->body_unread = 0;
    m->prepared = m->is_reply = m->is_forward = m->quotes_are_own = false;
}

static void free_body(struct message_body *b)
{
    if (b) free(b->owned);
    free(b);
}

static void free_bodies(sekisho_message *m)
{
    struct message_body *next;
    for (struct message_body *b = m->bodies; b; b = next) {
        next = b->next;
        free_body(b);
    }
    m->bodies = m->last_body = NULL;
    forget_blocks(m);
}

SEKISHO_API void sekisho_message_free(sekisho_message *m)
{
    if (!m) return;
    free_bodies(m);
    free(m->recipients);
    free(m->attachments);
    free(m->originals);
    free(m->subject);
    strmap_free(m->keys);
    strmap_free(m->original_keys);
    free(m->watch);
    arena_free(m->arena);
    arena_free(m->kept);
    free(m);
}

/* What every setter answers at its end. */
static sekisho_status state(sekisho_message *m)
{
    if (arena_failed(m->arena) || arena_failed(m->kept)) m->broken = true;
    return m->broken ? SEKISHO_NO_MEMORY : SEKISHO_OK;
}

/* For what fails outside of the arenas: nothing that is missing half of what it was given is ever checked. */
static sekisho_status broken(sekisho_message *m)
{
    m->broken = true;
    return SEKISHO_NO_MEMORY;
}

/* Room for one more of an array that has a maximum. */
static bool room(void **items, size_t count, size_t *cap, size_t size, size_t max)
{
    if (count < *cap) return true;
    size_t more = *cap ? *cap * 2 : 16;
    if (more > max) more = max;
    if (count >= more) return false;
    void *p = realloc(*items, more * size);
    if (!p) return false;
    *items = p;
    *cap = more;
    return true;
}

SEKISHO_API sekisho_status sekisho_message_set_language(sekisho_message *m, const char *lang)
{
    if (!m || !lang || strlen(lang) > LANGUAGE_MAX) return SEKISHO_MISUSE;
    const char *copy = arena_strdup(m->kept, lang);
    if (copy) m->language = copy;
    return state(m);
}

SEKISHO_API sekisho_status sekisho_message_set_time(sekisho_message *m, const char *rfc3339)
{
    if (!m || !rfc3339 || strlen(rfc3339) > TIME_MAX) return SEKISHO_MISUSE;
    const char *copy = arena_strdup(m->kept, rfc3339);
    if (copy) m->time = copy;
    return state(m);
}

/* ---- people
 * ------------------------------------------------------------------------------------------------------------------------
 */

static void describe_person(struct message_person *p, const struct address *a)
{
    p->address = *a;
    p->organisation = domain_organisation(a->domain_ascii);
    p->freemail = domain_is_freemail(a->domain_ascii);
    if (!p->list) p->list = "";
}

static void add_person(sekisho_message *m, sekisho_field field, const struct address *a, const char *list,
                       bool unknown_list)
{
    void *items = m->recipients;
    if (m->recipient_count >= PEOPLE_MAX) {
        m->recipients_cut = true;
        return;
    }
    size_t index = m->recipient_count, first = index;
    if (!room(&items, index, &m->recipient_cap, sizeof *m->recipients, PEOPLE_MAX) ||
        (!unknown_list && !strmap_put(m->keys, a->key, index, &first))) {
        m->recipients = items;
        m->broken = true;
        return;
    }
    m->recipients = items;
    struct message_person *p = &m->recipients[index];
    memset(p, 0, sizeof *p);
    p->field = field;
    p->list = list;
    p->unknown_list = unknown_list;
    p->same_as = first;
    describe_person(p, a);
    m->recipient_count++;
}

static void add_list(sekisho_message *m, sekisho_field field, const char *value, size_t n)
{
    struct address_list list;
    address_parse_list(value, n, m->arena, &list);
    for (size_t i = 0; i < list.count && !m->broken; i++)
        add_person(m, field, &list.items[i], "", false);
    m->recipients_cut = m->recipients_cut || list.truncated;
}

static bool field_ok(sekisho_field field)
{
    return field == SEKISHO_TO || field == SEKISHO_CC || field == SEKISHO_BCC;
}

SEKISHO_API sekisho_status sekisho_message_set_sender(sekisho_message *m, const char *address)
{
    if (!m || !address) return SEKISHO_MISUSE;
    address = arena_utf8(m->arena, address);
    if (!address) return state(m);
    struct address_list list;
    address_parse_list(address, strlen(address), m->arena, &list);
    struct address one;
    if (list.count)
        one = list.items[0];
    else
        address_parse_one(address, strlen(address), NULL, m->arena, &one);
    if (state(m) != SEKISHO_OK) return SEKISHO_NO_MEMORY;
    memset(&m->sender, 0, sizeof m->sender);
    describe_person(&m->sender, &one);
    m->has_sender = true;
    return SEKISHO_OK;
}

SEKISHO_API sekisho_status sekisho_message_add_recipient(sekisho_message *m, sekisho_field field,
                                                         const char *address, const char *name,
                                                         const char *list)
{
    if (!m || !address || !field_ok(field)) return SEKISHO_MISUSE;
    struct address a;
    const char *list_name = arena_strdup(m->arena, arena_utf8(m->arena, list ? list : ""));
    address = arena_utf8(m->arena, address);
    name = arena_utf8(m->arena, name);
    if (state(m) != SEKISHO_OK) return SEKISHO_NO_MEMORY;
    address_parse_one(address, strlen(address), name, m->arena, &a);
    if (state(m) == SEKISHO_OK) add_person(m, field, &a, list_name, false);
    return state(m);
}

SEKISHO_API sekisho_status sekisho_message_add_recipients(sekisho_message *m, sekisho_field field,
                                                          const char *header_value)
{
    if (!m || !header_value || !field_ok(field)) return SEKISHO_MISUSE;
    header_value = arena_utf8(m->arena, header_value);
    if (state(m) == SEKISHO_OK) add_list(m, field, header_value, strlen(header_value));
    return state(m);
}

SEKISHO_API sekisho_status sekisho_message_add_unknown_list(sekisho_message *m, sekisho_field field,
                                                            const char *name)
{
    if (!m || !name || !field_ok(field)) return SEKISHO_MISUSE;
    const char *copy = arena_strdup(m->arena, arena_utf8(m->arena, name));
    if (state(m) == SEKISHO_OK) {
        struct address a = {.raw = copy,
                            .name = copy,
                            .local = "",
                            .domain = "",
                            .domain_ascii = "",
                            .address = copy,
                            .key = copy,
                            .group = "",
                            .name_address = ""};
        add_person(m, field, &a, copy, true);
    }
    return state(m);
}

SEKISHO_API sekisho_status sekisho_message_add_envelope_recipient(sekisho_message *m, const char *address)
{
    if (!m || !address) return SEKISHO_MISUSE;
    struct address a;
    size_t index;
    address = arena_utf8(m->arena, address);
    if (!address) return state(m);
    address_parse_one(address, strlen(address), NULL, m->arena, &a);
    if (state(m) == SEKISHO_OK && !strmap_get(m->keys, a.key, &index))
        add_person(m, SEKISHO_BCC, &a, "", false);
    return state(m);
}

static void add_original(sekisho_message *m, const struct address *a)
{
    void *items = m->originals;
    size_t index;
    if (strmap_get(m->original_keys, a->key, &index) || m->original_count >= PEOPLE_MAX) return;
    bool ok = room(&items, m->original_count, &m->original_cap, sizeof *m->originals, PEOPLE_MAX);
    m->originals = items;
    if (!ok || !strmap_put(m->original_keys, a->key, m->original_count, &index)) {
        m->broken = true;
        return;
    }
    struct message_person *p = &m->originals[m->original_count++];
    memset(p, 0, sizeof *p);
    describe_person(p, a);
}

SEKISHO_API sekisho_status sekisho_message_add_original_person(sekisho_message *m, const char *address,
                                                               const char *name)
{
    if (!m || !address) return SEKISHO_MISUSE;
    struct address a;
    address = arena_utf8(m->kept, address);
    name = arena_utf8(m->kept, name);
    if (state(m) != SEKISHO_OK) return SEKISHO_NO_MEMORY;
    address_parse_one(address, strlen(address), name, m->kept, &a);
    if (state(m) == SEKISHO_OK) {
        add_original(m, &a);
        m->has_original = true;
        forget_blocks(m);
    }
    return state(m);
}

/* A header's addresses, decoded from raw bytes. */
static void header_addresses(const struct mime_header *h, struct arena *arena, struct address_list *out)
{
    struct buf text;
    buf_init(&text, h->value_len * 4 + 16);
    if (!mime_header_utf8(h->value, h->value_len, &text))
        arena_alloc_array(arena, (size_t)-1, 2); /* remembered where the caller looks */
    address_parse_list(buf_str(&text), text.len, arena, out);
    buf_free(&text);
}

SEKISHO_API sekisho_status sekisho_message_set_original_rfc5322(sekisho_message *m, const void *data,
                                                                size_t length)
{
    if (!m || (!data && length)) return SEKISHO_MISUSE;
    struct arena *scratch = arena_new(ARENA_MAX);
    if (!scratch) return broken(m);
    struct mime *mime = mime_parse(data, length, scratch);
    size_t at = 0;
    struct mime_header h;
    while (mime && mime_header_next(mime->root, &at, &h) && state(m) == SEKISHO_OK) {
        if (mime_header_is(&h, "From") || mime_header_is(&h, "Sender") || mime_header_is(&h, "Reply-To") ||
            mime_header_is(&h, "To") || mime_header_is(&h, "Cc")) {
            struct address_list list;
            header_addresses(&h, m->kept, &list);
            for (size_t i = 0; i < list.count && !m->broken; i++)
                add_original(m, &list.items[i]);
        }
    }
    if (!mime) m->broken = true;
    m->has_original = true;
    forget_blocks(m);
    arena_free(scratch);
    return state(m);
}

bool message_in_original(const struct sekisho_message *m, const char *key)
{
    size_t index;
    return strmap_get(m->original_keys, key, &index);
}

/* ---- texts
 * -------------------------------------------------------------------------------------------------------------------------
 */

static char *duplicate(const char *s, size_t n)
{
    char *copy = malloc(n + 1);
    if (copy) {
        if (n) memcpy(copy, s, n);
        copy[n] = '\0';
    }
    return copy;
}

/* A caller's text, ended with NUL; ill-formed bytes become U+FFFD, so that what a report says is UTF-8 whatever came in. */
static char *duplicate_utf8(const char *s, size_t *n)
{
    if (utf8_valid(s, *n)) return duplicate(s, *n);
    char *copy = *n > SIZE_MAX / 3 - 1 ? NULL : malloc(*n * 3 + 1);
    if (!copy) return NULL;
    *n = utf8_repair(s, *n, copy);
    copy[*n] = '\0';
    return copy;
}

SEKISHO_API sekisho_status sekisho_message_set_subject(sekisho_message *m, const char *text)
{
    if (!m || !text) return SEKISHO_MISUSE;
    size_t length = strlen(text);
    char *copy = duplicate_utf8(text, &length);
    if (!copy) return broken(m);
    free(m->subject);
    m->subject = copy;
    forget_blocks(m);
    return state(m);
}

const char *message_subject(const struct sekisho_message *m)
{
    return m->subject ? m->subject : "";
}

static void append_body(sekisho_message *m, struct message_body *b)
{
    if (m->last_body)
        m->last_body->next = b;
    else
        m->bodies = b;
    m->last_body = b;
}

static sekisho_status set_body(sekisho_message *m, const char *utf8, size_t length, bool html)
{
    if (!m || (!utf8 && length)) return SEKISHO_MISUSE;
    struct message_body *fresh = calloc(1, sizeof *fresh);
    char *copy = duplicate_utf8(utf8, &length);
    if (!fresh || !copy) {
        free(fresh);
        free(copy);
        return broken(m);
    }
    *fresh = (struct message_body){.text = copy, .len = length, .owned = copy, .html = html};
    struct message_body *rest = m->bodies, *next;
    m->bodies = m->last_body = NULL;
    for (; rest; rest = next) {
        next = rest->next;
        rest->next = NULL;
        if (rest->html == html)
            free_body(rest);
        else
            append_body(m, rest);
    }
    append_body(m, fresh);
    forget_blocks(m);
    return state(m);
}

SEKISHO_API sekisho_status sekisho_message_set_text(sekisho_message *m, const char *utf8, size_t length)
{
    return set_body(m, utf8, length, false);
}

SEKISHO_API sekisho_status sekisho_message_set_html(sekisho_message *m, const char *utf8, size_t length)
{
    return set_body(m, utf8, length, true);
}

/* ---- attachments
 * -------------------------------------------------------------------------------------------------------------------
 */

static char *lower_copy(struct arena *a, const char *s)
{
    char *out = arena_strdup(a, s);
    for (char *c = out; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    return out ? out : (char *)"";
}

static bool one_of(const char *s, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(s, *list) == 0) return true;
    return false;
}

/* What a part is by its type alone; pictures and alternatives need their surroundings. */
static enum attachment_role role_of(const char *type, const char *lower_name)
{
    static const char *const signatures[] = {"application/pkcs7-signature", "application/x-pkcs7-signature",
                                             "application/pgp-signature", "application/pgp-keys", NULL};
    static const char *const signature_names[] = {"smime.p7s", "signature.asc", NULL};
    static const char *const calendars[] = {"text/calendar", "application/ics", NULL};
    static const char *const sealed[] = {"application/pkcs7-mime", "application/x-pkcs7-mime",
                                         "application/pgp-encrypted", NULL};
    if (one_of(type, signatures) || one_of(lower_name, signature_names)) return ATTACHMENT_SIGNATURE;
    if (one_of(type, calendars)) return ATTACHMENT_CALENDAR;
    return one_of(type, sealed) ? ATTACHMENT_SEALED : ATTACHMENT_FILE;
}

static const char *made_up_name(sekisho_message *m, const char *type, const struct mime_part *part)
{
    static const struct {
        const char *type, *name;
    } names[] = {{"text/plain", "text.txt"},        {"text/html", "page.html"},
                 {"text/csv", "table.csv"},         {"text/calendar", "invitation.ics"},
                 {"image/jpeg", "image.jpg"},       {"image/png", "image.png"},
                 {"image/gif", "image.gif"},        {"application/pdf", "document.pdf"},
                 {"application/zip", "archive.zip"}};
    if (strcmp(type, "message/rfc822") == 0) {
        struct mime_part inner = {.head = part ? part->body : "", .head_len = part ? part->body_len : 0};
        struct mime_header h;
        struct buf subject;
        if (part && part->encoding == MIME_IDENTITY) { /* its header ends at the first empty line */
            for (size_t i = 0; i + 1 < inner.head_len; i++)
                if (inner.head[i] == '\n' && (inner.head[i + 1] == '\n' || inner.head[i + 1] == '\r')) {
                    inner.head_len = i + 1;
                    break;
                }
            if (mime_header_find(&inner, "Subject", &h) && h.value_len) {
                buf_init(&subject, 2000);
                bool told = mime_header_text(h.value, h.value_len, &subject) && buf_add_str(&subject, ".eml");
                m->broken = m->broken || (!told && !subject.full);
                const char *name =
                    subject.full ? NULL : arena_strndup(m->arena, buf_str(&subject), subject.len);
                buf_free(&subject);
                if (name) return name;
            }
        }
        return "message.eml";
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(type, names[i].type) == 0) return names[i].name;
    return "attachment.bin";
}

static void add_attachment(sekisho_message *m, struct message_attachment a)
{
    void *items = m->attachments;
    if (m->attachment_count >= ATTACHMENTS_MAX) {
        m->too_many = true;
        return;
    }
    bool ok = room(&items, m->attachment_count, &m->attachment_cap, sizeof a, ATTACHMENTS_MAX);
    m->attachments = items;
    if (!ok) {
        m->broken = true;
        return;
    }
    m->attachments[m->attachment_count++] = a;
}

SEKISHO_API sekisho_status sekisho_message_add_attachment(sekisho_message *m, const char *name,
                                                          const char *type, const void *data, size_t length,
                                                          int inline_image, int unavailable)
{
    if (!m || (!data && length)) return SEKISHO_MISUSE;
    struct message_attachment a = {
        .data = data ? data : "", .length = length, .unavailable = unavailable != 0};
    a.type = lower_copy(m->arena, type ? type : "");
    char *cut = strchr(a.type, ';'); /* parameters are not the type */
    if (cut) *cut = '\0';
    a.named = name && *name;
    const char *given = a.named ? arena_strdup(m->arena, arena_utf8(m->arena, name)) : NULL;
    if (state(m) != SEKISHO_OK) return SEKISHO_NO_MEMORY;
    a.name = given ? given : made_up_name(m, a.type, NULL);
    a.role = inline_image ? ATTACHMENT_INLINE : role_of(a.type, lower_copy(m->arena, a.name));
    add_attachment(m, a);
    return state(m);
}

bool message_attachment_open(const struct message_attachment *a, struct message_bytes *out)
{
    memset(out, 0, sizeof *out);
    if (!a->part) {
        out->data = a->data;
        out->size = a->length;
    } else if (a->part->encoding == MIME_IDENTITY) {
        out->data = (const uint8_t *)a->part->body;
        out->size = a->part->body_len;
    } else {
        out->owned = mime_decode(a->part, &out->size);
        out->data = out->owned;
    }
    return out->data != NULL;
}

void message_bytes_free(struct message_bytes *bytes)
{
    free(bytes->owned);
    memset(bytes, 0, sizeof *bytes);
}

size_t message_file_count(const struct sekisho_message *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->attachment_count; i++)
        n += m->attachments[i].role == ATTACHMENT_FILE;
    return n;
}

/* ---- a whole message
 * ---------------------------------------------------------------------------------------------------------------
 */

static const struct message_body *add_body_text(sekisho_message *m, const struct mime_part *part, bool html)
{
    struct message_body *b = calloc(1, sizeof *b);
    if (b) b->text = mime_text(part, &b->len, &b->owned);
    if (!b || !b->text) {
        free(b);
        m->broken = true;
        return NULL;
    }
    b->html = html;
    append_body(m, b);
    return b;
}

static void add_mime_body(sekisho_message *m, const struct mime_part *part, bool html)
{
    struct mime_part read = *part;
    char meta[64];
    if (html && !read.charset) {
        struct mime_stream st;
        struct source src;
        struct budget budget = {.work_left = 1 << 20, .bytes_left = 1 << 20, .memory_left = 1 << 20};
        uint8_t first[4096];
        size_t n = read.body_len < sizeof first ? read.body_len : sizeof first;
        if (read.encoding == MIME_IDENTITY) {
            memcpy(first, read.body, n);
        } else {
            mime_open(&read, &st, &src, &budget);
            n = source_read(&src, first, sizeof first);
            source_done(&src);
        }
        html_meta_charset((const char *)first, n == SIZE_MAX ? 0 : n, meta);
        if (meta[0]) read.charset = meta;
    }
    const struct message_body *decoded = add_body_text(m, &read, html);
    if (!decoded) return;
    m->foreign_text = m->foreign_text || mime_charset_unread(&read, decoded->text, decoded->len);
    if (mime_doubtful(&read, decoded->text, decoded->len)) {
        read.encoding = MIME_IDENTITY;
        add_body_text(m, &read, html);
    }
}

/* The content-ids that the HTML bodies show ("cid:..."). */
static struct strmap *shown_ids(sekisho_message *m)
{
    struct strmap *ids = strmap_new();
    size_t stored;
    for (const struct message_body *b = m->bodies; b && ids; b = b->next) {
        const char *s = b->text, *end = b->text + b->len;
        while (b->html && (s = memchr(s, ':', (size_t)(end - s))) != NULL) {
            s++;
            if (s - b->text < 4 || memcmp(s - 4, "cid:", 4) != 0) continue;
            size_t n = 0;
            while (s + n < end && (unsigned char)s[n] > 32 && !strchr("\"'>)&", s[n]))
                n++;
            char *id = arena_strndup(m->arena, s, n);
            if (!id || !strmap_put(ids, id, 0, &stored)) {
                strmap_free(ids);
                ids = NULL;
                break;
            }
        }
    }
    if (!ids) m->broken = true;
    return ids;
}

static bool inside(const struct mime_part *part, const char *type)
{
    for (const struct mime_part *p = part->parent; p; p = p->parent)
        if (strcmp(p->type, type) == 0) return true;
    return false;
}

/* Text that a reader shows as the mail's own. A name makes it a file, but for the whole mail or one form of
 * the body. */
static bool is_body(const struct mime_part *part)
{
    bool form = !part->parent || strcmp(part->parent->type, "multipart/alternative") == 0;
    bool text = strcmp(part->type, "text/plain") == 0 || strcmp(part->type, "text/html") == 0 ||
                strncmp(part->type, "multipart/", 10) == 0;
    return text && strcmp(part->disposition, "attachment") != 0 && (!part->name || form);
}

static const char *base_name(const char *name)
{
    const char *base = name;
    for (const char *p = name; *p; p++)
        if ((*p == '/' || *p == '\\') && p[1]) base = p + 1;
    return base;
}

static void add_mime_attachment(sekisho_message *m, const struct mime_part *part, const struct strmap *shown)
{
    size_t ignored;
    struct message_attachment a = {
        .type = part->type, .part = part, .length = mime_decoded_max(part), .named = part->name != NULL};
    a.name = part->name ? base_name(part->name) : made_up_name(m, part->type, part);
    a.role = role_of(a.type, lower_copy(m->arena, a.name));
    bool picture = strncmp(a.type, "image/", 6) == 0;
    if (a.role == ATTACHMENT_FILE) {
        if (part->parent && strcmp(part->parent->type, "multipart/alternative") == 0)
            a.role = ATTACHMENT_ALTERNATIVE;
        else if (part->parent && strcmp(part->parent->type, "multipart/encrypted") == 0)
            a.role = ATTACHMENT_SEALED;
        else if (picture && *part->content_id &&
                 (strmap_get(shown, part->content_id, &ignored) ||
                  (inside(part, "multipart/related") && strcmp(part->disposition, "attachment") != 0)))
            a.role = ATTACHMENT_INLINE;
    }
    a.unavailable = strcmp(a.type, "message/external-body") == 0 || strcmp(a.type, "message/partial") == 0;
    add_attachment(m, a);
}

static void load_headers(sekisho_message *m, const struct mime_part *root)
{
    static const struct {
        const char *name;
        sekisho_field field;
    } people[] = {{"To", SEKISHO_TO}, {"Cc", SEKISHO_CC}, {"Bcc", SEKISHO_BCC}};
    struct mime_header h;
    size_t at = 0;
    bool has_from = false;
    while (mime_header_next(root, &at, &h) && state(m) == SEKISHO_OK) {
        struct address_list list;
        for (size_t k = 0; k < sizeof people / sizeof *people; k++) {
            if (!mime_header_is(&h, people[k].name)) continue;
            header_addresses(&h, m->arena, &list);
            for (size_t i = 0; i < list.count && !m->broken; i++)
                add_person(m, people[k].field, &list.items[i], "", false);
            m->recipients_cut = m->recipients_cut || list.truncated;
        }
        bool from = mime_header_is(&h, "From");
        if ((from && !has_from) || (mime_header_is(&h, "Sender") && !m->has_sender)) {
            header_addresses(&h, m->arena, &list);
            if (list.count) {
                memset(&m->sender, 0, sizeof m->sender);
                describe_person(&m->sender, &list.items[0]);
                m->has_sender = true;
                has_from = has_from || from;
            }
        } else if (mime_header_is(&h, "Subject") && !m->subject) {
            struct buf text;
            buf_init(&text, h.value_len * 16 + 64);
            if (!mime_header_text(h.value, h.value_len, &text) ||
                !(m->subject = duplicate(buf_str(&text), text.len)))
                m->broken = true;
            buf_free(&text);
        } else if (mime_header_is(&h, "In-Reply-To") || mime_header_is(&h, "References")) {
            m->refers = m->refers || h.value_len > 0;
        }
    }
}

SEKISHO_API sekisho_status sekisho_message_load_rfc5322(sekisho_message *m, const void *data, size_t length)
{
    if (!m || (!data && length)) return SEKISHO_MISUSE;
    struct arena *arena = arena_new(ARENA_MAX);
    struct strmap *keys = strmap_new();
    struct mime *mime = arena && keys ? mime_parse(data, length, arena) : NULL;
    if (!mime) {
        arena_free(arena);
        strmap_free(keys);
        return broken(m);
    }
    free_bodies(m);
    arena_free(m->arena);
    strmap_free(m->keys);
    free(m->subject);
    m->arena = arena;
    m->keys = keys;
    m->subject = NULL;
    m->recipient_count = m->attachment_count = 0;
    memset(&m->sender, 0, sizeof m->sender);
    m->has_sender = m->refers = m->recipients_cut = m->foreign_text = false;
    m->whole = true;
    m->too_deep = mime->too_deep;
    m->too_many = mime->too_many;
    load_headers(m, mime->root);

    for (const struct mime_part *p = mime->root; p && state(m) == SEKISHO_OK; p = mime_next(p))
        if (!p->first_child && is_body(p)) add_mime_body(m, p, strcmp(p->type, "text/html") == 0);
    struct strmap *shown = shown_ids(m);
    for (const struct mime_part *p = mime->root; p && state(m) == SEKISHO_OK; p = mime_next(p))
        if (!p->first_child && !is_body(p)) add_mime_attachment(m, p, shown);
    strmap_free(shown);
    return state(m);
}

/* ---- from any thread
 * ---------------------------------------------------------------------------------------------------------------
 */

SEKISHO_API int sekisho_message_progress(const sekisho_message *m)
{
    if (!m) return 0;
    uint64_t done = atomic_load(&m->watch->done), total = atomic_load(&m->watch->total);
    if (total == 0 || done == 0) return 0;
    return done >= total ? 1000 : (int)((double)done / (double)total * 1000);
}

SEKISHO_API void sekisho_message_cancel(sekisho_message *m)
{
    if (m) atomic_store(&m->watch->cancelled, true);
}
