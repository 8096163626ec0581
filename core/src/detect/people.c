/* The set of persons of one part: rows and cards come in as records, the same person twice counts once. Who is whose is decided by name
 * and identifiers alone; what the numbers mean for a mail is judged elsewhere. */
#include "detect/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/scan.h"

enum {
    TABLE_FIRST = 256,
    TABLE_LAST = 1 << 19,             /* slots; above three quarters of it only the sketch counts on: about 100,000 persons */
    KEY_NAME = 1,                     /* lowest bit of a key: it is a name's, else an identifier's */
    PROBES = 256                      /* keys made to collide end the exact count, not the day */
};
#define NO_PERSON UINT32_MAX
enum { PERSON_TOLD = 8 }; /* beside the flags of people.h: the whole of a name that was half known is */

struct person {
    uint8_t flags, slots; /* PERSON_..., bits of identifiers seen */
    uint16_t number_kind; /* of its number that was seen last */
};
struct people {
    uint64_t *keys;
    uint32_t *owners;
    uint32_t slots, used;
    struct person *persons;
    uint32_t count, capacity;
    uint32_t fields;
    bool sketching; /* the set is full: only the sketches count */
    bool failed;    /* memory was short */
    struct sketch sketch, private_sketch, special_sketch, business_sketch;
};

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

uint64_t hash_bytes(const char *s, size_t n, uint64_t seed)
{
    uint64_t h = mix(0x9AE16A3B2F90404Fu, seed);
    while (n >= 8) {
        uint64_t v;
        memcpy(&v, s, 8);
        h = mix(h, v);
        s += 8;
        n -= 8;
    }
    uint64_t v = 0;
    memcpy(&v, s, n);
    h = mix(mix(h, v), n);
    return h ? h : 1;
}

struct people *people_new(void)
{
    struct people *p = calloc(1, sizeof *p);
    return p;
}

void people_free(struct people *p)
{
    if (!p)
        return;
    free(p->keys);
    free(p->owners);
    free(p->persons);
    free(p);
}

static uint32_t *slot_of(const struct people *p, uint64_t key)
{
    uint32_t at = (uint32_t)(key >> 20) & (p->slots - 1);
    for (int probe = 0; probe < PROBES; probe++) {
        if (!p->keys[at] || p->keys[at] == key)
            return &p->owners[at];
        at = (at + 1) & (p->slots - 1);
    }
    return NULL;
}

static uint32_t find(const struct people *p, uint64_t key)
{
    if (!p->slots)
        return NO_PERSON;
    uint32_t *owner = slot_of(p, key);
    return owner && p->keys[owner - p->owners] ? *owner : NO_PERSON;
}

static bool grow(struct people *p)
{
    uint32_t slots = p->slots ? p->slots * 2 : TABLE_FIRST;
    uint64_t *keys = calloc(slots, sizeof *keys);
    uint32_t *owners = calloc(slots, sizeof *owners);
    if (!keys || !owners) {
        free(keys);
        free(owners);
        p->failed = true;
        return false;
    }
    struct people bigger = {.keys = keys, .owners = owners, .slots = slots};
    for (uint32_t i = 0; i < p->slots; i++)
        if (p->keys[i]) {
            uint32_t *owner = slot_of(&bigger, p->keys[i]);
            if (!owner) {
                free(keys);
                free(owners);
                return false;
            }
            *owner = p->owners[i];
            keys[owner - owners] = p->keys[i];
        }
    free(p->keys);
    free(p->owners);
    p->keys = keys;
    p->owners = owners;
    p->slots = slots;
    return true;
}

static void put(struct people *p, uint64_t key, uint32_t person)
{
    if (p->used * 4 >= p->slots * 3) {
        if (p->slots >= TABLE_LAST || !grow(p)) {
            p->sketching = true;
            return;
        }
    }
    uint32_t *owner = slot_of(p, key);
    if (!owner) {
        p->sketching = true;
        return;
    }
    if (p->keys[owner - p->owners])
        return; /* the first owner keeps it */
    p->keys[owner - p->owners] = key;
    *owner = person;
    p->used++;
}

