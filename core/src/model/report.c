/* The report: sentences are filled here, findings sorted, and everything handed out by the public accessors.
 * Which findings there are is left to the checks. */
#include "model/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold_stream.h"

enum {
    REPORT_BYTES_MAX = 512 * 1024 * 1024,
    SENTENCE_BYTES_MAX = 16 * 1024,
    EVIDENCE_BYTES_MAX = 1000,
    NAME_BYTES_MAX = 300, /* of a file or address inside a sentence */
    CHALLENGE_WORD_MAX = 40
};

struct sekisho_report *report_new(const char *lang)
{
    struct arena *arena = arena_new(REPORT_BYTES_MAX);
    struct sekisho_report *r = arena ? arena_alloc(arena, sizeof *r) : NULL;
    if (!r) {
        arena_free(arena);
        return NULL;
    }
    r->arena = arena;
    r->lang = arena_strdup(arena, lang);
    r->sender = r->subject = r->send_label = "";
    return r;
}
bool report_failed(const struct sekisho_report *r)
{
    return r->failed || arena_failed(r->arena);
}
const char *report_keep(struct sekisho_report *r, struct buf *b)
{
    const char *text = b->failed ? NULL : arena_strndup(r->arena, buf_str(b), b->len);
    buf_free(b);
    if (!text) r->failed = true;
    return text ? text : "";
}
void sekisho_report_free(sekisho_report *r)
{
    if (r) arena_free(r->arena);
}

/* ---- sentences ------------------------------------------------------------------------------------------------ */

static void add_number(struct buf *out, uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) buf_add_char(out, ',');
        buf_add_char(out, digits[i]);
    }
}
/* Text from the mail: one line, no control or direction marks that could turn the sentence around, never cut inside a character. */
static void add_text(struct buf *out, const char *text)
{
    if (!text) return;
    size_t n = strlen(text), kept = utf8_cut(text, n, NAME_BYTES_MAX);
    bool blank = false;
    for (size_t i = 0; i < kept;) {
        uint32_t cp;
        size_t step = utf8_decode(text + i, kept - i, &cp);
        bool control = cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x200E && cp <= 0x200F) ||
                       (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
        if (!control) {
            buf_add(out, text + i, step);
            blank = false;
        } else if (!blank) {
            buf_add_char(out, ' ');
            blank = true;
        }
        i += step;
    }
    if (kept < n) buf_add_str(out, "…");
}

static const char *word_named(const struct words *w, const char *name, size_t n)
{
    const struct {
        const char *name, *text;
    } all[] = {{"name", w->name},   {"where", w->where}, {"evidence", w->evidence}, {"fields", w->fields},
               {"domain", w->domain}, {"other", w->other}, {"size", w->size},         {"rule", w->rule},
               {"text", w->text}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strlen(all[i].name) == n && memcmp(all[i].name, name, n) == 0) return all[i].text;
    return NULL;
}

static bool begins_with_cjk(const char *text)
{
    uint32_t cp;
    return *text && utf8_decode(text, strlen(text), &cp) && (fold_is_cjk(cp) || (cp > 0xFF00 && cp < 0xFFF0)); /* with wide brackets */
}
static bool ends_in_cjk(const struct buf *out)
{
    size_t start = out->len;
    while (start > 0 && ((unsigned char)out->data[--start] & 0xC0) == 0x80) continue;
    return out->len && begins_with_cjk(out->data + start);
}

void words_fill(struct buf *out, const char *sentence, const struct words *w)
{
    for (const char *at = sentence; *at;) {
        const char *open = strchr(at, '{'), *close = open ? strchr(open, '}') : NULL;
        if (!close) {
            buf_add_str(out, at);
            return;
        }
        buf_add(out, at, (size_t)(open - at));
        const char *name = open + 1;
        size_t n = (size_t)(close - name);
        if ((name[0] == 'n' || name[0] == 'm') && (n == 1 || name[1] == '|')) {
            uint64_t number = name[0] == 'n' ? w->n : w->m;
            const char *one = n == 1 ? NULL : name + 2, *many = one ? memchr(one, '|', (size_t)(close - one)) : NULL;
            if (!many)
                add_number(out, number);
            else if (number == 1)
                buf_add(out, one, (size_t)(many - one));
            else
                for (const char *c = many + 1; c < close; c++) {
                    if (*c == '#')
                        add_number(out, number);
                    else
                        buf_add_char(out, *c);
                }
        } else
            add_text(out, word_named(w, name, n));
        at = close + 1;
        /* Japanese parts its own letters from foreign ones by a space, and from each other by none: "a.xlsx に", but "本文に". */
        if (*at == ' ' && ends_in_cjk(out) && begins_with_cjk(at + 1)) at++;
    }
}

