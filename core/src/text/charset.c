/* Bytes in a labelled or unknown charset become UTF-8. UTF-8 is checked here, everything else goes through an ICU converter chosen by a
 * table of what mail programs mean by a label. What the text says is not looked at. */
#include "text/charset.h"
#include "base/room.h"
#include "base/utf8.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

enum {
    GUESS_BYTES = 65536,
    CONTEXT_BYTES = 256, /* of plain ASCII, looked at together with what follows */
    LABEL_MAX = 64,
    STEP_UNITS = 2048,
    DETECTOR_BYTES = 65536 /* some times what ICU's detector takes */
};

/* Labels as they come, letters and digits only, and the converter that is meant: programs label the superset by the name of the set. */
static const struct {
    const char *label, *converter;
} aliases[] = {
    {"utf8", "utf-8"}, {"utf8mac", "utf-8"}, {"unicode11utf8", "utf-8"}, {"xunicode20utf8", "utf-8"}, {"cp65001", "utf-8"},
    {"utf16", "utf-16"}, {"unicode", "utf-16"}, {"ucs2", "utf-16"}, {"csunicode", "utf-16"}, {"iso10646ucs2", "utf-16"},
    {"utf16le", "utf-16le"}, {"utf16be", "utf-16be"}, {"utf32", "utf-32"}, {"utf32le", "utf-32le"}, {"utf32be", "utf-32be"},
    {"iso2022jp", "iso-2022-jp"}, {"csiso2022jp", "iso-2022-jp"}, {"iso2022jpms", "iso-2022-jp"}, {"jis", "iso-2022-jp"},
    {"iso2022jp1", "iso-2022-jp"}, {"iso2022jp3", "iso-2022-jp"}, {"iso2022jp2004", "iso-2022-jp"},
    {"cp50220", "iso-2022-jp"}, {"cp50221", "iso-2022-jp"}, {"cp50222", "iso-2022-jp"}, {"xwindows50220", "iso-2022-jp"},
    {"xwindows50221", "iso-2022-jp"}, {"xwindowsiso2022jp", "iso-2022-jp"}, {"iso2022jp2", "iso-2022-jp-2"},
    {"shiftjis", "windows-31j"}, {"sjis", "windows-31j"}, {"xsjis", "windows-31j"}, {"csshiftjis", "windows-31j"},
    {"mskanji", "windows-31j"}, {"cp932", "windows-31j"}, {"ms932", "windows-31j"}, {"windows932", "windows-31j"}, {"ibm943", "windows-31j"},
    {"windows31j", "windows-31j"}, {"cswindows31j", "windows-31j"}, {"xmscp932", "windows-31j"}, {"shiftjisx0213", "windows-31j"},
    {"shiftjis2004", "windows-31j"}, {"macjapanese", "windows-31j"}, {"xmacjapanese", "windows-31j"},
    {"eucjp", "euc-jp"}, {"xeucjp", "euc-jp"}, {"xeuc", "euc-jp"}, {"eucjpms", "euc-jp"}, {"cp51932", "euc-jp"}, {"eucjpwin", "euc-jp"},
    {"cseucpkdfmtjapanese", "euc-jp"}, {"ujis", "euc-jp"}, {"eucjisx0213", "euc-jp"}, {"eucjp2004", "euc-jp"},
    {"iso88591", "windows-1252"}, {"latin1", "windows-1252"}, {"l1", "windows-1252"}, {"cp1252", "windows-1252"}, {"ansi", "windows-1252"},
    {"windows1252", "windows-1252"}, {"iso88599", "windows-1254"}, {"tis620", "windows-874"}, {"iso885911", "windows-874"},
    {"gb2312", "gb18030"}, {"gbk", "gb18030"}, {"xgbk", "gb18030"}, {"cp936", "gb18030"}, {"ms936", "gb18030"}, {"csgb2312", "gb18030"},
    {"euccn", "gb18030"}, {"xeuccn", "gb18030"}, {"gb231280", "gb18030"}, {"gb18030", "gb18030"},
    {"big5", "big5-hkscs"}, {"xxbig5", "big5-hkscs"}, {"cnbig5", "big5-hkscs"}, {"csbig5", "big5-hkscs"}, {"cp950", "big5-hkscs"},
    {"big5hkscs", "big5-hkscs"}, {"euckr", "windows-949"}, {"ksc56011987", "windows-949"}, {"ksc5601", "windows-949"},
    {"cseuckr", "windows-949"}, {"cp949", "windows-949"}, {"uhc", "windows-949"}, {"windows949", "windows-949"},
};

