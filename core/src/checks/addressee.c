/* Mail that names somebody else than whom it goes to: a display name that shows another address, a file whose name names another company or
 * person than the mail addresses. Whose data a file holds is persons.c's. */
#include "checks/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "parse/domain.h"
#include "text/fold.h"

enum { NAMES_MAX = 8, OPENING_BYTES = 2000, MAIL_BYTES = 256 * 1024, NAME_BYTES_MIN = 4, NAME_BYTES_MAX = 200 };

/* ---- display names ---- */

/* "tanaka@office.example" <tanaka@free.example>: an address of another organisation where the name should stand. */
static bool shows_another(const struct check_person *p)
{
    const struct address *a = &p->person->address;
    const char *at = strrchr(a->name_address, '@');
    char ascii[256];
    if (!at || p->class_ == SEKISHO_INTERNAL || p->allowed || strstr(a->name, " via ")) /* "x@y.example via List" is how lists write */
        return false;
    if (!domain_to_ascii(at + 1, strlen(at + 1), ascii)) return false;
    const char *shown = domain_registrable(ascii);
    return *shown && strcmp(shown, domain_registrable(a->domain_ascii)) != 0;
}

static void display_names(struct check *c)
{
    for (size_t i = 0; i < c->people_count; i++) {
        const struct check_person *p = &c->people[i];
        struct words w = {.evidence = p->person->address.name_address, .other = p->person->address.address};
        if (p->person->same_as == i && shows_another(p)) check_add_recipient(c, FINDING_MISLEADING_NAME, i, &w);
    }
}

/* ---- file names ---- */

struct named {          /* somebody a text names, in its folded form */
    const char *at;
    size_t n;
    bool person;        /* by 様; else a company, by 御中 or a legal form */
};
struct names {
    struct named items[NAMES_MAX];
    size_t count;
};
/* As they look folded. Legal forms stand before or behind a company's name, the others behind whom they honour. */
static const char *const legal_forms[] = {"株式会社", "(株)", "有限会社", "(有)", "合同会社", "医療法人", "社会福祉法人", "学校法人", NULL};

static bool begins(const char *s, const char *end, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(end - s) >= n && memcmp(s, word, n) == 0;
}

static size_t legal_form(const char *s, const char *end)
{
    for (size_t i = 0; legal_forms[i]; i++)
        if (begins(s, end, legal_forms[i])) return strlen(legal_forms[i]);
    return 0;
}

/* 様 that closes a name: not 仕様書, 様式, 同様, 皆様. */
static bool honours(const char *word, const char *s, const char *end)
{
    static const char *const before[] = {"仕", "同", "模", "多", "異", "皆", "有", NULL}, *const after[] = {"の", "へ", "宛", "分", "用", "向", NULL};
    const char *rest = s + strlen("様");
    bool closes = rest == end;
    if (!begins(s, end, "様")) return false;
    for (size_t i = 0; before[i]; i++)
        if (s - word >= 3 && memcmp(s - 3, before[i], 3) == 0) return false;
    for (size_t i = 0; after[i]; i++) closes |= begins(rest, end, after[i]);
    return closes;
}

/* White space and punctuation end a word; the brackets of "(株)" belong to it. */
static bool ends_word(const char *s, const char *end)
{
    static const char *const wide[] = {"、", "。", "「", "」", "・", NULL};
    if (legal_form(s, end)) return false;
    for (size_t i = 0; wide[i]; i++)
        if (begins(s, end, wide[i])) return true;
    return strchr(" \t\r\n_-.,:;/[]<>()\"'+&", *s) != NULL;
}

/* Whom a word names; n is 0 where it names nobody. *form: the word has a legal form, or the one before it was nothing else. */
static struct named named_in(const char *word, const char *end, bool *form)
{
    const char *from = word;
    for (const char *s = word; s < end; s++) {
        size_t legal = legal_form(s, end);
        if (begins(s, end, "御中") || honours(from, s, end)) /* 株式会社山田商事様 is no person */
            return (struct named){from, (size_t)(s - from), begins(s, end, "様") && !*form};
        if (!legal) continue;
        if (s > from) return (struct named){from, (size_t)(s - from), false};
        from = s + legal;
        s = from - 1;
        *form = true;
    }
    return (struct named){from, *form ? (size_t)(end - from) : 0, false};
}

