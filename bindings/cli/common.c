/* Arguments, files, policies and output: what every command needs and no other program. */
#ifndef _WIN32
#define _POSIX_C_SOURCE 200809L
#endif
#include "cli.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifndef _WIN32
#include <sys/stat.h>
#endif

#include "doctor_config.h"

enum { READ_FIRST = 64 * 1024 };

const char *cli_word(const char *lang, enum cli_word word)
{
    static const char *const words[CLI_WORD_COUNT][2] = {
#define CLI_WORD(SYMBOL, en, ja) {en, ja},
#include "words.def"
#undef CLI_WORD
    };
    return words[word][strcmp(lang, "ja") == 0];
}

void cli_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("sekisho: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

/* --lang, else the first of LC_ALL, LC_MESSAGES, LANG that says something. */
static const char *language(const char *asked)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    if (asked) return asked;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value) return strncmp(value, "ja", 2) == 0 ? "ja" : "en";
    }
    return "en";
}

bool cli_args_parse(int argc, char **argv, unsigned takes, struct cli_args *a)
{
    struct {
        const char *name;
        unsigned flag;
        const char **text;
        bool *on;
    } options[] = {{"--policy", TAKES_POLICY, &a->policy, NULL},   {"--lang", ~0u, &a->lang, NULL},
                   {"--json", TAKES_JSON, NULL, &a->json},         {"--original", TAKES_CHECK, &a->original, NULL},
                   {"--request", TAKES_CHECK, &a->request, NULL},  {"--explain", TAKES_CHECK, NULL, &a->explain},
                   {"--text", TAKES_TEXT, &a->text_dir, NULL},     {"--all", TAKES_SCAN, NULL, &a->all},
                   {"--jsonl", TAKES_SCAN, NULL, &a->jsonl},       {"--html", TAKES_HTML, NULL, &a->html}};
    memset(a, 0, sizeof *a);
    a->rcpt = calloc((size_t)argc + 1, sizeof *a->rcpt);
    a->names = calloc((size_t)argc + 1, sizeof *a->names);
    if (!a->rcpt || !a->names) {
        cli_say("memory ran out");
        return false;
    }
    bool only_names = false;
    for (int i = 1; i < argc; i++) {
        if (only_names || argv[i][0] != '-' || !argv[i][1]) {
            a->names[a->name_count++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--") == 0) {
            only_names = true;
            continue;
        }
        const char *equals = strchr(argv[i], '='), *value = NULL;
        size_t n = equals ? (size_t)(equals - argv[i]) : strlen(argv[i]), k = 0, count = sizeof options / sizeof *options;
        bool rcpt = (takes & TAKES_CHECK) && n == 6 && memcmp(argv[i], "--rcpt", 6) == 0;
        while (k < count && !(strlen(options[k].name) == n && memcmp(options[k].name, argv[i], n) == 0 && (options[k].flag & takes))) k++;
        if (!rcpt && k == count) {
            cli_say("unknown option %s", argv[i]);
            return false;
        }
        if (!rcpt && options[k].on) {
            if (equals) {
                cli_say("%s takes no value", options[k].name);
                return false;
            }
            *options[k].on = true;
            continue;
        }
        value = equals ? equals + 1 : i + 1 < argc ? argv[++i] : NULL;
        if (!value) {
            cli_say("%s wants a value", argv[i]);
            return false;
        }
        if (rcpt)
            a->rcpt[a->rcpt_count++] = value;
        else
            *options[k].text = value;
    }
    if (a->lang && strcmp(a->lang, "ja") != 0 && strcmp(a->lang, "en") != 0) {
        cli_say("--lang is ja or en");
        return false;
    }
    a->lang = language(a->lang);
    return true;
}
void cli_args_free(struct cli_args *a)
{
    free(a->rcpt);
    free(a->names);
}

char *cli_read(const char *path, size_t *n)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *f = standard ? stdin : fopen(path, "rb");
    char *data = NULL;
    size_t cap = 0, len = 0, got;
    if (!f) {
        cli_say("%s: %s", path, strerror(errno));
        return NULL;
    }
    /* Where the size is known it is read in one go, so that a large mail is in memory once. A folder opens too, and claims to be endless. */
    if (!standard && fseek(f, 0, SEEK_END) == 0) {
        long size = ftell(f);
        if (size > 0 && size < LONG_MAX) cap = (size_t)size + 1;
        rewind(f);
    }
    for (;;) {
        if (!data || len == cap) {
            size_t want = data || !cap ? (cap ? cap * 2 : READ_FIRST) : cap;
            char *more = want > cap || !data ? realloc(data, want) : NULL;
            if (!more) {
                cli_say("%s: memory ran out", path);
                free(data);
                data = NULL;
                break;
            }
            data = more;
            cap = want;
        }
        got = fread(data + len, 1, cap - len, f);
        len += got;
        if (got == 0) {
            if (ferror(f)) {
                cli_say("%s: %s", path, strerror(errno));
                free(data);
                data = NULL;
            }
            break;
        }
    }
    if (!standard) fclose(f);
    *n = len;
    return data;
}

