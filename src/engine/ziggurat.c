/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/ziggurat.h"

#include <math.h>

#include "engine/ziggurat_table.h"

/* True when a point of layer at x, its height uniform within the layer, lies under the
 * curve, which is at_x high there. */
static bool is_under(
    const struct bw_ziggurat *table, uint64_t layer, double at_x, struct bw_draw *draw)
{
    double low = table->height[layer];
    double high = table->height[layer + 1];
    return low + bw_draw_uniform(draw) * (high - low) < at_x;
}

/* The wedge between a layer and the curve, and beyond the edge of the base strip the
 * tail, which is the whole law again because the exponential has no memory. The base
 * strip, layer 0, is a rectangle whose part beyond the edge stands for the tail. */
static double exponential_of(struct bw_draw *draw, uint64_t word)
{
    const struct bw_ziggurat *table = &bw_ziggurat_exponential_table;
    double shift = 0;
    for (;;) {
        uint64_t layer = word % BW_ZIGGURAT_LAYERS;
        int64_t place = (int64_t)(word >> 11);
        double x = (double)place * table->scale[layer];
        if (place < table->inner[layer]) {
            return shift + x;
        }
        if (layer == 0) {
            shift += EXPONENTIAL_EDGE;
        } else if (is_under(table, layer, exp(-x), draw)) {
            return shift + x;
        }
        word = bw_draw_word(draw);
    }
}

double bw_ziggurat_exponential_rest(
    const struct bw_stream_block *block, uint64_t index, uint64_t word)
{
    struct bw_draw draw;
    bw_draw_init_further(&draw, &block->generator, block->stream, index);
    return exponential_of(&draw, word);
}

double bw_ziggurat_draw_exponential(struct bw_draw *draw)
{
    return exponential_of(draw, bw_draw_word(draw));
}

/* Beyond the edge: Marsaglia, "Generating a variable from the tail of the normal
 * distribution", Technometrics 6, 1964, with the two logarithms drawn as exponentials.
 */
static double normal_tail(struct bw_draw *draw)
{
    double x;
    double y;
    do {
        x = bw_ziggurat_draw_exponential(draw) / NORMAL_EDGE;
        y = bw_ziggurat_draw_exponential(draw);
    } while (y + y < x * x);
    return NORMAL_EDGE + x;
}

double bw_ziggurat_draw_normal(struct bw_draw *draw, uint32_t *spare)
{
    const struct bw_ziggurat *table = &bw_ziggurat_normal_table;
    for (;;) {
        uint64_t word = bw_draw_word(draw);
        uint64_t layer = word % BW_ZIGGURAT_LAYERS;
        int64_t place = (int64_t)word >> 12;
        int64_t magnitude = place < 0 ? -1 - place : place;
        double x = ((double)place + 0.5) * table->scale[layer];
        *spare = word >> 8 & (BW_ZIGGURAT_SPARES - 1);
        if (__builtin_expect(magnitude < table->inner[layer], 1)) {
            return x;
        }
        if (layer == 0) {
            double tail = normal_tail(draw);
            return place < 0 ? -tail : tail;
        }
        if (is_under(table, layer, exp(-0.5 * x * x), draw)) {
            return x;
        }
    }
}
