/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/stream.h"

#include "base/digest.h"
#include "base/status.h"

#include <Random123/philox.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 10
#define WORDS 4u
#define NAME_MAX 1024
/* Last word of the counter: 0 for the blocks of first words, 1 for further words. */
#define FIRST_WORDS 0u
#define FURTHER_WORDS 1u
/* No index has this place. */
#define PLACE_NONE UINT64_MAX

struct product {
    uint64_t high, low;
};

static inline struct product multiply(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (struct product){(uint64_t)(product >> 64), (uint64_t)product};
}

/* The last rounds of the generator, whose keys are given. The library works the keys
 * out anew for each block; a generator keeps them. */
static inline __attribute__((always_inline)) void run_rounds(
    uint64_t words[WORDS], const uint64_t *keys, int rounds)
{
    uint64_t a = words[0];
    uint64_t b = words[1];
    uint64_t c = words[2];
    uint64_t d = words[3];
#pragma GCC unroll 10
    for (int round = 0; round < rounds; round++) {
        struct product even = multiply(PHILOX_M4x64_0, a);
        struct product odd = multiply(PHILOX_M4x64_1, c);
        a = odd.high ^ b ^ keys[2 * round];
        b = odd.low;
        c = even.high ^ d ^ keys[2 * round + 1];
        d = even.low;
    }
    words[0] = a;
    words[1] = b;
    words[2] = c;
    words[3] = d;
}

/* The number is part of the results, so the text that is hashed never changes. A name
 * does not fit only when somebody nests ids of hundreds of characters; the schema
 * limits their length. */
uint64_t bw_stream_id(const char *path, const char *purpose)
{
    char name[NAME_MAX];
    int length = snprintf(name, sizeof name, "%s.%s", path, purpose);
    BW_ASSERT(length >= 0 && (size_t)length < sizeof name);
    return bw_digest_hash64(name, (size_t)length);
}

uint64_t bw_stream_word(const struct bw_key *key, uint64_t stream, uint64_t index)
{
    philox4x64_ctr_t counter = {{stream, index / WORDS, 0, FIRST_WORDS}};
    philox4x64_key_t words = {{key->seed, key->replication}};
    return philox4x64_R(ROUNDS, counter, words).v[index % WORDS];
}

double bw_stream_uniform(const struct bw_key *key, uint64_t stream, uint64_t index)
{
    return bw_uniform_of(bw_stream_word(key, stream, index));
}

void bw_generator_init(
    struct bw_generator *generator, const struct bw_key *key, enum bw_sampling sampling)
{
    *generator = (struct bw_generator){.key = *key,
        .mirror = sampling == BW_SAMPLING_MIRROR ? UINT64_MAX : 0,
        .inverts = sampling != BW_SAMPLING_QUICK};
    for (uint64_t round = 0; round < ROUNDS; round++) {
        generator->round_keys[2 * round] = key->seed + round * PHILOX_W64_0;
        generator->round_keys[2 * round + 1] = key->replication + round * PHILOX_W64_1;
    }
}

void bw_generator_keep(
    struct bw_generator *generator, struct bw_kept_words *kept, size_t count)
{
    BW_ASSERT(count > 0 && (count & (count - 1)) == 0);
    for (size_t i = 0; i < count; i++) {
        kept[i].place = PLACE_NONE;
    }
    generator->kept = kept;
    generator->kept_mask = count - 1;
}

static void read_block(const struct bw_generator *generator, uint64_t stream,
    uint64_t place, uint64_t attempt, uint64_t *words)
{
    uint64_t block[WORDS] = {
        stream, place, attempt, attempt > 0 ? FURTHER_WORDS : FIRST_WORDS};
    run_rounds(block, generator->round_keys, ROUNDS);
    for (uint32_t i = 0; i < WORDS; i++) {
        words[i] = block[i] ^ generator->mirror;
    }
}

uint64_t bw_generator_read(
    const struct bw_generator *generator, uint64_t stream, uint64_t index)
{
    struct bw_kept_words own;
    struct bw_kept_words *kept = &own;
    if (generator->kept != NULL) {
        kept = &generator->kept[stream & generator->kept_mask];
    }
    kept->stream = stream;
    kept->place = index / WORDS;
    read_block(generator, stream, kept->place, 0, kept->words);
    return kept->words[index % WORDS];
}

uint64_t bw_draw_further_word(struct bw_draw *draw)
{
    if (draw->left == 0) {
        read_block(
            draw->generator, draw->stream, draw->index, draw->attempt++, draw->block);
        draw->left = WORDS;
    }
    return draw->block[WORDS - draw->left--];
}

/* What the first three rounds leave of a counter (stream, place, 0, 0) depends on place
 * by two products only. With M0, M1 the multipliers, high and low the halves of a
 * product and (a_r, b_r) the key of round r, the words are
 *   after round 1: (place ^ a_1, 0, H ^ b_1, L)  where (H, L) = M0 * stream
 *   after round 2: (C ^ a_2, D, high(M0 * (place ^ a_1)) ^ L ^ b_2, its low)
 *                  where (C, D) = M1 * (H ^ b_1)
 * and round 3 takes M0 * (C ^ a_2), a constant, and M1 * (the third word). */
void bw_stream_block_init(
    struct bw_stream_block *block, const struct bw_key *key, uint64_t stream)
{
    *block = (struct bw_stream_block){.stream = stream};
    bw_generator_init(&block->generator, key, BW_SAMPLING_QUICK);
    const uint64_t *keys = block->generator.round_keys;
    struct product first = multiply(PHILOX_M4x64_0, stream);
    struct product second = multiply(PHILOX_M4x64_1, first.high ^ keys[1]);
    struct product third = multiply(PHILOX_M4x64_0, second.high ^ keys[2]);
    block->start[0] = keys[0];
    block->start[1] = first.low ^ keys[3];
    block->start[2] = second.low ^ keys[4];
    block->start[3] = third.high ^ keys[5];
    block->start[4] = third.low;
    bw_stream_block_fill(block, 0);
}

static inline void fill_one(
    struct bw_stream_block *block, uint64_t place, uint64_t *restrict words)
{
    struct product even = multiply(PHILOX_M4x64_0, place ^ block->start[0]);
    struct product odd = multiply(PHILOX_M4x64_1, even.high ^ block->start[1]);
    words[0] = odd.high ^ block->start[2];
    words[1] = odd.low;
    words[2] = even.low ^ block->start[3];
    words[3] = block->start[4];
    run_rounds(words, block->generator.round_keys + 6, ROUNDS - 3);
}

void bw_stream_block_fill(struct bw_stream_block *block, uint64_t index)
{
    block->first = index - index % BW_STREAM_BLOCK;
    fill_one(block, block->first / WORDS, block->words);
    fill_one(block, block->first / WORDS + 1, block->words + WORDS);
}
