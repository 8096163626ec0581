/* What kind of table a sample of cells is: its header by labels and by what stands below it, the columns of names by label or contents, blocks of
 * columns side by side, vertical cards, and where one table ends and the next begins. */
#include "detect/table_parts.h"

#include <string.h>

/* One row of the sample, from its first cell to the one behind its last. */
struct row_view {
    uint32_t from, to, filled, labels, people_labels, alternating;
    bool first_is_label, named, pairs; /* pairs: label, value, label, value */
    bool password;
};

/* ID, which says whose the password beside it is, and little elsewhere. */
static bool says_id(const struct table *t, const struct cell *cell)
{
    const char *text = t->bytes + cell->at;
    return cell->length == 2 && (text[0] | 32) == 'i' && (text[1] | 32) == 'd';
}

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
        v.password = v.password || kind == LABEL_PASSWORD;
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
        column_facts_add(&t->columns[t->cells[i].column].facts, &t->cells[i].look);
    struct row_view next = row_view(t, v->to, end);
    if (v->filled * 2 < next.filled)
        return false; /* a title, a date of printing */
    for (uint32_t i = v->from; i < v->to; i++) {
        const struct cell *cell = &t->cells[i];
        const struct column_facts *f = &t->columns[cell->column].facts;
        const struct cell_look *look = &cell->look;
        if (look->shape == CELL_PHONE || look->shape == CELL_MAIL || cell->length > 72)
            return false;
        if (look->strength == 3 && look->label == LABEL_NOTHING && (look->script != SCRIPT_LATIN || column_mostly_names(f)))
            return false; /* somebody's name; but Base Pay or Job Title could be one as well */
        if (f->labels * 2 > f->filled && f->filled >= 2)
            return false; /* labels below each other: cards */
        bool number = look->shape == CELL_DIGITS || look->shape == CELL_SMALL;
        if (column_mostly_numbers(f)) {
            if (look->shape == CELL_DIGITS)
                return false;
            differs += !number;
            *agrees += number;
        } else if (column_mostly_names(f) || (f->mails * 5 >= f->filled * 4 && f->filled)) {
            differs++;
            *agrees += look->strength >= 2 && look->label == LABEL_NOTHING;
        } else if ((f->words + f->marks) * 5 >= f->filled * 4 && f->words * 5 >= f->filled * 3 && f->filled && look->shape == CELL_WORD && column_various(f) &&
                   (look->label == LABEL_NAME || header_look(t->scan, t->bytes + cell->at, cell->length).person)) {
            differs++; /* 参加児童 over names nobody knows, 氏名 over surnames */
        } else if (f->filled >= 4 && !column_various(f)) {
            *agrees += (f->seen & column_text_bit(look)) != 0 && !number;
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

/* A row soon below is wider and a header too: this one is a title with the number of its page, or 日時 and the day of a notice. */
static bool better_below(struct table *t, const struct row_view *v, uint32_t end)
{
    struct row_view below = *v;
    for (int rows = 0; rows < TITLE_ROWS && v->filled <= 2 && below.filled <= 2 && below.to < end; rows++) {
        below = row_view(t, below.to, end);
        if (below.filled > v->filled && is_header(t, &below, end))
            return v->labels <= below.labels;
    }
    return false;
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
            if (before.filled >= 2 && t->cells[before.from].row + 1 == t->cells[v.from].row && !says_a_name(t, &before)) /* 監督, 佐藤 登勢 */
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
            if (v.password && says_id(t, &t->cells[i])) /* ID, パスワード */
                col->role = LABEL_CUSTOMER;
            else if (look->label != LABEL_NOTHING && !(look->label == LABEL_OTHER && says.notes))
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
    if (lone_known >= 2 && lone_known * 2 >= lone && !column_mostly_kana(&t->columns[main].facts))
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
        if (labelled_thing || words || brands || t->columns[k].relation == RELATION_MAKER)
            t->quiet[k] = QUIET_ALWAYS;
    }
}

/* Columns that tell persons apart without their names: how they are read, numbers and addresses of one person each. */
static bool identifies(struct table *t, bool names, bool *ids)
{
    bool kana = false, login = false, password = false;
    *ids = false;
    for (uint32_t k = t->column_count; k >= 1; k--) {
        login = login || t->columns[k].role == LABEL_CUSTOMER;
        password = password || t->columns[k].role == LABEL_PASSWORD;
        switch (t->columns[k].role) {
        case LABEL_KANA:
        case LABEL_SURNAME_KANA:
            /* words and towns have readings, too */
            if (t->columns[k].role == LABEL_KANA && !names && readings_of_things(&t->columns[k].facts))
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
            *ids = true;
            break;
        default:
            break;
        }
    }
    *ids = *ids || (login && password); /* accounts with their passwords */
    return kana || *ids;
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
    bool transposed = card_rows * 3 >= rows * 2; /* 項目, 応募者1, 応募者2 */
    if (card_rows >= 2 && (!h.list || transposed) && (!h.found || card_rows * 2 >= rows)) {
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
        column_facts_add(&t->columns[t->cells[i].column].facts, &t->cells[i].look);
    }
    uint32_t main = table_names(t, h.found, data, end, data_rows);
    bool ids, others = identifies(t, main, &ids);
    t->usual_cells = usual_cells(t, main, data, end);
    /* some rows and an identifying column, or a header that says so; one line of text is no table */
    if ((h.found || t->grid || (data_rows >= 2 && (t->has_name || (ids && data_rows >= 3)))) && (t->has_name || others)) {
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
