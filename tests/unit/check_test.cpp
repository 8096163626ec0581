// sekisho_check() as a composer uses it, through the public header alone: filled piece by piece, checked again, cancelled, observed, in an emergency.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "sekisho.h"

namespace {

using Options = std::vector<std::pair<const char *, const char *>>;
struct Policy {
    sekisho_policy *p = nullptr;
    Policy() : Policy(Options()) {}
    explicit Policy(const Options &options)
    {
        EXPECT_EQ(sekisho_policy_new(&p), SEKISHO_OK);
        for (const auto &o : options) EXPECT_EQ(sekisho_policy_set(p, SEKISHO_ENFORCED, o.first, o.second), SEKISHO_OK);
        EXPECT_EQ(sekisho_policy_finish(p), SEKISHO_OK);
    }
    Policy(const Policy &) = delete;
    ~Policy() { sekisho_policy_free(p); }
};
struct Mail {
    sekisho_message *m = nullptr;
    explicit Mail(const char *sender = "Hanako <hanako@office.example>")
    {
        EXPECT_EQ(sekisho_message_new(&m), SEKISHO_OK);
        EXPECT_EQ(sekisho_message_set_sender(m, sender), SEKISHO_OK);
        EXPECT_EQ(sekisho_message_set_subject(m, "Plan"), SEKISHO_OK);
    }
    ~Mail() { sekisho_message_free(m); }
    void to(const std::string &address, sekisho_field field = SEKISHO_TO)
    {
        EXPECT_EQ(sekisho_message_add_recipient(m, field, address.c_str(), nullptr, nullptr), SEKISHO_OK);
    }
    void text(const std::string &t) { EXPECT_EQ(sekisho_message_set_text(m, t.data(), t.size()), SEKISHO_OK); }
};
struct Report {
    sekisho_report *r = nullptr;
    Report(const Policy &p, Mail &m) { EXPECT_EQ(sekisho_check(p.p, m.m, &r), SEKISHO_OK); }
    ~Report() { sekisho_report_free(r); }
    const sekisho_finding *find(const char *name) const
    {
        for (size_t i = 0; i < sekisho_report_finding_count(r); i++)
            if (std::string(sekisho_finding_name(sekisho_report_finding(r, i))) == name) return sekisho_report_finding(r, i);
        return nullptr;
    }
    std::string first() const { return sekisho_finding_name(sekisho_report_finding(r, 0)); }
};

TEST(Check, PiecesAndASecondCheckOfTheSameMessage)
{
    Policy p;
    Mail m;
    m.to("taro@office.example");
    m.text("Hello");
    {
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), SEKISHO_PASS);
        EXPECT_EQ(r.find("outside-recipient"), nullptr);
        EXPECT_EQ(sekisho_report_show(r.r), 0);
    }
    for (int i = 0; i < 12; i++) m.to("guest" + std::to_string(i) + "@club.example");
    m.text("Hello, 社 外 秘 as promised. The list is attached.");
    {
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), SEKISHO_CONFIRM);
        EXPECT_EQ(r.first(), "visible-strangers");
        EXPECT_STREQ(sekisho_finding_message(r.find("visible-strangers")), "12 people outside can see each other's addresses.");
        EXPECT_STREQ(sekisho_finding_evidence(r.find("confidential-mark")), "社 外 秘");
        EXPECT_STREQ(sekisho_finding_evidence(r.find("forgotten-attachment")), "attached");
        EXPECT_STREQ(sekisho_report_send_label(r.r), "Send with 12 people visible to each other");
        EXPECT_EQ(sekisho_report_show(r.r), 1);
    }
}

