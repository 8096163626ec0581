/* Stands in until detect/persons.c is there: finds nobody. Built only while that file is missing; delete both then. */
#include "detect/detect.h"

#include <stdlib.h>
#include <string.h>

struct persons {
    int unused;
};

struct persons *persons_new(void)
{
    return calloc(1, sizeof(struct persons));
}
void persons_free(struct persons *p)
{
    free(p);
}
void persons_cell(struct persons *p, const char *table, uint32_t row, uint32_t column, const char *utf8, size_t n, unsigned flags)
{
    (void)p, (void)table, (void)row, (void)column, (void)utf8, (void)n, (void)flags;
}
void persons_text(struct persons *p, const char *utf8, size_t n, const struct place *place)
{
    (void)p, (void)utf8, (void)n, (void)place;
}
void persons_merge(struct persons *p, const struct persons *other)
{
    (void)p, (void)other;
}
void persons_end(struct persons *p)
{
    (void)p;
}
void persons_result(const struct persons *p, struct persons_result *r)
{
    (void)p;
    memset(r, 0, sizeof *r);
}
