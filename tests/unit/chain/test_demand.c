/* SPDX-License-Identifier: Apache-2.0
 *
 * When customers come, how much they want, and how long they wait.
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define MARKET TEST_FOLDER "/market.yaml"
#define BUYERS "demand.buyers"
#define PART "sites.market.stock.part"
#define EXACT 1e-9

#define OPEN(study, set)                                                               \
    bw_study_open(&(study), MARKET, (set), sizeof(set) / sizeof(set)[0])
#define RUN(study, set)                                                                \
    do {                                                                               \
        OPEN(study, set);                                                              \
        bw_study_run(&(study), 1, 0);                                                  \
    } while (0)

/* Day 0, 7, ... 364. */
static void test_demand_periodic_runs_through_day_0(void **state)
{
    const struct bw_assignment set[] = {{"title", "market"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, BUYERS, "orders"), 53.0, EXACT);
    bw_study_close(&study);
}

/* Days 3, 10, ... 360; with a warm-up of 4 d the run begins at one of the instants
 * before, day -4, whose order is not of the window. */
static void test_demand_periodic_has_a_phase(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: {every: 7 d, at: 3 d}}"},
        {"time.warmup", "4 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, BUYERS, "orders"), 52.0, EXACT);
    bw_assert_close(bw_study_value(&study, PART, "on_hand"),
        1e9 - 10.0
            - 10.0 * (52.0 * 365.0 - (3.0 * 52.0 + 7.0 * 51.0 * 52.0 / 2.0)) / 365.0,
        1e-5);
    bw_study_close(&study);
}

/* What is asked for in a period follows a law: its mean and variance over many
 * replications are those of the law, with a half-width of four standard errors. */
static void expect_quantity(const char *law, double mean, double variance)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: 1 d}"}, {BUYERS ".size", law}};
    struct bw_study study;
    double sum = 0.0, squares = 0.0, fourth = 3.5 * variance * variance;
    const double n = 60.0, days = 365.0;

    OPEN(study, set);
    for (uint64_t i = 0; i < 60; i++) {
        double value;

        bw_study_run(&study, 7, i);
        value = bw_study_value(&study, BUYERS, "demanded");
        sum += value;
        squares += value * value;
    }
    bw_study_close(&study);
    bw_assert_close(sum / n / days, mean, 4.0 * sqrt(variance / n / days));
    /* Days are independent: the variance of the sum is that of a day times the days. */
    bw_assert_close(
        (squares - sum * sum / n) / (n - 1.0) / days, variance, 4.0 * sqrt(fourth / n));
}

static void test_demand_per_period_follows_its_law(void **state)
{
    (void)state;
    expect_quantity("{normal: {mean: 100, sd: 10}}", 100.0, 100.0);
    expect_quantity("{gamma: {mean: 100, cv: 0.5}}", 100.0, 2500.0);
    expect_quantity("{negative_binomial: {mean: 20, dispersion: 2}}", 20.0, 220.0);
}

/* Intermittent demand: on three days of ten six are wanted, on the others nothing,
 * which places no order. */
static void test_demand_of_nothing_places_no_order(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: 1 d}"},
        {BUYERS ".size", "{discrete: {values: [0, 6], weights: [7, 3]}}"},
    };
    struct bw_study study;
    double orders;

    (void)state;
    RUN(study, set);
    orders = bw_study_value(&study, BUYERS, "orders");
    bw_assert_close(orders, 0.3 * 365.0, 4.0 * sqrt(365.0 * 0.3 * 0.7));
    bw_assert_close(bw_study_value(&study, BUYERS, "demanded"), 6.0 * orders, EXACT);
    bw_study_close(&study);
}

/* Weights of 3 in January and 9 in December have a mean of 1 already. */
static void test_demand_by_the_clock_is_larger_in_season(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: 1 d}"},
        {BUYERS ".season", "[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(
        bw_study_value(&study, BUYERS, "demanded"), 31.0 * 30.0 + 31.0 * 90.0, EXACT);
    bw_study_close(&study);
}

