/* Whether a password or key that stands in a file counts: files show samples, defaults and settings of programs where the mail's own text
 * does not. What is asked about them is secrets.c's. */
#include "checks/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "text/fold.h"

enum { PASSWORD_MIN = 4, KEY_KINDS = 8 /* different characters: a key of fewer was typed by hand, xxxx-xxxx */ };

static bool holds_one(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strstr(text, *words)) return true;
    return false;
}
/* "example" as a word: not the end of a name, git.hoshimi.example. */
static bool holds_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        for (const char *at = text; (at = strstr(at, *words)) != NULL; at++)
            if (at == text || (!ascii_alpha(at[-1]) && !ascii_digit(at[-1]) && !strchr("._-@/", at[-1]))) return true;
    return false;
}
static bool ends_at(const char *text, size_t n, const char *word)
{
    size_t m = strlen(word);
    return n >= m && memcmp(text + n - m, word, m) == 0;
}
/* 例：, (例), 入力例, but no 条例 and no 定例 */
static bool holds_rei(const char *text)
{
    static const char *const kinds[] = {"入力", "記入", "設定", "記載", "表示", "使用", NULL};
    enum { KANJI_FIRST = 0xE4, KANJI_LAST = 0xE9, KANJI_BYTES = 3 };
    for (const char *at = text; (at = strstr(at, "例")) != NULL; at++) {
        size_t n = (size_t)(at - text);
        unsigned char before = n < KANJI_BYTES ? 0 : (unsigned char)at[-KANJI_BYTES];
        if (before < KANJI_FIRST || before > KANJI_LAST) return true;
        for (size_t i = 0; kinds[i]; i++)
            if (ends_at(text, n, kinds[i])) return true;
    }
    return false;
}

/* 1234, 4321, 0000: how many digits of such a row stand here. */
static size_t row_of_digits(const char *s)
{
    size_t n = 1;
    if (!ascii_digit(*s)) return 0;
    int step = ascii_digit(s[1]) ? s[1] - s[0] : 0;
    if (step < -1 || step > 1) return 1;
    while (ascii_digit(s[n]) && s[n] - s[n - 1] == step) n++;
    return n;
}
/* password1, P@ssw0rd!, test-1234, changeme: nothing but words that stand for a password, small rows of digits, and signs. In small letters. */
static bool made_of_samples(const char *s)
{
    static const char *const words[] = {"password", "passw0rd", "p@ssw0rd", "p4ssw0rd", "p@ssword", "passwd",  "pass",   "wrong", "correct", "secret",
                                        "changeme", "change",   "administrator", "admin", "root", "username", "user", "guest", "testing", "tester",
                                        "test",     "sample",   "example", "default", "demo", "dummy", "hoge", "fuga", "piyo", "foo", "bar", "baz",
                                        "qwerty",   "asdf",     "letmein", "welcome", "login", "token", "key", "value", "string", "abcdef", "abcde",
                                        "abcd",     "abc",      "xyz", "old", "new", "my", "me", "it", NULL};
    while (*s) {
        size_t n = row_of_digits(s);
        for (size_t i = 0; !n && words[i]; i++)
            if (strncmp(s, words[i], strlen(words[i])) == 0) n = strlen(words[i]);
        if (!n && ascii_alpha(*s)) return false;
        s += n ? n : 1;
        if (n == 1 && ascii_digit(*s)) return false; /* 2025 is no row */
    }
    return true;
}
static bool is_sample(const char *value)
{
    static const char *const marks[] = {"example", "sample", "dummy", "your", "xxxx", "****", "_test_", NULL};
    return holds_one(value, marks) || made_of_samples(value);
}

/* What programs say in the place of a value (calls, members: conf.db.pass), versions, ranges and shares (95.2%), questions to a server. In small letters. */
static bool is_program_text(const char *s)
{
    bool letters = false, digits = false, others = false, dot = false, words = true;
    char before = '.';
    size_t slashes = 0;
    if ((strchr(s, '&') && strchr(s, '=')) || strncmp(s, "0x", 2) == 0) return true;
    for (const char *p = s; *p; p++) {
        if (!ascii_alpha(*p) && !ascii_digit(*p) && !strchr("!#$%&*+-./=?@^_~", *p)) return true;
        letters |= ascii_alpha(*p);
        digits |= ascii_digit(*p);
        others |= !ascii_alpha(*p) && !ascii_digit(*p);
        slashes += *p == '/';
        if (ascii_alpha(*p) || *p == '_')
            words &= !ascii_digit(before); /* token2 is one, kX7 none */
        else
            words &= before != '.' && (*p == '.' || ascii_digit(*p));
        dot |= *p == '.';
        before = *p;
    }
    return (!letters && (!digits || others)) || (words && dot) || (slashes > 1 && strlen(s) < 30);
}

/* The hit stands in the question of a web address: https://shop.example/reset?token=... */
static bool in_web_address(const char *before)
{
    size_t from = strlen(before);
    while (from && !strchr(" \t\r\n\"'<>", before[from - 1])) from--;
    return strchr(before + from, '?') && (strstr(before + from, "http://") || strstr(before + from, "https://"));
}

