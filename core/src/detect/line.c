/* One line as the families read it: width and dashes folded, each character with its class and the way back to its byte. What stands on
 * the line is looked for elsewhere. */
#include "detect/scan.h"

#include <string.h>

#include "base/utf8.h"

/* U+FF61.. in full width; voice marks join in scan_fold_line. */
static const uint16_t half_katakana[63] = {
    0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30C3, 0x30FC,
    0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF,
    0x30C1, 0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF,
    0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3, 0x3099, 0x309A};

uint16_t scan_fold_character(uint32_t cp)
{
    if (cp < 0x80)
        return (uint16_t)cp;
    if (cp >= 0x3041 && cp < 0xA000) {
        uint16_t other = name_variant((uint16_t)cp);
        return other ? other : (uint16_t)cp;
    }
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return (uint16_t)(cp - 0xFEE0);
    if (cp >= 0xFF61 && cp <= 0xFF9F)
        return half_katakana[cp - 0xFF61];
    if (cp == 0x3000 || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F)
        return ' ';
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x2500 || cp == 0x2501 || cp == 0xFE63)
        return '-';
    if (cp == 0x2019 || cp == 0x2018)
        return '\'';
    if (cp == 0xFA11)
        return 0x5D0E; /* 﨑 */
    if (cp == 0x20BB7)
        return u'吉'; /* 𠮷 */
    if (cp > 0xFFFF)
        return cp >= 0x20000 && cp < 0x40000 ? 0x3402 : 0xFFFD; /* some rare kanji: a kanji all the same */
    return (uint16_t)cp;
}

enum { M = CLASS_MARK, S = CLASS_SPACE, T = CLASS_TAB, N = CLASS_DIGIT, U = CLASS_UPPER, L = CLASS_LOWER, D = CLASS_DASH,
       J = CLASS_KANJI, H = CLASS_HIRAGANA, K = CLASS_KATAKANA };
static const uint8_t ascii_class[128] = {
    M, M, M, M, M, M, M, M, M, T, M, M, M, S, M, M,
    M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    S, M, M, M, M, M, M, M, M, M, M, M, M, D, M, M,
    N, N, N, N, N, N, N, N, N, N, M, M, M, M, M, M,
    M, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, M, M, M, M, M,
    M, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, M, M, M, M, M,
};
/* U+3000..30FF */
static const uint8_t kana_class[256] = {
    M, M, M, M, M, J, J, J, M, M, M, M, M, M, M, M,
    M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    M, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
    M, K, K, K, K, K, K, K, K, K, K, K, K, K, K, K,
    K, K, K, K, K, K, K, K, K, K, K, K, K, K, K, K,
    K, K, K, K, K, K, K, K, K, K, K, K, K, K, K, K,
    K, K, K, K, K, K, K, K, K, K, K, K, K, K, K, K,
    K, K, K, K, K, K, K, K, K, K, K, K, K, K, K, K,
    K, K, K, K, K, K, K, K, K, K, K, M, K, K, K, K,
};

enum char_class scan_class(uint16_t c)
{
    if (c < 0x80)
        return (enum char_class)ascii_class[c];
    if (c >> 8 == 0x30)
        return (enum char_class)kana_class[c & 0xFF];
    if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c < 0xFB00))
        return CLASS_KANJI;
    if (c < 0x2000 ? (c >= 0xC0 && c != 0xD7 && c != 0xF7) : (c >= 0xAC00 && c < 0xD7B0))
        return CLASS_LETTER;
    return CLASS_MARK;
}

/* As ascii_class has it, but reckoned, which the compiler can do for many at once. */
static inline uint8_t class_of_ascii(uint8_t b)
{
    uint8_t letter = (uint8_t)((b | 32) - 'a') < 26, small = b >> 5 & 1, digit = (uint8_t)(b - '0') < 10;
    uint8_t space = (b == ' ') | (b == '\r'), tab = b == '\t', dash = b == '-';
    return (uint8_t)(CLASS_MARK + letter * (CLASS_UPPER - CLASS_MARK) - (letter & small) * (CLASS_UPPER - CLASS_LOWER) +
                     digit * (CLASS_DIGIT - CLASS_MARK) - space * (CLASS_MARK - CLASS_SPACE) - tab * (CLASS_MARK - CLASS_TAB) -
                     dash * (CLASS_MARK - CLASS_DASH));
}

/* Folds sixteen bytes as if they were ASCII. */
static void fold_sixteen(uint16_t *restrict c, uint8_t *restrict cls, uint32_t *restrict off, const uint8_t *restrict t, uint32_t i)
{
    for (uint32_t k = 0; k < FOLD_STEP; k++) {
        cls[k] = class_of_ascii(t[k]);
        c[k] = t[k];
        off[k] = i + k;
    }
}

