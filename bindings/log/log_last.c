/* Reads the end of a log for the doctor and for a client's options page. Counting over whole logs is summary.c's work. */
#include "log_last.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define TAIL_BYTES (256 * 1024)

/* The last lines of the log, newest last; NULL: none. */
static char *log_last_tail(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *tail = file ? malloc(TAIL_BYTES + 1) : NULL;
    size_t n = 0;
    if (tail && !fseek(file, 0, SEEK_END)) {
        long size = ftell(file);
        if (!fseek(file, size > TAIL_BYTES ? size - TAIL_BYTES : 0, SEEK_SET))
            n = fread(tail, 1, TAIL_BYTES, file);
    }
    if (file)
        fclose(file);
    if (!n) {
        free(tail);
        return NULL;
    }
    tail[n] = 0;
    return tail;
}

static const char *log_last_text(const json_t *line, const char *key)
{
    const char *text = json_string_value(json_object_get(line, key));
    return text ? text : "";
}

int log_last_read(const char *path, struct log_last *out)
{
    char *tail = log_last_tail(path), *line, *end;
    memset(out, 0, sizeof *out);
    for (line = tail; line && *line; line = end) {
        json_t *json;
        const char *kind, *time, *client;
        end = line + strcspn(line, "\n");
        if (*end)
            *end++ = 0;
        json = json_loads(line, 0, NULL);
        kind = log_last_text(json, "kind");
        time = log_last_text(json, "time");
        client = log_last_text(json, "client");
        if (!strcmp(kind, "start"))
            snprintf(out->started, sizeof out->started, "%s %s", time, client);
        if (!strcmp(kind, "check"))
            snprintf(out->checked, sizeof out->checked, "%s %s", time, client);
        if (*kind && *log_last_text(json, "failure"))
            snprintf(out->failed, sizeof out->failed, "%s %s", time, log_last_text(json, "failure"));
        if (*log_last_text(json, "policy"))
            snprintf(out->policy, sizeof out->policy, "%s", log_last_text(json, "policy"));
        json_decref(json);
    }
    free(tail);
    return tail ? 0 : -1;
}
