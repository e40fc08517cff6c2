/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/state.h"

#include "chain/state_internal.h"
#include "chain/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define KEPT_LEAST 64u
#define KEPT_MOST 2048u

_Static_assert(sizeof(struct bw_lot) == 64, "a lot is 64 bytes");

/* Places for the words of the streams in use: about two per element, in a power of two,
 * but no more than a cache of the processor holds. */
static uint32_t count_kept(uint32_t element_count)
{
    uint32_t count = KEPT_LEAST;
    while (count < 2 * element_count && count < KEPT_MOST) {
        count *= 2;
    }
    return count;
}

enum bw_status bw_state_init(struct bw_state *state, const struct bw_network *network,
    const struct bw_layout *layout)
{
    const struct {
        struct bw_pool *pool;
        size_t size;
    } pools[] = {
        {&state->lots, sizeof(struct bw_lot)},
        {&state->orders, sizeof(struct bw_order)},
        {&state->segments, sizeof(struct bw_segment)},
        {&state->jobs, sizeof(struct bw_job)},
        {&state->batches, sizeof(struct bw_batch)},
        {&state->works, sizeof(struct bw_work)},
        {&state->holds, sizeof(struct bw_hold)},
        {&state->hold_links, sizeof(struct bw_hold_link)},
        {&state->shipments, sizeof(struct bw_shipment)},
        {&state->transactions, sizeof(struct bw_transaction)},
        {&state->changes, sizeof(struct bw_change)},
        {&state->messages, sizeof(struct bw_message)},
        {&state->claims, sizeof(struct bw_claim)},
        {&state->contract_waits, sizeof(struct bw_contract_wait)},
        {&state->thermal_records, sizeof(struct bw_thermal_record)},
        {&state->carried_packs, sizeof(struct bw_carried_pack)},
        {&state->patients, sizeof(struct bw_patient)},
        {&state->returns, sizeof(struct bw_return)},
        {&state->desk_lots, sizeof(struct bw_desk_lot)},
    };
    enum bw_status status = BW_OK;

    memset(state, 0, sizeof *state);
    state->network = network;
    state->layout = layout;
    bw_arena_init(&state->arena);
    for (size_t i = 0; i < sizeof pools / sizeof pools[0] && status == BW_OK; i++) {
        status = bw_pool_init(pools[i].pool, pools[i].size);
    }
    if (status == BW_OK) {
        status = bw_event_list_init(&state->events, network->element_count);
    }
    if (status == BW_OK) {
        state->parameters = bw_arena_allocate(
            &state->arena, network->parameter_count, sizeof *state->parameters);
        state->kept_count = count_kept(network->element_count);
        state->kept_words = bw_arena_allocate(
            &state->arena, state->kept_count, sizeof *state->kept_words);
        if (state->parameters == NULL || state->kept_words == NULL) {
            status = BW_ERR_NOMEM;
        }
    }
    if (status != BW_OK) {
        bw_state_release(state);
    }
    return status;
}

void bw_state_release(struct bw_state *state)
{
    bw_event_list_release(&state->events);
    bw_pool_release(&state->lots);
    bw_pool_release(&state->orders);
    bw_pool_release(&state->segments);
    bw_pool_release(&state->jobs);
    bw_pool_release(&state->batches);
    bw_pool_release(&state->works);
    bw_pool_release(&state->holds);
    bw_pool_release(&state->hold_links);
    bw_pool_release(&state->shipments);
    bw_pool_release(&state->transactions);
    bw_pool_release(&state->changes);
    bw_pool_release(&state->messages);
    bw_pool_release(&state->claims);
    bw_pool_release(&state->contract_waits);
    bw_pool_release(&state->thermal_records);
    bw_pool_release(&state->carried_packs);
    bw_pool_release(&state->patients);
    bw_pool_release(&state->returns);
    bw_pool_release(&state->desk_lots);
    bw_arena_release(&state->arena);
    memset(state, 0, sizeof *state);
}

/* The members of an antithetic pair take the words of the first. */
static void start_draws(struct bw_state *state, uint64_t seed)
{
    struct bw_key key = {seed, state->replication};
    enum bw_sampling sampling = BW_SAMPLING_QUICK;

    if (state->network->antithetic) {
        sampling = key.replication % 2 == 0 ? BW_SAMPLING_INVERT : BW_SAMPLING_MIRROR;
        key.replication -= key.replication % 2;
    }
    bw_generator_init(&state->draws, &key, sampling);
    bw_generator_keep(&state->draws, state->kept_words, state->kept_count);
}

void bw_state_reset(struct bw_state *state, uint64_t seed, uint64_t replication)
{
    const struct bw_network *network = state->network;

    state->replication = replication;
    start_draws(state, seed);
    state->status = BW_OK;
    state->event_count = 0;
    state->stuck = BW_NONE;
    bw_event_list_reset(&state->events, -network->warmup);
    bw_pool_reset(&state->lots);
    bw_pool_reset(&state->orders);
    bw_pool_reset(&state->segments);
    bw_pool_reset(&state->jobs);
    bw_pool_reset(&state->batches);
    bw_pool_reset(&state->works);
    bw_pool_reset(&state->holds);
    bw_pool_reset(&state->hold_links);
    bw_pool_reset(&state->shipments);
    bw_pool_reset(&state->transactions);
    bw_pool_reset(&state->changes);
    bw_pool_reset(&state->messages);
    bw_pool_reset(&state->claims);
    bw_pool_reset(&state->contract_waits);
    bw_pool_reset(&state->thermal_records);
    bw_pool_reset(&state->carried_packs);
    bw_pool_reset(&state->patients);
    bw_pool_reset(&state->returns);
    bw_pool_reset(&state->desk_lots);
    for (uint32_t i = 0; i < network->parameter_count; i++) {
        state->parameters[i] = network->parameters[i].initial;
    }
}

