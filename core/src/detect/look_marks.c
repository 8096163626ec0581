/* The first look, second step: which places of a block must be looked at closer, and for what. Masks of the block and tables of pairs of
 * characters decide; neighbours in the blocks around count. What is not known (behind the last block that was read ahead) is marked. */
#include "detect/first_look.h"

#include <string.h>

#include "base/le.h"
#include "detect/scan.h"

/* For the first letter of tokens that services hand out, a bit for each second letter (secret.c). */
#define SECOND(c) (1u << ((c) & 31))
const uint32_t look_token_seconds[128] = {
    ['A'] = SECOND('K') | SECOND('S') | SECOND('B') | SECOND('C') | SECOND('I'), ['g'] = SECOND('h') | SECOND('i') | SECOND('l'),
    ['y'] = SECOND('a'), ['x'] = SECOND('o') | SECOND('a'), ['s'] = SECOND('k'), ['r'] = SECOND('k'), ['S'] = SECOND('G'), ['n'] = SECOND('p'),
    ['p'] = SECOND('y'), ['e'] = SECOND('y'), ['L'] = SECOND('I')};

void look_open(struct look *l, const char *utf8, size_t n)
{
    memset(l, 0, offsetof(struct look, ahead)); /* the rest is made as it is needed */
    l->text = (const uint8_t *)utf8;
    l->n = n;
    l->ahead_at = LOOK_BLOCKS;
    l->classify = look_classifier();
}

/* For each place, the bit of the place so many bytes before it or behind it; carried and next are of the blocks around. */
static uint64_t before_by(uint64_t bits, unsigned by, uint64_t carried)
{
    return bits << by | carried;
}

static uint64_t behind_by(uint64_t bits, unsigned by, uint64_t next)
{
    return bits >> by | next << (64 - by);
}

