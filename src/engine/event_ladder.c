/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/event_ladder.h"

#include "base/memory.h"
#include "engine/event_list_internal.h"

#include <string.h>

#define BUCKETS_MIN 16u
#define BUCKETS_MAX (1u << 24)

static uint64_t ticks_of(const struct bw_event_slot *payload)
{
    return payload->high >> BW_EVENT_TIME_SHIFT;
}

/* First tick of what a rung has still to give out. */
static uint64_t boundary(const struct bw_event_rung *rung)
{
    uint64_t tick = rung->start + ((uint64_t)rung->current << rung->shift);
    return tick < rung->end ? tick : rung->end;
}

static void set_far_from(struct bw_event_list *list, uint64_t ticks)
{
    list->far_from =
        ticks <= BW_EVENT_TICKS_LAST ? ticks << BW_EVENT_TIME_SHIFT : UINT64_MAX;
}

static inline void push(struct bw_event_list *list, uint32_t *head, uint32_t slot)
{
    list->payload[slot].next = *head;
    *head = slot;
}

static inline void push_top(struct bw_event_list *list, uint32_t slot, uint64_t ticks)
{
    struct bw_event_ladder *ladder = &list->ladder;
    if (ladder->top_count++ == 0) {
        ladder->top_least = ticks;
        ladder->top_most = ticks;
    }
    ladder->top_least = ticks < ladder->top_least ? ticks : ladder->top_least;
    ladder->top_most = ticks > ladder->top_most ? ticks : ladder->top_most;
    push(list, &ladder->top, slot);
}

static inline void push_rung(struct bw_event_list *list, struct bw_event_rung *rung,
    uint32_t slot, uint64_t ticks)
{
    push(list, &rung->heads[(ticks - rung->start) >> rung->shift], slot);
}

/* A slot may lie across two lines. */
static inline void prefetch_slot(const struct bw_event_slot *payload)
{
    __builtin_prefetch(payload);
    __builtin_prefetch(&payload->is_dead);
}

/* Buckets are lists through memory that is not in the cache, so each link would be
 * waited for. Instead every insertion looks one link ahead in the bucket that comes
 * next. */
static inline void look_ahead(struct bw_event_list *list)
{
    uint32_t slot = list->ladder.ahead;
    if (slot != 0) {
        slot = list->payload[slot].next;
        prefetch_slot(&list->payload[slot]);
        list->ladder.ahead = slot;
    }
}

static void look_at_next_bucket(struct bw_event_list *list)
{
    struct bw_event_ladder *ladder = &list->ladder;
    struct bw_event_rung *rung = &ladder->rungs[ladder->rung_count - 1];
    ladder->ahead = 0;
    if (rung->current < rung->count) {
        ladder->ahead = rung->heads[rung->current];
        prefetch_slot(&list->payload[ladder->ahead]);
    }
}

void bw_event_ladder_insert(struct bw_event_list *list, uint32_t slot)
{
    struct bw_event_ladder *ladder = &list->ladder;
    uint64_t ticks = ticks_of(&list->payload[slot]);
    ladder->count++;
    look_ahead(list);
    if (ticks >= ladder->top_from) {
        push_top(list, slot, ticks);
        return;
    }
    for (uint32_t i = 0; i < ladder->rung_count; i++) {
        struct bw_event_rung *rung = &ladder->rungs[i];
        if (ticks >= boundary(rung)) {
            push_rung(list, rung, slot, ticks);
            return;
        }
    }
    BW_ASSERT(false); /* far_from is the boundary of the finest rung */
}

/* Adds a rung of at most so many buckets over [start, end). Returns NULL when it would
 * not be finer than one tick a bucket, when there is no room for it, or without memory.
 */
