/* English names whose given name is in no dictionary, or is another word as well (Grace, Mark): by what stands beside them on a line that is read. Which
 * words with capitals may be such a name at all is person_latin.c's matter. */
#include <string.h>

#include "detect/people.h"
#include "detect/scan.h"

enum { WORDS_MOST = 3, WORD_MOST = 24 };

static bool sure_person(const struct data_hit *h)
{
    return h->type == DATA_PERSON && h->confidence != CONFIDENCE_LOW;
}

/* Hits of the line do not stand in order here. */
static bool found(struct scan *s, uint32_t from, uint32_t to)
{
    if (to <= from || scan_taken_anywhere(s, from, to))
        return false;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-beside", from, to);
    return true;
}

static bool word_of_name(const struct scan *s, uint32_t i)
{
    const uint16_t c = (s->c_store + 8)[i];
    const uint8_t cls = (s->class_store + 8)[i];
    return class_latin(cls) || c == '\'' || (cls == CLASS_LETTER && c < 0x250) || (cls == CLASS_DASH && class_latin((s->class_store + 8)[i + 1]));
}

/* Where the words with capitals begin that end at `end`, each a space apart; end: there are none, or too many for a name. */
static uint32_t capitals_before(const struct scan *s, uint32_t end)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t from = end, words = 0;
    for (; words <= WORDS_MOST; words++) {
        uint32_t at = from - (words > 0 && from > 0 && cls[from - 1] == CLASS_SPACE), word;
        if (words > 0 && at == from)
            break;
        at -= at > 1 && c[at - 1] == '.' && cls[at - 2] == CLASS_UPPER; /* John F. Kennedy */
        for (word = at; word > 0 && word_of_name(s, word - 1);)
            word--;
        if (word == at || cls[word] != CLASS_UPPER)
            break;
        from = word;
    }
    return words <= WORDS_MOST ? from : end;
}

