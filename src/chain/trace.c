/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/trace.h"

#include "base/memory.h"
#include "chain/state_internal.h"

#include <string.h>

/* Combinations of enum bw_trace_use in the table. */
enum {
    Q = BW_TRACE_QUANTITY,
    N = BW_TRACE_NUMBER,
    S = BW_TRACE_SINCE,
    QN = Q | N,
    QS = Q | S,
    NS = N | S,
    QNS = Q | N | S
};

const struct bw_trace_kind_row bw_trace_kinds[BW_TRACE_KIND_COUNT] = {
#define BW_TRACE_ROW(id, name, uses, text) {name, uses, text},
    BW_TRACE_LIST(BW_TRACE_ROW)
#undef BW_TRACE_ROW
};

/* Numbers of what stands in a pool now, by index. */
struct numbers {
    uint32_t *at;
    uint32_t capacity;
    uint32_t last;
};

/* What is known of the newest stock-out of a stock. */
struct stockout {
    uint64_t number;
    bw_time began, ended;
    bool is_out;
};

struct bw_tracer {
    bw_trace_fn function;
    void *context;
    struct numbers orders, lots, paths;
    struct numbers waits; /* orders found waiting: number of the order */
    struct stockout *stockouts;
    uint32_t stock_count;
    uint64_t stockout_count;
    bool has_failed;
};

enum bw_status bw_tracer_create(const struct bw_network *network, bw_trace_fn function,
    void *context, struct bw_tracer **out)
{
    struct bw_tracer *tracer = bw_memory_allocate(1, sizeof *tracer);

    *out = NULL;
    if (tracer == NULL) {
        return BW_ERR_NOMEM;
    }
    tracer->function = function;
    tracer->context = context;
    tracer->stock_count = network->stock_count;
    tracer->stockouts =
        bw_memory_allocate(network->stock_count + 1u, sizeof *tracer->stockouts);
    if (tracer->stockouts == NULL) {
        bw_tracer_free(tracer);
        return BW_ERR_NOMEM;
    }
    *out = tracer;
    return BW_OK;
}

void bw_tracer_free(struct bw_tracer *tracer)
{
    if (tracer != NULL) {
        bw_memory_free(tracer->orders.at);
        bw_memory_free(tracer->lots.at);
        bw_memory_free(tracer->paths.at);
        bw_memory_free(tracer->waits.at);
        bw_memory_free(tracer->stockouts);
        bw_memory_free(tracer);
    }
}

static void forget(struct numbers *numbers)
{
    numbers->last = 0;
    if (numbers->at != NULL) {
        memset(numbers->at, 0, numbers->capacity * sizeof *numbers->at);
    }
}

void bw_tracer_reset(struct bw_tracer *tracer)
{
    forget(&tracer->orders);
    forget(&tracer->lots);
    forget(&tracer->paths);
    forget(&tracer->waits);
    memset(tracer->stockouts, 0, tracer->stock_count * sizeof *tracer->stockouts);
    tracer->stockout_count = 0;
    tracer->has_failed = false;
}

bool bw_tracer_has_failed(const struct bw_tracer *tracer)
{
    return tracer->has_failed;
}

/* Place of the number of a pool index; NULL when memory is short. */
static uint32_t *place(struct bw_state *state, struct numbers *numbers, uint32_t index)
{
    if (index >= numbers->capacity) {
        uint32_t capacity = numbers->capacity < 512 ? 1024 : 2 * numbers->capacity;
        uint32_t *at;

        capacity = capacity <= index ? index + 1 : capacity;
        at = bw_memory_resize(numbers->at, capacity, sizeof *at);
        if (at == NULL) {
            bw_state_fail(state, BW_ERR_NOMEM);
            return NULL;
        }
        memset(at + numbers->capacity, 0, (capacity - numbers->capacity) * sizeof *at);
        numbers->at = at;
        numbers->capacity = capacity;
    }
    return &numbers->at[index];
}

