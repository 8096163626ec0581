/* Scans plain XML: elements with namespaces, attributes, text, references, CDATA, comments, instructions, all of them checked to be well
 * formed. Whatever else XML can be (a DOCTYPE, other encodings) is left to libxml2, whose answers are the measure of these (xml_scan.h). */
#include "parse/xml_scan.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/arena.h"
#include "base/utf8.h"

enum {
    TOKEN_MAX = 10 * 1000 * 1000,   /* bytes of one tag or reference: what libxml2 allows an attribute's value */
    PAD = 64,                       /* bytes that may be read behind the end of what there is */
    NAME_MAX_BYTES = 50 * 1000,     /* as libxml2 has it */
    NAMES_MEMORY = 16 * 1024 * 1024,
    BUCKETS_FIRST = 256,
    CHAIN_MAX = 64,                 /* names in one bucket: so many come together only on purpose */
    ATTRIBUTES_MAX = 64 * 1024,
    BINDINGS_MAX = 256 * 1024
};

/* A name of an element or attribute, a prefix or a namespace: each different one is kept once. */
struct name {
    struct name *chain;
    uint64_t hash;
    uint64_t head;             /* the first eight bytes */
    size_t len;
    struct name *prefix;       /* of an element or attribute: NULL: none */
    const char *local;         /* points into text, at its end; NULL: nobody asked yet */
    enum { NAME_PLAIN, NAME_XMLNS, NAME_XMLNS_PREFIX, NAME_NONE /* no name at all, such as p:l:1 */ } kind;
    int index;                 /* of the local name in the handler's list */
    const struct name *uri;    /* of a prefix: what it stands for now; NULL: nothing */
    uint64_t seen, declared;   /* the last tag that had this as attribute, that declared this as prefix */
    char text[];               /* NUL-terminated */
};
struct attribute {
    struct name *name;
    uint8_t *value, *end;
    bool encoded;              /* has references or line ends in it */
};
struct binding {
    struct name *prefix;
    const struct name *before;
};
struct scan {
    struct xml_handler handler;
    void *ctx;
    const bool *stop;
    enum xml_status status;
    bool over;                 /* no more callbacks */
    enum { CONTENT, COMMENT, INSTRUCTION, CDATA, EPILOG } state;

    /* What was read and not yet used: [at, end), all of it well-formed UTF-8 of XML's characters; *end is NUL, which is none of them. */
    uint8_t *buffer;
    size_t capacity;           /* without PAD */
    uint8_t *at, *end;
    uint8_t tail[4];           /* behind it: the beginning of a character */
    size_t tail_len;
    bool bad_character;        /* behind it: what is none */

    int depth;
    struct {
        const struct name *name;
        size_t bindings;       /* how many there were before it */
    } open[XML_DEPTH_MAX];
    struct arena *names;
    struct name **buckets;
    size_t bucket_count, name_count;
    struct name *single[128];  /* those of one letter: a sheet has hardly any other */
    struct name *no_prefix, *xml_space, *xmlns_space;
    struct binding *bindings;
    size_t binding_count, binding_capacity;
    struct attribute *attributes;
    const unsigned char **raw; /* the same as struct xml_tag has them */
    size_t attribute_capacity;
    uint64_t tag;              /* number of the current one */
};

static bool over(struct scan *s, enum xml_status why)
{
    if (!s->over)
        s->status = why;
    s->over = true;
    return false;
}

/* ---- characters ---- */

enum { BLANK = 1, NAME_START = 2, NAME_PART = 4 };
#define L (NAME_START | NAME_PART)
static const uint8_t class_of[256] = {
    ['\t'] = BLANK, ['\n'] = BLANK, ['\r'] = BLANK, [' '] = BLANK, ['-'] = NAME_PART, ['.'] = NAME_PART, ['_'] = L, [':'] = L,
    ['0'] = NAME_PART, ['1'] = NAME_PART, ['2'] = NAME_PART, ['3'] = NAME_PART, ['4'] = NAME_PART, ['5'] = NAME_PART, ['6'] = NAME_PART,
    ['7'] = NAME_PART, ['8'] = NAME_PART, ['9'] = NAME_PART,
    ['A'] = L, ['B'] = L, ['C'] = L, ['D'] = L, ['E'] = L, ['F'] = L, ['G'] = L, ['H'] = L, ['I'] = L, ['J'] = L, ['K'] = L, ['L'] = L,
    ['M'] = L, ['N'] = L, ['O'] = L, ['P'] = L, ['Q'] = L, ['R'] = L, ['S'] = L, ['T'] = L, ['U'] = L, ['V'] = L, ['W'] = L, ['X'] = L,
    ['Y'] = L, ['Z'] = L,
    ['a'] = L, ['b'] = L, ['c'] = L, ['d'] = L, ['e'] = L, ['f'] = L, ['g'] = L, ['h'] = L, ['i'] = L, ['j'] = L, ['k'] = L, ['l'] = L,
    ['m'] = L, ['n'] = L, ['o'] = L, ['p'] = L, ['q'] = L, ['r'] = L, ['s'] = L, ['t'] = L, ['u'] = L, ['v'] = L, ['w'] = L, ['x'] = L,
    ['y'] = L, ['z'] = L};
