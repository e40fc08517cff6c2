/* SPDX-License-Identifier: Apache-2.0
 *
 * Network: the chain as it is described. Built once by scenario/, then immutable and
 * shared by all threads. Everything is an array; things refer to each other by index.
 *
 * Quantities are int64 multiples of the item's quantum ("quanta"); durations are ticks;
 * rates are per tick; money is a double in the scenario's currency; shares are 0..1.
 */
#ifndef BW_CHAIN_NETWORK_H
#define BW_CHAIN_NETWORK_H

#include "base/arena.h"
#include "base/status.h"
#include "base/time.h"
#include "chain/network_lane.h"
#include "chain/network_terms.h"

#include <stdbool.h>
#include <stdint.h>

/* What the records of a lot can hold. */
#define BW_ITEM_LIMIT 65536u /* items of a scenario */
#define BW_LEG_LIMIT 16u     /* lanes of a route */
#define BW_WAY_LIMIT 15u     /* routes to choose from; legs of all must fit 8 bits */
#define BW_RESERVE_LIMIT 9   /* classes for which a stock keeps goods */
#define BW_CHECK_LIMIT 64u   /* checks of a supplier */
#define BW_SOURCE_LIMIT 16u  /* sources of a stock */
#define BW_LINE_LIMIT 16u    /* lines of a step */
#define BW_MEMBER_LIMIT 32u  /* stocks of one item in a pool */

/* Kinds of element: everything that acts, is charged with time, or has metrics. */
enum bw_element_kind {
    BW_ELEMENT_CHAIN, /* element 0, path "chain" */
    BW_ELEMENT_DEMAND,
    BW_ELEMENT_DOCK,     /* sites.S.docks */
    BW_ELEMENT_FLEET,    /* sites.S.fleets.F */
    BW_ELEMENT_HUB,      /* sites.S.cross_dock */
    BW_ELEMENT_FORECAST, /* sites.S.stock.I.forecast */
    BW_ELEMENT_LANE,
    BW_ELEMENT_LEDGER,
    BW_ELEMENT_POOL,     /* pools.P */
    BW_ELEMENT_PAYER,    /* demand.D.payers.P */
    BW_ELEMENT_RECIPE,   /* sites.S.make.I */
    BW_ELEMENT_RESOURCE, /* sites.S.resources.R */
    BW_ELEMENT_SPACE,    /* sites.S.storage.C */
    BW_ELEMENT_STEP,     /* sites.S.make.I.steps.P */
    BW_ELEMENT_STOCK,    /* sites.S.stock.I */
    BW_ELEMENT_SUPPLY,   /* sites.S.supply.I */
    BW_ELEMENT_KIND_COUNT
};

struct bw_element {
    const char *path;
    enum bw_element_kind kind;
    bw_index index; /* in the array of its kind */
};

/* A number that may change while running. Handlers read the replication's copy
 * (state->parameters[slot]), never this one. */
struct bw_parameter {
    const char *path;
    bw_index element; /* whose it is */
    double initial;
};

struct bw_item {
    const char *name, *unit;
    double quantum;             /* units per quantum */
    double load[BW_LOAD_COUNT]; /* of one unit: 1, litres, kg, pallets */
    bw_index storage_class;     /* BW_NONE = needs no class */
    bw_time shelf_life;         /* BW_FOREVER = none */
    double value;               /* money per unit */
    double destruction;         /* money per unit destroyed */
    double space;               /* places per unit in its storage class */
};

struct bw_storage_class {
    const char *name;
    double low_c, high_c;        /* label range [degrees C] */
    bw_time out_of_range_budget; /* time out of range a lot may spend in all */
};

/* Which waiting batch is released to the floor first; equals: first come, first. */
enum bw_production_rule {
    BW_RULE_FIFO,
    BW_RULE_DUE_DATE,
    BW_RULE_LEAST_SLACK,    /* time to the due date less the mean work */
    BW_RULE_CRITICAL_RATIO, /* time to the due date / mean work */
    BW_RULE_PRIORITY
};

struct bw_site {
    const char *name, *kind, *region;
    double cost;        /* money per tick */
    double floor_space; /* for extra servers, infinity = any */
    enum bw_production_rule rule;
    bw_index
        wip_limit; /* parameter slot: batches on the floor, infinity = any number */
    bw_index first_recipe, recipe_count;
    bw_index hub; /* BW_NONE = goods that pass through are not looked at */
};