/* How the converters are called in ICU, where the name above is not one that ICU means the same by. */
static const char *icu_name(const char *converter)
{
    if (!strcmp(converter, "windows-31j")) return "ibm-943_P15A-2003";
    if (!strcmp(converter, "euc-jp")) return "euc-jp-2007";
    if (!strcmp(converter, "big5-hkscs")) return "ibm-1375_P100-2008";
    if (!strcmp(converter, "windows-949")) return "windows-949-2000";
    if (!strcmp(converter, "windows-874")) return "windows-874-2000";
    return converter;
}

enum kind { KIND_GUESS, KIND_UTF8, KIND_UTF16, KIND_CONVERTER };

struct charset_decoder {
    enum kind kind;
    UConverter *cnv;
    bool jis;          /* ISO-2022-JP: shift-out kana is translated */
    bool started;      /* a byte order mark can only be the first character */
    size_t errors;
    char held[4];      /* UTF-8: the cut character */
    size_t held_len;
    UChar lead;        /* a surrogate whose other half is still to come */
    char *first;       /* KIND_GUESS and KIND_UTF16: what is looked at before a converter is chosen */
    size_t first_len;
    bool failed;       /* memory was short for a converter */
};

static void on_bad_bytes(const void *ctx, UConverterToUnicodeArgs *args, const char *bytes, int32_t n, UConverterCallbackReason reason,
                         UErrorCode *e)
{
    static const UChar replacement = 0xFFFD;
    (void)bytes;
    (void)n;
    if (reason > UCNV_IRREGULAR) return; /* reset, close, clone */
    ++*(size_t *)(uintptr_t)ctx;
    *e = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, &replacement, 1, 0, e);
}

/* A converter that reads ASCII as ASCII, or one of UTF-16/32; EBCDIC, UTF-7 and packed forms would let a mail hide what it says. */
static UConverter *open_converter(const char *name, UErrorCode *opened)
{
    UConverter *cnv = ucnv_open(name, opened);
    static const char probe[] = "Az09+-&~<";
    UErrorCode e = U_ZERO_ERROR;
    UChar out[32];
    if (U_FAILURE(*opened)) return NULL;
    switch (ucnv_getType(cnv)) {
    case UCNV_UTF16_BigEndian:
    case UCNV_UTF16_LittleEndian:
    case UCNV_UTF32_BigEndian:
    case UCNV_UTF32_LittleEndian:
    case UCNV_UTF16:
    case UCNV_UTF32:
        return cnv;
    case UCNV_UTF7:
    case UCNV_IMAP_MAILBOX:
    case UCNV_SCSU:
    case UCNV_BOCU1:
    case UCNV_HZ:
        break;
    default: {
        int32_t n = ucnv_toUChars(cnv, out, 32, probe, (int32_t)sizeof probe - 1, &e);
        bool same = U_SUCCESS(e) && n == (int32_t)sizeof probe - 1;
        for (int32_t i = 0; same && i < n; i++) same = out[i] == (UChar)probe[i] || probe[i] == '~';
        ucnv_resetToUnicode(cnv);
        if (same) return cnv;
    }
    }
    ucnv_close(cnv);
    return NULL;
}

