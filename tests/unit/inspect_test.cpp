// What holds for all readers: cancelling ends them soon, however much of a file or text lies before them, and a text that many cells show is paid
// for by each.
#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <string>

#include "zip_builder.h"

extern "C" {
#include "base/arena.h"
#include "inspect.h"
}

namespace {

// base/watch.h is C only; a bool behind an atomic of its size is what both sides see.
struct Watch {
    std::atomic<bool> cancelled{false};
    std::atomic<uint64_t> done{0}, total{0};
};

struct Reading {
    Watch watch;
    budget b;
    size_t after = 0; // bytes or hits that came when it was cancelled already
    Reading()
    {
        memset(&b, 0, sizeof b);
        b.work_left = b.bytes_left = b.memory_left = uint64_t(1) << 40;
        b.entries_left = 1000;
        b.depth_max = 10;
        b.ratio_max = 250;
        b.watch = reinterpret_cast<struct watch *>(&watch);
    }
};

std::string repeated(const char *piece, size_t bytes)
{
    std::string all;
    while (all.size() < bytes) all += piece;
    return all;
}

bool cancel_at_first_hit(void *ctx, const inspect_hit *)
{
    Reading *r = static_cast<Reading *>(ctx);
    r->after += r->watch.cancelled;
    r->watch.cancelled = true;
    return true;
}
void cancel_at_first_text(void *ctx, const char *, size_t n)
{
    Reading *r = static_cast<Reading *>(ctx);
    if (r->watch.cancelled) r->after += n;
    r->watch.cancelled = true;
}

TEST(Cancelling, EndsInTheMiddleOfABlock)
{
    const match_keyword word = {"plan", 0, MATCH_WORD_AUTO};
    bool useless;
    matcher *words = matcher_new(&word, 1, 0, &useless);
    ASSERT_NE(words, nullptr);
    Reading r;
    inspect_options options = {};
    options.matcher = words;
    options.rule_count = 1;
    options.accept = cancel_at_first_hit;
    options.accept_ctx = &r;
    arena *a = arena_new(1 << 26);
    inspect_text *text = inspect_text_open(a, &r.b, &options);
    ASSERT_NE(text, nullptr);
    const std::string body = repeated("a plan of some length\n", 4 << 20);
    place where = {};
    where.kind = PLACE_BODY;
    where.table = "";
    inspect_text_block(text, &where, body.data(), body.size());
    inspect_result result;
    inspect_text_close(text, &result);
    EXPECT_TRUE(result.cancelled);
    EXPECT_LT(r.after, 5000u); // of 190,000
    arena_free(a);
    matcher_free(words);
}

TEST(Cancelling, EndsInTheMiddleOfAFile)
{
    const struct {
        const char *name;
        std::string bytes;
    } files[] = {{"a.rtf", "{\\rtf1 " + repeated("some words {\\b and others}\\par\n", 4 << 20) + "}"},
                 {"a.txt", repeated("some words and others\n", 4 << 20)},
                 {"a.html", repeated("<p>some words <b>and</b> others\n", 4 << 20)},
                 {"a.eml", "Subject: x\r\n" + repeated("To: a@b.example\r\n", 4 << 20) + "\r\ntext\r\n"}};
    for (const auto &file : files) {
        Reading r;
        inspect_options options = {};
        options.text_out = cancel_at_first_text;
        options.text_ctx = &r;
        arena *a = arena_new(1 << 26);
        inspect_result result;
        inspect_file(a, &r.b, &options, file.name, "", reinterpret_cast<const uint8_t *>(file.bytes.data()), file.bytes.size(), &result);
        EXPECT_TRUE(result.cancelled) << file.name;
        EXPECT_LT(r.after, 400000u) << file.name;
        arena_free(a);
    }
}

TEST(Inspect, ATextThatManyCellsShowIsPaidForByEach)
{
    const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    const auto relations = [&](const std::string &all) { return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + all + "</Relationships>"; };
    ZipBuilder zip;
    zip.add("[Content_Types].xml", "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
    zip.add("_rels/.rels", relations("<Relationship Id=\"r1\" Type=\"" + office + "officeDocument\" Target=\"xl/workbook.xml\"/>"));
    zip.add("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
    zip.add("xl/_rels/workbook.xml.rels", relations("<Relationship Id=\"r1\" Type=\"" + office + "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"" +
                                                    office + "sharedStrings\" Target=\"sharedStrings.xml\"/>"));
    zip.add("xl/sharedStrings.xml", "<sst><si><t>" + repeated("some words ", 100000) + "</t></si></sst>");
    zip.add("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\">" + repeated("<c t=\"s\"><v>0</v></c>", 20000) + "</row></sheetData></worksheet>");
    const std::string bytes = zip.build();
    Reading r;
    r.b.bytes_left = 10 << 20;
    inspect_options options = {};
    arena *a = arena_new(1 << 26);
    inspect_result result;
    inspect_file(a, &r.b, &options, "a.xlsx", "", reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size(), &result);
    ASSERT_NE(result.root, nullptr);
    EXPECT_STREQ(result.root->format, "xlsx");
    EXPECT_TRUE(result.root->unread >> UNREAD_TOO_LARGE & 1);
    EXPECT_GT(result.root->text_bytes, 1u << 20);
    EXPECT_LT(result.root->text_bytes, 11u << 20); // of 87 MB
    arena_free(a);
}

} // namespace
