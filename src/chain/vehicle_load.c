/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/vehicle_load.h"

#include "chain/history.h"
#include "chain/lot.h"
#include "chain/timetable.h"
#include "chain/transport_internal.h"

#include <math.h>

struct bw_amount bw_amount_capacity(
    const struct bw_state *state, const struct bw_lane *lane)
{
    struct bw_amount capacity;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        capacity.of[i] = lane->capacity[i] == BW_NONE
            ? INFINITY
            : bw_state_parameter(state, lane->capacity[i]);
    }
    return capacity;
}

void bw_amount_add(double *sums, const struct bw_item *item, double quanta)
{
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        sums[i] += quanta * item->quantum * item->load[i];
    }
}

double bw_amount_share(const struct bw_amount *capacity, const double *sums)
{
    double share = 0.0;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        if (!isinf(capacity->of[i])) {
            share = fmax(share, sums[i] / capacity->of[i]);
        }
    }
    return share;
}

bool bw_amount_is_limited(const struct bw_amount *capacity)
{
    bool limited = false;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        limited |= !isinf(capacity->of[i]);
    }
    return limited;
}

/* Quanta of an item for which there is room beside what is loaded. */
static double room_for(const struct bw_amount *capacity, const struct bw_amount *loaded,
    const struct bw_item *item)
{
    double fits = INFINITY;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        double each = item->quantum * item->load[i];

        if (!isinf(capacity->of[i]) && each > 0.0) {
            /* A hair of rounding must not leave the last quantum behind. */
            fits = fmin(fits, floor((capacity->of[i] - loaded->of[i]) / each + 1e-9));
        }
    }
    return fits;
}

bw_time bw_vehicle_ready_at(const struct bw_state *state, uint32_t lot)
{
    /* Its newest segment is that of the wait. */
    return bw_history_start(state, bw_state_lot(state, lot)->history);
}

bool bw_vehicle_in_time(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lot)
{
    return lot != 0
        && bw_vehicle_ready_at(state, lot) + bw_timetable_cut_off(lane->timetable)
        <= bw_state_now(state);
}

/* A vehicle that is being loaded. */
struct vehicle {
    const struct bw_lane *lane;
    struct bw_lane_state *queue;
    struct bw_amount loaded;
    uint32_t *link; /* where the next lot goes */
    bool empty;
};

/* Moves a lot from the queue, where it stands behind before (0 = first), to the
 * vehicle, or fits quanta of it. Returns true when all of it went. */
static bool move_lot(
    struct bw_state *state, struct vehicle *v, uint32_t before, double fits)
{
    uint32_t lot = before == 0 ? v->queue->first : bw_state_lot(state, before)->next;
    struct bw_lot *l = bw_state_lot(state, lot);
    bool whole = fits >= (double)l->quantity;

    if (whole) {
        if (before == 0) {
            v->queue->first = l->next;
        } else {
            bw_state_lot(state, before)->next = l->next;
        }
        if (v->queue->last == lot) {
            v->queue->last = before;
        }
    } else {
        lot = bw_lot_split(state, lot, (int64_t)fits);
        l = bw_state_lot(state, lot);
    }
    bw_amount_add(v->loaded.of, &state->network->items[l->item], (double)l->quantity);
    l->next = 0;
    *v->link = lot;
    v->link = &l->next;
    v->empty = false;
    return whole;
}

/* Loads goods in the order of the queue until a limit is reached; only those for one
 * stop (BW_NONE = all). taken is the amount that counts towards the limit. */
static void load_in_order(struct bw_state *state, struct vehicle *v, bw_index stop,
    const struct bw_amount *limit, struct bw_amount *taken)
{
    uint32_t before = 0, lot = v->queue->first;

    while (bw_vehicle_in_time(state, v->lane, lot)) {
        const struct bw_lot *l = bw_state_lot(state, lot);
        const struct bw_item *item = &state->network->items[l->item];
        int64_t quantity = l->quantity;
        uint32_t next = l->next;
        double fits;

        if (stop != BW_NONE && bw_transport_leg(state, l)->lane != stop) {
            before = lot;
            lot = next;
            continue;
        }
        fits = room_for(limit, taken, item);
        if (fits < 1.0) {
            if (!v->empty || stop != BW_NONE) {
                return;
            }
            fits = 1.0; /* a vehicle too small for one quantum still takes one */
        }
        bw_amount_add(taken->of, item, fmin(fits, (double)quantity));
        if (!move_lot(state, v, before, fits)) {
            /* What is left stands where it stood and is asked again, without room. */
            continue;
        }
        lot = next;
    }
}

/* In the order in which goods were ready. */
static void load_queue(
    struct bw_state *state, struct vehicle *v, const struct bw_amount *capacity)
{
    struct bw_amount taken = v->loaded;

    load_in_order(state, v, BW_NONE, capacity, &taken);
}

/* First what goes to the first stop, then to the second, and so on. */
static void load_by_stop(
    struct bw_state *state, struct vehicle *v, const struct bw_amount *capacity)
{
    const struct bw_tour *tour = v->lane->tour;

    for (bw_index i = 0; i < tour->stop_count; i++) {
        struct bw_amount taken = v->loaded;

        load_in_order(state, v, tour->first_stop + i, capacity, &taken);
    }
    load_queue(state, v, capacity); /* at least one quantum */
}

/* Amount that waits for a stop, in time. */
static struct bw_amount waiting_for(
    const struct bw_state *state, const struct vehicle *v, bw_index stop)
{
    struct bw_amount waiting = {{0}};

    for (uint32_t lot = v->queue->first; bw_vehicle_in_time(state, v->lane, lot);
         lot = bw_state_lot(state, lot)->next) {
        const struct bw_lot *l = bw_state_lot(state, lot);

        if (stop == BW_NONE || bw_transport_leg(state, l)->lane == stop) {
            bw_amount_add(
                waiting.of, &state->network->items[l->item], (double)l->quantity);
        }
    }
    return waiting;
}

/* When capacity is short, each stop gets the same share of what waits for it; what
 * rounding leaves goes in the order of the queue. */
static void load_in_shares(
    struct bw_state *state, struct vehicle *v, const struct bw_amount *capacity)
{
    const struct bw_tour *tour = v->lane->tour;
    struct bw_amount all = waiting_for(state, v, BW_NONE);
    double share = bw_amount_share(capacity, all.of);

    for (bw_index i = 0; i < tour->stop_count && share > 1.0; i++) {
        struct bw_amount part = waiting_for(state, v, tour->first_stop + i);
        struct bw_amount taken = {{0}};

        for (unsigned k = 0; k < BW_LOAD_COUNT; k++) {
            part.of[k] = isinf(capacity->of[k]) ? INFINITY : part.of[k] / share;
        }
        load_in_order(state, v, tour->first_stop + i, &part, &taken);
    }
    load_queue(state, v, capacity);
}

struct bw_amount bw_vehicle_load(struct bw_state *state, bw_index lane,
    const struct bw_amount *capacity, uint32_t *lots)
{
    static void (*const rules[BW_TOUR_RULE_COUNT])(
        struct bw_state *, struct vehicle *, const struct bw_amount *) = {
        [BW_TOUR_QUEUE] = load_queue,
        [BW_TOUR_STOPS] = load_by_stop,
        [BW_TOUR_SHARES] = load_in_shares,
    };
    const struct bw_lane *described = &state->network->lanes[lane];
    struct vehicle v = {.lane = described, .queue = &state->lanes[lane], .empty = true};

    v.link = lots;
    rules[described->tour == NULL ? BW_TOUR_QUEUE : described->tour->rule](
        state, &v, capacity);
    return v.loaded;
}
