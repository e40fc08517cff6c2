/* SPDX-License-Identifier: Apache-2.0
 *
 * Clinical trials: enrolment, arms, visits and what is dispensed.
 */
#include "unit.h"

#include "study.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TRIAL TEST_FOLDER "/trial.yaml"
#define ENROLMENT TEST_FOLDER "/enrolment.yaml"
#define ONE "trials.one"
#define BERLIN ONE ".sites.berlin"
#define LYON ONE ".sites.lyon"
#define EXACT 1e-9

static void run(struct bw_study *study, const char *path,
    const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, path, set, count);
    bw_study_run(study, 1, 0);
}

static double value_of(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, ONE, metric);
}

/* Forty patients come to three visits each and stay for 56 of the 200 days. */
static void test_trial_patients_come_to_all_visits(void **state)
{
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, NULL, 0);
    bw_assert_close(value_of(&study, "active_sites"), 2.0, EXACT);
    bw_assert_close(value_of(&study, "activation_time"), 10.0, EXACT);
    bw_assert_close(value_of(&study, "enrolled"), 40.0, EXACT);
    bw_assert_close(value_of(&study, "visits"), 120.0, EXACT);
    bw_assert_close(value_of(&study, "completed"), 40.0, EXACT);
    bw_assert_close(value_of(&study, "on_treatment"), 40.0 * 56.0 / 200.0, EXACT);
    bw_assert_close(value_of(&study, "dispensed"), 120.0, EXACT);
    bw_assert_close(value_of(&study, "kits_per_patient"), 3.0, EXACT);
    bw_assert_close(value_of(&study, "packaged"), 4000.0, EXACT);
    bw_assert_close(value_of(&study, "waste_share"), 3880.0 / 4000.0, EXACT);
    bw_assert_close(value_of(&study, "overage"), 3880.0 / 120.0, EXACT);
    bw_study_close(&study);
}

/* Value of a weekly series of the trial. */
static double in_week(const struct bw_study *study, const char *metric, uint32_t week)
{
    const struct bw_series_group *series = &study->layout->series[2];

    for (uint32_t m = 0; m < series->metric_count; m++) {
        if (strcmp(series->metrics[m].name, metric) == 0) {
            return study->values[series->offset + m * study->layout->week_count + week];
        }
    }
    fail();
    return 0.0;
}

/* All come in one instant of day 10, to visits on days 10, 38 and 66: in the second,
 * sixth and tenth week. */
static void test_trial_series_count_by_week(void **state)
{
    const struct bw_assignment set[] = {{ONE ".rate", "1e6 /d"}};
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 1);
    bw_assert_close(in_week(&study, "enrolled", 0), 0.0, 0.0);
    bw_assert_close(in_week(&study, "packaged", 0), 4000.0, 0.0);
    bw_assert_close(in_week(&study, "enrolled", 1), 40.0, 0.0);
    bw_assert_close(in_week(&study, "on_treatment", 1), 40.0, 0.0);
    bw_assert_close(in_week(&study, "dispensed", 1), 40.0, 0.0);
    bw_assert_close(in_week(&study, "dispensed", 4), 40.0, 0.0);
    bw_assert_close(in_week(&study, "dispensed", 5), 80.0, 0.0);
    bw_assert_close(in_week(&study, "completed", 8), 0.0, 0.0);
    bw_assert_close(in_week(&study, "completed", 9), 40.0, 0.0);
    bw_assert_close(in_week(&study, "on_treatment", 9), 0.0, 0.0);
    bw_assert_close(in_week(&study, "dispensed", 28), 120.0, 0.0);
    bw_study_close(&study);
}

static double given(const struct bw_study *study, const char *kit)
{
    char path[64];
    double sum = 0.0;

    for (int i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s.%s", i == 0 ? BERLIN : LYON, kit);
        sum += bw_study_value(study, path, "demanded");
    }
    return sum;
}

/* Ten blocks of four hold each arm twice; with 3 to 1, five blocks of eight. */
static void test_trial_blocks_keep_the_ratio(void **state)
{
    const struct bw_assignment three[] = {{ONE ".arms.active.ratio", "3"}};
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, NULL, 0);
    bw_assert_close(given(&study, "drug"), 60.0, EXACT);
    bw_assert_close(given(&study, "placebo"), 60.0, EXACT);
    bw_study_close(&study);
    run(&study, TRIAL, three, 1);
    bw_assert_close(given(&study, "drug"), 90.0, EXACT);
    bw_assert_close(given(&study, "placebo"), 30.0, EXACT);
    bw_study_close(&study);
}

