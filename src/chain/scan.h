/* SPDX-License-Identifier: Apache-2.0
 *
 * The scan of packs at dispensing: some cause an alert. Such a pack goes to a desk and
 * its customer is served from another one.
 */
#ifndef BW_CHAIN_SCAN_H
#define BW_CHAIN_SCAN_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_scan_init(struct bw_state *state);
void bw_scan_reset(struct bw_state *state);

/* Scans a lot that a customer is to get (lot->bound = order), pack by pack. What causes
 * an alert is taken out. Returns the lot, 0 when nothing is left of it. */
uint32_t bw_scan_lot(struct bw_state *state, uint32_t lot);

/* Handler: packs are asked for in place of those that were taken out. */
void bw_scan_on_replace(struct bw_state *state, const struct bw_event *event);

#endif
