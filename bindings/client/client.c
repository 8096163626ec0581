/* Speaks bindings/json/PROTOCOL.md with a checker process: frames, base64, requests out, reports in. It judges nothing and shows nothing;
 * starting the process and waiting in time are process_*.c's matter. */
#include "client.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "options_json.h"
#include "process.h"

#define FRAME_OUT_MAX (8u << 20)
#define FRAME_IN_MAX 1000000u
#define CHUNK_MIN 4096u
#define CHUNK_DEFAULT (256u << 10)
#define CHUNK_MAX (4u << 20)
#define WINDOW_MAX 16
#define LIST_MAX 100000u /* recipients, findings ... of one report: more is nonsense */
#define GRACE_MS 300u
#define CANCEL_MS 1000u
#define CHECK_SECONDS 120u /* of processor time for one check */

struct client {
  char *program;
  char **arguments;
  process *host;
  process_flag *cancel;
  bool cancelling; /* reads go on for a moment: the host is saying that it stopped */
  long long next_id, session; /* session < 0: none open */
  size_t chunk, window;
  unsigned wait_ms;
  char problem[200], lang[8]; /* the language that the host was greeted in */
  json_t *effective;          /* what the open session's policy comes to */
  volatile long long done, total;
};

/* ---- life ---- */

client *client_new(const char *program, const char *const *arguments) {
  client *c = calloc(1, sizeof *c);
  size_t n = 0, i;
  if (!c) return NULL;
  while (arguments && arguments[n]) n++;
  c->session = -1;
  c->program = strdup(program);
  c->arguments = calloc(n + 1, sizeof *c->arguments);
  c->cancel = process_flag_new();
  if (!c->program || !c->arguments || !c->cancel) goto fail;
  for (i = 0; i < n; i++) {
    c->arguments[i] = strdup(arguments[i]);
    if (!c->arguments[i]) goto fail;
  }
  return c;
fail:
  client_free(c);
  return NULL;
}

static void client_drop(client *c) {
  process_stop(c->host, 0);
  c->host = NULL;
  c->session = -1;
}

void client_free(client *c) {
  size_t i;
  if (!c) return;
  process_stop(c->host, GRACE_MS);
  json_decref(c->effective);
  process_flag_free(c->cancel);
  for (i = 0; c->arguments && c->arguments[i]; i++) free(c->arguments[i]);
  free(c->arguments);
  free(c->program);
  free(c);
}

void client_cancel(client *c) { process_flag_raise(c->cancel); }

void client_progress(client *c, long long *done, long long *total) {
  *done = c->done;
  *total = c->total;
}

bool client_is_warm(const client *c) { return c->host != NULL; }
const char *client_problem(const client *c) { return c->problem; }

/* ---- frames ---- */

static enum client_status client_io(enum process_result r) {
  switch (r) {
    case PROCESS_OK: return CLIENT_OK;
    case PROCESS_TIMEOUT: return CLIENT_SILENT;
    case PROCESS_CANCELLED: return CLIENT_CANCELLED;
    case PROCESS_END: break;
  }
  return CLIENT_DEAD;
}

static process_flag *client_flag(client *c) { return c->cancelling ? NULL : c->cancel; }
static unsigned client_wait(client *c) { return c->cancelling ? CANCEL_MS : c->wait_ms; }

static enum client_status client_put_bytes(client *c, const char *text, size_t size) {
  uint32_t length = (uint32_t)size;
  enum client_status s;
  if (size > FRAME_OUT_MAX) return CLIENT_TOO_LARGE;
  s = client_io(process_write(c->host, &length, sizeof length, client_wait(c), client_flag(c)));
  return s ? s : client_io(process_write(c->host, text, size, client_wait(c), client_flag(c)));
}

