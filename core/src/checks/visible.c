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

/* An address that breaks a rule may still be delivered, as long as it has a domain. */
static bool is_visible(const struct check_person *p)
{
    return p->person->field != SEKISHO_BCC && !p->person->unknown_list && *p->person->address.domain_ascii;
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

/* A line that was crossed, said with what mends it. */
static struct sekisho_finding *say_line(struct check *c, enum finding_id said, sekisho_action action, const char *explanation, uint64_t n, uint64_t m, bool move_inside)
{
    struct words w = {.n = n, .m = m};
    struct sekisho_finding *f = check_add_action(c, said, action, &w, explanation);
    if (!f) return NULL;
    f->remedies |= REMEDY_MOVE_TO_BCC;
    for (size_t i = 0; i < c->people_count; i++)
        if (move_inside ? is_counted(&c->people[i]) : is_stranger(&c->people[i])) finding_recipient(c->report, f, i);
    const char *to = policy_text(c->policy, OPTION_REMEDY_BCC_TO);
    if (!*to && c->message->has_sender) to = c->message->sender.address.address;
    f->to_address = arena_strdup(c->report->arena, to);
    if (!f->to_address) f->to_address = "";
    return f;
}
/* How many of them are private persons. Beside the sentence that already counts who can see each other it says no more than that. */
static void say_private(struct check *c, struct sekisho_finding *f, uint64_t n, uint64_t m, bool beside)
{
    struct words w = {.n = n, .m = m};
    if (f && (beside || n == m)) f->message = report_word(c->report, !beside ? WORD_PRIVATE_CROWD : n == m ? WORD_SEEN_ALL_PRIVATE : WORD_SEEN_PRIVATE, &w);
}

void check_visible(struct check *c)
{
    struct crowd crowd;
    if (!count_crowd(c, &crowd)) {
        c->nomem = true;
        return;
    }
    size_t altogether = crowd.strangers + crowd.inside;
    uint64_t private_limit = policy_int(c->policy, OPTION_VISIBLE_PRIVATE);
    bool many_altogether = altogether > 1 && altogether >= policy_int(c->policy, OPTION_VISIBLE_ALL);
    bool many_private = crowd.private_strangers && crowd.private_strangers >= private_limit && crowd.outside_visible > private_limit;
    /* Every line that was crossed, the plainest sentence first: where two weigh the same, the first one is said. A crowd that is mostly
     * inside is named as a whole, for its number is the true one; strangers in it keep the weight they have alone. */
    const struct {
        enum finding_id id;
        bool crossed;
        uint64_t n, m;
    } lines[] = {
        {FINDING_VISIBLE_CROWD, crowd.strangers >= policy_int(c->policy, OPTION_VISIBLE_CROWD), crowd.strangers, 0},
        {FINDING_VISIBLE_STRANGERS, crowd.strangers >= policy_int(c->policy, OPTION_VISIBLE_STRANGERS), crowd.strangers, 0},
        {FINDING_VISIBLE_PRIVATE, many_private, crowd.strangers, crowd.private_strangers},
        {FINDING_VISIBLE_DOMAINS, crowd.organisations && crowd.organisations >= policy_int(c->policy, OPTION_VISIBLE_DOMAINS),
         crowd.strangers, crowd.organisations},
        {FINDING_VISIBLE_ALL, many_altogether, altogether, 0},
    };
    size_t worst = 0;
    sekisho_action action = SEKISHO_ACTION_IGNORE;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        sekisho_action a = policy_action(c->policy, lines[i].id);
        /* One person alone sees nobody. */
        if (!lines[i].crossed || lines[i].n < 2 || a <= action) continue;
        action = a;
        worst = i;
    }
    if (action == SEKISHO_ACTION_IGNORE) return;
    bool asks_altogether = many_altogether && policy_action(c->policy, FINDING_VISIBLE_ALL) > SEKISHO_ACTION_NOTE;
    bool mostly_inside = asks_altogether && crowd.inside > crowd.strangers;
    bool move_inside = asks_altogether || lines[worst].id == FINDING_VISIBLE_ALL;
    enum finding_id said = mostly_inside ? FINDING_VISIBLE_ALL : lines[worst].id;
    uint64_t counted = said == FINDING_VISIBLE_ALL ? altogether : lines[worst].n;
    struct sekisho_finding *first = say_line(c, said, action, check_explain(c, lines[worst].id, action), counted, lines[worst].m, move_inside);
    if (said == FINDING_VISIBLE_PRIVATE) say_private(c, first, counted, crowd.private_strangers, false);
    /* That many of them are private persons is worth its own sentence. */
    sekisho_action private_action = policy_action(c->policy, FINDING_VISIBLE_PRIVATE);
    if (many_private && crowd.strangers > 1 && lines[worst].id != FINDING_VISIBLE_PRIVATE)
        say_private(c,
                    say_line(c, FINDING_VISIBLE_PRIVATE, private_action, check_explain(c, FINDING_VISIBLE_PRIVATE, private_action),
                             crowd.strangers, crowd.private_strangers, move_inside),
                    crowd.strangers, crowd.private_strangers, true);
}
