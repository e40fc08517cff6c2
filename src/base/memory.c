/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include <stdlib.h>

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

void *bw_memory_allocate(size_t count, size_t size_bytes)
{
    size_t total;
    return total_bytes(count, size_bytes, &total) ? calloc(1, total) : NULL;
}

void *bw_memory_resize(void *old, size_t count, size_t size_bytes)
{
    size_t total;
    return total_bytes(count, size_bytes, &total) ? realloc(old, total) : NULL;
}

void bw_memory_free(void *block)
{
    free(block);
}
