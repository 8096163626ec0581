// MIME: structure, headers, transfer encodings and text, well-formed and not.
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

extern "C" {
#include "base/arena.h"
#include "base/buf.h"
#include "base/budget.h"
#include "observe/source.h"
#include "parse/mime.h"
}

namespace {

struct Parsed {
    struct arena *arena = arena_new((size_t)1 << 30);
    struct mime *mime;
    std::string raw;
    explicit Parsed(std::string text) : raw(std::move(text))
    {
        mime = mime_parse(raw.data(), raw.size(), arena);
    }
    ~Parsed() { arena_free(arena); }
    Parsed(const Parsed &) = delete;
    Parsed &operator=(const Parsed &) = delete;
    std::vector<const mime_part *> leaves() const
    {
        std::vector<const mime_part *> out;
        for (const mime_part *p = mime->root; p; p = mime_next(p))
            if (!p->first_child)
                out.push_back(p);
        return out;
    }
    // "type(name)=text;" for each leaf, encoded bytes decoded
    std::string summary() const
    {
        std::string out;
        for (const mime_part *p : leaves()) {
            size_t n;
            uint8_t *bytes = mime_decode(p, &n);
            out += std::string(p->type) + (p->name ? "(" + std::string(p->name) + ")" : "") + "=" + std::string((char *)bytes, n) + ";";
            free(bytes);
        }
        return out;
    }
};

std::string crlf(const std::string &lf)
{
    std::string out;
    for (char c : lf)
        out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

std::string repeat(const std::string &piece, size_t n)
{
    std::string out;
    out.reserve(piece.size() * n);
    for (size_t i = 0; i < n; i++)
        out += piece;
    return out;
}

struct StructureCase {
    const char *in, *want;
};
class Structure : public testing::TestWithParam<StructureCase> {};

TEST_P(Structure, SameWithEveryLineEnd)
{
    EXPECT_EQ(Parsed(GetParam().in).summary(), GetParam().want) << GetParam().in;
    std::string crlf_want = GetParam().want, in = GetParam().in;
    if (crlf_want.find('\n') == std::string::npos) {
        EXPECT_EQ(Parsed(crlf(in)).summary(), crlf_want) << in;
    }
}

const StructureCase structures[] = {
    {"", "text/plain=;"},
    {"Subject: x\n\nbody", "text/plain=body;"},
    {"\n\nSubject: x\n\nbody", "text/plain=body;"},
    {"From x@y Mon\nSubject: x\n\nbody", "text/plain=body;"},
    {"Subject: x\nthis is no header", "text/plain=this is no header;"},
    {"Subject: x", "text/plain=;"},
    {"no header at all", "text/plain=no header at all;"},
    {"Content-Type: text/html; charset=utf-8\n\n<p>", "text/html=<p>;"},
    {"Content-Type: nonsense\n\nx", "text/plain=x;"},
    {"Content-Type: TEXT/Plain (comment)\n\nx", "text/plain=x;"},
    {"Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\nepilogue", "text/plain=one;text/html=two;"},
    {"Content-Type: multipart/mixed; boundary=\"b c\"\n\n--b c\n\none\n--b c--\n", "text/plain=one;"},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b  \n\none\n--b--  \n", "text/plain=one;"},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bb\nstill\n--b--", "text/plain=one\n--bb\nstill;"},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo", "text/plain=one;text/plain=two;"},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n--b\n\ntwo\n--b--", "image/png=;text/plain=two;"},
    {"Content-Type: multipart/mixed; boundary=b\n\nno delimiter ever", "text/plain=no delimiter ever;"},
    {"Content-Type: multipart/mixed\n\nno boundary", "text/plain=no boundary;"},
    {"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=oi\n\n--oi\n\nt\n--oi\nContent-Type: text/html\n\nh\n--oi--\n--o\n\nlast\n--o--",
     "text/plain=t;text/html=h;text/plain=last;"},
    // The inner multipart is never closed: the outer delimiter ends it.
    {"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\nt\n--o\n\nlast\n--o--", "text/plain=t;text/plain=last;"},
    {"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\n\nx\n--b--", "message/rfc822=Subject: inner\n\nx;"},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c--\n--b--",
     "message/rfc822=Content-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c--;"},
    {"Content-Type: application/x; name=a.bin\nContent-Transfer-Encoding: base64\n\naGVs\nbG8=\n", "application/x(a.bin)=hello;"},
    {"Content-Type: application/x\nContent-Disposition: attachment; filename=b.bin\nContent-Transfer-Encoding: BASE64 (x)\n\naGVsbG8", "application/x(b.bin)=hello;"},
    {"Content-Transfer-Encoding: base64\n\naGVs!!bG8=aGVsbG8=", "text/plain=hellohello;"},
    {"Content-Transfer-Encoding: quoted-printable\n\na=3Db=\nc  \nd=E3=81=82 =ZZ e=  \nf", "text/plain=a=bc\ndあ =ZZ ef;"},
    {"Content-Type: text/plain\n\nbefore\nbegin 644 hello.txt\n%:&5L;&\\\n`\nend\nafter\n", "text/plain=before\n;application/octet-stream(hello.txt)=hello;text/plain=after\n;"},
    {"Content-Type: text/plain\n\nbegin 2 things today\nand then end\n", "text/plain=begin 2 things today\nand then end\n;"},
    {"Content-Type: application/octet-stream; name=x\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 hello.txt\n%:&5L;&\\\n`\nend\n",
     "application/octet-stream(x)=hello;"},
    // encodings that lie: the body is what it looks like
    {"Content-Transfer-Encoding: base64\n\nThis is no base64! Call 090-1234-5678.\n", "text/plain=This is no base64! Call 090-1234-5678.\n;"},
    {"Content-Transfer-Encoding: base64\n\n日程です\naGVsbG8=\n", "text/plain=日程です\naGVsbG8=\n;"},
    {"Content-Type: application/x; name=a.csv\nContent-Transfer-Encoding: base64\n\nname, phone\nMr Sato, 090-1234-5678", "application/x(a.csv)=name, phone\nMr Sato, 090-1234-5678;"},
    {"Content-Transfer-Encoding: x-uuencode\n\nbefore\n\nbegin 644 hello.txt\n%:&5L;&\\\n`\nend\nafter\n",
     "text/plain=before\n\n;application/octet-stream(hello.txt)=hello;text/plain=after\n;"},
    // uuencoded, and encoded once more
    {"Content-Transfer-Encoding: quoted-printable\n\nbef=6Fre\nbegin 644 hello.txt\n%:&5L;&=5C\n`\nend\nafter\n",
     "text/plain=before\n;application/octet-stream(hello.txt)=hello;text/plain=after\n;"},
    {"Content-Transfer-Encoding: base64\n\nYmVmb3JlCmJlZ2luIDY0NCBoZWxsby50eHQKJTomNUw7JlwKYAplbmQKYWZ0ZXIK\n",
     "text/plain=before\n;application/octet-stream(hello.txt)=hello;text/plain=after\n;"},
    {"Content-Transfer-Encoding: quoted-printable\n\nbegin 644 is =\nno file\n", "text/plain=begin 644 is no file\n;"},
    {"Content-Transfer-Encoding: x-uuencode\n\nno data at all\n", "text/plain=no data at all\n;"},
    {"Content-Type: application/x; name=a.csv\nContent-Transfer-Encoding: x-uuencode\n\nname, phone\n", "application/x(a.csv)=name, phone\n;"},
    {"Content-Transfer-Encoding: x-uuencode\n\n%:&5L;&\\\n`\n", "text/plain=hello;"},
};
INSTANTIATE_TEST_SUITE_P(Mime, Structure, testing::ValuesIn(structures));

