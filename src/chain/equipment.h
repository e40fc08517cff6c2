/* SPDX-License-Identifier: Apache-2.0
 *
 * Storage equipment: units that fail, are found and repaired, and power that is cut. A
 * unit that does not work warms up by Newton's law; what its goods have suffered is
 * worked out when the goods are moved or the power is back.
 */
#ifndef BW_CHAIN_EQUIPMENT_H
#define BW_CHAIN_EQUIPMENT_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_equipment_init(struct bw_state *state);
void bw_equipment_reset(struct bw_state *state);

/* Handlers. */
void bw_equipment_on_failure(struct bw_state *state, const struct bw_event *event);
void bw_equipment_on_found(struct bw_state *state, const struct bw_event *event);
void bw_equipment_on_repaired(struct bw_state *state, const struct bw_event *event);
void bw_equipment_on_power(struct bw_state *state, const struct bw_event *event);
void bw_power_grid_on_cut(struct bw_state *state, const struct bw_event *event);
void bw_power_grid_on_back(struct bw_state *state, const struct bw_event *event);

#endif
