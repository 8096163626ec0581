/* sekisho doctor: is this machine protected? Looks at what was installed and what ran, for a person and as JSON; changes nothing. What a mail
 * client's own policy says in detail is shown by the client's own page. */
#ifndef _WIN32
#define _POSIX_C_SOURCE 200809L
#endif
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <windows.h>
#define popen _popen
#define pclose _pclose
#else
#include <unistd.h>
#endif

#include "doctor_config.h"
#include "log_file.h"
#include "log_last.h"
#ifdef _WIN32
#include "options_json.h"
#include "policy_json.h"
#include "registry.h"
#endif

enum { PATH_BYTES = 1024, ROWS_MAX = 24 };
enum state { GOOD, ABSENT, MEND };

struct row {
    const char *name;       /* stable, for JSON */
    enum cli_word word;
    enum state state;
    char detail[PATH_BYTES + 512];
};
struct doctor {
    struct row rows[ROWS_MAX];
    size_t count;
    size_t clients;         /* mail clients found */
};

static struct row *add(struct doctor *d, const char *name, enum cli_word word, enum state state, const char *detail)
{
    struct row *r = &d->rows[d->count < ROWS_MAX ? d->count++ : ROWS_MAX - 1];
    r->name = name;
    r->word = word;
    r->state = state;
    snprintf(r->detail, sizeof r->detail, "%s", detail);
    return r;
}

static bool is_file(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISREG(s.st_mode);
}

/* ---- policy ---- */

#ifdef _WIN32
static bool policy_stands(void)
{
    struct registry registry;
    registry_read(&registry);
    bool stands = registry.count > 0;
    registry_free(&registry);
    return stands;
}
/* What the registry holds for this user, as the checker takes it. */
static sekisho_policy *policy_read(void)
{
    struct registry registry;
    sekisho_policy *policy = NULL;
    registry_read(&registry);
    json_t *json = options_json(registry.options, registry.count, ~0u);
    registry_free(&registry);
    if (sekisho_policy_new(&policy) == SEKISHO_OK &&
        (!json || policy_json_value(policy, SEKISHO_ENFORCED, json) != SEKISHO_OK || sekisho_policy_finish(policy) != SEKISHO_OK)) {
        sekisho_policy_free(policy);
        policy = NULL;
    }
    json_decref(json);
    return policy;
}
#else
static bool policy_stands(void)
{
    return cli_machine_has_policy();
}
static sekisho_policy *policy_read(void)
{
    return cli_policy_machine(NULL);
}
#endif

/* An administrator reads what the users' mail programs may not: whether it is open to everybody is seen by its rights alone. */
static bool closed_to_others(void)
{
#ifdef _WIN32
    return false;
#else
    char folder[] = SEKISHO_POLICY_PLACE;
    struct stat file, above;
    *strrchr(folder, '/') = '\0';
    return geteuid() == 0 && stat(SEKISHO_POLICY_PLACE, &file) == 0 && stat(folder, &above) == 0 &&
           (!(file.st_mode & S_IROTH) || !(above.st_mode & S_IXOTH));
#endif
}

/* policy: what stands there; NULL where stands says that it could not be taken up. */
static void look_at_policy(struct doctor *d, const char *lang, const sekisho_policy *policy, bool stands)
{
    char text[PATH_BYTES + 512];
    if (!stands) {
        snprintf(text, sizeof text, "%s (%s)", cli_word(lang, CLI_DOC_NO_POLICY_FILE), SEKISHO_POLICY_PLACE);
        add(d, "policy-file", CLI_DOC_POLICY, ABSENT, text);
        return;
    }
    size_t mistakes = policy ? sekisho_policy_problem_count(policy) : 1;
    const char *key = mistakes && policy ? sekisho_policy_problem_key(policy, 0) : "", *mode = policy ? sekisho_policy_get(policy, "mode") : "";
    const char *emergency = policy ? sekisho_policy_get(policy, "emergency.until") : "";
    bool off = strcmp(mode, "off") == 0, closed = closed_to_others();
    if (closed)
        snprintf(text, sizeof text, "%s: %s", SEKISHO_POLICY_PLACE, cli_word(lang, CLI_DOC_POLICY_CLOSED));
    else if (mistakes)
        snprintf(text, sizeof text, "%s: %s%zu%s%.100s%s%.300s", SEKISHO_POLICY_PLACE, cli_word(lang, CLI_MISTAKES), mistakes, policy ? " - " : "", key,
                 *key ? ": " : "", policy ? sekisho_policy_problem_text(policy, 0) : "");
    else
        snprintf(text, sizeof text, "%s: mode = %s%s%s%s%s", SEKISHO_POLICY_PLACE, mode, off ? " - " : "", off ? cli_word(lang, CLI_DOC_MODE_OFF) : "",
                 *emergency ? ", emergency.until = " : "", emergency);
    add(d, "policy-file", CLI_DOC_POLICY, mistakes || off || closed ? MEND : GOOD, text);
}

