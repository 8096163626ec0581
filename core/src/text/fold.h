/* Folding: the one normal form in which words are compared (NFKC_Casefold and our own folds), with the way back to the original. */
#ifndef SEKISHO_TEXT_FOLD_H
#define SEKISHO_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fold_flags {
    FOLD_CASE = 1,
    FOLD_KANA = 2,      /* hiragana = katakana */
    FOLD_VARIANTS = 4,  /* old and new kanji, variant forms, IVS */
    FOLD_BREAKS = 8,    /* white space between CJK characters does not part them; quote prefixes of wrapped lines */
    FOLD_DIACRITICS = 16,
    FOLD_SMALL_KANA = 32,
    FOLD_LONG_VOWEL = 64,
    FOLD_DEFAULT = FOLD_CASE | FOLD_KANA | FOLD_VARIANTS | FOLD_BREAKS
};

/* What the folded form is stands in fold_stream.h; white space at both ends is dropped.
 * Folds a whole short text (a keyword, a label, a name). malloc'd UTF-8 with NUL; *offsets, if wanted, is a malloc'd array of out_len + 1
 * byte offsets into the original, one for each byte of the result (and its end). NULL: out of memory. */
char *fold_text(const char *utf8, size_t n, unsigned flags, size_t *out_len, uint32_t **offsets);

#endif
