/* Binary workbooks that are encrypted and yet open without a question. */
#ifndef SEKISHO_FORMATS_XLS_CRYPT_H
#define SEKISHO_FORMATS_XLS_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where FILEPASS stands among the first records of a stream, n: nowhere. *biff: 8, or 5 for older ones. */
size_t xls_filepass(const uint8_t *data, size_t n, unsigned *biff);
/* Decrypts everything behind FILEPASS in place; false: another password, or a kind nobody knows. */
bool xls_decrypt(uint8_t *data, size_t n, size_t filepass, unsigned biff);

#endif
