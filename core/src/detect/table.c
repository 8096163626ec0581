/* Persons in a table: finds the header by labels or the columns by their contents, reads vertical cards, then takes each row (or card) as
 * one record. Which records are the same person is decided in people.c. */
#include "detect/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum {
    SAMPLE_ROWS = 64,           /* looked at before the columns are settled */
    SAMPLE_CELLS = 8192,
    SAMPLE_BYTES = 256 * 1024,
    COLUMN_LIMIT = 1024,        /* columns to the right of it are not looked at */
    CELL_BYTES = 300,           /* of a cell, for everything but running text */
    CARD_PERSONS = 32,          /* persons side by side in one block of cards */
    ROW_TEXT_BYTES = 16 * 1024,
    QUIET_ALWAYS = 255,
    QUIET_AFTER = 16            /* rows without a find until a column of running text is only looked at now and then */
};

struct cell {
    uint32_t row, column, at, length;
};
enum table_mode { MODE_SAMPLE, MODE_ROWS, MODE_CARDS, MODE_TEXT };
enum role { /* what a column is used for: label kinds, and these */
    ROLE_NONE = LABEL_NOTHING,
    ROLE_SKIP = LABEL_KIND_COUNT, /* nothing in it is a person's */
    ROLE_NOTES
};

struct table {
    struct people *people;
    struct scan *scan;
    bool (*line)(void *, const char *, size_t);
    void *ctx;
    enum table_mode mode;
    bool open;
    char name[80];

    struct cell cells[SAMPLE_CELLS];
    uint32_t cell_count, sample_rows;
    char *bytes;
    uint32_t byte_count;

    uint8_t roles[COLUMN_LIMIT + 1];
    bool has_name, has_organisation, has_things;
    uint32_t header_row;        /* the last row of the header, 0: none */
    uint32_t row;               /* the row being collected */
    bool row_open;
    struct person_record record;
    uint64_t surname, given, kana;
    bool row_total, row_named;
    uint32_t row_first_column, row_last_column;

    struct person_record cards[CARD_PERSONS];
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
    free(t);
}

static void fold(struct table *t, const char *s, size_t n)
{
    scan_fold_cell(t->scan, s, n < CELL_BYTES ? n : utf8_cut(s, n, CELL_BYTES));
}

static enum label_kind label_of(struct table *t, const char *s, size_t n)
{
    if (n > 72)
        return LABEL_NOTHING;
    fold(t, s, n);
    return scan_label_whole(SCAN_C(t->scan), SCAN_CLASS(t->scan), t->scan->n);
}

/* ---- values ---- */

/* Digits of the folded cell; a hash of them, how many in *count. */
static uint64_t digits_of(const struct scan *s, uint32_t *count)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    char digits[32];
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (cls[i] == CLASS_DIGIT && n < sizeof digits)
            digits[n++] = (char)c[i];
    *count = n;
    uint32_t skip = n > 10 && digits[0] == '8' && digits[1] == '1' ? 2 : n > 0 && digits[0] == '0' ? 1 : 0; /* +81 90 and 090 */
    return n > skip ? hash_bytes(digits + skip, n - skip, 7) : 0;
}

static uint64_t text_hash(const struct scan *s)
{
    uint64_t h = hash_name(s->c_store + 8, s->n);
    return h;
}

static bool nothing_said(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    static const char16_t *const words[] = {u"なし", u"無し", u"無", u"ない", u"特になし", u"特記なし", u"-", u"×", u"x", u"no", u"none", u"n/a", u"未", u"該当なし", u"不明", u"異常なし", u"0"};
    if (s->n == 0)
        return true;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        uint32_t n = 0;
        while (words[k][n])
            n++;
        if (n == s->n && scan_is(c, 0, words[k]))
            return true;
    }
    return false;
}

