/* Zip directories, honest and lying, and entries as streams. Which entry is an Office part and which a file to look into is left to
 * formats/. */
#include "parse/zip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/le.h"
#include "base/strmap.h"
#include "base/utf8.h"
#include "text/charset.h"

enum {
    LOCAL_SIZE = 30,
    CENTRAL_SIZE = 46,
    EOCD_SIZE = 22,
    EOCD64_SIZE = 56,
    LOCATOR64_SIZE = 20,
    COMMENT_MAX = 65535,
    NAME_MAX_BYTES = 4096,              /* longer names are cut: no file system takes them */
    DIRECTORY_MAX = 64 * 1024 * 1024,   /* memory of names and entries of one archive */
    RATIO_FROM = 8 * 1024 * 1024,       /* below this a high ratio harms nobody */
    METHOD_STORED = 0,
    METHOD_DEFLATED = 8,
    METHOD_AES = 99,
    FLAG_ENCRYPTED = 1,
    FLAG_DESCRIPTOR = 8,
    FLAG_STRONG = 0x40,
    FLAG_UTF8 = 0x800,
    FLAG_MASKED = 0x2000                /* local header values are masked: the directory is encrypted */
};
#define SIG_LOCAL 0x04034b50u
#define SIG_CENTRAL 0x02014b50u
#define SIG_EOCD 0x06054b50u
#define SIG_EOCD64 0x06064b50u
#define SIG_LOCATOR64 0x07064b50u
#define SIG_DESCRIPTOR 0x08074b50u /* also marks the first volume of a split archive */

enum names { NAMES_UNKNOWN, NAMES_UTF8, NAMES_CP932, NAMES_CP437 };

struct zip {
    const uint8_t *data;
    size_t n;
    struct budget *budget;
    struct arena *arena;
    struct zip_entry *entries;
    size_t count, capacity;
    struct strmap *by_name; /* made when first asked */
    bool truncated, names_encrypted, split, damaged, nomem;
    enum names names;
};

/* ---- the directory's end ---- */

struct directory {
    uint64_t start;   /* of the central directory in data */
    uint64_t size;
    uint64_t shift;   /* bytes before the archive */
    uint64_t promised;
    bool split;
};

/* An extra field by id: NULL when it is not there or does not fit. */
static const uint8_t *find_extra(const uint8_t *extra, size_t n, uint16_t id, size_t *len)
{
    while (n >= 4) {
        size_t size = le16(extra + 2);
        if (size > n - 4)
            return NULL;
        if (le16(extra) == id) {
            *len = size;
            return extra + 4;
        }
        extra += 4 + size;
        n -= 4 + size;
    }
    return NULL;
}

static bool find_eocd(const uint8_t *data, size_t n, size_t *at)
{
    if (n < EOCD_SIZE)
        return false;
    size_t stop = n > EOCD_SIZE + COMMENT_MAX ? n - EOCD_SIZE - COMMENT_MAX : 0;
    for (size_t i = n - EOCD_SIZE + 1; i-- > stop;) {
        if (data[i] == 'P' && le32(data + i) == SIG_EOCD && le16(data + i + 20) <= n - i - EOCD_SIZE) {
            *at = i;
            return true;
        }
    }
    return false;
}

/* Where the directory stands. Its own offset may be too small by what was put before the archive, so the end record's place counts
 * first and the offset it tells is checked against it. */
