/* Names of persons: by dictionary (surname, given name, readings) and by titles such as 様. Places, companies and products that
 * carry a surname are told apart by what stands around them. */
#include "base/utf8.h"
#include "detect/person_parts.h"

static bool name_joiner(uint16_t c)
{
    return c == 0x30F6 || c == 0x30B1 || c == 0x30CE || c == 0x30C4 || c == 0x4E4B; /* ヶ ケ ノ ツ 之 */
}

uint32_t person_kanji_end(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    for (;; i++) {
        i = class_end(cls, i, CLASS_KANJI);
        if (cls[i + 1] != CLASS_KANJI || !name_joiner(c[i]) || i == 0 || cls[i - 1] != CLASS_KANJI)
            return i;
    }
}

/* What follows the name: さん, 様 and the like, perhaps behind a space. */
uint32_t person_title_at(const struct scan *s, uint32_t i, bool *polite)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i;
    if (cls[at] == CLASS_SPACE)
        at++;
    uint32_t n = title_everyday(c + at);
    if (n) {
        if (cls[at] == CLASS_KANJI && cls[at + n] == CLASS_KANJI)
            return 0; /* 様式, 氏名 */
        if (c[at] == u'さ' && c[at + 1] == u'ま' && c[at + 2] == u'ざ')
            return 0; /* さまざま */
        *polite = true;
        return at + n;
    }
    if (at > i && cls[at] == CLASS_KANJI) {
        uint32_t end = person_kanji_end(s, at);
        if (title_start(c, at, end) == at)
            return end;
    }
    return 0;
}

/* Splits c[i, end) into surname and given name; the longest surname that leaves a known given name wins. */
static int split_kanji(const uint16_t *c, uint32_t i, uint32_t end, bool *short_given)
{
    uint32_t n = end - i;
    int best = NAME_UNKNOWN;
    *short_given = false;
    if (n < 2 || n > 8)
        return n == 1 && known_surname(c + i, 1) ? NAME_SURNAME : NAME_UNKNOWN;
    unsigned prefix[6] = {0};
    if (name_may_begin(c + i, 2, PAIR_SURNAME))
        dictionary_prefixes(c + i, n < 6 ? n : 6, prefix);
    else if (name_may_begin(c + i, 1, PAIR_SURNAME))
        dictionary_prefixes(c + i, 1, prefix);
    if (n <= 6 && (prefix[n - 1] & WORD_SURNAME))
        best = NAME_SURNAME;
    for (uint32_t k = n - 1 < 5 ? n - 1 : 5; k >= 1; k--) {
        bool sur = prefix[k - 1] & WORD_SURNAME;
        bool given = (sur || n - k >= 2) && n - k <= 6 && known_given(c + i + k, n - k);
        if (sur && given) {
            if (n - k == 1 && best == NAME_SURNAME)
                continue; /* 小林 is a surname, not 小 + 林 */
            *short_given = n - k == 1;
            if (n - k > 1 || best == NAME_UNKNOWN || best == NAME_HALF)
                return NAME_FULL;
        }
        if (best == NAME_UNKNOWN && ((sur && n - k >= 2 && n - k <= 3 && k >= 2) || given))
            best = NAME_HALF;
    }
    return best;
}

bool person_address_or_label(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t label_end;
    enum label_kind kind = scan_label_at(c, s->class_store + 8, i, s->n, &label_end);
    return (kind != LABEL_NOTHING && label_end >= end) || address_begins(c, i);
}

static int split_katakana(const uint16_t *c, uint32_t i, uint32_t end)
{
    uint32_t n = end - i;
    if (n < 2 || n > 12 || !name_may_begin(c + i, 2, PAIR_SURNAME_KANA))
        return NAME_UNKNOWN;
    unsigned prefix[6];
    dictionary_prefixes(c + i, n < 6 ? n : 6, prefix);
    if (n <= 6 && (prefix[n - 1] & WORD_SURNAME_KANA))
        return NAME_SURNAME;
    for (uint32_t k = 2; k + 2 <= n && k <= 6; k++)
        if ((prefix[k - 1] & WORD_SURNAME_KANA) && (dictionary_find(c + i + k, n - k) & WORD_GIVEN_KANA))
            return NAME_FULL;
    return NAME_UNKNOWN;
}

/* Hiragana as katakana, so that both find the same readings. */
bool person_kana_flags(const uint16_t *c, uint32_t i, uint32_t end, unsigned *flags)
{
    uint16_t copy[8] = {0};
    if (end - i > 8)
        return false;
    for (uint32_t k = i; k < end; k++)
        copy[k - i] = c[k] >= 0x3041 && c[k] <= 0x3096 ? (uint16_t)(c[k] + 0x60) : c[k];
    *flags = dictionary_find(copy, end - i);
    return true;
}

int name_of_kanji(const uint16_t *c, uint32_t n, bool *short_given)
{
    return split_kanji(c, 0, n, short_given);
}

int name_of_katakana(const uint16_t *c, uint32_t n)
{
    return split_katakana(c, 0, n);
}

/* です, と, の, が and the like may follow a name. */
static bool copula_begins(const uint16_t *c, uint32_t i)
{
    switch (c[i]) {
    case u'で': case u'と': case u'の': case u'が': case u'に': case u'は': case u'へ': case u'を': case u'も': case u'よ': case u'ま': case u'か':
        return true;
    default:
        return false;
    }
}

