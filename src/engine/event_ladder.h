/* SPDX-License-Identifier: Apache-2.0
 *
 * The part of an event list that is not yet worth sorting: a ladder queue (Tang, Goh
 * and Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete
 * event simulation", ACM TOMACS 15(3), 2005). Events far ahead lie unsorted in the top.
 * When all before them are gone, the top is spread over the buckets of a rung; a bucket
 * that holds many events when its turn comes is spread over a finer rung; one that
 * holds few goes to the front, the heap of event_list.h, which takes the place of the
 * sorted bottom of the paper.
 *
 * Widths of buckets are powers of two of ticks; the last one of a rung may be cut short
 * by its end. A bucket is a list through the payload slots. Private to the event list.
 */
#ifndef BW_ENGINE_EVENT_LADDER_H
#define BW_ENGINE_EVENT_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rungs at most. A rung has at least 8 times as many buckets as the one bucket of the
 * rung above that it refines, so 2^54 ticks are cut down to one before they are used
 * up.
 */
#define BW_EVENT_RUNGS 18

struct bw_event_rung {
    uint32_t *heads;   /* first slot of each bucket, 0 = none */
    uint32_t capacity; /* buckets that heads has room for */
    uint32_t count;    /* buckets */
    uint32_t current;  /* first bucket that has not gone to the front or a finer rung */
    uint32_t shift;    /* log2 of the width */
    uint64_t start;    /* first tick of bucket 0 */
    uint64_t end;      /* first tick that belongs to no bucket */
};

struct bw_event_ladder {
    struct bw_event_rung rungs[BW_EVENT_RUNGS]; /* coarsest first */
    uint32_t rung_count;
    uint32_t count; /* events in the ladder, dead ones too */
    uint32_t top, top_count;
    uint32_t ahead; /* slot of the next bucket that is being fetched into the cache */
    uint64_t top_from;            /* ticks from which events go to the top */
    uint64_t top_least, top_most; /* ticks of its events */
};

struct bw_event_list;

/* Puts the event of slot, whose key stands in it and is not below far_from, into the
 * ladder. */
void bw_event_ladder_insert(struct bw_event_list *list, uint32_t slot);

/* Moves the front, which has grown beyond its limit, into the ladder, where that makes
 * it smaller. */
void bw_event_ladder_take_front(struct bw_event_list *list);

/* Moves the next events to the empty front, dead ones left out, and sets far_from.
 * Returns false when none is left or, with list->status set, when memory is short. */
bool bw_event_ladder_refill(struct bw_event_list *list);

/* Frees the slots of dead events. */
void bw_event_ladder_clear_dead(struct bw_event_list *list);

/* Empties the ladder, or gives its memory back. */
void bw_event_ladder_reset(struct bw_event_ladder *ladder);
void bw_event_ladder_release(struct bw_event_ladder *ladder);

/* Bytes of its buckets. */
size_t bw_event_ladder_bytes(const struct bw_event_ladder *ladder);

/* Number of buckets that are still to come. */
uint32_t bw_event_ladder_buckets(const struct bw_event_ladder *ladder);

#endif
