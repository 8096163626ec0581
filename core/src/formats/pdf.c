/* PDF: who made it, whether it is encrypted and opens all the same, pages, scripts and attached files. Its text is not read yet and that
 * is said. Objects are found by looking through the file and not by its tables, which may lie (ISO 32000-2). */
#include "formats/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "formats/pdf_crypt.h"
#include "formats/xmp.h"
#include "parse/inflate.h"
#include "text/charset.h"

enum {
    NESTING_MAX = 40,
    OBJECTS_MAX = 500000,
    STORE_MAX = 64 * 1024 * 1024, /* unpacked object streams */
    STRING_MAX = 16 * 1024,
    PACKET_MAX = 1024 * 1024,
    RATIO_FROM = 8 * 1024 * 1024,
    LOOK_BYTES = 16 * 1024,       /* of a dictionary, when one of its keys needs its neighbours */
    FILES_BYTES = 1024,           /* of one that says for each system where the bytes of an attached file are */
    LOOKS_MAX = 20000,
    NAMES_MAX = 16                /* one attached file is read under so many names */
};

struct span {
    const uint8_t *p, *end;
};
struct object {
    uint32_t number;
    bool stored;          /* at counts in the store, not in the file */
    uint8_t names;        /* under so many it was read as an attached file */
    bool said;            /* as a script */
    size_t at, len;       /* the object's value */
    size_t stream, stream_len; /* in the file; 0: no stream */
};
struct pdf {
    struct sink *sink;
    const uint8_t *data;
    size_t n;
    struct object *objects;
    size_t count, capacity;
    struct buf store;
    uint64_t pages, scripts;
    uint32_t looks;
    struct span encrypt, id, info;
    bool full;
};

/* ---- tokens ---- */

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
}
static bool is_delimiter(uint8_t c)
{
    return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}

static const uint8_t *skip_space(const uint8_t *p, const uint8_t *end)
{
    while (p < end) {
        if (*p == '%') {
            while (p < end && *p != '\n' && *p != '\r')
                p++;
        } else if (!is_space(*p)) {
            break;
        } else {
            p++;
        }
    }
    return p;
}

static const uint8_t *skip_word(const uint8_t *p, const uint8_t *end)
{
    while (p < end && !is_space(*p) && !is_delimiter(*p))
        p++;
    return p;
}

/* Whether the name at p (with its slash) is `name`, written with #xx or not. */
static bool name_is(const uint8_t *p, const uint8_t *end, const char *name)
{
    if (p >= end || *p != '/')
        return false;
    for (p++; *name != '\0'; name++) {
        if (p >= end)
            return false;
        uint8_t c = *p++;
        if (c == '#' && end - p >= 2 && ascii_hex((char)p[0]) >= 0 && ascii_hex((char)p[1]) >= 0) {
            c = (uint8_t)(ascii_hex((char)p[0]) << 4 | ascii_hex((char)p[1]));
            p += 2;
        }
        if (c != (uint8_t)*name)
            return false;
    }
    return p == end || is_space(*p) || is_delimiter(*p);
}

/* Whoever looks at dictionaries: each entry of each one, at any depth. */
typedef void visit_fn(struct pdf *, struct span dictionary, const uint8_t *key, struct span value);

/* One object from p: where it ends. Dictionaries in it are visited. */
static const uint8_t *walk(struct pdf *f, const uint8_t *p, const uint8_t *end, unsigned depth, visit_fn *visit);

/* "(a (nested) string)" */
static const uint8_t *skip_string(const uint8_t *p, const uint8_t *end)
{
    unsigned open = 0;
    for (; p < end; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '(')
            open++;
        else if (*p == ')' && --open == 0)
            return p + 1;
    }
    return end;
}

