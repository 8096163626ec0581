/* Lines that say what the ones below them hold: header lines, announcements, labels that wait for a value; and the fields of the lines
 * under a header. */
#include "detect/scan.h"

#include <string.h>

enum { LIST_REACH = 256 }; /* characters: longer brackets hold no list of labels, and what 番号 means is not said further above */

/* 番号 alone: of what, is said elsewhere. */
static bool lone_number(const uint16_t *c, uint32_t i, uint32_t end, enum label_kind kind)
{
    return kind == LABEL_NEGATIVE && end - i == 2 && c[i] == u'番';
}

/* Labels in [from, to) whatever stands behind them; how many. lone: what 番号 alone stands for. */
static uint32_t loose_labels(const struct scan *s, uint32_t from, uint32_t to, enum label_kind lone, enum label_kind kinds[COLUMNS_MAX], uint32_t *characters)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t count = 0;
    *characters = 0;
    for (uint32_t i = from; i < to;) {
        uint32_t end;
        bool inside = i > 0 && cls[i - 1] == cls[i] && (cls[i] == CLASS_KATAKANA || cls[i] == CLASS_HIRAGANA || class_ascii_word(cls[i]));
        enum label_kind kind = inside || !label_may_stand(c, cls, i) ? LABEL_NOTHING : scan_label_at(c, cls, i, s->n, &end);
        if (kind == LABEL_NOTHING || end > to || scan_file_name_end(c, i, kind)) {
            i++;
            continue;
        }
        if (count < COLUMNS_MAX)
            kinds[count++] = lone_number(c, i, end, kind) ? lone : kind;
        *characters += end - i;
        i = end;
    }
    return count;
}

/* A word of announces() may begin with these two. The factor was found by trying: no two pairs share a place. */
static bool word_may_begin(uint16_t c, uint16_t second)
{
#define PAIR(a, b) ((uint32_t)(a) << 16 | (b))
    static const uint32_t begins[32] = {
        PAIR('f', 'o'), 0, 0, PAIR(u'リ', u'ス'), PAIR(u'の', u'順'), PAIR(u'以', u'下'), 0, 0, PAIR('F', 'O'), PAIR('F', 'o'),
        PAIR(u'結', u'果'), PAIR(u'下', u'記'), 0, 0, PAIR(u'次', u'の'), 0, 0, PAIR(u'一', u'覧'), PAIR('l', 'I'), PAIR('l', 'i'),
        0, PAIR(u'の', u'と'), PAIR(u'の', u'通'), 0, 0, 0, PAIR('L', 'I'), PAIR('L', 'i'), PAIR(u'名', u'簿'), 0, 0,
        PAIR('f', 'O')};
    uint32_t pair = PAIR(c, second);
    return pair == begins[pair * 0xA03F8DE9u >> 27];
#undef PAIR
}

/* A word stands at i that announces what follows: 一覧, 次のとおり ... *order: its order is named. word_may_begin() knows how they begin. */
static bool announces(const uint16_t *c, uint32_t i, bool *order)
{
    static const char16_t *const words[] = {u"一覧", u"次の", u"以下", u"下記", u"名簿", u"リスト", u"結果", u"のとおり", u"の通り", u"follow", u"list"};
    *order = scan_is(c, i, u"の順");
    for (size_t k = 0; !*order && k < sizeof words / sizeof *words; k++)
        if (scan_is(c, i, words[k]))
            return true;
    return *order;
}

static void take_columns(struct scan *s, const enum label_kind *kinds, uint32_t count, uint16_t mark)
{
    memcpy(s->columns, kinds, count * sizeof *kinds);
    s->column_count = count;
    s->column_mark = mark;
    s->column_lines = 3;
    s->carried_lines = 0;
}

/* What may part the fields of a line. Two are none of the folded characters: two spaces or more, which let a field hold one, and a full-width slash,
 * which lets it hold 2014/4/18. */
enum { WIDE_SPACE = 0x2003, WIDE_SLASH = 0xFF0F };
static const uint16_t marks[] = {'\t', /* the first: scan_find_fields() */
                                 ',', ';', 0x3001, '|', WIDE_SLASH, '/', 0x30FB, WIDE_SPACE, ' '};

/* The folded character that the mark consists of. */
static uint16_t mark_character(uint16_t mark)
{
    return mark == WIDE_SPACE ? ' ' : mark == WIDE_SLASH ? '/' : mark;
}

