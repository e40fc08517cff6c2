/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/source_choice.h"

#include "chain/inventory.h"
#include "chain/manufacturing.h"
#include "chain/source_internal.h"
#include "chain/sourcing.h"
#include "chain/way.h"

#include <math.h>

/* Rules that look at what other stocks can give. */
static bool looks(enum bw_source_rule rule)
{
    return rule == BW_SOURCE_FASTEST || rule == BW_SOURCE_MOST_STOCK
        || rule == BW_SOURCE_FIRST_AVAILABLE;
}

enum bw_status bw_source_choice_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_source_choice *choice =
        bw_arena_allocate(&state->arena, 1, sizeof *choice);
    bool anybody_looks = false;

    if (choice == NULL) {
        return BW_ERR_NOMEM;
    }
    state->choice = choice;
    choice->chosen =
        bw_arena_allocate(&state->arena, network->stock_count, sizeof *choice->chosen);
    choice->due =
        bw_arena_allocate(&state->arena, network->source_count, sizeof *choice->due);
    if (choice->chosen == NULL || choice->due == NULL) {
        return BW_ERR_NOMEM;
    }
    if (network->purchase_count > 0) {
        choice->windows = bw_arena_allocate(
            &state->arena, network->purchase_count, sizeof *choice->windows);
        choice->gathered = bw_arena_allocate(
            &state->arena, network->source_count, sizeof *choice->gathered);
        if (choice->windows == NULL || choice->gathered == NULL) {
            return BW_ERR_NOMEM;
        }
    }
    for (bw_index i = 0; i < network->stock_count; i++) {
        anybody_looks = anybody_looks || looks(network->stocks[i].source_rule);
    }
    if (anybody_looks) {
        choice->stocks = bw_arena_allocate(
            &state->arena, network->stock_count, sizeof *choice->stocks);
        return choice->stocks == NULL ? BW_ERR_NOMEM : BW_OK;
    }
    return BW_OK;
}

void bw_source_choice_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_source_choice *choice = state->choice;

    for (bw_index i = 0; i < network->stock_count; i++) {
        choice->chosen[i] = 0;
        if (choice->stocks != NULL) {
            struct bw_stock_view view = bw_stock_view(state, i);
            int64_t available = view.usable - view.backorders;

            choice->stocks[i] = (struct bw_published){INT64_MIN, available, available};
        }
    }
    for (bw_index i = 0; i < network->source_count; i++) {
        choice->due[i] = 0.0;
        if (choice->gathered != NULL) {
            choice->gathered[i].goes = INT64_MIN;
        }
    }
    for (bw_index i = 0; i < network->purchase_count; i++) {
        choice->windows[i] = INT64_MIN;
    }
}

void bw_source_publish(struct bw_state *state, bw_index stock, int64_t available)
{
    struct bw_published *published;

    if (state->choice->stocks == NULL) {
        return;
    }
    published = &state->choice->stocks[stock];
    if (published->changed != bw_state_now(state)) {
        published->changed = bw_state_now(state);
        published->before = published->now;
    }
    published->now = available;
}

/* What a source can give at once, as last seen. */
static int64_t available(
    const struct bw_state *state, const struct bw_stock_source *source)
{
    const struct bw_published *published;
    int64_t seen;

    if (source->kind == BW_SOURCE_SUPPLY) {
        return bw_supply_available(state, source->index);
    }
    if (source->kind == BW_SOURCE_MAKE) {
        return bw_recipe_available(state, source->index);
    }
    published = &state->choice->stocks[source->index];
    seen =
        published->changed == bw_state_now(state) ? published->before : published->now;
    return seen > 0 ? seen : 0;
}

static bw_index item_of(
    const struct bw_network *network, const struct bw_stock_source *source)
{
    switch (source->kind) {
    case BW_SOURCE_MAKE:
        return network->recipes[source->index].item;
    case BW_SOURCE_SUPPLY:
        return network->supplies[source->index].item;
    default:
        return network->stocks[source->index].item;
    }
}

/* Mean time from an order to goods that can be used, when all that is needed is there.
 */
