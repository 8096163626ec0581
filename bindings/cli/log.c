/* sekisho log summary: a pilot's figures out of log files, for a terminal, as JSON, or as one HTML page with plots that needs nothing else. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "summary.h"

enum { READ_BYTES = 1 << 20, BARS = 12 };

static double ratio(unsigned long long part, unsigned long long whole)
{
    return whole ? (double)part / (double)whole : 0;
}

/* What interrupts people: dialogs that came, or (while only observing) would have come. */
static unsigned long long asked(const struct summary *s)
{
    return s->dialogs + s->would_ask;
}

/* Feeds a file's lines; one that is longer than any line of a log counts as a bad one. false: said on stderr. */
static bool read_log(struct summary *s, const char *path)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *data = malloc(READ_BYTES);
    size_t held = 0, got = 1;
    bool ok = true;
    if (!f || !data) {
        cli_say("%s: %s", path, f ? "memory ran out" : strerror(errno));
        ok = false;
    }
    while (ok && (got || held)) {
        got = held < READ_BYTES ? fread(data + held, 1, READ_BYTES - held, f) : 0;
        bool full = held + got == READ_BYTES;
        held += got;
        char *line = data, *end;
        while (ok && (end = memchr(line, '\n', held - (size_t)(line - data)))) {
            size_t n = (size_t)(end - line);
            if (n > 0 && line[n - 1] == '\r') n--;
            if (n > 0) ok = summary_line(s, line, n);
            line = end + 1;
        }
        held -= (size_t)(line - data);
        if (ok && held && (!got || (full && line == data))) { /* the last line has no end, or a line never ends */
            ok = summary_line(s, line, held);
            held = 0;
        }
        memmove(data, line, held);
        if (!ok) cli_say("memory ran out");
    }
    if (ok && ferror(f)) {
        cli_say("%s: %s", path, strerror(errno));
        ok = false;
    }
    if (f && f != stdin) fclose(f);
    free(data);
    return ok;
}

static json_t *summary_json(const struct summary *s)
{
    json_t *findings = json_array(), *weeks = json_array();
    for (size_t i = 0; i < s->finding_count; i++)
        json_array_append_new(findings, json_pack("{s:s, s:I, s:f}", "name", s->findings[i].name, "mails", (json_int_t)s->findings[i].mails, "per_1000",
                                                  1000 * ratio(s->findings[i].mails, s->mails)));
    for (size_t i = 0; i < s->week_count; i++)
        json_array_append_new(weeks, json_pack("{s:I, s:I, s:I, s:I}", "week", (json_int_t)s->weeks[i].week, "mails", (json_int_t)s->weeks[i].mails, "asked",
                                               (json_int_t)s->weeks[i].asked, "turned", (json_int_t)s->weeks[i].turned));
    json_t *out = json_pack("{s:i, s:I, s:I, s:I, s:I, s:I}", "version", 1, "lines", (json_int_t)s->lines, "bad_lines", (json_int_t)s->bad, "starts",
                            (json_int_t)s->starts, "mails", (json_int_t)s->mails, "observed", (json_int_t)s->observed);
    json_object_set_new(out, "verdicts", json_pack("{s:I, s:I, s:I, s:I, s:I}", "pass", (json_int_t)s->pass, "confirm", (json_int_t)s->confirm, "justify",
                                                   (json_int_t)s->justify, "block", (json_int_t)s->block, "unchecked", (json_int_t)s->unchecked));
    json_object_set_new(out, "installations", json_integer((json_int_t)s->persons));
    json_object_set_new(out, "person_weeks", json_integer((json_int_t)s->person_weeks));
    json_object_set_new(out, "at_least", json_boolean(s->sets_full));
    json_object_set_new(out, "dialogs", json_integer((json_int_t)s->dialogs));
    json_object_set_new(out, "would_ask", json_integer((json_int_t)s->would_ask));
    json_object_set_new(out, "asked_per_person_week", json_real(ratio(asked(s), s->person_weeks)));
    json_object_set_new(out, "answers", json_pack("{s:I, s:I, s:I, s:I}", "sent", (json_int_t)s->sent, "changed", (json_int_t)s->changed, "cancelled",
                                                  (json_int_t)s->cancelled, "blocked", (json_int_t)s->blocked));
    json_object_set_new(out, "turned_share", json_real(ratio(s->turned, s->dialogs)));
    json_object_set_new(out, "fast_answers", json_integer((json_int_t)s->fast));
    json_object_set_new(out, "fast_share", json_real(ratio(s->fast, s->timed)));
    json_object_set_new(out, "attachments", json_integer((json_int_t)s->attachments));
    json_object_set_new(out, "attachments_read", json_integer((json_int_t)s->attachments_read));
    json_object_set_new(out, "ms", json_pack("{s:f, s:f}", "median", summary_duration(s, 0.5), "p95", summary_duration(s, 0.95)));
    json_object_set_new(out, "findings", findings);
    json_object_set_new(out, "weeks", weeks);
    return out;
}

