/* The words beside names by which persons are told from organisations, places and groups. */
#include "detect/person_words.h"

#include <stddef.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint32_t length(const char16_t *word)
{
    uint32_t n = 0;
    while (word[n])
        n++;
    return n;
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
    case u'師': return u"講|医|看護|薬剤|保健|助産";
    case u'教': return u"助";
    case u'士': return u"博|弁護|税理|保育|栄養|介護福祉|社会福祉|会計";
    case u'長': return u"次|副部|看護部|部|学校|副課|課|係|副社|社|自治会|町内会|副会|会|理事|市|町|村|支店|店|副所|所|副院|院|副園|園|副校|校|事務局|局|副室|室|委員|"
                       u"副館|館|副施設|施設|事務|看護師|師|学科|研究科|科|医|班|学|団";
    case u'任': case u'査': return u"主";
    case u'事': return u"主|理|知|幹|参|監";
    case u'務': return u"専|常";
    case u'宅': return u"様";
    case u'役': return u"取締";
    case u'員': return u"議|委|支援|指導|相談";
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

static const char16_t *const polite_titles[] = {u"様方", u"様宅", u"様宛", u"殿宛", u"氏宛", u"様名義", u"様", u"殿", u"氏", u"君"};

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
    case u'業': return u"工|産|興|農|漁|林|酪";
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
    case u'設': case u'築': return u"建";
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

static const char16_t *const group_words[] = {
    u"皆", u"皆々", u"各位", u"お客", u"客", u"御客", u"神", u"王", u"奥", u"殿", u"仏", u"何", u"同", u"一", u"多", u"仕", u"模", u"有", u"異",
    u"左", u"上", u"各", u"各社", u"御", u"貴", u"旦那", u"若", u"若奥", u"姫", u"両", u"先方", u"相手", u"本人", u"御本人", u"保護者", u"利用者",
    u"担当", u"御担当", u"担当者", u"関係者", u"関係各位", u"参加者", u"会員", u"患者", u"入居者", u"御社", u"弊社", u"御中", u"取引先", u"得意",
    u"得意先", u"顧客", u"家族", u"御家族", u"生徒", u"学生", u"奥方", u"施主", u"荷主", u"喪主", u"親御", u"息子", u"娘", u"父", u"母", u"兄",
    u"姉", u"弟", u"妹", u"祖父", u"祖母", u"親", u"子供", u"子", u"孫", u"嫁", u"婿", u"赤", u"坊", u"看護師", u"職員", u"社員", u"店員", u"駅員",
    u"業者", u"医者", u"大家", u"管理人", u"隣", u"他社", u"当社", u"新人", u"主治医", u"同僚", u"上司", u"部下", u"事務", u"受付", u"総務", u"経理",
    u"人事", u"営業", u"代理", u"今日", u"明日", u"皆様", u"女", u"男", u"彼", u"人", u"花屋", u"本屋", u"魚屋", u"八百屋", u"薬屋", u"床屋"};

static bool whole_word(const uint16_t *c, uint32_t i, uint32_t end, const char16_t *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (scan_is(c, i, words[k]) && length(words[k]) == end - i)
            return true;
    return false;
}

bool organisation_like(const uint16_t *c, uint32_t i, uint32_t end)
{
    if (end == i || ending(c, i, end, organisation_ending(c[end - 1]), 1) == end)
        return false;
    return !(surname_like(c[end - 1]) && end - i <= 4 && (dictionary_find(c + i, end - i) & WORD_SURNAME));
}

bool surname_last(uint16_t last)
{
    static const char16_t lasts[] = u"原田川山谷木本沢澤島村野井森口塚崎橋堂内岡瀬戸尾畑";
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
        return c[1] == u'ゃ' && c[2] == u'ん' ? 3 : 0;
    default:
        return 0;
    }
}

bool title_polite(const uint16_t *c, uint32_t i, uint32_t end)
{
    return whole_word(c, i, end, polite_titles, COUNT(polite_titles));
}

bool word_of_group(const uint16_t *c, uint32_t i, uint32_t end)
{
    return whole_word(c, i, end, group_words, COUNT(group_words));
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
    case u'ザ': return u"ユー";
    case u'フ': return u"スタッ";
    case u'ト': return u"テナン|ゲス|クライアン";
    case u'ア': return u"ボランティ";
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
    case u'父': case u'妻': case u'夫': case u'子': case u'女': case u'男': case u'婦': case u'士': case u'手': case u'役': case u'客': case u'当': case u'親':
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
    static const char16_t *const words[] = {
        u"未定", u"不明", u"同上", u"未記入", u"空欄", u"記入欄", u"必須", u"任意", u"省略", u"匿名", u"匿名希望", u"匿名様", u"本人", u"担当",
        u"担当者", u"事務局", u"記載", u"以下", u"下記", u"上記", u"別紙", u"別添", u"全員", u"各位", u"御中", u"一覧", u"電話", u"住所", u"確認",
        u"変更", u"記入", u"入力", u"登録", u"非公開", u"ナシ", u"エラー", u"サンプル", u"テスト", u"例", u"複数", u"多数", u"募集中", u"調整中",
        u"後日", u"検討中", u"新規", u"継続", u"更新", u"申請", u"届出", u"取得", u"喪失", u"転入", u"転出", u"転居", u"再発行", u"停止", u"開始",
        u"終了", u"対象", u"該当", u"受講", u"受験", u"発行", u"交付", u"提出", u"返却", u"旧姓", u"自宅", u"勤務", u"扶養", u"同居", u"別居",
        u"続柄", u"性別", u"年齢", u"長男", u"次男", u"二男", u"三男", u"長女", u"次女", u"二女", u"三女", u"配偶者", u"代理人", u"母親", u"父親",
        u"当社", u"弊社", u"貴社", u"御社", u"総務", u"人事", u"経理", u"営業"};
    return whole_word(c, i, end, words, COUNT(words));
}

