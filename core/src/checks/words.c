/* Which keyword hits count for a rule: where it looks, exceptions that take a hit back, words that must stand near. Asked by inspect.c for
 * every hit; what a rule that found something means is left to the checks that use it. */
#include "checks/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

bool hit_is_own(const struct inspect_hit *h)
{
    return !(h->flags & (PLACE_QUOTED | PLACE_SIGNATURE | PLACE_DISCLAIMER));
}
enum rule_where hit_where(const struct inspect_hit *h)
{
    if (h->kind == PLACE_FILE_NAME) return WHERE_FILE_NAMES;
    if (h->part) return WHERE_ATTACHMENTS;
    return h->kind == PLACE_SUBJECT ? WHERE_SUBJECT : WHERE_BODY;
}
/* A place of inspect.c's ("slide 3", "comment B4") in the report's language; a cell is called the same everywhere. */
static const char *place_said(struct check *c, const struct inspect_hit *h)
{
    const char *rest = strchr(h->where, ' ');
    struct words w = {.n = rest ? strtoul(rest, NULL, 10) : 0, .text = rest ? rest + 1 : ""};
    enum word_id word;
    switch (h->kind) {
    case PLACE_PAGE:
        word = WORD_AT_PAGE;
        break;
    case PLACE_SLIDE:
        word = WORD_AT_SLIDE;
        break;
    case PLACE_NOTE:
        word = WORD_AT_NOTE;
        break;
    case PLACE_COMMENT:
        word = rest ? WORD_AT_COMMENT_OF : WORD_AT_COMMENT;
        break;
    case PLACE_HEADER:
        word = WORD_AT_HEADER;
        break;
    case PLACE_PROPERTY:
        word = WORD_AT_PROPERTY;
        break;
    case PLACE_BODY:
        word = WORD_AT_PARAGRAPH;
        break;
    default:
        return h->where;
    }
    return *h->where ? report_word(c->report, word, &w) : "";
}
const char *hit_where_text(struct check *c, const struct inspect_hit *h)
{
    struct words w = {.where = h->where ? place_said(c, h) : ""};
    if (h->part) w.name = part_path(c, h->part);
    switch (hit_where(h)) {
    case WHERE_SUBJECT:
        return language_word(WORD_IN_SUBJECT, c->report->lang);
    case WHERE_BODY:
        return language_word(h->flags & PLACE_QUOTED ? WORD_IN_QUOTE : WORD_IN_BODY, c->report->lang);
    case WHERE_FILE_NAMES:
        return report_word(c->report, WORD_IN_FILE_NAME, &w);
    case WHERE_ATTACHMENTS:
        break;
    }
    return report_word(c->report, *w.where ? WORD_IN_FILE_AT : WORD_IN_FILE, &w);
}

/* The hit in its surroundings, folded as the keywords are; [from, to) is the hit. */
struct context {
    char *text;
    size_t len, from, to;
};
static bool context_make(const struct check *c, const struct inspect_hit *h, struct context *out)
{
    struct buf whole;
    uint32_t *offsets = NULL;
    size_t before = strlen(h->before), hit = strlen(h->text);
    buf_init(&whole, 8192);
    buf_add_str(&whole, h->before);
    buf_add_str(&whole, h->text);
    buf_add_str(&whole, h->after);
    out->text = whole.failed ? NULL : fold_text(buf_str(&whole), whole.len, policy_fold(c->policy), &out->len, &offsets);
    buf_free(&whole);
    if (!out->text) return false;
    out->from = out->to = 0;
    for (size_t i = 0; i < out->len; i++) {
        if (offsets[i] < before) out->from = i + 1;
        if (offsets[i] < before + hit) out->to = i + 1;
    }
    free(offsets);
    return true;
}
static bool phrase_overlaps(const struct context *x, const char *phrase)
{
    size_t n = strlen(phrase);
    for (const char *at = x->text; (at = strstr(at, phrase)) != NULL; at++) {
        size_t start = (size_t)(at - x->text);
        if (start >= x->to) return false;
        if (start + n > x->from) return true;
    }
    return false;
}
static bool word_is_near(const struct context *x, const char *word, size_t distance)
{
    size_t n = strlen(word);
    for (const char *at = x->text; (at = strstr(at, word)) != NULL; at++) {
        size_t start = (size_t)(at - x->text), end = start + n;
        size_t gap = end <= x->from ? utf8_count(x->text + end, x->from - end) : start >= x->to ? utf8_count(x->text + x->to, start - x->to) : 0;
        if (gap <= distance) return true;
    }
    return false;
}

static bool surroundings_fit(struct check *c, const struct policy_rule *r, const struct inspect_hit *h)
{
    struct context x;
    bool fits = true, near = r->near_count == 0;
    if (!r->except_count && !r->near_count) return true;
    if (!context_make(c, h, &x)) {
        c->nomem = true;
        return true;
    }
    for (size_t i = 0; fits && i < r->except_count; i++) fits = !phrase_overlaps(&x, r->except[i]);
    for (size_t i = 0; fits && !near && i < r->near_count; i++) near = word_is_near(&x, r->near[i], r->near_distance);
    free(x.text);
    return fits && near;
}
bool check_hit(void *ctx, const struct inspect_hit *h)
{
    struct check *c = ctx;
    const struct policy_rule *r = policy_rule_of_match(c->policy, h->rule);
    if (!r || !(hit_where(h) & r->where)) return false;
    /* Ready-made marks and the words of the mail's own text: what was quoted, signed or appended by the house is not the writer's. */
    if (r->is_set && !hit_is_own(h)) return false;
    return surroundings_fit(c, r, h);
}
