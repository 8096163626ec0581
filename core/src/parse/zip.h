/* The zip container: walks the central directory itself (and the local headers where it lies, is hidden or is missing) and unpacks
 * entries in pieces by zlib's inflate; the only file that knows it. minizip was left out: it insists on walking the directory itself,
 * and whatever lies there is what we look for. Facts only, no judgement. APPNOTE 6.3.10, WinZip AE-1/AE-2. */
#ifndef SEKISHO_PARSE_ZIP_H
#define SEKISHO_PARSE_ZIP_H

#include "observe/source.h"

struct zip;
enum zip_status {
    ZIP_OK,
    ZIP_DAMAGED,
    ZIP_LIMIT,
    ZIP_NOMEM,
    ZIP_ENCRYPTED,   /* zip_open_entry: a password is needed */
    ZIP_UNSUPPORTED  /* zip_open_entry: a packing method that is not read */
};
struct zip_entry {
    const char *name;      /* UTF-8: flag, or guessed (UTF-8, CP932, CP437); never NULL; may hold anything a file name cannot */
    uint64_t packed, size; /* as the directory claims */
    uint64_t offset;       /* of the local header, from the start of the data */
    uint32_t crc;
    uint16_t method;       /* as packed inside WinZip AES */
    bool is_folder;
    bool encrypted;        /* ZipCrypto, WinZip AES or PKWARE strong */
    const char *encryption;/* "ZipCrypto", "AES-256", "strong", NULL */
    bool overlaps;         /* shares bytes with an entry before it */
    bool name_differs;     /* the local header tells another name */
};
/* data is a view of the whole archive (the caller keeps it). Bytes before the archive (self-extracting programs) are passed over.
 * ZIP_DAMAGED: no entry could be found at all. */
enum zip_status zip_open(const uint8_t *data, size_t n, struct budget *, struct zip **out);
void zip_close(struct zip *);
/* Whether the data ends in a zip directory (a self-extracting program, a picture with an archive behind it); start: where it begins. */
bool zip_inside(const uint8_t *data, size_t n, size_t *start);
size_t zip_count(const struct zip *);          /* entries that may be read (limit.entries) */
bool zip_truncated_list(const struct zip *);   /* there were more entries than the budget allows */
bool zip_names_encrypted(const struct zip *);  /* central directory encryption */
bool zip_is_split(const struct zip *);         /* one volume of several, or the end is missing */
bool zip_is_damaged(const struct zip *);       /* the directory is broken: entries came from local headers, or fewer than promised */
const struct zip_entry *zip_at(const struct zip *, size_t i);
const struct zip_entry *zip_find(struct zip *, const char *name); /* blind to ASCII case, as Office is; NULL: none */
/* Opens an entry as a stream; stored ones are views. Several may be open at once. Close each that was opened with ZIP_OK. */
enum zip_status zip_open_entry(struct zip *, const struct zip_entry *, struct source *src);
void zip_close_entry(struct source *src);
/* The packed bytes of an entry that zip_open_entry calls unsupported, for somebody who knows the method; flags are its local header's. */
enum zip_status zip_packed_entry(struct zip *, const struct zip_entry *, const uint8_t **packed, size_t *n, unsigned *flags);

#endif
