// Tables in Data Interchange Format: each cell at its place, and nothing of a file lost that is no good one.
#include <gtest/gtest.h>
#include "recorder.h"

namespace {

const std::string head = "TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n0,2\r\n\"\"\r\nTUPLES\r\n0,2\r\n\"\"\r\nDATA\r\n0,0\r\n\"\"\r\n";
const std::string row = "-1,0\r\nBOT\r\n", last = "-1,0\r\nEOD\r\n";

std::string cell(const std::string &text)
{
    return "1,0\r\n\"" + text + "\"\r\n";
}

std::string with_line_ends(std::string s, const std::string &line_end)
{
    std::string out;
    for (char c : s)
        if (c != '\r') out += c == '\n' ? line_end : std::string(1, c);
    return out;
}

} // namespace

TEST(Dif, CellsAtTheirPlaces)
{
    for (const char *line_end : {"\r\n", "\n", "\r"}) {
        Recorder r;
        r.read(with_line_ends(head + row + cell("氏名") + cell("電話") + row + cell("佐藤花子") + "0,9055550001\r\nV\r\n" + row + cell("") + cell("") + "0,2026-07-01\r\nV\r\n" + last, line_end),
               "list.dif");
        EXPECT_EQ(r.format, "dif");
        const struct {
            const char *text;
            uint32_t row, column;
        } cells[] = {{"氏名", 1, 1}, {"電話", 1, 2}, {"佐藤花子", 2, 1}, {"9055550001", 2, 2}, {"2026-07-01", 3, 3}};
        for (const auto &c : cells) {
            const Recorder::Block *b = r.block(c.text);
            ASSERT_NE(b, nullptr) << c.text << "\n" << r.all_text;
            EXPECT_EQ(b->place.kind, PLACE_CELL) << c.text;
            EXPECT_EQ(b->place.row, c.row) << c.text;
            EXPECT_EQ(b->place.column, c.column) << c.text;
        }
        EXPECT_EQ(r.blocks.size(), 6u) << "these, and the head";
        EXPECT_TRUE(r.unread.empty());
        EXPECT_FALSE(r.nested);
    }
}

TEST(Dif, Charsets)
{
    for (const std::string &name : {std::string("佐藤花子"), std::string("\x8D\xB2\x93\xA1\x89\xD4\x8E\x71"), std::string("\xBA\xB4\xC6\xA3\xB2\xD6\xBB\xD2")}) {
        Recorder r;
        r.read(head + row + cell(name) + cell(name) + last, "list.dif");
        EXPECT_NE(r.block("佐藤花子"), nullptr) << r.all_text;
    }
    Recorder marked;
    marked.read("\xEF\xBB\xBF" + head + row + cell("佐藤花子") + last, "list.dif");
    EXPECT_EQ(marked.format, "dif");
    EXPECT_NE(marked.block("佐藤花子"), nullptr);
}

TEST(Dif, QuotesAndLineEndsInStrings)
{
    const struct {
        const char *in, *want;
    } rows[] = {{"say \"\"hi\"\"", "say \"hi\""}, {"24\"\"型", "24\"型"},     {"24\"型", "24\"型"},   {"24\"\"", "24\""},
                {"two\r\nlines", "two\nlines"},   {"a\r\n\r\nb", "a\n\nb"}, {"\"\"\"\"", "\"\""}, {"\"\"\r\nx", "\"\nx"}};
    for (const auto &c : rows) {
        Recorder r;
        r.read(head + row + cell(c.in) + cell("next") + last, "list.dif");
        EXPECT_NE(r.block(c.want), nullptr) << c.in << "\n" << r.all_text;
        ASSERT_NE(r.block("next"), nullptr) << c.in << "\n" << r.all_text;
        EXPECT_EQ(r.block("next")->place.column, 2u) << c.in;
    }
}

// Whatever breaks the order of the lines, all text comes out.
TEST(Dif, NothingIsLost)
{
    const std::string files[] = {
        head + "佐藤花子\r\n" + last,
        head + cell("佐藤花子") + last,
        head + row + "1,0\r\n\"佐藤花子\r\n" + cell("x") + last,
        head + row + "1,0\r\n佐藤花子",
        head + row + "0,1\r\n佐藤花子\r\n" + last,
        head + "-1,0\r\n佐藤花子\r\n" + last,
        head + last + "佐藤花子\r\n",
        "TABLE\r\n0,1\r\n\"佐藤花子\"\r\n",
        head + row + "2,0\r\n佐藤花子\r\n" + last,
        head + row + cell("x\r\n1,0\r\n佐藤花子") + last,
        head + row + cell(std::string(70000, 'x') + "佐藤花子" + std::string(70000, 'y')) + last,
        head + std::string(70000, 'x') + "佐藤花子",
    };
    for (const std::string &file : files) {
        Recorder r;
        r.read(file, "list.dif");
        EXPECT_NE(r.all_text.find("佐藤花子"), std::string::npos) << file.substr(0, 200);
        EXPECT_FALSE(r.nested);
    }
}

TEST(Dif, LongStringsAreOneCell)
{
    Recorder r;
    std::string text(200000, 'x');
    r.read(head + row + cell(text) + cell("next") + last, "list.dif");
    ASSERT_EQ(r.blocks.size(), 3u);
    EXPECT_TRUE(r.blocks[1].text == text) << r.blocks[1].text.size();
    EXPECT_EQ(r.blocks[2].text, "next");
}

TEST(Dif, OtherTextsAreNone)
{
    for (const char *file : {"TABLE\nof contents\n", "TABLET\n0,1\n", "TABLE", "TABLE\n0,", "0,1\nTABLE\n"}) {
        Recorder r;
        r.read(file, "x.txt");
        EXPECT_EQ(r.format, "text") << file;
    }
}

TEST(Dif, WhatTheBudgetCutsIsSaid)
{
    Recorder r;
    r.budget.work_left = 50000;
    std::string rows;
    while (rows.size() < 200000) rows += row + cell("a");
    r.read(head + rows + last, "list.dif");
    EXPECT_FALSE(r.unread.empty());
}