void bw_state_change(
    struct bw_state *state, bw_index slot, double value, bw_index cause)
{
    struct bw_change *change =
        bw_pool_at(&state->changes, bw_state_take(state, &state->changes));

    BW_STATE_ASSERT(state, slot < state->network->parameter_count);
    BW_STATE_ASSERT(state, cause < state->network->element_count);
    *change = (struct bw_change){
        .time = bw_state_now(state),
        .before = state->parameters[slot],
        .after = value,
        .slot = slot,
        .cause = cause,
    };
    state->parameters[slot] = value;
}

uint32_t bw_state_change_count(const struct bw_state *state)
{
    return state->changes.live;
}

const struct bw_change *bw_state_change_at(const struct bw_state *state, uint32_t i)
{
    /* Changes are never given back: number i has index i + 1. */
    return bw_pool_at(&state->changes, i + 1);
}

void bw_state_assert_failed(
    const struct bw_state *state, const char *condition, const char *file, int line)
{
    char circumstances[128];

    (void)snprintf(circumstances, sizeof circumstances,
        "at %" PRId64 " us, replication %" PRIu64 ", seed %" PRIu64,
        bw_state_now(state), state->replication, state->draws.key.seed);
    bw_assert_failed(condition, file, line, circumstances);
}

void bw_state_fail(struct bw_state *state, enum bw_status status)
{
    if (state->status == BW_OK) {
        state->status = status;
    }
}

uint32_t bw_state_take(struct bw_state *state, struct bw_pool *pool)
{
    uint32_t index = bw_pool_take(pool);

    if (index == 0) {
        bw_state_fail(state, BW_ERR_NOMEM);
    }
    return index;
}

uint32_t bw_state_take_order(
    struct bw_state *state, enum bw_order_kind kind, uint32_t owner, int64_t quantity)
{
    uint32_t index = bw_state_take(state, &state->orders);
    struct bw_order *order = bw_state_order(state, index);

    order->quantity = order->open = order->outstanding = quantity;
    order->placed = bw_state_now(state);
    order->due = BW_FOREVER;
    order->owner = owner;
    order->source = BW_NONE;
    order->kind = (uint8_t)kind;
    order->live = true;
    if (state->tracer != NULL) {
        bw_trace_number_order(state, index);
    }
    return index;
}

uint32_t bw_state_split_order(struct bw_state *state, uint32_t order, int64_t quantity)
{
    uint32_t index = bw_state_take(state, &state->orders);
    struct bw_order *rest = bw_state_order(state, order);
    struct bw_order *part = bw_state_order(state, index);

    BW_STATE_ASSERT(
        state, quantity > 0 && quantity < rest->open && rest->open == rest->quantity);
    *part = *rest;
    part->quantity = part->open = part->outstanding = quantity;
    part->next = part->previous = 0;
    part->queued = false;
    rest->quantity -= quantity;
    rest->open -= quantity;
    rest->outstanding -= quantity;
    if (state->tracer != NULL) {
        bw_index placer = state->network->stocks[part->owner].element;

        bw_trace_number_order(state, index);
        BW_TRACE(state, ORDER_CHANGED, placer, .order = order, .of_order = index,
            .quantity = -quantity, .detail = "split");
        BW_TRACE(state, ORDER_PLACED, placer, .order = index, .of_order = order,
            .quantity = quantity, .detail = "part");
    }
    return index;
}

void bw_state_give_order(struct bw_state *state, uint32_t order)
{
    bw_state_order(state, order)->live = false;
    bw_pool_give(&state->orders, order);
}

struct bw_event_handle bw_state_schedule(struct bw_state *state, bw_index scheduler,
    bw_time time, enum bw_event_kind kind, uint32_t target, uint32_t a)
{
    static const uint8_t phases[BW_EVENT_KIND_COUNT] = {
#define BW_EVENT_PHASE(name, target, phase) BW_PHASE_##phase,
        BW_EVENT_LIST(BW_EVENT_PHASE)
#undef BW_EVENT_PHASE
    };
    struct bw_event event = {
        .time = time,
        .target = target,
        .a = a,
        .kind = (uint16_t)kind,
        .phase = phases[kind],
    };
    struct bw_event_handle handle =
        bw_event_list_schedule(&state->events, scheduler, &event);

    if (state->events.status != BW_OK) {
        bw_state_fail(state, state->events.status);
    }
    return handle;
}

bw_time bw_state_duration(
    const struct bw_state *state, const struct bw_sampler *sampler, uint64_t index)
{
    if (!sampler->present) {
        return 0;
    }
    return bw_law_duration(&sampler->law, &state->draws, sampler->stream, index);
}

double bw_state_value(const struct bw_state *state, const struct bw_sampler *sampler,
    uint64_t index, double otherwise)
{
    if (!sampler->present) {
        return otherwise;
    }
    return bw_law_value(&sampler->law, &state->draws, sampler->stream, index);
}

bool bw_state_chance(
    const struct bw_state *state, uint64_t stream, uint64_t index, double probability)
{
    if (probability <= 0.0) {
        return false;
    }
    if (probability >= 1.0) {
        return true;
    }
    return bw_state_uniform(state, stream, index) < probability;
}
