/* The encryption of binary workbooks, as far as Office's default password opens it ([MS-XLS] 2.2.10): by XOR or RC4, record by record. What the
 * records say is xls.c's. */
#include "formats/xls_crypt.h"

#include <string.h>

#include "base/le.h"
#include "formats/office_crypt.h"

enum { R_BOF = 0x0809, R_FILEPASS = 0x002F, R_BOUNDSHEET = 0x0085, RC4_BLOCK = 1024, FIRST_RECORDS = 20 };

size_t xls_filepass(const uint8_t *data, size_t n, unsigned *biff)
{
    size_t at = 0;
    *biff = 5;
    for (int i = 0; i < FIRST_RECORDS && n - at >= 4; i++) {
        unsigned type = le16(data + at);
        size_t length = le16(data + at + 2);
        if (length > n - at - 4)
            break;
        if (i == 0 && type == R_BOF && length >= 2)
            *biff = le16(data + at + 4) == 0x0600 ? 8 : 5;
        if (type == R_FILEPASS)
            return at;
        at += 4 + length;
    }
    return n;
}

/* How much of the beginning of a record stays readable. */
static size_t clear_length(unsigned type, size_t size)
{
    static const uint16_t clear[] = {R_BOF, R_FILEPASS, 0x00E1 /* INTERFACEHDR */, 0x0194, 0x0195, 0x0196, 0x0138};
    for (size_t i = 0; i < sizeof clear / sizeof clear[0]; i++) {
        if (clear[i] == type)
            return size;
    }
    return type == R_BOUNDSHEET && size >= 4 ? 4 : 0;
}

/* ---- XOR ---- */

static uint16_t xor_verifier(void)
{
    /* [MS-OFFCRYPTO] 2.3.7.1: the password's hash, from its last character to its first. */
    size_t n = strlen(office_default_password);
    uint16_t hash = 0;
    for (size_t i = n; i-- > 0;) {
        hash = (uint16_t)((hash >> 14 & 1) | (hash << 1 & 0x7FFF));
        hash ^= (uint8_t)office_default_password[i];
    }
    hash = (uint16_t)((hash >> 14 & 1) | (hash << 1 & 0x7FFF));
    return (uint16_t)(hash ^ n ^ 0xCE4B);
}

static void xor_keys(uint16_t key, uint8_t keys[16])
{
    static const uint8_t pad[15] = {0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00};
    size_t n = strlen(office_default_password);
    for (size_t i = 0; i < 16; i++) {
        uint8_t k = i < n ? (uint8_t)office_default_password[i] : pad[i - n];
        k ^= (uint8_t)(i % 2 ? key >> 8 : key & 0xFF);
        keys[i] = (uint8_t)(k << 2 | k >> 6);
    }
}

/* A record's contents from `from` on; at: where they begin in the stream. */
static void xor_record(const uint8_t keys[16], uint8_t *record, size_t at, size_t from, size_t size)
{
    for (size_t i = from; i < size; i++) {
        uint8_t v = record[i] ^ keys[(at + size + i) & 15];
        record[i] = (uint8_t)(v << 5 | v >> 3);
    }
}

/* ---- RC4 ---- */

struct rc4_place {
    struct office_rc4 rc4;
    uint32_t block;
    size_t used; /* how far into the block the key stream was used */
};

/* Bytes at..end of the stream; headers and clear bytes before them use up key stream, too. */
static bool rc4_bytes(struct rc4_place *r, uint8_t *data, size_t at, size_t end)
{
    static const uint8_t zeros[RC4_BLOCK];
    uint8_t unused[RC4_BLOCK];
    while (at < end) {
        uint32_t wanted = (uint32_t)(at / RC4_BLOCK);
        size_t in_block = at % RC4_BLOCK, here = RC4_BLOCK - in_block;
        if (wanted != r->block) {
            if (!office_rc4_block(&r->rc4, wanted))
                return false;
            r->block = wanted;
            r->used = 0;
        }
        if (here > end - at)
            here = end - at;
        rc4_apply(&r->rc4.stream, zeros, unused, in_block - r->used);
        rc4_apply(&r->rc4.stream, data + at, data + at, here);
        r->used = in_block + here;
        at += here;
    }
    return true;
}

bool xls_decrypt(uint8_t *data, size_t n, size_t filepass, unsigned biff)
{
    struct rc4_place rc4 = {.block = UINT32_MAX};
    uint8_t keys[16];
    const uint8_t *how = data + filepass + 4;
    size_t length = le16(data + filepass + 2);
    bool by_xor = biff < 8 || (length >= 2 && le16(how) == 0);
    if (by_xor) {
        size_t at = biff < 8 ? 0 : 2;
        if (length < at + 4 || le16(how + at + 2) != xor_verifier())
            return false;
        xor_keys(le16(how + at), keys);
    } else if (length < 6 || !office_rc4_open(&rc4.rc4, how + 2, length - 2)) {
        return false;
    }
    for (size_t at = filepass + 4 + length; n - at >= 4;) {
        unsigned type = le16(data + at);
        size_t size = le16(data + at + 2);
        at += 4;
        if (size > n - at)
            size = n - at;
        size_t clear = clear_length(type, size);
        if (by_xor)
            xor_record(keys, data + at, at, clear, size);
        else if (!rc4_bytes(&rc4, data, at + clear, at + size))
            return false;
        at += size;
    }
    return true;
}
