/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "unit.h"

#include <string.h>

static void test_arena_allocate_gives_aligned_zeroed_blocks(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    unsigned char *blocks[200];
    for (size_t i = 0; i < 200; i++) {
        size_t size = 1 + 37 * i;
        blocks[i] = bw_arena_allocate(&arena, 1, size);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % 64, 0);
        for (size_t j = 0; j < size; j++) {
            assert_int_equal(blocks[i][j], 0);
        }
        memset(blocks[i], (int)i, size);
    }
    for (size_t i = 0; i < 200; i++) {
        assert_int_equal(blocks[i][0], i);
        assert_int_equal(blocks[i][37 * i], i);
    }
    bw_arena_release(&arena);
}

static void test_arena_allocate_of_nothing_gives_an_address(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    assert_non_null(bw_arena_allocate(&arena, 0, 8));
    bw_arena_release(&arena);
}

static void test_arena_allocate_of_overflowing_size_gives_null(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    assert_null(bw_arena_allocate(&arena, SIZE_MAX, 2));
    assert_null(bw_arena_allocate(&arena, SIZE_MAX, 1));
    assert_null(bw_arena_copy_text(&arena, "", SIZE_MAX));
    bw_arena_release(&arena);
}

static void test_arena_allocate_beyond_a_chunk_gives_one_block(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    const size_t size = (size_t)5 << 20;
    char *small = bw_arena_copy_text(&arena, "small", 5);
    unsigned char *large = bw_arena_allocate(&arena, 1, size);
    assert_non_null(large);
    memset(large, 7, size);
    assert_string_equal(small, "small");
    assert_true(arena.used_bytes >= size);
    bw_arena_release(&arena);
    assert_null(arena.chunks);
}

static void test_arena_copy_text_terminates_the_copy(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    char *copy = bw_arena_copy_text(&arena, "bullwhip", 4);
    assert_string_equal(copy, "bull");
    assert_string_equal(bw_arena_copy_text(&arena, NULL, 0), "");
    bw_arena_release(&arena);
}

/* What is kept is zeroed as new memory is; an empty arena stays empty. */
static void test_arena_reset_keeps_one_zeroed_chunk(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    bw_arena_reset(&arena);
    assert_null(arena.chunks);
    for (int round = 0; round < 3; round++) {
        unsigned char *first = bw_arena_allocate(&arena, 1, 100);
        assert_non_null(first);
        for (int i = 0; i < 100; i++) {
            assert_int_equal(first[i], 0);
        }
        memset(first, 7, 100);
        for (int i = 0; i < 50; i++) {
            assert_non_null(bw_arena_allocate(&arena, 1, 1000));
        }
        bw_arena_reset(&arena);
        assert_int_equal(arena.used_bytes, 0);
    }
    bw_arena_release(&arena);
    assert_null(arena.chunks);
}

static void test_arena_release_of_zeroed_arena_is_harmless(void **state)
{
    (void)state;
    struct bw_arena arena = {.chunks = NULL};
    bw_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_allocate_gives_aligned_zeroed_blocks),
        cmocka_unit_test(test_arena_allocate_of_nothing_gives_an_address),
        cmocka_unit_test(test_arena_allocate_of_overflowing_size_gives_null),
        cmocka_unit_test(test_arena_allocate_beyond_a_chunk_gives_one_block),
        cmocka_unit_test(test_arena_copy_text_terminates_the_copy),
        cmocka_unit_test(test_arena_reset_keeps_one_zeroed_chunk),
        cmocka_unit_test(test_arena_release_of_zeroed_arena_is_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