/* The converter that a label means; NULL: nobody knows it, or it says nothing (us-ascii). */
static const char *meant(const char *label, char buf[LABEL_MAX])
{
    char plain[LABEL_MAX];
    size_t n = 0, m = 0;
    if (!label) return NULL;
    for (; *label; label++) {
        char c = *label >= 'A' && *label <= 'Z' ? (char)(*label + 32) : *label;
        if (c == ' ' || c == '"' || c == '\'' || c == '\t') continue;
        if (m == LABEL_MAX - 1) return NULL;
        buf[m++] = c;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain[n++] = c;
    }
    plain[n] = buf[m] = 0;
    if (!n || !strcmp(plain, "usascii") || !strcmp(plain, "ascii") || !strcmp(plain, "ansix341968") || !strcmp(plain, "unknown8bit") ||
        !strcmp(plain, "8bit") || !strcmp(plain, "7bit") || !strcmp(plain, "defaultcharset"))
        return NULL;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (!strcmp(plain, aliases[i].label)) return aliases[i].converter;
    for (const char *p = buf; *p; p++) /* ICU takes options after a comma; a mail has no say in them */
        if (*p == ',' || (unsigned char)*p >= 0x80) return NULL;
    return buf;
}

/* Sets up the decoder for a converter of the table; false: unknown. */
static bool choose(struct charset_decoder *d, const char *converter)
{
    UErrorCode e = U_ZERO_ERROR;
    if (!strcmp(converter, "utf-8")) {
        d->kind = KIND_UTF8;
        return true;
    }
    d->cnv = open_converter(icu_name(converter), &e);
    d->failed = d->failed || e == U_MEMORY_ALLOCATION_ERROR;
    if (!d->cnv) return false;
    d->kind = KIND_CONVERTER;
    d->jis = !strcmp(converter, "iso-2022-jp");
    ucnv_setToUCallBack(d->cnv, on_bad_bytes, &d->errors, NULL, NULL, &e);
    return U_SUCCESS(e);
}

struct charset_decoder *charset_open(const char *label)
{
    struct charset_decoder *d = calloc(1, sizeof *d);
    char buf[LABEL_MAX];
    const char *converter = meant(label, buf);
    if (!d) return NULL;
    d->kind = KIND_GUESS;
    if (converter && !strcmp(converter, "utf-16")) {
        d->kind = KIND_UTF16; /* the byte order is in the bytes */
    } else if (converter) {
        choose(d, converter); /* unknown ones stay KIND_GUESS */
    }
    return d;
}

bool charset_known(const char *label)
{
    char buf[LABEL_MAX];
    const char *converter = meant(label, buf);
    UErrorCode e = U_ZERO_ERROR;
    UConverter *cnv;
    if (!converter) return false;
    if (!strcmp(converter, "utf-8")) return true;
    cnv = open_converter(icu_name(converter), &e);
    if (cnv) ucnv_close(cnv);
    return cnv || e == U_MEMORY_ALLOCATION_ERROR; /* who opens it will hear of it */
}

bool charset_refused(const char *label)
{
    char buf[LABEL_MAX];
    const char *converter = meant(label, buf);
    UErrorCode e = U_ZERO_ERROR;
    UConverter *cnv;
    if (!converter || !strcmp(converter, "utf-8")) return false;
    cnv = open_converter(icu_name(converter), &e);
    if (cnv) ucnv_close(cnv);
    return !cnv && (U_SUCCESS(e) || e == U_MEMORY_ALLOCATION_ERROR); /* in doubt it hides something */
}

void charset_free(struct charset_decoder *d)
{
    if (!d) return;
    if (d->cnv) ucnv_close(d->cnv);
    free(d->first);
    free(d);
}

size_t charset_errors(const struct charset_decoder *d)
{
    return d->errors;
}

/* Whole characters go out; a BOM at the very start does not. */
static void put(struct charset_decoder *d, const char *utf8, size_t n, charset_out *out, void *ctx)
{
    if (!n) return;
    if (!d->started && n >= 3 && !memcmp(utf8, "\xEF\xBB\xBF", 3)) {
        utf8 += 3;
        n -= 3;
    }
    d->started = true;
    if (n) out(ctx, utf8, n);
}