#undef L

static bool is_blank(uint8_t c)
{
    return class_of[c] == BLANK;
}

static bool is_character(uint32_t c)
{
    return c >= 0x20 ? c < 0xD800 || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF) : c == '\t' || c == '\n' || c == '\r';
}

/* Names beyond ASCII, by XML 1.0's fifth edition. */
static bool is_name_start(uint32_t c)
{
    static const uint32_t ranges[][2] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},   {0x37F, 0x1FFF},  {0x200C, 0x200D},
                                         {0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    }
    return false;
}
static bool is_name_part(uint32_t c)
{
    return is_name_start(c) || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
}

/* How far p[0..] is well-formed UTF-8 of XML's characters. Where it ends before `end`: *bad says whether that is no such character, or only
 * the beginning of one. */
static const uint8_t *check_characters(const uint8_t *p, const uint8_t *end, bool *bad)
{
    while (p < end) {
#ifdef __SSE2__
        while (end - p >= 16) { /* bytes from 0x80 are negative: below the blank like control characters */
            unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), _mm_set1_epi8(' ')));
            if (mask != 0) {
                p += __builtin_ctz(mask);
                break;
            }
            p += 16;
        }
        if (p == end)
            break;
#endif
        if (*p < 0x80) {
            if (!is_character(*p)) {
                *bad = true;
                return p;
            }
            p++;
            continue;
        }
        do {
            /* Most of what is no ASCII in office files: three bytes, far from the ends of their ranges. */
            while (end - p >= 3 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
                p += 3;
            if (p == end || *p < 0x80)
                break;
            uint32_t c;
            size_t left = (size_t)(end - p), used = utf8_decode((const char *)p, left, &c);
            if (used == 1 || !is_character(c)) {
                /* Cut off it is fine so far if some ending makes a character of it. */
                static const char *const endings[] = {"\x80\x80\x80", "\xBF\x80\x80", "\xA0\x80\x80", "\x9F\x80\x80", "\x90\x80\x80", "\x8F\x80\x80"};
                *bad = true;
                for (size_t i = 0; used == 1 && left < 4 && i < sizeof endings / sizeof endings[0]; i++) {
                    char whole[8];
                    memcpy(whole, p, left);
                    memcpy(whole + left, endings[i], 4);
                    size_t length = utf8_decode(whole, left + 3, &c);
                    if (length > left && is_character(c))
                        *bad = false;
                }
                return p;
            }
            p += used;
        } while (p < end && *p >= 0x80);
    }
    return p;
}

/* Where text stops being plain: '<', '&', ']', a carriage return, or the NUL behind all. */
static const uint8_t *find_special(const uint8_t *p)
{
#ifdef __SSE2__
    for (;; p += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i a = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('<')), _mm_cmpeq_epi8(v, _mm_set1_epi8('&')));
        __m128i b = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(']')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(a, b), _mm_cmpeq_epi8(v, _mm_setzero_si128())));
        if (mask != 0)
            return p + __builtin_ctz(mask);
    }
#else
    while (*p != '<' && *p != '&' && *p != ']' && *p != '\r' && *p != '\0')
        p++;
    return p;
#endif
}

/* The same in an attribute's value: its quote, '<', '&', a line end, a tab, or the NUL. */
static uint8_t *find_in_value(uint8_t *p, uint8_t quote)
{
#ifdef __SSE2__
    for (;; p += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i a = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('<')), _mm_cmpeq_epi8(v, _mm_set1_epi8('&')));
        __m128i b = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)quote)), _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(a, b));
        if (mask != 0)
            return p + __builtin_ctz(mask);
    }
#else
    while (*p != quote && *p != '<' && *p != '&' && *p > 0x1F)
        p++;
    return p;
#endif
}

/* ---- names ---- */

/* The first up to eight bytes as a number; eight bytes may be read whatever n is. */
static uint64_t head_of(const void *p, size_t n)
{
    static const uint8_t ones[16] = {255, 255, 255, 255, 255, 255, 255, 255};
    uint64_t bytes, mask;
    memcpy(&bytes, p, 8);
    memcpy(&mask, ones + 8 - (n < 8 ? n : 8), 8);
    return bytes & mask;
}

