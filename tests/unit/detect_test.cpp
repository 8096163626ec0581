// detect/: check digits by published vectors, what must be found, what must not, persons in tables and texts, and linear time.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

extern "C" {
#include "detect/detect.h"
// scan.h is C; the formulas are declared here as they stand there
bool check_mynumber(const uint8_t *);
bool check_corporate(const uint8_t *);
bool check_licence(const uint8_t *);
bool check_luhn(const uint8_t *, size_t);
bool check_iban(const char *, size_t);
bool check_ssn(const uint8_t *);
bool check_itin(const uint8_t *);
bool check_aba(const uint8_t *);
const char *check_national(const char *, size_t);
bool detect_text_slowly(const char *, size_t, data_fn *, void *);
}

namespace {

std::vector<uint8_t> digits(const std::string &s)
{
    std::vector<uint8_t> d;
    for (char c : s)
        if (c >= '0' && c <= '9')
            d.push_back(static_cast<uint8_t>(c - '0'));
    return d;
}

struct found {
    std::string type, text;
    confidence sure;
};
struct collector {
    const std::string *text;
    std::vector<found> hits;
};
void collect(void *ctx, const data_hit *h)
{
    auto *c = static_cast<collector *>(ctx);
    ASSERT_LE(h->end, c->text->size());
    c->hits.push_back({data_type_name(h->type), c->text->substr(h->start, h->end - h->start), h->confidence});
}
std::vector<found> scan(const std::string &text)
{
    collector c{&text, {}};
    EXPECT_TRUE(detect_text(text.data(), text.size(), collect, &c));
    return c.hits;
}
// "PERSON 山田太郎|PHONE 090-..." of what is sure enough to reach a person
std::string sure(const std::string &text, bool special = false)
{
    std::string out;
    for (const found &f : scan(text))
        if (f.sure != CONFIDENCE_LOW && (special || (f.type != "HEALTH" && f.type != "SPECIAL_CARE")))
            out += (out.empty() ? "" : "|") + f.type + " " + f.text;
    return out;
}

TEST(Numbers, MyNumber)
{
    for (const char *good : {"123456789018", "621498320257", "983205673214", "465281266333", "000111111111", "100000000030", "100000000080"})
        EXPECT_TRUE(check_mynumber(digits(good).data())) << good;
    for (const char *bad : {"123456789019", "621498320258", "983205673210"})
        EXPECT_FALSE(check_mynumber(digits(bad).data())) << bad;
}

TEST(Numbers, OtherCheckDigits)
{
    EXPECT_TRUE(check_corporate(digits("5835678256246").data()));
    EXPECT_TRUE(check_corporate(digits("7000012050002").data()));
    EXPECT_FALSE(check_corporate(digits("2835678256246").data()));
    for (const char *good : {"309012345620", "309012340910", "309012340400"})
        EXPECT_TRUE(check_licence(digits(good).data())) << good;
    EXPECT_FALSE(check_licence(digits("309012345610").data()));
    for (const char *good : {"4111111111111111", "5555555555554444", "378282246310005", "3530111333300000", "30569309025904", "6011111111111117", "2223003122003222"})
        EXPECT_TRUE(check_luhn(digits(good).data(), digits(good).size())) << good;
    EXPECT_FALSE(check_luhn(digits("4111111111111112").data(), 16));
    for (const char *good : {"GB29NWBK60161331926819", "DE89370400440532013000", "FR1420041010050500013M02606", "NL91ABNA0417164300", "ES9121000418450200051332"})
        EXPECT_TRUE(check_iban(good, std::string(good).size())) << good;
    EXPECT_FALSE(check_iban("GB29NWBK60161331926818", 22));
    EXPECT_FALSE(check_iban("GB29NWBK6016133192681", 21));
    EXPECT_TRUE(check_ssn(digits("536904399").data()));
    for (const char *bad : {"666000000", "078051120", "912345678", "457555462", "219099999", "000121234", "123001234", "123450000"})
        EXPECT_FALSE(check_ssn(digits(bad).data())) << bad;
    EXPECT_TRUE(check_itin(digits("912903456").data()));
    EXPECT_FALSE(check_itin(digits("912934567").data()));
    EXPECT_TRUE(check_aba(digits("111000025").data()));
    EXPECT_FALSE(check_aba(digits("112000025").data()));
}

TEST(Numbers, NationalRows)
{
    struct {
        const char *number, *want;
    } rows[] = {{"A123456789", "tw-id"}, {"A123456788", nullptr}, {"11010519491231002X", "cn-id"}, {"110105194912310021", nullptr}, {"111222333", "nl-bsn"},
                {"111222334", nullptr}, {"54362315K", "es-dni"}, {"54362315Z", nullptr}, {"12345678Z", "es-dni"}, {"X2482300W", "es-dni"},
                {"RCCMNL83S18D969H", "it-cf"}, {"RCCMNL83S18D969", nullptr}, {"44051401359", "pl-pesel"}, {"44051401358", nullptr}, {"8803200016", "se-personnummer"},
                {"311280-888Y", "fi-hetu"}, {"131052-308T", "fi-hetu"}, {"131052-308U", nullptr}, {"295109912611193", "fr-nir"}, {"36574261809", "de-idnr"},
                {"36574261890", nullptr}, {"9434765870", "gb-nhs"}, {"9434765871", nullptr}, {"85073003328", "be-nn"}};
    for (const auto &row : rows) {
        const char *got = check_national(row.number, std::string(row.number).size());
        EXPECT_STREQ(got ? got : "-", row.want ? row.want : "-") << row.number;
    }
}

TEST(Text, FindsWhatALabelNames)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"マイナンバー：1234 5678 9018", "MYNUMBER 1234 5678 9018"},
        {"個人番号　１２３４－５６７８－９０１８", "MYNUMBER １２３４－５６７８－９０１８"},
        {"マイナンバー：123456789019", ""}, // wrong check digit
        {"注文番号 123456789018", ""},      // somebody else's label
        {"123456789018", ""},
        {"免許証　鈴木 幸雄\n番号　第459637275112号", "PERSON 鈴木 幸雄|DRIVER_LICENSE 459637275112"},
        {"運転免許証番号 309012345620", "DRIVER_LICENSE 309012345620"},
        {"旅券番号 TK1234567", "PASSPORT TK1234567"},
        {"tax id: 36574261809 BIS 2020", "NATIONAL_ID 36574261809"},
        {"codice fiscale: cccccccccccccccccccccccccc1", ""}, // a piece of a word is no number
        {"在留カード番号：AB12345678CD", "RESIDENCE_CARD AB12345678CD"},
        {"基礎年金番号 1234-567890", "PENSION_NO 1234-567890"},
        {"雇用保険被保険者番号 1234-567890-1", "INSURANCE_NO 1234-567890-1"},
        {"みずほ銀行 渋谷支店 普通 1234567", "BANK_ACCOUNT 1234567"},
        {"ゆうちょ銀行 記号 10120 番号 12345678", "BANK_ACCOUNT 10120 番号 12345678"},
        {"カード番号 4111-1111-1111-1111", "CREDIT_CARD 4111-1111-1111-1111"},
        {"カード番号 4111-1111-1111-1112", ""},
        {"追跡番号 4111111111111111", ""},
        {"IBAN DE89 3704 0044 0532 0130 00", "IBAN DE89 3704 0044 0532 0130 00"},
        {"SSN: 536-90-4399", "US_SSN 536-90-4399"},
        {"ticket 536-90-4399", ""},
        {"電話 03-1234-5678", "PHONE 03-1234-5678"},
        {"TEL:０９０－１２３４－５６７８", "PHONE ０９０－１２３４－５６７８"},
        {"+81 90-1234-5678", "PHONE +81 90-1234-5678"},
        {"call (212) 555-0123 today", "PHONE (212) 555-0123"},
        {"+44 20 7946 0018", "PHONE +44 20 7946 0018"},
        {"品番 06-8667-3939", ""},
        {"taro.yamada@example.jp", "EMAIL taro.yamada@example.jp"},
        {"@support 参照", ""},
        {"〒100-0001 東京都千代田区千代田1-1", "POSTAL 100-0001|ADDRESS 東京都千代田区千代田1-1"},
        {"生年月日：昭和60年1月2日", "BIRTHDATE 昭和60年1月2日"},
        {"佐藤さん（S60.1.2生）", "PERSON 佐藤|BIRTHDATE S60.1.2"},
        {"納期は2026年1月2日", ""},
        {"学籍番号 20J2866", "STUDENT_ID 20J2866"},
        {"初期パスワード: Xk9!vbQ2", "PASSWORD Xk9!vbQ2"},
        {"パスワードは別途お送りします", ""},
        {"Please change your password soon", ""},
        {"AKIAIOSFODNN7EXAMPLE", "SECRET AKIAIOSFODNN7EXAMPLE"},
        {"氏名：山田太郎", "PERSON 山田太郎"},
        {"氏名：勅使河原 煌輝斗", "PERSON 勅使河原 煌輝斗"},
        {"田中様", "PERSON 田中"},
        {"お客様 皆様 関係者各位 様式", ""},
        {"Dear Ms. Whitfield,", "PERSON Whitfield"},
        {"Yamada Taro", "PERSON Yamada Taro"},
        {"주민등록번호 900101-1234568", "NATIONAL_ID 900101-1234568"},
        {"身分證字號：A123456789", "NATIONAL_ID A123456789"},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, ALabelInAHeaderLineNamesTheLinesBelow)
{
    EXPECT_EQ(sure("学籍番号・氏名の順に記載します。\n20J2866　鬼頭谷 琉翔牙\n21B0001　山田 太郎\n"),
              "STUDENT_ID 20J2866|PERSON 鬼頭谷 琉翔牙|STUDENT_ID 21B0001|PERSON 山田 太郎");
    EXPECT_EQ(sure("マイナンバーは次のとおりです。\n123456789018\n621498320257\n"), "MYNUMBER 123456789018|MYNUMBER 621498320257");
    EXPECT_EQ(sure("注文番号は次のとおりです。\n123456789018\n"), "");
    EXPECT_EQ(sure("パスワード：\nXk9!vbQ2\n"), "PASSWORD Xk9!vbQ2");
    // a header whose labels are parted by commas
    EXPECT_EQ(sure("氏名,住所,電話番号\n鬼頭谷 琉翔牙,東京都千代田区1-2-3,090-1111-2222\n"), "PERSON 鬼頭谷 琉翔牙|ADDRESS 東京都千代田区1-2-3|PHONE 090-1111-2222");
    EXPECT_EQ(sure("氏名、住所、電話番号を書いてください。\nはい、そうします、よろしく\n"), "");
    // an announcement of something else does not take the label's place, nor does the 名 of 名簿
    EXPECT_EQ(sure("学籍番号：\n商品一覧\n20J2866\n"), "STUDENT_ID 20J2866");
    EXPECT_EQ(sure("学籍番号：\n参加者名簿は以下\n20J2866\n"), "STUDENT_ID 20J2866");
    // rows that hold nothing are no end of the columns; four lines that are no rows are
    EXPECT_EQ(sure("クラス\t学籍番号\nA\t20J2866\nB\t未定\nC\t未定\nD\t未定\nE\t未定\nF\t20J2867\n"), "STUDENT_ID 20J2866|STUDENT_ID 20J2867");
    EXPECT_EQ(sure("クラス\t学籍番号\n以上です。\nよろしく\nお願い\nします。\nF\t20J2867\n"), "");
}

TEST(Text, EveryKindOfTokenIsFound)
{
    // what is looked at closer goes by the first two letters: a kind that is missing there would be found nowhere
    const std::string tail = "Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0Kk1Ll2Mm3Nn4Oo5Pp6Qq7Rr8Ss9Tt0Uu1Vv2", upper = "ABCDEFGH12345678";
    for (const char *prefix : {"AKIA", "ASIA", "ABIA", "ACCA", "ghp_", "gho_", "ghs_", "ghu_", "ghr_", "github_pat_", "glpat-", "AIza", "ya29.", "xoxb-", "xoxp-",
                               "xapp-", "sk_live_", "rk_live_", "sk_test_", "SG.", "npm_", "pypi-", "sk-proj-", "sk-ant-", "eyJ", "LINE_", "hooks.slack.com/services/"}) {
        const std::string kind = prefix;
        std::string token = kind + (kind[0] == 'A' && kind != "AIza" ? upper : tail);
        if (kind == "eyJ")
            token += "." + tail + "." + tail;
        EXPECT_EQ(sure("the key " + token + " is new\n"), "SECRET " + token);
    }
}

