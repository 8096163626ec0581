/* Persons in a table: finds the header by labels and by what stands below it, the columns of names by label or contents, and blocks of columns
 * side by side; reads vertical cards; then takes each row (of a block) or card as one record. What a single cell may be is table_cell.c's,
 * which records are the same person people.c's. */
#include "detect/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/table_cell.h"

enum {
    SAMPLE_ROWS = 64,           /* looked at before the columns are settled */
    SAMPLE_CELLS = 8192,
    SAMPLE_BYTES = 256 * 1024,
    COLUMN_LIMIT = 1024,        /* columns to the right of it are not looked at */
    HEADER_SEARCH = 24,         /* so many rows may stand above a header that only its contents tell */
    HEADER_WINDOW = 12,         /* rows below it that it is compared with */
    HEADER_ROWS = 3,            /* a header's own rows: titles over merged cells */
    GAPS_SKIPPED = 256,
    CARD_PERSONS = COLUMN_LIMIT,/* persons side by side in one block of cards */
    NAMES_IN_CELL = 16,
    FEW_WORDS = 6,              /* so many different ones may be kinds or places; more are names of something */
    ROW_TEXT_BYTES = 16 * 1024,
    QUIET_ALWAYS = 255,
    QUIET_AFTER = 16            /* rows without a find until a column of running text is only looked at now and then */
};

struct cell {
    uint32_t row, column, at, length;
    struct cell_look look;
};
enum table_mode { MODE_SAMPLE, MODE_ROWS, MODE_CARDS, MODE_TEXT };
enum role { /* what a column is used for: label kinds, and these */
    ROLE_NONE = LABEL_NOTHING,
    ROLE_SKIP = LABEL_KIND_COUNT, /* nothing in it is a person's */
    ROLE_NOTES,
    ROLE_ANOTHER                  /* a person beside the one of the row: the early, the late and the night shift of a day */
};

/* What the cells of one column are, over some rows. */
struct column_facts {
    uint32_t filled, digits, mails, phones, firms, words, marks, texts, full, half, surnames, latin, kana, roman, gaps, labels;
    uint64_t seen; /* a bit for each of 64 hashes: about how many different ones */
};

struct column {
    uint8_t role;
    uint16_t block;        /* of the columns side by side that belong to one person; 0: the first */
    bool strict, all_over; /* names by their contents, without a header or wherever they stand: what is no name is nobody */
    uint32_t header;       /* hash of the header's text, digits left out; 0: none */
    uint64_t header_name;  /* the header's text as if it were a name */
    bool person, relation; /* what the header says beside its label */
    uint8_t part;          /* LABEL_SURNAME, LABEL_GIVEN or nothing: the same */
    struct column_facts facts;
};

struct table {
    struct people *people;
    struct scan *scan;
    bool (*line)(void *, const char *, size_t);
    void *ctx;
    enum table_mode mode, settled; /* settled: what this table was before it was sampled once more, or MODE_SAMPLE */
    bool open;
    char name[80];

    struct cell cells[SAMPLE_CELLS];
    uint32_t cell_count, sample_rows;
    char *bytes;
    uint32_t byte_count;

    struct column columns[COLUMN_LIMIT + 1];
    uint32_t column_count, columns_used; /* the last one that the sample holds, that was ever read */
    uint32_t data_from;         /* the first cell of the sample below its header */
    bool has_name, has_organisation, has_things, has_places;
    uint32_t usual_cells;       /* that a row with a name has */
    uint32_t last_filled;       /* the last row with anything in it */
    uint32_t in_vain, skip_gaps;/* samples behind blank rows that found nothing new; how many more blank rows are let pass */

    uint32_t row;               /* the row being collected */
    uint16_t block;
    bool row_open;
    struct person_record record;
    uint64_t surname, given, kana;
    bool reading;               /* the name is kana in a column of other names */
    bool row_total, row_named, doubtful; /* doubtful: the name is not known, nor is there a header above it */
    int strength;               /* of the name, where it was asked */
    uint32_t row_cells;
    uint32_t row_first_column, row_last_column;

    struct person_record *cards; /* CARD_PERSONS, when there are cards */
    uint32_t card_count;
    uint8_t pending;            /* the label of this row that waits for values */
    uint32_t values;

    char text[ROW_TEXT_BYTES];
    size_t text_length;
    uint8_t quiet[COLUMN_LIMIT + 1];

    uint32_t first_row, last_row, first_column, last_column;
    char place_name[40];
};

struct table *table_new(struct people *people, struct scan *scan, bool (*line)(void *, const char *, size_t), void *ctx)
{
    struct table *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->bytes = malloc(SAMPLE_BYTES);
    if (!t->bytes) {
        free(t);
        return NULL;
    }
    t->people = people;
    t->scan = scan;
    t->line = line;
    t->ctx = ctx;
    return t;
}

void table_free(struct table *t)
{
    if (!t)
        return;
    free(t->bytes);
    free(t->cards);
    free(t);
}

static enum label_kind label_of(struct table *t, const char *s, size_t n)
{
    if (n > 72)
        return LABEL_NOTHING;
    cell_fold(t->scan, s, n);
    return scan_label_whole(SCAN_C(t->scan), SCAN_CLASS(t->scan), t->scan->n);
}

/* ---- values ---- */

static uint64_t text_hash(const struct scan *s)
{
    return hash_name(s->c_store + 8, s->n);
}

static void place_grows(struct table *t, uint32_t row, uint32_t column)
{
    if (!t->first_row) {
        t->first_row = t->last_row = row;
        t->first_column = t->last_column = column;
        size_t n = utf8_cut(t->name, strlen(t->name), sizeof t->place_name - 1);
        memcpy(t->place_name, t->name, n);
        t->place_name[n] = '\0';
        return;
    }
    if (strncmp(t->place_name, t->name, strlen(t->place_name)) != 0)
        return; /* another sheet */
    t->last_row = row > t->last_row ? row : t->last_row;
    t->first_column = column < t->first_column ? column : t->first_column;
    t->last_column = column > t->last_column ? column : t->last_column;
}

