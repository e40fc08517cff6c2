/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/order_statistic.h"

#include "unit.h"

#include <stdlib.h>

#define COUNT 40u

static int compare(const void *a, const void *b)
{
    const bw_time *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* Of times with many ties, against sorting, for every k. */
static void test_order_statistic_is_that_of_sorted_times(void **state)
{
    bw_time times[COUNT], sorted[COUNT], room[COUNT];
    uint64_t word = 1;

    (void)state;
    for (uint32_t i = 0; i < COUNT; i++) {
        word = word * UINT64_C(6364136223846793005) + 1442695040888963407u;
        times[i] = sorted[i] = (bw_time)(word >> 60);
    }
    times[7] = sorted[7] = BW_FOREVER;
    qsort(sorted, COUNT, sizeof *sorted, compare);
    for (uint32_t need = 1; need <= COUNT; need++) {
        struct bw_order_statistic statistic;

        bw_order_statistic_init(&statistic, room, need);
        for (uint32_t i = 0; i < COUNT; i++) {
            assert_true(
                i >= need || bw_order_statistic_value(&statistic) == BW_FOREVER);
            bw_order_statistic_add(&statistic, times[i]);
        }
        assert_int_equal(bw_order_statistic_value(&statistic), sorted[need - 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_statistic_is_that_of_sorted_times),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
