/* Appends lines to the log file under a lock: rotation, retention, repair of a torn last line, and no half line on a full disk. */
#define _CRT_RAND_S
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE /* flock */
#include "log_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#ifdef _WIN32
#include <direct.h>
#include <io.h>
#include <windows.h>
#define lf_open(path, flags) _open(path, (flags) | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE)
#define lf_close _close
#define lf_read(fd, data, n) _read(fd, data, (unsigned)(n))
#define lf_write(fd, data, n) _write(fd, data, (unsigned)(n))
#define lf_seek _lseeki64
#define lf_cut _chsize_s
#define lf_mkdir(path) _mkdir(path)
#define lf_access _access
#else
#include <dirent.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <syslog.h>
#include <unistd.h>
#define lf_open(path, flags) open(path, (flags) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600) /* a pipe does not hold us up */
#define lf_close close
#define lf_read read
#define lf_write write
#define lf_seek lseek
#define lf_cut ftruncate
#define lf_mkdir(path) mkdir(path, 0700)
#define lf_access access
#endif

#define WEEK (7 * 24 * 3600)
#define LOCK_TRIES 50 /* of 20 ms */
#define ROTATED_MAX 64

/* levels: how many folders at the end of the place are ours to make. */
static int place(const char *chosen, char out[LOG_PATH_MAX], int *levels)
{
    const char *base;
    int n;
    *levels = 0;
    if (*chosen)
        return snprintf(out, LOG_PATH_MAX, "%s", chosen) < LOG_PATH_MAX ? 0 : -1;
#ifdef _WIN32
    base = getenv("LOCALAPPDATA");
    *levels = 1;
    /* AppData/LocalLow, not Local: the Outlook add-in starts this process at low integrity, which can write nowhere else. */
    n = base && *base ? snprintf(out, LOG_PATH_MAX, "%sLow\\Sekisho/log.jsonl", base) : -1;
#else
    base = getenv("XDG_STATE_HOME");
    if (base && *base == '/') {
        *levels = 2;
        n = snprintf(out, LOG_PATH_MAX, "%s/sekisho/log.jsonl", base);
    } else {
        base = getenv("HOME");
        *levels = 3;
        n = base && *base == '/' ? snprintf(out, LOG_PATH_MAX, "%s/.local/state/sekisho/log.jsonl", base) : -1;
    }
#endif
    return n < 0 || n >= LOG_PATH_MAX ? -1 : 0;
}

/* Cuts the last component off; false: none is left. */
static bool go_up(char *path)
{
    size_t n = strlen(path);
    while (n && path[n - 1] != '/' && path[n - 1] != '\\')
        n--;
    while (n && (path[n - 1] == '/' || path[n - 1] == '\\'))
        n--;
    path[n] = 0;
    return n > 0;
}

int log_file_place(const char *chosen, char out[LOG_PATH_MAX])
{
    int levels;
    return place(chosen, out, &levels);
}

int log_file_path(const char *chosen, char out[LOG_PATH_MAX])
{
    int levels, i;
    if (place(chosen, out, &levels))
        return -1;
    for (; levels > 0; levels--) {
        char folder[LOG_PATH_MAX];
        strcpy(folder, out);
        for (i = 0; i < levels; i++)
            go_up(folder);
        lf_mkdir(folder);
    }
    return 0;
}

const char *log_file_error(int error)
{
#ifndef _WIN32
    if (error == ELOOP) /* what O_NOFOLLOW says; nobody would guess it from the system's "too many levels" */
        return "it is a symbolic link, which is not followed";
#endif
    return error == LOG_NO_FILE ? "it is no ordinary file" : strerror(error);
}

/* 0, errno's value, or LOG_NO_FILE: lines that go into a pipe or a device stand nowhere. */
static int opened(int fd)
{
    struct stat state;
    if (fd < 0)
        return errno == ENXIO ? LOG_NO_FILE : errno;
    if (fstat(fd, &state))
        return errno;
    return S_ISREG(state.st_mode) ? 0 : LOG_NO_FILE;
}

static int lock(int fd)
{
    int i;
    for (i = 0; i < LOCK_TRIES; i++) {
#ifdef _WIN32
        OVERLAPPED at = {0};
        /* Far behind the data: readers are not kept out. */
        at.OffsetHigh = 0x40000000;
        if (LockFileEx((HANDLE)_get_osfhandle(fd), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at))
            return 0;
        Sleep(20);
#else
        struct timespec pause = {0, 20000000};
        if (!flock(fd, LOCK_EX | LOCK_NB))
            return 0;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return errno;
        nanosleep(&pause, NULL);
#endif
    }
    return EAGAIN;
}

