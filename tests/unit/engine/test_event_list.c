/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/event_list.h"
#include "engine/stream.h"
#include "unit.h"

#include <string.h>

#define SCHEDULERS 1000

static int set_up(void **state)
{
    static struct bw_event_list list;
    *state = &list;
    if (bw_event_list_init(&list, SCHEDULERS) != BW_OK) {
        return -1;
    }
    bw_event_list_reset(&list, 0);
    return 0;
}

static int tear_down(void **state)
{
    bw_event_list_release(*state);
    return 0;
}

/* Schedules an event marked a and returns its handle. */
static struct bw_event_handle add(struct bw_event_list *list, uint32_t scheduler,
    bw_time time, enum bw_phase phase, uint32_t a)
{
    struct bw_event event = {.time = time, .phase = (uint8_t)phase, .a = a};
    struct bw_event_handle handle = bw_event_list_schedule(list, scheduler, &event);
    assert_true(handle.slot != 0);
    return handle;
}

static struct bw_event pop(struct bw_event_list *list, uint32_t expected_a)
{
    struct bw_event event;
    assert_true(bw_event_list_pop(list, BW_FOREVER, &event));
    assert_int_equal(event.a, expected_a);
    assert_true(list->now == event.time);
    return event;
}

static void test_event_list_pop_goes_by_time(void **state)
{
    struct bw_event_list *list = *state;
    add(list, 1, 30, BW_PHASE_CHANGE, 3);
    add(list, 2, 10, BW_PHASE_OBSERVE, 1);
    add(list, 3, 20, BW_PHASE_ORDER, 2);
    assert_true(pop(list, 1).time == 10);
    assert_true(pop(list, 2).time == 20);
    assert_true(pop(list, 3).time == 30);
    struct bw_event event;
    assert_false(bw_event_list_pop(list, BW_FOREVER, &event));
}

static void test_event_list_pop_breaks_ties_by_phase(void **state)
{
    struct bw_event_list *list = *state;
    for (uint32_t i = 0; i < BW_PHASE_COUNT; i++) {
        add(list, i, 5, (enum bw_phase)(BW_PHASE_COUNT - 1 - i),
            BW_PHASE_COUNT - 1 - i);
    }
    for (uint32_t i = 0; i < BW_PHASE_COUNT; i++) {
        assert_int_equal(pop(list, i).phase, i);
    }
}

static void test_event_list_pop_breaks_ties_by_scheduler_then_sequence(void **state)
{
    struct bw_event_list *list = *state;
    add(list, 9, 5, BW_PHASE_ORDER, 4);
    add(list, 2, 5, BW_PHASE_ORDER, 1);
    add(list, 9, 5, BW_PHASE_ORDER, 5);
    add(list, 2, 5, BW_PHASE_ORDER, 2);
    add(list, 3, 5, BW_PHASE_ORDER, 3);
    for (uint32_t i = 1; i <= 5; i++) {
        pop(list, i);
    }
}

static void test_event_list_pop_hands_over_the_whole_event(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event event = {.time = 7,
        .target = 11,
        .a = 22,
        .b = 33,
        .kind = 44,
        .phase = BW_PHASE_START,
        .round = 99}; /* ignored */
    (void)bw_event_list_schedule(list, 0, &event);
    struct bw_event popped;
    assert_true(bw_event_list_pop(list, BW_FOREVER, &popped));
    assert_int_equal(popped.target, 11);
    assert_int_equal(popped.a, 22);
    assert_int_equal(popped.b, 33);
    assert_int_equal(popped.kind, 44);
    assert_int_equal(popped.phase, BW_PHASE_START);
    assert_int_equal(popped.round, 0);
}

static void test_event_list_pop_beyond_the_limit_leaves_the_clock(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event event;
    add(list, 0, 10, BW_PHASE_ORDER, 1);
    add(list, 0, 11, BW_PHASE_ORDER, 2);
    assert_false(bw_event_list_pop(list, 9, &event));
    assert_true(list->now == 0);
    assert_true(bw_event_list_pop(list, 10, &event));
    assert_false(bw_event_list_pop(list, 10, &event));
    assert_true(list->now == 10);
    assert_int_equal(bw_event_list_count(list), 1);
}

