/* Fuzz target: text through all detectors; each hit must lie inside the text and come in order. */
#include <stdlib.h>
#include "detect/detect.h"

struct seen {
    size_t n, last;
};

static void look(void *ctx, const struct data_hit *h)
{
    struct seen *s = ctx;
    if (h->start >= h->end || h->end > s->n || h->start < s->last || h->type >= DATA_TYPE_COUNT || !h->rule)
        abort();
    s->last = h->start;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
    if (n > 65536)
        return 0;
    struct seen seen = {n, 0};
    detect_text((const char *)data, n, look, &seen);
    return 0;
}