static uint64_t hash_of(const void *p, size_t n)
{
    const uint64_t k = 0x9E3779B97F4A7C15u;
    const char *s = p;
    uint64_t h = n * k;
    for (; n > 8; s += 8, n -= 8) {
        h = (h ^ head_of(s, 8)) * k;
        h ^= h >> 32;
    }
    h = (h ^ head_of(s, n)) * k;
    return h ^ h >> 32;
}

static bool more_buckets(struct scan *s)
{
    size_t count = s->bucket_count != 0 ? s->bucket_count * 2 : BUCKETS_FIRST;
    struct name **buckets = calloc(count, sizeof *buckets);
    if (buckets == NULL)
        return over(s, XML_NOMEM);
    for (size_t i = 0; i < s->bucket_count; i++) {
        for (struct name *n = s->buckets[i], *next; n != NULL; n = next) {
            next = n->chain;
            n->chain = buckets[n->hash & (count - 1)];
            buckets[n->hash & (count - 1)] = n;
        }
    }
    free(s->buckets);
    s->buckets = buckets;
    s->bucket_count = count;
    return true;
}

/* NULL: over. Eight bytes behind the text must be readable. */
static struct name *intern(struct scan *s, const void *text, size_t n)
{
    uint64_t hash = hash_of(text, n), head = head_of(text, n);
    unsigned met = 0;
    for (struct name *name = s->buckets[hash & (s->bucket_count - 1)]; name != NULL; name = name->chain, met++) {
        if (name->hash == hash && name->head == head && name->len == n && (n <= 8 || memcmp(name->text + 8, (const char *)text + 8, n - 8) == 0))
            return name;
    }
    if (met >= CHAIN_MAX) {
        over(s, XML_LIMIT);
        return NULL;
    }
    if (s->name_count >= s->bucket_count && !more_buckets(s))
        return NULL;
    struct name *name = arena_alloc(s->names, sizeof *name + n + 9);
    if (name == NULL) {
        over(s, XML_LIMIT);
        return NULL;
    }
    s->name_count++;
    name->hash = hash;
    name->head = head;
    name->len = n;
    memcpy(name->text, text, n);
    name->chain = s->buckets[hash & (s->bucket_count - 1)];
    s->buckets[hash & (s->bucket_count - 1)] = name;
    return name;
}

/* Whether a name (a part of one without a colon) begins here. */
static bool starts_plain(const char *text, const char *end)
{
    uint32_t c;
    if (text == end || *text == ':')
        return false;
    if ((unsigned char)*text < 0x80)
        return class_of[(unsigned char)*text] & NAME_START;
    utf8_decode(text, (size_t)(end - text), &c);
    return is_name_start(c);
}

/* Parts a name at its colon. Names with more colons, or colons at odd places, are no names by the rules for namespaces; libxml2 takes them
 * all the same, and parts them like this. false: over. */
static bool qualify(struct scan *s, struct name *name)
{
    const char *text = name->text, *end = text + name->len;
    const char *colon = memchr(text, ':', name->len);
    name->local = text;
    if (colon != NULL && colon != text && starts_plain(colon + 1, end)) {
        const char *second = memchr(colon + 1, ':', (size_t)(end - colon - 1));
        if (second != NULL && second + 1 < end && second[1] != ':' && !starts_plain(second + 1, end))
            name->kind = NAME_NONE;
        name->local = colon + 1;
        name->prefix = intern(s, text, (size_t)(colon - text));
        if (name->prefix == NULL)
            return false;
    }
    if (name->prefix == s->xmlns_space)
        name->kind = name->kind == NAME_NONE ? NAME_NONE : NAME_XMLNS_PREFIX;
    else if (name->prefix == NULL && strcmp(name->local, "xmlns") == 0)
        name->kind = NAME_XMLNS;
    name->index = XML_OTHER;
    for (int i = 0; s->handler.names[i] != NULL; i++) {
        if (strcmp(s->handler.names[i], name->local) == 0) {
            name->index = i;
            break;
        }
    }
    return true;
}

/* Reads on to the end of a name. NULL: no name, or more bytes are needed, or over. */
static struct name *read_name(struct scan *s, uint8_t **at)
{
    uint8_t *from = *at, *p = from;
    bool first = true;
    if (*p < 0x80 && s->single[*p] != NULL && p[1] < 0x80 && !(class_of[p[1]] & NAME_PART) && p + 1 != s->end) {
        *at = p + 1;
        return s->single[*p];
    }
    for (;; first = false) {
        if (*p < 0x80) {
            if (!(class_of[*p] & (first ? NAME_START : NAME_PART)))
                break;
            p++;
        } else {
            uint32_t c;
            size_t used = utf8_decode((const char *)p, (size_t)(s->end - p), &c);
            if (first ? !is_name_start(c) : !is_name_part(c))
                break;
            p += used;
        }
    }
    if (p == s->end) {
        if (p - from > NAME_MAX_BYTES)
            over(s, XML_LIMIT);
        return NULL;
    }
    if (p == from) {
        over(s, XML_DAMAGED);
        return NULL;
    }
    if (p - from > NAME_MAX_BYTES) {
        over(s, XML_LIMIT);
        return NULL;
    }
    *at = p;
    struct name *name = intern(s, from, (size_t)(p - from));
    if (p - from == 1)
        s->single[*from] = name;
    return name;
}

