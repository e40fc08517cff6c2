/* SPDX-License-Identifier: Apache-2.0
 *
 * Orders that wait at a supplier: until it is admitted, or for a period with capacity.
 * First come, first served; orders of one instant by their ranks.
 */
#include "chain/measure.h"
#include "chain/source_choice.h"
#include "chain/sourcing_internal.h"

#include <math.h>

bool bw_supply_queues(const struct bw_supply *supply)
{
    return supply->capacity != BW_NONE || supply->onboarding.present;
}

/* Start of the period of capacity that time lies in. */
static bw_time period_at(const struct bw_supply *supply, bw_time time)
{
    bw_time since = (time - supply->capacity_at) % supply->capacity_every;

    return time - since - (since < 0 ? supply->capacity_every : 0);
}

/* What can still be started now when a supplier stands as in view. */
static int64_t left_of(const struct bw_state *state, const struct bw_supply *supply,
    const struct bw_supply_view *view)
{
    double units, quanta;
    int64_t used, capacity;

    if (supply->capacity == BW_NONE) {
        return INT64_MAX;
    }
    units = bw_state_parameter(state, supply->capacity);
    quanta = floor(units / state->network->items[supply->item].quantum + 1e-9);
    used = view->period == period_at(supply, bw_state_now(state)) ? view->used : 0;
    capacity = quanta < 0x1p62 ? (int64_t)quanta : INT64_MAX;
    return capacity > used ? capacity - used : 0;
}

const struct bw_supply_view *bw_supply_seen(
    const struct bw_state *state, bw_index supply)
{
    const struct bw_supply_state *s = &state->supplies[supply];

    return s->changed == bw_state_now(state) ? &s->before : &s->now;
}

int64_t bw_supply_available(const struct bw_state *state, bw_index supply)
{
    const struct bw_supply *described = &state->network->supplies[supply];
    const struct bw_supply_view *view = bw_supply_seen(state, supply);
    int64_t left;

    if (described->capacity == BW_NONE) {
        return INT64_MAX;
    }
    left = left_of(state, described, view) - view->waiting;
    return left > 0 ? left : 0;
}

void bw_supply_keep_view(struct bw_state *state, bw_index supply)
{
    struct bw_supply_state *s = &state->supplies[supply];

    if (s->changed != bw_state_now(state)) {
        s->changed = bw_state_now(state);
        s->before = s->now;
    }
}

static void set_waiting(struct bw_state *state, bw_index supply, int64_t change)
{
    struct bw_supply_state *s = &state->supplies[supply];

    s->now.waiting += change;
    bw_observe_level(state, state->network->supplies[supply].element,
        BW_LEVEL_SUPPLY_WAITING, s->now.waiting);
}

/* Has the queue looked at no later than at time. */
static void look_at(struct bw_state *state, bw_index supply, bw_time time)
{
    struct bw_supply_state *s = &state->supplies[supply];

    if (bw_event_list_is_pending(&state->events, s->next)) {
        if (s->next_time <= time) {
            return;
        }
        bw_event_list_cancel(&state->events, s->next);
    }
    s->next_time = time;
    s->next = bw_state_schedule(state, state->network->supplies[supply].element, time,
        BW_EVENT_SUPPLY_START, supply, 0);
}

void bw_supply_look(struct bw_state *state, bw_index supply)
{
    if (state->supplies[supply].queue_first != 0) {
        look_at(state, supply, bw_state_now(state));
    }
}

void bw_supply_enqueue(struct bw_state *state, bw_index supply, uint32_t order)
{
    struct bw_supply_state *s = &state->supplies[supply];
    struct bw_order *o = bw_state_order(state, order);
    uint32_t after = s->queue_last;

    bw_supply_keep_view(state, supply);
    while (after != 0) {
        const struct bw_order *a = bw_state_order(state, after);

        if (a->placed < o->placed || (a->placed == o->placed && a->rank < o->rank)) {
            break;
        }
        after = a->previous;
    }
    o->previous = after;
    o->next = after != 0 ? bw_state_order(state, after)->next : s->queue_first;
    *(after != 0 ? &bw_state_order(state, after)->next : &s->queue_first) = order;
    *(o->next != 0 ? &bw_state_order(state, o->next)->previous : &s->queue_last) =
        order;
    o->queued = true;
    set_waiting(state, supply, o->open);
    look_at(state, supply, bw_state_now(state));
}

static void dequeue(struct bw_state *state, bw_index supply, uint32_t order)
{
    struct bw_supply_state *s = &state->supplies[supply];
    struct bw_order *o = bw_state_order(state, order);
    uint32_t before = o->previous, after = o->next;

    *(before != 0 ? &bw_state_order(state, before)->next : &s->queue_first) = after;
    *(after != 0 ? &bw_state_order(state, after)->previous : &s->queue_last) = before;
    o->next = o->previous = 0;
    o->queued = false;
    set_waiting(state, supply, -o->open);
}

/* Starts orders as far as the capacity of the period goes; the last one in part. */
static void start_orders(struct bw_state *state, bw_index supply)
{
    struct bw_supply_state *s = &state->supplies[supply];
    int64_t left = left_of(state, &state->network->supplies[supply], &s->now);

    while (s->queue_first != 0 && left > 0) {
        uint32_t order = s->queue_first;
        const struct bw_order *o = bw_state_order(state, order);
        int64_t part = o->open < left ? o->open : left;

        if (part < o->open) {
            order = bw_state_split_order(state, order, part);
            set_waiting(state, supply, -part);
        } else {
            dequeue(state, supply, order);
        }
        left -= part;
        s->now.used += part;
        bw_supply_start(state, supply, order);
    }
}

/* Orders that may go elsewhere do not wait. */
static void refuse_movable(struct bw_state *state, bw_index supply)
{
    uint32_t next;

    for (uint32_t i = state->supplies[supply].queue_first; i != 0; i = next) {
        next = bw_state_order(state, i)->next;
        if (bw_state_order(state, i)->movable) {
            dequeue(state, supply, i);
            bw_source_refuse(state, state->network->supplies[supply].element, i);
        }
    }
}

void bw_supply_on_start(struct bw_state *state, const struct bw_event *event)
{
    bw_index supply = event->target;
    const struct bw_supply *described = &state->network->supplies[supply];
    struct bw_supply_state *s = &state->supplies[supply];
    bool limited = described->capacity != BW_NONE;
    bw_time period = limited ? period_at(described, event->time) : 0;

    bw_supply_keep_view(state, supply);
    if (s->now.period != period) {
        s->now.period = period;
        s->now.used = 0;
    }
    if (s->now.admission == BW_SUPPLY_OPEN) {
        start_orders(state, supply);
    }
    refuse_movable(state, supply);
    if (s->queue_first != 0 && limited && s->now.admission == BW_SUPPLY_OPEN) {
        look_at(state, supply, period + described->capacity_every);
    }
}
