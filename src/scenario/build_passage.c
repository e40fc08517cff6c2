/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in what happens to shipments on their way: delays and customs.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

/* Weights by month, scaled to a mean of 1; 1 each where none are written. */
static void build_season(
    struct bw_build *build, const struct bw_view *view, double *season)
{
    double sum = 0.0;
    uint32_t count = bw_view_numbers(view, "season", season, 12);
    for (uint32_t i = 0; i < 12; i++) {
        season[i] = count == 12 ? season[i] : 1.0;
        sum += season[i];
    }
    if (!(sum > 0.0)) {
        bw_build_fail(build, bw_build_path(build, view->path, "season"),
            "expected at least one weight above 0");
        return;
    }
    for (uint32_t i = 0; i < 12; i++) {
        season[i] *= 12.0 / sum;
    }
}

static double build_delay(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    struct bw_view written = bw_view_child(view, "delay");
    if (written.node == NULL) {
        return 0.0;
    }
    struct bw_lane_delay *delay = bw_build_allocate(build, 1, sizeof *delay);
    if (delay == NULL) {
        return 0.0;
    }
    lane->delay = delay;
    double probability = bw_view_number(&written, "probability");
    delay->probability = bw_view_parameter(&written, "probability", lane->element);
    delay->common_share = bw_view_number(&written, "common_day");
    delay->common_stream = bw_build_stream(build, written.path, "common_day");
    delay->late_stream = bw_build_stream(build, written.path, "probability");
    delay->day_late_stream = bw_build_stream(build, written.path, "day.probability");
    delay->time = bw_view_sampler(&written, "time");
    delay->day_time = delay->time;
    delay->day_time.stream = bw_build_stream(build, written.path, "day.time");
    build_season(build, &written, delay->season);
    for (uint32_t i = 0; i < 12; i++) {
        if (probability * delay->season[i] > 1.0 + 1e-9) {
            bw_build_warn(build, bw_build_path(build, written.path, "season"),
                "in month %u the probability would be %.3g, and is 1", i + 1,
                probability * delay->season[i]);
            break;
        }
    }
    return probability * bw_law_mean(&delay->time.law);
}

static double build_customs(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    struct bw_view customs = bw_view_child(view, "customs");
    if (customs.node == NULL) {
        return 0.0;
    }
    struct bw_customs *made = bw_build_allocate(build, 1, sizeof *made);
    if (made == NULL) {
        return 0.0;
    }
    lane->customs = made;
    made->dwell = bw_view_sampler(&customs, "dwell");
    made->inspect = bw_view_parameter(&customs, "inspect", lane->element);
    made->inspect_stream = bw_build_stream(build, view->path, "customs.inspect");
    made->inspection = bw_view_sampler(&customs, "inspection");
    if (bw_view_number(&customs, "inspect") > 0.0
        && !bw_view_has(&customs, "inspection")) {
        bw_build_fail(build, customs.path,
            "missing key \"inspection\", since some shipments are opened");
    }
    return bw_law_mean(&made->dwell.law)
        + bw_view_number(&customs, "inspect") * bw_law_mean(&made->inspection.law);
}

void bw_build_passage(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    double mean = bw_law_mean(&lane->transit.law);
    mean += build_delay(build, view, lane);
    mean += build_customs(build, view, lane);
    lane->mean_time = bw_time_round(fmin(mean, 100.0 * (double)BW_YEAR));
}
