/* What the cells of one column are together: names, numbers, the same few words. What follows from it is table_names.c's and table_layout.c's. */
#include "detect/table_parts.h"

uint32_t column_ones(uint64_t bits)
{
    uint32_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

uint64_t column_text_bit(const struct cell_look *look)
{
    return (uint64_t)1 << (look->text >> 7 & 63);
}

void column_facts_add(struct column_facts *f, const struct cell_look *look)
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
    f->seen |= column_text_bit(look);
}

bool column_mostly_kana(const struct column_facts *f)
{
    return f->kana * 2 > f->filled;
}

bool column_various(const struct column_facts *f)
{
    return column_ones(f->seen) * 2 >= (f->filled < 32 ? f->filled : 32);
}

bool column_mostly_names(const struct column_facts *f)
{
    /* in Latin letters more of them have to be known: two words with a capital each are anything */
    return (f->full + f->half + f->latin) * 5 >= f->filled * 3 && f->full * 5 >= f->filled * (f->latin > f->half ? 2 : 1) && f->filled;
}

bool column_surely_names(const struct column_facts *f)
{
    return f->filled >= 8 && (f->full + f->half) * 3 >= f->filled * 2 && f->words * 10 >= f->filled * 9 && column_various(f) && !column_mostly_kana(f);
}

bool column_mostly_single(const struct column_facts *f)
{
    return (f->words + f->marks) * 5 >= f->filled * 4 && (f->full + f->half + f->latin) * 3 < f->filled;
}

bool column_mostly_numbers(const struct column_facts *f)
{
    return (f->digits + f->phones) * 5 >= f->filled * 4 && f->filled;
}

enum cell_script column_script(const struct column_facts *f)
{
    return column_mostly_kana(f) ? SCRIPT_KANA : f->roman * 2 > f->filled ? SCRIPT_LATIN : SCRIPT_OTHER;
}

enum majority { MAJORITY_NONE, MAJORITY_NUMBERS, MAJORITY_NAMES, MAJORITY_WORDS };
static enum majority majority(const struct column_facts *f)
{
    return !f->filled ? MAJORITY_NONE : column_mostly_numbers(f) ? MAJORITY_NUMBERS : column_mostly_names(f) ? MAJORITY_NAMES : MAJORITY_WORDS;
}

bool columns_alike(const struct column *a, const struct column *b, bool header)
{
    if (column_script(&a->facts) != column_script(&b->facts))
        return false; /* 氏名(漢字) and 氏名(カナ) */
    if (header)
        return a->header && a->header == b->header;
    return majority(&a->facts) != MAJORITY_NONE && majority(&a->facts) == majority(&b->facts);
}
