/* Moves frames between the client and its sessions on Windows. Reading runs on a thread of this process: the client put the whole process into a
 * job with a memory limit and took its rights away, so a reader that dies takes nobody along but this host, and the client says so. */
#include "host.h"

#include <windows.h>
#include <fcntl.h>
#include <io.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOP_BEAT_MS 500    /* between two signs of life while a check runs */
#define LOOP_WALL_MS 180000 /* a check that takes longer has hung */
#define LOOP_STOP_MS 5000   /* how long a cancelled check may go on before the process ends itself */

struct loop_reader {
    HANDLE thread;
    session_task *task;
    sekisho_message *volatile message; /* while it can be asked for progress */
    char *text;
    size_t length;
    DWORD started, beat;
    struct loop_reader *next;
};

struct loop {
    HANDLE in, out;
    HANDLE ready, taken; /* one frame at a time goes from the reading thread to this one */
    char *frame;
    uint32_t size;
    int end; /* by the reading thread: 1 the client is gone, -1 it has lost its framing */
    sessions *all;
    struct loop_reader *readers;
    int broken; /* the client does not read any more */
};

static int loop_write(HANDLE out, const void *data, size_t length)
{
    const char *p = data;
    while (length) {
        DWORD part = length > 1 << 20 ? 1 << 20 : (DWORD)length, done = 0;
        if (!WriteFile(out, p, part, &done, NULL) || !done)
            return -1;
        p += done;
        length -= done;
    }
    return 0;
}

