/* The first look, second step: which places of a block must be looked at closer, and for what. Masks of the block, of its neighbours, and tables
 * of pairs of characters decide. */
#include "detect/first_look.h"

#include <string.h>

#include "base/le.h"
#include "base/utf8.h"
#include "detect/person_words.h"
#include "detect/scan.h"

void look_open(struct look *l, const char *utf8, size_t n)
{
    memset(l, 0, offsetof(struct look, masks)); /* the rest is made as it is needed */
    l->text = (const uint8_t *)utf8;
    l->n = n;
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

/* A surname and a given name of one character each. */
static unsigned two_may_be_name(const uint8_t *p)
{
    uint64_t six = le64(p);
    return name_pairs[pair_hash_utf8(six & 0xFFFFFF)] & name_pairs[pair_hash_utf8(six >> 24 & 0xFFFFFF)] / PAIR_GIVEN & PAIR_SURNAME;
}

/* A mark of a list stands behind two characters that may be a surname, and such two again behind it, or it is a slash or a dot; or a colon, a bracket that
 * closes, or the beginning of a quotation. */
static unsigned two_may_list(const uint8_t *p)
{
    if (!(name_pairs[pair_hash_utf8(le64(p))] & PAIR_SURNAME))
        return 0;
    if (p[6] == ':' || p[6] == ')' || p[6] == '>' || (p[6] == 0xEF && p[7] == 0xBC && (p[8] == 0x9A || p[8] == 0x89)) || (p[6] == 0xE3 && p[7] == 0x80 && p[8] == 0x8C))
        return 1;
    if (p[6] == '/' || (p[6] == 0xEF && p[7] == 0xBC && p[8] == 0x8F) || (p[6] == 0xE3 && p[7] == 0x83 && p[8] == 0xBB))
        return 1; /* 検査 荒木／ */
    bool mark = p[6] == 0xE3 ? p[7] == 0x80 && p[8] == 0x81 : p[6] == 0xE2 && p[7] == 0x86 && p[8] == 0x92;
    const uint8_t *second = p + 9;
    return mark && (name_pairs[pair_hash_utf8(le64(second))] | name_pairs[pair_hash_utf8(le64(second) & 0xFFFFFF)]) & PAIR_SURNAME;
}

/* A surname of one to three characters, and a given name of two or more. */
static unsigned more_may_be_name(const uint8_t *p)
{
    uint64_t six = le64(p);
    unsigned surname = name_pairs[pair_hash_utf8(six & 0xFFFFFF)], longer = name_pairs[pair_hash_utf8(six)];
    unsigned given = name_pairs[pair_hash_utf8(le64(p + 3))] / PAIR_GIVEN,
             later = (name_pairs[pair_hash_utf8(le64(p + 6))] | name_pairs[pair_hash_utf8(le64(p + 9))]) / PAIR_GIVEN;
    return ((surname & given) | (longer & later)) & PAIR_SURNAME;
}

/* 職員の工藤亮まで: of the run between these places, behind の, a given name of one character is the last, and what is said of names follows. */
static bool said_name_may(const uint8_t *p, const uint8_t *last)
{
    uint64_t behind = le64(last + 3) & 0xFFFFFF;
    return (behind == utf8_three(u'で') || behind == utf8_three(u'ま') || behind == utf8_three(u'と')) && (name_pairs[pair_hash_utf8(le64(last) & 0xFFFFFF)] & PAIR_GIVEN) &&
           (name_pairs[pair_hash_utf8(le64(p))] & PAIR_SURNAME);
}

/* と申, でご: UTF-8, the first byte least. */
#define TO_MOUSU 0xB394E7A881E3u
#define DE_GOZAIMASU 0x9481E3A781E3u

/* The run of kanji that ends with the one at this bit may be a surname: told for runs of one and two that begin in the block. */
static bool surname_may_end(uint64_t begins, const uint8_t *bytes, unsigned bit)
{
    if (surname_last((uint16_t)utf8_wide(bytes + bit)))
        return true;
    if (begins >> bit & 1)
        return name_pairs[pair_hash_utf8(le64(bytes + bit) & 0xFFFFFF)] & PAIR_SURNAME;
    if (bit >= 3 && begins >> (bit - 3) & 1)
        return name_pairs[pair_hash_utf8(le64(bytes + bit - 3))] & PAIR_SURNAME;
    return true;
}

/* A kanji stands whole at byte `at`. */
static bool kanji_whole(const uint8_t *t, size_t at)
{
    bool whole = ((t[at + 1] ^ 0x80) | (t[at + 2] ^ 0x80)) < 0x40;
    return whole && ((t[at] >= 0xE4 && t[at] <= 0xE9) || (t[at] == 0xE3 && t[at + 1] == 0x80 && t[at + 2] >= 0x85 && t[at + 2] <= 0x87));
}

/* What stands here behind a surname may be said of people: が, は, も, には, に and a verb, から, より, の携帯, と私, ・小林. */
static bool said_of_people(const uint8_t *behind)
{
    uint64_t six = le64(behind), first = six & 0xFFFFFF, second = six >> 24 & 0xFFFFFF;
    bool kanji = (second & 0xFF) >= 0xE4 || second == utf8_three(u'々');
    if (first == utf8_three(u'か'))
        return second == utf8_three(u'ら');
    if (first == utf8_three(u'よ'))
        return second == utf8_three(u'り');
    if (first == utf8_three(u'の') || first == utf8_three(u'に'))
        return (second & 0xFF) >= 0xE3 && dealing_may_begin(first == utf8_three(u'の') ? u'の' : u'に', utf8_wide(behind + 3));
    return first == utf8_three(u'が') || first == utf8_three(u'は') || first == utf8_three(u'も') || first == utf8_three(u'、') || first == utf8_three(u'。') ||
           ((first == utf8_three(u'と') || first == utf8_three(u'・')) && kanji);
}

/* What may be a surname and begins at byte `first` may be one of which a sentence says what it says of people: by what stands on both sides of it, as
 * named_by_sentence() in look_names.c has it. */
static bool sentence_may(const struct look *l, size_t first, bool surname)
{
    enum { SURNAME_BYTES = 4 * 3, BEHIND_BYTES = 8 };
    const uint8_t *t = l->text;
    size_t end = first + 3;
    if (end + SURNAME_BYTES + BEHIND_BYTES > l->n)
        return true; /* perhaps */
    bool said = true;
    if (first >= 3 && t[first - 3] == 0xE3 && t[first - 2] >= 0x81 && t[first - 2] <= 0x83 && t[first - 1] >= 0x80) {
        uint64_t before = t[first - 3] | (uint64_t)t[first - 2] << 8 | (uint64_t)t[first - 1] << 16;
        if (before == utf8_three(u'の')) {
            said = false;
            if (first < 6 || !kanji_whole(t, first - 6) || !(post_last((uint16_t)utf8_wide(t + first - 6)) || office_last((uint16_t)utf8_wide(t + first - 6))))
                return false;
        } else if (!surname)
            return false; /* 娘の美咲, but not 美咲は */
        else if (before != utf8_three(u'は') && before != utf8_three(u'に') && before != utf8_three(u'が') && before != utf8_three(u'・') && before != utf8_three(u'ー'))
            return false;
    } else if (!surname || (first > 0 && ascii_letter(t[first - 1])))
        return false;
    while (end - first <= SURNAME_BYTES && kanji_whole(t, end))
        end += 3;
    return end - first <= SURNAME_BYTES && (!said || said_of_people(t + end));
}

/* A colon or = stands before this place, perhaps with spaces behind it; what begins as a space does is taken for one. */
static unsigned behind_colon(const struct look *l, size_t at)
{
    enum { SPACES = 8 };
    const uint8_t *t = l->text;
    unsigned spaces = 0;
    for (; spaces < SPACES; spaces++)
        if (at > 0 && (t[at - 1] == ' ' || t[at - 1] == '\r'))
            at--;
        else if (at > 1 && t[at - 2] == 0xC2)
            at -= 2;
        else if (at > 2 && (t[at - 3] == 0xE2 || (t[at - 3] == 0xE3 && t[at - 2] == 0x80 && t[at - 1] == 0x80)))
            at -= 3;
        else
            break;
    return spaces == SPACES || (at > 0 && (t[at - 1] == ':' || t[at - 1] == '=')) || (at > 2 && t[at - 3] == 0xEF && t[at - 2] == 0xBC && (t[at - 1] == 0x9A || t[at - 1] == 0x9D));
}

/* What stands around the characters of a block, a bit for the first byte of each. */
struct around {
    uint64_t kanji_begins, hiragana_begins, katakana_begins;      /* the first of a run */
    uint64_t kanji_before, katakana_before, inside;               /* inside: behind hiragana or a letter */
    uint64_t katakana_one_before;                                 /* only one, which may be a dash: 渡辺ー班長田中 */
    uint64_t kanji3, kanji6, katakana3, katakana6, kana3, kana6;  /* one and two characters behind */
    uint64_t parted; /* behind it a space, and then, perhaps, a given name, a title, or more of a label that is spaced out */
};

static struct around look_around(const struct look *l, const struct look_masks *next)
{
    const struct look_masks *m = l->m;
    uint64_t whole = before_by(m->inner, 1, l->inner_before); /* a character that broke off does not count */
    uint64_t hiragana_before = before_by(m->hiragana, 3, l->hiragana_before) & whole;
    struct around a;
    a.kanji_before = before_by(m->kanji, 3, l->kanji_before) & whole;
    a.katakana_before = before_by(m->katakana, 3, l->katakana_before) & whole;
    a.kanji_begins = m->kanji & ~a.kanji_before;
    a.hiragana_begins = m->hiragana & ~hiragana_before;
    a.katakana_begins = m->katakana & ~a.katakana_before;
    a.katakana_one_before = before_by(a.katakana_begins, 3, l->katakana_one);
    a.inside = hiragana_before | before_by(m->letter, 1, l->letter_before);
    a.kanji3 = behind_by(m->kanji, 3, next->kanji);
    a.kanji6 = behind_by(m->kanji, 6, next->kanji);
    a.katakana3 = behind_by(m->katakana, 3, next->katakana);
    a.katakana6 = behind_by(m->katakana, 6, next->katakana);
    a.kana3 = behind_by(m->hiragana, 3, next->hiragana) | a.katakana3;
    a.kana6 = behind_by(m->hiragana, 6, next->hiragana) | a.katakana6;
    uint64_t japanese4 = behind_by(m->kanji | m->hiragana | m->katakana, 4, next->kanji | next->hiragana | next->katakana);
    a.parted = (behind_by(m->space, 3, next->space) & (japanese4 | behind_by(m->space | m->gap, 4, next->space | next->gap))) | behind_by(m->gap, 3, next->gap);
    return a;
}

/* Labels, titles of kana, and the kanji that say something alone. bytes: LOOK_BEHIND more than the block. */
static void mark_labels(struct look *l, const uint8_t *bytes, const struct around *a)
{
    struct look_marks *k = &l->marks;
    uint64_t words = l->m->kanji | a->katakana_begins | a->hiragana_begins, label = 0, visit = 0, hot = 0;
    for (uint64_t b = words; b; b &= b - 1) {
        unsigned bit = lowest_bit(b);
        uint64_t six = le64(bytes + bit), pair = label_pair_flags(pair_hash_utf8(six));
        label |= (pair & 1) << bit;
        visit |= (pair >> 1) << bit;
        hot |= (uint64_t)bit_of(hot_characters, character_hash_utf8(six)) << bit;
    }
    for (uint64_t b = words & a->parted; b; b &= b - 1)
        visit |= (uint64_t)label_may_start((uint16_t)utf8_wide(bytes + lowest_bit(b))) << lowest_bit(b);
    k->hot = hot & l->m->kanji;
    k->katakana = hot & a->katakana_begins; /* a long vowel mark: what begins behind it? */
    k->label = label;
    k->visit = visit | k->katakana;
}

/* Names of kanji, as split_kanji() in person.c wants them: two characters are a name only between marks, one for the surname and one for the given
 * name; more may be half a name between marks, but in running text they are both. */
static void mark_kanji_names(struct look *l, const uint8_t *bytes, const struct around *a, const struct look_masks *next)
{
    struct look_marks *k = &l->marks;
    uint64_t kanji = l->m->kanji, ends = kanji & ~a->kanji3, running = a->inside | (a->katakana_before & ~a->katakana_one_before);
    uint64_t two = a->kanji_begins & a->kanji3 & ~a->kanji6, more = a->kanji_begins & a->kanji6;
    for (uint64_t b = more & ~running; b; b &= b - 1) {
        uint64_t rest = ends & -(b & -b), end = rest & -rest & a->kana3; /* of this run, if kana follow: 部長渡辺ー ends with a dash */
        running |= end && (le64(bytes + lowest_bit(end) + 3) & 0xFFFFFF) != utf8_three(u'ー') ? b & -b : 0;
    }
    /* surnames of more than three characters stand only in long runs */
    uint64_t many = more & behind_by(kanji, 9, next->kanji) & behind_by(kanji, 12, next->kanji) & behind_by(kanji, 15, next->kanji);
    uint64_t names = (more & ~running) | many;
    for (uint64_t b = two & ~(running | a->kana6); b; b &= b - 1)
        names |= (uint64_t)(two_may_be_name(bytes + lowest_bit(b)) | behind_colon(l, l->base + lowest_bit(b)) | two_may_list(bytes + lowest_bit(b))) << lowest_bit(b);
    for (uint64_t b = more & running & ~many; b; b &= b - 1) {
        uint64_t rest = ends & -(b & -b);
        unsigned bit = lowest_bit(b);
        bool said = !rest || ((rest & -rest & a->kana3) && said_name_may(bytes + bit, bytes + lowest_bit(rest))); /* a run that goes on in the next block may be one */
        bool post = post_first((uint16_t)utf8_wide(bytes + bit)); /* 看護師井上が */
        names |= (uint64_t)(more_may_be_name(bytes + bit) | said | post) << bit;
    }
    uint64_t surnames = 0, given = 0; /* 鍵は谷が持っています, 経理の竹内（直通 ...）, 娘の美咲 */
    for (uint64_t b = a->kanji_begins & ~names; b; b &= b - 1) {
        unsigned bit = lowest_bit(b), bits = a->kanji3 >> bit & 1 ? 48 : 24, flags = name_pairs[pair_hash_utf8(le64(bytes + bit) & (((uint64_t)1 << bits) - 1))];
        surnames |= (uint64_t)(flags & PAIR_SURNAME) << bit;
        given |= (uint64_t)(flags / PAIR_GIVEN & 1) << bit;
    }
    for (uint64_t b = surnames | (given & a->inside); b; b &= b - 1)
        names |= (uint64_t)sentence_may(l, l->base + lowest_bit(b), surnames >> lowest_bit(b) & 1) << lowest_bit(b);
    k->kanji = names;
    k->kanji_end = ends & (a->parted | (a->katakana3 & a->kanji6)); /* the latter: 霞ヶ関 */
    for (uint64_t b = ends & (~a->kanji_begins | a->katakana_before); b; b &= b - 1) /* 岡本様, ササキ様 */
        k->kanji_end |= (uint64_t)title_last((uint16_t)utf8_wide(bytes + lowest_bit(b))) << lowest_bit(b);
    for (uint64_t b = ends & a->kana3; b; b &= b - 1) { /* 小林かおり, 木村です */
        unsigned bit = lowest_bit(b);
        uint64_t behind = le64(bytes + bit + 3) << 16;
        bool says_who = behind == TO_MOUSU << 16 || behind == DE_GOZAIMASU << 16; /* by whatever name */
        if ((name_pairs[pair_hash_utf8(behind >> 16)] & PAIR_BEHIND) && (says_who || surname_may_end(a->kanji_begins, bytes, bit)))
            k->kanji_end |= b & -b;
    }
}

static void mark_katakana_names(struct look *l, const uint8_t *bytes, const struct around *a, const struct look_masks *next)
{
    uint64_t katakana = l->m->katakana;
    uint64_t alone = a->katakana_begins & a->katakana3 & a->katakana6 & behind_by(katakana, 9, next->katakana) & ~(a->inside | a->kanji_before);
    for (uint64_t b = alone; b; b &= b - 1)
        if (!(name_pairs[pair_hash_utf8(le64(bytes + lowest_bit(b)))] & PAIR_SURNAME_KANA))
            alone ^= b & -b;
    l->marks.katakana |= alone | (katakana & ~a->katakana3 & a->parted);
}

/* そうたくん, えまちゃん: as childs_title() in person.c has it, or more often. */
static void mark_children(struct look *l, const uint8_t *bytes)
{
    const uint8_t *t = l->text;
    for (uint64_t b = l->m->n_kana; b; b &= b - 1) {
        size_t p = l->base + lowest_bit(b), stem = 0;
        if (p < 9 || p + 6 > l->n)
            l->marks.child |= b & -b; /* perhaps */
        else if (t[p - 2] == 0x81 && t[p - 1] == 0x8F) {
            uint64_t behind = le64(bytes + lowest_bit(b) + 3) & 0xFFFFFF;
            bool verb = behind == utf8_three(u'で') || behind == utf8_three(u'だ') || behind == utf8_three(u'じ') || behind == utf8_three(u'ど') || behind == utf8_three(u'な') || behind == utf8_three(u'れ') || behind == utf8_three(u'ね');
            stem = verb ? 0 : p - 6;
        } else if (t[p - 2] == 0x82 && t[p - 1] == 0x83 && t[p - 5] == 0x81 && t[p - 4] == 0xA1)
            stem = p - 9;
        if (stem && t[stem] == 0xE3 && (t[stem + 1] == 0x81 || t[stem + 1] == 0x82))
            l->marks.child |= b & -b;
    }
}

/* The places that sixteen bytes follow that can be seen, no Japanese among them: what tokens of services need. */
static uint64_t long_words(const struct look_masks *m, const struct look_masks *next)
{
    uint64_t here = ~(m->space | m->newline | m->inner | m->lead2), there = ~(next->space | next->newline | next->inner | next->lead2);
    for (unsigned by = 1; by < 16 && here; by *= 2) {
        here &= behind_by(here, by, there);
        there &= there >> by;
    }
    return here;
}

/* The Latin words that may be labels, begin names, or be secrets. */
static void mark_words(struct look *l, const uint8_t *bytes, const struct look_masks *next)
{
    const struct look_masks *m = l->m;
    struct look_marks *k = &l->marks;
    uint64_t begins = m->letter & ~before_by(m->letter, 1, l->letter_before);
    /* Behind the first word of a name stands a space, mostly, and then no small letter, or the line ends; two digits behind two capitals begin an IBAN. The sum
     * carries from the capital that begins a word to the place behind the word. */
    uint64_t capitals = begins & m->upper, behind = m->letter + capitals, carry = behind < capitals;
    behind += l->capital_before;
    carry |= behind < l->capital_before;
    l->capital_before = carry;
    uint64_t mark = m->space | m->stop | m->gap, mark_next = next->space | next->stop | next->gap;
    k->named = behind & ~m->letter &
               ((m->space & behind_by(m->upper | mark, 1, next->upper | mark_next)) | (m->stop & behind_by(m->letter | mark, 1, next->letter | mark_next)) |
                m->newline | (m->space & behind_by(m->newline, 1, next->newline)) | m->gap | (m->lead2 & ~m->lead3) | (m->digit & behind_by(m->digit, 1, next->digit)));
    if (!m->letter)
        return;
    for (uint64_t b = begins & long_words(m, next); b; b &= b - 1) {
        const uint8_t *p = bytes + lowest_bit(b);
        k->token |= (uint64_t)(secret_seconds[p[0]] >> (p[1] & 31) & 1) << lowest_bit(b);
    }
    /* loose_labels() in columns.c takes labels inside a word, too, where the case changes */
    uint64_t inner = m->letter & ~begins & (m->upper ^ before_by(m->upper, 1, l->upper_before)), label = 0, given = 0;
    for (uint64_t b = begins | inner; b; b &= b - 1) {
        unsigned bit = lowest_bit(b);
        const uint8_t *p = bytes + bit;
        uint64_t rest = ~(m->letter >> bit);
        unsigned letters = rest ? lowest_bit(rest) : LOOK_BLOCK;
        if (bit + letters >= LOOK_BLOCK) /* goes on in the next block, perhaps */
            while (letters < 8 && ascii_letter(p[letters]))
                letters++;
        uint64_t keep = letters < 8 ? ((uint64_t)1 << 8 * letters) - 1 : ~(uint64_t)0;
        uint32_t hash = token_hash((le64(p) | 0x2020202020202020u) & keep);
        label |= (uint64_t)bit_of(label_tokens, hash) << bit;
        given |= (uint64_t)bit_of(given_tokens, hash) << bit;
    }
    k->given = given & capitals;
    k->word = label & begins;
    k->inner_label = label & inner;
}

static void mark_block(struct look *l, const uint8_t *bytes, const struct look_masks *next)
{
    static const struct look_marks none;
    const struct look_masks *m = l->m;
    struct look_marks *k = &l->marks;
    *k = none;
    /* what goes on must follow what begins or what goes on: a line feed between them ends the character for the next line, too */
    uint64_t follows = (m->lead2 | m->inner) << 1 | l->lead_before | l->inner_before;
    k->broken = ((l->inner_expected | (m->lead2 << 1) | (m->lead3 << 2) | (m->lead4 << 3)) & follows) ^ m->inner;
    if (m->kanji | m->hiragana | m->katakana) {
        struct around a = look_around(l, next);
        l->katakana_one = a.katakana_begins >> 61;
        mark_labels(l, bytes, &a);
        mark_kanji_names(l, bytes, &a, next);
        mark_katakana_names(l, bytes, &a, next);
        mark_children(l, bytes);
    } else
        l->katakana_one = 0;
    if (m->letter | l->capital_before)
        mark_words(l, bytes, next);
    /* a digit before a space before a capital or a digit */
    k->house = m->digit & behind_by(m->space, 1, next->space) & behind_by(m->upper | m->digit, 2, next->upper | next->digit);
    k->wide_space = m->digit & behind_by(m->gap, 1, next->gap);
    k->any = k->broken | k->broken >> 1 | m->odd | k->label | k->visit | k->hot | k->kanji | k->kanji_end | k->katakana | k->word | k->token | k->named | k->given | k->inner_label | k->child |
             k->house | k->wide_space;
}

/* Fills masks from the current block on: the last that is known, if any, and the next ones; at the end of the text all that is left. */
static void look_ahead(struct look *l)
{
    size_t left = l->n - l->base;
    if (left >= LOOK_BLOCKS * LOOK_BLOCK + LOOK_BEHIND) {
        unsigned known = l->known > 0;
        if (known)
            l->masks[0] = l->masks[l->known - 1];
        l->classify(l->text + l->base + known * LOOK_BLOCK, l->masks + known, LOOK_BLOCKS - known);
        l->known = LOOK_BLOCKS;
        l->bytes = l->text + l->base;
    } else {
        unsigned blocks = (unsigned)((left + LOOK_BLOCK - 1) / LOOK_BLOCK);
        memcpy(l->tail, l->text + l->base, left);
        memset(l->tail + left, 0, blocks * LOOK_BLOCK + LOOK_BEHIND - left);
        l->classify(l->tail, l->masks, blocks);
        memset(&l->masks[blocks], 0, sizeof *l->masks);
        l->known = blocks + 1;
        l->bytes = l->tail;
    }
    l->m = l->masks;
}

void look_next_block(struct look *l)
{
    if (l->blocks_to) {
        l->kanji_before = l->m->kanji >> 61;
        l->hiragana_before = l->m->hiragana >> 61;
        l->katakana_before = l->m->katakana >> 61;
        l->letter_before = l->m->letter >> 63;
        l->upper_before = l->m->upper >> 63;
        l->inner_before = l->m->inner >> 63;
        l->lead_before = l->m->lead2 >> 63;
        l->inner_expected = (l->m->lead2 >> 63) | (l->m->lead3 >> 62) | (l->m->lead4 >> 61);
        l->m++;
        l->bytes += LOOK_BLOCK;
    }
    l->base = l->blocks_to;
    l->blocks_to = l->base + LOOK_BLOCK;
    if (!l->m || l->m + 1 == l->masks + l->known)
        look_ahead(l);
    mark_block(l, l->bytes, l->m + 1);
    l->events = l->marks.any | l->m->wide | l->m->newline;
}
