/* SHA-256, for naming the bytes of an attachment. No secret passes through it. */
#ifndef SEKISHO_JSON_SHA256_H
#define SEKISHO_JSON_SHA256_H

#include <stddef.h>

#define SHA256_HEX 65 /* with the closing NUL */

void sha256_hex(const void *data, size_t length, char out[SHA256_HEX]);

#endif
