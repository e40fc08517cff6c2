/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/push.h"

#include "chain/inventory_internal.h"
#include "chain/push_rule.h"
#include "chain/source_choice.h"

#include <math.h>
#include <string.h>

#define GOLDEN_SHARE 0.6180339887498949

/* Position of a stock: now, and before the instant of the last change. */
struct position {
    bw_time changed;
    int64_t now, before;
};

/* What was sent to a target in an instant, which its position does not show yet. */
struct sent {
    bw_time when;
    int64_t quantity;
};

struct bw_push_state {
    struct position *positions; /* per stock */
    struct bw_push_line *lines; /* per target of all pushes */
    struct sent *sent;          /* per target of all pushes */
    int64_t *promised;          /* per push: on its way to be asked for */
    uint64_t *number;           /* per push: of the next division */
    bool *waiting;              /* per push: a division is scheduled */
};

enum bw_status bw_push_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_arena *arena = &state->arena;
    struct bw_push_state *push;

    if (network->push_count == 0) {
        return BW_OK;
    }
    push = bw_arena_allocate(arena, 1, sizeof *push);
    if (push == NULL) {
        return BW_ERR_NOMEM;
    }
    state->pushes = push;
    push->positions =
        bw_arena_allocate(arena, network->stock_count, sizeof *push->positions);
    push->lines =
        bw_arena_allocate(arena, network->push_target_count, sizeof *push->lines);
    push->sent =
        bw_arena_allocate(arena, network->push_target_count, sizeof *push->sent);
    push->promised =
        bw_arena_allocate(arena, network->push_count, sizeof *push->promised);
    push->number = bw_arena_allocate(arena, network->push_count, sizeof *push->number);
    push->waiting =
        bw_arena_allocate(arena, network->push_count, sizeof *push->waiting);
    return push->positions == NULL || push->lines == NULL || push->sent == NULL
            || push->promised == NULL || push->number == NULL || push->waiting == NULL
        ? BW_ERR_NOMEM
        : BW_OK;
}

void bw_push_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_push_state *push = state->pushes;

    if (push == NULL) {
        return;
    }
    for (bw_index i = 0; i < network->stock_count; i++) {
        struct bw_stock_view view = bw_stock_view(state, i);
        int64_t position = view.on_hand - view.backorders + view.on_order;

        push->positions[i] = (struct position){INT64_MIN, position, position};
    }
    for (bw_index i = 0; i < network->push_target_count; i++) {
        push->sent[i] = (struct sent){.when = INT64_MIN};
    }
    memset(push->promised, 0, network->push_count * sizeof *push->promised);
    memset(push->number, 0, network->push_count * sizeof *push->number);
    memset(push->waiting, 0, network->push_count * sizeof *push->waiting);
}

void bw_push_observe(struct bw_state *state, bw_index stock, int64_t position)
{
    struct position *p = &state->pushes->positions[stock];

    if (p->changed != bw_state_now(state)) {
        p->changed = bw_state_now(state);
        p->before = p->now;
    }
    p->now = position;
}

static int64_t seen(const struct bw_state *state, bw_index stock)
{
    const struct position *p = &state->pushes->positions[stock];

    return p->changed == bw_state_now(state) ? p->before : p->now;
}

void bw_push_notice(struct bw_state *state, bw_index stock)
{
    bool *waiting = &state->pushes->waiting[state->network->stocks[stock].push];

    if (!*waiting) {
        *waiting = true;
        bw_state_schedule(state, bw_stock_element(state, stock), bw_state_now(state),
            BW_EVENT_STOCK_PUSH, stock, 0);
    }
}

void bw_push_arrived(struct bw_state *state, bw_index stock, int64_t quantity)
{
    state->pushes->promised[state->network->stocks[stock].push] -= quantity;
}

/* The receivers as the rule sees them. */
static void look(const struct bw_state *state, const struct bw_push *push)
{
    const struct bw_network *network = state->network;
    double quantum = network->items[network->stocks[push->stock].item].quantum;

    for (bw_index i = 0; i < push->target_count; i++) {
        const struct bw_push_target *target =
            &network->push_targets[push->first_target + i];
        double amount = target->amount == BW_NONE
            ? network->stocks[target->stock].mean_demand
            : bw_state_parameter(state, target->amount);

        const struct sent *sent = &state->pushes->sent[push->first_target + i];

        state->pushes->lines[push->first_target + i] =
            (struct bw_push_line){.amount = amount / quantum,
                .position = seen(state, target->stock)
                    + (sent->when == bw_state_now(state) ? sent->quantity : 0)};
    }
}

static void note_sent(struct sent *sent, bw_time now, int64_t quantity)
{
    if (sent->when != now) {
        *sent = (struct sent){.when = now};
    }
    sent->quantity += quantity;
}

void bw_stock_on_push(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *stock = &network->stocks[event->target];
    const struct bw_push *push = &network->pushes[stock->push];
    struct bw_push_state *s = state->pushes;
    struct bw_push_line *lines = &s->lines[push->first_target];
    struct bw_stock_view view = bw_stock_view(state, event->target);
    double keep = bw_state_parameter(state, push->keep);
    int64_t free = view.usable - view.backorders - s->promised[stock->push]
        - llround(keep / network->items[stock->item].quantum);
    double turns = (double)s->number[stock->push] * GOLDEN_SHARE;

    s->waiting[stock->push] = false;
    if (free <= 0) {
        return;
    }
    s->number[stock->push]++;
    look(state, push);
    bw_push_divide(push->rule, lines, push->target_count, free, turns - floor(turns));
    for (bw_index i = 0; i < push->target_count; i++) {
        uint32_t index;

        if (lines[i].part == 0) {
            continue;
        }
        index = bw_state_take(state, &state->messages);
        *(struct bw_message *)bw_pool_at(&state->messages, index) = (struct bw_message){
            .quantity = lines[i].part, .from = push->first_target + i};
        s->promised[stock->push] += lines[i].part;
        note_sent(&s->sent[push->first_target + i], event->time, lines[i].part);
        bw_state_schedule(state, stock->element, event->time, BW_EVENT_STOCK_PUSHED,
            network->push_targets[push->first_target + i].stock, index);
    }
}

void bw_stock_on_pushed(struct bw_state *state, const struct bw_event *event)
{
    struct bw_message message =
        *(const struct bw_message *)bw_pool_at(&state->messages, event->a);

    bw_pool_give(&state->messages, event->a);
    bw_source_order_pushed(state, event->target,
        state->network->push_targets[message.from].source, message.quantity);
}
