/* Unpacks archives with libarchive, an optional dependency: this file is the only one that knows it. What its entries are is asked of
 * the other readers, and every size it tells is checked against the budget again. */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L
#endif
#include "formats/archive.h"

#ifdef SEKISHO_LIBARCHIVE

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if !defined(_WIN32)
#include <locale.h>
#endif

#include "base/le.h"
#include "base/room.h"
#include "base/utf8.h"
#include "text/charset.h"

enum { NAME_MAX_BYTES = 4096, RATIO_FROM = 8 * 1024 * 1024, DICTIONARY_MAX = 32 * 1024 * 1024,
       ROOM = 1024 * 1024 /* what libarchive takes for itself, about: it crashes where it has less */ };

struct unpacking {
    struct archive *archive;
    uint64_t packed, out;
    bool stopped;       /* a limit was met: the rest is left alone */
};

static size_t entry_read(struct source *src, uint8_t *buf, size_t n)
{
    struct unpacking *u = src->ctx;
    la_ssize_t got = archive_read_data(u->archive, buf, n);
    if (got < 0)
        return SIZE_MAX;
    u->out += (uint64_t)got;
    uint32_t ratio = src->budget->ratio_max != 0 ? src->budget->ratio_max : 1;
    if (u->out > RATIO_FROM && u->out / ratio > u->packed) {
        u->stopped = true;
        src->budget->bytes_left /= 2; /* as in zips: a few bombs end the reading of all the rest */
        src->over_budget = true;
        return SIZE_MAX;
    }
    return (size_t)got;
}

/* The entry's name as UTF-8, malloc'd. A single packed file has none of its own: it is the archive's without the last extension. */
static char *entry_name(struct archive *a, struct archive_entry *entry, const char *archive_name)
{
    size_t len;
    if (archive_format(a) == ARCHIVE_FORMAT_RAW) {
        size_t n = strlen(archive_name);
        const char *dot = strrchr(archive_name, '.'), *slash = strrchr(archive_name, '/');
        if (dot != NULL && dot > archive_name && (slash == NULL || dot > slash + 1))
            n = (size_t)(dot - archive_name);
        bool tar = dot != NULL && (strcmp(dot, ".tgz") == 0 || strcmp(dot, ".tbz") == 0 || strcmp(dot, ".txz") == 0);
        char *name = malloc(n + 5);
        if (name != NULL)
            snprintf(name, n + 5, "%.*s%s", (int)n, archive_name, tar ? ".tar" : "");
        return name;
    }
    const char *name;
#if defined(_WIN32)
    /* A tar's name is bytes, which libarchive takes for the code page of the machine: what is UTF-8 already stays as it is. */
    name = archive_entry_pathname(entry);
    while (name != NULL && *name != 0 && (unsigned char)*name < 0x80)
        name++;
    if (name != NULL && *name != 0 && (name = archive_entry_pathname(entry)) != NULL && utf8_valid(name, strlen(name)))
        return charset_to_utf8("utf-8", name, strlen(name), 4 * NAME_MAX_BYTES, &len);
#endif
    name = archive_entry_pathname_utf8(entry);
    if (name != NULL && utf8_valid(name, strlen(name)))
        return charset_to_utf8("utf-8", name, strlen(name), 4 * NAME_MAX_BYTES, &len);
    name = archive_entry_pathname(entry);
    return charset_to_utf8(NULL, name != NULL ? name : "", name != NULL ? strlen(name) : 0, 4 * NAME_MAX_BYTES, &len);
}

static void read_entries(struct archive *a, size_t n, const char *archive_name, struct sink *sink)
{
    struct archive_entry *entry;
    struct unpacking unpacking = {a, n, 0, false};
    for (;;) {
        int rc = archive_read_next_header(a, &entry);
        if (rc == ARCHIVE_EOF)
            break;
        if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
            if (archive_read_has_encrypted_entries(a) > 0) {
                sink_fact(sink, FACT_ENCRYPTED);
                sink_unread(sink, UNREAD_ENCRYPTED);
            } else {
                sink_unread(sink, UNREAD_DAMAGED);
            }
            break;
        }
        if (!budget_work(sink->budget, 512) || sink->budget->entries_left == 0 || sink->budget->spent_bytes) {
            if (sink->budget->entries_left == 0)
                sink_unread(sink, UNREAD_TOO_MANY);
            else
                sink_stopped(sink);
            break;
        }
        if (archive_entry_filetype(entry) == AE_IFDIR)
            continue;
        char *name = entry_name(a, entry, archive_name);
        if (name == NULL) {
            sink_unread(sink, UNREAD_TOO_LARGE);
            break;
        }
        if (archive_entry_is_data_encrypted(entry) > 0) {
            sink_fact_at(sink, FACT_ENCRYPTED, 1, name, NULL);
            sink->ops->unread(sink, UNREAD_ENCRYPTED, name);
            sink->ops->file(sink, name, NULL, 1u << FACT_ENCRYPTED, 1u << UNREAD_ENCRYPTED);
        } else {
            struct source src;
            int64_t size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
            source_stream(&src, entry_read, &unpacking, size > 0 ? (uint64_t)size : 0, sink->budget);
            sink->ops->file(sink, name, &src, 0, 0);
            source_done(&src);
        }
        free(name);
        if (unpacking.stopped) {
            sink_unread(sink, UNREAD_TOO_LARGE);
            break;
        }
    }
}

