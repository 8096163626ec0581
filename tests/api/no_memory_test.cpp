// Every allocation of the library fails once, in turn: a policy, a message, a check and a report survive it, say SEKISHO_NO_MEMORY and leak
// nothing (the leak part is AddressSanitizer's). ICU, libxml2 and libpsl allocate for themselves and are not made to fail here.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "../unit/zip_builder.h"

extern "C" {
#include "parse/zip.h"
#include "sekisho.h"

void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);

static long fail_at = -1; // -1: never
static long allocations;
static bool fails()
{
    return ++allocations == fail_at;
}
void *__wrap_malloc(size_t n)
{
    return fails() ? nullptr : __real_malloc(n);
}
void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? nullptr : __real_calloc(n, size);
}
void *__wrap_realloc(void *p, size_t n)
{
    return fails() ? nullptr : __real_realloc(p, n);
}
}

namespace {

const char mail[] =
    "From: =?UTF-8?B?6Iqx5a2Q?= <hanako@office.example>\r\n"
    "To: taro@one.example, \"Jiro, Dr.\" <jiro@two.example>, Team: a@three.example, b@four.example;\r\n"
    "Cc: kimi@gmail.com, nao@yahoo.co.jp, umi@icloud.com\r\n"
    "Subject: Re: =?ISO-2022-JP?B?GyRCO3FOQRsoQg==?=\r\n"
    "In-Reply-To: <1@two.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"
    "--y\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xE7\xA4\xBE\xE5\xA4\x96\xE7\xA7\x98\xE3\x81\xA7\xE3\x81\x99\r\n> quoted\r\n"
    "--y\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>\xE7\xA4\xBE\xE5\xA4\x96<b>\xE7\xA7\x98</b> and more</p>\r\n--y--\r\n"
    "--x\r\nContent-Type: text/csv; name=list.csv\r\nContent-Disposition: attachment; filename=list.csv\r\n\r\nname,phone\r\na,1\r\n"
    "--x\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\nSubject: inner\r\n\r\ninner text\r\n"
    "--x--\r\n";
const char original[] = "From: jiro@two.example\r\nTo: hanako@office.example\r\nSubject: x\r\n\r\nhello\r\n";

sekisho_status make_policy(sekisho_policy **out)
{
    static const char *const options[][2] = {{"internal.domains", "office.example\n!boss@office.example"},
                                             {"partner.domains", "two.example"},
                                             {"recipients.block", "*@rival.example"},
                                             {"visible.strangers", "2"},
                                             {"no.such", "1"},
                                             {"rule.plan.keywords", "inner\nsecret plan"},
                                             {"rule.plan.except", "inner peace"},
                                             {"rule.plan.near", "text"},
                                             {"rule.code.pattern", "[0-9]{4}-[A-Z]+"},
                                             {"on.comments", "confirm"}};
    *out = nullptr;
    sekisho_status status = sekisho_policy_new(out);
    for (const auto &o : options)
        if (status == SEKISHO_OK) status = sekisho_policy_set(*out, SEKISHO_ENFORCED, o[0], o[1]);
    return status == SEKISHO_OK ? sekisho_policy_finish(*out) : status;
}
sekisho_status make_message(sekisho_message **out)
{
    *out = nullptr;
    sekisho_status status = sekisho_message_new(out);
    if (status == SEKISHO_OK) status = sekisho_message_set_language(*out, "ja");
    if (status == SEKISHO_OK) status = sekisho_message_load_rfc5322(*out, mail, sizeof mail - 1);
    if (status == SEKISHO_OK) status = sekisho_message_set_original_rfc5322(*out, original, sizeof original - 1);
    if (status == SEKISHO_OK) status = sekisho_message_add_envelope_recipient(*out, "hidden@five.example");
    return status;
}
// The same by the setters of a composer. In ASCII and not: each takes its own way to its copy.
sekisho_status compose_message(sekisho_message **out)
{
    static const char text[] = "\xE7\xA4\xBE\xE5\xA4\x96\xE7\xA7\x98 inner text \xFF";
    *out = nullptr;
    sekisho_status status = sekisho_message_new(out);
    sekisho_message *m = *out;
    if (status == SEKISHO_OK) status = sekisho_message_set_time(m, "2026-01-01T00:00:00Z");
    if (status == SEKISHO_OK) status = sekisho_message_set_sender(m, "Hanako <hanako@office.example>");
    if (status == SEKISHO_OK) status = sekisho_message_add_recipient(m, SEKISHO_TO, "taro@one.example", "Taro \xFF", "staff");
    if (status == SEKISHO_OK) status = sekisho_message_add_recipients(m, SEKISHO_CC, "kimi@gmail.com, \xE4\xB8\x80@four.example, hi@\xE4\xB8\x80.example");
    if (status == SEKISHO_OK) status = sekisho_message_add_unknown_list(m, SEKISHO_TO, "all");
    if (status == SEKISHO_OK) status = sekisho_message_set_subject(m, "inner\xFF");
    if (status == SEKISHO_OK) status = sekisho_message_set_text(m, text, sizeof text - 1);
    if (status == SEKISHO_OK) status = sekisho_message_set_html(m, text, sizeof text - 1);
    if (status == SEKISHO_OK) status = sekisho_message_add_attachment(m, "a\xFF.txt", "text/plain; x=y", text, sizeof text - 1, 0, 0);
    if (status == SEKISHO_OK) status = sekisho_message_add_attachment(m, nullptr, nullptr, nullptr, 0, 0, 1);
    if (status == SEKISHO_OK) status = sekisho_message_add_original_person(m, "jiro@two.example", "Jiro");
    return status;
}
std::string summary(const sekisho_report *report)
{
    std::string all = std::to_string(sekisho_report_verdict(report));
    for (size_t i = 0; i < sekisho_report_finding_count(report); i++) {
        const sekisho_finding *f = sekisho_report_finding(report, i);
        all += std::string("\n") + sekisho_finding_name(f) + " " + std::to_string(sekisho_finding_action(f)) + " " + sekisho_finding_message(f);
    }
    return all;
}

// Everything a policy holds and says of itself.
std::string whole_policy(const sekisho_policy *policy)
{
    std::string all;
    for (size_t i = 0; i < sekisho_policy_option_count(policy); i++)
        all += std::string(sekisho_policy_option_key(policy, i)) + "=" + sekisho_policy_option_value(policy, i) + "\n";
    for (size_t i = 0; i < sekisho_policy_problem_count(policy); i++)
        all += std::string(sekisho_policy_problem_key(policy, i)) + ": " + sekisho_policy_problem_text(policy, i) + "\n";
    return all;
}
// The answer of a check that has all the memory it wants.
std::string answer_of(const sekisho_policy *policy, sekisho_message *message)
{
    sekisho_report *report = nullptr;
    sekisho_status status = sekisho_check(policy, message, &report);
    std::string said = status == SEKISHO_OK ? summary(report) : "status " + std::to_string(status);
    sekisho_report_free(report);
    return said;
}

// Runs step with its n-th allocation failing, for every n until it gets by without a failure. A failure must be said, or must not matter.
template <typename Step> void every_failure(Step step)
{
    for (long n = 1; n < 200000; n++) {
        allocations = 0;
        fail_at = n;
        step(n);
        bool reached = allocations >= n;
        fail_at = -1;
        if (!reached) {
            ASSERT_GT(n, 10); // it did allocate
            return;
        }
        if (testing::Test::HasFailure()) return;
    }
    FAIL() << "allocates without end";
}

// A policy or message that could not be filled says so, and says so again whatever is asked of it; one that says nothing is whole.
TEST(NoMemory, Policy)
{
    sekisho_policy *policy;
    sekisho_message *message;
    ASSERT_EQ(make_policy(&policy), SEKISHO_OK);
    ASSERT_EQ(make_message(&message), SEKISHO_OK);
    const std::string want = answer_of(policy, message), want_policy = whole_policy(policy);
    sekisho_policy_free(policy);
    every_failure([&](long n) {
        sekisho_policy *fresh;
        sekisho_status status = make_policy(&fresh);
        bool hit = allocations >= n;
        long seen = allocations;
        fail_at = -1;
        if (status == SEKISHO_OK) {
            EXPECT_EQ(answer_of(fresh, message), want) << n;
            EXPECT_EQ(whole_policy(fresh), want_policy) << n;
        } else {
            EXPECT_TRUE(hit) << n;
            EXPECT_EQ(status, SEKISHO_NO_MEMORY) << n;
            EXPECT_NE(sekisho_policy_finish(fresh), SEKISHO_OK) << n;
            EXPECT_EQ(answer_of(fresh, message), "status 2") << n;
        }
        sekisho_policy_free(fresh);
        allocations = seen;
    });
    sekisho_message_free(message);
}
TEST(NoMemory, Message)
{
    sekisho_policy *policy;
    sekisho_message *message;
    ASSERT_EQ(make_policy(&policy), SEKISHO_OK);
    for (auto make : {make_message, compose_message}) {
        ASSERT_EQ(make(&message), SEKISHO_OK);
        const std::string want = answer_of(policy, message);
        sekisho_message_free(message);
        every_failure([&](long n) {
            sekisho_message *fresh;
            sekisho_status status = make(&fresh);
            long seen = allocations;
            fail_at = -1;
            if (status == SEKISHO_OK) {
                EXPECT_EQ(answer_of(policy, fresh), want) << n;
            } else {
                EXPECT_EQ(status, SEKISHO_NO_MEMORY) << n;
                EXPECT_EQ(answer_of(policy, fresh), fresh ? "status 1" : "status 2") << n;
            }
            sekisho_message_free(fresh);
            allocations = seen;
        });
    }
    sekisho_policy_free(policy);
}
// A reader asks for the parts of a document by name. One that is there and is not found would be passed over, and nobody would know.
TEST(NoMemory, PartsAreFoundAllTheSame)
{
    ZipBuilder builder;
    for (int i = 0; i < 30; i++) builder.add("word/Part" + std::to_string(i) + ".xml", "x", false);
    const std::string bytes = builder.build();
    every_failure([&](long n) {
        struct budget budget;
        struct zip *zip = nullptr;
        memset(&budget, 0, sizeof budget);
        budget.work_left = budget.bytes_left = budget.memory_left = 1u << 30;
        budget.entries_left = 1000;
        budget.ratio_max = 250;
        if (zip_open(reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size(), &budget, &zip) == ZIP_OK &&
            !zip_truncated_list(zip) && !zip_is_damaged(zip)) {
            for (int i = 0; i < 30; i++) EXPECT_NE(zip_find(zip, ("WORD/part" + std::to_string(i) + ".xml").c_str()), nullptr) << n << " " << i;
            EXPECT_EQ(zip_find(zip, "word/part30.xml"), nullptr) << n;
        }
        long seen = allocations;
        fail_at = -1;
        zip_close(zip);
        allocations = seen;
    });
}
TEST(NoMemory, CheckSaysSoOrAnswersAsEver)
{
    sekisho_policy *policy;
    sekisho_message *message;
    sekisho_report *report = nullptr;
    ASSERT_EQ(make_policy(&policy), SEKISHO_OK);
    ASSERT_EQ(make_message(&message), SEKISHO_OK);
    ASSERT_EQ(sekisho_check(policy, message, &report), SEKISHO_OK);
    const std::string whole = summary(report);
    EXPECT_NE(whole.find("rule"), std::string::npos) << whole;
    sekisho_report_free(report);
    sekisho_message_free(message);
    every_failure([&](long n) {
        sekisho_message *fresh;
        long armed = fail_at;
        fail_at = -1;
        ASSERT_EQ(make_message(&fresh), SEKISHO_OK);
        allocations = 0;
        fail_at = armed;
        sekisho_report *answer = nullptr;
        sekisho_status status = sekisho_check(policy, fresh, &answer);
        long seen = allocations;
        fail_at = -1;
        if (status == SEKISHO_OK) {
            std::string said = summary(answer);
            // A mail that was not looked at to its end must not look clean. A reader that cannot get memory says "too large".
            if (seen >= n && said != whole) {
                bool told = said.find("check-failed") != std::string::npos || said.find("too-large") != std::string::npos;
                EXPECT_TRUE(told) << "allocation " << n << "\n" << said << "\ninstead of\n" << whole;
            }
        } else {
            EXPECT_EQ(status, SEKISHO_NO_MEMORY) << n;
            EXPECT_EQ(answer, nullptr);
        }
        sekisho_report_free(answer);
        sekisho_message_free(fresh);
        allocations = seen;
    });
    sekisho_policy_free(policy);
}

} // namespace
