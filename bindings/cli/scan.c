/* sekisho scan: matches in plain text, offsets in code points. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Code points in text[0..n); stray continuation bytes count to the character before them, as Python's decoder of valid text does. */
static size_t characters(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* Spans as JSON; text offsets become code points in one pass, for the spans stand in order of their start. */
static json_t *spans_json(const sekisho_report *r, const char *text, bool all)
{
    json_t *spans = json_array();
    size_t at = 0, passed = 0;
    for (size_t i = 0; spans && i < sekisho_report_span_count(r); i++) {
        size_t start = sekisho_report_span_start(r, i), end = sekisho_report_span_end(r, i);
        if (!all && strcmp(sekisho_report_span_confidence(r, i), "low") == 0) continue;
        passed += characters(text + at, start - at);
        at = start;
        json_t *one = json_pack("{s:I, s:I, s:s, s:s, s:s}", "start", (json_int_t)passed, "end", (json_int_t)(passed + characters(text + start, end - start)), "type",
                                sekisho_report_span_type(r, i), "confidence", sekisho_report_span_confidence(r, i), "rule", sekisho_report_span_rule(r, i));
        if (!one || json_array_append_new(spans, one) != 0) {
            json_decref(spans);
            return NULL;
        }
    }
    return spans;
}

static int scan_line(const sekisho_policy *policy, const char *line, size_t n, size_t number, bool all)
{
    json_error_t error;
    sekisho_report *report = NULL;
    json_t *in = json_loadb(line, n, 0, &error);
    const json_t *text = json_object_get(in, "text");
    int result = EXIT_NO_INPUT;
    if (!json_is_string(text))
        cli_say("line %zu: an object with \"id\" and \"text\" is wanted", number);
    else if (sekisho_scan(policy, json_string_value(text), json_string_length(text), &report) != SEKISHO_OK) {
        cli_say("memory ran out");
        result = EXIT_INTERNAL;
    } else {
        json_t *id = json_object_get(in, "id");
        json_t *out = json_pack("{s:O?, s:o}", "id", id, "spans", spans_json(report, json_string_value(text), all));
        result = cli_print_json(out) ? EXIT_PASS : EXIT_INTERNAL;
    }
    sekisho_report_free(report);
    json_decref(in);
    return result;
}
static int scan_lines(const sekisho_policy *policy, const char *data, size_t n, bool all)
{
    size_t number = 0;
    for (size_t at = 0; at < n;) {
        const char *newline = memchr(data + at, '\n', n - at);
        size_t len = newline ? (size_t)(newline - (data + at)) : n - at;
        number++;
        if (len && strspn(data + at, " \t\r") < len) {
            int result = scan_line(policy, data + at, len, number, all);
            if (result != EXIT_PASS) return result;
        }
        at += len + 1;
    }
    return EXIT_PASS;
}
static int scan_text(const sekisho_policy *policy, const char *data, size_t n, bool all)
{
    sekisho_report *r = NULL;
    if (sekisho_scan(policy, data, n, &r) != SEKISHO_OK) {
        cli_say("memory ran out");
        return EXIT_INTERNAL;
    }
    size_t at = 0, passed = 0;
    for (size_t i = 0; i < sekisho_report_span_count(r); i++) {
        size_t start = sekisho_report_span_start(r, i), end = sekisho_report_span_end(r, i);
        if (!all && strcmp(sekisho_report_span_confidence(r, i), "low") == 0) continue;
        passed += characters(data + at, start - at);
        at = start;
        printf("%zu-%zu\t%s\t%s\t%s\t%.*s\n", passed, passed + characters(data + start, end - start), sekisho_report_span_type(r, i),
               sekisho_report_span_confidence(r, i), sekisho_report_span_rule(r, i), (int)(end - start), data + start);
    }
    sekisho_report_free(r);
    return EXIT_PASS;
}

int command_scan(int argc, char **argv)
{
    struct cli_args a;
    sekisho_policy *policy = NULL;
    char *data = NULL;
    size_t n;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_POLICY | TAKES_SCAN, &a)) goto out;
    if (a.name_count != 1) {
        cli_say("scan wants one file");
        goto out;
    }
    result = EXIT_INTERNAL;
    policy = cli_policy(a.policy, NULL);
    if (!policy) goto out;
    result = EXIT_NO_INPUT;
    data = cli_read(a.names[0], &n);
    if (data) result = a.jsonl ? scan_lines(policy, data, n, a.all) : scan_text(policy, data, n, a.all);
out:
    free(data);
    sekisho_policy_free(policy);
    cli_args_free(&a);
    return result;
}
