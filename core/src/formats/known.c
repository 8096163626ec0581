/* Kinds of files that are known by their bytes but hold no text that is read: programs, media, containers of other makers. What is
 * packed behind a program is handed on. */
#include "formats/format.h"
#include "formats/archive.h"

#include <string.h>

enum { KIND_PLAIN, KIND_PROGRAM, KIND_ENCRYPTED };

static const struct {
    uint16_t at;
    uint8_t n;
    const char *bytes;
    const char *format;
    uint8_t what;
} magics[] = {
    {0, 4, "\x7F" "ELF", "elf", KIND_PROGRAM},
    {0, 4, "\xFE\xED\xFA\xCE", "mach-o", KIND_PROGRAM},
    {0, 4, "\xFE\xED\xFA\xCF", "mach-o", KIND_PROGRAM},
    {0, 4, "\xCE\xFA\xED\xFE", "mach-o", KIND_PROGRAM},
    {0, 4, "\xCF\xFA\xED\xFE", "mach-o", KIND_PROGRAM},
    {0, 4, "dex\n", "dex", KIND_PROGRAM},
    {0, 4, "\0asm", "wasm", KIND_PROGRAM},
    {0, 8, "\x4C\0\0\0\x01\x14\x02\0", "lnk", KIND_PROGRAM},
    {0, 4, "ITSF", "chm", KIND_PROGRAM},
    {0, 16, "\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3", "onenote", KIND_PLAIN},
    {0, 8, "vhdxfile", "vhdx", KIND_PLAIN},
    {0, 8, "conectix", "vhd", KIND_PLAIN},
    {0, 3, "ID3", "mp3", KIND_PLAIN},
    {0, 4, "fLaC", "flac", KIND_PLAIN},
    {0, 4, "OggS", "ogg", KIND_PLAIN},
    {0, 4, "MThd", "midi", KIND_PLAIN},
    {0, 4, "\x1A\x45\xDF\xA3", "mkv", KIND_PLAIN},
    {0, 8, "\x30\x26\xB2\x75\x8E\x66\xCF\x11", "asf", KIND_PLAIN},
    {0, 4, "8BPS", "psd", KIND_PLAIN},
    {0, 4, "\xC5\xD0\xD3\xC6", "eps", KIND_PLAIN},
    {0, 4, "%!PS", "postscript", KIND_PLAIN},
    {0, 4, "\xD7\xCD\xC6\x9A", "wmf", KIND_PLAIN},
    {40, 4, " EMF", "emf", KIND_PLAIN},
    {0, 4, "II\xBC\x01", "jxr", KIND_PLAIN},              /* what PowerPoint keeps beside a picture whose background was cut away */
    {0, 6, "VCLMTF", "svm", KIND_PLAIN},                   /* how LibreOffice's tables on slides look */
    {522, 6, "\0\x11\x02\xFF\x0C\0", "pict", KIND_PLAIN},
    {128, 4, "DICM", "dicom", KIND_PLAIN},
    {0, 4, "\0\0\x01\0", "ico", KIND_PLAIN},
    {0, 4, "wOFF", "font", KIND_PLAIN},
    {0, 4, "wOF2", "font", KIND_PLAIN},
    {0, 4, "OTTO", "font", KIND_PLAIN},
    {0, 5, "\0\x01\0\0\0", "font", KIND_PLAIN},
    {0, 4, "ttcf", "font", KIND_PLAIN},
    {0, 16, "SQLite format 3\0", "sqlite", KIND_PLAIN},
    {4, 15, "Standard Jet DB", "mdb", KIND_PLAIN},
    {4, 15, "Standard ACE DB", "accdb", KIND_PLAIN},
    {0, 4, "!BDN", "pst", KIND_PLAIN},
    {0, 4, "\x78\x9F\x3E\x22", "tnef", KIND_PLAIN},
    {0, 4, "AC10", "dwg", KIND_PLAIN},
    {0, 8, "JwwData.", "jww", KIND_PLAIN},
    {0, 8, "\0\x05\x16\x07\0\x02\0\0", "appledouble", KIND_PLAIN}, /* what macOS packs beside a file, under its name with "._" before it */
    {0, 8, "\0\0\0\1Bud1", "ds-store", KIND_PLAIN},
    {0, 4, "PAR1", "parquet", KIND_PLAIN},
    {0, 4, "\0\0\x01\xBA", "mpeg", KIND_PLAIN},
    {0, 4, "\0\0\x01\xB3", "mpeg", KIND_PLAIN},
    {0, 5, "#!AMR", "amr", KIND_PLAIN},
    {0, 8, "\x06\x06\xED\xF5\xD8\x1D\x46\xE5", "indesign", KIND_PLAIN},
    {0, 10, "\xFF\xFE\xFF\x0ES\0k\0e\0", "sketchup", KIND_PLAIN},
    {0, 24, "\0\0\x27\x0A\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "shapefile", KIND_PLAIN},
    {0, 8, "\x89HDF\r\n\x1A\n", "hdf5", KIND_PLAIN},
    {0, 19, "MATLAB 5.0 MAT-file", "matlab", KIND_PLAIN},
    {0, 16, "$FL2@(#) SPSS DA", "spss", KIND_PLAIN},
    {0, 8, "AT&TFORM", "djvu", KIND_PLAIN},
    {0, 17, "HWP Document File", "hwp", KIND_PLAIN},
    {0, 8, "bplist00", "plist", KIND_PLAIN},
    {0, 8, "\x03\xD9\xA2\x9A\x67\xFB\x4B\xB5", "kdbx", KIND_ENCRYPTED},
    {0, 8, "Salted__", "openssl", KIND_ENCRYPTED},
    {0, 22, "age-encryption.org/v1\n", "age", KIND_ENCRYPTED},
    {0, 27, "-----BEGIN PGP MESSAGE-----", "pgp", KIND_ENCRYPTED},
    {0, 6, "LUKS\xBA\xBE", "luks", KIND_ENCRYPTED},
    {3, 8, "-FVE-FS-", "bitlocker", KIND_ENCRYPTED},
};

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* What gpg -c and gpg -e write: a session key locked by a pass phrase or a public key, and another packet behind it. */
static bool is_pgp(const uint8_t *p, size_t n)
{
    enum { PUBLIC_KEY = 1, PASS_PHRASE = 3, SEALED = 9, SEALED_CHECKED = 18, SEALED_AEAD = 20 };
    if (n < 8 || (p[0] & 0x80) == 0)
        return false;
    bool newer = (p[0] & 0x40) != 0, two = p[0] == 0x85;
    unsigned tag = newer ? p[0] & 0x3Fu : (p[0] >> 2) & 0x0Fu;
    size_t head = two ? 3 : 2, len = two ? (size_t)p[1] << 8 | p[2] : p[1];
    if ((newer && len >= 192) || (!newer && !two && (p[0] & 3) != 0) || head + len >= n)
        return false;
    const uint8_t *body = p + head, *next = body + len;
    unsigned next_tag = (*next & 0x40) != 0 ? *next & 0x3Fu : (*next >> 2) & 0x0Fu;
    bool locked = (tag == PASS_PHRASE && len >= 4 && len < 64 && body[0] >= 4 && body[0] <= 6 && body[1] >= 1 && body[1] <= 13) ||
                  (tag == PUBLIC_KEY && len > 10 && (body[0] == 3 || body[0] == 6));
    return locked && (*next & 0x80) != 0 &&
           (next_tag == PUBLIC_KEY || next_tag == PASS_PHRASE || next_tag == SEALED || next_tag == SEALED_CHECKED || next_tag == SEALED_AEAD);
}

/* The kinds whose bytes need more than a comparison. */
static const char *look_closer(const uint8_t *p, size_t n, int *what)
{
    *what = KIND_PLAIN;
    if (n >= 64 && p[0] == 'M' && p[1] == 'Z') {
        uint32_t pe = (uint32_t)p[60] | (uint32_t)p[61] << 8 | (uint32_t)p[62] << 16 | (uint32_t)p[63] << 24;
        /* A PE header, or a DOS program with a believable header. */
        if ((pe < n - 4 && p[pe] == 'P' && p[pe + 1] == 'E') || (p[24] >= 0x1C || (p[8] | p[9] << 8) >= 2)) {
            *what = KIND_PROGRAM;
            return "exe";
        }
    }
    if (n >= 8 && be32(p) == 0xCAFEBABE) { /* Java classes have a version of 45 or more where fat Mach-O counts architectures */
        *what = KIND_PROGRAM;
        return be32(p + 4) < 40 ? "mach-o" : "class";
    }
    if (n >= 12 && memcmp(p, "RIFF", 4) == 0)
        return memcmp(p + 8, "WAVE", 4) == 0 ? "wav" : memcmp(p + 8, "AVI ", 4) == 0 ? "avi" : memcmp(p + 8, "WEBP", 4) == 0 ? "webp" : "riff";
    if (n >= 12 && memcmp(p + 4, "ftyp", 4) == 0)
        return memcmp(p + 8, "qt  ", 4) == 0 ? "mov" : memcmp(p + 8, "avif", 4) == 0 ? "avif" : "mp4";
    if (n >= 8 && (p[0] == 'F' || p[0] == 'C' || p[0] == 'Z') && p[1] == 'W' && p[2] == 'S' && p[3] < 60) {
        *what = KIND_PROGRAM;
        return "swf";
    }
    if (n >= 4 && p[0] == 0xFF && (p[1] & 0xE6) == 0xE2 && (p[2] & 0xF0) != 0xF0 && (p[2] & 0x0C) != 0x0C)
        return "mp3";
    if (is_pgp(p, n)) {
        *what = KIND_ENCRYPTED;
        return "pgp";
    }
    /* CMS: a sequence that begins with signedData or envelopedData. */
    static const uint8_t oid[] = {0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07};
    for (size_t at = 2; at <= 6 && n >= at + sizeof oid + 1 && p[0] == 0x30; at++) {
        if (memcmp(p + at, oid, sizeof oid) == 0) {
            if (p[at + sizeof oid] == 3)
                *what = KIND_ENCRYPTED;
            return "pkcs7";
        }
    }
    return NULL;
}

static const char *recognise(const uint8_t *head, size_t n, int *what)
{
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (n >= (size_t)magics[i].at + magics[i].n && memcmp(head + magics[i].at, magics[i].bytes, magics[i].n) == 0) {
            *what = magics[i].what;
            return magics[i].format;
        }
    }
    return look_closer(head, n, what);
}

