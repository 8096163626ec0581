/* Numbers that a state, a school or a shop gave to one person: shape, check digit where there is one, and the label that must stand by. */
#include "detect/scan.h"

#include <string.h>

static bool one_group_or(const struct number *num, uint32_t a, uint32_t b, uint32_t c3)
{
    if (num->group_count == 1)
        return true;
    if (num->group_count == 2)
        return num->groups[0] == a && num->groups[1] == b && c3 == 0;
    return num->group_count == 3 && num->groups[0] == a && num->groups[1] == b && num->groups[2] == c3;
}

static void hit(struct scan *s, enum data_type type, enum confidence confidence, const char *rule, const struct number *num)
{
    scan_hit(s, type, confidence, rule, num->start, num->end);
    s->label_value_end = num->end;
    s->last_type = type;
    s->last_lines = 4;
}

/* Only the number stands on its line (spaces, bullets and a name apart): a list that goes on without its label. */
static bool alone(const struct scan *s, const struct number *num)
{
    const uint8_t *cls = s->class_store + 8;
    uint32_t others = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if ((i < num->start || i >= num->end) && cls[i] != CLASS_SPACE && cls[i] != CLASS_TAB && cls[i] != CLASS_MARK)
            others += cls[i] == CLASS_DIGIT || cls[i] == CLASS_UPPER || cls[i] == CLASS_LOWER ? 4 : 1;
    return others <= 8;
}