static void test_event_list_first_instant_orders_by_phase(void **state)
{
    struct bw_event_list *list = *state;
    bw_event_list_reset(list, -500);
    add(list, 0, -500, BW_PHASE_OBSERVE, 2);
    add(list, 0, -500, BW_PHASE_CHANGE, 1);
    assert_int_equal(pop(list, 1).round, 0);
    assert_int_equal(pop(list, 2).round, 0);
}

static void test_event_list_zero_delay_goes_to_the_right_round(void **state)
{
    struct bw_event_list *list = *state;
    add(list, 0, 5, BW_PHASE_ORDER, 1);
    add(list, 0, 5, BW_PHASE_OBSERVE, 3);
    pop(list, 1);
    add(list, 1, 5, BW_PHASE_ORDER, 5);    /* not later than the present phase */
    add(list, 1, 5, BW_PHASE_COMPLETE, 4); /* likewise, and before it */
    add(list, 1, 5, BW_PHASE_START, 2);    /* later: the same round */
    assert_int_equal(pop(list, 2).round, 0);
    assert_int_equal(pop(list, 3).round, 0);
    assert_int_equal(pop(list, 4).round, 1);
    add(list, 1, 6, BW_PHASE_CHANGE, 6); /* a later instant begins with round 0 */
    assert_int_equal(pop(list, 5).round, 1);
    assert_int_equal(pop(list, 6).round, 0);
}

static void test_event_list_endless_loop_ends_with_the_round_limit(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event event = {.time = 5, .phase = BW_PHASE_ORDER, .target = 17};
    uint32_t dispatched = 0;
    (void)bw_event_list_schedule(list, 0, &event);
    while (bw_event_list_pop(list, BW_FOREVER, &event)) {
        dispatched++;
        struct bw_event_handle handle = bw_event_list_schedule(list, 0, &event);
        assert_true((handle.slot != 0) == (list->status == BW_OK));
    }
    assert_int_equal(dispatched, BW_ROUND_LIMIT); /* rounds 0 to 126 */
    assert_int_equal(list->status, BW_ERR_MODEL);
    assert_int_equal(list->loop.target, 17);
    assert_true(list->loop.time == 5);
    bw_event_list_reset(list, 0);
    assert_int_equal(list->status, BW_OK);
}

static void test_event_list_cancel_removes_one_event(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event_handle handles[100];
    for (uint32_t i = 0; i < 100; i++) {
        handles[i] = add(list, i, 1 + i * 37 % 100, BW_PHASE_ORDER, 1 + i * 37 % 100);
    }
    for (uint32_t i = 0; i < 100; i += 2) {
        assert_true(bw_event_list_is_pending(list, handles[i]));
        assert_true(bw_event_list_cancel(list, handles[i]));
        assert_false(bw_event_list_is_pending(list, handles[i]));
        assert_false(bw_event_list_cancel(list, handles[i]));
    }
    assert_int_equal(bw_event_list_count(list), 50);
    /* 37 is odd, so the cancelled ones (even i) are those of odd times. */
    for (uint32_t time = 2; time <= 100; time += 2) {
        pop(list, time);
    }
    assert_int_equal(bw_event_list_count(list), 0);
}

static void test_event_list_handle_of_dispatched_event_names_none(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event_handle first = add(list, 0, 1, BW_PHASE_ORDER, 1);
    pop(list, 1);
    struct bw_event_handle second = add(list, 0, 2, BW_PHASE_ORDER, 2);
    assert_int_equal(first.slot, second.slot);
    assert_false(bw_event_list_cancel(list, first));
    assert_true(bw_event_list_is_pending(list, second));
    struct bw_event_handle none = {.slot = 0};
    assert_false(bw_event_list_cancel(list, none));
    assert_false(bw_event_list_is_pending(list, none));
    struct bw_event_handle unknown = {.low = 1, .slot = 1000000};
    assert_false(bw_event_list_is_pending(list, unknown));
}

