/* The first look at raw lines: blocks of 64 bytes become masks (look_masks.c), the masks say which places must be looked at closer
 * (look_marks.c), and here that is done, line by line; labels and names have files of their own. It may say "something may be here" of a line in
 * vain, but must never pass over a line in which scan.c would find something; what that is, is decided there. */
#include "detect/first_look.h"

#include <stddef.h>
#include <string.h>

#include "detect/look_view.h"

enum {
    LINE_BYTES = LINE_CHARACTERS, /* longer lines are always read in full */
    SECRET_BYTES = 16,
    ADDRESSED_BYTES = 6 * 3,      /* 優樹へ, 佐久間より */
    TIME_DIGITS = 4, TIME_BYTES = 64 /* > 増田 13時15分 */
};

/* ---- kanji, Latin words, odd characters ---- */

static void hot_kanji(struct view *v, size_t p, uint32_t c)
{
    size_t start;
    uint16_t before = char_before(v, p, &start);
    switch (c) {
    case 0x5E02: case 0x533A: case 0x753A: case 0x6751: case 0x90E1: case 0x770C: case 0x5E9C: case 0x90FD: case 0x9053: /* 市 区 町 村 郡 県 府 都 道 */
        v->city = v->city || (name_pairs[pair_hash(before, c)] & PAIR_CITY_END);
        break;
    case 0x751F: case 0x7523: case 0x8A95: case 0x51FA: case 0x6B73: case 0x624D: /* 生 産 誕 出 歳 才 */
        v->born = v->born || (c == 0x751F && (before == 0x30FC || !class_japanese((uint8_t)scan_class(before)))); /* 生：1971/3/25; a long vowel mark may be a dash */
        while (is_space(before) || before == u'に' || before == u'が' || before == u'は' || before == u'お' || before == u'ご' || before == '(')
            before = char_before(v, start, &start);
        v->born = v->born || before == 0x65E5 || (before >= '0' && before <= '9');
        break;
    case u'様': /* むらた様, but not この様な; 渡辺様邸 */
        if (p + 6 <= v->n && (utf8_wide(v->t + p + 3) == u'邸' || utf8_wide(v->t + p + 3) == u'宅'))
            v->flags |= LOOK_VALUE;
        before = is_space(before) ? char_before(v, start, &start) : before;
        if (scan_class(before) == CLASS_HIRAGANA) {
            before = char_before(v, start, &start); /* of まつお すすむ様, too */
            if (is_space(before) || scan_class(before) == CLASS_HIRAGANA)
                v->flags |= LOOK_VALUE;
        }
        break;
    case 0x5143: /* 元 */
        v->first_year = true;
        break;
    case 0x59D3: case 0x540D: case 0x8AB2: case 0x4FC2: case 0x7D44: /* 姓 名 課 係 組: labels */
        if (c == 0x59D3 && (before == 0x65E7 || before == 0x300D)) /* 旧姓, 「中島」姓 */
            v->flags |= LOOK_VALUE;
        if (!kanji_at(v, p + 3))
            look_label(v, p);
        break;
    default:
        if (scan_fold_character(c) != c)
            v->flags |= LOOK_VALUE; /* folding makes another character of it, which tables may know */
    }
}

/* Kanji and spaces stand before p: 認定係　原　内線8489 */
static bool behind_spaced_kanji(const struct view *v, size_t p)
{
    size_t start;
    uint16_t before = char_before(v, p, &start);
    if (!is_space(before))
        return false;
    while (is_space(before))
        before = char_before(v, start, &start);
    return scan_class(before) == CLASS_KANJI;
}

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
        bool spaces = is_space(space);
        for (unsigned k = 0; is_space(space) && k < LABEL_SPACES; k++)
            space = char_at(v, next, &next);
        d = spaces ? space : 0;
    }
    switch (d) {
    case 0x3093: case 0x307E: case 0x3083: /* さん うま ちゃ */
        if (c == 0x3046 && d == 0x307E) {
            v->born = true;
        } else if (kana_title_at(v, p)) {
            size_t start;
            enum char_class cls = scan_class(char_before(v, p, &start));
            if (cls == CLASS_KANJI || cls == CLASS_KATAKANA || class_latin((uint8_t)cls))
                v->flags |= LOOK_VALUE;
        }
        break;
    case u'で': { /* まで */
        size_t second, third;
        uint16_t first = char_at(v, p + 6, &second);
        if (contact_follows(first, char_at(v, second, &third)))
            v->flags |= LOOK_VALUE;
        look_asked(v, p);
        break;
    }
    case u'線': /* 内線 */
        if ((p > v->start && v->t[p - 1] == '(') || (p >= v->start + 3 && utf8_wide(v->t + p - 3) == 0xFF08) || behind_spaced_kanji(v, p))
            v->flags |= LOOK_VALUE;
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
        look_label(v, p);
}

