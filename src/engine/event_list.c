/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/event_list.h"

#include "base/memory.h"

#include <string.h>

#define ROUND_BITS 7
#define PHASE_BITS 3
#define TIME_BITS 54
#define SEQUENCE_BITS 36
#define SCHEDULER_LIMIT (1u << 28)
#define TIME_LAST (((uint64_t)1 << TIME_BITS) - 1)
#define SEQUENCE_LIMIT ((uint64_t)1 << SEQUENCE_BITS)

#define LINE ((size_t)64)
#define CHILDREN 4u
#define CAPACITY_MIN 256u
#define CAPACITY_MAX (1u << 30)
/* Entries behind the last one always hold KEY_NONE, so that a group of children that is
 * only partly used needs no case of its own. */
#define PADDING 8u
/* Smaller heaps stay in the first-level cache by themselves. */
#define PREFETCH_FROM 2048u
#define KEY_NONE (~(key_type)0)
/* Value of list->phase until the first event is dispatched. */
#define PHASE_NONE UINT8_MAX

__extension__ typedef unsigned __int128 key_type;

/* generation changes when the slot is freed. position is the place in the heap; in a
 * free slot it links to the next free one. */
struct bw_event_slot {
    struct bw_event event;
    uint32_t generation, position;
};

/* Key 0 stands three entries behind the start of a line, so that keys 1..4, 5..8, ...,
 * the children of one entry each, begin one. */
static key_type *align_keys(void *memory)
{
    uintptr_t address = (uintptr_t)memory;
    size_t offset = (LINE - address % LINE) % LINE;
    return (key_type *)(void *)((unsigned char *)memory + offset) + (CHILDREN - 1);
}

static void clear_keys(key_type *keys, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        keys[i] = KEY_NONE;
    }
}

/* Makes room for capacity entries. Each array is exchanged only when it is there, so a
 * failure leaves the list as it was. */
static enum bw_status grow(struct bw_event_list *list, uint32_t capacity)
{
    struct bw_event_slot *payload = bw_memory_resize(
        list->payload, (size_t)capacity + 1, sizeof *payload); /* slot 0 is none */
    if (payload == NULL) {
        return BW_ERR_NOMEM;
    }
    list->payload = payload;
    uint32_t *slots = bw_memory_resize(list->slots, capacity, sizeof *slots);
    if (slots == NULL) {
        return BW_ERR_NOMEM;
    }
    list->slots = slots;
    void *memory =
        bw_memory_allocate((size_t)capacity + PADDING + 2 * CHILDREN, sizeof(key_type));
    if (memory == NULL) {
        return BW_ERR_NOMEM;
    }
    key_type *keys = align_keys(memory);
    uint32_t used = list->count + list->open;
    if (used > 0) {
        memcpy(keys, list->keys, used * sizeof *keys);
    }
    clear_keys(keys, used, capacity + PADDING);
    bw_memory_free(list->memory_keys);
    list->memory_keys = memory;
    list->keys = keys;
    list->capacity = capacity;
    return BW_OK;
}

enum bw_status bw_event_list_init(struct bw_event_list *list, uint32_t scheduler_count)
{
    BW_ASSERT(scheduler_count < SCHEDULER_LIMIT);
    *list = (struct bw_event_list){.scheduler_count = scheduler_count};
    list->sequence = bw_memory_allocate(scheduler_count, sizeof *list->sequence);
    if (list->sequence == NULL || grow(list, CAPACITY_MIN) != BW_OK) {
        bw_event_list_release(list);
        return BW_ERR_NOMEM;
    }
    bw_event_list_reset(list, 0);
    return BW_OK;
}

enum bw_status bw_event_list_reserve(struct bw_event_list *list, uint32_t capacity)
{
    BW_ASSERT(capacity <= CAPACITY_MAX);
    /* One entry more for the open root. */
    return capacity < list->capacity ? BW_OK : grow(list, capacity + 1);
}

size_t bw_event_list_bytes(const struct bw_event_list *list)
{
    size_t capacity = list->capacity;
    return (capacity + PADDING + 2 * CHILDREN) * sizeof *list->keys
        + capacity * sizeof *list->slots + (capacity + 1) * sizeof *list->payload
        + list->scheduler_count * sizeof *list->sequence;
}

void bw_event_list_release(struct bw_event_list *list)
{
    bw_memory_free(list->memory_keys);
    bw_memory_free(list->slots);
    bw_memory_free(list->payload);
    bw_memory_free(list->sequence);
    *list = (struct bw_event_list){.keys = NULL};
}

