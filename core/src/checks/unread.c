/* Files that nobody looked into: encrypted, damaged, beyond a limit, of a kind nobody knows or reads. Asked only where the mail goes outside. */
#include "checks/check.h"

#include <string.h>

static const struct {
    enum unread unread;
    enum finding_id finding;
} rows[] = {{UNREAD_DAMAGED, FINDING_DAMAGED},
            {UNREAD_TOO_LARGE, FINDING_TOO_LARGE},
            {UNREAD_TOO_DEEP, FINDING_TOO_DEEP},
            {UNREAD_TOO_MANY, FINDING_TOO_MANY}};

static void encrypted(struct check *c, size_t file, const struct part *p)
{
    struct words w = {.name = part_path(c, p), .evidence = p->format};
    int ppap = policy_enum(c->policy, OPTION_OFFICE_PPAP);
    if (is_archive(p) || (p->parent && is_archive(p->parent))) {
        sekisho_action action = policy_action(c->policy, FINDING_ENCRYPTED_UNREAD);
        struct words explain = {.rule = "office.ppap", .text = policy_text(c->policy, OPTION_OFFICE_PPAP)};
        enum finding_id id = FINDING_ENCRYPTED_UNREAD;
        if (ppap == PPAP_YES && action > SEKISHO_ACTION_NOTE)
            action = SEKISHO_ACTION_NOTE;
        else if (ppap == PPAP_FORBIDDEN) {
            id = FINDING_ENCRYPTED_ZIP_FORBIDDEN;
            action = policy_action_is_set(c->policy, id) ? policy_action(c->policy, id) : SEKISHO_ACTION_CONFIRM;
        }
        if (ppap != PPAP_NO) {
            struct sekisho_finding *f = check_add_action(c, id, action, &w, report_word(c->report, WORD_EXPLAIN_SET, &explain));
            if (!f) return;
            f->about = SEKISHO_ABOUT_ATTACHMENT;
            f->index = file;
            f->remedies |= REMEDY_REMOVE_ATTACHMENT;
            return;
        }
    }
    check_add_file(c, FINDING_ENCRYPTED_UNREAD, file, &w);
}

/* One finding of a kind for a file: what lies deeper inside is the same trouble. */
static void one_file(struct check *c, size_t file)
{
    const struct part *root = c->files[file].result.root;
    bool said[sizeof rows / sizeof *rows] = {false}, said_encrypted = false, said_unknown = false, said_unsupported = false;
    for (const struct part *p = root; p; p = part_next(root, p)) {
        struct words w = {.name = part_path(c, p), .evidence = p->format};
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            if (!((p->unread >> rows[i].unread) & 1u) || said[i]) continue;
            said[i] = true;
            check_add_file(c, rows[i].finding, file, &w);
        }
        if (((p->unread >> UNREAD_ENCRYPTED) & 1u) && !said_encrypted) {
            said_encrypted = true;
            encrypted(c, file, p);
        }
        if (!((p->unread >> UNREAD_UNSUPPORTED) & 1u) || ((p->unread >> UNREAD_ENCRYPTED) & 1u) || is_thumbnail(p)) continue;
        bool unknown = strcmp(p->format, "unknown") == 0;
        if (unknown ? said_unknown : said_unsupported) continue;
        *(unknown ? &said_unknown : &said_unsupported) = true;
        check_add_file(c, unknown ? FINDING_UNKNOWN_FORMAT : FINDING_UNSUPPORTED, file, &w);
    }
}

void check_unread(struct check *c)
{
    for (size_t i = 0; c->outside && i < c->file_count; i++) {
        enum attachment_role role = c->files[i].attachment->role;
        /* What the mail program itself made (signatures, the calendar half) and pictures in the text hold nothing a person attached. */
        if (role == ATTACHMENT_FILE || role == ATTACHMENT_SEALED) one_file(c, i);
    }
}
