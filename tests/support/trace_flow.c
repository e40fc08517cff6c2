/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules of flow: where lots are, who goes first, and Little's law as an identity: the
 * area under the number in a system, which results give as a time average, is the sum
 * of the stays of those that left and of the stays so far of those that are still
 * there.
 */
#include "base/memory.h"
#include "chain/way.h"
#include "trace_rules.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Ticks of a stay within the window. */
static double stay(const struct bw_traced_run *run, bw_time from, bw_time to)
{
    bw_time horizon = run->network->horizon;

    from = from > 0 ? from : 0;
    to = to < horizon ? to : horizon;
    return to > from ? (double)(to - from) : 0.0;
}

/* Compares a time average with the stays of its system. */
static bool is_little(
    struct bw_traced_run *run, bw_index element, const char *metric, double stays)
{
    double mean = bw_traced_value(run, element, metric);
    double area = mean * (double)run->network->horizon;

    return fabs(area - stays) <= 1e-9 * fmax(fabs(area), (double)run->network->horizon)
        || BW_RULE_FAIL(run, "%s: %s %.12g, by the stays %.12g",
            run->network->elements[element].path, metric, mean,
            stays / (double)run->network->horizon);
}

bool bw_rule_queues(struct bw_traced_run *run)
{
    const struct bw_network *network = run->network;
    double *stays = bw_memory_allocate(network->element_count, sizeof *stays);
    bool holds = stays != NULL;

    for (size_t i = 0; i < run->rows.count && holds; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);

        if (row->kind == BW_TRACE_WORK_QUEUED) {
            stays[row->element] += stay(run, row->time, BW_FOREVER);
        } else if (row->kind == BW_TRACE_WORK_STARTED) {
            /* It did not stay to the end after all. */
            stays[row->element] +=
                stay(run, row->since, row->time) - stay(run, row->since, BW_FOREVER);
        }
    }
    for (bw_index r = 0; r < network->resource_count && holds; r++) {
        bw_index element = network->resources[r].element;

        holds = is_little(run, element, "queue_length", stays[element]);
    }
    bw_memory_free(stays);
    return holds;
}

bool bw_rule_demands(struct bw_traced_run *run)
{
    const struct bw_network *network = run->network;
    double *stays = bw_memory_allocate(network->element_count, sizeof *stays);
    bool holds = stays != NULL;

    for (size_t i = 0; i < run->rows.count && holds; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);
        double units = row->item != BW_NONE
            ? (double)row->quantity * network->items[row->item].quantum
            : 0.0;

        if (network->elements[row->element].kind != BW_ELEMENT_DEMAND) {
            continue;
        }
        if (row->kind == BW_TRACE_ORDER_PLACED) {
            stays[row->element] += units * stay(run, row->time, BW_FOREVER);
        } else if (row->order
                != 0 /* what an open vial gives was not asked of a stock */
            && (row->kind == BW_TRACE_DELIVERED || row->kind == BW_TRACE_DEMAND_LOST)) {
            stays[row->element] += units
                * (stay(run, row->since, row->time)
                    - stay(run, row->since, BW_FOREVER));
        }
    }
    for (bw_index d = 0; d < network->demand_count && holds; d++) {
        bw_index element = network->demands[d].element;

        holds = is_little(run, element, "backorders", stays[element]);
    }
    bw_memory_free(stays);
    return holds;
}

/* The row in which shipments leave a lane. */
static enum bw_trace_kind last_of(const struct bw_lane *lane)
{
    return lane->unloading != NULL ? BW_TRACE_UNLOADED
        : lane->customs != NULL    ? BW_TRACE_CLEARED
                                   : BW_TRACE_ARRIVED;
}

static bool check_lane(struct bw_traced_run *run, const struct bw_lane *lane)
{
    int64_t departed = -1, landed = -1;
    double stays = 0.0;

    for (size_t i = 0; i < run->rows.count; i++) {
        const struct bw_trace_row *row = bw_traced_row(run, i);
        int64_t number = (int64_t)row->number;

        if (row->element != lane->element) {
            continue;
        }
        /* Rows of the lots of one shipment follow each other. */
        if (row->kind == BW_TRACE_SHIPPED && number != departed) {
            departed = number;
            stays += stay(run, row->time, BW_FOREVER);
        } else if (row->kind == last_of(lane) && number != landed) {
            landed = number;
            stays +=
                stay(run, row->since, row->time) - stay(run, row->since, BW_FOREVER);
        }
    }
    return departed < 0 || is_little(run, lane->element, "under_way", stays);
}

bool bw_rule_lanes(struct bw_traced_run *run)
{
    bool holds = true;

    for (bw_index l = 0; l < run->network->lane_count && holds; l++) {
        const struct bw_lane *lane = &run->network->lanes[l];

        /* The shipments of a tour have one vehicle and several ends. */
        holds = lane->tour != NULL || check_lane(run, lane);
    }
    return holds;
}

