/* What archive readers share. */
#ifndef SEKISHO_FORMATS_ARCHIVE_H
#define SEKISHO_FORMATS_ARCHIVE_H

#include "observe/sink.h"
#include "parse/zip.h"

/* All entries of a zip that is no document become inner files. */
void zip_read_archive(struct zip *, struct sink *);

#endif