static struct name *read_qualified(struct scan *s, uint8_t **at)
{
    struct name *name = read_name(s, at);
    if (name == NULL || (name->local == NULL && !qualify(s, name)))
        return NULL;
    if (name->kind == NAME_NONE) {
        over(s, XML_DAMAGED);
        return NULL;
    }
    return name;
}

/* ---- references ---- */

enum reference { REFERENCE_GOOD, REFERENCE_BAD, REFERENCE_CUT };

/* Reads the reference at p, moves it behind. No text it stands for is longer than itself. */
static enum reference read_reference(const struct scan *s, const uint8_t **at, uint32_t *c)
{
    static const struct {
        char text[8];
        uint8_t length, c;
    } known[] = {{"&amp;", 5, '&'}, {"&lt;", 4, '<'}, {"&gt;", 4, '>'}, {"&quot;", 6, '"'}, {"&apos;", 6, '\''}};
    const uint8_t *p = *at;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (memcmp(p, known[i].text, known[i].length) == 0) {
            *at = p + known[i].length;
            *c = known[i].c;
            return REFERENCE_GOOD;
        }
    }
    p++;
    if (*p == '#') {
        uint32_t value = 0, base = p[1] == 'x' ? 16 : 10;
        p += base == 16 ? 2 : 1;
        for (;; p++) {
            uint32_t digit = *p >= '0' && *p <= '9' ? *p - '0' + 0u : *p >= 'a' && *p <= 'f' ? *p - 'a' + 10u : *p >= 'A' && *p <= 'F' ? *p - 'A' + 10u : 16;
            if (digit >= base)
                break;
            value = value * base + digit;
            if (value > 0x110000)
                value = 0x110000;
        }
        if (*p == ';' && is_character(value)) {
            *at = p + 1;
            *c = value;
            return REFERENCE_GOOD;
        }
    } else {
        while (*p >= 0x80 || (class_of[*p] & NAME_PART))
            p++;
    }
    return p == s->end ? REFERENCE_CUT : REFERENCE_BAD;
}

/* A value with references and line ends becomes what it stands for, in its own place. */
static bool decode_value(struct scan *s, struct attribute *a)
{
    const uint8_t *p = a->value;
    uint8_t *out = a->value;
    while (p < a->end) {
        if (*p == '&') {
            uint32_t c;
            char text[4];
            if (read_reference(s, &p, &c) != REFERENCE_GOOD)
                return over(s, XML_DAMAGED);
            size_t n = utf8_encode(c, text);
            memcpy(out, text, n);
            out += n;
        } else if (is_blank(*p)) {
            p += *p == '\r' && p[1] == '\n' ? 2 : 1;
            *out++ = ' ';
        } else {
            *out++ = *p++;
        }
    }
    a->end = out;
    return true;
}

/* ---- tags ---- */

static bool bind(struct scan *s, struct name *prefix, const struct name *uri)
{
    if (prefix->declared == s->tag)
        return over(s, XML_DAMAGED); /* twice in one tag */
    if (s->binding_count == s->binding_capacity) {
        size_t capacity = s->binding_capacity != 0 ? s->binding_capacity * 2 : 64;
        struct binding *bindings = capacity <= BINDINGS_MAX ? realloc(s->bindings, capacity * sizeof *bindings) : NULL;
        if (bindings == NULL)
            return over(s, XML_LIMIT);
        s->bindings = bindings;
        s->binding_capacity = capacity;
    }
    prefix->declared = s->tag;
    s->bindings[s->binding_count++] = (struct binding){prefix, prefix->uri};
    prefix->uri = uri;
    return true;
}

static void unbind(struct scan *s, size_t count)
{
    while (s->binding_count > count) {
        const struct binding *b = &s->bindings[--s->binding_count];
        b->prefix->uri = b->before;
    }
}

