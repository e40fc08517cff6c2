/* SPDX-License-Identifier: Apache-2.0
 *
 * The k-th smallest of times that come one after another, as in "when k of n have
 * replied".
 */
#ifndef BW_ENGINE_ORDER_STATISTIC_H
#define BW_ENGINE_ORDER_STATISTIC_H

#include "base/time.h"

#include <stdint.h>

/* Borrows room for need times (need > 0), of which it keeps the smallest in order. */
struct bw_order_statistic {
    bw_time *least;
    uint32_t need, kept;
};

static inline void bw_order_statistic_init(
    struct bw_order_statistic *statistic, bw_time *room, uint32_t need)
{
    statistic->least = room;
    statistic->need = need;
    statistic->kept = 0;
}

void bw_order_statistic_add(struct bw_order_statistic *statistic, bw_time time);

/* The need-th smallest; BW_FOREVER when fewer have come. */
bw_time bw_order_statistic_value(const struct bw_order_statistic *statistic);

#endif
