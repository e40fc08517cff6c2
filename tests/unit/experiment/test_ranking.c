/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/ranking.h"
#include "unit.h"

#include <string.h>

#define T1 12.706204736432095 /* two-sided 95 %, 1 degree of freedom */

/* A layout of cells alone: order_wait at 0, flow_time at CELLS. Element 8 has none that
 * waits; element 0 is the chain. */
static struct bw_cell cells[] = {
    {0, BW_STAGE_QUEUE},
    {1, BW_STAGE_QUEUE},
    {1, BW_STAGE_SETUP},
    {2, BW_STAGE_PROCESS},
    {2, BW_STAGE_HOLD},
    {3, BW_STAGE_ORDER},
    {3, BW_STAGE_STORE},
    {4, BW_STAGE_VERIFY},
    {5, BW_STAGE_SOURCE},
    {6, BW_STAGE_DISPATCH},
    {7, BW_STAGE_SPACE},
    {8, BW_STAGE_TRANSIT},
};
#define CELLS BW_ARRAY_LENGTH(cells)
#define SIZE (2 * CELLS)

static struct bw_layout make_layout(void)
{
    return (struct bw_layout){.cells = cells,
        .cell_count = CELLS,
        .order_wait_offset = 0,
        .flow_time_offset = CELLS,
        .size = SIZE};
}

/* Two replications; flow_time is ten times order_wait. */
static void fill(double values[2][SIZE])
{
    static const double order_wait[2][CELLS] = {
        {90, 3, 1, 50, 2, 6, 7, 5, 1, 0.5, 0, 99},
        {90, 5, 1, 50, 2, 4, 7, 1, 1, 2.5, 0, 99},
    };
    for (size_t r = 0; r < 2; r++) {
        for (size_t c = 0; c < CELLS; c++) {
            values[r][c] = order_wait[r][c];
            values[r][CELLS + c] = 10.0 * order_wait[r][c];
        }
    }
}

/* lead_time: element 3 has 13 and 11, 1 has 4 and 6, 4 has 5 and 1, 2 has 2 and 2, 6
 * has 0.5 and 2.5, 5 has 1 and 1, a tie with 4 in the second. The chain, work and
 * movement do not count. */
static void test_ranking_of_lead_time_matches_hand_computed(void **state)
{
    (void)state;
    struct bw_layout layout = make_layout();
    struct bw_bottleneck ranks[BW_BOTTLENECK_RANKS];
    double values[2][SIZE];
    fill(values);
    assert_int_equal(
        bw_ranking_make(&layout, BW_ENDPOINT_LEAD_TIME, values[0], 2, ranks), BW_OK);
    static const bw_index elements[] = {3, 1, 4, 2, 6, 5};
    static const double scores[] = {12, 5, 3, 2, 1.5, 1};
    static const double top_five[] = {1, 1, 1, 1, 0.5, 0.5};
    for (size_t r = 0; r < BW_ARRAY_LENGTH(elements); r++) {
        assert_int_equal(ranks[r].element, elements[r]);
        bw_assert_close(ranks[r].score, scores[r], 1e-12);
        bw_assert_close(ranks[r].top_five, top_five[r], 1e-12);
    }
    /* values 13 and 11: sd sqrt(2), half-width T1 * sqrt(2) / sqrt(2) */
    bw_assert_close(ranks[0].half_width, T1, 1e-6);
    for (size_t r = BW_ARRAY_LENGTH(elements); r < BW_BOTTLENECK_RANKS; r++) {
        assert_int_equal(ranks[r].element, BW_NONE);
    }
}

static void test_ranking_of_flow_time_uses_flow_cells(void **state)
{
    (void)state;
    struct bw_layout layout = make_layout();
    struct bw_bottleneck ranks[BW_BOTTLENECK_RANKS];
    double values[2][SIZE];
    fill(values);
    assert_int_equal(
        bw_ranking_make(&layout, BW_ENDPOINT_FLOW_TIME, values[0], 2, ranks), BW_OK);
    assert_int_equal(ranks[0].element, 3);
    bw_assert_close(ranks[0].score, 120.0, 1e-12);
}

