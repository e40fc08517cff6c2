/* SPDX-License-Identifier: Apache-2.0 */
#include "trace_rules.h"

#include "base/memory.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void bw_traced_run_init(struct bw_traced_run *run, const struct bw_network *network,
    const struct bw_layout *layout, const double *values)
{
    *run =
        (struct bw_traced_run){.network = network, .layout = layout, .values = values};
    bw_vector_init(&run->rows, sizeof(struct bw_trace_row));
}

void bw_traced_run_release(struct bw_traced_run *run)
{
    bw_vector_release(&run->rows);
}

void bw_traced_run_reset(struct bw_traced_run *run)
{
    run->rows.count = 0;
    run->orders = run->lots = run->paths = 0;
}

enum bw_status bw_traced_run_take(void *context, const struct bw_trace_row *row)
{
    struct bw_traced_run *run = context;
    struct bw_trace_row *copy = NULL;

    if (bw_vector_push(&run->rows, &copy) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    *copy = *row;
    run->orders = row->order >= run->orders ? row->order + 1 : run->orders;
    run->lots = row->lot >= run->lots ? row->lot + 1 : run->lots;
    run->paths = row->path >= run->paths ? row->path + 1 : run->paths;
    return BW_OK;
}

double bw_traced_value(
    const struct bw_traced_run *run, bw_index element, const char *metric)
{
    size_t at = bw_layout_metric(run->layout, element, metric);

    return at != SIZE_MAX ? run->values[at] : (double)NAN;
}

bool bw_rule_times(struct bw_traced_run *run)
{
    const struct bw_network *network = run->network;
    bw_time last = -network->warmup;

    if (bw_traced_row(run, 0)->kind != BW_TRACE_RUN_BEGAN
        || bw_traced_row(run, run->rows.count - 1)->kind != BW_TRACE_RUN_ENDED) {
        return BW_RULE_FAIL(run, "first or last row");
    }
    for (size_t i = 0; i < run->rows.count; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);
        bool has_since = (bw_trace_kinds[row->kind].uses & BW_TRACE_SINCE) != 0;

        if (row->time < last || row->element >= network->element_count
            || (has_since && row->since > row->time)) {
            return BW_RULE_FAIL(run, "row %zu: %s", i, bw_trace_kinds[row->kind].name);
        }
        last = row->time;
    }
    return last == network->horizon + network->cooldown
        || BW_RULE_FAIL(run, "the last row is early");
}

/* What is to come of an order after a row. */
static int64_t change_of(const struct bw_trace_row *row)
{
    switch (row->kind) {
    case BW_TRACE_ORDER_PLACED:
    case BW_TRACE_ORDER_CHANGED:
        return row->quantity;
    case BW_TRACE_RECEIVED:
    case BW_TRACE_DELIVERED:
    case BW_TRACE_LOT_CONSUMED:
    case BW_TRACE_DEMAND_LOST:
        return -row->quantity;
    default:
        return 0;
    }
}

struct order {
    int64_t left;
    bool placed, closed;
};

static bool follow_order(
    struct bw_traced_run *run, struct order *order, const struct bw_trace_row *row)
{
    bool closes =
        row->kind == BW_TRACE_ORDER_CLOSED || row->kind == BW_TRACE_DEMAND_FILLED;

    if (row->kind == BW_TRACE_ORDER_PLACED && order->placed) {
        return BW_RULE_FAIL(run, "order %" PRIu32 " is placed twice", row->order);
    }
    order->placed = order->placed || row->kind == BW_TRACE_ORDER_PLACED;
    order->left += change_of(row);
    if (order->left < 0 || (order->left > 0 && (closes || order->closed))) {
        return BW_RULE_FAIL(run, "order %" PRIu32 " after %s: %" PRId64 " to come",
            row->order, bw_trace_kinds[row->kind].name, order->left);
    }
    order->closed = order->closed || closes;
    return true;
}

bool bw_rule_orders(struct bw_traced_run *run)
{
    struct order *orders = bw_memory_allocate(run->orders + 1u, sizeof *orders);
    bool holds = orders != NULL;

    for (size_t i = 0; i < run->rows.count && holds; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);

        holds = row->order == 0 || follow_order(run, &orders[row->order], row);
    }
    for (uint32_t o = 1; o < run->orders && holds; o++) {
        holds = orders[o].placed || BW_RULE_FAIL(run, "nobody placed order %u", o);
    }
    bw_memory_free(orders);
    return holds;
}

/* Applies a row to the quantities of lots. */
static bool follow_lot(
    struct bw_traced_run *run, int64_t *left, const struct bw_trace_row *row)
{
    int64_t *mine = &left[row->lot];
    bool holds = true;

