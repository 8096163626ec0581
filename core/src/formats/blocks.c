/* Sets aside what must not stand in the running text and hands it on afterwards. What counts as hidden is the reader's to say. */
#include "formats/blocks.h"

#include <string.h>

#include "base/utf8.h"

enum { ASIDE_MAX = 1024 * 1024 };

struct aside {
    struct place place;
    unsigned depth;
    size_t n;
};

void add_sample(char sample[SAMPLE_MAX + 1], const char *text, size_t n)
{
    size_t have = strlen(sample);
    n = utf8_cut(text, n, SAMPLE_MAX - have);
    memcpy(sample + have, text, n);
    sample[have + n] = '\0';
}

bool is_blank(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] != ' ' && text[i] != '\n' && text[i] != '\t' && text[i] != '\r')
            return false;
    }
    return true;
}

void blocks_init(struct blocks *b, struct sink *sink)
{
    memset(b, 0, sizeof *b);
    b->sink = sink;
    b->last = SIZE_MAX;
    buf_init(&b->aside, ASIDE_MAX);
}

void blocks_free(struct blocks *b)
{
    if (b->begun)
        b->sink->ops->end(b->sink);
    b->begun = false;
    sink_buf_free(b->sink, &b->aside);
}

static void close_outer(struct blocks *b)
{
    if (b->begun) {
        b->sink->ops->end(b->sink);
        b->begun = false;
    }
}

/* Everything set aside goes out as blocks of its own. */
static void flush_aside(struct blocks *b)
{
    size_t at = 0;
    while (at + sizeof(struct aside) <= b->aside.len) {
        struct aside record;
        memcpy(&record, b->aside.data + at, sizeof record);
        at += sizeof record;
        sink_block(b->sink, &record.place, b->aside.data + at, record.n);
        at += record.n;
    }
    buf_reset(&b->aside);
    b->last = SIZE_MAX;
}

void blocks_begin(struct blocks *b, const struct place *place)
{
    if (b->depth == BLOCKS_DEPTH_MAX) {
        b->extra++;
        return;
    }
    b->places[b->depth++] = *place;
    b->last = SIZE_MAX;
}

/* Adds to the last record where it belongs to the same paragraph and is marked the same way. */
static bool set_aside(struct blocks *b, const struct place *place, const char *utf8, size_t n)
{
    struct aside record;
    if (b->last != SIZE_MAX) {
        memcpy(&record, b->aside.data + b->last, sizeof record);
        if (record.depth == b->depth && record.place.flags == place->flags) {
            if (b->aside.max - b->aside.len < n)
                return false;
            size_t before = b->aside.len;
            if (!buf_add(&b->aside, utf8, n)) {
                b->aside.len = before;
                return false;
            }
            record.n += n;
            memcpy(b->aside.data + b->last, &record, sizeof record);
            return true;
        }
    }
    if (b->aside.max - b->aside.len < sizeof record + n)
        return false;
    memset(&record, 0, sizeof record);
    record.place = *place;
    record.depth = b->depth;
    record.n = n;
    size_t at = b->aside.len;
    if (!buf_add(&b->aside, &record, sizeof record) || !buf_add(&b->aside, utf8, n)) {
        b->aside.len = at;
        return false;
    }
    b->last = at;
    return true;
}

void blocks_text(struct blocks *b, unsigned flags, const char *utf8, size_t n)
{
    if (b->depth == 0 || n == 0)
        return;
    struct place place = b->places[b->depth - 1];
    place.flags |= flags;
    if (b->depth == 1 && flags == 0) {
        if (!b->begun) {
            b->sink->ops->begin(b->sink, &place);
            b->begun = true;
        }
        b->sink->ops->text(b->sink, utf8, n);
        return;
    }
    if (set_aside(b, &place, utf8, n))
        return;
    /* No room: the outer block is cut here rather than anything lost. */
    close_outer(b);
    flush_aside(b);
    if (!set_aside(b, &place, utf8, n))
        sink_block(b->sink, &place, utf8, n);
}

void blocks_end(struct blocks *b)
{
    if (b->extra > 0) {
        b->extra--;
        return;
    }
    if (b->depth == 0)
        return;
    b->depth--;
    b->last = SIZE_MAX;
    if (b->depth == 0) {
        close_outer(b);
        flush_aside(b);
    }
}

bool blocks_inside(const struct blocks *b)
{
    return b->depth > 0;
}
