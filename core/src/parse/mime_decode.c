/* Transfer encodings (base64, quoted-printable, uuencode) as streams over the caller's bytes, and text parts
 * as UTF-8. Where parts begin and end is mime.c's business. */
#include "parse/mime.h"

#include <stdlib.h>
#include <string.h>
#include "base/ascii.h"
#include "base/utf8.h"
#include "text/charset.h"

/* 0..63, 64: not of the alphabet */
static const uint8_t base64_table[256] = {64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* */
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 62, 64, 64, 64, 63, 52,
                                          53, 54, 55, 56, 57, 58, 59, 60, 61, 64, 64, 64, 64, 64, 64, /* */
                                          64, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                          16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 64, 64, 64, 64, 64, /* */
                                          64, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
                                          42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 64, 64, 64, 64, 64, /* */
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* */
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* */
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* */
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
                                          64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64};

/* Behind padding: whether the next line is base64 too (streams that were joined), and not the footer of a
 * mailing list. */
static bool more_base64(const uint8_t *p, const uint8_t *end)
{
    enum { LINE_MAX_LOOKED_AT = 1000 };
    size_t n = 0;
    while (p < end && n < LINE_MAX_LOOKED_AT && base64_table[*p] != 64) {
        p++;
        n++;
    }
    while (p < end && n > 0 && n % 4 != 0 && *p == '=') {
        p++;
        n++;
    }
    return n >= 4 && n % 4 == 0 &&
           (n == LINE_MAX_LOOKED_AT || p == end || *p == '\r' || *p == '\n' || *p == '=');
}

enum mime_fit mime_base64_fit(const char *body, size_t n)
{
    const uint8_t *p = (const uint8_t *)body, *end = p + n;
    size_t code = 0, text = 0;   /* bytes in lines of each kind */
    size_t letters = 0, pads = 0; /* up to the end of the padding */
    bool odd = false, high = false;
    while (p < end) {
        const uint8_t *nl = memchr(p, '\n', (size_t)(end - p)), *stop = nl ? nl : end, *next = nl ? nl + 1 : end;
        while (stop > p && stop[-1] <= ' ')
            stop--;
        while (p < stop && *p <= ' ')
            p++;
        size_t foreign = 0, len = (size_t)(stop - p);
        for (; pads == 0 && stop - p >= 4; p += 4, letters += 4)
            if ((base64_table[p[0]] | base64_table[p[1]] | base64_table[p[2]] | base64_table[p[3]]) & 64) break;
        for (; p < stop; p++) {
            bool letter = base64_table[*p] != 64, pad = *p == '=';
            foreign += !letter && !pad;
            high = high || *p >= 0x80;
            letters += letter && pads == 0;
            pads += pad && pads < 2;
        }
        odd = odd || foreign;
        if (foreign * 8 > len) /* between words alone stand more spaces than that */
            text += len;
        else
            code += len;
        p = next;
    }
    /* Junk may stand in any line of true base64, which still comes in fours. */
    bool fours = (letters + pads) % 4 == 0;
    return text > code && (high || !fours) ? MIME_LIES : odd ? MIME_DOUBTFUL : MIME_FITS;
}