static const uint8_t *walk_dictionary(struct pdf *f, const uint8_t *start, const uint8_t *end, unsigned depth, visit_fn *visit)
{
    const uint8_t *p = start + 2;
    for (;;) {
        p = skip_space(p, end);
        if (p >= end)
            return end;
        if (*p == '>')
            return end - p >= 2 ? p + 2 : end;
        if (*p != '/') { /* no key: step over whatever it is */
            const uint8_t *next = walk(f, p, end, depth + 1, NULL);
            p = next > p ? next : p + 1;
            continue;
        }
        const uint8_t *key = p, *value = skip_space(skip_word(p + 1, end), end);
        p = walk(f, value, end, depth + 1, visit);
        if (visit != NULL)
            visit(f, (struct span){start, end}, key, (struct span){value, p});
    }
}

static const uint8_t *walk_array(struct pdf *f, const uint8_t *p, const uint8_t *end, unsigned depth, visit_fn *visit)
{
    for (p++;;) {
        p = skip_space(p, end);
        if (p >= end)
            return end;
        if (*p == ']')
            return p + 1;
        const uint8_t *next = walk(f, p, end, depth + 1, visit);
        p = next > p ? next : p + 1;
    }
}

/* A number, or "12 0 R", which is one object. p: behind the first number. */
static const uint8_t *skip_reference(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *q = skip_space(p, end), *generation = q;
    while (q < end && *q >= '0' && *q <= '9')
        q++;
    if (q == generation)
        return p;
    q = skip_space(q, end);
    return q < end && *q == 'R' && (q + 1 == end || is_space(q[1]) || is_delimiter(q[1])) ? q + 1 : p;
}

static const uint8_t *walk(struct pdf *f, const uint8_t *p, const uint8_t *end, unsigned depth, visit_fn *visit)
{
    p = skip_space(p, end);
    if (p >= end || depth > NESTING_MAX)
        return end;
    if (*p == '(')
        return skip_string(p, end);
    if (*p == '<' && end - p >= 2 && p[1] == '<')
        return walk_dictionary(f, p, end, depth, visit);
    if (*p == '<') {
        while (p < end && *p != '>')
            p++;
        return p < end ? p + 1 : end;
    }
    if (*p == '[')
        return walk_array(f, p, end, depth, visit);
    if (*p == '/')
        return skip_word(p + 1, end);
    const uint8_t *next = skip_word(p, end);
    if (next == p)
        return p + 1;
    return *p >= '0' && *p <= '9' ? skip_reference(next, end) : next;
}

/* The value of a key of this dictionary, not of those inside it; an empty span when it is not there. */
static struct span get(struct pdf *f, struct span dictionary, const char *name)
{
    const uint8_t *p = skip_space(dictionary.p, dictionary.end), *end = dictionary.end;
    if (end - p < 2 || p[0] != '<' || p[1] != '<')
        return (struct span){NULL, NULL};
    p += 2;
    for (;;) {
        p = skip_space(p, end);
        if (p >= end || *p == '>')
            return (struct span){NULL, NULL};
        if (*p != '/') {
            const uint8_t *next = walk(f, p, end, 1, NULL);
            p = next > p ? next : p + 1;
            continue;
        }
        const uint8_t *key = p;
        p = skip_space(skip_word(p + 1, end), end);
        const uint8_t *value = p;
        p = walk(f, p, end, 1, NULL);
        if (name_is(key, end, name))
            return (struct span){value, p};
    }
}

static bool is_number(struct span s, int64_t *value)
{
    const uint8_t *p = s.p;
    bool negative = false;
    *value = 0;
    if (p != NULL && p < s.end && *p == '-') {
        negative = true;
        p++;
    }
    if (p == NULL || p >= s.end || *p < '0' || *p > '9')
        return false;
    for (; p < s.end && *p >= '0' && *p <= '9'; p++) {
        if (*value > INT32_MAX)
            return false;
        *value = *value * 10 + (*p - '0');
    }
    if (negative)
        *value = -*value;
    return true;
}

