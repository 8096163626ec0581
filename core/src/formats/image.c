/* Pictures: where they were taken, who made them, and what is hidden behind them. What they show is not read. */
#include "formats/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "formats/archive.h"
#include "formats/compound.h"
#include "formats/xmp.h"
#include "text/charset.h"

enum { ENTRIES_MAX = 512, TEXT_MAX = 16 * 1024, PACKET_MAX = 4 * 1024 * 1024 };

static const char *recognise(const uint8_t *p, size_t n)
{
    static const struct {
        uint8_t at, n;
        const char *bytes, *format;
    } magics[] = {
        {0, 3, "\xFF\xD8\xFF", "jpeg"}, {0, 8, "\x89PNG\r\n\x1A\n", "png"}, {0, 6, "GIF87a", "gif"}, {0, 6, "GIF89a", "gif"},
        {0, 4, "II*\0", "tiff"}, {0, 4, "MM\0*", "tiff"}, {4, 8, "ftypheic", "heic"}, {4, 8, "ftypheix", "heic"}, {4, 8, "ftypmif1", "heic"},
        {4, 8, "ftyphevc", "heic"}, {4, 8, "ftypavif", "avif"}, {8, 4, "WEBP", "webp"}, {0, 12, "\0\0\0\x0CjP  \r\n\x87\n", "jpeg2000"},
    };
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (n >= (size_t)magics[i].at + magics[i].n && memcmp(p + magics[i].at, magics[i].bytes, magics[i].n) == 0)
            return magics[i].format;
    }
    if (n >= 26 && p[0] == 'B' && p[1] == 'M' && (p[14] == 12 || p[14] == 40 || p[14] == 56 || p[14] == 108 || p[14] == 124) && p[15] == 0)
        return "bmp";
    return NULL;
}

/* ---- EXIF: a TIFF file in miniature ---- */

struct tiff {
    const uint8_t *p;
    size_t n;
    bool big;
    struct sink *sink;
};

static uint32_t number(const struct tiff *t, size_t at, unsigned bytes)
{
    uint32_t v = 0;
    if (at > t->n || t->n - at < bytes)
        return 0;
    for (unsigned i = 0; i < bytes; i++)
        v |= (uint32_t)t->p[at + i] << 8 * (t->big ? bytes - 1 - i : i);
    return v;
}

/* Where the value of the entry at `at` stands and how many bytes it has; 0: it does not fit. */
static size_t value_of(const struct tiff *t, size_t at, size_t *len)
{
    static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    uint32_t type = number(t, at + 2, 2), count = number(t, at + 4, 4);
    if (type == 0 || type >= sizeof sizes || count > t->n)
        return 0;
    uint64_t bytes = (uint64_t)count * sizes[type];
    size_t start = bytes <= 4 ? at + 8 : number(t, at + 8, 4);
    if (bytes == 0 || start > t->n || bytes > t->n - start)
        return 0;
    *len = (size_t)bytes;
    return start;
}

static void text_value(const struct tiff *t, size_t at, const char *key, bool utf16)
{
    size_t len, start = value_of(t, at, &len);
    struct buf text;
    if (start == 0)
        return;
    if (len > TEXT_MAX)
        len = TEXT_MAX;
    buf_init(&text, 4 * TEXT_MAX);
    if (utf16) {
        while (len >= 2 && t->p[start + len - 1] == 0 && t->p[start + len - 2] == 0)
            len -= 2;
        add_utf16le(&text, t->p + start, len / 2);
    } else {
        const uint8_t *end = memchr(t->p + start, '\0', len);
        if (end != NULL)
            len = (size_t)(end - t->p) - start;
        size_t n;
        char *utf8 = charset_to_utf8(NULL, (const char *)t->p + start, len, 4 * TEXT_MAX, &n);
        if (utf8 != NULL)
            buf_add(&text, utf8, n);
        else
            text.failed = true;
        free(utf8);
    }
    sink_meta(t->sink, key, buf_str(&text));
    sink_buf_free(t->sink, &text);
}

static double degrees(const struct tiff *t, size_t at)
{
    size_t len, start = value_of(t, at, &len);
    double value = 0, unit = 1;
    for (size_t i = 0; start != 0 && i + 8 <= len && i < 24; i += 8, unit /= 60) {
        uint32_t over = number(t, start + i + 4, 4);
        if (over != 0)
            value += unit * number(t, start + i, 4) / over;
    }
    return value;
}