/* Nothing but bullets and a number stands before i, or a mark that parts fields. */
static bool row_begins(const struct scan *s, uint32_t i)
{
    enum { BULLET_CHARACTERS = 6 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i;
    for (; at > 0 && i - at < BULLET_CHARACTERS; at--)
        if (cls[at - 1] == CLASS_TAB || c[at - 1] == '|')
            return true;
        else if (cls[at - 1] != CLASS_SPACE && cls[at - 1] != CLASS_DIGIT && cls[at - 1] != CLASS_DASH && c[at - 1] != '*' && c[at - 1] != '.' && c[at - 1] != ')' && c[at - 1] != '>' &&
                 c[at - 1] != 0x2022)
            return false;
    return at == 0;
}

/* ---- in lists ---- */

/* The first word of the line is one of these: > Cc: */
static bool line_opens_with(const struct scan *s, const char16_t *const *words, size_t count)
{
    const uint8_t *cls = s->class_store + 8;
    uint32_t i = 0;
    while (i < s->n && !class_latin(cls[i]) && cls[i] != CLASS_DIGIT)
        i++;
    for (size_t k = 0; k < count; k++)
        if (scan_is(s->c_store + 8, i, words[k]))
            return true;
    return false;
}

/* Present: Jane Roe, Anjali Baker */
static bool list_of_people(const struct scan *s)
{
    static const char16_t *const words[] = {u"present:",  u"attendees:", u"participants:", u"in attendance:", u"attending:", u"attended:", u"absent:",
                                            u"apologies:", u"regrets:",  u"invited:",      u"guests:",        u"speakers:",  u"players:",  u"cc:"};
    return line_opens_with(s, words, sizeof words / sizeof *words);
}

enum joint { JOINT_NONE, JOINT_COMMA, JOINT_AND };

/* A comma or "and" stands at i: where the next name would begin. */
static enum joint joint_at(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t *next)
{
    uint32_t at = i + (c[i] == ',');
    if (cls[at] != CLASS_SPACE)
        return JOINT_NONE;
    at++;
    bool sign = c[at] == '&' && cls[at + 1] == CLASS_SPACE, word = scan_is(c, at, u"and ");
    *next = at + (sign ? 2 : word ? 4 : 0);
    return sign || word ? JOINT_AND : at > i + 1 ? JOINT_COMMA : JOINT_NONE;
}

/* The same before i: where the name before it would end. */
static enum joint joint_before(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t *end)
{
    if (i < 3 || cls[i - 1] != CLASS_SPACE)
        return JOINT_NONE;
    uint32_t at = i - 1;
    if (c[at - 1] == ',') {
        *end = at - 1;
        return JOINT_COMMA;
    }
    uint32_t word = c[at - 1] == '&' ? 1 : at >= 4 && scan_is(c, at - 3, u"and") ? 3 : 0;
    if (!word || at < word + 2 || cls[at - word - 1] != CLASS_SPACE)
        return JOINT_NONE;
    at -= word + 1;
    *end = at - (c[at - 1] == ',');
    return JOINT_AND;
}

/* No word goes on behind the name: what stands there ends it, or the list goes on. */
static bool name_closes(const uint16_t *c, const uint8_t *cls, uint32_t end)
{
    return c[end] == ',' || c[end] == ';' || c[end] == '.' || c[end] == ')' || cls[end] == CLASS_END || cls[end] == CLASS_TAB || scan_is(c, end, u" and ") || scan_is(c, end, u" &") ||
           (cls[end] == CLASS_SPACE && (c[end + 1] == '(' || cls[end + 1] == CLASS_DASH || cls[end + 1] == CLASS_END));
}

/* Behind a comma may as well stand what somebody is, and where. */
static bool may_join(const struct scan *s, enum joint joint, uint32_t from)
{
    return joint == JOINT_AND || english_given_word(s, from) || list_of_people(s);
}

/* Jane Roe and Anjali Baker; Present: Jane Roe, Mark Allen */
static void joined(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t k = 0; k < s->hit_count; k++) { /* what is found here counts, too */
        if (!sure_person(&s->hits[k]) || cls[s->hits[k].start] != CLASS_UPPER)
            continue;
        uint32_t from = 0, end = 0, start = (uint32_t)s->hits[k].start;
        enum joint joint = joint_at(c, cls, (uint32_t)s->hits[k].end, &from);
        if (joint != JOINT_NONE && !scan_taken_anywhere(s, from, from + 1) && (end = english_unknown(s, from)) != 0 && name_closes(c, cls, end) && may_join(s, joint, from))
            found(s, from, end);
        joint = joint_before(c, cls, start, &end);
        if (joint == JOINT_NONE || scan_taken_anywhere(s, end - 1, end))
            continue;
        from = capitals_before(s, end);
        if (from < end && english_unknown(s, from) == end && may_join(s, joint, from))
            found(s, from, end);
    }
}

/* The number is one that a person has. */
static bool personal(const struct data_hit *h)
{
    switch (h->type) {
    case DATA_BIRTHDATE: case DATA_US_SSN: case DATA_PASSPORT: case DATA_DRIVER_LICENSE: case DATA_NATIONAL_ID: case DATA_MYNUMBER: case DATA_RESIDENCE_CARD:
        return h->confidence != CONFIDENCE_LOW;
    default:
        return false;
    }
}

/* ---- surnames that places have, too, and given names that are other words ---- */

/* The line ends with what somebody is, and i is where that begins: Volunteer Coordinator */
static bool post_closes(const struct scan *s, uint32_t i)
{
    static const char16_t *const posts[] = {u"coordinator", u"manager", u"director", u"officer", u"chair", u"secretary", u"treasurer", u"president", u"engineer", u"consultant", u"assistant",
                                            u"specialist", u"supervisor", u"analyst", u"designer", u"developer", u"administrator", u"adviser", u"advisor", u"associate", u"teacher",
                                            u"nurse", u"editor", u"accountant", u"representative", u"recruiter", u"technician", u"trainer", u"coach", u"principal"};
    enum { POST_CHARACTERS = 40 };
    const uint8_t *cls = s->class_store + 8;
    uint32_t end = s->n;
    while (end > i && cls[end - 1] == CLASS_SPACE)
        end--;
    if (end - i > POST_CHARACTERS || cls[i] != CLASS_UPPER)
        return false;
    for (uint32_t k = i; k < end; k++)
        if (!class_latin(cls[k]) && cls[k] != CLASS_SPACE)
            return false;
    uint32_t n = scan_ends_with_one(s->c_store + 8, end, posts, sizeof posts / sizeof *posts);
    return n > 0 && end - i >= n && (end - i == n || cls[end - n - 1] == CLASS_SPACE);
}

