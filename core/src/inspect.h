/* Reads one file and everything inside it: owns recursion, budgets and the fan-out of text to the keyword matcher and the
 * personal-data detectors. A reader hands an inner file to the sink; only this file opens it. */
#ifndef SEKISHO_INSPECT_H
#define SEKISHO_INSPECT_H

#include "base/arena.h"
#include "base/budget.h"
#include "detect/detect.h"
#include "observe/observe.h"
#include "text/match.h"
#include "text/words.h"

struct inspect_hit {        /* one keyword hit, kept with its surroundings */
    uint32_t rule;          /* id given to the matcher */
    const struct part *part;/* NULL: a text that is no file (subject, body) */
    enum place_kind kind;
    unsigned flags;         /* place_flags */
    char *where;            /* "Sheet1!B4", "slide 3", "" */
    char *text;             /* the matched original text */
    char *before, *after;   /* at most 100 characters on each side */
    struct inspect_hit *next;
};
struct inspect_secret {     /* a password or key in a file, with its surroundings */
    bool password;          /* else a key or token */
    bool sure;
    const char *text;       /* NUL-terminated like those below, cut like that of a hit */
    const char *before;     /* blocks before its own included */
    const char *after;      /* a word or so */
};
struct inspect_rule_count {
    uint64_t count;         /* all hits that were accepted, quoted ones and the like included */
    uint64_t own;           /* hits outside quotes, signatures and disclaimers */
};

struct inspect_pattern {
    const struct pattern *pattern;
    uint32_t id;
};
struct inspect_options {
    const struct matcher *matcher; /* NULL: no keywords */
    uint32_t rule_count;           /* ids are 0 .. rule_count-1 */
    const struct inspect_pattern *patterns; /* looked for in whole lines of a block; only together with a matcher */
    size_t pattern_count;
    /* Whether a hit counts for its rule (exceptions, near words, the place); NULL: every hit counts. The hit's `where` is not filled yet. */
    bool (*accept)(void *ctx, const struct inspect_hit *);
    void *accept_ctx;
    bool persons;                  /* whether personal data is looked for */
    /* Whether a password or key in a file counts: the first one that does is kept, after 10,000 that did not any. NULL: none is asked about. Only together with persons. */
    bool (*secret)(void *ctx, const struct inspect_secret *);
    void *secret_ctx;
    const struct person_known *known; /* whose own data the mail may hold: left out of `persons` of the result */
    size_t known_count;
    /* For inspect --text: all text as it comes, NULL otherwise. */
    void (*text_out)(void *ctx, const char *utf8, size_t n);
    void *text_ctx;
};
struct inspect_result {
    struct part *root;               /* NULL when memory ran out */
    struct inspect_hit *hits;        /* at most 20 a rule and part, in order */
    struct inspect_hit *secret;      /* the first password or key that counts; no rule's; NULL: none */
    struct inspect_rule_count *counts; /* [rule_count] */
    struct persons_result persons;   /* of the root, everything below included */
    bool pattern_limit;              /* a pattern met its limit somewhere: not known whether it stands there */
    bool cancelled;
    bool nomem;
};
/* name: the attachment's name; type: declared MIME type or "". data stays the caller's. Everything in *out is taken from the arena. */
void inspect_file(struct arena *, struct budget *, const struct inspect_options *, const char *name, const char *type, const uint8_t *data,
                  size_t n, struct inspect_result *out);
/* The same fan-out for the message's own text, in blocks with their places (body, quoted, signature ...). */
struct inspect_text;
struct inspect_text *inspect_text_open(struct arena *, struct budget *, const struct inspect_options *);
void inspect_text_block(struct inspect_text *, const struct place *, const char *utf8, size_t n);
void inspect_text_close(struct inspect_text *, struct inspect_result *out); /* frees it */

#endif
