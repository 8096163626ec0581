/* One check a file: each turns what was observed, and the policy, into findings. A check opens no byte of an attachment, asks nobody and
 * knows no other check. Adding one: its file, a row in checks.def, rows in findings.def and messages/, a .case. */
#ifndef SEKISHO_CHECKS_CHECK_H
#define SEKISHO_CHECKS_CHECK_H

#include "inspect.h"
#include "model/message.h"
#include "model/policy.h"
#include "model/report.h"

struct check_person {            /* one recipient, classified */
    const struct message_person *person;
    sekisho_class class_;
    bool freemail;               /* free-mail or carrier, by the compiled-in list or by policy */
    bool in_thread;              /* stood in the message that is answered */
    bool is_sender;
    bool imitates;               /* lookalike.c: its domain looks like a known one, and that is said */
    bool allowed;                /* recipients.allow: no recipient finding asks */
    const char *organisation;    /* what tells organisations apart; for private addresses the provider's domain */
};
struct check_file {
    const struct message_attachment *attachment;
    struct inspect_result result;
};
struct check {
    const sekisho_policy *policy;
    const struct sekisho_message *message;
    struct sekisho_report *report;
    struct check_person *people;      /* one for each recipient of the message */
    size_t people_count;
    size_t outside;                   /* recipients that are not internal, each mailbox once */
    bool any_private;                 /* a free-mail or unknown one is among them */
    struct inspect_result text;       /* subject and body */
    struct check_file *files;         /* one for each attachment of the message */
    size_t file_count;
    bool emergency;
    bool nomem;                       /* a check could not do its work: no report then, for it would look cleaner than the mail is */
};

/* Classifies the recipients (people.c). false: memory is short. */
bool check_people(struct check *);

/* Adds a finding with the action policy gives it. NULL where policy ignores it, or memory is short. */
struct sekisho_finding *check_add(struct check *, enum finding_id, const struct words *);
/* The same with an action of its own (rules, fail.action); explanation names what said so. */
struct sekisho_finding *check_add_action(struct check *, enum finding_id, sekisho_action, const struct words *, const char *explanation);
/* "on.visible-crowd = justify, set by policy", for --explain. */
const char *check_explain(struct check *, enum finding_id, sekisho_action);
/* About one recipient or one attachment (index into the message's own). */
struct sekisho_finding *check_add_recipient(struct check *, enum finding_id, size_t recipient, const struct words *);
struct sekisho_finding *check_add_file(struct check *, enum finding_id, size_t file, const struct words *);
/* Many recipients with the same trouble: one finding each for the first few, one for all where there are more. */
void check_add_recipients(struct check *, enum finding_id, const size_t *recipients, size_t count);

/* All parts of a file, the file itself first: part = part_next(root, part) until NULL. */
const struct part *part_next(const struct part *root, const struct part *part);
/* "list.zip/2026/members.xlsx": the file's name and the path inside. From the report's arena. */
const char *part_path(struct check *, const struct part *);
bool is_file(const struct check *, size_t file); /* a person attached it: no inline picture, no signature */
bool is_encrypted(const struct part *);
bool is_archive(const struct part *); /* of the kinds people send */
bool is_thumbnail(const struct part *); /* the small picture of its first page in a document whose text was read */

/* Keyword hits (words.c). check_hit is inspect_options.accept with the check as its context: whether a hit counts for its rule. */
bool check_hit(void *ctx, const struct inspect_hit *);
bool hit_is_own(const struct inspect_hit *); /* not quoted, no signature, no disclaimer */
enum rule_where hit_where(const struct inspect_hit *);
/* "the subject", "members.xlsx (Sheet1!B4)". */
const char *hit_where_text(struct check *, const struct inspect_hit *);

/* inspect_options.secret with the check as its context (secret_in_file.c): whether a password or key in a file counts. */
bool check_secret(void *ctx, const struct inspect_secret *);
/* A private key goes on here; without it its first line is what programs and manuals say of keys. */
bool secret_key_body(const char *text);
/* secrets.c, of the password at text + at: it opens a meeting that is told before it; whose it is stands before it on its line. */
bool secret_opens_meeting(const char *text, size_t at);
bool secret_has_account(const char *text, size_t at);

typedef void check_fn(struct check *);
#define CHECK(symbol) check_fn check_##symbol;
#include "checks/checks.def"
#undef CHECK

#endif
