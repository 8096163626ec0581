/* What archive readers share. */
#ifndef SEKISHO_FORMATS_ARCHIVE_H
#define SEKISHO_FORMATS_ARCHIVE_H

#include "observe/sink.h"
#include "parse/zip.h"

/* All entries of a zip that is no document become inner files. */
void zip_read_archive(struct zip *, struct sink *);
/* An archive of another kind inside other bytes (a self-extracting program): reads it and says so; false when there is none. */
bool archive_read_inside(const uint8_t *data, size_t n, struct sink *);
/* Unpacks with libarchive (libarchive.c): entries become inner files, encryption is told. false: built without it. */
bool libarchive_read(const uint8_t *data, size_t n, const char *name, struct sink *);
/* The same for one entry of a zip whose packing method zip.c does not know. false: neither does libarchive. */
bool libarchive_read_zip_entry(struct zip *, const struct zip_entry *, struct sink *);

#endif
