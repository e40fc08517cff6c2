/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of thermal.c. Times within are seconds from the start of what is described.
 */
#ifndef BW_CHAIN_THERMAL_INTERNAL_H
#define BW_CHAIN_THERMAL_INTERNAL_H

#include "chain/thermal.h"

/* The linear response of a load to an ambient that swings over the day (or not, with
 * swing_k = 0): T(x) = base + swing sin(omega x + angle) + transient exp(-x / tau). */
struct bw_course {
    double base_c, swing_k, angle, transient_k, tau_s;
    double start_c;
};

/* Ambient as the load feels it, extra heat included:
 * base + amplitude sin(omega x + angle). */
struct bw_swing {
    double base_c, amplitude_k, angle;
};

/* Angle of a time of day [s]. */
double bw_swing_angle(double x);
double bw_swing_at(const struct bw_swing *swing, double x);
/* Integral of ambient - level from 0 to x [K s]. */
double bw_swing_integral(const struct bw_swing *swing, double level_c, double x);
/* The first time after x at which the ambient passes level; +inf: never. */
double bw_swing_next(const struct bw_swing *swing, double level_c, double x);

/* A root of value(of, x) in [low, high], at whose ends it differs in sign; within
 * 1e-8 s. */
double bw_thermal_root(
    double (*value)(const void *of, double x), const void *of, double low, double high);

/* The course of a load that is at start_c at 0. */
struct bw_course bw_course_from(
    const struct bw_swing *ambient, double start_c, double tau_s);
double bw_course_at(const struct bw_course *course, double x);
/* End of the monotone piece that begins at x, at the most end. */
double bw_course_piece(const struct bw_course *course, double x, double end);
/* Where a monotone piece that begins at from and ends at to takes the value level,
 * which lies between its values there. */
double bw_course_crossing(
    const struct bw_course *course, double level_c, double from, double to);
/* Integral of the Arrhenius rate (see bw_exposure) from 0 to x [s]. */
double bw_course_kinetic(const struct bw_course *course, double activation_k, double x);

/* Arrhenius rate relative to 278.15 K. */
double bw_thermal_rate(double temp_c, double activation_k);
/* The temperature of a rate [degrees Celsius]. */
double bw_thermal_inverse_rate_c(double rate, double activation_k);

/* Sums of one pass in seconds, before they are rounded to ticks. */
struct bw_exposure_sum {
    const struct bw_thermal_watch *watch;
    double below_s, above_s, band_s[BW_THERMAL_BANDS];
    double min_c, max_c, kinetic_s;
    double first_out_s; /* +inf: not yet */
};

void bw_exposure_begin(
    struct bw_exposure_sum *sum, const struct bw_thermal_watch *watch);
/* A time from at_s on that the load stands at temp_c. */
void bw_exposure_level(
    struct bw_exposure_sum *sum, double temp_c, double at_s, double length_s);
/* A monotone piece [from, to] of a course that began at at_s and is at to_c at its end;
 * its kinetic integral is added by the caller. */
void bw_exposure_piece(struct bw_exposure_sum *sum, const struct bw_course *course,
    double at_s, double from, double to, double to_c);
/* Rounds and adds to an exposure. */
void bw_exposure_end(
    const struct bw_exposure_sum *sum, bw_time duration, struct bw_exposure *exposure);

#endif
