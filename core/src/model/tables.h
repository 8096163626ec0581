/* The ids of everything that stands in a .def table: options, fields of rules, findings, words of sentences; and their texts by language. */
#ifndef SEKISHO_MODEL_TABLES_H
#define SEKISHO_MODEL_TABLES_H

#include "sekisho.h"

enum option_id {
#define OPTION(SYMBOL, key, TYPE, def, help) OPTION_##SYMBOL,
#include "options.def"
#undef OPTION
    OPTION_COUNT
};
enum rule_field {
#define OPTION(SYMBOL, key, TYPE, def, help)
#define RULE_FIELD(SYMBOL, key, TYPE, def, help) RULE_FIELD_##SYMBOL,
#include "options.def"
#undef OPTION
    RULE_FIELDS
};
enum finding_id { /* index into the table; the published number is finding_code() */
#define FINDING(number, SYMBOL, name, rank, action, severity, sentence) FINDING_##SYMBOL,
#include "findings.def"
#undef FINDING
    FINDING_COUNT
};
enum word_id {
#define WORD(SYMBOL, text) WORD_##SYMBOL,
#include "words.def"
#undef WORD
    WORD_COUNT
};

int finding_code(enum finding_id);
const char *finding_name(enum finding_id);
int finding_rank(enum finding_id);
int finding_severity(enum finding_id);
sekisho_action finding_default(enum finding_id);

/* lang: "ja", "ja-JP", "en" ...; what a language lacks is said in English. help is the English one. */
const char *language_sentence(enum finding_id, const char *lang);
const char *language_word(enum word_id, const char *lang);
const char *language_help(enum option_id, const char *lang); /* NULL: only English is there */
/* Whether a language beside English is known, and which of its texts are missing (for the test that lists them). */
size_t language_missing(const char *lang, const char **names, size_t max);

#endif
