/* A reply that gained an organisation which had no part in the conversation. */
#include "checks/check.h"

#include <string.h>

#include "base/strmap.h"

/* What tells newcomers apart: the organisation, and for private addresses the mailbox itself. */
static const char *side_of(const struct message_person *p)
{
    return p->freemail || !*p->organisation ? p->address.key : p->organisation;
}

void check_reply(struct check *c)
{
    const struct sekisho_message *m = c->message;
    if (!m->has_original || !m->is_reply) return;
    struct strmap *known = strmap_new();
    size_t *strangers = arena_alloc_array(c->report->arena, c->people_count + 1, sizeof *strangers);
    size_t *partners = arena_alloc_array(c->report->arena, c->people_count + 1, sizeof *partners);
    size_t stored, stranger_count = 0, partner_count = 0;
    bool ok = known && strangers && partners;
    for (size_t i = 0; ok && i < m->original_count; i++) ok = strmap_put(known, side_of(&m->originals[i]), i, &stored);
    for (size_t i = 0; ok && i < c->people_count; i++) {
        const struct check_person *p = &c->people[i];
        if (p->class_ == SEKISHO_INTERNAL || p->in_thread || p->allowed || p->is_sender || p->imitates || p->person->unknown_list ||
            p->person->address.malformed || strmap_get(known, side_of(p->person), &stored))
            continue;
        ok = strmap_put(known, side_of(p->person), i, &stored); /* each newcomer once */
        if (p->class_ == SEKISHO_PARTNER)
            partners[partner_count++] = i;
        else
            strangers[stranger_count++] = i;
    }
    c->nomem |= !ok;
    if (ok && stranger_count) check_add_recipients(c, FINDING_REPLY_NEW_DOMAIN, strangers, stranger_count);
    if (ok && partner_count) check_add_recipients(c, FINDING_REPLY_KNOWN_DOMAIN, partners, partner_count);
    strmap_free(known);
}
