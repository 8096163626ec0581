/* Reads log lines and counts. Leaves the telling to bindings/cli/log.c. A pilot of 3,000 people writes millions of lines, so they are read by a
 * scanner of their own that allocates nothing: it takes any well-formed JSON and keeps what it knows. */
#include "summary.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAST_SECONDS 2.0

/* ---- a set of 64-bit keys, open addressing ---- */

struct set {
    uint64_t *keys; /* 0: empty; the key 0 itself is stored as 1 */
    size_t count, cap;
};

static uint64_t mix(uint64_t x)
{
    x ^= x >> 31;
    x *= 0x9E3779B97F4A7C15u;
    x ^= x >> 29;
    x *= 0xBF58476D1CE4E5B9u;
    return x ^ x >> 32;
}

static void set_place(uint64_t *keys, size_t cap, uint64_t key, bool *is_new)
{
    size_t at = (size_t)mix(key) & (cap - 1);
    while (keys[at] && keys[at] != key)
        at = (at + 1) & (cap - 1);
    *is_new = !keys[at];
    keys[at] = key;
}

/* 1: new, 0: known, -1: no memory, -2: the set is full. */
static int set_add(struct set *s, uint64_t key)
{
    bool is_new;
    if (!key)
        key = 1;
    if (2 * (s->count + 1) > s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 1024, i;
        uint64_t *keys;
        if (s->count >= SUMMARY_SETS_MAX)
            return -2;
        keys = calloc(cap, sizeof *keys);
        if (!keys)
            return -1;
        for (i = 0; i < s->cap; i++)
            if (s->keys[i])
                set_place(keys, cap, s->keys[i], &is_new);
        free(s->keys);
        s->keys = keys;
        s->cap = cap;
    }
    set_place(s->keys, s->cap, key, &is_new);
    s->count += is_new;
    return is_new;
}

bool summary_init(struct summary *s)
{
    memset(s, 0, sizeof *s);
    s->installations = calloc(1, sizeof(struct set));
    s->installation_weeks = calloc(1, sizeof(struct set));
    return s->installations && s->installation_weeks;
}

void summary_free(struct summary *s)
{
    struct set *sets[2] = {s->installations, s->installation_weeks};
    int i;
    for (i = 0; i < 2; i++) {
        if (sets[i])
            free(sets[i]->keys);
        free(sets[i]);
    }
}

static int two_digits(const char *p)
{
    return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' ? 10 * (p[0] - '0') + p[1] - '0' : -1;
}

/* Weeks (they begin on Mondays) since the epoch of "2026-11-21T...": -1 when it is no such time. */
static long long week_of(const char *time, size_t n)
{
    int century, y, m, d;
    long long era, yoe, doy;
    if (n < 11 || time[4] != '-' || time[7] != '-' || time[10] != 'T')
        return -1;
    century = two_digits(time);
    y = two_digits(time + 2);
    m = two_digits(time + 5);
    d = two_digits(time + 8);
    if (century < 19 || y < 0 || m < 1 || m > 12 || d < 1 || d > 31 || (century == 19 && y < 70))
        return -1;
    y += 100 * century - (m <= 2);
    era = y / 400;
    yoe = y - era * 400;
    doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468 + 3) / 7;
}

static bool count_person(struct summary *s, const char *id, size_t n, long long week)
{
    uint64_t key = 0;
    int person, both;
    size_t i;
    for (i = 0; i < n; i++)
        key = mix(key ^ (unsigned char)id[i]) + 1;
    person = set_add(s->installations, key);
    both = set_add(s->installation_weeks, mix(key) ^ (uint64_t)(week + 1));
    if (person == -1 || both == -1)
        return false;
    s->persons += person == 1;
    s->person_weeks += both == 1;
    s->sets_full = s->sets_full || person == -2 || both == -2;
    return true;
}

static struct summary_week *week_row(struct summary *s, long long week)
{
    size_t i = s->week_count;
    while (i > 0) /* lines come roughly in order: the last rows first */
        if (s->weeks[--i].week == week)
            return &s->weeks[i];
    if (s->week_count == SUMMARY_WEEKS_MAX)
        return NULL;
    s->weeks[s->week_count].week = week;
    return &s->weeks[s->week_count++];
}

/* ---- one line ---- */

struct text {
    const char *at;
    size_t n;
};
/* What a line said, as far as it counts here. */
struct fields {
    struct text kind, time, id, mode, verdict, answer;
    struct text finding[64];
    size_t finding_count;
    int shown; /* -1: not said */
    double seconds, ms; /* negative: not said */
    unsigned long long attachments, attachments_read;
};
struct scan {
    const char *at, *end;
};
enum { DEPTH_MAX = 8 };

