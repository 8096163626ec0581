/* What the text says about attachments against what is there: nothing attached, or another number. */
#include "checks/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

enum { CLAIM_MAX = 99 /* "2026点" is no number of attachments */ };

static const struct inspect_hit *first_hit(const struct check *c, const struct policy_rule *r)
{
    const struct inspect_hit *h = c->text.hits;
    while (h && h->rule != r->match_id) h = h->next;
    return h;
}

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}
/* A number that ends at text[end): digits, or a number word of English or Japanese. 0: none. */
static unsigned number_before(const char *text, size_t end)
{
    static const char *const words[][10] = {{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"},
                                            {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}};
    size_t start = end;
    while (end > 0 && text[end - 1] == ' ') end--;
    start = end;
    while (start > 0 && is_digit(text[start - 1])) start--;
    if (start < end) {
        /* 1.5 or 2026-11 is no count of files. */
        if (end - start > 2 || (start > 0 && strchr(".,-/:", text[start - 1]))) return 0;
        return (unsigned)strtoul(text + start, NULL, 10);
    }
    for (size_t lang = 0; lang < 2; lang++)
        for (unsigned i = 0; i < 10; i++) {
            size_t n = strlen(words[lang][i]);
            if (end < n || memcmp(text + end - n, words[lang][i], n) != 0) continue;
            bool whole = lang == 1 || end == n || text[end - n - 1] == ' ' || text[end - n - 1] == '\n';
            if (whole) return i + 1;
        }
    return 0;
}

/* How many attachments one sentence claims, 0 when it says no number: "2点添付", "添付ファイルは3つ", "the two attached files". All text is folded. */
static unsigned claimed(const char *text, size_t from, size_t to)
{
    static const char *const counters[] = {"点", "つ", "個", "件", "通", "ファイル", "files", "attachments", "documents", "attached files"};
    size_t start = from, end = to;
    /* The sentence around the word. */
    while (start > 0 && text[start - 1] != '\n' && !(start >= 3 && memcmp(text + start - 3, "。", 3) == 0)) start--;
    while (text[end] && text[end] != '\n' && strncmp(text + end, "。", 3) != 0) end++;
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
        size_t n = strlen(counters[i]);
        for (size_t at = start; at + n <= end; at++) {
            unsigned number = memcmp(text + at, counters[i], n) == 0 ? number_before(text, at) : 0;
            if (number && number <= CLAIM_MAX) return number;
        }
    }
    return 0;
}

static unsigned claim_of(struct check *c, const struct inspect_hit *h)
{
    /* Offsets move with folding: the three pieces are folded apart. Line breaks end a sentence here, so they stay. */
    struct buf whole;
    size_t a = 0, b = 0, d = 0;
    unsigned number = 0;
    buf_init(&whole, 8192);
    char *left = fold_text(h->before, strlen(h->before), policy_fold(c->policy) & ~(unsigned)FOLD_BREAKS, &a, NULL);
    char *middle = fold_text(h->text, strlen(h->text), policy_fold(c->policy) & ~(unsigned)FOLD_BREAKS, &b, NULL);
    char *right = fold_text(h->after, strlen(h->after), policy_fold(c->policy) & ~(unsigned)FOLD_BREAKS, &d, NULL);
    c->nomem |= !left || !middle || !right;
    if (left && middle && right) {
        buf_add(&whole, left, a);
        buf_add(&whole, middle, b);
        buf_add(&whole, right, d);
        c->nomem |= whole.failed;
        if (buf_ok(&whole)) number = claimed(buf_str(&whole), a, a + b);
    }
    free(left);
    free(middle);
    free(right);
    buf_free(&whole);
    return number;
}

void check_attachment(struct check *c)
{
    const struct policy_rule *r = policy_mail_words(c->policy, MAIL_WORDS_ATTACHED);
    const struct inspect_hit *h = first_hit(c, r);
    size_t files = message_file_count(c->message);
    if (!h) return;
    if (!files) {
        struct words w = {.evidence = h->text, .where = hit_where_text(c, h)};
        finding_evidence(c->report, check_add(c, FINDING_FORGOTTEN_ATTACHMENT, &w), h->before, h->text, h->after);
        return;
    }
    for (; h; h = h->next) {
        unsigned number = h->rule == r->match_id ? claim_of(c, h) : 0;
        if (!number) continue;
        if (number != files) {
            struct words w = {.n = number, .m = files, .evidence = h->text, .where = hit_where_text(c, h)};
            finding_evidence(c->report, check_add(c, FINDING_ATTACHMENT_COUNT, &w), h->before, h->text, h->after);
        }
        return;
    }
}
