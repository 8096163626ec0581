/* OpenDocument packages and flat files (OASIS ODF 1.3). */
#ifndef SEKISHO_FORMATS_ODF_H
#define SEKISHO_FORMATS_ODF_H

#include "observe/sink.h"
#include "parse/zip.h"

/* Reads a zip that is an OpenDocument package. false: it is none, nothing was handed on. */
bool odf_read(struct zip *, struct sink *);

#endif
