/* Passwords that a label introduces, and keys and tokens that are known by their shape. */
#include "detect/scan.h"

#include <string.h>

const char secret_private_key[] = "private-key";

/* Prefixes of tokens that services hand out: name, prefix, how many characters follow at least, which. */
enum { ALPHABET_WORD /* [0-9A-Za-z_-] */, ALPHABET_UPPER /* [0-9A-Z] */, ALPHABET_ANY /* also . and = */, ALPHABET_PATH /* also / */ };
static const struct {
    const char *rule;
    const char *prefix;
    uint8_t least, alphabet;
} tokens[] = {
    {"aws-access-key", "AKIA", 16, ALPHABET_UPPER},   {"aws-access-key", "ASIA", 16, ALPHABET_UPPER},
    {"aws-access-key", "ABIA", 16, ALPHABET_UPPER},   {"aws-access-key", "ACCA", 16, ALPHABET_UPPER},
    {"github-token", "ghp_", 36, ALPHABET_WORD},      {"github-token", "gho_", 36, ALPHABET_WORD},
    {"github-token", "ghs_", 36, ALPHABET_WORD},      {"github-token", "ghu_", 36, ALPHABET_WORD},
    {"github-token", "ghr_", 36, ALPHABET_WORD},      {"github-token", "github_pat_", 50, ALPHABET_WORD},
    {"gitlab-token", "glpat-", 20, ALPHABET_WORD},    {"google-api-key", "AIza", 35, ALPHABET_WORD},
    {"google-oauth", "ya29.", 30, ALPHABET_ANY},      {"slack-token", "xoxb-", 20, ALPHABET_WORD},
    {"slack-token", "xoxp-", 20, ALPHABET_WORD},      {"slack-token", "xapp-", 20, ALPHABET_WORD},
    {"stripe-key", "sk_live_", 16, ALPHABET_WORD},    {"stripe-key", "rk_live_", 16, ALPHABET_WORD},
    {"stripe-key", "sk_test_", 16, ALPHABET_WORD},    {"sendgrid-key", "SG.", 40, ALPHABET_ANY},
    {"npm-token", "npm_", 36, ALPHABET_WORD},         {"pypi-token", "pypi-", 40, ALPHABET_WORD},
    {"openai-key", "sk-proj-", 30, ALPHABET_WORD},    {"anthropic-key", "sk-ant-", 30, ALPHABET_WORD},
    {"json-web-token", "eyJ", 30, ALPHABET_ANY},      {"line-token", "LINE_", 40, ALPHABET_WORD},
    {"slack-webhook", "hooks.slack.com/services/", 30, ALPHABET_PATH},
};

/* The first two letters of these. */
#define SECOND(c) (1u << ((c) & 31))
const uint32_t secret_seconds[128] = {
    ['A'] = SECOND('K') | SECOND('S') | SECOND('B') | SECOND('C') | SECOND('I'), ['g'] = SECOND('h') | SECOND('i') | SECOND('l'),
    ['y'] = SECOND('a'), ['x'] = SECOND('o') | SECOND('a'), ['s'] = SECOND('k'), ['r'] = SECOND('k'), ['S'] = SECOND('G'), ['n'] = SECOND('p'),
    ['p'] = SECOND('y'), ['e'] = SECOND('y'), ['L'] = SECOND('I'), ['h'] = SECOND('o')};

static bool in_alphabet(uint16_t c, uint8_t cls, int alphabet)
{
    if (alphabet == ALPHABET_UPPER)
        return cls == CLASS_DIGIT || cls == CLASS_UPPER;
    return class_ascii_word(cls) || c == '_' || c == '-' || (alphabet == ALPHABET_ANY && (c == '.' || c == '=')) ||
           (alphabet == ALPHABET_PATH && c == '/');
}

/* process.env.DB_PASS, test_login_12: words of one case each, parted by dots and low lines. */
static bool dotted(const uint16_t *c, uint32_t from, uint32_t to)
{
    bool parted = false, upper = false, lower = false;
    for (uint32_t i = from; i < to; i++) {
        enum char_class k = scan_class(c[i]);
        if (c[i] == '.' || c[i] == '_') {
            parted = true;
            upper = lower = false;
        }
        upper = upper || k == CLASS_UPPER;
        lower = lower || k == CLASS_LOWER;
        if (upper && lower)
            return false;
    }
    return parted && scan_class(c[from]) != CLASS_DIGIT;
}

