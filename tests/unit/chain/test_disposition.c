/* SPDX-License-Identifier: Apache-2.0
 *
 * What becomes of goods that were out of range (stability.yaml): all are, for 2 h on
 * the road, within a budget of 4 h, and for another hour by post.
 */
#include "unit.h"

#include "study.h"

#define FILE_PATH TEST_FOLDER "/stability.yaml"
#define ROOM "items.drug.stability.budgets.room"
#define DEPOT "sites.depot.stock.drug"
#define AT_ROAD "lanes.road.disposition"
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

static void test_disposition_of_every_excursion_takes_the_team_s_time(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.resources", "{team: {servers: 1}}"},
        {AT_ROAD, "{resource: team, time: 1 d, assess: every}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 2);
    bw_assert_close(lead_time(&study), TRAVEL + 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "lanes.road", "disposition_time"), 1.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.depot.resources.team", BW_STAGE_QUARANTINE), 1.0,
        EXACT);
    bw_study_close(&study);
}

/* The team is busy for 30 d with each case, one comes every 10 d: with the data in the
 * system nobody waits for it. */
static void test_disposition_within_budgets_can_be_automatic(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.resources", "{team: {servers: 1}}"},
        {AT_ROAD, "{resource: team, time: 30 d, assess: every, automatic: 0.1 d}"}};
    const struct bw_assignment beyond[] = {set[0], set[1], {ROOM ".limit", "1 h"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 2);
    bw_assert_close(lead_time(&study), TRAVEL + 0.1, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "lanes.road", BW_STAGE_QUARANTINE), 0.1, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.depot.resources.team", "busy"), 0.0, EXACT);
    bw_study_close(&study);
    run(&study, beyond, 3);
    assert_true(bw_study_value(&study, "sites.depot.resources.team", "busy") > 0.99);
    bw_study_close(&study);
}