/* The places where Japanese text must be looked at closer. bytes: eight more than the block. next: NULL if the block behind is not known. */
static void mark_japanese(struct look *l, const uint8_t *bytes, const struct look_masks *next)
{
    static const struct look_masks nothing;
    const struct look_masks *m = &l->m, *x = next ? next : &nothing;
    struct look_marks *k = &l->marks;
    uint64_t kanji = m->kanji, hiragana = m->hiragana, katakana = m->katakana;
    uint64_t line_begins = m->newline << 1 | l->newline_before; /* a character that broke off before it does not count */
    uint64_t kanji_before = before_by(kanji, 3, l->kanji_before), hiragana_before = before_by(hiragana, 3, l->hiragana_before),
             katakana_before = before_by(katakana, 3, l->katakana_before), letter_before = before_by(m->letter, 1, l->letter_before);
    uint64_t kanji_begins = kanji & (~kanji_before | line_begins), katakana_begins = katakana & (~katakana_before | line_begins),
             hiragana_begins = hiragana & (~hiragana_before | line_begins);
    uint64_t label = 0, hot = 0, surname = 0, dash = 0;
    for (uint64_t b = kanji | katakana_begins | hiragana_begins; b; b &= b - 1) {
        unsigned bit = look_lowest(b);
        uint64_t six = le64(bytes + bit);
        uint32_t c = look_wide_le((uint32_t)six), d = look_wide_le((uint32_t)(six >> 24)), h = pair_hash(c, d);
        unsigned names = name_pairs[h] | name_pairs[pair_hash(c, 0)];
        label |= (uint64_t)bit_of(label_pairs, h) << bit;
        hot |= (uint64_t)bit_of(hot_characters, c) << bit;
        surname |= (uint64_t)(names & PAIR_SURNAME) << bit;
    }
    k->hot = hot & kanji;
    for (uint64_t b = hot & ~kanji; b; b &= b - 1) { /* the first kana of titles, of うまれ, and the long vowel mark */
        unsigned bit = look_lowest(b);
        uint32_t c = look_wide(bytes + bit), d = look_wide(bytes + bit + 3);
        bool title = (c == 0x3055 && (d == 0x3093 || d == 0x307E)) || (c == 0x3061 && d == 0x3083) || (c == 0x304F && d == 0x3093);
        k->title |= (uint64_t)(title && ((kanji_before | katakana_before) >> bit & 1)) << bit;
        dash |= (uint64_t)(c == 0x30FC) << bit;
        label |= (uint64_t)(c == 0x30FC || (c == 0x3046 && d == 0x307E)) << bit;
    }
    uint64_t space3 = behind_by(m->space, 3, x->space), gap3 = behind_by(m->gap, 3, x->gap);
    uint64_t edge = next ? 0 : ~(uint64_t)0 << 55; /* what reaches into a block that is not known */
    k->label = label;
    for (uint64_t b = (kanji | katakana_begins | hiragana_begins) & (space3 | gap3 | edge); b; b &= b - 1) /* labels may be spaced out */
        k->label |= (uint64_t)label_may_start((uint16_t)look_wide_le(le32(bytes + look_lowest(b)))) << look_lowest(b);
    uint64_t kanji3 = behind_by(kanji, 3, x->kanji), kanji6 = behind_by(kanji, 6, x->kanji);
    uint64_t katakana3 = behind_by(katakana, 3, x->katakana), katakana6 = behind_by(katakana, 6, x->katakana), katakana9 = behind_by(katakana, 9, x->katakana);
    uint64_t kana6 = behind_by(hiragana, 6, x->hiragana) | katakana6;
    uint64_t japanese4 = behind_by(kanji | hiragana | katakana, 4, x->kanji | x->hiragana | x->katakana);
    /* behind the word stands a space and then, perhaps, its given name or title */
    uint64_t parted = (space3 & japanese4) | gap3;
    uint64_t inside = (hiragana_before | letter_before) & ~line_begins;
    /* as kanji_run() and stands_alone() want it: two characters are a name only between marks, more also before kana or at a line's start */
    uint64_t two = kanji_begins & kanji3 & ~kanji6, more = kanji_begins & kanji3 & kanji6, ends = kanji & ~kanji3;
    k->run = (two & surname & ~kana6) | (more & (surname | ~(inside | (katakana_before & ~line_begins)))) | (ends & (parted | (katakana3 & kanji6))) | (kanji & edge);
    for (uint64_t b = ends & ~kanji_begins; b; b &= b - 1)
        k->run |= (uint64_t)title_last((uint16_t)look_wide_le(le32(bytes + look_lowest(b)))) << look_lowest(b);
    uint64_t alone = katakana_begins & katakana3 & katakana6 & katakana9 & ~(inside | (kanji_before & ~line_begins));
    for (uint64_t b = alone; b; b &= b - 1) {
        uint64_t six = le64(bytes + look_lowest(b));
        if (!(name_pairs[pair_hash(look_wide_le((uint32_t)six), look_wide_le((uint32_t)(six >> 24)))] & PAIR_SURNAME_KANA))
            alone ^= b & -b;
    }
    k->katakana = alone | dash | /* a long vowel mark: what begins behind it? */
                  (katakana & ~katakana3 & parted) | (katakana & edge);
}

