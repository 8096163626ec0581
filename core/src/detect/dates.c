/* Dates in the forms that people write, Western and Japanese, and which of them are birthdays. */
#include "detect/person_parts.h"

/* 1 or 2 digits (or more up to max); returns the end, 0 if none. */
static uint32_t small(const struct scan *s, uint32_t i, uint32_t max, uint32_t *value)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t n = 0, v = 0;
    while (cls[i + n] == CLASS_DIGIT && n < max) {
        v = v * 10 + (uint32_t)(c[i + n] - '0');
        n++;
    }
    if (n == 0 || cls[i + n] == CLASS_DIGIT)
        return 0;
    *value = v;
    return i + n;
}

static uint32_t spaces(const struct scan *s, uint32_t i)
{
    while ((s->class_store + 8)[i] == CLASS_SPACE)
        i++;
    return i;
}

static bool separator(uint16_t c)
{
    return c == '/' || c == '-' || c == '.';
}

/* M<sep>D or M月D日 behind a year; the end or 0. */
static uint32_t month_day(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t month, day, at = small(s, spaces(s, i), 2, &month);
    if (!at || month < 1 || month > 12)
        return 0;
    at = spaces(s, at);
    if (!separator(c[at]) && c[at] != 0x6708)
        return 0;
    bool kanji = c[at] == 0x6708;
    at = small(s, spaces(s, at + 1), 2, &day);
    if (!at || day < 1 || day > 31)
        return 0;
    if (kanji) {
        uint32_t mark = spaces(s, at);
        return c[mark] == 0x65E5 ? mark + 1 : 0;
    }
    return at;
}

static uint32_t month_name(const struct scan *s, uint32_t i)
{
    static const char16_t *const names[] = {u"january", u"february", u"march", u"april", u"may", u"june", u"july", u"august", u"september", u"october",
                                            u"november", u"december", u"jan", u"feb", u"mar", u"apr", u"jun", u"jul", u"aug", u"sept", u"sep", u"oct",
                                            u"nov", u"dec"};
    const uint16_t *c = s->c_store + 8;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (scan_is(c, i, names[k])) {
            uint32_t n = 0;
            while (names[k][n])
                n++;
            if (class_ascii_word((s->class_store + 8)[i + n]) && (s->class_store + 8)[i + n] != CLASS_DIGIT)
                continue;
            return c[i + n] == '.' ? i + n + 1 : i + n;
        }
    return 0;
}

static bool possible_year(uint32_t y)
{
    return y >= 1880 && y <= 2099;
}

/* st, nd, rd, th behind a day: their end, or i. */
static uint32_t ordinal_end(const uint16_t *c, uint32_t i)
{
    return scan_is(c, i, u"st") || scan_is(c, i, u"nd") || scan_is(c, i, u"rd") || scan_is(c, i, u"th") ? i + 2 : i;
}

/* 1984年5月11日, 1984/05/11: the year ends at `at`. */
static uint32_t behind_year(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t mark = spaces(s, at);
    if (c[mark] == 0x5E74) /* 年 */
        return month_day(s, mark + 1);
    if (!separator(c[at]))
        return 0;
    uint32_t end = month_day(s, at + 1);
    return end && separator(c[end]) && class_ascii_word((s->class_store + 8)[end + 1]) ? 0 : end;
}

/* 05/28/1961, 28.05.1961: the first number, a, ends at `at`. */
static uint32_t year_last(const struct scan *s, uint32_t a, uint32_t at, uint32_t *year)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t b, second = small(s, at + 1, 2, &b);
    if (!second || c[second] != c[at])
        return 0;
    uint32_t end = small(s, second + 1, 4, year);
    if (!end || end - second != 5 || !possible_year(*year) || a < 1 || b < 1 || a > 31 || b > 31 || (a > 12 && b > 12))
        return 0;
    return end;
}

/* 19 February 1955, 19 Feb, 1955, 12-Feb-2009: the day ends at `at`. */
static uint32_t day_and_month_name(const struct scan *s, uint32_t at, uint32_t *year)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    bool dashes = c[at] == '-';
    uint32_t next = dashes ? at + 1 : spaces(s, ordinal_end(c, at));
    if (next == at || (cls[next] != CLASS_UPPER && cls[next] != CLASS_LOWER))
        return 0;
    next = month_name(s, next);
    if (!next || (dashes && c[next] != '-'))
        return 0;
    next += dashes || c[next] == ',';
    uint32_t from = dashes ? next : spaces(s, next), end = small(s, from, 4, year);
    return end && (!dashes || end - from == 4) && possible_year(*year) ? end : 0;
}

