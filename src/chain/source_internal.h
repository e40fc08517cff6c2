/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the choice of a source share: source_choice.c (which source is the
 * best), source_split.c (orders that are divided) and source_order.c (orders that are
 * placed, and what comes back).
 */
#ifndef BW_CHAIN_SOURCE_INTERNAL_H
#define BW_CHAIN_SOURCE_INTERNAL_H

#include "chain/source_choice.h"

/* What a stock could give: now, and before the instant of the last change. */
struct bw_published {
    bw_time changed;
    int64_t now, before;
};

/* The order of a source that waits for others to go out with. */
struct bw_gathered {
    uint32_t order;
    bw_time goes; /* INT64_MIN = none; past ones have gone */
};

struct bw_source_choice {
    struct bw_published *stocks; /* NULL = nobody looks */
    uint16_t *chosen; /* per stock: 1 + the choice for all orders, 0 = none yet */
    double *due;      /* per source: quanta that a split still owes it */
    bw_time *windows; /* per joint purchase: when it goes, a past one has gone */
    struct bw_gathered *gathered; /* per source; NULL = nothing is gathered */
};

/* Money per unit that is ordered from a source, apart from transport. */
double bw_source_price(
    const struct bw_network *network, const struct bw_stock_source *source);

/* False for a supplier that takes no orders. */
bool bw_source_is_open(
    const struct bw_state *state, const struct bw_stock_source *source);

/* Best source for quantity, counted among those of the stock, that tried (a bit each)
 * leaves and that takes orders; where none does, the best of those that do not;
 * source_count when none is left. Those that were better but closed are needed. */
bw_index bw_source_best(struct bw_state *state, const struct bw_stock *stock,
    int64_t quantity, uint32_t tried);

/* The sources of a stock that take orders, a bit each; all when none does. */
uint32_t bw_source_open(struct bw_state *state, const struct bw_stock *stock);

/* Makes quantity due to some sources (a bit each) in their shares. */
void bw_source_add_due(struct bw_state *state, const struct bw_stock *stock,
    uint32_t some, double quantity);

/* Divides quantity, of which their shares have become due to some sources, into parts
 * of whole quanta by the largest remainder (Hamilton 1792). */
void bw_source_divide(const struct bw_state *state, const struct bw_stock *stock,
    uint32_t some, int64_t quantity, int64_t *parts);

#endif
