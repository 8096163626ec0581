/* Persons of one part: takes table cells and running text, and answers how many distinct persons are in it and what is known of them.
 * Tables are table.c's, counting people.c's; here numbers and names of running text become persons. */
#include "detect/detect.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/people.h"
#include "detect/said_names.h"
#include "detect/scan.h"
#include "detect/table.h"

enum {
    LINES_TOGETHER = 8 /* a field this many lines below a name still is that person's */
};

struct persons {
    struct people *people;
    struct scan scan;
    struct table *table;

    /* running text: the person that fields belong to */
    struct person_record current;
    bool current_open;
    bool private_phone;  /* one that is no Japanese landline is among its telephones */
    const char *half;    /* the rule that found its name, if that is half of one */
    size_t name_end;     /* ... and where in the text it ends; 0: nowhere in this text */
    size_t account_end;  /* the same of the number of a bank account */
    struct said_names said; /* in running text */
    uint32_t lines_since;
    uint32_t organisation_lines, payee_lines; /* a company, a payee was named: so many lines on it still counts */

    const char *text; /* of the block being read */
    size_t line_start, line_end, length;
    const struct place *place; /* of it; NULL: the table knows */
    bool found;       /* anything, since the flag was cleared */

    secret_fn *on_secret;
    void *secret_ctx;
    char tail[16 * SECRET_BEFORE]; /* the end of the blocks before this one; long, so that it seldom has to move */
    size_t tail_length;
};

struct persons *persons_new(void)
{
    struct persons *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->people = people_new();
    if (!p->people) {
        free(p);
        return NULL;
    }
    return p;
}

void persons_on_secret(struct persons *p, secret_fn *on_secret, void *ctx)
{
    p->on_secret = on_secret;
    p->secret_ctx = ctx;
}

void persons_free(struct persons *p)
{
    if (!p)
        return;
    table_free(p->table);
    people_free(p->people);
    free(p);
}

static void current_close(struct persons *p)
{
    if (p->current_open) {
        struct person_record *r = &p->current;
        /* a landline beside a mail address at work is the office's, unless it is said where somebody lives: 03-3581-2345 / sato@example.co.jp */
        const uint32_t contact = 1u << DATA_PHONE | 1u << DATA_EMAIL, told = r->fields & (contact | 1u << DATA_ADDRESS);
        r->organisation = r->organisation || (told == contact && !r->private_mail && !p->private_phone);
        uint32_t sure = 1u << DATA_MYNUMBER | 1u << DATA_CREDIT_CARD | 1u << DATA_DRIVER_LICENSE | 1u << DATA_PASSPORT | 1u << DATA_US_SSN | 1u << DATA_NATIONAL_ID |
                        1u << DATA_RESIDENCE_CARD | 1u << DATA_PENSION_NO | 1u << DATA_STUDENT_ID;
        if (r->name || r->ids[SLOT_MAIL] || (r->ids[SLOT_NUMBER] && (r->fields & sure)))
            people_add(p->people, r);
    }
    memset(&p->current, 0, sizeof p->current);
    p->current_open = p->private_phone = false;
    p->half = NULL;
}

/* 03-3581-2345, +81 3 3581 2345: nine digits behind the zero, where mobiles have ten. */
static bool landline(const char *s, size_t n)
{
    enum { NATIONAL = 9, DIGITS = 12 };
    char d[DIGITS];
    size_t used = 0, i = 0;
    while (i < n) {
        uint32_t cp;
        i += utf8_decode(s + i, n - i, &cp);
        uint16_t c = scan_fold_character(cp);
        if (c < '0' || c > '9')
            continue;
        if (used == DIGITS)
            return false;
        d[used++] = (char)c;
    }
    size_t skip = used > 2 && d[0] == '8' && d[1] == '1' ? 2 : 0;
    skip += used > skip && d[skip] == '0';
    return used - skip == NATIONAL;
}

static uint64_t plain_hash(const char *s, size_t n)
{
    /* separators and width do not make another number */
    char out[64];
    size_t used = 0, i = 0;
    while (i < n && used < sizeof out - 4) {
        uint32_t cp;
        i += utf8_decode(s + i, n - i, &cp);
        uint16_t f = scan_fold_character(cp);
        if ((f >= '0' && f <= '9') || (f >= 'A' && f <= 'Z'))
            out[used++] = (char)f;
        else if (f >= 'a' && f <= 'z')
            out[used++] = (char)(f - 32);
    }
    size_t skip = used > 10 && out[0] == '8' && out[1] == '1' ? 2 : used && out[0] == '0' ? 1 : 0;
    return used > skip ? hash_bytes(out + skip, used - skip, 7) : 0;
}