static uint32_t person_new(struct people *p)
{
    if (p->count == p->capacity) {
        uint32_t capacity = p->capacity ? p->capacity * 2 : 64;
        struct person *more = realloc(p->persons, capacity * sizeof *more);
        if (!more) {
            p->sketching = p->failed = true;
            return NO_PERSON;
        }
        p->persons = more;
        p->capacity = capacity;
    }
    p->persons[p->count] = (struct person){0};
    return p->count++;
}

static uint64_t name_key(uint64_t name)
{
    return name | KEY_NAME;
}

static uint64_t id_key(uint64_t name, unsigned slot, uint64_t id)
{
    uint64_t key = mix(mix(name, slot + 1), id) & ~(uint64_t)KEY_NAME;
    return key ? key : 2;
}

/* An address by itself, so that its owner is found without a name. Marked as a name's, for it decides nothing when parts are merged. */
static uint64_t mail_key(uint64_t mail)
{
    return mix(0x6D61696C, mail) | KEY_NAME;
}

enum {
    FIELDS_PRIVATE = 1 << DATA_ADDRESS | 1 << DATA_BIRTHDATE | 1 << DATA_MYNUMBER | 1 << DATA_DRIVER_LICENSE | 1 << DATA_PASSPORT | 1 << DATA_PENSION_NO |
                     1 << DATA_BANK_ACCOUNT | 1 << DATA_CREDIT_CARD | 1 << DATA_IBAN | 1 << DATA_US_SSN | 1 << DATA_STUDENT_ID | 1 << DATA_RESIDENCE_CARD |
                     1 << DATA_INSURANCE_NO | 1 << DATA_NATIONAL_ID | 1 << DATA_HEALTH | 1 << DATA_SPECIAL_CARE,
    FIELDS_SPECIAL = 1 << DATA_HEALTH | 1 << DATA_SPECIAL_CARE | 1 << DATA_CREDIT_CARD | 1 << DATA_MYNUMBER,
    FIELDS_CONTACT = 1 << DATA_PHONE | 1 << DATA_EMAIL | 1 << DATA_ADDRESS | 1 << DATA_POSTAL
};

static uint8_t flags_of(const struct person_record *r)
{
    uint8_t flags = 0;
    uint32_t fields = r->fields;
    if ((fields & FIELDS_SPECIAL) || ((fields >> DATA_PASSWORD & 1) && (fields & (1u << DATA_EMAIL | 1u << DATA_CUSTOMER_ID | 1u << DATA_BANK_ACCOUNT))))
        flags |= PERSON_SPECIAL;
    if (r->organisation)
        fields &= ~(uint32_t)(1 << DATA_ADDRESS);
    if (fields & FIELDS_PRIVATE)
        flags |= PERSON_PRIVATE;
    if (!r->organisation && (fields & (1u << DATA_PHONE)) && r->name)
        flags |= PERSON_PRIVATE;
    if ((fields & (1u << DATA_EMAIL)) && r->private_mail)
        flags |= PERSON_PRIVATE;
    /* a company's address without a name, or a name with a company's contact */
    if (!(flags & (PERSON_PRIVATE | PERSON_SPECIAL)) && (fields & FIELDS_CONTACT || r->organisation))
        flags |= PERSON_BUSINESS;
    return flags;
}

static void mark(struct people *p, uint32_t person, uint8_t flags)
{
    struct person *who = &p->persons[person];
    who->flags |= flags;
    if (who->flags & (PERSON_PRIVATE | PERSON_SPECIAL))
        who->flags &= (uint8_t)~PERSON_BUSINESS;
}

/* The kinds of identifiers that both have; a member's number and one of the state say nothing against each other. */
static uint8_t both_have(const struct person *who, uint8_t slots, uint16_t number_kind)
{
    uint8_t both = who->slots & slots;
    return number_kind == who->number_kind ? both : (uint8_t)(both & ~(1u << SLOT_NUMBER));
}

static void take_slots(struct person *who, uint8_t slots, uint16_t number_kind)
{
    who->slots |= slots;
    if (slots & (1u << SLOT_NUMBER))
        who->number_kind = number_kind;
}

