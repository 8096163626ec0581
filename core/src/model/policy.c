/* The policy: options in three layers, their types and mistakes, keyword rules compiled for the matcher.
 * Where values come from (a file, a registry) is left to the bindings; what they mean for a mail is left to the checks. */
#include "model/policy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "parse/address.h"
#include "text/fold.h"

enum {
    LAYERS = 3,
    POLICY_BYTES_MAX = 256 * 1024 * 1024,
    ITEM_BYTES_MAX = 4096,      /* of one keyword, address or sentence */
    LIST_ITEMS_MAX = 200000,
    RULES_MAX = 2000,
    PROBLEMS_MAX = 1000,
    NEAR_DISTANCE_MAX = 100,    /* what is kept around a hit (inspect.h) */
    SUGGEST_LENGTH_MAX = 64
};

enum option_type {
    TYPE_BOOL,
    TYPE_INT,
    TYPE_TEXT,
    TYPE_LIST,
#define OPTION_ENUM(NAME, values) TYPE_ENUM_##NAME,
#define OPTION(SYMBOL, key, TYPE, def, help)
#include "options.def"
#undef OPTION
    TYPE_COUNT
};
static const char *const type_names[TYPE_COUNT] = {"bool", "int", "text", "list",
#define OPTION_ENUM(NAME, values) "enum:" values,
#define OPTION(SYMBOL, key, TYPE, def, help)
#include "options.def"
#undef OPTION
};

struct option_row {
    const char *key, *def, *help;
    enum option_type type;
};
static const struct option_row option_rows[OPTION_COUNT] = {
#define OPTION(SYMBOL, key, TYPE, def, help) {key, def, help, TYPE_##TYPE},
#include "options.def"
#undef OPTION
};
static const struct option_row field_rows[RULE_FIELDS] = {
#define OPTION(SYMBOL, key, TYPE, def, help)
#define RULE_FIELD(SYMBOL, key, TYPE, def, help) {key, def, help, TYPE_##TYPE},
#include "options.def"
#undef OPTION
};

/* mail-words.def is read three times: the groups, their words, their exceptions. */
static const char *const mail_word_rows[][2] = {
#define MAIL_WORDS(GROUP)
#define MAIL_WORD(GROUP, word) {#GROUP, word},
#define MAIL_EXCEPT(GROUP, phrase)
#include "data/mail-words.def"
#undef MAIL_WORD
#undef MAIL_EXCEPT
};
static const char *const mail_except_rows[][2] = {
#define MAIL_WORD(GROUP, word)
#define MAIL_EXCEPT(GROUP, phrase) {#GROUP, phrase},
#include "data/mail-words.def"
#undef MAIL_WORD
#undef MAIL_EXCEPT
#undef MAIL_WORDS
};
static const char *const mail_words_names[MAIL_WORDS_COUNT] = {
#define MAIL_WORDS(GROUP) #GROUP,
#define MAIL_WORD(GROUP, word)
#define MAIL_EXCEPT(GROUP, phrase)
#include "data/mail-words.def"
#undef MAIL_WORDS
#undef MAIL_WORD
#undef MAIL_EXCEPT
};

struct setting {
    bool set;
    const char *text;
    struct strings list;
};
struct rule_draft {
    const char *name;
    struct setting fields[LAYERS][RULE_FIELDS];
    struct rule_draft *next;
};
struct problem {
    sekisho_layer layer;
    bool fatal;  /* a whole layer could not be used */
    bool unused; /* this one option or rule could not be used; false: usable, but hardly meant */
    const char *key, *text;
};
struct effective {
    const char *key;
    const struct setting *value;
    const char *text;
    int layer;
};

struct sekisho_policy {
    struct arena *arena;
    bool finished;
    bool broken; /* memory ran out half-way: it can only be freed */
    struct setting defaults[OPTION_COUNT], field_defaults[RULE_FIELDS];
    struct setting options[LAYERS][OPTION_COUNT];
    struct setting actions[LAYERS][FINDING_COUNT];
    struct rule_draft *drafts, *last_draft;
    size_t draft_count;
    struct problem *problems;
    size_t problem_count, problem_cap;
    bool problems_cut;

    /* Filled by sekisho_policy_finish. */
    const struct setting *values[OPTION_COUNT];
    uint64_t ints[OPTION_COUNT];
    int enums[OPTION_COUNT];
    struct address_rules *addresses[OPTION_COUNT];
    sekisho_action finding_actions[FINDING_COUNT];
    bool finding_action_set[FINDING_COUNT];
    bool has_emergency;
    int64_t emergency_until;
    struct policy_rule *rules;
    size_t rule_count;
    struct policy_rule mail_words[MAIL_WORDS_COUNT];
    struct matcher *matcher;
    uint32_t match_ids;
    struct effective *effective;
    size_t effective_count;
};

/* ---- tables --------------------------------------------------------------------------------------------------- */

size_t sekisho_option_count(void)
{
    return OPTION_COUNT;
}
const char *sekisho_option_key(size_t index)
{
    return index < OPTION_COUNT ? option_rows[index].key : "";
}
const char *sekisho_option_type(size_t index)
{
    return index < OPTION_COUNT ? type_names[option_rows[index].type] : "";
}
const char *sekisho_option_default(size_t index)
{
    return index < OPTION_COUNT ? option_rows[index].def : "";
}
const char *sekisho_option_help(size_t index, const char *lang)
{
    if (index >= OPTION_COUNT) return "";
    const char *translated = language_help((enum option_id)index, lang);
    return translated ? translated : option_rows[index].help;
}
size_t sekisho_rule_field_count(void)
{
    return RULE_FIELDS;
}
const char *sekisho_rule_field_key(size_t index)
{
    return index < RULE_FIELDS ? field_rows[index].key : "";
}
const char *sekisho_rule_field_type(size_t index)
{
    return index < RULE_FIELDS ? type_names[field_rows[index].type] : "";
}
const char *sekisho_rule_field_default(size_t index)
{
    return index < RULE_FIELDS ? field_rows[index].def : "";
}
const char *sekisho_rule_field_help(size_t index)
{
    return index < RULE_FIELDS ? field_rows[index].help : "";
}

/* ---- life ----------------------------------------------------------------------------------------------------- */

sekisho_status sekisho_policy_new(sekisho_policy **out)
{
    if (!out) return SEKISHO_MISUSE;
    *out = NULL;
    struct sekisho_policy *p = calloc(1, sizeof *p);
    if (!p) return SEKISHO_NO_MEMORY;
    p->arena = arena_new(POLICY_BYTES_MAX);
    if (!p->arena) {
        free(p);
        return SEKISHO_NO_MEMORY;
    }
    *out = p;
    return SEKISHO_OK;
}

void sekisho_policy_free(sekisho_policy *p)
{
    if (!p) return;
    for (size_t i = 0; i < OPTION_COUNT; i++) address_rules_free(p->addresses[i]);
    for (size_t i = 0; i < p->rule_count; i++) {
        pattern_free(p->rules[i].pattern);
        address_rules_free(p->rules[i].addresses);
    }
    matcher_free(p->matcher);
    arena_free(p->arena);
    free(p);
}

