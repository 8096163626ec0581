/* JSON to policy options. Jansson reads the values; a small pass over the same text finds lines and keys that stand twice, which Jansson
 * does not tell. What an option means is left to the library. */
#include "policy_json.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 6, KEY_MAX = 4200 };

static const char *const layer_names[] = {"recommended", "user", "enforced"};

/* Index of a layer's name, -1: none. */
static int layer_of(const char *key)
{
    for (int i = 0; i < 3; i++)
        if (strcmp(key, layer_names[i]) == 0) return i;
    return -1;
}

/* ---- values --------------------------------------------------------------------------------------------------- */

static const char *kind_of(const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    case JSON_ARRAY:
        return "a list";
    case JSON_OBJECT:
        return "an object";
    default:
        return "null";
    }
}
/* The type that options.def gives a key; "" for an unknown one, which the library names itself. */
static const char *type_of(const char *key)
{
    for (size_t i = 0; i < sekisho_option_count(); i++)
        if (strcmp(sekisho_option_key(i), key) == 0) return sekisho_option_type(i);
    if (strncmp(key, "on.", 3) == 0) return "enum";
    const char *dot = strrchr(key, '.');
    for (size_t i = 0; dot && strncmp(key, "rule.", 5) == 0 && i < sekisho_rule_field_count(); i++)
        if (strcmp(sekisho_rule_field_key(i), dot + 1) == 0) return sekisho_rule_field_type(i);
    return "";
}
static bool type_fits(const char *type, const json_t *v)
{
    if (strcmp(type, "list") == 0) return json_is_array(v);
    if (strcmp(type, "int") == 0) return json_is_integer(v);
    /* Group policy has numbers only. */
    if (strcmp(type, "bool") == 0) return json_is_boolean(v) || (json_is_integer(v) && (json_integer_value(v) == 0 || json_integer_value(v) == 1));
    if (strcmp(type, "enum:auto|true|false") == 0) return json_is_boolean(v) || json_is_string(v);
    if (*type) return json_is_string(v);
    return true;
}
static const char *type_wanted(const char *type)
{
    return strcmp(type, "list") == 0 ? "a list of texts" : strcmp(type, "int") == 0 ? "a whole number" : strcmp(type, "bool") == 0 ? "true or false" : "a text";
}

static sekisho_status set_list(sekisho_policy *policy, sekisho_layer layer, const char *key, const json_t *list)
{
    size_t i;
    json_t *item;
    sekisho_status status = sekisho_policy_set(policy, layer, key, "");
    json_array_foreach(list, i, item)
    {
        if (status != SEKISHO_OK) break;
        if (!json_is_string(item) || strpbrk(json_string_value(item), "\r\n"))
            status = sekisho_policy_problem(policy, layer, key, "an item of the list is no text of one line", 0);
        else
            status = sekisho_policy_add(policy, layer, key, json_string_value(item));
    }
    return status;
}
static sekisho_status set_value(sekisho_policy *policy, sekisho_layer layer, const char *key, const json_t *v)
{
    const char *type = type_of(key);
    char text[300];
    if (!type_fits(type, v)) {
        snprintf(text, sizeof text, "%s stands here, %s is wanted", kind_of(v), type_wanted(type));
        return sekisho_policy_problem(policy, layer, key, text, 0);
    }
    if (json_is_array(v)) return *type ? set_list(policy, layer, key, v) : sekisho_policy_set(policy, layer, key, "");
    if (strcmp(type, "bool") == 0) {
        bool yes = json_is_true(v) || (json_is_integer(v) && json_integer_value(v) == 1);
        return sekisho_policy_set(policy, layer, key, yes ? "true" : "false");
    }
    if (json_is_integer(v)) {
        snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        return sekisho_policy_set(policy, layer, key, text);
    }
    if (json_is_boolean(v)) return sekisho_policy_set(policy, layer, key, json_is_true(v) ? "true" : "false");
    return sekisho_policy_set(policy, layer, key, json_is_string(v) ? json_string_value(v) : "");
}

