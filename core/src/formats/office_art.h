/* Drawings of the old Office formats [MS-ODRAW], as far as they tell what a reader does not see. Where they stand is the caller's. */
#ifndef SEKISHO_FORMATS_OFFICE_ART_H
#define SEKISHO_FORMATS_OFFICE_ART_H

#include <stddef.h>
#include <stdint.h>

#include "base/budget.h"

enum { OFFICE_ART_OPTIONS = 0xF00B, OFFICE_ART_CLIENT_ANCHOR = 0xF010 };

/* How many pictures in these records are cropped. Records may be cut off where a container's end is elsewhere. */
uint64_t office_art_crops(const uint8_t *records, size_t n, struct budget *);
/* The same for the properties of one shape: the data of an OFFICE_ART_OPTIONS record with so many of them. */
unsigned office_art_is_cropped(const uint8_t *properties, size_t n, unsigned count);

#endif