static double mean_time(
    const struct bw_state *state, const struct bw_stock_source *s, int64_t quantity)
{
    double time = 0.0;

    if (s->kind == BW_SOURCE_SUPPLY) {
        time = bw_supply_mean_time(state, s->index);
    } else if (s->kind == BW_SOURCE_MAKE) {
        time = bw_recipe_mean_time(state, s->index);
    }
    return time
        + bw_way_mean_time(state, &s->routing, item_of(state->network, s), quantity);
}

double bw_source_price(
    const struct bw_network *network, const struct bw_stock_source *source)
{
    return source->price
        + (source->kind == BW_SOURCE_SUPPLY ? network->supplies[source->index].price
                                            : 0.0);
}

static double score_priority(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    (void)state;
    (void)source;
    (void)quantity;
    return 0.0;
}

/* Money per order of this quantity until it is there. */
static double score_cheapest(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    const struct bw_network *network = state->network;
    bw_index item = item_of(network, source);
    double units = (double)quantity * network->items[item].quantum;
    double cost = bw_source_price(network, source) * units;

    if (source->kind == BW_SOURCE_MAKE) {
        cost += bw_recipe_mean_cost(state, source->index, quantity);
    }
    return cost + bw_way_mean_cost(state, &source->routing, item, quantity);
}

/* A stock that cannot give all of it comes after all that can. */
static double score_fastest(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    return mean_time(state, source, quantity)
        + (available(state, source) < quantity ? (double)BW_FOREVER : 0.0);
}

static double score_most_stock(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    (void)quantity;
    return -(double)available(state, source);
}

static double score_first_available(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    return available(state, source) < quantity ? 1.0 : 0.0;
}

/* The first for which the order is not too large; else the one for the largest. */
static double score_by_size(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    double units = (double)quantity
        * state->network->items[item_of(state->network, source)].quantum;

    return units <= source->up_to ? 0.0 : 1.0 + 1.0 / (1.0 + source->up_to);
}

/* One row per rule: the source with the lowest score gets the order. */
static double (*const scores[BW_SOURCE_RULE_COUNT])(
    const struct bw_state *, const struct bw_stock_source *, int64_t) = {
    [BW_SOURCE_PRIORITY] = score_priority,
    [BW_SOURCE_SPLIT] = score_priority, /* what a source sent back */
    [BW_SOURCE_CHEAPEST] = score_cheapest,
    [BW_SOURCE_FASTEST] = score_fastest,
    [BW_SOURCE_MOST_STOCK] = score_most_stock,
    [BW_SOURCE_FIRST_AVAILABLE] = score_first_available,
    [BW_SOURCE_BY_SIZE] = score_by_size,
};

/* Best source, counted among those of the stock, that tried (a bit each) leaves;
 * source_count when it leaves none. */
static bw_index best_of(const struct bw_state *state, const struct bw_stock *stock,
    int64_t quantity, uint32_t tried)
{
    bw_index best = stock->source_count;
    double lowest = INFINITY;

    for (bw_index i = 0; i < stock->source_count; i++) {
        double score;

        if ((tried >> i & 1u) != 0) {
            continue;
        }
        score = scores[stock->source_rule](
            state, &state->network->sources[stock->first_source + i], quantity);
        if (score < lowest) {
            lowest = score;
            best = i;
        }
    }
    return best;
}

bool bw_source_is_open(
    const struct bw_state *state, const struct bw_stock_source *source)
{
    return source->kind != BW_SOURCE_SUPPLY || bw_supply_is_open(state, source->index);
}

bw_index bw_source_best(struct bw_state *state, const struct bw_stock *stock,
    int64_t quantity, uint32_t tried)
{
    bw_index first = best_of(state, stock, quantity, tried), best = first;

    while (best != stock->source_count) {
        const struct bw_stock_source *source =
            &state->network->sources[stock->first_source + best];

        if (bw_source_is_open(state, source)) {
            return best;
        }
        bw_supply_need(state, stock->element, source->index);
        tried |= 1u << best;
        best = best_of(state, stock, quantity, tried);
    }
    return first;
}
