/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of storage equipment and of the grids that it hangs on.
 */
#include "chain/extract_internal.h"
#include "chain/metrics.h"

void bw_extract_equipment(const struct view *v, bw_index e, struct row row)
{
    const struct bw_equipment *equipment =
        &v->network->equipments[v->network->elements[e].index];
    const struct bw_total *found = total(v, e, BW_SUM_EQUIPMENT_FOUND);
    const struct bw_total *cuts = total(v, e, BW_SUM_EQUIPMENT_CUT);

    set(row, BW_METRIC_EQUIPMENT_AVAILABILITY,
        level(v, e, BW_LEVEL_EQUIPMENT_WORKING) / equipment->units);
    set(row, BW_METRIC_EQUIPMENT_POWERED, level(v, e, BW_LEVEL_EQUIPMENT_POWERED));
    set(row, BW_METRIC_EQUIPMENT_FAILURES, (double)found->count);
    set(row, BW_METRIC_EQUIPMENT_FOUND, in_days(mean(found)));
    set(row, BW_METRIC_EQUIPMENT_CUTS, (double)cuts->count);
    set(row, BW_METRIC_EQUIPMENT_MISSED, cuts->sum);
    set(row, BW_METRIC_EQUIPMENT_EXPOSED, total(v, e, BW_SUM_EQUIPMENT_EXPOSED)->sum);
    set(row, BW_METRIC_EQUIPMENT_BEYOND, total(v, e, BW_SUM_EQUIPMENT_BEYOND)->sum);
    set(row, BW_METRIC_EQUIPMENT_LOST, total(v, e, BW_SUM_EQUIPMENT_LOST)->sum);
    set(row, BW_METRIC_EQUIPMENT_UNSEEN, total(v, e, BW_SUM_EQUIPMENT_UNSEEN)->sum);
    set(row, BW_METRIC_EQUIPMENT_MISTAKEN, total(v, e, BW_SUM_EQUIPMENT_MISTAKEN)->sum);
    set(row, BW_METRIC_EQUIPMENT_DOWNGRADED,
        total(v, e, BW_SUM_EQUIPMENT_DOWNGRADED)->sum);
    set(row, BW_METRIC_EQUIPMENT_DISPOSITION,
        in_days(mean(total(v, e, BW_SUM_EQUIPMENT_DISPOSITION))));
}

void bw_extract_grid(const struct view *v, bw_index e, struct row row)
{
    const struct bw_total *cuts = total(v, e, BW_SUM_GRID_CUT);

    set(row, BW_METRIC_GRID_AVAILABILITY, level(v, e, BW_LEVEL_GRID_POWERED));
    set(row, BW_METRIC_GRID_CUTS, (double)cuts->count);
    set(row, BW_METRIC_GRID_CUT_TIME, in_days(mean(cuts)));
}
