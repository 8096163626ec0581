/* sekisho inspect: what each file is and holds, and all its text beside it where asked for. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_json.h"

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
static bool write_text(const char *folder, const char *name, const char *text, size_t n)
{
    size_t room = strlen(folder) + strlen(name) + sizeof "/.txt";
    char *path = malloc(room);
    if (!path) return false;
    snprintf(path, room, "%s/%s.txt", folder, name);
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(text, 1, n, f) == n;
    if (f && fclose(f) != 0) ok = false;
    if (!ok) cli_say("%s: %s", path, strerror(errno));
    free(path);
    return ok;
}
static void print_inspection(const sekisho_attachment *a, const char *lang, unsigned depth)
{
    cli_print_attachment(a, lang, depth);
    for (size_t i = 0; i < sekisho_attachment_found_count(a); i++)
        printf("    %s: %s %s (%llu) %s\n", sekisho_attachment_name(a), sekisho_attachment_found_fact(a, i), sekisho_attachment_found_where(a, i),
               sekisho_attachment_found_number(a, i), sekisho_attachment_found_sample(a, i));
    for (size_t i = 0; i < sekisho_attachment_meta_count(a); i++)
        printf("    %s: %s = %s\n", sekisho_attachment_name(a), sekisho_attachment_meta_key(a, i), sekisho_attachment_meta_value(a, i));
}

static int inspect_one(const sekisho_policy *policy, const struct cli_args *a, const char *path)
{
    size_t n, text_length = 0;
    char *data = cli_read(path, &n), *text = NULL;
    sekisho_report *report = NULL;
    int result = EXIT_PASS;
    if (!data) return EXIT_NO_INPUT;
    if (sekisho_inspect(policy, file_name(path), data, n, &report, a->text_dir ? &text : NULL, &text_length) != SEKISHO_OK) {
        cli_say("%s: memory ran out", path);
        result = EXIT_INTERNAL;
    } else {
        const sekisho_attachment *one = sekisho_report_attachment(report, 0);
        if (a->json) {
            if (!cli_print_json(report_json_inspect(one))) result = EXIT_INTERNAL;
        } else
            print_inspection(one, a->lang, 0);
        if (a->text_dir && !write_text(a->text_dir, file_name(path), text, text_length)) result = EXIT_OUTPUT;
    }
    sekisho_text_free(text);
    sekisho_report_free(report);
    free(data);
    return result;
}

int command_inspect(int argc, char **argv)
{
    struct cli_args a;
    sekisho_policy *policy = NULL;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_POLICY | TAKES_JSON | TAKES_TEXT, &a)) goto out;
    if (!a.name_count) {
        cli_say("inspect wants a file");
        goto out;
    }
    result = EXIT_INTERNAL;
    policy = cli_policy(a.policy, NULL);
    if (!policy) goto out;
    result = EXIT_PASS;
    /* A file that cannot be read does not keep the others from being looked at. */
    for (size_t i = 0; i < a.name_count; i++) {
        int one = inspect_one(policy, &a, a.names[i]);
        if (one != EXIT_PASS) result = one;
    }
out:
    sekisho_policy_free(policy);
    cli_args_free(&a);
    return result;
}
