/* The labels of the line that is read: which words count as labels where they stand, and which label rules a place. What labels there are is
 * words.c's matter, what a line says of those below it columns.c's. */
#include "detect/scan.h"

/* "name": */
static bool closes_quote(uint16_t before, uint16_t behind)
{
    return before == behind && (behind == '"' || behind == '\'');
}

/* Behind a remark in brackets, if one stands at this place: 口座番号（普通）: */
static uint32_t remark_end(const struct scan *s, uint32_t at)
{
    enum { REMARK_CHARACTERS = 14, VALUE_DIGITS = 5 /* 旅券（MZ3110442） */ };
    const uint16_t *c = s->c_store + 8;
    uint32_t close = at;
    if (c[at] != '(' || (s->class_store + 8)[at + 1] == CLASS_DIGIT)
        return at;
    uint32_t digits = 0;
    for (; close < s->n && close < at + REMARK_CHARACTERS && c[close] != ')'; close++)
        digits += (s->class_store + 8)[close] == CLASS_DIGIT;
    bool somebody = close > at + 2 && (c[close - 1] == u'様' || (c[close - 2] == u'さ' && c[close - 1] == u'ん')); /* 株式会社（森本様） */
    return c[close] == ')' && digits < VALUE_DIGITS && !somebody ? close + 1 : at;
}

static bool label_counts(struct scan *s, enum label_kind kind, uint32_t start, uint32_t end, bool *strong)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = end;
    if (start > 0 && closes_quote(c[start - 1], c[at]))
        at++;
    at = remark_end(s, at);
    uint32_t direct = at;
    while (cls[at] == CLASS_SPACE)
        at++;
    *strong = label_mark(c[at]) || cls[at] == CLASS_END || (c[at] == 0x306F && cls[at + 1] != CLASS_HIRAGANA);
    if (*strong)
        return true;
    bool adjacent_word = at == direct && (cls[at] == CLASS_KANJI || cls[at] == CLASS_KATAKANA);
    if (adjacent_word && kind != LABEL_ACCOUNT && kind != LABEL_NEGATIVE)
        return false;
    switch (label_need(kind)) {
    case LABEL_NEEDS_SPACE: /* 運転者氏名 is a label as well, 小中学校名 is none */
        return at > direct && (start == 0 || cls[start - 1] != CLASS_KANJI || cls[start] != CLASS_KANJI || (c[start] == u'氏' && c[start + 1] == u'名'));
    case LABEL_NEEDS_MARK:
        return false;
    case LABEL_NEEDS_NOTHING:
        break;
    }
    return true;
}

/* Other labels stand before or behind this one, and the same mark between: it is one of a header, and what stands behind is no value of it.
 * 学籍番号<tab>氏名<tab>返還誓約書 */
static bool among_labels(const struct scan *s, uint32_t start, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    const struct label *before = &s->before; /* the one before the one that is being read */
    uint16_t mark = c[end];
    if (mark != '\t' && mark != ',' && mark != '|' && mark != '/' && mark != 0x3001 && mark != 0x30FB)
        return false;
    if (before->kind != LABEL_NOTHING && before->end + 1 == start && c[before->end] == mark)
        return true;
    uint32_t next = end + 1, label_end;
    while (next < s->n && c[next] != mark && cls[next] != CLASS_DIGIT)
        next++;
    return c[next] == mark && scan_label_at(c, cls, next + 1, s->n, &label_end) != LABEL_NOTHING && (c[label_end] == mark || cls[label_end] == CLASS_END) &&
           next > end + 1;
}

/* A reading belongs to a name that stands above or below it: it is kept as a guess, so that nobody counts twice. */
static uint32_t reading_labelled(struct scan *s, uint32_t value)
{
    uint32_t hits = s->hit_count, persons = s->persons_on_line, end = person_labelled(s, value);
    for (; hits < s->hit_count; hits++)
        s->hits[hits].confidence = CONFIDENCE_LOW;
    s->persons_on_line = persons;
    return end;
}

/* 普通預金 番号, 運転免許証の番号, 会員 No.: behind what belongs to the label of a number, which ends at `end`. */
static uint32_t behind_number_word(const struct scan *s, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t more = end;
    while (cls[more] == CLASS_SPACE)
        more++;
    more += c[more] == u'の';
    if (scan_is(c, more, u"番号"))
        return more + 2;
    if (scan_is(c, more, u"no") && cls[more + 2] != CLASS_LOWER && cls[more + 2] != CLASS_UPPER)
        return more + 2 + (c[more + 2] == '.');
    return end;
}

