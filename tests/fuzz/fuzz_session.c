/* Any lines as the frames of one client: the protocol's state, attachment bytes that come in pieces, checks that are run, stopped or die. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"

enum { INPUT_MAX = 64 * 1024, FRAMES_MAX = 64 };

struct client {
    sessions *all;
    session_task *due[SESSION_MAX]; /* started, and neither stopped nor done */
    size_t due_count;
};

static void on_emit(void *context, const char *json, size_t length)
{
    (void)context;
    if (length > SESSION_FRAME_OUT)
        __builtin_trap(); /* a browser would end the connection */
    json_t *frame = json_loadb(json, length, 0, NULL);
    if (!json_is_object(frame))
        __builtin_trap(); /* a client must be able to read every answer */
    json_decref(frame);
}

static int on_start(void *context, session_task *task)
{
    struct client *client = context;
    if (client->due_count == SESSION_MAX)
        return 1;
    client->due[client->due_count++] = task;
    return 0;
}

static void on_stop(void *context, session_task *task)
{
    struct client *client = context;
    for (size_t i = 0; i < client->due_count; i++)
        if (client->due[i] == task)
            client->due[i] = client->due[--client->due_count];
}

static char *no_policy(void *context, const char **path, const char **trouble)
{
    (void)context;
    *trouble = NULL;
    *path = "";
    return NULL;
}

static void now(void *context, char *out, size_t size)
{
    static const char fixed[] = "2026-01-01T00:00:00Z";
    (void)context;
    memcpy(out, fixed, size < sizeof fixed ? size : sizeof fixed);
}

static long long milliseconds(void *context)
{
    (void)context;
    return 0;
}

static const char *on_log(void *context, const sekisho_policy *policy, const json_t *report, const json_t *answer, const char *client)
{
    (void)context;
    bool sound = policy && (!report || json_is_object(report)) && (!answer || json_is_object(answer)) && (!client || strlen(client) <= 100);
    if (!sound)
        __builtin_trap();
    return answer && json_object_size(answer) > 3 ? "full" : NULL; /* now and then it cannot be written */
}

/* The oldest check ends: every third one in a dead child. */
static void run_due(struct client *client, size_t turn)
{
    session_task *task = client->due[0];
    size_t n = 0;
    client->due[0] = client->due[--client->due_count];
    char *text = turn % 3 == 2 ? NULL : session_task_run(task, &n, NULL);
    sessions_task_progress(client->all, task, 0, 1);
    sessions_task_done(client->all, task, text, n, text ? NULL : "died");
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct client client = {0};
    struct session_hooks hooks = {.context = &client, .emit = on_emit, .start = on_start, .stop = on_stop, .machine_policy = no_policy, .now = now,
                                  .milliseconds = milliseconds, .log = on_log};
    if (n > INPUT_MAX || !(client.all = sessions_new(&hooks)))
        return 0;
    for (size_t frame = 0; n > 0 && frame < FRAMES_MAX; frame++) {
        const uint8_t *end = memchr(data, '\n', n);
        size_t length = end ? (size_t)(end - data) : n;
        char *json = malloc(length + 1); /* exactly as long as a frame is, so that a read behind it is seen */
        if (!json)
            break;
        memcpy(json, data, length);
        json[length] = '\0';
        int over = sessions_frame(client.all, json, length);
        free(json);
        if (over)
            break;
        if (client.due_count && frame % 2)
            run_due(&client, frame);
        data += length + (end != NULL);
        n -= length + (end != NULL);
    }
    sessions_free(client.all);
    return 0;
}
