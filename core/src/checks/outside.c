/* Says that there are recipients outside: a note, and the number a client shows. */
#include "checks/check.h"

void check_outside(struct check *c)
{
    if (!c->outside) return;
    struct words w = {.n = c->outside};
    struct sekisho_finding *f = check_add(c, FINDING_OUTSIDE_RECIPIENT, &w);
    for (size_t i = 0; f && i < c->people_count; i++)
        if (c->people[i].class_ != SEKISHO_INTERNAL) finding_recipient(c->report, f, i);
}
