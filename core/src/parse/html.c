/* HTML as the text a reader sees, from libxml2's HTML SAX parser. Charsets are text/charset's; what hidden
 * text means is not asked here. Style sheets are not applied: only attributes and inline styles hide text. */
#include "parse/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/ascii.h"
#include "base/buf.h"
#include "parse/mime.h"
#include "text/charset.h"

enum {
    BLOCK_TEXT_MAX = 1 << 20, /* longer blocks come in pieces */
    CELL_TEXT_MAX = 400,      /* longer text in a table cell is a page laid out by a table */
    ATTRIBUTES_MAX = 256,     /* of one tag: libxml2 compares each with all before it */
    SAMPLE_MAX = 200,
    COLSPAN_MAX = 1000,
    ROWSPAN_COLUMNS = 32, /* cells farther right are taken as one row high */
    CHUNK = 4096
};
enum hide {
    HIDE_BOX = 1 /* the box is not drawn: nothing inside can undo it */,
    HIDE_VISIBILITY = 2,
    HIDE_SIZE = 4,
    HIDE_COLOUR = 8
};
enum { COLOUR_UNKNOWN = -1 };

struct element {
    uint8_t hide;
    bool block, quoted, signature, skip, pre, is_table, is_cell, title;
    int colour, background; /* 0xRRGGBB, or not known */
};
struct table {
    uint32_t number, row, column, next_column;
    uint32_t until[ROWSPAN_COLUMNS]; /* the last row that a cell from above reaches down to, by column */
    bool layout;
};
struct reader {
    struct sink *sink;
    htmlParserCtxtPtr parser;
    struct element stack[HTML_DEPTH_MAX];
    size_t depth, beyond; /* beyond: open elements above the maximum; they look as their parent does */
    struct table *tables; /* open ones */
    size_t table_depth, table_cap;
    uint32_t table_count, paragraph;
    struct buf shown, hidden; /* text of the block being read */
    bool space_shown, space_hidden;
    uint64_t hidden_count;
    char sample[SAMPLE_MAX + 4];
    bool failed;
    jmp_buf no_memory; /* out of libxml2, see on_error() */
    /* the guard in front of libxml2 */
    struct {
        enum { IN_TEXT, IN_NAME, IN_TAG, IN_COMMENT, IN_RAW, IN_BOGUS } state;
        char name[8], quote, last[2];
        size_t name_len, tokens, dashes;
        bool between, dropping;
    } guard;
    size_t held; /* characters of "<!" that wait for the next one */
    struct buf chunk;
};

/* ---- names
 * --------------------------------------------------------------------------------------------------------------------------
 */

static bool in_list(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0) return true;
    return false;
}

static const char *const block_names[] = {
    "address",  "article",  "aside", "blockquote", "body",    "caption",  "center",     "dd",     "details",
    "dialog",   "dir",      "div",   "dl",         "dt",      "fieldset", "figcaption", "figure", "footer",
    "form",     "frameset", "h1",    "h2",         "h3",      "h4",       "h5",         "h6",     "head",
    "header",   "hr",       "html",  "legend",     "li",      "main",     "menu",       "nav",    "ol",
    "optgroup", "option",   "p",     "pre",        "section", "select",   "summary",    "table",  "tbody",
    "td",       "textarea", "tfoot", "th",         "thead",   "title",    "tr",         "ul",     NULL};
static const char *const skip_names[] = {"script", "style", "xml", "object", "applet", NULL};

/* ---- text out
 * -----------------------------------------------------------------------------------------------------------------------
 */

static const struct element *top(const struct reader *r)
{
    static const struct element root = {.colour = COLOUR_UNKNOWN, .background = 0xffffff};
    return r->depth ? &r->stack[r->depth - 1] : &root;
}