/* Words of those who carry parcels stand around: their numbers have twelve digits, too. */
static bool of_parcel(const struct scan *s, uint32_t at)
{
    enum { BEFORE = 32, BEHIND = 32 };
    static const char16_t *const words[] = {u"荷物", u"追跡", u"配送", u"発送", u"伝票", u"ヤマト", u"佐川", u"宅配", u"宅急便", u"ゆうパック", u"送り状"};
    for (uint32_t i = at > BEFORE ? at - BEFORE : 0; i < s->n && i < at + BEHIND; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (scan_is(s->c_store + 8, i, words[k]))
                return true;
    return false;
}

/* Neither a label of this line nor a column says what the number is; what a line above waits for may be something else. */
static bool open_to(const struct scan *s, enum label_kind kind)
{
    return kind == LABEL_NOTHING || (s->label.kind == LABEL_NOTHING && !s->field_count && kind != LABEL_NEGATIVE);
}

/* Nothing but spaces and a remark in brackets stands between a name and this place: 鉄炮塚　達夫（長男）　4108 2169 2036 */
static bool beside_name(const struct scan *s, uint32_t at, enum label_kind kind)
{
    enum { NAME_TO_NUMBER = 12 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    if (!last || last->type != DATA_PERSON || last->end >= at || at - last->end > NAME_TO_NUMBER || !open_to(s, kind) || of_parcel(s, at))
        return false;
    bool brackets = false;
    for (uint32_t k = (uint32_t)last->end; k < at; k++) {
        brackets = c[k] == '(' || (brackets && c[k] != ')');
        if (!brackets && cls[k] != CLASS_SPACE && cls[k] != CLASS_TAB && c[k] != ')' && c[k] != u'様' && c[k] != '/')
            return false;
    }
    return true;
}

/* The label stands right before this place, not on a line above. */
static bool own_label(const struct scan *s, enum label_kind kind, uint32_t at)
{
    enum { LABEL_TO_VALUE = 6 };
    if (s->label.kind != kind || at - s->label.end > LABEL_TO_VALUE)
        return false;
    for (uint32_t k = s->label.end; k < at; k++)
        if ((s->class_store + 8)[k] == CLASS_KANJI || (s->class_store + 8)[k] == CLASS_KATAKANA)
            return false;
    return true;
}

/* The text has named such numbers, and neither a label nor a word right before this one says that it is another: 受付132600939819, but 第459637275112号 */
static bool told(const struct scan *s, enum label_kind wanted, enum label_kind kind, uint32_t at)
{
    const uint8_t before = at > 0 ? (s->class_store + 8)[at - 1] : CLASS_END;
    bool nth = at > 0 && (s->c_store + 8)[at - 1] == u'第';
    if (!scan_told(s, wanted) || (before == CLASS_KANJI && !nth) || before == CLASS_KATAKANA)
        return false;
    return open_to(s, kind) || kind == LABEL_NAME || kind == LABEL_ADDRESS || kind == LABEL_BIRTH || kind == LABEL_ACCOUNT;
}

/* One hit under a label that fits the number's form. */
static bool labelled(struct scan *s, enum data_type type, enum confidence confidence, const char *rule, const struct number *num, bool fits)
{
    if (fits)
        hit(s, type, confidence, rule, num);
    return fits;
}

static bool national_digits(const struct number *num)
{
    char plain[NUMBER_DIGITS];
    for (uint32_t i = 0; i < num->count; i++)
        plain[i] = (char)('0' + num->digits[i]);
    return check_national(plain, num->count);
}

static bool decimal(const struct number *num) /* 35.4548 */
{
    return num->group_count == 2 && num->marks[1] == '.';
}

static bool pension_groups(const struct number *num) /* 1234-567890 */
{
    return num->count == 10 && num->group_count == 2 && num->groups[0] == 4 && num->marks[1] == '-';
}

/* Eric Shelby (608-90-0108) */
static bool in_brackets_of_name(const struct scan *s, const struct number *num)
{
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    if (!num->open && num->start == 0)
        return false;
    uint32_t open = num->start - !num->open; /* the bracket is part of what was read, or stands before it */
    return last && last->type == DATA_PERSON && c[open] == '(' && last->end <= open && open - last->end <= 1;
}

/* P/N 123-81-4254 */
static bool behind_capital(const struct scan *s, uint32_t at)
{
    const uint8_t *cls = s->class_store + 8;
    while (at > 0 && cls[at - 1] == CLASS_SPACE)
        at--;
    return at > 0 && cls[at - 1] == CLASS_UPPER;
}

static bool social_security_groups(const struct number *num) /* 123-45-6789 */
{
    return num->count == 9 && num->group_count == 3 && one_group_or(num, 3, 2, 4) && num->marks[1] == '-' && num->marks[2] == '-' && check_ssn(num->digits);
}

static bool student_digits(const struct number *num)
{
    if (num->count < 5 || num->count > 12 || num->group_count > 3 || decimal(num))
        return false;
    return num->group_count < 3 || (num->digits[0] != 0 && num->count <= 10 && num->marks[1] == '-' && num->marks[2] == '-'); /* 28-51-748 */
}

/* A kind of label that says all: the number is of that kind, or nothing. */
static bool kind_decides(enum label_kind kind)
{
    switch (kind) {
    case LABEL_NATIONAL: case LABEL_LICENSE: case LABEL_PENSION: case LABEL_INSURANCE: case LABEL_SSN: case LABEL_STUDENT: case LABEL_CUSTOMER:
    case LABEL_PASSPORT: case LABEL_RESIDENCE:
        return true;
    default:
        return false;
    }
}

static bool number_of_kind(struct scan *s, const struct number *num, enum label_kind kind)
{
    const uint8_t *d = num->digits;
    switch (kind) {
    case LABEL_NATIONAL:
        return labelled(s, DATA_NATIONAL_ID, CONFIDENCE_HIGH, "national-id", num, national_digits(num));
    case LABEL_LICENSE:
        return labelled(s, DATA_DRIVER_LICENSE, check_licence(d) ? CONFIDENCE_HIGH : CONFIDENCE_LOW, "driver-license", num,
                        num->count == 12 && one_group_or(num, 4, 4, 4));
    case LABEL_PENSION:
        return labelled(s, DATA_PENSION_NO, CONFIDENCE_HIGH, "pension", num,
                        num->count == 10 && one_group_or(num, 4, 6, 0) &&
                            !(s->label.kind == LABEL_NOTHING && SCAN_C(s)[num->end] == u'の')); /* 4795221743の件 */
    case LABEL_INSURANCE:
        return labelled(s, DATA_INSURANCE_NO, num->count >= 6 ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, "insurance", num,
                        num->count >= 4 && num->count <= 12 && num->group_count <= 3);
    case LABEL_SSN:
        return labelled(s, DATA_US_SSN, CONFIDENCE_HIGH, "us-ssn", num, num->count == 9 && one_group_or(num, 3, 2, 4) && (check_ssn(d) || check_itin(d)));
    case LABEL_STUDENT:
        return labelled(s, DATA_STUDENT_ID, CONFIDENCE_HIGH, "student-id", num, student_digits(num));
    case LABEL_CUSTOMER:
        return labelled(s, DATA_CUSTOMER_ID, CONFIDENCE_MEDIUM, "customer-id", num,
                        num->count >= 4 && num->count <= 16 && num->group_count <= 4 && !decimal(num));
    case LABEL_PASSPORT: /* of other countries than Japan: 343688753 */
        return labelled(s, DATA_PASSPORT, CONFIDENCE_MEDIUM, "passport-foreign", num,
                        own_label(s, LABEL_PASSPORT, num->start) && num->group_count == 1 && num->count >= 8 && num->count <= 9);
    default: /* a residence card's has letters */
        return false;
    }
}

static bool own_line(const struct scan *s, const struct number *num, enum label_kind kind)
{
    return kind == LABEL_NOTHING && s->last_lines > 0 && alone(s, num);
}

/* Twelve digits whose check digit is right; *surely: something else says so, too. */
static bool my_number(struct scan *s, const struct number *num, enum label_kind kind, bool *surely)
{
    if (num->count != 12 || !one_group_or(num, 4, 4, 4) || !check_mynumber(num->digits))
        return false;
    bool lone = own_line(s, num, kind), beside = beside_name(s, num->start, kind);
    *surely = kind == LABEL_MYNUMBER || lone || beside || scan_told(s, LABEL_MYNUMBER);
    if (kind == LABEL_MYNUMBER)
        hit(s, DATA_MYNUMBER, CONFIDENCE_HIGH, "my-number", num);
    else if (beside)
        hit(s, DATA_MYNUMBER, CONFIDENCE_MEDIUM, "my-number-person", num);
    else if ((lone && s->last_type == DATA_MYNUMBER) || told(s, LABEL_MYNUMBER, kind, num->start))
        hit(s, DATA_MYNUMBER, CONFIDENCE_MEDIUM, "my-number-list", num);
    else
        scan_hit(s, DATA_MYNUMBER, CONFIDENCE_LOW, "my-number", num->start, num->end);
    return true;
}

/* 101-0001 before an address, with or without 〒. */
static bool postal_code(struct scan *s, const struct number *num, enum label_kind kind)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    bool parted = num->group_count == 2 && num->groups[0] == 3;
    if (num->count != 7)
        return false;
    if ((kind == LABEL_POSTAL && (num->group_count == 1 || parted)) || (parted && num->marks[1] == '-' && num->start > 0 && c[num->start - 1] == 0x3012)) {
        hit(s, DATA_POSTAL, CONFIDENCE_HIGH, "postal", num);
        s->address_expected = num->end;
        return true;
    }
    if (!parted || num->marks[1] != '-')
        return false;
    uint32_t at = num->end;
    while (cls[at] == CLASS_SPACE || cls[at] == CLASS_TAB)
        at++;
    if (kind == LABEL_ADDRESS && alone(s, num))
        hit(s, DATA_POSTAL, CONFIDENCE_MEDIUM, "postal-line", num);
    else if (cls[at] == CLASS_KANJI && address_begins(c, at))
        hit(s, DATA_POSTAL, CONFIDENCE_MEDIUM, "postal-address", num);
    else
        return false;
    return true;
}

/* A list goes on whose first number had a label. */
static bool listed_number(struct scan *s, const struct number *num, enum label_kind kind)
{
    const uint8_t *d = num->digits;
    if (kind != LABEL_NOTHING || s->last_lines == 0)
        return false;
    bool lone = own_line(s, num, kind) && num->group_count <= 2, dashes = num->group_count > 1 && num->marks[1] == '-';
    switch (s->last_type) {
    case DATA_US_SSN:
        return labelled(s, DATA_US_SSN, CONFIDENCE_MEDIUM, "us-ssn-list", num,
                        dashes && num->group_count == 3 && num->count == 9 && one_group_or(num, 3, 2, 4) && check_ssn(d));
    case DATA_PENSION_NO:
        return labelled(s, DATA_PENSION_NO, CONFIDENCE_MEDIUM, "pension-list", num,
                        num->count == 10 && num->group_count == 2 && num->groups[0] == 4 && (lone || (dashes && s->values_on_line == 0)));
    case DATA_STUDENT_ID:
        return labelled(s, DATA_STUDENT_ID, CONFIDENCE_MEDIUM, "student-id-list", num, lone && num->count >= 5 && num->count <= 10);
    case DATA_DRIVER_LICENSE:
        return labelled(s, DATA_DRIVER_LICENSE, CONFIDENCE_MEDIUM, "driver-license-list", num, lone && num->count == 12 && check_licence(d));
    default:
        return false;
    }
}

bool id_number(struct scan *s, const struct number *num)
{
    enum label_kind kind = scan_context(s, num->start);
    bool surely;
    if (num->plus || num->count > NUMBER_DIGITS || number_all_zeros(num))
        return false;
    if (s->label.kind == LABEL_NOTHING && !s->field_count && kind != LABEL_POSTAL && postal_code(s, num, LABEL_NOTHING))
        return true; /* before an address; what a line above waits for is something else */
    if (kind_decides(kind))
        return number_of_kind(s, num, kind);
    bool licence = told(s, LABEL_LICENSE, kind, num->start) && num->count == 12 && one_group_or(num, 4, 4, 4) && check_licence(num->digits);
    if (!(licence && !scan_told(s, LABEL_MYNUMBER)) && my_number(s, num, kind, &surely)) /* one in eleven passes for it */
        return surely;
    if (postal_code(s, num, kind))
        return true;
    if (licence) {
        hit(s, DATA_DRIVER_LICENSE, CONFIDENCE_MEDIUM, "driver-license-list", num);
        return true;
    }
    if ((told(s, LABEL_SSN, kind, num->start) || (kind == LABEL_CARD && scan_told(s, LABEL_SSN))) && social_security_groups(num) && !behind_capital(s, num->start)) {
        hit(s, DATA_US_SSN, CONFIDENCE_MEDIUM, "us-ssn-list", num);
        return true;
    }
    if (in_brackets_of_name(s, num) && social_security_groups(num)) {
        struct number inner = *num;
        inner.start += num->open;
        hit(s, DATA_US_SSN, CONFIDENCE_MEDIUM, "us-ssn-person", &inner);
        return true;
    }
    if (told(s, LABEL_PENSION, kind, num->start) && pension_groups(num) && num->digits[0] != 0) { /* 0120-123456 is a telephone */
        hit(s, DATA_PENSION_NO, CONFIDENCE_MEDIUM, "pension-list", num);
        return true;
    }
    return listed_number(s, num, kind);
}

/* Letters and digits of c[i..] without separators into out, upper case; a space or dash may stand between groups if `grouped`. */
static uint32_t compact(const struct scan *s, uint32_t i, char *out, uint32_t max, uint32_t *count, bool grouped)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t n = 0, at = i;
    for (;;) {
        while (class_ascii_word(cls[at]) && n < max) {
            out[n++] = (char)(c[at] >= 'a' && c[at] <= 'z' ? c[at] - 32 : c[at]);
            at++;
        }
        if (!grouped || n == max || !(cls[at] == CLASS_SPACE || cls[at] == CLASS_DASH) || !(cls[at + 1] == CLASS_DIGIT || cls[at + 1] == CLASS_UPPER))
            break;
        at++;
    }
    *count = n;
    return at;
}

