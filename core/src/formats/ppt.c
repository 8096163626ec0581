/* Presentations 97 to 2003 [MS-PPT]: text of slides, notes, masters and comments, hidden slides, embedded objects. The record stream is
 * walked in order, older edits that are still in the file included; pictures are left out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/le.h"
#include "formats/compound.h"
#include "formats/office_art.h"
#include "parse/inflate.h"

enum record {
    RT_SLIDE = 0x03EE, RT_NOTES = 0x03F0, RT_NOTES_ATOM = 0x03F1, RT_MAIN_MASTER = 0x03F8, RT_SLIDE_SHOW_INFO = 0x03F9, RT_VBA_INFO = 0x0400, RT_TEXT_HEADER = 0x0F9F,
    RT_TEXT_CHARS = 0x0FA0, RT_TEXT_BYTES = 0x0FA8, RT_CSTRING = 0x0FBA, RT_EMBED = 0x0FCC, RT_LINK = 0x0FCE, RT_OLE_STORAGE = 0x1011,
    RT_COMMENT = 0x2EE0, RT_BINARY_TAG = 0x138B, RT_HANDOUT = 0x0FC9, RT_ENVIRONMENT = 0x03F2, RT_DOCUMENT_ATOM = 0x03E9, RT_SHAPE = 0xF004, RT_SHAPE_ATOM = 0xF00A
};
enum { DEPTH_MAX = 32, TEXT_MAX = 1 << 20, NOTES_TEXT = 2, OTHER_TEXT = 4, TEXT_TYPE_NONE = 0xFF };

struct container {
    size_t end;
    unsigned type;
};
struct ppt {
    struct sink *sink;
    const uint8_t *data;
    size_t n;
    struct container stack[DEPTH_MAX];
    size_t depth;
    uint32_t slide, notes;
    bool notes_of_slide; /* else the notes master */
    unsigned text_type;
    int32_t width, height; /* of a slide, 0: not known */
    bool picture, outside, outside_told; /* the shape in hand */
    struct buf text;
};

static bool inside(const struct ppt *p, unsigned type)
{
    for (size_t i = 0; i < p->depth; i++)
        if (p->stack[i].type == type)
            return true;
    return false;
}

static void where_slide(const struct ppt *p, char out[32])
{
    snprintf(out, 32, "slide %lu", (unsigned long)p->slide);
}

/* A shape that lies beside its slide is told once, when it turns out to hold something. */
static bool outside_shape(struct ppt *p, bool holds)
{
    char where[32];
    if (!p->outside || !holds || !inside(p, RT_SHAPE))
        return false;
    where_slide(p, where);
    if (!p->outside_told)
        sink_fact_at(p->sink, FACT_OFF_SLIDE, 1, where, NULL);
    p->outside_told = true;
    if (p->text.len)
        sink_fact_at(p->sink, FACT_HIDDEN_TEXT, 1, where, buf_str(&p->text));
    return true;
}

/* Where a shape stands, in 576ths of an inch: top, left, right, bottom, as 16 or 32 bits. Shapes in groups stand by the group's measure. */
static void client_anchor(struct ppt *p, const uint8_t *data, size_t n)
{
    int32_t edge[4];
    if (!inside(p, RT_SLIDE) || p->width <= 0 || p->height <= 0 || (n != 8 && n != 16))
        return;
    for (size_t i = 0; i < 4; i++)
        edge[i] = n == 8 ? (int16_t)le16(data + 2 * i) : (int32_t)le32(data + 4 * i);
    p->outside = edge[1] >= p->width || edge[0] >= p->height || edge[2] <= 0 || edge[3] <= 0;
    buf_reset(&p->text);
    outside_shape(p, p->picture);
}

static void text_atom(struct ppt *p, const uint8_t *data, size_t n, bool wide)
{
    buf_reset(&p->text);
    if (wide)
        add_utf16le(&p->text, data, n / 2);
    else
        for (size_t i = 0; i < n; i++) {
            uint8_t unit[2] = {data[i], 0};
            add_utf16le(&p->text, unit, 1);
        }
    for (size_t i = 0; i < p->text.len; i++) /* paragraph and line ends */
        if (p->text.data[i] == '\r' || p->text.data[i] == '\v')
            p->text.data[i] = '\n';
    if (p->text.len == 0)
        return;
    struct place place = {.kind = PLACE_SLIDE, .number = p->slide, .table = ""};
    if (outside_shape(p, true))
        place.flags = PLACE_HIDDEN;
    if (inside(p, RT_NOTES)) {
        place.kind = PLACE_NOTE;
        place.number = p->notes;
        /* "*" stands for a number or date that is filled in. */
        if (p->notes_of_slide && (p->text_type == NOTES_TEXT || p->text_type == OTHER_TEXT) && strcmp(buf_str(&p->text), "*") != 0)
            sink_fact_at(p->sink, FACT_SPEAKER_NOTES, 1, NULL, buf_str(&p->text));
    } else if (inside(p, RT_COMMENT))
        place.kind = PLACE_COMMENT;
    else if (!inside(p, RT_SLIDE))
        place.kind = PLACE_OTHER;
    sink_block(p->sink, &place, p->text.data, p->text.len);
}

/* An embedded object's storage, packed or not ([MS-PPT] 2.10.34): a compound file of its own. */
static void ole_storage(struct ppt *p, const uint8_t *data, size_t n, bool packed)
{
    struct source inner;
    struct inflate *z = NULL;
    if (packed) {
        if (n < 4 || !(z = inflate_open_zlib(data + 4, n - 4)))
            return;
        source_stream(&inner, inflate_read, z, le32(data), p->sink->budget);
    } else
        source_view(&inner, data, n, p->sink->budget);
    p->sink->ops->file(p->sink, "embedded object", &inner, 0, 0);
    source_done(&inner);
    inflate_close(z);
}

