/* Domains: registrable part, organisation, free mail. The only file that knows libpsl; its answers are
 * checked again before they are used. Unicode and ASCII forms are text/words' business. */
#include "parse/domain.h"

#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

enum { DOMAIN_MAX = 255 };

struct freemail {
    const char *name;
    bool subdomains;
};
static const struct freemail freemail[] = {
#define FREEMAIL(name, subdomains) {name, subdomains},
#include "data/freemail.def"
#undef FREEMAIL
};

/* The tail one label longer than `tail`, which must be a tail of domain; domain itself at most. */
static const char *one_label_more(const char *domain, const char *tail)
{
    if (tail <= domain + 1) return domain;
    const char *p = tail - 1; /* the dot */
    while (p > domain && p[-1] != '.')
        p--;
    return p;
}

static bool usable(const char *ascii)
{
    size_t n = strlen(ascii);
    return n > 0 && n <= DOMAIN_MAX && ascii[0] != '.' && ascii[0] != '[';
}

/* libpsl hands back a pointer into what it was given, or NULL; anything else is not believed. */
const char *domain_registrable(const char *ascii)
{
    const psl_ctx_t *psl = psl_builtin();
    const char *tail = psl && usable(ascii) ? psl_registrable_domain(psl, ascii) : NULL;
    if (!tail) return "";
    size_t n = strlen(ascii), len = strlen(tail);
    if (len == 0 || len > n || strcmp(ascii + n - len, tail) != 0 || (len < n && ascii[n - len - 1] != '.'))
        return "";
    return ascii + n - len;
}

const char *domain_organisation(const char *ascii)
{
    const char *tail = domain_registrable(ascii);
    size_t len = strlen(tail);
    if (len > 6 && strcmp(tail + len - 6, ".lg.jp") == 0) return one_label_more(ascii, tail);
    /* A suffix that mail is nevertheless sent to (user@provider.example under the private part of the list)
     * stands for itself. */
    return *tail || !usable(ascii) || !strchr(ascii, '.') ? tail : ascii;
}

bool domain_is_within(const char *a, const char *b)
{
    size_t n = strlen(a), len = strlen(b);
    return len > 0 && n >= len && strcmp(a + n - len, b) == 0 && (n == len || a[n - len - 1] == '.');
}

static int compare(const void *key, const void *row)
{
    return strcmp(key, ((const struct freemail *)row)->name);
}

bool domain_is_freemail(const char *ascii)
{
    for (const char *p = ascii, *dot; p; p = dot ? dot + 1 : NULL) {
        dot = strchr(p, '.');
        const struct freemail *row =
            bsearch(p, freemail, sizeof freemail / sizeof *freemail, sizeof *freemail, compare);
        if (row && (p == ascii || row->subdomains)) return true;
    }
    return false;
}

bool domain_allows_odd_dots(const char *ascii)
{
    static const char *const carriers[] = {"docomo.ne.jp",   "ezweb.ne.jp",    "au.com",
                                           "vodafone.ne.jp", "softbank.ne.jp", "disney.ne.jp"};
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (domain_is_within(ascii, carriers[i])) return true;
    return false;
}

bool domain_is_complete(const char *ascii)
{
    const char *dot = strrchr(ascii, '.');
    if (!usable(ascii) || !dot || dot[1] == '\0') return false;
    if (strspn(dot + 1, "0123456789") == strlen(dot + 1)) return false;
    const psl_ctx_t *psl = psl_builtin();
    return psl && !psl_is_public_suffix2(psl, ascii, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE);
}
