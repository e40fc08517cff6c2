/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution.h"
#include "unit.h"

#include <string.h>

#define NONE ((double)NAN)

static const char *make(
    struct bw_law *law, enum bw_law_id id, double a, double b, double c, double d)
{
    const double given[BW_LAW_PARAMETERS] = {a, b, c, d, NONE};
    return bw_law_make(id, given, law);
}

static void test_law_kind_table_is_complete(void **state)
{
    (void)state;
    for (int i = 0; i < BW_LAW_COUNT; i++) {
        const struct bw_law_kind *kind = bw_law_kind((enum bw_law_id)i);
        assert_true(strlen(kind->name) > 0 && strlen(kind->doc) > 0);
        assert_non_null(kind->sample);
        assert_non_null(kind->mean);
        assert_non_null(kind->variance);
        assert_true((kind->make != NULL) == (kind->parameters[0].name != NULL));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(kind->name, bw_law_kind((enum bw_law_id)j)->name);
        }
    }
}

static void test_law_make_refuses_parameters_that_make_no_sense(void **state)
{
    (void)state;
    const double inf = (double)INFINITY;
    const struct {
        enum bw_law_id id;
        double given[4];
    } cases[] = {
        {BW_LAW_CONSTANT, {NONE, NONE, NONE, NONE}},
        {BW_LAW_CONSTANT, {inf, NONE, NONE, NONE}},
        {BW_LAW_UNIFORM, {2, 1, NONE, NONE}},
        {BW_LAW_UNIFORM, {1, NONE, NONE, NONE}},
        {BW_LAW_UNIFORM, {-inf, 1, NONE, NONE}},
        {BW_LAW_TRIANGULAR, {1, 0.5, 2, NONE}},
        {BW_LAW_TRIANGULAR, {1, 3, 2, NONE}},
        {BW_LAW_TRIANGULAR, {1, NONE, 2, NONE}},
        {BW_LAW_EXPONENTIAL, {0, NONE, NONE, NONE}},
        {BW_LAW_EXPONENTIAL, {-1, NONE, NONE, NONE}},
        {BW_LAW_EXPONENTIAL, {NONE, NONE, NONE, NONE}},
        {BW_LAW_GAMMA, {1, -0.1, NONE, NONE}},
        {BW_LAW_GAMMA, {1, 101, NONE, NONE}},
        {BW_LAW_GAMMA, {1, NONE, NONE, NONE}},
        {BW_LAW_GAMMA, {NONE, 1, NONE, NONE}},
        {BW_LAW_ERLANG, {1, 2.5, NONE, NONE}},
        {BW_LAW_ERLANG, {1, 0, NONE, NONE}},
        {BW_LAW_ERLANG, {1, NONE, NONE, NONE}},
        {BW_LAW_LOGNORMAL, {1, NONE, NONE, NONE}},
        {BW_LAW_LOGNORMAL, {1, NONE, 1, NONE}},
        {BW_LAW_LOGNORMAL, {1, 1, 1, NONE}},
        {BW_LAW_LOGNORMAL, {1, 1, 1, 2}},
        {BW_LAW_LOGNORMAL, {NONE, NONE, 2, 1}},
        {BW_LAW_LOGNORMAL, {NONE, NONE, 0, 1}},
        {BW_LAW_WEIBULL, {1, NONE, NONE, NONE}},
        {BW_LAW_WEIBULL, {1, 1, 1, NONE}},
        {BW_LAW_WEIBULL, {1, NONE, 0, NONE}},
        {BW_LAW_WEIBULL, {1, NONE, 1e9, NONE}},
        {BW_LAW_WEIBULL, {1, 1e-6, NONE, NONE}},
        {BW_LAW_NORMAL, {-1, 1, NONE, NONE}},
        {BW_LAW_NORMAL, {1, -1, NONE, NONE}},
        {BW_LAW_NORMAL, {1, NONE, NONE, NONE}},
        {BW_LAW_NORMAL, {1, 1, 1, NONE}},
        {BW_LAW_BETA, {0.5, 0.5, NONE, NONE}},
        {BW_LAW_BETA, {0.5, 0.6, NONE, NONE}},
        {BW_LAW_BETA, {1.5, 0.1, NONE, NONE}},
        {BW_LAW_BETA, {0, 0.1, NONE, NONE}},
        {BW_LAW_BETA, {0.5, -0.1, NONE, NONE}},
        {BW_LAW_PERT, {3, 2, 4, NONE}},
        {BW_LAW_POISSON, {-1, NONE, NONE, NONE}},
        {BW_LAW_POISSON, {1e9, NONE, NONE, NONE}},
        {BW_LAW_NEGATIVE_BINOMIAL, {1, 0, NONE, NONE}},
        {BW_LAW_NEGATIVE_BINOMIAL, {1, NONE, NONE, NONE}},
        {BW_LAW_EMPIRICAL, {NONE, NONE, NONE, NONE}},
        {BW_LAW_MIXTURE, {NONE, NONE, NONE, NONE}},
    };
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        const double *g = cases[i].given;
        struct bw_law law;
        const char *wrong = make(&law, cases[i].id, g[0], g[1], g[2], g[3]);
        if (wrong == NULL || strlen(wrong) == 0) {
            fail_msg("case %zu is accepted", i);
        }
    }
}