/* Whose number may stand on the line: a person's, or the account of one. */
static bool holds_number(const struct scan *s)
{
    for (uint32_t k = 0; k < s->hit_count; k++)
        if (personal(&s->hits[k]) || (s->hits[k].type == DATA_BANK_ACCOUNT && s->hits[k].confidence != CONFIDENCE_LOW))
            return true;
    return false;
}

/* "this is" stands before [i, end), and behind it from where: this is Mark Hall from unit 5 */
static bool introduced(const struct scan *s, uint32_t i, uint32_t end)
{
    static const char16_t *const words[] = {u"this is ", u"i am ", u"i'm ", u"name is ", u"on behalf of "};
    static const char16_t *const behind[] = {u" from ", u" at ", u" with ", u" here", u" calling", u" speaking", u" and i "};
    const uint16_t *c = s->c_store + 8;
    uint32_t n = scan_ends_with_one(c, i, words, sizeof words / sizeof *words);
    if (n == 0 || (i > n && class_ascii_word((s->class_store + 8)[i - n - 1])))
        return false;
    for (size_t k = 0; k < sizeof behind / sizeof *behind; k++)
        if (scan_is(c, end, behind[k]))
            return true;
    return false;
}

/* Behind the name, with an 's, stands what people have: Mark Osgood's number */
static bool possesses(const struct scan *s, uint32_t end)
{
    static const char16_t *const things[] = {u"number", u"phone", u"email", u"mobile", u"cell", u"address", u"car", u"desk", u"office", u"husband", u"wife", u"son", u"daughter", u"calendar",
                                             u"birthday", u"contact details", u"passport", u"visa", u"salary", u"contract", u"replacement", u"manager", u"laptop", u"account"};
    const uint16_t *c = s->c_store + 8;
    if (c[end] != '\'' || c[end + 1] != 's' || c[end + 2] != ' ')
        return false;
    for (size_t k = 0; k < sizeof things / sizeof *things; k++)
        if (scan_is(c, end + 3, things[k]))
            return true;
    return false;
}

/* Trainer: Mark Osgood, ...: what somebody is and a colon stand before [i, end), and the field ends there. */
static bool behind_role(const struct scan *s, uint32_t i, uint32_t end)
{
    static const char16_t *const roles[] = {u"trainer", u"manager", u"referee", u"supervisor", u"speaker", u"chair", u"host", u"owner", u"driver", u"teacher", u"instructor", u"assignee", u"reporter",
                                            u"reviewer", u"approver", u"organiser", u"organizer", u"coach", u"mentor", u"nurse", u"adviser", u"advisor", u"caretaker", u"captain", u"claimant", u"witness",
                                            u"applicant", u"payee", u"guarantor", u"landlord", u"presenter", u"facilitator", u"interviewer", u"author", u"assigned to", u"mother", u"father", u"next of kin"};
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    bool closes = c[end] == ',' || c[end] == ';' || cls[end] == CLASS_END || cls[end] == CLASS_TAB || c[end] == '|' || (cls[end] == CLASS_SPACE && (c[end + 1] == '(' || cls[end + 1] == CLASS_SPACE));
    if (i < 3 || cls[i - 1] != CLASS_SPACE || c[i - 2] != ':' || !closes)
        return false;
    uint32_t n = scan_ends_with_one(c, i - 2, roles, sizeof roles / sizeof *roles);
    return n > 0 && (i - 2 == n || !class_ascii_word(cls[i - 3 - n]));
}