/* /home/user1/docs: a path, which Japanese calls パス as well. */
static bool path_like(const uint16_t *c, uint32_t from, uint32_t to)
{
    uint32_t slashes = 0;
    for (uint32_t i = from; i < to; i++)
        slashes += c[i] == '/' || c[i] == '\\';
    return slashes >= 2 && (c[from] == '/' || c[from] == '\\' || c[from] == '.' || c[from] == '~' || c[from + 1] == ':');
}

/* What programs and templates write in the place of a password: $NAME, ${...}, {{...}}, %NAME%, os.environ['...'], getPassword(), otherName. */
static bool placeholder(const uint16_t *c, uint32_t from, uint32_t to)
{
    uint16_t first = c[from];
    if ((first == '{' && c[from + 1] == '{') || (first == '$' && (c[from + 1] == '{' || c[from + 1] == '(')) || (first == '%' && c[to - 1] == '%'))
        return true;
    uint32_t at = from + (first == '$'), humps = 0, since = 2;
    enum char_class k;
    bool hump = true; /* each capital has small letters behind it */
    for (; at < to && ((k = scan_class(c[at])) == CLASS_LOWER || k == CLASS_UPPER || (k == CLASS_DIGIT && at > from) || c[at] == '_' || c[at] == '.'); at++) {
        hump = hump && (k != CLASS_UPPER || since >= 2) && k != CLASS_DIGIT;
        humps += k == CLASS_UPPER;
        since = k == CLASS_UPPER ? 0 : since + 1;
    }
    if (at == to)
        return first == '$' || (hump && since >= 2 && humps <= 4) || dotted(c, from, to);
    return at > from && (c[at] == '(' || c[at] == '[') && scan_class(c[at - 1]) != CLASS_DIGIT;
}

/* A token that is known by its shape. */
uint32_t secret_token(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    if (c[i] >= 128 || !(secret_seconds[c[i]] >> (c[i + 1] & 31) & 1))
        return 0;
    for (size_t k = 0; k < sizeof tokens / sizeof *tokens; k++) {
        if (tokens[k].prefix[0] != (char)c[i] || tokens[k].prefix[1] != (char)c[i + 1])
            continue;
        uint32_t at = i, n = 0;
        while (tokens[k].prefix[n] && c[at] == (uint8_t)tokens[k].prefix[n]) {
            at++;
            n++;
        }
        if (tokens[k].prefix[n])
            continue;
        uint32_t body = at, dots = 0;
        while (in_alphabet(c[at], cls[at], tokens[k].alphabet)) {
            dots += c[at] == '.';
            at++;
        }
        while (at > body && (c[at - 1] == '.' || c[at - 1] == '-'))
            at--;
        if (at - body < tokens[k].least || (tokens[k].alphabet == ALPHABET_UPPER && at - body != tokens[k].least))
            continue;
        if (tokens[k].prefix[0] == 'e' && (dots < 1 || dots > 4)) /* header.payload.signature */
            continue;
        scan_hit(s, DATA_SECRET, CONFIDENCE_HIGH, tokens[k].rule, i, at);
        return at;
    }
    return 0;
}

uint32_t secret_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    if (c[i] == '-') {
        if (!scan_is(c, i, u"-----begin "))
            return 0;
        uint32_t at = i + 11;
        while (at < s->n && at < i + 100 && !scan_is(c, at, u"-----"))
            at++;
        for (uint32_t k = i + 11; k + 11 <= at; k++)
            if (scan_is(c, k, u"private key")) {
                scan_hit(s, DATA_SECRET, CONFIDENCE_HIGH, secret_private_key, i, at + 5 < s->n ? at + 5 : s->n);
                return at + 5;
            }
        return 0;
    }
    uint32_t token = secret_token(s, i);
    if (token)
        return token;
    /* a value of high variety behind a label: secret key, access token */
    const struct label *label = &s->label;
    bool behind = label->kind == LABEL_SECRET && i - label->end <= 4 &&
                  (label->strong || scan_is(c, label->start, u"authorization") || scan_is(c, label->start, u"bearer"));
    for (uint32_t k = label->end; behind && k < i; k++)
        behind = !class_japanese(SCAN_CLASS(s)[k]) && !class_ascii_word(SCAN_CLASS(s)[k]);
    if (behind) {
        uint32_t at = i;
        while (c[at] > ' ' && c[at] < 0x7F && c[at] != ',' && c[at] != ';' && c[at] != '"' && c[at] != '\'' && c[at] != '<')
            at++;
        if (at - i >= 16 && at - i <= 256 && password_like(c + i, at - i, true) && !placeholder(c, i, at)) {
            scan_hit(s, DATA_SECRET, CONFIDENCE_MEDIUM, "secret-label", i, at);
            return at;
        }
    }
    return 0;
}

