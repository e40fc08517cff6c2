/* SPDX-License-Identifier: Apache-2.0
 *
 * The gate that every observation of a running chain passes: (element, metric, value,
 * time). Behind it stand time averages, sums, sketches, attribution cells and weekly
 * series. Domains call the functions below and know nothing of what subscribes.
 */
#ifndef BW_CHAIN_MEASURE_H
#define BW_CHAIN_MEASURE_H

#include "chain/cost_account.h"
#include "chain/stage.h"
#include "chain/state.h"

/* Levels: whole numbers averaged over the time of the window. */
enum bw_level {
    BW_LEVEL_ON_HAND,    /* stock: quanta, held goods included */
    BW_LEVEL_BACKORDERS, /* stock: quanta asked for and not issued */
    BW_LEVEL_POSITION,   /* stock: inventory position */
    BW_LEVEL_HELD,       /* stock: quanta on hand that a hold keeps */
    BW_LEVEL_IN_STOCK,   /* stock: 1 when something usable is there */
    BW_LEVEL_STOCK_COUNT,
    BW_LEVEL_BUSY = 0, /* resource: servers */
    BW_LEVEL_SETUP,
    BW_LEVEL_DOWN,
    BW_LEVEL_IDLE,    /* free, and nothing is wanted */
    BW_LEVEL_STARVED, /* free, and work is on its way */
    BW_LEVEL_BLOCKED,
    BW_LEVEL_OFF_SHIFT,
    BW_LEVEL_ABSENT, /* not there: no state of the others */
    BW_LEVEL_SERVER_STATE_COUNT,
    BW_LEVEL_QUEUE = BW_LEVEL_SERVER_STATE_COUNT, /* resource: jobs */
    BW_LEVEL_SERVERS,                             /* its own that are there */
    BW_LEVEL_EXTRA,                               /* extra servers that are there */
    BW_LEVEL_HAS_EXTRA,                           /* 1 while there are some */
    BW_LEVEL_RESOURCE_COUNT,
    BW_LEVEL_WIP = 0, /* recipe: batches on the floor */
    BW_LEVEL_BACKLOG, /* recipe: batches that wait for their release */
    BW_LEVEL_RECIPE_COUNT,
    BW_LEVEL_UNDELIVERED = 0, /* demand: quanta ordered and not delivered */
    BW_LEVEL_DEMAND_COUNT,
    BW_LEVEL_RETURNS_HELD = 0, /* returns: quanta on the desk */
    BW_LEVEL_RETURNS_COUNT,
    BW_LEVEL_SCAN_HELD = 0, /* scan: quanta on the desk */
    BW_LEVEL_SCAN_COUNT,
    BW_LEVEL_SUPPLY_WAITING = 0, /* supply: quanta of orders that wait to be started */
    BW_LEVEL_SUPPLY_OPEN,        /* 1 while it takes orders */
    BW_LEVEL_SUPPLY_CHECKING,    /* 1 while its checks go on */
    BW_LEVEL_SUPPLY_EXPIRED,     /* 1 while its credentials are not valid */
    BW_LEVEL_SUPPLY_COUNT,
    BW_LEVEL_UNDER_WAY = 0, /* lane: shipments departed and not unloaded */
    BW_LEVEL_LANE_COUNT,
    BW_LEVEL_CONTRACT_IN_FORCE = 0, /* contract: cases */
    BW_LEVEL_CONTRACT_CLOSED,       /* 1 while goods may not leave */
    BW_LEVEL_CONTRACT_BALANCE,      /* hundredths of money billed and not paid */
    BW_LEVEL_CONTRACT_RETAINED,     /* the same, of it retained */
    BW_LEVEL_CONTRACT_COUNT,
    BW_LEVEL_OUT = 0, /* fleet: vehicles away from home */
    BW_LEVEL_VEHICLES,
    BW_LEVEL_FLEET_COUNT,
    BW_LEVEL_DOORS_BUSY = 0, /* dock */
    BW_LEVEL_DOORS,
    BW_LEVEL_DOCK_QUEUE, /* shipments that wait for a door */
    BW_LEVEL_DOCK_COUNT,
    BW_LEVEL_HUB_USED = 0, /* hub: share of the room, in millionths */
    BW_LEVEL_HUB_WAITING,  /* shipments that wait for room */
    BW_LEVEL_HUB_COUNT,
    BW_LEVEL_TREATED = 0, /* trial site: patients on treatment */
    BW_LEVEL_TRIAL_SITE_COUNT,
    BW_LEVEL_EQUIPMENT_WORKING = 0, /* equipment: units with power that work */
    BW_LEVEL_EQUIPMENT_POWERED,
    BW_LEVEL_EQUIPMENT_COUNT,
    BW_LEVEL_GRID_POWERED = 0, /* grid: 1 with power */
    BW_LEVEL_GRID_COUNT,
    BW_LEVEL_OVERFLOW = 0, /* space: places beyond the capacity, in millionths */
    BW_LEVEL_AT_DOOR,      /* places for which goods wait, in millionths */
    BW_LEVEL_SPACE_COUNT
};

