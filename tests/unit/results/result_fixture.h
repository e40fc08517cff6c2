/* SPDX-License-Identifier: Apache-2.0
 *
 * A made-up result set for tests of results/: a small chain with values that look like
 * a real one and follow from a hash, so that they are the same everywhere.
 */
#ifndef BW_TEST_RESULT_FIXTURE_H
#define BW_TEST_RESULT_FIXTURE_H

#include "chain/layout.h"
#include "chain/network.h"
#include "results/result_set.h"

#include <stdint.h>

struct result_fixture_size {
    uint32_t points, replications, weeks;
    uint32_t spare_stocks; /* beside the three of the chain */
};

struct result_fixture {
    struct bw_network *network;
    struct bw_layout *layout;
    struct bw_input_table inputs;
    struct bw_result_factor factors[2];
    struct bw_result_set set;
    double *values;
};

/* 4 points, 5 replications, 26 weeks, 2 demands, 3 stocks. */
extern const struct result_fixture_size result_fixture_small;

/* Never fails (asserts). The caller releases it. */
void result_fixture_make(
    struct result_fixture *fixture, const struct result_fixture_size *size);
void result_fixture_release(struct result_fixture *fixture);

/* Position of a chain metric of a point and replication. */
double *result_fixture_chain(struct result_fixture *fixture, uint32_t point,
    uint32_t replication, const char *metric);

#endif
