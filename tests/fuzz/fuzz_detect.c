/* Fuzz target: text through all detectors. Each hit must lie inside the text and come in order, and the first look at raw lines must have
 * passed over nothing: without it the hits are the same. */
#include <stdlib.h>
#include <string.h>
#include "detect/detect.h"
#include "detect/scan.h"

struct seen {
    size_t n, last, count;
    struct data_hit *hits;
};

static void look(void *ctx, const struct data_hit *h)
{
    struct seen *s = ctx;
    if (h->start >= h->end || h->end > s->n || h->start < s->last || h->type >= DATA_TYPE_COUNT || !h->rule || s->count > s->n)
        abort();
    s->last = h->start;
    s->hits[s->count++] = *h;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
    if (n > 65536)
        return 0;
    struct seen fast = {.n = n, .hits = calloc(n + 1, sizeof *fast.hits)}, slow = {.n = n, .hits = calloc(n + 1, sizeof *slow.hits)};
    if (!fast.hits || !slow.hits)
        abort();
    detect_text((const char *)data, n, look, &fast);
    detect_text_slowly((const char *)data, n, look, &slow);
    if (fast.count != slow.count)
        abort();
    for (size_t i = 0; i < fast.count; i++) {
        const struct data_hit *a = &fast.hits[i], *b = &slow.hits[i];
        if (a->type != b->type || a->confidence != b->confidence || a->start != b->start || a->end != b->end || strcmp(a->rule, b->rule) != 0)
            abort();
    }
    free(fast.hits);
    free(slow.hits);
    return 0;
}
