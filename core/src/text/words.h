/* Small questions about words and names that need ICU: word boundaries, look-alike skeletons, domains in Unicode, patterns. */
#ifndef SEKISHO_TEXT_WORDS_H
#define SEKISHO_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether byte offset at of utf8[0..n) is a word boundary (UAX #29, dictionary for Japanese). */
bool word_boundary(const char *utf8, size_t n, size_t at);
/* The same for many places: marks[i] is set where a boundary lies before byte i, 0 <= i <= n <= WORD_BREAKER_MAX. */
enum { WORD_BREAKER_MAX = 1024 };
struct word_breaker;
struct word_breaker *word_breaker_new(void); /* NULL: memory, or ICU has no data for it */
void word_breaker_free(struct word_breaker *);
void word_breaker_mark(struct word_breaker *, const char *utf8, size_t n, bool marks[WORD_BREAKER_MAX + 1]);

/* UTS #46 (non-transitional), lower case, dots folded. out gets the ASCII (to_ascii) or Unicode form with NUL; false: not a valid domain. */
bool domain_to_ascii(const char *utf8, size_t n, char out[256]);
bool domain_to_unicode(const char *utf8, size_t n, char out[1024]);
/* UTS #39 skeleton of a domain after UTS #46, lower-cased, plus our own map (vv w, cl d, 0 o, rn m). false: not valid. */
bool domain_skeleton(const char *utf8, size_t n, char out[1024]);

/* A regular expression (ICU syntax) with limits on time and stack. */
struct pattern;
/* NULL: not valid or refused because it could explode (error gets a sentence, at most 200 bytes); without a sentence: out of memory. */
struct pattern *pattern_new(const char *utf8, bool ignore_case, char error[200]);
void pattern_free(struct pattern *);
/* Bytes that every match is known to hold (not NUL-terminated); 0: none. Where they are missing the expression need not run. */
size_t pattern_literal(const struct pattern *, const char **bytes);
/* Steps are counted and limited in proportion to n - from, so that no text makes a search quadratic.
 * First match at or after from; 1 found, 0 none, -1 limit met (not known). Offsets in bytes. A pattern may be shared by threads: matching clones. */
int pattern_find(const struct pattern *, const char *utf8, size_t n, size_t from, size_t *start, size_t *end);

#endif
