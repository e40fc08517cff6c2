/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/policy_safety.h"

#include "base/time.h"
#include "engine/statistics.h"

#include <math.h>

#define FACTOR_LIMIT 10.0 /* standard deviations */

double bw_normal_loss(double z)
{
    double density = exp(-0.5 * z * z) / sqrt(2.0 * acos(-1.0));

    return density - z * 0.5 * erfc(z / sqrt(2.0));
}

/* The loss falls with z and is convex, so that halving the interval cannot miss. */
double bw_normal_loss_inverse(double loss)
{
    double low = -FACTOR_LIMIT, high = FACTOR_LIMIT;

    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (low + high);

        if (bw_normal_loss(middle) > loss) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return 0.5 * (low + high);
}

double bw_policy_safety(const struct bw_safety *safety)
{
    double days = (safety->lead_time + safety->review) / (double)BW_DAY;
    double in_lead_time = safety->rate * safety->lead_time_sd;
    double deviation = sqrt(
        days * safety->demand_sd * safety->demand_sd + in_lead_time * in_lead_time);

    if (safety->fill_rate <= 0.0) {
        return bw_normal_quantile(safety->cycle) * deviation;
    }
    if (!(deviation > 0.0) || !(safety->quantity > 0.0)) {
        return 0.0;
    }
    return deviation
        * bw_normal_loss_inverse(
            (1.0 - safety->fill_rate) * safety->quantity / deviation);
}
