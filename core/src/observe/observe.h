/* What was seen in one file: the tree of parts with formats, facts, places, counts and what stayed unread.
 * Readers (formats/) write it through the sink below; inspect.c owns the tree; checks only read it. No judgement here. */
#ifndef SEKISHO_OBSERVE_OBSERVE_H
#define SEKISHO_OBSERVE_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Facts of a part, published by name (facts.def). */
enum fact {
#define FACT(SYMBOL, name) FACT_##SYMBOL,
#include "facts.def"
#undef FACT
    FACT_COUNT
};
/* Why something was not read, published by name. */
enum unread { UNREAD_ENCRYPTED, UNREAD_DAMAGED, UNREAD_TOO_LARGE, UNREAD_TOO_DEEP, UNREAD_TOO_MANY, UNREAD_UNSUPPORTED, UNREAD_COUNT };

const char *fact_name(enum fact f);
const char *unread_name(enum unread u);

/* Where a piece of text stands. Everything a person needs to find it again. */
enum place_kind {
    PLACE_BODY,      /* running text; number = paragraph or 0 */
    PLACE_CELL,      /* table cell: table = sheet name or "" , row and column from 1 */
    PLACE_PAGE,      /* number = page */
    PLACE_SLIDE,     /* number = slide */
    PLACE_NOTE,      /* speaker note, footnote: number */
    PLACE_COMMENT,
    PLACE_HEADER,    /* header or footer of a page */
    PLACE_PROPERTY,  /* document property: table = its name */
    PLACE_SUBJECT,
    PLACE_FILE_NAME,
    PLACE_OTHER
};
enum place_flags {
    PLACE_HIDDEN = 1,      /* a reader would not see it */
    PLACE_DELETED = 2,     /* tracked deletion */
    PLACE_QUOTED = 4,      /* quoted from the answered mail */
    PLACE_SIGNATURE = 8,
    PLACE_DISCLAIMER = 16,
    PLACE_FORWARDED = 32   /* quoted, but sent on purpose: counts as the writer's own */
};
struct place {
    enum place_kind kind;
    unsigned flags;
    uint32_t number;
    uint32_t row, column;  /* cells; from 1 */
    const char *table;     /* sheet or property name, UTF-8; valid during the call */
};

struct found {            /* one row of `found`: a fact with where, how often, and a sample (<= 200 characters) */
    enum fact fact;
    uint64_t count;
    char *where;
    char *sample;
    struct found *next;
};
struct meta {             /* document properties by cli.md's names: author, last_saved_by, company, title, template, revision ... */
    char *key;
    char *value;
    struct meta *next;
};

enum { PART_FIELDS_MAX = 32 };

struct part {             /* one file, outer or inner; owned by the report's arena */
    char *name;           /* its own name as shown to a person, UTF-8; never NULL */
    const char *format;   /* name in formats.def, "unknown" when nobody knew its bytes */
    uint64_t size;
    uint32_t facts;       /* bit (1u << enum fact) */
    uint32_t unread;      /* bit (1u << enum unread) */
    struct found *found;
    struct meta *meta;
    uint64_t text_bytes;
    uint64_t persons;     /* distinct persons of this part and all below; see persons_at_least */
    bool persons_at_least;/* reading stopped early: "at least" */
    uint32_t person_fields;     /* bit set of enum person_field, detect/persons.h */
    uint32_t sensitive;         /* bit set of enum sensitive_kind, detect/persons.h */
    struct part *parent, *first_child, *last_child, *next;
};
static inline bool part_has(const struct part *p, enum fact f)
{
    return (p->facts >> f) & 1u;
}

#endif
