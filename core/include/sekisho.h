/* sekisho.h - look at a mail before it is sent, and say what would leak.
 *
 * The life of a check:
 *   1. a policy is made once: sekisho_policy_new, _set or _add for each option, _finish;
 *   2. a message is filled for each mail: sekisho_message_new, then sender, recipients, texts, attachments (or _load_rfc5322);
 *   3. sekisho_check(policy, message, &report) - the one verb;
 *   4. the report answers: verdict, findings (worst first), recipients with their class, attachments with what they hold;
 *   5. sekisho_report_free, sekisho_message_free; the policy serves the next mail.
 *
 * Rules for all functions:
 *   - Text is UTF-8; ill-formed bytes of a mail's texts become U+FFFD, those of an option are a problem of the policy. A `const char *`
 *     argument ends with NUL unless a length stands beside it; it is copied unless said otherwise.
 *   - Returned `const char *` live as long as the object they were asked of, are never NULL (empty instead), and are not freed.
 *   - Views (sekisho_recipient, sekisho_attachment, sekisho_finding) live as long as their report. An index out of range gives NULL, and
 *     every accessor of a NULL view gives 0 or "".
 *   - A report owns all it says: policy, message and the bytes of attachments may be freed before it, in any order.
 *   - A status is the fault of the caller or the machine (memory, misuse, cancelled). A finding is anything the mail does, also a damaged
 *     or unreadable one. The two are never mixed; a mail that could not be checked is never reported as clean.
 *   - The library reads no file, environment, clock, locale or network, and holds no globals. A finished policy and a report may be read by
 *     many threads; a message belongs to one thread, save sekisho_message_cancel and sekisho_message_progress.
 */
#ifndef SEKISHO_H
#define SEKISHO_H

#include <stddef.h>

#if defined(_WIN32) && !defined(SEKISHO_STATIC)
#ifdef SEKISHO_BUILD
#define SEKISHO_API __declspec(dllexport)
#else
#define SEKISHO_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define SEKISHO_API __attribute__((visibility("default")))
#else
#define SEKISHO_API
#endif

#define SEKISHO_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sekisho_policy sekisho_policy;
typedef struct sekisho_message sekisho_message;
typedef struct sekisho_report sekisho_report;
typedef struct sekisho_recipient sekisho_recipient;
typedef struct sekisho_attachment sekisho_attachment;
typedef struct sekisho_finding sekisho_finding;

typedef enum sekisho_status {
    SEKISHO_OK = 0,
    SEKISHO_NO_MEMORY = 1,  /* a policy or message that was being filled can only be freed, and says so again when it is used */
    SEKISHO_MISUSE = 2,     /* a NULL or out-of-range argument, a policy that is not finished, or is and should be changed ... */
    SEKISHO_CANCELLED = 3   /* sekisho_message_cancel was called */
} sekisho_status;

typedef enum sekisho_verdict { SEKISHO_PASS = 0, SEKISHO_CONFIRM = 1, SEKISHO_JUSTIFY = 2, SEKISHO_BLOCK = 3 } sekisho_verdict;
typedef enum sekisho_action { SEKISHO_ACTION_IGNORE = 0, SEKISHO_ACTION_NOTE = 1, SEKISHO_ACTION_CONFIRM = 2, SEKISHO_ACTION_JUSTIFY = 3, SEKISHO_ACTION_BLOCK = 4 } sekisho_action;
typedef enum sekisho_layer { SEKISHO_RECOMMENDED = 0, SEKISHO_USER = 1, SEKISHO_ENFORCED = 2 } sekisho_layer;
typedef enum sekisho_field { SEKISHO_TO = 0, SEKISHO_CC = 1, SEKISHO_BCC = 2 } sekisho_field;
typedef enum sekisho_class { SEKISHO_INTERNAL = 0, SEKISHO_PARTNER = 1, SEKISHO_EXTERNAL = 2, SEKISHO_UNKNOWN = 3 } sekisho_class;
typedef enum sekisho_about { SEKISHO_ABOUT_MESSAGE = 0, SEKISHO_ABOUT_RECIPIENT = 1, SEKISHO_ABOUT_ATTACHMENT = 2 } sekisho_about;

