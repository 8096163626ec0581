/* Names in Latin letters: behind greetings, titles and labels, known given names, and Japanese names in romaji (by their readings). */
#include "detect/scan.h"

#include <string.h>

enum { WORD_MAX = 24 };

static const char *const greetings[] = {"hi", "hello", "dear", "hey"};
static const char *const honorifics[] = {"mr", "mrs", "ms", "dr", "prof", "miss", "professor", "sir", "madam", "mx"};
static const char *const roles[] = {"candidate", "contact", "employee", "patient", "customer", "client", "student", "applicant", "member", "attendee", "participant", "teacher", "claimant", "tenant", "resident", "colleague", "nurse", "witness"};

static uint32_t word_at(const struct scan *s, uint32_t i, char out[WORD_MAX])
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t n = 0, at = i;
    while (cls[at] == CLASS_UPPER || cls[at] == CLASS_LOWER || (c[at] == '\'' && cls[at + 1] == CLASS_UPPER) || (cls[at] == CLASS_LETTER && c[at] < 0x250)) {
        if (n < WORD_MAX - 1)
            out[n++] = cls[at] == CLASS_LETTER ? '?' : (char)(c[at] | (c[at] == '\'' ? 0 : 32));
        at++;
    }
    out[n] = '\0';
    return at;
}

static bool among(const char *word, const char *const *list, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (word[0] == list[k][0] && strcmp(word, list[k]) == 0)
            return true;
    return false;
}
#define AMONG(word, list) among(word, list, sizeof(list) / sizeof *(list))

static const char *const organisation_words[] = {
    "inc", "ltd", "llc", "llp", "corp", "corporation", "co", "company", "group", "industries", "holdings", "partners", "sons", "brothers", "associates", "bank",
    "university", "college", "school", "institute", "hospital", "clinic", "hotel", "services", "solutions", "systems", "technologies", "technology", "labs", "plc", "gmbh",
    "foundation", "association", "committee", "department", "office", "team", "center", "centre", "airport", "station", "park", "river", "lake", "mountain", "island",
    "street", "st", "avenue", "ave", "road", "rd", "drive", "dr", "lane", "ln", "court", "ct", "boulevard", "blvd", "way", "place", "square", "city", "county", "state",
    "house", "building", "tower", "hall", "room", "church", "museum", "library", "theatre", "theater", "festival", "conference", "project", "report", "meeting", "day", "week",
    "month", "year", "morning", "afternoon", "evening", "bay", "beach", "valley", "hills", "north", "south", "east", "west", "edition", "press", "news", "times", "journal", "act", "bill"};
static const char *const greeting_stops[] = {"all", "team", "everyone", "everybody", "there", "sir", "madam", "sirs", "customer", "customers", "colleague", "colleagues", "friend", "friends", "folks", "guys", "both",
                                             "members", "member", "parents", "students", "student", "user", "users", "partner", "partners", "valued", "support", "hr", "hiring", "sales", "admin", "subscriber", "recipient",
                                             "reader", "readers", "editor", "committee", "staff", "again", "and", "to", "whom", "applicant", "applicants", "guest", "guests", "patient", "supplier", "suppliers", "manager", "professor", "doctor", "office", "accounting", "the", "our", "my", "ladies", "neighbors", "candidates", "candidate", "client", "clients", "vendor", "board", "attendees", "volunteers", "alumni", "investor", "investors", "john_doe"};
/* Given names that are words or places as well: they need a title, a greeting or a label. */
static const char *const word_names[] = {"will", "may", "hope", "mark", "grant", "grace", "art", "bill", "rose", "chase", "jan", "april", "june", "august", "dean", "rich", "frank", "joy", "faith", "dawn", "summer", "page",
                                         "paris", "london", "chad", "georgia", "virginia", "carolina", "dakota", "florence", "sydney", "kent", "lane", "miles", "carry", "king", "prince", "earl", "duke", "major", "guy", "drew", "rod",
                                         "don", "pat", "christian", "angel", "melody", "harmony", "ruby", "pearl", "amber", "crystal", "ivy", "lily", "daisy", "iris", "olive", "sage", "basil", "robin", "jay", "ray", "sunny", "star", "sky", "autumn", "winter", "merry", "happy", "holly", "berry", "candy", "penny", "cash", "price", "bond", "case", "chance", "clay", "cliff", "forest", "glen", "heath", "reed", "stone", "wood", "brook", "ford", "mercedes", "lexus", "china", "india", "israel", "jordan", "chelsea", "lincoln", "madison", "washington", "jackson", "austin", "dallas", "houston", "phoenix", "denver", "trinity", "nova", "genesis", "journey", "an", "see", "so", "van", "ali", "bo", "lee", "young", "page", "in", "de", "la", "tab", "tally", "trip", "dot", "gay", "hero", "merit", "love", "honor", "justice", "kind", "ever", "early", "king", "noble", "royal", "sterling", "storm", "true", "valor", "wing", "orient", "ginger", "pepper", "cherry", "car", "bee", "fan", "link", "max", "mac", "port", "web", "ros", "tim", "ram"};

