/* Regular expressions of a policy, by ICU, with limits: a pattern whose shape could explode is refused, and every search may take only
 * so many steps as the text is long. What a match means is the caller's business. */
#include "text/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

enum {
    PATTERN_MAX = 4096,        /* bytes of a pattern */
    DEPTH_MAX = 32,            /* nested groups */
    MANY = 16,                 /* a repetition above this counts as unbounded */
    STACK_BYTES = 1 << 20,
    STEPS_PER_TICK = 10000,    /* ICU counts its time limit in ticks of so many steps */
    STEPS_PER_BYTE = 40,
    TICKS_MIN = 20,
    LITERAL_MAX = 16           /* bytes: more would hardly be rarer */
};

struct pattern {
    URegularExpression *re;
    char literal[LITERAL_MAX]; /* every match holds these bytes */
    size_t literal_len;        /* 0: nothing is certain */
};

/* A quantifier at p: its length, whether it repeats (without bound, or too often), and whether it may give characters back. */
static size_t quantifier(const char *p, bool *many, bool *gives_back)
{
    size_t n = 0;
    *many = false;
    if (*p == '*' || *p == '+') {
        *many = true;
        n = 1;
    } else if (*p == '?') {
        n = 1;
    } else if (*p == '{') {
        unsigned long low, high;
        char *end;
        low = strtoul(p + 1, &end, 10);
        if (end == p + 1) return 0;
        high = low;
        if (*end == ',') {
            const char *from = end + 1;
            high = strtoul(from, &end, 10);
            if (end == from) high = MANY + 1;
        }
        if (*end != '}') return 0;
        *many = high > MANY;
        n = (size_t)(end + 1 - p);
    } else {
        return 0;
    }
    *gives_back = p[n] != '+';
    return n + (p[n] == '+' || p[n] == '?');
}

/* A repetition inside a repetition is what explodes: (a+)+, (.*,){20}. Atomic and possessive forms do not give back and are fine. */
static const char *explodes(const char *p)
{
    struct {
        bool repeats, atomic;
    } group[DEPTH_MAX + 1];
    size_t depth = 0;
    memset(group, 0, sizeof group);
    while (*p) {
        bool many, gives_back;
        bool inner = false; /* a group has just closed in which something repeats */
        size_t q;
        if (*p == '\\' && p[1] == 'Q') {
            const char *end = strstr(p, "\\E");
            if (!end) return NULL;
            p = end + 2;
            continue;
        }
        if (*p == '(') {
            if (depth == DEPTH_MAX) return "groups are nested too deeply";
            depth++;
            group[depth].repeats = false;
            group[depth].atomic = p[1] == '?' && p[2] == '>';
            if (p[1] == '?' && p[2] == '#') { /* a comment */
                while (*p && *p != ')') p++;
                depth--;
                p += *p == ')';
                continue;
            }
            p++;
            if (*p == '?') { /* (?: (?= (?<name> and the like hold no quantifier of ours */
                p++;
                if (*p == '<' && p[1] != '=' && p[1] != '!')
                    while (*p && *p != '>') p++;
                if (*p) p++;
            }
            continue;
        }
        if (*p == ')') {
            if (depth) {
                inner = group[depth].repeats && !group[depth].atomic;
                depth--;
            }
            p++;
        } else if (*p == '[') {
            int open = 0;
            do {
                if (*p == '\\' && p[1]) {
                    p++;
                } else if (*p == '[') {
                    open++;
                } else if (*p == ']') {
                    open--;
                }
                p++;
            } while (*p && open);
        } else if (*p == '\\' && p[1]) {
            bool braces = (p[1] == 'p' || p[1] == 'P' || p[1] == 'x' || p[1] == 'N') && p[2] == '{';
            p += 2;
            if (braces) {
                while (*p && *p != '}') p++;
                p += *p == '}';
            }
        } else {
            p++;
        }
        q = quantifier(p, &many, &gives_back);
        if (q) {
            if (many && gives_back && inner) return "a repetition inside a repetition could take for ever; write the inner or the outer one possessive (\"++\")";
            if (many && gives_back) group[depth].repeats = true;
            p += q;
        }
        if (inner) group[depth].repeats = true;
    }
    return NULL;
}

/* The bytes of the character at p, if it stands for itself and nothing else. Of what has case only a case-sensitive pattern is certain. */
static size_t plain_bytes(const char *p, bool ignore_case)
{
    unsigned char c = (unsigned char)*p;
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0x80) return c > 0x20 && !strchr("\\^$.|?*+()[]{}#", c) && !(letter && ignore_case);
    /* U+3041..U+30FF and U+4E00..U+9FFF have no case */
    if ((c == 0xE3 && (unsigned char)p[1] >= 0x81 && (unsigned char)p[1] <= 0x83) || (c >= 0xE5 && c <= 0xE9) ||
        (c == 0xE4 && (unsigned char)p[1] >= 0xB8))
        return 3;
    return 0;
}

/* Finds the longest run of characters that every match must hold: those of the pattern's outermost level that nothing makes optional. Anything
 * that is not certainly understood ends the search with no literal: then the expression runs over the whole text. */
