/* What this machine has to say: the policy that its administrator wrote - a file, on Windows the registry values of group policy - and the time. */
#define _POSIX_C_SOURCE 200809L
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "policy_json.h"
#ifdef _WIN32
#include <windows.h>

#include "options_json.h"
#include "registry.h"
#else
#include <sys/stat.h>
#endif

#ifdef _WIN32
static const char *machine_path = NULL; /* the registry */
#else
static const char *machine_path = "/etc/sekisho/policy.json";
#endif

static int machine_forgotten;

void machine_set_policy_path(const char *path)
{
    machine_path = path;
}

#ifdef _WIN32
/* What IT wrote, for every mail program alike. The user's own values are left out: a program that keeps its own would be overruled by them. */
static char *machine_registry(const char **path)
{
    struct registry registry;
    json_t *policy;
    char *text = NULL;
    size_t i = 0;
    *path = "HKLM, HKCU \\Software\\Policies\\Sekisho";
    registry_read(&registry);
    while (i < registry.count && registry.options[i].layer == CLIENT_USER)
        i++;
    if (i < registry.count) {
        policy = options_json(registry.options, registry.count, 1u << CLIENT_RECOMMENDED | 1u << CLIENT_ENFORCED);
        text = policy ? json_dumps(policy, JSON_COMPACT) : NULL;
        json_decref(policy);
        if (!text)
            text = strdup(""); /* no JSON: the rules are missing, and that is said */
    }
    registry_free(&registry);
    return text;
}
#endif

/* A link to a file that is gone: somebody meant a policy to stand here. */
static int leads_nowhere(const char *path)
{
#ifdef _WIN32
    (void)path;
    return 0;
#else
    struct stat state;
    int error = errno, link = !lstat(path, &state);
    errno = error;
    return link;
#endif
}

void machine_forget_policy(void)
{
    machine_forgotten = 1;
}

char *machine_policy(void *context, const char **path, const char **trouble)
{
    static char said[200];
    FILE *file;
    char *text = NULL;
    size_t length;
    (void)context;
    *trouble = NULL;
    if (machine_forgotten)
        return NULL;
#ifdef _WIN32
    if (!machine_path)
        return machine_registry(path);
#endif
    *path = machine_path;
    file = fopen(machine_path, "rb");
    if (!file) {
        if ((errno == ENOENT || errno == ENOTDIR) && !leads_nowhere(machine_path))
            return NULL;
        snprintf(said, sizeof said, "the policy file of this machine cannot be read: %s", strerror(errno));
        *trouble = said;
        return strdup("");
    }
    errno = 0;
    text = malloc(POLICY_JSON_MAX + 1);
    length = text ? fread(text, 1, POLICY_JSON_MAX + 1, file) : 0;
    if (!text || ferror(file)) {
        snprintf(said, sizeof said, "the policy file of this machine cannot be read: %s", strerror(errno ? errno : EIO));
        *trouble = said;
    } else if (length > POLICY_JSON_MAX) {
        snprintf(said, sizeof said, "the policy file of this machine is larger than %u MiB", POLICY_JSON_MAX >> 20);
        *trouble = said;
    } else if (memchr(text, 0, length)) {
        *trouble = "the policy file of this machine is no UTF-8 text: it holds a NUL (saved as UTF-16?)";
    }
    if (text)
        text[*trouble ? 0 : length] = 0;
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
