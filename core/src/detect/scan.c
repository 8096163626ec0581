/* Walks over a text line by line: folds width and dashes, finds labels, and asks the families at the places where they can begin.
 * Keeps what earlier lines said (header lines, waiting labels). What a name or a number looks like is left to the families. */
#include "detect/scan.h"

#include <stdlib.h>
#include <string.h>

#include "detect/first_look.h"
#include "detect/person_words.h"

const char *data_type_name(enum data_type type)
{
    static const char *const names[] = {
#define DATA_TYPE(SYMBOL, name) name,
#include "detect/types.def"
#undef DATA_TYPE
    };
    return type < DATA_TYPE_COUNT ? names[type] : "";
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

bool scan_taken_anywhere(const struct scan *s, uint32_t start, uint32_t end)
{
    for (uint32_t i = 0; i < s->hit_count; i++)
        if (s->hits[i].start < end && s->hits[i].end > start && s->hits[i].confidence != CONFIDENCE_LOW)
            return true;
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

/* ---- one line ---- */

/* http://..., https://..., www....: skipped as a whole, except mailto:. Of other schemes only what says who may enter. end: of the first word. */
static uint32_t web_address(struct scan *s, uint32_t i, uint32_t end)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    bool authority = c[end] == ':' && c[end + 1] == '/' && c[end + 2] == '/';
    if (!authority && !scan_is(c, i, u"www.") && !scan_is(c, i, u"file:"))
        return 0;
    if (authority) {
        uint32_t told = secret_in_address(s, end + 3);
        if (told || !(scan_is(c, i, u"http") || scan_is(c, i, u"ftp") || scan_is(c, i, u"file")))
            return told;
    }
    while (c[i] > ' ' && c[i] < 0x7F && c[i] != '<' && c[i] != '>' && c[i] != '"' && cls[i] != CLASS_END) {
        uint32_t token = c[i] == '=' ? secret_token(s, i + 1) : 0; /* ...?key=AIza... */
        if (token)
            return token;
        i++;
    }
    return i;
}

/* Without a capital behind the word, perhaps behind a full stop or colon and spaces, no English name begins with it. */
static bool capital_follows(const struct scan *s, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    while (cls[end] == CLASS_SPACE || c[end] == '.' || c[end] == ':')
        end++;
    return cls[end] == CLASS_UPPER;
}

/* Digits may be only the beginning of a date, of a number in groups, of an address. */
static bool number_goes_on(const struct scan *s, uint32_t end)
{
    const uint16_t c = (s->c_store + 8)[end];
    const uint8_t cls = (s->class_store + 8)[end];
    return cls == CLASS_SPACE || cls == CLASS_DASH || c == '.' || c == '/' || c == '(' || c == ')';
}

static uint32_t ascii_word_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t next;
    if (s->at_sign && i >= s->no_mail_until && (next = mail_at(s, i)) != 0) {
        uint32_t entered = password_behind_login(s, next);
        return entered ? entered : next;
    }
    bool digit_first = cls[i] == CLASS_DIGIT;
    uint32_t end = ascii_word_end(cls, i);
    bool mixed = end != (digit_first ? class_end(cls, i, CLASS_DIGIT) : latin_end(cls, i)); /* letters and digits in one word */
    if (!digit_first && (c[end] == ':' || c[end] == '.') && (next = web_address(s, i, end)) != 0)
        return next;
    if (!digit_first && label_word_may_begin(c, cls, i) && ((next = label_here(s, i)) != 0 || (next = login_at(s, i)) != 0))
        return next;
    for (uint32_t k = i + 1; k < end; k++) /* dbPassword= */
        if (cls[k] == CLASS_UPPER && cls[k - 1] == CLASS_LOWER && label_word_may_begin(c, cls, k) && (next = label_here(s, k)) != 0)
            return next;
    if (end - i == 4 && scan_is(c, i, u"ssid") && (next = password_of_wireless(s, end)) != 0)
        return next;
    bool token = (secret_seconds[c[i]] >> (c[i + 1] & 31)) & 1;
    if ((token || s->label.kind == LABEL_SECRET) && (next = secret_at(s, i)) != 0)
        return next;
    if (mixed && (next = id_word(s, i, end)) != 0)
        return next;
    if (digit_first) {
        if (mixed || (end - i < 4 && !number_goes_on(s, end)))
            return end;
        if ((next = birth_at(s, i)) != 0 || (cls[end] == CLASS_SPACE && (next = address_english_at(s, i)) != 0))
            return next;
        return number_at(s, i);
    }
    if (cls[i] == CLASS_UPPER) {
        if (cls[end] == CLASS_DASH && (next = address_romaji_at(s, i, end)) != 0)
            return next;
        if (date_may_begin(c[i], c[i + 1]) && (next = birth_at(s, i)) != 0) /* S11.10.19, January 9, 1974 */
            return next;
        /* the name may begin otherwise than the word; or Ono-san, Onoさん */
        bool odd = mixed || cls[end] == CLASS_LETTER || c[end] == '\'' || cls[end] == CLASS_DASH || c[end] == u'さ';
        if ((odd || i == 0 || capital_follows(s, end) || scan_is(c, i, u"good ")) && (next = person_english_at(s, i)) != 0)
            return next;
    }
    return end;
}

