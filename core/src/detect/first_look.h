/* A first look at raw lines: which of them hold nothing that a detector could find. Private to this folder. */
#ifndef SEKISHO_DETECT_FIRST_LOOK_H
#define SEKISHO_DETECT_FIRST_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LOOK_VALUE = 1,  /* something may be found here: the line must be read in full */
    LOOK_LABEL = 2,  /* labels stand here, which may rule the next lines */
    LOOK_NUMBER = 4, /* digits that only mean something under a label of this line or the ones above */
    LOOK_EMPTY = 8,  /* not even a carriage return */
    LOOK_WIDTH = 16, /* full-width letters and the like: to be folded before it can be told */
    LOOK_AWAITS = 32 /* one of the labels is one of those that label_awaits() names */
};

enum { LOOK_BLOCK = 64, LOOK_BLOCKS = 9, LOOK_BEHIND = 24 }; /* so many blocks at a time; what is looked at of the next one */
struct look_masks { /* a bit for each byte of a block */
    uint64_t newline, digit, upper, letter, space;
    uint64_t stop;                      /* . : ' */
    uint64_t kanji, hiragana, katakana; /* their first bytes */
    uint64_t odd;                       /* what must be looked at one by one: @, characters from U+A000 to U+EFFF, invisible ones */
    uint64_t wide;                      /* U+F000 to U+FFFF but full-width marks: width to be folded, mostly */
    uint64_t gap;                       /* the first byte of what may be a space that is not ASCII, or of a middle dot */
    uint64_t n_kana;                    /* ん, which くん and ちゃん end with */
    uint64_t inner, lead2, lead3, lead4;/* bytes that go on, and bytes after which one, two, three of these must come */
};

struct look_marks { /* a bit for each byte of a block that must be looked at closer, and for what */
    uint64_t any;
    uint64_t broken;                    /* not UTF-8 */
    uint64_t label, visit;              /* a label may begin here; one that asks for a value, or a word of the look's own */
    uint64_t hot;                       /* a kanji that says something alone */
    uint64_t kanji, kanji_end, katakana;/* a run of kanji that may be a name begins or ends here; a run of katakana is here */
    uint64_t word, token, given;        /* a Latin word begins that may be a label, a secret, a given name alone */
    uint64_t named;                     /* behind a Latin word that may begin a name */
    uint64_t inner_label;               /* a label may begin inside a Latin word */
    uint64_t child;                     /* くん or ちゃん ends here behind hiragana */
    uint64_t house, wide_space;         /* the last digit before a space */
};

/* Fills masks of so many blocks; reads LOOK_BEHIND bytes more at most. */
typedef void look_classify_fn(const uint8_t *bytes, struct look_masks *, unsigned blocks);
look_classify_fn *look_classifier(void); /* the fastest that the machine has: look_masks.c */

struct look {
    const uint8_t *text;
    size_t n, at;               /* at: where the next line begins */
    size_t base, blocks_to;     /* the block that is being looked at begins and ends here */
    const uint8_t *bytes;       /* it stands here, in the text or in tail ... */
    const struct look_masks *m; /* ... and these are its masks, one of those below, of which so many are filled: */
    unsigned known;
    struct look_marks marks;
    uint64_t events;            /* what is left of the block to be looked at: its marks and line feeds */
    /* Does the block before end in one: bits to shift in. capital: in a word that begins with a capital. */
    uint64_t kanji_before, hiragana_before, katakana_before, letter_before, upper_before, capital_before, inner_before, lead_before;
    uint64_t katakana_one;      /* the same of a run of katakana that begins there */
    uint64_t inner_expected;    /* bytes of this block that must go on */
    look_classify_fn *classify;
    struct look_masks masks[LOOK_BLOCKS + 2];
    uint8_t tail[(LOOK_BLOCKS + 1) * LOOK_BLOCK + LOOK_BEHIND]; /* the end of the text and zeros behind it */
};

struct look_line {
    size_t start, end;     /* without the line feed */
    unsigned flags;
};

void look_open(struct look *, const char *utf8, size_t n);
/* Goes on to the next block: its masks and marks (look_marks.c). */
void look_next_block(struct look *);
/* The next line; false: there is none. */
bool look_next(struct look *, struct look_line *);
/* The line is one Latin word, or one before an arrow: what may stand below "password:". */
bool look_lone_word(const char *text, const struct look_line *);

#endif
