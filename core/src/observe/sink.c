/* Shorthands over the sink's operations; what stands behind them is inspect.c's. */
#include "observe/sink.h"

void sink_block(struct sink *s, const struct place *place, const char *utf8, size_t n)
{
    s->ops->begin(s, place);
    s->ops->text(s, utf8, n);
    s->ops->end(s);
}

void sink_fact(struct sink *s, enum fact f)
{
    s->ops->fact(s, f, 1, NULL, NULL);
}

void sink_fact_at(struct sink *s, enum fact f, uint64_t count, const char *where, const char *sample)
{
    s->ops->fact(s, f, count, where, sample);
}

void sink_unread(struct sink *s, enum unread u)
{
    s->ops->unread(s, u, NULL);
}

void sink_meta(struct sink *s, const char *key, const char *value)
{
    if (value && *value)
        s->ops->meta(s, key, value);
}

void sink_stopped(struct sink *s)
{
    const struct budget *b = s->budget;
    if (b->spent_entries)
        sink_unread(s, UNREAD_TOO_MANY);
    if (b->spent_bytes || b->spent_memory || b->spent_work)
        sink_unread(s, UNREAD_TOO_LARGE);
    if (!b->spent_entries && !b->spent_bytes && !b->spent_memory && !b->spent_work && !budget_cancelled(b))
        sink_unread(s, UNREAD_DAMAGED);
}

void sink_buf_free(struct sink *s, struct buf *b)
{
    if (b->failed)
        sink_unread(s, UNREAD_TOO_LARGE);
    buf_free(b);
}
