/* SPDX-License-Identifier: Apache-2.0
 *
 * Large counts that are drawn once and then divided: a Poisson number and binomial
 * parts of it, each from one draw. docs/theory/ledger.md says what they are for.
 */
#ifndef BW_ENGINE_COUNT_H
#define BW_ENGINE_COUNT_H

#include "engine/stream.h"

/* Poisson number with mean from 0 to 1e13. Above 1e6 a rounded normal number with the
 * skewness and kurtosis of the law, whose distribution function is off by less than
 * 1e-6. */
uint64_t bw_count_poisson(double mean, struct bw_draw *draw);

/* How many of count belong to a part that each belongs to with probability share
 * (0 to 1). Halves of up to 512 are counted bit by bit; counts with a standard
 * deviation of at most 10 are inverted; others are rounded normal numbers as above, off
 * by less than 1e-4. */
uint64_t bw_count_binomial(uint64_t count, double share, struct bw_draw *draw);

#endif
