// Our MIME reader against GMime over all fixture mails. Where the two differ on purpose the reason stands in `differences`, one by one;
// a difference that is not listed fails, and so does a listed one that is gone.
#include <gtest/gtest.h>

#include <gmime/gmime.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

extern "C" {
#include "base/arena.h"
#include "base/buf.h"
#include "parse/address.h"
#include "parse/mime.h"
}

namespace {

struct Difference {
    const char *file, *what, *why;
};
const Difference differences[] = {
#include "mime_gmime_differences.inc"
};

using View = std::map<std::string, std::string>; // what -> value

std::string squeezed(const std::string &s) // white space is presentation
{
    std::string out;
    for (char c : s)
        if (!strchr(" \t\r\n", c) || c == '\0')
            out += c;
    return out;
}

std::string without_cr(const std::string &s)
{
    std::string out;
    for (char c : s)
        if (c != '\r')
            out += c;
    return out;
}

View ours(const std::string &raw)
{
    View v;
    struct arena *a = arena_new((size_t)1 << 30);
    struct mime *m = mime_parse(raw.data(), raw.size(), a);
    struct mime_header h;
    size_t at = 0;
    std::set<std::string> seen;
    while (mime_header_next(m->root, &at, &h)) {
        for (const char *name : {"From", "To", "Cc"}) {
            if (!mime_header_is(&h, name))
                continue;
            struct buf text;
            buf_init(&text, h.value_len * 4 + 16);
            mime_header_utf8(h.value, h.value_len, &text);
            struct address_list list;
            address_parse_list(buf_str(&text), text.len, a, &list);
            for (size_t i = 0; i < list.count; i++)
                v[name] += squeezed(list.items[i].name) + "|" + squeezed(list.items[i].address) + "\n";
            buf_free(&text);
        }
        if (mime_header_is(&h, "Subject") && seen.insert("Subject").second) {
            struct buf text;
            buf_init(&text, h.value_len * 16 + 64);
            mime_header_text(h.value, h.value_len, &text);
            v["Subject"] = squeezed(std::string(buf_str(&text), text.len));
            buf_free(&text);
        }
    }
    size_t i = 0;
    for (const mime_part *p = m->root; p; p = mime_next(p)) {
        if (p->first_child)
            continue;
        std::string n = "part" + std::to_string(i++);
        v[n + ".type"] = p->type;
        if (strcmp(p->type, "message/rfc822") == 0 && p->encoding == MIME_IDENTITY)
            continue;
        v[n + ".name"] = p->name ? p->name : "";
        size_t len;
        uint8_t *bytes = mime_decode(p, &len);
        v[n + ".bytes"] = std::string((char *)bytes, len);
        free(bytes);
        if (strncmp(p->type, "text/", 5) == 0 && !p->flowed) {
            char *owned;
            const char *t = mime_text(p, &len, &owned);
            v[n + ".text"] = std::string(t, len);
            free(owned);
        }
    }
    arena_free(a);
    return v;
}

void walk_addresses(InternetAddressList *list, std::string &out)
{
    for (int i = 0; list && i < internet_address_list_length(list); i++) {
        InternetAddress *ia = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(ia)) {
            walk_addresses(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(ia)), out);
        } else {
            const char *name = internet_address_get_name(ia), *addr = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(ia));
            std::string address = addr ? addr : "";
            size_t sign = address.rfind('@'); // we show domains in lower case
            for (size_t k = sign == std::string::npos ? address.size() : sign; k < address.size(); k++)
                address[k] = (char)(address[k] >= 'A' && address[k] <= 'Z' ? address[k] + 32 : address[k]);
            out += squeezed(name ? name : "") + "|" + squeezed(address) + "\n";
        }
    }
}

void walk_parts(GMimeObject *o, size_t &i, View &v)
{
    if (GMIME_IS_MULTIPART(o) && g_mime_multipart_get_count(GMIME_MULTIPART(o)) > 0) {
        for (int k = 0; k < g_mime_multipart_get_count(GMIME_MULTIPART(o)); k++)
            walk_parts(g_mime_multipart_get_part(GMIME_MULTIPART(o), k), i, v);
        return;
    }
    std::string n = "part" + std::to_string(i++);
    char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(o));
    std::string t = type;
    g_free(type);
    std::transform(t.begin(), t.end(), t.begin(), [](char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    v[n + ".type"] = t;
    if (!GMIME_IS_PART(o))
        return;
    const char *name = g_mime_part_get_filename(GMIME_PART(o));
    v[n + ".name"] = name ? name : "";
    GMimeStream *mem = g_mime_stream_mem_new();
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(o));
    if (content)
        g_mime_data_wrapper_write_to_stream(content, mem);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(mem));
    v[n + ".bytes"] = std::string((char *)bytes->data, bytes->len);
    g_object_unref(mem);
    const char *format = g_mime_object_get_content_type_parameter(o, "format");
    if (GMIME_IS_TEXT_PART(o) && !(format && strcasecmp(format, "flowed") == 0)) {
        char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(o));
        v[n + ".text"] = without_cr(text ? text : "");
        g_free(text);
    }
}

View theirs(const std::string &raw)
{
    View v;
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw.data(), raw.size());
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, nullptr);
    if (message) {
        const char *subject = g_mime_message_get_subject(message);
        if (subject)
            v["Subject"] = squeezed(subject);
        struct {
            const char *name;
            GMimeAddressType type;
        } fields[] = {{"From", GMIME_ADDRESS_TYPE_FROM}, {"To", GMIME_ADDRESS_TYPE_TO}, {"Cc", GMIME_ADDRESS_TYPE_CC}};
        for (auto &f : fields) {
            std::string out;
            walk_addresses(g_mime_message_get_addresses(message, f.type), out);
            if (!out.empty())
                v[f.name] = out;
        }
        size_t i = 0;
        if (g_mime_message_get_mime_part(message))
            walk_parts(g_mime_message_get_mime_part(message), i, v);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    return v;
}

std::string shortened(const std::string &s)
{
    return s.size() > 200 ? s.substr(0, 200) + "... (" + std::to_string(s.size()) + ")" : s;
}

TEST(MimeGmime, SameOnAllFixtureMails)
{
    const char *folder = getenv("SEKISHO_FIXTURES");
    ASSERT_NE(folder, nullptr);
    g_mime_init();
    std::set<std::pair<std::string, std::string>> explained, met;
    for (auto &d : differences)
        explained.insert({d.file, d.what});
    size_t mails = 0, values = 0;
    for (auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".eml")
            continue;
        std::string file = std::filesystem::relative(entry.path(), folder).string();
        std::ifstream in(entry.path(), std::ios::binary);
        std::stringstream all;
        all << in.rdbuf();
        View a = ours(all.str()), b = theirs(all.str());
        mails++;
        std::set<std::string> keys;
        for (auto *v : {&a, &b})
            for (auto &kv : *v)
                keys.insert(kv.first);
        for (auto &key : keys) {
            values++;
            if (a[key] == b[key])
                continue;
            met.insert({file, key});
            if (!explained.count({file, key}))
                ADD_FAILURE() << "{\"" << file << "\", \"" << key << "\", \"\"},\n  ours:   " << shortened(a[key]) << "\n  theirs: " << shortened(b[key]);
        }
    }
    for (auto &e : explained)
        EXPECT_TRUE(met.count(e)) << e.first << " " << e.second << " is listed as a difference and is none";
    EXPECT_GE(mails, 200u);
    printf("%zu mails, %zu values, %zu differences explained\n", mails, values, explained.size());
    g_mime_shutdown();
}

}  // namespace
