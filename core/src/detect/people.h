/* Counting distinct persons: a set of names and identifiers, exact up to a size and a sketch above it. Private to this folder. */
#ifndef SEKISHO_DETECT_PEOPLE_H
#define SEKISHO_DETECT_PEOPLE_H

#include "detect/detect.h"

enum { SKETCH_BITS = 13, SKETCH_REGISTERS = 1 << SKETCH_BITS };
struct sketch { /* HyperLogLog: about 1.1 % */
    uint8_t registers[SKETCH_REGISTERS];
};
void sketch_add(struct sketch *, uint64_t hash);
void sketch_merge(struct sketch *, const struct sketch *other);
uint64_t sketch_count(const struct sketch *);

enum person_slot { SLOT_NUMBER, SLOT_MAIL, SLOT_PHONE, SLOT_BIRTH, SLOT_ADDRESS, SLOT_COUNT };
struct person_record {
    uint64_t name;               /* hash of the name without spaces and titles; 0: none */
    uint64_t ids[SLOT_COUNT];    /* hashes; 0: none */
    uint16_t number_kind;        /* what the number is: those of one kind tell persons of one name apart */
    uint32_t fields;             /* bits of enum data_type */
    bool organisation;           /* a company or a post stands beside the name */
    bool private_mail;           /* free-mail or a carrier's */
};

enum { PERSON_PRIVATE = 1, PERSON_SPECIAL = 2, PERSON_BUSINESS = 4 };
struct people; /* the set */
struct people *people_new(void);
void people_free(struct people *);
void people_add(struct people *, const struct person_record *);
/* Whoever was known by this part of a name only is the one of the whole name: 佐藤 ... 佐藤花子. */
void people_tell(struct people *, uint64_t part, uint64_t whole);
void people_merge(struct people *, const struct people *other);
void people_short(struct people *); /* memory was short for somebody else's part of the work: nothing counted here is sure any more */
void people_count(const struct people *, const struct person_known *known, size_t known_count, struct persons_result *);

uint64_t hash_bytes(const char *s, size_t n, uint64_t seed);
/* Hashes of a folded name (spaces, titles and remarks left out) and of a mail address; 0: nothing in it. hash_name_on: a name that goes on, 佐藤 and
 * then 花子 make 佐藤花子. hash_number: what parts its digits left out; hash_date: 1941/1/1 is 1941年01月01日. */
uint64_t hash_name(const uint16_t *c, uint32_t n);
uint64_t hash_name_on(uint64_t before, const uint16_t *c, uint32_t n);
uint64_t hash_number(const uint16_t *c, uint32_t n);
uint64_t hash_date(const uint16_t *c, uint32_t n);
uint64_t hash_name_utf8(const char *s, size_t n);
uint64_t hash_mail(const char *s, size_t n);
bool mail_is_private(const char *s, size_t n);
bool mail_is_role(const char *s, size_t n);

#endif
