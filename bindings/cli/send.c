/* sekisho send: stands in for sendmail. Reads the message, checks it, asks on the terminal, hands it on unchanged or keeps it back. */
#define _POSIX_C_SOURCE 200809L
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
int command_send(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    cli_say("send is not there on Windows");
    return EXIT_USAGE;
}
#else
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MAX = 400 };

static bool read_answer(FILE *terminal, char out[ANSWER_MAX])
{
    if (!fgets(out, ANSWER_MAX, terminal)) return false;
    out[strcspn(out, "\r\n")] = '\0';
    return true;
}
/* Full-width digits are as good as plain ones. */
static bool same_answer(const char *wanted, const char *typed)
{
    while (*typed == ' ') typed++;
    while (*wanted) {
        if (strncmp(typed, "\xEF\xBC", 2) == 0 && (unsigned char)typed[2] >= 0x90 && (unsigned char)typed[2] <= 0x99) {
            if (*wanted != (char)('0' + ((unsigned char)typed[2] - 0x90))) return false;
            typed += 3;
        } else if (*typed++ != *wanted)
            return false;
        wanted++;
    }
    while (*typed == ' ') typed++;
    return !*typed;
}

/* Whether the person at the terminal lets the mail go. */
static bool ask(FILE *terminal, const sekisho_report *r, const char *lang)
{
    char answer[ANSWER_MAX];
    for (size_t i = 0; i < sekisho_report_finding_count(r); i++) {
        const sekisho_finding *f = sekisho_report_finding(r, i);
        if (sekisho_finding_action(f) != SEKISHO_ACTION_JUSTIFY) continue;
        fprintf(terminal, "%s\n%s%s\n", sekisho_finding_message(f), cli_word(lang, CLI_ASK_NUMBER), sekisho_finding_challenge(f));
        if (!read_answer(terminal, answer) || !same_answer(sekisho_finding_challenge(f), answer)) return false;
        fputs(cli_word(lang, CLI_ASK_REASON), terminal);
        if (!read_answer(terminal, answer) || !answer[strspn(answer, " ")]) return false;
    }
    fputs(cli_word(lang, CLI_ASK_SEND), terminal);
    return read_answer(terminal, answer) && strcmp(answer, "yes") == 0;
}

static int hand_on(char **sendmail, const char *mail, size_t n)
{
    int pipe_ends[2], status = 0;
    if (pipe(pipe_ends) != 0) {
        cli_say("pipe: %s", strerror(errno));
        return EXIT_INTERNAL;
    }
    pid_t child = fork();
    if (child < 0) {
        cli_say("fork: %s", strerror(errno));
        return EXIT_INTERNAL;
    }
    if (child == 0) {
        dup2(pipe_ends[0], STDIN_FILENO);
        close(pipe_ends[0]);
        close(pipe_ends[1]);
        execvp(sendmail[0], sendmail);
        fprintf(stderr, "sekisho: %s: %s\n", sendmail[0], strerror(errno));
        _exit(EXIT_INTERNAL);
    }
    close(pipe_ends[0]);
    signal(SIGPIPE, SIG_IGN); /* a sendmail that stops reading says so by its status */
    for (size_t at = 0; at < n;) {
        ssize_t wrote = write(pipe_ends[1], mail + at, n - at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) break;
        at += (size_t)wrote;
    }
    close(pipe_ends[1]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_INTERNAL;
}

/* The recipients on sendmail's command line are the envelope, unless -t says that the headers are. */
static void envelope_of(char **sendmail, struct cli_args *a)
{
    static const char with_value[] = "bBCdDFfhLNOopqRrVX"; /* options whose value may stand apart */
    bool options = true;
    for (size_t i = 1; sendmail[i]; i++) {
        const char *arg = sendmail[i];
        if (options && strcmp(arg, "--") == 0)
            options = false;
        else if (options && arg[0] == '-' && arg[1]) {
            if (!arg[2] && strchr("fFrNRVXOCBhLo", arg[1]) && strchr(with_value, arg[1]) && sendmail[i + 1] && arg[1] != 'o') i++;
        } else
            a->rcpt[a->rcpt_count++] = arg;
    }
}

int command_send(int argc, char **argv)
{
    struct cli_args a;
    sekisho_policy *policy = NULL;
    sekisho_report *report = NULL;
    FILE *terminal = NULL;
    char *mail = NULL;
    size_t n;
    int own = argc, result = EXIT_USAGE;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--") == 0) {
            own = i;
            break;
        }
    if (!cli_args_parse(own, argv, TAKES_POLICY, &a)) goto out;
    if (a.name_count || own + 1 >= argc) {
        cli_say("send wants: -- SENDMAIL [ARG...]");
        goto out;
    }
    free(a.rcpt);
    a.rcpt = calloc((size_t)argc + 1, sizeof *a.rcpt);
    char **sendmail = argv + own + 1;
    if (!a.rcpt) {
        result = EXIT_INTERNAL;
        goto out;
    }
    envelope_of(sendmail, &a);
    result = EXIT_INTERNAL;
    policy = cli_policy_machine(a.policy);
    if (!policy) goto out;
    mail = cli_read("-", &n);
    result = mail ? cli_check_mail(policy, &a, mail, n, &report) : EXIT_NO_INPUT;
    if (!report) goto out;
    if (!sekisho_report_show(report)) {
        result = hand_on(sendmail, mail, n);
        goto out;
    }
    const sekisho_finding *worst = sekisho_report_finding(report, 0);
    result = EXIT_NOT_SENT;
    if (sekisho_report_verdict(report) != SEKISHO_BLOCK && (terminal = fopen("/dev/tty", "r+")) != NULL) {
        /* The report belongs on the terminal: what sendmail's caller reads from stdout stays empty. */
        fflush(stdout);
        int saved = dup(STDOUT_FILENO);
        if (saved >= 0 && dup2(fileno(terminal), STDOUT_FILENO) >= 0) {
            cli_print_report(report, a.lang, false);
            fflush(stdout);
            dup2(saved, STDOUT_FILENO);
        }
        if (saved >= 0) close(saved);
        if (ask(terminal, report, a.lang)) {
            result = hand_on(sendmail, mail, n);
            goto out;
        }
        cli_say("%s", cli_word(a.lang, CLI_NOT_SENT));
    } else
        cli_say("%s: %s%s%s", cli_word(a.lang, CLI_NOT_SENT), sekisho_finding_message(worst), sekisho_report_verdict(report) == SEKISHO_BLOCK ? "" : " - ",
                sekisho_report_verdict(report) == SEKISHO_BLOCK ? "" : cli_word(a.lang, CLI_NO_TERMINAL));
out:
    if (terminal) fclose(terminal);
    sekisho_report_free(report);
    free(mail);
    sekisho_policy_free(policy);
    cli_args_free(&a);
    return result;
}
#endif
