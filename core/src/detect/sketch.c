/* A counting sketch (HyperLogLog by Flajolet and others): how many different hashes were seen, in 8 KiB. */
#include "detect/people.h"

#include <math.h>

void sketch_add(struct sketch *s, uint64_t hash)
{
    hash ^= hash >> 32; /* callers' hashes are mixed towards the top */
    hash *= 0xD6E8FEB86659FD93u;
    hash ^= hash >> 32;
    uint32_t at = (uint32_t)(hash & (SKETCH_REGISTERS - 1));
    uint64_t rest = hash >> SKETCH_BITS;
    uint8_t rank = 1;
    while (rank < 64 - SKETCH_BITS && !(rest & 1)) {
        rest >>= 1;
        rank++;
    }
    if (s->registers[at] < rank)
        s->registers[at] = rank;
}

void sketch_merge(struct sketch *s, const struct sketch *other)
{
    for (uint32_t i = 0; i < SKETCH_REGISTERS; i++)
        if (s->registers[i] < other->registers[i])
            s->registers[i] = other->registers[i];
}

uint64_t sketch_count(const struct sketch *s)
{
    double sum = 0;
    uint32_t zeros = 0;
    for (uint32_t i = 0; i < SKETCH_REGISTERS; i++) {
        sum += ldexp(1.0, -s->registers[i]);
        zeros += s->registers[i] == 0;
    }
    double m = SKETCH_REGISTERS, estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
    if (estimate <= 2.5 * m && zeros)
        estimate = m * log(m / zeros);
    return (uint64_t)(estimate + 0.5);
}
