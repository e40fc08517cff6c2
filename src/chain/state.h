/* SPDX-License-Identifier: Apache-2.0
 *
 * State: what changes while a replication runs. One per worker, reset per replication.
 * Lots, orders and events are plain data in pools and refer to each other by index;
 * what belongs to one domain is defined in that domain's .c file and is only reachable
 * through its functions.
 */
#ifndef BW_CHAIN_STATE_H
#define BW_CHAIN_STATE_H

#include "base/arena.h"
#include "base/pool.h"
#include "base/text.h"
#include "chain/layout.h"
#include "chain/network.h"
#include "engine/event_list.h"
#include "engine/stream.h"

#include <stdbool.h>
#include <stdint.h>

/* What an event means; chain.c has one handler per row. Row: name, kind of element that
 * target counts (KIND_COUNT: target is the element itself), phase. */
#define BW_EVENT_LIST(X)                                                               \
    X(WINDOW_OPEN, CHAIN, CHANGE)         /* statistics start */                       \
    X(WINDOW_CLOSE, CHAIN, CHANGE)        /* statistics stop */                        \
    X(WEEK_END, CHAIN, CHANGE)            /* weekly series */                          \
    X(PARAMETER, KIND_COUNT, CHANGE)      /* a = change of the network */              \
    X(TRIAL_ACTIVATE, TRIAL_SITE, CHANGE) /* the site is ready */                      \
    X(TRIAL_RESUME, TRIAL_SITE, CHANGE)   /* the trial takes patients again */         \
    X(TRIAL_STOP, TRIAL_SITE, CHANGE)     /* a = arms whose treatment ends, bits */    \
    X(TRIAL_LEAVE, TRIAL_SITE, CHANGE)    /* a = patient who drops out */              \
    X(TRIAL_INTERIM, TRIAL, CHANGE)       /* a = interim of the network */             \
    X(TRIAL_GONE, TRIAL, CHANGE)          /* nothing is owed to one of its patients */ \
    X(STOCK_CLOSE_OUT, STOCK, CHANGE)     /* a = close-out of the network */           \
    X(TRIAL_SCREEN, TRIAL_SITE, ORDER)    /* a patient comes */                        \
    X(TRIAL_RANDOMISE, TRIAL, ORDER)      /* a = patient who passed the screening */   \
    X(TRIAL_VISIT, TRIAL_SITE, ORDER)     /* a = patient; the first: he is admitted */ \
    X(DEMAND_ARRIVAL, DEMAND, ORDER)      /* a = orders, 0 = one */                    \
    X(DEMAND_WAIT, DEMAND, REVIEW)        /* a = order that may have to wait */        \
    X(DEMAND_DISCARD, DEMAND, CHANGE)     /* a vial has been open for too long */      \
    X(DEMAND_LEAVE, DEMAND, CHANGE)       /* a = order whose patience is over */       \
    X(DEMAND_OPEN, DEMAND, CHANGE)        /* its contract is in force */               \
    X(RETURNS_ARRIVAL, RETURNS, COMPLETE) /* a = return that comes to its desk */      \
    X(SCAN_REPLACE, SCAN, COMPLETE)       /* a = message: packs taken from an order */ \
    X(STOCK_ORDER, STOCK, ORDER)          /* a = order that reaches it */              \
    X(STOCK_REFUSED, STOCK, ORDER)    /* a = order whose source does not give all */   \
    X(STOCK_INITIAL, STOCK, COMPLETE) /* a = order on its way from the start */        \
    X(STOCK_ALLOCATE, STOCK, START)                                                    \
    X(STOCK_ECHELON, STOCK, START)  /* a = message about a stock downstream */         \
    X(STOCK_SIGHT, STOCK, ORDER)    /* a = message: demand seen downstream */          \
    X(STOCK_WANTED, STOCK, START)   /* a = message of a pool member that is short */   \
    X(STOCK_OFFERED, STOCK, START)  /* a = message of a pool member that has goods */  \
    X(STOCK_PUSH, STOCK, REVIEW)    /* goods that came in are shared out */            \
    X(STOCK_PUSHED, STOCK, ORDER)   /* a = message of the stock that pushes */         \
    X(STOCK_REVIEW, STOCK, REVIEW)  /* a = 1: of its calendar */                       \
    X(STOCK_PLANNED, STOCK, REVIEW) /* a = order planned for this date */              \
    X(STOCK_DAY, STOCK, CHANGE)     /* a = forecast whose day is over */               \
    X(STOCK_EXPIRY, STOCK, CHANGE)                                                     \
    X(SUPPLY_ORDER, SUPPLY, ORDER)        /* a = order that reaches it */              \
    X(SUPPLY_START, SUPPLY, START)        /* orders that wait may start */             \
    X(SUPPLY_ONBOARD, SUPPLY, ORDER)      /* there is need of it, or it is time */     \
    X(SUPPLY_CHECK, RESOURCE, ORDER)      /* a = message: a check is to be done */     \
    X(SUPPLY_CHECKED, SUPPLY, COMPLETE)   /* a = check and attempt that ends */        \
    X(SUPPLY_CREDENTIALS, SUPPLY, CHANGE) /* a = what becomes of them */               \
    X(SUPPLY_SHIP, SUPPLY, COMPLETE)      /* a = lot that may leave */                 \
    X(SUPPLY_STANDING, SUPPLY, CHANGE)    /* a = that of its contract */               \
    X(SUPPLY_DELIVERY, SUPPLY, COMPLETE)  /* a = order */                              \
    X(BATCH_STEP_END, RECIPE, COMPLETE)   /* a = batch */                              \
    X(BATCH_RELEASE, RECIPE, START)       /* of the recipe's site, to the floor */     \
    X(RESOURCE_START, RESOURCE, START)                                                 \
    X(RESOURCE_SETUP, RESOURCE, COMPLETE)     /* a = job whose setup ends */           \
    X(RESOURCE_DONE, RESOURCE, COMPLETE)      /* a = job */                            \
    X(RESOURCE_CLEANED, RESOURCE, COMPLETE)   /* a = server */                         \
    X(RESOURCE_FAILURE, RESOURCE, CHANGE)     /* a = server */                         \
    X(RESOURCE_REPAIR, RESOURCE, CHANGE)      /* a = server */                         \
    X(RESOURCE_MAINTENANCE, RESOURCE, CHANGE) /* a = server */                         \
    X(RESOURCE_MAINTAINED, RESOURCE, CHANGE)  /* a = server */                         \
    X(RESOURCE_CAMPAIGN, RESOURCE, START)     /* a family has waited long enough */    \
    X(RESOURCE_SHIFT, RESOURCE, CHANGE)                                                \
    X(RESOURCE_LOOK, RESOURCE, REVIEW)  /* a = job that has waited, 0 = none */        \
    X(RESOURCE_EXTRA, RESOURCE, CHANGE) /* a = extra servers that come */              \
    X(HOLD_END, KIND_COUNT,                                                            \
        COMPLETE) /* target = element, a = hold whose time is over */                  \
    X(HOLD_LIMIT, KIND_COUNT, CHANGE)  /* target = lane's element, a = hold that has   \
                                          lasted too long */                           \
    X(HOLD_NEWS, KIND_COUNT, COMPLETE) /* target = element, a = link of a lot          \
                                          elsewhere to a hold that ended */            \
    X(HOLD_VERIFIED, LEDGER, COMPLETE) /* a = hold whose record is final */            \
    X(HOLD_MISMATCH, LEDGER, COMPLETE) /* a = hold whose record does not match */      \
    X(HOLD_RECALL, KIND_COUNT,                                                         \
        COMPLETE) /* target = element, a = link of a lot that a mismatch catches */    \
    X(HOLD_RECALLED, KIND_COUNT, COMPLETE) /* target = element, a = its hold */        \
    X(HOLD_PRODUCED, LEDGER, COMPLETE)     /* a = hold whose record is produced */     \
    X(HOLD_MISSED, LEDGER, COMPLETE)       /* a = hold whose record has not come */    \
    X(LANE_DISPATCH, LANE, REVIEW)                                                     \
    X(LANE_VEHICLE, LANE, REVIEW)    /* a vehicle that the lane waited for */          \
    X(FLEET_RETURN, FLEET, COMPLETE) /* a vehicle is home */                           \
    X(DOCK_START, DOCK, START)                                                         \
    X(DOCK_UNLOADED, DOCK, COMPLETE) /* a = shipment */                                \
    X(HUB_ROOM, HUB, START)          /* shipments that wait may find room */           \
    X(LANE_ARRIVAL, LANE, COMPLETE)  /* a = shipment at the gate of the destination */ \
    X(LANE_CLEARED, LANE, COMPLETE)  /* a = shipment through customs */                \
    X(LANE_UNLOADED, LANE, COMPLETE) /* a = shipment out of its vehicle */             \
    X(CONTRACT_START, CONTRACT, ORDER)    /* its cases begin */                        \
    X(CONTRACT_WAIT, CONTRACT, COMPLETE)  /* a = goods that it does not let leave */   \
    X(CONTRACT_DATE, CONTRACT, CHANGE)    /* a = step: a date that is paid for */      \
    X(CONTRACT_CLAIM, CONTRACT, ORDER)    /* a = claim: something has happened */      \
    X(CONTRACT_PAY, CONTRACT, CHANGE)     /* a = claim on its way to be paid */        \
    X(CONTRACT_STEP, CONTRACT, COMPLETE)  /* a = claim */                              \
    X(CONTRACT_FINAL, LEDGER, COMPLETE)   /* a = claim whose record is final */        \
    X(CONTRACT_REFUSED, LEDGER, COMPLETE) /* a = claim whose record is wrong */        \
    X(CONTRACT_CREDENTIALS, CONTRACT, CHANGE) /* a = what becomes of them */           \
    X(EQUIPMENT_FAILURE, EQUIPMENT, CHANGE)   /* a = unit */                           \
    X(EQUIPMENT_FOUND, EQUIPMENT, CHANGE)     /* a = unit whose failure is known */    \
    X(EQUIPMENT_REPAIRED, EQUIPMENT, CHANGE)  /* a = unit */                           \
    X(EQUIPMENT_POWER, EQUIPMENT, CHANGE)     /* a = 1: it is back, 0: it is cut */    \
    X(GRID_CUT, GRID, CHANGE)                 /* a = 1: a cluster of cuts begins */    \
    X(GRID_BACK, GRID, CHANGE)                /* a cut is over */                      \
    X(LEDGER_ENDORSED, LEDGER, COMPLETE)      /* a = transaction */                    \
    X(LEDGER_CUT, LEDGER, COMPLETE)           /* a = channel */                        \
    X(LEDGER_RETRY, LEDGER, ORDER)            /* a = transaction that comes again */   \
    X(LEDGER_COMMIT, LEDGER, COMPLETE)        /* a = first transaction of the block */ \
    X(LEDGER_PAPERS, LEDGER, COMPLETE) /* a = transaction whose papers have come */    \
    X(LEDGER_WORKED, LEDGER, COMPLETE) /* a = transaction that staff have finished */  \
    X(LEDGER_FALLBACK, LEDGER, START)  /* a = transaction that takes too long */       \
    X(LEDGER_COPY, LEDGER, START)      /* a = its copy for another ledger */           \
    X(LEDGER_DESK, LEDGER, START)      /* a = desk that opens */                       \
    X(LEDGER_PROPOSE, LEDGER, START)   /* a batch has waited long enough */            \
    X(LEDGER_GIVEN_UP, LEDGER, START)  /* a = transaction that is not tried again */   \
    X(LEDGER_FORMED, LEDGER, START)    /* a batch takes its records */                 \
    X(LEDGER_AGREED, LEDGER, COMPLETE) /* a = first transaction of the batch */        \
    X(LEDGER_EXECUTED, LEDGER, COMPLETE) /* a = first transaction of the batch */      \
    X(LEDGER_BLOCK, LEDGER, COMPLETE)    /* the next block of a public chain */        \
    X(LEDGER_MEASURED, LEDGER, COMPLETE) /* a = transaction */

