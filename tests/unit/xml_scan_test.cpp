// The scanner for plain XML against libxml2: the same bytes through both, cut anywhere, must give the same events and the same end.
#include <gtest/gtest.h>
extern "C" {
#include "parse/xml_scan.h"
}
#include <cstring>
#include <string>
#include <vector>

namespace {
const char *const names[] = {"a", "b", "c", nullptr};

struct Log {
    std::string events;
    bool in_text = false;
};
void put(Log *log, const char *tag, const char *s, size_t n)
{
    log->events += tag;
    log->events.append(s, n);
    log->in_text = false;
}
void on_start(void *ctx, int name, const xml_tag *tag)
{
    Log *log = static_cast<Log *>(ctx);
    put(log, "\n<", tag->name, strlen(tag->name));
    log->events += "#" + std::to_string(name) + " {" + tag->ns + "}";
    for (int i = 0; i < tag->count; i++) {
        const unsigned char *const *a = tag->raw + i * 5;
        xml_attribute attribute = xml_attr_at(tag, i);
        log->events += std::string(" ") + (a[1] ? (const char *)a[1] : "-") + ":" + attribute.name + "{" + (a[2] ? (const char *)a[2] : "") + "}=";
        log->events.append(attribute.value, attribute.len);
    }
}
void on_end(void *ctx, int name)
{
    Log *log = static_cast<Log *>(ctx);
    std::string n = std::to_string(name);
    put(log, "\n>", n.data(), n.size());
}
void on_text(void *ctx, const char *text, size_t n)
{
    Log *log = static_cast<Log *>(ctx);
    if (!log->in_text)
        log->events += "\n\"";
    log->in_text = true;
    log->events.append(text, n);
}
const xml_handler handler = {names, on_start, on_end, on_text};

struct Pieces {
    const std::string *bytes;
    size_t at, size;
};
size_t read_piece(source *src, uint8_t *out, size_t n)
{
    Pieces *p = static_cast<Pieces *>(src->ctx);
    n = std::min({n, p->size, p->bytes->size() - p->at});
    memcpy(out, p->bytes->data() + p->at, n);
    p->at += n;
    return n;
}
budget roomy()
{
    struct budget b;
    memset(&b, 0, sizeof b);
    b.work_left = b.bytes_left = b.memory_left = 1u << 30;
    return b;
}
xml_status scan(const std::string &xml, size_t first, size_t size, Log &log)
{
    struct budget budget = roomy();
    Pieces pieces = {&xml, first, size};
    source src;
    source_stream(&src, read_piece, &pieces, xml.size(), &budget);
    xml_status status = xml_scan(&src, (const uint8_t *)xml.data(), first, &handler, &log, nullptr);
    source_done(&src);
    return status;
}
xml_status library(const std::string &xml, Log &log)
{
    struct budget budget = roomy();
    source src;
    source_view(&src, xml.data(), xml.size(), &budget);
    std::vector<uint8_t> first(XML_CHUNK);
    size_t n = source_read(&src, first.data(), first.size());
    xml_status status = xml_parse_library(&src, first.data(), n, &handler, &log, nullptr);
    source_done(&src);
    return status;
}
bool takes(const std::string &xml)
{
    return xml_scan_takes((const uint8_t *)xml.data(), xml.size());
}
/* The scanner in pieces of every size from 1, its first piece as short as it may be. */
void expect_same(const std::string &xml)
{
    Log want;
    xml_status status = library(xml, want);
    ASSERT_TRUE(takes(xml)) << xml;
    size_t least = 1;
    while (!xml_scan_takes((const uint8_t *)xml.data(), least))
        least++;
    for (size_t size = 1; size <= xml.size() + 1 && size < 40; size++) {
        Log got;
        xml_status s = scan(xml, least, size, got);
        EXPECT_EQ(s, status) << xml << " in pieces of " << size;
        if (status == XML_OK) {
            EXPECT_EQ(got.events, want.events) << xml << " in pieces of " << size;
        } else {
            size_t n = std::min(got.events.size(), want.events.size());
            EXPECT_EQ(got.events.substr(0, n), want.events.substr(0, n)) << xml << " in pieces of " << size;
        }
    }
}
std::string repeat(const std::string &s, int n)
{
    std::string all;
    for (int i = 0; i < n; i++)
        all += s;
    return all;
}
}

