/* The bodies of a message as blocks with their places: HTML read as text, quotes, signatures and disclaimers
 * marked, and one of two bodies left out where both say the same. What the blocks mean is for the checks. */
#include "model/message.h"

#include <stdlib.h>
#include <string.h>
#include "observe/sink.h"
#include "parse/body.h"
#include "parse/html.h"
#include "base/buf.h"

#define TEXT_MAX ((size_t)1 << 29)
#define ARENA_MAX ((size_t)1 << 30)
enum { LINES_MAX = 500000 /* that quotes and signatures are looked for in; a line takes 56 bytes meanwhile */ };

struct raw_block {
    size_t at, len; /* in the collector's text */
    struct place place;
};
struct collector {
    struct sink sink;
    struct sekisho_message *message;
    struct buf text;
    struct raw_block *blocks;
    size_t count, cap;
    const char *table; /* the last table's name, kept in the arena */
    bool failed;
};

static void collect_begin(struct sink *s, const struct place *place)
{
    struct collector *c = (struct collector *)s;
    if (c->count == c->cap) {
        size_t cap = c->cap ? c->cap * 2 : 64;
        struct raw_block *more = realloc(c->blocks, cap * sizeof *more);
        if (!more) {
            c->failed = true;
            return;
        }
        c->blocks = more;
        c->cap = cap;
    }
    struct raw_block *b = &c->blocks[c->count++];
    *b = (struct raw_block){c->text.len, 0, *place};
    if (place->table) {
        if (!c->table || strcmp(c->table, place->table) != 0)
            c->table = arena_strdup(c->message->body_arena, place->table);
        b->place.table = c->table;
    }
}

static void collect_text(struct sink *s, const char *utf8, size_t n)
{
    struct collector *c = (struct collector *)s;
    if (!buf_add(&c->text, utf8, n) && c->text.full) c->message->body_unread |= 1u << UNREAD_TOO_LARGE;
    if (c->count && !c->failed) c->blocks[c->count - 1].len = c->text.len - c->blocks[c->count - 1].at;
}

static void collect_end(struct sink *s)
{
    (void)s;
}

static void collect_fact(struct sink *s, enum fact f, uint64_t count, const char *where, const char *sample)
{
    (void)s, (void)f, (void)count, (void)where,
        (void)sample; /* hidden text stays visible as blocks with PLACE_HIDDEN */
}

static void collect_unread(struct sink *s, enum unread u, const char *where)
{
    (void)where;
    ((struct collector *)s)->message->body_unread |= 1u << u;
}

/* HTML says nothing but text, facts and what was not read: the other operations are never called. */
static const struct sink_ops collector_ops = {.begin = collect_begin,
                                              .text = collect_text,
                                              .end = collect_end,
                                              .fact = collect_fact,
                                              .unread = collect_unread};

/* ---- do two bodies say the same?
 * ---------------------------------------------------------------------------------------------------- */

/* Letters and digits one after the other: no white space, punctuation, link targets or hidden text. */
struct squeeze {
    const struct collector *c;
    size_t block, last, pos;
};

static bool is_letter(unsigned char b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b >= 0x80;
}

static int squeeze_next(struct squeeze *q)
{
    for (; q->block < q->last; q->block++, q->pos = 0) {
        const struct raw_block *b = &q->c->blocks[q->block];
        if ((b->place.flags & PLACE_HIDDEN) ||
            b->place.kind == PLACE_PROPERTY) /* a page's title is no part of its text */
            continue;
        const char *s = buf_str(&q->c->text) + b->at;
        while (q->pos < b->len) {
            size_t left = b->len - q->pos;
            const char *at = s + q->pos;
            if (*at == 'h' && left > 8 && (memcmp(at, "http://", 7) == 0 || memcmp(at, "https://", 8) == 0)) {
                while (q->pos < b->len && (unsigned char)s[q->pos] > 32 && !strchr("<>]\"", s[q->pos]))
                    q->pos++;
                continue;
            }
            if (left >= 2 && memcmp(at, "\xc2\xa0", 2) == 0) {
                q->pos += 2;
                continue;
            }
            if (left >= 3 && (memcmp(at, "\xe2\x80", 2) == 0 ||
                              memcmp(at, "\xe3\x80\x80", 3) == 0)) { /* bullets, dashes, wide spaces */
                q->pos += 3;
                continue;
            }
            q->pos++;
            if (is_letter((unsigned char)*at)) return (unsigned char)*at;
        }
    }
    return -1;
}

static bool say_the_same(const struct collector *c, size_t plain_end)
{
    struct squeeze a = {c, 0, plain_end, 0}, b = {c, plain_end, c->count, 0};
    for (;;) {
        int x = squeeze_next(&a), y = squeeze_next(&b);
        if (x != y) return false;
        if (x < 0) return true;
    }
}

/* ---- blocks from lines
 * ---------------------------------------------------------------------------------------------------------------
 */

static bool add_block(struct sekisho_message *m, const struct place *place, const char *text, size_t len, size_t *room)
{
    if (m->block_count == *room) {
        size_t cap = *room ? *room * 2 : 64;
        struct message_block *more = realloc(m->blocks, cap * sizeof *more);
        if (!more) return false;
        m->blocks = more;
        *room = cap;
    }
    m->blocks[m->block_count++] = (struct message_block){text, len, *place};
    return true;
}

