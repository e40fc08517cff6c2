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

static philox4x64_ctr_t block_at(const struct bw_key *key, uint64_t stream,
    uint64_t place, uint64_t attempt, uint64_t purpose)
{
    philox4x64_ctr_t counter = {{stream, place, attempt, purpose}};
    philox4x64_key_t words = {{key->seed, key->replication}};
    return philox4x64_R(ROUNDS, counter, words);
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

void bw_draw_init(
    struct bw_draw *draw, const struct bw_key *key, uint64_t stream, uint64_t index)
{
    draw->key = *key;
    draw->stream = stream;
    draw->index = index;
    draw->attempt = 0;
    draw->left = 0;
    draw->taken = 0;
}

void bw_draw_init_further(
    struct bw_draw *draw, const struct bw_key *key, uint64_t stream, uint64_t index)
{
    bw_draw_init(draw, key, stream, index);
    draw->attempt = 1;
    draw->taken = 1;
}

uint64_t bw_draw_word(struct bw_draw *draw)
{
    draw->taken++;
    if (draw->attempt == 0) {
        draw->attempt = 1;
        return bw_stream_word(&draw->key, draw->stream, draw->index);
    }
    if (draw->left == 0) {
        philox4x64_ctr_t block = block_at(
            &draw->key, draw->stream, draw->index, draw->attempt++, FURTHER_WORDS);
        memcpy(draw->block, block.v, sizeof draw->block);
        draw->left = WORDS;
    }
    return draw->block[WORDS - draw->left--];
}

/* 52 bits and a half: with 53 bits the last value would round to 1. */
static double to_uniform(uint64_t word)
{
    return ((double)(word >> 12) + 0.5) * 0x1p-52;
}

double bw_draw_uniform(struct bw_draw *draw)
{
    return to_uniform(bw_draw_word(draw));
}

double bw_stream_uniform(const struct bw_key *key, uint64_t stream, uint64_t index)
{
    return to_uniform(bw_stream_word(key, stream, index));
}

uint64_t bw_stream_word(const struct bw_key *key, uint64_t stream, uint64_t index)
{
    philox4x64_ctr_t block = block_at(key, stream, index / WORDS, 0, FIRST_WORDS);
    return block.v[index % WORDS];
}

struct product {
    uint64_t high, low;
};

static inline struct product multiply(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (struct product){(uint64_t)(product >> 64), (uint64_t)product};
}

/* What the first three rounds leave of a counter (stream, place, 0, 0) depends on place
 * by two products only. With M0, M1 the multipliers, high and low the halves of a
 * product, a the key of round r as (a_r, b_r) and p = place:
 *   round 1: (p ^ a_1, 0, H ^ b_1, L)  where (H, L) = M0 * stream
 *   round 2: (C, D, high(M0 * (p ^ a_1)) ^ L ^ b_2, low(M0 * (p ^ a_1)))
 *            where (C ^ a_2, D) = M1 * (H ^ b_1)
 *   round 3: takes M0 * C, a constant, and M1 * (the third word). */
void bw_stream_block_init(
    struct bw_stream_block *block, const struct bw_key *key, uint64_t stream)
{
    *block = (struct bw_stream_block){.key = *key, .stream = stream};
    uint64_t keys[2 * ROUNDS];
    for (uint64_t round = 0; round < ROUNDS; round++) {
        keys[2 * round] = key->seed + round * PHILOX_W64_0;
        keys[2 * round + 1] = key->replication + round * PHILOX_W64_1;
    }
    struct product first = multiply(PHILOX_M4x64_0, stream);
    struct product second = multiply(PHILOX_M4x64_1, first.high ^ keys[1]);
    struct product third = multiply(PHILOX_M4x64_0, second.high ^ keys[2]);
    block->start[0] = keys[0];
    block->start[1] = first.low ^ keys[3];
    block->start[2] = second.low ^ keys[4];
    block->start[3] = third.high ^ keys[5];
    block->start[4] = third.low;
    memcpy(block->round_keys, keys + 6, sizeof block->round_keys);
    bw_stream_block_fill(block, 0);
}

/* Equals block_at(key, stream, place, 0, FIRST_WORDS). */
static inline void fill_one(
    struct bw_stream_block *block, uint64_t place, uint64_t *restrict words)
{
    const uint64_t *keys = block->round_keys;
    struct product even = multiply(PHILOX_M4x64_0, place ^ block->start[0]);
    struct product odd = multiply(PHILOX_M4x64_1, even.high ^ block->start[1]);
    uint64_t a = odd.high ^ block->start[2];
    uint64_t b = odd.low;
    uint64_t c = even.low ^ block->start[3];
    uint64_t d = block->start[4];
#pragma GCC unroll 7
    for (int round = 0; round < ROUNDS - 3; round++) {
        even = multiply(PHILOX_M4x64_0, a);
        odd = multiply(PHILOX_M4x64_1, c);
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

void bw_stream_block_fill(struct bw_stream_block *block, uint64_t index)
{
    block->first = index - index % BW_STREAM_BLOCK;
    fill_one(block, block->first / WORDS, block->words);
    fill_one(block, block->first / WORDS + 1, block->words + WORDS);
}
