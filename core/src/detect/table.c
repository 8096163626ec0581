/* Persons in a table: takes each row (of a block) or card as one record; before that it keeps a sample, from which table_layout.c says what the
 * columns are. What a single cell may be is table_cell.c's, which records are the same person people.c's. */
#include "detect/table_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

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

/* Official numbers and those of members, pupils and customers. */
static void take_number(struct table *t, struct person_record *r, enum label_kind role)
{
    static const uint8_t fields[LABEL_KIND_COUNT] = {
        [LABEL_MYNUMBER] = DATA_MYNUMBER,   [LABEL_LICENSE] = DATA_DRIVER_LICENSE, [LABEL_PASSPORT] = DATA_PASSPORT, [LABEL_RESIDENCE] = DATA_RESIDENCE_CARD,
        [LABEL_PENSION] = DATA_PENSION_NO,  [LABEL_INSURANCE] = DATA_INSURANCE_NO, [LABEL_ACCOUNT] = DATA_BANK_ACCOUNT, [LABEL_CARD] = DATA_CREDIT_CARD,
        [LABEL_IBAN] = DATA_IBAN,           [LABEL_SSN] = DATA_US_SSN,             [LABEL_NATIONAL] = DATA_NATIONAL_ID, [LABEL_STUDENT] = DATA_STUDENT_ID,
        [LABEL_CUSTOMER] = DATA_CUSTOMER_ID};
    enum { LOGIN_MIN = 3 };
    bool own = role == LABEL_CUSTOMER || role == LABEL_STUDENT; /* numbered from 1, perhaps */
    uint32_t digits;
    if (role >= LABEL_KIND_COUNT || !fields[role])
        return;
    cell_digits(t->scan, &digits);
    if (role == LABEL_CUSTOMER && t->scan->n >= LOGIN_MIN && class_ascii_word(SCAN_CLASS(t->scan)[0])) /* ログインID hoshimi: beside its password it is one */
        t->login = hash_number(SCAN_C(t->scan), t->scan->n);
    if (digits < (own ? 1u : 3u) || (role == LABEL_CARD && digits < 13))
        return;
    if (digits >= 3) /* member 7 is another one than member 12, and that is all */
        r->fields |= 1u << fields[role];
    if (role != LABEL_ACCOUNT && !r->ids[SLOT_NUMBER]) {
        r->ids[SLOT_NUMBER] = hash_number(SCAN_C(t->scan), t->scan->n);
        r->number_kind = (uint16_t)(fields[role] + 1);
    }
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
            r->ids[SLOT_BIRTH] = hash_date(SCAN_C(s), s->n);
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
    case LABEL_PASSWORD:
        if (password_like(SCAN_C(s), s->n, false))
            r->fields |= 1u << DATA_PASSWORD;
        break;
    default:
        take_number(t, r, role);
    }
}

/* ---- rows ---- */

/* A row that has nothing in it but a word where names stand, below rows of several cells: the name of a group, a remark, the reading of the
 * name below. */
static bool alone(const struct table *t)
{
    if (t->guessed && t->row_filled == 1)
        return true; /* the title above a plan of seats */
    uint32_t k = t->row_last_column;
    if (t->block > 0 && t->columns[k - 1].block != t->block && (k >= t->column_count || t->columns[k + 1].block != t->block))
        return false; /* a block of nothing but names */
    if (t->office && t->row_filled == 1)
        return true;
    return t->row_cells == 1 && ((t->usual_cells >= 3 && t->strength < 2) || (t->usual_cells >= 2 && t->reading));
}

static void add_name(struct table *t, uint32_t row, uint32_t column, uint64_t name)
{
    struct person_record another = {.name = name, .fields = 1u << DATA_PERSON};
    people_add(t->people, &another);
    place_grows(t, row, column);
}

static void another_flush(struct table *t)
{
    if (t->another)
        add_name(t, t->row, t->another_column, t->another);
    t->another = 0;
}

/* Of a block with names, the row lacks its name but not what stands before it, so that it is none that goes on the row above; and it holds a private
 * address: an answer to a survey that asked for names if one likes. */
