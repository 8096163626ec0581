/* Address lists, as standards allow them and as people type them. Domains' Unicode and ASCII forms come from
 * text/words, folding from text/fold; whether an address is wanted is for others to say. */
#include "parse/address.h"

#include <stdlib.h>
#include <string.h>
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "parse/domain.h"
#include "parse/mime.h"
#include "text/fold.h"
#include "text/words.h"

enum { LOCAL_MAX = 64, DOMAIN_TEXT_MAX = 1000 };

struct list {
    struct address *items;
    size_t count, cap;
    bool failed;
};
struct parser {
    const char *s;
    size_t n, at;
    struct arena *arena;
    struct list list;
    bool truncated;
    bool no_quote, no_paren; /* none closes any more: take them as plain characters from here on */
    /* the piece being read */
    size_t piece; /* where it starts */
    struct buf phrase, spec, comment, angle;
    bool has_angle, bad, space, has_at;
    size_t angle_end;
    const char *group; /* NULL: in no group */
};

static char *copy(struct parser *p, const char *s, size_t n)
{
    while (n && ascii_space(s[n - 1]))
        n--;
    while (n && ascii_space(*s)) {
        s++;
        n--;
    }
    char *out = arena_strndup(p->arena, s, n);
    return out ? out : (char *)"";
}

static char *decoded(struct parser *p, const char *s, size_t n)
{
    struct buf out;
    buf_init(&out, n * 4 + 16);
    char *result = (char *)"";
    if (mime_decode_words(s, n, &out))
        result = copy(p, buf_str(&out), out.len);
    else
        p->list.failed = true;
    buf_free(&out);
    return result;
}

/* A code point that nobody has in a mailbox name, but that pasting and input methods leave there. */
static bool is_slip(uint32_t cp)
{
    return (cp >= 0x2000 && cp <= 0x206f) || cp == 0x3000 || cp == 0x3001 || cp == 0x3002 ||
           (cp >= 0xff01 && cp <= 0xff5e) || cp == 0xfeff || cp == 0xfffd || cp == 0xad || cp == 0xa0;
}

static bool local_ok(const char *s, size_t n, bool odd_dots)
{
    if (n == 0 || n > LOCAL_MAX) return false;
    char before = '.';
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x80) {
            bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alnum && !strchr("!#$%&'*+-/=?^_`{|}~.", c)) return false;
            if (c == '.' && before == '.' && (!odd_dots || i == 0)) return false;
            before = (char)c;
            i++;
        } else {
            uint32_t cp;
            i += utf8_decode(s + i, n - i, &cp);
            if (is_slip(cp)) return false;
            before = 'x';
        }
    }
    return before != '.' || odd_dots;
}

static void add_key_part(struct parser *p, struct buf *key, const char *s, size_t n)
{
    bool ascii = true;
    for (size_t i = 0; i < n && ascii; i++)
        ascii = !(s[i] & 0x80);
    if (ascii) {
        for (size_t i = 0; i < n; i++)
            buf_add_char(key, ascii_lower(s[i]));
        return;
    }
    size_t len;
    char *folded = fold_text(s, n, FOLD_CASE, &len, NULL);
    if (folded)
        buf_add(key, folded, len);
    else
        p->list.failed = true;
    free(folded);
}

/* An address of another mailbox inside a display name: what a reader believes he writes to. */
static const char *address_in_name(struct parser *p, const char *name, const char *key)
{
    for (const char *at = strchr(name, '@'); at; at = strchr(at + 1, '@')) {
        const char *from = at, *to = at + 1;
        while (from > name && from[-1] > 32 && !strchr("<>()[],;:\"'@", from[-1]))
            from--;
        while (((*to | 32) >= 'a' && (*to | 32) <= 'z') || (*to >= '0' && *to <= '9') || *to == '-' ||
               *to == '.')
            to++;
        while (to > at && (to[-1] == '.' || to[-1] == '-'))
            to--;
        if (from == at || to - at < 4 || !memchr(at + 1, '.', (size_t)(to - at - 1))) continue;
        size_t n = (size_t)(to - from);
        bool same = strlen(key) == n;
        for (size_t i = 0; same && i < n; i++)
            same = ascii_lower(from[i]) == key[i];
        if (!same) return copy(p, from, n);
        at = to - 1;
    }
    return "";
}

