/* Names in Latin letters: behind greetings, titles and labels, known given names, and Japanese names in romaji (by their readings). */
#include "detect/scan.h"

#include <string.h>

enum { WORD_MAX = 24, LETTERS = 26 };

/* Lists of words by their first letter, parted by |. */

static const char *const greetings[LETTERS] = {
    ['d' - 'a'] = "dear", ['h' - 'a'] = "hello|hey|hi"};
static const char *const honorifics[LETTERS] = {
    ['d' - 'a'] = "dr", ['m' - 'a'] = "madam|miss|mr|mrs|ms|mx", ['p' - 'a'] = "prof|professor", ['s' - 'a'] = "sir"};
static const char *const roles[LETTERS] = {
    ['a' - 'a'] = "applicant|attendee", ['c' - 'a'] = "candidate|claimant|client|coach|colleague|contact|counselor|counsellor|customer", ['e' - 'a'] = "employee",
    ['m' - 'a'] = "member", ['n' - 'a'] = "nurse", ['p' - 'a'] = "participant|patient", ['r' - 'a'] = "resident", ['s' - 'a'] = "student",
    ['t' - 'a'] = "teacher|tenant", ['w' - 'a'] = "witness"};

static uint32_t word_end(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    for (;; i++) {
        i = latin_end(cls, i);
        if (!(c[i] == '\'' && cls[i + 1] == CLASS_UPPER) && !(cls[i] == CLASS_LETTER && c[i] < 0x250))
            return i;
    }
}

/* The small letter that one with an accent is written for without it; ?: there is none. */
static char plain_letter(uint16_t c)
{
    static const char letters[] = "aaaaaaaceeeeiiiidnooooo?ouuuuy?saaaaaaaceeeeiiiidnooooo?ouuuuy?y"                                   /* from U+00C0 on */
                                  "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssss" /* ... U+0100 */
                                  "ttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    return c >= 0xC0 && c < 0xC0 + sizeof letters - 1 ? letters[c - 0xC0] : '?';
}

/* The word that begins at i, in small letters and without accents; returns its end. */
static uint32_t word_at(const struct scan *s, uint32_t i, char out[WORD_MAX])
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t end = word_end(s, i), n = end - i < WORD_MAX - 1 ? end - i : WORD_MAX - 1;
    for (uint32_t k = 0; k < n; k++)
        out[k] = cls[i + k] == CLASS_LETTER ? plain_letter(c[i + k]) : (char)(c[i + k] | (c[i + k] == '\'' ? 0 : 32));
    out[n] = '\0';
    return end;
}

/* The word is one of the list. */
static bool among(const char *word, const char *const list[LETTERS])
{
    const char *at = word[0] >= 'a' && word[0] <= 'z' ? list[word[0] - 'a'] : NULL;
    while (at) {
        size_t n = 0;
        while (word[n] && at[n] == word[n])
            n++;
        if (!word[n] && (!at[n] || at[n] == '|'))
            return true;
        at = strchr(at + n, '|');
        at = at ? at + 1 : NULL;
    }
    return false;
}

static const char *const organisation_words[LETTERS] = {
    ['a' - 'a'] = "act|afternoon|airport|associates|association|ave|avenue",
    ['b' - 'a'] = "bank|bay|beach|bill|blvd|boulevard|brothers|building",
    ['c' - 'a'] = "center|centre|church|city|clinic|co|college|committee|company|conference|corp|corporation|county|court|ct",
    ['d' - 'a'] = "day|department|dr|drive", ['e' - 'a'] = "east|edition|evening", ['f' - 'a'] = "fargo|festival|foundation",
    ['g' - 'a'] = "gmbh|group", ['h' - 'a'] = "hall|hills|holdings|hospital|hotel|house", ['i' - 'a'] = "inc|industries|institute|island",
    ['j' - 'a'] = "journal", ['l' - 'a'] = "labs|lake|lane|library|llc|llp|ln|ltd", ['m' - 'a'] = "meeting|month|morning|mountain|museum",
    ['n' - 'a'] = "news|north", ['o' - 'a'] = "office", ['p' - 'a'] = "park|partners|place|plc|press|project",
    ['r' - 'a'] = "rd|report|river|road|room", ['s' - 'a'] = "school|services|solutions|sons|south|square|st|state|station|street|systems",
    ['t' - 'a'] = "team|technologies|technology|theater|theatre|times|tower", ['u' - 'a'] = "university", ['v' - 'a'] = "valley",
    ['w' - 'a'] = "way|week|west", ['y' - 'a'] = "year"};
static const char *const greeting_stops[LETTERS] = {
    ['a' - 'a'] = "accounting|admin|again|all|alumni|and|applicant|applicants|attendees", ['b' - 'a'] = "bank|board|both",
    ['c' - 'a'] = "candidate|candidates|client|clients|colleague|colleagues|committee|councillor|councillors|counsel|customer|customers",
    ['d' - 'a'] = "delegate|delegates|director|directors|doctor|donor|donors", ['e' - 'a'] = "editor|employee|employees|everybody|everyone",
    ['f' - 'a'] = "families|family|fellow|folks|friend|friends|future", ['g' - 'a'] = "guest|guests|guys",
    ['h' - 'a'] = "homeowner|homeowners|hiring|hr", ['i' - 'a'] = "investor|investors", ['l' - 'a'] = "ladies|landlord", ['m' - 'a'] = "madam|manager|member|members|my",
    ['n' - 'a'] = "neighbor|neighbors|neighbour|neighbours", ['o' - 'a'] = "office|our|owner|owners", ['p' - 'a'] = "panel|parents|participants|passenger|policyholder|prospective|partner|partners|patient|practitioner|practitioners|professor",
    ['r' - 'a'] = "reader|readers|recipient|registrar|resident|residents", ['s' - 'a'] = "sales|shareholder|shareholders|sir|sirs|specialist|speakers|sponsor|sponsors|staff|student|students|subscriber|supplier|suppliers|support",
    ['t' - 'a'] = "taxpayer|teacher|teachers|team|tenant|tenants|the|there|to|trustees", ['u' - 'a'] = "user|users", ['v' - 'a'] = "valued|vendor|volunteers", ['w' - 'a'] = "whom|world"};
