/* SPDX-License-Identifier: Apache-2.0
 *
 * The mapping "run": how often a scenario runs and with which random numbers.
 */
#ifndef BW_SCENARIO_RUN_READER_H
#define BW_SCENARIO_RUN_READER_H

#include "scenario/node.h"
#include "scenario/reader.h"
#include "scenario/scenario.h"

/* True when the tree asks for antithetic pairs; before the schema check as well. */
bool bw_run_is_antithetic(const struct bw_node *root);

/* Fails when antithetic replications do not come in pairs. After the schema check. */
void bw_run_check(struct bw_reader *reader, const struct bw_node *root);

/* Takes replications and seed; what the schema check refused is not used. */
BW_NODISCARD enum bw_status bw_run_read(
    const struct bw_node *root, struct bw_scenario *scenario);

#endif
