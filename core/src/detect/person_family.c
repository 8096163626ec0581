/* Others on a line on which somebody was found: of the same family, and in a row of names. How a name is read is person.c's matter. */
#include "detect/person_parts.h"

/* The surname of a name that was found: up to its space, or as the dictionary has it; its characters, or 0. */
static uint32_t surname_of(const struct scan *s, const struct data_hit *h)
{
    enum { SURNAME_MAX = 4 };
    const uint16_t *c = s->c_store + 8;
    uint32_t i = (uint32_t)h->start, end = (uint32_t)h->end, run = person_kanji_end(s, i);
    if (run < end && (s->class_store + 8)[run] == CLASS_SPACE)
        return run - i <= SURNAME_MAX ? run - i : 0;
    uint32_t guess = 0;
    for (uint32_t n = 2; n <= SURNAME_MAX && n < end - i && run == end; n++) {
        bool given = end - i - n >= 2 && known_given(c + i + n, end - i - n);
        if (known_surname(c + i, n) || (given && !guess))
            guess = n;
    }
    return guess;
}

/* What may be a name of this family at `at`, behind its surname of n characters: where it ends; 0: it is none. */
static uint32_t of_family(const struct scan *s, uint32_t at, uint32_t n)
{
    enum { GIVEN_MAX = 3 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t run = person_kanji_end(s, at), given = at + n, end = run;
    if (run == given) {
        if (cls[run] != CLASS_SPACE || cls[run + 1] != CLASS_KANJI)
            return 0;
        given = run + 1;
        end = person_kanji_end(s, given);
    }
    return end - given <= GIVEN_MAX && !class_japanese(cls[end]) && title_start(c, at, end) == end && !organisation_like(c, at, end) && person_unknown_part(s, given, end, true) ? end : 0;
}

void person_family(struct scan *s)
{
    enum { FAMILIES = 8 /* hits that are looked at */ };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t k = 0, hits = s->hit_count < FAMILIES ? s->hit_count : FAMILIES; k < hits; k++) {
        const struct data_hit *h = &s->hits[k];
        uint32_t first = (uint32_t)h->start, n, end;
        if (h->type != DATA_PERSON || h->confidence == CONFIDENCE_LOW || cls[first] != CLASS_KANJI || (n = surname_of(s, h)) < 2)
            continue;
        for (uint32_t i = 0; i + n < s->n; i++) {
            uint32_t same = 0;
            while (same < n && c[i + same] == c[first + same])
                same++;
            if (same == n && i != first && (i == 0 || !class_japanese(cls[i - 1])) && (end = of_family(s, i, n)) != 0 && !scan_taken_anywhere(s, i, end))
                scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-family", i, end);
        }
    }
}

/* 鳩洞 奈々　大塚 幸子　相ノ谷 秀樹: words of kanji in pairs, of which at least half were found to be names, fill the line: all are. */
void person_pairs(struct scan *s)
{
    enum { PAIRS_MAX = 8, PART_MAX = 4 };
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t starts[2 * PAIRS_MAX], ends[2 * PAIRS_MAX], words = 0, found = 0, at = person_row_start(s);
    for (; at < s->n; at++) {
        uint32_t end = person_kanji_end(s, at);
        if (end == at || end - at > PART_MAX || words == 2 * PAIRS_MAX || (end < s->n && cls[end] != CLASS_SPACE))
            return;
        starts[words] = at;
        ends[words++] = end;
        at = end;
    }
    if (words < 4 || words % 2)
        return;
    for (uint32_t k = 0; k < words; k += 2)
        for (uint32_t i = 0; i < s->hit_count; i++)
            found += s->hits[i].type == DATA_PERSON && s->hits[i].confidence != CONFIDENCE_LOW && s->hits[i].start == starts[k] && s->hits[i].end == ends[k + 1];
    for (uint32_t k = 0; k < words && found * 4 >= words; k += 2)
        if (!scan_taken_anywhere(s, starts[k], ends[k + 1]) && person_unknown_part(s, starts[k], ends[k], false) && person_unknown_part(s, starts[k + 1], ends[k + 1], true))
            scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-row", starts[k], ends[k + 1]);
}
