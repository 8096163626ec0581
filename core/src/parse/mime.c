/* The structure of a message: headers, multiparts, and uuencoded files inside plain text, in one pass over
 * the lines. Decoding (mime_decode.c) and header text (mime_header.c) wait until somebody asks. */
#include "parse/mime.h"

#include <stdlib.h>
#include <string.h>

enum { BOUNDARY_MAX = 1024 }; /* RFC 2046 says 70; longer ones exist */

struct level {
    struct mime_part *part;
    const char *boundary;
    size_t len;
    bool found; /* a delimiter of this level was seen */
};
struct parser {
    struct mime *mime;
    struct arena *arena;
    const char *data;
    size_t n;
    char eol; /* '\n', or '\r' where no line feed exists */
    size_t parts;
    struct level stack[MIME_DEPTH_MAX];
    size_t depth;
};

static const char octet_stream[] = "application/octet-stream", text_plain[] = "text/plain",
                  rfc822[] = "message/rfc822";

static size_t next_line(const struct parser *p, size_t at)
{
    const char *nl = memchr(p->data + at, p->eol, p->n - at);
    return nl ? (size_t)(nl - p->data) + 1 : p->n;
}

/* Length of the line [at, next) without its end. */
static size_t bare(const struct parser *p, size_t at, size_t next)
{
    size_t len = next - at;
    if (len && p->data[at + len - 1] == p->eol) len--;
    if (len && p->data[at + len - 1] == '\r') len--;
    return len;
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static char *lower_copy(struct arena *a, const char *s, size_t n)
{
    char *out = arena_strndup(a, s, n);
    for (char *c = out; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    return out;
}

/* The value up to the first ';' or comment, lower case, trimmed: "text/plain", "base64", "attachment". */
static const char *main_value(struct parser *p, const struct mime_header *h)
{
    size_t from = 0, n = 0;
    while (n < h->value_len && h->value[n] != ';' && h->value[n] != '(')
        n++;
    while (n > from && (unsigned char)h->value[n - 1] <= 32)
        n--;
    while (from < n && ((unsigned char)h->value[from] <= 32 || h->value[from] == '"'))
        from++;
    while (n > from && h->value[n - 1] == '"')
        n--;
    const char *v = lower_copy(p->arena, h->value + from, n - from);
    return v ? v : "";
}

static bool is_type(const char *s)
{
    size_t i = 0;
    while (is_alnum(s[i]) || (s[i] && strchr("-+._", s[i])))
        i++;
    if (i == 0 || s[i] != '/') return false;
    s += i + 1;
    for (i = 0; is_alnum(s[i]) || (s[i] && strchr("-+._", s[i])); i++) {
    }
    return i > 0 && s[i] == '\0';
}

/* Reads the fields that say what a part is. */
static void describe(struct parser *p, struct mime_part *part, const char **boundary)
{
    struct mime_header h, type = {NULL, 0, NULL, 0}, disposition = {NULL, 0, NULL, 0},
                          encoding = {NULL, 0, NULL, 0}, id = {NULL, 0, NULL, 0};
    size_t at = 0;
    while (mime_header_next(part, &at, &h)) { /* the first of each counts, as in other readers */
        if (!type.name && mime_header_is(&h, "Content-Type"))
            type = h;
        else if (!disposition.name && mime_header_is(&h, "Content-Disposition"))
            disposition = h;
        else if (!encoding.name && mime_header_is(&h, "Content-Transfer-Encoding"))
            encoding = h;
        else if (!id.name && mime_header_is(&h, "Content-ID"))
            id = h;
    }
    bool digest = part->parent && strcmp(part->parent->type, "multipart/digest") == 0;
    part->disposition = disposition.name ? main_value(p, &disposition) : "";
    part->type = digest ? rfc822 : text_plain;
    if (type.name) {
        const char *v = main_value(p, &type);
        if (is_type(v))
            part->type = v;
        else if (strcmp(part->disposition, "attachment") == 0)
            part->type = octet_stream;
        part->charset = mime_parameter(type.value, type.value_len, "charset", p->arena);
        if (part->charset && !*part->charset) part->charset = NULL;
        const char *format = mime_parameter(type.value, type.value_len, "format", p->arena);
        part->flowed = format && strcmp(lower_copy(p->arena, format, strlen(format)), "flowed") == 0;
        const char *delsp =
            part->flowed ? mime_parameter(type.value, type.value_len, "delsp", p->arena) : NULL;
        part->delsp = delsp && strcmp(lower_copy(p->arena, delsp, strlen(delsp)), "yes") == 0;
        if (strncmp(part->type, "multipart/", 10) == 0) {
            *boundary = mime_parameter(type.value, type.value_len, "boundary", p->arena);
        }
    }
    if (disposition.name)
        part->name = mime_parameter(disposition.value, disposition.value_len, "filename", p->arena);
    if ((!part->name || !*part->name) && type.name)
        part->name = mime_parameter(type.value, type.value_len, "name", p->arena);
    if (part->name && !*part->name) part->name = NULL;
    if (encoding.name) {
        const char *v = main_value(p, &encoding);
        if (strcmp(v, "base64") == 0)
            part->encoding = MIME_BASE64;
        else if (strcmp(v, "quoted-printable") == 0)
            part->encoding = MIME_QUOTED_PRINTABLE;
        else if (strcmp(v, "x-uuencode") == 0 || strcmp(v, "uuencode") == 0 || strcmp(v, "x-uue") == 0)
            part->encoding = MIME_UUENCODE;
    }
    if (id.name) {
        const char *v = id.value, *end = id.value + id.value_len;
        if (v < end && *v == '<') v++;
        if (end > v && end[-1] == '>') end--;
        part->content_id = arena_strndup(p->arena, v, (size_t)(end - v));
    }
    /* Out of memory shows in the arena; nobody reads these then, but no string may be NULL. */
    if (!part->content_id) part->content_id = "";
}

static struct mime_part *new_part(struct parser *p, struct mime_part *parent)
{
    if (p->parts >= MIME_PARTS_MAX) {
        p->mime->too_many = true;
        return NULL;
    }
    struct mime_part *part = arena_alloc(p->arena, sizeof *part);
    if (!part) return NULL;
    p->parts++;
    part->type = text_plain;
    part->disposition = part->content_id = "";
    part->head = part->body = p->data;
    part->parent = parent;
    if (parent) {
        if (parent->last_child)
            parent->last_child->next = part;
        else
            parent->first_child = part;
        parent->last_child = part;
    } else {
        p->mime->root = part;
    }
    return part;
}

/* The innermost open multipart whose delimiter this line is, or depth. *closing: its last one. */
static size_t delimiter(const struct parser *p, size_t at, size_t len, bool *closing)
{
    const char *s = p->data + at;
    if (len < 2 || s[0] != '-' || s[1] != '-') return p->depth;
    while (len && (s[len - 1] == ' ' || s[len - 1] == '\t'))
        len--;
    for (size_t i = p->depth; i-- > 0;) {
        const struct level *l = &p->stack[i];
        if (len >= l->len + 2 && memcmp(s + 2, l->boundary, l->len) == 0) {
            *closing = len == l->len + 4 && s[len - 1] == '-' && s[len - 2] == '-';
            if (*closing || len == l->len + 2) return i;
        }
    }
    return p->depth;
}

/* ---- uuencode in text
 * --------------------------------------------------------------------------------------------------------------
 */

/* Whether a line is "begin 644 name"; returns where the name starts, or 0. */
static size_t uu_begin(const char *s, size_t n)
{
    if (n < 11 || memcmp(s, "begin ", 6) != 0) return 0;
    size_t i = 6;
    while (i < n && s[i] >= '0' && s[i] <= '7')
        i++;
    return (i == 9 || i == 10) && i + 1 < n && s[i] == ' ' ? i + 1 : 0;
}

static bool uu_line(const char *s, size_t n)
{
    if (n == 0 || s[0] < 32 || s[0] > 96) return false;
    size_t count = (size_t)(s[0] - 32) & 63u, want = (count + 2) / 3 * 4;
    if (n + 2 < want || n > want + 3) /* trailing spaces get lost on the way */
        return false;
    for (size_t i = 1; i < n; i++)
        if (s[i] < 32 || s[i] > 96) return false;
    return true;
}

static void text_piece(struct parser *p, struct mime_part *of, size_t from, size_t to)
{
    size_t i = from;
    while (i < to && (unsigned char)p->data[i] <= 32)
        i++;
    if (i == to) return;
    struct mime_part *piece = new_part(p, of);
    if (!piece) return;
    piece->charset = of->charset;
    piece->flowed = of->flowed;
    piece->delsp = of->delsp;
    piece->body = p->data + from;
    piece->body_len = to - from;
}

/* Takes uuencoded files out of a plain text part; the part then becomes a multipart of text and files. */
static void split_uu(struct parser *p, struct mime_part *part)
{
    size_t begin = (size_t)(part->body - p->data), end = begin + part->body_len, text = begin, at = begin;
    while (at < end) {
        size_t next = next_line(p, at);
        if (next > end) next = end;
        size_t len = bare(p, at, next), name = uu_begin(p->data + at, len);
        if (!name) {
            at = next;
            continue;
        }
        size_t data = next, stop = next;
        bool ended = false;
        while (stop < end) {
            size_t after = next_line(p, stop);
            if (after > end) after = end;
            size_t n = bare(p, stop, after);
            if (n == 3 && memcmp(p->data + stop, "end", 3) == 0) {
                ended = true;
                break;
            }
            if (!uu_line(p->data + stop, n)) break;
            stop = after;
        }
        if (stop == data) { /* the word "begin" and no data behind it */
            at = next;
            continue;
        }
        text_piece(p, part, text, at);
        struct mime_part *file = new_part(p, part);
        if (!file) return;
        file->type = octet_stream;
        file->disposition = "attachment";
        file->encoding = MIME_UUENCODE;
        file->body = p->data + data;
        file->body_len = stop - data;
        struct buf out;
        buf_init(&out, len * 4 + 16);
        if (mime_header_text(p->data + at + name, len - name, &out))
            file->name = arena_strndup(p->arena, buf_str(&out), out.len);
        else
            arena_alloc_array(p->arena, (size_t)-1, 2);
        buf_free(&out);
        at = stop;
        if (ended) at = next_line(p, stop) < end ? next_line(p, stop) : end;
        text = at;
    }
    if (part->first_child) {
        text_piece(p, part, text, end);
        part->type = "multipart/mixed";
    }
}

static bool has_uu_begin(const char *s, size_t n)
{
    for (const char *at = s, *end = s + n; at < end;) {
        const char *nl = memchr(at, '\n', (size_t)(end - at)), *next = nl ? nl + 1 : end;
        if (*at == 'b' && uu_begin(at, (size_t)(next - at))) return true;
        at = next;
    }
    return false;
}

/* The same for a text that is encoded once more; its decoded bytes then stay in the arena. */
static void split_encoded_uu(struct parser *p, struct mime_part *part)
{
    size_t n;
    char *bytes = (char *)mime_decode(part, &n), *kept;
    if (!bytes) {
        arena_alloc_array(p->arena, (size_t)-1, 2); /* remembered there */
        return;
    }
    if (has_uu_begin(bytes, n) && (kept = arena_alloc(p->arena, n)) != NULL) {
        struct parser inner = *p;
        struct mime_part as_it_was = *part;
        memcpy(kept, bytes, n);
        inner.data = part->body = kept;
        inner.n = part->body_len = n;
        inner.eol = '\n';
        part->encoding = MIME_IDENTITY;
        split_uu(&inner, part);
        p->parts = inner.parts;
        if (!part->first_child) *part = as_it_was;
    }
    free(bytes);
}

/* A part whose whole body is uuencoded by its header: the begin line is no data. Without one and without a first line
 * of data it is not uuencoded at all. */
static void strip_uu(struct parser *p, struct mime_part *part)
{
    size_t at = (size_t)(part->body - p->data), end = at + part->body_len;
    while (at < end) {
        size_t next = next_line(p, at);
        if (next > end) next = end;
        size_t len = bare(p, at, next);
        if (uu_begin(p->data + at, len)) {
            part->body = p->data + next;
            part->body_len = end - next;
            return;
        }
        if (len) {
            if (!uu_line(p->data + at, len)) part->encoding = MIME_IDENTITY;
            return;
        }
        at = next;
    }
}

/* ---- the pass
 * ------------------------------------------------------------------------------------------------------------------------
 */

static void finish_leaf(struct parser *p, struct mime_part *leaf, size_t from, size_t to)
{
    leaf->body = p->data + from;
    leaf->body_len = to > from ? to - from : 0;
    bool shown = strcmp(leaf->type, text_plain) == 0 && strcmp(leaf->disposition, "attachment") != 0;
    if (leaf->encoding == MIME_BASE64) {
        enum mime_fit fit = mime_base64_fit(leaf->body, leaf->body_len);
        if (fit == MIME_LIES) leaf->encoding = MIME_IDENTITY;
        leaf->doubtful = fit == MIME_DOUBTFUL;
    }
    /* A text that says it is uuencoded holds a file all the same, and maybe words around it. */
    if ((leaf->encoding == MIME_IDENTITY || (leaf->encoding == MIME_UUENCODE && !leaf->name)) && shown && p->eol == '\n')
        split_uu(p, leaf);
    if (leaf->encoding == MIME_UUENCODE && !leaf->first_child) strip_uu(p, leaf);
    if ((leaf->encoding == MIME_BASE64 || leaf->encoding == MIME_QUOTED_PRINTABLE) && shown && !leaf->name) split_encoded_uu(p, leaf);
}

/* A multipart of which no delimiter was ever seen: what stands in it must not get lost, so it is read as
 * text. */
static void close_level(struct parser *p, size_t body, size_t to)
{
    struct level *l = &p->stack[p->depth - 1];
    if (!l->found) {
        struct mime_part *rest = new_part(p, l->part);
        if (rest) {
            rest->encoding = l->part->encoding;
            rest->charset = l->part->charset;
            finish_leaf(p, rest, body, to);
        }
    }
    p->depth--;
}

/* Reads the header block at `at`; returns where the body starts. Stops before a delimiter of an open
 * multipart. */
static size_t read_head(struct parser *p, struct mime_part *part, size_t at)
{
    size_t from = at, end = at;
    while (at < p->n) {
        size_t next = next_line(p, at), len = bare(p, at, next);
        bool closing;
        if (len == 0) {
            end = at;
            at = next;
            break;
        }
        if (delimiter(p, at, len, &closing) < p->depth) {
            end = at;
            break;
        }
        const char *s = p->data + at;
        bool continued = (*s == ' ' || *s == '\t') && at > from;
        bool envelope = at == from && len > 5 && (memcmp(s, "From ", 5) == 0 || memcmp(s, ">From", 5) == 0);
        if (!continued && !envelope) { /* a line that is no field: the body began without an empty line */
            const char *colon = memchr(s, ':', len);
            bool field = colon && colon > s;
            for (const char *c = s; field && c < colon; c++)
                field = (unsigned char)*c > 32 || ((*c == ' ' || *c == '\t') && c > s &&
                                                   (c + 1 == colon || c[1] == ' ' || c[1] == '\t'));
            if (!field) {
                end = at;
                break;
            }
        }
        at = end = next;
    }
    part->head = p->data + from;
    part->head_len = end - from;
    return at;
}

struct mime *mime_parse(const void *data, size_t n, struct arena *arena)
{
    struct parser *p = arena_alloc(arena, sizeof *p);
    struct mime *mime = arena_alloc(arena, sizeof *mime);
    if (!p || !mime) return NULL;
    p->mime = mime;
    p->arena = arena;
    p->data = n ? data : "";
    p->n = n;
    p->eol = n && !memchr(data, '\n', n) && memchr(data, '\r', n) ? '\r' : '\n';
    size_t at = n >= 3 && memcmp(p->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < n && bare(p, at, next_line(p, at)) == 0) /* empty lines before the header */
        at = next_line(p, at);

    struct mime_part *cur =
        new_part(p, NULL); /* the part whose body is being read; NULL in a preamble or epilogue */
    bool opened = true;    /* cur's header is still to be read */
    size_t body = at;
    while (!arena_failed(arena)) {
        if (opened) {
            opened = false;
            body = at = read_head(p, cur, at);
            const char *boundary = NULL;
            describe(p, cur, &boundary);
            size_t len = boundary ? strlen(boundary) : 0;
            if (len && len <= BOUNDARY_MAX) {
                if (p->depth < MIME_DEPTH_MAX) {
                    p->stack[p->depth++] = (struct level){cur, boundary, len, false};
                    cur = NULL;
                } else {
                    mime->too_deep = true; /* stays a leaf */
                }
            } else if (strncmp(cur->type, "multipart/", 10) == 0) {
                cur->type = text_plain; /* no boundary: whatever it is, a client shows it as text */
            }
        }
        if (at >= n) break;
        size_t next = next_line(p, at), len = p->data[at] == '-' ? bare(p, at, next) : 0;
        bool closing = false;
        size_t level = p->depth && len ? delimiter(p, at, len, &closing) : p->depth;
        if (level == p->depth) {
            at = next;
            continue;
        }
        size_t stop = at; /* the line end before a delimiter belongs to the delimiter */
        if (stop > body && p->data[stop - 1] == p->eol) stop--;
        if (stop > body && stop < at && p->eol == '\n' && p->data[stop - 1] == '\r') stop--;
        if (cur) finish_leaf(p, cur, body, stop);
        while (p->depth > level + 1) /* inner multiparts that were never closed */
            close_level(p, body, stop);
        struct level *l = &p->stack[level];
        at = body = next;
        cur = NULL;
        if (closing) {
            if (!l->found) l->found = true; /* empty, but delimited */
            p->depth--;
            continue;
        }
        l->found = true;
        cur = new_part(p, l->part);
        if (!cur) break;
        opened = true;
    }
    if (cur && !arena_failed(arena) && !mime->too_many) finish_leaf(p, cur, body, n);
    while (p->depth && !arena_failed(arena))
        close_level(p, body, n);
    return arena_failed(arena) ? NULL : mime;
}

const struct mime_part *mime_next(const struct mime_part *part)
{
    if (part->first_child) return part->first_child;
    while (part && !part->next)
        part = part->parent;
    return part ? part->next : NULL;
}