/* "0.1.0": the version of the library that runs, to compare with SEKISHO_VERSION. */
SEKISHO_API const char *sekisho_version(void);

/* ---- policy ------------------------------------------------------------------------------------------------------------------------- */

SEKISHO_API sekisho_status sekisho_policy_new(sekisho_policy **out);
SEKISHO_API void sekisho_policy_free(sekisho_policy *policy); /* NULL is fine */
/* Sets an option (`options.def`, `on.<finding>`, `rule.<name>.<field>`) in a layer; recommended < user < enforced. A list option gets one
 * item a line. A mistake (unknown key, bad value) is recorded as a problem and returns SEKISHO_OK: the rest of the policy stays usable. */
SEKISHO_API sekisho_status sekisho_policy_set(sekisho_policy *policy, sekisho_layer layer, const char *key, const char *value);
/* Appends one item to a list option. */
SEKISHO_API sekisho_status sekisho_policy_add(sekisho_policy *policy, sekisho_layer layer, const char *key, const char *item);
/* Records a mistake the caller met (a file that is no JSON ...). fatal: the layer could not be used at all; it becomes a confirm finding. */
SEKISHO_API sekisho_status sekisho_policy_problem(sekisho_policy *policy, sekisho_layer layer, const char *key, const char *text, int fatal);
/* Makes the policy ready (compiles keywords and patterns), once; after it the policy cannot be changed and may be shared by threads. The
 * effective options below are known from here on, more problems may be. */
SEKISHO_API sekisho_status sekisho_policy_finish(sekisho_policy *policy);
SEKISHO_API size_t sekisho_policy_problem_count(const sekisho_policy *policy);
SEKISHO_API const char *sekisho_policy_problem_key(const sekisho_policy *policy, size_t index);
SEKISHO_API const char *sekisho_policy_problem_text(const sekisho_policy *policy, size_t index); /* in English */
SEKISHO_API sekisho_layer sekisho_policy_problem_layer(const sekisho_policy *policy, size_t index);
/* The effective options, defaults included: key, value (a list: one item a line), layer it came from (-1: built-in default). */
SEKISHO_API size_t sekisho_policy_option_count(const sekisho_policy *policy);
SEKISHO_API const char *sekisho_policy_option_key(const sekisho_policy *policy, size_t index);
SEKISHO_API const char *sekisho_policy_option_value(const sekisho_policy *policy, size_t index);
SEKISHO_API int sekisho_policy_option_layer(const sekisho_policy *policy, size_t index);
/* The effective value of one key; "" when unknown. */
SEKISHO_API const char *sekisho_policy_get(const sekisho_policy *policy, const char *key);

/* The option table itself, for reference pages, templates and linters. */
SEKISHO_API size_t sekisho_option_count(void);
SEKISHO_API const char *sekisho_option_key(size_t index);
SEKISHO_API const char *sekisho_option_type(size_t index);    /* "bool", "int", "text", "list", "enum:off|observe|ask" */
SEKISHO_API const char *sekisho_option_default(size_t index);
SEKISHO_API const char *sekisho_option_help(size_t index, const char *lang);
/* The fields of a rule, `rule.<name>.<field>`, the same way (help in English). */
SEKISHO_API size_t sekisho_rule_field_count(void);
SEKISHO_API const char *sekisho_rule_field_key(size_t index);
SEKISHO_API const char *sekisho_rule_field_type(size_t index);
SEKISHO_API const char *sekisho_rule_field_default(size_t index);
SEKISHO_API const char *sekisho_rule_field_help(size_t index);
/* The finding table. */
SEKISHO_API size_t sekisho_finding_kind_count(void);
SEKISHO_API const char *sekisho_finding_kind_name(size_t index);
SEKISHO_API int sekisho_finding_kind_code(size_t index);
SEKISHO_API sekisho_action sekisho_finding_kind_action(size_t index);
SEKISHO_API const char *sekisho_finding_kind_sentence(size_t index, const char *lang);

/* ---- message ------------------------------------------------------------------------------------------------------------------------ */

