/* The words beside names by which persons are told from organisations, places and groups. */
#include "detect/person_words.h"

#include <stddef.h>

#include "detect/name_words.inc"

/* The kinds, as bits, that core/data/name_words.txt gives the word of all of c[i, end). */
static unsigned name_word(const uint16_t *c, uint32_t i, uint32_t end)
{
    uint64_t key = 0;
    if (end - i > NAME_WORD_CHARACTERS)
        return 0;
    for (uint32_t k = end; k > i; k--)
        key = key << 16 | c[k - 1];
    uint64_t at = key * NAME_WORD_FACTOR >> (64 - NAME_WORD_SLOTS_LOG);
    while (name_word_keys[at] != key && name_word_keys[at])
        at = (at + 1) % NAME_WORD_SLOTS;
    return name_word_flags[at];
}

/* The words that a run may end with are kept by their last character, which most runs do not have: each of the functions below gives what
 * may stand before it, parted by |, and NULL where no word ends so. An empty part: the character is a word alone. */

static const char16_t *title_ending(uint16_t last)
{
    switch (last) {
    case u'方': return u"様";
    case u'様': case u'殿': case u'氏': case u'君': case u'嬢': return u"";
    case u'生': return u"先";
    case u'授': return u"准教|名誉教|教";
    case u'師': return u"講|医|看護|薬剤|保健|助産|調理|美容|理容";
    case u'教': return u"助";
    case u'士': return u"博|弁護|税理|保育|栄養|介護福祉|社会福祉|会計|社労|設計|建築|司法書|行政書|理学療法|作業療法|言語聴覚|看護|介護|測量|消防|鑑定";
    case u'長': return u"次|副部|看護部|部|副委員|副理事|学校|副課|課|係|副社|社|自治会|町内会|副会|会|理事|市|町|村|支店|店|副所|所|副院|院|副園|園|副校|校|事務局|局|副室|室|委員|"
                       u"副館|館|副施設|施設|事務|看護師|師|学科|研究科|科|医|班|学|団|職|工場";
    case u'任': case u'査': return u"主";
    case u'将': return u"主";
    case u'拝': return u"";
    case u'事': return u"主|理|知|幹|参|監";
    case u'務': return u"専|常";
    case u'宅': case u'邸': return u"様";
    case u'梁': return u"棟";
    case u'役': return u"取締";
    case u'員': return u"議|委|支援|指導|相談|添乗|調理|警備|調査";
    case u'督': return u"監";
    case u'手': return u"選";
    case u'頭': case u'諭': return u"教";
    case u'者': return u"容疑|記";
    case u'告': return u"被";
    case u'宛': return u"様|殿|氏";
    case u'義': return u"様名|名";
    case u'段': return u"初|二|三|四|五|六";
    case u'ん': case u'ま': return u"さ";
    default: return NULL;
    }
}

/* [i, end) ends with such a word of `least` characters or more: where the first of them begins; end if with none. */
static uint32_t ending(const uint16_t *c, uint32_t i, uint32_t end, const char16_t *parts, uint32_t least)
{
    while (parts) {
        uint32_t n = 0;
        while (parts[n] && parts[n] != '|')
            n++;
        if (n + 1 >= least && end - i > n) {
            const uint16_t *at = c + end - 1 - n;
            uint32_t same = 0;
            while (same < n && (at[same] == parts[same] || (at[same] >= 'A' && at[same] <= 'Z' && at[same] + 32 == parts[same])))
                same++;
            if (same == n)
                return end - 1 - n;
        }
        parts = parts[n] ? parts + n + 1 : NULL;
    }
    return end;
}

uint32_t title_start(const uint16_t *c, uint32_t i, uint32_t end)
{
    return end > i ? ending(c, i, end, title_ending(c[end - 1]), 1) : end;
}

