/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/chain.h"

#include "chain/backlog.h"
#include "chain/change.h"
#include "chain/close_out.h"
#include "chain/contract.h"
#include "chain/contract_gate.h"
#include "chain/contract_payment.h"
#include "chain/cost.h"
#include "chain/data.h"
#include "chain/demand.h"
#include "chain/desk.h"
#include "chain/disposition.h"
#include "chain/dock.h"
#include "chain/equipment.h"
#include "chain/fleet.h"
#include "chain/forecast.h"
#include "chain/history.h"
#include "chain/hold.h"
#include "chain/hub.h"
#include "chain/inventory.h"
#include "chain/lateral.h"
#include "chain/ledger.h"
#include "chain/lot_thermal.h"
#include "chain/manufacturing.h"
#include "chain/measure.h"
#include "chain/open_vial.h"
#include "chain/push.h"
#include "chain/quality.h"
#include "chain/recall.h"
#include "chain/replenish.h"
#include "chain/resource.h"
#include "chain/returns.h"
#include "chain/scan.h"
#include "chain/source_choice.h"
#include "chain/sourcing.h"
#include "chain/space.h"
#include "chain/trace.h"
#include "chain/transport.h"
#include "chain/trial.h"
#include "chain/trip.h"
#include "chain/verification.h"
#include "chain/visibility.h"

static void on_window_open(struct bw_state *state, const struct bw_event *event)
{
    (void)event;
    BW_TRACE(state, WINDOW_BEGAN, 0, .number = 0);
    bw_measure_open(state);
}

static void on_window_close(struct bw_state *state, const struct bw_event *event)
{
    (void)event;
    BW_TRACE(state, WINDOW_ENDED, 0, .number = 0);
    bw_cost_close(state);
    bw_measure_close(state);
}

static void on_week_end(struct bw_state *state, const struct bw_event *event)
{
    bw_time horizon = state->network->horizon;

    bw_measure_week(state);
    if (event->time < horizon) {
        bw_time next = event->time + BW_WEEK;

        bw_state_schedule(
            state, 0, next < horizon ? next : horizon, BW_EVENT_WEEK_END, 0, 0);
    }
}

static void on_stock_order(struct bw_state *state, const struct bw_event *event)
{
    bw_stock_ask(state, event->target, event->a);
}