/* Whether what was opened is still what the name stands for: another writer may have set it aside meanwhile. */
static int still_named(const char *path, int fd)
{
    struct stat a, b;
#ifdef _WIN32
    (void)path;
    (void)fd;
    (void)a;
    (void)b;
    return 1; /* an open file cannot be renamed away here */
#else
    return !stat(path, &a) && !fstat(fd, &b) && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
#endif
}

/* The week (since the epoch) of the file's first line, by its "time" field; the current one where it has none. */
static long long first_week(int fd, long long now)
{
    char head[256];
    long n;
    struct tm day = {0};
    const char *at;
    lf_seek(fd, 0, SEEK_SET);
    n = (long)lf_read(fd, head, sizeof head - 1);
    if (n <= 0)
        return now / WEEK;
    head[n] = 0;
    at = strstr(head, "\"time\":\"");
    if (!at || sscanf(at + 8, "%d-%d-%dT", &day.tm_year, &day.tm_mon, &day.tm_mday) != 3)
        return now / WEEK;
    {
        /* Days since the epoch of a Gregorian date, years beginning in March. */
        long long y = day.tm_year - (day.tm_mon <= 2), era = y / 400, yoe = y - era * 400;
        long long doy = (153 * (day.tm_mon + (day.tm_mon > 2 ? -3 : 9)) + 2) / 5 + day.tm_mday - 1;
        return (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468) * 86400 / WEEK;
    }
}

