// Layers, locks and every kind of mistake a policy can hold; the sentences that findings are filled into.
#include <gtest/gtest.h>

#include <string>
#include <vector>

/* C names functions and structs alike (persons_result); C++ warns of it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
extern "C" {
#include "base/buf.h"
#include "model/policy.h"
#include "model/report.h"
}
#pragma GCC diagnostic pop

namespace {

struct Setting {
    sekisho_layer layer;
    const char *key, *value;
};
struct Policy {
    sekisho_policy *p = nullptr;
    explicit Policy(const std::vector<Setting> &settings)
    {
        EXPECT_EQ(sekisho_policy_new(&p), SEKISHO_OK);
        for (const Setting &s : settings) EXPECT_EQ(sekisho_policy_set(p, s.layer, s.key, s.value), SEKISHO_OK) << s.key;
        EXPECT_EQ(sekisho_policy_finish(p), SEKISHO_OK);
    }
    ~Policy() { sekisho_policy_free(p); }
    std::string problems() const
    {
        std::string all;
        for (size_t i = 0; i < sekisho_policy_problem_count(p); i++)
            all += std::string(sekisho_policy_problem_key(p, i)) + ": " + sekisho_policy_problem_text(p, i) + "\n";
        return all;
    }
    bool breaks() const
    {
        for (size_t i = 0; i < sekisho_policy_problem_count(p); i++)
            if (policy_problem_breaks(p, i)) return true;
        return false;
    }
};

TEST(Policy, DefaultsAreThoseOfTheTableAndHoldNoMistake)
{
    Policy p({});
    EXPECT_EQ(p.problems(), "");
    EXPECT_EQ(policy_int(p.p, OPTION_VISIBLE_CROWD), 15u);
    EXPECT_EQ(policy_action(p.p, FINDING_VISIBLE_CROWD), SEKISHO_ACTION_JUSTIFY);
    EXPECT_STREQ(sekisho_policy_get(p.p, "mode"), "ask");
    EXPECT_STREQ(sekisho_policy_get(p.p, "on.comments"), "note");
    EXPECT_STREQ(sekisho_policy_get(p.p, "keyword.sets"), "confidentiality");
    EXPECT_STREQ(sekisho_policy_get(p.p, "no.such"), "");
    for (size_t i = 0; i < sekisho_policy_option_count(p.p); i++) EXPECT_EQ(sekisho_policy_option_layer(p.p, i), -1);
}

TEST(Policy, EnforcedBeatsUserBeatsRecommended)
{
    const struct {
        std::vector<Setting> settings;
        const char *want;
        int want_layer;
    } rows[] = {
        {{{SEKISHO_RECOMMENDED, "visible.all", "100"}}, "100", 0},
        {{{SEKISHO_RECOMMENDED, "visible.all", "100"}, {SEKISHO_USER, "visible.all", "50"}}, "50", 1},
        {{{SEKISHO_ENFORCED, "visible.all", "20"}, {SEKISHO_USER, "visible.all", "500"}}, "20", 2},
        {{{SEKISHO_USER, "visible.all", "500"}, {SEKISHO_ENFORCED, "visible.all", "nonsense"}}, "500", 1},
        {{{SEKISHO_USER, "visible.all", "50"}, {SEKISHO_USER, "visible.all", "60"}}, "60", 1},
    };
    for (const auto &row : rows) {
        Policy p(row.settings);
        EXPECT_STREQ(sekisho_policy_get(p.p, "visible.all"), row.want);
        for (size_t i = 0; i < sekisho_policy_option_count(p.p); i++)
            if (std::string(sekisho_policy_option_key(p.p, i)) == "visible.all") {
                EXPECT_EQ(sekisho_policy_option_layer(p.p, i), row.want_layer);
            }
    }
}

TEST(Policy, AListOfAStrongerLayerReplacesTheWeakerOne)
{
    Policy p({{SEKISHO_RECOMMENDED, "partner.domains", "one.example\ntwo.example"}, {SEKISHO_USER, "partner.domains", " three.example \n\n"}});
    EXPECT_STREQ(sekisho_policy_get(p.p, "partner.domains"), "three.example");
}

TEST(Policy, EveryMistakeIsNamedWithWhatWasMeant)
{
    const struct {
        sekisho_layer layer;
        const char *key, *value, *want;
        bool want_breaks;
    } rows[] = {
        {SEKISHO_RECOMMENDED, "visble.all", "30", "no option has this name; is visible.all meant?", false},
        {SEKISHO_ENFORCED, "visible.al", "30", "is visible.all meant?", true},
        {SEKISHO_RECOMMENDED, "visible.all", "many", "\"many\" is no whole number", false},
        {SEKISHO_RECOMMENDED, "visible.all", "-3", "no whole number", false},
        {SEKISHO_RECOMMENDED, "visible.all", "99999999999999999999", "no whole number", false},
        {SEKISHO_RECOMMENDED, "fold.kana", "maybe", "neither true nor false", false},
        {SEKISHO_RECOMMENDED, "mode", "asl", "is ask meant?", false},
        {SEKISHO_RECOMMENDED, "on.commments", "note", "is on.comments meant?", false},
        {SEKISHO_RECOMMENDED, "on.comments", "BLOK", "\"BLOK\" is none of ignore|note|confirm|justify|block", false},
        {SEKISHO_RECOMMENDED, "on.comments", "blok", "is block meant?", false},
        {SEKISHO_RECOMMENDED, "rule.plan.keyword", "x", "is keywords meant?", false},
        {SEKISHO_RECOMMENDED, "rule.plan", "x", "rule.<name>.<field>", false},
        {SEKISHO_RECOMMENDED, "emergency.until", "tomorrow", "no time such as", false},
        {SEKISHO_RECOMMENDED, "log.file", "log.jsonl", "no whole path", false},
        {SEKISHO_RECOMMENDED, "log.file", "~/log.jsonl", "no whole path", false},
        {SEKISHO_ENFORCED, "log.file", "C:log.jsonl", "no whole path", true},
        {SEKISHO_RECOMMENDED, "help.url", "intranet/help", "would not be shown", false},
        {SEKISHO_RECOMMENDED, "help.url", "javascript:alert(1)", "would not be shown", false},
        {SEKISHO_RECOMMENDED, "help.url", "https://", "would not be shown", false},
        {SEKISHO_RECOMMENDED, "remedy.bcc.to", "nobody", "no mail address", false},
        {SEKISHO_RECOMMENDED, "files.block", "exe\njpg", "no kind of file \"jpg\"; is jpeg meant?", false},
        {SEKISHO_ENFORCED, "files.block", "EXE", "no kind of file \"EXE\"", true},
        {SEKISHO_RECOMMENDED, "internal.domains", "office.example\n*", "\"*\" meets every address", false},
        {SEKISHO_ENFORCED, "recipients.allow", "*@*", "meets every address", false},
        {SEKISHO_RECOMMENDED, "partner.domains", "*.*", "meets every address", false},
        {SEKISHO_RECOMMENDED, "internal.domains", "office..example", "office..example", false},
        {SEKISHO_RECOMMENDED, "keyword.sets", "confidentialty", "is confidentiality meant?", false},
        {SEKISHO_RECOMMENDED, "visible.crowd", "5", "never matters", false},
        {SEKISHO_RECOMMENDED, "rule.x.action", "block", "no keyword and no pattern", false},
        {SEKISHO_ENFORCED, "rule.x.pattern", "(a+", "cannot be used", true},
        {SEKISHO_RECOMMENDED, "rule.x.keywords", "\xE2\x80\x8B", "nothing that could be matched", false},
        {SEKISHO_ENFORCED, "rule.x.keywords", "a", "single letter", false},
        {SEKISHO_RECOMMENDED, "rule.x.where", "boddy", "is body meant?", false},
        {SEKISHO_RECOMMENDED, "rule.x.when", "exernal", "is external meant?", false},
        {SEKISHO_RECOMMENDED, "rule.x.near-distance", "5000", "at most 100 characters", false},
    };
    for (const auto &row : rows) {
        Policy p({{row.layer, row.key, row.value}});
        EXPECT_NE(p.problems().find(row.want), std::string::npos) << row.key << " = " << row.value << "\n" << p.problems();
        EXPECT_EQ(p.breaks(), row.want_breaks) << row.key << " = " << row.value;
    }
}

TEST(Policy, PlacesLinksAndKindsThatAreRight)
{
    const struct {
        const char *key, *value;
    } rows[] = {
        {"log.file", "/var/log/sekisho/mail.jsonl"}, {"log.file", "C:\\Logs\\mail.jsonl"}, {"log.file", "d:/mail.jsonl"}, {"log.file", "\\\\server\\share\\mail.jsonl"}, {"log.file", ""},
        {"help.url", "https://intra.example/help"},  {"help.url", "HTTP://intra.example"},    {"help.url", "mailto:desk@office.example"}, {"help.url", ""},
        {"remedy.bcc.to", "desk@office.example"},    {"remedy.bcc.to", ""},                   {"files.block", "exe\n7z\nunknown\nooxml-encrypted"},
        {"internal.domains", "*\n!rival.example"},   {"partner.domains", "*.lg.jp"},          {"recipients.confirm", "*"},
    };
    for (const auto &row : rows) {
        Policy p({{SEKISHO_ENFORCED, row.key, row.value}});
        EXPECT_EQ(p.problems(), "") << row.key << " = " << row.value;
    }
}

TEST(Policy, OneListAgainstAnother)
{
    const struct {
        const char *weak, *item, *strong, *other;
        bool want;
    } rows[] = {
        {"recipients.allow", "ito@rival.example", "recipients.block", "rival.example", true},
        {"recipients.allow", "rival.example", "recipients.block", "RIVAL.example", true},
        {"recipients.allow", "saito@rival.example", "recipients.block", "ito@rival.example", false},
        {"recipients.allow", "myrival.example", "recipients.block", "rival.example", false},
        {"recipients.confirm", "ito@rival.example", "recipients.block", "rival.example", true},
        {"recipients.allow", "ito@rival.example", "recipients.confirm", "rival.example", false}, /* the exception of a rule */
        {"partner.domains", "branch.office.example", "internal.domains", "office.example", true},
        {"partner.domains", "*.office.example", "internal.domains", "office.example", false},
    };
    for (const auto &row : rows) {
        Policy p({{SEKISHO_RECOMMENDED, row.weak, row.item}, {SEKISHO_RECOMMENDED, row.strong, row.other}});
        EXPECT_EQ(p.problems().find("which wins") != std::string::npos, row.want) << row.item << " / " << row.other << "\n" << p.problems();
    }
}

