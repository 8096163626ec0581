/* The first look at numbers: which digits could be something though no label stands by. What they are in the end is decided by numbers.c and the
 * families; numbers under a label are read for the label's sake. */
#include "detect/look_view.h"

#include <string.h>

enum {
    GROUPS = 24,       /* of digits with what may part them, that are looked at; more are always read */
    CARD_DIGITS = 19,
    CARD_GROUPS = 5
};

/* "12 Main Street": digits, a space, capitals or digits, and at least one more such word. */
void look_house_number(struct view *v, size_t space)
{
    size_t at = space, capitals = 0;
    for (unsigned words = 0; words < 6 && at + 1 < v->n; words++) {
        at += v->t[at] == ',' && at + 2 < v->n; /* 112 Kirkgate, Leeds */
        if (!is_space(v->t[at]))
            break;
        uint8_t b = v->t[at + 1];
        if (!(b >= '0' && b <= '9') && !(b >= 'A' && b <= 'Z'))
            break;
        capitals += words > 0 && b >= 'A' && b <= 'Z';
        size_t word = at + 1;
        for (at++; at < v->n && (ascii_word(v->t[at]) || v->t[at] == '\''); at++)
            ;
        at += at - word <= 2 && at < v->n && v->t[at] == '.'; /* 6751 N. Mill Road */
    }
    if (capitals || wide_space(v, at))
        v->flags |= LOOK_VALUE;
}

static bool digit(uint8_t b)
{
    return b >= '0' && b <= '9';
}

/* What may part the digits of one number, as read_number() in numbers.c takes it or more; its length. */
static size_t separator(const struct view *v, size_t at, size_t end)
{
    size_t from = at;
    for (unsigned k = 0; k < 3 && at < end; k++) {
        uint8_t b = v->t[at];
        if (b == ' ' || b == '-' || b == '.' || b == '(' || b == ')' || b == '\r')
            at++;
        else if (b == 0xC2 && at + 1 < end)
            at += 2;
        else if ((b == 0xE2 || b == 0xEF || (b == 0xE3 && at + 1 < end && (v->t[at + 1] == 0x80 || v->t[at + 1] == 0x83))) && at + 2 < end)
            at += 3;
        else
            break;
    }
    return at - from;
}

/* Digits with what may part them. A number that is read may be any of the groups that follow each other. */
struct run {
    size_t start, end;            /* bytes */
    unsigned groups, count;       /* count: digits */
    size_t at[GROUPS + 1];        /* where each group begins; behind the last that is kept, the end */
    unsigned length[GROUPS + 1];
};

/* The run that begins here. */
static void read_run(const struct view *v, size_t at, size_t end, struct run *r)
{
    r->start = at;
    r->groups = r->count = 0;
    for (;;) {
        size_t from = at;
        while (at < end && digit(v->t[at]))
            at++;
        if (r->groups < GROUPS) {
            r->at[r->groups] = from;
            r->length[r->groups] = (unsigned)(at - from);
        }
        r->groups++;
        r->count += (unsigned)(at - from);
        r->end = at;
        size_t gap = separator(v, at, end);
        if (!gap || at + gap >= end || !digit(v->t[at + gap]))
            return;
        at += gap;
    }
}

/* The groups from this one on may be a telephone number: as phone_number() has it without a label, or more often. */
static bool may_be_phone(const struct view *v, const struct run *r, unsigned from)
{
    const uint8_t *t = v->t + r->at[from];
    unsigned digits = 0;
    for (unsigned k = from; k < r->groups && digits < 10; k++)
        digits += r->length[k];
    if (t[0] == '0')
        return digits >= 10;
    if (from + 2 < r->groups && r->length[from] == 3 && r->length[from + 1] == 3 && r->length[from + 2] == 4)
        return true; /* 212-555-0143 */
    return t[0] == '1' && from + 3 < r->groups && r->length[from] == 1 && r->length[from + 1] == 3;
}