/* ---- problems ------------------------------------------------------------------------------------------------- */

static void problem_add(struct sekisho_policy *p, sekisho_layer layer, bool fatal, bool unused, const char *key,
                        const char *text)
{
    if (p->problem_count >= PROBLEMS_MAX) {
        p->problems_cut = true;
        return;
    }
    if (p->problem_count == p->problem_cap) {
        size_t cap = p->problem_cap ? p->problem_cap * 2 : 8;
        struct problem *grown = arena_alloc_array(p->arena, cap, sizeof *grown);
        if (!grown) return;
        if (p->problem_count) memcpy(grown, p->problems, p->problem_count * sizeof *grown);
        p->problems = grown;
        p->problem_cap = cap;
    }
    struct problem *one = &p->problems[p->problem_count];
    one->layer = layer;
    one->fatal = fatal;
    one->unused = unused;
    one->key = arena_strdup(p->arena, key);
    one->text = arena_strdup(p->arena, text);
    if (one->key && one->text) p->problem_count++;
}

static void say(struct sekisho_policy *, sekisho_layer, bool unused, const char *key, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 5, 6)))
#endif
    ;
static void say(struct sekisho_policy *p, sekisho_layer layer, bool unused, const char *key, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    /* A sentence that was cut must not end inside a character. */
    if (wanted >= (int)sizeof text) text[utf8_cut(text, sizeof text - 1, sizeof text - 4)] = '\0';
    problem_add(p, layer, false, unused, key, text);
}
#define UNUSED_SETTING true
#define USED_SETTING false

/* At most SHOWN bytes of a value go into a sentence. */
enum { SHOWN = 60 };
static int shown(const char *s)
{
    return (int)utf8_cut(s, strlen(s), SHOWN);
}


/* Optimal string alignment on bytes, for "did you mean"; both at most SUGGEST_LENGTH_MAX. */
static unsigned edit_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > SUGGEST_LENGTH_MAX || m > SUGGEST_LENGTH_MAX) return 999;
    unsigned rows[3][SUGGEST_LENGTH_MAX + 1];
    for (size_t j = 0; j <= m; j++) rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned *now = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two_above[j - 2] + 1 < best)
                best = two_above[j - 2] + 1;
            now[j] = best;
        }
    }
    return rows[n % 3][m];
}

struct nearest {
    const char *wanted, *best;
    unsigned distance;
};
static void nearest_try(struct nearest *n, const char *candidate)
{
    unsigned d = edit_distance(n->wanted, candidate);
    unsigned limit = strlen(n->wanted) >= 9 ? 3 : 2;
    if (d <= limit && d < n->distance) {
        n->best = candidate;
        n->distance = d;
    }
}

/* ---- setting values ------------------------------------------------------------------------------------------- */

/* Index of value among "a|b|c", -1 when it is none of them. */
static int enum_index(const char *values, const char *value)
{
    int index = 0;
    size_t n = strlen(value);
    for (const char *at = values;; index++) {
        const char *bar = strchr(at, '|');
        size_t len = bar ? (size_t)(bar - at) : strlen(at);
        if (len == n && memcmp(at, value, n) == 0) return index;
        if (!bar) return -1;
        at = bar + 1;
    }
}
static void nearest_of_values(struct nearest *n, struct arena *arena, const char *values)
{
    for (const char *at = values;;) {
        const char *bar = strchr(at, '|');
        char *one = arena_strndup(arena, at, bar ? (size_t)(bar - at) : strlen(at));
        if (one) nearest_try(n, one);
        if (!bar) return;
        at = bar + 1;
    }
}
static bool parse_int(const char *value, uint64_t *out)
{
    if (!*value || strlen(value) > 15) return false;
    uint64_t n = 0;
    for (const char *c = value; *c; c++) {
        if (*c < '0' || *c > '9') return false;
        n = n * 10 + (uint64_t)(*c - '0');
    }
    *out = n;
    return true;
}
static bool parse_bool(const char *value, bool *out)
{
    *out = strcmp(value, "true") == 0 || strcmp(value, "1") == 0;
    return *out || strcmp(value, "false") == 0 || strcmp(value, "0") == 0;
}

static bool strings_add(struct arena *arena, struct strings *list, const char *item, size_t n)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 4;
        const char **grown = arena_alloc_array(arena, cap, sizeof *grown);
        if (!grown) return false;
        if (list->count) memcpy(grown, list->items, list->count * sizeof *grown);
        list->items = grown;
        list->cap = cap;
    }
    list->items[list->count] = arena_strndup(arena, item, n);
    if (!list->items[list->count]) return false;
    list->count++;
    return true;
}
static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
/* Appends the lines of value that are not empty. */
static void strings_add_lines(struct sekisho_policy *p, struct strings *list, sekisho_layer layer, const char *key,
                              const char *value)
{
    while (*value) {
        size_t n = strcspn(value, "\n"), from = 0, to = n;
        while (from < to && is_blank(value[from])) from++;
        while (to > from && is_blank(value[to - 1])) to--;
        if (to - from > ITEM_BYTES_MAX)
            say(p, layer, UNUSED_SETTING, key, "an item is longer than %d bytes: %.*s...", ITEM_BYTES_MAX,
                (int)utf8_cut(value + from, to - from, SHOWN), value + from);
        else if (to > from && list->count >= LIST_ITEMS_MAX) {
            if (!list->cut) say(p, layer, UNUSED_SETTING, key, "more than %d items: the rest is not used", LIST_ITEMS_MAX);
            list->cut = true;
            return;
        } else if (to > from && !strings_add(p->arena, list, value + from, to - from))
            return;
        value += n;
        if (*value) value++;
    }
}

/* Where a key leads: the setting of a layer, its type and what a wrong value may be compared with. */
struct target {
    struct setting *setting;
    enum option_type type;
};

static struct rule_draft *draft_get(struct sekisho_policy *p, const char *name, size_t n)
{
    for (struct rule_draft *d = p->drafts; d; d = d->next)
        if (strlen(d->name) == n && memcmp(d->name, name, n) == 0) return d;
    if (p->draft_count >= RULES_MAX) return NULL;
    struct rule_draft *d = arena_alloc(p->arena, sizeof *d);
    if (!d) return NULL;
    d->name = arena_strndup(p->arena, name, n);
    if (!d->name) return NULL;
    if (p->last_draft)
        p->last_draft->next = d;
    else
        p->drafts = d;
    p->last_draft = d;
    p->draft_count++;
    return d;
}

