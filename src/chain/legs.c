/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/legs.h"

#include "chain/weather.h"

#include <math.h>

#define PI 3.14159265358979323846

/* Time of a leg in transit before delays: a part of the law's draw or its own. */
static bw_time nominal(const struct bw_state *state, const struct bw_lane_leg *leg,
    bw_time transit, uint64_t number)
{
    return leg->time.present ? bw_state_duration(state, &leg->time, number)
                             : bw_time_round(leg->share * (double)transit);
}

bw_time bw_legs_transit(
    const struct bw_state *state, const struct bw_lane *lane, uint64_t number)
{
    const struct bw_lane_legs *legs = bw_lane_legs(lane);
    bw_time time = bw_state_duration(state, &lane->transit, number);

    for (uint32_t i = 0; legs != NULL && i < legs->count; i++) {
        if (legs->leg[i].time.present) {
            time += bw_state_duration(state, &legs->leg[i].time, number);
        }
    }
    return time;
}

/* Time of a leg of the transit when all of it took `time`, delay included. A delay
 * without a leg of its own makes each of them longer alike. */
static bw_time transit_leg(
    const struct bw_leg_walk *walk, const struct bw_lane_leg *leg, bw_time time)
{
    const struct bw_state *state = walk->state;
    uint64_t number = walk->passages->number;
    bw_time law, foreseen;

    if (walk->lane->tour != NULL) {
        return leg->during == BW_PASSAGE_DELAY
            ? 0
            : bw_time_round(leg->share * (double)time);
    }
    law = bw_state_duration(state, &walk->lane->transit, number);
    foreseen = bw_legs_transit(state, walk->lane, number);
    if (leg->during == BW_PASSAGE_DELAY) {
        return bw_time_round(leg->share * (double)(time - foreseen));
    }
    if (walk->legs->has[BW_PASSAGE_DELAY] || time == foreseen || foreseen == 0) {
        return nominal(state, leg, law, number);
    }
    return bw_time_round(
        (double)nominal(state, leg, law, number) * ((double)time / (double)foreseen));
}

static bool is_of_transit(const struct bw_lane_leg *leg)
{
    return leg->during == BW_PASSAGE_TRANSIT || leg->during == BW_PASSAGE_DELAY;
}

/* Number of a leg's passage; transit and delay are one, whatever comes first. */
static uint32_t first_passage(const struct bw_lane_leg *leg)
{
    return is_of_transit(leg) ? BW_PASSAGE_TRANSIT : (uint32_t)leg->during;
}

/* True when no later leg shares the passage: it lasts to the end of it. */
static bool is_last(const struct bw_lane_legs *legs, uint32_t i)
{
    return i + 1 == legs->count
        || first_passage(&legs->leg[i + 1]) != first_passage(&legs->leg[i]);
}

/* The end of leg i, the last of its passage. What follows is spent under its
 * conditions until a passage with legs begins: customs without a leg, for instance. */
static bw_time end_of_last(const struct bw_leg_walk *walk, uint32_t i)
{
    const struct bw_lane_legs *legs = walk->legs;
    uint32_t next = i + 1 < legs->count ? first_passage(&legs->leg[i + 1])
                                        : (uint32_t)BW_PASSAGE_COUNT;

    return walk->passages->end[next - 1];
}

static void start_leg(struct bw_leg_walk *walk)
{
    const struct bw_lane_leg *leg = &walk->legs->leg[walk->leg];
    const struct bw_passages *passages = walk->passages;
    const struct bw_state *state = walk->state;
    bw_time begin, time;

    if (is_last(walk->legs, walk->leg)) {
        walk->end = end_of_last(walk, walk->leg);
    } else {
        /* Legs of the transit share the time of the delay. */
        bool transit = is_of_transit(leg);
        uint32_t first = first_passage(leg);
        uint32_t last = transit ? BW_PASSAGE_DELAY : first;

        begin = first == 0 ? passages->begin : passages->end[first - 1];
        time = passages->end[last] - begin;
        walk->end = walk->at
            + (transit ? transit_leg(walk, leg, time)
                       : bw_time_round(leg->share * (double)time));
        walk->end = walk->end < passages->end[last] ? walk->end : passages->end[last];
    }
    walk->end = walk->end > walk->at ? walk->end : walk->at;
    walk->leg_time = walk->end - walk->at;
    walk->shift_k =
        leg->offset_k + bw_state_value(state, &leg->constant, passages->number, 0.0);
    if (leg->own_sd > 0.0) {
        walk->shift_k += leg->own_sd
            * bw_law_unit_normal(&state->draws, leg->own_stream, passages->number);
    }
}

void bw_leg_walk_init(struct bw_leg_walk *walk, const struct bw_state *state,
    const struct bw_lane *lane, const struct bw_passages *passages)
{
    const struct bw_lane_legs *legs = bw_lane_legs(lane);
    uint32_t first = first_passage(&legs->leg[0]);

    *walk = (struct bw_leg_walk){
        .state = state, .lane = lane, .legs = legs, .passages = passages};
    walk->at = first == 0 ? passages->begin : passages->end[first - 1];
    start_leg(walk);
}