static bool find_directory(const uint8_t *data, size_t n, struct directory *dir)
{
    size_t eocd;
    if (!find_eocd(data, n, &eocd))
        return false;
    const uint8_t *p = data + eocd;
    uint32_t disk = le16(p + 4), start_disk = le16(p + 6);
    uint64_t size = le32(p + 12), offset = le32(p + 16), end = eocd;
    dir->promised = le16(p + 10);
    dir->split = (disk != 0 && disk != 0xFFFF) || (start_disk != 0 && start_disk != 0xFFFF);
    if (eocd >= LOCATOR64_SIZE && le32(p - LOCATOR64_SIZE) == SIG_LOCATOR64) {
        uint64_t at = le64(p - LOCATOR64_SIZE + 8);
        const size_t nearest = eocd - LOCATOR64_SIZE;
        /* The locator's offset also ignores what stands before; the record normally ends where the locator begins. */
        if (nearest >= EOCD64_SIZE && (at > nearest - EOCD64_SIZE || le32(data + at) != SIG_EOCD64))
            at = nearest - EOCD64_SIZE;
        if (nearest >= EOCD64_SIZE && at <= nearest - EOCD64_SIZE && le32(data + at) == SIG_EOCD64) {
            const uint8_t *q = data + at;
            dir->promised = le64(q + 32);
            size = le64(q + 40);
            offset = le64(q + 48);
            end = at;
            dir->split = dir->split || le32(q + 16) != 0 || le32(q + 20) != 0;
        }
    }
    dir->size = size;
    dir->start = size <= end ? end - size : end;
    dir->shift = 0;
    if (size <= end && size >= CENTRAL_SIZE && le32(data + dir->start) == SIG_CENTRAL) {
        dir->shift = dir->start >= offset ? dir->start - offset : 0;
        return true;
    }
    if (offset < end && end - offset >= CENTRAL_SIZE && le32(data + offset) == SIG_CENTRAL) {
        dir->start = offset;
        dir->size = end - offset;
        return true;
    }
    if (dir->promised == 0 && size == 0)
        return true;
    /* Something is there that is no directory: encrypted, or another volume's. */
    dir->size = 0;
    return true;
}

bool zip_inside(const uint8_t *data, size_t n, size_t *start)
{
    struct directory dir;
    if (!find_directory(data, n, &dir) || dir.promised == 0 || dir.size < CENTRAL_SIZE)
        return false;
    uint64_t first = dir.shift + le32(data + dir.start + 42);
    if (first > n - LOCAL_SIZE || le32(data + first) != SIG_LOCAL)
        return false;
    *start = (size_t)first;
    return true;
}

/* ---- names ---- */

static const uint16_t cp437_high[128] = {
    0xC7, 0xFC, 0xE9, 0xE2, 0xE4, 0xE0, 0xE5, 0xE7, 0xEA, 0xEB, 0xE8, 0xEF, 0xEE, 0xEC, 0xC4, 0xC5, 0xC9, 0xE6, 0xC6, 0xF4, 0xF6, 0xF2,
    0xFB, 0xF9, 0xFF, 0xD6, 0xDC, 0xA2, 0xA3, 0xA5, 0x20A7, 0x192, 0xE1, 0xED, 0xF3, 0xFA, 0xF1, 0xD1, 0xAA, 0xBA, 0xBF, 0x2310, 0xAC,
    0xBD, 0xBC, 0xA1, 0xAB, 0xBB, 0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557,
    0x255D, 0x255C, 0x255B, 0x2510, 0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x255E, 0x255F, 0x255A, 0x2554, 0x2569, 0x2566,
    0x2560, 0x2550, 0x256C, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256B, 0x256A, 0x2518, 0x250C, 0x2588,
    0x2584, 0x258C, 0x2590, 0x2580, 0x3B1, 0xDF, 0x393, 0x3C0, 0x3A3, 0x3C3, 0xB5, 0x3C4, 0x3A6, 0x398, 0x3A9, 0x3B4, 0x221E, 0x3C6,
    0x3B5, 0x2229, 0x2261, 0xB1, 0x2265, 0x2264, 0x2320, 0x2321, 0xF7, 0x2248, 0xB0, 0x2219, 0xB7, 0x221A, 0x207F, 0xB2, 0x25A0, 0xA0};

static bool is_ascii(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)s[i] >= 0x80)
            return false;
    }
    return true;
}

/* Whether the bytes can be CP932 and look like it. A German name in CP437 can also be well-formed CP932 ("\x84r" is one character), so a
 * lone lead byte between Latin letters speaks against it. */