/* One declaration. Those that the rules for namespaces forbid declare nothing, and do no harm: libxml2 has it so. */
static bool declare(struct scan *s, const struct attribute *a)
{
    static const char reserved[] = "http://www.w3.org/2000/xmlns/";
    struct name *prefix = s->no_prefix;
    if (a->name->kind == NAME_XMLNS_PREFIX) {
        prefix = intern(s, a->name->local, strlen(a->name->local));
        if (prefix == NULL)
            return false;
    }
    const struct name *uri = intern(s, a->value, (size_t)(a->end - a->value));
    if (uri == NULL)
        return false;
    if (prefix == s->xml_space || prefix == s->xmlns_space || uri == s->xml_space->uri || strcmp(uri->text, reserved) == 0 ||
        (uri->len == 0 && prefix != s->no_prefix))
        return true;
    return bind(s, prefix, uri->len != 0 ? uri : NULL);
}

static bool more_attributes(struct scan *s)
{
    size_t capacity = s->attribute_capacity != 0 ? s->attribute_capacity * 2 : 32;
    if (capacity > ATTRIBUTES_MAX)
        return over(s, XML_LIMIT);
    struct attribute *attributes = realloc(s->attributes, capacity * sizeof *attributes);
    if (attributes == NULL)
        return over(s, XML_NOMEM);
    s->attributes = attributes;
    const unsigned char **raw = realloc(s->raw, capacity * 5 * sizeof *raw);
    if (raw == NULL)
        return over(s, XML_NOMEM);
    s->raw = raw;
    s->attribute_capacity = capacity;
    return true;
}

/* Reads attributes up to the tag's end; nothing is changed before the whole tag is there. false: more bytes are needed, or over. */
static bool read_attributes(struct scan *s, uint8_t **at, size_t *count, bool *strange, bool *empty)
{
    uint8_t *p = *at;
    for (size_t n = 0;; n++) {
        const uint8_t *before = p;
        while (is_blank(*p))
            p++;
        if (*p == '>' || (*p == '/' && p[1] == '>')) {
            *empty = *p == '/';
            *at = p + (*empty ? 2 : 1);
            *count = n;
            return true;
        }
        if (p == s->end || (*p == '/' && p + 1 == s->end))
            return false;
        if (p == before)
            return over(s, XML_DAMAGED);
        if (n == s->attribute_capacity && !more_attributes(s))
            return false;
        struct attribute *a = &s->attributes[n];
        a->name = read_qualified(s, &p);
        if (a->name == NULL)
            return false;
        while (is_blank(*p))
            p++;
        if (*p != '=')
            return p != s->end && over(s, XML_DAMAGED);
        do
            p++;
        while (is_blank(*p));
        uint8_t quote = *p;
        if (quote != '"' && quote != '\'')
            return p != s->end && over(s, XML_DAMAGED);
        a->value = ++p;
        a->encoded = false;
        while (*(p = find_in_value(p, quote)) != quote) {
            if (p == s->end)
                return false;
            if (*p == '<')
                return over(s, XML_DAMAGED);
            a->encoded = true;
            p++;
        }
        a->end = p++;
        if (a->encoded || a->name->kind != NAME_PLAIN || a->name->seen == s->tag)
            *strange = true;
        a->name->seen = s->tag;
    }
}

/* What seldom occurs: namespaces are declared, values have references. Declarations leave the list. */
static bool settle_attributes(struct scan *s, size_t *count)
{
    size_t kept = 0;
    s->tag++; /* looked at once more from the start */
    for (size_t i = 0; i < *count; i++) {
        struct attribute *a = &s->attributes[i];
        if (a->encoded && !decode_value(s, a))
            return false;
        if (a->name->kind != NAME_PLAIN) {
            if (!declare(s, a))
                return false;
            continue;
        }
        if (a->name->seen == s->tag)
            return over(s, XML_DAMAGED);
        a->name->seen = s->tag;
        s->attributes[kept++] = *a;
    }
    *count = kept;
    return true;
}

static void close_element(struct scan *s)
{
    const struct name *name = s->open[--s->depth].name;
    s->handler.end(s->ctx, name->index);
    unbind(s, s->open[s->depth].bindings);
    if (s->stop != NULL && *s->stop)
        over(s, XML_STOPPED);
}

static bool start_tag(struct scan *s)
{
    uint8_t *p = s->at + 1;
    size_t count, bindings = s->binding_count;
    bool empty, strange = false;
    s->tag++;
    struct name *name = read_qualified(s, &p);
    if (name == NULL || !read_attributes(s, &p, &count, &strange, &empty) || (strange && !settle_attributes(s, &count)))
        return false;
    if (s->depth == XML_DEPTH_MAX)
        return over(s, XML_TOO_DEEP);
    const unsigned char **raw = s->raw;
    for (size_t i = 0; i < count; i++, raw += 5) {
        const struct attribute *a = &s->attributes[i];
        const struct name *prefix = a->name->prefix;
        raw[0] = (const unsigned char *)a->name->local;
        raw[1] = prefix != NULL ? (const unsigned char *)prefix->text : NULL;
        raw[2] = prefix != NULL && prefix->uri != NULL ? (const unsigned char *)prefix->uri->text : NULL;
        raw[3] = a->value;
        raw[4] = a->end;
    }
    const struct name *uri = (name->prefix != NULL ? name->prefix : s->no_prefix)->uri;
    struct xml_tag tag = {name->local, uri != NULL ? uri->text : "", s->raw, (int)count};
    s->open[s->depth].name = name;
    s->open[s->depth++].bindings = bindings;
    s->at = p;
    s->handler.start(s->ctx, name->index, &tag);
    if (s->stop != NULL && *s->stop)
        return over(s, XML_STOPPED);
    if (empty)
        close_element(s);
    return !s->over;
}