static size_t sequence_length(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
}

/* The longest well-formed start of s[0..n). */
static size_t good_length(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        uint32_t cp;
        size_t used;
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        used = utf8_decode(s + i, n - i, &cp);
        if (used == 1) break;
        i += used;
    }
    return i;
}

static void feed_utf8(struct charset_decoder *d, const char *s, size_t n, bool last, charset_out *out, void *ctx)
{
    size_t i = 0;
    while (d->held_len && i < n) { /* byte by byte until the cut character is whole or broken */
        uint32_t cp;
        size_t used;
        d->held[d->held_len++] = s[i++];
        used = utf8_decode(d->held, d->held_len, &cp);
        if (used == d->held_len) {
            put(d, d->held, used, out, ctx);
            d->held_len = 0;
        } else if (((unsigned char)s[i - 1] & 0xC0) != 0x80 || d->held_len == sequence_length((unsigned char)d->held[0])) {
            /* Broken: the lead alone is bad, the rest is read again. */
            char rest[4];
            size_t rest_len = d->held_len - 1;
            memcpy(rest, d->held + 1, rest_len);
            d->held_len = 0;
            d->errors++;
            put(d, "\xEF\xBF\xBD", 3, out, ctx);
            feed_utf8(d, rest, rest_len, false, out, ctx); /* at most 3 bytes, so at most 3 deep */
        }
    }
    while (i < n) {
        size_t good = good_length(s + i, n - i), need;
        put(d, s + i, good, out, ctx);
        i += good;
        if (i == n) break;
        need = sequence_length((unsigned char)s[i]);
        if (need > n - i && n - i < 4) {
            bool could_be_cut = true;
            for (size_t k = i + 1; k < n; k++) could_be_cut = could_be_cut && ((unsigned char)s[k] & 0xC0) == 0x80;
            if (could_be_cut) {
                memcpy(d->held, s + i, n - i);
                d->held_len = n - i;
                i = n;
                break;
            }
        }
        d->errors++;
        put(d, "\xEF\xBF\xBD", 3, out, ctx);
        i++;
    }
    if (last && d->held_len) {
        size_t bad = d->held_len;
        d->held_len = 0;
        d->errors += bad;
        while (bad--) put(d, "\xEF\xBF\xBD", 3, out, ctx);
    }
}

static void put_units(struct charset_decoder *d, const UChar *u, int32_t n, bool last, charset_out *out, void *ctx)
{
    char utf8[3 * STEP_UNITS + 16];
    size_t len = 0;
    for (int32_t i = 0; i < n; i++) {
        if (U16_IS_LEAD(u[i])) {
            if (d->lead) len += utf8_encode(0xFFFD, utf8 + len);
            d->lead = u[i];
        } else if (d->lead) {
            if (U16_IS_TRAIL(u[i])) {
                len += utf8_encode((uint32_t)U16_GET_SUPPLEMENTARY(d->lead, u[i]), utf8 + len);
            } else {
                len += utf8_encode(0xFFFD, utf8 + len);
                len += utf8_encode(u[i], utf8 + len);
            }
            d->lead = 0;
        } else {
            len += utf8_encode(u[i], utf8 + len);
        }
        if (len > 3 * STEP_UNITS) {
            put(d, utf8, len, out, ctx);
            len = 0;
        }
    }
    if (last && d->lead) {
        len += utf8_encode(0xFFFD, utf8 + len);
        d->lead = 0;
    }
    put(d, utf8, len, out, ctx);
}