/* Sends REQUEST with a fresh id and takes its reference. A frame half written leaves the host unusable, so the caller drops it on any error. */
static enum client_status client_put(client *c, json_t *request) {
  enum client_status s = CLIENT_NO_MEMORY;
  char *text = NULL;
  if (!request || json_object_set_new(request, "id", json_integer(++c->next_id))) goto out;
  text = json_dumps(request, JSON_COMPACT);
  if (text) s = client_put_bytes(c, text, strlen(text));
out:
  free(text);
  json_decref(request);
  return s;
}

static enum client_status client_get_frame(client *c, json_t **frame) {
  uint32_t length;
  char *text;
  enum client_status s = client_io(process_read(c->host, &length, sizeof length, client_wait(c), client_flag(c)));
  if (s) return s;
  if (!length || length > FRAME_IN_MAX) return CLIENT_NONSENSE;
  text = malloc(length);
  if (!text) return CLIENT_NO_MEMORY;
  s = client_io(process_read(c->host, text, length, client_wait(c), client_flag(c)));
  if (!s) {
    *frame = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(*frame)) {
      json_decref(*frame);
      *frame = NULL;
      s = CLIENT_NONSENSE;
    }
  }
  free(text);
  return s;
}

/* Waits for the answer to request ID; events on the way move the progress. */
static enum client_status client_get(client *c, long long id, json_t **answer) {
  for (;;) {
    json_t *frame = NULL;
    enum client_status s = client_get_frame(c, &frame);
    if (s) return s;
    if (json_object_get(frame, "event")) {
      long long done = json_integer_value(json_object_get(frame, "done")), total = json_integer_value(json_object_get(frame, "total"));
      if (done >= 0 && total > 0 && done <= total) {
        c->done = done;
        c->total = total;
      }
      json_decref(frame);
      continue;
    }
    if (json_integer_value(json_object_get(frame, "id")) != id) {
      json_decref(frame);
      return CLIENT_NONSENSE;
    }
    if (!json_is_true(json_object_get(frame, "ok"))) {
      json_t *error = json_object_get(frame, "error");
      const char *code = json_string_value(json_object_get(error, "code")), *message = json_string_value(json_object_get(error, "message"));
      snprintf(c->problem, sizeof c->problem, "%s", message ? message : code ? code : "?");
      s = code && !strcmp(code, "cancelled") ? CLIENT_CANCELLED : CLIENT_REFUSED;
      json_decref(frame);
      return s;
    }
    *answer = frame;
    return CLIENT_OK;
  }
}

static enum client_status client_call(client *c, json_t *request, json_t **answer) {
  enum client_status s = client_put(c, request);
  return s ? s : client_get(c, c->next_id, answer);
}

/* ---- requests ---- */

/* Text from the mail client is UTF-8 already; NULL stays away. */
static int client_add(json_t *object, const char *key, const char *text) {
  return text ? json_object_set_new(object, key, json_string(text)) : 0;
}

static json_t *client_people(const struct client_person *people, size_t count, bool list) {
  json_t *array = json_array();
  size_t i;
  for (i = 0; array && i < count; i++) {
    json_t *o = json_object();
    int bad = client_add(o, "field", people[i].field) || client_add(o, "name", people[i].name);
    if (!list) bad = bad || client_add(o, "address", people[i].address ? people[i].address : "") || client_add(o, "list", people[i].list);
    if (bad) {
      json_decref(o);
      json_decref(array);
      return NULL;
    }
    json_array_append_new(array, o);
  }
  return array;
}

