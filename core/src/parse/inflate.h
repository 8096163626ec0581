/* Deflated bytes in memory as a stream (RFC 1950, 1951), unpacked in pieces: what PDF objects and embedded OLE storages are packed with. */
#ifndef SEKISHO_PARSE_INFLATE_H
#define SEKISHO_PARSE_INFLATE_H

#include "observe/source.h"

struct inflate;
/* data stays the caller's. NULL: out of memory. */
struct inflate *inflate_open_zlib(const uint8_t *data, size_t n); /* with the zlib header */
struct inflate *inflate_open_raw(const uint8_t *data, size_t n);
void inflate_close(struct inflate *); /* NULL is fine */
/* For source_stream(): src->ctx is the struct inflate. A stream that is cut short ends as damaged. */
size_t inflate_read(struct source *src, uint8_t *buf, size_t n);

#endif
