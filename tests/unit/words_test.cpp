// Word boundaries, domains, look-alikes and the limits on patterns.
#include <gtest/gtest.h>
#include <ctime>
#include <random>
#include <string>
#include <unicode/uregex.h>
#include <unicode/utext.h>
extern "C" {
#include "text/words.h"
}

namespace {

TEST(Words, Boundaries)
{
    const struct {
        const char *text;
        size_t at;
        bool want;
    } rows[] = {{"秘書室", 3, false}, {"秘書と", 6, true}, {"極秘書類", 6, true}, {"Nasal", 4, false}, {"nasa l", 4, true}, {"can't", 3, false}, {"日本NASA", 6, true}};
    for (const auto &r : rows) EXPECT_EQ(word_boundary(r.text, strlen(r.text), r.at), r.want) << r.text << " " << r.at;
    std::string s;
    for (int i = 0; i < 10000; i++) s += "秘";
    EXPECT_TRUE(word_boundary((s + "\xff\xff" + s).c_str(), 2 * s.size() + 2, s.size()));
    EXPECT_TRUE(word_boundary("", 0, 0));
}

TEST(Words, Domains)
{
    const struct {
        const char *name, *ascii, *unicode;
    } rows[] = {
        {"EXAMPLE.co.jp", "example.co.jp", "example.co.jp"},
        {"ｅｘａｍｐｌｅ．ｊｐ", "example.jp", "example.jp"},
        {"例え。テスト", "xn--r8jz45g.xn--zckzah", "例え.テスト"},
        {"XN--R8JZ45G.xn--zckzah", "xn--r8jz45g.xn--zckzah", "例え.テスト"},
        {"faß.de", "xn--fa-hia.de", "faß.de"},
        {"example.jp.", "example.jp", "example.jp"},
        {"_dmarc.example.jp", "_dmarc.example.jp", "_dmarc.example.jp"},
        {"r3---sn.example", "r3---sn.example", "r3---sn.example"},
    };
    char out[1024];
    for (const auto &r : rows) {
        ASSERT_TRUE(domain_to_ascii(r.name, strlen(r.name), out)) << r.name;
        EXPECT_STREQ(out, r.ascii);
        ASSERT_TRUE(domain_to_unicode(r.name, strlen(r.name), out)) << r.name;
        EXPECT_STREQ(out, r.unicode);
    }
    const std::string label(64, 'a'), longest = std::string(62, 'a') + "." + std::string(62, 'b') + "." + std::string(62, 'c') + "." + std::string(63, 'd') + ".jp";
    for (const std::string &bad : {std::string("a..b"), std::string("exa mple.jp"), std::string(""), std::string("-x.example"), std::string("xn--a.jp"), std::string("a@b.jp"),
                                   label + ".jp", longest, std::string(5000, 'a'), std::string("a\0b", 3), std::string(".")}) {
        EXPECT_FALSE(domain_to_ascii(bad.data(), bad.size(), out)) << bad;
        EXPECT_FALSE(domain_to_unicode(bad.data(), bad.size(), out)) << bad;
        EXPECT_FALSE(domain_skeleton(bad.data(), bad.size(), out)) << bad;
    }
}

TEST(Words, Skeletons)
{
    const char *const same[][2] = {{"example.jp", "exarnple.jp"}, {"google.com", "g00gle.com"}, {"google.com", "gооgle.com"}, {"window.jp", "vvindow.jp"},
                                   {"cloud.jp", "doud.jp"}, {"paypal.com", "paypa1.com"}, {"EXAMPLE.jp", "example.jp"}};
    const char *const differ[][2] = {{"example.jp", "example.com"}, {"sato.jp", "saito.jp"}, {"a.jp", "b.jp"}};
    char a[1024], b[1024];
    for (const auto &p : same) {
        ASSERT_TRUE(domain_skeleton(p[0], strlen(p[0]), a) && domain_skeleton(p[1], strlen(p[1]), b));
        EXPECT_STREQ(a, b) << p[0] << " " << p[1];
    }
    for (const auto &p : differ) {
        ASSERT_TRUE(domain_skeleton(p[0], strlen(p[0]), a) && domain_skeleton(p[1], strlen(p[1]), b));
        EXPECT_STRNE(a, b);
    }
}

int first(const char *re, const std::string &text, size_t from, size_t *start, size_t *end, bool ignore_case = true)
{
    char error[200];
    pattern *p = pattern_new(re, ignore_case, error);
    EXPECT_NE(p, nullptr) << error;
    const int r = p ? pattern_find(p, text.data(), text.size(), from, start, end) : -2;
    pattern_free(p);
    return r;
}

TEST(Pattern, Finds)
{
    size_t s = 0, e = 0;
    EXPECT_EQ(first("社外.?秘", "これは社外 秘", 0, &s, &e), 1);
    EXPECT_EQ(s, 9u);
    EXPECT_EQ(e, 19u);
    EXPECT_EQ(first("abc", "xABC", 0, &s, &e), 1);
    EXPECT_EQ(first("abc", "xABC", 0, &s, &e, false), 0);
    EXPECT_EQ(first("\\d{4}", "1234 5678", 1, &s, &e), 1);
    EXPECT_EQ(s, 5u);
    EXPECT_EQ(first("^b", "a\nb", 0, &s, &e), 1);
    EXPECT_EQ(first("x", "abc", 4, &s, &e), 0);
    EXPECT_EQ(first("b", "\xff\xfe" "b", 0, &s, &e), 1);
    EXPECT_EQ(s, 2u);
}

TEST(Pattern, RefusesWhatCouldExplode)
{
    char error[200];
    for (const char *re : {"(a+)+", "(a*)*b", "([a-z]+)*$", "(.*,){20}x", "((ab)+c)*", "(?:\\d+)+", "(a{2,})+", "(x+x+)+y", "(", "[", "a{2", "*", "(?<n>a+)+", "((((a+))))+"}) {
        pattern *p = pattern_new(re, true, error);
        if (!p) {
            EXPECT_STRNE(error, "") << re;
        }
        EXPECT_TRUE(!p || !strcmp(re, "a{2")) << re;
        pattern_free(p);
    }
    for (const char *re : {"a+b+", "(ab)+", "(a++)+", "(?>a+)+", "(a|b)*", "[(+)]+", "\\(+\\)+", "(a?)+", "(\\d{4}-){3}\\d{4}", "\\p{Han}+秘", "(a{2,3})+", "(?#(a+)x"}) {
        pattern *p = pattern_new(re, true, error);
        EXPECT_NE(p, nullptr) << re << ": " << error;
        pattern_free(p);
    }
    EXPECT_EQ(pattern_new(std::string(5000, 'a').c_str(), true, error), nullptr);
    EXPECT_EQ(pattern_new("\xff", true, error), nullptr);
    EXPECT_EQ(pattern_new(std::string(100, '(').c_str(), true, error), nullptr);
}

// No text makes a search quadratic: four times the text takes about four times the time, or the answer is "not known".
TEST(Pattern, IsBounded)
{
    for (const char *re : {"a+b", ".*x", "(a|a)*b", "(a|b|ab)*c", "a.*b.*c.*d", "*a*a*a*a*b" + 1, "(.)\\1+b"}) {
        size_t s, e;
        clock_t a = clock();
        const int small = first(re, std::string(50000, 'a'), 0, &s, &e);
        const double t1 = (double)(clock() - a) / CLOCKS_PER_SEC;
        a = clock();
        const int large = first(re, std::string(200000, 'a'), 0, &s, &e);
        const double t4 = (double)(clock() - a) / CLOCKS_PER_SEC;
        EXPECT_NE(small, 1) << re;
        EXPECT_NE(large, 1) << re;
        EXPECT_LT(t4, 10 * t1 + 0.2) << re;
        EXPECT_LT(t4, 5) << re;
    }
}

// What ICU says without any literal.
int naive_find(const char *re, bool ignore_case, const std::string &text, size_t from, size_t *start, size_t *end)
{
    UErrorCode e = U_ZERO_ERROR;
    UText pattern = UTEXT_INITIALIZER, t = UTEXT_INITIALIZER;
    utext_openUTF8(&pattern, re, -1, &e);
    utext_openUTF8(&t, text.data(), (int64_t)text.size(), &e);
    URegularExpression *r = uregex_openUText(&pattern, (uint32_t)UREGEX_MULTILINE | (ignore_case ? (uint32_t)UREGEX_CASE_INSENSITIVE : 0u), nullptr, &e);
    uregex_setUText(r, &t, &e);
    const int found = uregex_find64(r, (int64_t)from, &e);
    if (found) *start = (size_t)uregex_start64(r, 0, &e);
    if (found) *end = (size_t)uregex_end64(r, 0, &e);
    EXPECT_TRUE(U_SUCCESS(e)) << re;
    uregex_close(r);
    utext_close(&t);
    utext_close(&pattern);
    return found;
}

TEST(Patterns, LiteralOfAPattern)
{
    const struct {
        const char *pattern;
        bool ignore_case;
        const char *want;
    } rows[] = {{"契約番号[0-9]+", true, "契約番号"}, {"No\\.[0-9]{4}-77", true, "-77"}, {"No\\.[0-9]{4}", false, "No."}, {"ab?cd", false, "cd"}, {"ab+c", false, "ab"},
                {"社外秘|極秘", true, ""}, {"(社外秘|極秘)扱い", true, "扱い"}, {"(?i)abc", false, ""}, {"abc", true, ""}, {"番号{0,2}x", true, "番"}, {"[0-9]{12}", true, ""},
                {"\\x{79D8}密", true, ""}, {"秘*", true, ""}, {"(秘)?", true, ""}, {"\\Q秘\\E", true, ""}, {"[a[b]]秘", true, ""}, {"^秘$", true, "秘"},
                {"12345678901234567890", true, "1234567890123456"}};
    for (const auto &r : rows) {
        char error[200];
        const char *bytes;
        pattern *p = pattern_new(r.pattern, r.ignore_case, error);
        ASSERT_NE(p, nullptr) << r.pattern << error;
        const size_t n = pattern_literal(p, &bytes);
        EXPECT_EQ(std::string(bytes, n), r.want) << r.pattern;
        pattern_free(p);
    }
}

TEST(Patterns, SameWithLiteralAsWithout)
{
    const char *const atoms[] = {"秘", "密", "a", "K", "s", "1", "-", "\\.", ".", "[秘1]", "[^a]", "(秘|1)", "(1-)", "\\d", "\\w", "^", "$", "ー", "(?:密)", "\\-", "@"};
    const char *const quantifiers[] = {"", "", "", "", "?", "*", "+", "{0,1}", "{2}", "+?", "?+"};
    const char *const letters[] = {"秘", "密", "a", "A", "k", "\u212A", "\u017F", "S", "1", "-", ".", "ー", "\n", "@", "\xff", "𠮷"};
    std::mt19937 random(23);
    size_t found = 0, literals = 0;
    for (int round = 0; round < 4000; round++) {
        std::string re, text;
        for (size_t i = 0, n = 1 + random() % 5; i < n; i++) {
            const size_t which = random() % 21;
            re += atoms[which];
            if (which != 15 && which != 16) re += quantifiers[random() % 11]; // ICU never ends with "^+"
            if (random() % 15 == 0) re += "|";
        }
        for (size_t i = 0, n = random() % 30; i < n; i++) text += letters[random() % 16];
        char error[200];
        const bool ignore_case = random() % 2;
        pattern *p = pattern_new(re.c_str(), ignore_case, error);
        if (!p) continue;
        const char *bytes;
        literals += pattern_literal(p, &bytes) > 0;
        for (size_t from = 0; from <= text.size();) {
            size_t start = 0, end = 0, want_start = 0, want_end = 0;
            const int want = naive_find(re.c_str(), ignore_case, text, from, &want_start, &want_end);
            ASSERT_EQ(pattern_find(p, text.data(), text.size(), from, &start, &end), want) << re << " in " << text;
            if (!want) break;
            found++;
            ASSERT_EQ(start, want_start) << re << " in " << text;
            ASSERT_EQ(end, want_end) << re << " in " << text;
            from = end > from ? end : from + 1;
            while (from < text.size() && ((unsigned char)text[from] & 0xC0) == 0x80) from++;
        }
        pattern_free(p);
    }
    EXPECT_GT(found, 2000u);
    EXPECT_GT(literals, 1000u);
}

} // namespace