/* What becomes of goods for which there is no place. */
enum bw_when_full {
    BW_FULL_WAIT,     /* they stand at the door */
    BW_FULL_OVERFLOW, /* they are kept elsewhere, at a cost */
    BW_FULL_REFUSE    /* they are turned away and destroyed */
};

/* Places of one storage class at one site. */
struct bw_space {
    bw_index element, site, storage_class;
    bw_index capacity; /* parameter slot [places], infinity = unlimited */
    enum bw_when_full when_full;
    double cost_place, cost_fixed; /* per place taken and tick; per tick */
    double cost_overflow;          /* per place beyond the capacity and tick */
};

/* How a wanted quantity becomes one that a supplier sells. */
enum bw_size_rounding { BW_SIZE_UP, BW_SIZE_NEAREST, BW_SIZE_DOWN };

/* One check of an onboarding. */
struct bw_supply_check {
    bw_index resource;             /* whose servers do it, BW_NONE = nobody queues */
    struct bw_sampler time, retry; /* retry: wait after a failure */
    double fail;                   /* probability per attempt */
    uint64_t fail_stream;
    double cost; /* money per attempt */
};

/* How a supplier is admitted, and stays so. */
struct bw_onboarding {
    bool present;  /* else it always takes orders */
    bool done;     /* admitted from the start */
    bool parallel; /* checks together, else one after the other */
    bw_time start; /* BW_FOREVER = when there is first need of it */
    bw_index first_check, check_count;
    bw_time valid, renew_before; /* of credentials; valid BW_FOREVER = no end */
    struct bw_sampler renewal;
    double renewal_cost;
};

struct bw_supply {
    bw_index element, site, item;
    struct bw_sampler lead_time;
    /* Orders are multiples (1 = any) from minimum to maximum [quanta], of which maximum
     * is one. */
    int64_t minimum, multiple, maximum;
    enum bw_size_rounding rounding;
    bw_index capacity; /* parameter slot: units started per period, BW_NONE = any */
    bw_time capacity_every, capacity_at; /* periods */
    double
        lost_share; /* of orders; found out and ordered again at the lead time's end */
    double late_share;    /* of orders, delayed by late */
    double short_share;   /* of orders, delivered to the share short_part, the rest
                             cancelled */
    uint64_t fate_stream; /* uniform per order: lost | late | short | good */
    struct bw_sampler late, short_part;
    bool in_order;    /* a later order never overtakes an earlier one */
    bw_index hurried; /* sampler: lead time of hurried orders, BW_NONE = it cannot */
    double hurry_order, hurry_unit; /* extra money per such order and unit */
    double price;                   /* money per unit */
    struct bw_onboarding onboarding;
};

/* Order in which a resource takes the jobs that wait; equals go in order of arrival. */
enum bw_discipline {
    BW_DISCIPLINE_FIFO,
    BW_DISCIPLINE_PRIORITY, /* lowest class first, jobs without one last */
    BW_DISCIPLINE_DUE_DATE  /* earliest first, jobs without one last */
};

/* From offset in the week on (Monday 00:00 is 0) the shifts of open run, one bit each.
 */
struct bw_week_point {
    bw_time offset;
    uint32_t open;
};

/* Everything is closed in [from, to). */
struct bw_closed {
    bw_time from, to;
};

#define BW_SHIFT_LIMIT 32u /* shifts of a calendar */

/* See calendar.h. Points and windows are sorted; the first point has offset 0, and
 * windows do not touch. */
struct bw_calendar {
    const char *name;
    bw_time monday; /* time of the week at tick 0 */
    bw_index first_point, point_count;
    bw_index first_closed, closed_count;
};

/* Planned maintenance of each server. Exactly one of every, after_busy and after_jobs
 * is above 0. */
struct bw_maintenance {
    bool present;
    bool interrupt;             /* does not wait for the end of a job */
    bw_time every, at, stagger; /* server i at `at + i * stagger`, then every */
    bw_time after_busy;         /* time of setup and work since the last one */
    uint32_t after_jobs;
    struct bw_sampler time;
};

/* One entry of a matrix of changeovers; families are those of recipes. */
struct bw_changeover_row {
    uint32_t from, to;
    bw_time time;
};

struct bw_changeover {
    bw_time otherwise; /* between families that no row names */
    bw_index first_row, row_count;
    struct bw_sampler factor; /* on the time of each changeover */
    double cost;              /* money per changeover that takes time */
};

/* Cleaning of a server before a job, after so many jobs or so much time; 0 = never. */
struct bw_cleaning {
    uint32_t after_jobs;
    bw_time after, time;
    double cost;
};

