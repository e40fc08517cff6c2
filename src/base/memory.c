/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include <stdlib.h>

bool bw_memory_multiply(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

/* calloc and realloc may answer NULL or a block for 0 bytes; asking for one byte at
 * least leaves NULL with a single meaning. */
void *bw_memory_allocate(size_t count, size_t size_bytes)
{
    size_t total;
    if (!bw_memory_multiply(count, size_bytes, &total)) {
        return NULL;
    }
    return calloc(1, total > 0 ? total : 1);
}

void *bw_memory_resize(void *old, size_t count, size_t size_bytes)
{
    size_t total;
    if (!bw_memory_multiply(count, size_bytes, &total)) {
        return NULL;
    }
    return realloc(old, total > 0 ? total : 1);
}

void bw_memory_free(void *block)
{
    free(block);
}
