/* Header fields: walking them, unfolding, raw 8-bit text, encoded words (RFC 2047) and parameters (RFC 2231).
 * Charsets are text/charset's business, addresses parse/address's. */
#include "parse/mime.h"

#include <stdlib.h>
#include <string.h>
#include "base/ascii.h"
#include "base/utf8.h"
#include "text/charset.h"

static bool same_blind(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
    return true;
}

static bool is_wsp(char c)
{
    return c == ' ' || c == '\t';
}

static size_t line_end(const char *s, size_t n, size_t at)
{
    const char *nl = memchr(s + at, '\n', n - at);
    return nl ? (size_t)(nl - s) + 1 : n;
}

bool mime_header_next(const struct mime_part *part, size_t *at, struct mime_header *out)
{
    const char *s = part->head;
    size_t n = part->head_len;
    while (*at < n) {
        size_t begin = *at, end = line_end(s, n, begin);
        while (end < n && is_wsp(s[end]))
            end = line_end(s, n, end);
        *at = end;
        const char *colon = memchr(s + begin, ':', end - begin);
        if (!colon) continue; /* an mbox "From " line, or rubbish */
        size_t name_len = (size_t)(colon - (s + begin));
        while (name_len > 0 && is_wsp(s[begin + name_len - 1])) /* obsolete: white space before the colon */
            name_len--;
        bool ok = name_len > 0;
        for (size_t i = 0; i < name_len && ok; i++)
            ok = (unsigned char)s[begin + i] > 32 && s[begin + i] != 127;
        if (!ok) continue;
        size_t from = (size_t)(colon - s) + 1;
        while (end > from && ascii_space(s[end - 1]))
            end--;
        while (from < end && ascii_space(s[from]))
            from++;
        *out = (struct mime_header){s + begin, name_len, s + from, end - from};
        return true;
    }
    return false;
}

bool mime_header_is(const struct mime_header *h, const char *name)
{
    return strlen(name) == h->name_len && same_blind(h->name, name, h->name_len);
}

bool mime_header_find(const struct mime_part *part, const char *name, struct mime_header *out)
{
    size_t at = 0;
    while (mime_header_next(part, &at, out))
        if (mime_header_is(out, name)) return true;
    return false;
}

static bool add_converted(struct buf *out, const char *label, const char *bytes, size_t n)
{
    size_t len;
    char *copy = NULL;
    if (memchr(bytes, 0x1b, n)) { /* joined words leave escapes with nothing between them */
        copy = malloc(n);
        if (!copy) return false;
        memcpy(copy, bytes, n);
        n = mime_drop_empty_escapes(copy, n);
        bytes = copy;
    }
    char *utf8 = charset_to_utf8(label, bytes, n, n * 4 + 16, &len);
    free(copy);
    if (!utf8) return false;
    buf_add(out, utf8, len);
    free(utf8);
    return !out->failed;
}

bool mime_header_utf8(const char *raw, size_t n, struct buf *out)
{
    char *flat = malloc(n + 1);
    if (!flat) return false;
    size_t len = 0;
    for (size_t i = 0; i < n; i++)
        if (raw[i] != '\r' && raw[i] != '\n' && raw[i] != '\0') flat[len++] = raw[i];
    bool ok;
    if (memchr(flat, 0x1b, len) || !utf8_valid(flat, len)) {
        ok = add_converted(out, charset_guess(flat, len), flat, len);
    } else {
        buf_add(out, flat, len);
        ok = !out->failed;
    }
    free(flat);
    return ok;
}

/* ---- encoded words
 * ---------------------------------------------------------------------------------------------------------------
 */

struct word {
    const char *charset;
    size_t charset_len;
    char encoding; /* 'b' or 'q' */
    const char *text;
    size_t text_len;
};

/* An encoded word that starts at s[at] ("=?"); returns where it ends, or 0. Looks no further than the next
 * "=?" or "?=", so that a flood of unfinished words costs what it is long. */
