/* SPDX-License-Identifier: Apache-2.0
 *
 * A pass is a sequence of stages: the load stands at holds_c while a budget is spent,
 * or it follows a course (thermal_course.c). Each stage ends exactly where the next
 * one begins, or at the end of the stretch.
 */
#include "chain/thermal.h"

#include "base/status.h"
#include "chain/thermal_internal.h"

#include <math.h>

/* Stages that are not cut by the end of the stretch last a tick at the least, so that
 * rounding at a border of two stages cannot keep the pass from getting on. */
#define TICK_S 1e-6
/* Where the ambient passes a level, its side is judged a little later. */
#define LOOK_S 1e-3

struct walk {
    struct bw_thermal_body *body;
    const struct bw_thermal_pack *pack;
    const struct bw_ambient *stretch;
    double at, end; /* seconds within the stretch */
    struct bw_exposure_sum sum;
};

static double seconds(bw_time ticks)
{
    return (double)ticks / (double)BW_SECOND;
}

/* The ambient from now on as the load feels it, with power_w of a machine. */
static struct bw_swing ambient_now(const struct walk *walk, double power_w)
{
    const struct bw_ambient *stretch = walk->stretch;
    double since = seconds((stretch->since % BW_DAY + BW_DAY) % BW_DAY) + walk->at;

    return (struct bw_swing){.base_c = stretch->mean_c
            + (stretch->heat_w + power_w) / walk->pack->conductance_w_k,
        .amplitude_k = stretch->amplitude_k,
        .angle = bw_swing_angle(since)};
}

/* What a machine takes from its battery in a time, over which it moves the heat of
 * pumped_ks kelvin seconds through the walls [s at full draw]. */
static double drawn(const struct bw_thermal_pack *pack, double time_s, double pumped_ks)
{
    return pack->full_draw_k > 0.0 ? pack->standby_share * time_s
            + (1.0 - pack->standby_share) * pumped_ks / pack->full_draw_k
                                   : time_s;
}

static bool runs(const struct walk *walk)
{
    return walk->pack->kind == BW_THERMAL_ACTIVE && walk->body->budget > 0.0
        && walk->body->fails_after_s > 0.0;
}

/* A machine has run for a time and used some of its battery. */
static void run_down(struct walk *walk, double length, double used)
{
    struct bw_thermal_body *body = walk->body;

    if (!isinf(body->budget)) {
        body->budget = body->budget - used > TICK_S ? body->budget - used : 0.0;
    }
    if (!isinf(body->fails_after_s)) {
        body->fails_after_s =
            body->fails_after_s - length > TICK_S ? body->fails_after_s - length : 0.0;
    }
}

/* --- following a course --- */

/* Follows the ambient for at most length seconds, and no further than back to target_c
 * where stops says so. The load is on the target's upper side, or leaves it upwards,
 * when above is set. Returns the time taken. */
static double follow(struct walk *walk, const struct bw_swing *ambient, double length,
    bool stops, bool above)
{
    double target = walk->pack->holds_c;
    struct bw_course course = bw_course_from(ambient, walk->body->temp_c,
        walk->pack->capacity_j_k / walk->pack->conductance_w_k);
    double from = 0.0, to, to_c = walk->body->temp_c;
    bool reached = false;

    while (from < length && !reached) {
        to = bw_course_piece(&course, from, length);
        to = to > from + TICK_S ? to : from + TICK_S;
        to = to < length ? to : length;
        to_c = bw_course_at(&course, to);
        reached = stops && (above ? to_c < target : to_c > target);
        if (reached) {
            /* The start itself is at the target where a stage before has ended. */
            double at = bw_course_at(&course, from) == target
                ? from
                : bw_course_crossing(&course, target, from, to);

            at = at > TICK_S ? at : TICK_S;
            to = at < to ? at : to;
            to_c = target;
        }
        bw_exposure_piece(&walk->sum, &course, walk->at, from, to, to_c);
        from = to;
    }
    walk->sum.kinetic_s +=
        bw_course_kinetic(&course, walk->sum.watch->activation_k, from);
    walk->body->temp_c = to_c;
    return from;
}