/* A kanji or katakana; inside a run of them only labels and words of special care begin. */
static uint32_t name_or_place_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t next;
    if (label_may_begin(c, cls, i) && (next = label_here(s, i)) != 0)
        return next;
    if (i == 0 || cls[i - 1] != cls[i]) {
        if (cls[i] == CLASS_KANJI && era_may_begin(c[i]) && (next = birth_at(s, i)) != 0)
            return next;
        if (cls[i] == CLASS_KANJI && (next = address_at(s, i)) != 0)
            return next;
        if ((next = person_japanese_at(s, i)) != 0)
            return next;
    }
    return s->persons_on_line ? special_at(s, i) : 0;
}

/* The line begins with a bullet, a number, a place or an amount and then this: 3. 山口愛 */
static bool list_item(const struct scan *s, uint32_t start)
{
    enum { ITEM_CHARACTERS = 12 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    if (start == 0 || start > ITEM_CHARACTERS)
        return false;
    for (uint32_t i = 0; i < start; i++)
        switch (c[i]) {
        case u'位': case u'号': case u'番': case u'円': case u'組': case u'班': case u'年': case u'一': case u'二': case u'三': case u'四':
        case u'五': case u'六': case u'七': case u'八': case u'九': case u'十': case u'百': case u'千': case u'万': case u'第':
            break;
        default:
            if (cls[i] != CLASS_DIGIT && cls[i] != CLASS_MARK && cls[i] != CLASS_SPACE && cls[i] != CLASS_DASH)
                return false;
        }
    return true;
}

/* Another name stands beside this one in a list: 川上 咲空乃、仁科 孝之 */
static bool beside_name(const struct scan *s, uint32_t at)
{
    const uint16_t *c = s->c_store + 8;
    const struct data_hit *h = &s->hits[at];
    for (uint32_t k = at > 0 ? at - 1 : 0; k <= at + 1 && k < s->hit_count; k++) {
        const struct data_hit *other = &s->hits[k];
        size_t from = k < at ? other->end : h->end, to = k < at ? h->start : other->start;
        uint32_t word = class_end(s->class_store + 8, (uint32_t)from, CLASS_KANJI);
        if (word > from && word < to && title_start(c, (uint32_t)from, word) == from)
            from = word; /* 鷺ノ目部長、栃久保田 */
        if (k == at || other->type != DATA_PERSON || other->confidence == CONFIDENCE_LOW || to <= from || to - from > 2)
            continue;
        if (c[from] == 0x3001 || c[from] == ',' || c[from] == 0x30FB || c[from] == '/')
            return true;
    }
    return false;
}

/* What on the line belongs to a person and not to firms as well. */
static enum row_holds row_holds(const struct scan *s)
{
    enum row_holds holds = ROW_HOLDS_ANYTHING;
    for (uint32_t i = 0; i < s->hit_count; i++) {
        if (s->hits[i].confidence == CONFIDENCE_LOW)
            continue;
        switch (s->hits[i].type) {
        case DATA_BIRTHDATE: case DATA_MYNUMBER: case DATA_DRIVER_LICENSE: case DATA_PASSPORT: case DATA_PENSION_NO: case DATA_STUDENT_ID:
        case DATA_RESIDENCE_CARD: case DATA_INSURANCE_NO: case DATA_NATIONAL_ID: case DATA_IBAN:
            return ROW_HOLDS_NUMBER;
        case DATA_PASSWORD:
            holds = ROW_HOLDS_PASSWORD;
            break;
        default:
            break;
        }
    }
    return holds;
}

static uint32_t first_person(const struct scan *s)
{
    uint32_t first = s->n;
    for (uint32_t i = 0; i < s->hit_count; i++)
        if (s->hits[i].type == DATA_PERSON && s->hits[i].confidence != CONFIDENCE_LOW && s->hits[i].start < first)
            first = (uint32_t)s->hits[i].start;
    return first;
}

/* 565699499550 です（太田久美子）: whose My Number it is stands behind it. */
static void number_before_name(struct scan *s)
{
    enum { NUMBER_TO_NAME = 6 };
    for (uint32_t i = 0; i + 1 < s->hit_count; i++) {
        struct data_hit *h = &s->hits[i];
        const struct data_hit *next = h + 1;
        if (h->type == DATA_MYNUMBER && h->confidence == CONFIDENCE_LOW && next->type == DATA_PERSON && next->confidence != CONFIDENCE_LOW && next->start > h->end &&
            next->start - h->end <= NUMBER_TO_NAME && (s->c_store + 8)[next->start - 1] == '(') {
            h->confidence = CONFIDENCE_MEDIUM;
            s->values_on_line++;
            s->strong_values++;
        }
    }
}

/* 71　汐路湊　H8.2.7: a date stands in the row that may be one of birth. */
static bool birth_in_question(const struct scan *s)
{
    for (uint32_t k = 0; k < s->hit_count; k++)
        if (s->hits[k].rule == birth_in_row)
            return true;
    return false;
}

/* Nothing but spaces stands between the two places, or one word in katakana or a child's class: ジョセフ・レイエス　ベトナム　S33/06/20, 柴田 暖　小5　2021年5月17日 */
static bool word_between(const struct scan *s, uint32_t i, uint32_t end)
{
    const uint8_t *cls = s->class_store + 8;
    if (i >= end || cls[i] != CLASS_SPACE)
        return false;
    uint32_t word = class_end(cls, i + 1, CLASS_KATAKANA);
    if (cls[end - 1] == CLASS_SPACE && school_year_before(s, end - 1) == i + 1)
        return true;
    return i + 1 == end || (word > i + 1 && word + 1 == end && cls[word] == CLASS_SPACE);
}

/* Such dates are of birth behind a name, and nothing elsewhere. */
static void settle_births(struct scan *s)
{
    uint32_t kept = 0;
    for (uint32_t k = 0; k < s->hit_count; k++) {
        struct data_hit h = s->hits[k];
        bool named = h.rule != birth_in_row;
        for (uint32_t p = 0; p < s->hit_count && !named; p++)
            named = s->hits[p].type == DATA_PERSON && s->hits[p].confidence != CONFIDENCE_LOW && word_between(s, (uint32_t)s->hits[p].end, (uint32_t)h.start);
        if (named && h.rule == birth_in_row) {
            h.confidence = CONFIDENCE_MEDIUM;
            s->values_on_line++;
            s->strong_values++;
        }
        if (named)
            s->hits[kept++] = h;
    }
    s->hit_count = kept;
}

/* A name outside the dictionary was kept as a guess; a number or address on the same line makes it likely, a name beside it, or names on the
 * line above in a list. */
static void settle_line(struct scan *s)
{
    bool header = scan_is(SCAN_C(s), 0, u"from:") || scan_is(SCAN_C(s), 0, u"to:") || scan_is(SCAN_C(s), 0, u"cc:"); /* From: 菊池樹 */
    id_student_row(s);
    id_my_number_row(s);
    for (uint32_t i = 0; i < s->hit_count; i++) {
        struct data_hit *h = &s->hits[i];
        if (h->type == DATA_PERSON && h->confidence == CONFIDENCE_LOW &&
            (s->strong_values > 0 || header || (s->list_lines > 0 && list_item(s, (uint32_t)h->start)) || beside_name(s, i))) {
            h->confidence = CONFIDENCE_MEDIUM;
            s->persons_on_line++;
        }
    }
    if (s->strong_values > 0)
        person_before_phones(s);
    person_letter(s);
    person_beside(s);
    if (s->persons_on_line > 0) {
        person_pairs(s);
        person_family(s);
    }
    number_before_name(s);
    bool birth = birth_in_question(s);
    if (s->persons_on_line <= 1 && (s->values_on_line > 0 || birth))
        person_row(s, row_holds(s));
    if (birth)
        settle_births(s);
    if (s->persons_on_line > 0) {
        s->list_lines = 2;
        s->row_start = first_person(s);
    } else if (s->list_lines > 0)
        s->list_lines--;
}

/* By start, the longer first. They come nearly so: only the fields of a line under a header are looked at before the rest of it, COLUMNS_MAX
 * hits at most, so that few are moved far. */
static void sort_hits(struct data_hit *hits, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct data_hit h = hits[i];
        uint32_t at = i;
        for (; at > 0 && (hits[at - 1].start > h.start || (hits[at - 1].start == h.start && hits[at - 1].end < h.end)); at--)
            hits[at] = hits[at - 1];
        hits[at] = h;
    }
}