static uint32_t iban_at(struct scan *s, uint32_t i)
{
    const uint8_t *cls = SCAN_CLASS(s);
    if (cls[i] != CLASS_UPPER || cls[i + 1] != CLASS_UPPER || cls[i + 2] != CLASS_DIGIT || cls[i + 3] != CLASS_DIGIT)
        return 0;
    /* Groups of four from the start; what follows the number is cut off by trying each end. */
    char all[34];
    uint32_t count, at = i;
    uint32_t ends[34];
    count = 0;
    const uint16_t *c = SCAN_C(s);
    while (count < 34) {
        if (class_ascii_word(cls[at]) && cls[at] != CLASS_LOWER) {
            all[count] = (char)c[at];
            ends[count++] = ++at;
        } else if ((cls[at] == CLASS_SPACE || cls[at] == CLASS_DASH) && class_ascii_word(cls[at + 1]) && cls[at + 1] != CLASS_LOWER)
            at++;
        else
            break;
    }
    for (uint32_t n = count; n >= 15; n--)
        if (!class_ascii_word(cls[ends[n - 1]]) && check_iban(all, n)) {
            scan_hit(s, DATA_IBAN, CONFIDENCE_HIGH, "iban", i, ends[n - 1]);
            return ends[n - 1];
        }
    return 0;
}

