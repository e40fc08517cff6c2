/* SPDX-License-Identifier: Apache-2.0
 *
 * The air at a place as a function of time: the mean of the season, interpolated
 * between the middles of the months; a sinusoid over the day; weather, which all who
 * are there on a day (UTC) share; and the sun. A pure function of the climate, the
 * instant and the replication.
 *
 * The weather of a day is a moving average of standard normal draws of that day and the
 * days before it, with weights that fall by exp(-1 / days) from day to day and are cut
 * off after three times that correlation time: a stationary Gaussian process with the
 * correlations of a first-order autoregression but for what is cut off (0.25 % of the
 * variance), every day of which can be worked out without those before it.
 */
#ifndef BW_CHAIN_WEATHER_H
#define BW_CHAIN_WEATHER_H

#include "chain/state.h"
#include "chain/thermal.h"

#define BW_WEATHER_DAYS 64u /* that the weather of a day is made of, at most */

/* Days since 1970-01-01 of an instant, the first of which begin at 00:00 UTC. */
int64_t bw_weather_day(const struct bw_network *network, bw_time time);

/* Mean of the season on a day [degrees C]. */
double bw_weather_season(const struct bw_climate *climate, int64_t day);

/* Weather of a day [K], mean 0. */
double bw_weather_of_day(
    const struct bw_state *state, const struct bw_climate *climate, int64_t day);

/* Fills in the weights for a standard deviation [K] and a correlation time [days, >=
 * 0]; returns how many of the BW_WEATHER_DAYS there are. 0 days: each day by itself. */
uint32_t bw_weather_weights(double sd_k, double days, double *weights);

/* Season, day and weather from an instant on, to `until` (> at) or to midnight, as a
 * stretch without heat. */
void bw_weather_air(const struct bw_state *state, const struct bw_climate *climate,
    bw_time at, bw_time until, struct bw_ambient *stretch);

/* The sun at an instant: the sine of its height, 0 at night, is
 * level + swing * sin(omega (time + since)), omega = 2 pi / day, from now until
 * the instant `until` (> time). */
struct bw_sun {
    double level, swing;
    bw_time since;
    bw_time until;
};
struct bw_sun bw_weather_sun(
    const struct bw_network *network, const struct bw_climate *climate, bw_time time);

#endif