/* ---- the figures a person reads, said once for terminal and page ---- */

struct figure {
    enum cli_word name;
    char value[80];
};

static size_t figures(const struct summary *s, const char *lang, struct figure out[12])
{
    size_t n = 0;
    const char *least = s->sets_full ? cli_word(lang, CLI_AT_LEAST) : "";
    out[n].name = CLI_LOG_MAILS;
    snprintf(out[n++].value, 80, "%llu", s->mails);
    out[n].name = CLI_LOG_PERSON_WEEKS;
    snprintf(out[n++].value, 80, "%s%llu / %s%llu", least, s->persons, least, s->person_weeks);
    out[n].name = CLI_LOG_DIALOGS;
    snprintf(out[n++].value, 80, "%llu", s->dialogs);
    out[n].name = CLI_LOG_WOULD_ASK;
    snprintf(out[n++].value, 80, "%llu", s->would_ask);
    out[n].name = CLI_LOG_PER_PERSON_WEEK;
    snprintf(out[n++].value, 80, "%.2f", ratio(asked(s), s->person_weeks));
    out[n].name = CLI_LOG_TURNED;
    snprintf(out[n++].value, 80, "%.1f %% (%llu / %llu)", 100 * ratio(s->turned, s->dialogs), s->turned, s->dialogs);
    out[n].name = CLI_LOG_FAST;
    snprintf(out[n++].value, 80, "%.1f %% (%llu / %llu)", 100 * ratio(s->fast, s->timed), s->fast, s->timed);
    out[n].name = CLI_LOG_READ;
    snprintf(out[n++].value, 80, "%.1f %% (%llu / %llu)", 100 * ratio(s->attachments_read, s->attachments), s->attachments_read, s->attachments);
    out[n].name = CLI_LOG_FAILURES;
    snprintf(out[n++].value, 80, "%llu", s->unchecked);
    out[n].name = CLI_LOG_DURATION;
    snprintf(out[n++].value, 80, "%.0f / %.0f ms", summary_duration(s, 0.5), summary_duration(s, 0.95));
    out[n].name = CLI_LOG_BAD_LINES;
    snprintf(out[n++].value, 80, "%llu", s->bad);
    return n;
}

static void print_text(const struct summary *s, const char *lang)
{
    struct figure f[12];
    size_t n = figures(s, lang, f);
    for (size_t i = 0; i < n; i++) printf("%s: %s\n", cli_word(lang, f[i].name), f[i].value);
    printf("\n%s\n", cli_word(lang, CLI_LOG_FINDINGS));
    for (size_t i = 0; i < s->finding_count; i++)
        printf("  %-26s %10llu  %8.2f\n", s->findings[i].name, s->findings[i].mails, 1000 * ratio(s->findings[i].mails, s->mails));
}

/* ---- the page ---- */

static void print_escaped(const char *text)
{
    for (; *text; text++) {
        const char *as = *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '&' ? "&amp;" : *text == '"' ? "&quot;" : NULL;
        if (as)
            fputs(as, stdout);
        else
            putchar(*text);
    }
}

/* Horizontal bars; the number stands beside each, so nothing is told by length or colour alone. */
static void print_bars(const struct summary *s)
{
    size_t n = s->finding_count < BARS ? s->finding_count : BARS;
    double most = n ? 1000 * ratio(s->findings[0].mails, s->mails) : 1;
    printf("<svg role=\"img\" viewBox=\"0 0 760 %zu\" width=\"760\">", 24 * n + 8);
    for (size_t i = 0; i < n; i++) {
        double value = 1000 * ratio(s->findings[i].mails, s->mails), y = 24.0 * (double)i + 4;
        printf("<text x=\"210\" y=\"%.0f\" text-anchor=\"end\">", y + 14);
        print_escaped(s->findings[i].name);
        printf("</text><rect x=\"220\" y=\"%.0f\" width=\"%.1f\" height=\"16\" class=\"bar\"/><text x=\"%.1f\" y=\"%.0f\">%.2f</text>", y,
               most > 0 ? 440 * value / most : 0, 226 + (most > 0 ? 440 * value / most : 0), y + 13, value);
    }
    puts("</svg>");
}

