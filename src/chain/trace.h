/* SPDX-License-Identifier: Apache-2.0
 *
 * Trace: what happens in one replication, event by event, for people. Domains report
 * through one gate, BW_TRACE(); when nobody listens it costs one branch. What listens
 * gets rows in the order of time, in which orders, lots and stretches of a lot's past
 * have numbers of their own, counted from 1 within the replication. A trace only looks:
 * a replication takes the same course with it and without.
 */
#ifndef BW_CHAIN_TRACE_H
#define BW_CHAIN_TRACE_H

#include "chain/state.h"

/* Columns that a kind fills beside time, element, item, order and lot. */
enum bw_trace_use {
    BW_TRACE_QUANTITY = 1,
    BW_TRACE_NUMBER = 2,
    BW_TRACE_SINCE = 4,
};

/* Row: id, name, columns used (Q quantity, N number, S since), what happened. */
#define BW_TRACE_LIST(X)                                                               \
    X(RUN_BEGAN, "run_began", N, "the warm-up begins; number is the replication")      \
    X(WINDOW_BEGAN, "window_began", 0, "statistics begin")                             \
    X(WINDOW_ENDED, "window_ended", 0, "statistics end, the cool-down begins")         \
    X(RUN_ENDED, "run_ended", 0, "the cool-down is over")                              \
    X(ORDER_PLACED, "order_placed", Q,                                                 \
        "element asks other for goods; `of` is the order that it is a part of")        \
    X(ORDER_REACHED, "order_reached", QS, "the order joins the queue of element")      \
    X(ORDER_BACKLOGGED, "order_backlogged", Q,                                         \
        "what element cannot issue in the instant of the request waits")               \
    X(ORDER_REFUSED, "order_refused", Q, "element sends back what it cannot give")     \
    X(ORDER_STARTED, "order_started", QS,                                              \
        "the supplier begins to work; detail `late`, `short` or `lost` is what will "  \
        "become of it")                                                                \
    X(ORDER_CHANGED, "order_changed", Q,                                               \
        "quantity (negative: less) that is to come beside what was received")          \
    X(ALLOCATED, "allocated", QS, "element issues goods to an order")                  \
    X(RECEIVED, "received", QS, "goods of an order go on the shelf of element")        \
    X(ORDER_CLOSED, "order_closed", S, "nothing more is to come of the order")         \
    X(DELIVERED, "delivered", QS, "goods reach the customer")                          \
    X(DEMAND_FILLED, "demand_filled", QS,                                              \
        "all of a customer's order is delivered, `late` when past its due time")       \
    X(DEMAND_LOST, "demand_lost", QS, "the customer does not wait")                    \
    X(STOCKOUT_BEGAN, "stockout_began", QN,                                            \
        "nothing usable is left in element; quantity are the backorders")              \
    X(STOCKOUT_GOES_ON, "stockout_goes_on", QN,                                        \
        "what came in was owed already and is gone in the same instant")               \
    X(STOCKOUT_ENDED, "stockout_ended", QNS, "usable goods are there again")           \
    X(LOT_CREATED, "lot_created", Q,                                                   \
        "goods enter: `initial`, `supplied`, `co-product` of `of`")                    \
    X(LOT_SPLIT, "lot_split", Q, "quantity of the lot `of` becomes a lot of its own")  \
    X(LOT_CONSUMED, "lot_consumed", Q,                                                 \
        "the batch `of` takes the lot, which other gave")                              \
    X(LOT_WASTED, "lot_wasted", Q, "goods are lost to the cause in detail")            \
    X(LOT_REDATED, "lot_redated", N,                                                   \
        "the lot keeps for number more microseconds; detail is why")                   \
    X(LOT_LEFT, "lot_left", Q, "the lot is still there when the run ends")             \
    X(BATCH_PLANNED, "batch_planned", Q, "element will make the lot for the order")    \
    X(BATCH_RELEASED, "batch_released", QS, "the batch goes to the floor")             \
    X(BATCH_STARTED, "batch_started", QS, "all inputs are there: the lot exists")      \
    X(BATCH_ENDED, "batch_ended", QS, "the batch has left its last step")              \
    X(STEP_STARTED, "step_started", QN,                                                \
        "a batch comes to a step, in the round number")                                \
    X(STEP_FINISHED, "step_finished", Q, "the step is done; what is lost follows")     \
    X(REWORKED, "reworked", QN, "element sends the batch back to the step other")      \
    X(WORK_QUEUED, "work_queued", 0, "work waits for a server of element")             \
    X(WORK_BLOCKED, "work_blocked", 0, "there is no place before the step")            \
    X(WORK_STARTED, "work_started", NS, "server number takes the work up")             \
    X(WORK_INTERRUPTED, "work_interrupted", N, "the server stands still")              \
    X(WORK_RESUMED, "work_resumed", N, "the server goes on with it")                   \
    X(WORK_FINISHED, "work_finished", S, "the server has finished the work")           \
    X(TEST_FINISHED, "test_finished", S, "`passed`, `rejected` or `retest`")           \
    X(HOLD_PLACED, "hold_placed", Q, "the lot may not be used; detail is the cause")   \
    X(HOLD_RELEASED, "hold_released", QS, "the hold has ended well for the lot")       \
    X(HOLD_REJECTED, "hold_rejected", QS, "the hold has ended badly for the lot")      \
    X(QUARANTINED, "quarantined", Q, "the record of the lot does not match")           \
    X(ALERT, "alert", 0,                                                               \
        "goods whose record turns out not to match were delivered or used up by then") \
    X(SPACE_AWAITED, "space_awaited", Q, "the goods find no place to be stored")       \
    X(READY, "ready", Q, "the goods wait for a vehicle of the lane")                   \
    X(VEHICLE_AWAITED, "vehicle_awaited", 0, "no vehicle of the fleet is at home")     \
    X(SHIPPED, "shipped", QN, "the goods leave with the shipment number")              \
    X(ARRIVED, "arrived", QNS, "the goods are at the end of the lane")                 \
    X(CLEARED, "cleared", QN, "the goods are through customs")                         \
    X(UNLOADED, "unloaded", QN, "the goods are off the vehicle")                       \
    X(LEDGER_SUBMITTED, "ledger_submitted", N, "a record waits for the ledger")        \
    X(LEDGER_FINAL, "ledger_final", NS, "the record is final: `matches`, `mismatch`")  \
    X(CONTRACT_CHANGED, "contract_changed", 0,                                         \
        "the contract is now `idle`, `running`, `in_force`, `expired`, `suspended`")   \
    X(CONTRACT_STEP, "contract_step", NS,                                              \
        "the step in detail of the case number, true since then, is final")            \
    X(CONTRACT_PAID, "contract_paid", NS,                                              \
        "the milestone in detail, reached then for the number-th time, is paid")       \
    X(CONTRACT_COMPLETE, "contract_complete", NS, "the case number is in force")       \
    X(RESOURCE_FAILED, "resource_failed", N, "server number is down")                  \
    X(RESOURCE_REPAIRED, "resource_repaired", N, "server number is up again")          \
    X(MAINTENANCE_BEGAN, "maintenance_began", N, "server number is being maintained")  \
    X(MAINTENANCE_ENDED, "maintenance_ended", N, "server number is up again")          \
    X(SHIFT_CHANGED, "shift_changed", N, "number servers are on duty")                 \
    X(SUPPLIER_CHANGED, "supplier_changed", 0,                                         \
        "the supplier is now `unknown`, `checking`, `open`, `expired`")                \
    X(PATIENT_SCREENED, "patient_screened", N,                                         \
        "patient number of the site comes: `passed`, `failed`")                        \
    X(PATIENT_RANDOMISED, "patient_randomised", N,                                     \
        "patient number of the site: the arm in detail, or `turned away`")             \
    X(PATIENT_VISIT, "patient_visit", N,                                               \
        "a visit of patient number: `came`, `missed`; then `dispensed`, `not "         \
        "dispensed`")                                                                  \
    X(PATIENT_LEFT, "patient_left", NS,                                                \
        "patient number, randomised then, leaves: `completed`, `dropped out`, "        \
        "`arm stopped`")                                                               \
    X(STAGE, "stage", S,                                                               \
        "a stretch (path) of a lot's past begins after another (of), charged to "      \
        "element under the stage in detail")

