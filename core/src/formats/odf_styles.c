/* What the styles of an OpenDocument file say about what is seen: hidden text and sheets, white letters, how large a slide is. Who uses a
 * style is odf_content.c's. */
#include "formats/odf_styles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strmap.h"

enum { STYLES_MEMORY = 8 * 1024 * 1024, INHERIT_MAX = 16 };

bool odf_styles_init(struct odf_styles *s)
{
    memset(s, 0, sizeof *s);
    s->arena = arena_new(STYLES_MEMORY);
    s->names = strmap_new();
    return s->arena != NULL && s->names != NULL;
}

void odf_styles_free(struct odf_styles *s)
{
    arena_free(s->arena);
    strmap_free(s->names);
    free(s->list);
}

static const char *style_key(char key[2 * ODF_STYLE_NAME], const char *family, const char *name)
{
    snprintf(key, 2 * ODF_STYLE_NAME, "%s %s", family, name);
    return key;
}

struct odf_style *odf_style_find(const struct odf_styles *s, const char *family, const char *name)
{
    char key[2 * ODF_STYLE_NAME];
    size_t i;
    return name[0] != '\0' && strmap_get(s->names, style_key(key, family, name), &i) ? s->list[i] : NULL;
}

/* NULL: no room, which the caller remembers. */
static struct odf_style *style_add(struct odf_styles *s, const char *family, const char *name)
{
    char key[2 * ODF_STYLE_NAME];
    size_t stored;
    struct odf_style *style = odf_style_find(s, family, name);
    if (style != NULL)
        return style;
    if (s->count == s->capacity) {
        size_t capacity = s->capacity != 0 ? s->capacity * 2 : 64;
        struct odf_style **list = realloc(s->list, capacity * sizeof *list);
        if (list == NULL)
            return NULL;
        s->list = list;
        s->capacity = capacity;
    }
    style = arena_alloc(s->arena, sizeof *style);
    const char *kept = arena_strdup(s->arena, style_key(key, family, name));
    if (style == NULL || kept == NULL || !strmap_put(s->names, kept, s->count, &stored))
        return NULL;
    style->text_hidden = style->text_white = -1;
    s->list[s->count++] = style;
    return style;
}

bool odf_style_hides(const struct odf_styles *s, const char *family, const char *name)
{
    const struct odf_style *style = odf_style_find(s, family, name);
    for (int step = 0; style != NULL && step < INHERIT_MAX; step++) {
        if (style->text_hidden >= 0)
            return style->text_hidden > 0;
        style = style->parent != NULL ? odf_style_find(s, family, style->parent) : NULL;
    }
    return false;
}

int odf_style_letters(const struct odf_styles *s, const char *family, const char *name, bool *coloured)
{
    const struct odf_style *style = s->any_white ? odf_style_find(s, family, name) : NULL;
    int white = -1;
    *coloured = false;
    for (int step = 0; style != NULL && step < INHERIT_MAX; step++) {
        *coloured = *coloured || style->coloured;
        if (white < 0)
            white = style->text_white;
        style = style->parent != NULL ? odf_style_find(s, family, style->parent) : NULL;
    }
    return white;
}

bool odf_style_is_white_cell(const struct odf_styles *s, const char *name)
{
    bool coloured;
    return odf_style_letters(s, "table-cell", name, &coloured) > 0 && !coloured;
}

/* "-1.5cm" and the like; false: none. Read by hand, for a program may have set a locale. */
static bool read_length(const char *s, int32_t *out)
{
    static const struct {
        char unit[3];
        double hundredths;
    } units[] = {{"cm", 1000}, {"mm", 100}, {"in", 2540}, {"pt", 2540.0 / 72}, {"pc", 2540.0 / 6}, {"px", 2540.0 / 96}};
    double value = 0, place = 1;
    bool negative = *s == '-', digits = false;
    for (s += negative; (*s >= '0' && *s <= '9') || (*s == '.' && place == 1); s++) {
        if (*s == '.') {
            place = 0.1;
        } else if (place == 1) {
            value = value * 10 + (*s - '0');
            digits = true;
        } else {
            value += (*s - '0') * place;
            place /= 10;
            digits = true;
        }
    }
    for (size_t i = 0; digits && i < sizeof units / sizeof units[0]; i++) {
        if (strncmp(s, units[i].unit, 2) == 0) {
            value *= negative ? -units[i].hundredths : units[i].hundredths;
            *out = value > -1e9 && value < 1e9 ? (int32_t)value : 0;
            return true;
        }
    }
    return false;
}