static struct object *find_object(struct pdf *f, uint32_t number)
{
    size_t low = 0, high = f->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (f->objects[mid].number < number)
            low = mid + 1;
        else
            high = mid;
    }
    return low < f->count && f->objects[low].number == number ? &f->objects[low] : NULL;
}

static struct span object_value(const struct pdf *f, const struct object *o)
{
    const uint8_t *base = o->stored ? (const uint8_t *)f->store.data : f->data;
    return (struct span){base + o->at, base + o->at + o->len};
}

/* The object that a reference means; a direct value stays itself. */
static struct span resolve(struct pdf *f, struct span s, struct object **object)
{
    int64_t number;
    *object = NULL;
    if (s.p != NULL && s.end > s.p && s.end[-1] == 'R' && is_number(s, &number)) {
        *object = number >= 0 && number <= UINT32_MAX ? find_object(f, (uint32_t)number) : NULL;
        return *object != NULL ? object_value(f, *object) : (struct span){NULL, NULL};
    }
    return s;
}

/* ---- strings ---- */

/* The bytes of a literal or hexadecimal string. */
static size_t string_bytes(struct span s, uint8_t *out, size_t max)
{
    size_t n = 0;
    const uint8_t *p = s.p, *end = s.end;
    if (p == NULL || p >= end)
        return 0;
    if (*p == '<') {
        int high = -1;
        for (p++; p < end && *p != '>' && n < max; p++) {
            int d = ascii_hex((char)*p);
            if (d < 0)
                continue;
            if (high < 0) {
                high = d;
            } else {
                out[n++] = (uint8_t)(high << 4 | d);
                high = -1;
            }
        }
        if (high >= 0 && n < max)
            out[n++] = (uint8_t)(high << 4);
        return n;
    }
    if (*p != '(')
        return 0;
    unsigned open = 1;
    for (p++; p < end && n < max; p++) {
        uint8_t c = *p;
        if (c == '\\' && p + 1 < end) {
            c = *++p;
            if (c >= '0' && c <= '7') {
                unsigned v = 0;
                for (int i = 0; i < 3 && p < end && *p >= '0' && *p <= '7'; i++)
                    v = v * 8 + (unsigned)(*p++ - '0');
                p--;
                c = (uint8_t)v;
            } else if (c == '\r' || c == '\n') {
                if (c == '\r' && p + 1 < end && p[1] == '\n')
                    p++;
                continue;
            } else {
                c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c == 'b' ? '\b' : c == 'f' ? '\f' : c;
            }
        } else if (c == '(') {
            open++;
        } else if (c == ')' && --open == 0) {
            break;
        }
        out[n++] = c;
    }
    return n;
}