/* RFC 3986, section 3.2.1: user:password@ before the host. */
uint32_t secret_in_address(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    uint32_t token = secret_token(s, i), colon = 0, end = i;
    if (token)
        return token;
    for (; c[end] > ' ' && c[end] < 0x7F && c[end] != '/' && c[end] != '@' && c[end] != '"' && c[end] != '<' && c[end] != '>'; end++)
        if (c[end] == ':' && !colon)
            colon = end;
    if (c[end] != '@' || !colon || !class_ascii_word(SCAN_CLASS(s)[end + 1]))
        return 0;
    if (end - colon > 4 && password_like(c + colon + 1, end - colon - 1, false) && !placeholder(c, colon + 1, end))
        scan_hit(s, DATA_PASSWORD, CONFIDENCE_HIGH, "password-address", colon + 1, end);
    while (c[end] > ' ' && c[end] < 0x7F && c[end] != '"' && c[end] != '<' && c[end] != '>')
        end++;
    return end;
}

size_t secret_key_end(const char *utf8, size_t n, size_t from)
{
    size_t limit = n - from > 16384 ? from + 16384 : n;
    const char *at = utf8 + from;
    while ((at = memchr(at, '-', (size_t)(utf8 + limit - at))) != NULL) {
        size_t left = (size_t)(utf8 + limit - at);
        if (left >= 9 && memcmp(at, "-----END ", 9) == 0) {
            const char *end = memchr(at, '\n', left);
            size_t stop = end ? (size_t)(end - utf8) : limit;
            while (stop > 0 && (utf8[stop - 1] == '\r' || utf8[stop - 1] == ' '))
                stop--;
            return stop;
        }
        at++;
    }
    /* cut off: lines of base64 belong to it */
    size_t i = from;
    while (i < limit) {
        size_t line = i + (utf8[i] == '\r') ;
        if (line < limit && utf8[line] == '\n')
            line++;
        size_t end = line;
        while (end < limit && ((utf8[end] >= '0' && utf8[end] <= '9') || (utf8[end] >= 'A' && utf8[end] <= 'Z') || (utf8[end] >= 'a' && utf8[end] <= 'z') ||
                               utf8[end] == '+' || utf8[end] == '/' || utf8[end] == '='))
            end++;
        if (end == line || (end < limit && utf8[end] != '\n' && utf8[end] != '\r'))
            break;
        i = end;
    }
    return i;
}

/* ********, XXXXXXXX */
static bool one_character(const uint16_t *c, uint32_t n)
{
    uint32_t same = 1;
    while (same < n && c[same] == c[0])
        same++;
    return same >= n;
}

/* Not a word of a language: digits, signs or both cases mixed. */
bool password_like(const uint16_t *c, uint32_t n, bool strict)
{
    uint32_t digits = 0, uppers = 0, lowers = 0, signs = 0, changes = 0;
    for (uint32_t i = 0; i < n; i++) {
        enum char_class k = scan_class(c[i]);
        if (c[i] >= 0x7F)
            return false;
        if (k == CLASS_DIGIT)
            digits++;
        else if (k == CLASS_UPPER)
            uppers++;
        else if (k == CLASS_LOWER)
            lowers++;
        else
            signs++;
        if (i > 0 && k != scan_class(c[i - 1]))
            changes++;
    }
    if (uppers + lowers + digits < 3)
        return false;
    if (strict)
        return digits > 0 && uppers + lowers > 0 && changes >= 4;
    if (signs > 0 && digits == 0 && (uppers == 0 || lowers == 0)) {
        /* ab-cd is a word, %pgq! is none */
        for (uint32_t i = 0; i < n; i++)
            if (c[i] < 0x7F && strchr("!#$%&@^*+=?~", c[i]) && c[i])
                return true;
        return false;
    }
    if (digits > 0 && uppers + lowers + signs > 0)
        return true;
    if (digits == n)
        return n >= 4; /* a PIN */
    /* letters only: an upper-case letter inside */
    for (uint32_t i = 1; i < n; i++)
        if (scan_class(c[i]) == CLASS_UPPER && uppers < n)
            return true;
    return signs > 0 && uppers > 0 && lowers > 0;
}

