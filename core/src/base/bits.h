/* Bits of 64-bit masks. */
#ifndef SEKISHO_BASE_BITS_H
#define SEKISHO_BASE_BITS_H

#include <stdint.h>

/* The number of the lowest bit that is set; bits is not 0. */
static inline unsigned lowest_bit(uint64_t bits)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(bits);
#else
    unsigned n = 0;
    while (!(bits & 1)) {
        bits >>= 1;
        n++;
    }
    return n;
#endif
}

/* How many are set. */
static inline unsigned count_bits(uint64_t bits)
{
    if (!bits)
        return 0; /* mostly */
#if defined(__GNUC__)
    return (unsigned)__builtin_popcountll(bits);
#else
    unsigned n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
#endif
}

#endif
