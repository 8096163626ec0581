/* The zip container: walks the central directory itself (and local headers where it lies or is missing), unpacks entries by minizip's
 * inflate in pieces. The only file that knows minizip. Facts only, no judgement. APPNOTE 6.3.10, WinZip AE-1/AE-2. */
#ifndef SEKISHO_PARSE_ZIP_H
#define SEKISHO_PARSE_ZIP_H

#include "observe/source.h"

struct zip;
enum zip_status { ZIP_OK, ZIP_DAMAGED, ZIP_LIMIT, ZIP_NOMEM };
struct zip_entry {
    const char *name;      /* UTF-8: flag, or guessed (UTF-8, CP932, CP437); never NULL */
    uint64_t packed, size; /* as the directory claims */
    uint64_t offset;       /* local header */
    uint16_t method;
    bool is_folder;
    bool encrypted;        /* ZipCrypto, WinZip AES or PKWARE strong */
    const char *encryption;/* "ZipCrypto", "AES-256", "strong", NULL */
    bool overlaps;         /* shares bytes with another entry */
    bool name_differs;     /* the local header tells another name */
};
/* data is a view of the whole archive (the caller keeps it). */
enum zip_status zip_open(const uint8_t *data, size_t n, struct budget *, struct zip **out);
void zip_close(struct zip *);
size_t zip_count(const struct zip *);          /* entries that may be read (limit.entries) */
bool zip_truncated_list(const struct zip *);   /* there were more entries than the budget allows */
bool zip_names_encrypted(const struct zip *);  /* central directory encryption */
bool zip_is_split(const struct zip *);
const struct zip_entry *zip_entry(const struct zip *, size_t i);
const struct zip_entry *zip_find(const struct zip *, const char *name); /* case-blind, as Office does; NULL: none */
/* Opens an entry as a stream; stored ones are views. src->ctx is owned by the zip until zip_close_entry. One entry may be open while
 * another is (a reader that walks two parts). */
enum zip_status zip_open_entry(struct zip *, const struct zip_entry *, struct source *src);
void zip_close_entry(struct zip *, struct source *src);

#endif
