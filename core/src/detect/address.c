/* Postal addresses: Japanese ones from a prefecture, a municipality or a label up to the house and room; American street addresses. */
#include "detect/scan.h"

#include <string.h>

static uint32_t prefecture_named(const uint16_t *c, uint32_t i)
{
    static const char16_t *const names[] = {
        u"北海道", u"青森県", u"岩手県", u"宮城県", u"秋田県", u"山形県", u"福島県", u"茨城県", u"栃木県", u"群馬県", u"埼玉県", u"千葉県",
        u"東京都", u"神奈川県", u"新潟県", u"富山県", u"石川県", u"福井県", u"山梨県", u"長野県", u"岐阜県", u"静岡県", u"愛知県", u"三重県",
        u"滋賀県", u"京都府", u"大阪府", u"兵庫県", u"奈良県", u"和歌山県", u"鳥取県", u"島根県", u"岡山県", u"広島県", u"山口県", u"徳島県",
        u"香川県", u"愛媛県", u"高知県", u"福岡県", u"佐賀県", u"長崎県", u"熊本県", u"大分県", u"宮崎県", u"鹿児島県", u"沖縄県"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (c[i] == names[k][0] && scan_is(c, i, names[k]))
            return names[k][3] ? 4 : 3;
    return 0;
}

static inline uint32_t prefecture(const uint16_t *c, uint32_t i)
{
    uint16_t third = c[i + 2], fourth = third ? c[i + 3] : 0;
    bool ends = third == u'県' || third == u'府' || third == u'都' || third == u'道' || fourth == u'県';
    return ends ? prefecture_named(c, i) : 0; /* mostly, none */
}

/* The name of a municipality may end with this. */
static bool municipality_end(uint16_t c)
{
    return (c == u'市') | (c == u'区') | (c == u'町') | (c == u'村') | (c == u'郡');
}

bool address_municipality_on(const struct scan *s)
{
    const uint16_t *c = s->c_store + 8;
    const uint32_t n = (s->n + 7) & ~7u; /* zeros stand behind the line, and eights are done at once */
    uint16_t ends = 0;
    for (uint32_t i = 0; i < n; i++)
        ends |= municipality_end(c[i]);
    return ends;
}

static uint32_t municipality(const uint16_t *c, uint32_t i)
{
    for (uint32_t n = 1; n <= 10 && c[i + n - 1] > 0x3004 /* no ASCII, space, comma, full stop */; n++)
        if (municipality_end(c[i + n - 1]) && n >= 2 && (dictionary_find(c + i, n) & WORD_CITY))
            return n;
    return 0;
}

bool address_begins(const uint16_t *c, uint32_t i)
{
    return prefecture(c, i) || municipality(c, i);
}

static bool counter_behind(uint16_t c)
{
    switch (c) { /* 年 月 日 人 名 件 円 時 回 位 校 社 台 個 本 枚 歳 才 % 万 億 点 分 世 倍 階 */
    case 0x5E74: case 0x6708: case 0x65E5: case 0x4EBA: case 0x540D: case 0x4EF6: case 0x5186: case 0x6642: case 0x56DE: case 0x4F4D: case 0x6821:
    case 0x793E: case 0x53F0: case 0x500B: case 0x672C: case 0x679A: case 0x6B73: case 0x624D: case '%': case 0x4E07: case 0x5104: case 0x70B9:
    case 0x5206: case 0x4E16: case 0x500D: case '.': case ',': case ':':
        return true;
    default:
        return false;
    }
}

static bool kanji_number(uint16_t c)
{
    switch (c) {
    case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94: case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D: case 0x5341:
        return true;
    default:
        return false;
    }
}

static bool sentence_mark(uint16_t c, uint8_t cls)
{
    return cls == CLASS_END || cls == CLASS_TAB || c == 0x3001 || c == 0x3002 || c == ',' || c == ';' || c == '|' || c == '(' || c == ')' || c == '<' ||
           c == '"' || c == 0x300D || c == 0x300C || c == 0x3010 || c == 0x2502 || c == '[' || c == ']' || c == '@' || c == '=' || c == ':' ||
           c == 0x2121 || (c >= 0x2600 && c <= 0x27BF) || c == 0xFFFD; /* signs of telephones and other pictures */
}

/* Something else begins behind a space: a label, a telephone number, an address on the net. */
static bool foreign(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t end;
    enum label_kind kind = scan_label_at(c, cls, at, s->n, &end);
    if (kind != LABEL_NOTHING && kind != LABEL_ADDRESS && kind != LABEL_NEGATIVE && !(cls[at] == CLASS_KANJI && cls[end] == CLASS_KANJI))
        return true;
    uint32_t digits = 0, k = at + (c[at] == '+');
    while (cls[k] == CLASS_DIGIT || cls[k] == CLASS_DASH || c[k] == '(' || c[k] == ')' || c[k] == '.' || (cls[k] == CLASS_SPACE && cls[k + 1] == CLASS_DIGIT)) {
        digits += cls[k] == CLASS_DIGIT;
        k++;
    }
    return digits >= 9;
}

/* From start to the end of the address; 0 when no house number belongs to it. */
static uint32_t address_end(struct scan *s, uint32_t start, bool labelled)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = start, number = 0, limit = start + 80 < s->n ? start + 80 : s->n, last = start;
    while (at < limit && !sentence_mark(c[at], cls[at])) {
        if (cls[at] == CLASS_SPACE) {
            uint32_t next = at + 1;
            while (cls[next] == CLASS_SPACE)
                next++;
            if (next - at > 2 || sentence_mark(c[next], cls[next]) || foreign(s, next))
                break;
            if (number) {
                /* a building follows: katakana, letters, or a word with a number in it */
                bool digits = false;
                uint32_t end = next;
                while (end < limit && cls[end] != CLASS_SPACE && !sentence_mark(c[end], cls[end])) {
                    digits = digits || cls[end] == CLASS_DIGIT;
                    end++;
                }
                bool building = digits || cls[next] == CLASS_KATAKANA || cls[next] == CLASS_UPPER || c[end - 1] == 0x8358 /* 荘 */ ||
                                (labelled && end == s->n);
                if (!building)
                    break;
            }
            at = next;
            continue;
        }
        if (cls[at] == CLASS_DIGIT) {
            uint32_t end = at;
            while (cls[end] == CLASS_DIGIT)
                end++;
            if (!number) {
                if (c[at - 1] == u'第')
                    return 0; /* 横浜市条例第12号 */
                if (end - at > 5 || counter_behind(c[end]) || at == start)
                    return 0;
                uint16_t before = c[at - 1];
                if (cls[at - 1] == CLASS_HIRAGANA && (before == 0x306F || before == 0x3067 || before == 0x306B || before == 0x3092 || before == 0x3068 ||
                                                      before == 0x3082 || before == 0x3078))
                    return 0; /* a particle: は で に を と も へ */
            }
            number = at + 1;
            at = last = end;
            continue;
        }
        if (!number && !labelled && c[at] == u'役' && (c[at + 1] == u'所' || c[at + 1] == u'場'))
            return 0; /* 中野区役所 会議室2 */
        if (!number && kanji_number(c[at]) && (c[at + 1] == 0x4E01 || c[at + 1] == 0x756A)) {
            number = at + 1; /* 四丁目 */
            last = at;
        }
        if (c[at] == '/' && number && cls[at + 1] != CLASS_DIGIT)
            break; /* another field */
        if (cls[at] == CLASS_HIRAGANA && number) {
            uint16_t ch = c[at];
            bool inner = (ch == 0x306E || ch == 0x30CE) && cls[at + 1] == CLASS_DIGIT; /* 3の5 */
            if (!inner && (cls[at + 1] == CLASS_HIRAGANA ? ch == 0x3067 || ch == 0x306B || ch == 0x3067 || ch == 0x3068 || ch == 0x304B : true) &&
                (ch == 0x3067 || ch == 0x306B || ch == 0x306E || ch == 0x3068 || ch == 0x306F || ch == 0x3092 || ch == 0x3078 || ch == 0x304C ||
                 ch == 0x304B))
                break;
        }
        if (!number && cls[at] == CLASS_HIRAGANA && cls[at + 1] == CLASS_HIRAGANA && cls[at + 2] == CLASS_HIRAGANA && !labelled &&
            cls[at + 3] == CLASS_HIRAGANA && cls[at + 4] == CLASS_HIRAGANA && cls[at + 5] == CLASS_HIRAGANA && cls[at + 6] == CLASS_HIRAGANA)
            return 0; /* a sentence */
        if (!number && at - start > 40)
            return 0;
        at++;
        last = at;
    }
    while (last > start && (cls[last - 1] == CLASS_SPACE || cls[last - 1] == CLASS_DASH))
        last--;
    return number ? last : 0;
}