static void emit(struct reader *r, struct buf *text, unsigned more_flags)
{
    const struct element *e = top(r);
    while (text->len && (text->data[text->len - 1] == ' ' || text->data[text->len - 1] == '\n'))
        text->data[--text->len] = '\0';
    if (text->failed) r->failed = true;
    if (text->len == 0) return;
    char name[32];
    struct place place = {.kind = PLACE_BODY, .table = ""};
    place.flags = more_flags | (e->quoted ? PLACE_QUOTED : 0u) | (e->signature ? PLACE_SIGNATURE : 0u);
    const struct table *t = r->table_depth ? &r->tables[r->table_depth - 1] : NULL;
    if (e->title) {
        place.kind = PLACE_PROPERTY;
        place.table = "title";
    } else if (t && !t->layout && t->row && t->column && text->len <= CELL_TEXT_MAX) {
        snprintf(name, sizeof name, "%u", (unsigned)t->number);
        place.kind = PLACE_CELL;
        place.row = t->row;
        place.column = t->column;
        place.table = name;
    } else {
        place.number = ++r->paragraph;
    }
    if (more_flags & PLACE_HIDDEN) {
        r->hidden_count++;
        if (!r->sample[0]) {
            size_t n = text->len < SAMPLE_MAX ? text->len : SAMPLE_MAX;
            while (n > 0 && n < text->len && ((unsigned char)text->data[n] & 0xc0) == 0x80)
                n--;
            memcpy(r->sample, text->data, n);
            r->sample[n] = '\0';
        }
    }
    sink_block(r->sink, &place, text->data, text->len);
    buf_reset(text);
}

static void end_block(struct reader *r)
{
    emit(r, &r->shown, 0);
    emit(r, &r->hidden, PLACE_HIDDEN);
    buf_reset(&r->shown);
    buf_reset(&r->hidden);
    r->space_shown = r->space_hidden = false;
}

static void add_text(struct reader *r, const char *s, size_t n)
{
    const struct element *e = top(r);
    if (e->skip) return;
    struct buf *out = e->hide ? &r->hidden : &r->shown;
    bool *space = e->hide ? &r->space_hidden : &r->space_shown;
    for (size_t i = 0; i < n;) {
        char c = s[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            if (e->pre && (c == '\n' || c == ' ' || c == '\t'))
                buf_add_char(out, c);
            else
                *space = true;
            i++;
            continue;
        }
        size_t from = i;
        while (i < n && !strchr(" \t\n\r\f", s[i]))
            i++;
        if (out->len + (i - from) + 1 > BLOCK_TEXT_MAX) end_block(r);
        if (*space && out->len && out->data[out->len - 1] != '\n') buf_add_char(out, ' ');
        *space = false;
        buf_add(out, s + from, i - from);
    }
}

static void line_break(struct reader *r)
{
    const struct element *e = top(r);
    if (e->skip) return;
    buf_add_char(e->hide ? &r->hidden : &r->shown, '\n');
    r->space_shown = r->space_hidden = false;
}

/* ---- styles
 * -------------------------------------------------------------------------------------------------------------------------
 */

/* "#fff", "#ffffff", "white", "rgb(255, 255, 255)"; anything else is not known. s is lower case. */
static int colour_of(const char *s)
{
    static const struct {
        const char *name;
        int rgb;
    } names[] = {{"white", 0xffffff},  {"black", 0},       {"red", 0xff0000},  {"blue", 0xff},
                 {"yellow", 0xffff00}, {"green", 0x8000},  {"gray", 0x808080}, {"grey", 0x808080},
                 {"silver", 0xc0c0c0}, {"snow", 0xfffafa}, {"navy", 0x80},     {"whitesmoke", 0xf5f5f5}};
    while (*s == ' ')
        s++;
    if (*s == '#') {
        int v = 0, n = 0;
        for (s++; ascii_hex(*s) >= 0 && n < 7; s++, n++)
            v = v * 16 + ascii_hex(*s);
        if (n == 3) return ((v >> 8) * 0x11) << 16 | ((v >> 4 & 15) * 0x11) << 8 | (v & 15) * 0x11;
        return n == 6 ? v : COLOUR_UNKNOWN;
    }
    unsigned r, g, b;
    if (strncmp(s, "rgb", 3) == 0 &&
        (sscanf(s, "rgb(%u ,%u ,%u", &r, &g, &b) == 3 || sscanf(s, "rgb(%u %u %u", &r, &g, &b) == 3) &&
        r < 256 && g < 256 && b < 256)
        return (int)(r << 16 | g << 8 | b);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i].name);
        if (strncmp(s, names[i].name, n) == 0 && !((s[n] >= 'a' && s[n] <= 'z') || s[n] == '-'))
            return names[i].rgb;
    }
    return COLOUR_UNKNOWN;
}

