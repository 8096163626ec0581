/* What is around a name that makes a person of it where it does not say so itself: introductions, signatures, remarks in brackets, former
 * names. How a name is read is person.c's matter. */
#include "detect/person_parts.h"

/* です and the like stand at i, and no question or reason follows. */
static bool copula_at(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (c[i] == u'と')
        return scan_is(c, i, u"と申します") || scan_is(c, i, u"と申す");
    if (c[i] != u'で')
        return false;
    if (scan_is(c, i, u"でございます") || (scan_is(c, i, u"でした") && cls[i + 3] != CLASS_HIRAGANA))
        return true;
    return c[i + 1] == u'す' && (cls[i + 2] != CLASS_HIRAGANA || c[i + 2] == u'が') && !class_ascii_word(cls[i + 2]);
}

/* It says more than です, which follows any word. */
static bool copula_of_persons(const uint16_t *c, uint32_t i)
{
    return c[i] == u'と' || (c[i] == u'で' && c[i + 1] == u'ご');
}

/* What hiragana may mean behind a surname but a given name: 田中より, 田中あり */
static bool particle(const uint16_t *c, uint32_t i, uint32_t end)
{
    static const char16_t words[][3] = {u"ビル", u"より", u"あり", u"しか", u"ため", u"さん", u"とも", u"かつ", u"もと", u"さき", u"とき", u"こと", u"もの",
                                        u"かな", u"たち", u"なり", u"なし", u"みる", u"いる", u"ほか", u"まえ", u"つき", u"おき", u"くる", u"ゆき"};
    for (size_t k = 0; end - i == 2 && k < sizeof words / sizeof *words; k++)
        if (c[i] == words[k][0] && c[i + 1] == words[k][1])
            return true;
    return false;
}

