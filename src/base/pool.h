/* SPDX-License-Identifier: Apache-2.0
 *
 * Pool of items of one size, addressed by 32-bit index. Items do not move, freed
 * ones are taken again first (last freed, first taken), and once the pool is warm
 * nothing is allocated. Index 0 means "none"; item 0 exists as a scratch item, so
 * that code which goes on for a moment after memory ran out writes somewhere harmless.
 */
#ifndef BW_BASE_POOL_H
#define BW_BASE_POOL_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define BW_POOL_CHUNK_BITS 10u
#define BW_POOL_CHUNK_ITEMS (1u << BW_POOL_CHUNK_BITS)

struct bw_pool {
    unsigned char **chunks;    /* of BW_POOL_CHUNK_ITEMS items, parts of slabs */
    struct bw_pool_slab *slab; /* newest of a list: what was asked of the system */
    uint32_t slab_rest;        /* chunks of the newest that are not in use yet */
    uint32_t item_size;        /* bytes, multiple of 8 */
    uint32_t chunk_count, chunk_capacity;
    uint32_t made;      /* indices ever handed out since reset, plus one */
    uint32_t free_head; /* first free index, linked through the items; 0 = none */
    uint32_t live;      /* items taken and not given back */
    uint32_t peak;      /* largest live since init */
};

/* Prepares a pool of items of item_size bytes (>= 4) and allocates the first chunk.
 * Errors: BW_ERR_NOMEM. The caller releases it with bw_pool_release(). */
BW_NODISCARD enum bw_status bw_pool_init(struct bw_pool *pool, size_t item_size);

/* Returns the memory; accepts a zeroed pool. */
void bw_pool_release(struct bw_pool *pool);

/* Forgets all items and keeps the memory. */
void bw_pool_reset(struct bw_pool *pool);

/* Takes a zeroed item. Returns its index, or 0 when memory is short. */
uint32_t bw_pool_take(struct bw_pool *pool);

/* Gives an item back. index must be live. */
void bw_pool_give(struct bw_pool *pool, uint32_t index);

/* Returns the address of an item, valid until the pool is released. */
static inline void *bw_pool_at(const struct bw_pool *pool, uint32_t index)
{
    return pool->chunks[index >> BW_POOL_CHUNK_BITS]
        + (size_t)(index & (BW_POOL_CHUNK_ITEMS - 1u)) * pool->item_size;
}

#endif
