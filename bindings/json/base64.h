/* Base64 of RFC 4648 as browsers write it: no line breaks, padding where it belongs. */
#ifndef SEKISHO_JSON_BASE64_H
#define SEKISHO_JSON_BASE64_H

#include <stddef.h>

/* Bytes that text of this length decodes to, at most. */
#define BASE64_ROOM(length) ((length) / 4 * 3 + 3)

/* Decodes into out, which has BASE64_ROOM(length) bytes. Returns 0, or -1 when the text is no base64. */
int base64_decode(const char *text, size_t length, unsigned char *out, size_t *written);

#endif
