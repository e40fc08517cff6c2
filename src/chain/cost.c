/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/cost.h"

#include "chain/measure.h"

#include <string.h>

/* Which kinds an account can be charged to. */
static const uint32_t kinds_of[BW_COST_COUNT] = {
#define BW_COST_KINDS(A, id, name, text, kinds) kinds,
    BW_COST_LIST(BW_COST_KINDS, )
#undef BW_COST_KINDS
};

struct bw_cost {
    double accounts[BW_COST_COUNT]; /* of the chain, in event order */
    /* Accounts of the elements, kind after kind: element i of a kind has count[kind]
     * of them from first[kind] + i * count[kind] on. */
    double *of_elements;
    uint32_t first[BW_ELEMENT_KIND_COUNT], count[BW_ELEMENT_KIND_COUNT];
    uint32_t size;
    uint8_t place[BW_ELEMENT_KIND_COUNT][BW_COST_COUNT];
};

static bool may_charge(enum bw_element_kind kind, enum bw_cost_account account)
{
    return (kinds_of[account] >> kind & 1u) != 0;
}

enum bw_status bw_cost_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_cost *cost = bw_arena_allocate(&state->arena, 1, sizeof *cost);
    uint32_t elements[BW_ELEMENT_KIND_COUNT] = {0};

    if (cost == NULL) {
        return BW_ERR_NOMEM;
    }
    state->cost = cost;
    for (bw_index i = 0; i < network->element_count; i++) {
        elements[network->elements[i].kind]++;
    }
    for (unsigned kind = 0; kind < BW_ELEMENT_KIND_COUNT; kind++) {
        cost->first[kind] = cost->size;
        for (unsigned account = 0; account < BW_COST_COUNT; account++) {
            if (may_charge((enum bw_element_kind)kind, (enum bw_cost_account)account)) {
                cost->place[kind][account] = (uint8_t)cost->count[kind]++;
            }
        }
        cost->size += elements[kind] * cost->count[kind];
    }
    cost->of_elements =
        bw_arena_allocate(&state->arena, cost->size, sizeof *cost->of_elements);
    return cost->of_elements == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_cost_reset(struct bw_state *state)
{
    struct bw_cost *cost = state->cost;

    memset(cost->accounts, 0, sizeof cost->accounts);
    memset(cost->of_elements, 0, cost->size * sizeof *cost->of_elements);
}

static double *account_at(
    const struct bw_state *state, bw_index element, enum bw_cost_account account)
{
    const struct bw_element *e = &state->network->elements[element];
    const struct bw_cost *cost = state->cost;

    return &cost->of_elements[cost->first[e->kind] + e->index * cost->count[e->kind]
        + cost->place[e->kind][account]];
}

void bw_cost_charge(struct bw_state *state, bw_index element,
    enum bw_cost_account account, double amount)
{
    BW_STATE_ASSERT(state, may_charge(state->network->elements[element].kind, account));
    if (amount != 0.0 && bw_measure_is_open(state)) {
        state->cost->accounts[account] += amount;
        *account_at(state, element, account) += amount;
    }
}

static void close_stock(struct bw_state *state, bw_index index)
{
    const struct bw_stock *stock = &state->network->stocks[index];
    double quantum = state->network->items[stock->item].quantum;
    double window = (double)state->network->horizon;

    bw_cost_charge(state, stock->element, BW_COST_HOLDING,
        bw_measure_stock_mean(state, index, BW_LEVEL_ON_HAND) * quantum
            * stock->costs.holding * window);
    bw_cost_charge(state, stock->element, BW_COST_SHORTAGE,
        bw_measure_stock_mean(state, index, BW_LEVEL_BACKORDERS) * quantum
            * stock->costs.shortage * window);
}

/* Places and sites, by time. */
static void close_storage(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    double window = (double)network->horizon;

    for (bw_index i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        const struct bw_item *item = &network->items[stock->item];

        if (stock->space != BW_NONE) {
            const struct bw_space *space = &network->spaces[stock->space];

            bw_cost_charge(state, space->element, BW_COST_STORAGE,
                bw_measure_stock_mean(state, i, BW_LEVEL_ON_HAND) * item->quantum
                    * item->space * space->cost_place * window);
        }
    }
    for (bw_index i = 0; i < network->space_count; i++) {
        const struct bw_space *space = &network->spaces[i];

        bw_cost_charge(
            state, space->element, BW_COST_STORAGE, space->cost_fixed * window);
        bw_cost_charge(state, space->element, BW_COST_OVERFLOW,
            bw_measure_level_mean(state, space->element, BW_LEVEL_OVERFLOW) * 1e-6
                * space->cost_overflow * window);
    }
    for (bw_index i = 0; i < network->site_count; i++) {
        bw_cost_charge(state, 0, BW_COST_STORAGE, network->sites[i].cost * window);
    }
}

void bw_cost_close(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->stock_count; i++) {
        close_stock(state, i);
    }
    for (bw_index i = 0; i < network->resource_count; i++) {
        const struct bw_resource *resource = &network->resources[i];

        bw_cost_charge(state, resource->element, BW_COST_MAKING,
            resource->cost * (double)network->horizon
                * (resource->changes ? bw_measure_level_mean(
                       state, resource->element, BW_LEVEL_SERVERS)
                                     : bw_state_parameter(state, resource->servers)));
        bw_cost_charge(state, resource->element, BW_COST_FLEXIBLE,
            resource->flexible.cost * (double)network->horizon
                * bw_measure_level_mean(state, resource->element, BW_LEVEL_EXTRA));
    }
    for (bw_index i = 0; i < network->fleet_count; i++) {
        const struct bw_fleet *fleet = &network->fleets[i];

        bw_cost_charge(state, fleet->element, BW_COST_TRANSPORT,
            fleet->cost * (double)network->horizon
                * bw_measure_level_mean(state, fleet->element, BW_LEVEL_VEHICLES));
    }
    close_storage(state);
}

double bw_cost_account(const struct bw_state *state, enum bw_cost_account account)
{
    return state->cost->accounts[account];
}

double bw_cost_of(
    const struct bw_state *state, bw_index element, enum bw_cost_account account)
{
    bool charged = may_charge(state->network->elements[element].kind, account);

    return charged ? *account_at(state, element, account) : 0.0;
}

double bw_cost_total(const struct bw_state *state)
{
    double sum = 0.0;

    for (unsigned account = 0; account < BW_COST_COUNT; account++) {
        sum += state->cost->accounts[account];
    }
    return sum;
}

double bw_cost_of_element(const struct bw_state *state, bw_index element)
{
    double sum = 0.0;

    for (unsigned account = 0; account < BW_COST_COUNT; account++) {
        sum += bw_cost_of(state, element, (enum bw_cost_account)account);
    }
    return sum;
}
