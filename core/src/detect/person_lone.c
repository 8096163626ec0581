/* Surnames alone, of which only what stands around them says that somebody is meant: who wrote a remark, whom to call, who speaks, and those
 * written right behind what somebody is. How a name is read is person.c's matter. */
#include "detect/person_parts.h"

#include <string.h>

/* A surname that is no place and no word of every day. */
static bool plain(const uint16_t *c, uint32_t i, uint32_t end)
{
    return end - i >= 2 && known_surname(c + i, end - i) && !place_like(c, i, end) && !word_of_every_day(c, i, end) && !organisation_like(c, i, end);
}

static bool known(const uint16_t *c, uint32_t i, uint32_t end)
{
    return known_surname(c + i, end - i) && !word_of_every_day(c, i, end);
}

/* The line ends at i; spaces behind it are not looked for. */
static bool line_ends(const struct scan *s, uint32_t i)
{
    return i == s->n || (i + 1 == s->n && (s->c_store + 8)[i] == '\r');
}

/* What ends letters and remarks ends before i: お願いします, 取り急ぎ */
static bool closing_before(const struct scan *s, uint32_t i)
{
    static const char16_t *const tails[] = {
        u"します", u"致します", u"ください", u"下さい", u"取り急ぎ", u"取急ぎ", u"とり急ぎ", u"とりいそぎ", u"ございます", u"以上", u"ですが",
        u"済み", u"よろしく", u"ありがとう"};
    return scan_ends_with_one(s->c_store + 8, i, tails, sizeof tails / sizeof *tails) > 0;
}

/* The line is long, and the next one goes on in Japanese: the text was broken where it was too long. */
static bool wrapped(const struct scan *s)
{
    enum { LONG_LINE = 28 };
    size_t at = s->off[s->n];
    while (at < s->length && (s->text[at] == '\r' || s->text[at] == ' '))
        at++;
    if (at < s->length && s->text[at] == '\n')
        at++;
    return s->n >= LONG_LINE && at < s->length && (uint8_t)s->text[at] >= 0xE3;
}

/* 起票済み。竹内, よろしくお願いします。　堤: who wrote the line ends it behind the full stop. */
static bool behind_sentence(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t at = person_before_spaces(s, i);
    if (at < 2 || !line_ends(s, run))
        return false;
    if (at < i && c[at - 1] == '?')
        return !wrapped(s) && known(c, i, run);
    if (c[at - 1] != 0x3002 && c[at - 1] != '!')
        return at < i && !wrapped(s) && closing_before(s, at) && plain(c, i, run);
    bool closes = closing_before(s, at - 1) || c[at - 2] == u'で' || c[at - 2] == u'た';
    return !wrapped(s) && (plain(c, i, run) || (known(c, i, run) && !place_well_known(c, i, run) && (run - i > 1 || at < i) && closes));
}

/* The last number found is a telephone that ends right before `at`, spaces apart. */
static bool phone_before(const struct scan *s, uint32_t at)
{
    at = person_before_spaces(s, at);
    for (uint32_t k = s->hit_count; k-- > 0 && k + 4 >= s->hit_count;) /* hits come from left to right */
        if (s->hits[k].type == DATA_PHONE)
            return s->hits[k].end == at;
    return false;
}