static bool target_find(struct sekisho_policy *p, sekisho_layer layer, const char *key, struct target *out)
{
    char suggestion[SUGGEST_LENGTH_MAX + 80] = "";
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (strcmp(option_rows[i].key, key) == 0) {
            out->setting = &p->options[layer][i];
            out->type = option_rows[i].type;
            return true;
        }
    if (strncmp(key, "on.", 3) == 0) {
        struct nearest name = {key + 3, NULL, 999};
        for (size_t i = 0; i < FINDING_COUNT; i++)
            if (strcmp(finding_name((enum finding_id)i), key + 3) == 0) {
                out->setting = &p->actions[layer][i];
                out->type = TYPE_ENUM_ACTION;
                return true;
            }
        for (size_t i = 0; i < FINDING_COUNT; i++) nearest_try(&name, finding_name((enum finding_id)i));
        if (name.best) snprintf(suggestion, sizeof suggestion, "; is on.%s meant?", name.best);
        say(p, layer, UNUSED_SETTING, key, "no finding has this name%s", suggestion);
        return false;
    }
    if (strncmp(key, "rule.", 5) == 0) {
        const char *name = key + 5, *dot = strrchr(name, '.');
        if (!dot || dot == name) {
            say(p, layer, UNUSED_SETTING, key, "a rule's option is written rule.<name>.<field>");
            return false;
        }
        struct nearest field = {dot + 1, NULL, 999};
        for (size_t i = 0; i < RULE_FIELDS; i++) {
            if (strcmp(field_rows[i].key, dot + 1) == 0) {
                struct rule_draft *d = draft_get(p, name, (size_t)(dot - name));
                if (!d) {
                    if (!arena_failed(p->arena))
                        say(p, layer, UNUSED_SETTING, key, "more than %d rules: this one is not used", RULES_MAX);
                    return false;
                }
                out->setting = &d->fields[layer][i];
                out->type = field_rows[i].type;
                return true;
            }
        }
        for (size_t i = 0; i < RULE_FIELDS; i++) nearest_try(&field, field_rows[i].key);
        if (field.best) snprintf(suggestion, sizeof suggestion, "; is %s meant?", field.best);
        say(p, layer, UNUSED_SETTING, key, "a rule has no field \"%.*s\"%s", shown(dot + 1), dot + 1, suggestion);
        return false;
    }
    struct nearest near = {key, NULL, 999};
    for (size_t i = 0; i < OPTION_COUNT; i++) nearest_try(&near, option_rows[i].key);
    if (near.best) snprintf(suggestion, sizeof suggestion, "; is %s meant?", near.best);
    say(p, layer, UNUSED_SETTING, key, "no option has this name%s", suggestion);
    return false;
}

static bool is_whole_path(const char *value)
{
    bool drive = ((value[0] >= 'A' && value[0] <= 'Z') || (value[0] >= 'a' && value[0] <= 'z')) && value[1] == ':' &&
                 (value[2] == '\\' || value[2] == '/');
    return value[0] == '/' || drive || (value[0] == '\\' && value[1] == '\\');
}
static bool is_link(const char *value)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = 0;
        while (schemes[i][n] && (value[n] == schemes[i][n] || (value[n] >= 'A' && value[n] <= 'Z' && value[n] + ('a' - 'A') == schemes[i][n]))) n++;
        if (!schemes[i][n] && value[n]) return true;
    }
    return false;
}

static bool value_fits(struct sekisho_policy *p, sekisho_layer layer, const char *key, enum option_type type,
                       const char *value)
{
    uint64_t number;
    bool truth;
    int64_t seconds;
    if (type == TYPE_INT && !parse_int(value, &number)) {
        say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is no whole number from 0 up", shown(value), value);
        return false;
    }
    if (type == TYPE_BOOL && !parse_bool(value, &truth)) {
        say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is neither true nor false", shown(value), value);
        return false;
    }
    if (type > TYPE_LIST) {
        const char *values = type_names[type] + strlen("enum:");
        if (enum_index(values, value) < 0) {
            struct nearest near = {value, NULL, 999};
            nearest_of_values(&near, p->arena, values);
            say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is none of %s%s%s%s", shown(value), value, values,
                near.best ? "; is " : "", near.best ? near.best : "", near.best ? " meant?" : "");
            return false;
        }
    }
    if (type == TYPE_TEXT && strcmp(key, option_rows[OPTION_EMERGENCY_UNTIL].key) == 0 && *value &&
        !time_parse(value, &seconds)) {
        say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is no time such as 2026-12-01T18:00:00+09:00", shown(value),
            value);
        return false;
    }
    /* Where a mail program happens to stand when it starts the checker is no place for a log. */
    if (strcmp(key, option_rows[OPTION_LOG_FILE].key) == 0 && *value && !is_whole_path(value)) {
        say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is no whole path such as /var/log/sekisho/mail.jsonl or C:\\Logs\\mail.jsonl", shown(value), value);
        return false;
    }
    if (strcmp(key, option_rows[OPTION_HELP_URL].key) == 0 && *value && !is_link(value)) {
        say(p, layer, UNUSED_SETTING, key, "\"%.*s\" begins with none of https:// http:// mailto: and would not be shown", shown(value), value);
        return false;
    }
    if (strcmp(key, option_rows[OPTION_REMEDY_BCC_TO].key) == 0 && *value) {
        struct address address;
        address_parse_one(value, strlen(value), "", p->arena, &address);
        if (address.malformed) {
            say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is no mail address", shown(value), value);
            return false;
        }
    }
    return true;
}

static sekisho_status policy_put(sekisho_policy *p, sekisho_layer layer, const char *key, const char *value,
                                 bool append)
{
    if (!p || !key || !value || p->finished || (int)layer < 0 || layer > SEKISHO_ENFORCED) return SEKISHO_MISUSE;
    struct target target;
    if (strlen(key) > ITEM_BYTES_MAX || !utf8_valid(key, strlen(key)))
        say(p, layer, UNUSED_SETTING, "", "a key is no UTF-8 or too long");
    else if (!utf8_valid(value, strlen(value)))
        say(p, layer, UNUSED_SETTING, key, "the value is no UTF-8");
    else if (target_find(p, layer, key, &target)) {
        if (target.type == TYPE_LIST) {
            if (!append) memset(&target.setting->list, 0, sizeof target.setting->list);
            target.setting->set = true;
            strings_add_lines(p, &target.setting->list, layer, key, value);
        } else if (append)
            say(p, layer, UNUSED_SETTING, key, "this option is no list");
        else if (strlen(value) > ITEM_BYTES_MAX)
            say(p, layer, UNUSED_SETTING, key, "longer than %d bytes", ITEM_BYTES_MAX);
        else if (value_fits(p, layer, key, target.type, value)) {
            target.setting->text = arena_strdup(p->arena, value);
            target.setting->set = target.setting->text != NULL;
        }
    }
    return arena_failed(p->arena) ? SEKISHO_NO_MEMORY : SEKISHO_OK;
}
sekisho_status sekisho_policy_set(sekisho_policy *p, sekisho_layer layer, const char *key, const char *value)
{
    return policy_put(p, layer, key, value, false);
}
sekisho_status sekisho_policy_add(sekisho_policy *p, sekisho_layer layer, const char *key, const char *item)
{
    return policy_put(p, layer, key, item, true);
}
sekisho_status sekisho_policy_problem(sekisho_policy *p, sekisho_layer layer, const char *key, const char *text, int fatal)
{
    if (!p || !key || !text || p->finished || (int)layer < 0 || layer > SEKISHO_ENFORCED) return SEKISHO_MISUSE;
    problem_add(p, layer, fatal != 0, true, key, text);
    return arena_failed(p->arena) ? SEKISHO_NO_MEMORY : SEKISHO_OK;
}

