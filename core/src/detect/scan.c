/* Walks over a text line by line: folds width and dashes, finds labels, and asks the families at the places where they can begin.
 * Keeps what earlier lines said (header lines, waiting labels). What a name or a number looks like is left to the families. */
#include "detect/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/dictionary.inc"
struct label_node {
    uint16_t code, first, count, kind;
};
#include "detect/labels.inc"

const char *data_type_name(enum data_type type)
{
    static const char *const names[] = {
#define DATA_TYPE(SYMBOL, name) name,
#include "detect/types.def"
#undef DATA_TYPE
    };
    return type < DATA_TYPE_COUNT ? names[type] : "";
}

#define DICTIONARY_SEED 0x243F6A8885A308D3u /* as in dictionary.py */

/* ---- folding ---- */

/* U+FF61.. in full width; voice marks join in scan_fold_line. */
static const uint16_t half_katakana[63] = {
    0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30C3, 0x30FC,
    0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF,
    0x30C1, 0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF,
    0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3, 0x3099, 0x309A};

uint16_t scan_fold_character(uint32_t cp)
{
    if (cp < 0x80)
        return (uint16_t)cp;
    if (cp >= 0x3041 && cp < 0xA000)
        switch (cp) { /* variant forms that names are often written with */
        case 0x9AD9: return 0x9AD8; /* 髙 */
        case 0x6FF5: return 0x6D5C; /* 濵 */
        case 0x6FF1: return 0x6D5C; /* 濱 */
        case 0x6FA4: return 0x6CA2; /* 澤 */
        case 0x908A: return 0x8FBA; /* 邊 */
        case 0x9089: return 0x8FBA; /* 邉 */
        case 0x9F4B: return 0x658E; /* 齋 */
        case 0x9F4A: return 0x6589; /* 齊 */
        case 0x5D8B: return 0x5CF6; /* 嶋 */
        case 0x5EE3: return 0x5E83; /* 廣 */
        case 0x6AFB: return 0x685C; /* 櫻 */
        default: return (uint16_t)cp;
        }
    if (cp == 0x3000 || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F)
        return ' ';
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x2500 || cp == 0x2501 || cp == 0xFE63)
        return '-';
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return (uint16_t)(cp - 0xFEE0);
    if (cp >= 0xFF61 && cp <= 0xFF9F)
        return half_katakana[cp - 0xFF61];
    if (cp == 0x2019 || cp == 0x2018)
        return '\'';
    if (cp == 0xFA11)
        return 0x5D0E; /* 﨑 */
    if (cp > 0xFFFF)
        return cp >= 0x20000 && cp < 0x40000 ? 0x3402 : 0xFFFD; /* some rare kanji: a kanji all the same */
    return (uint16_t)cp;
}

enum char_class scan_class(uint16_t c)
{
    if (c < 0x80) {
        if (c >= '0' && c <= '9')
            return CLASS_DIGIT;
        if (c >= 'A' && c <= 'Z')
            return CLASS_UPPER;
        if (c >= 'a' && c <= 'z')
            return CLASS_LOWER;
        return c == ' ' ? CLASS_SPACE : c == '\t' ? CLASS_TAB : c == '-' ? CLASS_DASH : c == '\r' ? CLASS_SPACE : CLASS_MARK;
    }
    if (c >= 0x4E00 && c <= 0x9FFF)
        return CLASS_KANJI;
    if (c >= 0x3041 && c <= 0x309F)
        return CLASS_HIRAGANA;
    if ((c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF))
        return CLASS_KATAKANA;
    if (c == 0x3005 || c == 0x3006 || c == 0x3007 || (c >= 0x3400 && c < 0x4E00) || (c >= 0xF900 && c < 0xFB00))
        return CLASS_KANJI;
    if (c < 0x2000 ? (c >= 0xC0 && c != 0xD7 && c != 0xF7) : (c >= 0xAC00 && c < 0xD7B0))
        return CLASS_LETTER;
    return CLASS_MARK;
}

enum { M = CLASS_MARK, S = CLASS_SPACE, T = CLASS_TAB, N = CLASS_DIGIT, U = CLASS_UPPER, L = CLASS_LOWER, D = CLASS_DASH };
static const uint8_t ascii_class[128] = {
    M, M, M, M, M, M, M, M, M, T, S, M, M, S, M, M,
    M, M, M, M, M, M, M, M, M, M, M, M, M, M, M, M,
    S, M, M, M, M, M, M, M, M, M, M, M, M, D, M, M,
    N, N, N, N, N, N, N, N, N, N, M, M, M, M, M, M,
    M, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    U, U, U, U, U, U, U, U, U, U, U, M, M, M, M, M,
    M, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, M, M, M, M, M,
};

