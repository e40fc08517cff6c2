/* SPDX-License-Identifier: Apache-2.0
 *
 * Several recipes for one item: who gets a production order.
 */
#include "unit.h"

#include "study.h"

#define RECIPES TEST_FOLDER "/recipes.yaml"
#define DRY "sites.plant.make.dry"
#define WET "sites.plant.make.wet"
#define TABLET "sites.plant.stock.tablet"
#define EXACT 1e-12

/* Nine orders of ten, and how many batches each recipe makes of them. */
static void expect_batches(
    const struct bw_assignment *set, size_t count, double dry, double wet)
{
    struct bw_study study;

    bw_study_open(&study, RECIPES, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DRY, "batches"), dry, EXACT);
    bw_assert_close(bw_study_value(&study, WET, "batches"), wet, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.chemists", "lead_time"),
        (3.0 * dry + 8.0 * wet) / (dry + wet), 1e-9);
    bw_study_close(&study);
}

/* Fifty g of powder are enough for two orders of 20 g, and not for the third. */
static void test_recipes_first_whose_inputs_are_on_hand(void **state)
{
    const struct bw_assignment set[] = {{TABLET ".source", "first_available"}};

    (void)state;
    expect_batches(set, 1, 2.0, 7.0);
}

/* Without its inputs the faster recipe is no longer the fastest. */
static void test_recipes_fastest_has_its_inputs(void **state)
{
    const struct bw_assignment set[] = {{TABLET ".source", "fastest"}};

    (void)state;
    expect_batches(set, 1, 2.0, 7.0);
}

static void test_recipes_rank_by_priority_then_as_written(void **state)
{
    const struct bw_assignment enough[] = {
        {"sites.plant.stock.powder.initial", "500"}, {DRY ".priority", "2"}};

    (void)state;
    expect_batches(enough, 1, 9.0, 0.0);
    /* Both rank second: the one written first goes first. */
    expect_batches(enough, 2, 9.0, 0.0);
    const struct bw_assignment last[] = {
        {"sites.plant.stock.powder.initial", "500"}, {DRY ".priority", "3"}};
    expect_batches(last, 2, 0.0, 9.0);
}

/* Shares 2 to 1 of orders of 9: each is made as 6 and 3. */
static void test_recipes_split_orders_by_share(void **state)
{
    const struct bw_assignment set[] = {{TABLET ".source", "split"},
        {DRY ".share", "2"}, {"sites.plant.stock.powder.initial", "500"},
        {"demand.chemists.size", "9"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, RECIPES, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DRY, "batch_size"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, WET, "batch_size"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, WET, "batches"), 9.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 8.0, EXACT);
    /* The part that comes last is charged. */
    bw_assert_close(
        bw_study_wait(&study, WET ".steps.mould", BW_STAGE_PROCESS), 8.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, DRY ".steps.press", BW_STAGE_PROCESS), 0.0, EXACT);
    bw_study_close(&study);
}

/* The wet way comes first and takes orders up to its size, then the dry one; where all
 * are too large, to the one for the largest. */
static void test_recipes_by_size_of_the_order(void **state)
{
    static const struct {
        const char *wet, *dry, *size;
        double dry_batches;
    } rows[] = {{"10", "unlimited", "10", 0.0}, {"9", "unlimited", "10", 9.0},
        {"9", "8", "10", 0.0}, {"8", "9", "10", 9.0}, {"20", "9", "9", 0.0}};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        const struct bw_assignment set[] = {{TABLET ".source", "by_size"},
            {WET ".up_to", rows[i].wet}, {DRY ".up_to", rows[i].dry},
            {DRY ".priority", "3"}, {"sites.plant.stock.powder.initial", "500"},
            {"demand.chemists.size", rows[i].size}};

        expect_batches(set, 6, rows[i].dry_batches, 9.0 - rows[i].dry_batches);
    }
}

/* Whole batches of 8 in the dry way; what they leave goes to the other, in no order of
 * its own size: 8 + 2. */
static void test_recipes_pass_on_what_fills_no_batch(void **state)
{
    const struct bw_assignment set[] = {{TABLET ".reallocate", "true"},
        {DRY ".batch", "8"}, {"sites.plant.stock.powder.initial", "500"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, RECIPES, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DRY, "batches"), 9.0, EXACT);
    bw_assert_close(bw_study_value(&study, WET, "batch_size"), 2.0, EXACT);
    bw_study_close(&study);
}

/* Three passes through the cutting, of which two were rework, and then `then` sends the
 * part to the painting instead of the next step. */
static void test_recipes_rework_and_then_go_together(void **state)
{
    const struct bw_assignment set[] = {{"sites.shop.make.part.steps",
        "{cut: {time: 1 d, rework: {to: cut, probability: 1, at_most: 2}, "
        "then: {paint: 1}}, ship: {time: 1 h}, paint: {time: 12 h}}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, TEST_FOLDER "/rework.yaml", set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.5, EXACT);
    bw_study_close(&study);
}

/* Never sent to rework, always scrapped by `then`: rework first, then the other draw.
 */
static void test_recipes_rework_that_is_over_leaves_then_as_written(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.part.steps",
            "{cut: {time: 1 d, rework: {to: cut, probability: 0, at_most: 5}, "
            "then: {scrap: 0.5, ship: 0.5}}, ship: {time: 1 h}}"},
        {"sites.shop.stock.part.policy", "{base_stock: 50}"},
        {"time.horizon", "4000 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, TEST_FOLDER "/rework.yaml", set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "sites.shop.make.part", "made")
            / bw_study_value(&study, "sites.shop.make.part", "batches"),
        0.5, 0.08);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recipes_first_whose_inputs_are_on_hand),
        cmocka_unit_test(test_recipes_fastest_has_its_inputs),
        cmocka_unit_test(test_recipes_rank_by_priority_then_as_written),
        cmocka_unit_test(test_recipes_split_orders_by_share),
        cmocka_unit_test(test_recipes_by_size_of_the_order),
        cmocka_unit_test(test_recipes_pass_on_what_fills_no_batch),
        cmocka_unit_test(test_recipes_rework_and_then_go_together),
        cmocka_unit_test(test_recipes_rework_that_is_over_leaves_then_as_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
