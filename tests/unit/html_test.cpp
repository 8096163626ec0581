// HTML as a reader sees it.
#include <gtest/gtest.h>

#include <cstring>
#include <ctime>
#include <string>

extern "C" {
#include "base/budget.h"
#include "observe/sink.h"
#include "parse/html.h"
}

namespace {

struct Collector {
    struct sink sink; // first: the operations cast back
    std::string out;
    uint64_t hidden = 0;
    std::string sample;
    uint32_t unread = 0;
};

const struct sink_ops *ops()
{
    static struct sink_ops o = {};
    o.begin = [](struct sink *s, const struct place *p) {
        auto *c = (Collector *)s;
        if (p->flags & PLACE_HIDDEN)
            c->out += "H:";
        if (p->flags & PLACE_QUOTED)
            c->out += "Q:";
        if (p->flags & PLACE_SIGNATURE)
            c->out += "S:";
        if (p->kind == PLACE_CELL)
            c->out += std::string(p->table) + "!" + std::to_string(p->row) + "," + std::to_string(p->column) + "=";
        if (p->kind == PLACE_PROPERTY)
            c->out += std::string(p->table) + "=";
    };
    o.text = [](struct sink *s, const char *t, size_t n) { ((Collector *)s)->out.append(t, n); };
    o.end = [](struct sink *s) { ((Collector *)s)->out += "|"; };
    o.fact = [](struct sink *s, enum fact f, uint64_t count, const char *, const char *sample) {
        if (f == FACT_HIDDEN_TEXT) {
            ((Collector *)s)->hidden += count;
            ((Collector *)s)->sample = sample ? sample : "";
        }
    };
    o.unread = [](struct sink *s, enum unread u, const char *) { ((Collector *)s)->unread |= 1u << u; };
    return &o;
}

Collector read(const std::string &html, const char *label = "utf-8", uint64_t work = 4000000000u)
{
    Collector c = {};
    struct budget b = {};
    b.work_left = work;
    b.bytes_left = b.memory_left = 1u << 30;
    c.sink.ops = ops();
    c.sink.budget = &b;
    struct source src;
    source_view(&src, html.data(), html.size(), &b);
    html_read(&src, label, &c.sink);
    source_done(&src);
    return c;
}

struct HtmlCase {
    const char *in, *want;
};
class Html : public testing::TestWithParam<HtmlCase> {};

TEST_P(Html, Text)
{
    EXPECT_EQ(read(GetParam().in).out, GetParam().want) << GetParam().in;
}

const HtmlCase seen[] = {
    {"", ""},
    {"plain", "plain|"},
    {"社外<b>秘</b>", "社外秘|"},
    {"<b>社外</b>秘", "社外秘|"},
    {"<p>社<span>外</span><i><u>秘</u></i></p>", "社外秘|"},
    {"社外<!-- x -->秘", "社外秘|"},
    {"社外<wbr>秘&#8203;!", "社外秘\xe2\x80\x8b!|"},
    {"<p>a</p><p>b</p>", "a|b|"},
    {"<div>a<div>b</div>c</div>", "a|b|c|"},
    {"a<br>b<br/>c", "a\nb\nc|"},
    {"<p>  a \n\t b  </p>", "a b|"},
    {"<pre>a\n  b</pre>", "a\n  b|"},
    {"a&amp;b &lt;c&gt; &quot; &#x793E;&#22806;&nbsp;&copy; &unknown; & x", "a&b <c> \" 社外\xc2\xa0© &unknown; & x|"},
    {"<style>p{color:red}</style><script>if (a<b) alert('x</p>')</script>text", "text|"},
    {"<head><title>T</title><style>x</style></head><body>b</body>", "title=T|b|"},
    {"<ul><li>a<li>b</ul>", "a|b|"},
    {"<p>one<p>two", "one|two|"},
    {"<img alt=\"秘密\" src=x>x", "秘密x|"},
    {"<a href=\"http://example.jp\">link</a> text", "link text|"},
    {"<o:p>a</o:p><foo>b</foo>", "ab|"},
    {"<![if !mso]>x<![endif]>", "x|"},
    {"a < b and c > d", "a < b and c > d|"},
    {"<p", ""},
    {"text <b", "text|"},
    // tables
    {"<table><tr><th>名</th><th>年</th></tr><tr><td>山田</td><td>1</td></tr></table>", "1!1,1=名|1!1,2=年|1!2,1=山田|1!2,2=1|"},
    {"<table><tr><td colspan=3>a</td><td>b</td></tr></table>", "1!1,1=a|1!1,4=b|"},
    {"<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr></table>", "1!1,1=a|1!1,2=b|1!2,2=c|1!3,1=d|"},
    {"<table><tr><td>a</td><td rowspan=2 colspan=2>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>", "1!1,1=a|1!1,2=b|1!1,4=c|1!2,1=d|1!2,4=e|"},
    {"<table><tr><td>a<table><tr><td>in</td></tr></table>z</td><td>b</td></tr></table>", "1!1,1=a|2!1,1=in|1!1,1=z|1!1,2=b|"},
    {"<table role=presentation><tr><td>a</td></tr></table>", "a|"},
    // quotes and signatures of mail clients
    {"own<blockquote type=cite>quoted<p>more</p></blockquote>own", "own|Q:quoted|Q:more|own|"},
    {"own<div class=\"x gmail_quote\">On wrote:<div>q</div></div>", "own|Q:On wrote:|Q:q|"},
    {"own<div class=\"moz-signature\">-- <br>Taro</div>", "own|S:--\nTaro|"},
};
INSTANTIATE_TEST_SUITE_P(Seen, Html, testing::ValuesIn(seen));

const HtmlCase hidden[] = {
    {"a<span style=\"display:none\">secret</span>b", "ab|H:secret|"},
    {"a<span style=\"DISPLAY : NONE !important\">secret</span>b", "ab|H:secret|"},
    {"a<span hidden>secret</span>b", "ab|H:secret|"},
    {"<div style='visibility:hidden'>x<b style='visibility:visible'>y</b></div>", "y|H:x|"},
    {"<div style='font-size:0'>x</div>y", "H:x|y|"},
    {"<div style='font-size:0px;line-height:0'>x<p style='font-size:12pt'>shown</p></div>", "H:x|shown|"},
    {"<div style='font-size:1px'>x</div>", "H:x|"},
    {"<div style='opacity:0'>x</div>", "H:x|"},
    {"<div style='mso-hide:all'>x</div>", "H:x|"},
    {"<div style='max-height:0;overflow:hidden'>x</div>", "H:x|"},
    {"<div style='position:absolute;left:-9999px'>x</div>", "H:x|"},
    {"<div style='text-indent:-9999px'>x</div>", "H:x|"},
    {"<span style='color:#ffffff'>x</span>y", "y|H:x|"},
    {"<span style='color:white'>x</span>y", "y|H:x|"},
    {"<font color=#FEFEFE>x</font>y", "y|H:x|"},
    {"<span style='color:rgb(255, 255, 255)'>x</span>y", "y|H:x|"},
    {"<table bgcolor=navy><tr><td><font color=white>x</font></td></tr></table>", "1!1,1=x|"},
    {"<div style='background:#000'><span style='color:#fff'>seen</span><span style='color:#000'>not</span></div>", "seen|H:not|"},
    {"<div style='background-image:url(x.png)'><span style='color:#fff'>seen</span></div>", "seen|"},
    {"<div style='color:#fff;background:#123456'>seen</div>", "seen|"},
    {"<template>x</template>y", "y|H:x|"},
};
INSTANTIATE_TEST_SUITE_P(Hidden, Html, testing::ValuesIn(hidden));

TEST(Html, HiddenTextIsAFact)
{
    Collector c = read("<p style='display:none'>one</p><p style='display:none'>two</p>");
    EXPECT_EQ(c.hidden, 2u);
    EXPECT_EQ(c.sample, "one");
}

TEST(Html, Charsets)
{
    EXPECT_EQ(read("<meta charset=\"shift_jis\"><p>\x93\xfa\x92\xf6</p>", nullptr).out, "日程|");
    EXPECT_EQ(read("<meta http-equiv=Content-Type content='text/html; charset=euc-jp'>\xc6\xfc\xc4\xf8", nullptr).out, "日程|");
    EXPECT_EQ(read("<meta charset=iso-8859-1><p>日程</p>", nullptr).out, "日程|");
    EXPECT_EQ(read("<p>\x93\xfa\x92\xf6\x82\xcc\x82\xb2\x88\xc4\x93\xe0</p>", nullptr).out, "日程のご案内|");
    EXPECT_EQ(read("<p>\x1b$BF|Dx\x1b(B</p>", "iso-2022-jp").out, "日程|");
    EXPECT_EQ(read(std::string("\xff\xfe<\0p\0>\0\xe5\x65<\0/\0p\0>\0", 18), nullptr).out, "日|");
    EXPECT_EQ(read("\xef\xbb\xbf<meta charset=shift_jis><p>日程</p>", nullptr).out, "日程|");
    EXPECT_EQ(read(std::string("a\0b", 3)).out, "a b|");
    char meta[64];
    html_meta_charset("<META CHARSET='UTF-8'>", 22, meta);
    EXPECT_STREQ(meta, "UTF-8");
    html_meta_charset("charset=", 8, meta);
    EXPECT_STREQ(meta, "");
}

std::string repeat(const std::string &piece, size_t n)
{
    std::string out;
    for (size_t i = 0; i < n; i++)
        out += piece;
    return out;
}

// A page that declares nothing, and shows its charset behind a style sheet longer than what a guess looks at.
TEST(Html, CharsetThatShowsLate)
{
    const std::string words[] = {"日程のご案内", "\x93\xfa\x92\xf6\x82\xcc\x82\xb2\x88\xc4\x93\xe0", "\xc6\xfc\xc4\xf8\xa4\xce\xa4\xb4\xb0\xc6\xc6\xe2",
                                 "\x1b$BF|Dx$N$40FFb\x1b(B"};
    const std::string head = "<html><head><style>" + repeat("p { color: red }\n", 5000) + "</style>";
    for (const std::string &word : words)
        for (const char *meta : {"", "<meta charset=x-unknown>"}) {
            EXPECT_EQ(read(meta + head + "</head><p>" + word + "</p>", nullptr).out, "日程のご案内|");
            EXPECT_EQ(read(meta + head + "</head><p>" + word + "</p>", "us-ascii").out, "日程のご案内|");
        }
    EXPECT_EQ(read("<meta charset=windows-1251>" + head + "<p>\xf1\xe5\xea\xf0\xe5\xf2", nullptr).out, "секрет|");
}

TEST(Html, DeepMarkupLosesNoText)
{
    Collector c = read(repeat("<span>", 5000) + "deep" + repeat("</span>", 5000) + "after");
    EXPECT_EQ(c.out, "deepafter|");
    EXPECT_EQ(c.unread, 0u);
}

// Known to make libxml2 or a careless reader quadratic. The work budget ends what is left of it.
TEST(Html, HostileMarkupIsBounded)
{
    const size_t mb = 1 << 20;
    const std::string pages[] = {
        repeat("<i>", mb / 8) + repeat("</b>", mb / 8),
        "<a " + repeat("x1 ", mb / 3) + ">t",
        [] { std::string s = "<a "; for (int i = 0; i < 100000; i++) s += "a" + std::to_string(i) + "=1 "; return s + ">t"; }(),
        repeat("<!--", mb / 4),
        repeat("<", mb),
        repeat("&#", mb / 2),
        repeat("<table><tr><td>", mb / 15),
        "<p style='" + repeat("a:b;", mb / 4) + "'>x",
        repeat("<script>", mb / 8),
        repeat("<a href='", mb / 9),
        repeat("<p>", mb / 3),
    };
    for (const std::string &page : pages) {
        clock_t from = clock(); // processor time: the machine may be busy
        read(page);
        double s = (double)(clock() - from) / CLOCKS_PER_SEC;
        EXPECT_LT(s, 6.0) << page.substr(0, 20);
    }
}

TEST(Html, WhatTheBudgetCutsIsSaid)
{
    Collector c = read(repeat("<p>text</p>", 100000), "utf-8", 50000);
    EXPECT_EQ(c.unread, 1u << UNREAD_TOO_LARGE);
}

}  // namespace
