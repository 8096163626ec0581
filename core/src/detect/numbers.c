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

enum { WHOLE_NUMBER = 7 }; /* so many digits together are no group before a space */

/* Reads a run of digits with single separators from i; false: not a number that could mean anything. */
static bool read_number(const struct scan *s, uint32_t i, struct number *num)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    memset(num, 0, sizeof *num);
    num->start = i;
    if (c[i] == '+') {
        num->plus = true;
        i++;
    }
    if (c[i] == '(') {
        num->open = true;
        i++;
    }
    uint32_t group = 0, count = 0, at = i, last_end = i;
    uint16_t first_mark = 0;
    while (cls[at] == CLASS_DIGIT) {
        uint32_t from = at;
        at = class_end(cls, at, CLASS_DIGIT);
        for (uint32_t k = from; k < at && count + k - from < NUMBER_DIGITS; k++)
            num->digits[count + k - from] = (uint8_t)(c[k] - '0');
        count += at - from;
        num->groups[group++] = at - from > 255 ? 255 : (uint8_t)(at - from);
        last_end = at;
        if (group == NUMBER_GROUPS)
            break;
        uint32_t next = at;
        uint16_t mark = 0;
        if (c[next] == '(') { /* 03(1234)5678, but not 1234(29年 */
            uint32_t close = class_end(cls, next + 1, CLASS_DIGIT);
            if (c[close] != ')')
                break;
            mark = '(';
            next++;
        } else if (c[next] == ')' && (num->open || first_mark == '(' || num->digits[0] == 0)) { /* but not （受付711）090-1234-5678 */
            mark = '(';
            next++;
            if (cls[next] == CLASS_SPACE || cls[next] == CLASS_DASH)
                next++;
        } else if (cls[next] == CLASS_DASH) {
            mark = '-';
            next++;
            if (c[next] == '(')
                next++;
        } else if (cls[next] == CLASS_SPACE) {
            mark = ' ';
            next++;
            if (c[next] == '(') {
                mark = '(';
                next++;
            } else if (cls[next] == CLASS_DASH && cls[next + 1] == CLASS_SPACE) { /* 03 - 1234 - 5678 */
                mark = '-';
                next += 2;
            }
        } else if (c[next] == '.') {
            mark = '.';
            next++;
        }
        if (!mark || cls[next] != CLASS_DIGIT)
            break;
        if (mark == ' ' && (at - from >= WHOLE_NUMBER || (group == 1 && list_number(c, cls, from, at, next)) || amount_at(c, cls, next) || year_at(c, cls, next)))
            break; /* 普通 1234567 6789 1339 8803, 1234567 12,160円, 8138 2052 9546 1956/12/8 */
        if (!first_mark || num->plus || num->open || first_mark == '(')
            first_mark = first_mark ? first_mark : mark;
        else if (mark != first_mark && mark != '(') {
            if (first_mark == ' ' && mark == '-' && !(group == 2 && num->digits[0] == 0 && num->groups[0] <= 5)) {
                /* "12 090-1234-5678": what stood before the space is a number of its own */
                count -= num->groups[group - 1];
                group--;
                last_end = from - 1;
            }
            break;
        }
        num->marks[group] = mark;
        at = next;
    }
    num->count = count;
    num->group_count = group;
    num->end = last_end;
    if (num->open && c[num->end] == ')' && group == 1)
        num->end++;
    return count > 0;
}

static bool letter_class(uint8_t cls)
{
    return cls == CLASS_UPPER || cls == CLASS_LOWER || cls == CLASS_LETTER;
}

/* The number is a piece of something longer: a part number, a file name, a version, an address on the web. */
static bool embedded(const struct scan *s, const struct number *num)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t a = num->start, b = num->end;
    if (a > 0) {
        uint16_t p = c[a - 1];
        uint8_t before = a > 1 ? cls[a - 2] : CLASS_END;
        if (letter_class(cls[a - 1]) || p == '_' || p == '@' || p == '\\' || p == '$' || p == 0xA5 || p == 0xFFE5 || p == 0xA3)
            return true;
        if (p == '-' && class_ascii_word(before))
            return true;
        if (p == '/' && before == CLASS_DIGIT && scan_was_wide(s, a - 1) && !scan_was_wide(s, a - 2))
            return false; /* S32/05/12／03-3923-8973: parts fields */
        if ((p == '.' || p == '/' || (p == ',' && num->group_count == 1) || p == '=') && before == CLASS_DIGIT)
            return true;
    }
    uint16_t q = c[b];
    if (letter_class(cls[b]) && !(c[b] == 'x' && cls[b + 1] == CLASS_DIGIT) && cls[b] != CLASS_LETTER)
        return !(scan_is(c, b, u"tel") || scan_is(c, b, u"fax") || scan_is(c, b, u"mail") || scan_is(c, b, u"e-mail"));
    if (q == '_' || q == '@' || q == '%' || q == '\\' || (q == '/' && letter_class(cls[b + 1]) && cls[b + 2] == CLASS_DIGIT)) /* 045-267-7939/R2 */
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
        if (kind == LABEL_NEGATIVE && num.count >= 3)
            s->label.kind = LABEL_NOTHING; /* 店番 740 */
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
