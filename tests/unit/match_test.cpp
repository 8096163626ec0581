// Keywords in text: the rows that other programs miss, then both engines against the naive search over random texts and random chunks.
#include <gtest/gtest.h>
#include <algorithm>

#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <tuple>
#include <vector>
extern "C" {
#include "text/fold.h"
#include "text/match.h"
}
#include "naive_match.h"

namespace {

using Hit = std::tuple<uint64_t, uint64_t, uint32_t>; // start, end, keyword

struct Words {
    std::vector<std::string> text;
    std::vector<match_word> mode;
};

matcher *make(const Words &w, unsigned flags, match_engine engine, std::vector<char> *useless = nullptr)
{
    std::vector<match_keyword> k;
    for (size_t i = 0; i < w.text.size(); i++) k.push_back({w.text[i].c_str(), (uint32_t)i, w.mode.size() > i ? w.mode[i] : MATCH_WORD_AUTO});
    std::vector<char> flags_of(k.size() + 1);
    static_assert(sizeof(bool) == 1, "");
    matcher *m = matcher_new_engine(k.data(), k.size(), flags, reinterpret_cast<bool *>(flags_of.data()), engine);
    EXPECT_NE(m, nullptr);
    if (useless) *useless = flags_of;
    return m;
}

void take(void *ctx, const match_hit *h)
{
    static_cast<std::vector<Hit> *>(ctx)->push_back({h->start, h->end, h->keyword});
}

std::vector<Hit> run(const matcher *m, const std::string &text, const std::vector<size_t> &cuts = {})
{
    std::vector<Hit> hits;
    match_stream *s = match_open(m, take, &hits);
    EXPECT_NE(s, nullptr);
    size_t at = 0;
    for (size_t cut : cuts) {
        EXPECT_TRUE(match_feed(s, text.data() + at, cut - at));
        at = cut;
    }
    EXPECT_TRUE(match_feed(s, text.data() + at, text.size() - at));
    EXPECT_TRUE(match_end(s));
    match_close(s);
    return hits;
}

class Match : public testing::TestWithParam<match_engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, Match, testing::Values(MATCH_ENGINE_FAST, MATCH_ENGINE_PORTABLE, MATCH_ENGINE_PLAIN),
                         [](const auto &p) { return std::string(p.param == MATCH_ENGINE_FAST ? "fast" : p.param == MATCH_ENGINE_PLAIN ? "plain" : "portable"); });

struct Row {
    const char *word;
    const char *text;
    const char *want; // the original text of the hits, joined with |
    match_word mode;
};

