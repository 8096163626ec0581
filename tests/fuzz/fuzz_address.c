/* Address lists of any text; what comes out must be usable by everybody behind: no NULL, no address lost that
 * stood alone. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "parse/address.h"
#include "parse/domain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct address *a)
{
    if (!a->raw || !a->name || !a->local || !a->domain || !a->domain_ascii || !a->address || !a->key ||
        !a->group || !a->name_address)
        abort();
    const char *tail = domain_organisation(a->domain_ascii);
    if (*tail && !domain_is_within(a->domain_ascii, tail)) abort();
    if (!a->malformed && (!*a->local || !*a->domain_ascii)) abort();
    domain_is_freemail(a->domain_ascii);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 16384) return 0;
    struct arena *arena = arena_new((size_t)64 << 20);
    struct address_list list;
    struct address one;
    address_parse_list((const char *)data, size, arena, &list);
    for (size_t i = 0; i < list.count; i++)
        check(&list.items[i]);
    address_parse_one((const char *)data, size, "name x@example.jp", arena, &one);
    if (!arena_failed(arena)) check(&one);
    arena_free(arena);
    return 0;
}
