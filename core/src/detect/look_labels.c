/* The first look at labels: whether they count where they stand, whether a value may follow, and whether the line is a header or an announcement.
 * What labels there are is words.c's matter; how they are read in the end, scan.c's and columns.c's. */
#include "detect/look_view.h"

#include <string.h>

/* How a label stands: as label_counts() in scan.c has it, or more often. */
struct standing {
    bool counts, strong, gap;
    size_t behind; /* the first character that is no space */
};

static struct standing label_standing(const struct view *v, enum label_kind kind, size_t start, size_t end)
{
    struct standing s = {0};
    size_t next;
    uint16_t c = char_at(v, end, &next);
    if ((c == '"' || c == '\'') && char_before(v, start, &s.behind) == c) { /* "name": */
        end = next;
        c = char_at(v, end, &next);
    }
    s.behind = end;
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
        s.counts = s.strong || (s.gap && (kind == LABEL_NAME || (start + 3 <= v->n && utf8_wide(v->t + start) == u'氏') || !(start >= v->start + 3 && kanji_at(v, start - 3) && kanji_at(v, start))));
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
        if (c == 0 && at < v->n && v->t[at] == 0) {
            v->flags |= LOOK_VALUE; /* a byte of zero is no end: Authorization: Basic, zero, a key */
            return;
        }
        if (c == 0 || (!is_space(c) && c != '\t' && c != 0x306F && (scan_class(c) != CLASS_MARK || (kind == LABEL_PASSWORD && c < 0x80 && c != ':' && c != '='))))
            break;
        at = next;
    }
    enum char_class cls = scan_class(c);
    switch (kind) {
    case LABEL_NAME:
    case LABEL_KANA:
        if (cls == CLASS_KANJI || cls == CLASS_KATAKANA || cls == CLASS_UPPER || cls == CLASS_LETTER || (cls == CLASS_HIRAGANA && (s->strong || s->gap)))
            v->flags |= LOOK_VALUE;
        break;
    case LABEL_SURNAME:
    case LABEL_GIVEN:
        if (class_japanese((uint8_t)cls) || cls == CLASS_UPPER)
            v->flags |= LOOK_VALUE;
        break;
    case LABEL_HEALTH:
    case LABEL_SPECIAL:
        if (s->strong && (class_japanese((uint8_t)cls) || cls == CLASS_DIGIT))
            v->flags |= LOOK_VALUE;
        break;
    case LABEL_PAYEE:
        if (cls == CLASS_UPPER)
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
        if ((c > ' ' && c < 0x7F) || c == 0x30FC /* which may be a dash */ || (c == u'を' && scan_class(char_at(v, next, &at)) == CLASS_MARK))
            v->flags |= LOOK_VALUE;
        break;
    default:
        break;
    }
}

/* An arrow follows on the line, not too far away. */
static bool arrow_ahead(const struct view *v, size_t at)
{
    enum { ARROW_BYTES = 160 };
    for (size_t i = at; i + 3 <= v->n && i - at < ARROW_BYTES && v->t[i] != '\n'; i++)
        if (v->t[i] == 0xE2 && v->t[i + 1] == 0x86 && v->t[i + 2] == 0x92)
            return true;
    return false;
}

void look_label(struct view *v, size_t at)
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
    if (label_told(kind))
        v->flags |= LOOK_VALUE;
    struct standing standing = label_standing(v, kind, at, end);
    if (kind == LABEL_PASSWORD && standing.counts && arrow_ahead(v, end))
        v->flags |= LOOK_VALUE; /* パスワードだけ先に送ります → ... */
    if (!standing.counts) {
        size_t next;
        uint16_t c = char_at(v, end, &next);
        if (c == ',' || c == 0x3001) {
            v->listed++;
            v->label_characters += count;
        }
        if ((kind == LABEL_BIRTH || kind == LABEL_ACCOUNT) && c == ')')
            v->flags |= LOOK_VALUE; /* 2001/4/1（山田花子の生年月日） */
        if (kind == LABEL_NAME && c == ')' && kanji_at(v, next))
            v->flags |= LOOK_VALUE; /* (担当)石田 */
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
    /* a bit for the last byte of each character below: ( ) の 一 次 以 下 名 リ 結 */
    const uint64_t last_bytes = 0x442200012b01;
    const uint8_t *t = v->t;
    size_t open = end;
    for (size_t i = v->start; i < end; i++) {
        uint32_t c = t[i];
        if (c < 0xE3) {
            if (((c | 32) == 'f' && latin_is(t + i, t + end, "follow")) || ((c | 32) == 'l' && latin_is(t + i, t + end, "list")))
                return true;
        } else if (end - i >= 3) {
            if (!(last_bytes >> (t[i + 2] & 63) & 1)) {
                i += 2;
                continue; /* mostly */
            }
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

void look_labels_end(struct view *v, size_t end)
{
    unsigned labels = v->labels + v->rejected;
    if (!labels)
        return;
    /* a header of columns, or an announcement of what the labels name? */
    if (v->labels + v->listed >= 2 && v->label_characters * 2 >= ink(v, end))
        v->flags |= LOOK_VALUE;
    else if ((labels >= 2 || v->inner_label || (v->awaited && !v->labels)) && announces(v, end))
        v->flags |= labels >= 2 || v->inner_label ? LOOK_VALUE : LOOK_LABEL | LOOK_AWAITS;
}
