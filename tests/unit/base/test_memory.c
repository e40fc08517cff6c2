/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "unit.h"

#include <stdlib.h>

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

static int compare_addresses(const void *a, const void *b)
{
    unsigned char *const *left = a;
    unsigned char *const *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Blocks of one size that follow each other in memory, some of them resized. */
static void test_memory_blocks_share_no_cache_line(void **state)
{
    (void)state;
    enum { BLOCKS = 200, LINE = 64 };
    unsigned char *blocks[BLOCKS];
    for (size_t size = 1; size < 200; size += 37) {
        for (size_t i = 0; i < BLOCKS; i++) {
            blocks[i] = bw_memory_allocate(1, size);
            blocks[i] = i % 3 == 0 ? bw_memory_resize(blocks[i], size, 1) : blocks[i];
            assert_non_null(blocks[i]);
        }
        qsort(blocks, BLOCKS, sizeof *blocks, compare_addresses);
        for (size_t i = 0; i + 1 < BLOCKS; i++) {
            uintptr_t last = ((uintptr_t)blocks[i] + size - 1) / LINE;
            assert_true((uintptr_t)blocks[i + 1] / LINE > last);
        }
        for (size_t i = 0; i < BLOCKS; i++) {
            bw_memory_free(blocks[i]);
        }
    }
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
        cmocka_unit_test(test_memory_blocks_share_no_cache_line),
        cmocka_unit_test(test_memory_multiply_finds_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