/* Extra servers that are called when work piles up and go when it is done. */
struct bw_flexible {
    bool present;
    uint32_t servers;
    uint32_t above_queue; /* called when more jobs wait; UINT32_MAX = not for that */
    bw_time above_wait; /* called when a job has waited so long; BW_FOREVER = not so */
    uint32_t below_queue;   /* no longer wanted when so many wait, or fewer */
    struct bw_sampler ramp; /* from a call until they are there */
    bw_time minimum;        /* that they stay */
    bw_time new_for;        /* after they came, in which they work with new_yield */
    double new_yield;       /* factor on the yield of steps */
    double floor;           /* floor space of one */
    double call_cost, cost; /* money per call; per server and tick */
};

/* How long a server stays with a family. */
struct bw_campaign {
    bool present;
    uint32_t at_most;     /* jobs in a row while another family is ready */
    uint32_t at_least;    /* jobs that wait make a family ready */
    bw_time longest_wait; /* after which its family goes first; BW_FOREVER = none */
};

struct bw_resource {
    bw_index element, site;
    bw_index servers;      /* parameter slot */
    uint32_t most_servers; /* that it ever has, extra ones left out */
    bool changes;          /* in its number of servers */
    enum bw_discipline discipline;
    bw_index calendar;   /* BW_NONE = always on duty */
    bw_index first_duty; /* servers on duty by shift of the calendar */
    bool finish_started; /* who has a job when the shift ends goes when it is done */
    bool fails_at_work;  /* failure counts the time of work, not the calendar's */
    struct bw_maintenance maintenance;
    bool changes_over; /* has changeovers or cleaning */
    struct bw_changeover changeover;
    struct bw_cleaning cleaning;
    struct bw_campaign campaign;
    struct bw_flexible flexible;
    bool may_block;       /* a step on it is followed by one with a buffer */
    uint32_t queue_limit; /* batches that may wait; UINT32_MAX = any number */
    struct bw_sampler failure, repair; /* per server, calendar time; both or neither */
    double cost;                       /* money per server and tick */
};

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
    bw_index verify; /* ledger, BW_NONE = not verified; runs beside the goods */
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

/* What a stock expects to be asked for. */
struct bw_forecast {
    bw_index element, stock;
    enum bw_forecast_kind kind;
    uint32_t window; /* days of a moving average, else 0 */
    double alpha;    /* weight of the last day in exponential smoothing */
    double initial;  /* units per tick; NaN = the long-run mean */
};

/* Passive packaging: keeps the range for hold at ambient qualified_c; at another
 * ambient the phase-change budget melts in proportion to the difference to range. */
struct bw_packaging {
    const char *name;
    bw_time hold;
    double qualified_c;
    double cost; /* per shipment */
};

enum bw_ledger_kind { BW_LEDGER_NONE, BW_LEDGER_EOV, BW_LEDGER_MANUAL };

struct bw_ledger {
    bw_index element;
    enum bw_ledger_kind kind;
    /* endorse-order-validate */
    uint32_t endorsers, endorsements; /* n, k */
    struct bw_sampler endorse;        /* one draw per endorser */
    uint32_t block_size;
    bw_time block_timeout;
    struct bw_sampler order;    /* consensus, per block */
    struct bw_sampler validate; /* per transaction, serial */
    /* manual */
    bw_index staff;          /* parameter slot: people */
    struct bw_sampler time;  /* work per record */
    struct bw_sampler delay; /* of the papers, before the work */
    /* all */
    bw_index mismatch; /* parameter slot: probability per verification */
    uint64_t mismatch_stream;
    double cost; /* money per record */
};

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

struct bw_demand {
    bw_index element, stock, item;
    struct bw_routing routing; /* to the customer; none = delivered on issue */
    enum bw_arrival_kind arrivals;
    bw_index rate;         /* parameter slot: arrivals per tick; 0 when not Poisson */
    bw_index interval;     /* sampler, of EVERY */
    bw_time period, phase; /* of PERIODIC */
    bw_index first_order, order_count; /* of TRACE, by time */
    double trace_rate;                 /* its quantity per tick of the run */
    uint64_t arrival_stream;
    struct bw_sampler size; /* units per order */
    bw_index together;      /* sampler: orders per arrival, BW_NONE = one */
    bw_index patience;      /* sampler: time that an order waits, BW_NONE = for ever */
    bw_index profile;       /* BW_NONE = steady */
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
    uint64_t rank_stream;
};

