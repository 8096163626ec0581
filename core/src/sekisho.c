/* sekisho_check(): the pipeline and nothing else. Prepare the message, classify its people, inspect its text and files, let every check
 * judge, close the report. The same inspection for a single file or text behind sekisho_inspect() and sekisho_scan(). */
#include "sekisho.h"

#include <stdlib.h>
#include <string.h>

#include "base/watch.h"
#include "checks/check.h"

enum { TEXT_OUT_MAX = 1024 * 1024 * 1024 };

const char *sekisho_version(void)
{
    return SEKISHO_VERSION;
}

/* ---- inspecting ----------------------------------------------------------------------------------------------- */

struct patterns {
    struct inspect_pattern *items;
    size_t count;
};
static bool patterns_of(const sekisho_policy *policy, struct arena *arena, struct patterns *out)
{
    size_t rules = policy_rule_count(policy);
    out->count = 0;
    out->items = arena_alloc_array(arena, rules + 1, sizeof *out->items);
    for (size_t i = 0; out->items && i < rules; i++) {
        const struct policy_rule *r = policy_rule_at(policy, i);
        if (r->pattern) out->items[out->count++] = (struct inspect_pattern){r->pattern, r->match_id};
    }
    return out->items != NULL;
}

static void file_budget(const sekisho_policy *policy, struct sekisho_message *m, struct budget *b)
{
    policy_budget(policy, b);
    b->watch = m ? m->watch : NULL;
}

static sekisho_status status_of(const struct inspect_result *r)
{
    if (r->cancelled) return SEKISHO_CANCELLED;
    return r->nomem ? SEKISHO_NO_MEMORY : SEKISHO_OK;
}

static sekisho_status inspect_message_text(struct check *c, struct sekisho_message *m, const struct inspect_options *options)
{
    struct place subject = {.kind = PLACE_SUBJECT, .table = ""};
    struct budget budget;
    file_budget(c->policy, m, &budget);
    if (!message_prepare(m, &budget)) return SEKISHO_NO_MEMORY;
    struct inspect_text *text = inspect_text_open(c->report->arena, &budget, options);
    if (!text) return SEKISHO_NO_MEMORY;
    inspect_text_block(text, &subject, message_subject(m), strlen(message_subject(m)));
    for (size_t i = 0; i < m->block_count; i++) {
        struct place place = m->blocks[i].place;
        /* What is forwarded is sent on purpose: its text is the sender's to answer for. */
        if ((place.flags & PLACE_QUOTED) && message_block_is_own(m, &m->blocks[i]))
            place.flags = (place.flags & ~(unsigned)PLACE_QUOTED) | PLACE_FORWARDED;
        inspect_text_block(text, &place, m->blocks[i].text, m->blocks[i].len);
    }
    inspect_text_close(text, &c->text);
    return status_of(&c->text);
}

/* A file whose bytes nobody has still has its place among the attachments. */
static struct part *part_without_bytes(struct arena *arena, const char *name)
{
    struct part *p = arena_alloc(arena, sizeof *p);
    if (!p) return NULL;
    p->name = arena_strdup(arena, name);
    p->format = "unknown";
    return p->name ? p : NULL;
}

enum { WORK_PER_BYTE = 8 /* of a packed attachment, about: for progress only */ };

static void progress_is(struct sekisho_message *m, uint64_t bytes)
{
    if (m->watch) atomic_store(&m->watch->done, bytes * WORK_PER_BYTE);
}
static uint64_t attachment_bytes(const struct sekisho_message *m)
{
    uint64_t total = 0;
    for (size_t i = 0; i < m->attachment_count; i++) total += m->attachments[i].length;
    return total;
}

static sekisho_status inspect_attachments(struct check *c, struct sekisho_message *m, const struct inspect_options *options)
{
    c->files = arena_alloc_array(c->report->arena, m->attachment_count + 1, sizeof *c->files);
    c->report->attachments = arena_alloc_array(c->report->arena, m->attachment_count + 1, sizeof *c->report->attachments);
    uint64_t passed = 0;
    if (!c->files || !c->report->attachments) return SEKISHO_NO_MEMORY;
    for (size_t i = 0; i < m->attachment_count; i++) {
        struct check_file *f = &c->files[i];
        struct message_bytes bytes = {0};
        sekisho_status status = SEKISHO_OK;
        f->attachment = &m->attachments[i];
        if (f->attachment->unavailable)
            f->result.root = part_without_bytes(c->report->arena, f->attachment->name);
        else if (!message_attachment_open(f->attachment, &bytes))
            return SEKISHO_NO_MEMORY;
        else {
            struct budget budget;
            file_budget(c->policy, m, &budget);
            inspect_file(c->report->arena, &budget, options, f->attachment->name, f->attachment->type, bytes.data, bytes.size, &f->result);
            message_bytes_free(&bytes);
            status = status_of(&f->result);
        }
        if (status != SEKISHO_OK || !f->result.root) return status != SEKISHO_OK ? status : SEKISHO_NO_MEMORY;
        report_attachment(c->report, &c->report->attachments[i], f->result.root);
        c->file_count = c->report->attachment_count = i + 1;
        progress_is(m, passed += f->attachment->length);
    }
    return SEKISHO_OK;
}