static size_t read_base64(struct mime_stream *st, uint8_t *out, size_t n)
{
    size_t done = 0;
    const uint8_t *p = (const uint8_t *)st->at, *end = (const uint8_t *)st->end;
    while (done < n && p < end) {
        if (st->have == 0 && end - p >= 4 && n - done >= 3) {
            uint32_t a = base64_table[p[0]], b = base64_table[p[1]], c = base64_table[p[2]],
                     d = base64_table[p[3]];
            if (((a | b | c | d) & 64u) == 0) {
                uint32_t v = a << 18 | b << 12 | c << 6 | d;
                out[done++] = (uint8_t)(v >> 16);
                out[done++] = (uint8_t)(v >> 8);
                out[done++] = (uint8_t)v;
                p += 4;
                continue;
            }
        }
        uint8_t c = *p++;
        uint32_t v = base64_table[c];
        if (v == 64) {
            if (c == '=') {
                st->have = 0;
                while (p < end && (*p == '=' || *p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
                    p++;
                if (!more_base64(p, end)) p = end;
            }
            continue;
        }
        st->bits = (st->bits << 6 | v) & 0xffffffu;
        st->have += 6;
        if (st->have >= 8) {
            st->have -= 8;
            out[done++] = (uint8_t)(st->bits >> st->have);
        }
    }
    st->at = (const char *)p;
    return done;
}

static size_t read_qp(struct mime_stream *st, uint8_t *out, size_t n)
{
    size_t done = 0;
    const char *p = st->at, *end = st->end;
    while (done < n && p < end) {
        char c = *p;
        if (c == '=') {
            if (end - p >= 3 && ascii_hex(p[1]) >= 0 && ascii_hex(p[2]) >= 0) {
                out[done++] = (uint8_t)(ascii_hex(p[1]) * 16 + ascii_hex(p[2]));
                p += 3;
                continue;
            }
            const char *q = p + 1; /* a soft break, with the white space that transports put behind it */
            while (q < end && (*q == ' ' || *q == '\t'))
                q++;
            if (q == end) {
                p = end;
                continue;
            }
            if (*q == '\n' || (*q == '\r' && q + 1 < end && q[1] == '\n')) {
                p = q + (*q == '\r' ? 2 : 1);
                continue;
            }
            st->clear = q; /* the white space was looked at: it is text, do not look again */
        } else if ((c == ' ' || c == '\t') && p >= st->clear) {
            const char *q = p + 1;
            while (q < end && (*q == ' ' || *q == '\t'))
                q++;
            if (q == end || *q == '\n' || (*q == '\r' && q + 1 < end && q[1] == '\n')) {
                p = q;
                continue;
            }
            st->clear = q;
        }
        out[done++] = (uint8_t)c;
        p++;
    }
    st->at = p;
    return done;
}

static unsigned uu_value(char c)
{
    return (unsigned)(c - 32) & 63u;
}

static size_t read_uu(struct mime_stream *st, uint8_t *out, size_t n)
{
    size_t done = 0;
    while (done < n) {
        if (st->line_at < st->line_len) {
            out[done++] = st->line[st->line_at++];
            continue;
        }
        if (st->at >= st->end) break;
        const char *p = st->at, *nl = memchr(p, '\n', (size_t)(st->end - p));
        const char *stop = nl ? nl : st->end;
        st->at = nl ? nl + 1 : st->end;
        if (stop > p && stop[-1] == '\r') stop--;
        if (stop == p) continue;
        unsigned count = uu_value(*p++);
        if (count == 0) { /* "`": the last line; "end" behind it is no data */
            st->at = st->end;
            break;
        }
        size_t given = ((size_t)(stop - p) + 3) / 4 * 3; /* a line never yields more than it holds: no bomb */
        if (count > given) count = (unsigned)given;
        st->line_at = st->line_len = 0;
        for (unsigned at = 0; at < count; at += 3) {
            unsigned v[4];
            for (unsigned k = 0; k < 4; k++)
                v[k] = p < stop ? uu_value(*p++) : 0;
            uint32_t bits = v[0] << 18 | v[1] << 12 | v[2] << 6 | v[3];
            for (unsigned k = 0; k < 3 && at + k < count; k++)
                st->line[st->line_len++] = (uint8_t)(bits >> (16 - 8 * k));
        }
    }
    return done;
}

static size_t stream_read(struct source *src, uint8_t *out, size_t n)
{
    struct mime_stream *st = src->ctx;
    switch (st->encoding) {
    case MIME_BASE64:
        return read_base64(st, out, n);
    case MIME_QUOTED_PRINTABLE:
        return read_qp(st, out, n);
    case MIME_UUENCODE:
        return read_uu(st, out, n);
    case MIME_IDENTITY:
        break;
    }
    return 0;
}

static void stream_init(const struct mime_part *part, struct mime_stream *st)
{
    memset(st, 0, sizeof *st);
    st->at = st->clear = part->body;
    st->end = part->body + part->body_len;
    st->encoding = part->encoding;
}

void mime_open(const struct mime_part *part, struct mime_stream *st, struct source *src,
               struct budget *budget)
{
    stream_init(part, st);
    if (part->encoding == MIME_IDENTITY)
        source_view(src, part->body, part->body_len, budget);
    else
        source_stream(src, stream_read, st, mime_decoded_max(part), budget);
}

size_t mime_decoded_max(const struct mime_part *part)
{
    return part->encoding == MIME_BASE64 ? part->body_len / 4 * 3 + 3 : part->body_len + 3;
}

uint8_t *mime_decode(const struct mime_part *part, size_t *n)
{
    struct mime_stream st;
    stream_init(part, &st);
    struct source src = {.ctx = &st};
    size_t max = mime_decoded_max(part);
    uint8_t *out = malloc(max + 1);
    if (!out) return NULL;
    if (part->encoding == MIME_IDENTITY) {
        memcpy(out, part->body, part->body_len);
        *n = part->body_len;
    } else {
        *n = stream_read(&src, out, max);
    }
    return out;
}

/* ---- text
 * --------------------------------------------------------------------------------------------------------------------------
 */

static bool label_is(const char *label, const char *const *names)
{
    for (; *names; names++) {
        size_t i = 0;
        while (label[i] && (*names)[i] && (label[i] | 32) == (*names)[i])
            i++;
        if (!(*names)[i]) /* a prefix is enough: windows-125x, iso-8859-x */
            return true;
    }
    return false;
}

/* A text that was cut or has a stray byte is still what its label says. */
static bool mostly_utf8(const char *s, size_t n)
{
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = utf8_decode(s + i, n - i, &cp);
        good += len > 1;
        bad += len == 1 && (s[i] & 0x80);
        i += len;
    }
    return good > bad * 2;
}

bool mime_doubtful(const struct mime_part *part, const char *text, size_t n)
{
    if (part->encoding == MIME_IDENTITY) return false;
    bool odd = part->doubtful;
    for (size_t i = 0; !odd && i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        odd = c == 0x7f || (c < 32 && !strchr("\t\n\v\f\r\x1a\x1b", c)) ||
              (c == 0xef && n - i >= 3 && memcmp(text + i, "\xef\xbf\xbd", 3) == 0) || c == 0;
    }
    return odd;
}

bool mime_charset_unread(const struct mime_part *part, const char *text, size_t n)
{
    if (!charset_refused(part->charset)) return false;
    for (size_t i = 0; i < n; i++)
        if ((text[i] & 0x80) || text[i] == '+' || text[i] == '~') return true;
    return false;
}

/* Two bytes a character leave NULs, at line ends at the latest. A line of kanji without any may be UTF-16 all the same,
 * but is hardly ever UTF-8 or good Japanese in another charset by chance. */
static bool wide_lies(const char *bytes, size_t n)
{
    size_t zero = 0;
    if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) return false;
    for (size_t i = 0; i < n; i++)
        zero += bytes[i] == 0;
    if (utf8_valid(bytes, n)) return zero == 0 || zero < n / 16;
    const char *guess = zero == 0 ? charset_guess(bytes, n) : "";
    return strcmp(guess, "windows-31j") == 0 || strcmp(guess, "euc-jp") == 0;
}