/* ---- finish --------------------------------------------------------------------------------------------------- */

static void default_setting(struct sekisho_policy *p, struct setting *s, const struct option_row *row)
{
    s->text = row->def;
    if (row->type == TYPE_LIST) strings_add_lines(p, &s->list, SEKISHO_RECOMMENDED, row->key, row->def);
}

/* The strongest layer that says something; -1 and the default when none does. */
static const struct setting *resolve(const struct setting *layers, size_t stride, const struct setting *def, int *layer)
{
    for (int l = LAYERS - 1; l >= 0; l--)
        if (layers[(size_t)l * stride].set) {
            *layer = l;
            return &layers[(size_t)l * stride];
        }
    *layer = -1;
    return def;
}
static sekisho_layer problem_layer(int layer)
{
    return layer < 0 ? SEKISHO_RECOMMENDED : (sekisho_layer)layer;
}

static bool is_address_list(size_t option)
{
    return option == OPTION_INTERNAL_DOMAINS || option == OPTION_PARTNER_DOMAINS || option == OPTION_FREEMAIL_DOMAINS ||
           option == OPTION_RECIPIENTS_BLOCK || option == OPTION_RECIPIENTS_CONFIRM ||
           option == OPTION_RECIPIENTS_ALLOW;
}

/* Adds one item to *rules, made when first needed. false: memory. */
static bool rules_add(struct sekisho_policy *p, struct address_rules **rules, sekisho_layer layer, const char *key,
                      const char *item)
{
    char error[160] = "";
    if (!*rules && !(*rules = address_rules_new())) return false;
    if (address_rules_add(*rules, item, strlen(item), error)) return true;
    if (!*error) return false;
    say(p, layer, UNUSED_SETTING, key, "\"%.*s\": %s", shown(item), item, error);
    return true;
}

/* The item of `rules` that also matches what `item` names; wildcards and exceptions are left alone. */
static const char *rules_cover(struct arena *arena, const struct address_rules *rules, const char *item)
{
    if (!rules || !*item || strpbrk(item, "*?!")) return NULL;
    const char *at = strchr(item, '@');
    if (at && at != item) {
        struct address a;
        address_parse_one(item, strlen(item), NULL, arena, &a);
        return arena_failed(arena) ? NULL : address_rules_match(rules, &a);
    }
    char ascii[256];
    if (at || *item == '.') item++;
    return domain_to_ascii(item, strlen(item), ascii) ? address_rules_match_domain(rules, ascii) : NULL;
}
static void say_contradiction(struct sekisho_policy *p, enum option_id weak, enum option_id strong, const int *layers)
{
    const struct strings *list = &p->values[weak]->list;
    for (size_t i = 0; i < list->count; i++) {
        const char *covering = rules_cover(p->arena, p->addresses[strong], list->items[i]);
        if (covering)
            say(p, problem_layer(layers[weak]), USED_SETTING, option_rows[weak].key,
                "\"%.*s\" stands in %s too (\"%.*s\"), which wins", shown(list->items[i]), list->items[i],
                option_rows[strong].key, shown(covering), covering);
    }
}

static char *folded(struct sekisho_policy *p, const char *text)
{
    size_t n;
    char *f = fold_text(text, strlen(text), policy_fold(p), &n, NULL);
    char *kept = f ? arena_strndup(p->arena, f, n) : NULL;
    p->broken = p->broken || !kept;
    free(f);
    return kept;
}
static bool folded_list(struct sekisho_policy *p, const struct strings *list, char ***items, size_t *count)
{
    *count = 0;
    *items = arena_alloc_array(p->arena, list->count + 1, sizeof **items);
    if (!*items) return false;
    for (size_t i = 0; i < list->count; i++) {
        char *f = folded(p, list->items[i]);
        if (!f) return false;
        if (*f) (*items)[(*count)++] = f;
    }
    return true;
}

static unsigned parse_where(struct sekisho_policy *p, sekisho_layer layer, const char *key, const struct strings *list)
{
    static const char values[] = "subject|body|attachments|file-names";
    unsigned bits = 0;
    for (size_t i = 0; i < list->count; i++) {
        int index = enum_index(values, list->items[i]);
        if (index >= 0) {
            bits |= 1u << index;
            continue;
        }
        struct nearest near = {list->items[i], NULL, 999};
        nearest_of_values(&near, p->arena, values);
        say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is none of %s%s%s%s", shown(list->items[i]), list->items[i], values,
            near.best ? "; is " : "", near.best ? near.best : "", near.best ? " meant?" : "");
    }
    return bits;
}
static bool parse_when(struct sekisho_policy *p, sekisho_layer layer, const char *key, const struct strings *list,
                       struct policy_rule *r)
{
    static const char values[] = "external|internal|always";
    for (size_t i = 0; i < list->count; i++) {
        int index = enum_index(values, list->items[i]);
        if (index >= 0) {
            r->when |= 1u << index;
            continue;
        }
        struct nearest near = {list->items[i], NULL, 999};
        if (!strpbrk(list->items[i], ".@*")) {
            nearest_of_values(&near, p->arena, values);
            say(p, layer, UNUSED_SETTING, key, "\"%.*s\" is neither %s nor a domain or address%s%s%s",
                shown(list->items[i]), list->items[i], values, near.best ? "; is " : "", near.best ? near.best : "",
                near.best ? " meant?" : "");
            continue;
        }
        if (!rules_add(p, &r->addresses, layer, key, list->items[i])) return false;
        r->when |= WHEN_ADDRESS;
    }
    return true;
}