/* Letters and digits with small and capital ones or a sign among them, and nothing of a path. */
static bool surely_password(const uint16_t *c, uint32_t n)
{
    uint32_t digits = 0, uppers = 0, lowers = 0, signs = 0;
    for (uint32_t i = 0; i < n; i++) {
        enum char_class k = scan_class(c[i]);
        if (c[i] == '/' || c[i] == '\\' || c[i] == '.' || c[i] == '(' || c[i] == ')')
            return false;
        digits += k == CLASS_DIGIT;
        uppers += k == CLASS_UPPER;
        lowers += k == CLASS_LOWER;
        signs += c[i] != 0 && c[i] < 0x7F && strchr("!#$%&@^*+=?~", c[i]) != NULL;
    }
    return digits > 0 && lowers > 0 && (uppers > 0 || signs > 0);
}

/* "is" stands at i, or a few small words behind for: the password for the attached archive is ..., the pass is still ...; what stands behind it. 0: it does not. */
static uint32_t behind_is(const struct scan *s, uint32_t i)
{
    enum { WORDS = 6, LETTERS = 14 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (scan_is(c, i, u"is still "))
        return i + 9;
    if (scan_is(c, i, u"is ") || scan_is(c, i, u"is:"))
        return i + 3;
    if (!scan_is(c, i, u"for "))
        return 0;
    for (unsigned words = 0; words < WORDS; words++) {
        uint32_t end = class_end(cls, i, CLASS_LOWER);
        if (end == i || end - i > LETTERS || cls[end] != CLASS_SPACE)
            return 0;
        i = end + 1;
        if (scan_is(c, i, u"is ") || scan_is(c, i, u"is:"))
            return i + 3;
    }
    return 0;
}

uint32_t password_value(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t label_end = s->label.end;
    bool japanese = class_japanese(cls[s->label.end - 1]) || (s->label.start > 0 && class_japanese(cls[s->label.start - 1])); /* 管理者PW */
    /* English needs a colon, an equals sign or "is"; Japanese also takes a space: 初期パスワード uEnKV2RK */
    bool separator = false;
    for (uint32_t k = label_end; k < i; k++)
        if (c[k] == ':' || c[k] == '=' || c[k] == 0x306F || c[k] == '>' || c[k] == 0x2192 || cls[k] == CLASS_TAB || c[k] == '|' || c[k] == 0x300C || c[k] == 0x3011)
            separator = true;
        else if (cls[k] == CLASS_SPACE && scan_was_wide(s, k)) /* PW　2f0ZV@01vBI */
            separator = true;
    if (!separator && !japanese) {
        uint32_t value = behind_is(s, i);
        if (value) {
            i = value;
            separator = true;
            while (cls[i] == CLASS_SPACE)
                i++;
        }
    }
    if (japanese && c[i] == u'を' && (c[i + 1] == 0x300C || c[i + 1] == 0x300E || c[i + 1] == '"' || c[i + 1] == 0x201C)) { /* パスワードを「WpfV-5C2L-dBRK」にリセットしました */
        separator = true;
        i++;
    }
    if (c[i] == '"' || c[i] == '\'' || c[i] == 0x201C || c[i] == 0x300C || c[i] == 0x300E || c[i] == '<' || (c[i] == '/' && i == label_end))
        i++;
    uint32_t token = class_latin(cls[i]) ? secret_at(s, i) : 0;
    if (token)
        return token; /* 秘密鍵 sk_live_... */
    bool quoted = c[i - 1] == '\'', setting = c[label_end] == '='; /* which a semicolon ends: Password=...; */
    uint32_t end = i;
    while (c[end] > ' ' && c[end] < 0x7F && c[end] != '"' && !(c[end] == '\'' && quoted) && !(c[end] == ';' && setting) && !(c[end] == '<' && c[end + 1] == '/') && end - i < 80)
        end++;
    uint32_t stop = end;
    while (stop > i && (c[stop - 1] == ',' || c[stop - 1] == '.' || c[stop - 1] == ';' || c[stop - 1] == ')' || c[stop - 1] == '\'' || c[stop - 1] == '>') &&
           !class_japanese(cls[end]))
        stop--;
    bool sure = stop - i >= 8 && surely_password(c + i, stop - i); /* PW nuR3280bN# */
    if (stop - i < 4 || (!separator && !japanese && !sure))
        return 0;
    if (scan_is(c, i, u"http") || scan_is(c, i, u"www.") || path_like(c, i, stop) || (!japanese && placeholder(c, i, stop)))
        return 0;
    bool pin = scan_is(c, s->label.start, u"暗証") || scan_is(c, s->label.start, u"pin") || scan_is(c, s->label.start, u"パスコード") ||
               scan_is(c, s->label.start, u"passcode") || scan_is(c, s->label.start, u"認証コード");
    bool all_digits = true;
    for (uint32_t k = i; k < stop; k++)
        all_digits = all_digits && cls[k] == CLASS_DIGIT;
    if (all_digits && !pin && stop - i < 6 && !separator)
        return 0;
    if (!password_like(c + i, stop - i, false) && !(separator && stop - i >= 6 && cls[end] == CLASS_END && japanese && !one_character(c + i, stop - i)))
        return 0;
    if (!separator && stop - i < 6 && !pin)
        return 0;
    scan_hit(s, DATA_PASSWORD, separator ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, "password-label", i, stop);
    return stop;
}

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 40 };