const char *mime_charset(const char *label, const char *bytes, size_t n)
{
    static const char *const unicode[] = {"utf-8", "utf8", NULL};
    static const char *const wide[] = {"utf-16", "utf-32", "ucs-", "utf-7", "unicode-1-1-utf-7", NULL};
    static const char *const escaped[] = {"iso-2022", "csiso2022", "hz-", "cp5022", NULL};
    static const char *const single[] = {"iso-8859", "windows-125", "cp125", "latin",     "koi8",
                                         "ibm",      "cp437",       "cp85",  "macintosh", NULL};
    static const char *const ascii[] = {"us-ascii", "ascii", "ansi_x3", "unknown", "x-unknown", NULL};
    if (label && label_is(label, wide) && charset_known(label)) return wide_lies(bytes, n) ? charset_guess(bytes, n) : label;
    size_t first =
        0; /* what is not plain ASCII decides; a guess looks at it and not at the ASCII before it */
    while (first < n && !(bytes[first] & 0x80) && bytes[first] != 0x1b && bytes[first] != 0)
        first++;
    if (first == n && label && charset_known(label) && !label_is(label, escaped)) return label;
    const char *near = bytes + (first > 256 ? first - 256 : 0);
    size_t near_len = n - (size_t)(near - bytes);
    if (!label || !*label || label_is(label, ascii) || !charset_known(label))
        return charset_guess(near, near_len);
    if (first == n) return label;
    size_t high = first;
    while (high < n && !(bytes[high] & 0x80))
        high++;
    bool eight_bit = high < n;
    if (label_is(label, escaped)) /* eight-bit half-width kana stand between escapes; without escapes it is
                                     something else */
        return eight_bit && !memchr(bytes, 0x1b, n) ? charset_guess(near, near_len) : label;
    if (!eight_bit) { /* an escape in seven-bit bytes: ISO-2022-JP whatever the label says */
        for (size_t i = first; i + 2 < n; i++)
            if (bytes[i] == 0x1b && bytes[i + 1] == '$' &&
                (bytes[i + 2] == 'B' || bytes[i + 2] == '@' || bytes[i + 2] == '('))
                return "iso-2022-jp";
        return label;
    }
    bool valid = utf8_valid(bytes + high, n - high);
    if (label_is(label, unicode))
        return valid || mostly_utf8(bytes + high, n - high) ? label : charset_guess(near, near_len);
    if (!valid) return label;
    if (label_is(label, single)) return "utf-8";
    /* A double-byte label: two or three characters may be valid UTF-8 by chance, six may not. */
    size_t characters = 0;
    for (size_t i = high; i < n && characters < 6; i++)
        characters += ((unsigned char)bytes[i] & 0xc0) == 0xc0;
    return characters >= 6 ? "utf-8" : label;
}