TEST(XmlScan, WellFormed)
{
    const std::string rows[] = {
        "<a/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<a><b x=\"1\"/></a>\n",
        "<?xml version='1.0' encoding='utf-8'?><a>text</a>",
        "<?xml version='1.0'?><a\n>text</a\t>",
        "\xEF\xBB\xBF<a>\xE8\xA1\xA8</a>",
        "<a b='\"' c=\"'\" d=''/>",
        "<a b = 'x' ></a >",
        "<a x='1&amp;2&lt;&gt;&quot;&apos;&#65;&#x8868;&#10;&#38;&amp;#38;'/>",
        "<a x='a\tb\nc\r\nd\re  f'/>",
        "<a>1&amp;2&lt;&gt;&quot;&apos;&#65;&#x8868;&#13;&#x10FFFF;</a>",
        "<a>one\r\ntwo\rthree\nfour\r\r\n</a>",
        "<a>]</a>", "<a>]]</a>", "<a>] ]></a>", "<a>]&gt;]&#62;</a>",
        "<a><![CDATA[<raw> & ]] ]> ]]]]><![CDATA[]]>t<![CDATA[x\r\ny\rz]]></a>",
        "<a><!-- c - c <b> & -->t<!----><?pi?><?pi x ? > y?><?p:q <x>?></a><!-- after --><?after all?>\n ",
        "<p:a xmlns:p='u' p:x='1' x='2'><p:b/><q:b xmlns:q='u' q:x='3'/><q:c q:y=''/></p:a>",
        "<a xmlns='u' x='1'><b xmlns=''><c/></b><b xmlns='v' y='2'/><c/></a>",
        "<a xmlns:p='u'><b xmlns:p='v' p:x=''/><b p:x=''/><b xmlns:p='' p:x=''/></a>",
        "<a xml:space='preserve' xml:lang='ja'> <b/> </a>",
        "<a xmlns:xml='x' xmlns:xmlns='y' xmlns:z='http://www.w3.org/XML/1998/namespace' xmlns:w='http://www.w3.org/2000/xmlns/' xmlns:xml='z'/>",
        "<u:a v:x='1'/>", "<xml:a/>", "<xmlns:a/>", "<xmlns/>",
        "<a p:x='1' q:x='2' xmlns:p='u' xmlns:q='u'/>",
        "<\xE8\xA1\xA8></\xE8\xA1\xA8>", // the first one has no ASCII name: not for the scanner
        "<a><\xE8\xA1\xA8 \xE6\x95\xB0\xC2\xB7='\xF0\xA0\xAE\xB7'>\xF0\xA0\xAE\xB7</\xE8\xA1\xA8></a>",
        "<a:b:c xmlns:a='u'/>", "<:a/>", "<a:/>", "<a:1/>", "<a:b:/>", "<a::b/>", "<a :x='1' x:='2' p:1='3' p:q:r='4' xmlns:='5'/>",
        "<a.b-c_1><b/></a.b-c_1>",
        "<a>" + repeat("<b>", 249) + repeat("</b>", 249) + "</a>",
        "<a>\x7F\xC2\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBD</a>",
        "<abcdefgh></abcdefgh>", "<abcdefghi></abcdefghi>", "<a>" + repeat("x", 100) + "&lt;" + repeat("\xE8\xA1\xA8", 50) + "</a>",
    };
    for (const std::string &xml : rows) {
        if ((unsigned char)xml[1] >= 0x80 && xml[0] == '<') {
            EXPECT_FALSE(takes(xml));
            continue;
        }
        Log log;
        EXPECT_EQ(library(xml, log), XML_OK) << xml;
        expect_same(xml);
    }
}

