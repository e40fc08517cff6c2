/* SPDX-License-Identifier: Apache-2.0
 *
 * The one place that asks the system for memory. A test links its own version of
 * memory.c to make the n-th request fail, so nothing else may call malloc.
 */
#ifndef BW_BASE_MEMORY_H
#define BW_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Returns count * size zeroed bytes, or NULL when the product overflows or memory
 * is short. The caller releases it with bw_memory_free(). No two blocks share a cache
 * line, so threads that keep to their own blocks do not slow each other down. */
void *bw_memory_allocate(size_t count, size_t size_bytes);

/* Grows or shrinks a block to count * size bytes; new bytes are not set.
 * On failure returns NULL and the old block stays valid. old may be NULL. */
void *bw_memory_resize(void *old, size_t count, size_t size_bytes);

/* Releases a block; accepts NULL. */
void bw_memory_free(void *block);

/* Sets *product = a * b; returns false on overflow. */
bool bw_memory_multiply(size_t a, size_t b, size_t *product);

#endif