size_t scan_fold_line(struct scan *s, const char *text, size_t from, size_t to)
{
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    uint32_t n = 0;
    size_t i = from, last_space = 0;
    uint32_t n_at_space = 0;
    bool at_sign = false;
    while (i < to) {
        uint8_t b = (uint8_t)text[i];
        if (b < 0x80) {
            if (b == '\n')
                break;
            if (n == LINE_CHARACTERS)
                break;
            c[n] = b;
            cls[n] = ascii_class[b];
            at_sign |= b == '@';
            if (b == ' ') {
                last_space = i;
                n_at_space = n;
            }
            s->off[n++] = (uint32_t)i++;
            continue;
        }
        if (n == LINE_CHARACTERS)
            break;
        uint32_t cp;
        size_t used;
        if ((b & 0xF0) == 0xE0 && i + 2 < to && ((uint8_t)text[i + 1] & 0xC0) == 0x80 && ((uint8_t)text[i + 2] & 0xC0) == 0x80) {
            cp = ((uint32_t)(b & 15) << 12) | ((uint32_t)((uint8_t)text[i + 1] & 63) << 6) | ((uint8_t)text[i + 2] & 63);
            used = 3;
        } else
            used = utf8_decode(text + i, to - i, &cp);
        uint16_t f = scan_fold_character(cp);
        enum char_class k = f >= 0x4E00 && f <= 0x9FFF ? CLASS_KANJI : f >= 0x3041 && f <= 0x309F ? CLASS_HIRAGANA : scan_class(f);
        if (cp >= 0xFF01 && f < 0x80)
            k = (enum char_class)ascii_class[f];
        if (f == 0x30FC && n > 0 && cls[n - 1] != CLASS_KATAKANA && cls[n - 1] != CLASS_HIRAGANA) {
            f = '-'; /* a long vowel mark typed for a dash */
            k = CLASS_DASH;
        }
        if ((f == 0x3099 || f == 0x309A) && n > 0 && cls[n - 1] == CLASS_KATAKANA) {
            /* a half-width voice mark joins its letter */
            if (c[n - 1] == 0x30A6)
                c[n - 1] = 0x30F4;
            else
                c[n - 1] = (uint16_t)(c[n - 1] + (f == 0x3099 ? 1 : 2));
            i += used;
            continue;
        }
        if (cp >= 0x200B && (cp <= 0x200F || cp == 0xFEFF || (cp >= 0xFE00 && cp <= 0xFE0F))) {
            i += used; /* nothing that a reader sees */
            continue;
        }
        c[n] = f;
        cls[n] = (uint8_t)k;
        at_sign |= f == '@';
        s->off[n++] = (uint32_t)i;
        i += used;
    }
    if (i < to && text[i] != '\n' && n_at_space > LINE_CHARACTERS / 2) {
        n = n_at_space;
        i = last_space;
    }
    s->n = n;
    s->at_sign = at_sign;
    s->off[n] = (uint32_t)i;
    for (uint32_t k = 0; k < 8; k++) {
        c[n + k] = 0;
        cls[n + k] = CLASS_END;
    }
    return i - from;
}

/* ---- dictionary and labels ---- */

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

