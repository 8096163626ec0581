/* Cell names as spreadsheets write them. */
#ifndef SEKISHO_FORMATS_SHEET_H
#define SEKISHO_FORMATS_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHEET_COLUMNS = 16384, SHEET_ROWS = 1048576, SHEET_WHERE = 160 };

/* "AB12" of s[0..n): false when it is no cell name. Rows and columns count from 1. */
bool sheet_parse_ref(const char *s, size_t n, uint32_t *row, uint32_t *column);
/* Column letters with NUL, at most 4 bytes. */
void sheet_column_name(uint32_t column, char out[8]);

#endif