static void test_disposition_by_budget_rejects_what_is_beyond(void **state)
{
    const struct bw_assignment within[] = {
        {"lanes.post.disposition", "{time: 1 d, assess: every, decide: budget}"}};
    const struct bw_assignment beyond[] = {within[0], {ROOM ".limit", "2.5 h"}};
    struct bw_study study;

    (void)state;
    run(&study, within, 1);
    bw_assert_close(lead_time(&study), TRAVEL + 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.post", "rejected_share"), 0.0, EXACT);
    bw_study_close(&study);
    run(&study, beyond, 2);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.post", "rejected_share"), 1.0, 0.01);
    bw_study_close(&study);
}

/* One draw decides: 30 % are rejected, 50 % downgraded. */
static void test_disposition_shares_are_those_of_cases(void **state)
{
    const struct bw_assignment set[] = {{ROOM ".limit", "1 h"},
        {"sites.depot.stock.drug.policy", "{base_stock: 20}"},
        {"demand.clinic.arrivals", "{periodic: {every: 0.2 d, at: 1 d}}"},
        {"lanes.post.ambient", "5"},
        {AT_ROAD, "{time: 0, reject: 0.3, downgrade: {share: 0.5, keep: 0.9}}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 5);
    bw_assert_close(bw_study_value(&study, "lanes.road", "rejected_share"), 0.3, 0.02);
    bw_assert_close(
        bw_study_value(&study, "lanes.road", "downgraded_share"), 0.5, 0.02);
    bw_study_close(&study);
}

/* 50 units are kept and one is asked for every 10 d: with 15 d of life most expire. The
 * factor of a lot that keeps for 300 d less what it has lived gives the same. */
static void test_disposition_downgrade_cuts_the_shelf_life(void **state)
{
    const struct bw_assignment fixed[] = {{ROOM ".limit", "1 h"},
        {DEPOT ".policy", "{base_stock: 50}"}, {"lanes.post.ambient", "5"},
        {AT_ROAD, "{time: 0, downgrade: {share: 1, at_most: 15 d}}"}};
    const struct bw_assignment factor[] = {fixed[0], fixed[1], fixed[2],
        {AT_ROAD, "{time: 0, downgrade: {share: 1, keep: 0.05}}"}};
    const struct bw_assignment none[] = {fixed[0], fixed[1], fixed[2],
        {"items.drug.shelf_life", "10000 d"}, {AT_ROAD, "{time: 0}"}};
    struct bw_study study;
    double expired;

    (void)state;
    run(&study, fixed, 4);
    expired = bw_study_value(&study, DEPOT, "expired");
    /* A round of 50 every 15 d and 10 h, of which one or two are used. */
    assert_true(expired > 48.0 * 60.0 && expired < 50.0 * 66.0);
    bw_study_close(&study);
    run(&study, factor, 4);
    bw_assert_close(bw_study_value(&study, DEPOT, "expired"), expired, 100.0);
    bw_study_close(&study);
    run(&study, none, 5);
    bw_assert_close(bw_study_value(&study, DEPOT, "expired"), 0.0, EXACT);
    bw_study_close(&study);
}

/* The team takes 100 d, goods are destroyed after 5 d: none is ever delivered. */
static void test_disposition_limit_destroys_what_nobody_judges(void **state)
{
    const struct bw_assignment set[] = {{ROOM ".limit", "1 h"},
        {"sites.depot.resources", "{team: {servers: 1}}"},
        {AT_ROAD, "{resource: team, time: 100 d, time_limit: 5 d}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 0.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "lanes.road", "disposition_time"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "rejected_share"), 1.0, 0.02);
    bw_study_close(&study);
}

/* All goods are rejected a day after they came. By its rule the depot looks every 30 d,
 * otherwise it orders when goods are rejected: every 34 h on the common lead time,
 * every 24 + 10 h. A hurried order costs 7. */
static void test_disposition_replaces_what_is_rejected(void **state)
{
    struct bw_assignment set[] = {{ROOM ".limit", "1 h"},
        {"demand.clinic.arrivals", "{periodic: {every: 2000 d, at: 1999 d}}"},
        {DEPOT ".policy", "{base_stock: 5}"}, {DEPOT ".review", "{every: 30 d}"},
        {"sites.works.supply.drug.expedite", "{lead_time: 0, order: 7}"},
        {AT_ROAD, "{time: 1 d, reject: 1}"}};
    struct bw_study study;
    double orders;

    (void)state;
    run(&study, set, 6);
    bw_assert_close(bw_study_value(&study, DEPOT, "orders"), 34.0, 1.0);
    bw_study_close(&study);
    set[5].value = "{time: 1 d, reject: 1, replace: at_once}";
    run(&study, set, 6);
    orders = bw_study_value(&study, DEPOT, "orders");
    bw_assert_close(orders, 1000.0 * 24.0 / 34.0, 2.0);
    bw_assert_close(bw_study_value(&study, "chain", "cost_expediting"), 0.0, EXACT);
    bw_study_close(&study);
    set[5].value = "{time: 1 d, reject: 1, replace: expedite}";
    run(&study, set, 6);
    bw_assert_close(bw_study_value(&study, DEPOT, "orders"), orders, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_expediting"),
        7.0 * (orders - 1.0), EXACT);
    bw_study_close(&study);
}

/* A hub half-way rejects all, a day after it came: ordered again at once, every 34 h,
 * and by the rule every 30 d. */
static void test_disposition_replaces_what_a_hub_rejects(void **state)
{
    struct bw_assignment set[] = {{ROOM ".limit", "1 h"},
        {"demand.clinic.arrivals", "{periodic: {every: 2000 d, at: 1999 d}}"},
        {DEPOT,
            "{from: works, by: [road, last], policy: {base_stock: 5}, "
            "review: {every: 30 d}}"},
        {"sites.hub", "{}"},
        {"lanes.road",
            "{from: works, to: hub, transit: 10 h, ambient: 18, "
            "packaging: box}"},
        {"lanes.last", "{from: hub, to: depot, transit: 1 h}"},
        {AT_ROAD, "{time: 1 d, reject: 1}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 7);
    bw_assert_close(bw_study_value(&study, DEPOT, "orders"), 34.0, 1.0);
    bw_study_close(&study);
    set[6].value = "{time: 1 d, reject: 1, replace: at_once}";
    run(&study, set, 7);
    bw_assert_close(bw_study_value(&study, DEPOT, "orders"), 1000.0 * 24.0 / 34.0, 2.0);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_disposition_of_every_excursion_takes_the_team_s_time),
        cmocka_unit_test(test_disposition_within_budgets_can_be_automatic),
        cmocka_unit_test(test_disposition_by_budget_rejects_what_is_beyond),
        cmocka_unit_test(test_disposition_shares_are_those_of_cases),
        cmocka_unit_test(test_disposition_downgrade_cuts_the_shelf_life),
        cmocka_unit_test(test_disposition_limit_destroys_what_nobody_judges),
        cmocka_unit_test(test_disposition_replaces_what_is_rejected),
        cmocka_unit_test(test_disposition_replaces_what_a_hub_rejects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