static const char16_t *post_beginning(uint16_t first)
{
    switch (first) {
    case u'担': return u"当";
    case u'弊': case u'当': return u"社";
    case u'幹': case u'検': case u'理': return u"事";
    case u'主': return u"任|査|幹|治医";
    case u'班': case u'課': case u'部': case u'係': case u'店': case u'院': case u'園': case u'局': case u'所': return u"長";
    case u'会': return u"長|計|計士";
    case u'社': return u"長|労士";
    case u'弁': return u"護士|理士";
    case u'税': return u"理士";
    case u'司': return u"法書士|会";
    case u'行': return u"政書士";
    case u'裁': return u"判官|判長";
    case u'医': case u'講': return u"師";
    case u'教': return u"諭|頭";
    case u'校': return u"長";
    case u'学': return u"年主任";
    case u'監': return u"督";
    case u'記': return u"者";
    case u'秘': return u"書";
    case u'通': return u"訳";
    case u'添': return u"乗員";
    case u'旧': return u"姓";
    default: return NULL;
    }
}

uint32_t word_of_post(const uint16_t *c, uint32_t n)
{
    uint32_t longest = 0;
    for (const char16_t *rest = post_beginning(c[0]); rest;) {
        uint32_t k = 0;
        while (rest[k] && rest[k] != '|' && k + 1 < n && c[k + 1] == rest[k])
            k++;
        if ((!rest[k] || rest[k] == '|') && k + 1 > longest)
            longest = k + 1;
        while (rest[k] && rest[k] != '|')
            k++;
        rest = rest[k] ? rest + k + 1 : NULL;
    }
    return longest;
}

bool name_has_title(const uint16_t *c, uint32_t n)
{
    uint32_t title = title_start(c, 0, n);
    return title > 0 && title < n && !word_of_group(c, 0, title);
}

