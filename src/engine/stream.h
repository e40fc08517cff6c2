/* SPDX-License-Identifier: Apache-2.0
 *
 * Random numbers as pure functions of (seed, replication, stream, index).
 * Generator: Philox4x64-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011) of the Random123 library, key = (seed, replication).
 * The first word of index i of a stream is word i mod 4 of the block with counter
 * (stream, i div 4, 0, 0); further words come from the blocks (stream, i, attempt, 1),
 * attempt = 1, 2, ...
 */
#ifndef BW_ENGINE_STREAM_H
#define BW_ENGINE_STREAM_H

#include <stdint.h>

struct bw_key {
    uint64_t seed, replication;
};

/* One draw in progress: yields as many words as the law needs. */
struct bw_draw {
    struct bw_key key;
    uint64_t stream, index, attempt;
    uint64_t block[4];
    uint32_t left;  /* words of block not used yet */
    uint32_t taken; /* words given so far, 0 or more */
};

/* Number of the stream "path.purpose": XXH3-64 of that text. */
uint64_t bw_stream_id(const char *path, const char *purpose);

void bw_draw_init(
    struct bw_draw *draw, const struct bw_key *key, uint64_t stream, uint64_t index);

/* The same draw after its first word, which the caller knows already. */
void bw_draw_init_further(
    struct bw_draw *draw, const struct bw_key *key, uint64_t stream, uint64_t index);

/* Next 64 random bits of the draw. */
uint64_t bw_draw_word(struct bw_draw *draw);

/* Uniform on the open interval (0, 1): an odd multiple of 2^-53, so never 0 or 1. */
double bw_draw_uniform(struct bw_draw *draw);

/* First uniform of an index, without keeping a draw. */
double bw_stream_uniform(const struct bw_key *key, uint64_t stream, uint64_t index);

/* First word of an index. */
uint64_t bw_stream_word(const struct bw_key *key, uint64_t stream, uint64_t index);

/* Words that are read at a time from a stream whose indices are drawn in order: two
 * blocks of the generator. */
#define BW_STREAM_BLOCK 8u

/* The words of a stream that were read last. Reading indices in order costs 26
 * instructions a word, a quarter of what a word costs alone. Holds nothing but copies
 * and constants of the stream: the words do not depend on what was read before. Belongs
 * to one thread. */
struct bw_stream_block {
    uint64_t first; /* index of words[0], a multiple of BW_STREAM_BLOCK */
    uint64_t words[BW_STREAM_BLOCK];
    /* Three of ten rounds are partly the same for all indices of a stream; what is left
     * of them, and the keys of the other seven. */
    uint64_t start[5];
    uint64_t round_keys[14];
    struct bw_key key;
    uint64_t stream;
};

void bw_stream_block_init(
    struct bw_stream_block *block, const struct bw_key *key, uint64_t stream);

/* Reads the words around index. */
void bw_stream_block_fill(struct bw_stream_block *block, uint64_t index);

/* Equals bw_stream_word() of the block's key and stream. */
static inline uint64_t bw_stream_block_word(
    struct bw_stream_block *block, uint64_t index)
{
    uint64_t offset = index - block->first;
    if (__builtin_expect(offset >= BW_STREAM_BLOCK, 0)) {
        bw_stream_block_fill(block, index);
        offset = index % BW_STREAM_BLOCK;
    }
    return block->words[offset];
}

#endif