static json_t *client_message(const struct client_request *r) {
  json_t *m = json_object(), *files = json_array(), *original;
  size_t i;
  int bad = json_object_set_new(m, "version", json_integer(1)) || client_add(m, "kind", r->kind) || client_add(m, "sender", r->sender) ||
            client_add(m, "on_behalf_of", r->on_behalf_of) || client_add(m, "subject", r->subject) || client_add(m, "text", r->text) ||
            client_add(m, "html", r->html) || json_object_set_new(m, "recipients", client_people(r->people, r->people_count, false)) ||
            json_object_set_new(m, "lists", client_people(r->lists, r->list_count, true));
  for (i = 0; i < r->file_count && !bad; i++) {
    const struct client_file *f = &r->files[i];
    json_t *o = json_object();
    bad = client_add(o, "name", f->name ? f->name : "") || client_add(o, "key", f->key) || json_object_set_new(o, "size", json_integer(f->size)) ||
          json_object_set_new(o, "inline", json_boolean(f->is_inline)) || json_array_append_new(files, o);
  }
  bad = bad || json_object_set(m, "attachments", files);
  json_decref(files);
  if (!bad && r->is_reply) {
    original = json_object();
    bad = client_add(original, "sender", r->original_sender) || client_add(original, "text", r->original_text) ||
          json_object_set_new(original, "recipients", client_people(r->original_people, r->original_count, false)) ||
          json_object_set(m, "original", original);
    json_decref(original);
  }
  if (bad) {
    json_decref(m);
    return NULL;
  }
  return m;
}

static json_t *client_op(client *c, const char *op) {
  json_t *o = json_object();
  client_add(o, "op", op);
  if (c->session >= 0) json_object_set_new(o, "session", json_integer(c->session));
  return o;
}

static size_t client_clamp(json_t *number, size_t low, size_t high, size_t otherwise) {
  long long n = json_integer_value(number);
  if (n <= 0) return otherwise;
  return n < (long long)low ? low : n > (long long)high ? high : (size_t)n;
}

/* A running host that has been greeted. */
static enum client_status client_start(client *c, const struct client_request *r) {
  json_t *hello, *answer = NULL;
  enum client_status s;
  if (c->host && strncmp(c->lang, r->lang, sizeof c->lang - 1)) { /* a host speaks one language all its life */
    process_stop(c->host, GRACE_MS);
    c->host = NULL;
  }
  if (c->host) return CLIENT_OK;
  c->host = process_start(c->program, (const char *const *)c->arguments, true);
  if (!c->host) return CLIENT_NO_HOST;
  c->session = -1;
  snprintf(c->lang, sizeof c->lang, "%s", r->lang);
  hello = client_op(c, "hello");
  json_object_set_new(hello, "version", json_integer(1));
  client_add(hello, "client", r->client_name);
  client_add(hello, "client_version", r->client_version);
  client_add(hello, "lang", r->lang);
  s = client_call(c, hello, &answer);
  if (!s && json_integer_value(json_object_get(answer, "version")) != 1) s = CLIENT_NONSENSE;
  c->chunk = client_clamp(json_object_get(answer, "chunk"), CHUNK_MIN, CHUNK_MAX, CHUNK_DEFAULT);
  c->window = client_clamp(json_object_get(answer, "window"), 1, WINDOW_MAX, 1);
  json_decref(answer);
  return s;
}

static enum client_status client_open(client *c, const struct client_request *r) {
  json_t *open = client_op(c, "open"), *answer = NULL, *session;
  enum client_status s;
  json_object_set_new(open, "policy", options_json(r->options, r->option_count, ~0u));
  json_object_set_new(open, "lang", json_string(r->lang));
  s = client_call(c, open, &answer);
  if (s) return s;
  session = json_object_get(answer, "session");
  if (json_is_integer(session) && json_integer_value(session) >= 0) {
    c->session = json_integer_value(session);
    json_decref(c->effective);
    c->effective = json_incref(json_object_get(answer, "effective"));
  } else {
    s = CLIENT_NONSENSE;
  }
  json_decref(answer);
  return s;
}

