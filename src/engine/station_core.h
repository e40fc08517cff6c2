/* SPDX-License-Identifier: Apache-2.0
 *
 * What a station is made of, and the two ways of nearly every customer of a busy
 * first-in-first-out station, compiled into their callers: to the end of the queue, and
 * from its head into the service that another one leaves. The rest is in station.c. To
 * be used through station.h, which says what the functions do.
 */
#ifndef BW_ENGINE_STATION_CORE_H
#define BW_ENGINE_STATION_CORE_H

#include "base/status.h"
#include "base/time.h"
#include "engine/event_list.h"
#include "engine/sketch.h"
#include "engine/statistics.h"

#include <stdbool.h>
#include <stdint.h>

enum bw_station_discipline {
    BW_STATION_FIFO,
    BW_STATION_PRIORITY, /* least key first */
    BW_STATION_DUE_DATE  /* earliest key [ticks] first */
};

/* What a server does; at any time exactly one of these, so the shares sum to 1. A
 * server that is both down and off shift counts as down. */
enum bw_server_state {
    BW_SERVER_IDLE,
    BW_SERVER_BUSY,
    BW_SERVER_BLOCKED, /* the work is done and the customer cannot leave */
    BW_SERVER_DOWN,
    BW_SERVER_OFF_SHIFT,
    BW_SERVER_STATE_COUNT
};

/* Why a server is stopped; bits, since there may be two reasons at once. */
enum bw_stop_reason { BW_STOP_FAILURE = 1, BW_STOP_SHIFT = 2 };

/* key: priority or due date, ignored by FIFO. mark: what the caller knows it by. */
struct bw_customer {
    bw_time work;    /* service time [ticks, >= 0] */
    bw_time arrived; /* set by bw_station_arrive() */
    int64_t key;
    uint64_t mark;
};

struct bw_station_description {
    uint32_t servers;                      /* 1 or more */
    uint32_t queue_limit;                  /* UINT32_MAX = none */
    enum bw_station_discipline discipline; /* of the queue */
    uint32_t scheduler;                    /* whose events the ends of services are */
    uint32_t target;                       /* their target; a = server */
    uint16_t kind;                         /* their kind; the phase is completion */
};

/* One server. 64 bytes; private. */
struct bw_server {
    struct bw_customer customer; /* work is what is left when service (re)started */
    bw_time ends;                /* of the service, while busy */
    uint64_t end_low;            /* handle of its event */
    uint32_t end_slot;
    uint32_t number;
    uint32_t place; /* in the idle stack */
    uint8_t state;  /* enum bw_server_state */
    uint8_t stops;  /* bits of enum bw_stop_reason */
    bool is_taken;  /* holds a customer */
};

/* Of the queue; private. */
struct bw_station_entry {
    struct bw_customer customer;
    uint64_t sequence;
};

struct bw_station {
    struct bw_station_description description;
    struct bw_server *servers;
    uint32_t *idle; /* stack of servers that are idle */
    uint32_t idle_count;
    struct bw_station_entry *queue; /* ring from ring_first, or heap from 0 */
    uint32_t queue_mask;            /* its places, a power of two, less one */
    uint32_t ring_first, ring_length;
    uint32_t ring_room; /* length below which customers go into the ring; 0 = never */
    uint32_t heap_length;
    uint64_t sequence; /* arrivals so far that queued */
    bw_time start;
    uint64_t areas[BW_SERVER_STATE_COUNT]; /* modulo 2^64, ends less beginnings */
    uint32_t counts[BW_SERVER_STATE_COUNT];
    uint64_t served;
    struct bw_sketch *sketch; /* of waits too, borrowed; NULL = none */
    uint64_t queue_area;
    uint64_t balked;
    struct bw_time_tally waits; /* of customers whose service began [ticks] */
};

enum bw_arrival { BW_ARRIVAL_STARTED, BW_ARRIVAL_QUEUED, BW_ARRIVAL_BALKED };

/* An arrival that finds an idle server, no room, or another discipline. */
enum bw_arrival bw_station_arrive_apart(struct bw_station *station,
    struct bw_event_list *list, const struct bw_customer *customer);

/* The end of a service in all other cases. */
void bw_station_complete_apart(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, struct bw_customer *customer);

static inline void bw_station_note_wait(struct bw_station *station, bw_time wait)
{
    bw_time_tally_add(&station->waits, wait);
    if (station->sketch != NULL) {
        bw_sketch_add(station->sketch, wait, 1);
    }
}

BW_ALWAYS_INLINE enum bw_arrival bw_station_arrive(struct bw_station *station,
    struct bw_event_list *list, const struct bw_customer *customer)
{
    BW_ASSERT(customer->work >= 0);
    uint32_t length = station->ring_length;
    if (BW_UNLIKELY(length >= station->ring_room)) {
        const struct bw_customer copy = *customer; /* keeps customer in registers */
        return bw_station_arrive_apart(station, list, &copy);
    }
    station->ring_length = length + 1;
    station->queue_area -= (uint64_t)list->now;
    struct bw_customer *entry =
        &station->queue[(station->ring_first + length) & station->queue_mask].customer;
    entry->work = customer->work;
    entry->arrived = list->now;
    entry->key = customer->key;
    entry->mark = customer->mark;
    return BW_ARRIVAL_QUEUED;
}

BW_ALWAYS_INLINE void bw_station_complete(struct bw_station *station,
    struct bw_event_list *list, uint32_t server, struct bw_customer *customer)
{
    BW_ASSERT(server < station->description.servers);
    struct bw_server *s = &station->servers[server];
    struct bw_event_handle end = {.low = s->end_low, .slot = s->end_slot};
    if (BW_UNLIKELY(station->ring_length == 0 || !bw_event_list_is_last(list, end))) {
        struct bw_customer copy; /* keeps customer in registers */
        bw_station_complete_apart(station, list, server, &copy);
        *customer = copy;
        return;
    }
    *customer = s->customer;
    station->served++;
    bw_time now = list->now;
    station->ring_length--;
    station->queue_area += (uint64_t)now;
    s->customer = station->queue[station->ring_first].customer;
    station->ring_first = (station->ring_first + 1) & station->queue_mask;
    bw_station_note_wait(station, now - s->customer.arrived);
    s->ends = now + s->customer.work;
    end = bw_event_list_repeat(
        list, station->description.scheduler, s->ends, BW_PHASE_COMPLETE);
    s->end_low = end.low;
    s->end_slot = end.slot;
}

#endif
