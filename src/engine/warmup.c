/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/warmup.h"

#include "engine/statistics.h"

/* Batches without which nothing is said. */
#define BATCHES_MIN 10u

static double batch_mean(const double *values, size_t batch)
{
    double sum = 0;
    for (size_t i = 0; i < BW_MSER_BATCH; i++) {
        sum += values[batch * BW_MSER_BATCH + i];
    }
    return sum / BW_MSER_BATCH;
}

struct bw_warmup bw_warmup_detect(const double *values, size_t count)
{
    size_t batches = count / BW_MSER_BATCH;
    if (batches < BATCHES_MIN) {
        return (struct bw_warmup){.is_found = false};
    }
    /* From the end backwards the tally holds what is left behind a truncation. */
    struct bw_tally rest = {.count = 0};
    size_t last = batches / 2;
    size_t best = last;
    double least = 0;
    for (size_t d = batches; d-- > 0;) {
        bw_tally_add(&rest, batch_mean(values, d));
        double n = (double)rest.count;
        if (d <= last) {
            double error = bw_tally_variance(&rest) * (n - 1) / (n * n);
            if (d == last || error <= least) {
                least = error;
                best = d;
            }
        }
    }
    return (struct bw_warmup){
        .truncation = best * BW_MSER_BATCH, .is_found = best < last};
}
