/* Readers of what lies in a compound file, chosen by its streams (compound.c). Each reads one storage of it: an embedded document is a
 * storage of its own, read into the same part with depth one more. */
#ifndef SEKISHO_FORMATS_COMPOUND_H
#define SEKISHO_FORMATS_COMPOUND_H

#include "base/buf.h"
#include "observe/sink.h"
#include "parse/cfb.h"

enum { COMPOUND_DEPTH_MAX = 4 };

/* Reads a storage by what it holds; false when nobody knows it. */
bool compound_read_storage(struct cfb *, size_t storage, unsigned depth, struct sink *);
/* A stream as one piece of memory: release with cfb_close_stream. NULL when it is not there or could not be had (unread is then said). */
const uint8_t *compound_whole(struct cfb *, size_t stream, struct source *, size_t *n, struct sink *);

void xls_read(struct cfb *, size_t storage, unsigned depth, struct sink *);            /* xls.c [MS-XLS] */
void xls_read_records(const uint8_t *data, size_t n, struct sink *);                   /* a BIFF stream without container */
/* revisions.c: old contents of a shared workbook. locked: the workbook has a password, be it one that all know; its log may then be locked, too
 * (Excel), or not (LibreOffice). */
void xls_revisions_read(struct cfb *, size_t storage, bool locked, struct sink *);
void doc_read(struct cfb *, size_t storage, unsigned depth, struct sink *);            /* doc.c [MS-DOC] */
void ppt_read(struct cfb *, size_t storage, unsigned depth, struct sink *);            /* ppt.c [MS-PPT] */
void msg_read(struct cfb *, size_t storage, unsigned depth, struct sink *);            /* msg.c [MS-OXMSG] */
void ooxml_crypt_read(struct cfb *, struct sink *);                                    /* ooxml_crypt.c [MS-OFFCRYPTO] */
void oleprops_read(struct cfb *, size_t storage, struct sink *);                       /* oleprops.c [MS-OLEPS] */
void ole_objects_read(struct cfb *, size_t storage, unsigned depth, struct sink *);    /* ole_object.c: Package, Ole10Native, documents */

/* The charset label of a Windows code page (932: CP932), for text/charset.h. */
const char *codepage_label(unsigned codepage);
/* Appends UTF-16LE units as UTF-8; lone surrogates become U+FFFD. */
void add_utf16le(struct buf *, const uint8_t *units, size_t count);
/* Appends bytes of a code page as UTF-8. */
void add_codepage(struct buf *, unsigned codepage, const uint8_t *bytes, size_t n);

#endif