bool english_organisation(const uint16_t *c, const uint8_t *cls, uint32_t i, uint32_t end)
{
    char word[WORD_MAX];
    uint32_t at = i;
    /* the words themselves and the one behind them */
    for (int words = 0; words < 5; words++) {
        while (cls[at] == CLASS_SPACE || c[at] == '.' || c[at] == '&' || (c[at] == ',' && at >= end))
            at++;
        uint32_t n = 0;
        while ((cls[at] == CLASS_UPPER || cls[at] == CLASS_LOWER) && n < WORD_MAX - 1)
            word[n++] = (char)(c[at++] | 32);
        word[n] = '\0';
        if (n == 0)
            return false;
        if (AMONG(word, organisation_words) && !(words == 0 && at >= end))
            return true;
        if (at > end)
            return false;
    }
    return false;
}

/* ---- romaji ---- */

/* One syllable of Hepburn or Kunrei romaji as katakana; 0: none. */
static size_t syllable(const char *s, uint16_t out[2], size_t *count)
{
    static const struct {
        const char *roman;
        uint16_t a, b;
    } table[] = {
        {"kya", 0x30AD, 0x30E3}, {"kyu", 0x30AD, 0x30E5}, {"kyo", 0x30AD, 0x30E7}, {"sha", 0x30B7, 0x30E3}, {"shu", 0x30B7, 0x30E5}, {"sho", 0x30B7, 0x30E7}, {"shi", 0x30B7, 0},
        {"cha", 0x30C1, 0x30E3}, {"chu", 0x30C1, 0x30E5}, {"cho", 0x30C1, 0x30E7}, {"chi", 0x30C1, 0},      {"tsu", 0x30C4, 0},      {"nya", 0x30CB, 0x30E3}, {"nyu", 0x30CB, 0x30E5},
        {"nyo", 0x30CB, 0x30E7}, {"hya", 0x30D2, 0x30E3}, {"hyu", 0x30D2, 0x30E5}, {"hyo", 0x30D2, 0x30E7}, {"mya", 0x30DF, 0x30E3}, {"myu", 0x30DF, 0x30E5}, {"myo", 0x30DF, 0x30E7},
        {"rya", 0x30EA, 0x30E3}, {"ryu", 0x30EA, 0x30E5}, {"ryo", 0x30EA, 0x30E7}, {"gya", 0x30AE, 0x30E3}, {"gyu", 0x30AE, 0x30E5}, {"gyo", 0x30AE, 0x30E7}, {"bya", 0x30D3, 0x30E3},
        {"byu", 0x30D3, 0x30E5}, {"byo", 0x30D3, 0x30E7}, {"sya", 0x30B7, 0x30E3}, {"syu", 0x30B7, 0x30E5}, {"syo", 0x30B7, 0x30E7}, {"ja", 0x30B8, 0x30E3},  {"ju", 0x30B8, 0x30E5},
        {"jo", 0x30B8, 0x30E7},  {"ji", 0x30B8, 0},       {"zi", 0x30B8, 0},       {"fu", 0x30D5, 0},       {"ka", 0x30AB, 0},       {"ki", 0x30AD, 0},       {"ku", 0x30AF, 0},
        {"ke", 0x30B1, 0},       {"ko", 0x30B3, 0},       {"sa", 0x30B5, 0},       {"si", 0x30B7, 0},       {"su", 0x30B9, 0},       {"se", 0x30BB, 0},       {"so", 0x30BD, 0},
        {"ta", 0x30BF, 0},       {"ti", 0x30C1, 0},       {"tu", 0x30C4, 0},       {"te", 0x30C6, 0},       {"to", 0x30C8, 0},       {"na", 0x30CA, 0},       {"ni", 0x30CB, 0},
        {"nu", 0x30CC, 0},       {"ne", 0x30CD, 0},       {"no", 0x30CE, 0},       {"ha", 0x30CF, 0},       {"hi", 0x30D2, 0},       {"hu", 0x30D5, 0},       {"he", 0x30D8, 0},
        {"ho", 0x30DB, 0},       {"ma", 0x30DE, 0},       {"mi", 0x30DF, 0},       {"mu", 0x30E0, 0},       {"me", 0x30E1, 0},       {"mo", 0x30E2, 0},       {"ya", 0x30E4, 0},
        {"yu", 0x30E6, 0},       {"yo", 0x30E8, 0},       {"ra", 0x30E9, 0},       {"ri", 0x30EA, 0},       {"ru", 0x30EB, 0},       {"re", 0x30EC, 0},       {"ro", 0x30ED, 0},
        {"wa", 0x30EF, 0},       {"ga", 0x30AC, 0},       {"gi", 0x30AE, 0},       {"gu", 0x30B0, 0},       {"ge", 0x30B2, 0},       {"go", 0x30B4, 0},       {"za", 0x30B6, 0},
        {"zu", 0x30BA, 0},       {"ze", 0x30BC, 0},       {"zo", 0x30BE, 0},       {"da", 0x30C0, 0},       {"de", 0x30C7, 0},       {"do", 0x30C9, 0},       {"ba", 0x30D0, 0},
        {"bi", 0x30D3, 0},       {"bu", 0x30D6, 0},       {"be", 0x30D9, 0},       {"bo", 0x30DC, 0},       {"a", 0x30A2, 0},        {"i", 0x30A4, 0},        {"u", 0x30A6, 0},
        {"e", 0x30A8, 0},        {"o", 0x30AA, 0}};
    for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
        const char *roman = table[k].roman;
        if (roman[0] != s[0])
            continue;
        size_t n = strlen(roman);
        if (strncmp(s, roman, n) == 0) {
            out[0] = table[k].a;
            out[1] = table[k].b;
            *count = table[k].b ? 2 : 1;
            return n;
        }
    }
    return 0;
}

