// The zip container: honest directories, lying ones, missing ones, names in three charsets, and entries that multiply.
#include <gtest/gtest.h>
#include "zip_builder.h"
extern "C" {
#include "parse/zip.h"
}
#include <cstring>

namespace {
struct Opened {
    struct budget budget;
    std::string bytes;
    struct zip *zip = nullptr;
    zip_status status;
    explicit Opened(std::string b, uint32_t entries = 1000) : bytes(std::move(b))
    {
        memset(&budget, 0, sizeof budget);
        budget.work_left = budget.bytes_left = budget.memory_left = 1u << 30;
        budget.entries_left = entries;
        budget.ratio_max = 250;
        status = zip_open(reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size(), &budget, &zip);
    }
    ~Opened()
    {
        zip_close(zip);
    }
    // The entry's bytes; "!<status>" when it does not open, "!read" when it breaks.
    std::string content(const zip_entry *e)
    {
        source src;
        zip_status s = zip_open_entry(zip, e, &src);
        if (s != ZIP_OK)
            return "!" + std::to_string(s);
        std::string out;
        uint8_t piece[1000];
        size_t n;
        while ((n = source_read(&src, piece, sizeof piece)) != 0 && n != SIZE_MAX)
            out.append(reinterpret_cast<char *>(piece), n);
        bool bad = n == SIZE_MAX;
        zip_close_entry(&src);
        return bad ? "!read" : out;
    }
};
}

TEST(Zip, ReadsStoredAndDeflated)
{
    std::string big;
    for (int i = 0; i < 50000; i++)
        big += std::to_string(i * 7919) + ",";
    Opened o(ZipBuilder().add("a.txt", "plain", false).add("d/", "", false).add("d/b.txt", big).build());
    ASSERT_EQ(o.status, ZIP_OK);
    ASSERT_EQ(zip_count(o.zip), 3u);
    EXPECT_EQ(o.content(zip_at(o.zip, 0)), "plain");
    EXPECT_TRUE(zip_at(o.zip, 1)->is_folder);
    EXPECT_EQ(o.content(zip_find(o.zip, "D/B.TXT")), big);
    EXPECT_EQ(zip_find(o.zip, "c"), nullptr);
    EXPECT_FALSE(zip_is_damaged(o.zip));
    EXPECT_FALSE(zip_is_split(o.zip));
}

TEST(Zip, FindsArchiveBehindOtherBytes)
{
    ZipBuilder b;
    b.prefix = std::string(5000, 'M');
    Opened o(b.add("a", "inside").build());
    ASSERT_EQ(o.status, ZIP_OK);
    EXPECT_EQ(o.content(zip_at(o.zip, 0)), "inside");
    size_t start = 0;
    EXPECT_TRUE(zip_inside(reinterpret_cast<const uint8_t *>(o.bytes.data()), o.bytes.size(), &start));
    EXPECT_EQ(start, 5000u);
}

TEST(Zip, NamesInThreeCharsets)
{
    struct {
        std::vector<std::pair<std::string, uint16_t>> raw;
        std::vector<std::string> want;
    } rows[] = {
        {{{"\xE8\xA1\xA8.txt", 0x800}}, {"表.txt"}},
        {{{"\xE8\xA1\xA8.txt", 0}}, {"表.txt"}},
        {{{"\x95\x5C\x83\x5C.txt", 0}}, {"表ソ.txt"}}, // second bytes that are backslashes
        {{{"\x95\x5C\x83\x5C.txt", 0}, {"abc", 0}, {"\x8E\xD0\x8A\x4F\x94\xE9", 0}}, {"表ソ.txt", "abc", "社外秘"}},
        {{{"Geb\x81hren f\x81r M\x84rz.txt", 0}}, {"Gebühren für März.txt"}},
        {{{"caf\x82.txt", 0}}, {"café.txt"}},
        {{{"xl\\_rels\\a.rels", 0}}, {"xl/_rels/a.rels"}},
    };
    for (const auto &row : rows) {
        ZipBuilder b;
        for (const auto &raw : row.raw) {
            ZipBuilder::Entry e;
            e.name = raw.first;
            e.data = "x";
            e.flags = raw.second;
            b.add(e);
        }
        Opened o(b.build());
        ASSERT_EQ(o.status, ZIP_OK);
        for (size_t i = 0; i < row.want.size(); i++)
            EXPECT_EQ(zip_at(o.zip, i)->name, row.want[i]);
    }
}

TEST(Zip, KnowsEveryEncryption)
{
    struct {
        uint16_t flags, method;
        std::string extra;
        const char *want;
    } rows[] = {
        {1, 8, "", "ZipCrypto"},
        {1, 99, std::string("\x01\x99\x07\x00\x02\x00" "AE\x03\x08\x00", 11), "AES-256"},
        {1, 99, std::string("\x01\x99\x07\x00\x01\x00" "AE\x01\x08\x00", 11), "AES-128"},
        {0x41, 8, "", "strong"},
    };
    for (const auto &row : rows) {
        ZipBuilder::Entry e;
        e.name = "a";
        e.data = "secret";
        e.flags = row.flags;
        e.method = row.method;
        e.extra = row.extra;
        Opened o(ZipBuilder().add(e).add("b", "plain").build());
        ASSERT_EQ(o.status, ZIP_OK);
        EXPECT_TRUE(zip_at(o.zip, 0)->encrypted);
        EXPECT_STREQ(zip_at(o.zip, 0)->encryption, row.want);
        EXPECT_EQ(o.content(zip_at(o.zip, 0)), "!" + std::to_string(ZIP_ENCRYPTED));
        EXPECT_FALSE(zip_at(o.zip, 1)->encrypted);
        EXPECT_FALSE(zip_names_encrypted(o.zip));
    }
}

