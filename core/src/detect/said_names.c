/* Which names of a text mean the same person: the halves of a name, and the last whole names that were said. */
#include "detect/said_names.h"

#include "base/utf8.h"
#include "detect/people.h"
#include "detect/person_parts.h"

struct whole_name whole_name(const char *s, size_t n)
{
    enum { NAME_LENGTH = 24, SURNAME_MAX = 4, GIVEN_MAX = 4 };
    uint16_t c[NAME_LENGTH + 1];
    uint32_t used = 0, first = 0, second;
    struct whole_name w = {0};
    for (size_t i = 0; i < n; used++) {
        uint32_t cp;
        if (used == NAME_LENGTH)
            return w;
        i += utf8_decode(s + i, n - i, &cp);
        c[used] = scan_fold_character(cp);
        if (c[used] == ' ' && !first)
            first = used;
    }
    c[used] = 0;
    if (first) {
        for (second = used; c[second - 1] != ' '; second--)
            ;
    } else {
        bool given = false;
        for (uint32_t k = 1; k <= SURNAME_MAX && k < used && !known_surname(c, used); k++) { /* the longest surname that a given name goes behind, or anything that may be one */
            bool known = known_given(c + k, used - k);
            if (known_surname(c, k) && used - k <= GIVEN_MAX && known >= given) {
                first = k;
                given = known;
            }
        }
        second = first;
    }
    if (!first || second == used)
        return w;
    w.name = hash_name(c, used);
    w.surname = hash_name(c, first);
    w.given = hash_name(c + second, used - second);
    return w;
}

uint64_t said_before(const struct said_names *s, uint64_t name, const struct whole_name *w)
{
    uint32_t kept = s->count < NAMES_KEPT ? s->count : NAMES_KEPT;
    for (uint32_t k = 1; k <= kept; k++) {
        const struct whole_name *said = &s->last[(s->count - k) % NAMES_KEPT];
        bool half = !w->name && (said->surname == name || said->given == name);
        bool turned = w->name && ((said->surname == w->surname && said->given == w->given) || (said->surname == w->given && said->given == w->surname));
        if (half || turned)
            return said->name;
    }
    return 0;
}

void said_now(struct said_names *s, const struct whole_name *w)
{
    s->last[s->count++ % NAMES_KEPT] = *w;
}
