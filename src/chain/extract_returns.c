/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of returns and of scans at dispensing.
 */
#include "chain/cost.h"
#include "chain/extract_internal.h"

/* Quanta of an element's desk, in units of the item of a demand. */
static double at_desk(
    const struct view *v, bw_index element, enum bw_level which, bw_index demand)
{
    return level(v, element, which)
        * v->network->items[v->network->demands[demand].item].quantum;
}

void bw_extract_returns(const struct view *v, bw_index e, struct row row)
{
    const struct bw_returns *returns =
        &v->network->returns[v->network->elements[e].index];
    const struct bw_total *came = total(v, e, BW_SUM_RETURNS_CAME);
    double restocked = total(v, e, BW_SUM_RETURNS_RESTOCKED)->sum;
    double refused = total(v, e, BW_SUM_RETURNS_REFUSED)->sum;

    set(row, BW_METRIC_RETURNS_RETURNS, (double)came->count);
    set(row, BW_METRIC_RETURNS_RETURNED, came->sum);
    set(row, BW_METRIC_RETURNS_RESTOCKED, restocked);
    set(row, BW_METRIC_RETURNS_RESTOCK_TIME,
        in_days(mean(total(v, e, BW_SUM_RETURNS_TIME))));
    set(row, BW_METRIC_RETURNS_VERIFICATION,
        in_days(mean(total(v, e, BW_SUM_RETURNS_VERIFY))));
    set(row, BW_METRIC_RETURNS_REFUSED_SHARE, ratio(refused, refused + restocked));
    set(row, BW_METRIC_RETURNS_NO_RESALE, total(v, e, BW_SUM_RETURNS_NO_RESALE)->sum);
    set(row, BW_METRIC_RETURNS_AGED, total(v, e, BW_SUM_RETURNS_AGED)->sum);
    set(row, BW_METRIC_RETURNS_CONDITION, total(v, e, BW_SUM_RETURNS_CONDITION)->sum);
    set(row, BW_METRIC_RETURNS_RECORD, total(v, e, BW_SUM_RETURNS_RECORD)->sum);
    set(row, BW_METRIC_RETURNS_MISSED, total(v, e, BW_SUM_RETURNS_MISSED)->sum);
    set(row, BW_METRIC_RETURNS_AT_DESK,
        at_desk(v, e, BW_LEVEL_RETURNS_HELD, returns->demand));
    set(row, BW_METRIC_RETURNS_COST, bw_cost_of_element(v->state, e));
}

void bw_extract_scan(const struct view *v, bw_index e, struct row row)
{
    const struct bw_scan *scan = &v->network->scans[v->network->elements[e].index];
    double scans = total(v, e, BW_SUM_SCAN_SCANNED)->sum;
    double alerts = total(v, e, BW_SUM_SCAN_ALERT)->sum;

    set(row, BW_METRIC_SCAN_SCANS, scans);
    set(row, BW_METRIC_SCAN_ALERTS, alerts);
    set(row, BW_METRIC_SCAN_ALERT_SHARE, ratio(alerts, scans));
    set(row, BW_METRIC_SCAN_HELD_TIME, in_days(mean(total(v, e, BW_SUM_SCAN_TIME))));
    set(row, BW_METRIC_SCAN_RELEASED, total(v, e, BW_SUM_SCAN_RELEASED)->sum);
    set(row, BW_METRIC_SCAN_DESTROYED, total(v, e, BW_SUM_SCAN_DESTROYED)->sum);
    set(row, BW_METRIC_SCAN_AT_DESK, at_desk(v, e, BW_LEVEL_SCAN_HELD, scan->demand));
    set(row, BW_METRIC_SCAN_COST, bw_cost_of_element(v->state, e));
}
