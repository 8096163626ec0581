/* A password beside the encrypted file it opens, and passwords or keys in the writer's own text that go outside. */
#include "checks/check.h"

#include <string.h>

#include "base/utf8.h"

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
/* What follows "password" when it is told: a separator, then a value of at least four characters that is no plain word. */
static bool value_follows(const char *after)
{
    static const char *const separators[] = {":", "：", "=", "＝", "は", "is", "→", "「", "『", "\"", "'", "【", "】", "(", "（", ")", "）", "」",
                                             " ", "　", "\t", "\r", "\n", ",", "、", "。"};
    bool separated = false;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
            size_t n = strlen(separators[i]);
            if (strncmp(after, separators[i], n) != 0) continue;
            after += n;
            separated = more = true;
            break;
        }
    }
    size_t n = 0, digits = 0, upper = 0, other = 0;
    for (; is_password_char((unsigned char)after[n]); n++) {
        digits += after[n] >= '0' && after[n] <= '9';
        upper += n > 0 && after[n] >= 'A' && after[n] <= 'Z';
        other += strchr("!#$%&*+=?@^_~", after[n]) != NULL;
    }
    while (n && strchr(".,!?", after[n - 1])) n--;
    return separated && n >= 4 && (digits || upper || other);
}

static void password_with_file(struct check *c)
{
    const struct policy_rule *r = policy_mail_words(c->policy, MAIL_WORDS_PASSWORD);
    size_t file = encrypted_file(c);
    if (file == c->file_count) return;
    for (const struct inspect_hit *h = c->text.hits; h; h = h->next) {
        if (h->rule != r->match_id || !value_follows(h->after)) continue;
        struct words w = {.name = c->files[file].attachment->name, .evidence = h->text, .where = hit_where_text(c, h)};
        finding_evidence(c->report, check_add_file(c, FINDING_PASSWORD_WITH_FILE, file, &w), h->before, h->text, h->after);
        return;
    }
}

struct secret {
    bool found;
    size_t start, end;
};
static void on_data(void *ctx, const struct data_hit *h)
{
    struct secret *s = ctx;
    bool is_secret = (h->type == DATA_SECRET && h->confidence >= CONFIDENCE_MEDIUM) ||
                     (h->type == DATA_PASSWORD && h->confidence == CONFIDENCE_HIGH);
    if (s->found || !is_secret) return;
    *s = (struct secret){true, h->start, h->end};
}
static void secret_in_text(struct check *c)
{
    for (size_t i = 0; c->outside && i < c->message->block_count; i++) {
        const struct message_block *b = &c->message->blocks[i];
        struct secret s = {false, 0, 0};
        if (!message_block_is_own(c->message, b)) continue;
        c->nomem |= !detect_text(b->text, b->len, on_data, &s);
        if (!s.found || s.end > b->len || s.start > s.end) continue;
        struct words w = {.where = language_word(WORD_IN_BODY, c->report->lang)};
        char *evidence = arena_strndup(c->report->arena, b->text + s.start, utf8_cut(b->text + s.start, s.end - s.start, 200));
        finding_evidence(c->report, check_add(c, FINDING_SECRET_IN_TEXT, &w), "", evidence ? evidence : "", "");
        return;
    }
}

void check_secrets(struct check *c)
{
    password_with_file(c);
    secret_in_text(c);
}
