/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of extraction share: extract.c, extract_demand.c, extract_transport.c,
 * extract_storage.c, extract_cold.c, extract_returns.c and extract_ledger.c (elements),
 * extract_chain.c (the whole, and series).
 */
#ifndef BW_CHAIN_EXTRACT_INTERNAL_H
#define BW_CHAIN_EXTRACT_INTERNAL_H

#include "chain/measure.h"
#include "chain/measure_internal.h"
#include "chain/metrics.h"

#include <math.h>

struct view {
    const struct bw_state *state;
    const struct bw_network *network;
    const struct bw_layout *layout;
    const struct bw_measure *measure;
    double *values;
    double days; /* of the window */
};

static inline double ratio(double a, double b)
{
    return b != 0.0 ? a / b : NAN;
}

static inline double in_days(double ticks)
{
    return ticks / (double)BW_DAY;
}

static inline const struct bw_total *total(
    const struct view *v, bw_index element, enum bw_sum sum)
{
    return &v->measure->totals[bw_measure_total_at(v->state, element, sum)];
}

static inline double mean(const struct bw_total *t)
{
    return ratio(t->sum, (double)t->count);
}

static inline double variance(const struct bw_total *t)
{
    double n = (double)t->count;

    return t->count < 2 ? NAN
                        : fmax((t->squares - t->sum * t->sum / n) / (n - 1.0), 0.0);
}

static inline double level(const struct view *v, bw_index element, enum bw_level which)
{
    return v->measure->level_means[bw_measure_level_at(v->state, element, which)];
}

/* Address of metric 0 of a group's element; metrics lie element_count apart. */
struct row {
    double *first;
    size_t stride;
};

static inline struct row row_of(const struct view *v, size_t group, uint32_t element)
{
    const struct bw_metric_group *g = &v->layout->groups[group];

    return (struct row){v->values + g->offset + element, g->element_count};
}

static inline void set(struct row row, unsigned metric, double value)
{
    row.first[metric * row.stride] = value;
}

/* Writes the 50, 90, 95 and 99 % quantiles of a sketch, censored where open is given.
 */
static inline void set_quantiles(struct row row, unsigned first,
    const struct bw_sketch *sketch, const struct bw_sketch *open)
{
    static const double probabilities[] = {0.50, 0.90, 0.95, 0.99};

    for (unsigned i = 0; i < 4; i++) {
        double ticks = open != NULL
            ? bw_sketch_quantile_censored(sketch, open, probabilities[i])
            : bw_sketch_quantile(sketch, probabilities[i]);

        set(row, first + i, in_days(ticks));
    }
}

/* Open lines matter to quantiles above 1 %: then the Kaplan-Meier estimate is used. */
static inline const struct bw_sketch *if_many_open(
    const struct bw_sketch *closed, const struct bw_sketch *open)
{
    return (double)open->count > 0.01 * (double)(closed->count + open->count) ? open
                                                                              : NULL;
}

/* Write the metrics of an element into its row. */
void bw_extract_demand(const struct view *view, bw_index element, struct row row);
void bw_extract_forecast(const struct view *view, bw_index element, struct row row);
void bw_extract_budget(const struct view *view, bw_index element, struct row row);
void bw_extract_packaging(const struct view *view, bw_index element, struct row row);
void bw_extract_lane_leg(const struct view *view, bw_index element, struct row row);
void bw_extract_payer(const struct view *view, bw_index element, struct row row);
void bw_extract_returns(const struct view *view, bw_index element, struct row row);
void bw_extract_scan(const struct view *view, bw_index element, struct row row);
void bw_extract_trial(const struct view *view, bw_index element, struct row row);
void bw_extract_trial_site(const struct view *view, bw_index element, struct row row);
void bw_extract_ledger(const struct view *view, bw_index element, struct row row);

/* Order lead time charged to the element of a ledger / all of it. */
double bw_extract_ledger_share(const struct view *view, bw_index element);
void bw_extract_lane(const struct view *view, bw_index element, struct row row);
/* Of a lane: what has to do with temperatures. */
void bw_extract_lane_cold(const struct view *view, bw_index element, struct row row);
void bw_extract_fleet(const struct view *view, bw_index element, struct row row);
void bw_extract_dock(const struct view *view, bw_index element, struct row row);
void bw_extract_hub(const struct view *view, bw_index element, struct row row);
void bw_extract_equipment(const struct view *view, bw_index element, struct row row);
void bw_extract_grid(const struct view *view, bw_index element, struct row row);
void bw_extract_space(const struct view *view, bw_index element, struct row row);
void bw_extract_contract(const struct view *view, bw_index element, struct row row);
void bw_extract_pool(const struct view *view, bw_index element, struct row row);

/* Writes the metrics of the chain, the cells and the series. */
void bw_extract_chain(const struct view *view);

#endif
