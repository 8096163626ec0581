/* The words that are known beforehand: the dictionary of names and places, and the labels. Where they may stand is the callers' matter. */
#include "detect/scan.h"

#include "base/utf8.h"
#include "detect/dictionary.inc"
struct label_node {
    uint16_t code, first, count, kind;
    uint32_t children; /* a bit for the lower five of each child's code: mostly, a label does not go on, and the search is spared */
};
struct label_pair {
    uint16_t a, b, node;
};
struct label_token {
    uint64_t letters;
    uint16_t node;
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
    if (!(node->children >> (c & 31) & 1))
        return NULL;
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

/* The same for what follows in a label: what parts words in a program parts them, too (client_secret, api-key). */
static const struct label_node *label_next(const struct label_node *node, uint16_t c)
{
    const struct label_node *next = label_child(node, lower(c));
    return !next && (c == '_' || c == '-') ? label_child(node, ' ') : next;
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

/* The node that the letters of token_hash() lead to. */
static const struct label_node *label_behind_token(uint64_t letters)
{
    uint32_t hash = token_hash(letters);
    if (!bit_of(label_tokens, hash))
        return NULL; /* nearly always */
    for (uint32_t at = hash % LABEL_TOKENS; label_token_nodes[at].node; at = (at + 1) % LABEL_TOKENS)
        if (label_token_nodes[at].letters == letters)
            return &label_nodes[label_token_nodes[at].node];
    return NULL;
}

/* A label that begins with two characters of Japanese: goes to the node behind them (NULL: none goes on so). Returns the kind of the label that
 * the first one is alone; before another kanji it is none (the 名 of 名古屋). */
static enum label_kind label_first_two(uint16_t a, uint16_t b, const struct label_node **node)
{
    const struct label_node *alone = scan_class(b) != CLASS_KANJI && hot_character(a) ? label_child(label_nodes, a) : NULL;
    *node = label_behind_two(a, b);
    return alone ? (enum label_kind)alone->kind : LABEL_NOTHING;
}

bool label_begins(const uint8_t *p, size_t n)
{
    if (n < 6)
        return true;
    const struct label_node *node = label_behind_two((uint16_t)utf8_wide(p), (uint16_t)utf8_wide(p + 3));
    for (size_t at = 6; node && !node->kind; at += 3) {
        if (n - at < 3 || p[at] < 0xE3 || p[at] > 0xE9 || (p[at] == 0xE3 && p[at + 1] == 0x80))
            return true;
        node = label_child(node, (uint16_t)utf8_wide(p + at));
    }
    return node;
}

enum label_need label_need(enum label_kind kind)
{
    switch (kind) {
    case LABEL_NAME:
    case LABEL_KANA:
    case LABEL_ADDRESS:
    case LABEL_WORK_ADDRESS:
        return LABEL_NEEDS_SPACE;
    case LABEL_SURNAME:
    case LABEL_GIVEN:
    case LABEL_SURNAME_KANA:
    case LABEL_GIVEN_KANA:
    case LABEL_ORG:
    case LABEL_PRODUCT:
    case LABEL_DEPT:
    case LABEL_AGE:
    case LABEL_SEX:
    case LABEL_HEALTH:
    case LABEL_SPECIAL:
    case LABEL_OTHER:
        return LABEL_NEEDS_MARK; /* words of running text; only a colon or a table makes labels of them */
    default:
        return LABEL_NEEDS_NOTHING;
    }
}

bool label_mark(uint16_t c)
{
    switch (c) {
    case ':': case '=': case '|': case '\t': case '>': case ']': case '/': case 0x2192: case 0x2502: case 0x3011: case 0x300D: case 0x2026: case 0x30FB:
        return true;
    default:
        return false;
    }
}

enum label_kind scan_label_at(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t n, uint32_t *end)
{
    if (c[i] > 0x7F && !label_may_begin(c, cls, i))
        return LABEL_NOTHING;
    const struct label_node *node = label_nodes;
    enum label_kind kind = LABEL_NOTHING;
    uint32_t at = i;
    if (c[i] <= 0x7F) {
        node = label_behind_token(first_letters(c, cls, i, &at));
        if (!node)
            return LABEL_NOTHING;
        if (node->kind && (!class_ascii_word(cls[at]) || cls[at] == CLASS_DIGIT)) {
            kind = (enum label_kind)node->kind;
            *end = at;
        }
    } else if (i + 1 < n && class_japanese(cls[i]) && class_japanese(cls[i + 1])) {
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
        const struct label_node *next = label_next(node, c[at]);
        if (!next && cls[at] == CLASS_SPACE && at > i && class_japanese(cls[at - 1])) {
            at = label_goes_on(cls, at);
            next = class_japanese(cls[at]) && at < n ? label_child(node, c[at]) : NULL;
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

/* The folded character at byte at, and its length. */
static uint16_t label_character(const char *text, size_t at, size_t to, size_t *used)
{
    const uint8_t *p = (const uint8_t *)text + at;
    uint32_t cp = p[0];
    *used = 1;
    if (cp < 0x80)
        return (uint16_t)cp;
    if (cp == 0xE3 && to - at >= 3 && p[1] >= 0x81 && p[1] <= 0x83) { /* kana */
        *used = 3;
        return (uint16_t)utf8_wide(p);
    }
    *used = utf8_decode(text + at, to - at, &cp);
    return scan_fold_character(cp);
}

/* Kanji or kana, a long vowel mark apart, which is a dash behind kanji. */
static bool japanese_word_at(const uint8_t *p)
{
    return (p[0] >= 0xE4 && p[0] <= 0xE9) || (p[0] == 0xE3 && p[1] >= 0x81 && p[1] <= 0x83 && !(p[1] == 0x83 && p[2] >= 0xBB));
}

/* The same over text that is not folded yet; *count: characters of the label. */
enum label_kind label_in_text(const char *text, size_t from, size_t to, size_t *end, uint32_t *count)
{
    const struct label_node *node = label_nodes;
    enum label_kind kind = LABEL_NOTHING;
    uint8_t before = CLASS_END;
    uint32_t n = 0;
    size_t at = from;
    const uint8_t *p = (const uint8_t *)text;
    if (p[at] < 0x80) {
        uint64_t letters = 0;
        for (; n < 8 && at < to && ascii_letter(p[at]); at++)
            letters |= (uint64_t)(p[at] | 32) << 8 * n++;
        node = label_behind_token(letters);
        if (!node)
            return LABEL_NOTHING;
        before = CLASS_LOWER;
        if (node->kind && !(at < to && ascii_letter(p[at])))
            kind = (enum label_kind)node->kind;
    } else if (to - from >= 6 && japanese_word_at(p + at) && japanese_word_at(p + at + 3)) { /* mostly, nothing begins so */
        uint16_t first = (uint16_t)utf8_wide(p + at), second = (uint16_t)utf8_wide(p + at + 3);
        kind = label_first_two(first, second, &node);
        if (kind) {
            *end = at + 3;
            *count = 1;
        }
        if (!node)
            return kind;
        n = 2;
        before = (uint8_t)scan_class(second);
        at += 6;
        kind = node->kind ? (enum label_kind)node->kind : kind;
    }
    if (n && node->kind && kind) {
        *end = at;
        *count = n;
    }
    while (at < to && node->count) {
        size_t used;
        uint16_t c = label_character(text, at, to, &used);
        if (c == 0x30FC && before != CLASS_KATAKANA && before != CLASS_HIRAGANA)
            c = '-'; /* as in scan_fold_line */
        const struct label_node *next = label_next(node, c);
        if (!next && (c == ' ' || c == '\r') && class_japanese(before)) {
            for (unsigned spaces = 0; (c == ' ' || c == '\r') && spaces < LABEL_SPACES && at + used < to; spaces++) {
                at += used;
                c = label_character(text, at, to, &used);
            }
            next = class_japanese((uint8_t)scan_class(c)) ? label_child(node, c) : NULL;
        }
        if (!next)
            break;
        node = next;
        before = (uint8_t)scan_class(c);
        at += used;
        n++;
        bool goes_on = class_ascii_word(before) && at < to && ascii_letter(p[at]);
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
    bool digits = false; /* before the label: 中仙道6丁目38番地19 is no header */
    for (uint32_t i = from; i < n; i++) {
        digits = digits || cls[i] == CLASS_DIGIT;
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
        if (cls[end] == CLASS_DIGIT && n - end <= 2 && !digits)
            return found;
        if (end + 1 == n && class_latin(cls[end]) && (c[end] | 32) <= 'f' && class_japanese(cls[end - 1])) /* 選手名A, 所属B */
            return found;
        if (c[end] == '/' || c[end] == 0x30FB || cls[end] == CLASS_SPACE)
            kind = kind ? kind : found; /* 氏名/name: the first of two */
        i = end - 1;
    }
    return kind;
}

uint32_t scan_ends_with_one(const uint16_t *c, uint32_t at, const char16_t *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        uint32_t n = 0;
        while (words[k][n])
            n++;
        if (at >= n && scan_is(c, at - n, words[k]))
            return n;
    }
    return 0;
}

bool scan_is_rest(const uint16_t *c, uint32_t i, const char16_t *word)
{
    for (; *word; i++, word++)
        if (lower(c[i]) != *word)
            return false;
    return true;
}
