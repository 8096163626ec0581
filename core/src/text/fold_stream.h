/* Folding piece by piece, for the matcher: original bytes in, folded UTF-16 units with the place they came from out.
 *
 * The folded form of a text is defined as: NFKC_Casefold (NFKC without default ignorables when case is kept) of the text; then each run of
 * white space becomes one space, or nothing at the ends of the text and between two CJK characters; '>' after a line break belongs to
 * the white space (the quote prefix of a wrapped line); then the folds of single characters (kana, variants ...).
 * A text is read in segments: a character and those behind it that may interact with it. */
#ifndef SEKISHO_TEXT_FOLD_STREAM_H
#define SEKISHO_TEXT_FOLD_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "text/fold.h"

enum {
    FOLD_SEGMENT_MAX = 32, /* characters; a longer pile of marks is cut, as Unicode's stream-safe format does */
    FOLD_STEP_UNITS = 1280 /* one segment never gives more units */
};

struct folder {
    unsigned flags;
    const void *nfkc_cf, *nfkc, *nfd; /* ICU's, shared and never freed */
};
struct fold_state { /* between two segments; all zero at the start of a text */
    uint32_t space_at;
    bool space, space_break; /* white space is waiting to be judged; it held a line break */
    bool any, cjk;           /* something was given out; the last of it was CJK */
};
struct fold_units {
    uint16_t *unit;
    uint32_t *start; /* low 32 bits of the byte offset of its segment */
    uint8_t *len;    /* bytes of its segment */
    size_t n, cap;
};

void folder_init(struct folder *f, unsigned flags);
/* Folds the segment at s[0..n), which stands at offset `at`, and returns its bytes; 0: more bytes are needed to know its end (never when
 * last). out must have room for FOLD_STEP_UNITS. */
size_t fold_segment(const struct folder *f, struct fold_state *st, const char *s, size_t n, bool last, uint32_t at, struct fold_units *out);
/* Whether the character at s belongs to the segment of the one before it. */
bool fold_attaches(const char *s, size_t n);
/* The unit that each BMP character becomes, or a code where it takes more than a table to say. */
enum fold_code {
    FOLD_SPECIAL = 0,     /* expands, vanishes ...: fold_segment knows */
    FOLD_ATTACHES = 1,    /* likewise, and together with what stands before it */
    FOLD_VOICED = 2,      /* likewise: the voiced mark of kana, combining or of half width */
    FOLD_HALF_VOICED = 3,
    FOLD_LINE = 10,       /* white space that breaks lines */
    FOLD_CODES = 0x20     /* a space, and the last of the codes */
};
void fold_flat(const struct folder *f, uint16_t map[65536]);
/* Kana and a voiced mark (U+3099, U+309A or their half-width forms) as one character, 0: no such pair. */
uint32_t fold_compose_kana(uint32_t base, uint32_t mark);
/* White space between two of these does not part them: Han, kana, bopomofo and their punctuation; not Hangul, whose words are spaced. */
bool fold_is_cjk(uint32_t cp);

#endif
