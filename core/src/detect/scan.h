/* What the families of detect/ share: one line of text, folded in width and dashes with the way back to its bytes, the labels on it,
 * the dictionary of names and places, and the list of hits. Private to this folder. */
#ifndef SEKISHO_DETECT_SCAN_H
#define SEKISHO_DETECT_SCAN_H

#include <uchar.h>

#include "base/bits.h"
#include "base/le.h"
#include "detect/detect.h"

enum label_kind {
    LABEL_NOTHING,
#define LABEL(kind) LABEL_##kind,
#include "detect/labels.def"
#undef LABEL
    LABEL_KIND_COUNT
};

enum char_class { /* of one folded character; the numbers are such that run_end() can ask for several at once */
    CLASS_END,    /* behind the last one */
    CLASS_SPACE,
    CLASS_TAB,
    CLASS_DASH,
    CLASS_MARK,   /* everything else */
    CLASS_LETTER, /* of other scripts than the ones below */
    CLASS_LOWER = 8,
    CLASS_UPPER,
    CLASS_DIGIT,
    CLASS_KANJI = 16,
    CLASS_HIRAGANA,
    CLASS_KATAKANA
};

enum {
    LINE_CHARACTERS = 4096, /* longer lines are looked at in pieces, cut where a word ends if there is such a place */
    LINE_HITS = LINE_CHARACTERS / 3,
    COLUMNS_MAX = 16,       /* labels of one header line that are kept */
    FOLD_STEP = 16          /* characters that are folded at once */
};

struct label {
    enum label_kind kind;
    uint32_t start, end;    /* characters of the line */
    bool strong;            /* a colon, a tab or the like stands behind it */
};

struct scan {
    const char *text;       /* the whole block */
    size_t length;          /* ... and its bytes */
    data_fn *report;
    void *ctx;

    /* the line: padded with CLASS_END on both sides, so that looking at i - 1 and a little ahead is always allowed */
    uint32_t n;
    uint16_t c_store[8 + LINE_CHARACTERS + FOLD_STEP];
    uint8_t class_store[8 + LINE_CHARACTERS + FOLD_STEP];
    uint32_t off[LINE_CHARACTERS + FOLD_STEP];
    char folded[LINE_CHARACTERS];          /* a line whose width was folded for the first look */
    struct data_hit hits[LINE_HITS];
    uint32_t hit_count;
    struct label label;     /* the last label seen on this line; LABEL_NOTHING: none */
    struct label before;    /* the one before it */
    uint32_t first_word;    /* the first kanji or kana of the line; n: there is none */
    uint32_t label_value_end; /* behind the last number that was found; if it stands behind the label, the label has its value */
    enum label_kind line_labels[COLUMNS_MAX];
    uint32_t line_label_count, label_characters, values_on_line, persons_on_line;
    bool label_rejected;    /* a label was seen that does not count where it stands */
    uint32_t listed_labels; /* of these, those behind which a comma stands: 氏名,住所,電話番号 */
    uint32_t strong_values; /* numbers and addresses on the line that stand beside persons */
    uint32_t field_start[COLUMNS_MAX + 1], field_end[COLUMNS_MAX + 1], field_count; /* under a header line */
    uint32_t address_expected; /* an address should begin here: behind a postal code */
    bool at_sign;           /* there is an @ on the line */
    bool municipality;      /* ... a character that ends the names of municipalities */
    uint32_t no_mail_until; /* up to here no address can begin: keeps long words linear */

    /* what earlier lines said */
    enum label_kind columns[COLUMNS_MAX]; /* a header line's labels in order */
    uint32_t column_count;
    uint32_t column_lines;  /* so many lines that do not fit are let pass */
    uint32_t blank_lines;
    uint16_t column_mark;   /* what parts the columns: tab, comma ...; 0: anything */
    bool column_mark_stands; /* ... and the line may be a row, though it does not fall apart into the columns */
    enum label_kind carried;/* a label that waits for its values on the next lines */
    uint32_t carried_lines; /* for how many lines more */
    enum data_type last_type; /* what the last labelled number was: a list may go on without labels */
    uint32_t last_lines;
    uint32_t card_lines;    /* for so many lines more a card number is expected */
    uint32_t bank_lines;    /* ... an account number */
    uint32_t list_lines;    /* the last lines held names */
    uint32_t row_start;     /* ... the last of them from this character on */
    uint32_t said_lines;    /* on so many lines more a sentence about somebody may go on: see special_below() */
    uint64_t told;          /* kinds of labels that the text has named so far, a bit for each: see label_told() */
    bool every_line;        /* no first look: for the tests that compare */
    size_t resume;          /* bytes: hits of a longer kind reach up to here (private keys) */
};