static bool convert(struct charset_decoder *d, const char *s, size_t n, bool last, charset_out *out, void *ctx)
{
    UChar units[STEP_UNITS];
    const char *from = s, *end = s + n;
    for (;;) {
        UErrorCode e = U_ZERO_ERROR;
        UChar *to = units;
        ucnv_toUnicode(d->cnv, &to, units + STEP_UNITS, &from, end, NULL, last, &e);
        put_units(d, units, (int32_t)(to - units), last && e != U_BUFFER_OVERFLOW_ERROR, out, ctx);
        if (e == U_MEMORY_ALLOCATION_ERROR) return false;
        if (e == U_BUFFER_OVERFLOW_ERROR) continue;
        if (U_FAILURE(e) && from < end) { /* a broken escape sequence: ICU stops there, a reader does not */
            d->errors++;
            ucnv_resetToUnicode(d->cnv);
            put_units(d, &(UChar){0xFFFD}, 1, false, out, ctx);
            continue;
        }
        return true;
    }
}

/* Old phones and gateways write half-width kana in ISO-2022-JP between shift-out and shift-in, or as eight-bit bytes; ICU refuses both. */
static bool convert_jis(struct charset_decoder *d, const char *s, size_t n, bool last, charset_out *out, void *ctx)
{
    size_t i = 0;
    while (i < n) {
        size_t run = i;
        while (run < n && s[run] != 0x0E && s[run] != 0x0F && !((unsigned char)s[run] >= 0xA1 && (unsigned char)s[run] <= 0xDF)) run++;
        if (run > i && !convert(d, s + i, run - i, last && run == n, out, ctx)) return false;
        if (run == n) return true;
        if (s[run] & 0x80) {
            char kana[4];
            out(ctx, kana, utf8_encode(0xFF61u + (unsigned char)s[run] - 0xA1u, kana));
            i = run + 1;
            if (i == n) return convert(d, s, 0, last, out, ctx);
            continue;
        }
        if (!convert(d, s[run] == 0x0E ? "\033(I" : "\033(B", 3, last && run + 1 == n, out, ctx)) return false;
        i = run + 1;
    }
    return n ? true : convert(d, s, 0, last, out, ctx);
}

static bool feed_chosen(struct charset_decoder *d, const char *s, size_t n, bool last, charset_out *out, void *ctx)
{
    if (d->kind == KIND_UTF8) {
        feed_utf8(d, s, n, last, out, ctx);
        return true;
    }
    return d->jis ? convert_jis(d, s, n, last, out, ctx) : convert(d, s, n, last, out, ctx);
}

static const char *guess_narrow(const char *bytes, size_t n, bool *failed);

/* Looks at d->first, which is full unless it is the last, and chooses a converter, or hands on what is the same in all of them and makes
 * room for more. */
static void look(struct charset_decoder *d, bool last, charset_out *out, void *ctx)
{
    const char *first = d->first ? d->first : "", *converter = d->started ? NULL : charset_guess_wide(first, d->first_len);
    size_t ascii = 0, from = 0;
    if (!converter && d->kind == KIND_UTF16) converter = "utf-16be";
    while (ascii < d->first_len && !(first[ascii] & 0x80)) ascii++;
    if (ascii > CONTEXT_BYTES && (!memchr(first, 0x1B, ascii) || !strcmp(guess_narrow(first, ascii, &d->failed), "utf-8"))) from = ascii - CONTEXT_BYTES;
    if (!converter && (last || from == 0)) converter = guess_narrow(first + from, d->first_len - from, &d->failed);
    if (converter) {
        if (!choose(d, converter)) d->kind = KIND_UTF8;
        return;
    }
    put(d, first, from, out, ctx);
    d->first_len -= from;
    memmove(d->first, first + from, d->first_len);
}

bool charset_feed(struct charset_decoder *d, const char *bytes, size_t n, bool last, charset_out *out, void *ctx)
{
    while (d->kind == KIND_GUESS || d->kind == KIND_UTF16) {
        size_t take = GUESS_BYTES - d->first_len;
        if (take > n) take = n;
        if (take) {
            char *grown = realloc(d->first, d->first_len + take);
            if (!grown) return false;
            d->first = grown;
            memcpy(d->first + d->first_len, bytes, take);
            d->first_len += take;
        }
        bytes += take;
        n -= take;
        if (!last && d->first_len < GUESS_BYTES) return true;
        look(d, last && !n, out, ctx);
    }
    if (d->failed) return false;
    if (d->first) {
        bool ok = feed_chosen(d, d->first, d->first_len, last && !n, out, ctx);
        free(d->first);
        d->first = NULL;
        if (!ok || !n) return ok;
    }
    return feed_chosen(d, bytes, n, last, out, ctx);
}

