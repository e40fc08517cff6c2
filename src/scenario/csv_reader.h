/* SPDX-License-Identifier: Apache-2.0
 *
 * Columns of numbers from CSV files, for empirical laws. Strict: UTF-8 with commas, a
 * line of names first, as many fields in every line, "quotes" doubled inside quotes; LF
 * or CRLF; a byte order mark is skipped.
 */
#ifndef BW_SCENARIO_CSV_READER_H
#define BW_SCENARIO_CSV_READER_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/status.h"
#include "scenario/schema.h"

#include <stddef.h>

#define BW_CSV_BYTES_LIMIT (64u << 20)
#define BW_CSV_ROWS_LIMIT 5000000u

/* A column that has been read. */
struct bw_column {
    const char *path, *name, *unit;
    enum bw_dimension dimension;
    double *values; /* in the base unit of the dimension */
    size_t count;
    char sha256[BW_SHA256_TEXT]; /* of the file */
    struct bw_column *next;
};

struct bw_record;

/* Columns, and recorded orders (record_reader.h), read so far, newest first. Those of
 * the parent are looked up and not changed, so several threads may share a parent. */
struct bw_columns {
    struct bw_arena *arena;
    struct bw_column *first;
    struct bw_record *traces;
    const struct bw_columns *parent;
};

/* What is wanted: column name of the file path, whose cells are numbers of
 * row->dimension in the range of row; where unit is not "", cells are plain numbers in
 * that unit. */
struct bw_column_request {
    const char *path, *name, *unit;
    const struct bw_row *row;
};

/* Finds or reads a column.
 * Errors: BW_ERR_MISSING, BW_ERR_INPUT, BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_csv_column(struct bw_columns *columns,
    const struct bw_column_request *request, struct bw_error_list *errors,
    const struct bw_column **out);

#endif