static bool mail_like(const struct scan *s, uint32_t from, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    while (from < end && c[from] != '@')
        from++;
    while (from < end && c[from] != '.')
        from++;
    return from < end;
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
    if (c[behind] == 0x2190) /* ← パスワードです */
        behind = s->n;
    uint32_t core = end; /* "Thanks," is none */
    while (core > from && (c[core - 1] == ',' || c[core - 1] == '.' || c[core - 1] == ':' || c[core - 1] == '!'))
        core--;
    for (uint32_t k = from; k < end; k++)
        if (c[k] == '=')
            return false; /* API_KEY=... is the next setting */
    if (behind != s->n || end - from < 6 || end - from > 64 || (s->at_sign && mail_like(s, from, end)) || !password_like(c + from, core - from, false))
        return false;
    scan_hit(s, DATA_PASSWORD, CONFIDENCE_MEDIUM, "password-line", from, end);
    return true;
}

static void decay(struct scan *s)
{
    if (s->card_lines)
        s->card_lines--;
    if (s->bank_lines)
        s->bank_lines--;
    if (s->last_lines)
        s->last_lines--;
}

static void empty_line(struct scan *s)
{
    s->said_lines = 0;
    if (s->blank_lines++ >= 1) {
        s->column_count = 0;
        s->carried_lines = 0;
    }
}

