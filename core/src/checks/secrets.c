/* A password beside the encrypted file it opens, and passwords or keys in the writer's own text that go outside,
 * private keys in files. */
#include "checks/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

enum { RULER_MIN = 3, MEETING_BYTES = 300 };

static size_t encrypted_file(const struct check *c)
{
    for (size_t i = 0; i < c->file_count; i++) {
        const struct part *root = c->files[i].result.root;
        if (!is_file(c, i)) continue;
        for (const struct part *p = root; p; p = part_next(root, p))
            if (is_encrypted(p)) return i;
    }
    return c->file_count;
}

static bool is_password_char(unsigned char ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || (ch && strchr("!#$%&*+-./=?@^_~", ch));
}
/* Signs that only draw a line: "----------". */
static size_t ruler(const char *s)
{
    static const char *const signs[] = {"-", "=", "*", "_", "~", "─", "━", "ー", "―", "・"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i]), count = 0;
        while (strncmp(s + count * n, signs[i], n) == 0) count++;
        if (count >= RULER_MIN) return count * n;
    }
    return 0;
}
/* What follows "password" when it is told: separators, "as follows", then a value of at least four characters that is no plain word. Its length,
 * 0: none; *value is where it begins. */
static size_t value_follows(const char *after, bool separated, const char **value)
{
    static const char *const separators[] = {":", "=", "は", "is", "→", "「", "『", "\"", "'", "【", "】", "(", ")", "」", "』", " ", "\t", "\r", "\n",
                                             ",", "、", "。", "以下", "下記", "です", "のとおり", "の通り", "となります", "になります"};
    for (bool more = true; more;) {
        size_t line = ruler(after);
        more = line > 0;
        after += line;
        for (size_t i = 0; !more && i < sizeof separators / sizeof *separators; i++) {
            size_t n = strlen(separators[i]);
            if (strncmp(after, separators[i], n) != 0) continue;
            after += n;
            more = true;
        }
        separated |= more;
    }
    size_t n = 0, digits = 0, upper = 0, other = 0;
    for (; is_password_char((unsigned char)after[n]); n++) {
        digits += after[n] >= '0' && after[n] <= '9';
        upper += n > 0 && after[n] >= 'A' && after[n] <= 'Z';
        other += strchr("!#$%&*+=?@^_~", after[n]) != NULL;
    }
    while (n && strchr(".,!?", after[n - 1])) n--;
    *value = after;
    return separated && n >= 4 && (digits || upper || other) ? n : 0;
}
/* The password that is told behind the word, in letters of any width; NULL: none. Folding drops white space in front, which parts the value
 * from the word. */
static const char *told(struct check *c, const char *after)
{
    size_t n;
    char *folded = fold_text(after, strlen(after), 0, &n, NULL);
    const char *value, *kept = NULL;
    c->nomem |= !folded;
    n = folded ? value_follows(folded, strchr(" \t\r\n", *after) || strncmp(after, "　", strlen("　")) == 0, &value) : 0;
    if (n) kept = arena_strndup(c->report->arena, value, n);
    c->nomem |= n && !kept;
    free(folded);
    return kept;
}

/* The password that was said to stand beside its file; NULL: none was. */
static const char *password_with_file(struct check *c)
{
    const struct policy_rule *r = policy_mail_words(c->policy, MAIL_WORDS_PASSWORD);
    size_t file = encrypted_file(c);
    if (file == c->file_count) return NULL;
    for (const struct inspect_hit *h = c->text.hits; h; h = h->next) {
        const char *password = h->rule == r->match_id ? told(c, h->after) : NULL;
        if (!password) continue;
        struct words w = {.name = c->files[file].attachment->name, .evidence = h->text, .where = hit_where_text(c, h)};
        struct sekisho_finding *f = check_add_file(c, FINDING_PASSWORD_WITH_FILE, file, &w);
        finding_evidence(c->report, f, h->before, h->text, h->after);
        return f ? password : NULL;
    }
    return NULL;
}

