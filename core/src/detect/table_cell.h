/* What one cell of a table may be, before its column or its header is known. Private to table.c. */
#ifndef SEKISHO_DETECT_TABLE_CELL_H
#define SEKISHO_DETECT_TABLE_CELL_H

#include "detect/scan.h"

enum cell_shape {
    CELL_MARK,   /* one sign or letter: ○, ×, 済 */
    CELL_SMALL,  /* a number of a few digits, perhaps with its unit: 3, 12日, 20代 */
    CELL_DIGITS, /* a longer one, a date, a code with digits in it */
    CELL_PHONE,
    CELL_MAIL,
    CELL_FIRM,   /* is or ends as companies, schools, shops and other places are */
    CELL_WORD,   /* short and of letters only: could be a name */
    CELL_TEXT    /* anything else */
};
enum cell_script { SCRIPT_OTHER, SCRIPT_KANA, SCRIPT_LATIN };
struct cell_look {
    uint32_t text;    /* hash without digits: 電話1 and 電話2 have the same one */
    uint8_t label;    /* enum label_kind; LABEL_NOTHING: none */
    uint8_t shape;    /* enum cell_shape */
    uint8_t strength; /* of a CELL_WORD as a name: 0 none, 1 surname, 2 half known, 3 full */
    uint8_t script;   /* enum cell_script */
    bool gap;         /* a CELL_WORD of several words */
};
/* Who stands beside the person that a row is about. */
enum relation {
    RELATION_NONE,
    RELATION_CLOSE, /* guardians, heads of households, sureties, whom to call: persons as much as the one of the row */
    RELATION_STAFF, /* clerks, supervisors, whoever entered or signed it: the table is not about them */
    RELATION_DEAD,  /* whose grave, whose estate it is */
    RELATION_MAKER, /* whoever wrote, composed or designed what the row is about */
    RELATION_ALIAS  /* the same person by another name: as born, on stage, in letters */
};
/* What a header says beside its label. */
struct header_look {
    bool person;      /* whoever stands below it (選手, スタッフ, employee), though it is no label in running text */
    bool thing;       /* a school, a firm, a place, a brand: what stands below it may look like names */
    uint8_t relation; /* enum relation */
    bool notes;    /* remarks */
    uint8_t part;  /* LABEL_SURNAME, LABEL_GIVEN; LABEL_NOTHING: neither */
};

/* Folds the cell into the scan, without an ordinal before a name (12 山田太郎, ③佐藤花子). */
void cell_fold(struct scan *, const char *utf8, size_t n);
void cell_fold_name(struct scan *, const char *utf8, size_t n);
struct cell_look cell_look(struct scan *, const char *utf8, size_t n);
struct header_look header_look(struct scan *, const char *utf8, size_t n);
/* Of text folded by cell_fold_name: how much it is a name. English names may stand in capitals and as Surname, Given. Folds anew. */
int cell_strength(struct scan *, const char *utf8, size_t n);

/* All of these ask about the folded cell. */
bool cell_says_nothing(const struct scan *); /* なし, none, - */
bool cell_is_total(const struct scan *);
bool cell_could_be_name(const struct scan *);
/* 法人, 団体: of what kind the name beside it is. */
bool cell_says_firm(const struct scan *);
/* ■ 総務課: a part of an organisation, no name. */
bool cell_is_office(const struct scan *);
bool cell_is_firm(const struct scan *); /* by its legal form or trade */
bool cell_is_kana(const struct scan *);
/* Digits: a hash of them, how many in *count. */
uint64_t cell_digits(const struct scan *, uint32_t *count);
uint32_t cell_text_hash(const struct scan *);

#endif
