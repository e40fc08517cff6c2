/* SPDX-License-Identifier: Apache-2.0
 *
 * Growing text. Appending after memory ran out is harmless: the text is marked
 * failed and stays as it was.
 */
#ifndef BW_BASE_TEXT_H
#define BW_BASE_TEXT_H

#include "base/status.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct bw_text {
    char *bytes; /* terminated once anything was appended, else NULL */
    size_t length, capacity;
    bool failed; /* memory ran out */
};

void bw_text_init(struct bw_text *text);
void bw_text_release(struct bw_text *text);
/* Empties the text and keeps the memory. */
void bw_text_clear(struct bw_text *text);
void bw_text_append(struct bw_text *text, const char *bytes, size_t length);
void bw_text_add(struct bw_text *text, const char *string);
BW_PRINTF(2, 3) void bw_text_format(struct bw_text *text, const char *format, ...);
BW_PRINTF(2, 0)
void bw_text_format_list(struct bw_text *text, const char *format, va_list arguments);
/* Returns the text, "" when empty; valid until the next change. */
const char *bw_text_get(const struct bw_text *text);

/* Edit distance (insertions, deletions, substitutions, swaps of neighbours) of two
 * short words, for suggestions; words over 63 bytes give a large number. */
unsigned bw_text_distance(const char *a, const char *b);

#endif
