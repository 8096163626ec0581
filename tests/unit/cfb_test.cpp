// The compound file container: trees, chains and views of files built here sector by sector, and what is done about broken ones.
#include <gtest/gtest.h>
extern "C" {
#include "parse/cfb.h"
}
#include <cstring>
#include <string>
#include <vector>

namespace {
using bytes = std::vector<uint8_t>;

void put16(bytes &b, size_t at, uint16_t v)
{
    b[at] = v & 255;
    b[at + 1] = v >> 8;
}
void put32(bytes &b, size_t at, uint32_t v)
{
    put16(b, at, v & 0xFFFF);
    put16(b, at + 2, v >> 16);
}

// sectors: 0 FAT, 1 directory, 2 mini FAT, 3 mini stream, 4.. big stream (in the order given)
bytes make(std::vector<uint32_t> order = {4, 5, 6, 7, 8, 9, 10, 11}, const std::string &big = std::string(4096, 'B'))
{
    size_t sectors = 4 + order.size();
    bytes f((sectors + 1) * 512, 0);
    const uint8_t magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    memcpy(f.data(), magic, 8);
    put16(f, 24, 0x3E);
    put16(f, 26, 3);
    put16(f, 28, 0xFFFE);
    put16(f, 30, 9);
    put16(f, 32, 6);
    put32(f, 44, 1);
    put32(f, 48, 1);
    put32(f, 56, 4096);
    put32(f, 60, 2);
    put32(f, 64, 1);
    put32(f, 68, 0xFFFFFFFE);
    for (int i = 0; i < 109; i++)
        put32(f, 76 + 4 * i, i == 0 ? 0 : 0xFFFFFFFF);
    auto fat = [&](uint32_t id, uint32_t next) { put32(f, 512 + 4 * id, next); };
    for (uint32_t i = 0; i < 128; i++)
        fat(i, 0xFFFFFFFF);
    fat(0, 0xFFFFFFFD);
    fat(1, 0xFFFFFFFE);
    fat(2, 0xFFFFFFFE);
    fat(3, 0xFFFFFFFE);
    for (size_t i = 0; i < order.size(); i++) {
        fat(order[i], i + 1 < order.size() ? order[i + 1] : 0xFFFFFFFE);
        memcpy(f.data() + (order[i] + 1) * 512, big.data() + i * 512, 512);
    }
    auto entry = [&](int i, const char *name, int type, uint32_t left, uint32_t right, uint32_t child, uint32_t start, uint32_t size) {
        size_t at = 2 * 512 + i * 128;
        size_t n = strlen(name);
        for (size_t k = 0; k < n; k++)
            put16(f, at + 2 * k, static_cast<uint8_t>(name[k]));
        put16(f, at + 64, static_cast<uint16_t>(2 * n + 2));
        f[at + 66] = static_cast<uint8_t>(type);
        put32(f, at + 68, left);
        put32(f, at + 72, right);
        put32(f, at + 76, child);
        put32(f, at + 116, start);
        put32(f, at + 120, size);
    };
    const uint32_t no = 0xFFFFFFFF;
    entry(0, "Root Entry", 5, no, no, 1, 3, 128);
    entry(1, "Big", 2, no, 2, no, order[0], 4096);
    entry(2, "Store", 1, no, no, 3, 0, 0);
    entry(3, "Small", 2, no, no, no, 0, 100);
    put32(f, 3 * 512, 1); // mini chain 0 -> 1 -> end
    put32(f, 3 * 512 + 4, 0xFFFFFFFE);
    for (int i = 2; i < 128; i++)
        put32(f, 3 * 512 + 4 * i, no);
    memset(f.data() + 4 * 512, 's', 100);
    return f;
}
budget roomy()
{
    budget b = {};
    b.work_left = b.bytes_left = b.memory_left = 1 << 30;
    b.entries_left = 100;
    return b;
}
std::string stream(cfb *c, const char *path, bool *view = nullptr)
{
    struct source s;
    size_t i = cfb_find(c, path);
    if (i == CFB_NONE || cfb_open_stream(c, i, &s) != CFB_OK)
        return "none";
    if (view)
        *view = s.data != nullptr;
    size_t n;
    const uint8_t *p = source_whole(&s, &n);
    std::string out = p ? std::string(reinterpret_cast<const char *>(p), n) : "damaged";
    cfb_close_stream(&s);
    return out;
}
} // namespace

TEST(Cfb, TreeStreamsAndViews)
{
    std::string big;
    for (int i = 0; i < 4096; i++)
        big += static_cast<char>('a' + i / 512);
    for (bool in_row : {true, false}) {
        bytes f = in_row ? make({4, 5, 6, 7, 8, 9, 10, 11}, big) : make({4, 6, 5, 7, 8, 9, 11, 10}, big);
        budget b = roomy();
        cfb *c;
        ASSERT_EQ(cfb_open(f.data(), f.size(), &b, &c), CFB_OK);
        bool view;
        EXPECT_EQ(stream(c, "Big", &view), big);
        EXPECT_EQ(view, in_row);
        EXPECT_EQ(stream(c, "store/SMALL"), std::string(100, 's')) << "names are case-blind";
        EXPECT_EQ(cfb_find(c, "Store/Big"), CFB_NONE);
        uint8_t some[4];
        ASSERT_EQ(cfb_read_at(c, cfb_find(c, "Big"), 511, some, 4), 4u);
        EXPECT_EQ(memcmp(some, "abbb", 4), 0);
        cfb_close(c);
        EXPECT_EQ(b.memory_left, 1u << 30);
    }
}

TEST(Cfb, CyclesEnd)
{
    bytes f = make();
    put32(f, 512 + 4 * 6, 4); // 4 5 6 4 5 6 ...
    put32(f, 2 * 512 + 128 + 120, 0x7FFFFFFF);
    put32(f, 2 * 512 + 3 * 128 + 68, 1); // Small's sibling is Big, which is already in the tree
    budget b = roomy();
    cfb *c;
    EXPECT_EQ(cfb_open(f.data(), f.size(), &b, &c), CFB_DAMAGED);
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(stream(c, "Big"), "damaged");
    cfb_close(c);
}

TEST(Cfb, AnyTruncationOrByteChangeSurvives)
{
    bytes whole = make();
    for (size_t n = 0; n < whole.size(); n += 37) {
        bytes f(whole.begin(), whole.begin() + static_cast<long>(n));
        budget b = roomy();
        cfb *c;
        if (cfb_open(f.data(), f.size(), &b, &c) != CFB_OK && !c)
            continue;
        stream(c, "Big");
        stream(c, "Store/Small");
        cfb_close(c);
    }
    for (size_t at = 0; at < 5 * 512; at++) {
        bytes f = whole;
        f[at] ^= 0xFF;
        budget b = roomy();
        cfb *c;
        cfb_open(f.data(), f.size(), &b, &c);
        if (c) {
            stream(c, "Big");
            stream(c, "Store/Small");
        }
        cfb_close(c);
        EXPECT_EQ(b.memory_left, 1u << 30) << at;
    }
}

// Thousands of streams that begin at one sector made a gigabyte out of a megabyte.
TEST(Cfb, StreamsHoldNoMoreThanTheFileSeveralTimes)
{
    bytes f = make();
    budget b = roomy();
    cfb *c;
    ASSERT_EQ(cfb_open(f.data(), f.size(), &b, &c), CFB_OK);
    size_t opened = 0;
    while (opened < 100 && stream(c, "Big") != "none") opened++;
    EXPECT_GE(opened * 4096, 8 * f.size() - 4096);
    EXPECT_LE(opened * 4096, 9 * f.size());
    cfb_close(c);
}