/* An addr-spec while it is taken apart. */
struct spec {
    const char *s;
    size_t n, split; /* split: where the '@' before the domain stands, n: there is none */
    bool several;    /* more than one '@' outside quotes */
    char *widened;   /* the text as it was meant, to be freed */
};

/* Finds the '@' before the domain: the last one outside quotes. A full-width one is taken for it where there is no other: what was meant
 * is plain, that it will not arrive too. false: out of memory. */
static bool find_at(struct spec *x, bool *malformed)
{
    bool in_quotes = false, plain_at = x->n && memchr(x->s, '@', x->n);
    x->split = x->n;
    for (size_t i = 0; i < x->n; i++) {
        const char *s = x->s;
        if (s[i] == '\\' && in_quotes) {
            i++;
        } else if (s[i] == '"') {
            in_quotes = !in_quotes;
        } else if (s[i] == '@' && !in_quotes) {
            x->several = x->several || x->split < x->n;
            x->split = i;
        } else if (!in_quotes && !plain_at && x->n - i >= 3 && memcmp(s + i, "\xef\xbc\xa0", 3) == 0) {
            x->widened = malloc(x->n);
            if (!x->widened) return false;
            memcpy(x->widened, s, i);
            x->widened[i] = '@';
            memcpy(x->widened + i + 1, s + i + 3, x->n - i - 3);
            x->s = x->widened;
            x->n -= 2;
            x->split = i;
            plain_at = *malformed = true;
        }
    }
    return true;
}

/* "[192.0.2.1]" */
static void read_literal(struct parser *p, const char *domain, size_t n, struct address *a)
{
    char *literal = copy(p, domain, n);
    for (char *c = literal; *c; c++) {
        *c = ascii_lower(*c);
        if (c != literal && c[1] && !strchr("0123456789abcdef.:ipv", *c)) a->malformed = true;
    }
    a->domain = a->domain_ascii = literal;
}

static void read_domain(struct parser *p, const char *domain, size_t n, struct address *a)
{
    char ascii[256], unicode[1024];
    if (n > 2 && *domain == '[' && domain[n - 1] == ']') {
        read_literal(p, domain, n, a);
        return;
    }
    if (n && domain[n - 1] == '.') {
        n--;
        a->malformed = true;
    }
    if (n && n <= DOMAIN_TEXT_MAX && domain_to_ascii(domain, n, ascii) && domain_to_unicode(domain, n, unicode)) {
        a->domain_ascii = arena_strdup(p->arena, ascii);
        a->domain = arena_strdup(p->arena, unicode);
        if (!a->domain_ascii || !domain_is_complete(a->domain_ascii)) a->malformed = true;
        return;
    }
    char *text = copy(p, domain, n);
    for (char *c = text; *c; c++)
        *c = ascii_lower(*c);
    a->domain = a->domain_ascii = text;
    a->malformed = true;
}

/* The address as it is shown: the local part as it was written, the domain in letters. */
static void show_address(struct parser *p, const struct spec *x, struct address *a)
{
    struct buf shown;
    buf_init(&shown, x->n + 1100);
    buf_add(&shown, x->s, x->split);
    buf_add_char(&shown, '@');
    buf_add_str(&shown, a->domain);
    a->address = copy(p, buf_str(&shown), shown.len);
    if (shown.failed) p->list.failed = true;
    buf_free(&shown);
}

/* Fills the mailbox part of a from an addr-spec without comments. */
static void read_spec(struct parser *p, const char *s, size_t n, struct address *a)
{
    while (n && ascii_space(s[n - 1]))
        n--;
    while (n && ascii_space(*s)) {
        s++;
        n--;
    }
    struct buf local;
    buf_init(&local, n + 4);
    a->local = a->domain = a->domain_ascii = "";
    if (n && *s == '@') { /* obsolete route: @one,@two:user@host */
        const char *colon = memchr(s, ':', n);
        if (colon) {
            n -= (size_t)(colon + 1 - s);
            s = colon + 1;
        }
    }
    struct spec x = {.s = s, .n = n};
    if (!find_at(&x, &a->malformed)) {
        p->list.failed = true;
        goto out;
    }
    if (x.split == x.n || x.several) a->malformed = true;
    if (x.split == x.n) goto out;
    bool quoted = x.split >= 2 && x.s[0] == '"' && x.s[x.split - 1] == '"';
    if (quoted) {
        for (size_t i = 1; i + 1 < x.split; i++) {
            if (x.s[i] == '\\' && i + 2 < x.split) i++;
            buf_add_char(&local, x.s[i]);
        }
    } else {
        buf_add(&local, x.s, x.split);
    }
    a->local = arena_strndup(p->arena, buf_str(&local), local.len);
    read_domain(p, x.s + x.split + 1, x.n - x.split - 1, a);
    if (!a->local || !a->domain || !a->domain_ascii) { /* memory: the arena knows; nothing may be NULL */
        a->local = a->domain = a->domain_ascii = "";
        goto out;
    }
    if (quoted ? local.len == 0 || local.len > LOCAL_MAX
               : !local_ok(a->local, local.len, domain_allows_odd_dots(a->domain_ascii)))
        a->malformed = true;
    for (size_t i = 0; i < x.split; i++)
        if ((unsigned char)x.s[i] < 32 || x.s[i] == 127) a->malformed = true;
    if (!x.several && *a->local && *a->domain) show_address(p, &x, a);
out:
    if (local.failed) p->list.failed = true;
    buf_free(&local);
    free(x.widened);
}