/* Digits alone are a number of something else unless they are told to be a password: パス：2000円, pass: 1523. line: what stands before them. */
static bool digits_told(const char *line, const char *after)
{
    static const char *const counted[] = {"円", "文字", "桁", "日", "回", "個", "人", "名", "件", "分", "秒", "年", "月", "号", "種", "点", NULL};
    size_t n = strlen(line);
    for (size_t i = 0; counted[i]; i++)
        if (strncmp(after, counted[i], strlen(counted[i])) == 0) return false;
    while (n && strchr(" :=\"'", line[n - 1])) n--;
    return !ends_at(line, n, "pass") && !ends_at(line, n, "パス");
}

/* Known to everybody who reads it: an example, what the factory sets, the wireless network for guests. Folded, in small letters. */
static bool is_public(const char *line, const char *before, const char *after)
{
    static const char *const likes[] = {"のよう", "など", NULL};
    static const char *const examples[] = {"たとえば", "サンプル", "ダミー", NULL};
    static const char *const english_examples[] = {"example", "sample", "dummy", "e.g.", "for instance", NULL};
    static const char *const factory[] = {"工場出荷", "出荷時の", "出荷時パス", "出荷時設定", "factory default", "factory-default", "factory set", "factory-set", "factory password", NULL};
    static const char *const wireless[] = {"wi-fi", "wifi", "ssid", "無線lan", NULL};
    static const char *const guests[] = {"guest", "visitor", "ゲスト", "来客", "来訪", "来館", "来店", "来場", "お客様", "お客さま", "宿泊", "客室", "会場",
                                         "free", "フリー", "公衆", "public", NULL};
    while (*after == ' ') after++;
    for (size_t i = 0; likes[i]; i++)
        if (strncmp(after, likes[i], strlen(likes[i])) == 0) return true;
    return holds_rei(line) || holds_one(line, examples) || holds_word(line, english_examples) || holds_one(line, factory) ||
           (holds_one(before, wireless) && holds_one(before, guests));
}

bool secret_key_body(const char *text)
{
    enum { LINE = 32 };
    size_t run = 0;
    for (; *text && run < LINE; text++)
        run = ascii_alpha(*text) || ascii_digit(*text) || *text == '+' || *text == '/' || *text == '=' ? run + 1 : 0;
    return run == LINE;
}

static bool key_counts(const struct inspect_secret *s, const char *value)
{
    bool seen[128] = {false}, digits = false;
    size_t kinds = 0;
    if (strncmp(s->text, "-----", 5) == 0) return secret_key_body(s->text);
    /* the token of everybody's documentation, {"sub":"1234567890"; one in an address is for who clicks on it */
    if (strncmp(s->text, "eyJ", 3) == 0 && (strstr(s->text, "eyJzdWIiOiIxMjM0NTY3ODkw") || in_web_address(s->before))) return false;
    if (!s->sure && (in_web_address(s->before) || is_program_text(value))) return false;
    for (const char *p = value; *p; p++) {
        kinds += (unsigned char)*p < 128 && !seen[(unsigned char)*p];
        seen[*p & 127] = true;
        digits |= ascii_digit(*p);
    }
    return digits && kinds >= KEY_KINDS && !is_sample(value) && !strstr(s->text, "12345678") && !strstr(s->text, "abcdefgh");
}
static bool password_counts(const struct inspect_secret *s, const char *value, const char *line, const char *before)
{
    bool letters = false, digits = false, capitals = false;
    for (const char *p = value; *p; p++) {
        letters |= ascii_alpha(*p);
        digits |= ascii_digit(*p);
    }
    for (const char *p = s->text; *p; p++) capitals |= *p >= 'A' && *p <= 'Z';
    if (!digits && !capitals) return false;
    if (!s->sure && !secret_has_account(s->before, strlen(s->before))) return false;
    return strlen(value) >= PASSWORD_MIN && !is_program_text(value) && !is_sample(value) && !is_public(line, before, s->after) && !in_web_address(s->before) &&
           (letters || digits_told(line, s->after)) && !secret_opens_meeting(s->before, strlen(s->before));
}

bool check_secret(void *ctx, const struct inspect_secret *s)
{
    struct check *c = ctx;
    size_t n;
    if (!c->outside) return false;
    const char *line = strrchr(s->before, '\n');
    line = line ? line + 1 : s->before;
    char *value = fold_text(s->text, strlen(s->text), FOLD_CASE, &n, NULL);
    char *before = fold_text(s->before, strlen(s->before), FOLD_CASE, &n, NULL), *own = fold_text(line, strlen(line), FOLD_CASE, &n, NULL);
    bool counts = false;
    if (!value || !before || !own)
        c->nomem = true;
    else
        counts = s->password ? password_counts(s, value, own, before) : key_counts(s, value);
    free(value);
    free(before);
    free(own);
    return counts;
}
