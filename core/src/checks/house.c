/* The house itself: mistakes in its policy, and internal domains that nobody named. */
#include "checks/check.h"

enum { MISTAKES_MAX = 20 };

static void mistakes(struct check *c)
{
    size_t count = sekisho_policy_problem_count(c->policy), notes = 0, left_out = 0;
    for (size_t i = 0; i < count; i++) {
        const char *key = sekisho_policy_problem_key(c->policy, i);
        bool breaks = policy_problem_breaks(c->policy, i);
        if (!breaks && notes == MISTAKES_MAX) {
            left_out++;
            continue;
        }
        notes += !breaks;
        struct buf text;
        buf_init(&text, 1000);
        buf_printf(&text, "%s%s%s", key, *key ? ": " : "", sekisho_policy_problem_text(c->policy, i));
        struct words w = {.text = report_keep(c->report, &text)};
        check_add(c, breaks ? FINDING_POLICY_BROKEN : FINDING_POLICY_MISTAKE, &w);
    }
    if (left_out) {
        struct words w = {.n = left_out};
        w.text = report_word(c->report, WORD_POLICY_MORE, &w);
        check_add(c, FINDING_POLICY_MISTAKE, &w);
    }
}

void check_house(struct check *c)
{
    mistakes(c);
    if (policy_list(c->policy, OPTION_INTERNAL_DOMAINS)->count) return;
    const struct message_person *sender = &c->message->sender;
    struct words w = {.domain = !c->message->has_sender ? ""
                                : sender->freemail      ? sender->address.address
                                : *sender->organisation ? sender->organisation
                                                        : sender->address.domain};
    if (!*w.domain) w.domain = language_word(WORD_OWN_ORGANISATION, c->report->lang);
    check_add(c, FINDING_INTERNAL_NOT_CONFIGURED, &w);
}
