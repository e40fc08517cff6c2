/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/count.h"

#include "engine/distribution_internal.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* Mean up to which Poisson numbers are drawn by rejection. */
#define POISSON_REJECTION 1e6
/* Halves up to this number are counted in random bits. */
#define BITS_LIMIT 512u
/* Standard deviation up to which a binomial number is looked for from its mode. */
#define WALK_SD 10.0

/* A whole number with about the given moments. Rounding adds 1/12 to the variance
 * (Sheppard 1898), which is taken off before. */
static double rounded(
    double mean, double variance, double skewness, double excess, struct bw_draw *draw)
{
    double z = bw_law_cornish_fisher(bw_draw_uniform(draw), skewness, excess);

    return floor(mean + sqrt(variance - 1.0 / 12.0) * z + 0.5);
}

uint64_t bw_count_poisson(double mean, struct bw_draw *draw)
{
    if (!(mean > 0)) {
        return 0;
    }
    if (mean <= POISSON_REJECTION) {
        return (uint64_t)bw_law_draw_poisson(mean, draw);
    }
    return (uint64_t)rounded(mean, mean, 1.0 / sqrt(mean), 1.0 / mean, draw);
}

static uint64_t count_bits(uint64_t count, struct bw_draw *draw)
{
    uint64_t found = 0;

    for (; count >= 64; count -= 64) {
        found += (uint64_t)__builtin_popcountll(bw_draw_word(draw));
    }
    if (count > 0) {
        uint64_t mask = ((uint64_t)1 << count) - 1;

        found += (uint64_t)__builtin_popcountll(bw_draw_word(draw) & mask);
    }
    return found;
}

/* Inversion outwards from the mode: values are tried in the order mode, mode + 1,
 * mode - 1, ... and take their probabilities off u. */
static uint64_t walk(uint64_t count, double share, double u)
{
    double n = (double)count, odds = share / (1 - share);
    double mode = floor((n + 1) * share);
    double at = exp(gsl_sf_lngamma(n + 1) - gsl_sf_lngamma(mode + 1)
        - gsl_sf_lngamma(n - mode + 1) + mode * log(share)
        + (n - mode) * log1p(-share));
    double above = mode, below = mode, up = at, down = at;

    u -= at;
    while (u >= 0 && (above < n || below > 0)) {
        double before = u;

        if (above < n) {
            up *= (n - above) / (above + 1) * odds;
            above += 1;
            u -= up;
            if (u < 0) {
                return (uint64_t)above;
            }
        }
        if (below > 0) {
            down *= below / (n - below + 1) / odds;
            below -= 1;
            u -= down;
            if (u < 0) {
                return (uint64_t)below;
            }
        }
        if (u == before) {
            break; /* what is left is rounding */
        }
    }
    return (uint64_t)mode;
}

uint64_t bw_count_binomial(uint64_t count, double share, struct bw_draw *draw)
{
    double n = (double)count, variance = n * share * (1 - share), number;

    if (count == 0 || share <= 0) {
        return 0;
    }
    if (share >= 1) {
        return count;
    }
    if (share == 0.5 && count <= BITS_LIMIT) {
        return count_bits(count, draw);
    }
    if (variance <= WALK_SD * WALK_SD && share != 0.5) {
        return walk(count, share, bw_draw_uniform(draw));
    }
    number = rounded(n * share, variance, (1 - 2 * share) / sqrt(variance),
        1.0 / variance - 6.0 / n, draw);
    return number < 0 ? 0 : number > n ? count : (uint64_t)number;
}
