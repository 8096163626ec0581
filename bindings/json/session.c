/* Keeps the sessions of one client: policy, message and attachment bytes as they come in, the report as it goes out. Turning JSON into
 * policies and messages and reports into JSON is the codec's work, reading attachments that of whoever runs the task. */
#define _POSIX_C_SOURCE 200809L
#include "session.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "policy_json.h"
#include "report_json.h"
#include "request_json.h"
#include "sha256.h"

/* A finished policy, shared by sessions that were opened with the same layers. */
struct session_policy {
    sekisho_policy *policy;
    char *source; /* what it was made of, to find it again */
    size_t users;
};

/* Bytes of an attachment under the client's key, from the message that names it on; they outlive it for the next one that does. */
struct session_blob {
    char *key;
    unsigned char *data;
    size_t length, room;
    int complete, refused, named;
    struct session_blob *next; /* in its bucket */
};
enum { SESSION_BUCKETS = 4096 /* some chain of 25 where a mail has a hundred thousand attachments */, SESSION_BLOB_ROOM = 4096, SESSION_VALUE_COST = 220 /* bytes, of an empty object, the dearest for its length */ };

/* What a check looks at: everything; after a reader died, everything but the attachments, whose bytes then "cannot be had", a finding. */
enum session_effort { SESSION_WHOLE, SESSION_NO_BYTES };

struct session {
    json_int_t id;
    struct session_policy *policy;
    json_t *request;
    size_t request_cost;
    struct session_blob **blobs; /* [SESSION_BUCKETS]; NULL: no message was set */
    session_task task;
    struct session_bytes *bytes;
    json_int_t checking; /* id of the request that waits for the report; 0: none */
    enum session_effort effort;
    char now[40];
    int background;
    long long started;   /* of the check, in milliseconds */
    const char *failure; /* why the last check gave no report; static, NULL: it gave one */
    json_t *report, *recipients; /* of the last check; recipients as a whole */
    struct session *next;
};

struct sessions {
    struct session_hooks hooks;
    struct session *first;
    size_t count, bytes;
    size_t requests;   /* what the messages of all sessions cost */
    size_t frame_cost; /* the frame that is read */
    json_int_t next_id;
    struct session_policy *last; /* compiled last; kept warm */
    const char *lang;
    char client[24];
    bool announced; /* the log knows that this client has started */
};

/* ---- limits ---- */

/* 12 of `"id": 12`; at: behind the quotes. 0: no such number stands there. */
static json_int_t session_number_behind(const char *at, const char *end)
{
    enum { DIGITS = 15 };
    json_int_t number = 0;
    int digits = 0;
    while (at < end && (*at == ' ' || *at == ':'))
        at++;
    for (; at < end && *at >= '0' && *at <= '9' && digits < DIGITS; at++, digits++)
        number = number * 10 + (*at - '0');
    return number;
}

/* At most so many values does a text of JSON hold: one for each comma and bracket, and the first. Each costs far more than it is long, so they are
 * counted before they are parsed. *id, unless NULL: the number behind "id": of the outermost object; 0: it says none. */
static size_t session_values(const char *json, size_t length, json_int_t *id)
{
    const char *at = json, *end = json + length;
    size_t values = 1, depth = 0;
    if (id)
        *id = 0;
    while (at < end) {
        const char *start = at++;
        switch (*start) {
        case '"':
            while (at < end && *at != '"')
                at += *at == '\\' && end - at > 1 ? 2 : 1;
            at += at < end;
            if (id && depth == 1 && at - start == 4 && !memcmp(start, "\"id\"", 4))
                *id = session_number_behind(at, end);
            break;
        case '[':
        case '{':
            depth++;
            values++;
            break;
        case ']':
        case '}':
            depth--;
            break;
        case ',':
            values++;
            break;
        }
    }
    return values;
}

/* ---- answers ---- */

static void session_emit(sessions *all, json_t *frame)
{
    char *text = frame ? json_dumps(frame, JSON_COMPACT) : NULL;
    if (text)
        all->hooks.emit(all->hooks.context, text, strlen(text));
    free(text);
    json_decref(frame);
}

static void session_error(sessions *all, json_int_t id, const char *code, const char *message)
{
    session_emit(all, json_pack("{s:I,s:b,s:{s:s,s:s}}", "id", id, "ok", 0, "error", "code", code, "message", message));
}

/* fields is taken over; NULL: no memory for them. */
static void session_ok(sessions *all, json_int_t id, json_t *fields)
{
    json_t *frame = json_pack("{s:I,s:b}", "id", id, "ok", 1);
    if (!frame || !fields || json_object_update(frame, fields)) {
        json_decref(frame);
        session_error(all, id, "failed", "no memory");
    } else {
        session_emit(all, frame);
    }
    json_decref(fields);
}

/* ---- policies ---- */

static void session_policy_drop(struct session_policy *policy)
{
    if (!policy || --policy->users)
        return;
    sekisho_policy_free(policy->policy);
    free(policy->source);
    free(policy);
}

/* The client's layers and the machine's file become one policy. Within a layer the file comes last, so its values stand: what binds every mail
 * program of a machine binds each of them. Options that stand outside of any layer are enforced. */
