// Legacy Office files written by LibreOffice (tests/fixtures/make_office.sh): text, places, what is hidden, who made them.
#include <gtest/gtest.h>
#include "office_file.h"
#include "recorder.h"

namespace {
void expect_all(const Recorder &r, std::initializer_list<const char *> texts)
{
    for (const char *text : texts)
        EXPECT_NE(r.all_text.find(text), std::string::npos) << text;
}
} // namespace

TEST(LegacyOffice, Excel97)
{
    Recorder r;
    ASSERT_TRUE(r.read(office_file("people.xls"), "people.xls"));
    EXPECT_EQ(r.format, "xls");
    EXPECT_TRUE(r.unread.empty());
    expect_all(r, {"氏名", "星見 太郎", "青葉 さくら", "𠮷田 髙志", "長谷部 ｱｷﾗ", "メモ4", "長い備考", "確認済みの注釈", "社外秘の単価", "1981-01-11", "1984-04-14"});
    const auto *name = r.block("青葉 さくら");
    ASSERT_NE(name, nullptr);
    EXPECT_EQ(name->place.kind, PLACE_CELL);
    EXPECT_EQ(name->table, "名簿");
    EXPECT_EQ(name->place.row, 3u);
    EXPECT_EQ(name->place.column, 1u);
    EXPECT_EQ(name->place.flags, 0u);
    const auto *hidden_row = r.block("𠮷田 髙志");
    ASSERT_NE(hidden_row, nullptr);
    EXPECT_EQ(hidden_row->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    const auto *hidden_sheet = r.block("社外秘の単価");
    ASSERT_NE(hidden_sheet, nullptr);
    EXPECT_EQ(hidden_sheet->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_TRUE(r.has("hidden-sheets"));
    EXPECT_FALSE(r.has("very-hidden-sheets"));
    EXPECT_EQ(r.count("hidden-rows"), 1u);
    EXPECT_EQ(r.count("comments"), 1u);
    EXPECT_FALSE(r.has("macros"));
    EXPECT_FALSE(r.has("encrypted"));
    EXPECT_EQ(r.meta["author"], "星見 花子");
    EXPECT_EQ(r.meta["last_saved_by"], "青葉 次郎");
    EXPECT_EQ(r.meta["title"], "試験の名簿");
}

// Locked with the password that Excel knows itself: nobody is asked for it, so it protects nothing and what stands inside is read.
TEST(LegacyOffice, DefaultPasswordIsOpened)
{
    for (const char *name : {"locked.xls", "locked.xlsx"}) {
        Recorder r;
        ASSERT_TRUE(r.read(office_file(name), name)) << name;
        EXPECT_TRUE(r.has("encrypted")) << name;
        EXPECT_TRUE(r.has("opens-without-password")) << name;
        EXPECT_TRUE(r.unread.empty()) << name;
        EXPECT_TRUE(r.has("hidden-sheets")) << name;
        expect_all(r, {"星見 太郎", "青葉 さくら", "𠮷田 髙志", "確認済みの注釈", "社外秘の単価"});
    }
}

// Any other password stays shut, and that is said.
TEST(LegacyOffice, AnotherPasswordIsNot)
{
    std::string locked = office_file("locked.xlsx"); // its salt changed: no password is known to fit
    const size_t salt = locked.find(std::string("\x10\0\0\0", 4), locked.find(std::string("M\0i\0c\0r\0o\0s\0o\0f\0t\0 \0E", 21)));
    ASSERT_NE(salt, std::string::npos);
    locked[salt + 4] = static_cast<char>(locked[salt + 4] ^ 1);
    Recorder r;
    r.read(locked, "locked.xlsx");
    EXPECT_TRUE(r.has("encrypted"));
    EXPECT_FALSE(r.has("opens-without-password"));
    EXPECT_TRUE(r.unread.count("encrypted"));
}

TEST(LegacyOffice, Excel95HasOldStringsInTheCodePage)
{
    Recorder r;
    ASSERT_TRUE(r.read(office_file("people5.xls"), "people5.xls"));
    EXPECT_EQ(r.format, "xls");
    EXPECT_TRUE(r.unread.empty());
    expect_all(r, {"1981-01-11"});
    EXPECT_TRUE(r.has("hidden-sheets"));
    EXPECT_EQ(r.count("hidden-rows"), 1u);
}

// Records of [MS-XLS] one after the other, as a stream without container.
std::string le(uint64_t value, int bytes)
{
    std::string out;
    for (int i = 0; i < bytes; i++)
        out += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
    return out;
}

std::string record(unsigned type, const std::string &data = "")
{
    return le(type, 2) + le(data.size(), 2) + data;
}

std::string bof(unsigned version, unsigned kind)
{
    return record(0x0809, le(version, 2) + le(kind, 2) + le(0, 4));
}

std::string label8(unsigned row, unsigned column, const std::string &latin)
{
    return record(0x0204, le(row, 2) + le(column, 2) + le(0, 2) + le(latin.size(), 2) + std::string(1, '\0') + latin);
}

struct Sheet {
    std::string name;
    int state;
    std::string records;
};

std::string biff8(const std::vector<Sheet> &sheets, const std::string &globals = "")
{
    std::string head = bof(0x0600, 0x05) + globals, list, bodies;
    size_t at = head.size() + 4;
    for (const Sheet &s : sheets)
        at += 4 + 8 + s.name.size();
    for (const Sheet &s : sheets) {
        list += record(0x0085, le(at + bodies.size(), 4) + le(static_cast<unsigned>(s.state), 1) + le(0, 1) + le(s.name.size(), 1) + le(0, 1) + s.name);
        bodies += bof(0x0600, 0x10) + s.records + record(0x000A);
    }
    return head + list + record(0x000A) + bodies;
}

// SheetJS writes a BIFF5 file whose sheets say BIFF8: the strings are BIFF5's all the same.
TEST(LegacyOffice, TheFirstBofSaysHowStringsAreKept)
{
    Recorder r;
    const std::string label = record(0x0204, le(0, 2) + le(0, 2) + le(0, 2) + le(3, 2) + "foo");
    ASSERT_TRUE(r.read(bof(0x0500, 0x05) + record(0x000A) + bof(0x0600, 0x10) + label + record(0x000A), "book.xls"));
    EXPECT_NE(r.block("foo"), nullptr) << r.all_text;
}

// Japanese Excel 5: code page 932, with backslashes as second bytes (the bytes are Python's).
TEST(LegacyOffice, Excel5InJapanese)
{
    Recorder r;
    const std::string text = "\x8e\xd0\x8a\x4f\x94\xe9 \x95\x5c\x8e\xa6 \xb6\xc5";
    const std::string name = "\x96\xbc\x95\xeb";
    const std::string list = record(0x0085, le(0, 4) + le(0, 2) + le(name.size(), 1) + name);
    const std::string cell = record(0x0204, le(1, 2) + le(2, 2) + le(0, 2) + le(text.size(), 2) + text);
    ASSERT_TRUE(r.read(bof(0x0500, 0x05) + record(0x0042, le(932, 2)) + list + record(0x000A) + bof(0x0500, 0x10) + cell + record(0x000A), "book.xls"));
    ASSERT_NE(r.block("社外秘 表示 ｶﾅ"), nullptr) << r.all_text;
    EXPECT_NE(r.block("名簿"), nullptr) << r.all_text;
}

// A person is asked about a hidden sheet by what it holds; one that holds nothing is told apart.
TEST(LegacyOffice, HiddenSheetsWithTheirFirstContents)
{
    const std::string shared = record(0x00FC, le(1, 4) + le(2, 4) + le(1, 2) + le(0, 1) + "a" + le(5, 2) + le(0, 1) + "price");
    Recorder r;
    ASSERT_TRUE(r.read(biff8({{"Shown", 0, label8(0, 0, "seen")},
                              {"Empty", 1, record(0x0014, le(3, 2) + le(0, 1) + "&LX")},
                              {"Old", 1, record(0x00FD, le(0, 2) + le(0, 2) + le(0, 2) + le(1, 4)) + record(0x027E, le(0, 2) + le(1, 2) + le(0, 2) + le(42u << 2 | 2, 4))},
                              {"Secret", 2, label8(0, 0, "cost") + label8(0, 1, std::string(300, 'x'))}},
                             shared),
                       "book.xls"));
    std::map<std::string, std::string> samples;
    for (const auto &f : r.found)
        if (f.fact == "hidden-sheets")
            samples[f.where] = f.sample;
    EXPECT_EQ(samples, (std::map<std::string, std::string>{{"Empty", ""}, {"Old", "price 42"}, {"Secret", "cost " + std::string(195, 'x')}}));
    EXPECT_EQ(r.count("very-hidden-sheets"), 1u);
}

TEST(LegacyOffice, RowsThatAFilterHides)
{
    auto row = [](unsigned number, bool hidden) { return record(0x0208, le(number, 2) + le(0, 10) + le(hidden ? 0x20 : 0, 1) + le(0, 3)); };
    const std::string rows = row(0, false) + row(1, true) + row(2, true) + label8(2, 0, "gone");
    Recorder r;
    ASSERT_TRUE(r.read(biff8({{"Filtered", 0, record(0x009B) + record(0x009D, le(1, 2)) + rows}, {"Buttons", 0, record(0x009D, le(1, 2)) + rows}}), "book.xls"));
    EXPECT_EQ(r.count("filtered-rows"), 2u);
    EXPECT_EQ(r.count("hidden-rows"), 4u);
    EXPECT_EQ(r.count("autofilter"), 2u);
}

TEST(LegacyOffice, Word97)
{
    Recorder r;
    ASSERT_TRUE(r.read(office_file("letter.doc"), "letter.doc"));
    EXPECT_EQ(r.format, "doc");
    EXPECT_TRUE(r.unread.empty());
    expect_all(r, {"見積書の本文です。Hello, wörld 𠮷野家", "終わり", "脚注の中身", "欄外の意見", "星見 太郎", "090-0000-0001", "隠した原価", "消した値引き"});
    EXPECT_TRUE(r.has("tracked-changes"));
    EXPECT_TRUE(r.has("hidden-text"));
    EXPECT_TRUE(r.has("comments"));
    const auto *hidden = r.block("隠した原価");
    ASSERT_NE(hidden, nullptr);
    EXPECT_TRUE(hidden->place.flags & PLACE_HIDDEN);
    const auto *shown = r.block("前後");
    ASSERT_NE(shown, nullptr) << "what a reader sees joins across what is hidden";
    const auto *deleted = r.block("消した値引き");
    ASSERT_NE(deleted, nullptr);
    EXPECT_TRUE(deleted->place.flags & PLACE_DELETED);
    const auto *phone = r.block("090-0000-0001");
    ASSERT_NE(phone, nullptr);
    EXPECT_EQ(phone->place.kind, PLACE_CELL);
    EXPECT_EQ(phone->place.row, 2u);
    EXPECT_EQ(phone->place.column, 2u);
    EXPECT_EQ(r.meta["author"], "星見 花子");
}

TEST(LegacyOffice, PowerPoint97InsideAZip)
{
    Recorder r;
    r.deep = true;
    ASSERT_TRUE(r.read(office_file("slides.zip"), "slides.zip"));
    ASSERT_EQ(r.files.size(), 1u);
    EXPECT_TRUE(r.unread.empty());
    expect_all(r, {"発表の題名 Grüße", "発表者の覚え書き", "見せない頁の中身"});
    EXPECT_EQ(r.count("hidden-slides"), 1u);
    EXPECT_TRUE(r.has("speaker-notes"));
}

// A picture of which a part is cut off, in nine formats as LibreOffice writes them; in three of them a text lies beside the slide.
TEST(LegacyOffice, CroppedPicturesAndTextBesideTheSlide)
{
    Recorder r;
    r.deep = true;
    ASSERT_TRUE(r.read(office_file("cut.zip"), "cut.zip"));
    EXPECT_EQ(r.count("cropped-images"), 9u);
    EXPECT_EQ(r.count("off-slide-objects"), 3u);
    EXPECT_EQ(r.count("hidden-text"), 3u);
    EXPECT_FALSE(r.has("embedded-files"));
    size_t outside = 0, inside = 0;
    for (const auto &b : r.blocks) {
        outside += b.text == "枠外の下書き" && (b.place.flags & PLACE_HIDDEN);
        inside += b.text == "枠内の本文" && !b.place.flags;
    }
    EXPECT_EQ(outside, 3u);
    EXPECT_EQ(inside, 3u);
}

// Any byte of a file may be anything: nothing crashes, memory is given back, and a budget that is spent ends the reading.
TEST(LegacyOffice, DamageAndSmallBudgets)
{
    for (const char *name : {"people.xls", "people5.xls", "letter.doc", "message.msg"}) {
        const std::string whole = office_file(name);
        for (size_t at = 0; at < whole.size(); at += 61) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
            Recorder r;
            r.read(damaged, name);
            EXPECT_EQ(r.budget.memory_left, 1u << 28);
            Recorder cut;
            cut.read(whole.substr(0, at), name);
            EXPECT_EQ(cut.budget.memory_left, 1u << 28);
        }
        Recorder poor;
        poor.budget.work_left = 2000;
        poor.read(whole, name);
        EXPECT_TRUE(poor.unread.count("too-large")) << name;
    }
}
