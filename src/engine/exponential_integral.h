/* SPDX-License-Identifier: Apache-2.0
 *
 * The exponential integral, with which an Arrhenius rate along an exponential approach
 * integrates in closed form.
 */
#ifndef BW_ENGINE_EXPONENTIAL_INTEGRAL_H
#define BW_ENGINE_EXPONENTIAL_INTEGRAL_H

/* exp(x) E1(x), where E1(x) is the integral of exp(-s)/s from x to infinity (its Cauchy
 * principal value, -Ei(-x), where x < 0). x is finite and not 0; |x| < 600. */
double bw_exponential_integral_scaled(double x);

#endif