/* --- standing still on a phase change --- */

/* Heat that the material has taken up since the start of the stage. */
struct melt {
    struct bw_swing ambient;
    double melts_c, conductance_w_k, wanted_j;
};

static double melted(const struct melt *melt, double x)
{
    return melt->conductance_w_k * bw_swing_integral(&melt->ambient, melt->melts_c, x);
}

/* How much more is taken up by x than wanted. */
static double melted_beyond(const void *of, double x)
{
    const struct melt *melt = of;

    return melted(melt, x) - melt->wanted_j;
}

/* Time in a piece without change of sign at which the heat taken up reaches wanted. */
static double melt_time(struct melt *melt, double wanted_j, double from, double to)
{
    if (melt->ambient.amplitude_k == 0.0) {
        double at =
            wanted_j / (melt->conductance_w_k * (melt->ambient.base_c - melt->melts_c));

        return at > from ? (at < to ? at : to) : from;
    }
    melt->wanted_j = wanted_j;
    return bw_thermal_root(melted_beyond, melt, from, to);
}

/* Stands at the melting point until the material is used up, frozen through, or (what
 * has sublimated does not come back) the ambient gets colder. */
static double stand(struct walk *walk, double length)
{
    struct bw_thermal_body *body = walk->body;
    const struct bw_thermal_pack *pack = walk->pack;
    struct melt melt = {.ambient = ambient_now(walk, 0.0),
        .melts_c = pack->holds_c,
        .conductance_w_k = pack->conductance_w_k};
    double from = 0.0, left = body->budget;
    bool ends = false;

    while (from < length && !ends) {
        double to = bw_swing_next(&melt.ambient, melt.melts_c, from);

        ends = pack->kind == BW_THERMAL_DRY_ICE && to < length;
        to = to < length ? to : length;
        left = body->budget - melted(&melt, to);
        if (left <= 0.0) {
            to = melt_time(&melt, body->budget, from, to);
            left = 0.0;
            ends = true;
        } else if (left >= pack->latent_j
            && left > body->budget - melted(&melt, from)) {
            to = melt_time(&melt, body->budget - pack->latent_j, from, to);
            left = pack->latent_j;
            ends = true;
        }
        from = to;
    }
    body->budget = left < pack->latent_j ? left : pack->latent_j;
    from = from > TICK_S ? from : TICK_S;
    from = from < length ? from : length;
    bw_exposure_level(&walk->sum, pack->holds_c, walk->at, from);
    return from;
}

static double passive_stage(struct walk *walk, double length)
{
    const struct bw_thermal_pack *pack = walk->pack;
    struct bw_thermal_body *body = walk->body;
    struct bw_swing ambient = ambient_now(walk, 0.0);
    bool both_ways = pack->kind == BW_THERMAL_PASSIVE;
    double difference;
    bool up;

    if (pack->latent_j == 0.0 || pack->kind == BW_THERMAL_ACTIVE) {
        return follow(walk, &ambient, length, false, false);
    }
    if (body->temp_c != pack->holds_c) {
        up = body->temp_c > pack->holds_c;
        return follow(walk, &ambient, length, up ? both_ways : body->budget > 0.0, up);
    }
    difference = bw_swing_at(&ambient, LOOK_S) - pack->holds_c;
    up = difference > 0.0;
    if (difference == 0.0 && ambient.amplitude_k == 0.0) {
        bw_exposure_level(&walk->sum, pack->holds_c, walk->at, length);
        return length;
    }
    if (up ? body->budget > 0.0 : both_ways && body->budget < pack->latent_j) {
        return stand(walk, length);
    }
    return follow(walk, &ambient, length, up ? both_ways : body->budget > 0.0, up);
}

/* --- regulated by a machine --- */

/* A part of a stage in which the machine holds the set point and the ambient stays on
 * one side of it. */
