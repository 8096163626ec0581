/* Rich Text Format: text in any of its charsets, tables, notes, comments and what is hidden or deleted; embedded objects and pictures are
 * handed on. Looks are of no interest. */
#include "formats/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/le.h"
#include "base/utf8.h"
#include "formats/blocks.h"
#include "formats/compound.h"

enum {
    GROUPS_MAX = 200,
    CANCEL_EVERY = 65536, /* bytes */
    FONTS_MAX = 4096,
    COLOURS_MAX = 1024,
    WORD_MAX = 32,
    BYTES_MAX = 4096,
    OBJECT_MAX = 64 * 1024 * 1024,
    PROPERTY_MAX = 4096,
};

/* ---- words ---- */

enum word {
    W_SKIP, W_PROPERTY, W_PLACE, W_FONTS, W_FIELD, W_OBJDATA, W_PICT, W_TEXT_AGAIN, W_UPR, W_PAR, W_CELL, W_ROW, W_INTBL, W_TROWD, W_PARD, W_PLAIN,
    W_V, W_DELETED, W_REVISED, W_F, W_FCHARSET, W_CPG, W_ANSICPG, W_MAC, W_PC, W_PCA, W_U, W_UC, W_CHARACTER, W_BIN, W_COLOURS, W_RED, W_GREEN, W_BLUE, W_CF, W_CB, W_CBPAT,
    W_BACKGROUND, W_NOTHING
};
static const struct known_word {
    const char *name;
    enum word word;
    int value;          /* of W_PLACE: kind; W_CHARACTER: code point */
    const char *property;
} words[] = {
    {"par", W_PAR, 0, NULL}, {"sect", W_PAR, 0, NULL}, {"page", W_PAR, 0, NULL}, {"cell", W_CELL, 0, NULL}, {"nestcell", W_CELL, 0, NULL},
    {"row", W_ROW, 0, NULL}, {"nestrow", W_ROW, 0, NULL}, {"intbl", W_INTBL, 0, NULL}, {"trowd", W_TROWD, 0, NULL}, {"pard", W_PARD, 0, NULL},
    {"plain", W_PLAIN, 0, NULL}, {"v", W_V, 0, NULL}, {"deleted", W_DELETED, 0, NULL}, {"revised", W_REVISED, 0, NULL}, {"f", W_F, 0, NULL},
    {"fcharset", W_FCHARSET, 0, NULL}, {"cpg", W_CPG, 0, NULL},
    {"ansicpg", W_ANSICPG, 0, NULL}, {"mac", W_MAC, 0, NULL}, {"pc", W_PC, 0, NULL}, {"pca", W_PCA, 0, NULL}, {"u", W_U, 0, NULL},
    {"uc", W_UC, 0, NULL}, {"bin", W_BIN, 0, NULL},
    {"tab", W_CHARACTER, '\t', NULL}, {"line", W_CHARACTER, '\n', NULL}, {"lbr", W_CHARACTER, '\n', NULL}, {"softline", W_CHARACTER, '\n', NULL},
    {"emdash", W_CHARACTER, 0x2014, NULL}, {"endash", W_CHARACTER, 0x2013, NULL}, {"lquote", W_CHARACTER, 0x2018, NULL},
    {"rquote", W_CHARACTER, 0x2019, NULL}, {"ldblquote", W_CHARACTER, 0x201C, NULL}, {"rdblquote", W_CHARACTER, 0x201D, NULL},
    {"bullet", W_CHARACTER, 0x2022, NULL}, {"emspace", W_CHARACTER, ' ', NULL}, {"enspace", W_CHARACTER, ' ', NULL},
    {"qmspace", W_CHARACTER, ' ', NULL},
    {"header", W_PLACE, PLACE_HEADER, NULL}, {"headerl", W_PLACE, PLACE_HEADER, NULL}, {"headerr", W_PLACE, PLACE_HEADER, NULL},
    {"headerf", W_PLACE, PLACE_HEADER, NULL}, {"footer", W_PLACE, PLACE_HEADER, NULL}, {"footerl", W_PLACE, PLACE_HEADER, NULL},
    {"footerr", W_PLACE, PLACE_HEADER, NULL}, {"footerf", W_PLACE, PLACE_HEADER, NULL}, {"footnote", W_PLACE, PLACE_NOTE, NULL},
    {"annotation", W_PLACE, PLACE_COMMENT, NULL}, {"shptxt", W_PLACE, PLACE_OTHER, NULL},
    {"title", W_PROPERTY, 0, "title"}, {"author", W_PROPERTY, 0, "author"}, {"operator", W_PROPERTY, 0, "last_saved_by"},
    {"company", W_PROPERTY, 0, "company"}, {"manager", W_PROPERTY, 0, "manager"}, {"subject", W_PROPERTY, 0, "subject"},
    {"keywords", W_PROPERTY, 0, "keywords"}, {"doccomm", W_PROPERTY, 0, "comments"}, {"category", W_PROPERTY, 0, "category"},
    {"template", W_PROPERTY, 0, "template"}, {"hlinkbase", W_PROPERTY, 0, "hyperlink_base"}, {"generator", W_PROPERTY, 0, "application"},
    {"fonttbl", W_FONTS, 0, NULL}, {"fldinst", W_FIELD, 0, NULL}, {"objdata", W_OBJDATA, 0, NULL}, {"pict", W_PICT, 0, NULL},
    {"upr", W_UPR, 0, NULL}, {"ud", W_TEXT_AGAIN, 0, NULL}, {"shppict", W_TEXT_AGAIN, 0, NULL}, {"shpinst", W_TEXT_AGAIN, 0, NULL},
    {"do", W_TEXT_AGAIN, 0, NULL}, {"fldrslt", W_TEXT_AGAIN, 0, NULL}, {"result", W_TEXT_AGAIN, 0, NULL}, {"dptxbxtext", W_PLACE, PLACE_OTHER, NULL},
    {"colortbl", W_COLOURS, 0, NULL}, {"red", W_RED, 0, NULL}, {"green", W_GREEN, 0, NULL}, {"blue", W_BLUE, 0, NULL}, {"cf", W_CF, 0, NULL},
    {"cb", W_CB, 0, NULL}, {"chcbpat", W_CB, 0, NULL}, {"highlight", W_CB, 0, NULL}, {"cbpat", W_CBPAT, 0, NULL}, {"background", W_BACKGROUND, 0, NULL},
    {"stylesheet", W_SKIP, 0, NULL}, {"sn", W_SKIP, 0, NULL}, {"sv", W_SKIP, 0, NULL}, {"shprslt", W_SKIP, 0, NULL},
    {"nonshppict", W_SKIP, 0, NULL}, {"xe", W_SKIP, 0, NULL}, {"tc", W_SKIP, 0, NULL}, {"rxe", W_SKIP, 0, NULL}, {"filetbl", W_SKIP, 0, NULL},
    {"private", W_SKIP, 0, NULL}, {"revtbl", W_SKIP, 0, NULL}, {"creatim", W_SKIP, 0, NULL}, {"revtim", W_SKIP, 0, NULL},
    {"printim", W_SKIP, 0, NULL}, {"buptim", W_SKIP, 0, NULL}, {"info", W_NOTHING, 0, NULL},
};
enum { WORD_COUNT = sizeof words / sizeof words[0] };
_Static_assert(WORD_COUNT < 256, "numbers of words are bytes");