/* NULL: none, or memory is short or a limit met, and it was said. Any number of objects may point at one string: each pays for it. */
static char *string_text(struct pdf *f, struct span s, size_t *len)
{
    uint64_t cost = s.p != NULL ? (uint64_t)(s.end - s.p) : 0;
    if (!budget_work(f->sink->budget, cost) || !budget_bytes(f->sink->budget, cost)) {
        sink_unread(f->sink, UNREAD_TOO_LARGE);
        return NULL;
    }
    uint8_t *bytes = malloc(STRING_MAX);
    size_t n = bytes != NULL ? string_bytes(s, bytes, STRING_MAX) : 0;
    char *text = NULL;
    if (n >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        text = charset_to_utf8("utf-16be", (const char *)bytes + 2, n - 2, 4 * STRING_MAX, len);
    else if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        text = charset_to_utf8("utf-8", (const char *)bytes + 3, n - 3, 4 * STRING_MAX, len);
    else if (n > 0) /* PDFDocEncoding by the book; Japanese programs write Shift_JIS there */
        text = charset_to_utf8(NULL, (const char *)bytes, n, 4 * STRING_MAX, len);
    if (bytes == NULL || (text == NULL && n > 0))
        sink_unread(f->sink, UNREAD_TOO_LARGE);
    free(bytes);
    return text;
}

static void meta_string(struct pdf *f, struct span dictionary, const char *name, const char *key)
{
    struct object *object;
    size_t len;
    char *text = string_text(f, resolve(f, get(f, dictionary, name), &object), &len);
    if (text != NULL)
        sink_meta(f->sink, key, text);
    free(text);
}

/* ---- finding objects ---- */

static bool add_object(struct pdf *f, struct object o)
{
    if (f->count >= OBJECTS_MAX) {
        f->full = true;
        return false;
    }
    if (f->count == f->capacity) {
        size_t capacity = f->capacity != 0 ? f->capacity * 2 : 256;
        struct object *objects = realloc(f->objects, capacity * sizeof *objects);
        if (objects == NULL) {
            f->full = true;
            return false;
        }
        f->objects = objects;
        f->capacity = capacity;
    }
    f->objects[f->count++] = o;
    return true;
}

static const uint8_t *find_text(const uint8_t *p, const uint8_t *end, const char *what)
{
    size_t m = strlen(what);
    while ((size_t)(end - p) >= m) {
        p = memchr(p, what[0], (size_t)(end - p) - m + 1);
        if (p == NULL)
            return NULL;
        if (memcmp(p, what, m) == 0)
            return p;
        p++;
    }
    return NULL;
}

/* A dictionary that tells of the whole file: a trailer, or that of a cross-reference stream. */
static void take_trailer(struct pdf *f, struct span dictionary)
{
    struct span encrypt = get(f, dictionary, "Encrypt"), id = get(f, dictionary, "ID"), info = get(f, dictionary, "Info");
    if (encrypt.p != NULL && f->encrypt.p == NULL)
        f->encrypt = encrypt;
    if (id.p != NULL)
        f->id = id;
    if (info.p != NULL)
        f->info = info;
}

/* "12 0" before the word obj at p: the object's number; false when there is none. */
static bool number_before(const uint8_t *start, const uint8_t *p, uint32_t *number)
{
    const uint8_t *q = p;
    uint64_t v = 0, unit = 1;
    while (q > start && is_space(q[-1]))
        q--;
    const uint8_t *generation = q;
    while (q > start && q[-1] >= '0' && q[-1] <= '9' && generation - q < 6)
        q--;
    if (q == generation)
        return false;
    const uint8_t *gap = q;
    while (q > start && is_space(q[-1]) && gap - q < 16)
        q--;
    if (q == gap)
        return false;
    const uint8_t *digits = q;
    while (q > start && q[-1] >= '0' && q[-1] <= '9' && digits - q < 10) {
        q--;
        v += unit * (uint64_t)(*q - '0');
        unit *= 10;
    }
    *number = (uint32_t)v;
    return q < digits && v <= UINT32_MAX;
}

static void scan(struct pdf *f)
{
    const uint8_t *p = f->data, *end = f->data + f->n;
    while (end - p >= 8 && !budget_cancelled(f->sink->budget)) {
        /* The next "obj" or "trailer": both words hold an r or a j that is rare enough in what is no stream. */
        const uint8_t *o = p;
        while (o < end - 3 && !(*o == 'o' && o[1] == 'b' && o[2] == 'j') && !(*o == 't' && end - o >= 7 && memcmp(o, "trailer", 7) == 0))
            o++;
        if (o >= end - 3)
            return;
        if (*o == 't') {
            const uint8_t *start = skip_space(o + 7, end), *stop = walk(f, start, end, 0, NULL);
            take_trailer(f, (struct span){start, stop});
            p = stop > o + 7 ? stop : o + 7;
            continue;
        }
        uint32_t number;
        p = o + 3;
        if ((o > f->data && o[-1] == 'd') || !number_before(f->data, o, &number))
            continue;
        const uint8_t *start = skip_space(o + 3, end), *stop = walk(f, start, end, 0, NULL);
        struct object object = {.number = number, .at = (size_t)(start - f->data), .len = (size_t)(stop - start)};
        p = stop > p ? stop : p;
        const uint8_t *word = skip_space(stop, end);
        if (end - word >= 6 && memcmp(word, "stream", 6) == 0) {
            const uint8_t *body = word + 6;
            if (body < end && *body == '\r')
                body++;
            if (body < end && *body == '\n')
                body++;
            int64_t length;
            struct span value = get(f, (struct span){start, stop}, "Length");
            const uint8_t *stream_end = NULL;
            if (value.end != NULL && value.end > value.p && value.end[-1] != 'R' && is_number(value, &length) && length >= 0 && length <= end - body) {
                const uint8_t *after = skip_space(body + length, end);
                if (end - after >= 9 && memcmp(after, "endstream", 9) == 0)
                    stream_end = body + length;
            }
            if (stream_end == NULL)
                stream_end = find_text(body, end, "endstream");
            if (stream_end == NULL)
                stream_end = end;
            object.stream = (size_t)(body - f->data);
            object.stream_len = (size_t)(stream_end - body);
            p = stream_end;
        }
        if (!add_object(f, object))
            return;
    }
}

/* ---- streams ---- */

/* Opens a stream's bytes: as they are, or inflated. false: another filter, or several. *inflater is closed by the caller. */
static bool open_stream(struct pdf *f, const struct object *o, struct source *src, struct inflate **inflater)
{
    struct object *ignored;
    struct span filter = resolve(f, get(f, object_value(f, o), "Filter"), &ignored);
    *inflater = NULL;
    if (filter.p == NULL) {
        source_view(src, f->data + o->stream, o->stream_len, f->sink->budget);
        return true;
    }
    const uint8_t *p = filter.p;
    if (*p == '[') {
        p = skip_space(p + 1, filter.end);
        const uint8_t *next = skip_space(skip_word(p < filter.end ? p + 1 : p, filter.end), filter.end);
        if (next >= filter.end || *next != ']')
            return false;
    }
    if (!name_is(p, filter.end, "FlateDecode") && !name_is(p, filter.end, "Fl"))
        return false;
    *inflater = inflate_open_zlib(f->data + o->stream, o->stream_len);
    if (*inflater == NULL) {
        sink_unread(f->sink, UNREAD_TOO_LARGE);
        return false;
    }
    source_stream(src, inflate_read, *inflater, 0, f->sink->budget);
    return true;
}

/* Objects packed into a stream: "number offset" pairs, then the objects. */
static void unpack_objects(struct pdf *f, const struct object *o)
{
    struct source src;
    struct inflate *inflater;
    uint8_t piece[16384];
    int64_t count, first;
    struct span dictionary = object_value(f, o);
    if (!is_number(get(f, dictionary, "N"), &count) || !is_number(get(f, dictionary, "First"), &first) || count <= 0 || first < 0 ||
        !open_stream(f, o, &src, &inflater))
        return;
    size_t start = f->store.len, n;
    uint32_t ratio = f->sink->budget->ratio_max != 0 ? f->sink->budget->ratio_max : 1;
    while ((n = source_read(&src, piece, sizeof piece)) != 0 && n != SIZE_MAX) {
        size_t out = f->store.len - start;
        if (!budget_work(f->sink->budget, n) || !buf_add(&f->store, piece, n) || (out > RATIO_FROM && out / ratio > o->stream_len)) {
            f->full = true;
            break;
        }
    }
    source_done(&src);
    inflate_close(inflater);
    size_t len = f->store.len - start;
    if (len == 0 || (uint64_t)first > len)
        return;
    const uint8_t *base = (const uint8_t *)f->store.data + start, *p = base, *end = base + first;
    size_t body = start + (size_t)first, left = len - (size_t)first;
    size_t previous = SIZE_MAX;
    for (int64_t i = 0; i < count; i++) {
        int64_t number, offset;
        p = skip_space(p, end);
        const uint8_t *a = p;
        p = skip_word(p, end);
        if (!is_number((struct span){a, p}, &number))
            break;
        p = skip_space(p, end);
        a = p;
        p = skip_word(p, end);
        if (!is_number((struct span){a, p}, &offset) || number < 0 || offset < 0 || (uint64_t)offset > left)
            break;
        if (previous != SIZE_MAX && f->objects[previous].at <= body + (size_t)offset)
            f->objects[previous].len = body + (size_t)offset - f->objects[previous].at;
        struct object inner = {.number = (uint32_t)number, .stored = true, .at = body + (size_t)offset, .len = left - (size_t)offset};
        if (!add_object(f, inner))
            return;
        previous = f->count - 1;
    }
}

static int by_number(const void *a, const void *b)
{
    const struct object *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    if (x->stored != y->stored)
        return x->stored ? 1 : -1;
    return x->at > y->at ? -1 : x->at < y->at; /* the last one in the file counts */
}

/* ---- what the objects say ---- */

static void attached_file(struct pdf *f, struct span specification, struct span files)
{
    static const char *const keys[] = {"UF", "F", "Unix", "DOS", "Mac"};
    struct object *object = NULL, *ignored;
    struct span name = {NULL, NULL};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && object == NULL; i++)
        resolve(f, get(f, files, keys[i]), &object);
    if (object != NULL && object->names >= NAMES_MAX) {
        sink_unread(f->sink, UNREAD_TOO_MANY);
        return;
    }
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && name.p == NULL; i++)
        name = resolve(f, get(f, specification, keys[i]), &ignored);
    size_t len;
    char *text = string_text(f, name, &len);
    const char *shown = text != NULL && text[0] != '\0' ? text : "attached file";
    sink_fact_at(f->sink, FACT_EMBEDDED_FILES, 1, shown, NULL);
    struct source src;
    struct inflate *inflater;
    if (f->encrypt.p != NULL) {
        f->sink->ops->file(f->sink, shown, NULL, 1u << FACT_ENCRYPTED, 1u << UNREAD_ENCRYPTED);
    } else if (object != NULL && object->stream != 0 && open_stream(f, object, &src, &inflater)) {
        object->names++;
        f->sink->ops->file(f->sink, shown, &src, 0, 0);
        source_done(&src);
        inflate_close(inflater);
    } else {
        f->sink->ops->file(f->sink, shown, NULL, 0, object != NULL ? 1u << UNREAD_UNSUPPORTED : 1u << UNREAD_DAMAGED);
    }
    free(text);
}