struct secret {
    const char *text, *said; /* said: a password that the dialog names already; NULL: none */
    bool nomem;
    bool found;
    size_t start, end;
};
static bool stands_in(const char *text, size_t from, size_t to, const char *const *words)
{
    for (; *words; words++)
        for (size_t k = from, n = strlen(*words); k + n <= to; k++)
            if (memcmp(text + k, *words, n) == 0) return true;
    return false;
}
/* The passcode of a meeting goes with its number to everybody who is invited; the password of an account below it does not. */
bool secret_opens_meeting(const char *text, size_t at)
{
    static const char *const numbers[] = {"ミーティングID", "ミーティング ID", "ミーティング番号", "会議ID", "会議 ID", "会議番号", "Meeting ID",
                                          "meeting ID", "Meeting number", "meeting number", "Webinar ID", "ウェビナーID", "ウェビナー ID", NULL};
    static const char *const accounts[] = {"ログイン", "ユーザ", "アカウント", "サーバ", "Login", "login", "User", "user", "Account", "account", NULL};
    size_t from = at > MEETING_BYTES ? at - MEETING_BYTES : 0;
    return stands_in(text, from, at, numbers) && !stands_in(text, from, at, accounts);
}
/* A value behind "password" that could be a plain word is one beside its account: "ログインID hoshimi01 / パスワード aoba2026". */
bool secret_has_account(const char *text, size_t at)
{
    static const char *const accounts[] = {"ログインID", "ログイン名", "ユーザーID", "ユーザID", "ユーザー名", "ユーザ名", "アカウント名", "user ", "User ",
                                           "username", "Username", "login ", "Login ", NULL};
    size_t from = at;
    while (from && text[from - 1] != '\n') from--;
    return stands_in(text, from, at, accounts);
}
/* One password is one thing to say. */
static bool is_said(struct secret *s, const struct data_hit *h)
{
    size_t n;
    if (!s->said) return false;
    char *folded = fold_text(s->text + h->start, h->end - h->start, 0, &n, NULL);
    size_t same = strlen(s->said);
    bool said = folded && strncmp(folded, s->said, same) == 0 && !folded[same + strspn(folded + same, ".,!?")];
    s->nomem |= !folded;
    free(folded);
    return said;
}
static void on_data(void *ctx, const struct data_hit *h)
{
    struct secret *s = ctx;
    bool is_secret = (h->type == DATA_SECRET && h->confidence >= CONFIDENCE_MEDIUM) ||
                     (h->type == DATA_PASSWORD && !secret_opens_meeting(s->text, h->start) &&
                      (h->confidence == CONFIDENCE_HIGH || (h->confidence == CONFIDENCE_MEDIUM && secret_has_account(s->text, h->start))));
    if (s->found || !is_secret || is_said(s, h)) return;
    s->found = true;
    s->start = h->start;
    s->end = h->end;
}
static void secret_in_text(struct check *c, const char *said)
{
    for (size_t i = 0; c->outside && i < c->message->block_count; i++) {
        const struct message_block *b = &c->message->blocks[i];
        struct secret s = {.text = b->text, .said = said};
        if (!message_block_is_own(c->message, b)) continue;
        c->nomem |= !detect_text(b->text, b->len, on_data, &s) || s.nomem;
        if (!s.found || s.end > b->len || s.start > s.end) continue;
        struct words w = {.where = language_word(WORD_IN_BODY, c->report->lang)};
        char *evidence = arena_strndup(c->report->arena, b->text + s.start, utf8_cut(b->text + s.start, s.end - s.start, 200));
        finding_evidence(c->report, check_add(c, FINDING_SECRET_IN_TEXT, &w), "", evidence ? evidence : "", "");
        return;
    }
}

/* The lines below the first one of a PuTTY key tell its name first. */
static bool key_goes_on(const struct inspect_hit *h)
{
    return *h->text != '-' || secret_key_body(h->after);
}

/* A file that holds a private key, or what check_secret() said counts; its first one is said. */
static void secret_in_files(struct check *c)
{
    const struct policy_rule *r = policy_mail_words(c->policy, MAIL_WORDS_PRIVATE_KEY);
    for (size_t i = 0; c->outside && i < c->file_count; i++) {
        const struct inspect_hit *h = c->files[i].result.hits;
        while (h && !(h->rule == r->match_id && key_goes_on(h))) h = h->next;
        if (!h) h = c->files[i].result.secret;
        if (!h) continue;
        struct words w = {.where = hit_where_text(c, h)};
        char *evidence = arena_strndup(c->report->arena, h->text, utf8_cut(h->text, strcspn(h->text, "\r\n"), 200));
        finding_evidence(c->report, check_add_file(c, FINDING_SECRET_IN_TEXT, i, &w), "", evidence ? evidence : "", "");
    }
}

void check_secrets(struct check *c)
{
    secret_in_text(c, password_with_file(c));
    secret_in_files(c);
}