static uint32_t date_of_digits(const struct scan *s, uint32_t i, uint32_t *year)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t a, at = small(s, i, 4, &a);
    if (!at)
        return 0;
    if (at - i == 4 && possible_year(a)) {
        *year = a;
        return behind_year(s, at);
    }
    if (at - i > 2)
        return 0;
    if (separator(c[at]) && s->class_store[8 + at + 1] == CLASS_DIGIT)
        return year_last(s, a, at, year);
    return a >= 1 && a <= 31 ? day_and_month_name(s, at, year) : 0;
}

/* S60.3.7, H7年1月2日 */
static uint32_t era_by_letter(const struct scan *s, uint32_t i, uint32_t *year)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t a, at = small(s, i + 1, 2, &a);
    if (!at || a == 0 || !(separator(c[at]) || c[at] == 0x5E74))
        return 0;
    *year = (c[i] == 'S' ? 1925 : c[i] == 'H' ? 1988 : c[i] == 'R' ? 2018 : c[i] == 'T' ? 1911 : 1867) + a;
    return month_day(s, at + 1);
}

/* January 9, 1974 */
static uint32_t month_name_first(const struct scan *s, uint32_t i, uint32_t *year)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t a, at = month_name(s, i), day = at ? small(s, spaces(s, at), 2, &a) : 0;
    if (!day || a < 1 || a > 31)
        return 0;
    day = ordinal_end(c, day);
    day += c[day] == ',';
    uint32_t end = small(s, spaces(s, day), 4, year);
    return end && end - day >= 4 && possible_year(*year) ? end : 0;
}

/* 昭和60年3月7日, 平成元年 ... */
static uint32_t era_by_name(const struct scan *s, uint32_t i, uint32_t *year)
{
    static const struct {
        char16_t name[3];
        uint32_t base;
    } eras[] = {{u"昭和", 1925}, {u"平成", 1988}, {u"令和", 2018}, {u"大正", 1911}, {u"明治", 1867}};
    const uint16_t *c = s->c_store + 8;
    for (size_t k = 0; k < sizeof eras / sizeof *eras; k++) {
        if (c[i] != eras[k].name[0] || c[i + 1] != eras[k].name[1])
            continue;
        uint32_t a = 1, at = spaces(s, i + 2);
        at = c[at] == 0x5143 ? at + 1 /* 元 */ : small(s, at, 2, &a);
        if (!at || a == 0)
            return 0;
        at = spaces(s, at);
        if (c[at] != 0x5E74 && !separator(c[at]))
            return 0;
        *year = eras[k].base + a;
        return month_day(s, at + 1);
    }
    return 0;
}

uint32_t date_at(struct scan *s, uint32_t i, uint32_t *year)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    if (cls[i] == CLASS_DIGIT)
        return date_of_digits(s, i, year);
    if (cls[i] != CLASS_UPPER)
        return era_by_name(s, i, year);
    if (cls[i + 1] == CLASS_DIGIT && (c[i] == 'M' || c[i] == 'T' || c[i] == 'S' || c[i] == 'H' || c[i] == 'R'))
        return era_by_letter(s, i, year);
    return month_name_first(s, i, year);
}

/* A word for what somebody did that day, or a span of time: 浜田陽子 1998/4/1 入社 */
static bool other_date(const uint16_t *c, uint32_t at)
{
    switch (c[at]) {
    case u'入': case u'採': case u'就': case u'着': case u'加': case u'開': case u'登': case u'設': case u'退': case u'発': case '~': case 0x301C: case '-':
        return true;
    default:
        return false;
    }
}

const char birth_in_row[] = "birth-row";

