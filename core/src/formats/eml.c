/* Mails as files: headers and bodies as text, everything attached as inner files. Structure and decoding are
 * parse/mime's, HTML is parse/html's; which quote is whose is not asked of a mail that is itself a file. */
#include "formats/format.h"

#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "parse/html.h"
#include "parse/mime.h"

#define ARENA_MAX ((size_t)256 << 20)
enum { HEAD_LINES = 60, HEADER_TEXT_MAX = 1 << 20 };

static bool known_header(const char *s, size_t n, bool *strong)
{
    static const struct {
        const char *name;
        bool strong; /* hardly a word of anything but mail */
    } names[] = {{"Received", true},    {"Message-ID", true},   {"MIME-Version", true},
                 {"Return-Path", true}, {"Delivered-To", true}, {"X-Mailer", true},
                 {"In-Reply-To", true}, {"Content-Type", true}, {"DKIM-Signature", true},
                 {"From", false},       {"To", false},          {"Cc", false},
                 {"Subject", false},    {"Date", false},        {"Reply-To", false},
                 {"Sender", false},     {"Bcc", false}};
    struct mime_header h = {s, n, NULL, 0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mime_header_is(&h, names[i].name)) {
            *strong = *strong || names[i].strong;
            return true;
        }
    return false;
}

static int bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    const char *s = (const char *)head;
    size_t at = n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, known = 0;
    bool strong = false, from_line = n - at > 5 && memcmp(s + at, "From ", 5) == 0;
    for (int line = 0; line < HEAD_LINES && at < n; line++) {
        const char *nl = memchr(s + at, '\n', n - at);
        size_t next = nl ? (size_t)(nl - s) + 1 : n, len = next - at;
        while (len && (s[at + len - 1] == '\n' || s[at + len - 1] == '\r'))
            len--;
        if (len == 0) break;
        bool continued = line > 0 && (s[at] == ' ' || s[at] == '\t');
        if (!continued && !(line == 0 && from_line)) {
            const char *colon = memchr(s + at, ':', len);
            if (!colon || colon == s + at) return 0; /* no header line: no mail */
            for (const char *c = s + at; c < colon; c++)
                if ((unsigned char)*c <= 32 || (unsigned char)*c >= 127) return 0;
            known += known_header(s + at, (size_t)(colon - (s + at)), &strong);
        }
        at = next;
    }
    size_t length = strlen(name);
    bool named =
        length > 4 && (strcmp(name + length - 4, ".eml") == 0 || strcmp(name + length - 4, ".EML") == 0);
    if (known >= 3 && strong) return 90;
    if (known >= 2 && (strong || named || from_line)) return 70;
    return known >= 1 && named ? 60 : 0;
}

static void header_block(struct sink *sink, const char *label, const struct mime_header *h,
                         enum place_kind kind)
{
    struct buf text;
    buf_init(&text, HEADER_TEXT_MAX);
    if (!mime_header_text(h->value, h->value_len, &text) || text.full) sink_unread(sink, UNREAD_TOO_LARGE);
    struct place place = {.kind = kind, .table = label};
    if (text.len) sink_block(sink, &place, text.data, text.len);
    buf_free(&text);
}

static void read_headers(const struct mime_part *root, struct sink *sink)
{
    static const char *const names[] = {"From", "Sender", "Reply-To",    "To",
                                        "Cc",   "Bcc",    "Resent-From", "Resent-To"};
    struct mime_header h;
    size_t at = 0;
    while (mime_header_next(root, &at, &h) && !budget_cancelled(sink->budget)) {
        if (mime_header_is(&h, "Subject")) header_block(sink, "Subject", &h, PLACE_SUBJECT);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (mime_header_is(&h, names[i])) header_block(sink, names[i], &h, PLACE_PROPERTY);
    }
}

static bool is_text(const struct mime_part *p, const char *type)
{
    return strcmp(p->type, type) == 0 && strcmp(p->disposition, "attachment") != 0 && !p->name;
}

/* *doubtful: the caller reads the part once more, as it stands. */
static void read_text(const struct mime_part *p, struct sink *sink, bool *doubtful)
{
    size_t n;
    char *owned;
    if (!budget_work(sink->budget, p->body_len)) {
        sink_stopped(sink);
        return;
    }
    const char *text = mime_text(p, &n, &owned);
    if (!text) {
        sink_unread(sink, UNREAD_TOO_LARGE);
        return;
    }
    static const struct place place = {.kind = PLACE_BODY, .table = ""};
    if (n) sink_block(sink, &place, text, n);
    if (mime_charset_unread(p, text, n)) sink_unread(sink, UNREAD_UNSUPPORTED);
    *doubtful = mime_doubtful(p, text, n);
    free(owned);
}

static void read_part(const struct mime_part *p, struct sink *sink)
{
    struct mime_stream state;
    struct source src;
    if (is_text(p, "text/plain") || strncmp(p->type, "multipart/", 10) == 0) {
        struct mime_part raw = *p;
        bool doubtful = false;
        read_text(p, sink, &doubtful);
        raw.encoding = MIME_IDENTITY;
        if (doubtful) read_text(&raw, sink, &doubtful);
        return;
    }
    mime_open(p, &state, &src, sink->budget);
    if (is_text(p, "text/html")) {
        html_read(&src, p->charset, sink);
    } else {
        bool elsewhere =
            strcmp(p->type, "message/external-body") == 0 || strcmp(p->type, "message/partial") == 0;
        const char *name = p->name                                  ? p->name
                           : strcmp(p->type, "message/rfc822") == 0 ? "message.eml"
                                                                    : p->type;
        sink->ops->file(sink, name, elsewhere ? NULL : &src, 0, elsewhere ? 1u << UNREAD_UNSUPPORTED : 0);
    }
    source_done(&src);
}

static void read_mail(struct source *src, const char *name, struct sink *sink)
{
    (void)name;
    size_t n;
    const uint8_t *data = source_whole(src, &n);
    if (!data) {
        sink_stopped(sink);
        return;
    }
    struct arena *arena = arena_new(ARENA_MAX);
    struct mime *mime = arena && budget_work(sink->budget, n) ? mime_parse(data, n, arena) : NULL;
    if (!mime) {
        if (arena && (sink->budget->spent_work || budget_cancelled(sink->budget)))
            sink_stopped(sink);
        else
            sink_unread(sink, UNREAD_TOO_LARGE);
        arena_free(arena);
        return;
    }
    read_headers(mime->root, sink);
    for (const struct mime_part *p = mime->root; p && !budget_cancelled(sink->budget); p = mime_next(p)) {
        if (p->first_child) continue;
        read_part(p, sink);
        if (p->name) sink_fact_at(sink, FACT_EMBEDDED_FILES, 1, NULL, p->name);
    }
    if (mime->too_deep) sink_unread(sink, UNREAD_TOO_DEEP);
    if (mime->too_many) sink_unread(sink, UNREAD_TOO_MANY);
    arena_free(arena);
}

const struct format format_eml = {"eml", bid, read_mail};
