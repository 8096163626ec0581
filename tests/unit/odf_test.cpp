// OpenDocument, flat: text, sheets and slides with what is hidden in them, and encryption told by the manifest of a package.
#include <gtest/gtest.h>
#include "recorder.h"
#include "zip_builder.h"

namespace {
std::string flat(const std::string &kind, const std::string &styles, const std::string &body)
{
    return "<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='t' xmlns:table='tb' "
           "xmlns:style='s' xmlns:fo='f' xmlns:svg='v' xmlns:xlink='x' xmlns:draw='d' xmlns:presentation='p' xmlns:dc='dc' xmlns:meta='m' office:mimetype=\"application/vnd.oasis.opendocument." +
           kind + "\"><office:meta><meta:initial-creator>山田</meta:initial-creator><dc:creator>鈴木</dc:creator></office:meta><office:automatic-styles>" +
           styles + "</office:automatic-styles><office:body>" + body + "</office:body></office:document>";
}
}

TEST(Odf, TextWithHiddenDeletedAndCommented)
{
    Recorder r;
    r.read(flat("text",
                "<style:style style:name='T1' style:family='text'><style:text-properties text:display='none'/></style:style>"
                "<style:style style:name='T2' style:family='text' style:parent-style-name='T1'/>",
                "<office:text><text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>x</dc:creator></office:change-info>"
                "<text:p>旧価格</text:p></text:deletion></text:changed-region></text:tracked-changes>"
                "<text:p>社外<text:span>秘</text:span><text:s text:c='2'/>end<text:span text:style-name='T2'>gone</text:span></text:p>"
                "<text:p>before<office:annotation><dc:creator>me</dc:creator><text:p>確認</text:p></office:annotation>after</text:p>"
                "<table:table table:name='表'><table:table-row><table:table-cell><text:p>a1</text:p></table:table-cell><table:table-cell><text:p>b1</text:p>"
                "</table:table-cell></table:table-row></table:table></office:text>"),
           "x.fodt");
    EXPECT_EQ(r.format, "odt");
    EXPECT_NE(r.block("社外秘  end"), nullptr);
    EXPECT_EQ(r.block("gone")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_NE(r.block("beforeafter"), nullptr);
    EXPECT_EQ(r.block("確認")->place.kind, PLACE_COMMENT);
    EXPECT_EQ(r.block("旧価格")->place.flags, static_cast<unsigned>(PLACE_DELETED));
    EXPECT_EQ(r.block("b1")->place.column, 2u);
    EXPECT_EQ(r.block("b1")->table, "表");
    EXPECT_EQ(r.count("tracked-changes"), 1u);
    EXPECT_EQ(r.count("comments"), 1u);
    EXPECT_EQ(r.count("hidden-text"), 1u);
    EXPECT_EQ(r.meta["author"], "山田");
    EXPECT_EQ(r.meta["last_saved_by"], "鈴木");
    EXPECT_FALSE(r.nested);
}

TEST(Odf, SheetsRowsAndColumns)
{
    Recorder r;
    r.read(flat("spreadsheet", "<style:style style:name='ta2' style:family='table'><style:table-properties table:display='false'/></style:style>",
                "<office:spreadsheet><table:table table:name='表1'><table:table-column table:number-columns-repeated='2'/><table:table-column table:visibility='collapse'/>"
                "<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>"
                "<table:table-row table:visibility='filter'><table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>c4</text:p></table:table-cell></table:table-row>"
                "</table:table><table:table table:name='裏' table:style-name='ta2'><table:table-row><table:table-cell><text:p>秘密</text:p></table:table-cell></table:table-row></table:table>"
                "<table:database-ranges><table:database-range table:target-range-address='表1.A1:C4' table:display-filter-buttons='true'/></table:database-ranges></office:spreadsheet>"),
           "x.fods");
    EXPECT_EQ(r.format, "ods");
    ASSERT_NE(r.block("c4"), nullptr);
    EXPECT_EQ(r.block("c4")->place.row, 4u);
    EXPECT_EQ(r.block("c4")->place.column, 3u);
    EXPECT_EQ(r.block("c4")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("秘密")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.count("hidden-rows"), 1u);
    EXPECT_EQ(r.count("filtered-rows"), 1u);
    EXPECT_EQ(r.count("hidden-columns"), 1u);
    EXPECT_EQ(r.count("hidden-sheets"), 1u);
    EXPECT_EQ(r.count("autofilter"), 1u);
}

TEST(Odf, WhatChangedCellsHeld)
{
    auto change = [](const std::string &cell) {
        return "<table:cell-content-change><office:change-info><dc:creator>青葉</dc:creator></office:change-info><table:previous><table:change-track-table-cell " + cell +
               "</table:previous></table:cell-content-change>";
    };
    Recorder r;
    r.read(flat("spreadsheet", "",
                "<office:spreadsheet><table:tracked-changes>" + change("office:value-type='string'><text:p>佐藤花子</text:p></table:change-track-table-cell>") +
                    change("office:value-type='float' office:value='9055550001'/>") + change("office:value-type='date' office:date-value='1980-01-02'/>") + change("/>") +
                    "</table:tracked-changes><table:table table:name='表'><table:table-row><table:table-cell><text:p>品名</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"),
           "x.fods");
    for (const char *old : {"佐藤花子", "9055550001", "1980-01-02"}) {
        ASSERT_NE(r.block(old), nullptr) << old << "\n" << r.all_text;
        EXPECT_EQ(r.block(old)->place.flags, static_cast<unsigned>(PLACE_DELETED)) << old;
    }
    EXPECT_EQ(r.block("品名")->place.flags, 0u);
    EXPECT_EQ(r.all_text.find("青葉"), std::string::npos);
    EXPECT_EQ(r.count("tracked-changes"), 4u);
    EXPECT_NE(r.found[0].sample.find("佐藤花子"), std::string::npos);
    EXPECT_FALSE(r.nested);
}

TEST(Odf, SlidesHiddenAndNoted)
{
    Recorder r;
    r.read(flat("presentation", "<style:style style:name='dp1' style:family='drawing-page'><style:drawing-page-properties presentation:visibility='hidden'/></style:style>",
                "<office:presentation><draw:page draw:name='1'><draw:frame><text:p>見える</text:p></draw:frame><presentation:notes><text:p>メモ</text:p></presentation:notes></draw:page>"
                "<draw:page draw:style-name='dp1'><text:p>隠す</text:p></draw:page></office:presentation>"),
           "x.fodp");
    EXPECT_EQ(r.block("見える")->place.number, 1u);
    EXPECT_EQ(r.block("メモ")->place.kind, PLACE_NOTE);
    EXPECT_EQ(r.block("隠す")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.count("hidden-slides"), 1u);
    EXPECT_EQ(r.count("speaker-notes"), 1u);
}

TEST(Odf, WhiteOnWhiteOnlyWhereNothingIsBehind)
{
    const std::string styles =
        "<style:style style:name='W' style:family='text'><style:text-properties fo:color='#FFFFFF'/></style:style>"
        "<style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>"
        "<style:style style:name='Dark' style:family='paragraph'><style:paragraph-properties fo:background-color='#000080'/></style:style>"
        "<style:style style:name='WP' style:family='paragraph'><style:text-properties fo:color='#ffffff'/></style:style>";
    const std::string body = "<office:text><text:p>a<text:span text:style-name='W'>white<text:span text:style-name='B'>bold</text:span></text:span></text:p>"
                             "<text:p text:style-name='Dark'><text:span text:style-name='W'>title</text:span></text:p>"
                             "<text:p text:style-name='WP'>all of it</text:p>"
                             "<text:p><draw:frame><draw:text-box><text:p><text:span text:style-name='W'>on a picture</text:span></text:p></draw:text-box></draw:frame></text:p>"
                             "<table:table><table:table-row><table:table-cell><text:p text:style-name='WP'>cell</text:p></table:table-cell></table:table-row></table:table>"
                             "</office:text>";
    Recorder r;
    r.read(flat("text", styles, body), "x.fodt");
    ASSERT_NE(r.block("whitebold"), nullptr);
    EXPECT_EQ(r.block("whitebold")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.block("all of it")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    for (const char *seen : {"title", "on a picture", "cell"})
        EXPECT_EQ(r.block(seen)->place.flags, 0u) << seen;
    EXPECT_EQ(r.count("hidden-text"), 3u);
    Recorder dark;
    dark.read(flat("text", styles + "<style:page-layout style:name='pm'><style:page-layout-properties fo:background-color='#003366'/></style:page-layout>", body), "x.fodt");
    EXPECT_EQ(dark.count("hidden-text"), 0u);

    auto sheet = [](const char *cells) {
        return flat("spreadsheet",
                    "<style:style style:name='W' style:family='table-cell'><style:text-properties fo:color='#ffffff'/></style:style>"
                    "<style:style style:name='F' style:family='table-cell' style:parent-style-name='W'><style:table-cell-properties fo:background-color='#ff0000'/></style:style>"
                    "<style:style style:name='M' style:family='table-cell' style:parent-style-name='W'><style:map style:condition='value()&gt;1'/></style:style>",
                    std::string("<office:spreadsheet><table:table table:name='t'><table:table-column/><table:table-column table:default-cell-style-name='W'/><table:table-row>") +
                        cells + "</table:table-row></table:table></office:spreadsheet>");
    };
    Recorder s;
    s.read(sheet("<table:table-cell table:style-name='W'><text:p>one</text:p></table:table-cell><table:table-cell><text:p>two</text:p></table:table-cell>"), "x.fods");
    EXPECT_EQ(s.count("hidden-text"), 2u);
    EXPECT_EQ(s.block("two")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    Recorder filled;
    filled.read(sheet("<table:table-cell table:style-name='F'><text:p>one</text:p></table:table-cell><table:table-cell table:style-name='M'><text:p>two</text:p></table:table-cell>"), "x.fods");
    EXPECT_EQ(filled.count("hidden-text"), 0u);
}

TEST(Odf, BesideTheSlideAndCroppedAway)
{
    Recorder r;
    r.read(flat("presentation",
                "<style:style style:name='cut' style:family='graphic'><style:graphic-properties fo:clip='rect(0cm, 2.5cm, 0.1mm, 0cm)'/></style:style>"
                "<style:style style:name='whole' style:family='graphic'><style:graphic-properties fo:clip='rect(0cm, 0cm, 0.1mm, 0cm)'/></style:style>"
                "<style:page-layout style:name='PM'><style:page-layout-properties fo:page-width='28cm' fo:page-height='15.75cm'/></style:page-layout>"
                "<style:master-page style:name='M' style:page-layout-name='PM'/>",
                "<office:presentation><draw:page draw:master-page-name='M'>"
                "<draw:frame svg:x='1cm' svg:y='1cm' svg:width='5cm' svg:height='1cm'><draw:text-box><text:p>on it</text:p></draw:text-box></draw:frame>"
                "<draw:frame svg:x='28.1cm' svg:y='1cm' svg:width='5cm' svg:height='1cm'><draw:text-box><text:p>beside it</text:p></draw:text-box></draw:frame>"
                "<draw:custom-shape svg:x='-60mm' svg:y='1cm' svg:width='2in' svg:height='1cm'/>"
                "<draw:frame svg:x='1cm' svg:y='-5cm' svg:width='5cm' svg:height='1cm'><draw:image xlink:href='Pictures/1.png'/></draw:frame>"
                "<draw:frame draw:style-name='cut' svg:x='1cm' svg:y='1cm' svg:width='5cm' svg:height='1cm'><draw:image xlink:href='Pictures/2.svm'/><draw:image xlink:href='Pictures/2.png'/></draw:frame>"
                "<draw:frame draw:style-name='whole'><draw:image xlink:href='Pictures/3.png'/></draw:frame>"
                "</draw:page></office:presentation>"),
           "x.fodp");
    EXPECT_EQ(r.block("on it")->place.flags, 0u);
    EXPECT_EQ(r.block("beside it")->place.flags, static_cast<unsigned>(PLACE_HIDDEN));
    EXPECT_EQ(r.count("off-slide-objects"), 2u) << "the text and the picture; an empty shape is nothing";
    EXPECT_EQ(r.count("hidden-text"), 1u);
    EXPECT_EQ(r.count("cropped-images"), 1u);
}

TEST(Odf, EncryptionStandsInTheManifest)
{
    Recorder r;
    r.read(ZipBuilder()
               .add("mimetype", "application/vnd.oasis.opendocument.spreadsheet", false)
               .add("META-INF/manifest.xml", "<m:manifest xmlns:m='m'><m:file-entry m:full-path='content.xml' m:media-type='text/xml'><m:encryption-data/></m:file-entry></m:manifest>")
               .add("content.xml", "garbage")
               .build(),
           "x.ods");
    EXPECT_EQ(r.format, "ods");
    EXPECT_TRUE(r.has("encrypted"));
    EXPECT_EQ(r.unread.count("encrypted"), 1u);
    EXPECT_EQ(r.unread.count("damaged"), 0u);
}
