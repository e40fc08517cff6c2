/* SPDX-License-Identifier: Apache-2.0
 *
 * Contracts: the times of their steps by hand and by closed forms, and what follows
 * when they come into force.
 */
#include "unit.h"

#include "study.h"

#define CONTRACT TEST_FOLDER "/contract.yaml"
#define OPENING "contracts.opening"
#define STEPS OPENING ".steps"
#define EXACT 1e-9

static void run(struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, CONTRACT, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN(study, set) run(&(study), (set), sizeof(set) / sizeof(set)[0])

static double opening(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, OPENING, metric);
}

/* Two branches: 10 d, and 4 d + 3 d. */
static void test_contract_activation_is_the_latest_branch(void **state)
{
    const struct bw_assignment none[] = {{"run.seed", "1"}};
    const struct bw_assignment late[] = {{STEPS ".ready.time", "7 d"}};
    struct bw_study study;

    (void)state;
    RUN(study, none);
    bw_assert_close(opening(&study, "activation_time"), 10.0, EXACT);
    bw_assert_close(opening(&study, "steps"), 3.0, EXACT);
    bw_assert_close(opening(&study, "cases"), 1.0, EXACT);
    bw_assert_close(opening(&study, "in_force"), 0.9, EXACT);
    bw_assert_close(opening(&study, "automation_share"), 1.0, EXACT);
    bw_assert_close(opening(&study, "confirmation_time"), 0.0, EXACT);
    bw_study_close(&study);
    RUN(study, late);
    bw_assert_close(opening(&study, "activation_time"), 11.0, EXACT);
    bw_study_close(&study);
}

/* Data a day late, two validators of three who take 6 h and work 2 h each, and a desk
 * that logs one record in 12 h: ethics is final at 10 + 1 + 0.25 + 0.5 d, consent at 4
 * + 1 + 0.25 + 0.5, ready 4.75 d after that. */
static void test_contract_steps_are_late_confirmed_and_logged(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS ".ethics.late", "1 d"},
        {STEPS ".consent.late", "1 d"},
        {STEPS ".ready.late", "1 d"},
        {STEPS ".ready.effort", "5 h"},
        {STEPS ".ready.cost", "70"},
        {OPENING ".validators", "{of: 3, need: 2, time: 6 h, effort: 2 h}"},
        {"ledger.book", "{kind: manual, time: 12 h}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "activation_time"), 11.75, EXACT);
    bw_assert_close(opening(&study, "confirmation_time"), 1.75, EXACT);
    bw_assert_close(opening(&study, "automation_share"), 0.0, EXACT);
    bw_assert_close(opening(&study, "staff_hours"), 3.0 * 2.0 * 2.0 + 5.0, EXACT);
    bw_assert_close(opening(&study, "cost"), 70.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_contracts"), 70.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.book", "verification_time"), 0.5, EXACT);
    bw_study_close(&study);
}

/* Two records that come at once wait for each other at a desk of one. */
static void test_contract_records_queue_at_the_ledger(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS, "{a: {time: 5 d}, b: {time: 5 d}}"},
        {"ledger.book", "{kind: manual, time: 12 h}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "activation_time"), 6.0, EXACT);
    bw_assert_close(opening(&study, "confirmation_time"), 0.75, EXACT);
    bw_study_close(&study);
}

/* Mean of the largest of three exponentials with rates 1/10, 1/5 and 1/2, and the
 * median, where (1 - e^-t/10) (1 - e^-t/5) (1 - e^-t/2) = 1/2. */
static void test_contract_activation_is_the_largest_of_three_laws(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS,
            "{a: {time: {exponential: {mean: 10 d}}}, "
            "b: {time: {exponential: {mean: 5 d}}}, "
            "c: {time: {exponential: {mean: 2 d}}}}"},
        {OPENING ".cases", "40000"},
        {"time.horizon", "300 d"},
    };
    const double a = 0.1, b = 0.2, c = 0.5;
    double mean = 1 / a + 1 / b + 1 / c - 1 / (a + b) - 1 / (a + c) - 1 / (b + c)
        + 1 / (a + b + c);
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "cases"), 40000.0, EXACT);
    /* Standard deviation about 9 d: 0.15 d is more than three standard errors. */
    bw_assert_close(opening(&study, "activation_time"), mean, 0.15);
    bw_assert_close(opening(&study, "activation_time_p50"), 9.184, 0.15);
    bw_study_close(&study);
}

