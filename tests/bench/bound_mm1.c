/* SPDX-License-Identifier: Apache-2.0
 *
 * The plain C bound of M/M/1: the smallest loop that simulates the queue event by
 * event, with two event slots, a ring of arrival times, a sum of waits, Philox and the
 * ziggurat. No event list, no total order, no cancellation, no statistics: a limit, not
 * an engine.
 *
 * usage: bound_mm1 CUSTOMERS; prints customers, nanoseconds of processor time per
 * customer, mean wait in service times.
 */
#include "engine/ziggurat.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define RING 65536u

int main(int argc, char **argv)
{
    static bw_time ring[RING];
    const struct bw_key key = {1, 0};
    const double gap = (double)BW_SECOND / 0.9;
    struct bw_stream_block arrivals;
    struct bw_stream_block services;
    unsigned long customers = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    unsigned long arrived = 0;
    unsigned long started = 0;
    double waited = 0;
    bw_stream_block_init(&arrivals, &key, 1);
    bw_stream_block_init(&services, &key, 2);
    clock_t begin = clock();
    bw_time arrival = bw_ziggurat_duration(&arrivals, 0, gap);
    bw_time departure = BW_FOREVER;
    bool is_busy = false;
    while (started < customers) {
        bw_time now;
        if (arrival < departure) {
            now = arrival;
            ring[arrived++ % RING] = now;
            arrival = arrived < customers
                ? now + bw_ziggurat_duration(&arrivals, arrived, gap)
                : BW_FOREVER;
        } else {
            now = departure;
            departure = BW_FOREVER;
            is_busy = false;
        }
        if (!is_busy && started < arrived) {
            waited += (double)(now - ring[started % RING]);
            departure =
                now + bw_ziggurat_duration(&services, started++, (double)BW_SECOND);
            is_busy = true;
        }
    }
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    printf("%lu,%.3f,%.6g\n", customers, seconds * 1e9 / (double)customers,
        waited / (double)customers / (double)BW_SECOND);
    return 0;
}