enum bw_endpoint {
    BW_ENDPOINT_LEAD_TIME,
    BW_ENDPOINT_LEAD_TIME_UNITS,
    BW_ENDPOINT_FLOW_TIME,
    BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE,
    BW_ENDPOINT_MAKE_RELEASE_TIME,
    BW_ENDPOINT_COUNT
};

enum bw_flow_from { BW_FLOW_FROM_MAKE, BW_FLOW_FROM_RECEIPT, BW_FLOW_FROM_SOURCE };

/* A change of a parameter by date. Sorted by time, then by slot. */
struct bw_dated_change {
    bw_time time;
    double value;
    bw_index slot;
};

struct bw_network {
    struct bw_arena arena; /* owns everything below */
    const char *title, *currency;
    int64_t start_day; /* date of tick 0, days since 1970-01-01 */
    bw_time warmup, horizon, cooldown;
    enum bw_endpoint endpoint;
    enum bw_flow_from flow_from;
    bool lanes_limit_life; /* some lane wants goods with some shelf life left */
    bool antithetic;       /* replications 2k and 2k + 1 mirror each other */
    bool passes_urgency;   /* something asks how urgent the orders behind a job are */

    /* Elements sorted by path after element 0; the number is also the scheduler. */
    struct bw_element *elements;
    struct bw_parameter *parameters;
    struct bw_item *items;
    struct bw_storage_class *classes;
    struct bw_site *sites;
    struct bw_space *spaces;
    struct bw_supply *supplies;
    struct bw_calendar *calendars;
    struct bw_week_point *week_points;
    struct bw_closed *closed;
    struct bw_changeover_row *changeover_rows;
    uint32_t *duties; /* pointed into by first_duty; UINT32_MAX = all servers */
    struct bw_resource *resources;
    struct bw_recipe *recipes;
    struct bw_need *needs;
    struct bw_co_product *co_products;
    struct bw_step *steps;
    struct bw_line *lines;
    struct bw_route *routes;
    struct bw_stock *stocks;
    struct bw_stock_source *sources;
    struct bw_supply_check *checks;
    struct bw_leg *legs;
    struct bw_way *ways;
    bw_time *instants; /* of timetables */
    struct bw_packaging *packagings;
    struct bw_fleet *fleets;
    struct bw_dock *docks;
    struct bw_hub *hubs;
    struct bw_lane *lanes;
    struct bw_ledger *ledgers;
    struct bw_demand *demands;
    struct bw_initial *initials;
    struct bw_dated_change *changes;
    bw_index *ancestors; /* pointed into by first_ancestor */
    struct bw_stock_pool *pools;
    struct bw_peer *peers;
    struct bw_push *pushes;
    struct bw_push_target *push_targets;
    uint32_t push_count, push_target_count;
    struct bw_forecast *forecasts;
    struct bw_purchase *purchases;
    struct bw_payer *payers;
    struct bw_profile *profiles;
    struct bw_surge *surges;
    struct bw_sampler *samplers; /* laws that few elements have */
    struct bw_trace_order *trace_orders;
    uint32_t initial_count, ancestor_count, forecast_count, pool_count, peer_count,
        change_count;
    uint32_t purchase_count, payer_count, profile_count, surge_count, sampler_count,
        trace_order_count;
    uint32_t element_count, parameter_count, item_count, class_count, site_count,
        space_count, supply_count, resource_count, check_count, recipe_count,
        need_count, co_product_count, step_count, line_count, route_count, stock_count,
        source_count, leg_count, packaging_count, lane_count, ledger_count,
        demand_count;
    uint32_t instant_count, way_count, fleet_count, dock_count, hub_count;
    uint32_t calendar_count, week_point_count, closed_count, duty_count,
        changeover_row_count;
};

/* Names of enum values as scenarios and results write them. */
const char *bw_endpoint_name(enum bw_endpoint endpoint);
const char *bw_element_kind_name(enum bw_element_kind kind);

/* Makes an empty network and releases everything (accepts NULL). */
BW_NODISCARD enum bw_status bw_network_create(struct bw_network **out);
void bw_network_free(struct bw_network *network);

/* Index of the element with this path, BW_NONE when there is none. */
bw_index bw_network_find(const struct bw_network *network, const char *path);

/* True when a stock has a source of this kind. */
bool bw_stock_has_source(const struct bw_network *network, const struct bw_stock *stock,
    enum bw_source_kind kind);

/* Converts units to quanta, nearest; false on overflow. */
bool bw_item_quanta(const struct bw_item *item, double units, int64_t *quanta);

#endif
