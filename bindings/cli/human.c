/* Reports for a person at a terminal: the worst sentence first, then why, what mends it, who gets the mail, what is attached. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_json.h"

enum { DOMAINS_SHOWN = 20, OF_A_DOMAIN_SHOWN = 10 };

/* Turns the direction of what follows (UAX #9, section 2): marks, embeddings, overrides and isolates. */
static bool turns_direction(const unsigned char *c)
{
    return c[0] == 0xE2 && ((c[1] == 0x80 && ((c[2] >= 0xAA && c[2] <= 0xAE) || c[2] == 0x8E || c[2] == 0x8F)) || (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9));
}

/* One line of text from the mail, without control characters that a terminal would obey and those that would show a name from the wrong side. */
static void print_plain(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c < 0x20 || *c == 0x7F)
            putchar(' ');
        else if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0) /* the C1 controls */
            c++;
        else if (turns_direction(c))
            c += 2;
        else
            putchar(*c);
    }
}
static void print_label(const char *label)
{
    printf("    %s: ", label);
}
static void print_finding(const sekisho_finding *f, const char *lang, bool explain)
{
    static const char *const marks[] = {"", "-", "?", "!", "X"};
    printf("%s ", marks[sekisho_finding_action(f)]);
    print_plain(sekisho_finding_message(f));
    putchar('\n');
    const char *before = sekisho_finding_before(f), *after = sekisho_finding_after(f);
    if (*before || *after) {
        print_label(cli_word(lang, CLI_WHY));
        print_plain(before);
        fputs("[", stdout);
        print_plain(sekisho_finding_evidence(f));
        fputs("]", stdout);
        print_plain(after);
        putchar('\n');
    }
    if (*sekisho_finding_where(f) && sekisho_finding_about(f) == SEKISHO_ABOUT_ATTACHMENT) {
        print_label(cli_word(lang, CLI_WHERE));
        print_plain(sekisho_finding_where(f));
        putchar('\n');
    }
    if (sekisho_finding_action(f) >= SEKISHO_ACTION_CONFIRM)
        for (size_t i = 0; i < sekisho_finding_remedy_count(f); i++) {
            print_label(cli_word(lang, CLI_REMEDY));
            print_plain(sekisho_finding_remedy_label(f, i));
            putchar('\n');
        }
    if (explain) {
        print_label(cli_word(lang, CLI_RULE));
        printf("[%s] ", sekisho_finding_name(f));
        print_plain(sekisho_finding_explanation(f));
        putchar('\n');
    }
}

/* ---- recipients ----------------------------------------------------------------------------------------------- */

struct shown {
    const sekisho_recipient *recipient;
    size_t order;
};
static int class_order(sekisho_class c)
{
    static const int order[] = {3, 2, 1, 0}; /* unknown, external, partner, internal */
    return order[c];
}
static int compare_shown(const void *left, const void *right)
{
    const struct shown *a = left, *b = right;
    int by_class = class_order(sekisho_recipient_class(a->recipient)) - class_order(sekisho_recipient_class(b->recipient));
    if (by_class) return by_class;
    int by_domain = strcmp(sekisho_recipient_domain(a->recipient), sekisho_recipient_domain(b->recipient));
    if (by_domain) return by_domain;
    return a->order < b->order ? -1 : a->order > b->order;
}
static void print_more(const char *lang, size_t n, const char *indent)
{
    fputs(indent, stdout);
    printf("%s%zu%s\n", cli_word(lang, CLI_MORE_BEFORE), n, cli_word(lang, CLI_MORE_AFTER));
}
static void print_recipient(const sekisho_recipient *p)
{
    static const char *const fields[] = {"To ", "Cc ", "Bcc"};
    printf("      %s ", fields[sekisho_recipient_field(p)]);
    print_plain(sekisho_recipient_address(p));
    if (*sekisho_recipient_name(p)) {
        fputs(*sekisho_recipient_address(p) ? "  " : "", stdout);
        print_plain(sekisho_recipient_name(p));
    }
    if (*sekisho_recipient_list(p)) {
        fputs("  < ", stdout);
        print_plain(sekisho_recipient_list(p));
    }
    putchar('\n');
}
static size_t same_class(const struct shown *all, size_t from, size_t count)
{
    size_t to = from;
    while (to < count && sekisho_recipient_class(all[to].recipient) == sekisho_recipient_class(all[from].recipient)) to++;
    return to;
}
static size_t same_domain(const struct shown *all, size_t from, size_t count)
{
    size_t to = from;
    while (to < count && strcmp(sekisho_recipient_domain(all[to].recipient), sekisho_recipient_domain(all[from].recipient)) == 0) to++;
    return to;
}
static void print_recipients(const sekisho_report *r, const char *lang)
{
    static const enum cli_word classes[] = {CLI_INSIDE, CLI_PARTNERS, CLI_OUTSIDE, CLI_UNKNOWN};
    size_t count = sekisho_report_recipient_count(r);
    struct shown *all = calloc(count + 1, sizeof *all);
    if (!all || !count) {
        free(all);
        return;
    }
    for (size_t i = 0; i < count; i++) all[i] = (struct shown){sekisho_report_recipient(r, i), i};
    qsort(all, count, sizeof *all, compare_shown);
    printf("\n%s\n", cli_word(lang, CLI_RECIPIENTS));
    for (size_t from = 0, to; from < count; from = to) {
        sekisho_class class_ = sekisho_recipient_class(all[from].recipient);
        size_t domains = 0;
        to = same_class(all, from, count);
        printf("  %s: %zu\n", cli_word(lang, classes[class_]), to - from);
        if (class_ == SEKISHO_INTERNAL) continue; /* folded away */
        for (size_t at = from, next; at < to; at = next) {
            next = same_domain(all, at, to);
            if (domains++ == DOMAINS_SHOWN) {
                print_more(lang, to - at, "    ");
                break;
            }
            if (*sekisho_recipient_domain(all[at].recipient)) {
                fputs("    @", stdout);
                print_plain(sekisho_recipient_domain(all[at].recipient));
                printf(" (%zu)\n", next - at);
            }
            for (size_t i = at; i < next; i++) {
                if (i - at == OF_A_DOMAIN_SHOWN) {
                    print_more(lang, next - i, "      ");
                    break;
                }
                print_recipient(all[i].recipient);
            }
        }
    }
    free(all);
}