static bool three_digits(const char *plain, uint32_t n)
{
    unsigned digits = 0;
    for (uint32_t i = 0; i < n; i++)
        digits += plain[i] >= '0' && plain[i] <= '9';
    return digits >= 3;
}

/* A number with letters that a state knows the form of: what stands behind it may have been taken for more of its groups. */
static uint32_t national_word(struct scan *s, uint32_t i)
{
    const uint8_t *cls = SCAN_CLASS(s);
    char plain[24];
    uint32_t n, at = compact(s, i, plain, sizeof plain, &n, true);
    for (; n >= 8; at--) {
        if (!class_ascii_word(cls[at - 1]))
            continue;
        if (!class_ascii_word(cls[at]) && three_digits(plain, n) && check_national(plain, n)) {
            scan_hit(s, DATA_NATIONAL_ID, CONFIDENCE_HIGH, "national-id", i, at);
            return at;
        }
        n--;
    }
    return 0;
}

/* A word of letters and digits, dashes in it or not. */
struct id_form {
    uint32_t start, end, letters, digits, n; /* n: both; without dashes, end - start */
    bool two_capitals;                       /* it begins with */
};

/* The form of the word whose first part ends at `end`; false: it is a piece of something longer. */
static bool id_form(const struct scan *s, uint32_t i, uint32_t end, struct id_form *form)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    *form = (struct id_form){.start = i, .two_capitals = cls[i] == CLASS_UPPER && cls[i + 1] == CLASS_UPPER};
    while ((cls[end] == CLASS_DASH && class_ascii_word(cls[end + 1])) || class_ascii_word(cls[end]))
        end++;
    bool field = scan_field_ends(s, end) || (c[end] == '/' && scan_was_wide(s, end)); /* MZ1531494／MU4608566 */
    if (!field && (c[end] == '@' || c[end] == '_' || ((c[end] == '/' || c[end] == '.') && class_ascii_word(cls[end + 1]))))
        return false;
    bool zeros = true; /* S00000 */
    for (uint32_t k = i; k < end; k++) {
        zeros = zeros && (cls[k] != CLASS_DIGIT || c[k] == '0');
        form->digits += cls[k] == CLASS_DIGIT;
        form->letters += cls[k] != CLASS_DIGIT && cls[k] != CLASS_DASH;
    }
    form->n = form->letters + form->digits;
    form->end = end;
    return !zeros && !(form->letters == 1 && form->digits == 13 && c[i] == 'T'); /* the latter: an invoice registration number */
}