/* Whether a reading in the dictionary is written so; long vowels may be left out (Sato is サトウ), so each o and u is tried both ways. */
static bool romaji_reads(const char *s, unsigned want, uint16_t *kana, uint32_t n, int spare)
{
    if (*s == '\0')
        return n >= 2 && (dictionary_find(kana, n) & want);
    if (n > 9)
        return false;
    uint16_t two[2];
    size_t count = 0, used = syllable(s, two, &count);
    if (used) {
        memcpy(kana + n, two, count * sizeof *two);
        if (romaji_reads(s + used, want, kana, n + (uint32_t)count, spare))
            return true;
        if (spare > 0 && s[0] == 'n' && used == 2) { /* Shinichi: シンイチ */
            kana[n] = 0x30F3;
            if (romaji_reads(s + 1, want, kana, n + 1, spare - 1))
                return true;
            kana[n] = two[0];
        }
        char vowel = s[used - 1];
        if (spare > 0 && (vowel == 'o' || vowel == 'u')) {
            size_t skip = s[used] == 'h' && strchr("aiueo", s[used + 1]) == NULL ? 1 : 0; /* Ohno, Satoh */
            kana[n + count] = 0x30A6;
            if (romaji_reads(s + used + skip, want, kana, n + (uint32_t)count + 1, spare - 1))
                return true;
            if (vowel == 'o') {
                kana[n + count] = 0x30AA;
                if (romaji_reads(s + used + skip, want, kana, n + (uint32_t)count + 1, spare - 1))
                    return true;
            }
        }
        return false;
    }
    if (*s == 'n' || (*s == 'm' && (s[1] == 'b' || s[1] == 'p' || s[1] == 'm'))) {
        kana[n] = 0x30F3;
        return romaji_reads(s + 1 + (s[1] == '\''), want, kana, n + 1, spare);
    }
    if (s[0] == s[1] || (s[0] == 't' && s[1] == 'c')) {
        kana[n] = 0x30C3;
        return romaji_reads(s + 1, want, kana, n + 1, spare);
    }
    return false;
}