/* Where the value of the label [i, end) begins: behind quotes, a remark, marks and は. */
static uint32_t value_begins(const struct scan *s, uint32_t i, uint32_t end, bool strong)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t value = end;
    if (i > 0 && closes_quote(c[i - 1], c[value]))
        value++;
    for (value = remark_end(s, value);; value++) {
        switch (c[value]) {
        case ' ': case '\t': case ':': case '=': case '|': case 0x3011: case ']': case 0x300C: case 0x300D: case 0x2026: case 0x30FB: case 0x2192: case '"': case '\'':
            continue;
        case '>': /* => */
            if (value == end || c[value - 1] == '=')
                continue;
            return value;
        case u'は':
            if (strong && (value == end || (cls[value - 1] == CLASS_SPACE && cls[end] == CLASS_SPACE)))
                continue;
            return value;
        default:
            if (cls[value] == CLASS_SPACE || cls[value] == CLASS_TAB)
                continue;
            return value;
        }
    }
}

/* A word for numbers that says nothing here: a lone 番号, 読み取った番号, 普通No. */
static bool number_word_alone(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t word = i > 1 && cls[i - 1] == CLASS_SPACE ? i - 1 : i; /* the word before it ends here */
    if (end - i != 2)
        return false;
    if (c[i] == u'番')
        return i == 0 || (cls[i - 1] != CLASS_KANJI && cls[i - 1] != CLASS_KATAKANA);
    return (c[i] | 32) == 'n' && word > 0 && (c[word - 1] == u'通' || c[word - 1] == u'座' || c[word - 1] == u'蓄');
}

/* What the label of this line asks for stands at `value`, if it is no number: found up to its end; 0: it does not. */
static uint32_t labelled_value(struct scan *s, uint32_t value)
{
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t i = s->label.start, end = s->label.end, done;
    switch (s->label.kind) {
    case LABEL_NAME:
        return among_labels(s, i, end) ? 0 : person_labelled(s, value);
    case LABEL_KANA:
        return among_labels(s, i, end) ? 0 : reading_labelled(s, value);
    case LABEL_SURNAME:
    case LABEL_GIVEN:
        return among_labels(s, i, end) ? 0 : person_part(s, value);
    case LABEL_PAYEE: /* Beneficiary: Jane Doe; a Japanese payee stands behind the bank */
        return cls[value] == CLASS_UPPER ? person_labelled(s, value) : 0;
    case LABEL_ADDRESS:
    case LABEL_WORK_ADDRESS:
        return address_labelled(s, value);
    case LABEL_HEALTH:
    case LABEL_SPECIAL:
        return s->label.strong ? special_labelled(s, i, value) : 0;
    case LABEL_PASSWORD:
        done = password_value(s, value);
        return done ? done : password_behind_arrow(s, end);
    default:
        return 0;
    }
}

uint32_t label_here(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t end = 0;
    if (i > 0 && cls[i - 1] == cls[i] && (cls[i] == CLASS_KATAKANA || cls[i] == CLASS_HIRAGANA))
        return 0;
    bool joined = i > 0 && class_ascii_word(cls[i]) && (class_ascii_word(cls[i - 1]) || c[i - 1] == '-' || c[i - 1] == '_');
    enum label_kind kind = scan_label_at(c, cls, i, s->n, &end);
    if (kind == LABEL_NOTHING || (joined && kind != LABEL_PASSWORD && kind != LABEL_SECRET) || scan_file_name_end(c, i, kind))
        return 0;
    if (kind >= LABEL_MYNUMBER && kind <= LABEL_CUSTOMER)
        end = behind_number_word(s, end);
    if (kind == LABEL_NEGATIVE && number_word_alone(s, i, end))
        return end;
    if (label_told(kind))
        s->told |= (uint64_t)1 << kind;
    if (kind == LABEL_STUDENT && i > 0 && c[i - 1] == '(' && c[end] == ')' && id_before_label(s, i - 1))
        return end + 1; /* 23L8465（学籍番号） */
    bool strong, counts = label_counts(s, kind, i, end, &strong);
    if (joined && !strong) /* DB_PASSWORD= says something, max_password_length nothing */
        return 0;
    if (!counts) {
        s->label_rejected = true;
        if ((c[end] == ',' || c[end] == 0x3001) && (i == 0 || cls[i - 1] != CLASS_KANJI)) {
            s->listed_labels++;
            s->label_characters += end - i;
        }
        return 0;
    }
    if (s->line_label_count < COLUMNS_MAX)
        s->line_labels[s->line_label_count++] = kind;
    s->label_characters += end - i;
    if (kind == LABEL_OTHER) /* only a header's */
        return end;
    s->before = s->label;
    s->label = (struct label){kind, i, end, strong};
    if (kind == LABEL_CARD)
        s->card_lines = 3;
    if (kind == LABEL_ACCOUNT || kind == LABEL_PAYEE)
        s->bank_lines = 3;
    uint32_t value = value_begins(s, i, end, strong), done = labelled_value(s, value);
    if (!done && value == s->n && (kind == LABEL_ORG || kind == LABEL_DEPT || kind == LABEL_PRODUCT))
        return end; /* 3年1組（担任 中川）: what stands in the brackets is no mere remark */
    return done ? done : value > end ? value : end;
}