static bool total_word(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    static const char16_t *const words[] = {u"合計", u"小計", u"総計", u"計", u"総合計", u"平均", u"total", u"subtotal", u"grand total", u"sum", u"average", u"合計人数", u"以上"};
    if (s->n > 24)
        return false;
    uint32_t from = 0, n = s->n;
    while (from < n && (c[from] == ' ' || c[from] == '<' || c[from] == '(' || c[from] == 0x3010 || c[from] == '*'))
        from++;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        uint32_t m = 0;
        while (words[k][m])
            m++;
        if (n - from >= m && scan_is(c, from, words[k]) &&
            (n - from == m || c[from + m] == ' ' || c[from + m] == ':' || c[from + m] == '(' || c[from + m] == ')' || c[from + m] == '>' || c[from + m] == 0x3011 ||
             (k == 0 && scan_class(c[from + m]) == CLASS_DIGIT)))
            return true;
    }
    /* 合 計 */
    return n == 3 && c[0] == 0x5408 && c[2] == 0x8A08;
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
        h = digits_of(s, &digits);
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
        digits_of(s, &digits);
        if (digits >= 3) {
            r->ids[SLOT_BIRTH] = text_hash(s);
            r->fields |= 1u << DATA_BIRTHDATE;
        }
        break;
    case LABEL_SEX:
        r->fields |= 1u << DATA_SEX;
        break;
    case LABEL_HEALTH:
        if (!nothing_said(s))
            r->fields |= 1u << DATA_HEALTH;
        break;
    case LABEL_SPECIAL:
        if (!nothing_said(s))
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
        h = digits_of(s, &digits);
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

/* A cell that could be a person's name: no digits, no company, not too long. */
static bool name_shape(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t letters = 0;
    if (s->n > 40)
        return false;
    for (uint32_t i = 0; i < s->n; i++) {
        if (c[i] == '(' && letters >= 2)
            break;
        if (cls[i] == CLASS_DIGIT || c[i] == '@' || c[i] == ':' || c[i] == 0x3002 || c[i] == '_' || c[i] == '%')
            return false;
        if (class_japanese(cls[i]) || cls[i] == CLASS_UPPER || cls[i] == CLASS_LOWER || cls[i] == CLASS_LETTER)
            letters++;
    }
    return letters >= 1;
}

static bool company_shape(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    static const char16_t *const words[] = {u"株式会社", u"有限会社", u"合同会社", u"(株)", u"(有)", u"㈱", u"㈲", u"法人", u"co.", u"inc", u"ltd", u"llc", u"corp", u"組合", u"協会", u"銀行", u"大学", u"病院", u"商店", u"商事", u"工業", u"支店", u"営業所"};
    for (uint32_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (c[i] == words[k][0] && scan_is(c, i, words[k]))
                return true;
    return false;
}

/* ---- rows ---- */

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
        r->fields |= 1u << DATA_PERSON;
        people_add(t->people, r);
        place_grows(t, t->row, t->row_first_column);
        place_grows(t, t->row, t->row_last_column);
        return;
    }
    /* no name: an address on the net or an official number alone still is somebody's, shops and products apart */
    if (t->has_name || t->has_organisation || t->has_things)
        return;
    if (r->ids[SLOT_MAIL] || (r->ids[SLOT_NUMBER] && r->fields & ~(1u << DATA_CUSTOMER_ID)) || (r->ids[SLOT_PHONE] && r->fields & (1u << DATA_PHONE))) {
        if (!r->ids[SLOT_MAIL] && !(r->fields & (1u << DATA_MYNUMBER | 1u << DATA_STUDENT_ID | 1u << DATA_US_SSN | 1u << DATA_PHONE | 1u << DATA_DRIVER_LICENSE |
                                                 1u << DATA_PASSPORT | 1u << DATA_NATIONAL_ID | 1u << DATA_PENSION_NO | 1u << DATA_CREDIT_CARD)))
            return;
        people_add(t->people, r);
        place_grows(t, t->row, t->row_first_column);
        place_grows(t, t->row, t->row_last_column);
    }
}