static sekisho_policy *session_policy_build(const json_t *layers, const char *machine, const char *trouble)
{
    sekisho_policy *policy = NULL;
    if (sekisho_policy_new(&policy) != SEKISHO_OK)
        return NULL;
    if ((!layers || policy_json_value(policy, SEKISHO_ENFORCED, layers) == SEKISHO_OK) &&
        (!trouble || sekisho_policy_problem(policy, SEKISHO_ENFORCED, "", trouble, 1) == SEKISHO_OK) &&
        (!machine || trouble || policy_json_text(policy, SEKISHO_ENFORCED, machine, strlen(machine), NULL) == SEKISHO_OK) &&
        sekisho_policy_finish(policy) == SEKISHO_OK)
        return policy;
    sekisho_policy_free(policy);
    return NULL;
}

static struct session_policy *session_policy_get(sessions *all, const json_t *layers)
{
    const char *path = "", *trouble = NULL;
    char *machine = all->hooks.machine_policy ? all->hooks.machine_policy(all->hooks.context, &path, &trouble) : NULL;
    char *given = json_dumps(layers, JSON_COMPACT | JSON_SORT_KEYS), *source = NULL;
    struct session_policy *policy = NULL;
    size_t length;
    if (!given)
        goto out;
    length = strlen(given) + (machine ? strlen(machine) : 0) + (trouble ? strlen(trouble) : 0) + 3;
    source = malloc(length);
    if (!source)
        goto out;
    strcpy(source, given);
    if (machine)
        strcat(strcat(source, "\n"), machine);
    if (trouble)
        strcat(source, trouble);
    if (all->last && !strcmp(all->last->source, source)) {
        policy = all->last;
        policy->users++;
        goto out;
    }
    policy = calloc(1, sizeof *policy);
    if (!policy)
        goto out;
    policy->policy = session_policy_build(layers, machine, trouble);
    if (!policy->policy) {
        free(policy);
        policy = NULL;
        goto out;
    }
    policy->source = source;
    policy->users = 2; /* the session's and ours */
    source = NULL;
    session_policy_drop(all->last);
    all->last = policy;
out:
    free(source);
    free(given);
    free(machine);
    return policy;
}

static const char *session_lang(const sessions *all, const sekisho_policy *policy)
{
    const char *chosen = sekisho_policy_get(policy, "lang");
    return !strcmp(chosen, "ja") || !strcmp(chosen, "en") ? chosen : all->lang;
}

/* What a client itself needs to know. */
static json_t *session_effective(const sessions *all, const sekisho_policy *policy)
{
    static const char *const keys[] = {"mode", "dialog.when", "dialog.countdown", "fail.action", "fail.wait", "help.text", "help.url", "log.required"};
    json_t *out = json_object();
    size_t i;
    for (i = 0; i < sizeof keys / sizeof *keys; i++)
        json_object_set_new(out, keys[i], json_string(sekisho_policy_get(policy, keys[i])));
    json_object_set_new(out, "lang", json_string(session_lang(all, policy)));
    return out;
}

static json_t *session_problems(const sekisho_policy *policy)
{
    json_t *out = json_array();
    size_t i, count = sekisho_policy_problem_count(policy);
    for (i = 0; i < count; i++) {
        const char *key = sekisho_policy_problem_key(policy, i), *text = sekisho_policy_problem_text(policy, i);
        json_array_append_new(out, *key ? json_sprintf("%s: %s", key, text) : json_string(text));
    }
    return out;
}

/* ---- sessions ---- */

static void session_blob_free(sessions *all, struct session_blob *blob)
{
    all->bytes -= blob->length;
    free(blob->key);
    free(blob->data);
    free(blob);
}

static struct session_blob **session_bucket(const struct session *session, const char *key)
{
    uint32_t hash = 2166136261u;
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 16777619u;
    return &session->blobs[hash % SESSION_BUCKETS];
}

/* Lets go what no attachment has named since. */
static void session_blobs_sweep(sessions *all, struct session *session)
{
    size_t i;
    for (i = 0; session->blobs && i < SESSION_BUCKETS; i++) {
        struct session_blob **at = &session->blobs[i];
        while (*at) {
            struct session_blob *blob = *at;
            if (blob->named) {
                blob->named = 0;
                at = &blob->next;
            } else {
                *at = blob->next;
                session_blob_free(all, blob);
            }
        }
    }
}

static void session_stop(sessions *all, struct session *session)
{
    if (session->checking)
        all->hooks.stop(all->hooks.context, &session->task);
    session->checking = 0;
}

/* Another message takes the place of the session's. */
static void session_request(sessions *all, struct session *session, json_t *message, size_t cost)
{
    json_decref(session->request);
    session->request = json_incref(message);
    all->requests += cost - session->request_cost;
    session->request_cost = cost;
}

static void session_free(sessions *all, struct session *session)
{
    session_stop(all, session);
    session_blobs_sweep(all, session);
    free(session->blobs);
    session_policy_drop(session->policy);
    session_request(all, session, NULL, 0);
    json_decref(session->report);
    json_decref(session->recipients);
    free(session->bytes);
    free(session);
}

