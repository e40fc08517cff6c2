/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "engine/stream.h"
#include "unit.h"

#include <Random123/philox.h>
#include <string.h>

/* Random123 1.14, tests/kat_vectors, "philox4x64 10". */
static void test_philox_gives_the_known_answers(void **state)
{
    (void)state;
    static const struct {
        philox4x64_ctr_t counter;
        philox4x64_key_t key;
        uint64_t answer[4];
    } cases[] = {
        {{{0, 0, 0, 0}}, {{0, 0}},
            {UINT64_C(0x16554d9eca36314c), UINT64_C(0xdb20fe9d672d0fdc),
                UINT64_C(0xd7e772cee186176b), UINT64_C(0x7e68b68aec7ba23b)}},
        {{{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}}, {{UINT64_MAX, UINT64_MAX}},
            {UINT64_C(0x87b092c3013fe90b), UINT64_C(0x438c3c67be8d0224),
                UINT64_C(0x9cc7d7c69cd777b6), UINT64_C(0xa09caebf594f0ba0)}},
        {{{UINT64_C(0x243f6a8885a308d3), UINT64_C(0x13198a2e03707344),
             UINT64_C(0xa4093822299f31d0), UINT64_C(0x082efa98ec4e6c89)}},
            {{UINT64_C(0x452821e638d01377), UINT64_C(0xbe5466cf34e90c6c)}},
            {UINT64_C(0xa528f45403e61d95), UINT64_C(0x38c72dbd566e9788),
                UINT64_C(0xa5a1610e72fd18b5), UINT64_C(0x57bd43b5e52b7fe6)}},
    };
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        philox4x64_ctr_t block = philox4x64_R(10, cases[i].counter, cases[i].key);
        assert_memory_equal(block.v, cases[i].answer, sizeof cases[i].answer);
    }
}

static void test_stream_word_is_word_i_mod_4_of_block_i_div_4(void **state)
{
    (void)state;
    const struct bw_key zero = {0, 0};
    static const uint64_t answer[4] = {UINT64_C(0x16554d9eca36314c),
        UINT64_C(0xdb20fe9d672d0fdc), UINT64_C(0xd7e772cee186176b),
        UINT64_C(0x7e68b68aec7ba23b)};
    for (uint64_t i = 0; i < 4; i++) {
        assert_true(bw_stream_word(&zero, 0, i) == answer[i]);
    }
    const struct bw_key key = {7, 3};
    for (uint64_t i = 0; i < 100; i++) {
        philox4x64_ctr_t counter = {{42, i / 4, 0, 0}};
        philox4x64_key_t words = {{7, 3}};
        philox4x64_ctr_t block = philox4x64_R(10, counter, words);
        assert_true(bw_stream_word(&key, 42, i) == block.v[i % 4]);
    }
}

static void test_stream_block_word_equals_stream_word_in_any_order(void **state)
{
    (void)state;
    const struct bw_key key = {7, 3};
    struct bw_stream_block block;
    bw_stream_block_init(&block, &key, 42);
    for (uint64_t i = 0; i < 1000; i++) {
        assert_true(bw_stream_block_word(&block, i) == bw_stream_word(&key, 42, i));
    }
    for (uint64_t i = 0; i < 1000; i++) {
        uint64_t index = bw_stream_word(&key, 1, i);
        assert_true(
            bw_stream_block_word(&block, index) == bw_stream_word(&key, 42, index));
    }
    assert_true(bw_stream_block_word(&block, UINT64_MAX)
        == bw_stream_word(&key, 42, UINT64_MAX));
    assert_true(bw_stream_block_word(&block, 0) == bw_stream_word(&key, 42, 0));
}

