/* Archives other than zip: recognised here, and their encryption known from their own headers; unpacked by libarchive.c where it is
 * built in. */
#include "formats/archive.h"
#include "formats/format.h"

#include <string.h>

#include "base/le.h"

static const struct {
    uint32_t at;
    uint8_t n;
    const char *bytes, *format;
} magics[] = {
    {0, 6, "7z\xBC\xAF\x27\x1C", "7z"},
    {0, 8, "Rar!\x1A\x07\x01\0", "rar"},
    {0, 7, "Rar!\x1A\x07\0", "rar"},
    {0, 8, "MSCF\0\0\0\0", "cab"},
    {0, 6, "\xFD" "7zXZ\0", "xz"},
    {0, 4, "\x28\xB5\x2F\xFD", "zstd"},
    {0, 4, "\x04\x22\x4D\x18", "lz4"},
    {0, 2, "\x1F\x9D", "compress"},
    {0, 4, "xar!", "xar"},
    {0, 8, "!<arch>\n", "ar"},
    {0, 6, "070701", "cpio"},
    {0, 6, "070707", "cpio"},
    {257, 5, "ustar", "tar"},
    {0x8001, 5, "CD001", "iso"},
};

/* A tar of before POSIX has no magic, but a checksum over its first block. */
static bool old_tar(const uint8_t *p, size_t n)
{
    uint32_t sum = 0, want = 0;
    size_t i = 148;
    if (n < 512 || p[0] == 0)
        return false;
    while (i < 156 && p[i] == ' ')
        i++;
    for (; i < 156 && p[i] >= '0' && p[i] <= '7'; i++)
        want = want * 8 + (uint32_t)(p[i] - '0');
    for (size_t k = 0; k < 512; k++)
        sum += k >= 148 && k < 156 ? ' ' : p[k];
    return want != 0 && sum == want;
}

