/* The first look, first step: blocks of 64 bytes become masks, a bit for each byte, by vector code or bit by bit. */
#include "detect/first_look.h"

#include <stddef.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_SSE2_PATH 1
#include <immintrin.h>
#if !defined(_WIN32) /* GCC does not keep the stack aligned for AVX on Windows */
#define HAVE_AVX2_PATH 1
#define AVX2 __attribute__((target("avx2")))
#endif
#endif

#ifndef HAVE_SSE2_PATH
static void classify_block(const uint8_t *block, struct look_masks *m)
{
    memset(m, 0, sizeof *m);
    for (unsigned i = 0; i < LOOK_BLOCK; i++) {
        uint8_t b = block[i], b1 = block[i + 1], b2 = block[i + 2];
        uint64_t bit = (uint64_t)1 << i;
        if (b < 0x80) {
            m->newline |= b == '\n' ? bit : 0;
            m->space |= b == ' ' || b == '\r' ? bit : 0;
            m->digit |= b >= '0' && b <= '9' ? bit : 0;
            m->upper |= b >= 'A' && b <= 'Z' ? bit : 0;
            m->letter |= (b | 32) >= 'a' && (b | 32) <= 'z' ? bit : 0;
            m->stop |= b == '.' || b == ':' || b == '\'' ? bit : 0;
            m->odd |= b == '@' ? bit : 0;
            continue;
        }
        if (b < 0xC0) {
            m->inner |= bit;
            continue;
        }
        m->lead2 |= bit;
        m->lead3 |= b >= 0xE0 ? bit : 0;
        m->lead4 |= b >= 0xF0 ? bit : 0;
        m->kanji |= (b >= 0xE4 && b <= 0xE9) || (b == 0xE3 && b1 == 0x80 && b2 >= 0x85 && b2 <= 0x87) ? bit : 0;
        m->hiragana |= b == 0xE3 && (b1 == 0x81 || (b1 == 0x82 && b2 < 0xA0)) ? bit : 0;
        m->n_kana |= b == 0xE3 && b1 == 0x82 && b2 == 0x93 ? bit : 0;
        m->katakana |= b == 0xE3 && ((b1 == 0x82 && b2 > 0xA0) || (b1 == 0x83 && b2 != 0xBB)) ? bit : 0;
        bool mark = b1 == 0xBC && ((b2 >= 0x80 && b2 < 0x90) || (b2 >= 0x9A && b2 < 0xA0) || (b2 > 0xBA && b2 < 0xC0)); /* full-width ones */
        m->wide |= b == 0xEF && !mark ? bit : 0;
        m->odd |= (b >= 0xEA && b != 0xEF) || (b == 0xE3 && (b1 >= 0x90 || (b1 == 0x80 && b2 == 0x92))) || (b == 0xE2 && b1 == 0x80 && b2 >= 0x8B && b2 <= 0x8F) ? bit : 0;
        m->gap |= b == 0xC2 || b == 0xE2 || (b == 0xE3 && ((b1 == 0x80 && b2 == 0x80) || (b1 == 0x83 && b2 == 0xBB))) ? bit : 0;
    }
}

static void classify_plain(const uint8_t *bytes, struct look_masks *out, unsigned blocks)
{
    for (unsigned k = 0; k < blocks; k++)
        classify_block(bytes + (size_t)k * LOOK_BLOCK, &out[k]);
}
#endif