static int loop_read(HANDLE in, void *data, size_t length)
{
    char *p = data;
    while (length) {
        DWORD part = length > 1 << 20 ? 1 << 20 : (DWORD)length, done = 0;
        if (!ReadFile(in, p, part, &done, NULL) || !done)
            return -1;
        p += done;
        length -= done;
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

/* ---- readers ---- */

/* Asks or cancels the message that a reader works on. The thread stands still meanwhile, so that it cannot free the message under our hands; both
 * calls only touch a number, so nothing that the thread holds is waited for. */
static int loop_message(struct loop_reader *reader, int cancel)
{
    CONTEXT context;
    int progress = 0;
    if (SuspendThread(reader->thread) == (DWORD)-1)
        return 0;
    context.ContextFlags = CONTEXT_CONTROL;
    /* Suspending is only asked for by the call above; this one waits until it is so. */
    if (GetThreadContext(reader->thread, &context) && reader->message) {
        if (cancel)
            sekisho_message_cancel(reader->message);
        else
            progress = sekisho_message_progress(reader->message);
    }
    ResumeThread(reader->thread);
    return progress;
}

static DWORD WINAPI loop_check(void *argument)
{
    struct loop_reader *reader = argument;
    if (reader->task->background)
        SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL);
    reader->text = session_task_run(reader->task, &reader->length, &reader->message);
    return 0;
}

static int loop_start(void *context, session_task *task)
{
    struct loop *loop = context;
    struct loop_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return -1;
    reader->task = task;
    reader->started = reader->beat = GetTickCount();
    reader->thread = CreateThread(NULL, 16u << 20, loop_check, reader, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    if (!reader->thread) {
        free(reader);
        return -1;
    }
    reader->next = loop->readers;
    loop->readers = reader;
    task->runner = reader;
    return 0;
}

static void loop_forget(struct loop *loop, struct loop_reader *reader)
{
    struct loop_reader **at = &loop->readers;
    while (*at && *at != reader)
        at = &(*at)->next;
    if (*at)
        *at = reader->next;
    CloseHandle(reader->thread);
    free(reader->text);
    free(reader);
}

/* A thread cannot be ended from outside, so one that does not heed the cancelling ends the process: the client takes that for what it is. */
static void loop_stop(void *context, session_task *task)
{
    struct loop *loop = context;
    struct loop_reader *reader = task->runner;
    DWORD since = GetTickCount();
    while (WaitForSingleObject(reader->thread, 10) == WAIT_TIMEOUT) {
        loop_message(reader, 1);
        if (GetTickCount() - since > LOOP_STOP_MS)
            ExitProcess(70);
    }
    loop_forget(loop, reader);
}

static void loop_finish(struct loop *loop)
{
    struct loop_reader *reader = loop->readers, *next;
    for (; reader; reader = next) {
        next = reader->next;
        if (WaitForSingleObject(reader->thread, 0) == WAIT_OBJECT_0) {
            session_task *task = reader->task;
            char *text = reader->text;
            size_t length = reader->length;
            reader->text = NULL;
            loop_forget(loop, reader);
            sessions_task_done(loop->all, task, text, length, text ? NULL : "there was not enough memory");
            free(text);
            return; /* the list may have changed */
        }
    }
}

static void loop_beats(struct loop *loop)
{
    struct loop_reader *reader;
    DWORD now = GetTickCount();
    for (reader = loop->readers; reader; reader = reader->next) {
        if (now - reader->started > LOOP_WALL_MS)
            ExitProcess(70);
        if (now - reader->beat >= LOOP_BEAT_MS) {
            reader->beat = now;
            sessions_task_progress(loop->all, reader->task, loop_message(reader, 0), 1000);
        }
    }
}

/* ---- the client ---- */

static DWORD WINAPI loop_hear(void *argument)
{
    struct loop *loop = argument;
    for (;;) {
        if (loop_read(loop->in, &loop->size, sizeof loop->size)) {
            loop->end = 1;
            break;
        }
        if (!loop->size || loop->size > SESSION_FRAME_IN) {
            loop->end = -1;
            break;
        }
        loop->frame = malloc(loop->size);
        if (!loop->frame || loop_read(loop->in, loop->frame, loop->size)) {
            loop->end = 1;
            break;
        }
        SetEvent(loop->ready);
        WaitForSingleObject(loop->taken, INFINITE);
    }
    SetEvent(loop->ready);
    return 0;
}

static int loop_run(HANDLE in, HANDLE out)
{
    struct loop loop = {.in = in, .out = out};
    struct session_hooks hooks = {&loop, loop_emit, loop_start, loop_stop, machine_policy, machine_now, machine_milliseconds, log_write, log_about};
    HANDLE thread;
    int end = 0;
    loop.all = sessions_new(&hooks);
    loop.ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    loop.taken = CreateEventW(NULL, FALSE, FALSE, NULL);
    thread = loop.all && loop.ready && loop.taken ? CreateThread(NULL, 0, loop_hear, &loop, 0, NULL) : NULL;
    if (!thread)
        return 70;
    while (!end && !loop.broken) {
        HANDLE waits[MAXIMUM_WAIT_OBJECTS];
        struct loop_reader *reader;
        DWORD count = 0, got;
        waits[count++] = loop.ready;
        for (reader = loop.readers; reader && count < MAXIMUM_WAIT_OBJECTS; reader = reader->next)
            waits[count++] = reader->thread;
        got = WaitForMultipleObjects(count, waits, FALSE, loop.readers ? LOOP_BEAT_MS / 2 : INFINITE);
        if (got == WAIT_OBJECT_0) {
            end = loop.end;
            if (!end && sessions_frame(loop.all, loop.frame, loop.size))
                end = -1;
            free(loop.frame);
            loop.frame = NULL;
            SetEvent(loop.taken);
        }
        loop_finish(&loop);
        loop_beats(&loop);
    }
    sessions_free(loop.all);
    CloseHandle(thread);
    return end < 0 ? 65 : 0;
}

int host_loop(void)
{
    /* Frames leave through a handle of their own, and what a library prints goes to standard error: a stray line cannot break the framing. */
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE), out = NULL, self = GetCurrentProcess();
    if (in == INVALID_HANDLE_VALUE || !DuplicateHandle(self, GetStdHandle(STD_OUTPUT_HANDLE), self, &out, 0, FALSE, DUPLICATE_SAME_ACCESS))
        return 70;
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    /* Without a standard error (a mail client has none) stray lines go nowhere. Both close the old handle behind descriptor 1. */
    if (_fileno(stderr) < 0 || _dup2(_fileno(stderr), 1))
        freopen("NUL", "w", stdout);
    return loop_run(in, out);
}

/* ---- selftest ---- */

static int selftest_send(HANDLE to, const char *json)
{
    uint32_t size = (uint32_t)strlen(json);
    return loop_write(to, &size, sizeof size) || loop_write(to, json, size);
}

static json_t *selftest_receive(HANDLE from)
{
    uint32_t size = 0;
    char *text;
    json_t *frame = NULL;
    if (loop_read(from, &size, sizeof size) || size > SESSION_FRAME_OUT)
        return NULL;
    text = malloc(size + 1u);
    if (text && !loop_read(from, text, size))
        frame = json_loadb(text, size, 0, NULL);
    free(text);
    return frame;
}

struct selftest {
    HANDLE in, out;
    int status;
};

static DWORD WINAPI selftest_host(void *argument)
{
    struct selftest *test = argument;
    test->status = loop_run(test->in, test->out);
    return 0;
}

/* What the one who started this process took away from it. */
static void selftest_bonds(void)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limit;
    const JOBOBJECT_BASIC_LIMIT_INFORMATION *basic = &limit.BasicLimitInformation;
    union {
        TOKEN_MANDATORY_LABEL label;
        TOKEN_PRIVILEGES privileges;
        char room[4096];
    } about;
    HANDLE token;
    DWORD size, i, count = 0;
    BOOL in_job = FALSE;
    IsProcessInJob(GetCurrentProcess(), NULL, &in_job);
    printf("; %s", in_job ? "in a job" : "in no job");
    if (in_job && QueryInformationJobObject(NULL, JobObjectExtendedLimitInformation, &limit, sizeof limit, NULL)) {
        if (basic->LimitFlags & JOB_OBJECT_LIMIT_JOB_MEMORY)
            printf(", memory %lu MB", (unsigned long)(limit.JobMemoryLimit >> 20));
        if (basic->LimitFlags & JOB_OBJECT_LIMIT_JOB_TIME)
            printf(", processor time");
        if (basic->LimitFlags & JOB_OBJECT_LIMIT_ACTIVE_PROCESS)
            printf(", processes %lu", (unsigned long)basic->ActiveProcessLimit);
        if (basic->LimitFlags & JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE)
            printf(", ends with its starter");
    }
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) {
        if (GetTokenInformation(token, TokenIntegrityLevel, &about, sizeof about, &size))
            printf("; integrity %lu", (unsigned long)*GetSidSubAuthority(about.label.Label.Sid, 0));
        if (GetTokenInformation(token, TokenPrivileges, &about, sizeof about, &size)) {
            for (i = 0; i < about.privileges.PrivilegeCount; i++)
                count += (about.privileges.Privileges[i].Attributes & SE_PRIVILEGE_ENABLED) != 0;
            printf("; privileges %lu, enabled %lu", (unsigned long)about.privileges.PrivilegeCount, (unsigned long)count);
        }
        CloseHandle(token);
    }
    putchar('\n');
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
    struct selftest test = {NULL, NULL, -1};
    HANDLE to, from, thread;
    size_t i;
    int good = 0;
    if (!CreatePipe(&test.in, &to, NULL, 0) || !CreatePipe(&from, &test.out, NULL, 0))
        return 70;
    thread = CreateThread(NULL, 0, selftest_host, &test, 0, NULL);
    if (!thread)
        return 70;
    for (i = 0; i < sizeof frames / sizeof *frames; i++) {
        json_t *frame;
        if (selftest_send(to, frames[i]))
            break;
        for (;;) {
            frame = selftest_receive(from);
            if (!frame || json_object_get(frame, "id"))
                break;
            json_decref(frame);
        }
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
    CloseHandle(to);
    good = WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0 && good && test.status == 0;
    printf("selftest: %s", good ? "ok" : "FAILED");
    selftest_bonds();
    return good ? 0 : 70;
}
