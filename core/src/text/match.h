/* Keywords in a stream of text: 1 to 50,000 words in one pass, the same hits whatever the chunks, byte offsets into the original.
 * A hit is every place where the folded keyword stands in the folded text (fold_stream.h), overlapping ones included, in the order of
 * their ends, longer ones first. Of the keywords that end at one place the 64 longest are looked at; a keyword of more than 512
 * UTF-16 units is useless.
 * The plain engine (match_plain.c) is the reference; match_fast.c gives the same hits faster behind the same functions. */
#ifndef SEKISHO_TEXT_MATCH_H
#define SEKISHO_TEXT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct matcher;      /* immutable once built: many threads may share it */
struct match_stream; /* one text being read */

/* AUTO: an edge of the keyword that is a letter or digit of a script that spaces its words (Latin, Cyrillic, Arabic ...) must not lean on
 * another such letter, so nasa is not in Nasal, but is in "NASA's", "NASA_logo" and NASA職員; CJK edges and Hangul match anywhere.
 * WHOLE: the same, and at other letters words must part by UAX #29 with ICU's dictionary, so 秘 is not in 秘書. */
enum match_word { MATCH_WORD_AUTO, MATCH_WORD_ANY, MATCH_WORD_WHOLE };

struct match_keyword {
    const char *utf8;
    uint32_t id; /* given back with each hit; several keywords may share one */
    enum match_word word;
};
/* NULL when memory is short. A keyword that folds to nothing never matches; `useless`, if not NULL, gets a true for it. */
struct matcher *matcher_new(const struct match_keyword *words, size_t count, unsigned fold_flags, bool *useless);
void matcher_free(struct matcher *);
/* For tests and measurements: the engine by name, and the bytes held (*fixed: of these, what does not grow with the keywords). */
enum match_engine { MATCH_ENGINE_FAST, MATCH_ENGINE_PORTABLE /* fast, but no vector code */, MATCH_ENGINE_PLAIN };
struct matcher *matcher_new_engine(const struct match_keyword *words, size_t count, unsigned fold_flags, bool *useless, enum match_engine);
size_t matcher_memory(const struct matcher *, size_t *fixed);

/* Whether a text of nothing but these ASCII characters could hold any of the keywords: false is certain. */
bool matcher_could_hit(const struct matcher *, const char *characters);

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