static bool answers_unnamed(const struct table *t, const struct person_record *r)
{
    enum { COLUMNS_BEFORE = 8 }; /* without a label: a time, a number */
    uint32_t first = t->row_first_column, k = first;
    if (!r->ids[SLOT_MAIL] || !r->private_mail || first >= t->column_count)
        return false;
    while (k > 0 && first - k < COLUMNS_BEFORE && t->columns[k - 1].block == t->columns[first].block && (t->columns[k - 1].role == LABEL_NOTHING || t->columns[k - 1].role == LABEL_OTHER))
        k--;
    return k == 0 || t->columns[k - 1].block != t->columns[first].block;
}

/* A row without a name: what the state numbers is a person; an address on the net, a telephone or a pupil's number is somebody's, too, unless the
 * table is about shops or goods, or names its persons elsewhere. */
static bool is_somebody(const struct table *t, const struct person_record *r)
{
    const uint32_t official = 1u << DATA_MYNUMBER | 1u << DATA_US_SSN | 1u << DATA_DRIVER_LICENSE | 1u << DATA_PASSPORT | 1u << DATA_NATIONAL_ID | 1u << DATA_PENSION_NO;
    if (r->ids[SLOT_NUMBER] && (r->fields & official))
        return true;
    if (r->ids[SLOT_NUMBER] && (r->fields >> DATA_PASSWORD & 1))
        return true; /* an account with its password, whatever the table is about */
    if (t->has_organisation || t->has_things)
        return false;
    if (t->has_name)
        return answers_unnamed(t, r);
    return r->ids[SLOT_MAIL] || (r->ids[SLOT_NUMBER] && (r->fields & (1u << DATA_STUDENT_ID | 1u << DATA_CREDIT_CARD))) ||
           (r->ids[SLOT_PHONE] && (r->fields & (1u << DATA_PHONE)) && !t->has_places);
}

