/* Addresses as such: malformed, the same one twice, free-mail, lists that nobody could expand, everybody in Bcc. */
#include "checks/check.h"

typedef bool recipient_test(const struct check *, size_t);

static bool first_time(const struct check *c, size_t i)
{
    return c->people[i].person->same_as == i;
}
static bool malformed(const struct check *c, size_t i)
{
    return c->people[i].person->address.malformed && !c->people[i].person->unknown_list && first_time(c, i);
}
static bool repeated(const struct check *c, size_t i)
{
    return !c->people[i].person->unknown_list && !first_time(c, i);
}
static bool free_mail(const struct check *c, size_t i)
{
    return c->people[i].freemail && !c->people[i].is_sender && !c->people[i].allowed && first_time(c, i);
}
static bool unexpanded(const struct check *c, size_t i)
{
    return c->people[i].person->unknown_list && !c->people[i].allowed;
}

static void each(struct check *c, enum finding_id id, recipient_test *test)
{
    size_t *found = arena_alloc_array(c->report->arena, c->people_count + 1, sizeof *found), count = 0;
    for (size_t i = 0; found && i < c->people_count; i++)
        if (test(c, i)) found[count++] = i;
    if (count) check_add_recipients(c, id, found, count);
}

void check_addresses(struct check *c)
{
    static const struct words none;
    size_t hidden = 0;
    each(c, FINDING_MALFORMED_ADDRESS, malformed);
    each(c, FINDING_DUPLICATE_RECIPIENT, repeated);
    each(c, FINDING_FREEMAIL_RECIPIENT, free_mail);
    each(c, FINDING_UNEXPANDED_LIST, unexpanded);
    for (size_t i = 0; i < c->people_count; i++) hidden += c->people[i].person->field == SEKISHO_BCC;
    if (hidden && hidden == c->people_count) check_add(c, FINDING_BCC_ONLY, &none);
}
