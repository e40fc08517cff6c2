/* SPDX-License-Identifier: Apache-2.0
 *
 * Places before a step, worked out by hand; circles that block themselves; customers
 * who keep a resource busy.
 */
#include "unit.h"

#include "study.h"

#include <string.h>

#define MACHINE TEST_FOLDER "/machine.yaml"
#define EXACT 1e-12
#define FIRST "sites.shop.resources.machine"
#define SECOND "sites.shop.resources.oven"

/* The long job is on the machine on day 10 and in the oven from day 11 to 16. a is on
 * the machine from day 11 to 12 and finds no place before the oven; b comes on day 12
 * and needs the machine alone. */
#define LINE                                                                           \
    {"sites.shop.resources", "{machine: {servers: 1}, oven: {servers: 1}}"},           \
        {"sites.shop.make.long.steps",                                                 \
            "{cut: {resource: machine, time: 1 d}, bake: {resource: oven, time: 5 d, " \
            "buffer: 0}}"},                                                            \
    {                                                                                  \
        "sites.shop.make.a.steps",                                                     \
            "{cut: {resource: machine, time: 1 d}, bake: {resource: oven, time: 1 d, " \
            "buffer: 0}}"                                                              \
    }
#define LINE_COUNT 3

static void run(struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, MACHINE, set, count);
    bw_study_run(study, 1, 0);
}

/* a leaves the machine on day 16, and b starts there. */
static void test_block_goods_without_a_place_keep_their_server(void **state)
{
    const struct bw_assignment set[] = {LINE};
    struct bw_study study;

    (void)state;
    run(&study, set, LINE_COUNT);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "blocked"), 4.0 / 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "busy"), 3.0 / 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "idle"), 12.0 / 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "starved"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, SECOND, "busy"), 6.0 / 19.0, EXACT);
    /* While the first of them is on the machine. */
    bw_assert_close(bw_study_value(&study, SECOND, "starved"), 1.0 / 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, SECOND, "idle"), 12.0 / 19.0, EXACT);
    /* The oven is to blame for what a waits on the machine, and the machine for b. */
    bw_assert_close(bw_study_wait(&study, SECOND, BW_STAGE_BLOCKED), 4.0 / 3.0, EXACT);
    bw_assert_close(bw_study_wait(&study, SECOND, BW_STAGE_QUEUE), 0.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FIRST, BW_STAGE_QUEUE), 4.0 / 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, SECOND, "wait"), 0.0, EXACT);
    bw_study_close(&study);
}

/* With one place a waits there, and b is served on day 12. */
static void test_block_place_takes_the_goods_off_the_server(void **state)
{
    const struct bw_assignment set[] = {
        LINE, {"sites.shop.make.a.steps.bake.buffer", "1"}};
    struct bw_study study;

    (void)state;
    run(&study, set, LINE_COUNT + 1);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "blocked"), 0.0, EXACT);
    bw_assert_close(bw_study_wait(&study, SECOND, BW_STAGE_QUEUE), 4.0 / 3.0, EXACT);
    bw_study_close(&study);
}

/* The machine fails on day 15 for three days, with a on it: a goes on at its time, b
 * waits for the repair. */
static void test_block_goods_may_leave_a_server_that_failed(void **state)
{
    const struct bw_assignment set[] = {
        LINE, {FIRST ".failure", "{every: 15 d, repair: 3 d}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, LINE_COUNT + 1);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "blocked"), 3.0 / 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "down"), 3.0 / 19.0, EXACT);
    bw_assert_close(bw_study_wait(&study, SECOND, BW_STAGE_BLOCKED), 4.0 / 3.0, EXACT);
    bw_study_close(&study);
}

/* The machine fails on day 13 for a day and is blocked before and after. */
static void test_block_server_stays_blocked_after_a_repair(void **state)
{
    const struct bw_assignment set[] = {
        LINE, {FIRST ".failure", "{every: 13 d, repair: 1 d}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, LINE_COUNT + 1);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "blocked"), 3.0 / 19.0, EXACT);
    bw_study_close(&study);
}

/* Two steps on one machine, and no place between them: the goods simply stay there. */
static void test_block_goods_that_stay_need_no_place(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.long.steps",
            "{cut: {resource: machine, time: 1 d}, polish: {resource: machine, time: 2 "
            "d, buffer: 0}}"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 3.0, EXACT);
    bw_study_close(&study);
}

/* From the machine to the oven and back without a place: the machine waits for the oven
 * and the oven for the machine. */
static void test_block_circle_is_named(void **state)
{
    const struct bw_assignment set[] = {
        LINE,
        {"sites.shop.make.long.steps",
            "{cut: {resource: machine, time: 1 d}, bake: {resource: oven, time: 2 d, "
            "buffer: 0}, pack: {resource: machine, time: 1 d, buffer: 0}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, LINE_COUNT + 1);
    assert_int_equal(
        bw_simulation_run(study.simulation, 1, 0, study.values, &study.errors),
        BW_ERR_MODEL);
    assert_int_equal(study.errors.error_count, 1);
    assert_non_null(strstr(study.errors.errors[study.errors.count - 1].text,
        FIRST " -> " SECOND " -> " FIRST));
    assert_non_null(
        strstr(study.errors.errors[study.errors.count - 1].text, "day 13.000000"));
    bw_study_close(&study);
}

/* Somebody always waits for the machine: it works all the time, on 40 jobs of 2 d in 80
 * days, with one in the queue. */
static void test_block_saturated_customers_keep_a_resource_busy(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.long.steps.work.time", "2 d"},
        {"sites.shop.make.long.batch", "5"},
        {"demand.long.arrivals", "saturated"},
        {"demand.a.arrivals.every", "999 d"},
        {"demand.b.arrivals.every", "999 d"},
        {"time.horizon", "80 d"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, BW_ARRAY_LENGTH(set));
    bw_assert_close(bw_study_value(&study, FIRST, "busy"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, FIRST, "queue_length"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 5.0 * 39.0, 5.0);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 4.0, 0.1);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_block_goods_without_a_place_keep_their_server),
        cmocka_unit_test(test_block_place_takes_the_goods_off_the_server),
        cmocka_unit_test(test_block_goods_may_leave_a_server_that_failed),
        cmocka_unit_test(test_block_server_stays_blocked_after_a_repair),
        cmocka_unit_test(test_block_goods_that_stay_need_no_place),
        cmocka_unit_test(test_block_circle_is_named),
        cmocka_unit_test(test_block_saturated_customers_keep_a_resource_busy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
