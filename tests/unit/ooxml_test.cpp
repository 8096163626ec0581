// Office packages: what each kind of document hands on, with its place, and what is hidden in it.
#include <gtest/gtest.h>
#include "recorder.h"
#include "zip_builder.h"

namespace {
const std::string rel_type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const std::string strict_type = "http://purl.oclc.org/ooxml/officeDocument/relationships/";

std::string rels(const std::vector<std::array<std::string, 3>> &rows, const std::string &base = rel_type)
{
    std::string out = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>";
    for (const auto &row : rows) {
        bool external = row[2].rfind("file:", 0) == 0;
        out += "<Relationship Id='" + row[0] + "' Type='" + base + row[1] + "' Target='" + row[2] + "'" + (external ? " TargetMode='External'" : "") + "/>";
    }
    return out + "</Relationships>";
}
ZipBuilder package(const std::string &main, const std::string &type, const std::string &base = rel_type)
{
    ZipBuilder b;
    b.add("[Content_Types].xml", "<Types><Override PartName='/" + main + "' ContentType='" + type + "'/></Types>");
    b.add("_rels/.rels", rels({{"r1", "officeDocument", main}}, base));
    return b;
}
const char *const word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const char *const sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const char *const show_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

std::string word(const std::string &body)
{
    return "<w:document xmlns:w='w' xmlns:mc='mc' xmlns:wps='wps'><w:body>" + body + "</w:body></w:document>";
}
std::string run(const std::string &text, const std::string &props = "")
{
    return "<w:r>" + (props.empty() ? "" : "<w:rPr>" + props + "</w:rPr>") + "<w:t>" + text + "</w:t></w:r>";
}
}

TEST(Docx, ParagraphsKeepTogetherAndHiddenRunsStandAside)
{
    Recorder r;
    r.read(package("word/document.xml", word_type)
               .add("word/_rels/document.xml.rels", rels({{"r1", "styles", "styles.xml"}, {"r2", "attachedTemplate", "file:///C:/house.dotm"}}))
               .add("word/styles.xml", "<w:styles xmlns:w='w'><w:style w:styleId='base'><w:rPr><w:vanish/></w:rPr></w:style>"
                                       "<w:style w:styleId='child'><w:basedOn w:val='base'/></w:style></w:styles>")
               .add("word/document.xml",
                    word("<w:p>" + run("社外") + run("秘密", "<w:b/>") + run(" gone", "<w:vanish/>") + run("x", "<w:vanish w:val='0'/>") +
                         "</w:p><w:p>" + run("styled", "<w:rStyle w:val='child'/>") + "</w:p><w:p>" + run("white", "<w:color w:val='FFFFFF'/>") +
                         run("dark", "<w:color w:val='FFFFFF'/><w:shd w:fill='000000'/>") + "</w:p>"))
               .build());
    EXPECT_EQ(r.format, "docx");
    EXPECT_FALSE(r.nested);
    ASSERT_NE(r.block("社外秘密x"), nullptr);
    EXPECT_EQ(r.block("社外秘密x")->place.number, 1u);
    ASSERT_NE(r.block(" gone"), nullptr);
    EXPECT_EQ(r.block(" gone")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("styled")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("white")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("dark")->place.flags, 0u);
    EXPECT_EQ(r.count("hidden-text"), 3u);
    EXPECT_EQ(r.count("external-links"), 1u);
    EXPECT_TRUE(r.unread.empty());
}

