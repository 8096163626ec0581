/* Undoes the line folding of vCard and iCalendar and the quoted-printable values of vCard 2.1, which telephones still write. */
#include "formats/cards.h"

#include <string.h>

#include "base/ascii.h"

bool cards_bid(const uint8_t *head, size_t n)
{
    static const char begin[] = "BEGIN:V"; /* VCARD, VCALENDAR */
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (n < at + sizeof begin - 1)
        return false;
    for (size_t i = 0; i < sizeof begin - 1; i++) {
        uint8_t c = head[at + i];
        if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != begin[i])
            return false;
    }
    return true;
}

/* An escape that may be one: false when c is no part of it, and what was held back stands in out. */
static bool escaped(struct cards *k, uint8_t c, uint8_t *out, size_t *len)
{
    int value = ascii_hex((char)c);
    if (k->escape == 1 && (c == '\r' || c == '\n')) { /* the value goes on in the next line */
        k->escape = c == '\r' ? 1 : 0;
        return true;
    }
    if (value < 0) {
        out[(*len)++] = '=';
        if (k->escape == 2)
            out[(*len)++] = (uint8_t)"0123456789ABCDEF"[k->high];
        k->escape = 0;
        return false;
    }
    if (k->escape == 2) {
        out[(*len)++] = (uint8_t)(k->high << 4 | value);
        k->escape = 0;
    } else {
        k->high = (uint8_t)value;
        k->escape = 2;
    }
    return true;
}

size_t cards_feed(struct cards *k, const uint8_t *in, size_t n, uint8_t *out)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = in[i];
        if (k->escape && escaped(k, c, out, &len))
            continue;
        if (k->line_end) {
            k->line_end = false;
            if (c == ' ' || c == '\t')
                continue;
            out[len++] = '\n';
            k->head_len = 0;
            k->value = k->quoted = false;
        }
        if (c == '\r')
            continue;
        if (c == '\n') {
            k->line_end = true;
            continue;
        }
        if (!k->value && c == ':') {
            k->value = true;
            k->head[k->head_len] = '\0';
            k->quoted = strstr(k->head, "QUOTED-PRINTABLE") != NULL;
        } else if (!k->value && k->head_len < sizeof k->head - 1) {
            k->head[k->head_len++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        } else if (k->quoted && c == '=') {
            k->escape = 1;
            continue;
        }
        out[len++] = c;
    }
    if (n == 0 && k->line_end)
        out[len++] = '\n';
    return len;
}
