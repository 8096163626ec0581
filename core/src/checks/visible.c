/* People who can see each other in To and Cc, counted as people. Strangers: outside, no partner, not in the message being answered. */
#include "checks/check.h"

#include <string.h>

#include "base/strmap.h"

struct crowd {
    size_t strangers, inside;     /* people counted, each once */
    size_t private_strangers;     /* of the strangers, those with a free-mail or carrier address */
    size_t outside_visible;       /* everybody outside in To and Cc: partners and the thread included */
    size_t organisations;         /* of the strangers */
};

static bool is_visible(const struct check_person *p)
{
    return p->person->field != SEKISHO_BCC && !p->person->unknown_list && !p->person->address.malformed;
}
/* Whether a person is one of those who are counted: not the sender, no partner, nobody who was in the conversation anyway. */
static bool is_counted(const struct check_person *p)
{
    return is_visible(p) && !p->is_sender && !p->in_thread && !p->allowed && p->class_ != SEKISHO_PARTNER;
}
static bool is_stranger(const struct check_person *p)
{
    return is_counted(p) && p->class_ != SEKISHO_INTERNAL;
}

static bool count_crowd(const struct check *c, struct crowd *crowd)
{
    memset(crowd, 0, sizeof *crowd);
    struct strmap *organisations = strmap_new();
    bool *seen = arena_alloc_array(c->report->arena, c->people_count + 1, sizeof *seen);
    bool ok = organisations && seen;
    for (size_t i = 0; ok && i < c->people_count; i++) {
        const struct check_person *p = &c->people[i];
        size_t stored, first = p->person->same_as;
        if (!is_visible(p) || seen[first]) continue;
        seen[first] = true;
        crowd->outside_visible += p->class_ != SEKISHO_INTERNAL && !p->is_sender;
        if (!is_counted(p)) continue;
        if (p->class_ == SEKISHO_INTERNAL) {
            crowd->inside++;
            continue;
        }
        crowd->strangers++;
        crowd->private_strangers += p->freemail;
        ok = strmap_put(organisations, p->organisation, i, &stored);
    }
    if (ok) crowd->organisations = strmap_count(organisations);
    strmap_free(organisations);
    return ok;
}

void check_visible(struct check *c)
{
    struct crowd crowd;
    if (!count_crowd(c, &crowd)) {
        struct words w = {.text = language_word(WORD_FAILED_MEMORY, c->report->lang)};
        check_add(c, FINDING_CHECK_FAILED, &w);
        return;
    }
    size_t altogether = crowd.strangers + crowd.inside;
    bool many_altogether = altogether > 1 && altogether >= policy_int(c->policy, OPTION_VISIBLE_ALL);
    /* Every line that was crossed, the one that says most first: where two weigh the same, the first one is said. A crowd that is mostly
     * inside is named as a whole, for its number is the true one; strangers in it keep the weight they have alone. */
    struct {
        enum finding_id id;
        bool crossed;
        uint64_t n, m;
    } lines[] = {
        {FINDING_VISIBLE_CROWD, crowd.strangers >= policy_int(c->policy, OPTION_VISIBLE_CROWD), crowd.strangers, 0},
        {FINDING_VISIBLE_PRIVATE,
         crowd.private_strangers && crowd.private_strangers >= policy_int(c->policy, OPTION_VISIBLE_PRIVATE) &&
             crowd.outside_visible > policy_int(c->policy, OPTION_VISIBLE_PRIVATE),
         crowd.strangers, crowd.private_strangers},
        {FINDING_VISIBLE_STRANGERS, crowd.strangers >= policy_int(c->policy, OPTION_VISIBLE_STRANGERS), crowd.strangers, 0},
        {FINDING_VISIBLE_DOMAINS, crowd.organisations && crowd.organisations >= policy_int(c->policy, OPTION_VISIBLE_DOMAINS),
         crowd.strangers, crowd.organisations},
        {FINDING_VISIBLE_ALL, many_altogether, altogether, 0},
    };
    size_t worst = 0;
    sekisho_action action = SEKISHO_ACTION_IGNORE;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        sekisho_action a = policy_action(c->policy, lines[i].id);
        /* One stranger, or an organisation alone, sees nobody. */
        if (!lines[i].crossed || lines[i].n < 2 || a <= action) continue;
        action = a;
        worst = i;
    }
    if (action == SEKISHO_ACTION_IGNORE) return;
    enum finding_id said = lines[worst].id;
    bool move_inside = said == FINDING_VISIBLE_ALL;
    struct words w = {.n = lines[worst].n, .m = lines[worst].m};
    if (many_altogether && policy_action(c->policy, FINDING_VISIBLE_ALL) > SEKISHO_ACTION_NOTE) {
        move_inside = true;
        if (crowd.inside > crowd.strangers) {
            said = FINDING_VISIBLE_ALL;
            w.n = altogether;
        }
    }
    struct sekisho_finding *f = check_add_action(c, said, action, &w, check_explain(c, lines[worst].id, action));
    if (!f) return;
    f->remedies |= REMEDY_MOVE_TO_BCC;
    for (size_t i = 0; i < c->people_count; i++)
        if (move_inside ? is_counted(&c->people[i]) : is_stranger(&c->people[i])) finding_recipient(c->report, f, i);
    const char *to = policy_text(c->policy, OPTION_REMEDY_BCC_TO);
    if (!*to && c->message->has_sender) to = c->message->sender.address.address;
    f->to_address = arena_strdup(c->report->arena, to);
    if (!f->to_address) f->to_address = "";
}