/* 10 x (1 + t / y) for t = 0 ... 364 d, halves of a unit. */
static void test_demand_linear_trend_begins_on_day_0(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: 1 d}"},
        {BUYERS ".trend", "{linear: 1}"},
    };
    struct bw_study study;
    double sum = 0.0;

    (void)state;
    RUN(study, set);
    for (int day = 0; day < 365; day++) {
        sum += round(20.0 * (1.0 + day / 365.0)) / 2.0;
    }
    bw_assert_close(bw_study_value(&study, BUYERS, "demanded"), sum, EXACT);
    /* The ten days of the warm-up were as day 0. */
    bw_study_close(&study);
}

/* Falls to nothing after half a year. */
static void test_demand_falls_to_nothing_at_the_most(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: 73 d}"},
        {BUYERS ".trend", "{linear: -2}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(
        bw_study_value(&study, BUYERS, "demanded"), 10.0 + 6.0 + 2.0, EXACT);
    bw_study_close(&study);
}

static void test_demand_grows_by_the_year(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: {every: 365 d}}"},
        {BUYERS ".trend", "{growth: 0.5}"},
        {"time.horizon", "1000 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(
        bw_study_value(&study, BUYERS, "demanded"), 10.0 + 15.0 + 22.5, EXACT);
    bw_study_close(&study);
}

/* Days 14 to 34, and 28 to 34 twice: begins are in, ends are out. */
static void test_demand_surges_multiply(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".surges",
            "{flu: {from: 14 d, for: 3 w, factor: 3}, panic: {from: 28 d, for: 7 d, "
            "factor: 2}}"},
        {"time.horizon", "42 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, BUYERS, "demanded"),
        10.0 + 10.0 + 30.0 + 30.0 + 60.0 + 10.0, EXACT);
    bw_study_close(&study);
}

/* Mean number of Poisson arrivals in the window over replications. */
static double mean_orders(const struct bw_assignment *set, size_t count, double *se)
{
    struct bw_study study;
    double sum = 0.0;
    const double n = 100.0;

    bw_study_open(&study, MARKET, set, count);
    for (uint64_t i = 0; i < 100; i++) {
        bw_study_run(&study, 3, i);
        sum += bw_study_value(&study, BUYERS, "orders");
    }
    bw_study_close(&study);
    *se = sqrt(sum / n / n);
    return sum / n;
}

/* The number of arrivals is Poisson with the integral of the rate for its mean. */
static void test_demand_poisson_rate_follows_the_profile(void **state)
{
    const struct bw_assignment linear[] = {
        {BUYERS ".arrivals", "{poisson: 4 /d}"}, {BUYERS ".trend", "{linear: -2}"}};
    const struct bw_assignment growth[] = {
        {BUYERS ".arrivals", "{poisson: 4 /d}"}, {BUYERS ".trend", "{growth: 1}"}};
    const struct bw_assignment all[] = {
        {BUYERS ".arrivals", "{poisson: 4 /d}"},
        {BUYERS ".trend", "{linear: 1}"},
        {BUYERS ".season", "[2, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]"},
        {BUYERS ".surges", "{flu: {from: 10 d, for: 10 d, factor: 5}}"},
        {"time.horizon", "120 d"},
    };
    const double y = 365.0;
    /* January 2 with a surge, February 1, March 0, April 1: sums of d + d^2 / 2y. */
    const double january = 31.0 + 31.0 * 31.0 / (2.0 * y);
    const double surge = 10.0 + (20.0 * 20.0 - 10.0 * 10.0) / (2.0 * y);
    const double february = 28.0 + (59.0 * 59.0 - 31.0 * 31.0) / (2.0 * y);
    const double april = 30.0 + (120.0 * 120.0 - 90.0 * 90.0) / (2.0 * y);
    double se, mean;

    (void)state;
    mean = mean_orders(linear, 2, &se);
    bw_assert_close(mean, 4.0 * y / 4.0, 4.0 * se);
    mean = mean_orders(growth, 2, &se);
    bw_assert_close(mean, 4.0 * y / log(2.0), 4.0 * se);
    mean = mean_orders(all, 5, &se);
    bw_assert_close(
        mean, 4.0 * (2.0 * (january + 4.0 * surge) + february + april), 4.0 * se);
}

/* A linear trend of nothing and a surge of 1 take other formulas to the same instants.
 */