enum bw_event_kind {
#define BW_EVENT_ENUM(name, target, phase) BW_EVENT_##name,
    BW_EVENT_LIST(BW_EVENT_ENUM)
#undef BW_EVENT_ENUM
        BW_EVENT_KIND_COUNT
};

/* Where a lot is. */
enum bw_custody {
    BW_CUSTODY_PROCESS,  /* being made, or given to a batch that waits for more */
    BW_CUSTODY_STOCK,    /* on a shelf */
    BW_CUSTODY_DOOR,     /* arrived, waits for space */
    BW_CUSTODY_OUTBOUND, /* at a lane's origin, held or waiting for departure */
    BW_CUSTODY_TRANSIT,
    BW_CUSTODY_CUSTOMER, /* arrived at the customer, held */
    BW_CUSTODY_VIAL,     /* in a vial that a customer has opened */
    BW_CUSTODY_DESK      /* taken back, or taken out at a scan: looked at at a desk */
};

/* A quantity of one item with one past. 64 bytes. */
struct bw_lot {
    bw_time expiry;   /* BW_FOREVER = keeps */
    int64_t quantity; /* quanta; 0 once the lot has ended */
    bw_time made;     /* flow time counts from here; BW_FOREVER = from initial stock */
    bw_time stored;   /* time under `store` on its path since made */
    uint32_t thermal; /* its thermal record, 0 = never out of range; lot_thermal.c */
    uint32_t older_s; /* seconds by which the oldest path starts before made */
    uint32_t release_s; /* seconds from made to the last release */
    uint32_t history;   /* newest segment, 0 = none; owned reference */
    uint32_t holds;     /* first link to a hold that is open, 0 = usable; lot.c */
    uint32_t next;      /* in the list of its place */
    uint32_t bound;     /* the order it is on its way to; on a shelf the stock's index;
                           in process the batch; in an open vial the demand; on a
                           desk its record there */
    uint32_t item : 16, leg : 8, custody : 3;
    uint32_t finding : 2; /* enum bw_finding of the last trip, as it was measured */
    uint32_t unread : 1;  /* the logger of that trip was lost */
};

