// Archives other than zip: recognised by bytes, encryption from their own headers, contents through libarchive where it is built in.
#include <gtest/gtest.h>
#include "recorder.h"
#include "zip_builder.h"
#include <zlib.h>

namespace {
std::string le(uint64_t v, int bytes)
{
    std::string out;
    for (int i = 0; i < bytes; i++)
        out += static_cast<char>(v >> (8 * i) & 255);
    return out;
}
std::string sevenzip(const std::string &header)
{
    std::string start = le(0, 8) + le(header.size(), 8) + le(crc32(0, reinterpret_cast<const Bytef *>(header.data()), static_cast<uInt>(header.size())), 4);
    return std::string("7z\xBC\xAF\x27\x1C\0\4", 8) + le(crc32(0, reinterpret_cast<const Bytef *>(start.data()), 20), 4) + start + header;
}
std::string tar_file(const std::string &name, const std::string &data)
{
    std::string h(512, '\0');
    h.replace(0, name.size(), name);
    h.replace(100, 8, std::string("0000644\0", 8));
    char size[13];
    snprintf(size, sizeof size, "%011o", static_cast<unsigned>(data.size()));
    h.replace(124, 11, size, 11);
    h.replace(136, 11, "00000000000");
    h[156] = '0';
    h.replace(257, 8, std::string("ustar\0" "00", 8));
    h.replace(148, 8, "        ");
    unsigned sum = 0;
    for (unsigned char c : h)
        sum += c;
    char text[8];
    snprintf(text, sizeof text, "%06o", sum);
    h.replace(148, 7, std::string(text, 7));
    std::string body = data;
    body.resize((data.size() + 511) / 512 * 512, '\0');
    return h + body;
}
}

