/* SPDX-License-Identifier: Apache-2.0
 *
 * Lookup rules: how references between elements are resolved.
 */
#include "scenario/build.h"

#include "base/time.h"
#include "scenario_support.h"

#include <math.h>
#include <string.h>

/* One change of the small scenario and the one error that it must give. */
struct wrong {
    const char *old_text, *new_text, *path, *part;
};

static void expect_wrong(struct fixture *f, const struct wrong *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(
            fixture_load_changed(f, rows[i].old_text, rows[i].new_text), BW_ERR_INPUT);
        if (!fixture_has(f, rows[i].path, rows[i].part)) {
            fixture_expect(f, rows[i].path, rows[i].part);
        }
    }
}

static void test_build_sorts_elements_by_path(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    fixture_expect_none(f);
    const struct bw_network *network = f->scenario->network;
    assert_string_equal(network->elements[0].path, "chain");
    assert_int_equal(network->element_count, 12);
    for (uint32_t i = 2; i < network->element_count; i++) {
        assert_true(
            strcmp(network->elements[i - 1].path, network->elements[i].path) < 0);
    }
    assert_int_equal(bw_network_find(network, "chain"), 0);
    assert_int_equal(bw_network_find(network, "nobody"), BW_NONE);
}

static void test_build_resolves_sources_and_lanes(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    const struct bw_network *n = f->scenario->network;
    const struct bw_stock *lipid = &n->stocks[index_of(f, "sites.plant.stock.lipid")];
    const struct bw_stock *made = &n->stocks[index_of(f, "sites.plant.stock.vial")];
    bw_index depot_index = index_of(f, "sites.depot.stock.vial");
    const struct bw_stock *depot = &n->stocks[depot_index];
    assert_int_equal(n->sources[lipid->first_source].kind, BW_SOURCE_SUPPLY);
    assert_int_equal(n->sources[lipid->first_source].routing.leg_count, 0);
    assert_int_equal(n->sources[made->first_source].kind, BW_SOURCE_MAKE);
    const struct bw_stock_source *source = &n->sources[depot->first_source];
    assert_int_equal(source->kind, BW_SOURCE_STOCK);
    assert_int_equal(source->index, index_of(f, "sites.plant.stock.vial"));
    assert_int_equal(source->routing.leg_count, 1);
    assert_int_equal(
        n->legs[source->routing.first_leg].lane, index_of(f, "lanes.road"));
    assert_int_equal(depot->space, index_of(f, "sites.depot.storage.cold"));
    assert_int_equal(made->space, BW_NONE);
    assert_int_equal(n->demands[0].stock, depot_index);
    assert_int_equal(depot->initial, 300);
}

static void test_build_registers_parameters(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    assert_true(parameter_of(f, "sites.depot.stock.vial.policy.min_max.reorder_point")
        == 100.0);
    assert_true(
        parameter_of(f, "sites.depot.stock.vial.policy.min_max.order_up_to") == 300.0);
    assert_true(parameter_of(f, "sites.depot.storage.cold.capacity") == 2000.0);
    assert_true(isinf(parameter_of(f, "lanes.road.capacity")));
    assert_true(fabs(parameter_of(f, "demand.clinics.arrivals.poisson") * 86400e6 - 4.0)
        < 1e-12);
    assert_true(parameter_of(f, "sites.depot.stock.vial.safety_lead_time") == 0.0);
    (void)fixture_load_changed(f, "initial: 300}", "safety_lead_time: 2 d}");
    assert_true(
        parameter_of(f, "sites.depot.stock.vial.safety_lead_time") == 2.0 * BW_DAY);
}

