/* Reports as the JSON of cli.md and PROTOCOL.md. All return a new reference, or NULL when memory is short. */
#ifndef SEKISHO_BINDINGS_REPORT_JSON_H
#define SEKISHO_BINDINGS_REPORT_JSON_H

#include <jansson.h>
#include "sekisho.h"

json_t *report_json_check(const sekisho_report *);            /* CHECK */
json_t *report_json_inspect(const sekisho_attachment *);      /* INSPECT */
json_t *report_json_dialog(const sekisho_report *);           /* what a client shows beside CHECK */
const char *report_json_verdict(sekisho_verdict);
const char *report_json_action(sekisho_action);
const char *report_json_class(sekisho_class);
const char *report_json_field(sekisho_field);

#endif
