/* Payment cards and IBAN: formula, issuer's prefix and length, and a word that says what it is. */
#include "detect/scan.h"

#include <string.h>

static bool card_groups(const struct number *num)
{
    const uint8_t *g = num->groups;
    switch (num->group_count) {
    case 1:
        return true;
    case 3:
        return (g[0] == 4 && g[1] == 6 && (g[2] == 5 || g[2] == 4)); /* American Express, Diners */
    case 4:
        return g[0] == 4 && g[1] == 4 && g[2] == 4 && g[3] >= 1 && g[3] <= 7;
    case 5:
        return g[0] == 4 && g[1] == 4 && g[2] == 4 && g[3] == 4 && g[4] == 3;
    default:
        return false;
    }
}

static bool same_digits(const struct number *num)
{
    for (uint32_t i = 1; i < num->count; i++)
        if (num->digits[i] != num->digits[0])
            return false;
    return true;
}

/* An expiry date or a card word ahead on the same line counts as well as one before. */
static bool card_word_ahead(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t end = at + 24 < s->n ? at + 24 : s->n, month = at;
    while (cls[month] == CLASS_SPACE)
        month++;
    uint32_t year = class_end(cls, month, CLASS_DIGIT) + 1; /* 5/30 */
    if (month > at && year - month <= 3 && year - month > 1 && c[year - 1] == '/' && class_end(cls, year, CLASS_DIGIT) == year + 2)
        return true;
    for (uint32_t i = at; i < end; i++)
        if (scan_is(c, i, u"exp") || scan_is(c, i, u"有効") || scan_is(c, i, u"期限0") || scan_is(c, i, u"期限1") || scan_is(c, i, u"cvv") || scan_is(c, i, u"cvc") || scan_is(c, i, u"セキュリティコード"))
            return true;
    return false;
}

/* カード 3533685895580106 */
static bool card_word_before(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    while (at > 0 && ((s->class_store + 8)[at - 1] == CLASS_SPACE || c[at - 1] == ':' || c[at - 1] == u'は'))
        at--;
    return at >= 3 && scan_is(c, at - 3, u"カード");
}

bool card_number(struct scan *s, const struct number *num)
{
    if (num->count < 13 || num->count > 19 || num->plus || !card_groups(num) || same_digits(num))
        return false;
    if (!check_luhn(num->digits, num->count) || !check_card_prefix(num->digits, num->count))
        return false;
    for (uint32_t i = 2; i < num->group_count; i++)
        if (num->marks[i] != num->marks[1] || num->marks[i] == '(')
            return false;
    if (num->group_count > 1 && num->marks[1] != ' ' && num->marks[1] != '-')
        return false;
    enum label_kind kind = scan_context(s, num->start);
    if (kind == LABEL_CARD || kind == LABEL_EXPIRY)
        scan_hit(s, DATA_CREDIT_CARD, CONFIDENCE_HIGH, "card", num->start, num->end);
    else if (kind != LABEL_NOTHING && kind != LABEL_NAME && kind != LABEL_ACCOUNT && kind != LABEL_PAYEE && !(kind == LABEL_PHONE && num->group_count > 1)) /* no telephone has four groups of four */
        scan_hit(s, DATA_CREDIT_CARD, CONFIDENCE_LOW, "card", num->start, num->end);
    else if (s->card_lines > 0 || num->group_count > 1 || card_word_before(s, num->start) || card_word_ahead(s, num->end)) /* in groups as on the card */
        scan_hit(s, DATA_CREDIT_CARD, CONFIDENCE_MEDIUM, "card", num->start, num->end);
    else
        scan_hit(s, DATA_CREDIT_CARD, CONFIDENCE_LOW, "card", num->start, num->end);
    s->card_lines = 3;
    return true;
}