TEST(Zip, EncryptedDirectoryFallsBackToLocalHeaders)
{
    ZipBuilder::Entry e;
    e.name = "1";
    e.data = "secret";
    e.flags = 0x2041;
    ZipBuilder b;
    b.directory = false;
    Opened o(b.add(e).build());
    ASSERT_EQ(o.status, ZIP_OK);
    EXPECT_TRUE(zip_names_encrypted(o.zip));
    EXPECT_TRUE(zip_at(o.zip, 0)->encrypted);
}

TEST(Zip, WithoutDirectoryEntriesAreStillFound)
{
    ZipBuilder b;
    b.directory = false;
    ZipBuilder::Entry e;
    e.name = "streamed";
    e.data = "behind a descriptor";
    e.deflate = e.descriptor = true;
    Opened o(b.add("first", "one").add(e).add("last", "three").build());
    ASSERT_EQ(o.status, ZIP_OK);
    ASSERT_EQ(zip_count(o.zip), 3u);
    EXPECT_TRUE(zip_is_damaged(o.zip));
    EXPECT_EQ(o.content(zip_at(o.zip, 1)), "behind a descriptor");
    EXPECT_EQ(o.content(zip_at(o.zip, 2)), "three");
}

TEST(Zip, TellsWhatLies)
{
    ZipBuilder::Entry other;
    other.name = "harmless.txt";
    other.local_name = "evil.exe....";
    other.data = "x";
    ZipBuilder::Entry again;
    again.name = "again";
    again.data = "shared";
    again.reuse = 0;
    Opened o(ZipBuilder().add("shared", "shared", false).add(other).add(again).build());
    ASSERT_EQ(o.status, ZIP_OK);
    EXPECT_FALSE(zip_at(o.zip, 0)->overlaps);
    EXPECT_TRUE(zip_at(o.zip, 1)->name_differs);
    EXPECT_TRUE(zip_at(o.zip, 2)->overlaps);
}

TEST(Zip, WrongChecksumIsDamageAtTheEnd)
{
    std::string bytes = ZipBuilder().add("a", std::string(5000, 'x') + "end").build();
    size_t central = bytes.rfind("PK\x01\x02");
    bytes[central + 16] ^= 1;
    Opened o(bytes);
    source src;
    ASSERT_EQ(zip_open_entry(o.zip, zip_at(o.zip, 0), &src), ZIP_OK);
    uint8_t piece[6000];
    EXPECT_EQ(source_read(&src, piece, sizeof piece), 5003u); // the bytes are handed on
    EXPECT_TRUE(src.damaged);
    zip_close_entry(&src);
}

TEST(Zip, HighRatioStopsWhetherToldOrNot)
{
    std::string bytes = ZipBuilder().add("zeros", std::string(40u << 20, '\0')).build();
    Opened honest(bytes);
    ASSERT_EQ(honest.status, ZIP_OK);
    EXPECT_EQ(honest.content(zip_at(honest.zip, 0)), "!" + std::to_string(ZIP_LIMIT));
    size_t central = bytes.rfind("PK\x01\x02");
    bytes.replace(central + 24, 4, ZipBuilder::u32(100)); // the directory lies about the size
    Opened liar(bytes);
    EXPECT_EQ(liar.content(zip_at(liar.zip, 0)), "!read");
    EXPECT_GT(liar.budget.bytes_left, (1u << 29) - (20u << 20)); // it ended early; half of the rest is taken away
}

TEST(Zip, MoreEntriesThanAllowed)
{
    ZipBuilder b;
    for (int i = 0; i < 200; i++)
        b.add("n" + std::to_string(i), "x", false);
    Opened o(b.build(), 150);
    ASSERT_EQ(o.status, ZIP_OK);
    EXPECT_EQ(zip_count(o.zip), 150u);
    EXPECT_TRUE(zip_truncated_list(o.zip));
}

TEST(Zip, EveryTruncationAndEveryChangedByteEnds)
{
    ZipBuilder::Entry e;
    e.name = "s";
    e.data = "streamed streamed streamed";
    e.deflate = e.descriptor = true;
    const std::string good = ZipBuilder().add("a.txt", "hello hello hello").add(e).add("\x95\x5C", "x").build();
    for (size_t n = 0; n < good.size(); n++) {
        Opened o(good.substr(0, n));
        for (size_t i = 0; o.zip && i < zip_count(o.zip); i++)
            o.content(zip_at(o.zip, i));
    }
    for (size_t n = 0; n < good.size(); n++) {
        for (int v : {0x00, 0xFF, 0x80}) {
            std::string bad = good;
            bad[n] = static_cast<char>(v);
            Opened o(bad);
            for (size_t i = 0; o.zip && i < zip_count(o.zip); i++)
                o.content(zip_at(o.zip, i));
        }
    }
}
