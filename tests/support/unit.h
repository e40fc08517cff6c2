/* SPDX-License-Identifier: Apache-2.0
 *
 * cmocka with the headers that it needs, and the comparison of doubles that it lacks.
 */
#ifndef BW_SUPPORT_UNIT_H
#define BW_SUPPORT_UNIT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* Last: it uses the types of the others. */
#include <cmocka.h>

#define BW_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Fails unless actual lies within tolerance of expected. */
#define bw_assert_close(actual, expected, tolerance)                                   \
    bw_assert_close_at(actual, expected, tolerance, __FILE__, __LINE__)

static inline void bw_assert_close_at(
    double actual, double expected, double tolerance, const char *file, int line)
{
    if (!(fabs(actual - expected) <= tolerance)) {
        print_error("%.17g is not within %g of %.17g\n", actual, tolerance, expected);
        _fail(file, line);
    }
}

#endif
