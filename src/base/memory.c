/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* madvise */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

bool bw_memory_multiply(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

/* Bytes left unused behind each block: no byte of the next one, which may belong to
 * another thread, then lies on a cache line with this one. */
#define LINE_BYTES ((size_t)64)

/* The bytes to ask for, never none: calloc and realloc may answer NULL to that. */
static bool total_bytes(size_t count, size_t size_bytes, size_t *total)
{
    size_t product;
    return bw_memory_multiply(count, size_bytes, &product)
        && !__builtin_add_overflow(product, LINE_BYTES, total);
}

/* A large chain is walked at random: with pages of 4 KiB a third of its time went into
 * finding them. Blocks of many huge pages are offered to the system as such; where it
 * has none, nothing changes. */
#define HUGE_PAGE_BYTES ((size_t)2 << 20)

static void *offer_huge_pages(void *block, size_t size_bytes)
{
#ifdef MADV_HUGEPAGE
    if (block != NULL && size_bytes >= 4 * HUGE_PAGE_BYTES) {
        size_t before = HUGE_PAGE_BYTES - (uintptr_t)block % HUGE_PAGE_BYTES;
        size_t length = (size_bytes - before) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
        (void)madvise((char *)block + before, length, MADV_HUGEPAGE);
    }
#else
    (void)size_bytes;
#endif
    return block;
}

void *bw_memory_allocate(size_t count, size_t size_bytes)
{
    size_t total;
    return total_bytes(count, size_bytes, &total)
        ? offer_huge_pages(calloc(1, total), total)
        : NULL;
}

void *bw_memory_resize(void *old, size_t count, size_t size_bytes)
{
    size_t total;
    return total_bytes(count, size_bytes, &total)
        ? offer_huge_pages(realloc(old, total), total)
        : NULL;
}

void bw_memory_free(void *block)
{
    free(block);
}
