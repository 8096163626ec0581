/* Numbers of workbooks as text a person would read, dates among them (birth dates are what they are for). */
#ifndef SEKISHO_FORMATS_NUMBER_FORMAT_H
#define SEKISHO_FORMATS_NUMBER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

bool number_format_is_builtin_date(unsigned id);        /* ECMA-376 18.8.30, East Asian ids included */
bool number_format_is_date(const char *code);           /* "yyyy/m/d", "[$-411]ge.m.d;@" ... */
/* Writes the value: a date as yyyy-mm-dd (with the time only if it has one), a number in its shortest form. Returns the length. */
size_t number_text(double value, bool date, bool dates_1904, char out[64]);

#endif
