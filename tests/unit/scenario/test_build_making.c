/* SPDX-License-Identifier: Apache-2.0
 *
 * Recipes as scenarios write them: lines of a step, several recipes for one item.
 */
#include "scenario/build.h"

#include "base/time.h"
#include "scenario/flow.h"
#include "scenario_support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FILL "fill: {resource: suite, time: 1 d, yield: 0.8}"
#define SUITE "      suite: {servers: 2}\n"

/* A change of the small scenario, and the error that it must give. */
struct wrong {
    const char *old_text, *new_text, *path, *part;
};

static void expect_errors(struct fixture *f, const struct wrong *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(
            fixture_load_changed(f, rows[i].old_text, rows[i].new_text), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_making_refuses_lines_that_contradict(void **state)
{
    static const struct wrong rows[] = {
        {FILL, "fill: {resource: suite, choose: fastest, time: 1 d}",
            "sites.plant.make.vial.steps.fill.choose", "several lines"},
        {FILL, "fill: {resource: [suite, suite], time: 1 d}",
            "sites.plant.make.vial.steps.fill.resource.1", "named twice"},
        {FILL, "fill: {resource: [suite, sweet], time: 1 d}",
            "sites.plant.make.vial.steps.fill.resource.1", "resources of plant, found"},
        {FILL, "fill: {resource: {suite: {time_factor: 0}}, time: 1 d}",
            "sites.plant.make.vial.steps.fill.resource.suite.time_factor", "above 0"},
        {FILL, "fill: {resource: {suite: {share: 1}}, time: 1 d}",
            "sites.plant.make.vial.steps.fill.resource.suite.share", "split"},
    };
    expect_errors(*state, rows, sizeof rows / sizeof rows[0]);
}

#define RECIPES                                                                        \
    "      vial:\n        needs: {lipid: 0.5}\n        batch: 100\n        steps:\n"   \
    "          " FILL "\n          test: {time: 2 d}\n"
#define SECOND                                                                         \
    RECIPES "      more: {item: vial, batch: 100, share: 3, steps: {fill: {resource: " \
            "suite, time: 2 d}}}\n"
#define STOCK "vial: {from: make,"

static void test_build_making_refuses_recipes_that_contradict(void **state)
{
    static const struct wrong rows[] = {
        {RECIPES, RECIPES "      more: {item: vail, steps: {fill: {time: 1 d}}}\n",
            "sites.plant.make.more.item", "did you mean \"vial\"?"},
        {RECIPES, RECIPES "      more: {steps: {fill: {time: 1 d}}}\n",
            "sites.plant.make.more", "items"},
        {RECIPES, RECIPES "      more: {item: lipid, steps: {fill: {time: 1 d}}}\n",
            "sites.plant.make.more", "needs a stock of lipid with \"from: make\""},
        {STOCK, "vial: {from: make, source: split,", "sites.plant.stock.vial.source",
            "several sources"},
    };
    expect_errors(*state, rows, sizeof rows / sizeof rows[0]);
}

#define BATCH "        batch: 100\n"

static void test_build_making_refuses_co_products_that_contradict(void **state)
{
    static const struct wrong rows[] = {
        {BATCH, BATCH "        co_products: {lipid: {}}\n",
            "sites.plant.make.vial.co_products.lipid", "either per_unit or per_batch"},
        {BATCH, BATCH "        co_products: {vial: {per_unit: 1}}\n",
            "sites.plant.make.vial.co_products.vial", "the item of the recipe itself"},
        {BATCH, BATCH "        co_products: {wax: {per_unit: 1}}\n",
            "sites.plant.make.vial.co_products.wax", "items"},
        {BATCH, BATCH "        co_products: {lipid: {per_unit: 1, cost_share: 1.1}}\n",
            "sites.plant.make.vial.co_products.lipid.cost_share", "1"},
    };
    expect_errors(*state, rows, sizeof rows / sizeof rows[0]);
}

static void test_build_making_refuses_campaigns_that_contradict(void **state)
{
    static const struct wrong rows[] = {
        {"suite: {servers: 2}", "suite: {servers: 2, campaign: {at_least: 2}}",
            "sites.plant.resources.suite.campaign", "expected longest_wait"},
        {"suite: {servers: 2}\n    make:\n      vial:\n        needs: {lipid: 0.5}\n"
         "        batch: 100\n        steps:\n          fill: {",
            "suite: {servers: 2, campaign: {at_least: 2, longest_wait: 1 d}}\n    "
            "make:\n "
            "     vial:\n        needs: {lipid: 0.5}\n        batch: 100\n        "
            "steps:\n          fill: {buffer: 1, ",
            "sites.plant.make.vial.steps.fill", "do not go together"},
    };
    expect_errors(*state, rows, sizeof rows / sizeof rows[0]);
}

/* By hand: 0.8 of what a pass starts is good. A quarter goes back once; of the others,
 * and of all that come again, half is scrapped: 0.8 * (0.75 * 0.5 + 0.25 * 0.8 * 0.5).
 */
static void test_build_making_follows_rework_and_then(void **state)
{
    struct fixture *f = *state;
    double figures[10];
    assert_int_equal(
        fixture_load_changed(f, FILL,
            "fill: {resource: suite, time: 1 d, yield: 0.8, rework: {to: fill, "
            "probability: 0.25}, then: {scrap: 0.5, test: 0.5}}"),
        BW_OK);
    assert_true(fabs(bw_flow_recipe(f->scenario->network, 0, figures) - 0.38) < 1e-12);
    assert_true(fabs(figures[0] - 1.25) < 1e-12);
    assert_true(fabs(figures[1] - 0.5) < 1e-12);
}

static void test_build_making_refuses_limits_of_nothing(void **state)
{
    static const struct wrong rows[] = {
        {"test: {time: 2 d}", "test: {time: 2 d, at_most: 3}",
            "sites.plant.make.vial.steps.test.at_most", "then or rework"},
    };
    expect_errors(*state, rows, 1);
}

/* Half of the lipid that the 40 vials a day need comes back from other vials. */
static void test_build_making_counts_what_comes_as_co_product(void **state)
{
    struct fixture *f = *state;
    struct bw_arena arena;
    struct bw_flow flow;
    assert_int_equal(fixture_load_changed(f, BATCH,
                         BATCH "        co_products: {lipid: {per_batch: 25}}\n"),
        BW_OK);
    bw_arena_init(&arena);
    assert_int_equal(bw_flow_compute(f->scenario->network, &arena, &flow), BW_OK);
    assert_true(
        fabs(flow.co_product[index_of(f, "sites.plant.stock.lipid")] * BW_DAY - 12.5)
        < 1e-9);
    bw_arena_release(&arena);
    /* 25 g a day are wanted and only 12.5 come. */
    assert_int_equal(fixture_load_changed(f,
                         "    stock:\n      lipid: {from: works, policy: {base_stock: "
                         "1000}}\n",
                         "        co_products: {lipid: {per_batch: 25}}\n"
                         "    stock:\n      lipid: {initial: 1000}\n"),
        BW_OK);
    assert_true(fixture_has(f, "sites.plant.stock.lipid", "12.5 come as a co-product"));
}

static double load_of(const struct fixture *f, const char *resource)
{
    struct bw_arena arena;
    struct bw_flow flow;
    double load;
    bw_arena_init(&arena);
    assert_int_equal(bw_flow_compute(f->scenario->network, &arena, &flow), BW_OK);
    load = flow.load[index_of(f, resource)];
    bw_arena_release(&arena);
    return load;
}

static void expect_near_demand(
    const struct fixture *f, const char *path, double per_day)
{
    double found =
        f->scenario->network->stocks[index_of(f, path)].mean_demand * (double)BW_DAY;
    assert_true(fabs(found - per_day) < 1e-9);
}

/* By hand: half a batch a day. The step needs 1 d on suite and 3 d on hall; tests keep
 * hall busy for 0.25 of its one server. The two are levelled at u with
 * (2 u) / 1 + (u - 0.25) / 3 = 0.5, so u = 0.25: hall gets nothing. With 2 batches a
 * day (step of 4 d, hall 12 d, tests of 0.1 d) 2 u / 4 + (u - 0.05) / 12 = 0.5. */
static void test_build_making_levels_the_load_of_lines(void **state)
{
    static const struct {
        const char *time, *test;
        double suite, hall;
    } rows[] = {{"1 d", "0.5 d", 0.5, 0.25},
        {"4 d", "0.1 d", 2.0 * (0.5 + 0.05 / 12.0) / (7.0 / 12.0),
            (0.5 + 0.05 / 12.0) / (7.0 / 12.0)}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[400];
        (void)snprintf(text, sizeof text,
            "      hall: {servers: 1}\n" SUITE
            "    make:\n      vial:\n        needs: {lipid: 0.5}\n"
            "        batch: 100\n        steps:\n"
            "          fill: {resource: {suite: {}, hall: {time_factor: 3, yield: "
            "0.8}}, time: %s, yield: 0.8, test: {resource: hall, time: %s}}\n",
            rows[i].time, rows[i].test);
        (void)fixture_load_changed(f,
            SUITE "    make:\n      vial:\n        needs: {lipid: 0.5}\n"
                  "        batch: 100\n        steps:\n"
                  "          " FILL "\n",
            text);
        assert_true(
            fabs(load_of(f, "sites.plant.resources.suite") - rows[i].suite) < 1e-9);
        assert_true(
            fabs(load_of(f, "sites.plant.resources.hall") - rows[i].hall) < 1e-9);
    }
}

/* By hand: 40 a day are shared 1 to 3. The first recipe starts 10 / 0.8 = 12.5 a day,
 * an eighth of a batch of 1 d, and draws 6.25 g; the second 0.3 batches of 2 d. */
static void test_build_making_shares_the_load_of_recipes(void **state)
{
    struct fixture *f = *state;
    char text[1200];
    const char *rest = strstr(strstr(small_scenario, RECIPES), "    stock:");
    (void)snprintf(text, sizeof text, SECOND "%.*s      " STOCK " source: split,",
        (int)(strstr(rest, STOCK) - rest - 6), rest);
    char old_text[1200];
    (void)snprintf(old_text, sizeof old_text, RECIPES "%.*s" STOCK,
        (int)(strstr(rest, STOCK) - rest), rest);
    assert_int_equal(fixture_load_changed(f, old_text, text), BW_OK);
    assert_true(fabs(load_of(f, "sites.plant.resources.suite") - 0.725) < 1e-9);
    expect_near_demand(f, "sites.plant.stock.lipid", 6.25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_build_making_refuses_lines_that_contradict,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_making_refuses_recipes_that_contradict, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_making_shares_the_load_of_recipes,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_making_refuses_co_products_that_contradict, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_making_refuses_campaigns_that_contradict, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_making_follows_rework_and_then, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_making_refuses_limits_of_nothing,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_making_counts_what_comes_as_co_product, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_making_levels_the_load_of_lines,
            fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
