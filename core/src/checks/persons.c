/* How many people's data goes where: the thresholds of policy and the report line of the law against what was counted in text and files. */
#include "checks/check.h"

static uint64_t report_line(const struct check *c)
{
    switch (policy_enum(c->policy, OPTION_LAW_PROFILE)) {
    case LAW_PRIVATE:
        return 1000;
    case LAW_PUBLIC:
        return 100;
    default:
        return UINT64_MAX;
    }
}

/* The gravest line that was crossed; FINDING_COUNT: none. *n is the number it speaks of. */
static enum finding_id crossed(const struct check *c, const struct persons_result *p, uint64_t *n)
{
    uint64_t names = p->persons > p->business ? p->persons - p->business : 0;
    const struct {
        enum finding_id id;
        bool crossed;
        uint64_t n;
    } lines[] = {{FINDING_PERSONS_REPORT, p->persons > report_line(c), p->persons},
                 {FINDING_PERSONS_SPECIAL, p->with_special >= 1, p->with_special},
                 {FINDING_PERSONS_PRIVATE, p->with_private && p->with_private >= policy_int(c->policy, OPTION_PERSONS_PRIVATE), p->with_private},
                 {FINDING_PERSONS_NAMES, names && names >= policy_int(c->policy, OPTION_PERSONS_NAMES), names},
                 {FINDING_PERSONS_BUSINESS, p->business && p->business >= policy_int(c->policy, OPTION_PERSONS_BUSINESS), p->business}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].crossed && policy_action(c->policy, lines[i].id) != SEKISHO_ACTION_IGNORE) {
            *n = lines[i].n;
            return lines[i].id;
        }
    return FINDING_COUNT;
}

static void judge(struct check *c, const struct persons_result *p, const char *name, size_t file)
{
    struct words w = {.name = name};
    enum finding_id id = crossed(c, p, &w.n);
    if (id == FINDING_COUNT) return;
    if (!c->outside) {
        id = FINDING_PERSONS_INSIDE;
        w.text = language_word(c->people_count ? WORD_ALL_INSIDE : WORD_NOBODY_YET, c->report->lang);
    }
    w.fields = report_fields(c->report, p->fields);
    w.where = p->sample_place;
    struct sekisho_finding *f = file < c->file_count ? check_add_file(c, id, file, &w) : check_add(c, id, &w);
    if (f && !c->outside) f->remedies = 0;
}

void check_persons(struct check *c)
{
    judge(c, &c->text.persons, language_word(WORD_THE_TEXT, c->report->lang), c->file_count);
    for (size_t i = 0; i < c->file_count; i++) judge(c, &c->files[i].result.persons, c->files[i].attachment->name, i);
}