static struct bw_event_rung *add_rung(
    struct bw_event_ladder *ladder, uint64_t start, uint64_t end, uint32_t buckets)
{
    if (ladder->rung_count == BW_EVENT_RUNGS) {
        return NULL;
    }
    uint64_t most = buckets < BUCKETS_MIN ? BUCKETS_MIN : buckets;
    most = most < BUCKETS_MAX ? most : BUCKETS_MAX;
    uint32_t shift = 0;
    while ((end - 1 - start) >> shift >= most) {
        shift++;
    }
    uint32_t count = (uint32_t)((end - 1 - start) >> shift) + 1;
    struct bw_event_rung *rung = &ladder->rungs[ladder->rung_count];
    if (count > rung->capacity) {
        uint32_t *heads = bw_memory_resize(rung->heads, count, sizeof *heads);
        if (heads == NULL) {
            return NULL;
        }
        rung->heads = heads;
        rung->capacity = count;
    }
    memset(rung->heads, 0, count * sizeof *rung->heads);
    rung->count = count;
    rung->current = 0;
    rung->shift = shift;
    rung->start = start;
    rung->end = end;
    ladder->rung_count++;
    return rung;
}

static void clear_front(struct bw_event_list *list)
{
    for (uint32_t i = 0; i < list->front_count; i++) {
        list->keys[i] = ~(bw_event_key)0;
    }
    list->front_count = 0;
    list->root = BW_EVENT_ROOT_NONE;
}

/* Moves all entries of the front into a rung. */
static void spread_front(struct bw_event_list *list, struct bw_event_rung *rung)
{
    for (uint32_t i = 0; i < list->front_count; i++) {
        uint32_t slot = list->slots[i];
        list->payload[slot].high = (uint64_t)(list->keys[i] >> 64);
        push_rung(list, rung, slot, ticks_of(&list->payload[slot]));
    }
    list->ladder.count += list->front_count;
    clear_front(list);
}

static uint64_t first_of_front(const struct bw_event_list *list)
{
    return (uint64_t)(list->keys[0] >> 64) >> BW_EVENT_TIME_SHIFT;
}

void bw_event_ladder_take_front(struct bw_event_list *list)
{
    struct bw_event_ladder *ladder = &list->ladder;
    uint64_t start = first_of_front(list);
    if (ladder->count == 0) { /* all to the top; rungs follow when the first is asked */
        ladder->rung_count = 0;
        ladder->top_from = 0;
        for (uint32_t i = 0; i < list->front_count; i++) {
            uint32_t slot = list->slots[i];
            list->payload[slot].high = (uint64_t)(list->keys[i] >> 64);
            push_top(list, slot, ticks_of(&list->payload[slot]));
        }
        ladder->count = list->front_count;
        clear_front(list);
        bw_event_list_alarm_at(list, list->front_limit);
        set_far_from(list, 0);
        return;
    }
    uint64_t end = list->far_from >> BW_EVENT_TIME_SHIFT;
    struct bw_event_rung *rung =
        end - start > 1 ? add_rung(ladder, start, end, list->front_count / 2) : NULL;
    if (rung != NULL) {
        spread_front(list, rung);
        set_far_from(list, start);
        bw_event_list_alarm_at(list, list->front_limit);
    } else {
        bw_event_list_alarm_at(list, 2 * list->front_count);
    }
}

/* Copies a list of slots to the empty front, in any order, and empties it. Returns
 * false when memory is short; nothing has changed then. */
static bool collect(struct bw_event_list *list, uint32_t *head)
{
    uint32_t count = 0;
    for (uint32_t slot = *head; slot != 0; slot = list->payload[slot].next) {
        if (count == list->front_capacity
            && bw_event_list_widen_front(list, count + 1) != BW_OK) {
            clear_front(list);
            return false;
        }
        const struct bw_event_slot *payload = &list->payload[slot];
        list->keys[count] = (bw_event_key)payload->high << 64 | payload->low;
        list->slots[count++] = slot;
        list->front_count = count; /* so much is copied when the front grows */
    }
    *head = 0;
    list->ladder.count -= count;
    return true;
}

/* The top becomes the coarsest rung, or the front when it is small or there is no
 * memory for a rung. */
static bool spread_top(struct bw_event_list *list)
{
    struct bw_event_ladder *ladder = &list->ladder;
    struct bw_event_rung *rung = NULL;
    if (ladder->top_count > list->front_limit / 2) {
        rung = add_rung(
            ladder, ladder->top_least, ladder->top_most + 1, ladder->top_count);
    }
    if (rung == NULL) {
        if (!collect(list, &ladder->top)) {
            return false;
        }
        ladder->top_count = 0;
        list->far_from = UINT64_MAX;
        return true;
    }
    for (uint32_t slot = ladder->top, next; slot != 0; slot = next) {
        next = list->payload[slot].next;
        push_rung(list, rung, slot, ticks_of(&list->payload[slot]));
    }
    ladder->top = 0;
    ladder->top_count = 0;
    ladder->top_from = rung->end;
    return true;
}

