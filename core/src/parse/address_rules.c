/* Policy's lists of domains and addresses as sets: plain items are looked up label by label, wildcards are
 * tried one after the other, each in at most pattern times address steps. Parsing addresses is address.c's
 * business. */
#include "parse/address_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/strmap.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/words.h"

enum { ITEM_MAX = 320, ITEMS_MAX = 1000000 };
enum kind {
    RULE_DOMAIN,
    RULE_ALONE,
    RULE_BELOW,
    RULE_ADDRESS,
    MAP_KINDS,
    RULE_WILD_DOMAIN,
    RULE_WILD_ADDRESS
};

struct rule {
    char *text; /* as written */
    char *key;  /* plain items: what is looked up; wildcards: the pattern, its escapes kept */
    enum kind kind;
    bool except;
};
struct wild_list {
    size_t *items;
    size_t count, cap;
};
struct address_rules {
    struct rule *rules;
    size_t count, cap;
    struct strmap *maps[2][MAP_KINDS]; /* [exception][kind] */
    struct wild_list wild[2];
};

struct address_rules *address_rules_new(void)
{
    struct address_rules *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    for (int e = 0; e < 2; e++)
        for (int k = 0; k < MAP_KINDS; k++)
            if (!(r->maps[e][k] = strmap_new())) {
                address_rules_free(r);
                return NULL;
            }
    return r;
}

void address_rules_free(struct address_rules *r)
{
    if (!r) return;
    for (int e = 0; e < 2; e++) {
        for (int k = 0; k < MAP_KINDS; k++)
            strmap_free(r->maps[e][k]);
        free(r->wild[e].items);
    }
    for (size_t i = 0; i < r->count; i++) {
        free(r->rules[i].text);
        free(r->rules[i].key);
    }
    free(r->rules);
    free(r);
}

size_t address_rules_count(const struct address_rules *r)
{
    return r->count;
}

/* ---- adding
 * -------------------------------------------------------------------------------------------------------------------------
 */

static char *duplicate(const char *s, size_t n)
{
    char *copy = malloc(n + 1);
    if (copy) {
        memcpy(copy, s, n);
        copy[n] = '\0';
    }
    return copy;
}

static bool has_wildcard(const char *s)
{
    for (; *s; s++) {
        if (*s == '\\' && s[1])
            s++;
        else if (*s == '*' || *s == '?')
            return true;
    }
    return false;
}

static void unescape(char *s)
{
    char *out = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) s++;
        *out++ = *s;
    }
    *out = '\0';
}

/* Turns the folded item (without its '!') into kind and key; NULL: not usable, with why in error, or out of
 * memory with error empty. */
static char *make_key(char *s, enum kind *kind, char error[160])
{
    char *at = strrchr(s, '@');
    if (has_wildcard(s)) {
        *kind = at ? RULE_WILD_ADDRESS : RULE_WILD_DOMAIN;
        return duplicate(s, strlen(s));
    }
    unescape(s);
    at = strrchr(s, '@');
    char *domain = at ? at + 1 : s;
    *kind = !at ? RULE_DOMAIN : at == s ? RULE_ALONE : RULE_ADDRESS;
    if (*domain == '.' && !at) {
        *kind = RULE_BELOW;
        domain++;
    }
    char ascii[256];
    if (!domain_to_ascii(domain, strlen(domain), ascii)) {
        snprintf(error, 160, "This is no domain: \"%.100s\".", domain);
        return NULL;
    }
    if (*kind != RULE_ADDRESS) return duplicate(ascii, strlen(ascii));
    size_t local = (size_t)(at - s) + 1;
    char *key = malloc(local + strlen(ascii) + 1);
    if (key) {
        memcpy(key, s, local);
        memcpy(key + local, ascii, strlen(ascii) + 1);
    }
    return key;
}

/* Puts the rule where it is looked for: those with a whole key in maps, the others in lists. false: out of memory. */
static bool keep_rule(struct address_rules *r, const struct rule *rule)
{
    if (r->count == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 16;
        struct rule *more = realloc(r->rules, cap * sizeof *more);
        if (!more) return false;
        r->rules = more;
        r->cap = cap;
    }
    if (rule->kind < MAP_KINDS) {
        size_t stored;
        if (!strmap_put(r->maps[rule->except][rule->kind], rule->key, r->count, &stored)) return false;
    } else {
        struct wild_list *w = &r->wild[rule->except];
        if (w->count == w->cap) {
            size_t cap = w->cap ? w->cap * 2 : 16;
            size_t *more = realloc(w->items, cap * sizeof *more);
            if (!more) return false;
            w->items = more;
            w->cap = cap;
        }
        w->items[w->count++] = r->count;
    }
    r->rules[r->count++] = *rule;
    return true;
}

