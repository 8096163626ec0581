/* Surnames alone in running text: who does something, from whom it comes, who goes along, whose telephone it is, and what somebody is before の.
 * Whether such a word is a surname at all is the dictionary's matter, how a name is read person.c's. */
#include "detect/person_parts.h"

enum weight {
    WEIGHT_NONE,
    WEIGHT_PLACE,    /* a town is called so, too */
    WEIGHT_ORDINARY, /* one character, or the dictionary knows it as another word */
    WEIGHT_PLAIN
};

static enum weight weight(const uint16_t *c, uint32_t i, uint32_t run)
{
    enum { LONE_CHARACTERS = 4 };
    if (run - i > LONE_CHARACTERS || !known_surname(c + i, run - i) || word_of_every_day(c, i, run) || organisation_like(c, i, run) || word_for_no_name(c, i, run) ||
        word_of_group(c, i, run) || word_of_office(c, i, run) || place_well_known(c, i, run))
        return WEIGHT_NONE;
    if (run - i == 1)
        return WEIGHT_ORDINARY;
    if (place_like(c, i, run))
        return WEIGHT_PLACE;
    return dictionary_find(c + i, run - i) & WORD_ORDINARY ? WEIGHT_ORDINARY : WEIGHT_PLAIN;
}

/* A part of a sentence begins at i: at the beginning of the line, behind a mark or a space; or behind は, に or が. */
enum opened { OPENED_NOT, OPENED_MARK, OPENED_TOPIC };
static enum opened opened(const struct scan *s, uint32_t i)
{
    const uint8_t *cls = s->class_store + 8;
    if (i == 0 || cls[i - 1] == CLASS_SPACE || cls[i - 1] == CLASS_TAB || cls[i - 1] == CLASS_MARK || cls[i - 1] == CLASS_DASH)
        return OPENED_MARK;
    uint16_t before = (s->c_store + 8)[i - 1];
    return before == u'は' || before == u'に' || before == u'が' ? OPENED_TOPIC : OPENED_NOT;
}

static bool begins_with_one(const uint16_t *c, uint32_t i, const char16_t *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (scan_is(c, i, words[k]))
            return true;
    return false;
}

/* What only people do stands at i, or in the sentence from there on. */
static bool action_follows(const struct scan *s, uint32_t i, bool at_once)
{
    static const char16_t *const actions[] = {u"持っ", u"持ち", u"持参", u"行い", u"行う", u"伺い", u"伺う", u"参り", u"回り", u"担当", u"まとめ", u"配り", u"配布", u"迎え",
                                              u"やり", u"やる", u"書き", u"書く", u"作成", u"作り", u"作る", u"送り", u"送付", u"連絡", u"説明", u"発行", u"務め", u"出席",
                                              u"同席", u"確認", u"準備", u"手配", u"案内", u"司会", u"詫び", u"承り", u"届け", u"引き", u"受け", u"返し", u"返答", u"回答",
                                              u"同行", u"立ち会", u"立会", u"調べ", u"伝え", u"訪問", u"聞き", u"聞く", u"預か", u"欠席", u"不在", u"代わ"};
    enum { SENTENCE_CHARACTERS = 24 };
    const uint16_t *c = s->c_store + 8;
    for (uint32_t k = i; k < s->n && k < i + (at_once ? 1 : SENTENCE_CHARACTERS) && c[k] != 0x3002 && c[k] != 0x3001; k++)
        if (begins_with_one(c, k, actions, sizeof actions / sizeof *actions))
            return true;
    return false;
}

/* 鍵は谷が持っています, 本日中に天野がお詫びに伺います, 武田には俺から言います */
static bool does(const struct scan *s, uint32_t i, uint32_t run, enum weight w)
{
    const uint16_t *c = s->c_store + 8;
    enum opened how = opened(s, i);
    bool topic = c[run] == u'は' || c[run] == u'も' || (c[run] == u'に' && (c[run + 1] == u'は' || c[run + 1] == u'も'));
    if ((c[run] != u'が' && !topic) || how == OPENED_NOT || person_kana_given(s, run)) /* 竹内はるか様 */
        return false;
    uint16_t last = c[run - 1];
    if (w == WEIGHT_PLAIN && last != u'川' && last != u'山' && last != u'沼') /* 荒川が氾濫する */
        return true;
    bool one = run - i == 1;
    return !topic && (how == OPENED_TOPIC || (w != WEIGHT_PLACE && !one)) && action_follows(s, run + 1, one);
}

