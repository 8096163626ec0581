// Every allocation of the library fails once, in turn: a policy, a message, a check and a report survive it, say SEKISHO_NO_MEMORY and leak
// nothing (the leak part is AddressSanitizer's). ICU, libxml2 and libpsl allocate for themselves and are not made to fail here.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

extern "C" {
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
std::string summary(const sekisho_report *report)
{
    std::string all = std::to_string(sekisho_report_verdict(report));
    for (size_t i = 0; i < sekisho_report_finding_count(report); i++) {
        const sekisho_finding *f = sekisho_report_finding(report, i);
        all += std::string("\n") + sekisho_finding_name(f) + " " + std::to_string(sekisho_finding_action(f)) + " " + sekisho_finding_message(f);
    }
    return all;
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

TEST(NoMemory, Policy)
{
    every_failure([](long n) {
        sekisho_policy *policy;
        sekisho_status status = make_policy(&policy);
        bool hit = allocations >= n;
        fail_at = -1;
        EXPECT_TRUE(status == SEKISHO_OK || status == SEKISHO_NO_MEMORY) << n;
        if (!hit) {
            EXPECT_EQ(status, SEKISHO_OK);
        }
        sekisho_policy_free(policy);
    });
}
TEST(NoMemory, Message)
{
    every_failure([](long n) {
        sekisho_message *message;
        sekisho_status status = make_message(&message);
        fail_at = -1;
        EXPECT_TRUE(status == SEKISHO_OK || status == SEKISHO_NO_MEMORY) << n;
        sekisho_message_free(message);
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
