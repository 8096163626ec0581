/* The first look at raw lines: blocks of 64 bytes become masks (look_masks.c), the masks say which places must be looked at closer
 * (look_marks.c), and here that is done, line by line. It may say "something may be here" of a line in vain, but must never pass over a line
 * in which scan.c would find something; what that is, is decided there. */
#include "detect/first_look.h"

#include <stddef.h>
#include <string.h>

#include "base/le.h"
#include "base/utf8.h"
#include "detect/scan.h"

enum {
    LINE_BYTES = LINE_CHARACTERS, /* longer lines are always read in full */
    NAME_CHARACTERS = 12,
    BACK_STEPS = 64,
    SECRET_BYTES = 16
};

static unsigned count_bits(uint64_t v)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_popcountll(v);
#else
    unsigned n = 0;
    for (; v; v &= v - 1)
        n++;
    return n;
#endif
}

/* ---- one line ---- */

struct view { /* the line as far as it is known: it ends at the first line feed behind start */
    const uint8_t *t;
    size_t start, n; /* n: of the whole text */
    unsigned flags;
    unsigned digits;
    unsigned labels, label_characters; /* places where a label begins */
    size_t label_from, label_until, inner_until; /* the last label, and the last one inside it */
    bool city, born, address_label, first_year, kanji_number;
    bool inner_label; /* perhaps a label inside a Latin word */
};

/* The folded character at byte at; 0 at the end of the line. */
static uint16_t char_at(const struct view *v, size_t at, size_t *next)
{
    uint32_t cp;
    *next = at;
    if (at >= v->n || v->t[at] == '\n')
        return 0;
    if (v->t[at] < 0x80) {
        *next = at + 1;
        return v->t[at];
    }
    *next = at + utf8_decode((const char *)v->t + at, v->n - at, &cp);
    return scan_fold_character(cp);
}

static uint16_t char_before(const struct view *v, size_t at, size_t *start)
{
    *start = at;
    if (at <= v->start)
        return 0;
    do
        at--;
    while (at > v->start && (v->t[at] & 0xC0) == 0x80 && *start - at < 4);
    size_t next, from = at;
    uint16_t c = char_at(v, at, &next);
    *start = from;
    return c;
}

static bool is_space(uint16_t c)
{
    return c == ' ' || c == '\r';
}

static bool kanji_at(const struct view *v, size_t at)
{
    if (at + 3 > v->n)
        return false;
    const uint8_t *p = v->t + at;
    return (p[0] >= 0xE4 && p[0] <= 0xE9) || (p[0] == 0xE3 && p[1] == 0x80 && p[2] >= 0x85 && p[2] <= 0x87);
}

static bool katakana_at(const struct view *v, size_t at)
{
    if (at + 3 > v->n)
        return false;
    const uint8_t *p = v->t + at;
    return p[0] == 0xE3 && ((p[1] == 0x82 && p[2] > 0xA0) || (p[1] == 0x83 && p[2] != 0xBB));
}

/* さん, さま, ちゃん, くん */
static bool kana_title_at(const struct view *v, size_t at)
{
    if (at + 6 > v->n || v->t[at] != 0xE3 || v->t[at + 1] != 0x81)
        return false;
    uint32_t a = look_wide(v->t + at), b = look_wide(v->t + at + 3);
    return (a == 0x3055 && (b == 0x3093 || b == 0x307E)) || (a == 0x3061 && b == 0x3083) || (a == 0x304F && b == 0x3093);
}

/* ---- labels ---- */

