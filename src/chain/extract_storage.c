/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of what stocks share: storage places and pools.
 */
#include "chain/change.h"
#include "chain/cost.h"
#include "chain/extract_internal.h"
#include "chain/metrics.h"
#include "chain/space.h"

#define MILLIONTHS 1e-6

void bw_extract_space(const struct view *v, bw_index e, struct row row)
{
    bw_index space = v->network->elements[e].index;
    double taken = 0.0;
    uint32_t count;
    const bw_index *stocks = bw_space_stocks(v->state, space, &count);

    for (uint32_t k = 0; k < count; k++) {
        const struct bw_stock *stock = &v->network->stocks[stocks[k]];
        const struct bw_item *item = &v->network->items[stock->item];

        taken += bw_measure_stock_mean(v->state, stocks[k], BW_LEVEL_ON_HAND)
            * item->quantum * item->space;
    }
    set(row, BW_METRIC_SPACE_TAKEN, taken);
    set(row, BW_METRIC_SPACE_UTILIZATION,
        ratio(taken, bw_change_mean(v->state, v->network->spaces[space].capacity)));
    set(row, BW_METRIC_SPACE_OVERFLOW, level(v, e, BW_LEVEL_OVERFLOW) * MILLIONTHS);
    set(row, BW_METRIC_SPACE_WAITING, level(v, e, BW_LEVEL_AT_DOOR) * MILLIONTHS);
    set(row, BW_METRIC_SPACE_REFUSED, total(v, e, BW_SUM_REFUSED)->sum);
    set(row, BW_METRIC_SPACE_COST, bw_cost_of_element(v->state, e));
}

void bw_extract_pool(const struct view *v, bw_index e, struct row row)
{

    set(row, BW_METRIC_POOL_TRANSFERS, (double)total(v, e, BW_SUM_POOL_ASKED)->count);
    set(row, BW_METRIC_POOL_ASKED, total(v, e, BW_SUM_POOL_ASKED)->sum);
    set(row, BW_METRIC_POOL_TRANSFERRED, total(v, e, BW_SUM_POOL_GIVEN)->sum);
}
