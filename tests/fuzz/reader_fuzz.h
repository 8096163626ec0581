/* The body of a fuzz target for one reader (READER is its struct format): any bytes, a small budget, a sink that touches all it is given. */
#include <stdlib.h>
#include <string.h>

#include "formats/format.h"

enum { INPUT_MAX = 1 << 18 };

static volatile size_t touched;

static void touch(const char *text, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (unsigned char)text[i];
    touched += sum;
}
static void touch_string(const char *text)
{
    if (text)
        touch(text, strlen(text));
}
static void on_begin(struct sink *s, const struct place *place)
{
    (void)s;
    touch_string(place->table);
}
static void on_text(struct sink *s, const char *text, size_t n)
{
    (void)s;
    touch(text, n);
}
static void on_end(struct sink *s)
{
    (void)s;
}
static void on_fact(struct sink *s, enum fact fact, uint64_t count, const char *where, const char *sample)
{
    (void)s;
    (void)count;
    touch_string(fact_name(fact));
    touch_string(where);
    touch_string(sample);
}
static void on_unread(struct sink *s, enum unread unread, const char *where)
{
    (void)s;
    touch_string(unread_name(unread));
    touch_string(where);
}
static void on_meta(struct sink *s, const char *key, const char *value)
{
    (void)s;
    touch_string(key);
    touch_string(value);
}
static void on_format(struct sink *s, const char *name)
{
    (void)s;
    touch_string(name);
}
/* An inner file is read to its end but not opened: its own reader has its own target. */
static void on_file(struct sink *s, const char *name, struct source *src, uint32_t facts, uint32_t unread)
{
    uint8_t piece[4096];
    touch_string(name);
    touched += facts + unread;
    (void)s;
    for (size_t n; src && (n = source_read(src, piece, sizeof piece)) != 0 && n != SIZE_MAX;)
        touch((const char *)piece, n);
}
static void on_shared_define(struct sink *s, const char *text, size_t n)
{
    on_text(s, text, n);
}
static void on_shared(struct sink *s, const struct place *place, uint32_t index)
{
    touched += index;
    on_begin(s, place);
}
static void on_become(struct sink *s, struct source *src)
{
    on_file(s, "", src, 0, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct sink_ops ops = {on_begin, on_text, on_end, on_fact, on_unread, on_meta, on_format, on_file, on_shared_define, on_shared, on_become};
    if (size > INPUT_MAX)
        return 0;
    struct budget budget = {.work_left = 20000000, .bytes_left = 4 << 20, .memory_left = 16 << 20, .entries_left = 200, .depth_max = 4, .ratio_max = 250};
    struct sink sink = {&ops, &budget};
    struct source src;
    if (READER.bid) /* it sees every file, not only its own */
        touched += (size_t)READER.bid(data, size < 65536 ? size : 65536, size, "input");
    source_view(&src, data, size, &budget);
    READER.read(&src, "input", &sink);
    source_done(&src);
    if (budget.memory_left != 16 << 20)
        abort(); /* a reader must give back what it took */
    return 0;
}