/* A line under a header: its fields, if it falls apart into the columns. A few lines may not. */
static void fit_columns(struct scan *s)
{
    scan_find_fields(s);
    if (s->field_count)
        s->column_lines = 3;
    else if (s->column_lines-- == 0)
        s->column_count = 0;
}

/* むつ市, さいたま市 */
static bool town_in_kana(const struct scan *s, uint32_t i)
{
    const uint8_t *cls = s->class_store + 8;
    if (cls[i] != CLASS_HIRAGANA || (i > 0 && cls[i - 1] == CLASS_HIRAGANA))
        return false;
    uint16_t behind = (s->c_store + 8)[class_end(cls, i, CLASS_HIRAGANA)];
    return behind == u'市' || behind == u'町' || behind == u'村';
}

/* What a line begins with, once it is folded: nothing is known of it but, under a header, its fields. */
static void open_line(struct scan *s)
{
    s->hit_count = s->line_label_count = s->label_characters = s->values_on_line = s->persons_on_line = s->strong_values = 0;
    s->label_rejected = false;
    s->listed_labels = 0;
    s->label = s->before = (struct label){.kind = LABEL_NOTHING};
    s->no_mail_until = s->address_expected = s->label_value_end = 0;
    for (s->first_word = 0; s->first_word < s->n && !class_japanese(SCAN_CLASS(s)[s->first_word]); s->first_word++)
        ;
    s->field_count = 0;
    if (s->n == 0) {
        empty_line(s);
        return;
    }
    s->blank_lines = 0;
    if (s->column_count)
        fit_columns(s);
}

