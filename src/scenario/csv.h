/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of CSV text, one after the other. Strict: UTF-8 with commas, "quotes" doubled
 * inside quotes, LF or CRLF; a byte order mark is skipped.
 */
#ifndef BW_SCENARIO_CSV_H
#define BW_SCENARIO_CSV_H

#include "base/error.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define BW_CSV_CELL_BYTES 256 /* longest cell, its end included */

struct bw_csv {
    const char *path; /* of the file, for errors */
    const char *at, *end;
    int line, column; /* of at, from 1 */
    struct bw_error_list *errors;
    char cell[BW_CSV_CELL_BYTES]; /* the cell read last */
    size_t length;                /* its bytes */
    bool last_of_line;            /* it ended its line */
    int cell_line, cell_column;   /* where it began */
};

/* Stands before the first cell. Borrows path and text. */
void bw_csv_open(struct bw_csv *csv, const char *path, const struct bw_text *text,
    struct bw_error_list *errors);

/* True when nothing is left. */
bool bw_csv_is_at_end(const struct bw_csv *csv);

/* Reads one cell and what ends it. Errors: BW_ERR_INPUT. */
BW_NODISCARD enum bw_status bw_csv_next(struct bw_csv *csv);

/* Adds an error at the cell read last and returns BW_ERR_INPUT. */
enum bw_status bw_csv_fail(struct bw_csv *csv, const char *text, const char *detail);

#endif
