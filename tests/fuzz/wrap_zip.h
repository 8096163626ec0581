/* A sound package (stored entries with their checksums) around parts made of fuzzed bytes, so that a fuzzer spends its time in the parts and
 * not in the container. */
#ifndef SEKISHO_FUZZ_WRAP_ZIP_H
#define SEKISHO_FUZZ_WRAP_ZIP_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { WRAP_PARTS_MAX = 16 };

struct wrap_part {
    const char *name;
    const uint8_t *data;
    size_t n;
};

/* One number in little-endian order; returns the place behind it. */
static inline uint8_t *wrap_number(uint8_t *p, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        *p++ = (uint8_t)(value >> 8 * i);
    return p;
}

/* The fields that local and central header share: flags, method (stored), time, checksum, sizes, length of the name, no extra field. */
static inline uint8_t *wrap_header(uint8_t *p, const struct wrap_part *part)
{
    p = wrap_number(p, 0, 2);
    p = wrap_number(p, 0, 2);
    p = wrap_number(p, 0, 4);
    p = wrap_number(p, (uint32_t)crc32(0, part->data, (uInt)part->n), 4);
    p = wrap_number(p, (uint32_t)part->n, 4);
    p = wrap_number(p, (uint32_t)part->n, 4);
    p = wrap_number(p, (uint32_t)strlen(part->name), 2);
    return wrap_number(p, 0, 2);
}

/* malloc'd file of *out_n bytes; NULL: out of memory. */
static inline uint8_t *wrap_zip(const struct wrap_part *parts, size_t count, size_t *out_n)
{
    size_t size = 22;
    for (size_t i = 0; i < count; i++)
        size += 30 + 46 + 2 * strlen(parts[i].name) + parts[i].n;
    uint8_t *file = malloc(size), *p = file;
    uint32_t at[WRAP_PARTS_MAX];
    if (!file || count > WRAP_PARTS_MAX) {
        free(file);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        at[i] = (uint32_t)(p - file);
        p = wrap_number(p, 0x04034b50, 4);
        p = wrap_number(p, 20, 2);
        p = wrap_header(p, &parts[i]);
        memcpy(p, parts[i].name, strlen(parts[i].name));
        p += strlen(parts[i].name);
        if (parts[i].n)
            memcpy(p, parts[i].data, parts[i].n);
        p += parts[i].n;
    }
    uint32_t directory = (uint32_t)(p - file);
    for (size_t i = 0; i < count; i++) {
        p = wrap_number(p, 0x02014b50, 4);
        p = wrap_number(p, 20, 2);
        p = wrap_number(p, 20, 2);
        p = wrap_header(p, &parts[i]);
        p = wrap_number(p, 0, 2); /* comment */
        p = wrap_number(p, 0, 4); /* disk, internal attributes */
        p = wrap_number(p, 0, 4); /* external attributes */
        p = wrap_number(p, at[i], 4);
        memcpy(p, parts[i].name, strlen(parts[i].name));
        p += strlen(parts[i].name);
    }
    uint32_t length = (uint32_t)(p - file) - directory;
    p = wrap_number(p, 0x06054b50, 4);
    p = wrap_number(p, 0, 4);
    p = wrap_number(p, (uint32_t)count, 2);
    p = wrap_number(p, (uint32_t)count, 2);
    p = wrap_number(p, length, 4);
    p = wrap_number(p, directory, 4);
    p = wrap_number(p, 0, 2);
    *out_n = (size_t)(p - file);
    return file;
}

#endif