/* A zip of one entry, given to libarchive in two pieces: a header of our own, for that in the file may lie, and the packed bytes. */
struct lone_entry {
    uint8_t header[31];
    const uint8_t *packed;
    size_t n;
    int piece;
};

static la_ssize_t lone_read(struct archive *a, void *ctx, const void **bytes)
{
    struct lone_entry *e = ctx;
    (void)a;
    *bytes = e->piece == 0 ? e->header : e->packed;
    e->piece++;
    return e->piece == 1 ? (la_ssize_t)sizeof e->header : e->piece == 2 ? (la_ssize_t)e->n : 0;
}

static void put(uint8_t *p, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        p[i] = (uint8_t)(value >> (8 * i));
}

bool libarchive_read_zip_entry(struct zip *zip, const struct zip_entry *entry, struct sink *sink)
{
    enum { BZIP2 = 12, LZMA = 14, LZMA_PROPERTIES = 9, END_MARK = 2 };
    struct lone_entry lone = {.piece = 0};
    struct archive_entry *header;
    unsigned flags;
    if ((entry->method != BZIP2 && entry->method != LZMA) || entry->packed > UINT32_MAX || entry->size > UINT32_MAX ||
        zip_packed_entry(zip, entry, &lone.packed, &lone.n, &flags) != ZIP_OK)
        return false;
    /* Version, length of the properties, their first byte, then how much memory unpacking takes. */
    if (entry->method == LZMA && (lone.n < LZMA_PROPERTIES || le32(lone.packed + 5) > DICTIONARY_MAX))
        return false;
    struct archive *a = archive_read_new();
    if (a == NULL)
        return false;
    put(lone.header, 0x04034B50, 4);
    put(lone.header + 4, 63, 2);
    put(lone.header + 6, flags & END_MARK, 2);
    put(lone.header + 8, entry->method, 2);
    put(lone.header + 14, entry->crc, 4);
    put(lone.header + 18, lone.n, 4);
    put(lone.header + 22, entry->size, 4);
    put(lone.header + 26, 1, 2);
    lone.header[30] = 'x';
    archive_read_support_format_zip_streamable(a);
    if (entry->crc == 0) /* none is known */
        archive_read_set_options(a, "zip:ignorecrc32");
    bool opened = archive_read_open(a, &lone, NULL, lone_read, NULL) == ARCHIVE_OK && archive_read_next_header(a, &header) == ARCHIVE_OK;
    if (opened) {
        struct source src;
        struct unpacking unpacking = {a, lone.n, 0, false};
        source_stream(&src, entry_read, &unpacking, entry->size, sink->budget);
        sink->ops->file(sink, entry->name, &src, 0, 0);
        source_done(&src);
    }
    archive_read_free(a);
    return opened;
}

bool libarchive_read(const uint8_t *data, size_t n, const char *name, struct sink *sink)
{
    struct archive *a = archive_read_new();
    if (a == NULL) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        return true;
    }
#if !defined(_WIN32)
    /* Names are converted to the thread's locale, which must be able to hold them; the caller's own is put back. */
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before = (locale_t)0;
    if (utf8 != (locale_t)0)
        before = uselocale(utf8);
#endif
    /* One by one: "all" would also start other programs to unpack with. */
    static int (*const supported[])(struct archive *) = {
        archive_read_support_filter_gzip, archive_read_support_filter_bzip2, archive_read_support_filter_xz,
        archive_read_support_filter_zstd, archive_read_support_filter_lz4,   archive_read_support_filter_compress,
        archive_read_support_format_7zip, archive_read_support_format_rar,   archive_read_support_format_rar5,
        archive_read_support_format_lha,  archive_read_support_format_cab,   archive_read_support_format_tar,
        archive_read_support_format_cpio, archive_read_support_format_ar,    archive_read_support_format_xar,
        archive_read_support_format_iso9660, archive_read_support_format_raw};
    bool ready = room_for(ROOM);
    for (size_t i = 0; ready && i < sizeof supported / sizeof supported[0]; i++)
        ready = supported[i](a) != ARCHIVE_FATAL; /* one that is not compiled in only warns */
    int opened = ready ? archive_read_open_memory(a, data, n) : ARCHIVE_FATAL;
    if (opened == ARCHIVE_OK)
        read_entries(a, n, name, sink);
    else if (!ready || archive_errno(a) == ENOMEM)
        sink_unread(sink, UNREAD_TOO_LARGE);
    else
        sink_unread(sink, UNREAD_DAMAGED);
    archive_read_free(a);
#if !defined(_WIN32)
    if (utf8 != (locale_t)0) {
        uselocale(before);
        freelocale(utf8);
    }
#endif
    return true;
}

#else

bool libarchive_read(const uint8_t *data, size_t n, const char *name, struct sink *sink)
{
    (void)data;
    (void)n;
    (void)name;
    (void)sink;
    return false;
}

bool libarchive_read_zip_entry(struct zip *zip, const struct zip_entry *entry, struct sink *sink)
{
    (void)zip;
    (void)entry;
    (void)sink;
    return false;
}

#endif
