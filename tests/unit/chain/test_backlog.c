/* SPDX-License-Identifier: Apache-2.0
 *
 * Sizes of batches, and what keeps them from the floor.
 */
#include "unit.h"

#include "study.h"

#define MAKING TEST_FOLDER "/making.yaml"
#define RULES TEST_FOLDER "/rules.yaml"
#define RECIPE "sites.plant.make.drug"
#define EXACT 1e-12
/* Filling of 2 d for which nobody queues. */
#define FILL                                                                           \
    {                                                                                  \
        RECIPE ".steps.fill", "{time: 2 d}"                                            \
    }
/* One order, on day 550. */
#define ONE_ORDER                                                                      \
    {                                                                                  \
        "demand.clinics.arrivals", "{every: 600 d}"                                    \
    }

/* Batches of 20, 25, ..., 40: number and mean size of what an order starts. */
static void test_backlog_batch_has_an_allowed_size(void **state)
{
    static const struct {
        const char *order, *round;
        double mean;
    } rows[] = {
        {"37", "down", 35.0}, {"37", "up", 40.0}, {"37", "exact", 37.0},
        {"40", "down", 40.0}, {"62", "down", 30.0}, /* 40 + 20 */
        {"62", "up", 32.5},                         /* 40 + 25 */
        {"62", "exact", 31.0},                      /* 40 + 22 */
        {"95", "down", 40.0},                       /* 40 + 40 */
        {"95", "up", 100.0 / 3.0},                  /* 40 + 40 + 20 */
        {"95", "exact", 100.0 / 3.0},               /* 15 are too few */
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        const struct bw_assignment set[] = {FILL, ONE_ORDER,
            {RECIPE ".batch", "{minimum: 20, step: 5, maximum: 40}"},
            {"demand.clinics.size", rows[i].order},
            {"sites.plant.stock.drug.round", rows[i].round}};
        struct bw_study study;

        bw_study_open(&study, MAKING, set, 5);
        bw_study_run(&study, 1, 0);
        bw_assert_close(
            bw_study_value(&study, RECIPE, "batch_size"), rows[i].mean, EXACT);
        bw_study_close(&study);
    }
}

/* Four batches of an order one after the other: the last waits 6 d. */
static void test_backlog_parallel_limits_the_batches_of_an_order(void **state)
{
    static const struct {
        const char *parallel;
        double lead;
    } rows[] = {{"1", 12.0}, {"2", 8.0}, {"3", 8.0}, {"4", 6.0}, {"9", 6.0}};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        const struct bw_assignment set[] = {FILL, {"demand.clinics.size", "40"},
            {RECIPE ".parallel", rows[i].parallel}};
        struct bw_study study;

        bw_study_open(&study, MAKING, set, 3);
        bw_study_run(&study, 1, 0);
        bw_assert_close(
            bw_study_value(&study, "chain", "lead_time"), rows[i].lead, EXACT);
        bw_assert_close(
            bw_study_wait(&study, RECIPE, BW_STAGE_QUEUE), rows[i].lead - 6.0, EXACT);
        bw_assert_close(bw_study_value(&study, RECIPE, "batches"), 40.0, EXACT);
        bw_study_close(&study);
    }
}

/* Orders do not wait for each other: the second batch of each waits 2 d for the first
 * of its own order, whatever else is on the floor. */
