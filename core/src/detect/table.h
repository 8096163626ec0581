/* Persons in a table: finds the header or the columns' contents, then takes each row as one record. Private to this folder. */
#ifndef SEKISHO_DETECT_TABLE_H
#define SEKISHO_DETECT_TABLE_H

#include "detect/people.h"
#include "detect/scan.h"

struct table;
/* line: called with what is no table of persons, row by row with tabs between the cells, to be read as running text; says whether it
 * found anything. */
struct table *table_new(struct people *, struct scan *, bool (*line)(void *ctx, const char *utf8, size_t n), void *ctx);
void table_free(struct table *);
void table_cell(struct table *, const char *name, uint32_t row, uint32_t column, const char *utf8, size_t n);
void table_end(struct table *);
/* While line() runs: where in the table the byte at this offset of its text stands. */
void table_text_place(const struct table *, size_t offset, struct place *out);
/* Where the first persons stood: "Sheet1!A2:F3412"; "" if nowhere. */
void table_place(const struct table *, char out[80]);

#endif
