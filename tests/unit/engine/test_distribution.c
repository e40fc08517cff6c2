/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "engine/distribution.h"
#include "unit.h"

#include <inttypes.h>
#include <string.h>

#define NONE ((double)NAN)

static struct bw_generator generator_of(uint64_t seed, uint64_t replication)
{
    const struct bw_key key = {seed, replication};
    struct bw_generator generator;
    bw_generator_init(&generator, &key, BW_SAMPLING_QUICK);
    return generator;
}

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
        assert_non_null(kind->invert);
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
    const struct bw_generator generator = generator_of(1, 1);
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        const double *g = cases[i].given;
        struct bw_law law;
        assert_null(make(&law, cases[i].id, g[0], g[1], g[2], g[3]));
        assert_true(bw_law_is_constant(&law));
        assert_true(bw_law_mean(&law) == cases[i].value);
        assert_true(bw_law_variance(&law) == 0);
        assert_true(bw_law_value(&law, &generator, 1, i) == cases[i].value);
    }
}

static void test_law_normal_below_zero_is_drawn_again(void **state)
{
    (void)state;
    struct bw_law law;
    const struct bw_generator generator = generator_of(5, 5);
    assert_null(make(&law, BW_LAW_NORMAL, 1, 2, NONE, NONE));
    uint32_t more = 0;
    for (uint64_t i = 0; i < 1000; i++) {
        struct bw_draw draw;
        bw_draw_init(&draw, &generator, 1, i);
        assert_true(bw_law_sample(&law, &draw) >= 0);
        more += bw_draw_taken(&draw) > 1 ? 1 : 0;
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
    const struct bw_generator generator = generator_of(5, 6);
    static const double values[] = {1, 2, 3};
    static const double weights[] = {3, 0, 1};
    assert_null(bw_law_make_discrete(&arena, values, weights, 3, &law));
    for (uint64_t i = 0; i < 1000; i++) {
        double value = bw_law_value(&law, &generator, 1, i);
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
    const struct bw_generator generator = generator_of(1, 2);
    for (uint64_t i = 0; i < 100; i++) {
        double value = bw_law_value(&law, &generator, 1, i);
        assert_true(value == 11 || value == 12);
    }
    bw_arena_release(&kept);
}

static void test_law_duration_is_whole_and_not_negative(void **state)
{
    (void)state;
    struct bw_law law;
    const struct bw_generator generator = generator_of(1, 3);
    assert_null(make(&law, BW_LAW_UNIFORM, -5, 5, NONE, NONE));
    for (uint64_t i = 0; i < 1000; i++) {
        bw_time duration = bw_law_duration(&law, &generator, 1, i);
        assert_true(duration >= 0 && duration <= 5);
        assert_true(duration == bw_time_round(bw_law_value(&law, &generator, 1, i)));
    }
    law = bw_law_constant(2.5);
    assert_true(bw_law_duration(&law, &generator, 1, 1) == 3);
}

/* Values to the last bit, whatever compiler, level of optimisation or processor: these
 * laws take no function of the C library into a value, only into the choice between
 * accepting and rejecting it, and are not fused or reordered. Laws with exp() or pow()
 * of the draw are as equal as the C library is. */
static void test_law_draws_have_the_same_bits_everywhere(void **state)
{
    (void)state;
    static double values[20000];
    static const struct {
        enum bw_law_id id;
        double given[3];
        uint64_t digest;
    } cases[] = {
        {BW_LAW_UNIFORM, {2, 7, NONE}, UINT64_C(0x2629dfa30082a806)},
        {BW_LAW_TRIANGULAR, {2, 3, 7}, UINT64_C(0xf98acf49824e3eba)},
        {BW_LAW_EXPONENTIAL, {3, NONE, NONE}, UINT64_C(0x3cb95ee974aff1c2)},
        {BW_LAW_NORMAL, {2, 2, NONE}, UINT64_C(0xd0cfc80ef5041179)},
        {BW_LAW_GAMMA, {3, 0.5, NONE}, UINT64_C(0xdbd7271b6d0af00e)},
        {BW_LAW_ERLANG, {3, 7, NONE}, UINT64_C(0x108bfe2e7aefa93d)},
        {BW_LAW_BETA, {0.75, 0.125, NONE}, UINT64_C(0x5f68c2e74677afda)},
        {BW_LAW_POISSON, {30, NONE, NONE}, UINT64_C(0xc3af3308e55cf4c0)},
        {BW_LAW_POISSON, {5000, NONE, NONE}, UINT64_C(0x1677bb107834135a)},
        {BW_LAW_NEGATIVE_BINOMIAL, {20, 3, NONE}, UINT64_C(0xd8e022250b32efe)},
    };
    const struct bw_generator generator = generator_of(1, 2);
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        const double *g = cases[i].given;
        struct bw_law law;
        assert_null(make(&law, cases[i].id, g[0], g[1], g[2], NONE));
        for (size_t j = 0; j < BW_ARRAY_LENGTH(values); j++) {
            values[j] = bw_law_value(&law, &generator, i, j);
        }
        uint64_t digest = bw_digest_hash64(values, sizeof values);
        if (digest != cases[i].digest) {
            fail_msg("%s: digest %#" PRIx64, bw_law_kind(cases[i].id)->name, digest);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_kind_table_is_complete),
        cmocka_unit_test(test_law_make_refuses_parameters_that_make_no_sense),
        cmocka_unit_test(test_law_make_without_spread_gives_a_constant),
        cmocka_unit_test(test_law_normal_below_zero_is_drawn_again),
        cmocka_unit_test(test_law_weibull_shape_meets_the_cv),
        cmocka_unit_test(test_law_lognormal_by_quantiles_has_them),
        cmocka_unit_test(test_law_discrete_without_weight_is_never_drawn),
        cmocka_unit_test(test_law_tables_refuse_what_makes_no_sense),
        cmocka_unit_test(test_law_of_one_possible_value_is_a_constant),
        cmocka_unit_test(test_law_mixture_outlives_its_components),
        cmocka_unit_test(test_law_draws_have_the_same_bits_everywhere),
        cmocka_unit_test(test_law_duration_is_whole_and_not_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
