/* Which columns of a table hold names, whom its rows are about, and who else counts. Headers are table_layout.c's. */
#include "detect/table_parts.h"

#include <string.h>

/* While the columns of names are sought. */
struct naming {
    bool header;                      /* there is one */
    uint32_t rows;                    /* below it */
    bool found[COLUMN_LIMIT + 1];     /* a column of names by its contents, not by a label */
    bool labelled, personal, unknown, things; /* columns labelled as names, as something of a person's; Latin words that are hardly names; goods */
    uint32_t things_column;           /* the first one with products, titles and the like; 0: none */
};

/* Whether a column of the sample holds names; one whose header says so needs less of a proof. */
static bool names_by_contents(const struct column *col, bool header)
{
    const struct column_facts *f = &col->facts;
    if (f->filled < 2 && !(header && f->filled))
        return false;
    if (col->person && f->firms * 3 < f->filled && f->words * 5 >= f->filled * 3 &&
        ((f->full + f->half + f->surnames + f->latin) * 10 >= f->filled * 3 || (f->words * 10 >= f->filled * 9 && column_various(f))))
        return true;
    return column_mostly_names(f);
}

/* Surname and given name in two columns that no label names: together they are known names, the first of them alone is none. */
static void names_in_two_columns(struct table *t, uint32_t from, uint32_t end)
{
    for (uint32_t k = 1; k < t->column_count; k++) {
        struct column *a = &t->columns[k], *b = &t->columns[k + 1];
        if (a->role == LABEL_SURNAME && b->role == LABEL_NOTHING && b->facts.words * 5 >= b->facts.filled * 4 && b->facts.filled)
            b->role = LABEL_GIVEN;
        if (b->role == LABEL_GIVEN && a->role == LABEL_NOTHING && a->facts.words * 5 >= a->facts.filled * 4 && a->facts.filled)
            a->role = LABEL_SURNAME;
        if (a->role == LABEL_SURNAME && b->role == LABEL_NAME && column_mostly_single(&b->facts) && column_script(&a->facts) == column_script(&b->facts))
            b->role = LABEL_GIVEN; /* 苗字, 名前 */
        const struct column_facts *f = &a->facts, *g = &b->facts;
        if (a->role != LABEL_NOTHING || b->role != LABEL_NOTHING || f->filled < 2 || f->full * 3 > f->filled || g->full * 3 > g->filled || !column_various(f) || !column_various(g))
            continue;
        /* given names may be of one letter, but not most of them */
        if (f->words * 5 < f->filled * 4 || (g->words + g->marks) * 5 < g->filled * 4 || g->words * 3 < g->filled)
            continue;
        uint32_t pairs = 0, names = 0, full = 0;
        for (uint32_t i = from; i + 1 < end; i++) {
            const struct cell *first = &t->cells[i], *second = &t->cells[i + 1];
            char both[80];
            if (first->column != k || second->column != k + 1 || first->row != second->row || first->length + second->length + 2 > sizeof both)
                continue;
            int strength = 0;
            for (int order = 0; order < 2 && strength < 3; order++) { /* Doe, Jane in the other order */
                size_t n = first->length + 1 + second->length, comma = first->length;
                memcpy(both, t->bytes + first->at, first->length);
                both[comma] = order && first->look.script == SCRIPT_LATIN ? ',' : ' ';
                memcpy(both + comma + 1, t->bytes + second->at, second->length);
                cell_fold_name(t->scan, both, n);
                int now = cell_strength(t->scan, both, n);
                strength = now > strength ? now : strength;
            }
            pairs++;
            names += strength == 3 || (strength == 2 && first->look.script != SCRIPT_LATIN); /* any two words with capitals are half known */
            full += strength == 3;
        }
        if (pairs >= 2 && names * 5 >= pairs * 3 && full * 4 >= pairs) {
            a->role = LABEL_SURNAME;
            b->role = LABEL_GIVEN;
            a->strict = b->strict = false; /* neither is a name by itself */
            k++;
        }
    }
}

/* Under First or Nachname stand words that could be names. */
static bool says_name_part(const struct column *col, const struct column_facts *f)
{
    return col->part && (f->words + f->marks) * 5 >= f->filled * 4 && f->filled;
}

/* Where the block of columns begins that has column k where the first one has main. */
static uint32_t block_start(const struct table *t, uint32_t main, uint32_t k, bool header)
{
    uint32_t j = 0;
    while (j + 1 < main && k - j - 1 > main && columns_alike(&t->columns[k - j - 1], &t->columns[main - j - 1], header))
        j++;
    return k - j;
}

