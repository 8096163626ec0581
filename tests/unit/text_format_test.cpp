// Plain text in several charsets and tables in text: paragraphs, cells with their places, quotes, and what is no text at all.
#include <gtest/gtest.h>
#include "recorder.h"
extern "C" {
#include "base/utf8.h"
}

namespace {
std::string utf32(const std::string &utf8, bool big)
{
    std::string out = big ? std::string("\0\0\xFE\xFF", 4) : std::string("\xFF\xFE\0\0", 4);
    for (size_t i = 0; i < utf8.size();) {
        uint32_t c;
        i += utf8_decode(utf8.data() + i, utf8.size() - i, &c);
        for (int k = 0; k < 4; k++)
            out += (char)(c >> 8 * (big ? 3 - k : k));
    }
    return out;
}

std::string utf16(const std::string &ascii)
{
    std::string out = "\xFF\xFE";
    for (char c : ascii)
        out += {c, '\0'};
    return out;
}
}

TEST(TextFormat, Paragraphs)
{
    Recorder r;
    r.read("first line\nsecond line\n\n  \nthird\r\n\r\n", "notes.txt");
    EXPECT_EQ(r.format, "text");
    ASSERT_EQ(r.blocks.size(), 2u);
    EXPECT_EQ(r.blocks[0].text.substr(0, 22), "first line\nsecond line");
    EXPECT_EQ(r.blocks[1].text.substr(0, 5), "third");
    EXPECT_EQ(r.blocks[1].place.number, 2u);
    EXPECT_FALSE(r.nested);
}

TEST(TextFormat, CharsetsOfCsv)
{
    const struct {
        const char *what;
        std::string bytes;
    } rows[] = {
        {"utf-8", "氏名,電話\n佐藤花子,090\n"},
        {"utf-8 bom", "\xEF\xBB\xBF氏名,電話\n佐藤花子,090\n"},
        {"cp932", "\x8E\x81\x96\xBC,\x93\x64\x98\x62\n\x8D\xB2\x93\xA1\x89\xD4\x8E\x71,090\n"},
        {"euc-jp", "\xBB\xE1\xCC\xBE,\xC5\xC5\xCF\xC3\n\xBA\xB4\xC6\xA3\xB2\xD6\xBB\xD2,090\n"},
        {"utf-32le", utf32("氏名,電話\n佐藤花子,090\n", false)},
        {"utf-32be", utf32("氏名,電話\n佐藤花子,090\n", true)},
        {"utf-32le without mark", utf32("氏名,電話\n佐藤花子,090\n", false).substr(4)},
        {"iso-2022-jp", "\x1B$B;aL>\x1B(B,\x1B$BEEOC\x1B(B\n\x1B$B:4F#2V;R\x1B(B,090\n"},
    };
    for (const auto &row : rows) {
        Recorder r;
        r.read(row.bytes, "list.csv");
        EXPECT_EQ(r.format, "csv") << row.what;
        const Recorder::Block *b = r.block("佐藤花子");
        ASSERT_NE(b, nullptr) << row.what << "\n" << r.all_text;
        EXPECT_EQ(b->place.kind, PLACE_CELL);
        EXPECT_EQ(b->place.row, 2u);
        EXPECT_EQ(b->place.column, 1u);
        ASSERT_NE(r.block("電話"), nullptr) << row.what;
        EXPECT_EQ(r.block("電話")->place.column, 2u);
    }
}

TEST(TextFormat, QuotesAndDelimiters)
{
    Recorder r;
    r.read("a;b;c\r\n\"x;1\";\"say \"\"hi\"\"\";\"two\r\nlines\"\r\n;;last\r\n", "noname");
    EXPECT_EQ(r.format, "csv");
    EXPECT_NE(r.block("x;1"), nullptr);
    EXPECT_NE(r.block("say \"hi\""), nullptr);
    EXPECT_NE(r.block("two\r\nlines"), nullptr);
    EXPECT_EQ(r.block("last")->place.row, 3u);
    EXPECT_EQ(r.block("last")->place.column, 3u);
    Recorder t;
    t.read(utf16("a\tb\r\n1\t2\r\n3\t4\r\n"), "x.txt");
    EXPECT_EQ(t.format, "tsv");
    EXPECT_EQ(t.block("4")->place.row, 3u);
}