/* It is one of such numbers; lists may go on with more of them. */
static uint32_t id_found(struct scan *s, enum data_type type, enum confidence confidence, const char *rule, const struct id_form *form)
{
    scan_hit(s, type, confidence, rule, form->start, form->end);
    s->last_type = type;
    s->last_lines = 4;
    return form->end;
}

static uint32_t word_of_kind(struct scan *s, enum label_kind kind, const struct id_form *w)
{
    const uint8_t *cls = SCAN_CLASS(s);
    bool two_letters = cls[w->start] != CLASS_DIGIT && cls[w->start + 1] != CLASS_DIGIT;
    switch (kind) {
    case LABEL_PASSPORT:
        if (w->n == 9 && w->letters == 2 && two_letters)
            return id_found(s, DATA_PASSPORT, CONFIDENCE_HIGH, "passport", w);
        if (own_label(s, LABEL_PASSPORT, w->start) && (w->n == 8 || w->n == 9) && w->letters <= 2 && (cls[w->start] == CLASS_UPPER || w->letters == 2) && w->end == w->start + w->n) {
            scan_hit(s, DATA_PASSPORT, CONFIDENCE_MEDIUM, "passport-foreign", w->start, w->end); /* K53587300 */
            return w->end;
        }
        return 0;
    case LABEL_RESIDENCE:
        if (w->n == 12 && w->letters == 4 && two_letters && cls[w->end - 1] != CLASS_DIGIT)
            return id_found(s, DATA_RESIDENCE_CARD, CONFIDENCE_HIGH, "residence-card", w);
        return 0;
    case LABEL_STUDENT: /* under a header it has its field for itself: NH228便 is a flight */
        if (w->n < 5 || w->n > 14 || w->digits < 3 || w->letters > 5 || (s->label.kind == LABEL_NOTHING && class_japanese(cls[w->end])))
            return 0;
        s->label_value_end = w->end;
        return id_found(s, DATA_STUDENT_ID, CONFIDENCE_HIGH, "student-id", w);
    case LABEL_CUSTOMER:
        if (w->n < 4 || w->n > 16 || w->digits < 3)
            return 0;
        s->label_value_end = w->end;
        return id_found(s, DATA_CUSTOMER_ID, CONFIDENCE_MEDIUM, "customer-id", w);
    default:
        return 0;
    }
}