struct discharge {
    const struct bw_thermal_pack *pack;
    struct bw_swing ambient;
    double from, left; /* what the battery holds at from */
};

/* What the battery holds at x; below 0 it would be overdrawn. */
static double charge_at(const void *of, double x)
{
    const struct discharge *run = of;
    double set_c = run->pack->holds_c;
    double pumped = fabs(bw_swing_integral(&run->ambient, set_c, x)
        - bw_swing_integral(&run->ambient, set_c, run->from));

    return run->left - drawn(run->pack, x - run->from, pumped);
}

/* The next time at which the ambient passes the set point or what the machine can do
 * against it. */
static double next_change(
    const struct bw_thermal_pack *pack, const struct bw_swing *ambient, double x)
{
    double watts = pack->conductance_w_k;
    double at = bw_swing_next(ambient, pack->holds_c, x);

    at = fmin(at, bw_swing_next(ambient, pack->holds_c + pack->cooling_w / watts, x));
    return fmin(at, bw_swing_next(ambient, pack->holds_c - pack->heating_w / watts, x));
}

/* Which way the load goes from the set point: 1 too warm for the machine, -1 too cold,
 * 0 held. */
static int beyond(const struct bw_thermal_pack *pack, const struct bw_swing *ambient)
{
    double soon = bw_swing_at(ambient, LOOK_S) - pack->holds_c;

    if (soon > pack->cooling_w / pack->conductance_w_k) {
        return 1;
    }
    return soon < -pack->heating_w / pack->conductance_w_k ? -1 : 0;
}

static double hold(struct walk *walk, double length)
{
    const struct bw_thermal_pack *pack = walk->pack;
    struct discharge run = {
        .pack = pack, .ambient = ambient_now(walk, 0.0), .left = walk->body->budget};
    double to = 0.0;

    do {
        struct bw_swing then = run.ambient;

        then.angle += bw_swing_angle(run.from);
        if (run.from > 0.0 && beyond(pack, &then) != 0) {
            break;
        }
        to = next_change(pack, &run.ambient, run.from);
        to = fmax(to, run.from + TICK_S);
        to = fmin(to, length);
        if (!isinf(run.left)) {
            double left = charge_at(&run, to);

            if (left <= 0.0) {
                to = bw_thermal_root(charge_at, &run, run.from, to);
                left = 0.0;
            }
            run.left = left;
        }
        run.from = to;
    } while (to < length && run.left > 0.0);
    to = fmin(fmax(to, TICK_S), length);
    bw_exposure_level(&walk->sum, pack->holds_c, walk->at, to);
    run_down(walk, to, walk->body->budget - run.left);
    return to;
}

static double machine_stage(struct walk *walk, double length)
{
    const struct bw_thermal_pack *pack = walk->pack;
    struct bw_thermal_body *body = walk->body;
    struct bw_swing ambient = ambient_now(walk, 0.0);
    int way = body->temp_c > pack->holds_c ? 1 : body->temp_c < pack->holds_c ? -1 : 0;
    double power, draw, taken;

    length = fmin(length, body->fails_after_s);
    if (way == 0) {
        way = beyond(pack, &ambient);
    }
    if (way == 0) {
        return hold(walk, length);
    }
    power = way > 0 ? -pack->cooling_w : pack->heating_w;
    draw = drawn(pack, 1.0, fabs(power) / pack->conductance_w_k);
    if (draw > 0.0) {
        length = fmin(length, body->budget / draw);
    }
    ambient = ambient_now(walk, power);
    taken = follow(walk, &ambient, length, true, way > 0);
    run_down(walk, taken, draw * taken);
    return taken;
}

/* What a battery holds after a time on the mains. */
static double charged(const struct bw_thermal_pack *pack, double budget, double time_s)
{
    /* Nothing comes of no time, however fast it is charged. */
    double gain = time_s > 0.0 ? pack->battery_s * (time_s / pack->recharge_s) : 0.0;

    return fmin(pack->battery_s, budget + gain);
}