#define SCAN_C(s) ((s)->c_store + 8)
#define SCAN_CLASS(s) ((s)->class_store + 8)

/* detect_text with memory of the caller's. */
void scan_block(struct scan *, const char *utf8, size_t n, data_fn *, void *ctx);
/* labels.c: a label that begins at character i and counts there, with the value behind it if that is no number; the character behind, or 0. */
uint32_t label_here(struct scan *, uint32_t i);
/* The label that rules a place of the line: before it, above it as a header, or waiting from a line above. */
enum label_kind scan_context(const struct scan *, uint32_t at);
/* No word but a name stands before this place of the line. */
bool scan_first_value(const struct scan *, uint32_t at);
/* detect_text without the first look at raw lines: what tests hold against it. */
bool detect_text_slowly(const char *utf8, size_t n, data_fn *, void *ctx);
/* columns.c: what a line says of the lines below it, and the fields of a line under a header. */
void scan_remember_labels(struct scan *);
void scan_find_fields(struct scan *);
/* A field under a header begins at from, or ends before to. */
static inline bool scan_field_begins(const struct scan *s, uint32_t from)
{
    for (uint32_t k = 0; k < s->field_count; k++)
        if (s->field_start[k] == from)
            return true;
    return false;
}
static inline bool scan_field_ends(const struct scan *s, uint32_t to)
{
    for (uint32_t k = 0; k < s->field_count; k++)
        if (s->field_end[k] == to)
            return true;
    return false;
}
/* Folds the line text[from, to), given without its line feed, of text[0, n); returns the bytes used: all, if it is not too long. */
size_t scan_fold_line(struct scan *, const char *text, size_t n, size_t from, size_t to);
/* Only the width: full-width letters and spaces become ASCII, half-width katakana whole. out holds n bytes; returns how many were written. */
size_t scan_fold_width(const char *text, size_t n, char *out);
/* The same for a table cell (its first line). */
void scan_fold_cell(struct scan *, const char *text, size_t n);
/* The folded line is nothing but a telephone number. */
bool scan_is_phone(struct scan *);
uint16_t scan_fold_character(uint32_t cp);
/* The kanji that this one stands for in names, by labels.py's table; 0: it is no variant. */
enum { NAME_VARIANT_FACTOR = 0xD75 }; /* found by trying: no two of them share a place */
extern const uint16_t name_variants[128][2];
static inline uint16_t name_variant(uint16_t c)
{
    const uint16_t *v = name_variants[(c * (uint32_t)NAME_VARIANT_FACTOR & 0xFFFF) >> 9];
    return v[0] == c ? v[1] : 0;
}
enum char_class scan_class(uint16_t folded);

static inline bool class_latin(uint8_t cls)
{
    return (cls & ~1) == CLASS_LOWER;
}
static inline bool class_ascii_word(uint8_t cls)
{
    return (cls & ~3) == CLASS_LOWER;
}
static inline bool class_japanese(uint8_t cls)
{
    return (cls & ~3) == CLASS_KANJI;
}
/* The character, which is ASCII now, was written in full width. */
static inline bool scan_was_wide(const struct scan *s, uint32_t i)
{
    return (uint8_t)s->text[s->off[i]] >= 0x80;
}
#define EACH_BYTE 0x0101010101010101u /* times a byte: eight of it */
/* Where the characters from i on end that are of one class, or of those that differ from it in the bits of `but` only; i itself if it is none.
 * By eights: most runs are shorter, and a loop over their characters would end where no processor foresees it. */