/* Blocks of two within a site: no site is out of balance by more than a patient. */
static void test_trial_blocks_within_sites_balance_sites(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".randomisation", "{within: site, repeats: 1}"}};
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 1);
    for (int i = 0; i < 2; i++) {
        const char *drug = i == 0 ? BERLIN ".drug" : LYON ".drug";
        const char *placebo = i == 0 ? BERLIN ".placebo" : LYON ".placebo";

        assert_true(fabs(bw_study_value(&study, drug, "demanded")
                        - bw_study_value(&study, placebo, "demanded"))
            <= 3.0);
    }
    bw_study_close(&study);
}

/* Each patient by himself: 4000 patients, sd of the share 0.8 %. */
static void test_trial_simple_randomisation_follows_the_ratio(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".randomisation", "{rule: simple}"},
        {ONE ".patients", "4000"},
        {ONE ".rate", "50 /d"},
        {ONE ".arms.active.ratio", "3"},
    };
    struct bw_study study;
    double drug;

    (void)state;
    run(&study, TRIAL, set, 4);
    drug = given(&study, "drug");
    assert_true(fabs(drug / (drug + given(&study, "placebo")) - 0.75) < 0.025);
    bw_study_close(&study);
}

/* Without kits every visit is a missed dispensing; who is enrolled and when stays. */
static void test_trial_supply_does_not_shift_patients(void **state)
{
    static const char *const same[] = {"screened", "screen_failures", "enrolled",
        "last_patient_in", "on_treatment", "drop_outs", "completed", "visits",
        "missed_visits"};
    const struct bw_assignment many[] = {
        {ONE ".screening", "{time: {uniform: {min: 5 d, max: 20 d}}, failure: 0.3}"},
        {ONE ".drop_out", "{share: 0.2, by: 56 d}"},
        {ONE ".missed", "0.1"},
        {ONE ".jitter", "{uniform: {min: -3 d, max: 3 d}}"},
        {"sites.*.stock.*.initial", "1000"},
    };
    struct bw_assignment few[5];
    struct bw_study rich, poor;

    (void)state;
    for (int i = 0; i < 5; i++) {
        few[i] = many[i];
    }
    few[4].value = "1";
    run(&rich, TRIAL, many, 5);
    run(&poor, TRIAL, few, 5);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        bw_assert_close(value_of(&rich, same[i]), value_of(&poor, same[i]), 0.0);
    }
    assert_true(value_of(&rich, "drop_outs") > 0.0);
    assert_true(value_of(&rich, "missed_visits") > 0.0);
    bw_assert_close(value_of(&rich, "any_missed_dispensing"), 0.0, EXACT);
    bw_assert_close(value_of(&poor, "dispensed"), 4.0, EXACT);
    bw_assert_close(
        value_of(&poor, "missed_dispensing"), value_of(&poor, "visits") - 4.0, EXACT);
    bw_assert_close(value_of(&poor, "any_missed_dispensing"), 1.0, EXACT);
    bw_study_close(&rich);
    bw_study_close(&poor);
}

/* A supplier sends a kit six days after it is asked for: it comes in time where the
 * patient may wait for a week, and not where he may wait for five days. */
static void test_trial_kits_may_come_within_the_window(void **state)
{
    struct bw_assignment set[] = {
        {"sites.works",
            "{supply: {drug: {lead_time: 6 d}, placebo: {lead_time: 6 d}}}"},
        {"sites.berlin.stock.*", "{from: works, policy: {base_stock: 0}}"},
        {"sites.lyon.stock.*", "{from: works, policy: {base_stock: 0}}"},
        {ONE ".countries.europe.sites", "[berlin, lyon]"},
        {ONE ".dispensing", "{wait: 7 d}"},
    };
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 5);
    bw_assert_close(value_of(&study, "missed_dispensing"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, BERLIN ".drug", "lead_time"), 6.0, EXACT);
    bw_study_close(&study);
    set[4].value = "{wait: 5 d}";
    run(&study, TRIAL, set, 5);
    assert_true(value_of(&study, "missed_dispensing") > 0.0);
    bw_study_close(&study);
}

/* A quarter of the kits is damaged: a visit takes 1 / (1 - 1/4) from the shelf in the
 * mean, with variance p / (1 - p)^2 = 4/9. Who comes and what is given stays. */