static bool near_colours(int a, int b)
{
    if (a == COLOUR_UNKNOWN || b == COLOUR_UNKNOWN) return false;
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((a >> shift & 255) - (b >> shift & 255)) > 8) return false;
    return true;
}

/* Whether a length is zero: "0", "0px", "0.0em"; a tiny font (up to 1px or 1pt) is none that is read either.
 */
static bool nothing(const char *s, double up_to)
{
    char *end;
    double v = strtod(s, &end);
    if (end == s || v < 0) return false;
    bool small_unit = strncmp(end, "px", 2) == 0 || strncmp(end, "pt", 2) == 0;
    return v == 0 || (small_unit && v <= up_to);
}

struct style {
    bool squeezed, clipped; /* no height or width; overflow is not shown */
    bool away;              /* position: absolute or fixed */
    double left;
};

static void declaration(struct element *e, struct style *st, const char *name, const char *value)
{
    if (strcmp(name, "display") == 0) {
        if (strncmp(value, "none", 4) == 0) e->hide |= HIDE_BOX;
        if (strncmp(value, "block", 5) == 0) e->block = true;
    } else if (strcmp(name, "visibility") == 0) {
        bool off = strncmp(value, "hidden", 6) == 0 || strncmp(value, "collapse", 8) == 0;
        e->hide = (uint8_t)(off                                 ? e->hide | HIDE_VISIBILITY
                            : strncmp(value, "visible", 7) == 0 ? e->hide & ~HIDE_VISIBILITY
                                                                : e->hide);
    } else if (strcmp(name, "opacity") == 0) {
        char *end;
        if (strtod(value, &end) <= 0.02 && end != value) e->hide |= HIDE_BOX;
    } else if (strcmp(name, "mso-hide") == 0) {
        if (strncmp(value, "all", 3) == 0) e->hide |= HIDE_BOX;
    } else if (strcmp(name, "font-size") == 0) {
        bool none = nothing(value, 1.0);
        bool relative = strchr(value, '%') || strstr(value, "em") || strstr(value, "inherit") ||
                        strncmp(value, "larger", 6) == 0;
        e->hide = (uint8_t)(none ? e->hide | HIDE_SIZE : relative ? e->hide : e->hide & ~HIDE_SIZE);
    } else if (strcmp(name, "color") == 0) {
        e->colour = colour_of(value);
        if (strncmp(value, "transparent", 11) == 0) e->colour = e->background;
    } else if (strcmp(name, "background-color") == 0 || strcmp(name, "background") == 0) {
        if (strncmp(value, "transparent", 11) != 0 && strncmp(value, "inherit", 7) != 0 &&
            strncmp(value, "none", 4) != 0)
            e->background = colour_of(value);
    } else if (strcmp(name, "background-image") == 0) {
        if (strncmp(value, "none", 4) != 0) e->background = COLOUR_UNKNOWN;
    } else if (strcmp(name, "max-height") == 0 || strcmp(name, "height") == 0 || strcmp(name, "width") == 0 ||
               strcmp(name, "max-width") == 0) {
        st->squeezed = st->squeezed || nothing(value, 1.0);
    } else if (strcmp(name, "overflow") == 0) {
        st->clipped = strncmp(value, "hidden", 6) == 0;
    } else if (strcmp(name, "text-indent") == 0) {
        if (strtod(value, NULL) <= -500) e->hide |= HIDE_BOX;
    } else if (strcmp(name, "position") == 0) {
        st->away = strncmp(value, "absolute", 8) == 0 || strncmp(value, "fixed", 5) == 0;
    } else if (strcmp(name, "left") == 0 || strcmp(name, "top") == 0) {
        double v = strtod(value, NULL);
        st->left = v < st->left ? v : st->left;
    } else if (strcmp(name, "white-space") == 0) {
        e->pre = strncmp(value, "pre", 3) == 0;
    }
}

