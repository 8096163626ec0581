/* Cell names as spreadsheets write them, and samples of what a hidden sheet holds. Knows no file format. */
#include "formats/sheet.h"

#include <string.h>

#include "base/utf8.h"

enum { STRINGS_BYTES = 64 * 1024 };

bool sheet_parse_ref(const char *s, size_t n, uint32_t *row, uint32_t *column)
{
    size_t i = 0;
    uint32_t c = 0, r = 0;
    if (i < n && s[i] == '$')
        i++;
    for (; i < n && ((s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z')); i++) {
        c = c * 26 + (uint32_t)((s[i] & 0xDF) - 'A' + 1);
        if (c > SHEET_COLUMNS)
            return false;
    }
    if (i < n && s[i] == '$')
        i++;
    for (; i < n && s[i] >= '0' && s[i] <= '9'; i++) {
        r = r * 10 + (uint32_t)(s[i] - '0');
        if (r > SHEET_ROWS)
            return false;
    }
    *row = r;
    *column = c;
    return i == n && r > 0 && c > 0;
}

void sheet_column_name(uint32_t column, char out[8])
{
    char reversed[8];
    int n = 0;
    if (column == 0 || column > SHEET_COLUMNS)
        column = 1;
    for (; column > 0; column = (column - 1) / 26)
        reversed[n++] = (char)('A' + (column - 1) % 26);
    for (int i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    out[n] = '\0';
}

void sheet_sample_add(struct sheet_sample *s, const char *text, size_t n)
{
    n = utf8_cut(text, n, SHEET_SAMPLE - s->len);
    memcpy(s->text + s->len, text, n);
    s->len += n;
    s->text[s->len] = '\0';
}

void sheet_sample_cell(struct sheet_sample *s, const char *text, size_t n)
{
    if (s->len > 0 && n > 0)
        sheet_sample_add(s, " ", 1);
    sheet_sample_add(s, text, n);
}

void sheet_strings_init(struct sheet_strings *s)
{
    buf_init(&s->text, STRINGS_BYTES);
    s->count = 0;
}

void sheet_strings_free(struct sheet_strings *s, struct sink *sink)
{
    sink_buf_free(sink, &s->text);
}

void sheet_strings_add(struct sheet_strings *s, const char *text, size_t n)
{
    if (s->count == SHEET_STRINGS || !buf_ok(&s->text))
        return;
    buf_add(&s->text, text, utf8_cut(text, n, SHEET_SAMPLE));
    s->end[s->count++] = (uint32_t)s->text.len;
}

void sheet_sample_string(struct sheet_sample *s, const struct sheet_strings *strings, uint32_t index)
{
    if (index < strings->count) {
        uint32_t from = index > 0 ? strings->end[index - 1] : 0;
        sheet_sample_cell(s, buf_str(&strings->text) + from, strings->end[index] - from);
    } else if (s->len == 0) /* something is there all the same */
        sheet_sample_cell(s, "...", 3);
}