static void (*const handlers[BW_EVENT_KIND_COUNT])(
    struct bw_state *, const struct bw_event *) = {
    [BW_EVENT_WINDOW_OPEN] = on_window_open,
    [BW_EVENT_WINDOW_CLOSE] = on_window_close,
    [BW_EVENT_WEEK_END] = on_week_end,
    [BW_EVENT_PARAMETER] = bw_change_on_parameter,
    [BW_EVENT_TRIAL_ACTIVATE] = bw_trial_on_activate,
    [BW_EVENT_TRIAL_RESUME] = bw_trial_on_resume,
    [BW_EVENT_TRIAL_STOP] = bw_trial_on_stop,
    [BW_EVENT_TRIAL_LEAVE] = bw_trial_on_leave,
    [BW_EVENT_TRIAL_INTERIM] = bw_trial_on_interim,
    [BW_EVENT_TRIAL_GONE] = bw_close_out_on_gone,
    [BW_EVENT_STOCK_CLOSE_OUT] = bw_close_out_on_stock,
    [BW_EVENT_TRIAL_SCREEN] = bw_trial_on_screen,
    [BW_EVENT_TRIAL_RANDOMISE] = bw_trial_on_randomise,
    [BW_EVENT_TRIAL_VISIT] = bw_trial_on_visit,
    [BW_EVENT_DEMAND_ARRIVAL] = bw_demand_on_arrival,
    [BW_EVENT_DEMAND_OPEN] = bw_demand_on_open,
    [BW_EVENT_DEMAND_WAIT] = bw_demand_on_wait,
    [BW_EVENT_DEMAND_DISCARD] = bw_open_vial_on_discard,
    [BW_EVENT_DEMAND_LEAVE] = bw_demand_on_leave,
    [BW_EVENT_RETURNS_ARRIVAL] = bw_returns_on_arrival,
    [BW_EVENT_SCAN_REPLACE] = bw_scan_on_replace,
    [BW_EVENT_STOCK_ORDER] = on_stock_order,
    [BW_EVENT_STOCK_REFUSED] = bw_stock_on_refused,
    [BW_EVENT_STOCK_INITIAL] = bw_stock_on_initial,
    [BW_EVENT_STOCK_ALLOCATE] = bw_stock_on_allocate,
    [BW_EVENT_STOCK_ECHELON] = bw_stock_on_echelon,
    [BW_EVENT_STOCK_SIGHT] = bw_visibility_on_sight,
    [BW_EVENT_STOCK_PUSH] = bw_stock_on_push,
    [BW_EVENT_STOCK_PUSHED] = bw_stock_on_pushed,
    [BW_EVENT_STOCK_WANTED] = bw_stock_on_wanted,
    [BW_EVENT_STOCK_OFFERED] = bw_stock_on_offered,
    [BW_EVENT_STOCK_REVIEW] = bw_stock_on_review,
    [BW_EVENT_STOCK_PLANNED] = bw_stock_on_planned,
    [BW_EVENT_STOCK_DAY] = bw_forecast_on_day,
    [BW_EVENT_STOCK_EXPIRY] = bw_stock_on_expiry,
    [BW_EVENT_SUPPLY_ORDER] = bw_supply_on_order,
    [BW_EVENT_SUPPLY_START] = bw_supply_on_start,
    [BW_EVENT_SUPPLY_ONBOARD] = bw_supply_on_onboard,
    [BW_EVENT_SUPPLY_CHECK] = bw_supply_on_check,
    [BW_EVENT_SUPPLY_CHECKED] = bw_supply_on_checked,
    [BW_EVENT_SUPPLY_CREDENTIALS] = bw_supply_on_credentials,
    [BW_EVENT_SUPPLY_SHIP] = bw_supply_on_ship,
    [BW_EVENT_SUPPLY_STANDING] = bw_supply_on_standing,
    [BW_EVENT_SUPPLY_DELIVERY] = bw_supply_on_delivery,
    [BW_EVENT_BATCH_STEP_END] = bw_batch_on_step_end,
    [BW_EVENT_BATCH_RELEASE] = bw_backlog_on_release,
    [BW_EVENT_RESOURCE_START] = bw_resource_on_start,
    [BW_EVENT_RESOURCE_SETUP] = bw_resource_on_setup,
    [BW_EVENT_RESOURCE_DONE] = bw_resource_on_done,
    [BW_EVENT_RESOURCE_CLEANED] = bw_resource_on_cleaned,
    [BW_EVENT_RESOURCE_FAILURE] = bw_resource_on_failure,
    [BW_EVENT_RESOURCE_REPAIR] = bw_resource_on_repair,
    [BW_EVENT_RESOURCE_MAINTENANCE] = bw_resource_on_maintenance,
    [BW_EVENT_RESOURCE_MAINTAINED] = bw_resource_on_maintained,
    [BW_EVENT_RESOURCE_CAMPAIGN] = bw_resource_on_campaign,
    [BW_EVENT_RESOURCE_SHIFT] = bw_resource_on_shift,
    [BW_EVENT_RESOURCE_LOOK] = bw_resource_on_look,
    [BW_EVENT_RESOURCE_EXTRA] = bw_resource_on_extra,
    [BW_EVENT_HOLD_END] = bw_hold_on_end,
    [BW_EVENT_HOLD_LIMIT] = bw_disposition_on_limit,
    [BW_EVENT_HOLD_NEWS] = bw_hold_on_news,
    [BW_EVENT_HOLD_VERIFIED] = bw_hold_on_verified,
    [BW_EVENT_HOLD_MISMATCH] = bw_hold_on_mismatch,
    [BW_EVENT_HOLD_PRODUCED] = bw_hold_on_produced,
    [BW_EVENT_HOLD_MISSED] = bw_hold_on_missed,
    [BW_EVENT_HOLD_RECALL] = bw_recall_on_message,
    [BW_EVENT_HOLD_RECALLED] = bw_hold_on_recalled,
    [BW_EVENT_LANE_DISPATCH] = bw_lane_on_dispatch,
    [BW_EVENT_LANE_VEHICLE] = bw_lane_on_vehicle,
    [BW_EVENT_FLEET_RETURN] = bw_fleet_on_return,
    [BW_EVENT_DOCK_START] = bw_dock_on_start,
    [BW_EVENT_DOCK_UNLOADED] = bw_dock_on_unloaded,
    [BW_EVENT_HUB_ROOM] = bw_hub_on_room,
    [BW_EVENT_LANE_ARRIVAL] = bw_lane_on_arrival,
    [BW_EVENT_LANE_CLEARED] = bw_lane_on_cleared,
    [BW_EVENT_LANE_UNLOADED] = bw_lane_on_unloaded,
    [BW_EVENT_CONTRACT_START] = bw_contract_on_start,
    [BW_EVENT_CONTRACT_WAIT] = bw_contract_on_wait,
    [BW_EVENT_CONTRACT_DATE] = bw_contract_on_date,
    [BW_EVENT_CONTRACT_CLAIM] = bw_contract_on_claim,
    [BW_EVENT_CONTRACT_PAY] = bw_contract_on_pay,
    [BW_EVENT_CONTRACT_STEP] = bw_contract_on_step,
    [BW_EVENT_CONTRACT_FINAL] = bw_contract_on_final,
    [BW_EVENT_CONTRACT_REFUSED] = bw_contract_on_refused,
    [BW_EVENT_CONTRACT_CREDENTIALS] = bw_contract_on_credentials,
    [BW_EVENT_EQUIPMENT_FAILURE] = bw_equipment_on_failure,
    [BW_EVENT_EQUIPMENT_FOUND] = bw_equipment_on_found,
    [BW_EVENT_EQUIPMENT_REPAIRED] = bw_equipment_on_repaired,
    [BW_EVENT_EQUIPMENT_POWER] = bw_equipment_on_power,
    [BW_EVENT_GRID_CUT] = bw_power_grid_on_cut,
    [BW_EVENT_GRID_BACK] = bw_power_grid_on_back,
    [BW_EVENT_LEDGER_ENDORSED] = bw_ledger_on_endorsed,
    [BW_EVENT_LEDGER_CUT] = bw_ledger_on_cut,
    [BW_EVENT_LEDGER_RETRY] = bw_ledger_on_retry,
    [BW_EVENT_LEDGER_COMMIT] = bw_ledger_on_commit,
    [BW_EVENT_LEDGER_PAPERS] = bw_ledger_on_papers,
    [BW_EVENT_LEDGER_WORKED] = bw_ledger_on_worked,
    [BW_EVENT_LEDGER_FALLBACK] = bw_ledger_on_fallback,
    [BW_EVENT_LEDGER_COPY] = bw_ledger_on_copy,
    [BW_EVENT_LEDGER_DESK] = bw_ledger_on_desk,
    [BW_EVENT_LEDGER_PROPOSE] = bw_ledger_on_propose,
    [BW_EVENT_LEDGER_GIVEN_UP] = bw_ledger_on_given_up,
    [BW_EVENT_LEDGER_FORMED] = bw_ledger_on_formed,
    [BW_EVENT_LEDGER_AGREED] = bw_ledger_on_agreed,
    [BW_EVENT_LEDGER_EXECUTED] = bw_ledger_on_executed,
    [BW_EVENT_LEDGER_BLOCK] = bw_ledger_on_block,
    [BW_EVENT_LEDGER_MEASURED] = bw_ledger_on_measured,
};

