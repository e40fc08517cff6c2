/* SPDX-License-Identifier: Apache-2.0 */
#include "results/highlight.h"

const struct bw_highlight bw_highlights[] = {
    {"lane", "Cold chain", "Lane", "excursion_share",
        {
            {"shipments", "shipments", BW_HIGHLIGHT_NUMBER},
            {"excursion_share", "excursions", BW_HIGHLIGHT_SHARE},
            {"out_of_range_time", "out of range", BW_HIGHLIGHT_TIME},
        }},
    {"ledger", "Ledgers", "Ledger", "load",
        {
            {"load", "records per day", BW_HIGHLIGHT_NUMBER},
            {"verification_time", "verification", BW_HIGHLIGHT_TIME},
            {"verification_time_p95", "95 % within", BW_HIGHLIGHT_TIME},
            {"exceptions", "exceptions", BW_HIGHLIGHT_SHARE},
            {"quarantine_time", "quarantine", BW_HIGHLIGHT_TIME},
            {"availability", "available", BW_HIGHLIGHT_SHARE},
        }},
};
const size_t bw_highlight_count = sizeof bw_highlights / sizeof bw_highlights[0];

const char *bw_highlight_time_unit(double days, double *per_day)
{
    static const struct {
        const char *name;
        double per_day;
    } units[] = {{"d", 1.0}, {"h", 24.0}, {"min", 1440.0}, {"s", 86400.0}};
    size_t last = sizeof units / sizeof units[0] - 1;

    for (size_t i = 0; i < last; i++) {
        if (!(days > 0.0) || days * units[i].per_day >= 1.0) {
            *per_day = units[i].per_day;
            return units[i].name;
        }
    }
    *per_day = units[last].per_day;
    return units[last].name;
}
