/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/way.h"

#include "chain/timetable.h"
#include "chain/transport.h"

static bool is_cheaper(
    const struct bw_way_estimate *way, const struct bw_way_estimate *than)
{
    return way->cost < than->cost
        || (way->cost == than->cost && way->arrival < than->arrival);
}

static bool is_faster(
    const struct bw_way_estimate *way, const struct bw_way_estimate *than)
{
    return way->arrival < than->arrival
        || (way->arrival == than->arrival && way->cost < than->cost);
}

static uint32_t choose_fastest(
    const struct bw_way_estimate *ways, uint32_t count, bw_time due, double units)
{
    uint32_t best = 0;

    (void)due;
    (void)units;
    for (uint32_t i = 1; i < count; i++) {
        best = is_faster(&ways[i], &ways[best]) ? i : best;
    }
    return best;
}

/* The cheapest of those that arrive in time, or the fastest when none does. */
static uint32_t choose_by_due(
    const struct bw_way_estimate *ways, uint32_t count, bw_time due, double units)
{
    uint32_t best = count;

    for (uint32_t i = 0; i < count; i++) {
        bool in_time = ways[i].arrival <= due && ways[i].arrival < BW_FOREVER;

        if (in_time && (best == count || is_cheaper(&ways[i], &ways[best]))) {
            best = i;
        }
    }
    return best < count ? best : choose_fastest(ways, count, due, units);
}

static uint32_t choose_cheapest(
    const struct bw_way_estimate *ways, uint32_t count, bw_time due, double units)
{
    (void)due;
    return choose_by_due(ways, count, BW_FOREVER, units);
}

/* The first that is meant for an order of this size, else the last. */
static uint32_t choose_by_size(
    const struct bw_way_estimate *ways, uint32_t count, bw_time due, double units)
{
    (void)due;
    for (uint32_t i = 0; i < count; i++) {
        if (units <= ways[i].up_to) {
            return i;
        }
    }
    return count - 1;
}

uint32_t bw_way_apply(enum bw_way_rule rule, const struct bw_way_estimate *ways,
    uint32_t count, bw_time due, double units)
{
    static uint32_t (*const rules[BW_WAY_RULE_COUNT])(
        const struct bw_way_estimate *, uint32_t, bw_time, double) = {
        [BW_WAY_CHEAPEST] = choose_cheapest,
        [BW_WAY_FASTEST] = choose_fastest,
        [BW_WAY_BY_DUE] = choose_by_due,
        [BW_WAY_BY_SIZE] = choose_by_size,
    };

    return rules[rule](ways, count, due, units);
}

/* Follows a route from now on by its timetables and mean times. */
static struct bw_way_estimate estimate(const struct bw_state *state,
    const struct bw_way *way, bw_index item, int64_t quantity)
{
    const struct bw_network *network = state->network;
    struct bw_way_estimate made = {bw_state_now(state), 0.0, way->up_to};

    for (uint32_t i = 0; i < way->leg_count; i++) {
        bw_index lane = network->legs[way->first_leg + i].lane;
        const struct bw_lane *described = &network->lanes[lane];

        if (made.arrival < BW_FOREVER) {
            made.arrival = bw_timetable_next(network, described->timetable,
                made.arrival + bw_timetable_cut_off(described->timetable));
        }
        if (made.arrival < BW_FOREVER) {
            made.arrival += described->mean_time;
        }
        made.cost += bw_lane_mean_cost(state, lane, item, quantity);
    }
    return made;
}

/* Shelf life that goods must have left for all lanes of a route. */
static bw_time life_for(const struct bw_network *network, const struct bw_way *way)
{
    bw_time life = 0;

    for (uint32_t i = 0; i < way->leg_count; i++) {
        bw_index lane = network->legs[way->first_leg + i].lane;
        bw_time least = network->lanes[lane].remaining_life;

        life = least > life ? least : life;
    }
    return life;
}

bw_time bw_way_least_life(
    const struct bw_network *network, const struct bw_routing *routing)
{
    bw_time life = BW_FOREVER;

    if (!network->lanes_limit_life || routing->way_count == 0) {
        return 0;
    }
    for (uint32_t i = 0; i < routing->way_count; i++) {
        bw_time least = life_for(network, &network->ways[routing->first_way + i]);

        life = least < life ? least : life;
    }
    return life;
}

/* Numbers of the routes that goods with so much shelf life left may take, which are all
 * when there is none. Returns how many there are. */
static uint32_t find_open(const struct bw_state *state,
    const struct bw_routing *routing, const struct bw_lot *lot, uint32_t *open)
{
    const struct bw_network *network = state->network;
    bw_time now = bw_state_now(state);
    uint32_t count = 0;

    for (uint32_t i = 0; i < routing->way_count; i++) {
        bw_time life = network->lanes_limit_life
            ? life_for(network, &network->ways[routing->first_way + i])
            : 0;

        if (life == 0 || lot->expiry == BW_FOREVER || lot->expiry - now >= life) {
            open[count++] = i;
        }
    }
    for (uint32_t i = 0; count == 0 && i < routing->way_count; i++) {
        open[i] = i;
    }
    return count == 0 ? routing->way_count : count;
}

bw_index bw_way_choose(const struct bw_state *state, const struct bw_routing *routing,
    const struct bw_order *order, const struct bw_lot *lot)
{
    const struct bw_way *ways = &state->network->ways[routing->first_way];
    struct bw_way_estimate estimates[BW_WAY_LIMIT];
    double quantum = state->network->items[lot->item].quantum;
    uint32_t open[BW_WAY_LIMIT], count, chosen;

    if (routing->way_count < 2) {
        return routing->first_leg;
    }
    count = find_open(state, routing, lot, open);
    for (uint32_t i = 0; i < count; i++) {
        estimates[i] = estimate(state, &ways[open[i]], lot->item, lot->quantity);
    }
    chosen = bw_way_apply(
        routing->rule, estimates, count, order->due, (double)order->quantity * quantum);
    return ways[open[chosen]].first_leg;
}

/* The route that the rule chooses on average: its arrival is a mean time. */
static struct bw_way_estimate average(const struct bw_state *state,
    const struct bw_routing *routing, bw_index item, int64_t quantity)
{
    const struct bw_network *network = state->network;
    struct bw_way_estimate estimates[BW_WAY_LIMIT] = {{0}};
    double units = (double)quantity * network->items[item].quantum;

    if (routing->way_count == 0) {
        return estimates[0];
    }
    for (uint32_t i = 0; i < routing->way_count; i++) {
        const struct bw_way *way = &network->ways[routing->first_way + i];
        double time = 0.0;

        estimates[i].up_to = way->up_to;
        for (uint32_t k = 0; k < way->leg_count; k++) {
            bw_index lane = network->legs[way->first_leg + k].lane;

            time += bw_lane_mean_time(state, lane);
            estimates[i].cost += bw_lane_mean_cost(state, lane, item, quantity);
        }
        estimates[i].arrival = bw_time_round(time);
    }
    return estimates[bw_way_apply(
        routing->rule, estimates, routing->way_count, BW_FOREVER, units)];
}

double bw_way_mean_time(const struct bw_state *state, const struct bw_routing *routing,
    bw_index item, int64_t quantity)
{
    return (double)average(state, routing, item, quantity).arrival;
}

double bw_way_mean_cost(const struct bw_state *state, const struct bw_routing *routing,
    bw_index item, int64_t quantity)
{
    return average(state, routing, item, quantity).cost;
}