/* Removes set-aside files (PATH.<number>) whose last change is older than the limit. */
static void forget_old(const char *path, const struct log_limits *limits, long long now)
{
    char name[LOG_PATH_MAX + 32];
    const char *slash = strrchr(path, '/');
#ifdef _WIN32
    struct _finddata_t found;
    intptr_t search;
    const char *back = strrchr(path, '\\');
    int folder;
    if (back > slash)
        slash = back;
    folder = slash ? (int)(slash - path) + 1 : 0;
    snprintf(name, sizeof name, "%s.*", path);
    if ((search = _findfirst(name, &found)) == -1)
        return;
    do {
        snprintf(name, sizeof name, "%.*s%s", folder, path, found.name);
        if (now - (long long)found.time_write > (long long)limits->days * 86400)
            remove(name);
    } while (!_findnext(search, &found));
    _findclose(search);
#else
    size_t base = strlen(slash ? slash + 1 : path);
    struct dirent *entry;
    DIR *dir;
    snprintf(name, sizeof name, "%.*s", slash ? (int)(slash - path) + 1 : 2, slash ? path : "./");
    if (!(dir = opendir(name)))
        return;
    while ((entry = readdir(dir))) {
        struct stat state;
        if (strncmp(entry->d_name, slash ? slash + 1 : path, base) || entry->d_name[base] != '.' ||
            strspn(entry->d_name + base + 1, "0123456789") != strlen(entry->d_name + base + 1))
            continue;
        snprintf(name, sizeof name, "%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, entry->d_name);
        if (!lstat(name, &state) && S_ISREG(state.st_mode) && now - (long long)state.st_mtime > (long long)limits->days * 86400)
            remove(name);
    }
    closedir(dir);
#endif
}

/* Sets the file aside as PATH.<time>, so that the next writer begins a new one. */
static void set_aside(const char *path, const struct log_limits *limits, long long now)
{
    char aside[LOG_PATH_MAX + 32];
    struct stat state;
    int i;
    for (i = 0; i < ROTATED_MAX; i++) {
        snprintf(aside, sizeof aside, "%s.%lld", path, now + i);
        if (stat(aside, &state))
            break;
    }
    if (!rename(path, aside) && limits->days)
        forget_old(path, limits, now);
}

/* Writes all or puts the file back as it was. */
static int write_whole(int fd, long long size, const char *line, size_t length, int torn)
{
    char *text = malloc(length + 2);
    size_t n = 0, done = 0;
    int error = 0;
    if (!text)
        return ENOMEM;
    if (torn) /* somebody died in the middle of a line: it stays one bad line and ours begins anew */
        text[n++] = '\n';
    memcpy(text + n, line, length);
    n += length;
    text[n++] = '\n';
    lf_seek(fd, size, SEEK_SET);
    while (done < n) {
        long wrote = (long)lf_write(fd, text + done, n - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0) {
            error = wrote < 0 ? errno : ENOSPC;
            if (lf_cut(fd, size))
                error = error ? error : errno;
            break;
        }
        done += (size_t)wrote;
    }
    free(text);
    return error;
}

int log_file_append(const char *path, const struct log_limits *limits, const char *line, size_t length)
{
    int tries, fd, error;
    long long now = (long long)time(NULL), size;
    char last = '\n';
    for (tries = 0; tries < 5; tries++) {
        fd = lf_open(path, O_RDWR | O_CREAT);
        if ((error = opened(fd)) || (error = lock(fd))) {
            if (fd < 0)
                return error;
            lf_close(fd);
            return error;
        }
        size = lf_seek(fd, 0, SEEK_END);
        if (!still_named(path, fd)) {
            lf_close(fd);
            continue;
        }
        if (size > 0 && tries < 4 &&
            ((limits->max_bytes && (unsigned long long)size + length > limits->max_bytes) || first_week(fd, now) != now / WEEK)) {
#ifdef _WIN32
            lf_close(fd);
            set_aside(path, limits, now);
#else
            set_aside(path, limits, now); /* under the lock: nobody writes into what is being renamed */
            lf_close(fd);
#endif
            continue;
        }
        if (size > 0) {
            lf_seek(fd, size - 1, SEEK_SET);
            if (lf_read(fd, &last, 1) != 1)
                last = '\n';
        }
        error = write_whole(fd, size, line, length, last != '\n');
        if (lf_close(fd) && !error)
            error = errno;
        return error;
    }
    return EAGAIN;
}

int log_file_probe(const char *path)
{
    int error = 0, fd = lf_open(path, O_RDWR);
#ifndef _WIN32
    struct statvfs space;
#endif
    if (fd < 0 && errno == ENOENT) {
        char folder[LOG_PATH_MAX], own[LOG_PATH_MAX];
        int levels = 0;
        if (place("", own, &levels) || strcmp(own, path))
            levels = 0;
        strcpy(folder, path);
        /* A folder that is still to be made can be, where the one above it may be written. */
        for (; go_up(folder); levels--)
            if (levels == 0 || !lf_access(folder, 0))
                break;
        if (!*folder)
            strcpy(folder, strchr("/\\", *path) ? "/" : ".");
        return lf_access(folder, 2) ? errno : 0; /* 2: may be written */
    }
    if ((error = opened(fd)) && fd < 0)
        return error;
#ifndef _WIN32
    if (!error && !fstatvfs(fd, &space) && space.f_bavail == 0)
        error = ENOSPC;
#endif
    lf_close(fd);
    return error;
}

const char *log_system_problem(void)
{
#ifdef _WIN32
    return NULL;
#else
    return access(_PATH_LOG, W_OK) ? "nobody keeps a system log here" : NULL;
#endif
}

int log_file_id(const char *path, char out[17])
{
    char name[LOG_PATH_MAX + 8];
    unsigned char raw[8];
    int fd, i, n;
    snprintf(name, sizeof name, "%s.id", path);
    fd = lf_open(name, O_RDONLY);
    if (fd >= 0) {
        n = (int)lf_read(fd, out, 16);
        lf_close(fd);
        out[16] = 0;
        if (n == 16 && strspn(out, "0123456789abcdef") == 16)
            return 0;
    }
#ifdef _WIN32
    for (i = 0; i < 8; i++) {
        unsigned value = 0;
        if (rand_s(&value))
            return -1;
        raw[i] = (unsigned char)value;
    }
#else
    fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    n = fd < 0 ? 0 : (int)read(fd, raw, sizeof raw);
    if (fd >= 0)
        close(fd);
    if (n != (int)sizeof raw)
        return -1;
#endif
    for (i = 0; i < 8; i++)
        snprintf(out + 2 * i, 3, "%02x", raw[i]);
    fd = lf_open(name, O_WRONLY | O_CREAT | O_TRUNC);
    if (fd < 0)
        return -1;
    n = (int)lf_write(fd, out, 16);
    lf_close(fd);
    return n == 16 ? 0 : -1;
}