static void gps_directory(const struct tiff *t, size_t at)
{
    uint32_t count = number(t, at, 2);
    double latitude = 0, longitude = 0;
    bool found = false, south = false, west = false;
    for (uint32_t i = 0; i < count && i < ENTRIES_MAX; i++) {
        size_t entry = at + 2 + (size_t)i * 12, len;
        uint32_t tag = number(t, entry, 2);
        size_t value = value_of(t, entry, &len);
        if (tag == 1 && value != 0)
            south = t->p[value] == 'S';
        else if (tag == 3 && value != 0)
            west = t->p[value] == 'W';
        else if (tag == 2 && value != 0) {
            latitude = degrees(t, entry);
            found = true;
        } else if (tag == 4 && value != 0) {
            longitude = degrees(t, entry);
            found = true;
        }
    }
    if (found) {
        char sample[64];
        snprintf(sample, sizeof sample, "%.4f, %.4f", south ? -latitude : latitude, west ? -longitude : longitude);
        sink_fact_at(t->sink, FACT_GPS_LOCATION, 1, NULL, sample);
    }
}

static void exif_read(const uint8_t *p, size_t n, struct sink *sink)
{
    struct tiff t = {p, n, n > 0 && p[0] == 'M', sink};
    if (n < 8 || number(&t, 2, 2) != 42)
        return;
    size_t at = number(&t, 4, 4);
    for (int directory = 0; directory < 2 && at != 0 && at < n; directory++) { /* the picture, then its thumbnail */
        uint32_t count = number(&t, at, 2);
        if (directory == 1 && count > 0)
            sink_fact(sink, FACT_THUMBNAIL);
        for (uint32_t i = 0; directory == 0 && i < count && i < ENTRIES_MAX; i++) {
            size_t entry = at + 2 + (size_t)i * 12;
            switch (number(&t, entry, 2)) {
            case 0x010E:
                text_value(&t, entry, "title", false);
                break;
            case 0x013B:
                text_value(&t, entry, "author", false);
                break;
            case 0x0131:
                text_value(&t, entry, "application", false);
                break;
            case 0x8298:
                text_value(&t, entry, "copyright", false);
                break;
            case 0x9C9B:
                text_value(&t, entry, "title", true);
                break;
            case 0x9C9C:
                text_value(&t, entry, "comments", true);
                break;
            case 0x9C9D:
                text_value(&t, entry, "author", true);
                break;
            case 0x8825:
                gps_directory(&t, number(&t, entry + 8, 4));
                break;
            case 0x02BC: { /* XMP inside a TIFF file */
                size_t len, start = value_of(&t, entry, &len);
                if (start != 0)
                    xmp_read(p + start, len, sink);
                break;
            }
            default:
                break;
            }
        }
        at = number(&t, at + 2 + (size_t)count * 12, 4);
    }
}

/* ---- containers ---- */

static const char xmp_mark[] = "http://ns.adobe.com/xap/1.0/";

