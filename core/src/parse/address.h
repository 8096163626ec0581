/* Address lists: RFC 5322 and 6532 with the obsolete forms, groups, comments, quoted pairs, encoded words,
 * and what people really type. A piece that is no address is returned with malformed set and its text kept;
 * nothing is lost and nothing is judged. */
#ifndef SEKISHO_PARSE_ADDRESS_H
#define SEKISHO_PARSE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

enum { ADDRESS_LIST_MAX = 200000 }; /* of one header; address_list.truncated says that there were more */

struct address {
    const char *raw;          /* the piece as it stands, trimmed, UTF-8 */
    const char *name;         /* display name (or comment after a bare address), decoded; "" */
    const char *local;        /* unquoted; "" when malformed beyond use */
    const char *domain;       /* Unicode form, lower case; a literal keeps its brackets; "" */
    const char *domain_ascii; /* ASCII form; "" */
    const char *address;      /* local@domain as shown to a person; malformed: raw */
    const char *key;          /* equal for equal mailboxes: local part folded (case, width), ASCII domain */
    const char *group;        /* "" */
    const char *name_address; /* an address that stands in the display name but is not this one; "" */
    bool malformed;
};
struct address_list {
    struct address *items;
    size_t count;
    bool truncated;
};

/* value: UTF-8, unfolded or not (mime_header_utf8 for raw header bytes). Everything is taken from the arena;
 * look at arena_failed(). */
void address_parse_list(const char *value, size_t n, struct arena *, struct address_list *out);
/* One address as a person or a program hands it over, with its name beside it (NULL: none). Never splits at
 * commas inside. */
void address_parse_one(const char *value, size_t n, const char *name, struct arena *, struct address *out);

#endif
