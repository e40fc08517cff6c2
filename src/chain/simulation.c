/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/simulation.h"

#include "base/memory.h"
#include "chain/chain.h"
#include "chain/contract_payment.h"
#include "chain/demand.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/measure.h"
#include "chain/resource.h"
#include "chain/state.h"
#include "chain/trace.h"
#include "chain/trip.h"

#include <inttypes.h>

struct bw_simulation {
    struct bw_state state;
};

enum bw_status bw_simulation_create(const struct bw_network *network,
    const struct bw_layout *layout, struct bw_simulation **out)
{
    struct bw_simulation *simulation = bw_memory_allocate(1, sizeof *simulation);
    enum bw_status status = BW_ERR_NOMEM;

    *out = NULL;
    if (simulation == NULL) {
        return status;
    }
    status = bw_state_init(&simulation->state, network, layout);
    if (status == BW_OK) {
        status = bw_chain_init(&simulation->state);
    }
    if (status != BW_OK) {
        bw_simulation_free(simulation);
        return status;
    }
    *out = simulation;
    return BW_OK;
}

void bw_simulation_free(struct bw_simulation *simulation)
{
    if (simulation != NULL) {
        bw_measure_release(&simulation->state);
        bw_trip_release(&simulation->state);
        bw_state_release(&simulation->state);
        bw_memory_free(simulation);
    }
}

/* Every item: entered = left + wasted + what lots still hold. What is in the lots is
 * counted from the lots themselves, not from the counters of the domains. */
static enum bw_status check_conservation(
    const struct bw_state *state, struct bw_error_list *errors)
{
    const struct bw_network *network = state->network;
    enum bw_status status = BW_OK;

    for (bw_index item = 0; item < network->item_count; item++) {
        const struct bw_balance *balance = bw_measure_balance(state, item);
        int64_t rest = balance->entered - balance->left;

        for (int cause = 0; cause < BW_WASTE_COUNT; cause++) {
            rest -= balance->wasted[cause];
        }
        for (uint32_t lot = 1; lot < state->lots.made; lot++) {
            const struct bw_lot *l = bw_state_lot(state, lot);

            rest -= l->item == item ? l->quantity : 0;
        }
        if (rest != 0) {
            status = bw_error_fail(errors, BW_ERR_INTERNAL,
                "items.%s: %" PRId64 " quanta are not accounted for (seed %" PRIu64
                ", replication %" PRIu64 ")",
                network->items[item].name, rest, state->draws.key.seed,
                state->replication);
        }
    }
    return status;
}

/* Says why a replication stopped. */
static enum bw_status explain(
    const struct bw_state *state, struct bw_error_list *errors)
{
    const struct bw_event *loop = &state->events.loop;

    if (state->stuck != BW_NONE) {
        struct bw_text circle;

        bw_text_init(&circle);
        bw_resource_write_stuck(state, &circle);
        enum bw_status status = bw_error_fail(errors, BW_ERR_MODEL,
            "%s: at day %.6f every server holds goods that wait for a place of the "
            "next "
            "(seed %" PRIu64 ", replication %" PRIu64 "); give a step a larger buffer",
            bw_text_get(&circle), (double)bw_state_now(state) / (double)BW_DAY,
            state->draws.key.seed, state->replication);
        bw_text_release(&circle);
        return status;
    }
    if (state->status == BW_ERR_MODEL) {
        return bw_error_fail(errors, BW_ERR_MODEL,
            "%s: events go round without taking time at day %.6f: %s in round %u (seed "
            "%" PRIu64 ", replication %" PRIu64 ")",
            bw_chain_event_path(state->network, loop),
            (double)loop->time / (double)BW_DAY,
            bw_chain_event_name((enum bw_event_kind)loop->kind), BW_ROUND_LIMIT,
            state->draws.key.seed, state->replication);
    }
    return bw_error_fail(errors, state->status,
        "%s at day %.3f (seed %" PRIu64 ", replication %" PRIu64 ")",
        bw_status_text(state->status), (double)bw_state_now(state) / (double)BW_DAY,
        state->draws.key.seed, state->replication);
}

enum bw_status bw_simulation_run(struct bw_simulation *simulation, uint64_t seed,
    uint64_t replication, double *values, struct bw_error_list *errors)
{
    struct bw_state *state = &simulation->state;
    enum bw_status status;

    if (state->tracer != NULL) {
        bw_tracer_reset(state->tracer);
    }
    bw_state_reset(state, seed, replication);
    bw_chain_reset(state);
    bw_chain_run(state);
    if (state->tracer != NULL && bw_tracer_has_failed(state->tracer)) {
        return state->status;
    }
    if (state->status != BW_OK) {
        return explain(state, errors);
    }
    bw_inventory_check(state);
    bw_contract_check(state);
    status = check_conservation(state, errors);
    if (status == BW_OK) {
        bw_demand_finish(state);
        bw_history_flush(state);
        bw_measure_extract(state, values);
    }
    return status;
}

void bw_simulation_trace(struct bw_simulation *simulation, struct bw_tracer *tracer)
{
    simulation->state.tracer = tracer;
}

uint64_t bw_simulation_events(const struct bw_simulation *simulation)
{
    return simulation->state.event_count;
}
