/* The first look at names: runs of kanji and katakana and words with a capital that the reader (person.c, person_latin.c) might take for a person. */
#include "detect/look_view.h"
#include "detect/person_words.h"

#include <string.h>

enum { NAME_CHARACTERS = 12 };

/* The folded characters of [p, end) into c, padded with zeros; how many, at most max. */
static uint32_t fill(const struct view *v, size_t p, size_t end, uint16_t *c, uint32_t max)
{
    uint32_t n = 0;
    while (p + 3 <= end && n < max) {
        c[n++] = (uint16_t)utf8_wide(v->t + p);
        p += 3;
    }
    return n;
}

/* Nothing but a name stands between marks, as isolated() in person.c wants it; in doubt yes. */
static bool stands_alone(const struct view *v, size_t p, size_t end)
{
    size_t next, at;
    uint16_t c = char_at(v, end, &next);
    if (is_space(c)) {
        size_t behind;
        uint16_t d = char_at(v, next, &behind);
        if (class_japanese((uint8_t)scan_class(d)))
            return false;
    } else if (!(c == 0 || c == '\t' || c == '(' || c == ',' || c == 0x3001 || c == '/' || c == '|' || c == '<' || c == ')'))
        return false;
    at = p;
    for (unsigned steps = 0; steps < BACK_STEPS; steps++) {
        c = char_before(v, at, &next);
        enum char_class cls = scan_class(c);
        if (c == 0 || c == '\t' || c == 0x3001)
            return true;
        if (cls == CLASS_DIGIT)
            return next - v->start <= 9 || at < p;
        if (cls == CLASS_DASH)
            return true;
        if (!is_space(c) && (cls != CLASS_MARK || c == 0x3002))
            return at < p && class_ascii_word((uint8_t)cls); /* a number or an address may have been found there */
        at = next;
    }
    return true;
}

/* No character of a word touches the run: as bounded() in person.c wants it. */
static bool bounded(const struct view *v, size_t p, size_t end)
{
    size_t dummy;
    enum char_class before = scan_class(char_before(v, p, &dummy)), behind = scan_class(char_at(v, end, &dummy));
    return (before == CLASS_MARK || before == CLASS_SPACE || before == CLASS_TAB || before == CLASS_DASH) &&
           (behind == CLASS_MARK || behind == CLASS_SPACE || behind == CLASS_TAB || behind == CLASS_DASH);
}

/* Only spaces follow on the line. */
static bool line_closes(const struct view *v, size_t at)
{
    uint16_t c;
    while (is_space(c = char_at(v, at, &at)))
        ;
    return c == 0;
}

static bool known_surname(const struct view *v, size_t p, size_t end)
{
    if (!(name_pairs[pair_hash(utf8_wide(v->t + p), end - p > 3 ? utf8_wide(v->t + p + 3) : 0)] & PAIR_SURNAME))
        return false;
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    uint32_t n = fill(v, p, end, c, NAME_CHARACTERS);
    return n <= 6 && (dictionary_find(c, n) & WORD_SURNAME);
}

/* Where somebody works, or what he does. */
static bool office(const struct view *v, size_t p, size_t end)
{
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    uint32_t n = fill(v, p, end, c, NAME_CHARACTERS);
    return role_last(c[n - 1]) || organisation_like(c, 0, n);
}

/* Kanji, a space and a word at second: a surname and a given name, or something that a title closes. */
static bool parted_name(const struct view *v, size_t p, size_t end, size_t second, enum char_class cls)
{
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    size_t stop = second;
    if (cls != CLASS_KANJI || v->t[second] == 0xEF)
        return true;
    while (kanji_at(v, stop))
        stop += 3;
    if (stop - second <= 5 * 3 && line_closes(v, stop) && (known_surname(v, second, stop) || (stop - second >= 3 * 3 && !office(v, second, stop))))
        return true; /* 事務局　有原, but not 株式会社 営業部 */
    size_t dummy, next;
    uint16_t before = char_before(v, p, &dummy), behind = char_at(v, stop, &next);
    enum char_class front = scan_class(before);
    bool number = is_space(behind) && scan_class(char_at(v, next, &dummy)) == CLASS_DIGIT;
    if ((before == 0 || front == CLASS_SPACE || front == CLASS_MARK || front == CLASS_TAB) && (stop - second >= 2 * 3 || end - p >= 2 * 3) &&
        (behind == '(' || number || line_closes(v, stop)))
        return true; /* 受講者　莇生田 陽葵乃（78歳） */
    if (stop - second > NAME_CHARACTERS * 3 || title_last((uint16_t)utf8_wide(v->t + stop - 3)) || (stop < v->n && v->t[stop] == 0xE3 && katakana_at(v, stop)))
        return true;
    uint32_t n = fill(v, second, stop, c, NAME_CHARACTERS);
    if (n <= 6 && (dictionary_find(c, n) & WORD_GIVEN))
        return true;
    memset(c, 0, sizeof c);
    n = fill(v, p, end, c, NAME_CHARACTERS);
    bool short_given;
    return n <= 4 && name_of_kanji(c, n, &short_given) != 0;
}

