/* SPDX-License-Identifier: Apache-2.0
 *
 * Review, deviations and retests. Orders at days 50, 150, ..., 950 each start a batch:
 * 2 d of filling, a test of 10 d beside the goods, 4 d of road.
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define MAKING TEST_FOLDER "/making.yaml"
#define RECIPE "sites.plant.make.drug"
#define FILL RECIPE ".steps.fill"
#define EXACT 1e-12

/* The review of 3 d begins when the test is over. */
static void test_release_review_follows_the_test(void **state)
{
    const struct bw_assignment set[] = {{RECIPE ".release", "{time: 3 d}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 19.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_PROCESS), 2.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_TEST), 10.0, EXACT);
    bw_assert_close(bw_study_wait(&study, RECIPE, BW_STAGE_HOLD), 3.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.road", BW_STAGE_TRANSIT), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "make_release_time"), 15.0, EXACT);
    bw_study_close(&study);
}

/* Without tests it begins with the end of the last step. */
static void test_release_review_follows_the_last_step(void **state)
{
    const struct bw_assignment set[] = {
        {RECIPE ".release", "{time: 3 d}"}, {FILL, "{time: 2 d}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 9.0, EXACT);
    bw_study_close(&study);
}

/* Two batches come out of the line on days 52 and 54 and out of their tests on 62 and
 * 64; the one reviewer is free on 65 and done on 68. */
static void test_release_batches_queue_for_the_reviewer(void **state)
{
    const struct bw_assignment set[] = {
        {RECIPE ".release", "{resource: lab, time: 3 d}"},
        {"demand.clinics.size", "20"}, {"demand.clinics.partial", "false"},
        {"sites.plant.stock.drug.partial", "false"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 22.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "sites.plant.resources.lab", BW_STAGE_QUEUE)
            + bw_study_wait(&study, "sites.plant.resources.line", BW_STAGE_QUEUE),
        3.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.plant.resources.lab", "wait"), 0.5, EXACT);
    /* He starves from the order to the end of the first test. */
    bw_assert_close(
        bw_study_value(&study, "sites.plant.resources.lab", "starved"), 0.12, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.plant.resources.lab", "idle"), 0.82, EXACT);
    bw_study_close(&study);
}

/* Two deviations of 20 d each begin on day 52 and run beside the test and the review.
 */
static void test_release_waits_for_blocking_deviations(void **state)
{
    const struct bw_assignment set[] = {
        {RECIPE ".release", "{time: 3 d, deviations: {number: 2, time: 20 d}}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 26.0, EXACT);
    bw_assert_close(bw_study_wait(&study, RECIPE, BW_STAGE_QUARANTINE), 20.0, EXACT);
    bw_assert_close(bw_study_wait(&study, RECIPE, BW_STAGE_HOLD), 0.0, EXACT);
    bw_study_close(&study);
}

/* One investigator takes them one after the other: closed on days 72 and 92. */
static void test_release_deviations_queue_for_the_investigator(void **state)
{
    const struct bw_assignment set[] = {{RECIPE ".release",
        "{time: 3 d, deviations: {number: 2, resource: lab, time: 20 d}}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 46.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "sites.plant.resources.lab", BW_STAGE_QUEUE),
        20.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.plant.resources.lab", BW_STAGE_QUARANTINE), 20.0,
        EXACT);
    bw_study_close(&study);
}

/* Deviations that do not block cost the investigator time and the goods none. */
static void test_release_other_deviations_hold_nothing(void **state)
{
    const struct bw_assignment set[] = {{RECIPE ".release",
        "{time: 3 d, deviations: {number: 2, blocking: 0, resource: lab, time: 20 "
        "d}}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 19.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.plant.resources.lab", "busy"), 0.4, 1e-9);
    bw_study_close(&study);
}

/* Goods that leave at risk arrive on day 6 and are released on day 15. */
static void test_release_goes_on_while_goods_travel(void **state)
{
    const struct bw_assignment set[] = {{RECIPE ".release", "{time: 3 d}"},
        {"sites.plant.stock.drug.ship_held", "true"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 15.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 10.0, EXACT);
    bw_study_close(&study);
}

/* What review or deviation reject is wasted and made again; every order is served. */
static void test_release_rejected_batches_are_made_again(void **state)
{
    static const char *const releases[] = {
        "{time: 3 d, reject: 0.5}",
        "{time: 3 d, deviations: {number: 1, time: 20 d, reject: 0.5}}",
        "{time: 3 d, deviations: {number: 1, time: 1 d, reject: 0.5}}",
    };

    (void)state;
    for (size_t i = 0; i < 2 * BW_ARRAY_LENGTH(releases); i++) {
        const struct bw_assignment set[] = {{RECIPE ".release", releases[i / 2]},
            {"sites.plant.stock.drug.ship_held", i % 2 == 0 ? "false" : "true"},
            {"time.horizon", "10000 d"}};
        struct bw_study study;
        double batches;

        bw_study_open(&study, MAKING, set, 3);
        bw_study_run(&study, 1, 0);
        batches = bw_study_value(&study, "sites.plant.stock.drug", "orders");
        assert_true(
            batches > 150.0 && batches < 260.0); /* 100 orders, each 2 on average */
        bw_assert_close(bw_study_value(&study, "chain", "open_orders"), 0.0, EXACT);
        bw_assert_close(bw_study_value(&study, "chain", "waste_share"),
            (batches - 100.0) / batches, 0.02); /* some ends lie beyond the window */
        bw_study_close(&study);
    }
}

/* All tests fail; the retest of 6 d confirms none. */
static void test_release_retest_that_does_not_confirm_passes(void **state)
{
    const struct bw_assignment set[] = {
        {FILL ".test", "{time: 10 d, reject: 1, retest: {time: 6 d, confirm: 0}}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 22.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_TEST), 16.0, EXACT);
    bw_assert_close(bw_study_value(&study, FILL, "rejects"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Half of the tests fail and 0.4 of the retests confirm it: a fifth is lost, and that
 * share is expected of batches on order. 1000 orders give some 1250 batches, of which
 * 250 +- 14 are lost. */
static void test_release_retest_confirms_its_share(void **state)
{
    const struct bw_assignment set[] = {{FILL ".test",
                                            "{resource: lab, time: 10 d, reject: 0.5, "
                                            "retest: {time: 6 d, confirm: 0.4}}"},
        {"time.horizon", "30000 d"}};
    struct bw_study study;
    double batches, lost;

    (void)state;
    bw_study_open(&study, MAKING, set, 2);
    bw_study_run(&study, 1, 0);
    batches = bw_study_value(&study, "sites.plant.stock.drug", "orders");
    lost = batches * bw_study_value(&study, FILL, "rejects");
    bw_assert_close(lost / batches, 0.2, 4.0 * sqrt(0.2 * 0.8 / batches));
    bw_assert_close(bw_study_value(&study, "sites.plant.resources.lab", "busy"),
        batches * (10.0 + 0.5 * 6.0) / 30000.0, 0.02);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release_review_follows_the_test),
        cmocka_unit_test(test_release_review_follows_the_last_step),
        cmocka_unit_test(test_release_batches_queue_for_the_reviewer),
        cmocka_unit_test(test_release_waits_for_blocking_deviations),
        cmocka_unit_test(test_release_deviations_queue_for_the_investigator),
        cmocka_unit_test(test_release_other_deviations_hold_nothing),
        cmocka_unit_test(test_release_goes_on_while_goods_travel),
        cmocka_unit_test(test_release_rejected_batches_are_made_again),
        cmocka_unit_test(test_release_retest_that_does_not_confirm_passes),
        cmocka_unit_test(test_release_retest_confirms_its_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
