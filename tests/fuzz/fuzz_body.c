/* Quotes, signatures and disclaimers in any text, line by line. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "parse/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 32768) return 0;
    struct body_line *lines = calloc(size + 1, sizeof *lines);
    if (!lines) return 0;
    size_t count = 0;
    for (size_t at = 0; at <= size; count++) {
        const uint8_t *nl = at < size ? memchr(data + at, '\n', size - at) : NULL;
        size_t stop = nl ? (size_t)(nl - data) : size;
        lines[count] = (struct body_line){(const char *)data + at, stop - at, 0};
        at = stop + 1;
    }
    struct body_structure structure;
    body_mark(lines, count, &structure);
    body_subject_kind((const char *)data, size);
    free(lines);
    return 0;
}