/* How urgent an order, a batch or a job is: what the customers' orders behind it asked
 * for. priority: class, 1 first, 0 = none. due: BW_FOREVER = none. */
struct bw_urgency {
    bw_time due;
    uint32_t priority;
};

/* A server that goods are on. */
struct bw_seat {
    bw_index resource;
    uint32_t server;
    bool is_taken;
};

enum bw_order_kind { BW_ORDER_CUSTOMER, BW_ORDER_REPLENISH, BW_ORDER_NEED };

/* One line asked of a stock or a supply entry. */
struct bw_order {
    int64_t quantity;    /* asked */
    int64_t open;        /* not issued yet */
    int64_t outstanding; /* not arrived, lost or cancelled yet */
    int64_t lost;
    int64_t spare;           /* of customers: ordered and not wanted, still to come */
    int64_t refused;         /* of replenishments: on its way back from the source */
    bw_time placed, due;     /* due BW_FOREVER = none */
    uint64_t rank;           /* among orders of one instant */
    uint64_t number;         /* of the demand, of the ordering stock, or of the batch */
    uint32_t next, previous; /* in the stock's queue; next: or of the co-products */
    uint32_t owner;          /* demand, stock or batch that asked */
    uint16_t fate;           /* of supply orders: enum of sourcing.c */
    bool hurried;            /* of supply orders: paid to come sooner */
    bw_index source;         /* of replenishments, BW_NONE = made at the site */
    uint32_t priority;       /* class, 1 first; 0 = none */
    uint16_t tried;          /* sources of the stock that were asked, a bit each */
    uint8_t kind;            /* enum bw_order_kind */
    bool in_window;          /* placed within the window: counts */
    bool queued;             /* waits in the stock's queue */
    bool movable;            /* what the source cannot give at once goes elsewhere */
    bool live;               /* not given back to the pool */
    bool pushed;             /* placed because its source pushes */
    bool lateral;            /* asked of another member of the pool */
    bool returned;           /* brings goods back from a desk; was never on order */
    uint32_t patient;        /* pool index: whose visit it is for, 0 = none */
    bool again;              /* part of it was lost on the way and asked for again */
};

