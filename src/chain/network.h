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
#include "chain/network_cold.h"
#include "chain/network_contract.h"
#include "chain/network_demand.h"
#include "chain/network_equipment.h"
#include "chain/network_lane.h"
#include "chain/network_ledger.h"
#include "chain/network_packaging.h"
#include "chain/network_recipe.h"
#include "chain/network_resource.h"
#include "chain/network_returns.h"
#include "chain/network_stability.h"
#include "chain/network_stock.h"
#include "chain/network_terms.h"
#include "chain/network_trial.h"

#include <stdbool.h>
#include <stdint.h>

/* What the records of a lot can hold. */
#define BW_ITEM_LIMIT 65536u /* items of a scenario */
#define BW_CHECK_LIMIT 64u   /* checks of a supplier */

/* Kinds of element: everything that acts, is charged with time, or has metrics. */
enum bw_element_kind {
    BW_ELEMENT_CHAIN,    /* element 0, path "chain" */
    BW_ELEMENT_CONTRACT, /* contracts.C */
    BW_ELEMENT_BUDGET,   /* items.I.stability.budgets.B */
    BW_ELEMENT_DEMAND,
    BW_ELEMENT_DOCK,      /* sites.S.docks */
    BW_ELEMENT_EQUIPMENT, /* sites.S.storage.C.equipment */
    BW_ELEMENT_GRID,      /* grids.G */
    BW_ELEMENT_FLEET,     /* sites.S.fleets.F */
    BW_ELEMENT_HUB,       /* sites.S.cross_dock */
    BW_ELEMENT_FORECAST,  /* sites.S.stock.I.forecast */
    BW_ELEMENT_LANE,
    BW_ELEMENT_LANE_LEG, /* lanes.L.legs.X */
    BW_ELEMENT_LEDGER,
    BW_ELEMENT_PACKAGING,  /* packaging.P */
    BW_ELEMENT_POOL,       /* pools.P */
    BW_ELEMENT_PAYER,      /* demand.D.payers.P */
    BW_ELEMENT_RECIPE,     /* sites.S.make.I */
    BW_ELEMENT_RESOURCE,   /* sites.S.resources.R */
    BW_ELEMENT_RETURNS,    /* demand.D.returns */
    BW_ELEMENT_SCAN,       /* demand.D.scan */
    BW_ELEMENT_SPACE,      /* sites.S.storage.C */
    BW_ELEMENT_STEP,       /* sites.S.make.I.steps.P */
    BW_ELEMENT_STOCK,      /* sites.S.stock.I */
    BW_ELEMENT_SUPPLY,     /* sites.S.supply.I */
    BW_ELEMENT_TRIAL,      /* trials.T */
    BW_ELEMENT_TRIAL_SITE, /* trials.T.sites.S */
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
    bw_time shelf_life;         /* when the run begins; BW_FOREVER = none */
    bw_index life; /* parameter slot [ticks, infinity], BW_NONE = it does not change */
    double value;  /* money per unit */
    double destruction;                   /* money per unit destroyed */
    double space;                         /* places per unit in its storage class */
    const struct bw_stability *stability; /* NULL = what its class says */
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
    bw_index hub;     /* BW_NONE = goods that pass through are not looked at */
    bw_index climate; /* BW_NONE = not told */
    bw_index grid;    /* BW_NONE = power never fails */
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
    bool present;      /* else it always takes orders */
    bool done;         /* admitted from the start */
    bool parallel;     /* checks together, else one after the other */
    bw_time start;     /* BW_FOREVER = when there is first need of it */
    bw_index contract; /* that admits it, BW_NONE = its own checks */
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
    struct bw_budget *budgets;
    struct bw_storage_class *classes;
    struct bw_climate *climates;
    struct bw_equipment *equipments;
    struct bw_power_grid *grids;
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
    bw_index *lane_legs; /* elements of the legs that are written */
    struct bw_ledger *ledgers;
    bw_index data_count; /* lanes and returns whose data may be late or wrong */
    struct bw_contract *contracts;
    struct bw_contract_step *contract_steps;
    bw_index *contract_links;                   /* pointed into by first_next */
    bw_index *subjects;                         /* pointed into by first_subject */
    bw_index *parties;                          /* pointed into by first_party */
    struct bw_terms *lane_terms, *supply_terms; /* of each; NULL = none has any */
    struct bw_milestone *milestones;
    struct bw_tier *tiers;
    struct bw_listener *listeners;
    uint32_t party_count, milestone_count, tier_count, listener_count;
    uint32_t contract_count, contract_step_count, contract_link_count, subject_count;
    struct bw_demand *demands;
    struct bw_returns *returns;
    struct bw_scan *scans;
    uint32_t returns_count, scan_count;
    struct bw_initial *initials;
    struct bw_dated_change *changes;
    bw_index *ancestors; /* pointed into by first_ancestor */
    struct bw_stock_pool *pools;
    struct bw_peer *peers;
    struct bw_push *pushes;
    struct bw_push_target *push_targets;
    uint32_t push_count, push_target_count;
    struct bw_forecast *forecasts;
    struct bw_visibility *visibilities;
    struct bw_sight *sights;
    bw_index *ancestor_sights; /* of each ancestor; BW_NONE = it is told all at once */
    uint32_t visibility_count, sight_count;
    struct bw_purchase *purchases;
    struct bw_payer *payers;
    struct bw_profile *profiles;
    struct bw_surge *surges;
    struct bw_sampler *samplers; /* laws that few elements have */
    struct bw_trace_order *trace_orders;
    struct bw_irt *irts;
    bw_index *irt_demands;
    struct bw_planned_order *planned_orders;
    uint32_t irt_count, irt_demand_count, planned_order_count;
    struct bw_trial *trials;
    struct bw_trial_arm *trial_arms;
    struct bw_trial_site *trial_sites;
    struct bw_site_task *site_tasks;
    struct bw_close_out *close_outs;
    uint32_t close_out_count;
    struct bw_trial_visit *trial_visits;
    struct bw_dispensing *dispensings;
    struct bw_trial_kit *trial_kits;
    bw_index *kit_types; /* items */
    struct bw_interim *interims;
    double *trial_ratios;
    uint32_t trial_count, trial_arm_count, trial_site_count, site_task_count,
        trial_visit_count, dispensing_count, trial_kit_count, kit_type_count,
        interim_count, trial_ratio_count;
    uint32_t initial_count, ancestor_count, forecast_count, pool_count, peer_count,
        change_count;
    uint32_t purchase_count, payer_count, profile_count, surge_count, sampler_count,
        trace_order_count;
    uint32_t element_count, parameter_count, item_count, class_count, site_count,
        space_count, supply_count, resource_count, check_count, recipe_count,
        need_count, co_product_count, step_count, line_count, route_count, stock_count,
        source_count, leg_count, packaging_count, lane_count, ledger_count,
        demand_count;
    uint32_t budget_count, lane_leg_count;
    uint32_t instant_count, way_count, fleet_count, dock_count, hub_count;
    uint32_t climate_count, equipment_count, grid_count;
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
