/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/event_list.h"

#include "base/memory.h"
#include "engine/event_list_internal.h"

#include <string.h>

#define SCHEDULER_LIMIT (1u << 28)
/* Of no event: there is no scheduler with this number. */
#define LOW_NONE UINT64_MAX

#define LINE ((size_t)64)
#define CAPACITY_MIN 256u
#define CAPACITY_MAX (1u << 30)
/* Entries behind the last one always hold KEY_NONE, so that a group of children that is
 * only partly used needs no case of its own. */
#define PADDING 8u
#define KEY_NONE (~(bw_event_key)0)
/* A list of at least so many slots grows by an eighth, so that some dead entries beside
 * the events that it has room for do not double it. */
#define LARGE (1u << 16)
/* Part of the events that a reservation adds for dead entries. */
#define RESERVE_DEAD 8u
/* Dead entries that are never worth clearing out. */
#define DEAD_MIN 64u

/* Key 0 stands three entries behind the start of a line, so that keys 1..4, 5..8, ...,
 * the children of one entry each, begin one. */
static bw_event_key *align_keys(void *memory)
{
    uintptr_t address = (uintptr_t)memory;
    size_t offset = (LINE - address % LINE) % LINE;
    return (bw_event_key *)(void *)((unsigned char *)memory + offset)
        + (BW_EVENT_CHILDREN - 1);
}

void bw_event_list_alarm_at(struct bw_event_list *list, uint32_t entries)
{
    list->front_alarm = entries;
    list->front_room = entries < list->front_capacity ? entries : list->front_capacity;
}

static void clear_keys(bw_event_key *keys, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        keys[i] = KEY_NONE;
    }
}

/* Each array is exchanged only when the new one is there, so a failure leaves the list
 * as it was. */
static enum bw_status grow_front(struct bw_event_list *list, uint32_t capacity)
{
    uint32_t *slots = bw_memory_resize(list->slots, capacity, sizeof *slots);
    if (slots == NULL) {
        return BW_ERR_NOMEM;
    }
    list->slots = slots;
    void *memory =
        bw_memory_allocate((size_t)capacity + PADDING + (size_t)2 * BW_EVENT_CHILDREN,
            sizeof(bw_event_key));
    if (memory == NULL) {
        return BW_ERR_NOMEM;
    }
    bw_event_key *keys = align_keys(memory);
    uint32_t used = list->front_count;
    if (used > 0) {
        memcpy(keys, list->keys, used * sizeof *keys);
    }
    clear_keys(keys, used, capacity + PADDING);
    bw_memory_free(list->memory_keys);
    list->memory_keys = memory;
    list->keys = keys;
    list->front_capacity = capacity;
    bw_event_list_alarm_at(list, list->front_alarm);
    return BW_OK;
}

static enum bw_status grow_slots(struct bw_event_list *list, uint32_t capacity)
{
    struct bw_event_slot *payload = bw_memory_resize(
        list->payload, (size_t)capacity + 1, sizeof *payload); /* slot 0 is none */
    if (payload == NULL) {
        return BW_ERR_NOMEM;
    }
    list->payload = payload;
    list->slot_capacity = capacity;
    if (list->root == BW_EVENT_ROOT_OPEN) {
        list->hole = &payload[list->slots[0]];
    }
    return BW_OK;
}

enum bw_status bw_event_list_init(struct bw_event_list *list, uint32_t scheduler_count)
{
    BW_ASSERT(scheduler_count < SCHEDULER_LIMIT);
    *list = (struct bw_event_list){
        .scheduler_count = scheduler_count, .front_limit = BW_EVENT_FRONT_LIMIT};
    list->next_low = bw_memory_allocate(scheduler_count, sizeof *list->next_low);
    if (list->next_low == NULL || grow_slots(list, CAPACITY_MIN) != BW_OK
        || grow_front(list, CAPACITY_MIN) != BW_OK) {
        bw_event_list_release(list);
        return BW_ERR_NOMEM;
    }
    bw_event_list_reset(list, 0);
    return BW_OK;
}

void bw_event_list_limit_front(struct bw_event_list *list, uint32_t limit)
{
    BW_ASSERT(limit >= BW_EVENT_SPREAD_ABOVE && bw_event_list_count(list) == 0);
    list->front_limit = limit;
    bw_event_list_alarm_at(list, limit);
}

