/* Outlook messages [MS-OXMSG]: subject, people, bodies and attachments, embedded messages included. HTML and RTF bodies are inner files for
 * their own readers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"

enum property {
    P_CLASS = 0x001A, P_SUBJECT = 0x0037, P_SENDER_NAME = 0x0C1A, P_SENDER_ADDRESS = 0x0C1F, P_BODY = 0x1000, P_RTF = 0x1009, P_HTML = 0x1013,
    P_NAME = 0x3001, P_ADDRESS = 0x3003, P_SMTP_ADDRESS = 0x39FE, P_DATA = 0x3701, P_SHORT_FILE_NAME = 0x3704, P_FILE_NAME = 0x3707,
    P_CODEPAGE = 0x3FFD, P_INTERNET_CODEPAGE = 0x3FDE
};
enum { T_STRING8 = 0x001E, T_UNICODE = 0x001F };
enum { TEXT_MAX = 64 << 20, CHILDREN_MAX = 10000, RTF_MAX = 64 << 20, DICTIONARY = 4096 };

struct msg {
    struct cfb *cfb;
    struct sink *sink;
    unsigned codepage;
    unsigned depth;
};

static size_t stream_of(const struct msg *m, size_t storage, unsigned id, unsigned type)
{
    char name[32];
    snprintf(name, sizeof name, "__substg1.0_%04X%04X", id, type);
    return cfb_child(m->cfb, storage, name);
}

/* A text property, Unicode or 8-bit, into out (emptied first); false when there is none. */
static bool text_of(struct msg *m, size_t storage, unsigned id, struct buf *out)
{
    struct source src;
    size_t n, stream = stream_of(m, storage, id, T_UNICODE);
    bool wide = stream != CFB_NONE;
    if (!wide)
        stream = stream_of(m, storage, id, T_STRING8);
    buf_reset(out);
    if (stream == CFB_NONE)
        return false;
    const uint8_t *data = compound_whole(m->cfb, stream, &src, &n, m->sink);
    if (data && budget_work(m->sink->budget, n)) {
        if (wide)
            add_utf16le(out, data, n / 2);
        else
            add_codepage(out, m->codepage, data, n);
    }
    cfb_close_stream(&src);
    if (out->full)
        sink_unread(m->sink, UNREAD_TOO_LARGE);
    return out->len > 0;
}

static void block(struct msg *m, enum place_kind kind, const struct buf *text)
{
    struct place place = {.kind = kind, .table = ""};
    if (text->len)
        sink_block(m->sink, &place, text->data, text->len);
}

/* The code page stands among the fixed-size properties. */
static unsigned codepage_of(struct cfb *cfb, size_t storage, size_t header)
{
    size_t stream = cfb_child(cfb, storage, "__properties_version1.0");
    const struct cfb_entry *e = cfb_entry_at(cfb, stream);
    unsigned internet = 0;
    for (size_t at = header; e && at + 16 <= e->size && at < header + 16 * 2000; at += 16) {
        uint8_t p[16];
        if (cfb_read_at(cfb, stream, at, p, 16) != 16)
            break;
        if (le16(p + 2) == P_CODEPAGE)
            return le32(p + 8);
        if (le16(p + 2) == P_INTERNET_CODEPAGE)
            internet = le32(p + 8);
    }
    return internet ? internet : 1252;
}

