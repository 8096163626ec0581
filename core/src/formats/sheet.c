/* Cell names as spreadsheets write them. Text only: nothing is known of any file. */
#include "formats/sheet.h"

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
