/* Words for what the law protects most (health, creed, crime, welfare): they count beside a person, or for the one on a line above: behind a label of
 * their own (病名：) or in a sentence that says somebody suffers from it. Never alone. */
#include "detect/person_words.h"

static const char16_t *const health[] = {
    u"身体障害者手帳", u"障害者手帳", u"療育手帳", u"精神障害", u"知的障害", u"発達障害", u"身体障害", u"視覚障害", u"聴覚障害", u"障害者",
    u"障害等級", u"障がい", u"診断書", u"診断結果", u"診断され", u"統合失調症", u"糖尿病", u"高血圧", u"認知症", u"悪性腫瘍", u"腫瘍", u"白血病",
    u"心筋梗塞", u"脳梗塞", u"脳卒中", u"肺炎", u"肝炎", u"結核", u"自閉症", u"適応障害", u"双極性障害", u"摂食障害", u"不眠症", u"喘息", u"膠原病",
    u"透析", u"人工肛門", u"妊娠", u"流産", u"中絶", u"不妊", u"手術", u"入院", u"通院", u"病歴", u"既往歴", u"持病", u"休職", u"要介護", u"要支援",
    u"介護認定", u"余命", u"末期", u"抗がん剤", u"陽性", u"健康診断の結果", u"健診結果", u"再検査", u"癌", u"難病", u"指定難病", u"うつ病", u"鬱病",
    u"食物アレルギー", u"メンタル不調", u"ステージ", u"アルコール依存", u"ダウン症", u"パーキンソン病", u"アルツハイマー", u"エイズ"};
static const char16_t *const creed[] = {
    u"前科", u"犯罪歴", u"犯罪被害", u"逮捕", u"逮捕歴", u"起訴", u"有罪", u"服役", u"保護観察", u"少年院", u"窃盗", u"性犯罪", u"性被害", u"虐待",
    u"家庭内暴力", u"信仰", u"宗教", u"信者", u"信条", u"労働組合", u"支持政党", u"党員", u"被差別部落", u"同和", u"在日", u"生活保護", u"国籍",
    u"人種", u"民族", u"懲戒処分", u"ストーカー", u"ハラスメント被害"};

static uint32_t longest(const uint16_t *c, uint32_t i, const char16_t *const *words, size_t count)
{
    uint32_t best = 0;
    for (size_t k = 0; k < count; k++)
        if (words[k][0] == c[i] && scan_is(c, i, words[k])) {
            uint32_t n = 0;
            while (words[k][n])
                n++;
            if (n > best)
                best = n;
        }
    return best;
}

/* The first characters of the words above: a quick no for all others. */
static bool may_start(uint16_t c)
{
    switch (c) {
    case 0x8EAB: case 0x969C: case 0x7642: case 0x7CBE: case 0x77E5: case 0x767A: case 0x8996: case 0x8074: case 0x8A3A: case 0x7D71: case 0x7CD6: case 0x9AD8:
    case 0x8A8D: case 0x60AA: case 0x816B: case 0x767D: case 0x5FC3: case 0x8133: case 0x80BA: case 0x809D: case 0x7D50: case 0x81EA: case 0x9069: case 0x53CC:
    case 0x6442: case 0x4E0D: case 0x5598: case 0x81A0: case 0x900F: case 0x4EBA: case 0x598A: case 0x6D41: case 0x4E2D: case 0x624B: case 0x5165: case 0x901A:
    case 0x75C5: case 0x65E2: case 0x6301: case 0x4F11: case 0x8981: case 0x4ECB: case 0x4F59: case 0x672B: case 0x6297: case 0x967D: case 0x5065: case 0x518D:
    case 0x764C: case 0x96E3: case 0x6307: case 0x3046: case 0x9B31: case 0x98DF: case 0x30E1: case 0x30B9: case 0x30A2: case 0x30C0: case 0x30D1: case 0x30A8:
    case 0x524D: case 0x72AF: case 0x902E: case 0x8D77: case 0x6709: case 0x670D: case 0x4FDD: case 0x5C11: case 0x7A83: case 0x6027: case 0x8650: case 0x5BB6:
    case 0x4FE1: case 0x5B97: case 0x52B4: case 0x652F: case 0x515A: case 0x88AB: case 0x540C: case 0x5728: case 0x751F: case 0x56FD: case 0x6C11: case 0x61F2:
    case 0x30CF:
        return true;
    default:
        return false;
    }
}

bool special_word(const uint16_t *c, uint32_t i)
{
    return may_start(c[i]) && (longest(c, i, health, sizeof health / sizeof *health) || longest(c, i, creed, sizeof creed / sizeof *creed));
}

uint32_t special_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    if (s->persons_on_line == 0 || !may_start(c[i]))
        return 0;
    uint32_t n = longest(c, i, health, sizeof health / sizeof *health);
    enum data_type type = DATA_HEALTH;
    if (!n) {
        n = longest(c, i, creed, sizeof creed / sizeof *creed);
        type = DATA_SPECIAL_CARE;
    }
    if (!n)
        return 0;
    scan_hit(s, type, CONFIDENCE_MEDIUM, "special-care", i, i + n);
    return i + n;
}