static struct session *session_find(const sessions *all, const json_t *frame)
{
    json_int_t id = json_integer_value(json_object_get(frame, "session"));
    struct session *session;
    for (session = all->first; session; session = session->next)
        if (session->id == id)
            return session;
    return NULL;
}

static struct session_blob *session_blob_find(const struct session *session, const char *key)
{
    struct session_blob *blob;
    for (blob = *session_bucket(session, key); blob; blob = blob->next)
        if (!strcmp(blob->key, key))
            return blob;
    return NULL;
}

/* The one of that key, an empty one if there was none; NULL: no memory. */
static struct session_blob *session_blob_name(struct session *session, const char *key)
{
    struct session_blob *blob = session_blob_find(session, key);
    if (!blob) {
        struct session_blob **bucket = session_bucket(session, key);
        blob = calloc(1, sizeof *blob);
        if (blob)
            blob->key = strdup(key);
        if (!blob || !blob->key) {
            free(blob);
            return NULL;
        }
        blob->next = *bucket;
        *bucket = blob;
    }
    blob->named = 1;
    return blob;
}

/* The name under which the bytes of an attachment are kept; NULL when it has none. */
static const char *session_key(const json_t *attachment)
{
    const char *key = json_string_value(json_object_get(attachment, "key"));
    return key ? key : json_string_value(json_object_get(attachment, "sha256"));
}

sessions *sessions_new(const struct session_hooks *hooks)
{
    sessions *all = calloc(1, sizeof *all);
    if (all) {
        all->hooks = *hooks;
        all->next_id = 1;
        all->lang = "en";
    }
    return all;
}

void sessions_free(sessions *all)
{
    if (!all)
        return;
    while (all->first) {
        struct session *next = all->first->next;
        session_free(all, all->first);
        all->first = next;
    }
    session_policy_drop(all->last);
    free(all);
}

/* ---- requests ---- */

static void op_hello(sessions *all, json_int_t id, const json_t *frame)
{
    const char *lang = json_string_value(json_object_get(frame, "lang"));
    const char *client = json_string_value(json_object_get(frame, "client"));
    all->lang = lang && !strcmp(lang, "ja") ? "ja" : "en";
    if (client && strlen(client) < sizeof all->client && strspn(client, "abcdefghijklmnopqrstuvwxyz-") == strlen(client))
        strcpy(all->client, client);
    session_ok(all, id,
               json_pack("{s:i,s:o,s:i,s:i}", "version", 1, "program", json_sprintf("sekisho-host %s", sekisho_version()), "chunk",
                         (int)SESSION_CHUNK, "window", SESSION_WINDOW));
}

static void op_open(sessions *all, json_int_t id, const json_t *frame)
{
    const json_t *layers = json_object_get(frame, "policy");
    struct session *session = session_find(all, frame);
    struct session_policy *policy;
    if (json_object_get(frame, "session") && !session) {
        session_error(all, id, "no-session", "there is no such session");
        return;
    }
    if (layers && !json_is_object(layers)) {
        session_error(all, id, "bad-request", "policy is no object");
        return;
    }
    if (session && session->checking) {
        session_error(all, id, "bad-request", "a check runs in this session");
        return;
    }
    if (!session && all->count >= SESSION_MAX) {
        session_error(all, id, "too-large", "too many sessions");
        return;
    }
    policy = session_policy_get(all, layers);
    if (!policy) {
        session_error(all, id, "failed", "no memory");
        return;
    }
    if (!session) {
        session = calloc(1, sizeof *session);
        if (!session) {
            session_policy_drop(policy);
            session_error(all, id, "failed", "no memory");
            return;
        }
        session->id = all->next_id++;
        session->next = all->first;
        all->first = session;
        all->count++;
    }
    session_policy_drop(session->policy);
    session->policy = policy;
    if (all->hooks.log && !all->announced) {
        all->announced = true; /* a start line that is lost is no reason to hold a client up; a mail's own line is */
        all->hooks.log(all->hooks.context, policy->policy, NULL, NULL, all->client);
    }
    session_ok(all, id,
               json_pack("{s:I,s:o,s:o}", "session", session->id, "effective", session_effective(all, policy->policy), "problems",
                         session_problems(policy->policy)));
}

