// Charsets as mails carry them, with the right label, a wrong one and none; any chunks.
#include <gtest/gtest.h>
#include <string>
#include <vector>
#include <random>
extern "C" {
#include "text/charset.h"
#include "base/utf8.h"
}

namespace {

std::string decode(const char *label, const std::string &bytes, size_t chunk = 0, size_t *errors = nullptr)
{
    std::string out;
    charset_decoder *d = charset_open(label);
    EXPECT_NE(d, nullptr);
    auto add = [](void *ctx, const char *s, size_t n) {
        EXPECT_TRUE(utf8_valid(s, n));
        static_cast<std::string *>(ctx)->append(s, n);
    };
    if (!chunk) chunk = bytes.size() + 1;
    for (size_t i = 0; i < bytes.size(); i += chunk)
        EXPECT_TRUE(charset_feed(d, bytes.data() + i, std::min(chunk, bytes.size() - i), false, add, &out));
    EXPECT_TRUE(charset_feed(d, "", 0, true, add, &out));
    if (errors) *errors = charset_errors(d);
    charset_free(d);
    return out;
}

struct Row {
    const char *label;
    std::string bytes;
    const char *want;
};

const std::vector<Row> rows = {
    {"iso-2022-jp", "\x1b$B<R30Hk\x1b(B ok", "社外秘 ok"},
    {"ISO-2022-JP", "\x1b$B-!-j|q\x1b(B", "①㈱ⅰ"},                  // NEC row 13 and IBM's extensions
    {"iso-2022-jp", "\x1b$B|b\x1b(B", "髙"},
    {"iso-2022-jp", "\x1b(I\x31\x32\x33\x1b(B!", "ｱｲｳ!"},              // half-width kana by escape
    {"iso-2022-jp", "\x0e\x31\x32\x0f" "x", "ｱｲx"},                   // and by shift-out
    {"iso-2022-jp", "a\x1b$B<R\x1b(B\xb1\xb2", "a社ｱｲ"},                   // and as eight-bit bytes
    {"iso-2022-jp-ms", "\x1b$B-!\x1b(B", "①"},
    {"cp50221", "\x1b$B-!\x1b(B", "①"},
    {"shift_jis", "\x8e\xd0\x8a\x4f\x94\xe9", "社外秘"},
    {"Shift_JIS", "\x87\x40\x87\x8a\xfb\xfc\xed\x40", "①㈱髙纊"},      // NEC and IBM extensions
    {"x-sjis", "\xb1\xb2 \x5c", "ｱｲ \\"},
    {"windows-31j", "\x81\x60\x81\x7c", "～－"},
    {"cp932", "\x83\x5c\x95\x5c", "ソ表"},                            // a backslash inside a character
    {"euc-jp", "\xbc\xd2\xb3\xb0\xc8\xeb", "社外秘"},
    {"EUC-JP", "\xad\xa1\xad\xea\x8e\xb1\xf9\xd1", "①㈱ｱ厓"},
    {"eucJP-ms", "\xad\xa1", "①"},
    {"CP51932", "\xad\xa1", "①"},
    {"utf-8", "\xef\xbb\xbf社外秘", "社外秘"},
    {"UTF8", "社外秘", "社外秘"},
    {"utf-16", std::string("\xff\xfe\x3e\x79\x16\x59", 6), "社外"},
    {"utf-16", std::string("\xfe\xff\x79\x3e\x59\x16", 6), "社外"},
    {"utf-16le", std::string("\x3e\x79\x0a\x00", 4), "社\n"},
    {"utf-16be", std::string("\x79\x3e\xd8\x42\xdf\xb7", 6), "社𠮷"},
    {"utf-32", std::string("\xff\xfe\0\0\x3e\x79\0\0\xb7\x0b\2\0", 12), "社𠮷"},
    {nullptr, std::string("\xff\xfe\0\0\x3e\x79\0\0\xb7\x0b\2\0", 12), "社𠮷"},
    {nullptr, std::string("\0\0\xfe\xff\0\0\x79\x3e\0\2\x0b\xb7", 12), "社𠮷"},
    {nullptr, std::string("H\0\0\0i\0\0\0\x3e\x79\0\0", 12), "Hi社"},
    {"windows-1252", "caf\xe9 \x80 \x93x\x94", "café € “x”"},
    {"iso-8859-1", "\x93x\x94", "“x”"},                               // what is meant is windows-1252
    {"windows-1251", "\xf1\xe5\xea\xf0\xe5\xf2", "секрет"},
    {"koi8-r", "\xd3\xc5\xcb\xd2\xc5\xd4", "секрет"},
    {"windows-1256", "\xd3\xd1\xed", "سري"},
    {"gb2312", "\xc3\xdc", "密"},
    {"gb18030", "\x84\x31\xa4\x37", "\uFFFD"},
    {"gbk", "\x81\x40", "丂"},
    {"big5", "\xb1\x4b", "密"},
    {"euc-kr", "\xba\xf1\xb9\xd0", "비밀"},
    {"ks_c_5601-1987", "\x8c\x63", "똠"},
    {" \"utf-8\" ", "é", "é"},
    // Unknown, empty and lying-nothing labels are read as what the bytes are.
    {nullptr, "社外秘", "社外秘"},
    {"us-ascii", "社外秘です", "社外秘です"},
    {"x-unknown", "\x1b$B<R30Hk\x1b(B", "社外秘"},
    {"utf-7", "+eT5ZFnnY-", "+eT5ZFnnY-"},
    {"ibm037", "plain", "plain"},
};

TEST(Charset, RowsAtEveryChunkSize)
{
    for (const Row &r : rows)
        for (size_t chunk = 0; chunk < 7; chunk++)
            EXPECT_EQ(decode(r.label, r.bytes, chunk), r.want) << (r.label ? r.label : "none") << " chunk " << chunk;
}

TEST(Charset, Guess)
{
    const Row guesses[] = {
        {"utf-8", "plain ascii", ""},
        {"utf-8", "社外秘", ""},
        {"utf-8", "\xef\xbb\xbfx", ""},
        {"iso-2022-jp", "Hi \x1b$B<R30Hk\x1b(B", ""},
        {"utf-16le", std::string("\xff\xfe\x3e\x79", 4), ""},
        {"utf-16le", std::string("\x3e\x79\x16\x59\xd8\x79\x0d\x00\x0a\x00\x31\x00", 12), ""},
        {"utf-16be", std::string("\x00H\x00i\x00!\x00\x0a", 8), ""},
        {"utf-16le", std::string("\xff\xfe\0\0\x3e\x79\x16\x59", 8), ""}, // a NUL behind a mark of two bytes: no unit of four is a character
        {"utf-32le", std::string("\xff\xfe\0\0\x3e\x79\0\0", 8), ""},
        {"utf-32be", std::string("\0\0\xfe\xff\0\0\x79\x3e", 8), ""},
        {"utf-32le", std::string("\x3e\x79\0\0\x0a\0\0\0", 8), ""},
        {"utf-32be", std::string("\0\0\x79\x3e\0\0\0\x0a", 8), ""},
        {"windows-31j", "\x82\xb1\x82\xcc\x8e\x91\x97\xbf\x82\xcd\x8e\xd0\x8a\x4f\x94\xe9\x82\xc5\x82\xb7", ""},
        {"euc-jp", "\xa4\xb3\xa4\xce\xbb\xf1\xce\xc1\xa4\xcf\xbc\xd2\xb3\xb0\xc8\xeb\xa4\xc7\xa4\xb9", ""},
        {"windows-1252", "Das ist f\xfcr den Gesch\xe4" "ftsf\xfchrer, \xfc" "ber die Gr\xf6\xdf" "e der R\xe4ume.", ""},
        {"windows-1252", "\xc9t\xe9 \xe0 la plage, d\xe9j\xe0 vu, gar\xe7on et fran\xe7" "ais.", ""},
        // A byte that does not belong there, or fields that were cut in mid-character, make no other charset of a text.
        {"utf-8", "氏名,住所\n佐藤太郎,大阪市北区\xe6\x98\n鈴木花子,横浜市中区\xe6\n", ""},
        {"utf-8", "佐藤太郎\xa0\n", ""},
        {"utf-8", "Größe, Länge, Höhe, Gew\xe4hr, Maß und Stück", ""},
        {"windows-31j", "\x8d\xb2\x93\xa1\x91\xbe\x98\x59,\x91\xe5\x8d\xe3\x8e\x73\x96,1\n\x97\xe9\x96\xd8\x89\xd4\x8e\x71,\x89\xa1\x95\x6c\x8e\x73\x92,2\n", ""},
        {"euc-jp", "\xa4\xce\xa4\xe8\xa4\xa6\xa4\xca\xa4\xe2\xa4\xce\xa4\xc8\xa4\xca\xa4\xeb\xa4\xcf\xa4\xba\xa4\xc0\xa1\xa3", ""},
    };
    for (const Row &r : guesses) EXPECT_STREQ(charset_guess(r.bytes.data(), r.bytes.size()), r.label) << r.bytes;
    EXPECT_STREQ(charset_guess("", 0), "utf-8");
}

TEST(Charset, LabelsKnown)
{
    for (const char *l : {"utf-8", "ISO-2022-JP", "cp932", "Windows-1252", "eucjp-ms", "koi8-r", "utf-16", "big5"}) EXPECT_TRUE(charset_known(l)) << l;
    for (const char *l : {"utf-7", "ibm037", "x-nothing", "", "scsu", "us-ascii", "utf-8,version=1"}) EXPECT_FALSE(charset_known(l)) << l;
    EXPECT_FALSE(charset_known(nullptr));
}

TEST(Charset, BadBytesAreCountedAndSurvived)
{
    size_t errors = 0;
    EXPECT_EQ(decode("utf-8", "a\xff" "b\xe7\xa7", 0, &errors), "a\uFFFD" "b\uFFFD\uFFFD");
    EXPECT_EQ(errors, 3u);
    EXPECT_EQ(decode("utf-8", "\xc3\x28\xe2\x82\x28\xf0\x9f\x98", 1), "\uFFFD(\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFD");
    EXPECT_NE(decode("shift_jis", "\x82", 0, &errors), "");
    EXPECT_EQ(errors, 1u);
    EXPECT_NE(decode("iso-2022-jp", "\x1b$Zabc").find("abc"), std::string::npos);
    std::mt19937 random(1);
    for (const Row &r : rows)
        for (int round = 0; round < 60; round++) {
            std::string bytes;
            for (size_t i = 0, n = random() % 300; i < n; i++) bytes += random() % 3 ? r.bytes[random() % r.bytes.size()] : (char)(random() % 256);
            EXPECT_EQ(decode(r.label, bytes, 1 + random() % 9), decode(r.label, bytes)) << (r.label ? r.label : "none");
        }
}

TEST(Charset, LongUnlabelledTextIsNotCutInMidCharacter)
{
    std::string text;
    while (text.size() < 200000) text += "社外秘です。\n";
    EXPECT_EQ(decode(nullptr, text, 1000), text);
    EXPECT_EQ(decode(nullptr, "x" + text), "x" + text);
}

// Nothing is decided as long as there is nothing but ASCII, and then by what follows.
TEST(Charset, ShowsLate)
{
    const std::string texts[] = {"社外秘です。\n", "\x8e\xd0\x8a\x4f\x94\xe9\x82\xc5\x82\xb7\x81\x42\n", "\xbc\xd2\xb3\xb0\xc8\xeb\xa4\xc7\xa4\xb9\xa1\xa3\n",
                                 "\x1b$B<R30Hk$G$9!#\x1b(B\n"};
    for (const std::string &head : {std::string("x"), std::string("\x1b[1m")}) /* an escape of terminals says nothing */
        for (size_t before : {60000u, 65530u, 65535u, 65536u, 65537u, 65791u, 131072u, 300001u})
            for (const std::string &text : texts)
                for (size_t chunk : {0u, 4096u, 65537u}) {
                    if (head[0] == text[0]) continue; /* both in one are broken */
                    std::string ascii = head + std::string(before - head.size() - 1, 'a') + "\n";
                    EXPECT_TRUE(decode(nullptr, ascii + text + text, chunk) == ascii + texts[0] + texts[0]) << text << before << " chunk " << chunk;
                }
}

TEST(Charset, OneGo)
{
    size_t n = 0;
    char *s = charset_to_utf8("shift_jis", "\x8e\xd0", 2, 100, &n);
    ASSERT_NE(s, nullptr);
    EXPECT_STREQ(s, "社");
    free(s);
    EXPECT_EQ(charset_to_utf8("utf-8", "0123456789", 10, 9, &n), nullptr);
}

} // namespace
