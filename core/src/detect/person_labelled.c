/* Names behind labels, in lists behind them, and in fields under a header. How a name is read is person.c's matter. */
#include "detect/person_parts.h"

/* A label that means a person whatever stands behind it (担当 also introduces a department). */
static bool clear_label(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t last = s->label.end - 1;
    if (c[last + 1] == 0x3011 || c[last] == ')')
        return true;
    for (uint32_t i = s->label.start; i <= last; i++)
        if (c[i] == 0x540D) /* 名: 名前, 名義人, 芳名 ... */
            return true;
    return (c[last] | 32) == 'e' || c[last] == 0x30CA || c[last] == 0x306A || c[last] == 0x30AC ||
           s->label.kind == LABEL_KANA;
}

static uint32_t latin_name(const struct scan *s, uint32_t i, uint32_t *words)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i, end = i;
    *words = 0;
    while (*words < 4 && (cls[at] == CLASS_UPPER || (cls[at] == CLASS_LETTER && c[at] < 0x250))) {
        uint32_t from = at;
        while (cls[at] == CLASS_UPPER || cls[at] == CLASS_LOWER || (cls[at] == CLASS_LETTER && c[at] < 0x250) || c[at] == '\'' ||
               (cls[at] == CLASS_DASH && (cls[at + 1] == CLASS_UPPER || cls[at + 1] == CLASS_LOWER)))
            at++;
        if (cls[at] == CLASS_DIGIT || c[at] == '@' || c[at] == '_')
            break;
        if (at - from == 1 && c[at] == '.')
            at++;
        end = at;
        ++*words;
        if (cls[at] != CLASS_SPACE)
            break;
        at = person_behind_particles(s, at + 1);
    }
    return end;
}

/* A name in Latin letters, which begins at i. */
static uint32_t labelled_latin(struct scan *s, uint32_t i, bool strong)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    bool clear = clear_label(s);
    uint32_t words, label_end, end = latin_name(s, i, &words);
    if (words == 0 || (words == 1 && !clear) || (!strong && !(clear && words >= 2)))
        return 0;
    if (scan_label_at(c, cls, i, s->n, &label_end) != LABEL_NOTHING && label_end >= end)
        return 0;
    if (english_organisation(c, cls, i, end))
        return end;
    scan_hit(s, DATA_PERSON, words >= 2 ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, "name-label", i, end);
    return end;
}

/* A name in hiragana, perhaps in two parts. */
static uint32_t labelled_hiragana(struct scan *s, uint32_t i, bool strong)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    bool clear = clear_label(s);
    uint32_t end = class_end(cls, i, CLASS_HIRAGANA), first_end = end;
    bool two = cls[end] == CLASS_SPACE && cls[end + 1] == CLASS_HIRAGANA;
    if (two)
        end = class_end(cls, end + 1, CLASS_HIRAGANA);
    unsigned a = 0, b = 0;
    person_kana_flags(c, i, first_end, &a);
    if (two)
        person_kana_flags(c, first_end + 1, end, &b);
    if (first_end - i > 6 || end - first_end > 7)
        return 0;
    bool known = (a & WORD_SURNAME_KANA) || (b & WORD_GIVEN_KANA), full = (a & WORD_SURNAME_KANA) && (b & WORD_GIVEN_KANA);
    if (!(clear && two && full) && !(strong && clear && two && (known || cls[end] == CLASS_END || cls[end] == CLASS_TAB)) &&
        !(known && strong && clear && cls[end] != CLASS_KANJI && cls[end] != CLASS_KATAKANA))
        return 0;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-label", i, end);
    return end;
}

/* Something else than a name stands in [i, run), which a label may well name: another label, a department before a name, the names of columns. */
static bool labelled_in_vain(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t label_end, next = run + 1, next_run = cls[run] == CLASS_SPACE && cls[next] == CLASS_KANJI ? person_kanji_end(s, next) : next;
    if (scan_label_at(c, cls, i, s->n, &label_end) != LABEL_NOTHING && label_end >= run)
        return true;
    if (c[i - 1] == 0x30FB && c[run] == 0x30FB && !surname_may_begin(c + i))
        return true; /* 名義・種別・口座番号: the names of columns */
    if (cls[i] == CLASS_KANJI && next_run - next >= 2 && known_surname(c + next, next_run - next) && !known_surname(c + i, run - i) && run - i >= 2 &&
        (organisation_like(c, i, run) || word_of_office(c, i, run) || role_last(c[run - 1])))
        return true; /* 担当：人事部　原田 陸: the name is read for itself */
    return word_for_no_name(c, i, run);
}