namespace {
std::string bytes(const std::string &hex)
{
    std::string out;
    for (size_t i = 0; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return out;
}
}

// Zips by Python's zipfile whose entry is packed by bzip2 and by LZMA: libarchive unpacks what our own reader does not.
TEST(Archive, ZipEntriesPackedByOtherMethods)
{
    const std::string zips[] = {
        bytes("504b03042e0000080c003119765d2edeef2166000000840000000a000000e5908de7b0bf2e637376425a683931415926535968c2eff600003d58794012400660"
        "20080bc048853060080360200050a0006800008fd54a68f5343d20d1a1fa53d4ab287c66e8d1a2ae2a2ca42d0a42ca430d9e1ddf577e55b326212e0ba5294c2e"
        "c30f2fe2ee48a70a120d185dfec0504b01022e032e0000080c003119765d2edeef2166000000840000000a0000000000000000000000800100000000e5908de7"
        "b0bf2e637376504b05060000000001000100380000008e0000000000"),
        bytes("504b03043f0002080e003419765d2edeef2140000000840000000a000000e5908de7b0bf2e637376090405005d0000800000732c0dee548954b45499314500e6"
        "cdd14afe4f692a8d6b4f20f03efb6e458825344cfc8e105fbdc45052805df009efc4fffffbd04000504b01023f033f0002080e003419765d2edeef2140000000"
        "840000000a0000000000000000000000800100000000e5908de7b0bf2e637376504b0506000000000100010038000000680000000000")};
    for (const std::string &zip : zips) {
        Recorder r;
        r.deep = true;
        r.read(zip, "x.zip");
        EXPECT_EQ(r.format, "zip");
        ASSERT_EQ(r.files.size(), 1u);
        EXPECT_EQ(r.files[0].name, "名簿.csv");
#ifdef SEKISHO_LIBARCHIVE
        EXPECT_EQ(r.files[0].unread, 0u);
        EXPECT_NE(r.all_text.find("星見 太郎"), std::string::npos) << r.all_text;
        for (size_t at = 0; at < zip.size(); at++) { /* any byte may be anything */
            Recorder damaged;
            damaged.deep = true;
            std::string other = zip;
            other[at] = static_cast<char>(other[at] ^ 0xFF);
            damaged.read(other, "x.zip");
            EXPECT_EQ(damaged.budget.memory_left, 1u << 28);
        }
#else
        EXPECT_EQ(r.files[0].unread, 1u << UNREAD_UNSUPPORTED);
#endif
    }
}

TEST(Archive, SevenZipEncryptionStandsInTheHeader)
{
    const std::string aes("\x06\xF1\x07\x01", 4);
    Recorder names;
    names.read(sevenzip("\x17\x06" + aes + "xxxx"));
    EXPECT_EQ(names.format, "7z");
    EXPECT_TRUE(names.has("encrypted"));
    EXPECT_TRUE(names.has("encrypted-names"));
    EXPECT_EQ(names.unread.count("encrypted"), 1u);
    Recorder plain;
    plain.read(sevenzip("\x01\x04\x06" "abcdef"));
    EXPECT_FALSE(plain.has("encrypted"));
}

TEST(Archive, RarEncryptionStandsInTheHeaders)
{
    const std::string magic4("Rar!\x1A\x07\0", 7), magic5("Rar!\x1A\x07\x01\0", 8);
    Recorder names;
    names.read(magic4 + le(0, 2) + "\x73" + le(0x80, 2) + le(13, 2) + std::string(6, '\0'));
    EXPECT_TRUE(names.has("encrypted-names"));
    Recorder file;
    file.read(magic4 + le(0, 2) + "\x73" + le(0, 2) + le(13, 2) + std::string(6, '\0') + le(0, 2) + "\x74" + le(0x8004, 2) + le(40, 2) + le(5, 4) + std::string(60, 'x'));
    EXPECT_TRUE(file.has("encrypted"));
    EXPECT_FALSE(file.has("encrypted-names"));
    Recorder five;
    five.read(magic5 + le(0, 4) + le(3, 1) + le(4, 1) + le(0, 2) + std::string(20, '\0'));
    EXPECT_TRUE(five.has("encrypted-names"));
}

TEST(Archive, TarAndGzip)
{
    const std::string tar = tar_file("dir/名簿.csv", "a,b\n1,2\n") + tar_file("two.txt", "second") + std::string(1024, '\0');
    Recorder r;
    r.read(tar, "x.tar");
    EXPECT_EQ(r.format, "tar");
#ifdef SEKISHO_LIBARCHIVE
    ASSERT_EQ(r.files.size(), 2u);
    EXPECT_EQ(r.files[0].name, "dir/名簿.csv");
    EXPECT_EQ(r.files[0].bytes, 8u);
    std::string gz(100, '\0');
    z_stream z = {};
    deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    std::string text = "hello";
    z.next_in = reinterpret_cast<Bytef *>(&text[0]);
    z.avail_in = 5;
    z.next_out = reinterpret_cast<Bytef *>(&gz[0]);
    z.avail_out = 100;
    deflate(&z, Z_FINISH);
    gz.resize(z.total_out);
    deflateEnd(&z);
    Recorder g;
    g.read(gz, "list.csv.gz");
    EXPECT_EQ(g.format, "gzip");
    ASSERT_EQ(g.files.size(), 1u);
    EXPECT_EQ(g.files[0].name, "list.csv");
    EXPECT_EQ(g.files[0].bytes, 5u);
    Recorder cut;
    cut.read(tar.substr(0, 700), "x.tar");
    EXPECT_EQ(cut.files.size(), 1u);
#else
    EXPECT_EQ(r.unread.count("unsupported"), 1u);
#endif
}

TEST(Archive, ProgramsWithArchivesBehindThem)
{
    std::string exe = "MZ" + std::string(58, '\x20') + le(64, 4) + std::string("PE\0\0", 4) + std::string(500, 'x');
    ZipBuilder b;
    b.prefix = exe;
    Recorder r;
    r.read(b.add("list.csv", "inside").build(), "setup.exe");
    EXPECT_EQ(r.format, "exe");
    EXPECT_TRUE(r.has("executable"));
    ASSERT_EQ(r.files.size(), 1u);
    EXPECT_EQ(r.files[0].name, "list.csv");
    Recorder seven;
    seven.read(exe + sevenzip("\x17\x06\x06\xF1\x07\x01" "xxxx"), "setup.exe");
    EXPECT_TRUE(seven.has("encrypted-names"));
}

TEST(Archive, ZipEntriesBecomeFilesAndTellTheirEncryption)
{
    ZipBuilder::Entry e;
    e.name = "secret.docx";
    e.data = "x";
    e.flags = 1;
    Recorder r;
    r.read(ZipBuilder().add("a.txt", "plain").add("dir/", "", false).add(e).build(), "x.zip");
    EXPECT_EQ(r.format, "zip");
    ASSERT_EQ(r.files.size(), 2u);
    EXPECT_EQ(r.files[1].name, "secret.docx");
    EXPECT_EQ(r.files[1].facts, 1u << FACT_ENCRYPTED);
    EXPECT_TRUE(r.has("encrypted"));
    EXPECT_EQ(r.unread.count("encrypted"), 1u);
}

TEST(Known, RecognisedByBytes)
{
    struct {
        std::string bytes;
        const char *format;
        bool program, encrypted;
    } rows[] = {
        {std::string("\x7F" "ELF\2\1\1", 7), "elf", true, false},
        {std::string("\xCA\xFE\xBA\xBE\0\0\0\x34", 8), "class", true, false},
        {std::string("\x4C\0\0\0\x01\x14\x02\0", 8), "lnk", true, false},
        {std::string("\0\0\0\x18" "ftypisom", 12), "mp4", false, false},
        {"RIFF1234WAVE", "wav", false, false},
        {"Salted__12345678", "openssl", false, true},
        {std::string("\x30\x82\x01\x00\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03", 15), "pkcs7", false, true},
        {std::string("\x30\x82\x01\x00\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02", 15), "pkcs7", false, false},
        {std::string("\x78\x9F\x3E\x22\0\0", 6), "tnef", false, false},
        {std::string("II\xBC\x01\x20\0\0\0", 8), "jxr", false, false},
        {"VCLMTF\x01", "svm", false, false},
        {std::string(522, '\0') + std::string("\0\x11\x02\xFF\x0C\0", 6), "pict", false, false},
        {std::string(128, '\0') + "DICM", "dicom", false, false},
        {std::string("\0\0\x01\xBA\x44\0\4\0", 8), "mpeg", false, false},
        {"#!AMR\n\x3c", "amr", false, false},
        {"\x06\x06\xED\xF5\xD8\x1D\x46\xE5\xBD\x31\xEF\xE7\xFE\x74\xB7\x1D", "indesign", false, false},
        {std::string("\xFF\xFE\xFF\x0ES\0k\0e\0t\0c\0h\0U\0p\0", 20), "sketchup", false, false},
        {std::string("\0\0\x27\x0A", 4) + std::string(20, '\0') + "\1", "shapefile", false, false},
        {"\x89HDF\r\n\x1A\n\2", "hdf5", false, false},
        {"MATLAB 5.0 MAT-file, Platform: PCWIN64", "matlab", false, false},
        {"$FL2@(#) SPSS DATA FILE", "spss", false, false},
        {std::string("\x8c\x0d\x04\x09\x03\x02\xa6\x76\xd7\x79\xb6\xf2\xa8\xd0\xff\xd2\xff\0", 18), "pgp", false, true}, // gpg -c
        {"\x85\x01\x0c\x03" + std::string(8, 'k') + "\x01" + std::string(258, 'm') + "\xd2\xff", "pgp", false, true},         // gpg -e
    };
    for (const auto &row : rows) {
        Recorder r;
        r.read(row.bytes, "x");
        EXPECT_EQ(r.format, row.format);
        EXPECT_EQ(r.has("executable"), row.program) << row.format;
        EXPECT_EQ(r.has("encrypted"), row.encrypted) << row.format;
        EXPECT_FALSE(r.unread.empty()) << row.format;
    }
}