/* Mei Hall below "Regards,"; this is Mark Hall from unit 5; Susan Hall, Volunteer Coordinator; Mark Osgood: account 1234567; Present: Mark Hall (chair) */
static void in_their_places(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t i = 0; i < s->n; i++) {
        if (cls[i] != CLASS_UPPER || (i > 0 && class_ascii_word(cls[i - 1])))
            continue;
        uint32_t word = latin_end(cls, i);
        if (cls[word] != CLASS_LETTER && !(cls[word] == CLASS_SPACE && cls[word + 1] == CLASS_UPPER)) /* nearly always */
            continue;
        uint32_t placed = english_placed(s, i), end = placed || !english_given_word(s, i) ? placed : english_unknown(s, i);
        if (!end)
            continue;
        bool row = row_begins(s, i), listed = i >= 2 && cls[i - 1] == CLASS_SPACE && (c[i - 2] == ':' || c[i - 2] == ',' || c[i - 2] == ';') && list_of_people(s);
        if ((placed && row && cls[end] == CLASS_END && english_signs(s)) || introduced(s, i, end) || possesses(s, end) || behind_role(s, i, end) || (row && c[end] == ',' && cls[end + 1] == CLASS_SPACE && post_closes(s, end + 2)) ||
            (row && c[end] == ':' && holds_number(s)) || (listed && name_closes(c, cls, end)))
            found(s, i, end);
        i = end - 1;
    }
}

/* ---- beside the same name in kanji ---- */

/* 葦名塚 俊介（Shunsuke Ashinazuka）, 鎌田 紬乃　KAMADA TSUMUNO, KUJIRAJIMA MAI（鯨島 麻衣様）: how a name in kanji is written in Latin letters. */
static void written_otherwise(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t k = 0, hits = s->hit_count; k < hits; k++) {
        const struct data_hit *h = &s->hits[k];
        if (!sure_person(h) || cls[h->end - 1] != CLASS_KANJI)
            continue;
        uint32_t at = (uint32_t)h->end, from, end;
        at += c[at] == u'様' || c[at] == u'氏' || c[at] == u'殿';
        if (cls[at + 1] == CLASS_UPPER && (c[at] == '(' || scan_was_wide(s, at))) {
            end = person_romaji_alike(s, at + 1);
            bool shouted = end && class_end(cls, at + 1, CLASS_UPPER) > at + 2;
            if (end && (c[at] == '(' ? c[end] == ')' : shouted && (cls[end] == CLASS_SPACE || cls[end] == CLASS_END)))
                found(s, at + 1, end);
        }
        at = (uint32_t)h->start;
        if (at < 4 || c[at - 1] != '(')
            continue;
        for (from = at - 1; from > 0 && (class_latin(cls[from - 1]) || (cls[from - 1] == CLASS_SPACE && from > 1 && class_latin(cls[from - 2])));)
            from--;
        if (from < at - 1 && person_romaji_alike(s, from) == at - 1)
            found(s, from, at - 1);
    }
}

/* ---- before an address ---- */

static bool word_in(const struct scan *s, uint32_t from, uint32_t to, uint32_t word, uint32_t end, uint32_t *letters)
{
    const uint16_t *c = s->c_store + 8;
    for (uint32_t i = from; end - word >= 3 && i + (end - word) <= to; i++) {
        uint32_t k = 0;
        while (k < end - word && (c[i + k] | 32) == (c[word + k] | 32))
            k++;
        if (k == end - word) {
            *letters -= *letters < k ? *letters : k;
            return true;
        }
    }
    return false;
}

/* From: Anjali Baker <abaker@example.org>: the address [at, end) is made of the name [from, to), the initials of what is left out apart; the domain is not. */
static bool address_of_name(const struct scan *s, uint32_t from, uint32_t to, uint32_t at, uint32_t end)
{
    enum { LEFT = 2 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t sign = at, letters = 0, dummy = 0, last = to;
    for (; sign < end && c[sign] != '@'; sign++)
        letters += class_latin(cls[sign]);
    while (last > from && cls[last - 1] != CLASS_SPACE)
        last--;
    uint32_t first = latin_end(cls, from);
    if (word_in(s, sign, end, from, first, &dummy) || word_in(s, sign, end, last, to, &dummy))
        return false;
    bool family = word_in(s, at, sign, last, to, &letters), given = word_in(s, at, sign, from, first, &letters);
    return (family || (given && english_given_word(s, from))) && letters <= LEFT;
}

static bool header(const struct scan *s)
{
    static const char16_t *const words[] = {u"from:", u"to:", u"cc:", u"bcc:", u"sender:", u"reply-to:"};
    return line_opens_with(s, words, sizeof words / sizeof *words);
}

static void before_address(struct scan *s, const struct data_hit *h, bool in_header)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    uint32_t at = (uint32_t)h->start, to = at, from;
    if (at < 3 || (c[at - 1] != '<' && c[at - 1] != '('))
        return;
    for (to = at - 1; to > 0 && (cls[to - 1] == CLASS_SPACE || c[to - 1] == '"');)
        to--;
    from = capitals_before(s, to);
    if (from == to || scan_taken_anywhere(s, from, to) || english_unknown(s, from) != to)
        return;
    bool role = mail_is_role(s->text + s->off[at], s->off[h->end] - s->off[at]);
    if (!role && ((in_header && english_given_word(s, from)) || address_of_name(s, from, to, at, (uint32_t)h->end)))
        found(s, from, to);
}

