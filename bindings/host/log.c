/* One line for each mail that was checked: what was found and how it ended, for a pilot's figures. No address, subject, file name or text of a
 * mail goes in - only names from our own tables, counts and times. The reason that a user typed is kept where policy asks for it. */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include <windows.h>
#else
#include <syslog.h>
#endif

#include "log_file.h"
#include "log_last.h"
#include "sha256.h"

/* Which policy was in force: a digest of all effective options, so that a summary can tell one set of rules from the next. */
static void log_policy_digest(const sekisho_policy *policy, char out[17])
{
    json_t *options = json_object();
    size_t i;
    char *text, hex[SHA256_HEX] = "";
    for (i = 0; i < sekisho_policy_option_count(policy); i++)
        json_object_set_new(options, sekisho_policy_option_key(policy, i), json_string(sekisho_policy_option_value(policy, i)));
    text = json_dumps(options, JSON_COMPACT | JSON_SORT_KEYS);
    if (text)
        sha256_hex(text, strlen(text), hex);
    snprintf(out, 17, "%.16s", hex);
    free(text);
    json_decref(options);
}

/* The line into the file that policy names; NULL: it stands there, else why not. */
static const char *log_to_file(const sekisho_policy *policy, const char *line, size_t length)
{
    struct log_limits limits;
    char path[LOG_PATH_MAX];
    int error;
    limits.max_bytes = strtoull(sekisho_policy_get(policy, "log.max-bytes"), NULL, 10);
    limits.days = (unsigned)strtoul(sekisho_policy_get(policy, "log.days"), NULL, 10);
    if (log_file_path(sekisho_policy_get(policy, "log.file"), path))
        return "there is no folder for it";
    error = log_file_append(path, &limits, line, length);
    return error ? log_file_error(error) : NULL;
}

/* The same line into the system's log, whose place and rights are the administrator's. */
static const char *log_to_system(const char *line)
{
#ifdef _WIN32
    HANDLE source = RegisterEventSourceA(NULL, "Sekisho");
    BOOL done = source && ReportEventA(source, EVENTLOG_INFORMATION_TYPE, 0, 1, NULL, 1, 0, &line, NULL);
    if (source)
        DeregisterEventSource(source);
    return done ? NULL : "the event log does not take it";
#else
    /* syslog() says nothing of a line that nobody took. */
    const char *problem = log_system_problem();
    if (problem)
        return problem;
    openlog("sekisho", LOG_PID, LOG_MAIL);
    syslog(LOG_INFO, "%s", line);
    return NULL;
#endif
}

static void log_count(json_t *counts, const char *key)
{
    json_object_set_new(counts, key, json_integer(json_integer_value(json_object_get(counts, key)) + 1));
}

/* How many of each: a list's objects by one of their fields. */
static json_t *log_counts(const json_t *list, const char *field)
{
    json_t *counts = json_object(), *item;
    size_t i;
    json_array_foreach (list, i, item) {
        const char *name = json_string_value(json_object_get(item, field));
        if (name && *name)
            log_count(counts, name);
    }
    return counts;
}

static size_t log_read(const json_t *attachments)
{
    json_t *item;
    size_t i, read = 0;
    json_array_foreach (attachments, i, item)
        read += json_array_size(json_object_get(item, "unread")) == 0;
    return read;
}

/* A client's word is only taken when it is one of ours: nothing of a mail may come into the log by a client's mistake. */
static json_t *log_known(const json_t *word)
{
    static const char *const words[] = {"sent", "changed", "cancelled", "blocked", "move-to-bcc", "remove-recipient", "remove-attachment"};
    const char *text = json_string_value(word);
    size_t i;
    for (i = 0; text && i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i], text))
            return json_string(text);
    return NULL;
}

static json_t *log_remedies(const json_t *remedies)
{
    json_t *known = json_array(), *item, *word;
    size_t i;
    json_array_foreach (remedies, i, item)
        if (json_array_size(known) < 50 && (word = log_known(item)))
            json_array_append_new(known, word);
    return known;
}

const char *log_write(void *context, const sekisho_policy *policy, const json_t *report, const json_t *answer, const char *client)
{
    const char *to = sekisho_policy_get(policy, "log.to");
    const json_t *attachments = json_object_get(report, "attachments");
    json_t *seconds = json_object_get(answer, "seconds");
    char now[40], digest[17], id[17] = "", path[LOG_PATH_MAX];
    json_t *line;
    char *text;
    const char *lost = NULL, *lost_system = NULL;
    (void)context;
    if (!strcmp(to, "none"))
        return NULL;
    machine_now(NULL, now, sizeof now);
    log_policy_digest(policy, digest);
    if (!log_file_path(sekisho_policy_get(policy, "log.file"), path))
        log_file_id(path, id);
    line = json_pack("{s:i,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "log", 1, "kind", report ? "check" : "start", "time", now, "id", id, "client", client, "program",
                     sekisho_version(), "policy", digest, "mode", sekisho_policy_get(policy, "mode"));
    if (line && report)
        json_object_update_new(line, json_pack("{s:O*,s:O*,s:o,s:O*,s:o,s:i,s:O*,s:O*,s:o*,s:o,s:O*}", "verdict", json_object_get(report, "verdict"), "shown",
                                               json_object_get(json_object_get(report, "dialog"), "show"), "findings",
                                               log_counts(json_object_get(report, "findings"), "name"), "recipients",
                                               json_object_get(report, "recipient_classes"), "attachments", log_counts(attachments, "format"),
                                               "attachments_read", (int)log_read(attachments), "ms", json_object_get(report, "ms"), "failure",
                                               json_object_get(report, "failure"), "answer", log_known(json_object_get(answer, "answer")), "remedies",
                                               log_remedies(json_object_get(answer, "remedies")), "seconds",
                                               json_is_number(seconds) ? seconds : NULL));
    if (line && report && !strcmp(sekisho_policy_get(policy, "log.reasons"), "true") && json_is_string(json_object_get(answer, "reason")))
        json_object_set(line, "reason", json_object_get(answer, "reason"));
    text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    json_decref(line);
    if (!text)
        return "no memory";
    if (!strcmp(to, "system") || !strcmp(to, "both"))
        lost_system = log_to_system(text);
    if (!strcmp(to, "file") || !strcmp(to, "both"))
        lost = log_to_file(policy, text, strlen(text));
    free(text);
    return lost ? lost : lost_system;
}

json_t *log_about(void *context, const sekisho_policy *policy)
{
    const char *to = sekisho_policy_get(policy, "log.to"), *problem = "";
    char path[LOG_PATH_MAX] = "", digest[17];
    struct log_last last;
    int file = !strcmp(to, "file") || !strcmp(to, "both"), error = 0;
    (void)context;
    memset(&last, 0, sizeof last);
    if (file && log_file_path(sekisho_policy_get(policy, "log.file"), path)) {
        problem = "there is no folder for it";
    } else if (file) {
        error = log_file_probe(path);
        if (error != LOG_NO_FILE)
            log_last_read(path, &last);
        problem = error ? log_file_error(error) : "";
    }
    if (!*problem && (!strcmp(to, "system") || !strcmp(to, "both")) && log_system_problem())
        problem = log_system_problem();
    log_policy_digest(policy, digest);
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}", "policy", digest, "log", file ? path : strcmp(to, "none") ? to : "", "log_problem", problem,
                     "last_start", last.started, "last_check", last.checked, "last_error", last.failed);
}
