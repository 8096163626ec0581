/* Walks drawings of the old Office formats for cropped pictures. Leaves finding the drawings to doc.c, ppt.c and xls.c. */
#include "formats/office_art.h"

#include "base/le.h"

enum { CROP_FIRST = 0x0100, CROP_LAST = 0x0103, ONE_PERCENT = 0x10000 / 100, PROPERTY = 6, HEAD = 8 };

unsigned office_art_is_cropped(const uint8_t *properties, size_t n, unsigned count)
{
    for (unsigned i = 0; i < count && n - (size_t)i * PROPERTY >= PROPERTY; i++) {
        const uint8_t *p = properties + (size_t)i * PROPERTY;
        unsigned id = le16(p) & 0x3FFF;
        /* Fractions of the picture in 16.16; negative ones add room. */
        if (id >= CROP_FIRST && id <= CROP_LAST && le32(p + 2) >= ONE_PERCENT && le32(p + 2) < 0x80000000)
            return 1;
    }
    return 0;
}

uint64_t office_art_crops(const uint8_t *records, size_t n, struct budget *budget)
{
    uint64_t cropped = 0;
    for (size_t at = 0; n - at >= HEAD && budget_work(budget, HEAD);) {
        unsigned head = le16(records + at), type = le16(records + at + 2);
        size_t length = le32(records + at + 4);
        at += HEAD;
        if ((head & 0x0F) == 0x0F) /* a container: its records follow */
            continue;
        if (length > n - at)
            length = n - at;
        if (type == OFFICE_ART_OPTIONS)
            cropped += office_art_is_cropped(records + at, length, head >> 4);
        at += length;
    }
    return cropped;
}
