/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/ziggurat.h"

#include <math.h>

#include "engine/ziggurat_table.h"

/* The wedge between a layer and the curve, and beyond EDGE the tail, which is the whole
 * law again because the exponential has no memory. The base strip, layer 0, is a
 * rectangle whose part beyond EDGE stands for the tail. */
double bw_ziggurat_exponential_rest(
    const struct bw_stream_block *block, uint64_t index, uint64_t word)
{
    struct bw_draw draw;
    double shift = 0;
    bw_draw_init(&draw, &block->key, block->stream, index);
    (void)bw_draw_word(&draw); /* that is word */
    for (;;) {
        uint64_t number = word % BW_ZIGGURAT_LAYERS;
        const struct bw_ziggurat_layer *layer = &bw_ziggurat_layers[number];
        int64_t place = (int64_t)(word >> 11);
        double x = (double)place * layer->scale;
        if (place < layer->inner) {
            return shift + x;
        }
        if (number == 0) {
            shift += EDGE;
        } else {
            double top = number + 1 < BW_ZIGGURAT_LAYERS ? layer[1].height : 1;
            double y = layer->height + bw_draw_uniform(&draw) * (top - layer->height);
            if (y < exp(-x)) {
                return shift + x;
            }
        }
        word = bw_draw_word(&draw);
    }
}
