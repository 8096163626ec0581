/* E-mail addresses. Whose they are is decided elsewhere. */
#include "detect/scan.h"

#include <string.h>

static bool local_character(uint16_t c, uint8_t cls)
{
    return class_ascii_word(cls) || (c < 0x80 && c > ' ' && strchr("._%+-'!#$&*/=?^`{|}~", c) != NULL);
}

uint32_t mail_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = i;
    while (local_character(c[at], cls[at]))
        at++;
    if (c[at] != '@') {
        s->no_mail_until = at;
        return 0;
    }
    uint32_t start = i, local_end = at++;
    /* "mail:taro@" has no colon inside; mailto=taro@, /taro@ and quotes are cut off */
    for (uint32_t k = i; k < local_end; k++)
        if (c[k] == '=' || c[k] == '/' || c[k] == '|' || c[k] == '\'' || c[k] == '`')
            start = k + 1;
    if (start > i) { /* 090-1234-5678/taro@...: what stands in front is looked at first */
        s->no_mail_until = start;
        return 0;
    }
    uint32_t label = at, dots = 0, last_dot = 0;
    while (class_ascii_word(cls[at]) || ((cls[at] == CLASS_DASH || c[at] == '.') && at > label && class_ascii_word(cls[at + 1]))) {
        if (c[at] == '.') {
            dots++;
            last_dot = at;
            label = at + 1;
        }
        at++;
    }
    s->no_mail_until = at;
    if (start == local_end || local_end - start > 64 || dots == 0 || at - local_end > 254)
        return 0;
    for (uint32_t k = last_dot + 1; k < at; k++)
        if (cls[k] == CLASS_DIGIT && !(at - last_dot > 4 && c[last_dot + 1] == 'x'))
            return 0; /* no top-level domain has digits, xn-- apart */
    if (at - last_dot < 3)
        return 0;
    scan_hit(s, DATA_EMAIL, CONFIDENCE_HIGH, "email", start, at);
    return at;
}
