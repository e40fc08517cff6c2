/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of fit with p-values that hold far out in the tail. All take the chance of a
 * false alarm as given by the caller's threshold on the p-value.
 */
#ifndef BW_SUPPORT_GOODNESS_H
#define BW_SUPPORT_GOODNESS_H

#include <stddef.h>
#include <stdint.h>

/* p-value below which a test of fit fails. The tests print their seed; with another one
 * each comparison raises a false alarm with this chance. */
#define BW_FALSE_ALARM 1e-6

/* Sorts values upwards. */
void bw_sort(double *values, size_t count);

/* Kolmogorov-Smirnov test that sorted values in [0, 1] are uniform. The statistic is
 * scaled for the number of values as by Stephens, "Use of the Kolmogorov-Smirnov,
 * Cramer-von Mises and related statistics without extensive tables", JRSS B 32, 1970;
 * the p-value is that of Kolmogorov's limit law. */
double bw_kolmogorov_smirnov(const double *sorted, size_t count);

/* Anderson-Darling test of the same. The p-value is the tail of the limit law, sqrt(3)
 * erfc(sqrt(A2)): V. M. Zolotarev, "Concerning a certain probability problem", Theory
 * of Probability and its Applications 6, 1961, whose constant is the product of (1 - 2
 * / (j (j + 1)))^(-1/2) over j >= 2 here. It is 4.4 % where the exact value is 5 %, and
 * nearer further out. */
double bw_anderson_darling(const double *sorted, size_t count);

/* Pearson's chi-square test. Neighbouring cells are taken together until each expects
 * at least 10. */
double bw_chi_square(const uint64_t *observed, const double *expected, size_t cells);

/* Two-sided p-value of a correlation of count independent pairs under independence, by
 * the normal law of sqrt(count) r. */
double bw_correlation_p(const double *x, const double *y, size_t count);

/* Chi-square test that pairs in the unit square are independent and uniform, on side by
 * side cells. side at most 64. */
double bw_pairs_p(const double *x, const double *y, size_t count, size_t side);

#endif