/* ---- the check ------------------------------------------------------------------------------------------------ */

static bool report_people(struct check *c)
{
    struct sekisho_report *r = c->report;
    r->recipients = arena_alloc_array(r->arena, c->people_count + 1, sizeof *r->recipients);
    for (size_t i = 0; r->recipients && i < c->people_count; i++) {
        const struct message_person *p = c->people[i].person;
        struct sekisho_recipient *one = &r->recipients[i];
        one->field = p->field;
        one->class_ = c->people[i].class_;
        one->address = arena_strdup(r->arena, p->unknown_list ? "" : p->address.address);
        one->name = arena_strdup(r->arena, p->address.name);
        one->domain = arena_strdup(r->arena, p->address.domain);
        one->list = arena_strdup(r->arena, p->list);
    }
    r->recipient_count = c->people_count;
    r->sender = arena_strdup(r->arena, c->message->has_sender ? c->message->sender.address.address : "");
    r->subject = arena_strdup(r->arena, message_subject(c->message));
    return !arena_failed(r->arena);
}

static const char *language_of(const sekisho_policy *policy, const struct sekisho_message *m)
{
    const char *lang = policy_text(policy, OPTION_LANG);
    return strcmp(lang, "auto") == 0 ? m->language : lang;
}

static void run_checks(struct check *c)
{
    static check_fn *const checks[] = {
#define CHECK(symbol) check_##symbol,
#include "checks/checks.def"
#undef CHECK
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) checks[i](c);
}

static bool shows_dialog(const struct check *c)
{
    if (policy_enum(c->policy, OPTION_MODE) != MODE_ASK) return false;
    switch (policy_enum(c->policy, OPTION_DIALOG_WHEN)) {
    case DIALOG_ALWAYS:
        return true;
    case DIALOG_EXTERNAL:
        return c->outside > 0 || c->report->verdict != SEKISHO_PASS;
    default:
        return c->report->verdict != SEKISHO_PASS;
    }
}

/* Sender and recipients: their own data in the mail is no news to them. */
static bool known_people(struct check *c, const struct sekisho_message *m, struct inspect_options *options)
{
    struct person_known *known = arena_alloc_array(c->report->arena, c->people_count + 1, sizeof *known);
    if (!known) return false;
    size_t n = 0;
    if (m->has_sender) known[n++] = (struct person_known){m->sender.address.name, m->sender.address.address};
    for (size_t i = 0; i < c->people_count; i++)
        known[n++] = (struct person_known){c->people[i].person->address.name, c->people[i].person->address.address};
    options->known = known;
    options->known_count = n;
    return true;
}

sekisho_status sekisho_check(const sekisho_policy *policy, sekisho_message *m, sekisho_report **out)
{
    if (out) *out = NULL;
    if (!out || !m || !policy_finished(policy)) return SEKISHO_MISUSE;
    if (m->broken) return SEKISHO_NO_MEMORY;
    sekisho_status status = SEKISHO_NO_MEMORY;
    struct check c = {.policy = policy, .message = m};
    struct patterns patterns;
    c.report = report_new(language_of(policy, m));
    if (!c.report || !c.report->lang || !patterns_of(policy, c.report->arena, &patterns)) goto out;
    c.emergency = policy_emergency(policy, m->time);
    if (m->watch) atomic_store(&m->watch->total, attachment_bytes(m) * WORK_PER_BYTE);
    progress_is(m, 0);
    bool off = policy_enum(policy, OPTION_MODE) == MODE_OFF;
    struct inspect_options options = {.matcher = policy_matcher(policy),
                                      .rule_count = policy_match_ids(policy),
                                      .patterns = patterns.items,
                                      .pattern_count = patterns.count,
                                      .accept = check_hit,
                                      .accept_ctx = &c,
                                      .persons = true,
                                      .secret = check_secret,
                                      .secret_ctx = &c};
    if (!check_people(&c) || !report_people(&c) || !known_people(&c, m, &options)) goto out;
    if (!off) {
        status = inspect_message_text(&c, m, &options);
        if (status == SEKISHO_OK) status = inspect_attachments(&c, m, &options);
        if (status != SEKISHO_OK) goto out;
        run_checks(&c);
    }
    if (m->watch) atomic_store(&m->watch->total, atomic_load(&m->watch->done)); /* all of it, whatever the guess was */
    report_close(c.report);
    c.report->show = shows_dialog(&c);
    status = c.nomem || report_failed(c.report) ? SEKISHO_NO_MEMORY : SEKISHO_OK;
out:
    if (status == SEKISHO_CANCELLED && m->watch) atomic_store(&m->watch->cancelled, false); /* this check's; the next one is free to run */
    if (status == SEKISHO_OK)
        *out = c.report;
    else
        sekisho_report_free(c.report);
    return status;
}