static void op_options(sessions *all, json_int_t id, const json_t *frame)
{
    const json_t *layers = json_object_get(frame, "policy");
    static const char *const names[] = {"recommended", "user", "enforced"};
    struct session_policy *policy = session_policy_get(all, json_is_object(layers) ? layers : NULL);
    const sekisho_policy *p;
    const char *lang, *path = "", *trouble = NULL;
    json_t *options, *kinds, *from;
    char *machine;
    size_t i, k, count;
    if (!policy) {
        session_error(all, id, "failed", "no memory");
        return;
    }
    p = policy->policy;
    lang = session_lang(all, p);
    from = json_object();
    count = sekisho_policy_option_count(p);
    for (i = 0; i < count; i++) {
        int layer = sekisho_policy_option_layer(p, i);
        json_object_set_new(from, sekisho_policy_option_key(p, i), json_string(layer < 0 ? "default" : names[layer]));
    }
    options = json_array();
    for (i = 0; i < sekisho_option_count(); i++) {
        const char *key = sekisho_option_key(i);
        const char *layer = json_string_value(json_object_get(from, key));
        json_array_append_new(options, json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}", "key", key, "type", sekisho_option_type(i), "default",
                                                 sekisho_option_default(i), "help", sekisho_option_help(i, lang), "value",
                                                 sekisho_policy_get(p, key), "layer", layer ? layer : "default"));
    }
    kinds = json_array();
    for (k = 0; k < sekisho_finding_kind_count(); k++) {
        static const char *const actions[] = {"ignore", "note", "confirm", "justify", "block"};
        const char *name = sekisho_finding_kind_name(k), *value, *layer;
        char key[80];
        if (strlen(name) > 70)
            continue;
        strcat(strcpy(key, "on."), name);
        value = sekisho_policy_get(p, key);
        layer = json_string_value(json_object_get(from, key));
        json_array_append_new(kinds, json_pack("{s:s,s:s,s:s,s:s,s:s}", "key", key, "default", actions[sekisho_finding_kind_action(k)], "help",
                                               sekisho_finding_kind_sentence(k, lang), "value",
                                               *value ? value : actions[sekisho_finding_kind_action(k)], "layer", layer ? layer : "default"));
    }
    json_decref(from);
    machine = all->hooks.machine_policy ? all->hooks.machine_policy(all->hooks.context, &path, &trouble) : NULL;
    session_ok(all, id,
               json_pack("{s:o,s:o,s:o,s:o,s:s,s:o*}", "options", options, "findings", kinds, "effective", session_effective(all, p), "problems",
                         session_problems(p), "machine_policy", machine ? path : "", "about",
                         all->hooks.about ? all->hooks.about(all->hooks.context, p) : NULL));
    free(machine);
    session_policy_drop(policy);
}

static void op_set(sessions *all, json_int_t id, struct session *session, const json_t *frame)
{
    json_t *message = json_object_get(frame, "message"), *attachments = json_object_get(message, "attachments"), *item, *need;
    char error[200], said[240];
    bool failed;
    size_t i;
    if (request_json_look(message, error) != SEKISHO_OK) {
        snprintf(said, sizeof said, "message: %s", error);
        session_error(all, id, "bad-request", said);
        return;
    }
    if (all->frame_cost > SESSION_REQUESTS - (all->requests - session->request_cost)) {
        session_error(all, id, "too-large", "the messages of all sessions are too large to be kept in memory");
        return;
    }
    if (!session->blobs)
        session->blobs = calloc(SESSION_BUCKETS, sizeof *session->blobs);
    failed = !session->blobs;
    json_array_foreach (attachments, i, item) {
        const char *key = i < SESSION_ATTACHMENTS ? session_key(item) : NULL;
        failed = failed || (key && !session_blob_name(session, key));
    }
    session_blobs_sweep(all, session); /* bytes that this message does not speak of are let go */
    session_request(all, session, failed ? NULL : message, failed ? 0 : all->frame_cost);
    if (failed) {
        session_error(all, id, "failed", "no memory");
        return;
    }
    need = json_array();
    json_array_foreach (attachments, i, item) {
        const char *key = session_key(item);
        const struct session_blob *blob = key ? session_blob_find(session, key) : NULL;
        if (i >= SESSION_ATTACHMENTS)
            break;
        if (!json_is_true(json_object_get(item, "unavailable")) && !(blob && blob->complete))
            json_array_append_new(need, json_integer((json_int_t)i));
    }
    session_ok(all, id, json_pack("{s:o}", "need", need));
}

/* Room for more bytes in a blob; -1: no memory or above what may be kept. */
static int session_blob_grow(const sessions *all, struct session_blob *blob, size_t more)
{
    size_t room = blob->room ? blob->room : SESSION_BLOB_ROOM;
    unsigned char *data;
    if (more > SESSION_BYTES - all->bytes)
        return -1;
    while (room - blob->length < more)
        room *= 2;
    if (room == blob->room)
        return 0;
    data = realloc(blob->data, room);
    if (!data)
        return -1;
    blob->data = data;
    blob->room = room;
    return 0;
}

/* The attachment that a frame speaks of, by its place in the message or by its key; NULL: the message holds no such one. */
static struct session_blob *session_frame_blob(const struct session *session, const json_t *frame)
{
    json_t *attachments = json_object_get(session->request, "attachments");
    const char *key = json_string_value(json_object_get(frame, "key"));
    json_int_t index = json_integer_value(json_object_get(frame, "index"));
    if (!key && index >= 0)
        key = session_key(json_array_get(attachments, (size_t)index));
    return key && session->request ? session_blob_find(session, key) : NULL;
}