/* What one site tells another beside orders. */
struct bw_message {
    int64_t quantity;
    bw_index from; /* stock; of a push its target; of a check the supply; of an echelon
                      the link */
};

struct bw_tracer;
struct bw_attribution;
struct bw_measure;
struct bw_cost;
struct bw_stock_state;
struct bw_space_state;
struct bw_supply_state;
struct bw_source_choice;
struct bw_lateral;
struct bw_push_state;
struct bw_stock_echelon;
struct bw_sight_state;
struct bw_resource_state;
struct bw_recipe_state;
struct bw_fleets;
struct bw_dock_state;
struct bw_equipment_state;
struct bw_power_grid_state;
struct bw_hub_state;
struct bw_floor_state;
struct bw_lane_state;
struct bw_trips;
struct bw_ledger_state;
struct bw_data_state;
struct bw_contracts;
struct bw_demand_state;
struct bw_desk_state;
struct bw_scan_state;
struct bw_trial_state;
struct bw_trial_site_state;
struct bw_forecast_state;
struct bw_budget_state;

struct bw_state {
    const struct bw_network *network;
    const struct bw_layout *layout;
    uint64_t replication;
    struct bw_generator draws; /* of this replication */
    struct bw_kept_words *kept_words;
    uint32_t kept_count;
    struct bw_event_list events;
    struct bw_arena arena;    /* what lives as long as the state */
    double *parameters;       /* the parameter block, by slot */
    struct bw_tracer *tracer; /* borrowed; NULL = nobody listens, trace.h */
    struct bw_pool lots, orders, segments, jobs, batches, works, holds, hold_links,
        shipments, transactions, changes, messages, claims, contract_waits,
        thermal_records, carried_packs, patients, returns, desk_lots;
    struct bw_attribution *attribution;
    struct bw_measure *measure;
    struct bw_cost *cost;
    struct bw_stock_state *stocks;
    struct bw_space_state *spaces;
    struct bw_supply_state *supplies;
    struct bw_source_choice *choice;
    struct bw_lateral *laterals;       /* NULL = there are no pools */
    struct bw_push_state *pushes;      /* NULL = nobody pushes */
    struct bw_stock_echelon *echelons; /* NULL = no stock orders by its echelon */
    /* Of each link to a stock upstream: what was told it, and what it has heard. */
    int64_t *echelon_told, *echelon_heard;
    struct bw_sight_state *sights; /* NULL = nobody tells more than orders */
    struct bw_urgency *urgencies;  /* of what was asked of each stock since it last
                                      ordered; NULL = nobody asks for it */
    struct bw_resource_state *resources;
    struct bw_recipe_state *recipes;
    struct bw_floor_state *floors;
    struct bw_lane_state *lanes;
    struct bw_trips *trips; /* NULL = no lane has packaging */
    struct bw_fleets *fleets;
    struct bw_dock_state *docks;
    struct bw_equipment_state *equipments;
    struct bw_power_grid_state *grids;
    struct bw_hub_state *hubs;
    struct bw_ledger_state *ledgers;
    struct bw_data_state *data;
    struct bw_contracts *contracts; /* NULL = there are none */
    struct bw_demand_state *demands;
    struct bw_desk_state *desks;
    struct bw_scan_state *scans;
    struct bw_trial_state *trials;
    struct bw_trial_site_state *trial_sites;
    struct bw_forecast_state *forecasts;
    struct bw_budget_state *budgets;
    uint64_t event_count;
    bw_index stuck;        /* resource of a circle that blocks itself, else BW_NONE */
    enum bw_status status; /* sticky: the main loop stops when it is not BW_OK */
};

