/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/change.h"

#include "chain/backlog.h"
#include "chain/demand.h"
#include "chain/dock.h"
#include "chain/fleet.h"
#include "chain/ledger.h"
#include "chain/replenish.h"
#include "chain/resource.h"
#include "chain/sourcing.h"
#include "chain/space.h"
#include "chain/transport.h"

/* What comes later reads the new value: draws, goods that are made or judged. */
static void do_nothing(struct bw_state *state, bw_index index)
{
    (void)state;
    (void)index;
}

/* What an element does just before a number of its own becomes another one: it brings
 * to the present what it has reckoned with the old one. */
static void (*const settlements[BW_ELEMENT_KIND_COUNT])(struct bw_state *, bw_index) = {
    [BW_ELEMENT_DEMAND] = bw_demand_settle,
    [BW_ELEMENT_LEDGER] = bw_ledger_settle,
};

/* What an element does when a number of its own is another one. The scenario lets only
 * such numbers change that have a row here. */
static void (*const reactions[BW_ELEMENT_KIND_COUNT])(struct bw_state *, bw_index) = {
    [BW_ELEMENT_CHAIN] = do_nothing, /* shelf lives of items */
    [BW_ELEMENT_BUDGET] = do_nothing,
    [BW_ELEMENT_DEMAND] = bw_demand_change,
    [BW_ELEMENT_DOCK] = bw_dock_change,
    [BW_ELEMENT_FLEET] = bw_fleet_change,
    [BW_ELEMENT_LANE] = bw_lane_change,
    [BW_ELEMENT_LEDGER] = bw_ledger_change,
    [BW_ELEMENT_RECIPE] = bw_backlog_change,
    [BW_ELEMENT_RETURNS] = do_nothing,
    [BW_ELEMENT_SCAN] = do_nothing,
    [BW_ELEMENT_RESOURCE] = bw_resource_change_servers,
    [BW_ELEMENT_SPACE] = bw_space_change,
    [BW_ELEMENT_STOCK] = bw_replenish_notice,
    [BW_ELEMENT_SUPPLY] = bw_supply_look,
};

void bw_change_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (uint32_t i = 0; i < network->change_count; i++) {
        const struct bw_dated_change *change = &network->changes[i];
        bw_index element = network->parameters[change->slot].element;

        bw_state_schedule(state, element, change->time, BW_EVENT_PARAMETER, element, i);
    }
}

void bw_change_on_parameter(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_dated_change *change = &state->network->changes[event->a];
    const struct bw_element *element = &state->network->elements[event->target];

    BW_STATE_ASSERT(state, reactions[element->kind] != NULL);
    if (settlements[element->kind] != NULL) {
        settlements[element->kind](state, element->index);
    }
    bw_state_change(state, change->slot, change->value, event->target);
    reactions[element->kind](state, element->index);
}

double bw_change_mean(const struct bw_state *state, bw_index slot)
{
    const struct bw_network *network = state->network;
    double value = network->parameters[slot].initial, sum = 0.0;
    bw_time since = 0;

    for (uint32_t i = 0; i < network->change_count; i++) {
        const struct bw_dated_change *change = &network->changes[i];

        if (change->slot != slot || change->time >= network->horizon) {
            continue;
        }
        if (change->time > since) {
            sum += value * (double)(change->time - since);
            since = change->time;
        }
        value = change->value;
    }
    return since == 0
        ? value
        : (sum + value * (double)(network->horizon - since)) / (double)network->horizon;
}