/* Given names that are words or places as well: they need a title, a greeting or a label. */
static const char *const word_names[LETTERS] = {
    ['a' - 'a'] = "ali|amber|an|angel|april|art|august|austin|autumn", ['b' - 'a'] = "basil|bee|berry|bill|bo|bond|brook",
    ['c' - 'a'] = "candy|car|carolina|carry|case|cash|chad|chance|chase|chelsea|cherry|china|christian|clay|cliff|crystal",
    ['d' - 'a'] = "daisy|dakota|dallas|dawn|de|dean|denver|don|dot|drew|duke", ['e' - 'a'] = "earl|early|ever",
    ['f' - 'a'] = "faith|fan|florence|ford|forest|frank", ['g' - 'a'] = "gay|genesis|georgia|ginger|glen|grace|granny|grant|guy",
    ['h' - 'a'] = "happy|harmony|heath|hero|holly|honor|hope|houston", ['i' - 'a'] = "in|india|iris|israel|ivy",
    ['j' - 'a'] = "jackson|jan|jay|job|jordan|journey|joy|june|justice", ['k' - 'a'] = "kent|kind|king",
    ['l' - 'a'] = "la|lane|lee|lexus|lily|lincoln|link|london|love",
    ['m' - 'a'] = "mac|madison|major|mark|max|may|melody|mercedes|merit|merry|miles", ['n' - 'a'] = "noble|nova", ['o' - 'a'] = "olive|orient",
    ['p' - 'a'] = "page|paris|pat|pearl|penny|pepper|phoenix|port|price|prince", ['r' - 'a'] = "ram|ray|reed|rich|robin|rod|ros|rose|royal|ruby",
    ['s' - 'a'] = "sage|see|sky|so|star|sterling|stone|storm|summer|sunny|sydney", ['t' - 'a'] = "tab|tally|tim|trinity|trip|true",
    ['v' - 'a'] = "valor|van|virginia", ['w' - 'a'] = "washington|web|will|wing|winter|wood", ['y' - 'a'] = "young"};

/* ... of these, the ones that are said of people more than of places and months. */
static const char *const human_names[LETTERS] = {
    ['a' - 'a'] = "amber|angel", ['b' - 'a'] = "bill", ['c' - 'a'] = "cliff|crystal", ['d' - 'a'] = "daisy|dawn|dean|don|drew|duke", ['e' - 'a'] = "earl",
    ['f' - 'a'] = "faith|frank", ['g' - 'a'] = "ginger|glen|grace|grant|guy", ['h' - 'a'] = "heath|holly|hope", ['i' - 'a'] = "iris|ivy",
    ['j' - 'a'] = "jackson|jan|jay|jordan|joy", ['k' - 'a'] = "kent", ['l' - 'a'] = "lee|lily", ['m' - 'a'] = "madison|mark|max|melody|miles", ['p' - 'a'] = "pat|pearl|penny",
    ['r' - 'a'] = "ray|reed|rich|robin|rod|rose|ruby", ['s' - 'a'] = "sterling", ['t' - 'a'] = "tim", ['w' - 'a'] = "will"};
/* Words with capitals that are no part of a name. */
static const char *const no_name_words[LETTERS] = {
    ['a' - 'a'] = "a|about|account|accounts|administrator|after|air|all|also|american|an|analyst|and|annual|any|application|april|are|as|asia|ask|assistant|associate|at|attention|attn|august",
    ['b' - 'a'] = "background|basic|before|best|beta|board|both|british|business|but|by",
    ['c' - 'a'] = "call|can|care|case|cc|central|certificate|chairman|chapter|check|chief|china|class|client|closing|cloud|club|code|computer|consultant|contact|content|contract|coordinator|copy|core|could|"
                  "council|credit|customer",
    ['d' - 'a'] = "data|date|dear|december|deputy|design|designer|desk|developer|development|did|digital|director|download|due",
    ['e' - 'a'] = "each|email|end|engineer|engineering|english|error|european|event|every|executive|external",
    ['f' - 'a'] = "february|file|files|final|finance|financial|first|for|form|forum|free|french|friday|from|full|fund|fwd",
    ['g' - 'a'] = "game|games|garden|general|german|global|good|guide|gulf", ['h' - 'a'] = "happy|has|head|health|hello|help|high|home|how|human",
    ['i' - 'a'] = "if|in|information|insurance|internal|international|internet|invoice|is|issue|it|item|its",
    ['j' - 'a'] = "january|japan|japanese|july|june|junior", ['k' - 'a'] = "key",
    ['l' - 'a'] = "las|last|lead|leader|league|legal|let|level|library|life|line|list|local|logistics|los",
    ['m' - 'a'] = "machine|mail|main|major|manager|management|manual|march|market|marketing|media|medical|meet|meeting|member|memorial|message|middle|mobile|model|monday|more|music|my",
    ['n' - 'a'] = "national|network|new|next|night|no|not|note|notes|november|number", ['o' - 'a'] = "october|of|officer|official|old|on|one|online|open|operating|operations|or|order|our",
    ['p' - 'a'] = "page|paper|part|payment|period|phone|ping|plan|platform|please|police|policy|power|president|price|prime|principal|private|pro|product|production|professional|program|programme|public|"
                  "purchase",
    ['q' - 'a'] = "quality|quarter|question", ['r' - 'a'] = "re|real|red|regards|ring|registration|release|request|research|resource|resources|results|review|royal",
    ['s' - 'a'] = "safety|saint|sales|san|santa|saturday|science|search|second|secretary|section|security|see|senior|september|series|server|service|set|shared|shipping|should|site|so|social|society|"
                  "software|source|special|specialist|staff|standard|start|status|step|store|studio|subject|summary|sunday|supervisor|supplier|supply|support|system",
    ['t' - 'a'] = "table|task|tax|technical|tell|test|thank|thanks|that|the|their|then|there|these|they|this|those|thursday|time|to|today|tomorrow|total|tour|trade|training|travel|treasurer|tuesday|type",
    ['u' - 'a'] = "union|unit|united|up|update|user", ['v' - 'a'] = "version|via|vice|video|view", ['w' - 'a'] = "was|we|web|wednesday|weekly|welcome|what|when|where|which|while|who|why|windows|wire|with|work|working|world",
    ['y' - 'a'] = "yes|you|your", ['z' - 'a'] = "zip|zoom"};
