/* SPDX-License-Identifier: Apache-2.0
 *
 * Base and engine under a failing allocator: a status or a mark, never a crash, nothing
 * lost. Every exercise is run once for each of its requests failing.
 */
#include "base/arena.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/text.h"
#include "base/vector.h"
#include "engine/distribution.h"
#include "engine/event_list.h"
#include "engine/sketch.h"
#include "failing_memory.h"
#include "unit.h"

#include <stdbool.h>
#include <string.h>

#define REQUESTS_MAX 1000

/* Runs an exercise with each request failing in turn. The exercise returns true when it
 * noticed a failure. */
static void fail_each_request(bool (*exercise)(void))
{
    long live = bw_failing_memory_live();
    for (long nth = 1; nth < REQUESTS_MAX; nth++) {
        bw_failing_memory_arm(nth);
        bool noticed = exercise();
        bool failed = bw_failing_memory_requests() >= nth;
        bw_failing_memory_arm(0);
        assert_int_equal(bw_failing_memory_live(), live);
        assert_int_equal(noticed, failed);
        if (!failed) {
            assert_true(nth > 1);
            return;
        }
    }
    fail();
}

static bool fill_text(void)
{
    struct bw_text text;
    bw_text_init(&text);
    size_t expected = 0;
    for (int i = 0; i < 200; i++) {
        bw_text_format(&text, "%d ", i);
        bw_text_add(&text, "some words ");
        if (!text.failed) {
            expected = text.length;
        }
    }
    bool failed = text.failed;
    assert_true(text.length >= expected);
    assert_int_equal(strlen(bw_text_get(&text)), text.length);
    bw_text_release(&text);
    return failed;
}

static bool fill_vector(void)
{
    struct bw_vector vector;
    bw_vector_init(&vector, 40);
    bool failed = false;
    for (int i = 0; i < 500; i++) {
        size_t before = vector.count;
        void *item;
        if (bw_vector_push(&vector, &item) != BW_OK) {
            failed = true;
            assert_int_equal(vector.count, before);
        }
    }
    bw_vector_release(&vector);
    return failed;
}

static bool fill_pool(void)
{
    struct bw_pool pool;
    bool failed = bw_pool_init(&pool, 48) != BW_OK;
    for (int i = 0; !failed && i < 40 * (int)BW_POOL_CHUNK_ITEMS; i++) {
        uint32_t index = bw_pool_take(&pool);
        failed = index == 0;
        memset(bw_pool_at(&pool, index), 1, 48); /* item 0 takes it, too */
    }
    bw_pool_release(&pool);
    return failed;
}

static bool fill_arena(void)
{
    struct bw_arena arena;
    bw_arena_init(&arena);
    bool failed = false;
    for (size_t i = 1; i < 100; i++) {
        failed = bw_arena_allocate(&arena, i, 100) == NULL || failed;
    }
    bw_arena_release(&arena);
    return failed;
}

static bool fill_error_list(void)
{
    struct bw_error_list list;
    bw_error_list_init(&list);
    for (int i = 0; i < 100; i++) {
        bw_error_add(&list, BW_SEVERITY_ERROR, BW_ERR_INPUT,
            (struct bw_position){"file.yaml", i + 1, 1}, "sites.x", "error %d", i);
    }
    assert_int_equal(list.error_count, 100);
    bool lost = list.count < 100;
    for (size_t i = 0; i < list.count; i++) {
        assert_string_equal(list.errors[i].path, "sites.x");
        assert_non_null(list.errors[i].text);
    }
    bw_error_list_release(&list);
    return lost;
}

static bool fill_event_list(void)
{
    struct bw_event_list list;
    bool failed = bw_event_list_init(&list, 10) != BW_OK;
    if (failed) {
        return true;
    }
    bw_event_list_limit_front(&list, UINT32_MAX);
    bw_event_list_reset(&list, 0);
    uint32_t scheduled = 0;
    for (uint32_t i = 0; i < 2000; i++) {
        struct bw_event event = {.time = 5000 - (bw_time)i, .a = i};
        struct bw_event_handle handle = bw_event_list_schedule(&list, i % 10, &event);
        scheduled += handle.slot != 0 ? 1 : 0;
    }
    failed = scheduled < 2000;
    assert_int_equal(list.status, failed ? BW_ERR_NOMEM : BW_OK);
    bw_time before = 0;
    struct bw_event event;
    while (bw_event_list_pop(&list, BW_FOREVER, &event)) {
        assert_true(event.time > before);
        before = event.time;
        scheduled--;
    }
    assert_int_equal(scheduled, 0);
    bw_event_list_release(&list);
    return failed;
}

static bool make_laws(void)
{
    static const double values[] = {3, 1, 2};
    static const double weights[] = {0.5, 0.25, 0.25};
    struct bw_arena arena;
    struct bw_law laws[3];
    bw_arena_init(&arena);
    const char *wrong = bw_law_make_discrete(&arena, values, weights, 3, &laws[0]);
    if (wrong == NULL) {
        wrong = bw_law_make_empirical(&arena, values, 3, &laws[1]);
    }
    if (wrong == NULL) {
        wrong = bw_law_make_shifted(&arena, 1, &laws[0], &laws[2]);
    }
    struct bw_law mixture;
    if (wrong == NULL) {
        wrong = bw_law_make_mixture(&arena, laws, weights, 3, &mixture);
    }
    if (wrong != NULL) {
        assert_string_equal(wrong, "out of memory");
    }
    bw_arena_release(&arena);
    return wrong != NULL;
}