static inline uint32_t run_end(const uint8_t *cls, uint32_t i, uint8_t of, uint8_t but)
{
    for (;; i += 8) {
        uint64_t others = (le64(cls + i) & ~(EACH_BYTE * but)) ^ EACH_BYTE * of;
        if (others)
            return i + lowest_bit(others) / 8;
    }
}
static inline uint32_t class_end(const uint8_t *cls, uint32_t i, uint8_t of)
{
    return run_end(cls, i, of, 0);
}
static inline uint32_t latin_end(const uint8_t *cls, uint32_t i)
{
    return run_end(cls, i, CLASS_LOWER, 1);
}
static inline uint32_t ascii_word_end(const uint8_t *cls, uint32_t i)
{
    return run_end(cls, i, CLASS_LOWER, 3);
}

/* What must stand behind a label for it to count: a mark (a colon, a tab, the end of the line ...), a space at least, or anything. */
enum label_need { LABEL_NEEDS_NOTHING, LABEL_NEEDS_SPACE, LABEL_NEEDS_MARK };
enum label_need label_need(enum label_kind);
bool label_mark(uint16_t c);

/* A number or a secret may stand on the lines below such a label: without one, it is none. */
static inline bool label_awaits(enum label_kind kind)
{
    return (kind >= LABEL_PHONE && kind <= LABEL_BIRTH) || (kind >= LABEL_MYNUMBER && kind <= LABEL_SECRET) || kind == LABEL_PAYEE;
}

/* Once a text has named them, numbers of such a kind are known by their form or check digit, wherever they stand. */
static inline bool label_told(enum label_kind kind)
{
    return kind == LABEL_MYNUMBER || kind == LABEL_LICENSE || kind == LABEL_PASSPORT || kind == LABEL_RESIDENCE || kind == LABEL_PENSION || kind == LABEL_SSN;
}
static inline bool scan_told(const struct scan *s, enum label_kind kind)
{
    return s->told >> kind & 1;
}

/* Adds a hit for characters [start, end) of the line. */
void scan_hit(struct scan *, enum data_type, enum confidence, const char *rule, uint32_t start, uint32_t end);
bool scan_taken(const struct scan *, uint32_t start, uint32_t end);
bool scan_taken_anywhere(const struct scan *, uint32_t start, uint32_t end); /* the same of any hit, however far to the left */

/* A label beginning at character i: its kind and end; LABEL_NOTHING: none. */
enum label_kind scan_label_at(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t n, uint32_t *end);
/* "zip" at character i ends the name of a file. */
static inline bool scan_file_name_end(const uint16_t *c, uint32_t i, enum label_kind kind)
{
    return kind == LABEL_POSTAL && i > 0 && c[i - 1] == '.';
}
/* The whole of utf8 is a label, decorations apart (a column header): its kind. */
enum label_kind scan_label_whole(const uint16_t *c, const uint8_t *cls, uint32_t n);

/* Two characters of three bytes stand at p, which label_pairs has: false if they and what follows, as far as it is kanji and kana, begin no label. */
bool label_begins(const uint8_t *p, size_t n);
/* The same as scan_label_at over text that is not folded; *count: characters. */
enum label_kind label_in_text(const char *text, size_t from, size_t to, size_t *end, uint32_t *count);

/* Tables for a first look at two characters (made by dictionary.py and labels.py): false alarms, but no misses. They are asked by what the
 * characters are in UTF-8, three bytes each with the first one least, so that raw text needs no decoding. */
enum { PAIR_SURNAME = 1, PAIR_GIVEN = 2, PAIR_SURNAME_KANA = 4, PAIR_CITY_END = 8, PAIR_BEHIND = 16 /* may begin what stands behind a surname */ };
enum { PAIR_LABEL = 1, PAIR_VISIT = 2 /* a label that asks for a value, or a word of the first look's own */ };
extern const uint8_t name_pairs[65536];       /* what may begin with them (or end, for towns); a lone character is paired with 0 */
extern const uint32_t label_starts[2048], label_pairs[4096], hot_characters[512], label_tokens[1024], given_tokens[1024];
static inline uint64_t utf8_three(uint32_t c)
{
    return c ? 0x8080E0 | c >> 12 | (c >> 6 & 63) << 8 | (c & 63) << 16 : 0;
}
static inline uint32_t pair_hash_utf8(uint64_t six) /* the lower six bytes; those above do not count */
{
    return (uint32_t)((six << 16) * 0x9E3779B97F4A7C15u >> 48);
}
static inline uint32_t pair_hash(uint32_t a, uint32_t b)
{
    return pair_hash_utf8(utf8_three(a) | utf8_three(b) << 24);
}
static inline uint32_t character_hash_utf8(uint64_t three)
{
    return (uint32_t)((three << 40) * 0x9E3779B97F4A7C15u >> 50);
}
static inline bool bit_of(const uint32_t *bits, uint32_t i)
{
    return (bits[i >> 5] >> (i & 31)) & 1;
}
static inline unsigned label_pair_flags(uint32_t hash)
{
    return label_pairs[hash >> 4] >> (hash & 15) * 2 & 3;
}
static inline bool hot_character(uint32_t c)
{
    return bit_of(hot_characters, character_hash_utf8(utf8_three(c)));
}