/* A rule of the house from its draft. Mistakes are said; a rule without anything to look for never fires, and that is said too. */
static bool rule_finish(struct sekisho_policy *p, const struct rule_draft *d, struct policy_rule *r, int strongest_out[1])
{
    const struct setting *fields[RULE_FIELDS];
    int layers[RULE_FIELDS], strongest = 0;
    char key[RULE_FIELDS][ITEM_BYTES_MAX / 16];
    for (size_t i = 0; i < RULE_FIELDS; i++) {
        fields[i] = resolve(&d->fields[0][i], RULE_FIELDS, &p->field_defaults[i], &layers[i]);
        if (layers[i] > strongest) strongest = layers[i];
        snprintf(key[i], sizeof key[i], "rule.%.*s.%s", shown(d->name), d->name, field_rows[i].key);
    }
    *strongest_out = strongest;
    sekisho_layer layer = (sekisho_layer)strongest;
    uint64_t distance = 0;
    r->name = d->name;
    r->keywords = fields[RULE_FIELD_KEYWORDS]->list;
    r->action = (sekisho_action)enum_index(type_names[TYPE_ENUM_ACTION] + strlen("enum:"), fields[RULE_FIELD_ACTION]->text);
    r->message = fields[RULE_FIELD_MESSAGE]->text;
    parse_int(fields[RULE_FIELD_COUNT]->text, &r->count);
    parse_int(fields[RULE_FIELD_NEAR_DISTANCE]->text, &distance);
    if (r->count == 0) r->count = 1;
    if (distance > NEAR_DISTANCE_MAX) {
        say(p, problem_layer(layers[RULE_FIELD_NEAR_DISTANCE]), USED_SETTING, key[RULE_FIELD_NEAR_DISTANCE],
            "at most %d characters around a hit are looked at", NEAR_DISTANCE_MAX);
        distance = NEAR_DISTANCE_MAX;
    }
    r->near_distance = (size_t)distance;
    if (!folded_list(p, &fields[RULE_FIELD_EXCEPT]->list, &r->except, &r->except_count) ||
        !folded_list(p, &fields[RULE_FIELD_NEAR]->list, &r->near, &r->near_count))
        return false;
    r->where = parse_where(p, problem_layer(layers[RULE_FIELD_WHERE]), key[RULE_FIELD_WHERE], &fields[RULE_FIELD_WHERE]->list);
    if (!parse_when(p, problem_layer(layers[RULE_FIELD_WHEN]), key[RULE_FIELD_WHEN], &fields[RULE_FIELD_WHEN]->list, r))
        return false;
    bool refused = false;
    if (*fields[RULE_FIELD_PATTERN]->text) {
        char error[200] = "";
        r->pattern = pattern_new(fields[RULE_FIELD_PATTERN]->text, policy_bool(p, OPTION_FOLD_CASE), error);
        if (!r->pattern) {
            if (!*error) return false;
            refused = true;
            say(p, problem_layer(layers[RULE_FIELD_PATTERN]), UNUSED_SETTING, key[RULE_FIELD_PATTERN], "this pattern cannot be used: %s",
                error);
        }
    }
    r->usable = (r->keywords.count || r->pattern) && r->where && r->when;
    if (!r->keywords.count && !r->pattern && !refused)
        say(p, layer, UNUSED_SETTING, key[RULE_FIELD_KEYWORDS], "this rule names no keyword and no pattern: it never matches");
    else if (!r->where)
        say(p, layer, UNUSED_SETTING, key[RULE_FIELD_WHERE], "this rule looks nowhere: it never matches");
    else if (!r->when)
        say(p, layer, UNUSED_SETTING, key[RULE_FIELD_WHEN], "this rule names no recipients: it never matches");
    return true;
}

static const char *const set_names[] = {
#define KEYWORD_SET(SYMBOL, name) name,
#define KEYWORD(SYMBOL, word, why)
#define KEYWORD_EXCEPT(SYMBOL, phrase)
#include "data/keyword-sets.def"
#undef KEYWORD_SET
#undef KEYWORD
#undef KEYWORD_EXCEPT
};
enum { SET_COUNT = sizeof set_names / sizeof *set_names };
enum set_id {
#define KEYWORD_SET(SYMBOL, name) SET_##SYMBOL,
#define KEYWORD(SYMBOL, word, why)
#define KEYWORD_EXCEPT(SYMBOL, phrase)
#include "data/keyword-sets.def"
#undef KEYWORD_SET
#undef KEYWORD
#undef KEYWORD_EXCEPT
};
struct set_word {
    enum set_id set;
    const char *text;
};
static const struct set_word set_words[] = {
#define KEYWORD_SET(SYMBOL, name)
#define KEYWORD(SYMBOL, word, why) {SET_##SYMBOL, word},
#define KEYWORD_EXCEPT(SYMBOL, phrase)
#include "data/keyword-sets.def"
#undef KEYWORD
#undef KEYWORD_EXCEPT
};
static const struct set_word set_excepts[] = {
#define KEYWORD(SYMBOL, word, why)
#define KEYWORD_EXCEPT(SYMBOL, phrase) {SET_##SYMBOL, phrase},
#include "data/keyword-sets.def"
#undef KEYWORD_SET
#undef KEYWORD
#undef KEYWORD_EXCEPT
};

static bool set_finish(struct sekisho_policy *p, enum set_id set, struct policy_rule *r)
{
    struct strings excepts = {0};
    r->name = set_names[set];
    r->is_set = r->usable = true;
    r->count = 1;
    r->where = WHERE_SUBJECT | WHERE_BODY | WHERE_ATTACHMENTS | WHERE_FILE_NAMES;
    r->when = WHEN_EXTERNAL;
    r->message = "";
    for (size_t i = 0; i < sizeof set_words / sizeof *set_words; i++)
        if (set_words[i].set == set && !strings_add(p->arena, &r->keywords, set_words[i].text, strlen(set_words[i].text)))
            return false;
    for (size_t i = 0; i < sizeof set_excepts / sizeof *set_excepts; i++)
        if (set_excepts[i].set == set && !strings_add(p->arena, &excepts, set_excepts[i].text, strlen(set_excepts[i].text)))
            return false;
    return folded_list(p, &excepts, &r->except, &r->except_count);
}
static bool mail_words_finish(struct sekisho_policy *p, size_t group, struct policy_rule *r)
{
    struct strings excepts = {0};
    r->name = mail_words_names[group];
    r->is_set = r->usable = true;
    r->where = group == MAIL_WORDS_PRIVATE_KEY ? WHERE_ATTACHMENTS : WHERE_SUBJECT | WHERE_BODY;
    for (size_t i = 0; i < sizeof mail_word_rows / sizeof *mail_word_rows; i++)
        if (strcmp(mail_word_rows[i][0], r->name) == 0 &&
            !strings_add(p->arena, &r->keywords, mail_word_rows[i][1], strlen(mail_word_rows[i][1])))
            return false;
    for (size_t i = 0; i < sizeof mail_except_rows / sizeof *mail_except_rows; i++)
        if (strcmp(mail_except_rows[i][0], r->name) == 0 &&
            !strings_add(p->arena, &excepts, mail_except_rows[i][1], strlen(mail_except_rows[i][1])))
            return false;
    return folded_list(p, &excepts, &r->except, &r->except_count);
}

/* Whether a folded keyword is one letter or kana: it stands in nearly every mail. One kanji (秘) may well be meant. */
static bool meets_everything(struct sekisho_policy *p, const char *keyword)
{
    const char *f = folded(p, keyword);
    uint32_t cp;
    return f && *f && utf8_decode(f, strlen(f), &cp) == strlen(f) && cp < 0x3400;
}

