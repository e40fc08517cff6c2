/* SPDX-License-Identifier: Apache-2.0
 *
 * One replication of a chain: what upper floors call. A simulation belongs to one
 * thread at a time; networks and layouts are shared.
 */
#ifndef BW_CHAIN_SIMULATION_H
#define BW_CHAIN_SIMULATION_H

#include "base/error.h"
#include "chain/layout.h"
#include "chain/network.h"

#include <stdint.h>

struct bw_simulation;

/* Makes the state for replications of network (borrowed, as is layout).
 * Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_simulation_create(const struct bw_network *network,
    const struct bw_layout *layout, struct bw_simulation **out);
void bw_simulation_free(struct bw_simulation *simulation);

/* Runs replication number of seed from an empty chain: warm-up, horizon, cool-down,
 * and writes layout->size doubles to values. Checks conservation of every item and that
 * attributed shares sum to the lead time. The memory is kept for the next call.
 * Errors: BW_ERR_NOMEM, BW_ERR_MODEL (text in errors with clock, seed, replication). */
BW_NODISCARD enum bw_status bw_simulation_run(struct bw_simulation *simulation,
    uint64_t seed, uint64_t replication, double *values, struct bw_error_list *errors);

/* From now on a tracer of the network (borrowed; NULL = none) sees what happens;
 * results do not change. What its function fails with is the status of the run. */
struct bw_tracer;
void bw_simulation_trace(struct bw_simulation *simulation, struct bw_tracer *tracer);

/* Events dispatched by the last run. */
uint64_t bw_simulation_events(const struct bw_simulation *simulation);

#endif