/* Compressed RTF [MS-OXRTFCP]: LZ77 over a 4 KiB dictionary that starts with well-known RTF words. */
static bool unpack_rtf(const uint8_t *p, size_t n, struct buf *out)
{
    static const char start[] = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
                                "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
                                "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
    if (n < 16)
        return false;
    uint32_t raw = le32(p + 4), kind = le32(p + 8);
    p += 16;
    n -= 16;
    if (kind == 0x414C454D) /* "MELA": stored */
        return buf_add(out, p, n < raw ? n : raw);
    if (kind != 0x75465A4C) /* "LZFu" */
        return false;
    uint8_t dictionary[DICTIONARY] = {0};
    size_t write = sizeof start - 1, at = 0;
    memcpy(dictionary, start, write);
    while (at < n && out->len < raw) {
        unsigned control = p[at++];
        for (int bit = 0; bit < 8 && at < n; bit++, control >>= 1) {
            if (!(control & 1)) {
                dictionary[write] = p[at];
                write = (write + 1) % DICTIONARY;
                if (!buf_add(out, p + at++, 1))
                    return false;
                continue;
            }
            if (n - at < 2)
                return out->len > 0;
            unsigned word = (unsigned)(p[at] << 8 | p[at + 1]), offset = word >> 4, length = (word & 15) + 2;
            at += 2;
            if (offset == write)
                return true;
            while (length-- > 0) {
                uint8_t c = dictionary[offset];
                offset = (offset + 1) % DICTIONARY;
                dictionary[write] = c;
                write = (write + 1) % DICTIONARY;
                if (!buf_add(out, &c, 1))
                    return false;
            }
        }
    }
    return true;
}

static void inner_stream(struct msg *m, size_t stream, const char *name)
{
    struct source src;
    if (cfb_open_stream(m->cfb, stream, &src) != CFB_OK) {
        sink_unread(m->sink, UNREAD_DAMAGED);
        return;
    }
    m->sink->ops->file(m->sink, name, &src, 0, 0);
    cfb_close_stream(&src);
}

static void read_bodies(struct msg *m, size_t storage, struct buf *text)
{
    bool any = text_of(m, storage, P_BODY, text);
    block(m, PLACE_BODY, text);
    size_t html = stream_of(m, storage, P_HTML, 0x0102);
    if (html != CFB_NONE) {
        inner_stream(m, html, "body.html");
        any = true;
    } else if (text_of(m, storage, P_HTML, text)) { /* some programs store it as text; the mark says that it is UTF-8 now */
        struct buf marked;
        struct source inner;
        buf_init(&marked, TEXT_MAX + 3);
        if (buf_add_str(&marked, "\xEF\xBB\xBF") && buf_add(&marked, text->data, text->len)) {
            source_view(&inner, marked.data, marked.len, m->sink->budget);
            m->sink->ops->file(m->sink, "body.html", &inner, 0, 0);
            source_done(&inner);
        } else
            sink_unread(m->sink, UNREAD_TOO_LARGE);
        buf_free(&marked);
        any = true;
    }
    size_t rtf = stream_of(m, storage, P_RTF, 0x0102);
    if (any || rtf == CFB_NONE)
        return;
    struct source src;
    size_t n;
    const uint8_t *data = compound_whole(m->cfb, rtf, &src, &n, m->sink);
    struct buf plain;
    buf_init(&plain, RTF_MAX);
    if (data && budget_work(m->sink->budget, n) && unpack_rtf(data, n, &plain) && budget_bytes(m->sink->budget, plain.len)) {
        struct source inner;
        source_view(&inner, plain.data, plain.len, m->sink->budget);
        m->sink->ops->file(m->sink, "body.rtf", &inner, 0, 0);
        source_done(&inner);
    } else
        sink_unread(m->sink, UNREAD_DAMAGED);
    buf_free(&plain);
    cfb_close_stream(&src);
}

static void read_person(struct msg *m, size_t storage, unsigned name_id, unsigned address_id, struct buf *text)
{
    struct buf line;
    buf_init(&line, 4096);
    if (text_of(m, storage, name_id, text))
        buf_add(&line, text->data, text->len);
    if (text_of(m, storage, P_SMTP_ADDRESS, text) || text_of(m, storage, address_id, text))
        buf_printf(&line, "%s<%s>", line.len ? " " : "", buf_str(text));
    block(m, PLACE_HEADER, &line);
    sink_buf_free(m->sink, &line);
}