TEST(Docx, ChangesCommentsFieldsAndBoxes)
{
    Recorder r;
    r.read(package("word/document.xml", word_type)
               .add("word/_rels/document.xml.rels", rels({{"r1", "comments", "comments.xml"}, {"r2", "header", "/word/header1.xml"}}))
               .add("word/comments.xml", "<w:comments xmlns:w='w'><w:comment w:id='0'><w:p>" + run("単価は秘密") + "</w:p></w:comment></w:comments>")
               .add("word/header1.xml", "<w:hdr xmlns:w='w'><w:p>" + run("取扱注意") + "</w:p></w:hdr>")
               .add("word/document.xml",
                    word("<w:p>" + run("kept") + "<w:ins>" + run(" new") + "</w:ins><w:del><w:r><w:delText>old price</w:delText></w:r></w:del></w:p>"
                         "<w:p><w:r><w:instrText> DDEAUTO c:\\x.exe </w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
                         "<w:p>" + run("out") + "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p>" + run("boxed") +
                         "</w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:p>" + run("boxed") +
                         "</w:p></mc:Fallback></mc:AlternateContent></w:r>" + run("side") + "</w:p>"
                         "<w:tbl><w:tr><w:tc><w:p>" + run("a1") + "</w:p></w:tc><w:tc><w:p>" + run("b1") + "</w:p></w:tc></w:tr><w:tr><w:tc><w:p>" +
                         run("a2") + "</w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p>" + run("a3") + "</w:p></w:tc><w:tc><w:p>" + run("c3") +
                         "</w:p></w:tc></w:tr></w:tbl>"))
               .build());
    EXPECT_FALSE(r.nested);
    EXPECT_NE(r.block("kept new"), nullptr);
    EXPECT_EQ(r.block("old price")->place.flags, static_cast<unsigned>(PLACE_DELETED));
    EXPECT_EQ(r.count("tracked-changes"), 2u);
    EXPECT_EQ(r.count("dde"), 1u);
    EXPECT_EQ(r.count("comments"), 1u);
    EXPECT_EQ(r.block("単価は秘密")->place.kind, PLACE_COMMENT);
    EXPECT_EQ(r.block("取扱注意")->place.kind, PLACE_HEADER);
    EXPECT_NE(r.block("outside"), nullptr);
    EXPECT_NE(r.block("boxed"), nullptr);
    EXPECT_EQ(r.all_text.find("boxed"), r.all_text.rfind("boxed")); // not twice
    EXPECT_EQ(r.block("a2")->place.kind, PLACE_CELL);
    EXPECT_EQ(r.block("a2")->place.row, 2u);
    EXPECT_EQ(r.block("b1")->place.column, 2u);
    EXPECT_EQ(r.block("a3")->place.column, 1u);
    EXPECT_EQ(r.block("c3")->place.column, 3u);
}

namespace {
std::string workbook(const std::string &sheets)
{
    return "<workbook xmlns='m' xmlns:r='r'><sheets>" + sheets + "</sheets></workbook>";
}
}

