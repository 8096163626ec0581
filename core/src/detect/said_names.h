/* Names that a text has said, so that whoever is named again is nobody else: 佐藤花子 ... 佐藤様, Fatima R. Campbell ... Campbell, Fatima. Private to this folder. */
#ifndef SEKISHO_DETECT_SAID_NAMES_H
#define SEKISHO_DETECT_SAID_NAMES_H

#include <stddef.h>
#include <stdint.h>

enum { NAMES_KEPT = 64 };

struct whole_name { /* hashes as hash_name() makes them */
    uint64_t name, surname, given; /* of a Latin one its first and last word; 0: it is no whole name */
};

struct said_names { /* the last ones, in a ring; begins as zeros */
    struct whole_name last[NAMES_KEPT];
    uint32_t count;
};

/* The halves of a name, if it shows them by a space or the dictionary knows them. */
struct whole_name whole_name(const char *utf8, size_t n);
/* The whole name said last of which `name` is a half, or `whole` the same, perhaps in another order: its hash. 0: none. */
uint64_t said_before(const struct said_names *, uint64_t name, const struct whole_name *whole);
void said_now(struct said_names *, const struct whole_name *);

#endif
