/* What the files about Japanese names share: person.c reads names, person_around.c says what is around one that makes a person of it,
 * person_lone.c and person_running.c the same for surnames alone, person_list.c for lists, person_row.c for rows, person_family.c for others on the line, person_labelled.c what labels do. */
#ifndef SEKISHO_DETECT_PERSON_PARTS_H
#define SEKISHO_DETECT_PERSON_PARTS_H

#include "detect/person_words.h"

enum { NAME_UNKNOWN, NAME_SURNAME, NAME_HALF /* one part known */, NAME_FULL };
struct name {
    uint32_t end;     /* of the name without its title */
    uint32_t behind;  /* after the title */
    int strength;
    bool title;       /* 様, さん, 先生, 部長 ... follows */
    bool polite;      /* ... and it is 様, さん, 氏, 殿: said of anybody */
    bool split;       /* surname and given name with a space between */
    bool ordinary;    /* the same characters are also a word or a place */
    bool short_given; /* the given name is one character written directly behind */
};

/* A word of the kind (PAIR_...) and of n characters may begin at c; false alarms, but no misses. */
static inline bool name_may_begin(const uint16_t *c, uint32_t n, unsigned kind)
{
    return (name_pairs[pair_hash(c[0], n > 1 ? c[1] : 0)] & kind) != 0;
}

static inline bool surname_may_begin(const uint16_t *c)
{
    return name_may_begin(c, 1, PAIR_SURNAME) || name_may_begin(c, 2, PAIR_SURNAME);
}

static inline bool known_surname(const uint16_t *c, uint32_t n)
{
    return name_may_begin(c, n, PAIR_SURNAME) && (dictionary_find(c, n) & WORD_SURNAME);
}

static inline bool known_given(const uint16_t *c, uint32_t n)
{
    return name_may_begin(c, n, PAIR_GIVEN) && (dictionary_find(c, n) & WORD_GIVEN);
}

/* Back over the spaces that end before i. */
static inline uint32_t person_before_spaces(const struct scan *s, uint32_t i)
{
    while (i > 0 && (s->class_store + 8)[i - 1] == CLASS_SPACE)
        i--;
    return i;
}

/* Where the run of kanji from i on ends, with what joins kanji in names (霞ヶ関). */
uint32_t person_kanji_end(const struct scan *, uint32_t i);
/* Reads a name at i, the first character of a run of kanji or katakana; false: there is none. */
bool person_read(const struct scan *, uint32_t i, struct name *out);
/* How well known the name in hiragana at i is, the first of a run, perhaps in two parts; where it ends. */
int person_read_hiragana(const struct scan *, uint32_t i, uint32_t *end);
/* A title stands at i, perhaps behind a space: where it ends; 0: none does. */
uint32_t person_title_at(const struct scan *, uint32_t i, bool *polite);
/* What the dictionary says of kana, hiragana being read as katakana; false: too many. */
bool person_kana_flags(const uint16_t *c, uint32_t i, uint32_t end, unsigned *flags);
bool person_address_or_label(const struct scan *, uint32_t i, uint32_t end);
/* A given name of two characters or more ends the word: 笑喜直人 is no 法人. */
bool person_given_ends(const uint16_t *c, uint32_t i, uint32_t end);
/* No letter, digit or other character of a word touches the name. */
bool person_bounded(const struct scan *, uint32_t i, uint32_t end);
/* Nothing else stands on the line. */
bool person_whole_line(const struct scan *, uint32_t i, uint32_t end);
/* A line of dashes or the like stands not far above this one. */
bool person_below_rule(const struct scan *);
/* A word for what somebody is stands before i, parted from it by a space, a colon or the like. */
bool person_role_before(const struct scan *, uint32_t i);
/* The letter is addressed to somebody in no dictionary: 鯖戸部長 is one of its first lines. */
bool person_addressed(const struct scan *, uint32_t i, const struct name *);
/* 甕岡主事・岡本主査: a known name with such a title stands beside one in no dictionary. */
bool person_beside_titled(const struct scan *, uint32_t i, const struct name *);
/* What somebody did ends before i: 受付, 文責 */
bool person_duty_before(const struct scan *, uint32_t i);
/* 記入　中山　確認　山崎: behind a space such a word stands. */
bool person_duty_behind(const struct scan *, uint32_t run);
/* （武者誠） ends the line, or the place where somebody works follows the name: 加藤博@三田図書館 */
bool person_enclosed(const struct scan *, uint32_t i, uint32_t end);
/* 小 林 隆 蔵: a name whose characters stand apart from i on; found up to its end; 0: there is none. */
uint32_t person_spaced_out(struct scan *, uint32_t i);
/* Nothing but spaces and marks of quotation stand before i; nothing but spaces stand from i on. */
bool person_line_opens(const struct scan *, uint32_t i);
bool person_line_closes(const struct scan *, uint32_t i);
/* The text goes on below this line with nothing that can be seen. */
bool person_last_line(const struct scan *);
/* What is seen of the line above, empty ones apart, ends a sentence. */
bool person_below_sentence(const struct scan *);
/* A part of what may be a name that nobody knows: [i, end) is no label, place, office or thing. given: the second part of one. */
bool person_unknown_part(const struct scan *, uint32_t i, uint32_t end, bool given);
/* What may be a whole name at i, though no part of it is known: its end, or 0. split: only with a space in it. */
uint32_t person_unknown_name(const struct scan *, uint32_t i, bool split);
/* person_list.c: three surnames and more, or two where a list is told, begin with c[i, run): found up to the end of the last; 0: they do not. */
uint32_t person_list(struct scan *, uint32_t i, uint32_t run);
/* A lone surname in a list of names, or what may be one: found up to its end; 0: it is none. */
uint32_t person_listed(struct scan *, uint32_t i, uint32_t run);
/* Words alone stand before i on the line, no sentence, and the last of them says what somebody is or where he belongs: 事務局　有原 */
bool person_behind_post(const struct scan *, uint32_t i);
/* The word that ends before i says what somebody is, or is part of an organisation; no place. */
bool person_belongs(const struct scan *, uint32_t i);
/* A greeting ends before i: おはようございます、 */
bool person_greeting_before(const struct scan *, uint32_t i);
/* person_lone.c: a surname alone in c[i, run), said by what is around it; its end, which may be before run, and where it begins; false: none. */
bool person_lone(const struct scan *, uint32_t i, uint32_t run, uint32_t *start, uint32_t *end);
/* person_running.c: the surname alone in c[i, run) is of somebody by what the sentence says of it. */
bool person_running(const struct scan *, uint32_t i, uint32_t run);
/* person_around.c: a name stands at i, the first of a run of kanji, and what is around it makes a person of it: the character behind; 0: none. */
uint32_t person_around_at(struct scan *, uint32_t i);
/* Nothing but a time of day stands before i and spaces: 9:24, 13時05分, [11:18] */
bool person_behind_time(const struct scan *, uint32_t i);
/* Bullets, numbers and classes go before the first name of a row: ・, 3., （2）, 5年1組. Where that begins. */
uint32_t person_row_start(const struct scan *);
/* The given name in hiragana behind a surname ends here (小林かおり, 浜田さくらさん, 藤本すみれです); 0: there is none. */
uint32_t person_kana_given(const struct scan *, uint32_t from);

#endif
