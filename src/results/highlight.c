/* SPDX-License-Identifier: Apache-2.0 */
#include "results/highlight.h"

const struct bw_highlight bw_highlights[] = {
    {"lane", "Cold chain", "Lane", "excursion_share",
        {
            {"shipments", "shipments", BW_HIGHLIGHT_NUMBER},
            {"excursion_share", "excursions", BW_HIGHLIGHT_SHARE},
            {"out_of_range_time", "out of range", BW_HIGHLIGHT_TIME},
            {"mkt", "kinetic mean [C]", BW_HIGHLIGHT_NUMBER},
            {"mkt_p95", "95 % below [C]", BW_HIGHLIGHT_NUMBER},
            {"disposition_time", "disposition", BW_HIGHLIGHT_TIME},
            {"rejected_share", "rejected", BW_HIGHLIGHT_SHARE},
        }},
    {"lane_leg", "Legs", "Leg", "out_of_range_time",
        {
            {"time", "time", BW_HIGHLIGHT_TIME},
            {"out_of_range_share", "out of range", BW_HIGHLIGHT_SHARE},
            {"out_of_range_time", "for", BW_HIGHLIGHT_TIME},
            {"excursion_share", "excursions from", BW_HIGHLIGHT_SHARE},
            {"mkt", "kinetic mean [C]", BW_HIGHLIGHT_NUMBER},
        }},
    {"packaging", "Packaging", "Packaging", "shipments",
        {
            {"shipments", "shipments", BW_HIGHLIGHT_NUMBER},
            {"excursion_share", "excursions", BW_HIGHLIGHT_SHARE},
            {"out_of_range_time_p95", "out of range, 95 % within", BW_HIGHLIGHT_TIME},
            {"mkt_p50", "kinetic mean [C], median", BW_HIGHLIGHT_NUMBER},
            {"mkt_p95", "95 % below [C]", BW_HIGHLIGHT_NUMBER},
            {"packaging_left_p05", "left, lowest 5 %", BW_HIGHLIGHT_SHARE},
        }},
    {"budget", "Stability budgets", "Budget", "used",
        {
            {"used", "used", BW_HIGHLIGHT_TIME},
            {"left", "left", BW_HIGHLIGHT_SHARE},
            {"left_p05", "left, lowest 5 %", BW_HIGHLIGHT_SHARE},
            {"left_p50", "left, median", BW_HIGHLIGHT_SHARE},
            {"overdrawn", "overdrawn", BW_HIGHLIGHT_SHARE},
        }},
    {"ledger", "Ledgers", "Ledger", "load",
        {
            {"load", "records per day", BW_HIGHLIGHT_NUMBER},
            {"verification_time", "verification", BW_HIGHLIGHT_TIME},
            {"verification_time_p95", "95 % within", BW_HIGHLIGHT_TIME},
            {"exceptions", "exceptions", BW_HIGHLIGHT_SHARE},
            {"quarantine_time", "quarantine", BW_HIGHLIGHT_TIME},
            {"availability", "available", BW_HIGHLIGHT_SHARE},
            {"cost_per_record", "cost per record", BW_HIGHLIGHT_NUMBER},
        }},
    {"returns", "Returns", "Returns", "returns",
        {
            {"returned", "returned", BW_HIGHLIGHT_NUMBER},
            {"restocked", "restocked", BW_HIGHLIGHT_NUMBER},
            {"refused_share", "refused", BW_HIGHLIGHT_SHARE},
            {"verification_time", "verification", BW_HIGHLIGHT_TIME},
            {"restock_time", "arrival to stock", BW_HIGHLIGHT_TIME},
            {"at_desk", "at the desk", BW_HIGHLIGHT_NUMBER},
            {"cost", "cost", BW_HIGHLIGHT_NUMBER},
        }},
    {"scan", "Alerts at dispensing", "Scan", "scans",
        {
            {"scans", "packs scanned", BW_HIGHLIGHT_NUMBER},
            {"alerts", "alerts", BW_HIGHLIGHT_NUMBER},
            {"held_time", "held", BW_HIGHLIGHT_TIME},
            {"at_desk", "at the desk", BW_HIGHLIGHT_NUMBER},
            {"destroyed", "destroyed", BW_HIGHLIGHT_NUMBER},
            {"cost", "cost", BW_HIGHLIGHT_NUMBER},
        }},
    {"contract", "Contracts", "Contract", "steps",
        {
            {"cases", "cases", BW_HIGHLIGHT_NUMBER},
            {"activation_time", "until in force", BW_HIGHLIGHT_TIME},
            {"automation_share", "automatic", BW_HIGHLIGHT_SHARE},
            {"confirmation_time", "confirmation", BW_HIGHLIGHT_TIME},
            {"staff_hours", "staff [h]", BW_HIGHLIGHT_NUMBER},
            {"cost", "cost", BW_HIGHLIGHT_NUMBER},
        }},
    {"trial", "Trials", "Trial", "sites",
        {
            {"active_sites", "active sites", BW_HIGHLIGHT_NUMBER},
            {"activation_time", "activation", BW_HIGHLIGHT_TIME},
            {"enrolled", "enrolled", BW_HIGHLIGHT_NUMBER},
            {"missed_dispensing_rate", "missed dispensing", BW_HIGHLIGHT_SHARE},
            {"kits_per_patient", "kits per patient", BW_HIGHLIGHT_NUMBER},
            {"waste_share", "kits wasted", BW_HIGHLIGHT_SHARE},
            {"overage", "overage", BW_HIGHLIGHT_SHARE},
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
