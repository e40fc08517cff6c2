/* SPDX-License-Identifier: Apache-2.0
 *
 * Profiles: how a demand changes over time. Its factor is the product of the weight of
 * the calendar month, the trend since day 0, and the factors of all surges that go on.
 */
#ifndef BW_CHAIN_PROFILE_H
#define BW_CHAIN_PROFILE_H

#include "chain/state.h"

/* Factor of a profile (BW_NONE = 1) at a time. */
double bw_profile_factor(const struct bw_state *state, bw_index profile, bw_time time);

/* The instant from `time` on at which a process of rate [per tick] times the factor has
 * used up exposure: inversion of the cumulative rate (Cinlar 1975, chapter 4), in
 * closed form between changes of the profile. BW_FOREVER when it lies beyond end. */
bw_time bw_profile_advance(const struct bw_state *state, bw_index profile, double rate,
    bw_time time, double exposure, bw_time end);

/* Time from one instant to another, weighed by the factor of a profile. */
double bw_profile_exposure(
    const struct bw_state *state, bw_index profile, bw_time from, bw_time to);

#endif