/* Setters replace, _add_... adds; nothing is taken back one by one: when people or attachments of a mail that is being written go, fill a new
 * message (or load anew). */
SEKISHO_API sekisho_status sekisho_message_new(sekisho_message **out);
SEKISHO_API void sekisho_message_free(sekisho_message *message); /* NULL is fine */
/* The language of the report's sentences, "ja" or "en" (default; others fall back to English). */
SEKISHO_API sekisho_status sekisho_message_set_language(sekisho_message *message, const char *lang);
/* Now, as an RFC 3339 time, for emergency.until; the library has no clock. Not set, or no such time: no emergency. */
SEKISHO_API sekisho_status sekisho_message_set_time(sekisho_message *message, const char *rfc3339);
/* The From address, "Name <a@b>" or "a@b". */
SEKISHO_API sekisho_status sekisho_message_set_sender(sekisho_message *message, const char *address);
/* One person. address may be malformed (that is a finding). list: the name of the list it was expanded from, or NULL. */
SEKISHO_API sekisho_status sekisho_message_add_recipient(sekisho_message *message, sekisho_field field, const char *address, const char *name,
                                                         const char *list);
/* A whole header value as a person typed it: several addresses, groups, comments, encoded words. */
SEKISHO_API sekisho_status sekisho_message_add_recipients(sekisho_message *message, sekisho_field field, const char *header_value);
/* A list whose members nobody could tell: class unknown. */
SEKISHO_API sekisho_status sekisho_message_add_unknown_list(sekisho_message *message, sekisho_field field, const char *name);
SEKISHO_API sekisho_status sekisho_message_set_subject(sekisho_message *message, const char *text);
/* The body. Both may be set (multipart/alternative); where they differ both are read. */
SEKISHO_API sekisho_status sekisho_message_set_text(sekisho_message *message, const char *utf8, size_t length);
SEKISHO_API sekisho_status sekisho_message_set_html(sekisho_message *message, const char *utf8, size_t length);
/* An attachment. data is NOT copied and must live until the message is freed or loaded anew; NULL with length 0 and
 * unavailable = 1 means that its bytes could not be had (a finding). inline_image: shown in the text, not a file the user attached.
 * name or type (MIME) may be NULL where the client knows none. */
SEKISHO_API sekisho_status sekisho_message_add_attachment(sekisho_message *message, const char *name, const char *type, const void *data,
                                                          size_t length, int inline_image, int unavailable);
/* A complete RFC 5322 message: replaces sender, people, subject, texts and attachments. data is NOT copied and must live as long as the message. Nothing in it is fatal:
 * what is malformed becomes findings. */
SEKISHO_API sekisho_status sekisho_message_load_rfc5322(sekisho_message *message, const void *data, size_t length);
/* An envelope recipient: one that no header names is a Bcc. Call after _load_rfc5322. */
SEKISHO_API sekisho_status sekisho_message_add_envelope_recipient(sekisho_message *message, const char *address);
/* The message that this one answers: a complete RFC 5322 message, or its people one by one. */
SEKISHO_API sekisho_status sekisho_message_set_original_rfc5322(sekisho_message *message, const void *data, size_t length);
SEKISHO_API sekisho_status sekisho_message_add_original_person(sekisho_message *message, const char *address, const char *name);
/* From any thread while the message lives. Progress is 0..1000. The check that runs, or else the next one, returns SEKISHO_CANCELLED; the
 * one after it is free to run. */
SEKISHO_API int sekisho_message_progress(const sekisho_message *message);
SEKISHO_API void sekisho_message_cancel(sekisho_message *message);

/* ---- check and report --------------------------------------------------------------------------------------------------------------- */

/* Checks a message under a finished policy. *out is NULL unless SEKISHO_OK. May be called again after the message was changed. */
SEKISHO_API sekisho_status sekisho_check(const sekisho_policy *policy, sekisho_message *message, sekisho_report **out);
SEKISHO_API void sekisho_report_free(sekisho_report *report); /* NULL is fine */

