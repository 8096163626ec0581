// The message model: what a whole mail, or its pieces, become for the checks.
#include <gtest/gtest.h>

#include <ctime>
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

struct PartCase {
    const char *what;
    std::vector<std::string> body; // below "Content-Type: multipart/<first line>; boundary=b"
    const char *want;              // "name/role;" for each attachment
    const char *own;
};

std::string roles(const sekisho_message *m)
{
    static const char *const names[] = {"file", "inline", "signature", "calendar", "alternative", "sealed"};
    std::string out;
    for (size_t i = 0; i < m->attachment_count; i++)
        out += std::string(m->attachments[i].name) + "/" + names[m->attachments[i].role] + (m->attachments[i].unavailable ? "!" : "") + ";";
    return out;
}

TEST(Message, WhichPartsAUserAttached)
{
    const PartCase cases[] = {
        {"text and file", {"mixed", "--b", "", "text", "--b", "Content-Type: application/pdf; name=a.pdf", "", "x", "--b--"}, "a.pdf/file;", "text|"},
        {"alternative", {"alternative", "--b", "", "same words", "--b", "Content-Type: text/html", "", "<p>same <b>words</b></p>", "--b--"}, "", "same words|"},
        {"alternative that differs", {"alternative", "--b", "", "one", "--b", "Content-Type: text/html", "", "<p>two</p>", "--b--"}, "", "one|two|"},
        {"text attached", {"mixed", "--b", "", "text", "--b", "Content-Disposition: attachment; filename=n.txt", "", "x", "--b--"}, "n.txt/file;", "text|"},
        {"text inline with a name", {"mixed", "--b", "", "text", "--b", "Content-Type: text/plain; name=n.txt", "", "x", "--b--"}, "n.txt/file;", "text|"},
        {"a named text alone", {"mixed", "--b", "Content-Type: text/plain; name=n.txt", "", "x", "--b--"}, "n.txt/file;", ""},
        {"text, picture, text", {"mixed", "--b", "", "one", "--b", "Content-Type: image/png; name=i.png", "Content-Disposition: inline", "", "x", "--b", "", "two", "--b--"},
         "i.png/file;", "one|two|"},
        {"S/MIME signature", {"signed", "--b", "", "text", "--b", "Content-Type: application/pkcs7-signature; name=smime.p7s", "", "x", "--b--"}, "smime.p7s/signature;", "text|"},
        {"PGP signature", {"signed", "--b", "", "text", "--b", "Content-Type: application/pgp-signature; name=signature.asc", "", "x", "--b--"}, "signature.asc/signature;", "text|"},
        {"invitation", {"alternative", "--b", "", "text", "--b", "Content-Type: text/calendar; method=REQUEST", "", "BEGIN:VCALENDAR", "--b--"}, "invitation.ics/calendar;", "text|"},
        {"PGP encrypted", {"encrypted", "--b", "Content-Type: application/pgp-encrypted", "", "Version: 1", "--b", "Content-Type: application/octet-stream; name=encrypted.asc", "", "x", "--b--"},
         "attachment.bin/sealed;encrypted.asc/sealed;", ""},
        {"picture shown by its id", {"related", "--b", "Content-Type: text/html", "", "<img src=\"cid:p@x\">text", "--b", "Content-Type: image/png; name=p.png",
                                     "Content-Disposition: attachment", "Content-ID: <p@x>", "", "x", "--b--"}, "p.png/inline;", "text|"},
        {"AMP", {"alternative", "--b", "", "text", "--b", "Content-Type: text/x-amp-html", "", "x", "--b--"}, "attachment.bin/alternative;", "text|"},
        {"a mail without a name", {"mixed", "--b", "", "text", "--b", "Content-Type: message/rfc822", "", "Subject: =?utf-8?B?5pel56iL?=", "", "inner", "--b--"}, "日程.eml/file;", "text|"},
        {"elsewhere", {"mixed", "--b", "", "text", "--b", "Content-Type: message/external-body; name=x", "", "", "--b--"}, "x/file!;", "text|"},
        {"a path as a name", {"mixed", "--b", "", "text", "--b", "Content-Type: application/x; name=\"C:\\dir\\a.bin\"", "", "x", "--b--"}, "a.bin/file;", "text|"},
    };
    for (auto &c : cases) {
        std::vector<std::string> all = {"From: a@example.jp", "Content-Type: multipart/" + c.body[0] + "; boundary=b", ""};
        all.insert(all.end(), c.body.begin() + 1, c.body.end());
        Message t(lines(all));
        EXPECT_EQ(roles(t.m), c.want) << c.what;
        EXPECT_EQ(t.own(), c.own) << c.what;
        EXPECT_EQ((t->body_unread >> UNREAD_ENCRYPTED) & 1u, std::string(c.want).find("sealed") != std::string::npos) << c.what;
    }
}

