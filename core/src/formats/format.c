/* Asks every reader what it thinks of the first bytes and takes the one that is surest. */
#include "formats/format.h"

static const struct format *const formats[] = {
#define FORMAT(symbol) &format_##symbol,
#include "formats/formats.def"
#undef FORMAT
};

const struct format *format_find(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    const struct format *best = NULL;
    int highest = 0;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        int bid = formats[i]->bid(head, n, size, name);
        if (bid > highest) {
            highest = bid;
            best = formats[i];
        }
    }
    return best;
}