static void count(struct bw_state *state, struct numbers *numbers, uint32_t index)
{
    uint32_t *at = place(state, numbers, index);

    if (at != NULL) {
        *at = ++numbers->last;
    }
}

static uint32_t number_of(const struct numbers *numbers, uint32_t index)
{
    return index != 0 && index < numbers->capacity ? numbers->at[index] : 0;
}

void bw_trace_number_order(struct bw_state *state, uint32_t order)
{
    count(state, &state->tracer->orders, order);
}

void bw_trace_number_lot(struct bw_state *state, uint32_t lot)
{
    count(state, &state->tracer->lots, lot);
}

bool bw_trace_is_first_wait(struct bw_state *state, uint32_t order)
{
    uint32_t number = number_of(&state->tracer->orders, order);
    uint32_t *at = place(state, &state->tracer->waits, order);
    bool is_first = at != NULL && *at != number;

    if (is_first) {
        *at = number;
    }
    return is_first;
}

/* Element where a lot is. */
static bw_index place_of(const struct bw_state *state, const struct bw_lot *lot)
{
    const struct bw_network *network = state->network;
    const struct bw_order *order;
    const struct bw_batch *batch;

    if (lot->custody == BW_CUSTODY_VIAL) {
        return network->demands[lot->bound].element;
    }
    if (lot->bound == 0 && lot->custody != BW_CUSTODY_STOCK) {
        return BW_NONE;
    }
    switch ((enum bw_custody)lot->custody) {
    case BW_CUSTODY_PROCESS:
        batch = bw_pool_at(&state->batches, lot->bound);
        return network->recipes[batch->recipe].element;
    case BW_CUSTODY_STOCK:
        return network->stocks[lot->bound].element;
    case BW_CUSTODY_DESK:
        return ((const struct bw_desk_lot *)bw_pool_at(&state->desk_lots, lot->bound))
            ->element;
    case BW_CUSTODY_DOOR:
    case BW_CUSTODY_OUTBOUND:
    case BW_CUSTODY_TRANSIT:
    case BW_CUSTODY_CUSTOMER:
    case BW_CUSTODY_VIAL:
        break;
    }
    order = bw_state_order(state, lot->bound);
    return order->kind == BW_ORDER_CUSTOMER ? network->demands[order->owner].element
                                            : network->stocks[order->owner].element;
}

static bw_index item_of_element(const struct bw_network *network, bw_index element)
{
    const struct bw_element *e;

    if (element == BW_NONE) {
        return BW_NONE;
    }
    e = &network->elements[element];
    switch (e->kind) {
    case BW_ELEMENT_STOCK:
        return network->stocks[e->index].item;
    case BW_ELEMENT_DEMAND:
        return network->demands[e->index].item;
    case BW_ELEMENT_SUPPLY:
        return network->supplies[e->index].item;
    default:
        return BW_NONE;
    }
}

static bw_index item_of(const struct bw_state *state, const struct bw_traced *traced,
    const struct bw_trace_row *row)
{
    const struct bw_network *network = state->network;

    if (traced->lot != 0) {
        return bw_state_lot(state, traced->lot)->item;
    }
    if (traced->order != 0) {
        const struct bw_order *order = bw_state_order(state, traced->order);

        if (order->kind == BW_ORDER_CUSTOMER) {
            return network->demands[order->owner].item;
        }
        if (order->kind == BW_ORDER_REPLENISH) {
            return network->stocks[order->owner].item;
        }
    }
    return row->other != BW_NONE
            && network->elements[row->other].kind == BW_ELEMENT_STOCK
        ? item_of_element(network, row->other)
        : item_of_element(network, row->element);
}

static void hand_over(struct bw_state *state, const struct bw_trace_row *row)
{
    struct bw_tracer *tracer = state->tracer;

    if (state->status == BW_OK) {
        enum bw_status status = tracer->function(tracer->context, row);

        tracer->has_failed = status != BW_OK;
        bw_state_fail(state, status);
    }
}

