/* sekisho policy lint, sekisho policy show: every mistake of a policy with its key and line; the options that hold and where each came from. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *layer_name(int layer)
{
    static const char *const names[] = {"default", "recommended", "user", "enforced"};
    return names[layer + 1];
}

static void print_mistake(FILE *to, const char *name, unsigned line, const char *key, const char *text)
{
    fprintf(to, "%s:", name);
    if (line) fprintf(to, "%u:", line);
    fprintf(to, " %s%s%s\n", key, *key ? ": " : "", text);
}
static int lint(const sekisho_policy *policy, const struct policy_lines *lines, const struct cli_args *a, const char *name)
{
    size_t count = sekisho_policy_problem_count(policy);
    json_t *problems = json_array();
    for (size_t i = 0; i < count; i++) {
        const char *key = sekisho_policy_problem_key(policy, i), *text = sekisho_policy_problem_text(policy, i);
        sekisho_layer layer = sekisho_policy_problem_layer(policy, i);
        unsigned line = policy_lines_find(lines, layer, key);
        if (a->json)
            json_array_append_new(problems, json_pack("{s:s, s:i, s:s, s:s, s:s}", "file", name, "line", (int)line, "layer", layer_name((int)layer), "key", key, "text", text));
        else
            print_mistake(stdout, name, line, key, text);
    }
    if (a->json)
        cli_print_json(json_pack("{s:i, s:O}", "version", 1, "problems", problems));
    else if (count)
        printf("%s: %s%zu\n", name, cli_word(a->lang, CLI_MISTAKES), count);
    else
        printf("%s: %s\n", name, cli_word(a->lang, CLI_NO_MISTAKES));
    json_decref(problems);
    return count ? EXIT_POLICY : EXIT_PASS;
}

/* A list's items are parted by commas here; the JSON has them apart. */
static void print_value(const char *value)
{
    for (; *value; value++) fputs(*value == '\n' ? ", " : (char[]){*value, 0}, stdout);
}
static int show(const sekisho_policy *policy, const struct policy_lines *lines, const struct cli_args *a, const char *name)
{
    /* What holds is not what stands in the file: said beside it, so that defaults are not taken for it. */
    for (size_t i = 0; i < sekisho_policy_problem_count(policy); i++) {
        const char *key = sekisho_policy_problem_key(policy, i);
        print_mistake(stderr, name, policy_lines_find(lines, sekisho_policy_problem_layer(policy, i), key), key, sekisho_policy_problem_text(policy, i));
    }
    json_t *options = json_array();
    for (size_t i = 0; i < sekisho_policy_option_count(policy); i++) {
        const char *key = sekisho_policy_option_key(policy, i), *value = sekisho_policy_option_value(policy, i);
        const char *layer = layer_name(sekisho_policy_option_layer(policy, i));
        if (a->json)
            json_array_append_new(options, json_pack("{s:s, s:o, s:s}", "key", key, "value", json_string(value), "layer", layer));
        else {
            printf("%-12s %s = ", layer, key);
            print_value(value);
            putchar('\n');
        }
    }
    if (a->json) cli_print_json(json_pack("{s:i, s:O}", "version", 1, "options", options));
    json_decref(options);
    return EXIT_PASS;
}

int command_policy(int argc, char **argv)
{
    struct cli_args a;
    struct policy_lines *lines = NULL;
    sekisho_policy *policy = NULL;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_JSON, &a)) goto out;
    bool is_lint = a.name_count == 2 && strcmp(a.names[0], "lint") == 0, is_show = a.name_count == 2 && strcmp(a.names[0], "show") == 0;
    if (!is_lint && !is_show) {
        cli_say("policy lint FILE, or policy show FILE");
        goto out;
    }
    if (!cli_policy_exists(a.names[1])) {
        cli_say("%s: no such file, and no profile of that name", a.names[1]);
        result = EXIT_NO_INPUT;
        goto out;
    }
    bool readable;
    policy = cli_policy_read(a.names[1], &lines, &readable);
    result = !policy ? EXIT_INTERNAL : !readable ? EXIT_NO_INPUT : is_lint ? lint(policy, lines, &a, a.names[1]) : show(policy, lines, &a, a.names[1]);
out:
    policy_lines_free(lines);
    sekisho_policy_free(policy);
    cli_args_free(&a);
    return result;
}
