// PDF: what is told of a file without reading its text; objects in streams, encryption with and without a question, attached files.
#include <gtest/gtest.h>
#include "recorder.h"
#include <zlib.h>

namespace {
std::string stream(const std::string &dict, const std::string &data, bool packed)
{
    std::string body = data;
    if (packed) {
        uLongf n = compressBound(data.size());
        body.resize(n);
        compress(reinterpret_cast<Bytef *>(&body[0]), &n, reinterpret_cast<const Bytef *>(data.data()), data.size());
        body.resize(n);
    }
    return "<<" + dict + (packed ? "/Filter/FlateDecode" : "") + "/Length " + std::to_string(body.size()) + ">>stream\r\n" + body + "\r\nendstream";
}
std::string pdf(const std::string &objects, const std::string &trailer)
{
    return "%PDF-1.7\n" + objects + "\ntrailer\n<<" + trailer + ">>\nstartxref\n0\n%%EOF\n";
}
}

TEST(Pdf, PropertiesPagesScriptsAndFiles)
{
    Recorder r;
    r.read(pdf("1 0 obj\n<</Author(\xFE\xFF\\\x5C\x71\x75\x30)/Title<FEFF793E5916>/Creator(A \\(b\\) \\101)>>\nendobj\n"
               "2 0 obj<</Type/Page>>endobj 3 0 obj<</Type /Page/Annots[<</Subtype/Text/Contents(look here)>><</Subtype/Link/Contents(page 1)>>]>>endobj 4 0 obj<</Type/Pages>>endobj\n"
               "5 0 obj<</S/J#61vaScript/JS(app.alert)>>endobj\n"
               "6 0 obj<</Type/Filespec/F(list.csv)/UF(list.csv)/EF<</F 7 0 R>>>>endobj\n7 0 obj\n" +
                   stream("/Type/EmbeddedFile", "a,b\n1,2\n", true) + "\nendobj\n8 0 obj\n" +
                   stream("/Type/Metadata/Subtype/XML",
                          "<?xpacket?><x:xmpmeta xmlns:x='x' xmlns:r='r' xmlns:d='d'><r:RDF><r:Description><d:title><r:Alt><r:li>meta title</r:li></r:Alt></d:title>"
                          "</r:Description></r:RDF></x:xmpmeta><?xpacket?>   ",
                          true) +
                   "\nendobj",
               "/Info 1 0 R/Root 4 0 R"),
           "x.pdf");
    EXPECT_EQ(r.format, "pdf");
    EXPECT_EQ(r.meta["author"], "山田");
    EXPECT_EQ(r.meta["title"], "社外");
    EXPECT_EQ(r.meta["application"], "A (b) A");
    EXPECT_EQ(r.meta["pages"], "2");
    EXPECT_TRUE(r.has("javascript"));
    EXPECT_EQ(r.count("comments"), 1u);
    ASSERT_EQ(r.files.size(), 1u);
    EXPECT_EQ(r.files[0].name, "list.csv");
    EXPECT_EQ(r.files[0].bytes, 8u);
    EXPECT_EQ(r.unread.count("unsupported"), 1u);
    EXPECT_FALSE(r.has("encrypted"));
}

TEST(Pdf, ObjectsInStreams)
{
    Recorder r;
    const std::string a = "<</Author(Taro)>>", b = "<</S/JavaScript>>";
    const std::string head = "10 0 11 " + std::to_string(a.size() + 1) + " ";
    r.read(pdf("1 0 obj\n" + stream("/Type/ObjStm/N 2/First " + std::to_string(head.size()), head + a + " " + b, true) + "\nendobj\n2 0 obj\n" +
                   stream("/Type/XRef/Info 10 0 R", "xxxx", false) + "\nendobj",
               ""),
           "x.pdf");
    EXPECT_EQ(r.meta["author"], "Taro");
    EXPECT_TRUE(r.has("javascript"));
}