static void client_base64(const unsigned char *in, size_t n, char *out) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t i;
  for (i = 0; i + 2 < n; i += 3) {
    unsigned v = (unsigned)in[i] << 16 | (unsigned)in[i + 1] << 8 | in[i + 2];
    *out++ = digits[v >> 18];
    *out++ = digits[v >> 12 & 63];
    *out++ = digits[v >> 6 & 63];
    *out++ = digits[v & 63];
  }
  if (i < n) {
    unsigned v = (unsigned)in[i] << 16 | (i + 1 < n ? (unsigned)in[i + 1] << 8 : 0);
    *out++ = digits[v >> 18];
    *out++ = digits[v >> 12 & 63];
    *out++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
    *out++ = '=';
  }
  *out = 0;
}

/* The frame is put together by hand: Jansson would copy and search every piece for characters to escape. */
static enum client_status client_put_piece(client *c, size_t index, long long offset, const unsigned char *bytes, size_t n, bool last, char *frame) {
  int head = sprintf(frame, "{\"op\":\"attach\",\"id\":%lld,\"session\":%lld,\"index\":%zu,\"offset\":%lld,\"last\":%s,\"data\":\"", ++c->next_id,
                     c->session, index, offset, last ? "true" : "false");
  client_base64(bytes, n, frame + head);
  strcat(frame + head, "\"}");
  return client_put_bytes(c, frame, strlen(frame));
}

static enum client_status client_attach(client *c, const struct client_request *r, size_t index) {
  const struct client_file *file = &r->files[index];
  size_t chunk = c->chunk, open = 0;
  unsigned char *bytes = malloc(chunk);
  char *frame = malloc(chunk / 3 * 4 + 300);
  FILE *f = file->path ? process_open_file(file->path) : NULL;
  long long offset = 0, first = c->next_id + 1;
  enum client_status s = !bytes || !frame ? CLIENT_NO_MEMORY : !f ? CLIENT_FILE : CLIENT_OK;
  bool last = false;
  while (!s && (!last || open)) {
    if (!last && open < c->window) {
      size_t n = fread(bytes, 1, chunk, f);
      int next = n == chunk ? getc(f) : EOF;
      if (ferror(f)) {
        s = CLIENT_FILE;
        break;
      }
      last = next == EOF;
      if (!last) ungetc(next, f);
      s = client_put_piece(c, index, offset, bytes, n, last, frame);
      offset += (long long)n;
      c->done += (long long)n;
      open++;
    } else {
      json_t *answer = NULL;
      s = client_get(c, first++, &answer);
      json_decref(answer);
      open--;
    }
  }
  if (f) fclose(f);
  free(bytes);
  free(frame);
  return s;
}

/* ---- the report ---- */

/* The report's structs and the JSON that their strings live in die together. */
struct client_memory {
  json_t *json[8];
  void **blocks;
  size_t json_count, block_count, block_room;
  bool failed;
};

static void *client_alloc(struct client_memory *m, size_t count, size_t size) {
  void *p;
  if (m->block_count == m->block_room) {
    size_t room = m->block_room ? m->block_room * 2 : 32;
    void **more = realloc(m->blocks, room * sizeof *more);
    if (!more) goto fail;
    m->blocks = more;
    m->block_room = room;
  }
  p = calloc(count ? count : 1, size);
  if (!p) goto fail;
  return m->blocks[m->block_count++] = p;
fail:
  m->failed = true;
  return NULL;
}

static const char *client_text(json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text ? text : "";
}

static size_t client_size(json_t *array) {
  size_t n = json_array_size(array);
  return n > LIST_MAX ? LIST_MAX : n;
}

static long client_index(json_t *object, const char *key) {
  json_t *n = json_object_get(object, key);
  return json_is_integer(n) && json_integer_value(n) >= 0 && json_integer_value(n) < (long long)LIST_MAX ? (long)json_integer_value(n) : -1;
}

/* Options come as text. */
static long client_number(json_t *object, const char *key) {
  json_t *v = json_object_get(object, key);
  return json_is_integer(v) ? (long)json_integer_value(v) : json_is_string(v) ? strtol(json_string_value(v), NULL, 10) : 0;
}

