/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/history.h"

#include "chain/state_internal.h"
#include "chain/trace.h"

#include <string.h>

struct bw_attribution {
    __extension__ __int128 *order_wait, *flow; /* per cell */
};

enum bw_status bw_history_init(struct bw_state *state)
{
    const struct bw_layout *layout = state->layout;
    struct bw_attribution *a = bw_arena_allocate(&state->arena, 1, sizeof *a);

    state->attribution = a;
    if (a == NULL) {
        return BW_ERR_NOMEM;
    }
    a->order_wait =
        bw_arena_allocate(&state->arena, layout->cell_count, sizeof *a->order_wait);
    a->flow = bw_arena_allocate(&state->arena, layout->cell_count, sizeof *a->flow);
    return a->order_wait == NULL || a->flow == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_history_reset(struct bw_state *state)
{
    struct bw_attribution *a = state->attribution;

    memset(a->order_wait, 0, state->layout->cell_count * sizeof *a->order_wait);
    memset(a->flow, 0, state->layout->cell_count * sizeof *a->flow);
}

double bw_history_order_wait(const struct bw_state *state, uint32_t cell)
{
    return (double)state->attribution->order_wait[cell];
}

double bw_history_flow(const struct bw_state *state, uint32_t cell)
{
    return (double)state->attribution->flow[cell];
}

/* Cell of an element and stage, which must be one that the layout foresees. */
static uint32_t cell_at(
    const struct bw_state *state, bw_index element, enum bw_stage stage)
{
    const struct bw_layout *layout = state->layout;
    uint32_t cell = layout->first_cells[element];

    while (
        cell < layout->first_cells[element + 1] && layout->cells[cell].stage != stage) {
        cell++;
    }
    BW_ASSERT(cell < layout->first_cells[element + 1]);
    return cell;
}

/* Adds quanta * ticks of delivered units to the cell of a segment. */
static void charge_flow(
    struct bw_state *state, const struct bw_segment *segment, __int128 quanta_ticks)
{
    state->attribution
        ->flow[cell_at(state, segment->element, (enum bw_stage)segment->stage)] +=
        quanta_ticks;
}

static struct bw_segment *at(const struct bw_state *state, uint32_t segment)
{
    return bw_pool_at(&state->segments, segment);
}

void bw_history_append(struct bw_state *state, uint32_t *head, bw_index element,
    enum bw_stage stage, bw_time start, bool counted)
{
    uint32_t index = *head;
    struct bw_segment *newest = index != 0 ? at(state, index) : NULL;
    bool inherited = newest != NULL && newest->counted != 0;

    BW_ASSERT(newest == NULL || newest->start <= start);
    if (newest != NULL && newest->start == start && newest->references == 1
        && newest->stage != BW_STAGE_STORE && newest->weight == 0) {
        newest->element = element & 0x3ffffffu;
        newest->stage = (unsigned)stage & 0x1fu;
        newest->counted = inherited || counted;
        if (state->tracer != NULL) {
            bw_trace_stage(state, index, false);
        }
        return;
    }
    index = bw_state_take(state, &state->segments);
    if (index == 0) {
        return;
    }
    newest = at(state, index);
    newest->start = start;
    newest->previous = *head;
    newest->references = 1;
    newest->element = element & 0x3ffffffu;
    newest->stage = (unsigned)stage & 0x1fu;
    newest->counted = inherited || counted;
    *head = index;
    if (state->tracer != NULL) {
        bw_trace_stage(state, index, true);
    }
}

uint32_t bw_history_retain(struct bw_state *state, uint32_t head)
{
    if (head != 0) {
        at(state, head)->references++;
    }
    return head;
}

void bw_history_release(struct bw_state *state, uint32_t *head)
{
    uint32_t index = *head;

    *head = 0;
    while (index != 0) {
        struct bw_segment *segment = at(state, index);
        uint32_t previous = segment->previous;

        if (--segment->references > 0) {
            return;
        }
        if (segment->weight > 0 && segment->counted) {
            __extension__ __int128 starts = (__int128)segment->weight * segment->start;

            charge_flow(state, segment, segment->ends - starts);
            if (previous != 0) {
                at(state, previous)->weight += segment->weight;
                at(state, previous)->ends += starts;
            }
        }
        bw_pool_give(&state->segments, index);
        index = previous;
    }
}

void bw_history_mark(struct bw_state *state, uint32_t head)
{
    at(state, head)->marked = 1;
}

bw_time bw_history_marked(const struct bw_state *state, uint32_t head)
{
    while (at(state, head)->marked == 0) {
        head = at(state, head)->previous;
        BW_ASSERT(head != 0);
    }
    return at(state, head)->start;
}

bw_index bw_history_element(const struct bw_state *state, uint32_t head)
{
    return at(state, head)->element;
}

enum bw_stage bw_history_stage(const struct bw_state *state, uint32_t head)
{
    return (enum bw_stage)at(state, head)->stage;
}

bw_time bw_history_start(const struct bw_state *state, uint32_t head)
{
    return at(state, head)->start;
}

void bw_history_deliver(struct bw_state *state, uint32_t head, int64_t quantity)
{
    struct bw_segment *newest = at(state, head);

    newest->weight += (uint64_t)quantity;
    newest->ends += (__int128)quantity * bw_state_now(state);
}

void bw_history_flush(struct bw_state *state)
{
    for (uint32_t i = 1; i < state->segments.made; i++) {
        struct bw_segment *segment = at(state, i);
        __extension__ __int128 ends = segment->ends;
        uint64_t weight = segment->weight;

        if (segment->references == 0 || weight == 0) {
            continue;
        }
        segment->weight = 0;
        segment->ends = 0;
        while (segment->counted) {
            __extension__ __int128 starts = (__int128)weight * segment->start;

            charge_flow(state, segment, ends - starts);
            if (segment->previous == 0) {
                break;
            }
            ends = starts;
            segment = at(state, segment->previous);
        }
    }
}

void bw_history_attribute(
    struct bw_state *state, uint32_t head, bw_time placed, bw_index stock)
{
    bw_time end = bw_state_now(state), charged = 0;
    bw_index asking = stock; /* the stock nearest to the customer seen so far */

    while (end > placed) {
        bw_time start = placed;
        bw_index element = asking;
        enum bw_stage stage = BW_STAGE_ORDER;

        if (head != 0) {
            const struct bw_segment *segment = at(state, head);

            element = segment->element;
            stage = (enum bw_stage)segment->stage;
            start = segment->start > placed ? segment->start : placed;
            head = segment->previous;
            if (stage == BW_STAGE_STORE) {
                /* Kept upstream because the next stock had not asked yet. */
                bw_index keeper = element;

                element = asking;
                stage = BW_STAGE_ORDER;
                asking = keeper;
            }
        }
        if (end > start) {
            state->attribution->order_wait[cell_at(state, element, stage)] +=
                end - start;
            charged += end - start;
            end = start;
        }
    }
    BW_ASSERT(charged == bw_state_now(state) - placed);
}