/* In the order of the text, and one for each place. */
static void order_hits(struct scan *s)
{
    if (s->hit_count < 2)
        return;
    sort_hits(s->hits, s->hit_count);
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

/* A person was found here, and the title ends before i: 蒼木戸さんかさくらちゃん */
static bool behind_title(const struct scan *s, uint32_t i)
{
    enum { TITLE_MAX = 3 };
    const struct data_hit *last = s->hit_count ? &s->hits[s->hit_count - 1] : NULL;
    return last && last->type == DATA_PERSON && last->end < i && i - last->end <= TITLE_MAX;
}

/* What begins at character i: the character behind it; 0: nothing does. */
static uint32_t found_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t next = 0;
    switch ((enum char_class)cls[i]) {
    case CLASS_DIGIT:
    case CLASS_UPPER:
    case CLASS_LOWER:
        return ascii_word_at(s, i);
    case CLASS_KANJI:
        next = name_or_place_at(s, i);
        if (!next && !s->persons_on_line) /* inside the run only labels begin */
            for (next = i + 1; cls[next] == CLASS_KANJI && !label_may_begin(c, cls, next); next++)
                ;
        return next;
    case CLASS_KATAKANA:
        next = name_or_place_at(s, i);
        return next || s->persons_on_line ? next : class_end(cls, i, cls[i]);
    case CLASS_HIRAGANA:
    case CLASS_LETTER:
        if ((s->address_expected && i >= s->address_expected && i <= s->address_expected + 3) || town_in_kana(s, i))
            next = address_at(s, i);
        else if (label_may_begin(c, cls, i))
            next = label_here(s, i);
        if (!next && cls[i] == CLASS_HIRAGANA && (i == 0 || cls[i - 1] != CLASS_HIRAGANA || behind_title(s, i)))
            next = person_hiragana_at(s, i);
        if (!next && cls[i] == CLASS_HIRAGANA && !s->address_expected) {
            next = class_end(cls, i, cls[i]);
            if (s->persons_on_line && next >= i + 2 && cls[next] == CLASS_KANJI) /* うつ病: no other of these words begins in hiragana */
                next = special_at(s, next - 2) ? next + 1 : next;
        }
        return next;
    case CLASS_MARK:
        if (c[i] == '(' && cls[i + 1] == CLASS_DIGIT)
            next = birth_at(s, i + 1);
        if (!next && c[i] == '(' && cls[i + 1] == CLASS_DIGIT && cls[class_end(cls, i + 1, CLASS_DIGIT)] == CLASS_SPACE)
            next = address_english_at(s, i + 1); /* (4772 Oak Blvd, ... */
        if (!next && (c[i] == '+' || c[i] == '(') && cls[i + 1] == CLASS_DIGIT)
            next = number_at(s, i);
        else if (c[i] > 0x7F && label_may_begin(c, cls, i))
            next = label_here(s, i);
        return next;
    case CLASS_DASH:
        return c[i + 1] == '-' ? secret_at(s, i) : 0;
    case CLASS_END:
    case CLASS_SPACE:
    case CLASS_TAB:
        break;
    }
    return 0;
}

