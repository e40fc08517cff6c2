/* SPDX-License-Identifier: Apache-2.0
 *
 * Station: identical servers behind one queue. It takes customers, schedules the ends
 * of their services on an event list and keeps the statistics; what happens with a
 * customer afterwards is the caller's.
 *
 * Queue: first in first out (a ring, O(1)), by priority or by earliest due date (a
 * binary heap, O(log n)); equals go in order of arrival. Beyond queue_limit customers
 * balk. A server that is stopped (failure, end of shift) keeps its customer, who goes
 * on with what is left of the work, to the tick, when the server is released
 * (preemptive resume).
 *
 * Plain data: arrays of numbers, no pointers between items, nothing allocated per
 * customer once the queue was as long before. Areas (value * ticks) are kept by adding
 * the time at which something ends and taking off that at which it begins, so that a
 * change costs an addition, sums are exact whole numbers, and the time waited is known
 * without walking the queue: it is the area under the queue length (Little 1961).
 * Areas must stay below 2^63: servers or queue length times ticks.
 *
 * How chain/resource.c will move here: its jobs become customers (mark = job, key =
 * priority or due date), its servers and sorted list become a station, its events
 * BW_EVENT_RESOURCE_DONE and _FAILURE end in bw_station_complete() and _stop(); setup
 * stays with the resource, as a service of its own before the work, until the station
 * has a share for it.
 */
#ifndef BW_ENGINE_STATION_H
#define BW_ENGINE_STATION_H

#include "base/status.h"
#include "base/time.h"
#include "engine/event_list.h"
#include "engine/station_core.h"

#include <stdint.h>

/* Makes an empty station whose servers are idle from start on.
 * Errors: BW_ERR_NOMEM. Release with bw_station_release(). */
BW_NODISCARD enum bw_status bw_station_init(struct bw_station *station,
    const struct bw_station_description *description, bw_time start);

/* Accepts a zeroed station. */
void bw_station_release(struct bw_station *station);

/* Empties the station; keeps memory and sketch (not what is in it). The list must have
 * been reset too. */
void bw_station_reset(struct bw_station *station, bw_time start);

/* Begins statistics anew at now (>= all times so far): end of the warm-up. The sketch
 * is the caller's to reset. */
void bw_station_clear_statistics(struct bw_station *station, bw_time now);

/* A customer comes at list->now: into service, into the queue, or away again when the
 * queue is full. When memory for the queue runs out the customer balks and list->status
 * is BW_ERR_NOMEM. */
static inline enum bw_arrival bw_station_arrive(struct bw_station *station,
    struct bw_event_list *list, const struct bw_customer *customer);

/* Ends the service at server, which the event says that the station scheduled. The
 * customer comes back in *customer, the next one starts. */
static inline void bw_station_complete(struct bw_station *station,
    struct bw_event_list *list, uint32_t server, struct bw_customer *customer);

/* As bw_station_complete(), but the customer stays and blocks the server until
 * bw_station_unblock(). */
void bw_station_block(
    struct bw_station *station, struct bw_event_list *list, uint32_t server);
void bw_station_unblock(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, struct bw_customer *customer);

/* Stops a server for a reason that does not hold yet; its customer waits there. A
 * blocked server must be unblocked first. */
void bw_station_stop(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, enum bw_stop_reason reason);

/* The reason ends. When it was the only one, the customer goes on, or the next one in
 * the queue starts. */
void bw_station_resume(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, enum bw_stop_reason reason);

/* Ticks that all servers together spent in state from start to now; over all states
 * they sum to servers * (now - start) exactly. */
int64_t bw_station_area(
    const struct bw_station *station, enum bw_server_state state, bw_time now);

/* The same as a share of the servers' time; NaN when no time has passed. */
double bw_station_share(
    const struct bw_station *station, enum bw_server_state state, bw_time now);

/* Customers that wait. */
uint32_t bw_station_queue_length(const struct bw_station *station);

/* Customers that came from start to now, or were there already. */
uint64_t bw_station_arrived(const struct bw_station *station);

/* Ticks waited in the queue from start to now by all customers, those still there
 * included. */
int64_t bw_station_wait_area(const struct bw_station *station, bw_time now);

#endif
