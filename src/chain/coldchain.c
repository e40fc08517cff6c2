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

/* Time out of range during a stretch; *left (1 = fresh) is the share of the budget. */
static bw_time melt(const struct bw_packaging *packaging,
    const struct bw_storage_class *range, double ambient_c, bw_time duration,
    double *left)
{
    double load = distance(range, ambient_c);
    double qualified = distance(range, packaging->qualified_c);
    double lasts, remains;

    if (load == 0.0) {
        return 0;
    }
    /* Packaging qualified inside the range says nothing of other temperatures: its
     * hold time is taken as it stands. */
    lasts = (double)packaging->hold * (qualified > 0.0 ? qualified / load : 1.0);
    remains = *left * lasts;
    if (remains >= (double)duration) {
        *left -= (double)duration / lasts;
        return 0;
    }
    *left = 0.0;
    return duration - bw_time_round(remains);
}

bw_time bw_coldchain_time_out_of_range(const struct bw_packaging *packaging,
    const struct bw_storage_class *range, double ambient_c, bw_time duration)
{
    double left = 1.0;

    return melt(packaging, range, ambient_c, duration, &left);
}

void bw_coldchain_expose(const struct bw_packaging *packaging, double ambient_c,
    bw_time duration, const struct bw_thermal_watch *watch, double *left,
    struct bw_exposure *exposure)
{
    const struct bw_storage_class range = {.low_c = watch->low_c + watch->shift_k,
        .high_c = watch->high_c + watch->shift_k};
    bw_time out = melt(packaging, &range, ambient_c, duration, left);
    double kept = distance(&range, ambient_c) > 0.0 ? 0.5 * (range.low_c + range.high_c)
                                                    : ambient_c;

    if (duration > out) {
        bw_thermal_stay(kept, duration - out, watch, exposure);
    }
    if (out > 0) {
        bw_thermal_stay(ambient_c, out, watch, exposure);
    }
}
