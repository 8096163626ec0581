// Address lists, domains and policy's address rules.
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

extern "C" {
#include "base/arena.h"
#include "parse/address.h"
#include "parse/address_rules.h"
#include "parse/domain.h"
}

namespace {

// One line an address: "name|address|key", then "!" where malformed, "{group}" and "<<name_address" where set.
std::string listed(const std::string &value)
{
    struct arena *a = arena_new(1u << 26);
    struct address_list list;
    address_parse_list(value.data(), value.size(), a, &list);
    EXPECT_FALSE(arena_failed(a));
    std::string out;
    for (size_t i = 0; i < list.count; i++) {
        const struct address &x = list.items[i];
        out += std::string(x.name) + "|" + x.address + "|" + x.key;
        if (x.malformed)
            out += "!";
        if (*x.group)
            out += "{" + std::string(x.group) + "}";
        if (*x.name_address)
            out += "<<" + std::string(x.name_address);
        out += "\n";
    }
    arena_free(a);
    return out;
}

struct AddressCase {
    const char *in, *want;
};

class Addresses : public testing::TestWithParam<AddressCase> {};

TEST_P(Addresses, Parse)
{
    EXPECT_EQ(listed(GetParam().in), GetParam().want) << GetParam().in;
}

const AddressCase good[] = {
    {"", ""},
    {" , ,, ", ""},
    {"ito@example.jp", "|ito@example.jp|ito@example.jp\n"},
    {"Ito@Example.JP", "|Ito@example.jp|ito@example.jp\n"},
    {"Taro Yamada <taro@example.jp>", "Taro Yamada|taro@example.jp|taro@example.jp\n"},
    {"\"Yamada, Taro\" <taro@example.jp>, b@example.com", "Yamada, Taro|taro@example.jp|taro@example.jp\n|b@example.com|b@example.com\n"},
    {"\"a \\\"q\\\" \\\\ b\" <x@example.jp>", "a \"q\" \\ b|x@example.jp|x@example.jp\n"},
    {"taro@example.jp (Yamada Taro)", "Yamada Taro|taro@example.jp|taro@example.jp\n"},
    {"(x) taro (y) @ (z) example.jp (Yamada (T))", "Yamada (T)|taro@example.jp|taro@example.jp\n"},
    {"Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete|pete@silly.test|pete@silly.test\n"},
    {"john . doe @ example . com", "|john.doe@example.com|john.doe@example.com\n"},
    {"<@one.example,@two.example:joe@example.org>", "|joe@example.org|joe@example.org\n"},
    {"\"john doe\"@example.com", "|\"john doe\"@example.com|john doe@example.com\n"},
    {"Team: a@example.jp, B <b@example.jp>;, c@example.jp",
     "|a@example.jp|a@example.jp{Team}\nB|b@example.jp|b@example.jp{Team}\n|c@example.jp|c@example.jp\n"},
    {"undisclosed-recipients:;", ""},
    {"a@example.jp; b@example.jp", "|a@example.jp|a@example.jp\n|b@example.jp|b@example.jp\n"},
    {"=?utf-8?B?5bGx55Sw?= <y@example.jp>", "山田|y@example.jp|y@example.jp\n"},
    {"\"=?utf-8?B?5bGx55Sw?=\" <y@example.jp>", "山田|y@example.jp|y@example.jp\n"},
    {"山田 太郎 <y@例え.jp>", "山田 太郎|y@例え.jp|y@xn--r8jz45g.jp\n"},
    {"y@xn--r8jz45g.jp", "|y@例え.jp|y@xn--r8jz45g.jp\n"},
    {"山田@例え.jp", "|山田@例え.jp|山田@xn--r8jz45g.jp\n"},
    {"Y@ＥＸＡＭＰＬＥ．jp", "|Y@example.jp|y@example.jp\n"},
    {"taro..yamada.@docomo.ne.jp", "|taro..yamada.@docomo.ne.jp|taro..yamada.@docomo.ne.jp\n"},
    {"a@[192.0.2.1]", "|a@[192.0.2.1]|a@[192.0.2.1]\n"},
    {"mailto:a@example.jp", "|a@example.jp|a@example.jp\n"},
    {"[ML 12] Taro <a@example.jp>", "[ML 12] Taro|a@example.jp|a@example.jp\n"},
    {"O'Neil, <a+b=c@sub.example.co.uk>", "|O'Neil|o'neil!\n|a+b=c@sub.example.co.uk|a+b=c@sub.example.co.uk\n"},
    // What a display name claims is not where the mail goes.
    {"\"ito@good.jp\" <x@evil.com>", "ito@good.jp|x@evil.com|x@evil.com<<ito@good.jp\n"},
    {"ito@good.jp <x@evil.com>", "ito@good.jp|x@evil.com|x@evil.com<<ito@good.jp\n"},
    {"\"ITO@good.jp (Sales)\" <ito@good.jp>", "ITO@good.jp (Sales)|ito@good.jp|ito@good.jp\n"},
    {"=?utf-8?Q?a=40good=2Ejp=2C?= <x@evil.com>", "a@good.jp,|x@evil.com|x@evil.com<<a@good.jp\n"},
    {"=?utf-8?Q?=3Ca=40good=2Ejp=3E=2C_b=40good.jp?= <x@evil.com>", "<a@good.jp>, b@good.jp|x@evil.com|x@evil.com<<a@good.jp\n"},
};
INSTANTIATE_TEST_SUITE_P(Good, Addresses, testing::ValuesIn(good));

// Malformed pieces come back as such and are never lost.
const AddressCase bad[] = {
    {"ito", "|ito|ito!\n"},
    {"Taro Yamada", "|Taro Yamada|taro yamada!\n"},
    {"ito@", "|ito@|ito@!\n"},
    {"@example.jp", "|@example.jp|@example.jp!\n"},
    {"ito@localhost", "|ito@localhost|ito@localhost!\n"},
    {"ito@co.jp", "|ito@co.jp|ito@co.jp!\n"},
    {"ito@example.jp.", "|ito@example.jp|ito@example.jp!\n"},
    {"ito@.example.jp", "|ito@.example.jp|ito@.example.jp!\n"},
    {"ito@example..jp", "|ito@example..jp|ito@example..jp!\n"},
    {"ito@exa mple.jp", "|ito@exa|ito@exa!\n|mple.jp|mple.jp!\n"},
    {"ito@good.jp@evil.com", "|ito@good.jp@evil.com|ito@good.jp@evil.com!\n"},
    {"taro..yamada@example.jp", "|taro..yamada@example.jp|taro..yamada@example.jp!\n"},
    {".taro@example.jp", "|.taro@example.jp|.taro@example.jp!\n"},
    {"taro＠example.jp", "|taro@example.jp|taro@example.jp!\n"},
    {"ｔａｒｏ@example.jp", "|ｔａｒｏ@example.jp|taro@example.jp!\n"},
    {"Taro <taro@example.jp", "Taro|taro@example.jp|taro@example.jp!\n"},
    {"a@example.jp b@example.jp", "|a@example.jp|a@example.jp!\n|b@example.jp|b@example.jp!\n"},
    {"a@example.jp、b@example.jp", "|a@example.jp|a@example.jp!\n|b@example.jp|b@example.jp!\n"},
    {"<a@example.jp> <b@example.jp>", "|a@example.jp|a@example.jp\n|b@example.jp|b@example.jp!\n"},
    {"A <a@example.jp> B <b@example.jp>", "A|a@example.jp|a@example.jp\nB|b@example.jp|b@example.jp!\n"},
    {"Taro taro@example.jp", "Taro|taro@example.jp|taro@example.jp!\n"},
    {"\"unclosed <a@example.jp>, b@example.jp", "\"unclosed|a@example.jp|a@example.jp\n|b@example.jp|b@example.jp\n"},
    {"a(b@example.jp, c@example.jp", "|a(b@example.jp|a(b@example.jp!\n|c@example.jp|c@example.jp\n"},
    {"a@192.0.2.1", "|a@192.0.2.1|a@192.0.2.1!\n"},
};
INSTANTIATE_TEST_SUITE_P(Bad, Addresses, testing::ValuesIn(bad));

TEST(Address, GroupsWithNobody)
{
    EXPECT_EQ(listed("a:;, b: ;, c: x@example.jp;"), "|x@example.jp|x@example.jp{c}\n");
}

TEST(Address, OneNeverSplits)
{
    struct arena *a = arena_new(1u << 20);
    struct address x;
    address_parse_one("a@example.jp, b@example.jp", 26, nullptr, a, &x);
    EXPECT_TRUE(x.malformed);
    EXPECT_STREQ(x.address, "a@example.jp, b@example.jp");
    address_parse_one("Taro <a@example.jp>", 19, "Jiro b@example.com", a, &x);
    EXPECT_FALSE(x.malformed);
    EXPECT_STREQ(x.name, "Jiro b@example.com");
    EXPECT_STREQ(x.name_address, "b@example.com");
    address_parse_one("", 0, nullptr, a, &x);
    EXPECT_TRUE(x.malformed);
    arena_free(a);
}

double seconds(const std::string &value, size_t *count)
{
    clock_t from = clock(); // processor time: the machine may be busy
    struct arena *a = arena_new((size_t)1 << 30);
    struct address_list list;
    address_parse_list(value.data(), value.size(), a, &list);
    *count = list.count;
    arena_free(a);
    return (double)(clock() - from) / CLOCKS_PER_SEC;
}

std::string repeat(const std::string &piece, size_t n)
{
    std::string out;
    for (size_t i = 0; i < n; i++)
        out += piece;
    return out;
}

// Each of these is quadratic in a careless parser: 1 MB has to take a blink.
TEST(Address, HostileHeadersAreLinear)
{
    const size_t mb = 1 << 20;
    for (std::string value : {repeat("\"", mb), repeat("(", mb), repeat("<", mb), repeat(":", mb), repeat("a@", mb / 2), repeat("a@b ", mb / 4),
                              std::string(mb / 2, 'a') + "@" + repeat(":", mb / 2), std::string(mb / 2, 'a') + repeat("\xef\xbc\xa0", mb / 6),
                              repeat("=?utf-8?Q?", mb / 10), repeat("\"\\", mb / 2), repeat("a:;", mb / 3), repeat(" . ", mb / 3), repeat("<a@b.jp>", mb / 8)}) {
        size_t count;
        EXPECT_LT(seconds(value, &count), 5.0) << value.substr(0, 20);
    }
}

TEST(Address, ManyRecipientsStayLinear)
{
    size_t n1, n2;
    std::string small, large;
    for (int i = 0; i < 45000; i++)
        (i < 4500 ? small : large) += "\"Person " + std::to_string(i) + "\" <p" + std::to_string(i) + "@example.jp>, ";
    large += small;
    double a = seconds(small, &n1), b = seconds(large, &n2);
    EXPECT_EQ(n1, 4500u);
    EXPECT_EQ(n2, 45000u);
    EXPECT_LT(b, 20 * a + 0.2);
}

TEST(Domain, Registrable)
{
    struct {
        const char *domain, *registrable, *organisation;
    } cases[] = {
        {"mail.example.co.jp", "example.co.jp", "example.co.jp"},
        {"example.jp", "example.jp", "example.jp"},
        {"co.jp", "", "co.jp"},
        {"jp", "", ""},
        {"city.yokohama.lg.jp", "yokohama.lg.jp", "city.yokohama.lg.jp"},
        {"www.city.yokohama.lg.jp", "yokohama.lg.jp", "city.yokohama.lg.jp"},
        {"pref.yokohama.lg.jp", "yokohama.lg.jp", "pref.yokohama.lg.jp"},
        {"yokohama.lg.jp", "yokohama.lg.jp", "yokohama.lg.jp"},
        {"x.city.kawasaki.jp", "city.kawasaki.jp", "city.kawasaki.jp"},
        {"[192.0.2.1]", "", ""},
        {"", "", ""},
    };
    for (auto &c : cases) {
        EXPECT_STREQ(domain_registrable(c.domain), c.registrable) << c.domain;
        EXPECT_STREQ(domain_organisation(c.domain), c.organisation) << c.domain;
    }
    EXPECT_TRUE(domain_is_within("a.example.jp", "example.jp"));
    EXPECT_TRUE(domain_is_within("example.jp", "example.jp"));
    EXPECT_FALSE(domain_is_within("badexample.jp", "example.jp"));
    EXPECT_FALSE(domain_is_within("example.jp", ""));
}

TEST(Domain, FreeMail)
{
    for (const char *yes : {"gmail.com", "yahoo.co.jp", "docomo.ne.jp", "ezweb.ne.jp", "i.softbank.jp", "au.com", "hotmail.com", "icloud.com", "outlook.jp", "qq.com",
                            "web.de", "mx5.nifty.com", "d.vodafone.ne.jp", "abc.ocn.ne.jp", "naver.com"})
        EXPECT_TRUE(domain_is_freemail(yes)) << yes;
    for (const char *no : {"example.jp", "gmial.com", "sub.gmail.com", "notgmail.com", "gmail.com.example.jp", "ne.jp", "com", "", ".", "..", ".gmail.co", "yahoo.co", "city.yokohama.lg.jp"})
        EXPECT_FALSE(domain_is_freemail(no)) << no;
}

struct RuleCase {
    std::vector<const char *> items;
    const char *address;
    const char *want; // the item, or NULL
};

TEST(AddressRules, Match)
{
    const RuleCase cases[] = {
        {{"example.jp"}, "a@example.jp", "example.jp"},
        {{"example.jp"}, "a@sub.example.jp", "example.jp"},
        {{"example.jp"}, "a@badexample.jp", nullptr},
        {{"example.jp"}, "a@example.jp.evil.com", nullptr},
        {{"@example.jp"}, "a@example.jp", "@example.jp"},
        {{"@example.jp"}, "a@sub.example.jp", nullptr},
        {{"@evil.com"}, "X@EVIL.com", "@evil.com"},
        {{".example.jp"}, "a@sub.example.jp", ".example.jp"},
        {{".example.jp"}, "a@example.jp", nullptr},
        {{"ito@client.co.jp"}, "ito@client.co.jp", "ito@client.co.jp"},
        {{"ito@client.co.jp"}, "ITO@Client.CO.JP", "ito@client.co.jp"},
        {{"ito@client.co.jp"}, "saito@client.co.jp", nullptr},
        {{"ito@client.co.jp"}, "ito@sub.client.co.jp", nullptr},
        {{"example.co.jp", "!boss@example.co.jp"}, "boss@example.co.jp", nullptr},
        {{"!boss@example.co.jp", "example.co.jp"}, "staff@example.co.jp", "example.co.jp"},
        {{"example.co.jp", "!sub.example.co.jp"}, "a@deep.sub.example.co.jp", nullptr},
        {{"*@example.jp"}, "anyone@example.jp", "*@example.jp"},
        {{"sales-*@example.jp"}, "sales-tokyo@example.jp", "sales-*@example.jp"},
        {{"sales-*@example.jp"}, "presales-tokyo@example.jp", nullptr},
        {{"*.example.jp"}, "a@sub.example.jp", "*.example.jp"},
        {{"*.example.jp"}, "a@example.jp", nullptr},
        {{"ex?mple.jp"}, "a@exämple.jp", "ex?mple.jp"},
        {{"例え.jp"}, "a@xn--r8jz45g.jp", "例え.jp"},
        {{"XN--R8JZ45G.jp"}, "a@例え.jp", "XN--R8JZ45G.jp"},
        {{"例*.jp"}, "a@xn--r8jz45g.jp", "例*.jp"},
        {{"ＥＸＡＭＰＬＥ．ｊｐ"}, "a@example.jp", "ＥＸＡＭＰＬＥ．ｊｐ"},
        {{"ｉｔｏ＠example.jp"}, "ito@example.jp", "ｉｔｏ＠example.jp"},
        {{"a\\*b@example.jp"}, "a*b@example.jp", "a\\*b@example.jp"},
        {{"a\\*b@example.jp"}, "axb@example.jp", nullptr},
        {{"*taro*"}, "taro@example.jp", nullptr},
        {{"*taro*@*"}, "x.taro@example.jp", "*taro*@*"},
        {{"", "  "}, "a@example.jp", nullptr},
    };
    struct arena *a = arena_new(1u << 20);
    for (auto &c : cases) {
        struct address_rules *r = address_rules_new();
        char error[160];
        for (const char *item : c.items)
            EXPECT_TRUE(address_rules_add(r, item, strlen(item), error)) << item << error;
        struct address x;
        address_parse_one(c.address, strlen(c.address), nullptr, a, &x);
        const char *hit = address_rules_match(r, &x);
        EXPECT_STREQ(hit, c.want) << c.items[0] << " / " << c.address;
        address_rules_free(r);
    }
    arena_free(a);
}

TEST(AddressRules, MistakesAreNamed)
{
    struct address_rules *r = address_rules_new();
    char error[160];
    for (const char *item : {"exa mple.jp", "a@", "!", "ito@exam_ple..jp", "\xff\xfe"}) {
        EXPECT_FALSE(address_rules_add(r, item, strlen(item), error)) << item;
        EXPECT_STRNE(error, "") << item;
    }
    EXPECT_EQ(address_rules_count(r), 0u);
    address_rules_free(r);
}

TEST(AddressRules, NoPatternExplodes)
{
    struct address_rules *r = address_rules_new();
    char error[160];
    ASSERT_TRUE(address_rules_add(r, "*a*a*a*a*a*a*a*a*b@*", 20, error));
    struct arena *arena = arena_new(1u << 24);
    std::string local(100000, 'a');
    struct address x;
    address_parse_one(local.data(), local.size(), nullptr, arena, &x);
    clock_t from = clock(); // processor time: the machine may be busy
    EXPECT_EQ(address_rules_match(r, &x), nullptr);
    EXPECT_LT((double)(clock() - from) / CLOCKS_PER_SEC, 0.5);
    arena_free(arena);
    address_rules_free(r);
}

}  // namespace
