/* SPDX-License-Identifier: Apache-2.0
 *
 * Exponential draws by the ziggurat method: 256 layers of equal area under exp(-x)
 * (Marsaglia and Tsang, "The ziggurat method for generating random variables", Journal
 * of Statistical Software 5(8), 2000). One word is enough for 98.9 % of the draws: its
 * lowest 8 bits choose the layer, its highest 53 the place in it, so that the two are
 * independent (Doornik 2005). The others take further words of the same index, so a
 * draw stays a pure function of (seed, replication, stream, index).
 *
 * The method rejects, so it is not monotone in the word: antithetic draws need the
 * inversion of the law "exponential", which stays as it is.
 */
#ifndef BW_ENGINE_ZIGGURAT_H
#define BW_ENGINE_ZIGGURAT_H

#include "base/time.h"
#include "engine/stream.h"

#include <stdint.h>

#define BW_ZIGGURAT_LAYERS 256u

struct bw_ziggurat_layer {
    int64_t inner; /* places below it lie under the curve whatever the height */
    double scale;  /* width of the layer over 2^53 */
    double height; /* of the curve at the outer edge */
};

extern const struct bw_ziggurat_layer bw_ziggurat_layers[BW_ZIGGURAT_LAYERS];

/* The draws whose first word does not decide. */
double bw_ziggurat_exponential_rest(
    const struct bw_stream_block *block, uint64_t index, uint64_t word);

/* Exponential draw of index with mean 1, at least 0. */
static inline double bw_ziggurat_exponential(
    struct bw_stream_block *block, uint64_t index)
{
    uint64_t word = bw_stream_block_word(block, index);
    const struct bw_ziggurat_layer *layer =
        &bw_ziggurat_layers[word % BW_ZIGGURAT_LAYERS];
    int64_t place = (int64_t)(word >> 11);
    if (__builtin_expect(place < layer->inner, 1)) {
        return (double)place * layer->scale;
    }
    return bw_ziggurat_exponential_rest(block, index, word);
}

/* Exponential draw of index as a duration of the given mean [ticks, 0 to 2^55], rounded
 * to the nearest tick, halves up. */
static inline bw_time bw_ziggurat_duration(
    struct bw_stream_block *block, uint64_t index, double mean)
{
    return (bw_time)(bw_ziggurat_exponential(block, index) * mean + 0.5);
}

#endif