static void test_ranking_without_store_leaves_store_out(void **state)
{
    (void)state;
    struct bw_layout layout = make_layout();
    struct bw_bottleneck ranks[BW_BOTTLENECK_RANKS];
    double values[2][SIZE];
    fill(values);
    assert_int_equal(bw_ranking_make(&layout, BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE,
                         values[0], 2, ranks),
        BW_OK);
    /* element 3 keeps 60 and 40, element 1 has 40 and 60: a tie, the lower first */
    assert_int_equal(ranks[0].element, 1);
    assert_int_equal(ranks[1].element, 3);
    bw_assert_close(ranks[1].score, 50.0, 1e-12);
}

static void test_ranking_leaves_out_replications_without_delivery(void **state)
{
    (void)state;
    struct bw_layout layout = make_layout();
    struct bw_bottleneck ranks[BW_BOTTLENECK_RANKS];
    double values[2][SIZE];
    fill(values);
    for (size_t i = 0; i < SIZE; i++) {
        values[0][i] = NAN;
    }
    assert_int_equal(
        bw_ranking_make(&layout, BW_ENDPOINT_LEAD_TIME, values[0], 2, ranks), BW_OK);
    assert_int_equal(ranks[0].element, 3);
    bw_assert_close(ranks[0].score, 11.0, 1e-12);
    assert_true(isnan(ranks[0].half_width));
    assert_int_equal(
        bw_ranking_make(&layout, BW_ENDPOINT_LEAD_TIME, values[0], 1, ranks), BW_OK);
    assert_int_equal(ranks[0].element, BW_NONE);
}

static void test_ranking_stage_is_the_one_that_dominates(void **state)
{
    (void)state;
    struct bw_layout layout = make_layout();
    double values[2][SIZE];
    fill(values);
    assert_int_equal(bw_ranking_stage(&layout, BW_ENDPOINT_LEAD_TIME, values[0], 2, 3),
        BW_STAGE_STORE);
    assert_int_equal(
        bw_ranking_stage(&layout, BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE, values[0], 2, 3),
        BW_STAGE_ORDER);
    assert_int_equal(bw_ranking_stage(&layout, BW_ENDPOINT_LEAD_TIME, values[0], 2, 2),
        BW_STAGE_HOLD);
    assert_int_equal(bw_ranking_stage(&layout, BW_ENDPOINT_LEAD_TIME, values[0], 2, 8),
        BW_STAGE_COUNT);
}

/* Means of lead_time over both replications; the chain's own 90 are part of the total.
 */
static void test_ranking_work_is_process_and_transit(void **state)
{
    (void)state;
    struct bw_layout layout = make_layout();
    double values[2][SIZE];
    double work;
    double total;
    fill(values);
    bw_ranking_work(&layout, BW_ENDPOINT_LEAD_TIME, values[0], 2, &work, &total);
    bw_assert_close(work, 50.0 + 99.0, 1e-12);
    bw_assert_close(total, 90.0 + 4 + 1 + 50 + 2 + 5 + 7 + 3 + 1 + 1.5 + 99, 1e-12);
    bw_ranking_work(
        &layout, BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE, values[0], 2, &work, &total);
    bw_assert_close(work, 1490.0, 1e-9);
    bw_assert_close(total, 2565.0, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranking_of_lead_time_matches_hand_computed),
        cmocka_unit_test(test_ranking_of_flow_time_uses_flow_cells),
        cmocka_unit_test(test_ranking_without_store_leaves_store_out),
        cmocka_unit_test(test_ranking_leaves_out_replications_without_delivery),
        cmocka_unit_test(test_ranking_stage_is_the_one_that_dominates),
        cmocka_unit_test(test_ranking_work_is_process_and_transit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
