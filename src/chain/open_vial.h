/* SPDX-License-Identifier: Apache-2.0
 *
 * Vials that customers open: what is left in them is used in time or wasted.
 */
#ifndef BW_CHAIN_OPEN_VIAL_H
#define BW_CHAIN_OPEN_VIAL_H

#include "chain/state.h"

/* The order of a customer who wants some doses (> 0), quanta each. */
struct bw_vial_order {
    int64_t from_open; /* taken from the vial that is open */
    int64_t quantity;  /* to be ordered, 0 = nothing */
    int64_t spare;     /* of it: not wanted */
};
struct bw_vial_order bw_open_vial_order(
    const struct bw_state *state, bw_index demand, uint64_t number, int64_t wanted);

/* Takes quantity out of the open vial of a demand, as a lot. */
uint32_t bw_open_vial_take(struct bw_state *state, bw_index demand, int64_t quantity);

/* The spare part of a lot (0 < spare <= its quantity) has come to the customer: it is
 * kept in the open vial or wasted. Nothing is left of a lot that is all spare. */
void bw_open_vial_put(
    struct bw_state *state, bw_index demand, uint32_t lot, int64_t spare);

/* Handler: a vial has been open for too long. */
void bw_open_vial_on_discard(struct bw_state *state, const struct bw_event *event);

#endif