/* Firms, offices and clubs end so, and no surname does. */
static const char *const trades[LETTERS] = {
    ['a' - 'a'] = "academy|accounting|accountants|agency|airlines|airways|antiques|apartments|apparel|appliances|architects|arena|attorneys|auctions|auto|automotive|aviation",
    ['b' - 'a'] = "bakery|bathrooms|beauty|bistro|blinds|books|bookshop|bookstore|brewery|brewing|builders|building|buses", ['c' - 'a'] = "cabinets|cafe|capital|care|carpentry|carpets|cars|"
                  "catering|charity|cleaners|cleaning|clinics|clothing|club|coaches|coffee|community|computers|concrete|consultancy|consultants|consulting|contracting|contractors|couriers|cycles",
    ['d' - 'a'] = "dairy|daycare|decorating|decorators|deli|demolition|dental|designs|digital|diner|doors|drainage", ['e' - 'a'] = "electric|electrics|electronics|energy|engineers|enterprises|"
                  "equipment|equity|estates|events|excavating", ['f' - 'a'] = "fabrics|farm|farms|fashion|fashions|fencing|films|finance|fire|fitness|fittings|flooring|florist|florists|flowers|foods|"
                  "football|footwear|foundry|freight|funeral|furnishings|furniture", ['g' - 'a'] = "gallery|games|gaming|garage|gardening|gardens|glazing|graphics|grill|grocery|gym",
    ['h' - 'a'] = "haulage|hardware|healthcare|heating|heights|homes|hosting|hvac", ['i' - 'a'] = "industrial|inn|instruments|insurance|interiors|international|investments|irrigation",
    ['j' - 'a'] = "janitorial|jewellers|jewelers|jewelry|joinery", ['k' - 'a'] = "kennels|kitchens", ['l' - 'a'] = "laboratories|landscapes|landscaping|laundry|lawyers|leasing|legal|lifting|"
                  "lighting|limousines|lodge|lumber", ['m' - 'a'] = "machinery|mall|manor|marine|masonry|media|metals|milling|mining|mortgage|mortgages|motel|motors|music",
    ['n' - 'a'] = "networks|nursery", ['o' - 'a'] = "optical|opticians|orchestra|outlet", ['p' - 'a'] = "packaging|painting|parish|paving|petroleum|pharma|pharmaceuticals|pharmacy|photography|"
                  "pictures|pizza|plastering|plastics|plaza|plumbers|plumbing|pottery|preschool|primary|printers|printing|productions|properties|property|publishers|publishing",
    ['r' - 'a'] = "railway|realty|records|recruiting|recruitment|recycling|refrigeration|removals|rentals|repairs|resort|restaurant|retail|roofing|rugby",
    ['s' - 'a'] = "salon|scaffolding|scientific|sciences|securities|security|shipping|shoes|shop|signs|society|software|solar|solicitors|sport|sports|stables|stadium|stationers|stores|storage|studio|studios|"
                  "supermarket|supplies|supply|surgery|surveying|surveyors", ['t' - 'a'] = "tavern|taxis|telecom|telecoms|textiles|theaters|tiling|timber|tools|tours|toys|training|transport|travel|trucking|"
                  "trust|tutoring|tyres", ['u' - 'a'] = "union|upholstery", ['v' - 'a'] = "ventures|vet|veterinary|vets|vineyard|vineyards", ['w' - 'a'] = "welding|wellness|winery|wines|wireless|woodworking",
    ['y' - 'a'] = "yachts|yoga"};
/* Firms and things that are called as people are. */
static const char *const called_so[] = {"morgan stanley", "calvin klein", "ralph lauren", "jack daniels", "johnnie walker", "charles schwab", "merrill lynch", "arthur andersen",
                                        "john deere", "sara lee", "stella artois", "jim beam", "louis vuitton", "hugo boss", "kate spade", "aston martin", "harry potter", "victoria falls", "grant thornton", "jackson lewis"};
/* Surnames that are neither words nor given names that stand behind words: they tell Mark Davis from Mark Complete. */
static const char *const surnames[LETTERS] = {
    ['a' - 'a'] = "abernathy|acosta|adams|adebayo|adeyemi|aguilar|ahmed|akhtar|alvarado|alvarez|anderson|andrews|armstrong|arnold|atkinson|ayala",
    ['b' - 'a'] = "bailey|barnes|barrett|bauer|becker|bennett|bianchi|boateng|bradley|brennan|bryant|burke|burton|byrne",
    ['c' - 'a'] = "callahan|cameron|campbell|cardenas|carlson|carroll|castillo|castro|chandler|chang|chaudhry|chavez|chen|cheng|choi|chowdhury|christensen|clarke|cohen|coleman|collins|connolly|contreras|"
                  "cooper|cortez|costa|cruz|cunningham|curtis", ['d' - 'a'] = "daniels|davidson|davies|davis|dawson|delgado|diaz|dixon|doherty|dominguez|donnelly|donovan|doyle|dubois|duncan|dunn|dupont",
    ['e' - 'a'] = "edwards|elliott|ellis|eriksson|espinoza|evans", ['f' - 'a'] = "farrell|ferguson|fernandez|ferrari|fischer|fitzgerald|fleming|fletcher|flores|foley|fonseca|franklin|fraser|freeman|fuentes|fuller",
    ['g' - 'a'] = "gallagher|garcia|gardner|garza|gibson|gilbert|gill|gomez|gonzales|gonzalez|goldberg|graham|greene|griffin|griffiths|guerrero|gupta|gutierrez|guzman",
    ['h' - 'a'] = "haddad|hansen|hanson|harris|harrison|hassan|hawkins|hayes|henderson|hendricks|hernandez|herrera|hicks|hoffman|hoffmann|holmes|howard|huang|hughes|hussain",
    ['i' - 'a'] = "ibrahim|ivanov", ['j' - 'a'] = "jackson|jacobs|jacobson|jansen|jensen|jimenez|johansson|johnson|johnston|jones", ['k' - 'a'] = "kaplan|katz|kaur|keller|kelley|kelly|kennedy|khan|khumalo|"
                  "kowalski|kruger|kumar", ['l' - 'a'] = "larsen|larson|lawrence|lawson|leclerc|lewandowski|lewis|lindqvist|lindstrom|lopez",
    ['m' - 'a'] = "macdonald|mahmood|maldonado|marino|marshall|martin|martinez|mcallister|mcbride|mccarthy|mcdonald|mcgrath|mckenzie|medina|mehta|mendez|mendoza|mensah|meyer|miller|mitchell|mohammed|molina|"
                  "montgomery|moore|morales|moreau|moreno|morgan|morris|morrison|muller|munoz|murphy|murray|myers", ['n' - 'a'] = "navarro|nelson|newman|nguyen|nichols|nielsen|novak|nowak|nunez",
    ['o' - 'a'] = "o'brien|o'connor|o'neill|o'sullivan|ochoa|okafor|okeke|okonkwo|okoro|oliveira|olsen|olson|ortega|ortiz|osborne|owens", ['p' - 'a'] = "pacheco|palmer|parker|patel|patterson|pearson|pedersen|perez|"
                  "perkins|petersen|peterson|petrov|phillips|popescu|popov|potter|powell", ['q' - 'a'] = "quinn", ['r' - 'a'] = "rahman|ramirez|ramos|reddy|reilly|reyes|reynolds|richards|richardson|riley|rivera|roberts|"
                  "robertson|robinson|rodriguez|rogers|romero|rosenberg|rossi|rossini|russo|ryan", ['s' - 'a'] = "salazar|sanchez|sanders|sandoval|santiago|santos|schmidt|schneider|schroeder|schultz|schwartz|shah|sharma|shaw|sheikh|"
                  "silva|simmons|simpson|singh|smith|soto|spencer|stephens|stevens|stewart|sullivan|svensson|szymanski", ['t' - 'a'] = "taylor|thomas|thompson|thomson|thornton|torres|townsend|tran|tucker|turner",
    ['v' - 'a'] = "valdez|vargas|vasquez|vaughan|vaughn|vazquez|villanueva", ['w' - 'a'] = "wagner|walker|wallace|walsh|walters|wang|watkins|watson|weaver|weber|webster|wheeler|whitaker|wilkins|wilkinson|williams|williamson|wilson|wong|"
                  "wright|wu", ['y' - 'a'] = "yang|yilmaz", ['z' - 'a'] = "zhang|zhao|zimmerman"};