/* Cuts blocks [from, to) into lines, lets body_mark look at them, and puts lines of one block and one meaning
 * together again. */
static bool mark_blocks(struct sekisho_message *m, struct collector *c, size_t from, size_t to,
                        struct body_structure *structure, size_t *room)
{
    size_t count = 0, seen = 0;
    const char *text = buf_str(&c->text);
    for (size_t i = from; i < to; i++) {
        count++;
        for (const char *p = text + c->blocks[i].at, *end = p + c->blocks[i].len;
             (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
            count++;
    }
    if (count == 0) return true;
    if (count > LINES_MAX) { /* all of it is the writer's own, then: read, and nothing excused */
        for (size_t i = from; i < to; i++)
            if (c->blocks[i].len && !add_block(m, &c->blocks[i].place, text + c->blocks[i].at, c->blocks[i].len, room)) return false;
        return true;
    }
    bool ok = false;
    struct body_line *lines = calloc(count, sizeof *lines), *visible = calloc(count, sizeof *visible);
    size_t *owner = calloc(count, sizeof *owner);
    if (!lines || !visible || !owner) goto out;
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        const char *p = text + c->blocks[i].at, *end = p + c->blocks[i].len;
        for (bool more = true; more; n++) {
            const char *nl = memchr(p, '\n', (size_t)(end - p));
            more = nl != NULL;
            lines[n] = (struct body_line){p, (size_t)((nl ? nl : end) - p), c->blocks[i].place.flags};
            owner[n] = i;
            p = nl ? nl + 1 : end;
        }
    }
    for (size_t i = 0; i < n; i++)
        if (!(lines[i].flags & PLACE_HIDDEN)) visible[seen++] = lines[i];
    body_mark(visible, seen, structure);
    seen = 0;
    for (size_t i = 0; i < n; i++)
        if (!(lines[i].flags & PLACE_HIDDEN)) lines[i].flags = visible[seen++].flags;
    for (size_t i = 0; i < n;) {
        size_t k = i + 1;
        while (k < n && owner[k] == owner[i] && lines[k].flags == lines[i].flags)
            k++;
        const char *end = lines[k - 1].text + lines[k - 1].len;
        if (end > lines[i].text) {
            struct place place = c->blocks[owner[i]].place;
            place.flags = lines[i].flags;
            if (!add_block(m, &place, lines[i].text, (size_t)(end - lines[i].text), room)) goto out;
        }
        i = k;
    }
    ok = true;
out:
    free(lines);
    free(visible);
    free(owner);
    return ok;
}

bool message_prepare(struct sekisho_message *m, struct budget *budget)
{
    if (m->prepared) return true;
    struct collector c = {.sink = {&collector_ops, budget}, .message = m};
    buf_init(&c.text, TEXT_MAX);
    m->body_arena = m->body_arena ? m->body_arena : arena_new(ARENA_MAX);
    free(m->blocks);
    m->blocks = NULL;
    m->block_count = 0;
    m->body_unread = 0;
    size_t room = 0, plain_end = 0;
    bool ok = false, plain = false, html = false;
    if (!m->body_arena) goto out;
    for (const struct message_body *b = m->bodies; b; b = b->next) {
        if (b->html || b->len == 0) continue;
        static const struct place body = {.kind = PLACE_BODY, .table = ""};
        plain = true;
        if (!budget_work(budget, b->len)) sink_stopped(&c.sink);
        sink_block(&c.sink, &body, b->text, b->len);
    }
    plain_end = c.count;
    for (const struct message_body *b = m->bodies; b; b = b->next) {
        if (!b->html || b->len == 0) continue;
        struct source src;
        html = true;
        source_view(&src, b->text, b->len, budget);
        html_read(&src, "utf-8", &c.sink);
        source_done(&src);
    }
    if (c.failed || c.text.failed) goto out;
    struct body_structure in_text = {false, false}, in_html = {false, false};
    bool same = plain && html && say_the_same(&c, plain_end);
    if (!mark_blocks(m, &c, same ? plain_end : 0, plain_end, &in_text, &room) ||
        !mark_blocks(m, &c, plain_end, c.count, &in_html, &room))
        goto out;
    for (size_t i = 0; i < m->attachment_count; i++)
        if (m->attachments[i].role == ATTACHMENT_SEALED) m->body_unread |= 1u << UNREAD_ENCRYPTED;
    if (m->foreign_text) m->body_unread |= 1u << UNREAD_UNSUPPORTED;
    const char *subject = message_subject(m);
    char kind = body_subject_kind(subject, strlen(subject));
    m->is_forward = kind == 'f' || (kind != 'r' && (in_text.has_forward || in_html.has_forward));
    m->is_reply = !m->is_forward && (kind == 'r' || m->refers || m->has_original);
    m->quotes_are_own = m->is_forward || !m->is_reply;
    m->body_text = c.text.data; /* blocks look into it */
    c.text.data = NULL;
    ok = m->prepared = !arena_failed(m->body_arena);
out:
    free(c.blocks);
    buf_free(&c.text);
    return ok;
}

bool message_block_is_own(const struct sekisho_message *m, const struct message_block *b)
{
    unsigned flags = b->place.flags;
    if ((flags & PLACE_QUOTED) && !m->quotes_are_own) return false;
    return !(flags & (PLACE_SIGNATURE | PLACE_DISCLAIMER));
}
