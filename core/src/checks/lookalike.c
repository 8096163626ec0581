/* Recipients' domains that look like a domain the house knows but are another one: mistyped, or made to deceive.
 * In this order: same skeleton, same name with another suffix, a dot or hyphen lost, one slip of the finger in a name of five letters or more,
 * which may leave four of a provider's name (gmai.com). A slip in the suffix itself (docomo.ne.jo) leaves nothing of the name among what can be
 * registered: there the whole domains are compared. */
#include "checks/check.h"

#include <string.h>

#include "base/strmap.h"
#include "parse/domain.h"
#include "text/words.h"

enum { KNOWN_MAX = 200, THREAD_MAX = 50, NAME_MAX_BYTES = 63, SUFFIX_NAME_MIN = 4, SLIP_NAME_MIN = 5 };

/* Providers whose names are mistyped most, because most private mail goes there; and the companies behind them, whose staff is meant. */
static const char *const providers[] = {"gmail.com",     "yahoo.co.jp", "yahoo.com",      "icloud.com",        "outlook.com",
                                        "outlook.jp",    "hotmail.com", "hotmail.co.jp",  "docomo.ne.jp",      "ezweb.ne.jp",
                                        "softbank.ne.jp", "nifty.com",  "biglobe.ne.jp", "i.softbank.jp",     "ymobile.ne.jp",
                                        "me.com",        "live.jp",     "protonmail.com", "softbank.co.jp",   "biglobe.co.jp",
                                        "nifty.co.jp"};

struct known_domain {
    const char *whole;     /* ASCII */
    const char *domain;    /* its end that can be registered */
    char skeleton[256];
    char whole_skeleton[256];
    char name[NAME_MAX_BYTES + 1]; /* first label */
    char joined[256];      /* without dots and hyphens */
    char whole_joined[256];
};
struct known_list {
    struct known_domain *items;
    size_t count;
};

static void skeleton_of(const char *domain, char out[256])
{
    char skeleton[1024];
    out[0] = '\0';
    if (domain_skeleton(domain, strlen(domain), skeleton) && strlen(skeleton) < 256) memcpy(out, skeleton, strlen(skeleton) + 1);
}
static void join(const char *domain, char out[256])
{
    size_t n = 0;
    for (; *domain && n < 255; domain++)
        if (*domain != '.' && *domain != '-') out[n++] = *domain;
    out[n] = '\0';
}
/* domain is the end of whole. */
static void describe(struct known_domain *k, const char *whole, const char *domain)
{
    size_t label = strcspn(domain, ".");
    memset(k, 0, sizeof *k);
    k->whole = whole;
    k->domain = domain;
    skeleton_of(domain, k->skeleton);
    skeleton_of(whole, k->whole_skeleton);
    if (label <= NAME_MAX_BYTES) memcpy(k->name, domain, label);
    join(domain, k->joined);
    join(whole, k->whole_joined);
}
static void know(struct known_list *list, const char *ascii)
{
    const char *domain = domain_registrable(ascii);
    if (!*domain || list->count == KNOWN_MAX) return;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].domain, domain) == 0) return;
    describe(&list->items[list->count++], ascii, domain);
}
static void know_list(struct check *c, struct known_list *list, enum option_id option)
{
    const struct strings *items = policy_list(c->policy, option);
    for (size_t i = 0; i < items->count && list->count < KNOWN_MAX; i++) {
        const char *item = items->items[i], *at = strrchr(item, '@');
        char ascii[256];
        if (at) item = at + 1;
        if (*item == '.') item++;
        if (strpbrk(item, "*?!") || !domain_to_ascii(item, strlen(item), ascii)) continue;
        const char *kept = arena_strdup(c->report->arena, ascii);
        if (kept) know(list, kept);
    }
}

