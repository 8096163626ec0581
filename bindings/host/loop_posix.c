/* Moves frames between the client and its sessions, and runs each check in a child process that inherits what it needs and can do nothing
 * but hand a text back. One thread, one poll(). */
#define _GNU_SOURCE
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#define LOOP_READ (1u << 20)
#define LOOP_BEAT_MS 500          /* between two signs of life while a check runs */
#define LOOP_WALL_MS 180000       /* a check that takes longer has hung */
#define LOOP_CPU_SECONDS 120
#define LOOP_MEMORY ((size_t)512 << 20) /* beside limit.memory */

struct loop_reader {
    pid_t pid;
    int fd;
    session_task *task;
    volatile int *progress; /* shared with the child */
    char *text;
    size_t length, room;
    long long started, beat;
    int over; /* taken out of the list at the next turn */
    struct loop_reader *next;
};

struct loop {
    int in, out;
    unsigned char *buffer;
    size_t length, room;
    sessions *all;
    struct loop_reader *readers;
    int broken; /* the client does not read any more */
};

static long long loop_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int loop_write(int fd, const void *data, size_t length)
{
    const char *p = data;
    while (length) {
        ssize_t n = write(fd, p, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        p += n;
        length -= (size_t)n;
    }
    return 0;
}

static void loop_emit(void *context, const char *json, size_t length)
{
    struct loop *loop = context;
    uint32_t size = (uint32_t)length;
    if (length > SESSION_FRAME_OUT || loop_write(loop->out, &size, sizeof size) || loop_write(loop->out, json, length))
        loop->broken = 1;
}

/* ---- in the child ---- */

static sekisho_message *volatile loop_message;
static volatile int *loop_progress;

static void loop_tick(int number)
{
    sekisho_message *message = loop_message;
    (void)number;
    if (message)
        *loop_progress = sekisho_message_progress(message);
}

static void loop_child(const session_task *task, int fd, volatile int *progress)
{
    struct sigaction tick;
    struct itimerval every = {{0, 100000}, {0, 100000}};
    char *text;
    size_t length = 0, memory = LOOP_MEMORY, i;
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0)
        _exit(70);
    for (i = 3; i < 256; i++)
        if ((int)i != fd)
            close((int)i);
    loop_progress = progress;
    memset(&tick, 0, sizeof tick);
    tick.sa_handler = loop_tick;
    tick.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &tick, NULL);
    setitimer(ITIMER_REAL, &every, NULL);
    if (task->background && nice(10) == -1)
        errno = 0; /* as it is, then */
    memory += (size_t)strtoull(sekisho_policy_get(task->policy, "limit.memory"), NULL, 10);
    for (i = 0; i < task->bytes_count; i++)
        memory += task->bytes[i].length;
    sandbox_enter(memory, LOOP_CPU_SECONDS);
    text = session_task_run(task, &length, &loop_message);
    _exit(text && !loop_write(fd, text, length) ? 0 : 70);
}

/* ---- readers ---- */

static int loop_start(void *context, session_task *task)
{
    struct loop *loop = context;
    struct loop_reader *reader = calloc(1, sizeof *reader);
    int ends[2] = {-1, -1};
    pid_t parent = getpid();
    void *page;
    if (!reader)
        return -1;
    page = mmap(NULL, sizeof *reader->progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) {
        free(reader);
        return -1;
    }
    reader->progress = page;
    if (pipe(ends))
        goto fail;
    fflush(NULL);
    reader->pid = fork();
    if (reader->pid < 0)
        goto fail;
    if (!reader->pid) {
#ifdef __linux__
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(70);
#endif
        close(ends[0]);
        loop_child(task, ends[1], reader->progress);
    }
    close(ends[1]);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    reader->fd = ends[0];
    reader->task = task;
    reader->started = reader->beat = loop_now();
    reader->next = loop->readers;
    loop->readers = reader;
    task->runner = reader;
    return 0;
fail:
    munmap(page, sizeof *reader->progress);
    if (ends[0] >= 0) {
        close(ends[0]);
        close(ends[1]);
    }
    free(reader);
    return -1;
}

/* Ends the child if it still runs; why it died, or NULL when it ended well. */
static const char *loop_reap(struct loop_reader *reader, int kill_it)
{
    static char why[80];
    int status = 0;
    if (kill_it)
        kill(reader->pid, SIGKILL);
    while (waitpid(reader->pid, &status, 0) < 0 && errno == EINTR)
        ;
    close(reader->fd);
    munmap((void *)reader->progress, sizeof *reader->progress);
    reader->over = 1;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return NULL;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return "reading took too long";
    if (WIFSIGNALED(status))
        snprintf(why, sizeof why, "the reading process died (signal %d)", WTERMSIG(status));
    else
        snprintf(why, sizeof why, "the reading process ended with status %d", WEXITSTATUS(status));
    return why;
}

static void loop_stop(void *context, session_task *task)
{
    struct loop_reader *reader = task->runner;
    (void)context;
    loop_reap(reader, 1);
}