/* What may follow a label of a name, an address or a secret, so that a value is found on the same line. */
static void label_value(struct view *v, enum label_kind kind, size_t end)
{
    size_t next, at = end, inside = 0;
    uint16_t c = char_at(v, at, &next);
    if (c == '(') {
        size_t close = next;
        while (inside++ < 14 && (c = char_at(v, close, &next)) != 0 && c != ')')
            close = next;
        if (c == ')')
            at = next;
    }
    bool gap = at != end;
    size_t mark = at;
    while (is_space(c = char_at(v, mark, &next)))
        mark = next;
    gap = gap || mark != at;
    /* the marks that make a label sure */
    bool strong = c == 0 || c == '\t' || (c != ' ' && scan_class(c) == CLASS_MARK) || c == 0x306F;
    if (!strong && !gap && kind != LABEL_PASSWORD)
        return; /* a word of running text */
    for (unsigned steps = 0; steps < BACK_STEPS; steps++) {
        c = char_at(v, mark, &next);
        if (c == 0 || (!is_space(c) && c != '\t' && c != 0x306F && (scan_class(c) != CLASS_MARK || (kind == LABEL_PASSWORD && c < 0x80 && c != ':' && c != '='))))
            break;
        mark = next;
    }
    enum char_class cls = scan_class(c);
    switch (kind) {
    case LABEL_NAME:
    case LABEL_KANA:
        if (cls == CLASS_KANJI || cls == CLASS_KATAKANA || cls == CLASS_UPPER || cls == CLASS_LETTER || (cls == CLASS_HIRAGANA && strong))
            v->flags |= LOOK_VALUE;
        break;
    case LABEL_ADDRESS:
    case LABEL_WORK_ADDRESS:
        if (class_japanese((uint8_t)cls))
            v->address_label = true;
        else if (cls == CLASS_DIGIT)
            v->flags |= LOOK_VALUE;
        break;
    default: /* PASSWORD, SECRET */
        if (c > ' ' && c < 0x7F)
            v->flags |= LOOK_VALUE;
        break;
    }
}

static void label_look(struct view *v, size_t at, bool single)
{
    size_t end, limit = at + 200 < v->n ? at + 200 : v->n;
    uint32_t count;
    bool inside = at >= v->label_from && at < v->label_until;
    if (single && inside)
        return;
    enum label_kind kind = label_in_text((const char *)v->t, at, limit, &end, &count);
    if (kind == LABEL_NOTHING)
        return;
    v->flags |= LOOK_LABEL;
    v->label_characters += count;
    if (inside) {
        /* should the outer one turn out not to count, two inside it may, side by side */
        if (at >= v->inner_until) {
            v->labels += v->inner_until > v->label_from;
            v->inner_until = end;
        }
    } else {
        v->labels += !(v->label_until > v->label_from && at < v->label_from && end >= v->label_until); /* unless it holds the last one */
        v->label_from = v->inner_until = at;
        v->label_until = end;
    }
    switch (kind) {
    case LABEL_NAME:
    case LABEL_KANA:
    case LABEL_ADDRESS:
    case LABEL_WORK_ADDRESS:
    case LABEL_PASSWORD:
    case LABEL_SECRET:
        label_value(v, kind, end);
        break;
    default:
        break;
    }
}

/* ---- kanji and kana ---- */

static void hot_kanji(struct view *v, size_t p, uint32_t c)
{
    size_t start;
    uint16_t before = char_before(v, p, &start);
    switch (c) {
    case 0x5E02: case 0x533A: case 0x753A: case 0x6751: case 0x90E1: case 0x770C: case 0x5E9C: case 0x90FD: case 0x9053: /* 市 区 町 村 郡 県 府 都 道 */
        v->city = v->city || (name_pairs[pair_hash(before, c)] & PAIR_CITY_END);
        break;
    case 0x751F: case 0x7523: case 0x8A95: case 0x51FA: case 0x6B73: case 0x624D: /* 生 産 誕 出 歳 才 */
        while (is_space(before) || before == 0x306B /* に */)
            before = char_before(v, start, &start);
        v->born = v->born || before == 0x65E5 || (before >= '0' && before <= '9');
        break;
    case 0x5143: /* 元 */
        v->first_year = true;
        break;
    case 0x4E01: case 0x756A: /* 丁 番 */
        switch (before) {
        case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94: case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D: case 0x5341:
            v->kanji_number = true;
            break;
        default:
            break;
        }
        break;
    case 0x59D3: case 0x540D: case 0x8AB2: case 0x4FC2: case 0x7D44: /* 姓 名 課 係 組: labels */
        label_look(v, p, true);
        break;
    default: /* a variant form that folding makes another character of */
        v->flags |= LOOK_VALUE;
    }
}

