/* SPDX-License-Identifier: Apache-2.0
 *
 * What the event list is made of, and the common ways through it, compiled into their
 * callers: an event that takes the place of the one just dispatched, and the first
 * event of the front. The rest is in event_list.c. To be used through event_list.h,
 * which says what the functions do.
 */
#ifndef BW_ENGINE_EVENT_LIST_CORE_H
#define BW_ENGINE_EVENT_LIST_CORE_H

#include "base/status.h"
#include "base/time.h"
#include "engine/event_ladder.h"

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

/* Names one scheduled event until it is dispatched or cancelled; a zeroed one names
 * none. */
struct bw_event_handle {
    uint64_t low; /* lower half of its key, which no other event of a run has */
    uint32_t slot;
};

/* Pending events above which the ladder is used, unless said otherwise: where it began
 * to pay (docs/theory/event-list.md). */
#define BW_EVENT_FRONT_LIMIT 1024u

__extension__ typedef unsigned __int128 bw_event_key;

enum bw_event_root {
    BW_EVENT_ROOT_NONE, /* the front is empty */
    BW_EVENT_ROOT_OPEN, /* a hole, whose slot is free for use */
    BW_EVENT_ROOT_SET   /* the first entry */
};

struct bw_event_list {
    /* The front; the four children of an entry fill one 64-byte line. */
    bw_event_key *keys;
    uint32_t *slots; /* payload slot of each entry */
    struct bw_event_slot *payload;
    struct bw_event_slot *hole; /* payload of the open root */
    uint64_t *next_low; /* per scheduler: lower half of the key of its next event */
    /* Upper halves of keys: a new event below floor needs a round of its own or lies in
     * the past; one from far_from on goes to the ladder. */
    int64_t floor;
    uint64_t far_from;
    bw_time origin; /* tick of key time 0 */
    bw_time now;
    uint32_t front_count; /* entries of the front, dead ones and an open root too */
    enum bw_event_root root;
    uint32_t free_slot; /* first of a list */
    uint32_t peak;      /* slots in use at once since the reset, at most */
    uint32_t scheduler_count, front_capacity, slot_capacity;
    uint32_t front_limit; /* entries of the front above which the ladder is used */
    uint32_t front_alarm; /* entries at which to try again to make it smaller */
    uint32_t front_room;  /* the lesser of front_alarm and front_capacity */
    uint32_t dead_count;
    void *memory_keys; /* unaligned block behind keys */
    struct bw_event_ladder ladder;
    /* Sticky: BW_ERR_NOMEM, or BW_ERR_MODEL for too many rounds. */
    enum bw_status status;
    struct bw_event loop; /* the event that would have gone beyond the last round */
};

#define BW_EVENT_ROUND_SHIFT 3
#define BW_EVENT_TIME_SHIFT 10
#define BW_EVENT_SEQUENCE_BITS 36
#define BW_EVENT_TICKS_LAST (((int64_t)1 << 53) - 1)
#define BW_EVENT_CHILDREN 4u
/* Smaller heaps stay in the first-level cache by themselves. */
#define BW_EVENT_PREFETCH_FROM 2048u

#define BW_ALWAYS_INLINE __attribute__((always_inline)) static inline
#define BW_LIKELY(condition) __builtin_expect((condition), 1)
#define BW_UNLIKELY(condition) __builtin_expect((condition), 0)

/* Payload of one event. */
struct bw_event_slot {
    uint64_t low;  /* of the key; all bits set in a free slot */
    uint64_t high; /* of the key, while the event is in the ladder */
    uint32_t target, a, b;
    uint32_t next; /* in a bucket, or in the list of free slots */
    uint16_t kind;
    uint16_t is_dead;
};

/* Schedules an event whose key lies below the floor or out of reach. */
struct bw_event_handle bw_event_list_schedule_apart(
    struct bw_event_list *list, uint32_t scheduler, const struct bw_event *event);

/* A repetition whose key lies there, or that goes to the ladder. */
struct bw_event_handle bw_event_list_repeat_apart(
    struct bw_event_list *list, uint32_t scheduler, bw_time time, enum bw_phase phase);

/* Takes a slot, writes the key and puts it where it belongs. Returns the slot, 0 with
 * list->status set when memory is short. */
uint32_t bw_event_list_insert(struct bw_event_list *list, uint64_t high, uint64_t low);

/* Brings a live event to the root of the front; false when there is none. */
bool bw_event_list_bring_first(struct bw_event_list *list);

/* The child with the least key of a group of four. Written as a small tournament
 * without branches: which child wins cannot be predicted. */
static inline const bw_event_key *bw_event_least_child(const bw_event_key *group)
{
    const bw_event_key *a = group + (group[1] < group[0]);
    const bw_event_key *b = group + 2 + (group[3] < group[2]);
    return *b < *a ? b : a;
}

/* The 16 grandchildren, four lines: one is needed in the next step. */
static inline void bw_event_prefetch_below(const bw_event_key *keys, size_t first)
{
    const bw_event_key *ahead = keys + (BW_EVENT_CHILDREN * first + 1);
    __builtin_prefetch(ahead);
    __builtin_prefetch(ahead + BW_EVENT_CHILDREN);
    __builtin_prefetch(ahead + (size_t)2 * BW_EVENT_CHILDREN);
    __builtin_prefetch(ahead + (size_t)3 * BW_EVENT_CHILDREN);
}

/* Puts key into the open root. It is new, so it may belong anywhere, and most often not
 * far down: the way ends as soon as it fits. The arrays are kept in local variables,
 * because a store to one of them might change the list as far as the compiler can tell.
 */