TEST(Text, NamesStandInManyPlaces)
{
    struct {
        const char *text, *want;
    } rows[] = {
        // behind what somebody is, even where only half of the name is known
        {"施主　萩原圭介様　三回忌", "PERSON 萩原圭介"},
        {"施主　白石 真司様", "PERSON 白石 真司"},
        {"運転者１：荻野陸", "PERSON 荻野陸"},
        {"納税義務者　宮川瑠希愛", "PERSON 宮川瑠希愛"},
        {"副会長　関口敦（５年３組）、岸 奈津子（４年２組）", "PERSON 関口敦|PERSON 岸 奈津子"},
        {"総務課 外崎様", "PERSON 外崎"},
        {"会　長　吉岡 恵美（６年１組）", "PERSON 吉岡 恵美"},
        {"運転者氏名 中森　柚希", "PERSON 中森　柚希"},
        // with its reading, in a list, alone below a line, with a title that goes on
        {"望月彩（もちづきあや）", "PERSON 望月彩"},
        {"望月 彩、古屋 徹、名取 萌衣", "PERSON 望月 彩|PERSON 古屋 徹|PERSON 名取 萌衣"},
        {"――――――――――\n　河合稀星\n", "PERSON 河合稀星"},
        {"宛名のよく似た細川 渉様宛の通知", "PERSON 細川 渉"},
        {"・牧野　将太名義の診察券", "PERSON 牧野　将太"},
        {"辺銀 稀星 殿", "PERSON 辺銀 稀星"},
        {"グエン・ティ・ホアさん", "PERSON グエン・ティ・ホア"},
        {"何かありましたら櫻井までご連絡ください。", "PERSON 櫻井"},
        {"管理係　久野（内線0795）", "PERSON 久野"},
        // other forms of kanji
        {"眞鍋 俊介様", "PERSON 眞鍋 俊介"},
        {"𠮷田 隼人様", "PERSON 𠮷田 隼人"},
        // English
        {"Good morning Nina,", "PERSON Nina"},
        {"Thanks,\nOlive Callahan\n", "PERSON Olive Callahan"},
        {"Beneficiary: Jürgen Brückner", "PERSON Jürgen Brückner"},
        {"Ono-san, the courier is here. Ask Edward-san.", "PERSON Ono|PERSON Edward"},
        {"Yamazakiさん", "PERSON Yamazaki"},
        // in halves
        {"first_name: Catherine\nlast_name: Kaplan\n", "PERSON Catherine|PERSON Kaplan"},
        {"姓：莇生田\n名：陽葵乃\n", "PERSON 莇生田|PERSON 陽葵乃"},
        {"名：畑 未奈", "PERSON 畑 未奈"},
        // and where none stand
        {"不可　正：良", ""},
        {"施設名：さくら\n会社名：森\n件名：お礼\nFile name: Report\n姓：なし\nLast name: (required)\n", ""},
        {"Amazonさんから。San-san road, pre-san check, the Taka-san-do.", ""},
        {"ご依頼主　大久保酒造（株）", ""},
        {"渡邉工務店（株）　経理グループ", ""},
        {"主治医：大島　受持看護師：荻野", "PERSON 大島|PERSON 荻野"},
        {"読書会の課題は宮沢賢治『春と修羅』です。", ""},
        {"お名前：匿名希望", ""},
        {"旧 200,479円　新 210,000円", ""},
        {"返金一覧（名義・種別・口座番号・金額）", ""},
        {"17時までご予約ください", ""},
        {"大原則", ""},
        {"お子さん 2024/12/19生", "BIRTHDATE 2024/12/19"},
        {"檸檬（れもん）", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, WhatStandsAroundMakesNames)
{
    struct {
        const char *text, *want;
    } rows[] = {
        // who writes
        {"お世話になります。桜台クリニックの谷口でございます。", "PERSON 谷口"},
        {"おはようございます、朝風です。", "PERSON 朝風"},
        {"お疲れさまです。8029の杉山です。", "PERSON 杉山"},
        {"> 木村です。了解しました。", "PERSON 木村"},
        {"うさぎ組の藤本 すみれです。", "PERSON 藤本 すみれ"},
        {"3班の班長、堀です。会費の件です。", "PERSON 堀"},
        {"垪岡と申します。", "PERSON 垪岡"},
        {"ご確認ください。\n（古川記）", "PERSON 古川"},
        {"----\n医療法人さくら会　事務局　有原", "PERSON 有原"},
        {"ご確認ください。\nフロント　吉田\n", "PERSON 吉田"},
        {"以上です。\n\n中村\n", "PERSON 中村"},
        {"加藤博@三田図書館", "PERSON 加藤博"},
        {"受付：野口（薬剤師）", "PERSON 野口"},
        // of whom is spoken
        {"(担当)石田・岡本", "PERSON 石田|PERSON 岡本"},
        {"済：水野 理咲、網田、西田 亮", "PERSON 水野 理咲|PERSON 網田|PERSON 西田 亮"},
        {"不明点は平野までお願いします。", "PERSON 平野"},
        {"ご厚志は横田まで。", "PERSON 横田"},
        {"OUT 1組　8:08　片山・川村・福原・成田", "PERSON 片山|PERSON 川村|PERSON 福原|PERSON 成田"},
        {"倉庫Ａ　山下、濵田、河合", "PERSON 山下|PERSON 濵田|PERSON 河合"},
        {"小泉：先月のヒヤリハットは横ばい。", "PERSON 小泉"},
        {"心当たりのある方は杉本まで。", "PERSON 杉本"},
        {"山内さんは旧姓の東でも登録が残っています。", "PERSON 山内|PERSON 東"},
        {"（旧姓 久城）", "PERSON 久城"},
        {"15:00　面谷宅に行きます", "PERSON 面谷"},
        {"福島事務長様", "PERSON 福島"},
        {"関園長先生", "PERSON 関"},
        {"面接官は鈴木事務長と大野科長。", "PERSON 鈴木|PERSON 大野"},
        {"鯖戸課長", "PERSON 鯖戸"},
        {"来るのは甕岡主事・岡本主査です", "PERSON 甕岡|PERSON 岡本"},
        {"面接は鈴木事務長と嘉納谷科長です", "PERSON 鈴木|PERSON 嘉納谷"},
        // given names in kana, letters that stand apart, readings
        {"館長　松井すみれ", "PERSON 松井すみれ"},
        {"中村 ひなた 様", "PERSON 中村 ひなた"},
        {"浜田さくらさんの免許証", "PERSON 浜田さくら"},
        {"調査書は千葉みゆき先生が作成中です。", "PERSON 千葉みゆき"},
        {"会長　小 林 隆 蔵", "PERSON 小 林 隆 蔵"},
        {"（2）中 山 か お り", "PERSON 中 山 か お り"},
        {"1）蔦 清　様", "PERSON 蔦 清"},
        {"大里莉子（オオサト リコ）", "PERSON 大里莉子"},
        {"[お名前] 堀 文雄\n[フリガナ] ホリ フミオ\n", "PERSON 堀 文雄"},
        {"フリガナ　ホリ　フミオ\n氏　　名　堀　文雄\n", "PERSON 堀　文雄"},
        {"委託児童　千尋さん", "PERSON 千尋"},
        {"査定は岡本マネージャーです。", "PERSON 岡本"},
        {"塾長の鵲田先生に渡してください。", "PERSON 鵲田"},
        // names in no dictionary that begin a row, stand behind a role or below a rule
        {"鯵坂原　玲生真　基礎年金番号 1621-717766", "PERSON 鯵坂原　玲生真|PENSION_NO 1621-717766"},
        {"・蛯子島堂晴（学籍番号：1231812）", "PERSON 蛯子島堂晴|STUDENT_ID 1231812"},
        {"汐路 恋々奈 <kokona@example.jp>", "PERSON 汐路 恋々奈|EMAIL kokona@example.jp"},
        {"受講者　莇生田 陽葵乃（78歳）", "PERSON 莇生田 陽葵乃"},
        {"――――――――――\n　櫛部田 雫玖（広報係）", "PERSON 櫛部田 雫玖"},
        {"NGUYEN THI HOA　旅券番号 TS4813263", "PERSON NGUYEN THI HOA|PASSPORT TS4813263"},
        {"LE VAN TOAN様", "PERSON LE VAN TOAN"},
        {"大原 陽子（青少年委員）／チャン・クオック・バオ（国際交流）", "PERSON 大原 陽子|PERSON チャン・クオック・バオ"},
        {"宿泊者 デウィ・レスタリ　旅券番号 NB6258040", "PERSON デウィ・レスタリ|PASSPORT NB6258040"},
        {"鳴神谷 杏璃紗様", "PERSON 鳴神谷 杏璃紗"},
        {"本人：甕岡　朔弥士（個人番号あり）", "PERSON 甕岡　朔弥士"},
        {"医事課　簾内川主任（内線3526）", "PERSON 簾内川"},
        // English signatures
        {"Can you rotate these today?\nIvan\n", "PERSON Ivan"},
        {"Regards\nRachel\n\nSales team\n", "PERSON Rachel"},
        {"Forward questions to Nurse Okafor, ext. 2162.", "PERSON Okafor"},
        // and where nobody is spoken of
        {"これは会計の資料です。", ""},
        {"本日は休みです。", ""},
        {"駅前の中央です", ""},
        {"山口県の福島です", ""},
        {"福島です。", ""},
        {"お世話になります。総務課の担当でございます。", ""},
        {"こちらは総務部の窓口です。", ""},
        {"お疲れさまです。2026の夏です。", ""},
        {"質問は当日までお願いします。", ""},
        {"駅からは上野までお願いします。", ""},
        {"（上記）（日記）（登記）（編集部記）", ""},
        {"自宅、在宅、住宅、社宅", ""},
        {"旧姓の使用を認めます。", ""},
        {"ご案内です。\n事務局　移転", ""},
        {"ご案内です。\n営業部　東京\nご覧ください。", ""},
        {"議題\n以上\n資料", ""},
        {"(担当)総務部", ""},
        {"受付：上野（東口）", ""},
        {"石田より、田中さきほど、上田なども", ""},
        {"東京みなと保育園、石川さゆり楽団", ""},
        {"出身：大野中出身", ""},
        {"各自治会長殿", ""},
        {"学校長様、事務長様", ""},
        {"中央病院（リハビリ）", ""},
        {"経理担当課長", ""},
        {"会計主任・総務主査、本校教頭・学年主任", ""},
        {"請 求 書", ""},
        {"佐藤食品、福島、山形の三社", ""},
        {"人気先生、国語先生、担任先生", ""},
        {"東京、大阪、福島、石川", ""},
        {"上田・長野・松本", ""},
        {"中心・周辺・外縁", ""},
        {"東・西・南", ""},
        {"山口：雨のち晴れ。", ""},
        {"本田：12台", ""},
        {"（代理人）", ""},
        {"営業リーダー、東京マネージャー", ""},
        {"国民年金　基礎年金番号 1621-717766", "PENSION_NO 1621-717766"},
        {"身分証確認　旅券番号 TS4813263", "PASSPORT TS4813263"},
        {"新規 届出　学籍番号 1231812", "STUDENT_ID 1231812"},
        {"支払方法：クレジットカード 3478 885750 31398", "CREDIT_CARD 3478 885750 31398"},
        {"・写真共有　パスワード：Tori_6154xk", "PASSWORD Tori_6154xk"},
        {"営業本部　第一課　03-1234-5678", "PHONE 03-1234-5678"},
        {"PASSPORT COPY　旅券番号 TS4813263", "PASSPORT TS4813263"},
        {"USER GUIDE様式", ""},
        {"リンゴ・バナナ・ミカン（果物）", ""},
        {"See the list.\n\nMonday\n", ""},
        {"Rachel\nis the name of a ship.", ""},
        {"Nurse Practitioner, Nurse Station", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, SurnamesAlone)
{
    struct {
        const char *text, *want;
    } rows[] = {
        // who wrote it, behind the last sentence or below it
        {"障害票を起票済み。竹内", "PERSON 竹内"},
        {"> よろしくお願いします。　堤", "PERSON 堤"},
        {"取り急ぎ。　桜井\r\n次の行", "PERSON 桜井"},
        {"トークンを失効させます（鵜崎）。", "PERSON 鵜崎"},
        {"明日の打合せは何時でよいでしょうか（工藤）", "PERSON 工藤"},
        {"様式が違います。\n岸本\n取り急ぎ。", "PERSON 岸本"},
        {"あとで精算しましょう。\n\n健太\niPhoneから送信", "PERSON 健太"},
        {"Thanks, 工藤", "PERSON 工藤"},
        {"Approved by 水野", "PERSON 水野"},
        {"明日の天気は晴れ。高松", ""},
        {"会場は未定です。当日", ""},
        {"雨天のときは中止します。　以上", ""},
        {"列車が停まる駅を示します。\n三島\n小田原", ""},
        {"記録をまとめます。\n結果\n", ""},
        {"駅名を示します（品川）。", ""},
        {"価格を示します（税込）。", ""},
        {"複数のデータベースファイルは、コロンで区切って指定します。 環\n境変数を利用します。", ""},
        {"データベースが壊れたときはコロンで区切って、あるファイルを指定します。山田\nデータベースを指定します。", ""},
        // whom to call
        {"間違いがあれば組合事務局 0263-75-5676（斎藤）へ。", "PHONE 0263-75-5676|PERSON 斎藤"},
        {"情シス（06-3016-0488、田辺）", "PHONE 06-3016-0488|PERSON 田辺"},
        {"申込みは総務 早川（0463-21-5371）まで", "PERSON 早川|PHONE 0463-21-5371"},
        {"何かあったら夫の節子（090-8023-6685）に。", "PERSON 節子|PHONE 090-8023-6685"},
        {"店舗 高島（0740-22-3456）、今津（0740-22-4567）", "PHONE 0740-22-3456|PHONE 0740-22-4567"},
        {"代表 0263-75-5676（内線）", "PHONE 0263-75-5676"},
        {"お客様相談室 杉本宛", "PERSON 杉本"},
        {"隣棟の内田義雄様宅に投函した", "PERSON 内田義雄"},
        // who speaks, and behind what somebody is
        {"秋山「学籍番号はまだですか」\n", "PERSON 秋山"},
        {"宮崎「日南海岸への旅」", ""},
        {"作業「塗装」の見積", ""},
        {"電話を受けた人：漆谷", "PERSON 漆谷"},
        {"受付スタッフ＝佐々木", "PERSON 佐々木"},
        {"対象者：新人", ""},
        {"担当吉田、立会い和田。", "PERSON 吉田"},
        {"出席：増田様、弊社橋本", "PERSON 増田|PERSON 橋本"},
        {"学年主任秋山先生", "PERSON 秋山"},
        {"担当大臣、弊社工場、会長選挙、主任技師、部長会議", ""},
        {"旧姓西村", "PERSON 西村"},
        {"税理士 川崎", "PERSON 川崎"},
        {"研修担当 鈴木", "PERSON 鈴木"},
        {"出発地 川崎", ""},
        {"部長　辛口　090-8261-6337", "PERSON 辛口|PHONE 090-8261-6337"},
        {"事務局　三澤　FAX 083-739-1797", "PERSON 三澤|PHONE 083-739-1797"},
        {"支店　高島　TEL 0740-22-3456", "PHONE 0740-22-3456"},
        {"取引先（福岡）：未定", ""},
        {"番号を塗りつぶしてください　中島\n", "PERSON 中島"},
        {"天気をお知らせします　高松\n", ""},
        {"あとで精算しましょ〜\n健太", "PERSON 健太"},
        {"送信後はこの表を破棄。会計 樋口", "PERSON 樋口"},
        {"最後の方は横沼洋子宅へ", "PERSON 横沼洋子"},
        {"少年野球の工藤です。日曜の配車です。", "PERSON 工藤"},
        {"次の駅の工藤です。昨日の大雨です。", ""},
        {"担当：人事部　原田 陸　TEL 0138-39-2409", "PERSON 原田 陸|PHONE 0138-39-2409"},
        {"件名: 柴倉 照蔵様 ご請求書の件", "PERSON 柴倉 照蔵"},
        {"千葉　晴れのち雨", ""},
        {"棗川さんにお願いします。", "PERSON 棗川"},
        {"名前は平野　凛、桜川女子大学2年です。", "PERSON 平野　凛"},
        {"グエン・ティ・フォン 様 / 3名", "PERSON グエン・ティ・フォン"},
        {"一応メールも\n和田より\n", "PERSON 和田"},
        {"優樹へ\r\n元気ですか", "PERSON 優樹"},
        {"東京へ\n現地より\n以上より\n福島へ\n", ""},
        {"誠くん、愛ちゃん", "PERSON 誠|PERSON 愛"},
        {"赤ちゃん、兄ちゃん、諸君くん", ""},
        // arrows
        {"土曜 松尾→南に交代", "PERSON 松尾|PERSON 南"},
        {"水野→村田→蔀屋→荒木→", "PERSON 水野|PERSON 村田|PERSON 蔀屋|PERSON 荒木"},
        {"松本→長野→高崎→前橋", ""},
        {"土曜 福島→千葉に変更", ""},
        {"渋谷支店 普通 9778723 (キムラ フミコ)", "BANK_ACCOUNT 9778723|PERSON キムラ フミコ"},
        // who enters, and with what
        {"管理画面は\nadmin ／ toB347kX$", "PASSWORD toB347kX$"},
        {"root / Kuma#58228w\n", "PASSWORD Kuma#58228w"},
        {"admin / user, root / wheel, root /usr/bin/x86_64, admin / Group1234 read more", ""},
        {"cd root / boot1234\nadmin/Config2024", ""},
        // readings with a title
        {"ササキ様　090-5313-1003", "PERSON ササキ|PHONE 090-5313-1003"},
        {"ヒグチ　ユタカ様", "PERSON ヒグチ　ユタカ"},
        {"ユーザー様、ホテル様、サンプル様式、スタッフ殿", ""},
        {"むらた様（ワイシャツ）", "PERSON むらた"},
        {"ご予約者：まつおすすむ 様", "PERSON まつおすすむ"},
        {"お名前　やまもと のりゆき", "PERSON やまもと のりゆき"},
        {" かねこさくら　07040783298", "PERSON かねこさくら|PHONE 07040783298"},
        {"お名前　ひらがな でも可", ""},
        {"みな様、どちら様、この様な、ごちそう様、お互い様", ""},
        {"おしらせ　03-1234-5678", "PHONE 03-1234-5678"},
        {"ロバート・チェン\tGB78LOYD96387755224450\tEUR 635", "PERSON ロバート・チェン|IBAN GB78LOYD96387755224450"},
        {"「祝 進さん」", ""},
        {"原告代理人弁護士　米田哲也", "PERSON 米田哲也"},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, SurnamesInRunningText)
{
    struct {
        const char *text, *want;
    } rows[] = {
        // who does something
        {"鍵は谷が持っています。", "PERSON 谷"},
        {"控えは佐々木が持っています。", "PERSON 佐々木"},
        {"本日中に永田がお詫びに伺います。", "PERSON 永田"},
        {"再発防止策は飯田が作成します。", "PERSON 飯田"},
        {"・更新が止まっている→中島が業者に聞く", "PERSON 中島"},
        {"明日は上野が回ります。", "PERSON 上野"},
        {"本件は福岡が対応します。明日は大阪が雨、庭には森が広がる。", ""},
        {"会場は上野が便利です。特に千葉が多い。春は桜井が見ごろ。", ""},
        {"色は青木がよく、山には清水が湧き、鍵は私が持っています。", ""},
        {"花は山吹が咲き、川は荒川が流れています。", ""},
        {"武田には俺から言っておきます。", "PERSON 武田"},
        {"承知しました。加藤にも伝えます。", "PERSON 加藤"},
        {"内藤は入って日が浅く、荒井も同じです。", "PERSON 内藤|PERSON 荒井"},
        {"大工は武田、左官が矢口、電気は未定です。", "PERSON 武田|PERSON 矢口"},
        {"午後は日明に同行して、久保と参ります。", "PERSON 日明|PERSON 久保"},
        {"負担が大きいというのが上脇の意見です。", "PERSON 上脇"},
        {"会場は品川、宿は上野。荒川は静かで、夏は長野に行きます。", ""},
        {"竹内はるか様", "PERSON 竹内はるか"},
        // from whom, and who takes over
        {"本人へは佐野から連絡済み", "PERSON 佐野"},
        {"林さまへは岩見から架電", "PERSON 林|PERSON 岩見"},
        {"裁判官が中島から里見に交代しました。", "PERSON 中島|PERSON 里見"},
        {"りんごは長野から送ります。本社は松本から移りました。船は三浦から出ます。", ""},
        {"各地から連絡済み。広島から電話がありました。", ""},
        // who goes along
        {"金曜の打合せは村瀬と私の2名で伺います。", "PERSON 村瀬"},
        {"面談者は足立と尾崎です。", "PERSON 足立|PERSON 尾崎"},
        {"土曜出勤は榊原・児玉です。", "PERSON 榊原|PERSON 児玉"},
        {"会場は上野と神田です。特産は青森と秋田の2県で。", ""},
        {"出張先は千葉・埼玉です。", ""},
        // whose telephone
        {"当日の連絡は杉生の携帯 090-6596-6875 へ。", "PERSON 杉生|PHONE 090-6596-6875"},
        {"会場の電話は下記、松本の電話局", ""},
        // behind what somebody is
        {"ご不明な点は経理の竹内（直通084-308-8701）まで。", "PERSON 竹内|PHONE 084-308-8701"},
        {"宛名が前任の江角のままでした。", "PERSON 江角"},
        {"総務の太田まで。", "PERSON 太田"},
        {"監督の清水です！", "PERSON 清水"},
        {"教頭の石原です。", "PERSON 石原"},
        {"書記次長の山本は留任します。", "PERSON 山本"},
        {"前任の荒神 公生さん、会長の竹内みどりさん", "PERSON 荒神 公生|PERSON 竹内みどり"},
        {"図書委員会の工藤まで", "PERSON 工藤"},
        {"支店の松本へ、倉庫の市川に。次の駅は工場の川口。業務の中央へ。", ""},
        {"担当の方の名前、教務の本部、係の出口", ""},
        // who introduces himself
        {"以上、山崎でした。", "PERSON 山崎"},
        {"関です。今日は在宅に切り替えます。", "PERSON 関"},
        {"濱田でございます。", "PERSON 濱田"},
        {"久保さん、泉です。", "PERSON 久保|PERSON 泉"},
        {"総務課 菊池です。", "PERSON 菊池"},
        {"管理を担当しております森若です。", "PERSON 森若"},
        {"転職サイトの田淵です", "PERSON 田淵"},
        {"千葉です。以上、終了でした。無料です。東京です。", ""},
        {"昨日は雨でした。会場は変更した千葉です。", ""},
        // behind what somebody is and a space, and in brackets
        {"子育て支援課　鈴木", "PERSON 鈴木"},
        {"推薦者 鈴木", "PERSON 鈴木"},
        {"教頭　太田", "PERSON 太田"},
        {"高齢介護課 認定係　原　内線8489", "PERSON 原"},
        {"管理係　河合（内線7625）", "PERSON 河合"},
        {"緊急連絡先　木村 080-3619-9908", "PERSON 木村|PHONE 080-3619-9908"},
        {"　営業　加藤　kato@example.jp", "PERSON 加藤|EMAIL kato@example.jp"},
        {"054-990-6034（収納管理担当 梅園）へ", "PHONE 054-990-6034|PERSON 梅園"},
        {"（文責・久保）", "PERSON 久保"},
        {"我那覇@出張中", "PERSON 我那覇"},
        {"荒井（048-888-8939）→ 川村（058-919-2952）", "PERSON 荒井|PHONE 048-888-8939|PERSON 川村|PHONE 058-919-2952"},
        {"（担当 未定）（送料 別）（営業 時間）（会場 松本）", ""},
        // lists
        {"1号車：駒林、松本、菅生、谷", "PERSON 駒林|PERSON 松本|PERSON 菅生|PERSON 谷"},
        {"○ 三豊/泉/近藤/佐々木", "PERSON 三豊|PERSON 泉|PERSON 近藤|PERSON 佐々木"},
        {"出席：生田目（学校）、山内（児相）、大橋", "PERSON 生田目|PERSON 山内|PERSON 大橋"},
        {"事務局（担当：松本・簑島）", "PERSON 松本|PERSON 簑島"},
        {"氏　　名：岩 崎 芽 依", "PERSON 岩 崎 芽 依"},
        {"欠席は延友、近藤、島田の3名。", "PERSON 延友|PERSON 近藤|PERSON 島田"},
        {"リンゴを阿久津・松本・松尾で分けました。", ""},
        {"もらったリンゴ、阿久津・松本・松尾で分けました。", "PERSON 阿久津|PERSON 松本|PERSON 松尾"},
        {"OUT 1　森田　山本　工藤　石腸", "PERSON 森田|PERSON 山本|PERSON 工藤|PERSON 石腸"},
        {"引き継ぎです（渡邊→近藤）。", "PERSON 渡邊|PERSON 近藤"},
        {"２年３組　高野 由紀　小麦", "PERSON 高野 由紀"},
        {"上野　秋葉原　神田", ""},
        {"会場：千葉、宮城、福島", ""},
        {"単価/数量/金額、大人/小人/幼児", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, WhatIsMostProtected)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"高橋由美子さんはうつ病で休職中です。", "PERSON 高橋由美子|HEALTH うつ病|HEALTH 休職"},
        {"佐藤一郎 昭和50年3月4日生 うつ病\n鈴木花子 平成2年3月4日生 糖尿病", "PERSON 佐藤一郎|BIRTHDATE 昭和50年3月4日|HEALTH うつ病|PERSON 鈴木花子|BIRTHDATE 平成2年3月4日|HEALTH 糖尿病"},
        {"佐藤一郎 1990年3月4日生 糖尿病 通院中", "PERSON 佐藤一郎|BIRTHDATE 1990年3月4日|HEALTH 糖尿病|HEALTH 通院"},
        {"氏名：高橋由美子\n病名：うつ病", "PERSON 高橋由美子|HEALTH うつ病"}, // the person stands on a line above
        {"患者 高橋由美子様\n診断：統合失調症", "PERSON 高橋由美子|HEALTH 統合失調症"},
        {"氏名：高橋由美子\n病名：急性胃腸炎", "PERSON 高橋由美子|HEALTH 急性胃腸炎"},
        {"氏名：高橋由美子\n病名：不眠症", "PERSON 高橋由美子|HEALTH 不眠症"},
        {"氏名：高橋由美子\n傷病名：未熟児網膜症", "PERSON 高橋由美子|HEALTH 未熟児網膜症"},
        {"氏名：高橋由美子\n病名：不明\n持病：無\n既往歴：未記入", "PERSON 高橋由美子"},
        {"氏名：高橋由美子\n既往歴：なし\n病名：\n持病：特になし", "PERSON 高橋由美子"},
        {"担当：佐藤 一郎\n症状：画面が固まる\n検査結果：異常なし\n診断：ディスクの故障", "PERSON 佐藤 一郎"},
        {"アレルギー：谷垣様は卵不可", "PERSON 谷垣"},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text, true), row.want) << row.text;
}

TEST(Text, GivenNamesInLetters)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"Subject: RE: deposit\n\nRachel,\nsee below.", "PERSON Rachel"},
        {"> Rachel,\r\n> see below.", "PERSON Rachel"},
        {"Rachel - here is the key you asked for.\n", "PERSON Rachel"},
        {"Keys are ready.\n\nRachel, Lettings\n", "PERSON Rachel"},
        {"Please confirm.\nRachel", "PERSON Rachel"},
        {"> please confirm the refund of $7,639.26\nRachel\n", "PERSON Rachel"},
        {"Cheers, Rachel\r\nP.S. none", "PERSON Rachel"},
        {"will clean up tomorrow -Rachel\n", "PERSON Rachel"},
        {"Reviewed by Rachel\n", "PERSON Rachel"},
        {"Queries to Rachel on 020 7946 0501.", "PERSON Rachel|PHONE 020 7946 0501"},
        {"Rachel (DOB 2016-03-04) can play on Saturday", "PERSON Rachel|BIRTHDATE 2016-03-04"},
        {"Her daughter Rachel can be reached on +44 117 496 0876.", "PERSON Rachel|PHONE +44 117 496 0876"},
        {"Corrigan, Rachel - SSN 564-21-2296\n", "PERSON Corrigan, Rachel|US_SSN 564-21-2296"},
        {"Rachel, someone pasted the key into the ticket.\n", "PERSON Rachel"},
        {"We look forward to welcoming you.\nRachel, Reservations\n", "PERSON Rachel"},
        {"Can you come down? Rachel\n", "PERSON Rachel"},
        {"See you then.\n| Rachel\n", "PERSON Rachel"},
        {"Lunch for three. Rachel is allergic to shellfish.", "PERSON Rachel"},
        {"- Rachel to send the report by Monday", "PERSON Rachel"},
        {"(rotates in May, ask Rachel)", "PERSON Rachel"},
        {"Deploy key, as requested by Rachel:", "PERSON Rachel"},
        {"So far: Andrew, Barry, Rachel.", "PERSON Andrew|PERSON Barry|PERSON Rachel"},
        {"Rachel and Gemma are both out.", "PERSON Rachel|PERSON Gemma"},
        {"Dear Scott and Luke,", "PERSON Scott|PERSON Luke"},
        {"Approved: Rachel\n", "PERSON Rachel"},
        {"Project: Rachel\nServer: Rachel, host: rachel", ""},
        {"Manager: Lindqvist, Rachel\n", "PERSON Lindqvist, Rachel"},
        {"311  Kowalski, Walter   1956-05-03   passport MU4848473", "PERSON Kowalski, Walter|PASSPORT MU4848473"},
        {"Any application is fine. Boot is slow. Tuesday is free. Fax is out of order. Park and Hill. Read and write by Hand.", ""},
        {"Rachel River is long. Ask Rachel Industries. The Rachel files, for Rachel-7, rachel is", ""},
        {"Location: Boston, Virginia\n", ""},
        {"written in Pascal, Perl and Ada.", ""},
        {"April,\nthe month of rain,", ""},
        {"Austin, Texas\n", ""},
        {"In the garden grew\nViola,\nSalvia and more.", ""},
        {"Her daughter Rachel is well.", ""},
        {"Made by Hand\nstep by Step\nstand by Mode\n", ""},
        {"Paris - here is the plan\n", ""},
        {"best, Case\nThanks, Team\n", ""},
        {"Meet us on Friday on 020 7946 0501", "PHONE 020 7946 0501"},
        {"Boston, Massachusetts - 617-555-0123", "PHONE 617-555-0123"},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, NumbersKnowTheirLabels)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"マイナンバーカードのコピーが届きました。読み取った番号は 1234 5678 9018 です", "MYNUMBER 1234 5678 9018"},
        {"個人番号一覧（氏名・番号の順）\n山田太郎 123456789018\n", "PERSON 山田太郎|MYNUMBER 123456789018"},
        {"（社員コード;氏名;入社日;個人番号）\n67804;三宅志保;2026-04-01;123456789018\n", "CUSTOMER_ID 67804|PERSON 三宅志保|MYNUMBER 123456789018"},
        {"学生証番号 N914584／日高　三郎", "STUDENT_ID N914584|PERSON 日高　三郎"},
        {"利用者番号 59131801　宮川 歩様　0834(65)7963", "CUSTOMER_ID 59131801|PERSON 宮川 歩|PHONE 0834(65)7963"},
        {"みちのく銀行　店番 740　普通　9121623", "BANK_ACCOUNT 9121623"},
        {"普通 3722541　12,160円", "BANK_ACCOUNT 3722541"},
        {"紛失したカードの番号：5105-1051-0510-5100", "CREDIT_CARD 5105-1051-0510-5100"},
        {"4111 1111 1111 1111", "CREDIT_CARD 4111 1111 1111 1111"},
        {"カード番号 3493 671383 21669（31年5月まで有効）", "CREDIT_CARD 3493 671383 21669"},
        {"萩原圭介様　さいたま市浦和区常盤1丁目14番1号", "PERSON 萩原圭介|ADDRESS さいたま市浦和区常盤1丁目14番1号"},
        {"米子市加茂町２５－２３／個人番号 123456789018", "ADDRESS 米子市加茂町２５－２３|MYNUMBER 123456789018"},
        {"甲府市丸の内1丁目26番6号　080 1468 2289", "ADDRESS 甲府市丸の内1丁目26番6号|PHONE 080 1468 2289"},
        {"（氏名、電話、マイナンバー）\n山田太郎、090-1234-5678、123456789018\n", "PERSON 山田太郎|PHONE 090-1234-5678|MYNUMBER 123456789018"},
        {"口座　名古屋銀行　東海支店 普通No.9913294", "BANK_ACCOUNT 9913294"},
        {"NAME  PASSPORT NO.  DATE OF BIRTH\nJohn Fitzwilliam   TK1234567  1984-05-11\n", "PERSON John Fitzwilliam|PASSPORT TK1234567|BIRTHDATE 1984-05-11"},
        {"Name    Passport No.\nSATO Hanako MZ7654321\n", "PERSON SATO Hanako|PASSPORT MZ7654321"},
        {"管理者PW　SCJ7!827oyR", "PASSWORD SCJ7!827oyR"},
        {"三神 由男（平成17年9月23日）", "PERSON 三神 由男|BIRTHDATE 平成17年9月23日"},
        {"隊長　浜田　陽子　昭和39年8月28日　緊急連絡先", "PERSON 浜田　陽子|BIRTHDATE 昭和39年8月28日"},
        {"浜田　陽子　1998/4/1 入社", "PERSON 浜田　陽子"},
        {"対象者 1984/05/11（42歳）", "BIRTHDATE 1984/05/11"},
        {"平成20年3月1日 満18歳", "BIRTHDATE 平成20年3月1日"},
        {"18 Rosebery Road, Bristol BS6 5LN", "ADDRESS 18 Rosebery Road, Bristol BS6 5LN"},
        {"call me on 020 7946 0136", "PHONE 020 7946 0136"},
        {"ID / パスワード\nadmin33 / 7JShzDC5N\n", "PASSWORD 7JShzDC5N"},
        {"当選：安永大輔（受付769）070-8353-6791", "PERSON 安永大輔|PHONE 070-8353-6791"},
        {"石川県輪島市忍町７－３－５ ハイム三葉７０６　060.9609.6374", "ADDRESS 石川県輪島市忍町７－３－５ ハイム三葉７０６|PHONE 060.9609.6374"},
        {"山田太郎様　0184878226", "PERSON 山田太郎|PHONE 0184878226"},
        {"My social security number is 536-90-4399 and my husband's (Fergus Sandoval) is 461-23-1862.",
         "US_SSN 536-90-4399|PERSON Fergus Sandoval|US_SSN 461-23-1862"},
        {"東儀さん、さっきの方の年金番号、メモのまま送ります\n0739-673129\n", "PERSON 東儀|PENSION_NO 0739-673129"},
        {"マイナンバーも届いています。\n\n\n山田太郎先生　池田泉州銀行住之江支店 普通預金 7522540　1234 5678 9018\nでは\nまた\nよろしく\n123456789018\n",
         "PERSON 山田太郎|BANK_ACCOUNT 7522540|MYNUMBER 1234 5678 9018|MYNUMBER 123456789018"},
        {"パスポートの件です。\n\nでは\nまた\nよろしく\nTK1234567 でした。", "PASSPORT TK1234567"},
        {"田中 直樹様 3546468706676198（有効 03/29）", "PERSON 田中 直樹|CREDIT_CARD 3546468706676198"},
        {"齋藤信之様　パスポートNo. MU2812516　昭和６３年８月２１日\n", "PERSON 齋藤信之|PASSPORT MU2812516|BIRTHDATE 昭和６３年８月２１日"},
        {"齋藤信之様　パスポートNo. MU2812516\n昭和６３年８月２１日\n", "PERSON 齋藤信之|PASSPORT MU2812516|BIRTHDATE 昭和６３年８月２１日"},
        {"ゼッケン3858　松井誠　男　H18/12/02　080ー9596ー3771", "PERSON 松井誠|BIRTHDATE H18/12/02|PHONE 080ー9596ー3771"},
        {"2014年7月20日（お誕生日）", "BIRTHDATE 2014年7月20日"},
        {"山田雄助さんの生年月日が空欄\n1985.06.14 でした。\n", "PERSON 山田雄助|BIRTHDATE 1985.06.14"},
        {"氏名\t続柄\t個人番号\t生年月日\n山田陽子\t本人\t1234-5678-9018\t昭和32年9月14日\n", "PERSON 山田陽子|MYNUMBER 1234-5678-9018|BIRTHDATE 昭和32年9月14日"},
        {"ローマ字／パスポート番号／生年月日\nYAMADA YUDAI／MZ0741812／2012/4/26\n", "PERSON YAMADA YUDAI|PASSPORT MZ0741812|BIRTHDATE 2012/4/26"},
        {"選手登録です。背番号・氏名・生年月日の順。\n1　村田　美穂　2014/04/18\n", "PERSON 村田　美穂|BIRTHDATE 2014/04/18"},
        {"督促をお願いします（学生番号と氏名、返却期限）。\nS257640　山田　太郎　2026年8月11日\n", "STUDENT_ID S257640|PERSON 山田　太郎"},
        {"「R8_検診.zip」のパスワードをお知らせします。\n\n　　Yuki#0795xk\n", "PASSWORD Yuki#0795xk"},
        {"加藤 恵　1234 5678 9018\n扶養：加藤 茂二郎（長男）　540396431968\n", "PERSON 加藤 恵|MYNUMBER 1234 5678 9018|PERSON 加藤 茂二郎|MYNUMBER 540396431968"},
        {"1　作田大地　1234 5678 9018　1956/12/8", "PERSON 作田大地|MYNUMBER 1234 5678 9018|BIRTHDATE 1956/12/8"},
        {"Passport number: C18172721", "PASSPORT C18172721"},
        {"会員番号 TM-092784　上池田憲介様　0985-31-4104", "PERSON 上池田憲介|PHONE 0985-31-4104"},
        {"埼玉県吉川市八子新田3丁目10番7号 公社住宅3-50　☎０１３８－４１－５９６２", "ADDRESS 埼玉県吉川市八子新田3丁目10番7号 公社住宅3-50|PHONE ０１３８－４１－５９６２"},
        {"アクセスコード：Kiri957&Xd", "PASSWORD Kiri957&Xd"},
        {"https://maps.example.com/js?key=AIzabKtuEFTLc6P96pkO2ABZK7hfAw-qaTzA6J3", "SECRET AIzabKtuEFTLc6P96pkO2ABZK7hfAw-qaTzA6J3"},
        {"運転者台帳の更新分です（免許証No. の順）\n1 309012345620 斎藤義英 中型\n2 309012345620 山口波山 普通\n",
         "DRIVER_LICENSE 309012345620|PERSON 斎藤義英|DRIVER_LICENSE 309012345620|PERSON 山口波山"},
        {"乗務員 尾月 康弘 免許 309012345620", "PERSON 尾月 康弘|DRIVER_LICENSE 309012345620"},
        {"旅券 MZ1531494／MU4608566", "PASSPORT MZ1531494|PASSPORT MU4608566"},
        {"学籍番号\t氏名\t返還誓約書\n28-00-770\t成見 花子\t未\nR2565079\t北村 かおる\t済\n", "STUDENT_ID 28-00-770|PERSON 成見 花子|STUDENT_ID R2565079|PERSON 北村 かおる"},
        {"学生証番号：J24971／藤田愛さん／保護者 090－5630－7884", "STUDENT_ID J24971|PERSON 藤田愛|PHONE 090－5630－7884"},
        {"連帯保証人 能代 隆景（父）昭和58年1月4日", "PERSON 能代 隆景|BIRTHDATE 昭和58年1月4日"},
        {"2015/6/28がお誕生日です。", "BIRTHDATE 2015/6/28"},
        {"PW　2f0ZV@01vBI", "PASSWORD 2f0ZV@01vBI"},
        {"パスワードをお知らせします。\n\nhug920Qz@　←パスワード\n", "PASSWORD hug920Qz@"},
        {"Amount $3,777.10\nCall me on 0161 496 0837 if the bank rejects it.\n", "PHONE 0161 496 0837"},
        {"氏　　名：莇生田陽葵乃\n電　　話：084-428-7687\n住　　所　埼玉県坂戸市石井3-5-20\n", "PERSON 莇生田陽葵乃|PHONE 084-428-7687|ADDRESS 埼玉県坂戸市石井3-5-20"},
        {"氏名,銀行,種別,番号\n清水也実,豊田信金 元町支店,普通,6544138\n", "PERSON 清水也実|BANK_ACCOUNT 6544138"},
        {"豊田信金 元町支店,普通,6544138", "BANK_ACCOUNT 6544138"},
        {"カード　4933 4676 0968 9323　8/27", "CREDIT_CARD 4933 4676 0968 9323"},
        {"学生証の番号は 2281052 のまま", "STUDENT_ID 2281052"},
        {"基礎年金番号が二つある件です。\n\n\n浜玉さんの番号は 8244-452957 に統合済み。\n", "PERSON 浜玉|PENSION_NO 8244-452957"},
        {"生：平成6年2月4日 OK\n個人番号 123456789018　生 1971年3月25日\n", "BIRTHDATE 平成6年2月4日|MYNUMBER 123456789018|BIRTHDATE 1971年3月25日"},
        {"・H14.10.13（鈴木 元也の生年月日）", "BIRTHDATE H14.10.13|PERSON 鈴木 元也"},
        {"口　西尾信金　岡崎支店　5392602\n・みずほ銀行秋田支店 9088577（普通口座）\nBank: Mizuho, ordinary account 8934048\n",
         "BANK_ACCOUNT 5392602|BANK_ACCOUNT 9088577|BANK_ACCOUNT 8934048"},
        {"財布（在中：藤井 沙織名義の免許証 300041431392、カード 3588154954673397）", "PERSON 藤井 沙織|DRIVER_LICENSE 300041431392|CREDIT_CARD 3588154954673397"},
        {"lists SSN 577-35-2180 but the card copy reads 535-16-7172. P/N 577-35-2180\n", "US_SSN 577-35-2180|US_SSN 535-16-7172"},
        {"千葉県長生郡長南町蔵持7-35-5　0982137631", "ADDRESS 千葉県長生郡長南町蔵持7-35-5|PHONE 0982137631"},
        {"SSID  guest-6408\n暗号キー  Hs85lNPMa!5\n", "PASSWORD Hs85lNPMa!5"},
        {"背番号　氏名　　　　　生年月日\n12　　　前田 夕和　　2019年7月22日\n", "PERSON 前田 夕和|BIRTHDATE 2019年7月22日"},
        {" No NAME                 SEX  DOB           PP NO\n 1  SUGAWARA HIDEAKI       M    1959-08-05     TS9696352\n", "PERSON SUGAWARA HIDEAKI|BIRTHDATE 1959-08-05|PASSPORT TS9696352"},
        {"名簿（「学生番号・氏名・副査」の順）\n219-3558・小鳥遊 湊・後藤 かおり\n", "STUDENT_ID 219-3558|PERSON 小鳥遊 湊|PERSON 後藤 かおり"},
        {"Students (columns: student no. / name / date of birth / passport)\n\nS0788542 / Kowalski, Lawrence / 1961-04-17 / MU6092438\n",
         "STUDENT_ID S0788542|PERSON Kowalski, Lawrence|BIRTHDATE 1961-04-17|PASSPORT MU6092438"},
        {"基礎年金番号が空欄の方\nNo.12 小野與四郎 → 3254－388010\n", "PERSON 小野與四郎|PENSION_NO 3254－388010"},
        {"account owner Eric Shelby (608-90-0108).", "PERSON Eric Shelby|US_SSN 608-90-0108"},
        {">123456789018 です（太田久美子）", "MYNUMBER 123456789018|PERSON 太田久美子"},
        {"4008423310969223  5/30  Gemma Hastings", "CREDIT_CARD 4008423310969223|PERSON Gemma Hastings"},
        {"・高橋 隆　口番 0004203 → 該当なし", "PERSON 高橋 隆|BANK_ACCOUNT 0004203"},
        {"石川由直　ID 80231126　PW nuR3280bN#", "PERSON 石川由直|PASSWORD nuR3280bN#"},
        {"yuki_w@rakuten.jp / DebjP_380eW", "EMAIL yuki_w@rakuten.jp|PASSWORD DebjP_380eW"},
        {"原 隆様のパスワードだけ先にお送りします → 0219bV9025", "PERSON 原 隆|PASSWORD 0219bV9025"},
        // and what is none of theirs
        {"パスワードの変更 → https://example.jp/Reset01\nPW reset until 2026/12/01\ntaro@example.jp / 2026-11-22\npassword policy2 → see Manual2024\n", "EMAIL taro@example.jp"},
        {"伝票 12 番 567890\n部品 (608-90-0108)\n", ""},
        {"誕生 2026年4月1日、学生 2026/4/1、新生 2026/4/1 発売", ""},
        {"三井住友銀行 赤坂支店 1234567円を送金、A銀行 B支店 12-34", ""},
        {"年金事務所、国民年金 1234-5678、年金 4月分 123456 円", ""},
        {"名：会議\n氏名（五十音順）・所属の順に並べました\n", ""},
        {"「氏名、生年月日、住所」は基本4情報に含む", ""},
        {"受験番号でログインしてください（例：S00000）。会員番号は 000000 の形です。", ""},
        {"ID: your-name@ を置き換える。パスワード：********", ""},
        {"種別、番号、銀行の別を確認\n普通、6 点\n", ""},
        {"学籍番号\t氏名\n84　73　51\n58　90　44\n", ""},
        {"免許の更新 12 345 678 件", ""},
        {"鈴木一郎様 1234-5678-9018（追跡）", "PERSON 鈴木一郎"},
        {"パスポート 申請 12345678 件", ""},
        {"年金番号：\n4795221743の件は取り下げます。\n", ""},
        {"DB_PASSWORD=<YOUR_PASSWORD>\nAPI_KEY=xxxxxxxxxxxxxxxxxxxx\n", ""},
        {"電話は「000-0000-0000」のままです", ""},
        {"田中様の注文 0312345678", "PERSON 田中"},
        {"個人番号=1234 5678 9018\n受付540396431968とは別の番号ですので注意してください。\n", "MYNUMBER 1234 5678 9018"},
        {"会社沿革　1985年4月1日　創業", ""},
        {"鈴木部長 1995年6月1日設立", "PERSON 鈴木"},
        {"男性 2024年4月1日現在 1,234人", ""},
        {"api_key = YOUR_API_KEY_HERE\ncard_test = 5194-8405-0928-1038\nversion = 9.19.2626-rc1\n", ""},
        {"年金番号の通知を山田さんへ\n0120-123456\n", "PERSON 山田|PHONE 0120-123456"},
        {"三神 由男（2026年9月23日）", "PERSON 三神 由男"},
        {"2026年4月1日現在で18歳", ""},
        {"令和7年4月1日（18歳以上）の住民", ""},
        {"学籍番号：\n※チケット 9685293944\n", ""},
        {"口座番号：\n伝票 9975699です。\n", ""},
        {"横浜市条例第12号について", ""},
        {"長野県の統計 3-5-2 節", ""},
        {"図面 045-267-7939/R2 は差し替え済み", ""},
        {"メール y*****@example.jp", ""},
        {"PIN 307 533\nThanks,\n", ""},
        {"In 2020 Kyoto, Japan was quiet", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, PasswordsInProgramsAndSettings)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"DB_PASSWORD=Zx91!kkq", "PASSWORD Zx91!kkq"},
        {"smtp_pass = Zx91!kkq", "PASSWORD Zx91!kkq"},
        {"export MYSQL_PWD='Zx91!kkq'", "PASSWORD Zx91!kkq"},
        {"spring.datasource.password=Zx91!kkq", "PASSWORD Zx91!kkq"},
        {"{\"user\":\"app\",\"password\":\"Zx91!kkq\"}", "PASSWORD Zx91!kkq"},
        {"'password' => 'Zx91!kkq',", "PASSWORD Zx91!kkq"},
        {"<password>Zx91!kkq</password>", "PASSWORD Zx91!kkq"},
        {"Server=db1;User Id=app;Password=Zx91!kkq;", "PASSWORD Zx91!kkq"},
        {"postgres://app:Zx91kkqT@db.example.com:5432/prod", "PASSWORD Zx91kkqT"},
        {"https://kanri:Zx91kkqT@intra.example.jp/top", "PASSWORD Zx91kkqT"},
        {"PW→Zx91kkqT", "PASSWORD Zx91kkqT"},
        {"PW は Zx91kkqT です", "PASSWORD Zx91kkqT"},
        {"パスワード/Zx91kkqT", "PASSWORD Zx91kkqT"},
        {"AWS_SECRET_ACCESS_KEY=Qx7Tb2LmP9vKcR4sWd8ZyN1jHg5fUe3aBo6iCt0X", "SECRET Qx7Tb2LmP9vKcR4sWd8ZyN1jHg5fUe3aBo6iCt0X"},
        {"api_key: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "SECRET 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"},
        {"X-Api-Key: Tq8Zr1LmP0vKcR4sWd8ZyN1jHg5f", "SECRET Tq8Zr1LmP0vKcR4sWd8ZyN1jHg5f"},
        {"\"client_secret\": \"GOCb-abc123DEF456ghi789JKL012\"", "SECRET GOCb-abc123DEF456ghi789JKL012"},
        {"AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu==;EndpointSuffix=x", "SECRET Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu=="},
        {"Authorization: Basic a2Fucmk6Wng5MWtrcVQ=", "SECRET a2Fucmk6Wng5MWtrcVQ="},
        {"https://hooks.slack.com/services/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", "SECRET hooks.slack.com/services/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"},
        // programs and templates name passwords without telling them
        {"password = getPassword()", ""},
        {"String password = request.getParameter(\"password1\");", ""},
        {"password=os.environ['DB_PASSWORD1']", ""},
        {"DB_PASSWORD=${DB_PASSWORD_2}", ""},
        {"password: {{ vault_db_password1 }}", ""},
        {"PASSWORD=%DB_PASS1%", ""},
        {"password=$DB_PASS1", ""},
        {"password: <your password 1>", ""},
        {"password: \"********\"", ""},
        {"password: string", ""},
        {"if (password == confirmPassword) return;", ""},
        {"dbPassword: Zx91!kkq", "PASSWORD Zx91!kkq"},
        {"reset_password: true", ""},
        {"password: process.env.DB_PASS || 'changeme',", ""},
        {"PASS: test_login_12 (0.3s)", ""},
        {"PWD=/home/user1/project", ""},
        {"パス：/home/user1/docs", ""},
        {"max_password_length = 128", ""},
        {"password_hash: sha256", ""},
        {"<input type=\"password\" name=\"password1\">", ""},
        {"postgres://app:password@db.example.com/prod", ""},
        {"postgres://app:${PGPASSWORD1}@db.example.com/prod", ""},
        {"token: expired", ""},
        {"next_token = tokens[i + 1]", ""},
        {"api_key: YOUR_API_KEY_HERE", ""},
        {"sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", ""},
        {"commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", ""},
        {"https://www.example.jp/a:b/c1", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, RowsOfPersonsTellTheirDatesAndNumbers)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"71　西川悠真　S62.7.1\n30　山内陽翔　H16.11.1\n71　汐路湊　H8.2.7", "PERSON 西川悠真|BIRTHDATE S62.7.1|PERSON 山内陽翔|BIRTHDATE H16.11.1|PERSON 汐路湊|BIRTHDATE H8.2.7"},
        {"・松井　一郎／2016/06/02／保護者 松井　武／07040776435", "PERSON 松井　一郎|BIRTHDATE 2016/06/02|PERSON 松井　武|PHONE 07040776435"},
        {"1　本間 学　HONMA MANABU　TK1686053　S56.11.3", "PERSON 本間 学|PERSON HONMA MANABU|PASSPORT TK1686053|BIRTHDATE S56.11.3"},
        {"佐々木　正雄,S43.12.25,09039293814", "PERSON 佐々木　正雄|BIRTHDATE S43.12.25|PHONE 09039293814"},
        {"氏名 中西陽菜　生年月日 誤1995/11/04 → 正1982年12月14日", "PERSON 中西陽菜|BIRTHDATE 1995/11/04|BIRTHDATE 1982年12月14日"},
        {"下記の学生の成績証明書が未受領です。\n25B01887　野田 莉子\ns241247　橋本晃", "STUDENT_ID 25B01887|PERSON 野田 莉子|STUDENT_ID s241247|PERSON 橋本晃"},
        {"ゼミの皆さん\nL22-6010 の五十嵐さん：レポート未提出です。", "STUDENT_ID L22-6010|PERSON 五十嵐"},
        {"管理者パスワードを「WpfV-5C2L-dBRK」にリセットしました。\n秘密鍵 sk_live_TAxzlUq5yI0Vl0P682jQHz8E", "PASSWORD WpfV-5C2L-dBRK|SECRET sk_live_TAxzlUq5yI0Vl0P682jQHz8E"},
        {"1 ジョセフ・レイエス　ベトナム　S33/06/20　旅券 C7185980", "PERSON ジョセフ・レイエス|BIRTHDATE S33/06/20|PASSPORT C7185980"},
        {"控えをFAX（03-8684-7616）してください。", "PHONE 03-8684-7616"},
        {"口座変更の際は03-8540-4242へご連絡ください。", "PHONE 03-8540-4242"},
        {"被保険者証の写しは持参します。\n\n120-0034 足立区千住2-17-25", "POSTAL 120-0034|ADDRESS 足立区千住2-17-25"},
        {"本人確認は旅券（MZ3110442）で済み", "PASSPORT MZ3110442"},
        {"ひばり銀行 柏原支店 普通 No.4073259\n　　　　〃　定期 2799203", "BANK_ACCOUNT 4073259|BANK_ACCOUNT 2799203"},
        {"the one you read out over the phone (5161 3050 2919 6927)", "CREDIT_CARD 5161 3050 2919 6927"},
        /* dates of contracts and meetings, other numbers beside a name, offices, and what a label of another line waits for */
        {"担当　山本太郎　2012/4/1", "PERSON 山本太郎"},
        {"1　山本太郎　2012/4/1 入社", "PERSON 山本太郎"},
        {"山本太郎\n資料一覧　2014年5月1日", "PERSON 山本太郎"},
        {"型番 TK1686053　山本太郎", "PERSON 山本太郎"},
        {"注文\n25B01887　野田 莉子", "PERSON 野田 莉子"},
        {"生年月日が未記入です\n2026/05/08までに窓口へお越しください。", ""},
        {"場所 : 中野区役所 会議室2", ""},
        {"合計,1,234,567\n通学定期 2799203", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, KinChatsDutiesAndWhoWrites)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"長男健太（平成21年4月2日生）", "PERSON 健太|BIRTHDATE 平成21年4月2日"},
        {"長男の翔太が入学します。\n妻：恵子", "PERSON 翔太|PERSON 恵子"},
        {"ご本人、長女熊谷 明美様", "PERSON 熊谷 明美"},
        {"対応：看護師宮本結衣がバイタル確認", "PERSON 宮本結衣"},
        {"増田 9:00\n　進んでます？\n工藤 13時15分\n　はい", "PERSON 増田|PERSON 工藤"},
        {"大橋> さっき電話ありました\n島田: 会議室おさえました？", "PERSON 大橋|PERSON 島田"},
        {"出席：桜井部長、城、菊池、轟（記）", "PERSON 桜井|PERSON 城|PERSON 菊池|PERSON 轟"},
        {"審判：藤井、燈沢\n添乗：小山\n配車　平井", "PERSON 藤井|PERSON 燈沢|PERSON 小山|PERSON 平井"},
        {"回答：後藤 葵社労士\n2/10に永田　功職長が行いました", "PERSON 後藤 葵|PERSON 永田　功"},
        {"熊田ケアマネに報告のこと", "PERSON 熊田"},
        {"さっき小島 みゆきさんって方から電話です", "PERSON 小島 みゆき"},
        {"五十嵐 めぐみの件の資料です。", "PERSON 五十嵐 めぐみ"},
        {"負傷者　石原キヨ子（中2）\n木村キヨ様(S8.3.4生)宅へ", "PERSON 石原キヨ子|PERSON 木村キヨ|BIRTHDATE S8.3.4"},
        {"コスモ観光の大石です。海外出張のお手配が完了しました。", "PERSON 大石"},
        {"田中工務店の山下 煌星です。", "PERSON 山下 煌星"},
        {"不具合は技術職員の工藤亮まで。", "PERSON 工藤亮"},
        {"承知しました。よろしく。野田", "PERSON 野田"},
        {"取り急ぎお礼まで。\n古川 佑磨", "PERSON 古川 佑磨"},
        {"よろしくお願いします。\n潟岸 大輔", "PERSON 潟岸 大輔"},
        {"経理　鶸田 正雄\n企画政策課　斉藤 佑磨（内線:1239）", "PERSON 鶸田 正雄|PERSON 斉藤 佑磨"},
        {"当日は弊社の蒼井沢　達也も同席します", "PERSON 蒼井沢　達也"},
        {"お世話になります。市民課伊集院です。", "PERSON 伊集院"},
        {"記入　中山　確認　山崎\n記録 : 福田", "PERSON 中山|PERSON 山崎|PERSON 福田"},
        {"参加：校長 斎藤、担任 新垣", "PERSON 斎藤|PERSON 新垣"},
        {"人事部 石原・久保田\n以上　夜勤者 : 久保田・熊田", "PERSON 石原|PERSON 久保田|PERSON 久保田|PERSON 熊田"},
        {"運転：石井／看護：村上\n参加：担任片山、SSW 大西\n大工：菅野棟梁", "PERSON 石井|PERSON 村上|PERSON 片山|PERSON 菅野"},
        {"緊急時は、または菊池の携帯080-9343-6252まで。\n設定後は中田まで一報ください。", "PERSON 菊池|PHONE 080-9343-6252|PERSON 中田"},
        {"サクラ事務機株式会社（ご担当 五十嵐様）", "PERSON 五十嵐"},
        {"To: 藤原 惟人 <k-fujiwara@miura.co.jp>", "PERSON 藤原 惟人|EMAIL k-fujiwara@miura.co.jp"},
        /* no names: what kin do, trains, branches, places, goods, offices */
        {"父の日のご案内、母の実家、娘の結婚、息子の学校、妻の仕事", ""},
        {"長男誕生、長女出産、次男入学、息子不在、夫婦、父親", ""},
        {"看護師募集、職員研修、相談員研修、社員旅行", ""},
        {"高松 9:00\n三原 10:15\n受付 9:00\n出口 13時", ""},
        {"福岡: 在庫はありません。\n岡山: 出荷しました", ""},
        {"今日のお昼の松本です。\n次の停車駅の三島です。", ""},
        {"配車　三台\n進行：予定どおり\n補助：有", ""},
        {"千葉 ありがとうの会", ""},
        {"本部 商品管理\n電気：福島電設 水道：三原設備\n名義：川口小学校", ""},
        {"昨年は鈴木自動車様、吉田乳業様ほか29社にご協力いただきました。\n松本清掃さんから連絡\n火　長崎ちゃんぽん", ""},
        {"お世話になります。\n山口 支店\nご確認ください。\n内容 確認\n以上です。\n石川 県内", ""},
        {"ありがとうございました。\n前田 建設\n次のとおりです。\n会場 未来", ""},
        {"総務 備品 購入\n営業部 東京・大阪\n会場：松本・上田", ""},
        {"当日は弊社の山口 支店も参加", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, LettersShiftsFamiliesAndChildren)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"お世話になります。\n中村金物株式会社の鷹沢です。", "PERSON 鷹沢"},
        {"お世話になります。社会福祉法人ひまわりの吉野です。", "PERSON 吉野"},
        {"おはようございます。柏木 澄緒です。", "PERSON 柏木 澄緒"},
        {"お世話になります。ひので町収納課今井です。\n人事課大西 健です。", "PERSON 今井|PERSON 大西 健"},
        {"ご確認をお願いします。\n\n鵜瀬川", "PERSON 鵜瀬川"},
        {"よろしくお願いいたします。\n\n熊谷", "PERSON 熊谷"},
        {"株式会社タカギ西日本 上田", "PERSON 上田"},
        {"9:24 岩田：小川さんと私です\n10:05 堀：はい、行けます", "PERSON 岩田|PERSON 小川|PERSON 堀"},
        {"火　早番 菊池・熊田　遅番 三浦\n運転：熊谷／看護：小川", "PERSON 菊池|PERSON 熊田|PERSON 三浦|PERSON 熊谷|PERSON 小川"},
        {"面接官：鴇田部長、柚瀬原、川村", "PERSON 鴇田|PERSON 柚瀬原|PERSON 川村"},
        {"集めた人：藤木谷、藤田、小早川（済）\n督促は田辺、石原で分担しました。", "PERSON 藤木谷|PERSON 藤田|PERSON 小早川|PERSON 田辺|PERSON 石原"},
        {"申し送り：百瀬\nスタイリスト：矢野", "PERSON 百瀬|PERSON 矢野"},
        {"3年1組（担任 大川）\n旧姓（内田）を書いてください", "PERSON 大川|PERSON 内田"},
        {"誤食時は園長上野健一（080-6238-0396）へ。養護教諭星野が固定し、", "PERSON 上野健一|PHONE 080-6238-0396|PERSON 星野"},
        {"修正があれば今週中に長内まで。問題があれば石川まで。", "PERSON 長内"},
        {"当日の責任者は宮本、補助は市川です。", "PERSON 宮本|PERSON 市川"},
        {"工事名：渡辺様邸新築工事", "PERSON 渡辺"},
        {"米倉 暁洋先生、柿瀬田 桐緒先生\n雫石原　智也様\n瑠璃村 詩織様", "PERSON 米倉 暁洋|PERSON 柿瀬田 桐緒|PERSON 雫石原　智也|PERSON 瑠璃村 詩織"},
        {"東海林イクヨ課長\n栃久我ミツ様\n保険年金課の奈良岡トメです。", "PERSON 東海林イクヨ|PERSON 栃久我ミツ|PERSON 奈良岡トメ"},
        {"今日はそうたくんと砂場で遊びました。\nえまちゃんのママへ", "PERSON そうた|PERSON えま"},
        {"・霧川野　達也／平成29年8月7日／保護者 霧川野　栞鈴／070-2148-0694", "PERSON 霧川野　達也|BIRTHDATE 平成29年8月7日|PERSON 霧川野　栞鈴|PHONE 070-2148-0694"},
        {"鳩洞 奈々　大塚 幸子　相ノ谷 秀樹　渡辺 彩", "PERSON 鳩洞 奈々|PERSON 大塚 幸子|PERSON 相ノ谷 秀樹|PERSON 渡辺 彩"},
        {"アディ・スサント 080-6872-4904", "PERSON アディ・スサント|PHONE 080-6872-4904"},
        {"氏名　藁科田 惟人\n（2）長男　楢端 柚季弥　070-7480-1180", "PERSON 藁科田 惟人|PERSON 楢端 柚季弥|PHONE 070-7480-1180"},
        {"1　柴田 暖　小5　2016年5月17日\n2　千葉　葵　年長　令和2年12月19日", "PERSON 柴田 暖|BIRTHDATE 2016年5月17日|PERSON 千葉　葵|BIRTHDATE 令和2年12月19日"},
        {"折り返しは 0898834416 へ。\n前日までに 0678662675 へお電話ください。", "PHONE 0898834416|PHONE 0678662675"},
        {"送別会は檜山さんが幹事。", "PERSON 檜山"},
        {"[11:18] 桜井: おはようございます\n[14:32] 簗瀬 圭悟: 明日の面接って誰でしたっけ\n11:03 佐野　大丈夫です。", "PERSON 桜井|PERSON 簗瀬 圭悟|PERSON 佐野"},
        {"遅番   椋瀬  松尾  凪野  北川", "PERSON 椋瀬|PERSON 松尾|PERSON 凪野|PERSON 北川"},
        {"1班　濵田、都築、蒼木戸\n4月　樋口・鵜飼", "PERSON 濵田|PERSON 都築|PERSON 蒼木戸|PERSON 樋口|PERSON 鵜飼"},
        {"検査 荒木　承認 矢野\n記録者　　安藤", "PERSON 荒木|PERSON 矢野|PERSON 安藤"},
        {"堀内智也拝\n佐野主将を中心に\n施設課内田さんへ", "PERSON 堀内智也|PERSON 佐野|PERSON 内田"},
        {"From: 菊池樹\nTo: 苫米地遥; 高田陽翔", "PERSON 菊池樹|PERSON 苫米地遥|PERSON 高田陽翔"},
        {"蒼木戸さんかさくらちゃん、代われますか", "PERSON 蒼木戸|PERSON さくら"},
        {"出席：生方、百瀬、土屋、平田　早苗", "PERSON 生方|PERSON 百瀬|PERSON 土屋|PERSON 平田　早苗"},
        {"代表者 壬生 智也　ミブ トモヤ", "PERSON 壬生 智也"},
        {"OTSUKA Yoko / 19630628 / MH1076616", "PERSON OTSUKA Yoko|BIRTHDATE 19630628|PASSPORT MH1076616"},
        {"氏名／個人番号／登録番号\n山田　樹／123456789018／T2003741890624", "PERSON 山田　樹|MYNUMBER 123456789018"},
        {"篝原燈真　1961年6月16日　個人番号 123456789018\n1　杣川毅　昭和33年1月15日　080(8820)4033", "PERSON 篝原燈真|BIRTHDATE 1961年6月16日|MYNUMBER 123456789018|PERSON 杣川毅|BIRTHDATE 昭和33年1月15日|PHONE 080(8820)4033"},
        {"電話0880-76-7950　ＦＡＸ0880-87-1164\nAgent: +33 6 48 62 30 74", "PHONE 0880-76-7950|PHONE 0880-87-1164|PHONE +33 6 48 62 30 74"},
        {"Wi-Fi：SSID office-5G　キー: uvfcxp2vzd8\nSSID=lab key=Bfu65NbyXt?3", "PASSWORD uvfcxp2vzd8|PASSWORD Bfu65NbyXt?3"},
        {"EIN field was blank. ACH: account no. 467290793.\ndirect deposit: routing 088732586, account 957223121", "BANK_ACCOUNT 467290793|BANK_ACCOUNT 957223121"},
        {"モリタ ケイコ様　5555190620095825　期限04/29", "PERSON モリタ ケイコ|CREDIT_CARD 5555190620095825"},
        {"②市川 優子　C23-0184（学籍番号）", "PERSON 市川 優子|STUDENT_ID C23-0184"},
        {"ゼミの発表順\n第1回　轟　和也（s259741）\n①和田 啓史　23L8465（学籍番号）", "PERSON 轟　和也|STUDENT_ID s259741|PERSON 和田 啓史|STUDENT_ID 23L8465"},
        {"(4) 葦川　清　19881109　血液型B\nbirth=S62.6.14\n対象児　岩崎 律　2014-03-26", "PERSON 葦川　清|BIRTHDATE 19881109|BIRTHDATE S62.6.14|PERSON 岩崎 律|BIRTHDATE 2014-03-26"},
        /* no names */
        {"営業部の方針です。\nお世話になります。市民課の窓口です。\n株式会社ミナトの見本です。", ""},
        {"お世話になります。本日の会場の松本です。\n先日の見積です。", ""},
        {"よろしくお願いいたします。\n\n敬具", ""},
        {"ご了承ください。\n\n神奈川", ""},
        {"9:00 東京：出発します\n13:30 講堂：説明会です", ""},
        {"早番 二名、遅番 三名\n早番 7時、遅番 13時\n司会は当番です。", ""},
        {"20日までに受付まで。\n時間があれば会場まで。", ""},
        {"教育委員会、選挙管理委員、民生委員、副委員長の選任\n出席：各部長、関係課長", ""},
        {"ご愁傷さまでございます。ご尊父様\n送迎担当さま", ""},
        {"あかちゃんとおばあちゃん、わんちゃん\nしていくんです。聞くんだけど、はたらくんですよ。ちゃんと", ""},
        {"カスタマー・サポート 03-1234-5678", "PHONE 03-1234-5678"},
        {"会議 資料　確認 依頼\n東京　大阪　名古屋　福岡", ""},
        {"品名：高橋\n産地：熊本\n従業員用、職員会議、弊社製品", ""},
        {"場所：平井ビル 5階\nご参拝、崇拝\n日本語氏名は名簿のとおり。", ""},
        {"10:58 東京　出発します\n4月　入学式・始業式\n夜勤   二名  三名  四名", ""},
        {"SSID を選び、キー Enter を押します。\nSSID office-5G のキーは総務で\nキー: uvfcxp2vzd8", ""},
        {"資料一覧　1999年5月1日　電話 03-1234-5678", "PHONE 03-1234-5678"},
        {"本人確認（s259741）\n版（学籍番号）", ""},
        {"注文番号 0363545071 へ\n議題1　報告　小5　2016年5月17日", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, JapaneseAddressesInLatinLetters)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"Address: 3-12-5 Minamiaoyama, Minato-ku, Tokyo 107-0062, Japan", "ADDRESS 3-12-5 Minamiaoyama, Minato-ku, Tokyo 107-0062"},
        {"Tanaka Eriko, 1-2-3 Honcho, Kawasaki-shi, Kanagawa", "PERSON Tanaka Eriko|ADDRESS 1-2-3 Honcho, Kawasaki-shi, Kanagawa"},
        {"please send it to 502 Sakura Heights, 4-5 Oji, Kita-Ku by Friday", "ADDRESS 4-5 Oji, Kita-Ku"},
        {"Kita-ku, Osaka 2-3-15 Umeda TEL 06-6123-4567", "ADDRESS Kita-ku, Osaka 2-3-15 Umeda|PHONE 06-6123-4567"},
        /* a town alone, things, and counts */
        {"We moved from Minato-ku, Tokyo to Kita-ku.", ""},
        {"Shops: Minato-ku 12 and Kita-ku 3", ""},
        {"The game Go-shi 2 won 3-1 against Ma-gun, and Kawasaki-shi 2-1 Go-ku", ""},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, NumbersInEnglishMails)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"account 12345678 of the ERP, account 9507243 was locked", ""},
        {"Account 645144523 has been disabled by the admin.\nThe databank account 645144523", ""},
        {"We are aware of routing 028163943 at the bank. Order account 12 at the bank.", ""},
        {"subaccount 645144523 at the bank", ""},
        {"Released 12-Feb-2009, log of 12/Feb/2009, part 12-Feb-20091, born 12-Fex-2009, born 40-Feb-2009", ""},
        {"Mailbox 6751 N. Then 4 more. Item (12 Main points, Apt 3)", ""},
        {"Order, 1234567890 pieces. Tracking no. 512-927-9577, order 512-927-9577", ""},
        {"Passports are checked at the gate AB1234567890", ""},
        {"- direct deposit: account 645144523, routing 028163943", "BANK_ACCOUNT 645144523"},
        {"Please use acct. #9507243 at Harbor Bank.", "BANK_ACCOUNT 9507243"},
        {"Sort code 20-00-00, account number 12345678", "BANK_ACCOUNT 12345678"},
        {"Jane Roe, My Number 9903 6687 7550, account no. 9507243 with our credit union", "PERSON Jane Roe|MYNUMBER 9903 6687 7550|BANK_ACCOUNT 9507243"},
        {"Jane Roe  born 12-Feb-2009  parent cell (312) 582-8025", "PERSON Jane Roe|BIRTHDATE 12-Feb-2009|PHONE (312) 582-8025"},
        {"DOB: 3-SEP-1971", "BIRTHDATE 3-SEP-1971"},
        {"Born on 19 February, 1955", "BIRTHDATE 19 February, 1955"},
        {"Passports: TK9348384 and MU2443495.", "PASSPORT TK9348384|PASSPORT MU2443495"},
        {"Please mail it to 6751 N. Mill Road, Apt 30C, Portland, OR 97205.", "ADDRESS 6751 N. Mill Road, Apt 30C, Portland, OR 97205"},
        {"12 St. James Street, London SW1A 1AA", "ADDRESS 12 St. James Street, London SW1A 1AA"},
        {"the address she gave (4772 Oak Blvd, Springfield, IL 62704).", "ADDRESS 4772 Oak Blvd, Springfield, IL 62704"},
        {"Please call me before you release it, (512) 927-9577.", "PHONE (512) 927-9577"},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, NamesInEnglishMails)
{
    struct {
        const char *text, *want;
    } rows[] = {
        /* products, places, firms, songs, menus */
        {"Grace period ends. Mark as read. Will you come? Meet in Hall B. The Rose Garden is full. Jordan trip booked.", ""},
        {"Grace Period, Mark Complete, Bill Payment, Will Call", ""},
        {"Grace is a virtue. Mark sent items as read. The Bill says so. Hope will prevail. April will bring rain. Page will load.", ""},
        {"Nelson Optical and Harris Logistics, Emma Dental, Rachel Realty, Kelly Solutions, Rachel Bakery", ""},
        {"Free Documentation License, Berkeley Software Distribution, Base Specifications", ""},
        {"Customer Care Portal, Coach Class Tickets, Resident Set Size", ""},
        {"Rachel Green, Vice President and Rachel Cole, Virginia Beach", "PERSON Rachel Green|PERSON Rachel Cole"},
        {"Rachel Green and Human Resources, Rachel Cole and Nelson Optical", "PERSON Rachel Green|PERSON Rachel Cole"},
        {"From: Customer Support <support@example.org>\nFrom: Google Calendar <calendar-notification@example.com>\nFrom: Rachel Clinic <rachel@clinic.example>\n"
         "Amazon Marketplace <marketplace@amazon.example>",
         "EMAIL support@example.org|EMAIL calendar-notification@example.com|EMAIL rachel@clinic.example|EMAIL marketplace@amazon.example"},
        {"Real estate of New Brunswick, Estate of Mind, state of Rhode Island", ""},
        {"Phone message for Everybody\nPhone message for you\nVoice message for Sales Team\nThe phone message for Whitcombe\n", ""},
        {"1. Procurement to raise PO 12\n- Back to work\n2. Return to sender", ""},
        {"Our list:\n- Perl\n- Grace\n- Ruby\n", ""},
        {"- Grace\n- Holly\n", ""},
        {"- Holly\nis green", ""},
        {"Texas and Virginia are big. Salt and Rosemary, both are fine. and Rachel areas", ""},
        {"Background Check is back, SSN 587-70-6431. Social Security is on the form.", "US_SSN 587-70-6431"},
        {"See Albert Hall, 12 March. Penny Lane is closed. Victoria Park (open daily)", ""},
        {"Mark,\nset, go", ""},
        {"thanks to Fedora developers and to Perl", ""},
        {"John in the garden, sent to John the Ripper", ""},
        {"Crane hire: Marshall Lifting\nBaker & Cole Fittings\ntwo quotes, one from Taylor Roofing. Morgan Stanley slides. Granny Smith apples. See Job ZS-7", ""},
        {"Northgate Sports Club, +1-947-701-7109", "PHONE +1-947-701-7109"},
        {"Dear Counsel,\nDear Resident,\nDear Prospective Tenants,\nHello World!", ""},
        {"This is Victoria Park. This is Rachel Hall. I am Mark Complete. Town Hall, Volunteer Centre\nAlbert Hall, Festival Director\nRachel Park: opens at 9", ""},
        {"It is done.\n\nRose Garden", ""},
        {"The hall is free.\n\nRachel Hall Road", ""},
        {"Mark Complete\nMark Invoice Paid, Bill Payments\nWill Call, Grace Period, Rose Garden", ""},
        {"printed on 5 May. - Perl\nsee U.S. - Rachel\nregards, - ", ""},
        {"Victoria: Melbourne\nAlberta: Edmonton\n", ""},
        {"Ada: a language\nPascal: another one\nJasmine: a framework\nJulia: the same", ""},
        {"Rosemary: two sprigs\nAngelica: some\nLemon: a slice\nRachel: here it is alone", ""},
        {"Orlando: sold out\nCharlotte: two rooms left\nAthena: down since noon\nTravis: build failed", ""},
        {"hey Siri - what is the time? hello Kitty!", ""},
        {"Grant Thornton audits us. Mark Jenkins builds as stable. In Queen Victoria's house", ""},
        {"Wine: Rose Osgood, Driver: Grace Period expired\nthe ship is named Rachel. Let Rachel: x. Hash in Rachel", ""},
        {"Lamb with Rosemary. Flights from Orlando, for Charlotte by Valencia", ""},
        {"Host: db1\nUser: rachel\nNote: Rachel: see above", ""},
        {"a ship called Victoria sails, a tool named Rachel is", ""},
        {"The flowers:\n\nRose\n", ""},
        {"in Rachel's wake, Mark Twain's books, Rose Garden's hours", ""},
        {"Charlotte, Rachel River flows", ""},
        {"GLOBAL TRADING　IBAN ES8337450132274230686760\n① 受取人 GLOBAL TRADING　IBAN ES8337450132274230686760", "IBAN ES8337450132274230686760|IBAN ES8337450132274230686760"},
        {"Support Desk (support@example.org), Harbor Museum (info@harbor.example)", "EMAIL support@example.org|EMAIL info@harbor.example"},
        /* people */
        {"- thanks to Arvenka Baker and Nancy Flores for the reports", "PERSON Arvenka Baker|PERSON Nancy Flores"},
        {"Present: Darnell Walker, James Okafor, Mark Allen (notes)", "PERSON Darnell Walker|PERSON James Okafor|PERSON Mark Allen"},
        {"Attendees: Zelphine Okoro, James Okafor, Arvenka Baker", "PERSON Zelphine Okoro|PERSON James Okafor|PERSON Arvenka Baker"},
        {"From: Grace Rodriguez <grace.rodriguez@example.org>", "PERSON Grace Rodriguez|EMAIL grace.rodriguez@example.org"},
        {"please ask Arvenka Baker <abaker2@example.org>", "PERSON Arvenka Baker|EMAIL abaker2@example.org"},
        {"Phone message for Whitcombe\n", "PERSON Whitcombe"},
        {"telephone message for Arvenka Baker\r\n", "PERSON Arvenka Baker"},
        {"Re: Estate of Arvenka Thompson", "PERSON Arvenka Thompson"},
        {"the estate of Grace Thompson, deceased", "PERSON Grace Thompson"},
        {"Coach Yusuf McAllister, assistant Olivia Davis.", "PERSON Yusuf McAllister|PERSON Olivia Davis"},
        {"Are you free for lunch? Charles Hall and David are in town.", "PERSON Charles Hall|PERSON David"},
        {"I am referring Arvenka Rodriguez (DOB 20 December 1971) for evaluation.", "PERSON Arvenka Rodriguez|BIRTHDATE 20 December 1971"},
        {"Present: Robert McAllister, Jane Roe\n2. McAllister to raise PO 12 by Friday.\n- Roe to call them", "PERSON Robert McAllister|PERSON Jane Roe|PERSON McAllister|PERSON Roe"},
        {"Grace will send the redline; Mark has agreed. Frank said no.\n- Will to call them\n", "PERSON Grace|PERSON Mark|PERSON Frank|PERSON Will"},
        {"Linda Hall  born 23-Jan-2008", "PERSON Linda Hall|BIRTHDATE 23-Jan-2008"},
        {"Grace -\n\nplease see below", "PERSON Grace"},
        {"> Mark,\r\n> \r\n> please see below", "PERSON Mark"},
        {"Callum -\nplease see below", "PERSON Callum"},
        {"The printer works again.\n- George\n", "PERSON George"},
        {"The printer works again.\r\n-- Grace\r\n\r\nSent from my phone", "PERSON Grace"},
        {"SSN 587-70-6431, no records. Arvenka Jones still pending", "US_SSN 587-70-6431|PERSON Arvenka Jones"},
        {"2. Subaru Ishibashi, 03/14/1997, passport NH1589557", "PERSON Subaru Ishibashi|BIRTHDATE 03/14/1997|PASSPORT NH1589557"},
        {"Thanks to Rachel for the reports", "PERSON Rachel"},
        {"Vendor reference PO-40123311, all three of them paid yesterday. Thanks, Rachel\n", "PERSON Rachel"},
        {"Wants to talk about order 41757919. Cell +1-672-296-8068. - Rachel\n", "PHONE +1-672-296-8068|PERSON Rachel"},
        {"Ask Mark Davis, Will Okafor or Virginia Lopez; Grace O'Brien is out", "PERSON Mark Davis|PERSON Will Okafor|PERSON Virginia Lopez|PERSON Grace O'Brien"},
        {"ask Jürgen Brückner or André Kjær.", "PERSON Jürgen Brückner|PERSON André Kjær"},
        {"Kind regards,\nRachel Hall\nPeople Operations", "PERSON Rachel Hall"},
        {"Rachel: anyone got the deck?\nBetty: In the drive\nZelphine: ok\nRachel: ta, dial-in is below\n", "PERSON Rachel|PERSON Betty|PERSON Rachel"},
        {"> 1. Rachel: budget\n> 2. Brian: hiring freeze\n", "PERSON Rachel|PERSON Brian"},
        {"hey Rachel - creds for the sandbox, hello Brian!", "PERSON Rachel|PERSON Brian"},
        {"Rachel, Melissa Lee called at 15:00. Cell +1-672-296-8068. - Brian\n", "PERSON Rachel|PERSON Melissa Lee|PHONE +1-672-296-8068|PERSON Brian"},
        {"Yes, send it over by Monday and copy the office, so that nothing is lost. Thanks, Brian\n", "PERSON Brian"},
        {"> Could we move our call?\n> Thanks,\n> Mark\n", "PERSON Mark"},
        {"hi all\n\nhost: db07\n\nMark\n", "PERSON Mark"},
        {"Visitors: the client\nRachel\n\nThis message may contain confidential information.\n", "PERSON Rachel"},
        {"Mark,\nThe benefits portal still has the old number, please correct it.\n", "PERSON Mark"},
        {"with my husband Charles and our two children. A member of staff called Tomasz moved us.", "PERSON Charles|PERSON Tomasz"},
        {"Game shirts are in Rachel's car. Send me Mark Osgood's number?", "PERSON Rachel|PERSON Mark Osgood"},
        {"The release slips a week; Rachel owns the plan.", "PERSON Rachel"},
        {"Trainer: Mark Osgood, Hudson Learning\nReferee: Dawn Greenhalgh\nManager: Rachel Hall (acting)", "PERSON Mark Osgood|PERSON Dawn Greenhalgh|PERSON Rachel Hall"},
        {"Attendees: K. Tanaka, Rachel, Zelphine\n> cc: Brian; Rachel Green\n", "PERSON Rachel|PERSON Brian|PERSON Rachel Green"},
        {"Thanks Rachel, can Simon or Megan cover? Let Brian know. Copy in Sheila.", "PERSON Rachel|PERSON Simon|PERSON Megan|PERSON Brian|PERSON Sheila"},
        {"Our driver Ahmed (blue van) waits. Say hi to Gloria for me. My name is Dolores. Congratulations Rachel! Happy birthday Brian!",
         "PERSON Ahmed|PERSON Gloria|PERSON Dolores|PERSON Rachel|PERSON Brian"},
        {"Kevin and I will present", "PERSON Kevin"},
        {"Jean-Luc Moreau氏の件です。\n(2) Jean-Luc Moreau　IBAN ES8337450132274230686760", "PERSON Jean-Luc Moreau|PERSON Jean-Luc Moreau|IBAN ES8337450132274230686760"},
        {"Beneficiary: Pieter de Vries\nDear Arvenka van der Berg,", "PERSON Pieter de Vries|PERSON Arvenka van der Berg"},
        {"① 受取人 IWAISAKO HIROSHI　IBAN ES8337450132274230686760　EUR 3,180.00\n1　KAMADA KIYOSHI　passport TZ2901954",
         "PERSON IWAISAKO HIROSHI|IBAN ES8337450132274230686760|PERSON KAMADA KIYOSHI|PASSPORT TZ2901954"},
        {"出張者：箕輪煌大（Kodai Minowa）、中川花子様（NAKAGAWA Shizuha）", "PERSON 箕輪煌大|PERSON Kodai Minowa|PERSON 中川花子|PERSON NAKAGAWA Shizuha"},
        {"佐藤 健　KAMADA TSUMUNO　成田\nKUJIRAJIMA MAI（佐藤 健様）", "PERSON 佐藤 健|PERSON KAMADA TSUMUNO|PERSON KUJIRAJIMA MAI|PERSON 佐藤 健"},
        {"佐藤 健（Sales Office）、佐藤 健　FINAL REPORT", "PERSON 佐藤 健|PERSON 佐藤 健"},
        {"please confirm your date of birth (June 25, 1990) and the spelling KAGARIGAOKA Ai.", "BIRTHDATE June 25, 1990|PERSON KAGARIGAOKA Ai"},
        {"11:00  Arvenka Abernathy (abernathy23@example.com)", "PERSON Arvenka Abernathy|EMAIL abernathy23@example.com"},
        {"The room is booked.\n\nRachel Hall\n", "PERSON Rachel Hall"},
        {"Rachel Hall, Volunteer Coordinator\n* Mark Osgood, Secretary\n", "PERSON Rachel Hall|PERSON Mark Osgood"},
        {"this is Rachel Hall from unit 25B. I am Mark Osgood from the second floor.", "PERSON Rachel Hall|PERSON Mark Osgood"},
        {"* Rachel Hall: DOB 20 December 1971", "PERSON Rachel Hall|BIRTHDATE 20 December 1971"},
        {"Present: Mark Hall (chair), Rachel Green, Mark Osgood", "PERSON Mark Hall|PERSON Rachel Green|PERSON Mark Osgood"},
    };
    for (const auto &row : rows)
        EXPECT_EQ(sure(row.text), row.want) << row.text;
}