const Row rows[] = {
    // What FlexConfirmMail and OutlookOkan miss (Unicode normalisation).
    {"社外秘", "この資料は社外秘です", "社外秘", MATCH_WORD_AUTO},
    {"社外秘", "社外\n秘", "社外\n秘", MATCH_WORD_AUTO},
    {"社外秘", "社外\r\n秘", "社外\r\n秘", MATCH_WORD_AUTO},
    {"マイナンバー", "ﾏｲﾅﾝﾊﾞｰを送ります", "ﾏｲﾅﾝﾊﾞｰ", MATCH_WORD_AUTO},
    {"ﾏｲﾅﾝﾊﾞｰ", "マイナンバーを送ります", "マイナンバー", MATCH_WORD_AUTO},
    {"confidential", "ＣＯＮＦＩＤＥＮＴＩＡＬ", "ＣＯＮＦＩＤＥＮＴＩＡＬ", MATCH_WORD_AUTO},
    {"Confidential", "STRICTLY CONFIDENTIAL.", "CONFIDENTIAL", MATCH_WORD_AUTO},
    {"がん検診", "か\u3099ん検診の結果", "か\u3099ん検診", MATCH_WORD_AUTO},
    {"社外秘", "社\u200B外\u200B秘", "社\u200B外\u200B秘", MATCH_WORD_AUTO},
    {"社外秘", "社 外 秘", "社 外 秘", MATCH_WORD_AUTO},
    {"社外秘", "社　外　秘", "社　外　秘", MATCH_WORD_AUTO},
    {"極秘", "これは極祕です", "極祕", MATCH_WORD_AUTO},
    {"極祕", "これは極秘です", "極秘", MATCH_WORD_AUTO},
    {"password", "bypass\nword", "", MATCH_WORD_AUTO},
    {"password", "bypass\nword", "", MATCH_WORD_ANY},
    {"password", "pass\u00ADword", "pass\u00ADword", MATCH_WORD_AUTO},
    // Wrapped and quoted.
    {"社外秘", "> これは社外\r\n> 秘です", "社外\r\n> 秘", MATCH_WORD_AUTO},
    {"strictly confidential", "> strictly\r\n>> confidential", "strictly\r\n>> confidential", MATCH_WORD_AUTO},
    {"strictly confidential", "a line that is long enough to fill more than one window of sixty-four characters, strictly\n > confidential, and then as much again behind it for the same reason, to be sure", "strictly\n > confidential", MATCH_WORD_AUTO},
    {"strictly confidential", "strictlyconfidential", "", MATCH_WORD_AUTO},
    // Variants, squares, kana.
    {"高橋", "髙橋様", "髙橋", MATCH_WORD_AUTO},
    {"葛城", "葛\U000E0100城", "葛\U000E0100城", MATCH_WORD_AUTO},
    {"株式会社", "㍿山田", "㍿", MATCH_WORD_AUTO},
    {"(株)", "㈱山田（株）", "㈱|（株）", MATCH_WORD_AUTO},
    {"カルテ", "かるて", "かるて", MATCH_WORD_AUTO},
    // Words: Latin whole, CJK anywhere unless asked.
    {"nasa", "Nasal NASA's xNASA NASA_x 日本NASA職員 NASA1", "NASA|NASA|NASA", MATCH_WORD_AUTO},
    {"nasa", "Nasal", "Nasa", MATCH_WORD_ANY},
    {"секрет", "секретарь СЕКРЕТ", "СЕКРЕТ", MATCH_WORD_AUTO},
    {"сек", "секрет", "сек", MATCH_WORD_ANY},
    {"대외비", "대외비는", "대외비", MATCH_WORD_AUTO},
    {"سر", "سري سر", "سر", MATCH_WORD_AUTO},
    {"秘", "秘書", "秘", MATCH_WORD_AUTO},
    {"秘", "秘書", "", MATCH_WORD_WHOLE},
    {"秘", "「秘」", "秘", MATCH_WORD_WHOLE},
    {"東京都", "東京都に住む", "東京都", MATCH_WORD_WHOLE},
    {"nasa", "Nasal NASA", "NASA", MATCH_WORD_WHOLE},
    {"a", "a ba a", "a|a", MATCH_WORD_AUTO},
    {"a", "aa", "a|a", MATCH_WORD_ANY},
    {"!!", "!!!", "!!|!!", MATCH_WORD_AUTO},
    {"C++", "Cや C++ です", "C++", MATCH_WORD_AUTO},
    {"A社", "NASA社 A社", "A社", MATCH_WORD_AUTO},
    {"😀秘", "😀秘", "😀秘", MATCH_WORD_AUTO},
    {"𠮷野家", "𠮷野家と吉野家", "𠮷野家|吉野家", MATCH_WORD_AUTO},
    // Invalid UTF-8 is passed over.
    {"社外秘", "\xFF\xE7社外秘\x80", "社外秘", MATCH_WORD_AUTO},
    {"秘", "\xE7\xA7", "", MATCH_WORD_AUTO},
};