/* Sums: count, sum and sum of squares of values. Times in ticks, quantities in quanta.
 */
enum bw_sum {
    BW_SUM_ASKED, /* stock: quantity of each order asked of it */
    BW_SUM_AT_ONCE,
    BW_SUM_ISSUED,
    BW_SUM_ISSUED_HELD,   /* stock: quantity issued with open holds */
    BW_SUM_ORDERED,       /* stock: quantity of each order it placed */
    BW_SUM_CYCLE,         /* stock: 1 when the cycle saw no shortage */
    BW_SUM_REPLENISHMENT, /* stock: lead time of each replenishment */
    BW_SUM_EXPIRED,
    BW_SUM_WEEK_ASKED, /* stock: quantity per whole week */
    BW_SUM_WEEK_ORDERED,
    BW_SUM_WEEK_SERVED, /* stock: 1 when all of the week was issued at once */
    BW_SUM_STOCK_COUNT,
    BW_SUM_WAIT = 0, /* resource */
    BW_SUM_SOJOURN,
    BW_SUM_CHANGEOVERS, /* that took time */
    BW_SUM_TURNED_AWAY, /* batches that found the queue full */
    BW_SUM_CALLS,       /* of extra servers: how many each brings */
    BW_SUM_RESOURCE_COUNT,
    BW_SUM_STEP_WAIT = 0, /* step */
    BW_SUM_STEP_TIME,
    BW_SUM_STEP_YIELD,
    BW_SUM_STEP_REJECT,
    BW_SUM_STEP_REWORK,
    BW_SUM_STEP_TEST_REJECT,
    BW_SUM_STEP_LOST_AT_RISK, /* quantity rejected after it had left the site */
    BW_SUM_STEP_COUNT,
    BW_SUM_RECIPE_ENDED = 0, /* recipe */
    BW_SUM_RECIPE_SIZE,      /* quantity of each batch planned */
    BW_SUM_BACKLOG_WAIT,
    BW_SUM_REVIEW_TIME,
    BW_SUM_DEVIATIONS,  /* of each batch that is reviewed */
    BW_SUM_RECIPE_GOOD, /* quantity that each batch ends with */
    BW_SUM_RECIPE_COST,
    BW_SUM_RECIPE_OWN_COST, /* without what co-products bear */
    BW_SUM_RECIPE_COUNT,
    BW_SUM_LOAD = 0,   /* lane: units of each shipment */
    BW_SUM_LOAD_SHARE, /* of the capacity, of what binds most */
    BW_SUM_DISPATCH_WAIT,
    BW_SUM_TRANSIT,
    BW_SUM_DELAY,   /* of each shipment of a lane with delays */
    BW_SUM_DELAYED, /* 1 when it is late */
    BW_SUM_CUSTOMS,
    BW_SUM_INSPECTED, /* 1 when customs open it */
    BW_SUM_EXCURSION,
    BW_SUM_LANDED,      /* units of each lot that comes to the end */
    BW_SUM_SPOILED,     /* units of them that are lost to frost or rejected */
    BW_SUM_DOWNGRADED,  /* units whose life is cut */
    BW_SUM_DAMAGED,     /* units broken or lost on the way */
    BW_SUM_DISPOSITION, /* time of each */
    BW_SUM_LOGGER_LOST, /* 1 when the logger of a shipment was lost */
    BW_SUM_MISSED,   /* 1 when goods were beyond their budgets and it was not found */
    BW_SUM_MISTAKEN, /* 1 when it was found and is not so */
    BW_SUM_WITHIN,   /* 1 when goods were out of range, but within their budgets */
    BW_SUM_OUT_OF_RANGE,
    BW_SUM_BELOW, /* time out of range of each shipment of which something is known */
    BW_SUM_ABOVE,
    BW_SUM_MKT,            /* degrees C, of each in packaging with physics */
    BW_SUM_PACKAGING_LEFT, /* share of its budget */
    BW_SUM_LANE_CO2,
    BW_SUM_LANE_COUNT,
    BW_SUM_LEG_TIME = 0,  /* lane leg: of each shipment of which something is known */
    BW_SUM_LEG_OUT,       /* time out of range during it */
    BW_SUM_LEG_IS_OUT,    /* 1 when there is some */
    BW_SUM_LEG_EXCURSION, /* 1 when an excursion began there */
    BW_SUM_LEG_MKT,       /* degrees C, of each in packaging with physics */
    BW_SUM_LEG_COUNT,
    BW_SUM_PACK_PIECES = 0, /* packaging: of each shipment in it */
    BW_SUM_PACK_EXCURSION,  /* 1 when there is one */
    BW_SUM_PACK_WITHIN,
    BW_SUM_PACK_OUT, /* time out of range */
    BW_SUM_PACK_MKT, /* degrees C */
    BW_SUM_PACK_LEFT,
    BW_SUM_PACK_RENEWED, /* times that it was re-iced */
    BW_SUM_PACK_COUNT,
    BW_SUM_FLEET_WAIT = 0, /* fleet: of a lane, for each vehicle given */
    BW_SUM_FLEET_COUNT,
    BW_SUM_DOCK_WAIT = 0, /* dock: of each shipment for a door */
    BW_SUM_UNLOADING,
    BW_SUM_DOCK_COUNT,
    BW_SUM_EQUIPMENT_FOUND = 0, /* equipment: time until a failure is known */
    BW_SUM_EQUIPMENT_CUT,       /* 1 for a power cut that its generator missed */
    BW_SUM_EQUIPMENT_EXPOSED,   /* units out of range, by stock */
    BW_SUM_EQUIPMENT_BEYOND,    /* of them beyond what they bear */
    BW_SUM_EQUIPMENT_LOST,      /* of these thrown away */
    BW_SUM_EQUIPMENT_UNSEEN,    /* units beyond what they bear that are not found */
    BW_SUM_EQUIPMENT_MISTAKEN,  /* units that are found, and are not so */
    BW_SUM_EQUIPMENT_DOWNGRADED,
    BW_SUM_EQUIPMENT_DISPOSITION, /* time of each */
    BW_SUM_EQUIPMENT_COUNT,
    BW_SUM_GRID_CUT = 0, /* grid: time of each cut */
    BW_SUM_GRID_COUNT,
    BW_SUM_VERIFY = 0, /* ledger */
    BW_SUM_EXCEPTION,
    BW_SUM_QUARANTINE,
    BW_SUM_LATE,       /* 1 for each record that is produced later than a day */
    BW_SUM_CASE_COST,  /* money of each case of people */
    BW_SUM_DATA_CLASS, /* 1 for each case, one sum per class of error */
    BW_SUM_UNDETECTED = BW_SUM_DATA_CLASS + BW_DATA_CLASS_COUNT
        - 1,          /* 1 for each mismatch that nobody finds */
    BW_SUM_CAUGHT_UP, /* 1 for each that is found after the goods had gone on */
    BW_SUM_ALERT,     /* units of each that were delivered or used up, if any */
    BW_SUM_VIEW_CHANGE,
    BW_SUM_REORGANISATION,
    BW_SUM_FALLBACK,
    BW_SUM_LEDGER_BLOCK, /* records in each block with records of the chain */
    BW_SUM_LEDGER_CUT,   /* 1 for each of them, one sum per reason */
    BW_SUM_LEDGER_SIMULATED =
        BW_SUM_LEDGER_CUT + BW_CUT_REASONS, /* ticks of background records */
    BW_SUM_LEDGER_CONFLICT,                 /* 1 for each invalid attempt */
    BW_SUM_LEDGER_PART,                     /* of each record, one sum per part */
    BW_SUM_LEDGER_COUNT = BW_SUM_LEDGER_PART + BW_LEDGER_PART_COUNT,
    BW_SUM_CONTRACT_ACTIVATION = 0, /* contract: of each case, begun to in force */
    BW_SUM_CONTRACT_AUTOMATIC,      /* 1 for each step that nobody touched */
    BW_SUM_CONTRACT_CONFIRMATION,   /* of each step, event to final record */
    BW_SUM_CONTRACT_WORK,           /* ticks of people */
    BW_SUM_CONTRACT_HELD,           /* wait of goods that could not leave */
    BW_SUM_CONTRACT_BILLED,         /* money of each claim */
    BW_SUM_CONTRACT_PAID,           /* of each payment */
    BW_SUM_CONTRACT_DELAY,          /* event to payment, what was retained left out */
    BW_SUM_CONTRACT_LATE,           /* of these, 1 when it was overdue */
    BW_SUM_CONTRACT_DISPUTED,       /* 1 for each claim that is disputed */
    BW_SUM_CONTRACT_DISPUTE,        /* its time */
    BW_SUM_CONTRACT_CUT,            /* money not paid, for penalties and disputes */
    BW_SUM_CONTRACT_FEES,           /* money for late payment */
    BW_SUM_CONTRACT_COUNT,
    BW_SUM_ORDERS = 0, /* demand: quantity of each line */
    BW_SUM_LEAD,
    BW_SUM_LEAD_UNITS, /* lead time * quantity */
    BW_SUM_CLOSED,     /* quantity of each line with a lead time */
    BW_SUM_FILLED,
    BW_SUM_DUE, /* 1 when in full by the due date */
    BW_SUM_LOST,
    BW_SUM_ABANDONED, /* of it: because a customer left */
    BW_SUM_DELIVERED,
    BW_SUM_OPEN, /* quantity of lines open at the end */
    BW_SUM_REVENUE,
    BW_SUM_OPEN_VIAL, /* quantity wasted in open vials */
    BW_SUM_DEMAND_COUNT,
    BW_SUM_RETURNS_CAME = 0, /* returns: units of each that arrives */
    BW_SUM_RETURNS_RESTOCKED,
    BW_SUM_RETURNS_TIME,    /* arrival to the stock, of each that goes there */
    BW_SUM_RETURNS_VERIFY,  /* arrival to the end of its verification, of each */
    BW_SUM_RETURNS_REFUSED, /* units destroyed, for one of the four causes below */
    BW_SUM_RETURNS_NO_RESALE,
    BW_SUM_RETURNS_AGED,
    BW_SUM_RETURNS_CONDITION,
    BW_SUM_RETURNS_RECORD,
    BW_SUM_RETURNS_MISSED, /* units with wrong data that passed */
    BW_SUM_RETURNS_COUNT,
    BW_SUM_SCAN_SCANNED = 0, /* scan: packs of each delivery */
    BW_SUM_SCAN_ALERT,       /* packs with an alert of each, if any */
    BW_SUM_SCAN_TIME,        /* of each on the desk */
    BW_SUM_SCAN_RELEASED,    /* units */
    BW_SUM_SCAN_DESTROYED,
    BW_SUM_SCAN_COUNT,
    BW_SUM_PAYER_ORDERS = 0, /* payer: quantity of each line */
    BW_SUM_PAYER_DELIVERED,
    BW_SUM_PAYER_REVENUE,
    BW_SUM_PAYER_COUNT,
    BW_SUM_SUPPLY_ORDERED = 0, /* supply: quantity of each order */
    BW_SUM_SUPPLY_WAIT,        /* time from order to start */
    BW_SUM_SUPPLY_STARTED,     /* quantity of each start */
    BW_SUM_SUPPLY_LEAD,        /* time from order to delivery */
    BW_SUM_SUPPLY_DELIVERED,   /* quantity */
    BW_SUM_SUPPLY_ONBOARDING,  /* time of each onboarding that ends */
    BW_SUM_SUPPLY_HURRIED,     /* 1 for each order that is */
    BW_SUM_SUPPLY_COUNT,
    BW_SUM_HUB_PASSED = 0, /* hub: units of each lot that goes on */
    BW_SUM_HUB_STAY,       /* units * ticks */
    BW_SUM_HUB_WITHIN,     /* units within the window */
    BW_SUM_HUB_WAIT,       /* of each shipment for room */
    BW_SUM_HUB_COUNT,
    BW_SUM_REFUSED = 0, /* space: places of goods turned away */
    BW_SUM_SPACE_COUNT,
    BW_SUM_POOL_ASKED = 0, /* pool: units that a member asked of another */
    BW_SUM_POOL_GIVEN,     /* units issued to another member */
    BW_SUM_POOL_COUNT,
    BW_SUM_BUDGET_UNITS = 0, /* budget: quanta of each lot delivered */
    BW_SUM_BUDGET_USED,      /* quanta * ticks */
    BW_SUM_BUDGET_LEFT,      /* quanta * share */
    BW_SUM_BUDGET_OVERDRAWN, /* quanta */
    BW_SUM_BUDGET_COUNT,
    BW_SUM_TRIAL_TURNED_AWAY =
        0,                 /* trial: patients who passed the screening too late */
    BW_SUM_TRIAL_RETURNED, /* units of each stock that are destroyed in the end */
    BW_SUM_TRIAL_CLOSED,   /* end of the trial to that, of each stock */
    BW_SUM_TRIAL_COUNT,
    BW_SUM_TRIAL_SCREENED = 0, /* 1 when he fails */
    BW_SUM_TRIAL_ENROLLED,     /* 1 for each */
    BW_SUM_TRIAL_VISIT, /* with kits to dispense: 1 when the patient does not come */
    BW_SUM_TRIAL_DISPENSING, /* 1 when some kits were missing */
    BW_SUM_TRIAL_DROPPED,    /* 1 for each */
    BW_SUM_TRIAL_STOPPED,    /* 1 for each: his arm was dropped */
    BW_SUM_TRIAL_COMPLETED,  /* 1 for each */
    BW_SUM_TRIAL_DAMAGED,    /* quantity found unusable when it was to be dispensed */
    BW_SUM_TRIAL_SITE_COUNT,
    BW_SUM_FLOW = 0, /* chain: weighted by quanta: count = quanta */
    BW_SUM_FLOW_BARE,
    BW_SUM_RELEASE,
    BW_SUM_FLOW_MAX,
    BW_SUM_FLOW_EXCLUDED,
    BW_SUM_CHAIN_COUNT
};

