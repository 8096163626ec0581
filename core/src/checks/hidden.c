/* What a file holds without showing it: hidden sheets, tracked changes, comments, pivot caches, links and the like. */
#include "checks/check.h"

#include <string.h>

#include "base/utf8.h"

enum { EVIDENCE_NAMES = 3 };

static const struct {
    enum fact fact;
    enum finding_id finding;
    bool outside_only;
} rows[] = {{FACT_HIDDEN_SHEETS, FINDING_HIDDEN_SHEETS, true},  {FACT_TRACKED_CHANGES, FINDING_TRACKED_CHANGES, true},
            {FACT_COMMENTS, FINDING_COMMENTS, false},           {FACT_SPEAKER_NOTES, FINDING_SPEAKER_NOTES, false},
            {FACT_HIDDEN_ROWS, FINDING_HIDDEN_ROWS, false},     {FACT_HIDDEN_COLUMNS, FINDING_HIDDEN_ROWS, false},
            {FACT_EXTERNAL_LINKS, FINDING_EXTERNAL_LINKS, false}, {FACT_HIDDEN_TEXT, FINDING_HIDDEN_TEXT, false},
            {FACT_EMBEDDED_FILES, FINDING_EMBEDDED_FILES, false}, {FACT_PIVOT_CACHE, FINDING_PIVOT_CACHE, false},
            {FACT_HIDDEN_SLIDES, FINDING_HIDDEN_SLIDES, false}, {FACT_GPS_LOCATION, FINDING_LOCATION, false},
            {FACT_OFF_SLIDE, FINDING_OFF_SLIDE, false},         {FACT_CROPPED_IMAGES, FINDING_CROPPED_IMAGES, false}};

/* The places or samples of a fact: "Old prices, Salaries". */
static const char *evidence_of(struct check *c, const struct part *p, enum fact fact, uint64_t *total)
{
    struct buf out;
    size_t names = 0;
    buf_init(&out, 600);
    *total = 0;
    for (const struct found *f = p->found; f; f = f->next) {
        if (f->fact != fact) continue;
        const char *name = f->sample && *f->sample ? f->sample : f->where ? f->where : "";
        if (fact == FACT_HIDDEN_SHEETS && f->where && *f->where) name = f->where;
        if (fact == FACT_HIDDEN_SHEETS && !(f->sample && *f->sample)) continue; /* readers hand over what an empty one does not have */
        *total += f->count;
        if (!*name || names++ >= EVIDENCE_NAMES) continue;
        if (out.len) buf_add_str(&out, language_word(WORD_LIST_COMMA, c->report->lang));
        buf_add_str(&out, name);
    }
    return report_keep(c->report, &out);
}

/* Text of the body that nobody sees: white on white, display:none. Newsletters have it; what was pasted may have it too. */
static void hidden_body(struct check *c)
{
    for (size_t i = 0; i < c->message->block_count; i++) {
        const struct message_block *b = &c->message->blocks[i];
        if (!(b->place.flags & PLACE_HIDDEN) || !message_block_is_own(c->message, b)) continue;
        char *sample = arena_strndup(c->report->arena, b->text, utf8_cut(b->text, b->len, 120));
        struct words w = {.name = language_word(WORD_THE_TEXT, c->report->lang), .evidence = sample};
        check_add(c, FINDING_HIDDEN_TEXT, &w);
        return;
    }
}

void check_hidden(struct check *c)
{
    hidden_body(c);
    for (size_t i = 0; i < c->file_count; i++) {
        const struct part *root = c->files[i].result.root;
        for (const struct part *p = root; p; p = part_next(root, p)) {
            for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
                struct words w = {.name = part_path(c, p)};
                if (!part_has(p, rows[k].fact) || (rows[k].outside_only && !c->outside)) continue;
                if (rows[k].fact == FACT_HIDDEN_COLUMNS && part_has(p, FACT_HIDDEN_ROWS)) continue;
                w.evidence = evidence_of(c, p, rows[k].fact, &w.n);
                if (!w.n && rows[k].fact == FACT_HIDDEN_SHEETS) continue; /* all of them are empty */
                if (!w.n) w.n = 1;
                check_add_file(c, rows[k].finding, i, &w);
            }
        }
    }
}
