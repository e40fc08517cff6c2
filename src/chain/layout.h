/* SPDX-License-Identifier: Apache-2.0
 *
 * Layout: which figures one replication yields and where each stands in its flat vector
 * of doubles. Made once per network; equal for all points of a sweep, since sweeps
 * change values and never the set of elements. NaN = undefined (0/0).
 */
#ifndef BW_CHAIN_LAYOUT_H
#define BW_CHAIN_LAYOUT_H

#include "base/arena.h"
#include "chain/network.h"
#include "chain/stage.h"

#include <stddef.h>
#include <stdint.h>

struct bw_metric {
    const char *name;      /* [a-z0-9_], as in results */
    const char *unit;      /* CF-like: "d", "1", "unit", "1/d", "EUR", "kg", "degC" */
    const char *long_name; /* one line for people */
};

/* Metrics of all elements of one kind. Value of metric m of element e (both counted
 * within the group) stands at offset + m * element_count + e. */
struct bw_metric_group {
    const char *name; /* "chain", "demand", "stock", "resource", "step", "lane",
                 "ledger", "supply", "fleet",
                 "dock", "recipe", "space", "hub", "pool", "forecast", "payer",
                 "contract", "budget", "packaging", "lane_leg", "trial", "trial_site",
                 "equipment", "grid" */
    enum bw_element_kind kind;
    const struct bw_metric *metrics;
    uint32_t metric_count;
    const bw_index *elements; /* element numbers, ascending */
    uint32_t element_count;
    size_t offset;
};

struct bw_cell {
    bw_index element;
    enum bw_stage stage;
};

/* Weekly series: value of metric m in week w of group element e stands at
 * offset + (m * element_count + e) * week_count + w. */
struct bw_series_group {
    const char *name; /* "chain", "demand" or "trial" */
    const struct bw_metric *metrics;
    uint32_t metric_count;
    const bw_index *elements;
    uint32_t element_count;
    size_t offset;
};

#define BW_GROUP_COUNT 26
#define BW_SERIES_GROUP_COUNT 3
#define BW_QUANTILE_COUNT 23
#define BW_LAYOUT_DETAIL_LIMIT 1000u

struct bw_layout {
    struct bw_arena arena;
    struct bw_metric_group groups[BW_GROUP_COUNT]; /* groups[0] is the chain */
    /* Attribution: mean time [d] per order line (order_wait) and per delivered unit
     * (flow_time) of every cell that can occur; cells sorted by (element, stage). */
    struct bw_cell *cells;
    uint32_t *first_cells; /* by element, and one more: where its cells begin */
    uint32_t cell_count;
    size_t order_wait_offset, flow_time_offset; /* + cell */
    /* Quantiles [d] at bw_layout_probabilities: lead time of demand e at
     * lead_time_quantile_offset + e * BW_QUANTILE_COUNT + q; flow time of chain (all
     * delivered units) at flow_time_quantile_offset + q. */
    size_t lead_time_quantile_offset, flow_time_quantile_offset;
    uint32_t detailed_demands; /* have quantiles and weekly series: all, or none when
                                  there are more than BW_LAYOUT_DETAIL_LIMIT */
    struct bw_series_group series[BW_SERIES_GROUP_COUNT]; /* chain, demand, trial */
    uint32_t week_count;
    size_t size; /* doubles per replication */
};

extern const double bw_layout_probabilities[BW_QUANTILE_COUNT];

/* Makes the layout. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_layout_create(
    const struct bw_network *network, struct bw_layout **out);
void bw_layout_free(struct bw_layout *layout);

/* Name of a group of metrics, as in results; 0 is the chain. */
const char *bw_layout_group_name(size_t group);

/* Position of a chain metric by name, SIZE_MAX when there is none. */
size_t bw_layout_chain_metric(const struct bw_layout *layout, const char *name);

/* Position of metric name of the element with number element; SIZE_MAX when none. */
size_t bw_layout_metric(
    const struct bw_layout *layout, bw_index element, const char *name);

/* Name of the chain metric an endpoint is ("lead_time", "flow_time_without_store"...).
 */
const char *bw_layout_endpoint_metric(enum bw_endpoint endpoint);

#endif
