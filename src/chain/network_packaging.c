/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/network_packaging.h"

#include <math.h>

double bw_packaging_count(const struct bw_packaging *packaging, double units)
{
    double count =
        isinf(packaging->units) ? 1.0 : ceil(units / packaging->units - 1e-9);

    return count > 1.0 ? count : 1.0;
}

bw_time bw_packaging_hold(const struct bw_thermal_packaging *packaging,
    double ambient_c, double low_c, double high_c)
{
    struct bw_thermal_body body;

    bw_thermal_start(&body, &packaging->pack, packaging->packed_c, packaging->frozen);
    return bw_thermal_hold(&body, &packaging->pack, ambient_c, low_c, high_c, BW_YEAR);
}
