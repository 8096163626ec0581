/* Bytes in a labelled or unknown charset become UTF-8. The only file that opens ICU converters. */
#ifndef SEKISHO_TEXT_CHARSET_H
#define SEKISHO_TEXT_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

struct charset_decoder; /* a stream: feed pieces of any size, get whole UTF-8 characters out */

/* label as it stands in a mail (any case, NULL or unknown: "us-ascii" is read as what the bytes are, and nothing is decided as long as
 * there is nothing but ASCII). Japanese labels open the
 * superset that is meant: iso-2022-jp with NEC/IBM extensions (CP50221), shift_jis as CP932, euc-jp as eucJP-ms. NULL: out of memory.
 * Undecodable bytes become U+FFFD and are counted; a label that lies (the bytes are strict UTF-8 or ISO-2022-JP) is overruled by
 * charset_guess at the caller's wish. */
struct charset_decoder *charset_open(const char *label);
bool charset_known(const char *label);
/* Whether the label names a charset that ICU has and this file leaves closed (UTF-7, EBCDIC and others that hide what a text says). */
bool charset_refused(const char *label);
void charset_free(struct charset_decoder *);
typedef void charset_out(void *ctx, const char *utf8, size_t n);
/* last: no more bytes follow. Returns false when memory ran out. */
bool charset_feed(struct charset_decoder *, const char *bytes, size_t n, bool last, charset_out *out, void *ctx);
size_t charset_errors(const struct charset_decoder *);

/* What the bytes most likely are: strict UTF-8, BOMs, UTF-16 and UTF-32 without BOM, ISO-2022-JP escapes, EUC-JP, Shift_JIS (CP932), else
 * windows-1252 and friends by ICU's detector. Looks at the first 64 KiB at most. A canonical label; never NULL. */
const char *charset_guess(const char *bytes, size_t n);
/* Its first step: "utf-8" by a BOM, a UTF-16 or UTF-32 label, NULL: none of these. It asks no detector, so that it may be asked of any bytes. */
const char *charset_guess_wide(const char *bytes, size_t n);
/* One go: malloc'd UTF-8 with NUL, *out_len bytes; NULL when out of memory or above max_out. label may be NULL: guessed. */
char *charset_to_utf8(const char *label, const char *bytes, size_t n, size_t max_out, size_t *out_len);

#endif
