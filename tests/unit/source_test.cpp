// Sources: views and streams give the same bytes, streams are charged to the budget and say why they end.
#include <gtest/gtest.h>
extern "C" {
#include "observe/source.h"
}
#include <cstring>
#include <string>

namespace {
struct feed {
    std::string bytes;
    size_t at = 0;
    bool broken = false;
};
size_t feed_read(struct source *s, uint8_t *buf, size_t n)
{
    auto *f = static_cast<feed *>(s->ctx);
    if (f->at == f->bytes.size())
        return f->broken ? SIZE_MAX : 0;
    n = std::min({n, f->bytes.size() - f->at, size_t{1000}});
    memcpy(buf, f->bytes.data() + f->at, n);
    f->at += n;
    return n;
}
budget roomy()
{
    budget b = {};
    b.work_left = b.bytes_left = b.memory_left = 1 << 30;
    b.entries_left = 100;
    return b;
}
} // namespace

TEST(Source, PeekThenReadGivesEveryByteOnce)
{
    std::string text;
    for (int i = 0; i < 20000; i++)
        text += static_cast<char>('a' + i % 26);
    feed f{text};
    budget b = roomy();
    struct source s;
    source_stream(&s, feed_read, &f, 0, &b);
    size_t got;
    const uint8_t *head = source_peek(&s, 100, &got);
    ASSERT_EQ(got, 100u);
    EXPECT_EQ(memcmp(head, text.data(), 100), 0);
    std::string all;
    uint8_t piece[777];
    for (size_t n; (n = source_read(&s, piece, sizeof piece)) != 0;) {
        ASSERT_NE(n, SIZE_MAX);
        all.append(reinterpret_cast<char *>(piece), n);
    }
    EXPECT_EQ(all, text);
    EXPECT_EQ((1u << 30) - b.bytes_left, text.size());
    source_done(&s);
    EXPECT_EQ(b.memory_left, 1u << 30) << "memory is given back";
}

TEST(Source, WholeIsLimitedByTheBudget)
{
    feed f{std::string(300000, 'x')};
    budget b = roomy();
    b.bytes_left = 100000;
    struct source s;
    source_stream(&s, feed_read, &f, 0, &b);
    size_t n;
    EXPECT_EQ(source_whole(&s, &n), nullptr);
    EXPECT_TRUE(s.over_budget);
    EXPECT_FALSE(s.damaged);
    source_done(&s);
    f.at = 0;
    b = roomy();
    source_stream(&s, feed_read, &f, 0, &b);
    ASSERT_NE(source_whole(&s, &n), nullptr);
    EXPECT_EQ(n, 300000u);
    source_done(&s);
}

TEST(Source, DamageIsSaid)
{
    feed f{"abc", 0, true};
    budget b = roomy();
    struct source s;
    source_stream(&s, feed_read, &f, 0, &b);
    size_t n;
    EXPECT_EQ(source_whole(&s, &n), nullptr);
    EXPECT_TRUE(s.damaged);
    source_done(&s);
}
