/* SPDX-License-Identifier: Apache-2.0
 *
 * The sweep of a scenario: its factors, each path and level tried against the tree.
 */
#ifndef BW_SCENARIO_SWEEP_H
#define BW_SCENARIO_SWEEP_H

#include "base/status.h"
#include "scenario/reader.h"
#include "scenario/scenario.h"

/* Reads design and factors of root into the scenario; texts go to its arena. Errors of
 * paths and levels go to the reader, at the place where they are written.
 * Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_sweep_read(
    struct bw_reader *reader, const struct bw_node *root, struct bw_scenario *scenario);

#endif