static void test_build_refuses_wrong_sources(void **state)
{
    static const struct wrong rows[] = {
        {"{from: plant, policy", "{from: works, policy", "sites.depot.stock.vial.from",
            "works has neither a stock nor a supply of vial"},
        {"lipid: {lead_time: 5 d}", "vial: {lead_time: 5 d}",
            "sites.plant.stock.lipid.from", "neither a stock nor a supply"},
        {"      vial: {from: make, policy: {base_stock: 500}, initial: 500}\n",
            "      vial: {from: make, policy: {base_stock: 500}}\n"
            "    supply: {vial: {lead_time: 1 d}}\n",
            "sites.depot.stock.vial.from", "both a stock and a supply"},
        {"{from: make, policy: {base_stock: 500}",
            "{from: plant, policy: {base_stock: 5}", "sites.plant.stock.vial.from",
            "a stock cannot feed itself; write \"from: make\""},
        {"vial: {from: plant, policy: {min_max", "vial: {from: depot, policy: {min_max",
            "sites.depot.stock.vial.from",
            "a stock cannot feed itself; name another site"},
        {"{from: make, policy: {base_stock: 500}, initial: 500}", "{initial: 500}",
            "sites.plant.make.vial", "\"from: make\""},
        {"lipid: {from: works", "lipid: {from: make", "sites.plant.stock.lipid.from",
            "no recipe"},
        {"needs: {lipid: 0.5}", "needs: {vial: 0.5, lipid: 1}",
            "sites.plant.stock.vial", "from itself"},
        {"lipid: {from: works, policy: {base_stock: 1000}}", "{}",
            "sites.plant.make.vial.needs.lipid", "no stock of lipid"},
        {"at: depot, item: vial", "at: depot, item: lipid", "demand.clinics.item",
            "no stock of lipid"},
        {"initial: 300}",
            "trigger: below}\n  make-it: {stock: {vial: {policy: "
            "{base_stock: 1}}}}",
            "sites.make-it.stock.vial", "missing key \"from\""},
        {"{from: plant, policy: {min_max: {reorder_point: 100, order_up_to: 300}},",
            "{from: plant,", "sites.depot.stock.vial", "missing key \"policy\""},
        {"{min_max: {reorder_point: 100, order_up_to: 300}}",
            "{periodic: {order_up_to: 300}}", "sites.depot.stock.vial",
            "missing key \"review\", which periodic needs, such as {every: 7 d}"},
    };
    struct fixture *f = *state;
    static const size_t count = sizeof rows / sizeof rows[0];
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].new_text, "{}") == 0) {
            /* The entry goes away with its key. */
            struct wrong row = rows[i];
            row.new_text = "water: {from: works, policy: {base_stock: 1}}";
            expect_wrong(f, &row, 1);
        } else {
            expect_wrong(f, &rows[i], 1);
        }
    }
}

static void test_build_refuses_wrong_lanes(void **state)
{
    static const struct wrong rows[] = {
        {"  road: {from: plant, to: depot, transit: 2 d}\n",
            "  road: {from: depot, to: plant, transit: 2 d}\n",
            "sites.depot.stock.vial",
            "no lane leads from plant to depot; add one under lanes, such as {from: "
            "plant, to: depot, transit: 2 d}"},
        {"  road: {", "  rail: {from: plant, to: depot, transit: 3 d}\n  road: {",
            "sites.depot.stock.vial",
            "several lanes lead from plant to depot: rail, road"},
        {"{from: plant, policy", "{from: plant, by: raod, policy",
            "sites.depot.stock.vial.by", "did you mean \"road\"?"},
        {"{from: works, policy", "{from: works, by: road, policy",
            "sites.plant.stock.lipid.by", "expected a lane from works"},
        {"{from: plant, policy", "{from: plant, by: [road, road], policy",
            "sites.depot.stock.vial.by.1", "expected a lane from depot"},
        {"at: depot, item: vial", "at: depot, by: road, item: vial",
            "demand.clinics.by", "expected a lane from depot"},
        {"at: depot, item: vial", "at: plant, by: road, item: vial",
            "demand.clinics.by", "lanes that end at the customers"},
        {"{from: plant, to: depot, transit", "{from: plant, to: plant, transit",
            "lanes.road", "ends where it begins"},
        {"transit: 2 d}", "transit: 2 d, excursions: 0.1}", "lanes.road",
            "missing key \"disposition\""},
        {"transit: 2 d}", "transit: 2 d, loggers: 1 h}", "lanes.road",
            "missing key \"disposition\""},
        {"transit: 2 d}",
            "transit: 2 d, disposition: {time: 1 d, reject: 0.6, downgrade: {share: "
            "0.5}}}",
            "lanes.road.disposition", "at most 1 together, found 1.1"},
        {"transit: 2 d}",
            "transit: 2 d, disposition: {time: 1 d, decide: budget, reject: 0.1}}",
            "lanes.road.disposition.decide", "the budget decides"},
        {"transit: 2 d}", "transit: 2 d, disposition: {time: 1 d, automatic: 1 h}}",
            "lanes.road.disposition.automatic", "assess: every"},
        {"transit: 2 d}", "transit: 2 d, packaging: box}", "lanes.road.packaging",
            "expected an id in packaging"},
    };
    expect_wrong(*state, rows, sizeof rows / sizeof rows[0]);
}

