/* English given names alone, by their place in a letter: who is greeted, who signs, who is to be called. What is a given name is
 * person_latin.c's matter. Only lines of nothing but ASCII are asked for their form: so the first look can do it at the bytes. */
#include "detect/scan.h"

#include <string.h>

enum { SHORT_LINE = 48, WORD_MAX = 24 };

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Where the word of ASCII letters at `at` ends. */
static size_t word_end(const char *t, size_t at, size_t end)
{
    while (at < end && ascii_letter((uint8_t)t[at]))
        at++;
    return at;
}

/* An empty line stands above the one that begins here, or none; marks of quotation apart. */
static bool blank_above(const char *t, size_t at)
{
    enum { STEPS = 8 };
    unsigned feeds = 0;
    for (unsigned k = 0; k < STEPS && at > 0 && feeds < 2; k++, at--)
        if (t[at - 1] == '\n')
            feeds++;
        else if (t[at - 1] != '\r' && t[at - 1] != ' ' && t[at - 1] != '>')
            return false;
    return feeds == 2 || at == 0;
}

/* Thanks, Cheers, love: what is written before one's own name. */
static bool closing(const char *t, size_t at, size_t end)
{
    static const char words[][10] = {"thanks", "cheers", "regards", "best", "love", "sincerely", "yours"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        size_t n = strlen(words[k]), i = 0;
        while (i < n && at + i < end && (t[at + i] | 32) == words[k][i])
            i++;
        if (i == n && at + n == end)
            return true;
    }
    return false;
}

/* A word like by, or a closing with a comma or a dash, stands before the last word of a short line: Reviewed by Dana; Thanks, Kurt; ... -Judith */
static bool before_last(const char *t, size_t start, size_t at)
{
    size_t word = at;
    if (at > start && t[at - 1] == '-')
        return at > start + 1 && t[at - 2] == ' ';
    if (at < start + 3 || t[at - 1] != ' ')
        return false;
    if ((t[at - 3] | 32) == 'b' && (t[at - 2] | 32) == 'y')
        return at == start + 3 || t[at - 4] == ' ';
    word = at - 1;
    if (t[word - 1] != ',' && t[word - 1] != '-')
        return false;
    size_t end = --word;
    while (end > start && t[end - 1] == ' ')
        end--;
    for (word = end; word > start && ascii_letter((uint8_t)t[word - 1]);)
        word--;
    return closing(t, word, end);
}

enum letter { LETTER_NOTHING, LETTER_FIRST, LETTER_LAST };

/* The line's first word, which ends at `word`, is by what follows somebody's name: Gail, or Callum - here is the key, or Beatrice, Ops */
static bool begins_letter(const char *t, size_t start, size_t word, size_t end)
{
    if (word + 1 >= end)
        return word < end && t[word] == ',';
    if (t[word] == ' ')
        return word + 3 < end && t[word + 1] == '-' && t[word + 2] == ' ' && t[word + 3] >= 'a' && t[word + 3] <= 'z';
    return t[word] == ',' && t[word + 1] == ' ' && word + 2 < end && upper(t[word + 2]) && word_end(t, word + 2, end) == end && !closing(t, start, word);
}

/* What the line t[start, end) is by its form, and the name in it. */
static enum letter line_form(const char *t, size_t start, size_t end, size_t *from, size_t *to)
{
    end -= end > start && t[end - 1] == '\r';
    while (start < end && t[start] == '>')
        start += 1 + (start + 1 < end && t[start + 1] == ' ');
    *from = start;
    if (start < end && upper(t[start])) {
        size_t word = *to = word_end(t, start, end);
        if (begins_letter(t, start, word, end) && blank_above(t, start))
            return LETTER_FIRST;
    }
    if (end - start > SHORT_LINE || end == start || !ascii_letter((uint8_t)t[end - 1]))
        return LETTER_NOTHING;
    for (*from = *to = end; *from > start && ascii_letter((uint8_t)t[*from - 1]);)
        --*from;
    return upper(t[*from]) && before_last(t, start, *from) ? LETTER_LAST : LETTER_NOTHING;
}

bool person_letter_may(const char *t, size_t start, size_t end)
{
    size_t from, to;
    return line_form(t, start, end, &from, &to) != LETTER_NOTHING && english_given(t + from, to - from);
}

static void found(struct scan *s, uint32_t from, uint32_t to, const char *rule)
{
    if (!scan_taken(s, from, to))
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, rule, from, to);
}

/* One of the words, parted by |, ends before i, a space or a colon apart: where it begins; i: none does. */
static uint32_t one_before(const struct scan *s, uint32_t i, const char *words)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t end = i;
    while (end > 0 && (c[end - 1] == ' ' || c[end - 1] == ':'))
        end--;
    for (const char *at = words; at; at = strchr(at, '|'), at = at ? at + 1 : NULL) {
        uint32_t n = (uint32_t)strcspn(at, "|"), k = 0;
        while (k < n && end >= n && (c[end - n + k] | 32) == (uint16_t)at[k])
            k++;
        if (k == n && end < i && (end == n || !class_ascii_word((s->class_store + 8)[end - n - 1])))
            return end - n;
    }
    return i;
}