/* めぐみの, かおりが: a given name in hiragana of three characters and more, which begins at from; its end, or 0. */
static uint32_t given_before_particle(const struct scan *s, uint32_t from)
{
    enum { GIVEN_MIN = 3, GIVEN_MAX = 5 };
    const uint16_t *c = s->c_store + 8;
    for (uint32_t end = from + GIVEN_MIN; end <= from + GIVEN_MAX && (s->class_store + 8)[end] == CLASS_HIRAGANA; end++) {
        unsigned flags = 0;
        if ((c[end] == u'の' || c[end] == u'が' || c[end] == u'は' || c[end] == u'に' || c[end] == u'を' || c[end] == u'と' || c[end] == u'も') &&
            person_kana_flags(c, from, end, &flags) && (flags & WORD_GIVEN_KANA))
            return end;
    }
    return 0;
}

enum { GIVEN_PART_MAX = 6 };

/* The word behind kanji and a space, which may be a given name, with a title or without. */
struct second {
    uint32_t from, end;   /* the run */
    uint32_t core, title; /* where what may be the name ends, and where the title begins; end: there is none */
    bool known;           /* the dictionary has it as a given name */
    bool closed, polite;  /* a title stands behind it; it is one that anybody may be given */
    bool learned;         /* ... 先生, 教授, 医師: written behind whole names */
};

/* What stands behind [i, end) and a space is a whole name or a surname of its own: 施主　萩原圭介様, 施主　白石 真司 */
static bool name_of_its_own(const struct scan *s, const struct second *w)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    bool dummy;
    if (cls[w->from] != CLASS_KANJI)
        return false;
    if (w->core - w->from >= 4 ? w->core < w->end : w->core - w->from == 3 && split_kanji(c, w->from, w->core, &dummy) == NAME_FULL)
        return true;
    return w->core == w->end && cls[w->end] == CLASS_SPACE && class_japanese(cls[w->end + 1]) && known_surname(c + w->from, w->core - w->from) &&
           !person_title_at(s, w->end, &dummy) && !person_address_or_label(s, w->end + 1, w->end + 2);
}

/* surname: [i, end) is a known one. */
static void read_second(const struct scan *s, uint32_t i, uint32_t end, bool surname, struct second *w)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t given_end;
    w->from = end + 1;
    w->end = cls[w->from] == CLASS_KANJI ? person_kanji_end(s, w->from) : class_end(cls, w->from, cls[w->from]);
    w->core = w->title = cls[w->from] == CLASS_KANJI ? title_start(c, w->from, w->end) : w->end;
    if ((!surname || end - i == 1) && name_of_its_own(s, w))
        w->title = w->core = w->from;
    if (surname && (given_end = person_kana_given(s, w->from)) != 0) /* 藤本 すみれです */
        w->core = w->title = given_end;
    else if (surname && cls[w->from] == CLASS_HIRAGANA && (given_end = given_before_particle(s, w->from)) != 0) /* 五十嵐 めぐみの件 */
        w->core = w->title = w->end = given_end;
    else if (cls[w->from] == CLASS_HIRAGANA) /* the title may stand in the same run (みどりさん) */
        for (uint32_t k = w->from + 1; k < w->core && k <= w->from + GIVEN_PART_MAX; k++)
            if (title_everyday(c + k) > 1)
                w->core = w->title = k;
    unsigned flags = 0;
    w->known = false;
    if (w->core > w->from && w->core - w->from <= GIVEN_PART_MAX)
        w->known = cls[w->from] == CLASS_KANJI ? known_given(c + w->from, w->core - w->from) : person_kana_flags(c, w->from, w->core, &flags) && (flags & WORD_GIVEN_KANA);
    w->closed = w->title < w->end;
    w->polite = w->closed && title_polite(c, w->title, w->end);
    uint16_t last = c[w->end - 1];
    w->learned = w->closed && (last == u'生' || last == u'授' || (last == u'師' && (c[w->title] == u'医' || c[w->title] == u'講'))) && person_unknown_part(s, w->from, w->core, true) && !word_of_office(c, w->from, w->core);
}

/* The two words are no name together. */
static bool second_stands_alone(const struct scan *s, uint32_t i, uint32_t end, bool surname, const struct second *w)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t n = w->core - w->from;
    bool kanji = cls[w->from] == CLASS_KANJI, role = !surname && role_last(c[end - 1]), dummy;
    if (!w->closed && n == 1 && cls[w->core] == CLASS_HIRAGANA && !title_everyday(c + w->core) && !copula_begins(c, w->core))
        return true; /* 千葉　晴れ */
    if (role && n >= 3 && kanji && split_kanji(c, w->from, w->core, &dummy) == NAME_FULL)
        return true; /* 代表 辻久美子さん */
    if (role && w->known && !w->closed && person_title_at(s, w->core, &dummy))
        return true; /* 委託児童　千尋さん */
    if (end - i == 1 && (c[i] == u'祝' || c[i] == u'故' || c[i] == u'子' || c[i] == u'妻' || c[i] == u'夫' || c[i] == u'母' || c[i] == u'父' || c[i] == u'兄' || c[i] == u'弟'))
        return true; /* 祝　進さん */
    return !surname && !w->closed && end - i >= 2 && kanji && n >= 2 && known_surname(c + w->from, n) &&
           (role_last(c[end - 1]) || word_of_office(c, i, end) || organisation_like(c, i, end)); /* 総務担当 鈴木 */
}

/* Kanji in [i, end), a space and another word: perhaps a surname and a given name, or outside the dictionary a name that a title closes: in the same
 * run, behind a space, or in kana. true: the title is read, too. */
