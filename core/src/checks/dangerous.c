/* Files that are programs or carry them, and names that hide what a file is. Asked inside too, save macros and scripts of documents. */
#include "checks/check.h"

#include <string.h>

static const char *sample_of(const struct part *p, enum fact fact)
{
    for (const struct found *f = p->found; f; f = f->next)
        if (f->fact == fact && f->sample && *f->sample) return f->sample;
    return "";
}

/* Why a name deceives, said by what stands in it. */
static enum word_id deception(const char *name)
{
    if (strstr(name, "\xE2\x80\xAE") || strstr(name, "\xE2\x80\xAD") || strstr(name, "\xE2\x80\xAB") || strstr(name, "\xE2\x81\xA7"))
        return WORD_DECEPTIVE_BIDI;
    if (strstr(name, "    ") || strstr(name, "\xE3\x80\x80\xE3\x80\x80\xE3\x80\x80")) return WORD_DECEPTIVE_SPACES;
    const char *dot = strchr(name, '.');
    return dot && strchr(dot + 1, '.') ? WORD_DECEPTIVE_DOUBLE : WORD_DECEPTIVE_OTHER;
}

void check_dangerous(struct check *c)
{
    for (size_t i = 0; i < c->file_count; i++) {
        const struct part *root = c->files[i].result.root;
        for (const struct part *p = root; p; p = part_next(root, p)) {
            struct words w = {.name = part_path(c, p), .evidence = p->format};
            if (part_has(p, FACT_EXECUTABLE)) check_add_file(c, FINDING_EXECUTABLE, i, &w);
            if (part_has(p, FACT_WRONG_EXTENSION)) check_add_file(c, FINDING_WRONG_EXTENSION, i, &w);
            if (c->outside && (part_has(p, FACT_MACROS) || part_has(p, FACT_XLM_MACROS))) check_add_file(c, FINDING_MACROS, i, &w);
            if (c->outside && part_has(p, FACT_JAVASCRIPT)) check_add_file(c, FINDING_SCRIPT, i, &w);
            if (c->outside && part_has(p, FACT_DDE)) check_add_file(c, FINDING_DDE, i, &w);
            if (part_has(p, FACT_DECEPTIVE_NAME)) {
                w.evidence = sample_of(p, FACT_DECEPTIVE_NAME);
                w.text = language_word(deception(p->name), c->report->lang);
                check_add_file(c, FINDING_DECEPTIVE_NAME, i, &w);
            }
        }
    }
}