struct keyword_list {
    struct match_keyword *words;
    size_t count;
};
static void keywords_of(struct keyword_list *all, struct policy_rule *r, enum match_word word, uint32_t id)
{
    r->match_id = id;
    for (size_t i = 0; i < r->keywords.count; i++)
        all->words[all->count++] = (struct match_keyword){r->keywords.items[i], id, word};
}

/* One automaton for the house's rules, the sets that are on and the built-in mail words. */
static bool build_matcher(struct sekisho_policy *p, const enum match_word *rule_words, const int *rule_layers)
{
    size_t total = 0, index = 0;
    bool ok = false;
    for (size_t i = 0; i < p->rule_count; i++) total += p->rules[i].keywords.count;
    for (size_t i = 0; i < MAIL_WORDS_COUNT; i++) total += p->mail_words[i].keywords.count;
    struct keyword_list all = {calloc(total ? total : 1, sizeof *all.words), 0};
    bool *useless = calloc(total ? total : 1, sizeof *useless);
    if (!all.words || !useless) goto out;
    for (size_t i = 0; i < p->rule_count; i++) keywords_of(&all, &p->rules[i], rule_words[i], p->match_ids++);
    for (size_t i = 0; i < MAIL_WORDS_COUNT; i++) keywords_of(&all, &p->mail_words[i], MATCH_WORD_AUTO, p->match_ids++);
    p->matcher = matcher_new(all.words, all.count, policy_fold(p), useless);
    if (!p->matcher) goto out;
    for (size_t i = 0; i < p->rule_count; i++) {
        struct policy_rule *r = &p->rules[i];
        size_t dead = 0;
        char key[ITEM_BYTES_MAX / 16];
        snprintf(key, sizeof key, "rule.%.*s.keywords", shown(r->name), r->name);
        for (size_t k = 0; k < r->keywords.count; k++, index++) {
            const char *word = r->keywords.items[k];
            if (useless[index]) {
                dead++;
                say(p, problem_layer(rule_layers[i]), UNUSED_SETTING, key, "\"%.*s\" holds nothing that could be matched",
                    shown(word), word);
            } else if (!r->is_set && meets_everything(p, word))
                say(p, problem_layer(rule_layers[i]), USED_SETTING, key, "\"%.*s\" is a single letter and stands in nearly every mail",
                    shown(word), word);
        }
        if (r->keywords.count && dead == r->keywords.count && !r->pattern) {
            r->usable = false;
            say(p, problem_layer(rule_layers[i]), UNUSED_SETTING, key, "none of this rule's keywords can match: it never does");
        }
    }
    ok = true;
out:
    free(all.words);
    free(useless);
    return ok;
}

static bool build_rules(struct sekisho_policy *p, const int *layers)
{
    size_t max = p->draft_count + SET_COUNT;
    enum match_word *words = arena_alloc_array(p->arena, max + 1, sizeof *words);
    int *strongest = arena_alloc_array(p->arena, max + 1, sizeof *strongest);
    p->rules = arena_alloc_array(p->arena, max + 1, sizeof *p->rules);
    if (!words || !strongest || !p->rules) return false;
    for (const struct rule_draft *d = p->drafts; d; d = d->next) {
        int layer;
        const struct setting *whole = resolve(&d->fields[0][RULE_FIELD_WHOLE_WORDS], RULE_FIELDS,
                                              &p->field_defaults[RULE_FIELD_WHOLE_WORDS], &layer);
        words[p->rule_count] = (enum match_word[]){MATCH_WORD_AUTO, MATCH_WORD_WHOLE, MATCH_WORD_ANY}[enum_index(
            type_names[TYPE_ENUM_WORDS] + strlen("enum:"), whole->text)];
        p->rule_count++; /* first, so that what it holds is released whatever happens */
        if (!rule_finish(p, d, &p->rules[p->rule_count - 1], &strongest[p->rule_count - 1])) return false;
    }
    const struct strings *sets = &p->values[OPTION_KEYWORD_SETS]->list;
    bool on[SET_COUNT] = {false};
    for (size_t i = 0; i < sets->count; i++) {
        struct nearest near = {sets->items[i], NULL, 999};
        size_t set = 0;
        while (set < SET_COUNT && strcmp(set_names[set], sets->items[i]) != 0) nearest_try(&near, set_names[set++]);
        if (set < SET_COUNT)
            on[set] = true;
        else
            say(p, problem_layer(layers[OPTION_KEYWORD_SETS]), UNUSED_SETTING, option_rows[OPTION_KEYWORD_SETS].key,
                "there is no keyword set \"%.*s\"%s%s%s", shown(sets->items[i]), sets->items[i], near.best ? "; is " : "",
                near.best ? near.best : "", near.best ? " meant?" : "");
    }
    for (size_t set = 0; set < SET_COUNT; set++)
        if (on[set] && !set_finish(p, (enum set_id)set, &p->rules[p->rule_count++])) return false;
    for (size_t i = 0; i < MAIL_WORDS_COUNT; i++)
        if (!mail_words_finish(p, i, &p->mail_words[i])) return false;
    return build_matcher(p, words, strongest);
}

static const char *list_text(struct arena *arena, const struct strings *list)
{
    size_t total = 1, at = 0;
    for (size_t i = 0; i < list->count; i++) total += strlen(list->items[i]) + 1;
    char *text = arena_alloc(arena, total);
    for (size_t i = 0; text && i < list->count; i++) {
        size_t n = strlen(list->items[i]);
        if (i) text[at++] = '\n';
        memcpy(text + at, list->items[i], n);
        at += n;
    }
    return text;
}
static void effective_add(struct sekisho_policy *p, const char *key, enum option_type type, const struct setting *value, int layer)
{
    p->effective[p->effective_count++] =
        (struct effective){key, value, type == TYPE_LIST ? list_text(p->arena, &value->list) : value->text, layer};
}
/* "on.visible-all", "rule.plan.where"; NULL when memory is short (the arena remembers). */
static const char *key_join(struct sekisho_policy *p, const char *family, const char *name, const char *field)
{
    size_t room = strlen(family) + strlen(name) + (field ? strlen(field) : 0) + 3;
    char *key = arena_alloc(p->arena, room);
    if (key) snprintf(key, room, "%s.%s%s%s", family, name, field ? "." : "", field ? field : "");
    return key;
}
/* All options, all finding actions, and the fields that rules set. */
static bool build_effective(struct sekisho_policy *p)
{
    static const struct setting action_defaults[] = {{true, "ignore", {0}},
                                                     {true, "note", {0}},
                                                     {true, "confirm", {0}},
                                                     {true, "justify", {0}},
                                                     {true, "block", {0}}};
    int layer;
    size_t max = OPTION_COUNT + FINDING_COUNT + p->draft_count * RULE_FIELDS;
    p->effective = arena_alloc_array(p->arena, max, sizeof *p->effective);
    if (!p->effective) return false;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct setting *s = resolve(&p->options[0][i], OPTION_COUNT, &p->defaults[i], &layer);
        effective_add(p, option_rows[i].key, option_rows[i].type, s, layer);
    }
    for (size_t i = 0; i < FINDING_COUNT; i++) {
        const struct setting *s = resolve(&p->actions[0][i], FINDING_COUNT, &action_defaults[finding_default((enum finding_id)i)], &layer);
        effective_add(p, key_join(p, "on", finding_name((enum finding_id)i), NULL), TYPE_ENUM_ACTION, s, layer);
    }
    for (const struct rule_draft *d = p->drafts; d; d = d->next)
        for (size_t i = 0; i < RULE_FIELDS; i++) {
            const struct setting *s = resolve(&d->fields[0][i], RULE_FIELDS, &p->field_defaults[i], &layer);
            if (layer < 0) continue;
            effective_add(p, key_join(p, "rule", d->name, field_rows[i].key), field_rows[i].type, s, layer);
        }
    return !arena_failed(p->arena);
}

