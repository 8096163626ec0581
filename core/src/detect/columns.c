/* Lines that say what the ones below them hold: header lines, announcements, labels that wait for a value; and the fields of the lines
 * under a header. */
#include "detect/scan.h"

#include <string.h>

/* Labels in [from, to) whatever stands behind them; how many. */
static uint32_t loose_labels(const struct scan *s, uint32_t from, uint32_t to, enum label_kind kinds[COLUMNS_MAX], uint32_t *characters)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t count = 0;
    *characters = 0;
    for (uint32_t i = from; i < to;) {
        uint32_t end;
        bool inside = i > 0 && cls[i - 1] == cls[i] && (cls[i] == CLASS_KATAKANA || cls[i] == CLASS_HIRAGANA || class_ascii_word(cls[i]));
        enum label_kind kind = inside ? LABEL_NOTHING : scan_label_at(c, cls, i, s->n, &end);
        if (kind == LABEL_NOTHING || end > to) {
            i++;
            continue;
        }
        if (count < COLUMNS_MAX)
            kinds[count++] = kind;
        *characters += end - i;
        i = end;
    }
    return count;
}

/* Where a line announces what follows: の順, 一覧, 次のとおり ...; UINT32_MAX if it does not. */
static uint32_t announcement(const struct scan *s)
{
    static const char16_t *const words[] = {u"の順", u"一覧", u"次の", u"以下", u"下記", u"名簿", u"リスト", u"結果", u"のとおり", u"の通り", u"follow", u"list"};
    const uint16_t *c = s->c_store + 8;
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < s->n; i++)
        switch (c[i]) {
        case 0x306E: case 0x4E00: case 0x6B21: case 0x4EE5: case 0x4E0B: case 0x540D: case 0x30EA: case 0x7D50: case 'f': case 'F': case 'l': case 'L':
            for (size_t k = 0; k < sizeof words / sizeof *words; k++)
                if (scan_is(c, i, words[k])) {
                    if (k == 0)
                        return i; /* an order is named: that decides */
                    if (first == UINT32_MAX)
                        first = i;
                }
            break;
        default:
            break;
        }
    return first;
}

static void take_columns(struct scan *s, const enum label_kind *kinds, uint32_t count, uint16_t mark)
{
    memcpy(s->columns, kinds, count * sizeof *kinds);
    s->column_count = count;
    s->column_mark = mark;
    s->column_lines = 3;
    s->carried_lines = 0;
}

/* A header line: its labels name the columns of the lines that follow, or one label waits for its values. */
void scan_remember_labels(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    enum label_kind kinds[COLUMNS_MAX];
    uint32_t characters;
    if (s->values_on_line > 0 || s->persons_on_line > 0 || (!s->line_label_count && !s->label_rejected)) {
        if (s->carried_lines > 0)
            s->carried_lines = s->values_on_line > 0 ? 3 : s->carried_lines - 1;
        return;
    }
    uint32_t ink = 0;
    for (uint32_t i = 0; i < s->n; i++)
        ink += cls[i] != CLASS_SPACE && cls[i] != CLASS_TAB;
    /* nothing but labels between separators */
    if (s->line_label_count >= 2 && s->label_characters * 2 >= ink) {
        static const uint16_t marks[] = {'\t', ',', 0x3001, '|', '/', 0x30FB, ' '};
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
            uint32_t from = 0, count = 0, known = 0;
            for (uint32_t i = 0; i <= s->n; i++) {
                if (i < s->n && c[i] != marks[m])
                    continue;
                if (count < COLUMNS_MAX && !((marks[m] == ' ' || marks[m] == '|') && i == from)) {
                    kinds[count] = scan_label_whole(c + from, cls + from, i - from);
                    known += kinds[count] != LABEL_NOTHING;
                    count++;
                }
                from = i + 1;
            }
            if (count >= 2 && count < COLUMNS_MAX && known >= 2 && known * 2 >= count) {
                take_columns(s, kinds, count, marks[m]);
                return;
            }
        }
    }
    /* 申込者（氏名／携帯／メールの順）, 学籍番号・氏名の順に, 口座番号と名義は次のとおり */
    uint32_t at = announcement(s), from = 0, to = s->n, open = UINT32_MAX;
    for (uint32_t i = 0; i < s->n; i++) {
        if (c[i] == '(')
            open = i;
        if (c[i] == ')' && open != UINT32_MAX) {
            uint32_t count = loose_labels(s, open + 1, i, kinds, &characters);
            if (count >= 2 && characters * 2 >= i - open - 1) {
                take_columns(s, kinds, count, 0);
                return;
            }
        }
        if ((c[i] == 0x3002 || c[i] == ':') && i + 1 < s->n && (at == UINT32_MAX || i < at))
            from = i + 1;
    }
    if (at != UINT32_MAX) {
        uint32_t count = loose_labels(s, from, to, kinds, &characters);
        if (count >= 2 && characters >= 4) {
            take_columns(s, kinds, count, 0);
            return;
        }
        if (count == 1 && kinds[0] != LABEL_NEGATIVE) {
            s->carried = kinds[0];
            s->carried_lines = 3;
            return;
        }
    }
    if (s->line_label_count > 0) {
        s->carried = s->line_labels[s->line_label_count - 1];
        s->carried_lines = s->carried == LABEL_NEGATIVE ? 1 : 3;
    } else if (s->carried_lines > 0)
        s->carried_lines--;
}

/* The fields of a line under a header line; none if it does not fit. */
static uint32_t split(struct scan *s, uint16_t mark)
{
    const uint16_t *c = SCAN_C(s);
    uint32_t count = 0, from = 0;
    for (uint32_t i = 0; i <= s->n && count <= COLUMNS_MAX; i++) {
        if (i < s->n && c[i] != mark)
            continue;
        if ((mark == ' ' || mark == '|') && i == from) {
            from = i + 1;
            continue;
        }
        if (count < COLUMNS_MAX) {
            s->field_start[count] = from;
            s->field_end[count] = i;
        }
        count++;
        from = i + 1;
    }
    return count;
}

void scan_find_fields(struct scan *s)
{
    static const uint16_t marks[] = {'\t', ',', 0x3001, '|', '/', 0x30FB, ' '};
    s->field_count = 0;
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        if (s->column_mark && marks[m] != s->column_mark && !(s->column_mark == ' ' && marks[m] == '\t'))
            continue;
        uint32_t count = split(s, marks[m]);
        if (count == s->column_count) {
            s->field_count = count;
            return;
        }
        /* parted by spaces: the name itself may hold one */
        if (marks[m] == ' ' && count == s->column_count + 1 && count <= COLUMNS_MAX) {
            for (uint32_t k = 0; k < s->column_count; k++)
                if (s->columns[k] == LABEL_NAME) {
                    s->field_end[k] = s->field_end[k + 1];
                    for (uint32_t j = k + 1; j + 1 < count; j++) {
                        s->field_start[j] = s->field_start[j + 1];
                        s->field_end[j] = s->field_end[j + 1];
                    }
                    s->field_count = s->column_count;
                    return;
                }
        }
    }
}