/* Given names that are more often something else, but before such a surname they are names. */
static const char *const seldom_names[LETTERS] = {
    ['a' - 'a'] = "austin", ['b' - 'a'] = "brook", ['c' - 'a'] = "chad|chase|chelsea|christian|clay", ['d' - 'a'] = "dakota|dallas|denver", ['f' - 'a'] = "florence", ['g' - 'a'] = "georgia",
    ['p' - 'a'] = "phoenix", ['s' - 'a'] = "summer|sydney", ['v' - 'a'] = "virginia"};
/* Surnames as well as what the words are that organisations and places end with. */
static const char *const surname_places[LETTERS] = {
    ['c' - 'a'] = "church", ['d' - 'a'] = "day", ['h' - 'a'] = "hall|house", ['l' - 'a'] = "lake|lane", ['n' - 'a'] = "north", ['p' - 'a'] = "park", ['w' - 'a'] = "west"};

/* A word of a trade, or one that is a thing by its ending: Nelson Optical, Harris Logistics. */
static bool thing_word(const char *word)
{
    static const char endings[][6] = {"tion", "tions", "ical", "ional", "cial", "tics", "nics", "ology", "ogies", "ities"};
    enum { SHORTEST = 7 }; /* but not Nation */
    size_t n = strlen(word);
    for (size_t k = 0; n >= SHORTEST && k < sizeof endings / sizeof *endings; k++)
        if (strcmp(word + n - strlen(endings[k]), endings[k]) == 0)
            return true;
    return among(word, trades);
}

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
        if (among(word, organisation_words) && !(words == 0 && at >= end))
            return true;
        if (words > 0 && at <= end && thing_word(word))
            return true;
        if (at > end)
            return false;
    }
    return false;
}

/* ---- romaji ---- */

/* One syllable of Hepburn or Kunrei romaji as katakana; returns its letters, 0: none. */
static size_t syllable(const char *s, uint16_t out[2], size_t *count)
{
    static const char vowels[] = "aiueo";
    static const struct {
        char consonants[3];
        char16_t kana[6], joined; /* with each of the vowels; what a small ヤ, ユ or ヨ joins for a, u and o. A space or 0: there is none */
    } table[] = {
        {"", u"アイウエオ", 0},    {"k", u"カキクケコ", 0},  {"s", u"サシスセソ", 0},     {"t", u"タチツテト", 0},     {"n", u"ナニヌネノ", 0},
        {"h", u"ハヒフヘホ", 0},   {"m", u"マミムメモ", 0},  {"y", u"ヤ ユ ヨ", 0},       {"r", u"ラリルレロ", 0},     {"w", u"ワ    ", 0},
        {"g", u"ガギグゲゴ", 0},   {"z", u"ザジズゼゾ", 0},  {"d", u"ダ  デド", 0},      {"b", u"バビブベボ", 0},     {"f", u"  フ  ", 0},
        {"j", u" ジ   ", u'ジ'},   {"sh", u" シ   ", u'シ'}, {"ch", u" チ   ", u'チ'},    {"ts", u"  ツ  ", 0},        {"ky", u"     ", u'キ'},
        {"sy", u"     ", u'シ'},   {"ny", u"     ", u'ニ'},  {"hy", u"     ", u'ヒ'},     {"my", u"     ", u'ミ'},     {"ry", u"     ", u'リ'},
        {"gy", u"     ", u'ギ'},   {"by", u"     ", u'ビ'}};
    static const char16_t small[] = u"ャ ュ ョ";
    char consonants[2] = {0};
    size_t n = 0;
    while (n < 2 && s[n] && !strchr(vowels, s[n])) {
        consonants[n] = s[n];
        n++;
    }
    const char *vowel = s[n] ? strchr(vowels, s[n]) : NULL;
    if (!vowel)
        return 0;
    for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
        if (table[k].consonants[0] != consonants[0] || table[k].consonants[1] != consonants[1])
            continue;
        out[0] = table[k].kana[vowel - vowels];
        *count = 1;
        if (out[0] == ' ') {
            out[0] = table[k].joined;
            out[1] = small[vowel - vowels];
            *count = 2;
        }
        return out[0] && (*count == 1 || out[1] != ' ') ? n + 1 : 0;
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

bool english_given(const char *s, size_t n)
{
    char word[WORD_MAX];
    if (n >= WORD_MAX || n < 3 || !(s[0] >= 'A' && s[0] <= 'Z'))
        return false;
    for (size_t k = 0; k < n; k++) {
        if (k > 0 && s[k] >= 'A' && s[k] <= 'Z')
            return false;
        word[k] = (char)(s[k] | 32);
    }
    word[n] = '\0';
    return given_english(word) && !among(word, word_names) && !among(word, greeting_stops);
}

uint32_t person_behind_particles(const struct scan *s, uint32_t i)
{
    static const char *const particles[LETTERS] = {['a' - 'a'] = "al", ['b' - 'a'] = "bin", ['d' - 'a'] = "da|das|de|del|della|den|der|di|dos|du", ['e' - 'a'] = "el", ['i' - 'a'] = "ibn",
                                                   ['l' - 'a'] = "la|las|le|los", ['t' - 'a'] = "ter", ['v' - 'a'] = "van|von"};
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i;
    for (unsigned words = 0; words < 2 && cls[at] == CLASS_LOWER; words++) {
        char word[WORD_MAX];
        uint32_t end = word_at(s, at, word);
        if (!among(word, particles) || cls[end] != CLASS_SPACE)
            return i;
        at = end + 1;
    }
    return cls[at] == CLASS_UPPER ? at : i;
}

/* Up to three capitalised words from i; the end. */
static uint32_t capitals(const struct scan *s, uint32_t i, uint32_t max, uint32_t *count)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i, end = i;
    bool wide = false;
    *count = 0;
    while (*count < max && (cls[at] == CLASS_UPPER || (cls[at] == CLASS_LETTER && c[at] < 0x250))) {
        uint32_t next = word_end(s, at);
        if (cls[next] == CLASS_DASH && cls[next + 1] == CLASS_UPPER)
            next = word_end(s, next + 1);
        if (cls[next] == CLASS_DIGIT || c[next] == '_' || c[next] == '@')
            break;
        end = next;
        ++*count;
        if (next - at == 1 && c[next] == '.' && *count == 2) /* John F. Kennedy */
            next++;
        if (cls[next] != CLASS_SPACE || (*count > 1 && !wide && scan_was_wide(s, next))) /* Taro Yamada　IBAN */
            break;
        wide = scan_was_wide(s, next);
        at = person_behind_particles(s, next + 1);
    }
    return end;
}