bool address_rules_add(struct address_rules *r, const char *item, size_t n, char error[160])
{
    error[0] = '\0';
    while (n && (unsigned char)item[n - 1] <= 32)
        n--;
    while (n && (unsigned char)*item <= 32) {
        item++;
        n--;
    }
    if (n == 0) return true;
    if (n > ITEM_MAX || r->count >= ITEMS_MAX) {
        snprintf(error, 160,
                 n > ITEM_MAX ? "An item is longer than any address."
                              : "There are more items than can be kept.");
        return false;
    }
    if (!utf8_valid(item, n)) {
        snprintf(error, 160, "This is not UTF-8 text.");
        return false;
    }
    size_t len;
    bool ok = false;
    struct rule rule = {.text = duplicate(item, n)};
    char *folded = fold_text(item, n, FOLD_CASE, &len, NULL), *start = folded;
    if (!folded || !rule.text) goto out;
    if (*start == '!') {
        rule.except = true;
        start++;
        while (*start == ' ')
            start++;
    }
    rule.key = make_key(start, &rule.kind, error);
    if (!rule.key) goto out;
    ok = keep_rule(r, &rule);
out:
    if (!ok) {
        free(rule.text);
        free(rule.key);
    }
    free(folded);
    return ok;
}

/* ---- matching
 * -----------------------------------------------------------------------------------------------------------------------
 */

/* Goes back to the last star only: what an earlier star took need never be looked at again. */
static bool wild_match(const char *p, const char *s)
{
    const char *star = NULL, *from = NULL;
    for (;;) {
        if (*p == '*') {
            star = ++p;
            from = s;
            continue;
        }
        if (*s == '\0') {
            if (*p == '\0') return true;
            return false; /* a later start for the last star only leaves less text */
        }
        size_t step = 1;
        bool same;
        if (*p == '?') {
            uint32_t cp;
            step = utf8_decode(s, strlen(s) < 4 ? strlen(s) : 4, &cp);
            same = true;
            p++;
        } else {
            const char *q = *p == '\\' && p[1] ? p + 1 : p;
            same = *q == *s;
            if (same) p = q + 1;
        }
        if (same) {
            s += step;
            continue;
        }
        if (!star) return false;
        p = star;
        s = ++from;
    }
}

/* s is the address's key, domain its ASCII domain, shown the same with the domain in Unicode (or NULL where
 * equal). */
static const char *find(const struct address_rules *r, int except, const char *key, const char *domain,
                        const char *shown, const char *shown_domain)
{
    size_t i;
    if (key && strmap_get(r->maps[except][RULE_ADDRESS], key, &i)) return r->rules[i].text;
    if (*domain && strmap_get(r->maps[except][RULE_ALONE], domain, &i)) return r->rules[i].text;
    for (const char *d = domain; *d; d++) {
        if (d != domain && d[-1] != '.') continue;
        if (strmap_get(r->maps[except][RULE_DOMAIN], d, &i) ||
            (d != domain && strmap_get(r->maps[except][RULE_BELOW], d, &i)))
            return r->rules[i].text;
    }
    for (size_t w = 0; w < r->wild[except].count; w++) {
        const struct rule *rule = &r->rules[r->wild[except].items[w]];
        bool whole = rule->kind == RULE_WILD_ADDRESS;
        const char *a = whole ? key : domain, *b = whole ? shown : shown_domain;
        if ((a && *a && wild_match(rule->key, a)) || (b && *b && wild_match(rule->key, b))) return rule->text;
    }
    return NULL;
}

const char *address_rules_match(const struct address_rules *r, const struct address *a)
{
    char shown[1400];
    const char *at = strrchr(a->key, '@');
    bool idn = at && *a->domain && strcmp(a->domain, a->domain_ascii) != 0;
    shown[0] = '\0';
    if (idn) {
        size_t local = (size_t)(at - a->key) + 1, rest = strlen(a->domain) + 1;
        if (local + rest <= sizeof shown) { /* longer ones are no addresses; their ASCII form is compared */
            memcpy(shown, a->key, local);
            memcpy(shown + local, a->domain, rest);
        }
    }
    const char *shown_domain = idn ? a->domain : NULL;
    const char *hit = find(r, 0, a->key, a->domain_ascii, shown, shown_domain);
    if (hit && find(r, 1, a->key, a->domain_ascii, shown, shown_domain)) hit = NULL;
    return hit;
}

const char *address_rules_match_domain(const struct address_rules *r, const char *ascii)
{
    char unicode[1024];
    const char *shown =
        domain_to_unicode(ascii, strlen(ascii), unicode) && strcmp(unicode, ascii) != 0 ? unicode : NULL;
    const char *hit = find(r, 0, NULL, ascii, NULL, shown);
    return hit && !find(r, 1, NULL, ascii, NULL, shown) ? hit : NULL;
}