static bool romaji(const char *word, unsigned want)
{
    uint16_t kana[16];
    size_t n = strlen(word);
    return n >= 2 && n <= 14 && romaji_reads(word, want, kana, 0, 2);
}

static bool given_english(const char *word)
{
    uint16_t c[WORD_MAX];
    uint32_t n = 0;
    for (; word[n]; n++)
        c[n] = (uint8_t)word[n];
    return n >= 3 && (dictionary_find(c, n) & WORD_ENGLISH);
}

/* Up to three capitalised words from i; the end. */
static uint32_t capitals(const struct scan *s, uint32_t i, uint32_t max, uint32_t *count)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i, end = i;
    char word[WORD_MAX];
    *count = 0;
    while (*count < max && (cls[at] == CLASS_UPPER || (cls[at] == CLASS_LETTER && c[at] < 0x250))) {
        uint32_t next = word_at(s, at, word);
        if (cls[next] == CLASS_DASH && cls[next + 1] == CLASS_UPPER)
            next = word_at(s, next + 1, word);
        if (cls[next] == CLASS_DIGIT || c[next] == '_' || c[next] == '@')
            break;
        end = next;
        ++*count;
        if (next - at == 1 && c[next] == '.' && *count == 2) /* John F. Kennedy */
            next++;
        if (cls[next] != CLASS_SPACE)
            break;
        at = next + 1;
    }
    return end;
}

/* Every reading of romaji ends in a vowel, in n, or in the h of a long vowel. */
static bool romaji_end(const char *word)
{
    size_t n = strlen(word);
    return n >= 2 && strchr("aiueonh", word[n - 1]) != NULL;
}

uint32_t person_english_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    char first[WORD_MAX], second[WORD_MAX];
    uint32_t count, at = word_at(s, i, first), end;
    if (i > 0 && (class_ascii_word(cls[i - 1]) || c[i - 1] == '@' || c[i - 1] == '/' || c[i - 1] == '_'))
        return 0;
    if (AMONG(first, greetings)) {
        if (cls[at] != CLASS_SPACE || cls[at + 1] != CLASS_UPPER)
            return at;
        uint32_t from = at + 1;
        uint32_t next = word_at(s, from, second);
        if (AMONG(second, honorifics)) {
            while (c[next] == '.' || cls[next] == CLASS_SPACE)
                next++;
            if (cls[next] != CLASS_UPPER)
                return next;
            from = next;
            next = word_at(s, from, second);
        }
        if (AMONG(second, greeting_stops))
            return next;
        end = capitals(s, from, 3, &count);
        bool closed = c[end] == ',' || c[end] == '!' || c[end] == ':' || cls[end] == CLASS_END || c[end] == ';' || c[end] == '.' || cls[end] == CLASS_DASH ||
                      scan_is(c, end, u" and ") || scan_is(c, end, u" -");
        if (!closed || english_organisation(c, cls, from, end))
            return end;
        scan_hit(s, DATA_PERSON, CONFIDENCE_HIGH, "name-greeting", from, end);
        return end;
    }
    if (AMONG(first, honorifics) && (c[at] == '.' || cls[at] == CLASS_SPACE)) {
        uint32_t from = at;
        while (c[from] == '.' || cls[from] == CLASS_SPACE)
            from++;
        if (cls[from] != CLASS_UPPER)
            return at;
        end = capitals(s, from, 3, &count);
        word_at(s, from, second);
        if (count == 0 || AMONG(second, greeting_stops) || AMONG(second, organisation_words))
            return end;
        scan_hit(s, DATA_PERSON, CONFIDENCE_HIGH, "name-title", from, end);
        return end;
    }
    bool role = AMONG(first, roles);
    if (cls[at] != CLASS_SPACE && !(c[at] == ':' && role))
        return 0;
    uint32_t next = at;
    while (cls[next] == CLASS_SPACE || (role && c[next] == ':'))
        next++;
    if (cls[next] != CLASS_UPPER || next - at > 3)
        return 0;
    if (role) {
        end = capitals(s, next, 3, &count);
        if (count < 2 || english_organisation(c, cls, next, end))
            return at;
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-role", next, end);
        return end;
    }
    uint32_t second_end = word_at(s, next, second);
    if (next != at + 1 || second_end == next || (second_end - next < 2 && c[second_end] != '.'))
        return 0;
    if (s->label.strong && i - s->label.end <= 3 && (s->label.kind == LABEL_ORG || s->label.kind == LABEL_PRODUCT))
        return 0;
    bool ascii = strchr(first, '?') == NULL && strchr(second, '?') == NULL;
    if (ascii && romaji_end(first) && romaji_end(second) && ((romaji(first, WORD_SURNAME_KANA) && romaji(second, WORD_GIVEN_KANA)) || (romaji(first, WORD_GIVEN_KANA) && romaji(second, WORD_SURNAME_KANA)))) {
        if (english_organisation(c, cls, i, second_end))
            return second_end;
        bool capital = cls[i + 1] == CLASS_LOWER || cls[next + 1] == CLASS_LOWER || second_end - i >= 9;
        scan_hit(s, DATA_PERSON, capital ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW, "name-romaji", i, second_end);
        return second_end;
    }
    end = capitals(s, i, 3, &count);
    bool upper = cls[i + 1] == CLASS_UPPER;
    bool line_start = i == 0 || (i == 2 && (c[0] == '-' || c[0] == '*'));
    if (count >= 2 && !upper && given_english(first) && !AMONG(first, word_names) && !AMONG(second, greeting_stops)) {
        if (english_organisation(c, cls, i, end))
            return end;
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-given", i, end);
        return end;
    }
    bool field = c[end] == ',' || cls[end] == CLASS_TAB || c[end] == '|' || c[end] == '<' || c[end] == '(' || cls[end] == CLASS_END;
    if (count >= 2 && !upper && line_start && field && !english_organisation(c, cls, i, end) && !AMONG(first, greeting_stops)) {
        static const char *const closings[] = {"best", "kind", "warm", "many", "with", "yours", "thank", "thanks", "please", "good", "looking", "sincerely", "regards", "the", "this", "our", "your", "new", "monthly", "annual", "weekly", "total"};
        if (AMONG(first, closings))
            return end;
        scan_hit(s, DATA_PERSON, CONFIDENCE_LOW, "name-field", i, end);
        return end;
    }
    return 0;
}