bool surname_may_start(uint16_t c)
{
    return (surname_starts[c >> 5] >> (c & 31)) & 1;
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

static bool label_may_start(uint16_t c)
{
    c = lower(c);
    return (label_starts[c >> 5] >> (c & 31)) & 1;
}

enum label_kind scan_label_at(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t n, uint32_t *end)
{
    if (!label_may_start(c[i]))
        return LABEL_NOTHING;
    const struct label_node *node = label_nodes;
    enum label_kind kind = LABEL_NOTHING;
    uint32_t at = i;
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

/* ---- hits ---- */

bool scan_taken(const struct scan *s, uint32_t start, uint32_t end)
{
    /* hits come from left to right: only the last few can reach here */
    for (uint32_t i = s->hit_count; i-- > 0 && i + 8 >= s->hit_count;) {
        const struct data_hit *h = &s->hits[i];
        if (h->start < end && h->end > start && h->confidence != CONFIDENCE_LOW)
            return true;
    }
    return false;
}

void scan_hit(struct scan *s, enum data_type type, enum confidence confidence, const char *rule, uint32_t start, uint32_t end)
{
    if (s->hit_count == LINE_HITS || start >= end)
        return;
    s->hits[s->hit_count++] = (struct data_hit){type, confidence, rule, start, end};
    if (confidence == CONFIDENCE_LOW)
        return;
    if (type == DATA_PERSON)
        s->persons_on_line++;
    else
        s->values_on_line++;
    if (type != DATA_PERSON && type != DATA_PASSWORD && type != DATA_SECRET && type != DATA_HEALTH && type != DATA_SPECIAL_CARE)
        s->strong_values++;
}

/* ---- numbers ---- */

/* Reads a run of digits with single separators from i; false: not a number that could mean anything. */
static bool read_number(const struct scan *s, uint32_t i, struct number *num)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    memset(num, 0, sizeof *num);
    num->start = i;
    if (c[i] == '+') {
        num->plus = true;
        i++;
    }
    if (c[i] == '(') {
        num->open = true;
        i++;
    }
    uint32_t group = 0, at = i, last_end = i;
    uint16_t first_mark = 0;
    while (cls[at] == CLASS_DIGIT) {
        uint32_t from = at;
        while (cls[at] == CLASS_DIGIT) {
            if (num->count < NUMBER_DIGITS)
                num->digits[num->count] = (uint8_t)(c[at] - '0');
            num->count++;
            at++;
        }
        num->groups[group++] = at - from > 255 ? 255 : (uint8_t)(at - from);
        last_end = at;
        if (group == NUMBER_GROUPS)
            break;
        uint32_t next = at;
        uint16_t mark = 0;
        if (c[next] == ')' || c[next] == '(') {
            mark = '(';
            next++;
            if (cls[next] == CLASS_SPACE || cls[next] == CLASS_DASH)
                next++;
        } else if (cls[next] == CLASS_DASH) {
            mark = '-';
            next++;
            if (c[next] == '(')
                next++;
        } else if (cls[next] == CLASS_SPACE) {
            mark = ' ';
            next++;
            if (c[next] == '(') {
                mark = '(';
                next++;
            } else if (cls[next] == CLASS_DASH && cls[next + 1] == CLASS_SPACE) { /* 03 - 1234 - 5678 */
                mark = '-';
                next += 2;
            }
        } else if (c[next] == '.') {
            mark = '.';
            next++;
        }
        if (!mark || cls[next] != CLASS_DIGIT)
            break;
        if (!first_mark || num->plus || num->open || first_mark == '(')
            first_mark = first_mark ? first_mark : mark;
        else if (mark != first_mark && mark != '(') {
            if (first_mark == ' ' && mark == '-' && !(group == 2 && num->digits[0] == 0 && num->groups[0] <= 5)) {
                /* "12 090-1234-5678": what stood before the space is a number of its own */
                num->count -= num->groups[group - 1];
                group--;
                last_end = from - 1;
            }
            break;
        }
        num->marks[group] = mark;
        at = next;
    }
    num->group_count = group;
    num->end = last_end;
    if (num->open && c[num->end] == ')' && group == 1)
        num->end++;
    return num->count > 0;
}

static bool letter_class(uint8_t cls)
{
    return cls == CLASS_UPPER || cls == CLASS_LOWER || cls == CLASS_LETTER;
}

/* The number is a piece of something longer: a part number, a file name, a version, an address on the web. */
static bool embedded(const struct scan *s, const struct number *num)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t a = num->start, b = num->end;
    if (a > 0) {
        uint16_t p = c[a - 1];
        uint8_t before = a > 1 ? cls[a - 2] : CLASS_END;
        if (letter_class(cls[a - 1]) || p == '_' || p == '@' || p == '\\' || p == '$' || p == 0xA5 || p == 0xFFE5 || p == 0xA3)
            return true;
        if (p == '-' && class_ascii_word(before))
            return true;
        if ((p == '.' || p == '/' || (p == ',' && num->group_count == 1) || p == '=') && before == CLASS_DIGIT)
            return true;
    }
    uint16_t q = c[b];
    if (letter_class(cls[b]) && !(c[b] == 'x' && cls[b + 1] == CLASS_DIGIT) && cls[b] != CLASS_LETTER)
        return !(scan_is(c, b, u"tel") || scan_is(c, b, u"fax") || scan_is(c, b, u"mail") || scan_is(c, b, u"e-mail"));
    if (q == '_' || q == '@' || q == '%' || q == '\\')
        return true;
    if ((q == '-' || q == '.') && class_ascii_word(cls[b + 1]))
        return true;
    if (q == ',' && num->group_count == 1 && cls[b + 1] == CLASS_DIGIT && cls[b + 2] == CLASS_DIGIT && cls[b + 3] == CLASS_DIGIT &&
        cls[b + 4] != CLASS_DIGIT && num->count <= 3)
        return true; /* 1,234 */
    return q == 0x5186 || q == 0x500B || q == 0x4EF6 || q == 0x4EBA; /* yen, pieces, cases, persons */
}