/* Perhaps a label inside a Latin word, which only counts in lists, or where it is one of secrets: DB_PASSWORD= */
static void inner_label(struct view *v, size_t p)
{
    size_t end, limit = p + 200 < v->n ? p + 200 : v->n;
    uint32_t count;
    v->inner_label = true;
    enum label_kind kind = label_in_text((const char *)v->t, p, limit, &end, &count);
    if (kind == LABEL_PASSWORD || kind == LABEL_SECRET)
        look_label(v, p);
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
    if (end - p >= 3 && (before == '-' || before >= 0x80) && person_latin_title((const char *)v->t + p, end - p))
        v->flags |= LOOK_VALUE; /* Ono-san */
    char suffix[ROMAJI_SUFFIX];
    for (size_t k = 0; k < ROMAJI_SUFFIX && k < end - p; k++)
        suffix[k] = (char)(v->t[p + k] | 32);
    v->city = v->city || (end - p <= ROMAJI_SUFFIX && (before == '-' || before >= 0x80) && address_romaji_suffix(suffix, end - p)); /* Minato-ku */
    if (end - p == 4 && (v->t[p] | 32) == 'g' && end + 1 < v->n && is_space(v->t[end]) && ascii_letter(v->t[end + 1]))
        v->flags |= LOOK_VALUE; /* Good morning */
    if (end - p == 4 && (v->t[p] | 32) == 's' && (v->t[p + 1] | 32) == 's')
        v->flags |= LOOK_VALUE; /* SSID */
    if ((v->t[p] | 32) == 'a' || (v->t[p] | 32) == 'r') { /* admin / PASSWORD */
        size_t slash = end;
        while (slash < v->n && (is_space(v->t[slash]) || wide_space(v, slash)))
            slash += is_space(v->t[slash]) ? 1 : v->t[slash] == 0xC2 ? 2 : 3;
        if (slash < v->n && (v->t[slash] == '/' || v->t[slash] == 0xEF) && end - p >= 4)
            v->flags |= LOOK_VALUE;
    }
    /* one letter begins labels such as e-mail, none of two words: labels.py sees to it */
    bool article = end - p == 1 && end < v->n && v->t[end] == ' ';
    if (ascii_word(before) || before == '-' || before == '_')
        inner_label(v, p);
    else if (!article)
        look_label(v, p);
}

/* A long word that begins as a token does. */
static void latin_token(struct view *v, size_t p)
{
    size_t at = p;
    while (at < v->n && (ascii_word(v->t[at]) || v->t[at] == '_' || v->t[at] == '-' || v->t[at] == '.' || v->t[at] == '=' || v->t[at] == '/'))
        at++;
    if (at - p >= SECRET_BYTES)
        v->flags |= LOOK_VALUE;
}

static void odd_character(struct view *v, size_t p)
{
    const uint8_t *t = v->t + p;
    uint8_t b1 = p + 1 < v->n ? t[1] : 0, b2 = p + 2 < v->n ? t[2] : 0;
    switch (t[0]) {
    case '@':
        if (p > v->start && t[-1] > ' ' && (t[-1] < 0x7F ? ascii_word(b1) : b1 >= 0x80))
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
            look_label(v, p);
            break;
        }
        v->flags |= LOOK_VALUE;
        break;
    default:
        v->flags |= LOOK_VALUE;
    }
}

