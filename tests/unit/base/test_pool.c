/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"
#include "unit.h"

#include <string.h>

static void test_pool_take_gives_rising_indices_from_one(void **state)
{
    (void)state;
    struct bw_pool pool;
    assert_int_equal(bw_pool_init(&pool, 20), BW_OK);
    for (uint32_t i = 1; i <= 5000; i++) {
        assert_int_equal(bw_pool_take(&pool), i);
    }
    assert_int_equal(pool.live, 5000);
    assert_int_equal(pool.item_size, 24);
    bw_pool_release(&pool);
}

static void test_pool_take_after_give_reuses_the_last_and_zeroes_it(void **state)
{
    (void)state;
    struct bw_pool pool;
    assert_int_equal(bw_pool_init(&pool, 16), BW_OK);
    uint32_t a = bw_pool_take(&pool);
    uint32_t b = bw_pool_take(&pool);
    memset(bw_pool_at(&pool, a), 255, 16);
    memset(bw_pool_at(&pool, b), 255, 16);
    bw_pool_give(&pool, a);
    bw_pool_give(&pool, b);
    assert_int_equal(bw_pool_take(&pool), b);
    assert_int_equal(bw_pool_take(&pool), a);
    static const unsigned char zero[16];
    assert_memory_equal(bw_pool_at(&pool, a), zero, 16);
    assert_memory_equal(bw_pool_at(&pool, b), zero, 16);
    assert_int_equal(pool.peak, 2);
    bw_pool_release(&pool);
}

static void test_pool_items_stay_where_they_are(void **state)
{
    (void)state;
    struct bw_pool pool;
    assert_int_equal(bw_pool_init(&pool, 8), BW_OK);
    uint32_t first = bw_pool_take(&pool);
    void *address = bw_pool_at(&pool, first);
    for (int i = 0; i < 100000; i++) {
        assert_int_not_equal(bw_pool_take(&pool), 0);
    }
    assert_ptr_equal(bw_pool_at(&pool, first), address);
    bw_pool_release(&pool);
}

static void test_pool_reset_starts_from_one_again(void **state)
{
    (void)state;
    struct bw_pool pool;
    assert_int_equal(bw_pool_init(&pool, 8), BW_OK);
    uint32_t a = bw_pool_take(&pool);
    (void)bw_pool_take(&pool);
    bw_pool_give(&pool, a);
    bw_pool_reset(&pool);
    assert_int_equal(pool.live, 0);
    assert_int_equal(bw_pool_take(&pool), 1);
    assert_int_equal(bw_pool_take(&pool), 2);
    bw_pool_release(&pool);
}

static void test_pool_item_zero_can_be_written(void **state)
{
    (void)state;
    struct bw_pool pool;
    assert_int_equal(bw_pool_init(&pool, 32), BW_OK);
    memset(bw_pool_at(&pool, 0), 1, 32);
    bw_pool_release(&pool);
    bw_pool_release(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pool_take_gives_rising_indices_from_one),
        cmocka_unit_test(test_pool_take_after_give_reuses_the_last_and_zeroes_it),
        cmocka_unit_test(test_pool_items_stay_where_they_are),
        cmocka_unit_test(test_pool_reset_starts_from_one_again),
        cmocka_unit_test(test_pool_item_zero_can_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