static bool join_given(const struct scan *s, uint32_t i, uint32_t end, struct name *out)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    bool surname = out->strength == NAME_SURNAME;
    struct second w;
    read_second(s, i, end, surname, &w);
    uint32_t behind = w.end;
    /* 総務課 外崎様: what stands in front is no surname */
    bool front = !surname && (role_last(c[end - 1]) || (organisation_like(c, i, end) && !nature_last(c[end - 1]) && !(w.known && surname_last(c[end - 1]))) || (!w.known && known_surname(c + w.from, w.core - w.from)));
    if (front && w.polite)
        w.title = w.core = w.from;
    if (second_stands_alone(s, i, end, surname, &w))
        return false;
    if (!w.closed && !surname && !w.known && !front && cls[w.from] == CLASS_KANJI) {
        uint32_t title_end = person_title_at(s, w.end, &w.polite);
        w.closed = title_end != 0 && w.polite;
        behind = w.closed ? title_end : w.end;
    }
    bool learned = w.learned && !front && (surname || person_unknown_part(s, i, end, false));
    if (w.closed && !w.polite && !w.known && !learned && w.core - w.from <= 2)
        w.title = w.core = w.from; /* 主治医：大島　受持看護師 */
    if (!(surname || w.known || w.closed) || w.title == w.from || w.title - w.from > GIVEN_PART_MAX || person_address_or_label(s, w.from, w.title))
        return false;
    bool plausible = cls[w.from] == CLASS_KANJI && w.core - w.from < GIVEN_PART_MAX && !organisation_like(c, w.from, w.core);
    if ((surname && w.known) || ((surname || w.known) && plausible) || (!surname && w.known && end - i <= 3)) {
        bool titled = w.title < w.end;
        out->strength = surname && w.known ? NAME_FULL : NAME_HALF;
        out->split = true;
        out->short_given = out->ordinary = false;
        out->end = w.core;
        out->behind = w.end;
        out->title = out->title || titled;
        out->polite = titled ? w.polite : out->polite;
        return titled;
    }
    if (!plausible || !w.closed || !(w.polite || learned) || end - i > 4 || (out->strength != NAME_UNKNOWN && out->strength != NAME_HALF))
        return false;
    out->split = true;
    out->end = w.core;
    out->behind = behind;
    out->title = out->polite = true;
    return true;
}

/* A surname of kanji ends where this given name in kana begins; one character alone needs a longer one, or a title behind. */
static bool surname_with_kana(const struct scan *s, uint32_t i, uint32_t end, uint32_t given_end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    bool polite, katakana = cls[end] == CLASS_KATAKANA;
    if (katakana && cls[given_end] == CLASS_KANJI && title_start(c, given_end, person_kanji_end(s, given_end)) == given_end) /* 東海林イクヨ課長, 栃久我ミツ様 */
        return end - i >= 2 && (known_surname(c + i, end - i) || person_unknown_part(s, i, end, false));
    if (!known_surname(c + i, end - i))
        return false;
    if (katakana && !person_bounded(s, i, given_end) && !person_title_at(s, given_end, &polite) && !(end - i >= 2 && scan_is(c, given_end, u"です"))) /* 木村キヨさん */
        return false;
    return end - i > 1 || given_end - end > 2 || person_title_at(s, given_end, &polite);
}

static bool read_katakana(const struct scan *s, uint32_t i, struct name *out)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t end = class_end(cls, i, CLASS_KATAKANA);
    out->strength = split_katakana(c, i, end);
    if (cls[end] == CLASS_KANJI && (out->strength == NAME_UNKNOWN || !title_everyday(c + end) || cls[end + 1] == CLASS_KANJI)) /* サ高住, トヨタ自動車, but ササキ様 */
        return false;
    if ((cls[end] == CLASS_SPACE || c[end] == 0x30FB) && cls[end + 1] == CLASS_KATAKANA) {
        uint32_t second = class_end(cls, end + 1, CLASS_KATAKANA);
        unsigned a = end - i <= 6 ? dictionary_find(c + i, end - i) : 0, b = second - end <= 7 ? dictionary_find(c + end + 1, second - end - 1) : 0;
        uint32_t label_end;
        bool word = cls[second] == CLASS_KANJI && (!title_everyday(c + second) || cls[second + 1] == CLASS_KANJI);
        if ((a & WORD_SURNAME_KANA) && (b & WORD_GIVEN_KANA) && !word) {
            out->strength = NAME_FULL;
            out->split = true;
            end = second;
        } else if (((a & WORD_SURNAME_KANA) || (b & WORD_GIVEN_KANA)) && !word &&
                   scan_label_at(c, cls, end + 1, s->n, &label_end) == LABEL_NOTHING) {
            out->strength = NAME_HALF;
            out->split = true;
            end = second;
        }
    }
    out->end = end;
    out->behind = person_title_at(s, end, &out->polite);
    out->title = out->behind != 0;
    if (!out->title)
        out->behind = end;
    return true;
}