void cli_print_attachment(const sekisho_attachment *a, const char *lang, unsigned depth)
{
    char size[32];
    cli_print_size(sekisho_attachment_size(a), size);
    printf("%*s", (int)(depth * 2 + 2), "");
    print_plain(sekisho_attachment_name(a));
    /* What the summary says is unknown or locked away is not said again as "unknown, 0 B". */
    if (strcmp(sekisho_attachment_format(a), "unknown") != 0)
        printf(" - %s, %s", sekisho_attachment_format(a), size);
    else if (sekisho_attachment_size(a) > 0)
        printf(" - %s", size);
    if (*sekisho_attachment_summary(a)) {
        fputs(" - ", stdout);
        print_plain(sekisho_attachment_summary(a));
    }
    putchar('\n');
    for (size_t i = 0; i < sekisho_attachment_part_count(a); i++) {
        if (i == OF_A_DOMAIN_SHOWN) {
            printf("%*s", (int)(depth * 2 + 4), "");
            print_more(lang, sekisho_attachment_part_count(a) - i, "");
            break;
        }
        cli_print_attachment(sekisho_attachment_part(a, i), lang, depth + 1);
    }
}

void cli_print_report(const sekisho_report *r, const char *lang, bool explain)
{
    sekisho_verdict verdict = sekisho_report_verdict(r);
    size_t count = sekisho_report_finding_count(r), i = 0;
    const sekisho_finding *worst = sekisho_report_finding(r, 0);
    if (verdict == SEKISHO_PASS)
        puts(cli_word(lang, CLI_NOTHING_TO_ASK));
    else {
        print_plain(sekisho_finding_message(worst));
        fputs("\n\n", stdout);
    }
    for (; i < count && sekisho_finding_action(sekisho_report_finding(r, i)) >= SEKISHO_ACTION_CONFIRM; i++)
        print_finding(sekisho_report_finding(r, i), lang, explain);
    if (i < count) printf("\n%s\n", cli_word(lang, CLI_NOTES));
    for (; i < count; i++) print_finding(sekisho_report_finding(r, i), lang, explain);
    print_recipients(r, lang);
    if (sekisho_report_attachment_count(r)) printf("\n%s\n", cli_word(lang, CLI_ATTACHMENTS));
    for (size_t k = 0; k < sekisho_report_attachment_count(r); k++) cli_print_attachment(sekisho_report_attachment(r, k), lang, 0);
    putchar('\n');
    switch (verdict) {
    case SEKISHO_PASS:
        puts(cli_word(lang, CLI_VERDICT_PASS));
        break;
    case SEKISHO_CONFIRM:
        puts(cli_word(lang, CLI_VERDICT_CONFIRM));
        break;
    case SEKISHO_JUSTIFY:
        fputs(cli_word(lang, CLI_VERDICT_JUSTIFY), stdout);
        print_plain(sekisho_finding_challenge(worst));
        putchar('\n');
        break;
    case SEKISHO_BLOCK:
        puts(cli_word(lang, CLI_VERDICT_BLOCK));
        break;
    }
    if (verdict != SEKISHO_PASS && !sekisho_report_show(r)) puts(cli_word(lang, CLI_NOT_SHOWN));
}