static size_t *client_indexes(struct client_memory *m, json_t *array, size_t *count) {
  size_t n = client_size(array), i, *out = client_alloc(m, n, sizeof *out);
  *count = out ? n : 0;
  for (i = 0; i < *count; i++) {
    json_int_t v = json_integer_value(json_array_get(array, i));
    out[i] = v < 0 || v > (json_int_t)LIST_MAX ? LIST_MAX : (size_t)v;
  }
  return out;
}

static void client_read_remedies(struct client_memory *m, json_t *array, struct client_finding *f) {
  size_t n = client_size(array), i;
  f->remedies = client_alloc(m, n, sizeof *f->remedies);
  f->remedy_count = f->remedies ? n : 0;
  for (i = 0; i < f->remedy_count; i++) {
    json_t *o = json_array_get(array, i);
    struct client_remedy *r = &f->remedies[i];
    r->name = client_text(o, "name");
    r->label = client_text(o, "label");
    r->to = client_text(o, "to");
    r->attachment = client_index(o, "attachment");
    r->recipients = client_indexes(m, json_object_get(o, "recipients"), &r->recipient_count);
  }
}

static void client_read_findings(struct client_memory *m, json_t *report, client_report *r) {
  json_t *findings = json_object_get(report, "findings"), *more = json_object_get(json_object_get(report, "dialog"), "findings");
  size_t n = client_size(findings), i, k;
  r->findings = client_alloc(m, n, sizeof *r->findings);
  r->finding_count = r->findings ? n : 0;
  for (i = 0; i < r->finding_count; i++) {
    json_t *o = json_array_get(findings, i), *d = json_array_get(more, i), *why = json_object_get(d, "why");
    struct client_finding *f = &r->findings[i];
    f->name = client_text(o, "name");
    f->action = client_text(o, "action");
    f->message = client_text(o, "message");
    f->evidence = client_text(o, "evidence");
    f->where = client_text(o, "where");
    f->about = client_text(o, "about");
    f->severity = (int)json_integer_value(json_object_get(o, "severity"));
    f->index = client_index(o, "index");
    f->why = client_alloc(m, client_size(why), sizeof *f->why);
    f->why_count = f->why ? client_size(why) : 0;
    for (k = 0; k < f->why_count; k++) {
      json_t *w = json_array_get(why, k);
      f->why[k].before = client_text(w, "before");
      f->why[k].match = client_text(w, "match");
      f->why[k].after = client_text(w, "after");
    }
    f->recipients = client_indexes(m, json_object_get(d, "recipients"), &f->recipient_count);
    client_read_remedies(m, json_object_get(d, "remedies"), f);
  }
}

static void client_read_attachments(struct client_memory *m, json_t *report, client_report *r) {
  json_t *array = json_object_get(report, "attachments");
  size_t n = client_size(array), i;
  r->attachments = client_alloc(m, n, sizeof *r->attachments);
  r->attachment_count = r->attachments ? n : 0;
  for (i = 0; i < r->attachment_count; i++) {
    json_t *o = json_array_get(array, i);
    struct client_attachment *a = &r->attachments[i];
    a->name = client_text(o, "file");
    a->format = client_text(o, "format");
    a->summary = client_text(o, "summary");
    a->size = json_integer_value(json_object_get(o, "size"));
  }
}

static void client_read_recipients(json_t *array, client_report *r) {
  size_t n = client_size(array), i;
  for (i = 0; i < n && r->recipient_count < LIST_MAX; i++) {
    json_t *o = json_array_get(array, i);
    struct client_recipient *p = &r->recipients[r->recipient_count++];
    p->field = client_text(o, "field");
    p->address = client_text(o, "address");
    p->name = client_text(o, "name");
    p->domain = client_text(o, "domain");
    p->class_name = client_text(o, "class");
  }
}

