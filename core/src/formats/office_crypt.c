/* Keys of RC4-encrypted binary Office documents from the default password, by [MS-OFFCRYPTO]. Tries that one password, never another. */
#include "formats/office_crypt.h"

#include <string.h>

#include "base/le.h"

const char office_default_password[] = "VelvetSweatshop";

size_t office_default_password_utf16(uint8_t out[64])
{
    size_t n = 0;
    for (const char *p = office_default_password; *p; p++) {
        out[n++] = (uint8_t)*p;
        out[n++] = 0;
    }
    return n;
}

bool office_rc4_block(struct office_rc4 *r, uint32_t block)
{
    uint8_t number[4] = {(uint8_t)block, (uint8_t)(block >> 8), (uint8_t)(block >> 16), (uint8_t)(block >> 24)}, key[DIGEST_MAX];
    if (!digest2(r->crypto_api ? DIGEST_SHA1 : DIGEST_MD5, r->base, r->base_len, number, 4, key))
        return false;
    size_t n = r->key_len;
    if (r->crypto_api && n == 5) { /* a 40-bit key is used as 128 bits with zeros behind it */
        memset(key + 5, 0, 11);
        n = 16;
    }
    return rc4_key(&r->stream, key, n);
}

static bool verified(struct office_rc4 *r, const uint8_t *verifier, const uint8_t *hash, enum digest_kind kind)
{
    uint8_t plain[16], plain_hash[DIGEST_MAX], want[DIGEST_MAX];
    if (!office_rc4_block(r, 0))
        return false;
    rc4_apply(&r->stream, verifier, plain, 16);
    rc4_apply(&r->stream, hash, plain_hash, digest_size(kind));
    return digest2(kind, plain, 16, NULL, 0, want) && memcmp(want, plain_hash, digest_size(kind)) == 0;
}

/* 2.3.6.2: MD5 of the password, its first 40 bits and the salt sixteen times over, MD5 again. */
static bool open_binary(struct office_rc4 *r, const uint8_t *p, size_t n)
{
    if (n < 48)
        return false;
    uint8_t password[64], hash[DIGEST_MAX], mixed[16 * 21];
    size_t length = office_default_password_utf16(password);
    if (!digest2(DIGEST_MD5, password, length, NULL, 0, hash))
        return false;
    for (int i = 0; i < 16; i++) {
        memcpy(mixed + 21 * i, hash, 5);
        memcpy(mixed + 21 * i + 5, p, 16);
    }
    if (!digest2(DIGEST_MD5, mixed, sizeof mixed, NULL, 0, hash))
        return false;
    memcpy(r->base, hash, 5);
    r->base_len = 5;
    r->key_len = 16;
    return verified(r, p + 16, p + 32, DIGEST_MD5);
}

/* 2.3.5: header size, EncryptionHeader, EncryptionVerifier. */
static bool open_crypto_api(struct office_rc4 *r, const uint8_t *p, size_t n)
{
    if (n < 8)
        return false;
    size_t header = le32(p + 4);
    if (header < 32 || header > n - 8 || n - 8 - header < 4 + 16 + 16 + 4 + 20)
        return false;
    uint32_t bits = le32(p + 8 + 16);
    const uint8_t *v = p + 8 + header;
    if (le32(v) != 16)
        return false;
    r->crypto_api = true;
    r->key_len = bits == 0 ? 5 : bits / 8;
    if (r->key_len < 5 || r->key_len > 16)
        return false;
    uint8_t password[64];
    size_t length = office_default_password_utf16(password);
    if (!digest2(DIGEST_SHA1, v + 4, 16, password, length, r->base))
        return false;
    r->base_len = 20;
    return verified(r, v + 20, v + 40, DIGEST_SHA1);
}

bool office_rc4_open(struct office_rc4 *r, const uint8_t *header, size_t n)
{
    memset(r, 0, sizeof *r);
    if (n < 4)
        return false;
    unsigned major = (unsigned)(header[0] | header[1] << 8), minor = (unsigned)(header[2] | header[3] << 8);
    if (major == 1 && minor == 1)
        return open_binary(r, header + 4, n - 4);
    if (major >= 2 && major <= 4 && minor == 2)
        return open_crypto_api(r, header + 4, n - 4);
    return false;
}