void bw_event_list_reset(struct bw_event_list *list, bw_time start)
{
    clear_keys(list->keys, 0, list->count + list->open);
    memset(list->sequence, 0, list->scheduler_count * sizeof *list->sequence);
    list->count = 0;
    list->open = 0;
    list->slot_count = 1;
    list->free_slot = 0;
    list->peak = 0;
    list->origin = start;
    list->now = start;
    list->round = 0;
    list->phase = PHASE_NONE;
    list->status = BW_OK;
    list->loop = (struct bw_event){.time = 0};
}

/* Moves a hole at position up until key fits, and fills it. The arrays are kept in
 * local variables, here and below, because a store to one of them might change the list
 * as far as the compiler can tell. */
static inline void sift_up(
    struct bw_event_list *list, uint32_t position, key_type key, uint32_t slot)
{
    key_type *keys = list->keys;
    uint32_t *slots = list->slots;
    struct bw_event_slot *payload = list->payload;
    while (position > 0) {
        uint32_t parent = (position - 1) / CHILDREN;
        if (keys[parent] < key) {
            break;
        }
        keys[position] = keys[parent];
        slots[position] = slots[parent];
        payload[slots[position]].position = position;
        position = parent;
    }
    keys[position] = key;
    slots[position] = slot;
    payload[slot].position = position;
}

/* The child with the least key of a group of four. Written as a small tournament
 * without branches: which child wins cannot be predicted. */
static inline const key_type *least_child(const key_type *group)
{
    const key_type *a = group + (group[1] < group[0]);
    const key_type *b = group + 2 + (group[3] < group[2]);
    return *b < *a ? b : a;
}

/* The 16 grandchildren, four lines: one is needed in the next step. */
static inline void prefetch_below(const key_type *keys, size_t first)
{
    const key_type *ahead = keys + (CHILDREN * first + 1);
    __builtin_prefetch(ahead);
    __builtin_prefetch(ahead + CHILDREN);
    __builtin_prefetch(ahead + 2 * CHILDREN);
    __builtin_prefetch(ahead + 3 * CHILDREN);
}

/* Moves a hole at position down to a leaf and lets key rise from there. The key comes
 * from the end of the heap and nearly always belongs far down, so comparing it on the
 * way would be wasted (Wegener 1993). */
static inline void sift_down(
    struct bw_event_list *list, uint32_t position, key_type key, uint32_t slot)
{
    key_type *keys = list->keys;
    uint32_t *slots = list->slots;
    struct bw_event_slot *payload = list->payload;
    const size_t count = list->count;
    size_t hole = position;
    size_t first = CHILDREN * hole + 1;
    while (first < count) {
        if (count > PREFETCH_FROM) {
            prefetch_below(keys, first);
        }
        const key_type *least = least_child(keys + first);
        size_t child = (size_t)(least - keys);
        uint32_t moved = slots[child];
        keys[hole] = *least;
        slots[hole] = moved;
        payload[moved].position = (uint32_t)hole;
        hole = child;
        first = CHILDREN * hole + 1;
    }
    sift_up(list, (uint32_t)hole, key, slot);
}

/* Puts key into the open root. It is new, so it may belong anywhere, and most often not
 * far down: the way ends as soon as it fits. */
static inline void fill_root(struct bw_event_list *list, key_type key, uint32_t slot)
{
    key_type *keys = list->keys;
    uint32_t *slots = list->slots;
    struct bw_event_slot *payload = list->payload;
    const size_t count = list->count;
    size_t hole = 0;
    size_t first = 1;
    while (first < count) {
        if (count > PREFETCH_FROM) {
            prefetch_below(keys, first);
        }
        const key_type *least = least_child(keys + first);
        if (key < *least) {
            break;
        }
        size_t child = (size_t)(least - keys);
        uint32_t moved = slots[child];
        keys[hole] = *least;
        slots[hole] = moved;
        payload[moved].position = (uint32_t)hole;
        hole = child;
        first = CHILDREN * hole + 1;
    }
    keys[hole] = key;
    slots[hole] = slot;
    payload[slot].position = (uint32_t)hole;
}

/* Closes the open root with the last entry. */
static inline void close_root(struct bw_event_list *list)
{
    uint32_t last = list->count;
    key_type key = list->keys[last];
    list->keys[last] = KEY_NONE;
    list->open = 0;
    if (last > 0) {
        sift_down(list, 0, key, list->slots[last]);
    }
}

