/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/order_statistic.h"

void bw_order_statistic_add(struct bw_order_statistic *statistic, bw_time time)
{
    bw_time *least = statistic->least;
    uint32_t at;

    if (statistic->kept < statistic->need) {
        at = statistic->kept++;
    } else if (time < least[statistic->need - 1]) {
        at = statistic->need - 1;
    } else {
        return;
    }
    for (; at > 0 && least[at - 1] > time; at--) {
        least[at] = least[at - 1];
    }
    least[at] = time;
}

bw_time bw_order_statistic_value(const struct bw_order_statistic *statistic)
{
    return statistic->kept < statistic->need ? BW_FOREVER
                                             : statistic->least[statistic->need - 1];
}