    switch (row->kind) {
    case BW_TRACE_LOT_CREATED:
    case BW_TRACE_BATCH_STARTED:
        holds = *mine == 0;
        *mine = row->quantity;
        break;
    case BW_TRACE_LOT_SPLIT:
        holds = left[row->of] > row->quantity;
        left[row->of] -= row->quantity;
        *mine = row->quantity;
        break;
    case BW_TRACE_LOT_CONSUMED:
    case BW_TRACE_DELIVERED:
    case BW_TRACE_LOT_LEFT:
        holds = *mine == row->quantity;
        *mine = 0;
        break;
    case BW_TRACE_LOT_WASTED:
        *mine -= row->quantity;
        holds = *mine >= 0;
        break;
    case BW_TRACE_ALLOCATED:
    case BW_TRACE_RECEIVED:
    case BW_TRACE_READY:
    case BW_TRACE_SHIPPED:
    case BW_TRACE_ARRIVED:
    case BW_TRACE_SPACE_AWAITED:
        holds = *mine == row->quantity;
        break;
    default:
        break;
    }
    return holds
        || BW_RULE_FAIL(run,
            "lot %" PRIu32 " after %s of %" PRId64 ": %" PRId64 " left", row->lot,
            bw_trace_kinds[row->kind].name, row->quantity, *mine);
}

bool bw_rule_lots(struct bw_traced_run *run)
{
    int64_t *left = bw_memory_allocate(run->lots + 1u, sizeof *left);
    bool holds = left != NULL;

    for (size_t i = 0; i < run->rows.count && holds; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);

        holds = row->lot == 0 || follow_lot(run, left, row);
    }
    for (uint32_t lot = 0; lot < run->lots && holds; lot++) {
        holds = left[lot] == 0 || BW_RULE_FAIL(run, "lot %u is forgotten", lot);
    }
    bw_memory_free(left);
    return holds;
}

bool bw_rule_stages(struct bw_traced_run *run)
{
    bw_time *starts = bw_memory_allocate(run->paths + 1u, sizeof *starts);
    uint32_t last = 0;
    bool holds = starts != NULL;

    for (size_t i = 0; i < run->rows.count && holds; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);

        if (row->kind != BW_TRACE_STAGE) {
            holds =
                row->path <= last || BW_RULE_FAIL(run, "unknown past %u", row->path);
            continue;
        }
        holds = (row->path != 0 && row->path <= last + 1 && row->of < row->path
                    && (row->of == 0 || starts[row->of] <= row->since))
            || BW_RULE_FAIL(run, "past %u behind %u", row->path, row->of);
        last = row->path > last ? row->path : last;
        starts[row->path] = row->since;
    }
    bw_memory_free(starts);
    return holds;
}

static double days_within(const struct bw_network *network, bw_time from, bw_time to)
{
    from = from > 0 ? from : 0;
    to = to < network->horizon ? to : network->horizon;
    return to > from ? (double)(to - from) / (double)BW_DAY : 0.0;
}

static bool check_stock(struct bw_traced_run *run, bw_index element)
{
    const struct bw_network *network = run->network;
    double out = 0.0, horizon = (double)network->horizon / (double)BW_DAY;
    double share = bw_traced_value(run, element, "time_in_stock_share");
    bw_time began = BW_FOREVER;

    for (size_t i = 0; i < run->rows.count; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);

        if (row->element != element) {
            continue;
        }
        if (row->kind == BW_TRACE_STOCKOUT_BEGAN
            || row->kind == BW_TRACE_STOCKOUT_GOES_ON) {
            began = row->time;
        } else if (row->kind == BW_TRACE_STOCKOUT_ENDED) {
            out += days_within(network, began, row->time);
            began = BW_FOREVER;
        }
    }
    if (began != BW_FOREVER) {
        out += days_within(network, began, BW_FOREVER);
    }
    return fabs(out / horizon - (1.0 - share)) < 1e-9
        || BW_RULE_FAIL(run, "%s: out for %g of %g d, time_in_stock_share %g",
            network->elements[element].path, out, horizon, share);
}

bool bw_rule_stockouts(struct bw_traced_run *run)
{
    bool holds = true;

    for (bw_index s = 0; s < run->network->stock_count && holds; s++) {
        holds = check_stock(run, run->network->stocks[s].element);
    }
    return holds;
}

const char *bw_trace_rules_broken(struct bw_traced_run *run)
{
    static const struct {
        const char *name;
        bool (*holds)(struct bw_traced_run *);
    } rules[] = {
        {"rows in the order of time", bw_rule_times},
        {"orders balance", bw_rule_orders},
        {"lots balance", bw_rule_lots},
        {"pasts have no gap", bw_rule_stages},
        {"stock-outs add up", bw_rule_stockouts},
        {"single custody", bw_rule_custody},
        {"first expired, first out", bw_rule_fefo},
        {"Little's law at resources", bw_rule_queues},
        {"Little's law at stocks", bw_rule_stores},
        {"Little's law on lanes", bw_rule_lanes},
        {"Little's law of customers", bw_rule_demands},
        {"shares of state", bw_rule_states},
    };

    for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++) {
        run->message[0] = '\0';
        if (!rules[r].holds(run)) {
            return rules[r].name;
        }
    }
    return NULL;
}
