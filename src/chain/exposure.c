/* SPDX-License-Identifier: Apache-2.0
 *
 * What goods have suffered: time out of range and in bands, extremes, kinetic integral.
 */
#include "base/status.h"
#include "chain/thermal_internal.h"

#include <math.h>

void bw_exposure_reset(struct bw_exposure *exposure)
{
    *exposure = (struct bw_exposure){
        .min_c = INFINITY, .max_c = -INFINITY, .first_out = BW_FOREVER};
}

void bw_exposure_begin(
    struct bw_exposure_sum *sum, const struct bw_thermal_watch *watch)
{
    BW_ASSERT(watch->band_count <= BW_THERMAL_BANDS);
    *sum = (struct bw_exposure_sum){
        .watch = watch, .min_c = INFINITY, .max_c = -INFINITY, .first_out_s = INFINITY};
}

static void widen(struct bw_exposure_sum *sum, double temp_c)
{
    sum->min_c = temp_c < sum->min_c ? temp_c : sum->min_c;
    sum->max_c = temp_c > sum->max_c ? temp_c : sum->max_c;
}

static void note_out(struct bw_exposure_sum *sum, double at_s)
{
    sum->first_out_s = at_s < sum->first_out_s ? at_s : sum->first_out_s;
}

static bool is_between(const struct bw_thermal_band *band, double temp_c)
{
    return temp_c >= band->low_c && temp_c < band->high_c;
}

/* True when time at exactly temp_c counts for a band. The upper end of the label range
 * is within that; that of a band belongs to it where no other band has it. */
static bool counts(const struct bw_thermal_watch *watch, uint32_t band, double temp_c)
{
    if (is_between(&watch->bands[band], temp_c)) {
        return temp_c != watch->high_c || watch->bands[band].low_c != temp_c;
    }
    if (temp_c != watch->bands[band].high_c || temp_c <= watch->high_c) {
        return false;
    }
    for (uint32_t i = 0; i < watch->band_count; i++) {
        if (is_between(&watch->bands[i], temp_c)) {
            return false;
        }
    }
    return true;
}

/* Times, without the kinetic integral, of a load that stands at temp_c. */
static void count_level(
    struct bw_exposure_sum *sum, double temp_c, double at_s, double length_s)
{
    const struct bw_thermal_watch *watch = sum->watch;

    widen(sum, temp_c);
    if (temp_c < watch->low_c || temp_c > watch->high_c) {
        note_out(sum, at_s);
    }
    sum->below_s += temp_c < watch->low_c ? length_s : 0.0;
    sum->above_s += temp_c > watch->high_c ? length_s : 0.0;
    for (uint32_t i = 0; i < watch->band_count; i++) {
        sum->band_s[i] += counts(watch, i, temp_c) ? length_s : 0.0;
    }
}

void bw_exposure_level(
    struct bw_exposure_sum *sum, double temp_c, double at_s, double length_s)
{
    double activation_k = sum->watch->activation_k;

    count_level(sum, temp_c, at_s, length_s);
    sum->kinetic_s +=
        length_s * (activation_k == 0.0 ? 1.0 : bw_thermal_rate(temp_c, activation_k));
}

/* A monotone piece of a course with its temperatures at both ends. */
struct piece {
    const struct bw_course *course;
    double from, to, from_c, to_c;
};

/* Time of the piece above a level; *at is where it passes the level, from the start of
 * the course, and unchanged where it does not. */
static double time_above(const struct piece *piece, double level_c, double *at)
{
    bool starts = piece->from_c > level_c;
    bool ends = piece->to_c > level_c;

    if (starts == ends) {
        return starts ? piece->to - piece->from : 0.0;
    }
    /* A start on the level itself is no crossing to look for. */
    *at = piece->from_c == level_c
        ? piece->from
        : bw_course_crossing(piece->course, level_c, piece->from, piece->to);
    return starts ? *at - piece->from : piece->to - *at;
}

void bw_exposure_piece(struct bw_exposure_sum *sum, const struct bw_course *course,
    double at_s, double from, double to, double to_c)
{
    const struct bw_thermal_watch *watch = sum->watch;
    struct piece piece = {.course = course,
        .from = from,
        .to = to,
        .from_c = bw_course_at(course, from),
        .to_c = to_c};
    double length = to - from;
    double low = INFINITY, high = INFINITY, unused = 0.0;

    if (piece.from_c == piece.to_c) {
        count_level(sum, to_c, at_s + from, length);
        return;
    }
    widen(sum, piece.from_c);
    widen(sum, piece.to_c);
    sum->below_s += length - time_above(&piece, watch->low_c, &low);
    sum->above_s += time_above(&piece, watch->high_c, &high);
    if (piece.from_c < watch->low_c || piece.from_c > watch->high_c) {
        note_out(sum, at_s + from);
    } else {
        note_out(sum, at_s + (piece.to_c < watch->low_c ? low : INFINITY));
        note_out(sum, at_s + (piece.to_c > watch->high_c ? high : INFINITY));
    }
    for (uint32_t i = 0; i < watch->band_count; i++) {
        sum->band_s[i] += time_above(&piece, watch->bands[i].low_c, &unused)
            - time_above(&piece, watch->bands[i].high_c, &unused);
    }
}

static bw_time ticks(double seconds)
{
    return bw_time_round(seconds * (double)BW_SECOND);
}

static bw_time least(bw_time a, bw_time b)
{
    return a < b ? a : b;
}

void bw_exposure_end(
    const struct bw_exposure_sum *sum, bw_time duration, struct bw_exposure *exposure)
{
    bw_time above = least(ticks(sum->above_s), duration);
    bw_time below = least(ticks(sum->below_s), duration - above);

    if (exposure->first_out == BW_FOREVER && isfinite(sum->first_out_s)) {
        exposure->first_out =
            exposure->duration + least(ticks(sum->first_out_s), duration);
    }
    exposure->duration += duration;
    exposure->above += above;
    exposure->below += below;
    for (uint32_t i = 0; i < sum->watch->band_count; i++) {
        exposure->band[i] += least(ticks(sum->band_s[i]), duration);
    }
    exposure->min_c = fmin(exposure->min_c, sum->min_c);
    exposure->max_c = fmax(exposure->max_c, sum->max_c);
    exposure->kinetic_s += sum->kinetic_s;
}

void bw_thermal_stay(double temp_c, bw_time duration,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure)
{
    struct bw_exposure_sum sum;

    if (duration == 0) {
        return;
    }
    bw_exposure_begin(&sum, watch);
    bw_exposure_level(&sum, temp_c, 0.0, (double)duration / (double)BW_SECOND);
    bw_exposure_end(&sum, duration, exposure);
}

double bw_thermal_mkt_c(const struct bw_exposure *exposure, double activation_k)
{
    double seconds = (double)exposure->duration / (double)BW_SECOND;

    if (exposure->duration == 0) {
        return NAN;
    }
    return bw_thermal_inverse_rate_c(exposure->kinetic_s / seconds, activation_k);
}
