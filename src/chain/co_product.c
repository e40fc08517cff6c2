/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/co_product.h"

#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/manufacturing_internal.h"
#include "chain/trace.h"

#include <math.h>

static const struct bw_co_product *product_at(
    const struct bw_state *state, const struct bw_recipe *recipe, bw_index i)
{
    return &state->network->co_products[recipe->first_co_product + i];
}

/* Quantity of a co-product that comes with good quanta of the item. */
static int64_t quantity_of(const struct bw_state *state, const struct bw_recipe *recipe,
    const struct bw_co_product *product, int64_t good)
{
    const struct bw_network *network = state->network;
    double quantum = network->items[network->stocks[product->stock].item].quantum;
    double units = (double)good * network->items[recipe->item].quantum;

    if (good == 0 || product->per_batch > 0) {
        return good == 0 ? 0 : product->per_batch;
    }
    /* A hair of rounding must not cost a quantum. */
    return (int64_t)floor(product->per_unit * units / quantum + 1e-9);
}

static uint32_t open_order(struct bw_state *state, const struct bw_recipe *recipe,
    const struct bw_co_product *product, int64_t quantity)
{
    uint32_t order = bw_stock_open_order(state, product->stock, quantity);

    bw_state_order(state, order)->open = 0;
    BW_TRACE(state, ORDER_PLACED, state->network->stocks[product->stock].element,
        .order = order, .other = recipe->element, .quantity = quantity,
        .detail = "co-product");
    return order;
}

void bw_co_products_open(struct bw_state *state, struct bw_batch *batch, int64_t good)
{
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];

    for (bw_index i = 0; i < recipe->co_product_count; i++) {
        const struct bw_co_product *product = product_at(state, recipe, i);
        int64_t quantity = quantity_of(state, recipe, product, good);
        uint32_t order;

        if (quantity > 0) {
            order = open_order(state, recipe, product, quantity);
            bw_state_order(state, order)->next = batch->co_orders;
            batch->co_orders = order;
        }
    }
}

/* Takes the order for a co-product off the list of a batch; 0 when there is none. */
static uint32_t take_order(
    struct bw_state *state, struct bw_batch *batch, bw_index stock)
{
    uint32_t *at = &batch->co_orders;
    uint32_t order;

    while (*at != 0 && bw_state_order(state, *at)->owner != stock) {
        at = &bw_state_order(state, *at)->next;
    }
    order = *at;
    if (order != 0) {
        *at = bw_state_order(state, order)->next;
        bw_state_order(state, order)->next = 0;
    }
    return order;
}

void bw_co_products_correct(
    struct bw_state *state, struct bw_batch *batch, int64_t good)
{
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];

    for (bw_index i = 0; i < recipe->co_product_count; i++) {
        const struct bw_co_product *product = product_at(state, recipe, i);
        int64_t quantity = quantity_of(state, recipe, product, good);
        uint32_t order = take_order(state, batch, product->stock);

        if (order == 0) {
            continue;
        }
        if (quantity > 0) {
            bw_state_order(state, order)->next = batch->co_orders;
            batch->co_orders = order;
        }
        if (bw_state_order(state, order)->outstanding != quantity) {
            bw_stock_correct_order(state, order, quantity);
        }
    }
}

void bw_co_products_finish(struct bw_state *state, struct bw_batch *batch)
{
    const struct bw_network *network = state->network;
    const struct bw_recipe *recipe = &network->recipes[batch->recipe];
    int64_t good = bw_state_lot(state, batch->lot)->quantity;
    bw_time now = bw_state_now(state);

    for (bw_index i = 0; i < recipe->co_product_count; i++) {
        const struct bw_co_product *product = product_at(state, recipe, i);
        bw_index item = network->stocks[product->stock].item;
        bw_time life = bw_lot_life(state, item);
        int64_t quantity = quantity_of(state, recipe, product, good);
        uint32_t lot, order = take_order(state, batch, product->stock);
        struct bw_lot *l;

        if (quantity == 0) {
            continue;
        }
        lot = bw_lot_branch(state, batch->lot, item, quantity);
        l = bw_state_lot(state, lot);
        l->expiry = life == BW_FOREVER ? BW_FOREVER : now + life;
        if (l->made != BW_FOREVER && bw_recipe_is_released(state, batch->recipe)) {
            l->release_s = (uint32_t)((now - l->made) / BW_SECOND);
        }
        /* So little was expected that it was not on order, else the order is exact. */
        l->bound = order != 0 ? order : open_order(state, recipe, product, quantity);
        l->custody = BW_CUSTODY_DOOR;
        BW_TRACE(state, LOT_CREATED, recipe->element, .lot = lot, .order = l->bound,
            .of_lot = batch->lot, .quantity = quantity, .detail = "co-product");
        bw_stock_receive(state, lot);
    }
}

double bw_co_products_rest_of_cost(
    const struct bw_network *network, const struct bw_recipe *recipe)
{
    double rest = 1.0;

    for (bw_index i = 0; i < recipe->co_product_count; i++) {
        rest -= network->co_products[recipe->first_co_product + i].cost_share;
    }
    return rest;
}