/* One item that switches the checks of recipients off: used, but not unsaid. An exception beside it may have been the point. */
static void say_everybody(struct sekisho_policy *p, sekisho_layer layer, const char *key, const struct strings *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (*list->items[i] == '!') return;
    for (size_t i = 0; i < list->count; i++)
        if (strchr(list->items[i], '*') && !list->items[i][strspn(list->items[i], "*?.@")])
            say(p, layer, USED_SETTING, key, "\"%.*s\" meets every address: no recipient is a stranger then", shown(list->items[i]), list->items[i]);
}

/* A kind that no reader names would never be met: who blocks "jpg" blocks nothing. */
static void say_unknown_kinds(struct sekisho_policy *p, int layer)
{
    static const char *const kinds[] = {
#define KIND(name) name,
#include "kinds.def"
#undef KIND
    };
    const struct strings *list = &p->values[OPTION_FILES_BLOCK]->list;
    for (size_t i = 0; i < list->count; i++) {
        struct nearest near = {list->items[i], NULL, 999};
        size_t k = 0, count = sizeof kinds / sizeof *kinds;
        while (k < count && strcmp(kinds[k], list->items[i]) != 0) nearest_try(&near, kinds[k++]);
        if (near.distance > 1 && strlen(list->items[i]) < 4) near.best = NULL; /* every short word is near another one */
        if (k == count)
            say(p, problem_layer(layer), UNUSED_SETTING, option_rows[OPTION_FILES_BLOCK].key, "there is no kind of file \"%.*s\"%s%s%s",
                shown(list->items[i]), list->items[i], near.best ? "; is " : "", near.best ? near.best : "", near.best ? " meant?" : "");
    }
}

static bool finish(struct sekisho_policy *p)
{
    int layers[OPTION_COUNT];
    for (size_t i = 0; i < RULE_FIELDS; i++) default_setting(p, &p->field_defaults[i], &field_rows[i]);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &option_rows[i];
        default_setting(p, &p->defaults[i], row);
        const struct setting *s = p->values[i] = resolve(&p->options[0][i], OPTION_COUNT, &p->defaults[i], &layers[i]);
        if (arena_failed(p->arena)) return false;
        bool truth = false;
        if (row->type == TYPE_INT) parse_int(s->text, &p->ints[i]);
        if (row->type == TYPE_BOOL && parse_bool(s->text, &truth)) p->ints[i] = truth;
        if (row->type > TYPE_LIST) p->enums[i] = enum_index(type_names[row->type] + strlen("enum:"), s->text);
        if (is_address_list(i))
            for (size_t k = 0; k < s->list.count; k++)
                if (!rules_add(p, &p->addresses[i], problem_layer(layers[i]), row->key, s->list.items[k])) return false;
        if (i == OPTION_INTERNAL_DOMAINS || i == OPTION_PARTNER_DOMAINS || i == OPTION_RECIPIENTS_ALLOW)
            say_everybody(p, problem_layer(layers[i]), row->key, &s->list);
    }
    p->has_emergency = time_parse(p->values[OPTION_EMERGENCY_UNTIL]->text, &p->emergency_until);
    for (size_t i = 0; i < FINDING_COUNT; i++) {
        int layer;
        const struct setting none = {0}, *s = resolve(&p->actions[0][i], FINDING_COUNT, &none, &layer);
        p->finding_action_set[i] = layer >= 0;
        p->finding_actions[i] = layer >= 0
                                    ? (sekisho_action)enum_index(type_names[TYPE_ENUM_ACTION] + strlen("enum:"), s->text)
                                    : finding_default((enum finding_id)i);
    }
    say_unknown_kinds(p, layers[OPTION_FILES_BLOCK]);
    say_contradiction(p, OPTION_RECIPIENTS_ALLOW, OPTION_RECIPIENTS_BLOCK, layers);
    say_contradiction(p, OPTION_RECIPIENTS_CONFIRM, OPTION_RECIPIENTS_BLOCK, layers);
    say_contradiction(p, OPTION_RECIPIENTS_CONFIRM, OPTION_RECIPIENTS_ALLOW, layers);
    say_contradiction(p, OPTION_PARTNER_DOMAINS, OPTION_INTERNAL_DOMAINS, layers);
    if (p->ints[OPTION_VISIBLE_CROWD] < p->ints[OPTION_VISIBLE_STRANGERS])
        say(p, problem_layer(layers[layers[OPTION_VISIBLE_CROWD] > layers[OPTION_VISIBLE_STRANGERS] ? OPTION_VISIBLE_CROWD : OPTION_VISIBLE_STRANGERS]),
            USED_SETTING, option_rows[OPTION_VISIBLE_CROWD].key,
            "%s is smaller than %s (%s), which then never matters", p->values[OPTION_VISIBLE_CROWD]->text,
            option_rows[OPTION_VISIBLE_STRANGERS].key, p->values[OPTION_VISIBLE_STRANGERS]->text);
    return build_rules(p, layers) && build_effective(p) && !arena_failed(p->arena) && !p->broken;
}

sekisho_status sekisho_policy_finish(sekisho_policy *p)
{
    if (!p || p->finished) return SEKISHO_MISUSE;
    if (p->broken || !finish(p)) {
        p->broken = true;
        return SEKISHO_NO_MEMORY;
    }
    p->finished = true;
    return SEKISHO_OK;
}

/* ---- asking --------------------------------------------------------------------------------------------------- */