static void test_trial_damaged_kits_are_replaced_at_the_visit(void **state)
{
    const struct bw_assignment set[] = {{ONE ".dispensing.damaged", "0.25"}};
    struct bw_study study;
    double damaged = 0.0;

    (void)state;
    bw_study_open(&study, TRIAL, set, 1);
    for (uint64_t i = 0; i < 50; i++) {
        bw_study_run(&study, 3, i);
        bw_assert_close(value_of(&study, "dispensed"), 120.0, EXACT);
        bw_assert_close(value_of(&study, "missed_dispensing"), 0.0, EXACT);
        bw_assert_close(given(&study, "drug") + given(&study, "placebo"),
            120.0 + value_of(&study, "damaged"), EXACT);
        damaged += value_of(&study, "damaged");
    }
    assert_true(fabs(damaged / 6000.0 - 1.0 / 3.0) < 3.3 * sqrt(4.0 / 9.0 / 6000.0));
    bw_study_close(&study);
}

/* All forty have come on day 10; on day 15 the 20 of the arm have two visits to come,
 * after 23 and 51 d, to which 0.9 of those come who have not left by then; a fifth of
 * the kits is damaged. A hundred times that is to be there. */
static void test_trial_need_foresees_who_comes(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.works", "{supply: {drug: {lead_time: 1 d}}}"},
        {"sites.berlin.stock.drug",
            "{from: works, initial: 1000, policy: {planned: {orders: {only: {at: 15 d, "
            "need: 99}}}}}"},
        {ONE ".countries.europe.sites", "[berlin, lyon]"},
        {ONE ".rate", "1e6 /d"},
        {ONE ".missed", "0.1"},
        {ONE ".drop_out", "{share: 0.1, by: 280 d}"},
        {ONE ".dispensing.damaged", "0.2"},
        {"time.horizon", "20 d"},
        {"time.cooldown", "0 d"},
    };
    struct bw_study study;
    double need = 20.0 * 0.9 * (pow(0.9, 23.0 / 280.0) + pow(0.9, 51.0 / 280.0)) / 0.8;
    double there;

    (void)state;
    run(&study, TRIAL, set, 9);
    bw_assert_close(value_of(&study, "drop_outs"), 0.0, EXACT);
    there = 2000.0 - given(&study, "drug");
    assert_true(there < 1980.0);
    bw_assert_close(bw_study_value(&study, "sites.berlin.stock.drug", "order_size"),
        ceil(100.0 * need - there), 0.5);
    bw_study_close(&study);
}

/* All come on day 10 and have their last visit on day 66; what is left of 4000 kits of
 * value 2 is destroyed 20 d later, in four stocks at 50 each. */
static void test_trial_close_out_destroys_what_is_left(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".close_out", "{time: 20 d, cost: 50}"},
        {ONE ".rate", "1e6 /d"},
        {"items.*.value", "2"},
        {"items.*.destruction", "0.5"},
    };
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 4);
    bw_assert_close(value_of(&study, "returned"), 3880.0, EXACT);
    bw_assert_close(value_of(&study, "close_out_time"), 20.0, EXACT);
    bw_assert_close(value_of(&study, "waste_share"), 3880.0 / 4000.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_returns"), 200.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "waste_cost_close_out"), 9700.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.berlin.stock.drug", "on_hand")
            + bw_study_value(&study, "sites.lyon.stock.drug", "on_hand"),
        (2000.0 * 10.0 + 1980.0 * 28.0 + 1960.0 * 28.0 + 1940.0 * 20.0) / 200.0, 1e-3);
    bw_study_close(&study);
}

/* A patient is on treatment to the end of the run: nothing is sent back. */
static void test_trial_close_out_waits_for_the_last_patient(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".close_out", "20 d"},
        {ONE ".rate", "1e6 /d"},
        {ONE ".visits.late", "{day: 300 d}"},
    };
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 3);
    bw_assert_close(value_of(&study, "returned"), 0.0, EXACT);
    assert_true(isnan(value_of(&study, "close_out_time")));
    bw_study_close(&study);
}

/* Patients have one visit. On day 100 a trial ends with those it has, who have all
 * left. Another one, full with 40 about day 30, is opened again 10 d later, before its
 * kits are destroyed: the 60 who come then get them. A target that is raised and not
 * reached is not reached. */