bool word_of_office(const uint16_t *c, uint32_t i, uint32_t end)
{
    static const char16_t words[][3] = {u"営業", u"経理", u"総務", u"技術", u"人事", u"企画", u"開発", u"製造", u"品質", u"購買", u"情報", u"広報", u"法務", u"財務", u"管理", u"事業", u"工場", u"担当", u"統括", u"代表",
                                        u"常務", u"専務", u"執行", u"国際", u"海外", u"地域", u"教育", u"研究", u"看護", u"医療", u"福祉", u"介護", u"保健", u"健康", u"環境", u"建設", u"土木", u"農政", u"税務", u"市民",
                                        u"住民", u"秘書", u"物流", u"生産", u"販売", u"業務", u"運営", u"施設", u"学年", u"学級", u"各位", u"関係", u"監査", u"内部", u"調達", u"戦略", u"推進", u"経営", u"会計", u"診療",
                                        u"外来", u"病棟", u"入試", u"生活", u"社会", u"都市", u"産業", u"観光", u"文化", u"防災", u"危機", u"政策", u"計画", u"財政", u"契約", u"検査", u"資産", u"特別", u"名誉",
                                        u"国語", u"音楽", u"理科", u"数学", u"英語", u"体育", u"美術", u"新人", u"人気", u"専科", u"養護", u"教科", u"大学", u"高校", u"学校", u"主任", u"首席", u"上席", u"次席", u"参与", u"顧問", u"前任", u"後任", u"新任", u"現任", u"同僚", u"上級", u"下級", u"本校", u"当校", u"本社", u"当社", u"弊社", u"貴社", u"恩師",
                                        u"地区", u"会場", u"作業", u"現場", u"調査", u"消防", u"自治", u"町内", u"婦人", u"青年", u"支部", u"部会", u"分科", u"学務", u"教務", u"庶務", u"整備", u"警備", u"安全", u"衛生", u"保安",
                                        u"諸", u"両", u"各", u"前", u"元", u"現", u"新", u"副", u"正", u"全", u"本", u"当", u"同", u"次", u"先", u"歴代"};
    for (size_t k = 0; k < COUNT(words); k++) {
        uint32_t n = words[k][1] ? 2 : 1;
        if (n == 1 ? end - i == 1 && c[i] == words[k][0] : end - i >= 2 && ((c[i] == words[k][0] && c[i + 1] == words[k][1]) || (c[end - 2] == words[k][0] && c[end - 1] == words[k][1])))
            return true;
    }
    return false;
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
    static const char16_t *const words[] = {
        u"上部", u"下部", u"中部", u"南部", u"北部", u"西部", u"東部", u"上方", u"下向", u"下宿", u"上司", u"上町", u"下町", u"上板", u"五月",
        u"弥生", u"葉月", u"卯月", u"霜月", u"水無月", u"千秋", u"青空", u"出口", u"入口", u"戸口", u"東口", u"西口", u"南口", u"北口", u"川口",
        u"大口", u"小口", u"見物", u"見方", u"作間", u"世代", u"四季", u"天井", u"明文", u"大手", u"大任", u"仲間", u"公文", u"公平", u"分水",
        u"門出", u"小屋", u"屋敷", u"家内", u"市場", u"広間", u"本所", u"本名", u"本国", u"本土", u"本道", u"本島", u"本丸", u"本陣", u"大仏",
        u"大家", u"大地", u"天地", u"国立", u"平地", u"片方", u"四方", u"後月", u"当日", u"日当", u"日影", u"朝日", u"東海", u"中立", u"中程",
        u"若木", u"新地", u"新居", u"新家", u"新道", u"新本", u"古本", u"古代", u"古寺", u"古城", u"正本", u"正方", u"総和", u"総領", u"温水",
        u"源氏", u"平家", u"生起", u"田地", u"田畑", u"植木", u"樹木", u"森林", u"海上", u"海老", u"深海", u"絵本", u"船場", u"花園", u"花畑",
        u"薬師", u"行方", u"豊富", u"道場", u"長久", u"長屋", u"門前", u"高座", u"高地", u"高原", u"小文字", u"小指", u"小間", u"小国", u"入場",
        u"入部", u"加勢", u"味方", u"原子", u"原野", u"向後", u"城内", u"城下", u"相場", u"真正", u"真中", u"真水", u"真下", u"真夏", u"三角",
        u"三日月", u"一色", u"一文字", u"一路", u"五色", u"五輪", u"万里", u"丁子", u"十文字", u"千草", u"双葉", u"青葉", u"若葉", u"若草", u"近道",
        u"近間", u"好奇", u"度々", u"貴志", u"草花", u"金玉", u"金星", u"銚子", u"飯場", u"風穴", u"出来", u"院内", u"島内", u"場内", u"船床",
        u"途中", u"父母", u"本社", u"本部", u"木造", u"山地", u"車力", u"大空", u"大海", u"大門", u"海原", u"口", u"中", u"上", u"下", u"前", u"後",
        u"内", u"外", u"左", u"右", u"表", u"裏", u"春", u"夏", u"秋", u"冬", u"鍵", u"車", u"道", u"門", u"都", u"市", u"県", u"国", u"町", u"村",
        u"会", u"人", u"私", u"係", u"紙", u"空", u"海", u"山", u"川", u"花", u"木", u"水", u"金", u"土", u"日", u"月", u"火", u"光", u"音", u"声",
        u"心", u"命", u"力", u"的", u"件", u"為", u"所", u"者", u"物", u"事", u"時", u"間", u"年", u"数", u"店", u"駅", u"本", u"点", u"例", u"別",
        u"新", u"旧", u"高", u"大", u"小"};
    return whole_word(c, i, end, words, COUNT(words));
}

bool place_like(const uint16_t *c, uint32_t i, uint32_t end)
{
    static const char16_t *const others[] = {
        u"石川", u"宮城", u"香川", u"三重", u"兵庫", u"札幌", u"中央", u"上野", u"品川", u"赤坂", u"青山", u"大森", u"目白", u"神田", u"中野",
        u"大塚", u"池袋", u"原宿", u"銀座", u"東", u"西", u"南", u"北"};
    enum { PLACE_CHARACTERS = 5 };
    uint16_t name[PLACE_CHARACTERS + 1];
    uint32_t n = end - i;
    if (n > PLACE_CHARACTERS || whole_word(c, i, end, others, COUNT(others)))
        return true;
    for (uint32_t k = 0; k < n; k++)
        name[k] = c[i + k];
    name[n] = u'市'; /* wards, towns and villages are seldom called by their names alone */
    return (dictionary_find(name, n + 1) & WORD_CITY) != 0;
}

bool place_well_known(const uint16_t *c, uint32_t i, uint32_t run)
{
    static const char16_t places[][3] = {u"宮城", u"秋田", u"山形", u"福島", u"千葉", u"富山", u"石川", u"福井", u"長野", u"岐阜", u"静岡", u"三重", u"滋賀", u"奈良",
                                         u"鳥取", u"島根", u"岡山", u"広島", u"山口", u"徳島", u"香川", u"愛媛", u"高知", u"福岡", u"佐賀", u"長崎", u"熊本", u"大分",
                                         u"宮崎", u"沖縄", u"札幌", u"品川", u"神戸", u"大宮", u"横浜", u"姫路", u"松山", u"高松", u"中央", u"銀座", u"池袋", u"上海"};
    for (size_t k = 0; run - i == 2 && k < sizeof places / sizeof *places; k++)
        if (c[i] == places[k][0] && c[i + 1] == places[k][1])
            return true;
    return false;
}