/* The label has its number already, and a word stands behind that: 利用者番号 59131801 宮川様 0834-65-7963. A check digit tells other numbers apart. */
static bool label_spent(const struct scan *s, uint32_t at)
{
    const uint8_t *cls = s->class_store + 8;
    switch (s->label.kind) {
    case LABEL_PENSION: case LABEL_INSURANCE: case LABEL_STUDENT: case LABEL_CUSTOMER: case LABEL_LICENSE: case LABEL_PASSPORT: case LABEL_RESIDENCE:
        break;
    default:
        return false;
    }
    if (s->label_value_end <= s->label.end || at - s->label.end > 48)
        return false;
    for (uint32_t i = s->label_value_end; i < at; i++)
        if (class_japanese(cls[i]))
            return true;
    return false;
}

/* ※チケット 9685293944 belongs to no column and to no label of another line. */
bool scan_first_value(const struct scan *s, uint32_t at)
{
    enum { NAME_TO_VALUE = 48 };
    const uint8_t *cls = s->class_store + 8;
    if (s->first_word >= at)
        return true;
    const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
    if (!last || last->type != DATA_PERSON || at - last->end > NAME_TO_VALUE)
        return false;
    for (size_t i = last->end; i < at; i++)
        if (class_japanese(cls[i]))
            return false;
    return true;
}

/* before you release it, (512) 927-9577: a comma stands between the label and this place, and a word before that. */
static bool comma_between(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    for (uint32_t k = s->label.end + 1; k < at; k++)
        if (c[k] == ',' && cls[k + 1] == CLASS_SPACE && class_latin(cls[k - 1]))
            return true;
    return false;
}

/* What the label says that stands over this place: on the line, as a column header, or waiting from a line above. */
enum label_kind scan_context(const struct scan *s, uint32_t at)
{
    if (s->label.kind != LABEL_NOTHING) {
        uint32_t gap = at - s->label.end;
        if (label_spent(s, at))
            return LABEL_NOTHING;
        if (s->label.kind != LABEL_NEGATIVE || (gap <= 12 && !comma_between(s, at)))
            return gap <= 48 ? s->label.kind : LABEL_NOTHING;
        return LABEL_NOTHING;
    }
    for (uint32_t k = 0; k < s->field_count; k++)
        if (at >= s->field_start[k] && at < s->field_end[k])
            return s->columns[k];
    if (s->column_count && !s->field_count && s->column_mark_stands && scan_first_value(s, at)) {
        /* the line does not fall apart into the columns, but one of them alone holds numbers */
        enum label_kind only = LABEL_NOTHING;
        for (uint32_t k = 0; k < s->column_count; k++)
            if (s->columns[k] >= LABEL_MYNUMBER && s->columns[k] <= LABEL_CUSTOMER) {
                if (only != LABEL_NOTHING)
                    return LABEL_NOTHING;
                only = s->columns[k];
            }
        return only;
    }
    bool told = s->carried == LABEL_MYNUMBER || s->carried == LABEL_LICENSE || s->carried == LABEL_CARD; /* by a check digit */
    return s->carried_lines && (told || scan_first_value(s, at)) ? s->carried : LABEL_NOTHING;
}
