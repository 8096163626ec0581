/* Letters, digits and white space of ASCII, whatever locale a program has set. */
#ifndef SEKISHO_BASE_ASCII_H
#define SEKISHO_BASE_ASCII_H

#include <stdbool.h>

static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_alpha(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* What a hexadecimal digit is worth, -1: it is none. */
static inline int ascii_hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* White space in the header of a mail. */
static inline bool ascii_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

#endif
