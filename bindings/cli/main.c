/* The program sekisho: chooses the command. What a command does stands in its own file. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: sekisho check [--policy FILE] [--lang ja|en] [--json] [--rcpt ADDR]... [--original FILE.eml] [--explain] MESSAGE.eml|-\n"
    "       sekisho check --request FILE.json [--policy FILE] [--lang ja|en] [--json] [--explain]\n"
    "       sekisho inspect [--policy FILE] [--json] [--text DIR] FILE...\n"
    "       sekisho scan [--policy FILE] [--all] [--jsonl] FILE|-\n"
    "       sekisho policy lint FILE | sekisho policy show FILE\n"
    "       sekisho options [--json] | sekisho findings [--json]\n"
    "       sekisho log summary [--json|--html] FILE...\n"
    "       sekisho doctor [--json]\n"
    "       sekisho send [--policy FILE] -- SENDMAIL [ARG...]\n"
    "FILE of --policy is a path, or the name of a profile that ships (default, company, city-office, hospital, school, strict, pilot).\n"
    "Exit status of check: 0 nothing to ask, 10 confirm, 15 justify, 20 block.\n";

/* "sekisho doctor --help" too; what stands behind "--" is no option of ours. */
static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0) return true;
    return argc >= 2 && strcmp(argv[1], "help") == 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(int, char **);
    } commands[] = {{"check", command_check},       {"inspect", command_inspect},   {"scan", command_scan}, {"policy", command_policy},
                    {"options", command_options},   {"findings", command_findings}, {"send", command_send},
                    {"log", command_log},           {"doctor", command_doctor}};
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        printf("sekisho %s\n", sekisho_version());
        return cli_close_output(0);
    }
    if (wants_help(argc, argv)) {
        fputs(usage, stdout);
        return cli_close_output(0);
    }
    for (size_t i = 0; argc >= 2 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0) return cli_close_output(commands[i].run(argc - 1, argv + 1));
    fputs(usage, stderr);
    return EXIT_USAGE;
}
