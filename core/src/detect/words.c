/* The words that are known beforehand: the dictionary of names and places, and the labels. Where they may stand is the callers' matter. */
#include "detect/scan.h"

#include "base/utf8.h"
#include "detect/dictionary.inc"
struct label_node {
    uint16_t code, first, count, kind;
};
struct label_pair {
    uint16_t a, b, node;
};
#include "detect/labels.inc"

#define DICTIONARY_SEED 0x243F6A8885A308D3u /* as in dictionary.py */

static unsigned dictionary_slot(uint64_t h)
{
    uint32_t at = (uint32_t)((h >> 32) * DICTIONARY_SLOTS >> 32);
    while (dictionary_slots[at]) {
        if (dictionary_slots[at] >> 8 == (h & 0xFFFFFF))
            return dictionary_slots[at] & 0xFF;
        at = at + 1 == DICTIONARY_SLOTS ? 0 : at + 1;
    }
    return 0;
}

static uint64_t dictionary_mix(uint64_t h, uint16_t c)
{
    h = (h ^ c) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

unsigned dictionary_find(const uint16_t *c, uint32_t n)
{
    uint64_t h = DICTIONARY_SEED;
    for (uint32_t i = 0; i < n; i++)
        h = dictionary_mix(h, c[i]);
    return dictionary_slot(h);
}

void dictionary_prefixes(const uint16_t *c, uint32_t n, unsigned flags[])
{
    uint64_t h = DICTIONARY_SEED;
    for (uint32_t i = 0; i < n; i++) {
        h = dictionary_mix(h, c[i]);
        flags[i] = dictionary_slot(h);
    }
}

static uint16_t lower(uint16_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint16_t)(c + 32) : c;
}