/* A character as texts are made of them. */
static bool usual(uint32_t c)
{
    return (c >= 0x20 && c < 0x7F) || c == 9 || c == 10 || c == 13 || (c >= 0xA0 && c < 0x600) || (c >= 0x2010 && c < 0x2030) ||
           (c >= 0x3000 && c < 0x3100) || (c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xFF00 && c < 0x10000);
}

/* "utf-32le" or "utf-32be" if it looks like it, else NULL: no other text has a NUL in every fourth byte and hardly a thing that is no
 * character. */
static const char *guess_utf32(const unsigned char *p, size_t n)
{
    size_t good[2] = {0, 0}, units = n / 4;
    bool marked = n >= 4 && (!memcmp(p, "\xFF\xFE\0\0", 4) || !memcmp(p, "\0\0\xFE\xFF", 4));
    if (units < 2) return NULL;
    for (size_t i = 0; i < units; i++) {
        const unsigned char *u = p + 4 * i;
        uint32_t big = (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
        uint32_t little = (uint32_t)u[3] << 24 | (uint32_t)u[2] << 16 | (uint32_t)u[1] << 8 | u[0];
        good[0] += marked ? little < 0x110000 : usual(little) || little >> 16 == 2; /* 2: rare kanji */
        good[1] += marked ? big < 0x110000 : usual(big) || big >> 16 == 2;
    }
    if (good[0] * 20 >= units * 19) return "utf-32le";
    return good[1] * 20 >= units * 19 ? "utf-32be" : NULL;
}

/* What a mark says, or NULs: "utf-8", or one of UTF-16 and UTF-32; else NULL. */
const char *charset_guess_wide(const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;
    size_t good[2] = {0, 0}, zero = 0, units = n / 2;
    const char *four;
    if (n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3)) return "utf-8";
    four = guess_utf32(p, n);
    if (four) return four;
    if (n >= 2 && p[0] == 0xFF && p[1] == 0xFE) return "utf-16le";
    if (n >= 2 && p[0] == 0xFE && p[1] == 0xFF) return "utf-16be";
    if (units < 2) return NULL;
    for (size_t i = 0; i < units; i++) {
        zero += !p[2 * i] + !p[2 * i + 1];
        good[0] += usual((uint32_t)p[2 * i + 1] << 8 | p[2 * i]);
        good[1] += usual((uint32_t)p[2 * i] << 8 | p[2 * i + 1]);
    }
    /* Without one NUL (a line end, a digit, Latin) pairs of ASCII letters would pass for kanji. */
    if (!zero || good[0] == good[1]) return NULL;
    if (good[0] > good[1]) return good[0] * 20 >= units * 19 ? "utf-16le" : NULL;
    return good[1] * 20 >= units * 19 ? "utf-16be" : NULL;
}

/* How well the bytes fit a Japanese two-byte charset. */
struct fit {
    size_t pairs, kana, errors, common; /* common: kanji of the first level */
};

