/* What reading one attachment may cost. Counters instead of a clock, so that the same file always ends the same way.
 * A budget that is spent stays spent; the reader that meets it reports unread: too-large, too-deep or too-many and stops. */
#ifndef SEKISHO_BASE_BUDGET_H
#define SEKISHO_BASE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct watch;

struct budget {
    uint64_t work_left;    /* about one unit a byte looked at */
    uint64_t bytes_left;   /* unpacked bytes */
    uint64_t memory_left;  /* bytes of inner containers held at once: taken and given back */
    uint32_t entries_left; /* inner files */
    uint32_t depth_max;
    uint32_t ratio_max;    /* unpacked : packed, for inner files above 8 MiB */
    bool spent_work, spent_bytes, spent_memory, spent_entries;
    struct watch *watch; /* progress and cancelling (base/watch.h); may be NULL */
};

bool budget_work(struct budget *b, uint64_t units);  /* false: spent or cancelled; stop reading */
bool budget_bytes(struct budget *b, uint64_t n);
bool budget_entry(struct budget *b);
bool budget_memory_take(struct budget *b, uint64_t n);
void budget_memory_give(struct budget *b, uint64_t n);
bool budget_cancelled(const struct budget *b);

#endif
