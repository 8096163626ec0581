/* An empty subject. */
#include "checks/check.h"

void check_subject(struct check *c)
{
    static const struct words none;
    const char *s = message_subject(c->message);
    /* Blank to a person: white space, the ideographic space included. */
    while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n' || (s[0] == '\xE3' && s[1] == '\x80' && s[2] == '\x80'))
        s += (unsigned char)*s >= 0x80 ? 3 : 1;
    if (!*s) check_add(c, FINDING_EMPTY_SUBJECT, &none);
}