/* One insertion, loss, exchange or transposition apart, and not equal. */
static bool one_slip(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), head = 0;
    if (n > m) {
        const char *s = a;
        a = b;
        b = s;
        size_t t = n;
        n = m;
        m = t;
    }
    if (m - n > 1) return false;
    while (head < n && a[head] == b[head]) head++;
    if (head == n) return m == n + 1;
    if (m == n + 1) return strcmp(a + head, b + head + 1) == 0;
    if (strcmp(a + head + 1, b + head + 1) == 0) return true;
    return a[head] == b[head + 1] && a[head + 1] == b[head] && strcmp(a + head + 2, b + head + 2) == 0;
}
/* One of few that everybody writes to: nearly always the one that was meant. */
static bool is_provider(const char *domain)
{
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
        if (strcmp(providers[i], domain) == 0) return true;
    return false;
}
static bool domains_alike(const struct known_domain *a, const struct known_domain *b) /* b is known */
{
    if (*a->skeleton && strcmp(a->skeleton, b->skeleton) == 0) return true;
    bool same_suffix = strcmp(a->domain + strlen(a->name), b->domain + strlen(b->name)) == 0;
    if (strcmp(a->name, b->name) == 0) return strlen(a->name) >= SUFFIX_NAME_MIN;
    if (strcmp(a->joined, b->joined) == 0) return true;
    size_t lost = is_provider(b->domain) ? 1 : 0;
    return same_suffix && strlen(a->name) + lost >= SLIP_NAME_MIN && strlen(b->name) >= SLIP_NAME_MIN && one_slip(a->name, b->name);
}
/* The same to the eye, a dot or hyphen lost, or the same name with a slip behind it. */
static bool wholes_alike(const struct known_domain *a, const struct known_domain *b)
{
    size_t n = (size_t)(b->domain - b->whole) + strlen(b->name);
    if (*a->whole_skeleton && strcmp(a->whole_skeleton, b->whole_skeleton) == 0) return true;
    if (strcmp(a->whole_joined, b->whole_joined) == 0) return true;
    return strlen(b->name) >= SUFFIX_NAME_MIN && strncmp(a->whole, b->whole, n) == 0 && a->whole[n] == '.' && one_slip(a->whole + n, b->whole + n);
}
/* What stands before the part that can be registered. */
static bool same_front(const struct known_domain *a, const struct known_domain *b)
{
    size_t n = (size_t)(a->domain - a->whole);
    return n == (size_t)(b->domain - b->whole) && memcmp(a->whole, b->whole, n) == 0;
}

/* A domain that is known itself imitates nobody; any other is held against the first `count` of those that are. */
static void judge(struct check *c, const struct known_list *list, size_t count, size_t recipient, const char *whole, const char *domain)
{
    struct known_domain one;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].domain, domain) == 0) return;
    describe(&one, whole, domain);
    for (size_t i = 0; i < count; i++) {
        const struct known_domain *known = &list->items[i];
        bool alike = domains_alike(&one, known);
        if (!alike && !wholes_alike(&one, known)) continue;
        /* Beside city.hoshlmi.lg.jp stands city.hoshimi.lg.jp: only what differs is to be seen. */
        struct words w = {.domain = c->people[recipient].person->address.domain,
                          .other = alike && !same_front(&one, known) ? known->domain : known->whole};
        w.evidence = w.domain;
        bool said = check_add_recipient(c, FINDING_LOOKALIKE_DOMAIN, recipient, &w) != NULL;
        for (size_t k = recipient; said && k < c->people_count; k++)
            c->people[k].imitates |= strcmp(domain_registrable(c->people[k].person->address.domain_ascii), domain) == 0;
        return;
    }
}

void check_lookalike(struct check *c)
{
    const struct sekisho_message *m = c->message;
    struct known_list list = {arena_alloc_array(c->report->arena, KNOWN_MAX, sizeof *list.items), 0};
    struct strmap *judged = strmap_new();
    size_t stored, threads = 0, own;
    c->nomem |= !list.items || !judged;
    if (c->nomem) goto out;
    if (m->has_sender) know(&list, m->sender.address.domain_ascii);
    know_list(c, &list, OPTION_INTERNAL_DOMAINS);
    own = list.count;
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++) know(&list, providers[i]);
    for (size_t i = 0; i < m->original_count && threads < THREAD_MAX; i++, threads++) know(&list, m->originals[i].address.domain_ascii);
    know_list(c, &list, OPTION_PARTNER_DOMAINS);
    for (size_t i = 0; i < c->people_count; i++) {
        const struct check_person *p = &c->people[i];
        const char *whole = p->person->address.domain_ascii, *domain = domain_registrable(whole);
        if (!*domain || p->class_ == SEKISHO_INTERNAL || p->allowed || p->in_thread || p->freemail) continue;
        /* A partner that policy names is meant. One of a suffix that is a partner as a whole (lg.jp) may be a slip in the house's own name. */
        bool partner = p->class_ == SEKISHO_PARTNER;
        if (partner && list.count == KNOWN_MAX) continue;
        if (!strmap_put(judged, domain, i, &stored)) {
            c->nomem = true;
            break;
        }
        if (stored == i) judge(c, &list, partner ? own : list.count, i, whole, domain);
    }
out:
    strmap_free(judged);
}
