/* SPDX-License-Identifier: Apache-2.0
 *
 * Stocks as they are described: order rules, where they order and by which ways, whom
 * they serve first, pools, pushes and forecasts.
 */
#ifndef BW_CHAIN_NETWORK_STOCK_H
#define BW_CHAIN_NETWORK_STOCK_H

#include "chain/network_terms.h"

#define BW_LEG_LIMIT 16u    /* lanes of a route */
#define BW_WAY_LIMIT 15u    /* routes to choose from; legs of all must fit 8 bits */
#define BW_RESERVE_LIMIT 9  /* classes for which a stock keeps goods */
#define BW_SOURCE_LIMIT 16u /* sources of a stock */
#define BW_MEMBER_LIMIT 32u /* stocks of one item in a pool */

#define BW_POLICY_NUMBER_LIMIT 5 /* numbers of an order rule */

enum bw_policy_kind {
    BW_POLICY_NONE, /* never orders */
    BW_POLICY_BASE_STOCK,
    BW_POLICY_MIN_MAX,
    BW_POLICY_FIXED_QUANTITY,
    BW_POLICY_PERIODIC,
    BW_POLICY_PERIODIC_MIN_MAX,
    BW_POLICY_MAKE_TO_ORDER,
    BW_POLICY_COVER,
    BW_POLICY_BUFFER,
    BW_POLICY_IRT,
    BW_POLICY_PLANNED,
    BW_POLICY_KIND_COUNT
};

enum bw_source_kind {
    BW_SOURCE_SUPPLY, /* index of a supply entry at another site */
    BW_SOURCE_STOCK,  /* index of a stock at another site */
    BW_SOURCE_MAKE    /* index of a recipe of the same site */
};

/* One lane of a route. */
struct bw_leg {
    bw_index lane;
    bool last; /* of its route */
};

/* One of the routes that goods may take to a place. */
struct bw_way {
    bw_index first_leg, leg_count;
    double up_to; /* units of the largest order that goes this way by size */
};

/* Which of several routes goods take; ties go to the earlier one. */
enum bw_way_rule {
    BW_WAY_CHEAPEST,
    BW_WAY_FASTEST,
    BW_WAY_BY_DUE,
    BW_WAY_BY_SIZE,
    BW_WAY_RULE_COUNT
};

/* How goods get from one place to another. The legs of its ways follow each other. */
struct bw_routing {
    bw_index first_leg, leg_count; /* none: they are handed over without a lane */
    bw_index first_way, way_count;
    enum bw_way_rule rule;
};

/* Orders of one site with the suppliers of another that go out together. */
struct bw_purchase {
    bw_index buyer, seller; /* sites */
    bw_time window;         /* after the first of them */
    double cost;            /* money per joint order */
};

/* Where a stock can be ordered from. */
struct bw_stock_source {
    enum bw_source_kind kind;
    bw_index index;            /* supply, stock or recipe */
    struct bw_routing routing; /* from there */
    bw_index purchase;         /* BW_NONE = each order goes out by itself */
    uint32_t priority;         /* sources are sorted by it */
    bw_index share;            /* parameter slot: weight in a split; BW_NONE = 1 */
    double price;              /* money per unit, besides the supplier's */
    double up_to;              /* units of the largest order by size */
    bool is_member;            /* another member of the pool of the stock */
    bw_index sight; /* what it is told of the stock besides orders; BW_NONE = nothing */
};

/* Which member of a pool gives; ties go to the earlier one. */
enum bw_pool_rule {
    BW_POOL_MOST_STOCK,
    BW_POOL_FASTEST,
    BW_POOL_CHEAPEST,
    BW_POOL_RULE_COUNT
};

/* How a stock shares out what comes in. */
enum bw_push_rule {
    BW_PUSH_FAIR_SHARE,
    BW_PUSH_SHARES,
    BW_PUSH_LEVELS,
    BW_PUSH_RULE_COUNT
};

/* A stock that sends goods on without being asked. */
struct bw_push {
    bw_index stock;
    enum bw_push_rule rule;
    bw_index keep; /* parameter slot: usable units that stay */
    bw_index first_target, target_count;
};

struct bw_push_target {
    bw_index stock, source; /* source: the pushing stock among those of the receiver */
    bw_index
        amount; /* parameter slot: weight or level [units]; BW_NONE = mean demand */
};

/* Stocks that help each other out. */
struct bw_stock_pool {
    bw_index element;
    enum bw_pool_rule rule;
};

/* A member of a pool as another one sees it. */
struct bw_peer {
    bw_index stock;
    bw_index source; /* by which its goods come; BW_NONE = it cannot give */
};

/* Which of several sources gets an order; ties go to the earlier one. */
enum bw_source_rule {
    BW_SOURCE_PRIORITY,
    BW_SOURCE_SPLIT,
    BW_SOURCE_CHEAPEST,
    BW_SOURCE_FASTEST,
    BW_SOURCE_MOST_STOCK,
    BW_SOURCE_FIRST_AVAILABLE,
    BW_SOURCE_BY_SIZE,
    BW_SOURCE_RULE_COUNT
};

/* Whom a stock serves first. */
enum bw_allocation {
    BW_ALLOCATE_FCFS,
    BW_ALLOCATE_PRIORITY,
    BW_ALLOCATE_DUE_DATE,
    BW_ALLOCATE_PROPORTIONAL, /* in shares of what is open when goods are short */
    BW_ALLOCATION_COUNT
};