static void finish_address(struct parser *p, struct address *a, const char *raw, size_t raw_len,
                           const char *spec, size_t spec_len)
{
    a->raw = copy(p, raw, raw_len);
    a->address = NULL;
    read_spec(p, spec, spec_len, a);
    if (!a->address) { /* no mailbox could be made out: its text stands for it */
        a->malformed = true;
        a->address = *a->domain ? copy(p, spec, spec_len) : decoded(p, raw, raw_len);
    }
    struct buf key;
    buf_init(&key, strlen(a->address) * 8 + strlen(a->local) * 8 + 1100);
    if (*a->local && *a->domain_ascii) {
        add_key_part(p, &key, a->local, strlen(a->local));
        buf_add_char(&key, '@');
        buf_add_str(&key, a->domain_ascii);
    } else {
        add_key_part(p, &key, a->address, strlen(a->address));
    }
    a->key = copy(p, buf_str(&key), key.len);
    if (key.failed) p->list.failed = true;
    buf_free(&key);
    a->name_address = address_in_name(p, a->name, a->key);
}

static struct address *push(struct parser *p)
{
    struct list *l = &p->list;
    if (l->count >= ADDRESS_LIST_MAX) {
        p->truncated = true;
        return NULL;
    }
    if (l->count == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 16;
        struct address *more = realloc(l->items, cap * sizeof *more);
        if (!more) {
            l->failed = true;
            return NULL;
        }
        l->items = more;
        l->cap = cap;
    }
    struct address *a = &l->items[l->count++];
    memset(a, 0, sizeof *a);
    a->group = p->group ? p->group : "";
    a->name = "";
    return a;
}

/* Length of what parts two words that somebody put side by side without a comma: white space, or a comma of
 * another script. */
static size_t gap_at(const char *s, size_t n)
{
    if (ascii_space(*s)) return 1;
    if (n >= 3 && (memcmp(s, "\xe3\x80\x80", 3) == 0 || memcmp(s, "\xe3\x80\x81", 3) == 0 ||
                   memcmp(s, "\xef\xbc\x8c", 3) == 0 || memcmp(s, "\xef\xbc\x9b", 3) == 0))
        return 3;
    return 0;
}

/* Words without angle brackets: one address, or several that nobody parted, or a name and an address. */
static void finish_words(struct parser *p, const char *raw, size_t raw_len)
{
    const char *s = buf_str(&p->spec);
    size_t n = p->spec.len, ats = 0, gaps = 0;
    bool in_quotes = false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\\' && in_quotes)
            i++;
        else if (s[i] == '"')
            in_quotes = !in_quotes;
        else if (!in_quotes) {
            ats += s[i] == '@';
            gaps += gap_at(s + i, n - i) > 0;
        }
    }
    if (gaps == 0 || ats == 0 || in_quotes) {
        struct address *a = push(p);
        if (a) {
            a->name = decoded(p, buf_str(&p->comment), p->comment.len);
            a->malformed = p->bad;
            finish_address(p, a, raw, raw_len, s, n);
        }
        return;
    }
    size_t words = 0; /* start of words that belong to the next address: a name without brackets */
    for (size_t i = 0; i <= n;) {
        size_t from = i;
        in_quotes = false;
        bool has_at = false;
        while (i < n && (in_quotes || !gap_at(s + i, n - i))) {
            if (s[i] == '\\' && in_quotes && i + 1 < n)
                i++;
            else if (s[i] == '"')
                in_quotes = !in_quotes;
            else
                has_at = has_at || (s[i] == '@' && !in_quotes);
            i++;
        }
        if (has_at) {
            struct address *a = push(p);
            if (!a) return;
            a->name = decoded(p, s + words, from - words);
            a->malformed = true;
            finish_address(p, a, s + from, i - from, s + from, i - from);
        }
        if (has_at) words = i;
        if (i >= n) break;
        i += gap_at(s + i, n - i);
        if (has_at) words = i;
    }
    struct address *rest = words < n ? push(p) : NULL; /* words behind the last address */
    if (rest) {
        rest->malformed = true;
        finish_address(p, rest, s + words, n - words, s + words, n - words);
    }
}