bool odf_length(const struct xml_tag *tag, const char *name, int32_t *out)
{
    char text[32];
    return xml_attr_copy(tag, name, text, sizeof text) && read_length(text, out);
}

/* "rect(0cm, 2.1cm, 0cm, 0cm)": how far each edge is cut in. Less than a fifth of a millimetre is rounding. */
static bool is_clipped(const char *clip)
{
    int32_t edge;
    for (const char *p = strchr(clip, '('); p != NULL; p = strpbrk(p, ", ")) {
        p++;
        if (read_length(p, &edge) && edge >= 20)
            return true;
    }
    return false;
}

/* Whether something other than white lies behind: a colour, a picture, a pattern. */
static bool has_colour(const struct xml_tag *tag)
{
    char text[32];
    if (xml_attr_copy(tag, "background-color", text, sizeof text) && text[0] != '\0' && strcmp(text, "transparent") != 0 &&
        strcmp(text, "#ffffff") != 0 && strcmp(text, "#FFFFFF") != 0)
        return true;
    return xml_attr_copy(tag, "fill", text, sizeof text) && text[0] != '\0' && strcmp(text, "none") != 0;
}

/* ---- tags ---- */

void odf_style_begin(struct odf_styles *s, const struct xml_tag *tag)
{
    char name[ODF_STYLE_NAME], parent[ODF_STYLE_NAME], family[32];
    s->open = NULL;
    if (!xml_attr_copy(tag, "name", name, sizeof name) || !xml_attr_copy(tag, "family", family, sizeof family))
        return;
    s->open = style_add(s, family, name);
    s->full = s->full || s->open == NULL;
    if (s->open != NULL && xml_attr_copy(tag, "parent-style-name", parent, sizeof parent))
        s->open->parent = arena_strdup(s->arena, parent);
}

void odf_style_begin_layout(struct odf_styles *s, const struct xml_tag *tag, const char *family)
{
    char name[ODF_STYLE_NAME];
    s->open = NULL;
    if (!xml_attr_copy(tag, "name", name, sizeof name))
        return;
    s->open = style_add(s, family, name);
    s->full = s->full || s->open == NULL;
    if (s->open != NULL && xml_attr_copy(tag, "page-layout-name", name, sizeof name))
        s->open->page_layout = arena_strdup(s->arena, name);
}

void odf_style_end(struct odf_styles *s)
{
    s->open = NULL;
}

static void text_properties(struct odf_styles *s, const struct xml_tag *tag)
{
    char text[ODF_STYLE_NAME];
    if (xml_attr_copy(tag, "display", text, sizeof text))
        s->open->text_hidden = strcmp(text, "none") == 0;
    if (xml_attr_copy(tag, "color", text, sizeof text)) {
        s->open->text_white = strcmp(text, "#ffffff") == 0 || strcmp(text, "#FFFFFF") == 0;
        s->any_white |= s->open->text_white;
    }
    s->open->coloured |= has_colour(tag);
}

void odf_style_properties(struct odf_styles *s, enum odf_properties of, const struct xml_tag *tag)
{
    char text[ODF_STYLE_NAME];
    if (of == ODF_OF_LAYOUT)
        s->coloured_page |= has_colour(tag);
    if (s->open == NULL)
        return;
    switch (of) {
    case ODF_OF_TEXT:
        text_properties(s, tag);
        break;
    case ODF_OF_PARAGRAPH_OR_CELL:
        s->open->coloured |= has_colour(tag);
        break;
    case ODF_OF_CONDITION: /* it may colour the cell */
        s->open->coloured = true;
        break;
    case ODF_OF_GRAPHIC:
        if (xml_attr_copy(tag, "clip", text, sizeof text))
            s->open->clips = is_clipped(text);
        break;
    case ODF_OF_LAYOUT:
        odf_length(tag, "page-width", &s->open->width);
        odf_length(tag, "page-height", &s->open->height);
        break;
    case ODF_OF_TABLE:
        if (xml_attr_copy(tag, "display", text, sizeof text))
            s->open->sheet_hidden = strcmp(text, "false") == 0;
        break;
    case ODF_OF_PAGE:
        s->open->page_hidden = xml_attr_is(tag, "visibility", "hidden");
        break;
    }
}