/* From the bracket that opens up to `end` stands what somebody is, or where he works: （情報担当 勝馬） */
static bool post_in_bracket(const struct scan *s, uint32_t end)
{
    enum { POST_CHARACTERS = 10 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = end;
    while (at > 0 && end - at < POST_CHARACTERS && (cls[at - 1] == CLASS_KANJI || cls[at - 1] == CLASS_KATAKANA || cls[at - 1] == CLASS_DIGIT))
        at--;
    return end - at >= 2 && at > 0 && c[at - 1] == '(' && (post_last(c[end - 1]) || c[end - 1] == u'責' || c[end - 1] == u'筆' || role_in_kana(c, at, end));
}

/* 0263-75-5676（斎藤）, (03-3812-0000、森), ロックを解除します（鵜崎）。 */
static bool in_brackets(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (i < 2 || c[run] != ')')
        return false;
    uint32_t at = person_before_spaces(s, i);
    if (at < 2)
        return false;
    if ((c[at - 1] == '(' || c[at - 1] == 0x3001 || c[at - 1] == '/') && phone_before(s, at - 1))
        return known(c, i, run);
    if (c[i - 1] == ' ' || c[i - 1] == 0x30FB || c[i - 1] == ':')
        return run - i >= 2 && known(c, i, run) && post_in_bracket(s, at < i ? at : i - 1);
    if (c[i - 1] != '(')
        return false;
    bool sentence = c[i - 2] == 0x3002 || (cls[i - 2] == CLASS_HIRAGANA && (c[i - 2] == u'す' || c[i - 2] == u'た' || c[i - 2] == u'か' || c[i - 2] == u'い' || c[i - 2] == u'ん'));
    return sentence && person_line_closes(s, run + 1 + (c[run + 1] == 0x3002)) && plain(c, i, run);
}

/* An arrow stands at i, spaces apart. */
static bool follows_arrow(const struct scan *s, uint32_t i)
{
    while ((s->class_store + 8)[i] == CLASS_SPACE)
        i++;
    return (s->c_store + 8)[i] == 0x2192;
}

/* 申込みは総務 早川（0463-21-5371）まで, 夫の節子（060-8023-6685）に. behind: the character behind the brackets. */
static bool before_phone(const struct scan *s, uint32_t i, uint32_t run, uint32_t behind)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t at = person_before_spaces(s, i);
    bool asked = (c[behind] == u'ま' && c[behind + 1] == u'で') || c[behind] == u'へ' || c[behind] == u'に';
    if (at == 0 || c[at - 1] == 0x2192) /* 荒井（048-888-8939）→ 川村（... */
        return (at > 0 || follows_arrow(s, behind)) && known(c, i, run);
    if (at < i)
        return (s->class_store + 8)[at - 1] == CLASS_KANJI && (asked ? plain(c, i, run) || (known(c, i, run) && person_belongs(s, at)) : known(c, i, run) && post_last(c[at - 1]));
    if (c[i - 1] == u'の' && i > 1 && role_last(c[i - 2]))
        return known(c, i, run) || (run - i >= 2 && known_given(c + i, run - i));
    return (c[i - 1] == u'の' || c[i - 1] == u'は') && asked && plain(c, i, run);
}

/* A label for telephones, perhaps with a colon and spaces, ends before i: where it begins; i: there is none. */
static uint32_t phone_label(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t at = person_before_spaces(s, i), from;
    at -= at > 0 && (c[at - 1] == ':' || c[at - 1] == '.');
    if (at >= 2 && ((c[at - 2] == u'電' && c[at - 1] == u'話') || (c[at - 2] == u'携' && c[at - 1] == u'帯')))
        return at - 2;
    for (from = at; from > 0 && class_latin((s->class_store + 8)[from - 1]);)
        from--;
    return at - from >= 2 && at - from <= 6 ? from : i;
}

/* 部長　辛口　090-8261-6337, 事務局　三澤　FAX 083-739-1797: the word and the surname stand apart before the number. Where the surname begins; *end: it is none. */
static uint32_t post_and_phone(const struct scan *s, uint32_t phone, uint32_t *end)
{
    enum { LONE_CHARACTERS = 4 };
    const uint8_t *cls = s->class_store + 8;
    uint32_t behind = phone_label(s, phone), run = person_before_spaces(s, behind), i = run;
    while (i > 0 && run - i <= LONE_CHARACTERS && cls[i - 1] == CLASS_KANJI)
        i--;
    *end = i;
    uint32_t post = person_before_spaces(s, i);
    const uint16_t *c = s->c_store + 8;
    bool own = post >= 3 && c[post - 1] == u'先' && c[post - 2] == u'絡'; /* 緊急連絡先　木村 080 ... */
    if (run == behind || i == run || run - i < 2 || run - i > LONE_CHARACTERS || post == i || post < 2 || cls[post - 1] != CLASS_KANJI || !(own || post_last(c[post - 1])) ||
        !known(c, i, run))
        return i;
    *end = run;
    return i;
}

/* アディ・スサント 080-6872-4904: a foreign name in katakana, whose parts are parted by dots, begins here; end: nothing of the kind. */
static uint32_t foreign_before(const struct scan *s, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t i = end, dots = 0, most = 0, part = 0;
    for (; i > 0 && (cls[i - 1] == CLASS_KATAKANA || (c[i - 1] == 0x30FB && i < end)); i--) {
        part = cls[i - 1] == CLASS_KATAKANA ? part + 1 : 0;
        dots += part == 0;
        most = part > most ? part : most;
    }
    bool apart = i == 0 || cls[i - 1] == CLASS_SPACE || cls[i - 1] == CLASS_MARK || cls[i - 1] == CLASS_TAB;
    return dots > 0 && dots <= 3 && part > 1 && most <= 8 && apart && !role_in_kana(c, i, end) ? i : end;
}

