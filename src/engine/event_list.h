/* SPDX-License-Identifier: Apache-2.0
 *
 * Future event list and clock with a total order: (time, round, phase, scheduler,
 * sequence), packed into one 128-bit key (54 + 7 + 3 + 28 + 36 bits, the first
 * one 0). Nothing depends on insertion order of different schedulers, on addresses or
 * on threads.
 *
 * The next events are in the front, a 4-ary implicit heap of 16-byte keys with a
 * parallel array of payload slots. While few events are pending, all of them are. Above
 * front_limit the later ones wait in a ladder of unsorted buckets (event_ladder.h) and
 * come to the front bucket by bucket, so that an event costs the same however many
 * there are. What pops is the same with and without the ladder.
 *
 * Popping leaves the root of the heap open: handlers mostly schedule at once, and then
 * the new event goes in there, with the slot of the one that went out. A cancelled
 * event stays as a dead entry until it is met; dead entries are cleared out when they
 * are more than a quarter of the rest.
 */
#ifndef BW_ENGINE_EVENT_LIST_H
#define BW_ENGINE_EVENT_LIST_H

#include "base/status.h"
#include "base/time.h"
#include "engine/event_list_core.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Makes an empty list for scheduler numbers 0..scheduler_count-1 (< 2^28).
 * Errors: BW_ERR_NOMEM. Release with bw_event_list_release(). */
BW_NODISCARD enum bw_status bw_event_list_init(
    struct bw_event_list *list, uint32_t scheduler_count);
void bw_event_list_release(struct bw_event_list *list);

/* Uses the ladder above limit pending events (64 or more; UINT32_MAX: never, the list
 * is a heap then). The list must be empty. */
void bw_event_list_limit_front(struct bw_event_list *list, uint32_t limit);

/* Makes room for capacity pending events (<= 2^29) and for an eighth of them that are
 * cancelled, so that none of them allocates, unless more than front_limit of them lie
 * in one instant. Errors: BW_ERR_NOMEM, and the list is as before. */
BW_NODISCARD enum bw_status bw_event_list_reserve(
    struct bw_event_list *list, uint32_t capacity);

/* Bytes that the list occupies, used or not. */
size_t bw_event_list_bytes(const struct bw_event_list *list);

/* Number of pending events. */
uint32_t bw_event_list_count(const struct bw_event_list *list);

/* Empties the list and sets the clock to start [ticks]; keeps the memory. Until the
 * first event is dispatched, events at start are of round 0 whatever their phase.
 * Handles given before the reset must be forgotten. Times up to start + 2^53 ticks (285
 * years) can be told apart; a later one counts as the last of them, out of reach. */
void bw_event_list_reset(struct bw_event_list *list, bw_time start);

/* Schedules event->kind, target, a, b at event->time (>= now) in event->phase; round is
 * chosen here: at a later instant 0; at the present instant the present round when the
 * phase is later than the present one, else the next. scheduler is the element whose
 * handler runs. On failure returns a zeroed handle and sets list->status. */
static inline struct bw_event_handle bw_event_list_schedule(
    struct bw_event_list *list, uint32_t scheduler, const struct bw_event *event);

/* Schedules the event that was dispatched last once more, at time (>= now) in phase; it
 * is a bug when another has been scheduled or cancelled since. As
 * bw_event_list_schedule(), for less. */
static inline struct bw_event_handle bw_event_list_repeat(
    struct bw_event_list *list, uint32_t scheduler, bw_time time, enum bw_phase phase);

/* True when handle names the event that was dispatched last and nothing has been
 * scheduled or cancelled since. */
static inline bool bw_event_list_is_last(
    const struct bw_event_list *list, struct bw_event_handle handle);

/* Removes the first event, sets the clock to it and copies it to *event. Returns false
 * when the list is empty or the first event lies after limit (the clock then stays). */
static inline bool bw_event_list_pop(
    struct bw_event_list *list, bw_time limit, struct bw_event *event);

/* Removes a scheduled event. Returns false when the handle names none any more. */
bool bw_event_list_cancel(struct bw_event_list *list, struct bw_event_handle handle);

/* Moves a scheduled event to time (>= now) and phase, as if scheduler had cancelled it
 * and scheduled it anew. Returns the new handle, a zeroed one when handle names none
 * or, with list->status set, on failure. */
struct bw_event_handle bw_event_list_reschedule(struct bw_event_list *list,
    uint32_t scheduler, struct bw_event_handle handle, bw_time time,
    enum bw_phase phase);

/* True while the event waits to be dispatched. */
bool bw_event_list_is_pending(
    const struct bw_event_list *list, struct bw_event_handle handle);

#endif