TEST(TextFormat, TablesOfOtherPrograms)
{
    const struct {
        const char *what;
        std::string bytes;
    } rows[] = {
        {"a line for Excel", "sep=;\r\n氏名;電話\r\n佐藤花子;090\r\n"},
        {"titles above", "会員名簿\r\n2026年7月\r\n\r\n氏名;電話\r\n佐藤花子;090\r\n鈴木太郎;080\r\n高橋次郎;070\r\n"},
        {"line ends of old Macs", "氏名,電話\r佐藤花子,090\r"},
        {"a quote that never ends", "氏名,電話\r\n\"24型,7\r\n佐藤花子,090\r\n鈴木太郎,080\r\n"},
        {"and is the last", "氏名,電話\r\n佐藤花子,090\r\n\"24型"},
    };
    for (const auto &row : rows) {
        Recorder r;
        r.read(row.bytes, "list.csv");
        const Recorder::Block *b = r.block("佐藤花子");
        ASSERT_NE(b, nullptr) << row.what << "\n" << r.all_text;
        EXPECT_EQ(b->place.kind, PLACE_CELL) << row.what;
        EXPECT_EQ(b->place.column, 1u) << row.what;
        ASSERT_NE(r.block("090"), nullptr) << row.what;
        EXPECT_EQ(r.block("090")->place.row, b->place.row) << row.what;
        EXPECT_EQ(r.block("090")->place.column, 2u) << row.what;
        EXPECT_FALSE(r.nested) << row.what;
    }
}

TEST(TextFormat, AQuoteThatNeverEndsInALongTable)
{
    std::string lines;
    while (lines.size() < 200000) lines += "x,\"\"\"y\"\"\",1\n";
    Recorder r;
    r.read("a,b,c\n\"24 inch,7,1\n" + lines + "last,佐藤花子,2\n", "long.csv");
    const Recorder::Block *b = r.block("佐藤花子");
    ASSERT_NE(b, nullptr);
    EXPECT_EQ(b->place.column, 2u);
    EXPECT_FALSE(r.nested);
}

TEST(TextFormat, CharsetThatShowsLate)
{
    std::string head;
    while (head.size() < 70000) head += "1,user,ok\n";
    for (const std::string &name : {std::string("佐藤花子"), std::string("\x8D\xB2\x93\xA1\x89\xD4\x8E\x71"), std::string("\x1B$B:4F#2V;R\x1B(B")}) {
        Recorder r;
        r.read(head + "2," + name + ",ok\n3," + name + ",ok\n", "list.csv");
        EXPECT_NE(r.block("佐藤花子"), nullptr) << name;
    }
}

TEST(TextFormat, Json)
{
    Recorder r;
    r.read("[{\"name\": \"\\u4f50\\u85e4\\u82b1\\u5b50\", \"note\":\"a\\/b\\n\\ud842\\udfb7\\ud842x\\u12\"},\n   {\"name\":\"鈴木, 太郎\",\"n\":[1,2]}]", "users.json");
    EXPECT_EQ(r.format, "text");
    EXPECT_EQ(r.all_text.find("\\u4f50"), std::string::npos);
    EXPECT_NE(r.all_text.find("[{\"name\": \"佐藤花子\",\n\"note\":\"a/b\n𠮷x\\u12\"},\n{\"name\":\"鈴木, 太郎\",\n\"n\":[1,\n2]}]"), std::string::npos) << r.all_text;
    Recorder lines;
    lines.read("{\"a\":\"1,2\",\"b\":2}\n{\"a\":\"3,4\",\"b\":2}\n{\"a\":\"3,4\",\"b\":2}\n", "export.txt");
    EXPECT_EQ(lines.format, "text");
    Recorder table;
    table.read("[\"a\",b]\n1,2\n", "export.csv");
    EXPECT_EQ(table.format, "csv");
}

