/* SPDX-License-Identifier: Apache-2.0
 *
 * The plain C bound of the hold model: a 4-ary heap of bare times, replace-top, with
 * the four children of an entry in one cache line and the grandchildren prefetched. No
 * payload, no order among equal times, no cancellation: a limit, not an engine.
 *
 * usage: bound_hold PENDING EVENTS; prints events, nanoseconds of processor time per
 * event, mean increment.
 */
#include "engine/ziggurat.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LINE 64u
#define PREFETCH_FROM 4096u

/* Puts time in place of the root. heap[count] and beyond hold BW_FOREVER. */
static inline void replace_top(bw_time *heap, size_t count, bw_time time)
{
    size_t hole = 0;
    for (size_t child = 1; child < count; child = 4 * hole + 1) {
        if (count > PREFETCH_FROM) {
            for (size_t i = 0; i < 16; i += 8) {
                __builtin_prefetch(&heap[4 * child + 1 + i]);
            }
        }
        size_t a = child + (heap[child + 1] < heap[child]);
        size_t b = child + 2 + (heap[child + 3] < heap[child + 2]);
        size_t least = heap[b] < heap[a] ? b : a;
        if (time <= heap[least]) {
            break;
        }
        heap[hole] = heap[least];
        hole = least;
    }
    heap[hole] = time;
}

static void fill(
    bw_time *heap, size_t pending, struct bw_stream_block *block, uint64_t *index)
{
    for (size_t i = 0; i < pending; i++) { /* sift up */
        bw_time time = bw_ziggurat_duration(block, (*index)++, (double)BW_SECOND);
        size_t hole = i;
        while (hole > 0 && time < heap[(hole - 1) / 4]) {
            heap[hole] = heap[(hole - 1) / 4];
            hole = (hole - 1) / 4;
        }
        heap[hole] = time;
    }
}

int main(int argc, char **argv)
{
    const struct bw_key key = {1, 0};
    size_t pending = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    size_t events = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000000;
    size_t size = ((pending + 16) * sizeof(bw_time) / LINE + 1) * LINE;
    unsigned char *memory = aligned_alloc(LINE, size);
    struct bw_stream_block block;
    uint64_t index = 0;
    double sum = 0;
    if (memory == NULL) {
        return 70;
    }
    bw_time *heap = (bw_time *)(void *)memory + 3; /* children begin a half line */
    for (size_t i = 0; i < size / sizeof(bw_time) - 3; i++) {
        heap[i] = BW_FOREVER;
    }
    bw_stream_block_init(&block, &key, 1);
    fill(heap, pending, &block, &index);
    clock_t begin = clock();
    for (size_t i = 0; i < events; i++) {
        bw_time delay = bw_ziggurat_duration(&block, index++, (double)BW_SECOND);
        sum += (double)delay;
        replace_top(heap, pending, heap[0] + delay);
    }
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    printf("%zu,%.3f,%.6g\n", events, seconds * 1e9 / (double)events,
        sum / (double)events / (double)BW_SECOND);
    free(memory);
    return 0;
}
