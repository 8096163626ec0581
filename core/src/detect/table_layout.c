/* What kind of table a sample of cells is: its header by labels and by what stands below it, the columns of names by label or contents, blocks of
 * columns side by side, vertical cards, and where one table ends and the next begins. */
#include "detect/table_parts.h"

#include <string.h>

static uint32_t ones(uint64_t bits)
{
    uint32_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static uint64_t text_bit(const struct cell_look *look)
{
    return (uint64_t)1 << (look->text >> 7 & 63);
}

static void facts_add(struct column_facts *f, const struct cell_look *look)
{
    bool word = look->shape == CELL_WORD;
    f->filled++;
    f->digits += look->shape == CELL_DIGITS || look->shape == CELL_SMALL;
    f->mails += look->shape == CELL_MAIL;
    f->phones += look->shape == CELL_PHONE;
    f->firms += look->shape == CELL_FIRM;
    f->words += word;
    f->marks += look->shape == CELL_MARK;
    f->texts += look->shape == CELL_TEXT;
    f->full += word && look->strength == 3;
    /* two words with capitals are half known as a name, but also half of all products */
    f->half += word && look->strength == 2 && look->script != SCRIPT_LATIN;
    f->latin += word && look->strength == 2 && look->script == SCRIPT_LATIN;
    f->surnames += word && look->strength == 1;
    f->kana += look->script == SCRIPT_KANA;
    f->roman += look->script == SCRIPT_LATIN;
    f->gaps += look->gap;
    f->labels += look->label != LABEL_NOTHING;
    f->seen |= text_bit(look);
}

static bool mostly_kana(const struct column_facts *f)
{
    return f->kana * 2 > f->filled;
}

/* Many different words, not the same few again and again. */
static bool various(const struct column_facts *f)
{
    return ones(f->seen) * 2 >= (f->filled < 32 ? f->filled : 32);
}

static bool mostly_names(const struct column_facts *f)
{
    /* in Latin letters more of them have to be known: two words with a capital each are anything */
    return (f->full + f->half + f->latin) * 5 >= f->filled * 3 && f->full * 5 >= f->filled * (f->latin > f->half ? 2 : 1) && f->filled;
}

/* So many that those nobody knows are names, too. */
static bool surely_names(const struct column_facts *f)
{
    return f->filled >= 8 && (f->full + f->half) * 3 >= f->filled * 2 && f->words * 10 >= f->filled * 9 && various(f) && !mostly_kana(f);
}

/* Words that are no whole names. */
static bool mostly_single(const struct column_facts *f)
{
    return (f->words + f->marks) * 5 >= f->filled * 4 && (f->full + f->half + f->latin) * 3 < f->filled;
}

static bool mostly_numbers(const struct column_facts *f)
{
    return (f->digits + f->phones) * 5 >= f->filled * 4 && f->filled;
}

/* One row of the sample, from its first cell to the one behind its last. */
struct row_view {
    uint32_t from, to, filled, labels, people_labels, alternating;
    bool first_is_label, named, pairs; /* pairs: label, value, label, value */
};

static struct row_view row_view(const struct table *t, uint32_t from, uint32_t end)
{
    struct row_view v = {.from = from, .to = from};
    bool previous_label = false, second_is_value = false;
    for (; v.to < end && t->cells[v.to].row == t->cells[from].row; v.to++) {
        enum label_kind kind = (enum label_kind)t->cells[v.to].look.label;
        bool is_label = kind != LABEL_NOTHING;
        v.filled++;
        v.labels += is_label;
        v.people_labels += is_label && kind != LABEL_NEGATIVE && kind != LABEL_ORG && kind != LABEL_PRODUCT && kind != LABEL_DEPT && kind != LABEL_OTHER;
        v.named = v.named || kind == LABEL_NAME || kind == LABEL_SURNAME;
        if (v.to == from)
            v.first_is_label = is_label;
        else
            v.alternating += previous_label && !is_label;
        if (v.to == from + 1)
            second_is_value = !is_label;
        previous_label = is_label;
    }
    v.pairs = v.first_is_label && second_is_value && v.alternating * 2 >= v.labels;
    return v;
}

/* Without knowing a word of it: short texts over columns of something else. *agrees: cells like those below them. */
static bool header_by_contents(struct table *t, const struct row_view *v, uint32_t end, uint32_t *agrees)
{
    uint32_t to = v->to, rows = 0, differs = 0;
    *agrees = 0;
    if (v->filled < 2 || v->to == end)
        return false;
    for (; to < end; to++) {
        rows += to == v->to || t->cells[to].row != t->cells[to - 1].row;
        if (rows > HEADER_WINDOW)
            break;
        t->columns[t->cells[to].column].facts = (struct column_facts){0};
    }
    for (uint32_t i = v->from; i < v->to; i++)
        t->columns[t->cells[i].column].facts = (struct column_facts){0};
    for (uint32_t i = v->to; i < to; i++)
        facts_add(&t->columns[t->cells[i].column].facts, &t->cells[i].look);
    struct row_view next = row_view(t, v->to, end);
    if (v->filled * 2 < next.filled)
        return false; /* a title, a date of printing */
    for (uint32_t i = v->from; i < v->to; i++) {
        const struct cell *cell = &t->cells[i];
        const struct column_facts *f = &t->columns[cell->column].facts;
        const struct cell_look *look = &cell->look;
        if (look->shape == CELL_PHONE || look->shape == CELL_MAIL || cell->length > 72)
            return false;
        if (look->strength == 3 && look->label == LABEL_NOTHING && (look->script != SCRIPT_LATIN || mostly_names(f)))
            return false; /* somebody's name; but Base Pay or Job Title could be one as well */
        if (f->labels * 2 > f->filled && f->filled >= 2)
            return false; /* labels below each other: cards */
        bool number = look->shape == CELL_DIGITS || look->shape == CELL_SMALL;
        if (mostly_numbers(f)) {
            if (look->shape == CELL_DIGITS)
                return false;
            differs += !number;
            *agrees += number;
        } else if (mostly_names(f) || (f->mails * 5 >= f->filled * 4 && f->filled)) {
            differs++;
            *agrees += look->strength >= 2 && look->label == LABEL_NOTHING;
        } else if ((f->words + f->marks) * 5 >= f->filled * 4 && f->words * 5 >= f->filled * 3 && f->filled && look->shape == CELL_WORD && various(f) &&
                   (look->label == LABEL_NAME || header_look(t->scan, t->bytes + cell->at, cell->length).person)) {
            differs++; /* 参加児童 over names nobody knows, 氏名 over surnames */
        } else if (f->filled >= 4 && !various(f)) {
            *agrees += (f->seen & text_bit(look)) != 0 && !number;
        }
    }
    return differs >= 1 && *agrees * 2 <= v->filled;
}

/* The rows below hold no labels and are not wider. */
static bool below_is_data(const struct table *t, const struct row_view *v, uint32_t end)
{
    uint32_t at = v->to;
    for (int rows = 0; rows < 2 && at < end; rows++) {
        struct row_view below = row_view(t, at, end);
        if (below.labels || below.filled > v->filled)
            return false;
        at = below.to;
    }
    return at > v->to;
}

static bool header_by_labels(const struct row_view *v, uint32_t end)
{
    return v->labels >= 2 && v->labels * 2 >= v->filled && v->people_labels >= 1 && v->to < end && !v->pairs;
}

struct header {
    struct row_view first; /* its uppermost row */
    struct row_view above; /* the row right above it, if it names groups of columns: 本人, 保護者 */
    bool found, list;      /* list: of three labels or more, a name among them */
};

/* A label of a person's and its value. */
static bool is_card_row(const struct row_view *v)
{
    return v->first_is_label && v->filled >= 2 && v->alternating >= 1 && v->people_labels >= 1;
}

/* Two rows of labels with values: cards begin here. */
static bool is_card(const struct table *t, const struct row_view *v, uint32_t end)
{
    if (!is_card_row(v) || !v->pairs || v->to >= end)
        return false;
    struct row_view next = row_view(t, v->to, end);
    return is_card_row(&next) && next.pairs && t->cells[next.from].row == t->cells[v->from].row + 1;
}

/* A header that stands by itself wherever it is: of two cells at least. */
static bool is_header(struct table *t, const struct row_view *v, uint32_t end)
{
    uint32_t agrees;
    return header_by_labels(v, end) || header_by_contents(t, v, end, &agrees);
}

/* The row below is wider and a header too: this one is a title with the number of its page. */
static bool better_below(struct table *t, const struct row_view *v, uint32_t end)
{
    if (v->to >= end)
        return false;
    struct row_view below = row_view(t, v->to, end);
    return below.filled > v->filled && is_header(t, &below, end) && v->labels <= below.labels && v->filled <= 2;
}

/* 氏名 and somebody's name beside it: a card. */
static bool says_a_name(const struct table *t, const struct row_view *v)
{
    for (uint32_t i = v->from + 1; i < v->to; i++)
        if (t->cells[i].look.strength >= 2 && t->cells[i].look.label == LABEL_NOTHING)
            return true;
    return false;
}

static struct header find_header(struct table *t, uint32_t from, uint32_t end, uint32_t *rows, uint32_t *card_rows)
{
    struct header h = {.found = false};
    *rows = *card_rows = 0;
    struct row_view before = {0};
    for (uint32_t i = from; i < end;) {
        struct row_view v = row_view(t, i, end);
        uint32_t agrees;
        bool card = v.pairs && (*card_rows > 0 || (v.named && says_a_name(t, &v))); /* a label and its value, and so above it */
        i = v.to;
        ++*rows;
        *card_rows += is_card_row(&v);
        if (h.found)
            continue;
        h.found = header_by_labels(&v, end) ||
                  (v.named && v.filled <= 4 && !card && below_is_data(t, &v, end)) || /* 氏名, 出欠 */
                  /* one column with its name on top */
                  (v.labels == 1 && v.filled == 1 && v.people_labels == 1 && i < end && t->cells[i].column == t->cells[v.from].column &&
                   (i + 1 >= end || t->cells[i + 1].row != t->cells[i].row)) ||
                  /* orders, products ... */
                  (v.labels >= 2 && v.labels * 2 >= v.filled && v.people_labels == 0 && i < end && *rows <= 8 && v.alternating == 0) ||
                  (*rows <= HEADER_SEARCH && !card && header_by_contents(t, &v, end, &agrees) && !better_below(t, &v, end));
        if (h.found) {
            h.first = v;
            h.list = v.named && v.labels >= 3;
            if (before.filled >= 2 && t->cells[before.from].row + 1 == t->cells[v.from].row)
                h.above = before;
        }
        before = v;
    }
    return h;
}

/* A cell over several columns says whose they are. */
static void read_group(struct table *t, const struct row_view *v, uint32_t i, uint8_t relation)
{
    uint32_t next = i + 1 < v->to ? t->cells[i + 1].column : t->column_count + 1;
    for (uint32_t k = t->cells[i].column; k < next; k++)
        t->columns[k].relation = relation;
}

/* What the header says of each column. Returns the first cell below it. */
static uint32_t read_header(struct table *t, const struct header *h, uint32_t end)
{
    struct row_view v = h->first;
    for (uint32_t i = h->above.from; i < h->above.to; i++)
        read_group(t, &h->above, i, header_look(t->scan, t->bytes + t->cells[i].at, t->cells[i].length).relation);
    for (int rows = 1;; rows++) {
        for (uint32_t i = v.from; i < v.to; i++) {
            struct column *col = &t->columns[t->cells[i].column];
            const struct cell_look *look = &t->cells[i].look;
            struct header_look says = header_look(t->scan, t->bytes + t->cells[i].at, t->cells[i].length);
            col->header = look->text;
            col->header_name = hash_name(SCAN_C(t->scan), t->scan->n);
            if (rows == 1 && !h->above.filled)
                read_group(t, &v, i, says.relation);
            if (look->label != LABEL_NOTHING && !(look->label == LABEL_OTHER && says.notes))
                col->role = look->label;
            else if (says.notes)
                col->role = ROLE_NOTES;
            else if (rows > 1 && col->role == LABEL_NOTHING && i > v.from) {
                /* 連絡先 over 自宅 and 携帯 */
                uint8_t left = t->columns[t->cells[i].column - 1].role;
                col->role = left == LABEL_PHONE || left == LABEL_WORK_PHONE || left == LABEL_ADDRESS ? left : LABEL_NOTHING;
            }
            col->person = col->person || says.person;
            col->thing = col->thing || says.thing;
            col->part = says.part;
            col->relation = says.relation ? says.relation : col->relation;
        }
        if (v.to >= end || rows == HEADER_ROWS)
            break;
        struct row_view next = row_view(t, v.to, end);
        uint32_t agrees = 0;
        bool labels = next.labels >= 2 && next.labels * 2 > next.filled && !next.pairs;
        bool adjoins = next.labels && t->cells[next.from].row == t->cells[v.from].row + 1;
        if (next.to >= end || !(labels || (adjoins && header_by_contents(t, &next, end, &agrees) && !agrees)))
            break;
        v = next;
    }
    return v.to;
}

/* Hardly one of the readings is known as a name's, nor do they have two parts. */
static bool readings_of_things(const struct column_facts *f)
{
    return (f->full + f->half + f->surnames) * 3 < f->filled && f->gaps * 2 < f->filled;
}

/* Whether a column of the sample holds names; one whose header says so needs less of a proof. */
static bool names_by_contents(const struct column *col, bool header)
{
    const struct column_facts *f = &col->facts;
    if (f->filled < 2 && !(header && f->filled))
        return false;
    if (col->person && f->firms * 3 < f->filled && f->words * 5 >= f->filled * 3 &&
        ((f->full + f->half + f->surnames + f->latin) * 10 >= f->filled * 3 || (f->words * 10 >= f->filled * 9 && various(f))))
        return true;
    return mostly_names(f);
}

static enum cell_script script(const struct column_facts *f)
{
    return mostly_kana(f) ? SCRIPT_KANA : f->roman * 2 > f->filled ? SCRIPT_LATIN : SCRIPT_OTHER;
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
        if (a->role == LABEL_SURNAME && b->role == LABEL_NAME && mostly_single(&b->facts) && script(&a->facts) == script(&b->facts))
            b->role = LABEL_GIVEN; /* 苗字, 名前 */
        const struct column_facts *f = &a->facts, *g = &b->facts;
        if (a->role != LABEL_NOTHING || b->role != LABEL_NOTHING || f->filled < 2 || f->full * 3 > f->filled || g->full * 3 > g->filled || !various(f) || !various(g))
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

enum majority { MAJORITY_NONE, MAJORITY_NUMBERS, MAJORITY_NAMES, MAJORITY_WORDS };
static enum majority majority(const struct column_facts *f)
{
    return !f->filled ? MAJORITY_NONE : mostly_numbers(f) ? MAJORITY_NUMBERS : mostly_names(f) ? MAJORITY_NAMES : MAJORITY_WORDS;
}

/* Columns that say the same: by their header, or, without one, by what they hold. */
static bool alike(const struct column *a, const struct column *b, bool header)
{
    if (script(&a->facts) != script(&b->facts))
        return false; /* 氏名(漢字) and 氏名(カナ) */
    if (header)
        return a->header && a->header == b->header;
    return majority(&a->facts) != MAJORITY_NONE && majority(&a->facts) == majority(&b->facts);
}

/* Where the block of columns begins that has column k where the first one has main. */
static uint32_t block_start(const struct table *t, uint32_t main, uint32_t k, bool header)
{
    uint32_t j = 0;
    while (j + 1 < main && k - j - 1 > main && alike(&t->columns[k - j - 1], &t->columns[main - j - 1], header))
        j++;
    return k - j;
}

/* Of two columns of names the left one, unless it says the same again and again and the other does not: 被相続人, 相続人; 世帯主, 世帯員. */
static uint32_t rather(const struct table *t, uint32_t left, uint32_t right)
{
    if (!right)
        return left;
    uint32_t a = ones(t->columns[left].facts.seen), b = ones(t->columns[right].facts.seen);
    return (various(&t->columns[right].facts) && !various(&t->columns[left].facts)) || (b >= 4 && a * 4 < b * 3) ? right : left;
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
    for (uint32_t k = t->column_count; k >= 1; k--) {
        const struct column *col = &t->columns[k];
        if (col->role != LABEL_NAME && col->role != LABEL_SURNAME)
            continue;
        if (col->relation == RELATION_CLOSE)
            beside = rather(t, k, beside);
        else if (col->relation)
            staff = k;
        else if (!found[k])
            labelled = rather(t, k, labelled);
        else if (col->person)
            hinted = rather(t, k, hinted);
        else if (script(&col->facts) != SCRIPT_OTHER)
            foreign = k; /* perhaps only how another column's names are read */
        else
            first = k;
    }
    uint32_t main = labelled ? labelled : hinted ? hinted : first ? first : beside ? beside : staff ? staff : foreign; /* 患者 is more than 主治医 */
    *hint = main && (!found[main] || main == hinted);
    return main;
}

/* Of the columns with names: which one a row is about, which begin blocks of their own, who else counts. found: by contents, not by a label;
 * things_column: the first one with products, titles and the like, 0: none. */
static void choose_names(struct table *t, bool header, const bool found[], uint32_t things_column)
{
    bool hint;
    uint32_t main = main_names(t, found, &hint);
    if (!main)
        return;
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
        if (k > main && !stranger && ((col->role == who->role && alike(who, col, header)) || (halves && script(&col->facts) == script(&who->facts)))) {
            uint32_t start = block_start(t, main, k, header);
            block++;
            for (uint32_t i = start > starts_from ? start : starts_from + 1; i <= k; i++)
                t->columns[i].block = block;
            starts_from = k;
        } else if (who->role == LABEL_NAME && col->role == LABEL_SURNAME) {
            continue; /* the row's name once more, in parts */
        } else {
            bool nobody = found[k] && col->thing && !who->thing && !col->person && col->relation != RELATION_CLOSE; /* 出身校: 園田高, 上原高 */
            col->role = stranger || nobody || col->role == LABEL_SURNAME || script(&col->facts) != script(&who->facts) ? ROLE_SKIP : ROLE_ANOTHER;
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
        if (t->columns[k].role == LABEL_NAME && !found[k] && mostly_single(&t->columns[k].facts)) {
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

/* How many cells a row with a name has, in the block of column main; 1 if most names stand alone. */
static uint32_t usual_cells(const struct table *t, uint32_t main, uint32_t data, uint32_t end)
{
    uint32_t cells = 0, named = 0, lone = 0, lone_known = 0;
    for (uint32_t i = data; i < end && main;) {
        uint32_t row = t->cells[i].row, in_row = 0;
        bool name = false, known = false;
        for (; i < end && t->cells[i].row == row; i++) {
            in_row += t->columns[t->cells[i].column].block == t->columns[main].block;
            name = name || (t->cells[i].column == main && t->cells[i].look.shape == CELL_WORD);
            known = known || (t->cells[i].column == main && t->cells[i].look.strength >= 2 && t->cells[i].look.script != SCRIPT_KANA);
        }
        cells += name && in_row > 1 ? in_row : 0;
        named += name && in_row > 1;
        lone += name && in_row == 1;
        lone_known += known && in_row == 1;
    }
    if (lone_known >= 2 && lone_known * 2 >= lone && !mostly_kana(&t->columns[main].facts))
        return 1; /* the cells beside them are merged with those above */
    /* readings and titles of groups may stand in rows of their own, one for each name and more */
    return named && lone <= named * 2 ? cells / named : 1;
}

/* Of a table without persons, columns of shops, codes, amounts and words that are no names are quiet from the start. */
static void quiet_columns(struct table *t)
{
    for (uint32_t k = 1; k <= t->column_count; k++) {
        const struct column_facts *f = &t->columns[k].facts;
        bool labelled_thing = t->columns[k].role != LABEL_NOTHING && t->columns[k].role != ROLE_NOTES;
        bool words = f->filled >= 2 && (f->words + f->firms) * 5 >= f->filled * 4 && (f->full + f->half) * 10 < f->filled;
        /* brands and makers of goods are called like persons */
        bool brands = t->has_things && !t->columns[k].person && !t->columns[k].relation && t->columns[k].role == LABEL_NOTHING && f->texts * 5 < f->filled;
        if (labelled_thing || words || brands)
            t->quiet[k] = QUIET_ALWAYS;
    }
}

void table_decide(struct table *t, uint32_t from, uint32_t end)
{
    uint32_t rows, card_rows, data = from, data_rows = 0;
    memset(t->columns, 0, (t->column_count + 1) * sizeof *t->columns);
    for (uint32_t k = t->column_count + 1; k <= t->columns_used; k++)
        t->columns[k] = (struct column){0};
    t->columns_used = t->column_count;
    t->has_name = t->has_organisation = t->has_things = t->has_places = false;
    struct header h = find_header(t, from, end, &rows, &card_rows);
    /* cards: label and value side by side, row after row */
    if (card_rows >= 2 && !h.list && (!h.found || card_rows * 2 >= rows)) {
        t->mode = MODE_CARDS;
        return;
    }
    t->data_from = t->title_end = from;
    if (h.found) {
        t->title_end = h.above.filled ? h.above.from : h.first.from;
        t->data_from = data = read_header(t, &h, end);
    }
    for (uint32_t k = 1; k <= t->column_count; k++)
        t->columns[k].facts = (struct column_facts){0};
    for (uint32_t i = data; i < end; i++) {
        data_rows += i == data || t->cells[i].row != t->cells[i - 1].row;
        facts_add(&t->columns[t->cells[i].column].facts, &t->cells[i].look);
    }
    bool found[COLUMN_LIMIT + 1] = {false}, labelled = false, personal = false, unknown = false, things = false;
    uint32_t things_column = 0;
    for (uint32_t k = 1; k <= t->column_count; k++) {
        struct column *col = &t->columns[k];
        const struct column_facts *f = &col->facts;
        if (col->role == LABEL_NAME && f->filled >= 2 && f->firms * 2 >= f->filled)
            col->role = LABEL_ORG;
        /* the same few words again and again, none of them a name: 一般, 家族 */
        if (col->role == LABEL_NAME && f->filled >= 4 && !various(f) && f->full + f->half + f->latin + f->surnames == 0)
            col->role = ROLE_SKIP;
        unknown = unknown || (col->role == LABEL_NAME && f->latin * 2 > f->filled && f->full * 5 < f->filled * 2);
        things = things || col->role == LABEL_NEGATIVE;
        labelled = labelled || col->role == LABEL_NAME || col->role == LABEL_SURNAME;
        personal = personal || (col->role >= LABEL_KANA && col->role <= LABEL_SPECIAL) || col->role == LABEL_ORG || col->role == LABEL_DEPT;
        t->has_places = t->has_places || col->role == LABEL_WORK_ADDRESS || col->role == LABEL_DEPT;
        if (col->role == LABEL_PRODUCT && !t->has_things) {
            t->has_things = true;
            things_column = k;
        }
        /* 1組, 2組 or 受付 may stand over names as well as over what their label says */
        if ((col->role == LABEL_DEPT || col->role == LABEL_NEGATIVE || col->role == LABEL_OTHER) && mostly_names(f) && !mostly_kana(f))
            col->role = LABEL_NOTHING;
        if (col->role == LABEL_NOTHING && says_name_part(col, f))
            col->role = col->part;
        if (col->role != LABEL_NOTHING || f->filled == 0)
            continue;
        col->strict = !h.found;
        if (f->mails * 3 >= f->filled * 2) {
            col->role = LABEL_EMAIL;
        } else if (f->phones * 3 >= f->filled * 2) {
            col->role = LABEL_PHONE;
        } else if (f->firms * 2 >= f->filled) {
            col->role = LABEL_ORG;
        } else if (names_by_contents(col, h.found)) {
            col->role = LABEL_NAME;
            col->sure = surely_names(f);
            found[k] = true;
        } else if ((f->words + f->firms + f->texts) * 5 >= f->filled * 3 && f->filled * 2 >= data_rows && (various(f) || ones(f->seen) > FEW_WORDS)) {
            t->has_places = true; /* something else has a name here */
        }
    }
    /* Name, Price, Stock: two words with capitals, but nobody's */
    for (uint32_t k = 1; k <= t->column_count && unknown && things && !personal; k++)
        if (t->columns[k].role == LABEL_NAME)
            t->columns[k].role = LABEL_PRODUCT;
    name_is_surname(t, found);
    names_in_two_columns(t, data, end);
    given_without_surname(t);
    t->grid = !labelled && !t->has_things && names_all_over(t, found);
    choose_names(t, h.found, found, things_column);
    bool kana = false, ids = false;
    uint32_t main = 0;
    for (uint32_t k = t->column_count; k >= 1; k--)
        if (t->columns[k].role == LABEL_NAME || t->columns[k].role == LABEL_SURNAME)
            main = k;
    for (uint32_t k = t->column_count; k >= 1; k--) {
        switch (t->columns[k].role) {
        case ROLE_ANOTHER:
            t->has_name = true;
            break;
        case LABEL_KANA:
        case LABEL_SURNAME_KANA:
            /* words and towns have readings, too */
            if (t->columns[k].role == LABEL_KANA && !main && readings_of_things(&t->columns[k].facts))
                t->columns[k].role = ROLE_SKIP;
            else
                kana = true;
            break;
        case LABEL_ORG:
            t->has_organisation = true;
            break;
        case LABEL_EMAIL:
        case LABEL_MYNUMBER:
        case LABEL_STUDENT:
        case LABEL_PHONE:
        case LABEL_CARD:
        case LABEL_SSN:
        case LABEL_PASSPORT:
        case LABEL_LICENSE:
        case LABEL_NATIONAL:
        case LABEL_PENSION:
            ids = true;
            break;
        default:
            break;
        }
    }
    t->has_name = t->has_name || main;
    t->usual_cells = usual_cells(t, main, data, end);
    /* some rows and an identifying column, or a header that says so; one line of text is no table */
    if ((h.found || t->grid || (data_rows >= 2 && (t->has_name || (ids && data_rows >= 3)))) && (t->has_name || kana || ids)) {
        t->mode = MODE_ROWS;
        return;
    }
    if (t->settled != MODE_TEXT)
        memset(t->quiet, 0, sizeof t->quiet);
    t->mode = MODE_TEXT;
    if (h.found)
        quiet_columns(t);
}

/* A header or a card stands here, below a title or two at most. */
static bool begins(struct table *t, struct row_view v, uint32_t end, bool cards)
{
    for (int k = 0; k < 3; k++) {
        if (is_header(t, &v, end) || (!cards && is_card(t, &v, end)))
            return true;
        if (v.to >= end || v.filled > 2)
            break;
        v = row_view(t, v.to, end);
    }
    return false;
}

uint32_t table_segment_end(struct table *t, uint32_t from)
{
    uint32_t rows = 0, card_rows = 0;
    bool table = t->settled != MODE_SAMPLE && from == 0;
    for (uint32_t i = from; i < t->cell_count;) {
        struct row_view v = row_view(t, i, t->cell_count);
        if (i > from && t->cells[i].row > t->cells[i - 1].row + 1) {
            uint32_t unused;
            table = table || rows >= 3 || find_header(t, from, i, &unused, &unused).found;
            if (table && begins(t, v, t->cell_count, card_rows > 0 || t->settled == MODE_CARDS))
                return i;
        }
        rows += v.filled >= 2;
        card_rows += is_card_row(&v);
        i = v.to;
    }
    return t->cell_count;
}

bool table_begins_anew(struct table *t, uint32_t from, uint32_t end)
{
    return begins(t, row_view(t, from, end), end, t->settled == MODE_CARDS);
}
