/* SPDX-License-Identifier: Apache-2.0
 *
 * usage: cost_statistics tally|average|sketch|batches|empty COUNT
 *
 * Adds COUNT values to one statistic, each through memory as in a model; "empty" only
 * reads them. The difference of two counts under callgrind is the cost of a value.
 */
#include "engine/batch_means.h"
#include "engine/sketch.h"
#include "engine/statistics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUES 1024u

/* Nothing is kept in registers from one value to the next. */
#define FLUSH() __asm__ volatile("" ::: "memory")

static struct {
    struct bw_tally tally;
    struct bw_time_average average;
    struct bw_sketch sketch;
    struct bw_batch_means batches;
    double reals[VALUES];
    int64_t wholes[VALUES];
} all;

static void fill(void)
{
    uint64_t x = 88172645463325252u; /* xorshift64, Marsaglia 2003 */
    for (size_t i = 0; i < VALUES; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        all.wholes[i] = (int64_t)(x >> 40);
        all.reals[i] = (double)all.wholes[i];
    }
}

#define EACH(statement)                                                                \
    for (uint64_t i = 0; i < count; i++) {                                             \
        statement;                                                                     \
        FLUSH();                                                                       \
    }

static int add(const char *name, uint64_t count)
{
    if (strcmp(name, "tally") == 0) {
        EACH(bw_tally_add(&all.tally, all.reals[i % VALUES]))
    } else if (strcmp(name, "average") == 0) {
        EACH(bw_time_average_set(&all.average, (bw_time)i, all.wholes[i % VALUES]))
    } else if (strcmp(name, "sketch") == 0) {
        EACH(bw_sketch_add(&all.sketch, all.wholes[i % VALUES], 1))
    } else if (strcmp(name, "batches") == 0) {
        EACH(bw_batch_means_add(&all.batches, all.reals[i % VALUES]))
    } else if (strcmp(name, "empty") == 0) {
        EACH(__asm__ volatile("" ::"r"(all.wholes[i % VALUES])))
    } else {
        return 64;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3 || bw_sketch_init(&all.sketch) != BW_OK) {
        (void)fputs("usage: cost_statistics NAME COUNT\n", stderr);
        return 64;
    }
    bw_time_average_reset(&all.average, 0, 0);
    fill();
    int status = add(argv[1], strtoull(argv[2], NULL, 10));
    bw_sketch_release(&all.sketch);
    return status;
}
