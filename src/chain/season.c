/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/season.h"

int bw_season_month(const struct bw_network *network, bw_time time, bw_time *next)
{
    int64_t days = time / BW_DAY - (time % BW_DAY < 0);
    int64_t first;
    int year, month, day;

    bw_date_from_days(network->start_day + days, &year, &month, &day);
    if (!bw_date_to_days(
            month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1, &first)) {
        *next = BW_FOREVER; /* beyond the calendar */
    } else {
        *next = (first - network->start_day) * BW_DAY;
    }
    return month - 1;
}
