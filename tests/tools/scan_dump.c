/* Reads lines of JSON {"id","text"} and writes {"id","spans"} with offsets in code points, for the scoring script; `--low` keeps the unsure.
 * A tool of the tests: understands just the JSON that Python's json.dumps writes. With --time it only prints how long the detectors took. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "detect/detect.h"

static const char *find_string(const char *line, const char *key, char *out, size_t max, size_t *length)
{
    char pattern[40];
    snprintf(pattern, sizeof pattern, "\"%s\": \"", key);
    const char *at = strstr(line, pattern);
    if (!at)
        return NULL;
    at += strlen(pattern);
    size_t n = 0;
    while (*at && *at != '"' && n + 5 < max) {
        if (*at != '\\') {
            out[n++] = *at++;
            continue;
        }
        at++;
        if (*at == 'u') {
            unsigned cp = (unsigned)strtoul((char[5]){at[1], at[2], at[3], at[4], 0}, NULL, 16);
            at += 5;
            if (cp >= 0xD800 && cp < 0xDC00 && at[0] == '\\' && at[1] == 'u') {
                unsigned low = (unsigned)strtoul((char[5]){at[2], at[3], at[4], at[5], 0}, NULL, 16);
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                at += 6;
            }
            n += utf8_encode(cp, out + n);
        } else {
            out[n++] = *at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : *at;
            at++;
        }
    }
    *length = n;
    out[n] = '\0';
    return out;
}

struct out {
    const char *text;
    bool low, first;
};

static void print_hit(void *ctx, const struct data_hit *h)
{
    struct out *o = ctx;
    if (h->confidence == CONFIDENCE_LOW && !o->low)
        return;
    printf("%s{\"start\": %zu, \"end\": %zu, \"type\": \"%s\", \"confidence\": %d, \"rule\": \"%s\"}", o->first ? "" : ", ", utf8_count(o->text, h->start),
           utf8_count(o->text, h->end), data_type_name(h->type), (int)h->confidence, h->rule);
    o->first = false;
}

static void count_hit(void *ctx, const struct data_hit *h)
{
    (void)h;
    ++*(size_t *)ctx;
}

int main(int argc, char **argv)
{
    static char line[1 << 20], text[1 << 20], id[200];
    bool timing = argc > 1 && strcmp(argv[1], "--time") == 0;
    size_t hits = 0, bytes = 0;
    clock_t spent = 0;
    while (fgets(line, sizeof line, stdin)) {
        size_t n, id_length;
        if (!find_string(line, "id", id, sizeof id, &id_length) || !find_string(line, "text", text, sizeof text, &n))
            continue;
        if (timing) {
            clock_t start = clock();
            for (int round = 0; round < 20; round++)
                if (!detect_text(text, n, count_hit, &hits))
                    return 1;
            spent += clock() - start;
            bytes += 20 * n;
            continue;
        }
        struct out out = {text, argc > 1 && strcmp(argv[1], "--low") == 0, true};
        printf("{\"id\": \"%s\", \"spans\": [", id);
        if (!detect_text(text, n, print_hit, &out))
            return 1;
        puts("]}");
    }
    if (timing)
        printf("%zu bytes, %zu hits, %.0f MB/s\n", bytes, hits, (double)bytes / 1e6 / ((double)spent / CLOCKS_PER_SEC));
    return 0;
}