/* The words that begin with the same letter, one after the other; a number of WORD_COUNT ends them. */
struct word_index {
    uint8_t first[256], next[WORD_COUNT];
};

static void index_words(struct word_index *index)
{
    memset(index->first, WORD_COUNT, sizeof index->first);
    for (size_t i = WORD_COUNT; i-- > 0;) {
        uint8_t *first = &index->first[(uint8_t)words[i].name[0]];
        index->next[i] = *first;
        *first = (uint8_t)i;
    }
}

/* NULL: a word that says nothing here. */
static const struct known_word *find_word(const struct word_index *index, const char *name)
{
    for (size_t i = index->first[(uint8_t)name[0]]; i < WORD_COUNT; i = index->next[i]) {
        if (strcmp(words[i].name, name) == 0)
            return &words[i];
    }
    return NULL;
}

/* ---- the reader ---- */

enum destination { DEST_TEXT, DEST_SKIP, DEST_FONTS, DEST_COLOURS, DEST_PROPERTY, DEST_FIELD, DEST_HEX };

struct group {
    enum destination destination;
    const char *property;
    enum place_kind kind;
    unsigned codepage, unicode_skip;
    bool hidden, deleted, revised;
    bool white, shaded, paragraph_shaded; /* its letters; something coloured behind them */
};

