/* SPDX-License-Identifier: Apache-2.0
 *
 * Exponential and normal draws by the ziggurat method: 256 layers of equal area under
 * the curve (Marsaglia and Tsang, "The ziggurat method for generating random
 * variables", Journal of Statistical Software 5(8), 2000). One word is enough for 97.8
 * % of the exponential and 98.5 % of the normal draws: its lowest 8 bits choose the
 * layer, its highest ones the place in it, so that the two are independent (Doornik,
 * "An improved ziggurat method to generate normal random samples", 2005). The others
 * take further words of the same index, so a draw stays a pure function of (seed,
 * replication, stream, index).
 *
 * The method rejects, so it is not monotone in the word: antithetic draws go by the
 * inversion of the laws instead.
 */
#ifndef BW_ENGINE_ZIGGURAT_H
#define BW_ENGINE_ZIGGURAT_H

#include "base/time.h"
#include "engine/stream.h"

#include <stdint.h>

#define BW_ZIGGURAT_LAYERS 256u

/* Layers from the base strip (0) to the top. Places are whole numbers from 0, the
 * highest 53 bits of the word for the exponential; the normal has 51 and a sign. */
struct bw_ziggurat {
    int64_t inner[BW_ZIGGURAT_LAYERS]; /* places below it lie under the curve whatever
                                          the height */
    double scale[BW_ZIGGURAT_LAYERS]; /* width of the layer over the number of places */
    double height[BW_ZIGGURAT_LAYERS + 1]; /* of the curve at the outer edge, then 1 */
};

extern const struct bw_ziggurat bw_ziggurat_exponential_table;
extern const struct bw_ziggurat bw_ziggurat_normal_table;

/* The draws whose first word does not decide. */
double bw_ziggurat_exponential_rest(
    const struct bw_stream_block *block, uint64_t index, uint64_t word);

/* Exponential draw of index with mean 1, at least 0. */
static inline double bw_ziggurat_exponential(
    struct bw_stream_block *block, uint64_t index)
{
    const struct bw_ziggurat *table = &bw_ziggurat_exponential_table;
    uint64_t word = bw_stream_block_word(block, index);
    uint64_t layer = word % BW_ZIGGURAT_LAYERS;
    int64_t place = (int64_t)(word >> 11);
    if (__builtin_expect(place < table->inner[layer], 1)) {
        return (double)place * table->scale[layer];
    }
    return bw_ziggurat_exponential_rest(block, index, word);
}

/* Exponential draw with mean 1, at least 0. */
double bw_ziggurat_draw_exponential(struct bw_draw *draw);

/* Standard normal draw, never 0. *spare becomes a whole number below
 * BW_ZIGGURAT_SPARES, each equally likely and independent of the draw: bits that the
 * word had left. */
#define BW_ZIGGURAT_SPARES 16u
double bw_ziggurat_draw_normal(struct bw_draw *draw, uint32_t *spare);

/* Exponential draw of index as a duration of the given mean [ticks, 0 to 2^55], rounded
 * to the nearest tick, halves up. */
static inline bw_time bw_ziggurat_duration(
    struct bw_stream_block *block, uint64_t index, double mean)
{
    return (bw_time)(bw_ziggurat_exponential(block, index) * mean + 0.5);
}

#endif