uint32_t person_kana_given(const struct scan *s, uint32_t from)
{
    enum { GIVEN_MIN = 2, GIVEN_MAX = 5 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if ((cls[from] != CLASS_HIRAGANA && cls[from] != CLASS_KATAKANA) || title_everyday(c + from) || !(name_pairs[pair_hash(c[from], c[from + 1])] & PAIR_BEHIND))
        return 0;
    uint32_t run = class_end(cls, from, cls[from]);
    for (uint32_t n = run - from < GIVEN_MAX ? run - from : GIVEN_MAX; n >= GIVEN_MIN; n--) {
        unsigned flags = 0;
        uint32_t end = from + n;
        bool polite;
        if (!person_kana_flags(c, from, end, &flags) || !(flags & WORD_GIVEN_KANA))
            continue;
        uint32_t title = title_everyday(c + end);
        if (title && !(cls[end] == CLASS_KANJI && cls[end + title] == CLASS_KANJI))
            return end;
        if (cls[end] == CLASS_KANJI && title_start(c, end, person_kanji_end(s, end)) == end)
            return end;
        bool feminine = c[end] == u'子' || c[end] == u'江' || c[end] == u'代' || c[end] == u'枝' || c[end] == u'美'; /* 石原キヨ子 */
        if (feminine && cls[from] == CLASS_KATAKANA && cls[end + 1] != CLASS_KANJI && cls[end + 1] != CLASS_KATAKANA)
            return end + 1;
        if (particle(c, from, end))
            continue;
        bool bounded = cls[end] == CLASS_END || cls[end] == CLASS_SPACE || cls[end] == CLASS_TAB || cls[end] == CLASS_MARK;
        if (copula_at(s, end) || (bounded && c[end] != 0x30FB) || person_title_at(s, end, &polite))
            return end;
    }
    return 0;
}

/* Nothing but spaces and marks of quotation stand before i. */
bool person_line_opens(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    while (i > 0 && (cls[i - 1] == CLASS_SPACE || c[i - 1] == '>' || c[i - 1] == '|'))
        i--;
    return i == 0;
}

/* Nothing but spaces stand from i on. */
bool person_line_closes(const struct scan *s, uint32_t i)
{
    const uint8_t *cls = s->class_store + 8;
    while (cls[i] == CLASS_SPACE)
        i++;
    return cls[i] == CLASS_END;
}

/* A greeting ends before i: おはようございます、 */
bool person_greeting_before(const struct scan *s, uint32_t i)
{
    static const char16_t *const tails[] = {
        u"ございます", u"こんにちは", u"こんばんは", u"になります", u"なっております", u"さまです", u"れ様です", u"初めまして", u"はじめまして",
        u"いたします", u"失礼します", u"失礼致します", u"ております", u"世話様です", u"以上"};
    return scan_ends_with_one(s->c_store + 8, i, tails, sizeof tails / sizeof *tails) > 0;
}

/* The word that ends before i says what somebody is, or is part of an organisation; no place. */
bool person_belongs(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (i == 0)
        return false;
    if (cls[i - 1] == CLASS_KATAKANA || cls[i - 1] == CLASS_DIGIT || (cls[i - 1] == CLASS_UPPER && i > 1 && cls[i - 2] == CLASS_UPPER)) /* CTO */
        return true;
    if (cls[i - 1] != CLASS_KANJI)
        return c[i - 1] == ')';
    switch (c[i - 1]) {
    case u'県': case u'市': case u'区': case u'町': case u'村': case u'郡': case u'駅': case u'川': case u'橋': case u'道': case u'寺': case u'城':
    case u'線': case u'港': case u'等': case u'他': case u'先': case u'側': case u'用': case u'方':
        return false;
    case u'者': /* 推薦者, 発注者, but not 前者 */
        return i > 2 && cls[i - 2] == CLASS_KANJI && cls[i - 3] == CLASS_KANJI;
    case u'来': case u'棟': case u'作': case u'護': case u'職':
        return true;
    case u'口':
        return i > 1 && c[i - 2] == u'窓';
    case u'場':
        return i > 1 && c[i - 2] != u'会' && c[i - 2] != u'式';
    default: {
        uint32_t from = i;
        while (from > 0 && cls[from - 1] == CLASS_KANJI)
            from--;
        return post_last(c[i - 1]) || organisation_like(c, from, i);
    }
    }
}

/* は, の and the like, which part words. */
static bool particle_one(uint16_t c)
{
    return c == u'は' || c == u'が' || c == u'を' || c == u'に' || c == u'へ' || c == u'と' || c == u'で' || c == u'も' || c == u'の' || c == u'や' || c == u'か';
}

bool person_behind_post(const struct scan *s, uint32_t i)
{
    enum { POST_CHARACTERS = 40 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (i < 3 || cls[i - 1] != CLASS_SPACE)
        return false;
    uint32_t at = person_before_spaces(s, i), first = at;
    if (at == 0)
        return false;
    while (first > 0 && i - first <= POST_CHARACTERS && c[first - 1] != 0x3002)
        first--;
    if (i - first > POST_CHARACTERS || first == at)
        return false;
    if ((cls[at - 1] != CLASS_KANJI && cls[at - 1] != CLASS_KATAKANA) || !person_belongs(s, at))
        return false;
    for (uint32_t k = first; k < at; k++) {
        uint32_t kana = class_end(cls, k, CLASS_HIRAGANA); /* さくら保育園 is no sentence, 子育て支援課 neither */
        bool inside = k > first && cls[k - 1] == CLASS_KANJI && cls[kana] == CLASS_KANJI && !particle_one(c[k]);
        if ((kana == k + 1 && !inside) || (kana > k && (cls[kana] == CLASS_SPACE || cls[kana] == CLASS_MARK)) || c[k] == 0x3001 || c[k] == 0x3002 || c[k] == '/')
            return false;
        k = kana > k ? kana - 1 : k;
    }
    return true;
}

/* How surely somebody says who he is in the name at i. */
enum opening { OPENING_NONE, OPENING_LINE, OPENING_SURE /* behind a greeting, what he is or where he belongs */ };

/* Words for firms, offices and schools end with it. */
static bool firm_or_school_last(uint16_t c)
{
    switch (c) {
    case u'社': case u'人': case u'所': case u'園': case u'校': case u'院': case u'組': case u'店': case u'局': case u'課': case u'部': case u'室': case u'会':
        return true;
    default:
        return false;
    }
}

/* All of the sentence before i, near the beginning of the text, is where somebody belongs: 税理士法人みらい, こどもの森保育園ひよこ組 */
static bool letter_phrase(const struct scan *s, uint32_t i)
{
    enum { PHRASE_MIN = 4, PHRASE_MAX = 40, FIRST_BYTES = 400 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i, firms = 0;
    for (; at > 0 && i - at <= PHRASE_MAX && c[at - 1] != 0x3002 && c[at - 1] != '!'; at--) {
        firms += firm_or_school_last(c[at - 1]) || (c[at - 1] == u'ム' && at > 2 && c[at - 2] == 0x30FC && c[at - 3] == u'ホ');
        if (c[at - 1] == u'は' || c[at - 1] == u'が' || c[at - 1] == u'を' || c[at - 1] == u'に' || c[at - 1] == u'で' || c[at - 1] == 0x3001 || c[at - 1] == ':' || cls[at - 1] == CLASS_TAB)
            return false;
    }
    bool day = c[at] == u'今' || c[at] == u'次' || c[at] == u'本' || c[at] == u'来' || c[at] == u'先' || c[at] == u'昨' || c[at] == u'明' || c[at] == u'毎' || c[at] == u'翌';
    return s->off[0] <= FIRST_BYTES && i - at >= PHRASE_MIN && i - at <= PHRASE_MAX && firms > 0 && !day && c[i - 1] != u'場' && c[i - 1] != u'駅';
}

/* The phrase that ends before the の before i begins the line or follows a greeting, and no particle stands in it: 会計の, 桜台クリニックの, 8029の */
static enum opening opened_by_phrase(const struct scan *s, uint32_t i)
{
    enum { PHRASE_CHARACTERS = 40 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i - 1;
    if (!person_belongs(s, at))
        return letter_phrase(s, at) ? OPENING_SURE : OPENING_NONE;
    while (at > 0 && i - at < PHRASE_CHARACTERS &&
           (cls[at - 1] == CLASS_KANJI || cls[at - 1] == CLASS_KATAKANA || class_ascii_word(cls[at - 1]) || cls[at - 1] == CLASS_SPACE || cls[at - 1] == CLASS_DASH ||
            c[at - 1] == 0x30FB || c[at - 1] == u'の' || c[at - 1] == '(' || c[at - 1] == ')'))
        at--;
    if (person_line_opens(s, at) || c[at - 1] == 0x3002 || c[at - 1] == '!' || c[at - 1] == ':')
        return OPENING_SURE;
    /* うさぎ組の: hiragana that begin the line, さくら保育園の */
    uint32_t from = at;
    while (from > 0 && at - from < 8 && cls[from - 1] == CLASS_HIRAGANA)
        from--;
    if (cls[at] == CLASS_KANJI && at - from >= 2 && (person_line_opens(s, from) || c[from - 1] == 0x3002) && c[at - 1] != u'は' && c[at - 1] != u'が' && c[at - 1] != u'を')
        return OPENING_SURE;
    if (letter_phrase(s, i - 1))
        return OPENING_SURE;
    return c[at - 1] == 0x3001 && (person_greeting_before(s, at - 1) || person_belongs(s, at - 1)) ? OPENING_SURE : OPENING_NONE;
}

/* 久保さん、 ends before i. */
static bool addressed_before(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
    return last && last->type == DATA_PERSON && last->end < i && last->end + title_everyday(c + last->end) == i;
}

static enum opening opening(const struct scan *s, uint32_t i)
{
    /* 管理を担当しております森若です, 申込書を出し忘れた中村です */
    static const char16_t *const doings[] = {u"おります", u"います", u"ました", u"れた", u"した"};
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (person_line_opens(s, i))
        return OPENING_LINE;
    if (person_behind_post(s, i)) /* 総務課 菊池です */
        return OPENING_SURE;
    while (i > 0 && cls[i - 1] == CLASS_SPACE)
        i--;
    switch (c[i - 1]) {
    case 0x3002: case '!':
        return person_greeting_before(s, i - 1) ? OPENING_SURE : OPENING_LINE;
    case 0x3001: case ',':
        return person_greeting_before(s, i - 1) || (person_belongs(s, i - 1) && cls[i - 2] == CLASS_KANJI && role_last(c[i - 2])) || addressed_before(s, i - 1) ? OPENING_SURE : OPENING_NONE;
    case u'の':
        return opened_by_phrase(s, i);
    default:
        return scan_ends_with_one(c, i, doings, sizeof doings / sizeof *doings) ? OPENING_LINE : OPENING_NONE;
    }
}

bool person_unknown_part(const struct scan *s, uint32_t i, uint32_t end, bool given)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t label_end;
    for (uint32_t k = i; k < end; k++)
        if (scan_label_at(c, s->class_store + 8, k, s->n, &label_end) != LABEL_NOTHING && label_end >= end && (label_end - k > 1 || k == i))
            return false; /* 交付年月日 */
    if ((s->class_store + 8)[i] != CLASS_KANJI)
        return !role_in_kana(c, i, end);
    if (special_word(c, i))
        return false; /* 糖尿病 通院中 */
    bool organisation = organisation_like(c, i, end) && !(given && role_last(c[end - 1])) && !(end - i >= 2 && (nature_last(c[end - 1]) || c[end - 1] == u'堂'));
    return !organisation && (given || !role_last(c[end - 1])) && !thing_last(c[end - 1]) && !word_for_no_name(c, i, end) && !word_of_group(c, i, end) &&
           !word_of_office(c, i, end) && !person_address_or_label(s, i, end) && title_start(c, i, end) == end;
}

uint32_t person_unknown_name(const struct scan *s, uint32_t i, bool split)
{
    const uint8_t *cls = s->class_store + 8;
    uint32_t run = person_kanji_end(s, i), n = run - i;
    if (cls[i] != CLASS_KANJI || (i > 0 && (class_japanese(cls[i - 1]) || cls[i - 1] == CLASS_DIGIT)))
        return 0;
    if (cls[run] == CLASS_SPACE && class_japanese(cls[run + 1]) && n <= 5) {
        uint32_t second = cls[run + 1] == CLASS_KANJI ? person_kanji_end(s, run + 1) : class_end(cls, run + 1, cls[run + 1]), m = second - run - 1;
        bool said = title_everyday((s->c_store + 8) + run + 1) || (m > 2 && (s->c_store + 8)[second - 2] == u'不' && (s->c_store + 8)[second - 1] == u'明');
        if (!said && m <= 5 && n + m >= 3 && !class_japanese(cls[second]) && cls[second] != CLASS_DIGIT /* 昭和33年 */ && person_unknown_part(s, i, run, false) && person_unknown_part(s, run + 1, second, true) && (m > 1 || n > 1))
            return second;
    }
    return !split && n >= 3 && n <= 6 && !class_japanese(cls[run]) && (s->c_store + 8)[run] != ':' && person_unknown_part(s, i, run, false) ? run : 0;
}

/* A word that ends before i begins the line or follows a space or a full stop, and is no place: 少年野球の */
static bool plain_phrase(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    enum { PHRASE_CHARACTERS = 40 };
    uint32_t at = i;
    switch (c[i - 1]) {
    case u'県': case u'市': case u'区': case u'町': case u'村': case u'郡': case u'駅': case u'川': case u'橋': case u'道': case u'寺': case u'城':
    case u'線': case u'港': case u'等': case u'他': case u'先': case u'側': case u'用': case u'方': case u'者': case u'日': case u'回': case u'度':
    case u'地': case u'店': case u'場': case u'名':
        return false;
    default:
        break;
    }
    while (at > 0 && i - at < PHRASE_CHARACTERS && (cls[at - 1] == CLASS_KANJI || cls[at - 1] == CLASS_KATAKANA || class_ascii_word(cls[at - 1]) || (c[at - 1] == u'の' && at > 1 && cls[at - 2] != CLASS_HIRAGANA) ||
                                                  c[at - 1] == '(' || c[at - 1] == ')' || c[at - 1] == 0x30FB))
        at--;
    return i - at >= 3 && (at == 0 || person_line_opens(s, at) || cls[at - 1] == CLASS_SPACE || c[at - 1] == 0x3002 || c[at - 1] == '!' || c[at - 1] == 0x3001);
}

/* コスモ観光の大石です。 stands near the beginning of the text: who writes. What is called so, too, needs a word that says where he belongs. */
static bool letter_opens(const struct scan *s, uint32_t i, uint32_t end)
{
    enum { FIRST_BYTES = 300 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (i < 3 || c[i - 1] != u'の' || end - i < 2 || c[end] != u'で' || c[end + 1] != u'す' || (c[end + 2] != 0x3002 && !person_line_closes(s, end + 2)) || s->off[0] > FIRST_BYTES ||
        word_of_every_day(c, i, end) || place_well_known(c, i, end))
        return false;
    uint32_t at = i - 1;
    while (at > 0 && (cls[at - 1] == CLASS_KANJI || cls[at - 1] == CLASS_KATAKANA || class_ascii_word(cls[at - 1])))
        at--;
    if (i - 1 - at < 2 || !(person_line_opens(s, at) || cls[at - 1] == CLASS_SPACE || c[at - 1] == 0x3001))
        return false;
    return plain_phrase(s, i - 1) ? !place_like(c, i, end) : organisation_like(c, at, i - 1) && c[i - 2] != u'駅' && c[i - 2] != u'先' && c[i - 2] != u'場';
}

/* A word in no dictionary that ends as surnames do, and says nothing else. */
static bool surname_shaped(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    return end - i >= 2 && end - i <= 4 && surname_last(c[end - 1]) && person_unknown_part(s, i, end, false) && !word_of_every_day(c, i, end) && !place_like(c, i, end) && !place_well_known(c, i, end);
}

/* 会計の今井です。 */
static bool introduced(const struct scan *s, uint32_t i, uint32_t end, bool known)
{
    enum { FIRST_BYTES = 200 };
    const uint16_t *c = s->c_store + 8;
    if (!copula_at(s, end))
        return false;
    enum opening how = opening(s, i);
    bool persons = copula_of_persons(c, end);
    if (known && how == OPENING_NONE && letter_opens(s, i, end))
        return true;
    if (known && how == OPENING_NONE && i > 1 && c[i - 1] == u'の' && end - i >= 2 && !persons)
        return !place_like(c, i, end) && !word_of_every_day(c, i, end) && !(dictionary_find(c + i, end - i) & WORD_ORDINARY) && plain_phrase(s, i - 1);
    if (how == OPENING_NONE || word_of_group(c, i, end) || word_for_no_name(c, i, end))
        return false;
    if (!known && how == OPENING_SURE && c[i - 1] == u'の' && s->off[0] <= FIRST_BYTES && c[end + 2] == 0x3002 && surname_shaped(s, i, end))
        return true; /* 井上金物店の鳴海塚です。 */
    if (!known)
        return end - i >= 2 && end - i <= 5 && (c[end] == u'と' || (how == OPENING_SURE && persons && person_line_opens(s, 0))) && !organisation_like(c, i, end) &&
               !person_address_or_label(s, i, end);
    if (word_of_every_day(c, i, end))
        return false;
    if (how == OPENING_SURE || c[end] == u'と' || (end - i >= 2 && !place_like(c, i, end)))
        return true;
    /* 濱田でございます。 and 関です。 begin a letter */
    return person_line_opens(s, i) && s->off[0] <= FIRST_BYTES && !place_well_known(c, i, end) && (persons || (c[end] == u'で' && (c[end + 2] == 0x3002 || c[end + 2] == 0x3001 || c[end + 2] == '!')));
}

/* （古川記）, 記 being a word of its own. */
static bool written_by(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    if (c[run - 1] != u'記' || run - i < 2 || i == 0 || c[i - 1] != '(' || c[run] != ')')
        return false;
    uint32_t end = run - 1;
    static const char16_t words[] = u"登日付上下前後左右表注明別併筆追暗速誤列標簿略特転手伝";
    for (size_t k = 0; words[k]; k++)
        if (c[end - 1] == words[k] && (end - i == 1 || !known_surname(c + i, end - i)))
            return false; /* （併記）, （英文併記） */
    if (known_surname(c + i, end - i))
        return !word_of_every_day(c, i, end);
    return end - i >= 2 && end - i <= 5 && !organisation_like(c, i, end) && !role_last(c[end - 1]) && !word_of_group(c, i, end);
}

/* 面谷宅, 杉本宛 */
static bool home_of(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    bool dummy;
    if (c[run - 1] == u'宅' && run - i >= 5 && run - i <= 6 && name_of_kanji(c + i, run - 1 - i, &dummy) == 3)
        return true;
    if ((c[run - 1] != u'宅' && c[run - 1] != u'宛') || run - i < 2 || run - i > 5 || (c[run - 1] == u'宛' && run - i < 3))
        return false;
    return known_surname(c + i, run - 1 - i) && (run - i > 2 || (c[i] != u'住' && c[i] != u'邸' && c[i] != u'社')) && !word_of_every_day(c, i, run - 1);
}

/* 渡辺様邸新築工事: where the name ends; 0: no such house stands here. */
static uint32_t house_of(const struct scan *s, uint32_t i, uint32_t run)
{
    enum { NAME_CHARACTERS = 5 };
    const uint16_t *c = s->c_store + 8;
    uint32_t end = i + 1;
    while (end + 1 < run && end - i < NAME_CHARACTERS && c[end] != u'様')
        end++;
    if (end + 1 >= run || c[end] != u'様' || (c[end + 1] != u'邸' && c[end + 1] != u'宅') || word_of_group(c, i, end))
        return 0;
    return known_surname(c + i, end - i) || (end - i >= 2 && person_unknown_part(s, i, end, false)) ? end : 0;
}

/* 旧姓の東, （旧姓 久城）, 「中島」姓 */
static bool former_name(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (i > 0 && c[i - 1] == 0x300C && c[run] == 0x300D && c[run + 1] == u'姓')
        return true;
    uint32_t at = i;
    while (at > 0 && i - at < 3 && (cls[at - 1] == CLASS_SPACE || c[at - 1] == ':' || c[at - 1] == '(' || c[at - 1] == u'の' || c[at - 1] == 0x300C || c[at - 1] == u'は'))
        at--;
    if (at == i || at < 2 || c[at - 1] != u'姓' || c[at - 2] != u'旧')
        return false;
    return known_surname(c + i, run - i) || (c[i - 1] != u'の' && c[i - 1] != u'は' && (c[run] == ')' || c[run] == 0x300D || person_line_closes(s, run)));
}

/* It is said whom to turn to: 不明点は平野までお願いします, 鵜養（090-5887-0626）まで */
static bool turned_to(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    if (c[run] != u'ま' || c[run + 1] != u'で' || !(scan_is(c, run + 2, u"お願い") || scan_is(c, run + 2, u"願います") || scan_is(c, run + 2, u"一報") || scan_is(c, run + 2, u"どうぞ") || c[run + 2] == 0x3002 || person_line_closes(s, run + 2)))
        return false;
    if (i < 2 || (c[i - 1] != u'は' && c[i - 1] != u'に' && c[i - 1] != u'ば') || word_of_every_day(c, i, run))
        return false;
    if (run - i >= 2 && !place_like(c, i, run))
        return true;
    if (c[i - 1] == u'ば') /* 問題があれば石川まで。 */
        return run - i >= 2 && !place_well_known(c, i, run);
    if (c[i - 1] == u'に')
        return false;
    switch (c[i - 2]) { /* of one that may be a place: 不明点は, 質問は, 心当たりのある方は */
    case u'点': case u'問': case u'方': case u'者': case u'合': case u'絡': case u'談': case u'望': case u'席': case u'せ':
        return true;
    default:
        return false;
    }
}

/* The text goes on below this line with nothing that can be seen: mostly it is the last of a signature. */
bool person_last_line(const struct scan *s)
{
    enum { BLANK_BYTES = 16 };
    const char *text = s->text;
    size_t at = s->off[s->n];
    for (unsigned n = 0; at < s->length; at++, n++)
        if (n == BLANK_BYTES || (text[at] != '\n' && text[at] != '\r' && text[at] != ' '))
            return false;
    return s->off[0] > 0;
}

/* 受講者　莇生田 陽葵乃（78歳）, or below a rule: a name in no dictionary with a space in it; its end, or 0. */
static uint32_t unknown_signs(const struct scan *s, uint32_t i)
{
    if (!person_role_before(s, i) && !(person_line_opens(s, i) && person_below_rule(s)))
        return 0; /* mostly */
    uint32_t end = person_unknown_name(s, i, true);
    const uint8_t *cls = s->class_store + 8;
    bool number = end && cls[end] == CLASS_SPACE && cls[end + 1] == CLASS_DIGIT;
    return end && (person_line_closes(s, end) || (s->c_store + 8)[end] == '(' || number) ? end : 0;
}

/* 岡本マネージャー */
static bool office_in_kana(const struct scan *s, uint32_t i, uint32_t run)
{
    static const char16_t *const offices[] = {
        u"マネージャー", u"マネジャー", u"リーダー", u"サブリーダー", u"コーチ", u"チーフ", u"ドクター", u"オーナー", u"キャプテン", u"ディレクター",
        u"ケアマネ", u"ケアマネージャー", u"ケアマネジャー", u"カメラマン", u"ヘルパー", u"ナース"};
    const uint16_t *c = s->c_store + 8;
    uint32_t end = class_end(s->class_store + 8, run, CLASS_KATAKANA);
    for (size_t k = 0; end > run && k < sizeof offices / sizeof *offices; k++) {
        uint32_t n = 0;
        while (offices[k][n])
            n++;
        if (end - run == n && scan_is(c, run, offices[k]))
            return run - i >= 2 && !place_like(c, i, run) && !word_of_every_day(c, i, run) && !organisation_like(c, i, run);
    }
    return false;
}

/* The word before i and a space says what a single person is: 税理士 川崎 */
static bool profession_before(const struct scan *s, uint32_t i)
{
    switch ((s->c_store + 8)[i - 2]) {
    case u'士': case u'師': case u'長': case u'員': case u'者': case u'医': case u'任': case u'官': case u'当': case u'事': case u'職': case u'頭': case u'督': case u'諭':
        return true;
    default:
        return false;
    }
}

/* The line begins with 株式会社 or the like, or its first word ends so. */
static bool opens_with_firm(const struct scan *s)
{
    enum { FIRM_CHARACTERS = 20 };
    const uint16_t *c = s->c_store + 8;
    uint32_t i = 0;
    while ((s->class_store + 8)[i] == CLASS_SPACE || c[i] == '>')
        i++;
    for (uint32_t at = i + 1; at < s->n && at <= i + FIRM_CHARACTERS; at++)
        if (behind_legal_form(c, at))
            return true;
    return false;
}

/* A line of a signature ends with a lone surname, or is one. */
static bool signs(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    if (!person_line_closes(s, run) || word_of_every_day(c, i, run))
        return false;
    bool known = known_surname(c + i, run - i), plain = known && run - i >= 2 && !place_like(c, i, run);
    if (person_line_opens(s, i) && person_last_line(s)) {
        bool said = plain || (known && person_below_sentence(s) && !place_well_known(c, i, run));
        return (said && !organisation_like(c, i, run)) || (person_below_sentence(s) && surname_shaped(s, i, run));
    }
    if (known && run - i >= 2 && i > 0 && (s->class_store + 8)[i - 1] == CLASS_SPACE && opens_with_firm(s) && !place_well_known(c, i, run))
        return true; /* 株式会社ライフサポート西日本 市川 */
    if (person_line_opens(s, i) || !person_behind_post(s, i))
        return false;
    return plain || (known && run - i >= 2 && profession_before(s, i)) || ((known || (run - i >= 3 && run - i <= 5 && !organisation_like(c, i, run) && !role_last(c[run - 1]) && !word_of_office(c, i, run))) && (person_last_line(s) || person_below_rule(s)));
}

/* （薬剤師） stands at i. */
static bool bracket_belongs(const struct scan *s, uint32_t i)
{
    enum { BRACKET_CHARACTERS = 14 };
    const uint16_t *c = s->c_store + 8;
    uint32_t close = i;
    while (c[i] == '(' && close < s->n && close - i < BRACKET_CHARACTERS && c[close] != ')')
        close++;
    return close > i && c[close] == ')' && (s->class_store + 8)[close - 1] == CLASS_KANJI && person_belongs(s, close);
}

bool person_beside_titled(const struct scan *s, uint32_t i, const struct name *name)
{
    enum { TITLE_CHARACTERS = 6 };
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
    uint16_t before = i > 0 ? c[i - 1] : 0, behind = c[name->behind];
    struct name next;
    if (name->end - i < 2 || name->end - i > 4 || !person_unknown_part(s, i, name->end, false))
        return false;
    if (last && last->type == DATA_PERSON && last->confidence != CONFIDENCE_LOW && (before == 0x30FB || before == 0x3001 || before == u'と') && last->end + 1 < i &&
        i - last->end <= TITLE_CHARACTERS && title_start(c, (uint32_t)last->end, i - 1) == last->end)
        return true;
    if ((behind != 0x30FB && behind != 0x3001 && behind != u'と') || (s->class_store + 8)[name->behind + 1] != CLASS_KANJI)
        return false;
    return person_read(s, name->behind + 1, &next) && next.title && next.strength >= NAME_SURNAME && !word_of_group(c, name->behind + 1, next.end);
}

bool person_duty_before(const struct scan *s, uint32_t i)
{
    static const char16_t *const duties[] = {u"受付", u"受け", u"文責", u"作成", u"確認", u"対応", u"記録", u"応対", u"承認", u"起案",
                                             u"発信", u"記入", u"取次", u"連絡", u"報告", u"入力", u"校正", u"監修", u"司会", u"審判", u"添乗", u"進行",
                                             u"配車", u"補助", u"立会", u"引率", u"運転", u"撮影", u"執筆", u"編集", u"通訳", u"誘導",
                                             u"点検", u"施工", u"講評", u"指揮", u"伴奏", u"引渡", u"配達", u"宿直", u"日直", u"当直", u"看護", u"介護", u"調理", u"警備",
                                             u"検査", u"照合", u"起票", u"決裁", u"荷受", u"測定", u"施錠", u"巡回", u"早番", u"遅番", u"中番", u"日勤", u"夜勤", u"準夜", u"深夜"};
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    for (size_t k = 0; i >= 2 && k < sizeof duties / sizeof *duties; k++)
        if (c[i - 2] == duties[k][0] && c[i - 1] == duties[k][1])
            return i == 2 || cls[i - 3] != CLASS_KANJI;
    return false;
}

bool person_addressed(const struct scan *s, uint32_t i, const struct name *name)
{
    enum { FIRST_LINES = 6, FIRST_BYTES = 400 };
    const uint16_t *c = s->c_store + 8;
    unsigned lines = 0;
    if (c[name->behind - 1] == u'生' || c[name->behind - 1] == u'授') /* 鵲田先生に, 朧谷准教授 */
        return name->end - i >= 2 && name->end - i <= 4 && person_unknown_part(s, i, name->end, false);
    if (scan_is(c, name->behind, u"(内線")) /* 簾内川主任（内線3526） */
        return name->end - i >= 2 && name->end - i <= 4 && person_unknown_part(s, i, name->end, false);
    if (s->off[0] > FIRST_BYTES || !person_whole_line(s, i, name->behind) || name->end - i > 4 || role_last(c[name->end - 1]) || thing_last(c[name->end - 1]) ||
        word_of_office(c, i, name->end) || word_of_every_day(c, i, name->end))
        return false;
    for (size_t at = 0; at < s->off[0]; at++)
        lines += s->text[at] == '\n';
    return lines < FIRST_LINES;
}

bool person_enclosed(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    if (i > 1 && c[i - 1] == '(' && c[end] == ')' && end - i >= 3)
        return person_line_closes(s, end + 1);
    return person_line_opens(s, i) && c[end] == '@' && (s->class_store + 8)[end + 1] == CLASS_KANJI;
}

bool person_duty_behind(const struct scan *s, uint32_t run)
{
    return (s->class_store + 8)[run] == CLASS_SPACE && person_kanji_end(s, run + 1) == run + 3 && person_duty_before(s, run + 3);
}

/* The duty that ends before i is done by people and told of no place: 運転：熊谷, but not 配達：熊谷 */
static bool duty_of_people(const uint16_t *c, uint32_t i)
{
    switch (c[i - 1]) {
    case u'転': case u'護': case u'会': case u'録': case u'判': case u'率': case u'直': case u'揮': case u'責': case u'行': case u'番': case u'勤': case u'夜':
        return true;
    default:
        return false;
    }
}

/* 受付：野口（薬剤師） */
static bool behind_duty(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = person_before_spaces(s, i);
    bool apart = at < i && at >= 2 && (at == 2 || cls[at - 3] == CLASS_SPACE); /* 配車　平井 */
    if ((!apart && (at < 3 || c[at - 1] != ':')) || !person_duty_before(s, apart ? at : person_before_spaces(s, at - 1)) || run - i < 2 || word_of_every_day(c, i, run))
        return false;
    bool another = person_duty_behind(s, run), people = another || duty_of_people(c, apart ? at : person_before_spaces(s, at - 1));
    return (person_line_closes(s, run) || another || c[run] == '/' || c[run] == '(' || c[run] == 0x3001 || c[run] == 0x30FB) && (people || !place_like(c, i, run) || bracket_belongs(s, run));
}

bool person_behind_time(const struct scan *s, uint32_t i)
{
    enum { TIME_CHARACTERS = 10 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = person_before_spaces(s, i), first = c[0] == '[', hour = class_end(cls, first, CLASS_DIGIT);
    if (at == i || at > TIME_CHARACTERS || hour == first || hour > first + 2 || (c[hour] != ':' && c[hour] != u'時') || (first && c[at - 1] != ']'))
        return false;
    for (uint32_t k = hour; k < at - first; k++)
        if (cls[k] != CLASS_DIGIT && c[k] != ':' && c[k] != u'時' && c[k] != u'分')
            return false;
    return true;
}

/* 小泉：先月のヒヤリハットは横ばい。 島田: おさえました？ 大橋> まだです */
static bool speaks(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    bool timed = i > 0 && person_behind_time(s, i);
    if ((i > 0 && !timed) || !known_surname(c + i, run - i) || place_well_known(c, i, run) || word_of_every_day(c, i, run) || organisation_like(c, i, run))
        return false;
    uint32_t at = run + 1, end = s->n, sentence = 0;
    while (end > at && cls[end - 1] == CLASS_SPACE)
        end--;
    while (cls[at] == CLASS_SPACE)
        at++;
    for (uint32_t k = at; k < end && !sentence; k++) /* and not a value */
        sentence = cls[k] == CLASS_HIRAGANA;
    if (!sentence || end <= at + 2)
        return false;
    if (timed) { /* 9:24 岩田：中川さんと私です, 11:03 佐野　大丈夫です, but not 10:15　西川 達也様 */
        struct name name;
        bool whole = cls[run] == CLASS_SPACE && person_read(s, i, &name) && name.split && (name.title || name.strength == NAME_FULL || c[name.end] == ':');
        return c[run] == ':' || (cls[run] == CLASS_SPACE && c[end - 1] != ')' && !whole);
    }
    bool chat = c[run] == '>' || c[end - 1] == '?';
    return run >= 2 && (c[run] == ':' || c[run] == '>') && (chat || (!place_like(c, 0, run) && !(dictionary_find(c, run) & WORD_ORDINARY)));
}

/* （オオサト リコ） or ／オオサト リコ／ behind a name: how it is read, which is no other person. Found up to its end. */
static uint32_t reading_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
    if (!last || last->type != DATA_PERSON || last->end + 1 != i || (c[i - 1] != '(' && c[i - 1] != '/'))
        return 0; /* in a column of its own it is not said twice */
    uint32_t first = class_end(cls, i, CLASS_KATAKANA), end = first;
    if ((cls[first] == CLASS_SPACE || c[first] == 0x30FB) && cls[first + 1] == CLASS_KATAKANA)
        end = class_end(cls, first + 1, CLASS_KATAKANA);
    bool foreign = c[first] == 0x30FB && class_latin(cls[last->start]);
    while (foreign && c[end] == 0x30FB && cls[end + 1] == CLASS_KATAKANA)
        end = class_end(cls, end + 1, CLASS_KATAKANA);
    uint16_t close = c[i - 1] == '(' ? ')' : c[i - 1];
    if (c[end] != close || end - i < 3)
        return 0;
    unsigned surname = 0, given = 0;
    if (end > first && !foreign) {
        person_kana_flags(c, i, first, &surname);
        person_kana_flags(c, first + 1, end, &given);
    }
    if (!foreign && !(surname & WORD_SURNAME_KANA) && !(given & WORD_GIVEN_KANA) && (end > first || name_of_katakana(c + i, end - i) < NAME_FULL))
        return 0;
    return end;
}

/* As forms and letters have it. */
uint32_t person_spaced_out(struct scan *s, uint32_t i)
{
    enum { LETTERS_MIN = 3, LETTERS_MAX = 7 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint16_t word[LETTERS_MAX + 1] = {0};
    uint32_t n = 0, at = i, kana = 0;
    while (n <= LETTERS_MAX && class_japanese(cls[at]) && !class_japanese(cls[at + 1])) {
        kana += cls[at] != CLASS_KANJI;
        word[n++] = c[at++];
        if (cls[at] != CLASS_SPACE || !class_japanese(cls[at + 1]))
            break;
        at++;
    }
    if (n < LETTERS_MIN || n > LETTERS_MAX || class_japanese(cls[at]) || cls[at] == CLASS_DASH)
        return 0;
    bool known = false, dummy;
    if (kana == 0)
        known = name_of_kanji(word, n, &dummy) == NAME_FULL;
    for (uint32_t k = 1; k < n && k <= 3 && kana && kana <= n - k; k++) {
        unsigned flags = 0;
        known = known || (kana == n - k && known_surname(word, k) && person_kana_flags(word, k, n, &flags) && (flags & WORD_GIVEN_KANA));
    }
    if (!known)
        return 0;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-spaced", i, at);
    return at;
}

uint32_t person_around_at(struct scan *s, uint32_t i)
{
    enum { RUN_CHARACTERS = 6 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    if (cls[i] == CLASS_KATAKANA)
        return i > 0 ? reading_at(s, i) : 0;
    uint32_t run = person_kanji_end(s, i), end = run, start = i;
    if ((i > 0 && (cls[i - 1] == CLASS_KATAKANA || cls[i - 1] == CLASS_KANJI)) || behind_legal_form(c, i) || special_word(c, i))
        return 0;
    const char *rule = "name-around";
    uint32_t next = house_of(s, i, run);
    if (next && !scan_taken(s, i, next)) {
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, rule, i, next);
        return run;
    }
    if (run - i > RUN_CHARACTERS) {
        if (!person_lone(s, i, run, &start, &end) || scan_taken(s, start, end))
            return 0;
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, rule, start, end);
        return end > run ? end : run;
    }
    if (run == i + 1 && cls[run] == CLASS_SPACE && (next = person_spaced_out(s, i)) != 0)
        return next;
    if ((next = person_list(s, i, run)) != 0)
        return next;
    bool known = known_surname(c + i, run - i);
    if (written_by(s, i, run) || home_of(s, i, run))
        end = run - 1;
    else if (introduced(s, i, run, known))
        rule = "name-introduced";
    else if (!(former_name(s, i, run) || signs(s, i, run) || speaks(s, i, run) || person_running(s, i, run) ||
               (known && (turned_to(s, i, run) || behind_duty(s, i, run) || office_in_kana(s, i, run))))) {
        end = unknown_signs(s, i);
        if (!end && !person_lone(s, i, run, &start, &end))
            return person_listed(s, i, run);
        run = end > run ? end : run;
    }
    if (scan_taken(s, start, end))
        return 0;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, rule, start, end);
    return run;
}
