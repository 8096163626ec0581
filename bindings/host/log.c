/* One line for each mail that was checked: what was found and how it ended, for a pilot's figures. No address, subject, file name or text of a
 * mail goes in - only names from our own tables, counts and times. The reason that a user typed is kept where policy asks for it. */
#define _POSIX_C_SOURCE 200809L
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <direct.h>
#include <io.h>
#define open _open
#define close _close
#define write(fd, data, n) _write(fd, data, (unsigned)(n))
#define log_mkdir(path) _mkdir(path)
#define LOG_OPEN (_O_WRONLY | _O_APPEND | _O_CREAT | _O_BINARY)
#define LOG_MODE (_S_IREAD | _S_IWRITE)
#else
#include <syslog.h>
#include <unistd.h>
#define log_mkdir(path) mkdir(path, 0700)
#define LOG_OPEN (O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW)
#define LOG_MODE 0600
#endif

#define LOG_PATH 1024

/* The log file: policy's, else a file in the user's own state folder, which is made when it is missing. */
static int log_path(const sekisho_policy *policy, char out[LOG_PATH])
{
    const char *chosen = sekisho_policy_get(policy, "log.file"), *base;
    int n;
    if (*chosen)
        return snprintf(out, LOG_PATH, "%s", chosen) < LOG_PATH ? 0 : -1;
#ifdef _WIN32
    base = getenv("LOCALAPPDATA");
    /* AppData/LocalLow, not Local: the Outlook add-in starts this process at low integrity, which can write nowhere else. */
    n = base && *base ? snprintf(out, LOG_PATH - 20, "%sLow\\Sekisho", base) : -1;
#else
    base = getenv("XDG_STATE_HOME");
    if (base && *base == '/') {
        log_mkdir(base);
        n = snprintf(out, LOG_PATH - 20, "%s/sekisho", base);
    } else {
        static const char *const steps[] = {".local", ".local/state", ".local/state/sekisho"};
        size_t i;
        base = getenv("HOME");
        if (!base || *base != '/')
            return -1;
        for (i = 0, n = 0; i < 3 && n >= 0 && n < LOG_PATH - 20; i++) {
            n = snprintf(out, LOG_PATH - 20, "%s/%s", base, steps[i]);
            log_mkdir(out);
        }
    }
#endif
    if (n < 0 || n >= LOG_PATH - 20)
        return -1;
    log_mkdir(out);
    strcat(out, "/log.jsonl");
    return 0;
}

/* Above the size limit the file becomes the one before, whose place the last one loses. */
static void log_rotate(const char *path, unsigned long long limit)
{
    struct stat state;
    char before[LOG_PATH + 8];
    if (!limit || stat(path, &state) || (unsigned long long)state.st_size < limit)
        return;
    snprintf(before, sizeof before, "%s.1", path);
#ifdef _WIN32
    remove(before);
#endif
    if (rename(path, before))
        errno = 0; /* another writer was faster */
}

/* One write() with O_APPEND: two writers cannot mix their lines. */
static int log_file(const sekisho_policy *policy, const char *line, size_t length)
{
    char path[LOG_PATH];
    int fd, lost;
    if (log_path(policy, path))
        return -1;
    log_rotate(path, strtoull(sekisho_policy_get(policy, "log.max-bytes"), NULL, 10));
    fd = open(path, LOG_OPEN, LOG_MODE);
    if (fd < 0)
        return -1;
    lost = write(fd, line, length) != (long)length;
    return close(fd) || lost ? -1 : 0;
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

int log_write(void *context, const sekisho_policy *policy, const json_t *report, const json_t *answer, const char *client)
{
    const char *to = sekisho_policy_get(policy, "log.to");
    const json_t *attachments = json_object_get(report, "attachments");
    char now[40];
    json_t *line;
    char *text;
    size_t length;
    int lost = 0;
    (void)context;
    if (!strcmp(to, "none"))
        return 0;
    machine_now(NULL, now, sizeof now);
    line = json_pack("{s:s,s:s,s:s,s:s,s:O?,s:o,s:O?,s:o,s:i,s:O?,s:O?,s:O?}", "time", now, "client", client, "version", sekisho_version(), "mode",
                     sekisho_policy_get(policy, "mode"), "verdict", json_object_get(report, "verdict"), "findings",
                     log_counts(json_object_get(report, "findings"), "name"), "recipients", json_object_get(report, "recipient_classes"), "attachments",
                     log_counts(attachments, "format"), "attachments_read", (int)log_read(attachments), "answer", json_object_get(answer, "answer"),
                     "remedies", json_object_get(answer, "remedies"), "seconds", json_object_get(answer, "seconds"));
    if (line && !strcmp(sekisho_policy_get(policy, "log.reasons"), "true") && json_is_string(json_object_get(answer, "reason")))
        json_object_set(line, "reason", json_object_get(answer, "reason"));
    text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    json_decref(line);
    if (!text)
        return -1;
    length = strlen(text);
#ifndef _WIN32
    if (!strcmp(to, "system") || !strcmp(to, "both")) {
        openlog("sekisho", LOG_PID, LOG_MAIL);
        syslog(LOG_INFO, "%s", text);
    }
#else
    lost = !strcmp(to, "system") ? -1 : 0;
#endif
    if (!strcmp(to, "file") || !strcmp(to, "both")) {
        text[length] = '\n'; /* in the place of the NUL: one write for the whole line */
        lost = log_file(policy, text, length + 1);
    }
    free(text);
    return lost;
}