/* Makes pools, event list and parameter block; domains add theirs. Errors:
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_state_init(struct bw_state *state,
    const struct bw_network *network, const struct bw_layout *layout);
void bw_state_release(struct bw_state *state);

/* Empties pools and events and copies the parameters anew; allocates nothing. */
void bw_state_reset(struct bw_state *state, uint64_t seed, uint64_t replication);

/* One change of a parameter of a running chain. */
struct bw_change {
    bw_time time;
    double before, after;
    bw_index slot;
    bw_index cause; /* element */
};

/* Sets a parameter; every change of a running chain goes through here and is logged.
 * cause is an element. */
void bw_state_change(
    struct bw_state *state, bw_index slot, double value, bw_index cause);

/* Number of changes so far, and change i (from 0). */
uint32_t bw_state_change_count(const struct bw_state *state);
const struct bw_change *bw_state_change_at(const struct bw_state *state, uint32_t i);

/* Take an item from a pool. When memory is short they return 0 (the scratch item) and
 * set state->status. */
uint32_t bw_state_take(struct bw_state *state, struct bw_pool *pool);

/* Takes an order placed now, and gives one back. */
uint32_t bw_state_take_order(
    struct bw_state *state, enum bw_order_kind kind, uint32_t owner, int64_t quantity);
