// Rich text: charsets, Unicode beside its stand-in, tables, notes, comments, hidden and deleted text, objects.
#include <gtest/gtest.h>
#include "recorder.h"

TEST(Rtf, CharsetsAndUnicode)
{
    const struct {
        const char *what;
        std::string rtf;
    } rows[] = {
        {"font charset", "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset128 M;}}\\f1 \\'8e\\'d0\\'8a\\'4f\\'94\\'e9\\f0 x\\par}"},
        {"code page", "{\\rtf1\\ansi\\ansicpg932 \\'8e\\'d0\\'8a\\'4f\\'94\\'e9x\\par}"},
        {"second byte as a letter", "{\\rtf1\\ansi\\ansicpg932 \\'8e\\'d0\\'8aO\\'94\\'e9x\\par}"},
        {"unicode with stand-ins", "{\\rtf1\\ansi\\uc1\\u31038 ?\\u22806 ?\\u31192 ?x\\par}"},
        {"two stand-ins", "{\\rtf1\\ansi\\uc2\\u31038\\'8e\\'d0\\u22806 ??\\u31192\\'94\\'e9x\\par}"},
        {"upr", "{\\rtf1\\ansi{\\upr{wrong}{\\*\\ud{\\u31038 ?\\u22806 ?\\u31192 ?}}}x\\par}"},
        {"unknown destination", "{\\rtf1\\ansi\\uc1{\\*\\nobodyknows nothing}\\u31038 ?{\\b\\u22806 ?}\\u31192 ?x\\par}"},
    };
    for (const auto &row : rows) {
        Recorder r;
        r.read(row.rtf);
        EXPECT_EQ(r.format, "rtf");
        EXPECT_EQ(r.all_text, "社外秘x\n") << row.what;
    }
}

TEST(Rtf, HiddenDeletedAndBeside)
{
    Recorder r;
    r.read("{\\rtf1\\ansi{\\info{\\author Taro}{\\operator Jiro}{\\company Example}}{\\header top\\par}seen{\\v gone}{\\deleted old}{\\revised new} end\\par "
           "a{\\footnote note}b{\\*\\annotation check this}c\\par}");
    EXPECT_FALSE(r.nested);
    EXPECT_NE(r.block("seennew end"), nullptr);
    EXPECT_EQ(r.block("gone")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("old")->place.flags, static_cast<unsigned>(PLACE_DELETED));
    EXPECT_EQ(r.block("top")->place.kind, PLACE_HEADER);
    EXPECT_EQ(r.block("note")->place.kind, PLACE_NOTE);
    EXPECT_EQ(r.block("check this")->place.kind, PLACE_COMMENT);
    EXPECT_NE(r.block("abc"), nullptr);
    EXPECT_EQ(r.count("comments"), 1u);
    EXPECT_EQ(r.count("hidden-text"), 1u);
    EXPECT_GE(r.count("tracked-changes"), 1u);
    EXPECT_EQ(r.meta["author"], "Taro");
    EXPECT_EQ(r.meta["last_saved_by"], "Jiro");
    EXPECT_EQ(r.meta["company"], "Example");
}

TEST(Rtf, WhiteOnWhiteOnlyWhereNothingIsBehind)
{
    const std::string head = "{\\rtf1\\ansi{\\colortbl;\\red255\\green255\\blue255;\\red0\\green0\\blue128;}";
    const std::string text = "black {\\cf1 white}\\par{\\cf1\\highlight2 marked}\\par\\pard\\cbpat2{\\cf1 on blue}\\par\\pard{\\cf2 blue}\\par"
                             "{\\cf1 again\\plain  no more}\\par\\trowd\\cellx1000\\intbl{\\cf1 in a table}\\cell\\row\\pard}";
    Recorder r;
    r.read(head + text);
    EXPECT_EQ(r.count("hidden-text"), 2u);
    for (const char *hidden : {"white", "again"})
        EXPECT_TRUE(r.block(hidden) && r.block(hidden)->place.flags == PLACE_HIDDEN) << hidden;
    for (const char *seen : {"black ", "marked", "on blue", "blue", " no more", "in a table"})
        EXPECT_TRUE(r.block(seen) && r.block(seen)->place.flags == 0) << seen << r.all_text;
    Recorder dark;
    dark.read(head + "{\\*\\background{\\shp x}}" + text);
    EXPECT_EQ(dark.count("hidden-text"), 0u);
}

TEST(Rtf, TablesFieldsAndObjects)
{
    Recorder r;
    r.read("{\\rtf1\\ansi before\\par\\trowd\\pard\\intbl a1\\cell b1\\cell\\row\\trowd\\pard\\intbl a2\\cell b2\\cell\\row\\pard after\\par"
           "{\\field{\\*\\fldinst DDEAUTO c:\\\\x }{\\fldrslt shown}}\\par"
           "{\\object{\\*\\objdata 0105000002000000040000004142430000000000000000000a000000d0cf11e0a1b11ae10102}}}");
    ASSERT_NE(r.block("b2"), nullptr);
    EXPECT_EQ(r.block("b2")->place.row, 2u);
    EXPECT_EQ(r.block("b2")->place.column, 2u);
    EXPECT_EQ(r.block("b2")->table, "table 1");
    EXPECT_EQ(r.block("after")->place.kind, PLACE_BODY);
    EXPECT_NE(r.block("shown"), nullptr);
    EXPECT_EQ(r.count("dde"), 1u);
    ASSERT_EQ(r.files.size(), 1u);
    EXPECT_EQ(r.files[0].bytes, 10u);
    EXPECT_EQ(r.count("embedded-files"), 1u);
}

TEST(Rtf, BrokenInputEnds)
{
    std::string deep = "{\\rtf1";
    for (int i = 0; i < 5000; i++)
        deep += "{\\b x";
    Recorder r;
    r.read(deep);
    EXPECT_EQ(r.unread.count("damaged"), 1u);
    for (const char *bad : {"{\\rtf", "{\\rtf1\\'", "{\\rtf1\\'8", "{\\rtf1\\u", "{\\rtf1}}}}", "{\\rtf1\\bin99999999999 x", "{\\rtf1{\\*\\objdata 0"}) {
        Recorder b;
        EXPECT_TRUE(b.read(bad)) << bad;
    }
}
