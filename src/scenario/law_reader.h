/* SPDX-License-Identifier: Apache-2.0
 *
 * Laws of scenarios: a number (constant) or one tagged mapping, {lognormal: {mean: 3 d,
 * cv: 0.4}}. Tags and parameters come from the table of the engine; only the laws made
 * from tables and other laws have code of their own.
 */
#ifndef BW_SCENARIO_LAW_READER_H
#define BW_SCENARIO_LAW_READER_H

#include "engine/distribution.h"
#include "scenario/reader.h"

#include <stdbool.h>

/* Reads node (unwrapped) as a law of row's dimension and range. Returns false after an
 * error, which went to the reader. Adds an input row for every number. */
bool bw_law_read(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, struct bw_law *law);

/* Keys of a law that is not made from parameters alone; for the schema's writers. NULL
 * for the others. */
const char *bw_law_special_keys(enum bw_law_id id);

#endif