/* What the label says that stands over this place: on the line, as a column header, or waiting from a line above. */
enum label_kind scan_context(const struct scan *s, uint32_t at)
{
    if (s->label.kind != LABEL_NOTHING) {
        uint32_t gap = at - s->label.end;
        if (s->label.kind != LABEL_NEGATIVE || gap <= 12)
            return gap <= 48 ? s->label.kind : LABEL_NOTHING;
        return LABEL_NOTHING;
    }
    for (uint32_t k = 0; k < s->field_count; k++)
        if (at >= s->field_start[k] && at < s->field_end[k])
            return s->columns[k];
    if (s->column_count && !s->field_count) {
        /* the line does not fall apart into the columns, but one of them alone holds numbers */
        enum label_kind only = LABEL_NOTHING;
        for (uint32_t k = 0; k < s->column_count; k++)
            if (s->columns[k] >= LABEL_MYNUMBER && s->columns[k] <= LABEL_CUSTOMER) {
                if (only != LABEL_NOTHING)
                    return LABEL_NOTHING;
                only = s->columns[k];
            }
        return only;
    }
    return s->carried_lines ? s->carried : LABEL_NOTHING;
}

static uint32_t number_at(struct scan *s, uint32_t i)
{
    struct number num;
    if (!read_number(s, i, &num))
        return i + 1;
    if (num.count < 4 || embedded(s, &num))
        return num.end;
    enum label_kind kind = scan_context(s, num.start);
    if (kind == LABEL_NEGATIVE) {
        s->label.kind = LABEL_NOTHING; /* it has its number */
        return num.end;
    }
    if (num.count <= 4 && kind != LABEL_ACCOUNT && kind != LABEL_PASSWORD && kind != LABEL_CUSTOMER && kind != LABEL_INSURANCE)
        return num.end;
    if (!card_number(s, &num) && !id_number(s, &num) && !bank_number(s, &num))
        phone_number(s, &num);
    return num.end;
}

void scan_fold_cell(struct scan *s, const char *text, size_t n)
{
    memset(s->c_store, 0, 8 * sizeof *s->c_store);
    memset(s->class_store, CLASS_END, 8);
    scan_fold_line(s, text, 0, n);
    uint16_t *c = SCAN_C(s);
    uint8_t *cls = SCAN_CLASS(s);
    while (s->n > 0 && (cls[s->n - 1] == CLASS_SPACE || cls[s->n - 1] == CLASS_TAB)) {
        s->n--;
        c[s->n] = 0;
        cls[s->n] = CLASS_END;
    }
}

bool scan_is_phone(struct scan *s)
{
    const uint8_t *cls = SCAN_CLASS(s);
    struct number num;
    uint32_t i = 0;
    while (i < s->n && cls[i] != CLASS_DIGIT && SCAN_C(s)[i] != '+' && SCAN_C(s)[i] != '(')
        i++;
    if (i == s->n || i > 4 || !read_number(s, i, &num) || num.end + 6 < s->n)
        return false;
    if (num.plus)
        return num.count >= 9 && num.count <= 15;
    if (num.count < 9 || num.count > 11)
        return false;
    return num.digits[0] == 0 ? phone_japanese(num.digits + 1, num.count - 1) : num.count == 10 && num.group_count == 3 && phone_american(num.digits);
}

/* ---- one line ---- */

static bool label_counts(struct scan *s, enum label_kind kind, uint32_t start, uint32_t end, bool *strong)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = end;
    if (c[at] == '(') { /* 口座番号（普通）: */
        uint32_t close = at + 1;
        while (close < s->n && close < at + 14 && c[close] != ')')
            close++;
        if (c[close] == ')' && cls[at + 1] != CLASS_DIGIT)
            at = close + 1;
    }
    uint32_t direct = at;
    while (cls[at] == CLASS_SPACE)
        at++;
    *strong = c[at] == ':' || c[at] == '=' || c[at] == '|' || c[at] == 0x2502 || cls[at] == CLASS_TAB || c[at] == '>' || c[at] == 0x3011 ||
              c[at] == ']' || c[at] == '/' || c[at] == 0x300D || c[at] == 0x2026 || c[at] == 0x30FB || cls[at] == CLASS_END ||
              (c[at] == 0x306F && cls[at + 1] != CLASS_HIRAGANA);
    if (*strong)
        return true;
    bool adjacent_word = at == direct && (cls[at] == CLASS_KANJI || cls[at] == CLASS_KATAKANA);
    if (adjacent_word && kind != LABEL_ACCOUNT && kind != LABEL_NEGATIVE)
        return false;
    switch (kind) {
    case LABEL_NAME:
    case LABEL_KANA:
    case LABEL_ADDRESS:
    case LABEL_WORK_ADDRESS:
        return at > direct && (start == 0 || cls[start - 1] != CLASS_KANJI || cls[start] != CLASS_KANJI);
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
        return false; /* words of running text; only a colon or a table makes labels of them */
    default:
        return true;
    }
}

