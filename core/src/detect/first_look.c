/* The first look at raw lines: blocks of 64 bytes become masks (look_masks.c), the masks say which places must be looked at closer
 * (look_marks.c), and here that is done, line by line. It may say "something may be here" of a line in vain, but must never pass over a line
 * in which scan.c would find something; what that is, is decided there. */
#include "detect/first_look.h"

#include <stddef.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/scan.h"

enum {
    LINE_BYTES = LINE_CHARACTERS, /* longer lines are always read in full */
    LIST_LABELS = 8,              /* where so many labels of a line stand is kept */
    NAME_CHARACTERS = 12,
    BACK_STEPS = 64,
    SECRET_BYTES = 16
};

static unsigned count_bits(uint64_t v)
{
    if (!v)
        return 0; /* mostly */
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
    size_t start, n;              /* n: of the whole text */
    unsigned flags;
    unsigned digits;
    unsigned labels, listed, label_characters; /* that count where they stand, or before a comma */
    unsigned rejected, awaited;   /* labels that do not; in a list or in brackets even they may. awaited: of values that may follow on other lines */
    size_t label_until;           /* the last one ends here */
    size_t label_at[LIST_LABELS]; /* where labels begin, rejected ones too */
    bool city, born, address_label, first_year, kanji_number;
    bool inner_label;             /* perhaps a label inside a Latin word */
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
    uint32_t a = utf8_wide(v->t + at), b = utf8_wide(v->t + at + 3);
    return (a == 0x3055 && (b == 0x3093 || b == 0x307E)) || (a == 0x3061 && b == 0x3083) || (a == 0x304F && b == 0x3093);
}

/* ---- labels ---- */

/* How a label stands: as label_counts() in scan.c has it, or more often. */
struct standing {
    bool counts, strong, gap;
    size_t behind; /* the first character that is no space */
};

static struct standing label_standing(const struct view *v, enum label_kind kind, size_t start, size_t end)
{
    struct standing s = {.behind = end};
    size_t next;
    uint16_t c = char_at(v, end, &next);
    if (c == '(') {
        size_t close = next;
        for (unsigned inside = 0; inside < 14 && (c = char_at(v, close, &next)) != 0 && c != ')'; inside++)
            close = next;
        if (c == ')')
            s.behind = next;
        s.gap = s.behind != end;
    }
    while (is_space(c = char_at(v, s.behind, &next))) {
        s.behind = next;
        s.gap = true;
    }
    if (c == 0x30FC)
        c = '-'; /* a long vowel mark that no kana goes before is a dash */
    s.strong = c == 0 || label_mark(c) || c == 0x306F /* は */;
    enum char_class cls = scan_class(c);
    bool adjacent = !s.gap && (cls == CLASS_KANJI || cls == CLASS_KATAKANA);
    switch (label_need(kind)) {
    case LABEL_NEEDS_SPACE:
        s.counts = s.strong || (s.gap && !(start >= v->start + 3 && kanji_at(v, start - 3) && kanji_at(v, start)));
        break;
    case LABEL_NEEDS_MARK:
        s.counts = s.strong;
        break;
    case LABEL_NEEDS_NOTHING: /* the words for numbers may go on: 普通預金番号 */
        s.counts = s.strong || !adjacent || kind == LABEL_NEGATIVE || (kind >= LABEL_MYNUMBER && kind <= LABEL_CUSTOMER);
        break;
    }
    return s;
}

/* What may follow a label of a name, an address or a secret, so that a value is found on the same line. */
static void label_value(struct view *v, enum label_kind kind, const struct standing *s)
{
    size_t next, at = s->behind;
    uint16_t c = 0;
    for (unsigned steps = 0;; steps++) {
        if (steps == BACK_STEPS) {
            v->flags |= LOOK_VALUE; /* in doubt */
            return;
        }
        c = char_at(v, at, &next);
        if (c == 0 || (!is_space(c) && c != '\t' && c != 0x306F && (scan_class(c) != CLASS_MARK || (kind == LABEL_PASSWORD && c < 0x80 && c != ':' && c != '='))))
            break;
        at = next;
    }
    enum char_class cls = scan_class(c);
    switch (kind) {
    case LABEL_NAME:
    case LABEL_KANA:
        if (cls == CLASS_KANJI || cls == CLASS_KATAKANA || cls == CLASS_UPPER || cls == CLASS_LETTER || (cls == CLASS_HIRAGANA && s->strong))
            v->flags |= LOOK_VALUE;
        break;
    case LABEL_ADDRESS:
    case LABEL_WORK_ADDRESS:
        if (class_japanese((uint8_t)cls))
            v->address_label = true;
        else if (cls == CLASS_DIGIT)
            v->flags |= LOOK_VALUE;
        break;
    case LABEL_PASSWORD:
    case LABEL_SECRET:
        if ((c > ' ' && c < 0x7F) || c == 0x30FC) /* which may be a dash */
            v->flags |= LOOK_VALUE;
        break;
    default:
        break;
    }
}