TEST_P(Match, RowsAndEverySplit)
{
    for (const Row &r : rows) {
        matcher *m = make({{r.word}, {r.mode}}, FOLD_DEFAULT, GetParam());
        const std::string text = r.text;
        const auto hits = run(m, text);
        std::string got;
        for (const Hit &h : hits) {
            if (!got.empty()) got += "|";
            got += text.substr(std::get<0>(h), std::get<1>(h) - std::get<0>(h));
        }
        EXPECT_EQ(got, r.want) << r.word << " in " << r.text;
        for (size_t cut = 0; cut <= text.size(); cut++) EXPECT_EQ(run(m, text, {cut}), hits) << r.text << " cut at " << cut;
        matcher_free(m);
    }
}

TEST_P(Match, Useless)
{
    std::vector<char> useless;
    matcher *m = make({{"", " \n", "\u200B", "秘", std::string(600, 'a'), "ー", "\u0301"}, {}}, FOLD_DEFAULT | FOLD_LONG_VOWEL | FOLD_DIACRITICS,
                      GetParam(), &useless);
    EXPECT_EQ(std::vector<char>(useless.begin(), useless.begin() + 7), (std::vector<char>{1, 1, 1, 0, 1, 1, 1}));
    EXPECT_EQ(run(m, " \n\u200B秘ー").size(), 1u);
    matcher_free(m);
    m = make({}, FOLD_DEFAULT, GetParam());
    EXPECT_TRUE(run(m, "社外秘").empty());
    matcher_free(m);
}

TEST_P(Match, CouldHit)
{
    const struct {
        std::vector<std::string> words;
        bool want;
    } lists[] = {{{"社外秘", "secret"}, false}, {{"社外秘", "1234"}, true}, {{"１２-3"}, true}, {{"12a"}, false}, {{"①"}, true}, {{"\u200B"}, false}, {{}, false}};
    for (const auto &row : lists) {
        matcher *m = make({row.words, {}}, FOLD_DEFAULT, GetParam());
        EXPECT_EQ(matcher_could_hit(m, "0123456789-"), row.want) << (row.words.empty() ? "" : row.words[0]);
        matcher_free(m);
    }
}

TEST_P(Match, BlocksDoNotJoinAndStartAgain)
{
    matcher *m = make({{"社外秘"}, {}}, FOLD_DEFAULT, GetParam());
    std::vector<Hit> hits;
    match_stream *s = match_open(m, take, &hits);
    for (const char *t : {"社外", "秘", "x社外秘", ""}) {
        match_feed(s, t, strlen(t));
        match_end(s);
    }
    match_close(s);
    EXPECT_EQ(hits, (std::vector<Hit>{{1, 10, 0}}));
    matcher_free(m);
}

// ---- against the naive search -------------------------------------------------------------------------------------------------

const char *const alphabets[] = {
    "社外秘極祕書髙高崎﨑がガｶﾞんンﾝけケーｰ検診株㈱㍿AaＡ1１①  \n\r>　、。\u3099\u200B",
    "abcdeABC  \t\n.,'-_19>é\u0301ß\u00AD",
    "абвгдеёйАБВ \n>\u0306ҐЇ",
    "سريةمـ\u064E\u064Fأإآ \nلا",
    "비밀문서대외\u1100\u1161\u11A8ㄱㅏ \n",
    "社外秘confidentialСекрет비밀سر \r\n>Ａ１ｱﾞ\u3099\u0301\u200B\uFE0F\u00AD😀𠮷ﷺ㎏ﬁ\u1160\u0000\x7F",
};

std::vector<std::string> characters(const char *s, size_t n)
{
    std::vector<std::string> out;
    for (size_t i = 0; i < n;) {
        int32_t j = (int32_t)i;
        UChar32 c;
        U8_NEXT(s, j, (int32_t)n, c);
        (void)c;
        out.emplace_back(s + i, (size_t)j - i);
        i = (size_t)j;
    }
    return out;
}

void take_naive(void *ctx, const naive_hit *h)
{
    static_cast<std::vector<naive_hit> *>(ctx)->push_back(*h);
}