/* NULL, the answer of a check that failed: SEKISHO_JUSTIFY. It was not checked, which is not clean. */
SEKISHO_API sekisho_verdict sekisho_report_verdict(const sekisho_report *report);
/* Whether a client has to show its dialog: the verdict, `mode` and `dialog.when` taken together. NULL: yes. */
SEKISHO_API int sekisho_report_show(const sekisho_report *report);
/* The label of the button that sends on all the same; it names the act. "" when nothing may be sent (block). */
SEKISHO_API const char *sekisho_report_send_label(const sekisho_report *report);
SEKISHO_API const char *sekisho_report_sender(const sekisho_report *report);
SEKISHO_API const char *sekisho_report_subject(const sekisho_report *report);

SEKISHO_API size_t sekisho_report_recipient_count(const sekisho_report *report);
SEKISHO_API const sekisho_recipient *sekisho_report_recipient(const sekisho_report *report, size_t index);
SEKISHO_API sekisho_field sekisho_recipient_field(const sekisho_recipient *recipient);
SEKISHO_API const char *sekisho_recipient_address(const sekisho_recipient *recipient);
SEKISHO_API const char *sekisho_recipient_name(const sekisho_recipient *recipient);
SEKISHO_API const char *sekisho_recipient_domain(const sekisho_recipient *recipient); /* Unicode form, lower case */
SEKISHO_API sekisho_class sekisho_recipient_class(const sekisho_recipient *recipient);
SEKISHO_API const char *sekisho_recipient_list(const sekisho_recipient *recipient);

SEKISHO_API size_t sekisho_report_finding_count(const sekisho_report *report); /* worst first */
SEKISHO_API const sekisho_finding *sekisho_report_finding(const sekisho_report *report, size_t index);
SEKISHO_API int sekisho_finding_code(const sekisho_finding *finding);
SEKISHO_API const char *sekisho_finding_name(const sekisho_finding *finding);
SEKISHO_API sekisho_action sekisho_finding_action(const sekisho_finding *finding);
SEKISHO_API int sekisho_finding_severity(const sekisho_finding *finding);        /* 1 to 3, 3 is the worst: what a client may colour by */
SEKISHO_API sekisho_about sekisho_finding_about(const sekisho_finding *finding);
SEKISHO_API size_t sekisho_finding_index(const sekisho_finding *finding);        /* of the recipient or attachment */
SEKISHO_API const char *sekisho_finding_message(const sekisho_finding *finding); /* the sentence */
SEKISHO_API const char *sekisho_finding_evidence(const sekisho_finding *finding);
SEKISHO_API const char *sekisho_finding_before(const sekisho_finding *finding);  /* text around the evidence */
SEKISHO_API const char *sekisho_finding_after(const sekisho_finding *finding);
SEKISHO_API const char *sekisho_finding_where(const sekisho_finding *finding);
SEKISHO_API size_t sekisho_finding_number(const sekisho_finding *finding);       /* the number in the sentence; 0: none */
SEKISHO_API const char *sekisho_finding_challenge(const sekisho_finding *finding); /* justify: the number or word to type */
SEKISHO_API const char *sekisho_finding_explanation(const sekisho_finding *finding); /* for --explain: which option, which rule */
/* "move-to-bcc", "remove-recipient", "remove-attachment". */
SEKISHO_API size_t sekisho_finding_remedy_count(const sekisho_finding *finding);
SEKISHO_API const char *sekisho_finding_remedy(const sekisho_finding *finding, size_t index);
SEKISHO_API const char *sekisho_finding_remedy_label(const sekisho_finding *finding, size_t index); /* the button's text */
/* Whom the finding is about: indexes of recipients. move-to-bcc moves them, remove-recipient removes them. */
SEKISHO_API size_t sekisho_finding_recipient_count(const sekisho_finding *finding);
SEKISHO_API size_t sekisho_finding_recipient(const sekisho_finding *finding, size_t index);
/* move-to-bcc: the address that then stands in To when To would be empty. */
SEKISHO_API const char *sekisho_finding_to_address(const sekisho_finding *finding);