/* Name of a cause, as in results. */
const char *bw_waste_name(enum bw_waste cause);

/* Makes and resets what stands behind the gate. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_measure_init(struct bw_state *state);
void bw_measure_release(struct bw_state *state);
void bw_measure_reset(struct bw_state *state);

/* Window and weeks, called by the dispatcher. */
void bw_measure_open(struct bw_state *state);
void bw_measure_close(struct bw_state *state);
void bw_measure_week(struct bw_state *state);
bool bw_measure_is_open(const struct bw_state *state);

/* The levels of a stock are these from now on [quanta]. */
struct bw_stock_levels {
    int64_t on_hand, usable, backorders, on_order;
};
void bw_observe_stock_levels(
    struct bw_state *state, bw_index stock, const struct bw_stock_levels *levels);

/* One value of a stock, by its index; counted while the window is open. */
void bw_observe_stock(
    struct bw_state *state, bw_index stock, enum bw_sum sum, double value);

/* Mean of a level of a stock from the start of the window to now, or to its end. */
double bw_measure_stock_mean(
    const struct bw_state *state, bw_index stock, enum bw_level level);

/* A level of an element that is no stock becomes value now. */
void bw_observe_level(
    struct bw_state *state, bw_index element, enum bw_level level, int64_t value);

/* Mean of a level from the start of the window to now. */
double bw_measure_level_mean(
    const struct bw_state *state, bw_index element, enum bw_level level);