static void sample_start(struct table *t)
{
    t->mode = MODE_SAMPLE;
    t->cell_count = t->sample_rows = t->byte_count = 0;
    t->row_open = false;
}

/* A name column's cell that is itself a label: the header printed once more, its row is no person. */
static bool header_again(const struct scan *s)
{
    uint32_t end = 0;
    enum label_kind kind = scan_label_at(s->c_store + 8, s->class_store + 8, 0, s->n, &end);
    return end == s->n && (kind == LABEL_NAME || ((kind == LABEL_SURNAME || kind == LABEL_GIVEN) && s->n > 1) || (s->n == 1 && (s->c_store + 8)[0] == 0x59D3));
}

static void row_cell(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (!t->row_open || row != t->row) {
        row_close(t);
        t->row = row;
        t->row_open = true;
        t->row_total = t->row_named = false;
        t->row_first_column = column;
        t->record = (struct person_record){0};
        t->surname = t->given = t->kana = 0;
    }
    t->row_last_column = column;
    enum label_kind role = (enum label_kind)t->roles[column];
    if (role == LABEL_NOTHING || (int)role == ROLE_SKIP || t->row_total || n == 0) {
        /* 合計 may stand in any column before the name */
        if (!t->row_total && n >= 3 && n <= 24 && !t->row_named && ((uint8_t)utf8[0] == 0xE5 || (uint8_t)utf8[0] == 0xE8 || (uint8_t)utf8[0] == 0xE7)) {
            fold(t, utf8, n);
            t->row_total = total_word(t->scan);
        }
        return;
    }
    fold(t, utf8, n);
    const uint16_t *c = SCAN_C(t->scan);
    switch ((int)role) {
    case LABEL_NAME:
    case LABEL_SURNAME:
    case LABEL_GIVEN:
        if (total_word(t->scan)) {
            t->row_total = true;
            return;
        }
        if (!name_shape(t->scan))
            return;
        if (header_again(t->scan)) {
            t->row_total = true;
            return;
        }
        t->row_named = true;
        if (role == LABEL_NAME)
            t->record.name = company_shape(t->scan) ? 0 : hash_name(c, t->scan->n);
        else if (role == LABEL_SURNAME)
            t->surname = hash_name(c, t->scan->n);
        else
            t->given = hash_name(c, t->scan->n);
        break;
    case LABEL_KANA:
    case LABEL_SURNAME_KANA:
    case LABEL_GIVEN_KANA:
        if (name_shape(t->scan))
            t->kana = role == LABEL_GIVEN_KANA ? t->kana * 31 + hash_name(c, t->scan->n) : hash_name(c, t->scan->n);
        break;
    case ROLE_NOTES:
        if (t->scan->n > 2)
            scan_special_words(t->scan, &t->record.fields);
        break;
    default:
        take_value(t, &t->record, role, utf8, n);
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
        for (uint32_t k = 1; k <= COLUMN_LIMIT; k++) /* something was found: look at all of them again */
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
    fold(t, utf8, n);
    uint32_t at = t->values++;
    while (t->card_count <= at)
        t->cards[t->card_count++] = (struct person_record){0};
    struct person_record *r = &t->cards[at];
    switch ((enum label_kind)t->pending) {
    case LABEL_NAME:
    case LABEL_SURNAME:
        if (name_shape(t->scan) && !company_shape(t->scan)) {
            r->name = hash_name(SCAN_C(t->scan), t->scan->n);
            place_grows(t, row, column);
        }
        break;
    case LABEL_GIVEN:
        if (name_shape(t->scan))
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

struct column_facts {
    uint32_t filled, names, mails, phones, halves, companies, surnames;
};

static void judge_cell(struct table *t, const char *utf8, size_t n, struct column_facts *f)
{
    fold(t, utf8, n);
    struct scan *s = t->scan;
    f->filled++;
    if (memchr(utf8, '@', n)) {
        s->hit_count = 0;
        s->no_mail_until = 0;
        if (class_ascii_word(SCAN_CLASS(s)[0]) && mail_at(s, 0) == s->n)
            f->mails++;
        return;
    }
    uint32_t digits;
    digits_of(s, &digits);
    if (digits >= 9) {
        f->phones += scan_is_phone(s);
        return;
    }
    if (digits || s->n < 2 || !name_shape(s))
        return;
    if (company_shape(s)) {
        f->companies++;
        return;
    }
    int strength = person_strength(s);
    f->names += strength >= 3;
    f->halves += strength == 2;
    f->surnames += strength == 1;
}

static bool notes_label(const uint16_t *c, uint32_t n)
{
    static const char16_t *const words[] = {u"備考", u"特記事項", u"メモ", u"コメント", u"摘要", u"所見", u"配慮", u"連絡事項", u"notes", u"remarks", u"comment", u"memo", u"状況", u"相談内容", u"内容", u"経過"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        for (uint32_t i = 0; i < n && i < 12; i++)
            if (c[i] == words[k][0] && scan_is(c, i, words[k]))
                return true;
    return false;
}

/* The row of cells from at has as many cells as its header, begins with no label, and so does the one below. */
static bool below_is_data(struct table *t, uint32_t at, uint32_t filled)
{
    for (int rows = 0; rows < 2; rows++) {
        uint32_t from = at;
        while (at < t->cell_count && t->cells[at].row == t->cells[from].row) {
            if (label_of(t, t->bytes + t->cells[at].at, t->cells[at].length) != LABEL_NOTHING)
                return false;
            at++;
        }
        if (at == from)
            return rows > 0;
        if (at - from > filled)
            return false;
    }
    return true;
}

static void decide(struct table *t)
{
    /* labels of each sampled row */
    uint32_t header_first = 0, header_last = 0; /* cells [first, last) of the header row */
    uint32_t card_rows = 0, rows = 0;
    bool header = false, list = false; /* list: a header of three labels or more, a name among them */
    memset(t->roles, 0, sizeof t->roles);
    t->has_name = t->has_organisation = t->has_things = false;
    for (uint32_t i = 0; i < t->cell_count;) {
        uint32_t from = i, labels = 0, filled = 0, people_labels = 0, alternating = 0;
        bool first_is_label = false, previous_label = false, second_is_value = false, named = false;
        while (i < t->cell_count && t->cells[i].row == t->cells[from].row) {
            const struct cell *cell = &t->cells[i];
            enum label_kind kind = label_of(t, t->bytes + cell->at, cell->length);
            bool is_label = kind != LABEL_NOTHING;
            filled++;
            labels += is_label;
            people_labels += is_label && kind != LABEL_NEGATIVE && kind != LABEL_ORG && kind != LABEL_PRODUCT && kind != LABEL_DEPT;
            named = named || kind == LABEL_NAME || kind == LABEL_SURNAME;
            if (i == from)
                first_is_label = is_label;
            else
                alternating += previous_label && !is_label;
            if (i == from + 1)
                second_is_value = !is_label;
            previous_label = is_label;
            i++;
        }
        rows++;
        /* a header names its columns: most of its cells are labels, and rows follow */
        bool pairs = first_is_label && second_is_value && alternating * 2 >= labels; /* a card's row: label, value, label, value */
        if (!header && labels >= 2 && labels * 2 >= filled && people_labels >= 1 && i < t->cell_count && !pairs) {
            header = true;
            list = named && labels >= 3;
            header_first = from;
            header_last = i;
        } else if (!header && named && filled <= 4 && i < t->cell_count && below_is_data(t, i, filled)) {
            header = true; /* 氏名, 出欠 */
            header_first = from;
            header_last = i;
        } else if (!header && labels == 1 && filled == 1 && people_labels == 1 && i < t->cell_count && t->cells[i].column == t->cells[from].column &&
                   (i + 1 >= t->cell_count || t->cells[i + 1].row != t->cells[i].row)) {
            header = true; /* one column with its name on top */
            header_first = from;
            header_last = i;
        } else if (!header && labels >= 2 && labels * 2 >= filled && people_labels == 0 && i < t->cell_count && rows <= 8 && alternating == 0) {
            header = true; /* orders, products ... */
            header_first = from;
            header_last = i;
        }
        if (first_is_label && filled >= 2 && alternating >= 1)
            card_rows++;
    }
    /* cards: label and value side by side, row after row */
    if (card_rows >= 2 && !list && (!header || card_rows * 2 >= rows)) {
        t->mode = MODE_CARDS;
        return;
    }
    uint32_t data_first = 0;
    t->header_row = 0;
    if (header) {
        for (uint32_t i = header_first; i < header_last; i++) {
            const struct cell *cell = &t->cells[i];
            enum label_kind kind = label_of(t, t->bytes + cell->at, cell->length);
            if (kind == LABEL_NOTHING && notes_label(SCAN_C(t->scan), t->scan->n))
                t->roles[cell->column] = ROLE_NOTES;
            else
                t->roles[cell->column] = (uint8_t)kind;
        }
        data_first = header_last;
        /* a second header row under merged titles: 氏名 over 姓 and 名 */
        uint32_t i = header_last, labels = 0, filled = 0;
        while (i < t->cell_count && t->cells[i].row == t->cells[header_last].row) {
            labels += label_of(t, t->bytes + t->cells[i].at, t->cells[i].length) != LABEL_NOTHING;
            filled++;
            i++;
        }
        if (labels >= 2 && labels * 2 > filled && i < t->cell_count) {
            for (uint32_t k = header_last; k < i; k++) {
                enum label_kind kind = label_of(t, t->bytes + t->cells[k].at, t->cells[k].length);
                if (kind != LABEL_NOTHING)
                    t->roles[t->cells[k].column] = (uint8_t)kind;
            }
            data_first = i;
        }
    }
    if (data_first)
        t->header_row = t->cells[data_first - 1].row;
    /* contents, for columns that no label names, and to doubt labels */
    struct column_facts *facts = calloc(COLUMN_LIMIT + 1, sizeof *facts);
    uint32_t data_rows = 0;
    if (facts) {
        for (uint32_t i = data_first; i < t->cell_count; i++) {
            const struct cell *cell = &t->cells[i];
            if (i == data_first || cell->row != t->cells[i - 1].row)
                data_rows++;
            enum label_kind kind = (enum label_kind)t->roles[cell->column];
            if (kind == LABEL_NOTHING || kind == LABEL_NAME || kind == LABEL_KANA)
                judge_cell(t, t->bytes + cell->at, cell->length, &facts[cell->column]);
        }
        for (uint32_t k = 1; k <= COLUMN_LIMIT; k++) {
            const struct column_facts *f = &facts[k];
            if (t->roles[k] == LABEL_NAME && f->filled >= 2 && f->companies * 2 >= f->filled)
                t->roles[k] = LABEL_ORG;
            if (t->roles[k] != LABEL_NOTHING || f->filled == 0)
                continue;
            if (f->mails * 3 >= f->filled * 2)
                t->roles[k] = LABEL_EMAIL;
            else if (f->phones * 3 >= f->filled * 2)
                t->roles[k] = LABEL_PHONE;
            else if (f->companies * 2 >= f->filled)
                t->roles[k] = LABEL_ORG;
            else if (f->filled >= 2 && (f->names + f->halves) * 5 >= f->filled * 3 && f->names * 5 >= f->filled)
                t->roles[k] = LABEL_NAME;
        }
        free(facts);
    }
    bool first_name = false, surname = false, kana = false;
    for (uint32_t k = 1; k <= COLUMN_LIMIT; k++) {
        switch (t->roles[k]) {
        case LABEL_NAME:
            /* the first one is whom the row is about; guardians and clerks beside them are not counted */
            if (first_name)
                t->roles[k] = ROLE_SKIP;
            first_name = true;
            break;
        case LABEL_SURNAME:
            surname = true;
            break;
        case LABEL_KANA:
        case LABEL_SURNAME_KANA:
            kana = true;
            break;
        case LABEL_ORG:
            t->has_organisation = true;
            break;
        case LABEL_PRODUCT:
            t->has_things = true;
            break;
        default:
            break;
        }
    }
    t->has_name = first_name || surname;
    /* some rows and an identifying column, or a header that says so; one line of text is no table */
    bool ids = false;
    for (uint32_t k = 1; k <= COLUMN_LIMIT; k++)
        ids = ids || t->roles[k] == LABEL_EMAIL || t->roles[k] == LABEL_MYNUMBER || t->roles[k] == LABEL_STUDENT || t->roles[k] == LABEL_PHONE || t->roles[k] == LABEL_CARD;
    if (header || (data_rows >= 2 && (t->has_name || (ids && data_rows >= 3)))) {
        if (t->has_name || kana || ids) {
            t->mode = MODE_ROWS;
            return;
        }
    }
    t->mode = MODE_TEXT;
    memset(t->quiet, 0, sizeof t->quiet);
    /* of a table without persons, columns of shops, codes and amounts are quiet from the start */
    if (header)
        for (uint32_t k = 1; k <= COLUMN_LIMIT; k++)
            if (t->roles[k] != LABEL_NOTHING && t->roles[k] != ROLE_NOTES)
                t->quiet[k] = QUIET_ALWAYS;
}

static void dispatch(struct table *t, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (t->mode == MODE_ROWS)
        row_cell(t, row, column, utf8, n);
    else if (t->mode == MODE_CARDS)
        card_cell(t, row, column, utf8, n);
    else
        text_cell(t, row, column, utf8, n);
}

static void replay(struct table *t)
{
    if (!t->cell_count)
        return;
    decide(t);
    t->row_open = false;
    uint32_t from = 0;
    if (t->mode == MODE_ROWS) {
        /* titles above the header and the header itself are no rows of persons */
        while (from < t->cell_count && t->header_row && t->cells[from].row <= t->header_row)
            from++;
    }
    for (uint32_t i = from; i < t->cell_count; i++)
        dispatch(t, t->cells[i].row, t->cells[i].column, t->bytes + t->cells[i].at, t->cells[i].length);
    t->cell_count = t->byte_count = t->sample_rows = 0;
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
        sample_start(t);
    }
    if (column == 0 || column > COLUMN_LIMIT) {
        if (column > COLUMN_LIMIT && n > 60)
            t->line(t->ctx, utf8, n);
        return;
    }
    if (t->mode == MODE_SAMPLE) {
        bool new_row = t->cell_count == 0 || t->cells[t->cell_count - 1].row != row;
        if ((new_row && t->sample_rows >= SAMPLE_ROWS) || t->cell_count >= SAMPLE_CELLS || t->byte_count + n > SAMPLE_BYTES)
            replay(t);
        else {
            t->sample_rows += new_row;
            if (n == 0)
                return;
            memcpy(t->bytes + t->byte_count, utf8, n);
            t->cells[t->cell_count++] = (struct cell){row, column, t->byte_count, (uint32_t)n};
            t->byte_count += (uint32_t)n;
            return;
        }
        if (t->mode == MODE_SAMPLE) /* nothing was sampled: one cell larger than the sample */
            t->mode = MODE_TEXT;
    }
    dispatch(t, row, column, utf8, n);
}

void table_end(struct table *t)
{
    if (!t->open)
        return;
    if (t->mode == MODE_SAMPLE)
        replay(t);
    row_close(t);
    cards_flush(t);
    text_flush(t);
    t->open = false;
    t->row_open = false;
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