SEKISHO_API size_t sekisho_report_attachment_count(const sekisho_report *report);
SEKISHO_API const sekisho_attachment *sekisho_report_attachment(const sekisho_report *report, size_t index);
SEKISHO_API const char *sekisho_attachment_name(const sekisho_attachment *attachment);
SEKISHO_API const char *sekisho_attachment_format(const sekisho_attachment *attachment);
SEKISHO_API unsigned long long sekisho_attachment_size(const sekisho_attachment *attachment); /* bytes; 0 where they could not be had */
SEKISHO_API unsigned long long sekisho_attachment_text_bytes(const sekisho_attachment *attachment);
SEKISHO_API unsigned long long sekisho_attachment_persons(const sekisho_attachment *attachment);
SEKISHO_API int sekisho_attachment_persons_at_least(const sekisho_attachment *attachment);
SEKISHO_API size_t sekisho_attachment_person_field_count(const sekisho_attachment *attachment);
SEKISHO_API const char *sekisho_attachment_person_field(const sekisho_attachment *attachment, size_t index);
SEKISHO_API size_t sekisho_attachment_fact_count(const sekisho_attachment *attachment);
SEKISHO_API const char *sekisho_attachment_fact(const sekisho_attachment *attachment, size_t index);
SEKISHO_API size_t sekisho_attachment_unread_count(const sekisho_attachment *attachment);
SEKISHO_API const char *sekisho_attachment_unread(const sekisho_attachment *attachment, size_t index);
SEKISHO_API size_t sekisho_attachment_found_count(const sekisho_attachment *attachment);
SEKISHO_API const char *sekisho_attachment_found_fact(const sekisho_attachment *attachment, size_t index);
SEKISHO_API const char *sekisho_attachment_found_where(const sekisho_attachment *attachment, size_t index);
SEKISHO_API unsigned long long sekisho_attachment_found_number(const sekisho_attachment *attachment, size_t index);
SEKISHO_API const char *sekisho_attachment_found_sample(const sekisho_attachment *attachment, size_t index);
SEKISHO_API size_t sekisho_attachment_meta_count(const sekisho_attachment *attachment);
SEKISHO_API const char *sekisho_attachment_meta_key(const sekisho_attachment *attachment, size_t index);
SEKISHO_API const char *sekisho_attachment_meta_value(const sekisho_attachment *attachment, size_t index);
SEKISHO_API size_t sekisho_attachment_part_count(const sekisho_attachment *attachment);
SEKISHO_API const sekisho_attachment *sekisho_attachment_part(const sekisho_attachment *attachment, size_t index);
/* What is inside in one phrase, for a list: "about 3,411 persons (name, birth date, diagnosis), 1 hidden sheet, not encrypted". */
SEKISHO_API const char *sekisho_attachment_summary(const sekisho_attachment *attachment);

/* ---- single files and texts (inspect, scan) ------------------------------------------------------------------------------------------- */

/* Reads one file as an attachment would be read. The report holds one attachment and no recipients; text, if not NULL, gets all its text
 * (free with sekisho_text_free). No message tells the language here: the policy's `lang` does. */
SEKISHO_API sekisho_status sekisho_inspect(const sekisho_policy *policy, const char *name, const void *data, size_t length,
                                           sekisho_report **out, char **text, size_t *text_length);
SEKISHO_API void sekisho_text_free(char *text);
/* Keyword and personal-data matches in one plain text; each is a "scan" span of the report. */
SEKISHO_API sekisho_status sekisho_scan(const sekisho_policy *policy, const char *utf8, size_t length, sekisho_report **out);
SEKISHO_API size_t sekisho_report_span_count(const sekisho_report *report);
SEKISHO_API size_t sekisho_report_span_start(const sekisho_report *report, size_t index); /* bytes */
SEKISHO_API size_t sekisho_report_span_end(const sekisho_report *report, size_t index);
SEKISHO_API const char *sekisho_report_span_type(const sekisho_report *report, size_t index);
SEKISHO_API const char *sekisho_report_span_confidence(const sekisho_report *report, size_t index); /* "high", "medium", "low" */
SEKISHO_API const char *sekisho_report_span_rule(const sekisho_report *report, size_t index);

#ifdef __cplusplus
}
#endif

#endif
