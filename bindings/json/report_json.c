/* Report to JSON: names and order are cli.md's and stay; nothing is decided here. */
#include "report_json.h"

#include <string.h>

const char *report_json_verdict(sekisho_verdict v)
{
    static const char *const names[] = {"pass", "confirm", "justify", "block"};
    return names[v];
}
const char *report_json_action(sekisho_action a)
{
    static const char *const names[] = {"ignore", "note", "confirm", "justify", "block"};
    return names[a];
}
const char *report_json_class(sekisho_class c)
{
    static const char *const names[] = {"internal", "partner", "external", "unknown"};
    return names[c];
}
const char *report_json_field(sekisho_field f)
{
    static const char *const names[] = {"to", "cc", "bcc"};
    return names[f];
}
static const char *about_name(sekisho_about a)
{
    static const char *const names[] = {"message", "recipient", "attachment"};
    return names[a];
}

/* Appends and takes the value; a list that lost a value to memory is no list. */
static void append(json_t **list, json_t *value)
{
    if (*list && (!value || json_array_append_new(*list, value) != 0)) {
        json_decref(*list);
        *list = NULL;
    }
}

json_t *report_json_inspect(const sekisho_attachment *a)
{
    json_t *facts = json_array(), *found = json_array(), *unread = json_array(), *fields = json_array(), *parts = json_array(), *meta = json_object();
    for (size_t i = 0; i < sekisho_attachment_fact_count(a); i++) append(&facts, json_string(sekisho_attachment_fact(a, i)));
    for (size_t i = 0; i < sekisho_attachment_found_count(a); i++)
        append(&found, json_pack("{s:s, s:s, s:I, s:s}", "fact", sekisho_attachment_found_fact(a, i), "where", sekisho_attachment_found_where(a, i), "count",
                                 (json_int_t)sekisho_attachment_found_number(a, i), "sample", sekisho_attachment_found_sample(a, i)));
    for (size_t i = 0; i < sekisho_attachment_unread_count(a); i++) append(&unread, json_string(sekisho_attachment_unread(a, i)));
    for (size_t i = 0; i < sekisho_attachment_person_field_count(a); i++) append(&fields, json_string(sekisho_attachment_person_field(a, i)));
    for (size_t i = 0; i < sekisho_attachment_part_count(a); i++) append(&parts, report_json_inspect(sekisho_attachment_part(a, i)));
    for (size_t i = 0; meta && i < sekisho_attachment_meta_count(a); i++)
        json_object_set_new(meta, sekisho_attachment_meta_key(a, i), json_string(sekisho_attachment_meta_value(a, i)));
    return json_pack("{s:i, s:s, s:s, s:I, s:o, s:o, s:o, s:I, s:b, s:o, s:I, s:o, s:s, s:o}", "version", 1, "file", sekisho_attachment_name(a), "format",
                     sekisho_attachment_format(a), "size", (json_int_t)sekisho_attachment_size(a), "facts", facts, "found", found, "unread", unread, "persons",
                     (json_int_t)sekisho_attachment_persons(a), "persons_at_least", sekisho_attachment_persons_at_least(a), "person_fields", fields, "text_bytes",
                     (json_int_t)sekisho_attachment_text_bytes(a), "metadata", meta, "summary", sekisho_attachment_summary(a), "parts", parts);
}