/* A label in other characters than Latin ones may begin with this. */
static inline bool label_may_start(uint16_t c)
{
    return bit_of(label_starts, c);
}
/* Of the first eight letters of a Latin word, or all if there are fewer: small, the first one least, zeros behind them. As in labels.py. */
static inline uint32_t token_hash(uint64_t letters)
{
    return (uint32_t)(letters * 0x9E3779B97F4A7C15u >> 49);
}
/* These letters; *end: behind them. */
static inline uint64_t first_letters(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t *end)
{
    uint64_t letters = 0;
    uint32_t n = latin_end(cls, i) - i;
    for (uint32_t k = 0; k < 8; k++)
        letters |= (uint64_t)((c[i + k] | 32) & 0xFF) << 8 * k;
    *end = n < 8 ? i + n : i + 8;
    return n < 8 ? letters & (((uint64_t)1 << 8 * n) - 1) : letters;
}
/* A Latin word that a label begins with may begin at i. */
static inline bool label_word_may_begin(const uint16_t *c, const uint8_t *cls, uint32_t i)
{
    uint32_t end;
    return bit_of(label_tokens, token_hash(first_letters(c, cls, i, &end)));
}
/* Where a label that is spaced out goes on: behind the spaces at i, if they are not too many. 氏　　名 */
enum { LABEL_SPACES = 6 };
static inline uint32_t label_goes_on(const uint8_t *cls, uint32_t i)
{
    uint32_t end = i;
    while (cls[end] == CLASS_SPACE && end - i < LABEL_SPACES)
        end++;
    return end;
}
/* The same for labels in other characters. All three: false alarms, but no misses. */
static inline bool label_may_begin(const uint16_t *c, const uint8_t *cls, uint32_t i)
{
    if (!label_may_start(c[i]))
        return false; /* mostly */
    uint16_t second = c[label_goes_on(cls, i + 1)];
    return hot_character(c[i]) || (label_pair_flags(pair_hash(c[i], second)) & PAIR_LABEL);
}

/* Either of them. */
static inline bool label_may_stand(const uint16_t *c, const uint8_t *cls, uint32_t i)
{
    return c[i] > 0x7F ? label_may_begin(c, cls, i) : class_latin(cls[i]) && label_word_may_begin(c, cls, i);
}

enum dictionary_flags { WORD_SURNAME = 1, WORD_GIVEN = 2, WORD_SURNAME_KANA = 4, WORD_GIVEN_KANA = 8, WORD_CITY = 16, WORD_BANK = 32,
                        WORD_ENGLISH = 64, WORD_ORDINARY = 128 };
/* What the word c[0..n) may be; 0: unknown. */
unsigned dictionary_find(const uint16_t *c, uint32_t n);
/* The same for its first 1 .. n characters. */
void dictionary_prefixes(const uint16_t *c, uint32_t n, unsigned flags[]);

static inline bool ascii_letter(uint8_t b)
{
    return (b | 32) >= 'a' && (b | 32) <= 'z';
}
/* c[i..] begins with the ASCII or BMP word (folded; letters compared without case). */
bool scan_is_rest(const uint16_t *c, uint32_t i, const char16_t *word);
static inline bool scan_is(const uint16_t *c, uint32_t i, const char16_t *word)
{
    uint16_t first = c[i];
    if (first != word[0] && (first > 'Z' || (first | 32) != word[0]))
        return false; /* nearly always */
    return scan_is_rest(c, i, word);
}

