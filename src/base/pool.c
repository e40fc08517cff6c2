/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include "base/memory.h"

#include <string.h>

/* The largest number of items: chunk numbers then stay far from overflow. */
#define INDEX_MAX (UINT32_MAX - BW_POOL_CHUNK_ITEMS)

static enum bw_status add_chunk(struct bw_pool *pool)
{
    if (pool->chunk_count == pool->chunk_capacity) {
        uint32_t capacity = pool->chunk_capacity == 0 ? 16 : 2 * pool->chunk_capacity;
        unsigned char **chunks =
            bw_memory_resize(pool->chunks, capacity, sizeof *pool->chunks);
        if (chunks == NULL) {
            return BW_ERR_NOMEM;
        }
        pool->chunks = chunks;
        pool->chunk_capacity = capacity;
    }
    unsigned char *chunk = bw_memory_allocate(BW_POOL_CHUNK_ITEMS, pool->item_size);
    if (chunk == NULL) {
        return BW_ERR_NOMEM;
    }
    pool->chunks[pool->chunk_count++] = chunk;
    return BW_OK;
}

enum bw_status bw_pool_init(struct bw_pool *pool, size_t item_size)
{
    BW_ASSERT(item_size >= sizeof(uint32_t) && item_size <= UINT32_MAX - 7);
    *pool = (struct bw_pool){.made = 1};
    pool->item_size = (uint32_t)((item_size + 7) & ~(size_t)7);
    enum bw_status status = add_chunk(pool);
    if (status != BW_OK) {
        bw_pool_release(pool);
    }
    return status;
}

void bw_pool_release(struct bw_pool *pool)
{
    for (uint32_t i = 0; i < pool->chunk_count; i++) {
        bw_memory_free(pool->chunks[i]);
    }
    bw_memory_free(pool->chunks);
    *pool = (struct bw_pool){.chunks = NULL};
}

void bw_pool_reset(struct bw_pool *pool)
{
    pool->made = 1;
    pool->free_head = 0;
    pool->live = 0;
}

uint32_t bw_pool_take(struct bw_pool *pool)
{
    uint32_t index = pool->free_head;
    if (index != 0) {
        memcpy(&pool->free_head, bw_pool_at(pool, index), sizeof pool->free_head);
    } else {
        index = pool->made;
        if (index >= INDEX_MAX) {
            return 0;
        }
        if ((index >> BW_POOL_CHUNK_BITS) >= pool->chunk_count
            && add_chunk(pool) != BW_OK) {
            return 0;
        }
        pool->made++;
    }
    memset(bw_pool_at(pool, index), 0, pool->item_size);
    pool->live++;
    if (pool->live > pool->peak) {
        pool->peak = pool->live;
    }
    return index;
}

void bw_pool_give(struct bw_pool *pool, uint32_t index)
{
    BW_ASSERT(index != 0 && index < pool->made && pool->live > 0);
    memcpy(bw_pool_at(pool, index), &pool->free_head, sizeof pool->free_head);
    pool->free_head = index;
    pool->live--;
}
