/* SPDX-License-Identifier: Apache-2.0 */
#include "failing_memory.h"

#include "base/memory.h"

#include <stdlib.h>

static long fail_at;
static long requests;
static long live;

void bw_failing_memory_arm(long nth)
{
    fail_at = nth;
    requests = 0;
}

long bw_failing_memory_requests(void)
{
    return requests;
}

long bw_failing_memory_live(void)
{
    return live;
}

bool bw_memory_multiply(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

void *bw_memory_allocate(size_t count, size_t size_bytes)
{
    size_t total;
    requests++;
    if (requests == fail_at || !bw_memory_multiply(count, size_bytes, &total)) {
        return NULL;
    }
    live++;
    return calloc(1, total > 0 ? total : 1);
}

void *bw_memory_resize(void *old, size_t count, size_t size_bytes)
{
    size_t total;
    requests++;
    if (requests == fail_at || !bw_memory_multiply(count, size_bytes, &total)) {
        return NULL;
    }
    live += old == NULL ? 1 : 0;
    return realloc(old, total > 0 ? total : 1);
}

void bw_memory_free(void *block)
{
    live -= block != NULL ? 1 : 0;
    free(block);
}