/* Takes the entry at position out of the heap; its slot is left to the caller. */
static inline void remove_entry(struct bw_event_list *list, uint32_t position)
{
    uint32_t last = --list->count;
    key_type key = list->keys[last];
    uint32_t slot = list->slots[last];
    list->keys[last] = KEY_NONE;
    if (position == last) {
        return;
    }
    if (position > 0 && key < list->keys[(position - 1) / CHILDREN]) {
        sift_up(list, position, key, slot);
    } else {
        sift_down(list, position, key, slot);
    }
}

static inline void free_slot(struct bw_event_list *list, uint32_t slot)
{
    struct bw_event_slot *payload = &list->payload[slot];
    payload->generation += 2; /* stays odd: 0 belongs to the handle that names none */
    payload->position = list->free_slot;
    list->free_slot = slot;
}

/* The heap never holds more entries than it has capacity, so a slot is always there. */
static inline uint32_t take_slot(struct bw_event_list *list)
{
    uint32_t slot = list->free_slot;
    if (slot != 0) {
        list->free_slot = list->payload[slot].position;
        return slot;
    }
    slot = list->slot_count++;
    list->payload[slot].generation = 1;
    return slot;
}

/* Round of a new event at the present instant. */
static inline uint32_t next_round(const struct bw_event_list *list, uint8_t phase)
{
    if (list->phase == PHASE_NONE) {
        return 0;
    }
    return phase > list->phase ? list->round : list->round + 1u;
}

static struct bw_event_handle refuse(
    struct bw_event_list *list, enum bw_status status, const struct bw_event *event)
{
    if (list->status == BW_OK) {
        list->status = status;
        list->loop = *event;
    }
    return (struct bw_event_handle){.slot = 0};
}

struct bw_event_handle bw_event_list_schedule(
    struct bw_event_list *list, uint32_t scheduler, const struct bw_event *event)
{
    BW_ASSERT(scheduler < list->scheduler_count);
    BW_ASSERT(event->phase < BW_PHASE_COUNT);
    BW_ASSERT(event->time >= list->now);

    uint32_t round = event->time == list->now ? next_round(list, event->phase) : 0;
    if (round >= BW_ROUND_LIMIT) {
        return refuse(list, BW_ERR_MODEL, event);
    }
    if (list->count == list->capacity
        && (list->capacity >= CAPACITY_MAX
            || grow(list, 2 * list->capacity) != BW_OK)) {
        return refuse(list, BW_ERR_NOMEM, event);
    }
    /* The difference fits 64 bits without a sign, whatever the signs of the times. */
    uint64_t ticks = (uint64_t)event->time - (uint64_t)list->origin;
    ticks = ticks < TIME_LAST ? ticks : TIME_LAST;
    uint64_t sequence = list->sequence[scheduler]++;
    BW_ASSERT(sequence < SEQUENCE_LIMIT);
    uint64_t high = ticks << (ROUND_BITS + PHASE_BITS) | (uint64_t)round << PHASE_BITS
        | event->phase;
    uint64_t low = (uint64_t)scheduler << SEQUENCE_BITS | sequence;

    uint32_t slot = take_slot(list);
    struct bw_event_slot *payload = &list->payload[slot];
    payload->event = *event;
    payload->event.round = (uint8_t)round;
    uint32_t position = list->count++;
    if (list->count > list->peak) {
        list->peak = list->count;
    }
    if (list->open != 0) {
        list->open = 0;
        fill_root(list, (key_type)high << 64 | low, slot);
    } else {
        sift_up(list, position, (key_type)high << 64 | low, slot);
    }
    return (struct bw_event_handle){.slot = slot, .generation = payload->generation};
}

bool bw_event_list_pop(
    struct bw_event_list *list, bw_time limit, struct bw_event *event)
{
    if (list->open != 0) {
        close_root(list);
    }
    if (list->count == 0) {
        return false;
    }
    uint32_t slot = list->slots[0];
    const struct bw_event *first = &list->payload[slot].event;
    if (first->time > limit) {
        return false;
    }
    *event = *first;
    list->now = event->time;
    list->round = event->round;
    list->phase = event->phase;
    list->count--;
    list->open = 1;
    free_slot(list, slot);
    return true;
}

bool bw_event_list_cancel(struct bw_event_list *list, struct bw_event_handle handle)
{
    if (!bw_event_list_is_pending(list, handle)) {
        return false;
    }
    if (list->open != 0) {
        close_root(list);
    }
    remove_entry(list, list->payload[handle.slot].position);
    free_slot(list, handle.slot);
    return true;
}

/* Freeing a slot changes its generation, so an equal one means that it is in use. */
bool bw_event_list_is_pending(
    const struct bw_event_list *list, struct bw_event_handle handle)
{
    return handle.slot != 0 && handle.slot < list->slot_count
        && list->payload[handle.slot].generation == handle.generation;
}
