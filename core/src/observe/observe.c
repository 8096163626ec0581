/* The published names of what can be observed. */
#include "observe/observe.h"

const char *fact_name(enum fact f)
{
    static const char *const names[] = {
#define FACT(SYMBOL, name) name,
#include "facts.def"
#undef FACT
    };
    return names[f];
}
_Static_assert(FACT_COUNT <= 32, "facts are bits of a uint32_t");

const char *unread_name(enum unread u)
{
    static const char *const names[UNREAD_COUNT] = {"encrypted", "damaged", "too-large", "too-deep", "too-many", "unsupported"};
    return names[u];
}