struct rtf {
    struct sink *sink;
    struct word_index words;
    struct blocks blocks;
    struct group groups[GROUPS_MAX];
    unsigned depth, deeper;        /* groups beyond the maximum are counted and skipped */
    struct group now;
    unsigned codepage;             /* of the document */
    uint16_t font_codepage[FONTS_MAX];
    uint32_t font;                 /* the one being defined */
    uint8_t white_colours[COLOURS_MAX / 8];
    uint32_t colour, red, green, blue; /* the one being defined */
    bool coloured_page;
    bool starred;                  /* \* came: an unknown destination may be skipped */
    unsigned skip_characters;      /* what stands in for a \u */
    uint32_t high_surrogate;
    uint8_t bytes[BYTES_MAX];      /* pending bytes of one code page */
    size_t byte_count;
    unsigned byte_codepage;
    struct buf text, value;
    bool in_table, table_goes_on;  /* no other text has come since the table's last row */
    uint32_t table, row, column, paragraph, objects;
    char table_name[32];
    struct buf hex;
    int half;                      /* first digit of a hex pair, -1 none */
    bool is_object;
    uint64_t comments, changes, hidden, whites;
    bool change_open, hidden_open, white_open;
    char comment_sample[SAMPLE_MAX + 1], change_sample[SAMPLE_MAX + 1], hidden_sample[SAMPLE_MAX + 1], white_sample[SAMPLE_MAX + 1];
    char field[SAMPLE_MAX + 1];
};

/* ---- text out ---- */

static void open_paragraph(struct rtf *r)
{
    struct place place = {.kind = r->now.kind};
    if (r->now.kind == PLACE_BODY && r->in_table) {
        place.kind = PLACE_CELL;
        place.table = r->table_name;
        place.row = r->row;
        place.column = r->column;
    } else if (r->now.kind == PLACE_BODY) {
        place.number = ++r->paragraph;
    }
    blocks_begin(&r->blocks, &place);
}

/* White letters on the page's own white: in tables and shapes anything may lie behind them. */
static bool white_on_white(const struct rtf *r)
{
    return r->now.white && !r->now.shaded && !r->now.paragraph_shaded && !r->in_table && !r->coloured_page && r->now.kind == PLACE_BODY;
}

static void send_text(struct rtf *r, const char *text, size_t n)
{
    unsigned flags = 0;
    if (n == 0)
        return;
    switch (r->now.destination) {
    case DEST_PROPERTY:
        buf_add(&r->value, text, n);
        return;
    case DEST_FIELD:
        add_sample(r->field, text, n);
        return;
    case DEST_TEXT:
        break;
    default:
        return;
    }
    if (r->now.deleted || r->now.revised) {
        if (!r->change_open)
            r->changes++;
        r->change_open = true;
        add_sample(r->change_sample, text, n);
    } else {
        r->change_open = false;
    }
    if (r->now.deleted)
        flags |= PLACE_DELETED;
    if (r->now.hidden) {
        flags |= PLACE_HIDDEN;
        if (!r->hidden_open)
            r->hidden++;
        r->hidden_open = true;
        add_sample(r->hidden_sample, text, n);
    } else {
        r->hidden_open = false;
    }
    bool white = !r->now.hidden && white_on_white(r) && !is_blank(text, n);
    if (white) {
        flags |= PLACE_HIDDEN;
        r->whites += !r->white_open;
        add_sample(r->white_sample, text, n);
    }
    r->white_open = white;
    if (r->now.kind == PLACE_COMMENT)
        add_sample(r->comment_sample, text, n);
    if (!blocks_inside(&r->blocks)) {
        if (!r->in_table)
            r->table_goes_on = false;
        open_paragraph(r);
    }
    blocks_text(&r->blocks, flags, text, n);
}