std::vector<Hit> naive(const Words &w, const std::string &text, unsigned flags)
{
    bool cut;
    naive_text folded = naive_fold(text.data(), text.size(), flags, nullptr, &cut);
    std::vector<naive_hit> all;
    for (size_t k = 0; k < w.text.size(); k++) {
        naive_text word = naive_fold(w.text[k].data(), w.text[k].size(), flags, nullptr, &cut);
        naive_search(&folded, &word, w.mode[k] != MATCH_WORD_ANY, (uint32_t)k, take_naive, &all);
        free(word.v);
    }
    free(folded.v);
    std::sort(all.begin(), all.end(), [](const naive_hit &a, const naive_hit &b) {
        return std::tie(a.end_index, a.start_index, a.keyword) < std::tie(b.end_index, b.start_index, b.keyword);
    });
    std::vector<Hit> hits;
    for (const naive_hit &h : all) hits.push_back({h.start, h.end, h.keyword});
    return hits;
}

TEST_P(Match, RandomTextsAsTheNaiveSearch)
{
    std::mt19937 random(11);
    size_t found = 0;
    for (int round = 0; round < 1200; round++) {
        const size_t which = random() % (sizeof alphabets / sizeof *alphabets);
        // The last alphabet holds a NUL; every other ends at it.
        const size_t bytes = which == 5 ? strlen(alphabets[5]) + 2 : strlen(alphabets[which]);
        const auto letters = characters(alphabets[which], bytes);
        std::string text;
        const size_t length = round % 50 == 0 ? 12000 : random() % 200;
        for (size_t i = 0; i < length; i++) {
            text += letters[random() % letters.size()];
            if (random() % 100 == 0 && !text.empty()) text.pop_back();
            if (random() % 200 == 0) text += (char)(random() % 256);
            if (random() % 400 == 0) text += std::string(random() % 60, ' ');
            if (random() % 100 == 0) text += "the quick brown fox jumps over the lazy dog and more than that it says Words to all";
            if (random() % 100 == 0) text += "あいうえおかきくけこさしすせそ社外秘社外密漢字仮名交じり文である";
        }
        Words w;
        const size_t count = 1 + random() % 20;
        for (size_t k = 0; k < count; k++) {
            std::string word;
            if (random() % 3 == 0 && text.size() > 30) {
                word = text.substr(random() % (text.size() - 20), 1 + random() % 20);
            } else {
                for (size_t i = 0, n = 1 + random() % 4; i < n; i++) word += letters[random() % letters.size()];
            }
            word.erase(std::remove(word.begin(), word.end(), '\0'), word.end());
            w.text.push_back(word);
            w.mode.push_back(random() % 2 ? MATCH_WORD_AUTO : MATCH_WORD_ANY);
        }
        const unsigned flags = (round % 24 ? (unsigned)FOLD_DEFAULT : random() % 128) & ~(unsigned)FOLD_VARIANTS;
        matcher *m = make(w, flags, GetParam());
        const auto want = naive(w, text, flags);
        found += want.size();
        ASSERT_EQ(run(m, text), want) << testing::PrintToString(text.substr(0, 300)) << " flags " << flags << " round " << round;
        std::vector<size_t> cuts;
        for (size_t at = random() % 7; at < text.size(); at += 1 + random() % 40) cuts.push_back(at);
        ASSERT_EQ(run(m, text, cuts), want) << round;
        matcher_free(m);
    }
    EXPECT_GT(found, 20000u);
}