void bw_trace_emit(struct bw_state *state, enum bw_trace_kind kind, bw_index element,
    const struct bw_traced *traced)
{
    const struct bw_tracer *tracer = state->tracer;
    struct bw_trace_row row = {
        .time = bw_state_now(state),
        .since = traced->since,
        .quantity = traced->quantity,
        .number = traced->number,
        .detail = traced->detail != NULL ? traced->detail : "",
        .order = number_of(&tracer->orders, traced->order),
        .lot = number_of(&tracer->lots, traced->lot),
        .of = traced->of_order != 0 ? number_of(&tracer->orders, traced->of_order)
                                    : number_of(&tracer->lots, traced->of_lot),
        .element = element,
        .other = traced->other != 0 ? traced->other : BW_NONE,
        .kind = kind,
    };

    if (traced->lot != 0) {
        const struct bw_lot *lot = bw_state_lot(state, traced->lot);

        row.path = number_of(&tracer->paths, lot->history);
        row.element = element == BW_NONE ? place_of(state, lot) : element;
    }
    row.item = item_of(state, traced, &row);
    hand_over(state, &row);
}

void bw_trace_stage(struct bw_state *state, uint32_t segment, bool is_new)
{
    struct bw_tracer *tracer = state->tracer;
    const struct bw_segment *s = bw_pool_at(&state->segments, segment);
    struct bw_trace_row row = {
        .time = bw_state_now(state),
        .since = s->start,
        .detail = bw_stage_name((enum bw_stage)s->stage),
        .element = s->element,
        .other = BW_NONE,
        .item = BW_NONE,
        .kind = BW_TRACE_STAGE,
    };

    if (is_new) {
        count(state, &tracer->paths, segment);
    }
    row.path = number_of(&tracer->paths, segment);
    row.of = number_of(&tracer->paths, s->previous);
    hand_over(state, &row);
}

void bw_trace_usable(struct bw_state *state, bw_index stock, int64_t usable,
    int64_t backorders, uint32_t lot)
{
    struct bw_tracer *tracer = state->tracer;
    struct stockout *s = &tracer->stockouts[stock];
    bw_index element = state->network->stocks[stock].element;
    bw_time now = bw_state_now(state);

    if (s->is_out && usable > 0) {
        s->is_out = false;
        s->ended = now;
        BW_TRACE(state, STOCKOUT_ENDED, element, .lot = lot, .number = s->number,
            .quantity = backorders, .since = s->began);
    } else if (!s->is_out && usable == 0 && s->number != 0 && s->ended == now) {
        s->is_out = true;
        BW_TRACE(state, STOCKOUT_GOES_ON, element, .number = s->number,
            .quantity = backorders);
    } else if (!s->is_out && usable == 0) {
        *s = (struct stockout){++tracer->stockout_count, now, now, true};
        BW_TRACE(state, STOCKOUT_BEGAN, element, .number = s->number,
            .quantity = backorders);
    }
}

/* Reports the goods that are still there. */
static void emit_left(struct bw_state *state, bw_time end)
{
    const struct bw_tracer *tracer = state->tracer;

    for (uint32_t i = 1; i < state->lots.made; i++) {
        const struct bw_lot *lot = bw_state_lot(state, i);
        const struct bw_trace_row row = {
            .time = end,
            .quantity = lot->quantity,
            .detail = "",
            .lot = number_of(&tracer->lots, i),
            .path = number_of(&tracer->paths, lot->history),
            .element = lot->quantity > 0 ? place_of(state, lot) : BW_NONE,
            .other = BW_NONE,
            .item = lot->item,
            .kind = BW_TRACE_LOT_LEFT,
        };

        if (lot->quantity > 0) {
            hand_over(state, &row);
        }
    }
}

void bw_trace_end(struct bw_state *state)
{
    const bw_time end = state->network->horizon + state->network->cooldown;
    const struct bw_trace_row row = {
        .time = end,
        .detail = "",
        .element = 0,
        .other = BW_NONE,
        .item = BW_NONE,
        .kind = BW_TRACE_RUN_ENDED,
    };

    emit_left(state, end);
    hand_over(state, &row);
}