static bool contains(const char *s, size_t n, const char *const *words, size_t count)
{
    for (size_t i = 0; i < n; i++) {
        if ((uint8_t)s[i] < 0xC0 && s[i] != '(' && s[i] != 'I' && s[i] != 'L' && s[i] != 'C')
            continue;
        for (size_t k = 0; k < count; k++)
            if (words[k][0] == s[i] && n - i >= strlen(words[k]) && memcmp(s + i, words[k], strlen(words[k])) == 0)
                return true;
    }
    return false;
}

static const char *const organisation_words[] = {
    "株式会社", "有限会社", "合同会社", "医療法人", "社団法人", "財団法人", "学校法人", "福祉法人", "(株)", "（株）", "㈱", "事務所", "銀行", "大学",
    "市役所", "区役所", "県庁", "営業部", "総務部", "事業部", "部長", "課長", "Inc", "Ltd", "LLC", "Corp", "Co.,", "組合", "協会", "部門", "研究所",
    "病院"};
static const char *const payee_words[] = {"振込先", "お振込", "振り込み先", "お支払先", "支払先", "お支払い先", "送金先", "ご請求", "請求書"};

/* What the line says about those on it, before its hits are read. */
static void line_context(struct persons *p, size_t start, size_t end)
{
    const char *s = p->text + start;
    size_t n = end - start < 400 ? end - start : 400;
    if (contains(s, n, organisation_words, sizeof organisation_words / sizeof *organisation_words))
        p->organisation_lines = 4;
    if (contains(s, n, payee_words, sizeof payee_words / sizeof *payee_words))
        p->payee_lines = 8;
}

/* Moves on to the line that holds byte at. */
static void reach(struct persons *p, size_t at)
{
    while (at >= p->line_end && p->line_end < p->length) {
        size_t start = p->line_end;
        if (p->text[start] == '\n')
            start++;
        const char *newline = start < p->length ? memchr(p->text + start, '\n', p->length - start) : NULL;
        size_t end = newline ? (size_t)(newline - p->text) : p->length;
        if (start == end && start == p->line_end)
            break;
        p->line_start = start;
        p->line_end = end;
        bool blank = true;
        for (size_t i = start; i < end && blank; i++)
            blank = p->text[i] == ' ' || p->text[i] == '\r' || p->text[i] == '\t';
        if (blank || ++p->lines_since > LINES_TOGETHER)
            current_close(p);
        if (p->organisation_lines)
            p->organisation_lines--;
        if (p->payee_lines)
            p->payee_lines--;
        line_context(p, start, end);
    }
}

static int slot_of_type(enum data_type type)
{
    switch (type) {
    case DATA_EMAIL:
        return SLOT_MAIL;
    case DATA_PHONE:
        return SLOT_PHONE;
    case DATA_BIRTHDATE:
        return SLOT_BIRTH;
    case DATA_ADDRESS:
        return SLOT_ADDRESS;
    case DATA_MYNUMBER:
    case DATA_DRIVER_LICENSE:
    case DATA_PASSPORT:
    case DATA_PENSION_NO:
    case DATA_CREDIT_CARD:
    case DATA_US_SSN:
    case DATA_STUDENT_ID:
    case DATA_RESIDENCE_CARD:
    case DATA_INSURANCE_NO:
    case DATA_NATIONAL_ID:
    case DATA_CUSTOMER_ID:
        return SLOT_NUMBER;
    default:
        return -1;
    }
}

/* The name by which whoever is called so here was called before; a whole one tells who was meant by half of it. */
static uint64_t same_person(struct persons *p, const char *s, size_t n)
{
    struct whole_name w = whole_name(s, n);
    uint64_t name = hash_name_utf8(s, n), said = said_before(&p->said, name, &w);
    if (said)
        return said;
    if (w.name) {
        if (p->current.name && (p->current.name == w.surname || p->current.name == w.given))
            p->current.name = name;
        people_tell(p->people, w.surname, name);
        said_now(&p->said, &w);
    }
    return name;
}

/* Two words of Latin letters right behind a name in kanji, without a comma unless they are capitals: 本間 学　HONMA MANABU, 霧島翔太様（Shota Kirishima） */
static bool is_romaji(const struct persons *p, const struct data_hit *h)
{
    enum { KANJI_BYTES = 3 };
    unsigned words = 1, small = 0;
    bool comma = memchr(p->text + p->name_end, ',', h->start - p->name_end) != NULL;
    if (p->name_end < KANJI_BYTES || (uint8_t)p->text[p->name_end - KANJI_BYTES] < 0xE4)
        return false;
    for (size_t i = h->start; i < h->end; i++) {
        if (p->text[i] == ' ')
            words++;
        else if (!ascii_letter((uint8_t)p->text[i]))
            return false;
        small += p->text[i] >= 'a';
    }
    return words == 2 && !(comma && small);
}