static bool end_tag(struct scan *s)
{
    const struct name *name = s->open[s->depth - 1].name;
    uint8_t *p = s->at + 2;
    if ((size_t)(s->end - p) <= name->len)
        return false;
    if (head_of(p, name->len) != name->head || (name->len > 8 && memcmp(p + 8, name->text + 8, name->len - 8) != 0))
        return over(s, XML_DAMAGED);
    p += name->len;
    while (is_blank(*p))
        p++;
    if (*p != '>')
        return p != s->end && over(s, XML_DAMAGED);
    s->at = p + 1;
    close_element(s);
    return !s->over;
}

/* ---- the document ---- */

static void send_text(struct scan *s, const uint8_t *from, const uint8_t *to)
{
    if (to > from)
        s->handler.text(s->ctx, (const char *)from, (size_t)(to - from));
}

/* Whether the word stands here: 1 yes, 0 no, -1 the end is met before that is known. */
static int stands(const struct scan *s, const uint8_t *p, const char *word)
{
    for (; *word != '\0'; p++, word++) {
        if (*p != (uint8_t)*word)
            return p == s->end ? -1 : 0;
    }
    return 1;
}

/* "<!" and "<?" in the content or behind it. */
static bool other_markup(struct scan *s)
{
    uint8_t *p = s->at + 2;
    if (s->at[1] == '!') {
        int comment = stands(s, p, "--"), cdata = s->depth > 0 ? stands(s, p, "[CDATA[") : 0;
        if (comment == 0 && cdata == 0)
            return over(s, XML_DAMAGED);
        if (comment < 0 || cdata < 0)
            return false;
        s->state = comment == 1 ? COMMENT : CDATA;
        s->at = p + (comment == 1 ? 2 : 7);
        return true;
    }
    const struct name *target = read_name(s, &p);
    if (target == NULL)
        return false;
    const char *t = target->text; /* reserved, whatever its case */
    if (target->len == 3 && (t[0] | 0x20) == 'x' && (t[1] | 0x20) == 'm' && (t[2] | 0x20) == 'l')
        return over(s, XML_DAMAGED);
    if (!is_blank(*p)) {
        int ends = stands(s, p, "?>");
        if (ends != 1)
            return ends == 0 && over(s, XML_DAMAGED);
    }
    s->state = INSTRUCTION;
    s->at = p;
    return true;
}

/* Text, tags and references up to something else. */
static bool content(struct scan *s)
{
    for (;;) {
        const uint8_t *p = s->at, *q = find_special(p);
        while (*q == ']' && stands(s, q, "]]>") == 0)
            q = find_special(q + 1);
        send_text(s, p, q);
        s->at += q - p;
        switch (*q) {
        case '<':
            if (q[1] == '!' || q[1] == '?')
                return other_markup(s);
            if (q + 1 == s->end || !(q[1] == '/' ? end_tag(s) : start_tag(s)))
                return false;
            if (s->depth == 0) {
                s->state = EPILOG;
                return true;
            }
            break;
        case '&': {
            uint32_t c;
            char text[4];
            enum reference r = read_reference(s, &q, &c);
            if (r != REFERENCE_GOOD)
                return r == REFERENCE_BAD && over(s, XML_DAMAGED);
            s->handler.text(s->ctx, text, utf8_encode(c, text));
            s->at += q - s->at;
            break;
        }
        case '\r': /* a line end is one line feed, however it is written */
            if (q + 1 == s->end)
                return false;
            if (q[1] != '\n')
                s->handler.text(s->ctx, "\n", 1);
            s->at++;
            break;
        case ']':
            return stands(s, q, "]]>") == 1 && over(s, XML_DAMAGED);
        default: /* the end of what there is */
            return false;
        }
    }
}