void person_before_phones(struct scan *s)
{
    enum { LONE_CHARACTERS = 4 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t k = 0, hits = s->hit_count; k < hits; k++) {
        const struct data_hit *h = &s->hits[k];
        if ((h->type != DATA_PHONE && h->type != DATA_EMAIL) || h->confidence == CONFIDENCE_LOW || h->start == 0)
            continue;
        uint32_t run = (uint32_t)h->start - (c[h->start] != '('), i = run;
        while (i > 0 && run - i <= LONE_CHARACTERS && cls[i - 1] == CLASS_KANJI)
            i--;
        if (c[run] == '(' && c[h->end] == ')' && i < run && run - i <= LONE_CHARACTERS && (k == 0 || s->hits[k - 1].end <= i) &&
            before_phone(s, i, run, (uint32_t)h->end + 1))
            scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-around", i, run);
        uint32_t foreign_end = person_before_spaces(s, phone_label(s, (uint32_t)h->start)), foreign = foreign_before(s, foreign_end);
        if (foreign < foreign_end && foreign_end < h->start && !scan_taken(s, foreign, foreign_end))
            scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-around", foreign, foreign_end);
        i = post_and_phone(s, (uint32_t)s->hits[k].start, &run);
        if (i < run && !scan_taken(s, i, run))
            scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-around", i, run);
    }
}

/* 秋山「学生番号はまだですか」: who speaks begins the line. */
static bool speaker(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    if (c[run] != 0x300C || !person_line_opens(s, i) || !plain(c, i, run))
        return false;
    uint32_t end = person_before_spaces(s, s->n);
    return c[end - 1] == 0x300D && end - run > 4;
}

/* 増田 9:00, 工藤 13時15分: who wrote what stands below it in a chat. */
static bool before_time(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    enum { LINE = 20 /* characters, with spaces and marks of quotation */ };
    uint32_t hour = run + 1, at = class_end(cls, hour, CLASS_DIGIT);
    if (s->n > LINE || cls[run] != CLASS_SPACE || at == hour || at - hour > 2 || (c[at] != ':' && c[at] != u'時') || !person_line_opens(s, i))
        return false;
    uint32_t end = class_end(cls, at + 1, CLASS_DIGIT);
    if (end - at > 3 || (c[at] == ':' && end == at + 1))
        return false;
    end += c[at] == u'時' && c[end] == u'分';
    return person_line_closes(s, end) && plain(c, i, run);
}

/* 受けた人：漆谷, 処方医：菊地Dr., 受付スタッフ＝佐々木 */
static bool behind_role(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t at = person_before_spaces(s, i);
    bool listed = at > 1 && at < i && c[run] == 0x3001 && plain(c, i, run); /* 校長 斎藤、担任 新垣 */
    if (at < 2 || (c[at - 1] != ':' && c[at - 1] != '=' && !listed) || !person_role_before(s, i) || !known(c, i, run) || run - i < 2)
        return false;
    return person_line_closes(s, run) || c[run] == 0x3001 || c[run] == 0x3002 || (c[run] == 'D' && c[run + 1] == 'r');
}

