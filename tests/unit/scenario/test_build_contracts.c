/* SPDX-License-Identifier: Apache-2.0
 *
 * Contracts: who refers to them, the order of their steps, and what is refused.
 */
#include "scenario_support.h"

#include <stdio.h>
#include <string.h>

/* Loads the small scenario with contracts. */
static enum bw_status load(struct fixture *f, const char *contracts)
{
    char text[4096];
    (void)snprintf(text, sizeof text, "%scontracts: %s\n", small_scenario, contracts);
    return fixture_load(f, text);
}

static void test_build_contracts_links_steps_to_those_that_wait(void **state)
{
    struct fixture *f = *state;
    const struct bw_network *network;
    const struct bw_contract *contract;
    assert_int_equal(
        load(f,
            "{open: {kind: activation, steps: {a: {time: 1 d}, b: {time: 1 d}, "
            "c: {time: 1 d, after: [a, b]}, d: {time: 1 d, after: a}}}}"),
        BW_OK);
    network = f->scenario->network;
    contract = &network->contracts[index_of(f, "contracts.open")];
    assert_int_equal(contract->step_count, 4);
    const struct bw_contract_step *steps =
        &network->contract_steps[contract->first_step];
    assert_int_equal(steps[0].next_count, 2);
    assert_int_equal(steps[1].next_count, 1);
    assert_int_equal(steps[2].after_count, 2);
    assert_int_equal(steps[3].after_count, 1);
    assert_int_equal(
        network->contract_links[steps[1].first_next], contract->first_step + 2);
}

static void test_build_contracts_refuses_what_cannot_be(void **state)
{
    static const struct {
        const char *contract, *path, *part;
    } rows[] = {
        {"{kind: activation, steps: {a: {late: 1 d}}}", "steps.a",
            "expected one of time"},
        {"{kind: activation, steps: {a: {contract: open}}}", "steps.a.contract",
            "wait for itself"},
        {"{kind: activation, steps: {a: {supply: works.lipid, fail: 0.1}}}",
            "steps.a.fail", "a time of its own"},
        {"{kind: activation, steps: {a: {time: 1 d, fail: 1}}}", "steps.a.fail",
            "nobody"},
        {"{kind: activation, steps: {a: {time: 1 d, after: b}}}", "steps.a.after",
            "the steps of the contract"},
        {"{kind: activation, steps: {a: {time: 1 d, after: b}, b: {time: 1 d, after: "
         "a}}}",
            "steps", "wait for each other"},
        {"{kind: activation, steps: {a: {time: 1 d, after: a}}}", "steps",
            "wait for each other"},
        {"{kind: activation, validators: {of: 2, need: 3, time: 1 d}}",
            "validators.need", "at most the 2"},
        {"{kind: activation, start: on_need}", "start", "nobody asks"},
        {"{kind: activation, done: true}", "done", "only onboarding"},
        {"{kind: activation, credentials: {valid: 9 d}}", "credentials",
            "only onboarding"},
        {"{kind: onboarding, cases: 3}", "cases", "one case"},
        {"{kind: onboarding, credentials: {valid: 9 d, renew_before: 9 d}}",
            "credentials.renew_before", "expected less"},
        {"{kind: activation, ledger: nowhere}", "ledger", "an id in ledger"},
        {"{kind: activation, payment: {terms: 0}}", "payment", "only a contract of"},
        {"{kind: licence}", "", "missing key \"suspension\""},
        {"{kind: licence, suspension: {every: 9 d, time: 1 d}, steps: {a: {time: 1 "
         "d}}}",
            "steps", "a licence has none"},
        {"{kind: activation, suspension: {every: 9 d, time: 1 d}}", "suspension",
            "only a licence"},
        {"{kind: milestones, steps: {a: {time: 1 d}}}", "steps", "has none"},
        {"{kind: milestones, milestones: {a: {amount: 3}}}", "milestones.a",
            "expected one of lane"},
        {"{kind: milestones, milestones: {a: {at: 1 d, supply: works.lipid}}}",
            "milestones.a", "expected one of lane"},
        {"{kind: milestones, milestones: {a: {at: 1 d, per_unit: 3}}}",
            "milestones.a.per_unit", "have units"},
        {"{kind: milestones, milestones: {a: {supply: works}}}", "milestones.a.supply",
            "SITE.ITEM"},
        {"{kind: milestones, milestones: {a: {supply: plant.lipid}}}",
            "milestones.a.supply", "plant supplies no lipid"},
        {"{kind: milestones, payment: {holdback: {share: 0.1}}}", "payment.holdback",
            "either"},
        {"{kind: milestones, payment: {tiers: {a: {share: 0, factor: 1}}}}",
            "payment.tiers", "no tier"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[128], contract[256];
        (void)snprintf(path, sizeof path, "contracts.open%s%s",
            rows[i].path[0] == '\0' ? "" : ".", rows[i].path);
        (void)snprintf(contract, sizeof contract, "{open: %s}", rows[i].contract);
        assert_int_equal(load(f, contract), BW_ERR_INPUT);
        fixture_expect(f, path, rows[i].part);
    }
}

/* A contract of milestones or a licence never comes into force, and two that wait for
 * each other do not either; one that is done, or waits for another alone, does. */
static void test_build_contracts_refuses_to_wait_for_ever(void **state)
{
    static const struct {
        const char *contracts, *path, *part;
    } rows[] = {
        {"{a: {kind: activation, steps: {s: {contract: m}}}, m: {kind: milestones}}",
            "contracts.a.steps.s.contract", "comes into force"},
        {"{m: {kind: milestones, milestones: {s: {contract: m, amount: 1}}}}",
            "contracts.m.milestones.s.contract", "comes into force"},
        {"{a: {kind: activation, steps: {s: {contract: l}}}, l: {kind: licence, "
         "suspension: {every: 9 d, time: 1 d}}}",
            "contracts.a.steps.s.contract", "comes into force"},
        {"{a: {kind: activation, steps: {s: {contract: b}}}, "
         "b: {kind: activation, steps: {s: {contract: c}}}, "
         "c: {kind: onboarding, steps: {t: {time: 1 d}, s: {contract: a}}}}",
            "contracts.b.steps.s.contract", "wait for each other"},
        {"{a: {kind: activation, steps: {s: {contract: b}}}, "
         "b: {kind: onboarding, done: true, steps: {s: {contract: a}}}}",
            NULL, NULL},
        {"{a: {kind: activation, steps: {s: {contract: b}}}, b: {kind: activation}}",
            NULL, NULL},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(
            load(f, rows[i].contracts), rows[i].path == NULL ? BW_OK : BW_ERR_INPUT);
        if (rows[i].path != NULL) {
            assert_true(fixture_has(f, rows[i].path, rows[i].part));
        }
    }
}

static void test_build_contracts_refuses_subjects_of_another_kind(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load_changed(f, "{lead_time: 5 d}",
                         "{lead_time: 5 d, onboarding: {contract: none-such}}"),
        BW_ERR_INPUT);
    fixture_expect(f, "sites.works.supply.lipid.onboarding.contract", "contracts");
    assert_int_equal(fixture_load_changed(f, "{lead_time: 5 d}",
                         "{lead_time: 5 d, onboarding: {contract: c, done: true}}"),
        BW_ERR_INPUT);
    assert_true(fixture_has(
        f, "sites.works.supply.lipid.onboarding.done", "the contract says this"));
}