static void inline_style(struct element *e, const char *css)
{
    struct style st = {false, false, false, 0};
    while (*css) {
        char name[24], value[96];
        size_t n = 0, v = 0;
        while (*css && *css != ':' && *css != ';') {
            if ((unsigned char)*css > 32 && n + 1 < sizeof name) name[n++] = ascii_lower(*css);
            css++;
        }
        name[n] = '\0';
        if (*css == ':') {
            css++;
            while (*css == ' ' || *css == '\t' || *css == '\n' || *css == '\r')
                css++;
            while (*css && *css != ';') {
                if (v + 1 < sizeof value) value[v++] = ascii_lower(*css);
                css++;
            }
        }
        value[v] = '\0';
        if (n && v) declaration(e, &st, name, value);
        if (*css == ';') css++;
    }
    if ((st.squeezed && st.clipped) || (st.away && st.left <= -500)) e->hide |= HIDE_BOX;
}

static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; (p = strstr(p, word)) != NULL; p++)
        if ((p == list || p[-1] == ' ') && (p[n] == '\0' || p[n] == ' ')) return true;
    return false;
}

/* ---- elements
 * -----------------------------------------------------------------------------------------------------------------------
 */

static struct table *open_table(struct reader *r)
{
    if (r->table_depth == r->table_cap) {
        size_t cap = r->table_cap ? r->table_cap * 2 : 8;
        struct table *more = realloc(r->tables, cap * sizeof *more);
        if (!more) {
            r->failed = true;
            return NULL;
        }
        r->tables = more;
        r->table_cap = cap;
    }
    struct table *t = &r->tables[r->table_depth++];
    *t = (struct table){.number = ++r->table_count};
    return t;
}

/* What attributes say that is no look: how a cell stands in its table, and that a table is none. */
struct spans {
    unsigned across, down;
    bool layout;
};

static unsigned span_of(const char *value)
{
    unsigned long v = strtoul(value, NULL, 10);
    return v >= 1 && v <= COLSPAN_MAX ? (unsigned)v : 1;
}

static int colour_attribute(const char *value)
{
    char text[32];
    size_t n = 0;
    for (; value[n] && n + 1 < sizeof text; n++)
        text[n] = ascii_lower(value[n]);
    text[n] = '\0';
    return colour_of(text);
}

static void class_attribute(struct element *e, const char *value)
{
    if (has_word(value, "gmail_quote") || has_word(value, "moz-cite-prefix") ||
        has_word(value, "moz-forward-container") || has_word(value, "yahoo_quoted"))
        e->quoted = true;
    if (has_word(value, "moz-signature") || has_word(value, "gmail_signature")) e->signature = true;
}

static void attribute(struct reader *r, struct element *e, struct spans *spans, const char *element, const char *key,
                      const char *value)
{
    if (strcmp(key, "style") == 0)
        inline_style(e, value);
    else if (strcmp(key, "hidden") == 0)
        e->hide |= HIDE_BOX;
    else if (strcmp(key, "class") == 0)
        class_attribute(e, value);
    else if (strcmp(key, "color") == 0 || strcmp(key, "text") == 0)
        e->colour = colour_attribute(value);
    else if (strcmp(key, "bgcolor") == 0)
        e->background = colour_attribute(value);
    else if (strcmp(key, "background") == 0)
        e->background = COLOUR_UNKNOWN;
    else if (strcmp(key, "colspan") == 0)
        spans->across = span_of(value);
    else if (strcmp(key, "rowspan") == 0)
        spans->down = span_of(value);
    else if (strcmp(key, "role") == 0)
        spans->layout = strcmp(value, "presentation") == 0 || strcmp(value, "none") == 0;
    else if (strcmp(key, "alt") == 0 && strcmp(element, "img") == 0)
        add_text(r, value, strlen(value));
}

static void start_row(struct table *t)
{
    t->row++;
    t->column = 0;
    t->next_column = 1;
}