bool english_given_word(const struct scan *s, uint32_t i)
{
    char word[WORD_MAX];
    word_at(s, i, word);
    return given_english(word) && (!among(word, word_names) || among(word, human_names));
}

bool english_given_and_word(const char *s, size_t n)
{
    char word[WORD_MAX] = {0};
    for (size_t k = 0; k < n && k < WORD_MAX - 1; k++)
        word[k] = (char)(s[k] | 32);
    return n < WORD_MAX && among(word, human_names);
}

bool english_no_name(const char *s, size_t n)
{
    char word[WORD_MAX] = {0};
    for (size_t k = 0; k < n && k < WORD_MAX - 1; k++)
        word[k] = (char)(s[k] | 32);
    return among(word, no_name_words) || among(word, greeting_stops) || among(word, organisation_words);
}

uint32_t english_placed(const struct scan *s, uint32_t i)
{
    static const char *const places[LETTERS] = {['a' - 'a'] = "albert|alexandra", ['c' - 'a'] = "carnegie", ['e' - 'a'] = "elizabeth", ['g' - 'a'] = "george", ['v' - 'a'] = "victoria"};
    char first[WORD_MAX], last[WORD_MAX];
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = word_at(s, i, first), end = word_at(s, at + 1, last);
    if (cls[i + 1] != CLASS_LOWER || cls[at] != CLASS_SPACE || cls[at + 1] != CLASS_UPPER || cls[at + 2] != CLASS_LOWER || !among(last, surname_places) || among(first, places))
        return 0;
    bool goes_on = cls[end] == CLASS_SPACE && (cls[end + 1] == CLASS_UPPER || cls[end + 1] == CLASS_DIGIT); /* Declan Hall Road */
    return english_given_word(s, i) && !goes_on && !class_ascii_word(cls[end]) ? end : 0;
}

uint32_t english_unknown(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    char word[WORD_MAX], first[WORD_MAX];
    uint32_t count, end;
    if (cls[i] != CLASS_UPPER || (i > 0 && (class_ascii_word(cls[i - 1]) || cls[i - 1] == CLASS_DASH || c[i - 1] == '@' || c[i - 1] == '/' || c[i - 1] == '_' || c[i - 1] == '\'')))
        return 0;
    end = capitals(s, i, 3, &count);
    if (count < 2 || class_ascii_word(cls[end]) || c[end] == '_' || c[end] == '@' || c[end] == '/' || cls[end] == CLASS_DASH || (cls[end] == CLASS_SPACE && (cls[end + 1] == CLASS_UPPER || cls[end + 1] == CLASS_DIGIT)))
        return 0;
    for (uint32_t at = i; at < end; at++) {
        uint32_t next = word_at(s, at, word);
        bool initial = at > i && next == at + 1 && c[next] == '.' && next < end, small = false;
        for (uint32_t k = at; k < next; k++)
            small = small || cls[k] == CLASS_LOWER;
        if (!initial && (!small || cls[at + 1] == CLASS_UPPER /* IBMers, but McAllister */ || among(word, no_name_words) || among(word, greeting_stops)))
            return 0;
        at = next;
        while (at < end && cls[at] != CLASS_SPACE)
            at++;
    }
    word_at(s, i, first);
    bool placed = !among(first, word_names) && english_placed(s, i) == end;
    return !placed && english_organisation(c, cls, i, end) ? 0 : end;
}

/* The word is made of syllables, whatever it means. */
static bool romaji_alike(const char *s)
{
    uint16_t two[2];
    size_t count, used = 1;
    for (; *s && used > 0; s += used) {
        used = syllable(s, two, &count);
        bool long_vowel = *s == 'h' && !strchr("aiueoy", s[1]), nasal = *s == 'n' || (*s == 'm' && (s[1] == 'b' || s[1] == 'p' || s[1] == 'm')), doubled = (s[0] == s[1] && s[0] != 'n') || (s[0] == 't' && s[1] == 'c');
        if (used == 0)
            used = long_vowel || nasal || doubled;
    }
    return *s == '\0';
}

uint32_t person_romaji_alike(const struct scan *s, uint32_t i)
{
    char first[WORD_MAX], second[WORD_MAX];
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = word_at(s, i, first), end = cls[at] == CLASS_SPACE && cls[at + 1] == CLASS_UPPER ? word_at(s, at + 1, second) : 0;
    return cls[i] == CLASS_UPPER && end && at - i >= 2 && end - at > 2 && romaji_alike(first) && romaji_alike(second) ? end : 0;
}

/* Every reading of romaji ends in a vowel, in n, or in the h of a long vowel. */
static bool romaji_end(const char *word)
{
    size_t n = strlen(word);
    return n >= 2 && strchr("aiueonh", word[n - 1]) != NULL;
}

/* "Thanks," or the like stands on the line above: the name signs a letter. */
static bool below_closing(const struct scan *s)
{
    static const char *const closings[LETTERS] = {['b' - 'a'] = "best", ['c' - 'a'] = "cheers", ['k' - 'a'] = "kind", ['m' - 'a'] = "many", ['r' - 'a'] = "regards",
                                                  ['s' - 'a'] = "sincerely", ['t' - 'a'] = "thank|thanks", ['w' - 'a'] = "warm", ['y' - 'a'] = "yours"};
    enum { CLOSING_BYTES = 32 };
    char word[WORD_MAX] = {0};
    size_t end = s->off[0], at;
    while (end > 0 && (s->text[end - 1] == '\n' || s->text[end - 1] == '\r'))
        end--;
    for (at = end; at > 0 && end - at < CLOSING_BYTES && s->text[at - 1] != '\n'; at--)
        ;
    if (at > 0 && s->text[at - 1] != '\n')
        return false;
    while (at < end && (s->text[at] == '>' || s->text[at] == ' '))
        at++;
    for (size_t n = 0; n < WORD_MAX - 1 && at < end && ascii_letter((uint8_t)s->text[at]); n++)
        word[n] = (char)(s->text[at++] | 32);
    return among(word, closings);
}