TEST(Text, AKeyReachesToItsEnd)
{
    std::string key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEabcDEF0123\nzzz=\n-----END RSA PRIVATE KEY-----";
    EXPECT_EQ(sure("x\n" + key + "\ny"), "SECRET " + key);
    EXPECT_EQ(sure("-----BEGIN CERTIFICATE-----\nMIIEabcDEF0123\n-----END CERTIFICATE-----"), "");
}

TEST(Text, HarmlessTextsStayQuiet)
{
    std::ifstream in(std::string(TEST_SOURCE_DIR) + "/data/harmless_texts.txt");
    ASSERT_TRUE(in);
    std::string text, line;
    size_t texts = 0;
    auto look = [&] {
        if (text.empty())
            return;
        texts++;
        std::set<std::string> allowed = {"PERSON", "PHONE", "EMAIL", "POSTAL", "ADDRESS", "BANK_ACCOUNT"}; // a payee's account is found but is nobody's private field
        bool none = text.rfind("NONE\n", 0) == 0; // not even a person or a telephone
        std::string body = none ? text.substr(5) : text;
        for (const found &f : scan(body))
            if (f.sure != CONFIDENCE_LOW) {
                EXPECT_TRUE(!none && allowed.count(f.type)) << f.type << " " << f.text << " in\n" << body;
            }
        persons *p = persons_new();
        place where{};
        persons_text(p, body.data(), body.size(), &where);
        persons_end(p);
        struct persons_result r;
        persons_get_result(p, &r);
        EXPECT_LT(r.with_private, 5u) << body;
        EXPECT_EQ(r.with_special, 0u) << body;
        EXPECT_LT(r.persons, 30u) << body;
        persons_free(p);
        text.clear();
    };
    while (std::getline(in, line)) {
        if (line == "----")
            look();
        else
            text += line + "\n";
    }
    look();
    EXPECT_GE(texts, 60u);
}

