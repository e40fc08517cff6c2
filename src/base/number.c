/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"

#include "base/status.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Results are those of double arithmetic without excess precision. */
_Static_assert(FLT_EVAL_METHOD == 0, "doubles are not evaluated as doubles");

/* Decimal exponents that are written without an "e". */
#define FIXED_MIN (-5)
#define FIXED_MAX 15

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t count_digits(const char *text)
{
    size_t count = 0;
    while (is_digit(text[count])) {
        count++;
    }
    return count;
}

/* Length of the number at the start of text by our own grammar, 0 when there is none:
 * [-] (digits [. digits] | . digits) [(e|E) [+|-] digits]. */
static size_t measure(const char *text)
{
    size_t at = text[0] == '-' ? 1 : 0;
    size_t whole = count_digits(text + at);
    if (whole > 1 && text[at] == '0') {
        return 0;
    }
    if (whole == 1 && text[at] == '0' && (text[at + 1] == 'x' || text[at + 1] == 'X')) {
        return 0;
    }
    at += whole;
    size_t decimals = text[at] == '.' ? count_digits(text + at + 1) : 0;
    if (whole + decimals == 0 || (text[at] == '.' && decimals == 0)) {
        return 0;
    }
    at += decimals > 0 ? 1 + decimals : 0;
    if (text[at] == 'e' || text[at] == 'E') {
        size_t sign = text[at + 1] == '+' || text[at + 1] == '-' ? 1 : 0;
        size_t digits = count_digits(text + at + 1 + sign);
        if (digits > 0) {
            at += 1 + sign + digits;
        }
    }
    return at;
}

/* strtod reads what the grammar above allows, and nothing of hexadecimal, nan or inf
 * can reach it. Its decimal point is that of the "C" locale, as nobody calls setlocale.
 */
size_t bw_number_scan(const char *text, double *value)
{
    size_t length = measure(text);
    if (length == 0) {
        return 0;
    }
    double read = strtod(text, NULL);
    if (!isfinite(read)) {
        return 0;
    }
    *value = read;
    return length;
}

bool bw_number_read(const char *text, double *value)
{
    double read;
    size_t length = bw_number_scan(text, &read);
    if (length == 0 || text[length] != '\0') {
        return false;
    }
    *value = read;
    return true;
}

bool bw_number_read_integer(const char *text, int64_t *value)
{
    bool negative = text[0] == '-';
    const char *digits = text + (negative ? 1 : 0);
    size_t count = count_digits(digits);
    if (count == 0 || digits[count] != '\0' || (count > 1 && digits[0] == '0')) {
        return false;
    }
    /* Collected below zero, where the range is larger by one. */
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (!bw_number_multiply(sum, 10, &sum)
            || !bw_number_add(sum, -(digits[i] - '0'), &sum)) {
            return false;
        }
    }
    if (!negative && sum == INT64_MIN) {
        return false;
    }
    *value = negative ? sum : -sum;
    return true;
}

bool bw_number_add(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_add_overflow(a, b, result);
}

bool bw_number_multiply(int64_t a, int64_t b, int64_t *result)
{
    return !__builtin_mul_overflow(a, b, result);
}

/* Writes the fewest significant digits of value > 0 that read back, without trailing
 * zeros, and returns their count. Any decimal of up to 15 digits survives the way
 * through a normal double, so the search starts there; below DBL_MIN fewer may do. */
static int shortest_digits(double value, char digits[32], int *exponent)
{
    char written[40];
    int precision = value < DBL_MIN ? 1 : DBL_DIG;
    for (; precision <= DBL_DECIMAL_DIG; precision++) {
        snprintf(written, sizeof written, "%.*e", precision - 1, value);
        if (strtod(written, NULL) == value) {
            break;
        }
    }
    const char *mark = strchr(written, 'e');
    BW_ASSERT(mark != NULL);
    *exponent = (int)strtol(mark + 1, NULL, 10);
    int count = 0;
    for (const char *at = written; at < mark; at++) {
        if (is_digit(*at)) {
            digits[count++] = *at;
        }
    }
    while (count > 1 && digits[count - 1] == '0') {
        count--;
    }
    return count;
}

/* Lays the digits out in plain notation. */
static char *write_fixed(const char *digits, int count, int exponent, char *out)
{
    if (exponent < 0) {
        *out++ = '0';
        *out++ = '.';
        for (int i = -1; i > exponent; i--) {
            *out++ = '0';
        }
    }
    for (int i = 0; i < count || i <= exponent; i++) {
        if (exponent >= 0 && i == exponent + 1) {
            *out++ = '.';
        }
        *out++ = i < count ? digits[i] : '0';
    }
    *out = '\0';
    return out;
}

char *bw_number_write(double value, char *buffer, size_t size_bytes)
{
    BW_ASSERT(size_bytes >= 32);
    if (isnan(value)) {
        return strcpy(buffer, "nan");
    }
    char *out = buffer;
    if (signbit(value)) {
        *out++ = '-';
    }
    if (isinf(value)) {
        strcpy(out, "inf");
        return buffer;
    }
    if (value == 0) {
        strcpy(out, "0");
        return buffer;
    }
    char digits[32];
    int exponent;
    int count = shortest_digits(fabs(value), digits, &exponent);
    if (exponent >= FIXED_MIN && exponent <= FIXED_MAX) {
        write_fixed(digits, count, exponent, out);
        return buffer;
    }
    out = write_fixed(digits, count, 0, out);
    snprintf(out, size_bytes - (size_t)(out - buffer), "e%d", exponent);
    return buffer;
}
