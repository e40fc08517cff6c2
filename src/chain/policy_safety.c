/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/policy_safety.h"

#include "base/time.h"
#include "engine/statistics.h"

#include <math.h>

double bw_policy_safety(const struct bw_safety *safety)
{
    double days = (safety->lead_time + safety->review) / (double)BW_DAY;
    double in_lead_time = safety->rate * safety->lead_time_sd;
    double variance =
        days * safety->demand_sd * safety->demand_sd + in_lead_time * in_lead_time;

    return bw_normal_quantile(safety->cycle) * sqrt(variance);
}