/* The latest year of birth in a row without a word for it: later ones may be of a letter or a contract. In lists of names children are born, too. */
static uint32_t latest_in_row(const struct scan *s)
{
    enum { LATEST = 2000, LATEST_IN_LIST = 2015, ANY = 9999 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    bool numbered = cls[0] == CLASS_DIGIT || c[0] == 0x30FB || (s->hit_count > 0 && s->hits[0].type == DATA_STUDENT_ID);
    for (uint32_t i = 0; numbered && i + 2 < s->n; i++) /* a child has a guardian */
        if (c[i] == u'保' && c[i + 1] == u'護' && c[i + 2] == u'者')
            return ANY;
    return s->list_lines > 0 || numbered ? LATEST_IN_LIST : LATEST;
}

/* A date in [i, end) that belongs to the name before it and is too long ago for a letter's: 三神由男（平成17年9月23日）, 浜田陽子 昭和39年8月28日.
 * Without brackets more must speak for it. at: what stands behind it and spaces. */
static bool beside_person(const struct scan *s, uint32_t i, uint32_t end, uint32_t at, uint32_t year)
{
    enum { LATEST_IN_BRACKETS = 2020, NAME_TO_DATE = 4 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    bool brackets = i > 1 && c[i - 1] == '(' && c[end] == ')', field = i > 1 && c[i - 1] == '/' && c[end] == '/' && scan_was_wide(s, i - 1); /* 松井　一郎／2012/06/02／保護者 */
    uint32_t from = i - brackets;
    if (!last || last->type != DATA_PERSON || last->end > from || from - last->end > NAME_TO_DATE)
        return false;
    for (uint32_t k = (uint32_t)last->end; k < from; k++)
        if (class_ascii_word(cls[k]) || cls[k] == CLASS_DASH)
            return false;
    if (brackets)
        return year <= LATEST_IN_BRACKETS;
    return (field || (cls[i - 1] == CLASS_SPACE && (cls[end] == CLASS_END || cls[end] == CLASS_SPACE))) && year <= latest_in_row(s) && !other_date(c, at);
}

/* 松井誠　男　H18/12/02 */
static bool behind_sex(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    while (i > 0 && (cls[i - 1] == CLASS_SPACE || cls[i - 1] == CLASS_TAB || cls[i - 1] == CLASS_MARK))
        i--;
    i -= i > 0 && c[i - 1] == u'性';
    return s->hit_count > 0 && s->hits[s->hit_count - 1].type == DATA_PERSON && i > 0 && (c[i - 1] == u'男' || c[i - 1] == u'女') && (i == 1 || cls[i - 2] != CLASS_KANJI);
}

/* One who is only guessed is one, too: the date makes him likelier. */
static bool person_on_line(const struct scan *s)
{
    for (uint32_t k = s->hit_count; k-- > 0 && k + 8 >= s->hit_count;)
        if (s->hits[k].type == DATA_PERSON)
            return true;
    return false;
}

/* A date too long ago for a letter's in a row of what is known of a person, behind a number or a reading:
 * 大西千代子／オオニシ　チヨコ／S32/05/12, 齋藤信之様　MU2812516　昭和63年8月21日. at: what stands behind it and spaces. */
static bool in_row_of_person(const struct scan *s, uint32_t i, uint32_t at, uint32_t year)
{
    enum { GAP = 24 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    if (!last || last->end >= i || i - last->end > GAP || !person_on_line(s) || year > latest_in_row(s))
        return false;
    bool brackets = false; /* 能代 隆景（父）昭和58年1月4日 */
    for (uint32_t k = (uint32_t)last->end; k < i; k++) {
        brackets = c[k] == '(' || (brackets && c[k] != ')');
        if (cls[k] == CLASS_DIGIT || class_latin(cls[k]) || (cls[k] == CLASS_KANJI && !brackets && c[k] != u'様' && c[k] != u'氏' && c[k] != u'殿'))
            return false;
    }
    return (cls[at] == CLASS_END || cls[at] == CLASS_DIGIT || cls[at] == CLASS_MARK || cls[at] == CLASS_TAB) && !other_date(c, at);
}

/* 血液型 stands at i, as in the papers of a person: 1964年10月23日　血液型O */
static bool blood_type_at(const uint16_t *c, uint32_t i)
{
    return c[i] == u'血' && c[i + 1] == u'液' && c[i + 2] == u'型';
}

/* 対象児　岩崎 律　2014-03-26: the date closes a line that begins with a word for a child. */
static bool of_child(const struct scan *s, uint32_t i, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    return last && last->type == DATA_PERSON && last->end + 1 == i && (s->class_store + 8)[i - 1] == CLASS_SPACE && at == s->n && s->label.kind == LABEL_NAME && s->label.end > 1 &&
           c[s->label.end - 1] == u'児';
}

/* 篝原燈真　1961年6月16日　個人番号 ..., 1　杣ヶ瀬毅　昭和33年1月15日　080 ...: what may be a name begins the row, the date is too old for a letter's, and
 * what else persons have stands behind it. */
static bool of_row(const struct scan *s, uint32_t i, uint32_t at, uint32_t year)
{
    enum { LATEST = 2000, NAME_MIN = 3, NAME_MAX = 7 };
    static const char16_t *const behind[] = {u"個人番号", u"マイナンバー", u"携帯", u"電話", u"tel", u"住所", u"免許", u"旅券"};
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t name = person_row_start(s), end = person_kanji_end(s, name);
    if (cls[end] == CLASS_SPACE && person_kanji_end(s, end + 1) + 1 == i)
        end = i - 1;
    if (year > LATEST || end + 1 != i || cls[end] != CLASS_SPACE || end - name < NAME_MIN || end - name > NAME_MAX || at == i)
        return false;
    bool phone = c[at] == '0' && cls[at + 1] == CLASS_DIGIT;
    for (size_t k = 0; k < sizeof behind / sizeof *behind && !phone; k++)
        phone = scan_is(c, at, behind[k]);
    return phone && person_unknown_name(s, name, false) == end;
}

/* Nothing else stands on the line, and names on the last one: a row that was wrapped. */
static bool below_person(const struct scan *s, uint32_t i, uint32_t at, uint32_t year)
{
    enum { LATEST = 2000 };
    return s->list_lines > 0 && year <= LATEST && spaces(s, 0) == i && at == s->n;
}

/* 生：平成6年2月4日, 生 1971年3月25日; but not 学生 */
static bool behind_sign(const struct scan *s, uint32_t i)
{
    enum { SPACES = 6 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i;
    while (at > 0 && i - at < SPACES && (cls[at - 1] == CLASS_SPACE || cls[at - 1] == CLASS_TAB || c[at - 1] == ':'))
        at--;
    return at < i && at > 0 && c[at - 1] == u'生' && (at == 1 || !class_japanese(cls[at - 2]));
}

/* In the brackets that open at `at` it is said whose birthday that is: （柴田量子の生年月日） */
static bool birth_in_brackets(const uint16_t *c, uint32_t at)
{
    enum { BRACKETS = 20 };
    for (uint32_t k = at + 1; c[at] == '(' && k < at + BRACKETS && c[k] != 0 && c[k] != ')'; k++)
        if (scan_is(c, k, u"の生年月日") || scan_is(c, k, u"の誕生日"))
            return true;
    return false;
}

/* 1959年7月20日（お誕生日） */
static bool birth_word_behind(const uint16_t *c, uint32_t at)
{
    if (birth_in_brackets(c, at))
        return true;
    at += c[at] == '(';
    if (scan_is(c, at, u"うまれ") || scan_is(c, at, u"に生まれ") || scan_is(c, at, u"に誕生"))
        return true;
    at += c[at] == u'が' || c[at] == u'は';
    at += c[at] == u'お' || c[at] == u'ご';
    return scan_is(c, at, u"産まれ") || scan_is(c, at, u"出生") || scan_is(c, at, u"誕生") || scan_is(c, at, u"生年月日");
}

/* born 1984-05-11, born on 11 May 1984 */
static bool behind_born(const uint16_t *c, const uint8_t *cls, uint32_t i)
{
    uint32_t word = i >= 5 && scan_is(c, i - 5, u"born ") ? 5 : i >= 8 && scan_is(c, i - 8, u"born on ") ? 8 : 0;
    return word && (i == word || !(class_ascii_word(cls[i - word - 1]) || cls[i - word - 1] == CLASS_DASH || c[i - word - 1] == '_')); /* reborn, new-born */
}

/* Behind a date the age of who was born then: 1984/05/11（42歳）, but neither 2026年4月1日現在18歳 nor ... 18歳以上. */
static bool age_at(const uint16_t *c, const uint8_t *cls, uint32_t at)
{
    while (cls[at] == CLASS_SPACE || c[at] == '(' || c[at] == ',' || c[at] == 0x3001 || c[at] == '/' || c[at] == u'満')
        at++;
    uint32_t end = class_end(cls, at, CLASS_DIGIT);
    if (end == at || end - at > 3 || (c[end] != u'歳' && c[end] != u'才'))
        return false;
    switch (c[end + 1]) {
    case u'以': case u'未': case u'児': case u'時': case u'か': case u'ま':
        return false;
    default:
        return true;
    }
}

/* 生年月日 誤1995/11/04 → 正1982年12月14日: the second of them. */
static bool corrected_birth(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    i -= i > 0 && c[i - 1] == u'正';
    while (i > 0 && (s->class_store + 8)[i - 1] == CLASS_SPACE)
        i--;
    if (i < 2 || c[i - 1] != 0x2192 || !last || last->type != DATA_BIRTHDATE)
        return false;
    i--;
    while (i > 0 && (s->class_store + 8)[i - 1] == CLASS_SPACE)
        i--;
    return last->end == i;
}

/* 小5, 中2, 年長: a word for a child's class ends before i; where it begins, or i. */
uint32_t school_year_before(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    if (i < 2)
        return i;
    bool grade = c[i - 1] >= '1' && c[i - 1] <= '6' && (c[i - 2] == u'小' || c[i - 2] == u'中' || c[i - 2] == u'高'),
         nursery = c[i - 2] == u'年' && (c[i - 1] == u'長' || c[i - 1] == u'中' || c[i - 1] == u'少');
    return grade || nursery ? i - 2 : i;
}

/* The date [i, end) is a field of a row in a list, or of a row with a number, behind a word: 71　汐路湊　H8.2.7 */
static bool may_be_in_row(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint8_t *cls = s->class_store + 8;
    return (s->list_lines > 0 || cls[0] == CLASS_DIGIT) && i > 2 && cls[i - 1] == CLASS_SPACE && (cls[i - 2] == CLASS_KANJI || cls[i - 2] == CLASS_KATAKANA || school_year_before(s, i - 1) < i - 1) &&
           (cls[end] == CLASS_END || cls[end] == CLASS_SPACE);
}

uint32_t birth_at(struct scan *s, uint32_t i)
{
    enum { LATEST_OF_PUPILS = 2022 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t year = 0;
    uint32_t end = date_at(s, i, &year);
    if (!end) {
        /* 19840511 under a label or before 生 */
        if (class_end(cls, i, CLASS_DIGIT) == i + 8) {
            uint32_t v = 0, at = small(s, i, 8, &v);
            bool birth = scan_context(s, i) == LABEL_BIRTH || (c[at] == 0x751F && cls[at + 1] != CLASS_KANJI),
                 date = possible_year(v / 10000) && v / 100 % 100 >= 1 && v / 100 % 100 <= 12 && v % 100 >= 1 && v % 100 <= 31;
            if (birth && date) {
                scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_HIGH, "birth-label", i, at);
                return at;
            }
            if (date && ((blood_type_at(c, spaces(s, at)) && person_on_line(s)) || in_row_of_person(s, i, spaces(s, at), v / 10000))) {
                scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_MEDIUM, "birth-person", i, at);
                return at;
            }
        }
        return 0;
    }
    if (class_ascii_word(cls[end]))
        return end;
    enum label_kind kind = scan_context(s, i);
    uint32_t at = spaces(s, end);
    bool born = (c[at] == 0x751F && !(cls[at + 1] == CLASS_KANJI)) || birth_word_behind(c, at);
    if (kind == LABEL_BIRTH && c[end] == u'ま' && c[end + 1] == u'で')
        return end; /* 生年月日が未記入です。5月8日までに */
    if (kind == LABEL_BIRTH) {
        scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_HIGH, "birth-label", i, end);
        if (s->label.kind == LABEL_BIRTH)
            s->label.kind = LABEL_NOTHING;
    } else if (born || corrected_birth(s, i))
        scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_HIGH, "birth-word", i, end);
    else if ((blood_type_at(c, at) && person_on_line(s)) || of_child(s, i, at) || of_row(s, i, at, year) || beside_person(s, i, end, at, year) || behind_sex(s, i) || in_row_of_person(s, i, at, year) || below_person(s, i, at, year))
        scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_MEDIUM, "birth-person", i, end);
    else if (age_at(c, cls, at))
        scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_MEDIUM, "birth-age", i, end);
    else if (behind_born(c, cls, i) || behind_sign(s, i))
        scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_MEDIUM, "birth-word", i, end);
    else if (may_be_in_row(s, i, end) && year <= (school_year_before(s, i - 1) < i - 1 ? LATEST_OF_PUPILS : latest_in_row(s)) && !other_date(c, at))
        scan_hit(s, DATA_BIRTHDATE, CONFIDENCE_LOW, birth_in_row, i, end); /* settle_line() raises it if a name turns out to stand before it */
    return end;
}
