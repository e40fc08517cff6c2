/* SPDX-License-Identifier: Apache-2.0
 *
 * Clinical trials as scenarios write them.
 */
#include "scenario_support.h"

static const char trial[] =
    "bullwhip: 1\n"
    "time: {start: 2026-01-05, horizon: 100 d}\n"
    "items: {drug: {shelf_life: 90 d}, placebo: {shelf_life: 90 d}, water: {}}\n"
    "sites:\n"
    "  tap: {supply: {water: {lead_time: 1 d}}}\n"
    "  works: {supply: {drug: {lead_time: 1 d}, placebo: {lead_time: 1 d}}}\n"
    "  berlin: {stock: {drug: {initial: 9}, placebo: {initial: 9}}}\n"
    "  lyon: {stock: {drug: {initial: 9}, placebo: {initial: 9}}}\n"
    "trials:\n"
    "  one:\n"
    "    patients: 9\n"
    "    arms: {active: {kits: {drug: 1}}, control: {kits: {placebo: 1}}}\n"
    "    visits: {first: {day: 0 d}, more: {day: 7 d}}\n"
    "    countries: {europe: {sites: [berlin, lyon], rate: 1 /d}}\n";

#define STOCK "{from: works, review: {every: 1 d}, policy: "

static void test_build_trial_refuses_what_makes_no_sense(void **state)
{
    static const struct {
        const char *at, *value, *path, *part;
    } rows[] = {
        {"trials.one.countries.europe.sites", "berlin*x",
            "trials.one.countries.europe.sites", "no site matches \"berlin*x\""},
        {"trials.one.countries.europe.sites", "[berlin, lion]",
            "trials.one.countries.europe.sites", "\"lyon\""},
        {"trials.one.countries.europe.sites", "[berlin, ber*]",
            "trials.one.countries.europe.sites", "berlin is named twice"},
        {"trials.one.countries.europe.sites", "works", "trials.one",
            "works has no stock of drug"},
        {"trials.one.arms.active.kits", "{drugs: 1}",
            "trials.one.arms.active.kits.drugs", "\"drug\""},
        {"trials.one.arms.active.visits", "{frist: {kits: {drug: 2}}}",
            "trials.one.arms.active.visits.frist", "\"first\""},
        {"trials.one.visits.more.times", "3", "trials.one.visits.more",
            "missing key \"every\""},
        {"trials.one.randomisation.repeats", "200", "trials.one", "a block has"},
        {"trials.one.dispensing.remaining_shelf_life", "91 d",
            "trials.one.dispensing.remaining_shelf_life", "at most the shelf life"},
        {"trials.two",
            "{patients: 3, arms: {a: {kits: {drug: 1}}}, visits: {v: {day: 0 d}}, "
            "countries: {c: {sites: berlin, rate: 1 /d}}, close_out: 5 d}",
            "trials.two.close_out", "drug is given to others"},
        {"trials.one.interims", "{a: {patients: 5}}", "trials.one.interims.a",
            "it changes nothing"},
        {"trials.one.interims", "{a: {target: 5}}", "trials.one.interims.a",
            "one of \"patients\", \"at\" and \"after\""},
        {"trials.one.interims", "{a: {at: 5 d, delay: 1 d, drop: active}}",
            "trials.one.interims.a.delay", "has a delay"},
        {"trials.one.interims", "{a: {at: 5 d, adds: mroe}}",
            "trials.one.interims.a.adds", "\"more\""},
        {"trials.one.interims", "{a: {at: 5 d, adds: first}}",
            "trials.one.interims.a.adds", "take place from the start"},
        {"trials.one.interims", "{a: {at: 5 d, adds: more}, b: {at: 6 d, adds: more}}",
            "trials.one.interims.b.adds", "more is added twice"},
        {"trials.one.interims", "{a: {at: 5 d, opens: asia}}",
            "trials.one.interims.a.opens", "countries"},
        {"trials.one.interims",
            "{a: {at: 5 d, opens: europe}, b: {at: 6 d, opens: europe}}",
            "trials.one.interims.b.opens", "europe is opened twice"},
        {"trials.one.interims", "{a: {patients: 5, drop: activ}}",
            "trials.one.interims.a.drop", "\"active\""},
        {"trials.one.interims", "{a: {patients: 5, ratio: {active: 1.5}}}",
            "trials.one.interims.a.ratio.active", "a whole number"},
        {"sites.berlin.stock.drug.allocation", "proportional", "trials.one",
            "a visit needs all its kits"},
        {"sites.berlin.stock.drug", STOCK "{irt: {short_window: 9 d, window: 8 d}}}",
            "sites.berlin.stock.drug.policy.irt.short_window", "at most the window"},
        {"sites.berlin.stock.drug",
            STOCK "{irt: {min: 2, max: 1, short_window: 1 d, window: 8 d}}}",
            "sites.berlin.stock.drug.policy.irt.min", "at most max"},
        {"sites.paris",
            "{stock: {drug: " STOCK "{irt: {short_window: 1 d, window: 8 d}}}}}",
            "sites.paris.stock.drug.policy.irt", "no site of a trial"},
        {"sites.berlin.stock.drug",
            STOCK "{planned: {orders: {a: {at: 1 d, quantity: 1}, b: {at: 2026-01-06, "
                  "quantity: 2}}}}}",
            "sites.berlin.stock.drug.policy.planned.orders", "at different times"},
        {"sites.berlin.stock.drug", STOCK "{planned: {orders: {a: {at: 9 d}}}}}",
            "sites.berlin.stock.drug.policy.planned.orders.a", "or \"need\""},
        {"sites.berlin.stock.water",
            "{from: tap, policy: {planned: {orders: {a: {at: 9 d, need: 0.1}}}}}",
            "sites.berlin.stock.water.policy.planned.orders.a.need",
            "no clinical trial gives out water"},
        {"sites.berlin.stock.drug",
            STOCK "{planned: {orders: {a: {at: 2025-01-06, quantity: 2}}}}}",
            "sites.berlin.stock.drug.policy.planned.orders.a.at", "before the warm-up"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct bw_assignment set[] = {{rows[i].at, rows[i].value}};

        assert_int_equal(fixture_load_set(f, trial, 1, set), BW_ERR_INPUT);
        assert_true(fixture_has(f, rows[i].path, rows[i].part));
    }
}

/* Demands of trials stand after the written ones, in the order of their paths, so that
 * site "lyon-2" comes before "lyon". */
static void test_build_trial_numbers_demands_by_path(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.lyon-2", "{stock: {drug: {initial: 9}, placebo: {initial: 9}}}"},
        {"trials.one.countries.europe.sites", "[berlin, lyon*]"},
        {"demand", "{others: {at: berlin, item: placebo, arrivals: {poisson: 1 /d}}}"},
    };
    struct fixture *f = *state;

    assert_int_equal(fixture_load_set(f, trial, 3, set), BW_OK);
    assert_int_equal(index_of(f, "demand.others"), 0);
    assert_int_equal(index_of(f, "trials.one.sites.berlin.drug"), 1);
    assert_int_equal(index_of(f, "trials.one.sites.berlin.placebo"), 2);
    assert_int_equal(index_of(f, "trials.one.sites.lyon-2.drug"), 3);
    assert_int_equal(index_of(f, "trials.one.sites.lyon.placebo"), 6);
    /* Three sites of equal rates, nine patients, two visits, two arms: one kit of a
     * type each week would be 9 / 3 * 2 / 2 = 3 in 100 days. */
    const struct bw_network *network = f->scenario->network;
    const struct bw_stock *stock =
        &network->stocks[index_of(f, "sites.berlin.stock.drug")];
    assert_true(stock->mean_demand > 2.999 / (100.0 * (double)BW_DAY));
    assert_true(stock->mean_demand < 3.001 / (100.0 * (double)BW_DAY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_build_trial_refuses_what_makes_no_sense,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_trial_numbers_demands_by_path, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
