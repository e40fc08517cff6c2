/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/trip.h"

#include "chain/cost.h"
#include "chain/layout.h"
#include "chain/measure.h"

#include <math.h>

/* Classes of temperatures: 0.1 K from -200 to 100 degrees. */
#define LOWEST_C (-200.0)
#define TEMPERATURE_WIDTH_K 0.1
#define TEMPERATURE_CLASSES 3001
/* Classes of shares: 1 % from 0 to 1. */
#define SHARE_WIDTH 0.01
#define SHARE_CLASSES 101

/* Lanes with distributions, of 81 KiB each; where there are more, none has them. */
#define DETAIL_LIMIT BW_LAYOUT_DETAIL_LIMIT

struct bw_trips {
    bw_index *of_lane; /* number of the record of each lane, BW_NONE = none */
    struct bw_trip_record *records;
    struct bw_trip_record merged; /* room for those of a packaging */
    uint32_t record_count;
    bool detailed;            /* records have distributions */
    struct bw_leg_trip *legs; /* room for those of a shipment */
};

/* Most legs of a lane. */
static uint32_t count_legs(const struct bw_network *network)
{
    uint32_t most = 0;

    for (bw_index i = 0; i < network->lane_count; i++) {
        const struct bw_lane_legs *legs = bw_lane_legs(&network->lanes[i]);

        if (legs != NULL && legs->count > most) {
            most = legs->count;
        }
    }
    return most;
}

static enum bw_status init_record(struct bw_state *state, struct bw_trip_record *record)
{
    if (!state->trips->detailed) {
        return BW_OK;
    }
    record->mkt = (struct bw_histogram){.low = LOWEST_C,
        .width = TEMPERATURE_WIDTH_K,
        .classes = TEMPERATURE_CLASSES,
        .weights =
            bw_arena_allocate(&state->arena, TEMPERATURE_CLASSES, sizeof(uint64_t))};
    record->left = (struct bw_histogram){.width = SHARE_WIDTH,
        .classes = SHARE_CLASSES,
        .weights = bw_arena_allocate(&state->arena, SHARE_CLASSES, sizeof(uint64_t))};
    return record->mkt.weights == NULL || record->left.weights == NULL
        ? BW_ERR_NOMEM
        : bw_sketch_init(&record->out);
}

static enum bw_status init_records(
    struct bw_state *state, struct bw_trips *trips, uint32_t count)
{
    enum bw_status status = init_record(state, &trips->merged);

    trips->records = bw_arena_allocate(&state->arena, count, sizeof *trips->records);
    if (trips->records == NULL) {
        return BW_ERR_NOMEM;
    }
    trips->record_count = count;
    for (uint32_t i = 0; i < count && status == BW_OK; i++) {
        status = init_record(state, &trips->records[i]);
    }
    return status;
}

enum bw_status bw_trip_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_trips *trips;
    uint32_t count = 0;

    for (bw_index i = 0; i < network->lane_count; i++) {
        count += network->lanes[i].packaging != BW_NONE;
    }
    if (count == 0) {
        return BW_OK;
    }
    trips = bw_arena_allocate(&state->arena, 1, sizeof *trips);
    if (trips == NULL) {
        return BW_ERR_NOMEM;
    }
    state->trips = trips;
    trips->detailed = count <= DETAIL_LIMIT;
    trips->of_lane =
        bw_arena_allocate(&state->arena, network->lane_count, sizeof *trips->of_lane);
    trips->legs =
        bw_arena_allocate(&state->arena, count_legs(network), sizeof *trips->legs);
    if (trips->of_lane == NULL || trips->legs == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0, next = 0; i < network->lane_count; i++) {
        trips->of_lane[i] = network->lanes[i].packaging != BW_NONE ? next++ : BW_NONE;
    }
    return init_records(state, trips, count);
}

void bw_trip_release(struct bw_state *state)
{
    if (state->trips == NULL) {
        return;
    }
    for (uint32_t i = 0; i < state->trips->record_count; i++) {
        bw_sketch_release(&state->trips->records[i].out);
    }
    bw_sketch_release(&state->trips->merged.out);
    state->trips = NULL;
}

static void reset(struct bw_trip_record *record, bool detailed)
{
    record->min_c = record->max_c = record->mkt_c = NAN;
    if (!detailed) {
        return;
    }
    bw_sketch_reset(&record->out);
    bw_histogram_reset(&record->mkt);
    bw_histogram_reset(&record->left);
}