static void flush_bytes(struct rtf *r)
{
    if (r->byte_count == 0)
        return;
    size_t n = r->byte_count;
    r->byte_count = 0;
    bool ascii = true;
    for (size_t i = 0; i < n && ascii; i++)
        ascii = r->bytes[i] < 0x80;
    if (ascii) {
        send_text(r, (const char *)r->bytes, n);
        return;
    }
    buf_reset(&r->text);
    add_codepage(&r->text, r->byte_codepage, r->bytes, n);
    send_text(r, buf_str(&r->text), r->text.len);
}

static void add_byte(struct rtf *r, uint8_t byte)
{
    if (r->skip_characters > 0) {
        r->skip_characters--;
        return;
    }
    unsigned codepage = r->now.codepage != 0 ? r->now.codepage : r->codepage;
    if (r->byte_count > 0 && r->byte_codepage != codepage)
        flush_bytes(r);
    r->byte_codepage = codepage;
    r->bytes[r->byte_count++] = byte;
    /* Cut a long run at a byte that no two-byte character can end beyond. */
    if (r->byte_count == BYTES_MAX || (r->byte_count > BYTES_MAX / 2 && byte == ' '))
        flush_bytes(r);
}

static void end_paragraph(struct rtf *r)
{
    flush_bytes(r);
    if (r->now.destination == DEST_TEXT)
        blocks_end(&r->blocks);
}

static void add_code_point(struct rtf *r, int32_t value)
{
    char utf8[4];
    uint32_t cp = value < 0 ? (uint32_t)(value + 65536) : (uint32_t)value;
    flush_bytes(r);
    if (cp >= 0xD800 && cp < 0xDC00) {
        r->high_surrogate = cp;
    } else {
        if (cp >= 0xDC00 && cp < 0xE000 && r->high_surrogate != 0)
            cp = 0x10000 + ((r->high_surrogate - 0xD800) << 10) + (cp - 0xDC00);
        r->high_surrogate = 0;
        send_text(r, utf8, utf8_encode(cp, utf8));
    }
    r->skip_characters = r->now.unicode_skip;
}

/* ---- what is embedded ---- */

/* The data of an OLE 1.0 object: version, format, three counted strings, size ([MS-OLEDS] 2.2.5). */
static bool ole1_data(const uint8_t *p, size_t n, size_t *at, size_t *len)
{
    size_t i = 8;
    for (int k = 0; k < 3; k++) {
        if (n < 4 || i > n - 4)
            return false;
        uint32_t count = le32(p + i);
        i += 4;
        if (count > n - i)
            return false;
        i += count;
    }
    if (n < 4 || i > n - 4)
        return false;
    *len = le32(p + i);
    *at = i + 4;
    if (*len > n - *at)
        *len = n - *at;
    return true;
}

static void end_hex(struct rtf *r)
{
    if (r->hex.len > 16) {
        char name[48];
        const uint8_t *data = (const uint8_t *)r->hex.data;
        size_t at = 0, len = r->hex.len;
        struct source src;
        if (r->is_object) {
            snprintf(name, sizeof name, "object %u", (unsigned)++r->objects);
            sink_fact_at(r->sink, FACT_EMBEDDED_FILES, 1, name, NULL);
            ole1_data(data, r->hex.len, &at, &len);
        } else {
            snprintf(name, sizeof name, "picture");
        }
        bool jpeg = len > 3 && data[at] == 0xFF && data[at + 1] == 0xD8, png = len > 8 && data[at] == 0x89 && data[at + 1] == 'P';
        if (r->is_object || jpeg || png) {
            source_view(&src, data + at, len, r->sink->budget);
            r->sink->ops->file(r->sink, name, &src, 0, r->hex.full ? 1u << UNREAD_TOO_LARGE : 0);
            source_done(&src);
        }
    }
    sink_buf_free(r->sink, &r->hex);
    r->half = -1;
}

