/* Finding and language tables made of findings.def, words.def and messages/<lang>.def. Filling in placeholders is left to report.c. */
#include "model/tables.h"

#include <string.h>

struct finding_row {
    int code, rank, severity;
    sekisho_action action;
    const char *name, *sentence;
};
enum { IGNORE, NOTE, CONFIRM, JUSTIFY, BLOCK };
static const struct finding_row finding_rows[FINDING_COUNT] = {
#define FINDING(number, SYMBOL, name, rank, action, severity, sentence) {number, rank, severity, (sekisho_action)action, name, sentence},
#include "findings.def"
#undef FINDING
};
static const char *const word_rows[WORD_COUNT] = {
#define WORD(SYMBOL, text) text,
#include "words.def"
#undef WORD
};
static const char *const word_symbols[WORD_COUNT] = {
#define WORD(SYMBOL, text) #SYMBOL,
#include "words.def"
#undef WORD
};
static const char *const option_keys[OPTION_COUNT] = {
#define OPTION(SYMBOL, key, TYPE, def, help) key,
#include "options.def"
#undef OPTION
};

/* One language's texts by symbol; NULL where it has none. */
struct language {
    const char *code;
    const char *sentences[FINDING_COUNT];
    const char *words[WORD_COUNT];
    const char *helps[OPTION_COUNT];
};
static const struct language languages[] = {
    {
        .code = "ja",
#define SENTENCE(SYMBOL, text) .sentences[FINDING_##SYMBOL] = text,
#define HELP(SYMBOL, text) .helps[OPTION_##SYMBOL] = text,
#define WORD(SYMBOL, text) .words[WORD_##SYMBOL] = text,
#include "messages/ja.def"
    },
};

/* "ja", "ja-JP" and "ja_JP.UTF-8" are one language. */
static const struct language *language_find(const char *lang)
{
    for (size_t i = 0; lang && i < sizeof languages / sizeof *languages; i++) {
        size_t n = strlen(languages[i].code);
        if (strncmp(languages[i].code, lang, n) == 0 && (!lang[n] || strchr("-_.", lang[n]))) return &languages[i];
    }
    return NULL;
}

int finding_code(enum finding_id id)
{
    return finding_rows[id].code;
}
const char *finding_name(enum finding_id id)
{
    return finding_rows[id].name;
}
int finding_rank(enum finding_id id)
{
    return finding_rows[id].rank;
}
int finding_severity(enum finding_id id)
{
    return finding_rows[id].severity;
}
sekisho_action finding_default(enum finding_id id)
{
    return finding_rows[id].action;
}
const char *language_sentence(enum finding_id id, const char *lang)
{
    const struct language *l = language_find(lang);
    return l && l->sentences[id] ? l->sentences[id] : finding_rows[id].sentence;
}
const char *language_word(enum word_id id, const char *lang)
{
    const struct language *l = language_find(lang);
    return l && l->words[id] ? l->words[id] : word_rows[id];
}
const char *language_help(enum option_id id, const char *lang)
{
    const struct language *l = language_find(lang);
    return l ? l->helps[id] : NULL;
}
size_t language_missing(const char *lang, const char **names, size_t max)
{
    const struct language *l = language_find(lang);
    size_t count = 0;
    for (size_t i = 0; l && i < FINDING_COUNT; i++)
        if (!l->sentences[i] && count++ < max) names[count - 1] = finding_rows[i].name;
    for (size_t i = 0; l && i < WORD_COUNT; i++)
        if (!l->words[i] && count++ < max) names[count - 1] = word_symbols[i];
    for (size_t i = 0; l && i < OPTION_COUNT; i++)
        if (!l->helps[i] && count++ < max) names[count - 1] = option_keys[i];
    return count;
}

/* ---- the public view of the tables ---------------------------------------------------------------------------- */

size_t sekisho_finding_kind_count(void)
{
    return FINDING_COUNT;
}
const char *sekisho_finding_kind_name(size_t index)
{
    return index < FINDING_COUNT ? finding_rows[index].name : "";
}
int sekisho_finding_kind_code(size_t index)
{
    return index < FINDING_COUNT ? finding_rows[index].code : 0;
}
sekisho_action sekisho_finding_kind_action(size_t index)
{
    return index < FINDING_COUNT ? finding_rows[index].action : SEKISHO_ACTION_IGNORE;
}
const char *sekisho_finding_kind_sentence(size_t index, const char *lang)
{
    return index < FINDING_COUNT ? language_sentence((enum finding_id)index, lang) : "";
}