/* Takes a folded cell (its bytes beside it) into a record by its role. */
static void take_value(struct table *t, struct person_record *r, enum label_kind role, const char *utf8, size_t n)
{
    struct scan *s = t->scan;
    uint32_t digits;
    uint64_t h;
    if (s->n == 0)
        return;
    switch (role) {
    case LABEL_PHONE:
    case LABEL_WORK_PHONE:
        h = cell_digits(s, &digits);
        if (digits >= 9) {
            r->ids[SLOT_PHONE] = r->ids[SLOT_PHONE] ? r->ids[SLOT_PHONE] : h;
            if (role == LABEL_PHONE)
                r->fields |= 1u << DATA_PHONE;
        } else if (memchr(utf8, '@', n)) /* 連絡先 may hold either */
            take_value(t, r, LABEL_EMAIL, utf8, n);
        break;
    case LABEL_EMAIL: {
        while (n && (utf8[0] == ' ' || utf8[0] == '<'))
            utf8++, n--;
        while (n && (utf8[n - 1] == ' ' || utf8[n - 1] == '>' || utf8[n - 1] == '\r'))
            n--;
        const char *at = memchr(utf8, '@', n);
        if (at && at > utf8 && !mail_is_role(utf8, n)) {
            r->ids[SLOT_MAIL] = hash_mail(utf8, n);
            r->fields |= 1u << DATA_EMAIL;
            r->private_mail = r->private_mail || mail_is_private(utf8, n);
        }
        break;
    }
    case LABEL_ADDRESS:
        r->ids[SLOT_ADDRESS] = r->ids[SLOT_ADDRESS] * 31 + text_hash(s); /* often cut into several columns */
        if (s->n >= 4)
            r->fields |= 1u << DATA_ADDRESS;
        break;
    case LABEL_POSTAL:
        r->fields |= 1u << DATA_POSTAL;
        break;
    case LABEL_BIRTH:
        cell_digits(s, &digits);
        if (digits >= 3) {
            r->ids[SLOT_BIRTH] = text_hash(s);
            r->fields |= 1u << DATA_BIRTHDATE;
        }
        break;
    case LABEL_SEX:
        r->fields |= 1u << DATA_SEX;
        break;
    case LABEL_HEALTH:
        if (!cell_says_nothing(s))
            r->fields |= 1u << DATA_HEALTH;
        break;
    case LABEL_SPECIAL:
        if (!cell_says_nothing(s))
            r->fields |= 1u << DATA_SPECIAL_CARE;
        break;
    case LABEL_ORG:
        r->organisation = true;
        break;
    case LABEL_MYNUMBER:
    case LABEL_LICENSE:
    case LABEL_PASSPORT:
    case LABEL_RESIDENCE:
    case LABEL_PENSION:
    case LABEL_INSURANCE:
    case LABEL_ACCOUNT:
    case LABEL_CARD:
    case LABEL_IBAN:
    case LABEL_SSN:
    case LABEL_NATIONAL:
    case LABEL_STUDENT:
    case LABEL_CUSTOMER: {
        static const uint8_t fields[LABEL_KIND_COUNT] = {
            [LABEL_MYNUMBER] = DATA_MYNUMBER,   [LABEL_LICENSE] = DATA_DRIVER_LICENSE, [LABEL_PASSPORT] = DATA_PASSPORT, [LABEL_RESIDENCE] = DATA_RESIDENCE_CARD,
            [LABEL_PENSION] = DATA_PENSION_NO,  [LABEL_INSURANCE] = DATA_INSURANCE_NO, [LABEL_ACCOUNT] = DATA_BANK_ACCOUNT, [LABEL_CARD] = DATA_CREDIT_CARD,
            [LABEL_IBAN] = DATA_IBAN,           [LABEL_SSN] = DATA_US_SSN,             [LABEL_NATIONAL] = DATA_NATIONAL_ID, [LABEL_STUDENT] = DATA_STUDENT_ID,
            [LABEL_CUSTOMER] = DATA_CUSTOMER_ID};
        h = cell_digits(s, &digits);
        if (digits < 3 || (role == LABEL_CARD && digits < 13))
            break;
        r->fields |= 1u << fields[role];
        if (role != LABEL_ACCOUNT && !r->ids[SLOT_NUMBER])
            r->ids[SLOT_NUMBER] = text_hash(s);
        break;
    }
    case LABEL_PASSWORD:
        if (password_like(SCAN_C(s), s->n, false))
            r->fields |= 1u << DATA_PASSWORD;
        break;
    default:
        break;
    }
}

static bool mostly_kana(const struct column_facts *f)
{
    return f->kana * 2 > f->filled;
}

/* ---- rows ---- */

/* A row that has nothing in it but a word where names stand, below rows of several cells: the name of a group, a remark, the reading of the
 * name below. */
static bool alone(const struct table *t)
{
    return t->row_cells == 1 && ((t->usual_cells >= 3 && t->strength < 2) || (t->usual_cells >= 2 && t->reading));
}

static void row_close(struct table *t)
{
    if (!t->row_open)
        return;
    t->row_open = false;
    struct person_record *r = &t->record;
    if (t->row_total)
        return;
    if (!r->name && (t->surname || t->given))
        r->name = t->surname && t->given ? (t->surname * 31 + t->given) & ~(uint64_t)1 : t->surname ? t->surname : t->given;
    if (!r->name && !t->has_name)
        r->name = t->kana;
    if (r->name) {
        if (alone(t) || (t->doubtful && !r->fields))
            return;
        r->fields |= 1u << DATA_PERSON;
        people_add(t->people, r);
        place_grows(t, t->row, t->row_first_column);
        place_grows(t, t->row, t->row_last_column);
        return;
    }
    /* no name: an address on the net or an official number alone still is somebody's, shops and products apart */
    if (t->has_name || t->has_organisation || t->has_things)
        return;
    if (r->ids[SLOT_MAIL] || (r->ids[SLOT_NUMBER] && r->fields & ~(1u << DATA_CUSTOMER_ID)) || (r->ids[SLOT_PHONE] && r->fields & (1u << DATA_PHONE) && !t->has_places)) {
        if (!r->ids[SLOT_MAIL] && !(r->fields & (1u << DATA_MYNUMBER | 1u << DATA_STUDENT_ID | 1u << DATA_US_SSN | 1u << DATA_PHONE | 1u << DATA_DRIVER_LICENSE |
                                                 1u << DATA_PASSPORT | 1u << DATA_NATIONAL_ID | 1u << DATA_PENSION_NO | 1u << DATA_CREDIT_CARD)))
            return;
        people_add(t->people, r);
        place_grows(t, t->row, t->row_first_column);
        place_grows(t, t->row, t->row_last_column);
    }
}

/* The cell is a label, or says what its header says: the header printed once more, its row is no person. */
static bool header_again(const struct table *t, uint32_t column, uint64_t name)
{
    const struct scan *s = t->scan;
    uint32_t end = 0;
    enum label_kind kind = scan_label_at(s->c_store + 8, s->class_store + 8, 0, s->n, &end);
    if (end == s->n && (kind == LABEL_NAME || (kind >= LABEL_PHONE && kind <= LABEL_SEX) || ((kind == LABEL_SURNAME || kind == LABEL_GIVEN) && s->n > 1) || (s->n == 1 && (s->c_store + 8)[0] == 0x59D3)))
        return true;
    return name == t->columns[column].header_name;
}

static void add_name(struct table *t, uint32_t row, uint32_t column, uint64_t name)
{
    struct person_record another = {.name = name, .fields = 1u << DATA_PERSON};
    people_add(t->people, &another);
    place_grows(t, row, column);
}