/* One value of an element that is no stock; counted while the window is open. */
void bw_observe(
    struct bw_state *state, bw_index element, enum bw_sum sum, double value);

/* One value that belongs to a customer's order, of his demand: counted when the order
 * was placed in the window. */
void bw_observe_order(struct bw_state *state, const struct bw_order *order,
    enum bw_sum sum, double value);

/* A customer's line: placed, some of it issued at once, delivered in full after its
 * lead time (with the path of the lot that ended the wait), or still open at the end.
 */
void bw_measure_line_placed(struct bw_state *state, const struct bw_order *order);
void bw_measure_line_filled(
    struct bw_state *state, const struct bw_order *order, int64_t quantity);
void bw_measure_line_closed(struct bw_state *state, const struct bw_order *order);
void bw_measure_line_open(struct bw_state *state, const struct bw_order *order);

/* Units that reach a customer now, who pays price per unit: flow times, weighted by
 * quanta. */
void bw_measure_delivery(
    struct bw_state *state, const struct bw_lot *lot, bw_index demand, double price);

/* Wait of one job before it starts; record of one verification. */
void bw_measure_wait(struct bw_state *state, bw_index resource_element, bw_time wait);
void bw_measure_verification(
    struct bw_state *state, bw_index ledger_element, bw_time time);

/* A case of a contract is in force after time. */
void bw_measure_activation(
    struct bw_state *state, bw_index contract_element, bw_time time);

/* Goods entering and leaving the chain's books, always counted (conservation). */
void bw_measure_enter(struct bw_state *state, bw_index item, int64_t quantity);
void bw_measure_leave(struct bw_state *state, bw_index item, int64_t quantity);
void bw_measure_waste(
    struct bw_state *state, bw_index item, int64_t quantity, enum bw_waste cause);

/* What entered, left and was wasted so far. */
struct bw_balance {
    int64_t entered, left, wasted[BW_WASTE_COUNT];
};
const struct bw_balance *bw_measure_balance(
    const struct bw_state *state, bw_index item);

/* Writes layout->size values, once the replication has ended and every path was
 * released. */
void bw_measure_extract(struct bw_state *state, double *values);

#endif