static bool kana_only(const struct persons *p, const struct data_hit *h)
{
    for (size_t i = h->start, next; i < h->end; i = next) {
        uint32_t cp;
        next = i + utf8_decode(p->text + i, h->end - i, &cp);
        enum char_class k = scan_class(scan_fold_character(cp));
        if (k != CLASS_KATAKANA && k != CLASS_HIRAGANA && k != CLASS_SPACE)
            return false;
    }
    return true;
}

/* Kana or Latin letters in the field behind a name and its title: how it is read. '松村 文子','マツムラ フミコ' */
static bool is_reading(const struct persons *p, const struct data_hit *h)
{
    enum { GAP = 9 }; /* three characters */
    bool field = false;
    if (!p->name_end || h->start <= p->name_end || h->start - p->name_end > GAP)
        return false;
    for (size_t i = p->name_end, next; i < h->start; i = next) {
        uint32_t cp;
        next = i + utf8_decode(p->text + i, h->start - i, &cp);
        uint16_t c = scan_fold_character(cp);
        if (i == p->name_end && (c == u'様' || c == u'殿' || c == u'氏'))
            continue;
        field = field || c == '\'' || c == '"' || c == ',' || c == '\t' || c == '(' || c == '/' || c == '|';
        if (cp == '\n' || scan_class(c) > CLASS_MARK || c == 0x3001 || c == 0x30FB)
            return false;
    }
    return is_romaji(p, h) || (field && kana_only(p, h));
}

/* SHIMADA NORIKO（島田 紀子様）: the name before was how this one is written in Latin letters. */
static bool was_romaji(const struct persons *p, const struct data_hit *h)
{
    const char *t = p->text;
    size_t end = p->name_end, gap = h->start - end;
    bool bracket = end && ((gap == 1 && t[end] == '(') || (gap == 3 && memcmp(t + end, "（", 3) == 0));
    return bracket && ascii_letter((uint8_t)t[end - 1]) && (uint8_t)t[h->start] >= 0xE4;
}

/* 普通 2356281 キリヅミノ ケンタ: in whose name the account of the one above is kept. */
static bool is_holder(const struct persons *p, const struct data_hit *h)
{
    return p->current.name && p->account_end > p->line_start && p->account_end <= h->start && kana_only(p, h);
}

static void secret_found(struct persons *p, const struct data_hit *h)
{
    char before[SECRET_BEFORE];
    struct place in_table = {.kind = PLACE_CELL};
    size_t here = h->start < sizeof before ? h->start : sizeof before, room = sizeof before - here;
    size_t above = p->tail_length < room ? p->tail_length : room;
    memcpy(before, p->tail + p->tail_length - above, above);
    memcpy(before + above, p->text + h->start - here, here);
    if (!p->place)
        table_text_place(p->table, h->start, &in_table);
    struct secret_hit secret = {.type = h->type,
                                .confidence = h->confidence,
                                .text = p->text + h->start,
                                .length = h->end - h->start,
                                .before = before,
                                .before_length = above + here,
                                .after = p->text + h->end,
                                .after_length = p->length - h->end < SECRET_AFTER ? p->length - h->end : SECRET_AFTER,
                                .place = p->place ? p->place : &in_table};
    p->on_secret(p->secret_ctx, &secret);
}

/* The block was read: its end is what stands before the next one. */
static void tail_add(struct persons *p, const char *utf8, size_t n)
{
    if (n >= SECRET_BEFORE) {
        utf8 += n - (SECRET_BEFORE - 1);
        n = SECRET_BEFORE - 1;
    }
    if (p->tail_length + n + 1 > sizeof p->tail) {
        memmove(p->tail, p->tail + p->tail_length - SECRET_BEFORE, SECRET_BEFORE);
        p->tail_length = SECRET_BEFORE;
    }
    memcpy(p->tail + p->tail_length, utf8, n);
    p->tail_length += n;
    p->tail[p->tail_length++] = '\n';
}

/* A name: the fields behind it are that person's from now on. */
static void person_hit(struct persons *p, const struct data_hit *h)
{
    const char *s = p->text + h->start;
    size_t n = h->end - h->start;
    struct person_record *r = &p->current;
    if (is_reading(p, h) || is_holder(p, h))
        return;
    bool written_twice = was_romaji(p, h);
    p->name_end = h->end;
    const char *half = h->rule == person_surname_part || h->rule == person_given_part ? h->rule : NULL;
    uint64_t name = half ? hash_name_utf8(s, n) : same_person(p, s, n);
    if (half && p->half && half != p->half && p->lines_since <= 2) {
        p->half = NULL; /* 姓：山田, 名：太郎 */
        return;
    }
    if (r->name && r->name != name && !written_twice)
        current_close(p);
    p->half = half;
    /* numbers before the name on its own line are the name's; those of other lines were somebody else's */
    if (p->current_open && !r->name && p->lines_since > 2)
        current_close(p);
    r->name = name;
    r->fields |= 1u << DATA_PERSON;
    r->organisation = r->organisation || p->organisation_lines > 0;
    p->current_open = true;
    p->lines_since = 0;
}