TEST(XmlScan, NotWellFormed)
{
    const std::string rows[] = {
        "<a><b></a>", "<a> ", "<a>open", "<a></b>", "<a></ab>", "<ab></a>", "<a/><b/>", "<a/>text", "<a/>&amp;", "<a/><![CDATA[x]]>", "<a></a", "<a></",
        "<a x/>", "<a x=/>", "<a x=1/>", "<a x='1/>", "<a x='1'y='2'/>", "<a x='<'/>", "<a 1='x'/>", "<a x='1' x='2'/>", "<a p:x='' p:x=''/>",
        "<a xmlns='u' xmlns='v'/>", "<a xmlns:p='u' xmlns:p='v'/>", "<a x='&amp'/>", "<a x='&undeclared;'/>", "<a x='&#0;'/>", "<a x='&#xD800;'/>",
        "<a>&undeclared;</a>", "<a>& </a>", "<a>&amp</a>", "<a>&#;</a>", "<a>&#x;</a>", "<a>&#X41;</a>", "<a>&#xFFFF;</a>", "<a>&#x110000;</a>",
        "<a>&#99999999999999999999;</a>", "<a>]]></a>", "<a>t]]]></a>", "<a><!-- -- --></a>", "<a><!-- --->", "<a><!-></a>", "<a><!x></a>", "<a><!DOCTYPE a></a>",
        "<a><![CDATA[</a>", "<a><![CDAT[x]]></a>", "<a><?xml version='1.0'?></a>", "<a><?xml?></a>", "<a><?xMl x?></a>", "<a><? x?></a>", "<a><?x+?></a>", "<a><?x</a>",
        "<a>\x01</a>", "<a>\xFF</a>", "<a>\xC0\x80</a>", "<a>\xE8\xA1</a>", "<a>\xED\xA0\x80</a>", "<a>\xEF\xBF\xBE</a>", "<a>\xF5\x80\x80\x80</a>", "<a x='\x02'/>",
        "<a>t\xE8", "<a/>\xE8\xA1\xA8", "<a><-/></a>", "<a>< b/></a>", "<a/ >", "<a / >", "<a /x>", "<a:b:1 xmlns:a='u'/>", "<a><b/", "<a b='", "<a>" + std::string(1, '\0') + "</a>",
    };
    for (const std::string &xml : rows) {
        Log log;
        EXPECT_EQ(library(xml, log), XML_DAMAGED) << xml;
        expect_same(xml);
    }
    expect_same("<a>" + repeat("<b>", 250) + repeat("</b>", 250) + "</a>");
}

TEST(XmlScan, LeavesToTheLibrary)
{
    const std::string utf16("\xFF\xFE<\0a\0/\0>\0", 10);
    for (const std::string &xml : {utf16, std::string("<!DOCTYPE a><a/>"), std::string("<?xml version='1.0' encoding='Shift_JIS'?><a/>"), std::string("<?xml version='1.1'?><a/>"),
                                   std::string("<!-- c --><a/>"), std::string("<?pi?><a/>"), std::string(""), std::string("<"), std::string("<a>"), std::string("text"),
                                   std::string("<?xml version='1.0' standalone='maybe'?><a/>"), std::string("<?xml version='1.0'encoding='UTF-8'?><a/>"),
                                   std::string("<?xml encoding='UTF-8'?><a/>"), std::string("<?xml version='1.0' encoding='UTF-8' ")})
        EXPECT_FALSE(takes(xml)) << xml;
}

// What was there before the damage is handed on, however far away the damage is.
TEST(XmlScan, TextBeforeDamage)
{
    std::string xml = "<a>" + repeat("<b x='1'>\xE8\xA1\xA8</b>", 10000);
    Log whole;
    EXPECT_EQ(scan(xml + "<b>\xFF</b></a>", 1000, 5000, whole), XML_DAMAGED);
    EXPECT_EQ(whole.events.substr(whole.events.size() - 8), "\n<b#1 {}");
    EXPECT_EQ(scan(xml, 1000, 5000, whole), XML_DAMAGED);
}

// Tags larger than any piece, many names, many declarations: linear and bounded.
TEST(XmlScan, Large)
{
    for (size_t size : {(size_t)700, (size_t)XML_CHUNK}) {
        std::string xml = "<a x='" + repeat("0123456789", 300000) + "'>";
        for (int i = 0; i < 5000; i++)
            xml += "<n" + std::to_string(i) + " xmlns:p" + std::to_string(i) + "='u" + std::to_string(i) + "' p" + std::to_string(i) + ":y='1'/>";
        Log got;
        EXPECT_EQ(scan(xml + "</a>", 64, size, got), XML_OK);
        Log want;
        library(xml + "</a>", want);
        EXPECT_TRUE(got.events == want.events);
    }
    Log log;
    EXPECT_EQ(scan("<a x='" + repeat("0123456789", 1100000) + "'/>", 64, XML_CHUNK, log), XML_LIMIT);
    std::string many = "<a";
    for (int i = 0; i < 70000; i++)
        many += " x" + std::to_string(i) + "=''";
    EXPECT_EQ(scan(many + "/>", 64, XML_CHUNK, log), XML_LIMIT);
    EXPECT_EQ(scan("<a>&" + repeat("a", 200000) + ";</a>", 64, 100, log), XML_DAMAGED);
    EXPECT_EQ(scan("<a><" + repeat("a", 60000) + "/></a>", 64, 100, log), XML_LIMIT);
}