TEST(Pdf, Encryption)
{
    struct {
        const char *what, *dict;
        bool opens;
    } rows[] = {
        {"unknown handler", "/Filter/Standard/V 4/R 4/O<00>/U<00>/P -4", false},
        {"public key", "/Filter/Adobe.PubSec/V 4", false},
    };
    for (const auto &row : rows) {
        Recorder r;
        r.read(pdf("1 0 obj<<" + std::string(row.dict) + ">>endobj", "/Encrypt 1 0 R/ID[<0102><0102>]"), "x.pdf");
        EXPECT_TRUE(r.has("encrypted")) << row.what;
        EXPECT_EQ(r.has("opens-without-password"), row.opens) << row.what;
        EXPECT_EQ(r.unread.count("encrypted"), row.opens ? 0u : 1u) << row.what;
    }
}

TEST(Pdf, BrokenInputEnds)
{
    const std::string good = pdf("1 0 obj<</Type/Page/A[(x\\)) <41> /B 2 0 R]>>endobj 2 0 obj" + stream("", "data", false) + "endobj", "/Info 1 0 R");
    for (size_t n = 0; n < good.size(); n++) {
        Recorder r;
        r.read(good.substr(0, n), "x.pdf");
    }
    Recorder deep;
    deep.read("%PDF-1.4\n1 0 obj" + std::string(100000, '[') + "endobj 2 0 obj<<" + std::string(50000, '/') + ">>", "x.pdf");
    EXPECT_EQ(deep.format, "pdf");
}

// A few bytes each that point at one script of any length.
TEST(Pdf, ObjectsPayForTheStringTheyPointAt)
{
    std::string objects = "1 0 obj(" + std::string(50000, 'x') + ")endobj\n";
    for (int i = 2; i < 2000; i++) objects += std::to_string(i) + " 0 obj<</F 1 0 R/EF<<>>>>endobj\n";
    Recorder r;
    r.budget.bytes_left = 1 << 20;
    r.read(pdf(objects, "/Root 2 0 R"), "x.pdf");
    size_t named = 0;
    for (const auto &file : r.files) named += file.name.size() > 1000;
    EXPECT_EQ(named, 20u); // of a mebibyte of names
    EXPECT_EQ(r.files.size(), 1998u);
    EXPECT_GT(r.unread["too-large"], 0);
}

// Twenty thousand names for one attached file were twenty thousand readings of it; a script that many objects point at is one text.
TEST(Pdf, OneFileUnderManyNames)
{
    Recorder r;
    std::string objects = "3 0 obj\n" + stream("/Type/EmbeddedFile", "a,b\n1,2\n", true) + "\nendobj\n4 0 obj(app.alert)endobj\n";
    for (int i = 0; i < 100; i++) {
        const std::string n = std::to_string(i);
        objects += std::to_string(10 + i) + " 0 obj<</F(a" + n + ".csv)/EF<</F 3 0 R>>/JS 4 0 R>>endobj\n";
    }
    r.read(pdf(objects, ""), "x.pdf");
    EXPECT_EQ(r.files.size(), 16u);
    EXPECT_EQ(r.unread.count("too-many"), 1u);
    EXPECT_TRUE(r.has("javascript"));
    EXPECT_EQ(r.blocks.size(), 1u);
}

// A dictionary of many megabytes that many objects point at is not searched through for each of them: this took minutes.
TEST(Pdf, LongDictionariesAreNotSearchedAgainAndAgain)
{
    Recorder r;
    std::string objects = "3 0 obj<<";
    for (int i = 0; i < 4000000; i++) objects += "/A 1 ";
    objects += "/F 4 0 R>>endobj\n4 0 obj\n" + stream("", "abc", false) + "\nendobj\n";
    for (int i = 0; i < 20000; i++) objects += std::to_string(10 + i) + " 0 obj<</EF 3 0 R>>endobj\n";
    r.read(pdf(objects, ""), "x.pdf");
    ASSERT_EQ(r.files.size(), 20000u);
    EXPECT_EQ(r.files[0].bytes, 0u);
}
