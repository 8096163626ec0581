/* The session protocol (PROTOCOL.md) without a process around it: frames of JSON in, frames of JSON out.
 *
 *   sessions_new(hooks)              one for each client connection
 *   sessions_frame(...)              for every frame that arrives; answers come through hooks.emit
 *   hooks.start(task)                a check is due: run session_task_run() where a crash cannot hurt (a child process), then
 *   sessions_task_done(task, ...)    hand its text back, or NULL when the one who ran it died
 *
 * One thread. Attachment bytes are only kept and handed on here; who reads them is session_task_run().
 */
#ifndef SEKISHO_JSON_SESSION_H
#define SEKISHO_JSON_SESSION_H

#include <stddef.h>

#include <jansson.h>

#include "sekisho.h"

#define SESSION_FRAME_IN (64u << 20)    /* largest frame from a client */
#define SESSION_VALUES 1000000u         /* JSON values in one: each costs up to 220 bytes, however short it is written */
#define SESSION_REQUESTS ((size_t)512 << 20) /* what the messages of all sessions may take, by that reckoning */
#define SESSION_FRAME_OUT 1000000u      /* largest frame to a client: browsers end at 1 MiB */
#define SESSION_CHUNK (512u << 10)      /* attachment bytes a frame: each costs Thunderbird a fixed sum, and larger ones do not fit a pipe */
#define SESSION_ATTACHMENTS 100000u     /* whose bytes are asked for: a message holds no more, and its report says so */
#define SESSION_WINDOW 32               /* attach frames that may be unanswered: on a busy machine waiting for answers is what costs */
#define SESSION_MAX 256                 /* open sessions of one client */
#define SESSION_BYTES ((size_t)1 << 30) /* attachment bytes of all sessions together */
#define SESSION_REPORT (64u << 20)      /* largest text of session_task_run() that is believed */
#define SESSION_REPORT_VALUES 4000000u  /* ... and the values in it */

typedef struct sessions sessions;

struct session_bytes {
    const unsigned char *data;
    size_t length;
    int unavailable;
};

/* One check, with everything it needs: a process that has a copy of this memory, or of its contents, can run it. */
typedef struct session_task {
    const sekisho_policy *policy; /* finished */
    const json_t *request;
    const struct session_bytes *bytes; /* for each attachment of the request */
    size_t bytes_count;
    const char *lang;
    const char *now; /* RFC 3339 */
    int background;  /* nobody waits for it: a mail that is still being written */
    void *runner;    /* for hooks.start and .stop */
    void *session;   /* for session.c */
} session_task;

struct session_hooks {
    void *context;
    void (*emit)(void *context, const char *json, size_t length);
    /* Begins to run the task; nonzero when it cannot. Ends in sessions_task_done(), which start itself must not call. */
    int (*start)(void *context, session_task *task);
    /* Ends it early; sessions_task_done() is not called any more. */
    void (*stop)(void *context, session_task *task);
    /* The machine's own policy: its text (freed with free()) or NULL, where it stands, and why it cannot be used although it is there (NULL:
     * it can); both for a person, static. */
    char *(*machine_policy)(void *context, const char **path, const char **trouble);
    /* The time as RFC 3339. */
    void (*now)(void *context, char *out, size_t size);
    /* Milliseconds of a clock that only goes forward. */
    long long (*milliseconds)(void *context);
    /* One finished mail: the report that was shown last and how it ended; a NULL report: the client has started. NULL: nobody keeps a log.
     * Returns why the line could not be written (static, in English), or NULL: it stands, or policy wants none. */
    const char *(*log)(void *context, const sekisho_policy *policy, const json_t *report, const json_t *answer, const char *client);
    /* What this machine tells a person of its log and its readers, for the answer to "options"; NULL: nothing. */
    json_t *(*about)(void *context, const sekisho_policy *policy);
};

sessions *sessions_new(const struct session_hooks *hooks); /* NULL: no memory */
void sessions_free(sessions *all);                         /* stops what runs */
/* Nonzero: this was no frame of the protocol, and the connection has to end. */
int sessions_frame(sessions *all, char *json, size_t length);
/* While a task runs, at least once a second: parts done, of total. */
void sessions_task_progress(sessions *all, session_task *task, int done, int total);
/* A task ended: its text, or NULL and why (in English, for a log). */
void sessions_task_done(sessions *all, session_task *task, const char *text, size_t length, const char *why);

/* Runs a check; NULL when there is no memory. Free with free(). *running, when not NULL, is set while the message can be asked for progress. */
char *session_task_run(const session_task *task, size_t *length, sekisho_message *volatile *running);

#endif