TEST(Check, ToBccKeepsColleaguesAndNamesWhomItMoves)
{
    Policy p;
    Mail m;
    m.to("taro@office.example");
    for (int i = 0; i < 20; i++) m.to("guest" + std::to_string(i) + "@club.example", i % 2 ? SEKISHO_CC : SEKISHO_TO);
    Report r(p, m);
    const sekisho_finding *f = r.find("visible-crowd");
    ASSERT_NE(f, nullptr);
    EXPECT_EQ(sekisho_finding_recipient_count(f), 20u);
    for (size_t i = 0; i < sekisho_finding_recipient_count(f); i++) EXPECT_EQ(sekisho_finding_recipient(f, i), i + 1);
    EXPECT_STREQ(sekisho_finding_remedy(f, 0), "move-to-bcc");
    EXPECT_STREQ(sekisho_finding_remedy_label(f, 0), "Move 20 addresses to Bcc");
    EXPECT_STREQ(sekisho_finding_to_address(f), "hanako@office.example");
    EXPECT_STREQ(sekisho_finding_challenge(f), "20");
    EXPECT_EQ(sekisho_finding_remedy_count(f), 1u);
    EXPECT_STREQ(sekisho_finding_remedy(f, 1), "");
}

TEST(Check, ColleaguesMoveTooWhereTheyAreTheCrowd)
{
    Policy p(Options{{"remedy.bcc.to", "desk@office.example"}});
    Mail m;
    for (int i = 0; i < 40; i++) m.to("member" + std::to_string(i) + "@office.example");
    for (int i = 0; i < 16; i++) m.to("guest" + std::to_string(i) + "@club.example");
    Report r(p, m);
    EXPECT_EQ(r.first(), "visible-all");
    EXPECT_EQ(sekisho_finding_action(sekisho_report_finding(r.r, 0)), SEKISHO_ACTION_JUSTIFY); /* the strangers alone weigh that much */
    EXPECT_EQ(sekisho_finding_number(sekisho_report_finding(r.r, 0)), 56u);
    EXPECT_EQ(sekisho_finding_recipient_count(sekisho_report_finding(r.r, 0)), 56u);
    EXPECT_STREQ(sekisho_finding_to_address(sekisho_report_finding(r.r, 0)), "desk@office.example");
}

TEST(Check, ModesAndWhenTheDialogComes)
{
    const struct {
        Options options;
        const char *to;
        sekisho_verdict want;
        int want_show;
    } rows[] = {
        {{}, "a@club.example", SEKISHO_PASS, 0},
        {{{"dialog.when", "external"}}, "a@club.example", SEKISHO_PASS, 1},
        {{{"dialog.when", "external"}}, "a@office.example", SEKISHO_PASS, 0},
        {{{"dialog.when", "always"}}, "a@office.example", SEKISHO_PASS, 1},
        {{{"recipients.block", "club.example"}}, "a@club.example", SEKISHO_BLOCK, 1},
        {{{"recipients.block", "club.example"}, {"mode", "observe"}}, "a@club.example", SEKISHO_BLOCK, 0},
        {{{"recipients.block", "club.example"}, {"mode", "off"}}, "a@club.example", SEKISHO_PASS, 0},
        {{{"recipients.block", "club.example"}, {"emergency.until", "2026-12-01T18:00:00+09:00"}}, "a@club.example", SEKISHO_JUSTIFY, 1},
        {{{"recipients.block", "club.example"}, {"emergency.until", "2026-11-01T18:00:00+09:00"}}, "a@club.example", SEKISHO_BLOCK, 1},
    };
    for (const auto &row : rows) {
        Policy p(row.options);
        Mail m;
        ASSERT_EQ(sekisho_message_set_time(m.m, "2026-11-22T09:00:00Z"), SEKISHO_OK);
        m.to(row.to);
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), row.want);
        EXPECT_EQ(sekisho_report_show(r.r), row.want_show);
        EXPECT_EQ(std::string(sekisho_report_send_label(r.r)).empty(), row.want == SEKISHO_BLOCK);
    }
}

TEST(Check, WhatCouldNotBeHadIsNeverSilent)
{
    for (const char *action : {"justify", "block", "confirm", "note", "ignore"}) {
        Policy p(Options{{"fail.action", action}});
        Mail m;
        m.to("a@club.example");
        ASSERT_EQ(sekisho_message_add_attachment(m.m, "plan.docx", "", nullptr, 0, 0, 1), SEKISHO_OK);
        Report r(p, m);
        EXPECT_EQ(r.first(), "check-failed");
        EXPECT_GE(sekisho_report_verdict(r.r), SEKISHO_CONFIRM) << action;
    }
}