static const struct label_node *label_child(const struct label_node *node, uint16_t c)
{
    uint32_t lo = node->first, hi = lo + node->count;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (label_nodes[mid].code == c)
            return &label_nodes[mid];
        if (label_nodes[mid].code < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* The node that two characters lead to; NULL: no label begins so. */
static const struct label_node *label_behind_two(uint16_t a, uint16_t b)
{
    uint32_t at = pair_hash(a, b) % LABEL_PAIRS;
    while (label_pair_nodes[at].node) {
        if (label_pair_nodes[at].a == a && label_pair_nodes[at].b == b)
            return &label_nodes[label_pair_nodes[at].node];
        at = (at + 1) % LABEL_PAIRS;
    }
    return NULL;
}

/* A label that begins with two characters of Japanese: goes to the node behind them (NULL: none goes on so). Returns the kind of the label that
 * the first one is alone. */
static enum label_kind label_first_two(uint16_t a, uint16_t b, const struct label_node **node)
{
    const struct label_node *alone = bit_of(hot_characters, a) ? label_child(label_nodes, a) : NULL;
    *node = label_behind_two(a, b);
    return alone ? (enum label_kind)alone->kind : LABEL_NOTHING;
}

bool label_may_start(uint16_t c)
{
    c = lower(c);
    return (label_starts[c >> 5] >> (c & 31)) & 1;
}

enum label_kind scan_label_at(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t n, uint32_t *end)
{
    if (!label_may_start(c[i]) || !(c[i] > 0x7F ? label_may_begin(c, cls, i) : label_word_may_begin(c, cls, i)))
        return LABEL_NOTHING;
    const struct label_node *node = label_nodes;
    enum label_kind kind = LABEL_NOTHING;
    uint32_t at = i;
    if (i + 1 < n && class_japanese(cls[i]) && class_japanese(cls[i + 1])) {
        kind = label_first_two(c[i], c[i + 1], &node);
        if (kind)
            *end = i + 1;
        if (!node)
            return kind;
        at = i + 2;
        if (node->kind) {
            kind = (enum label_kind)node->kind;
            *end = at;
        }
    }
    while (at < n) {
        const struct label_node *next = label_child(node, lower(c[at]));
        if (!next && cls[at] == CLASS_SPACE && at > i && class_japanese(cls[at - 1]) && class_japanese(cls[at + 1])) {
            next = label_child(node, c[at + 1]); /* 氏　名 */
            if (next && at + 1 < n)
                at++;
            else
                break;
        }
        if (!next)
            break;
        node = next;
        at++;
        if (node->kind && !(class_ascii_word(cls[at - 1]) && class_ascii_word(cls[at]) && cls[at] != CLASS_DIGIT)) {
            kind = (enum label_kind)node->kind;
            *end = at;
        }
    }
    return kind;
}

/* The same over text that is not folded yet; *count: characters of the label. */
enum label_kind label_in_text(const char *text, size_t from, size_t to, size_t *end, uint32_t *count)
{
    const struct label_node *node = label_nodes;
    enum label_kind kind = LABEL_NOTHING;
    uint8_t before = CLASS_END;
    uint32_t n = 0;
    size_t at = from;
    const uint8_t *p = (const uint8_t *)text + from;
    if (to - from >= 6 && p[0] >= 0xE4 && p[0] <= 0xE9 && p[3] >= 0xE4 && p[3] <= 0xE9) { /* two kanji: mostly, nothing begins so */
        uint16_t c = (uint16_t)((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63)), d = (uint16_t)((p[3] & 15) << 12 | (p[4] & 63) << 6 | (p[5] & 63));
        kind = label_first_two(c, d, &node);
        if (kind) {
            *end = at + 3;
            *count = 1;
        }
        if (!node)
            return kind;
        n = 2;
        before = CLASS_KANJI;
        at += 6;
        if (node->kind) {
            kind = (enum label_kind)node->kind;
            *end = at;
            *count = n;
        }
    }
    while (at < to) {
        uint32_t cp;
        uint8_t b = (uint8_t)text[at];
        size_t used = 1;
        uint16_t c = b;
        if (b >= 0xE4 && b <= 0xE9 && at + 3 <= to) {
            c = (uint16_t)((b & 15) << 12 | (text[at + 1] & 63) << 6 | (text[at + 2] & 63));
            used = 3;
        } else if (b >= 0x80) {
            used = utf8_decode(text + at, to - at, &cp);
            c = scan_fold_character(cp);
        }
        if (c == 0x30FC && before != CLASS_KATAKANA && before != CLASS_HIRAGANA)
            c = '-'; /* as in scan_fold_line */
        uint8_t cls = (uint8_t)scan_class(c);
        const struct label_node *next = label_child(node, lower(c));
        if (!next && cls == CLASS_SPACE && class_japanese(before) && at + used < to) {
            at += used;
            used = utf8_decode(text + at, to - at, &cp);
            c = scan_fold_character(cp);
            cls = (uint8_t)scan_class(c);
            next = class_japanese(cls) ? label_child(node, c) : NULL;
        }
        if (!next)
            break;
        node = next;
        before = cls;
        at += used;
        n++;
        bool goes_on = class_ascii_word(cls) && at < to && ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z'));
        if (node->kind && !goes_on) {
            kind = (enum label_kind)node->kind;
            *end = at;
            *count = n;
        }
    }
    return kind;
}

static bool decoration(uint16_t c)
{
    switch (c) {
    case ' ': case '\t': case '*': case ':': case '[': case ']': case '<': case '>': case '#': case '.': case '=': case '"': case '\'':
    case 0x3010: case 0x3011: case 0x300C: case 0x300D: case 0x25A0: case 0x25CF: case 0x30FB: case 0x203B: case 0x25C6: case 0x25C7:
    case 0x25CB: case 0x25A1: case 0x25BC: case 0x25B2: case 0x2605: case 0x2606: case 0x3014: case 0x3015:
        return true;
    default:
        return false;
    }
}

enum label_kind scan_label_whole(const uint16_t *c, const uint8_t *cls, uint32_t n)
{
    uint32_t from = 0, end = 0;
    while (from < n && decoration(c[from]))
        from++;
    while (n > from && decoration(c[n - 1]))
        n--;
    if (n - from > 24 || from == n)
        return LABEL_NOTHING;
    /* (1)氏名, 2.住所, 氏名(必須), 患者 氏名 */
    if (cls[from] == CLASS_DIGIT && n - from > 2 && (c[from + 1] == '.' || c[from + 1] == ')'))
        from += 2;
    else if (c[from] == '(' && n - from > 4 && c[from + 2] == ')' && cls[from + 1] != CLASS_KANJI)
        from += 3;
    while (from < n && decoration(c[from]))
        from++;
    enum label_kind kind = LABEL_NOTHING;
    for (uint32_t i = from; i < n; i++) {
        if (i > from && class_ascii_word(cls[i]) && class_ascii_word(cls[i - 1]))
            continue;
        if (i > from && cls[i] == cls[i - 1] && (cls[i] == CLASS_KATAKANA || cls[i] == CLASS_HIRAGANA))
            continue;
        enum label_kind found = scan_label_at(c, cls, i, n, &end);
        if (found == LABEL_NOTHING || (i > from && end - i == 1 && class_japanese(cls[i - 1]))) /* 椎名 is no 名 */
            continue;
        if (end == n)
            return found; /* the last word of a header says what it is: 保護者 電話番号 */
        /* the rest is a remark in brackets or a number: 氏名(必須), 住所1, 電話番号(自宅) */
        if (c[end] == '(' && c[n - 1] == ')')
            return found;
        if (cls[end] == CLASS_DIGIT && n - end <= 2)
            return found;
        if (c[end] == '/' || c[end] == 0x30FB || cls[end] == CLASS_SPACE)
            kind = kind ? kind : found; /* 氏名/name: the first of two */
        i = end - 1;
    }
    return kind;
}

bool scan_is_rest(const uint16_t *c, uint32_t i, const char16_t *word)
{
    for (; *word; i++, word++)
        if (lower(c[i]) != *word)
            return false;
    return true;
}