static void read_line(struct scan *s)
{
    const uint8_t *cls = SCAN_CLASS(s);
    if (s->n == 0)
        return;
    bool ascii = s->off[s->n] - s->off[0] == s->n;
    s->municipality = !ascii && address_municipality_on(s);
    bool names = false; /* a reading beside a name is no other person */
    for (uint32_t k = 0; k < s->field_count; k++)
        names = names || s->columns[k] == LABEL_NAME;
    for (uint32_t k = 0; k < s->field_count; k++)
        if (s->columns[k] == LABEL_NAME || (s->columns[k] == LABEL_KANA && !names))
            person_column(s, s->field_start[k], s->field_end[k]);
        else if (s->columns[k] == LABEL_PASSWORD)
            password_column(s, s->field_start[k], s->field_end[k]);
    /* "パスワード：" ends a line, and the next holds one word */
    if (s->carried_lines == 3 && s->carried == LABEL_PASSWORD && password_line(s)) {
        s->carried_lines = 0;
        order_hits(s);
        return;
    }
    for (uint32_t i = 0; i < s->n;) {
        uint32_t next = found_at(s, i);
        i = next > i ? next : i + 1;
        i += cls[i] == CLASS_SPACE; /* nothing begins with it */
    }
    settle_line(s);
    special_below(s);
    scan_remember_labels(s);
    decay(s);
    order_hits(s);
}

static void scan_start(struct scan *s, const char *text, size_t n, data_fn *report, void *ctx)
{
    memset(s->c_store, 0, 8 * sizeof *s->c_store);
    memset(s->class_store, CLASS_END, 8);
    s->text = text;
    s->length = n;
    s->report = report;
    s->ctx = ctx;
    s->column_count = s->carried_lines = s->card_lines = s->bank_lines = s->last_lines = s->blank_lines = s->list_lines = s->said_lines = s->row_start = 0;
    s->told = 0;
    s->resume = 0;
}

static void report_hits(struct scan *s, const char *utf8, size_t n)
{
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
        s->report(s->ctx, &h);
    }
}

/* Reads a line in full (a long one in pieces) and reports what it holds. */
static void scan_line(struct scan *s, const char *utf8, size_t n, size_t start, size_t end)
{
    size_t at = start;
    do {
        at += scan_fold_line(s, utf8, n, at, end);
        open_line(s);
        read_line(s);
        report_hits(s, utf8, n);
    } while (at < end);
}

/* What is left of a line without labels and values: time passes. */
static void quiet_line(struct scan *s)
{
    s->blank_lines = 0;
    if (s->list_lines)
        s->list_lines--;
    if (s->carried_lines)
        s->carried_lines--;
    decay(s);
}

/* Lines that were passed over: labels on the last few would still rule a value, should one come. */
enum { WAITING_LINES = 3 /* the longest that a label waits, see remember_labels */ };
struct waiting {
    struct look_line lines[WAITING_LINES];
    uint32_t empty_before[WAITING_LINES]; /* empty lines above each, two at most: a third changes nothing */
    uint32_t count, empty;                /* empty: below the last of them */
};

static void pass_first(struct scan *s, struct waiting *w, const char *utf8, size_t n, bool read)
{
    for (; w->empty_before[0]; w->empty_before[0]--)
        empty_line(s);
    if (read && (w->lines[0].flags & LOOK_LABEL))
        scan_line(s, utf8, n, w->lines[0].start, w->lines[0].end);
    else
        quiet_line(s);
    w->count--;
    memmove(w->lines, w->lines + 1, w->count * sizeof *w->lines);
    memmove(w->empty_before, w->empty_before + 1, w->count * sizeof *w->empty_before);
}

/* Something above may make a number of this line mean something. */
static bool awaited(const struct scan *s, const struct waiting *w)
{
    bool label = (s->carried_lines && label_awaits(s->carried)) || s->last_lines || s->bank_lines || s->card_lines;
    for (uint32_t i = 0; i < w->count; i++)
        label = label || (w->lines[i].flags & LOOK_AWAITS);
    return label;
}