static void test_demand_profile_of_ones_changes_nothing(void **state)
{
    const struct bw_assignment plain[] = {{BUYERS ".arrivals", "{poisson: 4 /d}"}};
    const struct bw_assignment ones[] = {
        {BUYERS ".arrivals", "{poisson: 4 /d}"},
        {BUYERS ".surges", "{flu: {from: 10 d, for: 1 d, factor: 1}}"},
    };
    struct bw_study study;
    double orders, on_hand;

    (void)state;
    RUN(study, plain);
    orders = bw_study_value(&study, BUYERS, "orders");
    on_hand = bw_study_value(&study, PART, "on_hand");
    bw_study_close(&study);
    RUN(study, ones);
    bw_assert_close(bw_study_value(&study, BUYERS, "orders"), orders, EXACT);
    bw_assert_close(bw_study_value(&study, PART, "on_hand"), on_hand, 1e-3);
    bw_study_close(&study);
}

/* Three orders of 10 each time, and the draws of those who come singly stay. */
static void test_demand_orders_come_together(void **state)
{
    const struct bw_assignment set[] = {{BUYERS ".together", "3"}};
    const struct bw_assignment none[] = {{BUYERS ".together", "0.2"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, BUYERS, "orders"), 159.0, EXACT);
    bw_assert_close(bw_study_value(&study, BUYERS, "demanded"), 1590.0, EXACT);
    bw_study_close(&study);
    RUN(study, none);
    bw_assert_close(bw_study_value(&study, BUYERS, "orders"), 0.0, EXACT);
    bw_study_close(&study);
}

#define TRACE                                                                          \
    "{trace: {file: market-orders.csv, time: when, quantity: units, column: who, "     \
    "item: what}}"

/* Of the file 4 on day -7 (warm-up), 1 on day 1, and 2.5 and 6 at noon of day 2; what
 * is nothing, others', of another item or after the end is not placed. */
static void test_demand_trace_is_replayed_exactly(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS, "{at: market, item: part, arrivals: " TRACE "}"},
        {"time.horizon", "10 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, BUYERS, "orders"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, BUYERS, "demanded"), 9.5, EXACT);
    bw_assert_close(
        bw_study_value(&study, PART, "on_hand"), 1e9 - 4.0 - 0.9 - 8.5 * 0.75, 1e-5);
    bw_study_close(&study);
}

/* Nothing ever comes: an M/M/infinity system of those who wait. */
static void test_demand_customers_leave_when_their_patience_is_over(void **state)
{
    const struct bw_assignment set[] = {
        {PART, "{initial: 1}"},
        {BUYERS,
            "{at: market, item: part, arrivals: {periodic: 1 d}, size: 2, "
            "patience: 3.5 d, penalties: {lost: 5}}"},
        {"time.horizon", "20 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, PART, "backorders"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, BUYERS, "backorders"), 7.0, EXACT);
    /* Of the twenty of the window those of days 17 to 19 are still open at its end. */
    bw_assert_close(
        bw_study_value(&study, BUYERS, "abandoned_share"), 17.0 / 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, BUYERS, "lost"), 34.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_lost_sales"), 200.0, EXACT);
    bw_study_close(&study);
}

/* Ordered from works in 2 d. Goods that come in the instant in which patience ends come
 * too late; what was ordered for who left serves the next. */
static void expect_left(const char *patience, double left)
{
    const struct bw_assignment set[] = {
        {PART, "{from: works, policy: make_to_order}"},
        {BUYERS, "{at: market, item: part, arrivals: {periodic: 5 d}, size: 2}"},
        {BUYERS ".patience", patience},
        {"time.horizon", "20 d"},
        {"time.warmup", "0"},
    };
    struct bw_study study;

    RUN(study, set);
    bw_assert_close(bw_study_value(&study, BUYERS, "abandoned_share"), left, EXACT);
    bw_study_close(&study);
}

static void test_demand_patience_ends_before_goods_of_its_instant(void **state)
{
    (void)state;
    expect_left("49 h", 0.0);
    expect_left("2 d", 0.5); /* every second finds what the first one left */
    expect_left("0", 0.5);
}

/* Five on the shelf, eight wanted: what was issued stays delivered. */
static void test_demand_only_what_is_open_is_abandoned(void **state)
{
    const struct bw_assignment set[] = {
        {PART, "{initial: 5}"},
        {BUYERS,
            "{at: market, item: part, arrivals: {periodic: 50 d}, size: 8, "
            "patience: 1 d, price: 2}"},
        {"time.horizon", "20 d"},
        {"time.warmup", "0"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, BUYERS, "abandoned_share"), 0.375, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "revenue"), 10.0, EXACT);
    bw_study_close(&study);
}

/* A large order that may not be filled in part blocks a small one until it is given
 * up. */
static void test_demand_who_leaves_makes_way(void **state)
{
    const struct bw_assignment set[] = {
        {PART, "{initial: 5}"},
        {BUYERS,
            "{at: market, item: part, arrivals: {periodic: {every: 90 d, at: 1 d}}, "
            "size: 8, patience: 3 d, partial: false}"},
        {"demand.small",
            "{at: market, item: part, arrivals: {periodic: {every: 90 d, "
            "at: 2 d}}}"},
        {"time.horizon", "20 d"},
        {"time.warmup", "0"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "demand.small", "lead_time"), 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, BUYERS, "lost"), 8.0, EXACT);
    bw_study_close(&study);
}