/* A word that is surely a password begins at `at` and ends the line: its end, or 0. */
static uint32_t password_ends_line(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t end = at;
    while (c[end] > ' ' && c[end] < 0x7F)
        end++;
    uint32_t behind = end;
    while (cls[behind] == CLASS_SPACE)
        behind++;
    return cls[behind] == CLASS_END && end - at >= PASSWORD_MIN && end - at <= PASSWORD_MAX && surely_password(c + at, end - at) ? end : 0;
}

uint32_t password_behind_login(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = i;
    while (cls[at] == CLASS_SPACE)
        at++;
    if (c[at] != '/' || !(at > i || scan_was_wide(s, at)))
        return 0;
    for (at++; cls[at] == CLASS_SPACE;)
        at++;
    uint32_t end = password_ends_line(s, at);
    if (end)
        scan_hit(s, DATA_PASSWORD, CONFIDENCE_MEDIUM, "password-login", at, end);
    return end;
}

uint32_t login_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = latin_end(cls, i);
    bool who = (at - i == 4 && scan_is(c, i, u"root")) || (at - i == 5 && scan_is(c, i, u"admin")) || (at - i == 13 && scan_is(c, i, u"administrator"));
    if (!who || (i > 0 && cls[i - 1] != CLASS_SPACE && c[i - 1] != ':' && c[i - 1] != '>'))
        return 0;
    return password_behind_login(s, at);
}

uint32_t password_of_wireless(struct scan *s, uint32_t i)
{
    enum { AHEAD = 48, KEY_MIN = 8, KEY_MAX = 63 /* WPA2 */ };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = i, end;
    while (at < s->n && at - i < AHEAD && !scan_is(c, at, u"キー") && !(scan_is(c, at, u"key") && !class_latin(cls[at - 1])))
        at++;
    if (at == s->n || at - i == AHEAD)
        return 0;
    at += c[at] == u'キ' ? 2 : 3;
    while (cls[at] == CLASS_SPACE || c[at] == ':' || c[at] == '=')
        at++;
    for (end = at; c[end] > ' ' && c[end] < 0x7F; end++)
        ;
    if (end - at < KEY_MIN || end - at > KEY_MAX || !password_like(c + at, end - at, false) || placeholder(c, at, end))
        return 0;
    scan_hit(s, DATA_PASSWORD, CONFIDENCE_MEDIUM, "password-wireless", at, end);
    return end;
}

uint32_t password_behind_arrow(struct scan *s, uint32_t i)
{
    enum { WORDS = 40 };
    const uint16_t *c = SCAN_C(s);
    uint32_t at = i;
    while (at < s->n && at - i < WORDS && c[at] != 0x2192)
        at++;
    if (c[at] != 0x2192)
        return 0;
    for (at++; SCAN_CLASS(s)[at] == CLASS_SPACE;)
        at++;
    uint32_t end = password_ends_line(s, at);
    if (end)
        scan_hit(s, DATA_PASSWORD, CONFIDENCE_MEDIUM, "password-label", at, end);
    return end;
}

void password_column(struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    while (i < end && cls[i] == CLASS_SPACE)
        i++;
    while (end > i && cls[end - 1] == CLASS_SPACE)
        end--;
    for (uint32_t k = i; k < end; k++)
        if (c[k] <= ' ' || c[k] >= 0x7F)
            return;
    if (end - i >= 6 && end - i <= 64 && password_like(c + i, end - i, false) && !placeholder(c, i, end))
        scan_hit(s, DATA_PASSWORD, CONFIDENCE_MEDIUM, "password-column", i, end);
}