/* Reads a name at i, the first character of a run of kanji or katakana. */
bool person_read(const struct scan *s, uint32_t i, struct name *out)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    *out = (struct name){0};
    if (cls[i] == CLASS_KATAKANA)
        return read_katakana(s, i, out);
    uint32_t end;
    uint32_t run = person_kanji_end(s, i);
    if (run - i > 12) {
        out->end = out->behind = run;
        return false;
    }
    end = run;
    uint32_t title = title_start(c, i, run);
    if (title > i && title < run) {
        /* 様 inside a longer word is caught by the run's end; a known full name that ends like a title stays whole */
        bool dummy;
        uint32_t office = title_start(c, i, title);
        if (office == i)
            return false; /* 事務長様 */
        if (!((c[run - 1] == 0x541B || c[run - 1] == 0x6C0F) && split_kanji(c, i, run, &dummy) == NAME_FULL)) {
            end = title;
            out->title = true;
            out->polite = title_polite(c, title, run) || title - office > 1;
            if (title - office > 1)
                end = office; /* 福島事務長様, 関園長先生 */
        }
    } else if (title == i)
        return false; /* a title alone */
    if (name_joiner(c[end - 1]) && c[end - 1] != 0x4E4B)
        end--;
    out->strength = split_kanji(c, i, end, &out->short_given);
    if (out->strength >= NAME_SURNAME && end - i >= 2 && end - i <= 6 && (dictionary_find(c + i, end - i) & WORD_ORDINARY))
        out->ordinary = true;
    out->end = end;
    out->behind = run;
    if (out->title)
        return true;
    bool whole = out->strength == NAME_FULL && !(out->short_given && surname_last(c[end - 1])); /* but 雫石原 智也 */
    if (cls[end] == CLASS_SPACE && !whole && end - i <= 4 && class_japanese(cls[end + 1]) && join_given(s, i, end, out))
        return true;
    uint32_t given_end = end - i <= 5 ? person_kana_given(s, end) : 0;
    if (given_end && (out->strength == NAME_SURNAME || out->strength == NAME_FULL || cls[end] == CLASS_KATAKANA) && surname_with_kana(s, i, end, given_end)) {
        out->strength = NAME_FULL; /* 小林かおり */
        out->split = true;
        out->ordinary = out->short_given = false;
        out->end = given_end;
    }
    uint32_t behind = person_title_at(s, out->end, &out->polite);
    if (behind) {
        out->title = true;
        out->behind = behind;
    } else
        out->behind = out->end;
    return true;
}

/* Nothing but this name stands in its field: the line, a table field, brackets. */
static bool isolated(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t a = i;
    while (a > 0 && (cls[a - 1] == CLASS_SPACE || (cls[a - 1] == CLASS_MARK && c[a - 1] != 0x3001 && c[a - 1] != 0x3002)))
        a--;
    bool left = a == 0 || cls[a - 1] == CLASS_TAB || c[a - 1] == 0x3001 || (cls[a - 1] == CLASS_DIGIT && a <= 3) || (cls[a - 1] == CLASS_DASH && a == 1) ||
                (s->hit_count > 0 && s->hits[s->hit_count - 1].end == a && a < i); /* behind a number that was found */
    uint8_t k = cls[end];
    bool right = k == CLASS_END || k == CLASS_TAB || c[end] == '(' || c[end] == ',' || c[end] == 0x3001 || c[end] == '/' || c[end] == '|' || c[end] == '<' ||
                 c[end] == ')' || (k == CLASS_SPACE && (cls[end + 1] == CLASS_SPACE || cls[end + 1] == CLASS_END || cls[end + 1] == CLASS_DIGIT ||
                                                        cls[end + 1] == CLASS_UPPER || cls[end + 1] == CLASS_LOWER || cls[end + 1] == CLASS_MARK));
    return left && right;
}

static bool boundary(const struct scan *s, uint32_t at)
{
    const uint8_t k = (s->class_store + 8)[at];
    if (k == CLASS_DASH)
        return (uint8_t)s->text[s->off[at]] != 0xE3; /* a long vowel mark may as well belong to the word */
    return k == CLASS_END || k == CLASS_SPACE || k == CLASS_TAB || k == CLASS_MARK;
}

/* No letter, digit or other character of a word touches the name. */
bool person_bounded(const struct scan *s, uint32_t i, uint32_t end)
{
    return (i == 0 || boundary(s, i - 1)) && boundary(s, end);
}

/* Nothing else stands on the line. */
bool person_whole_line(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint8_t *cls = s->class_store + 8;
    while (i > 0 && cls[i - 1] == CLASS_SPACE)
        i--;
    while (cls[end] == CLASS_SPACE)
        end++;
    return i == 0 && cls[end] == CLASS_END;
}

bool person_given_ends(const uint16_t *c, uint32_t i, uint32_t end)
{
    return (end - i > 2 && known_given(c + end - 2, 2)) || (end - i > 3 && known_given(c + end - 3, 3));
}

/* A line of dashes or the like stands not far above this one, as signatures begin. The text is looked at as it came, for such lines are not read. */
bool person_below_rule(const struct scan *s)
{
    enum { LINES_ABOVE = 3, BYTES_ABOVE = 300, RULE_CHARACTERS = 2 };
    size_t at = s->off[0], first = at > BYTES_ABOVE ? at - BYTES_ABOVE : 0;
    for (int lines = 0; lines < LINES_ABOVE && at > first; lines++) {
        size_t end = --at; /* the line feed */
        while (at > first && s->text[at - 1] != '\n')
            at--;
        unsigned marks = 0;
        bool rule = at > first || first == 0;
        for (size_t k = at; k < end && rule;) {
            uint32_t cp;
            k += utf8_decode(s->text + k, end - k, &cp);
            enum char_class cls = cp == 0x30FC ? CLASS_DASH : scan_class(scan_fold_character(cp));
            rule = cls == CLASS_MARK || cls == CLASS_DASH || cls == CLASS_SPACE;
            marks += cls != CLASS_SPACE;
        }
        if (rule && marks >= RULE_CHARACTERS)
            return true;
    }
    return false;
}