static enum client_status client_read_report(client *c, json_t *answer, json_t *effective, client_report **out) {
  json_t *report = json_object_get(answer, "report"), *dialog, *more;
  const char *verdict;
  struct client_memory *m = calloc(1, sizeof *m);
  client_report *r = calloc(1, sizeof *r);
  enum client_status s = CLIENT_NONSENSE;
  long long from;
  size_t room;
  if (!m || !r) {
    free(m);
    free(r);
    return CLIENT_NO_MEMORY;
  }
  r->memory = m;
  m->json[m->json_count++] = json_incref(answer);
  m->json[m->json_count++] = json_incref(effective);
  verdict = client_text(report, "verdict");
  if (strcmp(verdict, "pass") && strcmp(verdict, "confirm") && strcmp(verdict, "justify") && strcmp(verdict, "block")) goto out;
  dialog = json_object_get(report, "dialog");
  r->verdict = verdict;
  r->send_label = client_text(dialog, "send");
  r->justify = client_text(dialog, "justify");
  r->shortened = client_text(dialog, "shortened");
  r->help_text = client_text(effective, "help.text");
  r->help_url = client_text(effective, "help.url");
  r->mode = client_text(effective, "mode");
  r->fail_action = client_text(effective, "fail.action");
  r->log_required = !strcmp(client_text(effective, "log.required"), "true");
  r->countdown = client_number(effective, "dialog.countdown");
  /* A host that does not say whether to show has something to say whenever the verdict is not "pass". */
  r->show = json_object_get(dialog, "show") ? json_is_true(json_object_get(dialog, "show")) : strcmp(verdict, "pass") != 0;
  client_read_findings(m, report, r);
  client_read_attachments(m, report, r);
  more = json_object_get(report, "more");
  from = json_integer_value(more);
  room = client_size(json_object_get(report, "recipients")) + (from > 0 ? LIST_MAX : 0);
  r->recipients = client_alloc(m, room < LIST_MAX ? room : LIST_MAX, sizeof *r->recipients);
  if (!r->recipients) goto out;
  client_read_recipients(json_object_get(report, "recipients"), r);
  s = CLIENT_OK;
  while (json_is_integer(more) && !s && r->recipient_count < LIST_MAX) {
    json_t *next = NULL, *ask = client_op(c, "more");
    size_t before = r->recipient_count;
    json_object_set_new(ask, "from", json_integer((json_int_t)before));
    s = client_call(c, ask, &next);
    if (s) break;
    client_read_recipients(json_object_get(next, "recipients"), r);
    if (r->recipient_count == before) {
      json_decref(next);
      break;
    }
    /* The strings live as long as their frame: keep it in the place of a list that only grows. */
    {
      json_t *all = m->json_count > 2 ? m->json[2] : json_array();
      if (m->json_count == 2) m->json[m->json_count++] = all;
      json_array_append(all, next);
    }
    more = json_object_get(next, "more");
    json_decref(next);
  }
  if (!s && m->failed) s = CLIENT_NO_MEMORY;
out:
  if (s) {
    client_report_free(r);
  } else {
    *out = r;
  }
  return s;
}

void client_report_free(client_report *report) {
  struct client_memory *m;
  size_t i;
  if (!report) return;
  m = report->memory;
  for (i = 0; i < m->json_count; i++) json_decref(m->json[i]);
  for (i = 0; i < m->block_count; i++) free(m->blocks[i]);
  free(m->blocks);
  free(m);
  free(report);
}

/* ---- the calls ---- */