TEST(Text, AnIllnessBelowIsThePersonsOfWhomTheLineAboveSpeaks)
{
    struct {
        const char *text, *want;
    } rows[] = {
        {"高橋様の件です。\nうつ病で通院中です。\n", "うつ病"},
        {"田村さんは昨年の秋から\n体調がすぐれず、適応障害と診断され休んでいます。\n", "適応障害"},
        {"小林 茂様について。\nご家族と話しました。\n末期の癌が見つかり、ご本人には伝えていません。\n", "癌"},
        {"吉田様が本日来所されました。\n透析中とのことで、送迎の時間を変えます。\n", "透析"},
        {"川上さんのお母様ですが、\n要介護3になりました。\n", "要介護"},
        /* who is only addressed, talks and guides about illnesses, other people, and what a blank line parts */
        {"高橋様\nうつ病で通院中の件です。\n", ""},
        {"高橋様、お世話になっております。\n認知症と診断された場合の手引きを送ります。\n", ""},
        {"高橋様のご依頼の件です。\n認知症と診断された方のための講座を開きます。\n", ""},
        {"高橋様のご依頼の件です。\n糖尿病で通院中の患者さん向けの冊子です。\n", ""},
        {"高橋様のご講演の件です。\n糖尿病の治療について、1時間でお願いします。\n", ""},
        {"高橋様のご依頼の件です。\n\n透析中のお客様にもご利用いただけます。\n", ""},
        {"高橋様の件です。\n来週お返事します。\n書類は三部です。\n高血圧で通院中です。\n", ""},
        {"高橋先生が講師です。\n認知症と診断されたらどうするかがテーマです。\n", ""},
    };
    for (const auto &row : rows) {
        std::string all;
        for (const found &f : scan(row.text))
            if (f.type == "HEALTH" && f.sure != CONFIDENCE_LOW)
                all += f.text;
        EXPECT_EQ(all, row.want) << row.text;
    }
}