/* The block works out three rounds in part for a whole stream. */
static void test_stream_block_word_equals_stream_word_for_any_key(void **state)
{
    (void)state;
    const struct bw_key source = {20260105, 0};
    for (uint64_t i = 0; i < 2000; i++) {
        struct bw_stream_block block;
        const struct bw_key key = {
            bw_stream_word(&source, 1, i), bw_stream_word(&source, 2, i)};
        uint64_t stream = bw_stream_word(&source, 3, i);
        uint64_t index = bw_stream_word(&source, 4, i) >> i % 64;
        bw_stream_block_init(&block, &key, stream);
        assert_true(
            bw_stream_block_word(&block, index) == bw_stream_word(&key, stream, index));
    }
}

static void test_draw_further_goes_on_after_the_first_word(void **state)
{
    (void)state;
    const struct bw_key key = {11, 5};
    struct bw_generator generator;
    struct bw_draw draw;
    struct bw_draw further;
    bw_generator_init(&generator, &key, BW_SAMPLING_QUICK);
    bw_draw_init(&draw, &generator, 99, 7);
    bw_draw_init_further(&further, &generator, 99, 7);
    (void)bw_draw_word(&draw);
    for (int i = 0; i < 9; i++) {
        assert_true(bw_draw_word(&further) == bw_draw_word(&draw));
        assert_int_equal(bw_draw_taken(&further), bw_draw_taken(&draw));
    }
}

static void test_draw_word_goes_on_with_blocks_of_its_own(void **state)
{
    (void)state;
    const struct bw_key key = {11, 5};
    struct bw_generator generator;
    struct bw_draw draw;
    bw_generator_init(&generator, &key, BW_SAMPLING_QUICK);
    bw_draw_init(&draw, &generator, 99, 1234567);
    assert_true(bw_draw_word(&draw) == bw_stream_word(&key, 99, 1234567));
    for (uint64_t attempt = 1; attempt <= 3; attempt++) {
        philox4x64_ctr_t counter = {{99, 1234567, attempt, 1}};
        philox4x64_key_t words = {{11, 5}};
        philox4x64_ctr_t block = philox4x64_R(10, counter, words);
        for (int i = 0; i < 4; i++) {
            assert_true(bw_draw_word(&draw) == block.v[i]);
        }
    }
    assert_int_equal(bw_draw_taken(&draw), 13);
}

static void test_draws_of_a_stream_do_not_depend_on_others(void **state)
{
    (void)state;
    const struct bw_key key = {1, 0};
    struct bw_generator generator;
    uint64_t alone[50];
    bw_generator_init(&generator, &key, BW_SAMPLING_QUICK);
    for (uint64_t i = 0; i < 50; i++) {
        alone[i] = bw_stream_word(&key, 5, i);
    }
    for (uint64_t i = 50; i-- > 0;) { /* backwards, with other draws in between */
        struct bw_draw other;
        bw_draw_init(&other, &generator, 6, i);
        (void)bw_draw_word(&other);
        (void)bw_draw_word(&other);
        struct bw_draw draw;
        bw_draw_init(&draw, &generator, 5, i);
        assert_true(bw_draw_word(&draw) == alone[i]);
        assert_true(bw_stream_word(&key, 6, i) != alone[i]);
    }
}

static void test_streams_differ_by_seed_replication_stream_and_index(void **state)
{
    (void)state;
    const struct bw_key keys[] = {{1, 0}, {2, 0}, {1, 1}};
    const uint64_t word = bw_stream_word(&keys[0], 5, 9);
    assert_true(word != bw_stream_word(&keys[1], 5, 9));
    assert_true(word != bw_stream_word(&keys[2], 5, 9));
    assert_true(word != bw_stream_word(&keys[0], 6, 9));
    assert_true(word != bw_stream_word(&keys[0], 5, 10));
}

static void test_stream_id_hashes_path_and_purpose(void **state)
{
    (void)state;
    static const char name[] = "sites.mainz.make.vial.steps.fill.time";
    assert_true(bw_stream_id("sites.mainz.make.vial.steps.fill", "time")
        == bw_digest_hash64(name, strlen(name)));
    assert_true(bw_stream_id("a", "b.c") == bw_stream_id("a.b", "c"));
}