enum bw_trace_kind {
#define BW_TRACE_ENUM(id, name, uses, text) BW_TRACE_##id,
    BW_TRACE_LIST(BW_TRACE_ENUM)
#undef BW_TRACE_ENUM
        BW_TRACE_KIND_COUNT
};

struct bw_trace_kind_row {
    const char *name;
    unsigned uses; /* bits of enum bw_trace_use */
    const char *text;
};
extern const struct bw_trace_kind_row bw_trace_kinds[BW_TRACE_KIND_COUNT];

/* One event. Numbers are 0, elements and items BW_NONE, where there is nothing to name.
 */
struct bw_trace_row {
    bw_time time, since; /* since: when began what this ends */
    int64_t quantity;    /* quanta of the item */
    uint64_t number;
    const char *detail; /* "" = none; lives as long as the program */
    uint32_t order, lot;
    uint32_t of;   /* lot or order that this one comes from or goes into */
    uint32_t path; /* newest stretch of the lot's past */
    bw_index element, other, item;
    enum bw_trace_kind kind;
};

/* Takes a row. A status other than BW_OK stops the replication with it; the function
 * says why. */
typedef enum bw_status (*bw_trace_fn)(void *context, const struct bw_trace_row *row);

struct bw_tracer;

/* Makes a tracer that hands rows to function. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_tracer_create(const struct bw_network *network,
    bw_trace_fn function, void *context, struct bw_tracer **out);
void bw_tracer_free(struct bw_tracer *tracer);

/* True when the function of a tracer has refused a row since the reset. */
bool bw_tracer_has_failed(const struct bw_tracer *tracer);

