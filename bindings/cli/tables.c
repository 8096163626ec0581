/* sekisho options, sekisho findings: the tables of the library in the chosen language. */
#include "cli.h"

#include <stdio.h>

#include "report_json.h"

int command_options(int argc, char **argv)
{
    struct cli_args a;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_JSON, &a) || a.name_count) goto out;
    json_t *list = json_array();
    for (size_t i = 0; i < sekisho_option_count(); i++) {
        const char *key = sekisho_option_key(i), *type = sekisho_option_type(i), *def = sekisho_option_default(i), *help = sekisho_option_help(i, a.lang);
        if (a.json)
            json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "key", key, "type", type, "default", def, "help", help));
        else
            printf("%s (%s) = %s\n    %s\n", key, type, def, help);
    }
    json_t *fields = json_array();
    for (size_t i = 0; i < sekisho_rule_field_count(); i++) {
        const char *key = sekisho_rule_field_key(i), *type = sekisho_rule_field_type(i), *def = sekisho_rule_field_default(i), *help = sekisho_rule_field_help(i);
        if (a.json)
            json_array_append_new(fields, json_pack("{s:s, s:s, s:s, s:s}", "field", key, "type", type, "default", def, "help", help));
        else
            printf("rule.<name>.%s (%s) = %s\n    %s\n", key, type, def, help);
    }
    if (a.json) cli_print_json(json_pack("{s:i, s:O, s:O}", "version", 1, "options", list, "rule_fields", fields));
    json_decref(list);
    json_decref(fields);
    result = EXIT_PASS;
out:
    cli_args_free(&a);
    return result;
}

int command_findings(int argc, char **argv)
{
    struct cli_args a;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_JSON, &a) || a.name_count) goto out;
    json_t *list = json_array();
    for (size_t i = 0; i < sekisho_finding_kind_count(); i++) {
        const char *name = sekisho_finding_kind_name(i), *sentence = sekisho_finding_kind_sentence(i, a.lang);
        const char *action = report_json_action(sekisho_finding_kind_action(i));
        if (a.json)
            json_array_append_new(list, json_pack("{s:i, s:s, s:s, s:s}", "code", sekisho_finding_kind_code(i), "name", name, "action", action, "sentence", sentence));
        else
            printf("%d %s (%s)\n    %s\n", sekisho_finding_kind_code(i), name, action, sentence);
    }
    if (a.json) cli_print_json(json_pack("{s:i, s:O}", "version", 1, "findings", list));
    json_decref(list);
    result = EXIT_PASS;
out:
    cli_args_free(&a);
    return result;
}