static bool comment(struct scan *s)
{
    for (;;) {
        uint8_t *p = memchr(s->at, '-', (size_t)(s->end - s->at));
        if (p == NULL)
            p = s->end;
        s->at = p;
        int two = stands(s, p, "--"), ends = stands(s, p, "-->");
        if (two < 0 || ends < 0)
            return false;
        if (two == 1 && ends == 0)
            return over(s, XML_DAMAGED);
        s->at += two == 1 ? 3 : 1;
        if (two == 1) {
            s->state = s->depth > 0 ? CONTENT : EPILOG;
            return true;
        }
    }
}

static bool instruction(struct scan *s)
{
    for (;;) {
        uint8_t *p = memchr(s->at, '?', (size_t)(s->end - s->at));
        if (p == NULL)
            p = s->end;
        s->at = p;
        int ends = stands(s, p, "?>");
        if (ends < 0)
            return false;
        s->at += ends == 1 ? 2 : 1;
        if (ends == 1) {
            s->state = s->depth > 0 ? CONTENT : EPILOG;
            return true;
        }
    }
}

/* Line ends stay as they are here, as with libxml2 when it is fed in pieces. */
static bool cdata(struct scan *s)
{
    uint8_t *p = s->at;
    int ends;
    do {
        p = memchr(p, ']', (size_t)(s->end - p));
        if (p == NULL)
            p = s->end;
        ends = stands(s, p, "]]>");
        p += ends == 0 ? 1 : 0;
    } while (ends == 0);
    send_text(s, s->at, p);
    s->at = ends == 1 ? p + 3 : p;
    if (ends == 1)
        s->state = CONTENT;
    return ends == 1;
}

static bool epilog(struct scan *s)
{
    while (is_blank(*s->at))
        s->at++;
    if (s->at == s->end || (*s->at == '<' && s->at + 1 == s->end))
        return false;
    return *s->at == '<' && (s->at[1] == '!' || s->at[1] == '?') ? other_markup(s) : over(s, XML_DAMAGED);
}

/* All that is there, up to what needs more bytes. */
static void advance(struct scan *s)
{
    bool on = true;
    while (on && !s->over) {
        switch (s->state) {
        case CONTENT:
            on = content(s);
            break;
        case COMMENT:
            on = comment(s);
            break;
        case INSTRUCTION:
            on = instruction(s);
            break;
        case CDATA:
            on = cdata(s);
            break;
        case EPILOG:
            on = epilog(s);
            break;
        }
    }
}

/* ---- bytes ---- */

/* Room for n more bytes (and a cut character before them) behind what is not yet used. */
static bool make_room(struct scan *s, size_t n)
{
    size_t kept = (size_t)(s->end - s->at), want = kept + sizeof s->tail + n;
    if (kept > TOKEN_MAX)
        return over(s, XML_LIMIT);
    if (kept > 0 && s->at != s->buffer)
        memmove(s->buffer, s->at, kept);
    if (want > s->capacity) {
        size_t capacity = s->capacity * 2 > want ? s->capacity * 2 : want;
        uint8_t *buffer = realloc(s->buffer, capacity + PAD);
        if (buffer == NULL)
            return over(s, XML_NOMEM);
        memset(buffer + capacity, 0, PAD);
        s->buffer = buffer;
        s->capacity = capacity;
    }
    s->at = s->buffer;
    s->end = s->buffer + kept;
    return true;
}

/* n bytes have come behind the end and the tail: they are checked, and the end is marked. */
static void take(struct scan *s, size_t n)
{
    memcpy(s->end, s->tail, s->tail_len);
    const uint8_t *to = s->end + s->tail_len + n;
    s->end += check_characters(s->end, to, &s->bad_character) - s->end;
    s->tail_len = s->bad_character ? 0 : (size_t)(to - s->end);
    memcpy(s->tail, s->end, s->tail_len);
    *s->end = '\0';
}

/* The declaration that office programs write, without its "<?xml": version, encoding, standalone. Its length, 0: another one. */
static size_t plain_declaration(const uint8_t *p, size_t n)
{
    static const struct {
        const char *name, *values[2];
        bool needed;
    } parts[] = {{"version", {"1.0", "1.0"}, true}, {"encoding", {"utf-8", "utf-8"}, false}, {"standalone", {"yes", "no"}, false}};
    size_t at = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t blanks = at, length = strlen(parts[i].name);
        while (blanks < n && is_blank(p[blanks]))
            blanks++;
        if (blanks == at || n - blanks < length + 2 || memcmp(p + blanks, parts[i].name, length) != 0) {
            if (parts[i].needed)
                return 0;
            continue;
        }
        at = blanks + length + 2;
        uint8_t quote = p[at - 1];
        if (p[at - 2] != '=' || (quote != '"' && quote != '\''))
            return 0;
        const uint8_t *end = memchr(p + at, quote, n - at);
        bool known = false;
        for (size_t v = 0; end != NULL && v < 2; v++) {
            length = strlen(parts[i].values[v]);
            size_t same = 0;
            while (same < length && p + at + same < end &&
                   (p[at + same] | (p[at + same] >= 'A' && p[at + same] <= 'Z' && i == 1 ? 0x20 : 0)) == parts[i].values[v][same])
                same++;
            known = known || (same == length && p + at + same == end);
        }
        if (!known)
            return 0;
        at = (size_t)(end - p) + 1;
    }
    while (at < n && is_blank(p[at]))
        at++;
    return n - at >= 2 && p[at] == '?' && p[at + 1] == '>' ? at + 2 : 0;
}

