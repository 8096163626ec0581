// Names against contents: which names mislead, and that ordinary Japanese names do not.
#include <gtest/gtest.h>
#include "recorder.h"
extern "C" {
#include "formats/names.h"
}

TEST(Names, Rows)
{
    struct {
        const char *name, *format;
        bool wrong, deceptive, program;
        bool damaged = false;
    } rows[] = {
        {"report.docx", "docx", false, false, false},
        {"report.docx", "xlsx", true, false, false},
        {"REPORT.DOCX", "zip", true, false, false},
        {"photo.jpg", "png", false, false, false},
        {"photo.jpg", "docx", true, false, false},
        {"list.csv", "text", false, false, false},
        {"list.csv", "xlsx", true, false, false},
        {"old.doc", "rtf", false, false, false},
        {"old.doc", "ooxml-encrypted", true, false, false},
        {"new.docx", "ooxml-encrypted", false, false, false},
        {"noextension", "zip", false, false, false},
        {"x.docx", "unknown", false, false, false},
        {"x.docx", "empty", false, false, false},
        {"第１．２版 議事録 (最終).docx", "docx", false, false, false},
        {"見積書 Ver.2.1　確定.xlsx", "xlsx", false, false, false},
        {"backup.2024.tar.gz", "gzip", false, false, false},
        {"invoice\u202Exslx.exe", "exe", false, true, true},
        {"請求書.pdf.exe", "exe", false, true, true},
        {"請求書．pdf.exe", "exe", false, true, true},
        {"請求書.pdf                    .exe", "exe", false, true, true},
        {"a.docx　　　　　　.js", "text", false, true, true},
        {"folder.pdf/script.js", "text", false, false, true},
        {"C:\\x\\setup.bat", "text", false, false, true},
        {"inner/dir/report.pdf", "docx", true, false, false},
        {"report.docx", "zip", false, false, false, true},
        {"report.pdf", "zip", true, false, false, true},
        {"report.docx", "xlsx", true, false, false, true},
        {"export.xls", "html", false, false, false},
        {"export.xls", "csv", false, false, false},
        {"export.xls", "xlsx", true, false, false},
        {"wiki page.doc", "eml", false, false, false},
    };
    for (const auto &row : rows) {
        Recorder r;
        name_check(row.name, row.format, row.damaged, &r.base);
        EXPECT_EQ(r.has("wrong-extension"), row.wrong) << row.name;
        EXPECT_EQ(r.has("deceptive-name"), row.deceptive) << row.name;
        EXPECT_EQ(r.has("executable"), row.program) << row.name;
    }
}