/* 申し送り：百瀬: nothing else stands on the line, and the surname is no place. */
static bool behind_key(const struct scan *s, uint32_t i, uint32_t run)
{
    enum { KEY_CHARACTERS = 8 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = person_before_spaces(s, i), first = at;
    if (at < 3 || c[at - 1] != ':' || c[at - 2] == u'名' || !line_ends(s, run) || !plain(c, i, run) || (dictionary_find(c + i, run - i) & WORD_ORDINARY))
        return false;
    while (first > 0 && at - first <= KEY_CHARACTERS && (class_japanese(cls[first - 1]) || first == at || cls[first - 1] == CLASS_SPACE))
        first--;
    while (first > 0 && cls[first - 1] == CLASS_MARK && c[first - 1] != ':')
        first--;
    return first == 0;
}

/* Thanks, 大額; Approved by 池田 */
static bool behind_english(const struct scan *s, uint32_t i, uint32_t run)
{
    static const char16_t *const words[] = {u"thanks,", u"thanks!", u"regards,", u"best,", u"cheers,", u" by"};
    const uint16_t *c = s->c_store + 8;
    uint32_t at = person_before_spaces(s, i);
    if (at == i || at < 4 || !line_ends(s, run) || !known(c, i, run))
        return false;
    return scan_ends_with_one(c, at, words, sizeof words / sizeof *words) > 0;
}

bool person_below_sentence(const struct scan *s)
{
    enum { EMPTY_BYTES = 16 };
    size_t end = s->off[0], first = end > EMPTY_BYTES ? end - EMPTY_BYTES : 0;
    while (end > first && (s->text[end - 1] == '\n' || s->text[end - 1] == '\r' || s->text[end - 1] == ' ' || s->text[end - 1] == '>'))
        end--;
    return (end >= 3 && (memcmp(s->text + end - 3, "\xE3\x80\x82", 3) == 0 || memcmp(s->text + end - 3, "\xEF\xBC\x81", 3) == 0)) ||
           (end >= 3 && (memcmp(s->text + end - 3, "\xE3\x80\x9C", 3) == 0 || memcmp(s->text + end - 3, "\xEF\xBD\x9E", 3) == 0)) ||
           (end >= 6 && memcmp(s->text + end - 6, "\xE3\x81\xBE\xE3\x81\x99", 6) == 0); /* 。 ！ 〜 ～ ます */
}

/* The next line is a word as this one is: both are of a list. */
static bool above_word(const struct scan *s)
{
    enum { WORD_BYTES = 5 * 3 };
    size_t at = s->off[s->n], n = 0;
    while (at < s->length && (s->text[at] == '\r' || s->text[at] == '\n' || s->text[at] == '>' || s->text[at] == ' '))
        at++;
    while (at + n < s->length && n <= WORD_BYTES && (uint8_t)s->text[at + n] >= 0xE4)
        n += 3;
    return n > 0 && n <= WORD_BYTES && (at + n >= s->length || s->text[at + n] == '\n' || s->text[at + n] == '\r');
}

/* A given name that is no other word and no place. */
static bool given_alone(const uint16_t *c, uint32_t i, uint32_t run)
{
    unsigned flags = known_given(c + i, run - i) ? dictionary_find(c + i, run - i) : 0;
    return (flags & WORD_GIVEN) && !(flags & WORD_ORDINARY) && !word_of_every_day(c, i, run) && !place_like(c, i, run);
}

/* 浜田@出張中 begins the line. */
static bool at_place(const struct scan *s, uint32_t i, uint32_t run)
{
    return person_line_opens(s, i) && (s->c_store + 8)[run] == '@' && (s->class_store + 8)[run + 1] == CLASS_KANJI && run - i >= 2 && known(s->c_store + 8, i, run);
}

/* 認定係　原　内線8489, 管理係　河合（内線7625） */
static bool before_extension(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = person_before_spaces(s, i), behind = run;
    while (cls[behind] == CLASS_SPACE)
        behind++;
    behind += c[behind] == '(';
    return behind > run && scan_is(c, behind, u"内線") && at < i && at > 1 && cls[at - 1] == CLASS_KANJI && post_last(c[at - 1]) && known(c, i, run);
}

/* A line of its own below the last sentence: who wrote it. */
static bool below_letter(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    if (!person_line_opens(s, i) || !line_ends(s, run) || run - i < 2 || s->off[0] == 0 || !person_below_sentence(s) || above_word(s))
        return false;
    return plain(c, i, run) || given_alone(c, i, run);
}

/* 和田より, 優樹へ: a line of its own says who writes, or to whom. */
static bool from_or_to(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t end = c[run] == u'へ' ? run + 1 : c[run] == u'よ' && c[run + 1] == u'り' ? run + 2 : 0;
    if (!end || i > 0 || run < 2 || !line_ends(s, end))
        return false;
    return plain(c, i, run) || given_alone(c, i, run);
}

/* 担当吉田、立会い和田。: the surname, or a whole name, stands right behind what somebody is. */
static uint32_t behind_post(const struct scan *s, uint32_t i, uint32_t run, uint32_t *end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t post = word_of_post(c + i, run - i), from = i + post;
    bool bare = cls[run] != CLASS_HIRAGANA && (i == 0 || !class_japanese(cls[i - 1]));
    for (uint32_t k = i + 1; bare && !post && k + 3 < run && k <= i + POST_BEHIND; k++) /* 弊社契約係御手洗, 認定看護師井上 */
        if ((post = word_of_post(c + k, run - k)) != 0)
            from = k + post;
    bool inside = i > 0 && (class_japanese(cls[i - 1]) || class_ascii_word(cls[i - 1])) && c[i - 1] != u'は' && c[i - 1] != u'の' && c[i - 1] != u'に' && c[i - 1] != u'が' && c[i - 1] != u'を';
    if (!post || from >= run || inside)
        return 0;
    *end = title_start(c, from, run);
    bool dummy, goes_on = cls[run] == CLASS_HIRAGANA;
    if (*end == from || cls[run] == CLASS_KATAKANA || class_ascii_word(cls[run]))
        return 0;
    if (*end == run && cls[run] == CLASS_SPACE && cls[run + 1] == CLASS_KANJI && known_surname(c + from, run - from)) { /* 長女熊谷 明美様 */
        uint32_t given = title_start(c, run + 1, person_kanji_end(s, run + 1));
        if (given > run + 1 && known_given(c + run + 1, given - run - 1)) {
            *end = given;
            return from;
        }
    }
    bool place = c[from - 1] == u'社' && s->persons_on_line == 0; /* 弊社福岡 */
    bool told = goes_on && run - from >= 2 && plain(c, from, run) && (c[run] == u'が' || c[run] == u'は' || c[run] == u'へ' || scan_is(c, run, u"まで") || scan_is(c, run, u"です") || scan_is(c, run, u"より"));
    bool surname = told || (!goes_on && (plain(c, from, *end) || (!place && *end - from >= 2 && known(c, from, *end) && !organisation_like(c, from, *end))));
    bool full = *end - from >= 4 && name_of_kanji(c + from, *end - from, &dummy) == 3 && !organisation_surely(c, from, *end);
    return surname || full ? from : 0;
}

/* 長男健太（4歳）, 娘の美咲は, 妻：恵子: a given name right behind a word for the nearest of kin, before a mark, or behind の or a colon; where it begins, or 0. */
static uint32_t behind_kin(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t start = 0;
    if (cls[run] == CLASS_KATAKANA || class_ascii_word(cls[run]))
        return 0;
    for (uint32_t n = 1; n <= 2 && !start; n++)
        if (i > n && (c[i - 1] == u'の' || c[i - 1] == ':') && word_of_kin(c + i - 1 - n, n) && (i == n + 1 || cls[i - 2 - n] != CLASS_KANJI))
            start = i;
        else if (run > i + n + 1 && cls[run] != CLASS_HIRAGANA && word_of_kin(c + i, n))
            start = i + n;
    return start && run - start >= 2 && given_alone(c, start, run) ? start : 0;
}

/* 市民課伊集院です, ひので町高齢福祉課鈴木です, 総務課小西 学です: the surname is written right behind the office, and says who writes; where it begins,
 * or 0. *end: behind the name. */
static uint32_t behind_office(const struct scan *s, uint32_t i, uint32_t run, uint32_t *end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t first = i, given = cls[run] == CLASS_SPACE && cls[run + 1] == CLASS_KANJI ? person_kanji_end(s, run + 1) : run;
    while (first > 0 && (cls[first - 1] == CLASS_HIRAGANA || cls[first - 1] == CLASS_KATAKANA))
        first--;
    if (c[given] != u'で' || (c[given + 1] != u'す' && c[given + 1] != u'ご') || !(person_line_opens(s, first) || c[first - 1] == 0x3002) || given - run > 4)
        return 0;
    *end = given;
    for (uint32_t start = run - 1; start > i + 1 && run - start <= 4; start--)
        if ((c[start - 1] == u'課' || c[start - 1] == u'部' || c[start - 1] == u'係' || c[start - 1] == u'室' || c[start - 1] == u'局') && (given > run || run - start >= 2) && known(c, start, run))
            return start;
    return 0;
}

bool person_lone(const struct scan *s, uint32_t i, uint32_t run, uint32_t *start, uint32_t *end)
{
    enum { LONE_CHARACTERS = 4, OFFICE_CHARACTERS = 10, TITLED_CHARACTERS = 12 };
    *end = run;
    if (run - i >= 4 && run - i <= TITLED_CHARACTERS && (*start = behind_post(s, i, run, end)) != 0)
        return true;
    *end = run;
    if (run - i >= 4 && run - i <= OFFICE_CHARACTERS && (*start = behind_office(s, i, run, end)) != 0)
        return true;
    *end = run;
    if (run - i <= LONE_CHARACTERS + 1 && (*start = behind_kin(s, i, run)) != 0)
        return true;
    *start = i;
    return run - i <= LONE_CHARACTERS && (behind_sentence(s, i, run) || in_brackets(s, i, run) || speaker(s, i, run) || behind_role(s, i, run) || behind_key(s, i, run) ||
                            behind_english(s, i, run) || below_letter(s, i, run) || before_time(s, i, run) || from_or_to(s, i, run) || at_place(s, i, run) ||
                            before_extension(s, i, run));
}