static void test_trial_close_out_follows_interims(void **state)
{
    struct bw_assignment set[] = {
        {ONE ".close_out", "20 d"},
        {ONE ".rate", "2 /d"},
        {ONE ".countries.europe.sites", "berlin"},
        {ONE ".patients", "40"},
        {ONE ".visits", "{only: {day: 0 d}}"},
        {ONE ".interims", "{stop: {at: 100 d, target: 1}}"},
    };
    struct bw_study study;
    double given_out;

    (void)state;
    set[3].value = "4000";
    run(&study, TRIAL, set, 6);
    given_out = value_of(&study, "dispensed");
    assert_true(given_out > 100.0);
    bw_assert_close(value_of(&study, "close_out_time"), 20.0, EXACT);
    bw_assert_close(value_of(&study, "returned"), 4000.0 - given_out, EXACT);
    bw_study_close(&study);
    set[3].value = "40";
    set[5].value = "{more: {patients: 40, delay: 10 d, target: 100}}";
    run(&study, TRIAL, set, 6);
    bw_assert_close(value_of(&study, "dispensed"), 100.0, EXACT);
    bw_assert_close(value_of(&study, "missed_dispensing"), 0.0, EXACT);
    bw_assert_close(value_of(&study, "returned"), 3900.0, EXACT);
    bw_study_close(&study);
    set[5].value = "{more: {patients: 40, delay: 10 d, target: 4000}}";
    run(&study, TRIAL, set, 6);
    bw_assert_close(value_of(&study, "target_reached"), 0.0, EXACT);
    assert_true(isnan(value_of(&study, "last_patient_in")));
    bw_study_close(&study);
}

/* Kits of 60 days: those that keep for less than 31 days are not dispensed any more, so
 * that day 29 is the last one. */
static void test_trial_kits_must_outlive_the_interval(void **state)
{
    const struct bw_assignment set[] = {
        {"items.drug.shelf_life", "60 d"},
        {"items.placebo.shelf_life", "60 d"},
        {ONE ".dispensing", "{remaining_shelf_life: 31 d}"},
        {ONE ".countries.europe.activation", "0 d"},
        {ONE ".rate", "100 /d"},
    };
    struct bw_study study;

    (void)state;
    /* All forty come on day 0 and have visits on days 0, 28 and 56. */
    run(&study, TRIAL, set, 5);
    bw_assert_close(value_of(&study, "dispensed"), 80.0, EXACT);
    bw_assert_close(value_of(&study, "missed_dispensing"), 40.0, EXACT);
    bw_assert_close(value_of(&study, "missed_dispensing_rate"), 1.0 / 3.0, EXACT);
    bw_study_close(&study);
}

/* After 20 patients the active arm takes no more; those on it stop, or stay. */
static void test_trial_interim_drops_an_arm(void **state)
{
    struct bw_assignment set[] = {
        {ONE ".interims", "{look: {patients: 20, drop: active, treated: stop}}"},
        {ONE ".rate", "100 /d"},
    };
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 2);
    bw_assert_close(value_of(&study, "enrolled"), 40.0, EXACT);
    bw_assert_close(value_of(&study, "stopped"), 10.0, EXACT);
    bw_assert_close(given(&study, "drug"), 10.0, EXACT);
    bw_assert_close(given(&study, "placebo"), 90.0, EXACT);
    bw_study_close(&study);
    set[0].value = "{look: {patients: 20, drop: active}}";
    run(&study, TRIAL, set, 2);
    bw_assert_close(value_of(&study, "stopped"), 0.0, EXACT);
    bw_assert_close(given(&study, "drug"), 30.0, EXACT);
    bw_assert_close(given(&study, "placebo"), 90.0, EXACT);
    bw_study_close(&study);
}

/* An arm whose patients were stopped takes new ones later, who are treated. */
static void test_trial_interim_takes_an_arm_up_again(void **state)
{
    struct bw_assignment set[] = {
        {ONE ".interims",
            "{a: {at: 20 d, drop: active, treated: stop}, "
            "b: {at: 40 d, ratio: {active: 1}}}"},
        {ONE ".patients", "200"},
    };
    struct bw_study study;
    double stopped;

    (void)state;
    run(&study, TRIAL, set, 1);
    stopped = value_of(&study, "stopped");
    bw_study_close(&study);
    set[0].value = "{a: {at: 20 d, drop: active, treated: stop}}";
    run(&study, TRIAL, set, 1);
    assert_true(stopped > 0.0);
    bw_assert_close(value_of(&study, "stopped"), stopped, EXACT);
    bw_study_close(&study);
}

