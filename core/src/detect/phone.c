/* Telephone numbers: Japan's plan, North America's, and others in international form. */
#include "detect/scan.h"

#include <string.h>

/* Groupings that people write; a plain run of digits needs a label or a mobile prefix. */
static bool japanese_groups(const struct number *num, bool international)
{
    const uint8_t *g = num->groups;
    uint32_t n = num->group_count, first = international ? 1 : 0;
    if (n == first + 1)
        return true;
    if (n == first + 2) /* 090-12345678, 0120-123456 */
        return g[first] >= 2 && g[first] <= 5 && g[first + 1] >= 5;
    if (n == first + 3)
        return g[first] >= 1 && g[first] <= 5 && g[first + 1] >= 1 && g[first + 1] <= 4 && g[first + 2] >= 3 && g[first + 2] <= 4;
    return false;
}

/* A Latin word stands before it, and the label further away: S/N 6504320339 */
static bool behind_word(const struct scan *s, uint32_t at)
{
    const uint8_t *cls = s->class_store + 8;
    while (at > 0 && cls[at - 1] == CLASS_SPACE)
        at--;
    return at > 0 && class_latin(cls[at - 1]) && s->label.end < at;
}

/* An address ends before it, or a name stands there, and no word that may say what else it is: 田中様 0312345678, but not 田中様の注文 0312345678 */
static bool beside_person(const struct scan *s, uint32_t at)
{
    enum { TITLE = 3 };
    const uint8_t *cls = s->class_store + 8;
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    while (at > 0 && cls[at - 1] == CLASS_SPACE)
        at--;
    if (last && last->type == DATA_ADDRESS && at == last->end)
        return true;
    if (last && last->type == DATA_EMAIL && at > last->end && at - last->end <= 2 && cls[at - 1] == CLASS_MARK)
        return true; /* nakagawa@example.co.jp | 0428394025 */
    if (!s->persons_on_line)
        return false;
    return at > 0 && (cls[at - 1] == CLASS_MARK || cls[at - 1] == CLASS_TAB || (last && last->type == DATA_PERSON && at >= last->end && at - last->end <= TITLE));
}

/* 折り返しは 0898834416, 0363545071 へお電話ください: it is said that somebody is to be called. */
static bool called(const struct scan *s, const struct number *num)
{
    static const char16_t *const before[] = {u"折り返し", u"折返し", u"お電話", u"電話", u"問い合わせ", u"問合せ", u"連絡先"}, *const behind[] = {u"お電話", u"電話", u"おかけ", u"かけ"};
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = num->start, next = num->end;
    while (at > 0 && (cls[at - 1] == CLASS_SPACE || c[at - 1] == u'は' || c[at - 1] == u'に' || c[at - 1] == 0x3001))
        at--;
    if (scan_ends_with_one(c, at, before, sizeof before / sizeof *before))
        return true;
    while (cls[next] == CLASS_SPACE || c[next] == u'へ' || c[next] == u'に')
        next++;
    for (size_t k = 0; next > num->end && k < sizeof behind / sizeof *behind; k++)
        if (scan_is(c, next, behind[k]))
            return true;
    return false;
}

static bool phone_label(enum label_kind kind)
{
    return kind == LABEL_PHONE || kind == LABEL_WORK_PHONE;
}

/* Numbers of such a kind may look like a telephone number; those of the others have other lengths, and accounts no three groups: 口座変更は03-... */
static bool like_a_phone(enum label_kind kind, const struct number *num)
{
    return (kind == LABEL_ACCOUNT && num->group_count < 3) || kind == LABEL_PENSION || kind == LABEL_INSURANCE || kind == LABEL_NATIONAL ||
           kind == LABEL_PASSPORT || kind == LABEL_RESIDENCE || kind == LABEL_PASSWORD;
}

/* Country codes that are given out, by their first digits. */
static bool country_code(const struct number *num)
{
    unsigned d0 = num->digits[0], p2 = d0 * 10 + num->digits[1];
    if (d0 == 0 || num->count < 8 || num->count > 15)
        return false;
    if (d0 == 1 || d0 == 7)
        return num->count == 11;
    return p2 != 28 && p2 != 80 && p2 != 83 && p2 != 89 && p2 != 99;
}

/* Eleven digits in groups, as Ofcom's plan has them: 020 7946 0136, 0117 496 0123, 01632 960123, 07700 900123. */
static bool british(const struct number *num)
{
    const uint8_t *d = num->digits, *g = num->groups;
    if (num->count != 11 || d[0] != 0 || (d[1] != 1 && d[1] != 2 && d[1] != 7) || num->group_count < 2 || num->marks[1] != ' ')
        return false;
    if (num->group_count == 2)
        return g[0] == 5 && g[1] == 6;
    return num->group_count == 3 && ((g[0] == 3 && g[1] == 4) || (g[0] == 4 && g[1] == 3) || (g[0] == 5 && g[1] == 3));
}

