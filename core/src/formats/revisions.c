/* What a shared workbook remembers of cells that were changed or deleted: the stream "Revision Log" of .xls ([MS-XLS] 2.1.7.19) and the parts
 * of .xlsx (ECMA-376 part 1, 18.11). Only the old contents are read: the new ones stand in a sheet, or are the old ones of a later change. */
#include "formats/compound.h"
#include "formats/ooxml.h"

#include <stdio.h>
#include <string.h>

#include "base/le.h"
#include "formats/blocks.h"
#include "formats/number_format.h"
#include "formats/sheet.h"

enum { OLD_TEXT_MAX = 256 * 1024 };

/* Old contents on their way out, one cell after the other. */
struct revisions {
    struct sink *sink;
    struct buf text; /* of the cell in hand */
    uint64_t changes;
    char sample[SAMPLE_MAX + 1];
};

static void send_cell(struct revisions *r, uint32_t row, uint32_t column)
{
    if (r->text.len > 0) {
        struct place place = {.kind = PLACE_CELL, .flags = PLACE_DELETED, .table = "revisions", .row = row, .column = column};
        r->changes++;
        if (r->sample[0] != '\0')
            add_sample(r->sample, " ", 1);
        add_sample(r->sample, r->text.data, r->text.len);
        sink_block(r->sink, &place, r->text.data, r->text.len);
    }
    buf_reset(&r->text);
}

static void finish(struct revisions *r, const char *where)
{
    if (r->changes > 0)
        sink_fact_at(r->sink, FACT_TRACKED_CHANGES, r->changes, where, r->sample);
    sink_buf_free(r->sink, &r->text);
}

/* ---- .xls ---- */

enum { R_CHANGED_CELL = 0x013B, HEAD_SIZE = 28, KIND_AT = 8, KIND_CELL = 8, FLAGS_AT = 14, ROW_AT = 18, COLUMN_AT = 20 };
enum value { VALUE_NONE, VALUE_RK, VALUE_NUMBER, VALUE_STRING, VALUE_BOOL, VALUE_FORMULA };

/* Bytes of formatting in front of the contents; SIZE_MAX: a kind that nobody has described. */
static size_t format_size(unsigned flags)
{
    switch (flags & 0xFF00) {
    case 0:
        return 0;
    case 0x1100:
        return 16;
    case 0x1300:
        return 8;
    default:
        return SIZE_MAX;
    }
}

/* An XLUnicodeRichExtendedString as far as the record goes. false: it goes farther. */
static bool add_string(struct buf *out, const uint8_t *p, size_t n)
{
    if (n < 3)
        return false;
    size_t count = le16(p), at = 3, unit = p[2] & 1 ? 2 : 1;
    at += (p[2] & 8 ? 2u : 0u) + (p[2] & 4 ? 4u : 0u);
    if (at > n)
        return false;
    bool whole = count <= (n - at) / unit;
    if (!whole)
        count = (n - at) / unit;
    if (unit == 2)
        add_utf16le(out, p + at, count);
    for (size_t i = 0; unit == 1 && i < count; i++)
        add_utf16le(out, (const uint8_t[]){p[at + i], 0}, 1);
    return whole;
}

static void add_number(struct buf *out, double value)
{
    char text[64];
    buf_add(out, text, number_text(value, false, false, text));
}

/* What a cell held before. false: not all of it was read, because it is locked or no good record. */
static bool changed_cell(struct revisions *r, const uint8_t *p, size_t n)
{
    if (n < HEAD_SIZE || le16(p + KIND_AT) != KIND_CELL)
        return false;
    unsigned flags = le16(p + FLAGS_AT);
    size_t skip = format_size(flags);
    enum value old = (enum value)(flags >> 3 & 7);
    if (old == VALUE_NONE || old == VALUE_BOOL || old == VALUE_FORMULA)
        return true;
    if (old > VALUE_FORMULA || skip > n - HEAD_SIZE)
        return false;
    p += HEAD_SIZE + skip;
    n -= HEAD_SIZE + skip;
    if (old == VALUE_STRING)
        return add_string(&r->text, p, n);
    if (n < (old == VALUE_RK ? 4 : 8))
        return false;
    add_number(&r->text, old == VALUE_RK ? number_from_rk(le32(p)) : number_from_bytes(p));
    return true;
}

