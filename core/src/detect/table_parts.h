/* A table while it is read: table.c takes its cells, table_layout.c says from a sample of them where headers stand, table_names.c whom
 * its columns name. Private to these. */
#ifndef SEKISHO_DETECT_TABLE_PARTS_H
#define SEKISHO_DETECT_TABLE_PARTS_H

#include "detect/people.h"
#include "detect/table.h"
#include "detect/table_cell.h"

enum {
    SAMPLE_ROWS = 64,           /* looked at before the columns are settled */
    SAMPLE_CELLS = 8192,
    SAMPLE_BYTES = 256 * 1024,
    COLUMN_LIMIT = 1024,        /* columns to the right of it are not looked at */
    HEADER_SEARCH = 24,         /* so many rows may stand above a header that only its contents tell */
    HEADER_WINDOW = 12,         /* rows below it that it is compared with */
    TITLE_ROWS = 6,             /* between a title that looks like a header and the header */
    HEADER_ROWS = 3,            /* a header's own rows: titles over merged cells */
    GAPS_SKIPPED = 256,
    CARD_PERSONS = COLUMN_LIMIT,/* persons side by side in one block of cards */
    NAMES_IN_CELL = 16,
    FEW_WORDS = 6,              /* so many different ones may be kinds or places; more are names of something */
    LINES_BYTES = 1024,         /* a cell up to here is read line by line */
    ROW_TEXT_BYTES = 16 * 1024,
    QUIET_ALWAYS = 255,
    QUIET_AFTER = 16            /* rows without a find until a column of running text is only looked at now and then */
};

struct cell {
    uint32_t row, column, at, length;
    struct cell_look look;
};
struct text_cell { /* one of those whose text is joined */
    uint32_t row, column, at;
};
enum table_mode { MODE_SAMPLE, MODE_ROWS, MODE_CARDS, MODE_TEXT };
enum role { /* what a column is used for: label kinds, and these */
    ROLE_NONE = LABEL_NOTHING,
    ROLE_SKIP = LABEL_KIND_COUNT, /* nothing in it is a person's */
    ROLE_NOTES,
    ROLE_ANOTHER                  /* a person beside the one of the row: the early, the late and the night shift of a day */
};

/* What the cells of one column are, over some rows. */
struct column_facts {
    uint32_t filled, digits, mails, phones, firms, words, marks, texts, full, half, surnames, latin, kana, roman, gaps, labels;
    uint64_t seen; /* a bit for each of 64 hashes: about how many different ones */
};

struct column {
    uint8_t role;
    uint16_t block;        /* of the columns side by side that belong to one person; 0: the first */
    bool strict, all_over; /* names by their contents, without a header or wherever they stand: what is no name is nobody */
    bool sure;             /* ... but so many of them are known that the others are names, too */
    uint32_t header;       /* hash of the header's text, digits left out; 0: none */
    uint64_t header_name;  /* the header's text as if it were a name */
    bool person, thing;    /* what the header says beside its label */
    uint8_t relation;      /* the same: enum relation */
    uint8_t part;          /* LABEL_SURNAME, LABEL_GIVEN or nothing: the same */
    struct column_facts facts;
    uint32_t relatives;    /* cells with the surname of their row */
};

struct table {
    struct people *people;
    struct scan *scan;
    bool (*line)(void *, const char *, size_t);
    void *ctx;
    enum table_mode mode, settled; /* settled: what this table was before it was sampled once more, or MODE_SAMPLE */
    bool open;
    char name[80];

    struct cell cells[SAMPLE_CELLS];
    uint32_t cell_count, sample_rows;
    char *bytes;
    uint32_t byte_count;

    struct column columns[COLUMN_LIMIT + 1];
    uint32_t column_count, columns_used; /* the last one that the sample holds, that was ever read */
    uint32_t title_end, data_from; /* the first cell of the sample's header, the first one below it */
    bool grid;                  /* names stand all over it: a plan of seats */
    bool has_name, has_organisation, has_things, has_places;
    uint32_t usual_cells;       /* that a row with a name has */
    uint32_t last_filled;       /* the last row with anything in it */
    uint32_t in_vain, skip_gaps;/* samples behind blank rows that found nothing new; how many more blank rows are let pass */

    uint32_t row;               /* the row being collected */
    uint16_t block;
    bool row_open;
    struct person_record record;
    uint64_t parts, kana;       /* of a name in two columns; of how it is read */
    uint64_t login;             /* of who logs in, in a row that may hold the password, too */
    bool reading;               /* the name is kana in a column of other names */
    bool row_firm;              /* a cell says that the name is no person's */
    bool row_total, row_named, doubtful; /* doubtful: the name is not known, nor is there a header above it */
    uint32_t at_column;         /* of the last cell */
    bool goes_on;               /* this is another line of it */
    bool kana_name, kana_another;
    uint64_t another;           /* a name of ROLE_ANOTHER that may yet be how the next line is read; 0: none */
    uint32_t another_column;    /* the last such name of the row; 0: none */
    bool office;                /* the name is that of an office, if nothing else stands in the row */
    bool guessed;               /* hardly known, but so many others of the grid are names */
    int strength;               /* of the name, where it was asked */
    uint32_t row_cells, row_filled; /* of the block, of the whole row */
    uint32_t row_first_column, row_last_column;

    struct person_record *cards; /* CARD_PERSONS, when there are cards */
    uint32_t card_count;
    uint8_t pending;            /* the label of this row that waits for values */
    uint32_t values;
    uint32_t card_base;         /* the card that the next values of this row are of: cards stand side by side, each with its label */
    uint8_t card_label;         /* the first label of this row */

    char text[ROW_TEXT_BYTES];
    size_t text_length;
    struct text_cell text_cells[COLUMN_LIMIT];
    size_t text_cell_count;
    const struct text_cell *line_cells; /* while line() runs: whose text it reads */
    size_t line_cell_count;
    uint8_t quiet[COLUMN_LIMIT + 1];

    uint32_t first_row, last_row, first_column, last_column;
    char place_name[40];
};

/* table_column.c: what the cells of a column are together. */
void column_facts_add(struct column_facts *, const struct cell_look *);
uint32_t column_ones(uint64_t bits);
uint64_t column_text_bit(const struct cell_look *);
bool column_mostly_kana(const struct column_facts *);
bool column_mostly_numbers(const struct column_facts *);
/* Many different words, not the same few again and again. */
bool column_various(const struct column_facts *);
bool column_mostly_names(const struct column_facts *);
/* So many that those nobody knows are names, too. */
bool column_surely_names(const struct column_facts *);
/* Words that are no whole names. */
bool column_mostly_single(const struct column_facts *);
enum cell_script column_script(const struct column_facts *);
/* Columns that say the same: by their header, or, without one, by what they hold. */
bool columns_alike(const struct column *, const struct column *, bool header);

/* table_names.c: the columns of names below the header (if there is one), in so many rows. Returns the first of them; 0: there is none. */
uint32_t table_names(struct table *, bool header, uint32_t data, uint32_t end, uint32_t rows);

/* table_layout.c. The cells of the sample from this one on are one table up to the end that is returned: behind a gap another header begins the next one. */
uint32_t table_segment_end(struct table *, uint32_t from);
/* Whether a header stands at the top of these cells, below a title or two at most. */
bool table_begins_anew(struct table *, uint32_t from, uint32_t end);
/* Settles how these cells are read: mode, the roles of the columns, where the data begin. */
void table_decide(struct table *, uint32_t from, uint32_t end);

#endif