void bw_thermal_pass(struct bw_thermal_body *body, const struct bw_thermal_pack *pack,
    const struct bw_ambient *stretch, const struct bw_thermal_watch *watch,
    struct bw_exposure *exposure)
{
    bool plugged =
        stretch->plugged && pack->kind == BW_THERMAL_ACTIVE && !isinf(pack->battery_s);
    double battery = body->budget;
    struct walk walk = {.body = body,
        .pack = pack,
        .stretch = stretch,
        .end = seconds(stretch->duration)};

    BW_ASSERT(stretch->duration >= 0 && pack->conductance_w_k > 0.0
        && pack->capacity_j_k > 0.0);
    if (stretch->duration == 0) {
        return;
    }
    body->budget = plugged ? INFINITY : battery;
    bw_exposure_begin(&walk.sum, watch);
    while (walk.at < walk.end) {
        double length = walk.end - walk.at;
        double taken =
            runs(&walk) ? machine_stage(&walk, length) : passive_stage(&walk, length);

        /* Rounding of a difference must not leave a last stage of no length. */
        walk.at = taken < length ? walk.at + taken : walk.end;
    }
    bw_exposure_end(&walk.sum, stretch->duration, exposure);
    if (plugged) {
        body->budget = charged(pack, battery, walk.end);
    }
}

/* --- a load's beginning --- */

static double clamp(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

/* Goods at temp_c beside material that can take up budget joules: mixed at once. */
static void mix(struct bw_thermal_body *body, const struct bw_thermal_pack *pack,
    double temp_c, double budget)
{
    /* Heat above a load that is molten and at the melting point. */
    double heat = pack->capacity_j_k * (temp_c - pack->holds_c) - budget;
    bool both_ways = pack->kind == BW_THERMAL_PASSIVE;

    if (heat >= 0.0) {
        body->budget = 0.0;
        body->temp_c = pack->holds_c + heat / pack->capacity_j_k;
    } else if (temp_c < pack->holds_c && (!both_ways || heat <= -pack->latent_j)) {
        body->budget = both_ways ? pack->latent_j : budget;
        body->temp_c = both_ways
            ? pack->holds_c + (heat + pack->latent_j) / pack->capacity_j_k
            : temp_c;
    } else {
        body->budget = -heat;
        body->temp_c = pack->holds_c;
    }
}

void bw_thermal_start(struct bw_thermal_body *body, const struct bw_thermal_pack *pack,
    double temp_c, double frozen)
{
    *body = (struct bw_thermal_body){.temp_c = temp_c, .fails_after_s = INFINITY};
    bw_thermal_restore(body, pack, frozen);
}

void bw_thermal_restore(
    struct bw_thermal_body *body, const struct bw_thermal_pack *pack, double frozen)
{
    if (pack->kind == BW_THERMAL_ACTIVE) {
        body->budget = pack->battery_s;
    } else if (pack->latent_j > 0.0) {
        mix(body, pack, body->temp_c, clamp(frozen, 0.0, 1.0) * pack->latent_j);
    }
}

double bw_thermal_budget_left(
    const struct bw_thermal_body *body, const struct bw_thermal_pack *pack)
{
    double whole = pack->kind == BW_THERMAL_ACTIVE ? pack->battery_s : pack->latent_j;

    return whole > 0.0 && !isinf(whole) ? clamp(body->budget / whole, 0.0, 1.0) : 1.0;
}

bw_time bw_thermal_hold(const struct bw_thermal_body *fresh,
    const struct bw_thermal_pack *pack, double ambient_c, double low_c, double high_c,
    bw_time limit)
{
    struct bw_thermal_body body = *fresh;
    struct bw_exposure exposure;

    bw_exposure_reset(&exposure);
    bw_thermal_pass(&body, pack,
        &(const struct bw_ambient){.duration = limit, .mean_c = ambient_c},
        &(const struct bw_thermal_watch){.low_c = low_c, .high_c = high_c}, &exposure);
    return exposure.first_out;
}
