/* What match.c and its two engines share. An engine finds where folded keywords stand in folded units; match.c feeds it, judges whole words,
 * and gives the hits out in order. */
#ifndef SEKISHO_TEXT_MATCH_ENGINE_H
#define SEKISHO_TEXT_MATCH_ENGINE_H

#include <stdatomic.h>
#include "text/fold_stream.h"
#include "text/match.h"

enum {
    MATCH_KEYWORD_MAX = 512,  /* units of a folded keyword; a longer one is useless */
    MATCH_ENDS_MAX = 64,      /* of the keywords that end at one place only so many are looked at, the longest: keeps hostile lists linear */
    MATCH_PADDING = 208,      /* units behind the text that an engine may read, never use; zeros to the end of the 64 after the last 64 */
    MATCH_IN_PADDING = 192,   /* likewise bytes behind the original */
    FOLD_WINDOWS = 512, FOLD_STRETCHES = 64, FOLD_FOUND = 256
};

/* Units folded together whose places in the original were not written down: most are never asked for. */
struct fold_window {
    uint32_t unit;  /* the first */
    uint32_t at;    /* where its characters start: low 32 bits of the offset */
    uint64_t keep;  /* for each character whether it became a unit (and a voiced mark that did not belongs to the one before); 0: written down */
};
/* Units whose words were looked up while they were folded, and the words that passed the filter: match_fast_scan has only to compare those. */
struct fold_stretch {
    uint32_t from, to;
};
struct fold_found {
    uint32_t unit, key;
};
struct fold_windows {
    size_t n, stretches, found_n;
    struct fold_window v[FOLD_WINDOWS];
    struct fold_stretch stretch[FOLD_STRETCHES];
    struct fold_found found[FOLD_FOUND];
};
static inline bool fold_has_room(const struct fold_units *out, const struct fold_windows *windows)
{
    return out->cap - out->n >= FOLD_STEP_UNITS && windows->n < FOLD_WINDOWS;
}
static inline void fold_windows_clear(struct fold_windows *windows)
{
    windows->n = windows->stretches = windows->found_n = 0;
}

enum match_edge { EDGE_START_SPACED = 1, EDGE_END_SPACED = 2, EDGE_START_DICTIONARY = 4, EDGE_END_DICTIONARY = 8 };

struct match_word_entry {
    uint32_t at;   /* in units */
    uint16_t len;  /* 0: useless */
    uint8_t edges; /* what must be checked of a hit */
    uint32_t id;
};

struct match_plain;
struct match_fast;

struct matcher {
    struct folder folder;
    struct match_word_entry *words;
    size_t count;
    uint16_t *units; /* all folded keywords, one behind the other */
    size_t units_len;
    size_t longest;
    bool dictionary; /* some edge asks for word breaks */
    struct match_fast *fast;            /* NULL: the plain engine does all */
    _Atomic(struct match_plain *) plain; /* made when first needed: by the fast engine only for hostile texts */
};

struct match_raw {
    size_t start, end; /* units */
    uint32_t keyword;
};
struct match_list {
    struct match_raw *v;
    size_t n, cap;
    bool failed;
};
bool match_list_add(struct match_list *, size_t start, size_t end, uint32_t keyword);

struct match_plain *match_plain_new(const struct matcher *); /* NULL: memory */
void match_plain_free(struct match_plain *);
size_t match_plain_memory(const struct match_plain *);
/* All occurrences with from < end <= to, ordered by end, longest first, then by keyword; false: memory. */
bool match_plain_scan(const struct match_plain *, const struct matcher *, const uint16_t *units, size_t from, size_t to, struct match_list *);

struct match_fast *match_fast_new(const struct matcher *, bool vectors); /* NULL: memory */
void match_fast_free(struct match_fast *);
size_t match_fast_memory(const struct match_fast *, size_t *fixed);
/* Folds in[from..n), where in[0] stands at offset `at`, as fold_segment would piece by piece; returns where it stopped: the units (or windows)
 * are nearly full, or the rest needs more bytes. Of units in a window neither start nor length are set, and kanji may be
 * left as they are. */
size_t match_fast_fold(const struct match_fast *, const struct folder *, struct fold_state *, const char *in, size_t from, size_t n, bool last,
                       uint32_t at, struct fold_units *out, struct fold_windows *);
/* Sets start and length of this unit, in[0] being at offset `at` again. */
void match_fast_place(struct fold_units *, struct fold_windows *, const char *in, uint32_t at, size_t unit);
/* Makes of units that match_fast_fold has made what the plain engine knows: the common forms of kanji. */
void match_fast_settle(const struct match_fast *, uint16_t *units, size_t n);
/* As match_plain_scan; n units are known, zeros follow them (MATCH_PADDING); the windows are what match_fast_fold said of the newest.
 * false: the text defeats the filter (or memory is short): use the plain engine. */
bool match_fast_scan(const struct match_fast *, const struct matcher *, const uint16_t *units, const struct fold_windows *, size_t n, size_t from,
                     size_t to, struct match_list *);

#endif
