/* REQUEST to message: every field is checked for its type, unknown fields are passed over. Where attachment bytes come from is left to the caller.
 * Without a message the types alone are looked at. */
#include "request_json.h"

#include <stdio.h>
#include <string.h>

struct request {
    sekisho_message *message; /* NULL: nobody wants it filled */
    sekisho_status status;
    char *error;
};

static void bad(struct request *r, const char *what)
{
    if (r->status != SEKISHO_OK) return;
    snprintf(r->error, 200, "%s", what);
    r->status = SEKISHO_MISUSE;
}
static void did(struct request *r, sekisho_status status)
{
    if (r->status == SEKISHO_OK && status != SEKISHO_OK) {
        snprintf(r->error, 200, "%s", status == SEKISHO_NO_MEMORY ? "memory ran out" : "the message could not be filled");
        r->status = status;
    }
}
/* The text under a key: "" when absent; anything but a text is a mistake. */
static const char *text_of(struct request *r, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    if (!v || json_is_null(v)) return "";
    if (!json_is_string(v)) {
        bad(r, key);
        return "";
    }
    return json_string_value(v);
}
static const char *text_or_null(struct request *r, const json_t *object, const char *key)
{
    const char *text = text_of(r, object, key);
    return *text ? text : NULL;
}
static sekisho_field field_of(struct request *r, const json_t *object)
{
    const char *field = text_of(r, object, "field");
    if (strcmp(field, "cc") == 0) return SEKISHO_CC;
    if (strcmp(field, "bcc") == 0) return SEKISHO_BCC;
    if (strcmp(field, "to") != 0) bad(r, "field: to, cc or bcc is wanted");
    return SEKISHO_TO;
}
static const json_t *list_of(struct request *r, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    if (v && !json_is_array(v) && !json_is_null(v)) bad(r, key);
    return json_is_array(v) ? v : NULL;
}

static void people(struct request *r, const json_t *request)
{
    size_t i;
    json_t *one;
    json_array_foreach(list_of(r, request, "recipients"), i, one)
    {
        if (!json_is_object(one)) bad(r, "recipients: an object is wanted");
        if (r->status != SEKISHO_OK) return;
        sekisho_field field = field_of(r, one);
        const char *address = text_of(r, one, "address"), *name = text_or_null(r, one, "name"), *list = text_or_null(r, one, "list");
        if (r->message) did(r, sekisho_message_add_recipient(r->message, field, address, name, list));
    }
    json_array_foreach(list_of(r, request, "lists"), i, one)
    {
        if (!json_is_object(one)) bad(r, "lists: an object is wanted");
        if (r->status != SEKISHO_OK) return;
        sekisho_field field = field_of(r, one);
        const char *name = text_of(r, one, "name");
        if (r->message) did(r, sekisho_message_add_unknown_list(r->message, field, name));
    }
}
static void original(struct request *r, const json_t *request)
{
    const json_t *o = json_object_get(request, "original");
    size_t i;
    json_t *one;
    if (!o || json_is_null(o)) return;
    if (!json_is_object(o)) {
        bad(r, "original: an object is wanted");
        return;
    }
    const char *sender = text_of(r, o, "sender");
    if (*sender && r->message) did(r, sekisho_message_add_original_person(r->message, sender, NULL));
    json_array_foreach(list_of(r, o, "recipients"), i, one)
    {
        if (!json_is_object(one)) bad(r, "original.recipients: an object is wanted");
        if (r->status != SEKISHO_OK) return;
        const char *address = text_of(r, one, "address"), *name = text_or_null(r, one, "name");
        if (r->message) did(r, sekisho_message_add_original_person(r->message, address, name));
    }
}
static void attachments(struct request *r, const json_t *request, request_bytes *bytes, void *ctx)
{
    size_t i;
    json_t *one;
    json_array_foreach(list_of(r, request, "attachments"), i, one)
    {
        const void *data = NULL;
        size_t n = 0;
        if (!json_is_object(one)) bad(r, "attachments: an object is wanted");
        if (r->status != SEKISHO_OK) return;
        const char *name = text_of(r, one, "name"), *type = text_of(r, one, "type");
        if (!r->message) continue;
        bool there = bytes(ctx, i, one, &data, &n);
        did(r, sekisho_message_add_attachment(r->message, name, type, there ? data : NULL, there ? n : 0, json_is_true(json_object_get(one, "inline")), !there));
    }
}

sekisho_status request_json_message(const json_t *request, request_bytes *bytes, void *ctx, sekisho_message *message, char error[200])
{
    struct request r = {message, SEKISHO_OK, error};
    error[0] = '\0';
    if (!json_is_object(request)) bad(&r, "a request is a JSON object");
    const json_t *version = json_object_get(request, "version");
    if (version && (!json_is_integer(version) || json_integer_value(version) != 1)) bad(&r, "version: 1 is wanted");
    const char *sender = text_of(&r, request, "sender");
    if (*sender && message) did(&r, sekisho_message_set_sender(message, sender));
    people(&r, request);
    original(&r, request);
    const char *subject = text_of(&r, request, "subject"), *text = text_of(&r, request, "text"), *html = text_of(&r, request, "html");
    if (message) did(&r, sekisho_message_set_subject(message, subject));
    if (*text && message) did(&r, sekisho_message_set_text(message, text, strlen(text)));
    if (*html && message) did(&r, sekisho_message_set_html(message, html, strlen(html)));
    attachments(&r, request, bytes, ctx);
    return r.status;
}

sekisho_status request_json_look(const json_t *request, char error[200])
{
    return request_json_message(request, NULL, NULL, NULL, error);
}
