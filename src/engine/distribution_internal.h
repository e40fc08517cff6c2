/* SPDX-License-Identifier: Apache-2.0
 *
 * The laws behind the table of distribution.c, and the checks they share. Private to
 * engine.
 */
#ifndef BW_ENGINE_DISTRIBUTION_INTERNAL_H
#define BW_ENGINE_DISTRIBUTION_INTERNAL_H

#include "engine/distribution.h"

extern const struct bw_law_kind bw_law_kind_uniform;
extern const struct bw_law_kind bw_law_kind_triangular;
extern const struct bw_law_kind bw_law_kind_exponential;
extern const struct bw_law_kind bw_law_kind_gamma;
extern const struct bw_law_kind bw_law_kind_erlang;
extern const struct bw_law_kind bw_law_kind_lognormal;
extern const struct bw_law_kind bw_law_kind_weibull;
extern const struct bw_law_kind bw_law_kind_normal;
extern const struct bw_law_kind bw_law_kind_beta;
extern const struct bw_law_kind bw_law_kind_pert;
extern const struct bw_law_kind bw_law_kind_poisson;
extern const struct bw_law_kind bw_law_kind_negative_binomial;
extern const struct bw_law_kind bw_law_kind_empirical;
extern const struct bw_law_kind bw_law_kind_discrete;
extern const struct bw_law_kind bw_law_kind_shifted;
extern const struct bw_law_kind bw_law_kind_mixture;

/* Largest coefficient of variation that is taken; larger ones are slips of the pen. */
#define BW_LAW_CV_MAX 100.0

/* NULL when mean was given and is above 0, else what is wrong. */
const char *bw_law_check_mean(double mean);

/* NULL when cv was given and lies in [0, BW_LAW_CV_MAX], else what is wrong. */
const char *bw_law_check_cv(double cv);

/* Number of the count values of given that are not NaN. */
int bw_law_count_given(const double *given, int count);

/* What is wrong with weights: NULL when all are finite and >= 0 with a sum above 0,
 * which is put into *sum. */
const char *bw_law_check_weights(const double *weights, size_t count, double *sum);

#endif