static void test_build_contracts_binds_suppliers(void **state)
{
    struct fixture *f = *state;
    char text[4096];
    const char *at = strstr(small_scenario, "{lead_time: 5 d}");
    for (int i = 0; i < 2; i++) {
        (void)snprintf(text, sizeof text,
            "%.*s{lead_time: 5 d, contracts: [a, b]}%scontracts: {a: {kind: "
            "onboarding}, b: {kind: %s}}\n",
            (int)(at - small_scenario), small_scenario, at + strlen("{lead_time: 5 d}"),
            i == 0 ? "onboarding" : "activation");
        assert_int_equal(fixture_load(f, text), i == 0 ? BW_OK : BW_ERR_INPUT);
        if (i == 0) {
            const struct bw_network *network = f->scenario->network;
            const struct bw_terms *terms =
                &network->supply_terms[index_of(f, "sites.works.supply.lipid")];
            assert_int_equal(terms->party_count, 2);
            assert_int_equal(
                network->parties[terms->first_party + 1], index_of(f, "contracts.b"));
            assert_null(network->lane_terms);
        } else {
            fixture_expect(f, "sites.works.supply.lipid.contracts", "binds nobody");
        }
    }
}

int main(void)
{
#define WITH_FIXTURE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_build_contracts_links_steps_to_those_that_wait),
        WITH_FIXTURE(test_build_contracts_refuses_what_cannot_be),
        WITH_FIXTURE(test_build_contracts_refuses_to_wait_for_ever),
        WITH_FIXTURE(test_build_contracts_refuses_subjects_of_another_kind),
        WITH_FIXTURE(test_build_contracts_binds_suppliers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
