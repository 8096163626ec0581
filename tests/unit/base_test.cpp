// Arena, buffer, budget and UTF-8: limits, stickiness and edges.
#include <gtest/gtest.h>
extern "C" {
#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
}
#include <cstring>
#include <string>

TEST(Arena, AlignedZeroedAndLimited)
{
    arena *a = arena_new(100000);
    for (size_t n : {0u, 1u, 15u, 17u, 5000u, 20000u}) {
        auto *p = static_cast<unsigned char *>(arena_alloc(a, n));
        ASSERT_NE(p, nullptr);
        EXPECT_EQ(reinterpret_cast<uintptr_t>(p) % 16, 0u);
        for (size_t i = 0; i < n; i++)
            ASSERT_EQ(p[i], 0);
        memset(p, 0xFF, n);
    }
    EXPECT_STREQ(arena_strndup(a, "abcdef", 3), "abc");
    EXPECT_FALSE(arena_failed(a));
    EXPECT_EQ(arena_alloc(a, 200000), nullptr);
    EXPECT_TRUE(arena_failed(a));
    EXPECT_EQ(arena_alloc(a, 1), nullptr) << "failure is sticky";
    arena_free(a);
    a = arena_new(1 << 20);
    EXPECT_EQ(arena_alloc_array(a, SIZE_MAX / 2, 4), nullptr) << "product overflows";
    arena_free(a);
}

TEST(Buf, StopsAtItsMaximum)
{
    buf b;
    buf_init(&b, 10);
    EXPECT_STREQ(buf_str(&b), "");
    EXPECT_TRUE(buf_add_str(&b, "12345"));
    EXPECT_FALSE(buf_add_str(&b, "6789012345"));
    EXPECT_STREQ(buf_str(&b), "1234567890");
    EXPECT_TRUE(b.full);
    EXPECT_FALSE(buf_ok(&b));
    buf_reset(&b);
    EXPECT_TRUE(buf_ok(&b));
    EXPECT_TRUE(buf_printf(&b, "%d", 42));
    EXPECT_STREQ(buf_str(&b), "42");
    buf_free(&b);
    buf_init(&b, 5000);
    std::string s(600, 'x');
    EXPECT_TRUE(buf_printf(&b, "%s!", s.c_str()));
    EXPECT_EQ(buf_str(&b), s + "!");
    buf_free(&b);
}

TEST(Utf8, WellFormedRoundTripAndIllFormedSurvives)
{
    for (uint32_t cp : {0x24u, 0x7Fu, 0x80u, 0x7FFu, 0x800u, 0x95A2u, 0xD7FFu, 0xE000u, 0xFFFDu, 0x10000u, 0x20BB7u, 0x10FFFFu}) {
        char out[4];
        size_t n = utf8_encode(cp, out);
        uint32_t back;
        EXPECT_EQ(utf8_decode(out, n, &back), n);
        EXPECT_EQ(back, cp);
        EXPECT_TRUE(utf8_valid(out, n));
        if (n > 1) {
            EXPECT_EQ(utf8_decode(out, n - 1, &back), 1u) << "cut short";
            EXPECT_EQ(back, 0xFFFDu);
        }
    }
    for (const char *bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\x80", "\xE0\x80\x80"})
        EXPECT_FALSE(utf8_valid(bad, strlen(bad))) << bad;
    const char *text = "a\xE9\x96\xA2\xE6\x89\x80"; // a関所
    EXPECT_EQ(utf8_cut(text, 7, 6), 4u);
    EXPECT_EQ(utf8_cut(text, 7, 4), 4u);
    EXPECT_EQ(utf8_cut(text, 7, 7), 7u);
    EXPECT_EQ(utf8_count(text, 7), 3u);
}
