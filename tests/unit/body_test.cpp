// Quotes, signatures and disclaimers: what is the writer's own, and what must not be taken for anything else.
#include <gtest/gtest.h>

#include <string>
#include <vector>

extern "C" {
#include "observe/observe.h"
#include "parse/body.h"
}

namespace {

// One letter a line: o own, q quoted, s signature, d disclaimer, space blank.
std::string marked(const std::string &text, struct body_structure *structure = nullptr)
{
    std::vector<body_line> lines;
    size_t from = 0;
    while (from <= text.size()) {
        size_t nl = text.find('\n', from);
        if (nl == std::string::npos)
            nl = text.size();
        lines.push_back({text.data() + from, nl - from, 0});
        from = nl + 1;
    }
    struct body_structure st;
    body_mark(lines.data(), lines.size(), &st);
    if (structure)
        *structure = st;
    std::string out;
    for (auto &l : lines)
        out += l.flags & PLACE_QUOTED ? 'q' : l.flags & PLACE_SIGNATURE ? 's' : l.flags & PLACE_DISCLAIMER ? 'd' : l.len == 0 ? ' ' : 'o';
    return out;
}

struct BodyCase {
    const char *text, *want;
};
class Body : public testing::TestWithParam<BodyCase> {};

TEST_P(Body, Marks)
{
    EXPECT_EQ(marked(GetParam().text), GetParam().want) << GetParam().text;
}

const BodyCase quotes[] = {
    {"", " "},
    {"Hello\nWorld", "oo"},
    {"Answer\n> question\n> more\nnext answer\n>> old", "oqqoq"},
    {"Thanks\n\n-----Original Message-----\nFrom: a@example.jp\nSent: today\n\nold text", "o qqqqq"},
    {"承知しました。\n\n-----元のメッセージ-----\n差出人: 山田\n\n本文", "o qqqq"},
    {"ok\n\nOn Mon, Nov 16, 2026 at 10:00 AM Taro <taro@example.jp> wrote:\n> q\n> q\nme again", "o qqqo"},
    {"ok\n\nOn Mon, Nov 16, 2026 at 10:00 AM Taro Yamada of the Sales Department\n<taro@example.jp> wrote:\n\n> q", "o qqqq"},
    {"ok\n\n2026年11月16日(月) 10:00 山田太郎 <taro@example.jp>:\n\n> q", "o qqq"},
    {"ok\n\n2026/11/16 10:00、山田太郎 <taro@example.jp>のメール:\n\nold text without marks\nmore", "o qqqq"},
    {"ok\n\nAm 16.11.2026 um 10:00 schrieb Hans Muster:\n> q", "o qq"},
    {"ok\n\nLe 16 nov. 2026 à 10:00, Marie <m@example.fr> a écrit :\n> q", "o qq"},
    {"確認しました。\n\n差出人: 山田 太郎\n送信日時: 2026年11月16日 10:00\n宛先: 佐藤\n件名: 見積\n\n本文", "o qqqqqq"},
    {"ok\n\n________________________________\nFrom: Taro <t@example.jp>\nSent: Monday\nTo: x\nSubject: y\n\nold", "o oqqqqqq"},
    {"ok\n*From:* Taro\n*Sent:* Monday\n*To:* x\n*Subject:* y\n\nold", "oqqqqqq"},
    // Not quotes
    {"She wrote:\nsomething of her own", "oo"},
    {"From: Tokyo\nis a fine song", "oo"},
    {"Your ticket\nFrom: Kyoto\nTo: Osaka\nDate: 16 Nov\nSeat: 3A", "ooooo"},
    {"差出人の方へ\n本文", "oo"},
    {"-- minus\n- list\n- list", "ooo"},
    {"On Monday 2026 we wrote a report to x@example.jp and it is long", "o"},
};
INSTANTIATE_TEST_SUITE_P(Quotes, Body, testing::ValuesIn(quotes));

const BodyCase signatures[] = {
    {"Hello\n-- \nTaro Yamada\nSales", "osss"},
    {"Hello\n\n--\nTaro", "o ss"},
    {"本文です。\n\n━━━━━━━━━━━━━━\n株式会社例\n山田太郎\nTEL 03-0000-0000\nyamada@example.jp\n━━━━━━━━━━━━━━", "o ssssss"},
    {"本文です。\n\n*****************\n例市役所 総務課\n〒100-0001 例県例市1-2\n電話 03-0000-0000\n*****************", "o sssss"},
    {"本文です。\nーーーーーーーーーーー\n山田\nhttps://example.jp/\nyamada@example.jp", "ossss"},
    {"Answer\n-- \nTaro\n\n> quoted", "oss q"},
    {"Answer\n\n-----------------\nExample Inc.\ntel 03-0000-0000\n\n-----Original Message-----\nold", "o sss qq"},
    // Not signatures
    {"━━━━━━━━━━\n■ 議題\n━━━━━━━━━━\n1. 予算\n2. 名簿", "ooooo"},
    {"表\n----------\na b\n----------\n以上、ご確認ください。よろしくお願いいたします。", "ooooo"},
    {"本文\n株式会社例 山田様\n電話 03-0000-0000 yamada@example.jp にご連絡ください", "ooo"},
};
INSTANTIATE_TEST_SUITE_P(Signatures, Body, testing::ValuesIn(signatures));

const BodyCase disclaimers[] = {
    {"Hello\n\nThis e-mail and any attachments are confidential and intended solely for the use of the addressee.", "o d"},
    {"Hello\n\n-- \nTaro\n\nIf you have received this email in error please delete it.", "o ss d"},
    {"本文です。\n\n本メールには機密情報が含まれている場合があります。誤って受信された場合は削除してください。", "o d"},
    {"本文です。\n\n━━━━━━━━━━\n株式会社例\nTEL 03-0000-0000\n━━━━━━━━━━\n本電子メールは、名宛人のみを対象としたものです。", "o sssdd"},
    {"Hallo\n\nDiese E-Mail enthält vertrauliche Informationen.\nWenn Sie nicht der richtige Adressat sind, löschen Sie sie.", "o dd"},
    {"Bonjour\n\nCe message et toutes les pièces jointes sont confidentiels.", "o d"},
    // The word in the text itself is the writer's own.
    {"This plan is confidential.\nPlease do not pass it on.", "oo"},
    {"本資料は社外秘です。\n取り扱いにご注意ください。", "oo"},
    {"If you have received this letter, call us.\n\nSee you on Monday in Kyoto with the list of members.", "o o"},
    {"先ほどのメールを誤って送信しました。\n\n正しい資料は別途お送りします。", "o o"},
};
INSTANTIATE_TEST_SUITE_P(Disclaimers, Body, testing::ValuesIn(disclaimers));

TEST(Body, Forwards)
{
    struct body_structure st;
    EXPECT_EQ(marked("FYI\n\n---------- Forwarded message ---------\nFrom: x\n\ntext", &st), "o qqqq");
    EXPECT_TRUE(st.has_forward);
    marked("FYI\n\n-------- 転送されたメッセージ --------\n件名: x", &st);
    EXPECT_TRUE(st.has_forward);
    marked("Begin forwarded message:\n\n> From: x", &st);
    EXPECT_TRUE(st.has_forward);
    marked("ok\n> old", &st);
    EXPECT_FALSE(st.has_forward);
    EXPECT_TRUE(st.has_quote);
}

TEST(Body, SubjectKinds)
{
    struct {
        const char *subject;
        char want;
    } cases[] = {{"Re: x", 'r'}, {"RE: FW: x", 'r'}, {"Fwd: Re: x", 'f'}, {"FW: x", 'f'}, {"転送: x", 'f'}, {"[list 12] Re: x", 'r'}, {"WG: x", 'f'}, {"AW: x", 'r'},
                 {"Ｒｅ：x", 'r'},  {"Report", 0},    {"Regarding: x", 0}, {"", 0},        {"　Re: x", 'r'}, {"Re[2]: x", 'r'}};
    for (auto &c : cases)
        EXPECT_EQ(body_subject_kind(c.subject, strlen(c.subject)), c.want) << c.subject;
}

TEST(Body, AMillionLines)
{
    std::string text;
    for (int i = 0; i < 200000; i++)
        text += i % 3 ? "From: a\n" : "On 2026 a@b\n";
    EXPECT_EQ(marked(text).size(), 200001u);
}

}  // namespace