/* The folded characters of [p, end) into c, padded with zeros; how many, at most max. */
static uint32_t fill(const struct view *v, size_t p, size_t end, uint16_t *c, uint32_t max)
{
    uint32_t n = 0;
    while (p + 3 <= end && n < max) {
        c[n++] = (uint16_t)look_wide(v->t + p);
        p += 3;
    }
    return n;
}

/* Nothing but a name stands between marks, as isolated() in person.c wants it; in doubt yes. */
static bool stands_alone(const struct view *v, size_t p, size_t end)
{
    size_t next, at;
    uint16_t c = char_at(v, end, &next);
    if (is_space(c)) {
        size_t behind;
        uint16_t d = char_at(v, next, &behind);
        if (class_japanese((uint8_t)scan_class(d)))
            return false;
    } else if (!(c == 0 || c == '\t' || c == '(' || c == ',' || c == 0x3001 || c == '/' || c == '|' || c == '<' || c == ')'))
        return false;
    at = p;
    for (unsigned steps = 0; steps < BACK_STEPS; steps++) {
        c = char_before(v, at, &next);
        enum char_class cls = scan_class(c);
        if (c == 0 || c == '\t' || c == 0x3001)
            return true;
        if (cls == CLASS_DIGIT)
            return next - v->start <= 9 || at < p;
        if (cls == CLASS_DASH)
            return true;
        if (!is_space(c) && (cls != CLASS_MARK || c == 0x3002))
            return at < p && class_ascii_word((uint8_t)cls); /* a number or an address may have been found there */
        at = next;
    }
    return true;
}

/* Kanji, a space and a word at second: a surname and a given name, or something that a title closes. */
static bool parted_name(const struct view *v, size_t p, size_t end, size_t second, enum char_class cls)
{
    uint16_t c[NAME_CHARACTERS + 4] = {0};
    size_t stop = second;
    if (cls != CLASS_KANJI || v->t[second] == 0xEF)
        return true;
    while (kanji_at(v, stop))
        stop += 3;
    if (stop - second > NAME_CHARACTERS * 3 || title_last((uint16_t)look_wide(v->t + stop - 3)) || (stop < v->n && v->t[stop] == 0xE3 && katakana_at(v, stop)))
        return true;
    uint32_t n = fill(v, second, stop, c, NAME_CHARACTERS);
    if (n <= 6 && (dictionary_find(c, n) & WORD_GIVEN))
        return true;
    memset(c, 0, sizeof c);
    n = fill(v, p, end, c, NAME_CHARACTERS);
    bool short_given;
    return n <= 4 && name_of_kanji(c, n, &short_given) != 0;
}

static void kanji_run(struct view *v, size_t p, size_t end)
{
    uint32_t n = (uint32_t)((end - p) / 3);
    size_t next, behind;
    uint16_t q = char_at(v, end, &next), c[NAME_CHARACTERS + 4];
    if (q == 0x30FC)
        q = '-'; /* a long vowel mark behind kanji is a dash */
    if (q == 0x30F6 || q == 0x30B1 || q == 0x30CE || q == 0x30C4) /* ヶ ケ ノ ツ join kanji in names */
        if (kanji_at(v, next)) {
            v->flags |= LOOK_VALUE;
            return;
        }
    if (n > NAME_CHARACTERS)
        return;
    uint32_t last = look_wide(v->t + end - 3);
    if (q == 0x3055 || q == 0x3061 || q == 0x304F) {
        if (kana_title_at(v, end)) {
            v->flags |= LOOK_VALUE;
            return;
        }
    } else if (is_space(q)) {
        enum char_class cls = scan_class(char_at(v, next, &behind));
        if (class_japanese((uint8_t)cls) && parted_name(v, p, end, next, cls)) {
            v->flags |= LOOK_VALUE;
            return;
        }
    }
    bool titled = n >= 2 && title_last((uint16_t)last), kana = q >= 0x3041 && q <= 0x309F;
    if (titled) {
        memset(c, 0, sizeof c);
        fill(v, p, end, c, NAME_CHARACTERS);
        if (name_has_title(c, n)) {
            v->flags |= LOOK_VALUE;
            return;
        }
    }
    if (n < 2 || n > 8 || (n == 2 && kana) || scan_class(q) == CLASS_KATAKANA)
        return; /* two characters are a name only between marks */
    uint32_t first = look_wide(v->t + p), second = look_wide(v->t + p + 3);
    bool surname = (name_pairs[pair_hash(first, second)] | name_pairs[pair_hash(first, 0)]) & PAIR_SURNAME;
    if (!surname && (n == 2 || kana || !stands_alone(v, p, end)))
        return;
    memset(c, 0, sizeof c);
    fill(v, p, end, c, NAME_CHARACTERS);
    bool short_given;
    int strength = name_of_kanji(c, n, &short_given);
    if (strength < 2) /* a surname alone says nothing */
        return;
    if (strength == 3 && !short_given && !(n <= 6 && (dictionary_find(c, n) & WORD_ORDINARY)))
        v->flags |= LOOK_VALUE;
    else if (!kana && stands_alone(v, p, end))
        v->flags |= LOOK_VALUE;
}

