/* Small questions about words and names that ICU answers: word boundaries, domains by UTS #46, look-alike skeletons. What an address or
 * a word means is not known here. */
#include "text/words.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uidna.h>
#include <unicode/uspoof.h>
#include <unicode/utf16.h>

enum { BOUNDARY_WINDOW = 240 /* bytes on each side that word_boundary looks at */ };

struct word_breaker {
    UBreakIterator *it;
    UChar units[WORD_BREAKER_MAX + 1];
    uint16_t byte_of[WORD_BREAKER_MAX + 2];
};

struct word_breaker *word_breaker_new(void)
{
    UErrorCode e = U_ZERO_ERROR;
    struct word_breaker *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    b->it = ubrk_open(UBRK_WORD, "ja", NULL, 0, &e);
    if (U_FAILURE(e)) {
        free(b);
        return NULL;
    }
    return b;
}

void word_breaker_free(struct word_breaker *b)
{
    if (!b) return;
    ubrk_close(b->it);
    free(b);
}

void word_breaker_mark(struct word_breaker *b, const char *utf8, size_t n, bool marks[WORD_BREAKER_MAX + 1])
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t units = 0;
    size_t i = 0;
    memset(marks, 0, (n + 1) * sizeof *marks);
    while (i < n) {
        uint32_t cp;
        size_t used = utf8_decode(utf8 + i, n - i, &cp);
        b->byte_of[units] = (uint16_t)i;
        if (cp > 0xFFFF) {
            b->byte_of[units + 1] = (uint16_t)i;
            b->units[units++] = U16_LEAD(cp);
            b->units[units++] = U16_TRAIL(cp);
        } else {
            b->units[units++] = (UChar)cp;
        }
        i += used;
    }
    b->byte_of[units] = (uint16_t)n;
    ubrk_setText(b->it, b->units, units, &e);
    if (U_FAILURE(e)) {
        memset(marks, 1, (n + 1) * sizeof *marks);
        return;
    }
    for (int32_t at = ubrk_first(b->it); at != UBRK_DONE; at = ubrk_next(b->it)) marks[b->byte_of[at]] = true;
}

bool word_boundary(const char *utf8, size_t n, size_t at)
{
    size_t from = at > BOUNDARY_WINDOW ? at - BOUNDARY_WINDOW : 0, to = n - at > BOUNDARY_WINDOW ? at + BOUNDARY_WINDOW : n;
    bool marks[WORD_BREAKER_MAX + 1], result;
    struct word_breaker *b;
    if (at == 0 || at >= n) return true;
    while (from < at && ((unsigned char)utf8[from] & 0xC0) == 0x80) from++;
    while (to < n && to > at && ((unsigned char)utf8[to] & 0xC0) == 0x80) to--;
    b = word_breaker_new();
    if (!b) return true;
    word_breaker_mark(b, utf8 + from, to - from, marks);
    result = marks[at - from];
    word_breaker_free(b);
    return result;
}

/* Errors that real domains make and resolvers bear. */
static bool idna_ok(const UIDNAInfo *info)
{
    return !(info->errors & ~(uint32_t)UIDNA_ERROR_HYPHEN_3_4);
}

static size_t without_last_dot(const char *utf8, size_t n)
{
    if (n > 1 && utf8[n - 1] == '.') return n - 1;
    if (n > 3 && (!memcmp(utf8 + n - 3, "\xE3\x80\x82", 3) || !memcmp(utf8 + n - 3, "\xEF\xBC\x8E", 3))) return n - 3;
    return n;
}

static bool idna(const char *utf8, size_t n, bool ascii, char *out, size_t cap)
{
    UErrorCode e = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *uts46;
    int32_t len;
    out[0] = 0;
    if (n > 1000) return false;
    n = without_last_dot(utf8, n);
    if (!n) return false;
    uts46 = uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &e);
    if (U_FAILURE(e)) return false;
    len = ascii ? uidna_nameToASCII_UTF8(uts46, utf8, (int32_t)n, out, (int32_t)cap - 1, &info, &e)
                : uidna_nameToUnicodeUTF8(uts46, utf8, (int32_t)n, out, (int32_t)cap - 1, &info, &e);
    uidna_close(uts46);
    if (U_FAILURE(e) || len <= 0 || len >= (int32_t)cap || !idna_ok(&info)) {
        out[0] = 0;
        return false;
    }
    out[len] = 0;
    for (int32_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)out[i];
        if (c < 0x80 && !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.')) {
            out[0] = 0;
            return false;
        }
    }
    return true;
}

bool domain_to_ascii(const char *utf8, size_t n, char out[256])
{
    return idna(utf8, n, true, out, 256);
}

bool domain_to_unicode(const char *utf8, size_t n, char out[1024])
{
    char ascii[256]; /* lengths and labels are judged on the form that goes to the network */
    return domain_to_ascii(utf8, n, ascii) && idna(utf8, n, false, out, 1024);
}

bool domain_skeleton(const char *utf8, size_t n, char out[1024])
{
    UErrorCode e = U_ZERO_ERROR;
    char name[1024], raw[1024];
    USpoofChecker *checker;
    int32_t len;
    size_t to = 0;
    out[0] = 0;
    if (!domain_to_unicode(utf8, n, name)) return false;
    checker = uspoof_open(&e);
    if (U_FAILURE(e)) return false;
    len = uspoof_getSkeletonUTF8(checker, 0, name, -1, raw, (int32_t)sizeof raw - 1, &e);
    uspoof_close(checker);
    if (U_FAILURE(e) || len < 0 || len >= (int32_t)sizeof raw) return false;
    for (int32_t i = 0; i < len; i++)
        if (raw[i] >= 'A' && raw[i] <= 'Z') raw[i] = (char)(raw[i] + 32);
    for (int32_t i = 0; i < len;) { /* pairs that look like one letter, and the other way round in UTS #39's own table */
        static const char pairs[][4] = {"rnm", "vvw", "cld"};
        size_t k;
        for (k = 0; k < 3; k++)
            if (i + 1 < len && raw[i] == pairs[k][0] && raw[i + 1] == pairs[k][1]) break;
        if (k < 3) {
            out[to++] = pairs[k][2];
            i += 2;
        } else {
            out[to++] = raw[i] == '0' ? 'o' : raw[i] == '1' ? 'l' : raw[i];
            i++;
        }
    }
    out[to] = 0;
    return true;
}
