// Files of every format as attachments while memory is short: each allocation fails once, and each fails with all that come after it. The
// answer is the same as ever, or says that something was not read, or that memory is short. Never a quieter one.
//
// Built twice: as it stands, for the library's own allocations, and with LIBRARIES defined, for those of ICU, libxml2, zlib and libpsl too.
#include <gtest/gtest.h>

#include <climits>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "no_memory_seeds.h"

extern "C" {
#include "sekisho.h"

static long fail_at = -1; // -1: never
static long allocations;
static bool all_after;
static bool fails()
{
    if (fail_at < 0) return false;
    ++allocations;
    return all_after ? allocations >= fail_at : allocations == fail_at;
}
#ifdef LIBRARIES
#define MEMORY(name) name
#define REAL(name) __libc_##name
#else
#define MEMORY(name) __wrap_##name
#define REAL(name) __real_##name
#endif
void *REAL(malloc)(size_t);
void *REAL(calloc)(size_t, size_t);
void *REAL(realloc)(void *, size_t);
void *MEMORY(malloc)(size_t n)
{
    return fails() ? nullptr : REAL(malloc)(n);
}
void *MEMORY(calloc)(size_t n, size_t size)
{
    return fails() ? nullptr : REAL(calloc)(n, size);
}
void *MEMORY(realloc)(void *p, size_t n)
{
    return fails() ? nullptr : REAL(realloc)(p, n);
}
}

