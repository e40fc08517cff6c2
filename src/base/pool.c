/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include "base/memory.h"

#include <string.h>

/* The largest number of items: chunk numbers then stay far from overflow. */
#define INDEX_MAX (UINT32_MAX - BW_POOL_CHUNK_ITEMS)

/* Chunks of one slab, at the most: blocks of some megabytes get huge pages. */
#define SLAB_CHUNKS_MAX 256u
#define LINE_BYTES ((size_t)64)

struct bw_pool_slab {
    struct bw_pool_slab *next;
    unsigned char *free; /* next chunk; chunks begin on a cache line */
};

/* A slab has as many chunks as the pool has already. */
static enum bw_status add_slab(struct bw_pool *pool)
{
    uint32_t count = pool->chunk_count == 0   ? 1
        : pool->chunk_count < SLAB_CHUNKS_MAX ? pool->chunk_count
                                              : SLAB_CHUNKS_MAX;
    size_t chunk_bytes = (size_t)BW_POOL_CHUNK_ITEMS * pool->item_size;
    struct bw_pool_slab *slab =
        bw_memory_allocate(1, count * chunk_bytes + sizeof *slab + LINE_BYTES);
    if (slab == NULL) {
        return BW_ERR_NOMEM;
    }
    unsigned char *data = (unsigned char *)(slab + 1);
    data += (LINE_BYTES - (uintptr_t)data % LINE_BYTES) % LINE_BYTES;
    *slab = (struct bw_pool_slab){.next = pool->slab, .free = data};
    pool->slab = slab;
    pool->slab_rest = count;
    return BW_OK;
}

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
    if (pool->slab_rest == 0 && add_slab(pool) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    pool->chunks[pool->chunk_count++] = pool->slab->free;
    pool->slab->free += (size_t)BW_POOL_CHUNK_ITEMS * pool->item_size;
    pool->slab_rest--;
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
    for (struct bw_pool_slab *slab = pool->slab; slab != NULL;) {
        struct bw_pool_slab *next = slab->next;
        bw_memory_free(slab);
        slab = next;
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
