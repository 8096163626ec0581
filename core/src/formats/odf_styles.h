/* The styles of one OpenDocument file, as far as they hide. */
#ifndef SEKISHO_FORMATS_ODF_STYLES_H
#define SEKISHO_FORMATS_ODF_STYLES_H

#include "parse/xml.h"

enum { ODF_STYLE_NAME = 128 };

struct odf_style {
    const char *parent, *page_layout; /* page_layout: of a master page */
    int8_t text_hidden, text_white;   /* -1: not said here */
    bool sheet_hidden, page_hidden, coloured, clips;
    int32_t width, height;            /* of a page layout, 0: not known */
};
struct odf_styles {
    struct arena *arena;
    struct strmap *names;          /* "family name" -> index */
    struct odf_style **list;
    size_t count, capacity;
    bool full;                     /* more than are kept, or memory was short: not known what the others hide */
    struct odf_style *open;        /* the one whose properties are being read, NULL: none */
    bool coloured_page, any_white; /* any_white: some style has white letters; else no cell need ask for its own */
};

bool odf_styles_init(struct odf_styles *); /* false: out of memory; to be freed all the same */
void odf_styles_free(struct odf_styles *);

struct odf_style *odf_style_find(const struct odf_styles *, const char *family, const char *name);
bool odf_style_hides(const struct odf_styles *, const char *family, const char *name);
/* Whether letters of this style are white (-1: neither it nor its parents say), and whether anything coloured lies behind them. */
int odf_style_letters(const struct odf_styles *, const char *family, const char *name, bool *coloured);
bool odf_style_is_white_cell(const struct odf_styles *, const char *name);

/* A style, or a page layout or master page (kept beside them: they tell how large a slide is), begins, says something, ends. */
void odf_style_begin(struct odf_styles *, const struct xml_tag *);
void odf_style_begin_layout(struct odf_styles *, const struct xml_tag *, const char *family);
enum odf_properties { ODF_OF_TEXT, ODF_OF_PARAGRAPH_OR_CELL, ODF_OF_CONDITION, ODF_OF_GRAPHIC, ODF_OF_LAYOUT, ODF_OF_TABLE, ODF_OF_PAGE };
void odf_style_properties(struct odf_styles *, enum odf_properties of, const struct xml_tag *);
void odf_style_end(struct odf_styles *);

/* An attribute that is a length, in hundredths of a millimetre; false: it is not there or none. */
bool odf_length(const struct xml_tag *, const char *name, int32_t *out);

#endif