static void test_build_refuses_wrong_stability(void **state)
{
#define STABLE "storage: cold, stability: "
    static const struct wrong rows[] = {
        {", storage: cold}", ", stability: {mkt_limit: 8}}", "items.vial",
            "missing key \"storage\""},
        {"storage: cold}", STABLE "{budgets: {a: {from: 25, to: 8, limit: 1 h}}}}",
            "items.vial.stability.budgets.a", "expected from to be lower than to"},
        {"storage: cold}", STABLE "{budgets: {a: {from: 4, to: 9, limit: 1 h}}}}",
            "items.vial.stability.budgets.a", "outside the label range 2 to 8"},
        {"storage: cold}", STABLE "{budgets: {a: {from: 15, limit: 1 h}}}}",
            "items.vial.stability.budgets.a", "without a gap"},
        {"storage: cold}", STABLE "{freeze_sensitive: 5}}",
            "items.vial.stability.freeze_sensitive",
            "at most the lower end of the label range, 2, found 5"},
        {"storage: cold}",
            STABLE "{budgets: {a: {from: 8, limit: 1 h, on_use: thaw}}}}",
            "items.vial.stability.budgets.a.on_use", "expected an id in transitions"},
        {"storage: cold}", STABLE "{transitions: {thaw: {storage: cool}}}}",
            "items.vial.stability.transitions.thaw.storage",
            "expected an id in storage"},
    };
    expect_wrong(*state, rows, sizeof rows / sizeof rows[0]);
#undef STABLE
}

static void test_build_joins_lanes_to_the_customer(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {"lanes.last", "{from: depot, to: customers, transit: 1 d}"},
        {"demand.clinics.by", "last"},
    };
    (void)fixture_load_set(f, small_scenario, 2, assignments);
    fixture_expect_none(f);
    const struct bw_demand *demand = &f->scenario->network->demands[0];
    assert_int_equal(demand->routing.leg_count, 1);
    bw_index lane = f->scenario->network->legs[demand->routing.first_leg].lane;
    assert_int_equal(f->scenario->network->lanes[lane].to, BW_NONE);
}

static void test_build_rounds_needs_up_per_batch(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(f, "needs: {lipid: 0.5}", "needs: {lipid: 0.501}");
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->needs[0].per_batch, 51);
    (void)fixture_load_changed(f, "needs: {lipid: 0.5}", "needs: {lipid: 0.07}");
    assert_int_equal(f->scenario->network->needs[0].per_batch, 7);
    (void)fixture_load_changed(f, "batch: 100", "batch: 0.2");
    assert_true(fixture_has(f, "sites.plant.make.vial.batch", "at least one quantum"));
    (void)fixture_load_changed(f, "{unit: g}", "{unit: g, quantum: 0.001}");
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->needs[0].per_batch, 50000);
}

static void test_build_makes_rework_into_routes(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(f, "test: {time: 2 d}",
        "test: {time: 2 d, rework: {to: fill, probability: 0.25, at_most: 2}}");
    fixture_expect_none(f);
    const struct bw_network *n = f->scenario->network;
    const struct bw_step *step =
        &n->steps[index_of(f, "sites.plant.make.vial.steps.test")];
    assert_int_equal(step->route_count, 2);
    assert_int_equal(step->at_most, 3);
    const struct bw_route *routes = &n->routes[step->first_route];
    assert_int_equal(routes[0].to, n->recipes[0].first_step);
    assert_true(routes[0].cumulative == 0.25);
    assert_int_equal(routes[1].to, BW_ROUTE_DONE);
    assert_true(routes[1].cumulative == 1.0);
}

static void test_build_checks_shares_of_then(void **state)
{
    static const struct wrong rows[] = {
        {"test: {time: 2 d}", "test: {time: 2 d, then: {done: 0.5, scrap: 0.4}}",
            "sites.plant.make.vial.steps.test.then", "add up to 1, found 0.9"},
        {"test: {time: 2 d}", "test: {time: 2 d, then: {fil: 0.5, done: 0.5}}",
            "sites.plant.make.vial.steps.test.then.fil", "did you mean \"fill\"?"},
        {"test: {time: 2 d}", "done: {time: 2 d}", "sites.plant.make.vial.steps.done",
            "ends of a recipe"},
    };
    struct fixture *f = *state;
    expect_wrong(f, rows, sizeof rows / sizeof rows[0]);
    (void)fixture_load_changed(
        f, "test: {time: 2 d}", "test: {then: {done: 0.7, scrap: 0.2, fill: 0.1}}");
    fixture_expect_none(f);
    assert_true(f->scenario->network->routes[2].cumulative == 1.0);
}