/* The next column of this row that no cell from above reaches into. */
static void start_cell(struct table *t, const struct spans *spans)
{
    if (t->row == 0) start_row(t);
    while (t->next_column <= ROWSPAN_COLUMNS && t->until[t->next_column - 1] >= t->row)
        t->next_column++;
    t->column = t->next_column;
    for (uint32_t k = t->column; k < t->column + spans->across && k <= ROWSPAN_COLUMNS && spans->down > 1; k++)
        t->until[k - 1] = t->row + spans->down - 1;
    t->next_column += spans->across;
}

static void start(void *ctx, const xmlChar *xml_name, const xmlChar **xml_attrs)
{
    struct reader *r = ctx;
    const char *name = (const char *)xml_name;
    const char **attrs = (const char **)xml_attrs;
    if (strcmp(name, "br") == 0) line_break(r);
    if (r->depth == HTML_DEPTH_MAX) {
        r->beyond++;
        return;
    }
    struct element e = *top(r);
    struct spans spans = {1, 1, false};
    e.block = in_list(name, block_names);
    e.is_table = e.is_cell = false;
    if (in_list(name, skip_names)) e.skip = true;
    e.title = e.title || strcmp(name, "title") == 0;
    e.pre = e.pre || strcmp(name, "pre") == 0 || strcmp(name, "textarea") == 0;
    if (strcmp(name, "template") == 0) e.hide |= HIDE_BOX;
    if (strcmp(name, "blockquote") == 0) e.quoted = true;
    for (; attrs && attrs[0]; attrs += 2)
        attribute(r, &e, &spans, name, attrs[0], attrs[1] ? attrs[1] : "");
    e.hide = (uint8_t)(near_colours(e.colour, e.background) ? e.hide | HIDE_COLOUR : e.hide & ~HIDE_COLOUR);
    if (e.block) end_block(r);
    struct table *t = r->table_depth ? &r->tables[r->table_depth - 1] : NULL;
    if (strcmp(name, "table") == 0) {
        e.is_table = true;
        t = open_table(r);
        if (t) t->layout = spans.layout;
    } else if (t && strcmp(name, "tr") == 0) {
        start_row(t);
    } else if (t && (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)) {
        e.is_cell = true;
        start_cell(t, &spans);
    }
    r->stack[r->depth++] = e;
}

static void end(void *ctx, const xmlChar *name)
{
    struct reader *r = ctx;
    (void)name;
    if (r->beyond) {
        r->beyond--;
        return;
    }
    if (r->depth == 0) return;
    struct element *e = &r->stack[r->depth - 1];
    if (e->block) end_block(r);
    if (e->is_table && r->table_depth) r->table_depth--;
    if (e->is_cell && r->table_depth) r->tables[r->table_depth - 1].column = 0;
    r->depth--;
}

static void characters(void *ctx, const xmlChar *text, int n)
{
    if (n > 0) add_text(ctx, (const char *)text, (size_t)n);
}

static void cdata(void *ctx, const xmlChar *text, int n)
{
    (void)ctx, (void)text, (void)n; /* inside script and style */
}

/* ---- the guard
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* Passes bytes on, but leaves out what stands behind the first few hundred attributes of a tag. Returns
 * whether c goes on. */