static void katakana_run(struct view *v, size_t p)
{
    size_t end = p, next;
    while (katakana_at(v, end))
        end += 3;
    uint32_t n = (uint32_t)((end - p) / 3);
    uint16_t q = char_at(v, end, &next), c[NAME_CHARACTERS + 4];
    if (kana_title_at(v, end)) {
        v->flags |= LOOK_VALUE;
        return;
    }
    if (is_space(q) || q == 0x30FB) {
        size_t behind;
        uint16_t r = char_at(v, next, &behind);
        enum char_class cls = scan_class(r);
        if (is_space(q) && (cls == CLASS_KANJI || kana_title_at(v, next))) {
            v->flags |= LOOK_VALUE;
            return;
        }
        if (cls == CLASS_KATAKANA) {
            size_t second = next;
            while (katakana_at(v, second))
                second += 3;
            memset(c, 0, sizeof c);
            uint32_t m = fill(v, next, second, c, NAME_CHARACTERS);
            unsigned b = m <= 7 ? dictionary_find(c, m) : 0;
            if (n <= 6 && (b & WORD_GIVEN_KANA)) {
                fill(v, p, end, c, NAME_CHARACTERS);
                if (dictionary_find(c, n) & WORD_SURNAME_KANA) {
                    v->flags |= LOOK_VALUE;
                    return;
                }
            }
        }
    }
    if (n < 4 || n > NAME_CHARACTERS || !(name_pairs[pair_hash(look_wide(v->t + p), look_wide(v->t + p + 3))] & PAIR_SURNAME_KANA) || !stands_alone(v, p, end))
        return;
    memset(c, 0, sizeof c);
    fill(v, p, end, c, NAME_CHARACTERS);
    if (name_of_katakana(c, n) >= 2)
        v->flags |= LOOK_VALUE;
}

/* ---- Latin words, odd characters, numbers ---- */

static bool ascii_word(uint8_t b)
{
    return look_letter(b) || (b >= '0' && b <= '9');
}

static uint32_t token_hash(const struct view *v, size_t p, size_t end)
{
    uint8_t eight[8] = {0};
    memcpy(eight, v->t + p, end - p < 8 ? end - p : 8);
    return look_token_hash(le64(eight), end - p);
}

