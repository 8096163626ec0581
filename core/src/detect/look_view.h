/* The line that the first look is at, and what its steps share: first_look.c goes over the lines and looks at odd characters,
 * look_labels.c at labels, look_names.c at names, look_numbers.c at numbers. Private to these. */
#ifndef SEKISHO_DETECT_LOOK_VIEW_H
#define SEKISHO_DETECT_LOOK_VIEW_H

#include "base/utf8.h"
#include "detect/first_look.h"
#include "detect/scan.h"

enum {
    LIST_LABELS = 8,              /* where so many labels of a line stand is kept */
    LAST_BYTES = 32,              /* a lone name, and what is left of the text behind it */
    BACK_STEPS = 64               /* so far is looked for what stands around a place; beyond that the line is in doubt */
};

struct view { /* the line as far as it is known: it ends at the first line feed behind start */
    const uint8_t *t;
    size_t start, n;              /* n: of the whole text */
    unsigned flags;
    unsigned digits;
    unsigned labels, listed, label_characters; /* that count where they stand, or before a comma */
    unsigned rejected, awaited;   /* labels that do not; in a list or in brackets even they may. awaited: of values that may follow on other lines */
    size_t label_until;           /* the last one ends here */
    size_t label_at[LIST_LABELS]; /* where labels begin, rejected ones too */
    bool city, born, address_label, first_year, kanji_number;
    bool inner_label;             /* perhaps a label inside a Latin word */
    bool capital_last;            /* the last word begins with a capital */
};

/* A label may begin at byte at. */
void look_label(struct view *, size_t at);
/* The line ends here: what its labels, if there are any, say of it together. */
void look_labels_end(struct view *, size_t end);
/* Digits stand before the space. */
void look_house_number(struct view *, size_t space);
/* The line ends here: what its numbers may be without a label. */
void look_numbers(struct view *, size_t end);
/* A run of kanji begins at p, which is known up to end; one ends at end. */
void look_kanji_run(struct view *, size_t p, size_t end);
void look_kanji_before(struct view *, size_t end);
/* まで stands at p: is it said whom to turn to? */
void look_asked(struct view *, size_t p);
/* The line ends here: with a surname alone that says who wrote it? */
void look_line_tail(struct view *, size_t end);
/* The line is short and holds a few digits: a surname and a time, as in chats? */
void look_before_time(struct view *, size_t end);
/* The line begins with a digit: a time and who speaks? */
void look_behind_time(struct view *v);
/* A run of katakana is at p. */
void look_katakana_around(struct view *, size_t p);
/* A word that begins with a capital ends here: perhaps the first of a name. */
void look_latin_name(struct view *, size_t end);
/* A word that may be an English given name begins at p. */
void look_given(struct view *, size_t p);

/* The folded character at byte at; 0 at the end of the line. */
static inline uint16_t char_at(const struct view *v, size_t at, size_t *next)
{
    uint32_t cp;
    *next = at;
    if (at >= v->n || v->t[at] == '\n')
        return 0;
    if (v->t[at] < 0x80) {
        *next = at + 1;
        return v->t[at];
    }
    if (v->t[at] >= 0xE3 && v->t[at] <= 0xE9 && at + 3 <= v->n && ((v->t[at + 1] ^ 0x80) | (v->t[at + 2] ^ 0x80)) < 0x40) { /* kanji and kana, mostly */
        *next = at + 3;
        cp = utf8_wide(v->t + at);
        uint16_t other = name_variant((uint16_t)cp);
        return cp == 0x3000 ? ' ' : other ? other : (uint16_t)cp;
    }
    *next = at + utf8_decode((const char *)v->t + at, v->n - at, &cp);
    return scan_fold_character(cp);
}

static inline uint16_t char_before(const struct view *v, size_t at, size_t *start)
{
    *start = at;
    if (at <= v->start)
        return 0;
    do
        at--;
    while (at > v->start && (v->t[at] & 0xC0) == 0x80 && *start - at < 4);
    size_t next, from = at;
    uint16_t c = char_at(v, at, &next);
    *start = from;
    return c;
}

static inline bool is_space(uint16_t c)
{
    return c == ' ' || c == '\r';
}

static inline bool kanji_at(const struct view *v, size_t at)
{
    if (at + 3 > v->n)
        return false;
    const uint8_t *p = v->t + at;
    return (p[0] >= 0xE4 && p[0] <= 0xE9) || (p[0] == 0xE3 && p[1] == 0x80 && p[2] >= 0x85 && p[2] <= 0x87);
}

static inline bool katakana_at(const struct view *v, size_t at)
{
    if (at + 3 > v->n)
        return false;
    const uint8_t *p = v->t + at;
    return p[0] == 0xE3 && ((p[1] == 0x82 && p[2] > 0xA0) || (p[1] == 0x83 && p[2] != 0xBB));
}

/* さん, さま, ちゃん, くん */
static inline bool kana_title_at(const struct view *v, size_t at)
{
    if (at + 6 > v->n || v->t[at] != 0xE3 || v->t[at + 1] != 0x81)
        return false;
    uint32_t a = utf8_wide(v->t + at), b = utf8_wide(v->t + at + 3);
    return (a == 0x3055 && (b == 0x3093 || b == 0x307E)) || (a == 0x3061 && b == 0x3083) || (a == 0x304F && b == 0x3093);
}

static inline bool ascii_word(uint8_t b)
{
    return ascii_letter(b) || (b >= '0' && b <= '9');
}

/* A space that is not ASCII, perhaps. */
static inline bool wide_space(const struct view *v, size_t at)
{
    return at + 2 < v->n && (v->t[at] == 0xC2 || v->t[at] == 0xE2 || (v->t[at] == 0xE3 && v->t[at + 1] == 0x80 && v->t[at + 2] == 0x80));
}

#endif
