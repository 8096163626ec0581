/* The structure of a mail body: which lines are quoted, a forwarded header, the writer's signature, a
 * disclaimer. Works on lines whatever they came from (plain text or HTML blocks); marks them, never drops
 * them. */
#ifndef SEKISHO_PARSE_BODY_H
#define SEKISHO_PARSE_BODY_H

#include <stdbool.h>
#include <stddef.h>

struct body_line {
    const char *text; /* UTF-8 without its line end */
    size_t len;
    unsigned flags; /* PLACE_QUOTED, _SIGNATURE, _DISCLAIMER are added; what is set already (blockquote) is
                       believed */
};
struct body_structure {
    bool has_quote;
    bool has_forward; /* an explicit "Forwarded message" / 転送 header stands in the text */
};
/* Linear in the text. */
void body_mark(struct body_line *lines, size_t count, struct body_structure *out);
/* What a subject's first prefix says: 'r' reply, 'f' forward, 0 neither. */
char body_subject_kind(const char *utf8, size_t n);

#endif