static bool is_profile_name(const char *name, const char **text, size_t *n)
{
    return !strpbrk(name, "/\\.") && (*text = policy_json_profile(name, n)) != NULL;
}
static bool file_exists(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f) fclose(f);
    return f != NULL;
}
bool cli_policy_exists(const char *name)
{
    const char *text;
    size_t n;
    return strcmp(name, "-") == 0 || file_exists(name) || errno != ENOENT || is_profile_name(name, &text, &n);
}
sekisho_policy *cli_policy(const char *name, struct policy_lines **lines)
{
    bool read;
    return cli_policy_read(name, lines, &read);
}

/* Takes up a policy's file, or a profile of that name; *readable: whether there were bytes to judge. */
static sekisho_status put_policy(sekisho_policy *policy, const char *name, struct policy_lines **lines, bool *readable)
{
    const char *text;
    size_t n;
    /* What stands outside of any layer locks in the machine's own file (bindings/json/PROTOCOL.md), and is a default in all others. */
    sekisho_layer layer = strcmp(name, SEKISHO_POLICY_PLACE) == 0 ? SEKISHO_ENFORCED : SEKISHO_RECOMMENDED;
    sekisho_status status;
    /* A file of that name goes before a profile of that name. */
    if (!file_exists(name) && is_profile_name(name, &text, &n)) return policy_json_text(policy, layer, text, n, lines);
    char *read = cli_read(name, &n);
    *readable = read != NULL;
    if (read && n > POLICY_JSON_MAX) {
        char said[80];
        snprintf(said, sizeof said, "the policy file is larger than %u MiB", POLICY_JSON_MAX >> 20);
        status = sekisho_policy_problem(policy, layer, "", said, 1);
    } else if (read)
        status = policy_json_text(policy, layer, read, n, lines);
    else
        status = sekisho_policy_problem(policy, layer, "", "the policy file cannot be read", 1);
    free(read);
    return status;
}
static sekisho_policy *finish_policy(sekisho_policy *policy, sekisho_status status)
{
    if (status == SEKISHO_OK) status = sekisho_policy_finish(policy);
    if (status == SEKISHO_OK) return policy;
    cli_say("memory ran out");
    sekisho_policy_free(policy);
    return NULL;
}
sekisho_policy *cli_policy_read(const char *name, struct policy_lines **lines, bool *readable)
{
    sekisho_policy *policy = NULL;
    sekisho_status status = sekisho_policy_new(&policy);
    if (lines) *lines = NULL;
    *readable = true;
    if (status == SEKISHO_OK && name) status = put_policy(policy, name, lines, readable);
    return finish_policy(policy, status);
}

bool cli_machine_has_policy(void)
{
#ifdef _WIN32
    return false; /* the registry holds it there */
#else
    struct stat s;
    return lstat(SEKISHO_POLICY_PLACE, &s) == 0 || (errno != ENOENT && errno != ENOTDIR);
#endif
}
sekisho_policy *cli_policy_machine(const char *name)
{
    sekisho_policy *policy = NULL;
    bool readable;
    sekisho_status status = sekisho_policy_new(&policy);
    if (status == SEKISHO_OK && name) status = put_policy(policy, name, NULL, &readable);
    if (status == SEKISHO_OK && cli_machine_has_policy()) status = put_policy(policy, SEKISHO_POLICY_PLACE, NULL, &readable);
    return finish_policy(policy, status);
}

bool cli_print_json(json_t *value)
{
    bool ok = value && json_dumpf(value, stdout, JSON_COMPACT) == 0 && fputc('\n', stdout) != EOF;
    if (!value) cli_say("memory ran out");
    json_decref(value);
    return ok;
}
int cli_close_output(int status)
{
    /* A full disk shows only here. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        cli_say("output: %s", strerror(errno));
        return EXIT_OUTPUT;
    }
    return status;
}
void cli_now(char out[40])
{
    time_t now = time(NULL);
    struct tm *utc = gmtime(&now);
    if (!utc || strftime(out, 40, "%Y-%m-%dT%H:%M:%SZ", utc) == 0) out[0] = '\0';
}
int cli_status(sekisho_verdict v)
{
    static const int statuses[] = {EXIT_PASS, EXIT_CONFIRM, EXIT_JUSTIFY, EXIT_BLOCK};
    return statuses[v];
}
void cli_print_size(unsigned long long bytes, char out[32])
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
    double n = (double)bytes;
    size_t unit = 0;
    while (n >= 999.95 && unit + 1 < sizeof units / sizeof *units) {
        n /= 1000;
        unit++;
    }
    snprintf(out, 32, unit ? "%.1f %s" : "%.0f %s", n, units[unit]);
}