/* ---- beside numbers that persons have ---- */

/* Anjali Baker (DOB 20 December 1971): between the bracket and the number stands a label at most. */
static void before_bracket(struct scan *s, uint32_t number)
{
    enum { LABEL_CHARACTERS = 16 };
    const uint16_t *c = SCAN_C(s);
    uint32_t open = number;
    while (open > 0 && number - open < LABEL_CHARACTERS && c[open - 1] != '(' && c[open - 1] != ',' && c[open - 1] != ')')
        open--;
    if (open < 4 || c[open - 1] != '(' || SCAN_CLASS(s)[open - 2] != CLASS_SPACE)
        return;
    uint32_t from = capitals_before(s, open - 2);
    if (from < open - 2 && english_unknown(s, from) == open - 2)
        found(s, from, open - 2);
}

/* "is", "still pending" and the like stand behind a name that begins a sentence. */
static bool told_of(const struct scan *s, uint32_t i, uint32_t end)
{
    static const char16_t *const words[] = {u" is ", u" was ", u" has ", u" had ", u" will ", u" still ", u" said ", u" did ", u" does ", u" lives ", u" works ", u" asked ", u" called "};
    const uint16_t *c = s->c_store + 8;
    if (i > 0 && !((s->class_store + 8)[i - 1] == CLASS_SPACE && i > 1 && (c[i - 2] == '.' || c[i - 2] == '!' || c[i - 2] == '?' || c[i - 2] == ':' || c[i - 2] == ';')))
        return false;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (scan_is(c, end, words[k]))
            return true;
    return false;
}

/* KAGARIGAOKA Ai: romaji by the letters, the surname in capitals. Its end; 0: something else begins at i. */
static uint32_t surname_shouted(const struct scan *s, uint32_t i)
{
    enum { SURNAME_LEAST = 5 };
    const uint8_t *cls = s->class_store + 8;
    uint32_t word = class_end(cls, i, CLASS_UPPER), end;
    if (word - i < SURNAME_LEAST || (i > 0 && class_ascii_word(cls[i - 1])) || cls[word] != CLASS_SPACE || cls[word + 2] != CLASS_LOWER)
        return 0;
    end = person_romaji_alike(s, i);
    return end && name_closes(s->c_store + 8, cls, end) ? end : 0;
}

/* Rows and sentences on a line that holds such a number. */
static void beside_number(struct scan *s)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    for (uint32_t i = 0; i < s->n; i++) {
        if (cls[i] != CLASS_UPPER)
            continue;
        uint32_t end = english_unknown(s, i);
        bool row = end && row_begins(s, i) && (c[end] == ',' || c[end] == ':' || cls[end] == CLASS_TAB || c[end] == '|' || (cls[end] == CLASS_SPACE && (cls[end + 1] == CLASS_SPACE || cls[end + 1] == CLASS_DASH || c[end + 1] == '(')));
        if (row || (end && told_of(s, i, end)) || (!end && (end = surname_shouted(s, i)) != 0))
            found(s, i, end);
        while (class_latin(cls[i + 1]))
            i++;
    }
}

void person_beside(struct scan *s)
{
    bool number = false, in_header = s->at_sign && header(s);
    for (uint32_t k = 0, hits = s->hit_count; k < hits; k++) {
        if (s->hits[k].type == DATA_EMAIL)
            before_address(s, &s->hits[k], in_header);
        else if (personal(&s->hits[k])) {
            number = true;
            before_bracket(s, (uint32_t)s->hits[k].start);
        }
    }
    if (number)
        beside_number(s);
    in_their_places(s);
    if (s->persons_on_line) {
        joined(s);
        written_otherwise(s);
    }
}
