/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

#define ALIGNMENT ((size_t)64)
#define SMALL_ALIGNMENT ((size_t)16)
#define CHUNK_MIN ((size_t)4096)
#define CHUNK_MAX ((size_t)1 << 20)

struct bw_arena_chunk {
    struct bw_arena_chunk *next;
    unsigned char *data; /* first aligned byte behind this header */
    size_t used, size_bytes;
};

void bw_arena_init(struct bw_arena *arena)
{
    *arena = (struct bw_arena){.chunks = NULL};
}

void bw_arena_release(struct bw_arena *arena)
{
    struct bw_arena_chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        struct bw_arena_chunk *next = chunk->next;
        bw_memory_free(chunk);
        chunk = next;
    }
    bw_arena_init(arena);
}

void bw_arena_reset(struct bw_arena *arena)
{
    struct bw_arena_chunk *kept = arena->chunks;
    if (kept == NULL) {
        return;
    }
    struct bw_arena rest = {.chunks = kept->next};
    bw_arena_release(&rest);
    memset(kept->data, 0, kept->used);
    kept->next = NULL;
    kept->used = 0;
    arena->used_bytes = 0;
}

/* Adds a chunk with room for need bytes. Chunks grow with what the arena holds, so that
 * a list of two errors costs a page and a network of a million elements a few calls. */
static struct bw_arena_chunk *add_chunk(struct bw_arena *arena, size_t need)
{
    size_t room = arena->used_bytes;
    room = room < CHUNK_MIN ? CHUNK_MIN : room;
    room = room > CHUNK_MAX ? CHUNK_MAX : room;
    room = room < need ? need : room;
    size_t overhead = sizeof(struct bw_arena_chunk) + ALIGNMENT;
    if (room > SIZE_MAX - overhead) {
        return NULL;
    }
    struct bw_arena_chunk *chunk = bw_memory_allocate(1, room + overhead);
    if (chunk == NULL) {
        return NULL;
    }
    unsigned char *data = (unsigned char *)(chunk + 1);
    data += (ALIGNMENT - (uintptr_t)data % ALIGNMENT) % ALIGNMENT;
    *chunk = (struct bw_arena_chunk){
        .next = arena->chunks, .data = data, .used = 0, .size_bytes = room};
    arena->chunks = chunk;
    return chunk;
}

static void *take(struct bw_arena *arena, size_t need, size_t alignment)
{
    struct bw_arena_chunk *chunk = arena->chunks;
    size_t start = 0;
    if (chunk != NULL) {
        start = chunk->used + (alignment - chunk->used % alignment) % alignment;
    }
    if (chunk == NULL || start > chunk->size_bytes
        || need > chunk->size_bytes - start) {
        chunk = add_chunk(arena, need);
        if (chunk == NULL) {
            return NULL;
        }
        start = 0;
    }
    chunk->used = start + need;
    arena->used_bytes += need;
    return chunk->data + start;
}

void *bw_arena_allocate(struct bw_arena *arena, size_t count, size_t size_bytes)
{
    size_t need;
    if (!bw_memory_multiply(count, size_bytes, &need)) {
        return NULL;
    }
    return take(arena, need > 0 ? need : 1, ALIGNMENT);
}

void *bw_arena_allocate_small(struct bw_arena *arena, size_t count, size_t size_bytes)
{
    size_t need;
    if (!bw_memory_multiply(count, size_bytes, &need)) {
        return NULL;
    }
    return take(arena, need > 0 ? need : 1, SMALL_ALIGNMENT);
}

char *bw_arena_allocate_text(struct bw_arena *arena, size_t length)
{
    char *text = length == SIZE_MAX ? NULL : take(arena, length + 1, 1);
    if (text != NULL) {
        text[length] = '\0';
    }
    return text;
}

char *bw_arena_copy_text(struct bw_arena *arena, const char *text, size_t length)
{
    char *copy = bw_arena_allocate_text(arena, length);
    if (copy != NULL && length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}