static uint32_t label_here(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t end = 0;
    if (i > 0 && cls[i - 1] == cls[i] && (cls[i] == CLASS_KATAKANA || cls[i] == CLASS_HIRAGANA || class_ascii_word(cls[i])))
        return 0;
    if (i > 0 && class_ascii_word(cls[i]) && (class_ascii_word(cls[i - 1]) || c[i - 1] == '-' || c[i - 1] == '_'))
        return 0;
    enum label_kind kind = scan_label_at(c, cls, i, s->n, &end);
    if (kind == LABEL_NOTHING)
        return 0;
    /* 普通預金 番号, 運転免許証の番号, 会員 No. */
    if (kind >= LABEL_MYNUMBER && kind <= LABEL_CUSTOMER) {
        uint32_t more = end;
        while (cls[more] == CLASS_SPACE)
            more++;
        if (c[more] == 0x306E)
            more++;
        if (scan_is(c, more, u"番号"))
            end = more + 2;
        else if (scan_is(c, more, u"no") && cls[more + 2] != CLASS_LOWER && cls[more + 2] != CLASS_UPPER)
            end = more + 2 + (c[more + 2] == '.');
    }
    bool strong;
    if (kind == LABEL_NEGATIVE && c[i] == 0x756A && (i == 0 || !class_japanese(cls[i - 1])) && end - i == 2)
        return end; /* a lone 番号 says nothing */
    if (!label_counts(s, kind, i, end, &strong)) {
        s->label_rejected = true;
        return 0;
    }
    s->before = s->label;
    s->label = (struct label){kind, i, end, strong};
    if (s->line_label_count < COLUMNS_MAX)
        s->line_labels[s->line_label_count++] = kind;
    s->label_characters += end - i;
    if (kind == LABEL_CARD)
        s->card_lines = 3;
    if (kind == LABEL_ACCOUNT || kind == LABEL_PAYEE)
        s->bank_lines = 3;
    uint32_t value = end, done = 0;
    if (c[value] == '(') {
        uint32_t close = value;
        while (close < s->n && close < value + 14 && c[close] != ')')
            close++;
        if (c[close] == ')' && cls[value + 1] != CLASS_DIGIT)
            value = close + 1;
    }
    while (cls[value] == CLASS_SPACE || cls[value] == CLASS_TAB || c[value] == ':' || c[value] == '=' || c[value] == '|' || c[value] == 0x3011 ||
           c[value] == ']' || c[value] == 0x300C || c[value] == 0x300D || c[value] == 0x2026 || c[value] == 0x30FB || (c[value] == '>' && value == end) ||
           (c[value] == 0x306F && strong && value == end) || c[value] == '"')
        value++;
    switch (kind) {
    case LABEL_NAME:
    case LABEL_KANA:
        done = person_labelled(s, value);
        break;
    case LABEL_ADDRESS:
    case LABEL_WORK_ADDRESS:
        done = address_labelled(s, value);
        break;
    case LABEL_PASSWORD:
        done = password_value(s, value);
        break;
    default:
        break;
    }
    return done ? done : value > end ? value : end;
}

/* http://..., https://..., www....: skipped as a whole, except mailto: */
static uint32_t web_address(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (!scan_is(c, i, u"http://") && !scan_is(c, i, u"https://") && !scan_is(c, i, u"www.") && !scan_is(c, i, u"ftp://") && !scan_is(c, i, u"file:"))
        return 0;
    while (c[i] > ' ' && c[i] < 0x7F && c[i] != '<' && c[i] != '>' && c[i] != '"' && cls[i] != CLASS_END)
        i++;
    return i;
}

static uint32_t ascii_word_at(struct scan *s, uint32_t i)
{
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t end;
    if (s->at_sign && i >= s->no_mail_until && (end = mail_at(s, i)) != 0)
        return end;
    if (cls[i] != CLASS_DIGIT) {
        if ((end = web_address(s, i)) != 0)
            return end;
        if ((end = label_here(s, i)) != 0)
            return end;
    }
    if ((end = secret_at(s, i)) != 0)
        return end;
    bool letters = false, digits = false;
    for (end = i; class_ascii_word(cls[end]); end++) {
        if (cls[end] == CLASS_DIGIT)
            digits = true;
        else
            letters = true;
    }
    if (letters && digits) {
        uint32_t id = id_word(s, i, end);
        if (id)
            return id;
    }
    if (cls[i] == CLASS_DIGIT && !letters) {
        uint32_t at = birth_at(s, i);
        if (at)
            return at;
        if ((at = address_english_at(s, i)) != 0)
            return at;
        return number_at(s, i);
    }
    if (cls[i] != CLASS_DIGIT) {
        uint32_t at = birth_at(s, i); /* S11.10.19, January 9, 1974 */
        if (at)
            return at;
        if (cls[i] == CLASS_UPPER && (at = person_english_at(s, i)) != 0)
            return at;
    }
    return end;
}

