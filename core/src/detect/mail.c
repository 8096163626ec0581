/* E-mail addresses. Whose they are is decided elsewhere. */
#include "detect/scan.h"

/* Signs that may stand in the part before the @: . _ % + - ' ! # $ & * / = ? ^ ` { | } ~ */
static bool local_sign(uint16_t c)
{
    static const uint32_t signs[4] = {0, 0xA000ECFA, 0xC0000000, 0x78000001};
    return c < 0x80 && bit_of(signs, c);
}

uint32_t mail_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = ascii_word_end(cls, i), start = i;
    for (; local_sign(c[at]); at = ascii_word_end(cls, at + 1))
        if (c[at] == '=' || c[at] == '/' || c[at] == '|' || c[at] == '\'' || c[at] == '`')
            start = at + 1; /* mailto=taro@, /taro@ and quotes are cut off */
    if (c[at] != '@') {
        s->no_mail_until = at;
        return 0;
    }
    if (start > i) { /* 090-1234-5678/taro@...: what stands in front is looked at first */
        s->no_mail_until = start;
        return 0;
    }
    uint32_t local_end = at++, label = at, dots = 0, last_dot = 0;
    for (;; at++) {
        at = ascii_word_end(cls, at);
        if (!(cls[at] == CLASS_DASH || c[at] == '.') || at == label || !class_ascii_word(cls[at + 1]))
            break;
        if (c[at] == '.') {
            dots++;
            last_dot = at;
            label = at + 1;
        }
    }
    s->no_mail_until = at;
    for (uint32_t k = start + 1; k < local_end; k++)
        if (c[k] == '*' && c[k - 1] == '*')
            return 0; /* y*****@example.jp does not tell */
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
