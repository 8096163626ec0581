/* UTF-8 without tables: one code point at a time, invalid bytes survive as U+FFFD (RFC 3629, Unicode 15 D92). */
#ifndef SEKISHO_BASE_UTF8_H
#define SEKISHO_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads one code point of s[0..n), n > 0; returns the bytes used (>= 1). An ill-formed byte gives 0xFFFD and length 1. */
size_t utf8_decode(const char *s, size_t n, uint32_t *cp);
/* Writes 1..4 bytes, returns how many; an invalid code point is written as U+FFFD. */
size_t utf8_encode(uint32_t cp, char out[4]);
bool utf8_valid(const char *s, size_t n);
/* The longest prefix of s[0..n) that is at most max bytes and does not cut a character. */
size_t utf8_cut(const char *s, size_t n, size_t max);
/* s with a U+FFFD for each ill-formed byte; out has room for 3 * n bytes. Returns how many were written. */
size_t utf8_repair(const char *s, size_t n, char *out);
size_t utf8_count(const char *s, size_t n); /* code points */

/* The code point of the three-byte character that is known to stand whole at p. */
static inline uint32_t utf8_wide(const uint8_t *p)
{
    return (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
}

#endif