static void op_attach(sessions *all, json_int_t id, struct session *session, const json_t *frame, const char *data, size_t length)
{
    json_int_t offset = json_integer_value(json_object_get(frame, "offset"));
    struct session_blob *blob = session_frame_blob(session, frame);
    json_t *fields;
    size_t written;
    if (!data) {
        data = json_string_value(json_object_get(frame, "data"));
        length = json_string_length(json_object_get(frame, "data"));
    }
    if (!blob || !data || offset < 0) {
        session_error(all, id, "bad-request", "no such attachment, or one without a key, or no data");
        return;
    }
    if (offset == 0 && !blob->complete) {
        /* A client that begins again, after a cancelled check. */
        all->bytes -= blob->length;
        blob->length = 0;
        blob->refused = 0;
    }
    if (blob->complete || (size_t)offset != blob->length) {
        session_error(all, id, blob->refused ? "too-large" : "bad-request", "this piece does not follow the one before");
        return;
    }
    if (session_blob_grow(all, blob, BASE64_ROOM(length))) {
        blob->refused = 1;
        session_error(all, id, "too-large", "the attachments are too large to be kept in memory");
        return;
    }
    if (base64_decode(data, length, blob->data + blob->length, &written)) {
        session_error(all, id, "bad-request", "data is no base64");
        return;
    }
    blob->length += written;
    all->bytes += written;
    fields = json_pack("{s:I}", "received", (json_int_t)blob->length);
    if (json_is_true(json_object_get(frame, "last"))) {
        blob->complete = 1;
        if (fields && json_is_true(json_object_get(frame, "digest"))) {
            char hex[SHA256_HEX];
            sha256_hex(blob->data, blob->length, hex);
            json_object_set_new(fields, "sha256", json_string(hex));
        }
    }
    session_ok(all, id, fields);
}

/* ---- check ---- */

/* Hands a check to whoever runs it. */
static int session_task_begin(sessions *all, struct session *session)
{
    json_t *attachments = json_object_get(session->request, "attachments"), *item;
    size_t i, count = json_array_size(attachments);
    free(session->bytes);
    session->bytes = calloc(count + 1, sizeof *session->bytes);
    if (!session->bytes)
        return -1;
    json_array_foreach (attachments, i, item) {
        const char *key = session_key(item);
        const struct session_blob *blob = key ? session_blob_find(session, key) : NULL;
        if (session->effort == SESSION_WHOLE && blob && blob->complete) {
            session->bytes[i].data = blob->data;
            session->bytes[i].length = blob->length;
        } else {
            session->bytes[i].unavailable = 1;
        }
    }
    all->hooks.now(all->hooks.context, session->now, sizeof session->now);
    memset(&session->task, 0, sizeof session->task);
    session->task.policy = session->policy->policy;
    session->task.request = session->request;
    session->task.bytes = session->bytes;
    session->task.bytes_count = count;
    session->task.lang = session_lang(all, session->policy->policy);
    session->task.now = session->now;
    session->task.background = session->background;
    session->task.session = session;
    return all->hooks.start(all->hooks.context, &session->task);
}

static void op_check(sessions *all, json_int_t id, struct session *session, const json_t *frame)
{
    const char *stage = json_string_value(json_object_get(frame, "stage"));
    if (session->checking || !session->request) {
        session_error(all, id, "bad-request", session->checking ? "a check runs already" : "no message was set");
        return;
    }
    session->effort = SESSION_WHOLE;
    session->background = stage && !strcmp(stage, "writing");
    session->started = all->hooks.milliseconds(all->hooks.context);
    session->failure = NULL;
    if (session_task_begin(all, session)) {
        session->failure = "the reading process could not be started"; /* the log is to know what was let go unread */
        session_error(all, id, "failed", session->failure);
    } else {
        session->checking = id;
    }
}

/* Recipients from index `from`, as many as one frame holds beside `used` bytes. */
static json_t *session_recipients(const struct session *session, size_t from, size_t used)
{
    json_t *out = json_array();
    size_t count = json_array_size(session->recipients), room = SESSION_FRAME_OUT - 1000;
    for (; out && from < count; from++) {
        json_t *person = json_array_get(session->recipients, from);
        size_t size = json_dumpb(person, NULL, 0, JSON_COMPACT) + 1;
        if (used + size > room)
            break;
        used += size;
        json_array_append(out, person);
    }
    return out;
}

/* ---- a report that is longer than a frame ---- */

enum {
    SESSION_REPORT_ROOM = SESSION_FRAME_OUT / 4 * 3, /* of a frame, for everything but the recipients */
    SESSION_TEXT = 4000,                             /* longest text of a report that has to be shortened, in bytes */
    SESSION_INDEXES = 1000                           /* most recipients named by one finding then */
};

static size_t session_size(const json_t *value)
{
    return json_dumpb(value, NULL, 0, JSON_COMPACT);
}

/* A text's start, cut between characters. */
static json_t *session_short_text(const char *text)
{
    size_t n = SESSION_TEXT;
    while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    return json_sprintf("%.*s...", (int)n, text);
}

/* Cuts the long texts of a value. No report is nested deeper than its dialog's findings once the parts of attachments are out. */
static void session_short_texts(json_t *value, int depth)
{
    const char *key;
    json_t *item;
    size_t i;
    if (depth > 8)
        return;
    json_object_foreach (value, key, item) {
        if (json_is_string(item) && json_string_length(item) > SESSION_TEXT)
            json_object_set_new(value, key, session_short_text(json_string_value(item)));
        else
            session_short_texts(item, depth + 1);
    }
    json_array_foreach (value, i, item)
        session_short_texts(item, depth + 1);
}

