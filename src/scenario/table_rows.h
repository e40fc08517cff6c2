/* SPDX-License-Identifier: Apache-2.0
 *
 * Elements from the CSV files of the section "tables". A column's heading is a dotted
 * path below the element, "policy.min_max.reorder_point", with the unit of its numbers
 * in brackets where the cells have none: "transit [d]". The first columns are named
 * "site", "lane" or "demand"; a stock has "site" and "item". An empty cell gives
 * nothing.
 */
#ifndef BW_SCENARIO_TABLE_ROWS_H
#define BW_SCENARIO_TABLE_ROWS_H

#include "scenario/expand_internal.h"

#define BW_TABLE_BYTES_LIMIT ((size_t)512 << 20)
#define BW_TABLE_COLUMNS_LIMIT 64u

/* Adds the rows of all tables that give elements of row, a mapping of the root. Errors
 * go to the reader. */
void bw_table_rows_add(
    struct bw_expanding *e, const struct bw_row *row, struct bw_vector *pieces);

/* The section "tables" with the digest of each file that could be read as its source.
 * NULL when memory is short. */
const struct bw_node *bw_table_rows_digests(
    struct bw_expanding *e, const struct bw_node *tables);

#endif
