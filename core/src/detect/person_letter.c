/* English given names alone, by their place in a letter or a sentence: who is greeted, who signs, who does something, who is to be asked. What is a
 * given name is person_latin.c's matter. Only lines of nothing but ASCII are asked for their form: so the first look can do it at the bytes. */
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
        else if (t[at - 1] != '\r' && t[at - 1] != ' ' && t[at - 1] != '>' && t[at - 1] != '|')
            return false;
    return feeds == 2 || at == 0;
}

static bool sentence_mark(char c)
{
    return c == '.' || c == '!' || c == '?' || c == ':' || c == ';';
}

/* The line that begins here stands below an empty one, below the end of a sentence, or is the first. */
static bool paragraph_begins(const char *t, size_t at)
{
    if (blank_above(t, at))
        return true;
    size_t line = at;
    while (line > 0 && t[line - 1] != '\n')
        line--;
    for (unsigned k = 0; k < 3 && line > 0 && (uint8_t)t[line - 1] <= ' '; k++)
        line--;
    return line > 0 && sentence_mark(t[line - 1]);
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

/* A word like by or a dash stands before the last word of a short line: Reviewed by Dana; ... -Judith */
static bool before_last(const char *t, size_t start, size_t at)
{
    if (at > start && t[at - 1] == '-')
        return at > start + 1 && t[at - 2] == ' ';
    if (at < start + 3 || t[at - 1] != ' ')
        return false;
    return (t[at - 3] | 32) == 'b' && (t[at - 2] | 32) == 'y' && (at == start + 3 || t[at - 4] == ' ');
}

/* A closing with a comma or a dash stands before the last word, or the end of a sentence and a dash: ... by Friday. Thanks, Kurt; ... by Friday. - Kurt */
static bool closed_before(const char *t, size_t start, size_t at)
{
    if (at < start + 4 || t[at - 1] != ' ' || (t[at - 2] != ',' && t[at - 2] != '-'))
        return false;
    size_t end = at - 2, word;
    while (end > start && t[end - 1] == ' ')
        end--;
    if (t[at - 2] == '-' && end > start + 1 && end < at - 2 && (t[end - 1] == '.' || t[end - 1] == '!' || t[end - 1] == '?') && !upper(t[end - 2]))
        return true;
    for (word = end; word > start && ascii_letter((uint8_t)t[word - 1]);)
        word--;
    return closing(t, word, end);
}

/* One to three words with capitals, and nothing else: People Team */
static bool department(const char *t, size_t at, size_t end)
{
    for (unsigned words = 0; words < 3 && at < end && upper(t[at]); words++) {
        at = word_end(t, at, end);
        if (at == end)
            return true;
        at += t[at] == ' ';
    }
    return false;
}

enum letter {
    LETTER_NOTHING,
    LETTER_FIRST,
    LETTER_LAST,
    LETTER_SURELY, /* even a name that is another word as well: Grace */
    LETTER_ANYBODY /* even one that nobody knows */
};

/* Only marks of quotation and empty lines stand above the line that begins here. */
static bool text_begins(const char *t, size_t at)
{
    enum { STEPS = 8 };
    for (unsigned k = 0; k < STEPS && at > 0; k++, at--)
        if (t[at - 1] != '\n' && t[at - 1] != '\r' && t[at - 1] != ' ' && t[at - 1] != '>' && t[at - 1] != '|')
            return false;
    return at == 0;
}

/* Melissa Lee called ...: a known given name and one word more with a capital begin at `at`, and a sentence of them. */
static bool told_of_other(const char *t, size_t at, size_t end)
{
    size_t given = word_end(t, at, end), family = given + 1 < end && t[given] == ' ' && upper(t[given + 1]) ? word_end(t, given + 1, end) : end;
    return family + 1 < end && t[family] == ' ' && t[family + 1] >= 'a' && t[family + 1] <= 'z' && english_given(t + at, given - at) && !english_no_name(t + given + 1, family - given - 1);
}

/* The line's first word, which ends at `word`, is by what follows somebody's name: Gail, or Callum - here is the key, or Beatrice, Ops */
static bool begins_letter(const char *t, size_t start, size_t word, size_t end)
{
    if (word + 1 >= end)
        return word < end && t[word] == ',';
    if (t[word] == ' ' && word + 2 == end)
        return t[word + 1] == '-'; /* Callum - */
    if (t[word] == ' ')
        return word + 3 < end && t[word + 1] == '-' && t[word + 2] == ' ' && t[word + 3] >= 'a' && t[word + 3] <= 'z';
    if (t[word] != ',' || t[word + 1] != ' ' || word + 2 >= end || closing(t, start, word))
        return false;
    return (t[word + 2] >= 'a' && t[word + 2] <= 'z') || department(t, word + 2, end) || (text_begins(t, start) && told_of_other(t, word + 2, end));
}

/* The next line goes on with a small letter; n: the end of the text. */
static bool goes_on(const char *t, size_t end, size_t n)
{
    while (end < n && (t[end] == '\r' || t[end] == '\n' || t[end] == '>' || t[end] == '|' || t[end] == ' '))
        end++;
    return end < n && t[end] >= 'a' && t[end] <= 'z';
}

/* The line above the one that begins here is "Thanks," or the like, marks of quotation apart. */
static bool closing_above(const char *t, size_t at)
{
    enum { CLOSING_BYTES = 24 };
    size_t line = at, from;
    while (line > 0 && t[line - 1] != '\n')
        line--;
    for (unsigned k = 0; k < 3 && line > 0 && (t[line - 1] == '\n' || t[line - 1] == '\r' || t[line - 1] == ' '); k++)
        line--;
    line -= line > 0 && (t[line - 1] == ',' || t[line - 1] == '!' || t[line - 1] == '.');
    for (from = line; from > 0 && line - from < CLOSING_BYTES && ascii_letter((uint8_t)t[from - 1]);)
        from--;
    return closing(t, from, line);
}

/* An empty line follows the one that ends here, or nothing. */
static bool blank_below(const char *t, size_t end, size_t n)
{
    end += end < n && t[end] == '\r';
    end += end < n && t[end] == '\n';
    while (end < n && (t[end] == '>' || t[end] == '|' || t[end] == ' ' || t[end] == '\r'))
        end++;
    return end == n || t[end] == '\n';
}

/* t[at, n) begins with the word, in letters of either case. */
static bool opens_with(const char *t, size_t at, size_t n, const char *word)
{
    for (; *word; word++, at++)
        if (at >= n || (t[at] >= 'A' && t[at] <= 'Z' ? t[at] | 32 : t[at]) != *word)
            return false;
    return true;
}

/* Behind an empty line follows what mail programs and firms set below a letter. */
static bool footer_below(const char *t, size_t end, size_t n)
{
    static const char words[][24] = {"this message", "this e-mail", "this email", "the information", "the contents", "confidential", "disclaimer", "sent from", "get outlook", "-----original", "-- "};
    enum { BLANKS = 12 };
    unsigned feeds = 0;
    for (unsigned k = 0; k < BLANKS && end < n && (uint8_t)t[end] <= ' '; k++)
        feeds += t[end++] == '\n';
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (feeds > 1 && opens_with(t, end, n, words[k]))
            return true;
    return false;
}

/* The text begins as a letter does: Hi, hello, dear ... */
static bool text_greets(const char *t, size_t n)
{
    enum { FIRST_BYTES = 200 };
    size_t at = 0;
    for (; at < FIRST_BYTES && at < n; at++)
        if (at == 0 || t[at - 1] == '\n')
            if (opens_with(t, at, n, "hi ") || opens_with(t, at, n, "hey ") || opens_with(t, at, n, "hello ") || opens_with(t, at, n, "dear ") || opens_with(t, at, n, "good morning"))
                return true;
    return false;
}

/* The line above the one that begins here is one of a list with dashes. */
static bool dash_above(const char *t, size_t at)
{
    size_t line = at;
    while (line > 0 && t[line - 1] != '\n')
        line--;
    if (line == 0)
        return false;
    for (line--; line > 0 && t[line - 1] != '\n';)
        line--;
    while (line < at && (t[line] == '>' || t[line] == '|' || t[line] == ' '))
        line++;
    return t[line] == '-';
}

/* - George: the last line of a letter, and no list. */
static bool dash_and_name(const char *t, size_t start, size_t end, size_t n, size_t *from)
{
    *from = start + 1 + (start + 1 < end && t[start + 1] == '-');
    *from += *from < end && t[*from] == ' ';
    return t[start] == '-' && *from < end && upper(t[*from]) && word_end(t, *from, end) == end && blank_below(t, end, n) && !dash_above(t, start);
}

/* Phone message for Whitcombe: the line is nothing but that and up to three words. */
static bool message_for(const char *t, size_t start, size_t end, size_t *from)
{
    static const char words[][24] = {"phone message for ", "telephone message for ", "voice message for ", "phone call for "};
    enum { NAME_WORDS = 3 };
    unsigned count = 0;
    *from = start;
    for (size_t k = 0; k < sizeof words / sizeof *words && *from == start; k++) {
        size_t length = strlen(words[k]), i = 0;
        while (i < length && start + i < end && (t[start + i] | 32) == words[k][i])
            i++;
        *from += i == length ? length : 0;
    }
    if (*from == start)
        return false;
    for (size_t at = *from, to; at < end && count <= NAME_WORDS; count++, at = to + 1) {
        to = word_end(t, at, end);
        if (!upper(t[at]) || to - at < 3 || (to < end && t[to] != ' ') || english_no_name(t + at, to - at))
            return false;
    }
    return count > 0 && count <= NAME_WORDS;
}

/* Somebody has been named above t[at, to), who has this surname. */
static bool named_above(const char *t, size_t at, size_t to)
{
    enum { BYTES_ABOVE = 1500 };
    size_t length = to - at, least = at > BYTES_ABOVE ? at - BYTES_ABOVE : 0;
    for (size_t i = at - 1; i > least + 3; i--) {
        if (t[i] != t[at] || t[i - 1] != ' ' || i + length >= at || memcmp(t + i, t + at, length) != 0 || ascii_letter((uint8_t)t[i + length]))
            continue;
        size_t from = i - 1;
        while (from > least && ascii_letter((uint8_t)t[from - 1]))
            from--;
        if (english_given(t + from, i - 1 - from) || (upper(t[from]) && english_given_and_word(t + from, i - 1 - from)))
            return true;
    }
    return false;
}

/* 2. McAllister to raise PO 12 by Friday: one of a list of what people named above are to do. */
static bool item_of_actions(const char *t, size_t start, size_t end, size_t *from, size_t *to)
{
    size_t at = start, digits;
    while (at < end && at - start < 2 && t[at] >= '0' && t[at] <= '9')
        at++;
    digits = at - start;
    if (at + 2 >= end || t[at + 1] != ' ' || (digits ? t[at] != '.' && t[at] != ')' : t[at] != '-' && t[at] != '*') || !upper(t[at + 2]))
        return false;
    *from = at + 2;
    for (*to = *from; *to < end && (ascii_letter((uint8_t)t[*to]) || t[*to] == '\'');)
        ++*to;
    return *to - *from >= 3 && *to + 5 < end && memcmp(t + *to, " to ", 4) == 0 && t[*to + 4] >= 'a' && t[*to + 4] <= 'z' && !english_no_name(t + *from, *to - *from) && named_above(t, *from, *to);
}

/* The next line begins with a capital, and is longer than what stands in verses. */
static bool letter_below(const char *t, size_t end, size_t n)
{
    enum { LINE_LEAST = 48 };
    end += end < n && t[end] == '\r';
    end += end < n && t[end] == '\n';
    if (end + LINE_LEAST > n || !upper(t[end]))
        return false;
    for (size_t k = 0; k < LINE_LEAST; k++)
        if (t[end + k] == '\n')
            return false;
    return true;
}

/* Nothing that can be seen stands behind `end`. */
static bool text_over(const char *t, size_t end, size_t n)
{
    enum { BLANKS = 16 };
    for (unsigned k = 0; k < BLANKS && end < n && (uint8_t)t[end] <= ' '; k++)
        end++;
    return end == n;
}

/* 1., 2), - or * stands at the beginning of the line, and a space: what follows. */
static size_t behind_bullet(const char *t, size_t start, size_t end)
{
    size_t at = start;
    while (at < end && at - start < 2 && t[at] >= '0' && t[at] <= '9')
        at++;
    bool mark = at < end && (at > start ? t[at] == '.' || t[at] == ')' : t[at] == '-' || t[at] == '*');
    return mark && at + 1 < end && t[at + 1] == ' ' ? at + 2 : start;
}

static bool given_alone(const char *t, size_t at, size_t to);
static bool word_among(const char *t, size_t at, size_t n, const char *words);

/* Given names that are oftener places, machines, programs and plants where lists and commands name them. */
static bool called_so(const char *t, size_t at, size_t to)
{
    static const char things[] = " ada adelaide alberta alexa alexandria angelica apollo athena atlas augusta aurora brooklyn buster charlotte cheyenne claude darwin gemini hazel heather helena hermes "
                                 "jasmine jasper jenkins jessie julia juno kitty laurel lenny loki luna marion mercury minerva myrtle odin orion orlando phoebe poppy raleigh regina rosemary salvador "
                                 "santiago savannah siri thor travis trixie troy valencia vienna viola violet watson zeus ";
    return word_among(t, at, to, things);
}

/* Rachel: and a few words that begin small stand at `at`, where the line does; its colon ends the word at `to`. */
static bool utters(const char *t, size_t at, size_t n, size_t to, bool *small)
{
    if (to - at < 3 || to + 3 >= n || t[to] != ':' || t[to + 1] != ' ' || !ascii_letter((uint8_t)t[to + 2]) || called_so(t, at, to) || !given_alone(t, at, to))
        return false;
    *small = t[to + 2] >= 'a';
    return true;
}

/* Rachel: running late - one of several lines of a chat or of minutes that open with a given name and a colon; the word of this one ends at `word`. */
static bool speaks(const char *t, size_t at, size_t end, size_t n, size_t word)
{
    enum { LINES = 6, LINE_BYTES = 400 };
    bool small, other;
    if (word >= end || t[word] != ':' || !utters(t, at, n, word, &small))
        return false;
    for (int way = 0; way < 2; way++) {
        size_t line = at;
        for (unsigned lines = 0; lines < LINES; lines++) {
            size_t from = line, steps = 0;
            if (way == 0) { /* up to where the line above begins */
                while (from > 0 && t[from - 1] != '\n' && steps++ < LINE_BYTES)
                    from--;
                if (from == 0 || t[from - 1] != '\n')
                    break;
                for (from--, steps = 0; from > 0 && t[from - 1] != '\n' && steps++ < LINE_BYTES;)
                    from--;
                if (from > 0 && t[from - 1] != '\n')
                    break;
            } else {
                while (from < n && t[from] != '\n' && steps++ < LINE_BYTES)
                    from++;
                if (from >= n || t[from] != '\n')
                    break;
                from++;
            }
            line = from;
            while (from < n && (t[from] == '>' || t[from] == '|' || t[from] == ' '))
                from++;
            from = behind_bullet(t, from, n);
            if (from < n && upper(t[from]) && utters(t, from, n, word_end(t, from, n < from + WORD_MAX ? n : from + WORD_MAX), &other) && (small || other))
                return true;
        }
    }
    return false;
}

/* What the line t[start, end) of t[0, n) is by how it begins, and the name there. */
static enum letter line_opening(const char *t, size_t start, size_t end, size_t n, size_t *from, size_t *to)
{
    *from = start;
    if (start < end && item_of_actions(t, start, end, from, to))
        return LETTER_ANYBODY;
    *from = behind_bullet(t, start, end);
    if (*from > start && *from < end && upper(t[*from]) && speaks(t, *from, end, n, *to = word_end(t, *from, end)))
        return LETTER_FIRST;
    *from = start;
    *to = end;
    if (start < end && (t[start] | 32) >= 'p' && message_for(t, start, end, from))
        return LETTER_ANYBODY;
    if (start < end && dash_and_name(t, start, end, n, from))
        return LETTER_SURELY;
    *from = start;
    if (start < end && upper(t[start])) {
        size_t word = *to = word_end(t, start, end);
        bool alone = (word + 1 == end && t[word] == ',') || (word + 2 == end && t[word] == ' ' && t[word + 1] == '-');
        if (alone && text_begins(t, start) && (blank_below(t, end, n) || letter_below(t, end, n)))
            return LETTER_SURELY;
        bool last = word == end && blank_above(t, start) && text_over(t, end, n);
        if (word == end && (closing_above(t, start) || (last && text_greets(t, n))))
            return LETTER_SURELY;
        if (word == end && footer_below(t, end, n))
            return LETTER_FIRST;
        if (speaks(t, start, end, n, word))
            return LETTER_FIRST;
        if ((word == end ? !goes_on(t, end, n) : begins_letter(t, start, word, end)) && paragraph_begins(t, start))
            return LETTER_FIRST;
    }
    return LETTER_NOTHING;
}

/* ... by how it ends. */
static enum letter line_tail(const char *t, size_t start, size_t end, size_t n, size_t *from, size_t *to)
{
    if (end == start || !ascii_letter((uint8_t)t[end - 1]))
        return LETTER_NOTHING;
    for (*from = *to = end; *from > start && ascii_letter((uint8_t)t[*from - 1]);)
        --*from;
    if (!upper(t[*from]))
        return LETTER_NOTHING;
    /* ... come down? Edward; but not C.S. Forester */
    bool sentence = *from > start + 2 && t[*from - 1] == ' ' && (t[*from - 2] == '.' || t[*from - 2] == '!' || t[*from - 2] == '?') && !upper(t[*from - 3]);
    bool closed = closed_before(t, start, *from) && (end - start <= SHORT_LINE || !goes_on(t, end, n));
    return closed || (sentence && !goes_on(t, end, n)) || (end - start <= SHORT_LINE && before_last(t, start, *from)) ? LETTER_LAST : LETTER_NOTHING;
}

/* The word that begins at `at`, in small letters but for its first one, is one of them, each between spaces. */
static bool word_among(const char *t, size_t at, size_t n, const char *words)
{
    size_t to = at;
    char word[WORD_MAX + 2] = " ";
    while (to < n && to - at < WORD_MAX - 1 && (to == at ? ascii_letter((uint8_t)t[to]) : t[to] >= 'a' && t[to] <= 'z'))
        to++;
    memcpy(word + 1, t + at, to - at);
    word[1] |= 32;
    word[to - at + 1] = ' ';
    return to > at && !(to < n && ascii_letter((uint8_t)t[to])) && strstr(words, word) != NULL;
}

/* Given names that are words as well: alone they are nobody. */
static bool word_alone(const char *t, size_t at, size_t to)
{
    static const char words[] = " any arch banks bar base bay bell berkeley booth boot bush care caesar case chapel charter chester church court day dell delta dolphin even fax field fields "
                                "free geneva hall hart hill hunt job king lake law lion lock man mar meta minor night north oak page park pascal perl pier power prentice queen read red reed "
                                "reilly rock roman sea shadow shell temple trace tuesday unique wait way welch wells welsh west windows wolf york ";
    return word_among(t, at, to, words);
}

static bool given_alone(const char *t, size_t at, size_t to)
{
    return english_given(t + at, to - at) && !word_alone(t, at, to);
}

/* What is found by a line's form is a name that may be there. */
static bool named_so(enum letter form, const char *t, size_t at, size_t to)
{
    bool word = form == LETTER_SURELY && to - at >= 2 && t[at + 1] >= 'a' && english_given_and_word(t + at, to - at);
    return form == LETTER_ANYBODY || word || (form != LETTER_NOTHING && given_alone(t, at, to));
}

/* Nothing stands before `at` on the line but marks of quotation and bullets, or a sentence ends there. */
static bool sentence_begins(const char *t, size_t start, size_t at)
{
    size_t p = at;
    while (p > start && t[p - 1] == ' ')
        p--;
    return p == start || t[p - 1] == '>' || t[p - 1] == '|' || (p < at && (sentence_mark(t[p - 1]) || t[p - 1] == '-' || t[p - 1] == '*' || t[p - 1] == ','));
}

/* The word that ends at `end` has a capital, and it greets nobody. */
static bool longer_name(const char *t, size_t start, size_t end)
{
    size_t from = end;
    while (from > start && ascii_letter((uint8_t)t[from - 1]))
        from--;
    return upper(t[from]) && !(end - from == 4 && memcmp(t + from, "Dear", 4) == 0) && !(end - from == 2 && memcmp(t + from, "Hi", 2) == 0);
}

/* Another given name is joined to the one that ends at `to`, or to the one that begins at `at`: Andrew, Barry; Robin and Gemma */
static bool joined_to_given(const char *t, size_t start, size_t n, size_t at, size_t to)
{
    size_t next = to + (to + 1 < n && t[to] == ',' && t[to + 1] == ' ' ? 2 : to + 4 < n && memcmp(t + to, " and ", 5) == 0 ? 5 : to + 3 < n && memcmp(t + to, " or ", 4) == 0 ? 4 : 0), end = word_end(t, next, n);
    if (next > to && next < n && upper(t[next]) && (end == n || (t[end] != ' ' || end + 1 == n || !upper(t[end + 1]))) && given_alone(t, next, end))
        return true;
    size_t before = at >= start + 2 && t[at - 1] == ' ' && t[at - 2] == ',' ? at - 2 : at >= start + 5 && memcmp(t + at - 5, " and ", 5) == 0 ? at - 5 : at >= start + 4 && memcmp(t + at - 4, " or ", 4) == 0 ? at - 4 : at, from = before;
    while (from > start && before - from < WORD_MAX && ascii_letter((uint8_t)t[from - 1]))
        from--;
    bool longer = from >= start + 2 && t[from - 1] == ' ' && ascii_letter((uint8_t)t[from - 2]) && longer_name(t, start, from - 1);
    return before < at && from < before && upper(t[from]) && !longer && given_alone(t, from, before);
}

/* Manager: Lindqvist, Ian: a label, a surname and a comma stand before `at`, as surname_first() wants them, or more. */
static bool behind_surname(const char *t, size_t start, size_t at)
{
    size_t from = at - (at >= start + 2 && t[at - 1] == ' ' && t[at - 2] == ',' ? 2 : 0), label; /* full-width marks, too */
    if (from == at)
        return false;
    while (from > start && ascii_letter((uint8_t)t[from - 1]))
        from--;
    for (label = from; label > start && (t[label - 1] == ' ' || t[label - 1] == '\r');)
        label--;
    return upper(t[from]) && label > start && ((uint8_t)t[label - 1] >= 0x80 || (label < from && (t[label - 1] == ':' || t[label - 1] == '.')));
}

/* What stands beside the word t[at, to) on its line. */
struct beside {
    bool lower, ends;       /* a word of small letters follows; a mark does */
    size_t from, word;      /* the word before it; from == word: there is none */
    size_t first, second;   /* the one before that, right before a space */
};

static struct beside beside(const char *t, size_t start, size_t n, size_t at, size_t to)
{
    struct beside b = {.word = at};
    char next = to < n ? t[to] : '\n', behind = to + 1 < n ? t[to + 1] : '\n';
    b.lower = next == ' ' && behind >= 'a' && behind <= 'z';
    b.ends = next == '\n' || next == '\r' || next == ',' || next == ')' || next == ':' || next == ';' || next == '!' || next == '?' || (next == '.' && (uint8_t)behind <= ' ') || (next == ' ' && behind == '(');
    while (b.word > start && (t[b.word - 1] == ' ' || t[b.word - 1] == ':'))
        b.word--;
    for (b.from = b.word; b.from > start && b.word - b.from < WORD_MAX && (ascii_letter((uint8_t)t[b.from - 1]) || t[b.from - 1] == '\'');)
        b.from--;
    b.second = b.first = b.from > start && t[b.from - 1] == ' ' ? b.from - 1 : b.from;
    while (b.first > start && b.second - b.first < WORD_MAX && ascii_letter((uint8_t)t[b.first - 1]))
        b.first--;
    return b;
}

/* In Rachel's car, but not King Charles's. */
static bool belongs_to(const char *t, size_t start, size_t n, size_t at, size_t to)
{
    static const char things[] = " car desk house flat birthday husband wife son daughter mother father mum mom dad baby mobile calendar inbox laptop note message request comment question suggestion feedback "
                                 "approval draft reply ";
    static const char shops[] = " christie denny lloyd macy wendy ";
    return to + 3 < n && t[to] == '\'' && t[to + 1] == 's' && t[to + 2] == ' ' && word_among(t, to + 3, n, things) && !word_among(t, at, to, shops) &&
           !(at > start + 1 && longer_name(t, start, at - 1));
}

/* With my husband Charles; a member of staff called Tomasz; say hi to Gloria; Kevin and I: two words say it. */
static bool told_by_two(const char *t, size_t n, size_t to, const struct beside *b)
{
    static const char kin[] = " husband wife partner fiance fiancee son daughter brother sister mother father mum mom dad uncle aunt colleague boss manager assistant friend neighbour neighbor driver cleaner "
                              "nanny tutor coach landlord teacher doctor intern trainee solicitor lawyer accountant ";
    static const char persons[] = " staff colleague man woman someone somebody person guy lady gentleman employee member nurse driver boy girl agent ";
    if (to + 6 < n && memcmp(t + to, " and I ", 7) == 0)
        return true;
    if (b->first == b->second || !(b->ends || b->lower))
        return false;
    return (word_among(t, b->from, b->word, kin) && word_among(t, b->first, b->second, " my our ")) ||
           (word_among(t, b->from, b->word, " called named ") && word_among(t, b->first, b->second, persons)) ||
           (word_among(t, b->from, b->word, " to ") && word_among(t, b->first, b->second, " hi hello regards congratulations congrats ")) ||
           (word_among(t, b->from, b->word, " in ") && word_among(t, b->first, b->second, " copy copied loop looped ")) ||
           (b->ends && t[b->word] == ' ' && word_among(t, b->from, b->word, " is ") && word_among(t, b->first, b->second, " name "));
}

/* hey Jessica - ; congratulations Jessica! happy birthday Jessica! */
static bool wished(const char *t, size_t start, size_t n, size_t at, size_t to, const struct beside *b)
{
    bool dash = to + 1 < n && t[to] == ' ' && t[to + 1] == '-';
    if (t[b->word] != ' ' || !(b->ends || dash) || called_so(t, at, to))
        return false;
    if (word_among(t, b->from, b->word, " birthday ") && word_among(t, b->first, b->second, " happy "))
        return true;
    return word_among(t, b->from, b->word, " hey hi hello morning welcome congratulations congrats sorry ") && sentence_begins(t, start, b->from);
}

/* Attendees: Omar Haddad, Lucy, Ben: one of a list of people, which the line begins with. */
static bool listed_among(const char *t, size_t start, size_t n, size_t at, size_t to)
{
    static const char lists[][16] = {"present:", "attendees:", "participants:", "in attendance:", "attending:", "absent:", "apologies:", "regrets:", "invited:", "speakers:", "players:", "cc:"};
    char next = to < n ? t[to] : '\n';
    if (at < start + 4 || t[at - 1] != ' ' || (t[at - 2] != ',' && t[at - 2] != ':' && t[at - 2] != ';') || !(next == ',' || next == ';' || next == '\n' || next == '\r' || next == '.'))
        return false;
    while (start < at && (t[start] == '>' || t[start] == '|' || t[start] == ' '))
        start++;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        if (opens_with(t, start, at, lists[k]))
            return true;
    return false;
}

/* The word t[at, to) with a capital is by what stands around it in the line, which begins at start, somebody's given name. */
static bool said_of_given(const char *t, size_t start, size_t n, size_t at, size_t to)
{
    static const char doings[] = " is was has had can could will would gave moved owns needs said says asked wants called went sent told also does did works left joined started starts "
                                 "came should might must just already usually still never always cannot previously covers likes knows likely to and ";
    static const char roles[] = " approved adjuster requested reviewed signed owner caller driver agent manager reporter assignee attn mentor host coach teacher nurse doctor buddy mother father "
                                "guardian spouse wife husband ";
    static const char askings[] = " ask asks asked tell told cc contact call text email ping remind invite thanks thank signed ", places[] = " by for with from under add meet see ";
    const struct beside b = beside(t, start, n, at, to);
    if (belongs_to(t, start, n, at, to) || listed_among(t, start, n, at, to) || (b.lower && word_among(t, to + 1, n, doings) && sentence_begins(t, start, at)))
        return true;
    if (b.word == at || b.from == b.word)
        return false;
    if (told_by_two(t, n, to, &b) || wished(t, start, n, at, to, &b))
        return true;
    if (word_among(t, b.from, b.word, " let ") && b.lower)
        return word_among(t, to + 1, n, " know have see ");
    if (b.from > start + 6 && b.word - b.from == 2 && memcmp(t + b.from, "to", 2) == 0 && (t[b.from - 7] | 32) == 't' && memcmp(t + b.from - 6, "hanks ", 6) == 0)
        return b.ends || (b.lower && word_among(t, to + 1, n, " for ")); /* thanks to Rachel for the cake */
    bool asked = word_among(t, b.from, b.word, askings) || (word_among(t, b.from, b.word, places) && !called_so(t, at, to));
    return t[b.word] == ':' ? b.ends && (asked || word_among(t, b.from, b.word, roles)) : asked && (b.ends || b.lower);
}

/* Grace will send the redline: somebody begins a sentence and does what only people do; a name that is another word as well is one here. */
static bool does_something(const char *t, size_t start, size_t n, size_t at, size_t to)
{
    static const char verbs[] = " send call join review draft share schedule confirm email write prepare attend meet sign handle ask talk check circulate arrange organise organize book forward "
                                "contact speak bring ";
    static const char done[] = " sent called emailed written confirmed agreed asked told said approved signed joined reviewed ";
    static const char did[] = " emailed wrote agreed asked told said says thinks wants replied "; /* but not: Mark sent items as read */
    if (to + 2 >= n || t[to] != ' ' || t[to + 1] < 'a' || t[to + 1] > 'z')
        return false;
    size_t next = word_end(t, to + 1, n < to + WORD_MAX ? n : to + WORD_MAX), length = next - to - 1;
    bool will = (length == 4 && memcmp(t + to + 1, "will", 4) == 0) || (length == 2 && memcmp(t + to + 1, "to", 2) == 0), has = length == 3 && memcmp(t + to + 1, "has", 3) == 0;
    if (next >= n || t[next] != ' ' || !(will ? word_among(t, next + 1, n, verbs) : has ? word_among(t, next + 1, n, done) : word_among(t, to + 1, n, did)))
        return false;
    return sentence_begins(t, start, at) && english_given_and_word(t + at, to - at);
}

/* Jane Roe and David are in town: who is named before "and" is somebody, too. */
static bool both_are(const char *t, size_t start, size_t n, size_t at, size_t to)
{
    if (at < start + 6 || memcmp(t + at - 5, " and ", 5) != 0 || to >= n || t[to] != ' ' || !word_among(t, to + 1, n, " are were have both "))
        return false;
    size_t from = at - 5;
    while (from > start && ascii_letter((uint8_t)t[from - 1]))
        from--;
    return from < at - 5 && upper(t[from]);
}

/* The word at `at`, of which that is the first letter, may be a given name that stands alone; where it ends, or 0. The line begins at start; n: the end of the text. */
static size_t alone_at(const char *t, size_t start, size_t n, size_t at)
{
    size_t to = word_end(t, at, n < at + WORD_MAX ? n : at + WORD_MAX);
    if (to - at < 3 || (to < n && (t[to] == '-' || t[to] == '_' || t[to] == '@' || t[to] == '/' || (t[to] >= '0' && t[to] <= '9'))))
        return 0;
    if (at > start && t[at - 1] != ' ' && t[at - 1] != '(' && t[at - 1] != '"' && t[at - 1] != '>' && t[at - 1] != '|')
        return 0;
    if (to + 1 < n && t[to] == ' ' && upper(t[to + 1]))
        return 0;
    return to;
}

/* It is one, and somebody is meant. */
static bool given_at(const char *t, size_t start, size_t n, size_t at)
{
    size_t to = alone_at(t, start, n, at);
    if (!to || does_something(t, start, n, at, to))
        return to;
    return given_alone(t, at, to) && (said_of_given(t, start, n, at, to) || joined_to_given(t, start, n, at, to) || both_are(t, start, n, at, to));
}

bool person_given_may(const char *t, size_t start, size_t n, size_t at)
{
    return given_at(t, start, n, at) || (behind_surname(t, start, at) && english_given(t + at, word_end(t, at, n) - at));
}

/* Who is named by the form of the line t[start, end) of t[0, n), one at its beginning and one at its end: how many. */
static unsigned named_by_form(const char *t, size_t start, size_t end, size_t n, size_t from[2], size_t to[2])
{
    unsigned names = 0;
    end -= end > start && t[end - 1] == '\r';
    while (start < end && (t[start] == '>' || t[start] == '|'))
        start += 1 + (start + 1 < end && t[start + 1] == ' ');
    enum letter form = line_opening(t, start, end, n, from, to);
    names += named_so(form, t, from[0], to[0]);
    form = line_tail(t, start, end, n, &from[names], &to[names]);
    return names + named_so(form, t, from[names], to[names]);
}

bool person_letter_may(const char *t, size_t start, size_t end, size_t n)
{
    size_t from[2] = {0}, to[2] = {0};
    return named_by_form(t, start, end, n, from, to) > 0;
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

/* A field begins at i: behind a label, or, on a line that holds a value, behind a mark, a number or nothing. */
static bool field_begins(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t before = i;
    while (before > 0 && cls[before - 1] == CLASS_SPACE)
        before--;
    if (before == 0)
        return s->strong_values > 0;
    if (before == i)
        return false;
    if (c[before - 1] == ':' || c[before - 1] == '.')
        return true;
    uint8_t last = cls[before - 1];
    return s->strong_values > 0 && (last == CLASS_MARK || last == CLASS_DASH || last == CLASS_DIGIT || last == CLASS_TAB);
}

/* A field ends at i: the line does, or a mark, a number or two spaces stand there. */
static bool field_closes(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (cls[i] == CLASS_SPACE)
        return cls[i + 1] == CLASS_DASH || cls[i + 1] == CLASS_MARK || cls[i + 1] == CLASS_DIGIT || cls[i + 1] == CLASS_SPACE || cls[i + 1] == CLASS_END;
    return cls[i] == CLASS_TAB || cls[i] == CLASS_END || c[i] == ':' || c[i] == '|';
}

/* Corrigan, Owen - SSN 564-21-2296; 311  Kowalski, Walter   1956-05-03; Manager: Lindqvist, Ian: a surname and a given name are a field. */
static void surname_first(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t i = 0; i < s->n; i++) {
        if (cls[i] != CLASS_UPPER)
            continue;
        uint32_t comma = latin_end(cls, i), n = 0;
        bool form = cls[i + 1] == CLASS_LOWER && c[comma] == ',' && cls[comma + 1] == CLASS_SPACE && cls[comma + 2] == CLASS_UPPER;
        if (form && (i == 0 || !class_ascii_word(cls[i - 1])) && field_begins(s, i)) {
            char word[WORD_MAX];
            uint32_t to = latin_end(cls, comma + 2);
            for (uint32_t k = i; k < comma && n < WORD_MAX; k++)
                word[n++] = (char)c[k];
            bool thanks = closing(word, 0, n);
            n = 0;
            for (uint32_t k = comma + 2; k < to && n < WORD_MAX; k++)
                word[n++] = (char)c[k];
            if (!thanks && field_closes(s, to) && english_given(word, n) && !english_organisation(c, cls, i, to))
                found(s, i, to, "name-list");
        }
        i = comma - 1;
    }
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

/* Given names in a line of ASCII, which begins at byte `start` of the text. */
static void in_sentences(struct scan *s, size_t start)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t i = 0; i < s->n; i++) {
        if (cls[i] != CLASS_UPPER)
            continue;
        uint32_t to = latin_end(cls, i), dummy;
        if (bit_of(given_tokens, token_hash(first_letters(c, cls, i, &dummy))) && (i == 0 || !class_ascii_word(cls[i - 1])) && given_at(s->text, start, s->length, start + i))
            found(s, i, to, "name-given");
        i = to - 1;
    }
}

void person_letter(struct scan *s)
{
    uint32_t n = s->n;
    bool ascii = s->off[n] - s->off[0] == n;
    if (s->strong_values > 0 && n > 0) {
        beside_values(s);
        relatives(s);
    }
    surname_first(s);
    if (!ascii)
        return;
    if (n > 0)
        in_sentences(s, s->off[0]);
    size_t from[2] = {0}, to[2] = {0};
    unsigned names = named_by_form(s->text, s->off[0], s->off[n], s->length, from, to);
    for (unsigned k = 0; k < names; k++)
        found(s, (uint32_t)(from[k] - s->off[0]), (uint32_t)(to[k] - s->off[0]), "name-signature");
}