static void blanks(struct scan *in)
{
    while (in->at < in->end && (*in->at == ' ' || *in->at == '\t'))
        in->at++;
}

static bool take(struct scan *in, char c)
{
    blanks(in);
    if (in->at == in->end || *in->at != c)
        return false;
    in->at++;
    return true;
}

/* The inside of a string; escapes stay as they are, for no word of ours has any. */
static bool take_string(struct scan *in, struct text *out)
{
    if (!take(in, '"'))
        return false;
    out->at = in->at;
    while (in->at < in->end && *in->at != '"') {
        if ((unsigned char)*in->at < 0x20)
            return false;
        in->at += *in->at == '\\' && in->end - in->at > 1 ? 2 : 1;
    }
    if (in->at >= in->end)
        return false;
    out->n = (size_t)(in->at++ - out->at);
    return true;
}

static bool take_number(struct scan *in, double *out)
{
    char digits[40], *end;
    size_t n = 0;
    while (in->at < in->end && n < sizeof digits - 1 && *in->at && strchr("+-.0123456789eE", *in->at))
        digits[n++] = *in->at++;
    digits[n] = 0;
    *out = strtod(digits, &end);
    return n > 0 && !*end;
}

static bool take_word(struct scan *in, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(in->end - in->at) < n || memcmp(in->at, word, n))
        return false;
    in->at += n;
    return true;
}

static bool is(struct text t, const char *word)
{
    return t.n == strlen(word) && !memcmp(t.at, word, t.n);
}

/* One value below `key` (of the line itself at depth 1, of an object in it at depth 2); what nobody asks for is passed over. */
static bool take_value(struct scan *in, struct fields *f, struct text outer, struct text key, int depth)
{
    struct text text;
    double number;
    blanks(in);
    if (in->at == in->end || depth > DEPTH_MAX)
        return false;
    if (*in->at == '{' || *in->at == '[') {
        char close = *in->at == '{' ? '}' : ']';
        in->at++;
        if (take(in, close))
            return true;
        do {
            struct text name = {"", 0};
            if (close == '}' && (!take_string(in, &name) || !take(in, ':')))
                return false;
            if (!take_value(in, f, key, name, depth + 1))
                return false;
        } while (take(in, ','));
        return take(in, close);
    }
    if (*in->at == '"') {
        if (!take_string(in, &text))
            return false;
        if (depth == 1) {
            struct {
                const char *name;
                struct text *into;
            } wanted[] = {{"kind", &f->kind}, {"time", &f->time}, {"id", &f->id}, {"mode", &f->mode}, {"verdict", &f->verdict}, {"answer", &f->answer}};
            size_t i;
            for (i = 0; i < sizeof wanted / sizeof *wanted; i++)
                if (is(key, wanted[i].name))
                    *wanted[i].into = text;
        }
        return true;
    }
    if (take_word(in, "true") || take_word(in, "false") || take_word(in, "null")) {
        if (depth == 1 && is(key, "shown"))
            f->shown = in->at[-1] == 'e' && in->at[-2] == 'u'; /* true */
        return true;
    }
    if (!take_number(in, &number))
        return false;
    if (depth == 1 && is(key, "seconds"))
        f->seconds = number;
    else if (depth == 1 && is(key, "ms"))
        f->ms = number;
    else if (depth == 1 && is(key, "attachments_read") && number > 0)
        f->attachments_read = (unsigned long long)number;
    else if (depth == 2 && is(outer, "attachments") && number > 0)
        f->attachments += (unsigned long long)number;
    else if (depth == 2 && is(outer, "findings") && f->finding_count < sizeof f->finding / sizeof *f->finding)
        f->finding[f->finding_count++] = key;
    return true;
}

static bool parse(const char *line, size_t n, struct fields *f)
{
    struct scan in = {line, line + n};
    const struct text none = {"", 0};
    memset(f, 0, sizeof *f);
    f->shown = -1;
    f->seconds = f->ms = -1;
    f->kind = f->time = f->id = f->mode = f->verdict = f->answer = none;
    blanks(&in);
    if (in.at == in.end || *in.at != '{' || !take_value(&in, f, none, none, 0))
        return false;
    blanks(&in);
    return in.at == in.end;
}

/* ---- counting ---- */

static void count_finding(struct summary *s, struct text name)
{
    size_t i;
    if (name.n >= sizeof s->findings[0].name)
        return;
    for (i = 0; i < s->finding_count && !is(name, s->findings[i].name); i++)
        ;
    if (i == SUMMARY_FINDINGS_MAX)
        return;
    if (i == s->finding_count)
        memcpy(s->findings[s->finding_count++].name, name.at, name.n); /* the row is zeroed */
    s->findings[i].mails++;
}