enum bw_status bw_event_list_reserve(struct bw_event_list *list, uint32_t capacity)
{
    BW_ASSERT(capacity <= CAPACITY_MAX / 2);
    uint32_t front = capacity < list->front_limit ? capacity : list->front_limit;
    enum bw_status status = BW_OK;
    uint32_t slots = capacity + capacity / RESERVE_DEAD + DEAD_MIN;
    if (slots > list->slot_capacity) {
        status = grow_slots(list, slots);
    }
    /* One entry more for the open root. */
    if (status == BW_OK && front >= list->front_capacity) {
        status = grow_front(list, front + 1);
    }
    return status;
}

size_t bw_event_list_bytes(const struct bw_event_list *list)
{
    size_t front = list->front_capacity;
    return (front + PADDING + (size_t)2 * BW_EVENT_CHILDREN) * sizeof *list->keys
        + front * sizeof *list->slots
        + ((size_t)list->slot_capacity + 1) * sizeof *list->payload
        + list->scheduler_count * sizeof *list->next_low
        + bw_event_ladder_bytes(&list->ladder);
}

uint32_t bw_event_list_count(const struct bw_event_list *list)
{
    return list->front_count - (list->root == BW_EVENT_ROOT_OPEN) + list->ladder.count
        - list->dead_count;
}

void bw_event_list_release(struct bw_event_list *list)
{
    bw_memory_free(list->memory_keys);
    bw_memory_free(list->slots);
    bw_memory_free(list->payload);
    bw_memory_free(list->next_low);
    bw_event_ladder_release(&list->ladder);
    *list = (struct bw_event_list){.keys = NULL};
}

void bw_event_list_reset(struct bw_event_list *list, bw_time start)
{
    clear_keys(list->keys, 0, list->front_count);
    for (uint32_t i = 0; i < list->scheduler_count; i++) {
        list->next_low[i] = (uint64_t)i << BW_EVENT_SEQUENCE_BITS;
    }
    bw_event_ladder_reset(&list->ladder);
    list->front_count = 0;
    bw_event_list_alarm_at(list, list->front_limit);
    list->dead_count = 0;
    list->root = BW_EVENT_ROOT_NONE;
    list->free_slot = 0;
    list->peak = 0;
    list->origin = start;
    list->now = start;
    list->floor = 0;
    list->far_from = UINT64_MAX;
    list->status = BW_OK;
    list->loop = (struct bw_event){.time = 0};
}

/* Moves a hole at position up until key fits, and fills it. */
static inline void sift_up(
    struct bw_event_list *list, uint32_t position, bw_event_key key, uint32_t slot)
{
    bw_event_key *keys = list->keys;
    uint32_t *slots = list->slots;
    while (position > 0) {
        uint32_t parent = (position - 1) / BW_EVENT_CHILDREN;
        if (keys[parent] < key) {
            break;
        }
        keys[position] = keys[parent];
        slots[position] = slots[parent];
        position = parent;
    }
    keys[position] = key;
    slots[position] = slot;
}

/* Moves a hole at position down to a leaf and lets key rise from there, not above
 * position. The key comes from the end of the heap and nearly always belongs far down,
 * so comparing it on the way would be wasted (Wegener 1993). */
static inline void sift_down(
    struct bw_event_list *list, uint32_t position, bw_event_key key, uint32_t slot)
{
    bw_event_key *keys = list->keys;
    uint32_t *slots = list->slots;
    const size_t count = list->front_count;
    size_t hole = position;
    for (size_t first = BW_EVENT_CHILDREN * hole + 1; first < count;
         first = BW_EVENT_CHILDREN * hole + 1) {
        if (count > BW_EVENT_PREFETCH_FROM) {
            bw_event_prefetch_below(keys, first);
        }
        const bw_event_key *least = bw_event_least_child(keys + first);
        size_t child = (size_t)(least - keys);
        keys[hole] = *least;
        slots[hole] = slots[child];
        hole = child;
    }
    while (hole > position) {
        size_t parent = (hole - 1) / BW_EVENT_CHILDREN;
        if (keys[parent] < key) {
            break;
        }
        keys[hole] = keys[parent];
        slots[hole] = slots[parent];
        hole = parent;
    }
    keys[hole] = key;
    slots[hole] = slot;
}

void bw_event_list_order_front(struct bw_event_list *list)
{
    uint32_t count = list->front_count;
    list->root = count > 0 ? BW_EVENT_ROOT_SET : BW_EVENT_ROOT_NONE;
    for (uint32_t i = (count + 2) / BW_EVENT_CHILDREN; i-- > 0;) {
        sift_down(list, i, list->keys[i], list->slots[i]);
    }
}

enum bw_status bw_event_list_widen_front(struct bw_event_list *list, uint32_t count)
{
    uint32_t capacity = list->front_capacity;
    while (capacity < count) {
        capacity *= 2;
    }
    return capacity == list->front_capacity ? BW_OK : grow_front(list, capacity);
}