/* Two words in capitals end before i: HONMA MANABU */
static bool name_in_capitals_before(const struct scan *s, uint32_t i)
{
    const uint8_t *cls = s->class_store + 8;
    for (int words = 0; words < 2; words++) {
        i -= i > 0 && cls[i - 1] == CLASS_SPACE;
        uint32_t end = i;
        while (i > 0 && cls[i - 1] == CLASS_UPPER)
            i--;
        if (end - i < 2 || (i > 0 && class_ascii_word(cls[i - 1])))
            return false;
    }
    return true;
}

/* A passport's number in a row about a traveller: 本間 学　HONMA MANABU　TK1686053　S56.11.3; two of name in capitals, name and date of birth must stand by. */
static bool of_traveller(struct scan *s, const struct id_form *w)
{
    enum { LATEST_BIRTH = 2025 };
    uint32_t year = 0, at = w->end;
    if (w->n != 9 || w->letters != 2 || !w->two_capitals || w->end != w->start + w->n)
        return false;
    while (SCAN_CLASS(s)[at] == CLASS_SPACE || SCAN_CLASS(s)[at] == CLASS_TAB || SCAN_CLASS(s)[at] == CLASS_MARK)
        at++;
    bool born = date_at(s, at, &year) != 0 && year <= LATEST_BIRTH;
    for (uint32_t k = 0; k < s->hit_count; k++)
        born = born || (s->hits[k].type == DATA_BIRTHDATE && s->hits[k].confidence != CONFIDENCE_LOW);
    return born + name_in_capitals_before(s, w->start) + (s->persons_on_line > 0) >= 2;
}