static void row_close(struct table *t)
{
    if (!t->row_open)
        return;
    t->row_open = false;
    another_flush(t);
    struct person_record record = t->record, *r = &record;
    if (!r->name)
        r->name = t->parts;
    if (!r->name && !t->has_name)
        r->name = t->kana;
    t->record = (struct person_record){0}; /* cards and running text open rows, too */
    uint64_t login = t->login;
    t->parts = t->kana = t->login = 0;
    if (t->row_total)
        return;
    if (login && (r->fields >> DATA_PASSWORD & 1) && (!r->ids[SLOT_NUMBER] || r->number_kind == DATA_CUSTOMER_ID + 1)) {
        r->ids[SLOT_NUMBER] = login;
        r->number_kind = DATA_CUSTOMER_ID + 1;
        r->fields |= 1u << DATA_CUSTOMER_ID;
    }
    if (r->name) {
        const uint32_t firms_have = 1u << DATA_PHONE | 1u << DATA_EMAIL | 1u << DATA_ADDRESS | 1u << DATA_POSTAL | 1u << DATA_CUSTOMER_ID | 1u << DATA_BANK_ACCOUNT;
        if (alone(t) || (t->row_firm && !(r->fields & ~firms_have)) || (t->doubtful && !r->fields))
            return;
        r->fields |= 1u << DATA_PERSON;
        people_add(t->people, r);
        place_grows(t, t->row, t->row_first_column);
        place_grows(t, t->row, t->row_last_column);
        return;
    }
    if (is_somebody(t, r)) {
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

/* 法団企会, or a letter of corporate, company. */
static bool firm_may_begin(uint8_t byte)
{
    return byte == 0xE6 || byte == 0xE5 || byte == 0xE4 || (byte | 32) == 'c';
}

/* A cell of another row or block: the one before is over. */
static void row_begin(struct table *t, uint32_t row, uint32_t column, uint16_t block)
{
    bool new_row = !t->row_open || row != t->row;
    bool total = !new_row && t->row_total;
    row_close(t);
    t->row = row;
    t->block = block;
    t->row_open = true;
    t->row_total = total;
    t->row_named = t->doubtful = t->guessed = t->reading = t->office = t->row_firm = false;
    t->row_cells = t->another_column = 0;
    t->row_filled = new_row ? 0 : t->row_filled;
    t->strength = 3;
    t->row_first_column = column;
}

/* What stands where names stand by their contents alone (or alone in its row) is asked for itself; false: it is nobody. The cell is folded. */
static bool name_holds(struct table *t, const struct column *col, const char *utf8, size_t n)
{
    struct scan *s = t->scan;
    if (!col->strict && !(col->role == LABEL_NAME && t->row_cells == 1))
        return true;
    bool gap = false;
    for (uint32_t i = 1; i + 1 < s->n; i++)
        gap = gap || SCAN_CLASS(s)[i] == CLASS_SPACE;
    t->reading = cell_is_kana(s) && col->facts.kana * 5 < col->facts.filled * 4;
    uint32_t letters = s->n;
    t->strength = cell_strength(s, utf8, n);
    t->guessed = t->grid && t->strength < 2 && !gap;
    if (!col->strict || t->strength > 0 || (gap && letters <= 9) || (col->sure && letters >= 3))
        return true;
    t->doubtful = true;
    return col->role == LABEL_NAME && !col->all_over;
}

/* A name of the cell, or of another line of it: the reading above or below it, a title, somebody else. The cell is folded. */
static void name_line(struct table *t, uint64_t *held, bool *held_kana, uint64_t name, const char *utf8, size_t n)
{
    struct scan *s = t->scan;
    bool kana = cell_is_kana(s), gap = false;
    if (!t->goes_on || !*held || (*held_kana && !kana)) {
        *held = name;
        *held_kana = kana;
        return;
    }
    for (uint32_t i = 1; i + 1 < s->n; i++)
        gap = gap || SCAN_CLASS(s)[i] == CLASS_SPACE;
    if (kana == *held_kana && name != *held && (gap || cell_strength(s, utf8, n) >= 2))
        add_name(t, t->row, t->at_column, name);
}

static void name_cell(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    const struct column *col = &t->columns[column];
    struct scan *s = t->scan;
    cell_fold_name(s, utf8, n);
    if (cell_is_total(s)) {
        t->row_total = true;
        return;
    }
    if (col->role == LABEL_NAME || col->role == ROLE_ANOTHER)
        names_apart(t, row, column, utf8, n);
    if (!cell_could_be_name(s))
        return;
    uint64_t name = hash_name(SCAN_C(s), s->n), parts = hash_name_on(t->parts, SCAN_C(s), s->n);
    if (header_again(t, column, name)) {
        t->row_total = col->role != ROLE_ANOTHER;
        return;
    }
    bool firm = cell_is_firm(s);
    t->office = col->role == LABEL_NAME && cell_is_office(s);
    if (!name_holds(t, col, utf8, n))
        return;
    t->row_named = true;
    if (firm)
        return;
    if (col->role == ROLE_ANOTHER) {
        t->another_column = column;
        name_line(t, &t->another, &t->kana_another, name, utf8, n);
    } else if (col->role == LABEL_NAME) {
        name_line(t, &t->record.name, &t->kana_name, name, utf8, n);
    } else if (!t->goes_on) {
        t->parts = parts;
    }
}

static void row_cell(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    const struct column *col = &t->columns[column];
    if (!t->row_open || row != t->row || col->block != t->block)
        row_begin(t, row, column, col->block);
    if (!t->goes_on)
        another_flush(t);
    t->row_last_column = column;
    t->row_cells += n > 0 && !t->goes_on;
    t->row_filled += n > 0 && !t->goes_on;
    int role = col->role;
    bool name_here = role == LABEL_NAME || role == LABEL_SURNAME || role == LABEL_GIVEN || role == ROLE_ANOTHER;
    /* 合計 may stand in any column before the name */
    if (!name_here && !t->row_total && n >= 3 && n <= 24 && !t->row_named && total_may_begin((uint8_t)utf8[0])) {
        cell_fold(t->scan, utf8, n);
        t->row_total = cell_is_total(t->scan);
    }
    struct scan *s = t->scan;
    uint64_t ids[SLOT_COUNT];
    memcpy(ids, t->record.ids, sizeof ids);
    if (!name_here && n >= 6 && n <= 15 && firm_may_begin((uint8_t)utf8[0])) {
        cell_fold(s, utf8, n);
        t->row_firm = t->row_firm || cell_says_firm(s);
    }
    if (role == LABEL_NOTHING || role == ROLE_SKIP || t->row_total || n == 0)
        return;
    switch (role) {
    case LABEL_NAME:
    case LABEL_SURNAME:
    case LABEL_GIVEN:
    case ROLE_ANOTHER:
        name_cell(t, row, column, utf8, n);
        break;
    case LABEL_KANA:
    case LABEL_SURNAME_KANA:
    case LABEL_GIVEN_KANA:
        cell_fold(s, utf8, n);
        if (cell_could_be_name(s) && !cell_is_total(s)) {
            uint64_t reading = hash_name(SCAN_C(s), s->n);
            if (!header_again(t, column, reading))
                t->kana = role == LABEL_GIVEN_KANA ? hash_name_on(t->kana, SCAN_C(s), s->n) : reading;
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
        if (t->another_column && column > t->another_column) /* perhaps not of the row's own person: it tells nobody apart */
            memcpy(t->record.ids, ids, sizeof ids);
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

/* Text of these cells is read as running text; whether anything was found. */
static bool line_of(struct table *t, const struct text_cell *cells, size_t count, const char *utf8, size_t n)
{
    t->line_cells = cells;
    t->line_cell_count = count;
    return t->line(t->ctx, utf8, n);
}

void table_text_place(const struct table *t, size_t offset, struct place *out)
{
    size_t i = 0;
    while (i + 1 < t->line_cell_count && t->line_cells[i + 1].at <= offset)
        i++;
    out->table = t->name;
    out->row = t->line_cells[i].row;
    out->column = t->line_cells[i].column;
}

static void text_flush(struct table *t)
{
    if (t->text_length && line_of(t, t->text_cells, t->text_cell_count, t->text, t->text_length))
        for (uint32_t k = 1; k <= t->columns_used; k++) /* something was found: look at all of them again */
            if (t->quiet[k] != QUIET_ALWAYS)
                t->quiet[k] = 0;
    t->text_length = t->text_cell_count = 0;
}

static void text_add(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (t->text_length + n + 2 > ROW_TEXT_BYTES)
        text_flush(t);
    const struct text_cell cell = {row, column, (uint32_t)t->text_length + (t->text_length > 0)};
    if (n + 2 > ROW_TEXT_BYTES) {
        line_of(t, &cell, 1, utf8, n); /* a cell as long as a page is a text of its own */
        return;
    }
    if (t->text_length)
        t->text[t->text_length++] = '\t';
    if (t->text_cell_count < COLUMN_LIMIT)
        t->text_cells[t->text_cell_count++] = cell;
    for (size_t i = 0; i < n; i++)
        t->text[t->text_length++] = utf8[i];
}

static void card_cell(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (!t->row_open || row != t->row) {
        text_flush(t);
        t->row = row;
        t->row_open = true;
        t->pending = t->card_label = LABEL_NOTHING;
        t->values = t->card_base = 0;
    }
    if (n == 0)
        return;
    enum label_kind kind = label_of(t, utf8, n);
    if (t->goes_on && t->pending == LABEL_NAME && t->values == 0)
        return; /* 氏名 and フリガナ in one cell */
    if (kind != LABEL_NOTHING && kind != LABEL_NEGATIVE && !(t->pending == LABEL_SEX || t->pending == LABEL_HEALTH)) {
        bool both = t->pending == LABEL_SURNAME && kind == LABEL_GIVEN;
        bool named = kind == LABEL_NAME || kind == LABEL_SURNAME;
        /* 氏名 A 氏名 B: cards side by side, as long as there are so many */
        t->card_base += kind == t->card_label && t->card_base + 1 < (named ? CARD_PERSONS : t->card_count);
        t->card_label = t->card_label == LABEL_NOTHING ? (uint8_t)kind : t->card_label;
        t->pending = (uint8_t)kind;
        t->values = 0;
        if (named && !both && t->card_base == 0 && t->card_count && t->cards[0].name)
            cards_flush(t);
        return;
    }
    if (t->pending == LABEL_NOTHING) {
        text_add(t, row, column, utf8, n);
        return;
    }
    if (t->card_base + t->values >= CARD_PERSONS)
        return;
    cell_fold(t->scan, utf8, n);
    if (!t->cards) {
        t->cards = malloc(CARD_PERSONS * sizeof *t->cards);
        if (!t->cards) {
            people_short(t->people);
            return;
        }
    }
    uint32_t at = t->card_base + (t->goes_on && t->values ? t->values - 1 : t->values++);
    while (t->card_count <= at)
        t->cards[t->card_count++] = (struct person_record){0};
    struct person_record *r = &t->cards[at];
    switch ((enum label_kind)t->pending) {
    case LABEL_NAME:
    case LABEL_SURNAME:
        if (cell_could_be_name(t->scan) && !cell_is_firm(t->scan)) {
            name_line(t, &r->name, &t->kana_name, hash_name(SCAN_C(t->scan), t->scan->n), utf8, n);
            place_grows(t, row, column);
        }
        break;
    case LABEL_GIVEN:
        if (cell_could_be_name(t->scan))
            r->name = hash_name_on(r->name, SCAN_C(t->scan), t->scan->n);
        break;
    case LABEL_PHONE: /* 緊急連絡先: who is called, and then the number */
        if (cell_could_be_name(t->scan) && !cell_is_firm(t->scan) && cell_strength(t->scan, utf8, n) >= 2) {
            add_name(t, row, column, hash_name(SCAN_C(t->scan), t->scan->n));
            break;
        }
        cell_fold(t->scan, utf8, n);
        take_value(t, r, LABEL_PHONE, utf8, n);
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
    text_add(t, row, column, utf8, n);
}

static void dispatch(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (column > t->columns_used)
        t->columns_used = column;
    if (t->mode != MODE_ROWS && t->mode != MODE_CARDS) {
        text_cell(t, row, column, utf8, n);
        return;
    }
    /* each line of the cell by itself: the reading and the name, the names of a group */
    for (size_t from = 0; from <= n;) {
        const char *feed = n <= LINES_BYTES ? memchr(utf8 + from, '\n', n - from) : NULL;
        size_t to = feed ? (size_t)(feed - utf8) : n;
        t->goes_on = t->row_open && row == t->row && column == t->at_column;
        t->at_column = column;
        if (to > from || n == 0) {
            if (t->mode == MODE_ROWS)
                row_cell(t, row, column, utf8 + from, to - from);
            else
                card_cell(t, row, column, utf8 + from, to - from);
        }
        from = to + 1;
    }
}

static void flush(struct table *t)
{
    row_close(t);
    cards_flush(t);
    text_flush(t);
    t->row_open = false;
}

/* What stands above a header is read as text, whatever stands in its columns below: 1年A組 担任 佐藤花子. */
static void titles(struct table *t, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        if (i == from || t->cells[i].row != t->cells[i - 1].row)
            text_flush(t);
        text_add(t, t->cells[i].row, t->cells[i].column, t->bytes + t->cells[i].at, t->cells[i].length);
    }
    flush(t);
}

/* Settles what the sampled tables are and reads them. all: no more cells follow; else the last of several tables waits for more. */
static void replay(struct table *t, bool all)
{
    uint32_t from = 0;
    while (from < t->cell_count) {
        uint32_t end = table_segment_end(t, from);
        if (end == t->cell_count && from > 0 && !all)
            break;
        uint32_t data = from;
        if (t->settled == MODE_SAMPLE || t->settled == MODE_TEXT || table_begins_anew(t, from, end)) {
            flush(t);
            table_decide(t, from, end);
            /* titles above the header and the header itself are no rows of persons */
            if (t->mode == MODE_ROWS || t->mode == MODE_TEXT) {
                data = t->mode == MODE_ROWS ? t->data_from : t->title_end;
                titles(t, from, t->title_end);
            }
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
    struct cell *last = t->cell_count ? &t->cells[t->cell_count - 1] : NULL;
    if (last && last->row == row && last->column == column && t->byte_count + n + 1 <= SAMPLE_BYTES) { /* another paragraph of it */
        t->bytes[t->byte_count++] = '\n';
        memcpy(t->bytes + t->byte_count, utf8, n);
        t->byte_count += (uint32_t)n;
        last->length += (uint32_t)n + 1;
        if (last->length <= LINES_BYTES)
            last->look = cell_look(t->scan, t->bytes + last->at, last->length);
        return true;
    }
    bool new_row = !last || last->row != row;
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
            line_of(t, &(struct text_cell){row, column, 0}, 1, utf8, n);
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