/* Leaves of a finding's recipients the first ones and drops the remedies that name more: they move all or nobody. Returns what was saved. */
static size_t session_short_people(json_t *shown)
{
    json_t *people = json_object_get(shown, "recipients"), *remedies = json_object_get(shown, "remedies");
    size_t before = session_size(shown), count = json_array_size(people), i;
    if (count > SESSION_INDEXES) {
        json_object_set_new(shown, "recipients_total", json_integer((json_int_t)count));
        people = json_copy(people);
        while (json_array_size(people) > SESSION_INDEXES)
            json_array_remove(people, json_array_size(people) - 1);
        json_object_set_new(shown, "recipients", people);
    }
    for (i = json_array_size(remedies); i-- > 0;)
        if (json_array_size(json_object_get(json_array_get(remedies, i), "recipients")) > SESSION_INDEXES)
            json_array_remove(remedies, i);
    return before - session_size(shown);
}

/* Keeps of a list of the report, and of one that goes with it (or NULL), the items at the start that `room` bytes hold; where some have to go,
 * their whole number is told. Returns what was saved. */
static size_t session_short_list(json_t *report, const char *name, const char *total, json_t *beside, size_t room)
{
    json_t *list = json_object_get(report, name), *with = json_object_get(beside, name), *kept = json_array(), *kept_with = json_array();
    size_t count = json_array_size(list), i, used = 0, saved = 0;
    for (i = 0; i < count; i++) {
        json_t *item = json_array_get(list, i), *other = json_array_get(with, i);
        size_t size = session_size(item) + 1 + (other ? session_size(other) + 1 : 0);
        if (saved || used + size > room) {
            saved += size;
            continue;
        }
        used += size;
        json_array_append(kept, item);
        if (other)
            json_array_append(kept_with, other);
    }
    if (saved) {
        json_object_set_new(report, total, json_integer((json_int_t)count));
        json_object_set(report, name, kept); /* the list itself is not touched: the log counts it */
        if (with)
            json_object_set(beside, name, kept_with);
    }
    json_decref(kept);
    json_decref(kept_with);
    return saved;
}

/* What the user is told of a list that does not stand there whole. */
static void session_say_short(const sessions *all, const struct session *session, json_t *report)
{
    bool ja = !strcmp(session_lang(all, session->policy->policy), "ja");
    size_t findings = (size_t)json_integer_value(json_object_get(report, "findings_total")),
           files = (size_t)json_integer_value(json_object_get(report, "attachments_total"));
    size_t shown_findings = json_array_size(json_object_get(report, "findings")), shown_files = json_array_size(json_object_get(report, "attachments"));
    char text[300];
    if (!findings)
        findings = shown_findings;
    if (!files)
        files = shown_files;
    snprintf(text, sizeof text,
             ja ? "長すぎるため、一覧は途中までです（確認結果は%zu件のうち%zu件、添付ファイルは%zu件のうち%zu件を表示）。"
                : "The lists are too long to be shown whole (of %zu findings %zu stand here, of %zu attachments %zu).",
             findings, shown_findings, files, shown_files);
    json_object_set_new(json_object_get(report, "dialog"), "shortened", json_string(text));
}

/* Makes a report fit one frame without its recipients: what a dialog does not show goes first, then the end of the attachments, the recipients
 * that findings name, and the findings that stand last. Returns its size then; 0: it does not fit. */
static size_t session_trim(const sessions *all, const struct session *session, json_t *report)
{
    json_t *item, *dialog = json_object_get(report, "dialog"), *shown = json_object_get(dialog, "findings");
    size_t size, i, lists;
    json_array_foreach (json_object_get(report, "attachments"), i, item) {
        json_object_del(item, "parts");
        json_object_del(item, "found");
        json_object_del(item, "metadata");
    }
    if ((size = session_size(report)) <= SESSION_REPORT_ROOM)
        return size;
    session_short_texts(report, 0);
    size = session_size(report);
    /* The worst finding keeps its remedy as long as it can. */
    for (i = json_array_size(shown); i-- > 0 && size > SESSION_REPORT_ROOM;)
        size -= session_short_people(json_array_get(shown, i));
    if (size > SESSION_REPORT_ROOM)
        size -= session_short_list(report, "attachments", "attachments_total", NULL, SESSION_REPORT_ROOM / 4);
    if (size > SESSION_REPORT_ROOM) {
        lists = session_size(json_object_get(report, "findings")) + session_size(shown);
        if (size - lists > SESSION_REPORT_ROOM / 2)
            return 0;
        session_short_list(report, "findings", "findings_total", dialog, SESSION_REPORT_ROOM - (size - lists) - 1000);
    }
    session_say_short(all, session, report);
    size = session_size(report);
    return size <= SESSION_REPORT_ROOM ? size : 0;
}