void people_add(struct people *p, const struct person_record *r)
{
    uint8_t flags = flags_of(r), slots = 0;
    uint64_t strongest = 0;
    for (unsigned k = 0; k < SLOT_COUNT; k++)
        if (r->ids[k]) {
            slots |= (uint8_t)(1u << k);
            if (!strongest)
                strongest = id_key(r->name, k, r->ids[k]);
        }
    if (!r->name && !slots)
        return;
    p->fields |= r->fields;
    uint64_t whole = mix(r->name, strongest);
    sketch_add(&p->sketch, whole);
    if (flags & PERSON_PRIVATE)
        sketch_add(&p->private_sketch, whole);
    if (flags & PERSON_SPECIAL)
        sketch_add(&p->special_sketch, whole);
    if (flags & PERSON_BUSINESS)
        sketch_add(&p->business_sketch, whole);
    if (p->sketching)
        return;
    uint32_t person = NO_PERSON;
    for (unsigned k = 0; k < SLOT_COUNT && person == NO_PERSON; k++) {
        if (!r->ids[k])
            continue;
        person = find(p, id_key(r->name, k, r->ids[k]));
        /* a shared birthday does not outweigh two member numbers, nor two telephones and addresses on the net */
        if (person != NO_PERSON && k > SLOT_NUMBER) {
            uint8_t both = (uint8_t)(both_have(&p->persons[person], slots, r->number_kind) & ((1u << k) - 1));
            if ((both & (1u << SLOT_NUMBER)) || (k >= SLOT_BIRTH && both))
                person = NO_PERSON;
        }
    }
    uint32_t same_name = r->name ? find(p, name_key(r->name)) : NO_PERSON;
    /* the same name is the same person unless both carry an identifier of one kind, and it differs */
    if (person == NO_PERSON && same_name != NO_PERSON && !both_have(&p->persons[same_name], slots, r->number_kind))
        person = same_name;
    if (person == NO_PERSON)
        person = person_new(p);
    if (person == NO_PERSON)
        return;
    take_slots(&p->persons[person], slots, r->number_kind);
    mark(p, person, flags);
    if (r->name && same_name == NO_PERSON)
        put(p, name_key(r->name), person);
    for (unsigned k = 0; k < SLOT_COUNT; k++)
        if (r->ids[k])
            put(p, id_key(r->name, k, r->ids[k]), person);
    if (r->ids[SLOT_MAIL])
        put(p, mail_key(r->ids[SLOT_MAIL]), person);
}

void people_tell(struct people *p, uint64_t part, uint64_t whole)
{
    uint32_t who = find(p, name_key(part));
    if (who == NO_PERSON || p->sketching || (p->persons[who].flags & PERSON_TOLD) || find(p, name_key(whole)) != NO_PERSON)
        return;
    p->persons[who].flags |= PERSON_TOLD;
    put(p, name_key(whole), who);
}

void people_short(struct people *p)
{
    p->failed = true;
}

void people_merge(struct people *p, const struct people *other)
{
    p->failed = p->failed || other->failed;
    if (!other->fields && !other->count)
        return;
    p->fields |= other->fields;
    sketch_merge(&p->sketch, &other->sketch);
    sketch_merge(&p->private_sketch, &other->private_sketch);
    sketch_merge(&p->special_sketch, &other->special_sketch);
    sketch_merge(&p->business_sketch, &other->business_sketch);
    p->sketching = p->sketching || other->sketching;
    if (p->sketching || !other->count)
        return;
    uint32_t *map = malloc(other->count * sizeof *map);
    if (!map) {
        p->sketching = p->failed = true;
        return;
    }
    for (uint32_t i = 0; i < other->count; i++)
        map[i] = NO_PERSON;
    /* identifiers first, then names that say nothing against it */
    for (int names = 0; names <= 1; names++)
        for (uint32_t i = 0; i < other->slots; i++) {
            uint64_t key = other->keys[i];
            if (!key || (int)(key & KEY_NAME) != names || map[other->owners[i]] != NO_PERSON)
                continue;
            uint32_t mine = find(p, key);
            const struct person *who = &other->persons[other->owners[i]];
            if (mine == NO_PERSON || (names && both_have(&p->persons[mine], who->slots, who->number_kind)))
                continue;
            map[other->owners[i]] = mine;
        }
    for (uint32_t i = 0; i < other->count && !p->sketching; i++) {
        if (map[i] == NO_PERSON)
            map[i] = person_new(p);
        if (map[i] == NO_PERSON)
            break;
        take_slots(&p->persons[map[i]], other->persons[i].slots, other->persons[i].number_kind);
        mark(p, map[i], other->persons[i].flags);
    }
    for (uint32_t i = 0; i < other->slots && !p->sketching; i++)
        if (other->keys[i])
            put(p, other->keys[i], map[other->owners[i]]);
    free(map);
}

