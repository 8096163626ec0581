/* Office's default password [MS-OFFCRYPTO]: a workbook may be encrypted and yet open without a question. */
#ifndef SEKISHO_FORMATS_OFFICE_CRYPT_H
#define SEKISHO_FORMATS_OFFICE_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parse/crypto.h"

extern const char office_default_password[];                  /* "VelvetSweatshop" */
size_t office_default_password_utf16(uint8_t out[64]);        /* UTF-16LE, returns bytes */

/* RC4 of binary documents: "Office binary document RC4" (2.3.6) and "RC4 CryptoAPI" (2.3.5). */
struct office_rc4 {
    bool crypto_api;
    uint8_t base[20]; /* what each block's key is made of */
    size_t base_len;
    size_t key_len;
    struct rc4 stream;
};
/* header: the encryption info from its version numbers on. false: not these kinds, damaged, or another password. */
bool office_rc4_open(struct office_rc4 *, const uint8_t *header, size_t n);
bool office_rc4_block(struct office_rc4 *, uint32_t block); /* keys the stream for one block */

#endif