static void finish_piece(struct parser *p, size_t end)
{
    const char *raw = p->s + p->piece;
    size_t raw_len = end - p->piece;
    while (raw_len && ascii_space(*raw)) {
        raw++;
        raw_len--;
    }
    if (raw_len) {
        if (p->has_angle) {
            struct address *a = push(p);
            if (a) {
                const struct buf *name = p->phrase.len ? &p->phrase : &p->comment;
                a->name = decoded(p, buf_str(name), name->len);
                a->malformed = p->bad;
                finish_address(p, a, raw, raw_len, buf_str(&p->angle), p->angle.len);
            }
        } else if (p->spec.len || p->comment.len) {
            finish_words(p, raw, raw_len);
        }
    }
    buf_reset(&p->phrase);
    buf_reset(&p->spec);
    buf_reset(&p->comment);
    buf_reset(&p->angle);
    p->has_angle = p->bad = p->space = p->has_at = false;
    p->piece = end;
}

/* At a '"': the end behind its partner, or 0 where none comes. */
static size_t quote_end(struct parser *p, size_t at)
{
    if (p->no_quote) return 0;
    for (size_t i = at + 1; i < p->n; i++) {
        if (p->s[i] == '\\')
            i++;
        else if (p->s[i] == '"')
            return i + 1;
    }
    p->no_quote = true;
    return 0;
}

static size_t comment_end(struct parser *p, size_t at)
{
    if (p->no_paren) return 0;
    size_t depth = 0;
    for (size_t i = at; i < p->n; i++) {
        if (p->s[i] == '\\')
            i++;
        else if (p->s[i] == '(')
            depth++;
        else if (p->s[i] == ')' && --depth == 0)
            return i + 1;
    }
    p->no_paren = true;
    return 0;
}

static void add_unquoted(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\\' && i + 1 < n) i++;
        buf_add_char(out, s[i]);
    }
}

/* Adds to both readings of the piece: as a name and as an address. */
static void add_text(struct parser *p, const char *s, size_t n, bool quoted)
{
    if (p->has_angle) { /* behind an address: somebody forgot the comma */
        finish_piece(p, p->angle_end);
        p->bad = true;
    }
    if (p->space) {
        if (p->phrase.len) buf_add_char(&p->phrase, ' ');
        char before = p->spec.len ? p->spec.data[p->spec.len - 1] : '.';
        if (before != '.' && before != '@' && *s != '.' &&
            *s != '@') /* obsolete: white space around dots and @ */
            buf_add_char(&p->spec, ' ');
        p->space = false;
    }
    buf_add(&p->spec, s, n);
    p->has_at = p->has_at || *s == '@';
    if (quoted)
        add_unquoted(&p->phrase, s + 1, n - 2);
    else
        buf_add(&p->phrase, s, n);
}

/* At a '<': reads to its '>'. */
static void read_angle(struct parser *p)
{
    size_t i = p->at + 1;
    while (i < p->n && (p->s[i] == '<' || ascii_space(p->s[i])))
        i++;
    bool route = i < p->n && p->s[i] == '@', closed = false;
    while (i < p->n) {
        char c = p->s[i];
        size_t end = 0;
        if (c == '>') {
            i++;
            while (i < p->n && p->s[i] == '>')
                i++;
            closed = true;
            break;
        }
        if ((c == ',' || c == ';') && !route) break;
        if (c == '"' && (end = quote_end(p, i)) != 0) {
            buf_add(&p->angle, p->s + i, end - i);
            i = end;
        } else if (c == '(' && (end = comment_end(p, i)) != 0) {
            i = end;
        } else {
            if (!ascii_space(c))
                buf_add_char(&p->angle, c);
            else if (i + 1 < p->n && !ascii_space(p->s[i + 1]) && p->angle.len && !strchr(".@>", p->s[i + 1]) &&
                     !strchr(".@", p->angle.data[p->angle.len - 1]))
                buf_add_char(&p->angle, ' ');
            i++;
        }
    }
    if (!closed) p->bad = true;
    p->has_angle = true;
    p->at = i;
}

