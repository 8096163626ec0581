/* Says of each recipient whether he is inside, a partner, outside or unknown. Judges nothing. */
#include "checks/check.h"

#include <string.h>

#include "parse/domain.h"

static bool same_organisation(const struct message_person *a, const struct message_person *b)
{
    if (a->freemail || b->freemail) return strcmp(a->address.key, b->address.key) == 0;
    if (*a->organisation && *b->organisation) return strcmp(a->organisation, b->organisation) == 0;
    return *a->address.domain_ascii && strcmp(a->address.domain_ascii, b->address.domain_ascii) == 0;
}
static bool listed(const struct check *c, enum option_id list, const struct message_person *p)
{
    const struct address_rules *rules = policy_addresses(c->policy, list);
    return rules && address_rules_match(rules, &p->address);
}
static sekisho_class classify(const struct check *c, const struct message_person *p)
{
    if (p->unknown_list) return SEKISHO_UNKNOWN;
    if (policy_list(c->policy, OPTION_INTERNAL_DOMAINS)->count) {
        if (listed(c, OPTION_INTERNAL_DOMAINS, p)) return SEKISHO_INTERNAL;
    } else if (c->message->has_sender && same_organisation(&c->message->sender, p))
        return SEKISHO_INTERNAL;
    if (listed(c, OPTION_PARTNER_DOMAINS, p)) return SEKISHO_PARTNER;
    return *p->address.domain_ascii ? SEKISHO_EXTERNAL : SEKISHO_UNKNOWN;
}

bool check_people(struct check *c)
{
    size_t count = c->message->recipient_count;
    c->people = arena_alloc_array(c->report->arena, count + 1, sizeof *c->people);
    if (!c->people) return false;
    c->people_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct message_person *p = &c->message->recipients[i];
        struct check_person *one = &c->people[i];
        one->person = p;
        if (p->same_as < i) { /* the same mailbox again */
            *one = c->people[p->same_as];
            one->person = p;
            continue;
        }
        one->class_ = classify(c, p);
        one->freemail = p->freemail || listed(c, OPTION_FREEMAIL_DOMAINS, p);
        one->in_thread = !p->unknown_list && message_in_original(c->message, p->address.key);
        one->is_sender = c->message->has_sender && !p->unknown_list && strcmp(p->address.key, c->message->sender.address.key) == 0;
        one->allowed = listed(c, OPTION_RECIPIENTS_ALLOW, p);
        one->organisation = *p->organisation ? p->organisation : p->address.domain_ascii;
        if (one->class_ == SEKISHO_INTERNAL) continue;
        c->outside++;
        c->any_private |= one->freemail || one->class_ == SEKISHO_UNKNOWN;
    }
    return true;
}