size_t sekisho_policy_problem_count(const sekisho_policy *p)
{
    return p ? p->problem_count + p->problems_cut : 0;
}
const char *sekisho_policy_problem_key(const sekisho_policy *p, size_t index)
{
    return p && index < p->problem_count ? p->problems[index].key : "";
}
const char *sekisho_policy_problem_text(const sekisho_policy *p, size_t index)
{
    if (p && index == p->problem_count && p->problems_cut) return "there are more mistakes than are listed";
    return p && index < p->problem_count ? p->problems[index].text : "";
}
sekisho_layer sekisho_policy_problem_layer(const sekisho_policy *p, size_t index)
{
    return p && index < p->problem_count ? p->problems[index].layer : SEKISHO_RECOMMENDED;
}
bool policy_problem_breaks(const sekisho_policy *p, size_t index)
{
    if (index >= p->problem_count) return false;
    const struct problem *one = &p->problems[index];
    return one->fatal || (one->unused && one->layer == SEKISHO_ENFORCED);
}
size_t sekisho_policy_option_count(const sekisho_policy *p)
{
    return p && p->finished ? p->effective_count : 0;
}
const char *sekisho_policy_option_key(const sekisho_policy *p, size_t index)
{
    return p && p->finished && index < p->effective_count ? p->effective[index].key : "";
}
const char *sekisho_policy_option_value(const sekisho_policy *p, size_t index)
{
    return p && p->finished && index < p->effective_count ? p->effective[index].text : "";
}
int sekisho_policy_option_layer(const sekisho_policy *p, size_t index)
{
    return p && p->finished && index < p->effective_count ? p->effective[index].layer : -1;
}
const char *sekisho_policy_get(const sekisho_policy *p, const char *key)
{
    for (size_t i = 0; p && key && p->finished && i < p->effective_count; i++)
        if (strcmp(p->effective[i].key, key) == 0) return p->effective[i].text;
    return "";
}

const char *policy_text(const sekisho_policy *p, enum option_id id)
{
    return p->values[id]->text;
}
uint64_t policy_int(const sekisho_policy *p, enum option_id id)
{
    return p->ints[id];
}
bool policy_bool(const sekisho_policy *p, enum option_id id)
{
    return p->ints[id] != 0;
}
int policy_enum(const sekisho_policy *p, enum option_id id)
{
    return p->enums[id];
}
const struct strings *policy_list(const sekisho_policy *p, enum option_id id)
{
    return &p->values[id]->list;
}
const struct address_rules *policy_addresses(const sekisho_policy *p, enum option_id id)
{
    return p->addresses[id];
}
sekisho_action policy_action(const sekisho_policy *p, enum finding_id id)
{
    return p->finding_actions[id];
}
bool policy_is_set(const sekisho_policy *p, enum option_id id)
{
    return p->values[id] != &p->defaults[id];
}
bool policy_action_is_set(const sekisho_policy *p, enum finding_id id)
{
    return p->finding_action_set[id];
}
bool policy_emergency(const sekisho_policy *p, const char *now)
{
    int64_t seconds;
    return p->has_emergency && now && time_parse(now, &seconds) && seconds < p->emergency_until;
}
size_t policy_rule_count(const sekisho_policy *p)
{
    return p->rule_count;
}
const struct policy_rule *policy_rule_at(const sekisho_policy *p, size_t index)
{
    return &p->rules[index];
}
const struct policy_rule *policy_rule_of_match(const sekisho_policy *p, uint32_t id)
{
    if (id < p->rule_count) return &p->rules[id];
    return id - p->rule_count < MAIL_WORDS_COUNT ? &p->mail_words[id - p->rule_count] : NULL;
}
const struct policy_rule *policy_mail_words(const sekisho_policy *p, enum mail_words group)
{
    return &p->mail_words[group];
}
unsigned policy_fold(const sekisho_policy *p)
{
    static const struct {
        enum option_id option;
        unsigned flag;
    } flags[] = {{OPTION_FOLD_CASE, FOLD_CASE},           {OPTION_FOLD_KANA, FOLD_KANA},
                 {OPTION_FOLD_VARIANTS, FOLD_VARIANTS},   {OPTION_FOLD_BREAKS, FOLD_BREAKS},
                 {OPTION_FOLD_DIACRITICS, FOLD_DIACRITICS}, {OPTION_FOLD_SMALL_KANA, FOLD_SMALL_KANA},
                 {OPTION_FOLD_LONG_VOWEL, FOLD_LONG_VOWEL}};
    unsigned fold = 0;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (policy_bool(p, flags[i].option)) fold |= flags[i].flag;
    return fold;
}
const struct matcher *policy_matcher(const sekisho_policy *p)
{
    return p->matcher;
}
uint32_t policy_match_ids(const sekisho_policy *p)
{
    return p->match_ids;
}
static uint32_t at_most_32_bits(uint64_t n)
{
    return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}
void policy_budget(const sekisho_policy *p, struct budget *b)
{
    memset(b, 0, sizeof *b);
    b->work_left = policy_int(p, OPTION_LIMIT_WORK);
    b->bytes_left = policy_int(p, OPTION_LIMIT_BYTES);
    b->memory_left = policy_int(p, OPTION_LIMIT_MEMORY);
    b->entries_left = at_most_32_bits(policy_int(p, OPTION_LIMIT_ENTRIES));
    b->depth_max = at_most_32_bits(policy_int(p, OPTION_LIMIT_DEPTH));
    b->ratio_max = at_most_32_bits(policy_int(p, OPTION_LIMIT_RATIO));
}
bool policy_finished(const sekisho_policy *p)
{
    return p && p->finished;
}

/* ---- time ----------------------------------------------------------------------------------------------------- */

static bool two_digits(const char *s, int *out)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9') return false;
    *out = (s[0] - '0') * 10 + (s[1] - '0');
    return true;
}
bool time_parse(const char *s, int64_t *seconds)
{
    int century, year, month, day, hour, minute, second, zone_hour = 0, zone_minute = 0;
    size_t n = strlen(s);
    /* 2026-12-01T18:00:00 and Z or +09:00, with or without a fraction of a second. */
    if (n < 20 || !two_digits(s, &century) || !two_digits(s + 2, &year) || s[4] != '-' || !two_digits(s + 5, &month) ||
        s[7] != '-' || !two_digits(s + 8, &day) || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') ||
        !two_digits(s + 11, &hour) || s[13] != ':' || !two_digits(s + 14, &minute) || s[16] != ':' ||
        !two_digits(s + 17, &second))
        return false;
    const char *zone = s + 19;
    if (*zone == '.') {
        zone++;
        if (*zone < '0' || *zone > '9') return false;
        while (*zone >= '0' && *zone <= '9') zone++;
    }
    if ((*zone == '+' || *zone == '-') && strlen(zone) == 6) {
        if (!two_digits(zone + 1, &zone_hour) || zone[3] != ':' || !two_digits(zone + 4, &zone_minute)) return false;
        if (*zone == '-') zone_hour = -zone_hour, zone_minute = -zone_minute;
    } else if ((*zone != 'Z' && *zone != 'z') || zone[1])
        return false;
    year += century * 100;
    static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || day > month_days[month - 1] || hour > 23 || minute > 59 || second > 60 ||
        zone_hour > 23 || zone_hour < -23 || zone_minute > 59 || zone_minute < -59)
        return false;
    /* Days from 1970-01-01 in the Gregorian calendar, years counted from March. */
    int64_t y = month > 2 ? year : year - 1;
    int64_t m = month > 2 ? month - 3 : month + 9;
    int64_t days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
    *seconds = ((days * 24 + hour - zone_hour) * 60 + minute - zone_minute) * 60 + second;
    return true;
}
