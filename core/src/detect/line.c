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

/* Kanji that names are often written with instead of another; 0: this one is none. The factor was found by trying: no two share a place. */
static uint16_t name_variant(uint16_t c)
{
    static const uint16_t variants[16][2] = {
        {0, 0}, {0, 0}, {u'嶋', u'島'}, {u'櫻', u'桜'}, {0, 0}, {u'邉', u'辺'}, {u'邊', u'辺'}, {u'澤', u'沢'},
        {u'髙', u'高'}, {u'廣', u'広'}, {0, 0}, {u'齊', u'斉'}, {u'齋', u'斎'}, {0, 0}, {u'濱', u'浜'}, {u'濵', u'浜'}};
    const uint16_t *v = variants[(c * 0x4C5u & 0xFFFF) >> 12];
    return v[0] == c ? v[1] : 0;
}

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

/* Adds the ASCII characters that text[from, to) begins with to the n of the line, as many as fit; how many. */
static uint32_t fold_ascii(struct scan *s, uint32_t n, const char *text, size_t from, size_t to)
{
    enum { STEP = 8 };
    const uint8_t *t = (const uint8_t *)text + from;
    uint16_t *c = SCAN_C(s) + n;
    uint8_t *cls = SCAN_CLASS(s) + n;
    uint32_t *off = s->off + n;
    uint32_t most = to - from < LINE_CHARACTERS - n ? (uint32_t)(to - from) : LINE_CHARACTERS - n, i = 0;
    for (; i + STEP <= most; i += STEP) {
        uint64_t step;
        memcpy(&step, t + i, STEP);
        if (step & 0x8080808080808080u)
            break;
        for (uint32_t k = 0; k < STEP; k++) {
            c[i + k] = t[i + k];
            cls[i + k] = ascii_class[t[i + k]];
        }
        for (uint32_t k = 0; k < STEP; k++)
            off[i + k] = (uint32_t)from + i + k;
    }
    for (; i < most && t[i] < 0x80; i++) {
        c[i] = t[i];
        cls[i] = ascii_class[t[i]];
        off[i] = (uint32_t)from + i;
    }
    return i;
}

/* The same for kanji and kana that stay as they are. */
static uint32_t fold_japanese(struct scan *s, uint32_t n, const char *text, size_t from, size_t to)
{
    const uint8_t *t = (const uint8_t *)text + from;
    uint16_t *c = SCAN_C(s) + n;
    uint8_t *cls = SCAN_CLASS(s) + n;
    uint32_t *off = s->off + n, i = 0;
    uint32_t most = (to - from) / 3 < LINE_CHARACTERS - n ? (uint32_t)((to - from) / 3) : LINE_CHARACTERS - n;
    for (; i < most; i++, t += 3) {
        /* without the bits that say where a byte belongs: if it belongs elsewhere, too much is left */
        uint32_t high = t[0] ^ 0xE0u, middle = t[1] ^ 0x80u, low = t[2] ^ 0x80u, cp = high << 12 | middle << 6 | low;
        bool kana = cp >= 0x3001 && cp <= 0x30FB && cp != 0x3099 && cp != 0x309A, kanji = cp >= 0x4E00 && cp <= 0x9FFF;
        if ((middle | low) > 63 || !(kana || (kanji && !name_variant((uint16_t)cp))))
            break;
        c[i] = (uint16_t)cp;
        cls[i] = kanji ? CLASS_KANJI : kana_class[cp & 0xFF];
        off[i] = (uint32_t)from + 3 * i;
    }
    return i;
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

size_t scan_fold_line(struct scan *s, const char *text, size_t from, size_t to)
{
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    uint32_t n = 0;
    size_t i = from;
    s->at_sign = false;
    while (i < to && n < LINE_CHARACTERS) {
        if ((uint8_t)text[i] < 0x80) {
            uint32_t run = fold_ascii(s, n, text, i, to);
            n += run;
            i += run;
        } else {
            uint32_t run = fold_japanese(s, n, text, i, to);
            n += run;
            i += 3 * (size_t)run;
            if (run == 0)
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
    for (uint32_t k = 0; k < 8; k++) {
        c[n + k] = 0;
        cls[n + k] = CLASS_END;
    }
    return i - from;
}

size_t scan_fold_width(const char *text, size_t n, char *out)
{
    const uint8_t *t = (const uint8_t *)text;
    size_t at = 0, length = 0;
    while (at < n) {
        if ((t[at] & 0xF0) != 0xE0 || n - at < 3 || ((t[at + 1] ^ 0x80) | (t[at + 2] ^ 0x80)) > 63) {
            out[length++] = text[at++];
            continue;
        }
        uint32_t cp = utf8_wide(t + at);
        if (cp != 0x3000 && (cp < 0xFF01 || cp > 0xFF9F || cp == 0xFF5F || cp == 0xFF60)) {
            memcpy(out + length, text + at, 3);
            length += 3;
            at += 3;
            continue;
        }
        at += 3;
        bool voiced = cp == 0xFF9E, half_voiced = cp == 0xFF9F;
        if ((voiced || half_voiced) && length >= 3) { /* joins the katakana before it */
            const uint8_t *b = (const uint8_t *)out + length - 3;
            uint32_t before = b[0] == 0xE3 ? 0x3000 | (uint32_t)(b[1] & 63) << 6 | (b[2] & 63) : 0;
            if (before && scan_class((uint16_t)before) == CLASS_KATAKANA) {
                length -= 3;
                length += utf8_encode(before == 0x30A6 ? 0x30F4 : before + (voiced ? 1 : 2), out + length);
                continue;
            }
        }
        uint16_t f = scan_fold_character(cp);
        if (f < 0x80)
            out[length++] = (char)f;
        else
            length += utf8_encode(f, out + length);
    }
    return length;
}

void scan_fold_cell(struct scan *s, const char *text, size_t n)
{
    memset(s->c_store, 0, 8 * sizeof *s->c_store);
    memset(s->class_store, CLASS_END, 8);
    const char *feed = memchr(text, '\n', n);
    scan_fold_line(s, text, 0, feed ? (size_t)(feed - text) : n);
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    while (s->n > 0 && (cls[s->n - 1] == CLASS_SPACE || cls[s->n - 1] == CLASS_TAB)) {
        s->n--;
        c[s->n] = 0;
        cls[s->n] = CLASS_END;
    }
}