static bool guard(struct reader *r, char c)
{
    bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/';
    switch (r->guard.state) {
    case IN_TEXT:
        if (r->guard.last[0] == '<' && ((c | 32) >= 'a' && (c | 32) <= 'z')) {
            r->guard.state = IN_NAME;
            r->guard.name[0] = ascii_lower(c);
            r->guard.name_len = 1;
        } else if (r->guard.last[1] == '<' && r->guard.last[0] == '!' && c == '-') {
            r->guard.state = IN_COMMENT;
            r->guard.dashes = 1;
        }
        break;
    case IN_NAME:
        if (c == '>' || space) {
            r->guard.state = IN_TAG;
            r->guard.tokens = 0;
            r->guard.quote = 0;
            r->guard.between = true;
            r->guard.dropping = false;
        } else if (r->guard.name_len < sizeof r->guard.name) {
            r->guard.name[r->guard.name_len++] = ascii_lower(c);
        }
        if (c != '>') break;
        /* fall through */
    case IN_TAG:
        if (r->guard.quote) {
            if (c == r->guard.quote) r->guard.quote = 0;
        } else if (c == '>') {
            bool raw = (r->guard.name_len == 6 && memcmp(r->guard.name, "script", 6) == 0) ||
                       (r->guard.name_len == 5 && memcmp(r->guard.name, "style", 5) == 0);
            r->guard.state = raw ? IN_RAW : IN_TEXT;
            r->guard.dropping = false;
        } else if ((c == '"' || c == '\'') && r->guard.last[0] == '=') {
            r->guard.quote = c;
        } else {
            if (!space && r->guard.between) r->guard.tokens++;
            r->guard.between = space;
            if (r->guard.tokens > ATTRIBUTES_MAX) r->guard.dropping = true;
        }
        break;
    case IN_COMMENT:
        if (c == '>' && r->guard.dashes >= 2) r->guard.state = IN_TEXT;
        r->guard.dashes = c == '-' ? r->guard.dashes + 1 : 0;
        break;
    case IN_RAW:
        if (r->guard.last[1] == '<' && r->guard.last[0] == '/' && ascii_lower(c) == r->guard.name[0])
            r->guard.state = IN_TEXT;
        break;
    case IN_BOGUS: /* pass() */
        break;
    }
    r->guard.last[1] = r->guard.last[0];
    r->guard.last[0] = c;
    return !(r->guard.state == IN_TAG && r->guard.dropping);
}

/* "<![if mso]>" and its kin: browsers take them for comments, libxml2 for text. They are left out before it
 * sees them. */
static void pass(struct reader *r, char c)
{
    if (r->guard.state == IN_BOGUS) {
        if (c == '>') r->guard.state = IN_TEXT;
        return;
    }
    size_t held = r->held;
    if (r->guard.state == IN_TEXT && ((held == 0 && c == '<') || (held == 1 && c == '!'))) {
        r->held++;
    } else if (held == 2 && c == '[') {
        r->held = 0;
        r->guard.state = IN_BOGUS;
        r->guard.last[0] = r->guard.last[1] = 0;
        return;
    } else if (held) {
        buf_add(&r->chunk, "<!", held);
        r->held = c == '<' && r->guard.state == IN_TEXT;
    }
    if (guard(r, c) && !r->held) buf_add_char(&r->chunk, c ? c : ' '); /* libxml2 takes NUL for the end */
}

/* The HTML parser of libxml2 2.9 goes round for ever where its own malloc fails: it is left here. The parser is only freed after this; what
 * it held in its hands at that moment is lost. */
static void on_error(void *ctx, xmlErrorPtr error)
{
    struct reader *r = ctx;
    if (error->code == XML_ERR_NO_MEMORY) longjmp(r->no_memory, 1);
}

