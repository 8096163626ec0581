/* Who made a file: its document properties, and whether they name another organisation than the sender's. Notes, outside only. */
#include "checks/check.h"

#include <string.h>

#include "base/utf8.h"
#include "parse/domain.h"

static const char *meta_of(const struct part *p, const char *key)
{
    for (const struct meta *m = p->meta; m; m = m->next)
        if (strcmp(m->key, key) == 0) return m->value;
    return "";
}

/* Letters and digits only, lower case; "" where a letter beyond ASCII stands, for that cannot be compared with a domain. */
static void squeeze(const char *text, char *out, size_t max)
{
    size_t at = 0;
    for (const char *s = text; *s; s++) {
        unsigned char ch = (unsigned char)*s;
        if (ch >= 0x80) {
            at = 0;
            break;
        }
        if (ch >= 'A' && ch <= 'Z') ch = (unsigned char)(ch + ('a' - 'A'));
        if (((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9')) && at + 1 < max) out[at++] = (char)ch;
    }
    out[at] = '\0';
}
/* The longest beginning that a company's name and the label of a domain have in common, of at least four letters, makes them one. */
static bool is_foreign(const char *company, const char *organisation)
{
    char name[200], label[80];
    size_t same = 0, n = strcspn(organisation, ".");
    char first[80];
    if (!n || n >= sizeof first) return false;
    memcpy(first, organisation, n);
    first[n] = '\0';
    squeeze(company, name, sizeof name);
    squeeze(first, label, sizeof label);
    if (strlen(name) < 4 || strlen(label) < 4) return false;
    while (name[same] && name[same] == label[same]) same++;
    return same < 4 && !strstr(name, label) && !strstr(label, name);
}

void check_origin(struct check *c)
{
    static const char *const keys[] = {"author", "last_saved_by", "company", "manager"};
    for (size_t i = 0; c->outside && i < c->file_count; i++) {
        const struct part *root = c->files[i].result.root;
        for (const struct part *p = root; p; p = part_next(root, p)) {
            struct buf all;
            buf_init(&all, 500);
            for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
                const char *value = meta_of(p, keys[k]);
                if (!*value || strstr(buf_str(&all), value)) continue;
                if (all.len) buf_add_str(&all, language_word(WORD_LIST_COMMA, c->report->lang));
                buf_add_str(&all, value);
            }
            const char *company = meta_of(p, "company");
            bool foreign = *company && c->message->has_sender && !c->message->sender.freemail &&
                           is_foreign(company, domain_registrable(c->message->sender.address.domain_ascii));
            bool any = all.len > 0;
            struct words w = {.name = part_path(c, p), .evidence = report_keep(c->report, &all)};
            if (foreign) w.evidence = company;
            if (any) check_add_file(c, foreign ? FINDING_FOREIGN_METADATA : FINDING_METADATA, i, &w);
        }
    }
}