static void test_law_make_without_spread_gives_a_constant(void **state)
{
    (void)state;
    const struct {
        enum bw_law_id id;
        double given[4], value;
    } cases[] = {
        {BW_LAW_CONSTANT, {3, NONE, NONE, NONE}, 3},
        {BW_LAW_UNIFORM, {3, 3, NONE, NONE}, 3},
        {BW_LAW_TRIANGULAR, {3, 3, 3, NONE}, 3},
        {BW_LAW_PERT, {3, 3, 3, NONE}, 3},
        {BW_LAW_GAMMA, {3, 0, NONE, NONE}, 3},
        {BW_LAW_GAMMA, {3, 1e-200, NONE, NONE}, 3},
        {BW_LAW_LOGNORMAL, {3, 0, NONE, NONE}, 3},
        {BW_LAW_LOGNORMAL, {NONE, NONE, 3, 3}, 3},
        {BW_LAW_WEIBULL, {3, 0, NONE, NONE}, 3},
        {BW_LAW_NORMAL, {3, 0, NONE, NONE}, 3},
        {BW_LAW_NORMAL, {3, NONE, 0, NONE}, 3},
        {BW_LAW_NORMAL, {0, NONE, 1, NONE}, 0},
        {BW_LAW_BETA, {0.25, 0, NONE, NONE}, 0.25},
        {BW_LAW_POISSON, {0, NONE, NONE, NONE}, 0},
        {BW_LAW_NEGATIVE_BINOMIAL, {0, 1, NONE, NONE}, 0},
    };
    const struct bw_key key = {1, 1};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        const double *g = cases[i].given;
        struct bw_law law;
        assert_null(make(&law, cases[i].id, g[0], g[1], g[2], g[3]));
        assert_true(bw_law_is_constant(&law));
        assert_true(bw_law_mean(&law) == cases[i].value);
        assert_true(bw_law_variance(&law) == 0);
        assert_true(bw_law_value(&law, &key, 1, i) == cases[i].value);
    }
}

