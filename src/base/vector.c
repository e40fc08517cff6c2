/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vector.h"

#include "base/memory.h"

#include <string.h>

#define CAPACITY_MIN ((size_t)8)

void bw_vector_init(struct bw_vector *vector, size_t item_size)
{
    *vector = (struct bw_vector){.item_size = item_size};
}

void bw_vector_release(struct bw_vector *vector)
{
    bw_memory_free(vector->items);
    bw_vector_init(vector, vector->item_size);
}

enum bw_status bw_vector_push(struct bw_vector *vector, void *item_out)
{
    BW_ASSERT(vector->item_size > 0);
    if (vector->count == vector->capacity) {
        size_t capacity = CAPACITY_MIN;
        if (vector->capacity > 0
            && !bw_memory_multiply(vector->capacity, 2, &capacity)) {
            return BW_ERR_NOMEM;
        }
        void *items = bw_memory_resize(vector->items, capacity, vector->item_size);
        if (items == NULL) {
            return BW_ERR_NOMEM;
        }
        vector->items = items;
        vector->capacity = capacity;
    }
    void *item = (unsigned char *)vector->items + vector->count * vector->item_size;
    vector->count++;
    memset(item, 0, vector->item_size);
    /* item_out points to a pointer of the caller's type; all object pointers have one
     * representation on the systems we build for. */
    memcpy(item_out, &item, sizeof item);
    return BW_OK;
}

void *bw_vector_at(const struct bw_vector *vector, size_t index)
{
    BW_ASSERT(index < vector->count);
    return (unsigned char *)vector->items + index * vector->item_size;
}
