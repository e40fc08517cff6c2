/* SPDX-License-Identifier: Apache-2.0
 *
 * One shop and its supplier: goods at the door, receipt, cycles, weeks and lost lines.
 */
#include "unit.h"

#include "study.h"

#define SHOP TEST_FOLDER "/shop.yaml"
#define LINE TEST_FOLDER "/line.yaml"
#define REWORK TEST_FOLDER "/rework.yaml"
#define EXACT 1e-12
#define STOCK "sites.shop.stock.drug"

/* Ten boxes are held for a day before a space for eight: once they are free they go in
 * part by part, 4 d after the order of day 60, with nobody else asking. */
static void test_shop_held_goods_at_the_door_go_in_when_they_are_free(void **state)
{
    const struct bw_assignment set[] = {{"sites.shop.storage.cold.capacity", "8"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHOP, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 4.0, EXACT);
    bw_study_close(&study);
}

/* Five hundred boxes through a space for one take one instant, not five hundred rounds.
 */
static void test_shop_large_order_passes_a_small_space_in_one_instant(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.storage.cold.capacity", "1"},
        {"lanes.road.verify", "{}"},
        {"demand.first.size", "500"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHOP, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.0, EXACT);
    bw_study_close(&study);
}

/* From receipt on there is only the day of the papers. */
static void test_shop_flow_from_receipt_counts_the_verification(void **state)
{
    const struct bw_assignment set[] = {{"flow_from", "receipt"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHOP, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time.verify"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Without needs there is no earlier past: whatever flow_from says, flow time begins
 * with the batch: 1 d setup, 2 d filling, 3 d hold, 4 d road. */
static void test_shop_recipe_without_needs_starts_the_flow_time(void **state)
{
    const struct bw_assignment set[] = {
        {"flow_from", "source"},
        {"sites.plant.make.drug.needs", "{}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINE, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time"), 10.0, EXACT);
    bw_study_close(&study);
}

/* Three passes are sure and lose nothing, so all that is started is on order. */
static void test_shop_sure_rework_leaves_the_expected_output_whole(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.stock.part.policy", "{base_stock: 5}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, REWORK, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.part", "inventory_position"), 5.0,
        EXACT);
    bw_study_close(&study);
}

/* Reviews on days 0, 20, ... up to 20 boxes, receipts 3 d later; 6 boxes asked every 10
 * d, and 15 more on day 51. Only the cycle of that order sees a shortage, and the
 * receipt of day 63 ends it. */
static void test_shop_receipt_that_ends_a_shortage_begins_a_good_cycle(void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.road.verify", "{}"},
        {"sites.shop.stock.drug.policy", "{periodic: {order_up_to: 20}}"},
        {"sites.shop.stock.drug.review", "{every: 20 d}"},
        {"sites.shop.stock.drug.initial", "20"},
        {"demand.first.arrivals", "{every: 10 d}"},
        {"demand.first.size", "6"},
        {"demand.second.arrivals", "{every: 51 d}"},
        {"demand.second.size", "15"},
        {"time.horizon", "100 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHOP, set, 9);
    bw_study_run(&study, 1, 0);
    /* Receipts on days 23, 43, 63, 83: the third ends a cycle with a shortage. */
    bw_assert_close(bw_study_value(&study, STOCK, "cycle_service_level"), 0.75, EXACT);
    bw_study_close(&study);
}

/* Every line takes the 4 d of the post, whatever part of others was lost. */
static void test_shop_lead_time_of_units_leaves_partly_lost_lines_out(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.stock.drug.policy", "{periodic: {order_up_to: 5}}"},
        {"sites.shop.stock.drug.review", "{every: 2 d}"},
        {"demand.first.arrivals", "{every: 5 d}"},
        {"demand.first.size", "{uniform: {min: 2, max: 10}}"},
        {"demand.first.unmet", "lost"},
        {"demand.first.by", "post"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHOP, set, 6);
    bw_study_run(&study, 1, 0);
    assert_true(bw_study_value(&study, "chain", "lost_share") > 0.0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time_units"), 4.0, EXACT);
    bw_study_close(&study);
}

/* Papers in no time that lose a quarter of the goods: what is sent again in the same
 * instant was issued at once only once. */
static void test_shop_goods_sent_again_are_issued_at_once_only_once(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.stock.drug.initial", "5000"},
        {"demand.first.arrivals", "{every: 1 d}"},
        {"demand.first.by", "post"},
        {"lanes.post.verify", "{ship: paper}"},
        {"lanes.post.resolver", "{time: 0, reject: 0.5}"},
        {"ledger.paper", "{kind: manual, time: 0, mismatch: 0.5}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHOP, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "fill_rate"), 1.0, EXACT);
    bw_study_close(&study);
}

/* A base stock passes every order on, so nothing is amplified, be there two demands and
 * a horizon that ends within a week; and the week's figures are in units. */
static void test_shop_base_stock_amplifies_nothing(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.stock.drug.policy", "{base_stock: 100}"},
        {"sites.shop.stock.drug.initial", "100"},
        {"demand.first.arrivals", "{poisson: 2 /d}"},
        {"demand.first.size", "1"},
        {"demand.second.arrivals", "{poisson: 3 /d}"},
        {"time.horizon", "365 d"},
    };
    struct bw_study study;
    const double *weeks;
    double sum = 0.0;

    (void)state;
    bw_study_open(&study, SHOP, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "bullwhip_ratio"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, STOCK, "order_variance_ratio"), 1.0, EXACT);
    assert_string_equal(study.layout->series[0].metrics[2].name, "delivered");
    weeks =
        study.values + study.layout->series[0].offset + 2 * study.layout->week_count;
    for (uint32_t week = 0; week < study.layout->week_count; week++) {
        sum += weeks[week];
    }
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), sum, 1e-9);
    bw_study_close(&study);
}

/* Ten boxes wait for their papers on the shelf from day 63 to day 64 of 100. */
static void test_shop_held_goods_are_counted_apart(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHOP, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, STOCK, "held"), 0.1, EXACT);
    bw_assert_close(bw_study_value(&study, STOCK, "on_hand"), 0.1, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shop_held_goods_are_counted_apart),
        cmocka_unit_test(test_shop_held_goods_at_the_door_go_in_when_they_are_free),
        cmocka_unit_test(test_shop_large_order_passes_a_small_space_in_one_instant),
        cmocka_unit_test(test_shop_flow_from_receipt_counts_the_verification),
        cmocka_unit_test(test_shop_recipe_without_needs_starts_the_flow_time),
        cmocka_unit_test(test_shop_sure_rework_leaves_the_expected_output_whole),
        cmocka_unit_test(test_shop_receipt_that_ends_a_shortage_begins_a_good_cycle),
        cmocka_unit_test(test_shop_lead_time_of_units_leaves_partly_lost_lines_out),
        cmocka_unit_test(test_shop_goods_sent_again_are_issued_at_once_only_once),
        cmocka_unit_test(test_shop_base_stock_amplifies_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
