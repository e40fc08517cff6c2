/* SPDX-License-Identifier: Apache-2.0 */
#include "goodness.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EXPECTED_LEAST 10.0
#define SIDE_MOST 64

static int compare(const void *a, const void *b)
{
    const double *left = a;
    const double *right = b;
    return (*left > *right) - (*left < *right);
}

void bw_sort(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
}

double bw_kolmogorov_smirnov(const double *sorted, size_t count)
{
    double n = (double)count;
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        double step = (double)i / n;
        largest = fmax(largest, fmax(sorted[i] - step, step + 1 / n - sorted[i]));
    }
    double scaled = (sqrt(n) + 0.12 + 0.11 / sqrt(n)) * largest;
    double p = 0;
    for (int k = 1; k <= 100; k++) {
        p += (k % 2 == 1 ? 2 : -2) * exp(-2 * k * k * scaled * scaled);
    }
    return scaled < 0.2 ? 1 : p;
}

double bw_anderson_darling(const double *sorted, size_t count)
{
    double n = (double)count;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += (2 * (double)i + 1) * (log(sorted[i]) + log1p(-sorted[count - 1 - i]));
    }
    double statistic = -n - sum / n;
    return fmin(1, sqrt(3) * erfc(sqrt(fmax(0, statistic))));
}

double bw_chi_square(const uint64_t *observed, const double *expected, size_t cells)
{
    double statistic = 0;
    double open_observed = 0; /* of the cells not closed yet */
    double open_expected = 0;
    double last_observed = 0;
    double last_expected = 0;
    int closed = 0;
    for (size_t i = 0; i < cells; i++) {
        open_observed += (double)observed[i];
        open_expected += expected[i];
        if (open_expected >= EXPECTED_LEAST) {
            double off = last_observed - last_expected;
            statistic += closed > 0 ? off * off / last_expected : 0;
            last_observed = open_observed;
            last_expected = open_expected;
            open_observed = open_expected = 0;
            closed++;
        }
    }
    /* What is left joins the last cell. */
    last_expected += open_expected;
    double off = last_observed + open_observed - last_expected;
    statistic += off * off / last_expected;
    return closed > 1 ? gsl_cdf_chisq_Q(statistic, closed - 1) : 1;
}

double bw_correlation_p(const double *x, const double *y, size_t count)
{
    double n = (double)count;
    double mean_x = 0;
    double mean_y = 0;
    for (size_t i = 0; i < count; i++) {
        mean_x += x[i] / n;
        mean_y += y[i] / n;
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (size_t i = 0; i < count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    return erfc(fabs(xy) / sqrt(xx * yy) * sqrt(n / 2));
}

double bw_pairs_p(const double *x, const double *y, size_t count, size_t side)
{
    static uint64_t observed[SIDE_MOST * SIDE_MOST];
    static double expected[SIDE_MOST * SIDE_MOST];
    memset(observed, 0, sizeof observed);
    for (size_t i = 0; i < count; i++) {
        observed[(size_t)(x[i] * (double)side) * side
            + (size_t)(y[i] * (double)side)]++;
    }
    for (size_t i = 0; i < side * side; i++) {
        expected[i] = (double)count / (double)(side * side);
    }
    return bw_chi_square(observed, expected, side * side);
}