/* ---- Thunderbird ---- */

#ifndef _WIN32
/* The first of some files that exists; NULL: none. */
static const char *first_file(const char *const *paths)
{
    for (; *paths; paths++)
        if (is_file(*paths)) return *paths;
    return NULL;
}
#endif

/* Does the checker that a manifest names answer its own test? */
static bool checker_works(const char *path)
{
    char command[PATH_BYTES + 40];
    if (strpbrk(path, "\"'`$\\\n") && strpbrk(path, "\"'`$\n")) return false; /* no path of ours, and not for a shell */
#ifdef _WIN32
    snprintf(command, sizeof command, "\"\"%s\" --selftest\"", path);
#else
    snprintf(command, sizeof command, "'%s' --selftest 2>/dev/null", path);
#endif
    FILE *f = popen(command, "r");
    char line[200];
    if (!f) return false;
    while (fgets(line, sizeof line, f)) continue;
    return pclose(f) == 0;
}

static void look_at_manifest(struct doctor *d, const char *lang, const char *manifest)
{
    char text[PATH_BYTES + 512];
    if (!manifest) {
        add(d, "thunderbird-checker", CLI_DOC_CHECKER, MEND, cli_word(lang, CLI_DOC_NO_MANIFEST));
        return;
    }
    json_t *json = json_load_file(manifest, 0, NULL), *item;
    const char *path = json_string_value(json_object_get(json, "path"));
    bool allowed = false;
    size_t i;
    json_array_foreach (json_object_get(json, "allowed_extensions"), i, item)
        allowed = allowed || (json_is_string(item) && strcmp(json_string_value(item), SEKISHO_EXTENSION_ID) == 0);
    if (!path || !allowed)
        snprintf(text, sizeof text, "%s (%s)", cli_word(lang, CLI_DOC_BAD_MANIFEST), manifest);
    else if (!checker_works(path))
        snprintf(text, sizeof text, "%s (%s)", cli_word(lang, CLI_DOC_CHECKER_FAILS), path);
    else {
        add(d, "thunderbird-checker", CLI_DOC_CHECKER, GOOD, path);
        json_decref(json);
        return;
    }
    add(d, "thunderbird-checker", CLI_DOC_CHECKER, MEND, text);
    json_decref(json);
}

/* Is the add-on put on this machine by Thunderbird's own policies, so that nobody can take it away? */
static bool forced_by(const char *path)
{
    json_t *json = json_load_file(path, 0, NULL);
    const char *mode = json_string_value(json_object_get(
        json_object_get(json_object_get(json_object_get(json, "policies"), "ExtensionSettings"), SEKISHO_EXTENSION_ID), "installation_mode"));
    bool forced = mode && strcmp(mode, "force_installed") == 0;
    json_decref(json);
    return forced;
}