/* Of kana three bytes long at `at`, the character; 0: something else stands there. */
static uint32_t kana_at(const struct view *v, size_t at)
{
    uint32_t c = at + 3 <= v->n && v->t[at] == 0xE3 ? utf8_wide(v->t + at) : 0;
    return c >= 0x3041 && c <= 0x30FA ? c : 0;
}

/* ヶ and the like, which join kanji in names, stand here. */
static bool name_joins(const struct view *v, size_t at)
{
    uint32_t c = kana_at(v, at);
    return c == 0x30F6 || c == 0x30B1 || c == 0x30CE || c == 0x30C4;
}

/* A given name in kana may begin here: as person_kana_given() has it, or more often. */
static bool kana_given(const struct view *v, size_t at)
{
    enum { GIVEN_MAX = 5 };
    uint16_t copy[GIVEN_MAX + 1] = {0};
    bool hiragana = kana_at(v, at) < 0x30A0;
    for (uint32_t n = 0; n <= GIVEN_MAX; n++, at += 3) {
        uint32_t c = kana_at(v, at);
        bool other = !c || (c < 0x30A0) != hiragana, titled = c == u'さ' || c == u'ち' || c == u'く' || c == u'で' || c == u'と';
        if (n >= 2 && (other || titled) && (dictionary_find(copy, n) & WORD_GIVEN_KANA))
            return true;
        if (n == GIVEN_MAX || (other && c != 0x30FC))
            return c == 0x30FC;
        copy[n] = (uint16_t)(c + (c < 0x30A0 ? 0x60 : 0));
    }
    return false;
}

/* What stands in kana behind the run may make a name of it: 小林かおり, or 会計の今井です, as introduced() in person_around.c wants it, or more often. */
static bool named_by_kana(const struct view *v, size_t p, size_t end)
{
    size_t at;
    uint32_t first = kana_at(v, end), second = end + 6 <= v->n ? utf8_wide(v->t + end + 3) : 0;
    bool copula = first == u'で' && (second == u'す' || second == u'し'), persons = (first == u'で' && second == u'ご') || (first == u'と' && second == u'申');
    if (!first || end - p > 10 * 3)
        return false;
    if (persons || copula) {
        uint16_t before = char_before(v, p, &at);
        enum char_class cls = scan_class(before);
        bool doing = before == u'す' || before == u'た';
        bool short_one = end - p <= 5 * 3;
        if (copula && before == u'の' && end - p >= 2 * 3 && end - p <= 4 * 3 && surname_last((uint16_t)utf8_wide(v->t + end - 3)))
            return true; /* 井上金物店の鳴海塚です。 */
        if (short_one && (before == 0 || before == u'の' || before == u'は' || doing || cls == CLASS_SPACE || cls == CLASS_MARK) && (persons || known_surname(v, p, end)))
            return true;
        for (size_t start = end - 2 * 3; end - p >= 4 * 3 && (before == 0 || before == 0x3002 || cls == CLASS_SPACE || cls == CLASS_MARK || cls == CLASS_HIRAGANA || cls == CLASS_KATAKANA) && start > p + 3 && end - start <= 4 * 3; start -= 3)
            if (known_surname(v, start, end))
                return true; /* 市民課伊集院です */
    }
    if (end - p > 5 * 3 || !(name_pairs[pair_hash(first, second)] & PAIR_BEHIND) || !known_surname(v, p, end))
        return false;
    switch (first) { /* 岡本マネージャー */
    case u'マ': case u'リ': case u'サ': case u'コ': case u'チ': case u'ド': case u'オ': case u'キ': case u'デ': case u'ケ': case u'カ': case u'ヘ': case u'ナ':
        return true;
    default:
        return kana_given(v, end);
    }
}