static void test_event_list_time_out_of_reach_is_kept_apart(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event event;
    bw_event_list_reset(list, -BW_YEAR);
    add(list, 0, (bw_time)1 << 62, BW_PHASE_ORDER, 2);
    add(list, 0, 250 * BW_YEAR, BW_PHASE_ORDER, 1);
    pop(list, 1);
    assert_false(bw_event_list_pop(list, 284 * BW_YEAR, &event));
}

/* The same events of 500 schedulers, put in by two orders. */
static void test_event_list_pop_order_ignores_insertion_order(void **state)
{
    struct bw_event_list *list = *state;
    const struct bw_key key = {99, 0};
    uint32_t order[500];
    uint32_t first[500];
    for (uint32_t i = 0; i < 500; i++) {
        order[i] = i;
    }
    for (int pass = 0; pass < 2; pass++) {
        bw_event_list_reset(list, 0);
        for (uint32_t i = 0; i < 500; i++) {
            uint64_t word = bw_stream_word(&key, 1, order[i]);
            add(list, order[i], (bw_time)(word % 20),
                (enum bw_phase)(word / 32 % BW_PHASE_COUNT), order[i]);
        }
        for (uint32_t i = 0; i < 500; i++) {
            struct bw_event event;
            assert_true(bw_event_list_pop(list, BW_FOREVER, &event));
            if (pass == 0) {
                first[i] = event.a;
            }
            assert_int_equal(event.a, first[i]);
        }
        for (uint32_t i = 499; i > 0; i--) { /* Fisher and Yates */
            uint32_t j = (uint32_t)(bw_stream_word(&key, 2, i) % (i + 1));
            uint32_t kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}

/* The reference keeps its entries in an array and looks for the least one. */
struct reference_entry {
    bw_time time;
    uint32_t round, phase, scheduler;
    uint64_t sequence;
    struct bw_event_handle handle;
    uint32_t mark;
};

static int compare_entries(
    const struct reference_entry *a, const struct reference_entry *b)
{
    const uint64_t left[] = {
        (uint64_t)a->time, a->round, a->phase, a->scheduler, a->sequence};
    const uint64_t right[] = {
        (uint64_t)b->time, b->round, b->phase, b->scheduler, b->sequence};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(left); i++) {
        if (left[i] != right[i]) {
            return left[i] < right[i] ? -1 : 1;
        }
    }
    return 0;
}

#define REFERENCE_MAX 400
#define RANDOM_OPERATIONS 1000000u
#define REFERENCE_SCHEDULERS 7

/* Delays in ticks: all in a few instants, or from one tick to weeks. */
enum delays { DELAYS_TIES, DELAYS_MIXED };

struct reference {
    enum delays delays;
    struct reference_entry entries[REFERENCE_MAX];
    uint64_t sequence[REFERENCE_SCHEDULERS];
    uint32_t count;
    bw_time now;
    int round, phase; /* phase -1 before the first event */
};

static void reference_remove(struct reference *reference, uint32_t index)
{
    reference->entries[index] = reference->entries[--reference->count];
}

static void schedule_both(struct bw_event_list *list, struct reference *reference,
    uint64_t word, uint32_t mark)
{
    bw_time delay = (bw_time)(word % 4);
    if (reference->delays == DELAYS_MIXED && delay > 0) {
        delay = (bw_time)(word >> 24) >> (word % 37 + 3);
    }
    struct reference_entry entry = {.time = reference->now + delay,
        .phase = (uint32_t)(word >> 8) % BW_PHASE_COUNT,
        .scheduler = (uint32_t)(word >> 16) % REFERENCE_SCHEDULERS,
        .mark = mark};
    if (entry.time == reference->now && reference->phase >= 0) {
        entry.round =
            (uint32_t)reference->round + ((int)entry.phase > reference->phase ? 0 : 1);
    }
    if (entry.round >= BW_ROUND_LIMIT - 1) {
        return;
    }
    entry.sequence = reference->sequence[entry.scheduler]++;
    entry.handle =
        add(list, entry.scheduler, entry.time, (enum bw_phase)entry.phase, mark);
    reference->entries[reference->count++] = entry;
}

static void pop_both(struct bw_event_list *list, struct reference *reference)
{
    uint32_t least = 0;
    for (uint32_t i = 1; i < reference->count; i++) {
        if (compare_entries(&reference->entries[i], &reference->entries[least]) < 0) {
            least = i;
        }
    }
    const struct reference_entry *entry = &reference->entries[least];
    struct bw_event event = pop(list, entry->mark);
    assert_true(event.time == entry->time);
    assert_int_equal(event.round, entry->round);
    assert_int_equal(event.phase, entry->phase);
    reference->now = entry->time;
    reference->round = (int)entry->round;
    reference->phase = (int)entry->phase;
    reference_remove(reference, least);
}

static void reschedule_both(struct bw_event_list *list, struct reference *reference,
    uint64_t word, uint32_t choice)
{
    struct reference_entry *entry = &reference->entries[choice % reference->count];
    struct bw_event_handle old = entry->handle;
    entry->time = reference->now + 1 + (bw_time)(word % 1000);
    entry->round = 0;
    entry->phase = (uint32_t)(word >> 12) % BW_PHASE_COUNT;
    entry->scheduler = (uint32_t)(word >> 16) % REFERENCE_SCHEDULERS;
    entry->sequence = reference->sequence[entry->scheduler]++;
    entry->handle = bw_event_list_reschedule(
        list, entry->scheduler, old, entry->time, (enum bw_phase)entry->phase);
    assert_true(bw_event_list_is_pending(list, entry->handle));
    assert_false(bw_event_list_is_pending(list, old));
}

/* Drives list and reference through the same random operations. */
static void match_reference(
    struct bw_event_list *list, uint32_t front_limit, enum delays delays)
{
    static struct reference reference;
    const struct bw_key key = {20260105, front_limit};
    memset(&reference, 0, sizeof reference);
    reference.phase = -1;
    reference.delays = delays;
    bw_event_list_limit_front(list, front_limit);
    for (uint32_t i = 0; i < RANDOM_OPERATIONS; i++) {
        uint64_t word = bw_stream_word(&key, 3, i);
        uint64_t what = word >> 32;
        bool full = reference.count == REFERENCE_MAX;
        /* Long tides of more coming and more going. */
        unsigned threshold = i / 2000 % 2 == 0 ? 6 : 4;
        if (!full && (reference.count == 0 || what % 10 < threshold)) {
            schedule_both(list, &reference, word, i);
        } else if (what % 10 == 9) {
            uint32_t index = (uint32_t)(what / 16) % reference.count;
            assert_true(bw_event_list_cancel(list, reference.entries[index].handle));
            reference_remove(&reference, index);
        } else if (what % 40 == 8) {
            reschedule_both(list, &reference, word, (uint32_t)(what / 64));
        } else {
            pop_both(list, &reference);
        }
        assert_int_equal(bw_event_list_count(list), reference.count);
    }
    while (reference.count > 0) {
        pop_both(list, &reference);
    }
    assert_int_equal(bw_event_list_count(list), 0);
}

static void test_event_list_random_operations_match_a_reference(void **state)
{
    match_reference(*state, UINT32_MAX, DELAYS_TIES);
}

static void test_event_list_random_operations_match_with_a_ladder(void **state)
{
    match_reference(*state, 64, DELAYS_TIES);
    assert_int_equal(bw_event_list_reserve(*state, 1000), BW_OK);
    bw_event_list_reset(*state, -BW_YEAR);
}

static void test_event_list_mixed_delays_match_with_a_ladder(void **state)
{
    match_reference(*state, 64, DELAYS_MIXED);
}

/* Thousands pending, so that the ladder has several rungs: heap and ladder must give
 * out the same. */
static void test_event_list_heap_and_ladder_pop_the_same(void **state)
{
    struct bw_event_list *ladder = *state;
    struct bw_event_list heap;
    struct bw_event_handle handles[2][256] = {{{.slot = 0}}};
    const struct bw_key key = {77, 1};
    assert_int_equal(bw_event_list_init(&heap, SCHEDULERS), BW_OK);
    bw_event_list_limit_front(&heap, UINT32_MAX);
    bw_event_list_limit_front(ladder, 100);
    struct bw_event_list *lists[2] = {&heap, ladder};
    for (uint32_t i = 0; i < 300000; i++) {
        uint64_t word = bw_stream_word(&key, 1, i);
        /* Minutes and years, some in one instant, and a tide of 20,000 events. */
        bw_time delay = (bw_time)(word >> 20) >> (word % 50);
        struct bw_event found[2] = {{.time = 0}, {.time = 0}};
        for (int l = 0; l < 2; l++) {
            struct bw_event event = {
                .time = lists[l]->now + delay, .phase = BW_PHASE_ORDER, .a = i};
            handles[l][i % 256] = bw_event_list_schedule(lists[l], i % 1000, &event);
            if (word % 16 == 3) {
                (void)bw_event_list_cancel(
                    lists[l], handles[l][(i - word % 200) % 256]);
            }
            if (i % 40000 >= 20000 || i % 3 == 0) {
                (void)bw_event_list_pop(lists[l], BW_FOREVER, &found[l]);
            }
        }
        assert_int_equal(found[0].a, found[1].a);
        assert_true(found[0].time == found[1].time);
    }
    assert_int_equal(bw_event_list_count(&heap), bw_event_list_count(ladder));
    assert_true(heap.ladder.count == 0 && ladder->ladder.count > 0);
    bw_event_list_release(&heap);
}

static void test_event_list_repeat_schedules_the_last_event_anew(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event event = {
        .time = 10, .target = 3, .a = 4, .b = 5, .kind = 6, .phase = BW_PHASE_ORDER};
    struct bw_event_handle handle = bw_event_list_schedule(list, 1, &event);
    add(list, 0, 20, BW_PHASE_ORDER, 9);
    pop(list, 4);
    assert_true(bw_event_list_is_last(list, handle));
    handle = bw_event_list_repeat(list, 1, 30, BW_PHASE_START);
    assert_false(bw_event_list_is_last(list, handle));
    pop(list, 9);
    assert_false(bw_event_list_is_last(list, handle));
    event = pop(list, 4);
    assert_int_equal(event.target, 3);
    assert_int_equal(event.b, 5);
    assert_int_equal(event.kind, 6);
    assert_int_equal(event.phase, BW_PHASE_START);
    assert_true(event.time == 30);
    handle = bw_event_list_repeat(list, 1, 30, BW_PHASE_ORDER); /* the next round */
    assert_int_equal(pop(list, 4).round, 1);
}

/* Cancelling for ever must not pile up dead entries, in the front or in the ladder. */
static void test_event_list_cancelled_events_are_cleared_out(void **state)
{
    struct bw_event_list *list = *state;
    for (int pass = 0; pass < 2; pass++) {
        uint32_t pending = pass == 0 ? 1000 : 20000;
        bw_event_list_reset(list, 0);
        for (uint32_t i = 0; i < pending; i++) {
            add(list, i % SCHEDULERS, 1000 + 7 * (bw_time)i, BW_PHASE_ORDER, i);
        }
        for (uint32_t i = 0; i < 200000; i++) {
            bw_time time = 1 + (bw_time)(i * 7919u % 1000000u);
            struct bw_event_handle handle =
                add(list, i % SCHEDULERS, time, BW_PHASE_ORDER, i);
            assert_true(bw_event_list_cancel(list, handle));
        }
        assert_int_equal(bw_event_list_count(list), pending);
        assert_true(list->peak <= 2 * pending);
    }
}

/* Popping leaves the root open; whatever comes next must find the list whole. */
static void test_event_list_open_root_is_closed_by_whatever_comes(void **state)
{
    struct bw_event_list *list = *state;
    struct bw_event_handle handles[9];
    struct bw_event event;
    for (uint32_t i = 1; i <= 8; i++) {
        handles[i] = add(list, 0, 10 * i, BW_PHASE_ORDER, i);
    }
    pop(list, 1);
    assert_int_equal(bw_event_list_count(list), 7);
    assert_true(bw_event_list_cancel(list, handles[8])); /* the last entry */
    pop(list, 2);
    assert_true(bw_event_list_cancel(list, handles[3])); /* the first one */
    pop(list, 4);
    assert_int_equal(bw_event_list_reserve(list, 5000), BW_OK);
    pop(list, 5);
    add(list, 0, 55, BW_PHASE_ORDER, 55); /* goes into the root and stays there */
    pop(list, 55);
    add(list, 0, 95, BW_PHASE_ORDER, 95); /* goes through it to the end */
    pop(list, 6);
    bw_event_list_reset(list, 0);
    assert_false(bw_event_list_pop(list, BW_FOREVER, &event));
    add(list, 0, 3, BW_PHASE_ORDER, 1);
    pop(list, 1);
    assert_false(bw_event_list_pop(list, BW_FOREVER, &event));
    assert_int_equal(bw_event_list_count(list), 0);
}

static void test_event_list_reserve_keeps_what_is_pending(void **state)
{
    struct bw_event_list *list = *state;
    for (uint32_t i = 1; i <= 100; i++) {
        add(list, 0, 101 - i, BW_PHASE_ORDER, 101 - i);
    }
    assert_int_equal(bw_event_list_reserve(list, 10000), BW_OK);
    assert_true(list->slot_capacity >= 10000);
    assert_true(bw_event_list_bytes(list) >= 10000u * 40u);
    assert_true(bw_event_list_bytes(list) <= 10001u * 56u + 512u + 8u * SCHEDULERS);
    for (uint32_t i = 1; i <= 100; i++) {
        pop(list, i);
    }
}

static void test_event_list_large_heap_comes_out_sorted(void **state)
{
    struct bw_event_list *list = *state;
    const struct bw_key key = {4, 0};
    for (uint32_t i = 0; i < 100000; i++) {
        bw_time time = (bw_time)(bw_stream_word(&key, 1, i) >> 40);
        add(list, i % SCHEDULERS, time, BW_PHASE_ORDER, i);
    }
    assert_int_equal(list->peak, 100000);
    bw_time before = 0;
    struct bw_event event;
    for (uint32_t i = 0; i < 100000; i++) {
        assert_true(bw_event_list_pop(list, BW_FOREVER, &event));
        assert_true(event.time >= before);
        before = event.time;
    }
}

#define LIST_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIST_TEST(test_event_list_pop_goes_by_time),
        LIST_TEST(test_event_list_pop_breaks_ties_by_phase),
        LIST_TEST(test_event_list_pop_breaks_ties_by_scheduler_then_sequence),
        LIST_TEST(test_event_list_pop_hands_over_the_whole_event),
        LIST_TEST(test_event_list_pop_beyond_the_limit_leaves_the_clock),
        LIST_TEST(test_event_list_first_instant_orders_by_phase),
        LIST_TEST(test_event_list_zero_delay_goes_to_the_right_round),
        LIST_TEST(test_event_list_endless_loop_ends_with_the_round_limit),
        LIST_TEST(test_event_list_cancel_removes_one_event),
        LIST_TEST(test_event_list_handle_of_dispatched_event_names_none),
        LIST_TEST(test_event_list_time_out_of_reach_is_kept_apart),
        LIST_TEST(test_event_list_pop_order_ignores_insertion_order),
        LIST_TEST(test_event_list_random_operations_match_a_reference),
        LIST_TEST(test_event_list_random_operations_match_with_a_ladder),
        LIST_TEST(test_event_list_mixed_delays_match_with_a_ladder),
        LIST_TEST(test_event_list_heap_and_ladder_pop_the_same),
        LIST_TEST(test_event_list_repeat_schedules_the_last_event_anew),
        LIST_TEST(test_event_list_cancelled_events_are_cleared_out),
        LIST_TEST(test_event_list_open_root_is_closed_by_whatever_comes),
        LIST_TEST(test_event_list_reserve_keeps_what_is_pending),
        LIST_TEST(test_event_list_large_heap_comes_out_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