/* Third of four exponential answers of mean 1 d: 1/4 + 1/3 + 1/2 d; three of ten are
 * confirmed by themselves. */
static void test_contract_validators_answer_as_order_statistics(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS, "{a: {time: 0}}"},
        {OPENING ".validators",
            "{of: 4, need: 3, time: {exponential: {mean: 1 d}}, automatic: 0.3}"},
        {OPENING ".cases", "40000"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "automation_share"), 0.3, 0.008);
    bw_assert_close(opening(&study, "activation_time"), 0.7 * 13.0 / 12.0, 0.015);
    bw_study_close(&study);
}

/* All four of four: the largest, 25/12 d. */
static void test_contract_all_validators_are_the_slowest_one(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS, "{a: {time: 0}}"},
        {OPENING ".validators", "{of: 4, need: 4, time: {exponential: {mean: 1 d}}}"},
        {OPENING ".cases", "40000"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "activation_time"), 25.0 / 12.0, 0.02);
    bw_study_close(&study);
}

/* Two attempts of 2 d in the mean, with 1 d between two of them; each costs. */
static void test_contract_failed_attempts_are_repeated(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS, "{a: {time: 2 d, fail: 0.5, retry: 1 d, cost: 1}}"},
        {OPENING ".cases", "40000"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "activation_time"), 5.0, 0.07);
    bw_assert_close(opening(&study, "cost"), 80000.0, 900.0);
    bw_study_close(&study);
}

/* A record that does not match is corrected in 2 d, by somebody. */
static void test_contract_wrong_records_are_corrected(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS, "{a: {time: 1 d}}"},
        {"ledger.book.mismatch", "0.5"},
        {OPENING ".correction", "{time: 2 d, effort: 1 h}"},
        {OPENING ".cases", "40000"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "activation_time"), 3.0, 0.05);
    bw_assert_close(opening(&study, "automation_share"), 0.5, 0.01);
    bw_assert_close(opening(&study, "staff_hours"), 40000.0, 900.0);
    bw_study_close(&study);
}

/* Of the orders at noon of a hundred days those after day 10 are placed; two clinics
 * are two cases. */
static void test_contract_customers_order_from_activation_on(void **state)
{
    const struct bw_assignment set[] = {
        {"demand.clinic.activation", "opening"},
        {"demand.other",
            "{at: depot, item: kit, arrivals: {periodic: {every: 1 d, at: 12 h}}, "
            "activation: opening}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "cases"), 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.clinic", "orders"), 90.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.other", "orders"), 90.0, EXACT);
    bw_study_close(&study);
}

/* Asked for on day 0.5, papers of 7 d and an audit of 20 d: open from 27.5 on for 30 d;
 * the renewal begins 5 d before that and takes 10 d. */
static void test_contract_admits_a_supplier_and_expires(void **state)
{
    const struct bw_assignment set[] = {
        {"contracts.admission",
            "{kind: onboarding, start: on_need, steps: {papers: {time: 7 d}, "
            "audit: {time: 20 d, after: papers}}, "
            "credentials: {valid: 30 d, renew_before: 5 d, renewal: 10 d}}"},
        {"sites.works.supply.kit.onboarding", "{contract: admission}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "sites.works.supply.kit", "availability"),
        (30.0 + 30.0 + 2.5) / 100.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.works.supply.kit", "expired"), 0.1, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.works.supply.kit", "onboarding_time"),
        27.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "contracts.admission", "in_force"), 0.625, EXACT);
    bw_study_close(&study);
}

/* The same supplier with the checks written at the supplier. */
static void test_contract_agrees_with_onboarding_without_one(void **state)
{
    const struct bw_assignment with[] = {
        {"contracts.admission",
            "{kind: onboarding, start: 3 d, steps: {papers: {time: 7 d}, "
            "audit: {time: 20 d, after: papers}}, "
            "credentials: {valid: 30 d, renew_before: 5 d, renewal: 10 d}}"},
        {"sites.works.supply.kit.onboarding", "{contract: admission}"},
    };
    const struct bw_assignment without[] = {
        {"sites.works.supply.kit.onboarding",
            "{start: 3 d, checks: {papers: {time: 7 d}, audit: {time: 20 d}}, "
            "credentials: {valid: 30 d, renew_before: 5 d, renewal: 10 d}}"},
    };
    struct bw_study a, b;

    (void)state;
    RUN(a, with);
    RUN(b, without);
    for (size_t i = 0; i < 3; i++) {
        static const char *const metrics[] = {"availability", "wait", "lead_time"};

        bw_assert_close(bw_study_value(&a, "sites.works.supply.kit", metrics[i]),
            bw_study_value(&b, "sites.works.supply.kit", metrics[i]), EXACT);
    }
    bw_study_close(&a);
    bw_study_close(&b);
}