/* Sends the report of a finished check. 0: done; -1: it is no report. */
static int session_report(sessions *all, struct session *session, json_t *report)
{
    json_t *people = json_object_get(report, "recipients"), *classes = json_object(), *part, *one, *whole;
    size_t i;
    json_int_t id = session->checking;
    size_t size, total;
    if (!json_is_string(json_object_get(report, "verdict")) || !json_is_array(json_object_get(report, "findings")) || !json_is_array(people) ||
        !json_is_array(json_object_get(json_object_get(report, "dialog"), "findings"))) {
        json_decref(classes);
        return -1;
    }
    json_array_foreach (people, i, one) {
        const char *class = json_string_value(json_object_get(one, "class"));
        if (class)
            json_object_set_new(classes, class, json_integer(json_integer_value(json_object_get(classes, class)) + 1));
    }
    json_object_set_new(report, "recipient_classes", classes);
    json_object_set_new(report, "ms", json_integer(all->hooks.milliseconds(all->hooks.context) - session->started));
    json_decref(session->recipients);
    session->recipients = json_incref(people);
    total = json_array_size(people);
    json_object_del(report, "recipients");
    whole = json_copy(report);
    size = session_trim(all, session, report);
    if (!size) {
        json_decref(whole);
        return -1;
    }
    json_decref(session->report);
    session->report = whole;
    part = session_recipients(session, 0, size);
    if (json_array_size(part) < total)
        json_object_set_new(report, "more", json_integer((json_int_t)total));
    json_object_set_new(report, "recipients", part);
    session->checking = 0;
    session_ok(all, id, json_pack("{s:O}", "report", report));
    return 0;
}

void sessions_task_progress(sessions *all, session_task *task, int done, int total)
{
    const struct session *session = task->session;
    session_emit(all, json_pack("{s:s,s:I,s:i,s:i}", "event", "progress", "session", session->id, "done", done, "total", total));
}

static bool session_has_bytes(const struct session *session)
{
    size_t i;
    for (i = 0; i < session->task.bytes_count; i++)
        if (!session->bytes[i].unavailable)
            return true;
    return false;
}

void sessions_task_done(sessions *all, session_task *task, const char *text, size_t length, const char *why)
{
    struct session *session = task->session;
    bool believed = text && length <= SESSION_REPORT && session_values(text, length, NULL) <= SESSION_REPORT_VALUES;
    json_t *report = believed ? json_loadb(text, length, 0, NULL) : NULL;
    json_int_t id = session->checking;
    int sent = report ? session_report(all, session, report) : -1;
    json_decref(report);
    if (!sent)
        return;
    if (!why)
        why = "the reading process gave no report";
    if (session->effort == SESSION_WHOLE && session_has_bytes(session)) {
        session->effort = SESSION_NO_BYTES;
        if (!session_task_begin(all, session))
            return;
    }
    session->checking = 0;
    session->failure = why;
    session_error(all, id, "failed", why);
}

static void op_more(sessions *all, json_int_t id, struct session *session, const json_t *frame)
{
    json_int_t from = json_integer_value(json_object_get(frame, "from"));
    if (!session->recipients || from < 0)
        session_error(all, id, "bad-request", "there is no report, or from is no index");
    else
        session_ok(all, id, json_pack("{s:o}", "recipients", session_recipients(session, (size_t)from, 200)));
}

static void op_cancel(sessions *all, json_int_t id, struct session *session)
{
    json_int_t check = session->checking;
    if (check) {
        session_stop(all, session);
        session_error(all, check, "cancelled", "the check was cancelled");
    }
    session_ok(all, id, json_object());
}

static void op_answer(sessions *all, json_int_t id, struct session *session, const json_t *frame)
{
    json_t *unchecked = session->failure ? json_pack("{s:s,s:s}", "verdict", "unchecked", "failure", session->failure) : NULL;
    json_t *report = unchecked ? unchecked : session->report;
    int due = all->hooks.log && report && strcmp(sekisho_policy_get(session->policy->policy, "log.to"), "none") != 0;
    const char *lost = due ? all->hooks.log(all->hooks.context, session->policy->policy, report, frame, all->client) : NULL;
    json_decref(unchecked);
    if (lost)
        session_error(all, id, "not-logged", lost);
    else
        session_ok(all, id, json_pack("{s:b}", "written", due));
}

static void op_close(sessions *all, json_int_t id, struct session *session)
{
    struct session **at = &all->first;
    while (*at != session)
        at = &(*at)->next;
    *at = session->next;
    all->count--;
    session_free(all, session);
    session_ok(all, id, json_object());
}

/* Takes the value of "data" out of an attach frame before it is parsed, because a JSON parser would copy it byte by byte; NULL where it is not
 * written as browsers write it, and the parser does its work. The text between two quotes after `"data":` can only be a string's contents, and
 * base64 has no escapes. */
static const char *session_take_data(char *json, size_t *length, size_t *data_length)
{
    static const char name[] = "\"data\":\"";
    char *at = json, *start, *end, *limit = json + *length;
    while ((at = memchr(at, '"', (size_t)(limit - at))) && (size_t)(limit - at) >= sizeof name) {
        if (memcmp(at, name, sizeof name - 1) || (at > json && at[-1] == '\\')) {
            at++;
            continue;
        }
        start = at + sizeof name - 1;
        end = memchr(start, '"', (size_t)(limit - start));
        if (!end || memchr(start, '\\', (size_t)(end - start)))
            return NULL;
        *data_length = (size_t)(end - start);
        return start;
    }
    return NULL;
}

/* The number of an escape \uXXXX that begins here; -1: none does. */
static long session_escape(const char *at, const char *end)
{
    static const char digits[] = "00112233445566778899aAbBcCdDeEfF";
    long value = 0;
    int i;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    for (i = 2; i < 6; i++) {
        const char *digit = memchr(digits, at[i], sizeof digits - 1);
        if (!digit)
            return -1;
        value = value * 16 + (digit - digits) / 2;
    }
    return value;
}

