/* SPDX-License-Identifier: Apache-2.0
 *
 * How items are made: recipes, their steps and lines, release and co-products.
 */
#ifndef BW_CHAIN_NETWORK_RECIPE_H
#define BW_CHAIN_NETWORK_RECIPE_H

#include "chain/network_terms.h"

#define BW_LINE_LIMIT 16u /* lines of a step */

struct bw_need {
    bw_index stock;    /* at the same site */
    int64_t per_batch; /* quanta for a full batch, rounded up */
    double per_unit; /* units per unit of output started, for batches of other sizes */
};

#define BW_ROUTE_DONE (UINT32_MAX - 1)
#define BW_ROUTE_SCRAP (UINT32_MAX - 2)

struct bw_route {
    bw_index to;       /* step, BW_ROUTE_DONE or BW_ROUTE_SCRAP */
    double cumulative; /* probability of this row or an earlier one; the last is 1 */
};

/* One of several lines (resources) among which a batch chooses when it comes to a step.
 */
struct bw_line {
    bw_index resource;
    double time_factor;      /* on the work of the step */
    double cumulative;       /* share of a split, with those before; the last is 1 */
    struct bw_sampler yield; /* in place of that of the step, where present */
};

/* Which line a batch takes; ties go to the earlier one. */
enum bw_line_rule {
    BW_LINE_SHORTEST_QUEUE,
    BW_LINE_FIRST_IDLE,
    BW_LINE_PRIORITY,
    BW_LINE_FASTEST,
    BW_LINE_SPLIT,
    BW_LINE_RULE_COUNT
};

struct bw_step {
    bw_index element, recipe;
    bw_index resource; /* BW_NONE = nobody is seized; of several lines the first */
    bw_index first_line, line_count; /* 0 = there is no choice */
    enum bw_line_rule line_rule;
    uint64_t line_stream; /* of a split */
    struct bw_sampler setup, time;
    struct bw_sampler cleanup; /* of the server, when the goods have gone */
    struct bw_sampler yield; /* share of the quantity that goes on; the rest is waste */
    double reject;           /* probability that the whole batch is lost here */
    uint64_t reject_stream, route_stream;
    struct bw_sampler hold; /* runs beside the goods, from the end of the step */
    struct { /* QC test that runs beside the goods, from the end of the step */
        bool present;
        bw_index resource; /* BW_NONE = nobody is seized */
        struct bw_sampler time;
        double reject;
        uint64_t reject_stream;
        struct { /* of batches that failed, before they are given up */
            bool present;
            bw_index resource;
            struct bw_sampler time;
            double confirm; /* share that fails again */
            uint64_t confirm_stream;
        } retest;
    } test;
    struct bw_verification verify;     /* runs beside the goods */
    struct bw_resolver resolver;       /* of a mismatch */
    bw_index first_route, route_count; /* 0 = next of the map */
    struct { /* where batches go that may not be sent to rework any more */
        bw_index first_route, route_count;
        uint32_t at_most;
    } after;
    uint32_t at_most;  /* rounds of a batch; in the last one it goes on in the map */
    double cost;       /* money per batch */
    double setup_cost; /* money per set-up */
    uint32_t buffer;   /* places before it, or each line; UINT32_MAX = any number */
    bw_index demand;   /* saturated demand that keeps it busy, BW_NONE = none */
};

/* Release of a batch by people, after its last step: a review of its record, once all
 * tests, waiting times and records of its steps are over, and beside it the
 * investigation of deviations. */
struct bw_release {
    bool present;
    struct bw_resolver review;
    struct bw_sampler deviations; /* how many per batch */
    double blocking;              /* share that must be closed before the release */
    uint64_t blocking_stream;
    struct bw_resolver investigation; /* rejections: of blocking ones only */
};

/* Goods that come out of a batch beside its item. */
struct bw_co_product {
    bw_index stock;    /* at the same site */
    int64_t per_batch; /* quanta with every batch that ends with goods; 0 = per unit */
    double per_unit;   /* units per good unit of the item, rounded down */
    double cost_share; /* of the cost of the batch */
};

struct bw_recipe {
    bw_index element, site, item, stock; /* stock = where its output goes */
    int64_t batch; /* quanta of the largest batch; 0 = each order its own size */
    int64_t batch_minimum, batch_step; /* smallest batch; step 0 = one size */
    uint32_t parallel; /* batches of one order at once; UINT32_MAX = all */
    bw_index
        wip_limit; /* parameter slot: batches on the floor, infinity = any number */
    struct {
        bw_time every, at, length; /* every 0 = always */
    } starts;                      /* windows for releases to the floor */
    bool is_held_back;             /* a batch may have to wait for its release */
    bw_index first_need, need_count, first_step, step_count; /* contiguous */
    bw_index first_co_product, co_product_count;
    struct bw_release release;
    uint32_t family;       /* for changeovers: an item, or a number beyond them */
    uint64_t batch_stream; /* prefix of draws that belong to the batch */
    double cost;           /* money per unit started */
};

#endif