/* Of a name at i that the dictionary does not know as a whole: one word more behind a space belongs to it, or a given name in hiragana. */
static void take_second_word(const struct scan *s, uint32_t i, struct name *name)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t end = name->end;
    if (name->title)
        return;
    if ((cls[end] == CLASS_SPACE || c[end] == 0x30FB) && class_japanese(cls[end + 1]) && end - i <= 12) {
        uint32_t from = end + 1, second = cls[from] == CLASS_KANJI ? person_kanji_end(s, from) : class_end(cls, from, cls[from]), core = title_start(c, from, second);
        bool same_kind = cls[from] == cls[i] || cls[i] == CLASS_KANJI;
        bool job = core < second && core - from <= 2 && !known_given(c + from, core - from) && !title_polite(c, core, second);
        bool both = c[end] == 0x30FB && cls[i] == CLASS_KANJI && known_surname(c + i, end - i) && known_surname(c + from, core - from); /* 担当：松本・簑島 */
        bool organisation = organisation_like(c, from, core) && !(core - from == 2 && role_last(c[core - 1])); /* 惟人, 健人 */
        if (!job && !both && core > from && core - from <= (cls[i] == CLASS_KATAKANA ? 10u : 6u) && same_kind && !person_address_or_label(s, from, core) &&
            !organisation && !(cls[i] == CLASS_KANJI && end - i > 5) && !(cls[from] == CLASS_KATAKANA && cls[i] == CLASS_KANJI && core - from > 5)) {
            name->end = core;
            name->title = core < second;
            name->behind = second;
            name->split = name->split || name->strength == NAME_UNKNOWN;
        }
    } else if (cls[i] == CLASS_KANJI && cls[end] == CLASS_HIRAGANA && end - i <= 4) { /* 山田ひろし */
        uint32_t second = class_end(cls, end, CLASS_HIRAGANA);
        unsigned flags = 0;
        if (second - end >= 2 && second - end <= 4 && person_kana_flags(c, end, second, &flags) && (flags & WORD_GIVEN_KANA)) {
            name->end = second;
            name->strength = NAME_FULL;
        }
    }
}

/* How sure the name at i is behind its label. */
static enum confidence labelled_confidence(const struct scan *s, uint32_t i, const struct name *name, bool strong)
{
    const uint16_t *c = s->c_store + 8;
    bool clear = clear_label(s);
    uint16_t label_last = c[s->label.end - 1];
    if (name->strength >= NAME_HALF || (name->strength == NAME_SURNAME && (strong || name->title)))
        return CONFIDENCE_HIGH;
    if (name->strength == NAME_SURNAME)
        return CONFIDENCE_MEDIUM;
    bool told = clear || (name->title && (name->polite || strong)) || (strong && name->split && role_last(label_last) && label_last != u'当');
    return told && !organisation_like(c, i, name->split ? i + 1 : name->end) && name->end - i <= 12 ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}

/* The name at i behind a label: the character behind it and its title; 0: there is none. */
static uint32_t labelled_one(struct scan *s, uint32_t i, bool strong)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    struct name name;
    if (cls[i] == CLASS_UPPER || (cls[i] == CLASS_LETTER && c[i] < 0x250))
        return labelled_latin(s, i, strong);
    if (cls[i] == CLASS_HIRAGANA)
        return labelled_hiragana(s, i, strong);
    if ((cls[i] != CLASS_KANJI && cls[i] != CLASS_KATAKANA) || behind_legal_form(c, i) || scan_is(c, i, u"株式会社") || scan_is(c, i, u"有限会社"))
        return 0;
    uint32_t run = cls[i] == CLASS_KANJI ? person_kanji_end(s, i) : class_end(cls, i, CLASS_KATAKANA), spaced;
    if (run == i + 1 && cls[i] == CLASS_KANJI && (spaced = person_spaced_out(s, i)) != 0)
        return spaced;
    if (labelled_in_vain(s, i, run) || !person_read(s, i, &name))
        return 0;
    bool clear = clear_label(s);
    if (name.strength <= NAME_HALF && !name.split)
        take_second_word(s, i, &name);
    uint32_t end = name.end;
    if (end - i > 16 || (end - i < 2 && name.strength == NAME_UNKNOWN))
        return 0;
    bool organisation = clear ? organisation_surely(c, i, end) : organisation_like(c, i, end); /* 名義：川口小学校 */
    if (name.strength <= NAME_HALF && !name.split && organisation && !person_given_ends(c, i, end))
        return 0;
    if ((c[end] == '(' && (c[end + 1] == u'株' || c[end + 1] == u'有') && c[end + 2] == ')') || (!clear && cls[end] == CLASS_KATAKANA && cls[i] == CLASS_KANJI))
        return 0;
    scan_hit(s, DATA_PERSON, labelled_confidence(s, i, &name, strong), "name-label", i, end);
    return name.behind > end ? name.behind : end;
}

