/* The house's rules as checks see them: every option resolved over its layers, keyword rules compiled, address rules ready.
 * Made by the public sekisho_policy_* functions (policy.c), read-only after sekisho_policy_finish. */
#ifndef SEKISHO_MODEL_POLICY_H
#define SEKISHO_MODEL_POLICY_H

#include "sekisho.h"
#include "base/budget.h"
#include "model/tables.h"
#include "parse/address_rules.h"
#include "text/match.h"
#include "text/words.h"

/* Values of the enum options, in the order of their rows. */
enum { MODE_OFF, MODE_OBSERVE, MODE_ASK };
enum { PPAP_YES, PPAP_NO, PPAP_FORBIDDEN };
enum { LAW_PRIVATE, LAW_PUBLIC, LAW_NONE };
enum { DIALOG_FINDINGS, DIALOG_EXTERNAL, DIALOG_ALWAYS };

struct strings {
    const char **items;
    size_t count, cap;
    bool cut; /* more than a list may hold: said once */
};

enum rule_where { WHERE_SUBJECT = 1, WHERE_BODY = 2, WHERE_ATTACHMENTS = 4, WHERE_FILE_NAMES = 8 };
enum rule_when { WHEN_EXTERNAL = 1, WHEN_INTERNAL = 2, WHEN_ALWAYS = 4, WHEN_ADDRESS = 8 };

struct policy_rule {
    const char *name;
    bool is_set;                     /* ready-made: a keyword set or built-in words, no rule of the house */
    bool usable;                     /* false: nothing to look for, or a pattern that was refused; a problem says so */
    uint32_t match_id;               /* of its keywords in policy_matcher */
    struct strings keywords;
    struct pattern *pattern;         /* NULL: none */
    char **except;                   /* folded */
    size_t except_count;
    char **near;                     /* folded */
    size_t near_count;
    size_t near_distance;            /* characters */
    uint64_t count;
    unsigned where, when;
    struct address_rules *addresses; /* of when; NULL: none named */
    sekisho_action action;
    const char *message;             /* the house's own sentence or "" */
};

/* Words that checks of the message's own text look for: rules like the house's, but built in (core/data/mail-words.def). */
enum mail_words {
#define MAIL_WORDS(GROUP) MAIL_WORDS_##GROUP,
#define MAIL_WORD(GROUP, word)
#define MAIL_EXCEPT(GROUP, phrase)
#include "data/mail-words.def"
#undef MAIL_WORDS
#undef MAIL_WORD
#undef MAIL_EXCEPT
    MAIL_WORDS_COUNT
};

/* Whether a layer said so; false: the built-in default. */
bool policy_is_set(const sekisho_policy *, enum option_id);
const char *policy_text(const sekisho_policy *, enum option_id);
uint64_t policy_int(const sekisho_policy *, enum option_id);
bool policy_bool(const sekisho_policy *, enum option_id);
int policy_enum(const sekisho_policy *, enum option_id);
const struct strings *policy_list(const sekisho_policy *, enum option_id);
/* The compiled form of a list of addresses (internal.domains, partner.domains, recipients.*, freemail.domains); NULL: the list is empty. */
const struct address_rules *policy_addresses(const sekisho_policy *, enum option_id);
/* What a finding does under this policy, and whether a layer said so (for the explanation). */
sekisho_action policy_action(const sekisho_policy *, enum finding_id);
bool policy_action_is_set(const sekisho_policy *, enum finding_id);
/* Emergency: whether `now` (RFC 3339, may be NULL) lies before emergency.until. */
bool policy_emergency(const sekisho_policy *, const char *now);

size_t policy_rule_count(const sekisho_policy *);
const struct policy_rule *policy_rule_at(const sekisho_policy *, size_t);
unsigned policy_fold(const sekisho_policy *); /* enum fold_flags */
const struct matcher *policy_matcher(const sekisho_policy *);
uint32_t policy_match_ids(const sekisho_policy *);
/* The rule, set or built-in words behind a matcher id. */
const struct policy_rule *policy_rule_of_match(const sekisho_policy *, uint32_t id);
const struct policy_rule *policy_mail_words(const sekisho_policy *, enum mail_words);
void policy_budget(const sekisho_policy *, struct budget *);

bool policy_finished(const sekisho_policy *);
/* Whether the problem means that a rule of the house could not be used at all (a confirm finding, not a note). */
bool policy_problem_breaks(const sekisho_policy *, size_t);

/* RFC 3339 to seconds since 1970; false when it is no such time. */
bool time_parse(const char *text, int64_t *seconds);

#endif
