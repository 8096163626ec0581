/* The standard security handler of PDF, as far as the empty password is concerned (ISO 32000-2, 7.6.4). */
#ifndef SEKISHO_FORMATS_PDF_CRYPT_H
#define SEKISHO_FORMATS_PDF_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/budget.h"

struct pdf_lock {
    int version, revision;
    unsigned key_bits;
    uint32_t permissions;
    uint8_t owner[128], user[128], id[64];
    size_t owner_len, user_len, id_len;
    bool metadata; /* encrypted too */
};
/* Whether it opens with no question. false also where that cannot be known. */
bool pdf_opens_without_password(const struct pdf_lock *, struct budget *);

#endif
