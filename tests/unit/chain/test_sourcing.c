/* SPDX-License-Identifier: Apache-2.0
 *
 * Which source gets an order, and how much of it.
 */
#include "unit.h"

#include "study.h"

#define SOURCING TEST_FOLDER "/sourcing.yaml"
#define FROM "sites.shop.stock.drug.from"
#define RULE "sites.shop.stock.drug.source"
#define REALLOCATE "sites.shop.stock.drug.reallocate"
#define EXACT 1e-9

#define RUN(study, set)                                                                \
    do {                                                                               \
        bw_study_open(&(study), SOURCING, (set), sizeof(set) / sizeof(set)[0]);        \
        bw_study_run(&(study), 1, 0);                                                  \
    } while (0)

/* Units that a lane has carried in the window. */
static double carried(const struct bw_study *study, const char *lane)
{
    double shipments = bw_study_value(study, lane, "shipments");

    return shipments == 0.0 ? 0.0 : shipments * bw_study_value(study, lane, "load");
}

/* A hundred orders of one box, one a day: shares are exact though no order can be
 * divided. */
static void test_sourcing_split_of_single_units_keeps_the_shares(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "{north: {share: 0.7}, south: {share: 0.3}}"},
        {RULE, "split"},
        {"sites.north.supply.drug.lead_time", "0"},
        {"sites.south.supply.drug.lead_time", "0"},
        {"demand.first", "{at: shop, item: drug, arrivals: {every: 1 d}, size: 1}"},
        {"time.horizon", "100.5 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 70.0, EXACT);
    bw_assert_close(carried(&study, "lanes.south-shop"), 30.0, EXACT);
    bw_study_close(&study);
}

/* Ten boxes in thirds: 4 3 3, then 3 4 3, then 3 3 4. */
static void test_sourcing_split_remembers_what_is_due(void **state)
{
    struct bw_assignment set[] = {
        {FROM, "[north, south, store]"},
        {RULE, "split"},
        {"sites.north.supply.drug.lead_time", "0"},
        {"sites.south.supply.drug.lead_time", "0"},
        {"sites.store.stock.drug.initial", "100"},
        {"demand.first.arrivals", "{every: 10 d}"},
        {"time.horizon", "15 d"},
    };
    const struct {
        const char *horizon;
        double north, south, store;
    } cases[] = {
        {"15 d", 4.0, 3.0, 3.0}, {"25 d", 7.0, 7.0, 6.0}, {"35 d", 10.0, 10.0, 10.0}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct bw_study study;

        set[6].value = cases[i].horizon;
        RUN(study, set);
        bw_assert_close(carried(&study, "lanes.north-shop"), cases[i].north, EXACT);
        bw_assert_close(carried(&study, "lanes.south-shop"), cases[i].south, EXACT);
        bw_assert_close(carried(&study, "lanes.store-shop"), cases[i].store, EXACT);
        bw_study_close(&study);
    }
}

/* Halves, but the south sells ten at least: it gets too much, and the north the more
 * after that. */
static void test_sourcing_split_counts_what_minimum_orders_add(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "[north, south]"},
        {RULE, "split"},
        {"sites.north.supply.drug.lead_time", "0"},
        {"sites.south.supply.drug.lead_time", "0"},
        {"sites.south.supply.drug.minimum", "10"},
        {"demand.first.arrivals", "{every: 10 d}"},
        {"time.horizon", "1005 d"},
    };
    struct bw_study study;
    double north, south;

    (void)state;
    RUN(study, set);
    north = carried(&study, "lanes.north-shop");
    south = carried(&study, "lanes.south-shop");
    /* A thousand boxes; what is on the shelf is less than a minimum order. */
    assert_true(north + south >= 1000.0 && north + south < 1010.0);
    assert_true(north - south <= 10.0 && south - north <= 10.0);
    bw_study_close(&study);
}

/* Six of ten are in the store, the rest comes from the north: 4 boxes at 3. */
static void test_sourcing_priority_reallocates_the_short_part(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "[store, north]"},
        {REALLOCATE, "true"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.store-shop"), 6.0, EXACT);
    bw_assert_close(carried(&study, "lanes.north-shop"), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_purchase"), 12.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.store.stock.drug", "fill_rate"), 0.6, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.store.stock.drug", "backorders"), 0.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.drug", "orders"), 1.0, EXACT);
    /* The customer waits for the slower part: 2 d at the supplier and 1 d of road. */
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.0, EXACT);
    bw_study_close(&study);
}