/* A word for what somebody is stands before i, parted from it by a space, a colon or the like. */
bool person_role_before(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i;
    while (at > 0 && i - at < 6 && (cls[at - 1] == CLASS_SPACE || cls[at - 1] == CLASS_TAB || c[at - 1] == ':' || c[at - 1] == '=' || c[at - 1] == 0x2026 || c[at - 1] == 0x3011 ||
                                    c[at - 1] == ']' || c[at - 1] == 0x30FB))
        at--;
    if (at == i)
        return false;
    while (at > 0 && cls[at - 1] == CLASS_DIGIT) /* 運転者１： */
        at--;
    if (at == 0)
        return false;
    if (cls[at - 1] == CLASS_KATAKANA)
        return role_in_kana(c, 0, at);
    return cls[at - 1] == CLASS_KANJI && (role_last(c[at - 1]) || (c[at] == ':' && person_duty_before(s, at))) && !behind_legal_form(c, at);
}

/* （もちづきあや） stands behind the name: its reading, of which the dictionary knows the beginning or the end. */
static bool reading_behind(const struct scan *s, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t from = end + 1, at = from;
    if (c[end] != '(' && c[end] != '[')
        return false;
    while (cls[at] == CLASS_KATAKANA || cls[at] == CLASS_HIRAGANA || (cls[at] == CLASS_SPACE && at > from))
        at++;
    if ((c[at] != ')' && c[at] != ']') || at - from < 4 || at - from > 16)
        return false;
    for (uint32_t k = 2; k <= 6 && k < at - from; k++) {
        unsigned surname = 0, given = 0;
        person_kana_flags(c, from, from + k, &surname);
        person_kana_flags(c, at - k, at, &given);
        if ((surname & WORD_SURNAME_KANA) || (given & WORD_GIVEN_KANA))
            return true;
    }
    return false;
}

static bool thing_label(const struct scan *s, uint32_t i)
{
    return s->label.strong && i - s->label.end <= 3 && (s->label.kind == LABEL_ORG || s->label.kind == LABEL_PRODUCT || s->label.kind == LABEL_DEPT);
}

/* Under a header this field is the reading of a name that has a field of its own. */
static bool reading_column(const struct scan *s, uint32_t i)
{
    bool named = false, reading = false;
    for (uint32_t k = 0; k < s->field_count; k++) {
        named = named || s->columns[k] == LABEL_NAME || s->columns[k] == LABEL_SURNAME;
        reading = reading || (i >= s->field_start[k] && i < s->field_end[k] &&
                              (s->columns[k] == LABEL_KANA || s->columns[k] == LABEL_SURNAME_KANA || s->columns[k] == LABEL_GIVEN_KANA));
    }
    return named && reading;
}

/* Without a title, a space or a known beginning behind it only marks on both sides could make a name of the run of kanji at i. asked: it is said
 * whom to turn to. */
static bool kanji_in_vain(const struct scan *s, uint32_t i, bool *asked)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t run = person_kanji_end(s, i), n = run - i;
    bool closed = title_last(c[run - 1]) | (c[run] == u'さ') | (c[run] == u'ち') | (c[run] == u'く') | (cls[run] == CLASS_SPACE);
    bool hiragana = cls[run] == CLASS_HIRAGANA, short_one = (n < 2) | ((n == 2) & hiragana);
    /* 佐藤までご連絡ください, 佐藤（内線123） */
    *asked = (c[run] == u'ま' && c[run + 1] == u'で' && contact_follows(c[run + 2], c[run + 3])) ||
             (c[run] == '(' && c[run + 1] == u'内' && c[run + 2] == u'線');
    if (closed || *asked || person_kana_given(s, run))
        return false;
    if (short_one | (cls[run] == CLASS_KATAKANA))
        return true; /* mostly */
    return (n == 2 || hiragana) && !surname_may_begin(c + i);
}

/* グエン・ティ・ホアさん: found up to the end of the title; 0: no such name is here. */
static uint32_t foreign_at(struct scan *s, uint32_t i)
{
    enum { PARTS = 5 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t end = class_end(cls, i, CLASS_KATAKANA), parts = 1;
    for (; c[end] == 0x30FB && cls[end + 1] == CLASS_KATAKANA && parts < PARTS; parts++)
        end = class_end(cls, end + 1, CLASS_KATAKANA);
    uint32_t gap = cls[end] == CLASS_SPACE && parts > 1, title = title_everyday(c + end + gap);
    /* 藤田梅之助（商店会）／チャン・クオック・バオ（国際交流） */
    bool opens = i == 0 || c[i - 1] == '/' || c[i - 1] == 0x3001, ends = c[end] == '(' || c[end] == '/' || c[end] == 0x3001 || cls[end] == CLASS_END;
    if (parts > 1 && !title && opens && ends && s->persons_on_line > 0 && !role_in_kana(c, i, end)) {
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-list", i, end);
        return end;
    }
    if (parts == 1 || !title || (cls[end + gap] == CLASS_KANJI && cls[end + gap + title] == CLASS_KANJI) || role_in_kana(c, i, end))
        return 0;
    scan_hit(s, DATA_PERSON, CONFIDENCE_HIGH, "name-title", i, end);
    return end + gap + title;
}

/* The word ends as organisations do, and no given name does. */
static bool organisation_titled(const uint16_t *c, uint32_t i, uint32_t end)
{
    return organisation_like(c, i, end) && !person_given_ends(c, i, end);
}

/* A word with a surname in it stands before the title rather than a name: 国際部長 and the like. */
static bool title_of_word(const struct scan *s, uint32_t i, const struct name *name)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t n = name->end - i;
    if (name->strength == NAME_SURNAME && name->ordinary && !name->polite && n >= 3)
        return true;
    if (n >= 3 && scan_is(c, name->end - 3, u"代理人")) /* 理人 is a given name */
        return true;
    return name->strength < NAME_FULL && n > 3 && !name->split && organisation_titled(c, i, name->end);
}

