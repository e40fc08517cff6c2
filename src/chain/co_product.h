/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods that a batch yields beside its item. They are on order for their own stocks
 * from the planning of the batch on, leave it with the past and the holds of its goods,
 * and bear a share of its cost.
 */
#ifndef BW_CHAIN_CO_PRODUCT_H
#define BW_CHAIN_CO_PRODUCT_H

#include "chain/state.h"

struct bw_batch;

/* Tells the stocks of the co-products of a batch what they can expect when good quanta
 * of its item are expected. The first call, of a batch that is being planned, opens
 * their orders. */
void bw_co_products_open(struct bw_state *state, struct bw_batch *batch, int64_t good);
void bw_co_products_correct(
    struct bw_state *state, struct bw_batch *batch, int64_t good);

/* A batch ends with its goods, whose holds are open: the co-products go to their
 * stocks.
 */
void bw_co_products_finish(struct bw_state *state, struct bw_batch *batch);

/* Share of the cost of a batch that its own item bears. */
double bw_co_products_rest_of_cost(
    const struct bw_network *network, const struct bw_recipe *recipe);

#endif