static void test_build_places_resolvers_where_the_goods_are(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {"ledger", "{papers: {kind: manual, time: 1 h, mismatch: 0.1}}"},
        {"sites.depot.resources", "{qc: {servers: 1}}"},
        {"sites.plant.resources.qc", "{servers: 1}"},
        {"lanes.road.verify", "{ship: papers, receive: papers}"},
        {"lanes.road.resolver", "{resource: qc, time: 2 h, reject: 0.5}"},
    };
    (void)fixture_load_set(f, small_scenario, 5, assignments);
    fixture_expect_none(f);
    const struct bw_lane *lane = &f->scenario->network->lanes[0];
    assert_int_equal(
        lane->checks->ship_resolver.resource, index_of(f, "sites.plant.resources.qc"));
    assert_int_equal(lane->checks->receive_resolver.resource,
        index_of(f, "sites.depot.resources.qc"));
    assert_true(lane->checks->ship_resolver.time.stream
        != lane->checks->receive_resolver.time.stream);
    assignments[4].value = "{resource: plant.qc, time: 2 h}";
    (void)fixture_load_set(f, small_scenario, 5, assignments);
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->lanes[0].checks->receive_resolver.resource,
        index_of(f, "sites.plant.resources.qc"));
    (void)fixture_load_set(f, small_scenario, 4, assignments);
    assert_true(fixture_has(f, "lanes.road", "missing key \"resolver\""));
}

static void test_build_refuses_keys_of_another_ledger(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment ledger = {
        "ledger", "{l: {kind: manual, time: 1 h, block: {}}}"};
    (void)fixture_load_set(f, small_scenario, 1, &ledger);
    fixture_expect(f, "ledger.l.block", "only a ledger of kind endorse-order-validate");
    ledger.value = "{l: {kind: endorse-order-validate}}";
    (void)fixture_load_set(f, small_scenario, 1, &ledger);
    fixture_expect(f, "ledger.l", "missing key \"endorse\"");
    ledger.value =
        "{l: {kind: endorse-order-validate, endorse: {of: 2, need: 3, time: 0}}}";
    (void)fixture_load_set(f, small_scenario, 1, &ledger);
    fixture_expect(f, "ledger.l.endorse.need", "at most the 2 endorsers");
}

static void test_build_scales_a_season(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(
        f, "size: 10", "season: [2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0], size: 10");
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->demands[0].profile, 0);
    assert_true(f->scenario->network->profiles[0].has_season);
    assert_true(f->scenario->network->profiles[0].season[0] == 2.0);
    (void)fixture_load_changed(
        f, "size: 10", "season: [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], size: 10");
    assert_true(f->scenario->network->profiles[0].season[3] == 1.0);
    (void)fixture_load_changed(f, "size: 10", "season: [1, 2], size: 10");
    fixture_expect(f, "demand.clinics.season", "a list of 12 numbers, found 2");
}

static void test_build_payers_have_prices_and_shares(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(
        f, "size: 10", "price: 3, payers: {state: {price: 3}}, size: 10");
    fixture_expect(f, "demand.clinics.price", "the payers have prices");
    (void)fixture_load_changed(
        f, "size: 10", "payers: {state: {price: 3, share: 0}}, size: 10");
    fixture_expect(f, "demand.clinics.payers", "at least one share above 0");
}

