/* XMP packets, as pictures and PDF files carry them (ISO 16684-1): who made it, what it is called, where it was taken. */
#ifndef SEKISHO_FORMATS_XMP_H
#define SEKISHO_FORMATS_XMP_H

#include "observe/sink.h"

/* Hands on what the packet says; a damaged packet is passed over, for it is only a note about the file. */
void xmp_read(const uint8_t *data, size_t n, struct sink *);

#endif
