/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods that are sent on without being asked for.
 */
#include "unit.h"

#include "chain/push_rule.h"

#include "study.h"

#define PUSH TEST_FOLDER "/push.yaml"
#define DEPOT "sites.depot.stock.drug"
#define LARGE "sites.large.stock.drug"
#define SMALL "sites.small.stock.drug"
#define EXACT 1e-9

static void run(struct bw_study *study, const char *push)
{
    const struct bw_assignment set[] = {{DEPOT ".push", push}};

    bw_study_open(study, PUSH, set, 1);
    bw_study_run(study, 1, 0);
}

/* On day 1.5 the depot has 67 boxes. The stores then have positions of 28 and -1 and
 * sell 2 and 1 a day: 94 boxes last 31.33 days, so that large should have 62.67 and
 * small 31.33. */
static void test_push_fair_share_evens_out_how_long_goods_last(void **state)
{
    struct bw_study study;

    (void)state;
    run(&study, "{}");
    bw_assert_close(bw_study_value(&study, LARGE, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, LARGE, "order_size"), 34.0, EXACT);
    bw_assert_close(bw_study_value(&study, SMALL, "order_size"), 33.0, EXACT);
    /* 7 boxes for a day and a half, and none afterwards. */
    bw_assert_close(bw_study_value(&study, DEPOT, "on_hand"), 1.05, EXACT);
    bw_study_close(&study);
}

/* Ten boxes stay, 57 go in shares of three to one: 42.75 and 14.25. */
static void test_push_shares_divide_what_is_not_kept(void **state)
{
    struct bw_study study;

    (void)state;
    run(&study, "{rule: shares, to: {large: 3, small: 1}, keep: 10}");
    bw_assert_close(bw_study_value(&study, LARGE, "order_size"), 42.0, EXACT);
    bw_assert_close(bw_study_value(&study, SMALL, "order_size"), 15.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, DEPOT, "on_hand"), (1.5 * 7 + 8.5 * 10) / 10.0, EXACT);
    bw_study_close(&study);
}

/* Large is filled from 28 to 40 and small from -1 to 20; the rest stays. */
static void test_push_levels_fill_up_and_keep_the_rest(void **state)
{
    struct bw_study study;

    (void)state;
    run(&study, "{rule: levels, to: {large: 40, small: 20}}");
    bw_assert_close(bw_study_value(&study, LARGE, "order_size"), 12.0, EXACT);
    bw_assert_close(bw_study_value(&study, SMALL, "order_size"), 21.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, DEPOT, "on_hand"), (1.5 * 7 + 8.5 * 34) / 10.0, EXACT);
    bw_study_close(&study);
}

/* Forty boxes pass a depot with ten places. Parts of one instant count against the
 * level, though the positions of the stores do not show them yet. */
static void test_push_parts_of_one_instant_add_up(void **state)
{
    const struct bw_assignment set[] = {
        {"storage", "{cold: {range: [2, 8]}}"},
        {"items.drug", "{unit: box, storage: cold}"},
        {"sites.depot.storage", "{cold: {capacity: 10}}"},
        {DEPOT ".push", "{rule: levels, to: {small: 30}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PUSH, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, SMALL, "orders")
            * bw_study_value(&study, SMALL, "order_size"),
        31.0, EXACT);
    bw_study_close(&study);
}

/* A customer of the depot who waits since day 1 is served before anything is sent on.
 */
static void test_push_comes_after_orders_that_wait(void **state)
{
    const struct bw_assignment set[] = {
        {DEPOT ".initial", "0"},
        {DEPOT ".push", "{rule: shares, to: {large: 1}}"},
        {"demand.caller", "{at: depot, item: drug, arrivals: {every: 9 d}, size: 20}"},
        {DEPOT ".initial_orders.next.arrives", "228 h"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PUSH, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, LARGE, "order_size"), 40.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.caller", "lead_time"), 0.5, EXACT);
    bw_study_close(&study);
}

/* A store may order by a rule of its own as well: what was pushed is on order. */
static void test_push_goes_with_a_rule_that_pulls(void **state)
{
    const struct bw_assignment set[] = {
        {DEPOT ".push", "{rule: levels, to: {small: 20}}"},
        {LARGE ".policy", "{base_stock: 29}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PUSH, set, 2);
    bw_study_run(&study, 1, 0);
    /* One box too many at first, then two a day. */
    bw_assert_close(bw_study_value(&study, LARGE, "orders"), 9.0, EXACT);
    bw_assert_close(bw_study_value(&study, LARGE, "order_size"), 17.0 / 9.0, EXACT);
    bw_study_close(&study);
}

static void test_push_divide_leaves_out_who_has_enough(void **state)
{
    struct bw_push_line lines[] = {
        {.amount = 1.0, .position = 50},
        {.amount = 1.0, .position = 0},
        {.amount = 2.0, .position = 4},
        {.amount = 0.0, .position = 0},
    };

    (void)state;
    /* 20 + 0 + 4 over weights 1 and 2 is 8 each. */
    bw_push_divide(BW_PUSH_FAIR_SHARE, lines, 4, 20, 0.0);
    assert_int_equal(lines[0].part, 0);
    assert_int_equal(lines[1].part, 8);
    assert_int_equal(lines[2].part, 12);
    assert_int_equal(lines[3].part, 0);
}

static void test_push_divide_shares_what_does_not_fill_the_levels(void **state)
{
    struct bw_push_line lines[] = {
        {.amount = 30.0, .position = 0},
        {.amount = 20.0, .position = 0},
        {.amount = 5.0, .position = 9},
    };

    (void)state;
    bw_push_divide(BW_PUSH_LEVELS, lines, 3, 25, 0.0);
    assert_int_equal(lines[0].part, 15);
    assert_int_equal(lines[1].part, 10);
    assert_int_equal(lines[2].part, 0);
}

/* One box at a time: over a thousand turns each of three gets its share but for two. */
static void test_push_divide_gives_the_odd_quantum_in_turn(void **state)
{
    int64_t got[3] = {0};

    (void)state;
    for (int turn = 0; turn < 1000; turn++) {
        struct bw_push_line lines[] = {
            {.amount = 5.0}, {.amount = 3.0}, {.amount = 2.0}};
        double turns = turn * 0.6180339887498949;

        bw_push_divide(BW_PUSH_SHARES, lines, 3, 1, turns - (double)(int64_t)turns);
        for (int i = 0; i < 3; i++) {
            got[i] += lines[i].part;
        }
    }
    assert_int_equal(got[0] + got[1] + got[2], 1000);
    assert_in_range(got[0], 498, 502);
    assert_in_range(got[1], 298, 302);
    assert_in_range(got[2], 198, 202);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_push_fair_share_evens_out_how_long_goods_last),
        cmocka_unit_test(test_push_shares_divide_what_is_not_kept),
        cmocka_unit_test(test_push_levels_fill_up_and_keep_the_rest),
        cmocka_unit_test(test_push_parts_of_one_instant_add_up),
        cmocka_unit_test(test_push_comes_after_orders_that_wait),
        cmocka_unit_test(test_push_goes_with_a_rule_that_pulls),
        cmocka_unit_test(test_push_divide_leaves_out_who_has_enough),
        cmocka_unit_test(test_push_divide_shares_what_does_not_fill_the_levels),
        cmocka_unit_test(test_push_divide_gives_the_odd_quantum_in_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