TEST(Policy, ARuleThatWasLiftedNeverMatchesAndSaysSo)
{
    Policy p({{SEKISHO_RECOMMENDED, "rule.exe.keywords", ".exe"}, {SEKISHO_USER, "rule.exe.keywords", ""}, {SEKISHO_USER, "rule.exe.action", "block"}});
    ASSERT_GE(policy_rule_count(p.p), 1u);
    EXPECT_FALSE(policy_rule_at(p.p, 0)->usable);
    EXPECT_NE(p.problems().find("never matches"), std::string::npos);
}

TEST(Policy, MisuseIsAStatus)
{
    sekisho_policy *p = nullptr;
    EXPECT_EQ(sekisho_policy_new(nullptr), SEKISHO_MISUSE);
    ASSERT_EQ(sekisho_policy_new(&p), SEKISHO_OK);
    EXPECT_EQ(sekisho_policy_set(p, (sekisho_layer)3, "mode", "ask"), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_policy_set(p, SEKISHO_USER, nullptr, "ask"), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_policy_set(nullptr, SEKISHO_USER, "mode", "ask"), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_policy_finish(p), SEKISHO_OK);
    EXPECT_EQ(sekisho_policy_finish(p), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_policy_set(p, SEKISHO_USER, "mode", "off"), SEKISHO_MISUSE);
    sekisho_policy_free(p);
    sekisho_policy_free(nullptr);
}

