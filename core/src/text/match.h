/* Keywords in a stream of text: 1 to 50,000 words in one pass, the same hits whatever the chunks, byte offsets into the original.
 * The plain engine (match_plain.c) is the reference; match_fast.c gives the same hits faster behind the same functions. */
#ifndef SEKISHO_TEXT_MATCH_H
#define SEKISHO_TEXT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct matcher;      /* immutable once built: many threads may share it */
struct match_stream; /* one text being read */

enum match_word { MATCH_WORD_AUTO /* Latin, Cyrillic, ... words whole, CJK anywhere */, MATCH_WORD_ANY, MATCH_WORD_WHOLE /* UAX #29 / dictionary */ };

struct match_keyword {
    const char *utf8;
    uint32_t id; /* given back with each hit; several keywords may share one */
    enum match_word word;
};
/* NULL when memory is short. A keyword that folds to nothing never matches; `useless`, if not NULL, gets a true for it. */
struct matcher *matcher_new(const struct match_keyword *words, size_t count, unsigned fold_flags, bool *useless);
void matcher_free(struct matcher *);

struct match_hit {
    uint32_t id;
    uint32_t keyword;     /* index of the keyword */
    uint64_t start, end;  /* byte offsets into the whole stream's original text */
};
typedef void match_fn(void *ctx, const struct match_hit *);

struct match_stream *match_open(const struct matcher *, match_fn *, void *ctx); /* NULL: memory */
bool match_feed(struct match_stream *, const char *utf8, size_t n);             /* any chunk size; false: memory */
/* End of a block: pending hits come, nothing joins across it; offsets start again from 0. */
bool match_end(struct match_stream *);
void match_close(struct match_stream *);

#endif
