/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vector.h"
#include "unit.h"

struct pair {
    int a, b;
};

static void test_vector_push_appends_zeroed_items(void **state)
{
    (void)state;
    struct bw_vector vector;
    bw_vector_init(&vector, sizeof(struct pair));
    for (int i = 0; i < 1000; i++) {
        struct pair *pair;
        assert_int_equal(bw_vector_push(&vector, &pair), BW_OK);
        assert_int_equal(pair->a, 0);
        assert_int_equal(pair->b, 0);
        *pair = (struct pair){i, -i};
    }
    assert_int_equal(vector.count, 1000);
    for (int i = 0; i < 1000; i++) {
        const struct pair *pair = bw_vector_at(&vector, (size_t)i);
        assert_int_equal(pair->a, i);
        assert_int_equal(pair->b, -i);
    }
    bw_vector_release(&vector);
    assert_int_equal(vector.count, 0);
}

static void test_vector_release_of_zeroed_vector_is_harmless(void **state)
{
    (void)state;
    struct bw_vector vector = {.items = NULL};
    bw_vector_release(&vector);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vector_push_appends_zeroed_items),
        cmocka_unit_test(test_vector_release_of_zeroed_vector_is_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
