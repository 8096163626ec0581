/* Contacts and calendars (vCard, iCalendar) as lines that can be read: long lines joined again, quoted-printable values and escapes as what they
 * stand for, addresses in the order in which they are written on letters. Which charset the bytes are in and what they mean is asked elsewhere. */
#ifndef SEKISHO_FORMATS_CARDS_H
#define SEKISHO_FORMATS_CARDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

struct cards {
    bool line_end; /* seen, but the next line may go on with this one */
    bool value;    /* behind the colon */
    bool quoted;   /* the value is quoted-printable */
    char head[128];
    size_t head_len;
    unsigned escape; /* characters of an escape seen: "=", "=4" */
    uint8_t high;
};

bool cards_bid(const uint8_t *head, size_t n);
/* The next n bytes; out has room for n + 3. Returns how many were written. n == 0: the end. */
size_t cards_feed(struct cards *, const uint8_t *in, size_t n, uint8_t *out);
/* One of these lines, decoded and without its line feed, as a person reads it; out has room for n + CARDS_MORE. Returns how much was written. */
enum { CARDS_MORE = 8 };
size_t cards_line(const char *line, size_t n, char *out);

#endif