/* A line under a header that holds neither a value nor a label may be a row all the same. Only its beginning has been looked at: open_line(). */
static bool row_to_read(const struct scan *s, const struct look_line *line)
{
    const uint8_t *cls = s->class_store + 8;
    if (line->flags & (LOOK_NUMBER | LOOK_LABEL))
        return true;
    for (uint32_t k = 0; k < s->field_count; k++)
        if (s->columns[k] == LABEL_NAME || s->columns[k] == LABEL_KANA || s->columns[k] == LABEL_PASSWORD)
            return true;
    uint32_t word = class_end(cls, 0, CLASS_KANJI); /* kanji and a space are taken for a name (person.c) */
    return word > 0 && cls[word] == CLASS_SPACE;
}

/* A line under a header in which the first look found nothing. */
static void scan_row(struct scan *s, const char *utf8, size_t n, const struct look_line *line)
{
    scan_fold_line(s, utf8, n, line->start, line->end);
    open_line(s);
    if (row_to_read(s, line)) {
        read_line(s);
        report_hits(s, utf8, n);
    } else
        quiet_line(s);
}

/* A line of full-width letters, half-width katakana and the like: its flags once it is folded. */
static unsigned fold_and_look(struct scan *s, const char *utf8, const struct look_line *line)
{
    if (line->end - line->start > LINE_CHARACTERS)
        return LOOK_VALUE;
    size_t length = scan_fold_width(utf8 + line->start, line->end - line->start, s->folded);
    struct look look;
    struct look_line folded;
    look_open(&look, s->folded, length);
    if (!look_next(&look, &folded))
        return LOOK_EMPTY;
    return folded.flags & LOOK_WIDTH ? LOOK_VALUE : folded.flags;
}

void scan_block(struct scan *s, const char *utf8, size_t n, data_fn *report, void *ctx)
{
    struct look look;
    struct look_line line;
    struct waiting w;
    scan_start(s, utf8, n, report, ctx);
    look_open(&look, utf8, n);
    w.count = w.empty = 0;
    while (look_next(&look, &line)) {
        if ((line.flags & (LOOK_WIDTH | LOOK_VALUE)) == LOOK_WIDTH)
            line.flags = fold_and_look(s, utf8, &line);
        bool number = line.flags & LOOK_NUMBER;
        bool read = s->every_line || s->said_lines || (line.flags & LOOK_VALUE) || (number && (line.flags & LOOK_AWAITS)) ||
                    (awaited(s, &w) && (number || look_lone_word(utf8, &line))) || (number && (s->list_lines || s->told));
        if (read || (s->column_count && !(line.flags & LOOK_EMPTY))) {
            while (w.count)
                pass_first(s, &w, utf8, n, true);
            for (; w.empty; w.empty--)
                empty_line(s);
            if (read || !s->column_count)
                scan_line(s, utf8, n, line.start, line.end);
            else
                scan_row(s, utf8, n, &line);
            continue;
        }
        if (line.flags & LOOK_EMPTY) {
            w.empty += w.empty < 2;
            continue;
        }
        if (w.count == WAITING_LINES)
            pass_first(s, &w, utf8, n, false);
        w.lines[w.count] = line;
        w.empty_before[w.count++] = w.empty;
        w.empty = 0;
    }
}

static bool detect(const char *utf8, size_t n, data_fn *report, void *ctx, bool every_line)
{
    struct scan *s = malloc(sizeof *s);
    if (!s)
        return false;
    s->every_line = every_line;
    scan_block(s, utf8, n, report, ctx);
    free(s);
    return true;
}

bool detect_text(const char *utf8, size_t n, data_fn *report, void *ctx)
{
    return detect(utf8, n, report, ctx, false);
}

bool detect_text_slowly(const char *utf8, size_t n, data_fn *report, void *ctx)
{
    return detect(utf8, n, report, ctx, true);
}