static void atom(struct ppt *p, unsigned type, unsigned instance, const uint8_t *data, size_t n)
{
    switch (type) {
    case RT_DOCUMENT_ATOM:
        if (n >= 8) {
            p->width = (int32_t)le32(data);
            p->height = (int32_t)le32(data + 4);
        }
        break;
    case RT_SHAPE_ATOM:
        p->picture = instance == 75;
        p->outside = p->outside_told = false;
        break;
    case OFFICE_ART_OPTIONS:
        if (inside(p, RT_SHAPE) && office_art_is_cropped(data, n, instance)) {
            char where[32];
            where_slide(p, where);
            sink_fact_at(p->sink, FACT_CROPPED_IMAGES, 1, where, NULL);
        }
        break;
    case OFFICE_ART_CLIENT_ANCHOR:
        client_anchor(p, data, n);
        break;
    case RT_NOTES_ATOM:
        p->notes_of_slide = n >= 4 && le32(data) != 0 && le32(data) < 0x80000000; /* masters have no slide, or a master's number */
        break;
    case RT_TEXT_HEADER:
        p->text_type = n >= 4 ? le32(data) & 0xFF : TEXT_TYPE_NONE;
        break;
    case RT_TEXT_CHARS:
        text_atom(p, data, n, true);
        break;
    case RT_TEXT_BYTES:
        text_atom(p, data, n, false);
        break;
    case RT_CSTRING:
        if (inside(p, RT_COMMENT) && instance == 1)
            sink_fact_at(p->sink, FACT_COMMENTS, 1, NULL, NULL);
        if (!inside(p, RT_ENVIRONMENT))
            text_atom(p, data, n, true);
        break;
    case RT_SLIDE_SHOW_INFO:
        if (n >= 12 && (data[10] & 4) && inside(p, RT_SLIDE))
            sink_fact_at(p->sink, FACT_HIDDEN_SLIDES, 1, NULL, NULL);
        break;
    case RT_VBA_INFO:
        if (n >= 8 && le32(data + 4) != 0)
            sink_fact(p->sink, FACT_MACROS);
        break;
    case RT_OLE_STORAGE:
        ole_storage(p, data, n, instance == 1);
        break;
    default:
        break;
    }
}

static void walk(struct ppt *p)
{
    for (size_t at = 0; p->n - at >= 8;) {
        while (p->depth && at >= p->stack[p->depth - 1].end)
            p->depth--;
        unsigned head = le16(p->data + at), type = le16(p->data + at + 2);
        size_t length = le32(p->data + at + 4);
        at += 8;
        if (!budget_work(p->sink->budget, 8)) {
            sink_stopped(p->sink);
            return;
        }
        if (length > p->n - at) {
            sink_unread(p->sink, UNREAD_DAMAGED);
            length = p->n - at;
        }
        /* Some packages that newer versions put in for the way back say they are containers, but hold a zip. */
        bool package = length >= 4 && memcmp(p->data + at, "PK\3\4", 4) == 0;
        /* A binary tag is an atom in name only: later versions keep records in it, comments among them. */
        bool records = type == RT_BINARY_TAG && length >= 8 && le32(p->data + at + 4) <= length - 8;
        if (records || ((head & 0x0F) == 0x0F && !package)) {
            if (type == RT_SLIDE)
                p->slide++;
            if (type == RT_NOTES)
                p->notes++;
            if (type == RT_EMBED)
                sink_fact_at(p->sink, FACT_EMBEDDED_FILES, 1, NULL, NULL);
            if (type == RT_LINK)
                sink_fact_at(p->sink, FACT_EXTERNAL_LINKS, 1, NULL, NULL);
            if (p->depth == DEPTH_MAX) {
                sink_unread(p->sink, UNREAD_TOO_DEEP);
                at += length;
                continue;
            }
            p->stack[p->depth++] = (struct container){at + length, type};
            continue; /* its records follow */
        }
        if (!budget_work(p->sink->budget, length)) {
            sink_stopped(p->sink);
            return;
        }
        atom(p, type, head >> 4, p->data + at, length);
        at += length;
    }
}

static bool is_encrypted(struct cfb *cfb, size_t storage)
{
    uint8_t user[16];
    size_t at = cfb_child(cfb, storage, "Current User");
    /* CurrentUserAtom.headerToken */
    return cfb_child(cfb, storage, "EncryptedSummary") != CFB_NONE ||
           (cfb_read_at(cfb, at, 0, user, 16) == 16 && le32(user + 12) == 0xF3D1C4DF);
}

void ppt_read(struct cfb *cfb, size_t storage, unsigned depth, struct sink *sink)
{
    if (is_encrypted(cfb, storage)) {
        sink_fact(sink, FACT_ENCRYPTED);
        sink_unread(sink, UNREAD_ENCRYPTED);
        return;
    }
    struct source src;
    struct ppt p = {.sink = sink, .text_type = TEXT_TYPE_NONE};
    p.data = compound_whole(cfb, cfb_child(cfb, storage, "PowerPoint Document"), &src, &p.n, sink);
    buf_init(&p.text, TEXT_MAX);
    if (p.data)
        walk(&p);
    sink_buf_free(sink, &p.text);
    cfb_close_stream(&src);
    ole_objects_read(cfb, storage, depth, sink);
}
