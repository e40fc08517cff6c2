/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "shrink.h"

/* A case: so many numbers, then each of them. */
struct numbers {
    uint32_t count, at[20];
};

static void build(struct numbers *numbers, struct bw_choices *choices)
{
    numbers->count = bw_choose(choices, 20);
    for (uint32_t i = 0; i < numbers->count; i++) {
        numbers->at[i] = bw_choose(choices, 100);
    }
}

static bool has_large_and_odd(void *context, struct bw_choices *choices)
{
    struct numbers *numbers = context;
    bool large = false, odd = false;

    build(numbers, choices);
    for (uint32_t i = 0; i < numbers->count; i++) {
        large = large || numbers->at[i] >= 60;
        odd = odd || numbers->at[i] % 2 == 1;
    }
    return large && odd;
}

static void test_choices_of_a_seed_are_the_same_and_can_be_replayed(void **unused)
{
    struct bw_choices a, b;
    struct numbers x, y;

    (void)unused;
    bw_choices_begin(&a, 5);
    bw_choices_begin(&b, 5);
    build(&x, &a);
    build(&y, &b);
    assert_memory_equal(x.at, y.at, x.count * sizeof x.at[0]);
    b.position = 0;
    b.draws = false;
    build(&y, &b);
    assert_int_equal(x.count, y.count);
    assert_memory_equal(x.at, y.at, x.count * sizeof x.at[0]);
}

static void test_choices_beyond_those_given_are_the_simplest(void **unused)
{
    struct bw_choices choices = {.values = {3, 200}, .count = 2};
    struct numbers numbers;

    (void)unused;
    build(&numbers, &choices);
    assert_int_equal(numbers.count, 3);
    assert_int_equal(numbers.at[0], 99); /* the last option */
    assert_int_equal(numbers.at[1], 0);
    assert_int_equal(bw_choices_size(&choices), 2);
}

static void test_shrink_ends_where_no_choice_can_be_simpler(void **unused)
{
    struct numbers numbers;

    (void)unused;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        struct bw_choices choices;
        uint32_t sum = 0;

        bw_choices_begin(&choices, seed);
        if (!has_large_and_odd(&numbers, &choices)) {
            continue;
        }
        assert_true(bw_shrink(&choices, has_large_and_odd, &numbers, 100000) > 0);
        choices.position = 0;
        assert_true(has_large_and_odd(&numbers, &choices));
        for (uint32_t i = 0; i < numbers.count; i++) {
            sum += numbers.at[i];
        }
        /* One number that is large and odd, or a large one and a 1. */
        assert_true(sum == 61);
        assert_true(bw_choices_size(&choices) <= 3);
    }
}

static void test_shrink_keeps_to_its_limit(void **unused)
{
    struct numbers numbers;
    struct bw_choices choices;
    uint64_t seed = 0;

    (void)unused;
    do {
        bw_choices_begin(&choices, ++seed);
    } while (!has_large_and_odd(&numbers, &choices));
    assert_int_equal(bw_shrink(&choices, has_large_and_odd, &numbers, 7), 7);
    choices.position = 0;
    assert_true(has_large_and_odd(&numbers, &choices));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choices_of_a_seed_are_the_same_and_can_be_replayed),
        cmocka_unit_test(test_choices_beyond_those_given_are_the_simplest),
        cmocka_unit_test(test_shrink_ends_where_no_choice_can_be_simpler),
        cmocka_unit_test(test_shrink_keeps_to_its_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