/* A dictionary of one key a million times must not be searched a million times, nor a long one for each that points to it. */
static struct span first_bytes(struct span s, ptrdiff_t most)
{
    if (s.end - s.p > most)
        s.end = s.p + most;
    return s;
}

static void visit(struct pdf *f, struct span dictionary, const uint8_t *key, struct span value)
{
    const uint8_t *end = value.end;
    struct object *object;
    dictionary = first_bytes(dictionary, LOOK_BYTES);
    if (name_is(key, end, "JS") || (name_is(key, end, "S") && name_is(value.p, end, "JavaScript"))) {
        f->scripts++;
        if (name_is(key, end, "JS")) {
            struct span script = resolve(f, value, &object);
            size_t len;
            bool again = object != NULL && object->said;
            char *text = f->encrypt.p == NULL && !again ? string_text(f, script, &len) : NULL;
            if (text != NULL) {
                struct place place = {.kind = PLACE_OTHER, .flags = PLACE_HIDDEN, .table = "JavaScript"};
                sink_block(f->sink, &place, text, len);
            }
            if (object != NULL)
                object->said = true;
            free(text);
        }
    } else if (name_is(key, end, "Type") && name_is(value.p, end, "Page")) {
        f->pages++;
    } else if (name_is(key, end, "EF") && f->looks++ < LOOKS_MAX) {
        attached_file(f, dictionary, first_bytes(resolve(f, value, &object), FILES_BYTES));
    } else if ((name_is(key, end, "URI") || name_is(key, end, "GoToR")) && f->encrypt.p == NULL) {
        size_t len;
        char *text = string_text(f, value, &len);
        struct place place = {.kind = PLACE_OTHER, .table = "link"};
        if (text != NULL)
            sink_block(f->sink, &place, text, len);
        free(text);
    } else if (name_is(key, end, "Contents") && f->encrypt.p == NULL && value.p < end && (*value.p == '(' || *value.p == '<') &&
               f->looks++ < LOOKS_MAX) {
        struct span subtype = get(f, dictionary, "Subtype");
        if (subtype.p == NULL) /* a page's, or a signature's */
            return;
        /* A note somebody stuck onto the page; links, fields and films describe themselves by the same key. */
        bool described = name_is(subtype.p, subtype.end, "Link") || name_is(subtype.p, subtype.end, "Widget") ||
                         name_is(subtype.p, subtype.end, "Screen") || name_is(subtype.p, subtype.end, "Movie");
        size_t len;
        char *text = string_text(f, value, &len);
        struct place place = {.kind = described ? PLACE_OTHER : PLACE_COMMENT};
        if (text != NULL && text[0] != '\0') {
            sink_block(f->sink, &place, text, len);
            if (!described)
                sink_fact_at(f->sink, FACT_COMMENTS, 1, NULL, text);
        }
        free(text);
    }
}