uint32_t address_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    if (s->address_expected && i >= s->address_expected && i <= s->address_expected + 3) {
        s->address_expected = 0;
        return address_labelled(s, i);
    }
    uint32_t n = prefecture(c, i);
    bool strong = n != 0;
    if (!n && (!s->municipality || (n = municipality(c, i)) == 0))
        return 0;
    uint32_t end = c[i + n] == u'の' ? 0 : address_end(s, i, false); /* 長野県の統計 3-5 */
    if (!end)
        return i + n;
    scan_hit(s, DATA_ADDRESS, strong ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, strong ? "address-prefecture" : "address-city", i, end);
    return end;
}

uint32_t address_labelled(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    if (c[i] == 0x3012 || cls[i] == CLASS_END || c[i] == u'は' || c[i] == u'が' || c[i] == u'を') /* 「住所」は基本4情報 */
        return 0;
    if (cls[i] == CLASS_DIGIT) {
        uint32_t end = address_english_at(s, i);
        return end;
    }
    if (!class_japanese(cls[i]) || foreign(s, i))
        return 0;
    uint32_t end = address_end(s, i, true);
    if (!end) {
        /* no house number: a prefecture and a municipality are enough under a label */
        uint32_t n = prefecture(c, i);
        if (n && municipality(c, i + n)) {
            end = i + n;
            while (end < s->n && !sentence_mark(c[end], cls[end]) && cls[end] != CLASS_SPACE && cls[end] != CLASS_HIRAGANA)
                end++;
            scan_hit(s, DATA_ADDRESS, CONFIDENCE_MEDIUM, "address-label", i, end);
            return end;
        }
        return 0;
    }
    scan_hit(s, DATA_ADDRESS, CONFIDENCE_HIGH, "address-label", i, end);
    return end;
}

