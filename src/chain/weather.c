/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/weather.h"

#include <math.h>

#define PI 3.14159265358979323846
#define TILT (23.44 * PI / 180.0) /* of the axis of the earth */

int64_t bw_weather_day(const struct bw_network *network, bw_time time)
{
    return network->start_day + time / BW_DAY - (time % BW_DAY < 0);
}

/* Middle of a month [days since 1970-01-01]; month may be -1 or 12. */
static double middle_of(int year, int month)
{
    int64_t first = 0, next = 0;

    year += month < 0 ? -1 : month > 11 ? 1 : 0;
    month = (month + 12) % 12;
    if (!bw_date_to_days(year, month + 1, 1, &first)
        || !bw_date_to_days(
            month == 11 ? year + 1 : year, (month + 1) % 12 + 1, 1, &next)) {
        return NAN; /* beyond the calendar */
    }
    return 0.5 * (double)(first + next);
}

double bw_weather_season(const struct bw_climate *climate, int64_t day)
{
    int year, month, of_month, other;
    double noon = (double)day + 0.5, here, there, share;

    bw_date_from_days(day, &year, &month, &of_month);
    month--;
    here = middle_of(year, month);
    other = noon < here ? month - 1 : month + 1;
    there = middle_of(year, other);
    share = (noon - here) / (there - here);
    if (isnan(share)) {
        return climate->monthly_c[month];
    }
    other = (other + 12) % 12;
    return climate->monthly_c[month]
        + share * (climate->monthly_c[other] - climate->monthly_c[month]);
}

double bw_weather_of_day(
    const struct bw_state *state, const struct bw_climate *climate, int64_t day)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < climate->day_count; i++) {
        sum += climate->weights[i]
            * bw_law_unit_normal(
                &state->draws, climate->stream, (uint64_t)(day - (int64_t)i));
    }
    return sum;
}

void bw_weather_air(const struct bw_state *state, const struct bw_climate *climate,
    bw_time at, bw_time until, struct bw_ambient *stretch)
{
    int64_t day = bw_weather_day(state->network, at);
    bw_time midnight = (day - state->network->start_day + 1) * BW_DAY;
    bw_time since = (at - climate->warmest + BW_DAY / 4) % BW_DAY;

    *stretch = (struct bw_ambient){
        .duration = (until < midnight ? until : midnight) - at,
        .mean_c =
            bw_weather_season(climate, day) + bw_weather_of_day(state, climate, day),
        .amplitude_k = climate->amplitude_k,
        .since = since < 0 ? since + BW_DAY : since,
    };
}

uint32_t bw_weather_weights(double sd_k, double days, double *weights)
{
    uint32_t count = 1;
    double squares = 0.0;

    if (sd_k == 0.0) {
        return 0;
    }
    if (days > 0.0) {
        count += (uint32_t)fmin(ceil(3.0 * days), BW_WEATHER_DAYS - 1);
    }
    for (uint32_t i = 0; i < count; i++) {
        weights[i] = i == 0 ? 1.0 : exp(-(double)i / days);
        squares += weights[i] * weights[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        weights[i] *= sd_k / sqrt(squares);
    }
    return count;
}

/* Height of the sun around a noon: its sine is level + swing cos(omega (t - noon)).
 * Declination by day of the year: Cooper, "The absorption of radiation in solar
 * stills", Solar Energy 12, 1969, in its cosine form. */
static void find_height(
    const struct bw_climate *climate, int64_t day, double *level, double *swing)
{
    int year, month, of_month;
    int64_t first = 0;
    double declination;

    if (isnan(climate->latitude)) {
        *level = 0.0;
        *swing = 1.0;
        return;
    }
    bw_date_from_days(day, &year, &month, &of_month);
    (void)bw_date_to_days(year, 1, 1, &first);
    declination = -TILT * cos(2.0 * PI * (double)(day - first + 11) / 365.0);
    *level = sin(climate->latitude) * sin(declination);
    *swing = cos(climate->latitude) * cos(declination);
}

struct bw_sun bw_weather_sun(
    const struct bw_network *network, const struct bw_climate *climate, bw_time time)
{
    /* The noon that is nearest, of two the later. */
    bw_time shifted = time - climate->noon + BW_DAY / 2;
    bw_time noon = climate->noon + (shifted / BW_DAY - (shifted % BW_DAY < 0)) * BW_DAY;
    bw_time half;
    double level, swing, ratio;

    find_height(climate, bw_weather_day(network, noon), &level, &swing);
    ratio = swing > 0.0 ? -level / swing : (level > 0.0 ? -1.0 : 1.0);
    half =
        bw_time_round(acos(fmax(-1.0, fmin(1.0, ratio))) / (2.0 * PI) * (double)BW_DAY);
    if (time < noon - half) {
        return (struct bw_sun){.until = noon - half};
    }
    if (time >= noon + half) {
        return (struct bw_sun){.until = noon + BW_DAY / 2};
    }
    return (struct bw_sun){level, swing, BW_DAY / 4 - climate->noon, noon + half};
}