/* 遅番   椋瀬  松尾, 6月　紙魚川・上遠野: names that the dictionary need not know may follow the first word of the line, as rota() and list_told() in
 * person_list.c have it, or more often. */
static bool list_announced(const struct view *v, size_t p)
{
    enum { WORD_BYTES = 6 * 3 };
    size_t at = p, start;
    uint16_t c = char_before(v, p, &at);
    if (!is_space(c))
        return false;
    while (is_space(c = char_before(v, at, &start)))
        at = start;
    bool shift = c == u'番' || c == u'勤' || c == u'夜' || c == u'直';
    return shift || (at - v->start <= WORD_BYTES && (c == u'班' || c == u'組' || c == u'月' || c == u'週' || c == u'席'));
}

/* 片山・川村・福原: as surname_list() in person_list.c has it, or more often. */
static bool surname_list(const struct view *v, size_t p, size_t end)
{
    size_t next, at = p;
    uint16_t mark = char_at(v, end, &next);
    if (mark != 0x30FB && mark != 0x3001 && mark != 0x2192 && mark != '/')
        return false;
    uint16_t before = char_before(v, p, &at);
    while (is_space(before))
        before = char_before(v, at, &at);
    const unsigned least = mark == 0x2192 || before == ':' || before > 0x7F ? 2 : 3; /* behind these one that nobody knows may be the third */
    at = p;
    for (unsigned count = 0; count < least; count++) {
        size_t stop = at;
        while (kanji_at(v, stop) && stop - at <= 4 * 3)
            stop += 3;
        if (stop == at || !known_surname(v, at, stop))
            return count > 0 && name_joins(v, stop);
        if (char_at(v, stop, &next) != mark)
            return count + 1 == least || name_joins(v, stop);
        at = next;
    }
    return true;
}

/* The same of a given name. */
static bool known_given(const struct view *v, size_t p, size_t end)
{
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    if (!(name_pairs[pair_hash(utf8_wide(v->t + p), end - p > 3 ? utf8_wide(v->t + p + 3) : 0)] & PAIR_GIVEN))
        return false;
    return dictionary_find(c, fill(v, p, end, c, NAME_CHARACTERS)) & WORD_GIVEN;
}

/* A word for the nearest of kin ends at `end`. */
static bool behind_kin(const struct view *v, size_t end)
{
    enum { KIN_BYTES = 6 };
    uint16_t c[2] = {0};
    if (end >= v->start + KIN_BYTES && kanji_at(v, end - KIN_BYTES) && kanji_at(v, end - 3)) {
        fill(v, end - KIN_BYTES, end, c, 2);
        if (word_of_kin(c, 2))
            return true;
    }
    return end >= v->start + 3 && kanji_at(v, end - 3) && fill(v, end - 3, end, c, 1) && word_of_kin(c, 1);
}

/* The sentence says of the surname what it says of people: as person_running.c has it, or more often. What must stand around it, look_marks.c asks, too. */
static bool named_by_sentence(const struct view *v, size_t p, size_t end)
{
    size_t at, next;
    uint16_t before = char_before(v, p, &at), behind = char_at(v, end, &next);
    enum char_class cls = scan_class(before);
    uint16_t last = before == u'の' && at >= v->start + 3 && kanji_at(v, at - 3) ? (uint16_t)utf8_wide(v->t + at - 3) : 0;
    size_t at_no = at;
    bool post = last && (post_last(last) || office_last(last));
    bool opened = before == 0 || before == u'は' || before == u'に' || before == u'が' || before == 0x30FC || !(class_japanese((uint8_t)cls) || class_ascii_word((uint8_t)cls));
    bool dealing = behind == u'の' || behind == u'に', said = behind == u'は' || behind == u'も' || behind == 0x3001 || behind == 0x3002 || behind == u'が' || behind == u'か' ||
                                                         behind == u'よ' || behind == u'と' || behind == 0x30FB;
    said = said || (dealing && dealing_may_begin(behind, char_at(v, next, &at)));
    if (last && end - p <= 4 * 3 && behind_kin(v, at_no) && known_given(v, p, end))
        return true; /* 娘の美咲 */
    return (post || (opened && said)) && end - p <= 4 * 3 && known_surname(v, p, end);
}