static json_t *recipient_json(const sekisho_recipient *p)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "field", report_json_field(sekisho_recipient_field(p)), "address", sekisho_recipient_address(p), "name",
                     sekisho_recipient_name(p), "domain", sekisho_recipient_domain(p), "class", report_json_class(sekisho_recipient_class(p)), "list",
                     sekisho_recipient_list(p));
}
static json_t *finding_json(const sekisho_finding *f)
{
    json_t *remedies = json_array();
    for (size_t i = 0; i < sekisho_finding_remedy_count(f); i++) append(&remedies, json_string(sekisho_finding_remedy(f, i)));
    return json_pack("{s:i, s:s, s:s, s:i, s:s, s:I, s:s, s:s, s:s, s:I, s:s, s:o}", "code", sekisho_finding_code(f), "name", sekisho_finding_name(f), "action",
                     report_json_action(sekisho_finding_action(f)), "severity", sekisho_finding_severity(f), "about", about_name(sekisho_finding_about(f)), "index",
                     (json_int_t)sekisho_finding_index(f), "message", sekisho_finding_message(f), "evidence", sekisho_finding_evidence(f), "where",
                     sekisho_finding_where(f), "number", (json_int_t)sekisho_finding_number(f), "explanation", sekisho_finding_explanation(f), "remedies", remedies);
}
json_t *report_json_check(const sekisho_report *r)
{
    json_t *recipients = json_array(), *attachments = json_array(), *findings = json_array();
    for (size_t i = 0; i < sekisho_report_recipient_count(r); i++) append(&recipients, recipient_json(sekisho_report_recipient(r, i)));
    for (size_t i = 0; i < sekisho_report_attachment_count(r); i++) append(&attachments, report_json_inspect(sekisho_report_attachment(r, i)));
    for (size_t i = 0; i < sekisho_report_finding_count(r); i++) append(&findings, finding_json(sekisho_report_finding(r, i)));
    return json_pack("{s:i, s:s, s:s, s:s, s:o, s:o, s:o}", "version", 1, "verdict", report_json_verdict(sekisho_report_verdict(r)), "sender",
                     sekisho_report_sender(r), "subject", sekisho_report_subject(r), "recipients", recipients, "attachments", attachments, "findings", findings);
}

/* ---- the dialog ----------------------------------------------------------------------------------------------- */

static json_t *people_of(const sekisho_finding *f)
{
    json_t *people = json_array();
    for (size_t i = 0; i < sekisho_finding_recipient_count(f); i++) append(&people, json_integer((json_int_t)sekisho_finding_recipient(f, i)));
    return people;
}
static json_t *remedy_json(const sekisho_finding *f, size_t index)
{
    const char *name = sekisho_finding_remedy(f, index);
    json_t *remedy = json_pack("{s:s, s:s}", "name", name, "label", sekisho_finding_remedy_label(f, index));
    if (!remedy) return NULL;
    if (strcmp(name, "remove-attachment") == 0)
        json_object_set_new(remedy, "attachment", json_integer((json_int_t)sekisho_finding_index(f)));
    else
        json_object_set_new(remedy, "recipients", people_of(f));
    if (strcmp(name, "move-to-bcc") == 0) json_object_set_new(remedy, "to", json_string(sekisho_finding_to_address(f)));
    return remedy;
}
static json_t *finding_dialog(const sekisho_finding *f)
{
    json_t *why = json_array(), *remedies = json_array();
    if (*sekisho_finding_evidence(f))
        append(&why, json_pack("{s:s, s:s, s:s}", "before", sekisho_finding_before(f), "match", sekisho_finding_evidence(f), "after", sekisho_finding_after(f)));
    for (size_t i = 0; i < sekisho_finding_remedy_count(f); i++) append(&remedies, remedy_json(f, i));
    json_t *one = json_pack("{s:o, s:o, s:o}", "why", why, "recipients", people_of(f), "remedies", remedies);
    if (one && *sekisho_finding_challenge(f)) json_object_set_new(one, "justify", json_string(sekisho_finding_challenge(f)));
    return one;
}
json_t *report_json_dialog(const sekisho_report *r)
{
    json_t *findings = json_array();
    for (size_t i = 0; i < sekisho_report_finding_count(r); i++) append(&findings, finding_dialog(sekisho_report_finding(r, i)));
    json_t *dialog = json_pack("{s:b, s:o}", "show", sekisho_report_show(r), "findings", findings);
    if (!dialog) return NULL;
    if (*sekisho_report_send_label(r)) json_object_set_new(dialog, "send", json_string(sekisho_report_send_label(r)));
    const sekisho_finding *worst = sekisho_report_finding(r, 0);
    if (*sekisho_finding_challenge(worst) && sekisho_report_verdict(r) == SEKISHO_JUSTIFY)
        json_object_set_new(dialog, "justify", json_string(sekisho_finding_challenge(worst)));
    return dialog;
}
