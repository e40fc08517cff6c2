/* SPDX-License-Identifier: Apache-2.0
 *
 * Customers as they are described.
 */
#ifndef BW_CHAIN_NETWORK_DEMAND_H
#define BW_CHAIN_NETWORK_DEMAND_H

#include "chain/network_returns.h"
#include "chain/network_stock.h"

/* Demand that grows or falls from day 0 on; before it is as on day 0. */
enum bw_trend { BW_TREND_NONE, BW_TREND_LINEAR, BW_TREND_GROWTH };

/* A time in which demand is multiplied. */
struct bw_surge {
    bw_time from, to;
    bw_index factor; /* parameter slot */
};

/* How a demand changes over time. Poisson arrivals come faster, of others the quantity
 * is multiplied. */
struct bw_profile {
    bool has_season;
    double season[12]; /* weights per calendar month, mean 1 */
    enum bw_trend trend;
    double slope; /* linear: of the factor, per tick; growth: of its logarithm */
    bw_index first_surge, surge_count;
};

/* What makes customers' orders come. */
enum bw_arrival_kind {
    BW_ARRIVALS_POISSON,
    BW_ARRIVALS_EVERY,    /* renewal */
    BW_ARRIVALS_PERIODIC, /* by the clock */
    BW_ARRIVALS_TRACE,    /* as recorded */
    BW_ARRIVALS_SATURATED,
    BW_ARRIVALS_VISITS, /* of a trial */
    BW_ARRIVALS_COUNT
};

/* One of those who pay for the orders of a demand. */
struct bw_payer {
    bw_index element, demand;
    double
        cumulative; /* share of orders of this one or an earlier one; the last is 1 */
    double price;   /* per unit */
};

/* An order of a trace. */
struct bw_trace_order {
    bw_time time;
    int64_t quantity; /* quanta */
};

/* Vials that customers open. */
struct bw_open_vial {
    int64_t doses;             /* quanta in a vial; 0 = wastage says */
    bw_time use_within;        /* after it is opened; 0 = only in its session */
    struct bw_sampler wastage; /* share of what an order opens */
};

struct bw_demand {
    bw_index element, stock, item;
    struct bw_routing routing; /* to the customer; none = delivered on issue */
    enum bw_arrival_kind arrivals;
    bw_index rate;         /* parameter slot: arrivals per tick; 0 when not Poisson */
    bw_index interval;     /* sampler, of EVERY */
    bw_time period, phase; /* of PERIODIC */
    bw_index first_order, order_count; /* of TRACE, by time */
    double trace_rate; /* of TRACE and VISITS: quantity per tick of the run */
    uint64_t arrival_stream;
    struct bw_sampler size; /* units per order */
    bw_index together;      /* sampler: orders per arrival, BW_NONE = one */
    bw_index patience;      /* sampler: time that an order waits, BW_NONE = for ever */
    bw_index profile;       /* BW_NONE = steady */
    bw_index activation;    /* contract that opens it, BW_NONE = open from the start */
    bw_time due;            /* after placement; BW_FOREVER = no due date */
    double price;           /* per unit, where it has no payers */
    bw_index first_payer, payer_count;
    uint64_t payer_stream;  /* uniform per order: who pays */
    bw_time remaining_life; /* that goods issued to it must have at least */
    bool lost_sales;        /* unmet is lost, else backordered */
    bool partial;           /* delivery in parts allowed */
    uint32_t priority;      /* class of its orders, 1 first; 0 = none */
    bw_index saturates; /* step that its orders keep busy for ever, BW_NONE = none */
    int64_t batch;      /* of these orders; 0 = as size says */
    struct {
        double late;       /* money per unit and tick past due, at delivery */
        double late_order; /* per line that is delivered in full past due */
        double lost;       /* per unit lost */
    } penalties;
    bw_index trial_site; /* whose visits it serves, BW_NONE = none */
    uint64_t rank_stream;
    uint64_t damage_stream;               /* of kits, by visit */
    const struct bw_returns *returns;     /* NULL = nothing comes back */
    const struct bw_scan *scan;           /* NULL = packs are not scanned */
    const struct bw_open_vial *open_vial; /* NULL = all that is asked for is used */
};

#endif
