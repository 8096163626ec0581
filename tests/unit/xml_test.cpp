// The push parser: names as numbers, attributes, depth, entities, and input that ends anywhere.
#include <gtest/gtest.h>
extern "C" {
#include "parse/xml.h"
}
#include <cstring>
#include <string>

namespace {
const char *const names[] = {"a", "b", "stop", nullptr};
struct Seen {
    std::string log;
    bool stop = false;
};
void on_start(void *ctx, int name, const xml_tag *tag)
{
    Seen *s = static_cast<Seen *>(ctx);
    s->log += "<" + std::to_string(name);
    for (int i = 0; i < tag->count; i++) {
        xml_attribute a = xml_attr_at(tag, i);
        s->log += std::string(" ") + a.name + "=" + std::string(a.value, a.len);
    }
    s->log += ">";
    s->stop = name == 2;
}
void on_end(void *ctx, int name)
{
    static_cast<Seen *>(ctx)->log += "</" + std::to_string(name) + ">";
}
void on_text(void *ctx, const char *text, size_t n)
{
    static_cast<Seen *>(ctx)->log.append(text, n);
}
xml_status parse(const std::string &xml, Seen &seen)
{
    static const xml_handler handler = {names, on_start, on_end, on_text};
    struct budget budget;
    memset(&budget, 0, sizeof budget);
    budget.work_left = budget.bytes_left = budget.memory_left = 1u << 30;
    source src;
    source_view(&src, xml.data(), xml.size(), &budget);
    xml_status s = xml_parse(&src, &handler, &seen, &seen.stop);
    source_done(&src);
    return s;
}
}

TEST(Xml, Rows)
{
    std::string deep, deep_end;
    for (int i = 0; i < 300; i++)
        deep += "<a>";
    struct {
        std::string xml;
        xml_status want;
        const char *log;
    } rows[] = {
        {"<a x='1'><b>t&amp;&#x8868;</b><c/></a>", XML_OK, "<0 x=1><1>t&表</1><-1></-1></0>"},
        {"<n:a xmlns:n='u' n:x='&lt;'/>", XML_OK, "<0 x=<></0>"},
        {"<a><![CDATA[<raw>]]></a>", XML_OK, "<0><raw></0>"},
        {"<a>open", XML_DAMAGED, nullptr},
        {"<a><b></a>", XML_DAMAGED, nullptr},
        {"", XML_DAMAGED, ""},
        {"<a>1<stop/>2</a>", XML_STOPPED, "<0>1<2>"},
        {deep, XML_TOO_DEEP, nullptr},
        {"<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>", XML_LIMIT, ""},
        {"<!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>&f;</a>", XML_DAMAGED, nullptr},
        {"\xFF\xFE<\0a\0/\0>\0", XML_OK, "<0></0>"},
    };
    rows[10].xml = std::string("\xFF\xFE<\0a\0/\0>\0", 10);
    for (const auto &row : rows) {
        Seen seen;
        EXPECT_EQ(parse(row.xml, seen), row.want) << row.xml.substr(0, 80);
        if (row.log) {
            EXPECT_EQ(seen.log, row.log);
        }
        EXPECT_EQ(seen.log.find("root:"), std::string::npos);
    }
}

TEST(Xml, TextBeforeDamageIsHandedOn)
{
    Seen seen;
    EXPECT_EQ(parse("<a>before<b>inside</wrong>", seen), XML_DAMAGED);
    EXPECT_NE(seen.log.find("before<1>inside"), std::string::npos);
}

TEST(Xml, ManyNamesShareTheCache)
{
    std::string xml = "<a>";
    for (int i = 0; i < 3000; i++)
        xml += "<n" + std::to_string(i) + "><b/></n" + std::to_string(i) + ">";
    Seen seen;
    EXPECT_EQ(parse(xml + "</a>", seen), XML_OK);
    std::string want = "<0>";
    for (int i = 0; i < 3000; i++)
        want += "<-1><1></1></-1>";
    EXPECT_EQ(seen.log, want + "</0>");
}