/* Of two columns of names the left one, unless it says the same again and again and the other does not: 被相続人, 相続人; 世帯主, 世帯員. */
static uint32_t rather(const struct table *t, uint32_t left, uint32_t right)
{
    if (!right)
        return left;
    uint32_t a = column_ones(t->columns[left].facts.seen), b = column_ones(t->columns[right].facts.seen);
    return (column_various(&t->columns[right].facts) && !column_various(&t->columns[left].facts)) || (b >= 4 && a * 4 < b * 3) ? right : left;
}

/* What else a table names: whoever designed, wrote or grew it is part of what it is. */
static void names_of_things(struct table *t, const bool found[])
{
    for (uint32_t k = 1; k <= t->column_count; k++)
        if (found[k])
            t->columns[k].role = ROLE_SKIP;
}

/* Which column with names a row is about; 0: none. *hint: its header says so, or a label does. */
static uint32_t main_names(const struct table *t, const bool found[], bool *hint)
{
    uint32_t labelled = 0, hinted = 0, first = 0, beside = 0, staff = 0, foreign = 0;
    bool reached = false; /* authors with their addresses are persons like others */
    for (uint32_t k = 1; k <= t->column_count; k++)
        reached = reached || t->columns[k].role == LABEL_PHONE || t->columns[k].role == LABEL_EMAIL || t->columns[k].role == LABEL_ADDRESS || t->columns[k].role == LABEL_BIRTH;
    for (uint32_t k = t->column_count; k >= 1; k--) {
        const struct column *col = &t->columns[k];
        if (col->role != LABEL_NAME && col->role != LABEL_SURNAME)
            continue;
        if ((col->relation == RELATION_MAKER && !reached) || col->relation == RELATION_DEAD)
            continue;
        if (col->relation == RELATION_CLOSE)
            beside = rather(t, k, beside);
        else if (col->relation)
            staff = k;
        else if (!found[k])
            labelled = rather(t, k, labelled);
        else if (col->person)
            hinted = rather(t, k, hinted);
        else if (column_script(&col->facts) != SCRIPT_OTHER)
            foreign = k; /* perhaps only how another column's names are read */
        else
            first = k;
    }
    uint32_t other = hinted ? hinted : first;
    if (labelled && other > labelled && column_script(&t->columns[labelled].facts) == column_script(&t->columns[other].facts))
        labelled = rather(t, labelled, other); /* 社員名, 親族氏名 */
    uint32_t main = labelled ? labelled : hinted ? hinted : first ? first : beside ? beside : staff ? staff : foreign; /* 患者 is more than 主治医 */
    *hint = main && (labelled || !found[main] || main == hinted);
    return main;
}

/* Of the columns with names: which one a row is about, which begin blocks of their own, who else counts. found: by contents, not by a label;
 * things_column: the first one with products, titles and the like, 0: none. */
static void choose_names(struct table *t, bool header, const bool found[], uint32_t things_column)
{
    bool hint;
    uint32_t main = main_names(t, found, &hint);
    if (!main) {
        for (uint32_t k = 1; k <= t->column_count; k++)
            if (t->columns[k].role == LABEL_NAME || t->columns[k].role == LABEL_SURNAME)
                t->columns[k].role = ROLE_SKIP;
        return;
    }
    struct column *who = &t->columns[main];
    if (things_column && things_column < main && !hint) {
        names_of_things(t, found);
        return;
    }
    uint16_t block = 0;
    uint32_t starts_from = main;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        if (k == main || (col->role != LABEL_NAME && col->role != LABEL_SURNAME))
            continue;
        bool stranger = col->relation > RELATION_CLOSE && col->relation != who->relation;
        bool halves = col->role == LABEL_SURNAME && k < t->column_count && t->columns[k + 1].role == LABEL_GIVEN && (who->role == LABEL_SURNAME || col->relation == RELATION_CLOSE);
        if (k > main && !stranger && ((col->role == who->role && columns_alike(who, col, header)) || (halves && column_script(&col->facts) == column_script(&who->facts)))) {
            uint32_t start = block_start(t, main, k, header);
            block++;
            for (uint32_t i = start > starts_from ? start : starts_from + 1; i <= k; i++)
                t->columns[i].block = block;
            starts_from = k;
        } else if (who->role == LABEL_NAME && col->role == LABEL_SURNAME) {
            continue; /* the row's name once more, in parts */
        } else {
            bool nobody = found[k] && col->thing && !who->thing && !col->person && col->relation != RELATION_CLOSE; /* 出身校: 園田高, 上原高 */
            col->role = stranger || nobody || col->role == LABEL_SURNAME || column_script(&col->facts) != column_script(&who->facts) ? ROLE_SKIP : ROLE_ANOTHER;
        }
    }
    /* what stands right of a block's name and left of the next block is of the same person */
    for (uint32_t k = main + 1; k <= COLUMN_LIMIT && block; k++)
        if (t->columns[k].block < t->columns[k - 1].block)
            t->columns[k].block = t->columns[k - 1].block;
}

