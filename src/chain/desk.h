/* SPDX-License-Identifier: Apache-2.0
 *
 * Desks: places beside a stock where packs lie that are neither stock nor the
 * customers', namely returns and packs with an alert, until it is known whether they
 * may be sold.
 */
#ifndef BW_CHAIN_DESK_H
#define BW_CHAIN_DESK_H

#include "chain/measure.h"
#include "chain/state.h"

BW_NODISCARD enum bw_status bw_desk_init(struct bw_state *state);
void bw_desk_reset(struct bw_state *state);

/* Lays a lot on the desk of a returns or scan element; price: that of its units when
 * they were sold. */
void bw_desk_put(struct bw_state *state, uint32_t lot, bw_index element, double price);

/* True for a lot on the desk of returns that has too little shelf life left by now. */
bool bw_desk_is_too_old(const struct bw_state *state, const struct bw_lot *lot);

/* A lot may be used again: it goes into the stock of its desk. */
void bw_desk_release(struct bw_state *state, uint32_t lot);

/* A lot on a desk is destroyed. */
void bw_desk_destroy(struct bw_state *state, uint32_t lot, enum bw_waste cause);

#endif
