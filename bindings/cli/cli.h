/* What the commands of the program share. Exit statuses and output are cli.md's. */
#ifndef SEKISHO_CLI_H
#define SEKISHO_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <jansson.h>
#include "sekisho.h"
#include "policy_json.h"

enum {
    EXIT_PASS = 0,
    EXIT_CONFIRM = 10,
    EXIT_JUSTIFY = 15,
    EXIT_BLOCK = 20,
    EXIT_USAGE = 64,
    EXIT_NO_INPUT = 66,
    EXIT_INTERNAL = 70,
    EXIT_OUTPUT = 74,
    EXIT_NOT_SENT = 77,
    EXIT_POLICY = 78
};
enum cli_word {
#define CLI_WORD(SYMBOL, en, ja) CLI_##SYMBOL,
#include "words.def"
#undef CLI_WORD
    CLI_WORD_COUNT
};
const char *cli_word(const char *lang, enum cli_word);

/* Options that several commands take; what a command does not take is a usage error. */
struct cli_args {
    const char *lang;      /* "ja" or "en", settled */
    const char *policy;    /* path, "-", or a shipped profile's name; NULL: built-in defaults */
    const char *original, *request, *text_dir;
    bool json, jsonl, html, explain, all;
    const char **rcpt;     /* points into argv */
    size_t rcpt_count;
    const char **names;    /* what is no option */
    size_t name_count;
};
enum cli_flag {
    TAKES_POLICY = 1,
    TAKES_JSON = 2,
    TAKES_CHECK = 4,       /* --rcpt, --original, --explain, --request */
    TAKES_TEXT = 8,
    TAKES_SCAN = 16,       /* --all, --jsonl */
    TAKES_HTML = 32
};
/* false: wrong usage, said on stderr. args->rcpt and ->names are freed by cli_args_free. */
bool cli_args_parse(int argc, char **argv, unsigned takes, struct cli_args *args);
void cli_args_free(struct cli_args *);

void cli_say(const char *format, ...) /* to stderr, "sekisho: " before it */
#ifdef __GNUC__
    __attribute__((format(printf, 1, 2)))
#endif
    ;
/* A whole file or standard input ("-"). NULL: said on stderr. */
char *cli_read(const char *path, size_t *n);
/* A finished policy from --policy; a file that cannot be read or is no JSON becomes its finding. NULL: memory, said. lines may be NULL. */
sekisho_policy *cli_policy(const char *name, struct policy_lines **lines);
/* The same; *readable: whether there were bytes to judge. */
sekisho_policy *cli_policy_read(const char *name, struct policy_lines **lines, bool *readable);
/* The policy of a program that sends: --policy (may be NULL), and what stands in this machine's own file over it, as for every mail program. */
sekisho_policy *cli_policy_machine(const char *name);
bool cli_machine_has_policy(void); /* readable or not */
bool cli_policy_exists(const char *name); /* a file, readable or not, or a shipped profile */
bool cli_print_json(json_t *value); /* one line; takes the reference; false: memory or output */
int cli_close_output(int status);   /* flushes stdout; EXIT_OUTPUT where that fails */
/* Seconds-exact now, RFC 3339, for emergency.until. */
void cli_now(char out[40]);
int cli_status(sekisho_verdict);
void cli_print_report(const sekisho_report *, const char *lang, bool explain);
void cli_print_attachment(const sekisho_attachment *, const char *lang, unsigned depth);
void cli_print_size(unsigned long long bytes, char out[32]);
/* The message of a file, checked. Returns an exit status; *out is the report where that is EXIT_PASS. */
int cli_check_mail(const sekisho_policy *, const struct cli_args *, const char *mail, size_t n, sekisho_report **out);

int command_check(int argc, char **argv);
int command_inspect(int argc, char **argv);
int command_scan(int argc, char **argv);
int command_policy(int argc, char **argv);
int command_options(int argc, char **argv);
int command_findings(int argc, char **argv);
int command_send(int argc, char **argv);
int command_log(int argc, char **argv);
int command_doctor(int argc, char **argv);

#endif