/* Nothing is said in [i, s->n): なし, 無し, 特になし, 不明, a dash; but 不眠症 is something. */
static bool says_nothing(const struct scan *s, uint32_t i)
{
    static const char16_t *const words[] = {u"は", u"なし", u"ない", u"無し", u"特になし", u"特にない", u"特に無", u"非該当", u"該当なし", u"該当無し"};
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (i >= s->n || !(class_japanese(cls[i]) || cls[i] == CLASS_DIGIT))
        return true;
    uint32_t run = class_end(cls, i, CLASS_KANJI);
    return longest(c, i, words, sizeof words / sizeof *words) > 0 || (run == i + 1 && c[i] == u'無') || word_for_no_name(c, i, run);
}

uint32_t special_labelled(struct scan *s, uint32_t label, uint32_t value)
{
    static const char16_t *const surely[] = {u"病名", u"診断名", u"傷病名", u"疾患名", u"既往歴", u"既往症", u"病歴", u"持病", u"要介護度", u"介護度", u"手帳等級", u"食物アレルギー"};
    enum { VALUE_CHARACTERS = 24 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t end = value;
    if (says_nothing(s, value))
        return 0;
    while (end < s->n && end - value < VALUE_CHARACTERS && cls[end] != CLASS_SPACE && cls[end] != CLASS_TAB && c[end] != '/' && c[end] != '|')
        end++;
    if (longest(c, label, surely, sizeof surely / sizeof *surely)) {
        scan_hit(s, DATA_HEALTH, CONFIDENCE_MEDIUM, "special-labelled", value, end);
        return end;
    }
    for (uint32_t i = value; i < end; i++)
        if (special_word(c, i)) {
            bool ill = longest(c, i, health, sizeof health / sizeof *health) > 0;
            scan_hit(s, ill ? DATA_HEALTH : DATA_SPECIAL_CARE, CONFIDENCE_MEDIUM, "special-labelled", i, end);
            return end;
        }
    return 0;
}

/* The line says something of a person, and does not only address one: 高橋様の件です。 */
static bool says_of_somebody(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    for (uint32_t k = 0; k < s->hit_count; k++) {
        if (s->hits[k].type != DATA_PERSON || s->hits[k].confidence == CONFIDENCE_LOW)
            continue;
        uint32_t at = (uint32_t)s->hits[k].end;
        at += cls[at] == CLASS_SPACE;
        uint32_t title = title_everyday(c + at);
        if (title && cls[at + title] == CLASS_HIRAGANA)
            return true;
    }
    return false;
}

/* [i, end) is an illness or what goes with it, and the words behind it say that somebody has it (うつ病で通院, 認知症と診断, 透析中, 要介護3); they do
 * not when they go on about all who have it (認知症と診断された方). */
static bool suffered(const uint16_t *c, const uint8_t *cls, uint32_t end)
{
    static const char16_t *const joins[] = {u"で", u"にて", u"のため", u"により", u"による", u"と", u"を", u"が", u"の疑いで", u"の治療で", u"の治療のため"};
    static const char16_t *const acts[] = {u"通院", u"入院", u"加療", u"治療中", u"治療を受け", u"療養", u"診断", u"手術", u"服薬", u"内服", u"投薬", u"休職", u"休業", u"発症",
                                           u"再発", u"判明", u"見つか", u"悪化", u"進行", u"疑われ", u"亡くな"};
    static const char16_t *const others[] = {u"方", u"患者", u"場合", u"人", u"皆", u"講", u"者", u"とき", u"時"};
    enum { BEHIND_CHARACTERS = 10 };
    bool said = cls[end] == CLASS_DIGIT || (c[end] == u'中' && cls[end + 1] != CLASS_KANJI);
    if (!said) {
        uint32_t join = longest(c, end, joins, sizeof joins / sizeof *joins), act = join ? longest(c, end + join, acts, sizeof acts / sizeof *acts) : 0;
        if (!act)
            return false;
        end += join + act;
    }
    for (uint32_t i = end; i < end + BEHIND_CHARACTERS && (class_japanese(cls[i]) || cls[i] == CLASS_DIGIT); i++)
        if (longest(c, i, others, sizeof others / sizeof *others))
            return false;
    return true;
}

void special_below(struct scan *s)
{
    enum { SAID_LINES = 2 /* on which a sentence about the person goes on */ };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    bool found = !s->said_lines || s->persons_on_line > 0; /* beside persons special_at() has found it */
    for (uint32_t i = 0; !found && i < s->n; i++) {
        uint32_t n = may_start(c[i]) ? longest(c, i, health, sizeof health / sizeof *health) : 0;
        found = n && suffered(c, cls, i + n);
        if (found)
            scan_hit(s, DATA_HEALTH, CONFIDENCE_MEDIUM, "special-below", i, i + n);
    }
    if (says_of_somebody(s))
        s->said_lines = SAID_LINES;
    else if (s->said_lines)
        s->said_lines--;
}

void scan_special_words(const struct scan *s, uint32_t *fields)
{
    const uint16_t *c = s->c_store + 8;
    for (uint32_t i = 0; i < s->n; i++) {
        if (!may_start(c[i]))
            continue;
        if (longest(c, i, health, sizeof health / sizeof *health))
            *fields |= 1u << DATA_HEALTH;
        else if (longest(c, i, creed, sizeof creed / sizeof *creed))
            *fields |= 1u << DATA_SPECIAL_CARE;
    }
}
