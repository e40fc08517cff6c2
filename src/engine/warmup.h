/* SPDX-License-Identifier: Apache-2.0
 *
 * Warm-up detection by MSER-5: the marginal standard error rule (White, "An effective
 * truncation heuristic for bias reduction in simulation output", Simulation 69, 1997)
 * on means of five values (White, Cobb and Spratt, "A comparison of five steady-state
 * truncation heuristics for simulation", WSC 2000).
 */
#ifndef BW_ENGINE_WARMUP_H
#define BW_ENGINE_WARMUP_H

#include <stdbool.h>
#include <stddef.h>

#define BW_MSER_BATCH 5u

struct bw_warmup {
    /* Values to leave out at the beginning, a multiple of BW_MSER_BATCH: the d for
     * which sum over i > d of (Y_i - mean of those)^2 / (n - d)^2 is least, the first
     * of equal ones. Only the first half of the n batches is searched: near the end a
     * few batches that happen to be alike have the least error (Hoad, Robinson and
     * Davies, "Automating warm-up length estimation", Journal of the Operational
     * Research Society 61, 2010). */
    size_t truncation;
    /* False when the series is too short to say: fewer than 10 batches, or the error
     * still falls at the middle, so that the end of the transient was not seen. */
    bool is_found;
};

/* Of count values in the order of time, all finite; a rest of less than a batch at the
 * end is not used. To judge several replications pass the mean of their series (Welch
 * 1983): it is their merging, and takes the noise down without touching the transient.
 */
struct bw_warmup bw_warmup_detect(const double *values, size_t count);

#endif