// Whole words by the dictionary: no naive reference, so the engines and the chunks must at least agree.
TEST(MatchEngines, WholeWordsAgreeWhateverTheChunks)
{
    std::mt19937 random(5);
    const auto letters = characters(alphabets[0], strlen(alphabets[0]));
    const char *sentences[] = {"秘書室の秘密は社外秘です。", "東京都庁と京都府庁に行く", "株式会社山田の極秘資料", "ガン検診を受診した", "The secret is out. "};
    for (int round = 0; round < 150; round++) {
        std::string text;
        while (text.size() < (round % 10 ? 700u : 20000u))
            text += random() % 3 ? sentences[random() % 5] : letters[random() % letters.size()];
        Words w{{"秘", "東京", "京都", "検診", "社外秘", "secret", "山田", "都", "の", "秘密", "です"}, {}};
        for (size_t k = 0; k < w.text.size(); k++) w.mode.push_back(random() % 3 ? MATCH_WORD_WHOLE : MATCH_WORD_AUTO);
        matcher *plain = make(w, FOLD_DEFAULT, MATCH_ENGINE_PLAIN), *fast = make(w, FOLD_DEFAULT, MATCH_ENGINE_FAST);
        const auto want = run(plain, text);
        EXPECT_FALSE(want.empty());
        EXPECT_EQ(run(fast, text), want);
        std::vector<size_t> cuts;
        for (size_t at = 0; at < text.size(); at += 1 + random() % 300) cuts.push_back(at);
        EXPECT_EQ(run(fast, text, cuts), want);
        EXPECT_EQ(run(plain, text, cuts), want);
        matcher_free(plain);
        matcher_free(fast);
    }
}

// All engines find the same in the text, the fast one also if it comes in chunks of up to `chunk` bytes.
void engines_agree(const Words &w, unsigned flags, const std::string &text, std::mt19937 &random, unsigned chunk, std::vector<Hit> *hits)
{
    matcher *plain = make(w, flags, MATCH_ENGINE_PLAIN), *fast = make(w, flags, MATCH_ENGINE_FAST), *portable = make(w, flags, MATCH_ENGINE_PORTABLE);
    const auto want = run(plain, text);
    ASSERT_EQ(run(fast, text), want) << testing::PrintToString(text.substr(0, 3000)) << " flags " << flags;
    ASSERT_EQ(run(portable, text), want);
    std::vector<size_t> cuts;
    for (size_t at = random() % 7; at < text.size(); at += 1 + random() % chunk) cuts.push_back(at);
    ASSERT_EQ(run(fast, text, cuts), want);
    if (hits) *hits = want;
    matcher_free(plain);
    matcher_free(fast);
    matcher_free(portable);
}

// What the vectors fold by ranges, by table and by fold_segment in one text: every single character and many pairs as keywords, with all folds that
// the naive search leaves out (variants), around the sizes of windows (64 characters), pieces (1024 bytes) and blocks.
TEST(MatchEngines, MixedTextsAgreeCharacterByCharacter)
{
    std::mt19937 random(17);
    const unsigned flag_sets[] = {FOLD_DEFAULT, FOLD_DEFAULT | FOLD_DIACRITICS | FOLD_LONG_VOWEL, 127, FOLD_CASE, FOLD_KANA | FOLD_BREAKS, 0,
                                  FOLD_DEFAULT | FOLD_SMALL_KANA};
    const char *pieces[] = {"the quick brown fox jumps over the lazy dog, and more than that it says words to all who read on",
                            "あいうえおかきくけこさしすせそ社外秘社外密漢字仮名交じり文である、", "ﾏｲﾅﾝﾊﾞｰﾊﾟｰﾃｨｰﾞﾟ", "ＡＢＣ０１２　（株）", "\r\n> > ", "        ",
                            "か\u3099\u3099は\u309Aっ\u3099ワ\u3099ヽ\u3099", "澤邊髙﨑國學圖書館龜", "ไทยภาษา", "\u0E33\u0958", "한국어비밀", "Ελλάδα ΆΈ", "\n\n\n"};
    for (int round = 0; round < 150; round++) {
        const char *alphabet = alphabets[round % 6];
        const auto letters = characters(alphabet, strlen(alphabet));
        std::string text;
        const size_t length = round % 10 == 0 ? 9000 : random() % (round % 3 ? 300 : 2500);
        while (text.size() < length) {
            text += letters[random() % letters.size()];
            if (random() % 12 == 0) text += pieces[random() % (sizeof pieces / sizeof *pieces)];
            if (random() % 150 == 0) text.pop_back();
            if (random() % 300 == 0) text += (char)(random() % 256);
        }
        Words w;
        for (const std::string &l : letters)
            if (l[0]) w.text.push_back(l);
        for (const char *extra : {" ", "あ", "が", "ば", "ぱ", "a", "the", "社外秘", "書", "沢辺", "高", "国学", "亀", "澤", "(", "한", "l", "\u3099", "> "}) w.text.push_back(extra);
        for (int i = 0; i < 40; i++) w.text.push_back(letters[random() % letters.size()] + letters[random() % letters.size()]);
        for (std::string &word : w.text) word.erase(std::remove(word.begin(), word.end(), '\0'), word.end());
        w.mode.assign(w.text.size(), MATCH_WORD_ANY);
        const unsigned flags = flag_sets[round % (sizeof flag_sets / sizeof *flag_sets)];
        ASSERT_NO_FATAL_FAILURE(engines_agree(w, flags, text, random, 90, nullptr)) << round;
    }
}