/* Cells of a table, names and other words mixed: a plan of seats, a duty roster. Names are taken wherever they stand. */
static bool names_all_over(struct table *t, bool found[])
{
    uint32_t names = 0, full = 0, words = 0, most = 0, could_be = 0;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        const struct column *col = &t->columns[k];
        const struct column_facts *f = &col->facts;
        if (col->role != LABEL_NOTHING && !found[k])
            continue;
        names += f->full + f->half;
        full += f->full;
        most = f->full + f->half > most ? f->full + f->half : most;
        words += f->filled - f->digits - f->phones - f->mails;
        could_be += f->full + f->half ? f->words : 0;
    }
    if (most * 3 > names * 2 || names < 3 || names * 2 < words || full * 5 < words)
        return false;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        if (found[k] || (col->role == LABEL_NOTHING && col->facts.full + col->facts.half > 0)) {
            col->sure = names >= 8 && names * 3 >= could_be * 2; /* a plan of seats has few other words, and those again and again */
            if (found[k])
                continue;
            col->role = LABEL_NAME;
            col->strict = col->all_over = found[k] = true;
        }
    }
    return true;
}

/* Nom beside Prénom: the name is only the surname. */
static void name_is_surname(struct table *t, const bool found[])
{
    bool surname = false, given = false;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        surname = surname || t->columns[k].role == LABEL_SURNAME;
        given = given || t->columns[k].role == LABEL_GIVEN;
    }
    for (uint32_t k = 1; k <= t->column_count && given && !surname; k++)
        if (t->columns[k].role == LABEL_NAME && !found[k] && column_mostly_single(&t->columns[k].facts)) {
            t->columns[k].role = LABEL_SURNAME;
            surname = true;
        }
}

/* Half of a name that has no other half: SS名 is a service station's. */
static void given_without_surname(struct table *t)
{
    bool surname = false;
    for (uint32_t k = 1; k <= t->column_count; k++)
        surname = surname || t->columns[k].role == LABEL_SURNAME || t->columns[k].role == LABEL_NAME;
    for (uint32_t k = 1; k <= t->column_count && !surname; k++) {
        const struct column_facts *f = &t->columns[k].facts;
        if (t->columns[k].role == LABEL_GIVEN && (f->full + f->half + f->surnames + f->latin) * 3 < f->filled)
            t->columns[k].role = LABEL_NOTHING;
    }
}

/* A column whose header is that of another one with names, numbers apart: 子1, 子2, 子3. It may well be empty where the sample ends. */
static void twins(struct table *t, bool found[])
{
    for (uint32_t k = 2; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        const struct column *left = &t->columns[k - 1];
        if (col->role != LABEL_NOTHING || !col->header || left->role != LABEL_NAME || left->header != col->header)
            continue;
        if (col->facts.filled && (col->facts.words * 5 < col->facts.filled * 3 || column_script(&col->facts) != column_script(&left->facts)))
            continue;
        col->role = LABEL_NAME;
        found[k] = found[k - 1];
    }
}

/* Bytes of a name before its gap: the surname; 0: it has none. */
static uint32_t surname_bytes(const struct table *t, const struct cell *cell)
{
    const char *s = t->bytes + cell->at;
    for (uint32_t i = 1; i + 1 < cell->length; i++)
        if (s[i] == ' ' || (i + 3 < cell->length && memcmp(s + i, "\xE3\x80\x80", 3) == 0))
            return i;
    return 0;
}

/* Words that begin with the surname of the name in their row: brothers and sisters, children, spouses. */
static void relatives(struct table *t, uint32_t data, uint32_t end, bool found[])
{
    const struct cell *name = NULL;
    uint32_t surname = 0;
    for (uint32_t k = 1; k <= t->column_count; k++)
        t->columns[k].relatives = 0;
    for (uint32_t i = data; i < end; i++) {
        const struct cell *cell = &t->cells[i];
        if (name && name->row != cell->row)
            name = NULL;
        if (cell->look.shape != CELL_WORD || cell->look.script == SCRIPT_LATIN)
            continue;
        struct column *col = &t->columns[cell->column];
        if (!name && col->role == LABEL_NAME && (surname = surname_bytes(t, cell)) > 0)
            name = cell;
        else if (name && col->role == LABEL_NOTHING && surname_bytes(t, cell) == surname)
            col->relatives += memcmp(t->bytes + cell->at, t->bytes + name->at, surname) == 0;
    }
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        if (col->relatives && col->relatives * 2 >= col->facts.filled) {
            col->role = LABEL_NAME;
            col->relation = RELATION_CLOSE;
            found[k] = true;
        }
    }
}