static inline void latin_word(struct view *v, size_t p, size_t end, bool upper)
{
    bool label = bit_of(label_tokens, token_hash(v, p, end));
    bool token = p + 1 < v->n && ((look_token_seconds[v->t[p]] >> (v->t[p + 1] & 31)) & 1);
    if (!label && !token && !upper)
        return; /* nearly always */
    uint8_t before = p > v->start ? v->t[p - 1] : '\n';
    if (label) {
        if (end - p == 5 && (before == '-' || before >= 0x80) && (v->t[p] | 32) == 'b')
            v->flags |= LOOK_VALUE; /* -----BEGIN */
        /* one letter begins labels such as e-mail, none of two words: labels.py sees to it */
        bool article = end - p == 1 && end < v->n && v->t[end] == ' ';
        if (ascii_word(before) || before == '-' || before == '_')
            v->inner_label = true;
        else if (!article)
            label_look(v, p, false);
    }
    if (token) {
        size_t at = end;
        while (at < v->n && (ascii_word(v->t[at]) || v->t[at] == '_' || v->t[at] == '-' || v->t[at] == '.' || v->t[at] == '='))
            at++;
        if (at - p >= SECRET_BYTES)
            v->flags |= LOOK_VALUE;
    }
    if (!upper || ascii_word(before) || before == '@' || before == '/' || before == '_')
        return;
    if (end - p == 2 && v->t[p + 1] >= 'A' && v->t[p + 1] <= 'Z' && end + 1 < v->n && v->t[end] >= '0' && v->t[end] <= '9' && v->t[end + 1] >= '0' &&
        v->t[end + 1] <= '9') {
        v->flags |= LOOK_VALUE; /* an IBAN begins so */
        return;
    }
    uint8_t behind = end < v->n ? v->t[end] : '\n';
    if (behind == ' ' || behind == '.' || behind == ':' || behind == '\'' || behind >= 0x80 || behind == '\r') {
        size_t n = v->n - p < 160 ? v->n - p : 160;
        const uint8_t *stop = memchr(v->t + p, '\n', n);
        if (stop)
            n = (size_t)(stop - (v->t + p));
        if (person_english_may((const char *)v->t + p, n, p - v->start <= 6))
            v->flags |= LOOK_VALUE;
    }
}

static void odd_character(struct view *v, size_t p)
{
    const uint8_t *t = v->t + p;
    uint8_t b1 = p + 1 < v->n ? t[1] : 0, b2 = p + 2 < v->n ? t[2] : 0;
    switch (t[0]) {
    case '@':
        if (p > v->start && t[-1] > ' ' && t[-1] < 0x7F && ascii_word(b1))
            v->flags |= LOOK_VALUE;
        break;
    case 0xEF:
        if (b1 == 0xBD && (b2 == 0x80 || (b2 > 0x9A && b2 < 0x9F)))
            break; /* full-width marks; most are not even odd */
        v->flags |= LOOK_WIDTH; /* full-width letters and digits, half-width katakana */
        break;
    case 0xF0:
        if (b1 != 0x9F) /* pictures are marks */
            v->flags |= LOOK_VALUE;
        break;
    case 0xEA:
    case 0xEB:
    case 0xED:
    case 0xEE:
        break;
    case 0xEC:
        if (b1 == 0xA3 && b2 == 0xBC) /* the one label in Hangul */
            v->flags |= LOOK_VALUE;
        break;
    case 0xE3:
        if (b1 == 0x80) { /* the mark of a postal code is a label */
            v->flags |= LOOK_LABEL;
            v->labels++;
            break;
        }
        v->flags |= LOOK_VALUE;
        break;
    default:
        v->flags |= LOOK_VALUE;
    }
}

/* A space that is not ASCII, perhaps. */
static bool wide_space(const struct view *v, size_t at)
{
    return at + 2 < v->n && (v->t[at] == 0xC2 || v->t[at] == 0xE2 || (v->t[at] == 0xE3 && v->t[at + 1] == 0x80 && v->t[at + 2] == 0x80));
}

/* "12 Main Street": digits, a space, capitals or digits, and at least one more such word. */
static void house_number(struct view *v, size_t space)
{
    size_t at = space, capitals = 0;
    for (unsigned words = 0; words < 6 && at + 1 < v->n && is_space(v->t[at]); words++) {
        uint8_t b = v->t[at + 1];
        if (!(b >= '0' && b <= '9') && !(b >= 'A' && b <= 'Z'))
            break;
        capitals += words > 0 && b >= 'A' && b <= 'Z';
        for (at++; at < v->n && (ascii_word(v->t[at]) || v->t[at] == '\''); at++)
            ;
    }
    if (capitals || wide_space(v, at))
        v->flags |= LOOK_VALUE;
}

