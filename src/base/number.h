/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers read from text, and checked arithmetic. Locale plays no part.
 */
#ifndef BW_BASE_NUMBER_H
#define BW_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads a decimal number ("12", "-0.5", ".5", "1e3") at the start of text. Returns
 * the number of bytes read, 0 when there is none or it is not finite. Accepts neither
 * hexadecimal, nan, inf, nor a leading zero followed by a digit ("010"). */
size_t bw_number_scan(const char *text, double *value);

/* Reads the whole text as one number. */
bool bw_number_read(const char *text, double *value);

/* Reads the whole text as one signed decimal integer without exponent. */
bool bw_number_read_integer(const char *text, int64_t *value);

/* Set *result and return true, or return false on overflow. */
bool bw_number_add(int64_t a, int64_t b, int64_t *result);
bool bw_number_multiply(int64_t a, int64_t b, int64_t *result);

/* Writes the shortest decimal text that reads back as value ("nan" for NaN, "inf",
 * "-inf"); size_bytes >= 32. Returns buffer. */
char *bw_number_write(double value, char *buffer, size_t size_bytes);

#endif
