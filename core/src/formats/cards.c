/* Undoes the line folding and the escapes of vCard and iCalendar and the quoted-printable values of vCard 2.1, which telephones still write. */
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

/* RFC 6350, section 3.4; RFC 5545, section 3.3.11: \\n, \\, and the like. */
static size_t unescape(const char *text, size_t n, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        char next = i + 1 < n ? text[i + 1] : '\0';
        bool escape = text[i] == '\\' && (next == 'n' || next == 'N' || next == ',' || next == ';' || next == '\\');
        i += escape;
        out[len++] = !escape ? text[i] : next == 'n' || next == 'N' ? '\n' : next;
    }
    return len;
}

/* Where the next part of a value that consists of several ends. */
static const char *part_end(const char *p, const char *end)
{
    while (p < end && *p != ';')
        p += *p == '\\' && end - p > 1 ? 2 : 1;
    return p;
}

/* Box, room, street, town, region, postal code, country: from large to small in Japanese, from small to large elsewhere. */
static size_t address(const char *value, size_t n, char *out)
{
    enum { BOX, ROOM, STREET, TOWN, REGION, CODE, COUNTRY, PARTS };
    static const int japanese[PARTS] = {CODE, REGION, TOWN, STREET, ROOM, BOX, COUNTRY}, others[PARTS] = {BOX, ROOM, STREET, TOWN, REGION, CODE, COUNTRY};
    const char *p = value, *end = value + n, *start[PARTS];
    size_t length[PARTS] = {0}, len = 0;
    for (int i = 0; i < PARTS && p <= end; i++) {
        start[i] = p;
        p = i < COUNTRY ? part_end(p, end) : end;
        length[i] = (size_t)(p++ - start[i]);
    }
    bool large_first = length[REGION] > 0 ? (unsigned char)*start[REGION] >= 0xE3 : length[TOWN] > 0 && (unsigned char)*start[TOWN] >= 0xE3;
    for (int k = 0; k < PARTS; k++) {
        int i = large_first ? japanese[k] : others[k];
        if (length[i] == 0)
            continue;
        if (len > 0 && !(large_first && (i == TOWN || i == STREET))) {
            if (!large_first && i != CODE)
                out[len++] = ',';
            out[len++] = ' ';
        }
        len += unescape(start[i], length[i], out + len);
    }
    return len;
}

size_t cards_line(const char *line, size_t n, char *out)
{
    size_t head = 0, name = 0;
    bool quoted = false;
    for (; head < n && (quoted || line[head] != ':'); head++)
        quoted = quoted != (line[head] == '"');
    if (head == n)
        return unescape(line, n, out);
    for (size_t i = 0; i < head && line[i] != ';'; i++)
        if (line[i] == '.') /* item1.ADR */
            name = i + 1;
    head++;
    memcpy(out, line, head);
    bool is_address = head - name > 3 && (line[name] | 32) == 'a' && (line[name + 1] | 32) == 'd' && (line[name + 2] | 32) == 'r' &&
                      (line[name + 3] == ';' || line[name + 3] == ':');
    return head + (is_address ? address : unescape)(line + head, n - head, out + head);
}