void bw_trip_reset(struct bw_state *state)
{
    for (uint32_t i = 0; state->trips != NULL && i < state->trips->record_count; i++) {
        reset(&state->trips->records[i], state->trips->detailed);
    }
}

void bw_trip_begin(
    struct bw_state *state, const struct bw_lane *lane, struct bw_trip *trip)
{
    const struct bw_lane_legs *legs = bw_lane_legs(lane);

    *trip = (struct bw_trip){
        .min_c = INFINITY, .max_c = -INFINITY, .mkt_c = -INFINITY, .left = 1.0};
    if (legs != NULL && state->trips != NULL) {
        trip->legs = state->trips->legs;
        trip->leg_count = trip->first_leg = legs->count;
        for (uint32_t i = 0; i < legs->count; i++) {
            trip->legs[i] = (struct bw_leg_trip){.mkt_c = -INFINITY};
        }
    }
}

static bw_time longer(bw_time a, bw_time b)
{
    return a > b ? a : b;
}

void bw_trip_add_stretch(struct bw_trip *trip, uint32_t leg,
    const struct bw_exposure *before, const struct bw_exposure *after)
{
    struct bw_leg_trip *l = &trip->legs[leg];

    l->goods_time += after->duration - before->duration;
    l->goods_out += after->below + after->above - before->below - before->above;
    l->goods_kinetic_s += after->kinetic_s - before->kinetic_s;
    if (before->first_out == BW_FOREVER && after->first_out != BW_FOREVER
        && leg < trip->first_leg) {
        trip->first_leg = leg;
    }
}

/* Adds the goods that were looked at to what is known of a leg. */
static void end_goods(struct bw_leg_trip *leg, bool packed, double activation_k)
{
    leg->time = leg->goods_time;
    leg->out = longer(leg->out, leg->goods_out);
    if (packed && leg->goods_time > 0) {
        const struct bw_exposure exposure = {
            .duration = leg->goods_time, .kinetic_s = leg->goods_kinetic_s};

        leg->mkt_c = fmax(leg->mkt_c, bw_thermal_mkt_c(&exposure, activation_k));
    }
    leg->goods_time = leg->goods_out = 0;
    leg->goods_kinetic_s = 0.0;
}

void bw_trip_add(struct bw_trip *trip, const struct bw_exposure *exposure,
    const struct bw_thermal_watch *watch, const struct bw_packed *packed)
{
    trip->exposed = true;
    trip->below = longer(trip->below, exposure->below);
    trip->above = longer(trip->above, exposure->above);
    for (uint32_t i = 0; i < trip->leg_count; i++) {
        end_goods(&trip->legs[i], packed != NULL, watch->activation_k);
    }
    if (packed == NULL || exposure->duration == 0) {
        return;
    }
    trip->packed = true;
    trip->min_c = fmin(trip->min_c, exposure->min_c);
    trip->max_c = fmax(trip->max_c, exposure->max_c);
    trip->mkt_c = fmax(trip->mkt_c, bw_thermal_mkt_c(exposure, watch->activation_k));
    trip->left = fmin(trip->left, bw_thermal_budget_left(&packed->body, &packed->pack));
}

void bw_trip_add_renewals(
    struct bw_trip *trip, const struct bw_packed *packed, double units)
{
    trip->reiced = packed->reiced > trip->reiced ? packed->reiced : trip->reiced;
    if (!packed->carried) {
        trip->fresh_reiced = packed->reiced;
    } else if (packed->reiced > 0) {
        trip->renewals += packed->reiced * (units / packed->fill);
    }
}

/* Counts a shipment for the legs of its lane. */
static void count_legs_of(struct bw_state *state, const struct bw_lane *lane,
    const struct bw_trip *trip, bool excursion)
{
    for (uint32_t i = 0; i < trip->leg_count; i++) {
        const struct bw_leg_trip *leg = &trip->legs[i];
        bw_index element = bw_lane_legs(lane)->leg[i].element;

        bw_observe(state, element, BW_SUM_LEG_TIME, (double)leg->time);
        bw_observe(state, element, BW_SUM_LEG_OUT, (double)leg->out);
        bw_observe(state, element, BW_SUM_LEG_IS_OUT, leg->out > 0 ? 1.0 : 0.0);
        bw_observe(state, element, BW_SUM_LEG_EXCURSION,
            excursion && i == trip->first_leg ? 1.0 : 0.0);
        if (isfinite(leg->mkt_c)) {
            bw_observe(state, element, BW_SUM_LEG_MKT, leg->mkt_c);
        }
    }
}

