// Which number formats are dates, and numbers as text.
#include <gtest/gtest.h>
extern "C" {
#include "formats/number_format.h"
}
#include <string>

TEST(NumberFormat, Dates)
{
    for (const char *code : {"yyyy/m/d", "[$-411]ge.m.d;@", "yyyy\"年\"m\"月\"d\"日\"", "m/d/yy", "d-mmm", "[Red]yyyy-mm-dd", "ggge\"年\"m\"月\""})
        EXPECT_TRUE(number_format_is_date(code)) << code;
    for (const char *code : {"General", "0.00", "#,##0", "0.00E+00", "\"day\"0", "h:mm", "[h]:mm:ss", "0.0e+0", "@", "mm:ss", "#,##0;[Red]yyyy"})
        EXPECT_FALSE(number_format_is_date(code)) << code;
    for (unsigned id : {14u, 22u, 27u, 57u})
        EXPECT_TRUE(number_format_is_builtin_date(id));
    for (unsigned id : {0u, 1u, 18u, 45u, 49u})
        EXPECT_FALSE(number_format_is_builtin_date(id));
}

TEST(NumberFormat, Text)
{
    const struct {
        double value;
        bool date, from_1904;
        const char *want;
    } rows[] = {
        {1, true, false, "1900-01-01"}, {59, true, false, "1900-02-28"}, {61, true, false, "1900-03-01"}, {25569, true, false, "1970-01-01"},
        {45351, true, false, "2024-02-29"}, {45351.75, true, false, "2024-02-29 18:00"}, {0.5, true, false, "0.5"}, {1462, true, true, "1908-01-02"},
        {45351, false, false, "45351"}, {1234567890123, false, false, "1234567890123"}, {0.1, false, false, "0.1"}, {-3, true, false, "-3"},
        {1e300, true, false, "1e+300"}, {45351.0006, true, false, "2024-02-29 00:00"}, {2958465, true, false, "9999-12-31"}, {2958465, true, true, "10004-01-01"},
    };
    for (const auto &row : rows) {
        char out[64];
        size_t n = number_text(row.value, row.date, row.from_1904, out);
        EXPECT_EQ(std::string(out, n), row.want);
    }
}
