/* Words, domains and patterns: any bytes. Input: a pattern, newline, a text that is also taken for a domain. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "text/fold.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char pattern[256], error[200], out[1024];
    const uint8_t *line = size ? memchr(data, '\n', size < 250 ? size : 250) : NULL;
    const char *text;
    size_t n, start = 0, end = 0, folded_len;
    struct pattern *p;
    uint32_t *offsets;
    char *folded;
    if (!line || size > 4096) return 0;
    memcpy(pattern, data, (size_t)(line - data));
    pattern[line - data] = 0;
    text = (const char *)line + 1;
    n = size - (size_t)(line + 1 - data);
    p = pattern_new(pattern, n & 1, error);
    if (p) {
        size_t from = 0;
        for (int i = 0; i < 20 && pattern_find(p, text, n, from, &start, &end) == 1; i++) {
            if (start < from || end < start || end > n) abort();
            from = end > start ? end : end + 1;
        }
    } else if (!*error) {
        abort();
    }
    pattern_free(p);
    if (domain_to_ascii(text, n, out)) {
        if (strlen(out) > 253) abort();
        domain_to_unicode(text, n, out);
        domain_skeleton(text, n, out);
    }
    if (n) word_boundary(text, n, n / 2);
    folded = fold_text(text, n, data[0] & 127, &folded_len, &offsets);
    if (!folded || offsets[folded_len] != n) abort();
    for (size_t i = 0; i < folded_len; i++)
        if (offsets[i] > offsets[i + 1]) abort();
    free(folded);
    free(offsets);
    return 0;
}
