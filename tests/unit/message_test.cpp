// The message model: what a whole mail, or its pieces, become for the checks.
#include <gtest/gtest.h>

#include <string>
#include <vector>

extern "C" {
#include "base/budget.h"
#include "model/message.h"
}

namespace {

struct Message {
    sekisho_message *m = nullptr;
    std::string raw;
    Message() { EXPECT_EQ(sekisho_message_new(&m), SEKISHO_OK); }
    explicit Message(std::string text) : Message()
    {
        raw = std::move(text);
        EXPECT_EQ(sekisho_message_load_rfc5322(m, raw.data(), raw.size()), SEKISHO_OK);
    }
    ~Message() { sekisho_message_free(m); }
    Message(const Message &) = delete;
    Message &operator=(const Message &) = delete;
    sekisho_message *operator->() { return m; }
    void prepare()
    {
        struct budget b = {};
        b.work_left = b.bytes_left = b.memory_left = 1u << 30;
        b.entries_left = 1000;
        ASSERT_TRUE(message_prepare(m, &b));
    }
    std::string own()
    {
        prepare();
        std::string out;
        for (size_t i = 0; i < m->block_count; i++)
            if (message_block_is_own(m, &m->blocks[i]) && !(m->blocks[i].place.flags & PLACE_HIDDEN))
                out += std::string(m->blocks[i].text, m->blocks[i].len) + "|";
        return out;
    }
    std::string flagged(unsigned flag)
    {
        prepare();
        std::string out;
        for (size_t i = 0; i < m->block_count; i++)
            if (m->blocks[i].place.flags & flag)
                out += std::string(m->blocks[i].text, m->blocks[i].len) + "|";
        return out;
    }
};

std::string lines(std::vector<std::string> v)
{
    std::string out;
    for (auto &l : v)
        out += l + "\r\n";
    return out;
}

TEST(Message, PeopleOfAWholeMail)
{
    Message t(lines({"From: =?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <yamada@city.example.lg.jp>", "To: ito@example.jp, \"Ito, B\" <ITO@example.JP>",
                     "Cc: a@example.com", "Bcc: b@example.com", "Subject: =?utf-8?B?5pel56iL?=", "", "Hello"}));
    ASSERT_EQ(t->recipient_count, 4u);
    EXPECT_STREQ(t->sender.address.name, "山田");
    EXPECT_STREQ(t->sender.organisation, "city.example.lg.jp");
    EXPECT_STREQ(message_subject(t.m), "日程");
    EXPECT_EQ(t->recipients[1].same_as, 0u);
    EXPECT_EQ(t->recipients[2].same_as, 2u);
    EXPECT_EQ(t->recipients[3].field, SEKISHO_BCC);
    EXPECT_EQ(sekisho_message_add_envelope_recipient(t.m, "<a@EXAMPLE.com>"), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_envelope_recipient(t.m, "hidden@example.net"), SEKISHO_OK);
    ASSERT_EQ(t->recipient_count, 5u);
    EXPECT_EQ(t->recipients[4].field, SEKISHO_BCC);
    EXPECT_STREQ(t->recipients[4].address.address, "hidden@example.net");
    EXPECT_EQ(t.own(), "Hello\n|");
}

TEST(Message, PieceByPiece)
{
    Message t;
    EXPECT_EQ(sekisho_message_set_sender(t.m, "Taro <taro@gmail.com>"), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_recipient(t.m, SEKISHO_TO, "a, b", nullptr, nullptr), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_recipient(t.m, SEKISHO_TO, "x@example.jp", "Team X", "list"), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_unknown_list(t.m, SEKISHO_CC, "all staff"), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_recipients(t.m, SEKISHO_BCC, "g: p@example.jp, q@example.jp;"), SEKISHO_OK);
    ASSERT_EQ(t->recipient_count, 5u);
    EXPECT_TRUE(t->sender.freemail);
    EXPECT_TRUE(t->recipients[0].address.malformed);
    EXPECT_STREQ(t->recipients[0].address.address, "a, b");
    EXPECT_STREQ(t->recipients[1].address.name, "Team X");
    EXPECT_STREQ(t->recipients[1].list, "list");
    EXPECT_TRUE(t->recipients[2].unknown_list);
    EXPECT_STREQ(t->recipients[3].address.group, "g");
    EXPECT_EQ(sekisho_message_set_text(t.m, "one", 3), SEKISHO_OK);
    EXPECT_EQ(t.own(), "one|");
    EXPECT_EQ(sekisho_message_set_text(t.m, "two", 3), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_set_html(t.m, "<p>t<b>w</b>o</p>", 17), SEKISHO_OK);
    EXPECT_EQ(t.own(), "two|");
    EXPECT_EQ(sekisho_message_set_html(t.m, "<p>three</p>", 12), SEKISHO_OK);
    EXPECT_EQ(t.own(), "two|three|");
}

TEST(Message, Misuse)
{
    Message t;
    EXPECT_EQ(sekisho_message_new(nullptr), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_message_add_recipient(t.m, SEKISHO_TO, nullptr, nullptr, nullptr), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_message_add_recipient(t.m, (sekisho_field)7, "a@example.jp", nullptr, nullptr), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_message_set_text(t.m, nullptr, 3), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_message_add_attachment(t.m, "a", "b", nullptr, 3, 0, 0), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_message_load_rfc5322(nullptr, "", 0), SEKISHO_MISUSE);
    EXPECT_EQ(sekisho_message_load_rfc5322(t.m, nullptr, 0), SEKISHO_OK);
    EXPECT_EQ(t->recipient_count, 0u);
    EXPECT_EQ(sekisho_message_progress(nullptr), 0);
    sekisho_message_free(nullptr);
}

}  // namespace