uint32_t person_labelled(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    bool strong = s->label.strong;
    if (i == s->label.end && !strong)
        return 0;
    uint32_t end = labelled_one(s, i, strong), last = end;
    /* 出席者：田中、佐藤、鈴木 */
    while (last && (c[last] == 0x3001 || c[last] == ',' || c[last] == 0x30FB || c[last] == '/')) {
        uint32_t next = last + 1;
        while (cls[next] == CLASS_SPACE)
            next++;
        struct name name;
        if (cls[next] != CLASS_KANJI || !person_read(s, next, &name) || name.strength < NAME_SURNAME || address_begins(c, next) || organisation_surely(c, next, name.end))
            break;
        uint32_t label_end;
        if (scan_label_at(c, cls, next, s->n, &label_end) != LABEL_NOTHING && label_end >= name.end)
            break;
        uint8_t k = cls[name.behind];
        if (k == CLASS_KATAKANA || (k == CLASS_HIRAGANA && !name.title && name.strength == NAME_SURNAME))
            break;
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-list", next, name.end);
        end = last = name.behind;
    }
    return end;
}

uint32_t person_column(struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    while (i < end && (cls[i] == CLASS_SPACE || cls[i] == CLASS_MARK))
        i++;
    while (end > i && (cls[end - 1] == CLASS_SPACE || cls[end - 1] == CLASS_MARK))
        end--;
    uint32_t title = title_start(c, i, end);
    if (title > i)
        end = title;
    while (end > i && cls[end - 1] == CLASS_SPACE)
        end--;
    uint32_t label_end;
    if (end - i < 2 || end - i > 24 || word_for_no_name(c, i, end) || (scan_label_at(c, cls, i, s->n, &label_end) != LABEL_NOTHING && label_end == end))
        return 0;
    uint32_t spaces = 0;
    for (uint32_t k = i; k < end; k++) {
        if (cls[k] == CLASS_SPACE)
            spaces++;
        else if (!class_japanese(cls[k]) && cls[k] != CLASS_UPPER && cls[k] != CLASS_LOWER && cls[k] != CLASS_LETTER && c[k] != 0x30FB && c[k] != '.' && c[k] != '\'')
            return 0;
    }
    if (spaces > 3)
        return 0;
    /* fields parted by mere spaces may be anything: the dictionary or a number beside it must speak for a name */
    struct name name;
    bool loose = s->column_mark == ' ' || s->column_mark == 0;
    bool known = (cls[i] == CLASS_KANJI || cls[i] == CLASS_KATAKANA) && person_read(s, i, &name) && name.strength >= NAME_SURNAME;
    scan_hit(s, DATA_PERSON, loose && !known ? CONFIDENCE_LOW : CONFIDENCE_HIGH, "name-column", i, end);
    return end;
}

const char person_surname_part[] = "name-surname", person_given_part[] = "name-given-part";

/* Behind 姓, or 名 of 氏名, or last name: one word. */
uint32_t person_part(struct scan *s, uint32_t i)
{
    enum { KANJI_MOST = 4, KANA_MOST = 8, LATIN_MOST = 24, LATIN_WORDS = 2 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t end, most, words, label_end;
    if (!s->label.strong || (s->label.start > 0 && class_japanese(cls[s->label.start - 1]))) /* 施設名 */
        return 0;
    switch ((enum char_class)cls[i]) {
    case CLASS_KANJI:
        end = person_kanji_end(s, i);
        most = KANJI_MOST;
        break;
    case CLASS_HIRAGANA: { /* but not なし */
        unsigned flags = 0;
        end = class_end(cls, i, CLASS_HIRAGANA);
        if (!person_kana_flags(c, i, end, &flags) || !(flags & (WORD_SURNAME_KANA | WORD_GIVEN_KANA)))
            return 0;
        most = KANA_MOST;
        break;
    }
    case CLASS_KATAKANA:
        end = class_end(cls, i, CLASS_KATAKANA);
        most = KANA_MOST;
        break;
    case CLASS_UPPER:
        end = latin_name(s, i, &words);
        if (words == 0 || words > LATIN_WORDS || english_organisation(c, cls, i, end))
            return 0;
        most = LATIN_MOST;
        break;
    default:
        return 0;
    }
    unsigned flags = end - i <= KANJI_MOST ? dictionary_find(c + i, end - i) : 0;
    bool known = (flags & (WORD_SURNAME | WORD_GIVEN)) != 0; /* names that are not stand below a surname: 名：会議 */
    if (cls[i] == CLASS_KANJI && s->label.kind == LABEL_GIVEN && !known && !s->list_lines)
        return 0;
    bool whole = cls[i] == CLASS_KANJI && cls[end] == CLASS_SPACE && cls[end + 1] == CLASS_KANJI &&
                 scan_label_at(c, cls, end + 1, s->n, &label_end) == LABEL_NOTHING; /* 名：畑 未奈 */
    if (whole)
        end = person_kanji_end(s, end + 1);
    if (end - i > most * (1u + whole) + whole || class_japanese(cls[end]) || class_ascii_word(cls[end]) || word_for_no_name(c, i, end) || thing_last(c[end - 1]) ||
        (scan_label_at(c, cls, i, s->n, &label_end) != LABEL_NOTHING && label_end >= end))
        return 0;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, whole ? "name-label" : s->label.kind == LABEL_SURNAME ? person_surname_part : person_given_part, i, end);
    return end;
}
