/* What the two halves of the fast engine share: match_fold.c folds, match_fast.c finds. */
#ifndef SEKISHO_TEXT_MATCH_FAST_H
#define SEKISHO_TEXT_MATCH_FAST_H

#include "text/match_engine.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(_WIN32) /* GCC does not keep the stack aligned for AVX on Windows */
#define HAVE_AVX2_PATH 1
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#endif

enum { WORD_BYTES = 8 /* letters of a word that are hashed */ };

struct entry {               /* one keyword under one anchor */
    uint32_t keyword;
    uint16_t offset;         /* of the anchor in the keyword */
    uint16_t more;           /* the next entry has the same anchor */
};
struct anchors {             /* from the hash of an anchor to the keywords that hang on it */
    uint32_t *key, *first;   /* open addressing; first is the index of an entry plus one, 0 free */
    size_t slots;
    unsigned shift;          /* 32 less the bits of a slot number */
    struct entry *entries;
    size_t count;
};

struct match_fast {
    uint16_t flat[65536 + 2];  /* what each character becomes, or an enum fold_code */
    _Alignas(16) uint8_t order[81][16], squeeze[256][16];
    uint8_t order_of[4096];
    uint8_t to_lower, to_hiragana; /* what is added to capitals, what is taken from katakana */
    uint64_t no_ranges;            /* all ones: the vectors must use the table throughout */
    bool composes;
    uint32_t single[65536 / 32]; /* keywords of one unit that no word filter finds */
    bool have_singles, have_words, have_grams, ascii_grams;
    unsigned gram_shift, word_shift;
    unsigned shortest;         /* letters of the shortest word that is looked up, at most 4 */
    uint32_t *grams;           /* of grams[hash(pair)], low half: the low bits of what may follow; high half: pairs that nothing must follow */
    uint8_t *words;            /* of the hashes of words, whether any keyword has it */
    size_t gram_words, word_words;
    struct anchors by_gram, by_word, by_unit;
    size_t after;              /* most units from an anchor to the end of its keyword */
    bool avx2;
};

/* The vectors leave kanji as they are; this is the common form of one. */
static inline uint16_t common_of(const struct match_fast *f, uint16_t u)
{
    return u >= 0x4E00 && u < 0xA000 ? f->flat[u] : u;
}

static inline bool is_alnum(uint16_t u)
{
    return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z');
}

/* Of the first WORD_BYTES letters of a word; what is behind them is left to the comparison. */
static inline uint64_t hash_word(uint64_t letters)
{
    return letters * 0x9E3779B97F4A7C15u;
}

#ifdef HAVE_AVX2_PATH
/* The letters and digits of ASCII among bytes; *letters: of these, the letters. */
AVX2 static inline __m256i alnum_bytes(__m256i v, __m256i *letters)
{
    __m256i low = _mm256_or_si256(v, _mm256_set1_epi8(0x20)); /* the range a..z is moved to the top of what is positive, 0..9 likewise */
    *letters = _mm256_cmpgt_epi8(_mm256_add_epi8(low, _mm256_set1_epi8(127 - 'z')), _mm256_set1_epi8(127 - 26));
    return _mm256_or_si256(*letters, _mm256_cmpgt_epi8(_mm256_add_epi8(v, _mm256_set1_epi8(127 - '9')), _mm256_set1_epi8(127 - 10)));
}
#endif

/* Fills in what folding needs. Vectors are used if they are wanted and the machine has them. */
void match_fast_prepare(struct match_fast *, const struct folder *, bool vectors);

#endif