// Text that is ASCII for the most part: whole words and phrases across everything that can stand between them, in runs of every length around
// 64 characters; with and without keywords that let no word be passed over (anywhere).
TEST(MatchEngines, AsciiTextsAgreeWordByWord)
{
    std::mt19937 random(29);
    const unsigned flag_sets[] = {FOLD_DEFAULT, FOLD_DEFAULT & ~(unsigned)FOLD_BREAKS, FOLD_DEFAULT & ~(unsigned)FOLD_CASE, FOLD_BREAKS};
    const char *vocabulary[] = {"a", "I", "of", "the", "Words", "zeta", "beta", "Confidential", "confidence", "internal", "internally", "x1", "2026", "CON",
                                "antidisestablishmentarianism", "pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopic"};
    const char *usual[] = {" ", " ", " ", " ", " ", ", ", ". ", "\n", "\r\n", " ", "-"};
    const char *rare[] = {"  ", "\n\n", "\n > ", "\r\n> > ", "\n>", " > ", ">", "\t", "\n    \n", "\x01", "\x7F", "\u00AD", "\u0301", " \u0301", "é", "秘", " 秘 社外\n",
                          "Ａ", "\u200B", "\xFF", "_", "'", "                                                                               ",
                          "\n>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>", "\v\f \n", "."};
    size_t found = 0;
    for (int round = 0; round < 400; round++) {
        std::string text;
        const size_t length = round % 10 == 0 ? 20000 : random() % (round % 3 ? 400 : 2500), seldom = round % 7 ? 8 + random() % 40 : 3;
        while (text.size() < length) {
            text += vocabulary[random() % (sizeof vocabulary / sizeof *vocabulary)];
            text += random() % seldom ? usual[random() % (sizeof usual / sizeof *usual)] : rare[random() % (sizeof rare / sizeof *rare)];
        }
        Words w;
        for (const char *one : vocabulary)
            if (strlen(one) > (size_t)round % 5) w.text.push_back(one);
        for (const char *one : {"zeta beta", "the beta", "of the", "confidential-internal", "zeta > beta", "社外 秘", "\u00E9zeta", "betaé", "A秘", "秘", "nowhere"}) w.text.push_back(one);
        w.mode.assign(w.text.size(), MATCH_WORD_AUTO);
        if (round % 8 == 7) w.mode.back() = MATCH_WORD_ANY;
        const unsigned flags = flag_sets[round % 5 ? 0 : random() % 4];
        std::vector<Hit> want;
        ASSERT_NO_FATAL_FAILURE(engines_agree(w, flags, text, random, 300, &want)) << round;
        found += want.size();
        if (text.size() < 3000) {
            ASSERT_EQ(want, naive(w, text, flags & ~(unsigned)FOLD_VARIANTS)) << testing::PrintToString(text) << " round " << round;
        }
    }
    EXPECT_GT(found, 20000u);
}