static int known_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    int what;
    (void)size;
    (void)name;
    return recognise(head, n, &what) != NULL ? 50 : 0;
}

/* A program may be the wrapping of an archive. */
static void look_behind(struct source *src, struct sink *sink)
{
    size_t n, start;
    struct zip *zip;
    const uint8_t *data = source_whole(src, &n);
    if (data == NULL)
        return;
    if (zip_inside(data, n, &start)) {
        enum zip_status status = zip_open(data, n, sink->budget, &zip);
        if (status == ZIP_OK) {
            zip_read_archive(zip, sink);
            zip_close(zip);
        } else if (status == ZIP_NOMEM || status == ZIP_LIMIT) {
            sink_unread(sink, UNREAD_TOO_LARGE);
        }
    } else {
        archive_read_inside(data, n, sink);
    }
}

static void known_read(struct source *src, const char *name, struct sink *sink)
{
    size_t n;
    int what;
    (void)name;
    const uint8_t *head = source_peek(src, 64 * 1024, &n);
    const char *format = recognise(head, n, &what);
    if (format == NULL)
        return;
    sink->ops->format(sink, format);
    switch (what) {
    case KIND_PROGRAM:
        sink_fact(sink, FACT_EXECUTABLE);
        look_behind(src, sink);
        sink_unread(sink, UNREAD_UNSUPPORTED);
        break;
    case KIND_ENCRYPTED:
        sink_fact(sink, FACT_ENCRYPTED);
        sink_unread(sink, UNREAD_ENCRYPTED);
        break;
    default:
        sink_unread(sink, UNREAD_UNSUPPORTED);
        break;
    }
}

const struct format format_known = {"known", known_bid, known_read};
