/* SPDX-License-Identifier: Apache-2.0
 *
 * Future event list and clock with a total order: (time, round, phase, scheduler,
 * sequence), packed into one 128-bit key (54 + 7 + 3 + 28 + 36 bits). Nothing depends
 * on insertion order of different schedulers, on addresses or on threads.
 *
 * A 4-ary implicit heap of 16-byte keys with a parallel array of payload slots; the
 * payload keeps its heap position, so that cancelling removes the entry at once.
 * Popping leaves the root open: handlers mostly schedule at once, and then the new
 * event goes in there, which saves taking an entry from the end and later putting one
 * there.
 */
#ifndef BW_ENGINE_EVENT_LIST_H
#define BW_ENGINE_EVENT_LIST_H

#include "base/status.h"
#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What happens first within one instant and round. */
enum bw_phase {
    BW_PHASE_CHANGE,   /* changes, disruptions, shifts */
    BW_PHASE_COMPLETE, /* completions and goods receipts */
    BW_PHASE_ORDER,    /* customer orders and order messages */
    BW_PHASE_START,    /* allocation and starts */
    BW_PHASE_REVIEW,   /* reviews */
    BW_PHASE_OBSERVE,  /* observations */
    BW_PHASE_COUNT
};

#define BW_ROUND_LIMIT 127u

/* A scheduled event as its handler sees it. kind, target, a and b mean what the caller
 * says. */
struct bw_event {
    bw_time time;
    uint32_t target;
    uint32_t a, b;
    uint16_t kind;
    uint8_t phase;
    uint8_t round;
};

/* Names one scheduled event until it is dispatched or cancelled. {0, 0} names none. */
struct bw_event_handle {
    uint32_t slot, generation;
};

struct bw_event_slot; /* payload, private */

struct bw_event_list {
    /* The heap; the four children of an entry fill one 64-byte line. */
    __extension__ unsigned __int128 *keys;
    uint32_t *slots; /* payload slot of each heap entry */
    struct bw_event_slot *payload;
    void *memory_keys;  /* unaligned block behind keys */
    uint64_t *sequence; /* per scheduler */
    uint32_t count;     /* pending events */
    uint32_t capacity, slot_count, free_slot, scheduler_count;
    uint32_t peak;
    uint32_t open;  /* 1: the root is a hole and count + 1 entries are in use, else 0 */
    bw_time origin; /* tick of key time 0 */
    bw_time now;
    uint8_t round, phase; /* of the event dispatched last */
    /* Sticky: BW_ERR_NOMEM, or BW_ERR_MODEL for too many rounds. */
    enum bw_status status;
    struct bw_event loop; /* the event that would have gone beyond the last round */
};

/* Makes an empty list for scheduler numbers 0..scheduler_count-1 (< 2^28).
 * Errors: BW_ERR_NOMEM. Release with bw_event_list_release(). */
BW_NODISCARD enum bw_status bw_event_list_init(
    struct bw_event_list *list, uint32_t scheduler_count);
void bw_event_list_release(struct bw_event_list *list);

/* Makes room for capacity pending events (<= 2^30), so that none of them allocates.
 * Errors: BW_ERR_NOMEM, and the list is as before. */
BW_NODISCARD enum bw_status bw_event_list_reserve(
    struct bw_event_list *list, uint32_t capacity);

/* Bytes that the list occupies, used or not. */
size_t bw_event_list_bytes(const struct bw_event_list *list);

/* Empties the list and sets the clock to start [ticks]; keeps the memory. Until the
 * first event is dispatched, events at start are of round 0 whatever their phase.
 * Handles given before the reset must be forgotten. Times up to start + 2^54 ticks (570
 * years) can be told apart; a later one counts as the last of them, out of reach. */
void bw_event_list_reset(struct bw_event_list *list, bw_time start);

/* Schedules event->kind, target, a, b at event->time (>= now) in event->phase; round is
 * chosen here: at a later instant 0; at the present instant the present round when the
 * phase is later than the present one, else the next. scheduler is the element whose
 * handler runs. On failure returns {0, 0} and sets list->status. */
struct bw_event_handle bw_event_list_schedule(
    struct bw_event_list *list, uint32_t scheduler, const struct bw_event *event);

/* Removes the first event, sets the clock to it and copies it to *event. Returns false
 * when the list is empty or the first event lies after limit (the clock then stays). */
bool bw_event_list_pop(
    struct bw_event_list *list, bw_time limit, struct bw_event *event);

/* Removes a scheduled event. Returns false when the handle names none any more. */
bool bw_event_list_cancel(struct bw_event_list *list, struct bw_event_handle handle);

/* True while the event waits to be dispatched. */
bool bw_event_list_is_pending(
    const struct bw_event_list *list, struct bw_event_handle handle);

#endif