/* The last line above this one that is not empty ends a sentence, or there are none but few. */
static bool below_sentence(const struct scan *s)
{
    size_t end = s->off[0];
    while (end > 0 && (s->text[end - 1] == '\n' || s->text[end - 1] == '\r' || s->text[end - 1] == ' '))
        end--;
    return end > 0 && (s->text[end - 1] == '.' || s->text[end - 1] == '!' || s->text[end - 1] == '?');
}

/* "Good morning" and the like begins at i: where it ends; 0: it does not. */
static uint32_t good_morning(const struct scan *s, uint32_t i)
{
    static const char16_t *const phrases[] = {u"good morning", u"good afternoon", u"good evening", u"good day"};
    for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++)
        if (scan_is(s->c_store + 8, i, phrases[k]))
            return word_end(s, i + 5);
    return 0;
}

/* 様 or さん stands at i, perhaps behind a space. */
static bool title_everyday_behind(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    i += cls[i] == CLASS_SPACE;
    return (c[i] == u'様' && cls[i + 1] != CLASS_KANJI) || (c[i] == u'さ' && c[i + 1] == u'ん');
}

/* Nothing that can be seen follows the line that ends at byte `at`. */
static bool text_ends(const char *text, size_t n, size_t at)
{
    enum { BLANK_BYTES = 16 };
    for (unsigned k = 0; at < n && k < BLANK_BYTES; at++, k++)
        if (text[at] != '\n' && text[at] != '\r' && text[at] != ' ')
            return false;
    return at == n;
}

/* Nothing that can be seen, or a line without letters, follows the line that ends at byte `at`. */
static bool letter_ends(const char *text, size_t n, size_t at)
{
    enum { BLANK_BYTES = 200 };
    unsigned feeds = 0;
    for (unsigned k = 0; at < n && k < BLANK_BYTES; at++, k++) {
        feeds += text[at] == '\n';
        if (ascii_letter((uint8_t)text[at]) || (uint8_t)text[at] >= 0x80)
            return feeds >= 2;
        if (feeds && (text[at] == '-' || text[at] == '>' || text[at] == '_' || text[at] == '='))
            return true;
    }
    return at == n;
}

bool english_signs(const struct scan *s)
{
    size_t at = s->off[0];
    return below_closing(s) || (at > 1 && s->text[at - 1] == '\n' && (s->text[at - 2] == '\n' || s->text[at - 2] == '\r') && below_sentence(s) && text_ends(s->text, s->length, s->off[s->n]));
}

/* A known given name alone on its line, below "Thanks" or at the end of a letter: its end; 0: it signs nothing. */
static uint32_t signs_off(const struct scan *s, uint32_t i)
{
    enum { LINE_MOST = 32 }; /* with the spaces behind it, as the first look has it */
    const uint8_t *cls = s->class_store + 8;
    char word[WORD_MAX];
    uint32_t end = word_at(s, i, word), n = s->n;
    while (n > end && cls[n - 1] == CLASS_SPACE)
        n--;
    if (i != 0 || end != n || s->n > LINE_MOST || s->off[0] == 0 || s->off[s->n] - s->off[0] != s->n || class_end(cls, 1, CLASS_LOWER) != end || !given_english(word) || among(word, greeting_stops))
        return 0;
    bool closing = below_closing(s);
    if (among(word, word_names) ? !closing : !closing && !(letter_ends(s->text, s->length, s->off[s->n]) && below_sentence(s)) && !text_ends(s->text, s->length, s->off[s->n]))
        return 0;
    return end;
}

bool person_latin_title(const char *s, size_t n)
{
    static const char titles[][7] = {"san", "sama", "sensei"};
    for (size_t k = 0; k < sizeof titles / sizeof *titles; k++)
        if (strlen(titles[k]) == n && memcmp(s, titles[k], n) == 0)
            return true;
    return false;
}

/* Ono-san, Edward-san; Yamazakiさん, but not Amazonさん: the name's end, or 0. */
static uint32_t name_before_san(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    char word[WORD_MAX];
    uint32_t end = word_at(s, i, word);
    if (end - i < 2 || cls[i + 1] != CLASS_LOWER || strchr(word, '?') || person_latin_title(word, strlen(word)))
        return 0;
    if (cls[end] == CLASS_DASH) {
        char title[WORD_MAX];
        uint32_t behind = word_at(s, end + 1, title);
        return cls[end + 1] == CLASS_LOWER && !class_ascii_word(cls[behind]) && cls[behind] != CLASS_DASH && person_latin_title(title, strlen(title)) ? end : 0;
    }
    bool known = given_english(word) || (romaji_end(word) && (romaji(word, WORD_SURNAME_KANA) || romaji(word, WORD_GIVEN_KANA)));
    return c[end] == u'さ' && c[end + 1] == u'ん' && known ? end : 0;
}

/* A name that no other word need go before: LE VAN TOAN様, or what signs a letter; found up to its end. */
static uint32_t name_by_itself(struct scan *s, uint32_t i)
{
    uint32_t end = name_before_san(s, i);
    if (end) {
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-title", i, end);
        return end;
    }
    end = person_capitals(s, i);
    if (end && title_everyday_behind(s, end) && !english_organisation(SCAN_C(s), SCAN_CLASS(s), i, end)) {
        scan_hit(s, DATA_PERSON, CONFIDENCE_HIGH, "name-title", i, end);
        return end;
    }
    if ((end = signs_off(s, i)) != 0)
        scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-signature", i, end);
    return end;
}

/* Dear Ms. Doe, / Good morning Nina! - the greeting ends at `at`. Where what was looked at ends. */
static uint32_t greeted(struct scan *s, uint32_t at)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    char word[WORD_MAX];
    if (cls[at] != CLASS_SPACE || cls[at + 1] != CLASS_UPPER)
        return at;
    uint32_t count, from = at + 1, next = word_at(s, from, word);
    if (among(word, honorifics)) {
        while (c[next] == '.' || cls[next] == CLASS_SPACE)
            next++;
        if (cls[next] != CLASS_UPPER)
            return next;
        from = next;
        next = word_at(s, from, word);
    }
    if (among(word, greeting_stops))
        return next;
    uint32_t end = capitals(s, from, 3, &count);
    bool closed = c[end] == ',' || c[end] == '!' || c[end] == ':' || cls[end] == CLASS_END || c[end] == ';' || c[end] == '.' || cls[end] == CLASS_DASH ||
                  scan_is(c, end, u" and ") || scan_is(c, end, u" -");
    if (closed && !english_organisation(c, cls, from, end))
        scan_hit(s, DATA_PERSON, CONFIDENCE_HIGH, "name-greeting", from, end);
    return end;
}