/* Such numbers have been named, and none of the labels around says that this is another. */
static uint32_t listed_word(struct scan *s, enum label_kind kind, const struct id_form *w)
{
    const uint8_t *cls = SCAN_CLASS(s);
    bool whole = w->end == w->start + w->n && w->two_capitals;
    if (scan_told(s, LABEL_PASSPORT) && w->n == 9 && w->letters == 2 && whole) {
        scan_hit(s, DATA_PASSPORT, CONFIDENCE_MEDIUM, "passport-list", w->start, w->end);
        return w->end;
    }
    if (kind == LABEL_NOTHING && of_traveller(s, w)) {
        scan_hit(s, DATA_PASSPORT, CONFIDENCE_MEDIUM, "passport-row", w->start, w->end);
        return w->end;
    }
    if (scan_told(s, LABEL_RESIDENCE) && w->n == 12 && w->letters == 4 && whole && cls[w->start + 10] == CLASS_UPPER && cls[w->start + 11] == CLASS_UPPER) {
        scan_hit(s, DATA_RESIDENCE_CARD, CONFIDENCE_MEDIUM, "residence-card-list", w->start, w->end);
        return w->end;
    }
    if (kind == LABEL_NOTHING && s->last_lines > 0 && s->last_type == DATA_STUDENT_ID && w->n >= 6 && w->n <= 10 && w->digits >= 4 && w->letters <= 3 && s->n < 40 &&
        s->values_on_line == 0)
        return id_found(s, DATA_STUDENT_ID, CONFIDENCE_MEDIUM, "student-id-list", w);
    return 0;
}

/* A line not far above is about students, or this one: 下記の学生の成績証明書 */
static bool about_students(const struct scan *s)
{
    enum { ABOVE_BYTES = 400, WORD_BYTES = 6 };
    static const char *const words[] = {"学生", "学籍", "生徒", "履修", "受講", "院生", "成績", "ゼミ", "再試", "追試", "単位", "教務"}, *const english[] = {"studen", "enroll", "gradua"};
    size_t from = s->off[0] > ABOVE_BYTES ? s->off[0] - ABOVE_BYTES : 0, end = s->off[s->n];
    for (size_t at = from; at + WORD_BYTES <= end; at++) {
        uint8_t b = (uint8_t)s->text[at];
        for (size_t k = 0; b >= 0xE3 && k < sizeof words / sizeof *words; k++)
            if (memcmp(s->text + at, words[k], WORD_BYTES) == 0)
                return true;
        for (size_t k = 0; ascii_letter(b) && k < sizeof english / sizeof *english; k++)
            if (memcmp(s->text + at + 1, english[k] + 1, WORD_BYTES - 1) == 0 && (b | 32) == english[k][0])
                return true;
    }
    return false;
}

bool id_before_label(struct scan *s, uint32_t end)
{
    enum { ID_MIN = 5, ID_MAX = 10, DIGITS_MIN = 4 };
    const uint8_t *cls = SCAN_CLASS(s);
    struct id_form w;
    uint32_t i = end;
    while (i > 0 && (class_ascii_word(cls[i - 1]) || (cls[i - 1] == CLASS_DASH && i < end)))
        i--;
    if (i == end || !class_ascii_word(cls[i]) || !id_form(s, i, i, &w) || w.end != end || w.n < ID_MIN || w.n > ID_MAX || w.digits < DIGITS_MIN || scan_taken_anywhere(s, i, end))
        return false;
    id_found(s, DATA_STUDENT_ID, CONFIDENCE_MEDIUM, "student-id", &w);
    return true;
}

/* One of the words, each of so many bytes, stands not far above the line. */
static bool told_above(const struct scan *s, const char *const *words, size_t count)
{
    enum { ABOVE_BYTES = 300 };
    size_t from = s->off[0] > ABOVE_BYTES ? s->off[0] - ABOVE_BYTES : 0;
    for (size_t at = from; at < s->off[0]; at++)
        for (size_t k = 0; (uint8_t)s->text[at] >= 0xE3 && k < count; k++)
            if (s->off[0] - at >= strlen(words[k]) && memcmp(s->text + at, words[k], strlen(words[k])) == 0)
                return true;
    return false;
}