/* The given name that ends before i, a space apart, and is not the end of a longer name: where it begins; i: there is none. */
static uint32_t given_before(const struct scan *s, uint32_t i)
{
    const uint8_t *cls = s->class_store + 8;
    char word[WORD_MAX];
    uint32_t end = i, from, n = 0;
    while (end > 0 && cls[end - 1] == CLASS_SPACE)
        end--;
    for (from = end; from > 0 && class_latin(cls[from - 1]) && end - from < WORD_MAX;)
        from--;
    if (from == end || cls[from] != CLASS_UPPER || (from > 0 && cls[from - 1] != CLASS_SPACE && (s->c_store + 8)[from - 1] != '(') || end == i)
        return i;
    for (uint32_t k = from; k < end; k++)
        word[n++] = (char)(s->c_store + 8)[k];
    uint32_t before = from > 0 ? from - 1 : 0;
    while (before > 0 && class_latin(cls[before - 1]))
        before--;
    bool longer = from > 1 && cls[before] == CLASS_UPPER && one_before(s, from, "call|ask|contact|text|phone|ring|email|daughter|son|aunt|uncle") == from;
    return !longer && english_given(word, n) ? from : i;
}

/* Judith on 020 7946 0501; Phoebe (DOB 22 April 2015): the number is known, and so the line is read. */
static void beside_values(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    for (uint32_t k = 0, hits = s->hit_count; k < hits; k++) {
        const struct data_hit *h = &s->hits[k];
        uint32_t at = (uint32_t)h->start, word = at;
        if (h->confidence == CONFIDENCE_LOW)
            continue;
        if (h->type == DATA_PHONE)
            word = one_before(s, at, "on|at");
        else if (h->type == DATA_BIRTHDATE) {
            word = one_before(s, at, "dob|born|born on|d.o.b.");
            word = word > 0 && c[word - 1] == '(' ? word - 1 : at;
        }
        uint32_t from = word < at ? given_before(s, word) : word;
        if (from < word) {
            uint32_t to = from;
            while (class_latin(SCAN_CLASS(s)[to]))
                to++;
            found(s, from, to, "name-given");
        }
    }
}

/* Corrigan, Owen - SSN 564-21-2296: the line begins with a surname and a given name. */
static void surname_first(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t i = 0, comma, to;
    char word[WORD_MAX];
    while (i < 8 && (cls[i] == CLASS_SPACE || cls[i] == CLASS_MARK || cls[i] == CLASS_DASH || cls[i] == CLASS_DIGIT))
        i++;
    if (cls[i] != CLASS_UPPER || cls[i + 1] == CLASS_UPPER)
        return;
    comma = latin_end(cls, i);
    if (c[comma] != ',' || cls[comma + 1] != CLASS_SPACE || cls[comma + 2] != CLASS_UPPER || comma - i < 2)
        return;
    to = latin_end(cls, comma + 2);
    uint32_t n = 0;
    for (uint32_t k = comma + 2; k < to && n < WORD_MAX; k++)
        word[n++] = (char)c[k];
    bool ends = cls[to] == CLASS_TAB || c[to] == ':' || c[to] == '|' || (cls[to] == CLASS_SPACE && (cls[to + 1] == CLASS_DASH || cls[to + 1] == CLASS_MARK || cls[to + 1] == CLASS_DIGIT));
    if (ends && english_given(word, n) && !english_organisation(c, cls, i, to))
        found(s, i, to, "name-list");
}

/* Her daughter Valerie: on a line that holds a number or an address. */
static void relatives(struct scan *s)
{
    static const char words[] = "daughter|son|wife|husband|mother|father|sister|brother|aunt|uncle|niece|nephew|grandson|granddaughter|grandma|grandpa|mum|mom|dad";
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t i = 1; i < s->n; i++) {
        if (cls[i] != CLASS_UPPER || cls[i - 1] != CLASS_SPACE || one_before(s, i, words) == i)
            continue;
        uint32_t to = latin_end(cls, i);
        if (given_before(s, to + 1) == i && cls[to] == CLASS_SPACE)
            found(s, i, to, "name-given");
        i = to;
    }
}

void person_letter(struct scan *s)
{
    uint32_t n = s->n;
    bool ascii = s->off[n] - s->off[0] == n;
    if (s->strong_values > 0 && n > 0) {
        beside_values(s);
        surname_first(s);
        relatives(s);
    }
    size_t from, to;
    if (!ascii || line_form(s->text, s->off[0], s->off[n], &from, &to) == LETTER_NOTHING || !english_given(s->text + from, to - from))
        return;
    found(s, (uint32_t)(from - s->off[0]), (uint32_t)(to - s->off[0]), "name-signature");
}