/* The first of the words that ends right before at: how many characters it has; 0: none does. */
uint32_t scan_ends_with_one(const uint16_t *c, uint32_t at, const char16_t *const *words, size_t count);

/* A run of digits with single separators: what all number families start from. */
enum { NUMBER_DIGITS = 32, NUMBER_GROUPS = 8 };
struct number {
    uint32_t start, end;          /* characters */
    uint8_t digits[NUMBER_DIGITS];
    uint32_t count;               /* digits; above NUMBER_DIGITS they are not kept */
    uint8_t groups[NUMBER_GROUPS];
    uint32_t group_count;         /* above NUMBER_GROUPS: not kept */
    uint16_t marks[NUMBER_GROUPS];/* marks[i] stands before group i: '-', ' ', '.', '/', '(' ... 0 */
    bool plus, open;              /* begins with + or ( */
};

/* Families. Each looks at one place and says what it found: the character behind it, or 0. */
uint32_t mail_at(struct scan *, uint32_t i);                      /* i: the first character of a word */
uint32_t address_at(struct scan *, uint32_t i);                   /* prefecture or municipality begins here, or a labelled value */
bool address_begins(const uint16_t *c, uint32_t i);                 /* a prefecture or municipality stands here */
bool address_municipality_on(const struct scan *);                /* without it, no municipality stands on the line */
uint32_t address_english_at(struct scan *, uint32_t i);           /* a house number begins here */
enum { ROMAJI_SUFFIX = 3 };
bool address_romaji_suffix(const char *word, size_t n);           /* small letters: ku, shi, gun */
uint32_t address_romaji_at(struct scan *, uint32_t i, uint32_t end); /* a word [i, end) before a dash that may be a municipality's: Minato-ku */
uint32_t address_labelled(struct scan *, uint32_t i);
uint32_t school_year_before(const struct scan *, uint32_t i);
/* 小5, 年長: a word for a child's class ends before i: where it begins, or i. */
uint32_t school_year_before(const struct scan *, uint32_t i);
extern const char birth_in_row[];                                /* the rule of a date that is one of birth if a name stands before it */
uint32_t date_at(struct scan *, uint32_t i, uint32_t *year);      /* 0: no date */
uint32_t birth_at(struct scan *, uint32_t i);
/* An era's name may begin with this. */
static inline bool era_may_begin(uint16_t c)
{
    return (c == u'昭') | (c == u'平') | (c == u'令') | (c == u'大') | (c == u'明');
}
/* An era's letter or a month's name may begin with these two; false alarms, but no misses. */
static inline bool date_may_begin(uint16_t c, uint16_t second)
{
    bool year = second >= '0' && second <= '9';
    uint16_t letter = second | 32;
    switch (c) {
    case 'H': case 'R': case 'T':
        return year;
    case 'M':
        return year || letter == 'a';
    case 'S':
        return year || letter == 'e';
    case 'D': case 'F':
        return letter == 'e';
    case 'A':
        return letter == 'p' || letter == 'u';
    case 'J':
        return letter == 'a' || letter == 'u';
    case 'N':
        return letter == 'o';
    case 'O':
        return letter == 'c';
    default:
        return false;
    }
}
uint32_t secret_at(struct scan *, uint32_t i);
uint32_t secret_token(struct scan *, uint32_t i);                 /* what services hand out, known by how it begins */
uint32_t secret_in_address(struct scan *, uint32_t i);            /* behind the :// of a web address */
uint32_t password_value(struct scan *, uint32_t i);
uint32_t login_at(struct scan *, uint32_t i);                     /* i: a Latin word: admin / PASSWORD */
uint32_t password_of_wireless(struct scan *, uint32_t i);         /* SSID: office-5G　キー: PASSWORD; i: behind SSID */
uint32_t password_behind_login(struct scan *, uint32_t i);        /* taro@example.jp / PASSWORD: i: behind who enters */
uint32_t password_behind_arrow(struct scan *, uint32_t i);        /* パスワードだけ先に送ります → PASSWORD: i: behind the label */
void password_column(struct scan *, uint32_t i, uint32_t end);    /* a field under a password header */
uint32_t person_japanese_at(struct scan *, uint32_t i);           /* i: first character of a run of kanji or katakana */
uint32_t person_hiragana_at(struct scan *, uint32_t i);           /* i: first character of a run of hiragana */
uint32_t person_english_at(struct scan *, uint32_t i);            /* i: a capital letter */
bool english_organisation(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t end);
uint32_t person_labelled(struct scan *, uint32_t i);
uint32_t person_part(struct scan *, uint32_t i);                  /* half of a name behind its label */
extern const char person_surname_part[], person_given_part[];     /* the rules of these hits: two of them make one person */
/* The line holds a value: who is it that begins it? */
enum row_holds { ROW_HOLDS_ANYTHING, ROW_HOLDS_PASSWORD, ROW_HOLDS_NUMBER /* that belongs to a person */ };
void person_row(struct scan *, enum row_holds);
void person_pairs(struct scan *);
void person_family(struct scan *); /* others of the line who have the surname of one that was found */
void person_before_phones(struct scan *);                         /* the line is read: 総務 早川（0463-21-5371）まで */
uint32_t person_capitals(const struct scan *, uint32_t i);        /* NGUYEN THI HOA: its end; 0: none */
bool person_capitals_known(const struct scan *, uint32_t i, uint32_t end); /* ... one of its words is a given name, perhaps in romaji */
uint32_t person_romaji_alike(const struct scan *, uint32_t i);     /* two words from i on that may be romaji by their letters: their end; 0: they are none */
uint32_t person_behind_particles(const struct scan *, uint32_t i); /* i: a word of small letters in a name; de, van der: the capital behind; else i */
uint32_t person_column(struct scan *, uint32_t i, uint32_t end);  /* a field under a name header */
uint32_t number_at(struct scan *, uint32_t i);                    /* a digit, + or ( */
/* 000-0000-0000 shows how to write one. */
bool number_all_zeros(const struct number *);
bool phone_number(struct scan *, const struct number *);
bool card_number(struct scan *, const struct number *);
bool bank_number(struct scan *, const struct number *);
bool id_number(struct scan *, const struct number *);
uint32_t id_word(struct scan *, uint32_t i, uint32_t end);        /* a word of letters and digits */
/* A student's number ends before the bracket at `end`, which says so: found. */
bool id_before_label(struct scan *, uint32_t end);
void id_my_number_row(struct scan *);
void id_student_row(struct scan *);                               /* the line is read: 25B01887　野田 莉子 below 下記の学生 */
uint32_t special_at(struct scan *, uint32_t i);
/* A label of health or creed begins at `label` and counts; what stands behind it, though the person may stand on a line above. */
uint32_t special_labelled(struct scan *, uint32_t label, uint32_t value);
/* The line is read: an illness that it says somebody named above has; and whether the next lines may say such of somebody named on it. */
void special_below(struct scan *);
bool special_word(const uint16_t *c, uint32_t i);                 /* a word of special care begins at i */
void scan_special_words(const struct scan *, uint32_t *fields);      /* sets DATA_HEALTH and DATA_SPECIAL_CARE */
int name_of_kanji(const uint16_t *c, uint32_t n, bool *short_given); /* 0 unknown, 1 surname, 2 half known, 3 full */
int name_of_katakana(const uint16_t *c, uint32_t n);
bool name_has_title(const uint16_t *c, uint32_t n);               /* the run of kanji ends with a title, and more stands before it */
/* A title may end with this character, or 田中宅 and （田中記）. The factor was found by trying: no two of them share a place. */
static inline bool title_last(uint16_t c)
{
    static const uint16_t last[128] = {
        0, 0x54E1, 0, 0, 0, 0, 0, 0, 0x5C06, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x6BB5, 0, 0, 0, 0x6BBF, 0, 0, 0, 0, 0x8AED, 0, 0, 0, 0, 0x7FA9, 0, 0,
        0x307E, 0, 0, 0, 0, 0x90B8, 0, 0x3093, 0, 0, 0, 0x6388, 0, 0, 0, 0x6C0F, 0x7763, 0, 0, 0x5B22, 0, 0, 0, 0x541B, 0, 0, 0, 0x624B, 0x5F79,
        0x8005, 0x67FB, 0, 0x4E8B, 0, 0, 0, 0, 0x52D9, 0x5E2B, 0x982D, 0x544A, 0, 0, 0, 0, 0x8A18, 0, 0x6559, 0, 0, 0x9577, 0, 0, 0, 0x5B85, 0, 0, 0,
        0, 0, 0, 0, 0x5B9B, 0, 0, 0, 0, 0x751F, 0, 0, 0x69D8, 0x4EFB, 0, 0, 0, 0x58EB, 0, 0x6881, 0, 0x62DD, 0, 0x65B9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    return c == last[(c * 0xb5u & 0xFFFF) >> 9] && c != 0;
}
/* Behind 佐藤まで these two begin what is asked of him: ご連絡, お問い合わせ, (03 ... */
static inline bool contact_follows(uint16_t c, uint16_t second)
{
    switch (c) {
    case u'ご': return second == u'連' || second == u'一' || second == u'相';
    case u'お': return second == u'知' || second == u'問' || second == u'電' || second == u'申' || second == u'尋';
    case u'連': return second == u'絡';
    case u'電': return second == u'話';
    case '(': return second >= '0' && second <= '9';
    default: return false;
    }
}
/* s[0, n) is a given name with a capital, and no other word: Mark, Dean ... */
bool english_given(const char *s, size_t n);
/* Two or three words with capitals from i on that may be a name though no dictionary has it: their end; 0: they are none. */
uint32_t english_unknown(const struct scan *, uint32_t i);
/* Mark Hall, Susan Park: a given name and a surname that places end with, at i; the end, 0: none. What stands around must tell it from a place. */
uint32_t english_placed(const struct scan *, uint32_t i);
bool english_signs(const struct scan *);                          /* this line stands below "Regards,", or below an empty line at the end of the letter */
/* The word at i is a given name, perhaps another word as well, but no place: Jane, Mark. */
bool english_given_word(const struct scan *, uint32_t i);
bool english_given_and_word(const char *s, size_t n);              /* s[0, n) is both: Mark, Grace */
bool english_no_name(const char *s, size_t n);                     /* ... no part of any: Everybody, Team, Monday */
void person_beside(struct scan *);                                /* the line is read: names by what stands beside them, person_beside.c */
/* person_letter.c: given names by their place in a letter; the line is read otherwise. The second: at bytes, what the first asks of the line's form. */
void person_letter(struct scan *);
bool person_letter_may(const char *text, size_t start, size_t end, size_t n);
bool person_given_may(const char *text, size_t start, size_t n, size_t at); /* of one word of a line */
bool person_english_may(const char *utf8, size_t n, bool line_start); /* false: person_english_at would find nothing here */
bool person_latin_title(const char *ascii, size_t n);              /* san, sama, sensei: behind a name and a dash */
bool person_estate_before(const char *text, size_t start, size_t at); /* "Estate of" stands before this byte of the line that begins at start */
bool person_signs_may(const char *utf8, size_t n);                  /* the line is a given name, which may sign a letter */
int person_strength(struct scan *);                               /* the folded line as a name: 0 none, 1 surname, 2 half known, 3 full */

/* check_digits.c: formulas; digits are values 0..9 */
bool check_mynumber(const uint8_t d[12]);
bool check_corporate(const uint8_t d[13]);
bool check_licence(const uint8_t d[12]);
bool check_luhn(const uint8_t *d, size_t n);
bool check_iban(const char *ascii, size_t n); /* upper case, no spaces */
bool check_ssn(const uint8_t d[9]);
bool check_itin(const uint8_t d[9]);
bool check_aba(const uint8_t d[9]);
bool check_card_prefix(const uint8_t *d, size_t n);
bool phone_japanese(const uint8_t *national, size_t n); /* without the leading 0 */
bool phone_american(const uint8_t d[10]);
/* One of the national numbers of national.def (KR, TW, CN, EU ...): its name or NULL. ascii: upper case, no separators. */
const char *check_national(const char *ascii, size_t n);
bool check_national_row(const char *name, const char *ascii, size_t n);

/* secret.c */
extern const uint32_t secret_seconds[128]; /* for the first letter of tokens that services hand out, a bit for each second letter */
extern const char secret_private_key[]; /* the rule whose hit goes on over lines ... */
size_t secret_key_end(const char *utf8, size_t n, size_t from); /* ... up to here */
bool password_like(const uint16_t *c, uint32_t n, bool strict);

#endif
