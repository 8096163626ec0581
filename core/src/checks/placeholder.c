/* A greeting that still names nobody: "〇〇様", "{name}様", "Dear [Name]". What a template is for stands further down: only the first lines of
 * the writer's own text are looked at. */
#include "checks/check.h"

#include <string.h>

enum { LINES_MAX = 4, LINE_BYTES_MAX = 150, FIELD_BYTES_MAX = 60, MASK_MIN = 2 };

struct span {
    const char *s;
    size_t n;
};

static bool ends_with(struct span t, const char *word)
{
    size_t n = strlen(word);
    return t.n >= n && memcmp(t.s + t.n - n, word, n) == 0;
}
static bool cut_end(struct span *t, const char *const *words)
{
    while (*words && !ends_with(*t, *words)) words++;
    t->n -= *words ? strlen(*words) : 0;
    return *words != NULL;
}
static bool cut_start(struct span *t, const char *const *words)
{
    while (*words && (t->n < strlen(*words) || memcmp(t->s, *words, strlen(*words)) != 0)) words++;
    if (!*words) return false;
    t->s += strlen(*words);
    t->n -= strlen(*words);
    return true;
}
static struct span trim(struct span t)
{
    static const char *const blanks[] = {" ", "\t", "\r", "　", "\xC2\xA0", NULL};
    while (cut_start(&t, blanks) || cut_end(&t, blanks)) {}
    return t;
}

/* "〇〇": the same sign twice or more, as nobody is called. */
static bool ends_in_mask(struct span t)
{
    static const char *const signs[] = {"〇", "○", "◯", "●", "◎", "△", "▲", "□", "■", "×", "✕", "X", "x", "Ｘ", "ｘ", "_", "＿", NULL};
    for (size_t i = 0; signs[i]; i++) {
        struct span rest = t;
        size_t count = 0;
        while (cut_end(&rest, (const char *const[]){signs[i], NULL})) count++;
        /* "Felixx" is a name, "xx" alone is none. */
        bool letter = rest.n && (rest.s[rest.n - 1] & 0x80) == 0 && !strchr(" \t", rest.s[rest.n - 1]);
        if (count >= MASK_MIN && !letter) return true;
    }
    return false;
}
/* "{name}", "«氏名»", "[Name]": a field that was to be filled in. The brackets that people write too hold a field's name only. */
static bool ends_in_field(struct span t)
{
    static const struct {
        const char *open, *close;
        bool named;
    } marks[] = {{"{", "}", false},   {"«", "»", false},  {"<<", ">>", false}, {"≪", "≫", true}, {"%", "%", false}, {"##", "##", false},
                 {"[", "]", true},    {"【", "】", true}, {"<", ">", true},    {"＜", "＞", true}, {"［", "］", true}, {"(", ")", true},
                 {"（", "）", true}};
    static const char *const names[] = {"氏名", "姓名", "名前", "担当者名", "会社名", "貴社名", "企業名", "顧客名", "お客様名", "保護者名", "宛名", "苗字",
                                        "name",  "Name",  "NAME", "Company", "Customer", "Client", NULL};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t open = strlen(marks[i].open), close = strlen(marks[i].close);
        if (t.n <= open + close || !ends_with(t, marks[i].close)) continue;
        const char *end = t.s + t.n - close;
        for (const char *s = end - open; s >= t.s && end - s <= FIELD_BYTES_MAX; s--) {
            if (memcmp(s, marks[i].open, open) != 0) continue;
            struct span field = {s + open, (size_t)(end - s) - open};
            bool fits = !marks[i].named && field.n > 0 && !memchr(field.s, ' ', field.n);
            for (size_t k = 0; names[k] && !fits; k++) fits = ends_with(field, names[k]);
            if (fits) return true;
            break;
        }
    }
    return false;
}

/* Whom a line greets, without the words of the greeting; n is 0 where it greets nobody. What ends the line is cut off it. */
static struct span greeted(struct span *greeting)
{
    static const char *const titles[] = {"様方", "様", "さま", "殿", "先生", "御中", "さん", NULL};
    static const char *const forms[] = {"株式会社", "有限会社", "合同会社", "(株)", "（株）", "(有)", "（有）", "㈱", "㈲", NULL};
    static const char *const stops[] = {"、", "。", ",", ":", "!", "！", "，", "：", "　", " ", NULL};
    static const char *const openings[] = {"Dear ", "Hi ", "Hello ", "Good morning ", "Good afternoon ", NULL};
    while (cut_end(greeting, stops)) {}
    struct span line = *greeting, none = {line.s, 0};
    if (cut_end(&line, titles)) {
        do line = trim(line);
        while (cut_end(&line, forms));
        return line;
    }
    return cut_start(&line, openings) ? trim(line) : none;
}

static void one_line(struct check *c, struct span line, bool *done)
{
    bool sentence = ends_with(line, "。") || ends_with(line, ".");
    struct span who = greeted(&line);
    *done = who.n > 0 || sentence || line.n > LINE_BYTES_MAX;
    if (!who.n || line.n > LINE_BYTES_MAX || !(ends_in_mask(who) || ends_in_field(who))) return;
    struct words w = {.evidence = arena_strndup(c->report->arena, line.s, line.n)};
    c->nomem |= !w.evidence;
    if (w.evidence) finding_evidence(c->report, check_add(c, FINDING_PLACEHOLDER, &w), "", w.evidence, "");
}

void check_placeholder(struct check *c)
{
    size_t lines = 0;
    bool done = !c->outside;
    for (size_t i = 0; !done && i < c->message->block_count; i++) {
        const struct message_block *b = &c->message->blocks[i];
        if (!message_block_is_own(c->message, b)) continue;
        for (const char *s = b->text, *end = s + b->len; s < end && !done;) {
            const char *stop = memchr(s, '\n', (size_t)(end - s));
            struct span line = trim((struct span){s, (size_t)((stop ? stop : end) - s)});
            s = stop ? stop + 1 : end;
            if (!line.n) continue;
            one_line(c, line, &done);
            done |= ++lines == LINES_MAX;
        }
    }
}