// Cells as rows of strings.
struct persons_result count(const std::vector<std::vector<std::string>> &rows, const std::vector<person_known> &known = {})
{
    persons *p = persons_new();
    uint32_t r = 0;
    for (const auto &row : rows) {
        r++;
        uint32_t c = 0;
        for (const auto &cell : row)
            persons_cell(p, "Sheet1", r, ++c, cell.data(), cell.size());
    }
    persons_end(p);
    struct persons_result result;
    persons_get_result_without(p, known.data(), known.size(), &result);
    persons_free(p);
    return result;
}

TEST(Tables, CountsDistinctPersons)
{
    struct {
        const char *what;
        std::vector<std::vector<std::string>> rows;
        uint64_t persons, with_private, with_special;
    } tables[] = {
        {"plain", {{"氏名", "電話番号"}, {"山田太郎", "090-1111-2222"}, {"佐藤花子", "080-1111-2222"}}, 2, 2, 0},
        {"the same person twice, spaces and titles apart", {{"氏名", "電話番号"}, {"山田 太郎", "090-1111-2222"}, {"山田太郎様", "09011112222"}}, 1, 1, 0},
        {"two of one name", {{"氏名", "電話番号"}, {"山田太郎", "090-1111-2222"}, {"山田太郎", "090-3333-4444"}}, 2, 2, 0},
        {"namesakes by their days of birth", {{"氏名", "生年月日"}, {"山田太郎", "1941/1/11"}, {"山田太郎", "1941/11/1"}, {"山田太郎", "1941/2/1"}, {"山田太郎", "1941年02月01日"}}, 3, 3, 0},
        {"remarks within names", {{"氏名", "会費"}, {"佐藤（旧姓 田中）花子", "1"}, {"佐藤（旧姓 林）一郎", "1"}, {"佐藤 花子（ハナコ）", "1"}, {"（故）佐藤進", "1"}}, 3, 0, 0},
        {"cards below a list", {{"番号", "氏名"}, {"1", "山田太郎"}, {"2", "佐藤花子"}, {}, {"ふりがな", "ハナコ"}, {"お名前", "佐藤花子 様"}, {"住所", "東京都港区芝2-2-2"}, {}, {"ふりがな", "ゴロウ"}, {"お名前", "砥粉谷五郎 様"}, {"住所", "東京都港区芝2-2-3"}}, 3, 2, 0},
        {"title, blank and total rows", {{"会員名簿"}, {}, {"No", "氏名", "年会費"}, {"1", "椎名 一郎", "100"}, {"", "", ""}, {"2", "海老名 花", "100"}, {"", "合計", "200"}}, 2, 0, 0},
        {"surname and given name apart", {{"姓", "名", "病名"}, {"山田", "太郎", "糖尿病"}, {"山田", "花子", ""}}, 2, 1, 1},
        {"cards side by side", {{"氏名", "山田太郎", "", "氏名", "佐藤花子"}, {"生年月日", "1960/1/1", "", "生年月日", "1970/2/2"}, {}, {"氏名", "鈴木一郎", "", "氏名", "高橋次郎"}, {"住所", "東京都港区芝1-1-1", "", "住所", "東京都港区芝2-2-2"}}, 4, 4, 0},
        {"... of which one is alone, with two telephones", {{"氏名", "山田太郎", "", "氏名", "佐藤花子"}, {"電話", "090-1111-2222", "", "電話", "090-1111-3333"}, {}, {"氏名", "鈴木一郎", "", "", ""}, {"電話", "090-1111-4444", "", "電話", "090-1111-5555"}}, 3, 3, 0},
        {"one card with two addresses on the net", {{"氏名", "山田太郎"}, {"メール", "taro@gmail.com", "メール", "t.yamada@docomo.ne.jp"}, {"住所", "東京都港区芝1-1-1"}}, 1, 1, 0},
        {"cards", {{"氏名", "山田太郎"}, {"住所", "東京都港区芝1-1-1"}, {}, {"氏名", "佐藤花子"}, {"住所", "東京都港区芝2-2-2"}}, 2, 2, 0},
        {"companies are no persons", {{"会社名", "電話"}, {"株式会社山田", "03-1111-2222"}, {"佐藤商店", "03-1111-3333"}}, 0, 0, 0},
        {"products are no persons", {{"品名", "単価", "仕入先"}, {"ボルト", "10", "田中工業"}, {"座金", "5", "林商店"}}, 0, 0, 0},
        {"statistics by town", {{"市区町村", "人口"}, {"福島市", "282693"}, {"山口市", "193966"}}, 0, 0, 0},
        {"mail list", {{"メールアドレス"}, {"taro@gmail.com"}, {"hana@docomo.ne.jp"}, {"info@example.jp"}}, 2, 2, 0},
        {"staff with posts only", {{"氏名", "会社名", "役職", "電話"}, {"山田太郎", "株式会社甲", "部長", "03-1111-2222"}, {"佐藤花子", "株式会社乙", "課長", "03-1111-3333"}}, 2, 0, 0},
        {"no header", {{"山田太郎", "090-1111-2222"}, {"佐藤花子", "080-1111-2222"}, {"鈴木一郎", "070-1111-2222"}}, 3, 3, 0},
        {"accounts with their passwords", {{"ID", "パスワード"}, {"hoshimi01", "Aoba2026!"}, {"yamada", "Kx92bbQa"}, {"yamada", "Kx92bbQa"}}, 2, 0, 2},
        {"... of machines", {{"機器", "ユーザーID", "パスワード", "備考"}, {"ルーター", "admin", "Zz1Qw9er", ""}, {"NAS", "backup", "Kx92bbQa", ""}}, 2, 0, 2},
        {"... not yet given", {{"ID", "パスワード"}, {"hoshimi01", ""}, {"yamada", "未設定"}, {"kato", "********"}}, 0, 0, 0},
        {"numbers of rows", {{"ID", "件名", "状態"}, {"1", "プリンタの紙詰まり", "完了"}, {"2", "パスワードの変更", "対応中"}}, 0, 0, 0},
        {"My Number alone", {{"個人番号"}, {"123456789018"}, {"621498320257"}}, 2, 2, 2},
    };
    for (const auto &t : tables) {
        struct persons_result r = count(t.rows);
        EXPECT_EQ(r.persons, t.persons) << t.what;
        EXPECT_EQ(r.with_private, t.with_private) << t.what;
        EXPECT_EQ(r.with_special, t.with_special) << t.what;
    }
}