/* The target rises to 60 long after the trial was full, and the ratio changes. */
static void test_trial_interim_raises_the_target_of_a_full_trial(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".interims", "{look: {at: 100 d, target: 60, ratio: {active: 3}}}"}};
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 1);
    bw_assert_close(value_of(&study, "enrolled"), 60.0, EXACT);
    assert_true(value_of(&study, "on_treatment") > 11.2);
    bw_study_close(&study);
}

/* A fourth visit is added, 84 d after randomisation: to nobody on day 150, when all
 * have had their third; to all on day 5; on day 76 to those who are still there. */
static void test_trial_amendment_adds_visits_to_patients_on_treatment(void **state)
{
    struct bw_assignment set[] = {
        {ONE ".visits.extra", "{day: 84 d}"},
        {ONE ".interims", "{amendment: {after: 150 d, adds: extra}}"},
    };
    struct bw_study study;
    double visits;

    (void)state;
    run(&study, TRIAL, set, 2);
    bw_assert_close(value_of(&study, "visits"), 120.0, EXACT);
    bw_study_close(&study);
    set[1].value = "{amendment: {after: 5 d, adds: extra}}";
    run(&study, TRIAL, set, 2);
    bw_assert_close(value_of(&study, "visits"), 160.0, EXACT);
    bw_assert_close(value_of(&study, "on_treatment"), 40.0 * 84.0 / 200.0, EXACT);
    bw_study_close(&study);
    set[1].value = "{amendment: {after: 76 d, adds: [extra]}}";
    run(&study, TRIAL, set, 2);
    visits = value_of(&study, "visits");
    assert_true(visits > 120.0 && visits < 160.0);
    bw_assert_close(value_of(&study, "on_treatment"),
        (40.0 * 56.0 + (visits - 120.0) * 28.0) / 200.0, EXACT);
    bw_study_close(&study);
}

/* A visit that nobody reaches is added in the midst of a block, which goes on: who gets
 * which arm stays as it was. */
static void test_trial_amendment_leaves_the_arms(void **state)
{
    static const char *const kits[] = {BERLIN ".drug", BERLIN ".placebo"};
    const struct bw_assignment set[] = {
        {ONE ".visits.extra", "{day: 199 d}"},
        {ONE ".interims", "{amendment: {after: 23 d, adds: extra}}"},
    };
    struct bw_study plain, amended;

    (void)state;
    run(&plain, TRIAL, set, 1);
    run(&amended, TRIAL, set, 2);
    for (size_t i = 0; i < sizeof kits / sizeof kits[0]; i++) {
        bw_assert_close(bw_study_value(&amended, kits[i], "demanded"),
            bw_study_value(&plain, kits[i], "demanded"), 0.0);
    }
    bw_study_close(&amended);
    bw_study_close(&plain);
}

/* Lyon prepares from day 50 on, for its ten days; it never does without the interim. */
static void test_trial_interim_opens_a_country(void **state)
{
    struct bw_assignment set[] = {
        {ONE ".countries",
            "{germany: {sites: berlin, activation: 10 d}, "
            "france: {sites: lyon, activation: 10 d}}"},
        {ONE ".interims", "{more: {at: 50 d, opens: france}}"},
        {ONE ".patients", "4000"},
    };
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 3);
    bw_assert_close(bw_study_value(&study, BERLIN, "activation_time"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, LYON, "activation_time"), 60.0, EXACT);
    assert_true(bw_study_value(&study, LYON, "enrolled") > 0.0);
    bw_study_close(&study);
    set[1].value = "{more: {at: 50 d, opens: france, probability: 0}}";
    run(&study, TRIAL, set, 3);
    bw_assert_close(value_of(&study, "active_sites"), 1.0, EXACT);
    bw_study_close(&study);
}

/* An interim that may happen does so in its share of the replications. */
static void test_trial_interim_happens_by_chance(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".interims", "{look: {patients: 20, probability: 0.25, target: 50}}"},
        {ONE ".rate", "10 /d"},
    };
    struct bw_study study;
    int raised = 0;

    (void)state;
    bw_study_open(&study, TRIAL, set, 2);
    for (uint64_t i = 0; i < 1000; i++) {
        bw_study_run(&study, 5, i);
        raised += value_of(&study, "enrolled") > 40.0;
    }
    assert_in_range(raised, 205, 295); /* 3.3 sd */
    bw_study_close(&study);
}