static void read_attachment(struct msg *m, size_t storage, struct buf *text)
{
    struct buf name;
    buf_init(&name, 1024);
    if (text_of(m, storage, P_FILE_NAME, text) || text_of(m, storage, P_SHORT_FILE_NAME, text) || text_of(m, storage, P_NAME, text))
        buf_add(&name, text->data, text->len);
    else
        buf_add_str(&name, "attachment");
    size_t data = stream_of(m, storage, P_DATA, 0x0102), object = stream_of(m, storage, P_DATA, 0x000D);
    sink_fact_at(m->sink, FACT_EMBEDDED_FILES, 1, NULL, buf_str(&name));
    if (data != CFB_NONE)
        inner_stream(m, data, buf_str(&name));
    else if (object != CFB_NONE && !compound_read_storage(m->cfb, object, m->depth + 1, m->sink))
        ole_objects_read(m->cfb, object, m->depth + 1, m->sink);
    sink_buf_free(m->sink, &name);
}

/* Contacts, appointments and tasks are messages too, whose contents are in properties of their own: every text of them is read. A mail's
 * others are the machinery's. */
static void read_other_texts(struct msg *m, size_t storage, struct buf *text)
{
    static const unsigned read[] = {P_CLASS, P_SUBJECT, P_SENDER_NAME, P_SENDER_ADDRESS, P_SMTP_ADDRESS, P_BODY, P_HTML};
    if (!text_of(m, storage, P_CLASS, text) || strncmp(buf_str(text), "IPM.Note", 8) == 0 || strncmp(buf_str(text), "REPORT.", 7) == 0)
        return;
    size_t next;
    for (size_t i = cfb_entry_at(m->cfb, storage)->first_child; i != CFB_NONE; i = next) {
        unsigned id, type;
        next = cfb_entry_at(m->cfb, i)->next;
        if (sscanf(cfb_entry_at(m->cfb, i)->name, "__substg1.0_%4X%4X", &id, &type) != 2 || (type != T_UNICODE && type != T_STRING8))
            continue;
        bool known = false;
        for (size_t k = 0; k < sizeof read / sizeof read[0]; k++)
            known = known || id == read[k];
        if (!known && text_of(m, storage, id, text))
            block(m, PLACE_BODY, text);
    }
}

void msg_read(struct cfb *cfb, size_t storage, unsigned depth, struct sink *sink)
{
    struct msg m = {.cfb = cfb, .sink = sink, .depth = depth};
    m.codepage = codepage_of(cfb, storage, depth == 0 ? 32 : 24);
    struct buf text;
    buf_init(&text, TEXT_MAX);
    if (text_of(&m, storage, P_SUBJECT, &text)) {
        if (depth == 0)
            sink_meta(sink, "title", buf_str(&text));
        block(&m, PLACE_SUBJECT, &text);
    }
    read_person(&m, storage, P_SENDER_NAME, P_SENDER_ADDRESS, &text);
    read_bodies(&m, storage, &text);
    read_other_texts(&m, storage, &text);
    const struct cfb_entry *e = cfb_entry_at(cfb, storage);
    size_t seen = 0;
    for (size_t i = e->first_child; i != CFB_NONE; i = cfb_entry_at(cfb, i)->next) {
        const char *name = cfb_entry_at(cfb, i)->name;
        if (!cfb_entry_at(cfb, i)->is_storage)
            continue;
        if (++seen > CHILDREN_MAX || !budget_work(sink->budget, 100)) {
            sink_unread(sink, UNREAD_TOO_MANY);
            break;
        }
        if (strncmp(name, "__recip_version1.0_", 19) == 0)
            read_person(&m, i, P_NAME, P_ADDRESS, &text);
        else if (strncmp(name, "__attach_version1.0_", 20) == 0)
            read_attachment(&m, i, &text);
    }
    sink_buf_free(sink, &text);
}