static bool looks_cp932(const char *s, size_t n)
{
    int for_it = 0, against = 0;
    bool wide = false; /* the character before was one of two bytes */
    for (size_t i = 0; i < n; i++) {
        unsigned c = (unsigned char)s[i];
        if (c < 0x80) {
            wide = false;
            continue;
        }
        if (c >= 0xA1 && c <= 0xDF) {
            for_it++;
            continue;
        }
        if (!((c >= 0x81 && c <= 0x9F) || (c >= 0xE0 && c <= 0xFC)) || i + 1 >= n)
            return false;
        unsigned trail = (unsigned char)s[i + 1];
        if (trail < 0x40 || trail == 0x7F || trail > 0xFC)
            return false;
        bool common = (c >= 0x81 && c <= 0x83) || (c >= 0x88 && c <= 0x9F) || (c >= 0xE0 && c <= 0xEA);
        if (common && (trail >= 0x80 || wide))
            for_it += 2;
        else if (!common || i > 0)
            against++;
        wide = true;
        i++;
    }
    return for_it >= against;
}

static char *decode_bytes(struct zip *z, const char *s, size_t n, bool utf8)
{
    if (n > NAME_MAX_BYTES)
        n = utf8 ? utf8_cut(s, n, NAME_MAX_BYTES) : NAME_MAX_BYTES;
    const char *end = memchr(s, '\0', n); /* a NUL ends a name for every program that unpacks it */
    if (end != NULL)
        n = (size_t)(end - s);
    if (is_ascii(s, n) || ((utf8 || z->names == NAMES_UTF8) && utf8_valid(s, n)))
        return arena_strndup(z->arena, s, n);
    if (z->names == NAMES_CP932 && looks_cp932(s, n)) {
        size_t len;
        char *out = charset_to_utf8("windows-31j", s, n, 4 * NAME_MAX_BYTES, &len);
        char *kept = out != NULL ? arena_strndup(z->arena, out, len) : NULL;
        free(out);
        z->nomem = z->nomem || kept == NULL;
        return kept;
    }
    char *out = arena_alloc(z->arena, n * 3 + 1);
    if (out == NULL)
        return NULL;
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned c = (unsigned char)s[i];
        len += utf8_encode(c < 0x80 ? c : cp437_high[c - 0x80], out + len);
    }
    return out;
}

/* Old programs on Windows write the other slash, Office packages among them; in decoded text it is never half a character. */
static const char *decode_name(struct zip *z, const char *s, size_t n, bool utf8)
{
    char *name = decode_bytes(z, s, n, utf8);
    for (char *p = name; p != NULL && *p != '\0'; p++) {
        if (*p == '\\')
            *p = '/';
    }
    return name;
}

/* ---- entries ---- */

static struct zip_entry *add_entry(struct zip *z)
{
    if (z->count >= z->budget->entries_left) {
        z->truncated = true;
        return NULL;
    }
    if (z->count == z->capacity) {
        size_t capacity = z->capacity != 0 ? z->capacity * 2 : 64;
        struct zip_entry *entries = realloc(z->entries, capacity * sizeof *entries);
        if (entries == NULL) {
            z->nomem = true;
            return NULL;
        }
        z->entries = entries;
        z->capacity = capacity;
    }
    struct zip_entry *e = &z->entries[z->count++];
    memset(e, 0, sizeof *e);
    return e;
}

static void set_encryption(struct zip_entry *e, unsigned flags, unsigned method, const uint8_t *extra, size_t extra_len)
{
    e->method = (uint16_t)method;
    size_t len = 0;
    if (method == METHOD_AES) {
        static const char *const names[] = {"AES", "AES-128", "AES-192", "AES-256"};
        const uint8_t *aes = find_extra(extra, extra_len, 0x9901, &len);
        e->encrypted = true;
        e->encryption = aes != NULL && len >= 7 && aes[4] <= 3 ? names[aes[4]] : names[0];
        if (aes != NULL && len >= 7)
            e->method = le16(aes + 5);
    } else if (flags & FLAG_ENCRYPTED) {
        e->encrypted = true;
        e->encryption = (flags & FLAG_STRONG) || find_extra(extra, extra_len, 0x0017, &len) != NULL ? "strong" : "ZipCrypto";
    }
}

