/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of lanes and of what serves them.
 */
#include "chain/cost.h"
#include "chain/extract_internal.h"
#include "chain/metrics.h"

void bw_extract_lane(const struct view *v, bw_index e, struct row row)
{
    const struct bw_total *load = total(v, e, BW_SUM_LOAD);
    double landed = total(v, e, BW_SUM_LANDED)->sum;

    bw_extract_lane_cold(v, e, row);

    set(row, BW_METRIC_LANE_SHIPMENTS, (double)load->count);
    set(row, BW_METRIC_LANE_LOAD, mean(load));
    set(row, BW_METRIC_LANE_LOAD_SHARE, mean(total(v, e, BW_SUM_LOAD_SHARE)));
    set(row, BW_METRIC_LANE_DISPATCH_WAIT,
        in_days(mean(total(v, e, BW_SUM_DISPATCH_WAIT))));
    set(row, BW_METRIC_LANE_TRANSIT, in_days(mean(total(v, e, BW_SUM_TRANSIT))));
    set(row, BW_METRIC_LANE_DELAY, in_days(mean(total(v, e, BW_SUM_DELAY))));
    set(row, BW_METRIC_LANE_DELAYED, mean(total(v, e, BW_SUM_DELAYED)));
    set(row, BW_METRIC_LANE_CUSTOMS, in_days(mean(total(v, e, BW_SUM_CUSTOMS))));
    set(row, BW_METRIC_LANE_INSPECTED, mean(total(v, e, BW_SUM_INSPECTED)));
    set(row, BW_METRIC_LANE_UNDER_WAY, level(v, e, BW_LEVEL_UNDER_WAY));
    set(row, BW_METRIC_LANE_EXCURSIONS, mean(total(v, e, BW_SUM_EXCURSION)));
    set(row, BW_METRIC_LANE_DISPOSITION,
        in_days(mean(total(v, e, BW_SUM_DISPOSITION))));
    set(row, BW_METRIC_LANE_REJECTED, ratio(total(v, e, BW_SUM_SPOILED)->sum, landed));
    set(row, BW_METRIC_LANE_DOWNGRADED,
        ratio(total(v, e, BW_SUM_DOWNGRADED)->sum, landed));
    set(row, BW_METRIC_LANE_DAMAGED, ratio(total(v, e, BW_SUM_DAMAGED)->sum, landed));
    set(row, BW_METRIC_LANE_LOGGER_LOST, mean(total(v, e, BW_SUM_LOGGER_LOST)));
    set(row, BW_METRIC_LANE_MISSED, mean(total(v, e, BW_SUM_MISSED)));
    set(row, BW_METRIC_LANE_MISTAKEN, mean(total(v, e, BW_SUM_MISTAKEN)));
    set(row, BW_METRIC_LANE_WITHIN, mean(total(v, e, BW_SUM_WITHIN)));
    set(row, BW_METRIC_LANE_COST, bw_cost_of_element(v->state, e));
    set(row, BW_METRIC_LANE_CO2, total(v, e, BW_SUM_LANE_CO2)->sum);
}

void bw_extract_fleet(const struct view *v, bw_index e, struct row row)
{
    const struct bw_total *wait = total(v, e, BW_SUM_FLEET_WAIT);

    set(row, BW_METRIC_FLEET_UTILIZATION,
        ratio(level(v, e, BW_LEVEL_OUT), level(v, e, BW_LEVEL_VEHICLES)));
    set(row, BW_METRIC_FLEET_OUT, level(v, e, BW_LEVEL_OUT));
    set(row, BW_METRIC_FLEET_TRIPS, (double)wait->count);
    set(row, BW_METRIC_FLEET_WAIT, in_days(mean(wait)));
    set(row, BW_METRIC_FLEET_COST, bw_cost_of_element(v->state, e));
}

void bw_extract_dock(const struct view *v, bw_index e, struct row row)
{
    const struct bw_total *unloading = total(v, e, BW_SUM_UNLOADING);

    set(row, BW_METRIC_DOCK_UTILIZATION,
        ratio(level(v, e, BW_LEVEL_DOORS_BUSY), level(v, e, BW_LEVEL_DOORS)));
    set(row, BW_METRIC_DOCK_QUEUE, level(v, e, BW_LEVEL_DOCK_QUEUE));
    set(row, BW_METRIC_DOCK_WAIT, in_days(mean(total(v, e, BW_SUM_DOCK_WAIT))));
    set(row, BW_METRIC_DOCK_UNLOADING, in_days(mean(unloading)));
    set(row, BW_METRIC_DOCK_SHIPMENTS, (double)unloading->count);
}

void bw_extract_hub(const struct view *v, bw_index e, struct row row)
{
    double passed = total(v, e, BW_SUM_HUB_PASSED)->sum;
    double within = total(v, e, BW_SUM_HUB_WITHIN)->sum;

    set(row, BW_METRIC_HUB_PASSED, passed);
    set(row, BW_METRIC_HUB_STAY,
        in_days(ratio(total(v, e, BW_SUM_HUB_STAY)->sum, passed)));
    set(row, BW_METRIC_HUB_WITHIN, ratio(within, passed));
    set(row, BW_METRIC_HUB_STORED, passed - within);
    set(row, BW_METRIC_HUB_UTILIZATION, level(v, e, BW_LEVEL_HUB_USED) / 1e6);
    set(row, BW_METRIC_HUB_QUEUE, level(v, e, BW_LEVEL_HUB_WAITING));
    set(row, BW_METRIC_HUB_WAIT, in_days(mean(total(v, e, BW_SUM_HUB_WAIT))));
    set(row, BW_METRIC_HUB_COST, bw_cost_of_element(v->state, e));
}