/* Persons that the mail is from or for anyway: found by address whatever the name beside it, or by name. */
static uint32_t known_person(const struct people *p, const struct person_known *k)
{
    uint64_t mail = k->mail ? hash_mail(k->mail, strlen(k->mail)) : 0;
    uint64_t name = k->name ? hash_name_utf8(k->name, strlen(k->name)) : 0;
    uint32_t found = mail ? find(p, mail_key(mail)) : NO_PERSON;
    return found == NO_PERSON && name ? find(p, name_key(name)) : found;
}

void people_count(const struct people *p, const struct person_known *known, size_t known_count, struct persons_result *out)
{
    out->fields = p->fields;
    out->about = p->sketching;
    out->failed = p->failed;
    if (p->sketching) {
        out->persons = sketch_count(&p->sketch);
        out->with_private = sketch_count(&p->private_sketch);
        out->with_special = sketch_count(&p->special_sketch);
        out->business = sketch_count(&p->business_sketch);
        if (out->with_private > out->persons)
            out->with_private = out->persons;
        if (out->with_special > out->persons)
            out->with_special = out->persons;
        return;
    }
    uint8_t *gone = known_count && p->count ? calloc(p->count, 1) : NULL;
    out->failed = out->failed || (known_count && p->count && !gone);
    for (size_t i = 0; gone && i < known_count; i++) {
        uint32_t person = known_person(p, &known[i]);
        if (person != NO_PERSON)
            gone[person] = 1;
    }
    for (uint32_t i = 0; i < p->count; i++) {
        if (gone && gone[i])
            continue;
        out->persons++;
        out->with_private += (p->persons[i].flags & PERSON_PRIVATE) != 0;
        out->with_special += (p->persons[i].flags & PERSON_SPECIAL) != 0;
        out->business += (p->persons[i].flags & PERSON_BUSINESS) != 0;
    }
    free(gone);
    if (out->persons == 0)
        out->fields = 0;
}

/* ---- values as hashes ---- */

/* Behind the bracket that opens at i, or n. */
static uint32_t behind_bracket(const uint16_t *c, uint32_t i, uint32_t n)
{
    while (i < n && c[i] != ')' && c[i] != 0x3015)
        i++;
    return i < n ? i + 1 : n;
}

uint64_t hash_name_on(uint64_t before, const uint16_t *c, uint32_t n)
{
    uint64_t h = before ? before : 0x51ED270A;
    uint32_t letters = 0;
    for (uint32_t i = 0; i < n; i++) {
        while (i < n && (c[i] == '(' || c[i] == 0x3014))
            i = behind_bracket(c, i, n); /* a remark, and the name may go on: 佐藤(旧姓 田中)花子 */
        if (i == n || c[i] == '<' || c[i] == '/')
            break; /* <mail>, / 課長 */
        enum char_class k = scan_class(c[i]);
        uint16_t ch = c[i] >= 'A' && c[i] <= 'Z' ? (uint16_t)(c[i] + 32) : c[i];
        if (k == CLASS_SPACE || k == CLASS_TAB || k == CLASS_MARK || k == CLASS_DASH)
            continue;
        if (letters > 0 && i + 1 == n && (ch == 0x69D8 || ch == 0x6BBF || ch == 0x6C0F)) /* 様 殿 氏 */
            break;
        if (letters > 0 && i + 2 == n && ch == 0x3055 && (c[i + 1] == 0x3093 || c[i + 1] == 0x307E)) /* さん さま */
            break;
        h = mix(h, ch) & ~(uint64_t)KEY_NAME;
        letters++;
    }
    return letters >= 1 ? (h ? h : 2) : before;
}

uint64_t hash_name(const uint16_t *c, uint32_t n)
{
    return hash_name_on(0, c, n);
}

uint64_t hash_number(const uint16_t *c, uint32_t n)
{
    uint64_t h = 0x51ED270A;
    for (uint32_t i = 0; i < n; i++)
        if (scan_class(c[i]) > CLASS_MARK)
            h = mix(h, c[i] >= 'A' && c[i] <= 'Z' ? (uint16_t)(c[i] + 32) : c[i]);
    return h | 1;
}