/* Mean and variance over replications. */
static void moments(struct bw_study *study, const char *metric, int count, double *mean,
    double *variance)
{
    double sum = 0.0, squares = 0.0;

    for (int i = 0; i < count; i++) {
        double x;

        bw_study_run(study, 11, (uint64_t)i);
        x = value_of(study, metric);
        sum += x;
        squares += x * x;
    }
    *mean = sum / count;
    *variance = (squares - sum * sum / count) / (count - 1);
}

/* K-PG-A: 80 centres, gamma(1.2, 1.6): mean 600, variance 4350 after 10 months. */
static void test_trial_enrolment_is_poisson_gamma(void **state)
{
    struct bw_study study;
    double mean, variance;

    (void)state;
    bw_study_open(&study, ENROLMENT, NULL, 0);
    moments(&study, "enrolled", 2000, &mean, &variance);
    assert_true(fabs(mean - 600.0) < 3.3 * sqrt(4350.0 / 2000.0));
    assert_true(fabs(variance / 4350.0 - 1.0) < 3.3 * sqrt(2.0 / 2000.0) * 1.1);
    bw_study_close(&study);
}

/* K-PGS-A: ten centres that open one after the other: mean 49.5, variance 227.25 after
 * 9 months. A third of the patients fail the screening, which changes nothing. */
static void test_trial_staggered_enrolment_is_poisson_gamma(void **state)
{
    const struct bw_assignment set[] = {
        {"time.horizon", "9 month"},
        {ONE ".rate", "{gamma: {mean: 0.75 /month, cv: 0.816496580927726}}"},
        {ONE ".screening.failure", "0.333333333333333"},
        {ONE ".countries",
            "{a: {sites: [site-1, site-2]}, b: {sites: [site-3, site-4], activation: 1 "
            "month}, c: {sites: [site-5, site-6], activation: 2 month}, d: {sites: "
            "site-7, activation: 3 month}, e: {sites: site-8, activation: 4 month}, f: "
            "{sites: site-9, activation: 5 month}, g: {sites: site-10, activation: 6 "
            "month}}"},
    };
    struct bw_study study;
    double mean, variance;

    (void)state;
    bw_study_open(&study, ENROLMENT, set, 4);
    moments(&study, "enrolled", 10000, &mean, &variance);
    assert_true(fabs(mean - 49.5) < 3.3 * sqrt(227.25 / 10000.0));
    assert_true(fabs(variance / 227.25 - 1.0) < 3.3 * sqrt(2.0 / 10000.0) * 1.1);
    bw_study_close(&study);
}

/* (beta / (beta + t))^alpha of the sites are without a patient after t: 1/6 with alpha
 * 1 and beta 2.5 months after 12.5 months. 80 sites in 400 replications: sd 0.21 %. */
static void test_trial_some_sites_enrol_nobody(void **state)
{
    const struct bw_assignment set[] = {
        {"time.horizon", "12.5 month"},
        {ONE ".rate", "{gamma: {mean: 0.4 /month, cv: 1}}"},
        {ONE ".never", "0.11"},
    };
    struct bw_study study;
    double mean, variance, active, ignored;

    (void)state;
    bw_study_open(&study, ENROLMENT, set, 3);
    moments(&study, "zero_enrollers", 400, &mean, &variance);
    moments(&study, "active_sites", 400, &active, &ignored);
    assert_true(fabs(mean - 1.0 / 6.0) < 0.007);
    assert_true(fabs(active / 80.0 - 0.89) < 0.006); /* 3.4 sd */
    bw_study_close(&study);
}

/* A rate that loses 10 % a month gives (1 - exp(-1)) / 0.1 months' worth of patients in
 * ten months: 80 * 0.75 * 6.3212 = 379.3. */
static void test_trial_rate_decays(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".rate", "0.75 /month"}, {ONE ".decay", "0.1 /month"}};
    struct bw_study study;
    double mean, variance;

    (void)state;
    bw_study_open(&study, ENROLMENT, set, 2);
    moments(&study, "enrolled", 400, &mean, &variance);
    assert_true(fabs(mean - 379.272) < 3.3 * sqrt(379.272 / 400.0));
    bw_study_close(&study);
}

/* Sites open when the last of their tasks ends: E max of two exponentials of 10 days
 * is 15 days, after 30 days; nobody screens before. */