/* Before the title stands what may be a name in no dictionary. */
static bool title_of_unknown(const struct scan *s, uint32_t i, const struct name *name)
{
    const uint16_t *c = s->c_store + 8;
    if (name->end - i > (name->split ? 9 : 6))
        return false;
    if (name->polite && name->end - i <= 4 && (c[name->end - 1] == u'川' || c[name->end - 1] == u'橋' || c[name->end - 1] == u'城'))
        return true; /* 棗川さん: nobody gives rivers a title */
    uint32_t at = person_before_spaces(s, i);
    at -= at > 0 && c[at - 1] == ':';
    bool present = at < i && at >= 2 && (c[at - 1] == u'席' || c[at - 1] == u'加'), role = present || person_role_before(s, i); /* 出席：蔓原工場長 */
    role = role && name->end - i >= 2 && name->end - i <= 4 && person_unknown_part(s, i, name->end, false);
    return name->polite ? !organisation_titled(c, i, name->end) : role || person_addressed(s, i, name) || person_beside_titled(s, i, name);
}

/* A title stands behind the name. Returns where reading goes on; 0: behind the first character. */
static uint32_t titled(struct scan *s, uint32_t i, const struct name *name)
{
    const uint16_t *c = SCAN_C(s);
    uint32_t end = name->end, n = end - i;
    bool known = name->strength >= NAME_SURNAME;
    for (uint32_t k = i + 1; k + 1 < end && !name->split && SCAN_CLASS(s)[i] == CLASS_KANJI; k++)
        if ((c[k] == u'課' || c[k] == u'係' || c[k] == u'室' || c[k] == u'局') && known_surname(c + k + 1, end - k - 1)) { /* 施設課内田さん */
            scan_hit(s, DATA_PERSON, CONFIDENCE_HIGH, "name-title", k + 1, end);
            return name->behind;
        }
    /* 誠くん, 愛ちゃん: names of one character are called so */
    bool called = n == 1 && !known && (c[end] == u'く' || c[end] == u'ち') && known_given(c + i, 1);
    if (word_of_group(c, i, end) || (!known && n < 2 && !called))
        return name->behind;
    if (SCAN_CLASS(s)[i] == CLASS_KATAKANA) {
        if (role_in_kana(c, i, end) || n < 2 || n > 14 || (!name->polite && !known))
            return 0;
    } else if (known ? title_of_word(s, i, name) : !title_of_unknown(s, i, name))
        return name->behind;
    scan_hit(s, DATA_PERSON, known ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, "name-title", i, end);
    return name->behind;
}

/* Something else than a person goes on here, or ends before it: 田中ビル, サ高住, 200円　新, 大久保酒造（株） */
static bool touches_word(const struct scan *s, uint32_t i, const struct name *name)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t end = name->end;
    if (cls[i] == CLASS_KANJI && ((cls[end] == CLASS_KATAKANA && !name->split) || (i > 0 && cls[i - 1] == CLASS_KATAKANA)))
        return true;
    if (i > 0 && cls[i] == CLASS_KATAKANA && (c[i - 1] == 0x30FB || cls[i - 1] == CLASS_DASH))
        return true;
    return (i > 0 && cls[i - 1] == CLASS_DIGIT) || (c[end] == '(' && (c[end + 1] == u'株' || c[end + 1] == u'有') && c[end + 2] == ')');
}

/* A surname and a given name with a space between, of which one is known, and the other no other word. */
static bool halves_of_name(const struct scan *s, uint32_t i, const struct name *name)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t first = person_kanji_end(s, i), second = first + 1;
    if (!name->split || (s->class_store + 8)[first] != CLASS_SPACE || first >= name->end || (s->class_store + 8)[second] != CLASS_KANJI || first - i > 4 || first - i < 2)
        return false;
    if (known_surname(c + i, first - i))
        return !place_like(c, i, first) && !word_of_every_day(c, i, first) && name->end - second >= 2 && person_unknown_part(s, second, name->end, true);
    return name->end - second >= 2 && known_given(c + second, name->end - second) && !known_surname(c + second, name->end - second) && person_unknown_part(s, i, first, false);
}

/* It is said who that is: 工務店の山下 煌星です, 職員の工藤亮まで, 弊社の蒼井沢　達也も, 担当の鱒淵川 遥杜（04- ... */
static bool said_of(const struct scan *s, uint32_t i, const struct name *name)
{
    static const char16_t *const behind[] = {u"です", u"でございます", u"と申", u"まで"}, *const reached[] = {u"学籍", u"内線", u"携帯", u"電話", u"tel", u"直通"};
    const uint16_t *c = s->c_store + 8;
    uint32_t end = name->end;
    if ((s->class_store + 8)[i] != CLASS_KANJI || i < 2 || c[i - 1] != u'の' || !(name->split || name->strength == NAME_FULL))
        return false;
    for (size_t k = 0; k < sizeof behind / sizeof *behind; k++)
        if (scan_is(c, end, behind[k]))
            return true;
    if (!person_belongs(s, i - 1) || !name->split || (name->strength != NAME_FULL && !halves_of_name(s, i, name)))
        return false;
    for (size_t k = 0; k < sizeof reached / sizeof *reached; k++)
        if (c[end] == '(' && scan_is(c, end + 1, reached[k]))
            return true;
    return (c[end] == '(' && (s->class_store + 8)[end + 1] == CLASS_DIGIT) || c[end] == u'が' || c[end] == u'も' || c[end] == u'へ' || c[end] == u'に';
}