/* Adds the ASCII characters that text[*at, to) begins with to the n of the line; there is room for as many as bytes. The text, of which size
 * bytes may be read, goes on behind to, mostly: what is folded in vain will be written over. Returns n. */
static uint32_t fold_ascii(struct scan *s, uint32_t n, const char *text, size_t size, size_t *at, size_t to)
{
    const uint8_t *t = (const uint8_t *)text;
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    size_t i = *at, run = FOLD_STEP;
    while (run == FOLD_STEP && i < to && size - i >= FOLD_STEP) {
        uint64_t first = le64(t + i) & EACH_BYTE * 0x80, second = le64(t + i + 8) & EACH_BYTE * 0x80;
        fold_sixteen(&c[n], &cls[n], &s->off[n], &t[i], (uint32_t)i);
        run = first ? lowest_bit(first) / 8 : second ? 8 + lowest_bit(second) / 8 : FOLD_STEP;
        run = run < to - i ? run : to - i;
        i += run;
        n += (uint32_t)run;
    }
    for (; i < to && t[i] < 0x80; i++, n++) {
        c[n] = t[i];
        cls[n] = ascii_class[t[i]];
        s->off[n] = (uint32_t)i;
    }
    *at = i;
    return n;
}

/* The same for kanji and kana that stay as they are. */
static uint32_t fold_japanese(struct scan *s, uint32_t n, const char *text, size_t *at, size_t to)
{
    const uint8_t *t = (const uint8_t *)text;
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    size_t i = *at;
    for (; i + 3 <= to; i += 3, n++) {
        /* reckoned without a look at where the bytes belong: one that belongs elsewhere leaves too much */
        uint32_t middle = t[i + 1], low = t[i + 2], cp = ((uint32_t)t[i] << 12) + (middle << 6) + low - (0xE0u << 12 | 0x80u << 6 | 0x80u);
        uint8_t k = CLASS_KANJI;
        if (((middle ^ 0x80) | (low ^ 0x80)) > 63 || cp > 0xFFFF)
            break;
        if (cp >> 8 == 0x30) {
            uint8_t before = (cls + n)[-1];
            k = kana_class[cp & 0xFF];
            if (cp == 0x3000 || cp == 0x3099 || cp == 0x309A || (cp >= 0x30FC && (before != CLASS_KATAKANA && before != CLASS_HIRAGANA)))
                break; /* a long vowel mark behind anything else may be a dash */
        } else if (cp < 0x4E00 || cp > 0x9FFF || name_variant((uint16_t)cp))
            break;
        c[n] = (uint16_t)cp;
        cls[n] = k;
        s->off[n] = (uint32_t)i;
    }
    *at = i;
    return n;
}

/* Any other character, which may change with those beside it or not show at all; returns its bytes. */
static size_t fold_other(struct scan *s, uint32_t *n, const char *text, size_t from, size_t to)
{
    const uint8_t *t = (const uint8_t *)text + from;
    uint16_t *c = SCAN_C(s) + *n;
    uint8_t *cls = SCAN_CLASS(s) + *n;
    uint32_t cp;
    size_t used = 3;
    if ((t[0] & 0xF0) == 0xE0 && to - from > 2 && (t[1] & 0xC0) == 0x80 && (t[2] & 0xC0) == 0x80)
        cp = utf8_wide(t);
    else
        used = utf8_decode(text + from, to - from, &cp);
    uint16_t f = scan_fold_character(cp);
    enum char_class k = scan_class(f);
    if (f == 0x30FC && *n > 0 && cls[-1] != CLASS_KATAKANA && cls[-1] != CLASS_HIRAGANA) {
        f = '-'; /* a long vowel mark typed for a dash */
        k = CLASS_DASH;
    }
    if ((f == 0x3099 || f == 0x309A) && *n > 0 && cls[-1] == CLASS_KATAKANA) {
        /* a half-width voice mark joins its letter */
        if (c[-1] == 0x30A6)
            c[-1] = 0x30F4;
        else
            c[-1] = (uint16_t)(c[-1] + (f == 0x3099 ? 1 : 2));
        return used;
    }
    if (cp >= 0x200B && (cp <= 0x200F || cp == 0xFEFF || (cp >= 0xFE00 && cp <= 0xFE0F)))
        return used; /* nothing that a reader sees */
    *c = f;
    *cls = (uint8_t)k;
    s->off[(*n)++] = (uint32_t)from;
    s->at_sign |= f == '@';
    return used;
}

