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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bw_key {
    uint64_t seed, replication;
};

/* How laws turn words into values. */
enum bw_sampling {
    BW_SAMPLING_QUICK,  /* by the method that needs fewest instructions */
    BW_SAMPLING_INVERT, /* by the inverse distribution function of one uniform u */
    BW_SAMPLING_MIRROR  /* the same of 1 - u: the antithetic partner */
};

/* Words of four indices in a row, as they were worked out last. */
struct bw_kept_words {
    uint64_t stream, place; /* place = index div 4 */
    uint64_t words[4];
};

/* Where the draws of one replication come from. Holds nothing but the key and copies of
 * words; belongs to one thread. */
struct bw_generator {
    struct bw_key key;
    uint64_t round_keys[20];
    uint64_t mirror; /* 0, or all bits: every word is complemented */
    bool inverts;
    uint64_t kept_mask;
    struct bw_kept_words *kept; /* NULL = nothing is kept */
};

/* One draw in progress: yields as many words as the law needs. */
struct bw_draw {
    const struct bw_generator *generator; /* borrowed */
    uint64_t stream, index, attempt;
    uint64_t block[4];
    uint32_t left; /* words of block not used yet */
};

/* Number of the stream "path.purpose": XXH3-64 of that text. */
uint64_t bw_stream_id(const char *path, const char *purpose);

/* First word of an index, and the uniform on the open interval (0, 1) that it gives: an
 * odd multiple of 2^-53. */
uint64_t bw_stream_word(const struct bw_key *key, uint64_t stream, uint64_t index);
double bw_stream_uniform(const struct bw_key *key, uint64_t stream, uint64_t index);

/* A generator that keeps nothing. */
void bw_generator_init(struct bw_generator *generator, const struct bw_key *key,
    enum bw_sampling sampling);

/* Lets the generator keep words in kept, count of them, a power of two; borrows them.
 * Streams that are read in order then cost a quarter; values do not change. */
void bw_generator_keep(
    struct bw_generator *generator, struct bw_kept_words *kept, size_t count);

/* The word of an index that is not kept. */
uint64_t bw_generator_read(
    const struct bw_generator *generator, uint64_t stream, uint64_t index);

/* First word of an index, and its uniform; both mirrored if the generator is. */
static inline uint64_t bw_generator_word(
    const struct bw_generator *generator, uint64_t stream, uint64_t index)
{
    if (generator->kept != NULL) {
        const struct bw_kept_words *kept =
            &generator->kept[stream & generator->kept_mask];
        if (kept->place == index / 4 && kept->stream == stream) {
            return kept->words[index % 4];
        }
    }
    return bw_generator_read(generator, stream, index);
}

/* 52 bits and a half: with 53 bits the last value would round to 1. The complement of
 * word gives 1 - u exactly. */
static inline double bw_uniform_of(uint64_t word)
{
    return ((double)(word >> 12) + 0.5) * 0x1p-52;
}

static inline double bw_generator_uniform(
    const struct bw_generator *generator, uint64_t stream, uint64_t index)
{
    return bw_uniform_of(bw_generator_word(generator, stream, index));
}

static inline void bw_draw_init(struct bw_draw *draw,
    const struct bw_generator *generator, uint64_t stream, uint64_t index)
{
    draw->generator = generator;
    draw->stream = stream;
    draw->index = index;
    draw->attempt = 0;
    draw->left = 0;
}

/* The same draw after its first word, which the caller knows already. */
static inline void bw_draw_init_further(struct bw_draw *draw,
    const struct bw_generator *generator, uint64_t stream, uint64_t index)
{
    bw_draw_init(draw, generator, stream, index);
    draw->attempt = 1;
}

/* The next word after the first. */
uint64_t bw_draw_further_word(struct bw_draw *draw);

/* Next 64 random bits of the draw. */
static inline uint64_t bw_draw_word(struct bw_draw *draw)
{
    if (draw->attempt > 0) {
        return bw_draw_further_word(draw);
    }
    draw->attempt = 1;
    return bw_generator_word(draw->generator, draw->stream, draw->index);
}

/* Uniform on the open interval (0, 1): an odd multiple of 2^-53, so never 0 or 1. */
static inline double bw_draw_uniform(struct bw_draw *draw)
{
    return bw_uniform_of(bw_draw_word(draw));
}

/* Number of words that the draw has given so far. */
static inline uint64_t bw_draw_taken(const struct bw_draw *draw)
{
    return draw->attempt == 0 ? 0 : 1 + 4 * (draw->attempt - 1) - draw->left;
}

/* Words that are read at a time from a stream whose indices are drawn in order: two
 * blocks of Philox. */
#define BW_STREAM_BLOCK 8u

/* The words of a stream that were read last. Reading indices in order costs 26
 * instructions a word, a sixth of what a word costs alone. Holds nothing but copies and
 * constants of the stream: the words do not depend on what was read before. Belongs to
 * one thread. */
struct bw_stream_block {
    uint64_t first; /* index of words[0], a multiple of BW_STREAM_BLOCK */
    uint64_t words[BW_STREAM_BLOCK];
    uint64_t start[5]; /* what is the same for all indices in the first three rounds */
    uint64_t stream;
    struct bw_generator generator;
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