/* ---- American ---- */

static uint32_t word_end(const struct scan *s, uint32_t i)
{
    while (class_ascii_word((s->class_store + 8)[i]) || (s->c_store + 8)[i] == '\'')
        i++;
    return i;
}

static bool street_word(const uint16_t *c, uint32_t i, uint32_t n)
{
    static const char16_t *const words[] = {u"street", u"st", u"avenue", u"ave", u"road", u"rd", u"lane", u"ln", u"drive", u"dr", u"court", u"ct",
                                            u"boulevard", u"blvd", u"way", u"place", u"pl", u"terrace", u"ter", u"circle", u"cir", u"highway", u"hwy",
                                            u"parkway", u"pkwy", u"square", u"sq", u"trail", u"trl", u"alley", u"loop", u"plaza", u"close", u"crescent"};
    if (n < 2 || n > 9)
        return false;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        uint32_t length = 0;
        while (words[k][length])
            length++;
        if (length == n && scan_is(c, i, words[k]))
            return true;
    }
    return false;
}

/* N. Mill Road, St. James Street: the full stop behind the short word c[i, end) belongs to it. */
static uint32_t short_word_end(const uint16_t *c, uint32_t i, uint32_t end)
{
    static const char16_t words[][3] = {u"n", u"s", u"e", u"w", u"ne", u"nw", u"se", u"sw", u"st", u"mt", u"ft"};
    for (size_t k = 0; c[end] == '.' && end - i <= 2 && k < sizeof words / sizeof *words; k++)
        if (scan_is(c, i, words[k]) && words[k][end - i] == 0 && words[k][end - i - 1] != 0)
            return end + 1;
    return end;
}