/* Compares with what the local header says: an entry whose header is encrypted is encrypted, whatever the directory tells. */
static void compare_local(struct zip *z, struct zip_entry *e, const char *raw, size_t raw_len, unsigned central_flags)
{
    if (e->offset > z->n || z->n - e->offset < LOCAL_SIZE || le32(z->data + e->offset) != SIG_LOCAL)
        return;
    const uint8_t *p = z->data + e->offset;
    unsigned flags = le16(p + 6);
    size_t name_len = le16(p + 26), extra_len = le16(p + 28), room = z->n - (size_t)e->offset - LOCAL_SIZE;
    if (flags & FLAG_MASKED)
        z->names_encrypted = true;
    if (name_len > room || extra_len > room - name_len)
        return;
    if (!e->encrypted && (flags & FLAG_ENCRYPTED))
        set_encryption(e, flags, le16(p + 8), p + LOCAL_SIZE + name_len, extra_len);
    if (!(flags & FLAG_MASKED) && !(central_flags & FLAG_MASKED) && (flags & FLAG_UTF8) == (central_flags & FLAG_UTF8) &&
        (name_len != raw_len || memcmp(p + LOCAL_SIZE, raw, raw_len) != 0))
        e->name_differs = true;
}

/* What kind of bytes the unmarked names are is told over the whole archive: one name is too short to tell. */
struct name_bytes {
    bool all_utf8;
    int cp932, other;
};

static void look_at_name(struct name_bytes *names, const char *name, size_t n)
{
    if (is_ascii(name, n))
        return;
    names->all_utf8 = names->all_utf8 && utf8_valid(name, n);
    if (looks_cp932(name, n))
        names->cp932++;
    else
        names->other++;
}

static enum names names_are(const struct name_bytes *names)
{
    return names->all_utf8 ? NAMES_UTF8 : names->cp932 > names->other ? NAMES_CP932 : NAMES_CP437;
}

static void guess_names(struct zip *z, const struct directory *dir)
{
    struct name_bytes names = {.all_utf8 = true};
    uint64_t at = dir->start, end = dir->start + dir->size;
    for (size_t i = 0; i < z->budget->entries_left && end - at >= CENTRAL_SIZE && le32(z->data + at) == SIG_CENTRAL; i++) {
        const uint8_t *p = z->data + at;
        size_t name_len = le16(p + 28);
        uint64_t step = CENTRAL_SIZE + name_len + le16(p + 30) + le16(p + 32);
        if (step > end - at)
            break;
        if (!(le16(p + 8) & FLAG_UTF8))
            look_at_name(&names, (const char *)p + CENTRAL_SIZE, name_len);
        at += step;
    }
    z->names = names_are(&names);
}