static void loop_sweep(struct loop *loop)
{
    struct loop_reader **at = &loop->readers;
    while (*at) {
        struct loop_reader *reader = *at;
        if (reader->over) {
            *at = reader->next;
            free(reader->text);
            free(reader);
        } else {
            at = &reader->next;
        }
    }
}

/* What a child has to say: more of its text, or its end. */
static void loop_hear(struct loop *loop, struct loop_reader *reader)
{
    const char *why;
    ssize_t n;
    if (reader->room - reader->length < LOOP_READ) {
        char *text = reader->length > SESSION_REPORT ? NULL : realloc(reader->text, reader->room + 2 * LOOP_READ);
        if (!text) {
            loop_reap(reader, 1);
            sessions_task_done(loop->all, reader->task, NULL, 0, "the report is too long");
            return;
        }
        reader->text = text;
        reader->room += 2 * LOOP_READ;
    }
    n = read(reader->fd, reader->text + reader->length, LOOP_READ);
    if (n < 0 && errno == EINTR)
        return;
    if (n > 0) {
        reader->length += (size_t)n;
        return;
    }
    why = loop_reap(reader, 0);
    sessions_task_done(loop->all, reader->task, why ? NULL : reader->text, reader->length, why);
}

static void loop_beats(struct loop *loop)
{
    struct loop_reader *reader;
    long long now = loop_now();
    for (reader = loop->readers; reader; reader = reader->next) {
        if (reader->over)
            continue;
        if (now - reader->started > LOOP_WALL_MS) {
            loop_reap(reader, 1);
            sessions_task_done(loop->all, reader->task, NULL, 0, "reading took too long");
        } else if (now - reader->beat >= LOOP_BEAT_MS) {
            reader->beat = now;
            sessions_task_progress(loop->all, reader->task, *reader->progress, 1000);
        }
    }
}

/* ---- the client ---- */

/* Reads what is there and hands on what is complete. 0: go on; 1: the client is gone; -1: it has lost its framing. */
static int loop_client(struct loop *loop)
{
    size_t at = 0;
    ssize_t n;
    if (loop->room - loop->length < LOOP_READ) {
        unsigned char *buffer = realloc(loop->buffer, loop->room + 2 * LOOP_READ);
        if (!buffer)
            return -1;
        loop->buffer = buffer;
        loop->room += 2 * LOOP_READ;
    }
    n = read(loop->in, loop->buffer + loop->length, LOOP_READ);
    if (n < 0)
        return errno == EINTR ? 0 : 1;
    if (n == 0)
        return 1;
    loop->length += (size_t)n;
    while (loop->length - at >= 4) {
        uint32_t size;
        memcpy(&size, loop->buffer + at, sizeof size);
        if (!size || size > SESSION_FRAME_IN)
            return -1;
        if (loop->length - at - 4 < size)
            break;
        if (sessions_frame(loop->all, (char *)loop->buffer + at + 4, size))
            return -1;
        at += 4 + (size_t)size;
    }
    memmove(loop->buffer, loop->buffer + at, loop->length - at);
    loop->length -= at;
    return 0;
}

/* What a reader of this machine is held by, found out in a process of its own. */
static unsigned loop_limits(void)
{
    unsigned held = 0;
    int status = 0;
    pid_t pid;
    fflush(NULL);
    pid = fork();
    if (!pid)
        _exit((int)sandbox_enter((size_t)512 << 20, 10));
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (pid > 0 && WIFEXITED(status))
        held = (unsigned)WEXITSTATUS(status);
    return held;
}

static const struct {
    unsigned limit;
    const char *name;
} loop_limit_names[] = {{SANDBOX_MEMORY, "memory"}, {SANDBOX_TIME, "time"}, {SANDBOX_FILES, "files"}, {SANDBOX_CALLS, "system-calls"}};

static json_t *loop_about(void *context, const sekisho_policy *policy)
{
    json_t *about = log_about(context, policy), *limits = json_array();
    unsigned held = loop_limits();
    size_t i;
    for (i = 0; i < sizeof loop_limit_names / sizeof *loop_limit_names; i++)
        if (held & loop_limit_names[i].limit)
            json_array_append_new(limits, json_string(loop_limit_names[i].name));
    json_object_set_new(about, "limits", limits);
    return about;
}