/* Texts of a mail may hold a NUL or half a surrogate pair, and JavaScript writes both as escapes that a parser of JSON refuses: U+FFFD takes
 * their place, as for other ill-formed text, so that one such character does not keep the whole mail from being checked. */
static void session_mend_escapes(char *json, size_t length)
{
    char *at = json, *end = json + length;
    while ((at = memchr(at, '\\', (size_t)(end - at))) && end - at >= 2) {
        long value = session_escape(at, end), next = value >= 0xd800 && value < 0xdc00 ? session_escape(at + 6, end) : -1;
        if (next >= 0xdc00 && next < 0xe000)
            at += 12;
        else if (value == 0 || (value >= 0xd800 && value < 0xe000)) {
            memcpy(at + 2, "fffd", 4);
            at += 6;
        } else
            at += value < 0 ? 2 : 6;
    }
}

int sessions_frame(sessions *all, char *json, size_t length)
{
    size_t values;
    json_t *frame = NULL;
    const char *op, *data = NULL;
    char *data_copy = NULL;
    size_t data_length = 0;
    struct session *session;
    json_int_t id;
    int bad = -1;
    data = session_take_data(json, &length, &data_length);
    if (data) {
        /* The rest closes up behind an empty string; the data itself moves out of the way. */
        size_t start = (size_t)(data - json), tail = length - start - data_length;
        data_copy = malloc(data_length + 1);
        if (!data_copy)
            return -1;
        memcpy(data_copy, data, data_length);
        memmove(json + start, json + start + data_length, tail);
        length -= data_length;
    }
    session_mend_escapes(json, length);
    values = session_values(json, length, &id);
    all->frame_cost = length + values * SESSION_VALUE_COST;
    if (values > SESSION_VALUES) {
        session_error(all, id, "too-large", "the frame holds too many values");
        bad = 0;
        goto out;
    }
    frame = json_loadb(json, length, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(frame))
        goto out;
    bad = 0;
    id = json_integer_value(json_object_get(frame, "id"));
    op = json_string_value(json_object_get(frame, "op"));
    if (!op || !json_is_integer(json_object_get(frame, "id"))) {
        session_error(all, id, "bad-request", "a request needs an id and an op");
        goto out;
    }
    if (!strcmp(op, "hello")) {
        op_hello(all, id, frame);
        goto out;
    }
    if (!strcmp(op, "open")) {
        op_open(all, id, frame);
        goto out;
    }
    if (!strcmp(op, "options")) {
        op_options(all, id, frame);
        goto out;
    }
    session = session_find(all, frame);
    if (!session) {
        session_error(all, id, "no-session", "there is no such session");
        goto out;
    }
    if (session->checking && (!strcmp(op, "set") || !strcmp(op, "attach"))) {
        session_error(all, id, "bad-request", "a check runs in this session");
        goto out;
    }
    if (!strcmp(op, "set"))
        op_set(all, id, session, frame);
    else if (!strcmp(op, "attach"))
        op_attach(all, id, session, frame, data_copy, data_length);
    else if (!strcmp(op, "check"))
        op_check(all, id, session, frame);
    else if (!strcmp(op, "more"))
        op_more(all, id, session, frame);
    else if (!strcmp(op, "cancel"))
        op_cancel(all, id, session);
    else if (!strcmp(op, "answer"))
        op_answer(all, id, session, frame);
    else if (!strcmp(op, "close"))
        op_close(all, id, session);
    else
        session_error(all, id, "unknown-op", op);
out:
    json_decref(frame);
    free(data_copy);
    return bad;
}

/* ---- the check itself ---- */

static bool session_task_bytes(void *context, size_t index, const json_t *attachment, const void **data, size_t *n)
{
    const session_task *task = context;
    (void)attachment;
    if (index >= task->bytes_count || task->bytes[index].unavailable)
        return false;
    *data = task->bytes[index].data;
    *n = task->bytes[index].length;
    return true;
}

char *session_task_run(const session_task *task, size_t *length, sekisho_message *volatile *running)
{
    sekisho_message *message = NULL;
    sekisho_report *report = NULL;
    json_t *json = NULL;
    char *text = NULL, error[200];
    if (sekisho_message_new(&message) != SEKISHO_OK || sekisho_message_set_language(message, task->lang) != SEKISHO_OK ||
        sekisho_message_set_time(message, task->now) != SEKISHO_OK ||
        request_json_message(task->request, session_task_bytes, (void *)task, message, error) != SEKISHO_OK)
        goto out;
    if (running)
        *running = message;
    if (sekisho_check(task->policy, message, &report) != SEKISHO_OK)
        goto out;
    json = report_json_check(report);
    if (json && !json_object_set_new(json, "dialog", report_json_dialog(report)))
        text = json_dumps(json, JSON_COMPACT);
    if (text)
        *length = strlen(text);
out:
    if (running)
        *running = NULL;
    json_decref(json);
    sekisho_report_free(report);
    sekisho_message_free(message);
    return text;
}