bool bw_rule_states(struct bw_traced_run *run)
{
    static const char *const states[] = {
        "busy", "setup", "down", "blocked", "off_shift", "starved", "idle"};

    for (bw_index r = 0; r < run->network->resource_count; r++) {
        bw_index element = run->network->resources[r].element;
        double sum = 0.0;

        for (size_t s = 0; s < sizeof states / sizeof states[0]; s++) {
            sum += bw_traced_value(run, element, states[s]);
        }
        if (!isnan(sum) && fabs(sum - 1.0) > 1e-9) {
            return BW_RULE_FAIL(run, "%s: states sum to %.12g",
                run->network->elements[element].path, sum);
        }
    }
    return true;
}

/* A lot as the trace shows it. */
struct lot {
    bw_time expiry;
    bw_time shelved;
    double units;
    uint32_t next;  /* on the same shelf */
    uint32_t holds; /* open ones */
    bw_index shelf; /* element of the stock, BW_NONE = on none */
    bw_index lane;  /* element of the lane that it is ready for or on */
    bool under_way;
};

/* The lots of a run, shelf by shelf. */
struct lots {
    struct bw_traced_run *run;
    struct lot *at;
    uint32_t *first;    /* by element of the stock */
    bw_index *placers;  /* by order */
    double *stays;      /* by element of the stock */
    bw_index *given;    /* by element: lots of its initial stock so far, on the shelf */
    bw_index *awaited;  /* the same, on order */
    bw_index *initials; /* by order: which initial stock it is */
    bool checks_custody, checks_fefo;
};

static bool open_lots(struct lots *lots, struct bw_traced_run *run)
{
    const struct bw_network *network = run->network;

    *lots = (struct lots){.run = run};
    lots->at = bw_memory_allocate(run->lots + 1u, sizeof *lots->at);
    lots->first = bw_memory_allocate(network->element_count, sizeof *lots->first);
    lots->placers = bw_memory_allocate(run->orders + 1u, sizeof *lots->placers);
    lots->stays = bw_memory_allocate(network->element_count, sizeof *lots->stays);
    lots->given = bw_memory_allocate(network->element_count, sizeof *lots->given);
    lots->awaited = bw_memory_allocate(network->element_count, sizeof *lots->awaited);
    lots->initials = bw_memory_allocate(run->orders + 1u, sizeof *lots->initials);
    if (lots->at == NULL || lots->first == NULL || lots->placers == NULL
        || lots->stays == NULL || lots->given == NULL || lots->awaited == NULL
        || lots->initials == NULL) {
        return false;
    }
    for (uint32_t i = 0; i <= run->lots; i++) {
        lots->at[i] =
            (struct lot){.expiry = BW_FOREVER, .shelf = BW_NONE, .lane = BW_NONE};
    }
    return true;
}

static void close_lots(struct lots *lots)
{
    bw_memory_free(lots->at);
    bw_memory_free(lots->first);
    bw_memory_free(lots->placers);
    bw_memory_free(lots->stays);
    bw_memory_free(lots->given);
    bw_memory_free(lots->awaited);
    bw_memory_free(lots->initials);
}

static void put_on_shelf(struct lots *lots, uint32_t lot, bw_index shelf)
{
    lots->at[lot].shelf = shelf;
    lots->at[lot].next = lots->first[shelf];
    lots->first[shelf] = lot;
}

static void take_off_shelf(struct lots *lots, uint32_t lot)
{
    uint32_t *link = &lots->first[lots->at[lot].shelf];

    while (*link != lot) {
        link = &lots->at[*link].next;
    }
    *link = lots->at[lot].next;
    lots->at[lot].shelf = BW_NONE;
}

static bw_time later_of(bw_time a, bw_time b)
{
    return a > b ? a : b;
}

/* Life that the way from giver asks for, 0 = another stock gives by this source. */
static bw_time life_of_source(
    const struct bw_network *network, bw_index index, bw_index giver)
{
    const struct bw_stock_source *source = &network->sources[index];

    return source->kind == BW_SOURCE_STOCK
            && network->stocks[source->index].element == giver
        ? bw_way_least_life(network, &source->routing)
        : 0;
}

/* Life that goods for an order of placer must have left when giver issues them: for
 * those who asked, and for the lanes on the way to them. */