/* Mr. Doe: the title ends at `at`. */
static uint32_t behind_honorific(struct scan *s, uint32_t at)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    char word[WORD_MAX];
    uint32_t count, from = at;
    while (c[from] == '.' || cls[from] == CLASS_SPACE)
        from++;
    if (cls[from] != CLASS_UPPER)
        return at;
    uint32_t end = capitals(s, from, 3, &count);
    word_at(s, from, word);
    if (count > 0 && !among(word, greeting_stops) && !among(word, organisation_words))
        scan_hit(s, DATA_PERSON, CONFIDENCE_HIGH, "name-title", from, end);
    return end;
}

/* Patient Jane Doe: the word for what somebody is ends at `at`, the name begins at from. */
static uint32_t behind_role(struct scan *s, const char *role, uint32_t at, uint32_t from)
{
    char word[WORD_MAX];
    uint32_t count, end = capitals(s, from, 3, &count);
    word_at(s, from, word);
    if (among(word, no_name_words))
        return at;
    bool nurse = count == 1 && role[0] == 'n' && !among(word, greeting_stops) && !among(word, organisation_words);
    if ((count < 2 && !nurse) || english_organisation(SCAN_C(s), SCAN_CLASS(s), from, end))
        return at;
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-role", from, end);
    return end;
}

static bool romaji_name(const char *first, const char *second)
{
    if (strchr(first, '?') != NULL || strchr(second, '?') != NULL || !romaji_end(first) || !romaji_end(second))
        return false;
    return (romaji(first, WORD_SURNAME_KANA) && romaji(second, WORD_GIVEN_KANA)) || (romaji(first, WORD_GIVEN_KANA) && romaji(second, WORD_SURNAME_KANA));
}

/* A line or a field begins at i. */
static bool field_opens(const struct scan *s, uint32_t i)
{
    const uint16_t *c = s->c_store + 8;
    bool numbered = i >= 3 && i <= 4 && (c[i - 2] == '.' || c[i - 2] == ')') && c[i - 1] == ' ' && class_end(s->class_store + 8, 0, CLASS_DIGIT) == i - 2; /* 2. Subaru Ishibashi */
    return i == 0 || numbered || (i == 2 && (c[0] == '-' || c[0] == '*' || c[0] == '|')) || (s->class_store + 8)[i - 1] == CLASS_TAB || c[i - 1] == '|' || (i > 1 && c[i - 2] == '|');
}

/* Morgan Stanley: no person, though one might be called so. */
static bool thing_called_so(const char *first, const char *second)
{
    size_t n = strlen(first);
    for (size_t k = 0; k < sizeof called_so / sizeof *called_so; k++)
        if (strncmp(called_so[k], first, n) == 0 && called_so[k][n] == ' ' && strcmp(called_so[k] + n + 1, second) == 0)
            return true;
    return false;
}

/* Mark Davis: a given name that is another word as well, `first`, before a surname that is none; both are words of [i, end). */
static bool word_and_surname(const struct scan *s, uint32_t i, const char *first, uint32_t end)
{
    char last[WORD_MAX];
    uint32_t at = end;
    while (at > i && (s->class_store + 8)[at - 1] != CLASS_SPACE)
        at--;
    word_at(s, at, last);
    return (among(first, human_names) || among(first, seldom_names)) && among(last, surnames);
}

/* Two words with capitals from i on, and nothing before them: romaji, a known given name, or what fills a field. second: where that begins. */
static uint32_t words_alone(struct scan *s, uint32_t i, const char *first, uint32_t second)
{
    static const char *const closings[LETTERS] = {
        ['a' - 'a'] = "annual", ['b' - 'a'] = "best", ['g' - 'a'] = "good", ['k' - 'a'] = "kind", ['l' - 'a'] = "looking",
        ['m' - 'a'] = "many|monthly", ['n' - 'a'] = "new", ['o' - 'a'] = "our", ['p' - 'a'] = "please", ['r' - 'a'] = "regards",
        ['s' - 'a'] = "sincerely", ['t' - 'a'] = "thank|thanks|the|this|total", ['w' - 'a'] = "warm|weekly|with",
        ['y' - 'a'] = "your|yours"};
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    char word[WORD_MAX];
    uint32_t count, end = word_at(s, second, word);
    if (end == second || (end - second < 2 && c[end] != '.'))
        return 0;
    if (s->label.strong && i - s->label.end <= 3 && (s->label.kind == LABEL_ORG || s->label.kind == LABEL_PRODUCT))
        return 0;
    if (romaji_name(first, word)) {
        bool sure = cls[i + 1] == CLASS_LOWER || cls[second + 1] == CLASS_LOWER || end - i >= 9;
        if (!english_organisation(c, cls, i, end))
            scan_hit(s, DATA_PERSON, sure ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW, "name-romaji", i, end);
        return end;
    }
    end = capitals(s, i, 3, &count);
    if (count < 2 || cls[i + 1] == CLASS_UPPER || (cls[end] == CLASS_DASH && cls[end + 1] == CLASS_DIGIT))
        return 0;
    if (given_english(first) && !among(first, no_name_words) && !among(word, greeting_stops) && (!among(first, word_names) || word_and_surname(s, i, first, end))) {
        if (!thing_called_so(first, word) && !english_organisation(c, cls, i, end))
            scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-given", i, end);
        return end;
    }
    bool field = c[end] == ',' || cls[end] == CLASS_TAB || c[end] == '|' || c[end] == '<' || c[end] == '(' || cls[end] == CLASS_END;
    if (!field || !field_opens(s, i) || english_organisation(c, cls, i, end) || among(first, greeting_stops) || among(first, no_name_words) || among(word, no_name_words))
        return 0;
    if (!among(first, closings))
        scan_hit(s, DATA_PERSON, i == 0 && cls[end] == CLASS_END && below_closing(s) ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW, "name-field", i, end);
    return end;
}

/* Jean-Luc Moreau: two given names that are joined by a dash at `at`, and a surname. */
static uint32_t joined_given(struct scan *s, uint32_t i, const char *first, uint32_t at)
{
    const uint8_t *cls = SCAN_CLASS(s);
    char word[WORD_MAX];
    if (cls[at] != CLASS_DASH || cls[at + 1] != CLASS_UPPER || cls[at + 2] != CLASS_LOWER)
        return 0;
    uint32_t end = word_at(s, at + 1, word);
    return cls[end] == CLASS_SPACE && cls[end + 1] == CLASS_UPPER && given_english(first) && given_english(word) ? words_alone(s, i, first, end + 1) : 0;
}