static void read_metadata(struct pdf *f, const struct object *o)
{
    struct source src;
    struct inflate *inflater;
    struct buf packet;
    uint8_t piece[16384];
    size_t n;
    if (!open_stream(f, o, &src, &inflater))
        return;
    buf_init(&packet, PACKET_MAX);
    while ((n = source_read(&src, piece, sizeof piece)) != 0 && n != SIZE_MAX && buf_add(&packet, piece, n))
        continue;
    source_done(&src);
    inflate_close(inflater);
    if (packet.len > 0)
        xmp_read((const uint8_t *)packet.data, packet.len, f->sink);
    sink_buf_free(f->sink, &packet);
}

/* What the encryption dictionary says, and whether the empty password opens it. */
static void read_encryption(struct pdf *f)
{
    struct object *object;
    struct span d = resolve(f, f->encrypt, &object);
    struct pdf_lock lock;
    int64_t v;
    char what[64];
    memset(&lock, 0, sizeof lock);
    lock.key_bits = 40;
    if (is_number(resolve(f, get(f, d, "V"), &object), &v))
        lock.version = (int)v;
    if (is_number(resolve(f, get(f, d, "R"), &object), &v))
        lock.revision = (int)v;
    if (is_number(resolve(f, get(f, d, "Length"), &object), &v) && v >= 40 && v <= 256)
        lock.key_bits = (unsigned)v;
    if (lock.version >= 4)
        lock.key_bits = lock.version == 4 ? 128 : 256;
    if (is_number(resolve(f, get(f, d, "P"), &object), &v))
        lock.permissions = (uint32_t)(v & 0xFFFFFFFF);
    lock.owner_len = string_bytes(resolve(f, get(f, d, "O"), &object), lock.owner, sizeof lock.owner);
    lock.user_len = string_bytes(resolve(f, get(f, d, "U"), &object), lock.user, sizeof lock.user);
    struct span plain = resolve(f, get(f, d, "EncryptMetadata"), &object);
    lock.metadata = !(plain.p != NULL && plain.end - plain.p >= 5 && memcmp(plain.p, "false", 5) == 0);
    struct span id = resolve(f, f->id, &object);
    if (id.p != NULL && id.p < id.end && *id.p == '[') {
        const uint8_t *first = skip_space(id.p + 1, id.end);
        lock.id_len = string_bytes((struct span){first, id.end}, lock.id, sizeof lock.id);
    }
    snprintf(what, sizeof what, "V%d R%d", lock.version, lock.revision);
    sink_fact_at(f->sink, FACT_ENCRYPTED, 1, NULL, what);
    if (pdf_opens_without_password(&lock, f->sink->budget))
        sink_fact(f->sink, FACT_OPENS_WITHOUT_PASSWORD);
    else
        sink_unread(f->sink, UNREAD_ENCRYPTED);
}