void bw_event_list_free_slot(struct bw_event_list *list, uint32_t slot)
{
    struct bw_event_slot *payload = &list->payload[slot];
    list->dead_count -= payload->is_dead;
    payload->is_dead = 0;
    payload->low = LOW_NONE;
    payload->next = list->free_slot;
    list->free_slot = slot;
}

static uint32_t take_slot(struct bw_event_list *list)
{
    uint32_t slot = list->free_slot;
    if (slot != 0) {
        list->free_slot = list->payload[slot].next;
        return slot;
    }
    uint32_t capacity = list->slot_capacity;
    if (list->peak == capacity
        && (capacity >= CAPACITY_MAX
            || grow_slots(
                   list, capacity < LARGE ? 2 * capacity : capacity + capacity / 8)
                != BW_OK)) {
        return 0;
    }
    slot = ++list->peak;
    list->payload[slot] = (struct bw_event_slot){.low = LOW_NONE};
    return slot;
}

/* Fills the hole at the root with the last entry. */
static void close_root(struct bw_event_list *list)
{
    uint32_t last = --list->front_count;
    bw_event_key key = list->keys[last];
    list->keys[last] = KEY_NONE;
    list->root = BW_EVENT_ROOT_NONE;
    if (last > 0) {
        list->root = BW_EVENT_ROOT_SET;
        sift_down(list, 0, key, list->slots[last]);
    }
}

/* Frees the slot of the event that was dispatched last and closes the root. */
static inline void settle_root(struct bw_event_list *list)
{
    if (list->root == BW_EVENT_ROOT_OPEN) {
        list->hole->low = LOW_NONE;
        list->hole->next = list->free_slot;
        list->free_slot = list->slots[0];
        close_root(list);
    }
}

bool bw_event_list_bring_first(struct bw_event_list *list)
{
    settle_root(list);
    for (;;) {
        if (list->front_count == 0
            && (list->ladder.count == 0 || !bw_event_ladder_refill(list))) {
            return false;
        }
        uint32_t slot = list->slots[0];
        if (list->payload[slot].is_dead == 0) {
            return true;
        }
        bw_event_list_free_slot(list, slot);
        close_root(list);
    }
}

static uint32_t fail(struct bw_event_list *list, enum bw_status status)
{
    list->status = list->status == BW_OK ? status : list->status;
    return 0;
}

/* Puts an event where it belongs when that is the ladder, the front is full or the root
 * is open. */
static __attribute__((noinline)) uint32_t insert_apart(
    struct bw_event_list *list, uint64_t high, uint64_t low)
{
    bool is_open = list->root == BW_EVENT_ROOT_OPEN;
    uint32_t slot = is_open ? list->slots[0] : take_slot(list);
    if (slot == 0) {
        return fail(list, BW_ERR_NOMEM);
    }
    if (is_open && high < list->far_from) {
        list->root = BW_EVENT_ROOT_SET;
        bw_event_list_fill_root(list, (bw_event_key)high << 64 | low, slot);
        return slot;
    }
    if (is_open) {
        close_root(list);
    }
    if (high < list->far_from && list->front_count >= list->front_alarm) {
        bw_event_ladder_take_front(list);
    }
    if (high >= list->far_from) {
        list->payload[slot].high = high;
        bw_event_ladder_insert(list, slot);
        return slot;
    }
    if (list->front_count == list->front_capacity
        && bw_event_list_widen_front(list, list->front_count + 1) != BW_OK) {
        bw_event_list_free_slot(list, slot);
        return fail(list, BW_ERR_NOMEM);
    }
    list->root = BW_EVENT_ROOT_SET;
    sift_up(list, list->front_count++, (bw_event_key)high << 64 | low, slot);
    return slot;
}

uint32_t bw_event_list_insert(struct bw_event_list *list, uint64_t high, uint64_t low)
{
    uint32_t slot = list->free_slot;
    if (BW_UNLIKELY(list->root == BW_EVENT_ROOT_OPEN || high >= list->far_from
            || list->front_count >= list->front_room || slot == 0)) {
        return insert_apart(list, high, low);
    }
    list->free_slot = list->payload[slot].next;
    list->root = BW_EVENT_ROOT_SET;
    sift_up(list, list->front_count++, (bw_event_key)high << 64 | low, slot);
    return slot;
}

/* Round of a new event at the present instant: the present one when its phase is later
 * than the present one, else the next. */