/* The groups from this one on may be a My Number or the number of a card, by their check digit; their sizes are left aside. */
static bool may_be_checked(const struct view *v, const struct run *r, unsigned from)
{
    uint8_t d[CARD_DIGITS];
    unsigned n = 0;
    for (unsigned k = from; k < r->groups && k < from + CARD_GROUPS && n + r->length[k] <= CARD_DIGITS; k++) {
        for (unsigned i = 0; i < r->length[k]; i++)
            d[n++] = v->t[r->at[k] + i] - '0';
        if ((n == 12 && check_mynumber(d)) || (n >= 13 && check_luhn(d, n) && check_card_prefix(d, n)))
            return true;
    }
    return false;
}

/* 10120 is the sign of an account at ゆうちょ, 101-0001 before a place a postal code. */
static bool may_be_sign_or_code(const struct view *v, const struct run *r, unsigned k, size_t end)
{
    const uint8_t *t = v->t + r->at[k];
    if (r->length[k] == 5 && t[0] == '1' && t[4] == '0')
        return true;
    if (r->length[k] != 3 || k + 1 >= r->groups || r->length[k + 1] != 4)
        return false;
    size_t at = r->at[k + 1] + 4, next = at;
    uint16_t c;
    while ((is_space(c = char_at(v, at, &next)) || c == '\t') && at < end)
        at = next;
    return scan_class(c) == CLASS_KANJI;
}

/* account 9507243: the word ends at `at`, behind its last letter; or one that may stand between it and the number, as bank.c has it. */
static bool english_account(const struct view *v, size_t at)
{
    static const char words[][8] = {"account", "acct", "a/c", "number"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        size_t n = strlen(words[k]), i = 0;
        while (i < n && at >= v->start + n && (v->t[at - n + i] | 32) == (uint8_t)words[k][i])
            i++;
        if (i == n)
            return true;
    }
    return false;
}

/* What stands before the number may say that it is an account, as account_kind_before() in bank.c has it, or more often; or a postal code. */
static bool account_before(const struct view *v, size_t start)
{
    uint16_t c = 0;
    for (unsigned steps = 0;; steps++) {
        if (steps == BACK_STEPS)
            return true; /* in doubt */
        c = char_before(v, start, &start);
        enum char_class cls = scan_class(c);
        if (c == 0 || c == 0x3012 || !(cls == CLASS_SPACE || cls == CLASS_TAB || cls == CLASS_MARK))
            break;
    }
    switch (c) {
    case u'号': case u'座': case u'金': case u'預': case u'通': case u'蓄': case u'普': case u'当': case u'備': case u'合': case u'店': case u'所': case u'部':
    case u'口': case 0x3012:
        return true;
    case 'o': case 'O':
        return (char_before(v, start, &start) | 32) == 'n';
    case 't': case 'T': case 'c': case 'C': case 'r': case 'R':
        return english_account(v, start + 1);
    default:
        return false;
    }
}

/* 9088577（普通口座） */
static bool account_behind(const struct view *v, size_t end)
{
    size_t next;
    if (char_at(v, end, &next) != '(')
        return false;
    uint16_t c = char_at(v, next, &next);
    return c == u'普' || c == u'当';
}

static bool capital(uint16_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool means_something(const struct view *v, const struct run *r, size_t end)
{
    enum { ACCOUNT_DIGITS = 5, WHOLE_DIGITS = 8 };
    size_t first, dummy;
    if (r->groups > GROUPS)
        return true;
    uint16_t before = char_before(v, r->start, &first);
    if (r->count >= WHOLE_DIGITS && (before == '+' || before == '(' || (capital(before) && capital(char_before(v, first, &dummy))))) /* the latter: an IBAN */
        return true;
    for (unsigned k = 0; k < r->groups; k++)
        if (may_be_sign_or_code(v, r, k, end) || (r->count > WHOLE_DIGITS && (may_be_phone(v, r, k) || may_be_checked(v, r, k))))
            return true;
    return r->count >= ACCOUNT_DIGITS && (account_before(v, r->start) || account_behind(v, r->end));
}

void look_numbers(struct view *v, size_t end)
{
    struct run r;
    for (size_t at = v->start; at < end; at++) {
        if (!digit(v->t[at]))
            continue;
        read_run(v, at, end, &r);
        if (means_something(v, &r, end)) {
            v->flags |= LOOK_VALUE;
            return;
        }
        at = r.end;
    }
}