static void find_names(const char *text, size_t n, struct names *out)
{
    const char *end = text + n, *s = text;
    bool form = false;
    out->count = 0;
    while (s < end && out->count < NAMES_MAX) {
        const char *word = s;
        while (s < end && !ends_word(s, end)) {
            size_t legal = legal_form(s, end);
            s += legal ? legal : 1;
        }
        if (s > word) {
            struct named name = named_in(word, s, &form);
            if (name.n >= NAME_BYTES_MIN && name.n <= NAME_BYTES_MAX) out->items[out->count++] = name;
            if (name.n) form = false;
        }
        if (s < end) s++;
    }
}

static bool holds(const char *text, const struct named *name)
{
    char word[NAME_BYTES_MAX + 1];
    memcpy(word, name->at, name->n);
    word[name->n] = '\0';
    return strstr(text, word) != NULL;
}

/* All that the mail itself says to its readers: names of recipients, subject, own text with its signature. */
static char *mail_text(struct check *c, size_t *opening, size_t *n)
{
    struct buf all;
    buf_init(&all, MAIL_BYTES);
    for (size_t i = 0; i < c->people_count && all.len < OPENING_BYTES; i++) {
        buf_add_str(&all, c->people[i].person->address.name);
        buf_add_char(&all, '\n');
    }
    size_t people = all.len, own = 0;
    for (size_t i = 0; i < c->message->block_count; i++) {
        const struct message_block *b = &c->message->blocks[i];
        if (b->place.flags & PLACE_QUOTED) continue;
        buf_add(&all, b->text, utf8_cut(b->text, b->len, MAIL_BYTES - 1000 > all.len ? MAIL_BYTES - 1000 - all.len : 0));
        buf_add_char(&all, '\n');
        if (!own && b->len) own = b->len < OPENING_BYTES ? b->len : OPENING_BYTES;
    }
    buf_add_str(&all, message_subject(c->message));
    /* Breaks part words here ("株式会社山田商事" over "佐藤様"), so they stay. */
    char *folded = fold_text(buf_str(&all), all.len, FOLD_CASE | FOLD_KANA | FOLD_VARIANTS, n, NULL);
    *opening = people + own;
    c->nomem |= !folded || all.failed;
    buf_free(&all);
    return folded;
}

/* Where mail and file both name somebody, a company or a person, and the file's stands nowhere in the mail. */
static void file_names(struct check *c)
{
    struct names mail, file;
    size_t opening, total, n;
    if (!c->outside || !c->file_count || policy_action(c->policy, FINDING_NAME_MISMATCH) == SEKISHO_ACTION_IGNORE) return;
    char *text = mail_text(c, &opening, &total);
    if (!text) return;
    find_names(text, opening < total ? opening : total, &mail);
    for (size_t i = 0; mail.count && i < c->file_count; i++) {
        const char *name = c->files[i].attachment->name;
        if (!is_file(c, i)) continue;
        char *folded = fold_text(name, strlen(name), FOLD_CASE | FOLD_KANA | FOLD_VARIANTS, &n, NULL);
        c->nomem |= !folded;
        if (!folded) break;
        find_names(folded, n, &file);
        for (size_t k = 0; k < file.count; k++) {
            const struct named *other = NULL;
            bool known = holds(text, &file.items[k]);
            for (size_t m = 0; m < mail.count && !known; m++) {
                if (mail.items[m].person != file.items[k].person) continue;
                known = holds(folded, &mail.items[m]);
                if (!other) other = &mail.items[m];
            }
            if (known || !other) continue;
            struct words w = {.name = name};
            w.evidence = arena_strndup(c->report->arena, file.items[k].at, file.items[k].n);
            w.other = arena_strndup(c->report->arena, other->at, other->n);
            if (w.evidence && w.other)
                check_add_file(c, FINDING_NAME_MISMATCH, i, &w);
            else
                c->nomem = true;
            break;
        }
        free(folded);
    }
    free(text);
}

void check_addressee(struct check *c)
{
    display_names(c);
    file_names(c);
}