uint64_t hash_date(const uint16_t *c, uint32_t n)
{
    uint64_t h = 0x51ED270A;
    bool begins = true; /* 1941/1/11 is not 1941/11/1, but 01 the month 1 */
    for (uint32_t i = 0; i < n; i++) {
        bool digit = scan_class(c[i]) == CLASS_DIGIT;
        if (digit && !(begins && c[i] == '0'))
            h = mix(h, (uint64_t)begins << 16 | c[i]);
        else if (!digit && scan_class(c[i]) > CLASS_MARK && c[i] != 0x5E74 && c[i] != 0x6708 && c[i] != 0x65E5) /* 年 月 日 */
            h = mix(h, c[i]);
        begins = !digit || (begins && c[i] == '0');
    }
    return h | 1;
}

uint64_t hash_name_utf8(const char *s, size_t n)
{
    uint16_t c[64];
    uint32_t used = 0;
    for (size_t i = 0; i < n && used < 64;) {
        uint32_t cp;
        i += utf8_decode(s + i, n - i, &cp);
        c[used++] = scan_fold_character(cp);
    }
    return hash_name(c, used);
}

uint64_t hash_mail(const char *s, size_t n)
{
    char lower[256];
    if (n > sizeof lower)
        n = sizeof lower;
    for (size_t i = 0; i < n; i++)
        lower[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    return n ? hash_bytes(lower, n, SLOT_MAIL) : 0;
}

static bool domain_is(const char *s, size_t n, const char *const *list, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        size_t m = strlen(list[k]);
        if (n < m || (n > m && s[n - m - 1] != '.'))
            continue;
        size_t i = 0;
        while (i < m && (s[n - m + i] | 32) == (list[k][i] | 32))
            i++;
        if (i == m)
            return true;
    }
    return false;
}

bool mail_is_private(const char *s, size_t n)
{
    static const char *const domains[] = {
        "gmail.com", "googlemail.com", "yahoo.co.jp", "ymail.ne.jp", "yahoo.com", "docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp",
        "i.softbank.jp", "vodafone.ne.jp", "ymobile.ne.jp", "willcom.com", "uqmobile.jp", "rakumail.jp", "icloud.com", "me.com", "mac.com",
        "hotmail.com", "hotmail.co.jp", "outlook.com", "outlook.jp", "live.jp", "live.com", "msn.com", "aol.com", "aol.jp", "nifty.com", "ocn.ne.jp",
        "so-net.ne.jp", "biglobe.ne.jp", "plala.or.jp", "dion.ne.jp", "excite.co.jp", "infoseek.jp", "goo.jp", "naver.com", "hanmail.net", "qq.com",
        "163.com", "126.com", "gmx.de", "gmx.net", "web.de", "orange.fr", "free.fr", "proton.me", "protonmail.com", "mail.ru", "yandex.ru"};
    const char *at = memchr(s, '@', n);
    if (!at)
        return false;
    return domain_is(at + 1, n - (size_t)(at + 1 - s), domains, sizeof domains / sizeof *domains);
}

bool mail_is_role(const char *s, size_t n)
{
    static const char *const roles[] = {
        "info", "support", "sales", "contact", "admin", "office", "webmaster", "postmaster", "noreply", "no-reply", "do-not-reply", "donotreply",
        "help", "helpdesk", "hr", "jinji", "soumu", "somu", "kouhou", "koho", "press", "pr", "recruit", "saiyo", "inquiry", "toiawase", "mail",
        "master", "service", "customer", "cs", "system", "security", "abuse", "billing", "keiri", "accounting", "shop", "order", "orders",
        "marketing", "news", "newsletter", "staff", "team", "all", "ml", "jimukyoku", "honbu", "eigyo", "hello", "privacy", "legal", "kaikei", "desk"};
    const char *at = memchr(s, '@', n);
    size_t m = at ? (size_t)(at - s) : n;
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
        size_t length = strlen(roles[k]);
        if (m < length)
            continue;
        size_t i = 0;
        while (i < length && (s[i] | 32) == (roles[k][i] | 32))
            i++;
        if (i == length && (m == length || s[length] == '-' || s[length] == '_' || s[length] == '.'))
            return true;
    }
    return false;
}