/* Laws drawn by inversion must rise with the uniform, and use one word only. */
static void test_law_by_inversion_takes_one_word_and_is_monotone(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    struct bw_law laws[11];
    static const double values[] = {5, 1, 9, 1, 7};
    static const double weights[] = {1, 2, 0, 1, 4};
    assert_null(make(&laws[0], BW_LAW_UNIFORM, 1, 3, NONE, NONE));
    assert_null(make(&laws[1], BW_LAW_TRIANGULAR, 1, 2, 5, NONE));
    assert_null(make(&laws[2], BW_LAW_EXPONENTIAL, 2, NONE, NONE, NONE));
    assert_null(make(&laws[3], BW_LAW_WEIBULL, 2, 0.7, NONE, NONE));
    assert_null(make(&laws[4], BW_LAW_LOGNORMAL, 2, 0.7, NONE, NONE));
    assert_null(make(&laws[5], BW_LAW_NORMAL, 20, 1, NONE, NONE));
    assert_null(make(&laws[6], BW_LAW_POISSON, 12, NONE, NONE, NONE));
    assert_null(bw_law_make_empirical(&arena, values, 5, &laws[7]));
    assert_null(bw_law_make_discrete(&arena, values, weights, 5, &laws[8]));
    assert_null(bw_law_make_shifted(&arena, 10, &laws[2], &laws[9]));
    assert_null(make(&laws[10], BW_LAW_TRIANGULAR, 1, 1, 5, NONE));
    const struct bw_key key = {8, 2};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(laws); i++) {
        for (uint64_t j = 0; j < 2000; j++) {
            struct bw_draw draws[2];
            double sampled[2];
            for (uint64_t k = 0; k < 2; k++) {
                bw_draw_init(&draws[k], &key, 1, 2 * j + k);
                sampled[k] = bw_law_sample(&laws[i], &draws[k]);
                assert_int_equal(draws[k].taken, 1);
            }
            bool rises = bw_stream_uniform(&key, 1, 2 * j)
                <= bw_stream_uniform(&key, 1, 2 * j + 1);
            assert_true(rises ? sampled[0] <= sampled[1] : sampled[0] >= sampled[1]);
        }
    }
    bw_arena_release(&arena);
}

static void test_law_normal_below_zero_is_drawn_again(void **state)
{
    (void)state;
    struct bw_law law;
    const struct bw_key key = {5, 5};
    assert_null(make(&law, BW_LAW_NORMAL, 1, 2, NONE, NONE));
    uint32_t more = 0;
    for (uint64_t i = 0; i < 1000; i++) {
        struct bw_draw draw;
        bw_draw_init(&draw, &key, 1, i);
        assert_true(bw_law_sample(&law, &draw) >= 0);
        more += draw.taken > 1 ? 1 : 0;
    }
    assert_true(more > 200 && more < 420); /* 31 % expected, 7 standard errors around */
}

static void test_law_weibull_shape_meets_the_cv(void **state)
{
    (void)state;
    static const double cvs[] = {0.0001, 0.01, 0.3, 0.5, 1, 2, 10, 100};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cvs); i++) {
        struct bw_law law;
        assert_null(make(&law, BW_LAW_WEIBULL, 7, cvs[i], NONE, NONE));
        bw_assert_close(bw_law_mean(&law), 7, 1e-9);
        bw_assert_close(sqrt(bw_law_variance(&law)) / 7, cvs[i], 1e-6 * cvs[i]);
    }
    struct bw_law law; /* shape 1 is the exponential law */
    assert_null(make(&law, BW_LAW_WEIBULL, 7, NONE, 1, NONE));
    bw_assert_close(bw_law_variance(&law), 49, 1e-9);
}

static void test_law_lognormal_by_quantiles_has_them(void **state)
{
    (void)state;
    struct bw_law law;
    assert_null(make(&law, BW_LAW_LOGNORMAL, NONE, NONE, 2, 5));
    bw_assert_close(exp(law.parameter[0]), 2, 1e-12);
    bw_assert_close(
        exp(law.parameter[0] + 1.6448536269514722 * law.parameter[1]), 5, 1e-12);
}

static void test_law_discrete_without_weight_is_never_drawn(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    struct bw_law law;
    const struct bw_key key = {5, 6};
    static const double values[] = {1, 2, 3};
    static const double weights[] = {3, 0, 1};
    assert_null(bw_law_make_discrete(&arena, values, weights, 3, &law));
    for (uint64_t i = 0; i < 1000; i++) {
        double value = bw_law_value(&law, &key, 1, i);
        assert_true(value == 1 || value == 3);
    }
    bw_arena_release(&arena);
}

static void test_law_tables_refuse_what_makes_no_sense(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    struct bw_law law;
    const double good[] = {1, 2};
    const double zero[] = {0, 0};
    const double negative[] = {2, -1};
    const double infinite[] = {1, (double)INFINITY};
    assert_non_null(bw_law_make_empirical(&arena, good, 0, &law));
    assert_non_null(bw_law_make_empirical(&arena, infinite, 2, &law));
    assert_non_null(bw_law_make_discrete(&arena, good, zero, 2, &law));
    assert_non_null(bw_law_make_discrete(&arena, good, negative, 2, &law));
    assert_non_null(bw_law_make_discrete(&arena, good, infinite, 2, &law));
    const struct bw_law two[] = {bw_law_constant(1), bw_law_constant(2)};
    assert_non_null(bw_law_make_mixture(&arena, two, good, 0, &law));
    assert_non_null(bw_law_make_mixture(&arena, two, zero, 2, &law));
    assert_non_null(bw_law_make_shifted(&arena, (double)NAN, two, &law));
    bw_arena_release(&arena);
}