static bool walk_directory(struct zip *z, const struct directory *dir)
{
    uint64_t at = dir->start, end = dir->start + dir->size;
    guess_names(z, dir);
    while (end - at >= CENTRAL_SIZE && le32(z->data + at) == SIG_CENTRAL) {
        const uint8_t *p = z->data + at;
        unsigned flags = le16(p + 8);
        size_t name_len = le16(p + 28), extra_len = le16(p + 30), comment_len = le16(p + 32), len;
        if (end - at - CENTRAL_SIZE < (uint64_t)name_len + extra_len + comment_len) {
            z->damaged = true;
            break;
        }
        if (!budget_work(z->budget, CENTRAL_SIZE + name_len))
            return false;
        struct zip_entry *e = add_entry(z);
        if (e == NULL)
            return z->truncated;
        const uint8_t *extra = p + CENTRAL_SIZE + name_len;
        e->crc = le32(p + 16);
        e->packed = le32(p + 20);
        e->size = le32(p + 24);
        e->offset = le32(p + 42);
        const uint8_t *big = find_extra(extra, extra_len, 0x0001, &len);
        if (big != NULL) { /* zip64: only the fields that did not fit, in this order */
            const uint8_t *big_end = big + len;
            if (e->size == UINT32_MAX && big_end - big >= 8) {
                e->size = le64(big);
                big += 8;
            }
            if (e->packed == UINT32_MAX && big_end - big >= 8) {
                e->packed = le64(big);
                big += 8;
            }
            if (e->offset == UINT32_MAX && big_end - big >= 8)
                e->offset = le64(big);
        }
        if (e->offset <= UINT64_MAX - dir->shift)
            e->offset += dir->shift;
        set_encryption(e, flags, le16(p + 10), extra, extra_len);
        const char *raw = (const char *)p + CENTRAL_SIZE;
        const uint8_t *unicode = find_extra(extra, extra_len, 0x7075, &len); /* Info-ZIP's Unicode path, valid for this very name only */
        if (unicode != NULL && len > 5 && unicode[0] == 1 && le32(unicode + 1) == crc32(0, (const Bytef *)raw, (uInt)name_len) &&
            utf8_valid((const char *)unicode + 5, len - 5))
            e->name = decode_name(z, (const char *)unicode + 5, len - 5, true);
        else
            e->name = decode_name(z, raw, name_len, (flags & FLAG_UTF8) != 0);
        if (e->name == NULL) {
            z->count--;
            z->truncated = true;
            return true;
        }
        e->is_folder = name_len > 0 && (raw[name_len - 1] == '/' || (raw[name_len - 1] == '\\' && e->size == 0));
        compare_local(z, e, raw, name_len, flags);
        at += CENTRAL_SIZE + name_len + extra_len + comment_len;
    }
    if (z->count < (dir->promised & 0xFFFF) && !z->truncated)
        z->damaged = true;
    return true;
}

/* The next signature of the kind that ends an entry whose length nobody told. */
static size_t next_signature(const uint8_t *data, size_t n, size_t from)
{
    while (from + 4 <= n) {
        const uint8_t *p = memchr(data + from, 'P', n - from - 3);
        if (p == NULL)
            return n;
        uint32_t sig = le32(p);
        if (sig == SIG_LOCAL || sig == SIG_CENTRAL || sig == SIG_DESCRIPTOR)
            return (size_t)(p - data);
        from = (size_t)(p - data) + 1;
    }
    return n;
}

/* One local header as it says itself. */
struct local {
    size_t at, next; /* next: where the one after it may begin */
    const char *name;
    const uint8_t *extra;
    size_t name_len, extra_len;
    unsigned flags;
    uint64_t packed, size;
};
enum found { FOUND, FOUND_NONE, FOUND_SPENT };

/* The first local header from `at` on. FOUND_SPENT: the budget ended the search. */
static enum found find_local(struct zip *z, size_t at, struct local *l)
{
    size_t len;
    while (at <= z->n && z->n - at >= LOCAL_SIZE && le32(z->data + at) != SIG_LOCAL) {
        size_t next = next_signature(z->data, z->n, at + 1);
        if (!budget_work(z->budget, next - at))
            return FOUND_SPENT;
        at = next;
    }
    if (at > z->n || z->n - at < LOCAL_SIZE)
        return FOUND_NONE;
    const uint8_t *p = z->data + at;
    size_t room = z->n - at - LOCAL_SIZE;
    l->at = at;
    l->flags = le16(p + 6);
    l->name_len = le16(p + 26);
    l->extra_len = le16(p + 28);
    if (l->name_len > room || l->extra_len > room - l->name_len)
        return FOUND_NONE;
    if (!budget_work(z->budget, LOCAL_SIZE + l->name_len))
        return FOUND_SPENT;
    l->name = (const char *)p + LOCAL_SIZE;
    l->extra = p + LOCAL_SIZE + l->name_len;
    l->packed = le32(p + 18);
    l->size = le32(p + 22);
    const uint8_t *big = find_extra(l->extra, l->extra_len, 0x0001, &len);
    if (big != NULL && len >= 16 && l->packed == UINT32_MAX) {
        l->size = le64(big);
        l->packed = le64(big + 8);
    }
    size_t body = at + LOCAL_SIZE + l->name_len + l->extra_len;
    if ((l->flags & FLAG_DESCRIPTOR) && l->packed == 0) {
        l->next = next_signature(z->data, z->n, body);
        l->packed = l->next - body;
        return budget_work(z->budget, l->packed) ? FOUND : FOUND_SPENT;
    }
    l->next = l->packed <= z->n - body ? body + (size_t)l->packed : z->n;
    return FOUND;
}