/* お世話になっております。丸山 翠連です。 */
static bool introduces(const struct scan *s, uint32_t i, const struct name *name)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t end = name->end;
    bool opens = person_line_opens(s, i) || c[i - 1] == 0x3002 || c[i - 1] == '!' || person_behind_post(s, i);
    bool says = scan_is(c, end, u"でございます") || scan_is(c, end, u"と申") || (scan_is(c, end, u"です") && (c[end + 2] == 0x3002 || c[end + 2] == '!' || person_line_closes(s, end + 2)));
    return opens && says && halves_of_name(s, i, name);
}

/* Who wrote the letter: a line of its own at its end, or behind where he works: 取り急ぎお礼まで。 over 古川 佑磨, 企画政策課　斉藤 惟人（内線:1239） */
static bool signs_whole(const struct scan *s, uint32_t i, const struct name *name)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = name->end;
    if (!halves_of_name(s, i, name))
        return false;
    if (person_whole_line(s, i, at))
        return person_below_sentence(s) || person_last_line(s) || person_below_rule(s);
    at += cls[at] == CLASS_SPACE;
    return person_behind_post(s, i) && (person_line_closes(s, at) || scan_is(c, at, u"内線") || scan_is(c, at, u"(内線") || (at > name->end && class_latin(cls[at])));
}

/* No title stands behind the name: what is around it decides. */
static uint32_t untitled(struct scan *s, uint32_t i, const struct name *name, bool under_header)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t end = name->end, n = end - i;
    if (touches_word(s, i, name))
        return 0;
    bool kanji = cls[i] == CLASS_KANJI, alone = isolated(s, i, end);
    bool free = kanji && person_bounded(s, i, end) && (!organisation_like(c, i, end) || person_given_ends(c, i, end));
    if (name->split && free && !known_surname(c + i, person_kanji_end(s, i) - i))
        free = person_role_before(s, i); /* 不可　正 is no name, 司会　四十物　渉 holds one */
    bool said = said_of(s, i, name) || (kanji && (signs_whole(s, i, name) || introduces(s, i, name) || (c[end] == ':' && person_behind_time(s, i))));
    bool full = name->strength == NAME_FULL;
    bool sure = said || (free && (person_role_before(s, i) || (full && person_enclosed(s, i, end)) || reading_behind(s, end) ||
                                  (person_line_opens(s, i) && person_line_closes(s, end) && (full || person_below_rule(s)))));
    if (full) {
        if (name->ordinary || (name->short_given && !alone && !free && !said) || (!kanji && !name->split && !alone))
            return 0;
        bool payee = s->hit_count > 0 && s->hits[s->hit_count - 1].type == DATA_BANK_ACCOUNT && i - s->hits[s->hit_count - 1].end <= 2;
        const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
        bool reading = i > 1 && cls[i - 1] == CLASS_SPACE && cls[i - 2] == CLASS_KANJI && last && last->type == DATA_PERSON && last->end + 1 == i && name->split;
        if (!kanji && i > 0 && !payee && (c[i - 1] == '(' || c[i - 1] == '[' || reading))
            return 0; /* the reading of the name before it: 壬生 智也　ミブ トモヤ */
        scan_hit(s, DATA_PERSON, name->split || !name->short_given || sure ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW, "name-dictionary", i, end);
        return end;
    }
    if (under_header && cls[end] == CLASS_SPACE && kanji && n <= 5) {
        /* a line under a header, not parted into its columns: a guess that a number may confirm */
        uint32_t second = cls[end + 1] == CLASS_KANJI ? person_kanji_end(s, end + 1) : end;
        if (second - end <= 6 && cls[second] != CLASS_KATAKANA && !(second > end && organisation_surely(c, end + 1, second))) {
            scan_hit(s, DATA_PERSON, CONFIDENCE_LOW, "name-line", i, second);
            return second;
        }
    }
    if (word_for_no_name(c, i, end))
        return 0;
    if (name->strength != NAME_HALF || !kanji || !(alone || free || said) || n > 8 || (!name->split && n > 5))
        return 0;
    scan_hit(s, DATA_PERSON, sure ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW, "name-half", i, end); /* settle_line() may raise it */
    return end;
}

uint32_t person_japanese_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    struct name name;
    uint32_t next;
    bool asked = false;
    if ((next = person_around_at(s, i)) != 0)
        return next;
    if (cls[i] == CLASS_KANJI && (i == 0 || !legal_form_last(c[i - 1])) && kanji_in_vain(s, i, &asked))
        return 0;
    if (cls[i] == CLASS_KATAKANA) {
        if ((i == 0 || c[i - 1] != 0x30FB) && (next = foreign_at(s, i)) != 0)
            return next;
        /* neither a surname's beginning nor a title or another word behind it */
        uint32_t run = class_end(cls, i, CLASS_KATAKANA);
        if (!name_may_begin(c + i, 2, PAIR_SURNAME_KANA) && !title_everyday(c + run) && cls[run] != CLASS_SPACE && c[run] != 0x30FB)
            return 0;
        if (reading_column(s, i))
            return 0;
    }
    if (!person_read(s, i, &name))
        return 0;
    if (behind_legal_form(c, i))
        return cls[i] == CLASS_KANJI ? person_kanji_end(s, i) : 0;
    if (asked && !name.title && name.strength == NAME_SURNAME && name.end - i >= 2 && !organisation_like(c, i, name.end)) {
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-contact", i, name.end);
        return name.end;
    }
    bool under_header = i == 0 && s->column_count && !s->field_count;
    if (!name.title && name.strength <= NAME_SURNAME && !under_header)
        return 0; /* nothing below would make a name of it */
    if (scan_taken(s, i, name.end) || (thing_label(s, i) && !(name.polite && name.split)) || (!name.split && organisation_surely(c, i, name.end)))
        return 0;
    return name.title ? titled(s, i, &name) : untitled(s, i, &name, under_header);
}