/* Takes part of an order (0 < quantity < open) that nothing was issued of off it, as an
 * order of its own. */
uint32_t bw_state_split_order(struct bw_state *state, uint32_t order, int64_t quantity);
void bw_state_give_order(struct bw_state *state, uint32_t order);

/* BW_ASSERT that also says when it happened, in which replication and with which seed.
 */
#define BW_STATE_ASSERT(state, condition)                                              \
    ((condition) ? (void)0                                                             \
                 : bw_state_assert_failed((state), #condition, __FILE__, __LINE__))
_Noreturn void bw_state_assert_failed(
    const struct bw_state *state, const char *condition, const char *file, int line);

/* Sets the sticky status, the first one wins. */
void bw_state_fail(struct bw_state *state, enum bw_status status);

/* Schedules an event in the phase of its kind. scheduler is the element whose handler
 * runs. */
struct bw_event_handle bw_state_schedule(struct bw_state *state, bw_index scheduler,
    bw_time time, enum bw_event_kind kind, uint32_t target, uint32_t a);

static inline bw_time bw_state_now(const struct bw_state *state)
{
    return state->events.now;
}

static inline double bw_state_parameter(const struct bw_state *state, bw_index slot)
{
    return state->parameters[slot];
}

static inline struct bw_lot *bw_state_lot(const struct bw_state *state, uint32_t lot)
{
    return bw_pool_at(&state->lots, lot);
}

static inline struct bw_order *bw_state_order(
    const struct bw_state *state, uint32_t order)
{
    return bw_pool_at(&state->orders, order);
}

/* Draws a duration from sampler; 0 when it is not present. */
bw_time bw_state_duration(
    const struct bw_state *state, const struct bw_sampler *sampler, uint64_t index);

/* Draws a number from sampler; otherwise when it is not present. */
double bw_state_value(const struct bw_state *state, const struct bw_sampler *sampler,
    uint64_t index, double otherwise);

/* The word of a stream's index and its uniform on (0, 1). */
static inline uint64_t bw_state_word(
    const struct bw_state *state, uint64_t stream, uint64_t index)
{
    return bw_generator_word(&state->draws, stream, index);
}

static inline double bw_state_uniform(
    const struct bw_state *state, uint64_t stream, uint64_t index)
{
    return bw_generator_uniform(&state->draws, stream, index);
}

/* True with the given probability; draws nothing for 0 and 1. */
bool bw_state_chance(
    const struct bw_state *state, uint64_t stream, uint64_t index, double probability);

#endif