/* The Latin words that may be labels, begin names, or be secrets. */
static void mark_words(struct look *l, const uint8_t *bytes)
{
    const struct look_masks *m = &l->m;
    uint64_t lower_or_feed = (m->letter & ~m->upper) | m->digit | m->newline, top = (uint64_t)1 << 63;
    /* behind the first word of a name stands a space, mostly, and then no small letter; two digits behind two capitals begin an IBAN */
    uint64_t name_ends = (m->space & ~(lower_or_feed >> 1)) | ~(m->letter | m->digit | m->space | m->newline) | (m->digit & (m->digit >> 1 | top));
    uint64_t word = 0;
    uint64_t begins = m->letter & ~before_by(m->letter, 1, l->letter_before);
    /* loose_labels() in columns.c takes labels inside a word, too, where the case changes */
    uint64_t inner = m->letter & ~begins & (m->upper ^ before_by(m->upper, 1, l->upper_before)), inner_label = 0;
    for (uint64_t b = begins | inner; b; b &= b - 1) {
        unsigned bit = look_lowest(b);
        const uint8_t *p = bytes + bit;
        uint64_t rest = ~(m->letter >> bit);
        unsigned letters = rest ? look_lowest(rest) : LOOK_BLOCK;
        bool named = m->upper >> bit & 1;
        if (bit + letters >= LOOK_BLOCK) { /* goes on in the next block, perhaps */
            while (letters < 8 && look_letter(p[letters]))
                letters++;
        } else
            named = named && (name_ends >> (bit + letters) & 1);
        uint64_t eight = le64(p), space = (eight - 0x2121212121212121u) & ~eight & 0x8080808080808080u;
        bool label = bit_of(label_tokens, look_token_hash(eight, letters)), token = !space && (look_token_seconds[p[0]] >> (p[1] & 31) & 1);
        word |= (uint64_t)(label | token | named) << bit;
        inner_label |= (uint64_t)label << bit;
    }
    l->marks.word = word & begins;
    l->marks.inner_label = inner_label & inner;
}

static void mark_block(struct look *l, const uint8_t *bytes, const struct look_masks *next)
{
    const struct look_masks *m = &l->m;
    struct look_marks *k = &l->marks;
    uint64_t top = (uint64_t)1 << 63;
    memset(k, 0, sizeof *k);
    k->broken = (l->inner_expected | (m->lead2 << 1) | (m->lead3 << 2) | (m->lead4 << 3)) ^ m->inner;
    if (m->kanji | m->hiragana | m->katakana)
        mark_japanese(l, bytes, next);
    if (m->letter)
        mark_words(l, bytes);
    /* a digit before a space before a capital or a digit; the last two of a block cannot be seen whole */
    k->house = m->digit & (m->space >> 1 | top) & ((m->upper | m->digit) >> 2 | top | top >> 1);
    k->wide_space = m->digit & (m->gap >> 1 | top);
    k->any = k->broken | k->broken >> 1 | m->odd | k->title | k->label | k->hot | k->run | k->katakana | k->word | k->inner_label | k->house | k->wide_space;
}

void look_next_block(struct look *l)
{
    if (l->blocks_to) {
        l->kanji_before = l->m.kanji >> 61;
        l->hiragana_before = l->m.hiragana >> 61;
        l->katakana_before = l->m.katakana >> 61;
        l->letter_before = l->m.letter >> 63;
        l->upper_before = l->m.upper >> 63;
        l->newline_before = l->m.newline >> 63;
        l->inner_expected = (l->m.lead2 >> 63) | (l->m.lead3 >> 62) | (l->m.lead4 >> 61);
    }
    l->base = l->blocks_to;
    l->blocks_to = l->base + LOOK_BLOCK;
    size_t left = l->n - l->base;
    if (l->ahead_at < LOOK_BLOCKS && l->base) {
        l->m = l->ahead[l->ahead_at++];
    } else if (left >= LOOK_BLOCKS * LOOK_BLOCK + LOOK_BEHIND) {
        l->classify(l->text + l->base, l->ahead, LOOK_BLOCKS);
        l->m = l->ahead[0];
        l->ahead_at = 1;
    } else {
        uint8_t rest[LOOK_BLOCK + LOOK_BEHIND] = {0};
        memcpy(rest, l->text + l->base, left < sizeof rest ? left : sizeof rest);
        l->classify(rest, &l->m, 1);
        mark_block(l, rest, NULL);
        return;
    }
    mark_block(l, l->text + l->base, l->ahead_at < LOOK_BLOCKS ? &l->ahead[l->ahead_at] : NULL);
}
