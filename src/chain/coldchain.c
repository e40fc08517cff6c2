/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/coldchain.h"

/* Distance of a temperature from the label range, 0 within it [K]. */
static double distance(const struct bw_storage_class *range, double temp_c)
{
    if (temp_c > range->high_c) {
        return temp_c - range->high_c;
    }
    return temp_c < range->low_c ? range->low_c - temp_c : 0.0;
}

bw_time bw_coldchain_time_out_of_range(const struct bw_packaging *packaging,
    const struct bw_storage_class *range, double ambient_c, bw_time duration)
{
    double load = distance(range, ambient_c);
    double qualified = distance(range, packaging->qualified_c);
    double lasts;

    if (load == 0.0) {
        return 0;
    }
    /* Packaging qualified inside the range says nothing of other temperatures: its
     * hold time is taken as it stands. */
    lasts = (double)packaging->hold * (qualified > 0.0 ? qualified / load : 1.0);
    return lasts >= (double)duration ? 0 : duration - bw_time_round(lasts);
}

void bw_coldchain_expose(const struct bw_packaging *packaging, double ambient_c,
    bw_time duration, const struct bw_thermal_watch *watch,
    struct bw_exposure *exposure)
{
    const struct bw_storage_class range = {
        .low_c = watch->low_c, .high_c = watch->high_c};
    bw_time out =
        bw_coldchain_time_out_of_range(packaging, &range, ambient_c, duration);
    double kept = distance(&range, ambient_c) > 0.0
        ? 0.5 * (watch->low_c + watch->high_c)
        : ambient_c;

    if (duration > out) {
        bw_thermal_stay(kept, duration - out, watch, exposure);
    }
    if (out > 0) {
        bw_thermal_stay(ambient_c, out, watch, exposure);
    }
}