/* から or より stands at i: the character behind; 0: neither does. */
static uint32_t behind_from(const uint16_t *c, uint32_t i)
{
    return (c[i] == u'か' && c[i + 1] == u'ら') || (c[i] == u'よ' && c[i + 1] == u'り') ? i + 2 : 0;
}

/* 本人へは佐野から連絡済み; 裁判官が中島から里見に交代しました: either of the two. */
static bool sends(const struct scan *s, uint32_t i, uint32_t run, enum weight w)
{
    static const char16_t *const messages[] = {u"連絡", u"電話", u"架電", u"説明", u"報告", u"返信", u"回答", u"伝え", u"申し", u"メール", u"送", u"返", u"案内", u"渡", u"話"};
    enum { SAID = 9 /* the first of the words above say it of nothing but people */ };
    const uint16_t *c = s->c_store + 8;
    uint32_t at = behind_from(c, run);
    enum opened how = opened(s, i);
    if (at && how != OPENED_NOT) {
        at += c[at] == u'ご' || c[at] == u'お';
        bool all = w == WEIGHT_PLAIN || (w == WEIGHT_ORDINARY && run - i > 1);
        if ((w == WEIGHT_PLAIN || how == OPENED_TOPIC) && begins_with_one(c, at, messages, all ? sizeof messages / sizeof *messages : SAID))
            return true;
        uint32_t second = person_kanji_end(s, at);
        return w == WEIGHT_PLAIN && second > at && second - at <= 4 && takes_over(c + second);
    }
    if (w != WEIGHT_PLAIN || i < 4 || !behind_from(c, i - 2) || !takes_over(c + run))
        return false;
    const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
    return last && last->type == DATA_PERSON && last->end + 2 == i;
}

/* の2名, です, が, で行 ... stand at i: so many people it are, or what they do. */
static bool together_ends(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    if (c[i] == u'の')
        return (c[i + 1] >= '1' && c[i + 1] <= '9') || c[i + 1] == u'二' || c[i + 1] == u'三' || c[i + 1] == u'両';
    if (c[i] == u'で')
        return c[i + 1] == u'す' || c[i + 1] == u'行' || c[i + 1] == u'伺' || c[i + 1] == u'対';
    return c[i] == u'が';
}

/* 当方は飽託と浮間の2名で, 打合せは村瀬と私の2名で, 土曜出勤は榊原・児玉です: either of the two. */
static bool goes_along(const struct scan *s, uint32_t i, uint32_t run, enum weight w)
{
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
    if (last && last->type == DATA_PERSON && last->end + 1 == i && (c[i - 1] == u'と' || c[i - 1] == 0x30FB))
        return together_ends(s, run);
    if ((c[run] != u'と' && c[run] != 0x30FB) || w != WEIGHT_PLAIN || opened(s, i) == OPENED_NOT || (i > 0 && c[i - 1] == 0x30FB))
        return false;
    uint32_t second = person_kanji_end(s, run + 1);
    bool own = second - run == 2 && c[run + 1] == u'私';
    return (own || (second > run + 1 && second - run - 1 <= 4 && weight(c, run + 1, second) != WEIGHT_NONE)) && together_ends(s, second);
}

/* 当日の連絡は杉生の携帯 090-0000-0000 へ, 上脇の意見で, 日明に同行して, 久保と参ります */
static bool has_or_meets(const struct scan *s, uint32_t i, uint32_t run, enum weight w)
{
    static const char16_t *const things[] = {u"携帯", u"直通", u"スマホ", u"ケータイ", u"個人携帯", u"電話", u"意見", u"後任", u"代わり", u"かわり", u"おじ", u"おば", u"お父", u"お母",
                                             u"母", u"父", u"妻", u"夫", u"長男", u"長女"};
    static const char16_t *const dealings[] = {u"伝え", u"確認", u"聞い", u"渡し", u"連絡", u"相談", u"頼", u"同行", u"言っ", u"任せ", u"預け", u"代わ", u"引き継"};
    static const char16_t *const meetings[] = {u"参り", u"伺い", u"相談", u"話し", u"打ち合わせ", u"打合せ", u"二人", u"行きます", u"行って"};
    enum { REACHED = 5 /* the first of the things: a town has none of these */ };
    const uint16_t *c = s->c_store + 8;
    if ((w != WEIGHT_PLAIN && w != WEIGHT_PLACE) || opened(s, i) == OPENED_NOT)
        return false;
    if (w == WEIGHT_PLACE)
        return c[run] == u'の' && begins_with_one(c, run + 1, things, REACHED);
    switch (c[run]) {
    case u'の':
        return begins_with_one(c, run + 1, things, sizeof things / sizeof *things);
    case u'に':
        return begins_with_one(c, run + 1, dealings, sizeof dealings / sizeof *dealings);
    case u'と':
        return begins_with_one(c, run + 1, meetings, sizeof meetings / sizeof *meetings);
    default:
        return false;
    }
}