/* What stands behind the run, or ends it, makes a name of it: person_around.c */
static bool named_around(const struct view *v, size_t p, size_t end)
{
    size_t next, at;
    uint32_t last = utf8_wide(v->t + end - 3);
    if (end - p > 6 * 3)
        return false;
    if (last == u'記' && char_at(v, end, &next) == ')' && char_before(v, p, &at) == '(')
        return true;
    if ((last == u'宅' || last == u'宛') && end - p >= 6 && (known_surname(v, p, end - 3) || (last == u'宅' && end - p >= 5 * 3)))
        return true;
    uint16_t before = char_before(v, p, &at);
    while (is_space(before))
        before = char_before(v, at, &at);
    if ((before == ':' || before == '=') && (known_surname(v, p, end) || (behind_kin(v, at) && known_given(v, p, end))))
        return true;
    uint16_t behind = char_at(v, end, &next);
    if (before == ':' && (behind == 0x3001 || behind == 0x30FB) && kanji_at(v, next)) { /* 集めた人：藤木谷、藤田 */
        size_t second = next;
        while (kanji_at(v, second) && second - next <= 4 * 3)
            second += 3;
        if (known_surname(v, next, second))
            return true;
    }
    if ((behind == 0x300C || behind == ')' || (p == v->start && (behind == ':' || behind == '>'))) && known_surname(v, p, end))
        return true; /* 小泉：先月の ..., 秋山「 ..., （鵜崎）。 */
    if ((behind == '/' || behind == 0x30FB) && is_space(char_before(v, p, &at)) && known_surname(v, p, end))
        return true; /* 検査 荒木／ */
    return list_announced(v, p) || surname_list(v, p, end) || named_by_kana(v, p, end) || named_by_sentence(v, p, end);
}

void look_asked(struct view *v, size_t p)
{
    size_t next, start = p;
    uint16_t c = char_at(v, p + 6, &next);
    if (p < v->start + 3 || !kanji_at(v, p - 3) || !(c == u'お' || c == u'願' || c == u'一' || c == u'ど' || c == 0x3002 || line_closes(v, p + 6)))
        return;
    while (start >= v->start + 3 && p - start < 6 * 3 && kanji_at(v, start - 3))
        start -= 3;
    if (known_surname(v, start, p))
        v->flags |= LOOK_VALUE;
}

/* Only spaces and marks of quotation stand before p. */
static bool line_opens(const struct view *v, size_t p)
{
    uint16_t c;
    while (is_space(c = char_before(v, p, &p)) || c == '>' || c == '|')
        ;
    return c == 0;
}

/* The line may begin with a firm: as opens_with_firm() in person_around.c has it, or more often. */
static bool firm_opens(const struct view *v)
{
    enum { FIRM_CHARACTERS = 24 };
    size_t at = v->start;
    uint16_t c;
    for (unsigned n = 0; n < FIRM_CHARACTERS && (c = char_at(v, at, &at)) != 0; n += !is_space(c) && c != '>')
        if (c == u'社' || c == u'人' || c == u'団' || c == ')' || c == u'㈱' || c == u'㈲')
            return true;
    return false;
}

void look_line_tail(struct view *v, size_t end)
{
    enum { LONE_CHARACTERS = 6 };
    size_t at, p = end, stop;
    uint16_t c;
    while (is_space(c = char_before(v, p, &at)))
        p = at;
    if (c == u'へ' || c == u'り') { /* 優樹へ, 和田より */
        p = at;
        if (c == u'り' && char_before(v, p, &p) != u'よ')
            return;
    }
    for (stop = p; p >= v->start + 3 && stop - p <= LONE_CHARACTERS * 3 && kanji_at(v, p - 3);)
        p -= 3;
    if (v->n - end <= LAST_BYTES && stop - p >= 2 * 3 && stop - p <= 4 * 3 && surname_last((uint16_t)utf8_wide(v->t + stop - 3)) && line_opens(v, p))
        v->flags |= LOOK_VALUE; /* 鵜乃瀬 ends the letter */
    if (stop - p >= 3 * 3 && stop - p <= 5 * 3 && is_space(char_before(v, p, &at)) && is_space(char_before(v, at, &at)))
        v->flags |= LOOK_VALUE; /* 栄養士　　白樺沢 */
    if (p == stop || stop - p > LONE_CHARACTERS * 3 || !(name_pairs[pair_hash(utf8_wide(v->t + p), stop - p > 3 ? utf8_wide(v->t + p + 3) : 0)] & (PAIR_SURNAME | PAIR_GIVEN)))
        return; /* mostly */
    unsigned apart = 0;
    if (p >= v->start + 3 && kana_at(v, p - 3))
        return; /* mostly */
    for (at = p; is_space(c = char_before(v, at, &at));)
        apart++;
    bool opens = c == 0 || c == '>' || c == '|', firm = apart && stop - p >= 2 * 3 && firm_opens(v);
    if (opens || firm || apart > 1 || c == 0x3002 || c == '!' || (apart && (c == '?' || c == u'す' || c == u'い' || c == u'ぎ' || c == u'み' || c == u'が' || c == u'上')) || (apart && (c == ',' || (c | 32) == 'y')))
        if (known_surname(v, p, stop) || (opens && known_given(v, p, stop)))
            v->flags |= LOOK_VALUE;
}

