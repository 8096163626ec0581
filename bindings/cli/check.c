/* sekisho check: one complete message, or the request that a mail client would send. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_json.h"
#include "request_json.h"

static int failed(sekisho_status status)
{
    if (status == SEKISHO_NO_MEMORY) cli_say("memory ran out");
    if (status == SEKISHO_CANCELLED) cli_say("cancelled");
    if (status == SEKISHO_MISUSE) cli_say("the message could not be checked");
    return EXIT_INTERNAL;
}
static sekisho_status set_now(sekisho_message *message)
{
    char now[40];
    cli_now(now);
    return *now ? sekisho_message_set_time(message, now) : SEKISHO_OK;
}

int cli_check_mail(const sekisho_policy *policy, const struct cli_args *a, const char *mail, size_t n, sekisho_report **out)
{
    sekisho_message *message = NULL;
    char *original = NULL;
    size_t original_size = 0;
    int result = EXIT_PASS;
    sekisho_status status = sekisho_message_new(&message);
    *out = NULL;
    if (status == SEKISHO_OK) status = sekisho_message_set_language(message, a->lang);
    if (status == SEKISHO_OK) status = set_now(message);
    if (status == SEKISHO_OK) status = sekisho_message_load_rfc5322(message, mail, n);
    for (size_t i = 0; status == SEKISHO_OK && i < a->rcpt_count; i++) status = sekisho_message_add_envelope_recipient(message, a->rcpt[i]);
    if (status == SEKISHO_OK && a->original) {
        original = cli_read(a->original, &original_size);
        if (!original) {
            result = EXIT_NO_INPUT;
            goto out;
        }
        status = sekisho_message_set_original_rfc5322(message, original, original_size);
    }
    if (status == SEKISHO_OK) status = sekisho_check(policy, message, out);
    if (status != SEKISHO_OK) result = failed(status);
out:
    sekisho_message_free(message);
    free(original);
    return result;
}

/* The attachments of a request file, read by path; a path that cannot be read is an attachment nobody could hand over. */
struct request_files {
    const char *folder; /* of the request file: paths are relative to it */
    size_t folder_length;
    char **data;
    size_t count;
};
static bool request_file(void *ctx, size_t index, const json_t *attachment, const void **data, size_t *n)
{
    struct request_files *files = ctx;
    const char *path = json_string_value(json_object_get(attachment, "path"));
    if (!path || index >= files->count) return false;
    char *joined = NULL;
    if (path[0] != '/' && files->folder_length) {
        joined = malloc(files->folder_length + strlen(path) + 1);
        if (!joined) return false;
        memcpy(joined, files->folder, files->folder_length);
        strcpy(joined + files->folder_length, path);
    }
    files->data[index] = cli_read(joined ? joined : path, n);
    *data = files->data[index];
    free(joined);
    return files->data[index] != NULL;
}
static int check_request(const sekisho_policy *policy, const struct cli_args *a, sekisho_report **out)
{
    size_t n;
    char *text = cli_read(a->request, &n), error[200];
    json_error_t json_error;
    json_t *request = NULL;
    sekisho_message *message = NULL;
    struct request_files files = {0};
    int result = EXIT_NO_INPUT;
    *out = NULL;
    if (!text) return EXIT_NO_INPUT;
    request = json_loadb(text, n, JSON_REJECT_DUPLICATES, &json_error);
    if (!request) {
        cli_say("%s:%d: %s", a->request, json_error.line, json_error.text);
        goto out;
    }
    const char *slash = strrchr(a->request, '/');
    files.folder = a->request;
    files.folder_length = slash ? (size_t)(slash - a->request) + 1 : 0;
    files.count = json_array_size(json_object_get(request, "attachments"));
    files.data = calloc(files.count + 1, sizeof *files.data);
    sekisho_status status = files.data ? sekisho_message_new(&message) : SEKISHO_NO_MEMORY;
    if (status == SEKISHO_OK) status = sekisho_message_set_language(message, a->lang);
    if (status == SEKISHO_OK) status = set_now(message);
    if (status == SEKISHO_OK) {
        status = request_json_message(request, request_file, &files, message, error);
        if (status == SEKISHO_MISUSE) {
            cli_say("%s: %s", a->request, error);
            goto out;
        }
    }
    if (status == SEKISHO_OK) status = sekisho_check(policy, message, out);
    result = status == SEKISHO_OK ? EXIT_PASS : failed(status);
out:
    sekisho_message_free(message);
    json_decref(request);
    for (size_t i = 0; files.data && i < files.count; i++) free(files.data[i]);
    free(files.data);
    free(text);
    return result;
}

int command_check(int argc, char **argv)
{
    struct cli_args a;
    sekisho_policy *policy = NULL;
    sekisho_report *report = NULL;
    char *mail = NULL;
    size_t n;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_POLICY | TAKES_JSON | TAKES_CHECK, &a)) goto out;
    if (a.request ? a.name_count != 0 || a.rcpt_count || a.original : a.name_count != 1) {
        cli_say("check wants one message, or --request and no message");
        goto out;
    }
    result = EXIT_INTERNAL;
    policy = cli_policy(a.policy, NULL);
    if (!policy) goto out;
    if (a.request)
        result = check_request(policy, &a, &report);
    else {
        mail = cli_read(a.names[0], &n);
        result = mail ? cli_check_mail(policy, &a, mail, n, &report) : EXIT_NO_INPUT;
    }
    if (!report) goto out;
    result = cli_status(sekisho_report_verdict(report));
    if (a.json) {
        json_t *check = report_json_check(report);
        if (check && a.request) json_object_set_new(check, "dialog", report_json_dialog(report));
        if (!check) result = EXIT_INTERNAL;
        if (!cli_print_json(check) && check) result = EXIT_OUTPUT;
    } else
        cli_print_report(report, a.lang, a.explain);
out:
    sekisho_report_free(report);
    free(mail);
    sekisho_policy_free(policy);
    cli_args_free(&a);
    return result;
}
