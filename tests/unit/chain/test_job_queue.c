/* SPDX-License-Identifier: Apache-2.0
 *
 * The queue of jobs against a sorted list, over random pushes and pops.
 */
#include "unit.h"

#include "chain/job_queue.h"
#include "chain/state_internal.h"

#include <string.h>

#define JOBS 400

static uint64_t draw(uint64_t *random)
{
    uint64_t z = *random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* Place in waiting of the job that must come out next. */
static size_t find_first(
    const struct bw_state *state, const uint32_t *waiting, size_t count)
{
    size_t first = 0;

    for (size_t i = 1; i < count; i++) {
        if (bw_job_goes_before(state, waiting[i], waiting[first])) {
            first = i;
        }
    }
    return first;
}

static void drive(bool by_key)
{
    struct bw_state state;
    struct bw_job_queue queue = {.by_key = by_key};
    uint32_t waiting[JOBS];
    uint64_t random = 7, arrivals = 0;
    size_t count = 0;

    memset(&state, 0, sizeof state);
    assert_int_equal(bw_pool_init(&state.jobs, sizeof(struct bw_job)), BW_OK);
    for (int step = 0; step < 20000; step++) {
        /* The queue grows and shrinks in turns. */
        bool push = draw(&random) % 10 < (step / 500 % 2 == 0 ? 7u : 3u);

        if (push && count < JOBS) {
            uint32_t job = bw_pool_take(&state.jobs);
            struct bw_job *j = bw_pool_at(&state.jobs, job);

            j->arrival = arrivals++;
            j->key = by_key ? (int64_t)(draw(&random) % 6) : 0;
            bw_job_queue_push(&state, &queue, job);
            waiting[count++] = job;
        } else if (count > 0) {
            size_t at = find_first(&state, waiting, count);

            assert_int_equal(queue.first, waiting[at]);
            assert_int_equal(bw_job_queue_pop(&state, &queue), waiting[at]);
            bw_pool_give(&state.jobs, waiting[at]);
            waiting[at] = waiting[--count];
        }
        assert_int_equal(queue.length, count);
        assert_int_equal(queue.first == 0, count == 0);
    }
    bw_pool_release(&state.jobs);
}

static void test_job_queue_without_keys_is_first_in_first_out(void **state)
{
    (void)state;
    drive(false);
}

static void test_job_queue_by_key_keeps_the_order_of_equals(void **state)
{
    (void)state;
    drive(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_job_queue_without_keys_is_first_in_first_out),
        cmocka_unit_test(test_job_queue_by_key_keeps_the_order_of_equals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