static void test_law_of_one_possible_value_is_a_constant(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    struct bw_law law;
    const double same[] = {4, 4};
    const double values[] = {4, 9};
    const double first[] = {1, 0};
    const struct bw_law fours[] = {bw_law_constant(4), bw_law_constant(4)};
    assert_null(bw_law_make_empirical(&arena, same, 2, &law));
    assert_true(bw_law_is_constant(&law));
    assert_null(bw_law_make_discrete(&arena, values, first, 2, &law));
    assert_true(bw_law_is_constant(&law) && bw_law_mean(&law) == 4);
    assert_null(bw_law_make_mixture(&arena, fours, values, 2, &law));
    assert_true(bw_law_is_constant(&law) && bw_law_mean(&law) == 4);
    assert_null(bw_law_make_shifted(&arena, -1, fours, &law));
    assert_true(bw_law_is_constant(&law) && bw_law_mean(&law) == 3);
    bw_arena_release(&arena);
}

/* The maker copies all it is given, nested tables included. */
static void test_law_mixture_outlives_its_components(void **state)
{
    (void)state;
    struct bw_arena kept;
    struct bw_arena gone;
    bw_arena_init(&kept);
    bw_arena_init(&gone);
    struct bw_law inner[2];
    struct bw_law middle;
    struct bw_law law;
    const double values[] = {1, 2};
    const double weights[] = {1, 1};
    assert_null(bw_law_make_empirical(&gone, values, 2, &inner[0]));
    assert_null(bw_law_make_discrete(&gone, values, weights, 2, &inner[1]));
    assert_null(bw_law_make_mixture(&gone, inner, weights, 2, &middle));
    assert_null(bw_law_make_shifted(&kept, 10, &middle, &law));
    bw_arena_release(&gone);
    bw_assert_close(bw_law_mean(&law), 11.5, 1e-12);
    bw_assert_close(bw_law_variance(&law), 0.25, 1e-12);
    const struct bw_key key = {1, 2};
    for (uint64_t i = 0; i < 100; i++) {
        double value = bw_law_value(&law, &key, 1, i);
        assert_true(value == 11 || value == 12);
    }
    bw_arena_release(&kept);
}

static void test_law_duration_is_whole_and_not_negative(void **state)
{
    (void)state;
    struct bw_law law;
    const struct bw_key key = {1, 3};
    assert_null(make(&law, BW_LAW_UNIFORM, -5, 5, NONE, NONE));
    for (uint64_t i = 0; i < 1000; i++) {
        bw_time duration = bw_law_duration(&law, &key, 1, i);
        assert_true(duration >= 0 && duration <= 5);
        assert_true(duration == bw_time_round(bw_law_value(&law, &key, 1, i)));
    }
    law = bw_law_constant(2.5);
    assert_true(bw_law_duration(&law, &key, 1, 1) == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_kind_table_is_complete),
        cmocka_unit_test(test_law_make_refuses_parameters_that_make_no_sense),
        cmocka_unit_test(test_law_make_without_spread_gives_a_constant),
        cmocka_unit_test(test_law_by_inversion_takes_one_word_and_is_monotone),
        cmocka_unit_test(test_law_normal_below_zero_is_drawn_again),
        cmocka_unit_test(test_law_weibull_shape_meets_the_cv),
        cmocka_unit_test(test_law_lognormal_by_quantiles_has_them),
        cmocka_unit_test(test_law_discrete_without_weight_is_never_drawn),
        cmocka_unit_test(test_law_tables_refuse_what_makes_no_sense),
        cmocka_unit_test(test_law_of_one_possible_value_is_a_constant),
        cmocka_unit_test(test_law_mixture_outlives_its_components),
        cmocka_unit_test(test_law_duration_is_whole_and_not_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