TEST(Policy, ManyKeysAndKeywordsTakeTimeInStepWithTheirNumber)
{
    Policy p({});
    sekisho_policy *many = nullptr;
    ASSERT_EQ(sekisho_policy_new(&many), SEKISHO_OK);
    for (int i = 0; i < 50000; i++) ASSERT_EQ(sekisho_policy_add(many, SEKISHO_USER, "rule.list.keywords", ("codename" + std::to_string(i)).c_str()), SEKISHO_OK);
    ASSERT_EQ(sekisho_policy_finish(many), SEKISHO_OK);
    EXPECT_EQ(policy_rule_at(many, 0)->keywords.count, 50000u);
    sekisho_policy_free(many);
}

TEST(Time, Rfc3339)
{
    const struct {
        const char *text;
        bool want;
        int64_t want_seconds;
    } rows[] = {
        {"1970-01-01T00:00:00Z", true, 0},
        {"2026-12-01T18:00:00+09:00", true, 1796115600},
        {"2026-12-01T09:00:00Z", true, 1796115600},
        {"2026-12-01T09:00:00.25z", true, 1796115600},
        {"2024-02-29T00:00:00Z", true, 1709164800},
        {"2026-12-01T18:00:00", false, 0},
        {"2026-12-01", false, 0},
        {"2026-13-01T18:00:00Z", false, 0},
        {"2026-12-01T25:00:00Z", false, 0},
        {"2026-12-01T18:00:00+0900", false, 0},
        {"2026-12-01T18:00:00Zx", false, 0},
        {"", false, 0},
    };
    for (const auto &row : rows) {
        int64_t seconds = -1;
        EXPECT_EQ(time_parse(row.text, &seconds), row.want) << row.text;
        if (row.want) {
            EXPECT_EQ(seconds, row.want_seconds) << row.text;
        }
    }
}