/* 氏名／個人番号／登録番号 over 簗瀬 樹／087401500292／T2003741890624: the header names the numbers of its rows. */
void id_my_number_row(struct scan *s)
{
    static const char *const words[] = {"個人番号", "マイナンバー"};
    bool person = false, number = false;
    for (uint32_t k = 0; k < s->hit_count; k++) {
        person = person || (s->hits[k].type == DATA_PERSON && s->hits[k].confidence != CONFIDENCE_LOW);
        number = number || (s->hits[k].type == DATA_MYNUMBER && s->hits[k].confidence == CONFIDENCE_LOW);
    }
    if (!person || !number || !told_above(s, words, sizeof words / sizeof *words))
        return;
    for (uint32_t k = 0; k < s->hit_count; k++)
        if (s->hits[k].type == DATA_MYNUMBER && s->hits[k].confidence == CONFIDENCE_LOW) {
            s->hits[k].confidence = CONFIDENCE_MEDIUM;
            s->values_on_line++;
            s->strong_values++;
        }
}

/* 轟　和也（s259741）: in brackets behind a name that ends here. */
static void student_in_brackets(struct scan *s, uint32_t name)
{
    enum { ID_MIN = 6, ID_MAX = 10, DIGITS_MIN = 5, LETTERS_MAX = 3 };
    const uint16_t *c = SCAN_C(s);
    struct id_form w;
    uint32_t i = name + 1;
    if (!class_ascii_word(SCAN_CLASS(s)[i]) || !id_form(s, i, i, &w) || w.n < ID_MIN || w.n > ID_MAX || w.digits < DIGITS_MIN || w.letters > LETTERS_MAX || c[w.end] != ')' ||
        scan_taken_anywhere(s, i, w.end))
        return;
    id_found(s, DATA_STUDENT_ID, CONFIDENCE_MEDIUM, "student-id-row", &w);
}

void id_student_row(struct scan *s)
{
    enum { ID_MIN = 6, ID_MAX = 10, DIGITS_MIN = 5, LETTERS_MAX = 3 };
    const uint8_t *cls = SCAN_CLASS(s);
    struct id_form w;
    uint32_t i = 0, name = s->n;
    bool asked = false, about = true; /* once a line */
    for (uint32_t k = 0, hits = s->hit_count; k < hits && about; k++)
        if (s->hits[k].type == DATA_PERSON && SCAN_C(s)[s->hits[k].end] == '(') {
            about = asked || about_students(s);
            asked = true;
            if (about)
                student_in_brackets(s, (uint32_t)s->hits[k].end);
        }
    while (cls[i] == CLASS_SPACE || (cls[i] == CLASS_MARK && SCAN_C(s)[i] != '(') || (cls[i] == CLASS_DASH && cls[i + 1] == CLASS_SPACE))
        i++;
    if (!class_ascii_word(cls[i]) || s->hit_count == 0 || !id_form(s, i, i, &w) || w.n < ID_MIN || w.n > ID_MAX || w.digits < DIGITS_MIN || w.letters > LETTERS_MAX)
        return;
    uint32_t next = w.end; /* L22-6010 の五十嵐さん */
    while (cls[next] == CLASS_SPACE)
        next++;
    next += SCAN_C(s)[next] == u'の';
    if (next == w.end)
        return;
    for (uint32_t k = 0; k < s->hit_count; k++) {
        if (s->hits[k].start < w.end)
            return; /* it is something else */
        if (s->hits[k].type == DATA_PERSON && s->hits[k].start < name)
            name = (uint32_t)s->hits[k].start;
    }
    if (name == next && about_students(s))
        id_found(s, DATA_STUDENT_ID, CONFIDENCE_MEDIUM, "student-id-row", &w);
}

uint32_t id_word(struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = SCAN_C(s);
    struct id_form word;
    uint32_t done = iban_at(s, i);
    if (done)
        return done;
    if (i > 0 && !scan_field_begins(s, i) && (c[i - 1] == '_' || c[i - 1] == '-' || (c[i - 1] == '/' && !scan_was_wide(s, i - 1)) || c[i - 1] == '@'))
        return 0;
    enum label_kind kind = scan_context(s, i);
    if (kind == LABEL_NATIONAL)
        return national_word(s, i);
    if (!id_form(s, i, end, &word))
        return 0;
    if (kind == LABEL_NOTHING || kind == LABEL_NAME || kind == LABEL_BIRTH)
        return listed_word(s, kind, &word);
    return word_of_kind(s, kind, &word);
}
