/* Digests and ciphers by mbedTLS behind a few plain functions; RC4 is small enough to stand here and is gone from newer mbedTLS. */
#include "parse/crypto.h"

#include <string.h>

#include <mbedtls/aes.h>
#include <mbedtls/base64.h>
#include <mbedtls/md.h>

static const mbedtls_md_info_t *md_info(enum digest_kind kind)
{
    static const mbedtls_md_type_t types[] = {MBEDTLS_MD_MD5, MBEDTLS_MD_SHA1, MBEDTLS_MD_SHA256, MBEDTLS_MD_SHA384, MBEDTLS_MD_SHA512};
    return mbedtls_md_info_from_type(types[kind]);
}

size_t digest_size(enum digest_kind kind)
{
    static const size_t sizes[] = {16, 20, 32, 48, 64};
    return sizes[kind];
}

bool digest2(enum digest_kind kind, const void *a, size_t a_len, const void *b, size_t b_len, uint8_t *out)
{
    mbedtls_md_context_t md;
    mbedtls_md_init(&md);
    const mbedtls_md_info_t *info = md_info(kind);
    bool ok = info && mbedtls_md_setup(&md, info, 0) == 0 && mbedtls_md_starts(&md) == 0 &&
              (!a_len || mbedtls_md_update(&md, a, a_len) == 0) && (!b_len || mbedtls_md_update(&md, b, b_len) == 0) &&
              mbedtls_md_finish(&md, out) == 0;
    mbedtls_md_free(&md);
    return ok;
}

bool rc4_key(struct rc4 *r, const uint8_t *key, size_t n)
{
    if (n == 0 || n > 256)
        return false;
    for (unsigned i = 0; i < 256; i++)
        r->s[i] = (uint8_t)i;
    for (unsigned i = 0, j = 0; i < 256; i++) {
        j = (j + r->s[i] + key[i % n]) & 255;
        uint8_t t = r->s[i];
        r->s[i] = r->s[j];
        r->s[j] = t;
    }
    r->i = r->j = 0;
    return true;
}

void rc4_apply(struct rc4 *r, const uint8_t *in, uint8_t *out, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        r->i = (uint8_t)(r->i + 1);
        r->j = (uint8_t)(r->j + r->s[r->i]);
        uint8_t t = r->s[r->i];
        r->s[r->i] = r->s[r->j];
        r->s[r->j] = t;
        out[k] = in[k] ^ r->s[(uint8_t)(r->s[r->i] + r->s[r->j])];
    }
}

bool aes_decrypt(const uint8_t *key, size_t key_len, const uint8_t iv[16], const uint8_t *in, uint8_t *out, size_t n)
{
    if (n % 16)
        return false;
    mbedtls_aes_context aes;
    mbedtls_aes_init(&aes);
    bool ok = mbedtls_aes_setkey_dec(&aes, key, (unsigned)(key_len * 8)) == 0;
    if (ok && iv) {
        uint8_t chain[16];
        memcpy(chain, iv, 16);
        ok = n == 0 || mbedtls_aes_crypt_cbc(&aes, MBEDTLS_AES_DECRYPT, n, chain, in, out) == 0;
    } else if (ok) {
        for (size_t i = 0; ok && i < n; i += 16)
            ok = mbedtls_aes_crypt_ecb(&aes, MBEDTLS_AES_DECRYPT, in + i, out + i) == 0;
    }
    mbedtls_aes_free(&aes);
    return ok;
}

bool aes_encrypt_cbc(const uint8_t *key, size_t key_len, const uint8_t iv[16], const uint8_t *in, uint8_t *out, size_t n)
{
    if (n % 16)
        return false;
    mbedtls_aes_context aes;
    mbedtls_aes_init(&aes);
    uint8_t chain[16];
    memcpy(chain, iv, 16);
    bool ok = mbedtls_aes_setkey_enc(&aes, key, (unsigned)(key_len * 8)) == 0 &&
              (n == 0 || mbedtls_aes_crypt_cbc(&aes, MBEDTLS_AES_ENCRYPT, n, chain, in, out) == 0);
    mbedtls_aes_free(&aes);
    return ok;
}

bool base64_bytes(const char *text, size_t n, uint8_t *out, size_t max, size_t *out_n)
{
    return mbedtls_base64_decode(out, max, out_n, (const unsigned char *)text, n) == 0;
}
