/* The answer of a check: findings in order, recipients with their class, attachments with what they hold. Built here by the checks through
 * report_add(), read by the public accessors (report.c). Everything lives in the report's arena. */
#ifndef SEKISHO_MODEL_REPORT_H
#define SEKISHO_MODEL_REPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "detect/detect.h"
#include "model/tables.h"
#include "observe/observe.h"

enum remedy { REMEDY_MOVE_TO_BCC = 1, REMEDY_REMOVE_RECIPIENT = 2, REMEDY_REMOVE_ATTACHMENT = 4 };
enum { REMEDY_COUNT = 3 };

/* What fills a sentence; what a sentence does not name may stay NULL or 0. */
struct words {
    uint64_t n, m;
    const char *name, *where, *evidence, *fields, *domain, *other, *size, *rule, *text;
};
/* Fills a sentence's placeholders: {n} with thousands separators, {n|one|many with #}, {name} and the like. */
void words_fill(struct buf *out, const char *sentence, const struct words *);

struct sekisho_recipient {
    sekisho_field field;
    sekisho_class class_;
    const char *address, *name, *domain, *list;
};

struct sekisho_attachment {
    const struct part *part;
    const char *name, *summary;
    const char **facts, **unread, **person_fields;
    size_t fact_count, unread_count, person_field_count;
    const struct found **found;
    const struct meta **meta;
    size_t found_count, meta_count;
    struct sekisho_attachment *parts;
    size_t part_count;
};

struct sekisho_finding {
    enum finding_id id;
    sekisho_action action;
    sekisho_about about;
    size_t index;
    size_t order;              /* as added: the last tie-breaker */
    const char *message, *evidence, *before, *after, *where, *challenge, *explanation;
    size_t number;
    unsigned remedies;         /* enum remedy */
    const char *labels[REMEDY_COUNT];
    size_t *recipients;        /* whom it is about; what move-to-bcc moves */
    size_t recipient_count, recipient_cap;
    const char *to_address;
};

struct report_span {
    size_t start, end;
    const char *type, *confidence, *rule;
};

struct sekisho_report {
    struct arena *arena;
    bool failed;               /* memory ran out outside the arena; ask report_failed() */
    const char *lang;
    sekisho_verdict verdict;
    bool show;                 /* whether the dialog has to come */
    const char *sender, *subject, *send_label;
    struct sekisho_recipient *recipients;
    size_t recipient_count;
    struct sekisho_attachment *attachments;
    size_t attachment_count;
    struct sekisho_finding **findings;
    size_t finding_count, finding_cap;
    struct report_span *spans;
    size_t span_count, span_cap;
};

struct sekisho_report *report_new(const char *lang);
/* Whether memory ran out while it was built: then it is no answer. */
bool report_failed(const struct sekisho_report *);
/* What was built in a buffer, kept in the report; frees the buffer. Never NULL. */
const char *report_keep(struct sekisho_report *, struct buf *);
/* Adds a finding whose sentence is filled from the words. NULL: memory ran out (the arena remembers) or the action is ignore. */
struct sekisho_finding *report_add(struct sekisho_report *, enum finding_id, sekisho_action, const struct words *);
void finding_recipient(struct sekisho_report *, struct sekisho_finding *, size_t recipient);
/* The evidence with what stands around it. */
void finding_evidence(struct sekisho_report *, struct sekisho_finding *, const char *before, const char *evidence, const char *after);
const char *report_fill(struct sekisho_report *, const char *sentence, const struct words *);
const char *report_word(struct sekisho_report *, enum word_id, const struct words *);
/* "name, birth date" of a bit set of enum data_type. */
const char *report_fields(struct sekisho_report *, uint32_t fields);
const char *report_size(struct sekisho_report *, uint64_t bytes); /* "26.2 MB" */
void report_attachment(struct sekisho_report *, struct sekisho_attachment *, const struct part *);
void report_add_span(struct sekisho_report *, size_t start, size_t end, const char *type, const char *confidence, const char *rule);
/* Sorts the findings, worst first, and settles verdict, challenges and labels. */
void report_close(struct sekisho_report *);

#endif