TEST(Emergency, HoldsUntilItsTime)
{
    Policy p({{SEKISHO_ENFORCED, "emergency.until", "2026-12-01T18:00:00+09:00"}});
    EXPECT_TRUE(policy_emergency(p.p, "2026-12-01T08:59:59Z"));
    EXPECT_FALSE(policy_emergency(p.p, "2026-12-01T09:00:00Z"));
    EXPECT_FALSE(policy_emergency(p.p, nullptr));
    EXPECT_FALSE(policy_emergency(p.p, ""));
}

std::string filled(const char *sentence, const words &w)
{
    buf out;
    buf_init(&out, 4096);
    words_fill(&out, sentence, &w);
    std::string text = buf_str(&out);
    buf_free(&out);
    return text;
}
TEST(Sentences, NumbersPluralsAndTextFromTheMail)
{
    words w = {};
    w.n = 3411;
    w.m = 1;
    w.name = "a\nb\xE2\x80\xAE" "c.txt";
    const struct {
        const char *sentence;
        uint64_t n;
        const char *want;
    } rows[] = {
        {"{n} people", 168, "168 people"},
        {"{n} people", 4500, "4,500 people"},
        {"{n} people", 1234567, "1,234,567 people"},
        {"{n|1 person|# persons}", 1, "1 person"},
        {"{n|1 person|# persons}", 0, "0 persons"},
        {"{n|1 person|# persons}", 27763, "27,763 persons"},
        {"{m|one|#}", 5, "one"},
        {"[{name}]", 5, "[a b c.txt]"},
        {"{where}{fields}.", 5, "."},
        {"{n unclosed", 5, "{n unclosed"},
        {"", 5, ""},
    };
    for (const auto &row : rows) {
        w.n = row.n;
        EXPECT_EQ(filled(row.sentence, w), row.want);
    }
}

TEST(Tables, NumbersAndNamesAreUniqueAndEveryJapaneseTextIsThere)
{
    std::vector<std::string> names;
    std::vector<int> codes;
    for (size_t i = 0; i < sekisho_finding_kind_count(); i++) {
        for (const std::string &n : names) EXPECT_NE(n, sekisho_finding_kind_name(i));
        for (int c : codes) EXPECT_NE(c, sekisho_finding_kind_code(i));
        names.push_back(sekisho_finding_kind_name(i));
        codes.push_back(sekisho_finding_kind_code(i));
    }
    const char *missing[500];
    size_t count = language_missing("ja", missing, 500);
    for (size_t i = 0; i < count && i < 500; i++) ADD_FAILURE() << "no Japanese for " << missing[i];
}
TEST(Tables, PlaceholdersOfATranslationStandInTheOriginal)
{
    for (size_t i = 0; i < sekisho_finding_kind_count(); i++) {
        std::string en = sekisho_finding_kind_sentence(i, "en"), ja = sekisho_finding_kind_sentence(i, "ja-JP");
        for (const char *name : {"name", "where", "evidence", "fields", "domain", "other", "size", "text"}) {
            std::string hole = std::string("{") + name + "}";
            EXPECT_EQ(en.find(hole) != std::string::npos, ja.find(hole) != std::string::npos) << sekisho_finding_kind_name(i) << " " << hole;
        }
        for (std::string number : {"{n", "{m"}) {
            size_t at = en.find(number);
            /* "{n|is|are}" only bends a verb; a number that is said has to be said in both. */
            if (at == std::string::npos || (en[at + 2] == '|' && en.substr(at, en.find('}', at) - at).find('#') == std::string::npos)) continue;
            EXPECT_NE(ja.find(number), std::string::npos) << sekisho_finding_kind_name(i);
        }
    }
}

} // namespace