/* Several names in one cell (佐藤 太郎、鈴木 花子): adds all but the first, and leaves the first folded. */
static void names_apart(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    static const char *const marks[] = {"、", "，", "；", ";", "／", "/", ",", "・"};
    enum { CLEAR_MARKS = 4 }; /* the first ones part names and nothing else */
    bool clear = true, any = false;
    for (uint32_t i = 0; i < t->scan->n && !any; i++) {
        uint16_t c = SCAN_C(t->scan)[i];
        any = c == 0x3001 || c == ',' || c == ';' || c == '/' || c == 0x30FB;
    }
    if (!any)
        return; /* nearly always */
    size_t from[NAMES_IN_CELL + 1], to[NAMES_IN_CELL + 1], parts = 0, start = 0;
    if (n > 16 * 24 || (n && ascii_letter((uint8_t)utf8[0]))) /* Doe, John */
        return;
    for (size_t i = 0; i <= n && parts < NAMES_IN_CELL;) {
        size_t mark = 0;
        for (size_t k = 0; k < sizeof marks / sizeof *marks && !mark && i < n; k++)
            if (utf8[i] == marks[k][0] && n - i >= strlen(marks[k]) && memcmp(utf8 + i, marks[k], strlen(marks[k])) == 0)
                mark = strlen(marks[k]), clear = clear && k < CLEAR_MARKS;
        if (mark || i == n) {
            from[parts] = start;
            to[parts++] = i;
            start = i + mark;
        }
        i += mark ? mark : 1;
    }
    if (parts < 2)
        return;
    uint64_t names[NAMES_IN_CELL + 1];
    size_t known = 0;
    bool one = false;
    for (size_t k = parts; k-- > 0;) {
        cell_fold_name(t->scan, utf8 + from[k], to[k] - from[k]);
        one = one || !cell_could_be_name(t->scan) || cell_is_firm(t->scan);
        names[k] = hash_name(SCAN_C(t->scan), t->scan->n);
        known += cell_strength(t->scan, utf8 + from[k], to[k] - from[k]) >= 2;
    }
    one = one || (clear ? known * 2 < parts : known < parts);
    if (one) {
        cell_fold_name(t->scan, utf8, n);
        return;
    }
    for (size_t k = 1; k < parts; k++)
        add_name(t, row, column, names[k]);
    cell_fold_name(t->scan, utf8 + from[0], to[0] - from[0]);
}

/* 合小総計累平以, 【, or a letter of total, sum, average. */
static bool total_may_begin(uint8_t byte)
{
    return byte == 0xE3 || byte == 0xE5 || byte == 0xE7 || byte == 0xE8 || byte == '(' || byte == '<' || (byte | 32) == 't' || (byte | 32) == 's' || (byte | 32) == 'g' || (byte | 32) == 'a';
}

static void row_cell(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    const struct column *col = &t->columns[column];
    bool new_row = !t->row_open || row != t->row;
    if (new_row || col->block != t->block) {
        bool total = !new_row && t->row_total;
        row_close(t);
        t->row = row;
        t->block = col->block;
        t->row_open = true;
        t->row_total = total;
        t->row_named = t->doubtful = false;
        t->row_cells = 0;
        t->strength = 3;
        t->reading = false;
        t->row_first_column = column;
        t->record = (struct person_record){0};
        t->surname = t->given = t->kana = 0;
    }
    t->row_last_column = column;
    t->row_cells += n > 0;
    int role = col->role;
    bool name_here = role == LABEL_NAME || role == LABEL_SURNAME || role == LABEL_GIVEN || role == ROLE_ANOTHER;
    /* 合計 may stand in any column before the name */
    if (!name_here && !t->row_total && n >= 3 && n <= 24 && !t->row_named && total_may_begin((uint8_t)utf8[0])) {
        cell_fold(t->scan, utf8, n);
        t->row_total = cell_is_total(t->scan);
    }
    if (role == LABEL_NOTHING || role == ROLE_SKIP || t->row_total || n == 0)
        return;
    struct scan *s = t->scan;
    switch (role) {
    case LABEL_NAME:
    case LABEL_SURNAME:
    case LABEL_GIVEN:
    case ROLE_ANOTHER:
        cell_fold_name(s, utf8, n);
        if (cell_is_total(s)) {
            t->row_total = true;
            return;
        }
        if (role != LABEL_SURNAME && role != LABEL_GIVEN)
            names_apart(t, row, column, utf8, n);
        if (!cell_could_be_name(s))
            return;
        uint64_t name = hash_name(SCAN_C(s), s->n);
        if (header_again(t, column, name)) {
            t->row_total = role != ROLE_ANOTHER;
            return;
        }
        if (cell_is_firm(s))
            name = 0;
        if (col->strict || (role == LABEL_NAME && t->row_cells == 1)) {
            bool gap = false;
            for (uint32_t i = 1; i + 1 < s->n; i++)
                gap = gap || SCAN_CLASS(s)[i] == CLASS_SPACE;
            t->reading = cell_is_kana(s) && col->facts.kana * 5 < col->facts.filled * 4;
            t->strength = cell_strength(s, utf8, n);
            if (col->strict && t->strength == 0 && !(gap && s->n <= 9)) {
                if (role != LABEL_NAME || col->all_over)
                    return;
                t->doubtful = true;
            }
        }
        t->row_named = true;
        if (role == ROLE_ANOTHER && name)
            add_name(t, row, column, name);
        else if (role == LABEL_NAME)
            t->record.name = name;
        else if (role == LABEL_SURNAME)
            t->surname = name;
        else if (role == LABEL_GIVEN)
            t->given = name;
        break;
    case LABEL_KANA:
    case LABEL_SURNAME_KANA:
    case LABEL_GIVEN_KANA:
        cell_fold(s, utf8, n);
        if (cell_could_be_name(s) && !cell_is_total(s)) {
            uint64_t reading = hash_name(SCAN_C(s), s->n);
            if (!header_again(t, column, reading))
                t->kana = role == LABEL_GIVEN_KANA ? t->kana * 31 + reading : reading;
        }
        break;
    case ROLE_NOTES:
        cell_fold(s, utf8, n);
        if (s->n > 2)
            scan_special_words(s, &t->record.fields);
        break;
    default:
        cell_fold(s, utf8, n);
        take_value(t, &t->record, (enum label_kind)role, utf8, n);
    }
}

/* ---- cards ---- */

static void cards_flush(struct table *t)
{
    for (uint32_t i = 0; i < t->card_count; i++) {
        struct person_record *r = &t->cards[i];
        if (r->name)
            r->fields |= 1u << DATA_PERSON;
        if (r->name || r->ids[SLOT_MAIL])
            people_add(t->people, r);
    }
    t->card_count = 0;
}

static void text_flush(struct table *t)
{
    if (t->text_length && t->line(t->ctx, t->text, t->text_length))
        for (uint32_t k = 1; k <= t->columns_used; k++) /* something was found: look at all of them again */
            if (t->quiet[k] != QUIET_ALWAYS)
                t->quiet[k] = 0;
    t->text_length = 0;
}

static void text_add(struct table *t, const char *utf8, size_t n)
{
    if (t->text_length + n + 2 > ROW_TEXT_BYTES)
        text_flush(t);
    if (n + 2 > ROW_TEXT_BYTES) {
        t->line(t->ctx, utf8, n); /* a cell as long as a page is a text of its own */
        return;
    }
    if (t->text_length)
        t->text[t->text_length++] = '\t';
    for (size_t i = 0; i < n; i++)
        t->text[t->text_length++] = utf8[i];
}

