/* Which number formats mean a date, and numbers as text. Knows no file format. */
#include "formats/number_format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/le.h"

bool number_format_is_builtin_date(unsigned id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58;
}

bool number_format_is_date(const char *code)
{
    bool year = false, month = false, day = false;
    for (const char *p = code; *p && *p != ';'; p++) {
        if (*p == '"') { /* a literal text */
            const char *end = strchr(p + 1, '"');
            if (!end)
                break;
            p = end;
        } else if (*p == '[') { /* colour, condition, locale, elapsed time */
            const char *end = strchr(p + 1, ']');
            if (!end)
                break;
            p = end;
        } else if (*p == '\\' || *p == '_' || *p == '*') {
            if (p[1])
                p++;
        } else if (*p == 'y' || *p == 'Y' || *p == 'e' || *p == 'g') {
            if (*p != 'e' || (p[1] != '+' && p[1] != '-')) /* 0.00e+00 */
                year = true;
        } else if (*p == 'm' || *p == 'M')
            month = true;
        else if (*p == 'd' || *p == 'D')
            day = true;
    }
    return (year && (month || day)) || (month && day);
}

static void civil_from_days(long long days, int *y, int *m, int *d)
{
    /* Days since 1970-01-01 to the proleptic Gregorian date, era by era of 400 years. */
    days += 719468;
    long long era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned doe = (unsigned)(days - era * 146097);
    unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    unsigned mp = (5 * doy + 2) / 153;
    *d = (int)(doy - (153 * mp + 2) / 5 + 1);
    *m = (int)(mp < 10 ? mp + 3 : mp - 9);
    *y = (int)((long long)yoe + era * 400 + (*m <= 2));
}

/* A sheet may have millions of dates: no printf. */
static char *put_digits(char *out, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + digits;
}

size_t number_text(double value, bool date, bool dates_1904, char out[64])
{
    if (date && value >= 1 && value < 2958466) {
        /* Serial 60 is a 29 February 1900 that never was; before it the count is one less. */
        long long serial = (long long)value;
        long long days = dates_1904 ? serial - 24107 : serial - (serial < 60 ? 25568 : 25569);
        int y, m, d, seconds = (int)((value - (double)serial) * 86400 + 0.5);
        civil_from_days(days, &y, &m, &d);
        char *end = put_digits(out, y, y > 9999 ? 5 : 4); /* dates of 1904 reach so far */
        *end++ = '-';
        end = put_digits(end, m, 2);
        *end++ = '-';
        end = put_digits(end, d, 2);
        if (seconds > 0 && seconds < 86400) {
            *end++ = ' ';
            end = put_digits(end, seconds / 3600, 2);
            *end++ = ':';
            end = put_digits(end, seconds / 60 % 60, 2);
        }
        *end = '\0';
        return (size_t)(end - out);
    }
    int n;
    if (fabs(value) < 1e15 && value == floor(value))
        n = snprintf(out, 64, "%.0f", value);
    else
        n = snprintf(out, 64, "%.15g", value);
    char *comma = strchr(out, ','); /* a program may have set a locale */
    if (comma)
        *comma = '.';
    return n > 0 ? (size_t)n : 0;
}

double number_from_bytes(const uint8_t little_endian[8])
{
    uint64_t bits = le64(little_endian);
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

double number_from_rk(uint32_t rk)
{
    double value;
    if (rk & 2)
        value = (int32_t)rk >> 2;
    else {
        uint64_t bits = (uint64_t)(rk & ~3u) << 32;
        memcpy(&value, &bits, 8);
    }
    return rk & 1 ? value / 100 : value;
}

bool number_styles_init(struct number_styles *s)
{
    s->format = calloc(NUMBER_STYLES_MAX, sizeof *s->format);
    return s->format != NULL;
}

void number_styles_free(struct number_styles *s)
{
    free(s->format);
    s->format = NULL;
}

void number_styles_add(struct number_styles *s, unsigned format)
{
    if (s->count < NUMBER_STYLES_MAX)
        s->format[s->count++] = (uint16_t)format;
}

void number_styles_define(struct number_styles *s, unsigned id, const char *code)
{
    if (s->own_count == NUMBER_FORMATS_MAX)
        return;
    s->own[s->own_count].id = (uint16_t)id;
    s->own[s->own_count++].date = number_format_is_date(code);
}

static bool shows_date(const struct number_styles *s, uint32_t style)
{
    uint16_t format = style < s->count ? s->format[style] : 0;
    if (number_format_is_builtin_date(format))
        return true;
    for (size_t i = 0; i < s->own_count; i++)
        if (s->own[i].id == format)
            return s->own[i].date;
    return false;
}

size_t number_styles_text(const struct number_styles *s, uint32_t style, double value, char out[64])
{
    return number_text(value, shows_date(s, style), s->dates_1904, out);
}