static void add_hex(struct rtf *r, uint8_t c)
{
    int digit = ascii_hex((char)c);
    if (digit < 0)
        return;
    if (r->half < 0) {
        r->half = digit;
    } else {
        buf_add_char(&r->hex, (char)(r->half << 4 | digit));
        r->half = -1;
    }
}

/* ---- groups ---- */

static void start_group(struct rtf *r)
{
    flush_bytes(r);
    r->skip_characters = 0;
    r->starred = false;
    if (r->depth == GROUPS_MAX) {
        r->deeper++;
        return;
    }
    r->groups[r->depth++] = r->now;
}

static void end_group(struct rtf *r)
{
    flush_bytes(r);
    r->skip_characters = 0;
    if (r->deeper > 0) {
        r->deeper--;
        return;
    }
    if (r->depth == 0)
        return;
    struct group was = r->now;
    r->now = r->groups[--r->depth];
    if (was.destination == DEST_PROPERTY && r->now.destination != DEST_PROPERTY) {
        sink_meta(r->sink, was.property, buf_str(&r->value));
        buf_reset(&r->value);
    } else if (was.destination == DEST_HEX && r->now.destination != DEST_HEX) {
        end_hex(r);
    } else if (was.destination == DEST_FIELD && r->now.destination != DEST_FIELD) {
        const char *s = r->field;
        while (*s == ' ')
            s++;
        if (strncmp(s, "DDE", 3) == 0)
            sink_fact_at(r->sink, FACT_DDE, 1, NULL, s);
        r->field[0] = '\0';
    } else if (was.kind != r->now.kind) { /* a note, header or comment is over */
        blocks_end(&r->blocks);
        if (was.kind == PLACE_COMMENT) {
            sink_fact_at(r->sink, FACT_COMMENTS, 1, NULL, r->comment_sample);
            r->comment_sample[0] = '\0';
        }
    }
}

/* ---- colours ---- */

static bool is_white(const struct rtf *r, int32_t colour)
{
    return colour >= 0 && colour < COLOURS_MAX && (r->white_colours[colour / 8] >> (colour % 8) & 1);
}

/* A semicolon ends each colour; the first is usually empty and means "automatic". */
static void end_colour(struct rtf *r)
{
    if (r->colour < COLOURS_MAX && r->red == 255 && r->green == 255 && r->blue == 255)
        r->white_colours[r->colour / 8] |= (uint8_t)(1u << (r->colour % 8));
    r->colour++;
    r->red = r->green = r->blue = 0;
}

/* ---- control words ---- */

static unsigned codepage_of_charset(int charset)
{
    static const struct {
        uint8_t charset;
        uint16_t codepage;
    } rows[] = {{0, 1252},   {77, 10000}, {78, 10001}, {128, 932},  {129, 949},  {130, 1361}, {134, 936},  {136, 950},  {161, 1253},
                {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250}, {255, 437}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].charset == charset)
            return rows[i].codepage;
    }
    return 0;
}

static void set_destination(struct rtf *r, enum destination d)
{
    if (r->now.destination != DEST_SKIP || d == DEST_TEXT)
        r->now.destination = d;
}