/* What may part the digits of one number, as read_number() in scan.c takes it or more; its length. */
static size_t separator(const struct view *v, size_t at, size_t end)
{
    size_t from = at;
    for (unsigned k = 0; k < 3 && at < end; k++) {
        uint8_t b = v->t[at];
        if (b == ' ' || b == '-' || b == '.' || b == '(' || b == ')' || b == '\r')
            at++;
        else if (b == 0xC2 && at + 1 < end)
            at += 2;
        else if ((b == 0xE2 || b == 0xEF || (b == 0xE3 && at + 1 < end && (v->t[at + 1] == 0x80 || v->t[at + 1] == 0x83))) && at + 2 < end)
            at += 3;
        else
            break;
    }
    return at - from;
}

static void numbers(struct view *v, size_t end)
{
    size_t at = v->start;
    while (at < end && !(v->flags & LOOK_VALUE)) {
        if (!(v->t[at] >= '0' && v->t[at] <= '9')) {
            at++;
            continue;
        }
        size_t from = at, last = at;
        unsigned count = 0;
        for (;;) {
            while (at < end && v->t[at] >= '0' && v->t[at] <= '9') {
                at++;
                count++;
            }
            last = at;
            size_t gap = separator(v, at, end);
            if (!gap || at + gap >= end || !(v->t[at + gap] >= '0' && v->t[at + gap] <= '9'))
                break;
            at += gap;
        }
        if (count >= 9)
            v->flags |= LOOK_VALUE;
        else if (count >= 5) {
            /* a bank account behind its kind, a postal code before a place */
            size_t start = from, next = last;
            uint16_t c = 0;
            for (unsigned steps = 0; steps < BACK_STEPS; steps++) {
                c = char_before(v, start, &start);
                enum char_class cls = scan_class(c);
                if (!(cls == CLASS_SPACE || cls == CLASS_TAB || cls == CLASS_MARK) || c == 0)
                    break;
            }
            if (class_japanese((uint8_t)scan_class(c)) || (c | 32) == 'o' || c == 0x3012)
                v->flags |= LOOK_VALUE;
            if (count >= 7) {
                while (is_space(c = char_at(v, next, &next)) || c == '\t')
                    ;
                if (scan_class(c) == CLASS_KANJI)
                    v->flags |= LOOK_VALUE;
            }
        }
        at = last;
    }
}

/* The line holds an opening bracket or a word that may say that a list of what the labels name follows: see scan_remember_labels(). */
static bool announces(const struct view *v, size_t end)
{
    static const char words[][7] = {"の順", "一覧", "次の", "以下", "下記", "名簿", "リス", "結果", "のと", "の通"}; /* or how they begin */
    if (memchr(v->t + v->start, '(', end - v->start))
        return true;
    for (size_t i = v->start; i + 4 <= end; i++) {
        uint8_t b = v->t[i];
        if (b == 0xEF && v->t[i + 1] == 0xBC && v->t[i + 2] == 0x88)
            return true;
        if ((b | 32) == 'f' || (b | 32) == 'l') {
            static const char *const latin[] = {"follow", "list"};
            for (size_t k = 0; k < 2; k++) {
                size_t m = 0;
                while (latin[k][m] && i + m < end && (v->t[i + m] | 32) == (uint8_t)latin[k][m])
                    m++;
                if (!latin[k][m])
                    return true;
            }
        } else if (b >= 0xE3 && b <= 0xE7 && end - i >= 6) {
            switch (look_wide(v->t + i)) { /* their first characters */
            case 0x306E: case 0x4E00: case 0x6B21: case 0x4EE5: case 0x4E0B: case 0x540D: case 0x30EA: case 0x7D50:
                for (size_t k = 0; k < sizeof words / sizeof *words; k++)
                    if (memcmp(v->t + i, words[k], 6) == 0)
                        return true;
                break;
            default:
                break;
            }
        }
    }
    return false;
}