static void test_backlog_parallel_counts_per_order(void **state)
{
    const struct bw_assignment set[] = {FILL, {"demand.clinics.size", "20"},
        {RECIPE ".parallel", "1"}, {"demand.clinics.at", "plant"},
        {"demand.others",
            "{at: plant, item: drug, arrivals: {every: 101 d}, size: 20}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 5);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, RECIPE, "backlog_wait"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, RECIPE, "batches"), 40.0, EXACT);
    bw_study_close(&study);
}

/* Thirty batches, three at a time: 2 d each, ten rounds. */
static void test_backlog_wip_limit_keeps_the_rest_waiting(void **state)
{
    const struct bw_assignment set[] = {
        FILL, ONE_ORDER, {"demand.clinics.size", "300"}, {RECIPE ".wip_limit", "3"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 24.0, EXACT);
    bw_assert_close(bw_study_wait(&study, RECIPE, BW_STAGE_QUEUE), 18.0, EXACT);
    bw_assert_close(bw_study_value(&study, RECIPE, "wip"), 0.06, EXACT);
    bw_assert_close(bw_study_value(&study, RECIPE, "backlog"), 0.27, EXACT);
    bw_assert_close(bw_study_value(&study, RECIPE, "backlog_wait"), 9.0, EXACT);
    /* Age counts from the start of making. */
    bw_assert_close(bw_study_value(&study, "chain", "flow_time"), 6.0, EXACT);
    bw_study_close(&study);
}

/* The input lies there since before: its time is under `store` until the batch is
 * planned, then in the backlog of the recipe. Age counts from the receipt of the input.
 */
static void test_backlog_wait_is_taken_from_the_store_of_the_input(void **state)
{
    const struct bw_assignment set[] = {FILL, ONE_ORDER, {"demand.clinics.size", "40"},
        {RECIPE ".wip_limit", "1"}, {RECIPE ".needs", "{raw: 1}"}, {"items.raw", "{}"},
        {"sites.works", "{supply: {raw: {lead_time: 10 d}}}"},
        {"sites.plant.stock.raw",
            "{from: works, policy: {periodic: {order_up_to: 100}}, review: {every: 10 "
            "y}}"},
        {"flow_from", "receipt"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 9);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_assert_close(bw_study_wait(&study, RECIPE, BW_STAGE_QUEUE), 6.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.plant.stock.raw", BW_STAGE_ALLOCATE), 0.0, EXACT);
    /* Receipt on day 10, planned on day 550; 0, 2, 4, 6 d of backlog, 2 + 4 d. */
    bw_assert_close(bw_study_value(&study, "chain", "flow_time.store"), 540.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time.queue"), 3.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "flow_time_without_store"), 9.0, EXACT);
    bw_study_close(&study);
}

/* Windows of 14 d from day 0 on every 28 d: day 550 is closed, day 560 is the next. */
static void test_backlog_batches_start_in_windows(void **state)
{
    const struct bw_assignment closed[] = {
        FILL, ONE_ORDER, {RECIPE ".starts", "{every: 28 d, for: 14 d}"}};
    const struct bw_assignment open[] = {
        FILL, ONE_ORDER, {RECIPE ".starts", "{every: 28 d, at: 18 d, for: 1 d}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, closed, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 16.0, EXACT);
    bw_assert_close(bw_study_wait(&study, RECIPE, BW_STAGE_QUEUE), 10.0, EXACT);
    bw_study_close(&study);
    bw_study_open(&study, MAKING, open, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 6.0, EXACT);
    bw_study_close(&study);
}

/* Work 6, 2 and 1 d, due after 20, 10 and 16 d, classes 2, 3 and 1; one at a time. */
static void test_backlog_rule_says_who_goes_first(void **state)
{
    static const struct {
        const char *rule;
        double longest, middle, shortest; /* lead times */
    } rows[] = {
        {"due_date", 9.0, 2.0, 3.0},
        {"least_slack", 8.0, 2.0, 9.0},    /* 14, 8, 15 d */
        {"critical_ratio", 6.0, 8.0, 9.0}, /* 3.3, 5, 16; on day 6: 2 and 10 */
        {"priority", 7.0, 9.0, 1.0},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        const struct bw_assignment set[] = {
            {"sites.plant.production.rule", rows[i].rule}};
        struct bw_study study;

        bw_study_open(&study, RULES, set, 1);
        bw_study_run(&study, 1, 0);
        bw_assert_close(
            bw_study_value(&study, "demand.long", "lead_time"), rows[i].longest, EXACT);
        bw_assert_close(bw_study_value(&study, "demand.middle", "lead_time"),
            rows[i].middle, EXACT);
        bw_assert_close(bw_study_value(&study, "demand.short", "lead_time"),
            rows[i].shortest, EXACT);
        bw_study_close(&study);
    }
}

/* Equal ones go by a draw: over many instants each is first in a third of them. The
 * mean lead time of `short` is 1 d and with probability 1/2 each 6 d and 2 d before it:
 * 5 d. */
static void test_backlog_equals_go_by_a_draw(void **state)
{
    const struct bw_assignment set[] = {{"time.horizon", "36000 d"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, RULES, set, 1);
    bw_study_run(&study, 1, 0);
    /* Standard deviation 3.2 d over 360 orders: 4 standard errors are 0.7 d. */
    bw_assert_close(bw_study_value(&study, "demand.short", "lead_time"), 5.0, 0.7);
    bw_study_close(&study);
}

/* Nobody waits: what runs out first goes first. Reviews every 50 d find 20 left of the
 * faster seller (0.2 a day, 100 d) and 25 of the other (0.1 a day, 250 d). */
static void test_backlog_stock_that_runs_out_first_goes_first(void **state)
{
    static const char *const every[] = {"{every: 5 d}", "{every: 10 d}"};

    (void)state;
    for (int swap = 0; swap < 2; swap++) {
        const struct bw_assignment set[] = {{"sites.plant.production.rule", "due_date"},
            {"sites.plant.stock.long",
                "{from: make, initial: 30, policy: {periodic: "
                "{order_up_to: 30}}, review: {every: 50 d}}"},
            {"sites.plant.stock.short",
                "{from: make, initial: 30, policy: {periodic: "
                "{order_up_to: 30}}, review: {every: 50 d}}"},
            {"demand.long.arrivals", every[swap]},
            {"demand.short.arrivals", every[1 - swap]},
            {"demand.middle.arrivals", "{every: 2000 d}"}};
        struct bw_study study;

        bw_study_open(&study, RULES, set, 6);
        bw_study_run(&study, 1, 0);
        bw_assert_close(bw_study_value(&study, "sites.plant.make.long", "backlog_wait"),
            swap == 0 ? 0.0 : 1.0, EXACT);
        bw_assert_close(
            bw_study_value(&study, "sites.plant.make.short", "backlog_wait"),
            swap == 0 ? 6.0 : 0.0, EXACT);
        bw_study_close(&study);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backlog_batch_has_an_allowed_size),
        cmocka_unit_test(test_backlog_parallel_limits_the_batches_of_an_order),
        cmocka_unit_test(test_backlog_parallel_counts_per_order),
        cmocka_unit_test(test_backlog_wip_limit_keeps_the_rest_waiting),
        cmocka_unit_test(test_backlog_wait_is_taken_from_the_store_of_the_input),
        cmocka_unit_test(test_backlog_batches_start_in_windows),
        cmocka_unit_test(test_backlog_rule_says_who_goes_first),
        cmocka_unit_test(test_backlog_equals_go_by_a_draw),
        cmocka_unit_test(test_backlog_stock_that_runs_out_first_goes_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
