/* Charsets: any bytes under any label come out as UTF-8, the same whatever the chunks. Input: label, newline, bytes. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "text/charset.h"

struct out {
    char *text;
    size_t n, cap;
};

static void add(void *ctx, const char *utf8, size_t n)
{
    struct out *o = ctx;
    if (!utf8_valid(utf8, n)) abort();
    if (n > o->cap - o->n) abort(); /* at most 3 bytes for one */
    memcpy(o->text + o->n, utf8, n);
    o->n += n;
}

static struct out decode(const char *label, const char *bytes, size_t n, size_t chunk)
{
    struct out o = {NULL, 0, 8 * n + 64};
    struct charset_decoder *d = charset_open(label);
    o.text = malloc(o.cap);
    if (!d || !o.text) abort();
    for (size_t i = 0; i < n; i += chunk) charset_feed(d, bytes + i, n - i < chunk ? n - i : chunk, false, add, &o);
    charset_feed(d, "", 0, true, add, &o);
    charset_free(d);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char label[64];
    const uint8_t *end = size ? memchr(data, '\n', size < 60 ? size : 60) : NULL;
    const char *bytes;
    size_t n;
    struct out whole, pieces;
    if (!end || size > 65536) return 0;
    memcpy(label, data, (size_t)(end - data));
    label[end - data] = 0;
    bytes = (const char *)end + 1;
    n = size - (size_t)(end + 1 - data);
    whole = decode(label, bytes, n, n + 1);
    pieces = decode(label, bytes, n, 1 + n % 7);
    if (whole.n != pieces.n || memcmp(whole.text, pieces.text, whole.n)) abort();
    if (end == data && n > 0) { /* no label: what the bytes are may show behind much ASCII */
        size_t before = 65536 - n % 600;
        char *late = malloc(before + n);
        struct out in_pieces;
        if (!late) abort();
        memset(late, '1', before);
        memcpy(late + before, bytes, n);
        free(whole.text);
        whole = decode(label, late, before + n, before + n);
        in_pieces = decode(label, late, before + n, 4096);
        if (whole.n != in_pieces.n || memcmp(whole.text, in_pieces.text, whole.n) || memcmp(whole.text, late, before)) abort();
        free(in_pieces.text);
        free(late);
    }
    charset_guess(bytes, n);
    charset_known(label);
    free(whole.text);
    free(pieces.text);
    return 0;
}