size_t mime_drop_empty_escapes(char *bytes, size_t n)
{
    size_t out = 0;
    for (size_t i = 0; i < n;) {
        bool empty = bytes[i] == 0x1b && i + 3 < n && (bytes[i + 1] == '(' || bytes[i + 1] == '$') &&
                     bytes[i + 3] == 0x1b;
        if (empty)
            i += 3;
        else
            bytes[out++] = bytes[i++];
    }
    return out;
}

/* LF line ends; flowed lines joined (RFC 3676). Works in place: text only gets shorter. */
static size_t tidy_text(char *s, size_t n, bool flowed, bool delsp)
{
    size_t out = 0, i = 0, open_depth = 0;
    bool open = false; /* the line before was flowed: it goes on */
    while (i < n) {
        const char *nl = memchr(s + i, '\n', n - i);
        size_t stop = nl ? (size_t)(nl - s) : n, next = nl ? stop + 1 : n, from = i;
        if (stop > from && s[stop - 1] == '\r') stop--;
        size_t depth = 0;
        if (flowed) {
            while (from + depth < stop && s[from + depth] == '>')
                depth++;
            size_t text = from + depth;
            if (text < stop && s[text] == ' ') text++;
            bool signature = stop - text == 3 && memcmp(s + text, "-- ", 3) == 0;
            if (open && depth == open_depth && !signature)
                out--; /* over the line end of the one before */
            else if (depth) {
                memmove(s + out, s + from, depth);
                out += depth;
                if (text > from + depth) s[out++] = ' ';
            }
            open = stop > text && s[stop - 1] == ' ' && !signature;
            open_depth = depth;
            if (open && delsp) stop--;
            from = text;
        }
        memmove(s + out, s + from, stop - from);
        out += stop - from;
        if (nl) s[out++] = '\n';
        i = next;
    }
    return out;
}

const char *mime_text(const struct mime_part *part, size_t *n, char **owned)
{
    uint8_t *decoded = NULL;
    const char *bytes = part->body;
    size_t len = part->body_len;
    *owned = NULL;
    if (part->encoding != MIME_IDENTITY) {
        decoded = mime_decode(part, &len);
        if (!decoded) return NULL;
        bytes = (const char *)decoded;
    }
    const char *label = mime_charset(part->charset, bytes, len);
    bool plain = (label[0] | 32) == 'u' && (label[1] | 32) == 't' && strchr(label, '8') &&
                 utf8_valid(bytes, len) && !(len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0);
    char *text;
    if (plain && decoded) {
        text = (char *)decoded;
        decoded = NULL;
    } else if (plain) {
        if (!part->flowed && !memchr(bytes, '\r', len)) {
            *n = len;
            return bytes;
        }
        text = malloc(len + 1);
        if (text) memcpy(text, bytes, len);
    } else {
        if (!decoded && memchr(bytes, 0x1b, len)) {
            decoded = malloc(len + 1);
            if (!decoded) return NULL;
            memcpy(decoded, bytes, len);
            bytes = (const char *)decoded;
        }
        if (decoded) len = mime_drop_empty_escapes((char *)decoded, len);
        text = charset_to_utf8(label, bytes, len, len * 4 + 16, &len);
    }
    free(decoded);
    if (!text) return NULL;
    *n = tidy_text(text, len, part->flowed, part->delsp);
    *owned = text;
    return text;
}
