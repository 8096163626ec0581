/* What all checks share: adding a finding under policy, walking the parts of a file. */
#include "checks/check.h"

#include <string.h>

enum { EACH_MAX = 5, PATH_BYTES_MAX = 2000 };

static const char *const action_names[] = {"ignore", "note", "confirm", "justify", "block"};

struct sekisho_finding *check_add_action(struct check *c, enum finding_id id, sekisho_action action, const struct words *w,
                                         const char *explanation)
{
    if (action == SEKISHO_ACTION_BLOCK && c->emergency) {
        action = SEKISHO_ACTION_JUSTIFY;
        explanation = report_word(c->report, WORD_EXPLAIN_EMERGENCY, NULL);
    }
    struct sekisho_finding *f = report_add(c->report, id, action, w);
    if (f) f->explanation = explanation;
    return f;
}
const char *check_explain(struct check *c, enum finding_id id, sekisho_action action)
{
    struct buf key;
    buf_init(&key, 200);
    buf_printf(&key, "on.%s", finding_name(id));
    struct words explain = {.rule = report_keep(c->report, &key), .text = action_names[action]};
    return report_word(c->report, policy_action_is_set(c->policy, id) ? WORD_EXPLAIN_SET : WORD_EXPLAIN_DEFAULT, &explain);
}
struct sekisho_finding *check_add(struct check *c, enum finding_id id, const struct words *w)
{
    sekisho_action action = policy_action(c->policy, id);
    return action == SEKISHO_ACTION_IGNORE ? NULL : check_add_action(c, id, action, w, check_explain(c, id, action));
}
struct sekisho_finding *check_add_recipient(struct check *c, enum finding_id id, size_t recipient, const struct words *w)
{
    struct sekisho_finding *f = check_add(c, id, w);
    if (f) {
        f->about = SEKISHO_ABOUT_RECIPIENT;
        f->index = recipient;
        f->remedies |= REMEDY_REMOVE_RECIPIENT;
        finding_recipient(c->report, f, recipient);
    }
    return f;
}
struct sekisho_finding *check_add_file(struct check *c, enum finding_id id, size_t file, const struct words *w)
{
    struct sekisho_finding *f = check_add(c, id, w);
    if (f) {
        f->about = SEKISHO_ABOUT_ATTACHMENT;
        f->index = file;
        f->remedies |= REMEDY_REMOVE_ATTACHMENT;
    }
    return f;
}

/* What is wrong with a malformed address is seen only in what was typed: "taro＠office.example", "taro@office.example." */
static const char *person_shown(const struct check *c, const struct message_person *p)
{
    const char *typed = strrchr(p->address.raw, '<');
    if (p->unknown_list && *p->address.name) return p->address.name;
    if (!p->address.malformed || !*p->address.raw) return p->address.address;
    if (!typed) return p->address.raw;
    return arena_strndup(c->report->arena, typed + 1, strcspn(typed + 1, ">"));
}
void check_add_recipients(struct check *c, enum finding_id id, const size_t *recipients, size_t count)
{
    for (size_t i = 0; count <= EACH_MAX && i < count; i++) {
        struct words w = {.n = 1, .evidence = person_shown(c, c->people[recipients[i]].person)};
        struct sekisho_finding *f = check_add_recipient(c, id, recipients[i], &w);
        if (f) f->number = 0; /* the sentence names the one and no number */
    }
    if (count <= EACH_MAX) return;
    struct words w = {.n = count - 1, .evidence = person_shown(c, c->people[recipients[0]].person)};
    w.evidence = report_word(c->report, WORD_AND_MORE, &w);
    w.n = count;
    struct sekisho_finding *f = check_add_recipient(c, id, recipients[0], &w);
    for (size_t i = 1; f && i < count; i++) finding_recipient(c->report, f, recipients[i]);
}

const struct part *part_next(const struct part *root, const struct part *part)
{
    if (part->first_child) return part->first_child;
    while (part != root && !part->next) part = part->parent;
    return part == root ? NULL : part->next;
}
const char *part_path(struct check *c, const struct part *part)
{
    const struct part *path[64];
    size_t depth = 0;
    struct buf out;
    for (; part && depth < sizeof path / sizeof *path; part = part->parent) path[depth++] = part;
    if (depth == 1) return path[0]->name;
    buf_init(&out, PATH_BYTES_MAX);
    while (depth) {
        buf_add_str(&out, path[--depth]->name);
        if (depth) buf_add_char(&out, '/');
    }
    return report_keep(c->report, &out);
}
bool is_file(const struct check *c, size_t file)
{
    return c->files[file].attachment->role == ATTACHMENT_FILE;
}
bool is_encrypted(const struct part *p)
{
    return part_has(p, FACT_ENCRYPTED) && !part_has(p, FACT_OPENS_WITHOUT_PASSWORD);
}
bool is_thumbnail(const struct part *p)
{
    for (const struct found *f = p->parent ? p->parent->found : NULL; f; f = f->next)
        if (f->fact == FACT_THUMBNAIL && f->where && strcmp(f->where, p->name) == 0) return true;
    return false;
}
bool is_archive(const struct part *p)
{
    static const char *const kinds[] = {"zip", "7z", "rar", "lzh"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(p->format, kinds[i]) == 0) return true;
    return false;
}
