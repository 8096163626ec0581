// The ready-made keyword sets: each word useful, with a reason, found in its set, none twice; ordinary business mail meets none of them.
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>
extern "C" {
#include "text/fold.h"
#include "text/match.h"
}

namespace {

enum set_id {
#define KEYWORD_SET(SYMBOL, name) SET_##SYMBOL,
#define KEYWORD(SYMBOL, word, why)
#define KEYWORD_EXCEPT(SYMBOL, phrase)
#include "data/keyword-sets.def"
#undef KEYWORD_SET
#undef KEYWORD
#undef KEYWORD_EXCEPT
};
struct Word {
    set_id set;
    std::string word, why;
};
const std::vector<Word> words = {
#define KEYWORD_SET(SYMBOL, name)
#define KEYWORD(SYMBOL, word, why) {SET_##SYMBOL, word, why},
#define KEYWORD_EXCEPT(SYMBOL, phrase)
#include "data/keyword-sets.def"
#undef KEYWORD_SET
#undef KEYWORD
#undef KEYWORD_EXCEPT
};

void add(void *ctx, const match_hit *h)
{
    static_cast<std::set<uint32_t> *>(ctx)->insert(h->keyword);
}

std::set<uint32_t> hits(const std::string &text)
{
    std::vector<match_keyword> k;
    for (const Word &w : words) k.push_back({w.word.c_str(), 0, MATCH_WORD_AUTO});
    std::vector<char> useless(k.size());
    matcher *m = matcher_new(k.data(), k.size(), FOLD_DEFAULT, reinterpret_cast<bool *>(useless.data()));
    for (size_t i = 0; i < k.size(); i++) EXPECT_FALSE(useless[i]) << words[i].word;
    std::set<uint32_t> found;
    match_stream *s = match_open(m, add, &found);
    EXPECT_TRUE(match_feed(s, text.data(), text.size()) && match_end(s));
    match_close(s);
    matcher_free(m);
    return found;
}

TEST(KeywordSets, EveryWordHasAReasonAndIsFound)
{
    std::set<std::string> seen;
    std::string all;
    for (const Word &w : words) {
        size_t n;
        char *f = fold_text(w.word.data(), w.word.size(), FOLD_DEFAULT, &n, nullptr);
        EXPECT_TRUE(seen.insert(f).second) << w.word << " stands there twice";
        free(f);
        EXPECT_GT(w.why.size(), 5u) << w.word;
        all += "。" + w.word + "。\n";
    }
    EXPECT_EQ(hits(all).size(), words.size());
    std::set<int> sets;
    for (const Word &w : words) sets.insert(w.set);
    EXPECT_EQ(sets.size(), 6u);
}

TEST(KeywordSets, OrdinaryMailMeetsNone)
{
    const char *const mails[] = {
        "いつもお世話になっております。ご契約の更新について、見積書を送付いたします。お振込先は下記の口座をご利用ください。",
        "来週の健康診断の日程をお知らせします。受付は9時からです。給与の振込日は25日です。",
        "パスワードをお忘れの方は、ログイン画面から再設定をお願いします。パスワードは人に教えないでください。",
        "決算説明会のご案内。取締役会の承認を経て、配当を公表しました。人事異動のお知らせを社内報に掲載します。",
        "病院の駐車場は満車です。患者様用の入口は北側です。看護師募集の案内を添付します。",
        "Please find the signed contract attached. The board met on Monday. Your password must have eight letters.",
        "We are hiring! Interview slots are open next week; salary depends on experience. Recovery is going well.",
    };
    for (const char *m : mails)
        for (uint32_t k : hits(m)) ADD_FAILURE() << words[k].word << " in " << m;
}

} // namespace