/* Words that say what the rest of this group is: text of another place, a property, bytes, nothing to read. */
static void destination_word(struct rtf *r, const struct known_word *known)
{
    switch (known->word) {
    case W_BACKGROUND:
        r->coloured_page = true;
        set_destination(r, DEST_SKIP);
        break;
    case W_COLOURS:
        set_destination(r, DEST_COLOURS);
        break;
    case W_TEXT_AGAIN:
        /* Unicode beside the same in ANSI; other kinds of shapes stand in text anyway. */
        if (strcmp(known->name, "ud") == 0 && r->depth > 1)
            r->now.destination = r->groups[r->depth - 2].destination == DEST_SKIP && r->depth > 2 ? r->groups[r->depth - 3].destination
                                                                                                   : r->groups[r->depth - 2].destination;
        else if (r->now.destination == DEST_FIELD)
            r->now.destination = DEST_TEXT;
        break;
    case W_PROPERTY:
        if (r->now.destination == DEST_TEXT && r->depth >= 2) {
            r->now.destination = DEST_PROPERTY;
            r->now.property = known->property;
            buf_reset(&r->value);
        }
        break;
    case W_PLACE:
        if (r->now.destination == DEST_TEXT && r->now.kind != (enum place_kind)known->value) {
            struct place place = {.kind = (enum place_kind)known->value};
            r->now.kind = place.kind;
            r->now.hidden = r->now.deleted = false;
            if (place.kind == PLACE_COMMENT)
                r->comments++;
            blocks_begin(&r->blocks, &place);
        }
        break;
    case W_FONTS:
        set_destination(r, DEST_FONTS);
        break;
    case W_FIELD:
        set_destination(r, DEST_FIELD);
        break;
    case W_OBJDATA:
    case W_PICT:
        r->is_object = known->word == W_OBJDATA;
        set_destination(r, DEST_HEX);
        break;
    default:
        set_destination(r, DEST_SKIP);
        break;
    }
}

/* Where paragraphs, cells and rows end. */
static void paragraph_word(struct rtf *r, enum word word)
{
    switch (word) {
    case W_PAR:
        end_paragraph(r);
        if (r->now.kind != PLACE_BODY && r->now.destination == DEST_TEXT)
            open_paragraph(r); /* its group ends the last one */
        break;
    case W_CELL:
        end_paragraph(r);
        r->column++;
        break;
    case W_ROW:
        end_paragraph(r);
        r->row++;
        r->table_goes_on = true;
        r->column = 1;
        break;
    case W_PARD:
        r->now.paragraph_shaded = false;
        if (r->column <= 1 && r->now.kind == PLACE_BODY && !blocks_inside(&r->blocks))
            r->in_table = false; /* between rows: the next paragraph says whether it is in a table */
        break;
    default: /* in a table */
        if (r->in_table || r->now.kind != PLACE_BODY)
            break;
        r->in_table = true;
        if (!r->table_goes_on) {
            snprintf(r->table_name, sizeof r->table_name, "table %u", (unsigned)++r->table);
            r->row = 1;
        }
        r->table_goes_on = true;
        r->column = 1;
        break;
    }
}

/* How letters look, and what colours there are. */
static void look_word(struct rtf *r, enum word word, bool on, int32_t value)
{
    switch (word) {
    case W_RED:
        r->red = (uint32_t)value;
        break;
    case W_GREEN:
        r->green = (uint32_t)value;
        break;
    case W_BLUE:
        r->blue = (uint32_t)value;
        break;
    case W_CF:
        r->now.white = is_white(r, value);
        break;
    case W_CB:
        r->now.shaded = value != 0 && !is_white(r, value);
        break;
    case W_CBPAT:
        r->now.paragraph_shaded = value != 0 && !is_white(r, value);
        break;
    case W_V:
        r->now.hidden = on;
        break;
    case W_DELETED:
        r->now.deleted = on;
        break;
    case W_REVISED:
        r->now.revised = on;
        break;
    default:
        r->now.hidden = r->now.deleted = r->now.revised = r->now.white = r->now.shaded = false;
        break;
    }
}