/* 増田 9:00 */
void look_before_time(struct view *v, size_t end)
{
    enum { NAME_BYTES = 4 * 3 };
    size_t p = v->start, stop, next;
    uint16_t c;
    while (is_space(c = char_at(v, p, &next)) || c == '>' || c == '|')
        p = next;
    for (stop = p; kanji_at(v, stop) && stop - p <= NAME_BYTES; stop += 3)
        ;
    c = char_at(v, stop, &next);
    if (stop > p && next < end && is_space(c) && scan_class(char_at(v, next, &next)) == CLASS_DIGIT && known_surname(v, p, stop))
        v->flags |= LOOK_VALUE;
}

/* 9:24 岩田：中川さんと私です */
void look_behind_time(struct view *v)
{
    enum { TIME_CHARACTERS = 10 /* as person_behind_time() has it */, NAME_BYTES = 4 * 3 };
    size_t p = v->start, next;
    uint16_t c;
    unsigned n = 0;
    p += v->t[p] == '[';
    while (n < TIME_CHARACTERS && (scan_class(c = char_at(v, p, &next)) == CLASS_DIGIT || c == ':' || c == u'時' || c == u'分')) {
        p = next;
        n++;
    }
    while (is_space(c = char_at(v, p, &next)) || c == ']')
        p = next;
    size_t stop = p;
    while (kanji_at(v, stop) && stop - p <= NAME_BYTES)
        stop += 3;
    c = char_at(v, stop, &next);
    size_t given = next;
    while (is_space(c) && kanji_at(v, given) && given - next <= NAME_BYTES)
        given += 3;
    if (n >= 2 && stop > p && given > next && char_at(v, given, &next) == ':')
        v->flags |= LOOK_VALUE; /* [14:32] 簗瀬 圭悟: */
    if (n >= 2 && stop > p && (c == ':' || is_space(c)) && known_surname(v, p, stop))
        v->flags |= LOOK_VALUE;
}

/* 担当吉田, 長男健太（4歳）: the run of n kanji begins with a word that a name may follow at once. */
static bool behind_word_for_persons(const struct view *v, size_t p, size_t end, uint32_t n)
{
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    for (uint32_t k = 0; k <= POST_BEHIND && n >= k + 4; k++)
        if (post_first((uint16_t)utf8_wide(v->t + p + 3 * k))) {
            memset(c, 0, sizeof c);
            uint32_t m = fill(v, p + 3 * k, end, c, NAME_CHARACTERS);
            if (word_of_post(c, m))
                return true;
        }
    for (uint32_t k = 1; k <= 2 && n >= k + 2 && n <= 6; k++)
        if (behind_kin(v, p + 3 * k) && known_given(v, p + 3 * k, end))
            return true;
    return false;
}

/* A title stands behind the run or ends it, or what behind a space may make a name of both; q is the character behind, next the place behind that. */
static bool titled_or_parted(const struct view *v, size_t p, size_t end, uint32_t n, uint16_t q, size_t next)
{
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    if ((q == u'さ' || q == u'ち' || q == u'く') && kana_title_at(v, end))
        return true;
    if (is_space(q)) {
        size_t behind, third;
        enum char_class cls = scan_class(char_at(v, next, &behind));
        bool apart = n == 1 && is_space(char_at(v, behind, &third)) && class_japanese((uint8_t)scan_class(char_at(v, third, &third))); /* 小 林 隆 蔵 */
        if (class_japanese((uint8_t)cls) && (apart || parted_name(v, p, end, next, cls)))
            return true;
    }
    if (n < 2 || !title_last((uint16_t)utf8_wide(v->t + end - 3)))
        return false;
    fill(v, p, end, c, NAME_CHARACTERS);
    return name_has_title(c, n);
}

