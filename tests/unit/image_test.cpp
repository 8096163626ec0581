// Pictures: where and by whom they were taken, in EXIF of both byte orders and in XMP; archives behind them.
#include <gtest/gtest.h>
#include "recorder.h"
#include "zip_builder.h"

namespace {
std::string num(uint32_t v, int bytes, bool big)
{
    std::string out;
    for (int i = 0; i < bytes; i++)
        out += static_cast<char>(v >> 8 * (big ? bytes - 1 - i : i) & 255);
    return out;
}
// A TIFF head with artist and, if wanted, 35 deg 41' 22.2" N, 139 deg 41' E.
std::string exif(bool big, bool gps)
{
    auto entry = [&](int tag, int type, uint32_t count, const std::string &value) { return num(tag, 2, big) + num(type, 2, big) + num(count, 4, big) + value; };
    const uint32_t artist_at = 8 + 2 + 2 * 12 + 4, gps_at = artist_at + 12, rational_at = gps_at + 2 + 4 * 12 + 4;
    std::string out = (big ? std::string("MM") : std::string("II")) + num(42, 2, big) + num(8, 4, big) + num(gps ? 2 : 1, 2, big);
    out += entry(0x013B, 2, 12, num(artist_at, 4, big));
    out += gps ? entry(0x8825, 4, 1, num(gps_at, 4, big)) : std::string(12, '\0');
    out += num(0, 4, big) + std::string("Hanako Sato\0", 12);
    if (gps) {
        out += num(4, 2, big) + entry(1, 2, 2, std::string("N\0\0\0", 4)) + entry(2, 5, 3, num(rational_at, 4, big)) + entry(3, 2, 2, std::string("E\0\0\0", 4)) +
               entry(4, 5, 3, num(rational_at + 24, 4, big)) + num(0, 4, big);
        for (uint32_t v : {35u, 1u, 41u, 1u, 222u, 10u, 139u, 1u, 41u, 1u, 0u, 1u})
            out += num(v, 4, big);
    }
    return out;
}
std::string jpeg(const std::string &segment)
{
    return std::string("\xFF\xD8\xFF\xE1", 4) + num(static_cast<uint32_t>(segment.size() + 2), 2, true) + segment + std::string("\xFF\xDA\0\2\xFF\xD9", 6);
}
}

TEST(Image, Exif)
{
    for (bool big : {false, true}) {
        Recorder r;
        r.read(jpeg(std::string("Exif\0\0", 6) + exif(big, true)), "x.jpg");
        EXPECT_EQ(r.format, "jpeg");
        EXPECT_EQ(r.meta["author"], "Hanako Sato");
        ASSERT_TRUE(r.has("gps-location"));
        EXPECT_EQ(r.found[0].sample, "35.6895, 139.6833");
        EXPECT_EQ(r.unread.count("unsupported"), 1u);
        Recorder none;
        none.read(jpeg(std::string("Exif\0\0", 6) + exif(big, false)), "x.jpg");
        EXPECT_FALSE(none.has("gps-location"));
        Recorder png;
        const std::string body = exif(big, true);
        png.read(std::string("\x89PNG\r\n\x1A\n", 8) + num(static_cast<uint32_t>(body.size()), 4, true) + "eXIf" + body + num(0, 4, true) + num(0, 4, true) + "IEND" + num(0, 4, true), "x.png");
        EXPECT_EQ(png.format, "png");
        EXPECT_TRUE(png.has("gps-location"));
        Recorder tiff;
        tiff.read(exif(big, true), "x.tif");
        EXPECT_TRUE(tiff.has("gps-location"));
        Recorder heic;
        heic.read(num(24, 4, true) + "ftypheic" + std::string(40, 'x') + std::string("Exif\0\0", 6) + exif(big, true) + std::string(20, 'y'), "x.heic");
        EXPECT_EQ(heic.format, "heic");
        EXPECT_TRUE(heic.has("gps-location"));
    }
}

TEST(Image, XmpAndWhatStandsBehind)
{
    Recorder r;
    r.read(jpeg(std::string("http://ns.adobe.com/xap/1.0/\0", 29) + "<x:xmpmeta xmlns:x='x' xmlns:r='r' xmlns:e='e' xmlns:d='d'><r:Description e:GPSLatitude='35,41.3N'>"
                "<d:creator><r:Seq><r:li>佐藤</r:li></r:Seq></d:creator></r:Description></x:xmpmeta>"), "x.jpg");
    EXPECT_TRUE(r.has("gps-location"));
    EXPECT_EQ(r.meta["author"], "佐藤");
    ZipBuilder b;
    b.prefix = jpeg("");
    Recorder both;
    both.read(b.add("list.csv", "secret").build(), "x.jpg");
    EXPECT_EQ(both.format, "jpeg");
    ASSERT_EQ(both.files.size(), 1u);
    EXPECT_EQ(both.files[0].name, "list.csv");
    EXPECT_TRUE(both.has("embedded-files"));
}

TEST(Image, EveryTruncationEnds)
{
    const std::string good = jpeg(std::string("Exif\0\0", 6) + exif(true, true));
    for (size_t n = 0; n < good.size(); n++) {
        Recorder r, t;
        r.read(good.substr(0, n), "x.jpg");
        t.read(exif(false, true).substr(0, n), "x.tif");
    }
}

TEST(XmlFile, AllTextAndAttributes)
{
    Recorder r;
    r.read("<?xml version='1.0'?><a x='value'>one<b>two</b>\n</a>", "x.xml");
    EXPECT_EQ(r.format, "xml");
    EXPECT_NE(r.block("value"), nullptr);
    EXPECT_NE(r.block("one"), nullptr);
    EXPECT_NE(r.block("two"), nullptr);
    EXPECT_EQ(r.blocks.size(), 3u);
    EXPECT_TRUE(r.unread.empty());
    Recorder labels; // what forms ask people for; other names are no text
    labels.read("<?xml version='1.0'?><p:Patient xmlns:p='p' birth_date='1980-04-01'><p:Diagnosis>a<b>c</b>d</p:Diagnosis><項目>値</項目><secret-plan>e</secret-plan></p:Patient>", "x.xml");
    ASSERT_EQ(labels.blocks.size(), 6u);
    EXPECT_EQ(labels.all_text, "birth date: 1980-04-01\ndiagnosis: a\nc\nd\n項目: 値\ne\n");
    Recorder d;
    d.read("<?xml version='1.0'?><a>one", "x.xml");
    EXPECT_EQ(d.unread.count("damaged"), 1u);
}
