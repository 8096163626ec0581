/* A client's REQUEST (PROTOCOL.md) becomes a message. */
#ifndef SEKISHO_BINDINGS_REQUEST_JSON_H
#define SEKISHO_BINDINGS_REQUEST_JSON_H

#include <stdbool.h>
#include <jansson.h>
#include "sekisho.h"

/* Gives the bytes of the index-th attachment, which must live as long as the message; false: they cannot be had. */
typedef bool request_bytes(void *ctx, size_t index, const json_t *attachment, const void **data, size_t *n);

/* SEKISHO_MISUSE: the request is not what PROTOCOL.md says; error tells why. */
sekisho_status request_json_message(const json_t *request, request_bytes *bytes, void *ctx, sekisho_message *message, char error[200]);
/* The same without a message: only whether it could be made. */
sekisho_status request_json_look(const json_t *request, char error[200]);

#endif
