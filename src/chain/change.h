/* SPDX-License-Identifier: Apache-2.0
 *
 * Parameters that change by date, as the scenario says.
 */
#ifndef BW_CHAIN_CHANGE_H
#define BW_CHAIN_CHANGE_H

#include "chain/state.h"

/* Schedules the changes of a replication. */
void bw_change_reset(struct bw_state *state);

/* Handler: the element of a parameter takes its new value and acts on it. */
void bw_change_on_parameter(struct bw_state *state, const struct bw_event *event);

/* Mean of a parameter over the window. */
double bw_change_mean(const struct bw_state *state, bw_index slot);

#endif