// Long keywords across blocks, and a word that a flood of ignorable characters tears apart.
TEST_P(Match, AcrossBlocks)
{
    const std::string word(300, 'w');
    Words w{{word + " end", "needle", "社外秘"}, {}};
    matcher *m = make(w, FOLD_DEFAULT, GetParam());
    for (size_t before = 7800; before < 8300; before += 13) {
        const std::string text = std::string(before, '.') + word + " \r\n end. needle 社\n外秘";
        const auto hits = run(m, text);
        ASSERT_EQ(hits.size(), 3u) << before;
        EXPECT_EQ(std::get<0>(hits[0]), before);
    }
    std::string torn = "nee";
    for (int i = 0; i < 100000; i++) torn += "\u200B";
    torn += "dle";
    EXPECT_EQ(run(m, torn), (std::vector<Hit>{{0, torn.size(), 1}}));
    std::string wide = "社" + std::string(100000, ' ') + "外秘";
    EXPECT_EQ(run(m, wide), (std::vector<Hit>{{0, wide.size(), 2}}));
    matcher_free(m);
}

// ---- hostile lists and texts: time is bounded -----------------------------------------------------------------------------------

double seconds(const std::function<void()> &f)
{
    const clock_t a = clock();
    f();
    return (double)(clock() - a) / CLOCKS_PER_SEC;
}

void count(void *ctx, const match_hit *)
{
    ++*static_cast<size_t *>(ctx);
}

size_t count_hits(const matcher *m, const std::string &text)
{
    size_t n = 0;
    match_stream *s = match_open(m, count, &n);
    EXPECT_TRUE(match_feed(s, text.data(), text.size()) && match_end(s));
    match_close(s);
    return n;
}

TEST_P(Match, HostileListsStayLinear)
{
    struct {
        const char *name;
        const char *letter;
        match_word mode;
        size_t words;
    } cases[] = {{"kanji", "秘", MATCH_WORD_AUTO, 500}, {"latin", "a", MATCH_WORD_AUTO, 500}, {"latin anywhere", "a", MATCH_WORD_ANY, 500}};
    for (const auto &c : cases) {
        Words w;
        std::string word;
        for (size_t i = 0; i < c.words; i++) {
            word += c.letter;
            w.text.push_back(word);
            w.mode.push_back(c.mode);
        }
        matcher *m = make(w, FOLD_DEFAULT, GetParam());
        std::string text;
        for (size_t i = 0; i < 50000; i++) text += c.letter;
        size_t small = 0, large = 0;
        const double t1 = seconds([&] { small = count_hits(m, text); });
        std::string more = text + text + text + text;
        const double t4 = seconds([&] { large = count_hits(m, more); });
        EXPECT_LT(t4, 12 * t1 + 0.05) << c.name;
        EXPECT_LE(large, 64u * 200000u);
        if (c.mode == MATCH_WORD_ANY || c.letter[0] != 'a') {
            EXPECT_GT(small, 63u * 49000u) << c.name;
        }
        matcher_free(m);
    }
}

TEST_P(Match, FiftyThousandOverlappingKeywords)
{
    Words w;
    for (int i = 0; i < 50000; i++) {
        std::string word;
        for (int k = 0, v = i; k < 10; k++, v /= 3) word += v % 3 == 0 ? "秘" : v % 3 == 1 ? "密" : "社";
        w.text.push_back(word);
        w.mode.push_back(MATCH_WORD_AUTO);
    }
    matcher *m = make(w, FOLD_DEFAULT, GetParam());
    std::mt19937 random(3);
    std::string text;
    const char *const letters[] = {"秘", "密", "社"};
    for (int i = 0; i < 200000; i++) text += letters[random() % 3];
    size_t hits = 0;
    const double t = seconds([&] { hits = count_hits(m, text); });
    EXPECT_GT(hits, 100000u);
    EXPECT_LT(t, 5.0);
    matcher_free(m);
}

} // namespace