/* Ends of words that name an organisation, a place, a thing or a group: never a person, even with 様. */
static const char16_t *organisation_ending(uint16_t last)
{
    switch (last) {
    case u'社': return u"会|支|本|";
    case u'式': return u"株";
    case u'限': return u"有";
    case u'身': return u"出";
    case u'人': return u"法|";
    case u'事': return u"商";
    case u'会': return u"商|協|";
    case u'店': return u"商|支|本|";
    case u'業': return u"工|産|興|農|漁|林|酪|乳|窯|鉱|商|製";
    case u'車': return u"自動";
    case u'当': return u"担";
    case u'掃': return u"清";
    case u'備': return u"設|整|警";
    case u'器': return u"機|計|楽|陶|食";
    case u'服': return u"洋";
    case u'具': return u"建|家|農|文";
    case u'油': return u"石";
    case u'船': return u"造";
    case u'造': return u"酒|醸|鋳|製";
    case u'刷': return u"印";
    case u'量': return u"測";
    case u'工': return u"精|加|鉄|木|電|重|紙|塗|管";
    case u'菓': case u'麺': case u'鋼': case u'本': return u"製";
    case u'材': return u"石|木|建|製";
    case u'装': return u"塗|内|";
    case u'科': return u"歯|眼|内|外|小児|産婦人|皮膚|";
    case u'機': case u'気': return u"電";
    case u'薬': return u"製";
    case u'品': return u"薬";
    case u'画': return u"企";
    case u'行': return u"銀";
    case u'芸': return u"園|工";
    case u'光': return u"観";
    case u'果': return u"青";
    case u'金': return u"信";
    case u'券': return u"証";
    case u'険': return u"保";
    case u'学': return u"大";
    case u'校': return u"高|学|";
    case u'園': return u"学|";
    case u'院': return u"学|病|医|";
    case u'部': return u"支|営業|";
    case u'所': return u"製作|事務|研究|";
    case u'場': return u"工|牧|会|市|農";
    case u'設': return u"建|電|施";
    case u'築': return u"建";
    case u'計': return u"設";
    case u'産': return u"不動|物|興|水";
    case u'輸': case u'送': return u"運";
    case u'運': return u"通|海|陸|空";
    case u'流': return u"物";
    case u'信': case u'商': return u"通";
    case u'託': return u"信";
    case u'合': return u"組";
    case u'盟': return u"連";
    case u'団': return u"財|";
    case u'室': return u"研究|";
    case u'ー': return u"センタ";
    case u'ス': return u"サービ|ホールディング";
    case u'ム': return u"システ";
    case u'プ': return u"グルー";
    case u'館': case u'駅': case u'局': case u'課': case u'係': case u'署': case u'庁': case u'省': case u'県': case u'市':
    case u'区': case u'町': case u'村': case u'郡': case u'港': case u'橋': case u'川': case u'通': case u'道': case u'線':
    case u'寺': case u'城': case u'塾': case u'屋': case u'堂': case u'苑': case u'荘': case u'舗': case u'棟': case u'寮': case u'亭': case u'舎':
    case u'者': case u'員': case u'客': case u'方': case u'達': case u'位': case u'家': case u'族': case u'主': case u'先': case u'側': case u'組':
    case u'隊': case u'等': case u'他': case u'各': case u'宛': case u'用':
        return u"";
    default: return NULL;
    }
}

/* Such an end that surnames have as well: the dictionary knows them. */
static bool surname_like(uint16_t last)
{
    switch (last) {
    case u'川': case u'橋': case u'園': case u'村': case u'町': case u'市': case u'部': case u'方': case u'主': case u'家': case u'道': case u'城':
    case u'寺': case u'井': case u'所': case u'館': case u'組': case u'屋': case u'堂':
        return true;
    default:
        return false;
    }
}

bool organisation_like(const uint16_t *c, uint32_t i, uint32_t end)
{
    if (end == i || ending(c, i, end, organisation_ending(c[end - 1]), 1) == end)
        return false;
    return !(surname_like(c[end - 1]) && end - i <= 4 && (dictionary_find(c + i, end - i) & WORD_SURNAME));
}

bool surname_last(uint16_t last)
{
    static const char16_t lasts[] = u"原田川山谷木本沢澤島嶋村野井森口塚崎橋堂内岡瀬戸尾畑石浦水江藤倉林坂津賀";
    for (size_t k = 0; lasts[k]; k++)
        if (lasts[k] == last)
            return true;
    return false;
}

