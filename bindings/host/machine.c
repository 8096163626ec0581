/* What this machine has to say: the policy file that its administrator wrote, and the time. */
#define _POSIX_C_SOURCE 200809L
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef _WIN32
#include <windows.h>
#endif

#define MACHINE_POLICY_MAX (4u << 20)

static const char *machine_path = "/etc/sekisho/policy.json";

void machine_set_policy_path(const char *path)
{
    machine_path = path;
}

char *machine_policy(void *context, const char **path)
{
    FILE *file;
    char *text;
    size_t length;
    (void)context;
    *path = machine_path;
    file = fopen(machine_path, "rb");
    if (!file)
        /* A file that is there and cannot be read is no JSON: its rules are missing, and that is said. */
        return errno == ENOENT || errno == ENOTDIR ? NULL : strdup("");
    text = malloc(MACHINE_POLICY_MAX + 1);
    if (text) {
        length = fread(text, 1, MACHINE_POLICY_MAX, file);
        if (ferror(file) || !feof(file))
            length = 0;
        text[length] = 0;
    }
    fclose(file);
    return text;
}

void machine_now(void *context, char *out, size_t size)
{
    time_t now = time(NULL);
    struct tm parts;
    (void)context;
#ifdef _WIN32
    if (gmtime_s(&parts, &now))
        memset(&parts, 0, sizeof parts);
#else
    if (!gmtime_r(&now, &parts))
        memset(&parts, 0, sizeof parts);
#endif
    strftime(out, size, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

long long machine_milliseconds(void *context)
{
    (void)context;
#ifdef _WIN32
    return (long long)GetTickCount64();
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
#endif
}
