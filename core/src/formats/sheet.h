/* What readers of workbooks share: cell names as spreadsheets write them, and a hidden sheet's first contents as a sample. */
#ifndef SEKISHO_FORMATS_SHEET_H
#define SEKISHO_FORMATS_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "observe/sink.h"

enum { SHEET_COLUMNS = 16384, SHEET_ROWS = 1048576, SHEET_WHERE = 160, SHEET_SAMPLE = 200, SHEET_STRINGS = 4096 };

/* "AB12" of s[0..n): false when it is no cell name. Rows and columns count from 1. */
bool sheet_parse_ref(const char *s, size_t n, uint32_t *row, uint32_t *column);
/* Column letters with NUL, at most 4 bytes. */
void sheet_column_name(uint32_t column, char out[8]);

/* What the first cells hold, for the person who is asked whether a hidden sheet may leave. Empty: the sheet is. */
struct sheet_sample {
    char text[SHEET_SAMPLE + 1];
    size_t len;
};
void sheet_sample_add(struct sheet_sample *, const char *text, size_t n);  /* a further piece of the same cell */
void sheet_sample_cell(struct sheet_sample *, const char *text, size_t n); /* another cell */

/* A workbook's first shared strings, kept for samples; of later ones it is only known that they are there. */
struct sheet_strings {
    struct buf text;
    uint32_t end[SHEET_STRINGS];
    uint32_t count;
};
void sheet_strings_init(struct sheet_strings *);
void sheet_strings_free(struct sheet_strings *, struct sink *);
void sheet_strings_add(struct sheet_strings *, const char *text, size_t n); /* the next one */
void sheet_sample_string(struct sheet_sample *, const struct sheet_strings *, uint32_t index);

#endif