static void look_at_thunderbird(struct doctor *d, const char *lang)
{
#ifdef _WIN32
    char program[PATH_BYTES] = "", manifest[PATH_BYTES] = "", policies[PATH_BYTES + 40];
    DWORD size = sizeof program - 40;
    const char *data = getenv("ProgramFiles");
    if (RegGetValueA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\thunderbird.exe", NULL, RRF_RT_REG_SZ, NULL, program, &size))
        snprintf(program, sizeof program, "%s\\Mozilla Thunderbird\\thunderbird.exe", data ? data : "C:\\Program Files");
    size = sizeof manifest;
    if (RegGetValueA(HKEY_LOCAL_MACHINE, "Software\\Mozilla\\NativeMessagingHosts\\sekisho", NULL, RRF_RT_REG_SZ, NULL, manifest, &size)) manifest[0] = 0;
    const char *found = is_file(program) ? program : NULL, *named = manifest[0] ? manifest : NULL;
    char *slash = strrchr(program, '\\');
    snprintf(policies, sizeof policies, "%.*s\\distribution\\policies.json", slash ? (int)(slash - program) : 0, program);
    bool forced = forced_by(policies);
#else
    static const char *const programs[] = {"/usr/lib/thunderbird/thunderbird", "/usr/lib64/thunderbird/thunderbird", "/opt/thunderbird/thunderbird", NULL};
    char own[PATH_BYTES];
    const char *home = getenv("HOME"), *found = first_file(programs);
    snprintf(own, sizeof own, "%s/.mozilla/native-messaging-hosts/sekisho.json", home ? home : "");
    const char *const manifests[] = {own, "/usr/lib/mozilla/native-messaging-hosts/sekisho.json", "/usr/lib64/mozilla/native-messaging-hosts/sekisho.json", NULL};
    const char *named = first_file(manifests);
    bool forced = forced_by("/etc/thunderbird/policies/policies.json") || forced_by("/usr/lib/thunderbird/distribution/policies.json");
#endif
    if (!found) {
        add(d, "thunderbird", CLI_DOC_THUNDERBIRD, ABSENT, cli_word(lang, CLI_DOC_NOT_INSTALLED));
        return;
    }
    d->clients++;
    add(d, "thunderbird", CLI_DOC_THUNDERBIRD, GOOD, found);
    look_at_manifest(d, lang, named);
    add(d, "thunderbird-addon", CLI_DOC_ADDON, forced ? GOOD : MEND, cli_word(lang, forced ? CLI_DOC_FORCED : CLI_DOC_NOT_FORCED));
}

/* ---- Outlook ---- */

static void look_at_outlook(struct doctor *d, const char *lang)
{
#ifdef _WIN32
    static const char addin[] = "Software\\Microsoft\\Office\\Outlook\\Addins\\Sekisho.OutlookAddin";
    char program[PATH_BYTES] = "";
    DWORD size = sizeof program, load = 0, mine = 0, load_size = sizeof load, mine_size = sizeof mine;
    if (RegGetValueA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\OUTLOOK.EXE", NULL, RRF_RT_REG_SZ, NULL, program, &size)) {
        add(d, "outlook", CLI_DOC_OUTLOOK, ABSENT, cli_word(lang, CLI_DOC_NOT_INSTALLED));
        return;
    }
    d->clients++;
    add(d, "outlook", CLI_DOC_OUTLOOK, GOOD, program);
    bool registered = RegGetValueA(HKEY_LOCAL_MACHINE, addin, "LoadBehavior", RRF_RT_REG_DWORD, NULL, &load, &load_size) == 0;
    /* Outlook writes another number into the user's own key when it, or the user, has switched the add-in off. */
    bool off = RegGetValueA(HKEY_CURRENT_USER, addin, "LoadBehavior", RRF_RT_REG_DWORD, NULL, &mine, &mine_size) == 0 && mine != 3;
    char host[PATH_BYTES] = "";
    DWORD host_size = sizeof host;
    if (RegGetValueA(HKEY_LOCAL_MACHINE, "Software\\Sekisho", "Host", RRF_RT_REG_SZ, NULL, host, &host_size) || !checker_works(host))
        add(d, "outlook-checker", CLI_DOC_OUTLOOK_CHECKER, MEND, cli_word(lang, CLI_DOC_CHECKER_FAILS));
    else
        add(d, "outlook-checker", CLI_DOC_OUTLOOK_CHECKER, GOOD, host);
    add(d, "outlook-addin", CLI_DOC_ADDIN, registered && load == 3 && !off ? GOOD : MEND,
        cli_word(lang, !registered ? CLI_DOC_NOT_REGISTERED : off || load != 3 ? CLI_DOC_SWITCHED_OFF : CLI_DOC_REGISTERED));
#else
    (void)d;
    (void)lang;
#endif
}

/* ---- what ran ---- */

static void look_at_log(struct doctor *d, const char *lang, const sekisho_policy *policy)
{
    char path[LOG_PATH_MAX] = "", text[LOG_PATH_MAX + 200];
    struct log_last last;
    const char *to = policy ? sekisho_policy_get(policy, "log.to") : "file", *problem = NULL;
    bool file = strcmp(to, "file") == 0 || strcmp(to, "both") == 0, none = true;
    memset(&last, 0, sizeof last);
    if (file && log_file_place(policy ? sekisho_policy_get(policy, "log.file") : "", path)) {
        add(d, "log", CLI_DOC_LOG, MEND, cli_word(lang, CLI_DOC_NO_LOG_FOLDER));
        return;
    }
    if (file) {
        int error = log_file_probe(path);
        none = error == LOG_NO_FILE || log_last_read(path, &last) != 0;
        problem = error ? log_file_error(error) : NULL;
    }
    if (!problem && (strcmp(to, "system") == 0 || strcmp(to, "both") == 0)) problem = log_system_problem();
    snprintf(text, sizeof text, "%s%s%s%s", file ? path : "log.to = ", file ? "" : to, problem ? ": " : "", problem ? problem : "");
    add(d, "log", CLI_DOC_LOG, problem ? MEND : none && strcmp(to, "system") != 0 ? ABSENT : GOOD, text);
    if (!file) return; /* what ran is told by the lines of a file */
    add(d, "last-start", CLI_DOC_LAST_START, *last.started ? GOOD : ABSENT, *last.started ? last.started : cli_word(lang, CLI_DOC_NEVER));
    add(d, "last-check", CLI_DOC_LAST_CHECK, *last.checked ? GOOD : ABSENT, *last.checked ? last.checked : cli_word(lang, CLI_DOC_NEVER));
    if (*last.policy) add(d, "policy-digest", CLI_DOC_DIGEST, GOOD, last.policy);
    add(d, "last-error", CLI_DOC_LAST_ERROR, *last.failed ? MEND : GOOD, *last.failed ? last.failed : cli_word(lang, CLI_DOC_NEVER));
}

int command_doctor(int argc, char **argv)
{
    static const char *const states[] = {"ok", "absent", "mend"};
    static const enum cli_word marks[] = {CLI_DOC_OK, CLI_DOC_ABSENT, CLI_DOC_MEND};
    struct cli_args a;
    struct doctor *d = calloc(1, sizeof *d);
    sekisho_policy *policy = NULL;
    int result = EXIT_USAGE;
    if (!cli_args_parse(argc, argv, TAKES_JSON, &a) || a.name_count || !d) goto out;
    add(d, "version", CLI_DOC_VERSION, GOOD, sekisho_version());
    bool stands = policy_stands();
    if (stands) policy = policy_read();
    look_at_policy(d, a.lang, policy, stands);
    look_at_thunderbird(d, a.lang);
    look_at_outlook(d, a.lang);
    look_at_log(d, a.lang, policy);
    size_t mend = d->clients == 0;
    for (size_t i = 0; i < d->count; i++) mend += d->rows[i].state == MEND;
    result = mend ? EXIT_CONFIRM : EXIT_PASS;
    if (a.json) {
        json_t *rows = json_array();
        for (size_t i = 0; i < d->count; i++)
            json_array_append_new(rows, json_pack("{s:s, s:s, s:s}", "name", d->rows[i].name, "state", states[d->rows[i].state], "detail", d->rows[i].detail));
        if (!cli_print_json(json_pack("{s:i, s:s, s:b, s:o}", "version", 1, "program", sekisho_version(), "protected", mend == 0, "rows", rows))) result = EXIT_OUTPUT;
        goto out;
    }
    puts(cli_word(a.lang, d->clients == 0 ? CLI_DOC_NO_CLIENT : mend ? CLI_DOC_NOT_PROTECTED : CLI_DOC_PROTECTED));
    puts("");
    for (size_t i = 0; i < d->count; i++) printf("%s  %s: %s\n", cli_word(a.lang, marks[d->rows[i].state]), cli_word(a.lang, d->rows[i].word), d->rows[i].detail);
out:
    sekisho_policy_free(policy);
    free(d);
    cli_args_free(&a);
    return result;
}