static bool make_sketch(void)
{
    struct bw_sketch sketch;
    bool failed = bw_sketch_init(&sketch) != BW_OK;
    bw_sketch_release(&sketch);
    return failed;
}

static void test_text_with_each_request_failing_is_marked(void **state)
{
    (void)state;
    fail_each_request(fill_text);
}

static void test_vector_with_each_request_failing_gives_a_status(void **state)
{
    (void)state;
    fail_each_request(fill_vector);
}

static void test_pool_with_each_request_failing_gives_index_zero(void **state)
{
    (void)state;
    fail_each_request(fill_pool);
}

static void test_arena_with_each_request_failing_gives_null(void **state)
{
    (void)state;
    fail_each_request(fill_arena);
}

static void test_error_list_with_each_request_failing_still_counts(void **state)
{
    (void)state;
    fail_each_request(fill_error_list);
}

static void test_event_list_with_each_request_failing_keeps_its_order(void **state)
{
    (void)state;
    fail_each_request(fill_event_list);
}

static void test_laws_with_each_request_failing_say_out_of_memory(void **state)
{
    (void)state;
    fail_each_request(make_laws);
}

static void test_sketch_with_each_request_failing_gives_a_status(void **state)
{
    (void)state;
    fail_each_request(make_sketch);
}

/* The events go to the front then, which is slower and in the same order. */
static void test_event_list_without_memory_for_a_rung_keeps_its_order(void **state)
{
    (void)state;
    struct bw_event_list list;
    struct bw_event event = {.time = 0};
    assert_int_equal(bw_event_list_init(&list, 1), BW_OK);
    bw_event_list_limit_front(&list, 100);
    assert_int_equal(bw_event_list_reserve(&list, 5000), BW_OK);
    for (uint32_t i = 0; i < 5000; i++) {
        event.time = 1 + (bw_time)(i * 7919u % 5003u);
        (void)bw_event_list_schedule(&list, 0, &event);
    }
    bw_failing_memory_arm(1); /* the first request is the rung */
    bw_time before = 0;
    for (uint32_t i = 0; i < 5000; i++) {
        assert_true(bw_event_list_pop(&list, BW_FOREVER, &event));
        assert_true(event.time > before);
        before = event.time;
    }
    assert_true(bw_failing_memory_requests() > 1);
    bw_failing_memory_arm(0);
    assert_int_equal(list.status, BW_OK);
    bw_event_list_release(&list);
}

static void test_event_list_once_warm_allocates_nothing(void **state)
{
    (void)state;
    struct bw_event_list list;
    assert_int_equal(bw_event_list_init(&list, 100), BW_OK);
    for (int replication = 0; replication < 3; replication++) {
        bw_event_list_reset(&list, -1000);
        for (uint32_t i = 0; i < 3000; i++) {
            struct bw_event event = {.time = i, .a = i};
            (void)bw_event_list_schedule(&list, i % 100, &event);
        }
        if (replication == 1) {
            bw_failing_memory_arm(0); /* warm: count from here */
        }
        for (uint32_t i = 0; i < 50000; i++) {
            struct bw_event event = {.time = 0};
            assert_true(bw_event_list_pop(&list, BW_FOREVER, &event));
            event.time += 1 + (bw_time)(i * 7919u % 4000u);
            struct bw_event_handle handle =
                bw_event_list_schedule(&list, i % 100, &event);
            if (i % 3 == 0) {
                assert_true(bw_event_list_cancel(&list, handle));
                (void)bw_event_list_schedule(&list, i % 100, &event);
            }
        }
    }
    assert_int_equal(bw_failing_memory_requests(), 0);
    assert_true(list.peak <= 3000 + 2 * 3000 / 4 + 64); /* with dead entries */
    bw_event_list_release(&list);
}

static void test_pool_once_warm_allocates_nothing(void **state)
{
    (void)state;
    struct bw_pool pool;
    assert_int_equal(bw_pool_init(&pool, 64), BW_OK);
    for (int replication = 0; replication < 3; replication++) {
        bw_pool_reset(&pool);
        for (int i = 0; i < 5000; i++) {
            assert_int_not_equal(bw_pool_take(&pool), 0);
        }
        if (replication == 0) {
            bw_failing_memory_arm(0);
        }
        for (uint32_t i = 1; i <= 5000; i++) {
            bw_pool_give(&pool, i);
            assert_int_equal(bw_pool_take(&pool), i);
        }
    }
    assert_int_equal(bw_failing_memory_requests(), 0);
    bw_pool_release(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_with_each_request_failing_is_marked),
        cmocka_unit_test(test_vector_with_each_request_failing_gives_a_status),
        cmocka_unit_test(test_pool_with_each_request_failing_gives_index_zero),
        cmocka_unit_test(test_arena_with_each_request_failing_gives_null),
        cmocka_unit_test(test_error_list_with_each_request_failing_still_counts),
        cmocka_unit_test(test_event_list_with_each_request_failing_keeps_its_order),
        cmocka_unit_test(test_laws_with_each_request_failing_say_out_of_memory),
        cmocka_unit_test(test_sketch_with_each_request_failing_gives_a_status),
        cmocka_unit_test(test_event_list_without_memory_for_a_rung_keeps_its_order),
        cmocka_unit_test(test_event_list_once_warm_allocates_nothing),
        cmocka_unit_test(test_pool_once_warm_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