/* ", IL 62704" at i: the end, or 0. */
static uint32_t state_zip(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (c[i] == ',')
        i++;
    while (cls[i] == CLASS_SPACE)
        i++;
    if (cls[i] != CLASS_UPPER || cls[i + 1] != CLASS_UPPER || class_ascii_word(cls[i + 2]))
        return 0;
    i += 2;
    while (cls[i] == CLASS_SPACE || c[i] == ',')
        i++;
    uint32_t n = 0;
    while (cls[i + n] == CLASS_DIGIT)
        n++;
    if (n != 5)
        return 0;
    i += 5;
    if (cls[i] == CLASS_DASH && cls[i + 1] == CLASS_DIGIT && cls[i + 4] == CLASS_DIGIT && cls[i + 5] != CLASS_DIGIT)
        i += 5;
    return i;
}

/* A British postcode ("LS2 7DJ", BS 7666) at i: the end, or 0. */
static uint32_t postcode(const uint8_t *cls, uint32_t i)
{
    uint32_t at = i;
    while (cls[at] == CLASS_UPPER)
        at++;
    if (at == i || at - i > 2 || cls[at] != CLASS_DIGIT)
        return 0;
    at++;
    at += cls[at] == CLASS_DIGIT || cls[at] == CLASS_UPPER;
    if (cls[at] != CLASS_SPACE || cls[at + 1] != CLASS_DIGIT || cls[at + 2] != CLASS_UPPER || cls[at + 3] != CLASS_UPPER || class_ascii_word(cls[at + 4]))
        return 0;
    return at + 4;
}

/* "18 Rosebery Road, Bristol BS6 5LN" at i: the end, or 0. */
static uint32_t british(const struct scan *s, uint32_t i)
{
    enum { WORDS = 9 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = class_end(cls, i, CLASS_DIGIT), end;
    if (at - i > 4)
        return 0;
    for (int words = 0; words < WORDS; words++) {
        at += c[at] == ',';
        if (cls[at] != CLASS_SPACE || cls[at + 1] != CLASS_UPPER)
            return 0;
        if (words >= 2 && (end = postcode(cls, at + 1)) != 0)
            return end;
        at = short_word_end(c, at + 1, word_end(s, at + 1));
    }
    return 0;
}

uint32_t address_english_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = british(s, i), street = 0;
    if (at) {
        scan_hit(s, DATA_ADDRESS, CONFIDENCE_HIGH, "address-uk", i, at);
        return at;
    }
    at = i;
    while (cls[at] == CLASS_DIGIT && at - i < 7)
        at++;
    if (at - i > 6 || cls[at] != CLASS_SPACE || !(cls[at + 1] == CLASS_UPPER || cls[at + 1] == CLASS_DIGIT))
        return 0;
    for (int words = 0; words < 6 && cls[at] == CLASS_SPACE && class_ascii_word(cls[at + 1]); words++) {
        uint32_t from = at + 1;
        at = word_end(s, from);
        if (words > 0 && street_word(c, from, at - from))
            street = at;
        else
            at = short_word_end(c, from, at);
        if (cls[from] == CLASS_LOWER)
            return 0;
        if (street && !(cls[at] == CLASS_SPACE && cls[at + 1] == CLASS_UPPER && street_word(c, at + 1, word_end(s, at + 1) - at - 1)))
            break;
    }
    if (!street)
        return 0;
    at = street;
    if (c[at] == '.')
        at++;
    uint32_t best = at, zip = 0;
    for (int parts = 0; parts < 4; parts++) {
        if ((zip = state_zip(s, at)) != 0)
            break;
        if (c[at] != ',' && !(cls[at] == CLASS_SPACE && (scan_is(c, at + 1, u"apt") || scan_is(c, at + 1, u"suite") || scan_is(c, at + 1, u"unit") || c[at + 1] == '#')))
            break;
        uint32_t next = at + 1;
        while (cls[next] == CLASS_SPACE)
            next++;
        if (!(cls[next] == CLASS_UPPER || c[next] == '#' || cls[next] == CLASS_DIGIT))
            break;
        uint32_t from = next;
        while ((class_ascii_word(cls[next]) || c[next] == '#' || c[next] == '.' || c[next] == '\'') || (cls[next] == CLASS_SPACE && class_ascii_word(cls[next + 1]) && !state_zip(s, next)))
            next++;
        if (next == from || next - from > 40)
            break;
        at = next;
    }
    bool labelled = scan_context(s, i) == LABEL_ADDRESS || scan_context(s, i) == LABEL_WORK_ADDRESS;
    uint32_t end = zip ? zip : best;
    if (zip || labelled)
        scan_hit(s, DATA_ADDRESS, zip ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, "address-us", i, end);
    else
        scan_hit(s, DATA_ADDRESS, CONFIDENCE_LOW, "address-us", i, end);
    return end;
}

