/* SPDX-License-Identifier: Apache-2.0
 *
 * Scales of the report's pictures: the range of an axis, how its numbers are shown and
 * where its tics stand.
 */
#ifndef BW_RESULTS_REPORT_AXIS_H
#define BW_RESULTS_REPORT_AXIS_H

#include "base/text.h"
#include "results/summary.h"

/* The range of an axis and how its numbers are shown: divided by divisor, with its name
 * in the axis label. */
struct bw_report_scale {
    double low, high; /* of the data, undivided; low > high = no data yet */
    double divisor;
    const char *name; /* "", "thousand ", "million ", ... */
};

/* Takes value into the range; what is not finite is passed over. */
void bw_report_widen(struct bw_report_scale *scale, double value);

/* Lower end of the interval; what is never negative is not drawn below zero. */
double bw_report_interval_low(const struct bw_summary *summary);

/* Chooses divisor and name for the data seen. */
void bw_report_choose_scale(struct bw_report_scale *scale);

/* Distance of tics: 1, 2 or 5 times a power of ten, about count of them in range. */
double bw_report_tic_distance(double range, int count);

/* Appends "text [million EUR]" as a gnuplot string. */
void bw_report_add_axis_text(struct bw_text *script, const char *text, const char *unit,
    const struct bw_report_scale *scale);

#endif