const char *report_fill(struct sekisho_report *r, const char *sentence, const struct words *w)
{
    struct buf out;
    buf_init(&out, SENTENCE_BYTES_MAX);
    words_fill(&out, sentence, w);
    return report_keep(r, &out);
}
const char *report_word(struct sekisho_report *r, enum word_id id, const struct words *w)
{
    static const struct words none;
    return report_fill(r, language_word(id, r->lang), w ? w : &none);
}

static enum word_id field_word(size_t type)
{
    static const enum word_id words[DATA_TYPE_COUNT] = {
#define DATA_TYPE(SYMBOL, name) WORD_FIELD_##SYMBOL,
#include "detect/types.def"
#undef DATA_TYPE
    };
    return words[type];
}
const char *report_fields(struct sekisho_report *r, uint32_t fields)
{
    struct buf out;
    buf_init(&out, SENTENCE_BYTES_MAX);
    for (size_t i = 0; i < DATA_TYPE_COUNT; i++)
        if ((fields >> i) & 1u) {
            if (out.len) buf_add_str(&out, language_word(WORD_LIST_COMMA, r->lang));
            buf_add_str(&out, language_word(field_word(i), r->lang));
        }
    return report_keep(r, &out);
}
const char *report_size(struct sekisho_report *r, uint64_t bytes)
{
    static const char *const units[] = {"KB", "MB", "GB", "TB"};
    char text[40];
    if (bytes < 1000)
        snprintf(text, sizeof text, "%" PRIu64 " B", bytes);
    else {
        size_t unit = 0;
        uint64_t tenths = bytes / 100;
        while (tenths >= 9995 && unit + 1 < sizeof units / sizeof *units) {
            tenths /= 1000;
            unit++;
        }
        snprintf(text, sizeof text, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10, units[unit]);
    }
    const char *kept = arena_strdup(r->arena, text);
    return kept ? kept : "";
}

/* ---- findings ------------------------------------------------------------------------------------------------- */

static const char *keep(struct sekisho_report *r, const char *text)
{
    const char *kept = text ? arena_strndup(r->arena, text, utf8_cut(text, strlen(text), EVIDENCE_BYTES_MAX)) : "";
    return kept ? kept : "";
}

struct sekisho_finding *report_add(struct sekisho_report *r, enum finding_id id, sekisho_action action, const struct words *w)
{
    if (action == SEKISHO_ACTION_IGNORE) return NULL;
    if (r->finding_count == r->finding_cap) {
        size_t cap = r->finding_cap ? r->finding_cap * 2 : 16;
        struct sekisho_finding **grown = arena_alloc_array(r->arena, cap, sizeof(struct sekisho_finding *));
        if (!grown) return NULL;
        if (r->finding_count) memcpy(grown, r->findings, r->finding_count * sizeof(struct sekisho_finding *));
        r->findings = grown;
        r->finding_cap = cap;
    }
    struct sekisho_finding *f = arena_alloc(r->arena, sizeof *f);
    if (!f) return NULL;
    f->id = id;
    f->action = action;
    f->order = r->finding_count;
    f->number = w->n > SIZE_MAX ? SIZE_MAX : (size_t)w->n;
    f->message = report_fill(r, language_sentence(id, r->lang), w);
    f->evidence = keep(r, w->evidence);
    f->where = keep(r, w->where);
    f->before = f->after = f->challenge = f->explanation = f->to_address = "";
    for (size_t i = 0; i < REMEDY_COUNT; i++) f->labels[i] = "";
    r->findings[r->finding_count++] = f;
    return f;
}
void finding_recipient(struct sekisho_report *r, struct sekisho_finding *f, size_t recipient)
{
    if (!f) return;
    if (f->recipient_count == f->recipient_cap) {
        size_t cap = f->recipient_cap ? f->recipient_cap * 2 : 4;
        size_t *grown = arena_alloc_array(r->arena, cap, sizeof *grown);
        if (!grown) return;
        if (f->recipient_count) memcpy(grown, f->recipients, f->recipient_count * sizeof *grown);
        f->recipients = grown;
        f->recipient_cap = cap;
    }
    f->recipients[f->recipient_count++] = recipient;
}
void finding_evidence(struct sekisho_report *r, struct sekisho_finding *f, const char *before, const char *evidence, const char *after)
{
    if (!f) return;
    f->before = keep(r, before);
    f->evidence = keep(r, evidence);
    f->after = keep(r, after);
}

