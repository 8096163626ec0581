// The folded form: single rows by hand, then every code point and random texts against ICU normalising the whole.
#include <gtest/gtest.h>
#include <array>
#include <fstream>
#include <random>
#include <string>
#include <vector>
extern "C" {
#include "text/fold.h"
#include "text/fold_stream.h"
}
#include "naive_match.h"

namespace {

std::string fold(const std::string &s, unsigned flags = FOLD_DEFAULT, std::vector<uint32_t> *offsets = nullptr)
{
    size_t n = 0;
    uint32_t *at = nullptr;
    char *text = fold_text(s.data(), s.size(), flags, &n, &at);
    EXPECT_NE(text, nullptr);
    std::string out(text, n);
    if (offsets) offsets->assign(at, at + n + 1);
    free(text);
    free(at);
    return out;
}

std::vector<std::array<uint32_t, 2>> variant_rows()
{
    std::vector<std::array<uint32_t, 2>> rows;
    std::ifstream f(std::string(TEST_SOURCE_DIR) + "/../core/data/kanji_variants.txt");
    std::string line;
    while (std::getline(f, line)) {
        if (line.empty() || line[0] == '#') continue;
        int32_t i = 0;
        UChar32 a, b;
        U8_NEXT(line.data(), i, (int32_t)line.size(), a);
        i++;
        U8_NEXT(line.data(), i, (int32_t)line.size(), b);
        rows.push_back({(uint32_t)a, (uint32_t)b});
    }
    return rows;
}

struct Row {
    const char *text, *want;
    unsigned flags;
};

TEST(Fold, Rows)
{
    const Row rows[] = {
        {"ＣＯＮＦＩＤＥＮＴＩＡＬ", "confidential", FOLD_DEFAULT},
        {"ＣＯＮＦＩＤＥＮＴＩＡＬ", "CONFIDENTIAL", FOLD_DEFAULT & ~FOLD_CASE},
        {"Straße ẞ", "strasse ss", FOLD_DEFAULT},
        {"ﾏｲﾅﾝﾊﾞｰ", "まいなんばー", FOLD_DEFAULT},
        {"ﾏｲﾅﾝﾊﾞｰ", "マイナンバー", FOLD_CASE},
        {"か\u3099ん検診", "がん検診", FOLD_DEFAULT},
        {"ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟｳﾞ", "ぱぴぷぺぽゔ", FOLD_DEFAULT},
        {"ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "がぎぐげござじずぜぞだぢづでどばびぶべぼ", FOLD_DEFAULT},
        {"ｶﾞｷﾞｸﾞｹﾞｺﾞｻﾞｼﾞｽﾞｾﾞｿﾞﾀﾞﾁﾞﾂﾞﾃﾞﾄﾞﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞ", "がぎぐげござじずぜぞだぢづでどばびぶべぼ", FOLD_DEFAULT},
        {"社外\r\n秘", "社外秘", FOLD_DEFAULT},
        {"社 外　秘", "社外秘", FOLD_DEFAULT},
        {"社外\r\n> > 秘", "社外秘", FOLD_DEFAULT},
        {"社外\r\n> > 秘", "社外 > > 秘", FOLD_DEFAULT & ~FOLD_BREAKS},
        {"社\u200B外\u00AD秘\uFE0F", "社外秘", FOLD_DEFAULT},
        {"bypass\nword", "bypass word", FOLD_DEFAULT},
        {"strictly  \r\n> confidential", "strictly confidential", FOLD_DEFAULT},
        {"a > b", "a > b", FOLD_DEFAULT},
        {"  trimmed  ", "trimmed", FOLD_DEFAULT},
        {"비밀 문서", "비밀 문서", FOLD_DEFAULT},
        {"極祕", "極秘", FOLD_DEFAULT},
        {"極祕", "極祕", FOLD_DEFAULT & ~FOLD_VARIANTS},
        {"髙橋 﨑山 𠮷野 渡邉 渡邊", "高橋崎山吉野渡辺渡辺", FOLD_DEFAULT},
        {"神\uFA19 葛\U000E0100城", "神神葛城", FOLD_DEFAULT},
        {"㍿㈱①Ⅳ㎏", "株式会社(株)1ivkg", FOLD_DEFAULT},
        {"Café NAÏVE Ångström й", "café naïve ångström й", FOLD_DEFAULT},
        {"Café NAÏVE Ångström й ガ", "cafe naive angstrom и が", FOLD_DEFAULT | FOLD_DIACRITICS},
        {"ウィルス キャノン ヵヶ", "ういるすきやのんかけ", FOLD_DEFAULT | FOLD_SMALL_KANA},
        {"コンピューター", "こんぴゅた", FOLD_DEFAULT | FOLD_LONG_VOWEL},
        {"ヷヸヹヺ", "わ\u3099ゐ\u3099ゑ\u3099を\u3099", FOLD_DEFAULT},
        {"\u1100\u1161\u11A8", "각", FOLD_DEFAULT},
        {"\u0065\u0323\u0301", "ẹ\u0301", FOLD_DEFAULT},
        {"\u0065\u0301\u0323", "ẹ\u0301", FOLD_DEFAULT},
        {"\xFF" "a\xE3\x81", "\uFFFD" "a\uFFFD\uFFFD", FOLD_DEFAULT},
        {"", "", FOLD_DEFAULT},
        {"\u200B\u200D", "", FOLD_DEFAULT},
    };
    for (const Row &r : rows) EXPECT_EQ(fold(r.text, r.flags), r.want) << r.text;
}

TEST(Fold, OffsetsLeadBack)
{
    std::vector<uint32_t> at;
    ASSERT_EQ(fold("xｶﾞ\r\n秘", FOLD_DEFAULT, &at), "xが秘");
    const std::vector<uint32_t> want = {0, 1, 1, 1, 9, 9, 9, 12};
    EXPECT_EQ(at, want);
}

// Every code point alone, all flags that change single characters.
TEST(Fold, EveryCodePointAsIcuDoes)
{
    const auto rows = variant_rows();
    ASSERT_GT(rows.size(), 300u);
    const naive_variants variants = {reinterpret_cast<const uint32_t(*)[2]>(rows.data()), rows.size()};
    for (unsigned flags : {unsigned(FOLD_DEFAULT), unsigned(FOLD_DEFAULT & ~FOLD_CASE), 127u, unsigned(FOLD_CASE)}) {
        for (UChar32 c = 1; c < 0x110000; c++) {
            if (U_IS_SURROGATE(c) || !u_isdefined(c)) continue;
            if (c >= 0xAC10 && c < 0xD700 && c % 16) continue; // Hangul is alike
            char in[4];
            int32_t n = 0;
            U8_APPEND_UNSAFE(in, n, c);
            bool cut;
            struct naive_text want = naive_fold(in, (size_t)n, flags, &variants, &cut);
            std::string expected;
            for (size_t i = 0; i < want.n; i++) {
                char b[4];
                int32_t m = 0;
                U8_APPEND_UNSAFE(b, m, want.v[i].cp);
                expected.append(b, (size_t)m);
            }
            free(want.v);
            ASSERT_EQ(fold(std::string(in, (size_t)n), flags), expected) << std::hex << c << " flags " << flags;
        }
    }
}

TEST(Fold, CjkIsHanKanaBopomofo)
{
    for (UChar32 c = 0x80; c < 0x40000; c++) {
        if (!u_isdefined(c) || U_IS_SURROGATE(c)) continue;
        char in[4];
        int32_t n = 0;
        U8_APPEND_UNSAFE(in, n, c);
        if (fold(std::string(in, (size_t)n), FOLD_CASE) != std::string(in, (size_t)n)) continue; // never stands in folded text
        EXPECT_EQ(fold_is_cjk((uint32_t)c), naive_is_cjk((uint32_t)c)) << std::hex << c;
    }
}

TEST(Fold, RandomTextsAsIcuDoes)
{
    const auto rows = variant_rows();
    const naive_variants variants = {reinterpret_cast<const uint32_t(*)[2]>(rows.data()), rows.size()};
    std::mt19937 random(7);
    const std::vector<std::pair<UChar32, UChar32>> ranges = {{0x20, 0x7E},     {0x9, 0xD},       {0xA0, 0x17F},   {0x300, 0x34F},  {0x370, 0x3FF},
                                                             {0x400, 0x45F},   {0x591, 0x5F2},   {0x610, 0x670}, {0x1100, 0x11FF}, {0x1E00, 0x1FFF},
                                                             {0x2000, 0x206F}, {0x3000, 0x30FF}, {0x3200, 0x33FF}, {0x4E00, 0x4EFF}, {0xAC00, 0xAD00},
                                                             {0xF900, 0xFA2F}, {0xFE00, 0xFE0F}, {0xFF00, 0xFFEF}, {0x3099, 0x309A}, {0x20BB0, 0x20BC0},
                                                             {0x1D400, 0x1D440}, {0x2F800, 0x2F840}, {0xE0100, 0xE0110}};
    for (int round = 0; round < 20000; round++) {
        std::string in;
        const int length = (int)(random() % 24);
        for (int i = 0; i < length; i++) {
            const auto &r = ranges[random() % ranges.size()];
            const UChar32 c = r.first + (UChar32)(random() % (uint32_t)(r.second - r.first + 1));
            if (!u_isdefined(c)) continue;
            char b[4];
            int32_t n = 0;
            U8_APPEND_UNSAFE(b, n, c);
            in.append(b, (size_t)n);
            if (random() % 40 == 0) in.pop_back();
        }
        const unsigned flags = round % 3 ? (unsigned)FOLD_DEFAULT : random() % 128;
        bool cut;
        struct naive_text want = naive_fold(in.data(), in.size(), flags, &variants, &cut);
        std::string expected;
        std::vector<uint32_t> expected_at, at;
        for (size_t i = 0; i < want.n; i++) {
            char b[4];
            int32_t n = 0;
            U8_APPEND_UNSAFE(b, n, want.v[i].cp);
            expected.append(b, (size_t)n);
            for (int32_t k = 0; k < n; k++) expected_at.push_back(want.v[i].start);
        }
        expected_at.push_back((uint32_t)in.size());
        free(want.v);
        ASSERT_EQ(fold(in, flags, &at), expected) << testing::PrintToString(in) << " flags " << flags;
        ASSERT_EQ(at, expected_at) << testing::PrintToString(in) << " flags " << flags;
    }
}

// A pile of marks without end is cut and stays linear.
TEST(Fold, EndlessMarks)
{
    std::string in = "a";
    for (int i = 0; i < 200000; i++) in += "\u0301\u0323";
    const std::string out = fold(in);
    EXPECT_GT(out.size(), 700000u);
    std::string gone = "a";
    for (int i = 0; i < 200000; i++) gone += "\u200B";
    EXPECT_EQ(fold(gone + "b"), "ab");
}

} // namespace
