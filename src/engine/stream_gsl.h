/* SPDX-License-Identifier: Apache-2.0
 *
 * A draw as a generator of GSL, for its samplers. Only engine includes this header.
 */
#ifndef BW_ENGINE_STREAM_GSL_H
#define BW_ENGINE_STREAM_GSL_H

#include "engine/stream.h"

#include <gsl/gsl_rng.h>

/* Generator type whose state is a struct bw_draw. Seeding it starts the draw anew at
 * index 0 of stream 0 with key (seed, 0). */
const gsl_rng_type *bw_draw_gsl_type(void);

/* Returns a generator that takes its words from draw; borrows draw, allocates nothing
 * and must not be given to gsl_rng_free(). */
gsl_rng bw_draw_gsl(struct bw_draw *draw);

#endif
