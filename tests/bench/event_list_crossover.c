/* SPDX-License-Identifier: Apache-2.0
 *
 * Heap against ladder in the hold model: nanoseconds of processor time per event, least
 * of some turns, for growing numbers of pending events. Where the ladder begins to win
 * is BW_EVENT_FRONT_LIMIT.
 *
 * usage: event_list_crossover [TURNS]; prints increments, pending, heap, ladder.
 */
#include "engine/event_list.h"
#include "engine/ziggurat.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define EVENTS 1000000u
#define LADDER 64u /* pending events above which the ladder is used, when it is */

struct hold {
    struct bw_event_list list;
    struct bw_stream_block block;
    uint64_t index;
    bool is_mixed; /* nine increments in ten are minutes, one is weeks */
};

static void schedule(struct hold *hold)
{
    uint64_t index = hold->index++;
    double mean =
        hold->is_mixed && index % 10 != 0 ? 5 * BW_MINUTE : 2 * (double)BW_WEEK;
    const struct bw_event event = {
        .time = hold->list.now + bw_ziggurat_duration(&hold->block, index, mean),
        .phase = BW_PHASE_ORDER};
    (void)bw_event_list_schedule(&hold->list, 0, &event);
}

static void dispatch(struct hold *hold, uint32_t events)
{
    struct bw_event event;
    for (uint32_t i = 0; i < events; i++) {
        (void)bw_event_list_pop(&hold->list, BW_FOREVER, &event);
        schedule(hold);
    }
}

static double measure(bool is_mixed, uint32_t pending, uint32_t front_limit)
{
    const struct bw_key key = {1, 0};
    struct hold hold = {.is_mixed = is_mixed};
    bw_stream_block_init(&hold.block, &key, 1);
    if (bw_event_list_init(&hold.list, 1) != BW_OK) {
        exit(70);
    }
    bw_event_list_limit_front(&hold.list, front_limit);
    for (uint32_t i = 0; i < pending; i++) {
        schedule(&hold);
    }
    dispatch(&hold, 2 * pending < EVENTS ? 2 * pending : EVENTS);
    clock_t begin = clock();
    dispatch(&hold, EVENTS);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    bw_event_list_release(&hold.list);
    return seconds * 1e9 / EVENTS;
}

int main(int argc, char **argv)
{
    static const uint32_t sizes[] = {
        100, 300, 1000, 2000, 4000, 10000, 30000, 100000, 1000000};
    int turns = argc > 1 ? atoi(argv[1]) : 3;
    for (int mixed = 0; mixed < 2; mixed++) {
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            double least[2] = {1e9, 1e9};
            for (int turn = 0; turn < 2 * turns; turn++) {
                double ns =
                    measure(mixed != 0, sizes[i], turn % 2 == 0 ? UINT32_MAX : LADDER);
                least[turn % 2] = ns < least[turn % 2] ? ns : least[turn % 2];
            }
            printf("%s,%u,%.1f,%.1f\n", mixed != 0 ? "mixed" : "exponential", sizes[i],
                least[0], least[1]);
        }
    }
    return 0;
}