TEST(TextFormat, ContactsAndCalendars)
{
    Recorder phone; // as telephones write them
    phone.read("BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E4=BD=90=E8=97=A4;=E8=8A=B1=\r\n=E5=AD=90;;;\r\n"
               "TEL;CELL:090-5555-0001\r\nNOTE;ENCODING=QUOTED-PRINTABLE:a=3Db=zz=4\r\nURL:http://x.example/?a=3D\r\nEND:VCARD\r\n", "00001.vcf");
    EXPECT_EQ(phone.format, "text");
    EXPECT_NE(phone.all_text.find("佐藤;花子;;;\nTEL;CELL:090-5555-0001\n"), std::string::npos) << phone.all_text;
    EXPECT_NE(phone.all_text.find(":a=b=zz=4\n"), std::string::npos) << phone.all_text;
    EXPECT_NE(phone.all_text.find("?a=3D\nEND:VCARD"), std::string::npos) << phone.all_text;
    Recorder old;
    old.read("BEGIN:VCARD\r\nFN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8D=B2=93=A1=89=D4=8E=71=82=B3=82=F1\r\nEND:VCARD\r\n", "a.vcf");
    EXPECT_NE(old.all_text.find("佐藤花子さん"), std::string::npos) << old.all_text;
    Recorder folded; // lines are cut at a number of bytes, in mid-character
    folded.read("BEGIN:VCALENDAR\r\nSUMMARY:佐藤\xE8\x8A\r\n \xB1子様 往診\r\nEND:VCALENDAR\r\n", "a.ics");
    EXPECT_NE(folded.all_text.find("SUMMARY:佐藤花子様 往診\n"), std::string::npos) << folded.all_text;
    Recorder escapes; // also in Shift_JIS, whose characters may end in a backslash
    escapes.read("BEGIN:VCALENDAR\r\nDESCRIPTION:a\\nb\\, c\\; \x95\x5C\\n\x83\x5C,d\\\\n\r\n\r\nX;P=\"q:\\n\":\\N1\\x\r\nEND:VCALENDAR\r\n", "a.ics");
    EXPECT_NE(escapes.all_text.find("DESCRIPTION:a\nb, c; 表\nソ,d\\n\n"), std::string::npos) << escapes.all_text;
    EXPECT_NE(escapes.all_text.find("X;P=\"q:\\n\":\n1\\x\nEND"), std::string::npos) << escapes.all_text;
    Recorder addresses; // as they stand on letters
    addresses.read("BEGIN:VCARD\nADR;TYPE=HOME:;青葉荘101;芝公園4-2-8;港区;東京都;105-0011;日本\nitem1.adr:;;1 High Street;Reading;;RG1 2AB;UK;more\nADR:\nADRESSE:;;x\nEND:VCARD", "a.vcf");
    EXPECT_NE(addresses.all_text.find("ADR;TYPE=HOME:105-0011 東京都港区芝公園4-2-8 青葉荘101 日本\n"), std::string::npos) << addresses.all_text;
    EXPECT_NE(addresses.all_text.find("item1.adr:1 High Street, Reading RG1 2AB, UK;more\nADR:\nADRESSE:;;x\nEND:VCARD"), std::string::npos) << addresses.all_text;
    for (size_t before = 65520; before < 65540; before++) { // a line as long as what is held of one
        Recorder line;
        line.read("BEGIN:VCARD\nNOTE:" + std::string(before, 'x') + "\\nend\nEND:VCARD\n", "a.vcf");
        const size_t at = line.all_text.find("end\nEND:VCARD\n");
        ASSERT_NE(at, std::string::npos);
        EXPECT_TRUE(line.all_text[at - 1] == '\n' || line.all_text.substr(at - 2, 2) == "\\n") << before;
    }
    Recorder many;
    std::string cards;
    while (cards.size() < 200000) cards += "BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE:=E4=BD=\r\n=90=E8=97=A4\r\nEND:VCARD\r\n";
    many.read(cards, "all.vcf");
    EXPECT_EQ(many.all_text.find("=E4"), std::string::npos);
    EXPECT_EQ(many.all_text.find("\uFFFD"), std::string::npos);
}

TEST(TextFormat, DumpOfADatabaseIsNoTable)
{
    Recorder r;
    r.read("INSERT INTO users (name,tel) VALUES ('佐藤花子','090');\nINSERT INTO users (name,tel) VALUES ('鈴木太郎','080');\n"
           "INSERT INTO users (name,tel) VALUES ('高橋次郎','070');\n", "users.sql");
    EXPECT_EQ(r.format, "text");
    EXPECT_NE(r.all_text.find("('佐藤花子','090')"), std::string::npos);
}

TEST(TextFormat, WhatIsNoTable)
{
    Recorder r;
    r.read("Dear all, thank you.\nWe met, talked, and left.\nBye, me\n", "mail.txt");
    EXPECT_EQ(r.format, "text");
    Recorder binary;
    EXPECT_FALSE(binary.read(std::string("\x01\x02\x03\0\x05\x06\x07\x08\x0e\x0f", 10), "x.txt"));
    Recorder script;
    script.read("#!/bin/sh\necho hello\n", "run");
    EXPECT_EQ(script.format, "script");
    EXPECT_TRUE(script.has("executable"));
    EXPECT_NE(script.all_text.find("echo hello"), std::string::npos);
}

TEST(TextFormat, LongCellsAndLongLinesStayWhole)
{
    std::string big(300000, 'x');
    Recorder r;
    r.read("h,i\n" + big + "end,2\n3,4\n", "big.csv");
    ASSERT_NE(r.block(big + "end"), nullptr);
    EXPECT_EQ(r.block("4")->place.row, 3u);
    EXPECT_FALSE(r.nested);
}