// What the header says of a text is not believed: what somebody may be shown is read, or it is said that it was not.
TEST(Message, LabelsThatLie)
{
    const char *const sjis = "\x83\x70\x83\x58\x82\xcd\x81\x46 x"; // "パスは：" in Shift_JIS
    struct {
        const char *what, *type, *encoding, *body;
        std::vector<const char *> read; // each stands in what was read; none: there is no text
        const char *attachments;
        bool unread;
    } cases[] = {
        {"plain text said to be base64", "text/plain; charset=utf-8", "base64", "Not base64 at all! password: Hunter2xyz!", {"Not base64 at all! password: Hunter2xyz!"}, "", false},
        {"HTML said to be base64", "text/html; charset=utf-8", "base64", "<p>Not base64 at all</p>", {"Not base64 at all"}, "", false},
        {"a word that could be base64", "text/plain", "base64", "Hunter2xyz", {"Hunter2xyz"}, "", false},
        {"a footer behind base64", "text/plain", "base64", "aGVsbG8gd29ybGQsIGhvdyBkbyB5b3UgZG8/\r\n-- list: call 5678", {"hello world, how do you do?", "-- list: call 5678"}, "", false},
        {"ASCII said to be UTF-16", "text/plain; charset=utf-16", "8bit", "password: Hunter2xyz!", {"password: Hunter2xyz!"}, "", false},
        {"UTF-8 said to be UTF-16LE", "text/plain; charset=utf-16le", "8bit", "日程です", {"日程です"}, "", false},
        {"Shift_JIS said to be UTF-16", "text/plain; charset=utf-16be", "8bit", sjis, {"パスは： x"}, "", false},
        {"ASCII said to be UTF-32", "text/plain; charset=utf-32", "8bit", "password", {"password"}, "", false},
        {"a true UTF-16", "text/plain; charset=utf-16le", "base64", "5WULegEwCgA=", {"日程、"}, "", false},
        {"uuencoded", "text/plain", "x-uuencode", "begin 644 a.txt\r\n#8V%T\r\n`\r\nend", {}, "a.txt/file;", false},
        {"UTF-7", "text/plain; charset=utf-7", "7bit", "+ZeV6C-", {"+ZeV6C-"}, "", true},
        {"UTF-7 without any", "text/plain; charset=utf-7", "7bit", "plain", {"plain"}, "", false},
        {"EBCDIC", "text/plain; charset=ibm037", "8bit", "\x88\x85\x93\x93\x96", {""}, "", true},
    };
    for (auto &c : cases) {
        Message t(lines({"From: a@example.jp", std::string("Content-Type: ") + c.type, std::string("Content-Transfer-Encoding: ") + c.encoding, "", c.body}));
        std::string own = t.own();
        for (auto &text : c.read)
            EXPECT_NE(own.find(text), std::string::npos) << c.what << ": " << own;
        EXPECT_EQ(own.empty(), c.read.empty()) << c.what << ": " << own;
        EXPECT_EQ(roles(t.m), c.attachments) << c.what;
        EXPECT_EQ(t->body_unread != 0, c.unread) << c.what;
    }
}

TEST(Message, BytesOfAttachments)
{
    Message t(lines({"Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: application/x", "Content-Transfer-Encoding: base64", "", "aGVsbG8=", "--b",
                     "Content-Type: application/y", "", "plain", "--b--"}));
    ASSERT_EQ(t->attachment_count, 2u);
    struct message_bytes bytes;
    ASSERT_TRUE(message_attachment_open(&t->attachments[0], &bytes));
    EXPECT_EQ(std::string((const char *)bytes.data, bytes.size), "hello");
    message_bytes_free(&bytes);
    ASSERT_TRUE(message_attachment_open(&t->attachments[1], &bytes));
    EXPECT_EQ(std::string((const char *)bytes.data, bytes.size), "plain");
    EXPECT_EQ(bytes.owned, nullptr); // a view into the caller's message
    EXPECT_GE((const char *)bytes.data, t.raw.data());
    message_bytes_free(&bytes);
    EXPECT_EQ(sekisho_message_add_attachment(t.m, "c.bin", "Application/Z; x=y", "abc", 3, 0, 0), SEKISHO_OK);
    EXPECT_STREQ(t->attachments[2].type, "application/z");
    EXPECT_EQ(message_file_count(t.m), 3u);
}