static void card_cell(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (!t->row_open || row != t->row) {
        text_flush(t);
        t->row = row;
        t->row_open = true;
        t->pending = LABEL_NOTHING;
        t->values = 0;
    }
    if (n == 0)
        return;
    enum label_kind kind = label_of(t, utf8, n);
    if (kind != LABEL_NOTHING && kind != LABEL_NEGATIVE && !(t->pending == LABEL_SEX || t->pending == LABEL_HEALTH)) {
        bool both = t->pending == LABEL_SURNAME && kind == LABEL_GIVEN;
        t->pending = (uint8_t)kind;
        t->values = 0;
        if ((kind == LABEL_NAME || kind == LABEL_SURNAME) && !both && t->card_count && t->cards[0].name)
            cards_flush(t);
        return;
    }
    if (t->pending == LABEL_NOTHING) {
        text_add(t, utf8, n);
        return;
    }
    if (t->values >= CARD_PERSONS)
        return;
    cell_fold(t->scan, utf8, n);
    if (!t->cards) {
        t->cards = malloc(CARD_PERSONS * sizeof *t->cards);
        if (!t->cards)
            return;
    }
    uint32_t at = t->values++;
    while (t->card_count <= at)
        t->cards[t->card_count++] = (struct person_record){0};
    struct person_record *r = &t->cards[at];
    switch ((enum label_kind)t->pending) {
    case LABEL_NAME:
    case LABEL_SURNAME:
        if (cell_could_be_name(t->scan) && !cell_is_firm(t->scan)) {
            r->name = hash_name(SCAN_C(t->scan), t->scan->n);
            place_grows(t, row, column);
        }
        break;
    case LABEL_GIVEN:
        if (cell_could_be_name(t->scan))
            r->name = (r->name * 31 + hash_name(SCAN_C(t->scan), t->scan->n)) & ~(uint64_t)1;
        break;
    default:
        take_value(t, r, (enum label_kind)t->pending, utf8, n);
    }
}

/* ---- running text in cells ---- */

static void text_cell(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (!t->row_open || row != t->row) {
        text_flush(t);
        t->row = row;
        t->row_open = true;
    }
    if (t->quiet[column] >= QUIET_AFTER && n < 60) {
        /* nothing was found here so far: short cells are looked at every eighth row only, unless they hold an @ */
        if ((row % 8 != 0 || t->quiet[column] == QUIET_ALWAYS) && !memchr(utf8, '@', n))
            return;
    }
    /* an empty cell, numbers of a few digits and the like say nothing */
    if (n == 0 || (n <= 6 && (uint8_t)utf8[0] < 0x80))
        return;
    if (t->quiet[column] < QUIET_ALWAYS - 1)
        t->quiet[column]++;
    text_add(t, utf8, n);
}

/* ---- what kind of table ---- */