/* A kit ordered at noon of day 0 is ready on day 3.5; the papers of its supplier, begun
 * when it wanted to leave, take 4 d: it is blocked until 7.5 and a day on the road.
 * Those of the next days are ready before that and leave with it, later ones at once.
 */
static void test_contract_bars_goods_at_the_supplier(void **state)
{
    const struct bw_assignment set[] = {
        {"contracts.admission",
            "{kind: onboarding, start: on_need, steps: {papers: {time: 4 d}}}"},
        {"sites.works.supply.kit.contracts", "admission"},
        {"sites.depot.stock.kit.policy", "make_to_order"},
        {"sites.depot.stock.kit.initial", "0"},
        {"demand.clinic.arrivals", "{periodic: {every: 1000 d, at: 12 h}}"},
        {"time.cooldown", "20 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 8.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "contracts.admission", BW_STAGE_BLOCKED), 4.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.works.supply.kit", BW_STAGE_SOURCE), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, "contracts.admission", "held"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "contracts.admission", "held_time"), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "contracts.admission", "stopped_share"),
        7.5 / 100.0, EXACT);
    bw_study_close(&study);
}

/* The same for the carrier of the road. */
static void test_contract_bars_goods_at_the_lane(void **state)
{
    const struct bw_assignment set[] = {
        {"contracts.admission",
            "{kind: onboarding, start: 1 d, "
            "steps: {papers: {time: 4 d}}, "
            "credentials: {valid: 10 d, renewal: 2 d}}"},
        {"contracts.second",
            "{kind: onboarding, start: 2 d, "
            "steps: {papers: {time: 5 d}}}"},
        {"lanes.road.contracts", "[admission, second]"},
        {"sites.depot.stock.kit.policy", "make_to_order"},
        {"sites.depot.stock.kit.initial", "0"},
        {"demand.clinic.arrivals", "{periodic: {every: 12 d, at: 12 h}}"},
        {"time.horizon", "24 d"},
        {"time.cooldown", "20 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    /* Ready on day 3.5, barred by the first to day 5 and by the second to day 7; ready
     * again on day 15.5, while the credentials have expired from 15 to 17. */
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"),
        (3.0 + 3.5 + 1.0 + 3.0 + 1.5 + 1.0) / 2.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "contracts.admission", BW_STAGE_BLOCKED),
        1.5 / 2.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "contracts.second", BW_STAGE_BLOCKED), 3.5 / 2.0, EXACT);
    bw_study_close(&study);
}

/* Suspended from day 5 to 8, 13 to 16, 21 to 24: goods that are ready on day 3.5 go,
 * those of day 15.5 wait for half a day. */
static void test_contract_licence_is_suspended_at_times(void **state)
{
    const struct bw_assignment set[] = {
        {"contracts.import", "{kind: licence, suspension: {every: 5 d, time: 3 d}}"},
        {"lanes.road.contracts", "import"},
        {"sites.depot.stock.kit.policy", "make_to_order"},
        {"sites.depot.stock.kit.initial", "0"},
        {"demand.clinic.arrivals", "{periodic: {every: 12 d, at: 12 h}}"},
        {"time.horizon", "24 d"},
        {"time.cooldown", "20 d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(
        bw_study_value(&study, "chain", "lead_time"), (4.0 + 4.5) / 2.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "contracts.import", BW_STAGE_BLOCKED), 0.5 / 2.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "contracts.import", "stopped_share"), 9.0 / 24.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "contracts.import", "in_force"), 15.0 / 24.0, EXACT);
    bw_assert_close(bw_study_value(&study, "contracts.import", "held"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "contracts.import", "held_time"), 0.5, EXACT);
    bw_study_close(&study);
}

/* Both sites of a trial open when their case is in force, on day 25 after ethics; each
 * visit to which a patient comes is paid. */