namespace {

struct Answer {
    sekisho_status status = SEKISHO_OK;
    std::string all;            // everything that the report says
    std::set<std::string> said; // what of it says that something was not read
};

void tell(const sekisho_attachment *a, const std::string &where, Answer &out)
{
    std::ostringstream all;
    const std::string path = where + "/" + sekisho_attachment_name(a);
    all << path << " " << sekisho_attachment_format(a) << " " << sekisho_attachment_size(a) << " " << sekisho_attachment_text_bytes(a) << " "
        << sekisho_attachment_persons(a) << " " << sekisho_attachment_summary(a) << "\n";
    for (size_t i = 0; i < sekisho_attachment_person_field_count(a); i++) all << " field " << sekisho_attachment_person_field(a, i) << "\n";
    for (size_t i = 0; i < sekisho_attachment_fact_count(a); i++) all << " fact " << sekisho_attachment_fact(a, i) << "\n";
    for (size_t i = 0; i < sekisho_attachment_unread_count(a); i++) {
        all << " unread " << sekisho_attachment_unread(a, i) << "\n";
        out.said.insert(path + " " + sekisho_attachment_unread(a, i));
    }
    for (size_t i = 0; i < sekisho_attachment_found_count(a); i++)
        all << " found " << sekisho_attachment_found_fact(a, i) << " " << sekisho_attachment_found_where(a, i) << " "
            << sekisho_attachment_found_number(a, i) << " " << sekisho_attachment_found_sample(a, i) << "\n";
    for (size_t i = 0; i < sekisho_attachment_meta_count(a); i++)
        all << " meta " << sekisho_attachment_meta_key(a, i) << " " << sekisho_attachment_meta_value(a, i) << "\n";
    out.all += all.str();
    for (size_t i = 0; i < sekisho_attachment_part_count(a); i++) tell(sekisho_attachment_part(a, i), path, out);
}

// Checks a mail with the file; allocations fail as n and after say (n -1: none) from the check on.
Answer check(const sekisho_policy *policy, const std::string &name, const std::string &data, long n, bool after)
{
    Answer answer;
    sekisho_message *message;
    sekisho_report *report = nullptr;
    EXPECT_EQ(sekisho_message_new(&message), SEKISHO_OK);
    sekisho_message_set_sender(message, "hanako@office.example");
    sekisho_message_add_recipient(message, SEKISHO_TO, "taro@one.example", "Taro", nullptr);
    sekisho_message_set_subject(message, "file");
    sekisho_message_set_text(message, "Here it is.", 11);
    sekisho_message_add_attachment(message, name.c_str(), nullptr, data.data(), data.size(), 0, 0);
    allocations = 0;
    all_after = after;
    fail_at = n;
    answer.status = sekisho_check(policy, message, &report);
    fail_at = -1;
    if (report) {
        for (size_t i = 0; i < sekisho_report_finding_count(report); i++) {
            const sekisho_finding *f = sekisho_report_finding(report, i);
            answer.all += std::string(sekisho_finding_name(f)) + " " + sekisho_finding_message(f) + " " + sekisho_finding_evidence(f) + "\n";
            if (!strcmp(sekisho_finding_name(f), "check-failed")) answer.said.insert("check-failed");
        }
        for (size_t i = 0; i < sekisho_report_attachment_count(report); i++) tell(sekisho_report_attachment(report, i), "", answer);
    }
    sekisho_report_free(report);
    sekisho_message_free(message);
    return answer;
}

class NoMemoryFiles : public testing::TestWithParam<const char *>
{
};

TEST_P(NoMemoryFiles, NothingIsLostUnheard)
{
    sekisho_policy *policy;
    ASSERT_EQ(sekisho_policy_new(&policy), SEKISHO_OK);
    sekisho_policy_set(policy, SEKISHO_ENFORCED, "internal.domains", "office.example");
    sekisho_policy_set(policy, SEKISHO_ENFORCED, "rule.words.keywords", "the\na\n\xE4\xBC\x9A\n\xE8\x8A\xB1");
    sekisho_policy_set(policy, SEKISHO_ENFORCED, "rule.numbers.pattern", "[0-9]{3}-[0-9]+");
    ASSERT_EQ(sekisho_policy_finish(policy), SEKISHO_OK);
    const std::string path = std::string(TEST_SOURCE_DIR) + "/" + GetParam();
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file) << path;
    const std::string data((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string name = path.substr(path.rfind('/') + 1);
    const Answer want = check(policy, name, data, -1, false);
    ASSERT_EQ(want.status, SEKISHO_OK);
    check(policy, name, data, LONG_MAX, false);
    const long step = 1 + allocations / 1000; // of a large one every third or so: a test that nobody waits for is not run
    for (int after = 0; after <= 1; after++) {
        for (long n = 1;; n += step) {
            ASSERT_LT(n, 50000);
            const Answer got = check(policy, name, data, n, after);
            if (allocations < n) {
                EXPECT_GT(n, 20); // it did allocate
                EXPECT_EQ(got.all, want.all);
                break;
            }
            if (got.status == SEKISHO_NO_MEMORY) continue;
            ASSERT_EQ(got.status, SEKISHO_OK);
            bool said = false;
            for (const std::string &one : got.said) said = said || !want.said.count(one);
            if (said) continue;
            ASSERT_EQ(got.all, want.all) << "allocation " << n << (after ? " and all after it" : "");
        }
    }
    sekisho_policy_free(policy);
}

std::vector<const char *> files()
{
    return {
        "fixtures/office/letter.doc", "fixtures/office/letter.docx", "fixtures/office/letter.odt",  "fixtures/office/letter.rtf",
        "fixtures/office/people.xls", "fixtures/office/people.xlsx", "fixtures/office/people.ods",  "fixtures/office/shared.xls",
        "fixtures/office/shared.xlsx", "fixtures/office/slides.odp", "fixtures/office/slides.pptx", "fixtures/office/slides.zip",
        "fixtures/office/message.msg", "fixtures/office/other.zip",
#ifndef LIBRARIES // theirs fail in ways of their own: libarchive and ICU's detector of charsets crash, libxml2 forgets a name of HTML
        "fixtures/office/locked.xls", "fixtures/office/locked.xlsx", "fixtures/office/cut.zip", SEEDS
#endif
    };
}
INSTANTIATE_TEST_SUITE_P(Files, NoMemoryFiles, testing::ValuesIn(files()));

} // namespace
