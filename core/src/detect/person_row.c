/* The first word of a row that holds what belongs to a person is that person's name, though nothing says so. How a name is read is person.c's
 * matter. */
#include "detect/person_parts.h"

/* Behind what parts fields from i on. */
static uint32_t row_gap(const struct scan *s, uint32_t i)
{
    const uint8_t *cls = s->class_store + 8;
    while (cls[i] == CLASS_SPACE || cls[i] == CLASS_TAB || cls[i] == CLASS_MARK || cls[i] == CLASS_DASH)
        i++;
    return i;
}

/* Behind the name at the beginning of a row stands a label, a number or a bracket, no other word. */
static bool row_goes_on(const struct scan *s, uint32_t end)
{
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = row_gap(s, end), label_end, word = class_end(cls, at, CLASS_KATAKANA);
    if (word > at && cls[word] == CLASS_SPACE) /* ジョセフ・レイエス　ベトナム　S33/06/20 */
        at = row_gap(s, word);
    if (at == end || cls[at] == CLASS_DIGIT || class_latin(cls[at]))
        return at > end;
    for (uint32_t k = 0; k < s->hit_count; k++)
        if (s->hits[k].start == at)
            return true;
    for (uint32_t k = at; k < at + 5 && k < s->n; k++) /* 新しい旅券番号, 記号12345 */
        if (cls[k] == CLASS_DIGIT || scan_label_at(s->c_store + 8, cls, k, s->n, &label_end) != LABEL_NOTHING)
            return true;
    return false;
}

uint32_t person_row_start(const struct scan *s)
{
    enum { BULLET_CHARACTERS = 14 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t i = 0;
    while (i < BULLET_CHARACTERS && i < s->n) {
        bool counted = i > 0 && cls[i - 1] == CLASS_DIGIT && (c[i] == u'年' || c[i] == u'組' || c[i] == u'班' || c[i] == u'番' || c[i] == u'号' || c[i] == u'位');
        if (!counted && cls[i] != CLASS_DIGIT && cls[i] != CLASS_MARK && cls[i] != CLASS_SPACE && cls[i] != CLASS_DASH && cls[i] != CLASS_TAB)
            break;
        i++;
    }
    return i;
}

/* From:, To: or Cc: of a mail that was forwarded begins at i: what stands behind it; i: none does. */
static uint32_t behind_header_word(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    if (!scan_is(c, i, u"from:") && !scan_is(c, i, u"to:") && !scan_is(c, i, u"cc:"))
        return i;
    for (i += 3; c[i] == ':' || (s->class_store + 8)[i] == CLASS_SPACE;)
        i++;
    return i;
}

/* モトハシ　アカリ, デウィ・レスタリ: the end of a name in katakana, of which, if it is no foreign one, a part is known; 0: there is none. */
static uint32_t katakana_name(const struct scan *s, uint32_t i, bool foreign)
{
    enum { PARTS = 4 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t first = class_end(cls, i, CLASS_KATAKANA), end = first, parts = 1;
    unsigned surname = 0, given = 0;
    if (cls[first] == CLASS_SPACE && cls[first + 1] == CLASS_KATAKANA) {
        end = class_end(cls, first + 1, CLASS_KATAKANA);
        person_kana_flags(c, i, first, &surname);
        person_kana_flags(c, first + 1, end, &given);
        return (surname & WORD_SURNAME_KANA) || (given & WORD_GIVEN_KANA) ? end : 0;
    }
    for (; foreign && c[end] == 0x30FB && cls[end + 1] == CLASS_KATAKANA && parts < PARTS; parts++)
        end = class_end(cls, end + 1, CLASS_KATAKANA);
    return parts > 1 && !role_in_kana(c, i, end) ? end : 0;
}

/* NGUYEN THI HOA　090-1111-2222, SATO HIROSHI　IBAN, but not GLOBAL TRADING　IBAN: where the name at i ends, 0: there is none. */
static uint32_t capitals_of_row(const struct scan *s, uint32_t i, bool known)
{
    uint32_t end = (s->class_store + 8)[i] == CLASS_UPPER ? person_capitals(s, i) : 0;
    known = known || class_latin((s->class_store + 8)[end + 1]);
    return known && end && !person_capitals_known(s, i, end) ? 0 : end;
}

void person_row(struct scan *s, enum row_holds holds)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t i = s->at_sign ? behind_header_word(s, person_row_start(s)) : person_row_start(s), end = 0;
    bool listed = s->list_lines > 0 && s->row_start == i, surely = listed || holds != ROW_HOLDS_ANYTHING;
    struct data_hit *known = NULL;
    if (s->field_count || i >= s->n)
        return;
    for (uint32_t k = 0; k < s->hit_count; k++)
        if (s->hits[k].type == DATA_PERSON && s->hits[k].confidence != CONFIDENCE_LOW)
            known = &s->hits[k];
    if (known) { /* 鯵坂原　玲生真: what was taken for a whole name is a surname */
        end = known->start == i && holds == ROW_HOLDS_NUMBER && known->end - i <= 4 && surname_last(c[known->end - 1]) && cls[known->end] == CLASS_SPACE ? person_unknown_name(s, i, true) : 0;
        if (end > known->end && row_goes_on(s, end))
            known->end = end;
        return;
    }
    uint32_t role = person_kanji_end(s, i); /* 宿泊者 デウィ・レスタリ　旅券番号, 受取人 SATO HIROSHI　IBAN */
    if (surely && role > i && cls[role] == CLASS_SPACE && (role_last(c[role - 1]) || word_of_office(c, i, role)) && (class_japanese(cls[role + 1]) || capitals_of_row(s, role + 1, true)) && !known_surname(c + i, role - i))
        i = role + 1;
    if (cls[i] == CLASS_KATAKANA)
        end = katakana_name(s, i, holds != ROW_HOLDS_ANYTHING);
    else if (cls[i] == CLASS_KANJI && (surely || s->at_sign))
        end = person_unknown_name(s, i, holds == ROW_HOLDS_PASSWORD);
    else if (cls[i] == CLASS_UPPER && holds == ROW_HOLDS_NUMBER)
        end = capitals_of_row(s, i, false);
    else if (cls[i] == CLASS_HIRAGANA && person_read_hiragana(s, i, &end) != NAME_FULL)
        end = 0; /* かねこさくら　070-4078-3298 is one */
    bool account = cls[i] == CLASS_KATAKANA || (cls[i] == CLASS_HIRAGANA && s->strong_values > 0);
    if (!end || !row_goes_on(s, end) || (!surely && !account && c[end] != '<' && c[end + 1] != '<') /* 汐路 恋々奈 <kokona@example.jp> */ ||
        english_organisation(c, cls, i, end))
        return;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-row", i, end);
}