/* A label may begin here. */
static void label_look(struct view *v, size_t at)
{
    size_t end, limit = at + 200 < v->n ? at + 200 : v->n;
    uint32_t count;
    if (at < v->label_until)
        return; /* inside the last one that counts */
    enum label_kind kind = label_in_text((const char *)v->t, at, limit, &end, &count);
    if (kind == LABEL_NOTHING)
        return;
    if (v->labels + v->rejected < LIST_LABELS)
        v->label_at[v->labels + v->rejected] = at;
    struct standing standing = label_standing(v, kind, at, end);
    if (!standing.counts) {
        size_t next;
        uint16_t c = char_at(v, end, &next);
        if (c == ',' || c == 0x3001) {
            v->listed++;
            v->label_characters += count;
        }
        v->rejected++;
        v->awaited += label_awaits(kind);
        return;
    }
    v->flags |= label_awaits(kind) ? LOOK_LABEL | LOOK_AWAITS : LOOK_LABEL;
    v->labels++;
    v->label_characters += count;
    if (standing.strong || standing.gap)
        v->label_until = end;
    label_value(v, kind, &standing);
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
    case 0x59D3: case 0x540D: case 0x8AB2: case 0x4FC2: case 0x7D44: /* 姓 名 課 係 組: labels */
        if (!kanji_at(v, p + 3))
            label_look(v, p);
        break;
    default:
        if (scan_fold_character(c) != c)
            v->flags |= LOOK_VALUE; /* folding makes another character of it, which tables may know */
    }
}