/* ---- the text, line by line ---- */

/* A word with a capital begins the line, or ends it: person_letter_may() tells more. */
static bool look_letter(const struct view *v, size_t end)
{
    const uint8_t *t = v->t;
    size_t start = v->start;
    bool opens = (uint8_t)(t[start] - 'A') < 26 || t[start] == '>' || t[start] == '|' || t[start] == '-' || t[start] == '*' || (uint8_t)(t[start] - '0') < 10;
    return (opens || v->capital_last) && person_letter_may((const char *)t, start, end, v->n);
}

static void line_end(struct view *v, size_t end)
{
    if (end - v->start > LINE_BYTES)
        v->flags |= LOOK_VALUE;
    if (end == v->start)
        v->flags |= LOOK_EMPTY;
    if (v->flags & (LOOK_VALUE | LOOK_WIDTH | LOOK_EMPTY))
        return;
    size_t seen = end, start;
    while (seen > v->start && is_space(char_before(v, seen, &start)))
        seen = start;
    if (v->n - end <= LAST_BYTES || (seen > v->start + 2 && (v->t[seen - 3] >= 0xE4 || (v->t[seen - 3] == 0xE3 && seen - v->start <= ADDRESSED_BYTES))))
        look_line_tail(v, end);
    if (v->digits && v->digits <= TIME_DIGITS && end - v->start <= TIME_BYTES)
        look_before_time(v, end);
    if ((v->t[v->start] >= '0' && v->t[v->start] <= '9') || v->t[v->start] == '[')
        look_behind_time(v);
    if (look_letter(v, end))
        v->flags |= LOOK_VALUE;
    if (end - v->start <= LAST_BYTES && end > v->start && v->t[v->start] >= 'A' && v->t[v->start] <= 'Z' && person_signs_may((const char *)v->t + v->start, end - v->start))
        v->flags |= LOOK_VALUE;
    if (v->digits >= 3 || (v->digits && v->first_year))
        v->flags |= LOOK_NUMBER;
    if ((v->born && v->digits >= 2) || (v->city && (v->digits || v->kanji_number || v->address_label)) || (v->address_label && (v->digits || v->kanji_number)))
        v->flags |= LOOK_VALUE;
    else if (v->digits >= 5)
        look_numbers(v, end);
    if (!(v->flags & LOOK_VALUE))
        look_labels_end(v, end);
}

/* A place that is marked. */
static void look_at(const struct look *l, struct view *v, uint64_t one)
{
    const struct look_marks *k = &l->marks;
    size_t p = l->base + lowest_bit(one);
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
            look_label(v, p);
        if (k->hot & one)
            hot_kanji(v, p, utf8_wide(l->text + p));
        if (k->kanji & one)
            look_kanji_run(v, p, p + 3);
        if (k->kanji_end & one)
            look_kanji_before(v, p + 3);
        if (k->katakana & one)
            look_katakana_around(v, p);
    } else if (k->word & one)
        latin_label(v, p);
    if (k->named & one)
        look_latin_name(v, p);
    if (k->given & one)
        look_given(v, p);
    if (k->token & one)
        latin_token(v, p);
    if (k->inner_label & one)
        inner_label(v, p);
    if (l->m->odd & one)
        odd_character(v, p);
    if (k->house & one)
        look_house_number(v, p + 1);
    if (k->child & one)
        v->flags |= LOOK_VALUE;
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
    v->city = v->born = v->address_label = v->first_year = v->kanji_number = v->inner_label = v->capital_last = false;
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
                v.capital_last = true; /* perhaps */
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
            end = l->base + lowest_bit(one);
            v.digits += count_bits(l->m->digit & part & (one - 1));
            if (l->marks.broken & one)
                v.flags |= LOOK_VALUE;
            if (l->marks.named & one)
                v.capital_last = true;
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
    for (size_t i = from; i + 3 <= end; i++)
        if (v->t[i] == 0xE2 && v->t[i + 1] == 0x86 && v->t[i + 2] == 0x90)
            return true; /* Xk9!vbQ2 ← パスワードです */
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
