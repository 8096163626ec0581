/* Fuzz target: the input as a table (lines are rows, tabs part cells; a line "==" starts another sheet) and as running text, counted,
 * merged with itself and asked for known people. No count may exceed the total. */
#include <stdlib.h>
#include <string.h>
#include "detect/detect.h"

static void feed(struct persons *p, const char *data, size_t n)
{
    static const char *const names[] = {"A", "B"};
    unsigned sheet = 0;
    uint32_t row = 1, column = 1;
    for (size_t i = 0, from = 0; i <= n; i++) {
        if (i < n && data[i] != '\t' && data[i] != '\n')
            continue;
        if (i - from == 2 && memcmp(data + from, "==", 2) == 0)
            sheet++;
        persons_cell(p, names[sheet % 2], row, column++, data + from, i - from);
        from = i + 1;
        if (i < n && data[i] == '\n') {
            row++;
            column = 1;
        }
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
    if (n > 65536)
        return 0;
    struct persons *a = persons_new(), *b = persons_new();
    struct persons_result before, after;
    struct person_known known = {"山田太郎", "taro@example.jp"};
    struct place place = {.kind = PLACE_BODY};
    if (!a || !b)
        abort();
    feed(a, (const char *)data, n);
    persons_end(a);
    persons_text(b, (const char *)data, n, &place);
    feed(b, (const char *)data, n);
    persons_end(b);
    persons_get_result(a, &before);
    persons_merge(a, b);
    persons_get_result(a, &after);
    if (after.persons < before.persons || after.with_private > after.persons || after.with_special > after.persons || after.business > after.persons)
        abort();
    persons_get_result_without(a, &known, 1, &after);
    persons_free(a);
    persons_free(b);
    return 0;
}