static void open_parser(struct reader *r, htmlSAXHandler *sax)
{
    if (setjmp(r->no_memory) == 0)
        r->parser = htmlCreatePushParserCtxt(sax, r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
}

static void parse(struct reader *r, const char *html, size_t n, bool last)
{
    if (setjmp(r->no_memory) == 0)
        htmlParseChunk(r->parser, html, (int)n, last);
    else
        r->failed = true;
    if (!last && r->parser->disableSAX) r->failed = true;
}

static void feed(struct reader *r)
{
    size_t ends = 0;
    for (size_t i = 0; i + 1 < r->chunk.len; i++)
        ends += r->chunk.data[i] == '<' && r->chunk.data[i + 1] == '/';
    /* libxml2 looks through all open elements for each end tag that has no start. */
    uint64_t open = r->parser->nameNr > 0 ? (uint64_t)r->parser->nameNr : 0;
    if (!budget_work(r->sink->budget, r->chunk.len + ends * open * 16)) {
        r->failed = true;
        return;
    }
    if (r->chunk.len) parse(r, r->chunk.data, r->chunk.len, false);
    buf_reset(&r->chunk);
}

static void utf8_out(void *ctx, const char *utf8, size_t n)
{
    struct reader *r = ctx;
    for (size_t i = 0; i < n && !r->failed; i++) {
        pass(r, utf8[i]);
        if (r->chunk.len >= CHUNK && !(i + 1 < n && ((unsigned char)utf8[i + 1] & 0xc0) == 0x80)) feed(r);
    }
}

/* ---- the whole
 * ----------------------------------------------------------------------------------------------------------------------
 */

void html_meta_charset(const char *bytes, size_t n, char out[64])
{
    out[0] = '\0';
    for (size_t i = 0; i + 8 < n; i++) {
        if ((bytes[i] | 32) != 'c' || strncmp(bytes + i, "charset=", 8) != 0) {
            static const char word[] = "charset=";
            size_t k = 0;
            while (k < 8 && ascii_lower(bytes[i + k]) == word[k])
                k++;
            if (k < 8) continue;
        }
        size_t at = i + 8, len = 0;
        while (at < n && (bytes[at] == '"' || bytes[at] == '\'' || bytes[at] == ' '))
            at++;
        while (at < n && len < 63 &&
               ((ascii_lower(bytes[at]) >= 'a' && ascii_lower(bytes[at]) <= 'z') ||
                (bytes[at] >= '0' && bytes[at] <= '9') || strchr("-_.:+", bytes[at])) &&
               bytes[at])
            out[len++] = bytes[at++];
        out[len] = '\0';
        if (len) return;
    }
}

void html_read(struct source *src, const char *label, struct sink *sink)
{
    struct reader *r = calloc(1, sizeof *r);
    struct charset_decoder *decoder = NULL;
    char meta[64] = "";
    htmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.startElement = start;
    sax.endElement = end;
    sax.characters = characters;
    sax.ignorableWhitespace = characters;
    sax.cdataBlock = cdata;
    sax.initialized = XML_SAX2_MAGIC; /* asks for serror */
    sax.serror = on_error;
    size_t got;
    const uint8_t *head = source_peek(src, 65536, &got);
    if (!r || !head) goto out;
    r->sink = sink;
    buf_init(&r->shown, 2 * BLOCK_TEXT_MAX);
    buf_init(&r->hidden, 2 * BLOCK_TEXT_MAX);
    buf_init(&r->chunk, 2 * CHUNK);
    if (!label || !*label) {
        html_meta_charset((const char *)head, got < 4096 ? got : 4096, meta);
        label = meta[0] ? meta : NULL;
    }
    bool marked = got >= 3 && (memcmp(head, "\xef\xbb\xbf", 3) == 0 || memcmp(head, "\xff\xfe", 2) == 0 ||
                               memcmp(head, "\xfe\xff", 2) == 0);
    /* Without a mark or a label that means something, the decoder finds out, however late it shows. */
    decoder = charset_open(marked || !charset_known(label) ? NULL : mime_charset(label, (const char *)head, got));
    open_parser(r, &sax);
    if (!decoder || !r->parser) goto out;
    htmlCtxtUseOptions(r->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                      HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    uint8_t bytes[CHUNK];
    bool spent = false;
    for (;;) {
        size_t n = source_read(src, bytes, sizeof bytes);
        if (n == SIZE_MAX) {
            sink_stopped(sink);
            spent = true;
        }
        bool last = n == 0 || n == SIZE_MAX;
        if (!charset_feed(decoder, (const char *)bytes, last ? 0 : n, last, utf8_out, r)) r->failed = true;
        if (last || r->failed) break;
    }
    if (!r->failed) {
        buf_add(&r->chunk, "<!", r->held);
        feed(r);
    }
    if (!r->parser->disableSAX) parse(r, NULL, 0, true);
    end_block(r);
    r->failed = r->failed || r->chunk.failed || r->shown.failed || r->hidden.failed;
    if (r->failed && !spent) sink_stopped(sink);
    if (r->hidden_count) sink_fact_at(sink, FACT_HIDDEN_TEXT, r->hidden_count, NULL, r->sample);
out:
    if (!r || !decoder || (r && !r->parser))
        sink_unread(sink, UNREAD_TOO_LARGE); /* no memory: it was not read, and that is said */
    if (r) {
        if (r->parser) htmlFreeParserCtxt(r->parser);
        buf_free(&r->shown);
        buf_free(&r->hidden);
        buf_free(&r->chunk);
        free(r->tables);
    }
    charset_free(decoder);
    free(r);
}