/* The same by vectors of any width: V a vector, SET all bytes alike, EQ and GT compare signed bytes, BITS takes the upper bits. */
#define CLASSIFY_VECTOR(V, LOAD, SET, EQ, GT, AND, OR, ANDNOT, BITS, STEP)                                                                  \
    for (unsigned i = 0; i < LOOK_BLOCK; i += STEP) {                                                                                        \
        V b = LOAD(block + i), small = OR(b, SET(0x20));                                                                                     \
        V letter = AND(GT(small, SET('a' - 1)), GT(SET('z' + 1), small));                                                                    \
        uint64_t high = BITS(b);                                                                                                             \
        m->newline |= BITS(EQ(b, SET('\n'))) << i;                                                                                           \
        m->space |= BITS(OR(EQ(b, SET(' ')), EQ(b, SET('\r')))) << i;                                                                        \
        m->digit |= BITS(AND(GT(b, SET('0' - 1)), GT(SET('9' + 1), b))) << i;                                                                \
        m->letter |= BITS(letter) << i;                                                                                                      \
        m->upper |= BITS(ANDNOT(EQ(b, small), letter)) << i;                                                                                 \
        m->stop |= BITS(OR(OR(EQ(b, SET('.')), EQ(b, SET(':'))), EQ(b, SET('\'')))) << i;                                                    \
        m->odd |= BITS(EQ(b, SET('@'))) << i;                                                                                                \
        if (!high)                                                                                                                           \
            continue;                                                                                                                        \
        V b1 = LOAD(block + i + 1), b2 = LOAD(block + i + 2);                                                                                \
        V e3 = EQ(b, SET((char)0xE3)), is80 = EQ(b1, SET((char)0x80)), is82 = EQ(b1, SET((char)0x82));                                       \
        V mark = AND(GT(b2, SET((char)0x84)), GT(SET((char)0x88), b2));                                                                      \
        V is83 = EQ(b1, SET((char)0x83)), dot = EQ(b2, SET((char)0xBB)), is_e2 = EQ(b, SET((char)0xE2));                                     \
        V katakana = OR(AND(is82, GT(b2, SET((char)0xA0))), ANDNOT(dot, is83));                                                              \
        V gap = OR(OR(EQ(b, SET((char)0xC2)), is_e2), AND(e3, OR(AND(is80, EQ(b2, SET((char)0x80))), AND(is83, dot))));                      \
        V hiragana = OR(EQ(b1, SET((char)0x81)), ANDNOT(GT(b2, SET((char)0x9F)), is82));                                                     \
        V unseen = AND(AND(is_e2, is80), AND(GT(b2, SET((char)0x8A)), GT(SET((char)0x90), b2)));                            \
        V far = AND(e3, OR(GT(b1, SET((char)0x8F)), AND(is80, EQ(b2, SET((char)0x92)))));                                                    \
        uint64_t inner = BITS(GT(SET((char)0xC0), b)) & high, above_e3 = BITS(GT(b, SET((char)0xE3))) & high,                                \
                 above_e9 = BITS(GT(b, SET((char)0xE9))) & high;                                                                             \
        m->inner |= inner << i;                                                                                                              \
        m->lead2 |= (high & ~inner) << i;                                                                                                    \
        m->lead3 |= (BITS(GT(b, SET((char)0xDF))) & high) << i;                                                                              \
        m->lead4 |= (BITS(GT(b, SET((char)0xEF))) & high) << i;                                                                              \
        m->kanji |= ((above_e3 & ~above_e9) | BITS(AND(AND(e3, is80), mark))) << i;                                                          \
        m->hiragana |= BITS(AND(e3, hiragana)) << i;                                                                                         \
        m->n_kana |= BITS(AND(AND(e3, is82), EQ(b2, SET((char)0x93)))) << i;                                                                 \
        m->katakana |= BITS(AND(e3, katakana)) << i;                                                                                         \
        V is_ef = EQ(b, SET((char)0xEF));                                                                                                    \
        V mark_ef = AND(EQ(b1, SET((char)0xBC)), OR(OR(GT(SET((char)0x90), b2), GT(b2, SET((char)0xBA))),                                     \
                                                    AND(GT(b2, SET((char)0x99)), GT(SET((char)0xA0), b2))));                                 \
        m->wide |= BITS(ANDNOT(mark_ef, is_ef)) << i;                                                                                        \
        m->odd |= ((above_e9 & ~BITS(is_ef)) | BITS(OR(unseen, far))) << i;                                                                  \
        m->gap |= BITS(gap) << i;                                                                                                            \
    }

#ifdef HAVE_SSE2_PATH
#define LOAD16(p) _mm_loadu_si128((const __m128i *)(const void *)(p))
#define BITS16(v) ((uint64_t)(uint32_t)_mm_movemask_epi8(v))
static void classify_sse2(const uint8_t *bytes, struct look_masks *out, unsigned blocks)
{
    for (unsigned k = 0; k < blocks; k++) {
        const uint8_t *block = bytes + (size_t)k * LOOK_BLOCK;
        struct look_masks masks = {0}, *m = &masks;
    CLASSIFY_VECTOR(__m128i, LOAD16, _mm_set1_epi8, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_and_si128, _mm_or_si128, _mm_andnot_si128, BITS16, 16)
        out[k] = masks;
    }
}
#endif

#ifdef HAVE_AVX2_PATH
#define LOAD32(p) _mm256_loadu_si256((const __m256i *)(const void *)(p))
#define BITS32(v) ((uint64_t)(uint32_t)_mm256_movemask_epi8(v))
AVX2 static void classify_avx2(const uint8_t *bytes, struct look_masks *out, unsigned blocks)
{
    for (unsigned k = 0; k < blocks; k++) {
        const uint8_t *block = bytes + (size_t)k * LOOK_BLOCK;
        struct look_masks masks = {0}, *m = &masks;
    CLASSIFY_VECTOR(__m256i, LOAD32, _mm256_set1_epi8, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_and_si256, _mm256_or_si256, _mm256_andnot_si256,
                    BITS32, 32)
        out[k] = masks;
    }
}
#endif

look_classify_fn *look_classifier(void)
{
#ifdef HAVE_AVX2_PATH
    if (__builtin_cpu_supports("avx2"))
        return classify_avx2;
#endif
#ifdef HAVE_SSE2_PATH
    return classify_sse2;
#else
    return classify_plain;
#endif
}