static uint32_t ones(uint64_t bits)
{
    uint32_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static uint64_t text_bit(const struct cell_look *look)
{
    return (uint64_t)1 << (look->text >> 7 & 63);
}

static void facts_add(struct column_facts *f, const struct cell_look *look)
{
    bool word = look->shape == CELL_WORD;
    f->filled++;
    f->digits += look->shape == CELL_DIGITS || look->shape == CELL_SMALL;
    f->mails += look->shape == CELL_MAIL;
    f->phones += look->shape == CELL_PHONE;
    f->firms += look->shape == CELL_FIRM;
    f->words += word;
    f->marks += look->shape == CELL_MARK;
    f->texts += look->shape == CELL_TEXT;
    f->full += word && look->strength == 3;
    /* two words with capitals are half known as a name, but also half of all products */
    f->half += word && look->strength == 2 && look->script != SCRIPT_LATIN;
    f->latin += word && look->strength == 2 && look->script == SCRIPT_LATIN;
    f->surnames += word && look->strength == 1;
    f->kana += look->script == SCRIPT_KANA;
    f->roman += look->script == SCRIPT_LATIN;
    f->gaps += look->gap;
    f->labels += look->label != LABEL_NOTHING;
    f->seen |= text_bit(look);
}

/* Many different words, not the same few again and again. */
static bool various(const struct column_facts *f)
{
    return ones(f->seen) * 2 >= (f->filled < 32 ? f->filled : 32);
}

static bool mostly_names(const struct column_facts *f)
{
    /* in Latin letters more of them have to be known: two words with a capital each are anything */
    return (f->full + f->half + f->latin) * 5 >= f->filled * 3 && f->full * 5 >= f->filled * (f->latin > f->half ? 2 : 1) && f->filled;
}

/* Words that are no whole names. */
static bool mostly_single(const struct column_facts *f)
{
    return (f->words + f->marks) * 5 >= f->filled * 4 && (f->full + f->half + f->latin) * 3 < f->filled;
}

static bool mostly_numbers(const struct column_facts *f)
{
    return (f->digits + f->phones) * 5 >= f->filled * 4 && f->filled;
}

/* One row of the sample, from its first cell to the one behind its last. */
struct row_view {
    uint32_t from, to, filled, labels, people_labels, alternating;
    bool first_is_label, named, pairs; /* pairs: label, value, label, value */
};

static struct row_view row_view(const struct table *t, uint32_t from, uint32_t end)
{
    struct row_view v = {.from = from, .to = from};
    bool previous_label = false, second_is_value = false;
    for (; v.to < end && t->cells[v.to].row == t->cells[from].row; v.to++) {
        enum label_kind kind = (enum label_kind)t->cells[v.to].look.label;
        bool is_label = kind != LABEL_NOTHING;
        v.filled++;
        v.labels += is_label;
        v.people_labels += is_label && kind != LABEL_NEGATIVE && kind != LABEL_ORG && kind != LABEL_PRODUCT && kind != LABEL_DEPT;
        v.named = v.named || kind == LABEL_NAME || kind == LABEL_SURNAME;
        if (v.to == from)
            v.first_is_label = is_label;
        else
            v.alternating += previous_label && !is_label;
        if (v.to == from + 1)
            second_is_value = !is_label;
        previous_label = is_label;
    }
    v.pairs = v.first_is_label && second_is_value && v.alternating * 2 >= v.labels;
    return v;
}

/* Without knowing a word of it: short texts over columns of something else. *agrees: cells like those below them. */
static bool header_by_contents(struct table *t, const struct row_view *v, uint32_t end, uint32_t *agrees)
{
    uint32_t to = v->to, rows = 0, differs = 0;
    *agrees = 0;
    if (v->filled < 2 || v->to == end)
        return false;
    for (; to < end; to++) {
        rows += to == v->to || t->cells[to].row != t->cells[to - 1].row;
        if (rows > HEADER_WINDOW)
            break;
        t->columns[t->cells[to].column].facts = (struct column_facts){0};
    }
    for (uint32_t i = v->from; i < v->to; i++)
        t->columns[t->cells[i].column].facts = (struct column_facts){0};
    for (uint32_t i = v->to; i < to; i++)
        facts_add(&t->columns[t->cells[i].column].facts, &t->cells[i].look);
    struct row_view next = row_view(t, v->to, end);
    if (v->filled * 2 < next.filled)
        return false; /* a title, a date of printing */
    for (uint32_t i = v->from; i < v->to; i++) {
        const struct cell *cell = &t->cells[i];
        const struct column_facts *f = &t->columns[cell->column].facts;
        const struct cell_look *look = &cell->look;
        if (look->shape == CELL_PHONE || look->shape == CELL_MAIL || cell->length > 72)
            return false;
        if (look->strength == 3 && look->label == LABEL_NOTHING && (look->script != SCRIPT_LATIN || mostly_names(f)))
            return false; /* somebody's name; but Base Pay or Job Title could be one as well */
        if (f->labels * 2 > f->filled && f->filled >= 2)
            return false; /* labels below each other: cards */
        bool number = look->shape == CELL_DIGITS || look->shape == CELL_SMALL;
        if (mostly_numbers(f)) {
            if (look->shape == CELL_DIGITS)
                return false;
            differs += !number;
            *agrees += number;
        } else if (mostly_names(f) || (f->mails * 5 >= f->filled * 4 && f->filled)) {
            differs++;
            *agrees += look->strength >= 2 && look->label == LABEL_NOTHING;
        } else if (f->words * 5 >= f->filled * 4 && f->filled && look->shape == CELL_WORD && various(f) &&
                   header_look(t->scan, t->bytes + cell->at, cell->length).person) {
            differs++; /* 参加児童 over names nobody knows */
        } else if (f->filled >= 4 && !various(f)) {
            *agrees += (f->seen & text_bit(look)) != 0 && !number;
        }
    }
    return differs >= 1 && *agrees * 2 <= v->filled;
}

/* The rows below hold no labels and are not wider. */
static bool below_is_data(const struct table *t, const struct row_view *v, uint32_t end)
{
    uint32_t at = v->to;
    for (int rows = 0; rows < 2 && at < end; rows++) {
        struct row_view below = row_view(t, at, end);
        if (below.labels || below.filled > v->filled)
            return false;
        at = below.to;
    }
    return at > v->to;
}

static bool header_by_labels(const struct row_view *v, uint32_t end)
{
    return v->labels >= 2 && v->labels * 2 >= v->filled && v->people_labels >= 1 && v->to < end && !v->pairs;
}

struct header {
    struct row_view first; /* its uppermost row */
    struct row_view above; /* the row right above it, if it names groups of columns: 本人, 保護者 */
    bool found, list;      /* list: of three labels or more, a name among them */
};

/* A header that stands by itself wherever it is: of two cells at least. */
static bool is_header(struct table *t, const struct row_view *v, uint32_t end)
{
    uint32_t agrees;
    return header_by_labels(v, end) || header_by_contents(t, v, end, &agrees);
}

/* The row below is wider and a header too: this one is a title with the number of its page. */
static bool better_below(struct table *t, const struct row_view *v, uint32_t end)
{
    if (v->to >= end)
        return false;
    struct row_view below = row_view(t, v->to, end);
    return below.filled > v->filled && is_header(t, &below, end) && v->labels <= below.labels && v->filled <= 2;
}

static struct header find_header(struct table *t, uint32_t from, uint32_t end, uint32_t *rows, uint32_t *card_rows)
{
    struct header h = {.found = false};
    *rows = *card_rows = 0;
    struct row_view before = {0};
    for (uint32_t i = from; i < end;) {
        struct row_view v = row_view(t, i, end);
        uint32_t agrees;
        i = v.to;
        ++*rows;
        *card_rows += v.first_is_label && v.filled >= 2 && v.alternating >= 1 && v.people_labels >= 1;
        if (h.found)
            continue;
        h.found = header_by_labels(&v, end) ||
                  (v.named && v.filled <= 4 && below_is_data(t, &v, end)) || /* 氏名, 出欠 */
                  /* one column with its name on top */
                  (v.labels == 1 && v.filled == 1 && v.people_labels == 1 && i < end && t->cells[i].column == t->cells[v.from].column &&
                   (i + 1 >= end || t->cells[i + 1].row != t->cells[i].row)) ||
                  /* orders, products ... */
                  (v.labels >= 2 && v.labels * 2 >= v.filled && v.people_labels == 0 && i < end && *rows <= 8 && v.alternating == 0) ||
                  (*rows <= HEADER_SEARCH && header_by_contents(t, &v, end, &agrees) && !better_below(t, &v, end));
        if (h.found) {
            h.first = v;
            h.list = v.named && v.labels >= 3;
            if (before.filled >= 2 && t->cells[before.from].row + 1 == t->cells[v.from].row)
                h.above = before;
        }
        before = v;
    }
    return h;
}

/* A cell over several columns says whose they are. */
static void read_group(struct table *t, const struct row_view *v, uint32_t i, bool relation)
{
    uint32_t next = i + 1 < v->to ? t->cells[i + 1].column : t->column_count + 1;
    for (uint32_t k = t->cells[i].column; k < next; k++)
        t->columns[k].relation = relation;
}

/* What the header says of each column. Returns the first cell below it. */
static uint32_t read_header(struct table *t, const struct header *h, uint32_t end)
{
    struct row_view v = h->first;
    for (uint32_t i = h->above.from; i < h->above.to; i++)
        read_group(t, &h->above, i, header_look(t->scan, t->bytes + t->cells[i].at, t->cells[i].length).relation);
    for (int rows = 1;; rows++) {
        for (uint32_t i = v.from; i < v.to; i++) {
            struct column *col = &t->columns[t->cells[i].column];
            const struct cell_look *look = &t->cells[i].look;
            struct header_look says = header_look(t->scan, t->bytes + t->cells[i].at, t->cells[i].length);
            col->header = look->text;
            col->header_name = hash_name(SCAN_C(t->scan), t->scan->n);
            if (rows == 1 && !h->above.filled)
                read_group(t, &v, i, says.relation);
            if (look->label != LABEL_NOTHING)
                col->role = look->label;
            else if (says.notes)
                col->role = ROLE_NOTES;
            else if (rows > 1 && col->role == LABEL_NOTHING && i > v.from) {
                /* 連絡先 over 自宅 and 携帯 */
                uint8_t left = t->columns[t->cells[i].column - 1].role;
                col->role = left == LABEL_PHONE || left == LABEL_WORK_PHONE || left == LABEL_ADDRESS ? left : LABEL_NOTHING;
            }
            col->person = col->person || says.person;
            col->part = says.part;
            col->relation = col->relation || says.relation;
        }
        if (v.to >= end || rows == HEADER_ROWS)
            break;
        struct row_view next = row_view(t, v.to, end);
        uint32_t agrees = 0;
        bool labels = next.labels >= 2 && next.labels * 2 > next.filled && !next.pairs;
        bool adjoins = next.labels && t->cells[next.from].row == t->cells[v.from].row + 1;
        if (next.to >= end || !(labels || (adjoins && header_by_contents(t, &next, end, &agrees) && !agrees)))
            break;
        v = next;
    }
    return v.to;
}

/* Hardly one of the readings is known as a name's, nor do they have two parts. */
static bool readings_of_things(const struct column_facts *f)
{
    return (f->full + f->half + f->surnames) * 3 < f->filled && f->gaps * 2 < f->filled;
}

/* Whether a column of the sample holds names; one whose header says so needs less of a proof. */
static bool names_by_contents(const struct column *col, bool header)
{
    const struct column_facts *f = &col->facts;
    if (f->filled < 2 && !(header && f->filled))
        return false;
    if (col->person && f->firms * 3 < f->filled && f->words * 5 >= f->filled * 3 &&
        ((f->full + f->half + f->surnames + f->latin) * 10 >= f->filled * 3 || (f->words * 10 >= f->filled * 9 && various(f))))
        return true;
    return mostly_names(f);
}

/* Surname and given name in two columns that no label names: together they are known names, the first of them alone is none. */
static void names_in_two_columns(struct table *t, uint32_t from, uint32_t end)
{
    for (uint32_t k = 1; k < t->column_count; k++) {
        struct column *a = &t->columns[k], *b = &t->columns[k + 1];
        if (a->role == LABEL_SURNAME && b->role == LABEL_NOTHING && b->facts.words * 5 >= b->facts.filled * 4 && b->facts.filled)
            b->role = LABEL_GIVEN;
        if (b->role == LABEL_GIVEN && a->role == LABEL_NOTHING && a->facts.words * 5 >= a->facts.filled * 4 && a->facts.filled)
            a->role = LABEL_SURNAME;
        const struct column_facts *f = &a->facts, *g = &b->facts;
        if (a->role != LABEL_NOTHING || b->role != LABEL_NOTHING || f->filled < 2 || f->full * 3 > f->filled || g->full * 3 > g->filled || !various(f) || !various(g))
            continue;
        /* given names may be of one letter, but not most of them */
        if (f->words * 5 < f->filled * 4 || (g->words + g->marks) * 5 < g->filled * 4 || g->words * 3 < g->filled)
            continue;
        uint32_t pairs = 0, names = 0, full = 0;
        for (uint32_t i = from; i + 1 < end; i++) {
            const struct cell *first = &t->cells[i], *second = &t->cells[i + 1];
            char both[80];
            if (first->column != k || second->column != k + 1 || first->row != second->row || first->length + second->length + 2 > sizeof both)
                continue;
            int strength = 0;
            for (int order = 0; order < 2 && strength < 3; order++) { /* Doe, Jane in the other order */
                size_t n = first->length + 1 + second->length, comma = first->length;
                memcpy(both, t->bytes + first->at, first->length);
                both[comma] = order && first->look.script == SCRIPT_LATIN ? ',' : ' ';
                memcpy(both + comma + 1, t->bytes + second->at, second->length);
                cell_fold_name(t->scan, both, n);
                int now = cell_strength(t->scan, both, n);
                strength = now > strength ? now : strength;
            }
            pairs++;
            names += strength == 3 || (strength == 2 && first->look.script != SCRIPT_LATIN); /* any two words with capitals are half known */
            full += strength == 3;
        }
        if (pairs >= 2 && names * 5 >= pairs * 3 && full * 4 >= pairs) {
            a->role = LABEL_SURNAME;
            b->role = LABEL_GIVEN;
            a->strict = b->strict = false; /* neither is a name by itself */
            k++;
        }
    }
}

/* Under First or Nachname stand words that could be names. */
static bool says_name_part(const struct column *col, const struct column_facts *f)
{
    return col->part && (f->words + f->marks) * 5 >= f->filled * 4 && f->filled;
}

static enum cell_script script(const struct column_facts *f)
{
    return mostly_kana(f) ? SCRIPT_KANA : f->roman * 2 > f->filled ? SCRIPT_LATIN : SCRIPT_OTHER;
}

enum majority { MAJORITY_NONE, MAJORITY_NUMBERS, MAJORITY_NAMES, MAJORITY_WORDS };
static enum majority majority(const struct column_facts *f)
{
    return !f->filled ? MAJORITY_NONE : mostly_numbers(f) ? MAJORITY_NUMBERS : mostly_names(f) ? MAJORITY_NAMES : MAJORITY_WORDS;
}

/* Columns that say the same: by their header, or, without one, by what they hold. */
static bool alike(const struct column *a, const struct column *b, bool header)
{
    if (script(&a->facts) != script(&b->facts))
        return false; /* 氏名(漢字) and 氏名(カナ) */
    if (header)
        return a->header && a->header == b->header;
    return majority(&a->facts) != MAJORITY_NONE && majority(&a->facts) == majority(&b->facts);
}

/* Where the block of columns begins that has column k where the first one has main. */
static uint32_t block_start(const struct table *t, uint32_t main, uint32_t k, bool header)
{
    uint32_t j = 0;
    while (j + 1 < main && k - j - 1 > main && alike(&t->columns[k - j - 1], &t->columns[main - j - 1], header))
        j++;
    return k - j;
}

/* Of two columns of names the left one, unless it holds the same few in all rows and the other does not: 被相続人, 相続人. */
static uint32_t rather(const struct table *t, uint32_t left, uint32_t right)
{
    return right && various(&t->columns[right].facts) && !various(&t->columns[left].facts) ? right : left;
}

/* Of the columns with names: which one a row is about, which begin blocks of their own, who else counts. found: by contents, not by a label;
 * things_column: the first one with products, titles and the like, 0: none. */
static void choose_names(struct table *t, bool header, const bool found[], uint32_t things_column)
{
    uint32_t main = 0, hinted = 0, first = 0, beside = 0, foreign = 0;
    bool labelled = false;
    for (uint32_t k = t->column_count; k >= 1; k--) {
        const struct column *col = &t->columns[k];
        if ((col->role != LABEL_NAME && col->role != LABEL_SURNAME))
            continue;
        if (!found[k] && col->relation) {
            beside = k;
        } else if (!found[k]) {
            main = rather(t, k, main);
            labelled = true;
        } else if (col->person && !col->relation) {
            hinted = rather(t, k, hinted);
        } else if (script(&col->facts) != SCRIPT_OTHER) {
            foreign = k; /* perhaps only how another column's names are read */
        } else {
            first = k;
        }
    }
    if (!labelled) {
        labelled = beside && !hinted && !first;
        main = hinted ? hinted : first ? first : beside ? beside : foreign; /* 患者 is more than 主治医 */
    }
    if (!main)
        return;
    struct column *who = &t->columns[main];
    if (things_column && things_column < main && !labelled && !hinted) {
        /* whoever designed, wrote or grew it is part of what it is */
        for (uint32_t k = 1; k <= t->column_count; k++)
            if (found[k])
                t->columns[k].role = ROLE_SKIP;
        return;
    }
    uint16_t block = 0;
    uint32_t starts_from = main;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        if (k == main || (col->role != LABEL_NAME && col->role != LABEL_SURNAME))
            continue;
        if (col->role == who->role && k > main && alike(who, col, header) && !(col->relation && !who->relation)) {
            uint32_t start = block_start(t, main, k, header);
            block++;
            for (uint32_t i = start > starts_from ? start : starts_from + 1; i <= k; i++)
                t->columns[i].block = block;
            starts_from = k;
        } else if (labelled || hinted || col->relation || script(&col->facts) != script(&who->facts)) {
            if (!(who->role == LABEL_NAME && col->role == LABEL_SURNAME))
                col->role = ROLE_SKIP;
        } else {
            col->role = ROLE_ANOTHER;
        }
    }
    /* what stands right of a block's name and left of the next block is of the same person */
    for (uint32_t k = main + 1; k <= COLUMN_LIMIT && block; k++)
        if (t->columns[k].block < t->columns[k - 1].block)
            t->columns[k].block = t->columns[k - 1].block;
}