/* A wrong id is one error: what would follow from it is not said. */
static void test_build_says_one_thing_of_a_wrong_id(void **state)
{
    static const struct wrong rows[] = {
        {"transit: 2 d}\n",
            "transit: 2 d, verify: {receive: papres}, resolver: {resource: desk, time: "
            "1 h}}\nledger:\n  papers: {kind: manual, time: 1 h, mismatch: 0.1}\n",
            "lanes.road.verify.receive", "did you mean \"papers\"?"},
        {"road: {from: plant,", "road: {from: plnat,", "lanes.road.from",
            "did you mean \"plant\"?"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bw_text text;
        bw_text_init(&text);
        const char *depot = strstr(small_scenario, "    storage: {cold: {cap");
        const char *lane = strstr(small_scenario, rows[i].old_text);
        bw_text_append(&text, small_scenario, (size_t)(depot - small_scenario));
        bw_text_add(&text, "    resources: {desk: {servers: 1}}\n");
        bw_text_append(&text, depot, (size_t)(lane - depot));
        bw_text_add(&text, rows[i].new_text);
        bw_text_add(&text, lane + strlen(rows[i].old_text));
        assert_int_equal(fixture_load(f, bw_text_get(&text)), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
        bw_text_release(&text);
    }
}

/* Rounded to the quantum of 1: said for levels, quantities, batches and orders. */
static void test_build_warns_of_quantities_that_are_rounded(void **state)
{
    static const struct wrong rows[] = {
        {"batch: 100", "batch: 100.5", "sites.plant.make.vial.batch",
            "100.5 is no multiple of the quantum of vial, 1, and is rounded to 101"},
        {"order_up_to: 300", "order_up_to: 300.25",
            "sites.depot.stock.vial.policy.min_max.order_up_to", "is rounded to 300"},
        {"base_stock: 1000", "base_stock: 999.5",
            "sites.plant.stock.lipid.policy.base_stock", "is rounded to 1000"},
        {"size: 10", "size: 10.4", "demand.clinics.size", "is rounded to 10"},
        {"initial: 300}", "initial: 0.3}", "sites.depot.stock.vial.initial",
            "is rounded to 0"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(
            fixture_load_changed(f, rows[i].old_text, rows[i].new_text), BW_OK);
        fixture_expect(f, rows[i].path, rows[i].part);
        assert_int_equal(f->errors.errors[0].severity, BW_SEVERITY_WARNING);
    }
    (void)fixture_load_changed(f, "{unit: g}", "{unit: g, quantum: 0.1}");
    fixture_expect_none(f);
}

static void test_build_refuses_costs_without_their_cause(void **state)
{
    static const struct wrong rows[] = {
        {"transit: 2 d}", "transit: 2 d, cost: {km: 0.9}}", "lanes.road",
            "missing key \"distance\", since km is given"},
        {"transit: 2 d}", "transit: 2 d, distance: 5 mi}", "lanes.road.distance",
            "a distance in km"},
        {"transit: 2 d}", "transit: 2 d, distance: 5, co2: {unit_km: 1 /km}}",
            "lanes.road.co2.unit_km", "kg per unit and km"},
        {"size: 10", "size: 10, penalties: {late_order: 5}", "demand.clinics",
            "missing key \"due\", since late costs"},
        {"size: 10", "size: 10, penalties: {lost: 5}", "demand.clinics.penalties.lost",
            "nothing is lost"},
        {"time: 1 d, yield", "time: 1 d, setup_cost: 5, yield",
            "sites.plant.make.vial.steps.fill.setup_cost", "expected a set-up"},
    };
    struct fixture *f = *state;
    expect_wrong(f, rows, sizeof rows / sizeof rows[0]);
    assert_int_equal(fixture_load_changed(f, "transit: 2 d}",
                         "transit: 2 d, distance: 2500 m, cost: {km: 2 /km, unit_km: 3 "
                         "/unit / km}}"),
        BW_OK);
    assert_true(f->scenario->network->lanes[0].cost_shipment == 5.0);
    assert_true(f->scenario->network->lanes[0].cost_unit == 7.5);
}

int main(void)
{
#define WITH_FIXTURE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_build_sorts_elements_by_path),
        WITH_FIXTURE(test_build_resolves_sources_and_lanes),
        WITH_FIXTURE(test_build_registers_parameters),
        WITH_FIXTURE(test_build_refuses_wrong_sources),
        WITH_FIXTURE(test_build_refuses_wrong_lanes),
        WITH_FIXTURE(test_build_refuses_wrong_stability),
        WITH_FIXTURE(test_build_refuses_costs_without_their_cause),
        WITH_FIXTURE(test_build_joins_lanes_to_the_customer),
        WITH_FIXTURE(test_build_rounds_needs_up_per_batch),
        WITH_FIXTURE(test_build_makes_rework_into_routes),
        WITH_FIXTURE(test_build_checks_shares_of_then),
        WITH_FIXTURE(test_build_places_resolvers_where_the_goods_are),
        WITH_FIXTURE(test_build_refuses_keys_of_another_ledger),
        WITH_FIXTURE(test_build_scales_a_season),
        WITH_FIXTURE(test_build_payers_have_prices_and_shares),
        WITH_FIXTURE(test_build_says_one_thing_of_a_wrong_id),
        WITH_FIXTURE(test_build_warns_of_quantities_that_are_rounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
