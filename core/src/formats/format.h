/* One reader a format. bid() looks at the first bytes only and says how sure it is; the highest bid reads. A name never decides. */
#ifndef SEKISHO_FORMATS_FORMAT_H
#define SEKISHO_FORMATS_FORMAT_H

#include "observe/sink.h"

struct format {
    const char *name; /* what inspect prints unless the reader calls sink->ops->format */
    /* head: the first up to 64 KiB (all of it when whole), size: claimed size or 0, name: the file's name, a tie-breaker for texts only.
     * Returns 0 (not mine) .. 100 (magic bytes and structure agree). */
    int (*bid)(const uint8_t *head, size_t n, uint64_t size, const char *name);
    /* Reads everything, or says by sink->ops->unread what it did not. NULL: known by its bytes but not read (unread: unsupported). */
    void (*read)(struct source *, const char *name, struct sink *);
};

/* The best bidder, or NULL: nobody knows these bytes. */
const struct format *format_find(const uint8_t *head, size_t n, uint64_t size, const char *name);

/* Each reader exports one table: extern const struct format format_zip; and a row FORMAT(zip) in formats.def. */
#define FORMAT(symbol) extern const struct format format_##symbol;
#include "formats/formats.def"
#undef FORMAT

#endif
