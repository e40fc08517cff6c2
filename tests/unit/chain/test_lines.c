/* SPDX-License-Identifier: Apache-2.0
 *
 * Steps that choose among lines: each rule by hand, and the chain whose mean the oracle
 * of the shortest queue uses.
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define LINES TEST_FOLDER "/lines.yaml"
#define STEP "sites.shop.make.job.steps.work"
#define FIRST "sites.shop.resources.first"
#define SECOND "sites.shop.resources.second"
#define EXACT 1e-12

struct row {
    const char *lines, *choose, *size;
    double lead; /* of the order of day 100 */
};

static void expect_lead(const struct row *row, const struct bw_assignment *more)
{
    struct bw_assignment set[4] = {{STEP ".resource", row->lines},
        {STEP ".choose", row->choose}, {"demand.customers.size", row->size}};
    struct bw_study study;

    if (more != NULL) {
        set[3] = *more;
    }
    bw_study_open(&study, LINES, set, more != NULL ? 4 : 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), row->lead, EXACT);
    bw_study_close(&study);
}

/* Jobs of 5 d that come together. Where second needs 0.4 of that, it is done with jobs
 * after 2, 4, 6 d, and first after 5. */
static void test_lines_each_rule_takes_its_line(void **state)
{
    static const struct row rows[] = {
        {"[first, second]", "shortest_queue", "4", 10.0},
        {"{first: {}, second: {time_factor: 3}}", "shortest_queue", "4", 30.0},
        {"[first, second]", "first_idle", "4", 10.0},
        {"[first, second]", "priority", "4", 20.0},
        {"{first: {}, second: {time_factor: 0.4}}", "fastest", "4", 6.0},
        {"{first: {time_factor: 2}, second: {}}", "fastest", "1", 5.0},
        {"{first: {share: 1}, second: {share: 0}}", "split", "4", 20.0},
        {"{first: {share: 0}, second: {time_factor: 2}}", "split", "4", 40.0},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        expect_lead(&rows[i], NULL);
    }
}

/* One job on one of two servers: a second is idle there, yet the other line has fewer
 * jobs per server. Taking it makes the second job 15 d long. */
static void test_lines_first_idle_prefers_the_order_written(void **state)
{
    static const struct bw_assignment two = {FIRST ".servers", "2"};
    static const char *const lines = "{first: {}, second: {time_factor: 3}}";
    static const struct row idle = {lines, "first_idle", "2", 5.0};
    static const struct row shortest = {lines, "shortest_queue", "2", 15.0};

    (void)state;
    expect_lead(&idle, &two);
    expect_lead(&shortest, &two);
}

/* The first line is maintained from day 99 to day 119: it has no jobs and is not idle.
 * Who has chosen before stays. */
static void test_lines_that_stand_come_last(void **state)
{
    static const struct bw_assignment stands = {
        FIRST ".maintenance", "{every: 1000 d, at: 99 d, time: 20 d}"};
    static const char *const rules[] = {
        "shortest_queue", "first_idle", "priority", "fastest"};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rules); i++) {
        const struct row row = {"[first, second]", rules[i], "4", 20.0};

        expect_lead(&row, &stands);
    }
    expect_lead(
        &(struct row){"{first: {}, second: {share: 0}}", "split", "1", 24.0}, &stands);
}

/* A line with a full queue comes last: of five jobs the first line takes two, and the
 * other, which any number may join, three. */
static void test_lines_with_a_full_queue_come_last(void **state)
{
    static const struct bw_assignment limit = {FIRST ".queue_limit", "1"};

    (void)state;
    expect_lead(&(struct row){"[first, second]", "priority", "5", 15.0}, &limit);
}

/* Six jobs are sawn in a day; each line takes one and has a place for one more. Two
 * wait on the saw from day 101 until the lines take their second jobs on day 106: 10
 * days of its 6 servers. */
static void test_lines_have_places_of_their_own(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.job.steps",
            "{saw: {resource: saw, time: 1 d}, "
            "work: {resource: [first, second], time: 5 d, buffer: 1}}"},
        {"demand.customers.size", "6"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINES, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 16.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.saw", "blocked"),
        10.0 / (6.0 * 150.0), EXACT);
    bw_study_close(&study);
}

/* The first line keeps all, the second half: of the four batches of ten two lose five
 * each, and both lines are charged their own waits. */
static void test_lines_have_yields_of_their_own(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.job.batch", "10"},
        {STEP ".resource", "{first: {}, second: {yield: 0.5}}"},
        {"sites.shop.stock.job.policy", "{periodic: {order_up_to: 30}}"},
        {"sites.shop.stock.job.review", "{every: 500 d}"},
        {"demand.customers.size", "29"},
        {"demand.customers.partial", "false"},
    };
    struct bw_study study;

    (void)state;
    /* Three batches are started on day 0, the good ones being 10, 5, 10. */
    bw_study_open(&study, LINES, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, STEP, "yield"), 2.5 / 3.0, EXACT);
    bw_study_close(&study);
}

/* Mean time in two queues with service rate 1, of which who comes joins the shorter
 * one: the stationary law of both lengths, each below limit, by Gauss and Seidel. */
#define LIMIT 40
static double solve_shortest_queue(double rate)
{
    static double p[LIMIT + 2][LIMIT + 2];
    double jobs = 0.0, sum = 0.0;

    for (int i = 0; i <= LIMIT; i++) {
        for (int j = 0; j <= LIMIT; j++) {
            p[i][j] = pow(0.2, i + j);
        }
    }
    for (int sweep = 0; sweep < 3000; sweep++) {
        sum = jobs = 0.0;
        for (int i = 0; i <= LIMIT; i++) {
            for (int j = 0; j <= LIMIT; j++) {
                double out =
                    (i > 0) + (j > 0) + ((i <= j ? i : j) < LIMIT ? rate : 0.0);
                double in = p[i + 1][j] + p[i][j + 1];

                in += i > 0 && i - 1 <= j ? rate * p[i - 1][j] : 0.0;
                in += j > 0 && i > j - 1 ? rate * p[i][j - 1] : 0.0;
                p[i][j] = in / out;
                sum += p[i][j];
                jobs += (i + j) * p[i][j];
            }
        }
    }
    return jobs / sum / rate;
}

/* The figure of the oracle in tests/oracle/oracle.c; it lies between M/M/2, where
 * nobody waits beside an idle server, and two M/M/1. */
static void test_lines_shortest_queue_of_the_oracle(void **state)
{
    double time = solve_shortest_queue(1.6);

    (void)state;
    assert_true(time > 1.0 / (1.0 - 0.64));
    assert_true(time < 5.0);
    bw_assert_close(time, 2.955737, 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_each_rule_takes_its_line),
        cmocka_unit_test(test_lines_first_idle_prefers_the_order_written),
        cmocka_unit_test(test_lines_that_stand_come_last),
        cmocka_unit_test(test_lines_with_a_full_queue_come_last),
        cmocka_unit_test(test_lines_have_places_of_their_own),
        cmocka_unit_test(test_lines_have_yields_of_their_own),
        cmocka_unit_test(test_lines_shortest_queue_of_the_oracle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