static uint32_t next_round(const struct bw_event_list *list, uint8_t phase)
{
    uint64_t present = (uint64_t)list->floor - 1;
    uint32_t round = (uint32_t)(present >> BW_EVENT_ROUND_SHIFT & BW_ROUND_LIMIT);
    uint32_t now = (uint32_t)(present & ((1u << BW_EVENT_ROUND_SHIFT) - 1));
    return phase > now ? round : round + 1;
}

struct bw_event_handle bw_event_list_schedule_apart(
    struct bw_event_list *list, uint32_t scheduler, const struct bw_event *event)
{
    const struct bw_event_handle none = {.slot = 0};
    BW_ASSERT(event->time >= list->now);
    uint64_t ticks = (uint64_t)event->time - (uint64_t)list->origin;
    uint64_t high = (uint64_t)BW_EVENT_TICKS_LAST << BW_EVENT_TIME_SHIFT | event->phase;
    if (ticks <= BW_EVENT_TICKS_LAST) { /* the present instant, and a later round */
        uint32_t round = next_round(list, event->phase);
        if (round >= BW_ROUND_LIMIT) {
            list->loop = list->status == BW_OK ? *event : list->loop;
            (void)fail(list, BW_ERR_MODEL);
            return none;
        }
        high = ticks << BW_EVENT_TIME_SHIFT | (uint64_t)round << BW_EVENT_ROUND_SHIFT
            | event->phase;
    }
    uint64_t low = list->next_low[scheduler]++;
    uint32_t slot = bw_event_list_insert(list, high, low);
    if (slot == 0) {
        return none;
    }
    struct bw_event_slot *payload = &list->payload[slot];
    payload->low = low;
    payload->target = event->target;
    payload->a = event->a;
    payload->b = event->b;
    payload->kind = event->kind;
    return (struct bw_event_handle){.low = low, .slot = slot};
}

struct bw_event_handle bw_event_list_repeat_apart(
    struct bw_event_list *list, uint32_t scheduler, bw_time time, enum bw_phase phase)
{
    const struct bw_event event = {.time = time,
        .target = list->hole->target,
        .a = list->hole->a,
        .b = list->hole->b,
        .kind = list->hole->kind,
        .phase = (uint8_t)phase};
    return bw_event_list_schedule(list, scheduler, &event);
}

/* Leaves the dead entries of the front out. */
static void clear_front(struct bw_event_list *list)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->front_count; i++) {
        uint32_t slot = list->slots[i];
        if (list->payload[slot].is_dead != 0) {
            bw_event_list_free_slot(list, slot);
        } else {
            list->keys[kept] = list->keys[i];
            list->slots[kept++] = slot;
        }
    }
    clear_keys(list->keys, kept, list->front_count);
    list->front_count = kept;
    bw_event_list_order_front(list);
}

bool bw_event_list_cancel(struct bw_event_list *list, struct bw_event_handle handle)
{
    if (!bw_event_list_is_pending(list, handle)) {
        return false;
    }
    struct bw_event_slot *payload = &list->payload[handle.slot];
    payload->is_dead = 1;
    list->dead_count++;
    /* Clearing costs a look at each entry and bucket, and comes after as many
     * cancellations as a quarter of them. */
    if (list->dead_count > DEAD_MIN
        && list->dead_count
            > (bw_event_list_count(list) + bw_event_ladder_buckets(&list->ladder))
                / 4) {
        settle_root(list);
        clear_front(list);
        bw_event_ladder_clear_dead(list);
    }
    return true;
}

struct bw_event_handle bw_event_list_reschedule(struct bw_event_list *list,
    uint32_t scheduler, struct bw_event_handle handle, bw_time time,
    enum bw_phase phase)
{
    if (!bw_event_list_is_pending(list, handle)) {
        return (struct bw_event_handle){.slot = 0};
    }
    const struct bw_event_slot *payload = &list->payload[handle.slot];
    const struct bw_event event = {.time = time,
        .target = payload->target,
        .a = payload->a,
        .b = payload->b,
        .kind = payload->kind,
        .phase = (uint8_t)phase};
    (void)bw_event_list_cancel(list, handle);
    return bw_event_list_schedule(list, scheduler, &event);
}

bool bw_event_list_is_pending(
    const struct bw_event_list *list, struct bw_event_handle handle)
{
    if (handle.slot == 0 || handle.slot > list->peak) {
        return false;
    }
    const struct bw_event_slot *payload = &list->payload[handle.slot];
    return payload->low == handle.low && payload->is_dead == 0
        && !(list->root == BW_EVENT_ROOT_OPEN && list->hole == payload);
}
