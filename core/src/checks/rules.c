/* The house's keyword rules and the ready-made keyword sets. A rule may look anywhere; a set's mark counts where the writer put it himself. */
#include "checks/check.h"

static bool applies(const struct check *c, const struct policy_rule *r)
{
    if (r->when & WHEN_ALWAYS) return true;
    if ((r->when & WHEN_EXTERNAL) && c->outside) return true;
    if ((r->when & WHEN_INTERNAL) && !c->outside) return true;
    for (size_t i = 0; (r->when & WHEN_ADDRESS) && i < c->people_count; i++)
        if (address_rules_match(r->addresses, &c->people[i].person->address)) return true;
    return false;
}

/* What one rule found in one inspection: the message's text or one attachment. Hits that do not count never got so far (words.c). */
struct tally {
    uint64_t count;
    const struct inspect_hit *sample;
};
static struct tally tally(const struct policy_rule *r, const struct inspect_result *in)
{
    struct tally t = {in->counts ? in->counts[r->match_id].count : 0, in->hits};
    while (t.sample && t.sample->rule != r->match_id) t.sample = t.sample->next;
    return t;
}

static void say_rule(struct check *c, const struct policy_rule *r, const struct inspect_hit *h, uint64_t count, size_t file)
{
    struct words w = {.n = count, .evidence = h->text, .where = hit_where_text(c, h), .rule = r->name};
    struct sekisho_finding *f;
    if (r->is_set) {
        f = file < c->file_count ? check_add_file(c, FINDING_CONFIDENTIAL_MARK, file, &w) : check_add(c, FINDING_CONFIDENTIAL_MARK, &w);
        struct words explain = {.rule = r->name};
        if (f) f->explanation = report_word(c->report, WORD_EXPLAIN_SET_WORDS, &explain);
    } else {
        static const char *const actions[] = {"ignore", "note", "confirm", "justify", "block"};
        struct words explain = {.rule = r->name, .text = actions[r->action]};
        w.text = *r->message ? r->message : report_word(c->report, WORD_RULE_FOUND, &w);
        f = check_add_action(c, FINDING_RULE, r->action, &w, report_word(c->report, WORD_EXPLAIN_RULE, &explain));
        if (f && file < c->file_count) {
            f->about = SEKISHO_ABOUT_ATTACHMENT;
            f->index = file;
            f->remedies |= REMEDY_REMOVE_ATTACHMENT;
        }
    }
    finding_evidence(c->report, f, h->before, h->text, h->after);
}

static void one_rule(struct check *c, const struct policy_rule *r)
{
    struct tally text = tally(r, &c->text);
    struct tally *files = arena_alloc_array(c->report->arena, c->file_count + 1, sizeof *files);
    uint64_t total = text.count;
    if (!files) return;
    for (size_t i = 0; i < c->file_count; i++) {
        files[i] = tally(r, &c->files[i].result);
        total += files[i].count;
    }
    if (!total || total < r->count) return;
    if (text.sample) say_rule(c, r, text.sample, text.count, c->file_count);
    for (size_t i = 0; i < c->file_count; i++)
        if (files[i].sample) say_rule(c, r, files[i].sample, files[i].count, i);
}

void check_rules(struct check *c)
{
    for (size_t i = 0; i < policy_rule_count(c->policy); i++) {
        const struct policy_rule *r = policy_rule_at(c->policy, i);
        if (r->usable && applies(c, r)) one_rule(c, r);
    }
}