bool nature_last(uint16_t last)
{
    return last == u'川' || last == u'橋' || last == u'井' || last == u'城' || last == u'寺' || last == u'屋' || last == u'家' || last == u'道';
}

bool organisation_surely(const uint16_t *c, uint32_t i, uint32_t end)
{
    uint32_t at = ending(c, i, end, organisation_ending(c[end - 1]), 2);
    return at < end && at > i;
}

static const char16_t *legal_form_ending(uint16_t last)
{
    switch (last) {
    case u'社': return u"株式会|有限会|合同会|合資会";
    case u'人': return u"医療法|学校法|社会福祉法|一般社団法|公益財団法|特定非営利活動法|npo法|独立行政法|宗教法";
    case u')': return u"(株|(有";
    case u'㈱': case u'㈲': return u"";
    case u'団': return u"医療法人社";
    default: return NULL;
    }
}

bool behind_legal_form(const uint16_t *c, uint32_t i)
{
    return i > 0 && ending(c, 0, i, legal_form_ending(c[i - 1]), 1) < i;
}

uint32_t title_everyday(const uint16_t *c)
{
    switch (c[0]) {
    case u'君': case u'様': case u'氏': case u'殿':
        return 1;
    case u'さ':
        return c[1] == u'ん' || c[1] == u'ま' ? 2 : 0;
    case u'く':
        return c[1] == u'ん' ? 2 : 0;
    case u'ち':
        return c[1] == u'ゃ' && c[2] == u'ん' && c[3] != u'ぽ' && c[3] != u'こ' ? 3 : 0; /* 長崎ちゃんぽん */
    default:
        return 0;
    }
}

bool title_polite(const uint16_t *c, uint32_t i, uint32_t end)
{
    return name_word(c, i, end) & NAME_WORD_POLITE;
}

bool word_of_group(const uint16_t *c, uint32_t i, uint32_t end)
{
    return name_word(c, i, end) & NAME_WORD_GROUP;
}

bool legal_form_last(uint16_t c)
{
    return legal_form_ending(c) != NULL;
}

static const char16_t *role_ending(uint16_t last)
{
    switch (last) {
    case u'ー': return u"ユーザ|オーナ|メンバ|ドクタ|パートナ|メーカ|リーダ|マネージャ|マネジャ|ベンダ|"
                            u"モニタ|ヘルパ|ドライバ|サポータ|スポンサ|センタ|ディーラ|バイヤ|プレイヤ|ライタ|オペレータ";
    case u'ザ': return u"ユー|プラ";
    case u'フ': return u"スタッ";
    case u'ト': return u"テナン|ゲス|クライアン|サポー|フロン|イベン";
    case u'ア': return u"ボランティ|スト";
    case u'ス': return u"サービ|オフィ|ハウ";
    case u'ク': return u"デス|クリニッ|バン";
    case u'プ': return u"ショッ|グルー";
    case u'ル': return u"コー|ホテ|ダイヤ|スクー|スタイ";
    case u'ン': return u"ホットライ|インフォメーショ|コーポレーショ|ジャパ|ステーショ|サロ|レストラ|マンショ|プラ";
    case u'オ': return u"スタジ";
    case u'ズ': return u"システム";
    case u'ム': return u"チー";
    default: return NULL;
    }
}

bool role_in_kana(const uint16_t *c, uint32_t i, uint32_t end)
{
    return ending(c, i, end, role_ending(c[end - 1]), 1) < end;
}

bool role_last(uint16_t c)
{
    switch (c) {
    case u'者': case u'人': case u'員': case u'長': case u'係': case u'医': case u'師': case u'主': case u'官': case u'童': case u'生': case u'徒': case u'母':
    case u'父': case u'妻': case u'夫': case u'娘': case u'子': case u'女': case u'男': case u'婦': case u'士': case u'手': case u'役': case u'客': case u'当': case u'親':
    case u'表': case u'祖': case u'孫': case u'兄': case u'姉': case u'弟': case u'妹': case u'記': case u'計': case u'査': case u'事': case u'方':
    case u'任': case u'偶':
        return true;
    default:
        return false;
    }
}