static void print_weeks(const struct summary *s, const char *lang)
{
    unsigned long long most = 1;
    double step = s->week_count > 1 ? 680.0 / (double)s->week_count : 340;
    for (size_t i = 0; i < s->week_count; i++)
        if (s->weeks[i].asked > most) most = s->weeks[i].asked;
    printf("<svg role=\"img\" viewBox=\"0 0 760 220\" width=\"760\"><text x=\"46\" y=\"14\" text-anchor=\"end\">%llu</text><text x=\"46\" y=\"184\" "
           "text-anchor=\"end\">0</text><path d=\"M50 10V180H740\" class=\"axis\"/>",
           most);
    for (size_t i = 0; i < s->week_count; i++) {
        double x = 54 + step * (double)i, w = step > 6 ? step - 4 : step * 0.7, h = 170.0 * ratio(s->weeks[i].asked, most), t = 170.0 * ratio(s->weeks[i].turned, most);
        printf("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"bar\"><title>%llu / %llu</title></rect>", x, 180 - h, w > 60 ? 60 : w, h,
               s->weeks[i].asked, s->weeks[i].mails);
        printf("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"turned\"/>", x, 180 - t, w > 60 ? 60 : w, t);
        if (s->week_count <= 13) printf("<text x=\"%.1f\" y=\"196\">%zu</text>", x, i + 1);
    }
    printf("<text x=\"50\" y=\"214\">%s</text></svg>\n", cli_word(lang, CLI_LOG_WEEKS_KEY));
}

static void print_html(const struct summary *s, const char *lang)
{
    struct figure f[12];
    size_t n = figures(s, lang, f);
    const char *title = cli_word(lang, CLI_LOG_TITLE);
    printf("<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"utf-8\"><title>%s</title><style>"
           "body{font:16px/1.6 system-ui,'Noto Sans CJK JP',sans-serif;max-width:800px;margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff}"
           "table{border-collapse:collapse}th,td{text-align:left;padding:.3em 1em .3em 0;border-bottom:1px solid #ccc;font-weight:normal}td{font-weight:bold}"
           "svg{max-width:100%%;font-size:13px}.bar{fill:#2b6cb0}.turned{fill:#9c4221}.axis{fill:none;stroke:#666}"
           "@media(prefers-color-scheme:dark){body{background:#1b1b1f;color:#eee}svg text{fill:#eee}.bar{fill:#63b3ed}.turned{fill:#f6ad55}}"
           "</style></head><body><h1>%s</h1><table>",
           lang, title, title);
    for (size_t i = 0; i < n; i++) printf("<tr><th scope=\"row\">%s</th><td>%s</td></tr>", cli_word(lang, f[i].name), f[i].value);
    printf("</table><h2>%s</h2>", cli_word(lang, CLI_LOG_FINDINGS));
    print_bars(s);
    printf("<h2>%s</h2>", cli_word(lang, CLI_LOG_WEEKS));
    print_weeks(s, lang);
    printf("<p>%s</p></body></html>\n", cli_word(lang, CLI_LOG_PRIVACY));
}

int command_log(int argc, char **argv)
{
    struct cli_args a;
    struct summary *s = NULL;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_JSON | TAKES_HTML, &a)) goto out;
    if (a.name_count < 2 || strcmp(a.names[0], "summary") != 0 || (a.json && a.html)) {
        cli_say("usage: sekisho log summary [--json|--html] [--lang ja|en] FILE...");
        goto out;
    }
    result = EXIT_INTERNAL;
    s = malloc(sizeof *s);
    if (!s || !summary_init(s)) {
        cli_say("memory ran out");
        goto out;
    }
    for (size_t i = 1; i < a.name_count; i++)
        if (!read_log(s, a.names[i])) {
            result = EXIT_NO_INPUT;
            goto out;
        }
    summary_finish(s);
    result = EXIT_PASS;
    if (a.json) {
        if (!cli_print_json(summary_json(s))) result = EXIT_OUTPUT;
    } else if (a.html)
        print_html(s, a.lang);
    else
        print_text(s, a.lang);
out:
    if (s) summary_free(s);
    free(s);
    cli_args_free(&a);
    return result;
}
