/* SPDX-License-Identifier: Apache-2.0
 *
 * Packs that go through a hub, by examples computed by hand. After 160,000 s at 25
 * degrees the ice of carried.yaml has melted, and 3 of 20 K take 40,000 s ln(20/17).
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define FILE_NAME TEST_FOLDER "/carried.yaml"
#define FIRST "lanes.first"
#define SECOND "lanes.second"
#define EXACT 1e-9
#define HOLD_D ((160000 + 40000 * log(20.0 / 17)) / 86400)

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, FILE_NAME, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Packed anew, each lasts for its day. */
static void test_carried_pack_melts_on_where_a_fresh_one_lasts(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {SECOND ".repack", "true"});
    bw_assert_close(bw_study_value(&study, SECOND, "above_time"), 0, 0);
    bw_assert_close(bw_study_value(&study, SECOND, "packaging_left"),
        1 - 0.5 * 20 * 86400 / 1.6e6, 1e-12);
    bw_study_close(&study);
    RUN_WITH(&study, {SECOND ".repack", "false"});
    bw_assert_close(bw_study_value(&study, FIRST, "above_time"), 0, 0);
    bw_assert_close(bw_study_value(&study, SECOND, "above_time"), 2 - HOLD_D, EXACT);
    bw_assert_close(bw_study_value(&study, SECOND, "packaging_left"), 0, 0);
    bw_study_close(&study);
}

/* Two pieces for each of the shipments of the window, 100 each, on the first lane. */
static void test_carried_packs_are_paid_once(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"title", "as it is"});
    bw_assert_close(bw_study_value(&study, FIRST, "cost"),
        200 * bw_study_value(&study, FIRST, "shipments"), EXACT);
    bw_assert_close(bw_study_value(&study, SECOND, "cost"), 0, 0);
    bw_study_close(&study);
}

static void test_carried_packs_of_goods_without_a_class_are_paid_once(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"items.drug.storage", "null"});
    bw_assert_close(bw_study_value(&study, FIRST, "cost"),
        200 * bw_study_value(&study, FIRST, "shipments"), EXACT);
    bw_assert_close(bw_study_value(&study, SECOND, "cost"), 0, 0);
    bw_study_close(&study);
}

/* Vehicles on every other day, the first with the boxes of day 1 only: what has waited
 * a day is one shipment with what comes then, and its time at the hub does nothing to
 * it, unless it waits in the warm. */
static void test_carried_lots_of_a_shipment_have_packs_of_their_own(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {SECOND ".departures", "{every: 2 d}"});
    bw_assert_close(bw_study_value(&study, SECOND, "load"), 170.0 / 9, EXACT);
    bw_assert_close(bw_study_value(&study, SECOND, "above_time"), 2 - HOLD_D, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {SECOND ".departures", "{every: 2 d}"},
        {"storage.cold.out_of_range_budget", "20 h"},
        {SECOND ".disposition", "{time: 0, reject: 1}"}, {SECOND ".ambient", "null"},
        {SECOND ".legs",
            "{yard: {during: dispatch, temperature: 25}, road: {temperature: 25}}"});
    /* Three days at 25 degrees for those, two for these; of nine shipments one has none
     * that waited. */
    bw_assert_close(
        bw_study_value(&study, SECOND, "above_time"), 3 - HOLD_D - 1.0 / 9, EXACT);
    /* The 8 that waited, of 17 and of 7 that come again for the first of these. */
    bw_assert_close(bw_study_value(&study, SECOND, "rejected_share"), 8.0 / 24, EXACT);
    bw_study_close(&study);
}

/* Renewed after 18 h of the first and 12 h of the second day: 12 h before the end. */
static void test_carried_packs_are_renewed_on_and_on(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"packaging.eps.reice", "{every: 18 h, cost: 3}"});
    bw_assert_close(bw_study_value(&study, SECOND, "packaging_left"),
        1 - 0.5 * 20 * 12 * 3600 / 1.6e6, 1e-12);
    bw_assert_close(bw_study_value(&study, SECOND, "above_time"), 0, 0);
    /* The orders of days 1 to 17 come to the end in the window, two pieces each. */
    bw_assert_close(bw_study_value(&study, SECOND, "cost"), 17 * 2 * 3, EXACT);
    bw_study_close(&study);
}

/* 36 h at 25 degrees; half a day is too much. */
static void test_carried_budget_of_packaging_without_physics_goes_on(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {FIRST ".packaging", "box"}, {SECOND ".packaging", "box"});
    bw_assert_close(bw_study_value(&study, SECOND, "out_of_range_time"), 0.5, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {FIRST ".packaging", "box"});
    bw_assert_close(bw_study_value(&study, SECOND, "out_of_range_time"), 0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_carried_pack_melts_on_where_a_fresh_one_lasts),
        cmocka_unit_test(test_carried_packs_are_paid_once),
        cmocka_unit_test(test_carried_packs_of_goods_without_a_class_are_paid_once),
        cmocka_unit_test(test_carried_lots_of_a_shipment_have_packs_of_their_own),
        cmocka_unit_test(test_carried_packs_are_renewed_on_and_on),
        cmocka_unit_test(test_carried_budget_of_packaging_without_physics_goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