static int loop_run(int in, int out)
{
    struct loop loop = {.in = in, .out = out};
    struct session_hooks hooks = {&loop, loop_emit, loop_start, loop_stop, machine_policy, machine_now, machine_milliseconds, log_write, loop_about};
    int end = 0;
    loop.all = sessions_new(&hooks);
    if (!loop.all)
        return 70;
    while (!end && !loop.broken) {
        struct pollfd fds[SESSION_MAX + 1];
        struct loop_reader *at[SESSION_MAX + 1], *reader;
        nfds_t count = 1, i;
        fds[0].fd = in;
        fds[0].events = POLLIN;
        fds[0].revents = 0;
        for (reader = loop.readers; reader && count <= SESSION_MAX; reader = reader->next, count++) {
            at[count] = reader;
            fds[count].fd = reader->fd;
            fds[count].events = POLLIN;
            fds[count].revents = 0;
        }
        if (poll(fds, count, loop.readers ? LOOP_BEAT_MS / 2 : -1) < 0) {
            if (errno == EINTR)
                continue;
            break;
        }
        for (i = 1; i < count; i++)
            if (fds[i].revents && !at[i]->over)
                loop_hear(&loop, at[i]);
        if (fds[0].revents)
            end = loop_client(&loop);
        loop_beats(&loop);
        loop_sweep(&loop);
    }
    sessions_free(loop.all);
    loop_sweep(&loop);
    free(loop.buffer);
    return end < 0 ? 65 : 0;
}

int host_loop(void)
{
    /* Frames leave through a descriptor of their own, and what a library prints goes to standard error: a stray line cannot break the
     * framing. */
    int in = 0, out = fcntl(1, F_DUPFD_CLOEXEC, 3);
    if (out < 0 || dup2(2, 1) < 0)
        return 70;
    signal(SIGPIPE, SIG_IGN);
#ifdef F_SETPIPE_SZ
    /* Attachments come in pieces of 700 KB: a pipe of 64 KiB would be filled and emptied eleven times for each. */
    fcntl(in, F_SETPIPE_SZ, 1 << 20);
#endif
    return loop_run(in, out);
}

/* ---- selftest ---- */

static int selftest_send(int fd, const char *json)
{
    uint32_t size = (uint32_t)strlen(json);
    return loop_write(fd, &size, sizeof size) || loop_write(fd, json, size);
}

static json_t *selftest_receive(int fd)
{
    uint32_t size = 0;
    size_t done = 0, want = sizeof size;
    char *text = NULL, *to = (char *)&size;
    json_t *frame = NULL;
    for (;;) {
        ssize_t n = read(fd, to + done, want - done);
        if (n <= 0)
            break;
        done += (size_t)n;
        if (done < want)
            continue;
        if (text) {
            frame = json_loadb(text, want, 0, NULL);
            break;
        }
        if (size > SESSION_FRAME_OUT)
            break;
        want = size;
        done = 0;
        to = text = malloc(want + 1);
        if (!text)
            break;
    }
    free(text);
    return frame;
}

int host_selftest(void)
{
    static const char *const frames[] = {
        "{\"id\":1,\"op\":\"hello\",\"version\":1,\"client\":\"selftest\",\"lang\":\"en\"}",
        "{\"id\":2,\"op\":\"open\",\"policy\":{\"enforced\":{\"on.outside-recipient\":\"confirm\",\"log.to\":\"none\"}}}",
        "{\"id\":3,\"op\":\"set\",\"session\":1,\"message\":{\"version\":1,\"sender\":\"a@example.jp\",\"recipients\":[{\"field\":\"to\","
        "\"address\":\"b@example.com\"}],\"subject\":\"selftest\",\"text\":\"selftest\",\"attachments\":[{\"name\":\"a.txt\",\"key\":\"k\"}]}}",
        "{\"id\":4,\"op\":\"attach\",\"session\":1,\"index\":0,\"offset\":0,\"data\":\"c2VsZnRlc3Q=\",\"last\":true}",
        "{\"id\":5,\"op\":\"check\",\"session\":1,\"stage\":\"send\"}",
    };
    int to[2], from[2], status = 0, good = 0;
    unsigned held = 0;
    pid_t pid;
    size_t i;
    if (pipe(to) || pipe(from))
        return 70;
    fflush(NULL);
    pid = fork();
    if (pid < 0)
        return 70;
    if (!pid) {
        close(to[1]);
        close(from[0]);
        _exit(loop_run(to[0], from[1]));
    }
    close(to[0]);
    close(from[1]);
    for (i = 0; i < sizeof frames / sizeof *frames; i++) {
        json_t *frame;
        if (selftest_send(to[1], frames[i]))
            break;
        do {
            frame = selftest_receive(from[0]);
            if (frame && json_object_get(frame, "id"))
                break;
            json_decref(frame);
        } while (frame);
        if (!frame || !json_is_true(json_object_get(frame, "ok"))) {
            json_decref(frame);
            break;
        }
        if (i == 4) {
            const char *verdict = json_string_value(json_object_get(json_object_get(frame, "report"), "verdict"));
            good = verdict && !strcmp(verdict, "confirm");
        }
        json_decref(frame);
    }
    close(to[1]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    good = good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    close(from[0]);
    held = loop_limits();
    printf("selftest: %s; readers are limited in:", good ? "ok" : "FAILED");
    for (i = 0; i < sizeof loop_limit_names / sizeof *loop_limit_names; i++)
        if (held & loop_limit_names[i].limit)
            printf(" %s", loop_limit_names[i].name);
    puts("");
    return good ? 0 : 70;
}