int person_read_hiragana(const struct scan *s, uint32_t i, uint32_t *end)
{
    enum { PART_MAX = 9 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t first = class_end(cls, i, CLASS_HIRAGANA);
    *end = first;
    if (cls[first] == CLASS_SPACE && cls[first + 1] == CLASS_HIRAGANA)
        *end = class_end(cls, first + 1, CLASS_HIRAGANA);
    if (first - i > PART_MAX || *end - first > PART_MAX)
        return NAME_UNKNOWN;
    if (*end > first) {
        unsigned surname = 0, given = 0;
        person_kana_flags(c, i, first, &surname);
        person_kana_flags(c, first + 1, *end, &given);
        int parts = ((surname & WORD_SURNAME_KANA) != 0) + ((given & WORD_GIVEN_KANA) != 0);
        return parts == 2 ? NAME_FULL : parts == 1 ? NAME_HALF : NAME_UNKNOWN;
    }
    uint16_t katakana[PART_MAX + 1] = {0};
    for (uint32_t k = i; k < first; k++)
        katakana[k - i] = c[k] >= 0x3041 && c[k] <= 0x3096 ? (uint16_t)(c[k] + 0x60) : c[k];
    return name_of_katakana(katakana, first - i);
}

/* くん or ちゃん stands at i, and it is no verb and no adverb: its characters, or 0. */
static uint32_t childs_title(const uint16_t *c, uint32_t i)
{
    uint16_t behind = c[i + 2];
    if (c[i] == u'く' && c[i + 1] == u'ん')
        return behind != u'で' && behind != u'だ' && behind != u'じ' && behind != u'ど' && behind != u'な' && behind != u'れ' && behind != u'ね' ? 2 : 0;
    return c[i] == u'ち' && behind == u'ん' && c[i + 1] == u'ゃ' && c[i + 3] != u'と' && c[i + 3] != u'ぽ' && c[i + 3] != u'こ' ? 3 : 0;
}

/* そうたくんと, いつもえまちゃんが: a child's given name in hiragana inside the run [i, end); found up to the title's end; 0: there is none. */
static uint32_t child_in_hiragana(struct scan *s, uint32_t i, uint32_t end)
{
    static const char16_t *const nobody[] = {u"あか", u"おに", u"にい", u"ねえ", u"ばあ", u"じい", u"かあ", u"とう", u"おば", u"おじ", u"わん", u"にゃん", u"ねこ", u"うさぎ", u"くま", u"ぞう", u"きのこ", u"りす", u"みんな", u"ぼく", u"はは", u"ちち"};
    enum { STEM_MIN = 2, STEM_MAX = 4 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t k = i + STEM_MIN; k + 1 < end; k++) {
        uint32_t title = childs_title(c, k);
        if (!title || scan_ends_with_one(c, k, nobody, sizeof nobody / sizeof *nobody))
            continue;
        for (uint32_t n = STEM_MAX; n >= STEM_MIN; n--) {
            unsigned flags = 0;
            uint32_t from = k - n;
            if (n > k - i || !person_kana_flags(c, from, k, &flags) || !(flags & WORD_GIVEN_KANA))
                continue;
            bool opens = from == i ? i == 0 || (!class_japanese(cls[i - 1]) && !class_ascii_word(cls[i - 1])) : copula_begins(c, from - 1) || c[from - 1] == u'や';
            if (!opens)
                continue;
            scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-title", from, k);
            return k + title;
        }
    }
    return 0;
}

/* むらた様, まつおすすむ 様: found up to the title's end. */
uint32_t person_hiragana_at(struct scan *s, uint32_t i)
{
    enum { NAME_MIN = 3 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t first = class_end(cls, i, CLASS_HIRAGANA), end = child_in_hiragana(s, i, first);
    if (end)
        return end;
    if (i > 0 && (class_japanese(cls[i - 1]) || class_ascii_word(cls[i - 1])))
        return 0;
    if (cls[first] != CLASS_SPACE && c[first] != u'様')
        return 0; /* mostly */
    int strength = person_read_hiragana(s, i, &end);
    uint32_t title = end + (cls[end] == CLASS_SPACE);
    if (strength == NAME_UNKNOWN || c[title] != u'様' || cls[title + 1] == CLASS_KANJI || end - i < NAME_MIN)
        return 0;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-title", i, end);
    return title + 1;
}

int person_strength(struct scan *s)
{
    const uint8_t *cls = SCAN_CLASS(s);
    struct name name;
    uint32_t n = s->n;
    if (n == 0 || n > 24)
        return 0;
    if (cls[0] == CLASS_UPPER) {
        s->hit_count = 0;
        s->label.kind = LABEL_NOTHING;
        return person_english_at(s, 0) == n && s->hit_count ? s->hits[0].confidence == CONFIDENCE_LOW ? NAME_HALF : NAME_FULL : NAME_UNKNOWN;
    }
    if ((cls[0] != CLASS_KANJI && cls[0] != CLASS_KATAKANA) || !person_read(s, 0, &name) || (name.behind != n && name.end != n && SCAN_C(s)[name.behind] != '('))
        return 0;
    if (name.ordinary && name.strength != NAME_SURNAME)
        return NAME_UNKNOWN;
    return name.strength;
}
