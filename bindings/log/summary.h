/* Figures out of any number of log lines, in one pass and bounded memory: how often Sekisho asked, about what, and how it ended. */
#ifndef SEKISHO_LOG_SUMMARY_H
#define SEKISHO_LOG_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>

enum { SUMMARY_FINDINGS_MAX = 256, SUMMARY_WEEKS_MAX = 1040, SUMMARY_SETS_MAX = 1 << 22 };

struct summary_finding {
    char name[48];
    unsigned long long mails; /* that had it at least once */
};
struct summary_week {
    long long week;           /* weeks since 1970-01-01 */
    unsigned long long mails, asked, turned;
};
struct summary {
    unsigned long long lines, bad, starts, mails;
    unsigned long long observed;      /* mails in mode observe */
    unsigned long long pass, confirm, justify, block, unchecked; /* verdicts */
    unsigned long long dialogs;       /* shown to somebody */
    unsigned long long would_ask;     /* mode observe, verdict worse than pass: would have been shown */
    unsigned long long turned;        /* dialogs that ended in a changed or cancelled mail */
    unsigned long long sent, changed, cancelled, blocked; /* answers to dialogs */
    unsigned long long fast;          /* dialogs answered in under 2 seconds */
    unsigned long long timed;         /* dialogs whose seconds are known */
    unsigned long long attachments, attachments_read;
    unsigned long long persons, person_weeks; /* installations, and weeks in which one of them sent mail */
    bool sets_full;                   /* more than SUMMARY_SETS_MAX: the two above are "at least" */
    unsigned long long ms[64];        /* duration of the check: bucket i holds 2^(i/2) .. 2^((i+1)/2) ms */
    struct summary_finding findings[SUMMARY_FINDINGS_MAX];
    size_t finding_count;
    struct summary_week weeks[SUMMARY_WEEKS_MAX];
    size_t week_count;
    void *installations, *installation_weeks; /* sets; summary_free releases them */
};

bool summary_init(struct summary *);
void summary_free(struct summary *);
/* One line without its line end, of a log or of the system's log, where other programs' lines are passed over. What is no line of a log counts
 * as bad. false: memory ran out. */
bool summary_line(struct summary *, const char *line, size_t n);
/* Sorts findings (most frequent first) and weeks. */
void summary_finish(struct summary *);
/* Milliseconds below which a share (0..1) of the checks stayed; 0: none were timed. */
double summary_duration(const struct summary *, double share);

#endif