/* Counts temperatures, which only packaging with physics knows, for the lane and its
 * packaging, and charges the renewals. */
static void count_temperatures(struct bw_state *state, const struct bw_lane *lane,
    double pieces, const struct bw_trip *trip)
{
    const struct bw_packaging *packaging = &state->network->packagings[lane->packaging];

    bw_observe(state, lane->element, BW_SUM_MKT, trip->mkt_c);
    bw_observe(state, lane->element, BW_SUM_PACKAGING_LEFT, trip->left);
    bw_observe(state, packaging->element, BW_SUM_PACK_MKT, trip->mkt_c);
    bw_observe(state, packaging->element, BW_SUM_PACK_LEFT, trip->left);
    bw_observe(state, packaging->element, BW_SUM_PACK_RENEWED, trip->reiced);
    bw_cost_charge(state, lane->element, BW_COST_TRANSPORT,
        packaging->thermal->reice_cost
            * (trip->fresh_reiced * pieces + trip->renewals));
}

/* Adds a shipment to the distributions of its lane. */
static void record(struct bw_trips *trips, uint32_t number, const struct bw_trip *trip,
    bw_time out_of_range)
{
    struct bw_trip_record *record = &trips->records[number];

    if (trip->packed) {
        record->min_c = fmin(record->min_c, trip->min_c);
        record->max_c = fmax(record->max_c, trip->max_c);
        record->mkt_c = fmax(record->mkt_c, trip->mkt_c);
    }
    if (trips->detailed) {
        bw_sketch_add(&record->out, out_of_range, 1);
        if (trip->packed) {
            bw_histogram_add(&record->mkt, trip->mkt_c, 1);
            bw_histogram_add(&record->left, trip->left, 1);
        }
    }
}

void bw_trip_end(struct bw_state *state, const struct bw_lane *lane, double fresh,
    const struct bw_trip *trip, const struct bw_trip_finding *finding)
{
    const struct bw_packaging *packaging;
    double pieces;

    if (lane->packaging == BW_NONE) {
        return;
    }
    packaging = &state->network->packagings[lane->packaging];
    pieces = fresh > 0.0 ? bw_packaging_count(packaging, fresh) : 0.0;
    bw_observe(state, packaging->element, BW_SUM_PACK_PIECES, pieces);
    bw_observe(state, packaging->element, BW_SUM_PACK_EXCURSION,
        finding->excursion ? 1.0 : 0.0);
    bw_observe(
        state, packaging->element, BW_SUM_PACK_WITHIN, finding->within ? 1.0 : 0.0);
    bw_observe(
        state, packaging->element, BW_SUM_PACK_OUT, (double)finding->out_of_range);
    if (trip->exposed) {
        bw_observe(state, lane->element, BW_SUM_BELOW, (double)trip->below);
        bw_observe(state, lane->element, BW_SUM_ABOVE, (double)trip->above);
        count_legs_of(state, lane, trip, finding->excursion);
    }
    if (trip->packed) {
        count_temperatures(state, lane, pieces, trip);
    }
    if (bw_measure_is_open(state)) {
        bw_index number =
            state->trips->of_lane[state->network->elements[lane->element].index];

        record(state->trips, number, trip, finding->out_of_range);
    }
}

const struct bw_trip_record *bw_trip_of_lane(
    const struct bw_state *state, bw_index lane)
{
    bw_index number = state->trips == NULL ? BW_NONE : state->trips->of_lane[lane];

    return number == BW_NONE ? NULL : &state->trips->records[number];
}

const struct bw_trip_record *bw_trip_of_packaging(
    const struct bw_state *state, bw_index packaging)
{
    struct bw_trip_record *merged;

    if (state->trips == NULL) {
        return NULL;
    }
    merged = &state->trips->merged;
    reset(merged, state->trips->detailed);
    for (bw_index i = 0; i < state->network->lane_count; i++) {
        const struct bw_trip_record *lane = bw_trip_of_lane(state, i);

        if (lane == NULL || state->network->lanes[i].packaging != packaging) {
            continue;
        }
        merged->min_c = fmin(merged->min_c, lane->min_c);
        merged->max_c = fmax(merged->max_c, lane->max_c);
        merged->mkt_c = fmax(merged->mkt_c, lane->mkt_c);
        if (state->trips->detailed) {
            bw_sketch_merge(&merged->out, &lane->out);
            bw_histogram_merge(&merged->mkt, &lane->mkt);
            bw_histogram_merge(&merged->left, &lane->left);
        }
    }
    return merged;
}
