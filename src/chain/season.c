/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/season.h"

int bw_season_month(const struct bw_network *network, bw_time time, bw_time *next)
{
    int64_t days = time / BW_DAY - (time % BW_DAY < 0);
    int64_t first;
    int month = bw_date_month(network->start_day + days, &first);

    first -= network->start_day;
    *next = first < BW_FOREVER / BW_DAY ? first * BW_DAY : BW_FOREVER;
    return month - 1;
}