/* Joins path and key with a dot; false when that is longer than any key. */
static bool join(char out[KEY_MAX], const char *path, const char *key)
{
    int n = snprintf(out, KEY_MAX, "%s%s%s", path, *path ? "." : "", key);
    return n > 0 && n < KEY_MAX;
}

static sekisho_status set_object(sekisho_policy *policy, sekisho_layer layer, const char *path, const json_t *object, unsigned depth)
{
    const char *key;
    json_t *v;
    sekisho_status status = SEKISHO_OK;
    json_object_foreach((json_t *)(size_t)object, key, v)
    {
        char full[KEY_MAX];
        int named = depth == 0 ? layer_of(key) : -1;
        if (named >= 0 && json_is_object(v))
            status = set_object(policy, (sekisho_layer)named, "", v, 1);
        else if (depth == 0 && strcmp(key, "version") == 0) {
            if (!json_is_integer(v) || json_integer_value(v) != 1)
                status = sekisho_policy_problem(policy, layer, key, "this program knows version 1 of policies", 0);
        } else if (!join(full, path, key))
            status = sekisho_policy_problem(policy, layer, path, "a key is too long", 0);
        else if (!json_is_object(v))
            status = set_value(policy, layer, full, v);
        else if (depth >= DEPTH_MAX)
            status = sekisho_policy_problem(policy, layer, full, "objects stand in objects too deeply", 0);
        else
            status = set_object(policy, layer, full, v, depth + 1);
        if (status != SEKISHO_OK) break;
    }
    return status;
}
sekisho_status policy_json_value(sekisho_policy *policy, sekisho_layer plain, const json_t *object)
{
    if (!json_is_object(object)) return sekisho_policy_problem(policy, plain, "", "a policy is a JSON object", 1);
    return set_object(policy, plain, "", object, 0);
}

/* ---- lines ---------------------------------------------------------------------------------------------------- */

struct policy_lines {
    json_t *by_key[3]; /* key -> line, one map a layer */
};
void policy_lines_free(struct policy_lines *lines)
{
    if (!lines) return;
    for (int i = 0; i < 3; i++) json_decref(lines->by_key[i]);
    free(lines);
}
unsigned policy_lines_find(const struct policy_lines *lines, sekisho_layer layer, const char *key)
{
    if (!lines || (int)layer < 0 || (int)layer > 2) return 0;
    const json_t *line = json_object_get(lines->by_key[layer], key);
    if (line) return (unsigned)json_integer_value(line);
    /* Another option of the same rule: the first one that stands in the file. */
    const char *dot = strrchr(key, '.'), *other;
    json_t *at;
    unsigned best = 0;
    json_object_foreach(lines->by_key[layer], other, at)
    {
        if (!dot || strncmp(other, key, (size_t)(dot - key) + 1) != 0) continue;
        unsigned one = (unsigned)json_integer_value(at);
        if (!best || one < best) best = one;
    }
    return best;
}