static const struct {
    const char *name;
    enum bw_element_kind target;
} kinds[BW_EVENT_KIND_COUNT] = {
#define BW_EVENT_ROW(name, target, phase) {#name, BW_ELEMENT_##target},
    BW_EVENT_LIST(BW_EVENT_ROW)
#undef BW_EVENT_ROW
};

const char *bw_chain_event_name(enum bw_event_kind kind)
{
    return kinds[kind].name;
}

const char *bw_chain_event_path(
    const struct bw_network *network, const struct bw_event *event)
{
    for (bw_index i = 0; i < network->element_count; i++) {
        const struct bw_element *element = &network->elements[i];

        if (kinds[event->kind].target == BW_ELEMENT_KIND_COUNT
                ? i == event->target
                : element->kind == kinds[event->kind].target
                    && element->index == event->target) {
            return element->path;
        }
    }
    return "chain";
}

enum bw_status bw_chain_init(struct bw_state *state)
{
    static enum bw_status (*const domains[])(struct bw_state *) = {
        bw_history_init,
        bw_measure_init,
        bw_cost_init,
        bw_source_choice_init,
        bw_lateral_init,
        bw_push_init,
        bw_visibility_init,
        bw_inventory_init,
        bw_forecast_init,
        bw_space_init,
        bw_equipment_init,
        bw_sourcing_init,
        bw_resource_init,
        bw_manufacturing_init,
        bw_fleet_init,
        bw_dock_init,
        bw_hub_init,
        bw_thermal_record_init,
        bw_trip_init,
        bw_transport_init,
        bw_ledger_init,
        bw_data_init,
        bw_contract_init,
        bw_demand_init,
        bw_desk_init,
        bw_scan_init,
        bw_trial_init,
    };
    enum bw_status status = BW_OK;

