/* SPDX-License-Identifier: Apache-2.0
 *
 * Safety stock for a service level, as a pure function.
 */
#ifndef BW_CHAIN_POLICY_SAFETY_H
#define BW_CHAIN_POLICY_SAFETY_H

/* What it is worked out from. */
struct bw_safety {
    double cycle;                           /* cycle service level, 0..1; 0 = none */
    double fill_rate;                       /* 0..1, where there is no cycle level */
    double quantity;                        /* of an order [units], for the fill rate */
    double lead_time, lead_time_sd, review; /* [ticks]; review 0 = continuous */
    double rate;                            /* expected demand [units per tick] */
    double demand_sd;                       /* of the demand of a day [units] */
};

/* Units by which the reorder point (or, with reviews, the order-up-to level) stands
 * above the mean demand of the time until an order helps, lead time and review period:
 *   z(cycle) * sqrt((L + R) * sd^2 + rate^2 * sd_L^2)
 * for normal demand, independent from day to day and of the lead time (Silver, Pyke and
 * Thomas, Inventory and Production Management in Supply Chains, 2017, chapter 6).
 * For a fill rate z solves G(z) * that root = (1 - fill rate) * quantity, where G is
 * the standard normal loss; when an order is so large that no safety is needed the
 * result is below 0. Without an order size it is 0. */
double bw_policy_safety(const struct bw_safety *safety);

/* Expected shortfall of a standard normal variable beyond z: density(z) - z (1 -
 * distribution(z)); and z of a shortfall (> 0), at least -10. */
double bw_normal_loss(double z);
double bw_normal_loss_inverse(double loss);

#endif