/* false: there is no room for more, or no memory. */
static bool add_local(struct zip *z, const struct local *l)
{
    struct zip_entry *e = add_entry(z);
    if (e == NULL)
        return false;
    const uint8_t *p = z->data + l->at;
    e->crc = le32(p + 14);
    e->packed = l->packed;
    e->size = l->size;
    e->offset = l->at;
    set_encryption(e, l->flags, le16(p + 8), l->extra, l->extra_len);
    if (l->flags & FLAG_MASKED)
        z->names_encrypted = e->encrypted = true;
    e->name = decode_name(z, l->name, l->name_len, (l->flags & FLAG_UTF8) != 0);
    if (e->name == NULL) {
        z->count--;
        z->truncated = true;
        return false;
    }
    e->is_folder = l->name_len > 0 && l->name[l->name_len - 1] == '/';
    return true;
}

/* Without a directory: one local header after the other. */
static bool walk_locals(struct zip *z)
{
    struct name_bytes names = {.all_utf8 = true};
    struct local l;
    enum found found;
    for (size_t at = 0; (found = find_local(z, at, &l)) == FOUND; at = l.next) {
        if (!(l.flags & (FLAG_UTF8 | FLAG_MASKED)))
            look_at_name(&names, l.name, l.name_len);
    }
    if (found == FOUND_SPENT)
        return false;
    z->names = names_are(&names);
    for (size_t at = 0; (found = find_local(z, at, &l)) == FOUND; at = l.next) {
        if (!add_local(z, &l))
            return z->truncated;
    }
    return found != FOUND_SPENT;
}

/* ---- overlaps ---- */

