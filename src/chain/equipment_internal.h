/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of storage equipment share: equipment.c (units) and grid.c (power).
 */
#ifndef BW_CHAIN_EQUIPMENT_INTERNAL_H
#define BW_CHAIN_EQUIPMENT_INTERNAL_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_power_grid_init(struct bw_state *state);
void bw_power_grid_reset(struct bw_state *state);

#endif