/* Cells of a table, names and other words mixed: a plan of seats, a duty roster. Names are taken wherever they stand. */
static bool names_all_over(struct table *t, bool found[])
{
    uint32_t names = 0, full = 0, words = 0, most = 0;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        const struct column *col = &t->columns[k];
        const struct column_facts *f = &col->facts;
        if (col->role != LABEL_NOTHING && !found[k])
            continue;
        names += f->full + f->half;
        full += f->full;
        most = f->full + f->half > most ? f->full + f->half : most;
        words += f->filled - f->digits - f->phones - f->mails;
    }
    if (most * 3 > names * 2 || names < 3 || names * 2 < words || full * 5 < words)
        return false;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        if (col->role == LABEL_NOTHING && col->facts.full + col->facts.half > 0) {
            col->role = LABEL_NAME;
            col->strict = col->all_over = found[k] = true;
        }
    }
    return true;
}

/* Nom beside Prénom: the name is only the surname. */
static void name_is_surname(struct table *t, const bool found[])
{
    bool surname = false, given = false;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        surname = surname || t->columns[k].role == LABEL_SURNAME;
        given = given || t->columns[k].role == LABEL_GIVEN;
    }
    for (uint32_t k = 1; k <= t->column_count && given && !surname; k++)
        if (t->columns[k].role == LABEL_NAME && !found[k] && mostly_single(&t->columns[k].facts)) {
            t->columns[k].role = LABEL_SURNAME;
            surname = true;
        }
}

