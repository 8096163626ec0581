/* Policy's address rules: first line the address, every further line an item. An address must match itself
 * and not its neighbours. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "parse/address_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096) return 0;
    const char *s = (const char *)data, *nl = memchr(s, '\n', size);
    size_t first = nl ? (size_t)(nl - s) : size;
    struct arena *arena = arena_new(1 << 22);
    struct address_rules *rules = address_rules_new(), *self = address_rules_new();
    struct address a;
    char error[160];
    address_parse_one(s, first, NULL, arena, &a);
    for (size_t at = first + 1; at < size;) {
        const char *end = memchr(s + at, '\n', size - at);
        size_t stop = end ? (size_t)(end - s) : size;
        address_rules_add(rules, s + at, stop - at, error);
        at = stop + 1;
    }
    address_rules_match(rules, &a);
    address_rules_match_domain(rules, a.domain_ascii);
    /* A valid plain address as an item matches itself. */
    if (!arena_failed(arena) && !a.malformed && a.domain_ascii[0] != '[' && !strpbrk(a.key, "*?\\!\" ") &&
        !strchr(a.local, '@') && address_rules_add(self, a.key, strlen(a.key), error) &&
        address_rules_count(self) == 1 && !address_rules_match(self, &a))
        abort();
    address_rules_free(rules);
    address_rules_free(self);
    arena_free(arena);
    return 0;
}