static void read_list(struct parser *p)
{
    while (p->at < p->n && !p->list.failed && !p->truncated) {
        char c = p->s[p->at];
        size_t end = 0;
        if (c == ',' || c == ';') {
            finish_piece(p, p->at);
            p->piece = ++p->at;
            if (c == ';') p->group = NULL;
        } else if (ascii_space(c)) {
            p->space = true;
            p->at++;
        } else if (c == '"' && (end = quote_end(p, p->at)) != 0) {
            add_text(p, p->s + p->at, end - p->at, true);
            p->at = end;
        } else if (c == '(' && (end = comment_end(p, p->at)) != 0) {
            buf_reset(&p->comment);
            add_unquoted(&p->comment, p->s + p->at + 1, end - p->at - 2);
            p->at = end;
        } else if (c == '<') {
            if (p->has_angle) { /* a second one: somebody forgot the comma */
                finish_piece(p, p->angle_end);
                p->bad = true;
            }
            read_angle(p);
            p->angle_end = p->at;
        } else if (c == ':' && !p->group && !p->has_angle && !p->has_at) {
            bool mailto = p->spec.len == 6 && memcmp(p->spec.data, "mailto", 6) == 0;
            if (!mailto) p->group = decoded(p, buf_str(&p->phrase), p->phrase.len);
            buf_reset(&p->phrase);
            buf_reset(&p->spec);
            buf_reset(&p->comment);
            p->space = p->has_at = false;
            p->piece = ++p->at;
        } else if (c == '[' && p->spec.len && p->spec.data[p->spec.len - 1] == '@' &&
                   memchr(p->s + p->at, ']', p->n - p->at < 100 ? p->n - p->at : 100)) {
            end = (size_t)((const char *)memchr(p->s + p->at, ']', p->n - p->at) - p->s) + 1;
            add_text(p, p->s + p->at, end - p->at, false);
            p->at = end;
        } else {
            add_text(p, p->s + p->at, 1, false);
            p->at++;
        }
    }
    finish_piece(p, p->at);
}

static void start(struct parser *p, const char *value, size_t n, struct arena *arena)
{
    memset(p, 0, sizeof *p);
    p->s = value;
    p->n = n;
    p->arena = arena;
    buf_init(&p->phrase, n + 1);
    buf_init(&p->spec, n + 1);
    buf_init(&p->comment, n + 1);
    buf_init(&p->angle, n + 1);
}

static void stop(struct parser *p)
{
    if (p->phrase.failed || p->spec.failed || p->comment.failed || p->angle.failed) p->list.failed = true;
    if (p->list.failed) /* makes the arena's sticky failure say it: the caller looks there */
        arena_alloc_array(p->arena, (size_t)-1, 2);
    buf_free(&p->phrase);
    buf_free(&p->spec);
    buf_free(&p->comment);
    buf_free(&p->angle);
    free(p->list.items);
}

void address_parse_list(const char *value, size_t n, struct arena *arena, struct address_list *out)
{
    struct parser p;
    start(&p, value, n, arena);
    read_list(&p);
    memset(out, 0, sizeof *out);
    out->truncated = p.truncated;
    if (p.list.count && !p.list.failed) {
        out->items = arena_alloc_array(arena, p.list.count, sizeof *out->items);
        if (out->items) {
            memcpy(out->items, p.list.items, p.list.count * sizeof *out->items);
            out->count = p.list.count;
        }
    }
    stop(&p);
}

void address_parse_one(const char *value, size_t n, const char *name, struct arena *arena,
                       struct address *out)
{
    struct parser p;
    start(&p, value, n, arena);
    read_list(&p);
    if (p.list.count == 1 && !p.truncated) {
        *out = p.list.items[0];
    } else {
        memset(out, 0, sizeof *out);
        out->name = out->group = "";
        out->malformed = true;
        finish_address(&p, out, value, n, "", 0);
    }
    if (name && *name) {
        out->name = copy(&p, name, strlen(name));
        out->name_address = address_in_name(&p, out->name, out->key);
    }
    stop(&p);
}
