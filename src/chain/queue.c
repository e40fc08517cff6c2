/* SPDX-License-Identifier: Apache-2.0
 *
 * Orders that wait at a stock, in the order in which its allocation rule serves them.
 */
#include "chain/inventory_internal.h"

/* Rules: true when a is served before b. Ties go on to the rule before. */
static bool is_earlier(const struct bw_order *a, const struct bw_order *b)
{
    return a->placed != b->placed ? a->placed < b->placed : a->rank < b->rank;
}

static bool is_more_urgent(const struct bw_order *a, const struct bw_order *b)
{
    return a->priority != b->priority ? bw_class_is_before(a->priority, b->priority)
                                      : is_earlier(a, b);
}

static bool is_due_earlier(const struct bw_order *a, const struct bw_order *b)
{
    return a->due != b->due ? a->due < b->due : is_earlier(a, b);
}

static bool (*const rules[BW_ALLOCATION_COUNT])(
    const struct bw_order *, const struct bw_order *) = {
    [BW_ALLOCATE_FCFS] = is_earlier,
    [BW_ALLOCATE_PRIORITY] = is_more_urgent,
    [BW_ALLOCATE_DUE_DATE] = is_due_earlier,
    [BW_ALLOCATE_PROPORTIONAL] = is_earlier,
};

static struct bw_order *at(const struct bw_state *state, uint32_t order)
{
    return bw_state_order(state, order);
}

/* The order behind which a new one stands, 0 for the head of the queue. New orders are
 * looked for from the end, where most belong; old ones, whose goods were lost on the
 * way, from the head. */
static uint32_t find_place(
    const struct bw_state *state, bw_index stock, const struct bw_order *order)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    bool (*is_before)(const struct bw_order *, const struct bw_order *) =
        rules[state->network->stocks[stock].allocation];
    uint32_t before = 0, next = s->queue_first;

    if (order->placed == bw_state_now(state)) {
        for (before = s->queue_last; before != 0 && is_before(order, at(state, before));
             before = at(state, before)->previous) {
        }
        return before;
    }
    for (; next != 0 && !is_before(order, at(state, next));
         next = at(state, next)->next) {
        before = next;
    }
    return before;
}

void bw_queue_insert(struct bw_state *state, bw_index stock, uint32_t order)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_order *o = at(state, order);

    o->previous = find_place(state, stock, o);
    o->next = o->previous != 0 ? at(state, o->previous)->next : s->queue_first;
    *(o->previous != 0 ? &at(state, o->previous)->next : &s->queue_first) = order;
    *(o->next != 0 ? &at(state, o->next)->previous : &s->queue_last) = order;
    o->queued = true;
}

void bw_queue_remove(struct bw_state *state, bw_index stock, uint32_t order)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_order *o = at(state, order);

    *(o->previous != 0 ? &at(state, o->previous)->next : &s->queue_first) = o->next;
    *(o->next != 0 ? &at(state, o->next)->previous : &s->queue_last) = o->previous;
    o->next = o->previous = 0;
    o->queued = false;
}
