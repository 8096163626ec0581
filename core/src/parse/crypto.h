/* Digests and ciphers that document encryption is made of. The only file that knows mbedTLS. Used to open what opens without a password
 * (Office's default password, a PDF's empty one); never to guess. */
#ifndef SEKISHO_PARSE_CRYPTO_H
#define SEKISHO_PARSE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum digest_kind { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512 };
enum { DIGEST_MAX = 64 };

size_t digest_size(enum digest_kind);
/* The digest of two pieces put together (either may be empty); out has digest_size bytes. */
bool digest2(enum digest_kind, const void *a, size_t a_len, const void *b, size_t b_len, uint8_t *out);

struct rc4 {
    uint8_t s[256];
    uint8_t i, j;
};
bool rc4_key(struct rc4 *, const uint8_t *key, size_t n);
void rc4_apply(struct rc4 *, const uint8_t *in, uint8_t *out, size_t n);

/* AES decryption of whole blocks (n a multiple of 16), key of 16, 24 or 32 bytes; iv NULL: ECB. in and out may be the same. */
bool aes_decrypt(const uint8_t *key, size_t key_len, const uint8_t iv[16], const uint8_t *in, uint8_t *out, size_t n);
/* AES-128-CBC encryption without padding (the PDF 2.0 hash, ISO 32000-2 algorithm 2.B). */
bool aes_encrypt_cbc(const uint8_t *key, size_t key_len, const uint8_t iv[16], const uint8_t *in, uint8_t *out, size_t n);
/* Base64 (RFC 4648) of an attribute or the like; false when it is none or longer than max. */
bool base64_bytes(const char *text, size_t n, uint8_t *out, size_t max, size_t *out_n);

#endif