/* +81 (0)3 ..., +1 212 ..., +44 ... */
static bool international(const struct number *num)
{
    const uint8_t *d = num->digits;
    if (d[0] == 8 && d[1] == 1) {
        uint8_t national[16];
        size_t skip = d[2] == 0 ? 3 : 2; /* +81 (0)3 ... */
        memcpy(national, d + skip, num->count - skip);
        return phone_japanese(national, num->count - skip);
    }
    return d[0] == 1 ? num->count == 11 && phone_american(d + 1) : country_code(num);
}

/* It has the form of a Japanese number; false: its groups are those of none, or too little speaks for it. */
static bool japanese(struct scan *s, const struct number *num, enum label_kind kind)
{
    const uint8_t *d = num->digits;
    bool labelled = phone_label(kind), separated = num->group_count > 1, mobile = num->count == 11;
    if (mobile && separated && num->groups[0] > 4)
        return false;
    if (mobile && num->group_count == 3 && !(num->groups[0] == 3 || (num->groups[0] == 4 && d[1] == 8)))
        return false;
    enum confidence confidence = labelled ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
    if (!labelled && (separated ? num->marks[1] == ' ' && !mobile && num->group_count != 3 : !mobile && !(kind == LABEL_NOTHING && (beside_person(s, num->start) || called(s, num)))))
        confidence = CONFIDENCE_LOW;
    scan_hit(s, DATA_PHONE, confidence, "phone-jp", num->start, num->end);
    return confidence > CONFIDENCE_LOW;
}

static bool american(struct scan *s, const struct number *num, bool labelled)
{
    const uint8_t *d = num->digits;
    enum confidence confidence = labelled ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM;
    if (num->count == 11 && d[0] == 1 && phone_american(d + 1) && num->group_count == 4 && num->groups[0] == 1 && num->groups[1] == 3)
        confidence = CONFIDENCE_MEDIUM;
    else if (!(num->count == 10 && phone_american(d) && num->group_count == 3 && num->groups[0] == 3 && num->groups[1] == 3))
        return false;
    scan_hit(s, DATA_PHONE, confidence, "phone-us", num->start, num->end);
    return true;
}

/* A label of telephones stands before it, and its form says little. */
static bool by_label(struct scan *s, const struct number *num)
{
    const uint8_t *d = num->digits;
    bool area = num->count == 10 && phone_american(d);
    if (num->group_count > 1 && SCAN_C(s)[num->end] != '/') {
        if (!area && (d[0] != 0 || num->count > 11))
            return false;
        scan_hit(s, DATA_PHONE, d[0] == 0 && num->count == 9 ? CONFIDENCE_LOW : CONFIDENCE_MEDIUM, "phone-labelled", num->start, num->end);
        return true;
    }
    if (!area || behind_word(s, num->start))
        return false;
    scan_hit(s, DATA_PHONE, CONFIDENCE_MEDIUM, "phone-us", num->start, num->end);
    return true;
}

bool phone_number(struct scan *s, const struct number *num)
{
    if (num->count < 9 || num->count > 15 || num->group_count > (num->plus ? 6u : 5u) || number_all_zeros(num))
        return false;
    const uint8_t *d = num->digits;
    enum label_kind kind = scan_context(s, num->start);
    /* what a label of another line asks for looks otherwise than a mobile number or one with a country code */
    bool own = s->label.kind != LABEL_NOTHING || s->field_count > 0, plain = num->plus || (num->count == 11 && d[0] == 0 && d[2] == 0);
    if ((own || !plain) && like_a_phone(kind, num))
        return false; /* something else by its own label */
    if (num->plus) {
        bool good = international(num);
        if (good)
            scan_hit(s, DATA_PHONE, CONFIDENCE_HIGH, "phone-international", num->start, num->end);
        return good;
    }
    for (uint32_t i = 1; i < num->group_count; i++)
        if (num->marks[i] == '.' && d[0] == 0 && num->group_count != 3)
            return false;
    if (d[0] == 0 && (num->count == 10 || num->count == 11) && phone_japanese(d + 1, num->count - 1) && japanese_groups(num, false))
        return japanese(s, num, kind);
    if (british(num)) {
        scan_hit(s, DATA_PHONE, CONFIDENCE_MEDIUM, "phone-uk", num->start, num->end);
        return true;
    }
    return american(s, num, phone_label(kind)) || (phone_label(kind) && by_label(s, num));
}