static void jpeg_read(const uint8_t *p, size_t n, struct sink *sink)
{
    size_t at = 2;
    while (n - at >= 4 && p[at] == 0xFF) {
        uint8_t marker = p[at + 1];
        if (marker == 0xFF) { /* fill */
            at++;
            continue;
        }
        if (marker == 0xD8 || (marker >= 0xD0 && marker <= 0xD7)) {
            at += 2;
            continue;
        }
        if (marker == 0xDA || marker == 0xD9)
            break;
        size_t len = (size_t)p[at + 2] << 8 | p[at + 3];
        if (len < 2 || len > n - at - 2)
            break;
        const uint8_t *body = p + at + 4;
        size_t size = len - 2;
        if (marker == 0xE1 && size > 6 && memcmp(body, "Exif\0\0", 6) == 0)
            exif_read(body + 6, size - 6, sink);
        else if (marker == 0xE1 && size > sizeof xmp_mark && memcmp(body, xmp_mark, sizeof xmp_mark) == 0)
            xmp_read(body + sizeof xmp_mark, size - sizeof xmp_mark, sink);
        else if (marker == 0xFE && size > 0) {
            size_t out;
            char *text = charset_to_utf8(NULL, (const char *)body, size, 4 * 65536, &out);
            if (text != NULL)
                sink_meta(sink, "comments", text);
            else
                sink_unread(sink, UNREAD_TOO_LARGE);
            free(text);
        }
        at += 2 + len;
    }
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void png_text(const uint8_t *p, size_t n, bool international, struct sink *sink)
{
    const uint8_t *end = memchr(p, '\0', n);
    if (end == NULL)
        return;
    char keyword[80];
    snprintf(keyword, sizeof keyword, "%.79s", (const char *)p);
    const uint8_t *text = end + 1, *stop = p + n;
    if (international) { /* packed or not, language, translated keyword */
        if (stop - text < 2 || text[0] != 0)
            return;
        text += 2;
        for (int i = 0; i < 2; i++) {
            const uint8_t *next = memchr(text, '\0', (size_t)(stop - text));
            if (next == NULL)
                return;
            text = next + 1;
        }
    }
    size_t len = (size_t)(stop - text), out;
    if (strcmp(keyword, "XML:com.adobe.xmp") == 0) {
        xmp_read(text, len, sink);
        return;
    }
    char *utf8 = charset_to_utf8(international ? "utf-8" : NULL, (const char *)text, len < TEXT_MAX ? len : TEXT_MAX, 4 * TEXT_MAX, &out);
    if (utf8 != NULL)
        sink_meta(sink,
                  strcmp(keyword, "Author") == 0    ? "author"
                  : strcmp(keyword, "Title") == 0   ? "title"
                  : strcmp(keyword, "Comment") == 0 ? "comments"
                                                    : "description",
                  utf8);
    else
        sink_unread(sink, UNREAD_TOO_LARGE);
    free(utf8);
}

static void png_read(const uint8_t *p, size_t n, struct sink *sink)
{
    size_t at = 8;
    while (n - at >= 12 && budget_work(sink->budget, 12)) {
        uint32_t len = be32(p + at);
        const uint8_t *type = p + at + 4, *body = p + at + 8;
        if (len > n - at - 12)
            break;
        if (memcmp(type, "eXIf", 4) == 0)
            exif_read(body, len, sink);
        else if (memcmp(type, "tEXt", 4) == 0)
            png_text(body, len, false, sink);
        else if (memcmp(type, "iTXt", 4) == 0)
            png_text(body, len, true, sink);
        else if (memcmp(type, "IEND", 4) == 0)
            break;
        at += 12 + (size_t)len;
    }
}

/* Containers whose boxes are not walked: the marks of EXIF and XMP are looked for. */
static void search_read(const uint8_t *p, size_t n, struct sink *sink)
{
    bool exif = false, xmp = false;
    if (!budget_work(sink->budget, n))
        return;
    for (size_t i = 0; i + 16 < n && !(exif && xmp); i++) {
        if (!exif && ((p[i] == 'I' && memcmp(p + i, "II*\0", 4) == 0) || (p[i] == 'M' && memcmp(p + i, "MM\0*", 4) == 0)) &&
            ((i >= 6 && memcmp(p + i - 6, "Exif\0\0", 6) == 0) || (i >= 8 && memcmp(p + i - 8, "EXIF", 4) == 0))) {
            exif_read(p + i, n - i, sink);
            exif = true;
        } else if (!xmp && p[i] == '<' && memcmp(p + i, "<x:xmpmeta", 10) == 0) {
            size_t len = n - i < PACKET_MAX ? n - i : PACKET_MAX;
            for (size_t k = 0; k + 12 <= len; k++) {
                if (p[i + k] == '<' && memcmp(p + i + k, "</x:xmpmeta>", 12) == 0) {
                    xmp_read(p + i, k + 12, sink);
                    break;
                }
            }
            xmp = true;
        }
    }
}

static int image_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    return recognise(head, n) != NULL ? 70 : 0;
}

static void image_read(struct source *src, const char *name, struct sink *sink)
{
    size_t n, start;
    (void)name;
    const uint8_t *data = source_whole(src, &n);
    const char *format = data != NULL ? recognise(data, n) : NULL;
    sink_unread(sink, UNREAD_UNSUPPORTED); /* what it shows */
    if (format == NULL)
        return;
    sink->ops->format(sink, format);
    if (strcmp(format, "jpeg") == 0)
        jpeg_read(data, n, sink);
    else if (strcmp(format, "png") == 0)
        png_read(data, n, sink);
    else if (strcmp(format, "tiff") == 0)
        exif_read(data, n, sink);
    else if (strcmp(format, "bmp") != 0)
        search_read(data, n, sink);
    if (zip_inside(data, n, &start)) { /* a picture that is an archive as well */
        struct zip *zip;
        sink_fact_at(sink, FACT_EMBEDDED_FILES, 1, NULL, "archive behind the picture");
        if (zip_open(data, n, sink->budget, &zip) == ZIP_OK) {
            zip_read_archive(zip, sink);
            zip_close(zip);
        }
    }
}

const struct format format_image = {"jpeg", image_bid, image_read};
