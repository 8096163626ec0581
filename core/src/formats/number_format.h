/* Numbers of workbooks as text a person would read, dates among them (birth dates are what they are for). */
#ifndef SEKISHO_FORMATS_NUMBER_FORMAT_H
#define SEKISHO_FORMATS_NUMBER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool number_format_is_builtin_date(unsigned id);        /* ECMA-376 18.8.30, East Asian ids included */
bool number_format_is_date(const char *code);           /* "yyyy/m/d", "[$-411]ge.m.d;@" ... */
/* Writes the value: a date as yyyy-mm-dd (with the time only if it has one), a number in its shortest form. Returns the length. */
size_t number_text(double value, bool date, bool dates_1904, char out[64]);

/* Binary workbooks (xls.c, xlsb.c): numbers as they are stored, and which cell styles show dates. */
double number_from_bytes(const uint8_t little_endian[8]);
double number_from_rk(uint32_t rk); /* [MS-XLS] 2.5.217 */

enum { NUMBER_STYLES_MAX = 65536, NUMBER_FORMATS_MAX = 4096 };
struct number_styles {
    uint16_t *format; /* of each style, by its index */
    size_t count;
    struct {
        uint16_t id;
        bool date;
    } own[NUMBER_FORMATS_MAX]; /* formats that the file defines */
    size_t own_count;
    bool dates_1904;
};
bool number_styles_init(struct number_styles *); /* all zero before; false: no memory */
void number_styles_free(struct number_styles *);
void number_styles_add(struct number_styles *, unsigned format); /* the next style */
void number_styles_define(struct number_styles *, unsigned id, const char *code);
/* A cell's number as text. */
size_t number_styles_text(const struct number_styles *, uint32_t style, double value, char out[64]);

#endif
