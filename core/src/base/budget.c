/* Counts down what reading may cost. Knows no file; says only whether to go on. */
#include "base/budget.h"
#include "base/watch.h"

static bool take(uint64_t *left, uint64_t n, bool *spent)
{
    if (*spent || n > *left) {
        *spent = true;
        return false;
    }
    *left -= n;
    return true;
}

bool budget_cancelled(const struct budget *b)
{
    return b->watch && atomic_load_explicit(&b->watch->cancelled, memory_order_relaxed);
}

bool budget_work(struct budget *b, uint64_t units)
{
    if (b->watch)
        atomic_fetch_add_explicit(&b->watch->done, units, memory_order_relaxed);
    return take(&b->work_left, units, &b->spent_work) && !budget_cancelled(b);
}

bool budget_bytes(struct budget *b, uint64_t n)
{
    return take(&b->bytes_left, n, &b->spent_bytes);
}

bool budget_entry(struct budget *b)
{
    if (b->entries_left == 0) {
        b->spent_entries = true;
        return false;
    }
    b->entries_left--;
    return true;
}

bool budget_memory_take(struct budget *b, uint64_t n)
{
    if (n > b->memory_left) {
        b->spent_memory = true; /* not sticky for others: memory comes back */
        return false;
    }
    b->memory_left -= n;
    return true;
}

void budget_memory_give(struct budget *b, uint64_t n)
{
    b->memory_left += n;
}