/* What says who is counted, if not the labels that running text knows as well; behind each rule a table that it must leave alone. */
TEST(Tables, LayoutsWithoutKnownLabels)
{
    using Rows = std::vector<std::vector<std::string>>;
    struct {
        const char *what;
        Rows rows;
        uint64_t persons;
    } tables[] = {
        /* the header by what stands below it */
        {"header of words nobody listed", {{"№", "走者", "通過"}, {"1", "山田太郎", "10:01"}, {"2", "佐藤花子", "10:04"}, {"3", "鈴木一郎", "10:09"}}, 3},
        {"title, page and header, twice", {{"名簿", "", "1頁"}, {"番", "受講", "級"}, {"1", "山田太郎", "初"}, {"2", "佐藤花子", "中"}, {"名簿", "", "2頁"}, {"番", "受講", "級"}, {"3", "鈴木一郎", "初"}}, 3},
        {"employees, each again above his family", {{"社員名", "続柄", "親族氏名", "生年月日"}, {"小林 達夫", "本人", "小林 達夫", "1975/12/1"}, {"小林 達夫", "妻", "小林 裕子", "1977/12/11"}, {"小林 達夫", "母", "小林 早記", "1950/7/17"}, {"大野 聡", "本人", "大野 聡", "1976/1/11"}, {"大野 聡", "長女", "大野 由美", "2004/3/27"}, {"大野 聡", "長男", "大野 来山", "2006/5/11"}}, 6},
        {"firms and persons in one column", {{"種別", "名称・氏名", "代表者", "電話"}, {"法人", "（有）菊地工務店", "村野 正雄", "044-766-1797"}, {"法人", "北條信託", "坂本 七海", "059-692-0074"}, {"法人", "日高通商", "加藤 幸恵", "029-421-4185"}, {"個人", "木村 美穂", "", "090-1276-1875"}, {"個人", "土屋 大伸", "", "090-9739-3331"}}, 5},
        {"a vendor with a surname first", {{"Vendor", "SSN", "Filed"}, {"Callaghan, Janice", "175-17-4443", "N"}, {"Cobb, Leonard", "469-56-2834", "Y"}, {"Zhou, Cecilia", "201-30-5963", "N"}}, 3},
        {"two header rows", {{"管理", "契約", "", "連絡先", ""}, {"番号", "漢字", "カナ", "自宅", "携帯"}, {"1", "山田太郎", "ヤマダ タロウ", "03-1111-2222", "090-1111-2222"}, {"2", "佐藤花子", "サトウ ハナコ", "03-1111-3333", "090-1111-3333"}}, 2},
        {"days as a header", {{"", "1日", "2日", "3日"}, {"山田太郎", "日", "夜", "休"}, {"佐藤花子", "休", "日", "夜"}, {"鈴木一郎", "夜", "休", "日"}}, 3},
        {"groups, sub-totals and statistics are nobody", {{"部", "従事", "時間"}, {"営業", "山田太郎", "10"}, {"営業", "佐藤花子", "12"}, {"", "営業部計", "22"}, {"工務", "鈴木一郎", "9"}, {"", "平均点", "11"}, {"", "最高", "12"}}, 3},
        {"places have a header, too", {{"避難所", "所在地", "電話"}, {"北山小学校", "東京都港区芝1-1-1", "03-1111-2222"}, {"山田公民館", "東京都港区芝2-1-1", "03-1111-3333"}, {"佐藤会館", "東京都港区芝3-1-1", "03-1111-4444"}}, 0},
        {"counters and their telephones", {{"窓口", "電話", "時間"}, {"子育て相談", "03-1111-2222", "9時"}, {"介護ダイヤル", "03-1111-3333", "9時"}, {"年金の窓口", "03-1111-4444", "9時"}}, 0},
        {"nothing but telephones is somebody's", {{"携帯番号", "済"}, {"090-1111-2222", "○"}, {"090-1111-3333", ""}, {"090-1111-4444", "○"}}, 3},

        /* who is beside whom */
        {"blocks side by side", {{"No", "会員", "電話", "", "No", "会員", "電話"}, {"1", "山田太郎", "090-1111-2222", "", "3", "鈴木一郎", "090-1111-4444"}, {"2", "佐藤花子", "090-1111-3333", "", "", "", ""}}, 3},
        {"blocks under their own titles", {{"1組", "", "2組", ""}, {"番", "名前", "番", "名前"}, {"1", "山田太郎", "1", "鈴木一郎"}, {"2", "佐藤花子", "2", "高橋健"}}, 4},
        {"numbered columns", {{"No", "選手1", "選手2"}, {"1", "山田太郎", "佐藤花子"}, {"2", "鈴木一郎", "高橋健"}}, 4},
        {"lettered columns", {{"コート", "選手A", "所属A", "選手B", "所属B"}, {"1", "山田太郎", "北中", "佐藤花子", "桜台"}, {"2", "鈴木一郎", "北中", "高橋健", "桜台"}, {"1", "田中誠", "川口三中", "伊藤愛", "はまなす"}}, 6},
        {"answers without a name", {{"日時", "メールアドレス", "お名前（任意）"}, {"11/1", "a1@gmail.com", "山田太郎"}, {"11/2", "b2@gmail.com", ""}, {"11/3", "c3@gmail.com", "鈴木一郎"}, {"11/4", "info@firm.example", ""}}, 3},
        {"a second address goes on the row above", {{"No", "名前", "メール"}, {"1", "山田太郎", "a1@gmail.com"}, {"", "", "b2@gmail.com"}, {"2", "鈴木一郎", "c3@gmail.com"}}, 2},
        {"shifts of a day", {{"日", "早番", "遅番"}, {"1", "山田太郎", "佐藤花子"}, {"2", "鈴木一郎", "山田太郎"}, {"3", "佐藤花子", "鈴木一郎"}}, 3},
        {"a guardian is a person, too", {{"児童", "保護者"}, {"山田太郎", "山田一郎"}, {"佐藤花子", "佐藤健"}, {"鈴木愛", "鈴木誠"}}, 6},
        {"below the title of a group as well", {{"本人", "", "保護者", ""}, {"氏名", "年齢", "氏名", "電話"}, {"山田太郎", "8", "山田一郎", "090-1111-2222"}, {"佐藤花子", "9", "佐藤健", "090-1111-3333"}}, 4},
        {"the head of a household says the same again and again", {{"世帯番号", "世帯主", "世帯員", "続柄", "生年月日"}, {"1", "山田進", "山田進", "本人", "1960/1/1"}, {"1", "山田進", "山田愛", "妻", "1961/1/1"}, {"1", "山田進", "山田翔", "長男", "1990/1/1"}, {"1", "山田進", "山田恵", "長女", "1992/1/1"}, {"2", "佐藤誠", "佐藤誠", "本人", "1970/1/1"}, {"2", "佐藤誠", "佐藤花子", "妻", "1971/1/1"}, {"2", "佐藤誠", "佐藤健", "長男", "1999/1/1"}, {"2", "佐藤誠", "佐藤翼", "次男", "2001/1/1"}}, 8},
        {"captain and members", {{"組", "主将", "選手2", "選手3"}, {"1", "山田太郎", "佐藤花子", "鈴木一郎"}, {"2", "高橋健", "田中誠", "伊藤愛"}, {"3", "渡辺恵", "中村翔", "小林進"}}, 9},
        {"a kin without a name", {{"児童氏名", "保護者氏名"}, {"山田太郎", "母"}, {"佐藤花子", "佐藤健"}, {"鈴木愛", "父"}}, 4},
        {"whose grave it is", {{"区画", "使用者", "埋葬者"}, {"1", "山田太郎", "山田進"}, {"2", "佐藤花子", "佐藤健"}, {"3", "鈴木一郎", "鈴木誠"}}, 3},
        {"schools that look like names", {{"受験番号", "氏名", "出身校"}, {"20001", "山田太郎", "園田高"}, {"20002", "佐藤花子", "上原高"}, {"20003", "鈴木一郎", "園田高"}}, 3},
        {"seats", {{"座席表"}, {"山田太郎", "佐藤花子", "空席"}, {"鈴木一郎", "空席", "高橋健"}, {"", "教卓", ""}}, 4},
        {"seats of those nobody knows", {{"座席表"}, {"A列", "山田太郎", "佐藤花子", "菟原田絆愛"}, {"B列", "鈴木一郎", "牡渡日向", "高橋健"}, {"C列", "田中誠", "伊藤愛", "渡辺恵"}, {"D列", "中村翔", "鋸南俊介", "小林進"}}, 12},
        {"staff and their days", {{"勤務表 11月"}, {"職員名", "1日", "2日"}, {"砥粉谷莉緒菜", "夜", "日"}, {"左衛門三郎稀星", "休", "明"}, {"吉川久美子", "日", "早"}, {"名古木和子", "早", "遅"}}, 4},
        {"a service station is not called by a given name", {{"SS名", "運営", "電話"}, {"大野駅前SS", "吉岡石油", "011-658-3084"}, {"長崎中央SS", "高浜石油", "074-877-9627"}, {"石川中央SS", "戸塚石油", "077-327-5593"}}, 0},
        {"classes by column", {{"1組", "2組"}, {"山田太郎", "佐藤花子"}, {"鈴木一郎", "高橋健"}}, 4},
        {"dishes of a week", {{"", "月", "火", "水"}, {"1", "カレー", "肉うどん", "親子丼"}, {"2", "焼き魚", "唐揚げ", "石狩鍋"}, {"3", "肉うどん", "カレー", "焼き魚"}}, 0},
        {"one column for each child, the last of them rarely filled", {{"班", "世帯主", "配偶者", "子1", "子2", "住所"}, {"1", "今井 莉子", "", "今井 蒼", "", "東京都港区芝1-1-1"}, {"1", "貴家 蓮", "貴家 剛", "貴家 恵子", "", "東京都港区芝2-1-1"}, {"2", "山田 進", "", "", "", "東京都港区芝3-1-1"}, {"2", "佐藤 誠", "", "", "佐藤 翼", "東京都港区芝4-1-1"}}, 8},
        {"brothers and sisters", {{"児童氏名", "組", "兄弟姉妹"}, {"加藤 莉子", "1", "加藤 湊(6-2)"}, {"栗花落 颯汰郎", "2", "栗花落 勇(3-1)"}, {"山田 律", "1", ""}}, 5},
        {"who sleeps where, the cells of the room merged", {{"部屋", "班", "生徒氏名", "係"}, {"401", "1班", "月見里碧唯", "室長"}, {"", "", "小鳥遊紬", ""}, {"", "", "池田陽翔", "食事係"}, {"", "", "福田博", ""}, {"402", "2班", "桜井結菜", "室長"}, {"", "", "河野翔", ""}}, 6},
        {"shifts of surnames", {{"11月 シフト表"}, {"氏名", "1", "2", "3", "4", "5"}, {"", "金", "土", "日", "月", "火"}, {"藤原", "", "C", "休", "C", "B"}, {"上田", "", "休", "", "C", "休"}, {"月見里", "B", "休", "C", "休", "有"}, {"林", "B", "B", "A", "", ""}}, 4},
        {"whoever has the class, in the title above it", {{"1年A組　担任　佐藤 花子先生"}, {"番", "氏名", "ふりがな"}, {"1", "山田太郎", "やまだ たろう"}, {"2", "鈴木一郎", "すずき いちろう"}}, 3},
        {"brands of goods", {{"品番", "商品名", "ブランド", "上代"}, {"D1", "ネクタイ", "Calvin Klein", "5100"}, {"D2", "財布", "Paul Smith", "3900"}, {"D3", "ハンカチ", "Ralph Lauren", "1100"}}, 0},
        {"numbers and words before the name", {{"No", "対象職員", "送迎者"}, {"1", "A0000：桜庭 里美", "母：桜庭 恵"}, {"2", "A0001：戸田 里美", "父：戸田 誠"}, {"3", "10023 永田 克己", "母"}}, 5},
        {"counts and ages behind it", {{"代表者", "時刻"}, {"山田太郎 他3名", "10:00"}, {"佐藤花子 42歳", "10:00"}, {"鈴木一郎ほか2名", "10:30"}}, 3},
        {"a notice above the list", {{"○○について（通知）"}, {"1 日時", "令和6年11月5日"}, {"2 場所", "市民会館"}, {"3 対象", "下表のとおり"}, {"番", "所属", "職", "氏", "名"}, {"1", "総務課", "主事", "山田", "太郎"}, {"2", "総務課", "主事", "佐藤", "花子"}, {"3", "総務課", "主事", "鈴木", "一郎"}}, 3},
        {"several names in the lines of a cell", {{"班", "班員"}, {"1", "山田 太郎\n佐藤 花子\n鈴木 一郎"}, {"2", "高橋健\n田中誠\n伊藤愛"}}, 6},
        {"the reading in a line above", {{"フリガナ\n氏　名", "保護者"}, {"ヤマダ タロウ\n山田 太郎", "ヤマダ イチロウ\n山田 一郎"}, {"サトウ ハナコ\n佐藤 花子", "サトウ ケン\n佐藤 健"}, {"ホカリ リオナ\n穂苅 璃音奈", ""}}, 5},
        {"the post in a line below", {{"氏名", "所属"}, {"山田 太郎\n主任", "総務課"}, {"佐藤 花子\n主任", "人事課"}, {"鈴木 一郎\n主任", "人事課"}}, 3},
        {"several names in a cell", {{"班", "メンバー"}, {"1", "山田太郎、佐藤花子、鈴木一郎"}, {"2", "高橋健"}}, 4},
        {"ordinals in the cell", {{"1 山田太郎", "2 佐藤花子"}, {"3 鈴木一郎", "4 高橋健"}}, 4},
        {"counts are no ordinals", {{"受付", "人数"}, {"午前", "12名"}, {"午後", "8名"}, {"夜間", "3名"}}, 0},
        {"the reading in a row of its own", {{"No", "利用者", "電話"}, {"", "ヤマダ タロウ", ""}, {"1", "山田太郎", "090-1111-2222"}, {"", "サトウ ハナコ", ""}, {"2", "佐藤花子", "090-1111-3333"}}, 2},

        /* names in other letters, and in two columns */
        {"Last, First", {{"Emp", "Worker", "Hired"}, {"1", "Smith, James R.", "2020-01-01"}, {"2", "Jones, Mary", "2020-01-02"}, {"3", "Brown, Linda", "2020-01-03"}}, 3},
        {"passengers", {{"SEQ", "PAX", "SEAT"}, {"1", "YAMADA/TARO MR", "1A"}, {"2", "SATO/HANAKO MS", "1B"}, {"3", "SATO/KENJI MR", "1C"}}, 3},
        {"surname and given name, labels unknown", {{"ID", "Last", "First"}, {"1", "Smith", "James"}, {"2", "Jones", "Mary"}, {"3", "Smith", "Linda"}}, 3},
        {"surname and given name, no header", {{"101", "山田", "太郎", "1990/1/1"}, {"102", "佐藤", "花子", "1991/1/1"}, {"103", "鈴木", "一郎", "1992/1/1"}}, 3},
        {"halves of a pupil's name", {{"Student Last", "Student First", "Grade", "DOB"}, {"Mbeki", "Charlotte", "10", "11/01/2018"}, {"Kowalski", "Marcus", "7", "02/11/2015"}, {"Mbeki", "Dominic", "6", "07/25/2013"}, {"Whitlock", "Marcus", "6", "09/20/2012"}}, 4},
        {"the name in halves and whole", {{"姓", "名", "氏名"}, {"山田", "太郎", "山田太郎"}, {"佐藤", "花子", "佐藤 花子"}}, 2},
        {"two persons in halves", {{"児童姓", "児童名", "保護者姓", "保護者名"}, {"山田", "太郎", "山田", "健"}, {"佐藤", "花子", "佐藤", "誠"}, {"鈴木", "愛", "鈴木", "恵"}}, 6},
        {"surnames with a title", {{"時刻", "ご予約", "人数"}, {"17:00", "山田様", "2"}, {"18:00", "佐藤様", "4"}, {"19:00", "鈴木様", "3"}}, 3},
        {"two towns", {{"便", "始発", "終着"}, {"101", "松本", "高崎"}, {"102", "福島", "千葉"}, {"103", "秋田", "宮崎"}}, 0},
        {"products in two words", {{"Name", "SKU", "Price"}, {"Blue Widget", "10000001", "20"}, {"Red Lamp", "10000002", "30"}, {"Giant Mug", "10000003", "40"}}, 0},
        {"brands and models", {{"Brand", "Model", "Miles"}, {"Honda", "Civic Sport", "20100"}, {"Ford", "Grand Tourer", "30200"}, {"Toyota", "Crown Royal", "40100"}}, 0},
        {"readings of words", {{"単語", "読み"}, {"曖昧", "あいまい"}, {"憂鬱", "ゆううつ"}, {"邂逅", "かいこう"}}, 0},
        {"who designed it belongs to it", {{"品名", "意匠", "価格"}, {"椅子", "山田太郎", "100"}, {"机", "佐藤花子", "200"}, {"棚", "鈴木一郎", "300"}}, 0},
        {"nor does a composer", {{"曲名", "作曲", "編曲"}, {"秋の歌", "山田太郎", "佐藤花子"}, {"行進曲", "鈴木一郎", "高橋健"}, {"組曲", "田中誠", "伊藤愛"}}, 0},
        {"a designer who can be reached is somebody", {{"分野", "デザイナー", "電話"}, {"歴史", "山田太郎", "090-1111-2222"}, {"物理", "佐藤花子", "090-1111-3333"}, {"歴史", "鈴木一郎", "090-1111-4444"}}, 3},
        {"the dead of a parish", {{"施主", "電話", "俗名", "没年月日"}, {"山田太郎", "090-1111-2222", "山田進", "H1.2.3"}, {"佐藤花子", "090-1111-3333", "佐藤健", "H2.2.3"}, {"鈴木一郎", "090-1111-4444", "鈴木誠", "H3.2.3"}}, 3},
        {"givers who are not named", {{"ご芳名", "金額"}, {"山田太郎 様", "1,000"}, {"佐藤花子 様", "2,000"}, {"匿名希望", "3,000"}, {"有志一同", "4,000"}}, 2},
        {"who bought it does not", {{"品名", "購入者", "価格"}, {"椅子", "山田太郎", "100"}, {"机", "佐藤花子", "200"}, {"棚", "鈴木一郎", "300"}}, 3},

        {"the same name in two scripts, labelled", {{"番号", "氏名（漢字）", "氏名（カナ）", "学歴"}, {"1", "山田太郎", "ヤマダ タロウ", "大卒"}, {"2", "佐藤花子", "サトウ ハナコ", "院卒"}, {"3", "鈴木一郎", "スズキ イチロウ", "大卒"}}, 3},
        {"the same name in two scripts, no header", {{"Taro Yamada", "山田太郎", "101"}, {"Hanako Sato", "佐藤花子", "102"}, {"Ichiro Suzuki", "鈴木一郎", "103"}}, 3},
        {"halves whose labels nobody listed", {{"Nr", "Nachname", "Vorname"}, {"1", "Köhler", "Heike"}, {"2", "Krüger", "Torsten"}, {"3", "Köhler", "Anke"}}, 3},
        {"a doctor is beside the patient, label or not", {{"番号", "患者", "担当者名"}, {"1", "山田太郎", "高橋健"}, {"2", "佐藤花子", "高橋健"}, {"3", "鈴木一郎", "田中誠"}}, 3},
        {"whom the rows are about changes from row to row", {{"被相続人", "相続人", "続柄"}, {"山田進", "山田太郎", "子"}, {"山田進", "山田花子", "子"}, {"山田進", "山田一郎", "子"}, {"山田進", "山田愛", "子"}}, 4},
        {"surnames in capitals", {{"Rank", "Crew", "Book"}, {"AB", "SMITH James", "SB100001"}, {"OS", "JONES Mary", "SB100002"}, {"OS", "BROWN Linda", "SB100003"}}, 3},
        {"departments and their telephones", {{"部署", "内線", "FAX"}, {"総務課", "1001", "03-5555-1111"}, {"人事課", "1002", "03-5555-2222"}, {"経理課", "1003", "03-5555-3333"}}, 0},
        {"names nobody knows under a word for persons", {{"参加児童", "色"}, {"ひなた ここあ", "赤"}, {"つむぎ らら", "青"}, {"こはく るい", "赤"}, {"いろは のあ", "青"}}, 4},
        {"kinds under a word for persons", {{"会員", "割引"}, {"一般", "有"}, {"家族", "無"}, {"一般", "有"}, {"家族", "無"}, {"一般", "有"}, {"一般", "無"}}, 0},
        {"weather", {{"地点", "天気", "最高"}, {"福島", "晴", "21"}, {"千葉", "曇", "22"}, {"秋田", "晴", "18"}, {"長野", "雨", "15"}}, 0},

        /* what identifies whom */
        {"an employee's relatives and their days of birth", {{"社員名", "続柄", "親族氏名", "生年月日"}, {"山田太郎", "本人", "山田太郎", "1975/12/1"}, {"山田太郎", "妻", "山田裕子", "1977/12/11"}, {"佐藤花子", "本人", "佐藤花子", "1976/1/11"}}, 3},
        {"vendors who are persons by their number", {{"Vendor", "SSN", "Filed"}, {"Delacroix, Felix", "239-39-0097", "Y"}, {"Callaghan, Janice", "175-17-4443", "N"}}, 2},
        {"vendors who are firms", {{"Vendor", "Phone", "Filed"}, {"Delacroix Ltd", "212-555-0143", "Y"}, {"Callaghan Inc.", "212-555-0144", "N"}}, 0},

        {"who is paid, persons and firms", {{"日付", "勘定科目", "支払先", "金額"}, {"12/28", "給料手当", "小島 愛", "246000"}, {"12/7", "消耗品費", "成瀬倉庫株式会社", "236000"}, {"12/2", "報酬", "牛丸 あかり", "127000"}, {"12/3", "外注費", "榎本会計", "35100"}}, 2},
        {"whom to ask above an estimate", {{"請求書"}, {"赤松会計 御中", "", "", "2026年11月20日"}, {"", "", "担当", "内田　武"}, {"", "", "TEL", "077-375-5068"}, {"品目", "数量", "単価", "金額"}, {"出張費", "9", "4500", "45400"}, {"用紙代", "9", "7200", "20000"}}, 1},
        {"the coach above the players", {{"チーム名", "石川キッズ"}, {"監督", "佐藤　登勢"}, {"背番号", "選手名", "フリガナ", "生年月日"}, {"1", "松藤　いずみ", "マツフジ イズミ", "2008年8月1日"}, {"2", "高木　健之助", "タカギ ケンノスケ", "2009年8月25日"}}, 3},
        {"applicants side by side", {{"項目", "応募者1", "応募者2", "応募者3"}, {"氏名", "草壁 敦男", "藤沼 ゆかり", "中村 一規"}, {"ふりがな", "くさかべ あつお", "ふじぬま ゆかり", "なかむら かずのり"}, {"生年月日", "1974年5月7日", "2001年11月21日", "1980/10/18"}, {"電話", "090-8922-7730", "06092117349", "09020985533"}, {"志望順位", "2", "1", "1"}}, 3},
        {"labels for envelopes", {{"〒700-0062"}, {"岡山県岡山市北区大安寺中町5-29-19"}, {"後藤　豊　様"}, {""}, {"〒566-0072"}, {"摂津市鳥飼西2-40-14"}, {"中条　慎一　様"}, {""}, {"〒635-0022"}, {"奈良県大和高田市高田2丁目27番地26"}, {"中村　確太郎　様"}, {""}, {"〒919-1396"}, {"三方上中郡若狭町能登野8-8-9"}, {"一安　良八　様"}, {""}, {"〒012-1352"}, {"秋田県雄勝郡羽後町中仙道6丁目38番地19"}, {"菅原　奈々　様"}}, 5},

        /* nobody */
        {"offices above their staff", {{"氏名", "役職", "内線"}, {"■ 総務課", "", ""}, {"山田太郎", "係長", "902"}, {"佐藤花子", "", "658"}, {"■ 営業所", "", ""}, {"鈴木一郎", "", "929"}}, 3},
        {"sums of a shift", {{"氏名", "1", "2"}, {"山田太郎", "日", "夜"}, {"佐藤花子", "夜", "日"}, {"加藤主計", "日", "日"}, {"日勤計", "2", "2"}, {"早番計", "1", "1"}}, 3},
        {"givers that are firms", {{"お名前", "金額", "備考"}, {"山田太郎", "24,000", ""}, {"割烹藤沢", "200,000", "法人"}, {"佐藤花子", "18,000", "毎月"}}, 2},
        {"a list under its title", {{"出席者"}, {"山田太郎"}, {"佐藤花子"}, {"勘解由小路結月華"}, {"鈴木一郎"}, {"高橋健"}, {"田中誠"}, {"伊藤愛"}, {"渡辺恵"}}, 8},
        {"who is called on a card", {{"緊急連絡カード"}, {"本人氏名", "中島 長吾"}, {"生年月日", "昭和56年4月3日"}, {"緊急連絡先", "久保田 潔子", "090-1111-2222"}, {"続柄", "姉"}}, 2},

        /* several tables in one sheet */
        {"below each other, in other columns",
         {{"役員"}, {"職", "氏名", "電話"}, {"会長", "山田太郎", "090-1111-2222"}, {"理事", "佐藤花子", "090-1111-3333"}, {""}, {"会員"}, {"番号", "住所", "氏名"}, {"1", "東京都港区芝1-1-1", "鈴木一郎"}, {"2", "東京都港区芝2-1-1", "高橋健"}},
         4},
        {"a blank row within", {{"氏名", "住所"}, {"山田太郎", "東京都港区芝1-1-1"}, {""}, {"佐藤花子", "東京都港区芝2-1-1"}, {""}, {"鈴木一郎", "東京都港区芝3-1-1"}}, 3},
    };
    for (const auto &t : tables)
        EXPECT_EQ(count(t.rows).persons, t.persons) << t.what;
}

