/* Numbers on a line: digits with what may part them, and whether they stand for themselves. What a number means is left to its families. */
#include "detect/scan.h"

#include <string.h>

/* An amount begins at i: 12,160 or 500円. */
static bool amount_at(const uint16_t *c, const uint8_t *cls, uint32_t i)
{
    uint32_t end = i;
    while (cls[end] == CLASS_DIGIT)
        end++;
    if (c[end] == ',')
        return end - i <= 3 && cls[end + 1] == CLASS_DIGIT && cls[end + 2] == CLASS_DIGIT && cls[end + 3] == CLASS_DIGIT;
    return c[end] == u'円';
}

/* The year of a date begins at i. */
static bool year_at(const uint16_t *c, const uint8_t *cls, uint32_t i)
{
    if (class_end(cls, i, CLASS_DIGIT) != i + 4 || (c[i] != '1' && c[i] != '2'))
        return false;
    if (c[i + 4] == u'年')
        return true;
    uint32_t month = class_end(cls, i + 5, CLASS_DIGIT);
    return (c[i + 4] == '/' || c[i + 4] == '-' || c[i + 4] == '.') && (month == i + 6 || month == i + 7) && c[month] == c[i + 4];
}

/* 8/27 */
static bool fraction_at(const uint16_t *c, const uint8_t *cls, uint32_t i)
{
    uint32_t end = class_end(cls, i, CLASS_DIGIT);
    return end - i <= 2 && c[end] == '/' && cls[end + 1] == CLASS_DIGIT;
}

/* [from, at) numbers a list, and a number of its own begins at next: 1 520709534040, 2 1234 5678 9018 */
static bool list_number(const uint16_t *c, const uint8_t *cls, uint32_t from, uint32_t at, uint32_t next)
{
    enum { LIST_DIGITS = 2, LONG = 10 };
    if (at - from > LIST_DIGITS || c[from] == '0')
        return false;
    uint32_t end = class_end(cls, next, CLASS_DIGIT), groups = 0;
    if (end - next >= LONG)
        return true;
    while (end == next + 4 && groups < 3) {
        groups++;
        next = end + 1;
        end = cls[next - 1] == CLASS_SPACE || cls[next - 1] == CLASS_DASH ? class_end(cls, next, CLASS_DIGIT) : next;
    }
    return groups == 3;
}

/* What parts the group of digits that ends at `at` from the next: the mark, and where that group begins. 0: nothing does. */
static uint16_t group_mark(const struct scan *s, const struct number *num, uint32_t at, uint16_t first_mark, uint32_t *next)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    *next = at + 1;
    if (c[at] == '(') /* 03(1234)5678, but not 1234(29年 */
        return c[class_end(cls, at + 1, CLASS_DIGIT)] == ')' ? '(' : 0;
    if (c[at] == ')' && (num->open || first_mark == '(' || num->digits[0] == 0)) { /* but not （受付711）090-1234-5678 */
        *next += cls[at + 1] == CLASS_SPACE || cls[at + 1] == CLASS_DASH;
        return '(';
    }
    if (cls[at] == CLASS_DASH) {
        *next += c[at + 1] == '(';
        return '-';
    }
    if (cls[at] == CLASS_SPACE) {
        if (c[at + 1] == '(') {
            *next = at + 2;
            return '(';
        }
        if (cls[at + 1] == CLASS_DASH && cls[at + 2] == CLASS_SPACE) { /* 03 - 1234 - 5678 */
            *next = at + 3;
            return '-';
        }
        return ' ';
    }
    return c[at] == '.' ? '.' : 0;
}

/* A number of its own begins behind the space: 普通 1234567 6789 1339 8803, 1234567 12,160円, 8138 2052 9546 1956/12/8, ... 9323 8/27 */
static bool space_parts_numbers(const struct scan *s, const struct number *num, uint32_t from, uint32_t at, uint32_t next)
{
    enum { WHOLE_NUMBER = 7 }; /* so many digits together are no group before a space */
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    return at - from >= WHOLE_NUMBER || (num->group_count == 1 && list_number(c, cls, from, at, next)) || amount_at(c, cls, next) || year_at(c, cls, next) ||
           fraction_at(c, cls, next);
}

/* The digits [from, end) are one group more. */
static void add_group(const uint16_t *c, struct number *num, uint32_t from, uint32_t end)
{
    for (uint32_t k = from; k < end && num->count + k - from < NUMBER_DIGITS; k++)
        num->digits[num->count + k - from] = (uint8_t)(c[k] - '0');
    num->count += end - from;
    num->groups[num->group_count++] = end - from > 255 ? 255 : (uint8_t)(end - from);
    num->end = end;
}

/* Reads a run of digits with single separators from i; false: not a number that could mean anything. */
static bool read_number(const struct scan *s, uint32_t i, struct number *num)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    memset(num, 0, sizeof *num);
    num->start = num->end = i;
    num->plus = c[i] == '+';
    i += num->plus;
    num->open = c[i] == '(';
    i += num->open;
    uint32_t from = i, next;
    uint16_t first_mark = 0;
    while (cls[from] == CLASS_DIGIT) {
        uint32_t at = class_end(cls, from, CLASS_DIGIT);
        add_group(c, num, from, at);
        if (num->group_count == NUMBER_GROUPS)
            break;
        uint16_t mark = group_mark(s, num, at, first_mark, &next);
        if (!mark || cls[next] != CLASS_DIGIT || (mark == ' ' && space_parts_numbers(s, num, from, at, next)))
            break;
        if (!first_mark)
            first_mark = mark;
        else if (mark != first_mark && mark != '(' && !num->plus && !num->open && first_mark != '(') {
            if (first_mark == ' ' && mark == '-' && !(num->group_count == 2 && num->digits[0] == 0 && num->groups[0] <= 5)) {
                /* "12 090-1234-5678": what stood before the space is a number of its own */
                num->count -= num->groups[--num->group_count];
                num->end = from - 1;
            }
            break;
        }
        num->marks[num->group_count] = mark;
        from = next;
    }
    if (num->open && num->marks[1] != '(') { /* the bracket is around the number, not around its area code */
        num->open = false;
        num->start++;
    }
    return num->count > 0;
}

