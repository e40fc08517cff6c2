/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/ziggurat.h"

#include <math.h>

#include "engine/ziggurat_table.h"

/* The wedge between a layer and the curve, and beyond the edge of the base strip the
 * tail, which is the whole law again because the exponential has no memory. The base
 * strip, layer 0, is a rectangle whose part beyond the edge stands for the tail. */
double bw_ziggurat_exponential_rest(
    const struct bw_stream_block *block, uint64_t index, uint64_t word)
{
    const struct bw_ziggurat *table = &bw_ziggurat_exponential_table;
    struct bw_draw draw;
    double shift = 0;
    bw_draw_init_further(&draw, &block->key, block->stream, index);
    for (;;) {
        uint64_t layer = word % BW_ZIGGURAT_LAYERS;
        int64_t place = (int64_t)(word >> 11);
        double x = (double)place * table->scale[layer];
        if (place < table->inner[layer]) {
            return shift + x;
        }
        if (layer == 0) {
            shift += EXPONENTIAL_EDGE;
        } else {
            double low = table->height[layer];
            double high = table->height[layer + 1];
            if (low + bw_draw_uniform(&draw) * (high - low) < exp(-x)) {
                return shift + x;
            }
        }
        word = bw_draw_word(&draw);
    }
}
