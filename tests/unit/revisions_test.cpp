// What shared workbooks remember of changed cells: files of LibreOffice (tests/fixtures/make_office.sh), the same bent, and packages by hand.
#include <gtest/gtest.h>
#include "office_file.h"
#include "recorder.h"
#include "zip_builder.h"

namespace {

/* Where the records of changed cells begin in shared.xls: the string's, the number's, the empty one's. */
std::vector<size_t> changed_cells(const std::string &file)
{
    std::vector<size_t> at;
    for (size_t i = 0; i + 32 < file.size(); i++)
        if (file.compare(i, 2, "\x3B\x01", 2) == 0 && file.compare(i + 12, 2, std::string("\x08\0", 2)) == 0) at.push_back(i);
    return at;
}

void expect_old_contents(const Recorder &r)
{
    ASSERT_NE(r.block("消した 𠮷田"), nullptr) << r.all_text;
    ASSERT_NE(r.block("1234.5"), nullptr) << r.all_text;
    EXPECT_EQ(r.block("消した 𠮷田")->place.flags, static_cast<unsigned>(PLACE_DELETED));
    EXPECT_EQ(r.block("消した 𠮷田")->place.kind, PLACE_CELL);
    EXPECT_EQ(r.block("1234.5")->place.row, 1u);
    EXPECT_EQ(r.block("1234.5")->place.column, 2u);
    EXPECT_EQ(r.count("tracked-changes"), 2u) << "a cell that held nothing before keeps nothing";
    EXPECT_TRUE(r.unread.empty());
    EXPECT_NE(r.block("新しい"), nullptr);
}

std::string package(const std::string &log)
{
    const std::string rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    auto rels = [&](const std::string &type, const std::string &target) {
        return "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r' Type='" + rel + type + "' Target='" + target + "'/></Relationships>";
    };
    ZipBuilder b;
    b.add("[Content_Types].xml", "<Types><Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>");
    b.add("_rels/.rels", rels("officeDocument", "xl/workbook.xml"));
    b.add("xl/workbook.xml", "<workbook><sheets/></workbook>");
    b.add("xl/_rels/workbook.xml.rels", rels("revisionHeaders", "revisions/revisionHeaders.xml"));
    b.add("xl/revisions/revisionHeaders.xml", "<headers/>");
    b.add("xl/revisions/_rels/revisionHeaders.xml.rels", rels("revisionLog", "revisionLog1.xml"));
    b.add("xl/revisions/revisionLog1.xml", "<revisions>" + log + "</revisions>");
    return b.build();
}

} // namespace

TEST(Revisions, OfLibreOffice)
{
    for (const char *name : {"shared.xls", "shared.xlsx"}) {
        Recorder r;
        ASSERT_TRUE(r.read(office_file(name), name));
        expect_old_contents(r);
    }
}

TEST(Revisions, BentLogsOfXls)
{
    const std::string file = office_file("shared.xls");
    const std::vector<size_t> at = changed_cells(file);
    ASSERT_EQ(at.size(), 3u);
    const struct {
        const char *what;
        size_t record, offset;
        char byte;
        bool text, said; /* whether the string is still read, and whether something is said to be unread */
    } rows[] = {
        {"formatting that nobody described", 0, 4 + 15, '\x7F', false, true},
        {"sixteen bytes of formatting, which is no string then", 0, 4 + 15, '\x11', false, true},
        {"a string longer than its record", 0, 4 + 28, '\x50', true, true},
        {"a number that was a string", 1, 4 + 14, '\x1B', true, true},
        {"a formula", 0, 4 + 14, '\x2B', false, false},
        {"a record that ends beyond the stream", 2, 3, '\x7F', true, true},
        {"a record that is locked, or of another kind", 0, 4 + 8, '\x5A', false, true},
        {"a record without contents", 0, 2, '\x10', false, true},
    };
    for (const auto &row : rows) {
        std::string bent = file;
        bent[at[row.record] + row.offset] = row.byte;
        Recorder r;
        ASSERT_TRUE(r.read(bent, "shared.xls"));
        EXPECT_EQ(r.all_text.find("消した 𠮷田") != std::string::npos, row.text) << row.what << "\n" << r.all_text;
        EXPECT_EQ(!r.unread.empty(), row.said) << row.what;
        EXPECT_FALSE(r.nested);
    }
}

TEST(Revisions, NothingOfALongCellIsLost)
{
    std::string parts;
    for (int i = 0; i < 50000; i++) parts += "<r><t>0123456789</t></r>";
    Recorder r;
    ASSERT_TRUE(r.read(package("<rcc><oc r='A1' t='inlineStr'><is>" + parts + "<r><t>佐藤花子</t></r></is></oc></rcc>"), "shared.xlsx"));
    EXPECT_NE(r.all_text.find("佐藤花子"), std::string::npos);
    EXPECT_GT(r.all_text.size(), 500000u);
    EXPECT_TRUE(r.unread.empty());
}

TEST(Revisions, LogsOfXlsx)
{
    const struct {
        const char *what;
        std::string log, want;
        uint64_t changes;
    } rows[] = {
        {"rich text", "<rcc><oc r='B3' t='inlineStr'><is><r><t>佐藤</t></r><r><t>花子</t></r><rPh><t>さとう</t></rPh></is></oc><nc r='B3'><v>1</v></nc></rcc>", "佐藤花子", 1},
        {"a row that was deleted", "<rrc><rcc><oc r='B3'><v>42</v></oc><nc r='B3'/></rcc></rrc>", "42", 1},
        {"nothing stood there", "<rcc><nc r='A1' t='inlineStr'><is><t>new</t></is></nc></rcc><rcc><oc r='A1'/><nc r='A1'><v>1</v></nc></rcc>", "", 0},
        {"no name of a cell", "<rcc><oc r='!'><v>7</v></oc></rcc>", "7", 1},
    };
    for (const auto &row : rows) {
        Recorder r;
        ASSERT_TRUE(r.read(package(row.log), "shared.xlsx")) << row.what;
        EXPECT_EQ(r.format, "xlsx");
        EXPECT_EQ(r.count("tracked-changes"), row.changes) << row.what;
        EXPECT_TRUE(r.unread.empty()) << row.what;
        if (row.changes > 0) {
            ASSERT_NE(r.block(row.want), nullptr) << row.what << "\n" << r.all_text;
            EXPECT_EQ(r.block(row.want)->place.flags, static_cast<unsigned>(PLACE_DELETED)) << row.what;
        }
    }
}