size_t scan_fold_line(struct scan *s, const char *text, size_t size, size_t from, size_t to)
{
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    uint32_t n = 0;
    size_t i = from;
    s->at_sign = false;
    while (i < to && n < LINE_CHARACTERS) {
        size_t room = LINE_CHARACTERS - n, stop = to - i < room ? to : i + room; /* so many bytes are so many characters at most */
        while (i < stop) {
            size_t before = i;
            if ((uint8_t)text[i] < 0x80)
                n = fold_ascii(s, n, text, size, &i, stop);
            else
                n = fold_japanese(s, n, text, &i, stop);
            if (i == before)
                i += fold_other(s, &n, text, i, to);
        }
    }
    s->at_sign = s->at_sign || memchr(text + from, '@', i - from) != NULL;
    if (i < to) { /* cut where a word ends, if there is such a place in the second half */
        uint32_t space = n;
        while (space > LINE_CHARACTERS / 2 && text[s->off[space - 1]] != ' ')
            space--;
        if (space > LINE_CHARACTERS / 2 + 1) {
            n = space - 1;
            i = s->off[n];
        }
    }
    s->n = n;
    s->off[n] = (uint32_t)i;
    memset(c + n, 0, 8 * sizeof *c);
    memset(cls + n, CLASS_END, 8);
    return i - from;
}

/* A bit in each byte of v that is 0; above the lowest of these, others may be set too. */
static uint64_t zero_bytes(uint64_t v)
{
    return (v - EACH_BYTE) & ~v & EACH_BYTE * 0x80;
}

/* Copies what does not change, up to a character that may: U+3000, or one from U+F000 on. Returns how much. */
static size_t copy_plain(const uint8_t *t, size_t n, char *out)
{
    size_t at = 0;
    for (; n - at >= 10; at += 8) {
        uint64_t eight = le64(t + at);
        uint64_t space = (eight ^ EACH_BYTE * 0xE3) | (le64(t + at + 1) ^ EACH_BYTE * 0x80) | (le64(t + at + 2) ^ EACH_BYTE * 0x80);
        uint64_t stop = zero_bytes(eight ^ EACH_BYTE * 0xEF) | zero_bytes(space);
        memcpy(out + at, t + at, 8); /* what is too much will be written over */
        if (stop)
            return at + lowest_bit(stop) / 8;
    }
    for (; at < n && t[at] != 0xEF && !(t[at] == 0xE3 && n - at >= 3 && t[at + 1] == 0x80 && t[at + 2] == 0x80); at++)
        out[at] = (char)t[at];
    return at;
}

static void put_kana(uint32_t cp, char *out)
{
    out[0] = (char)0xE3;
    out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[2] = (char)(0x80 | (cp & 0x3F));
}

/* The voice mark joins the katakana that stands before out. */
static bool join_voice(bool half, char *out)
{
    const uint8_t *b = (const uint8_t *)out - 3;
    uint32_t before = b[0] == 0xE3 ? utf8_wide(b) : 0;
    if (scan_class((uint16_t)before) != CLASS_KATAKANA)
        return false;
    put_kana(before == 0x30A6 ? 0x30F4 : before + (half ? 2 : 1), out - 3);
    return true;
}

size_t scan_fold_width(const char *text, size_t n, char *out)
{
    const uint8_t *t = (const uint8_t *)text;
    size_t at = 0, length = 0;
    while (at < n) {
        if (t[at] != 0xEF) {
            size_t plain = copy_plain(t + at, n - at, out + length);
            at += plain;
            length += plain;
            if (at == n)
                break;
        }
        if (t[at] != 0xEF) { /* U+3000 */
            out[length++] = ' ';
            at += 3;
            continue;
        }
        uint32_t page = n - at >= 3 ? t[at + 1] - 0xBCu : 3, low = n - at >= 3 ? t[at + 2] ^ 0x80u : 64; /* U+FF00 has page 0 */
        uint32_t wide = page < 3 && low < 64 ? page << 6 | low : 0;
        if (wide - 1 < 0x5E) { /* full-width ASCII */
            out[length++] = (char)(wide + 0x20);
            at += 3;
        } else if (wide - 0x61 < sizeof half_katakana / sizeof *half_katakana) {
            if (wide < 0x9E || length < 3 || !join_voice(wide == 0x9F, out + length)) {
                put_kana(half_katakana[wide - 0x61], out + length);
                length += 3;
            }
            at += 3;
        } else
            out[length++] = text[at++];
    }
    return length;
}

void scan_fold_cell(struct scan *s, const char *text, size_t n)
{
    memset(s->c_store, 0, 8 * sizeof *s->c_store);
    memset(s->class_store, CLASS_END, 8);
    s->text = text;
    s->length = n;
    const char *feed = memchr(text, '\n', n);
    scan_fold_line(s, text, n, 0, feed ? (size_t)(feed - text) : n);
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    while (s->n > 0 && (cls[s->n - 1] == CLASS_SPACE || cls[s->n - 1] == CLASS_TAB)) {
        s->n--;
        c[s->n] = 0;
        cls[s->n] = CLASS_END;
    }
}
