/* The Compound File Binary container [MS-CFB]: directory tree and streams, by views where a stream lies in one piece. Legacy Office, MSG and
 * encrypted OOXML are made of it. Facts only; chains that cycle, cross or leave the file end as damaged. */
#ifndef SEKISHO_PARSE_CFB_H
#define SEKISHO_PARSE_CFB_H

#include "observe/source.h"

struct cfb;
enum cfb_status { CFB_OK, CFB_DAMAGED, CFB_LIMIT, CFB_NOMEM };
#define CFB_NONE ((size_t)-1)

struct cfb_entry {
    char name[32 * 3 + 1];  /* UTF-8; at most 31 UTF-16 units */
    bool is_storage;        /* root or storage; else a stream */
    uint8_t clsid[16];
    uint64_t size;          /* of a stream */
    size_t parent;          /* index, CFB_NONE for the root */
    size_t first_child, next; /* index or CFB_NONE; storages only / siblings in directory order */
    uint32_t start;         /* first sector; internal */
};

/* Whether the first bytes are a compound file's. */
bool cfb_magic(const uint8_t *data, size_t n);
/* data is a view of the whole file (the caller keeps it). A damaged directory still gives what could be read: *out may be set with
 * CFB_DAMAGED. Index 0 is the root. */
enum cfb_status cfb_open(const uint8_t *data, size_t n, struct budget *, struct cfb **out);
void cfb_close(struct cfb *); /* NULL is fine */
size_t cfb_count(const struct cfb *);
const struct cfb_entry *cfb_entry_at(const struct cfb *, size_t index);
/* A child of a storage by name (ASCII case-blind, as the format orders names); CFB_NONE: none. */
size_t cfb_child(const struct cfb *, size_t storage, const char *name);
/* A path from the root such as "ObjectPool/_123/Package". */
size_t cfb_find(const struct cfb *, const char *path);
/* Opens a stream: a view where its sectors lie in a row, else a stream. Release with cfb_close_stream. */
enum cfb_status cfb_open_stream(struct cfb *, size_t index, struct source *src);
void cfb_close_stream(struct source *src);
/* Bytes offset..offset+n of a stream into buf, without opening it; how many could be read. */
size_t cfb_read_at(const struct cfb *, size_t index, uint64_t offset, uint8_t *buf, size_t n);

#endif