static enum client_status client_run(client *c, const struct client_request *r, client_report **report) {
  json_t *request, *answer = NULL, *need;
  size_t i;
  enum client_status s = client_start(c, r);
  if (s) return s;
  process_allow(c->host, CHECK_SECONDS);
  if (c->session < 0) s = client_open(c, r);
  if (s) return s;
  request = client_op(c, "set");
  if (json_object_set_new(request, "message", client_message(r))) {
    json_decref(request);
    s = CLIENT_NO_MEMORY;
    goto out;
  }
  s = client_call(c, request, &answer);
  if (s) goto out;
  need = json_object_get(answer, "need");
  c->total = 0;
  c->done = 0;
  for (i = 0; i < json_array_size(need); i++) {
    size_t index = (size_t)json_integer_value(json_array_get(need, i));
    if (index < r->file_count) c->total += r->files[index].size;
  }
  for (i = 0; i < json_array_size(need) && !s; i++) {
    json_int_t index = json_integer_value(json_array_get(need, i));
    s = index >= 0 && index < (json_int_t)r->file_count ? client_attach(c, r, (size_t)index) : CLIENT_NONSENSE;
  }
  json_decref(answer);
  answer = NULL;
  if (s) goto out;
  request = client_op(c, "check");
  client_add(request, "stage", "send");
  s = client_put(c, request);
  if (s) goto out;
  i = (size_t)c->next_id;
  s = client_get(c, (long long)i, &answer);
  if (s == CLIENT_CANCELLED) { /* ask the host to stop; it stays warm if it does so at once */
    json_t *ignored = NULL;
    long long check = (long long)i;
    c->cancelling = true;
    if (!client_put(c, client_op(c, "cancel"))) {
      enum client_status first = client_get(c, check, &ignored);
      json_decref(ignored);
      ignored = NULL;
      if ((first == CLIENT_CANCELLED || first == CLIENT_OK) && !client_get(c, c->next_id, &ignored)) c->cancelling = false;
      json_decref(ignored);
    }
    if (c->cancelling) client_drop(c);
    c->cancelling = false;
    goto out;
  }
  if (!s) s = client_read_report(c, answer, c->effective, report);
out:
  json_decref(answer);
  return s;
}

enum client_status client_check(client *c, const struct client_request *request, client_report **report) {
  enum client_status s;
  bool was_warm = client_is_warm(c);
  *report = NULL;
  c->problem[0] = 0;
  c->wait_ms = request->wait_ms;
  c->done = c->total = 0;
  s = client_run(c, request, report);
  /* A warm host that died since the last mail is no failure of this check: one fresh start. */
  if (s == CLIENT_DEAD && was_warm) {
    client_drop(c);
    s = client_run(c, request, report);
  }
  if (s && s != CLIENT_REFUSED && s != CLIENT_NO_HOST && !(s == CLIENT_CANCELLED && c->session >= 0)) client_drop(c);
  process_flag_lower(c->cancel);
  return s;
}

enum client_status client_answer(client *c, const char *answer, const char *remedies, double seconds, const char *reason, unsigned wait_ms) {
  json_t *request, *got = NULL;
  enum client_status s;
  unsigned usual = c->wait_ms;
  if (!c->host || c->session < 0) return CLIENT_DEAD;
  request = client_op(c, "answer");
  client_add(request, "answer", answer);
  json_object_set_new(request, "seconds", json_real(seconds));
  client_add(request, "reason", reason && *reason ? reason : NULL);
  if (remedies && *remedies) {
    json_t *names = json_array();
    while (*remedies) {
      size_t n = strcspn(remedies, ",");
      json_array_append_new(names, json_stringn(remedies, n));
      remedies += n + (remedies[n] == ',');
    }
    json_object_set_new(request, "remedies", names);
  }
  if (wait_ms) c->wait_ms = wait_ms;
  s = client_call(c, request, &got);
  c->wait_ms = usual;
  json_decref(got);
  if (s && s != CLIENT_REFUSED) client_drop(c);
  process_flag_lower(c->cancel);
  return s;
}

void client_close(client *c) {
  json_t *got = NULL;
  if (!c->host || c->session < 0) return;
  if (client_call(c, client_op(c, "close"), &got)) client_drop(c);
  json_decref(got);
  c->session = -1;
  process_flag_lower(c->cancel);
}