/* The run is over: adds the last row, at the end of the cool-down. */
void bw_trace_end(struct bw_state *state);

/* Forgets all numbers, for the next replication. */
void bw_tracer_reset(struct bw_tracer *tracer);

/* What an event is about, in terms of the state; zeros stand for nothing. */
struct bw_traced {
    uint32_t order, lot;       /* in the pools */
    uint32_t of_order, of_lot; /* the same */
    bw_index other;            /* element */
    int64_t quantity;
    uint64_t number;
    bw_time since;
    const char *detail;
};

/* Behind the gate. */
__attribute__((cold)) void bw_trace_emit(struct bw_state *state,
    enum bw_trace_kind kind, bw_index element, const struct bw_traced *traced);

/* The gate: BW_TRACE(state, SHIPPED, element, .lot = lot, .quantity = quantity). What
 * stands in it is worked out only when somebody listens. */
#define BW_TRACE(state, kind, element, ...)                                            \
    do {                                                                               \
        if (__builtin_expect((state)->tracer != NULL, 0)) {                            \
            bw_trace_emit((state), BW_TRACE_##kind, (element),                         \
                &(const struct bw_traced){__VA_ARGS__});                               \
        }                                                                              \
    } while (0)

/* Give an order or a lot just taken from its pool the next number. */
__attribute__((cold)) void bw_trace_number_order(
    struct bw_state *state, uint32_t order);
__attribute__((cold)) void bw_trace_number_lot(struct bw_state *state, uint32_t lot);

/* A segment of a past was appended, or, when it has a number already, changed. */
__attribute__((cold)) void bw_trace_stage(
    struct bw_state *state, uint32_t segment, bool is_new);

/* Usable goods of a stock have changed to usable: a stock-out begins, goes on or ends,
 * the last with lot (0 = not known). */
__attribute__((cold)) void bw_trace_usable(struct bw_state *state, bw_index stock,
    int64_t usable, int64_t backorders, uint32_t lot);

/* True once for an order, when it is first found waiting. */
bool bw_trace_is_first_wait(struct bw_state *state, uint32_t order);

#endif
