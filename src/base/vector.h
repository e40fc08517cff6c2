/* SPDX-License-Identifier: Apache-2.0
 *
 * Growing array of items of one size. Items move when it grows: keep indices.
 */
#ifndef BW_BASE_VECTOR_H
#define BW_BASE_VECTOR_H

#include "base/status.h"

#include <stddef.h>

struct bw_vector {
    void *items;
    size_t count, capacity, item_size;
};

/* Makes an empty vector of items of item_size bytes; allocates nothing. */
void bw_vector_init(struct bw_vector *vector, size_t item_size);

/* Returns the memory; accepts a zeroed vector. */
void bw_vector_release(struct bw_vector *vector);

/* Appends a zeroed item. item_out is the address of a pointer to the item's type
 * (T **), set to the new item. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_vector_push(struct bw_vector *vector, void *item_out);

/* Returns item index, which must be below count. */
void *bw_vector_at(const struct bw_vector *vector, size_t index);

#endif