static struct fit fit_euc(const unsigned char *p, size_t n)
{
    struct fit f = {0, 0, 0, 0};
    for (size_t i = 0; i < n;) {
        if (p[i] < 0x80) {
            i++;
        } else if (p[i] == 0x8E && i + 1 < n && p[i + 1] >= 0xA1 && p[i + 1] <= 0xDF) {
            i += 2;
        } else if (p[i] == 0x8F && i + 2 < n && p[i + 1] >= 0xA1 && p[i + 2] >= 0xA1) {
            i += 3;
        } else if (p[i] >= 0xA1 && p[i] <= 0xFE && i + 1 < n && p[i + 1] >= 0xA1 && p[i + 1] <= 0xFE) {
            f.pairs++;
            f.common += p[i] >= 0xB0 && p[i] <= 0xCF;
            f.kana += (p[i] == 0xA4 && p[i + 1] <= 0xF3) || (p[i] == 0xA5 && p[i + 1] <= 0xF6);
            i += 2;
        } else {
            f.errors += i + 1 < n || p[i] < 0xA1; /* a character cut at the end is no error */
            i++;
        }
    }
    return f;
}

static struct fit fit_sjis(const unsigned char *p, size_t n)
{
    struct fit f = {0, 0, 0, 0};
    for (size_t i = 0; i < n;) {
        if (p[i] < 0x80 || (p[i] >= 0xA1 && p[i] <= 0xDF)) {
            i++;
        } else if (p[i] != 0x80 && p[i] != 0xA0 && p[i] <= 0xFC && i + 1 < n && p[i + 1] >= 0x40 && p[i + 1] != 0x7F && p[i + 1] <= 0xFC) {
            f.pairs++;
            f.common += p[i] >= 0x88 && p[i] <= 0x97;
            f.kana += (p[i] == 0x82 && p[i + 1] >= 0x9F && p[i + 1] <= 0xF1) || (p[i] == 0x83 && p[i + 1] <= 0x96);
            i += 2;
        } else {
            f.errors += i + 1 < n;
            i++;
        }
    }
    return f;
}

/* Well-formed UTF-8 sequences of three bytes and more, of two, and bytes that belong to none. */
struct utf8_fit {
    size_t three, two, errors;
};

static struct utf8_fit fit_utf8(const char *s, size_t n)
{
    struct utf8_fit f = {0, 0, 0};
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t used = utf8_decode(s + i, n - i, &cp);
        f.three += used > 2;
        f.two += used == 2;
        f.errors += used == 1 && (s[i] & 0x80) != 0;
        i += used;
    }
    return f;
}

/* ICU's detector for the rest of the world. The names come back as our own constants. failed: set where memory was short for it. */
static const char *detect(const char *bytes, size_t n, bool *failed)
{
    static const char *const names[] = {"gb18030", "Big5", "EUC-KR", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
                                        "windows-1255", "windows-1256", "ISO-8859-2", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8",
                                        "KOI8-R", "IBM420_ltr", "IBM420_rtl", "EUC-JP", "Shift_JIS"};
    static const char *const ours[] = {"gb18030", "big5-hkscs", "windows-949", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
                                       "windows-1255", "windows-1256", "iso-8859-2", "iso-8859-5", "windows-1256", "iso-8859-7", "windows-1255",
                                       "koi8-r", "windows-1256", "windows-1256", "euc-jp", "windows-31j"};
    UErrorCode e = U_ZERO_ERROR;
    UCharsetDetector *det = room_for(DETECTOR_BYTES) ? ucsdet_open(&e) : NULL;
    const char *result = "windows-1252", *name;
    const UCharsetMatch *match;
    if (U_FAILURE(e) || !det) { /* no memory may be said by NULL alone */
        *failed = true;
        return result;
    }
    ucsdet_setText(det, bytes, (int32_t)(n < 8192 ? n : 8192), &e);
    match = ucsdet_detect(det, &e);
    name = U_SUCCESS(e) && match ? ucsdet_getName(match, &e) : NULL;
    if (U_SUCCESS(e) && name && ucsdet_getConfidence(match, &e) >= 10)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (!strcmp(name, names[i])) result = ours[i];
    *failed = *failed || e == U_MEMORY_ALLOCATION_ERROR;
    ucsdet_close(det);
    return result;
}

