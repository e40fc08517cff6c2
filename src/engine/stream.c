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

void bw_stream_block_init(
    struct bw_stream_block *block, const struct bw_key *key, uint64_t stream)
{
    *block =
        (struct bw_stream_block){.key = *key, .stream = stream, .place = PLACE_NONE};
}

void bw_stream_block_fill(struct bw_stream_block *block, uint64_t place)
{
    philox4x64_ctr_t words =
        block_at(&block->key, block->stream, place, 0, FIRST_WORDS);
    memcpy(block->words, words.v, sizeof block->words);
    block->place = place;
}