struct span {
    uint64_t start, end;
    size_t index;
};
static int by_start(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Entries that share bytes are how a small archive becomes endless without any high ratio. */
static void mark_overlaps(struct zip *z)
{
    struct span *spans = z->count > 1 ? malloc(z->count * sizeof *spans) : NULL;
    if (spans == NULL) {
        z->nomem = z->nomem || z->count > 1;
        return;
    }
    for (size_t i = 0; i < z->count; i++) {
        const struct zip_entry *e = &z->entries[i];
        uint64_t end = e->offset;
        if (e->offset <= z->n && z->n - e->offset >= LOCAL_SIZE) {
            const uint8_t *p = z->data + e->offset;
            end += (uint64_t)LOCAL_SIZE + le16(p + 26) + le16(p + 28);
        }
        spans[i] = (struct span){e->offset, e->packed <= UINT64_MAX - end ? end + e->packed : UINT64_MAX, i};
    }
    qsort(spans, z->count, sizeof *spans, by_start);
    uint64_t reached = 0;
    for (size_t i = 0; i < z->count; i++) {
        if (i > 0 && spans[i].start < reached)
            z->entries[spans[i].index].overlaps = true;
        if (spans[i].end > reached)
            reached = spans[i].end;
    }
    free(spans);
}

enum zip_status zip_open(const uint8_t *data, size_t n, struct budget *budget, struct zip **out)
{
    enum zip_status status = ZIP_NOMEM;
    struct directory dir;
    bool ok = true;
    struct zip *z = calloc(1, sizeof *z);
    *out = NULL;
    if (z == NULL)
        return ZIP_NOMEM;
    z->data = data;
    z->n = n;
    z->budget = budget;
    z->arena = arena_new(DIRECTORY_MAX);
    if (z->arena == NULL)
        goto out;
    if (find_directory(data, n, &dir)) {
        z->split = dir.split;
        if (dir.size != 0)
            ok = walk_directory(z, &dir);
        if (z->count == 0 && !z->truncated && (dir.size != 0 || dir.promised != 0)) {
            z->damaged = true;
            ok = ok && walk_locals(z);
        }
    } else {
        z->split = z->damaged = true;
        ok = walk_locals(z);
        if (z->count == 0 && !z->truncated)
            ok = false;
    }
    if (n >= 4 && le32(data) == SIG_DESCRIPTOR)
        z->split = true;
    mark_overlaps(z);
    status = z->nomem ? ZIP_NOMEM : ok ? ZIP_OK : budget->spent_work ? ZIP_LIMIT : ZIP_DAMAGED;
out:
    if (status != ZIP_OK)
        zip_close(z);
    else
        *out = z;
    return status;
}

void zip_close(struct zip *z)
{
    if (z == NULL)
        return;
    strmap_free(z->by_name);
    arena_free(z->arena);
    free(z->entries);
    free(z);
}

size_t zip_count(const struct zip *z)
{
    return z->count;
}
bool zip_truncated_list(const struct zip *z)
{
    return z->truncated;
}
bool zip_names_encrypted(const struct zip *z)
{
    return z->names_encrypted;
}
bool zip_is_split(const struct zip *z)
{
    return z->split;
}
bool zip_is_damaged(const struct zip *z)
{
    return z->damaged;
}
const struct zip_entry *zip_at(const struct zip *z, size_t i)
{
    return &z->entries[i];
}

static void lower(char *s)
{
    for (; *s != '\0'; s++) {
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s - 'A' + 'a');
        else if (*s == '\\') /* some writers put the other slash */
            *s = '/';
    }
}

/* All names, lower-cased; NULL: no memory for them. */
static struct strmap *names_of(struct zip *z)
{
    struct strmap *names = strmap_new();
    size_t stored;
    for (size_t i = 0; names != NULL && i < z->count; i++) {
        char *key = arena_strdup(z->arena, z->entries[i].name);
        if (key != NULL)
            lower(key);
        if (key == NULL || !strmap_put(names, key, i, &stored)) {
            strmap_free(names);
            names = NULL;
        }
    }
    return names;
}

const struct zip_entry *zip_find(struct zip *z, const char *name)
{
    char key[NAME_MAX_BYTES + 1], other[NAME_MAX_BYTES + 1];
    size_t n = strlen(name), i;
    if (n > NAME_MAX_BYTES)
        return NULL;
    memcpy(key, name, n + 1);
    lower(key);
    if (z->by_name == NULL)
        z->by_name = names_of(z);
    if (z->by_name != NULL)
        return strmap_get(z->by_name, key, &i) ? &z->entries[i] : NULL;
    /* Who asks cannot tell "no memory" from "no such part", and would pass over what is there. */
    for (i = 0; i < z->count; i++) {
        if (strlen(z->entries[i].name) != n)
            continue;
        memcpy(other, z->entries[i].name, n + 1);
        lower(other);
        if (strcmp(key, other) == 0)
            return &z->entries[i];
    }
    return NULL;
}

/* ---- entries as streams ---- */

struct stream {
    z_stream z;
    const uint8_t *next;
    size_t left;        /* packed bytes not yet given to zlib */
    uint64_t packed, out;
    uint32_t crc, want_crc;
    bool check, ended;
};

static bool too_dense(const struct budget *budget, uint64_t out, uint64_t packed)
{
    return out > RATIO_FROM && out / (budget->ratio_max != 0 ? budget->ratio_max : 1) > packed;
}

