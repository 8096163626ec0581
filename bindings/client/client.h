/* A small client of the checker process: it starts sekisho-host, hands one message over and gives back what the dialog shows.
 *
 *   client_new()                     names the program; nothing is started yet
 *   client_check()                   blocks: starts the host if needed, hands policy, message and attachments over, waits for the
 *                                  report; called again before client_close() it is the same mail checked again, under the same policy
 *   client_report_...                plain structs of UTF-8 text; freed by client_report_free()
 *   client_answer()                  says how it ended, and hears whether that stands in the log
 *   client_close()                   ends the session; the host stays warm for the next message
 *   client_free()                    ends the host
 *
 * client_check(), client_answer() and client_close() belong on a worker thread, one call at a time; client_cancel() and client_progress() may be called from any
 * other thread meanwhile. All text is UTF-8, all strings handed in may go away after the call. Whatever happens to the host - missing, dead,
 * silent, talking nonsense - is a status, never a hang and never a report.
 */
#ifndef SEKISHO_CLIENT_H
#define SEKISHO_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct client client;

enum client_status {
  CLIENT_OK,
  CLIENT_CANCELLED,  /* client_cancel() was called */
  CLIENT_NO_HOST,    /* the program could not be started */
  CLIENT_DEAD,       /* the host ended or broke the pipe */
  CLIENT_SILENT,     /* no sign of life for request->wait_ms */
  CLIENT_NONSENSE,   /* an answer that is not of the protocol */
  CLIENT_REFUSED,    /* the host answered an error; see client_problem() */
  CLIENT_FILE,       /* an attachment's file could not be read */
  CLIENT_TOO_LARGE,  /* the text of the message does not fit one frame */
  CLIENT_NO_MEMORY
};

enum client_layer { CLIENT_RECOMMENDED, CLIENT_USER, CLIENT_ENFORCED, CLIENT_LAYERS };

/* One policy value: text, a number, or one more element of a list (the same key again appends). */
enum client_value { CLIENT_TEXT, CLIENT_NUMBER, CLIENT_ELEMENT };
struct client_option {
  enum client_layer layer;
  enum client_value kind;
  char *key, *text;
  long long number;
};

struct client_person {
  const char *field; /* "to", "cc", "bcc" */
  char *address, *name, *list;
};

struct client_file {
  char *name, *path; /* path: where the bytes are */
  char *key;         /* never the same for other bytes */
  long long size;
  bool is_inline;
};

struct client_request {
  const char *client_name, *client_version;
  const char *lang; /* "ja" or "en" */
  unsigned wait_ms; /* silence after which the host counts as hung */

  struct client_option *options;
  size_t option_count;

  const char *kind; /* "mail", "meeting", "task" */
  char *sender, *on_behalf_of, *subject, *text, *html;
  struct client_person *people, *lists;
  size_t people_count, list_count;
  struct client_file *files;
  size_t file_count;

  bool is_reply;
  char *original_sender, *original_text;
  struct client_person *original_people;
  size_t original_count;
};

struct client_why {
  const char *before, *match, *after;
};

struct client_remedy {
  const char *name, *label, *to;
  size_t *recipients, recipient_count;
  long attachment; /* -1: none */
};

struct client_finding {
  const char *name, *action, *message, *evidence, *where, *about;
  int severity;
  long index; /* of the recipient or attachment it is about; -1: the message */
  struct client_why *why;
  size_t why_count;
  struct client_remedy *remedies;
  size_t remedy_count;
  size_t *recipients, recipient_count; /* whom it is about; an index may be of nobody */
};

struct client_recipient {
  const char *field, *address, *name, *domain, *class_name;
};

struct client_attachment {
  const char *name, *format, *summary; /* summary: what is inside, in words */
  long long size;
};

typedef struct client_report {
  const char *verdict; /* "pass", "confirm", "justify", "block" */
  bool show;           /* the dialog has to come */
  const char *send_label, *justify;
  const char *help_text, *help_url;
  const char *shortened; /* why the lists below are not whole; NULL or "": they are */
  const char *mode, *fail_action;
  bool log_required; /* the mail may not leave unasked before client_answer() was CLIENT_OK */
  long countdown;
  struct client_finding *findings;
  struct client_recipient *recipients;
  struct client_attachment *attachments;
  size_t finding_count, recipient_count, attachment_count;
  void *memory; /* what all of it lives in */
} client_report;

client *client_new(const char *program, const char *const *arguments);
void client_free(client *c);

enum client_status client_check(client *c, const struct client_request *request, client_report **report);
void client_report_free(client_report *report);

/* answer: "sent", "changed", "cancelled", "blocked"; remedies: names joined by commas or NULL. CLIENT_OK: the line stands in the log, or policy wants
 * none; CLIENT_REFUSED: it could not be written, client_problem() says why. WAIT_MS bounds the waiting, 0: as long as the check's. */
enum client_status client_answer(client *c, const char *answer, const char *remedies, double seconds, const char *reason, unsigned wait_ms);
/* Ends the session, if there is one. */
void client_close(client *c);

void client_cancel(client *c);
void client_progress(client *c, long long *done, long long *total);

/* Whether a host process is running; what the host last refused with (valid until the next call). */
bool client_is_warm(const client *c);
const char *client_problem(const client *c);

#endif