// What is quoted in a reply is not the writer's own; what is forwarded is being sent to new people.
TEST(Message, RepliesAndForwards)
{
    struct {
        std::vector<std::string> mail;
        const char *own;
        bool reply, forward;
    } cases[] = {
        {{"Subject: Re: x", "", "ok", "> old"}, "ok|", true, false},
        {{"Subject: x", "In-Reply-To: <1@x>", "", "ok", "> old"}, "ok|", true, false},
        {{"Subject: Fwd: x", "", "fyi", "> old"}, "fyi|> old|", false, true},
        {{"Subject: FW: x", "", "fyi", "-----Original Message-----", "old"}, "fyi|-----Original Message-----\nold\n|", false, true},
        {{"Subject: x", "", "fyi", "---------- Forwarded message ---------", "old"}, "fyi|---------- Forwarded message ---------\nold\n|", false, true},
        {{"Subject: a new mail", "", "fyi", "> pasted"}, "fyi|> pasted|", false, false},
        {{"Subject: Re: x", "Content-Type: text/html", "", "<p>ok</p><blockquote>old</blockquote>"}, "ok|", true, false},
        {{"Subject: Re: x", "", "ok", "-- ", "Taro", "", "On 2026-11-16 10:00 b@example.jp wrote:", "> old"}, "ok|", true, false},
    };
    for (auto &c : cases) {
        Message t(lines(c.mail));
        EXPECT_EQ(t.own(), c.own) << c.mail[0];
        EXPECT_EQ(t->is_reply, c.reply) << c.mail[0];
        EXPECT_EQ(t->is_forward, c.forward) << c.mail[0];
    }
}

TEST(Message, HiddenTextStaysText)
{
    Message t(lines({"Content-Type: text/html; charset=utf-8", "", "<p>社外<b>秘</b></p><p style='display:none'>hidden</p>"}));
    EXPECT_EQ(t.own(), "社外秘|");
    EXPECT_EQ(t.flagged(PLACE_HIDDEN), "hidden|");
}

// What a line costs is bounded: beyond that nothing is taken for a quote, and all is read.
TEST(Message, MoreLinesThanAnyMailHas)
{
    std::string text;
    for (int i = 0; i < 300000; i++) text += "> old\nnew\n";
    Message t;
    ASSERT_EQ(sekisho_message_set_text(t.m, text.data(), text.size()), SEKISHO_OK);
    EXPECT_EQ(t.own().size(), text.size() + 1);
    EXPECT_EQ(t->block_count, 1u);
    text.resize(text.size() / 2);
    ASSERT_EQ(sekisho_message_set_text(t.m, text.data(), text.size()), SEKISHO_OK);
    t.own();
    EXPECT_EQ(t->block_count, 300000u);
}

TEST(Message, TheMailThatIsAnswered)
{
    Message t(lines({"From: a@example.jp", "To: b@example.com, c@example.net", "", "x"}));
    std::string original = lines({"From: B <b@example.com>", "To: a@example.jp, d@example.org", "Reply-To: e@example.com", "", "old"});
    EXPECT_EQ(sekisho_message_set_original_rfc5322(t.m, original.data(), original.size()), SEKISHO_OK);
    EXPECT_EQ(sekisho_message_add_original_person(t.m, "F <F@example.com>", nullptr), SEKISHO_OK);
    for (const char *yes : {"a@example.jp", "b@example.com", "d@example.org", "e@example.com", "f@example.com"})
        EXPECT_TRUE(message_in_original(t.m, yes)) << yes;
    EXPECT_FALSE(message_in_original(t.m, "c@example.net"));
    EXPECT_EQ(t->original_count, 5u);
    t.prepare();
    EXPECT_TRUE(t->is_reply);
    // Loading the mail anew keeps the original.
    EXPECT_EQ(sekisho_message_load_rfc5322(t.m, t.raw.data(), t.raw.size()), SEKISHO_OK);
    EXPECT_TRUE(message_in_original(t.m, "b@example.com"));
    EXPECT_EQ(t->recipient_count, 2u);
}

TEST(Message, ManyRecipientsAndEnvelopesStayLinear)
{
    clock_t cost[2];
    for (int round = 0; round < 2; round++) {
        int n = round ? 20000 : 2000;
        std::string to = "To: ";
        for (int i = 0; i < n; i++)
            to += "p" + std::to_string(i) + "@example.jp,\r\n ";
        clock_t from = clock();
        Message t(to + "x@example.jp\r\n\r\nbody");
        for (int i = 0; i < n; i++)
            ASSERT_EQ(sekisho_message_add_envelope_recipient(t.m, ("q" + std::to_string(i) + "@example.jp").c_str()), SEKISHO_OK);
        cost[round] = clock() - from;
        EXPECT_EQ(t->recipient_count, (size_t)(2 * n + 1));
    }
    EXPECT_LT((double)cost[1], 25.0 * (double)cost[0] + CLOCKS_PER_SEC / 5);
}

}  // namespace