/* Labels in [from, to) whatever stands behind them; how many. */
static uint32_t loose_labels(const struct scan *s, uint32_t from, uint32_t to, enum label_kind kinds[COLUMNS_MAX], uint32_t *characters)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t count = 0;
    *characters = 0;
    for (uint32_t i = from; i < to;) {
        uint32_t end;
        bool inside = i > 0 && cls[i - 1] == cls[i] && (cls[i] == CLASS_KATAKANA || cls[i] == CLASS_HIRAGANA || class_ascii_word(cls[i]));
        enum label_kind kind = inside ? LABEL_NOTHING : scan_label_at(c, cls, i, s->n, &end);
        if (kind == LABEL_NOTHING || end > to) {
            i++;
            continue;
        }
        if (count < COLUMNS_MAX)
            kinds[count++] = kind;
        *characters += end - i;
        i = end;
    }
    return count;
}

/* Where a line announces what follows: の順, 一覧, 次のとおり ...; UINT32_MAX if it does not. */
static uint32_t announcement(const struct scan *s)
{
    static const char16_t *const words[] = {u"の順", u"一覧", u"次の", u"以下", u"下記", u"名簿", u"リスト", u"結果", u"のとおり", u"の通り", u"follow", u"list"};
    const uint16_t *c = s->c_store + 8;
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < s->n; i++)
        switch (c[i]) {
        case 0x306E: case 0x4E00: case 0x6B21: case 0x4EE5: case 0x4E0B: case 0x540D: case 0x30EA: case 0x7D50: case 'f': case 'F': case 'l': case 'L':
            for (size_t k = 0; k < sizeof words / sizeof *words; k++)
                if (scan_is(c, i, words[k])) {
                    if (k == 0)
                        return i; /* an order is named: that decides */
                    if (first == UINT32_MAX)
                        first = i;
                }
            break;
        default:
            break;
        }
    return first;
}

static void take_columns(struct scan *s, const enum label_kind *kinds, uint32_t count, uint16_t mark)
{
    memcpy(s->columns, kinds, count * sizeof *kinds);
    s->column_count = count;
    s->column_mark = mark;
    s->column_lines = 3;
    s->carried_lines = 0;
}

/* A header line: its labels name the columns of the lines that follow, or one label waits for its values. */
static void remember_labels(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    enum label_kind kinds[COLUMNS_MAX];
    uint32_t characters;
    if (s->values_on_line > 0 || s->persons_on_line > 0 || (!s->line_label_count && !s->label_rejected)) {
        if (s->carried_lines > 0)
            s->carried_lines = s->values_on_line > 0 ? 3 : s->carried_lines - 1;
        return;
    }
    uint32_t ink = 0;
    for (uint32_t i = 0; i < s->n; i++)
        ink += cls[i] != CLASS_SPACE && cls[i] != CLASS_TAB;
    /* nothing but labels between separators */
    if (s->line_label_count >= 2 && s->label_characters * 2 >= ink) {
        static const uint16_t marks[] = {'\t', ',', 0x3001, '|', '/', 0x30FB, ' '};
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
            uint32_t from = 0, count = 0, known = 0;
            for (uint32_t i = 0; i <= s->n; i++) {
                if (i < s->n && c[i] != marks[m])
                    continue;
                if (count < COLUMNS_MAX && !((marks[m] == ' ' || marks[m] == '|') && i == from)) {
                    kinds[count] = scan_label_whole(c + from, cls + from, i - from);
                    known += kinds[count] != LABEL_NOTHING;
                    count++;
                }
                from = i + 1;
            }
            if (count >= 2 && count < COLUMNS_MAX && known >= 2 && known * 2 >= count) {
                take_columns(s, kinds, count, marks[m]);
                return;
            }
        }
    }
    /* 申込者（氏名／携帯／メールの順）, 学籍番号・氏名の順に, 口座番号と名義は次のとおり */
    uint32_t at = announcement(s), from = 0, to = s->n, open = UINT32_MAX;
    for (uint32_t i = 0; i < s->n; i++) {
        if (c[i] == '(')
            open = i;
        if (c[i] == ')' && open != UINT32_MAX) {
            uint32_t count = loose_labels(s, open + 1, i, kinds, &characters);
            if (count >= 2 && characters * 2 >= i - open - 1) {
                take_columns(s, kinds, count, 0);
                return;
            }
        }
        if ((c[i] == 0x3002 || c[i] == ':') && i + 1 < s->n && (at == UINT32_MAX || i < at))
            from = i + 1;
    }
    if (at != UINT32_MAX) {
        uint32_t count = loose_labels(s, from, to, kinds, &characters);
        if (count >= 2 && characters >= 4) {
            take_columns(s, kinds, count, 0);
            return;
        }
        if (count == 1 && kinds[0] != LABEL_NEGATIVE) {
            s->carried = kinds[0];
            s->carried_lines = 3;
            return;
        }
    }
    if (s->line_label_count > 0) {
        s->carried = s->line_labels[s->line_label_count - 1];
        s->carried_lines = s->carried == LABEL_NEGATIVE ? 1 : 3;
    } else if (s->carried_lines > 0)
        s->carried_lines--;
}