/* Sums of sinusoids over the day are one: in phase with the first instant. */
struct swing {
    double sine, cosine;
};

/* Adds amplitude_k sin(omega (time + since)) of the stretch that begins at start. */
static void add_swing(
    struct swing *swing, double amplitude_k, bw_time start, bw_time since)
{
    double angle = 2.0 * PI * (double)((start + since) % BW_DAY) / (double)BW_DAY;

    swing->sine += amplitude_k * cos(angle);
    swing->cosine += amplitude_k * sin(angle);
}

static void finish_swing(const struct swing *swing, struct bw_ambient *stretch)
{
    double angle = atan2(swing->cosine, swing->sine);

    stretch->amplitude_k = hypot(swing->sine, swing->cosine);
    stretch->since = bw_time_round(
        (angle < 0.0 ? angle + 2.0 * PI : angle) / (2.0 * PI) * (double)BW_DAY);
}

/* Adds the air and the sun of a climate from walk->at on; shortens the stretch to what
 * is known. */
static void add_climate(
    struct bw_leg_walk *walk, const struct bw_lane_leg *leg, struct bw_ambient *stretch)
{
    const struct bw_network *network = walk->state->network;
    const struct bw_climate *climate = &network->climates[leg->climate];
    double solar_k = leg->solar_k;
    struct swing swing = {0.0, 0.0};
    struct bw_ambient air;
    struct bw_sun sun;

    bw_weather_air(walk->state, climate, walk->at, walk->end, &air);
    air.mean_c += stretch->mean_c;
    *stretch = air;
    if (walk->conductance_w_k > 0.0) {
        solar_k += leg->solar_w / walk->conductance_w_k;
    }
    if (solar_k == 0.0) {
        return;
    }
    sun = bw_weather_sun(network, climate, walk->at);
    if (sun.until - walk->at < stretch->duration) {
        stretch->duration = sun.until - walk->at;
    }
    stretch->mean_c += solar_k * sun.level;
    add_swing(&swing, air.amplitude_k, 0, air.since);
    add_swing(&swing, solar_k * sun.swing, walk->at, sun.since);
    finish_swing(&swing, stretch);
}

/* What shipments of the lane share on this day, beside the weather. */
static void add_day(
    struct bw_leg_walk *walk, const struct bw_lane_leg *leg, struct bw_ambient *stretch)
{
    const struct bw_network *network = walk->state->network;
    int64_t day = bw_weather_day(network, walk->at);
    bw_time midnight = (day - network->start_day + 1) * BW_DAY;

    stretch->mean_c += leg->day_sd
        * bw_law_unit_normal(&walk->state->draws, leg->day_stream, (uint64_t)day);
    if (midnight - walk->at < stretch->duration) {
        stretch->duration = midnight - walk->at;
    }
}

double bw_ambient_mean_c(const struct bw_ambient *stretch)
{
    double omega = 2.0 * PI / (double)BW_DAY;
    double from = omega * (double)stretch->since;
    double to = omega * (double)(stretch->since + stretch->duration);

    return stretch->duration == 0
        ? stretch->mean_c
        : stretch->mean_c + stretch->amplitude_k * (cos(from) - cos(to)) / (to - from);
}

/* Open doors let in heat evenly over the leg. */
static double heat_of_openings(
    const struct bw_leg_walk *walk, const struct bw_lane_leg *leg, double outside_c)
{
    const struct bw_openings *openings = &leg->openings;
    double number = openings->count + openings->rate * (double)walk->leg_time;
    double open = number * (double)openings->time / (double)walk->leg_time;

    return fmin(open, 1.0)
        * (openings->heat_w + openings->exchange_w_k * (outside_c - walk->inside_c));
}

bool bw_leg_walk_next(struct bw_leg_walk *walk, struct bw_ambient *stretch)
{
    const struct bw_lane_legs *legs = walk->legs;
    const struct bw_lane_leg *leg;

    while (walk->at >= walk->end) {
        if (++walk->leg >= legs->count) {
            return false;
        }
        start_leg(walk);
    }
    leg = &legs->leg[walk->leg];
    *stretch = (struct bw_ambient){.duration = walk->end - walk->at,
        .mean_c = walk->shift_k,
        .plugged = leg->plugged};
    if (leg->climate != BW_NONE) {
        add_climate(walk, leg, stretch);
    }
    if (leg->day_sd > 0.0) {
        add_day(walk, leg, stretch);
    }
    if (walk->conductance_w_k > 0.0) {
        stretch->heat_w =
            leg->heat_w + heat_of_openings(walk, leg, bw_ambient_mean_c(stretch));
    }
    walk->at += stretch->duration;
    return true;
}
