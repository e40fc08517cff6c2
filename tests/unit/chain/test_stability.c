/* SPDX-License-Identifier: Apache-2.0
 *
 * Budgets, transitions and frost of goods that are 2 h and then 1 h at 18 degrees on
 * the two legs to the clinic (stability.yaml).
 */
#include "unit.h"

#include "study.h"

#include <math.h>
#include <stdio.h>

#define FILE_PATH TEST_FOLDER "/stability.yaml"
#define STABILITY "items.drug.stability"
#define ROOM STABILITY ".budgets.room"
#define EXACT 1e-9
#define TRAVEL (19.0 / 24.0)

static void run(
    struct bw_study *study, const struct bw_assignment *assignments, size_t count)
{
    bw_study_open(study, FILE_PATH, assignments, count);
    bw_study_run(study, 1, 0);
}

static double lead_time(const struct bw_study *study)
{
    return bw_study_value(study, "chain", "lead_time");
}

static void test_stability_budget_sums_over_trips(void **state)
{
    struct bw_study study;

    (void)state;
    run(&study, NULL, 0);
    bw_assert_close(lead_time(&study), TRAVEL, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "used"), 3.0 / 24.0, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "left"), 0.25, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "left_p05"), 0.25, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "overdrawn"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "minor_share"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "lanes.road", "excursion_share"), 0.0, EXACT);
    bw_study_close(&study);
}

/* 2 h fit into 2.5 h, the hour of the second leg does not. */
static void test_stability_overdrawn_budget_needs_disposition(void **state)
{
    const struct bw_assignment set[] = {{ROOM ".limit", "2.5 h"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 1);
    bw_assert_close(lead_time(&study), TRAVEL + 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "minor_share"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "lanes.post", "excursion_share"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "overdrawn"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "left"), 0.0, EXACT);
    bw_study_close(&study);
}

static void test_stability_single_use_allows_one_trip(void **state)
{
    const struct bw_assignment set[] = {{ROOM ".use", "single"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 1);
    bw_assert_close(lead_time(&study), TRAVEL + 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "left"), 0.0, EXACT);
    /* 3 of its 4 h, but on two trips. */
    bw_assert_close(bw_study_value(&study, ROOM, "overdrawn"), 1.0, EXACT);
    bw_study_close(&study);
}

