/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files that read the section "tables" share: table_headings.c (first lines),
 * table_cells.c (rows) and table_rows.c (files, and elements from their rows).
 */
#ifndef BW_SCENARIO_TABLE_INTERNAL_H
#define BW_SCENARIO_TABLE_INTERNAL_H

#include "scenario/csv.h"
#include "scenario/table_rows.h"

/* What a file of the section gives. */
struct bw_rows_kind {
    const char *key;     /* in "tables" */
    const char *section; /* of the root, to which its rows belong */
    const char *id;      /* heading of the column of ids */
    const char *item;    /* heading of the column of items, or NULL */
};

/* A part of the headings' paths; parts make a tree. Number 0 is the element. */
struct bw_rows_part {
    const char *key;
    const struct bw_row *row; /* of what stands here, NULL = below what is checked */
    struct bw_row made;
    uint32_t child, next; /* 0 = none */
    uint32_t column;      /* number plus one, 0 = none */
};

struct bw_rows_file {
    struct bw_expanding *e;
    const struct bw_rows_kind *kind;
    struct bw_csv csv;
    struct bw_error_list errors;
    struct bw_rows_part parts[BW_TABLE_COLUMNS_LIMIT * 4];
    uint32_t part_count;
    const char *units[BW_TABLE_COLUMNS_LIMIT]; /* "" = none */
    uint32_t columns, id_column, item_column;  /* UINT32_MAX = none yet */
    const char *id, *item; /* of the row being read, then of the one before */
    const struct bw_node *cells[BW_TABLE_COLUMNS_LIMIT]; /* NULL = empty */
};

/* One row of a table. */
struct bw_rows_row {
    const char *id, *item;
    const struct bw_node *value;
    struct bw_position position;
    uint32_t order;
};

/* Reads the first line. Errors: BW_ERR_INPUT, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_rows_read_headings(struct bw_rows_file *t);

/* Reads the other lines into rows, struct bw_rows_row. Errors: BW_ERR_INPUT,
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_rows_read(
    struct bw_rows_file *t, struct bw_vector *rows);

#endif