bool number_all_zeros(const struct number *num)
{
    for (uint32_t i = 0; i < num->count && i < NUMBER_DIGITS; i++)
        if (num->digits[i])
            return false;
    return true;
}

static bool letter_class(uint8_t cls)
{
    return cls == CLASS_UPPER || cls == CLASS_LOWER || cls == CLASS_LETTER;
}

/* 電話0880-76-7950　ＦＡＸ0880-87-1164: the word stands right before the number. */
static bool phone_word_before(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    return at >= 3 && (at == 3 || !class_ascii_word(cls[at - 4])) && (scan_is(c, at - 3, u"fax") || scan_is(c, at - 3, u"tel"));
}

/* The number is a piece of something longer: a part number, a file name, a version, an address on the web. */
static bool embedded(const struct scan *s, const struct number *num)
{
    enum { FIELD_DIGITS = 10 }; /* so many behind a comma are a field of their own: S43.12.25,09039293814 */
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t a = num->start, b = num->end;
    if (a > 0 && !num->open) { /* a bracket parts: FAX(03-8684-7616) */
        uint16_t p = c[a - 1];
        uint8_t before = a > 1 ? cls[a - 2] : CLASS_END;
        if ((letter_class(cls[a - 1]) && !phone_word_before(s, a)) || p == '_' || p == '@' || p == '\\' || p == '$' || p == 0xA5 || p == 0xFFE5 || p == 0xA3)
            return true;
        if (p == '-' && class_ascii_word(before))
            return true;
        if (p == '/' && before == CLASS_DIGIT && scan_was_wide(s, a - 1) && !scan_was_wide(s, a - 2))
            return false; /* S32/05/12／03-3923-8973: parts fields */
        if ((p == '.' || p == '/' || (p == ',' && num->group_count == 1 && num->groups[0] < FIELD_DIGITS) || p == '=') && before == CLASS_DIGIT)
            return true;
    }
    uint16_t q = c[b];
    if (letter_class(cls[b]) && !(c[b] == 'x' && cls[b + 1] == CLASS_DIGIT) && cls[b] != CLASS_LETTER)
        return !(scan_is(c, b, u"tel") || scan_is(c, b, u"fax") || scan_is(c, b, u"mail") || scan_is(c, b, u"e-mail"));
    if (q == '_' || q == '@' || q == '%' || q == '\\' || (q == '/' && !scan_was_wide(s, b) && letter_class(cls[b + 1]) && cls[b + 2] == CLASS_DIGIT)) /* 045-267-7939/R2, but 169154277425／T4675184587887 */
        return true;
    if ((q == '-' || q == '.') && class_ascii_word(cls[b + 1]))
        return true;
    if (q == ',' && num->group_count == 1 && cls[b + 1] == CLASS_DIGIT && cls[b + 2] == CLASS_DIGIT && cls[b + 3] == CLASS_DIGIT &&
        cls[b + 4] != CLASS_DIGIT && num->count <= 3)
        return true; /* 1,234 */
    return q == 0x5186 || q == 0x500B || q == 0x4EF6 || q == 0x4EBA; /* yen, pieces, cases, persons */
}

uint32_t number_at(struct scan *s, uint32_t i)
{
    struct number num;
    if (!read_number(s, i, &num))
        return i + 1;
    enum label_kind kind = scan_context(s, num.start);
    if (num.count < 4 || embedded(s, &num)) {
        if (kind == LABEL_NEGATIVE && (num.count >= 3 || (s->label.kind == LABEL_NEGATIVE && num.start - s->label.end <= 2)))
            s->label.kind = LABEL_NOTHING; /* 店番 740, No.12 */
        else if (num.count >= 4 && s->label.kind == kind)
            s->label_value_end = num.end; /* 会員番号 TM-092784 */
        return num.end;
    }
    if (kind == LABEL_NEGATIVE) {
        s->label.kind = LABEL_NOTHING; /* it has its number */
        return num.end;
    }
    if (num.count <= 4 && kind != LABEL_ACCOUNT && kind != LABEL_PASSWORD && kind != LABEL_CUSTOMER && kind != LABEL_INSURANCE)
        return num.end;
    if (!card_number(s, &num) && !id_number(s, &num) && !bank_number(s, &num))
        phone_number(s, &num);
    return num.end;
}

bool scan_is_phone(struct scan *s)
{
    const uint8_t *cls = SCAN_CLASS(s);
    struct number num;
    uint32_t i = 0;
    while (i < s->n && cls[i] != CLASS_DIGIT && SCAN_C(s)[i] != '+' && SCAN_C(s)[i] != '(')
        i++;
    if (i == s->n || i > 4 || !read_number(s, i, &num) || num.end + 6 < s->n)
        return false;
    if (num.plus)
        return num.count >= 9 && num.count <= 15;
    if (num.count < 9 || num.count > 11)
        return false;
    return num.digits[0] == 0 ? phone_japanese(num.digits + 1, num.count - 1) : num.count == 10 && num.group_count == 3 && phone_american(num.digits);
}