/* The run reads as a whole name or half of one, and what stands around it does not speak against that; q is the character behind. */
static bool reads_as_name(const struct view *v, size_t p, size_t end, uint32_t n, uint16_t q)
{
    bool kana = q >= 0x3041 && q <= 0x309F;
    if (n < 2 || n > 8 || (n == 2 && kana) || scan_class(q) == CLASS_KATAKANA)
        return false; /* two characters are a name only between marks */
    uint32_t first = utf8_wide(v->t + p), second = utf8_wide(v->t + p + 3);
    bool surname = (name_pairs[pair_hash(first, second)] | name_pairs[pair_hash(first, 0)]) & PAIR_SURNAME;
    if (!surname && (n == 2 || kana || !(bounded(v, p, end) || stands_alone(v, p, end))))
        return false;
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    bool short_given;
    fill(v, p, end, c, NAME_CHARACTERS);
    int strength = name_of_kanji(c, n, &short_given);
    if (strength < 2) /* a surname alone says nothing */
        return false;
    size_t start;
    bool said = kana && (q == u'で' || q == u'ま' || q == u'と') && char_before(v, p, &start) == u'の'; /* 職員の工藤亮まで */
    if (strength == 3 && (!short_given || said) && !(n <= 6 && (dictionary_find(c, n) & WORD_ORDINARY)))
        return true;
    return !kana && (bounded(v, p, end) || stands_alone(v, p, end));
}

void look_kanji_run(struct view *v, size_t p, size_t end)
{
    while (end - p <= NAME_CHARACTERS * 3 && kanji_at(v, end))
        end += 3;
    uint32_t n = (uint32_t)((end - p) / 3);
    size_t next;
    uint16_t q = char_at(v, end, &next);
    if (q == 0x30FC)
        q = '-'; /* a long vowel mark behind kanji is a dash */
    bool joined = (q == 0x30F6 || q == 0x30B1 || q == 0x30CE || q == 0x30C4) && kanji_at(v, next); /* ヶ ケ ノ ツ join kanji in names */
    if (joined || (n <= NAME_CHARACTERS && (behind_word_for_persons(v, p, end, n) || named_around(v, p, end) || titled_or_parted(v, p, end, n, q, next) ||
                                            reads_as_name(v, p, end, n, q))))
        v->flags |= LOOK_VALUE;
}

static void katakana_run(struct view *v, size_t p)
{
    size_t end = p, next;
    while (katakana_at(v, end))
        end += 3;
    uint32_t n = (uint32_t)((end - p) / 3);
    uint16_t q = char_at(v, end, &next), c[NAME_CHARACTERS + 4];
    if (kana_title_at(v, end)) {
        v->flags |= LOOK_VALUE;
        return;
    }
    if (is_space(q) || q == 0x30FB) {
        size_t behind;
        uint16_t r = char_at(v, next, &behind);
        enum char_class cls = scan_class(r);
        if (is_space(q) && (cls == CLASS_KANJI || kana_title_at(v, next))) {
            v->flags |= LOOK_VALUE;
            return;
        }
        if (cls == CLASS_KATAKANA) {
            size_t second = next, last, dummy;
            while (katakana_at(v, second))
                second += 3;
            /* グエン・ティ・ホア様 */
            last = second;
            for (unsigned parts = 2; parts < 5 && q == 0x30FB && char_at(v, last, &dummy) == 0x30FB && katakana_at(v, dummy); parts++)
                for (last = dummy; katakana_at(v, last);)
                    last += 3;
            if (q == 0x30FB && (kana_title_at(v, last) || title_last(char_at(v, last, &dummy)))) {
                v->flags |= LOOK_VALUE;
                return;
            }
            memset(c, 0, sizeof c);
            uint32_t m = fill(v, next, second, c, NAME_CHARACTERS);
            unsigned b = m <= 7 ? dictionary_find(c, m) : 0;
            if (n <= 6 && (b & WORD_GIVEN_KANA)) {
                fill(v, p, end, c, NAME_CHARACTERS);
                if (dictionary_find(c, n) & WORD_SURNAME_KANA) {
                    v->flags |= LOOK_VALUE;
                    return;
                }
            }
        }
    }
    if (n < 4 || n > NAME_CHARACTERS || !(name_pairs[pair_hash(utf8_wide(v->t + p), utf8_wide(v->t + p + 3))] & PAIR_SURNAME_KANA) || !stands_alone(v, p, end))
        return;
    memset(c, 0, sizeof c);
    fill(v, p, end, c, NAME_CHARACTERS);
    if (name_of_katakana(c, n) >= 2)
        v->flags |= LOOK_VALUE;
}

