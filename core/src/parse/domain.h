/* What a domain is: registrable part by the public suffix list (this file alone knows libpsl), the
 * organisation that stands behind it, and whether it belongs to a free-mail provider or a mobile carrier. */
#ifndef SEKISHO_PARSE_DOMAIN_H
#define SEKISHO_PARSE_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>

/* All take the ASCII form in lower case, as address.domain_ascii has it, and return a view into it (its tail)
 * or "". */
const char *domain_registrable(const char *ascii); /* "" where the domain is a public suffix itself */
/* As registrable, but under lg.jp one label more: city.x.lg.jp and pref.x.lg.jp are two organisations. */
const char *domain_organisation(const char *ascii);
/* Whether a is b or a sub-domain of b. Label by label, never a bare suffix. */
bool domain_is_within(const char *a, const char *b);
/* A domain under which mailboxes of unrelated people live: free-mail, carrier, access provider. Sub-domains
 * count only where the list says so. */
bool domain_is_freemail(const char *ascii);
/* Carriers hand out addresses that RFC 5322 forbids (taro..yamada.@docomo.ne.jp). */
bool domain_allows_odd_dots(const char *ascii);
/* Whether the name could be in the DNS of the world: two labels or more, last one not a number, not a public
 * suffix itself. */
bool domain_is_complete(const char *ascii);

#endif