/* The slash at i is one of 2014/4/18. */
static bool in_date(const uint8_t *cls, uint32_t i)
{
    uint32_t from = i, to = class_end(cls, i + 1, CLASS_DIGIT) - i - 1;
    while (from > 0 && cls[from - 1] == CLASS_DIGIT && i - from < 5)
        from--;
    from = i - from;
    return (from == 4 || from == 1 || from == 2) && (to == 1 || to == 2);
}

static bool mark_at(const struct scan *s, uint32_t i, uint16_t mark)
{
    const uint16_t *c = s->c_store + 8;
    if (mark == 0x3001 && c[i] == u'と') /* 学生番号と氏名、返却期限 */
        return i > 0 && (s->class_store + 8)[i - 1] == CLASS_KANJI && (s->class_store + 8)[i + 1] == CLASS_KANJI;
    if (c[i] != mark_character(mark))
        return false;
    switch (mark) {
    case WIDE_SPACE:
        return c[i + 1] == ' ';
    case WIDE_SLASH:
        return scan_was_wide(s, i);
    case '/':
        return !in_date(s->class_store + 8, i);
    default:
        return true;
    }
}

/* Who parts a header by one of them may part the lines below by the other. */
static bool alike(uint16_t mark, uint16_t other)
{
    uint16_t a = mark_character(mark), b = mark_character(other);
    return a == b || (a == ' ' && b == '\t');
}

/* Which of them may stand on the line: a bit for each. */
static unsigned marks_on(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    const uint32_t n = (s->n + 7) & ~7u; /* zeros stand behind the line, and eights are done at once */
    uint16_t on = 0;
    for (uint32_t i = 0; i < n; i++)
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
            on |= (uint16_t)((c[i] == mark_character(marks[m])) << m);
    return on;
}

/* Nothing between two of these marks is an empty field; spaces may be many for the looks of it, and bars stand at both ends. */
static bool empty_field_counts(uint16_t mark)
{
    return mark != ' ' && mark != WIDE_SPACE && mark != '|';
}

/* Where the field that begins at from ends: before the next mark or at to. *next: where the one behind it begins. */
static uint32_t field_end(const struct scan *s, uint32_t from, uint32_t to, uint16_t mark, uint32_t *next)
{
    const uint16_t *c = s->c_store + 8;
    while (from < to && !mark_at(s, from, mark))
        from++;
    *next = from + 1;
    while (mark == WIDE_SPACE && c[*next] == ' ')
        ++*next;
    return from;
}

/* The last label before to that asks for a number: 個人番号一覧（氏名・番号の順） */
static enum label_kind label_before(const struct scan *s, uint32_t to)
{
    enum label_kind kinds[COLUMNS_MAX];
    uint32_t characters, count = loose_labels(s, to > LIST_REACH ? to - LIST_REACH : 0, to, LABEL_NEGATIVE, kinds, &characters);
    while (count > 0 && !label_awaits(kinds[count - 1]))
        count--;
    return count ? kinds[count - 1] : LABEL_NEGATIVE;
}

/* The column [at, end) says which bank: 番号 beside it is that of an account. */
static bool bank_column(const uint16_t *c, uint32_t at, uint32_t end)
{
    static const char16_t *const words[] = {u"銀行", u"金融機関", u"支店", u"信用金庫", u"農協"};
    for (; at < end; at++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (scan_is(c, at, words[k]))
                return true;
    return false;
}

/* What the fields of [from, to) say that the mark parts; how many are known. lone: what 番号 alone stands for. */
static uint32_t field_labels(const struct scan *s, uint32_t from, uint32_t to, uint16_t mark, enum label_kind lone, enum label_kind kinds[COLUMNS_MAX], uint32_t *count)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t known = 0;
    bool bank = false;
    *count = 0;
    for (uint32_t at = from, end, next; at <= to; at = next) {
        end = field_end(s, at, to, mark, &next);
        if (*count == COLUMNS_MAX || (end == at && !empty_field_counts(mark)))
            continue;
        enum label_kind kind = scan_label_whole(c + at, cls + at, end - at);
        bank = bank || bank_column(c, at, end);
        if (lone_number(c, at, end, kind))
            kind = bank ? LABEL_ACCOUNT : lone;
        known += kind != LABEL_NOTHING;
        kinds[(*count)++] = kind;
    }
    return known;
}