bool person_estate_before(const char *text, size_t start, size_t at)
{
    static const char words[] = "estate of ";
    enum { PHRASE = sizeof words - 1 };
    if (at < start + PHRASE || text[at - 1] != ' ' || text[at - 2] != 'f')
        return false; /* mostly */
    for (unsigned k = 0; k < PHRASE; k++)
        if ((text[at - PHRASE + k] | 32) != words[k])
            return false;
    at -= PHRASE;
    return at == start || !(ascii_letter((uint8_t)text[at - 1]) || (at >= start + 5 && (text[at - 5] | 32) == 'r' && (text[at - 2] | 32) == 'l')); /* real estate of */
}

/* Estate of Grace Thompson: of ASCII only, as the first look has it. */
static uint32_t behind_estate(struct scan *s, uint32_t i)
{
    if (s->off[s->n] - s->off[0] != s->n || !person_estate_before(s->text, s->off[0], s->off[i]))
        return 0;
    uint32_t end = english_unknown(s, i);
    scan_hit(s, DATA_PERSON, CONFIDENCE_MEDIUM, "name-role", i, end);
    return end;
}

uint32_t person_english_at(struct scan *s, uint32_t i)
{
    const uint16_t *c = SCAN_C(s);
    const uint8_t *cls = SCAN_CLASS(s);
    char first[WORD_MAX];
    uint32_t at = word_at(s, i, first), end;
    if (i > 0 && (class_ascii_word(cls[i - 1]) || c[i - 1] == '@' || c[i - 1] == '/' || c[i - 1] == '_'))
        return 0;
    if ((end = name_by_itself(s, i)) != 0)
        return end;
    uint32_t morning = good_morning(s, i);
    if (morning || among(first, greetings))
        return greeted(s, morning ? morning : at);
    if (among(first, honorifics) && (c[at] == '.' || cls[at] == CLASS_SPACE))
        return behind_honorific(s, at);
    if ((end = joined_given(s, i, first, at)) != 0)
        return end;
    bool role = among(first, roles);
    uint32_t next = at;
    while (cls[next] == CLASS_SPACE || (role && c[next] == ':' && !scan_was_wide(s, next)))
        next++;
    if (next == at || next - at > 3 || cls[next] != CLASS_UPPER)
        return 0;
    if (role)
        return behind_role(s, first, at, next);
    if (next == at + 1 && (end = behind_estate(s, i)) != 0)
        return end;
    return next == at + 1 ? words_alone(s, i, first, next) : 0;
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

/* LE VAN TOAN様: behind more words in capitals, from `at` on, stands what is no ASCII, though no space. */
static bool capitals_titled(const char *s, size_t n, size_t at)
{
    while (at < n && (upper_letter(s[at]) || s[at] == ' ' || s[at] == '\r'))
        at++;
    return at + 2 < n && ((unsigned char)s[at] == 0xE6 || (unsigned char)s[at] == 0xE3);
}

bool person_signs_may(const char *s, size_t n)
{
    char word[WORD_MAX];
    size_t at = plain_word(s, n, 0, word);
    while (at < n && (s[at] == ' ' || s[at] == '\r'))
        at++;
    return at == n && given_english(word);
}

bool person_english_may(const char *s, size_t n, bool line_start)
{
    char first[WORD_MAX], second[WORD_MAX];
    size_t at = plain_word(s, n, 0, first), next = at;
    if (at == n)
        return false;
    if ((unsigned char)s[at] >= 0x80) /* an accent, a curved apostrophe, a wide space: too rare to tell apart here */
        return (unsigned char)s[at] < 0xE0 || (unsigned char)s[at] == 0xE2 || (at + 2 < n && memcmp(s + at, "\xE3\x80\x80", 3) == 0);
    while (next < n && (s[next] == ' ' || s[next] == '.' || s[next] == ':' || s[next] == '\r'))
        next++;
    if (next == at || next == n)
        return false;
    if ((unsigned char)s[next] >= 0x80) /* again a wide space, perhaps */
        return (unsigned char)s[next] == 0xE2 || (unsigned char)s[next] == 0xC2 || (next + 2 < n && memcmp(s + next, "\xE3\x80\x80", 3) == 0);
    if (!upper_letter(s[next]))
        return false;
    if (upper_letter(s[1]) && capitals_titled(s, n, at))
        return true;
    if (among(first, greetings) || among(first, honorifics) || among(first, roles))
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

uint32_t person_capitals(const struct scan *s, uint32_t i)
{
    static const char *const no_names[LETTERS] = {
        ['a' - 'a'] = "and|application", ['c' - 'a'] = "card|certificate|confidential|copy", ['d' - 'a'] = "data|date|dear|document|driver", ['f' - 'a'] = "form|for|final", ['i' - 'a'] = "id|important|invoice",
        ['l' - 'a'] = "list|license|licence", ['m' - 'a'] = "member", ['n' - 'a'] = "no|notice|number|new", ['o' - 'a'] = "of|order", ['p' - 'a'] = "passport|page", ['s' - 'a'] = "sample|sheet|student",
        ['r' - 'a'] = "residence|report", ['t' - 'a'] = "test|the|total|to", ['u' - 'a'] = "urgent|user", ['v' - 'a'] = "visa"};
    enum { WORDS_MIN = 2, WORDS_MAX = 5 };
    const uint16_t *c = s->c_store + 8;
    const uint8_t *cls = s->class_store + 8;
    uint32_t at = i, end = i, words = 0;
    bool field = false, wide = false; /* HARA MASAAKI　IBAN, but LE　VAN　TOAN */
    char word[WORD_MAX];
    if (i > 0 && class_ascii_word(cls[i - 1]))
        return 0;
    while (cls[at] == CLASS_UPPER && words < WORDS_MAX) {
        uint32_t next = word_at(s, at, word), label_end;
        if (next - at < 2 || class_end(cls, at, CLASS_UPPER) != next || class_ascii_word(cls[next]) || c[next] == '_' || c[next] == '@' || cls[next] == CLASS_DASH ||
            among(word, no_names) || among(word, greeting_stops) || scan_label_at(c, cls, at, s->n, &label_end) != LABEL_NOTHING)
            break;
        words++;
        end = next;
        field = words >= WORDS_MIN && !wide && cls[next] == CLASS_SPACE && scan_was_wide(s, next);
        wide = cls[next] == CLASS_SPACE && scan_was_wide(s, next);
        at = cls[next] == CLASS_SPACE ? next + 1 : next;
        if (at == next || field)
            break;
    }
    return words >= WORDS_MIN && (field || !(cls[at] == CLASS_UPPER || cls[at] == CLASS_LOWER)) ? end : 0;
}

bool person_capitals_known(const struct scan *s, uint32_t i, uint32_t end)
{
    char word[WORD_MAX];
    while (i < end) {
        i = word_at(s, i, word) + 1;
        if (given_english(word) || romaji(word, WORD_GIVEN_KANA))
            return true;
    }
    return false;
}