/* Without it the rest waits in the store, which gets nothing more. */
static void test_sourcing_priority_alone_waits_at_the_first(void **state)
{
    const struct bw_assignment set[] = {{FROM, "[store, north]"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.store-shop"), 6.0, EXACT);
    bw_assert_close(carried(&study, "lanes.north-shop"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "open_orders"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Store and depot give 6 and 2; nobody gives the other 2, which wait in the store from
 * day 60 to the end. */
static void test_sourcing_what_nobody_gives_waits_at_the_first(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "[store, depot]"},
        {REALLOCATE, "true"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.store-shop"), 6.0, EXACT);
    bw_assert_close(carried(&study, "lanes.depot-shop"), 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.drug", "backorders"),
        2.0 * 0.4, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.depot.stock.drug", "backorders"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Ten boxes: 30 from the north, 20 + 15 from the south. Twenty: 60 against 55. */
static void test_sourcing_cheapest_weighs_the_shipment_against_the_order(void **state)
{
    struct bw_assignment set[] = {
        {RULE, "cheapest"},
        {"demand.first.size", "10"},
        {"sites.south.supply.drug.lead_time", "2 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost"), 30.0, EXACT);
    bw_study_close(&study);
    set[1].value = "20";
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.south-shop"), 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost"), 55.0, EXACT);
    bw_study_close(&study);
}

/* The store is a day away but has only six boxes; the north takes 3 d, the south 7. */
static void test_sourcing_fastest_leaves_out_what_cannot_give_all(void **state)
{
    struct bw_assignment set[] = {
        {FROM, "[south, north, store]"},
        {RULE, "fastest"},
        {"demand.first.size", "6"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.store-shop"), 6.0, EXACT);
    bw_study_close(&study);
    set[2].value = "7";
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 7.0, EXACT);
    bw_study_close(&study);
}

/* Two orders of two boxes each in one instant see the store with six as it was before:
 * both go there, although the depot would have had more for the second one. */
static void test_sourcing_most_stock_sees_the_last_instant(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "[depot, store]"},
        {RULE, "most_stock"},
        {"sites.depot.stock.drug.initial", "5"},
        {"sites.kiosk",
            "{stock: {drug: {from: [depot, store], source: most_stock, policy: "
            "make_to_order}}}"},
        {"lanes.store-kiosk", "{from: store, to: kiosk, transit: 1 d}"},
        {"lanes.depot-kiosk", "{from: depot, to: kiosk, transit: 1 d}"},
        {"demand.first.size", "2"},
        {"demand.second", "{at: kiosk, item: drug, arrivals: {every: 60 d}, size: 2}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.store-shop"), 2.0, EXACT);
    bw_assert_close(carried(&study, "lanes.store-kiosk"), 2.0, EXACT);
    bw_study_close(&study);
}

/* Orders of four on days 10, 20 and 30: the store has 6 and then 2, so the second goes
 * to the south although the store is named first; with choose: once it waits there. */
static void test_sourcing_first_available_and_once(void **state)
{
    struct bw_assignment set[] = {
        {FROM, "[store, south]"},
        {RULE, "first_available"},
        {"sites.shop.stock.drug.choose", "per_order"},
        {"demand.first.size", "4"},
        {"demand.first.arrivals", "{every: 10 d}"},
        {"time.horizon", "25 d"},
        {"sites.south.supply.drug.lead_time", "0"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.store-shop"), 4.0, EXACT);
    bw_assert_close(carried(&study, "lanes.south-shop"), 4.0, EXACT);
    bw_study_close(&study);
    set[2].value = "once";
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.store-shop"), 6.0, EXACT);
    bw_assert_close(carried(&study, "lanes.south-shop"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Batches of 10: of 25 boxes 20 are made and 5 bought. */
static void test_sourcing_make_and_buy_buys_what_is_no_batch(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "[make, north]"},
        {REALLOCATE, "true"},
        {"sites.shop.make", "{drug: {batch: 10, steps: {fill: {time: 5 d}}}}"},
        {"demand.first.size", "25"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 5.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.drug", "order_size"), 25.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 5.0, EXACT);
    /* Made goods are released when they are made, bought ones are not made here. */
    bw_assert_close(bw_study_value(&study, "chain", "flow_excluded_share"), 0.2, EXACT);
    bw_study_close(&study);
}

/* Priorities written out count before the order of the file. */
static void test_sourcing_priority_sorts_sources(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "{south: {priority: 2}, north: {priority: 1, price: 1}}"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_purchase"), 40.0, EXACT);
    bw_study_close(&study);
}

#define SUPPLY "sites.north.supply.drug"

/* Four boxes a week, weeks from day 0: of ten ordered on day 60, four start then, four
 * on day 63 and two on day 70, and the last ones are there 3 d later. */
static void test_sourcing_capacity_spreads_an_order_over_periods(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "north"},
        {SUPPLY ".capacity", "{quantity: 4, per: 7 d}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 13.0, EXACT);
    bw_assert_close(bw_study_wait(&study, SUPPLY, BW_STAGE_SOURCE), 12.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "ordered"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "delivered"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "wait"), 13.0 / 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "waiting"), 0.32, EXACT);
    bw_assert_close(
        bw_study_value(&study, SUPPLY, "capacity_used"), 10.0 * 7.0 / 400.0, EXACT);
    bw_study_close(&study);
}

/* Two boxes are left of the period on day 62, when the second order comes; on day 63
 * the third one finds a new period, but behind what waits. */
static void test_sourcing_capacity_is_first_come_first_served(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "north"},
        {SUPPLY ".capacity", "{quantity: 12, per: 7 d, at: 0 d}"},
        {"demand.second", "{at: shop, item: drug, arrivals: {every: 62 d}, size: 5}"},
        {"demand.third", "{at: shop, item: drug, arrivals: {every: 64 d}, size: 11}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "demand.first", "lead_time"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.second", "lead_time"), 4.0, EXACT);
    /* Three of the twelve of day 63 are gone, nine start on day 64, two on day 70. */
    bw_assert_close(bw_study_value(&study, "demand.third", "lead_time"), 9.0, EXACT);
    bw_study_close(&study);
}

/* What north cannot start at once goes to the south. */
static void test_sourcing_capacity_reallocates_what_does_not_fit(void **state)
{
    const struct bw_assignment set[] = {
        {REALLOCATE, "true"},
        {SUPPLY ".capacity", "{quantity: 4, per: 7 d}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 4.0, EXACT);
    bw_assert_close(carried(&study, "lanes.south-shop"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_purchase"), 24.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "waiting"), 0.0, EXACT);
    bw_study_close(&study);
}

/* First available counts what a supplier has left of its period: of orders of 3 on days
 * 1 to 4, north takes those of days 1 and 2, and has 2 of 8 left then. */
static void test_sourcing_first_available_counts_the_rest_of_the_period(void **state)
{
    const struct bw_assignment set[] = {
        {RULE, "first_available"},
        {SUPPLY ".capacity", "{quantity: 8, per: 100 d}"},
        {SUPPLY ".lead_time", "0"},
        {"sites.south.supply.drug.lead_time", "0"},
        {"demand.first", "{at: shop, item: drug, arrivals: {every: 1 d}, size: 3}"},
        {"time.horizon", "4.5 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 6.0, EXACT);
    bw_assert_close(carried(&study, "lanes.south-shop"), 6.0, EXACT);
    bw_study_close(&study);
}

/* Ten boxes in orders of four at the most: 4, 4 and 2, each at its cost. */
static void test_sourcing_maximum_divides_an_order(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "north"},
        {SUPPLY ".maximum", "4"},
        {"sites.shop.stock.drug.costs", "{order: 5}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, SUPPLY, "orders"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "ordered"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_ordering"), 15.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.drug", "orders"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Sizes sold are 0, 8, 12, 16, ... : multiples of 4 from the minimum of 6 on. */
static void test_sourcing_rounding_picks_a_size_that_is_sold(void **state)
{
    static const struct {
        const char *size, *round;
        double ordered;
    } cases[] = {
        {"9", "up", 12.0},
        {"9", "nearest", 8.0},
        {"10", "nearest", 12.0},
        {"11", "down", 8.0},
        {"5", "up", 8.0},
        {"5", "nearest", 8.0},
        {"4", "nearest", 8.0},
        {"3", "nearest", 0.0},
        {"7", "down", 0.0},
        {"23", "up", 24.0},
        {"40", "down", 40.0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct bw_assignment set[] = {
            {FROM, "north"},
            {SUPPLY ".minimum", "6"},
            {SUPPLY ".multiple", "4"},
            {SUPPLY ".round", cases[i].round},
            {"demand.first.size", cases[i].size},
        };
        struct bw_study study;

        RUN(study, set);
        bw_assert_close(
            bw_study_value(&study, SUPPLY, "ordered"), cases[i].ordered, EXACT);
        bw_study_close(&study);
    }
}

/* Half of every order comes, rounded down: 5, 2, 1, 1 of ten boxes, and the last one is
 * ordered again every 2 d. What does not come is not paid for: 9 boxes, and the one on
 * order at the end. */
static void test_sourcing_short_orders_are_paid_for_what_comes(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "north"},
        {SUPPLY ".reliability", "{short: {probability: 1, part: 0.5}}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, SUPPLY, "delivered"), 9.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_purchase"), 30.0, EXACT);
    bw_study_close(&study);
}

/* Checks of 8 d and 5 d from day 50, 2026-02-24, on: what is ordered on day 60 starts
 * on day 63, and the wait is the supplier's. Together they take 8 d, and nothing waits.
 */
static void test_sourcing_onboarding_in_series_and_in_parallel(void **state)
{
    struct bw_assignment set[] = {
        {FROM, "north"},
        {SUPPLY ".onboarding",
            "{start: 50 d, checks: {audit: {time: 8 d, cost: 100}, samples: {time: 5 "
            "d, "
            "cost: 30}}}"},
        {SUPPLY ".onboarding.order", "series"},
        {SUPPLY ".onboarding.start", "50 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_wait(&study, SUPPLY, BW_STAGE_SOURCE), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "onboarding_time"), 13.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "availability"), 0.37, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "checking"), 0.13, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_onboarding"), 130.0, EXACT);
    bw_study_close(&study);
    set[2].value = "parallel";
    set[3].value = "2026-02-24";
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "onboarding_time"), 8.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "availability"), 0.42, EXACT);
    bw_study_close(&study);
}

/* One auditor of the shop does both checks, one after the other, from day 50 on; two do
 * them together. He is busy for 13 d. */
static void test_sourcing_onboarding_waits_for_those_who_check(void **state)
{
    struct bw_assignment set[] = {
        {FROM, "north"},
        {SUPPLY ".onboarding",
            "{start: 50 d, order: parallel, checks: {audit: {resource: shop.auditors, "
            "time: 8 d}, samples: {resource: shop.auditors, time: 5 d}}}"},
        {"sites.shop.resources", "{auditors: {servers: 1}}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, SUPPLY, "onboarding_time"), 13.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 6.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.resources.auditors", "busy"), 0.13, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.resources.auditors", "wait"), 4.0, EXACT);
    bw_study_close(&study);
    set[2].value = "{auditors: {servers: 2}}";
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, SUPPLY, "onboarding_time"), 8.0, EXACT);
    bw_study_close(&study);
}

/* Credentials of north end on day 50; their renewal begins on day 45 and takes 20 d.
 * The order of day 60 finds both closed: it waits for north, and south is needed, whose
 * check takes 3 d. */
static void test_sourcing_credentials_close_a_supplier_and_need_the_next(void **state)
{
    const struct bw_assignment set[] = {
        {SUPPLY ".onboarding",
            "{done: true, credentials: {valid: 50 d, renew_before: 5 d, renewal: 20 d, "
            "cost: 40}}"},
        {"sites.south.supply.drug.onboarding", "{checks: {audit: {time: 3 d}}}"},
    };
    const char *south = "sites.south.supply.drug";
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 8.0, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "availability"), 0.85, EXACT);
    bw_assert_close(bw_study_value(&study, SUPPLY, "expired"), 0.15, EXACT);
    bw_assert_close(bw_study_value(&study, south, "availability"), 0.37, EXACT);
    bw_assert_close(bw_study_value(&study, south, "onboarding_time"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_onboarding"), 40.0, EXACT);
    bw_study_close(&study);
}

/* A renewal in time leaves no gap: begun on day 40, done on day 48 of 50; the next ones
 * on days 96 and beyond. */
static void test_sourcing_credentials_renewed_in_time_leave_no_gap(void **state)
{
    const struct bw_assignment set[] = {
        {SUPPLY ".onboarding",
            "{done: true, credentials: {valid: 50 d, renew_before: 10 d, renewal: 8 "
            "d}}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, SUPPLY, "availability"), 1.0, EXACT);
    bw_assert_close(carried(&study, "lanes.north-shop"), 10.0, EXACT);
    bw_study_close(&study);
}

/* While the south is closed the north takes all; afterwards shares hold for what is
 * ordered from then on. */
static void test_sourcing_split_leaves_closed_suppliers_out(void **state)
{
    const struct bw_assignment set[] = {
        {RULE, "split"},
        {"sites.north.supply.drug.lead_time", "0"},
        {"sites.south.supply.drug.lead_time", "0"},
        {"sites.south.supply.drug.onboarding", "{start: 50.5 d}"},
        {"demand.first", "{at: shop, item: drug, arrivals: {every: 1 d}, size: 2}"},
        {"time.horizon", "100.5 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(carried(&study, "lanes.north-shop"), 150.0, EXACT);
    bw_assert_close(carried(&study, "lanes.south-shop"), 50.0, EXACT);
    bw_study_close(&study);
}

/* Attempts of 2 d that fail by halves, and 1 d before the next: 2 / 0.5 + 1 d on
 * average, with a deviation of 3 d * sqrt(0.5) / 0.5. */
static void test_sourcing_failed_checks_are_repeated(void **state)
{
    const struct bw_assignment set[] = {
        {FROM, "north"},
        {SUPPLY ".onboarding",
            "{start: 1 d, checks: {audit: {time: 2 d, fail: 0.5, retry: 1 d}}}"},
    };
    struct bw_study study;
    double sum = 0.0;

    (void)state;
    RUN(study, set);
    for (uint64_t i = 0; i < 900; i++) {
        bw_study_run(&study, 7, i);
        sum += bw_study_value(&study, SUPPLY, "onboarding_time");
    }
    bw_assert_close(sum / 900.0, 5.0, 5.0 * 4.243 / 30.0);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sourcing_split_of_single_units_keeps_the_shares),
        cmocka_unit_test(test_sourcing_split_remembers_what_is_due),
        cmocka_unit_test(test_sourcing_split_counts_what_minimum_orders_add),
        cmocka_unit_test(test_sourcing_priority_reallocates_the_short_part),
        cmocka_unit_test(test_sourcing_priority_alone_waits_at_the_first),
        cmocka_unit_test(test_sourcing_what_nobody_gives_waits_at_the_first),
        cmocka_unit_test(test_sourcing_cheapest_weighs_the_shipment_against_the_order),
        cmocka_unit_test(test_sourcing_fastest_leaves_out_what_cannot_give_all),
        cmocka_unit_test(test_sourcing_most_stock_sees_the_last_instant),
        cmocka_unit_test(test_sourcing_first_available_and_once),
        cmocka_unit_test(test_sourcing_make_and_buy_buys_what_is_no_batch),
        cmocka_unit_test(test_sourcing_priority_sorts_sources),
        cmocka_unit_test(test_sourcing_capacity_spreads_an_order_over_periods),
        cmocka_unit_test(test_sourcing_capacity_is_first_come_first_served),
        cmocka_unit_test(test_sourcing_capacity_reallocates_what_does_not_fit),
        cmocka_unit_test(test_sourcing_first_available_counts_the_rest_of_the_period),
        cmocka_unit_test(test_sourcing_maximum_divides_an_order),
        cmocka_unit_test(test_sourcing_rounding_picks_a_size_that_is_sold),
        cmocka_unit_test(test_sourcing_short_orders_are_paid_for_what_comes),
        cmocka_unit_test(test_sourcing_onboarding_in_series_and_in_parallel),
        cmocka_unit_test(test_sourcing_onboarding_waits_for_those_who_check),
        cmocka_unit_test(test_sourcing_credentials_close_a_supplier_and_need_the_next),
        cmocka_unit_test(test_sourcing_credentials_renewed_in_time_leave_no_gap),
        cmocka_unit_test(test_sourcing_split_leaves_closed_suppliers_out),
        cmocka_unit_test(test_sourcing_failed_checks_are_repeated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
