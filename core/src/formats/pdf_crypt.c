/* Tries the empty password on a PDF's lock; no other password is ever tried. Ciphers are parse/crypto.c's. */
#include "formats/pdf_crypt.h"

#include <string.h>

#include "parse/crypto.h"

enum { HASH = 16, KEY_MAX = 16, ROUNDS_MAX = 64 + 256 };

static const uint8_t padding[32] = {0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
                                    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A};

/* Revisions 2 to 4: algorithms 2, 4 and 5. */
static bool opens_rc4(const struct pdf_lock *lock)
{
    uint8_t seed[32 + 32 + 4 + sizeof lock->id + 4], key[HASH], check[32], round[KEY_MAX];
    size_t n = 0, key_len = lock->revision == 2 ? 5 : lock->key_bits / 8;
    struct rc4 rc4;
    if (lock->owner_len < 32 || lock->user_len < HASH || key_len < 5 || key_len > KEY_MAX)
        return false;
    memcpy(seed, padding, 32);
    memcpy(seed + 32, lock->owner, 32);
    n = 64;
    for (int i = 0; i < 4; i++)
        seed[n++] = (uint8_t)(lock->permissions >> 8 * i);
    memcpy(seed + n, lock->id, lock->id_len);
    n += lock->id_len;
    if (lock->revision >= 4 && !lock->metadata) {
        memset(seed + n, 0xFF, 4);
        n += 4;
    }
    if (!digest2(DIGEST_MD5, seed, n, NULL, 0, key))
        return false;
    for (int i = 0; lock->revision >= 3 && i < 50; i++) {
        if (!digest2(DIGEST_MD5, key, key_len, NULL, 0, key))
            return false;
    }
    if (lock->revision == 2) {
        if (!rc4_key(&rc4, key, key_len))
            return false;
        rc4_apply(&rc4, padding, check, 32);
        return lock->user_len >= 32 && memcmp(check, lock->user, 32) == 0;
    }
    if (!digest2(DIGEST_MD5, padding, 32, lock->id, lock->id_len, check))
        return false;
    for (unsigned i = 0; i < 20; i++) {
        for (size_t k = 0; k < key_len; k++)
            round[k] = key[k] ^ (uint8_t)i;
        if (!rc4_key(&rc4, round, key_len))
            return false;
        rc4_apply(&rc4, check, check, HASH);
    }
    return memcmp(check, lock->user, HASH) == 0;
}

/* Revisions 5 and 6: algorithm 11, with 2.B for the latter. */
static bool opens_aes(const struct pdf_lock *lock)
{
    uint8_t k[DIGEST_MAX], many[64 * DIGEST_MAX];
    size_t len = 32;
    if (lock->user_len < 48 || !digest2(DIGEST_SHA256, lock->user + 32, 8, NULL, 0, k))
        return false;
    for (unsigned i = 0; lock->revision >= 6 && i < ROUNDS_MAX; i++) {
        for (size_t j = 0; j < 64; j++)
            memcpy(many + j * len, k, len);
        size_t n = 64 * len;
        unsigned sum = 0;
        if (!aes_encrypt_cbc(k, 16, k + 16, many, many, n))
            return false;
        for (size_t j = 0; j < 16; j++)
            sum += many[j];
        enum digest_kind kind = sum % 3 == 0 ? DIGEST_SHA256 : sum % 3 == 1 ? DIGEST_SHA384 : DIGEST_SHA512;
        uint8_t last = many[n - 1];
        if (!digest2(kind, many, n, NULL, 0, k))
            return false;
        len = digest_size(kind);
        if (i >= 63 && last <= i - 31) /* i counts from 0 here, from 1 there */
            break;
    }
    return memcmp(k, lock->user, 32) == 0;
}

bool pdf_opens_without_password(const struct pdf_lock *lock, struct budget *budget)
{
    if (!budget_work(budget, 1000000))
        return false;
    if (lock->revision >= 2 && lock->revision <= 4)
        return opens_rc4(lock);
    return (lock->revision == 5 || lock->revision == 6) && opens_aes(lock);
}