void xls_revisions_read(struct cfb *cfb, size_t storage, bool locked, struct sink *sink)
{
    static const char name[] = "Revision Log";
    struct revisions r = {.sink = sink};
    struct source src;
    size_t n, stream = cfb_child(cfb, storage, name);
    bool whole = true;
    if (stream == CFB_NONE)
        return;
    const uint8_t *data = compound_whole(cfb, stream, &src, &n, sink);
    buf_init(&r.text, OLD_TEXT_MAX);
    for (size_t at = 0; data && n - at >= 4;) {
        size_t length = le16(data + at + 2);
        const uint8_t *p = data + at + 4;
        if (length > n - at - 4) {
            whole = false;
            break;
        }
        if (!budget_work(sink->budget, length + 4)) {
            sink_stopped(sink);
            break;
        }
        if (le16(data + at) == R_CHANGED_CELL) {
            whole = changed_cell(&r, p, length) && whole;
            if (length >= HEAD_SIZE)
                send_cell(&r, le16(p + ROW_AT) + 1u, le16(p + COLUMN_AT) + 1u);
        }
        at += 4 + length;
    }
    if (!whole)
        sink->ops->unread(sink, locked ? UNREAD_ENCRYPTED : UNREAD_UNSUPPORTED, name);
    finish(&r, name);
    cfb_close_stream(&src);
}

/* ---- .xlsx ---- */

enum { V_OLD, V_T, V_V, V_READING };
static const char *const names[] = {"oc", "t", "v", "rPh", NULL};

struct log_reader {
    struct revisions revisions;
    uint32_t row, column;
    unsigned in_old, in_value, in_reading; /* open elements */
};

static unsigned *open_elements(struct log_reader *l, int name)
{
    switch (name) {
    case V_OLD:
        return &l->in_old;
    case V_T:
    case V_V:
        return &l->in_value;
    case V_READING:
        return &l->in_reading;
    default:
        return NULL;
    }
}

static void log_start(void *ctx, int name, const struct xml_tag *tag)
{
    struct log_reader *l = ctx;
    unsigned *open = open_elements(l, name);
    if (open != NULL)
        ++*open;
    if (name == V_OLD) {
        size_t n;
        const char *ref = xml_attr(tag, "r", &n);
        if (ref == NULL || !sheet_parse_ref(ref, n, &l->row, &l->column))
            l->row = l->column = 1;
    }
}

static void log_end(void *ctx, int name)
{
    struct log_reader *l = ctx;
    unsigned *open = open_elements(l, name);
    if (open != NULL)
        --*open;
    if (name == V_OLD)
        send_cell(&l->revisions, l->row, l->column);
}

static void log_text(void *ctx, const char *text, size_t n)
{
    struct log_reader *l = ctx;
    if (l->in_old == 0 || l->in_value == 0 || l->in_reading > 0)
        return;
    if (l->revisions.text.len + n > OLD_TEXT_MAX) /* no cell is as long: it goes on in a further piece */
        send_cell(&l->revisions, l->row, l->column);
    buf_add(&l->revisions.text, text, n);
}
static const struct xml_handler log_handler = {names, log_start, log_end, log_text};

void xlsx_revisions_read(struct opc *o, const char *part)
{
    struct log_reader l = {.revisions = {.sink = o->sink}};
    buf_init(&l.revisions.text, OLD_TEXT_MAX);
    opc_parse(o, part, &log_handler, &l, NULL);
    finish(&l.revisions, part);
}