/* One in which ASCII is ASCII. */
static const char *guess_narrow(const char *bytes, size_t n, bool *failed)
{
    const unsigned char *p = (const unsigned char *)bytes;
    struct fit euc, sjis;
    struct utf8_fit utf8;
    size_t good;
    good = good_length(bytes, n);
    if (good == n || (n - good < 4 && n >= 64 && sequence_length(p[good]) > n - good)) {
        for (size_t i = 0; i + 2 < n; i++) {
            if (p[i] >= 0x80) return "utf-8";
            if (p[i] == 0x1B && ((p[i + 1] == '$' && (p[i + 2] == 'B' || p[i + 2] == '@')) || (p[i + 1] == '(' && (p[i + 2] == 'J' || p[i + 2] == 'I'))))
                return "iso-2022-jp";
            if (p[i] == 0x1B && p[i + 1] == '$' && p[i + 2] == ')' && i + 3 < n && p[i + 3] == 'C') return "iso-2022-kr";
        }
        return "utf-8";
    }
    euc = fit_euc(p, n);
    sjis = fit_sjis(p, n);
    utf8 = fit_utf8(bytes, n);
    if (!euc.errors && euc.kana * 20 >= euc.pairs && euc.kana) return "euc-jp";
    /* UTF-8 with a stray byte, or with fields that were cut at a number of bytes: nothing else has three bytes that fit so often. */
    if (utf8.three > utf8.errors * 2) return "utf-8";
    if (!sjis.errors && sjis.kana) return "windows-31j";
    /* A list of names has no kana: everyday kanji are enough, for no other charset puts its letters there. */
    if (!sjis.errors && sjis.common * 2 > sjis.pairs) return "windows-31j";
    if (!euc.errors && euc.common * 2 > euc.pairs) {
        const char *other = detect(bytes, n, failed); /* Chinese and Korean lists look the same; alphabets do not */
        return strcmp(other, "gb18030") == 0 || strcmp(other, "windows-949") == 0 || strcmp(other, "big5-hkscs") == 0 ? other : "euc-jp";
    }
    /* A few broken bytes in an else Japanese text. */
    if (euc.kana > sjis.kana * 2 && euc.kana > euc.errors * 10) return "euc-jp";
    if (sjis.kana > euc.kana * 2 && sjis.kana > sjis.errors * 10) return "windows-31j";
    if (sjis.common * 2 > sjis.pairs && sjis.pairs > sjis.errors * 5) return "windows-31j"; /* cut fields in a list of names */
    if (utf8.two + utf8.three > utf8.errors * 2) return "utf-8";
    return detect(bytes, n, failed);
}

const char *charset_guess(const char *bytes, size_t n)
{
    const char *wide;
    bool failed = false; /* then it is the guess without the detector */
    if (n > GUESS_BYTES) n = GUESS_BYTES;
    wide = charset_guess_wide(bytes, n);
    return wide ? wide : guess_narrow(bytes, n, &failed);
}

struct whole {
    char *text;
    size_t len, cap, max;
    bool failed;
};

static void collect(void *ctx, const char *utf8, size_t n)
{
    struct whole *w = ctx;
    if (w->failed || n > w->max - w->len) {
        w->failed = true;
        return;
    }
    if (w->len + n >= w->cap) {
        size_t cap = w->cap;
        char *text;
        while (cap <= w->len + n) cap *= 2;
        text = realloc(w->text, cap);
        if (!text) {
            w->failed = true;
            return;
        }
        w->text = text;
        w->cap = cap;
    }
    memcpy(w->text + w->len, utf8, n);
    w->len += n;
}

char *charset_to_utf8(const char *label, const char *bytes, size_t n, size_t max_out, size_t *out_len)
{
    struct charset_decoder *d = charset_open(label);
    struct whole w = {NULL, 0, 64, max_out, false};
    *out_len = 0;
    w.text = malloc(w.cap);
    if (!d || !w.text || !charset_feed(d, bytes, n, true, collect, &w) || w.failed) {
        free(w.text);
        w.text = NULL;
    } else {
        w.text[w.len] = 0;
        *out_len = w.len;
    }
    charset_free(d);
    return w.text;
}