static bool upper_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static size_t plain_word(const char *s, size_t n, size_t at, char out[WORD_MAX])
{
    size_t used = 0;
    while (at < n && (upper_letter(s[at]) || (s[at] >= 'a' && s[at] <= 'z') || (s[at] == '\'' && at + 1 < n && upper_letter(s[at + 1])))) {
        if (used < WORD_MAX - 1)
            out[used++] = (char)(s[at] | (s[at] == '\'' ? 0 : 32));
        at++;
    }
    out[used] = '\0';
    return at;
}

bool person_english_may(const char *s, size_t n, bool line_start)
{
    char first[WORD_MAX], second[WORD_MAX];
    size_t at = plain_word(s, n, 0, first), next = at;
    if (at == n)
        return false;
    if ((unsigned char)s[at] >= 0x80) /* an accent, a curved apostrophe, a wide space: too rare to tell apart here */
        return (unsigned char)s[at] < 0xE1 || (unsigned char)s[at] == 0xE2 || (at + 2 < n && memcmp(s + at, "\xE3\x80\x80", 3) == 0);
    while (next < n && (s[next] == ' ' || s[next] == '.' || s[next] == ':' || s[next] == '\r'))
        next++;
    if (next == at || next == n)
        return false;
    if ((unsigned char)s[next] >= 0x80) /* again a wide space, perhaps */
        return (unsigned char)s[next] == 0xE2 || (unsigned char)s[next] == 0xC2 || (next + 2 < n && memcmp(s + next, "\xE3\x80\x80", 3) == 0);
    if (!upper_letter(s[next]))
        return false;
    if (AMONG(first, greetings) || AMONG(first, honorifics) || AMONG(first, roles))
        return true;
    if (next != at + 1 || (s[at] != ' ' && s[at] != '\r'))
        return false;
    size_t end = plain_word(s, n, next, second);
    bool upper = n > 1 && upper_letter(s[1]);
    if (end < n && (unsigned char)s[end] >= 0x80 && (unsigned char)s[end] < 0xE3)
        return true;
    if (!upper && given_english(first))
        return true;
    if (romaji_end(first) && romaji_end(second) &&
        ((romaji(first, WORD_SURNAME_KANA) && romaji(second, WORD_GIVEN_KANA)) || (romaji(first, WORD_GIVEN_KANA) && romaji(second, WORD_SURNAME_KANA))))
        return true;
    return line_start && !upper;
}
