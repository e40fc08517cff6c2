/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include "base/memory.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define CAPACITY_MIN ((size_t)64)
#define WORD_MAX ((size_t)63)

void bw_text_init(struct bw_text *text)
{
    *text = (struct bw_text){.bytes = NULL};
}

void bw_text_release(struct bw_text *text)
{
    bw_memory_free(text->bytes);
    bw_text_init(text);
}

void bw_text_clear(struct bw_text *text)
{
    text->length = 0;
    text->failed = false;
    if (text->bytes != NULL) {
        text->bytes[0] = '\0';
    }
}

/* Makes room for more bytes and the end. Returns false, and marks the text, when memory
 * is short. */
static bool reserve(struct bw_text *text, size_t more)
{
    if (text->failed) {
        return false;
    }
    if (more < text->capacity - text->length) {
        return true;
    }
    size_t capacity = text->capacity < CAPACITY_MIN ? CAPACITY_MIN : text->capacity;
    while (capacity <= SIZE_MAX / 2 && capacity - text->length <= more) {
        capacity *= 2;
    }
    char *bytes = NULL;
    if (capacity - text->length > more) {
        bytes = bw_memory_resize(text->bytes, capacity, 1);
    }
    if (bytes == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

void bw_text_append(struct bw_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length)) {
        return;
    }
    if (length > 0) {
        memcpy(text->bytes + text->length, bytes, length);
    }
    text->length += length;
    text->bytes[text->length] = '\0';
}

void bw_text_add(struct bw_text *text, const char *string)
{
    bw_text_append(text, string, strlen(string));
}

void bw_text_format(struct bw_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bw_text_format_list(text, format, arguments);
    va_end(arguments);
}

void bw_text_format_list(struct bw_text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    BW_ASSERT(length >= 0);
    if (reserve(text, (size_t)length)) {
        vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

const char *bw_text_get(const struct bw_text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Optimal string alignment (Damerau 1964, without edits inside a swapped pair). Three
 * rows are enough, since a swap looks back two rows only. */
unsigned bw_text_distance(const char *a, const char *b)
{
    size_t length_a = strlen(a);
    size_t length_b = strlen(b);
    if (length_a > WORD_MAX || length_b > WORD_MAX) {
        return UINT_MAX;
    }
    unsigned rows[3][WORD_MAX + 1];
    for (unsigned j = 0; j <= length_b; j++) {
        rows[0][j] = j;
    }
    for (unsigned i = 1; i <= length_a; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3];
        const unsigned *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (unsigned j = 1; j <= length_b; j++) {
            unsigned cost = a[i - 1] == b[j - 1] ? 0 : 1;
            unsigned best = smaller(above[j], row[j - 1]) + 1;
            best = smaller(best, above[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                best = smaller(best, above2[j - 2] + 1);
            }
            row[j] = best;
        }
    }
    return rows[length_a % 3][length_b];
}