/* The folded characters of [p, end) into c, padded with zeros; how many, at most max. */
static uint32_t fill(const struct view *v, size_t p, size_t end, uint16_t *c, uint32_t max)
{
    uint32_t n = 0;
    while (p + 3 <= end && n < max) {
        c[n++] = (uint16_t)utf8_wide(v->t + p);
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
    if (stop - second > NAME_CHARACTERS * 3 || title_last((uint16_t)utf8_wide(v->t + stop - 3)) || (stop < v->n && v->t[stop] == 0xE3 && katakana_at(v, stop)))
        return true;
    uint32_t n = fill(v, second, stop, c, NAME_CHARACTERS);
    if (n <= 6 && (dictionary_find(c, n) & WORD_GIVEN))
        return true;
    memset(c, 0, sizeof c);
    n = fill(v, p, end, c, NAME_CHARACTERS);
    bool short_given;
    return n <= 4 && name_of_kanji(c, n, &short_given) != 0;
}

/* A run of kanji that begins at p and is known up to end. */
static void kanji_run(struct view *v, size_t p, size_t end)
{
    while (end - p <= NAME_CHARACTERS * 3 && kanji_at(v, end))
        end += 3;
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
    uint32_t last = utf8_wide(v->t + end - 3);
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
    uint32_t first = utf8_wide(v->t + p), second = utf8_wide(v->t + p + 3);
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
    if (n < 4 || n > NAME_CHARACTERS || !(name_pairs[pair_hash(utf8_wide(v->t + p), utf8_wide(v->t + p + 3))] & PAIR_SURNAME_KANA) || !stands_alone(v, p, end))
        return;
    memset(c, 0, sizeof c);
    fill(v, p, end, c, NAME_CHARACTERS);
    if (name_of_katakana(c, n) >= 2)
        v->flags |= LOOK_VALUE;
}

/* ---- Latin words, odd characters, numbers ---- */

static bool ascii_word(uint8_t b)
{
    return ascii_letter(b) || (b >= '0' && b <= '9');
}

/* A Latin word that may begin a label, or mark the beginning of a private key. */
static void latin_label(struct view *v, size_t p)
{
    uint8_t before = p > v->start ? v->t[p - 1] : '\n';
    size_t end = p;
    while (end < v->n && ascii_letter(v->t[end]))
        end++;
    if (end - p == 5 && (before == '-' || before >= 0x80) && (v->t[p] | 32) == 'b')
        v->flags |= LOOK_VALUE; /* -----BEGIN */
    /* one letter begins labels such as e-mail, none of two words: labels.py sees to it */
    bool article = end - p == 1 && end < v->n && v->t[end] == ' ';
    if (ascii_word(before) || before == '-' || before == '_')
        v->inner_label = true;
    else if (!article)
        label_look(v, p);
}

/* A long word that begins as a token does. */
static void latin_token(struct view *v, size_t p)
{
    size_t at = p;
    while (at < v->n && (ascii_word(v->t[at]) || v->t[at] == '_' || v->t[at] == '-' || v->t[at] == '.' || v->t[at] == '='))
        at++;
    if (at - p >= SECRET_BYTES)
        v->flags |= LOOK_VALUE;
}

/* A word that begins with a capital ends here: perhaps the first of a name. */
static void latin_name(struct view *v, size_t end)
{
    size_t p = end;
    while (p > v->start && ascii_letter(v->t[p - 1]))
        p--;
    uint8_t before = p > v->start ? v->t[p - 1] : '\n';
    if (ascii_word(before) || before == '@' || before == '/' || before == '_')
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
            label_look(v, p);
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
            unsigned steps = 0;
            for (; steps < BACK_STEPS; steps++) {
                c = char_before(v, start, &start);
                enum char_class cls = scan_class(c);
                if (!(cls == CLASS_SPACE || cls == CLASS_TAB || cls == CLASS_MARK) || c == 0)
                    break;
            }
            if (steps == BACK_STEPS || ((c | 32) == 'o' && (char_before(v, start, &start) | 32) == 'n'))
                v->flags |= LOOK_VALUE; /* in doubt, or No. */
            else if (class_japanese((uint8_t)scan_class(c)) || c == 0x3012)
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

/* Whether the Latin letters at p are those of the word. */
static bool latin_is(const uint8_t *p, const uint8_t *end, const char *word)
{
    while (*word && p < end && (*p | 32) == (uint8_t)*word) {
        p++;
        word++;
    }
    return !*word;
}

/* Two labels, or more, stand between brackets here. */
static bool list_of_labels(const struct view *v, size_t open, size_t close)
{
    unsigned labels = v->labels + v->rejected, within = 0;
    for (unsigned i = 0; i < labels && i < LIST_LABELS; i++)
        within += v->label_at[i] > open && v->label_at[i] < close;
    return within >= 2 || v->inner_label || labels > LIST_LABELS;
}

/* The line holds brackets with labels in them, or a word that may say that a list of what the labels name follows: see scan_remember_labels(). */
static bool announces(const struct view *v, size_t end)
{
    static const char words[][7] = {"の順", "一覧", "次の", "以下", "下記", "名簿", "リス", "結果", "のと", "の通"}; /* or how they begin */
    const uint8_t *t = v->t;
    size_t open = end;
    for (size_t i = v->start; i < end; i++) {
        uint32_t c = t[i];
        if (c < 0xE3) {
            if (((c | 32) == 'f' && latin_is(t + i, t + end, "follow")) || ((c | 32) == 'l' && latin_is(t + i, t + end, "list")))
                return true;
        } else if (end - i >= 3) {
            c = utf8_wide(t + i);
            if (c == 0xFF08 || c == 0xFF09)
                c -= 0xFEE0; /* full-width brackets */
        }
        switch (c) {
        case '(':
            open = i;
            break;
        case ')':
            if (open < end && list_of_labels(v, open, i))
                return true;
            break;
        case 0x306E: case 0x4E00: case 0x6B21: case 0x4EE5: case 0x4E0B: case 0x540D: case 0x30EA: case 0x7D50: /* the first characters of words */
            for (size_t k = 0; end - i >= 6 && k < sizeof words / sizeof *words; k++)
                if (memcmp(t + i, words[k], 6) == 0)
                    return true;
            break;
        default:
            break;
        }
        i += t[i] >= 0xE3 ? 2 : 0;
    }
    return false;
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
    if (v->flags & (LOOK_VALUE | LOOK_WIDTH | LOOK_EMPTY))
        return;
    if (v->digits >= 3 || (v->digits && v->first_year))
        v->flags |= LOOK_NUMBER;
    if ((v->born && v->digits >= 2) || (v->city && (v->digits || v->kanji_number || v->address_label)) || (v->address_label && (v->digits || v->kanji_number)))
        v->flags |= LOOK_VALUE;
    else if (v->digits >= 5)
        numbers(v, end);
    unsigned labels = v->labels + v->rejected;
    if ((v->flags & LOOK_VALUE) || !labels)
        return;
    /* a header of columns, or an announcement of what the labels name? */
    if (v->labels + v->listed >= 2 && v->label_characters * 2 >= ink(v, end))
        v->flags |= LOOK_VALUE;
    else if ((labels >= 2 || v->inner_label || (v->awaited && !v->labels)) && announces(v, end))
        v->flags |= labels >= 2 || v->inner_label ? LOOK_VALUE : LOOK_LABEL | LOOK_AWAITS;
}

/* ---- the text, block by block ---- */

/* A place where a label may begin that asks for a value, or one that is spaced out; or a word that says something itself. */
static void japanese_word(struct view *v, size_t p)
{
    size_t next = p + 3;
    uint32_t c = utf8_wide(v->t + p), d = 0;
    uint8_t behind = next < v->n ? v->t[next] : 0;
    if (behind >= 0xE3 && behind <= 0xE9 && p + 6 <= v->n)
        d = utf8_wide(v->t + next);
    if (behind == ' ' || behind == '\r' || behind == 0xC2 || behind == 0xE2 || d == 0x3000) {
        uint16_t space = char_at(v, next, &next);
        d = is_space(space) ? char_at(v, next, &next) : 0;
    }
    switch (d) {
    case 0x3093: case 0x307E: case 0x3083: /* さん うま ちゃ */
        if (c == 0x3046 && d == 0x307E) {
            v->born = true;
        } else if (kana_title_at(v, p)) {
            size_t start;
            enum char_class cls = scan_class(char_before(v, p, &start));
            if (cls == CLASS_KANJI || cls == CLASS_KATAKANA)
                v->flags |= LOOK_VALUE;
        }
        break;
    case 0x4E01: case 0x756A: /* 丁 番 */
        switch (c) {
        case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94: case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D: case 0x5341:
            v->kanji_number = true;
            break;
        default:
            break;
        }
        break;
    default:
        break;
    }
    bool spaced = next != p + 3;
    if (spaced ? (label_pair_flags(pair_hash(c, d)) & PAIR_LABEL) : label_begins(v->t + p, v->n - p))
        label_look(v, p);
}

/* The run of kanji that ends here. Its steps are bounded: longer ones are no names. */
static void kanji_before(struct view *v, size_t end)
{
    size_t start = end - 3;
    for (unsigned steps = 0; steps <= NAME_CHARACTERS && start >= v->start + 3 && kanji_at(v, start - 3); steps++)
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
    while (utf8_wide(v->t + start) == 0x30FC && katakana_at(v, start + 3))
        start += 3; /* a dash, or the tail of hiragana */
    katakana_run(v, start);
}

/* A place that is marked. */
static void look_at(const struct look *l, struct view *v, uint64_t one)
{
    const struct look_marks *k = &l->marks;
    size_t p = l->base + look_lowest(one);
    if ((k->label | k->visit | k->hot | k->kanji | k->kanji_end | k->katakana) & one) {
        if (p + 3 > v->n) { /* the text ends inside this character: what block it would go on in does not matter */
            v->flags |= LOOK_VALUE;
            return;
        }
        if (k->visit & one) {
            size_t from = p; /* behind long vowel marks, which may be dashes */
            while (utf8_wide(l->text + from) == 0x30FC && katakana_at(v, from + 3))
                from += 3;
            japanese_word(v, from);
        } else if ((k->label & one) && label_begins(l->text + p, l->n - p))
            label_look(v, p);
        if (k->hot & one)
            hot_kanji(v, p, utf8_wide(l->text + p));
        if (k->kanji & one)
            kanji_run(v, p, p + 3);
        if (k->kanji_end & one)
            kanji_before(v, p + 3);
        if (k->katakana & one)
            katakana_around(v, p);
    } else if (k->word & one)
        latin_label(v, p);
    if (k->named & one)
        latin_name(v, p);
    if (k->token & one)
        latin_token(v, p);
    if (k->inner_label & one)
        v->inner_label = true;
    if (l->m->odd & one)
        odd_character(v, p);
    if (k->house & one)
        house_number(v, p + 1);
    if ((k->wide_space & one) && wide_space(v, p + 1))
        v->flags |= LOOK_VALUE;
    if (k->broken & (one | one << 1))
        v->flags |= LOOK_VALUE;
    else if (l->m->wide & one)
        v->flags |= LOOK_WIDTH;
}

static void view_open(struct view *v, const struct look *l)
{
    v->t = l->text;
    v->start = l->at;
    v->n = l->n;
    v->flags = v->digits = v->labels = v->listed = v->label_characters = v->rejected = v->awaited = 0;
    v->label_until = 0;
    v->city = v->born = v->address_label = v->first_year = v->kanji_number = v->inner_label = false;
}

/* More need not be known of the line: its places in this block are left out. */
static void skip_line(struct look *l)
{
    uint64_t feeds = l->events & l->m->newline;
    l->events = feeds ? l->events & ~((feeds & -feeds) - 1) : 0;
}

bool look_next(struct look *l, struct look_line *line)
{
    if (l->at >= l->n)
        return false;
    struct view v;
    view_open(&v, l);
    uint64_t part = ~(uint64_t)0 << (l->at & (LOOK_BLOCK - 1)); /* of the line in this block */
    size_t end;
    for (;;) {
        if (!l->events) { /* the block is done, or it is the one before that in which the line begins */
            if (l->blocks_to > l->at)
                v.digits += count_bits(l->m->digit & part);
            if (l->blocks_to >= l->n) {
                end = l->n;
                if (end == l->blocks_to && ((l->m->lead2 >> 63) | (l->m->lead3 >> 62) | (l->m->lead4 >> 61)))
                    v.flags |= LOOK_VALUE; /* the text breaks off in a character */
                break;
            }
            if (l->blocks_to > l->at)
                part = ~(uint64_t)0;
            look_next_block(l);
            if (v.flags & (LOOK_VALUE | LOOK_WIDTH))
                skip_line(l);
            continue;
        }
        uint64_t one = l->events & -l->events;
        l->events ^= one;
        if (l->m->newline & one) {
            end = l->base + look_lowest(one);
            v.digits += count_bits(l->m->digit & part & (one - 1));
            if (l->marks.broken & one)
                v.flags |= LOOK_VALUE;
            break;
        }
        look_at(l, &v, one);
        if (v.flags & (LOOK_VALUE | LOOK_WIDTH))
            skip_line(l);
    }
    line_end(&v, end);
    *line = (struct look_line){l->at, end, v.flags};
    l->at = end < l->n ? end + 1 : end;
    return true;
}

bool look_lone_word(const char *text, const struct look_line *line)
{
    const struct view whole = {.t = (const uint8_t *)text, .start = line->start, .n = line->end}, *v = &whole;
    size_t from = line->start, end = line->end;
    while (from < end && is_space(v->t[from]))
        from++;
    while (end > from && is_space(v->t[end - 1]))
        end--;
    if (end - from < 6 || end - from > 72)
        return false;
    for (size_t i = from; i < end; i++)
        if (v->t[i] <= ' ' || v->t[i] == 0x7F)
            return false;
        else if (v->t[i] >= 0x80) {
            /* wide spaces, dashes and full-width marks become ASCII */
            if (v->t[i] != 0xC2 && v->t[i] != 0xE2 && v->t[i] != 0xEF && !wide_space(v, i) && !(katakana_at(v, i) && utf8_wide(v->t + i) == 0x30FC))
                return false;
            i += v->t[i] == 0xC2 ? 1 : 2;
        }
    return true;
}
