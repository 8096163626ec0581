/* Text of word-processor formats becomes flat blocks: hidden or deleted runs, and paragraphs inside paragraphs (text boxes, notes), are
 * set aside and handed on behind the block they stand in, so that no visible word is torn and blocks never nest. */
#ifndef SEKISHO_FORMATS_BLOCKS_H
#define SEKISHO_FORMATS_BLOCKS_H

#include "base/buf.h"
#include "observe/sink.h"

enum { BLOCKS_DEPTH_MAX = 16, SAMPLE_MAX = 200 };

/* What a fact shows of the text it is about: pieces are added until it is full. */
void add_sample(char sample[SAMPLE_MAX + 1], const char *text, size_t n);
bool is_blank(const char *text, size_t n); /* white space only */

struct blocks {
    struct sink *sink;
    struct place places[BLOCKS_DEPTH_MAX];
    unsigned depth;     /* open paragraphs, the outermost first; deeper ones than the maximum join the deepest */
    unsigned extra;     /* paragraphs opened beyond the maximum */
    bool begun;         /* whether the outermost one stands open in the sink: it is begun by its first visible text */
    struct buf aside;   /* records: struct aside, then its bytes */
    size_t last;        /* where the last record begins, SIZE_MAX: none to add to */
};

void blocks_init(struct blocks *, struct sink *);
void blocks_free(struct blocks *);
/* The place is copied; place->table must live until the outermost block ends. */
void blocks_begin(struct blocks *, const struct place *);
/* flags: PLACE_HIDDEN, PLACE_DELETED or 0 for this piece. Outside any paragraph the text is left out. */
void blocks_text(struct blocks *, unsigned flags, const char *utf8, size_t n);
void blocks_end(struct blocks *);
bool blocks_inside(const struct blocks *);

#endif
