/* A sound compound file around streams made of fuzzed bytes, so that a fuzzer spends its time in the records and not in the container.
 * Streams lie in a row; all are large enough to stay out of the mini stream. */
#ifndef SEKISHO_FUZZ_WRAP_CFB_H
#define SEKISHO_FUZZ_WRAP_CFB_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef WRAP_PAD
#define WRAP_PAD 0 /* what small streams are filled up with */
#endif

enum { WRAP_STREAMS_MAX = 8, WRAP_SECTOR = 512, WRAP_CUTOFF = 4096 };

struct wrap_stream {
    const char *name; /* ASCII */
    const uint8_t *data;
    size_t n;
    int parent;       /* index of a storage row, -1: root */
    int is_storage;
};

static inline void wrap_le32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

static inline void wrap_entry(uint8_t *e, const char *name, int type, uint32_t right, uint32_t child, uint32_t start, uint32_t size)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++)
        e[2 * i] = (uint8_t)name[i];
    e[64] = (uint8_t)(2 * n + 2);
    e[66] = (uint8_t)type;
    e[67] = 1;
    wrap_le32(e + 68, 0xFFFFFFFF);
    wrap_le32(e + 72, right);
    wrap_le32(e + 76, child);
    wrap_le32(e + 116, start);
    wrap_le32(e + 120, size);
}

/* The first row below `parent` behind row `from`, as a directory index. */
static inline uint32_t wrap_next(const struct wrap_stream *rows, size_t count, int parent, size_t from)
{
    for (size_t i = from; i < count; i++)
        if (rows[i].parent == parent)
            return (uint32_t)(i + 1);
    return 0xFFFFFFFF;
}

/* malloc'd file of *out_n bytes; NULL: out of memory. */
static inline uint8_t *wrap_cfb(const struct wrap_stream *rows, size_t count, size_t *out_n)
{
    size_t sectors = 0, directory = (count + 1 + 3) / 4;
    for (size_t i = 0; i < count; i++)
        if (!rows[i].is_storage)
            sectors += ((rows[i].n < WRAP_CUTOFF ? WRAP_CUTOFF : rows[i].n) + WRAP_SECTOR - 1) / WRAP_SECTOR;
    size_t fat = 1;
    while (fat * (WRAP_SECTOR / 4) < fat + directory + sectors)
        fat++;
    *out_n = (1 + fat + directory + sectors) * WRAP_SECTOR;
    uint8_t *f = fat <= 109 ? calloc(1, *out_n) : NULL;
    if (!f)
        return NULL;
    static const uint8_t magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    memcpy(f, magic, 8);
    f[26] = 3;
    f[30] = 9;
    f[32] = 6;
    wrap_le32(f + 44, (uint32_t)fat);
    wrap_le32(f + 48, (uint32_t)fat);
    wrap_le32(f + 56, WRAP_CUTOFF);
    wrap_le32(f + 60, 0xFFFFFFFE);
    wrap_le32(f + 68, 0xFFFFFFFE);
    for (size_t i = 0; i < 109; i++)
        wrap_le32(f + 76 + 4 * i, i < fat ? (uint32_t)i : 0xFFFFFFFF);
    uint8_t *table = f + WRAP_SECTOR, *dir = f + (1 + fat) * WRAP_SECTOR;
    memset(table, 0xFF, fat * WRAP_SECTOR);
    for (size_t i = 0; i < fat; i++)
        wrap_le32(table + 4 * i, 0xFFFFFFFD);
    for (size_t i = 0; i < directory; i++)
        wrap_le32(table + 4 * (fat + i), i + 1 < directory ? (uint32_t)(fat + i + 1) : 0xFFFFFFFE);
    wrap_entry(dir, "Root Entry", 5, 0xFFFFFFFF, wrap_next(rows, count, -1, 0), 0xFFFFFFFE, 0);
    size_t at = fat + directory;
    for (size_t i = 0; i < count; i++) {
        uint32_t right = wrap_next(rows, count, rows[i].parent, i + 1);
        if (rows[i].is_storage) {
            wrap_entry(dir + 128 * (i + 1), rows[i].name, 1, right, wrap_next(rows, count, (int)i, 0), 0, 0);
            continue;
        }
        size_t size = rows[i].n < WRAP_CUTOFF ? WRAP_CUTOFF : rows[i].n, here = (size + WRAP_SECTOR - 1) / WRAP_SECTOR;
        wrap_entry(dir + 128 * (i + 1), rows[i].name, 2, right, 0xFFFFFFFF, (uint32_t)at, (uint32_t)size);
        memset(f + (at + 1) * WRAP_SECTOR, WRAP_PAD, size);
        if (rows[i].n)
            memcpy(f + (at + 1) * WRAP_SECTOR, rows[i].data, rows[i].n);
        for (size_t k = 0; k < here; k++)
            wrap_le32(table + 4 * (at + k), k + 1 < here ? (uint32_t)(at + k + 1) : 0xFFFFFFFE);
        at += here;
    }
    return f;
}

/* Cuts the input into pieces: each begins with its length in two bytes. Returns how many there are. */
static inline size_t wrap_pieces(const uint8_t *data, size_t n, const uint8_t *pieces[], size_t sizes[], size_t max)
{
    size_t count = 0;
    while (count < max && n >= 2) {
        size_t length = (size_t)(data[0] | data[1] << 8);
        data += 2;
        n -= 2;
        if (length > n || count + 1 == max)
            length = n;
        pieces[count] = data;
        sizes[count++] = length;
        data += length;
        n -= length;
    }
    return count;
}

#endif