/* Moves the next bucket of the finest rung to the front, and from there to a rung of
 * its own when it holds many. */
static bool next_bucket(struct bw_event_list *list)
{
    struct bw_event_ladder *ladder = &list->ladder;
    struct bw_event_rung *rung = &ladder->rungs[ladder->rung_count - 1];
    while (rung->current < rung->count && rung->heads[rung->current] == 0) {
        rung->current++;
    }
    if (rung->current == rung->count) {
        ladder->rung_count--;
        return true;
    }
    uint64_t start = boundary(rung);
    if (!collect(list, &rung->heads[rung->current])) {
        return false;
    }
    rung->current++;
    set_far_from(list, boundary(rung));
    if (list->front_count > BW_EVENT_SPREAD_ABOVE && rung->shift > 0) {
        struct bw_event_rung *finer =
            add_rung(ladder, start, boundary(rung), list->front_count / 2);
        if (finer != NULL) {
            spread_front(list, finer);
        }
    }
    look_at_next_bucket(list);
    return true;
}

bool bw_event_ladder_refill(struct bw_event_list *list)
{
    while (list->front_count == 0) {
        if (list->ladder.count == 0) {
            list->far_from = UINT64_MAX;
            return false;
        }
        bool done = list->ladder.rung_count > 0 ? next_bucket(list) : spread_top(list);
        if (!done) {
            list->status = list->status == BW_OK ? BW_ERR_NOMEM : list->status;
            return false;
        }
    }
    bw_event_list_order_front(list);
    bw_event_list_alarm_at(list,
        list->front_count > list->front_limit / 2 ? 2 * list->front_count
                                                  : list->front_limit);
    return true;
}

static void clear_chain(struct bw_event_list *list, uint32_t *head)
{
    for (uint32_t *link = head; *link != 0;) {
        uint32_t slot = *link;
        struct bw_event_slot *payload = &list->payload[slot];
        if (payload->is_dead != 0) {
            *link = payload->next;
            bw_event_list_free_slot(list, slot);
            list->ladder.count--;
        } else {
            link = &payload->next;
        }
    }
}

void bw_event_ladder_clear_dead(struct bw_event_list *list)
{
    struct bw_event_ladder *ladder = &list->ladder;
    uint32_t before = ladder->count;
    clear_chain(list, &ladder->top);
    ladder->top_count -= before - ladder->count;
    for (uint32_t i = 0; i < ladder->rung_count; i++) {
        struct bw_event_rung *rung = &ladder->rungs[i];
        for (uint32_t bucket = rung->current; bucket < rung->count; bucket++) {
            clear_chain(list, &rung->heads[bucket]);
        }
    }
}

void bw_event_ladder_reset(struct bw_event_ladder *ladder)
{
    ladder->rung_count = 0;
    ladder->count = 0;
    ladder->ahead = 0;
    ladder->top = 0;
    ladder->top_count = 0;
}

void bw_event_ladder_release(struct bw_event_ladder *ladder)
{
    for (uint32_t i = 0; i < BW_EVENT_RUNGS; i++) {
        bw_memory_free(ladder->rungs[i].heads);
    }
    *ladder = (struct bw_event_ladder){.count = 0};
}

size_t bw_event_ladder_bytes(const struct bw_event_ladder *ladder)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < BW_EVENT_RUNGS; i++) {
        bytes += ladder->rungs[i].capacity * sizeof *ladder->rungs[i].heads;
    }
    return bytes;
}

uint32_t bw_event_ladder_buckets(const struct bw_event_ladder *ladder)
{
    uint32_t buckets = 0;
    for (uint32_t i = 0; i < ladder->rung_count; i++) {
        buckets += ladder->rungs[i].count - ladder->rungs[i].current;
    }
    return buckets;
}
