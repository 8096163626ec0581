/* Surnames in lists: by marks between them, by spaces, behind what says that persons are listed. How a name is read is person.c's matter. */
#include "detect/person_parts.h"

/* (担当)石田・岡本: a label in brackets stands before i. */
static bool behind_bracket_label(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    uint32_t open = i - 1, end;
    if (i < 4 || c[i - 1] != ')')
        return false;
    while (open > 0 && i - open < 8 && c[open] != '(')
        open--;
    return c[open] == '(' && scan_label_at(c, s->class_store + 8, open + 1, s->n, &end) == LABEL_NAME && end == i - 1;
}

/* 石田・岡本, 水野 理咲、網田: the name before this one in a list; NULL: there is none. */
static const struct data_hit *name_before(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *last = s->hit_count > 0 ? &s->hits[s->hit_count - 1] : NULL;
    if (!last || last->type != DATA_PERSON || last->end >= i)
        return NULL;
    uint32_t at = (uint32_t)last->end, run = class_end(s->class_store + 8, at, CLASS_KANJI);
    if (run > at && title_start(c, at, run) == at)
        at = run; /* 桜井部長、菊池 */
    if (at >= i || i - at > 2 || (i - at == 2 && c[i - 1] != ' '))
        return NULL;
    uint16_t mark = c[at];
    return mark == 0x3001 || mark == ',' || mark == 0x30FB || mark == '/' ? last : NULL;
}

uint32_t person_listed(struct scan *s, uint32_t i, uint32_t run)
{
    const uint16_t *c = SCAN_C(s);
    const struct data_hit *before = name_before(s, i);
    bool bracket = behind_bracket_label(s, i) || (before && behind_bracket_label(s, (uint32_t)before->start)), known = known_surname(c + i, run - i);
    bool ends = c[run] == 0x3001 || c[run] == ',' || c[run] == 0x30FB || c[run] == '/' || c[run] == 0x3002 || c[run] == '(' || person_line_closes(s, run) || person_duty_behind(s, run);
    if ((!bracket && !before) || !ends || title_start(c, i, run) < run || word_of_every_day(c, i, run) || word_for_no_name(c, i, run) || word_of_group(c, i, run))
        return 0;
    if (!known && (run - i < 2 || organisation_like(c, i, run) || role_last(c[run - 1]) || person_address_or_label(s, i, run)))
        return 0;
    bool sure = known && (bracket || before->confidence != CONFIDENCE_LOW) && (bracket || !place_like(c, i, run) || s->persons_on_line > 1);
    scan_hit(s, DATA_PERSON, sure ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW, "name-list", i, run); /* settle_line() may raise it */
    return run;
}

/* What stands before i says that persons are listed: 出席：, 1号車：, ○ */
static bool list_told(const struct scan *s, uint32_t i)
{
    enum { GROUP_CHARACTERS = 6 };
    const uint16_t *c = s->c_store + 8;
    const uint32_t apart = i;
    i = person_before_spaces(s, i);
    if (i == 0)
        return false;
    if (c[i - 1] == 0x25CB || c[i - 1] == 0x25CE || c[i - 1] == 0x3007 || c[i - 1] == 0xD7 || c[i - 1] == 0x25B3)
        return true;
    if (i < apart && i > 1 && i < GROUP_CHARACTERS && (c[i - 1] == u'班' || c[i - 1] == u'組' || c[i - 1] == u'月' || c[i - 1] == u'週' || c[i - 1] == u'席') && ((s->class_store + 8)[i - 2] == CLASS_DIGIT || c[i - 1] == u'席'))
        return true; /* 1班　濵田、都築, 4月　樋口・鵜飼, 出席　関、轟 */
    if (c[i - 1] != ':' || (i = person_before_spaces(s, i - 1)) < 2) /* 夜勤者 : */
        return false;
    switch (c[i - 1]) {
    case u'席': case u'車': case u'加': case u'班': case u'番': case u'組': case u'率': case u'行': case u'人':
        return true;
    default:
        return post_last(c[i - 1]);
    }
}

/* （学校） stands at i: the character behind it; i: it does not. */
static uint32_t behind_remark(const struct scan *s, uint32_t i)
{
    enum { REMARK_CHARACTERS = 8 };
    const uint16_t *c = s->c_store + 8;
    uint32_t at = i + 1;
    while (c[i] == '(' && at < s->n && at - i <= REMARK_CHARACTERS && c[at] != ')')
        at++;
    return c[i] == '(' && c[at] == ')' ? at + 1 : i;
}

/* 片山・川村・福原: three surnames and more, parted by the same mark, most of which are no places; behind arrows, and where a list is told, one that
 * nobody knows may stand among them, and remarks behind them. Found up to the end of the last. */
