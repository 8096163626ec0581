/* Decodes base64 strictly: a character that does not belong there means that a caller has lost its place. */
#include "base64.h"

#include <stdint.h>

/* 0..63, or 64 for what is no digit. */
static unsigned base64_digit(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26u;
    if (c >= '0' && c <= '9')
        return c - '0' + 52u;
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

int base64_decode(const char *text, size_t length, unsigned char *out, size_t *written)
{
    unsigned char table[256];
    const unsigned char *p = (const unsigned char *)text;
    unsigned char *o = out;
    size_t i, whole, rest;
    if (length % 4)
        return -1;
    while (length && text[length - 1] == '=' && (length % 4 == 0 || length % 4 == 3))
        length--;
    for (i = 0; i < 256; i++)
        table[i] = (unsigned char)base64_digit((unsigned char)i);
    whole = length / 4;
    rest = length % 4;
    for (i = 0; i < whole; i++, p += 4) {
        unsigned a = table[p[0]], b = table[p[1]], c = table[p[2]], d = table[p[3]];
        if ((a | b | c | d) & 64)
            return -1;
        *o++ = (unsigned char)(a << 2 | b >> 4);
        *o++ = (unsigned char)(b << 4 | c >> 2);
        *o++ = (unsigned char)(c << 6 | d);
    }
    if (rest == 1)
        return -1;
    if (rest) {
        unsigned a = table[p[0]], b = table[p[1]], c = rest == 3 ? table[p[2]] : 0;
        if ((a | b | c) & 64)
            return -1;
        *o++ = (unsigned char)(a << 2 | b >> 4);
        if (rest == 3)
            *o++ = (unsigned char)(b << 4 | c >> 2);
    }
    *written = (size_t)(o - out);
    return 0;
}