static int compare_findings(const void *left, const void *right)
{
    const struct sekisho_finding *a = *(struct sekisho_finding *const *)left, *b = *(struct sekisho_finding *const *)right;
    if (a->action != b->action) return a->action > b->action ? -1 : 1;
    int rank_a = finding_rank(a->id), rank_b = finding_rank(b->id);
    if (rank_a != rank_b) return rank_a < rank_b ? -1 : 1;
    if (a->number != b->number) return a->number > b->number ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static const char *attachment_name(const struct sekisho_report *r, size_t index)
{
    return index < r->attachment_count ? r->attachments[index].name : "";
}
static void label_finding(struct sekisho_report *r, struct sekisho_finding *f)
{
    struct words w = {.n = f->recipient_count, .evidence = f->evidence, .name = attachment_name(r, f->index)};
    if (f->remedies & REMEDY_MOVE_TO_BCC) {
        size_t visible = 0; /* counted for the few that move anybody, not for a finding of each recipient */
        for (size_t i = 0; i < r->recipient_count; i++) visible += r->recipients[i].field != SEKISHO_BCC;
        f->labels[0] = report_word(r, f->recipient_count == visible ? WORD_LABEL_MOVE_ALL : WORD_LABEL_MOVE_SOME, &w);
    }
    if (f->remedies & REMEDY_REMOVE_RECIPIENT) {
        if (f->recipient_count == 1) w.evidence = r->recipients[f->recipients[0]].address;
        if (w.evidence && !*w.evidence) w.evidence = f->evidence;
        f->labels[1] = report_word(r, f->recipient_count == 1 ? WORD_LABEL_REMOVE_RECIPIENT : WORD_LABEL_REMOVE_RECIPIENTS, &w);
    }
    if (f->remedies & REMEDY_REMOVE_ATTACHMENT) f->labels[2] = report_word(r, WORD_LABEL_REMOVE_ATTACHMENT, &w);
}
/* The number or word a person must type: what stands in the sentence, so that the sentence is read. */
static const char *make_challenge(struct sekisho_report *r, const struct sekisho_finding *f)
{
    char digits[24];
    size_t n = strlen(f->evidence);
    if (!f->number && n && n <= CHALLENGE_WORD_MAX && !strpbrk(f->evidence, " \t\r\n")) return f->evidence;
    snprintf(digits, sizeof digits, "%zu", f->number ? f->number : r->recipient_count);
    const char *text = arena_strdup(r->arena, digits);
    return text ? text : "";
}
static const char *send_label(struct sekisho_report *r)
{
    if (!r->finding_count || r->findings[0]->action < SEKISHO_ACTION_CONFIRM) return report_word(r, WORD_SEND_ANYWAY, NULL);
    const struct sekisho_finding *worst = r->findings[0];
    struct words w = {.n = worst->number, .evidence = worst->evidence, .name = attachment_name(r, worst->index)};
    if (worst->remedies & REMEDY_MOVE_TO_BCC) return report_word(r, WORD_SEND_VISIBLE, &w);
    if (worst->about == SEKISHO_ABOUT_ATTACHMENT && *w.name) return report_word(r, WORD_SEND_FILE, &w);
    if (worst->about == SEKISHO_ABOUT_RECIPIENT && worst->recipient_count == 1) return report_word(r, WORD_SEND_TO, &w);
    return report_word(r, worst->id == FINDING_FORGOTTEN_ATTACHMENT ? WORD_SEND_WITHOUT_FILE : WORD_SEND_ANYWAY, &w);
}

void report_close(struct sekisho_report *r)
{
    if (r->finding_count) qsort(r->findings, r->finding_count, sizeof(struct sekisho_finding *), compare_findings);
    r->verdict = SEKISHO_PASS;
    for (size_t i = 0; i < r->finding_count; i++) {
        struct sekisho_finding *f = r->findings[i];
        label_finding(r, f);
        if (f->action == SEKISHO_ACTION_JUSTIFY) f->challenge = make_challenge(r, f);
        sekisho_verdict v = f->action == SEKISHO_ACTION_BLOCK     ? SEKISHO_BLOCK
                            : f->action == SEKISHO_ACTION_JUSTIFY ? SEKISHO_JUSTIFY
                            : f->action == SEKISHO_ACTION_CONFIRM ? SEKISHO_CONFIRM
                                                                  : SEKISHO_PASS;
        if (v > r->verdict) r->verdict = v;
    }
    r->send_label = r->verdict == SEKISHO_BLOCK ? "" : send_label(r);
}

/* ---- attachments ---------------------------------------------------------------------------------------------- */

static uint64_t fact_total(const struct part *p, enum fact fact)
{
    uint64_t total = 0;
    for (const struct found *f = p->found; f; f = f->next)
        if (f->fact == fact) total += f->count;
    return total ? total : 1;
}
static void summary_add(struct sekisho_report *r, struct buf *out, enum word_id id, uint64_t n)
{
    struct words w = {.n = n};
    if (out->len) buf_add_str(out, language_word(WORD_LIST_COMMA, r->lang));
    words_fill(out, language_word(id, r->lang), &w);
}
/* What is inside in one phrase: "about 3,411 persons (name, birth date), 1 hidden sheet, not encrypted". */
static const char *make_summary(struct sekisho_report *r, const struct part *p)
{
    static const struct {
        enum fact fact;
        enum word_id word;
    } facts[] = {{FACT_EXECUTABLE, WORD_SUM_EXECUTABLE},       {FACT_HIDDEN_SHEETS, WORD_SUM_HIDDEN_SHEETS},
                 {FACT_HIDDEN_ROWS, WORD_SUM_HIDDEN_ROWS},     {FACT_TRACKED_CHANGES, WORD_SUM_TRACKED},
                 {FACT_MACROS, WORD_SUM_MACROS},               {FACT_COMMENTS, WORD_SUM_COMMENTS},
                 {FACT_SPEAKER_NOTES, WORD_SUM_NOTES},         {FACT_HIDDEN_TEXT, WORD_SUM_HIDDEN_TEXT},
                 {FACT_PIVOT_CACHE, WORD_SUM_PIVOT},           {FACT_GPS_LOCATION, WORD_SUM_LOCATION}};
    static const enum word_id unread[UNREAD_COUNT] = {WORD_SUM_ENCRYPTED, WORD_SUM_DAMAGED,  WORD_SUM_TOO_LARGE,
                                                      WORD_SUM_TOO_DEEP,  WORD_SUM_TOO_MANY, WORD_SUM_UNSUPPORTED};
    struct buf out;
    size_t children = 0;
    buf_init(&out, SENTENCE_BYTES_MAX);
    if (p->persons) {
        struct words w = {.n = p->persons};
        w.text = report_word(r, p->persons_at_least ? WORD_SUM_PERSONS_AT_LEAST : WORD_SUM_PERSONS, &w);
        w.fields = report_fields(r, p->person_fields);
        if (*w.fields)
            words_fill(&out, language_word(WORD_SUM_PERSONS_FIELDS, r->lang), &w);
        else
            buf_add_str(&out, w.text);
    }
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (part_has(p, facts[i].fact) || (facts[i].fact == FACT_HIDDEN_ROWS && part_has(p, FACT_HIDDEN_COLUMNS)))
            summary_add(r, &out, facts[i].word, fact_total(p, facts[i].fact));
    for (const struct part *c = p->first_child; c; c = c->next) children++;
    if (children) summary_add(r, &out, WORD_SUM_FILES, children);
    for (size_t i = 0; i < UNREAD_COUNT; i++)
        if ((p->unread >> i) & 1u)
            summary_add(r, &out, i == UNREAD_UNSUPPORTED && strcmp(p->format, "unknown") == 0 ? WORD_SUM_UNKNOWN : unread[i], 0);
    if (p->persons && !part_has(p, FACT_ENCRYPTED)) summary_add(r, &out, WORD_SUM_NOT_ENCRYPTED, 0);
    return report_keep(r, &out);
}

/* The tree is as deep as limit.depth allowed the reading to go. */
void report_attachment(struct sekisho_report *r, struct sekisho_attachment *a, const struct part *p)
{
    size_t found = 0, meta = 0, parts = 0;
    a->part = p;
    a->name = p->name;
    a->facts = arena_alloc_array(r->arena, FACT_COUNT, sizeof *a->facts);
    a->unread = arena_alloc_array(r->arena, UNREAD_COUNT, sizeof *a->unread);
    a->person_fields = arena_alloc_array(r->arena, DATA_TYPE_COUNT, sizeof *a->person_fields);
    for (const struct found *f = p->found; f; f = f->next) found++;
    for (const struct meta *m = p->meta; m; m = m->next) meta++;
    for (const struct part *c = p->first_child; c; c = c->next) parts++;
    a->found = arena_alloc_array(r->arena, found + 1, sizeof *a->found);
    a->meta = arena_alloc_array(r->arena, meta + 1, sizeof *a->meta);
    a->parts = arena_alloc_array(r->arena, parts + 1, sizeof *a->parts);
    a->summary = make_summary(r, p);
    if (arena_failed(r->arena)) return;
    for (size_t i = 0; i < FACT_COUNT; i++)
        if (part_has(p, (enum fact)i)) a->facts[a->fact_count++] = fact_name((enum fact)i);
    for (size_t i = 0; i < UNREAD_COUNT; i++)
        if ((p->unread >> i) & 1u) a->unread[a->unread_count++] = unread_name((enum unread)i);
    for (size_t i = 0; i < DATA_TYPE_COUNT; i++)
        if ((p->person_fields >> i) & 1u) a->person_fields[a->person_field_count++] = data_type_name((enum data_type)i);
    for (const struct found *f = p->found; f; f = f->next) a->found[a->found_count++] = f;
    for (const struct meta *m = p->meta; m; m = m->next) a->meta[a->meta_count++] = m;
    for (const struct part *c = p->first_child; c && !arena_failed(r->arena); c = c->next)
        report_attachment(r, &a->parts[a->part_count++], c);
}

void report_add_span(struct sekisho_report *r, size_t start, size_t end, const char *type, const char *confidence, const char *rule)
{
    if (r->span_count == r->span_cap) {
        size_t cap = r->span_cap ? r->span_cap * 2 : 64;
        struct report_span *grown = arena_alloc_array(r->arena, cap, sizeof *grown);
        if (!grown) return;
        if (r->span_count) memcpy(grown, r->spans, r->span_count * sizeof *grown);
        r->spans = grown;
        r->span_cap = cap;
    }
    r->spans[r->span_count++] = (struct report_span){start, end, type, confidence, arena_strdup(r->arena, rule)};
}

/* ---- the public view ------------------------------------------------------------------------------------------ */

/* Who forgot to look at the status of a check must not take "nobody looked" for "nothing to say". */
sekisho_verdict sekisho_report_verdict(const sekisho_report *r)
{
    return r ? r->verdict : SEKISHO_JUSTIFY;
}
int sekisho_report_show(const sekisho_report *r)
{
    return !r || r->show;
}
const char *sekisho_report_send_label(const sekisho_report *r)
{
    return r ? r->send_label : "";
}
const char *sekisho_report_sender(const sekisho_report *r)
{
    return r ? r->sender : "";
}
const char *sekisho_report_subject(const sekisho_report *r)
{
    return r ? r->subject : "";
}
size_t sekisho_report_recipient_count(const sekisho_report *r)
{
    return r ? r->recipient_count : 0;
}
const sekisho_recipient *sekisho_report_recipient(const sekisho_report *r, size_t index)
{
    return r && index < r->recipient_count ? &r->recipients[index] : NULL;
}
sekisho_field sekisho_recipient_field(const sekisho_recipient *p)
{
    return p ? p->field : SEKISHO_TO;
}
const char *sekisho_recipient_address(const sekisho_recipient *p)
{
    return p ? p->address : "";
}
const char *sekisho_recipient_name(const sekisho_recipient *p)
{
    return p ? p->name : "";
}
const char *sekisho_recipient_domain(const sekisho_recipient *p)
{
    return p ? p->domain : "";
}
sekisho_class sekisho_recipient_class(const sekisho_recipient *p)
{
    return p ? p->class_ : SEKISHO_INTERNAL;
}
const char *sekisho_recipient_list(const sekisho_recipient *p)
{
    return p ? p->list : "";
}
size_t sekisho_report_finding_count(const sekisho_report *r)
{
    return r ? r->finding_count : 0;
}
const sekisho_finding *sekisho_report_finding(const sekisho_report *r, size_t index)
{
    return r && index < r->finding_count ? r->findings[index] : NULL;
}
int sekisho_finding_code(const sekisho_finding *f)
{
    return f ? finding_code(f->id) : 0;
}
const char *sekisho_finding_name(const sekisho_finding *f)
{
    return f ? finding_name(f->id) : "";
}
sekisho_action sekisho_finding_action(const sekisho_finding *f)
{
    return f ? f->action : SEKISHO_ACTION_IGNORE;
}
int sekisho_finding_severity(const sekisho_finding *f)
{
    return f ? finding_severity(f->id) : 0;
}
sekisho_about sekisho_finding_about(const sekisho_finding *f)
{
    return f ? f->about : SEKISHO_ABOUT_MESSAGE;
}
size_t sekisho_finding_index(const sekisho_finding *f)
{
    return f ? f->index : 0;
}
const char *sekisho_finding_message(const sekisho_finding *f)
{
    return f ? f->message : "";
}
const char *sekisho_finding_evidence(const sekisho_finding *f)
{
    return f ? f->evidence : "";
}
const char *sekisho_finding_before(const sekisho_finding *f)
{
    return f ? f->before : "";
}
const char *sekisho_finding_after(const sekisho_finding *f)
{
    return f ? f->after : "";
}
const char *sekisho_finding_where(const sekisho_finding *f)
{
    return f ? f->where : "";
}
size_t sekisho_finding_number(const sekisho_finding *f)
{
    return f ? f->number : 0;
}
const char *sekisho_finding_challenge(const sekisho_finding *f)
{
    return f ? f->challenge : "";
}
const char *sekisho_finding_explanation(const sekisho_finding *f)
{
    return f ? f->explanation : "";
}

/* Which bit the index-th remedy of a finding is; -1: there is none. */
static int remedy_at(const sekisho_finding *f, size_t index)
{
    for (int bit = 0; f && bit < REMEDY_COUNT; bit++)
        if ((f->remedies >> bit) & 1u && index-- == 0) return bit;
    return -1;
}
size_t sekisho_finding_remedy_count(const sekisho_finding *f)
{
    size_t count = 0;
    while (remedy_at(f, count) >= 0) count++;
    return count;
}
const char *sekisho_finding_remedy(const sekisho_finding *f, size_t index)
{
    static const char *const names[REMEDY_COUNT] = {"move-to-bcc", "remove-recipient", "remove-attachment"};
    int bit = remedy_at(f, index);
    return bit >= 0 ? names[bit] : "";
}
const char *sekisho_finding_remedy_label(const sekisho_finding *f, size_t index)
{
    int bit = remedy_at(f, index);
    return bit >= 0 ? f->labels[bit] : "";
}
size_t sekisho_finding_recipient_count(const sekisho_finding *f)
{
    return f ? f->recipient_count : 0;
}
size_t sekisho_finding_recipient(const sekisho_finding *f, size_t index)
{
    return f && index < f->recipient_count ? f->recipients[index] : 0;
}
const char *sekisho_finding_to_address(const sekisho_finding *f)
{
    return f ? f->to_address : "";
}

size_t sekisho_report_attachment_count(const sekisho_report *r)
{
    return r ? r->attachment_count : 0;
}
const sekisho_attachment *sekisho_report_attachment(const sekisho_report *r, size_t index)
{
    return r && index < r->attachment_count ? &r->attachments[index] : NULL;
}
const char *sekisho_attachment_name(const sekisho_attachment *a)
{
    return a ? a->name : "";
}
const char *sekisho_attachment_format(const sekisho_attachment *a)
{
    return a ? a->part->format : "";
}
unsigned long long sekisho_attachment_size(const sekisho_attachment *a)
{
    return a ? a->part->size : 0;
}
unsigned long long sekisho_attachment_text_bytes(const sekisho_attachment *a)
{
    return a ? a->part->text_bytes : 0;
}
unsigned long long sekisho_attachment_persons(const sekisho_attachment *a)
{
    return a ? a->part->persons : 0;
}
int sekisho_attachment_persons_at_least(const sekisho_attachment *a)
{
    return a && a->part->persons_at_least;
}
size_t sekisho_attachment_person_field_count(const sekisho_attachment *a)
{
    return a ? a->person_field_count : 0;
}
const char *sekisho_attachment_person_field(const sekisho_attachment *a, size_t index)
{
    return a && index < a->person_field_count ? a->person_fields[index] : "";
}
size_t sekisho_attachment_fact_count(const sekisho_attachment *a)
{
    return a ? a->fact_count : 0;
}
const char *sekisho_attachment_fact(const sekisho_attachment *a, size_t index)
{
    return a && index < a->fact_count ? a->facts[index] : "";
}
size_t sekisho_attachment_unread_count(const sekisho_attachment *a)
{
    return a ? a->unread_count : 0;
}
const char *sekisho_attachment_unread(const sekisho_attachment *a, size_t index)
{
    return a && index < a->unread_count ? a->unread[index] : "";
}
size_t sekisho_attachment_found_count(const sekisho_attachment *a)
{
    return a ? a->found_count : 0;
}
const char *sekisho_attachment_found_fact(const sekisho_attachment *a, size_t index)
{
    return a && index < a->found_count ? fact_name(a->found[index]->fact) : "";
}
static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}
const char *sekisho_attachment_found_where(const sekisho_attachment *a, size_t index)
{
    return a && index < a->found_count ? text_or_empty(a->found[index]->where) : "";
}
unsigned long long sekisho_attachment_found_number(const sekisho_attachment *a, size_t index)
{
    return a && index < a->found_count ? a->found[index]->count : 0;
}
const char *sekisho_attachment_found_sample(const sekisho_attachment *a, size_t index)
{
    return a && index < a->found_count ? text_or_empty(a->found[index]->sample) : "";
}
size_t sekisho_attachment_meta_count(const sekisho_attachment *a)
{
    return a ? a->meta_count : 0;
}
const char *sekisho_attachment_meta_key(const sekisho_attachment *a, size_t index)
{
    return a && index < a->meta_count ? a->meta[index]->key : "";
}
const char *sekisho_attachment_meta_value(const sekisho_attachment *a, size_t index)
{
    return a && index < a->meta_count ? a->meta[index]->value : "";
}
size_t sekisho_attachment_part_count(const sekisho_attachment *a)
{
    return a ? a->part_count : 0;
}
const sekisho_attachment *sekisho_attachment_part(const sekisho_attachment *a, size_t index)
{
    return a && index < a->part_count ? &a->parts[index] : NULL;
}
const char *sekisho_attachment_summary(const sekisho_attachment *a)
{
    return a ? a->summary : "";
}
size_t sekisho_report_span_count(const sekisho_report *r)
{
    return r ? r->span_count : 0;
}
static const struct report_span *span_at(const sekisho_report *r, size_t index)
{
    static const struct report_span none = {0, 0, "", "", ""};
    return r && index < r->span_count ? &r->spans[index] : &none;
}
size_t sekisho_report_span_start(const sekisho_report *r, size_t index)
{
    return span_at(r, index)->start;
}
size_t sekisho_report_span_end(const sekisho_report *r, size_t index)
{
    return span_at(r, index)->end;
}
const char *sekisho_report_span_type(const sekisho_report *r, size_t index)
{
    return span_at(r, index)->type;
}
const char *sekisho_report_span_confidence(const sekisho_report *r, size_t index)
{
    return span_at(r, index)->confidence;
}
const char *sekisho_report_span_rule(const sekisho_report *r, size_t index)
{
    return span_at(r, index)->rule;
}