std::string words(const std::string &raw)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    EXPECT_TRUE(mime_header_text(raw.data(), raw.size(), &b));
    std::string out(buf_str(&b), b.len);
    buf_free(&b);
    return out;
}

TEST(Mime, EncodedWords)
{
    struct {
        std::string in, want;
    } cases[] = {
        {"plain", "plain"},
        {"=?utf-8?B?5pel56iL?=", "日程"},
        {"=?UTF-8?q?=E6=97=A5=E7=A8=8B?= x", "日程 x"},
        {"a =?utf-8?Q?b_c?= d", "a b c d"},
        {"=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"},
        {"=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=", "ab"},
        {"=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b"},
        {"=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"},
        {"=?utf-8*ja?B?5pel?=", "日"},
        // cut in the middle of a character, and in the middle of a base64 quantum
        {"=?utf-8?B?5pc=?= =?utf-8?B?peeoiw==?=", "日程"},
        {"=?utf-8?Q?=E6=97?= =?UTF-8?Q?=A5?=", "日"},
        {"=?utf-8?B?5pel5?= =?utf-8?B?6iL?=", "日程"},
        {"=?iso-2022-jp?B?GyRCRnxEeBsoQg==?=", "日程"},
        {"=?shift_jis?B?k/qS9g==?=", "日程"},
        {"=?euc-jp?B?xvzE+A==?=", "日程"},
        {"=?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"},
        {"=?windows-1252?Q?=80?=", "€"},
        // labels that lie
        {"=?iso-8859-1?B?5pel56iL?=", "日程"},
        {"=?us-ascii?B?5pel56iL?=", "日程"},
        {"=?x-unknown?B?5pel56iL?=", "日程"},
        {"=?utf-8?B?GyRCRnxEeBsoQg==?=", "日程"},
        // broken ones stay as they are
        {"=?utf-8?B?5pel56iL", "=?utf-8?B?5pel56iL"},
        {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
        {"=?=?=?", "=?=?=?"},
        {"=??Q?a?=", "a"},
        {"x=?utf-8?Q?a?=y", "xay"},
        {"=?utf-8?Q?a=0D=0ABcc:_x@y?=", "a  Bcc: x@y"},
        {"=?utf-8?B?AGE=?=", " a"},
        // raw bytes
        {"\xe6\x97\xa5\xe7\xa8\x8b", "日程"},
        {"\x93\xfa\x92\xf6\x82\xcc\x82\xb2\x88\xc4\x93\xe0", "日程のご案内"},
        {"\x1b$BF|Dx\x1b(B", "日程"},
        {"fold\r\n\ted", "fold\ted"},
    };
    for (auto &c : cases)
        EXPECT_EQ(words(c.in), c.want) << c.in;
}

std::string param(const std::string &value, const char *name)
{
    struct arena *a = arena_new(1 << 20);
    char *v = mime_parameter(value.data(), value.size(), name, a);
    std::string out = v ? v : "(none)";
    arena_free(a);
    return out;
}

TEST(Mime, Parameters)
{
    struct {
        std::string in;
        const char *want;
    } cases[] = {
        {"attachment; filename=a.txt", "a.txt"},
        {"attachment; FILENAME = \"a b.txt\" ; x=y", "a b.txt"},
        {"attachment; filename=a b (1).txt; x=y", "a b (1).txt"},
        {"attachment; x=\"filename=no\"; filename=yes", "yes"},
        {"attachment; filename=\"a\\\"b\\\\c\"", "a\"b\\c"},
        {"attachment; filename=\"C:\\dir\\a.txt\"", "C:\\dir\\a.txt"},
        {"attachment; filename*=utf-8'ja'%E6%97%A5%20.txt", "日 .txt"},
        {"attachment; filename*=iso-2022-jp''%1B%24B%46%7C%1B%28B.txt", "日.txt"},
        {"attachment; filename*0=\"ab\"; filename*1=cd", "abcd"},
        {"attachment; filename*1*=%E7%A8%8B; filename*0*=utf-8''%E6%97%A5; filename*2=.txt", "日程.txt"},
        {"attachment; filename*0*=utf-8''%E6%97; filename*1*=%A5", "日"},
        {"attachment; filename=plain.txt; filename*=utf-8''real.txt", "real.txt"},
        {"attachment; filename*1=b; filename=fallback", "fallback"},
        {"attachment; filename=\"=?utf-8?B?5pel?=.txt\"", "日.txt"},
        {"attachment; filename=\"=?utf-8?B?5pc=?=\r\n =?utf-8?B?pQ==?=\"", "日"},
        {"attachment; filename=\"\x93\xfa\x92\xf6\x83\x5c.txt\"", "日程ソ.txt"},
        {"attachment; filename=\"\xe6\x97\xa5.txt\"", "日.txt"},
        {"attachment; (filename=no) filename=yes", "yes"},
        {"attachment; filename", "(none)"},
        {"attachment; filename=\"unclosed", "unclosed"},
        {"attachment; filename*=utf-8'broken", "utf-8'broken"},
        {"attachment", "(none)"},
        {"", "(none)"},
        {"attachment; filename=\"a%00b\"", "a%00b"},
        {"attachment; filename*=utf-8''a%00b", "a b"},
    };
    for (auto &c : cases)
        EXPECT_EQ(param(c.in, "filename"), c.want) << c.in;
    EXPECT_EQ(param("text/plain; charset=us-ascii (Plain text)", "charset"), "us-ascii");
}

std::string text_of(const std::string &raw)
{
    Parsed p(raw);
    size_t n;
    char *owned;
    const char *t = mime_text(p.leaves().at(0), &n, &owned);
    std::string out(t, n);
    free(owned);
    return out;
}

TEST(Mime, Text)
{
    struct {
        std::string in, want;
    } cases[] = {
        {"Content-Type: text/plain; charset=utf-8\n\n日程\n", "日程\n"},
        {"Content-Type: text/plain\r\n\r\na\r\nb\r\n", "a\nb\n"},
        {"Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$BF|Dx\x1b(B\n", "日程\n"},
        {"Content-Type: text/plain; charset=utf-8\n\n\x1b$BF|Dx\x1b(B\n", "日程\n"},
        {"Content-Type: text/plain; charset=us-ascii\n\n日程のご案内です\n", "日程のご案内です\n"},
        {"Content-Type: text/plain; charset=iso-8859-1\n\n日程\n", "日程\n"},
        {"Content-Type: text/plain; charset=shift_jis\n\n日程のご案内をお送りします\n", "日程のご案内をお送りします\n"},
        {"Content-Type: text/plain; charset=utf-8\n\n\x93\xfa\x92\xf6\x82\xcc\x82\xb2\x88\xc4\x93\xe0\n", "日程のご案内\n"},
        {"Content-Type: text/plain; charset=euc-jp\n\n\xc6\xfc\xc4\xf8\n", "日程\n"},
        {"Content-Type: text/plain; charset=shift_jis\n\n\x87\x40\xfa\xb1\n", "①﨑\n"},
        {"Content-Type: text/plain; charset=iso-8859-1\n\nGr\xfc\xdf" "e\n", "Grüße\n"},
        {"Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n5WUKegEA\n", "日稊\x01"},
        // format=flowed
        {"Content-Type: text/plain; format=flowed\n\none \ntwo\nthree\n", "one two\nthree\n"},
        {"Content-Type: text/plain; format=flowed; delsp=yes; charset=utf-8\n\n社外 \n秘\n", "社外秘\n"},
        {"Content-Type: text/plain; format=flowed\n\n> one \n> two\n>> three \nown\n", "> one two\n>> three \nown\n"},
        {"Content-Type: text/plain; format=flowed\n\n From here\n-- \nTaro\n", "From here\n-- \nTaro\n"},
    };
    for (auto &c : cases)
        EXPECT_EQ(text_of(c.in), c.want) << c.in;
}

TEST(Mime, AStreamGivesTheSameBytesWhateverTheChunks)
{
    std::string qp = "a=3Db   \r\nc \t =\r\nd   e= \t\nf=", b64, uu = "%:&5L;&\\\r\n%:&5L;&\\\n`\nend\n";
    for (int i = 0; i < 100; i++)
        b64 += "aGVsbG8g\r\nd29ybGQh";
    for (auto &c : std::vector<std::pair<mime_encoding, std::string>>{{MIME_QUOTED_PRINTABLE, qp}, {MIME_BASE64, b64}, {MIME_UUENCODE, uu}}) {
        struct mime_part part = {};
        part.body = c.second.data();
        part.body_len = c.second.size();
        part.encoding = c.first;
        size_t n;
        uint8_t *whole = mime_decode(&part, &n);
        for (size_t chunk : {1, 2, 3, 5, 64}) {
            struct budget budget = {};
            budget.bytes_left = budget.work_left = 1 << 20;
            struct mime_stream st;
            struct source src;
            mime_open(&part, &st, &src, &budget);
            std::string out;
            uint8_t bytes[64];
            for (size_t got; (got = source_read(&src, bytes, chunk)) != 0 && got != SIZE_MAX;)
                out.append((char *)bytes, got);
            source_done(&src);
            EXPECT_EQ(out, std::string((char *)whole, n)) << c.first << " " << chunk;
        }
        free(whole);
    }
}

// Bytes are only ever views into the message, and a decoded attachment is one buffer.
TEST(Mime, NothingIsCopiedThatNobodyAsksFor)
{
    std::string body = repeat(repeat("QUJD", 18) + "\r\n", 400000); // 29.6 MB
    Parsed p("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body + "--b--\r\n");
    const mime_part *part = p.leaves().at(0);
    EXPECT_GE(part->body, p.raw.data());
    EXPECT_LE(part->body + part->body_len, p.raw.data() + p.raw.size());
    size_t n;
    uint8_t *bytes = mime_decode(part, &n);
    EXPECT_EQ(n, 400000u * 54);
    EXPECT_EQ(std::string((char *)bytes + n - 3, 3), "ABC");
    free(bytes);
}

TEST(Mime, Limits)
{
    std::string deep;
    for (int i = 0; i < 100; i++)
        deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
    Parsed p(deep + "\nbottom");
    EXPECT_TRUE(p.mime->too_deep);
    Parsed many("Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\n\nx\n", 30000));
    EXPECT_TRUE(many.mime->too_many);
    EXPECT_EQ(many.leaves().size(), (size_t)MIME_PARTS_MAX - 1);
}

// Each would be quadratic in a careless parser.
TEST(Mime, HostileMailsAreLinear)
{
    const size_t mb = 1 << 20;
    std::string nested;
    for (int i = 0; i < 60; i++)
        nested += "Content-Type: multipart/mixed; boundary=" + std::string(60, 'a') + std::to_string(100 + i) + "\n\n--" + std::string(60, 'a') + std::to_string(100 + i) + "\n";
    const std::string mails[] = {
        nested + "\n" + repeat("--" + std::string(60, 'a') + "\n", mb / 16),
        "Content-Type: text/plain; " + repeat("a=b; ", mb) + "\n\nx",
        "Content-Type: text/plain; " + repeat("name*1=b; ", mb / 4) + "\n\nx",
        "Content-Type: text/plain; " + repeat("\"", mb) + "\n\nx",
        "Content-Type: text/plain; " + repeat("(", mb) + "\n\nx",
        "Subject: " + repeat("=?utf-8?Q?", mb / 10) + "\n\n",
        "Subject: " + repeat("=?utf-8?B?YQ==?= ", mb / 16) + "\n\n",
        "Subject: " + repeat(" \r\n", mb / 3) + "\n\n",
        repeat("X: y\n", mb / 5) + "\n",
        "Content-Transfer-Encoding: quoted-printable\n\n" + repeat(" ", mb) + "x" + repeat("= ", mb),
        "\n" + repeat("begin 644 a\n", mb / 12),
        "\n" + repeat("begin 644 a\n%:&5L;&\\\n", mb / 20),
        "Content-Type: text/plain; format=flowed\n\n" + repeat("> \n", mb / 3),
    };
    for (const std::string &mail : mails) {
        clock_t from = clock(); // processor time: the machine may be busy
        Parsed p(mail);
        ASSERT_NE(p.mime, nullptr);
        struct mime_header h;
        if (mime_header_find(p.mime->root, "Subject", &h))
            words(std::string(h.value, h.value_len));
        for (const mime_part *leaf : p.leaves()) {
            size_t n;
            char *owned;
            ASSERT_NE(mime_text(leaf, &n, &owned), nullptr);
            free(owned);
        }
        EXPECT_LT((double)(clock() - from) / CLOCKS_PER_SEC, 5.0) << mail.substr(0, 60);
    }
}

// Every cut of a mail with everything in it is read without harm (the sanitizers look on).
TEST(Mime, TruncatedAnywhere)
{
    std::string mail = "From: =?utf-8?B?5pel56iL?= <a@example.jp>\r\nContent-Type: multipart/mixed; boundary=\"b\"; x*0*=utf-8''%E6; x*1*=%97\r\n\r\n--b\r\nContent-Type: text/plain; "
                       "format=flowed; charset=iso-2022-jp\r\n\r\n\x1b$BF|Dx\x1b(B \r\nbegin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n--b\r\nContent-Type: application/x; "
                       "name*=utf-8''a%20b\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b--\r\n";
    for (size_t n = 0; n <= mail.size(); n++) {
        std::string cut(mail.data(), n);
        Parsed p(cut);
        ASSERT_NE(p.mime, nullptr);
        p.summary();
    }
}

}  // namespace
