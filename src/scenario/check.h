/* SPDX-License-Identifier: Apache-2.0
 *
 * Checks a whole tree against the schema: unknown and missing keys, types, ranges, ids,
 * laws. All errors are reported; what refers to other elements is checked when the
 * network is built.
 */
#ifndef BW_SCENARIO_CHECK_H
#define BW_SCENARIO_CHECK_H

#include "scenario/reader.h"

/* Checks the root of a scenario. Errors go to the reader, values to its inputs. */
void bw_check_scenario(struct bw_reader *reader, const struct bw_node *root);

/* Checks one value against its row, at the reader's path. */
void bw_check_value(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry);

#endif