static const char *recognise(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (n >= magics[i].at + magics[i].n && memcmp(p + magics[i].at, magics[i].bytes, magics[i].n) == 0)
            return magics[i].format;
    }
    if (n >= 10 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8 && (p[3] & 0xE0) == 0)
        return "gzip";
    if (n >= 10 && memcmp(p, "BZh", 3) == 0 && p[3] >= '1' && p[3] <= '9' &&
        (memcmp(p + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 || memcmp(p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
        return "bzip2";
    if (n >= 22 && p[2] == '-' && p[3] == 'l' && (p[4] == 'h' || p[4] == 'z' || p[4] == 'p') && p[6] == '-' && p[20] <= 3)
        return "lzh";
    if (old_tar(p, n))
        return "tar";
    return NULL;
}

/* ---- encryption from the headers ---- */

static void encrypted(struct sink *sink, bool names)
{
    sink_fact(sink, FACT_ENCRYPTED);
    if (names)
        sink_fact(sink, FACT_ENCRYPTED_NAMES);
    sink_unread(sink, UNREAD_ENCRYPTED);
}

/* 7z: the directory stands at the end. An encoded one tells its coders in the open; AES among them means that even names are hidden. A
 * plain directory is searched for the same coder. true: names are encrypted, there is nothing to unpack. */
static bool sevenzip_encrypted(const uint8_t *data, size_t n, struct sink *sink)
{
    static const uint8_t aes[] = {0x06, 0xF1, 0x07, 0x01};
    if (n < 32)
        return false;
    uint64_t offset = le64(data + 12), size = le64(data + 20);
    if (offset > n - 32 || size > n - 32 - offset || size == 0)
        return false;
    const uint8_t *p = data + 32 + offset, *end = p + size;
    bool encoded = p[0] == 0x17, found = false;
    if (!budget_work(sink->budget, size))
        return false;
    for (; (size_t)(end - p) >= sizeof aes && !found; p++)
        found = memcmp(p, aes, sizeof aes) == 0;
    if (found)
        encrypted(sink, encoded);
    return found && encoded;
}

static bool rar4_encrypted(const uint8_t *data, size_t n, struct sink *sink)
{
    size_t at = 7;
    bool files = false;
    while (n - at >= 7 && budget_work(sink->budget, 7)) {
        const uint8_t *p = data + at;
        unsigned type = p[2], flags = le16(p + 3);
        uint64_t step = le16(p + 5);
        if (step < 7)
            break;
        if (type == 0x73 && (flags & 0x80)) {
            encrypted(sink, true);
            return true;
        }
        if (type == 0x74 && (flags & 4))
            files = true;
        if (((flags & 0x8000) || type == 0x74) && n - at >= 11)
            step += le32(p + 7);
        if (type == 0x74 && (flags & 0x100) && n - at >= 36)
            step += (uint64_t)le32(p + 32) << 32;
        if (type == 0x7B || step > n - at)
            break;
        at += (size_t)step;
    }
    if (files)
        encrypted(sink, false);
    return false;
}

/* RAR5 numbers: seven bits a byte, low ones first. */
static bool take_number(const uint8_t **p, const uint8_t *end, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; *p < end && shift < 63; shift += 7) {
        uint8_t c = *(*p)++;
        *value |= (uint64_t)(c & 0x7F) << shift;
        if (!(c & 0x80))
            return true;
    }
    return false;
}

static bool rar5_encrypted(const uint8_t *data, size_t n, struct sink *sink)
{
    const uint8_t *p = data + 8, *end = data + n;
    bool files = false;
    while (end - p > 6 && budget_work(sink->budget, 8)) {
        uint64_t header, type, flags, extra = 0, body = 0;
        p += 4;
        if (!take_number(&p, end, &header) || header > (uint64_t)(end - p))
            break;
        const uint8_t *next = p + header;
        if (!take_number(&p, next, &type) || !take_number(&p, next, &flags) || ((flags & 1) && !take_number(&p, next, &extra)) ||
            ((flags & 2) && !take_number(&p, next, &body)))
            break;
        if (type == 4) {
            encrypted(sink, true);
            return true;
        }
        if (type == 2 && extra <= (uint64_t)(next - p)) {
            const uint8_t *q = next - extra;
            uint64_t size, kind;
            while (q < next && take_number(&q, next, &size) && size <= (uint64_t)(next - q)) {
                const uint8_t *record = q;
                if (take_number(&q, next, &kind) && kind == 1)
                    files = true;
                q = record + size;
            }
        }
        if (type == 5 || body > (uint64_t)(end - next))
            break;
        p = next + body;
    }
    if (files)
        encrypted(sink, false);
    return false;
}

static void read_bytes(const uint8_t *data, size_t n, const char *format, const char *name, struct sink *sink)
{
    bool closed = false;
    if (strcmp(format, "7z") == 0)
        closed = sevenzip_encrypted(data, n, sink);
    else if (strcmp(format, "rar") == 0)
        closed = data[6] == 0 ? rar4_encrypted(data, n, sink) : rar5_encrypted(data, n, sink);
    if (!closed && !libarchive_read(data, n, name, sink))
        sink_unread(sink, UNREAD_UNSUPPORTED);
}

bool archive_read_inside(const uint8_t *data, size_t n, struct sink *sink)
{
    /* Only kinds that self-extracting programs are made of, each with a magic long enough to mean it. */
    if (!budget_work(sink->budget, n))
        return false;
    for (size_t at = 0; n - at >= 32; at++) {
        const uint8_t *p = data + at;
        bool rar = p[0] == 'R' && memcmp(p, "Rar!\x1A\x07", 6) == 0;
        if (rar || (p[0] == '7' && memcmp(p, "7z\xBC\xAF\x27\x1C", 6) == 0 && p[6] == 0)) {
            read_bytes(p, n - at, rar ? "rar" : "7z", "", sink);
            return true;
        }
    }
    return false;
}

static int archive_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    const char *format = recognise(head, n);
    return format == NULL ? 0 : strcmp(format, "lzh") == 0 || strcmp(format, "compress") == 0 ? 60 : 80;
}

static void archive_read(struct source *src, const char *name, struct sink *sink)
{
    size_t n;
    const uint8_t *data = source_whole(src, &n);
    if (data == NULL)
        return;
    const char *format = recognise(data, n);
    if (format == NULL)
        return;
    sink->ops->format(sink, format);
    read_bytes(data, n, format, name, sink);
}

const struct format format_archive = {"archive", archive_bid, archive_read};
