/* What of the message itself could not be read: never silently clean. */
#include "checks/check.h"

static void failed(struct check *c, enum word_id why, const char *name)
{
    struct words w = {.name = name};
    w.text = report_word(c->report, why, &w);
    bool by_finding = policy_action_is_set(c->policy, FINDING_CHECK_FAILED);
    sekisho_action action = (sekisho_action)policy_enum(c->policy, OPTION_FAIL_ACTION);
    if (by_finding) action = policy_action(c->policy, FINDING_CHECK_FAILED);
    if (action < SEKISHO_ACTION_CONFIRM) action = SEKISHO_ACTION_CONFIRM; /* policy says how it is asked, not whether: never silence */
    struct words explain = {.rule = "fail.action", .text = policy_text(c->policy, OPTION_FAIL_ACTION)};
    enum word_id said = policy_is_set(c->policy, OPTION_FAIL_ACTION) ? WORD_EXPLAIN_SET : WORD_EXPLAIN_DEFAULT;
    check_add_action(c, FINDING_CHECK_FAILED, action, &w, by_finding ? check_explain(c, FINDING_CHECK_FAILED, action) : report_word(c->report, said, &explain));
}

void check_readable(struct check *c)
{
    const struct sekisho_message *m = c->message;
    if (m->too_deep) failed(c, WORD_FAILED_MESSAGE_DEEP, NULL);
    if (m->too_many) failed(c, WORD_FAILED_MESSAGE_MANY, NULL);
    if (m->recipients_cut) failed(c, WORD_FAILED_RECIPIENTS, NULL);
    /* A mail that names nobody may go to anybody: its contents were judged against no one, or it is no mail at all. */
    if (m->whole && m->recipient_count == 0) failed(c, WORD_FAILED_NOBODY, NULL);
    if (m->body_unread) failed(c, WORD_FAILED_BODY, NULL);
    bool pattern_limit = c->text.pattern_limit;
    for (size_t i = 0; i < c->file_count; i++) pattern_limit |= c->files[i].result.pattern_limit;
    if (pattern_limit) failed(c, WORD_FAILED_PATTERN, NULL);
    for (size_t i = 0; i < c->file_count; i++)
        if (c->files[i].attachment->unavailable) failed(c, WORD_FAILED_UNAVAILABLE, c->files[i].attachment->name);
}