/* The fields of a line under a header line; none if it does not fit. */
static uint32_t split(struct scan *s, uint16_t mark)
{
    const uint16_t *c = SCAN_C(s);
    uint32_t count = 0, from = 0;
    for (uint32_t i = 0; i <= s->n && count <= COLUMNS_MAX; i++) {
        if (i < s->n && c[i] != mark)
            continue;
        if ((mark == ' ' || mark == '|') && i == from) {
            from = i + 1;
            continue;
        }
        if (count < COLUMNS_MAX) {
            s->field_start[count] = from;
            s->field_end[count] = i;
        }
        count++;
        from = i + 1;
    }
    return count;
}

static void find_fields(struct scan *s)
{
    static const uint16_t marks[] = {'\t', ',', 0x3001, '|', '/', 0x30FB, ' '};
    s->field_count = 0;
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        if (s->column_mark && marks[m] != s->column_mark && !(s->column_mark == ' ' && marks[m] == '\t'))
            continue;
        uint32_t count = split(s, marks[m]);
        if (count == s->column_count) {
            s->field_count = count;
            return;
        }
        /* parted by spaces: the name itself may hold one */
        if (marks[m] == ' ' && count == s->column_count + 1 && count <= COLUMNS_MAX) {
            for (uint32_t k = 0; k < s->column_count; k++)
                if (s->columns[k] == LABEL_NAME) {
                    s->field_end[k] = s->field_end[k + 1];
                    for (uint32_t j = k + 1; j + 1 < count; j++) {
                        s->field_start[j] = s->field_start[j + 1];
                        s->field_end[j] = s->field_end[j + 1];
                    }
                    s->field_count = s->column_count;
                    return;
                }
        }
    }
}

/* The line begins with a bullet or a number and then this: 3. 山口愛 */
static bool list_item(const struct scan *s, uint32_t start)
{
    const uint8_t *cls = s->class_store + 8;
    if (start == 0 || start > 5)
        return false;
    for (uint32_t i = 0; i < start; i++)
        if (cls[i] != CLASS_DIGIT && cls[i] != CLASS_MARK && cls[i] != CLASS_SPACE && cls[i] != CLASS_DASH)
            return false;
    return true;
}

/* A name outside the dictionary was kept as a guess; a number or address on the same line makes it likely, or names on the line above in
 * a list. */
static void settle_line(struct scan *s)
{
    for (uint32_t i = 0; i < s->hit_count; i++) {
        struct data_hit *h = &s->hits[i];
        if (h->type == DATA_PERSON && h->confidence == CONFIDENCE_LOW && (s->strong_values > 0 || (s->list_lines > 0 && list_item(s, (uint32_t)h->start)))) {
            h->confidence = CONFIDENCE_MEDIUM;
            s->persons_on_line++;
        }
    }
    if (s->persons_on_line > 0)
        s->list_lines = 2;
    else if (s->list_lines > 0)
        s->list_lines--;
}

static int hit_order(const void *a, const void *b)
{
    const struct data_hit *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end < y->end ? 1 : x->end > y->end ? -1 : 0;
}

static bool password_line(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    uint32_t from = 0, end;
    while (c[from] == ' ')
        from++;
    for (end = from; c[end] > ' ' && c[end] < 0x7F; end++)
        ;
    uint32_t behind = end;
    while (c[behind] == ' ' || c[behind] == '\r')
        behind++;
    if (behind != s->n || end - from < 6 || end - from > 64 || s->at_sign || !password_like(c + from, end - from, false))
        return false;
    scan_hit(s, DATA_PASSWORD, CONFIDENCE_MEDIUM, "password-line", from, end);
    return true;
}