/* Nothing but labels between marks stands in [from, to); some may be words that are not known. lone: as above. */
static bool header_fields(struct scan *s, uint32_t from, uint32_t to, enum label_kind lone, bool whole_line)
{
    unsigned on = marks_on(s);
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        if (!(on >> m & 1))
            continue;
        enum label_kind kinds[COLUMNS_MAX], narrow[COLUMNS_MAX];
        uint32_t count, more, known = field_labels(s, from, to, marks[m], lone, kinds, &count);
        if (count < 2 || count == COLUMNS_MAX || known < 2 || known * 2 < count)
            continue;
        bool each = marks[m] == WIDE_SPACE && field_labels(s, from, to, ' ', lone, narrow, &more) == more && more > count && more < COLUMNS_MAX;
        for (uint32_t k = 0; each && k < more; k++)
            each = narrow[k] != LABEL_NEGATIVE; /* Name    Passport No. */
        uint16_t mark = each ? ' ' : marks[m]; /* 背番号 氏名     生年月日: each word is a label */
        take_columns(s, each ? narrow : kinds, each ? more : count, whole_line ? mark : 0); /* below an announcement any mark may part the fields */
        return true;
    }
    return false;
}

/* The list stands in brackets at the end of the line: students (student no. / name / passport) */
static bool list_in_brackets(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    enum label_kind kinds[COLUMNS_MAX];
    uint32_t open = s->n, characters;
    if (c[s->n - 1] != ')' || s->n > LIST_REACH)
        return false;
    while (open > 0 && c[open - 1] != '(')
        open--;
    return open > 1 && loose_labels(s, open, s->n - 1, LABEL_NEGATIVE, kinds, &characters) >= 2;
}

static bool header_line(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t ink = 0;
    for (uint32_t i = 0; i < s->n; i++)
        ink += cls[i] != CLASS_SPACE && cls[i] != CLASS_TAB;
    bool brackets = c[0] == '(' && c[s->n - 1] == ')'; /* （氏名、生年月日、マイナンバー） */
    for (uint32_t i = 0; i < s->n; i++)
        if (c[i] == '=')
            return false; /* api_key = YOUR_API_KEY */
    return s->label_characters * 2 >= ink && !list_in_brackets(s) && header_fields(s, brackets, s->n - brackets, LABEL_NEGATIVE, true);
}

/* The last label asks for a value and stands behind all names: 東儀さん、年金番号を送ります */
static bool waits_behind_persons(const struct scan *s)
{
    if (!label_awaits(s->label.kind))
        return false;
    for (uint32_t k = 0; k < s->hit_count; k++)
        if (s->hits[k].end > s->label.start)
            return false;
    return true;
}

static bool has_digit(const struct scan *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        if ((s->class_store + 8)[i] == CLASS_DIGIT)
            return true;
    return false;
}

/* The bracket that opens a list, or the colon behind a word before it: (columns: name / passport) */
static uint32_t list_begins(const uint16_t *c, uint32_t open, uint32_t close)
{
    enum { WORD = 12 };
    for (uint32_t i = open + 1; i < close && i < open + WORD; i++)
        if (c[i] == ':')
            return i;
    return open;
}