/* How many cells a row with a name has, in the block of column main; 1 if most names stand alone. */
static uint32_t usual_cells(const struct table *t, uint32_t main, uint32_t data, uint32_t end)
{
    uint32_t cells = 0, named = 0, lone = 0;
    for (uint32_t i = data; i < end && main;) {
        uint32_t row = t->cells[i].row, in_row = 0;
        bool name = false;
        for (; i < end && t->cells[i].row == row; i++) {
            in_row += t->columns[t->cells[i].column].block == t->columns[main].block;
            name = name || (t->cells[i].column == main && t->cells[i].look.shape == CELL_WORD);
        }
        cells += name && in_row > 1 ? in_row : 0;
        named += name && in_row > 1;
        lone += name && in_row == 1;
    }
    /* readings and titles of groups may stand in rows of their own, one for each name and more */
    return named && lone <= named * 2 ? cells / named : 1;
}

/* Of a table without persons, columns of shops, codes, amounts and words that are no names are quiet from the start. */
static void quiet_columns(struct table *t)
{
    for (uint32_t k = 1; k <= t->column_count; k++) {
        const struct column_facts *f = &t->columns[k].facts;
        bool labelled_thing = t->columns[k].role != LABEL_NOTHING && t->columns[k].role != ROLE_NOTES;
        bool words = f->filled >= 2 && (f->words + f->firms) * 5 >= f->filled * 4 && (f->full + f->half) * 10 < f->filled;
        if (labelled_thing || words)
            t->quiet[k] = QUIET_ALWAYS;
    }
}

static void decide(struct table *t, uint32_t from, uint32_t end)
{
    uint32_t rows, card_rows, data = from, data_rows = 0;
    memset(t->columns, 0, (t->column_count + 1) * sizeof *t->columns);
    for (uint32_t k = t->column_count + 1; k <= t->columns_used; k++)
        t->columns[k] = (struct column){0};
    t->columns_used = t->column_count;
    t->has_name = t->has_organisation = t->has_things = t->has_places = false;
    struct header h = find_header(t, from, end, &rows, &card_rows);
    /* cards: label and value side by side, row after row */
    if (card_rows >= 2 && !h.list && (!h.found || card_rows * 2 >= rows)) {
        t->mode = MODE_CARDS;
        return;
    }
    t->data_from = from;
    if (h.found)
        t->data_from = data = read_header(t, &h, end);
    for (uint32_t k = 1; k <= t->column_count; k++)
        t->columns[k].facts = (struct column_facts){0};
    for (uint32_t i = data; i < end; i++) {
        data_rows += i == data || t->cells[i].row != t->cells[i - 1].row;
        facts_add(&t->columns[t->cells[i].column].facts, &t->cells[i].look);
    }
    bool found[COLUMN_LIMIT + 1] = {false}, labelled = false, personal = false, unknown = false, things = false;
    uint32_t things_column = 0;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        const struct column_facts *f = &col->facts;
        if (col->role == LABEL_NAME && f->filled >= 2 && f->firms * 2 >= f->filled)
            col->role = LABEL_ORG;
        /* the same few words again and again, none of them a name: 一般, 家族 */
        if (col->role == LABEL_NAME && f->filled >= 4 && !various(f) && f->full + f->half + f->latin + f->surnames == 0)
            col->role = ROLE_SKIP;
        unknown = unknown || (col->role == LABEL_NAME && f->latin * 2 > f->filled && f->full * 5 < f->filled * 2);
        things = things || col->role == LABEL_NEGATIVE;
        labelled = labelled || col->role == LABEL_NAME || col->role == LABEL_SURNAME;
        personal = personal || (col->role >= LABEL_KANA && col->role <= LABEL_SPECIAL) || col->role == LABEL_ORG || col->role == LABEL_DEPT;
        t->has_places = t->has_places || col->role == LABEL_WORK_ADDRESS || col->role == LABEL_DEPT;
        if (col->role == LABEL_PRODUCT && !t->has_things) {
            t->has_things = true;
            things_column = k;
        }
        /* 1組, 2組 or 受付 may stand over names as well as over what their label says */
        if ((col->role == LABEL_DEPT || col->role == LABEL_NEGATIVE) && mostly_names(f) && !mostly_kana(f))
            col->role = LABEL_NOTHING;
        if (col->role == LABEL_NOTHING && says_name_part(col, f))
            col->role = col->part;
        if (col->role != LABEL_NOTHING || f->filled == 0)
            continue;
        col->strict = !h.found;
        if (f->mails * 3 >= f->filled * 2) {
            col->role = LABEL_EMAIL;
        } else if (f->phones * 3 >= f->filled * 2) {
            col->role = LABEL_PHONE;
        } else if (f->firms * 2 >= f->filled) {
            col->role = LABEL_ORG;
        } else if (names_by_contents(col, h.found)) {
            col->role = LABEL_NAME;
            found[k] = true;
        } else if ((f->words + f->firms + f->texts) * 5 >= f->filled * 3 && f->filled * 2 >= data_rows && (various(f) || ones(f->seen) > FEW_WORDS)) {
            t->has_places = true; /* something else has a name here */
        }
    }
    /* Name, Price, Stock: two words with capitals, but nobody's */
    for (uint32_t k = 1; k <= t->column_count && unknown && things && !personal; k++)
        if (t->columns[k].role == LABEL_NAME)
            t->columns[k].role = LABEL_PRODUCT;
    name_is_surname(t, found);
    names_in_two_columns(t, data, end);
    bool all_over = !labelled && !t->has_things && names_all_over(t, found);
    choose_names(t, h.found, found, things_column);
    bool kana = false, ids = false;
    uint32_t main = 0;
    for (uint32_t k = t->column_count; k >= 1; k--)
        if (t->columns[k].role == LABEL_NAME || t->columns[k].role == LABEL_SURNAME)
            main = k;
    for (uint32_t k = t->column_count; k >= 1; k--) {
        switch (t->columns[k].role) {
        case ROLE_ANOTHER:
            t->has_name = true;
            break;
        case LABEL_KANA:
        case LABEL_SURNAME_KANA:
            /* words and towns have readings, too */
            if (t->columns[k].role == LABEL_KANA && !main && readings_of_things(&t->columns[k].facts))
                t->columns[k].role = ROLE_SKIP;
            else
                kana = true;
            break;
        case LABEL_ORG:
            t->has_organisation = true;
            break;
        case LABEL_EMAIL:
        case LABEL_MYNUMBER:
        case LABEL_STUDENT:
        case LABEL_PHONE:
        case LABEL_CARD:
        case LABEL_SSN:
        case LABEL_PASSPORT:
        case LABEL_LICENSE:
        case LABEL_NATIONAL:
        case LABEL_PENSION:
            ids = true;
            break;
        default:
            break;
        }
    }
    t->has_name = t->has_name || main;
    t->usual_cells = usual_cells(t, main, data, end);
    /* some rows and an identifying column, or a header that says so; one line of text is no table */
    if ((h.found || all_over || (data_rows >= 2 && (t->has_name || (ids && data_rows >= 3)))) && (t->has_name || kana || ids)) {
        t->mode = MODE_ROWS;
        return;
    }
    if (t->settled != MODE_TEXT)
        memset(t->quiet, 0, sizeof t->quiet);
    t->mode = MODE_TEXT;
    if (h.found)
        quiet_columns(t);
}

