/* SPDX-License-Identifier: Apache-2.0
 *
 * Replaces src/chain/simulation.c: figures are cheap draws, so that tests of the runner
 * and of journals need no chain. Figure i of a replication is
 *   parameters[0].initial + uniform(seed, replication, stream i, index 0),
 * and the replication parameters[1].initial (below zero = none) fails.
 */
#ifndef BW_SUPPORT_FAKE_SIMULATION_H
#define BW_SUPPORT_FAKE_SIMULATION_H

#include "chain/layout.h"
#include "chain/network.h"

#define BW_FAKE_PARAMETERS 2

/* Replications run since the last call of bw_fake_simulation_forget(). */
long bw_fake_simulation_runs(void);
void bw_fake_simulation_forget(void);

/* A network of the chain element alone with the two parameters; parameters is the
 * caller's array of BW_FAKE_PARAMETERS. */
struct bw_network bw_fake_network(
    struct bw_parameter *parameters, double level, double failing_replication);

#endif
