/* Lists of domains and addresses as policy writes them, asked millions of times: domains with sub-domains,
 * addresses, wildcards, exceptions. example.jp          the domain and its sub-domains          @example.jp
 * the domain alone .example.jp         its sub-domains alone                   ito@example.jp   one address
 *   *@shop.example.jp   * any run, ? one character: with @ the whole address is compared, without it the
 * domain; \* and \? are meant literally !boss@example.jp    an exception: takes back what the others match,
 * wherever it stands in the list Case-, width- and IDN-blind. Whole labels and whole local parts only. */
#ifndef SEKISHO_PARSE_ADDRESS_RULES_H
#define SEKISHO_PARSE_ADDRESS_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include "parse/address.h"

struct address_rules; /* immutable after the last add: threads may share it */

struct address_rules *address_rules_new(void); /* NULL: out of memory */
void address_rules_free(struct address_rules *);
/* false: not usable, error gets one English sentence; or memory is short (error is empty then). Empty items
 * are passed over. */
bool address_rules_add(struct address_rules *, const char *item, size_t n, char error[160]);
size_t address_rules_count(const struct address_rules *);
/* The item (as written) that matches the address, or NULL. A malformed address is matched by its text against
 * address patterns. */
const char *address_rules_match(const struct address_rules *, const struct address *);
/* The same for a bare domain, ASCII form. */
const char *address_rules_match_domain(const struct address_rules *, const char *ascii);

#endif
