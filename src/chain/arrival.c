/* SPDX-License-Identifier: Apache-2.0
 *
 * Arrivals: when customers' orders come, how many at a time, and how large they are.
 */
#include "chain/demand_internal.h"
#include "chain/profile.h"

#include <math.h>

/* Time of the next arrival of a demand; one beyond end may be BW_FOREVER. */
typedef bw_time (*next_fn)(
    const struct bw_state *state, bw_index demand, bool first, bw_time end);

static bw_time next_poisson(
    const struct bw_state *state, bw_index demand, bool first, bw_time end)
{
    const struct bw_demand *d = &state->network->demands[demand];
    double rate = bw_state_parameter(state, d->rate);
    double exposure = fmax(bw_law_unit_exponential(&state->draws, d->arrival_stream,
                               state->demands[demand].arrivals)
            - state->demands[demand].passed,
        0.0);
    bw_time time = bw_state_now(state);
    double wait;

    (void)first;
    if (d->profile != BW_NONE) {
        return bw_profile_advance(state, d->profile, rate, time, exposure, end);
    }
    wait = exposure / rate;
    return wait < (double)(end - time) + 1.0 ? time + bw_time_round(wait) : BW_FOREVER;
}

static bw_time next_renewal(
    const struct bw_state *state, bw_index demand, bool first, bw_time end)
{
    const struct bw_demand *d = &state->network->demands[demand];

    (void)first;
    (void)end;
    return bw_state_now(state)
        + bw_state_duration(state, &state->network->samplers[d->interval],
            state->demands[demand].arrivals);
}

/* The clock runs through day 0; the run may begin at one of its instants. */
static bw_time next_periodic(
    const struct bw_state *state, bw_index demand, bool first, bw_time end)
{
    const struct bw_demand *d = &state->network->demands[demand];
    bw_time now = bw_state_now(state), past = (now - d->phase) % d->period;

    (void)end;
    past += past < 0 ? d->period : 0;
    return first && past == 0 ? now : now - past + d->period;
}

static bw_time next_recorded(
    const struct bw_state *state, bw_index demand, bool first, bw_time end)
{
    const struct bw_demand *d = &state->network->demands[demand];
    uint64_t next = state->demands[demand].arrivals;

    (void)first;
    (void)end;
    return next < d->order_count
        ? state->network->trace_orders[d->first_order + next].time
        : BW_FOREVER;
}

/* Orders that start, or visits, bring the next ones. */
static bw_time next_never(
    const struct bw_state *state, bw_index demand, bool first, bw_time end)
{
    (void)state;
    (void)demand;
    (void)first;
    (void)end;
    return BW_FOREVER;
}

static const next_fn nexts[BW_ARRIVALS_COUNT] = {
    [BW_ARRIVALS_POISSON] = next_poisson,
    [BW_ARRIVALS_EVERY] = next_renewal,
    [BW_ARRIVALS_PERIODIC] = next_periodic,
    [BW_ARRIVALS_TRACE] = next_recorded,
    [BW_ARRIVALS_SATURATED] = next_never,
    [BW_ARRIVALS_VISITS] = next_never,
};

void bw_arrival_schedule(struct bw_state *state, bw_index demand, bool first)
{
    const struct bw_demand *d = &state->network->demands[demand];
    bw_time end = state->network->horizon + state->network->cooldown;
    bw_time time = nexts[d->arrivals](state, demand, first, end);

    state->demands[demand].since = bw_state_now(state);
    if (time <= end) {
        state->demands[demand].next = bw_state_schedule(
            state, d->element, time, BW_EVENT_DEMAND_ARRIVAL, demand, 0);
    }
}

void bw_demand_settle(struct bw_state *state, bw_index demand)
{
    const struct bw_demand *d = &state->network->demands[demand];
    struct bw_demand_state *s = &state->demands[demand];

    if (d->arrivals == BW_ARRIVALS_POISSON) {
        s->passed += bw_state_parameter(state, d->rate)
            * bw_profile_exposure(state, d->profile, s->since, bw_state_now(state));
        s->since = bw_state_now(state);
    }
}

void bw_demand_change(struct bw_state *state, bw_index demand)
{
    struct bw_demand_state *s = &state->demands[demand];

    if (state->network->demands[demand].arrivals != BW_ARRIVALS_POISSON) {
        return;
    }
    if (bw_event_list_is_pending(&state->events, s->next)) {
        bw_event_list_cancel(&state->events, s->next);
    }
    bw_arrival_schedule(state, demand, false);
}

uint64_t bw_arrival_count(
    struct bw_state *state, bw_index demand, const struct bw_event *event)
{
    const struct bw_demand *d = &state->network->demands[demand];
    struct bw_demand_state *s = &state->demands[demand];
    uint64_t arrival = s->arrivals++, count;

    s->passed = 0.0;

    if (d->arrivals == BW_ARRIVALS_TRACE) {
        const struct bw_trace_order *orders =
            &state->network->trace_orders[d->first_order];

        while (
            s->arrivals < d->order_count && orders[s->arrivals].time == event->time) {
            s->arrivals++;
        }
        return s->arrivals - arrival;
    }
    count = event->a > 0 ? event->a : 1;
    if (d->together != BW_NONE) {
        count = (uint64_t)llround(bw_state_value(
            state, &state->network->samplers[d->together], arrival, 1.0));
    }
    return count;
}

int64_t bw_arrival_quantity(
    const struct bw_state *state, bw_index demand, uint64_t number)
{
    const struct bw_network *network = state->network;
    const struct bw_demand *d = &network->demands[demand];
    double quanta;

    if (d->batch > 0) {
        return d->batch;
    }
    if (d->arrivals == BW_ARRIVALS_TRACE) {
        quanta = (double)network->trace_orders[d->first_order + number].quantity;
    } else {
        quanta = bw_state_value(state, &d->size, number, 1.0)
            / network->items[d->item].quantum;
    }
    if (d->profile != BW_NONE && d->arrivals != BW_ARRIVALS_POISSON) {
        quanta *= bw_profile_factor(state, d->profile, bw_state_now(state));
    }
    return llround(quanta);
}