bool post_last(uint16_t c)
{
    switch (c) {
    case u'課': case u'部': case u'室': case u'局': case u'務': case u'科': case u'付': case u'理': case u'業': case u'発': case u'報': case u'画': case u'勤':
    case u'頭': case u'督':
        return true;
    default:
        return role_last(c);
    }
}

bool office_last(uint16_t c)
{
    return c == u'会' || c == u'所' || c == u'校' || c == u'院' || c == u'園' || c == u'社';
}

bool takes_over(const uint16_t *c)
{
    return c[0] == u'に' && (c[1] == u'交' || c[1] == u'変' || c[1] == u'替' || c[1] == u'代' || c[1] == u'引');
}

bool word_for_no_name(const uint16_t *c, uint32_t i, uint32_t end)
{
    return name_word(c, i, end) & NAME_WORD_NOBODY;
}

uint32_t word_of_post(const uint16_t *c, uint32_t n)
{
    for (uint32_t k = n < NAME_WORD_CHARACTERS ? n : NAME_WORD_CHARACTERS; k > 1; k--)
        if (name_word(c, 0, k) & NAME_WORD_POST)
            return k;
    return 0;
}

bool word_of_kin(const uint16_t *c, uint32_t n)
{
    return name_word(c, 0, n) & NAME_WORD_KIN;
}

bool post_first(uint16_t c)
{
    return name_word_post_firsts[c % NAME_WORD_FIRSTS / 32] >> c % 32 & 1;
}

bool name_has_title(const uint16_t *c, uint32_t n)
{
    uint32_t title = title_start(c, 0, n);
    return title > 0 && title < n && !word_of_group(c, 0, title);
}

bool word_of_office(const uint16_t *c, uint32_t i, uint32_t end)
{
    if (end - i < 2)
        return name_word(c, i, end) & NAME_WORD_OFFICE;
    return (name_word(c, i, i + 2) | name_word(c, end - 2, end)) & NAME_WORD_OFFICE;
}

bool thing_last(uint16_t last)
{
    switch (last) {
    case u'証': case u'券': case u'票': case u'帳': case u'書': case u'表': case u'号': case u'名': case u'日': case u'料': case u'金': case u'額':
    case u'費': case u'種': case u'別': case u'数': case u'件': case u'分': case u'限': case u'期': case u'先': case u'元': case u'時': case u'定':
    case u'認': case u'請': case u'録': case u'済': case u'更': case u'了': case u'始': case u'止': case u'可': case u'否': case u'用': case u'等':
    case u'他': case u'付': case u'覧': case u'果': case u'歴': case u'況': case u'容': case u'点': case u'型': case u'式': case u'版': case u'話':
    case u'所': case u'場': case u'欄': case u'項': case u'目': case u'級': case u'度': case u'率': case u'計': case u'車': case u'機': case u'者':
    case u'員': case u'係': case u'課': case u'部': case u'科': case u'室': case u'局': case u'窓': case u'険': case u'報': case u'間': case u'格':
    case u'籍': case u'整': case u'収': case u'障': case u'届': case u'状': case u'簿': case u'番': case u'有': case u'類': case u'法': case u'務':
    case u'性': case u'本':
        return true;
    default:
        return false;
    }
}

bool word_of_every_day(const uint16_t *c, uint32_t i, uint32_t end)
{
    return name_word(c, i, end) & NAME_WORD_EVERY_DAY;
}

bool place_like(const uint16_t *c, uint32_t i, uint32_t end)
{
    enum { PLACE_CHARACTERS = 5 };
    uint16_t name[PLACE_CHARACTERS + 1];
    uint32_t n = end - i;
    if (n > PLACE_CHARACTERS || (name_word(c, i, end) & NAME_WORD_PLACE))
        return true;
    for (uint32_t k = 0; k < n; k++)
        name[k] = c[i + k];
    name[n] = u'市'; /* wards, towns and villages are seldom called by their names alone */
    return (dictionary_find(name, n + 1) & WORD_CITY) != 0;
}

bool place_well_known(const uint16_t *c, uint32_t i, uint32_t run)
{
    return name_word(c, i, run) & NAME_WORD_GREAT_PLACE;
}
