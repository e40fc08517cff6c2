/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "chain/coldchain.h"

static const struct bw_storage_class cold = {.name = "cold", .low_c = 2, .high_c = 8};
/* Qualified at 35: 27 K above the range, so the budget is 27 K * 96 h. */
static const struct bw_packaging box = {
    .name = "box", .hold = 96 * BW_HOUR, .qualified_c = 35};

static void test_coldchain_ambient_in_range_never_leaves_it(void **state)
{
    (void)state;
    assert_int_equal(bw_coldchain_time_out_of_range(&box, &cold, 5, BW_YEAR), 0);
    assert_int_equal(bw_coldchain_time_out_of_range(&box, &cold, 8, BW_YEAR), 0);
}

static void test_coldchain_qualified_ambient_lasts_the_hold_time(void **state)
{
    (void)state;
    assert_int_equal(bw_coldchain_time_out_of_range(&box, &cold, 35, 96 * BW_HOUR), 0);
    assert_int_equal(
        bw_coldchain_time_out_of_range(&box, &cold, 35, 100 * BW_HOUR), 4 * BW_HOUR);
}

static void test_coldchain_budget_scales_with_the_distance(void **state)
{
    (void)state;
    /* 21.5 is half as far above the range: twice the hold time. */
    assert_int_equal(
        bw_coldchain_time_out_of_range(&box, &cold, 21.5, 200 * BW_HOUR), 8 * BW_HOUR);
    /* -11.5 is 13.5 K below the range: the budget serves against frost alike. */
    assert_int_equal(
        bw_coldchain_time_out_of_range(&box, &cold, -11.5, 193 * BW_HOUR), BW_HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coldchain_ambient_in_range_never_leaves_it),
        cmocka_unit_test(test_coldchain_qualified_ambient_lasts_the_hold_time),
        cmocka_unit_test(test_coldchain_budget_scales_with_the_distance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
