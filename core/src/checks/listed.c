/* Addresses that policy names: mail to them is blocked, or always asked about. */
#include "checks/check.h"

static void listed(struct check *c, enum option_id list, enum finding_id id, bool even_allowed)
{
    const struct address_rules *rules = policy_addresses(c->policy, list);
    size_t *found = rules ? arena_alloc_array(c->report->arena, c->people_count + 1, sizeof *found) : NULL, count = 0;
    for (size_t i = 0; found && i < c->people_count; i++) {
        const struct check_person *p = &c->people[i];
        if (p->person->same_as == i && (even_allowed || !p->allowed) && address_rules_match(rules, &p->person->address)) found[count++] = i;
    }
    if (count) check_add_recipients(c, id, found, count);
}

void check_listed(struct check *c)
{
    listed(c, OPTION_RECIPIENTS_BLOCK, FINDING_BLOCKED_RECIPIENT, true);
    listed(c, OPTION_RECIPIENTS_CONFIRM, FINDING_MUST_CONFIRM_RECIPIENT, false);
}
