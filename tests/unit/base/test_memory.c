/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "unit.h"

static void test_memory_allocate_gives_zeroed_bytes(void **state)
{
    (void)state;
    unsigned char *bytes = bw_memory_allocate(100, 3);
    assert_non_null(bytes);
    for (int i = 0; i < 300; i++) {
        assert_int_equal(bytes[i], 0);
    }
    bw_memory_free(bytes);
}

static void test_memory_allocate_of_overflowing_size_gives_null(void **state)
{
    (void)state;
    assert_null(bw_memory_allocate(SIZE_MAX / 2, 3));
    assert_null(bw_memory_resize(NULL, SIZE_MAX / 2, 3));
}

static void test_memory_allocate_of_nothing_gives_a_block(void **state)
{
    (void)state;
    void *block = bw_memory_allocate(0, 8);
    assert_non_null(block);
    block = bw_memory_resize(block, 0, 8);
    assert_non_null(block);
    bw_memory_free(block);
    bw_memory_free(NULL);
}

static void test_memory_resize_keeps_the_content(void **state)
{
    (void)state;
    int *numbers = bw_memory_resize(NULL, 4, sizeof *numbers);
    assert_non_null(numbers);
    for (int i = 0; i < 4; i++) {
        numbers[i] = i;
    }
    numbers = bw_memory_resize(numbers, 1000, sizeof *numbers);
    assert_non_null(numbers);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(numbers[i], i);
    }
    bw_memory_free(numbers);
}

static void test_memory_multiply_finds_overflow(void **state)
{
    (void)state;
    size_t product;
    assert_true(bw_memory_multiply(6, 7, &product));
    assert_int_equal(product, 42);
    assert_false(bw_memory_multiply(SIZE_MAX, 2, &product));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_allocate_gives_zeroed_bytes),
        cmocka_unit_test(test_memory_allocate_of_overflowing_size_gives_null),
        cmocka_unit_test(test_memory_allocate_of_nothing_gives_a_block),
        cmocka_unit_test(test_memory_resize_keeps_the_content),
        cmocka_unit_test(test_memory_multiply_finds_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
