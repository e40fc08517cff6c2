/* SPDX-License-Identifier: Apache-2.0
 *
 * Bottleneck ranking: which elements the waiting is charged to. The score of an element
 * is the sum of its attribution cells over the stages that count as waiting, per order
 * line (order_wait) for the endpoints lead_time and lead_time_units, per delivered unit
 * (flow_time) for the others; flow_time_without_store leaves stage store out.
 */
#ifndef BW_EXPERIMENT_RANKING_H
#define BW_EXPERIMENT_RANKING_H

#include "base/status.h"
#include "chain/layout.h"
#include "chain/network.h"
#include "chain/stage.h"
#include "results/result_set.h"

#include <stdint.h>

/* Elements that are among this many highest count for the probability. */
#define BW_RANKING_TOP 5

/* Ranks the elements of one point over its replications, values [replication]
 * [layout->size]. ranks[BW_BOTTLENECK_RANKS] is filled from the highest mean score down
 * (ties: lower element first); ranks without an element that anything waits for get
 * BW_NONE. The chain itself is never ranked. Replications without any delivery (NaN)
 * are left out. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_ranking_make(const struct bw_layout *layout,
    enum bw_endpoint endpoint, const double *values, uint32_t replication_count,
    struct bw_bottleneck *ranks);

/* The waiting stage that most of the element's mean score falls to; BW_STAGE_COUNT when
 * the element has no score. */
enum bw_stage bw_ranking_stage(const struct bw_layout *layout,
    enum bw_endpoint endpoint, const double *values, uint32_t replication_count,
    bw_index element);

/* Mean time [d] that the ranking is about: *total of all stages (store left out where
 * the endpoint does), and *work of it, process and transit, which is not ranked. */
void bw_ranking_work(const struct bw_layout *layout, enum bw_endpoint endpoint,
    const double *values, uint32_t replication_count, double *work, double *total);

#endif
