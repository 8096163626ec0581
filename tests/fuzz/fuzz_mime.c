/* MIME: structure, headers, parameters, decoding and text of any bytes. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/budget.h"
#include "parse/mime.h"

static int within(const struct mime_part *p, const char *text, size_t n)
{
    return p->body >= text && p->body + p->body_len <= text + n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 65536) return 0;
    struct arena *arena = arena_new((size_t)64 << 20);
    struct mime *mime = mime_parse(data, size, arena);
    for (const struct mime_part *p = mime ? mime->root : NULL; p; p = mime_next(p)) {
        struct mime_header h;
        size_t at = 0;
        while (mime_header_next(p, &at, &h)) {
            struct buf text;
            buf_init(&text, 1 << 20);
            mime_header_text(h.value, h.value_len, &text);
            buf_free(&text);
            mime_parameter(h.value, h.value_len, "filename", arena);
        }
        /* a part is always a view: of the message, or of a text around it that was decoded because it holds uuencoded files */
        if (p->body_len && !within(p, (const char *)data, size) && !p->first_child && !(p->parent && within(p, p->parent->body, p->parent->body_len))) abort();
        size_t n, streamed = 0;
        uint8_t *whole = mime_decode(p, &n);
        struct budget budget = {.bytes_left = 1 << 30, .work_left = 1 << 30};
        struct mime_stream st;
        struct source src;
        uint8_t bytes[61];
        mime_open(p, &st, &src, &budget);
        for (size_t got; (got = source_read(&src, bytes, sizeof bytes)) != 0 && got != SIZE_MAX;)
            streamed += got;
        source_done(&src);
        if (whole && streamed != n) abort(); /* the chunks decide nothing */
        free(whole);
        char *owned;
        mime_text(p, &n, &owned);
        free(owned);
    }
    arena_free(arena);
    return 0;
}