static bw_time least_life(
    const struct bw_network *network, bw_index placer, bw_index giver)
{
    const struct bw_element *element = &network->elements[placer];
    const struct bw_stock *stock;
    bw_time life;

    if (element->kind == BW_ELEMENT_DEMAND) {
        const struct bw_demand *demand = &network->demands[element->index];

        return later_of(
            demand->remaining_life, bw_way_least_life(network, &demand->routing));
    }
    if (element->kind != BW_ELEMENT_STOCK) {
        return 0;
    }
    stock = &network->stocks[element->index];
    life = stock->remaining_life;
    for (bw_index i = 0; i < stock->source_count; i++) {
        life = later_of(life, life_of_source(network, stock->first_source + i, giver));
    }
    for (bw_index i = 0; i < stock->peer_count; i++) {
        bw_index source = network->peers[stock->first_peer + i].source;

        if (source != BW_NONE) {
            life = later_of(life, life_of_source(network, source, giver));
        }
    }
    return life;
}

/* No lot that may be issued, and keeps long enough for the order, expires earlier. */
static bool is_first_out(struct lots *lots, const struct bw_trace_row *row)
{
    const struct lot *mine = &lots->at[row->lot];
    bw_time least =
        least_life(lots->run->network, lots->placers[row->order], row->element);

    for (uint32_t i = lots->first[row->element]; i != 0; i = lots->at[i].next) {
        const struct lot *other = &lots->at[i];

        if (other->holds == 0 && other->expiry < mine->expiry
            && other->expiry - row->time >= least) {
            return BW_RULE_FAIL(lots->run,
                "%s issues lot %" PRIu32 " before lot %" PRIu32 " at day %g",
                lots->run->network->elements[row->element].path, row->lot, i,
                (double)row->time / (double)BW_DAY);
        }
    }
    return true;
}

static bool fail_custody(struct lots *lots, const struct bw_trace_row *row)
{
    return BW_RULE_FAIL(lots->run, "lot %" PRIu32 ": %s at %s at day %g", row->lot,
        bw_trace_kinds[row->kind].name, lots->run->network->elements[row->element].path,
        (double)row->time / (double)BW_DAY);
}

static bool leave_shelf(struct lots *lots, const struct bw_trace_row *row)
{
    struct lot *lot = &lots->at[row->lot];

    if (lot->shelf != row->element) {
        return fail_custody(lots, row);
    }
    take_off_shelf(lots, row->lot);
    lots->stays[row->element] += lot->units * stay(lots->run, lot->shelved, row->time);
    return !lots->checks_fefo || is_first_out(lots, row);
}

static void enter_shelf(struct lots *lots, const struct bw_trace_row *row, double units)
{
    lots->at[row->lot].shelved = row->time;
    lots->at[row->lot].units = units;
    put_on_shelf(lots, row->lot, row->element);
}

static bool waste(struct lots *lots, const struct bw_trace_row *row, double units)
{
    struct lot *lot = &lots->at[row->lot];

    if (lot->shelf != BW_NONE) {
        lots->stays[lot->shelf] += units * stay(lots->run, lot->shelved, row->time);
        lot->units -= units;
        if (lot->units < 1e-9) {
            take_off_shelf(lots, row->lot);
        }
    }
    return true;
}

static void split(struct lots *lots, const struct bw_trace_row *row, double units)
{
    struct lot *part = &lots->at[row->lot], *whole = &lots->at[row->of];

    *part = *whole;
    part->units = units;
    whole->units -= units;
    if (part->shelf != BW_NONE) {
        put_on_shelf(lots, row->lot, part->shelf);
    }
}

/* The next initial stock of an element that is on order, or is not; count is how many
 * of them there were. */
static bw_index next_initial(
    const struct bw_network *network, bw_index element, bool on_order, bw_index *count)
{
    const struct bw_stock *stock = &network->stocks[network->elements[element].index];
    bw_index left = (*count)++, i = stock->first_initial;

    while (network->initials[i].on_order != on_order || left-- > 0) {
        i++;
    }
    return i;
}

/* Age of initial stock when the run begins. */
static bw_time age_of(struct lots *lots, const struct bw_trace_row *row)
{
    const struct bw_network *network = lots->run->network;
    bw_index initial = row->order != 0
        ? lots->initials[row->order]
        : next_initial(network, row->element, false, &lots->given[row->element]);

    return network->initials[initial].age;
}

/* The shelf life that holds at a time: changes come first in their instant. */
static bw_time life_at(const struct bw_network *network, bw_index item, bw_time time)
{
    bw_time life = network->items[item].shelf_life;

    for (uint32_t i = 0; i < network->change_count; i++) {
        const struct bw_dated_change *change = &network->changes[i];

        if (change->slot == network->items[item].life && change->time <= time) {
            life = isinf(change->value) ? BW_FOREVER : bw_time_round(change->value);
        }
    }
    return life;
}

/* The date of expiry of goods that enter now. */
static bw_time expiry_of(struct lots *lots, const struct bw_trace_row *row)
{
    bw_time life = life_at(lots->run->network, row->item, row->time);

    if (strcmp(row->detail, "initial") == 0) {
        bw_time age = age_of(lots, row);

        return life == BW_FOREVER ? BW_FOREVER
                                  : life - age - lots->run->network->warmup;
    }

    return life == BW_FOREVER ? BW_FOREVER : row->time + life;
}