/* Its steps are bounded: longer runs are no names. */
void look_kanji_before(struct view *v, size_t end)
{
    size_t start = end - 3;
    for (unsigned steps = 0; steps <= NAME_CHARACTERS && start >= v->start + 3 && kanji_at(v, start - 3); steps++)
        start -= 3;
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    if (start >= v->start + 3 && katakana_at(v, start - 3) && title_start(c, 0, fill(v, start, end, c, NAME_CHARACTERS)) == 0) {
        v->flags |= LOOK_VALUE; /* ササキ様, 東海林イクヨ課長 */
        return;
    }
    uint32_t behind = kana_at(v, end);
    if (behind && behind < 0x30A0 && behind != u'さ' && behind != u'ち' && behind != u'く' && !title_last((uint16_t)utf8_wide(v->t + end - 3))) {
        if (named_by_kana(v, start, end) || named_by_sentence(v, start, end))
            v->flags |= LOOK_VALUE;
        return; /* what else makes a name of it is asked where it begins */
    }
    look_kanji_run(v, start, end);
}

void look_katakana_around(struct view *v, size_t p)
{
    size_t start = p;
    for (unsigned steps = 0; start >= v->start + 3 && katakana_at(v, start - 3); steps++) {
        if (steps > NAME_CHARACTERS)
            return;
        start -= 3;
    }
    while (utf8_wide(v->t + start) == 0x30FC && katakana_at(v, start + 3))
        start += 3; /* a dash, or the tail of hiragana */
    katakana_run(v, start);
}

void look_given(struct view *v, size_t p)
{
    if (person_given_may((const char *)v->t, v->start, v->n, p))
        v->flags |= LOOK_VALUE;
}

void look_latin_name(struct view *v, size_t end)
{
    size_t p = end;
    while (p > v->start && ascii_letter(v->t[p - 1]))
        p--;
    uint8_t before = p > v->start ? v->t[p - 1] : '\n';
    if (ascii_word(before) || before == '@' || before == '/' || before == '_')
        return;
    if (end - p == 2 && v->t[p + 1] >= 'A' && v->t[p + 1] <= 'Z' && end + 1 < v->n && v->t[end] >= '0' && v->t[end] <= '9' && v->t[end + 1] >= '0' &&
        v->t[end + 1] <= '9') {
        v->flags |= LOOK_VALUE; /* an IBAN begins so */
        return;
    }
    uint8_t behind = end < v->n ? v->t[end] : '\n';
    if (behind == '\r' && end + 1 < v->n && v->t[end + 1] == '\n')
        v->capital_last = true;
    if (behind == ' ' || behind == '.' || behind == ':' || behind == '\'' || behind >= 0x80 || behind == '\r') {
        size_t n = v->n - p < 160 ? v->n - p : 160;
        const uint8_t *stop = memchr(v->t + p, '\n', n);
        if (stop)
            n = (size_t)(stop - (v->t + p));
        bool mark = p > v->start + 2 && before >= 0x80 && ((v->t[p - 3] == 0xE3 && v->t[p - 2] == 0x80) || (p > v->start + 3 && (v->t[p - 4] == '|' || v->t[p - 4] == '\t'))); /* 、 「 |健 */
        if (behind == ' ' && person_estate_before((const char *)v->t, v->start, p))
            v->flags |= LOOK_VALUE;
        bool field = before == '\t' || before == '|' || mark || (p > v->start + 1 && v->t[p - 2] == '|');
        if (person_english_may((const char *)v->t + p, n, p - v->start <= 6 || field))
            v->flags |= LOOK_VALUE;
    }
}
