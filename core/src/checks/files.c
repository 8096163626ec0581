/* Kinds, sizes and names of files that policy does not want to go outside. */
#include "checks/check.h"

#include <stdlib.h>
#include <string.h>

#include "text/fold.h"

static void blocked_kind(struct check *c, size_t file)
{
    const struct strings *kinds = policy_list(c->policy, OPTION_FILES_BLOCK);
    const struct part *root = c->files[file].result.root;
    for (const struct part *p = root; kinds->count && p; p = part_next(root, p))
        for (size_t i = 0; i < kinds->count; i++) {
            struct words w = {.name = part_path(c, p), .evidence = p->format};
            if (strcmp(kinds->items[i], p->format) == 0) check_add_file(c, FINDING_BLOCKED_FILE, file, &w);
        }
}

static bool could_be_read(const struct part *root)
{
    for (const struct part *p = root; p; p = part_next(root, p))
        if (p->unread && !is_thumbnail(p)) return false;
    return true;
}

static bool says_list(struct check *c, const char *name)
{
    const struct strings *list = policy_list(c->policy, OPTION_FILES_LIST_WORDS);
    size_t n, m;
    char *folded = fold_text(name, strlen(name), policy_fold(c->policy), &n, NULL);
    bool found = false;
    c->nomem |= !folded;
    for (size_t i = 0; folded && !found && i < list->count; i++) {
        char *word = fold_text(list->items[i], strlen(list->items[i]), policy_fold(c->policy), &m, NULL);
        c->nomem |= !word;
        found = word && m && strstr(folded, word);
        free(word);
    }
    free(folded);
    return found;
}

/* A name that says "list of people" on a file nobody could look into, or on one packed in it, to a private or unknown address. */
static void listed_name(struct check *c, size_t file)
{
    const struct part *root = c->files[file].result.root;
    struct words w = {.name = c->files[file].attachment->name};
    if (!c->any_private || could_be_read(root) || policy_action(c->policy, FINDING_LISTED_FILE_NAME) == SEKISHO_ACTION_IGNORE) return;
    bool found = says_list(c, w.name);
    for (const struct part *p = root; !found && p; p = part_next(root, p)) {
        if (!((p->unread >> UNREAD_UNSUPPORTED) & 1u) || is_thumbnail(p) || !says_list(c, p->name)) continue;
        w.name = part_path(c, p);
        found = true;
    }
    if (found) check_add_file(c, FINDING_LISTED_FILE_NAME, file, &w);
}

/* Encrypted as a whole: the file itself, or an archive all of whose files are. */
static bool all_encrypted(const struct part *root)
{
    if (is_encrypted(root)) return true;
    if (!root->first_child) return false;
    for (const struct part *p = root->first_child; p; p = p->next)
        if (!is_encrypted(p)) return false;
    return true;
}

void check_files(struct check *c)
{
    uint64_t total = 0;
    for (size_t i = 0; i < c->file_count; i++) {
        const struct part *root = c->files[i].result.root;
        struct words w = {.name = c->files[i].attachment->name};
        if (!root) continue;
        total += root->size;
        if (!is_file(c, i)) continue;
        if (root->size == 0 && !c->files[i].attachment->unavailable) check_add_file(c, FINDING_EMPTY_FILE, i, &w);
        if (!c->outside) continue;
        blocked_kind(c, i);
        listed_name(c, i);
        if (!all_encrypted(root)) check_add_file(c, FINDING_UNENCRYPTED_OUTSIDE, i, &w);
    }
    if (total > policy_int(c->policy, OPTION_FILES_MAX_BYTES)) {
        struct words w = {.size = report_size(c->report, total), .other = report_size(c->report, policy_int(c->policy, OPTION_FILES_MAX_BYTES))};
        check_add(c, FINDING_SIZE_LIMIT, &w);
    }
}