/* Bytes before the first element, SIZE_MAX: not a plain beginning. */
static size_t plain_prolog(const uint8_t *p, size_t n)
{
    size_t at = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (n - at >= 5 && memcmp(p + at, "<?xml", 5) == 0) {
        size_t length = plain_declaration(p + at + 5, n - at - 5);
        if (length == 0)
            return SIZE_MAX;
        at += 5 + length;
    }
    while (at < n && is_blank(p[at]))
        at++;
    /* Four bytes are what libxml2 needs to take anything for a document. */
    return n - at >= 4 && p[at] == '<' && (class_of[p[at + 1]] & NAME_START) ? at : SIZE_MAX;
}

bool xml_scan_takes(const uint8_t *first, size_t n)
{
    return plain_prolog(first, n) != SIZE_MAX;
}

static void scan_free(struct scan *s)
{
    arena_free(s->names);
    free(s->buckets);
    free(s->bindings);
    free(s->attributes);
    free(s->raw);
    free(s->buffer);
    free(s);
}

/* A scan with its first room and the names that are known from the start; NULL: out of memory. */
static struct scan *scan_new(const struct xml_handler *handler, void *ctx, const bool *stop)
{
    static const uint8_t padded[3][PAD] = {"", "xml", "xmlns"};
    static const char xml_uri[PAD] = "http://www.w3.org/XML/1998/namespace";
    struct scan *s = calloc(1, sizeof *s);
    if (s == NULL)
        return NULL;
    s->handler = *handler;
    s->ctx = ctx;
    s->stop = stop;
    s->names = arena_new(NAMES_MEMORY);
    s->capacity = 2 * XML_CHUNK;
    s->buffer = s->at = s->end = calloc(1, s->capacity + PAD);
    if (s->names == NULL || s->buffer == NULL || !more_buckets(s) || !more_attributes(s))
        goto out;
    s->no_prefix = intern(s, padded[0], 0);
    s->xml_space = intern(s, padded[1], 3);
    s->xmlns_space = intern(s, padded[2], 5);
    if (s->no_prefix == NULL || s->xml_space == NULL || s->xmlns_space == NULL)
        goto out;
    s->xml_space->uri = intern(s, xml_uri, strlen(xml_uri));
    if (s->xml_space->uri == NULL)
        goto out;
    return s;
out:
    scan_free(s);
    return NULL;
}

/* Takes the source in, piece by piece; `got` bytes of it stand in the buffer already, `charged` were taken from it. */
static void scan_run(struct scan *s, struct source *src, size_t got, size_t charged)
{
    size_t wanted = 0;
    for (;;) {
        if (!budget_work(src->budget, charged)) {
            over(s, XML_LIMIT);
            return;
        }
        take(s, got);
        /* A token that goes on is looked at again when there is twice as much of it, so that looking stays linear. */
        if ((size_t)(s->end - s->at) >= wanted || s->bad_character) {
            advance(s);
            wanted = (size_t)(s->end - s->at) * 2;
        }
        if (s->over)
            return;
        if (s->bad_character) {
            over(s, XML_DAMAGED);
            return;
        }
        if (!make_room(s, XML_CHUNK))
            return;
        got = charged = source_read(src, s->end + s->tail_len, XML_CHUNK);
        if (got == SIZE_MAX || got == 0) {
            *s->end = '\0';
            advance(s); /* what waited for twice as much */
            if (got == SIZE_MAX) /* what came so far is worth having; the source says why it ended */
                over(s, src->over_budget ? XML_LIMIT : XML_DAMAGED);
            else if (s->state != EPILOG || s->at != s->end || s->tail_len != 0)
                over(s, XML_DAMAGED);
            return;
        }
    }
}

enum xml_status xml_scan(struct source *src, const uint8_t *first, size_t n, const struct xml_handler *handler, void *ctx, const bool *stop)
{
    struct scan *s = scan_new(handler, ctx, stop);
    if (s == NULL)
        return XML_NOMEM;
    size_t got = n - plain_prolog(first, n);
    memcpy(s->buffer, first + (n - got), got);
    scan_run(s, src, got, n);
    enum xml_status status = s->over ? s->status : XML_OK;
    scan_free(s);
    return status;
}