/* What a column's cells say that its header does not, and the other way round. */
static void roles_by_contents(struct table *t, struct naming *n)
{
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        const struct column_facts *f = &col->facts;
        if (col->role == LABEL_NAME && f->filled >= 2 && f->firms * 2 >= f->filled && f->full * 4 < f->filled) /* of 名称・氏名 some are persons */
            col->role = LABEL_ORG;
        /* the same few words again and again, none of them a name: 一般, 家族 */
        if (col->role == LABEL_NAME && f->filled >= 4 && !column_various(f) && f->full + f->half + f->latin + f->surnames == 0)
            col->role = ROLE_SKIP;
        n->unknown = n->unknown || (col->role == LABEL_NAME && f->latin * 2 > f->filled && f->full * 5 < f->filled * 2);
        n->things = n->things || col->role == LABEL_NEGATIVE;
        n->labelled = n->labelled || col->role == LABEL_NAME || col->role == LABEL_SURNAME;
        n->personal = n->personal || (col->role >= LABEL_KANA && col->role <= LABEL_SPECIAL) || col->role == LABEL_ORG || col->role == LABEL_DEPT;
        t->has_places = t->has_places || col->role == LABEL_WORK_ADDRESS || col->role == LABEL_DEPT;
        if (col->role == LABEL_PRODUCT && !t->has_things) {
            t->has_things = true;
            n->things_column = k;
        }
        /* 1組, 2組 or 受付 may stand over names as well as over what their label says, and a vendor may be somebody */
        if (((col->role == LABEL_ORG && f->full * 2 >= f->filled) || col->role == LABEL_DEPT || col->role == LABEL_NEGATIVE || col->role == LABEL_OTHER) && column_mostly_names(f) && !column_mostly_kana(f))
            col->role = LABEL_NOTHING;
        if (col->role == LABEL_PAYEE && f->full * 5 >= f->filled && f->full >= 2) { /* persons among the firms that are paid */
            col->role = LABEL_NAME;
            col->strict = true;
            continue;
        }
        if (col->role == LABEL_NOTHING && says_name_part(col, f))
            col->role = col->part;
        if (col->role != LABEL_NOTHING || f->filled == 0)
            continue;
        col->strict = !n->header;
        if (f->mails * 3 >= f->filled * 2) {
            col->role = LABEL_EMAIL;
        } else if (f->phones * 3 >= f->filled * 2) {
            col->role = LABEL_PHONE;
        } else if (f->firms * 2 >= f->filled) {
            col->role = LABEL_ORG;
        } else if (names_by_contents(col, n->header)) {
            col->role = LABEL_NAME;
            col->sure = column_surely_names(f);
            n->found[k] = true;
        } else if ((f->words + f->firms + f->texts) * 5 >= f->filled * 3 && f->filled * 2 >= n->rows && (column_various(f) || column_ones(f->seen) > FEW_WORDS)) {
            t->has_places = true; /* something else has a name here */
        }
    }
    /* Name, Price, Stock: two words with capitals, but nobody's */
    for (uint32_t k = 1; k <= t->column_count && n->unknown && n->things && !n->personal; k++)
        if (t->columns[k].role == LABEL_NAME)
            t->columns[k].role = LABEL_PRODUCT;
}

uint32_t table_names(struct table *t, bool header, uint32_t data, uint32_t end, uint32_t rows)
{
    struct naming n = {.header = header, .rows = rows};
    roles_by_contents(t, &n);
    name_is_surname(t, n.found);
    names_in_two_columns(t, data, end);
    given_without_surname(t);
    if (header) {
        twins(t, n.found);
        relatives(t, data, end, n.found);
    }
    t->grid = !n.labelled && !t->has_things && names_all_over(t, n.found);
    choose_names(t, header, n.found, n.things_column);
    uint32_t main = 0;
    for (uint32_t k = t->column_count; k >= 1; k--) {
        if (t->columns[k].role == LABEL_NAME || t->columns[k].role == LABEL_SURNAME)
            main = k;
        t->has_name = t->has_name || t->columns[k].role == ROLE_ANOTHER;
    }
    t->has_name = t->has_name || main;
    return main;
}