    for (size_t i = 0; i < sizeof domains / sizeof domains[0] && status == BW_OK; i++) {
        status = domains[i](state);
    }
    return status;
}

void bw_chain_reset(struct bw_state *state)
{
    bw_time horizon = state->network->horizon;

    BW_TRACE(state, RUN_BEGAN, 0, .number = state->replication);
    bw_history_reset(state);
    bw_measure_reset(state);
    bw_cost_reset(state);
    bw_visibility_reset(state);
    bw_inventory_reset(state);
    bw_lateral_reset(state);
    bw_push_reset(state);
    bw_source_choice_reset(state);
    bw_forecast_reset(state);
    bw_space_reset(state);
    bw_equipment_reset(state);
    bw_sourcing_reset(state);
    bw_resource_reset(state);
    bw_manufacturing_reset(state);
    bw_fleet_reset(state);
    bw_dock_reset(state);
    bw_hub_reset(state);
    bw_thermal_record_reset(state);
    bw_trip_reset(state);
    bw_transport_reset(state);
    bw_ledger_reset(state);
    bw_data_reset(state);
    bw_contract_reset(state);
    bw_demand_reset(state);
    bw_desk_reset(state);
    bw_scan_reset(state);
    bw_trial_reset(state);
    bw_change_reset(state);
    bw_replenish_start(state);
    /* The chain is element 0, so that the window opens and closes before anything else
     * of its instant. */
    bw_state_schedule(state, 0, 0, BW_EVENT_WINDOW_OPEN, 0, 0);
    bw_state_schedule(
        state, 0, horizon < BW_WEEK ? horizon : BW_WEEK, BW_EVENT_WEEK_END, 0, 0);
    bw_state_schedule(state, 0, horizon, BW_EVENT_WINDOW_CLOSE, 0, 0);
}

void bw_chain_run(struct bw_state *state)
{
    bw_time end = state->network->horizon + state->network->cooldown;
    struct bw_event event;

    while (state->status == BW_OK && bw_event_list_pop(&state->events, end, &event)) {
        state->event_count++;
        handlers[event.kind](state, &event);
    }
    if (state->tracer != NULL) {
        bw_trace_end(state);
    }
}