enum bw_rounding { BW_ROUND_DOWN, BW_ROUND_UP, BW_ROUND_EXACT };

/* Resupply of a stock of kits by what trials expect. */
struct bw_irt {
    bw_index stock;
    bw_index first_demand, demand_count; /* of irt_demands: demands of trial sites that
                                            are served from here, by whatever way */
    bool is_site;                        /* patients get their kits here */
    bool together;      /* when it orders, the other kits of the site are ordered too */
    bw_time least_life; /* the most that anybody asks of what is issued from here */
};

/* An order that is placed at a date. */
struct bw_planned_order {
    bw_time at;
    double quantity;    /* units, times the scale of the stock */
    bw_time shelf_life; /* that its goods have at the most when they come in */
    /* Sized on its date by what trials still need, in place of quantity. */
    bool is_sized;
    double overage, share; /* beyond the need; of what is missing */
    bw_time keep;          /* kits that keep for less do not count */
};

struct bw_stock {
    bw_index element, site, item;
    bw_index first_source, source_count; /* none: initial stock only */
    enum bw_source_rule source_rule;
    bool source_once; /* the first choice holds for all orders */
    bool reallocates; /* what a source cannot give at once goes to the next */
    enum bw_policy_kind policy;
    /* Parameter slots; quantities in units; BW_NONE where the policy has none. Numbers
     * are in the order of the policy's table. */
    bw_index numbers[BW_POLICY_NUMBER_LIMIT], safety_stock, safety_lead_time;
    /* Parameter slots of the safety stock for a service level, of which one is given;
     * BW_NONE = none, of demand_sd = that of the forecast. */
    struct {
        bw_index cycle, fill_rate, lead_time, lead_time_sd, demand_sd;
    } service;
    bw_index forecast;      /* BW_NONE = the long-run mean */
    bw_index visibility;    /* BW_NONE = it sees orders only */
    bw_time remaining_life; /* that goods issued to it must have at least */
    bool is_echelon;        /* its position includes those of all stocks downstream */
    bw_index first_ancestor, ancestor_count; /* echelon stocks upstream of it */
    bool trigger_below; /* order when strictly below, else at or below */
    /* review_every 0 = continuous review. With days, a bit each from Monday on, at is
     * the time of the day, and every the longest gap between two reviews. */
    bw_time review_every, review_at;
    uint32_t review_days;
    enum bw_rounding rounding; /* of make-fed orders to batches */
    bool partial;              /* orders asked of this stock may be filled in parts */
    bool ship_held; /* goods may leave while tests and records are still open */
    enum bw_allocation allocation;
    uint32_t priority; /* class of orders placed for nobody who waits; 0 = none */
    /* Parameter slots, contiguous: units that orders of class 1, 2, ... may not take;
     * the last one holds for later classes too. */
    bw_index first_reserve, reserve_count;
    int64_t initial; /* on hand when the run begins, all lots together */
    bw_index first_initial, initial_count; /* what it has and expects then */
    bw_index rest; /* parameter slot: time before goods can be issued; BW_NONE = none */
    bw_index push; /* BW_NONE = it sends nothing unasked */
    bw_index pool; /* BW_NONE = none */
    bw_index keep; /* parameter slot: usable units that it does not give to members */
    bw_index first_peer, peer_count; /* other members, by index */
    bw_index space;                  /* BW_NONE = unlimited */
    bool fits_space;                 /* it orders no more than there are places for */
    bw_index irt;                    /* of irts; BW_NONE = it has another rule */
    bw_index first_planned, planned_count; /* orders by date, ascending */
    bw_index hurry_below; /* parameter slot: net stock below which orders are hurried;
                             BW_NONE = never */
    double mean_demand;   /* units per tick that reach this stock in the long run,
                             computed */
    uint64_t rank_stream; /* ranks orders of this stock that reach its source in one
                             instant */
    struct {
        double holding;  /* per unit and tick */
        double order;    /* per order */
        double unit;     /* per unit ordered */
        double shortage; /* per unit backordered and tick */
    } costs;
};

/* Goods of a stock when the run begins. */
struct bw_initial {
    int64_t quantity;
    bw_time age; /* at the start */
    bool on_order;
    bw_time arrives; /* after the start, of what is on order */
};

enum bw_forecast_kind {
    BW_FORECAST_FIXED,
    BW_FORECAST_MOVING_AVERAGE,
    BW_FORECAST_SMOOTHING,
    BW_FORECAST_KIND_COUNT
};

/* A stock that is told what its partners downstream are asked for. */
struct bw_visibility {
    bw_index stock;
    bw_index participation;  /* parameter slot: share of partners that tell */
    struct bw_sampler delay; /* of what they tell; each sight has streams of its own */
};

/* What one stock may tell another. */
struct bw_sight {
    bw_index to;   /* a stock with visibility */
    double weight; /* part of what it is asked for that it orders there */
    uint64_t shares_stream, delay_stream;
};

/* What a stock expects to be asked for. */
struct bw_forecast {
    bw_index element, stock;
    enum bw_forecast_kind kind;
    uint32_t window; /* days of a moving average, else 0 */
    double alpha;    /* weight of the last day in exponential smoothing */
    double initial;  /* units per tick; NaN = the long-run mean */
};

#endif