TEST(Check, AListNobodyCouldExpandIsUnknownAndAsks)
{
    Policy p;
    Mail m;
    ASSERT_EQ(sekisho_message_add_unknown_list(m.m, SEKISHO_TO, "All members"), SEKISHO_OK);
    Report r(p, m);
    EXPECT_EQ(r.first(), "unexpanded-list");
    EXPECT_EQ(sekisho_recipient_class(sekisho_report_recipient(r.r, 0)), SEKISHO_UNKNOWN);
    EXPECT_NE(std::string(sekisho_finding_message(sekisho_report_finding(r.r, 0))).find("All members"), std::string::npos);
}

TEST(Check, WhoStoodInTheAnsweredMailIsNotCounted)
{
    Policy p;
    Mail m;
    for (int i = 0; i < 14; i++) {
        std::string address = "guest" + std::to_string(i) + "@club.example";
        m.to(address);
        ASSERT_EQ(sekisho_message_add_original_person(m.m, address.c_str(), nullptr), SEKISHO_OK);
    }
    {
        Report r(p, m);
        EXPECT_EQ(sekisho_report_verdict(r.r), SEKISHO_PASS);
    }
    m.to("new@elsewhere.example");
    Report r(p, m);
    EXPECT_EQ(r.first(), "reply-new-domain");
    EXPECT_EQ(sekisho_finding_index(sekisho_report_finding(r.r, 0)), 14u);
}

TEST(Check, CancelledOnceThenFreeAgain)
{
    Policy p;
    Mail m;
    m.to("a@club.example");
    std::string big;
    for (int i = 0; i < 100000; i++) big += "line of a long text file " + std::to_string(i) + "\n";
    ASSERT_EQ(sekisho_message_add_attachment(m.m, "big.txt", "text/plain", big.data(), big.size(), 0, 0), SEKISHO_OK);
    sekisho_message_cancel(m.m);
    sekisho_report *report = nullptr;
    EXPECT_EQ(sekisho_check(p.p, m.m, &report), SEKISHO_CANCELLED);
    EXPECT_EQ(report, nullptr);
    std::atomic<bool> over{false};
    int seen = 0;
    std::thread watcher([&] {
        while (!over) {
            int now = sekisho_message_progress(m.m);
            if (now > seen && now < 1000) seen = now;
        }
    });
    EXPECT_EQ(sekisho_check(p.p, m.m, &report), SEKISHO_OK);
    over = true;
    watcher.join();
    EXPECT_GT(seen, 0);
    EXPECT_EQ(sekisho_message_progress(m.m), 1000);
    sekisho_report_free(report);
}

TEST(Check, OneFinishedPolicyServesManyThreads)
{
    Policy p(Options{{"rule.plan.keywords", "secret plan"}, {"rule.plan.except", "no secret plan"}, {"rule.code.pattern", "[A-Z]{3}-[0-9]{4}"}});
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int t = 0; t < 4; t++)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; i++) {
                Mail m;
                m.to("a@club.example");
                m.text(t % 2 ? "our secret plan ABC-1234" : "no secret plan here");
                Report r(p, m);
                right += (r.find("rule") != nullptr) == (t % 2 == 1);
            }
        });
    for (std::thread &t : threads) t.join();
    EXPECT_EQ(right, 80);
}

TEST(Check, MisuseIsAStatusAndNullIsSafe)
{
    sekisho_policy *unfinished = nullptr;
    sekisho_report *report = nullptr;
    Mail m;
    Policy p;
    ASSERT_EQ(sekisho_policy_new(&unfinished), SEKISHO_OK);
    EXPECT_EQ(sekisho_check(unfinished, m.m, &report), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_check(nullptr, m.m, &report), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_check(p.p, nullptr, &report), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_check(p.p, m.m, nullptr), SEKISHO_MISUSE);
    sekisho_policy_free(unfinished);
    EXPECT_EQ(sekisho_report_finding(nullptr, 0), nullptr);
    EXPECT_STREQ(sekisho_finding_message(nullptr), "");
    EXPECT_STREQ(sekisho_attachment_summary(nullptr), "");
    EXPECT_STREQ(sekisho_recipient_address(nullptr), "");
    EXPECT_EQ(sekisho_finding_remedy_count(nullptr), 0u);
    EXPECT_EQ(sekisho_report_span_count(nullptr), 0u);
    sekisho_report_free(nullptr);
}

} // namespace