static void test_contract_opens_the_sites_of_a_trial(void **state)
{
    const struct bw_assignment set[] = {
        {"contracts",
            "{opening: {kind: activation, start: 5 d, steps: {ethics: {time: 20 d}, "
            "consent: {time: 4 d}}}, pay: {kind: milestones, milestones: {visit: "
            "{trial: one, amount: 50}}, payment: {terms: 0}}}"},
        {"trials.one.contract", "opening"},
        {"trials.one.countries", "{europe: {sites: \"*\"}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, TEST_FOLDER "/trial.yaml", set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, OPENING, "cases"), 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, OPENING, "activation_time"), 20.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "trials.one", "activation_time"), 25.0, EXACT);
    /* 40 patients with three visits each. */
    bw_assert_close(bw_study_value(&study, "contracts.pay", "paid"), 6000.0, EXACT);
    bw_study_close(&study);
}

/* A kit sold at noon of each day is replaced by a shipment that is unloaded 4 d later,
 * first on day 4.5. A step that begins on day 6 waits for that of day 6.5. Another
 * contract that is in force already is not waited for. */
static void test_contract_steps_wait_for_the_chain(void **state)
{
    const struct bw_assignment set[] = {
        {STEPS,
            "{first: {lane: road, late: 12 h}, ethics: {time: 6 d}, "
            "next: {lane: road, after: ethics}, "
            "other: {contract: early, after: first}}"},
        {"contracts.early", "{kind: activation, steps: {a: {time: 1 d}}}"},
        {OPENING ".cases", "3"},
    };
    const struct bw_assignment supply[] = {
        {STEPS, "{order: {supply: works.kit}, other: {contract: late}}"},
        {"contracts.late", "{kind: activation, steps: {a: {time: 8 d}}}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(opening(&study, "cases"), 3.0, EXACT);
    bw_assert_close(opening(&study, "activation_time"), 6.5, EXACT);
    bw_assert_close(opening(&study, "steps"), 12.0, EXACT);
    bw_assert_close(opening(&study, "confirmation_time"), 0.5 / 4.0, EXACT);
    bw_study_close(&study);
    RUN(study, supply);
    bw_assert_close(opening(&study, "activation_time"), 8.0, EXACT);
    bw_study_close(&study);
}

/* Steps draw by case: another step moves nobody else's draws. */
static void test_contract_draws_do_not_shift_with_other_steps(void **state)
{
    const struct bw_assignment alone[] = {
        {STEPS, "{z: {time: {exponential: {mean: 10 d}}}}"},
        {OPENING ".validators", "{of: 4, need: 2, time: {exponential: {mean: 1 d}}}"},
        {OPENING ".cases", "50"},
    };
    const struct bw_assignment beside[] = {
        {STEPS, "{b: {time: 0, fail: 0.5}, z: {time: {exponential: {mean: 10 d}}}}"},
        {OPENING ".validators", "{of: 4, need: 2, time: {exponential: {mean: 1 d}}}"},
        {OPENING ".cases", "50"},
    };
    struct bw_study a, b;

    (void)state;
    RUN(a, alone);
    RUN(b, beside);
    /* z is later than b with its validators in nearly all cases. */
    assert_true(opening(&b, "activation_time") >= opening(&a, "activation_time"));
    bw_assert_close(
        opening(&b, "activation_time_p95"), opening(&a, "activation_time_p95"), EXACT);
    bw_study_close(&a);
    bw_study_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_activation_is_the_latest_branch),
        cmocka_unit_test(test_contract_steps_are_late_confirmed_and_logged),
        cmocka_unit_test(test_contract_records_queue_at_the_ledger),
        cmocka_unit_test(test_contract_activation_is_the_largest_of_three_laws),
        cmocka_unit_test(test_contract_validators_answer_as_order_statistics),
        cmocka_unit_test(test_contract_all_validators_are_the_slowest_one),
        cmocka_unit_test(test_contract_failed_attempts_are_repeated),
        cmocka_unit_test(test_contract_wrong_records_are_corrected),
        cmocka_unit_test(test_contract_customers_order_from_activation_on),
        cmocka_unit_test(test_contract_admits_a_supplier_and_expires),
        cmocka_unit_test(test_contract_agrees_with_onboarding_without_one),
        cmocka_unit_test(test_contract_bars_goods_at_the_supplier),
        cmocka_unit_test(test_contract_bars_goods_at_the_lane),
        cmocka_unit_test(test_contract_licence_is_suspended_at_times),
        cmocka_unit_test(test_contract_opens_the_sites_of_a_trial),
        cmocka_unit_test(test_contract_steps_wait_for_the_chain),
        cmocka_unit_test(test_contract_draws_do_not_shift_with_other_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