/* ---- Japanese in Latin letters: 3-12-5 Minamiaoyama, Minato-ku, Tokyo 107-0062 ---- */

enum { ROMAJI_TOKENS = 8 }; /* on either side of the municipality, each digits with dashes, or a word with a capital */

static bool romaji_token(uint8_t first)
{
    return first == CLASS_DIGIT || first == CLASS_UPPER;
}

static bool romaji_part(const struct scan *s, uint32_t i)
{
    uint8_t cls = (s->class_store + 8)[i];
    return class_ascii_word(cls) || cls == CLASS_DASH || (s->c_store + 8)[i] == '\'';
}

/* 107-0062, which is a postal code of its own. */
static bool romaji_postal(const uint8_t *cls, uint32_t i, uint32_t end)
{
    return end - i == 8 && class_end(cls, i, CLASS_DIGIT) == i + 3 && class_end(cls, i + 4, CLASS_DIGIT) == end;
}

/* 3-12-5: block and house, which a count never looks like. */
static bool romaji_house(const uint8_t *cls, uint32_t i)
{
    uint32_t dash = class_end(cls, i, CLASS_DIGIT);
    return dash > i && dash - i <= 5 && cls[dash] == CLASS_DASH && cls[dash + 1] == CLASS_DIGIT;
}

/* From the municipality back to the block and house that the address begins with; i if none stands there. */
static uint32_t romaji_start(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i;
    for (unsigned tokens = 0; tokens < ROMAJI_TOKENS && at > 0; tokens++) {
        uint32_t end = at;
        end -= cls[end - 1] == CLASS_SPACE;
        end -= end > 0 && c[end - 1] == ',';
        at = end;
        while (at > 0 && romaji_part(s, at - 1))
            at--;
        if (at == end || end == i || !romaji_token(cls[at]) || romaji_postal(cls, at, end))
            break;
        if (romaji_house(cls, at))
            return at;
    }
    return i;
}

uint32_t address_romaji_at(struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    char suffix[ROMAJI_SUFFIX + 1];
    uint32_t n = 0, at = end + 1;
    for (; n <= ROMAJI_SUFFIX && class_latin(cls[at + n]); n++)
        suffix[n < ROMAJI_SUFFIX ? n : ROMAJI_SUFFIX] = (char)(c[at + n] | 32);
    if (!address_romaji_suffix(suffix, n) || class_ascii_word(cls[at + n]) || cls[at + n] == CLASS_DASH)
        return 0;
    at += n;
    uint32_t start = romaji_start(s, i), last = at;
    bool house = start < i, postal = false, labelled = scan_context(s, i) == LABEL_ADDRESS || scan_context(s, i) == LABEL_WORK_ADDRESS;
    for (unsigned tokens = 0; tokens < ROMAJI_TOKENS && !postal; tokens++) {
        uint32_t from = at + (c[at] == ','), label_end, token;
        from += cls[from] == CLASS_SPACE;
        if (from == at || !romaji_token(cls[from]) || scan_label_at(c, cls, from, s->n, &label_end) != LABEL_NOTHING)
            break;
        for (token = from; romaji_part(s, token); token++)
            ;
        if (token - from > 20 || c[token] == '@')
            break;
        at = token;
        postal = romaji_postal(cls, from, token);
        house = house || (!postal && romaji_house(cls, from));
        last = token;
    }
    bool parted = c[end + 1 + n] == ',' || (i > 1 && c[i - 2] == ','); /* Minato-ku, Tokyo; Go-ku 3-2 is a result */
    if (!house || !(parted || postal || labelled))
        return 0;
    scan_hit(s, DATA_ADDRESS, labelled ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, "address-romaji", start, last); /* its code is part of it, as in other countries */
    return at;
}

bool address_romaji_suffix(const char *word, size_t n)
{
    return (n == 2 && memcmp(word, "ku", 2) == 0) || (n == 3 && (memcmp(word, "shi", 3) == 0 || memcmp(word, "gun", 3) == 0));
}
