/* Unpacks deflated bytes piece by piece with zlib. Knows no container; what unpacking may cost is the source's budget. */
#include "parse/inflate.h"

#include <limits.h>
#include <stdlib.h>

#include <zlib.h>

struct inflate {
    z_stream z;
    const uint8_t *next;
    size_t left;
    bool ended, damaged;
};

static struct inflate *open_window(const uint8_t *data, size_t n, int window)
{
    struct inflate *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->next = data;
    s->left = n;
    if (inflateInit2(&s->z, window) != Z_OK) {
        free(s);
        return NULL;
    }
    return s;
}

struct inflate *inflate_open_zlib(const uint8_t *data, size_t n)
{
    return open_window(data, n, MAX_WBITS);
}

struct inflate *inflate_open_raw(const uint8_t *data, size_t n)
{
    return open_window(data, n, -MAX_WBITS);
}

void inflate_close(struct inflate *s)
{
    if (s)
        inflateEnd(&s->z);
    free(s);
}

size_t inflate_read(struct source *src, uint8_t *buf, size_t n)
{
    struct inflate *s = src->ctx;
    if (s->damaged)
        return SIZE_MAX;
    s->z.next_out = buf;
    s->z.avail_out = n > UINT_MAX ? UINT_MAX : (uInt)n;
    size_t wanted = s->z.avail_out;
    while (!s->ended && s->z.avail_out > 0) {
        if (s->z.avail_in == 0 && s->left > 0) {
            s->z.next_in = (Bytef *)s->next; /* zlib only reads it */
            s->z.avail_in = s->left > UINT_MAX ? UINT_MAX : (uInt)s->left;
            s->next += s->z.avail_in;
            s->left -= s->z.avail_in;
        }
        int rc = inflate(&s->z, Z_NO_FLUSH);
        if (rc == Z_STREAM_END)
            s->ended = true;
        else if (rc != Z_OK || (s->z.avail_in == 0 && s->left == 0 && s->z.avail_out > 0)) {
            s->damaged = true; /* what came before is still handed out */
            break;
        }
    }
    size_t got = wanted - s->z.avail_out;
    return got == 0 && s->damaged ? SIZE_MAX : got;
}