static void test_trial_site_opens_when_all_tasks_are_done(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".activation", "30 d"},
        {ONE ".tasks",
            "{ethics: {time: {exponential: {mean: 10 d}}}, contract: {time: "
            "{exponential: {mean: 10 d}}}}"},
    };
    struct bw_study study;
    double mean, variance;

    (void)state;
    bw_study_open(&study, ENROLMENT, set, 2);
    moments(&study, "activation_time", 200, &mean, &variance);
    /* Variance of the maximum: 125 d2. */
    assert_true(fabs(mean - 45.0) < 3.3 * sqrt(125.0 / (80.0 * 200.0)));
    bw_study_close(&study);
}

/* Domain arithmetic: 13 visits, 28 days apart, of which 15 % of the patients do not see
 * the end: sum of 0.85^(k/13) = 12.07 kits per patient, 3622 for 300. */
static void test_trial_kits_per_patient(void **state)
{
    const struct bw_assignment set[] = {
        {"time.horizon", "900 d"},
        {ONE ".patients", "300"},
        {ONE ".rate", "0.5 /d"},
        {ONE ".visits", "{dose: {day: 0 d, every: 28 d, times: 13}}"},
        {ONE ".drop_out", "{share: 0.15, by: 52 w}"},
        {"sites.*.stock.*.initial", "10000"},
    };
    struct bw_study study;
    double mean, variance;

    (void)state;
    bw_study_open(&study, TRIAL, set, 6);
    moments(&study, "dispensed", 200, &mean, &variance);
    assert_true(fabs(mean - 3622.1) < 3.3 * sqrt(variance / 200.0));
    assert_true(sqrt(variance / 200.0) < 6.0);
    bw_study_close(&study);
}

/* Other kits at one visit: the baseline of the active arm takes two of both. */
static void test_trial_visits_may_have_kits_of_their_own(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".arms.active.visits", "{baseline: {kits: {drug: 2, placebo: 2}}}"}};
    struct bw_study study;

    (void)state;
    run(&study, TRIAL, set, 1);
    bw_assert_close(given(&study, "drug"), 20.0 * (2.0 + 1.0 + 1.0), EXACT);
    bw_assert_close(given(&study, "placebo"), 60.0 + 40.0, EXACT);
    bw_assert_close(value_of(&study, "visits"), 120.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trial_patients_come_to_all_visits),
        cmocka_unit_test(test_trial_blocks_keep_the_ratio),
        cmocka_unit_test(test_trial_blocks_within_sites_balance_sites),
        cmocka_unit_test(test_trial_simple_randomisation_follows_the_ratio),
        cmocka_unit_test(test_trial_supply_does_not_shift_patients),
        cmocka_unit_test(test_trial_kits_may_come_within_the_window),
        cmocka_unit_test(test_trial_kits_must_outlive_the_interval),
        cmocka_unit_test(test_trial_need_foresees_who_comes),
        cmocka_unit_test(test_trial_series_count_by_week),
        cmocka_unit_test(test_trial_close_out_destroys_what_is_left),
        cmocka_unit_test(test_trial_close_out_waits_for_the_last_patient),
        cmocka_unit_test(test_trial_close_out_follows_interims),
        cmocka_unit_test(test_trial_damaged_kits_are_replaced_at_the_visit),
        cmocka_unit_test(test_trial_interim_drops_an_arm),
        cmocka_unit_test(test_trial_interim_takes_an_arm_up_again),
        cmocka_unit_test(test_trial_interim_raises_the_target_of_a_full_trial),
        cmocka_unit_test(test_trial_amendment_adds_visits_to_patients_on_treatment),
        cmocka_unit_test(test_trial_amendment_leaves_the_arms),
        cmocka_unit_test(test_trial_interim_opens_a_country),
        cmocka_unit_test(test_trial_interim_happens_by_chance),
        cmocka_unit_test(test_trial_enrolment_is_poisson_gamma),
        cmocka_unit_test(test_trial_staggered_enrolment_is_poisson_gamma),
        cmocka_unit_test(test_trial_some_sites_enrol_nobody),
        cmocka_unit_test(test_trial_rate_decays),
        cmocka_unit_test(test_trial_site_opens_when_all_tasks_are_done),
        cmocka_unit_test(test_trial_kits_per_patient),
        cmocka_unit_test(test_trial_visits_may_have_kits_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