static uint32_t surname_list(struct scan *s, uint32_t i, uint32_t run)
{
    enum { LIST_MIN = 3, LIST_MAX = 12 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t ends[LIST_MAX], starts[LIST_MAX], count = 0, plain = 0, at = i;
    bool told = list_told(s, i);
    uint16_t mark = c[told ? behind_remark(s, run) : run];
    bool opens = i == 0 || cls[i - 1] == CLASS_SPACE || cls[i - 1] == CLASS_MARK || cls[i - 1] == CLASS_TAB || c[i - 1] == u'は';
    if (!(mark == 0x30FB || mark == 0x3001 || mark == '/' || mark == 0x2192) || run - i < 2 || !opens)
        return 0;
    bool unknown = told || mark == 0x2192;
    while (count < LIST_MAX && cls[at] == CLASS_KANJI) {
        uint32_t end = person_kanji_end(s, at);
        bool known = end - at <= 4 && known_surname(c + at, end - at) && !word_of_every_day(c, at, end) && !organisation_like(c, at, end);
        if (!known && !(unknown && (told || count >= 2) && end - at >= 2 && end - at <= 4 && person_unknown_part(s, at, end, false)))
            return 0;
        unknown = unknown && known;
        plain += known && end - at >= 2 && !place_like(c, at, end);
        starts[count] = at;
        ends[count++] = end;
        at = (told ? behind_remark(s, end) : end) + 1;
        if (c[at - 1] != mark || cls[at] != CLASS_KANJI)
            break;
    }
    if (count > 0 && cls[ends[count - 1]] == CLASS_SPACE && cls[ends[count - 1] + 1] == CLASS_KANJI) {
        uint32_t given = ends[count - 1] + 1;
        count -= known_given(c + given, title_start(c, given, person_kanji_end(s, given)) - given); /* 佐々木、大石 敏行: a whole name, read for itself */
    }
    uint32_t end = count > 0 ? ends[count - 1] : i;
    bool enclosed = i > 0 && c[i - 1] == '(' && c[end] == ')'; /* 引き継ぎ（渡邊→近藤） */
    bool two = count == 2 && mark == 0x2192 && plain > 0 && (takes_over(c + end) || enclosed); /* 松尾→南に交代 */
    /* 夜勤者：久保田・熊田, 人事部 石原・久保田 */
    two = two || (count == 2 && plain > 0 && person_line_closes(s, end) && (told || (mark == 0x30FB && person_behind_post(s, i))));
    two = two || (count == 2 && plain > 0 && i > 0 && c[i - 1] == u'は' && mark == 0x3001 && (c[end] == u'で' || c[end] == u'が')); /* 督促は田辺、石原で分担 */
    bool ends_list = !class_ascii_word(cls[end]) && (!class_japanese(cls[end]) || c[end] == u'の' || c[end] == u'で' || c[end] == u'が' || c[end] == u'は' || c[end] == u'に' || c[end] == u'も');
    if (!two && (count < LIST_MIN || (told ? plain == 0 : plain * 3 < count * 2 - (mark == 0x2192)) || !ends_list))
        return 0;
    for (uint32_t k = 0; k < count; k++)
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-list", starts[k], ends[k]);
    return end;
}

/* OUT 1　森田　山本　工藤　石腸: three surnames and more with spaces between them end the line; all but one are known, most are no places. A given name
 * behind the first makes a whole name of both. */
static uint32_t spaced_list(struct scan *s, uint32_t i, uint32_t run)
{
    enum { LIST_MIN = 3, LIST_MAX = 12, ITEM_MAX = 4 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t ends[LIST_MAX], starts[LIST_MAX], count = 0, plain = 0, unknown = 0, at = i, end = run;
    if (cls[run] != CLASS_SPACE || cls[run + 1] != CLASS_KANJI || run - i < 2 || !known_surname(c + i, run - i) || (i > 0 && cls[i - 1] != CLASS_SPACE && c[i - 1] != ':'))
        return 0;
    for (;; at = end + 1) {
        end = person_kanji_end(s, at);
        bool known = end - at <= ITEM_MAX && known_surname(c + at, end - at) && !word_of_every_day(c, at, end) && !organisation_like(c, at, end) && !word_of_office(c, at, end);
        if (count == LIST_MAX || end - at > ITEM_MAX || (count == 1 && known_given(c + at, end - at)) || (!known && (end - at < 2 || !person_unknown_part(s, at, end, false))))
            return 0;
        unknown += !known;
        plain += known && end - at >= 2 && !place_like(c, at, end);
        starts[count] = at;
        ends[count++] = end;
        if (cls[end] != CLASS_SPACE || cls[end + 1] != CLASS_KANJI)
            break;
    }
    if (count < LIST_MIN || unknown > 1 || plain * 3 < count * 2 || !person_line_closes(s, end))
        return 0;
    for (uint32_t k = 0; k < count; k++)
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-list", starts[k], ends[k]);
    return end;
}

/* 早番   雪待  北川  凪野  松尾: words for a duty and then names, spaces apart, to the end of the line. At least every third is known. */
static uint32_t rota(struct scan *s, uint32_t i)
{
    enum { ROTA_MIN = 3, ROTA_MAX = 14, ITEM_MAX = 4 };
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t starts[ROTA_MAX], ends[ROTA_MAX], count = 0, known = 0, before = person_before_spaces(s, i);
    if (before == i || !person_duty_before(s, before) || !person_line_opens(s, before - 2))
        return 0;
    while (cls[i] == CLASS_KANJI) {
        uint32_t end = person_kanji_end(s, i);
        bool surname = known_surname(c + i, end - i) && !word_of_every_day(c, i, end);
        if (count == ROTA_MAX || end - i > ITEM_MAX || word_for_no_name(c, i, end) || (!surname && (end - i == 1 || !person_unknown_part(s, i, end, false))))
            return 0;
        known += surname;
        starts[count] = i;
        ends[count++] = end;
        for (i = end; cls[i] == CLASS_SPACE;)
            i++;
    }
    if (count < ROTA_MIN || known * 3 < count || cls[i] != CLASS_END)
        return 0;
    for (uint32_t k = 0; k < count; k++)
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-list", starts[k], ends[k]);
    return ends[count - 1];
}

uint32_t person_list(struct scan *s, uint32_t i, uint32_t run)
{
    uint32_t end = surname_list(s, i, run);
    end = end ? end : spaced_list(s, i, run);
    return end ? end : rota(s, i);
}
