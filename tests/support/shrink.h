/* SPDX-License-Identifier: Apache-2.0
 *
 * Random test cases that can be made smaller. A case is built from a sequence of
 * choices; the first option of each choice is the simplest one. A case that fails is
 * shrunk by replacing choices by simpler ones as long as it still fails (MacIver and
 * Donaldson 2020), whatever the case is about.
 */
#ifndef BW_SUPPORT_SHRINK_H
#define BW_SUPPORT_SHRINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BW_CHOICES_MOST 4096

/* Replays the given choices, then draws (splitmix64, Steele and others 2014), or takes
 * the first option when it does not draw. */
struct bw_choices {
    uint32_t values[BW_CHOICES_MOST];
    size_t count;    /* given, or made so far where it is more */
    size_t position; /* of the next choice */
    uint64_t random;
    bool draws;
};

/* A case that is drawn from a seed. */
void bw_choices_begin(struct bw_choices *choices, uint64_t seed);

/* Chooses one of count options. */
uint32_t bw_choose(struct bw_choices *choices, uint32_t count);

/* Number of choices that are not the simplest. */
size_t bw_choices_size(const struct bw_choices *choices);

/* Builds and tries the case of choices (position is 0, nothing is drawn); the choices
 * it makes are noted. Returns true when it fails. */
typedef bool (*bw_fails_fn)(void *context, struct bw_choices *choices);

/* Makes choices, whose case fails, smaller until no single one of them can be made
 * simpler, and tries no more than limit cases. Returns the number tried. */
size_t bw_shrink(
    struct bw_choices *choices, bw_fails_fn fails, void *context, size_t limit);

#endif