/* True for one lane, and for a tour and one of its stops. */
static bool is_same_way(const struct bw_network *network, bw_index a, bw_index b)
{
    const struct bw_lane *from = &network->lanes[network->elements[a].index];
    const struct bw_lane *to = &network->lanes[network->elements[b].index];

    return a == b || (from->tour != NULL && from->tour == to->tour);
}

/* On a lane: ready, under way, at its end. */
static bool move(struct lots *lots, const struct bw_trace_row *row)
{
    struct lot *lot = &lots->at[row->lot];
    bool good = lot->shelf == BW_NONE;

    if (row->kind == BW_TRACE_READY) {
        good = good && !lot->under_way;
        lot->lane = row->element;
    } else if (row->kind == BW_TRACE_SHIPPED) {
        good = good && !lot->under_way && lot->lane != BW_NONE
            && is_same_way(lots->run->network, lot->lane, row->element);
        lot->under_way = true;
    } else {
        good = good && lot->under_way;
        lot->under_way = false;
    }
    return good || !lots->checks_custody || fail_custody(lots, row);
}

static bool follow(struct lots *lots, const struct bw_trace_row *row)
{
    struct lot *lot = &lots->at[row->lot];
    double units = row->item != BW_NONE
        ? (double)row->quantity * lots->run->network->items[row->item].quantum
        : 0.0;

    switch (row->kind) {
    case BW_TRACE_ORDER_PLACED:
        lots->placers[row->order] = row->element;
        if (strcmp(row->detail, "initial") == 0) {
            lots->initials[row->order] = next_initial(
                lots->run->network, row->element, true, &lots->awaited[row->element]);
        }
        break;
    case BW_TRACE_LOT_CREATED:
        lot->expiry = expiry_of(lots, row);
        lot->holds = row->of != 0 ? lots->at[row->of].holds : 0;
        if (row->order == 0 && strcmp(row->detail, "returned") != 0) {
            enter_shelf(lots, row, units);
        }
        break;
    case BW_TRACE_BATCH_ENDED:
        lot->expiry = expiry_of(lots, row);
        break;
    case BW_TRACE_LOT_REDATED:
        lot->expiry = row->time + (bw_time)row->number;
        break;
    case BW_TRACE_LOT_SPLIT:
        split(lots, row, units);
        break;
    case BW_TRACE_HOLD_PLACED:
        lot->holds++;
        break;
    case BW_TRACE_HOLD_RELEASED:
    case BW_TRACE_HOLD_REJECTED:
        lot->holds--;
        break;
    case BW_TRACE_RECEIVED:
        if (lot->shelf != BW_NONE || lot->under_way) {
            return fail_custody(lots, row);
        }
        enter_shelf(lots, row, units);
        break;
    case BW_TRACE_ALLOCATED:
        return leave_shelf(lots, row);
    case BW_TRACE_LOT_WASTED:
        return waste(lots, row, units);
    case BW_TRACE_LOT_LEFT:
        return lot->shelf == BW_NONE || waste(lots, row, units);
    case BW_TRACE_READY:
    case BW_TRACE_SHIPPED:
    case BW_TRACE_ARRIVED:
        return move(lots, row);
    case BW_TRACE_DELIVERED:
    case BW_TRACE_LOT_CONSUMED:
        return (lot->shelf == BW_NONE && !lot->under_way) || fail_custody(lots, row);
    default:
        break;
    }
    return true;
}

static bool follow_all(struct lots *lots)
{
    bool holds = true;

    for (size_t i = 0; i < lots->run->rows.count && holds; i++) {
        holds = follow(lots, bw_traced_row(lots->run, i));
    }
    return holds;
}

bool bw_rule_custody(struct bw_traced_run *run)
{
    struct lots lots;
    bool holds = open_lots(&lots, run);

    lots.checks_custody = true;
    holds = holds && follow_all(&lots);
    close_lots(&lots);
    return holds;
}

bool bw_rule_fefo(struct bw_traced_run *run)
{
    struct lots lots;
    bool holds = open_lots(&lots, run);

    lots.checks_fefo = true;
    holds = holds && follow_all(&lots);
    close_lots(&lots);
    return holds;
}

bool bw_rule_stores(struct bw_traced_run *run)
{
    struct lots lots;
    bool holds = open_lots(&lots, run) && follow_all(&lots);

    for (bw_index s = 0; s < run->network->stock_count && holds; s++) {
        bw_index element = run->network->stocks[s].element;

        holds = is_little(run, element, "on_hand", lots.stays[element]);
    }
    close_lots(&lots);
    return holds;
}
