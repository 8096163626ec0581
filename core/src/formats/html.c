/* HTML files: recognised by their first tags; parse/html makes the text. */
#include "formats/format.h"

#include <string.h>
#include "base/ascii.h"
#include "parse/html.h"

static bool starts(const uint8_t *s, size_t n, const char *word)
{
    for (size_t i = 0; word[i]; i++)
        if (i >= n || ascii_lower((char)s[i]) != word[i]) return false;
    return true;
}

static int bid(const uint8_t *head, size_t n, uint64_t size, const char *name)
{
    (void)size;
    uint8_t narrow[2048]; /* UTF-16 is looked at through its ASCII half */
    if (n >= 4 && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff))) {
        size_t k = 0;
        for (size_t i = head[0] == 0xff ? 2 : 3; i < n && k < sizeof narrow; i += 2)
            narrow[k++] = head[i];
        head = narrow;
        n = k;
    }
    size_t at = n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    for (;;) { /* white space, comments and an XML declaration may stand in front */
        while (at < n && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r')))
            at++;
        if (starts(head + at, n - at, "<!--")) {
            size_t i = at + 4;
            while (i + 2 < n && memcmp(head + i, "-->", 3) != 0)
                i++;
            if (i + 2 >= n) return 0;
            at = i + 3;
        } else if (starts(head + at, n - at, "<?xml")) {
            const uint8_t *end = memchr(head + at, '>', n - at);
            if (!end) return 0;
            at = (size_t)(end - head) + 1;
        } else {
            break;
        }
    }
    static const char *const first[] = {"<!doctype html", "<html", "<head", "<body"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (starts(head + at, n - at, first[i])) return 85;
    static const char *const tags[] = {"<title", "<meta ",  "<table", "<div",    "<p>",  "<p ",
                                       "<style", "<script", "<h1",    "<center", "<font"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (starts(head + at, n - at, tags[i])) {
            size_t len = strlen(name);
            bool named = (len > 5 && starts((const uint8_t *)name + len - 5, 5, ".html")) ||
                         (len > 4 && starts((const uint8_t *)name + len - 4, 4, ".htm"));
            return named ? 80 : 45;
        }
    return 0;
}

static void read_html(struct source *src, const char *name, struct sink *sink)
{
    (void)name;
    html_read(src, NULL, sink);
}

const struct format format_html = {"html", bid, read_html};