/* From day 500 on the label allows 4 h. */
static void test_stability_label_may_change_by_date(void **state)
{
    const struct bw_assignment set[] = {{ROOM ".limit", "2.5 h"},
        {"changes", "{data: {at: 500 d, path: " ROOM ".limit, to: 4 h}}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 2);
    bw_assert_close(
        bw_study_value(&study, "lanes.post", "excursion_share"), 0.5, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "overdrawn"), 0.5, EXACT);
    bw_study_close(&study);
}

/* 18 degrees lie beyond a band that ends at 15, whatever its limit; a second band takes
 * over from there, and both count what lies in both. */
static void test_stability_bands_must_reach_what_was_suffered(void **state)
{
    const struct bw_assignment narrow[] = {{ROOM, "{from: 8, to: 15, limit: 100 h}"}};
    const struct bw_assignment both[] = {{STABILITY ".budgets",
        "{room: {from: 8, to: 25, limit: 100 h}, warm: {from: 15, limit: 4 h}}"}};
    struct bw_study study;

    (void)state;
    run(&study, narrow, 1);
    bw_assert_close(lead_time(&study), TRAVEL + 3.0, EXACT);
    bw_study_close(&study);
    run(&study, both, 1);
    bw_assert_close(lead_time(&study), TRAVEL, EXACT);
    bw_assert_close(bw_study_value(&study, ROOM, "left"), 0.97, EXACT);
    bw_assert_close(
        bw_study_value(&study, STABILITY ".budgets.warm", "left"), 0.25, EXACT);
    bw_study_close(&study);
}

/* 8 h at 5 and 2 h at 18 degrees. */
static double mkt_of_road(double activation_k)
{
    double mean = 0.8 * exp(-activation_k / 278.15) + 0.2 * exp(-activation_k / 291.15);

    return -activation_k / log(mean) - 273.15;
}

static void test_stability_mean_kinetic_temperature_of_a_trip_is_limited(void **state)
{
    char limit[32];
    const struct bw_assignment set[] = {{STABILITY ".mkt_limit", limit}};
    struct bw_study study;

    (void)state;
    (void)snprintf(limit, sizeof limit, "%.6f", mkt_of_road(10000.0) + 1e-4);
    run(&study, set, 1);
    bw_assert_close(lead_time(&study), TRAVEL, EXACT);
    bw_study_close(&study);
    (void)snprintf(limit, sizeof limit, "%.6f", mkt_of_road(10000.0) - 1e-4);
    run(&study, set, 1);
    /* The hour of post in 9 h keeps below the limit. */
    bw_assert_close(lead_time(&study), TRAVEL + 1.0, EXACT);
    bw_study_close(&study);
}

static void test_stability_activation_energy_is_the_product_s(void **state)
{
    char limit[32];
    const struct bw_assignment set[] = {
        {STABILITY ".mkt_limit", limit}, {STABILITY ".activation_energy", "124.716"}};
    struct bw_study study;

    (void)state;
    (void)snprintf(limit, sizeof limit, "%.6f", mkt_of_road(15000.0) + 1e-4);
    run(&study, set, 2);
    bw_assert_close(lead_time(&study), TRAVEL, EXACT);
    bw_study_close(&study);
}

/* One box in five travels at -5 degrees and freezes in its last half hour. */
static void test_stability_frozen_goods_are_lost_and_asked_for_again(void **state)
{
    const struct bw_assignment set[] = {{STABILITY ".freeze_sensitive", "0"},
        {"lanes.post.ambient", "{mixture: {laws: [5, -5], weights: [0.8, 0.2]}}"},
        {"lanes.post.transit", "12 h"}};
    struct bw_study study;
    double share;

    (void)state;
    run(&study, set, 3);
    share = bw_study_value(&study, "lanes.post", "excursion_share");
    assert_true(share > 0.08 && share < 0.35);
    bw_assert_close(bw_study_value(&study, "chain", "waste_share"), share, 0.01);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 100.0, EXACT);
    bw_study_close(&study);
}

/* Frozen goods thaw on the road, within their budget: from then on they are cold, so
 * that post at 5 degrees is in their range, and they keep for 30 d, which is too short
 * for most of 50 units of which one is asked for every 10 d. */
static void test_stability_thawed_goods_have_another_range_and_expiry(void **state)
{
    const struct bw_assignment set[] = {{"items.drug.storage", "frozen"},
        {STABILITY,
            "{budgets: {thaw: {from: -15, to: 40, limit: 10 d, on_use: thawed}}, "
            "transitions: {thawed: {storage: cold, shelf_life: 30 d}}}"},
        {"lanes.post.ambient", "5"}};
    const struct bw_assignment kept[] = {set[0],
        {STABILITY, "{budgets: {thaw: {from: -15, to: 40, limit: 10 d}}}"}, set[2]};
    const struct bw_assignment slow[] = {set[0], set[1], set[2],
        {"sites.depot.stock.drug.policy", "{base_stock: 50}"},
        {"sites.depot.stock.drug.initial", "0"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "lanes.post", "minor_share"), 0.0, EXACT);
    bw_study_close(&study);
    run(&study, kept, 3);
    bw_assert_close(bw_study_value(&study, "lanes.post", "minor_share"), 1.0, EXACT);
    bw_study_close(&study);
    run(&study, slow, 5);
    assert_true(bw_study_value(&study, "sites.depot.stock.drug", "expired") > 1000.0);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stability_budget_sums_over_trips),
        cmocka_unit_test(test_stability_overdrawn_budget_needs_disposition),
        cmocka_unit_test(test_stability_single_use_allows_one_trip),
        cmocka_unit_test(test_stability_label_may_change_by_date),
        cmocka_unit_test(test_stability_bands_must_reach_what_was_suffered),
        cmocka_unit_test(test_stability_mean_kinetic_temperature_of_a_trip_is_limited),
        cmocka_unit_test(test_stability_activation_energy_is_the_product_s),
        cmocka_unit_test(test_stability_frozen_goods_are_lost_and_asked_for_again),
        cmocka_unit_test(test_stability_thawed_goods_have_another_range_and_expiry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