static int pdf_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    const uint8_t *p = find_text(head, head + (n < 1024 ? n : 1024), "%PDF-");
    return p == NULL ? 0 : p == head ? 90 : 45;
}

static void pdf_read(struct source *src, const char *name, struct sink *sink)
{
    struct pdf f = {.sink = sink};
    (void)name;
    f.data = source_whole(src, &f.n);
    if (f.data == NULL || !budget_work(sink->budget, f.n)) {
        sink_stopped(sink);
        return;
    }
    buf_init(&f.store, STORE_MAX);
    scan(&f);
    /* Cross-reference streams are trailers too; object streams are unpacked only where nothing is encrypted. */
    size_t direct = f.count;
    for (size_t i = 0; i < direct && !budget_cancelled(sink->budget); i++) {
        struct span value = object_value(&f, &f.objects[i]), type = get(&f, value, "Type");
        if (type.p != NULL && name_is(type.p, type.end, "XRef"))
            take_trailer(&f, value);
    }
    for (size_t i = 0; i < direct && f.encrypt.p == NULL && !budget_cancelled(sink->budget); i++) {
        struct object o = f.objects[i];
        struct span type = get(&f, object_value(&f, &o), "Type");
        if (o.stream != 0 && type.p != NULL && name_is(type.p, type.end, "ObjStm"))
            unpack_objects(&f, &o);
    }
    if (f.count > 0)
        qsort(f.objects, f.count, sizeof *f.objects, by_number);
    if (f.encrypt.p != NULL)
        read_encryption(&f);
    struct object *object;
    struct span info = resolve(&f, f.info, &object);
    if (info.p != NULL && f.encrypt.p == NULL) {
        meta_string(&f, info, "Author", "author");
        meta_string(&f, info, "Title", "title");
        meta_string(&f, info, "Subject", "subject");
        meta_string(&f, info, "Keywords", "keywords");
        meta_string(&f, info, "Creator", "application");
        meta_string(&f, info, "Company", "company");
    }
    for (size_t i = 0; i < f.count && !budget_cancelled(sink->budget); i++) {
        struct span value = object_value(&f, &f.objects[i]);
        if (!budget_work(sink->budget, f.objects[i].len))
            break;
        walk(&f, value.p, value.end, 0, visit);
        struct span subtype = get(&f, value, "Subtype");
        if (f.objects[i].stream != 0 && f.encrypt.p == NULL && subtype.p != NULL && name_is(subtype.p, subtype.end, "XML"))
            read_metadata(&f, &f.objects[i]);
    }
    if (f.scripts > 0)
        sink_fact_at(sink, FACT_JAVASCRIPT, f.scripts, NULL, NULL);
    if (f.pages > 0) {
        char pages[24];
        snprintf(pages, sizeof pages, "%llu", (unsigned long long)f.pages);
        sink_meta(sink, "pages", pages);
    }
    if (f.count == 0)
        sink_unread(sink, UNREAD_DAMAGED);
    if (f.full || f.store.full)
        sink_unread(sink, UNREAD_TOO_LARGE);
    sink_unread(sink, UNREAD_UNSUPPORTED); /* its text */
    sink_buf_free(sink, &f.store);
    free(f.objects);
}

const struct format format_pdf = {"pdf", pdf_bid, pdf_read};