/* Which code page bytes are in: of the file, of a font in the table of fonts, of the font in use. */
static void codepage_word(struct rtf *r, enum word word, int32_t value)
{
    bool of_font = r->now.destination == DEST_FONTS && r->font < FONTS_MAX, is_codepage = value > 0 && value <= 65535;
    switch (word) {
    case W_F:
        if (value < 0 || value >= FONTS_MAX)
            break;
        if (r->now.destination == DEST_FONTS) {
            r->font = (uint32_t)value;
        } else if (r->now.codepage != r->font_codepage[value]) {
            flush_bytes(r);
            r->now.codepage = r->font_codepage[value];
        }
        break;
    case W_FCHARSET:
        if (of_font)
            r->font_codepage[r->font] = (uint16_t)codepage_of_charset(value);
        break;
    case W_CPG:
        if (of_font && is_codepage)
            r->font_codepage[r->font] = (uint16_t)value;
        break;
    case W_ANSICPG:
        if (is_codepage)
            r->codepage = (unsigned)value;
        break;
    case W_MAC:
        r->codepage = 10000;
        break;
    case W_PC:
        r->codepage = 437;
        break;
    default:
        r->codepage = 850;
        break;
    }
}

/* Raw bytes follow. */
static void binary(struct rtf *r, int32_t value, const uint8_t **rest, const uint8_t *end)
{
    size_t left = (size_t)(end - *rest), n = value > 0 ? (size_t)value : 0;
    if (n > left)
        n = left;
    if (r->now.destination == DEST_HEX)
        buf_add(&r->hex, *rest, n);
    *rest += n;
}

static void control_word(struct rtf *r, const char *name, bool has_value, int32_t value, const uint8_t **rest, const uint8_t *end)
{
    const struct known_word *known = find_word(&r->words, name);
    bool starred = r->starred;
    r->starred = false;
    if (r->skip_characters > 0 && (known == NULL || known->word != W_U)) {
        r->skip_characters--;
        return;
    }
    if (known == NULL) {
        if (starred) { /* a destination of which nothing is known may be left out, says the format */
            flush_bytes(r);
            set_destination(r, DEST_SKIP);
        }
        return;
    }
    if (known->word != W_CHARACTER && known->word != W_UC && known->word != W_F)
        flush_bytes(r);
    switch (known->word) {
    case W_SKIP:
    case W_PROPERTY:
    case W_PLACE:
    case W_FONTS:
    case W_FIELD:
    case W_OBJDATA:
    case W_PICT:
    case W_TEXT_AGAIN:
    case W_UPR:
    case W_COLOURS:
    case W_BACKGROUND:
        destination_word(r, known);
        break;
    case W_PAR:
    case W_CELL:
    case W_ROW:
    case W_INTBL:
    case W_TROWD:
    case W_PARD:
        paragraph_word(r, known->word);
        break;
    case W_PLAIN:
    case W_V:
    case W_DELETED:
    case W_REVISED:
    case W_RED:
    case W_GREEN:
    case W_BLUE:
    case W_CF:
    case W_CB:
    case W_CBPAT:
        look_word(r, known->word, !has_value || value != 0, value);
        break;
    case W_F:
    case W_FCHARSET:
    case W_CPG:
    case W_ANSICPG:
    case W_MAC:
    case W_PC:
    case W_PCA:
        codepage_word(r, known->word, value);
        break;
    case W_U:
        add_code_point(r, value);
        break;
    case W_UC:
        r->now.unicode_skip = value >= 0 && value < 16 ? (unsigned)value : 1;
        break;
    case W_CHARACTER: {
        char utf8[4];
        flush_bytes(r);
        send_text(r, utf8, utf8_encode((uint32_t)known->value, utf8));
        break;
    }
    case W_BIN:
        binary(r, value, rest, end);
        break;
    case W_NOTHING: /* known, so that a star before it skips nothing */
        break;
    }
}

static void character(struct rtf *r, uint8_t c)
{
    if (r->now.destination == DEST_HEX)
        add_hex(r, c);
    else if (r->now.destination == DEST_COLOURS && c == ';')
        end_colour(r);
    else if (r->now.destination == DEST_TEXT || r->now.destination == DEST_PROPERTY || r->now.destination == DEST_FIELD)
        add_byte(r, c);
}

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "\word-12 " from its first letter. Returns what follows it. */
static const uint8_t *read_word(struct rtf *r, const uint8_t *p, const uint8_t *end)
{
    char name[WORD_MAX + 1];
    size_t n = 0;
    int64_t value = 0;
    bool negative = false, has_value = false;
    for (; p < end && is_letter(*p); p++) {
        if (n < WORD_MAX)
            name[n++] = (char)*p;
    }
    name[n] = '\0';
    if (p < end && *p == '-') {
        negative = true;
        p++;
    }
    for (; p < end && *p >= '0' && *p <= '9'; p++) {
        has_value = true;
        if (value < INT32_MAX)
            value = value * 10 + (*p - '0');
    }
    if (p < end && *p == ' ')
        p++;
    if (value > INT32_MAX)
        value = INT32_MAX;
    if (r->deeper == 0)
        control_word(r, name, has_value, (int32_t)(negative ? -value : value), &p, end);
    return p;
}

