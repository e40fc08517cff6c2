/* SPDX-License-Identifier: Apache-2.0
 *
 * Arena: memory with one lifetime. Blocks are released all at once.
 * Not thread-safe; one owner at a time.
 */
#ifndef BW_BASE_ARENA_H
#define BW_BASE_ARENA_H

#include <stddef.h>

struct bw_arena_chunk;

struct bw_arena {
    struct bw_arena_chunk *chunks; /* newest first */
    size_t used_bytes;             /* handed out so far */
};

/* Makes an empty arena; allocates nothing. */
void bw_arena_init(struct bw_arena *arena);

/* Returns everything to the system; accepts a zeroed arena. */
void bw_arena_release(struct bw_arena *arena);

/* Forgets everything that was handed out but keeps the newest chunk for reuse. */
void bw_arena_reset(struct bw_arena *arena);

/* Returns count * size zeroed bytes aligned to 64 (an empty request gives a valid
 * address), or NULL when memory is short. */
void *bw_arena_allocate(struct bw_arena *arena, size_t count, size_t size_bytes);

/* The same aligned to 16, for small things of which there are millions. */
void *bw_arena_allocate_small(struct bw_arena *arena, size_t count, size_t size_bytes);

/* Returns room for a text of length bytes, terminated, or NULL when memory is short. */
char *bw_arena_allocate_text(struct bw_arena *arena, size_t length);

/* Returns a terminated copy of length bytes of text, or NULL when memory is short. */
char *bw_arena_copy_text(struct bw_arena *arena, const char *text, size_t length);

#endif