/* ---- single files and texts ----------------------------------------------------------------------------------- */

static void collect_text(void *ctx, const char *utf8, size_t n)
{
    buf_add(ctx, utf8, n);
}

sekisho_status sekisho_inspect(const sekisho_policy *policy, const char *name, const void *data, size_t length, sekisho_report **out,
                               char **text, size_t *text_length)
{
    if (out) *out = NULL;
    if (text) *text = NULL;
    if (!out || !name || (!data && length) || (text && !text_length) || !policy_finished(policy)) return SEKISHO_MISUSE;
    sekisho_status status = SEKISHO_NO_MEMORY;
    struct sekisho_report *r = report_new(policy_text(policy, OPTION_LANG));
    struct buf all;
    struct budget budget;
    struct inspect_result result;
    buf_init(&all, TEXT_OUT_MAX);
    if (!r || !r->lang) goto out;
    struct patterns patterns;
    if (!patterns_of(policy, r->arena, &patterns)) goto out;
    struct inspect_options options = {.matcher = policy_matcher(policy),
                                      .rule_count = policy_match_ids(policy),
                                      .patterns = patterns.items,
                                      .pattern_count = patterns.count,
                                      .persons = true,
                                      .text_out = text ? collect_text : NULL,
                                      .text_ctx = &all};
    name = arena_utf8(r->arena, name);
    if (!name) goto out;
    file_budget(policy, NULL, &budget);
    r->attachments = arena_alloc(r->arena, sizeof *r->attachments);
    inspect_file(r->arena, &budget, &options, name, "", data, length, &result);
    if (!r->attachments || status_of(&result) != SEKISHO_OK || all.failed) goto out;
    report_attachment(r, r->attachments, result.root);
    r->attachment_count = 1;
    report_close(r);
    if (report_failed(r)) goto out;
    status = SEKISHO_OK;
    if (text) {
        if (!all.data && !buf_add(&all, "", 0)) status = SEKISHO_NO_MEMORY;
        *text = all.data;
        *text_length = all.len;
        buf_init(&all, 0);
    }
out:
    buf_free(&all);
    if (status == SEKISHO_OK)
        *out = r;
    else
        sekisho_report_free(r);
    return status;
}
void sekisho_text_free(char *text)
{
    free(text);
}

struct scan {
    struct sekisho_report *report;
    const sekisho_policy *policy;
};
static void scan_keyword(void *ctx, const struct match_hit *h)
{
    struct scan *s = ctx;
    const struct policy_rule *r = policy_rule_of_match(s->policy, h->id);
    /* Built-in words of the mail's own text only start other checks. */
    if (r && h->id < policy_rule_count(s->policy)) report_add_span(s->report, (size_t)h->start, (size_t)h->end, "KEYWORD", "high", r->name);
}
static void scan_data(void *ctx, const struct data_hit *h)
{
    static const char *const names[] = {"low", "medium", "high"};
    struct scan *s = ctx;
    report_add_span(s->report, h->start, h->end, data_type_name(h->type), names[h->confidence], h->rule);
}
static int compare_spans(const void *left, const void *right)
{
    const struct report_span *a = left, *b = right;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}
sekisho_status sekisho_scan(const sekisho_policy *policy, const char *utf8, size_t length, sekisho_report **out)
{
    if (out) *out = NULL;
    if (!out || (!utf8 && length) || !policy_finished(policy)) return SEKISHO_MISUSE;
    struct scan s = {report_new(policy_text(policy, OPTION_LANG)), policy};
    struct match_stream *stream = s.report && s.report->lang ? match_open(policy_matcher(policy), scan_keyword, &s) : NULL;
    bool ok = stream && match_feed(stream, utf8, length) && match_end(stream);
    for (size_t i = 0; ok && i < policy_rule_count(policy); i++) {
        const struct policy_rule *r = policy_rule_at(policy, i);
        size_t from = 0, start, end;
        while (r->pattern && from <= length && pattern_find(r->pattern, utf8, length, from, &start, &end) == 1) {
            if (end > start) report_add_span(s.report, start, end, "KEYWORD", "high", r->name);
            from = end > start ? end : end + 1;
        }
    }
    match_close(stream);
    ok = ok && detect_text(utf8, length, scan_data, &s);
    if (!ok || report_failed(s.report)) {
        sekisho_report_free(s.report);
        return SEKISHO_NO_MEMORY;
    }
    if (s.report->span_count) qsort(s.report->spans, s.report->span_count, sizeof *s.report->spans, compare_spans);
    *out = s.report;
    return SEKISHO_OK;
}