/* A header line: its labels name the columns of the lines that follow, or one label waits for its values. */
void scan_remember_labels(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    enum label_kind kinds[COLUMNS_MAX];
    uint32_t characters;
    if (s->values_on_line > 0 || s->persons_on_line > 0 || (!s->line_label_count && !s->label_rejected)) {
        if (s->values_on_line == 0 && waits_behind_persons(s)) {
            s->carried = s->label.kind;
            s->carried_lines = 3;
        } else if (s->carried_lines > 0)
            s->carried_lines = s->values_on_line > 0 ? 3 : s->carried_lines - 1;
        return;
    }
    if (s->line_label_count + s->listed_labels >= 2 && header_line(s))
        return;
    /* 申込者（氏名／携帯／メールの順）, 学籍番号・氏名の順に, 口座番号と名義は次のとおり */
    uint32_t at = UINT32_MAX, from = 0, to = s->n, open = UINT32_MAX, sentence = 0;
    bool ordered = false; /* that decides, wherever it stands */
    for (uint32_t i = 0; i < to; i++) {
        bool order;
        if (word_may_begin(c[i], c[i + 1])) {
            if (!ordered && announces(c, i, &order) && (order || at == UINT32_MAX)) {
                at = i;
                from = sentence;
                ordered = order;
            }
        } else if (cls[i] != CLASS_MARK)
            continue; /* mostly */
        else if (c[i] == '(')
            open = i;
        else if (c[i] == ')' && open != UINT32_MAX && i - open <= LIST_REACH) {
            enum label_kind lone = label_before(s, open + 1);
            open = list_begins(c, open, i);
            uint32_t count = loose_labels(s, open + 1, i, lone, kinds, &characters);
            if (count >= 2 && header_fields(s, open + 1, i, lone, false))
                return;
            if (count >= 2 && characters * 2 >= i - open - 1) {
                take_columns(s, kinds, count, 0);
                return;
            }
        } else if ((c[i] == 0x3002 || c[i] == ':') && i + 1 < to)
            sentence = i + 1;
    }
    if (at != UINT32_MAX) {
        enum label_kind lone = label_before(s, from);
        uint32_t count = loose_labels(s, from, to, lone, kinds, &characters);
        if (ordered && count >= 2 && header_fields(s, from, at, lone, false)) /* 背番号・氏名・生年月日の順 */
            return;
        if (count >= 2 && characters >= 4) {
            take_columns(s, kinds, count, 0);
            return;
        }
        if (count == 1 && label_awaits(kinds[0])) {
            s->carried = kinds[0];
            s->carried_lines = 3;
            return;
        }
    }
    if (s->line_label_count > 0) {
        s->carried = s->line_labels[s->line_label_count - 1];
        s->carried_lines = s->carried != LABEL_NEGATIVE ? 3 : has_digit(s) ? 0 : 1; /* Amount $3,777.10 waits for nothing */
    } else if (s->carried_lines > 0)
        s->carried_lines--;
}

/* So many fields at most does the mark part the line into. */
static uint32_t fields_at_most(const struct scan *s, uint16_t mark)
{
    const uint16_t *c = s->c_store + 8;
    const uint32_t n = (s->n + 7) & ~7u; /* zeros stand behind the line, and eights are counted at once */
    uint16_t count = 1;
    const uint16_t character = mark_character(mark);
    for (uint32_t i = 0; i < n; i++)
        count = (uint16_t)(count + (c[i] == character));
    return count;
}

/* The first field numbers the row, which the header did not say or said together with the name (No NAME): it is left out. */
static bool drop_ordinal(struct scan *s, uint32_t count)
{
    enum { ORDINAL_DIGITS = 3 };
    const uint8_t *cls = SCAN_CLASS(s);
    if (s->columns[0] != LABEL_NAME || count != s->column_count + 1 || count > COLUMNS_MAX)
        return false;
    uint32_t from = s->field_start[0];
    while (cls[from] == CLASS_SPACE)
        from++;
    uint32_t end = class_end(cls, from, CLASS_DIGIT);
    if (end == from || end - from > ORDINAL_DIGITS || end < s->field_end[0])
        return false;
    for (uint32_t k = 0; k + 1 < count; k++) {
        s->field_start[k] = s->field_start[k + 1];
        s->field_end[k] = s->field_end[k + 1];
    }
    return true;
}

/* The fields of a line under a header line; none if it does not fit. */
static uint32_t split(struct scan *s, uint16_t mark)
{
    uint32_t count = 0;
    for (uint32_t from = 0, end, next; from <= s->n && count <= COLUMNS_MAX; from = next) {
        end = field_end(s, from, s->n, mark, &next);
        if (end == from && !empty_field_counts(mark))
            continue;
        if (count < COLUMNS_MAX) {
            s->field_start[count] = from;
            s->field_end[count] = end;
        }
        count++;
    }
    return count;
}

void scan_find_fields(struct scan *s)
{
    unsigned on = marks_on(s); /* a line that holds none of a mark is one field, and there are two columns at least */
    s->field_count = 0;
    s->column_mark_stands = s->column_mark != '\t' || (on & 1); /* who writes tabs writes them in each row */
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        if (!(on >> m & 1))
            continue;
        if (s->column_mark && !alike(s->column_mark, marks[m]))
            continue;
        if (fields_at_most(s, marks[m]) < s->column_count)
            continue;
        uint32_t count = split(s, marks[m]);
        if (count == s->column_count || drop_ordinal(s, count)) {
            s->field_count = s->column_count;
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