static void text_hit(void *ctx, const struct data_hit *h)
{
    struct persons *p = ctx;
    if (h->confidence == CONFIDENCE_LOW)
        return;
    p->found = true;
    if (p->on_secret && (h->type == DATA_SECRET || h->type == DATA_PASSWORD))
        secret_found(p, h);
    reach(p, h->start);
    if (h->type == DATA_PERSON) {
        person_hit(p, h);
        return;
    }
    const char *s = p->text + h->start;
    size_t n = h->end - h->start;
    struct person_record *r = &p->current;
    int slot = slot_of_type(h->type);
    if (h->type == DATA_BANK_ACCOUNT)
        p->account_end = h->end;
    if (h->type == DATA_BANK_ACCOUNT && p->payee_lines)
        return; /* where money is to be sent: meant to be read */
    if (h->type == DATA_EMAIL && mail_is_role(s, n))
        return;
    uint64_t value = h->type == DATA_EMAIL ? hash_mail(s, n) : slot >= 0 ? plain_hash(s, n) : 0;
    if (h->type == DATA_ADDRESS)
        value = hash_name_utf8(s, n);
    /* a second number of the same kind: somebody else's, unless it is a telephone or stands beside a name */
    if (slot >= 0 && r->ids[slot] && r->ids[slot] != value && slot != SLOT_PHONE && slot != SLOT_ADDRESS && (!r->name || slot == SLOT_NUMBER) &&
        (r->fields >> h->type & 1))
        current_close(p);
    p->current_open = true;
    r->fields |= 1u << h->type;
    if (slot == SLOT_NUMBER && !r->ids[slot])
        r->number_kind = (uint16_t)(h->type + 1);
    if (slot >= 0 && !r->ids[slot])
        r->ids[slot] = value;
    if (h->type == DATA_PHONE)
        p->private_phone = p->private_phone || !landline(s, n);
    if (h->type == DATA_EMAIL)
        r->private_mail = r->private_mail || mail_is_private(s, n);
    if (p->organisation_lines)
        r->organisation = true;
    if (!r->name)
        p->lines_since = 0;
}

static void read_text(struct persons *p, const char *utf8, size_t n, const struct place *place)
{
    p->place = place;
    p->text = utf8;
    p->length = n;
    p->name_end = p->account_end = 0;
    p->line_start = p->line_end = 0;
    const char *newline = memchr(utf8, '\n', n);
    p->line_end = newline ? (size_t)(newline - utf8) : n;
    p->lines_since++;
    if (p->organisation_lines)
        p->organisation_lines--;
    if (p->payee_lines)
        p->payee_lines--;
    line_context(p, 0, p->line_end);
    scan_block(&p->scan, utf8, n, text_hit, p);
    reach(p, n);
    p->text = NULL;
    if (p->on_secret)
        tail_add(p, utf8, n);
}

static bool text_of_table(void *ctx, const char *utf8, size_t n)
{
    struct persons *p = ctx;
    current_close(p); /* a row is one person's */
    p->found = false;
    read_text(p, utf8, n, NULL);
    return p->found;
}

void persons_cell(struct persons *p, const char *table, uint32_t row, uint32_t column, const char *utf8, size_t n)
{
    if (!p->table) {
        p->table = table_new(p->people, &p->scan, text_of_table, p);
        if (!p->table) {
            people_short(p->people);
            return;
        }
    }
    table_cell(p->table, table, row, column, utf8, n);
}

void persons_text(struct persons *p, const char *utf8, size_t n, const struct place *place)
{
    if (place->flags & (PLACE_QUOTED | PLACE_SIGNATURE | PLACE_DISCLAIMER)) /* what tracked changes deleted goes out with the file: it counts */
        return;
    if (n == 0) {
        current_close(p);
        return;
    }
    if (p->table)
        table_end(p->table);
    read_text(p, utf8, n, place);
}

void persons_merge(struct persons *p, const struct persons *other)
{
    people_merge(p->people, other->people);
}

void persons_end(struct persons *p)
{
    if (p->table)
        table_end(p->table);
    current_close(p);
}

void persons_get_result_without(const struct persons *p, const struct person_known *known, size_t count, struct persons_result *out)
{
    memset(out, 0, sizeof *out);
    people_count(p->people, known, count, out);
    if (p->table)
        table_place(p->table, out->sample_place);
}

void persons_get_result(const struct persons *p, struct persons_result *out)
{
    persons_get_result_without(p, NULL, 0, out);
}
