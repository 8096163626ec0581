/* Reads cells as lines "table TAB row TAB column TAB text" (empty line: next file; "# name": its name) and writes {"file","persons"} lines.
 * A tool of the tests: the workbook itself is opened by Python, so that detect/ is measured without a reader. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "detect/detect.h"

int main(int argc, char **argv)
{
    static char line[1 << 20], file[512] = "";
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    struct persons *p = NULL;
    clock_t start = clock();
    size_t cells = 0;
    for (;;) {
        char *got = fgets(line, sizeof line, stdin);
        if ((!got || line[0] == '#') && p) {
            struct persons_result r;
            persons_end(p);
            persons_get_result(p, &r);
            printf("{\"file\": \"%s\", \"persons\": %llu", file, (unsigned long long)r.persons);
            if (verbose)
                printf(", \"about\": %d, \"private\": %llu, \"special\": %llu, \"business\": %llu, \"fields\": %u, \"place\": \"%s\", \"cells\": %zu, \"ms\": %.1f", r.about,
                       (unsigned long long)r.with_private, (unsigned long long)r.with_special, (unsigned long long)r.business, r.fields, r.sample_place, cells,
                       1e3 * (double)(clock() - start) / CLOCKS_PER_SEC);
            puts("}");
            persons_free(p);
            p = NULL;
        }
        if (!got)
            break;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#') {
            snprintf(file, sizeof file, "%.500s", line + 2);
            p = persons_new();
            start = clock();
            cells = 0;
            if (!p)
                return 1;
            continue;
        }
        char *row = strchr(line, '\t');
        char *column = row ? strchr(row + 1, '\t') : NULL;
        char *text = column ? strchr(column + 1, '\t') : NULL;
        if (!text || !p)
            continue;
        *row++ = *column++ = *text++ = '\0';
        persons_cell(p, line, (uint32_t)strtoul(row, NULL, 10), (uint32_t)strtoul(column, NULL, 10), text, strlen(text));
        cells++;
    }
    return 0;
}