/* Walks a text that Jansson has accepted. */
struct walk {
    const char *at, *end;
    unsigned line;
    sekisho_policy *policy;
    struct policy_lines *lines;
    sekisho_status status;
};
static void skip_space(struct walk *w)
{
    for (; w->at < w->end && strchr(" \t\r\n", *w->at); w->at++) w->line += *w->at == '\n';
}
/* Over a string, quotes included. */
static void skip_string(struct walk *w)
{
    for (w->at++; w->at < w->end && *w->at != '"'; w->at++) w->at += *w->at == '\\';
    w->at++;
}
/* Over any value that is no object of ours: to the comma or bracket behind it. */
static void skip_value(struct walk *w)
{
    unsigned depth = 0;
    while (w->at < w->end) {
        char ch = *w->at;
        if (ch == '"') {
            skip_string(w);
            continue;
        }
        if (depth == 0 && (ch == ',' || ch == '}')) return;
        depth += ch == '[' || ch == '{';
        depth -= ch == ']' || ch == '}';
        w->line += ch == '\n';
        w->at++;
    }
}
static void note_key(struct walk *w, sekisho_layer layer, const char *key, unsigned line)
{
    json_t *map = w->lines->by_key[layer], *before = json_object_get(map, key);
    if (before) {
        char text[120];
        snprintf(text, sizeof text, "stands twice, on lines %u and %u: the last one counts", (unsigned)json_integer_value(before), line);
        w->status = sekisho_policy_problem(w->policy, layer, key, text, 0);
    }
    if (json_object_set_new(map, key, json_integer((json_int_t)line)) != 0 && w->status == SEKISHO_OK) w->status = SEKISHO_NO_MEMORY;
}
static void walk_object(struct walk *w, sekisho_layer layer, const char *path, unsigned depth)
{
    w->at++; /* { */
    for (skip_space(w); w->at < w->end && *w->at == '"' && w->status == SEKISHO_OK; skip_space(w)) {
        const char *start = w->at;
        unsigned line = w->line;
        char full[KEY_MAX];
        skip_string(w);
        json_t *key = json_loadb(start, (size_t)(w->at - start), JSON_DECODE_ANY, NULL);
        skip_space(w);
        w->at++; /* : */
        skip_space(w);
        int named = key && depth == 0 ? layer_of(json_string_value(key)) : -1;
        bool object = w->at < w->end && *w->at == '{';
        if (!key)
            w->status = SEKISHO_NO_MEMORY;
        else if (named >= 0 && object)
            walk_object(w, (sekisho_layer)named, "", 1);
        else if (!join(full, path, json_string_value(key)))
            skip_value(w);
        else if (object && depth < DEPTH_MAX)
            walk_object(w, layer, full, depth + 1);
        else {
            note_key(w, layer, full, line);
            skip_value(w);
        }
        json_decref(key);
        skip_space(w);
        if (w->at < w->end && *w->at == ',') w->at++;
    }
    if (w->at < w->end && *w->at == '}') w->at++;
}

sekisho_status policy_json_text(sekisho_policy *policy, sekisho_layer plain, const char *text, size_t n, struct policy_lines **lines)
{
    json_error_t error;
    if (lines) *lines = NULL;
    /* What editors on Windows put before UTF-8, and what they write instead of it. */
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        n -= 3;
    }
    if (n >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0 || text[0] == '\0' || text[1] == '\0'))
        return sekisho_policy_problem(policy, plain, "", "no JSON: this is UTF-16; a policy is saved as UTF-8", 1);
    struct walk w = {.at = text, .end = text + n, .line = 1, .policy = policy, .status = SEKISHO_OK};
    json_t *root = json_loadb(text, n, 0, &error);
    if (!root) {
        char said[JSON_ERROR_TEXT_LENGTH + 60];
        snprintf(said, sizeof said, "no JSON: line %d, column %d: %s", error.line, error.column, error.text);
        return sekisho_policy_problem(policy, plain, "", said, 1);
    }
    w.status = policy_json_value(policy, plain, root);
    if (w.status != SEKISHO_OK || !json_is_object(root)) goto out;
    w.lines = calloc(1, sizeof *w.lines);
    if (!w.lines) {
        w.status = SEKISHO_NO_MEMORY;
        goto out;
    }
    for (int i = 0; i < 3; i++)
        if (!(w.lines->by_key[i] = json_object())) w.status = SEKISHO_NO_MEMORY;
    skip_space(&w);
    if (w.status == SEKISHO_OK) walk_object(&w, plain, "", 0);
out:
    json_decref(root);
    if (lines && w.status == SEKISHO_OK)
        *lines = w.lines;
    else
        policy_lines_free(w.lines);
    return w.status;
}

/* ---- profiles ------------------------------------------------------------------------------------------------- */

#include "profiles.inc" /* made from profiles/ by the build */

const char *policy_json_profile(const char *name, size_t *n)
{
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
        if (strcmp(profiles[i].name, name) == 0) {
            *n = profiles[i].size;
            return (const char *)profiles[i].text;
        }
    return NULL;
}
const char *policy_json_profile_name(size_t index)
{
    return index < sizeof profiles / sizeof *profiles ? profiles[index].name : NULL;
}