static void dispatch(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (column > t->columns_used)
        t->columns_used = column;
    if (t->mode == MODE_ROWS)
        row_cell(t, row, column, utf8, n);
    else if (t->mode == MODE_CARDS)
        card_cell(t, row, column, utf8, n);
    else
        text_cell(t, row, column, utf8, n);
}

static void flush(struct table *t)
{
    row_close(t);
    cards_flush(t);
    text_flush(t);
    t->row_open = false;
}

/* The cells from from on are one table up to here: behind a gap another header begins the next one. */
static uint32_t segment_end(struct table *t, uint32_t from)
{
    uint32_t rows = 0;
    bool table = t->settled != MODE_SAMPLE && from == 0;
    for (uint32_t i = from; i < t->cell_count;) {
        struct row_view v = row_view(t, i, t->cell_count);
        if (i > from && t->cells[i].row > t->cells[i - 1].row + 1) {
            uint32_t unused;
            table = table || rows >= 3 || find_header(t, from, i, &unused, &unused).found;
            struct row_view next = v;
            for (int k = 0; k < 3 && table; k++) { /* perhaps below a title or two */
                if (is_header(t, &next, t->cell_count))
                    return i;
                if (next.to == t->cell_count || next.filled > 2)
                    break;
                next = row_view(t, next.to, t->cell_count);
            }
        }
        rows += v.filled >= 2;
        i = v.to;
    }
    return t->cell_count;
}

/* Whether a header stands at the top of these cells, below a title or two at most. */
static bool begins_anew(struct table *t, uint32_t from, uint32_t end)
{
    struct row_view v = row_view(t, from, end);
    for (int k = 0; k < 3; k++) {
        if (is_header(t, &v, end))
            return true;
        if (v.to == end || v.filled > 2)
            break;
        v = row_view(t, v.to, end);
    }
    return false;
}

/* Settles what the sampled tables are and reads them. all: no more cells follow; else the last of several tables waits for more. */
static void replay(struct table *t, bool all)
{
    uint32_t from = 0;
    while (from < t->cell_count) {
        uint32_t end = segment_end(t, from);
        if (end == t->cell_count && from > 0 && !all)
            break;
        uint32_t data = from;
        if (t->settled == MODE_SAMPLE || t->settled == MODE_TEXT || begins_anew(t, from, end)) {
            flush(t);
            decide(t, from, end);
            /* titles above the header and the header itself are no rows of persons */
            if (t->mode == MODE_ROWS)
                data = t->data_from;
            t->in_vain = t->mode == MODE_TEXT ? t->in_vain + 1 : 0;
        } else {
            t->mode = t->settled; /* a blank row within a table */
            t->in_vain++;
        }
        t->skip_gaps = t->in_vain < 4 ? 0 : GAPS_SKIPPED;
        t->settled = t->mode;
        for (uint32_t i = data; i < end; i++)
            dispatch(t, t->cells[i].row, t->cells[i].column, t->bytes + t->cells[i].at, t->cells[i].length);
        from = end;
    }
    uint32_t bytes = from < t->cell_count ? t->cells[from].at : t->byte_count;
    memmove(t->bytes, t->bytes + bytes, t->byte_count - bytes);
    memmove(t->cells, t->cells + from, (t->cell_count - from) * sizeof *t->cells);
    t->cell_count -= from;
    t->byte_count -= bytes;
    t->sample_rows = 0;
    for (uint32_t i = 0; i < t->cell_count; i++) {
        t->cells[i].at -= bytes;
        t->sample_rows += i == 0 || t->cells[i].row != t->cells[i - 1].row;
    }
    if (t->cell_count)
        t->mode = MODE_SAMPLE;
}

/* Puts the cell into the sample; false: there is no room for it. */
static bool sample(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    bool new_row = t->cell_count == 0 || t->cells[t->cell_count - 1].row != row;
    if ((new_row && t->sample_rows >= SAMPLE_ROWS) || t->cell_count >= SAMPLE_CELLS || t->byte_count + n > SAMPLE_BYTES)
        return false;
    t->sample_rows += new_row;
    memcpy(t->bytes + t->byte_count, utf8, n);
    t->cells[t->cell_count++] = (struct cell){row, column, t->byte_count, (uint32_t)n, cell_look(t->scan, utf8, n)};
    t->byte_count += (uint32_t)n;
    if (column > t->column_count)
        t->column_count = column;
    return true;
}

/* Behind a blank row: whether to sample once more. Where that was in vain again and again, only labels are a reason. */
static bool worth_a_look(struct table *t, const char *utf8, size_t n)
{
    if (t->skip_gaps == 0)
        return true;
    t->skip_gaps--;
    return label_of(t, utf8, n) != LABEL_NOTHING;
}

void table_cell(struct table *t, const char *name, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (!name)
        name = "";
    size_t length = utf8_cut(name, strlen(name), sizeof t->name - 1);
    if (!t->open || strncmp(t->name, name, length) != 0 || t->name[length] != '\0') {
        table_end(t);
        memcpy(t->name, name, length);
        t->name[length] = '\0';
        t->open = true;
        t->mode = t->settled = MODE_SAMPLE;
        t->cell_count = t->sample_rows = t->byte_count = t->column_count = t->last_filled = t->in_vain = t->skip_gaps = 0;
        t->row_open = false;
    }
    if (column == 0 || column > COLUMN_LIMIT) {
        if (column > COLUMN_LIMIT && n > 60)
            t->line(t->ctx, utf8, n);
        return;
    }
    if (n > 0) {
        /* behind a blank row another table may begin */
        if (t->mode != MODE_SAMPLE && row > t->last_filled + 1 && worth_a_look(t, utf8, n))
            t->mode = MODE_SAMPLE;
        t->last_filled = row;
    }
    if (t->mode == MODE_SAMPLE) {
        if (n == 0 || sample(t, row, column, utf8, n))
            return;
        replay(t, false);
        if (t->mode == MODE_SAMPLE && !sample(t, row, column, utf8, n)) {
            replay(t, true);
            if (t->mode == MODE_SAMPLE) /* one cell larger than the sample */
                t->mode = t->settled = MODE_TEXT;
        } else if (t->mode == MODE_SAMPLE) {
            return;
        }
    }
    dispatch(t, row, column, utf8, n);
}

void table_end(struct table *t)
{
    if (!t->open)
        return;
    if (t->mode == MODE_SAMPLE)
        replay(t, true);
    flush(t);
    t->open = false;
}

static void column_letters(uint32_t column, char out[8])
{
    char reversed[8];
    size_t n = 0;
    while (column > 0 && n < sizeof reversed - 1) {
        reversed[n++] = (char)('A' + (column - 1) % 26);
        column = (column - 1) / 26;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    out[n] = '\0';
}

void table_place(const struct table *t, char out[80])
{
    out[0] = '\0';
    if (!t->first_row)
        return;
    char a[8], b[8];
    column_letters(t->first_column, a);
    column_letters(t->last_column, b);
    snprintf(out, 80, "%s%s%s%lu:%s%lu", t->place_name, *t->place_name ? "!" : "", a, (unsigned long)t->first_row, b, (unsigned long)t->last_row);
}