/* Which row of a table `word` is, or -1. */
static int word_index(struct text word, const char *const *words)
{
    int i;
    for (i = 0; words[i]; i++)
        if (is(word, words[i]))
            return i;
    return -1;
}

static bool count_mail(struct summary *s, const struct fields *f, long long week)
{
    static const char *const verdicts[] = {"pass", "confirm", "justify", "block", "unchecked", NULL};
    static const char *const answers[] = {"sent", "changed", "cancelled", "blocked", NULL};
    unsigned long long *verdict_counts[] = {&s->pass, &s->confirm, &s->justify, &s->block, &s->unchecked};
    unsigned long long *answer_counts[] = {&s->sent, &s->changed, &s->cancelled, &s->blocked};
    int verdict = word_index(f->verdict, verdicts), answer = word_index(f->answer, answers), bucket;
    bool observe = is(f->mode, "observe"), asks = verdict > 0, dialog = !observe && (f->shown < 0 ? asks : f->shown > 0) && answer >= 0;
    bool turned = dialog && (answer == 1 || answer == 2);
    struct summary_week *row;
    size_t i;
    if (verdict < 0)
        return false;
    row = week_row(s, week);
    s->mails++;
    s->observed += observe;
    ++*verdict_counts[verdict];
    s->would_ask += observe && asks;
    for (i = 0; i < f->finding_count; i++)
        count_finding(s, f->finding[i]);
    s->attachments += f->attachments;
    s->attachments_read += f->attachments_read;
    if (f->ms >= 0) {
        bucket = f->ms > 1 ? (int)(2 * log2(f->ms)) : 0;
        s->ms[bucket > 63 ? 63 : bucket]++;
    }
    if (dialog) {
        s->dialogs++;
        s->turned += turned;
        ++*answer_counts[answer];
        s->timed += f->seconds >= 0;
        s->fast += f->seconds >= 0 && f->seconds < FAST_SECONDS;
    }
    if (row) {
        row->mails++;
        row->asked += dialog || (observe && asks);
        row->turned += turned;
    }
    return true;
}

/* Our line in a line of the system's log, behind what that puts before it ("Nov 22 19:25:05 pc1 sekisho[77]: "). false: some other program's
 * line, or the id beside a log: lines of our own begin with a brace, torn ones too. */
static bool ours(const char **text, size_t *n)
{
    static const char begin[] = "{\"log\":", name[] = "sekisho";
    bool named = false;
    char first = *n ? **text : '{';
    if (!(first == '<' || (first >= '0' && first <= '9') || (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')))
        return true;
    for (size_t i = 0; i + sizeof begin - 1 <= *n; i++) {
        named = named || memcmp(*text + i, name, sizeof name - 1) == 0;
        if (named && memcmp(*text + i, begin, sizeof begin - 1) == 0) {
            *text += i;
            *n -= i;
            return true;
        }
    }
    return false;
}

bool summary_line(struct summary *s, const char *text, size_t n)
{
    struct fields f;
    long long week;
    bool ok = true, good = false;
    if (!ours(&text, &n))
        return true;
    s->lines++;
    if (parse(text, n, &f) && (week = week_of(f.time.at, f.time.n)) >= 0) {
        if (is(f.kind, "start")) {
            s->starts++;
            good = true;
        } else if (is(f.kind, "check") && count_mail(s, &f, week)) {
            ok = count_person(s, f.id.at, f.id.n, week);
            good = true;
        }
    }
    s->bad += !good;
    return ok;
}

static int by_mails(const void *left, const void *right)
{
    const struct summary_finding *a = left, *b = right;
    return a->mails != b->mails ? (a->mails < b->mails ? 1 : -1) : strcmp(a->name, b->name);
}

static int by_week(const void *left, const void *right)
{
    const struct summary_week *a = left, *b = right;
    return (a->week > b->week) - (a->week < b->week);
}

void summary_finish(struct summary *s)
{
    qsort(s->findings, s->finding_count, sizeof *s->findings, by_mails);
    qsort(s->weeks, s->week_count, sizeof *s->weeks, by_week);
}

double summary_duration(const struct summary *s, double share)
{
    unsigned long long total = 0, seen = 0;
    int i;
    for (i = 0; i < 64; i++)
        total += s->ms[i];
    for (i = 0; i < 64 && total; i++) {
        seen += s->ms[i];
        if ((double)seen >= share * (double)total)
            return pow(2, (i + 1) / 2.0);
    }
    return 0;
}
