/* The scanner for plain XML against libxml2: the same bytes through both, the scanner in pieces of any size. Where the document is well
 * formed the events must be the same (text merged); where it is not, both must say so and agree as far as both came. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "parse/xml_scan.h"

enum { INPUT_MAX = 60 * 1024 }; /* with what is put around it one piece for libxml2 */

struct events {
    struct buf log;
    bool in_text;
};

static void mark(struct events *e, const char *what)
{
    buf_add_str(&e->log, what);
    e->in_text = false;
}
static void add(struct events *e, const void *s)
{
    buf_add_str(&e->log, s ? s : "(none)");
    buf_add_char(&e->log, '\1'); /* no character of XML */
}
static void on_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct events *e = ctx;
    mark(e, "\2<");
    buf_add_char(&e->log, (char)('A' + name));
    add(e, tag->name);
    add(e, tag->ns);
    for (int i = 0; i < tag->count; i++) {
        const unsigned char *const *a = tag->raw + (size_t)i * 5;
        for (int k = 0; k < 3; k++)
            add(e, a[k]);
        buf_add(&e->log, a[3], (size_t)(a[4] - a[3]));
        buf_add_char(&e->log, '\1');
    }
}
static void on_end(void *ctx, int name)
{
    mark(ctx, "\2>");
    buf_add_char(&((struct events *)ctx)->log, (char)('A' + name));
}
static void on_text(void *ctx, const char *text, size_t n)
{
    struct events *e = ctx;
    if (!n)
        abort();
    if (!e->in_text)
        buf_add_str(&e->log, "\2\"");
    e->in_text = true;
    buf_add(&e->log, text, n);
}

struct pieces {
    const uint8_t *bytes;
    size_t left;
    uint32_t random;
    bool tiny;
};
static size_t read_piece(struct source *src, uint8_t *out, size_t n)
{
    struct pieces *p = src->ctx;
    p->random = p->random * 1664525u + 1013904223u;
    size_t size = 1 + (p->random >> 16) % (p->tiny ? 7 : 4000);
    if (n > size)
        n = size;
    if (n > p->left)
        n = p->left;
    memcpy(out, p->bytes, n);
    p->bytes += n;
    p->left -= n;
    return n;
}

/* libxml2 keeps a namespace's "&" as "&#38;" (in values xml.c puts that right). */
static void plain_ampersands(struct buf *log)
{
    size_t out = 0;
    for (size_t i = 0; i < log->len; i++) {
        log->data[out++] = log->data[i];
        if (log->len - i >= 5 && memcmp(log->data + i, "&#38;", 5) == 0)
            i += 4;
    }
    log->len = out;
}

/* As far as both go: a damaged document may end in the middle of what the other handed on. */
static bool same_start(const struct buf *a, const struct buf *b)
{
    size_t n = a->len < b->len ? a->len : b->len;
    return n == 0 || memcmp(a->data, b->data, n) == 0;
}

static void compare(const uint8_t *xml, size_t n, uint32_t random)
{
    static const char *const names[] = {"a", "b", "row", "c", "t", NULL};
    static const struct xml_handler handler = {names, on_start, on_end, on_text};
    struct budget budget = {.work_left = 1u << 30, .bytes_left = 1u << 30, .memory_left = 1u << 30};
    struct events want, got;
    memset(&want, 0, sizeof want);
    memset(&got, 0, sizeof got);
    buf_init(&want.log, 1u << 28);
    buf_init(&got.log, 1u << 28);
    struct source src;
    source_view(&src, "", 0, &budget);
    enum xml_status status = xml_parse_library(&src, xml, n, &handler, &want, NULL);
    source_done(&src);

    struct pieces pieces = {xml, n, random, (random & 1) != 0};
    size_t first = 1 + random % 97;
    while (first < n && !xml_scan_takes(xml, first))
        first++;
    if (first > n)
        first = n;
    pieces.bytes += first;
    pieces.left -= first;
    source_stream(&src, read_piece, &pieces, n, &budget);
    enum xml_status scanned = xml_scan(&src, xml, first, &handler, &got, NULL);
    source_done(&src);

    bool proper = utf8_valid((const char *)xml, n);
    if (!proper && scanned == XML_OK)
        abort();
    if (proper && (status == XML_OK) != (scanned == XML_OK)) { /* libxml2 lets some overlong characters pass in CDATA */
        fprintf(stderr, "libxml2 says %d, the scanner %d\n", (int)status, (int)scanned);
        abort();
    }
    bool alike = same_start(&want.log, &got.log); /* as it stands, for a text may spell "&#38;" itself and be cut within it */
    plain_ampersands(&want.log);
    plain_ampersands(&got.log);
    alike = alike || same_start(&want.log, &got.log);
    if (!alike || (status == XML_OK && scanned == XML_OK && want.log.len != got.log.len)) {
        fprintf(stderr, "libxml2:\n%.*s\nscanner:\n%.*s\n", (int)want.log.len, buf_str(&want.log), (int)got.log.len, buf_str(&got.log));
        abort();
    }
    buf_free(&want.log);
    buf_free(&got.log);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char before[] = "<a xmlns='u' xmlns:p='v'>", behind[] = "</a>";
    if (size < 1 || size > INPUT_MAX)
        return 0;
    uint32_t random = 2166136261u; /* the sizes of the pieces follow from the bytes */
    for (size_t i = 0; i < size; i++)
        random = (random ^ data[i]) * 16777619u;
    if (xml_scan_takes(data, size))
        compare(data, size, random);
    /* The same as the content of an element, so that nearly every input is worth something. */
    struct buf inside;
    buf_init(&inside, INPUT_MAX + sizeof before + sizeof behind);
    buf_add_str(&inside, before);
    buf_add(&inside, data, size);
    buf_add_str(&inside, behind);
    compare((const uint8_t *)inside.data, inside.len, random ^ 1);
    buf_free(&inside);
    return 0;
}