/* The line is one Latin word: what may stand below "password:". */
static bool lone_word(const struct view *v, size_t end)
{
    size_t from = v->start;
    while (from < end && is_space(v->t[from]))
        from++;
    while (end > from && is_space(v->t[end - 1]))
        end--;
    if (end - from > 72)
        return false;
    for (size_t i = from; i < end; i++)
        if (v->t[i] <= ' ' || v->t[i] == 0x7F)
            return false;
        else if (v->t[i] >= 0x80) {
            /* wide spaces, dashes and full-width marks become ASCII */
            if (v->t[i] != 0xC2 && v->t[i] != 0xE2 && v->t[i] != 0xEF && !wide_space(v, i) && !(katakana_at(v, i) && look_wide(v->t + i) == 0x30FC))
                return false;
            i += v->t[i] == 0xC2 ? 1 : 2;
        }
    return end - from >= 6;
}

/* Characters that can be seen, or fewer. */
static unsigned ink(const struct view *v, size_t end)
{
    unsigned n = 0;
    for (size_t i = v->start; i < end; i++)
        n += (v->t[i] & 0xC0) != 0x80 && v->t[i] != ' ' && v->t[i] != '\t' && v->t[i] != '\r' && !wide_space(v, i);
    return n;
}

static void line_end(struct view *v, size_t end)
{
    if (end - v->start > LINE_BYTES)
        v->flags |= LOOK_VALUE;
    if (end == v->start)
        v->flags |= LOOK_EMPTY;
    if (v->flags & LOOK_VALUE)
        return;
    if (v->digits >= 3 || (v->digits && v->first_year) || lone_word(v, end))
        v->flags |= LOOK_NUMBER;
    if ((v->born && v->digits >= 2) || (v->city && (v->digits || v->kanji_number || v->address_label)) || (v->address_label && (v->digits || v->kanji_number)))
        v->flags |= LOOK_VALUE;
    else if (v->digits >= 5)
        numbers(v, end);
    if ((v->flags & LOOK_VALUE) || !v->labels)
        return;
    /* a header of columns? */
    bool two = v->labels >= 2;
    if (!two && !v->inner_label)
        return;
    if (two && v->label_characters * 2 >= ink(v, end))
        v->flags |= LOOK_VALUE;
    else {
        if (announces(v, end))
            v->flags |= LOOK_VALUE;
    }
}

/* ---- the text, block by block ---- */

/* A place where a label may begin: looks at its first two characters, were they spaced out. */
static void japanese_label(struct view *v, size_t p)
{
    size_t next = p + 3;
    uint32_t c = look_wide(v->t + p), d = 0;
    uint8_t behind = next < v->n ? v->t[next] : 0;
    if (behind >= 0xE3 && behind <= 0xE9 && p + 6 <= v->n)
        d = look_wide(v->t + next);
    if (behind == ' ' || behind == '\r' || behind == 0xC2 || behind == 0xE2 || d == 0x3000) {
        uint16_t space = char_at(v, next, &next);
        d = is_space(space) ? char_at(v, next, &next) : 0;
    }
    if (bit_of(label_pairs, pair_hash(c, d)))
        label_look(v, p, false);
    if (c == 0x3046 && d == 0x307E && v->digits >= 2) /* うまれ */
        v->born = true;
}

/* The run of kanji around p. Its steps are bounded: longer ones are no names. */
static void kanji_around(struct view *v, size_t p)
{
    size_t start = p, end = p + 3;
    unsigned steps = 0;
    for (; kanji_at(v, end) && steps <= NAME_CHARACTERS; steps++)
        end += 3;
    if (steps > NAME_CHARACTERS)
        return;
    for (steps = 0; start >= v->start + 3 && kanji_at(v, start - 3) && steps <= NAME_CHARACTERS; steps++)
        start -= 3;
    kanji_run(v, start, end);
}

static void katakana_around(struct view *v, size_t p)
{
    size_t start = p;
    for (unsigned steps = 0; start >= v->start + 3 && katakana_at(v, start - 3); steps++) {
        if (steps > NAME_CHARACTERS)
            return;
        start -= 3;
    }
    while (look_wide(v->t + start) == 0x30FC && katakana_at(v, start + 3))
        start += 3; /* a dash, or the tail of hiragana */
    katakana_run(v, start);
}