TEST(Xlsx, CellsWithTheirPlacesDatesAndFlags)
{
    for (const std::string &base : {rel_type, strict_type}) {
        Recorder r;
        r.read(package("xl/workbook.xml", sheet_type, base)
                   .add("xl/workbook.xml", workbook("<sheet name='会員' sheetId='1' r:id='r1'/><sheet name='裏' sheetId='2' state='veryHidden' r:id='r2'/>"))
                   .add("xl/_rels/workbook.xml.rels", rels({{"r1", "worksheet", "worksheets/sheet1.xml"}, {"r2", "worksheet", "worksheets/sheet2.xml"},
                                                            {"r3", "sharedStrings", "sharedStrings.xml"}, {"r4", "styles", "styles.xml"}}, base))
                   .add("xl/sharedStrings.xml", "<sst><si><t>氏名</t></si><si><r><t>佐藤</t></r><r><t>花子</t></r><rPh><t>サトウ</t></rPh></si></sst>")
                   .add("xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='[$-411]ge.m.d;@'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
                                         "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/></cellXfs></styleSheet>")
                   .add("xl/worksheets/sheet1.xml",
                        "<worksheet><cols><col min='3' max='4' hidden='1'/></cols><sheetData>"
                        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>生年月日</t></is></c><c t='b'><v>1</v></c></row>"
                        "<row r='3' hidden='1'><c r='A3' t='s'><v>1</v></c><c r='B3' s='1'><v>25569</v></c></row>"
                        "<row r='4' hidden='true'><c r='B4' s='2'><v>36526</v></c><c r='C4'><v>12.5</v></c><c r='XFD4' t='str'><f>A1</f><v>cached</v></c></row>"
                        "</sheetData><autoFilter ref='A1:B4'/><headerFooter><oddFooter>&amp;C社外秘</oddFooter></headerFooter></worksheet>")
                   .add("xl/worksheets/sheet2.xml", "<worksheet><sheetData><row><c t='s'><v>1</v></c></row></sheetData></worksheet>")
                   .build());
        EXPECT_EQ(r.format, "xlsx");
        ASSERT_NE(r.block("佐藤花子"), nullptr);
        EXPECT_EQ(r.block("佐藤花子")->place.row, 3u);
        EXPECT_EQ(r.block("佐藤花子")->table, "会員");
        EXPECT_EQ(r.block("佐藤花子")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
        EXPECT_EQ(r.block("生年月日")->place.column, 2u);
        EXPECT_EQ(r.block("TRUE")->place.column, 3u);
        EXPECT_EQ(r.block("TRUE")->place.flags, static_cast<unsigned>(PLACE_HIDDEN)); // column C
        EXPECT_NE(r.block("1970-01-01"), nullptr);
        EXPECT_NE(r.block("2000-01-01"), nullptr);
        EXPECT_EQ(r.block("12.5")->place.column, 3u);
        EXPECT_EQ(r.block("cached")->place.column, 16384u);
        EXPECT_EQ(r.block("&C社外秘")->place.kind, PLACE_HEADER);
        EXPECT_EQ(r.count("hidden-rows"), 2u);
        EXPECT_EQ(r.count("hidden-columns"), 2u);
        EXPECT_EQ(r.count("autofilter"), 1u);
        EXPECT_EQ(r.count("hidden-sheets"), 1u);
        EXPECT_EQ(r.count("very-hidden-sheets"), 1u);
        for (const auto &f : r.found) {
            if (f.fact == "hidden-rows") {
                EXPECT_EQ(f.where, "会員!3:4");
            }
            if (f.fact == "hidden-sheets") {
                EXPECT_EQ(f.where, "裏");
                EXPECT_EQ(f.sample, "佐藤花子");
            }
        }
    }
}

TEST(Xlsx, FilteredRowsWhiteCellsAndSamples)
{
    const std::string styles =
        "<styleSheet><fonts><font><color theme='1'/></font><font><color rgb='FFFFFFFF'/></font><font><color theme='0' tint='-0.5'/></font><font><color indexed='9'/></font></fonts>"
        "<fills><fill><patternFill patternType='none'/></fill><fill><patternFill patternType='solid'><fgColor rgb='FF000080'/></patternFill></fill>"
        "<fill><patternFill patternType='solid'><fgColor theme='0'/></patternFill></fill><fill><patternFill patternType='gray125'/></fill></fills>"
        "<borders><border><left><color rgb='FFFFFFFF'/></left></border></borders><cellStyleXfs><xf fontId='1'/></cellStyleXfs>"
        "<cellXfs><xf fontId='0' fillId='0'/><xf fontId='1' fillId='0'/><xf fontId='1' fillId='1'/><xf fontId='2' fillId='0'/><xf fontId='3' fillId='2'/><xf fontId='1' fillId='3'/></cellXfs></styleSheet>";
    auto read = [&](Recorder &r, const std::string &behind) {
        std::string many = "<sst>", strings;
        for (int i = 0; i < 4100; i++)
            many += "<si><t>s" + std::to_string(i) + "</t></si>";
        r.read(package("xl/workbook.xml", sheet_type)
                   .add("xl/workbook.xml", workbook("<sheet name='A' r:id='r1'/><sheet name='late' state='hidden' r:id='r2'/><sheet name='empty' state='hidden' r:id='r5'/>"))
                   .add("xl/_rels/workbook.xml.rels", rels({{"r1", "worksheet", "worksheets/sheet1.xml"}, {"r2", "worksheet", "worksheets/sheet2.xml"}, {"r5", "worksheet", "worksheets/sheet3.xml"},
                                                            {"r3", "sharedStrings", "sharedStrings.xml"}, {"r4", "styles", "styles.xml"}}))
                   .add("xl/sharedStrings.xml", many + "</sst>")
                   .add("xl/styles.xml", styles)
                   .add("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c s='0'><v>1</v></c><c s='1' t='s'><v>7</v></c><c s='2'><v>3</v></c><c s='3'><v>4</v></c><c s='4'><v>5</v></c><c s='5'><v>6</v></c></row>"
                                                    "<row r='2' hidden='1'><c><v>9</v></c></row><row r='3'/><row r='4' hidden='1'/></sheetData>" + behind + "</worksheet>")
                   .add("xl/worksheets/sheet2.xml", "<worksheet><sheetData><row><c t='s'><v>4099</v></c></row></sheetData></worksheet>")
                   .add("xl/worksheets/sheet3.xml", "<worksheet><sheetData/></worksheet>")
                   .build());
    };
    Recorder r;
    read(r, "<autoFilter ref='A1:F4'><filterColumn colId='0'/></autoFilter>");
    std::map<std::string, std::string> places;
    for (const auto &f : r.found)
        if (f.fact == "hidden-text" || f.fact == "filtered-rows" || f.fact == "hidden-sheets")
            places[f.fact + " " + f.where + " " + std::to_string(f.count)] = f.sample;
    EXPECT_EQ(places, (std::map<std::string, std::string>{{"filtered-rows A!A1:F4 2", ""},
                                                          {"hidden-text A (white on white) 2", "s7 5"},
                                                          {"hidden-sheets empty 1", ""},
                                                          {"hidden-sheets late 1", "..."}}));
    Recorder plain; // buttons alone filter nothing; a rule may colour what is behind the letters
    read(plain, "<autoFilter ref='A1:F4'/><conditionalFormatting sqref='A1:F4'/>");
    EXPECT_EQ(plain.count("filtered-rows"), 0u);
    EXPECT_EQ(plain.count("hidden-text"), 0u);
}

TEST(Xlsx, CachesKeepRowsThatNoSheetShows)
{
    Recorder r;
    r.read(package("xl/workbook.xml", sheet_type)
               .add("xl/workbook.xml", workbook(""))
               .add("xl/_rels/workbook.xml.rels", rels({{"r1", "pivotCacheDefinition", "pivotCache/d1.xml"}, {"r2", "externalLink", "externalLinks/e1.xml"}}))
               .add("xl/pivotCache/d1.xml", "<pivotCacheDefinition><cacheFields><cacheField name='氏名'><sharedItems><s v='鈴木'/><s v='田中'/></sharedItems></cacheField>"
                                            "<cacheField name='給与'><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>")
               .add("xl/pivotCache/_rels/d1.xml.rels", rels({{"r1", "pivotCacheRecords", "rec1.xml"}}))
               .add("xl/pivotCache/rec1.xml", "<pivotCacheRecords><r><x v='1'/><n v='300000'/></r><r><x v='0'/><n v='410000'/></r><r><x v='9'/></r></pivotCacheRecords>")
               .add("xl/externalLinks/e1.xml", "<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/><sheetDataSet><sheetData><row r='2'><cell r='B2' t='str'><v>外部の値</v></cell></row></sheetData></sheetDataSet></externalLink>")
               .add("xl/externalLinks/_rels/e1.xml.rels", rels({{"r1", "externalLinkPath", "file:///D:/salaries.xlsx"}}))
               .build());
    EXPECT_EQ(r.count("pivot-cache"), 3u);
    EXPECT_EQ(r.count("dde"), 1u);
    EXPECT_EQ(r.count("external-links"), 1u);
    const Recorder::Block *salary = r.block("300000");
    ASSERT_NE(salary, nullptr);
    EXPECT_EQ(salary->place.row, 2u);
    EXPECT_EQ(salary->place.column, 2u);
    EXPECT_EQ(salary->table, "pivot cache 1");
    int tanaka_in_rows = 0;
    for (const auto &b : r.blocks)
        tanaka_in_rows += b.text == "田中" && b.place.row == 2;
    EXPECT_EQ(tanaka_in_rows, 1);
    EXPECT_EQ(r.block("外部の値")->place.row, 2u);
}

// A few bytes a record that point at a text of any length: 15 KB were 80 GB.
TEST(Xlsx, RecordsOfCachesPayForWhatTheyPointAt)
{
    const std::string longest(10000, 'x'), shorter(200, 'y');
    std::string records;
    for (int i = 0; i < 20000; i++) records += "<r><x v='0'/></r><r><x v='1'/></r>";
    Recorder r;
    r.budget.bytes_left = 1 << 21;
    r.read(package("xl/workbook.xml", sheet_type)
               .add("xl/workbook.xml", workbook(""))
               .add("xl/_rels/workbook.xml.rels", rels({{"r1", "pivotCacheDefinition", "pivotCache/d1.xml"}}))
               .add("xl/pivotCache/d1.xml", "<pivotCacheDefinition><cacheFields><cacheField name='a'><sharedItems><s v='" + longest + "'/><s v='" + shorter + "'/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>")
               .add("xl/pivotCache/_rels/d1.xml.rels", rels({{"r1", "pivotCacheRecords", "rec1.xml"}}))
               .add("xl/pivotCache/rec1.xml", "<pivotCacheRecords>" + records + "</pivotCacheRecords>")
               .build());
    size_t told_long = 0, told_short = 0;
    for (const auto &b : r.blocks) {
        told_long += b.text == longest;
        told_short += b.text == shorter;
    }
    EXPECT_EQ(told_long, 1u);
    EXPECT_GT(told_short, 100u);
    EXPECT_LT(told_short, 12000u);
    EXPECT_GT(r.unread["too-large"], 0);
}

namespace {
// Records of [MS-XLSB]: type and size in 7-bit pieces.
std::string number7(uint32_t n)
{
    std::string out;
    for (; n > 0x7F; n >>= 7)
        out += static_cast<char>(0x80 | (n & 0x7F));
    return out + static_cast<char>(n);
}
std::string brt(uint32_t type, const std::string &data = "")
{
    return number7(type) + number7(static_cast<uint32_t>(data.size())) + data;
}
std::string le(uint64_t n, int bytes)
{
    std::string out;
    for (int i = 0; i < bytes; i++)
        out += static_cast<char>(i < 8 ? n >> (8 * i) : 0);
    return out;
}
std::string wide(const std::u16string &s)
{
    std::string out = le(s.size(), 4);
    for (char16_t c : s)
        out += le(c, 2);
    return out;
}
std::string row12(uint32_t row, bool hidden)
{
    return brt(0, le(row, 4) + le(0, 4) + le(0, 3) + le(hidden ? 0x10 : 0, 1) + le(0, 5));
}
}

TEST(Xlsb, CellsPlacesDatesAndWhatIsHidden)
{
    const std::string sheet = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
    auto entry = [](uint32_t state, const std::u16string &id, const std::u16string &name) { return brt(156, le(state, 4) + le(1, 4) + wide(id) + wide(name)); };
    auto head = [](uint32_t column, uint32_t style) { return le(column, 4) + le(style, 4); };
    const std::string number = le(0x40E1D5C000000000, 8); // 36526.0
    Recorder r;
    r.read(package("xl/workbook.bin", sheet.c_str())
               .add("xl/workbook.bin", brt(153, le(0, 4)) + entry(0, u"r1", u"名簿") + entry(2, u"r2", u"裏") + entry(1, u"r3", u"空"))
               .add("xl/_rels/workbook.bin.rels", rels({{"r1", "worksheet", "worksheets/sheet1.bin"}, {"r2", "worksheet", "worksheets/sheet2.bin"}, {"r3", "worksheet", "worksheets/sheet3.bin"},
                                                        {"r4", "sharedStrings", "sharedStrings.bin"}, {"r5", "styles", "styles.bin"}}))
               .add("xl/sharedStrings.bin", brt(19, le(0, 1) + wide(u"星見 太郎")) + brt(19, le(0, 1) + wide(u"𠮷田 髙志")))
               .add("xl/styles.bin", brt(44, le(170, 2) + wide(u"yyyy\"年\"m\"月\"")) + brt(617) + brt(47, le(0, 2) + le(0, 2)) + brt(47, le(0, 2) + le(170, 2)) + brt(618))
               .add("xl/worksheets/sheet1.bin", brt(60, le(2, 4) + le(2, 4) + le(0, 8) + le(1, 2)) + row12(0, false) + brt(7, head(0, 0) + le(0, 4)) + brt(6, head(1, 0) + wide(u"社外秘")) +
                                                    row12(1, true) + brt(5, head(0, 1) + number) + brt(2, head(2, 0) + le(1250u << 2 | 3, 4)) + brt(161, le(0, 16)) + brt(163, le(0, 4)))
               .add("xl/worksheets/sheet2.bin", row12(0, false) + brt(7, head(0, 0) + le(1, 4)) + brt(8, head(1, 0) + wide(u"原価")))
               .add("xl/worksheets/sheet3.bin", row12(0, false))
               .build());
    EXPECT_EQ(r.format, "xlsb");
    EXPECT_TRUE(r.unread.empty());
    for (const char *text : {"星見 太郎", "社外秘", "2000-01-01", "12.5", "𠮷田 髙志", "原価"}) {
        ASSERT_NE(r.block(text), nullptr) << text << "\n" << r.all_text;
        EXPECT_EQ(r.block(text)->place.kind, PLACE_CELL) << text;
    }
    EXPECT_EQ(r.block("社外秘")->place.column, 2u);
    EXPECT_EQ(r.block("社外秘")->place.flags, 0u);
    EXPECT_EQ(r.block("12.5")->place.row, 2u);
    EXPECT_EQ(r.block("12.5")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.count("hidden-rows"), 1u);
    EXPECT_EQ(r.count("filtered-rows"), 1u);
    EXPECT_EQ(r.count("hidden-columns"), 1u);
    std::map<std::string, std::string> samples;
    for (const auto &f : r.found)
        if (f.fact == "hidden-sheets")
            samples[f.where] = f.sample;
    EXPECT_EQ(samples, (std::map<std::string, std::string>{{"裏", "𠮷田 髙志 原価"}, {"空", ""}}));
    EXPECT_EQ(r.count("very-hidden-sheets"), 1u);
}

TEST(Pptx, SlidesInOrderNotesAndWhatStandsOutside)
{
    const std::string slide = "<p:sld xmlns:p='p' xmlns:a='a'%><p:sp><p:spPr><a:xfrm><a:off x='@' y='0'/><a:ext cx='100' cy='100'/></a:xfrm></p:spPr>"
                              "<p:txBody><a:p><a:r><a:t>#</a:t></a:r></a:p></p:txBody></p:sp></p:sld>";
    auto make = [&](const char *attrs, const char *x, const char *text) {
        std::string s = slide;
        s.replace(s.find('%'), 1, attrs);
        s.replace(s.find('@'), 1, x);
        return s.replace(s.find('#'), 1, text);
    };
    Recorder r;
    r.read(package("ppt/presentation.xml", show_type)
               .add("ppt/presentation.xml", "<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst><p:sldId id='257' r:id='r2'/><p:sldId id='256' r:id='r1'/></p:sldIdLst><p:sldSz cx='1000' cy='700'/></p:presentation>")
               .add("ppt/_rels/presentation.xml.rels", rels({{"r1", "slide", "slides/slide1.xml"}, {"r2", "slide", "slides/slide2.xml"}}))
               .add("ppt/slides/slide1.xml", make(" show='0'", "10", "秘密のスライド"))
               .add("ppt/slides/slide2.xml", make("", "1000", "beside"))
               .add("ppt/slides/_rels/slide2.xml.rels", rels({{"r1", "notesSlide", "../notesSlides/n1.xml"}}))
               .add("ppt/notesSlides/n1.xml", "<p:notes xmlns:p='p' xmlns:a='a'><p:sp><p:nvPr><p:ph type='body'/></p:nvPr><a:p><a:r><a:t>話すこと</a:t></a:r></a:p></p:sp></p:notes>")
               .build());
    EXPECT_EQ(r.format, "pptx");
    EXPECT_EQ(r.block("秘密のスライド")->place.number, 2u);
    EXPECT_EQ(r.block("秘密のスライド")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("beside")->place.number, 1u);
    EXPECT_EQ(r.block("beside")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("話すこと")->place.kind, PLACE_NOTE);
    EXPECT_EQ(r.count("hidden-slides"), 1u);
    EXPECT_EQ(r.count("speaker-notes"), 1u);
    EXPECT_EQ(r.count("hidden-text"), 1u);
}

TEST(Pptx, BesideTheSlideCroppedAwayAndWhiteOnWhite)
{
    const std::string box = "<p:spPr><a:xfrm><a:off x='@' y='0'/><a:ext cx='100' cy='100'/></a:xfrm>%</p:spPr>";
    auto properties = [&](const char *x, const char *fill) {
        std::string s = box;
        s.replace(s.find('@'), 1, x);
        return s.replace(s.find('%'), 1, fill);
    };
    auto text = [](const char *colour, const char *t) {
        return std::string("<p:txBody><a:p><a:r><a:rPr>") + colour + "</a:rPr><a:t>" + t + "</a:t></a:r></a:p></p:txBody>";
    };
    const char *white = "<a:solidFill><a:srgbClr val='FFFFFF'/></a:solidFill>", *theme = "<a:solidFill><a:schemeClr val='bg1'/></a:solidFill>",
               *grey = "<a:solidFill><a:schemeClr val='bg1'><a:lumMod val='50000'/></a:schemeClr></a:solidFill>";
    const std::string line = std::string("<a:ln>") + white + "</a:ln>";
    Recorder r;
    r.read(package("ppt/presentation.xml", show_type)
               .add("ppt/presentation.xml", "<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst><p:sldId id='257' r:id='r1'/></p:sldIdLst><p:sldSz cx='1000' cy='700'/></p:presentation>")
               .add("ppt/_rels/presentation.xml.rels", rels({{"r1", "slide", "slides/slide1.xml"}}))
               .add("ppt/slides/slide1.xml",
                    "<p:sld xmlns:p='p' xmlns:a='a'><p:cSld><p:spTree><p:grpSpPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/></a:xfrm></p:grpSpPr>"
                    "<p:pic><p:blipFill><a:srcRect l='25000' b='-10'/></p:blipFill>" + properties("2000", "") + "</p:pic>"
                    "<p:pic><p:blipFill><a:srcRect l='0' t='12' r='-5000'/></p:blipFill>" + properties("1", "") + "</p:pic>"
                    "<p:sp>" + properties("2000", "") + "</p:sp>"
                    "<p:grpSp><p:grpSpPr><a:xfrm><a:off x='-500' y='0'/><a:ext cx='100' cy='100'/></a:xfrm></p:grpSpPr><p:sp>" + properties("5", "") + text("", "grouped") + "</p:sp></p:grpSp>"
                    "<p:grpSp><p:grpSpPr><a:xfrm><a:off x='50' y='0'/><a:ext cx='100' cy='100'/></a:xfrm></p:grpSpPr><p:sp>" + properties("5000", "") + text("", "scaled") + "</p:sp></p:grpSp>"
                    "<p:sp>" + properties("5", white) + text(theme, "white") + "</p:sp>"
                    "<p:sp>" + properties("5", theme) + text(grey, "grey") + "</p:sp>"
                    "<p:sp>" + properties("5", line.c_str()) + text(white, "perhaps") + "</p:sp>"
                    "<p:sp>" + properties("5", white) + text("", "black") + "</p:sp>"
                    "</p:spTree></p:cSld></p:sld>")
               .build());
    EXPECT_EQ(r.count("cropped-images"), 1u);
    EXPECT_EQ(r.count("off-slide-objects"), 2u) << "a picture and a group; an empty shape is nothing";
    for (const char *hidden : {"grouped", "white"})
        EXPECT_EQ(r.block(hidden)->place.flags, static_cast<unsigned>(PLACE_HIDDEN)) << hidden;
    for (const char *seen : {"scaled", "grey", "perhaps", "black"})
        EXPECT_EQ(r.block(seen)->place.flags, 0u) << seen;
    std::map<std::string, std::string> where;
    for (const auto &f : r.found)
        if (f.fact == "hidden-text")
            where[f.where] = f.sample;
    EXPECT_EQ(where, (std::map<std::string, std::string>{{"slide 1 (outside)", "grouped"}, {"slide 1 (white on white)", "white"}}));
}

TEST(Docx, CroppedPicturesKeepTheRest)
{
    Recorder r;
    r.read(package("word/document.xml", word_type)
               .add("word/document.xml", "<w:document xmlns:w='w' xmlns:pic='p' xmlns:a='a'><w:p><w:r><w:drawing><pic:blipFill><a:srcRect t='33.5%'/></pic:blipFill></w:drawing></w:r></w:p>"
                                         "<w:p><w:r><w:drawing><pic:blipFill><a:srcRect/></pic:blipFill></w:drawing></w:r></w:p></w:document>")
               .build());
    EXPECT_EQ(r.count("cropped-images"), 1u);
}

TEST(Ooxml, WhatNobodyPointsToIsHandedOn)
{
    Recorder r;
    r.read(package("word/document.xml", word_type)
               .add("word/document.xml", word("<w:p>" + run("x") + "</w:p>"))
               .add("word/vbaProject.bin", "macro")
               .add("word/embeddings/book.xlsx", "inner")
               .add("word/media/image1.jpeg", "picture")
               .add("stowaway.csv", "a,b")
               .add("docProps/app.xml", "<Properties><Company>例商事</Company></Properties>")
               .build());
    EXPECT_EQ(r.count("macros"), 1u);
    EXPECT_EQ(r.count("embedded-files"), 1u);
    std::string names;
    for (const auto &f : r.files)
        names += f.name + " ";
    EXPECT_EQ(names, "word/vbaProject.bin word/embeddings/book.xlsx word/media/image1.jpeg stowaway.csv docProps/app.xml ");
}

TEST(Ooxml, PropertiesBecomeMetadata)
{
    Recorder r;
    ZipBuilder b = package("word/document.xml", word_type);
    r.read(ZipBuilder()
               .add("[Content_Types].xml", std::string("<Types><Override PartName='/word/document.xml' ContentType='") + word_type + "'/></Types>")
               .add("_rels/.rels", rels({{"r1", "officeDocument", "word/document.xml"}, {"r2", "extended-properties", "docProps/app.xml"},
                                         {"r3", "custom-properties", "docProps/custom.xml"}, {"r4", "metadata/core-properties", "docProps/core.xml"}}))
               .add("word/document.xml", word(""))
               .add("docProps/app.xml", "<Properties><Company>例商事</Company><TitlesOfParts><vector><lpstr>no</lpstr></vector></TitlesOfParts><Template>Normal</Template></Properties>")
               .add("docProps/core.xml", "<c:coreProperties xmlns:c='c' xmlns:dc='d'><dc:creator>山田 次郎</dc:creator><c:lastModifiedBy>鈴木</c:lastModifiedBy></c:coreProperties>")
               .add("docProps/custom.xml", "<Properties><property name='顧客'><lpwstr>秘密の客</lpwstr></property></Properties>")
               .build());
    EXPECT_EQ(r.meta["author"], "山田 次郎");
    EXPECT_EQ(r.meta["last_saved_by"], "鈴木");
    EXPECT_EQ(r.meta["company"], "例商事");
    EXPECT_EQ(r.meta["template"], "Normal");
    EXPECT_EQ(r.block("秘密の客")->table, "顧客");
}

TEST(Ooxml, EntityBombEndsAtOnceAndDamageIsSaid)
{
    std::string bomb = "<!DOCTYPE x [<!ENTITY a \"ha\">";
    for (char c = 'b'; c < 'k'; c++)
        bomb += std::string("<!ENTITY ") + c + " \"&" + char(c - 1) + ";&" + char(c - 1) + ";\">";
    Recorder r;
    r.read(package("word/document.xml", word_type).add("word/document.xml", bomb + "]><w:document xmlns:w='w'><w:p><w:t>&j;</w:t></w:p></w:document>").build());
    EXPECT_EQ(r.unread.count("too-large"), 1u);
    Recorder d;
    d.read(package("word/document.xml", word_type).add("word/document.xml", "<w:document xmlns:w='w'><w:p>" + run("seen") + "</w:q>").build());
    EXPECT_EQ(d.unread.count("damaged"), 1u);
    EXPECT_NE(d.block("seen"), nullptr);
}
