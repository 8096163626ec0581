/* HTML to text, and the structure of the text. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "observe/sink.h"
#include "parse/body.h"
#include "parse/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct lines {
    struct sink sink;
    struct body_line all[256];
    size_t count;
    bool open;
};

static void begin(struct sink *s, const struct place *p)
{
    struct lines *l = (struct lines *)s;
    if (l->open || !p->table) abort(); /* blocks do not nest */
    l->open = true;
    if (l->count < 256) l->all[l->count++] = (struct body_line){"", 0, p->flags};
}

static void text(struct sink *s, const char *utf8, size_t n)
{
    struct lines *l = (struct lines *)s;
    if (!l->open) abort();
    volatile char sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = (char)(sum + utf8[i]);
    (void)sum;
}

static void end(struct sink *s)
{
    ((struct lines *)s)->open = false;
}

static void fact(struct sink *s, enum fact f, uint64_t count, const char *where, const char *sample)
{
    (void)s, (void)f, (void)count, (void)where, (void)sample;
}

static void unread(struct sink *s, enum unread u, const char *where)
{
    (void)s, (void)u, (void)where;
}

static const struct sink_ops ops = {.begin = begin, .text = text, .end = end, .fact = fact, .unread = unread};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 32768) return 0;
    struct budget budget = {.work_left = 50000000, .bytes_left = 1 << 24, .memory_left = 1 << 24};
    struct lines *l = calloc(1, sizeof *l);
    if (!l) return 0;
    l->sink = (struct sink){&ops, &budget};
    struct source src;
    source_view(&src, data, size, &budget);
    html_read(&src, NULL, &l->sink);
    source_done(&src);
    if (l->open) abort();
    free(l);
    return 0;
}