/* The text ends inside this character: what block it would go on in does not matter. */
static bool breaks_off(struct view *v, size_t p)
{
    if (p + 3 <= v->n)
        return false;
    v->flags |= LOOK_VALUE;
    return true;
}

static void look_at(struct look *l, struct view *v, uint64_t part)
{
    const struct look_masks *m = &l->m;
    const struct look_marks *k = &l->marks;
    if (m->digit & part)
        v->digits += count_bits(m->digit & part);
    if (!(k->any & part))
        return; /* mostly */
    if ((k->broken & (part | part << 1)) || (k->title & part))
        v->flags |= LOOK_VALUE;
    v->inner_label = v->inner_label || (k->inner_label & part);
    for (uint64_t b = m->odd & part; b && !(v->flags & LOOK_VALUE); b &= b - 1)
        odd_character(v, l->base + look_lowest(b));
    for (uint64_t b = (k->hot | k->run | (k->label & m->kanji)) & part; b && !(v->flags & LOOK_VALUE); b &= b - 1) {
        unsigned bit = look_lowest(b);
        size_t p = l->base + bit;
        if (breaks_off(v, p))
            break;
        if (k->label >> bit & 1)
            japanese_label(v, p);
        if (k->hot >> bit & 1)
            hot_kanji(v, p, look_wide(l->text + p));
        if (k->run >> bit & 1)
            kanji_around(v, p);
    }
    for (uint64_t b = ((k->label & ~m->kanji) | k->katakana) & part; b && !(v->flags & LOOK_VALUE); b &= b - 1) {
        unsigned bit = look_lowest(b);
        size_t p = l->base + bit;
        if (breaks_off(v, p))
            break;
        if (k->label >> bit & 1) {
            while (look_wide(l->text + p) == 0x30FC && katakana_at(v, p + 3))
                p += 3;
            japanese_label(v, p);
        }
        if (k->katakana >> bit & 1)
            katakana_around(v, p);
    }
    for (uint64_t b = k->word & part; b && !(v->flags & LOOK_VALUE); b &= b - 1) {
        unsigned bit = look_lowest(b);
        size_t end = l->base + bit;
        while (end < l->n && look_letter(l->text[end]))
            end++;
        latin_word(v, l->base + bit, end, m->upper >> bit & 1);
    }
    for (uint64_t b = k->house & part; b && !(v->flags & LOOK_VALUE); b &= b - 1)
        house_number(v, l->base + look_lowest(b) + 1);
    for (uint64_t b = k->wide_space & part; b && !(v->flags & LOOK_VALUE); b &= b - 1)
        if (wide_space(v, l->base + look_lowest(b) + 1))
            v->flags |= LOOK_VALUE;
}

bool look_next(struct look *l, struct look_line *line)
{
    if (l->at >= l->n)
        return false;
    struct view v = {.t = l->text, .start = l->at, .n = l->n};
    size_t at = l->at, end;
    for (;;) {
        if (at >= l->blocks_to)
            look_next_block(l);
        unsigned from = (unsigned)(at - l->base);
        uint64_t part = ~(uint64_t)0 << from, feeds = l->m.newline & part;
        end = feeds ? l->base + look_lowest(feeds) : l->blocks_to;
        if (feeds)
            part &= (feeds & -feeds) - 1;
        else if (l->n < l->blocks_to) {
            end = l->n;
            part &= ((uint64_t)1 << (l->n - l->base)) - 1;
        }
        if (part && !(v.flags & LOOK_VALUE))
            look_at(l, &v, part);
        if (feeds || end >= l->n)
            break;
        at = end;
    }
    if (end == l->blocks_to && ((l->m.lead2 >> 63) | (l->m.lead3 >> 62) | (l->m.lead4 >> 61)))
        v.flags |= LOOK_VALUE; /* the text breaks off in a character */
    line_end(&v, end);
    *line = (struct look_line){l->at, end, v.flags};
    l->at = end < l->n ? end + 1 : end;
    return true;
}