static inline void bw_event_list_fill_root(
    struct bw_event_list *list, bw_event_key key, uint32_t slot)
{
    bw_event_key *keys = list->keys;
    uint32_t *slots = list->slots;
    const size_t count = list->front_count;
    size_t hole = 0;
    if (count <= 2) { /* small models live here */
        if (count == 2 && keys[1] < key) {
            keys[0] = keys[1];
            slots[0] = slots[1];
            hole = 1;
        }
    } else {
        for (size_t first = 1; first < count; first = BW_EVENT_CHILDREN * hole + 1) {
            if (count > BW_EVENT_PREFETCH_FROM) {
                bw_event_prefetch_below(keys, first);
            }
            const bw_event_key *least = bw_event_least_child(keys + first);
            if (key < *least) {
                break;
            }
            size_t child = (size_t)(least - keys);
            keys[hole] = *least;
            slots[hole] = slots[child];
            hole = child;
        }
    }
    keys[hole] = key;
    slots[hole] = slot;
}

/* The upper half of the key of an event in round 0. Returns false when it lies out of
 * reach, in the past or in a later round of the present instant. As signed numbers,
 * keys of the past are below the floor and what is out of reach overflows. */
BW_ALWAYS_INLINE bool bw_event_list_make_high(
    const struct bw_event_list *list, bw_time time, enum bw_phase phase, uint64_t *high)
{
    int64_t ticks = (int64_t)((uint64_t)time - (uint64_t)list->origin);
    int64_t shifted;
    bool is_out =
        __builtin_mul_overflow(ticks, (int64_t)1 << BW_EVENT_TIME_SHIFT, &shifted);
    *high = (uint64_t)shifted | (unsigned)phase;
    return BW_LIKELY(!is_out && (int64_t)*high >= list->floor);
}

static inline struct bw_event_handle bw_event_list_schedule(
    struct bw_event_list *list, uint32_t scheduler, const struct bw_event *event)
{
    BW_ASSERT(event->phase < BW_PHASE_COUNT);
    BW_ASSERT(scheduler < list->scheduler_count);
    uint64_t high;
    if (!bw_event_list_make_high(
            list, event->time, (enum bw_phase)event->phase, &high)) {
        const struct bw_event copy = *event; /* keeps event in registers */
        return bw_event_list_schedule_apart(list, scheduler, &copy);
    }
    uint64_t low = list->next_low[scheduler]++;
    uint32_t slot;
    struct bw_event_slot *payload;
    if (BW_LIKELY(list->root == BW_EVENT_ROOT_OPEN && high < list->far_from)) {
        slot = list->slots[0];
        payload = list->hole;
        list->root = BW_EVENT_ROOT_SET;
        bw_event_list_fill_root(list, (bw_event_key)high << 64 | low, slot);
    } else {
        slot = bw_event_list_insert(list, high, low);
        if (BW_UNLIKELY(slot == 0)) {
            return (struct bw_event_handle){.slot = 0};
        }
        payload = &list->payload[slot];
    }
    payload->low = low;
    payload->target = event->target;
    payload->a = event->a;
    payload->b = event->b;
    payload->kind = event->kind;
    return (struct bw_event_handle){.low = low, .slot = slot};
}

BW_ALWAYS_INLINE struct bw_event_handle bw_event_list_repeat(
    struct bw_event_list *list, uint32_t scheduler, bw_time time, enum bw_phase phase)
{
    BW_ASSERT(list->root == BW_EVENT_ROOT_OPEN);
    BW_ASSERT(scheduler < list->scheduler_count);
    uint64_t high;
    if (!bw_event_list_make_high(list, time, phase, &high)
        || BW_UNLIKELY(high >= list->far_from)) {
        return bw_event_list_repeat_apart(list, scheduler, time, phase);
    }
    uint64_t low = list->next_low[scheduler]++;
    uint32_t slot = list->slots[0];
    list->root = BW_EVENT_ROOT_SET;
    list->hole->low = low;
    bw_event_list_fill_root(list, (bw_event_key)high << 64 | low, slot);
    return (struct bw_event_handle){.low = low, .slot = slot};
}

static inline bool bw_event_list_is_last(
    const struct bw_event_list *list, struct bw_event_handle handle)
{
    return list->root == BW_EVENT_ROOT_OPEN && list->hole->low == handle.low;
}

static inline bool bw_event_list_pop(
    struct bw_event_list *list, bw_time limit, struct bw_event *event)
{
    if (BW_UNLIKELY(list->root != BW_EVENT_ROOT_SET)
        && !bw_event_list_bring_first(list)) {
        return false;
    }
    struct bw_event_slot *payload = &list->payload[list->slots[0]];
    if (BW_UNLIKELY(payload->is_dead != 0)) {
        if (!bw_event_list_bring_first(list)) {
            return false;
        }
        payload = &list->payload[list->slots[0]];
    }
    uint64_t high = (uint64_t)(list->keys[0] >> 64);
    bw_time time = (bw_time)((high >> BW_EVENT_TIME_SHIFT) + (uint64_t)list->origin);
    if (time > limit) {
        return false;
    }
    event->time = time;
    event->target = payload->target;
    event->a = payload->a;
    event->b = payload->b;
    event->kind = payload->kind;
    event->phase = (uint8_t)(high & ((1u << BW_EVENT_ROUND_SHIFT) - 1));
    event->round = (uint8_t)(high >> BW_EVENT_ROUND_SHIFT & BW_ROUND_LIMIT);
    list->hole = payload;
    list->now = time;
    list->floor = (int64_t)high + 1;
    list->root = BW_EVENT_ROOT_OPEN;
    return true;
}

#endif