static void scan_one_line(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    s->hit_count = s->line_label_count = s->label_characters = s->values_on_line = s->persons_on_line = s->strong_values = 0;
    s->label_rejected = false;
    s->label = s->before = (struct label){.kind = LABEL_NOTHING};
    s->no_mail_until = s->address_expected = 0;
    s->field_count = 0;
    if (s->n == 0) {
        if (s->blank_lines++ >= 1) {
            s->column_count = 0;
            s->carried_lines = 0;
        }
        return;
    }
    s->blank_lines = 0;
    if (s->column_count) {
        find_fields(s);
        if (s->field_count == 0 && s->column_lines-- == 0)
            s->column_count = 0;
        else if (s->field_count)
            s->column_lines = 3;
        for (uint32_t k = 0; k < s->field_count; k++)
            if (s->columns[k] == LABEL_NAME)
                person_column(s, s->field_start[k], s->field_end[k]);
    }
    /* "パスワード：" ends a line, and the next holds one word */
    if (s->carried_lines == 3 && s->carried == LABEL_PASSWORD && password_line(s)) {
        s->carried_lines = 0;
        return;
    }
    uint32_t i = 0;
    while (i < s->n) {
        uint32_t next = 0;
        switch ((enum char_class)cls[i]) {
        case CLASS_DIGIT:
        case CLASS_UPPER:
        case CLASS_LOWER:
            i = ascii_word_at(s, i);
            continue;
        case CLASS_KANJI:
            next = label_here(s, i);
            if (!next && (i == 0 || cls[i - 1] != CLASS_KANJI)) {
                next = birth_at(s, i);
                if (!next)
                    next = address_at(s, i);
                if (!next)
                    next = person_japanese_at(s, i);
            }
            if (!next)
                next = special_at(s, i);
            break;
        case CLASS_KATAKANA:
            next = label_here(s, i);
            if (!next && (i == 0 || cls[i - 1] != CLASS_KATAKANA))
                next = person_japanese_at(s, i);
            if (!next)
                next = special_at(s, i);
            break;
        case CLASS_HIRAGANA:
        case CLASS_LETTER:
            if (s->address_expected && i >= s->address_expected && i <= s->address_expected + 3)
                next = address_at(s, i); /* むつ市 */
            else if (label_may_start(c[i]))
                next = label_here(s, i);
            break;
        case CLASS_MARK:
            if (c[i] == '(' && cls[i + 1] == CLASS_DIGIT)
                next = birth_at(s, i + 1);
            if (!next && (c[i] == '+' || c[i] == '(') && cls[i + 1] == CLASS_DIGIT)
                next = number_at(s, i);
            else if (c[i] == 0x3012 || c[i] > 0x7F)
                next = label_here(s, i);
            break;
        case CLASS_DASH:
            if (c[i + 1] == '-')
                next = secret_at(s, i);
            break;
        case CLASS_END:
        case CLASS_SPACE:
        case CLASS_TAB:
            break;
        }
        i = next > i ? next : i + 1;
    }
    settle_line(s);
    remember_labels(s);
    if (s->card_lines)
        s->card_lines--;
    if (s->bank_lines)
        s->bank_lines--;
    if (s->organisation_lines)
        s->organisation_lines--;
    if (s->last_lines)
        s->last_lines--;
    if (s->hit_count > 1) {
        qsort(s->hits, s->hit_count, sizeof *s->hits, hit_order);
        /* of two that overlap the surer one stays, then the longer */
        uint32_t kept = 0;
        for (uint32_t k = 1; k < s->hit_count; k++) {
            struct data_hit *last = &s->hits[kept], h = s->hits[k];
            if (h.start >= last->end)
                s->hits[++kept] = h;
            else if (h.confidence > last->confidence)
                *last = h;
        }
        s->hit_count = kept + 1;
    }
}

static void scan_start(struct scan *s, const char *text, data_fn *report, void *ctx)
{
    memset(s->c_store, 0, 8 * sizeof *s->c_store);
    memset(s->class_store, CLASS_END, 8);
    s->text = text;
    s->report = report;
    s->ctx = ctx;
    s->column_count = s->carried_lines = s->card_lines = s->bank_lines = s->organisation_lines = s->last_lines = s->blank_lines = s->list_lines = 0;
    s->resume = 0;
}

void scan_block(struct scan *s, const char *utf8, size_t n, data_fn *report, void *ctx)
{
    scan_start(s, utf8, report, ctx);
    size_t at = 0;
    while (at < n) {
        size_t used = scan_fold_line(s, utf8, at, n);
        scan_one_line(s);
        for (uint32_t i = 0; i < s->hit_count; i++) {
            struct data_hit h = s->hits[i];
            h.start = s->off[h.start];
            h.end = s->off[h.end];
            if (h.start < s->resume)
                continue;
            if (h.type == DATA_SECRET && h.rule == secret_private_key) {
                h.end = secret_key_end(utf8, n, h.end);
                s->resume = h.end;
            }
            report(ctx, &h);
        }
        at += used;
        if (at < n && utf8[at] == '\n')
            at++;
        else if (used == 0)
            at++;
    }
}

bool detect_text(const char *utf8, size_t n, data_fn *report, void *ctx)
{
    struct scan *s = malloc(sizeof *s);
    if (!s)
        return false;
    scan_block(s, utf8, n, report, ctx);
    free(s);
    return true;
}
