/* The one way out of a reader: facts, text and inner files flow into the sink. inspect.c stands behind it; tests put their own there.
 * A reader never keeps text, never opens an inner file itself, never asks what anything means. */
#ifndef SEKISHO_OBSERVE_SINK_H
#define SEKISHO_OBSERVE_SINK_H

#include "observe/observe.h"
#include "observe/source.h"
#include "base/budget.h"
#include "base/buf.h"

struct sink;

struct sink_ops {
    /* Text of one block (paragraph, cell, property): begin, any number of pieces of UTF-8 (cut anywhere), end. Words do not join
     * across blocks. Blocks do not nest. */
    void (*begin)(struct sink *, const struct place *);
    void (*text)(struct sink *, const char *utf8, size_t n);
    void (*end)(struct sink *);
    /* A fact, how often (0 counts as 1), where ("Sheet2!B4", NULL: whole file) and a sample (NULL: none). May be called again: counts
     * add up, at most 20 places are kept. */
    void (*fact)(struct sink *, enum fact, uint64_t count, const char *where, const char *sample);
    void (*unread)(struct sink *, enum unread, const char *where);
    void (*meta)(struct sink *, const char *key, const char *value); /* UTF-8 */
    void (*format)(struct sink *, const char *name);                 /* a better name for what this file is, one of kinds.def */
    /* An inner file: inspected at once, before the call returns, and never kept. name is UTF-8 and may hold a path; src may be NULL when
     * its bytes cannot be had (then say why by unread bits in `unread_bits`, facts such as encrypted in `fact_bits`). */
    void (*file)(struct sink *, const char *name, struct source *src, uint32_t fact_bits, uint32_t unread_bits);
    /* A workbook's shared text: scanned once when defined, counted again at each use. define returns nothing; the index is its order from
     * 0. The cell that uses it calls shared() instead of begin/text/end. */
    void (*shared_define)(struct sink *, const char *utf8, size_t n);
    void (*shared)(struct sink *, const struct place *, uint32_t index);
    /* This file turns out to be a wrapper of exactly one other (an encrypted package that opens): the inner bytes are read as this part. */
    void (*become)(struct sink *, struct source *src);
};
struct sink {
    const struct sink_ops *ops;
    struct budget *budget; /* never NULL: readers ask it before they loop, unpack or allocate by a number from the file */
};

/* Shorthands, so that a reader reads well. */
void sink_block(struct sink *, const struct place *, const char *utf8, size_t n); /* begin + text + end */
void sink_fact(struct sink *, enum fact);                                        /* once, whole file */
void sink_fact_at(struct sink *, enum fact, uint64_t count, const char *where, const char *sample);
void sink_unread(struct sink *, enum unread);
void sink_meta(struct sink *, const char *key, const char *value);
/* Says unread: too-large/-many/... by what of the budget is spent; damaged when nothing is. */
void sink_stopped(struct sink *);
/* Frees a buffer of text; that memory was too short for what should stand in it is said. */
void sink_buf_free(struct sink *, struct buf *);

#endif
