/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/exponential_integral.h"

#include "base/error.h"

#include <math.h>

#include <gsl/gsl_sf_expint.h>

double bw_exponential_integral_scaled(double x)
{
    /* The library aborts on what it cannot do, so it is asked only what it can. */
    BW_ASSERT(x != 0.0 && fabs(x) < 600.0);
    return gsl_sf_expint_E1_scaled(x);
}