static size_t word_at(const char *s, size_t n, size_t at, struct word *w)
{
    size_t i = at + 2;
    w->charset = s + i;
    while (i < n && i - at < 80 && (unsigned char)s[i] > 32 && s[i] != '?' && s[i] != '=')
        i++;
    if (i + 2 >= n || s[i] != '?' || s[i + 2] != '?') return 0;
    w->charset_len = (size_t)(s + i - w->charset);
    const char *star = memchr(w->charset, '*', w->charset_len); /* RFC 2231: a language behind the charset */
    if (star) w->charset_len = (size_t)(star - w->charset);
    w->encoding = ascii_lower(s[i + 1]);
    if (w->encoding != 'b' && w->encoding != 'q') return 0;
    i += 3;
    w->text = s + i;
    for (; i + 1 < n; i++) {
        if (s[i] == '?' && s[i + 1] == '=') {
            w->text_len = (size_t)(s + i - w->text);
            return i + 2;
        }
        if (s[i] == '=' && s[i + 1] == '?' && !(i + 2 < n && s[i + 2] == '=')) return 0;
    }
    return 0;
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

struct word_state {
    struct buf bytes; /* decoded, not yet converted: words of one charset in a row */
    char charset[80];
    uint32_t bits; /* base64 quanta may run over the border of two words */
    unsigned have;
    bool open;
};

static void word_decode(struct word_state *st, const struct word *w)
{
    if (w->encoding == 'q') {
        st->have = 0;
        for (size_t i = 0; i < w->text_len; i++) {
            char c = w->text[i];
            if (c == '_') {
                c = ' ';
            } else if (c == '=' && i + 2 < w->text_len && ascii_hex(w->text[i + 1]) >= 0 &&
                       ascii_hex(w->text[i + 2]) >= 0) {
                c = (char)(ascii_hex(w->text[i + 1]) * 16 + ascii_hex(w->text[i + 2]));
                i += 2;
            }
            buf_add_char(&st->bytes, c);
        }
        return;
    }
    for (size_t i = 0; i < w->text_len; i++) {
        int v = base64_value(w->text[i]);
        if (w->text[i] == '=') st->have = 0;
        if (v < 0) continue;
        st->bits = (st->bits << 6 | (uint32_t)v) & 0xffffff;
        st->have += 6;
        if (st->have >= 8) {
            st->have -= 8;
            buf_add_char(&st->bytes, (char)(st->bits >> st->have));
        }
    }
}

static bool word_flush(struct word_state *st, struct buf *out)
{
    bool ok = true;
    if (st->open && st->bytes.len) {
        const char *label = mime_charset(st->charset, st->bytes.data, st->bytes.len);
        size_t before = out->len;
        ok = !st->bytes.failed && add_converted(out, label, st->bytes.data, st->bytes.len);
        for (size_t i = before; i < out->len;
             i++) /* what an encoded word smuggles in is text, never a new line or an end */
            if ((unsigned char)out->data[i] < 32) out->data[i] = ' ';
    }
    buf_reset(&st->bytes);
    st->have = 0;
    st->open = false;
    return ok;
}

bool mime_decode_words(const char *s, size_t n, struct buf *out)
{
    struct word_state st = {.open = false};
    buf_init(&st.bytes, n + 1);
    bool ok = true;
    size_t plain = 0, i = 0; /* s[plain..i) is text not yet written */
    while (i < n && ok) {
        const char *eq = memchr(s + i, '=', n - i);
        if (!eq) {
            i = n;
            break;
        }
        i = (size_t)(eq - s);
        struct word w;
        size_t end = i + 1 < n && s[i + 1] == '?' ? word_at(s, n, i, &w) : 0;
        if (!end) {
            i++;
            continue;
        }
        bool gap = false; /* whether anything but white space stands between this word and the one before */
        for (size_t k = plain; k < i && !gap; k++)
            gap = !ascii_space(s[k]);
        bool follows = st.open && !gap;
        if (!follows || strlen(st.charset) != w.charset_len ||
            !same_blind(st.charset, w.charset, w.charset_len)) {
            ok = word_flush(&st, out);
            if (!follows) buf_add(out, s + plain, i - plain);
            memcpy(st.charset, w.charset, w.charset_len);
            st.charset[w.charset_len] = '\0';
        }
        st.open = true;
        word_decode(&st, &w);
        i = plain = end;
    }
    ok = word_flush(&st, out) && ok;
    buf_add(out, s + plain, n - plain);
    ok = ok && !st.bytes.failed && !out->failed;
    buf_free(&st.bytes);
    return ok;
}

bool mime_header_text(const char *raw, size_t n, struct buf *out)
{
    struct buf flat;
    buf_init(&flat, n * 4 + 16);
    bool ok = mime_header_utf8(raw, n, &flat) && mime_decode_words(buf_str(&flat), flat.len, out);
    buf_free(&flat);
    return ok;
}

/* ---- parameters
 * --------------------------------------------------------------------------------------------------------------------
 */

struct piece {
    const char *text;
    size_t len;
    bool encoded, quoted;
};

static size_t skip_blank(const char *s, size_t n, size_t i)
{
    while (i < n) {
        if (ascii_space(s[i]) || s[i] == ';') {
            i++;
        } else if (s[i] == '(') {
            size_t depth = 0;
            do {
                if (s[i] == '\\' && i + 1 < n)
                    i++;
                else if (s[i] == '(')
                    depth++;
                else if (s[i] == ')')
                    depth--;
                i++;
            } while (i < n && depth > 0);
        } else {
            break;
        }
    }
    return i;
}

static void add_piece(struct buf *bytes, const struct piece *p)
{
    for (size_t i = 0; i < p->len; i++) {
        char c = p->text[i];
        if (p->encoded && c == '%' && i + 2 < p->len && ascii_hex(p->text[i + 1]) >= 0 &&
            ascii_hex(p->text[i + 2]) >= 0) {
            c = (char)(ascii_hex(p->text[i + 1]) * 16 + ascii_hex(p->text[i + 2]));
            i += 2;
        } else if (p->quoted && c == '\\' && i + 1 < p->len &&
                   (p->text[i + 1] == '"' || p->text[i + 1] == '\\')) {
            c = p->text[++i]; /* other backslashes are a path that somebody forgot to escape */
        }
        buf_add_char(bytes, c);
    }
}

/* One "name=value" of a header. */
struct parameter {
    const char *name;
    size_t name_len;
    struct piece value;
};

/* The value at s[i]: quoted, or up to a blank, or up to the semicolon where blanks happen in values. Returns where it ends. */
static size_t read_value(const char *s, size_t n, size_t i, bool to_semicolon, struct piece *p)
{
    *p = (struct piece){s + i, 0, false, false};
    if (i < n && s[i] == '"') {
        p->quoted = true;
        p->text = s + ++i;
        while (i < n && s[i] != '"')
            i += s[i] == '\\' && i + 1 < n && (s[i + 1] == '"' || s[i + 1] == '\\') ? 2 : 1;
        if (i > n) i = n;
        p->len = (size_t)(s + i - p->text);
        return i < n ? i + 1 : i;
    }
    while (i < n && s[i] != ';' && (to_semicolon || (!ascii_space(s[i]) && s[i] != '(')))
        i++;
    p->len = (size_t)(s + i - p->text);
    while (p->len && ascii_space(p->text[p->len - 1]))
        p->len--;
    return i;
}

/* The next parameter from *at on that has a value; false: there is none. */
static bool next_parameter(const char *s, size_t n, size_t *at, bool to_semicolon, struct parameter *out)
{
    size_t i = *at;
    while ((i = skip_blank(s, n, i)) < n) {
        size_t key = i;
        while (i < n && s[i] != '=' && s[i] != ';' && !ascii_space(s[i]))
            i++;
        out->name = s + key;
        out->name_len = i - key;
        while (i < n && ascii_space(s[i]))
            i++;
        if (i >= n || s[i] != '=') continue;
        i++;
        while (i < n && ascii_space(s[i]))
            i++;
        *at = read_value(s, n, i, to_semicolon, &out->value);
        return true;
    }
    return false;
}

/* What stands behind the name: "*" or "*0*", "*1" ... The number, or MIME_PIECES_MAX: it is none of them. */
static size_t piece_number(const char *rest, size_t n, bool *encoded)
{
    size_t index = 0, k = 1;
    *encoded = false;
    if (*rest != '*') return MIME_PIECES_MAX;
    if (n > 1 && rest[n - 1] == '*') {
        *encoded = true;
        n--;
    }
    if (n == 1) {
        *encoded = true; /* name*=charset'lang'text */
        return 0;
    }
    while (k < n && rest[k] >= '0' && rest[k] <= '9' && index < MIME_PIECES_MAX)
        index = index * 10 + (size_t)(rest[k++] - '0');
    return k < n || index > MIME_PIECES_MAX ? MIME_PIECES_MAX : index;
}

/* Finds the parameter's pieces in UTF-8 text; pieces[0] also holds a value that is not numbered. Returns how
 * many there are. */
static size_t find_pieces(const char *s, size_t n, const char *name, struct piece *pieces, bool *extended)
{
    size_t name_len = strlen(name), count = 0, i = 0;
    bool to_semicolon =
        name_len >= 4 && strcmp(name + name_len - 4, "name") == 0; /* name, filename: spaces happen */
    struct piece plain = {NULL, 0, false, false};
    struct parameter parameter;
    *extended = false;
    while (i < n && s[i] != ';')
        i++;
    while (next_parameter(s, n, &i, to_semicolon, &parameter)) {
        if (parameter.name_len < name_len || !same_blind(parameter.name, name, name_len)) continue;
        if (parameter.name_len == name_len) {
            if (!plain.text) plain = parameter.value;
            continue;
        }
        bool encoded;
        size_t index = piece_number(parameter.name + name_len, parameter.name_len - name_len, &encoded);
        if (index >= MIME_PIECES_MAX || pieces[index].text) continue;
        pieces[index] = parameter.value;
        pieces[index].encoded = encoded;
        *extended = true;
    }
    if (!*extended) {
        pieces[0] = plain;
        return plain.text ? 1 : 0;
    }
    while (count < MIME_PIECES_MAX && pieces[count].text)
        count++;
    if (count == 0 && plain.text) { /* numbered pieces whose first is missing */
        pieces[0] = plain;
        *extended = false;
        count = 1;
    }
    return count;
}

char *mime_parameter(const char *raw, size_t n, const char *name, struct arena *arena)
{
    struct buf text, bytes, out;
    char *result = NULL;
    bool ok = false;
    buf_init(&text, n * 4 + 16);
    buf_init(&bytes, n * 4 + 16);
    buf_init(&out, n * 16 + 64);
    struct piece pieces[MIME_PIECES_MAX];
    memset(pieces, 0, sizeof pieces);
    if (!mime_header_utf8(raw, n, &text)) goto out;
    bool extended;
    size_t count = find_pieces(buf_str(&text), text.len, name, pieces, &extended);
    ok = true;
    if (count == 0) goto out;
    char charset[64] = "";
    if (extended && pieces[0].encoded) {
        const char *quote = memchr(pieces[0].text, '\'', pieces[0].len);
        const char *second =
            quote ? memchr(quote + 1, '\'', pieces[0].len - (size_t)(quote + 1 - pieces[0].text)) : NULL;
        if (second) {
            size_t len = (size_t)(quote - pieces[0].text);
            if (len < sizeof charset) {
                memcpy(charset, pieces[0].text, len);
                charset[len] = '\0';
            }
            size_t used = (size_t)(second + 1 - pieces[0].text);
            pieces[0].text += used;
            pieces[0].len -= used;
        }
    }
    for (size_t i = 0; i < count; i++)
        add_piece(&bytes, &pieces[i]);
    if (charset[0])
        ok = add_converted(&out, mime_charset(charset, buf_str(&bytes), bytes.len), buf_str(&bytes),
                           bytes.len);
    else if (!utf8_valid(buf_str(&bytes), bytes.len))
        ok = add_converted(&out, charset_guess(buf_str(&bytes), bytes.len), buf_str(&bytes), bytes.len);
    else
        ok =
            mime_decode_words(buf_str(&bytes), bytes.len, &out); /* forbidden in parameters, and everywhere */
    ok = ok && !bytes.failed;
    if (ok) {
        for (size_t i = 0; i < out.len; i++)
            if ((unsigned char)out.data[i] < 32) out.data[i] = ' ';
        result = arena_strndup(arena, buf_str(&out), out.len);
    }
out:
    if (!ok) /* out of memory is not the same as not there: the caller looks at the arena */
        arena_alloc_array(arena, (size_t)-1, 2);
    buf_free(&text);
    buf_free(&bytes);
    buf_free(&out);
    return result;
}