static size_t stream_read(struct source *src, uint8_t *buf, size_t n)
{
    struct stream *s = src->ctx;
    if (n > 1u << 30)
        n = 1u << 30;
    if (s->ended || n == 0)
        return 0;
    s->z.next_out = buf;
    s->z.avail_out = (uInt)n;
    while (s->z.avail_out != 0) {
        if (s->z.avail_in == 0 && s->left != 0) {
            size_t piece = s->left > 1u << 20 ? 1u << 20 : s->left;
            s->z.next_in = (z_const Bytef *)s->next;
            s->z.avail_in = (uInt)piece;
            s->next += piece;
            s->left -= piece;
        }
        int rc = inflate(&s->z, Z_NO_FLUSH);
        if (rc == Z_STREAM_END) {
            s->ended = true;
            break;
        }
        if (rc != Z_OK) { /* Z_BUF_ERROR: the packed bytes ended too early */
            if (s->z.avail_out < n)
                break;
            return SIZE_MAX;
        }
    }
    size_t got = n - s->z.avail_out;
    s->out += got;
    if (too_dense(src->budget, s->out, s->packed)) {
        src->budget->bytes_left /= 2; /* a bomb seldom comes alone: a few of them end the reading of all the rest */
        src->over_budget = true;
        return SIZE_MAX;
    }
    if (s->check) {
        s->crc = (uint32_t)crc32(s->crc, buf, (uInt)got);
        if (s->ended && s->crc != s->want_crc)
            src->damaged = true; /* the bytes are handed on all the same: a checksum that lies must not hide a text */
    }
    return got;
}

enum zip_status zip_packed_entry(struct zip *z, const struct zip_entry *e, const uint8_t **packed, size_t *n, unsigned *flags)
{
    if (e->encrypted)
        return ZIP_ENCRYPTED;
    if (too_dense(z->budget, e->size, e->packed)) { /* it says itself that it is a bomb; one that lies is met while it is read */
        z->budget->bytes_left /= 2;
        return ZIP_LIMIT;
    }
    if (e->offset > z->n || z->n - e->offset < LOCAL_SIZE || le32(z->data + e->offset) != SIG_LOCAL)
        return ZIP_DAMAGED;
    const uint8_t *p = z->data + e->offset;
    uint64_t body = e->offset + (uint64_t)LOCAL_SIZE + le16(p + 26) + le16(p + 28);
    if (body > z->n)
        return ZIP_DAMAGED;
    *packed = z->data + body;
    *n = e->packed > z->n - body ? z->n - (size_t)body : (size_t)e->packed;
    *flags = le16(p + 6);
    return ZIP_OK;
}

enum zip_status zip_open_entry(struct zip *z, const struct zip_entry *e, struct source *src)
{
    const uint8_t *body;
    size_t packed;
    unsigned flags;
    enum zip_status status = zip_packed_entry(z, e, &body, &packed, &flags);
    if (status != ZIP_OK)
        return status;
    if (e->method != METHOD_STORED && e->method != METHOD_DEFLATED)
        return ZIP_UNSUPPORTED;
    if (e->method == METHOD_STORED) {
        source_view(src, body, packed, z->budget);
        src->damaged = packed < e->packed;
        return ZIP_OK;
    }
    struct stream *s = calloc(1, sizeof *s);
    if (s == NULL)
        return ZIP_NOMEM;
    if (inflateInit2(&s->z, -MAX_WBITS) != Z_OK) {
        free(s);
        return ZIP_NOMEM;
    }
    s->next = body;
    s->left = s->packed = packed;
    s->want_crc = e->crc;
    s->check = e->crc != 0; /* 0 stands in local headers whose sum follows the data */
    s->crc = (uint32_t)crc32(0, NULL, 0);
    source_stream(src, stream_read, s, e->size, z->budget);
    return ZIP_OK;
}

void zip_close_entry(struct source *src)
{
    struct stream *s = src->ctx;
    source_done(src);
    if (s != NULL) {
        inflateEnd(&s->z);
        free(s);
        src->ctx = NULL;
    }
}