/* 立会いは松井。 左官が矢口、, 補助は市川です。 */
static bool is_it(const struct scan *s, uint32_t i, uint32_t run, enum weight w)
{
    const uint16_t *c = s->c_store + 8;
    uint16_t last = c[run - 1];
    if (i > 2 && c[i - 1] == u'は' && scan_is(c, run, u"です") && (c[run + 2] == 0x3002 || person_line_closes(s, run + 2)))
        return (role_last(c[i - 2]) || person_duty_before(s, i - 1)) && (w == WEIGHT_PLAIN || w == WEIGHT_PLACE);
    return w == WEIGHT_PLAIN && i > 1 && (c[i - 1] == u'は' || c[i - 1] == u'が') && (c[run] == 0x3002 || c[run] == 0x3001) && last != u'町' && last != u'村' && last != u'川' && last != u'山';
}

/* No other word goes on or stands at i, as a given name would: only hiragana may. */
static bool word_ends(const struct scan *s, uint32_t i)
{
    const uint8_t *cls = s->class_store + 8;
    if (cls[i] == CLASS_HIRAGANA)
        return !person_kana_given(s, i);
    return cls[i] != CLASS_KATAKANA && !class_ascii_word(cls[i]) && !(cls[i] == CLASS_SPACE && class_japanese(cls[i + 1]));
}

/* 経理の竹内（直通 ...）, 前任の江角のまま, 総務の太田まで: what somebody is, or where he works, stands before the の; of a plain surname 図書委員会の工藤, too. */
static bool post_before(const struct scan *s, uint32_t i, uint32_t run, enum weight w)
{
    const uint16_t *c = s->c_store + 8;
    return i > 2 && c[i - 1] == u'の' && run - i >= 2 && (post_last(c[i - 2]) || (w == WEIGHT_PLAIN && office_last(c[i - 2]))) && (s->class_store + 8)[i - 3] == CLASS_KANJI && word_ends(s, run) &&
           !(c[run] == u'で' && c[run + 1] != u'す') && (w != WEIGHT_PLACE || !(c[run] == u'へ' || c[run] == u'に' || c[run] == u'の' || c[run] == u'と'));
}

/* What one of the questions above looks for may stand at i, behind the surname. */
static bool said_at(const uint16_t *c, uint32_t i)
{
    switch (c[i]) {
    case u'が': case u'は': case u'も': case u'か': case u'よ': case u'と': case 0x30FB: case 0x3001: case 0x3002: case u'で':
        return true;
    case u'の':
        return dealing_may_begin(c[i], c[i + 1]) || (c[i + 1] >= '1' && c[i + 1] <= '9') || c[i + 1] == u'二' || c[i + 1] == u'三' || c[i + 1] == u'両';
    case u'に':
        return dealing_may_begin(c[i], c[i + 1]);
    default:
        return false;
    }
}

bool person_running(const struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = s->c_store + 8;
    if (!said_at(c, run) && !(i > 0 && c[i - 1] == u'の'))
        return false; /* mostly */
    if (i > 0 && opened(s, i) == OPENED_NOT && c[i - 1] != u'の' && c[i - 1] != u'と' && c[i - 1] != u'ら' && c[i - 1] != u'り')
        return false; /* mostly */
    enum weight w = weight(c, i, run);
    return w != WEIGHT_NONE && (does(s, i, run, w) || sends(s, i, run, w) || goes_along(s, i, run, w) || has_or_meets(s, i, run, w) || is_it(s, i, run, w) || post_before(s, i, run, w));
}
