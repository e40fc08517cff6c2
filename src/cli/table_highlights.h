/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of ledgers, cold lanes and the like in the terminal.
 */
#ifndef BW_CLI_TABLE_HIGHLIGHTS_H
#define BW_CLI_TABLE_HIGHLIGHTS_H

#include "experiment/analysis.h"

/* Prints a table for each kind of element of which the highlights of results tell. */
void bw_table_highlights_print(const struct bw_analysis *analysis);

#endif
