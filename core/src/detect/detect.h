/* Personal data: kinds of numbers, addresses, names and secrets found in text, and how many persons a table or text holds.
 * One file a family (ids.c, phone.c, address.c, person.c, secret.c, ...); this header is all that inspect.c and checks see.
 * Works on UTF-8 blocks; never opens a byte of a file and judges nothing. */
#ifndef SEKISHO_DETECT_DETECT_H
#define SEKISHO_DETECT_DETECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "observe/observe.h"

enum data_type { /* names as `scan` prints them: data_type_name() */
#define DATA_TYPE(SYMBOL, name) DATA_##SYMBOL,
#include "detect/types.def"
#undef DATA_TYPE
    DATA_TYPE_COUNT
};
const char *data_type_name(enum data_type);

enum confidence { CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH };

struct data_hit {
    enum data_type type;
    enum confidence confidence;
    const char *rule;     /* static: which rule said so, for scan and --explain */
    size_t start, end;    /* bytes in the block handed in */
};
typedef void data_fn(void *ctx, const struct data_hit *);

/* All hits of one text (a mail body, a paragraph, a line), in order of start. Linear in n. false: memory is short. */
bool detect_text(const char *utf8, size_t n, data_fn *, void *ctx);

/* Persons of one part: fed with blocks in reading order, answers at any time. NULL: memory is short. */
struct persons;
struct persons *persons_new(void);
void persons_free(struct persons *);
/* A table cell (row, column from 1; table: sheet name) or a block of running text. Cells come row by row. */
void persons_cell(struct persons *, const char *table, uint32_t row, uint32_t column, const char *utf8, size_t n);
void persons_text(struct persons *, const char *utf8, size_t n, const struct place *);
/* The same person in two parts of one container counts once: merges other into p. */
void persons_merge(struct persons *p, const struct persons *other);
void persons_end(struct persons *); /* the part's text is over */

/* A password or key in the part's text as it stands there, sure enough to be one (CONFIDENCE_MEDIUM and up). It holds while the callback runs. */
struct secret_hit {
    enum data_type type; /* DATA_PASSWORD, DATA_SECRET */
    enum confidence confidence;
    const char *text;
    size_t length;
    const char *before;  /* what stands before it, as far as SECRET_BEFORE bytes, of the blocks before its own, too ... */
    size_t before_length;
    const char *after;   /* ... and behind it */
    size_t after_length;
    const struct place *place;
};
enum { SECRET_BEFORE = 400, SECRET_AFTER = 12 };
typedef void secret_fn(void *ctx, const struct secret_hit *);
/* Hands every one of them on as it is found, from here on. Those in tables of persons are fields of these and not handed on. */
void persons_on_secret(struct persons *, secret_fn *, void *ctx);

struct persons_result {
    uint64_t persons;        /* distinct */
    bool about;              /* a counting sketch was used */
    uint32_t fields;         /* bit (1u << enum data_type) seen beside persons */
    uint64_t with_private;   /* persons with at least one private field (home address, birth date, private phone or mail, id number) */
    uint64_t with_special;   /* persons with special-care data (health, creed ...), card number, My Number, or account with its password */
    uint64_t business;       /* persons that are business contacts only */
    char sample_place[80];   /* "Sheet1!A2:F3412" */
    bool failed;             /* memory was short: the numbers may be too small */
};
void persons_get_result(const struct persons *, struct persons_result *);

/* Somebody whose data may well stand in the mail: its sender and its recipients. Either member may be NULL. */
struct person_known {
    const char *name, *mail; /* UTF-8 */
};
/* The same without those that are known; the counts shrink by whoever of them was found (not above the size where only a sketch counts). */
void persons_get_result_without(const struct persons *, const struct person_known *known, size_t count, struct persons_result *);

#endif