/* Three quarters of 8760 orders are paid for by the public, and each as it pays. */
static void test_demand_payers_share_the_orders_and_the_revenue(void **state)
{
    const struct bw_assignment set[] = {
        {BUYERS ".arrivals", "{periodic: 1 h}"},
        {BUYERS ".payers",
            "{private: {price: 20}, public: {share: 3, price: 10}, nobody: {share: 0, "
            "price: 1000}}"},
        {"time.cooldown", "1 d"},
    };
    struct bw_study study;
    double private_orders, public_orders;

    (void)state;
    RUN(study, set);
    private_orders = bw_study_value(&study, BUYERS ".payers.private", "orders");
    public_orders = bw_study_value(&study, BUYERS ".payers.public", "orders");
    bw_assert_close(private_orders + public_orders, 8760.0, EXACT);
    bw_assert_close(private_orders, 2190.0, 4.0 * sqrt(8760.0 * 0.25 * 0.75));
    bw_assert_close(bw_study_value(&study, BUYERS ".payers.private", "revenue"),
        200.0 * private_orders, EXACT);
    bw_assert_close(bw_study_value(&study, BUYERS ".payers.public", "demanded"),
        10.0 * public_orders, EXACT);
    bw_assert_close(bw_study_value(&study, BUYERS ".payers.public", "delivered"),
        10.0 * public_orders, EXACT);
    bw_assert_close(
        bw_study_value(&study, BUYERS ".payers.nobody", "revenue"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "revenue"),
        200.0 * private_orders + 100.0 * public_orders, 1e-6);
    bw_assert_close(bw_study_value(&study, "chain", "profit"),
        200.0 * private_orders + 100.0 * public_orders, 1e-6);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demand_periodic_runs_through_day_0),
        cmocka_unit_test(test_demand_periodic_has_a_phase),
        cmocka_unit_test(test_demand_per_period_follows_its_law),
        cmocka_unit_test(test_demand_of_nothing_places_no_order),
        cmocka_unit_test(test_demand_by_the_clock_is_larger_in_season),
        cmocka_unit_test(test_demand_linear_trend_begins_on_day_0),
        cmocka_unit_test(test_demand_falls_to_nothing_at_the_most),
        cmocka_unit_test(test_demand_grows_by_the_year),
        cmocka_unit_test(test_demand_surges_multiply),
        cmocka_unit_test(test_demand_poisson_rate_follows_the_profile),
        cmocka_unit_test(test_demand_profile_of_ones_changes_nothing),
        cmocka_unit_test(test_demand_orders_come_together),
        cmocka_unit_test(test_demand_trace_is_replayed_exactly),
        cmocka_unit_test(test_demand_customers_leave_when_their_patience_is_over),
        cmocka_unit_test(test_demand_patience_ends_before_goods_of_its_instant),
        cmocka_unit_test(test_demand_only_what_is_open_is_abandoned),
        cmocka_unit_test(test_demand_who_leaves_makes_way),
        cmocka_unit_test(test_demand_payers_share_the_orders_and_the_revenue),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
