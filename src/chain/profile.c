/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/profile.h"

#include "chain/season.h"

#include <math.h>

/* A stretch of time in which only the trend changes. */
struct stretch {
    bw_time to;
    double level; /* season and surges */
    double trend; /* at its start */
    double slope; /* as in the profile; 0 = the trend rests */
};

/* Lowers *to to an instant that lies after time. */
static void end_at(bw_time instant, bw_time time, bw_time *to)
{
    if (instant > time && instant < *to) {
        *to = instant;
    }
}

/* Product of season and surges; *to is lowered to their next change. */
static double level_at(const struct bw_state *state, const struct bw_profile *profile,
    bw_time time, bw_time *to)
{
    double level = 1.0;

    if (profile->has_season) {
        bw_time next;

        level = profile->season[bw_season_month(state->network, time, &next)];
        end_at(next, time, to);
    }
    for (bw_index i = 0; i < profile->surge_count; i++) {
        const struct bw_surge *surge =
            &state->network->surges[profile->first_surge + i];

        if (surge->from <= time && time < surge->to) {
            level *= bw_state_parameter(state, surge->factor);
        }
        end_at(surge->from, time, to);
        end_at(surge->to, time, to);
    }
    return level;
}

static double trend_at(const struct bw_profile *profile, bw_time time)
{
    double past = time > 0 ? (double)time : 0.0;

    switch (profile->trend) {
    case BW_TREND_NONE:
        break;
    case BW_TREND_LINEAR:
        return fmax(1.0 + profile->slope * past, 0.0);
    case BW_TREND_GROWTH:
        return exp(profile->slope * past);
    }
    return 1.0;
}

static struct stretch stretch_at(
    const struct bw_state *state, const struct bw_profile *profile, bw_time time)
{
    struct stretch s = {.to = BW_FOREVER, .trend = trend_at(profile, time)};

    s.level = level_at(state, profile, time, &s.to);
    if (profile->trend == BW_TREND_NONE) {
        return s;
    }
    end_at(0, time, &s.to);
    if (time >= 0 && s.trend > 0.0) {
        s.slope = profile->slope;
    }
    if (profile->trend == BW_TREND_LINEAR && s.slope < 0.0) {
        /* There it has fallen to nothing. */
        end_at((bw_time)ceil(-1.0 / s.slope), time, &s.to);
    }
    return s;
}

double bw_profile_factor(const struct bw_state *state, bw_index profile, bw_time time)
{
    const struct bw_profile *p = &state->network->profiles[profile];
    bw_time to = BW_FOREVER;

    return profile == BW_NONE ? 1.0 : level_at(state, p, time, &to) * trend_at(p, time);
}

/* Exposure of a stretch from its start over a time, at rate 1. */
static double exposure_of(enum bw_trend trend, const struct stretch *s, double ticks)
{
    if (s->slope == 0.0) {
        return s->trend * ticks;
    }
    return trend == BW_TREND_LINEAR
        ? fmax(s->trend + 0.5 * s->slope * ticks, 0.0) * ticks
        : s->trend * expm1(s->slope * ticks) / s->slope;
}

/* The inverse: time after which a stretch has had so much exposure, at rate 1. */
static double time_of(enum bw_trend trend, const struct stretch *s, double exposure)
{
    if (s->slope == 0.0) {
        return exposure / s->trend;
    }
    if (trend == BW_TREND_GROWTH) {
        return log1p(s->slope * exposure / s->trend) / s->slope;
    }
    /* The root of a square equation, without a difference of near numbers. */
    return 2.0 * exposure
        / (s->trend + sqrt(fmax(s->trend * s->trend + 2.0 * s->slope * exposure, 0.0)));
}

bw_time bw_profile_advance(const struct bw_state *state, bw_index profile, double rate,
    bw_time time, double exposure, bw_time end)
{
    const struct bw_profile *p = &state->network->profiles[profile];

    while (time <= end) {
        struct stretch s = stretch_at(state, p, time);
        double now = rate * s.level;
        double all =
            now > 0.0 ? now * exposure_of(p->trend, &s, (double)(s.to - time)) : 0.0;

        if (exposure < all) {
            double wait = s.slope == 0.0 && s.trend == 1.0
                ? exposure / now
                : time_of(p->trend, &s, exposure / now);

            return time + bw_time_round(wait);
        }
        exposure -= all;
        time = s.to;
    }
    return BW_FOREVER;
}

double bw_profile_exposure(
    const struct bw_state *state, bw_index profile, bw_time from, bw_time to)
{
    const struct bw_profile *p = &state->network->profiles[profile];
    double sum = 0.0;

    if (profile == BW_NONE) {
        return (double)(to - from);
    }
    for (bw_time time = from; time < to;) {
        struct stretch s = stretch_at(state, p, time);
        bw_time end = s.to < to ? s.to : to;

        sum += s.level * exposure_of(p->trend, &s, (double)(end - time));
        time = end;
    }
    return sum;
}