/* Mean 1/2 and variance 1/12 within 5 standard errors: false alarm below 2e-6. */
static void test_stream_uniform_is_open_and_uniform(void **state)
{
    (void)state;
    const struct bw_key key = {20260105, 0};
    const int count = 200000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
        double u = bw_stream_uniform(&key, 1, (uint64_t)i);
        assert_true(u > 0 && u < 1);
        sum += u - 0.5;
        squares += (u - 0.5) * (u - 0.5);
    }
    bw_assert_close(sum / count, 0, 5 * sqrt(1.0 / 12 / count));
    bw_assert_close(squares / count, 1.0 / 12, 5 * sqrt(1.0 / 180 / count));
}

/* What a generator keeps may be overwritten by other streams at any time. */
static void test_generator_words_do_not_depend_on_what_is_kept(void **state)
{
    (void)state;
    struct bw_kept_words kept[4];
    struct bw_generator keeping;
    const struct bw_key key = {7, 3};
    bw_generator_init(&keeping, &key, BW_SAMPLING_QUICK);
    bw_generator_keep(&keeping, kept, 4);
    assert_true(bw_generator_word(&keeping, 0, 0) == bw_stream_word(&key, 0, 0));
    for (uint64_t i = 0; i < 4000; i++) {
        uint64_t stream = bw_stream_word(&key, 1, i) % 12;
        uint64_t index = i % 3 == 0 ? bw_stream_word(&key, 2, i) : i / 12;
        uint64_t word = bw_stream_word(&key, stream, index);
        assert_true(bw_generator_word(&keeping, stream, index) == word);
        assert_true(bw_generator_uniform(&keeping, stream, index)
            == bw_stream_uniform(&key, stream, index));
    }
    const struct bw_key other = {7, 4}; /* nothing is left of the last replication */
    bw_generator_init(&keeping, &other, BW_SAMPLING_QUICK);
    bw_generator_keep(&keeping, kept, 4);
    for (uint64_t stream = 0; stream < 12; stream++) {
        assert_true(bw_generator_word(&keeping, stream, 999)
            == bw_stream_word(&other, stream, 999));
    }
}

static void test_generator_mirrored_gives_one_minus_u(void **state)
{
    (void)state;
    struct bw_kept_words kept[2];
    struct bw_generator plain;
    struct bw_generator mirrored;
    const struct bw_key key = {7, 3};
    bw_generator_init(&plain, &key, BW_SAMPLING_INVERT);
    bw_generator_init(&mirrored, &key, BW_SAMPLING_MIRROR);
    bw_generator_keep(&mirrored, kept, 2);
    for (uint64_t i = 0; i < 1000; i++) {
        struct bw_draw draws[2];
        bw_draw_init(&draws[0], &plain, i % 5, i);
        bw_draw_init(&draws[1], &mirrored, i % 5, i);
        assert_true(bw_generator_uniform(&mirrored, i % 5, i)
            == 1 - bw_stream_uniform(&key, i % 5, i));
        for (int j = 0; j < 6; j++) {
            assert_true(bw_draw_uniform(&draws[0]) == 1 - bw_draw_uniform(&draws[1]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_philox_gives_the_known_answers),
        cmocka_unit_test(test_stream_word_is_word_i_mod_4_of_block_i_div_4),
        cmocka_unit_test(test_stream_block_word_equals_stream_word_in_any_order),
        cmocka_unit_test(test_stream_block_word_equals_stream_word_for_any_key),
        cmocka_unit_test(test_draw_further_goes_on_after_the_first_word),
        cmocka_unit_test(test_draw_word_goes_on_with_blocks_of_its_own),
        cmocka_unit_test(test_draws_of_a_stream_do_not_depend_on_others),
        cmocka_unit_test(test_streams_differ_by_seed_replication_stream_and_index),
        cmocka_unit_test(test_stream_id_hashes_path_and_purpose),
        cmocka_unit_test(test_stream_uniform_is_open_and_uniform),
        cmocka_unit_test(test_generator_words_do_not_depend_on_what_is_kept),
        cmocka_unit_test(test_generator_mirrored_gives_one_minus_u),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