/* A table that begins behind more rows than are looked at at first, and persons as columns. */
TEST(Tables, LongAndWide)
{
    static const char *const surnames[] = {"山田", "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "中村", "小林", "加藤"};
    static const char *const given[] = {"太郎", "花子", "一郎", "健", "誠", "愛", "恵", "翔", "進", "修"};
    auto name = [&](size_t i) { return std::string(surnames[i / 10 % 10]) + given[i % 10]; };
    std::vector<std::vector<std::string>> stacked = {{"品名", "単価"}}, wide = {{"氏名"}, {"生年月日"}, {"電話"}};
    for (size_t i = 0; i < 90; i++)
        stacked.push_back({"部品" + std::to_string(i), std::to_string(100 + i)});
    stacked.push_back({});
    stacked.push_back({"番号", "氏名"});
    for (size_t i = 0; i < 100; i++) {
        stacked.push_back({std::to_string(i), name(i)});
        wide[0].push_back(name(i));
        wide[1].push_back("1980/1/" + std::to_string(i % 28 + 1));
        wide[2].push_back("090-1111-" + std::to_string(2000 + i));
    }
    EXPECT_EQ(count(stacked).persons, 100u);
    EXPECT_EQ(count(wide).persons, 100u);
}

TEST(Tables, NumbersOfTwoKindsAreNoTwoPersons)
{
    persons *p = persons_new();
    const std::vector<std::vector<std::string>> sheets[] = {{{"社員番号", "氏名"}, {"438379", "山田 太郎"}, {"240255", "佐藤 花子"}, {"240256", "佐藤 花子"}},
                                                            {{"氏名", "個人番号"}, {"佐藤　花子", "123456789018"}, {"山田　太郎", "621498320257"}}};
    for (size_t k = 0; k < 2; k++)
        for (size_t r = 0; r < sheets[k].size(); r++)
            for (size_t c = 0; c < sheets[k][r].size(); c++)
                persons_cell(p, k ? "給与" : "名簿", (uint32_t)r + 1, (uint32_t)c + 1, sheets[k][r][c].data(), sheets[k][r][c].size());
    persons_end(p);
    struct persons_result r;
    persons_get_result(p, &r);
    EXPECT_EQ(r.persons, 3u);
    persons_free(p);
}

TEST(Tables, SenderAndRecipientsDoNotCount)
{
    std::vector<std::vector<std::string>> rows = {{"氏名", "メール"}, {"山田太郎", "taro@example.jp"}, {"佐藤花子", "hana@gmail.com"}, {"鈴木一郎", "ichiro@gmail.com"}};
    EXPECT_EQ(count(rows, {{"山田 太郎", "taro@example.jp"}}).persons, 2u);
    EXPECT_EQ(count(rows, {{nullptr, "hana@gmail.com"}, {"山田太郎", nullptr}}).persons, 1u);
    EXPECT_EQ(count(rows, {{"誰か", "nobody@example.com"}}).persons, 3u);
}

TEST(Tables, PlaceAndFieldsAreNamed)
{
    struct persons_result r = count({{"氏名", "生年月日", "診断名"}, {"山田太郎", "1960/1/1", "胃がん"}, {"佐藤花子", "1961/1/1", "肺炎"}});
    EXPECT_STREQ(r.sample_place, "Sheet1!A2:C3");
    EXPECT_EQ(r.fields, 1u << DATA_PERSON | 1u << DATA_BIRTHDATE | 1u << DATA_HEALTH);
    EXPECT_EQ(r.with_special, 2u);
}

TEST(Tables, MergesPartsOfOneContainer)
{
    persons *a = persons_new(), *b = persons_new();
    const char *header[] = {"氏名", "電話番号"};
    auto fill = [&](persons *p, std::vector<std::pair<std::string, std::string>> rows) {
        for (uint32_t c = 0; c < 2; c++)
            persons_cell(p, "", 1, c + 1, header[c], strlen(header[c]));
        uint32_t r = 1;
        for (auto &row : rows) {
            r++;
            persons_cell(p, "", r, 1, row.first.data(), row.first.size());
            persons_cell(p, "", r, 2, row.second.data(), row.second.size());
        }
        persons_end(p);
    };
    fill(a, {{"山田太郎", "090-1111-2222"}, {"佐藤花子", "080-1111-2222"}});
    fill(b, {{"山田太郎", "090-1111-2222"}, {"佐藤花子", "080-9999-9999"}, {"鈴木一郎", "070-1111-2222"}});
    persons_merge(a, b);
    struct persons_result r;
    persons_get_result(a, &r);
    EXPECT_EQ(r.persons, 4u); // 佐藤花子 has another number: another person
    persons_free(a);
    persons_free(b);
}

TEST(Tables, AMillionRowsInBoundedMemory)
{
    persons *p = persons_new();
    const char *header[] = {"会員番号", "氏名"};
    for (uint32_t c = 0; c < 2; c++)
        persons_cell(p, "", 1, c + 1, header[c], strlen(header[c]));
    const uint32_t rows = 1000000;
    for (uint32_t r = 0; r < rows; r++) {
        std::string id = "M" + std::to_string(1000000 + r), name = "山田 太郎" + std::to_string(0);
        name.pop_back();
        persons_cell(p, "", r + 2, 1, id.data(), id.size());
        persons_cell(p, "", r + 2, 2, name.data(), name.size());
    }
    persons_end(p);
    struct persons_result r;
    persons_get_result(p, &r);
    EXPECT_TRUE(r.about);
    EXPECT_NEAR(static_cast<double>(r.persons), rows, rows * 0.05);
    persons_free(p);
}

persons_result counted(const std::string &text)
{
    persons *p = persons_new();
    place where{};
    persons_text(p, text.data(), text.size(), &where);
    persons_end(p);
    persons_result r;
    persons_get_result(p, &r);
    persons_free(p);
    return r;
}

TEST(Texts, FieldsBelongToTheNameAboveThem)
{
    std::string text = "お名前：山田太郎\n生年月日：1960年1月1日\n電話：090-1111-2222\n\nお名前：佐藤花子\n住所：東京都港区芝1-2-3\n\n以上\n";
    persons *p = persons_new();
    place where{};
    persons_text(p, text.data(), text.size(), &where);
    place quoted{};
    quoted.flags = PLACE_QUOTED;
    std::string other = "氏名：鈴木一郎 マイナンバー：123456789018\n";
    persons_text(p, other.data(), other.size(), &quoted); // what was quoted is not counted
    persons_end(p);
    struct persons_result r;
    persons_get_result(p, &r);
    EXPECT_EQ(r.persons, 2u);
    EXPECT_EQ(r.with_private, 2u);
    EXPECT_EQ(r.with_special, 0u);
    persons_free(p);
}

TEST(Texts, TwoHalvesOfANameAreOnePerson)
{
    const std::string text = "姓：山田\n名：太郎\nメール：taro@gmail.com\n\n姓：佐藤\n名：花子\n\nfirst_name: Catherine\nlast_name: Kaplan\n";
    const persons_result r = counted(text);
    EXPECT_EQ(r.persons, 3u);
}

TEST(Texts, ALandlineBesideAnAddressAtWorkIsTheOffices)
{
    struct {
        const char *text;
        uint64_t persons, with_private;
    } rows[] = {
        {"山田太郎 03-3581-2345 taro@example.co.jp\n佐藤花子 +81 3 3581 2346 hanako@example.co.jp\n", 2, 0},
        {"山田太郎 090-3581-2345 taro@example.co.jp\n佐藤花子 03-3581-2346 hanako@gmail.com\n鈴木一郎 03-3581-2347\n", 3, 3},
        {"山田太郎 03-3581-2345 090-3581-2345 taro@example.co.jp\n", 1, 1},
        {"山田太郎 03-3581-2345 taro@example.co.jp 1960年1月1日生\n", 1, 1},
        {"山田太郎 東京都港区芝1-2-3 03-3581-2345 taro@example.co.jp\n", 1, 1},
        {"John Miller 212-555-0143 john@example.com\n", 1, 1}, // which of these are mobiles nobody can tell
    };
    for (const auto &row : rows) {
        persons *p = persons_new();
        place where{};
        persons_text(p, row.text, strlen(row.text), &where);
        persons_end(p);
        struct persons_result r;
        persons_get_result(p, &r);
        EXPECT_EQ(r.persons, row.persons) << row.text;
        EXPECT_EQ(r.with_private, row.with_private) << row.text;
        persons_free(p);
    }
}

TEST(Texts, WhoeverIsNamedAgainIsNobodyElse)
{
    std::string many = "松村 文子様\n";
    for (int i = 0; i < 100; i++)
        many += "佐藤 " + std::string(&"一二三四五六七八九十"[i / 10 * 3], 3) + std::string(&"郎助蔵吉平夫男雄也治"[i % 10 * 3], 3) + "様\n";
    struct {
        std::string text;
        uint64_t persons, with_private;
    } rows[] = {
        {"東 裕子様 1980年4月2日生 090-1111-2222\n\n東様のマイナンバーは 123456789018 です。\n\n裕子さんは不在でした。\n", 1, 1},
        {"二階堂様より電話がありました。\n\n二階堂 結衣 1980年4月2日生\n", 1, 1},
        {"佐藤 健様\n\n佐藤 花子様 1980年4月2日生\n\n佐藤様 1955年1月3日生\n", 3, 2},                 // another birthday is another person's
        {"佐藤 健様\n\n鈴木様 090-1111-2222\n\n高橋様 090-1111-3333\n", 3, 2},
        {"大久保 健様\n\n大久保様\n\n久保様 090-1111-2222\n", 2, 1},
        {"Passenger: Campbell, Fatima\nDate of birth: 19 May 1986\n\nDear Fatima R. Campbell,\n\nKind regards,\nNancy Lindqvist\n", 2, 1},
        {"ご搭乗者 SHIMADA NORIKO（島田 紀子様）旅券番号 TH5636005　生年月日 1989年8月20日\n", 1, 1},
        {"斎藤 由美子様（Yumiko Saito）旅券番号 TH5636005\n", 1, 1},
        {"お客様　田辺 雄一様 090-1111-2222\n返金先　うしお銀行 山口支店 普通 3458601 タナベ ユウイチ\n受付者　飯田\n", 2, 1},
        {many + "松村様 090-1111-2222\n", 102, 1}, // too long ago
    };
    for (const auto &row : rows) {
        const persons_result r = counted(row.text);
        EXPECT_EQ(r.persons, row.persons) << row.text;
        EXPECT_EQ(r.with_private, row.with_private) << row.text;
    }
}

TEST(Texts, AReadingInTheNextFieldIsNobodyElse)
{
    const std::string text = "INSERT INTO t VALUES ('松村 文子','マツムラ フミコ','090-1111-2222'),('佐藤 健','サトウ ケン','090-1111-3333');\n高橋 健、ヤマダ タロウ\n";
    const std::string travellers = "1　本間 学　HONMA MANABU　TK1686053　S56.11.3\n2　大谷 茂（Otani Shigeru）　TK1686054　S57.11.3\n出席：山田太郎, John Smith\n";
    const std::string unknown = "1　鎌田 紬乃　KAMADA TSUMUNO　TK1686053　S56.11.3\n2　KUJIRAJIMA MAI（鯨島 麻衣様）　TK1686054\n出張者：箕輪煌大様（Kodai Minowa）\n";
    const struct {
        const std::string &text;
        uint64_t persons;
    } rows[] = {{text, 4}, {travellers, 4}, {unknown, 3}};
    for (const auto &row : rows) {
        const persons_result r = counted(row.text);
        EXPECT_EQ(r.persons, row.persons) << row.text;
    }
}

TEST(Texts, PayeeAccountIsNoPrivateField)
{
    std::string text = "お振込先：みずほ銀行 渋谷支店 普通 1234567 カ）サンプル\n";
    const persons_result r = counted(text);
    EXPECT_EQ(r.with_private, 0u);
}

double seconds(const std::string &text)
{
    auto start = std::chrono::steady_clock::now();
    size_t hits = 0;
    detect_text(text.data(), text.size(), [](void *ctx, const data_hit *) { ++*static_cast<size_t *>(ctx); }, &hits);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Everything that a hit says, of the detectors with their first look at raw lines or without it.
std::string all_hits(const std::string &text, bool slowly)
{
    std::string out;
    auto add = [](void *ctx, const data_hit *h) {
        *static_cast<std::string *>(ctx) += std::string(data_type_name(h->type)) + ' ' + h->rule + ' ' + std::to_string(h->confidence) + ' ' +
                                            std::to_string(h->start) + '-' + std::to_string(h->end) + '\n';
    };
    EXPECT_TRUE((slowly ? detect_text_slowly : detect_text)(text.data(), text.size(), add, &out));
    return out;
}

std::vector<std::string> words_of_labels()
{
    std::vector<std::string> words;
    std::ifstream in(std::string(TEST_SOURCE_DIR) + "/../core/data/labels.txt");
    std::string line;
    while (std::getline(in, line)) {
        if (line.empty() || line[0] == '#')
            continue;
        for (size_t at = line.find(':') + 1, end; at < line.size(); at = end + 1) {
            end = std::min(line.find('|', at), line.size());
            words.push_back(line.substr(at, end - at));
        }
    }
    EXPECT_GT(words.size(), 1000u);
    return words;
}

TEST(FirstLook, PassesOverNothing)
{
    // lines put together from whatever the families look for, and from what they must not find
    const std::vector<std::string> labels = words_of_labels();
    const std::vector<std::string> names = {"山田", "太郎", "佐藤", "花子", "林", "田中", "鈴木", "一郎", "佐々木", "霞ヶ関", "高橋", "健", "渡辺", "麻衣子", "ヤマダ", "タロウ", "スズキ", "はなこ", "手川", "王", "瀬里菜", "髙橋", "望月彩", "眞鍋", "グエン・ティ", "王生 稀星", "小林かおり", "すみれ", "キヨ", "小 林 隆 蔵", "旧姓 久城", "古川記", "面谷宅", "東"};
    const std::vector<std::string> titles = {"様", "様方", "殿", "氏", "先生", "部長", "課長", "君", "さん", "さま", "ちゃん", "くん", "委員", "様宛", "名義", "初段", "（もちづきあや）", "(カ ナ)", "です", "でございます", "と申します", "までお願いします", "まで。", "事務長様", "園長先生", "主査", "@三田図書館", "（ヤマダ タロウ）", "マネージャー", "リーダー", "コーチ", "\n蛯子島堂晴（", "\n鯵坂原　玲生真　", "<kokona@example.jp>", "(担当)", "受付：", "文責：", "お世話になります。", "会計の", "事務局　", "不明点は", "宛", "様宅", "担当", "弊社", "学年主任", "済み。", "します（", "受けた人：", "スタッフ＝", "Approved by ", "Thanks, ", "ます。\n\n", "「はい、そうです」\n", "（03-1234-5678）まで", "むらた様", "やまもと のりゆき", "かねこさくら　", "FAX ", "admin / Kuma#58228w\n", "root ／ ", "松尾→南に交代", "→蔀屋→荒木", "\n優樹へ\n", "\n佐久間より\r\n", "誠くん",
                                             "が持っています", "がお詫びに伺います", "から連絡済み", "より電話", "から", "と私の2名で", "と", "の2名で", "の携帯", "経理の", "監督の", "前任の", "でした", "以上、", "@出張中", "　内線8489", "（内線7625）", "（情報担当 ", "（文責・", "○ ", "出席：", "担当しております", "窓口5番　", "子育て支援課　", "推薦者 ", "（048-888-8939）→ ", "緊急連絡先　",
                                             "も", "には", "にも伝えます", "の意見", "に同行", "と参ります", "図書委員会の", "病名：", "うつ病", "うつ病で通院中", "長男", "娘の美咲", "ケアマネ", "大橋>", "増田 9:00\n", "審判：", "の斉藤昭です", "キヨ子", "までご一報", "の携帯", "棟梁", "担任", "運転：", "（森本様）", "みゆきさんって", "TK1686053", "S62.7.1", "看護師", "3-12-5 Oji, Kita-ku, Tokyo", "Minato-ku", "様の件です。\n", "既往歴：なし", "（渡邊→近藤）", "　森田　山本　工藤\n", "の3名", "が矢口、", "そうたくん", "えまちゃん", "9:24 岩田：", "早番 ", "　遅番 ", "先生、", "様邸", "副委員長", "です。", "は市川です。", "石川まで。", "園長", "養護教諭", "申し送り：", "小5　2016年5月17日", "株式会社ミナト ", "株式会社ミナトの", "[11:18] ", "拝", "主将", "From: ", "早番   椋瀬  松尾  凪野\n", "1班　", "4月　樋口・鵜飼\n", "（学籍番号）", "（s259741）", "検査 ", "血液型B", "birth=", " 19630628 ", "施設課内田さん", "さんかさくらちゃん", "SSID", "キー uvfcxp2vzd8", "鷹沢", "課今井です", "旧姓（", "・アディ・スサント", "　霧川野　", "ば", "（担任 "};
    const std::vector<std::string> latin = {"John", "Mary", "Taro", "Yamada", "SATO", "Ichiro", "Dear", "Hi", "Mr.", "Ms", "Patient", "The", "Linux", "is", "begin", "-----BEGIN RSA PRIVATE KEY-----", "born on",
                                            "January 9, 1974", "123 Main Street, Springfield, IL 62704", "(47 N. Mill Road, Apt 3, Portland, OR 97205)", "12 St. James Street, London SW1A 1AA", "12-Feb-2009", "account ", "acct no. #", "Arvenka Baker", "Estate of ", "Re: estate of Arvenka Baker, ", "Coach Yusuf McAllister", "\nPhone message for Whitcombe\n", "telephone message for Arvenka Baker\r\n", "\n2. Baker to raise ", "- Roe to call", "Jane Roe",
                                            "Grace will send ", "Mark has agreed", "\nGrace -\n\n", "\n- George\n", "-- Grace\r\n", " and David are ", "Linda Hall  ", "Present: ", ", Mark Allen", "thanks to Rachel ", "Mark Davis", "\nMei Hall\n", "\n\nMei Hall", "Susan Hall, Volunteer Coordinator\n", "this is ", " from ", "Mark Hall (chair), ", "* Mark Osgood: ", ". - Rachel\n", ". Thanks, Rachel\n", "Jürgen Brückner", "\nRachel: late\n", "1. Rachel: budget\n", "> Brian: Hi all\r\n", "hey Rachel - ", "\nThanks,\n", "\nMark\n", "Rachel, Melissa Lee called ", "hi all\n", "\nThis message may", "my husband Charles ", "Trainer: ", "Attendees: ", "cc: ", "Thanks ", " or Rachel", "let Rachel know", "copy in ", "hi to ", "happy birthday ", "name is ", " and I ", " staff called Rachel.", "Rachel's car", "Mark Osgood's number", "Rachel owns ", "Jean-Luc Moreau", "受取人 ", "IWAISAKO HIROSHI", "KAGARIGAOKA Ai.", "（Kodai Minowa）", "　KAMADA TSUMUNO　", "KUJIRAJIMA MAI（", "Pieter de Vries", "(abaker@example.org)", "<abaker@example.org>", " (DOB ", "2. Subaru Ishibashi, ", "at Harbor Bank", "direct deposit", "order it, ", "passports", "AKIAABCDEFGHIJKLMNOP", "ghp_abcdefghijklmnopqrstuvwxyz0123456789ab", "taro@example.jp",
                                            "http://www.example.jp/a1", "GB29NWBK60161331926819", "TK1234567", "20J2866", "list", "follow", "firstName", "Page", "Xk9!vbQ2", "Good morning", "Ono-san", "-san", "Yamazakiさん", "last_name: ", "Thanks,", "DB_PASSWORD=Xk9!vbQ2", "dbPassword", "api_key", "client-secret", "X-Api-Key", "Authorization: Basic",
                                            "https://kanri:Zx91kkqT@intra.example.jp/", "hooks.slack.com/services/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", "beneficiary", "PIN", "Chatterjee", "NGUYEN THI HOA", "LE VAN", "\nIvan\n", "\nRachel", "片山・川村・福原", "\n小泉：先月のものは横ばい。\n", "・河合", "→佐伯", "モトハシ　アカリ", "Regards\n", "Nurse ", "\n\nRachel,\n", "\n> Rachel,\r\n", "\n\nRachel - here", "Cheers, Rachel\n", "-Rachel\n", "by Rachel\r\n", "Corrigan, Rachel - ", "daughter Rachel ", "Rachel on ", "Rachel (DOB ",
                                            "Rachel is ", "tell Rachel ", "by Rachel.", "Rachel, someone", "Rachel and ", "Ivan, ", "Kowalski, Rachel", "Manager: ", "\n| Rachel\n", "down? Rachel\n", "Rachel, People Team\n", "done.\n", "Dear Rachel and Ivan,"};
    const std::vector<std::string> japanese = {"続柄", "背番号", "の順", "男", "女", "男性　", "／", "有効", "1984/5/11", "お", "ご生年月日", "0123-456789", "098-76-5432", "北海道", "以下", "次の", "下記", "一覧", "名簿", "リスト", "結果", "のとおり", "の順", "生", "歳", "産まれ", "うまれ", "平成元年1月2日", "昭和60年1月2日", "S60.1.2", "1984/05/11", "普通",
                                               "記号", "番号", "ゆうちょ", "銀行", "支店", "〒", "東京都", "千代田区", "むつ市", "横浜市青葉区", "四丁目", "1-2-3", "株式会社", "仕様", "皆", "各位", "糖尿病", "さいたま市", "施主", "運転者", "連帯保証人", "班長", "マネージャー", "酒造", "第", "氏名・番号の順", "-----", "＿＿＿", "こと", "処理", "場合", "名", "課"};
    const std::vector<std::string> numbers = {"03-1234-5678", "090-1111-2222", "123456789018", "4111 1111 1111 1111", "100-0001", "1234567", "10120", "12345678", "+81 90-1234-5678", "(212) 555-0123", "309012345620",
                                              "1234-567890", "536-90-4399", "(536-90-4399)", " / Xk9!vbQ2z", "→ 0219bV9025", "5/30", "8244-452957", "5392602", "9088577（普通口座）", "1987/1/24（柴田 量子の生年月日）", "生：", "口　", "西尾信金　岡崎支店", "9323 8/27", "2026-11-22 10:00", "3", "12", "2026", "１２３", "0120-123-456"};
    const std::vector<std::string> marks = {" ", "　", "　　", "   ", "：", ":", ": ", "、", "。", "・", "/", "が", "と", "@", "←", "(", ")", "（", "）", "\t", "|", "-", "ー", "=", ", ", "は", "の", "に", "を", "です", "\r", "】", "「", "→", "_", "'", "\"", ";", "=>", "…", "\u2010", "\u00a0", "\u200b", "①",
                                            "🙂", "é", "ﾔﾏﾀﾞ", "ＡＢ", "𠮷", "한", "\xE5\xB1", "\xFF", "\n"};
    uint64_t seed = 7;
    auto below = [&seed](size_t n) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        return static_cast<size_t>((seed >> 33) % n);
    };
    auto one = [&below](const std::vector<std::string> &list) { return list[below(list.size())]; };
    size_t found = 0;
    for (int round = 0; round < 3000; round++) {
        std::string text;
        for (size_t lines = 1 + below(8); lines > 0; lines--) {
            bool dull = below(3) == 0; // few finds: only lines that are passed over can hide a mistake
            for (size_t pieces = below(round % 100 == 0 ? 900 : 12); pieces > 0; pieces--) {
                size_t kind = below(dull ? 40 : 8);
                text += kind == 0 ? one(labels) : kind == 1 ? one(names) : kind == 2 ? one(titles) : kind == 3 ? one(latin) : kind == 4 ? one(numbers) : kind % 2 ? one(japanese) : one(marks);
                if (below(3) == 0)
                    text += one(marks);
            }
            text += below(4) ? "\n" : "\r\n";
        }
        std::string slowly = all_hits(text, true);
        found += !slowly.empty();
        ASSERT_EQ(all_hits(text, false), slowly) << text;
    }
    EXPECT_GT(found, 1000u);
}

TEST(FirstLook, EqualOnBrokenText)
{
    const std::string texts[] = {
        "\xE5\n\x9A" "山田太郒\n",            // a character that breaks off at a line feed begins nothing on the next line
        "--パスワード:ー*APT-)\n",              // a long vowel mark for a dash
        "\xE5\n(田太郎\n",
        "髙橋花子様\n廣島市1-2-3\n",          // variant forms of kanji
        "勤務先telー\n03-0735-4123\n",         // a dash that does not part a label from its number
        "八百屋ーアカウント:\n8359\n",
        "北海道 3\n",                          // a prefecture that is a name, too
        "パスワード\n80+Qz+\u2190 y",          // what stands below a label of passwords, pointed at
        "氏名" + std::string(90, '|') + "：山本\n普通" + std::string(90, '.') + "1234567\n"}; // more marks than the first look goes over
    for (const std::string &text : texts) {
        EXPECT_EQ(all_hits(text, false), all_hits(text, true)) << text;
        EXPECT_NE(all_hits(text, false), "") << text; // there is something that could be passed over
    }
    const std::vector<char> name = {'L', 'E', ' ', 'V', 'A', 'N'}; // nothing is read behind it, either
    EXPECT_TRUE(detect_text_slowly(name.data(), name.size(), [](void *, const data_hit *) {}, nullptr));
    std::string cut = "Dear Ms.氏,\xE5\xE6\xB0\x8F\n\xE9\x9B\xBB\xE9"; // the second of two kanji breaks off with the text: nothing is read behind it
    cut.shrink_to_fit();
    EXPECT_EQ(all_hits(cut, false), all_hits(cut, true));
}

TEST(FirstLook, EqualOnMails)
{
    std::ifstream in(std::string(TEST_SOURCE_DIR) + "/data/harmless_texts.txt");
    std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    ASSERT_GT(all.size(), 1000u);
    EXPECT_EQ(all_hits(all, false), all_hits(all, true));
    for (size_t at = 0; at < all.size(); at += 97) // every place of a block of 64 bytes
        EXPECT_EQ(all_hits(all.substr(at, 400), false), all_hits(all.substr(at, 400), true)) << at;
}

TEST(Hostile, FloodsAreLinear)
{
    const char *seeds[] = {"1", "1-", "12345678 ", "a", "a.", "@", "a@", "山", "山田", "ア", "山田 ", "-", "(", "パスワード", "氏名：", "東京都", "A1", "\t", "／", "1234-5678-9018 ", "IB29 ", "様", "Hi ", "片山・", "小 ", "高橋：", "田中 太郎、", "NGUYEN ", "氏名・番号）", "個人番号（番号、"};
    for (const char *seed : seeds) {
        std::string one;
        while (one.size() < (1u << 20))
            one += seed;
        double short_time = seconds(one.substr(0, one.size() / 8)), long_time = seconds(one);
        EXPECT_LT(long_time, short_time * 8 * 6 + 0.25) << seed; // a quadratic walk would be 64 times
    }
}

TEST(Hostile, WideTablesAndDamagedText)
{
    persons *p = persons_new();
    for (uint32_t r = 1; r <= 20; r++)
        for (uint32_t c = 1; c <= 16384; c++)
            persons_cell(p, "wide", r, c, "090-1111-2222", 13);
    persons_cell(p, nullptr, 0xFFFFFFFF, 0, "x", 1);
    persons_cell(p, "wide", 0, 0xFFFFFFFF, "\xE3\x81", 2);
    std::string big(400 * 1024, 'x');
    persons_cell(p, "big", 1, 1, big.data(), big.size());
    persons_end(p);
    persons_free(p);
    for (const char *bad : {"\xFF\xFE\xE3", "氏名：\xE5\xB1", "\xF0\x9F\x98", "\xC0\x80山田様", "〒\xE6\x9D"})
        scan(bad);
    EXPECT_TRUE(scan("").empty());
}

} // namespace
