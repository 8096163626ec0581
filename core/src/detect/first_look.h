/* A first look at raw lines: which of them hold nothing that a detector could find. Private to this folder. */
#ifndef SEKISHO_DETECT_FIRST_LOOK_H
#define SEKISHO_DETECT_FIRST_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LOOK_VALUE = 1,  /* something may be found here: the line must be read in full */
    LOOK_LABEL = 2,  /* labels stand here, which may rule the next lines */
    LOOK_NUMBER = 4, /* digits, or a lone word, that only mean something under a label of this line or the ones above */
    LOOK_EMPTY = 8,  /* not even a carriage return */
    LOOK_WIDTH = 16  /* full-width letters and the like: to be folded before it can be told */
};

enum { LOOK_BLOCK = 64, LOOK_BLOCKS = 8, LOOK_BEHIND = 8 };
struct look_masks { /* a bit for each byte of a block */
    uint64_t newline, digit, upper, letter, space;
    uint64_t kanji, hiragana, katakana; /* their first bytes */
    uint64_t odd;                       /* what must be looked at one by one: @, characters from U+A000 on, invisible ones */
    uint64_t gap;                       /* the first byte of what may be a space that is not ASCII, or of a middle dot */
    uint64_t inner, lead2, lead3, lead4;/* bytes that go on, and bytes after which one, two, three of these must come */
};

struct look_marks { /* a bit for each byte of a block that must be looked at closer, and for what */
    uint64_t any;
    uint64_t broken;                    /* not UTF-8 */
    uint64_t title;                     /* a title of kana behind a name */
    uint64_t label, hot;                /* a label may begin here; a character that says something alone */
    uint64_t run, katakana;             /* inside a run of kanji or katakana that may be a name */
    uint64_t word;                      /* a Latin word that may be a label, a name, a secret */
    uint64_t inner_label;               /* a label may begin inside a Latin word */
    uint64_t house, wide_space;         /* the last digit before a space */
};

struct look {
    const uint8_t *text;
    size_t n, at;          /* at: where the next line begins */
    size_t base, blocks_to;/* the block that is being looked at begins and ends here */
    struct look_masks m;
    struct look_marks marks;
    unsigned ahead_at;
    uint64_t kanji_before, hiragana_before, katakana_before, letter_before, upper_before, newline_before; /* does the block before end in one: bits to shift in */
    uint64_t inner_expected;
    void (*classify)(const uint8_t *bytes, struct look_masks *, unsigned blocks); /* reads LOOK_BEHIND bytes more at most */
    struct look_masks ahead[LOOK_BLOCKS];
};

struct look_line {
    size_t start, end;     /* without the line feed */
    unsigned flags;
};

void look_open(struct look *, const char *utf8, size_t n);
/* The next line; false: there is none. */
bool look_next(struct look *, struct look_line *);

#endif