/* A backslash and this one character. Returns what follows it. */
static const uint8_t *read_symbol(struct rtf *r, const uint8_t *p, const uint8_t *end)
{
    uint8_t c = *p++;
    if (r->deeper > 0)
        return p;
    switch (c) {
    case '\'':
        if (end - p >= 2) {
            int high = ascii_hex((char)p[0]), low = ascii_hex((char)p[1]);
            p += 2;
            if (high >= 0 && low >= 0)
                character(r, (uint8_t)(high << 4 | low));
        }
        break;
    case '*':
        r->starred = true;
        break;
    case '~':
        character(r, ' ');
        break;
    case '_':
        character(r, '-');
        break;
    case '\r':
    case '\n':
        end_paragraph(r);
        break;
    case '-':
    case ':':
    case '|':
        break;
    default:
        character(r, c);
        break;
    }
    return p;
}

static void parse(struct rtf *r, const uint8_t *p, const uint8_t *end)
{
    const uint8_t *look = p;
    while (p < end) {
        if (p >= look) {
            if (budget_cancelled(r->sink->budget))
                return;
            look = p + CANCEL_EVERY;
        }
        uint8_t c = *p++;
        if (c == '{')
            start_group(r);
        else if (c == '}')
            end_group(r);
        else if (c == '\\')
            p = p == end ? end : is_letter(*p) ? read_word(r, p, end) : read_symbol(r, p, end);
        else if (c != '\r' && c != '\n' && r->deeper == 0)
            character(r, c);
    }
}

static int rtf_bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    (void)name;
    return n >= 5 && memcmp(head, "{\\rt", 4) == 0 ? 90 : 0;
}

static void rtf_read(struct source *src, const char *name, struct sink *sink)
{
    size_t n;
    (void)name;
    const uint8_t *data = source_whole(src, &n);
    struct rtf *r = data != NULL ? calloc(1, sizeof *r) : NULL;
    if (r == NULL || !budget_work(sink->budget, n)) {
        free(r);
        sink_stopped(sink);
        return;
    }
    r->sink = sink;
    r->codepage = 1252;
    r->now.unicode_skip = 1;
    r->now.kind = PLACE_BODY;
    r->half = -1;
    index_words(&r->words);
    blocks_init(&r->blocks, sink);
    buf_init(&r->text, 8 * BYTES_MAX);
    buf_init(&r->value, PROPERTY_MAX);
    buf_init(&r->hex, OBJECT_MAX);
    parse(r, data, data + n);
    flush_bytes(r);
    if (r->depth > 0 || r->deeper > 0)
        sink_unread(sink, UNREAD_DAMAGED);
    while (blocks_inside(&r->blocks))
        blocks_end(&r->blocks);
    if (r->changes > 0)
        sink_fact_at(sink, FACT_TRACKED_CHANGES, r->changes, NULL, r->change_sample);
    if (r->hidden > 0)
        sink_fact_at(sink, FACT_HIDDEN_TEXT, r->hidden, NULL, r->hidden_sample);
    if (r->whites > 0)
        sink_fact_at(sink, FACT_HIDDEN_TEXT, r->whites, "white on white", r->white_sample);
    blocks_free(&r->blocks);
    sink_buf_free(sink, &r->text);
    sink_buf_free(sink, &r->value);
    sink_buf_free(sink, &r->hex);
    free(r);
}

const struct format format_rtf = {"rtf", rtf_bid, rtf_read};