static void find_literal(struct pattern *pattern, const char *p, bool ignore_case)
{
    char run[LITERAL_MAX], best[LITERAL_MAX];
    size_t n = 0, best_n = 0, depth = 0;
    if (strstr(p, "(?") || strstr(p, "\\Q")) return; /* flags may change what a character is */
    for (;;) {
        const char *one = p;
        size_t len = 0;
        bool many, gives_back;
        if (*p == '\\') {
            if (!p[1] || (p[1] & 0x80) || !strchr("dDwWsSbB.-()[]{}+*?/^$|\\", p[1])) return;
            if (!strchr("dDwWsSbB", p[1])) {
                one = p + 1;
                len = 1;
            }
            p += 2;
        } else if (*p == '[') {
            for (p++; *p && *p != ']'; p++)
                if (*p == '[' || *p == '\\' || *p == '&') return; /* a set of sets, or a "]" that does not close it */
            if (!*p || p[-1] == '[' || p[-1] == '^') return;
            p++;
        } else if (*p == '(') {
            depth++;
            p++;
        } else if (*p == ')') {
            if (!depth--) return;
            p++;
        } else if (*p == '|') {
            if (!depth) return; /* a choice: no part is certain */
            p++;
        } else if (*p == '.' || *p == '^' || *p == '$' || *p == ' ') {
            p++;
        } else if (*p) {
            len = plain_bytes(p, ignore_case);
            if (!len) {
                if (!(*p & 0x80) && strchr("?*+{}]#", *p)) return;
                do { /* a character that has case, or may have */
                    p++;
                } while (((unsigned char)*p & 0xC0) == 0x80);
            } else {
                p += len;
            }
        }
        if (depth) len = 0; /* in a group, which may be optional or one of several */
        {
            size_t q = *p ? quantifier(p, &many, &gives_back) : 0;
            bool stays = len && (!q || *p == '+'); /* the last may come again, or not at all */
            if (stays && n + len <= LITERAL_MAX) {
                memcpy(run + n, one, len);
                n += len;
            } else {
                stays = false;
            }
            if (n > best_n) memcpy(best, run, best_n = n);
            if (!stays || q) n = 0;
            p += q;
        }
        if (!*p) break;
    }
    if (depth) return;
    memcpy(pattern->literal, best, best_n);
    pattern->literal_len = best_n;
}

size_t pattern_literal(const struct pattern *p, const char **bytes)
{
    *bytes = p->literal;
    return p->literal_len;
}

static bool holds_literal(const struct pattern *p, const char *text, size_t n)
{
    const char *end = text + n, *at = text;
    while ((size_t)(end - at) >= p->literal_len && (at = memchr(at, p->literal[0], (size_t)(end - at) - p->literal_len + 1)) != NULL) {
        if (!memcmp(at, p->literal, p->literal_len)) return true;
        at++;
    }
    return false;
}

struct pattern *pattern_new(const char *utf8, bool ignore_case, char error[200])
{
    UErrorCode e = U_ZERO_ERROR;
    UParseError where = {0};
    UChar units[PATTERN_MAX];
    int32_t n = 0;
    struct pattern *p;
    const char *why;

    error[0] = 0;
    if (strlen(utf8) >= PATTERN_MAX) {
        snprintf(error, 200, "the pattern is longer than %d bytes", PATTERN_MAX - 1);
        return NULL;
    }
    u_strFromUTF8(units, PATTERN_MAX, &n, utf8, -1, &e);
    if (U_FAILURE(e)) {
        snprintf(error, 200, "the pattern is not UTF-8");
        return NULL;
    }
    why = explodes(utf8);
    if (why) {
        snprintf(error, 200, "%s", why);
        return NULL;
    }
    p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->re = uregex_open(units, n, UREGEX_MULTILINE | (ignore_case ? UREGEX_CASE_INSENSITIVE : 0u), &where, &e);
    if (U_FAILURE(e)) {
        if (e != U_MEMORY_ALLOCATION_ERROR) snprintf(error, 200, "not a regular expression: %s at character %d", u_errorName(e), (int)where.offset + 1);
        free(p);
        return NULL;
    }
    uregex_setStackLimit(p->re, STACK_BYTES, &e);
    find_literal(p, utf8, ignore_case);
    return p;
}

void pattern_free(struct pattern *p)
{
    if (!p) return;
    uregex_close(p->re);
    free(p);
}

int pattern_find(const struct pattern *p, const char *utf8, size_t n, size_t from, size_t *start, size_t *end)
{
    UErrorCode e = U_ZERO_ERROR;
    URegularExpression *re;
    UText text = UTEXT_INITIALIZER;
    int result = -1;
    size_t ticks;

    if (from > n || (p->literal_len && !holds_literal(p, utf8 + from, n - from))) return 0;
    re = uregex_clone(p->re, &e); /* a clone is cheap and makes the pattern shareable */
    if (U_FAILURE(e)) return -1;
    utext_openUTF8(&text, utf8, (int64_t)n, &e);
    uregex_setUText(re, &text, &e);
    uregex_setStackLimit(re, STACK_BYTES, &e);
    ticks = TICKS_MIN + (n - from) / (STEPS_PER_TICK / STEPS_PER_BYTE);
    uregex_setTimeLimit(re, ticks > INT32_MAX ? INT32_MAX : (int32_t)ticks, &e);
    if (U_SUCCESS(e)) {
        bool found = uregex_find64(re, (int64_t)from, &e);
        if (U_SUCCESS(e)) {
            result = found ? 1 : 0;
            if (found) {
                int64_t s = uregex_start64(re, 0, &e), t = uregex_end64(re, 0, &e);
                if (U_FAILURE(e) || s < 0 || t < s || (uint64_t)t > n) {
                    result = -1;
                } else {
                    *start = (size_t)s;
                    *end = (size_t)t;
                }
            }
        }
    }
    uregex_close(re);
    utext_close(&text);
    return result;
}
